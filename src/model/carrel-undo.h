/* carrel-undo.h: inverse statements on base rows, recorded in the transaction that they undo.
 *
 * Keyed by id, so that running it late is harmless. Holds rows of base tables only, including those
 * that a cascade took; index, counts and resolved links are redone by the triggers. Written by the
 * store on the writer's thread, then immutable; reference-counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CARREL_TYPE_UNDO (carrel_undo_get_type ())
typedef struct _CarrelUndo CarrelUndo;

GType       carrel_undo_get_type (void);
CarrelUndo *carrel_undo_new (void);
CarrelUndo *carrel_undo_ref (CarrelUndo *self);
void        carrel_undo_unref (CarrelUndo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelUndo, carrel_undo_unref)

/* A statement (static text) with its arguments, a tuple of x (integer), d, s, ay or ms; sinks
 * `arguments`. */
void carrel_undo_add (CarrelUndo *self, const char *sql, GVariant *arguments);
/* One more article is concerned. */
void carrel_undo_note_article (CarrelUndo *self, gint64 id);

/* All of `other`'s records after one's own; `other` stays as it is. */
void carrel_undo_append (CarrelUndo *self, CarrelUndo *other);

gboolean carrel_undo_is_empty (CarrelUndo *self);
/* Distinct articles concerned, for «12 articles archived». */
guint carrel_undo_get_n_articles (CarrelUndo *self);

typedef void (*CarrelUndoFunc) (const char *sql, GVariant *arguments, gpointer data);
/* Newest record first. */
void carrel_undo_foreach (CarrelUndo *self, CarrelUndoFunc func, gpointer data);

G_END_DECLS

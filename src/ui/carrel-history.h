/* carrel-history.h: where a reader was: a way back and a way forward, as a browser's. Main thread.
 *
 * A visit is a place in an article, so that going back finds the line that was left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 article;
  gint64 block; /* as carrel_document_view_get_position () says; -1: the place that the library
                   knows */
  double fraction;
} CarrelVisit;

typedef struct _CarrelHistory CarrelHistory;

CarrelHistory *carrel_history_new (void);
void           carrel_history_free (CarrelHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelHistory, carrel_history_free)

/* A place is left for another one: it can be gone back to, and what was forward is forgotten. */
void     carrel_history_leave (CarrelHistory *self, const CarrelVisit *from);
gboolean carrel_history_can_go_back (CarrelHistory *self);
gboolean carrel_history_can_go_forward (CarrelHistory *self);
/* `from` (nullable: nothing is open) is where one is now. FALSE when there is nowhere to go. */
gboolean carrel_history_go_back (CarrelHistory *self, const CarrelVisit *from, CarrelVisit *to);
gboolean carrel_history_go_forward (CarrelHistory *self, const CarrelVisit *from, CarrelVisit *to);
/* An article that is no longer there. */
void carrel_history_forget (CarrelHistory *self, gint64 article);

G_END_DECLS

/* carrel-changes.h: what a commit changed. Immutable once posted; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-types.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_CHANGED_ARTICLES = 1 << 0, /* membership, order or state of articles */
  CARREL_CHANGED_TOPICS = 1 << 1,   /* the tree of topics or their counts */
  CARREL_CHANGED_LINKS = 1 << 2,
  CARREL_CHANGED_HIGHLIGHTS = 1 << 3,
  CARREL_CHANGED_COLLECTIONS = 1 << 4,
  CARREL_CHANGED_QUEUE = 1 << 5,
  CARREL_CHANGED_POSITION = 1 << 6, /* a reading position: reloads no list */
  CARREL_CHANGED_EVERYTHING = 0xff, /* another process wrote, or an undo */
} CarrelChangeKind;

#define CARREL_TYPE_CHANGES (carrel_changes_get_type ())
GType          carrel_changes_get_type (void);
CarrelChanges *carrel_changes_new (CarrelChangeKind kinds);
CarrelChanges *carrel_changes_ref (CarrelChanges *self);
void           carrel_changes_unref (CarrelChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelChanges, carrel_changes_unref)

/* Before posting: notes a kind, and the article it concerns (0: none in particular). More than 256
 * articles become «many». */
void carrel_changes_add (CarrelChanges *self, CarrelChangeKind kinds, gint64 article);
void carrel_changes_merge (CarrelChanges *self, CarrelChanges *other);

CarrelChangeKind carrel_changes_get_kinds (CarrelChanges *self);
/* TRUE when the article is named, or there are many. */
gboolean carrel_changes_concern (CarrelChanges *self, gint64 article);
gboolean carrel_changes_is_many (CarrelChanges *self);

G_END_DECLS

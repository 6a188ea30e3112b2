/* carrel-place.h: a place of the sidebar: what is listed when it is chosen. Immutable but for its
 * count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-query.h"
#include "model/carrel-values.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_PLACE_KIND_INBOX,
  CARREL_PLACE_KIND_READING,
  CARREL_PLACE_KIND_FAVOURITES,
  CARREL_PLACE_KIND_ARCHIVE,
  CARREL_PLACE_KIND_ALL,
  CARREL_PLACE_KIND_HIGHLIGHTS,
  CARREL_PLACE_KIND_WANTED,
  CARREL_PLACE_KIND_MAP,
  CARREL_PLACE_KIND_CARE,
  CARREL_PLACE_KIND_TRASH,
  CARREL_PLACE_KIND_COLLECTION,
  CARREL_PLACE_KIND_TOPIC,
} CarrelPlaceKind;

#define CARREL_TYPE_UI_PLACE (carrel_ui_place_get_type ())
G_DECLARE_FINAL_TYPE (CarrelUiPlace, carrel_ui_place, CARREL, UI_PLACE, GObject)

/* One of the fixed places. */
CarrelUiPlace *carrel_ui_place_new (CarrelPlaceKind kind);
CarrelUiPlace *carrel_ui_place_new_for_topic (CarrelTopic *topic);
CarrelUiPlace *carrel_ui_place_new_for_collection (CarrelCollection *collection);

CarrelPlaceKind carrel_ui_place_get_kind (CarrelUiPlace *self);
const char *
carrel_ui_place_get_title (CarrelUiPlace *self); /* «Inbox», translated; a topic's last part */
const char *
carrel_ui_place_get_icon (CarrelUiPlace *self); /* (nullable): a topic has a dot instead */
CarrelTopic      *carrel_ui_place_get_topic (CarrelUiPlace *self);      /* (nullable) */
CarrelCollection *carrel_ui_place_get_collection (CarrelUiPlace *self); /* (nullable) */
/* What it lists: «is:inbox», «topic:"ai/llm"», a collection's search; as it is typed, and parsed.
 * (transfer full) */
char        *carrel_ui_place_dup_search (CarrelUiPlace *self);
CarrelQuery *carrel_ui_place_make_query (CarrelUiPlace *self);
/* The same place, be it another object: by kind, and topic path or collection, as it is called and
 * searches now. */
gboolean carrel_ui_place_equal (CarrelUiPlace *a, CarrelUiPlace *b);

/* Property «count» (guint): notify when it changed; 0 is shown as nothing. */
guint carrel_ui_place_get_count (CarrelUiPlace *self);
void  carrel_ui_place_set_count (CarrelUiPlace *self, guint count);

/* The topic was renamed or coloured, or has other counts: notify::topic. */
void carrel_ui_place_set_topic (CarrelUiPlace *self, CarrelTopic *topic);

/* For an empty list: icon, title and sentence of DESIGN.md, «Words». Static or translated strings.
 */
void carrel_ui_place_get_empty (CarrelUiPlace *self,
                                const char   **icon,
                                const char   **title,
                                const char   **sentence);

G_END_DECLS

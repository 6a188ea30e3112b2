/* carrel-window-state.c: how the window was left, and again. Main thread.
 *
 * What is kept of it is in carrel-settings.h, one for all windows: that of the last one that was
 * closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-window-private.h"

#include "library/carrel-settings.h"
#include "ui/carrel-sidebar.h"

#include <string.h>

#define TOPIC "topic:"
#define COLLECTION "collection:"

static const char *const places[] = { "inbox",      "reading", "favourites", "archive", "all",
                                      "highlights", "wanted",  "map",        "care",    "trash" };

void
carrel_window_open_place (CarrelWindow *self, const char *name)
{
  if (g_str_has_prefix (name, TOPIC)) {
    carrel_window_open_topic (self, name + strlen (TOPIC));
    return;
  }
  if (g_str_has_prefix (name, COLLECTION))
    carrel_window_go_to_place (self, carrel_sidebar_find_collection (
                                         CARREL_SIDEBAR (self->sidebar),
                                         g_ascii_strtoll (name + strlen (COLLECTION), NULL, 10)));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (strcmp (name, places[i]) == 0)
      carrel_window_go_to_place (
          self, carrel_sidebar_get_place (CARREL_SIDEBAR (self->sidebar), (CarrelPlaceKind) i));
}

/* (transfer full) (nullable) */
static char *
dup_place (CarrelWindow *self)
{
  CarrelUiPlace  *place = carrel_list_pane_get_place (carrel_window_get_list (self));
  CarrelPlaceKind kind = place ? carrel_ui_place_get_kind (place) : CARREL_PLACE_KIND_COLLECTION;

  if (place && kind == CARREL_PLACE_KIND_COLLECTION)
    return g_strdup_printf (COLLECTION "%" G_GINT64_FORMAT,
                            carrel_collection_get_id (carrel_ui_place_get_collection (place)));
  if (kind == CARREL_PLACE_KIND_TOPIC)
    return g_strconcat (TOPIC, carrel_topic_get_path (carrel_ui_place_get_topic (place)), NULL);
  return kind < G_N_ELEMENTS (places) ? g_strdup (places[kind]) : NULL;
}

void
carrel_window_keep_state (CarrelWindow *self)
{
  CarrelSettings   *settings = carrel_settings_get_default ();
  g_autofree char  *place = dup_place (self);
  CarrelWindowState state = { .place = place,
                              .article =
                                  carrel_reader_pane_get_id (carrel_window_get_reader (self)) };

  /* The size it has when it isn't maximized. */
  gtk_window_get_default_size (GTK_WINDOW (self), &state.width, &state.height);
  state.maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  state.width = MAX (state.width, 0);
  state.height = MAX (state.height, 0);
  carrel_settings_set_window (settings, &state);
}

void
carrel_window_restore_state (CarrelWindow *self, gboolean with_article)
{
  CarrelWindowState state;
  g_autofree char  *place = NULL;

  carrel_settings_get_window (carrel_settings_get_default (), &state);
  place = g_strdup (state.place);
  if (state.width > 0 && state.height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), state.width, state.height);
  if (state.maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  if (place)
    carrel_window_open_place (self, place);
  if (with_article && state.article != 0)
    carrel_window_open_article (self, state.article);
}

/* carrel-window.c: the window: places, list, reader, inspector.
 *
 * Main thread. The parts know each other only through this file: a place chosen goes to the list,
 * an article chosen to the reader, what the reader shows to the inspector. What is done by menu and
 * key is in carrel-window-articles.c and carrel-window-actions.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-window-private.h"

#include "config.h"

#include "library/carrel-pictures.h"
#include "library/carrel-queue.h"
#include "ui/carrel-activity-dialog.h"
#include "ui/carrel-activity.h"
#include "ui/carrel-add-dialog.h"
#include "ui/carrel-care-page.h"
#include "ui/carrel-first-run.h"
#include "ui/carrel-help-dialog.h"
#include "ui/carrel-highlights-page.h"
#include "ui/carrel-inspector.h"
#include "ui/carrel-shortcuts.h"
#include "ui/carrel-sidebar.h"
#include "ui/carrel-wanted-page.h"
#include "ui/map/carrel-map-page.h"

#include "ui/list/carrel-article-drag.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (CarrelWindow, carrel_window, ADW_TYPE_APPLICATION_WINDOW)

CarrelLibrary *
carrel_window_get_library (CarrelWindow *self)
{
  return self->library;
}

/* One at a time: a newer one takes the place. */
void
carrel_window_show_toast (CarrelWindow *self, AdwToast *toast)
{
  if (self->toast)
    adw_toast_dismiss (self->toast);
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

/* What is below a cover can be neither reached nor read. */
static void
set_covered (CarrelWindow *self, gboolean covered)
{
  gtk_widget_set_can_focus (self->stack, !covered);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->stack), GTK_ACCESSIBLE_STATE_HIDDEN, covered,
                               -1);
}

void
carrel_window_cover (CarrelWindow *self, GtkWidget *cover)
{
  g_set_weak_pointer (&self->focus_below, gtk_window_get_focus (GTK_WINDOW (self)));
  set_covered (self, TRUE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), cover);
}

void
carrel_window_uncover (CarrelWindow *self, GtkWidget *cover)
{
  gtk_overlay_remove_overlay (GTK_OVERLAY (self->overlay), cover);
  set_covered (self, FALSE);
  if (self->focus_below && gtk_widget_get_mapped (self->focus_below))
    gtk_widget_grab_focus (self->focus_below);
  g_clear_weak_pointer (&self->focus_below);
}

/* ── Panes ── */

void
carrel_window_show_reader (CarrelWindow *self)
{
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split),
                                              TRUE);
}

/* What brings the places back stands above the list while they aren't beside it. */
static void
update_sidebar_buttons (CarrelWindow *self)
{
  AdwOverlaySplitView *places = ADW_OVERLAY_SPLIT_VIEW (self->places_split);
  gboolean             away = adw_overlay_split_view_get_collapsed (places) ||
                  !adw_overlay_split_view_get_show_sidebar (places);
  GtkWidget *buttons[] = {
    carrel_list_pane_get_sidebar_button (carrel_window_get_list (self)),
    carrel_highlights_page_get_sidebar_button (CARREL_HIGHLIGHTS_PAGE (self->highlights)),
    carrel_care_page_get_sidebar_button (CARREL_CARE_PAGE (self->care)),
    self->map ? carrel_map_page_get_sidebar_button (CARREL_MAP_PAGE (self->map)) : NULL
  };

  for (guint i = 0; i < G_N_ELEMENTS (buttons) && buttons[i]; i++) {
    if (!away && gtk_widget_has_focus (buttons[i]))
      carrel_sidebar_focus (CARREL_SIDEBAR (self->sidebar));
    gtk_widget_set_visible (buttons[i], away);
  }
}

static void
panes_changed_cb (CarrelWindow *self)
{
  gboolean alone =
      adw_navigation_split_view_get_collapsed (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split));
  gboolean content =
      adw_navigation_split_view_get_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split));

  if (!self->list)
    return;
  carrel_list_pane_set_alone (carrel_window_get_list (self), alone);
  carrel_reader_pane_set_alone (carrel_window_get_reader (self), alone);
  update_sidebar_buttons (self);
  /* The swipe back from the page is not one that opens the places. */
  adw_overlay_split_view_set_enable_show_gesture (ADW_OVERLAY_SPLIT_VIEW (self->places_split),
                                                  !(alone && content));
}

static void
phone_cb (CarrelWindow *self)
{
  self->narrow = TRUE;
  carrel_reader_pane_set_narrow (carrel_window_get_reader (self), TRUE);
  if (self->map)
    carrel_map_page_set_narrow (CARREL_MAP_PAGE (self->map), TRUE);
}

static void
not_phone_cb (CarrelWindow *self)
{
  self->narrow = FALSE;
  carrel_reader_pane_set_narrow (carrel_window_get_reader (self), FALSE);
  if (self->map)
    carrel_map_page_set_narrow (CARREL_MAP_PAGE (self->map), FALSE);
}

static gboolean
is_inspector_beside (CarrelWindow *self)
{
  AdwOverlaySplitView *split = ADW_OVERLAY_SPLIT_VIEW (self->inspector_split);

  return adw_overlay_split_view_get_show_sidebar (split) &&
         !adw_overlay_split_view_get_collapsed (split);
}

/* In a window that isn't wide enough for all, an open inspector hides the places. */
static void
update_sides (CarrelWindow *self)
{
  AdwOverlaySplitView *places = ADW_OVERLAY_SPLIT_VIEW (self->places_split);

  if (adw_overlay_split_view_get_collapsed (places)) { /* they come and go over the list */
    self->hid_places = FALSE;
  } else if (self->crowded && is_inspector_beside (self)) {
    if (adw_overlay_split_view_get_show_sidebar (places)) {
      self->hid_places = TRUE;
      adw_overlay_split_view_set_show_sidebar (places, FALSE);
    }
  } else if (self->hid_places) {
    self->hid_places = FALSE;
    adw_overlay_split_view_set_show_sidebar (places, TRUE);
  }
}

static void
crowded_cb (CarrelWindow *self)
{
  self->crowded = TRUE;
  update_sides (self);
}

static void
not_crowded_cb (CarrelWindow *self)
{
  self->crowded = FALSE;
  update_sides (self);
}

/* An inspector that isn't shown is of no article: filling it costs more than opening one. */
static void
update_inspector (CarrelWindow *self)
{
  gboolean shown =
      adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split));

  if (!self->inspector)
    return;
  carrel_inspector_set_reading (
      CARREL_INSPECTOR (self->inspector),
      shown ? carrel_reader_pane_get_reading (carrel_window_get_reader (self)) : NULL);
}

static void
inspector_shown_cb (CarrelWindow *self)
{
  if (adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split)))
    update_inspector (self);
  update_sides (self);
}

/* Over the page it is only when it was asked for there. */
static void
inspector_collapsed_cb (CarrelWindow *self)
{
  AdwOverlaySplitView *split = ADW_OVERLAY_SPLIT_VIEW (self->inspector_split);

  if (adw_overlay_split_view_get_collapsed (split))
    adw_overlay_split_view_set_show_sidebar (split, FALSE);
  update_sides (self);
}

/* Places that are asked for beside an inspector take its room. */
static void
places_shown_cb (CarrelWindow *self)
{
  AdwOverlaySplitView *places = ADW_OVERLAY_SPLIT_VIEW (self->places_split);

  if (self->list)
    update_sidebar_buttons (self);
  if (!self->crowded || !is_inspector_beside (self) ||
      adw_overlay_split_view_get_collapsed (places) ||
      !adw_overlay_split_view_get_show_sidebar (places))
    return;
  self->hid_places = FALSE;
  adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split), FALSE);
}

/* A side that isn't shown is laid out all the same, in what room there is. */
static void
side_shown_cb (AdwOverlaySplitView *split)
{
  GtkWidget *side = adw_overlay_split_view_get_sidebar (split);

  if (adw_overlay_split_view_get_show_sidebar (split))
    gtk_widget_set_visible (side, TRUE);
  else if (!gtk_widget_get_mapped (side))
    gtk_widget_set_visible (side, FALSE);
}

static void
side_unmapped_cb (GtkWidget *side, AdwOverlaySplitView *split)
{
  if (!adw_overlay_split_view_get_show_sidebar (split))
    gtk_widget_set_visible (side, FALSE);
}

static void
take_out_when_hidden (GtkWidget *split)
{
  GtkWidget *side = adw_overlay_split_view_get_sidebar (ADW_OVERLAY_SPLIT_VIEW (split));

  gtk_widget_set_visible (side,
                          adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (split)));
  g_signal_connect_object (split, "notify::show-sidebar", G_CALLBACK (side_shown_cb), NULL,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (side, "unmap", G_CALLBACK (side_unmapped_cb), split, G_CONNECT_DEFAULT);
}

static void
inspector_closed_cb (CarrelWindow *self)
{
  adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split), FALSE);
}

/* ── First run ── */

static void
update_stack (CarrelWindow *self)
{
  const CarrelCounts *counts = carrel_library_get_counts (self->library);
  gboolean            empty = counts->all == 0 && counts->trash == 0;

  if (empty && !adw_bin_get_child (ADW_BIN (self->first_run_bin)))
    adw_bin_set_child (ADW_BIN (self->first_run_bin), carrel_first_run_new (self->library));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), empty ? "first-run" : "library");
}

/* ── Choosing ── */

/* The highlights, or a list of articles. */
static GtkStack *
get_lists (CarrelWindow *self)
{
  return GTK_STACK (adw_bin_get_child (ADW_BIN (self->list_bin)));
}

gboolean
carrel_window_shows_highlights (CarrelWindow *self)
{
  return gtk_stack_get_visible_child (get_lists (self)) == self->highlights;
}

gboolean
carrel_window_shows_other (CarrelWindow *self)
{
  return gtk_stack_get_visible_child (get_lists (self)) != self->list;
}

gboolean
carrel_window_shows_map (CarrelWindow *self)
{
  return self->map && gtk_stack_get_visible_child (GTK_STACK (self->places_stack)) == self->map;
}

static void
show_map (CarrelWindow *self)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (carrel_window_get_reader (self));

  if (!self->map) {
    self->map = carrel_map_page_new (self->library);
    gtk_stack_add_child (GTK_STACK (self->places_stack), self->map);
    carrel_map_page_set_narrow (CARREL_MAP_PAGE (self->map), self->narrow);
    g_object_bind_property (self->places_split, "show-sidebar",
                            carrel_map_page_get_sidebar_button (CARREL_MAP_PAGE (self->map)),
                            "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
    update_sidebar_buttons (self);
  }
  carrel_map_page_set_article (CARREL_MAP_PAGE (self->map),
                               reading ? carrel_article_get_id (reading->article) : 0);
  gtk_stack_set_visible_child (GTK_STACK (self->places_stack), self->map);
  if (adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->places_split)))
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->places_split), FALSE);
}

/* Articles again, at the place whose list is there. */
static void
hide_map (CarrelWindow *self)
{
  CarrelUiPlace *place = carrel_list_pane_get_place (carrel_window_get_list (self));

  if (!carrel_window_shows_map (self))
    return;
  gtk_stack_set_visible_child (GTK_STACK (self->places_stack), self->reading_split);
  if (place && !carrel_window_shows_other (self))
    carrel_sidebar_select (CARREL_SIDEBAR (self->sidebar), place);
}

static void
open_place (CarrelWindow *self, CarrelUiPlace *place)
{
  CarrelPlaceKind kind = carrel_ui_place_get_kind (place);
  gboolean        other = kind == CARREL_PLACE_KIND_HIGHLIGHTS || kind == CARREL_PLACE_KIND_CARE;

  if (kind == CARREL_PLACE_KIND_MAP) {
    show_map (self);
    return;
  }
  gtk_stack_set_visible_child (GTK_STACK (self->places_stack), self->reading_split);
  gtk_stack_set_visible_child (get_lists (self), kind == CARREL_PLACE_KIND_HIGHLIGHTS
                                                     ? self->highlights
                                                 : kind == CARREL_PLACE_KIND_CARE ? self->care
                                                                                  : self->list);
  if (!other)
    carrel_list_pane_set_place (carrel_window_get_list (self), place);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->list_page),
                                 carrel_ui_place_get_title (place));
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split),
                                              FALSE);
  if (carrel_ui_place_get_kind (place) != CARREL_PLACE_KIND_WANTED)
    carrel_reader_pane_set_other (carrel_window_get_reader (self), NULL);
  if (adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->places_split)))
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->places_split), FALSE);
}

static void
place_chosen_cb (CarrelWindow *self, CarrelUiPlace *place)
{
  open_place (self, place);
}

void
carrel_window_go_to_place (CarrelWindow *self, CarrelUiPlace *place)
{
  if (!place)
    return;
  carrel_sidebar_select (CARREL_SIDEBAR (self->sidebar), place);
  open_place (self, place);
}

static void
article_chosen_cb (CarrelWindow *self, gint64 id, gboolean activated)
{
  carrel_reader_pane_set_other (carrel_window_get_reader (self), NULL);
  carrel_reader_pane_open (carrel_window_get_reader (self), id);
  if (activated)
    carrel_window_show_reader (self);
}

static void
wanted_chosen_cb (CarrelWindow *self, GPtrArray *wanted)
{
  GtkWidget *page = carrel_wanted_page_new (self->library);

  carrel_wanted_page_set_wanted (CARREL_WANTED_PAGE (page), wanted);
  carrel_reader_pane_set_other (carrel_window_get_reader (self), page);
  if (wanted->len == 1)
    carrel_window_show_reader (self);
}

static void
reader_menu_cb (CarrelWindow *self, GMenuModel *menu)
{
  carrel_window_label_article_menu (self, menu, NULL);
}

static void
opened_cb (CarrelWindow *self, gint64 id)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (carrel_window_get_reader (self));

  update_inspector (self);
  carrel_list_pane_select (carrel_window_get_list (self), id);
  gtk_window_set_title (GTK_WINDOW (self),
                        reading ? carrel_article_get_title (reading->article) : "Carrel");
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->reader_page),
                                 reading ? carrel_article_get_title (reading->article)
                                         : _ ("Article"));
  if (!reading && id == 0)
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split), FALSE);
}

void
carrel_window_open_article (CarrelWindow *self, gint64 id)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "library");
  hide_map (self);
  carrel_reader_pane_set_other (carrel_window_get_reader (self), NULL);
  carrel_reader_pane_open (carrel_window_get_reader (self), id);
  carrel_window_show_reader (self);
}

void
carrel_window_open_topic (CarrelWindow *self, const char *path)
{
  carrel_window_go_to_place (self,
                             carrel_sidebar_find_topic (CARREL_SIDEBAR (self->sidebar), path));
}

void
carrel_window_open_map (CarrelWindow *self, gint64 article)
{
  carrel_window_open_place (self, "map");
  if (article != 0)
    carrel_map_page_show_around (CARREL_MAP_PAGE (self->map), article);
}

void
carrel_window_open_add (CarrelWindow *self, const char *address)
{
  AdwDialog *dialog = ADW_DIALOG (carrel_add_dialog_new (self->library));

  if (address)
    carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), address);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

void
carrel_window_add_files (CarrelWindow *self, GSList *files)
{
  AdwDialog *dialog = carrel_add_dialog_new (self->library);

  adw_dialog_present (dialog, GTK_WIDGET (self));
  carrel_add_dialog_start_files (CARREL_ADD_DIALOG (dialog), files);
}

void
carrel_window_open_search (CarrelWindow *self, const char *words)
{
  carrel_window_open_place (self, "all");
  carrel_list_pane_set_search_text (carrel_window_get_list (self), words);
}

void
carrel_window_open_activity (CarrelWindow *self)
{
  if (!self->activity)
    g_set_weak_pointer (&self->activity, carrel_activity_dialog_new (self->library));
  adw_dialog_present (self->activity, GTK_WIDGET (self));
}

/* ── For pictures and tests ── */

typedef struct {
  CarrelWindow *window; /* (owned) */
  char         *page;   /* (owned) */
} Later;

static gboolean
show_page_later (gpointer data)
{
  Later        *later = data;
  CarrelWindow *self = later->window;
  const char   *page = later->page;

  if (strcmp (page, "inspector") == 0)
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split), TRUE);
  else if (strcmp (page, "add") == 0)
    carrel_window_open_add (self, NULL);
  else if (strcmp (page, "backups") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.backups", NULL);
  else if (strcmp (page, "preferences") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.preferences", NULL);
  else if (strcmp (page, "help") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.help", NULL);
  else if (g_str_has_prefix (page, "help:"))
    adw_dialog_present (carrel_help_dialog_new (page + strlen ("help:")), GTK_WIDGET (self));
  else if (strcmp (page, "activity") == 0)
    carrel_window_open_activity (self);
  else if (strcmp (page, "link") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "article.add-link", NULL);
  else if (strcmp (page, "again") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "article.extract-again", NULL);
  else if (strcmp (page, "choose") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "article.choose-text", NULL);
  else if (strcmp (page, "versions") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "article.show-versions", NULL);
  else if (strcmp (page, "version") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "article.show-version", "x", (gint64) 0);
  else if (strcmp (page, "older") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.extract-older", NULL);
  else if (strcmp (page, "chooser") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "article.edit-topics", NULL);
  else if (strcmp (page, "end") == 0)
    carrel_reader_pane_show_end (carrel_window_get_reader (self));
  else if (strcmp (page, "thread") == 0)
    gtk_widget_activate_action (GTK_WIDGET (carrel_window_get_reader (self)), "reader.edit-thread",
                                NULL);
  else if (strcmp (page, "shortcuts") == 0)
    carrel_shortcuts_present (GTK_WIDGET (self));
  else if (strcmp (page, "reader") == 0)
    carrel_window_show_reader (self);
  else if (g_str_has_prefix (page, "around:"))
    carrel_window_open_map (self, g_ascii_strtoll (page + strlen ("around:"), NULL, 10));
  else if (g_str_has_prefix (page, "touch:"))
    carrel_reader_pane_show_thing (carrel_window_get_reader (self), page + strlen ("touch:"));
  else if (g_str_has_prefix (page, "search:"))
    carrel_list_pane_set_search_text (carrel_window_get_list (self), page + strlen ("search:"));
  else if (g_str_has_prefix (page, "type:")) {
    carrel_list_pane_focus_search (carrel_window_get_list (self));
    carrel_list_pane_set_search_text (carrel_window_get_list (self), page + strlen ("type:"));
  } else if (g_str_has_prefix (page, "group:") || g_str_has_prefix (page, "view:") ||
             g_str_has_prefix (page, "sort:"))
    carrel_list_pane_set_order (carrel_window_get_list (self), page);
  else if (strcmp (page, "never") == 0)
    gtk_widget_activate_action (self->list, "list.show-hidden", NULL);
  else if (strcmp (page, "everywhere") == 0)
    gtk_widget_activate_action (self->list, "list.everywhere", NULL);
  else if (g_str_has_prefix (page, "topic:"))
    carrel_window_open_topic (self, page + strlen ("topic:"));
  else if (g_str_has_prefix (page, "article:"))
    carrel_window_open_article (self, g_ascii_strtoll (page + strlen ("article:"), NULL, 10));
  else
    carrel_window_open_place (self, page);
  g_object_unref (self);
  g_free (later->page);
  g_free (later);
  return G_SOURCE_REMOVE;
}

void
carrel_window_show_page (CarrelWindow *self, const char *page)
{
  g_auto (GStrv) parts = g_strsplit (page, ",", -1);

  for (guint i = 0; parts[i]; i++) { /* one after the other, each when the one before stands */
    Later *later = g_new0 (Later, 1);

    later->window = g_object_ref (self);
    later->page = g_strdup (parts[i]);
    g_timeout_add (600 * (i + 1), show_page_later, later);
  }
}

/* ── Object ── */

static gboolean
carrel_window_close_request (GtkWindow *window)
{
  carrel_reader_pane_save_position (carrel_window_get_reader (CARREL_WINDOW (window)));
  carrel_window_keep_state (CARREL_WINDOW (window));
  return GTK_WINDOW_CLASS (carrel_window_parent_class)->close_request (window);
}

static void
carrel_window_dispose (GObject *object)
{
  CarrelWindow *self = CARREL_WINDOW (object);

  g_clear_weak_pointer (&self->toast);
  g_clear_weak_pointer (&self->activity);
  g_clear_weak_pointer (&self->focus_below);
  g_clear_weak_pointer (&self->focused);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARREL_TYPE_WINDOW);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_window_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelWindow, name)

static void
carrel_window_class_init (CarrelWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CARREL_TYPE_READER_PANE);
  G_OBJECT_CLASS (class)->dispose = carrel_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = carrel_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-window.ui");
  BIND (toasts);
  BIND (overlay);
  BIND (stack);
  BIND (places_split);
  BIND (places_bin);
  BIND (places_stack);
  BIND (reading_split);
  BIND (list_page);
  BIND (list_bin);
  BIND (reader_page);
  BIND (inspector_split);
  BIND (inspector_bin);
  BIND (reader);
  BIND (first_run_bin);
  BIND (activity_button_bin);
  BIND (activity_strip_bin);
  gtk_widget_class_bind_template_callback (widget_class, phone_cb);
  gtk_widget_class_bind_template_callback (widget_class, not_phone_cb);
  gtk_widget_class_bind_template_callback (widget_class, panes_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, crowded_cb);
  gtk_widget_class_bind_template_callback (widget_class, not_crowded_cb);
  gtk_widget_class_bind_template_callback (widget_class, inspector_collapsed_cb);
  gtk_widget_class_bind_template_callback (widget_class, inspector_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, places_shown_cb);
  carrel_window_install_article_actions (widget_class);
  carrel_window_install_actions (widget_class);
}

/* Files that are dropped anywhere are added; links and texts are offered. */
static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, CarrelWindow *self)
{
  g_autoptr (GSList) files = G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)
                                 ? gdk_file_list_get_files (g_value_get_boxed (value))
                                 : NULL;
  const char *text = G_VALUE_HOLDS (value, G_TYPE_STRING) ? g_value_get_string (value) : NULL;

  if (text && *text)
    carrel_window_open_add (self, text);
  if (!files)
    return text && *text;
  carrel_window_add_files (self, files);
  return TRUE;
}

static void
carrel_window_init (CarrelWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType          dropped[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };

  gtk_widget_init_template (GTK_WIDGET (self));
  take_out_when_hidden (self->places_split);
  take_out_when_hidden (self->inspector_split);
  if (CARREL_DEVELOPMENT && !g_getenv ("CARREL_PICTURE"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
  carrel_shortcuts_install (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (drop, dropped, G_N_ELEMENTS (dropped));
  carrel_article_drag_refuse_own (drop);
  g_signal_connect (drop, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* What a topic is dropped on when it is dropped on the page. */
static GArray *
list_open (gpointer user_data)
{
  gint64  id = carrel_reader_pane_get_id (carrel_window_get_reader (CARREL_WINDOW (user_data)));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (id != 0)
    g_array_append_val (ids, id);
  return ids;
}

CarrelWindow *
carrel_window_new (GtkApplication *application, CarrelLibrary *library)
{
  CarrelWindow *self = g_object_new (CARREL_TYPE_WINDOW, "application", application, NULL);
  GtkWidget    *lists;

  self->library = g_object_ref (library);
  self->sidebar = carrel_sidebar_new (library);
  self->list = carrel_list_pane_new (library);
  self->inspector = carrel_inspector_new (library);
  adw_bin_set_child (ADW_BIN (self->places_bin), self->sidebar);
  self->highlights = carrel_highlights_page_new (library);
  self->care = carrel_care_page_new (library);
  lists = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (lists), self->list);
  gtk_stack_add_child (GTK_STACK (lists), self->highlights);
  gtk_stack_add_child (GTK_STACK (lists), self->care);
  adw_bin_set_child (ADW_BIN (self->list_bin), lists);
  adw_bin_set_child (ADW_BIN (self->inspector_bin), self->inspector);
  adw_bin_set_child (ADW_BIN (self->activity_button_bin), carrel_activity_button_new (library));
  adw_bin_set_child (ADW_BIN (self->activity_strip_bin), carrel_activity_strip_new (library));
  carrel_queue_set_work (carrel_library_get_queue (library), CARREL_QUEUE_WORK_ALL, FALSE);
  carrel_library_set_pictures_work (library, TRUE);
  carrel_reader_pane_set_library (carrel_window_get_reader (self), library);
  g_signal_connect_object (self->sidebar, "place-chosen", G_CALLBACK (place_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "article-chosen", G_CALLBACK (article_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "wanted-chosen", G_CALLBACK (wanted_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-menu", G_CALLBACK (carrel_window_label_article_menu),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "tools", G_CALLBACK (carrel_window_label_tools), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "menu", G_CALLBACK (reader_menu_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (carrel_reader_pane_get_inspector_button (carrel_window_get_reader (self)),
                          "active", self->inspector_split, "show-sidebar", G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (self->inspector_split, "collapsed", self->inspector, "show-close",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->inspector, "close", G_CALLBACK (inspector_closed_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (self->places_split, "show-sidebar",
                          carrel_list_pane_get_sidebar_button (carrel_window_get_list (self)),
                          "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->places_split, "show-sidebar",
                          carrel_care_page_get_sidebar_button (CARREL_CARE_PAGE (self->care)),
                          "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  carrel_article_drag_accept_topics (self->reader, library, list_open, self);
  g_object_bind_property (
      self->places_split, "show-sidebar",
      carrel_highlights_page_get_sidebar_button (CARREL_HIGHLIGHTS_PAGE (self->highlights)),
      "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (library, "notify::counts", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
  panes_changed_cb (self);
  carrel_window_keep_focus (self);
  carrel_window_go_to_place (
      self, carrel_sidebar_get_place (CARREL_SIDEBAR (self->sidebar), CARREL_PLACE_KIND_INBOX));
  return self;
}

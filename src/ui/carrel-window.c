/* carrel-window.c: the window: places, list, reader, inspector.
 *
 * Main thread. The parts know each other only through this file: a place chosen goes to the list, an
 * article chosen to the reader, what the reader shows to the inspector. Actions on articles are here:
 * they act on what is selected in selection mode, else on the article that is open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-window.h"

#include "config.h"

#include "library/carrel-pictures.h"
#include "library/carrel-queue.h"
#include "model/carrel-address.h"
#include "ui/carrel-activity-dialog.h"
#include "ui/carrel-activity.h"
#include "ui/carrel-add-dialog.h"
#include "ui/carrel-again-all-dialog.h"
#include "ui/carrel-again-dialog.h"
#include "ui/carrel-backups-dialog.h"
#include "ui/carrel-choose-dialog.h"
#include "ui/carrel-first-run.h"
#include "ui/carrel-highlights-page.h"
#include "ui/carrel-inspector.h"
#include "ui/carrel-link-dialog.h"
#include "ui/carrel-reader-pane.h"
#include "ui/carrel-share.h"
#include "ui/carrel-shortcuts.h"
#include "ui/carrel-sidebar.h"
#include "ui/carrel-topic-field.h"
#include "ui/carrel-refetch.h"
#include "ui/carrel-versions-dialog.h"
#include "ui/carrel-wanted-page.h"
#include "ui/list/carrel-list-pane.h"

#include <glib/gi18n.h>
#include <string.h>

/* Between these widths an open inspector hides the places, or the page gets too narrow. */
#define INSPECTOR_HIDES_BELOW 1400

struct _CarrelWindow {
  AdwApplicationWindow parent_instance;

  GtkWidget *toasts, *stack, *places_split, *places_bin, *reading_split, *list_page, *list_bin, *reader_page, *inspector_split, *inspector_bin, *reader, *first_run_bin, *activity_button_bin, *activity_strip_bin;
  GtkWidget *sidebar, *list, *highlights, *inspector;

  CarrelLibrary *library;   /* (owned) */
  AdwToast      *toast;     /* the one that is shown; weak */
  AdwDialog     *activity;  /* (weak) (nullable): while it is open */
  gboolean       hid_places;
};

G_DEFINE_FINAL_TYPE (CarrelWindow, carrel_window, ADW_TYPE_APPLICATION_WINDOW)

static CarrelReaderPane *
get_reader (CarrelWindow *self)
{
  return CARREL_READER_PANE (self->reader);
}

static CarrelListPane *
get_list (CarrelWindow *self)
{
  return CARREL_LIST_PANE (self->list);
}

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

/* ── Panes ── */

static void
show_reader (CarrelWindow *self)
{
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split), TRUE);
}

static void
panes_changed_cb (CarrelWindow *self)
{
  gboolean alone = adw_navigation_split_view_get_collapsed (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split));
  gboolean collapsed = adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->places_split));
  gboolean content = adw_navigation_split_view_get_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split));

  if (!self->list)
    return;
  carrel_list_pane_set_alone (get_list (self), alone);
  gtk_widget_set_visible (carrel_list_pane_get_sidebar_button (get_list (self)), collapsed);
  gtk_widget_set_visible (carrel_highlights_page_get_sidebar_button (CARREL_HIGHLIGHTS_PAGE (self->highlights)), collapsed);
  /* The swipe back from the page is not one that opens the places. */
  adw_overlay_split_view_set_enable_show_gesture (ADW_OVERLAY_SPLIT_VIEW (self->places_split), !(alone && content));
}

static void
phone_cb (CarrelWindow *self)
{
  carrel_reader_pane_set_narrow (get_reader (self), TRUE);
}

static void
not_phone_cb (CarrelWindow *self)
{
  carrel_reader_pane_set_narrow (get_reader (self), FALSE);
}

static void
inspector_shown_cb (CarrelWindow *self)
{
  AdwOverlaySplitView *places = ADW_OVERLAY_SPLIT_VIEW (self->places_split), *inspector = ADW_OVERLAY_SPLIT_VIEW (self->inspector_split);
  gboolean shown = adw_overlay_split_view_get_show_sidebar (inspector);

  if (shown && !adw_overlay_split_view_get_collapsed (inspector) && !adw_overlay_split_view_get_collapsed (places) && gtk_widget_get_width (GTK_WIDGET (self)) < INSPECTOR_HIDES_BELOW &&
      adw_overlay_split_view_get_show_sidebar (places)) {
    adw_overlay_split_view_set_show_sidebar (places, FALSE);
    self->hid_places = TRUE;
  } else if (!shown && self->hid_places) {
    adw_overlay_split_view_set_show_sidebar (places, TRUE);
    self->hid_places = FALSE;
  }
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
  gboolean empty = counts->all == 0 && counts->trash == 0;

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

static gboolean
shows_highlights (CarrelWindow *self)
{
  return gtk_stack_get_visible_child (get_lists (self)) == self->highlights;
}

static void
open_place (CarrelWindow *self, CarrelUiPlace *place)
{
  gboolean highlights = carrel_ui_place_get_kind (place) == CARREL_PLACE_KIND_HIGHLIGHTS;

  gtk_stack_set_visible_child (get_lists (self), highlights ? self->highlights : self->list);
  if (!highlights)
    carrel_list_pane_set_place (get_list (self), place);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->list_page), carrel_ui_place_get_title (place));
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split), FALSE);
  if (carrel_ui_place_get_kind (place) != CARREL_PLACE_KIND_WANTED)
    carrel_reader_pane_set_other (get_reader (self), NULL);
  if (adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->places_split)))
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->places_split), FALSE);
}

static void
place_chosen_cb (CarrelWindow *self, CarrelUiPlace *place)
{
  open_place (self, place);
}

static void
go_to_place (CarrelWindow *self, CarrelUiPlace *place)
{
  if (!place)
    return;
  carrel_sidebar_select (CARREL_SIDEBAR (self->sidebar), place);
  open_place (self, place);
}

static void
article_chosen_cb (CarrelWindow *self, gint64 id, gboolean activated)
{
  carrel_reader_pane_set_other (get_reader (self), NULL);
  carrel_reader_pane_open (get_reader (self), id);
  if (activated)
    show_reader (self);
}

static void
wanted_chosen_cb (CarrelWindow *self, CarrelWanted *wanted)
{
  GtkWidget *page = carrel_wanted_page_new (self->library);

  carrel_wanted_page_set_wanted (CARREL_WANTED_PAGE (page), wanted);
  carrel_reader_pane_set_other (get_reader (self), page);
  show_reader (self);
}

static void
opened_cb (CarrelWindow *self, gint64 id)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (get_reader (self));

  carrel_inspector_set_reading (CARREL_INSPECTOR (self->inspector), reading);
  carrel_list_pane_select (get_list (self), id);
  gtk_window_set_title (GTK_WINDOW (self), reading ? carrel_article_get_title (reading->article) : "Carrel");
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->reader_page), reading ? carrel_article_get_title (reading->article) : _("Article"));
  if (!reading)
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split), FALSE);
}

void
carrel_window_open_article (CarrelWindow *self, gint64 id)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "library");
  carrel_reader_pane_set_other (get_reader (self), NULL);
  carrel_reader_pane_open (get_reader (self), id);
  show_reader (self);
}

void
carrel_window_open_topic (CarrelWindow *self, const char *path)
{
  go_to_place (self, carrel_sidebar_find_topic (CARREL_SIDEBAR (self->sidebar), path));
}

void
carrel_window_open_place (CarrelWindow *self, const char *name)
{
  static const char *const names[] = { "inbox", "reading", "favourites", "archive", "all", "highlights", "wanted", "trash" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      go_to_place (self, carrel_sidebar_get_place (CARREL_SIDEBAR (self->sidebar), (CarrelPlaceKind) i));
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
carrel_window_open_activity (CarrelWindow *self)
{
  if (!self->activity)
    g_set_weak_pointer (&self->activity, carrel_activity_dialog_new (self->library));
  adw_dialog_present (self->activity, GTK_WIDGET (self));
}

/* ── Actions on articles ── */

GArray *
carrel_window_list_targets (CarrelWindow *self)
{
  GArray *ids = carrel_list_pane_list_ids (get_list (self));
  gint64 id = carrel_reader_pane_get_id (get_reader (self));

  if (ids->len == 0 && id != 0)
    g_array_append_val (ids, id);
  return ids;
}

static const CarrelArticleData *
get_article (CarrelWindow *self)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (get_reader (self));

  return reading ? carrel_article_get (reading->article) : NULL;
}

static gboolean
is_trash (CarrelWindow *self)
{
  CarrelUiPlace *place = carrel_list_pane_get_place (get_list (self));

  return !shows_highlights (self) && place && carrel_ui_place_get_kind (place) == CARREL_PLACE_KIND_TRASH;
}

/* What leaves the place makes room for what comes after it. */
static void
move_on (CarrelWindow *self, guint n)
{
  if (n == 1 && !carrel_list_pane_move (get_list (self), 1))
    carrel_list_pane_move (get_list (self), -1);
}

static void
archive_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  const CarrelArticleData *article = get_article (self);
  CarrelUiPlace *place = carrel_list_pane_get_place (get_list (self));
  CarrelPlaceKind kind = place ? carrel_ui_place_get_kind (place) : CARREL_PLACE_KIND_ALL;
  gboolean back = kind == CARREL_PLACE_KIND_ARCHIVE || (ids->len == 1 && kind != CARREL_PLACE_KIND_INBOX && article && article->place == CARREL_PLACE_ARCHIVE);

  if (ids->len == 0)
    return;
  if (kind == CARREL_PLACE_KIND_INBOX || kind == CARREL_PLACE_KIND_ARCHIVE)
    move_on (self, ids->len);
  carrel_library_set_place_async (self->library, ids, back ? CARREL_PLACE_INBOX : CARREL_PLACE_ARCHIVE, carrel_ui_changed_cb,
                                  back ? carrel_ui_change_new (widget, _("Article back in the inbox"), _("%u articles back in the inbox"))
                                       : carrel_ui_change_new (widget, _("Article archived"), _("%u articles archived")));
}

/* For the end of an article: always the archive, and always on. */
static void
archive_and_next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = carrel_reader_pane_get_id (get_reader (self));

  if (id == 0)
    return;
  g_array_append_val (ids, id);
  if (!carrel_list_pane_move (get_list (self), 1))
    carrel_reader_pane_open (get_reader (self), 0);
  carrel_library_set_place_async (self->library, ids, CARREL_PLACE_ARCHIVE, carrel_ui_changed_cb, carrel_ui_change_new (widget, _("Article archived"), _("%u articles archived")));
}

static void
favourite_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  const CarrelArticleData *article = get_article (self);
  gboolean favourite = !(ids->len == 1 && article && article->favourite);

  if (ids->len > 0)
    carrel_library_set_favourite_async (self->library, ids, favourite, carrel_ui_changed_cb,
                                        ids->len > 1 ? carrel_ui_change_new (widget, _("Article is a favourite"), _("%u articles are favourites")) : carrel_ui_change_new (widget, NULL, NULL));
}

static void
toggle_read_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  const CarrelArticleData *article = get_article (self);
  CarrelReadState read = ids->len == 1 && article && article->read == CARREL_READ_READ ? CARREL_READ_UNREAD : CARREL_READ_READ;

  if (ids->len > 0)
    carrel_library_set_read_async (self->library, ids, read, carrel_ui_changed_cb,
                                   read == CARREL_READ_READ ? carrel_ui_change_new (widget, _("Article marked as read"), _("%u articles marked as read"))
                                                            : carrel_ui_change_new (widget, _("Article marked as unread"), NULL));
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  const CarrelArticleData *article = get_article (self);

  if (ids->len == 0)
    return;
  move_on (self, ids->len);
  if (is_trash (self) || (ids->len == 1 && article && article->trashed > 0))
    carrel_library_restore_async (self->library, ids, carrel_ui_changed_cb, carrel_ui_change_new (widget, _("Article restored"), _("%u articles restored")));
  else
    carrel_library_trash_async (self->library, ids, carrel_ui_changed_cb, carrel_ui_change_new (widget, _("Article deleted"), _("%u articles deleted")));
}

static void
articles_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) field = user_data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) articles = carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, NULL);

  for (guint i = 0; articles && i < articles->len; i++) {
    gint64 id = carrel_article_get_id (articles->pdata[i]);

    g_array_append_val (ids, id);
  }
  if (articles)
    carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (field), ids, articles);
}

static void
edit_topics_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  AdwDialog *dialog;
  GtkWidget *view, *field, *box;

  if (ids->len == 0)
    return;
  dialog = adw_dialog_new ();
  view = adw_toolbar_view_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  field = carrel_topic_field_new (self->library);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_box_append (GTK_BOX (box), field);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_dialog_set_title (dialog, _("Topics"));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_content_width (dialog, 420);
  carrel_library_load_articles_async (self->library, ids, NULL, articles_loaded_cb, g_object_ref (field));
  adw_dialog_present (dialog, widget);
  gtk_widget_child_focus (field, GTK_DIR_TAB_FORWARD);
}

static void
add_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  const CarrelArticleData *article = get_article (self);

  if (article)
    adw_dialog_present (carrel_link_dialog_new (self->library, article->id, article->title), widget);
}

static void
images_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  CarrelPicturesOutcome outcome = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  guint missing;

  if (!carrel_library_fetch_pictures_finish (CARREL_LIBRARY (source), result, &outcome, &error)) {
    carrel_ui_show_error (widget, error);
    return;
  }
  missing = outcome.n_waiting + outcome.n_failed;
  if (missing > 0)
    message = g_strdup_printf (ngettext ("%u image can’t be had now", "%u images can’t be had now", missing), missing);
  else if (outcome.n_come > 0)
    message = g_strdup_printf (ngettext ("%u image fetched", "%u images fetched", outcome.n_come), outcome.n_come);
  carrel_ui_show_toast (widget, message ? message : _ ("No image is missing"), NULL);
}

static void
fetch_images_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64 id = carrel_reader_pane_get_id (get_reader (self));

  if (id != 0)
    carrel_library_fetch_pictures_async (self->library, id, CARREL_PICTURES_ALL, NULL, NULL, images_fetched_cb, g_object_ref (widget));
}

static void
extract_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64 id = carrel_reader_pane_get_id (get_reader (self));

  if (id != 0)
    adw_dialog_present (carrel_again_dialog_new (self->library, id), widget);
}

static void
fetch_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  carrel_refetch_start (widget, self->library, carrel_reader_pane_get_id (get_reader (self)));
}

static void
show_versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64 id = carrel_reader_pane_get_id (get_reader (self));
  AdwDialog *dialog = id != 0 ? carrel_versions_dialog_new (self->library, id) : NULL;

  if (dialog && parameter && g_variant_get_int64 (parameter) >= 0)
    carrel_versions_dialog_open (CARREL_VERSIONS_DIALOG (dialog), (guint) g_variant_get_int64 (parameter));
  if (dialog)
    adw_dialog_present (dialog, widget);
}

static void
choose_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64 id = carrel_reader_pane_get_id (get_reader (self));

  if (id != 0)
    adw_dialog_present (carrel_choose_dialog_new (self->library, id), widget);
}

/* ── Actions of the window ── */

static void
extract_older_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_present (carrel_again_all_dialog_new (CARREL_WINDOW (widget)->library), widget);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_list_pane_move (get_list (CARREL_WINDOW (widget)), strcmp (name, "win.next") == 0 ? 1 : -1);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  if (carrel_reader_pane_can_go_back (get_reader (self)))
    carrel_reader_pane_go_back (get_reader (self));
  else
    adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split), FALSE);
}

/* What the reader does, by a key pressed anywhere. */
static void
reader_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (CARREL_WINDOW (widget)->reader, name, NULL);
}

static void
forward_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_go_forward (get_reader (CARREL_WINDOW (widget)));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_window_open_add (CARREL_WINDOW (widget), NULL);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelCopied) copied = carrel_clipboard_read_finish (result, &error);
  AdwDialog *dialog;

  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  if (!copied || !copied->text || !*copied->text)
    return;
  dialog = carrel_add_dialog_new (self->library);
  carrel_add_dialog_set_copied (CARREL_ADD_DIALOG (dialog), copied);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_clipboard_read_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb, g_object_ref (widget));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split), FALSE);
  if (shows_highlights (self))
    carrel_highlights_page_focus_search (CARREL_HIGHLIGHTS_PAGE (self->highlights));
  else
    carrel_list_pane_focus_search (get_list (self));
}

/* Words of a text, in all of the library. */
static void
search_for_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  carrel_window_open_place (self, "all");
  carrel_list_pane_set_search_text (get_list (self), g_variant_get_string (parameter, NULL));
}

static void
highlight_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_highlight (get_reader (CARREL_WINDOW (widget)));
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_note (get_reader (CARREL_WINDOW (widget)));
}

static void
show_highlight_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64 article, id;

  g_variant_get (parameter, "(xx)", &article, &id);
  carrel_reader_pane_set_other (get_reader (self), NULL);
  carrel_reader_pane_show_highlight (get_reader (self), article, id);
  show_reader (self);
}

static void
show_place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_window_open_place (CARREL_WINDOW (widget), name + strlen ("win.show-"));
}

static void
toggle_places_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwOverlaySplitView *split = ADW_OVERLAY_SPLIT_VIEW (CARREL_WINDOW (widget)->places_split);

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

static void
toggle_inspector_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  AdwOverlaySplitView *split = ADW_OVERLAY_SPLIT_VIEW (self->inspector_split);

  if (carrel_reader_pane_get_id (get_reader (self)) != 0)
    adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

static void
next_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *panes[] = { self->sidebar, self->list, self->reader, self->inspector };
  guint at = G_N_ELEMENTS (panes) - 1;

  for (guint i = 0; focus && i < G_N_ELEMENTS (panes); i++)
    if (gtk_widget_is_ancestor (focus, panes[i]))
      at = i;
  for (guint i = 1; i <= G_N_ELEMENTS (panes); i++) {
    GtkWidget *pane = panes[(at + i) % G_N_ELEMENTS (panes)];

    if (gtk_widget_get_mapped (pane) && gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD))
      return;
  }
}

static void
show_activity_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_window_open_activity (CARREL_WINDOW (widget));
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_shortcuts_present (widget);
}

static void
samples_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n = carrel_library_add_samples_finish (CARREL_LIBRARY (source), result, &error);
  g_autofree char *message = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article added", "%u articles added", n), n) : g_strdup (_("The sample articles are all here"));

  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  else
    carrel_ui_show_toast (GTK_WIDGET (self), message, NULL);
}

static void
add_samples_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_add_samples_async (CARREL_WINDOW (widget)->library, NULL, samples_added_cb, g_object_ref (widget));
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelHealth) health = carrel_library_check_finish (CARREL_LIBRARY (source), result, &error);

  if (error) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
  } else if (health->sound) {
    g_autofree char *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The library is sound: %u article", "The library is sound: %u articles", health->n_articles), health->n_articles);

    carrel_ui_show_toast (GTK_WIDGET (self), message, NULL);
  } else {
    g_autoptr (GString) body = g_string_new (NULL);
    AdwDialog *dialog;

    for (guint i = 0; i < MIN (health->problems->len, 12); i++)
      g_string_append_printf (body, "%s%s.", i > 0 ? "\n" : "", (char *) health->problems->pdata[i]);
    dialog = adw_alert_dialog_new (_("The Library Has Problems"), body->str);
    adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
    adw_dialog_present (dialog, GTK_WIDGET (self));
  }
}

static void
check_library_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_check_async (CARREL_WINDOW (widget)->library, NULL, checked_cb, g_object_ref (widget));
}

static void
backup_chosen_cb (CarrelWindow *self, const char *database)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.restore-backup", "s", database);
}

static void
backups_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwDialog *dialog = carrel_backups_dialog_new (carrel_library_get_folder (CARREL_WINDOW (widget)->library), TRUE);

  g_signal_connect_object (dialog, "restore", G_CALLBACK (backup_chosen_cb), widget, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void trash_emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
no_backup_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;

  if (strcmp (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "delete") == 0)
    carrel_library_empty_trash_async (self->library, FALSE, trash_emptied_cb, g_object_ref (self));
}

/* Without a backup the trash stays as it is, until a person says otherwise. */
static void
trash_emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo = carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);
  AdwDialog *dialog;

  if (undo)
    carrel_ui_show_toast (GTK_WIDGET (self), _("Trash emptied"), NULL);
  if (!error || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (carrel_library_get_counts (self->library)->trash == 0) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  dialog = adw_alert_dialog_new (_("No Backup Could Be Made"), error->message);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "delete", _("_Empty Without a Backup"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, no_backup_chosen_cb, g_object_ref (self));
}

static void
empty_trash_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;

  if (strcmp (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "delete") == 0)
    carrel_library_empty_trash_async (self->library, TRUE, trash_emptied_cb, g_object_ref (self));
}

static void
empty_trash_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  guint n = carrel_library_get_counts (self->library)->trash;
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  if (n == 0) {
    carrel_ui_show_toast (widget, _("The trash is empty"), NULL);
    return;
  }
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u article goes for good. This can’t be undone. Backups keep it until they are replaced.", "%u articles go for good. This can’t be undone. Backups keep them until they are replaced.", n), n);
  dialog = adw_alert_dialog_new (_("Empty Trash"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "delete", _("_Empty Trash"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, NULL, empty_trash_chosen_cb, g_object_ref (self));
}

/* The toast's button, by a key. */
static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  if (self->toast && adw_toast_get_button_label (self->toast)) {
    AdwToast *toast = self->toast;

    g_signal_emit_by_name (toast, "button-clicked");
    adw_toast_dismiss (toast);
  }
}

/* ── For pictures and tests ── */

typedef struct {
  CarrelWindow *window; /* (owned) */
  char         *page;   /* (owned) */
} Later;

static gboolean
show_page_later (gpointer data)
{
  Later *later = data;
  CarrelWindow *self = later->window;
  const char *page = later->page;

  if (strcmp (page, "inspector") == 0)
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split), TRUE);
  else if (strcmp (page, "add") == 0)
    carrel_window_open_add (self, NULL);
  else if (strcmp (page, "backups") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.backups", NULL);
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
  else if (strcmp (page, "shortcuts") == 0)
    carrel_shortcuts_present (GTK_WIDGET (self));
  else if (strcmp (page, "reader") == 0)
    show_reader (self);
  else if (g_str_has_prefix (page, "search:"))
    carrel_list_pane_set_search_text (get_list (self), page + strlen ("search:"));
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
  carrel_reader_pane_save_position (get_reader (CARREL_WINDOW (window)));
  return GTK_WINDOW_CLASS (carrel_window_parent_class)->close_request (window);
}

static void
carrel_window_dispose (GObject *object)
{
  CarrelWindow *self = CARREL_WINDOW (object);

  g_clear_weak_pointer (&self->toast);
  g_clear_weak_pointer (&self->activity);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARREL_TYPE_WINDOW);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_window_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelWindow, name)
#define ACTION(name, function) gtk_widget_class_install_action (widget_class, name, NULL, function)

static void
carrel_window_class_init (CarrelWindowClass *class)
{
  static const char *const of_reader[] = { "reader.find", "reader.find-next", "reader.find-previous", "reader.next-heading", "reader.previous-heading", "reader.contents", "reader.toggle-caret", "reader.listen" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CARREL_TYPE_READER_PANE);
  G_OBJECT_CLASS (class)->dispose = carrel_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = carrel_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/carrel/Carrel/ui/carrel-window.ui");
  BIND (toasts);
  BIND (stack);
  BIND (places_split);
  BIND (places_bin);
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
  gtk_widget_class_bind_template_callback (widget_class, inspector_shown_cb);
  ACTION ("article.archive", archive_action);
  ACTION ("article.favourite", favourite_action);
  ACTION ("article.toggle-read", toggle_read_action);
  ACTION ("article.delete", delete_action);
  ACTION ("article.edit-topics", edit_topics_action);
  ACTION ("article.add-link", add_link_action);
  ACTION ("article.fetch-images", fetch_images_action);
  ACTION ("article.extract-again", extract_again_action);
  ACTION ("article.choose-text", choose_text_action);
  ACTION ("article.fetch-again", fetch_again_action);
  ACTION ("article.show-versions", show_versions_action);
  gtk_widget_class_install_action (widget_class, "article.show-version", "x", show_versions_action);
  ACTION ("win.extract-older", extract_older_action);
  ACTION ("win.next", next_action);
  ACTION ("win.previous", next_action);
  ACTION ("win.back", back_action);
  ACTION ("win.forward", forward_action);
  ACTION ("article.archive-and-next", archive_and_next_action);
  for (guint i = 0; i < G_N_ELEMENTS (of_reader); i++)
    ACTION (of_reader[i], reader_action);
  carrel_share_install (widget_class);
  ACTION ("win.add", add_action);
  ACTION ("win.paste", paste_action);
  ACTION ("win.search", search_action);
  gtk_widget_class_install_action (widget_class, "win.search-for", "s", search_for_action);
  gtk_widget_class_install_action (widget_class, "win.show-highlight", "(xx)", show_highlight_action);
  ACTION ("win.highlight", highlight_action);
  ACTION ("win.note", note_action);
  ACTION ("win.undo", undo_action);
  ACTION ("win.show-inbox", show_place_action);
  ACTION ("win.show-all", show_place_action);
  ACTION ("win.toggle-places", toggle_places_action);
  ACTION ("win.toggle-inspector", toggle_inspector_action);
  ACTION ("win.next-pane", next_pane_action);
  ACTION ("win.show-shortcuts", shortcuts_action);
  ACTION ("win.show-activity", show_activity_action);
  ACTION ("win.add-samples", add_samples_action);
  ACTION ("win.backups", backups_action);
  ACTION ("win.check-library", check_library_action);
  ACTION ("win.empty-trash", empty_trash_action);
}

/* Files that are dropped anywhere are added; links and texts are offered. */
static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, CarrelWindow *self)
{
  g_autoptr (GSList) files = G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;
  const char *text = G_VALUE_HOLDS (value, G_TYPE_STRING) ? g_value_get_string (value) : NULL;
  AdwDialog *dialog;

  if (text && *text)
    carrel_window_open_add (self, text);
  if (!files)
    return text && *text;
  dialog = carrel_add_dialog_new (self->library);
  adw_dialog_present (dialog, GTK_WIDGET (self));
  carrel_add_dialog_start_files (CARREL_ADD_DIALOG (dialog), files);
  return TRUE;
}

static void
carrel_window_init (CarrelWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType dropped[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };

  gtk_widget_init_template (GTK_WIDGET (self));
  if (CARREL_DEVELOPMENT && !g_getenv ("CARREL_PICTURE"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
  carrel_shortcuts_install (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (drop, dropped, G_N_ELEMENTS (dropped));
  g_signal_connect (drop, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

CarrelWindow *
carrel_window_new (GtkApplication *application, CarrelLibrary *library)
{
  CarrelWindow *self = g_object_new (CARREL_TYPE_WINDOW, "application", application, NULL);
  GtkWidget *lists;

  self->library = g_object_ref (library);
  self->sidebar = carrel_sidebar_new (library);
  self->list = carrel_list_pane_new (library);
  self->inspector = carrel_inspector_new (library);
  adw_bin_set_child (ADW_BIN (self->places_bin), self->sidebar);
  self->highlights = carrel_highlights_page_new (library);
  lists = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (lists), self->list);
  gtk_stack_add_child (GTK_STACK (lists), self->highlights);
  adw_bin_set_child (ADW_BIN (self->list_bin), lists);
  adw_bin_set_child (ADW_BIN (self->inspector_bin), self->inspector);
  adw_bin_set_child (ADW_BIN (self->activity_button_bin), carrel_activity_button_new (library));
  adw_bin_set_child (ADW_BIN (self->activity_strip_bin), carrel_activity_strip_new (library));
  carrel_queue_set_work (carrel_library_get_queue (library), CARREL_QUEUE_WORK_ALL, FALSE);
  carrel_library_set_pictures_work (library, TRUE);
  carrel_reader_pane_set_library (get_reader (self), library);
  g_signal_connect_object (self->sidebar, "place-chosen", G_CALLBACK (place_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "article-chosen", G_CALLBACK (article_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "wanted-chosen", G_CALLBACK (wanted_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (carrel_reader_pane_get_inspector_button (get_reader (self)), "active", self->inspector_split, "show-sidebar", G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (self->inspector_split, "collapsed", self->inspector, "show-close", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->inspector, "close", G_CALLBACK (inspector_closed_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->places_split, "show-sidebar", carrel_list_pane_get_sidebar_button (get_list (self)), "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->places_split, "show-sidebar", carrel_highlights_page_get_sidebar_button (CARREL_HIGHLIGHTS_PAGE (self->highlights)), "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (library, "notify::counts", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  update_stack (self);
  panes_changed_cb (self);
  go_to_place (self, carrel_sidebar_get_place (CARREL_SIDEBAR (self->sidebar), CARREL_PLACE_KIND_INBOX));
  return self;
}

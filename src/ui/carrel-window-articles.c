/* carrel-window-articles.c: what the window does with articles: those selected in selection mode,
 * else the one that is open. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-window-private.h"

#include "library/carrel-library-links.h"
#include "library/carrel-pictures.h"
#include "library/carrel-settings.h"
#include "ui/carrel-again-dialog.h"
#include "ui/carrel-article-field.h"
#include "ui/carrel-choose-dialog.h"
#include "ui/carrel-link-dialog.h"
#include "ui/carrel-menu.h"
#include "ui/carrel-refetch.h"
#include "ui/carrel-share.h"
#include "ui/carrel-topic-chooser.h"
#include "ui/carrel-topic-suggestions.h"
#include "ui/carrel-versions-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

GArray *
carrel_window_list_targets (CarrelWindow *self)
{
  GArray *ids = carrel_list_pane_list_ids (carrel_window_get_list (self));
  gint64  id = carrel_reader_pane_get_id (carrel_window_get_reader (self));

  if (ids->len == 0 && id != 0)
    g_array_append_val (ids, id);
  return ids;
}

static const CarrelArticleData *
get_article (CarrelWindow *self)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (carrel_window_get_reader (self));

  return reading ? carrel_article_get (reading->article) : NULL;
}

/* The only one that something is done with. (nullable): there are several, or it isn't known yet.
 */
static const CarrelArticleData *
get_target (CarrelWindow *self, GArray *ids)
{
  const CarrelArticleData *open = get_article (self);
  CarrelArticle           *listed;

  if (ids->len != 1)
    return NULL;
  if (open && open->id == g_array_index (ids, gint64, 0))
    return open;
  listed =
      carrel_list_pane_get_article (carrel_window_get_list (self), g_array_index (ids, gint64, 0));
  return listed ? carrel_article_get (listed) : NULL;
}

/* ── Which of two things is done ── */

/* One article goes where it isn't, whatever is listed beside it: a link may have led to it. Of
 * several, where they are listed decides. */

static CarrelPlaceKind
get_listed_kind (CarrelWindow *self)
{
  CarrelUiPlace *place = carrel_list_pane_get_place (carrel_window_get_list (self));

  return place ? carrel_ui_place_get_kind (place) : CARREL_PLACE_KIND_ALL;
}

static gboolean
goes_back (CarrelWindow *self, const CarrelArticleData *article)
{
  return article ? article->place == CARREL_PLACE_ARCHIVE
                 : get_listed_kind (self) == CARREL_PLACE_KIND_ARCHIVE;
}

static gboolean
becomes_unread (const CarrelArticleData *article)
{
  return article && article->read == CARREL_READ_READ;
}

static gboolean
is_restored (CarrelWindow *self, const CarrelArticleData *article)
{
  return article ? article->trashed > 0
                 : !carrel_window_shows_other (self) &&
                       get_listed_kind (self) == CARREL_PLACE_KIND_TRASH;
}

static gboolean
is_dropped (CarrelWindow *self, const CarrelArticleData *article)
{
  return article ? article->favourite
                 : !carrel_window_shows_other (self) &&
                       get_listed_kind (self) == CARREL_PLACE_KIND_FAVOURITES;
}

void
carrel_window_label_article_menu (CarrelWindow *self, GMenuModel *menu, CarrelArticle *article)
{
  g_autoptr (GArray) selected = carrel_list_pane_list_ids (carrel_window_get_list (self));
  const CarrelArticleData *target = selected->len > 0 ? get_target (self, selected)
                                    : article         ? carrel_article_get (article)
                                                      : get_article (self);

  carrel_menu_set_label (menu, "article.archive",
                         goes_back (self, target) ? _ ("B_ack to Inbox") : _ ("_Archive"));
  carrel_menu_set_label (menu, "article.favourite",
                         is_dropped (self, target) ? _ ("Remove from _Favourites")
                                                   : _ ("_Favourite"));
  carrel_menu_set_label (menu, "article.toggle-read",
                         becomes_unread (target) ? _ ("Mar_k as Unread") : _ ("Mar_k as Read"));
  carrel_menu_set_label (menu, "article.delete",
                         is_restored (self, target) ? _ ("_Restore") : _ ("_Delete"));
}

static void
label_tool (GtkWidget *button, const char *icon, const char *tooltip)
{
  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_set_tooltip_text (button, tooltip);
}

void
carrel_window_label_tools (CarrelWindow *self, GtkWidget *box)
{
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  const CarrelArticleData *target = get_target (self, ids);

  for (GtkWidget *button = gtk_widget_get_first_child (box); button;
       button = gtk_widget_get_next_sibling (button)) {
    const char *action = gtk_actionable_get_action_name (GTK_ACTIONABLE (button));

    if (g_strcmp0 (action, "article.archive") == 0)
      label_tool (button,
                  goes_back (self, target) ? "carrel-inbox-symbolic" : "carrel-archive-symbolic",
                  goes_back (self, target) ? _ ("Back to Inbox (E)") : _ ("Archive (E)"));
    else if (g_strcmp0 (action, "article.favourite") == 0)
      label_tool (button, is_dropped (self, target) ? "non-starred-symbolic" : "starred-symbolic",
                  is_dropped (self, target) ? _ ("Remove from Favourites (S)")
                                            : _ ("Favourite (S)"));
    else if (g_strcmp0 (action, "article.toggle-read") == 0)
      label_tool (button, "carrel-reading-symbolic",
                  becomes_unread (target) ? _ ("Mark as Unread (U)") : _ ("Mark as Read (U)"));
    else if (g_strcmp0 (action, "article.delete") == 0)
      label_tool (button, is_restored (self, target) ? "edit-undo-symbolic" : "user-trash-symbolic",
                  is_restored (self, target) ? _ ("Restore") : _ ("Delete"));
  }
}

/* ── Doing it ── */

/* What leaves the place makes room for what comes after it. */
static void
move_on (CarrelWindow *self, guint n)
{
  if (n == 1 && !carrel_settings_get_go_on (carrel_settings_get_default ()))
    carrel_reader_pane_open (carrel_window_get_reader (self), 0);
  else if (n == 1 && !carrel_list_pane_move (carrel_window_get_list (self), 1))
    carrel_list_pane_move (carrel_window_get_list (self), -1);
}

static void
archive_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  gboolean back = goes_back (self, get_target (self, ids));

  if (ids->len == 0)
    return;
  if (get_listed_kind (self) == (back ? CARREL_PLACE_KIND_ARCHIVE : CARREL_PLACE_KIND_INBOX))
    move_on (self, ids->len);
  carrel_library_set_place_async (
      self->library, ids, back ? CARREL_PLACE_INBOX : CARREL_PLACE_ARCHIVE, carrel_ui_changed_cb,
      back ? carrel_ui_change_new (widget, "Article back in the inbox",
                                   "%u articles back in the inbox")
           : carrel_ui_change_new (widget, "Article archived", "%u articles archived"));
}

/* For the end of an article: always the archive, and always on. */
static void
archive_and_next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = carrel_reader_pane_get_id (carrel_window_get_reader (self));

  if (id == 0)
    return;
  g_array_append_val (ids, id);
  if (!carrel_list_pane_move (carrel_window_get_list (self), 1))
    carrel_reader_pane_open (carrel_window_get_reader (self), 0);
  carrel_library_set_place_async (
      self->library, ids, CARREL_PLACE_ARCHIVE, carrel_ui_changed_cb,
      carrel_ui_change_new (widget, "Article archived", "%u articles archived"));
}

/* The open one of them stays, else the one that came first. */
static void
merge_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  gint64 open = carrel_reader_pane_get_id (carrel_window_get_reader (self)), keep = 0;

  for (guint i = 0; i < ids->len && (keep == 0 || keep != open); i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (id == open || keep == 0 || id < keep)
      keep = id;
  }
  for (guint i = ids->len; i > 0; i--)
    if (g_array_index (ids, gint64, i - 1) == keep)
      g_array_remove_index (ids, i - 1);
  if (ids->len == 0) {
    carrel_ui_show_toast (widget, _ ("Select the articles that are the same first"), NULL);
    return;
  }
  carrel_library_merge_articles_async (
      self->library, keep, ids, carrel_ui_changed_cb,
      carrel_ui_change_new (widget, _ ("Articles merged; the others are in the trash"), NULL));
  carrel_reader_pane_open (carrel_window_get_reader (self), keep);
}

static void
favourite_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  gboolean dropped = is_dropped (self, get_target (self, ids));

  if (ids->len > 0)
    carrel_library_set_favourite_async (
        self->library, ids, !dropped, carrel_ui_changed_cb,
        ids->len == 1 ? carrel_ui_change_new (widget, NULL, NULL)
        : dropped     ? carrel_ui_change_new (widget, "Article removed from favourites",
                                              "%u articles removed from favourites")
                      : carrel_ui_change_new (widget, "Article is a favourite",
                                              "%u articles are favourites"));
}

static void
toggle_read_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  CarrelReadState read =
      becomes_unread (get_target (self, ids)) ? CARREL_READ_UNREAD : CARREL_READ_READ;

  if (ids->len > 0)
    carrel_library_set_read_async (
        self->library, ids, read, carrel_ui_changed_cb,
        read == CARREL_READ_READ
            ? carrel_ui_change_new (widget, "Article marked as read", "%u articles marked as read")
            : carrel_ui_change_new (widget, N_ ("Article marked as unread"), NULL));
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);
  gboolean restored = is_restored (self, get_target (self, ids));

  if (ids->len == 0)
    return;
  move_on (self, ids->len);
  if (restored)
    carrel_library_restore_async (
        self->library, ids, carrel_ui_changed_cb,
        carrel_ui_change_new (widget, "Article restored", "%u articles restored"));
  else
    carrel_library_trash_async (
        self->library, ids, carrel_ui_changed_cb,
        carrel_ui_change_new (widget, "Article deleted", "%u articles deleted"));
}

static void
edit_topics_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);

  if (ids->len > 0)
    adw_dialog_present (carrel_topic_chooser_new (self->library, widget, ids), widget);
}

static void
accept_suggestion_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  g_autoptr (GArray) ids = carrel_window_list_targets (self);

  if (ids->len == 1)
    carrel_topic_suggestions_accept_first (widget, self->library, g_array_index (ids, gint64, 0));
  else if (ids->len > 1) /* each has its own */
    carrel_ui_show_toast (widget, _ ("Topics are suggested for one article at a time"), NULL);
}

static void
add_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow            *self = CARREL_WINDOW (widget);
  const CarrelArticleData *article = get_article (self);

  if (article)
    adw_dialog_present (carrel_link_dialog_new (self->library, article->id, article->title),
                        widget);
}

static void
images_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  CarrelPicturesOutcome outcome = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  guint            missing;

  if (!carrel_library_fetch_pictures_finish (CARREL_LIBRARY (source), result, &outcome, &error)) {
    carrel_ui_show_error (widget, error);
    return;
  }
  missing = outcome.n_waiting + outcome.n_failed;
  if (missing > 0)
    message = g_strdup_printf (
        ngettext ("%u image can’t be had now", "%u images can’t be had now", missing), missing);
  else if (outcome.n_come > 0)
    message = g_strdup_printf (ngettext ("%u image fetched", "%u images fetched", outcome.n_come),
                               outcome.n_come);
  carrel_ui_show_toast (widget, message ? message : _ ("No image is missing"), NULL);
}

static void
fetch_images_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64        id = carrel_reader_pane_get_id (carrel_window_get_reader (self));

  if (id != 0)
    carrel_library_fetch_pictures_async (self->library, id, CARREL_PICTURES_ALL, NULL, NULL,
                                         images_fetched_cb, g_object_ref (widget));
}

static void
extract_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64        id = carrel_reader_pane_get_id (carrel_window_get_reader (self));

  if (id != 0)
    adw_dialog_present (carrel_again_dialog_new (self->library, id), widget);
}

static void
fetch_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  carrel_refetch_start (widget, self->library,
                        carrel_reader_pane_get_id (carrel_window_get_reader (self)));
}

static void
show_versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64        id = carrel_reader_pane_get_id (carrel_window_get_reader (self));
  AdwDialog    *dialog = id != 0 ? carrel_versions_dialog_new (self->library, id) : NULL;

  if (dialog && parameter && g_variant_get_int64 (parameter) >= 0)
    carrel_versions_dialog_open (CARREL_VERSIONS_DIALOG (dialog),
                                 (guint) g_variant_get_int64 (parameter));
  if (dialog)
    adw_dialog_present (dialog, widget);
}

static void
choose_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64        id = carrel_reader_pane_get_id (carrel_window_get_reader (self));

  if (id != 0)
    adw_dialog_present (carrel_choose_dialog_new (self->library, id), widget);
}

/* ── Their table ── */

/* What has the same site, author, date or language as the open article. */
static void
search_field_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const names[] = { "site", "author", "added", "published", "lang" };
  CarrelReading           *reading =
      carrel_reader_pane_get_reading (carrel_window_get_reader (CARREL_WINDOW (widget)));

  for (guint i = 0; reading && i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], g_variant_get_string (parameter, NULL)) == 0) {
      g_autofree char *search =
          carrel_article_field_write (reading->article, (CarrelArticleField) i);

      if (search)
        carrel_article_field_search (widget, search);
    }
}

#define ACTION(name, function) gtk_widget_class_install_action (widget_class, name, NULL, function)

void
carrel_window_install_article_actions (GtkWidgetClass *widget_class)
{
  ACTION ("article.archive", archive_action);
  ACTION ("article.favourite", favourite_action);
  ACTION ("article.merge", merge_action);
  ACTION ("article.toggle-read", toggle_read_action);
  ACTION ("article.delete", delete_action);
  ACTION ("article.edit-topics", edit_topics_action);
  ACTION ("article.accept-suggestion", accept_suggestion_action);
  ACTION ("article.add-link", add_link_action);
  ACTION ("article.fetch-images", fetch_images_action);
  ACTION ("article.extract-again", extract_again_action);
  ACTION ("article.choose-text", choose_text_action);
  ACTION ("article.fetch-again", fetch_again_action);
  ACTION ("article.show-versions", show_versions_action);
  gtk_widget_class_install_action (widget_class, "article.show-version", "x", show_versions_action);
  ACTION ("article.archive-and-next", archive_and_next_action);
  gtk_widget_class_install_action (widget_class, "article.search-field", "s", search_field_action);
  carrel_share_install (widget_class);
}

/* test-menus.c: what the menus of articles say, in a real window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "ui/carrel-reader-pane.h"
#include "ui/carrel-window.h"
#include "ui/list/carrel-article-row.h"
#include "ui/list/carrel-list-pane.h"
#include "window-fixture.h"

#include <string.h>

typedef struct {
  char          *folder;
  CarrelLibrary *library;
  GtkWidget     *window, *list, *reader;
  GArray        *ids;
} Fixture;

static GArray *
load_ids (Fixture *f)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse ("", FALSE);
  WAIT (carrel_library_search_async (f->library, query, CARREL_SORT_ADDED, FALSE, 100, NULL,
                                     carrel_test_result_cb, &waiting));

  return carrel_library_search_finish (f->library, result, NULL, NULL, &error);
}

/* The first mapped one of a type below a widget, of labels with a mnemonic the one that says `text`
 * (nullable: any): the keys beside them have none. NULL: none. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) &&
      (!text || (gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)) != GDK_KEY_VoidSymbol &&
                 strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type, text);

    if (found)
      return found;
  }
  return NULL;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = carrel_test_new_folder ();
  f->window = open_window (f->folder, TRUE, &f->library);
  f->ids = load_ids (f);
  UNTIL ((f->list = find (f->window, CARREL_TYPE_LIST_PANE, NULL)));
  UNTIL ((f->reader = find (f->window, CARREL_TYPE_READER_PANE, NULL)));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_window (f->window, f->library);
  g_array_unref (f->ids);
  carrel_test_remove_folder (f->folder);
  g_free (f->folder);
}

/* ── What is done with all articles ── */

typedef enum { TO_INBOX, TO_ARCHIVE, TO_TRASH } Where;

/* They are there, read or not, and their place is listed. */
static void
put (Fixture *f, Where where, CarrelReadState read)
{
  static const CarrelPlaceKind kinds[] = { CARREL_PLACE_KIND_INBOX, CARREL_PLACE_KIND_ARCHIVE,
                                           CARREL_PLACE_KIND_TRASH };
  g_autoptr (CarrelUiPlace) place = carrel_ui_place_new (kinds[where]);

  {
    g_autoptr (CarrelUndo) undo = NULL;
    WAIT (
        carrel_library_set_read_async (f->library, f->ids, read, carrel_test_result_cb, &waiting));
    undo = carrel_library_change_finish (f->library, result, &error);
    g_assert_nonnull (undo);
  }
  {
    g_autoptr (CarrelUndo) undo = NULL;
    WAIT (where == TO_TRASH
              ? carrel_library_trash_async (f->library, f->ids, carrel_test_result_cb, &waiting)
              : carrel_library_set_place_async (f->library, f->ids,
                                                where == TO_ARCHIVE ? CARREL_PLACE_ARCHIVE
                                                                    : CARREL_PLACE_INBOX,
                                                carrel_test_result_cb, &waiting));
    undo = carrel_library_change_finish (f->library, result, &error);
    g_assert_nonnull (undo);
  }
  carrel_list_pane_set_place (CARREL_LIST_PANE (f->list), place);
}

/* ── Their menus ── */

/* The row of the list whose article is as it was put; NULL: not yet. */
static GtkWidget *
find_row (Fixture *f, Where where, CarrelReadState read)
{
  GtkWidget         *row = find (f->list, CARREL_TYPE_ARTICLE_ROW, NULL);
  CarrelArticleItem *item = row ? carrel_article_row_get_item (CARREL_ARTICLE_ROW (row)) : NULL;
  CarrelArticle     *article = item ? carrel_article_item_get_article (item) : NULL;
  const CarrelArticleData *data = article ? carrel_article_get (article) : NULL;

  return data && data->read == read && (data->trashed > 0) == (where == TO_TRASH) &&
                 (where == TO_TRASH ||
                  (data->place == CARREL_PLACE_ARCHIVE) == (where == TO_ARCHIVE))
             ? row
             : NULL;
}

/* As the pointer's other button does, once there is such a row and it knows what clicks do. */
static gboolean
open_row_menu (Fixture *f, Where where, CarrelReadState read)
{
  GtkWidget *row = find_row (f, where, read);
  g_autoptr (GListModel) controllers = row ? gtk_widget_observe_controllers (row) : NULL;

  for (guint i = 0; row && i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_GESTURE_CLICK (controller) &&
        gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_SECONDARY) {
      g_signal_emit_by_name (controller, "pressed", 1, 4.0, 4.0);
      return TRUE;
    }
  }
  return FALSE;
}

/* The open menu below the widget says these (nullable) and not what is done otherwise. It is
 * closed. */
static void
assert_menu (GtkWidget *widget, const char *archive, const char *read, const char *delete)
{
  static const char *const known[] = { "Archive",        "Back to Inbox", "Mark as Read",
                                       "Mark as Unread", "Delete",        "Restore" };
  GtkWidget               *menu;

  UNTIL ((menu = find (widget, GTK_TYPE_POPOVER_MENU, NULL)));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    gboolean wanted = g_strcmp0 (known[i], archive) == 0 || g_strcmp0 (known[i], read) == 0 ||
                      g_strcmp0 (known[i], delete) == 0;

    if (wanted != (find (menu, GTK_TYPE_LABEL, known[i]) != NULL))
      g_error ("«%s» is%s in the menu", known[i], wanted ? " not" : "");
  }
  g_object_ref (menu);
  gtk_popover_popdown (GTK_POPOVER (menu));
  UNTIL (!gtk_widget_get_mapped (menu));
  if (gtk_widget_get_parent (menu) == widget) /* a row's goes; a button's stays */
    UNTIL (!gtk_widget_get_parent (menu));
  g_object_unref (menu);
}

static void
open_more_menu (Fixture *f)
{
  GtkWidget *button = GTK_WIDGET (
      gtk_widget_get_template_child (f->reader, CARREL_TYPE_READER_PANE, "more_button"));

  UNTIL (gtk_widget_get_mapped (button));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
}

static gboolean
is_open (Fixture *f, Where where, CarrelReadState read)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (CARREL_READER_PANE (f->reader));
  const CarrelArticleData *data = reading ? carrel_article_get (reading->article) : NULL;

  return data && data->read == read && (data->trashed > 0) == (where == TO_TRASH);
}

/* ── The buttons of selection mode ── */

static GtkWidget *
find_tool (GtkWidget *widget, const char *action)
{
  if (GTK_IS_ACTIONABLE (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_tool (child, action);

    if (found)
      return found;
  }
  return NULL;
}

static gboolean
says (Fixture *f, const char *action, const char *tooltip)
{
  GtkWidget *tool = find_tool (f->list, action);

  return tool && g_strcmp0 (gtk_widget_get_tooltip_text (tool), tooltip) == 0;
}

/* Selection mode, with the first row selected. */
static void
select_first (Fixture *f)
{
  GtkWidget *view =
      GTK_WIDGET (gtk_widget_get_template_child (f->list, CARREL_TYPE_LIST_PANE, "list_view"));
  GtkWidget *button =
      GTK_WIDGET (gtk_widget_get_template_child (f->list, CARREL_TYPE_LIST_PANE, "select_button"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (view)), 0, TRUE);
}

/* ── Tests ── */

static void
test_tools (Fixture *f, gconstpointer data)
{
  put (f, TO_ARCHIVE, CARREL_READ_READ);
  UNTIL (find_row (f, TO_ARCHIVE, CARREL_READ_READ));
  select_first (f);
  UNTIL (says (f, "article.archive", "Back to Inbox (E)"));
  UNTIL (says (f, "article.toggle-read", "Mark as Unread (U)"));
  UNTIL (says (f, "article.delete", "Delete"));

  gtk_widget_activate_action (f->list, "article.toggle-read", NULL); /* it stays selected */
  UNTIL (says (f, "article.toggle-read", "Mark as Read (U)"));
  if (says (f, "article.favourite", "Remove from Favourites (S)"))
    gtk_widget_activate_action (f->list, "article.favourite", NULL);
  UNTIL (says (f, "article.favourite", "Favourite (S)"));
  gtk_widget_activate_action (f->list, "article.favourite", NULL);
  UNTIL (says (f, "article.favourite", "Remove from Favourites (S)"));
  gtk_widget_activate_action (f->list, "article.favourite", NULL); /* it isn't open */
  UNTIL (says (f, "article.favourite", "Favourite (S)"));

  carrel_list_pane_select_all (CARREL_LIST_PANE (f->list));
  UNTIL (says (f, "article.toggle-read", "Mark as Read (U)"));
  UNTIL (says (f, "article.archive", "Back to Inbox (E)"));

  put (f, TO_TRASH, CARREL_READ_READ);
  UNTIL (find_row (f, TO_TRASH, CARREL_READ_READ));
  carrel_list_pane_select_all (CARREL_LIST_PANE (f->list));
  UNTIL (says (f, "article.delete", "Restore"));
}

static gboolean
select_each (Fixture *f)
{
  g_autoptr (GArray) ids = NULL;

  carrel_list_pane_select_all (CARREL_LIST_PANE (f->list));
  ids = carrel_list_pane_list_ids (CARREL_LIST_PANE (f->list));
  return ids->len == f->ids->len;
}

/* They would act on the article that is open, then. */
static void
test_nothing_left (Fixture *f, gconstpointer data)
{
  GtkWidget *tool;

  put (f, TO_INBOX, CARREL_READ_UNREAD);
  UNTIL (find_row (f, TO_INBOX, CARREL_READ_UNREAD));
  select_first (f);
  UNTIL (select_each (f));
  UNTIL ((tool = find_tool (f->list, "article.archive")) && gtk_widget_is_sensitive (tool));
  gtk_widget_activate_action (f->list, "article.archive", NULL);
  UNTIL (carrel_library_get_counts (f->library)->inbox == 0);
  UNTIL ((tool = find_tool (f->list, "article.archive")) && !gtk_widget_is_sensitive (tool));
}

static void
test_row (Fixture *f, gconstpointer data)
{
  put (f, TO_INBOX, CARREL_READ_UNREAD);
  UNTIL (open_row_menu (f, TO_INBOX, CARREL_READ_UNREAD));
  assert_menu (f->list, "Archive", "Mark as Read", "Delete");

  put (f, TO_ARCHIVE, CARREL_READ_READ);
  UNTIL (open_row_menu (f, TO_ARCHIVE, CARREL_READ_READ));
  assert_menu (f->list, "Back to Inbox", "Mark as Unread", "Delete");

  put (f, TO_TRASH, CARREL_READ_READ);
  UNTIL (open_row_menu (f, TO_TRASH, CARREL_READ_READ));
  assert_menu (f->list, "Back to Inbox", "Mark as Unread", "Restore");
}

/* The menu says what is done with all of them, and it is. */
static void
test_several (Fixture *f, gconstpointer data)
{
  put (f, TO_ARCHIVE, CARREL_READ_READ);
  UNTIL (find_row (f, TO_ARCHIVE, CARREL_READ_READ));
  carrel_list_pane_select_all (CARREL_LIST_PANE (f->list));
  UNTIL (open_row_menu (f, TO_ARCHIVE, CARREL_READ_READ));
  assert_menu (f->list, "Back to Inbox", "Mark as Read", "Delete");
  gtk_widget_activate_action (f->list, "article.archive", NULL);
  UNTIL (carrel_library_get_counts (f->library)->archive == 0);
}

static void
test_reader (Fixture *f, gconstpointer data)
{
  put (f, TO_INBOX, CARREL_READ_READ);
  carrel_reader_pane_open (CARREL_READER_PANE (f->reader), g_array_index (f->ids, gint64, 0));
  UNTIL (is_open (f, TO_INBOX, CARREL_READ_READ));
  open_more_menu (f);
  assert_menu (f->reader, NULL, "Mark as Unread", "Delete");

  gtk_widget_activate_action (f->reader, "article.toggle-read", NULL);
  UNTIL (is_open (f, TO_INBOX, CARREL_READ_UNREAD));
  open_more_menu (f);
  assert_menu (f->reader, NULL, "Mark as Read", "Delete");

  put (f, TO_TRASH, CARREL_READ_READ);
  carrel_reader_pane_open (CARREL_READER_PANE (f->reader), g_array_index (f->ids, gint64, 0));
  UNTIL (is_open (f, TO_TRASH, CARREL_READ_READ));
  open_more_menu (f);
  assert_menu (f->reader, NULL, "Mark as Unread", "Restore");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/app/carrel/Carrel/icons");
  g_test_add ("/menus/nothing-left", Fixture, NULL, set_up, test_nothing_left, tear_down);
  g_test_add ("/menus/row", Fixture, NULL, set_up, test_row, tear_down);
  g_test_add ("/menus/several", Fixture, NULL, set_up, test_several, tear_down);
  g_test_add ("/menus/tools", Fixture, NULL, set_up, test_tools, tear_down);
  g_test_add ("/menus/reader", Fixture, NULL, set_up, test_reader, tear_down);
  return g_test_run ();
}

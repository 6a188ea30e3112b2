/* carrel-list-pane.c: the list of a place.
 *
 * Main thread. Typing is answered as it goes: the list cancels what it was reading, the last letter
 * wins. Opening an article doesn't depend on the list: it only says which was chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane.h"

#include "library/carrel-article-list.h"
#include "ui/list/carrel-article-row.h"
#include "ui/list/carrel-selection.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_WANTED 1000

struct _CarrelListPane {
  AdwBin parent_instance;

  GtkWidget *header, *title, *sidebar_button, *sort_button, *select_button, *search, *stack, *list_view, *wanted_view, *empty, *empty_button, *action_bar;
  GMenuModel *row_menu;

  CarrelLibrary     *library;   /* (owned) */
  CarrelArticleList *list;      /* (owned) */
  CarrelSelection   *selection; /* (owned) */
  GListStore        *wanted;    /* (owned) of CarrelWanted */
  GtkSingleSelection *wanted_selection; /* (owned) */
  CarrelUiPlace     *place;     /* (owned) (nullable) */
  CarrelSort         sort;
  gboolean           sorted;    /* by hand: a search keeps it, too */
  gboolean           reverse, quiet, to_top; /* to_top: another place or search begins at its start */
  GActionGroup      *actions;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (CarrelListPane, carrel_list_pane, ADW_TYPE_BIN)

enum { ARTICLE_CHOSEN, WANTED_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_wanted (CarrelListPane *self)
{
  return self->place && carrel_ui_place_get_kind (self->place) == CARREL_PLACE_KIND_WANTED;
}

static gboolean
is_selecting (CarrelListPane *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->select_button));
}

/* ── What is shown ── */

static void
update_title (CarrelListPane *self)
{
  const char *title = self->place ? carrel_ui_place_get_title (self->place) : "";
  g_autofree char *selected = NULL, *subtitle = NULL, *placeholder = g_strdup_printf (_("Search %s"), title);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (is_selecting (self)) {
    selected = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Selected", "%u Selected", carrel_selection_get_n_selected (self->selection)), carrel_selection_get_n_selected (self->selection));
    title = selected;
  } else if (is_wanted (self)) {
    guint n_addresses = 0;

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->wanted)); i++) {
      g_autoptr (CarrelWanted) wanted = g_list_model_get_item (G_LIST_MODEL (self->wanted), i);

      n_addresses += carrel_wanted_get_address (wanted) != NULL;
    }
    if (g_list_model_get_n_items (G_LIST_MODEL (self->wanted)) > 0)
      subtitle = g_strdup_printf (_("%u · %u with an address"), g_list_model_get_n_items (G_LIST_MODEL (self->wanted)), n_addresses);
  } else if (carrel_article_list_get_search (self->list) && !carrel_article_list_is_loading (self->list)) {
    subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u result", "%u results", n), n);
  }
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle ? subtitle : "");
  g_object_set (self->search, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
}

static void
show_empty (CarrelListPane *self)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (self->empty);
  const char *icon, *title, *sentence, *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  gboolean searching = *typed != '\0' && !is_wanted (self);
  gboolean inbox = self->place && carrel_ui_place_get_kind (self->place) == CARREL_PLACE_KIND_INBOX;

  if (searching) {
    g_autofree char *escaped = g_markup_escape_text (typed, -1), *text = g_strdup_printf (_("Nothing here matches “%s”."), escaped);

    adw_status_page_set_icon_name (page, "edit-find-symbolic");
    adw_status_page_set_title (page, _("No Matches"));
    adw_status_page_set_description (page, text);
    gtk_button_set_label (GTK_BUTTON (self->empty_button), _("Search All Articles"));
    gtk_widget_set_visible (self->empty_button, self->place && carrel_ui_place_get_kind (self->place) != CARREL_PLACE_KIND_ALL);
  } else {
    carrel_ui_place_get_empty (self->place, &icon, &title, &sentence);
    adw_status_page_set_icon_name (page, icon);
    adw_status_page_set_title (page, title);
    adw_status_page_set_description (page, sentence);
    gtk_button_set_label (GTK_BUTTON (self->empty_button), _("Add a Page"));
    gtk_widget_set_visible (self->empty_button, inbox);
  }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
}

static void
update_stack (CarrelListPane *self)
{
  if (!self->place)
    return;
  if (is_wanted (self)) {
    if (g_list_model_get_n_items (G_LIST_MODEL (self->wanted)) > 0)
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "wanted");
    else
      show_empty (self);
  } else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0 || carrel_article_list_is_loading (self->list)) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "articles");
    if (self->to_top && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0) {
      self->to_top = carrel_article_list_is_loading (self->list);
      gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), 0, GTK_LIST_SCROLL_NONE, NULL);
    }
  } else {
    show_empty (self);
  }
  update_title (self);
}

static void
wanted_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelListPane) self = user_data;
  g_autoptr (GPtrArray) wanted = carrel_library_load_wanted_finish (CARREL_LIBRARY (source), result, NULL);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *key = g_utf8_casefold (typed, -1);

  if (!wanted)
    return;
  for (guint i = wanted->len; i > 0 && *key; i--) {
    const char *title = carrel_wanted_get_title (wanted->pdata[i - 1]), *address = carrel_wanted_get_address (wanted->pdata[i - 1]);
    g_autofree char *folded = g_utf8_casefold (title ? title : address ? address : "", -1);

    if (!strstr (folded, key))
      g_ptr_array_remove_index (wanted, i - 1);
  }
  self->quiet = TRUE;
  g_list_store_splice (self->wanted, 0, g_list_model_get_n_items (G_LIST_MODEL (self->wanted)), wanted->pdata, wanted->len);
  self->quiet = FALSE;
  update_stack (self);
}

static void
reload (CarrelListPane *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autoptr (CarrelQuery) place = NULL;
  g_autoptr (CarrelQuery) search = *typed ? carrel_query_parse (typed, TRUE) : NULL;
  CarrelSort sort = self->sort;

  if (!self->place)
    return;
  if (is_wanted (self)) {
    carrel_library_load_wanted_async (self->library, MAX_WANTED, NULL, wanted_loaded_cb, g_object_ref (self));
    return;
  }
  if (search && carrel_query_is_all (search))
    g_clear_pointer (&search, carrel_query_unref);
  if (!self->sorted)
    sort = search && carrel_query_has_text (search) ? CARREL_SORT_RELEVANCE : CARREL_SORT_ADDED;
  place = carrel_ui_place_make_query (self->place);
  self->to_top = TRUE;
  carrel_article_list_set (self->list, place, search, sort, self->reverse);
  update_title (self);
}

/* ── From outside ── */

void
carrel_list_pane_set_place (CarrelListPane *self, CarrelUiPlace *place)
{
  if (self->place && carrel_ui_place_equal (self->place, place))
    return;
  g_set_object (&self->place, place);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->select_button), FALSE);
  gtk_widget_set_visible (self->sort_button, !is_wanted (self));
  gtk_widget_set_visible (self->select_button, !is_wanted (self));
  self->quiet = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  self->quiet = FALSE;
  reload (self);
}

CarrelUiPlace *
carrel_list_pane_get_place (CarrelListPane *self)
{
  return self->place;
}

static void
choose (CarrelListPane *self, guint position, gboolean activated)
{
  gint64 id = carrel_article_list_get_id (self->list, position);

  if (id != 0)
    g_signal_emit (self, signals[ARTICLE_CHOSEN], 0, id, activated);
}

gboolean
carrel_list_pane_move (CarrelListPane *self, int delta)
{
  g_autoptr (GArray) ids = carrel_selection_list_ids (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list)), position = ids->len > 0 ? carrel_article_list_find (self->list, g_array_index (ids, gint64, 0)) : G_MAXUINT;

  if (n == 0 || is_selecting (self) || is_wanted (self))
    return FALSE;
  if (position == G_MAXUINT)
    position = 0;
  else if (delta < 0 ? position == 0 : position + 1 >= n)
    return FALSE;
  else
    position = (guint) ((int) position + delta);
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), position, GTK_LIST_SCROLL_SELECT, NULL);
  return TRUE;
}

void
carrel_list_pane_select (CarrelListPane *self, gint64 id)
{
  if (is_selecting (self))
    return;
  self->quiet = TRUE;
  carrel_selection_select_id (self->selection, id);
  self->quiet = FALSE;
}

void
carrel_list_pane_focus_search (CarrelListPane *self)
{
  gtk_widget_grab_focus (self->search);
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

void
carrel_list_pane_focus_list (CarrelListPane *self)
{
  gtk_widget_grab_focus (is_wanted (self) ? self->wanted_view : self->list_view);
}

void
carrel_list_pane_set_search_text (CarrelListPane *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}

GArray *
carrel_list_pane_list_ids (CarrelListPane *self)
{
  return is_selecting (self) ? carrel_selection_list_ids (self->selection) : g_array_new (FALSE, FALSE, sizeof (gint64));
}

GtkWidget *
carrel_list_pane_get_sidebar_button (CarrelListPane *self)
{
  return self->sidebar_button;
}

void
carrel_list_pane_set_alone (CarrelListPane *self, gboolean alone)
{
  (alone ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->list_view, "alone");
}

/* ── Signals of the template ── */

static void
search_changed_cb (CarrelListPane *self)
{
  if (!self->quiet)
    reload (self);
}

static void
search_stopped_cb (CarrelListPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  carrel_list_pane_focus_list (self);
}

static void
search_entered_cb (CarrelListPane *self)
{
  carrel_list_pane_focus_list (self);
  if (!is_wanted (self) && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), 0, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
}

static void
activated_cb (CarrelListPane *self, guint position)
{
  if (!is_selecting (self))
    choose (self, position, TRUE);
  else if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (self->selection), position);
  else
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
}

static void
update_checks (CarrelListPane *self)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (self->list_view); cell; cell = gtk_widget_get_next_sibling (cell)) {
    GtkWidget *row = gtk_widget_get_first_child (cell);
    CarrelArticleItem *item = CARREL_IS_ARTICLE_ROW (row) ? carrel_article_row_get_item (CARREL_ARTICLE_ROW (row)) : NULL;
    guint position = item ? carrel_article_list_find (self->list, carrel_article_item_get_id (item)) : G_MAXUINT;

    if (item)
      carrel_article_row_set_checks (CARREL_ARTICLE_ROW (row), is_selecting (self), is_selecting (self) && gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position));
  }
}

static void
select_mode_cb (CarrelListPane *self)
{
  gboolean selecting = is_selecting (self);

  self->quiet = TRUE;
  carrel_selection_set_multiple (self->selection, TRUE);
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  carrel_selection_set_multiple (self->selection, selecting);
  self->quiet = FALSE;
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->action_bar), selecting);
  gtk_widget_set_tooltip_text (self->select_button, selecting ? _("Done") : _("Select"));
  update_checks (self);
  update_title (self);
}

static void
selection_changed_cb (CarrelListPane *self, guint position, guint n)
{
  g_autoptr (GArray) ids = NULL;

  if (is_selecting (self)) {
    update_checks (self);
    update_title (self);
    return;
  }
  if (self->quiet)
    return;
  ids = carrel_selection_list_ids (self->selection);
  if (ids->len == 1)
    g_signal_emit (self, signals[ARTICLE_CHOSEN], 0, g_array_index (ids, gint64, 0), FALSE);
}

static void
empty_button_cb (CarrelListPane *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search))) {
    g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));

    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-all", NULL);
    gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  } else {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.add", NULL);
  }
}

/* ── Rows ── */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  CarrelArticleRow *row = CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  CarrelListPane *self = CARREL_LIST_PANE (gtk_widget_get_ancestor (GTK_WIDGET (row), CARREL_TYPE_LIST_PANE));
  CarrelArticleItem *item = carrel_article_row_get_item (row);
  g_autoptr (GArray) ids = carrel_list_pane_list_ids (self);
  gint64 id = item ? carrel_article_item_get_id (item) : 0;
  gboolean among = FALSE;

  for (guint i = 0; i < ids->len; i++)
    among |= g_array_index (ids, gint64, i) == id;
  if (!among) {
    g_array_set_size (ids, 0);
    g_array_append_val (ids, id);
  }
  return id != 0 ? gdk_content_provider_new_typed (G_TYPE_ARRAY, ids) : NULL;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  CarrelArticleRow *row = CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  CarrelListPane *self = CARREL_LIST_PANE (gtk_widget_get_ancestor (GTK_WIDGET (row), CARREL_TYPE_LIST_PANE));
  CarrelArticleItem *item = carrel_article_row_get_item (row);
  CarrelArticle *article = item ? carrel_article_item_get_article (item) : NULL;
  g_autoptr (GArray) ids = carrel_list_pane_list_ids (self);
  g_autofree char *text = ids->len > 1 ? g_strdup_printf (_("%u articles"), ids->len) : g_strdup (article ? carrel_article_get_title (article) : "");
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_add_css_class (label, "drag-icon");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

static void
menu_closed_cb (GtkPopover *popover, gpointer user_data)
{
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, popover);
}

static void
show_menu (CarrelListPane *self, GtkWidget *row, double x, double y)
{
  CarrelArticleItem *item = carrel_article_row_get_item (CARREL_ARTICLE_ROW (row));
  GtkWidget *popover;
  GdkRectangle point = { (int) x, (int) y, 1, 1 };

  if (!item)
    return;
  if (!is_selecting (self)) { /* the actions are the selected article's */
    carrel_selection_select_id (self->selection, carrel_article_item_get_id (item));
    g_signal_emit (self, signals[ARTICLE_CHOSEN], 0, carrel_article_item_get_id (item), FALSE);
  }
  popover = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_widget_set_parent (popover, row);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &point);
  g_signal_connect (popover, "closed", G_CALLBACK (menu_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
secondary_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  show_menu (CARREL_LIST_PANE (user_data), row, x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, gpointer user_data)
{
  show_menu (CARREL_LIST_PANE (user_data), gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)), x, y);
}

/* A click opens, also on what is selected already; in selection mode it toggles. */
static void
primary_released_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer user_data)
{
  CarrelListPane *self = CARREL_LIST_PANE (user_data);
  CarrelArticleItem *item = carrel_article_row_get_item (CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture))));

  if (item && !is_selecting (self))
    g_signal_emit (self, signals[ARTICLE_CHOSEN], 0, carrel_article_item_get_id (item), TRUE);
}

static void
primary_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer user_data)
{
  CarrelListPane *self = CARREL_LIST_PANE (user_data);
  CarrelArticleItem *item = carrel_article_row_get_item (CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture))));

  if (item && is_selecting (self)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    activated_cb (self, carrel_article_list_find (self->list, carrel_article_item_get_id (item)));
  }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CarrelListPane *self = user_data;
  GtkWidget *row = carrel_article_row_new (self->library);
  GtkGesture *primary = gtk_gesture_click_new (), *secondary = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();
  GtkDragSource *drag = gtk_drag_source_new ();

  g_signal_connect (primary, "pressed", G_CALLBACK (primary_pressed_cb), self);
  g_signal_connect (primary, "released", G_CALLBACK (primary_released_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (primary));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (secondary));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));
  gtk_drag_source_set_actions (drag, GDK_ACTION_COPY);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), NULL);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drag));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CarrelListPane *self = user_data;
  CarrelArticleRow *row = CARREL_ARTICLE_ROW (gtk_list_item_get_child (item));

  carrel_article_row_set_item (row, gtk_list_item_get_item (item));
  carrel_article_row_set_checks (row, is_selecting (self), is_selecting (self) && gtk_list_item_get_selected (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  carrel_article_row_set_item (CARREL_ARTICLE_ROW (gtk_list_item_get_child (item)), NULL);
}

/* ── Rows of what is wanted ── */

static void
wanted_button_cb (GtkButton *button, gpointer user_data)
{
  GtkListItem *item = user_data;
  CarrelWanted *wanted = gtk_list_item_get_item (item);
  CarrelListPane *self = CARREL_LIST_PANE (gtk_widget_get_ancestor (GTK_WIDGET (button), CARREL_TYPE_LIST_PANE));

  if (carrel_wanted_get_address (wanted))
    carrel_ui_open_add (GTK_WIDGET (button), carrel_wanted_get_address (wanted));
  else
    g_signal_emit (self, signals[WANTED_CHOSEN], 0, wanted);
}

static void
wanted_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *ring = gtk_image_new_from_icon_name ("carrel-wanted-symbolic"), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (NULL), *meta = gtk_label_new (NULL), *button = gtk_button_new ();

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 8);
  gtk_widget_add_css_class (ring, "dimmed");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "title");
  gtk_label_set_xalign (GTK_LABEL (meta), 0);
  gtk_label_set_ellipsize (GTK_LABEL (meta), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (meta, "meta");
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), meta);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (wanted_button_cb), item);
  gtk_box_append (GTK_BOX (box), ring);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), button);
  g_object_set_data (G_OBJECT (item), "title", title);
  g_object_set_data (G_OBJECT (item), "meta", meta);
  g_object_set_data (G_OBJECT (item), "button", button);
  gtk_list_item_set_child (item, box);
}

static void
wanted_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CarrelWanted *wanted = gtk_list_item_get_item (item);
  const char *title = carrel_wanted_get_title (wanted), *address = carrel_wanted_get_address (wanted);
  guint n = carrel_wanted_get_n_sources (wanted);
  g_autofree char *named = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Named by %u article", "Named by %u articles", n), n);
  g_autofree char *meta = address ? g_steal_pointer (&named) : g_strdup_printf (_("%s · title only"), named);
  GtkWidget *button = g_object_get_data (G_OBJECT (item), "button");

  gtk_label_set_text (GTK_LABEL (g_object_get_data (G_OBJECT (item), "title")), title ? title : address);
  gtk_label_set_text (GTK_LABEL (g_object_get_data (G_OBJECT (item), "meta")), meta);
  gtk_button_set_icon_name (GTK_BUTTON (button), address ? "list-add-symbolic" : "edit-find-symbolic");
  gtk_widget_set_tooltip_text (button, address ? _("Add") : _("Find…"));
  gtk_list_item_set_accessible_label (item, title ? title : address);
}

static void
wanted_selected_cb (CarrelListPane *self)
{
  CarrelWanted *wanted = gtk_single_selection_get_selected_item (self->wanted_selection);

  if (wanted && !self->quiet && is_wanted (self))
    g_signal_emit (self, signals[WANTED_CHOSEN], 0, wanted);
}

/* ── Sort ── */

static void
sort_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  if (!carrel_sort_from_name (g_variant_get_string (value, NULL), &self->sort))
    return;
  self->sorted = TRUE;
  g_simple_action_set_state (action, value);
  reload (self);
}

static void
reverse_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  self->reverse = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  reload (self);
}

/* Puts the filter into the search entry, where it can be seen and changed. */
static void
only_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search)), *filter = g_variant_get_string (value, NULL);

  if (!strstr (typed, filter)) {
    g_autofree char *text = g_strconcat (filter, " ", typed, NULL);

    gtk_editable_set_text (GTK_EDITABLE (self->search), text);
    gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  }
}

static void
select_all_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (((CarrelListPane *) user_data)->selection));
}

/* ── Object ── */

static void
library_changed_cb (CarrelListPane *self, CarrelChanges *changes)
{
  if (is_wanted (self) && (carrel_changes_get_kinds (changes) & (CARREL_CHANGED_LINKS | CARREL_CHANGED_ARTICLES)))
    reload (self);
}

GtkWidget *
carrel_list_pane_new (CarrelLibrary *library)
{
  CarrelListPane *self = g_object_new (CARREL_TYPE_LIST_PANE, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new (), *wanted_factory = gtk_signal_list_item_factory_new ();

  self->library = g_object_ref (library);
  self->list = carrel_article_list_new (library);
  self->selection = carrel_selection_new (self->list);
  self->wanted = g_list_store_new (CARREL_TYPE_WANTED);
  self->wanted_selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->wanted)));
  gtk_single_selection_set_autoselect (self->wanted_selection, FALSE);
  gtk_single_selection_set_can_unselect (self->wanted_selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  g_signal_connect (wanted_factory, "setup", G_CALLBACK (wanted_setup_cb), self);
  g_signal_connect (wanted_factory, "bind", G_CALLBACK (wanted_bind_cb), self);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list_view), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), GTK_SELECTION_MODEL (self->selection));
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->wanted_view), wanted_factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->wanted_view), GTK_SELECTION_MODEL (self->wanted_selection));
  g_object_unref (factory);
  g_object_unref (wanted_factory);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wanted_selection, "notify::selected", G_CALLBACK (wanted_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
carrel_list_pane_dispose (GObject *object)
{
  CarrelListPane *self = CARREL_LIST_PANE (object);

  if (self->list_view) {
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), NULL);
    gtk_list_view_set_model (GTK_LIST_VIEW (self->wanted_view), NULL);
    self->list_view = self->wanted_view = NULL;
  }
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->wanted_selection);
  g_clear_object (&self->wanted);
  g_clear_object (&self->place);
  g_clear_object (&self->actions);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_list_pane_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelListPane, name)

static void
carrel_list_pane_class_init (CarrelListPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_list_pane_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/carrel/Carrel/ui/carrel-list-pane.ui");
  BIND (header);
  BIND (title);
  BIND (sidebar_button);
  BIND (sort_button);
  BIND (select_button);
  BIND (search);
  BIND (stack);
  BIND (list_view);
  BIND (wanted_view);
  BIND (empty);
  BIND (empty_button);
  BIND (action_bar);
  BIND (row_menu);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, select_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_button_cb);
  signals[ARTICLE_CHOSEN] = g_signal_new ("article-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  signals[WANTED_CHOSEN] = g_signal_new ("wanted-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, CARREL_TYPE_WANTED);
}

static void
carrel_list_pane_init (CarrelListPane *self)
{
  static const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "'added'", .change_state = sort_cb },
    { .name = "reverse", .state = "false", .change_state = reverse_cb },
    { .name = "only", .parameter_type = "s", .activate = only_cb },
    { .name = "select-all", .activate = select_all_cb },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = G_ACTION_GROUP (g_simple_action_group_new ());
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", self->actions);
}

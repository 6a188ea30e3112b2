/* carrel-list-pane-rows.c: the rows of the list: their menu, and what clicks and drags do. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#include "ui/carrel-article-field.h"
#include "ui/carrel-menu.h"
#include "ui/list/carrel-article-drag.h"

#include <glib/gi18n.h>

/* What a row stands for when something is dropped on it: what is selected, where it is among that.
 */
static GArray *
list_of_row (gpointer user_data)
{
  CarrelArticleItem *item = carrel_article_row_get_item (CARREL_ARTICLE_ROW (user_data));
  CarrelListPane    *self =
      CARREL_LIST_PANE (gtk_widget_get_ancestor (GTK_WIDGET (user_data), CARREL_TYPE_LIST_PANE));
  gint64  id = item ? carrel_article_item_get_id (item) : 0;
  guint   position = id != 0 ? carrel_article_list_find (self->list, id) : G_MAXUINT;
  GArray *ids;

  if (position != G_MAXUINT && carrel_list_pane_is_selecting (self) &&
      gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    return carrel_selection_list_ids (self->selection);
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (id != 0)
    g_array_append_val (ids, id);
  return ids;
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  CarrelListPane   *self = user_data;
  CarrelArticleRow *row =
      CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  g_autoptr (GArray) ids = list_of_row (row);

  return ids->len > 0 ? carrel_article_drag_provide (self->library, ids) : NULL;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  CarrelArticleRow *row =
      CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  CarrelArticleItem *item = carrel_article_row_get_item (row);
  CarrelArticle     *article = item ? carrel_article_item_get_article (item) : NULL;
  g_autoptr (GArray) ids = list_of_row (row);
  g_autofree char *text = ids->len > 1
                              ? g_strdup_printf (_ ("%u articles"), ids->len)
                              : g_strdup (article ? carrel_article_get_title (article) : "");

  carrel_article_drag_set_icon (drag, ids->len == 1 ? carrel_article_row_new_picture (row) : NULL,
                                text);
}

static void
show_menu (GtkWidget *row, double x, double y, gpointer user_data)
{
  CarrelListPane    *self = user_data;
  CarrelArticleItem *item =
      CARREL_IS_ARTICLE_ROW (row) ? carrel_article_row_get_item (CARREL_ARTICLE_ROW (row)) : NULL;

  if (!item)
    return;
  gtk_widget_grab_focus (gtk_widget_get_parent (row)); /* as by any other click */
  if (!carrel_list_pane_is_selecting (self)) {         /* the actions are the selected article's */
    carrel_selection_select_id (self->selection, carrel_article_item_get_id (item));
    g_signal_emit_by_name (self, "article-chosen", carrel_article_item_get_id (item), FALSE);
  }
  g_signal_emit_by_name (self, "row-menu", self->row_menu, carrel_article_item_get_article (item));
  carrel_menu_popup (GTK_WIDGET (self), self->row_menu, row, x, y);
}

/* A click opens, also on what is selected already, or searches what it is on; in selection mode it
 * toggles. */
static void
primary_released_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer user_data)
{
  CarrelListPane    *self = CARREL_LIST_PANE (user_data);
  CarrelArticleItem *item = carrel_article_row_get_item (
      CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture))));

  if (carrel_list_pane_is_selecting (self))
    return;
  if (self->search_pressed) { /* the row may be another's by the end of it */
    g_autofree char *search = g_steal_pointer (&self->search_pressed);

    carrel_article_field_search (GTK_WIDGET (self), search);
    return;
  }
  if (item)
    g_signal_emit_by_name (self, "article-chosen", carrel_article_item_get_id (item), TRUE);
}

/* Selection mode, in which what was selected before stays selected. */
static void
start_selecting (CarrelListPane *self)
{
  g_autoptr (GArray) ids = carrel_selection_list_ids (self->selection);
  guint position = ids->len > 0
                       ? carrel_article_list_find (self->list, g_array_index (ids, gint64, 0))
                       : G_MAXUINT;

  if (carrel_list_pane_is_selecting (self))
    return;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->select_button), TRUE);
  if (position != G_MAXUINT)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
  self->anchor = position != G_MAXUINT ? position : 0;
}

static void
toggle (CarrelListPane *self, guint position)
{
  if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (self->selection), position);
  else
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
}

/* Ctrl adds the row, Shift all up to it from the one that was clicked last; either starts selection
 * mode. */
static void
primary_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer user_data)
{
  CarrelListPane    *self = CARREL_LIST_PANE (user_data);
  CarrelArticleItem *item = carrel_article_row_get_item (
      CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture))));
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint position =
      item ? carrel_article_list_find (self->list, carrel_article_item_get_id (item)) : G_MAXUINT;

  g_clear_pointer (&self->search_pressed, g_free);
  if (!carrel_list_pane_is_selecting (self) && !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)))
    self->search_pressed = carrel_article_row_find_search (
        CARREL_ARTICLE_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture))), x,
        y);
  if (self->search_pressed) { /* the row isn't chosen */
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    return;
  }
  if (position == G_MAXUINT ||
      (!carrel_list_pane_is_selecting (self) && !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK))))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  start_selecting (self);
  if (state & GDK_SHIFT_MASK) {
    gtk_selection_model_select_range (
        GTK_SELECTION_MODEL (self->selection), MIN (position, self->anchor),
        MAX (position, self->anchor) - MIN (position, self->anchor) + 1, FALSE);
  } else {
    toggle (self, position);
    self->anchor = position;
  }
}

void
carrel_list_pane_select_all (CarrelListPane *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return;
  start_selecting (self);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

/* ── By keyboard ── */

static guint
find_focused (CarrelListPane *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (self->list_view),
            *row = child ? gtk_widget_get_first_child (child) : NULL;
  CarrelArticleItem *item =
      CARREL_IS_ARTICLE_ROW (row) ? carrel_article_row_get_item (CARREL_ARTICLE_ROW (row)) : NULL;

  return item ? carrel_article_list_find (self->list, carrel_article_item_get_id (item))
              : G_MAXUINT;
}

/* Shift with an arrow selects from where it was pressed first to the row that it comes to; starts
 * selection mode. */
static gboolean
extend_cb (GtkWidget *widget, GVariant *step, gpointer user_data)
{
  CarrelListPane    *self = user_data;
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  guint              from = find_focused (self), to = from + (guint) g_variant_get_int32 (step);

  if (from == G_MAXUINT || to >= g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    return FALSE;
  if (!carrel_list_pane_is_selecting (self) || !gtk_selection_model_is_selected (model, from) ||
      !gtk_selection_model_is_selected (model, self->anchor)) {
    start_selecting (self);
    self->anchor = from;
  }
  gtk_selection_model_select_range (model, MIN (self->anchor, to),
                                    MAX (self->anchor, to) - MIN (self->anchor, to) + 1, TRUE);
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), to, GTK_LIST_SCROLL_FOCUS, NULL);
  return TRUE;
}

static void
add_extending (GtkEventController *keys, guint key, int step, CarrelListPane *self)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_SHIFT_MASK),
                                            gtk_callback_action_new (extend_cb, self, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (step));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
}

void
carrel_list_pane_add_keys (CarrelListPane *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  carrel_menu_add_key (self->list_view, show_menu, self);
  /* GTK's own of a list select, but don't begin to select. */
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>a"),
                        gtk_named_action_new ("win.select-all")));
  add_extending (keys, GDK_KEY_Down, 1, self);
  add_extending (keys, GDK_KEY_Up, -1, self);
  gtk_widget_add_controller (self->list_view, keys);
}

void
carrel_list_pane_prepare_row (CarrelListPane *self, GtkWidget *row)
{
  GtkGesture    *primary = gtk_gesture_click_new ();
  GtkDragSource *drag = gtk_drag_source_new ();

  g_signal_connect (primary, "pressed", G_CALLBACK (primary_pressed_cb), self);
  g_signal_connect (primary, "released", G_CALLBACK (primary_released_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (primary));
  carrel_menu_add_gestures (row, show_menu, self);
  gtk_drag_source_set_actions (drag, GDK_ACTION_COPY);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drag));
  carrel_article_drag_accept_topics (row, self->library, list_of_row, row);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CarrelListPane *self = user_data;

  gtk_list_item_set_child (
      item, carrel_article_row_new (self->library, CARREL_ROW_STYLE (self->row_style), self->view));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CarrelListPane   *self = user_data;
  CarrelArticleRow *row = CARREL_ARTICLE_ROW (gtk_list_item_get_child (item));

  carrel_article_row_set_item (row, gtk_list_item_get_item (item));
  carrel_article_row_set_checks (row, carrel_list_pane_is_selecting (self),
                                 carrel_list_pane_is_selecting (self) &&
                                     gtk_list_item_get_selected (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  carrel_article_row_set_item (CARREL_ARTICLE_ROW (gtk_list_item_get_child (item)), NULL);
}

GtkListItemFactory *
carrel_list_pane_rows_new (CarrelListPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  return factory;
}

/* carrel-document-view-input.c: pointer and keys. Main thread.
 *
 * With a mouse a drag selects; with a finger it scrolls, and a long press selects a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <math.h>
#include <string.h>

/* ── What is under a point ── */

gboolean
carrel_document_view_is_in_slot (CarrelDocumentView *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return widget && (gtk_widget_is_ancestor (widget, self->header) || gtk_widget_is_ancestor (widget, self->footer));
}

/* The block's widget exactly there (nullable), and the point in it. */
CarrelBlockWidget *
carrel_document_view_get_leaf_at (CarrelDocumentView *self, double x, double y, graphene_point_t *point)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  while (widget && widget != GTK_WIDGET (self) && !CARREL_IS_BLOCK_WIDGET (widget))
    widget = gtk_widget_get_parent (widget);
  if (!widget || !CARREL_IS_BLOCK_WIDGET (widget))
    return NULL;
  if (!gtk_widget_compute_point (GTK_WIDGET (self), widget, &GRAPHENE_POINT_INIT ((float) x, (float) y), point))
    return NULL;
  return CARREL_BLOCK_WIDGET (widget);
}

/* The leaf nearest to a point: a line's height counts before its length. */
static CarrelBlockWidget *
get_nearest_leaf (CarrelDocumentView *self, double x, double y)
{
  CarrelBlockWidget *nearest = NULL;
  double least = G_MAXDOUBLE;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->leaves);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GPtrArray *leaves = value;

    for (guint i = 0; i < leaves->len; i++) {
      graphene_rect_t rect;
      double dx, dy;

      if (!gtk_widget_compute_bounds (leaves->pdata[i], GTK_WIDGET (self), &rect))
        continue;
      dx = MAX (MAX (rect.origin.x - x, x - rect.origin.x - rect.size.width), 0);
      dy = MAX (MAX (rect.origin.y - y, y - rect.origin.y - rect.size.height), 0);
      if (dy * 1000 + dx < least) {
        least = dy * 1000 + dx;
        nearest = leaves->pdata[i];
      }
    }
  }
  return nearest;
}

gboolean
carrel_document_view_get_spot_at (CarrelDocumentView *self, double x, double y, CarrelSpot *place)
{
  graphene_point_t point;
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf_at (self, x, y, &point);

  if (!leaf || !CARREL_IS_BLOCK_TEXT (leaf))
    leaf = get_nearest_leaf (self, x, y);
  if (!leaf || !gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (leaf), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return FALSE;
  place->block = carrel_block_widget_get_index (leaf);
  place->offset = CARREL_IS_BLOCK_TEXT (leaf) ? carrel_block_layout_get_offset (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), point.x, point.y) : 0;
  return TRUE;
}

/* The word or block around a place. */
static void
get_stretch (CarrelDocumentView *self, CarrelSpot place, int n_press, CarrelSpot *from, CarrelSpot *to)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, place.block, place.offset);

  *from = *to = place;
  if (n_press == 2 && leaf && CARREL_IS_BLOCK_TEXT (leaf)) {
    carrel_block_layout_get_word (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), place.offset, &from->offset, &to->offset);
  } else if (n_press > 2) {
    from->offset = 0;
    to->offset = self->page->blocks[place.block].text_len;
  }
}

/* ── Selecting ── */

static void
extend_selection (CarrelDocumentView *self, double x, double y)
{
  CarrelSpot place, from, to;

  if (!carrel_document_view_get_spot_at (self, x, y, &place))
    return;
  get_stretch (self, place, self->n_press, &from, &to);
  /* What was pressed stays selected, on whichever side the pointer is. */
  if (carrel_spot_compare (&from, &self->press[0]) < 0)
    carrel_document_view_set_selected (self, self->press[1], from);
  else
    carrel_document_view_set_selected (self, self->press[0], to);
}

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  int height = gtk_widget_get_height (widget);
  double beyond = self->pointer_y < 0 ? self->pointer_y : self->pointer_y > height ? self->pointer_y - height : 0;

  if (!self->dragging || beyond == 0) {
    self->scroll_tick = 0;
    return G_SOURCE_REMOVE;
  }
  carrel_document_view_scroll_by (self, CLAMP (beyond / 4, -40, 40));
  extend_selection (self, self->pointer_x, self->pointer_y);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_touch (GtkGesture *gesture)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

  return device && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

void
carrel_document_view_set_primary (CarrelDocumentView *self)
{
  g_autofree char *text = carrel_document_view_get_selected_text (self);

  if (text)
    gdk_clipboard_set_text (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)), text);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, CarrelDocumentView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  CarrelSpot place;

  self->pressed = FALSE;
  if (!self->page || carrel_document_view_is_in_slot (self, x, y)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  self->pressed = TRUE;
  self->dragging = FALSE;
  self->focus_moved = self->focus_link >= 0;
  self->focus_link = -1;
  self->n_press = (n_press - 1) % 3 + 1;
  self->has_pressed_link = carrel_document_view_get_link_place (self, x, y, &self->pressed_link);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (is_touch (GTK_GESTURE (gesture)) || !carrel_document_view_get_spot_at (self, x, y, &place))
    return;
  if ((state & GDK_SHIFT_MASK) && self->has_selection) {
    self->press[0] = self->press[1] = self->selection[0];
    extend_selection (self, x, y);
    self->has_pressed_link = FALSE;
    return;
  }
  get_stretch (self, place, self->n_press, &self->press[0], &self->press[1]);
  if (self->n_press > 1) {
    self->has_pressed_link = FALSE;
    carrel_document_view_set_selected (self, self->press[0], self->press[1]);
  }
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, CarrelDocumentView *self)
{
  CarrelLinkPlace link;
  CarrelSpot place;
  gint64 id;

  if (!self->pressed)
    return;
  self->pressed = FALSE;
  if (self->dragging)
    return; /* the drag ends itself */
  if (self->n_press > 1) {
    carrel_document_view_set_primary (self);
    carrel_document_view_emit_selection_changed (self);
    return;
  }
  if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK) {
    carrel_document_view_set_primary (self);
    carrel_document_view_emit_selection_changed (self);
    return;
  }
  carrel_document_view_unselect (self);
  if (self->has_caret && carrel_document_view_get_spot_at (self, x, y, &place))
    carrel_document_view_place_caret (self, place);
  if (self->has_pressed_link && carrel_document_view_get_link_place (self, x, y, &link) && link.block == self->pressed_link.block && link.span == self->pressed_link.span) {
    if ((gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_CONTROL_MASK) && carrel_document_view_get_link_address (self, &link) && *carrel_document_view_get_link_address (self, &link) != '#')
      carrel_document_view_emit_link_opened_outside (self, carrel_document_view_get_link_address (self, &link));
    else
      carrel_document_view_open_link (self, carrel_document_view_get_link_address (self, &link));
  } else if (carrel_document_view_get_spot_at (self, x, y, &place) && carrel_document_view_get_highlight_at (self, place, &id))
    carrel_document_view_emit_highlight_activated (self, id);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, CarrelDocumentView *self)
{
  double x, y;

  if (!self->pressed && !self->dragging)
    return;
  if (is_touch (GTK_GESTURE (gesture))) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  self->pointer_x = x + dx;
  self->pointer_y = y + dy;
  if (!self->dragging && !gtk_drag_check_threshold (GTK_WIDGET (self), (int) x, (int) y, (int) self->pointer_x, (int) self->pointer_y))
    return;
  self->dragging = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  extend_selection (self, self->pointer_x, self->pointer_y);
  if (!self->scroll_tick && (self->pointer_y < 0 || self->pointer_y > gtk_widget_get_height (GTK_WIDGET (self))))
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, CarrelDocumentView *self)
{
  if (!self->dragging)
    return;
  self->dragging = self->pressed = FALSE;
  carrel_document_view_set_primary (self);
  carrel_document_view_emit_selection_changed (self);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, CarrelDocumentView *self)
{
  CarrelSpot place, from, to;

  if (!self->page || carrel_document_view_is_in_slot (self, x, y) || !carrel_document_view_get_spot_at (self, x, y, &place))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->pressed = FALSE;
  get_stretch (self, place, 2, &from, &to);
  carrel_document_view_set_selected (self, from, to);
  carrel_document_view_emit_selection_changed (self);
}

/* ── Hovering ── */

static void
set_hovered (CarrelDocumentView *self, gboolean has, CarrelLinkPlace link, double y)
{
  GdkRectangle rectangle;

  if (has == self->has_hovered && (!has || (link.block == self->hovered.block && link.span == self->hovered.span)))
    return;
  self->has_hovered = has;
  self->hovered = link;
  if (has && carrel_document_view_get_link_rectangle (self, &link, y, &rectangle))
    carrel_document_view_emit_link_hovered (self, carrel_document_view_get_link_address (self, &link), &rectangle);
  else
    carrel_document_view_emit_link_hovered (self, NULL, NULL);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, CarrelDocumentView *self)
{
  CarrelLinkPlace link = { 0 };
  graphene_point_t point;
  CarrelBlockWidget *leaf = NULL;
  gboolean has;

  if (self->dragging)
    return;
  has = self->page && carrel_document_view_get_link_place (self, x, y, &link);
  if (!has && self->page)
    leaf = carrel_document_view_get_leaf_at (self, x, y, &point);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), has ? "pointer" : leaf && CARREL_IS_BLOCK_TEXT (leaf) ? "text" : NULL);
  set_hovered (self, has, link, y);
}

static void
leave_cb (GtkEventControllerMotion *controller, CarrelDocumentView *self)
{
  set_hovered (self, FALSE, (CarrelLinkPlace) { 0 }, 0);
}

/* ── Focus ── */

static void
focus_changed_cb (CarrelDocumentView *self)
{
  carrel_document_view_queue_draw_blocks (self);
}

/* ── Keys ── */

typedef enum {
  STEP_LINE,
  STEP_PAGE,
  STEP_END,
} Step;

static gboolean
scroll_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  int step, sign;

  if (!gtk_widget_is_focus (widget))
    return FALSE; /* a button of the header has its own keys */
  g_variant_get (arguments, "(ii)", &step, &sign);
  switch ((Step) step) {
  case STEP_LINE:
    carrel_document_view_scroll_by (self, sign * gtk_adjustment_get_step_increment (adjustment));
    break;
  case STEP_PAGE:
    carrel_document_view_scroll_by (self, sign * gtk_adjustment_get_page_increment (adjustment));
    break;
  case STEP_END:
  default:
    gtk_adjustment_set_value (adjustment, sign < 0 ? 0 : gtk_adjustment_get_upper (adjustment));
    break;
  }
  return TRUE;
}

static gboolean
enter_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);

  if (!gtk_widget_is_focus (widget) || self->focus_link < 0)
    return FALSE;
  carrel_document_view_open_link (self, carrel_document_view_get_link_address (self, &g_array_index (self->links, CarrelLinkPlace, self->focus_link)));
  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);

  if (!self->has_selection)
    return FALSE;
  carrel_document_view_unselect (self);
  return TRUE;
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_document_view_copy_selection (CARREL_DOCUMENT_VIEW (widget));
}

static void
select_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_document_view_select_all (CARREL_DOCUMENT_VIEW (widget));
}

void
carrel_document_view_class_init_input (GtkWidgetClass *klass)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    Step step;
    int sign;
  } scrolls[] = {
    { GDK_KEY_Up, 0, STEP_LINE, -1 },        { GDK_KEY_KP_Up, 0, STEP_LINE, -1 },         { GDK_KEY_Down, 0, STEP_LINE, 1 },          { GDK_KEY_KP_Down, 0, STEP_LINE, 1 },
    { GDK_KEY_Page_Up, 0, STEP_PAGE, -1 },   { GDK_KEY_KP_Page_Up, 0, STEP_PAGE, -1 },    { GDK_KEY_Page_Down, 0, STEP_PAGE, 1 },     { GDK_KEY_KP_Page_Down, 0, STEP_PAGE, 1 },
    { GDK_KEY_space, 0, STEP_PAGE, 1 },      { GDK_KEY_space, GDK_SHIFT_MASK, STEP_PAGE, -1 }, { GDK_KEY_Home, 0, STEP_END, -1 },    { GDK_KEY_KP_Home, 0, STEP_END, -1 },
    { GDK_KEY_End, 0, STEP_END, 1 },         { GDK_KEY_KP_End, 0, STEP_END, 1 },
  };

  carrel_document_view_class_init_links (klass);
  for (guint i = 0; i < G_N_ELEMENTS (scrolls); i++)
    gtk_widget_class_add_binding (klass, scrolls[i].key, scrolls[i].modifiers, scroll_cb, "(ii)", (int) scrolls[i].step, scrolls[i].sign);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, enter_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, enter_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_ISO_Enter, 0, enter_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_install_action (klass, "page.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "page.select-all", NULL, select_all_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "page.copy", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Insert, GDK_CONTROL_MASK, "page.copy", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_a, GDK_CONTROL_MASK, "page.select-all", NULL);
}

void
carrel_document_view_init_input (CarrelDocumentView *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (), *press = gtk_gesture_long_press_new ();
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_focus_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_gesture_group (drag, click);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "enter", G_CALLBACK (motion_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (keys, "enter", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "leave", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  carrel_document_view_init_menu (self);
  carrel_document_view_init_caret (self);
}

void
carrel_document_view_dispose_input (CarrelDocumentView *self)
{
  g_clear_weak_pointer (&self->focused);
  self->dragging = self->pressed = FALSE;
  if (self->scroll_tick)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll_tick);
  self->scroll_tick = 0;
}

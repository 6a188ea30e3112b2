/* carrel-document-view-pointer.c: what is pressed, dragged and pointed at. Main thread.
 *
 * With a mouse a drag selects, and near the edge it scrolls; twice pressed it selects words, thrice
 * blocks. With a finger a drag scrolls, and a long press selects a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_TIP 300  /* characters of a note in a tooltip */
#define EDGE 24      /* pixels from the view's edge, in which a drag scrolls */
#define MAX_PAUSE .2 /* s: after a longer one between two frames the text doesn't jump */

/* ── Selecting ── */

/* The word or block around a place. */
static void
get_stretch (
    CarrelDocumentView *self, CarrelSpot place, int n_press, CarrelSpot *from, CarrelSpot *to)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, place.block, place.offset);

  *from = *to = place;
  if (n_press == 2 && leaf && CARREL_IS_BLOCK_TEXT (leaf)) {
    carrel_block_layout_get_word (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                  place.offset, &from->offset, &to->offset);
  } else if (n_press > 2) {
    from->offset = 0;
    to->offset = self->page->blocks[place.block].text_len;
  }
}

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

/* How far the pointer is where a drag scrolls: outside, and near the edge, for a window may end
 * where the screen does; but no nearer to the edge than where the drag began. */
static double
get_beyond_edge (CarrelDocumentView *self)
{
  int    height = gtk_widget_get_height (GTK_WIDGET (self));
  double edge = MIN (EDGE, height / 4.0), top = MIN (edge, self->press_y),
         bottom = MAX (height - edge, self->press_y);

  return self->pointer_y < top      ? self->pointer_y - top
         : self->pointer_y > bottom ? self->pointer_y - bottom
                                    : 0;
}

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  double              beyond = get_beyond_edge (self), seconds;
  gint64              now = gdk_frame_clock_get_frame_time (clock);

  if (!self->dragging || beyond == 0) {
    self->scroll_tick = 0;
    return G_SOURCE_REMOVE;
  }
  seconds = CLAMP ((double) (now - self->scroll_time) / G_USEC_PER_SEC, 0, MAX_PAUSE);
  self->scroll_time = now;
  carrel_document_view_scroll_by (self, (CLAMP (beyond, -160, 160) * 15 + (beyond < 0 ? -60 : 60)) *
                                            seconds);
  extend_selection (self, self->pointer_x, self->pointer_y);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_touch (GtkGesture *gesture)
{
  GdkDevice *device =
      gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

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
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
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
  CarrelSpot      place;
  gint64          id;

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
  if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) &
      GDK_SHIFT_MASK) {
    carrel_document_view_set_primary (self);
    carrel_document_view_emit_selection_changed (self);
    return;
  }
  carrel_document_view_unselect (self);
  if (self->has_caret && carrel_document_view_get_spot_at (self, x, y, &place))
    carrel_document_view_place_caret (self, place);
  if (self->has_pressed_link && carrel_document_view_get_link_place (self, x, y, &link) &&
      link.block == self->pressed_link.block && link.span == self->pressed_link.span) {
    if ((gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) &
         GDK_CONTROL_MASK) &&
        carrel_document_view_get_link_address (self, &link) &&
        *carrel_document_view_get_link_address (self, &link) != '#')
      carrel_document_view_emit_link_opened_outside (
          self, carrel_document_view_get_link_address (self, &link));
    else
      carrel_document_view_activate (self, &link);
  } else if (carrel_document_view_get_spot_at (self, x, y, &place) &&
             carrel_document_view_get_highlight_at (self, place, &id))
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
  self->press_y = y;
  self->pointer_x = x + dx;
  self->pointer_y = y + dy;
  if (!self->dragging && !gtk_drag_check_threshold (GTK_WIDGET (self), (int) x, (int) y,
                                                    (int) self->pointer_x, (int) self->pointer_y))
    return;
  self->dragging = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  extend_selection (self, self->pointer_x, self->pointer_y);
  if (!self->scroll_tick && get_beyond_edge (self) != 0) {
    self->scroll_time =
        gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
    self->scroll_tick =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
  }
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
  CarrelSpot      place, from, to;
  CarrelLinkPlace link;

  if (!self->page || carrel_document_view_is_in_slot (self, x, y) ||
      !carrel_document_view_get_spot_at (self, x, y, &place))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (carrel_document_view_get_link_place (self, x, y, &link) &&
      carrel_document_view_get_link_address (self, &link) &&
      *carrel_document_view_get_link_address (self, &link) != '#') {
    self->pressed = FALSE;
    carrel_document_view_request_menu (self, &link, x, y);
    return;
  }
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

  if (has == self->has_hovered &&
      (!has || (link.block == self->hovered.block && link.span == self->hovered.span)))
    return;
  self->has_hovered = has;
  self->hovered = link;
  if (has && carrel_document_view_get_link_rectangle (self, &link, y, &rectangle))
    carrel_document_view_emit_link_hovered (
        self, carrel_document_view_get_link_address (self, &link), &rectangle);
  else
    carrel_document_view_emit_link_hovered (self, NULL, NULL);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, CarrelDocumentView *self)
{
  CarrelLinkPlace    link = { 0 };
  graphene_point_t   point;
  CarrelBlockWidget *leaf = NULL;
  gboolean           has;

  if (self->dragging)
    return;
  has = carrel_document_view_get_link_place (self, x, y, &link);
  if (!has && self->page)
    leaf = carrel_document_view_get_leaf_at (self, x, y, &point);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), has ? "pointer"
                                                      : leaf && CARREL_IS_BLOCK_TEXT (leaf) ? "text"
                                                                                            : NULL);
  set_hovered (self, has, link, y);
}

static void
leave_cb (GtkEventControllerMotion *controller, CarrelDocumentView *self)
{
  set_hovered (self, FALSE, (CarrelLinkPlace) { 0 }, 0);
}

/* The words of a note. */
static char *
dup_note (CarrelDocumentView *self, const char *id)
{
  const CarrelBlock *blocks = self->page->blocks;

  for (guint i = 0; i < self->page->n_blocks; i++) {
    if (g_strcmp0 (blocks[i].id, id) != 0)
      continue;
    for (guint j = i; j <= i + blocks[i].n_descendants; j++)
      if (blocks[j].text_len > 0)
        return carrel_text_excerpt (blocks[j].text, MAX_TIP);
  }
  return NULL;
}

gboolean
carrel_document_view_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  g_autofree char    *note = NULL;
  const char         *address, *tip;
  CarrelLinkPlace     link;
  GdkRectangle        rectangle;

  if (!self->page)
    return FALSE;
  if (keyboard) {
    if (self->focus_link < 0)
      return FALSE;
    link = g_array_index (self->links, CarrelLinkPlace, self->focus_link);
  } else if (!carrel_document_view_get_link_place (self, x, y, &link)) {
    return FALSE;
  }
  tip = address = carrel_document_view_get_link_address (self, &link);
  if (!address || g_str_has_prefix (address, "#fnref-"))
    return FALSE;
  if (*address == '#')
    tip = note = dup_note (self, address + 1);
  if (!tip)
    return FALSE;
  gtk_tooltip_set_text (tooltip, tip);
  if (carrel_document_view_get_link_rectangle (self, &link, keyboard ? 0 : y, &rectangle))
    gtk_tooltip_set_tip_area (tooltip, &rectangle);
  return TRUE;
}

/* ── Life ── */

void
carrel_document_view_init_pointer (CarrelDocumentView *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (),
             *press = gtk_gesture_long_press_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_gesture_group (drag, click);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "enter", G_CALLBACK (motion_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

void
carrel_document_view_dispose_pointer (CarrelDocumentView *self)
{
  self->dragging = self->pressed = FALSE;
  if (self->scroll_tick)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll_tick);
  self->scroll_tick = 0;
}

/* carrel-document-view-input.c: pointer, keys and focus. Main thread.
 *
 * The view has the keyboard's focus itself and remembers which link it is on, because a link's widget
 * comes and goes with scrolling. Tab goes through the header, the links, the footer.
 *
 * With a mouse a drag selects; with a finger it scrolls, and a long press selects a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include "base/carrel-text.h"

#include <math.h>
#include <string.h>

#define MAX_TIP 300 /* characters of a note in a tooltip */
#define MAX_LINK_TEXT 2000 /* characters of a link to copy */

/* ── Links ── */

void
carrel_document_view_forget_links (CarrelDocumentView *self)
{
  g_clear_pointer (&self->links, g_array_unref);
  self->focus_link = -1;
  self->has_hovered = self->has_pressed_link = FALSE;
  self->pressed = self->dragging = FALSE;
}

void
carrel_document_view_ensure_links (CarrelDocumentView *self)
{
  guint n = 0;
  const CarrelBlock *blocks = self->document ? carrel_document_get_blocks (self->document, &n) : NULL;

  if (self->links)
    return;
  self->links = g_array_new (FALSE, FALSE, sizeof (CarrelLinkPlace));
  for (guint i = 0; i < n; i++) {
    CarrelLinkPlace place = { i, NULL };

    if (carrel_block_is_thing (&blocks[i])) {
      g_array_append_val (self->links, place);
      continue;
    }
    for (guint s = 0; s < blocks[i].n_spans; s++)
      if (carrel_span_is_link (&blocks[i].spans[s])) {
        place.span = &blocks[i].spans[s];
        g_array_append_val (self->links, place);
      }
  }
}

static const char *
get_address (CarrelDocumentView *self, const CarrelLinkPlace *link)
{
  return link->span ? link->span->value : self->page->blocks[link->block].href;
}

void
carrel_document_view_open_link (CarrelDocumentView *self, const char *address)
{
  if (!address)
    return;
  if (*address != '#') {
    carrel_document_view_emit_link_activated (self, address);
  } else if (address[1]) {
    carrel_document_view_emit_leaving_place (self);
    carrel_document_view_scroll_to_id (self, address + 1);
    if (g_str_has_prefix (address, "#fnref-")) { /* back from a note: Tab goes on at its mark */
      g_autofree char *note = g_strconcat ("#fn-", address + strlen ("#fnref-"), NULL);

      carrel_document_view_focus_link_to (self, note);
    }
  }
}

gboolean
carrel_document_view_get_focused_link (CarrelDocumentView *self, CarrelLinkPlace *link, GdkRectangle *rectangle)
{
  if (self->focus_link < 0 || !self->links || !gtk_widget_is_focus (GTK_WIDGET (self)))
    return FALSE;
  *link = g_array_index (self->links, CarrelLinkPlace, self->focus_link);
  return carrel_document_view_get_link_rectangle (self, link, -G_MAXINT, rectangle);
}

gboolean
carrel_document_view_is_focused_link (CarrelDocumentView *self, guint block, const CarrelSpan *span)
{
  const CarrelLinkPlace *link;

  if (self->focus_link < 0 || !gtk_widget_is_focus (GTK_WIDGET (self)))
    return FALSE;
  link = &g_array_index (self->links, CarrelLinkPlace, self->focus_link);
  return link->block == block && link->span == span;
}

/* ── What is under a point ── */

gboolean
carrel_document_view_is_in_slot (CarrelDocumentView *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return widget && (gtk_widget_is_ancestor (widget, self->header) || gtk_widget_is_ancestor (widget, self->footer));
}

/* The block's widget exactly there (nullable), and the point in it. */
static CarrelBlockWidget *
get_leaf_at (CarrelDocumentView *self, double x, double y, graphene_point_t *point)
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

static gboolean
get_link_at (CarrelDocumentView *self, double x, double y, CarrelLinkPlace *link)
{
  graphene_point_t point;
  CarrelBlockWidget *leaf = get_leaf_at (self, x, y, &point);

  if (!leaf)
    return FALSE;
  link->block = carrel_block_widget_get_index (leaf);
  link->span = NULL;
  if (!CARREL_IS_BLOCK_TEXT (leaf) && carrel_block_is_thing (carrel_block_widget_get_block (leaf)))
    return TRUE;
  if (!CARREL_IS_BLOCK_TEXT (leaf))
    return FALSE;
  link->span = carrel_block_layout_get_link (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), point.x, point.y);
  return link->span != NULL;
}

gboolean
carrel_document_view_get_link_place (CarrelDocumentView *self, double x, double y, CarrelLinkPlace *link)
{
  return self->page && get_link_at (self, x, y, link);
}

const char *
carrel_document_view_get_link_address (CarrelDocumentView *self, const CarrelLinkPlace *link)
{
  return get_address (self, link);
}

char *
carrel_document_view_dup_link_text (CarrelDocumentView *self, const CarrelLinkPlace *link)
{
  const CarrelBlock *block = &self->page->blocks[link->block];
  g_autofree char *text = link->span ? g_strndup (block->text + link->span->start, link->span->end - link->span->start) : g_strdup (block->text);

  return carrel_text_excerpt (text, MAX_LINK_TEXT);
}

char *
carrel_document_view_dup_link_at (CarrelDocumentView *self, double x, double y)
{
  CarrelLinkPlace link;

  return self->page && get_link_at (self, x, y, &link) ? g_strdup (get_address (self, &link)) : NULL;
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
  CarrelBlockWidget *leaf = get_leaf_at (self, x, y, &point);

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
  self->has_pressed_link = get_link_at (self, x, y, &self->pressed_link);
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
  if (self->has_pressed_link && get_link_at (self, x, y, &link) && link.block == self->pressed_link.block && link.span == self->pressed_link.span) {
    if ((gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_CONTROL_MASK) && get_address (self, &link) && *get_address (self, &link) != '#')
      carrel_document_view_emit_link_opened_outside (self, get_address (self, &link));
    else
      carrel_document_view_activate (self, &link);
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
  CarrelLinkPlace link;

  if (!self->page || carrel_document_view_is_in_slot (self, x, y) || !carrel_document_view_get_spot_at (self, x, y, &place))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (get_link_at (self, x, y, &link) && get_address (self, &link) && *get_address (self, &link) != '#') {
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

gboolean
carrel_document_view_get_link_rectangle (CarrelDocumentView *self, const CarrelLinkPlace *link, double y, GdkRectangle *rectangle)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, link->block, link->span ? link->span->start : 0);
  graphene_rect_t rect = GRAPHENE_RECT_INIT_ZERO;
  graphene_point_t origin;

  if (!leaf)
    return FALSE;
  if (!link->span || !CARREL_IS_BLOCK_TEXT (leaf)) {
    if (!gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (self), &rect))
      return FALSE;
  } else {
    g_autoptr (GArray) rects = carrel_block_layout_get_rects (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), link->span->start, link->span->end);
    gboolean found = FALSE;

    /* Of the line that the pointer is in. */
    for (guint i = 0; i < rects->len && !found; i++) {
      rect = g_array_index (rects, graphene_rect_t, i);
      if (!gtk_widget_compute_point (GTK_WIDGET (leaf), GTK_WIDGET (self), &rect.origin, &origin))
        return FALSE;
      rect.origin = origin;
      found = y <= rect.origin.y + rect.size.height;
    }
  }
  *rectangle = (GdkRectangle) { (int) floorf (rect.origin.x), (int) floorf (rect.origin.y), (int) ceilf (rect.size.width), (int) ceilf (rect.size.height) };
  return TRUE;
}

static void
set_hovered (CarrelDocumentView *self, gboolean has, CarrelLinkPlace link, double y)
{
  GdkRectangle rectangle;

  if (has == self->has_hovered && (!has || (link.block == self->hovered.block && link.span == self->hovered.span)))
    return;
  self->has_hovered = has;
  self->hovered = link;
  if (has && carrel_document_view_get_link_rectangle (self, &link, y, &rectangle))
    carrel_document_view_emit_link_hovered (self, get_address (self, &link), &rectangle);
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
  has = self->page && get_link_at (self, x, y, &link);
  if (!has && self->page)
    leaf = get_leaf_at (self, x, y, &point);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), has ? "pointer" : leaf && CARREL_IS_BLOCK_TEXT (leaf) ? "text" : NULL);
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

static gboolean
query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  g_autofree char *note = NULL;
  const char *address, *tip;
  CarrelLinkPlace link;
  GdkRectangle rectangle;

  if (!self->page)
    return FALSE;
  if (keyboard) {
    if (self->focus_link < 0)
      return FALSE;
    link = g_array_index (self->links, CarrelLinkPlace, self->focus_link);
  } else if (!get_link_at (self, x, y, &link)) {
    return FALSE;
  }
  tip = address = get_address (self, &link);
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

/* ── Focus ── */

void
carrel_document_view_set_focus_link (CarrelDocumentView *self, int index)
{
  self->focus_link = index;
  self->focus_moved = TRUE;
  if (index >= 0) {
    const CarrelLinkPlace *link = &g_array_index (self->links, CarrelLinkPlace, index);

    carrel_document_view_reveal (self, link->block, link->span ? link->span->start : 0, link->span ? link->span->end : 0);
  }
  carrel_document_view_queue_draw_blocks (self);
}

/* What has the focus says where it leads, as what is under the pointer does. */
static void
tell_target (CarrelDocumentView *self)
{
  CarrelLinkPlace link;
  GdkRectangle rectangle;

  if (carrel_document_view_get_focused_link (self, &link, &rectangle))
    carrel_document_view_emit_link_hovered (self, get_address (self, &link), &rectangle);
  else if (!self->has_hovered)
    carrel_document_view_emit_link_hovered (self, NULL, NULL);
}

void
carrel_document_view_tell_focus (CarrelDocumentView *self)
{
  GtkAccessible *old = self->focused, *now = NULL;

  if (!self->focus_moved)
    return;
  self->focus_moved = FALSE;
  if (self->focus_link >= 0) {
    const CarrelLinkPlace *link = &g_array_index (self->links, CarrelLinkPlace, self->focus_link);
    CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, link->block, link->span ? link->span->start : 0);

    if (leaf)
      now = link->span && CARREL_IS_BLOCK_TEXT (leaf) ? carrel_block_text_get_link (CARREL_BLOCK_TEXT (leaf), link->span) : GTK_ACCESSIBLE (leaf);
  } else if (self->has_caret && self->page) {
    CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, self->caret.block, self->caret.offset);

    now = leaf ? GTK_ACCESSIBLE (leaf) : NULL;
  }
  tell_target (self);
  if (old)
    g_object_ref (old);
  g_set_weak_pointer (&self->focused, now);
  if (now)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, now, -1);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
  if (old && old != now)
    gtk_accessible_update_platform_state (old, GTK_ACCESSIBLE_PLATFORM_STATE_FOCUSED);
  if (now)
    gtk_accessible_update_platform_state (now, GTK_ACCESSIBLE_PLATFORM_STATE_FOCUSED);
  g_clear_object (&old);
}

static gboolean
is_on_screen (CarrelDocumentView *self, const CarrelLinkPlace *link)
{
  GdkRectangle rectangle;

  return carrel_document_view_get_link_rectangle (self, link, -G_MAXINT, &rectangle) && rectangle.y >= 0 && rectangle.y + rectangle.height <= gtk_widget_get_height (GTK_WIDGET (self));
}

/* The first or last link that is seen; -1: none. */
static int
find_link_on_screen (CarrelDocumentView *self, gboolean forward)
{
  int n = (int) self->links->len;

  for (int i = 0; i < n; i++) {
    int index = forward ? i : n - 1 - i;

    if (is_on_screen (self, &g_array_index (self->links, CarrelLinkPlace, index)))
      return index;
  }
  return -1;
}

/* The next link after the top of the screen, or the last before its bottom: when none has the focus. */
static int
find_link_from_screen (CarrelDocumentView *self, gboolean forward)
{
  gint64 block;
  double fraction;
  int found = -1;

  carrel_document_view_get_position (self, &block, &fraction);
  for (guint i = 0; i < self->links->len; i++) {
    gboolean before = g_array_index (self->links, CarrelLinkPlace, i).block < block;

    if (forward && !before)
      return (int) i;
    if (!forward && before)
      found = (int) i;
  }
  return found;
}

static gboolean
enter_body (CarrelDocumentView *self, gboolean forward)
{
  if (!self->page)
    return FALSE;
  carrel_document_view_ensure_links (self);
  if (!gtk_widget_grab_focus (GTK_WIDGET (self)))
    return FALSE;
  carrel_document_view_set_focus_link (self, find_link_on_screen (self, forward));
  return TRUE;
}

static gboolean
move_in_body (CarrelDocumentView *self, gboolean forward)
{
  int next;

  carrel_document_view_ensure_links (self);
  if (self->focus_link < 0)
    next = find_link_from_screen (self, forward);
  else
    next = self->focus_link + (forward ? 1 : -1);
  if (next < 0 || next >= (int) self->links->len)
    return FALSE;
  carrel_document_view_set_focus_link (self, next);
  return TRUE;
}

static gboolean
focus (GtkWidget *widget, GtkDirectionType direction)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  gboolean forward = direction != GTK_DIR_TAB_BACKWARD;
  GtkWidget *near = forward ? self->header : self->footer, *far = forward ? self->footer : self->header;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD) {
    if (child)
      return gtk_widget_child_focus (child, direction);
    return gtk_widget_is_focus (widget) ? FALSE : enter_body (self, TRUE);
  }
  if (gtk_widget_is_focus (widget)) {
    if (move_in_body (self, forward))
      return TRUE;
    self->focus_link = -1;
    carrel_document_view_queue_draw_blocks (self);
    return gtk_widget_child_focus (far, direction);
  }
  if (child == far)
    return gtk_widget_child_focus (far, direction);
  if ((!child || child == near) && gtk_widget_child_focus (near, direction))
    return TRUE;
  return enter_body (self, forward) || gtk_widget_child_focus (far, direction);
}

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

  if (!gtk_widget_is_focus (widget))
    return FALSE;
  if (self->focus_link < 0)
    return carrel_document_view_activate_highlight (self);
  carrel_document_view_activate (self, &g_array_index (self->links, CarrelLinkPlace, self->focus_link));
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

  carrel_document_view_class_init_things (klass);
  klass->focus = focus;
  klass->query_tooltip = query_tooltip;
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

/* carrel-document-view-links.c: links: under the pointer, under the focus, and their tooltips. Main thread.
 *
 * The view has the keyboard's focus itself and remembers which link it is on, because a link's widget
 * comes and goes with scrolling. Tab goes through the header, the links, the footer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include "base/carrel-text.h"

#include <math.h>

#define MAX_TIP 300 /* characters of a note in a tooltip */
#define MAX_LINK_TEXT 2000 /* characters of a link to copy */

/* ── The document's ── */

void
carrel_document_view_forget_links (CarrelDocumentView *self)
{
  g_clear_pointer (&self->links, g_array_unref);
  self->focus_link = -1;
  self->has_hovered = self->has_pressed_link = FALSE;
  self->pressed = self->dragging = FALSE;
}

static void
ensure_links (CarrelDocumentView *self)
{
  guint n = 0;
  const CarrelBlock *blocks = self->document ? carrel_document_get_blocks (self->document, &n) : NULL;

  if (self->links)
    return;
  self->links = g_array_new (FALSE, FALSE, sizeof (CarrelLinkPlace));
  for (guint i = 0; i < n; i++) {
    CarrelLinkPlace place = { i, NULL };

    if (blocks[i].type == CARREL_BLOCK_EMBED && blocks[i].href) {
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

/* ── Under a point ── */

static gboolean
get_link_at (CarrelDocumentView *self, double x, double y, CarrelLinkPlace *link)
{
  graphene_point_t point;
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf_at (self, x, y, &point);

  if (!leaf)
    return FALSE;
  link->block = carrel_block_widget_get_index (leaf);
  link->span = NULL;
  if (carrel_block_widget_get_block (leaf)->type == CARREL_BLOCK_EMBED)
    return carrel_block_widget_get_block (leaf)->href != NULL;
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

static void
set_focus_link (CarrelDocumentView *self, int index)
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
  ensure_links (self);
  if (!gtk_widget_grab_focus (GTK_WIDGET (self)))
    return FALSE;
  set_focus_link (self, find_link_on_screen (self, forward));
  return TRUE;
}

static gboolean
move_in_body (CarrelDocumentView *self, gboolean forward)
{
  int next;

  ensure_links (self);
  if (self->focus_link < 0)
    next = find_link_from_screen (self, forward);
  else
    next = self->focus_link + (forward ? 1 : -1);
  if (next < 0 || next >= (int) self->links->len)
    return FALSE;
  set_focus_link (self, next);
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

void
carrel_document_view_class_init_links (GtkWidgetClass *klass)
{
  klass->focus = focus;
  klass->query_tooltip = query_tooltip;
}

/* carrel-document-view-links.c: the links of the text, and what is under a point. Main thread.
 *
 * The view has the keyboard's focus itself and remembers which link it is on, because a link's
 * widget comes and goes with scrolling. Tab goes through the header, the links, the footer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include "base/carrel-text.h"

#include <math.h>

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
  guint              n = 0;
  const CarrelBlock *blocks =
      self->document ? carrel_document_get_blocks (self->document, &n) : NULL;

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

const char *
carrel_document_view_get_link_address (CarrelDocumentView *self, const CarrelLinkPlace *link)
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
carrel_document_view_get_focused_link (CarrelDocumentView *self,
                                       CarrelLinkPlace    *link,
                                       GdkRectangle       *rectangle)
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

  return widget && (gtk_widget_is_ancestor (widget, self->header) ||
                    gtk_widget_is_ancestor (widget, self->footer));
}

/* The block's widget exactly there (nullable), and the point in it. */
CarrelBlockWidget *
carrel_document_view_get_leaf_at (CarrelDocumentView *self,
                                  double              x,
                                  double              y,
                                  graphene_point_t   *point)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  while (widget && widget != GTK_WIDGET (self) && !CARREL_IS_BLOCK_WIDGET (widget))
    widget = gtk_widget_get_parent (widget);
  if (!widget || !CARREL_IS_BLOCK_WIDGET (widget))
    return NULL;
  if (!gtk_widget_compute_point (GTK_WIDGET (self), widget,
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), point))
    return NULL;
  return CARREL_BLOCK_WIDGET (widget);
}

gboolean
carrel_document_view_get_link_place (CarrelDocumentView *self,
                                     double              x,
                                     double              y,
                                     CarrelLinkPlace    *link)
{
  graphene_point_t   point;
  CarrelBlockWidget *leaf =
      self->page ? carrel_document_view_get_leaf_at (self, x, y, &point) : NULL;

  if (!leaf)
    return FALSE;
  link->block = carrel_block_widget_get_index (leaf);
  link->span = NULL;
  if (!CARREL_IS_BLOCK_TEXT (leaf) && carrel_block_is_thing (carrel_block_widget_get_block (leaf)))
    return TRUE;
  if (!CARREL_IS_BLOCK_TEXT (leaf))
    return FALSE;
  link->span = carrel_block_layout_get_link (
      carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), point.x, point.y);
  return link->span != NULL;
}

char *
carrel_document_view_dup_link_text (CarrelDocumentView *self, const CarrelLinkPlace *link)
{
  const CarrelBlock *block = &self->page->blocks[link->block];
  g_autofree char   *text =
      link->span ? g_strndup (block->text + link->span->start, link->span->end - link->span->start)
                   : g_strdup (block->text);

  return carrel_text_excerpt (text, MAX_LINK_TEXT);
}

char *
carrel_document_view_dup_link_at (CarrelDocumentView *self, double x, double y)
{
  CarrelLinkPlace link;

  return carrel_document_view_get_link_place (self, x, y, &link)
             ? g_strdup (carrel_document_view_get_link_address (self, &link))
             : NULL;
}

/* The leaf nearest to a point: a line's height counts before its length. */
static CarrelBlockWidget *
get_nearest_leaf (CarrelDocumentView *self, double x, double y)
{
  CarrelBlockWidget *nearest = NULL;
  double             least = G_MAXDOUBLE;
  GHashTableIter     iter;
  gpointer           value;

  g_hash_table_iter_init (&iter, self->leaves);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GPtrArray *leaves = value;

    for (guint i = 0; i < leaves->len; i++) {
      graphene_rect_t rect;
      double          dx, dy;

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
  graphene_point_t   point;
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf_at (self, x, y, &point);

  if (!leaf || !CARREL_IS_BLOCK_TEXT (leaf))
    leaf = get_nearest_leaf (self, x, y);
  if (!leaf || !gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (leaf),
                                          &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return FALSE;
  place->block = carrel_block_widget_get_index (leaf);
  place->offset =
      CARREL_IS_BLOCK_TEXT (leaf)
          ? carrel_block_layout_get_offset (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                            point.x, point.y)
          : 0;
  return TRUE;
}

gboolean
carrel_document_view_get_link_rectangle (CarrelDocumentView    *self,
                                         const CarrelLinkPlace *link,
                                         double                 y,
                                         GdkRectangle          *rectangle)
{
  CarrelBlockWidget *leaf =
      carrel_document_view_get_leaf (self, link->block, link->span ? link->span->start : 0);
  graphene_rect_t  rect = GRAPHENE_RECT_INIT_ZERO;
  graphene_point_t origin;

  if (!leaf)
    return FALSE;
  if (!link->span || !CARREL_IS_BLOCK_TEXT (leaf)) {
    if (!gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (self), &rect))
      return FALSE;
  } else {
    g_autoptr (GArray) rects =
        carrel_block_layout_get_rects (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                       link->span->start, link->span->end);
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
  *rectangle = (GdkRectangle) { (int) floorf (rect.origin.x), (int) floorf (rect.origin.y),
                                (int) ceilf (rect.size.width), (int) ceilf (rect.size.height) };
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

    carrel_document_view_reveal (self, link->block, link->span ? link->span->start : 0,
                                 link->span ? link->span->end : 0);
  }
  carrel_document_view_queue_draw_blocks (self);
}

/* What has the focus says where it leads, as what is under the pointer does. */
static void
tell_target (CarrelDocumentView *self)
{
  CarrelLinkPlace link;
  GdkRectangle    rectangle;

  if (carrel_document_view_get_focused_link (self, &link, &rectangle))
    carrel_document_view_emit_link_hovered (
        self, carrel_document_view_get_link_address (self, &link), &rectangle);
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
    CarrelBlockWidget     *leaf =
        carrel_document_view_get_leaf (self, link->block, link->span ? link->span->start : 0);

    if (leaf)
      now = link->span && CARREL_IS_BLOCK_TEXT (leaf)
                ? carrel_block_text_get_link (CARREL_BLOCK_TEXT (leaf), link->span)
                : GTK_ACCESSIBLE (leaf);
  } else if (self->has_caret && self->page) {
    CarrelBlockWidget *leaf =
        carrel_document_view_get_leaf (self, self->caret.block, self->caret.offset);

    now = leaf ? GTK_ACCESSIBLE (leaf) : NULL;
  }
  tell_target (self);
  if (old)
    g_object_ref (old);
  g_set_weak_pointer (&self->focused, now);
  if (now)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, now, -1);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self),
                                   GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
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

  return carrel_document_view_get_link_rectangle (self, link, -G_MAXINT, &rectangle) &&
         rectangle.y >= 0 &&
         rectangle.y + rectangle.height <= gtk_widget_get_height (GTK_WIDGET (self));
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

/* The next link after the top of the screen, or the last before its bottom: when none has the
 * focus. */
static int
find_link_from_screen (CarrelDocumentView *self, gboolean forward)
{
  gint64 block;
  double fraction;
  int    found = -1;

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

gboolean
carrel_document_view_move_focus (GtkWidget *widget, GtkDirectionType direction)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  gboolean            forward = direction != GTK_DIR_TAB_BACKWARD;
  GtkWidget          *near = forward ? self->header : self->footer,
            *far = forward ? self->footer : self->header;
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

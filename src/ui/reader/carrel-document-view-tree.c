/* carrel-document-view-tree.c: the document's tree for assistive technology. Main thread.
 *
 * Containers (lists, items, quotes, tables and their rows and cells) have a part without a widget,
 * leaves their widget. What isn't near the screen isn't there, as in any long list of GTK: the tree
 * is the document's with the absent left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <math.h>

#define TOP G_MAXUINT /* the document itself, as a parent */

/* ── Blocks ── */

static gboolean
is_leaf (const CarrelBlock *block)
{
  return block->n_descendants == 0;
}

/* The innermost block around another; TOP. */
static guint
get_parent_block (CarrelDocumentView *self, guint block)
{
  const CarrelBlock *blocks = self->page->blocks;

  if (blocks[block].depth == 0)
    return TOP;
  for (guint i = block; i > 0; i--)
    if (blocks[i - 1].depth < blocks[block].depth)
      return i - 1;
  return TOP;
}

/* Is anything of it near the screen? Blocks with widgets are one stretch of the document. */
static gboolean
is_present (CarrelDocumentView *self, guint block)
{
  guint last = block + self->page->blocks[block].n_descendants;

  if (self->live_start == self->live_end ||
      last < carrel_plan_get_unit (self->plan, self->live_start)->block)
    return FALSE;
  if (is_leaf (&self->page->blocks[block]))
    return g_hash_table_contains (self->leaves, GUINT_TO_POINTER (block));
  for (guint i = block + 1; i <= last; i++)
    if (g_hash_table_contains (self->leaves, GUINT_TO_POINTER (i)))
      return TRUE;
  return FALSE;
}

static GtkAccessible *
ref_accessible (CarrelDocumentView *self, guint block)
{
  CarrelAccessiblePart *part;

  if (is_leaf (&self->page->blocks[block])) {
    GPtrArray *leaves = g_hash_table_lookup (self->leaves, GUINT_TO_POINTER (block));

    return leaves ? GTK_ACCESSIBLE (g_object_ref (leaves->pdata[0])) : NULL;
  }
  part = g_hash_table_lookup (self->parts, GUINT_TO_POINTER (block));
  if (!part) {
    part = carrel_accessible_part_new_group (self->page, block);
    g_hash_table_insert (self->parts, GUINT_TO_POINTER (block), part);
  }
  return GTK_ACCESSIBLE (g_object_ref (part));
}

/* The first that is present among the siblings from `block` on, within its parent. */
static GtkAccessible *
ref_first_from (CarrelDocumentView *self, guint block, guint parent)
{
  const CarrelBlock *blocks = self->page->blocks;
  guint end = parent == TOP ? self->page->n_blocks : parent + 1 + blocks[parent].n_descendants;
  guint stop = end;

  if (self->live_end < carrel_plan_get_n_units (self->plan))
    stop = MIN (stop, carrel_plan_get_unit (self->plan, self->live_end)->block);
  for (; block < stop; block += 1 + blocks[block].n_descendants)
    if (is_present (self, block))
      return ref_accessible (self, block);
  return parent == TOP ? GTK_ACCESSIBLE (g_object_ref (self->footer)) : NULL;
}

/* ── What GtkAccessible asks ── */

GtkAccessible *
carrel_document_view_get_accessible_parent (CarrelDocumentView *self, guint block)
{
  guint parent = get_parent_block (self, block);

  return parent == TOP ? GTK_ACCESSIBLE (g_object_ref (self)) : ref_accessible (self, parent);
}

GtkAccessible *
carrel_document_view_get_accessible_after (CarrelDocumentView *self,
                                           GtkAccessible      *accessible,
                                           guint               block)
{
  /* Another piece of the same text? */
  if (CARREL_IS_BLOCK_WIDGET (accessible)) {
    GPtrArray *leaves = g_hash_table_lookup (self->leaves, GUINT_TO_POINTER (block));
    guint      index;

    if (leaves && g_ptr_array_find (leaves, accessible, &index) && index + 1 < leaves->len)
      return GTK_ACCESSIBLE (g_object_ref (leaves->pdata[index + 1]));
  }
  return ref_first_from (self, block + 1 + self->page->blocks[block].n_descendants,
                         get_parent_block (self, block));
}

GtkAccessible *
carrel_document_view_get_accessible_first (CarrelDocumentView *self, guint block)
{
  return ref_first_from (self, block + 1, block);
}

GtkAccessible *
carrel_document_view_get_accessible_body (CarrelDocumentView *self)
{
  if (!self->plan || self->page->n_blocks == 0)
    return GTK_ACCESSIBLE (g_object_ref (self->footer));
  return ref_first_from (self, 0, TOP);
}

/* In the view. */
static gboolean
get_rect (CarrelDocumentView *self, guint first, guint last, graphene_rect_t *rect)
{
  gboolean found = FALSE;

  for (guint i = first; i <= last; i++) {
    GPtrArray *leaves = g_hash_table_lookup (self->leaves, GUINT_TO_POINTER (i));

    for (guint l = 0; leaves && l < leaves->len; l++) {
      graphene_rect_t one;

      if (!gtk_widget_compute_bounds (leaves->pdata[l], GTK_WIDGET (self), &one))
        continue;
      if (found)
        graphene_rect_union (rect, &one, rect);
      else
        *rect = one;
      found = TRUE;
    }
  }
  return found;
}

gboolean
carrel_document_view_get_accessible_bounds (
    CarrelDocumentView *self, GtkAccessible *accessible, int *x, int *y, int *width, int *height)
{
  graphene_rect_t rect, outer = GRAPHENE_RECT_INIT_ZERO;
  guint           block, parent;

  if (CARREL_IS_BLOCK_WIDGET (accessible)) {
    block = carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (accessible));
    if (!gtk_widget_compute_bounds (GTK_WIDGET (accessible), GTK_WIDGET (self), &rect))
      return FALSE;
  } else {
    block = carrel_accessible_part_get_block (CARREL_ACCESSIBLE_PART (accessible));
    if (!get_rect (self, block, block + self->page->blocks[block].n_descendants, &rect))
      return FALSE;
  }
  parent = get_parent_block (self, block);
  if (parent != TOP &&
      !get_rect (self, parent, parent + self->page->blocks[parent].n_descendants, &outer))
    return FALSE;
  *x = (int) floorf (rect.origin.x - outer.origin.x);
  *y = (int) floorf (rect.origin.y - outer.origin.y);
  *width = (int) ceilf (rect.size.width);
  *height = (int) ceilf (rect.size.height);
  return TRUE;
}

/* ── Header and footer ── */

#define CARREL_TYPE_PAGE_SLOT (carrel_page_slot_get_type ())
G_DECLARE_FINAL_TYPE (CarrelPageSlot, carrel_page_slot, CARREL, PAGE_SLOT, GtkWidget)

struct _CarrelPageSlot {
  GtkWidget           parent_instance;
  CarrelDocumentView *view; /* its parent */
  gboolean            footer;
};

static void slot_accessible_init (GtkAccessibleInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelPageSlot,
                               carrel_page_slot,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE, slot_accessible_init))

static GtkAccessible *
slot_get_next_accessible_sibling (GtkAccessible *accessible)
{
  CarrelPageSlot *self = CARREL_PAGE_SLOT (accessible);

  if (self->footer || !gtk_widget_get_parent (GTK_WIDGET (self)))
    return NULL;
  return carrel_document_view_get_accessible_body (self->view);
}

static void
slot_accessible_init (GtkAccessibleInterface *iface)
{
  iface->get_next_accessible_sibling = slot_get_next_accessible_sibling;
}

static void
slot_dispose (GObject *object)
{
  carrel_page_slot_set_child (GTK_WIDGET (object), NULL);
  G_OBJECT_CLASS (carrel_page_slot_parent_class)->dispose (object);
}

static void
carrel_page_slot_class_init (CarrelPageSlotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = slot_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "slot");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
carrel_page_slot_init (CarrelPageSlot *self)
{
}

GtkWidget *
carrel_page_slot_new (CarrelDocumentView *view, gboolean footer)
{
  CarrelPageSlot *self = g_object_new (CARREL_TYPE_PAGE_SLOT, NULL);

  self->view = view;
  self->footer = footer;
  return GTK_WIDGET (self);
}

void
carrel_page_slot_set_child (GtkWidget *slot, GtkWidget *child)
{
  GtkWidget *old = gtk_widget_get_first_child (slot);

  if (old == child)
    return;
  if (old)
    gtk_widget_unparent (old);
  if (child)
    gtk_widget_set_parent (child, slot);
}

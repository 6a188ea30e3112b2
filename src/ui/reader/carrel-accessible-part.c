/* carrel-accessible-part.c: parts of a page without a widget, for assistive technology. Main
 * thread.
 *
 * A part asks the view for its parent, siblings and place at the moment it is asked itself, so that
 * it is never out of date. When its page has gone, it has none of these.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-accessible-part.h"

#include "ui/reader/carrel-document-view-private.h"

#include <math.h>

#define NO_SPAN G_MAXUINT

struct _CarrelAccessiblePart {
  GObject               parent_instance;
  CarrelSheet          *page;    /* (owned) */
  CarrelBlockText      *text;    /* weak: of a link */
  CarrelAccessiblePart *next;    /* weak: the next link */
  GtkATContext         *context; /* (owned) (nullable) */
  GtkAccessibleRole     role;
  guint                 block, span;
};

enum {
  PROP_ROLE = 1,
};

static void accessible_init (GtkAccessibleInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelAccessiblePart,
                               carrel_accessible_part,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE, accessible_init))

static const CarrelSpan *
get_span (CarrelAccessiblePart *self)
{
  return self->span == NO_SPAN ? NULL : &self->page->blocks[self->block].spans[self->span];
}

/* ── GtkAccessible ── */

static GtkATContext *
get_at_context (GtkAccessible *accessible)
{
  CarrelAccessiblePart *self = CARREL_ACCESSIBLE_PART (accessible);

  if (!self->context)
    self->context = gtk_at_context_create (
        self->role, accessible,
        self->page->view ? gtk_widget_get_display (GTK_WIDGET (self->page->view))
                         : gdk_display_get_default ());
  return self->context ? g_object_ref (self->context) : NULL;
}

static gboolean
get_platform_state (GtkAccessible *accessible, GtkAccessiblePlatformState state)
{
  CarrelAccessiblePart *self = CARREL_ACCESSIBLE_PART (accessible);

  if (self->span == NO_SPAN || !self->page->view)
    return FALSE;
  switch (state) {
  case GTK_ACCESSIBLE_PLATFORM_STATE_FOCUSABLE:
    return TRUE;
  case GTK_ACCESSIBLE_PLATFORM_STATE_FOCUSED:
    return carrel_document_view_is_focused_link (self->page->view, self->block, get_span (self));
  case GTK_ACCESSIBLE_PLATFORM_STATE_ACTIVE:
  default:
    return FALSE;
  }
}

static GtkAccessible *
get_accessible_parent (GtkAccessible *accessible)
{
  CarrelAccessiblePart *self = CARREL_ACCESSIBLE_PART (accessible);

  if (self->span != NO_SPAN)
    return self->text ? GTK_ACCESSIBLE (g_object_ref (self->text)) : NULL;
  return self->page->view
             ? carrel_document_view_get_accessible_parent (self->page->view, self->block)
             : NULL;
}

static GtkAccessible *
get_first_accessible_child (GtkAccessible *accessible)
{
  CarrelAccessiblePart *self = CARREL_ACCESSIBLE_PART (accessible);

  return self->span == NO_SPAN && self->page->view
             ? carrel_document_view_get_accessible_first (self->page->view, self->block)
             : NULL;
}

static GtkAccessible *
get_next_accessible_sibling (GtkAccessible *accessible)
{
  CarrelAccessiblePart *self = CARREL_ACCESSIBLE_PART (accessible);

  if (self->span != NO_SPAN)
    return self->next ? GTK_ACCESSIBLE (g_object_ref (self->next)) : NULL;
  return self->page->view
             ? carrel_document_view_get_accessible_after (self->page->view, accessible, self->block)
             : NULL;
}

static gboolean
get_bounds (GtkAccessible *accessible, int *x, int *y, int *width, int *height)
{
  CarrelAccessiblePart *self = CARREL_ACCESSIBLE_PART (accessible);
  const CarrelSpan     *span = get_span (self);
  g_autoptr (GArray) rects = NULL;
  graphene_rect_t all;

  if (!span)
    return self->page->view && carrel_document_view_get_accessible_bounds (
                                   self->page->view, accessible, x, y, width, height);
  if (!self->text)
    return FALSE;
  rects = carrel_block_layout_get_rects (carrel_block_text_get_layout (self->text), span->start,
                                         span->end);
  all = g_array_index (rects, graphene_rect_t, 0);
  for (guint i = 1; i < rects->len; i++)
    graphene_rect_union (&all, &g_array_index (rects, graphene_rect_t, i), &all);
  *x = (int) floorf (all.origin.x);
  *y = (int) floorf (all.origin.y);
  *width = (int) ceilf (all.size.width);
  *height = (int) ceilf (all.size.height);
  return TRUE;
}

static void
accessible_init (GtkAccessibleInterface *iface)
{
  iface->get_at_context = get_at_context;
  iface->get_platform_state = get_platform_state;
  iface->get_accessible_parent = get_accessible_parent;
  iface->get_first_accessible_child = get_first_accessible_child;
  iface->get_next_accessible_sibling = get_next_accessible_sibling;
  iface->get_bounds = get_bounds;
}

/* ── Life ── */

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ROLE)
    g_value_set_enum (value, CARREL_ACCESSIBLE_PART (object)->role);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ROLE)
    CARREL_ACCESSIBLE_PART (object)->role = (GtkAccessibleRole) g_value_get_enum (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dispose (GObject *object)
{
  CarrelAccessiblePart *self = CARREL_ACCESSIBLE_PART (object);

  g_clear_weak_pointer (&self->text);
  g_clear_weak_pointer (&self->next);
  /* The bus keeps a context that is realized; disposing of it takes it back, as a widget does when
   * it goes. */
  if (self->context)
    g_object_run_dispose (G_OBJECT (self->context));
  g_clear_object (&self->context);
  G_OBJECT_CLASS (carrel_accessible_part_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&CARREL_ACCESSIBLE_PART (object)->page, carrel_sheet_unref);
  G_OBJECT_CLASS (carrel_accessible_part_parent_class)->finalize (object);
}

static void
carrel_accessible_part_class_init (CarrelAccessiblePartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  g_object_class_override_property (object_class, PROP_ROLE, "accessible-role");
}

static void
carrel_accessible_part_init (CarrelAccessiblePart *self)
{
}

CarrelAccessiblePart *
carrel_accessible_part_new_link (CarrelSheet *page, CarrelBlockText *text, guint span)
{
  CarrelAccessiblePart *self = g_object_new (CARREL_TYPE_ACCESSIBLE_PART, NULL);
  const CarrelBlock    *block;
  g_autofree char      *label = NULL;

  self->role = GTK_ACCESSIBLE_ROLE_LINK;
  self->page = carrel_sheet_ref (page);
  self->block = carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (text));
  self->span = span;
  g_set_weak_pointer (&self->text, text);
  block = &page->blocks[self->block];
  label = g_strndup (block->text + block->spans[span].start,
                     block->spans[span].end - block->spans[span].start);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  block->spans[span].value ? block->spans[span].value : "", -1);
  return self;
}

static guint
get_parent (CarrelSheet *page, guint block)
{
  guint parent = block;

  while (parent > 0 && page->blocks[parent].depth >= page->blocks[block].depth)
    parent--;
  return parent;
}

/* GTK passes a column's header on as a filler, which is worse than a cell; a row's as what it is.
 */
static GtkAccessibleRole
get_cell_role (CarrelSheet *page, guint block)
{
  guint row = get_parent (page, block), end = row + page->blocks[row].n_descendants;

  if (page->blocks[block].header)
    for (guint i = row + 1; i <= end; i += 1 + page->blocks[i].n_descendants)
      if (!page->blocks[i].header)
        return GTK_ACCESSIBLE_ROLE_ROW_HEADER;
  return GTK_ACCESSIBLE_ROLE_CELL;
}

/* «Two of five». */
static void
tell_place_in_list (CarrelAccessiblePart *self)
{
  const CarrelBlock *blocks = self->page->blocks;
  guint list = get_parent (self->page, self->block), end = list + blocks[list].n_descendants;
  int   n = 0, at = 0;

  for (guint i = list + 1; i <= end; i += 1 + blocks[i].n_descendants) {
    n++;
    if (i == self->block)
      at = n;
  }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET, at,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, n, -1);
}

CarrelAccessiblePart *
carrel_accessible_part_new_group (CarrelSheet *page, guint block)
{
  CarrelAccessiblePart *self = g_object_new (CARREL_TYPE_ACCESSIBLE_PART, NULL);
  const CarrelBlock    *data = &page->blocks[block];

  self->role = data->type == CARREL_BLOCK_CELL ? get_cell_role (page, block)
                                               : carrel_block_type_get_role (data->type);
  self->page = carrel_sheet_ref (page);
  self->block = block;
  self->span = NO_SPAN;
  if (data->type == CARREL_BLOCK_LIST_ITEM)
    tell_place_in_list (self);
  return self;
}

void
carrel_accessible_part_set_next (CarrelAccessiblePart *self, CarrelAccessiblePart *next)
{
  g_set_weak_pointer (&self->next, next);
}

guint
carrel_accessible_part_get_block (CarrelAccessiblePart *self)
{
  return self->block;
}

gboolean
carrel_accessible_part_is_link (CarrelAccessiblePart *self, const CarrelSpan *span)
{
  return get_span (self) == span;
}

/* carrel-block-widget.c: what all widgets of blocks have in common; and the rule, which has no
 * more.
 *
 * To assistive technology a page is the document's tree, not the tree of widgets: a paragraph in an
 * item in a list has the item as its parent, though its widget is the view's child. So the
 * accessible parent and sibling are asked of the view, which knows the document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"

#include "ui/reader/carrel-document-view-private.h"

/* ── The page ── */

CarrelSheet *
carrel_sheet_new (CarrelDocumentView *view,
                  CarrelDocument     *document,
                  CarrelPageStyle    *style,
                  GHashTable         *library)
{
  CarrelSheet *self = g_new0 (CarrelSheet, 1);

  g_ref_count_init (&self->references);
  self->view = view;
  self->document = carrel_document_ref (document);
  self->blocks = carrel_document_get_blocks (document, &self->n_blocks);
  self->style = carrel_page_style_ref (style);
  self->library = library ? g_hash_table_ref (library) : NULL;
  self->shared = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  return self;
}

CarrelSheet *
carrel_sheet_ref (CarrelSheet *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
carrel_sheet_unref (CarrelSheet *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  carrel_document_unref (self->document);
  carrel_page_style_unref (self->style);
  g_clear_pointer (&self->library, g_hash_table_unref);
  g_hash_table_unref (self->shared);
  g_free (self);
}

/* ── Any block ── */

typedef struct {
  CarrelSheet *page; /* (owned) */
  guint        block;
} CarrelBlockWidgetPrivate;

static void accessible_init (GtkAccessibleInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (CarrelBlockWidget,
                                  carrel_block_widget,
                                  GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (CarrelBlockWidget)
                                      G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE, accessible_init))

static GtkAccessibleInterface *parent_accessible;

static CarrelBlockWidgetPrivate *
get_private (CarrelBlockWidget *self)
{
  return carrel_block_widget_get_instance_private (self);
}

void
carrel_block_widget_set_block (CarrelBlockWidget *self, CarrelSheet *page, guint block)
{
  CarrelBlockWidgetPrivate *priv = get_private (self);

  g_return_if_fail (!priv->page);
  priv->page = carrel_sheet_ref (page);
  priv->block = block;
}

CarrelSheet *
carrel_block_widget_get_page (CarrelBlockWidget *self)
{
  return get_private (self)->page;
}

guint
carrel_block_widget_get_index (CarrelBlockWidget *self)
{
  return get_private (self)->block;
}

const CarrelBlock *
carrel_block_widget_get_block (CarrelBlockWidget *self)
{
  CarrelBlockWidgetPrivate *priv = get_private (self);

  return &priv->page->blocks[priv->block];
}

void
carrel_block_widget_image_loaded (CarrelBlockWidget *self, const char *source)
{
  CARREL_BLOCK_WIDGET_GET_CLASS (self)->image_loaded (self, source);
}

static void
image_loaded (CarrelBlockWidget *self, const char *source)
{
}

/* Under a root the view knows of it. */
static void
root (GtkWidget *widget)
{
  CarrelBlockWidgetPrivate *priv = get_private (CARREL_BLOCK_WIDGET (widget));

  GTK_WIDGET_CLASS (carrel_block_widget_parent_class)->root (widget);
  if (priv->page->view)
    carrel_document_view_add_leaf (priv->page->view, CARREL_BLOCK_WIDGET (widget));
}

static void
unroot (GtkWidget *widget)
{
  CarrelBlockWidgetPrivate *priv = get_private (CARREL_BLOCK_WIDGET (widget));

  if (priv->page->view)
    carrel_document_view_remove_leaf (priv->page->view, CARREL_BLOCK_WIDGET (widget));
  GTK_WIDGET_CLASS (carrel_block_widget_parent_class)->unroot (widget);
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&get_private (CARREL_BLOCK_WIDGET (object))->page, carrel_sheet_unref);
  G_OBJECT_CLASS (carrel_block_widget_parent_class)->finalize (object);
}

static void
carrel_block_widget_class_init (CarrelBlockWidgetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->root = root;
  GTK_WIDGET_CLASS (klass)->unroot = unroot;
  klass->image_loaded = image_loaded;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "block");
}

static void
carrel_block_widget_init (CarrelBlockWidget *self)
{
}

/* ── Assistive technology ── */

GtkAccessibleRole
carrel_block_type_get_role (CarrelBlockType type)
{
  switch (type) {
  case CARREL_BLOCK_HEADING:
    return GTK_ACCESSIBLE_ROLE_HEADING;
  case CARREL_BLOCK_QUOTE:
    return GTK_ACCESSIBLE_ROLE_BLOCK_QUOTE;
  case CARREL_BLOCK_LIST:
  case CARREL_BLOCK_FOOTNOTES:
    return GTK_ACCESSIBLE_ROLE_LIST;
  case CARREL_BLOCK_LIST_ITEM:
    return GTK_ACCESSIBLE_ROLE_LIST_ITEM;
  case CARREL_BLOCK_FOOTNOTE:
    return GTK_ACCESSIBLE_ROLE_NOTE;
  case CARREL_BLOCK_RULE:
    return GTK_ACCESSIBLE_ROLE_SEPARATOR;
  case CARREL_BLOCK_IMAGE:
    return GTK_ACCESSIBLE_ROLE_IMG;
  case CARREL_BLOCK_EMBED:
    return GTK_ACCESSIBLE_ROLE_LINK;
  case CARREL_BLOCK_CAPTION:
    return GTK_ACCESSIBLE_ROLE_CAPTION;
  case CARREL_BLOCK_TABLE:
    return GTK_ACCESSIBLE_ROLE_TABLE;
  case CARREL_BLOCK_ROW:
    return GTK_ACCESSIBLE_ROLE_ROW;
  case CARREL_BLOCK_CELL:
    return GTK_ACCESSIBLE_ROLE_CELL;
  case CARREL_BLOCK_MATH:
    return GTK_ACCESSIBLE_ROLE_MATH;
  case CARREL_BLOCK_FIGURE:
  case CARREL_BLOCK_DEFINITIONS:
  case CARREL_BLOCK_DEFINITION:
    return GTK_ACCESSIBLE_ROLE_GROUP;
  case CARREL_BLOCK_PARAGRAPH:
  case CARREL_BLOCK_CODE: /* GTK has no role for code */
  case CARREL_BLOCK_TERM:
  default:
    return GTK_ACCESSIBLE_ROLE_PARAGRAPH;
  }
}

static GtkAccessible *
get_accessible_parent (GtkAccessible *accessible)
{
  CarrelBlockWidgetPrivate *priv = get_private (CARREL_BLOCK_WIDGET (accessible));

  if (!priv->page || !priv->page->view || !gtk_widget_get_parent (GTK_WIDGET (accessible)))
    return parent_accessible->get_accessible_parent (accessible);
  return carrel_document_view_get_accessible_parent (priv->page->view, priv->block);
}

static GtkAccessible *
get_next_accessible_sibling (GtkAccessible *accessible)
{
  CarrelBlockWidgetPrivate *priv = get_private (CARREL_BLOCK_WIDGET (accessible));

  if (!priv->page || !priv->page->view || !gtk_widget_get_parent (GTK_WIDGET (accessible)))
    return parent_accessible->get_next_accessible_sibling (accessible);
  return carrel_document_view_get_accessible_after (priv->page->view, accessible, priv->block);
}

static gboolean
get_bounds (GtkAccessible *accessible, int *x, int *y, int *width, int *height)
{
  CarrelBlockWidgetPrivate *priv = get_private (CARREL_BLOCK_WIDGET (accessible));

  if (!priv->page || !priv->page->view)
    return FALSE;
  return carrel_document_view_get_accessible_bounds (priv->page->view, accessible, x, y, width,
                                                     height);
}

/* A picture or code that Tab stopped at has the focus that is really the view's. */
static gboolean
get_platform_state (GtkAccessible *accessible, GtkAccessiblePlatformState state)
{
  CarrelSheet *page = carrel_block_widget_get_page (CARREL_BLOCK_WIDGET (accessible));

  if (state == GTK_ACCESSIBLE_PLATFORM_STATE_FOCUSED && page && page->view &&
      carrel_document_view_is_focused_link (
          page->view, carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (accessible)), NULL))
    return TRUE;
  return parent_accessible->get_platform_state (accessible, state);
}

static void
accessible_init (GtkAccessibleInterface *iface)
{
  parent_accessible = g_type_interface_peek_parent (iface);
  iface->get_accessible_parent = get_accessible_parent;
  iface->get_next_accessible_sibling = get_next_accessible_sibling;
  iface->get_bounds = get_bounds;
  iface->get_platform_state = get_platform_state;
}

/* ── The rule ── */

#define CARREL_TYPE_HAIRLINE (carrel_hairline_get_type ())
G_DECLARE_FINAL_TYPE (CarrelHairline, carrel_hairline, CARREL, HAIRLINE, CarrelBlockWidget)

struct _CarrelHairline {
  CarrelBlockWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CarrelHairline, carrel_hairline, CARREL_TYPE_BLOCK_WIDGET)

static void
rule_measure (GtkWidget     *widget,
              GtkOrientation orientation,
              int            for_size,
              int           *minimum,
              int           *natural,
              int           *minimum_baseline,
              int           *natural_baseline)
{
  *minimum = *natural = 1;
}

static void
rule_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), 1);
  GdkRGBA         colour;

  gtk_widget_get_color (widget, &colour);
  colour.alpha *= .16f;
  gtk_snapshot_append_color (snapshot, &colour, &rect);
}

static void
carrel_hairline_class_init (CarrelHairlineClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = rule_measure;
  GTK_WIDGET_CLASS (klass)->snapshot = rule_snapshot;
}

static void
carrel_hairline_init (CarrelHairline *self)
{
}

GtkWidget *
carrel_block_rule_new (CarrelSheet *page, guint block)
{
  CarrelBlockWidget *self =
      g_object_new (CARREL_TYPE_HAIRLINE, "accessible-role", GTK_ACCESSIBLE_ROLE_SEPARATOR, NULL);

  carrel_block_widget_set_block (self, page, block);
  return GTK_WIDGET (self);
}

/* carrel-document-view-units.c: the widgets of a page's units, and the leaves among them. Main
 * thread.
 *
 * A widget is made when its unit comes near the screen, stands among the others in the order of the
 * text, and is dropped when its unit has left the screen behind. A leaf is the widget that shows a
 * block's text or picture; it tells the view when it comes and goes, because it may be deep in a
 * table's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

/* ── Widgets of units ── */

/* A caption stands under the middle of a picture that is narrower than the column. */
static gboolean
is_under_narrow_picture (CarrelDocumentView *self, guint index)
{
  const CarrelUnit  *unit = carrel_plan_get_unit (self->plan, index), *above;
  const CarrelBlock *picture;
  int                width, height, available;

  if (index == 0 || self->page->blocks[unit->block].type != CARREL_BLOCK_CAPTION)
    return FALSE;
  above = carrel_plan_get_unit (self->plan, index - 1);
  if (above->kind != CARREL_UNIT_PICTURE)
    return FALSE;
  picture = &self->page->blocks[above->block];
  available = carrel_plan_get_unit_width (self->plan, above);
  carrel_plan_fit_picture (self->page->style, picture->width, picture->height, available, &width,
                           &height);
  return width < available * .6;
}

static GtkWidget *
make_widget (CarrelDocumentView *self, guint index)
{
  const CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);
  CarrelSheet      *page = self->page;
  GtkWidget        *widget;

  switch ((CarrelUnitKind) unit->kind) {
  case CARREL_UNIT_TEXT:
    widget = carrel_block_text_new (page, (CarrelTextStyle) unit->style, unit->block, unit->start,
                                    unit->end, unit->rtl, TRUE);
    if (unit->marker != CARREL_MARKER_NONE) {
      g_autofree char *marker = carrel_unit_dup_marker (unit, self->language);

      carrel_block_text_set_marker (CARREL_BLOCK_TEXT (widget), marker,
                                    unit->marker == CARREL_MARKER_NOTE, unit->shift);
    }
    if (page->blocks[unit->block].type == CARREL_BLOCK_MATH ||
        is_under_narrow_picture (self, index))
      carrel_block_layout_set_alignment (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (widget)),
                                         PANGO_ALIGN_CENTER);
    return widget;
  case CARREL_UNIT_CODE:
    return carrel_block_code_new (page, unit->block, unit->start, unit->end, unit->first,
                                  unit->last);
  case CARREL_UNIT_MATH:
    return carrel_block_math_new (page, unit->block);
  case CARREL_UNIT_TABLE:
    return carrel_block_table_new (page, unit->block, unit->start, unit->end, unit->rtl);
  case CARREL_UNIT_PICTURE:
  case CARREL_UNIT_EMBED:
    return carrel_block_picture_new (page, unit->block, unit->rtl);
  case CARREL_UNIT_RULE:
  default:
    return carrel_block_rule_new (page, unit->block);
  }
}

int
carrel_document_view_measure_unit (CarrelDocumentView *self, guint index)
{
  const CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);
  int               width = carrel_plan_get_unit_width (self->plan, unit);

  switch ((CarrelUnitKind) unit->kind) {
  case CARREL_UNIT_TEXT:
    return carrel_block_text_measure (self->page, (CarrelTextStyle) unit->style, unit->block,
                                      unit->start, unit->end, unit->rtl, width);
  case CARREL_UNIT_CODE:
    return carrel_block_code_measure (self->page, unit->block, unit->start, unit->end, unit->first,
                                      unit->last);
  case CARREL_UNIT_MATH:
    return carrel_block_math_measure (self->page, unit->block, width);
  case CARREL_UNIT_TABLE:
    return carrel_block_table_measure (self->page, unit->block, unit->start, unit->end, unit->rtl,
                                       width);
  case CARREL_UNIT_PICTURE:
  case CARREL_UNIT_EMBED:
    return carrel_block_picture_measure (self->page, unit->block, unit->rtl, width);
  case CARREL_UNIT_RULE:
  default:
    return 1;
  }
}

/* Widgets stand in the order of the text, between the two slots, so that focus and other walks do.
 */
static void
insert_widget (CarrelDocumentView *self, guint index)
{
  CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);
  GtkWidget  *before = self->header;

  for (guint i = MIN (index, self->live_end); i > self->live_start; i--) {
    GtkWidget *widget = carrel_plan_get_unit (self->plan, i - 1)->widget;

    if (widget) {
      before = widget;
      break;
    }
  }
  gtk_widget_insert_after (unit->widget, GTK_WIDGET (self), before);
}

int
carrel_document_view_lay_out_unit (CarrelDocumentView *self, guint index)
{
  CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);
  int         height;

  if (!unit->widget) {
    unit->widget = make_widget (self, index);
    insert_widget (self, index);
    if (self->live_start == self->live_end) {
      self->live_start = index;
      self->live_end = index + 1;
    } else {
      self->live_start = MIN (self->live_start, index);
      self->live_end = MAX (self->live_end, index + 1);
    }
  }
  if (unit->kind == CARREL_UNIT_TABLE)
    carrel_block_table_set_width (unit->widget, carrel_plan_get_unit_width (self->plan, unit));
  gtk_widget_measure (unit->widget, GTK_ORIENTATION_VERTICAL,
                      carrel_plan_get_unit_width (self->plan, unit), &height, NULL, NULL, NULL);
  carrel_plan_set_height (self->plan, index, height);
  return height;
}

void
carrel_document_view_drop_outside (CarrelDocumentView *self, guint start, guint end)
{
  guint kept_start = G_MAXUINT, kept_end = 0;

  for (guint i = self->live_start; i < self->live_end; i++) {
    CarrelUnit *unit = carrel_plan_get_unit (self->plan, i);

    if (!unit->widget)
      continue;
    if (i < start || i >= end) {
      g_clear_pointer (&unit->widget, gtk_widget_unparent);
      continue;
    }
    kept_start = MIN (kept_start, i);
    kept_end = i + 1;
  }
  self->live_start = kept_start == G_MAXUINT ? 0 : kept_start;
  self->live_end = kept_end;
}

/* ── Leaves ── */

static guint32
get_leaf_start (CarrelBlockWidget *leaf)
{
  return CARREL_IS_BLOCK_TEXT (leaf) ? carrel_block_text_get_start (CARREL_BLOCK_TEXT (leaf)) : 0;
}

void
carrel_document_view_add_leaf (CarrelDocumentView *self, CarrelBlockWidget *leaf)
{
  gpointer   key = GUINT_TO_POINTER (carrel_block_widget_get_index (leaf));
  GPtrArray *leaves = g_hash_table_lookup (self->leaves, key);
  guint      i = 0;

  if (!leaves) {
    leaves = g_ptr_array_new ();
    g_hash_table_insert (self->leaves, key, leaves);
  }
  while (i < leaves->len && get_leaf_start (leaves->pdata[i]) < get_leaf_start (leaf))
    i++;
  g_ptr_array_insert (leaves, (int) i, leaf);
}

void
carrel_document_view_remove_leaf (CarrelDocumentView *self, CarrelBlockWidget *leaf)
{
  gpointer   key = GUINT_TO_POINTER (carrel_block_widget_get_index (leaf));
  GPtrArray *leaves = g_hash_table_lookup (self->leaves, key);

  if (leaves && g_ptr_array_remove (leaves, leaf) && leaves->len == 0)
    g_hash_table_remove (self->leaves, key);
}

CarrelBlockWidget *
carrel_document_view_get_leaf (CarrelDocumentView *self, guint block, guint32 offset)
{
  GPtrArray *leaves = g_hash_table_lookup (self->leaves, GUINT_TO_POINTER (block));

  for (guint i = 0; leaves && i < leaves->len; i++)
    if (!CARREL_IS_BLOCK_TEXT (leaves->pdata[i]) || i + 1 == leaves->len ||
        offset < carrel_block_text_get_end (leaves->pdata[i]))
      return get_leaf_start (leaves->pdata[i]) <= offset ? leaves->pdata[i] : NULL;
  return NULL;
}

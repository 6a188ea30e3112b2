/* carrel-document-view-layout.c: lays out a page's units, and keeps the line at the top where it
 * is.
 *
 * Everything hangs on the anchor: the unit at the top of the screen, and how far into it the screen
 * begins. Scrolling moves the anchor. Laying out starts at the anchor and goes down and up as far
 * as the screen reaches, making widgets and measuring them; places and the adjustment follow from
 * it. So a height that turns out different, above or below, never moves what is being read.
 *
 * All laying out is done in size_allocate; whoever wants something else on the screen sets the
 * anchor and queues an allocation. Units off the screen are measured in slices when nothing else is
 * to be done, without widgets.
 *
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <math.h>

#define NARROW_WIDTH 500 /* pixels at 100 %: a phone */
#define SLICE 4000       /* microseconds of measuring at a time */
#define REST 200         /* milliseconds after scrolling in which nothing is measured */
#define MIN_AROUND 300   /* pixels laid out above and below the screen */

/* ── The style ── */

static double
get_system_scale (CarrelDocumentView *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP (dpi / 1024.0 / 96, .5, 4) : 1;
}

static char *
dup_ui_family (CarrelDocumentView *self)
{
  g_autofree char      *name = NULL;
  PangoFontDescription *font;
  char                 *family = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-font-name", &name, NULL);
  if (!name)
    return NULL;
  font = pango_font_description_from_string (name);
  family = g_strdup (pango_font_description_get_family (font));
  pango_font_description_free (font);
  return family;
}

double
carrel_document_view_get_scale (CarrelDocumentView *self)
{
  return self->text_scale * get_system_scale (self);
}

static int
get_margin (CarrelDocumentView *self)
{
  return self->narrow ? 20 : 40;
}

/* Layouts of another style are of no use: all blocks go. */
void
carrel_document_view_drop_page (CarrelDocumentView *self)
{
  if (self->plan) {
    for (guint i = self->live_start; i < self->live_end; i++)
      g_clear_pointer (&carrel_plan_get_unit (self->plan, i)->widget, gtk_widget_unparent);
  }
  self->live_start = self->live_end = 0;
  g_hash_table_remove_all (self->leaves);
  g_hash_table_remove_all (self->parts);
  g_clear_pointer (&self->plan, carrel_plan_free);
  if (self->page)
    self->page->view = NULL;
  g_clear_pointer (&self->page, carrel_sheet_unref);
  g_clear_handle_id (&self->measure_id, g_source_remove);
  self->measure_next = 0;
}

static void
set_class (CarrelDocumentView *self, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
make_page (CarrelDocumentView *self)
{
  g_autofree char   *family = dup_ui_family (self);
  CarrelPageSettings settings = { self->language,
                                  self->rtl,
                                  self->face,
                                  self->family,
                                  self->justified,
                                  self->text_scale,
                                  get_system_scale (self),
                                  self->line_scale,
                                  self->narrow,
                                  family,
                                  FALSE };
  CarrelScript       script = carrel_script_from_language (self->language);
  g_autoptr (CarrelPageStyle) style = NULL;

  self->stale = FALSE;
  set_class (self, "narrow", self->narrow);
  set_class (self, "chinese", carrel_script_is_cjk (script));
  set_class (self, "arabic", script >= CARREL_SCRIPT_ARABIC);
  set_class (self, "sans", self->face == CARREL_FACE_SANS);
  set_class (self, "mono", self->face == CARREL_FACE_MONO);
  set_class (self, "legible", self->face == CARREL_FACE_LEGIBLE);
  set_class (self, "chosen", self->face == CARREL_FACE_CHOSEN);
  if (!self->document)
    return;
  style = carrel_page_style_new (&settings, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  self->page = carrel_sheet_new (self, self->document, style, self->library);
  self->plan = carrel_plan_new (self->document, style);
}

/* A new style shows the same place again: the anchor's unit may be another one then. */
void
carrel_document_view_restyle (CarrelDocumentView *self)
{
  if (self->page && !self->has_pending) {
    carrel_document_view_get_position (self, &self->pending_block, &self->pending_fraction);
    self->has_pending = self->anchor.kind == CARREL_ANCHOR_UNIT;
    self->pending_space = 0;
  }
  self->stale = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* ── The anchor ── */

/* What is at a height of the page becomes the anchor. */
void
carrel_document_view_set_anchor_at (CarrelDocumentView *self, int value)
{
  guint n = self->plan ? carrel_plan_get_n_units (self->plan) : 0;

  self->anchor_share = -1;
  if (value < self->header_height || n == 0) {
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_HEADER, 0, value };
  } else if (value >= self->footer_y) {
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_FOOTER, 0, value - self->footer_y };
  } else {
    guint unit = carrel_plan_get_unit_at (self->plan, value - self->header_height);

    self->anchor =
        (CarrelAnchor) { CARREL_ANCHOR_UNIT, unit,
                         value - self->header_height - carrel_plan_get_unit (self->plan, unit)->y };
  }
}

static int
get_anchor_value (CarrelDocumentView *self)
{
  switch (self->anchor.kind) {
  case CARREL_ANCHOR_UNIT:
    return self->header_height + carrel_plan_get_unit (self->plan, self->anchor.unit)->y +
           self->anchor.offset;
  case CARREL_ANCHOR_FOOTER:
    return self->footer_y + self->anchor.offset;
  case CARREL_ANCHOR_HEADER:
  default:
    return self->anchor.offset;
  }
}

/* Which part of a block a unit shows, from 0 to 1. */
void
carrel_document_view_get_unit_share (CarrelDocumentView *self,
                                     const CarrelUnit   *unit,
                                     double             *from,
                                     double             *to)
{
  const CarrelBlock *block = &self->page->blocks[unit->block];
  double             length = 1;

  *from = 0;
  *to = 1;
  if (unit->kind == CARREL_UNIT_TABLE) {
    length = block->n_descendants + 1;
    *from = (unit->start - unit->block) / length;
    *to = (unit->end - unit->block) / length;
  } else if (!(unit->first && unit->last) && block->text_len > 0) {
    length = block->text_len;
    *from = unit->start / length;
    *to = unit->end / length;
  }
}

/* The anchor for a position that somebody asked for; heights are known after laying out, so the way
 * into the unit is kept as a share of it. */
static void
apply_pending (CarrelDocumentView *self)
{
  guint n = carrel_plan_get_n_units (self->plan), index;

  self->has_pending = FALSE;
  if ((self->pending_block <= 0 && self->pending_fraction <= 0) || n == 0) {
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_HEADER, 0, 0 };
    self->anchor_share = -1;
    return;
  }
  index =
      carrel_plan_get_unit_of (self->plan, (guint32) CLAMP (self->pending_block, 0, G_MAXINT32), 0);
  if (index >= n) {
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_FOOTER, 0, 0 };
    self->anchor_share = -1;
    return;
  }
  self->anchor = (CarrelAnchor) { CARREL_ANCHOR_UNIT, index, 0 };
  for (;;) {
    const CarrelUnit *unit = carrel_plan_get_unit (self->plan, self->anchor.unit);
    double            from, to;

    carrel_document_view_get_unit_share (self, unit, &from, &to);
    self->anchor_share = CLAMP ((self->pending_fraction - from) / MAX (to - from, 1e-9), 0, 1);
    if (self->pending_fraction < to || unit->last || self->anchor.unit + 1 >= n)
      break;
    self->anchor.unit++;
  }
}

/* ── Laying out ── */

/* Lays out what the screen shows from the anchor on, and `around` pixels more on both sides;
 * returns the range of units. */
static void
lay_out_around (CarrelDocumentView *self, int height, int around, guint *start, guint *end)
{
  guint n = carrel_plan_get_n_units (self->plan), first = 0;
  int   y; /* of the unit in question, from the top of the screen */

  *start = *end = 0;
  if (n == 0)
    return;
  if (self->anchor.kind == CARREL_ANCHOR_UNIT) {
    carrel_document_view_lay_out_unit (self, self->anchor.unit);
    if (self->anchor_share >= 0) {
      self->anchor.offset =
          carrel_document_view_get_offset_of_share (
              self, carrel_plan_get_unit (self->plan, self->anchor.unit), self->anchor_share) -
          self->pending_space;
      self->anchor_share = -1;
    }
    first = self->anchor.unit;
    y = -self->anchor.offset;
  } else if (self->anchor.kind == CARREL_ANCHOR_FOOTER) {
    first = n;
    y = -self->anchor.offset;
  } else {
    y = self->header_height - self->anchor.offset;
  }
  *start = *end = first;

  for (int top = y; *end < n && top < height + around; (*end)++) {
    if (*end > first)
      top += carrel_plan_get_unit (self->plan, *end)->gap;
    top += carrel_document_view_lay_out_unit (self, *end);
  }
  for (int top = y; *start > 0 && top > -around; (*start)--) {
    top -= carrel_document_view_lay_out_unit (self, *start - 1);
    top -= *start < n ? carrel_plan_get_unit (self->plan, *start)->gap : 0;
  }
}

static int
measure_slot (GtkWidget *slot, int width)
{
  int height;

  gtk_widget_measure (slot, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static void
place_all (CarrelDocumentView *self, int screen)
{
  int    body = self->plan ? carrel_plan_place (self->plan) : 0;
  double scale = carrel_document_view_get_scale (self);

  self->footer_y = self->header_height + body + (self->footer_height > 0 ? (int) (8 * scale) : 0);
  self->height = MAX (self->footer_y + self->footer_height +
                          (int) ((self->footer_height > 0 ? 12 : 72) * scale),
                      screen);
}

/* The value that shows the anchor where it belongs, as far as the page reaches. Near its ends what
 * is laid out may change the ends themselves: then it is done again from where the screen came to
 * be. */
static int
settle (CarrelDocumentView *self, int height)
{
  int   around = MAX (height / 2, MIN_AROUND), value = 0;
  guint start = 0, end = 0;

  for (int round = 0; round < 5; round++) {
    int wanted;

    if (self->plan)
      lay_out_around (self, height, around, &start, &end);
    place_all (self, height);
    wanted = get_anchor_value (self);
    value = CLAMP (wanted, 0, self->height - height);
    if (value == wanted)
      break;
    carrel_document_view_set_anchor_at (self, value);
  }
  /* What left the screen a page ago may go. */
  if (self->plan) {
    guint n = carrel_plan_get_n_units (self->plan);
    guint keep_start =
        carrel_plan_get_unit_at (self->plan, value - self->header_height - 2 * height);
    guint keep_end =
        MIN (carrel_plan_get_unit_at (self->plan, value - self->header_height + 3 * height) + 1, n);

    carrel_document_view_drop_outside (self, MIN (keep_start, start), MAX (keep_end, end));
  }
  return value;
}

static void
allocate_children (CarrelDocumentView *self, int value)
{
  GtkAllocation place = { self->column_x, -value, self->column, self->header_height };

  gtk_widget_size_allocate (self->header, &place, -1);
  place.y = self->footer_y - value;
  place.height = self->footer_height;
  gtk_widget_size_allocate (self->footer, &place, -1);
  for (guint i = self->live_start; i < self->live_end; i++) {
    CarrelUnit *unit = carrel_plan_get_unit (self->plan, i);

    if (!unit->widget)
      continue;
    place.width = carrel_plan_get_unit_width (self->plan, unit);
    place.height = unit->height;
    place.x = self->column_x +
              (unit->rtl && unit->kind != CARREL_UNIT_CODE && unit->kind != CARREL_UNIT_MATH
                   ? 0
                   : self->column - place.width);
    place.y = self->header_height + unit->y - value;
    gtk_widget_size_allocate (unit->widget, &place, -1);
  }
}

static void
configure_adjustments (CarrelDocumentView *self, int width, int height, int value)
{
  GtkAdjustment *h = self->adjustments[GTK_ORIENTATION_HORIZONTAL],
                *v = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (h)
    gtk_adjustment_configure (h, 0, 0, width, width * .1, width * .9, width);
  if (v) /* a page's step leaves two lines to go on from */
    gtk_adjustment_configure (
        v, value, 0, self->height, 60 * carrel_document_view_get_scale (self),
        MAX (height - 60 * carrel_document_view_get_scale (self), height * .5), height);
}

/* ── Showing a range ── */

/* In code or a table that is wider than the page. */
static void
bring_into_view_sideways (CarrelDocumentView *self, GtkWidget *leaf, const graphene_rect_t *rect)
{
  GtkWidget       *viewport = gtk_widget_get_ancestor (leaf, GTK_TYPE_VIEWPORT), *child;
  graphene_point_t point;

  if (!viewport || !gtk_widget_is_ancestor (viewport, GTK_WIDGET (self)) ||
      gtk_widget_get_direction (viewport) == GTK_TEXT_DIR_RTL)
    return;
  child = gtk_viewport_get_child (GTK_VIEWPORT (viewport));
  if (gtk_widget_compute_point (leaf, child, &rect->origin, &point))
    gtk_adjustment_clamp_page (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (viewport)),
                               point.x - 40, point.x + rect->size.width + 40);
}

/* FALSE: it is on the screen. TRUE: the anchor was moved, and all has to be laid out again. */
static gboolean
bring_into_view (CarrelDocumentView *self, int value, int height)
{
  CarrelBlockWidget *leaf =
      carrel_document_view_get_leaf (self, self->reveal.block, self->reveal.start);
  guint index = carrel_plan_get_unit_of (self->plan, self->reveal.block, self->reveal.start);
  int   space = (int) MIN (40 * carrel_document_view_get_scale (self), height / 4);
  graphene_point_t point = GRAPHENE_POINT_INIT (0, 0);
  double           line = 0;

  if (index >= carrel_plan_get_n_units (self->plan)) {
    self->has_reveal = FALSE;
    return FALSE;
  }
  if (!leaf) {
    if (carrel_plan_get_unit (self->plan, index)->widget) { /* it shows no text */
      self->has_reveal = FALSE;
      return FALSE;
    }
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_UNIT, index, -height / 3 };
    self->anchor_share = -1;
    return TRUE;
  }
  self->has_reveal = FALSE;
  if (CARREL_IS_BLOCK_TEXT (leaf)) {
    g_autoptr (GArray) rects =
        carrel_block_layout_get_rects (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                       self->reveal.start, self->reveal.end);

    point.y = g_array_index (rects, graphene_rect_t, 0).origin.y;
    line = g_array_index (rects, graphene_rect_t, 0).size.height;
    bring_into_view_sideways (self, GTK_WIDGET (leaf), &g_array_index (rects, graphene_rect_t, 0));
  }
  if (!gtk_widget_compute_point (GTK_WIDGET (leaf), GTK_WIDGET (self), &point, &point) ||
      (point.y >= space && point.y + line <= height - space))
    return FALSE;
  carrel_document_view_set_anchor_at (
      self, (int) CLAMP (value + point.y - height / 3, 0, MAX (self->height - height, 0)));
  return TRUE;
}

void
carrel_document_view_reveal (CarrelDocumentView *self, guint block, guint32 start, guint32 end)
{
  self->has_reveal = TRUE;
  self->has_pending = FALSE;
  self->reveal = (CarrelMatch) { block, start, end };
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* ── Measuring what is off the screen ── */

static gboolean measure_cb (gpointer data);

static gboolean
rested_cb (gpointer data)
{
  CarrelDocumentView *self = data;

  self->measure_id = g_idle_add_full (G_PRIORITY_LOW, measure_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

/* From the screen on, which is where one is going; then from the beginning. */
static gboolean
measure_cb (gpointer data)
{
  CarrelDocumentView *self = data;
  guint               n = carrel_plan_get_n_units (self->plan);
  gint64              now = g_get_monotonic_time ();
  gboolean            changed = FALSE;

  if (now - self->scrolled_at < REST * 1000) {
    self->measure_id = g_timeout_add (REST, rested_cb, self);
    return G_SOURCE_REMOVE;
  }
  for (guint looked = 0; looked < n && !carrel_plan_is_measured (self->plan); looked++) {
    guint       index = (self->live_end + self->measure_next) % n;
    CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);

    self->measure_next = (self->measure_next + 1) % n;
    if (unit->measured)
      continue;
    carrel_plan_set_height (self->plan, index, carrel_document_view_measure_unit (self, index));
    changed = TRUE;
    if (g_get_monotonic_time () - now > SLICE)
      break;
  }
  if (changed)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (!carrel_plan_is_measured (self->plan))
    return G_SOURCE_CONTINUE;
  self->measure_id = 0;
  return G_SOURCE_REMOVE;
}

static void
queue_measuring (CarrelDocumentView *self)
{
  if (!self->measure_id && self->plan && carrel_plan_get_n_units (self->plan) > 0 &&
      !carrel_plan_is_measured (self->plan))
    self->measure_id = g_idle_add_full (G_PRIORITY_LOW, measure_cb, self, NULL);
}

/* ── Allocating ── */

static void
set_up_column (CarrelDocumentView *self, int width)
{
  gboolean narrow = width < NARROW_WIDTH * get_system_scale (self);
  int      minimum, footer_minimum;

  if (narrow != self->narrow) {
    self->narrow = narrow;
    carrel_document_view_restyle (self);
  }
  if (self->stale) {
    carrel_document_view_drop_page (self);
    make_page (self);
  }
  self->column = (int) MIN (self->column_width * carrel_document_view_get_scale (self),
                            width - 2 * get_margin (self));
  gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->footer, GTK_ORIENTATION_HORIZONTAL, -1, &footer_minimum, NULL, NULL,
                      NULL);
  self->column = MAX (self->column, MAX (1, MAX (minimum, footer_minimum)));
  self->column_x = MAX ((width - self->column) / 2, 0);
  if (!self->plan)
    return;
  if (carrel_plan_get_width (self->plan) != self->column) {
    /* The same share of the anchor's unit stays above the screen. */
    if (!self->has_pending && self->anchor.kind == CARREL_ANCHOR_UNIT && self->anchor_share < 0 &&
        carrel_plan_get_width (self->plan) > 0) {
      const CarrelUnit *unit = carrel_plan_get_unit (self->plan, self->anchor.unit);

      if (self->anchor.offset >= 0 && self->anchor.offset <= unit->height && unit->height > 0)
        self->anchor_share = carrel_document_view_get_share (self, unit, self->anchor.offset);
      self->pending_space = 0;
    }
    carrel_plan_set_width (self->plan, self->column);
    self->measure_next = 0;
  }
}

void
carrel_document_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  int                 value;

  self->allocating = TRUE;
  set_up_column (self, width);
  self->header_height = measure_slot (self->header, self->column);
  self->footer_height = measure_slot (self->footer, self->column);
  if (!gtk_widget_get_first_child (self->header))
    self->header_height = (int) (28 * carrel_document_view_get_scale (self));
  if (self->has_pending && self->plan)
    apply_pending (self);
  value = settle (self, height);
  allocate_children (self, value);
  for (int i = 0; i < 3 && self->has_reveal && bring_into_view (self, value, height); i++) {
    value = settle (self, height);
    allocate_children (self, value);
  }
  configure_adjustments (self, width, height, value);
  self->allocating = FALSE;
  carrel_document_view_queue_notify (self);
  queue_measuring (self);
}

int
carrel_document_view_measure_height (CarrelDocumentView *self, int width, int most)
{
  double scale = carrel_document_view_get_scale (self);
  int    height;

  set_up_column (self, width);
  height = measure_slot (self->header, self->column) + measure_slot (self->footer, self->column) +
           (int) (20 * scale);
  for (guint i = 0; self->plan && i < carrel_plan_get_n_units (self->plan) && height < most; i++)
    height +=
        carrel_plan_get_unit (self->plan, i)->gap + carrel_document_view_measure_unit (self, i);
  return MIN (height, most);
}

void
carrel_document_view_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  int                 header, footer;

  *minimum = 0;
  *natural = self->height;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &header, NULL, NULL, NULL);
    gtk_widget_measure (self->footer, GTK_ORIENTATION_HORIZONTAL, -1, &footer, NULL, NULL, NULL);
    *minimum = MAX (MAX (header, footer), 160) + 2 * 20;
    *natural =
        MAX (*minimum, (int) (self->column_width * carrel_document_view_get_scale (self)) + 2 * 40);
  }
}

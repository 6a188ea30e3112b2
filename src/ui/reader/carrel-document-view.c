/* carrel-document-view.c: lays out a page's units, scrolls, and keeps the line at the top where it is.
 *
 * Everything hangs on the anchor: the unit at the top of the screen, and how far into it the screen
 * begins. Scrolling moves the anchor. Laying out starts at the anchor and goes down and up as far as the
 * screen reaches, making widgets and measuring them; places and the adjustment follow from it. So a
 * height that turns out different, above or below, never moves what is being read.
 *
 * All laying out is done in size_allocate (); whoever wants something else on the screen sets the
 * anchor and queues an allocation. Units off the screen are measured in slices when nothing else is to
 * be done, without widgets.
 *
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view.h"

#include "base/carrel-text.h"
#include "ui/reader/carrel-document-view-private.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define NARROW_WIDTH 500      /* pixels at 100 %: a phone */
#define SLICE 4000            /* microseconds of measuring at a time */
#define REST 200              /* milliseconds after scrolling in which nothing is measured */
#define MIN_AROUND 300        /* pixels laid out above and below the screen */
#define LANGUAGE_SAMPLE 4000  /* bytes looked at to guess the language */

enum {
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum {
  LINK_ACTIVATED,
  LINK_HOVERED,
  POSITION_CHANGED,
  SELECTION_CHANGED,
  HIGHLIGHT_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void accessible_init (GtkAccessibleInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelDocumentView, carrel_document_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE, accessible_init))

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
  g_autofree char *name = NULL;
  PangoFontDescription *font;
  char *family = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-font-name", &name, NULL);
  if (!name)
    return NULL;
  font = pango_font_description_from_string (name);
  family = g_strdup (pango_font_description_get_family (font));
  pango_font_description_free (font);
  return family;
}

static double
get_scale (CarrelDocumentView *self)
{
  return self->text_scale * get_system_scale (self);
}

static int
get_margin (CarrelDocumentView *self)
{
  return self->narrow ? 20 : 40;
}

/* Layouts of another style are of no use: all blocks go. */
static void
drop_page (CarrelDocumentView *self)
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
  g_autofree char *family = dup_ui_family (self);
  CarrelPageSettings settings = { self->language, self->rtl, self->face, self->text_scale, get_system_scale (self), self->line_scale, self->narrow, family };
  CarrelScript script = carrel_script_from_language (self->language);
  g_autoptr (CarrelPageStyle) style = NULL;

  self->stale = FALSE;
  set_class (self, "narrow", self->narrow);
  set_class (self, "chinese", carrel_script_is_cjk (script));
  set_class (self, "arabic", script >= CARREL_SCRIPT_ARABIC);
  set_class (self, "sans", self->face == CARREL_FACE_SANS);
  set_class (self, "mono", self->face == CARREL_FACE_MONO);
  if (!self->document)
    return;
  style = carrel_page_style_new (&settings, GTK_WIDGET (self));
  self->page = carrel_sheet_new (self, self->document, style, self->library);
  self->plan = carrel_plan_new (self->document, style);
}

/* A new style shows the same place again: the anchor's unit may be another one then. */
static void
restyle (CarrelDocumentView *self)
{
  if (self->page && !self->has_pending) {
    carrel_document_view_get_position (self, &self->pending_block, &self->pending_fraction);
    self->has_pending = self->anchor.kind == CARREL_ANCHOR_UNIT;
    self->pending_space = 0;
  }
  self->stale = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* ── Widgets of units ── */

static char *
make_marker (CarrelDocumentView *self, const CarrelUnit *unit)
{
  static const char *const bullets[] = { "•", "◦", "▪" };
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  GString *marker;
  gunichar zero = '0';
  char digits[16];

  if (unit->marker == CARREL_MARKER_BULLET)
    return g_strdup (bullets[MIN ((guint) MAX (unit->number, 1) - 1, 2)]);
  g_snprintf (digits, sizeof digits, "%d", unit->number);
  marker = g_string_new (NULL);
  if (self->language && (g_str_has_prefix (self->language, "fa") || g_str_has_prefix (self->language, "ur")))
    zero = 0x6f0;
  else if (self->language && g_str_has_prefix (self->language, "ar"))
    zero = 0x660;
  for (const char *p = digits; *p; p++) {
    if (!g_ascii_isdigit (*p))
      g_string_append_c (marker, *p);
    else if (unit->marker == CARREL_MARKER_NOTE)
      g_string_append (marker, raised[*p - '0']);
    else
      g_string_append_unichar (marker, zero + (gunichar) (*p - '0'));
  }
  if (unit->marker == CARREL_MARKER_NUMBER)
    g_string_append_c (marker, '.');
  return g_string_free (marker, FALSE);
}

/* A caption stands under the middle of a picture that is narrower than the column. */
static gboolean
is_under_narrow_picture (CarrelDocumentView *self, guint index)
{
  const CarrelUnit *unit = carrel_plan_get_unit (self->plan, index), *above;
  const CarrelBlock *picture;
  int width, height, available;

  if (index == 0 || self->page->blocks[unit->block].type != CARREL_BLOCK_CAPTION)
    return FALSE;
  above = carrel_plan_get_unit (self->plan, index - 1);
  if (above->kind != CARREL_UNIT_PICTURE)
    return FALSE;
  picture = &self->page->blocks[above->block];
  available = carrel_plan_get_unit_width (self->plan, above);
  carrel_plan_fit_picture (self->page->style, picture->width, picture->height, available, &width, &height);
  return width < available * .6;
}

static GtkWidget *
make_widget (CarrelDocumentView *self, guint index)
{
  const CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);
  CarrelSheet *page = self->page;
  GtkWidget *widget;

  switch ((CarrelUnitKind) unit->kind) {
  case CARREL_UNIT_TEXT:
    widget = carrel_block_text_new (page, (CarrelTextStyle) unit->style, unit->block, unit->start, unit->end, unit->rtl, TRUE);
    if (unit->marker != CARREL_MARKER_NONE) {
      g_autofree char *marker = make_marker (self, unit);

      carrel_block_text_set_marker (CARREL_BLOCK_TEXT (widget), marker, unit->marker == CARREL_MARKER_NOTE);
    }
    if (page->blocks[unit->block].type == CARREL_BLOCK_MATH || is_under_narrow_picture (self, index))
      carrel_block_layout_set_alignment (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (widget)), PANGO_ALIGN_CENTER);
    return widget;
  case CARREL_UNIT_CODE:
    return carrel_block_code_new (page, unit->block, unit->start, unit->end, unit->first, unit->last);
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
  int width = carrel_plan_get_unit_width (self->plan, unit);

  switch ((CarrelUnitKind) unit->kind) {
  case CARREL_UNIT_TEXT:
    return carrel_block_text_measure (self->page, (CarrelTextStyle) unit->style, unit->block, unit->start, unit->end, unit->rtl, width);
  case CARREL_UNIT_CODE:
    return carrel_block_code_measure (self->page, unit->block, unit->start, unit->end, unit->first, unit->last);
  case CARREL_UNIT_TABLE:
    return carrel_block_table_measure (self->page, unit->block, unit->start, unit->end, unit->rtl, width);
  case CARREL_UNIT_PICTURE:
  case CARREL_UNIT_EMBED:
    return carrel_block_picture_measure (self->page, unit->block, unit->rtl, width);
  case CARREL_UNIT_RULE:
  default:
    return 1;
  }
}

/* Widgets stand in the order of the text, between the two slots, so that focus and other walks do. */
static void
insert_widget (CarrelDocumentView *self, guint index)
{
  CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);
  GtkWidget *before = self->header;

  for (guint i = MIN (index, self->live_end); i > self->live_start; i--) {
    GtkWidget *widget = carrel_plan_get_unit (self->plan, i - 1)->widget;

    if (widget) {
      before = widget;
      break;
    }
  }
  gtk_widget_insert_after (unit->widget, GTK_WIDGET (self), before);
}

/* Makes the unit's widget, if need be, and measures it. */
static int
lay_out_unit (CarrelDocumentView *self, guint index)
{
  CarrelUnit *unit = carrel_plan_get_unit (self->plan, index);
  int height;

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
  gtk_widget_measure (unit->widget, GTK_ORIENTATION_VERTICAL, carrel_plan_get_unit_width (self->plan, unit), &height, NULL, NULL, NULL);
  carrel_plan_set_height (self->plan, index, height);
  return height;
}

static void
drop_widgets_outside (CarrelDocumentView *self, guint start, guint end)
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

/* ── The anchor ── */

/* What is at a height of the page becomes the anchor. */
static void
set_anchor_at (CarrelDocumentView *self, int value)
{
  guint n = self->plan ? carrel_plan_get_n_units (self->plan) : 0;

  self->anchor_share = -1;
  if (value < self->header_height || n == 0) {
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_HEADER, 0, value };
  } else if (value >= self->footer_y) {
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_FOOTER, 0, value - self->footer_y };
  } else {
    guint unit = carrel_plan_get_unit_at (self->plan, value - self->header_height);

    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_UNIT, unit, value - self->header_height - carrel_plan_get_unit (self->plan, unit)->y };
  }
}

static int
get_anchor_value (CarrelDocumentView *self)
{
  switch (self->anchor.kind) {
  case CARREL_ANCHOR_UNIT:
    return self->header_height + carrel_plan_get_unit (self->plan, self->anchor.unit)->y + self->anchor.offset;
  case CARREL_ANCHOR_FOOTER:
    return self->footer_y + self->anchor.offset;
  case CARREL_ANCHOR_HEADER:
  default:
    return self->anchor.offset;
  }
}

/* Which part of a block a unit shows, from 0 to 1. */
static void
get_unit_share (CarrelDocumentView *self, const CarrelUnit *unit, double *from, double *to)
{
  const CarrelBlock *block = &self->page->blocks[unit->block];
  double length = 1;

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
  index = carrel_plan_get_unit_of (self->plan, (guint32) CLAMP (self->pending_block, 0, G_MAXINT32), 0);
  if (index >= n) {
    self->anchor = (CarrelAnchor) { CARREL_ANCHOR_FOOTER, 0, 0 };
    self->anchor_share = -1;
    return;
  }
  self->anchor = (CarrelAnchor) { CARREL_ANCHOR_UNIT, index, 0 };
  for (;;) {
    const CarrelUnit *unit = carrel_plan_get_unit (self->plan, self->anchor.unit);
    double from, to;

    get_unit_share (self, unit, &from, &to);
    self->anchor_share = CLAMP ((self->pending_fraction - from) / MAX (to - from, 1e-9), 0, 1);
    if (self->pending_fraction < to || unit->last || self->anchor.unit + 1 >= n)
      break;
    self->anchor.unit++;
  }
}

/* ── Laying out ── */

/* Lays out what the screen shows from the anchor on, and `around` pixels more on both sides; returns
 * the range of units. */
static void
lay_out_around (CarrelDocumentView *self, int height, int around, guint *start, guint *end)
{
  guint n = carrel_plan_get_n_units (self->plan), first = 0;
  int y; /* of the unit in question, from the top of the screen */

  *start = *end = 0;
  if (n == 0)
    return;
  if (self->anchor.kind == CARREL_ANCHOR_UNIT) {
    int unit_height = lay_out_unit (self, self->anchor.unit);

    if (self->anchor_share >= 0) {
      self->anchor.offset = (int) round (self->anchor_share * unit_height) - self->pending_space;
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
    top += lay_out_unit (self, *end);
  }
  for (int top = y; *start > 0 && top > -around; (*start)--) {
    top -= lay_out_unit (self, *start - 1);
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
  int body = self->plan ? carrel_plan_place (self->plan) : 0;
  double scale = get_scale (self);

  self->footer_y = self->header_height + body + (self->footer_height > 0 ? (int) (8 * scale) : 0);
  self->height = MAX (self->footer_y + self->footer_height + (int) ((self->footer_height > 0 ? 12 : 72) * scale), screen);
}

/* The value that shows the anchor where it belongs, as far as the page reaches. Near its ends what is
 * laid out may change the ends themselves: then it is done again from where the screen came to be. */
static int
settle (CarrelDocumentView *self, int height)
{
  int around = MAX (height / 2, MIN_AROUND), value = 0;
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
    set_anchor_at (self, value);
  }
  /* What left the screen a page ago may go. */
  if (self->plan) {
    guint n = carrel_plan_get_n_units (self->plan);
    guint keep_start = carrel_plan_get_unit_at (self->plan, value - self->header_height - 2 * height);
    guint keep_end = MIN (carrel_plan_get_unit_at (self->plan, value - self->header_height + 3 * height) + 1, n);

    drop_widgets_outside (self, MIN (keep_start, start), MAX (keep_end, end));
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
    place.x = self->column_x + (unit->rtl && unit->kind != CARREL_UNIT_CODE ? 0 : self->column - place.width);
    place.y = self->header_height + unit->y - value;
    gtk_widget_size_allocate (unit->widget, &place, -1);
  }
}

static void
configure_adjustments (CarrelDocumentView *self, int width, int height, int value)
{
  GtkAdjustment *h = self->adjustments[GTK_ORIENTATION_HORIZONTAL], *v = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (h)
    gtk_adjustment_configure (h, 0, 0, width, width * .1, width * .9, width);
  if (v) /* a page's step leaves two lines to go on from */
    gtk_adjustment_configure (v, value, 0, self->height, 60 * get_scale (self), MAX (height - 60 * get_scale (self), height * .5), height);
}

static void queue_notify (CarrelDocumentView *self);
static void queue_measuring (CarrelDocumentView *self);
static gboolean bring_into_view (CarrelDocumentView *self, int value, int height);

static void
set_up_column (CarrelDocumentView *self, int width)
{
  gboolean narrow = width < NARROW_WIDTH * get_system_scale (self);
  int minimum, footer_minimum;

  if (narrow != self->narrow) {
    self->narrow = narrow;
    restyle (self);
  }
  if (self->stale) {
    drop_page (self);
    make_page (self);
  }
  self->column = (int) MIN (self->column_width * get_scale (self), width - 2 * get_margin (self));
  gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->footer, GTK_ORIENTATION_HORIZONTAL, -1, &footer_minimum, NULL, NULL, NULL);
  self->column = MAX (self->column, MAX (1, MAX (minimum, footer_minimum)));
  self->column_x = MAX ((width - self->column) / 2, 0);
  if (!self->plan)
    return;
  if (carrel_plan_get_width (self->plan) != self->column) {
    /* The same share of the anchor's unit stays above the screen. */
    if (!self->has_pending && self->anchor.kind == CARREL_ANCHOR_UNIT && self->anchor_share < 0 && carrel_plan_get_width (self->plan) > 0) {
      const CarrelUnit *unit = carrel_plan_get_unit (self->plan, self->anchor.unit);

      if (self->anchor.offset >= 0 && self->anchor.offset <= unit->height && unit->height > 0)
        self->anchor_share = (double) self->anchor.offset / unit->height;
      self->pending_space = 0;
    }
    carrel_plan_set_width (self->plan, self->column);
    self->measure_next = 0;
  }
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  int value;

  self->allocating = TRUE;
  set_up_column (self, width);
  self->header_height = measure_slot (self->header, self->column);
  self->footer_height = measure_slot (self->footer, self->column);
  if (!gtk_widget_get_first_child (self->header))
    self->header_height = (int) (28 * get_scale (self));
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
  queue_notify (self);
  queue_measuring (self);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  int header, footer;

  *minimum = 0;
  *natural = self->height;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &header, NULL, NULL, NULL);
    gtk_widget_measure (self->footer, GTK_ORIENTATION_HORIZONTAL, -1, &footer, NULL, NULL, NULL);
    *minimum = MAX (MAX (header, footer), 160) + 2 * 20;
    *natural = MAX (*minimum, (int) (self->column_width * get_scale (self)) + 2 * 40);
  }
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
  guint n = carrel_plan_get_n_units (self->plan);
  gint64 now = g_get_monotonic_time ();
  gboolean changed = FALSE;

  if (now - self->scrolled_at < REST * 1000) {
    self->measure_id = g_timeout_add (REST, rested_cb, self);
    return G_SOURCE_REMOVE;
  }
  for (guint looked = 0; looked < n && !carrel_plan_is_measured (self->plan); looked++) {
    guint index = (self->live_end + self->measure_next) % n;
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
  if (!self->measure_id && self->plan && carrel_plan_get_n_units (self->plan) > 0 && !carrel_plan_is_measured (self->plan))
    self->measure_id = g_idle_add_full (G_PRIORITY_LOW, measure_cb, self, NULL);
}

/* ── Scrolling ── */

static gboolean
notify_cb (gpointer data)
{
  CarrelDocumentView *self = data;

  self->notify_id = 0;
  carrel_document_view_tell_focus (self);
  g_signal_emit (self, signals[POSITION_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Listeners may want another layout, so they are told outside of this one. */
static void
queue_notify (CarrelDocumentView *self)
{
  if (!self->notify_id)
    self->notify_id = g_idle_add_full (G_PRIORITY_DEFAULT, notify_cb, self, NULL);
}

static void
value_changed_cb (GtkAdjustment *adjustment, CarrelDocumentView *self)
{
  if (self->allocating)
    return;
  if (adjustment == self->adjustments[GTK_ORIENTATION_VERTICAL]) {
    self->has_pending = FALSE;
    self->scrolled_at = g_get_monotonic_time ();
    set_anchor_at (self, (int) round (gtk_adjustment_get_value (adjustment)));
  }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (CarrelDocumentView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment **place = &self->adjustments[orientation];

  if (adjustment && *place == adjustment)
    return;
  if (*place) {
    g_signal_handlers_disconnect_by_func (*place, value_changed_cb, self);
    g_clear_object (place);
  }
  *place = g_object_ref_sink (adjustment ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect (*place, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
carrel_document_view_scroll_by (CarrelDocumentView *self, double pixels)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (adjustment)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + pixels);
}

void
carrel_document_view_get_position (CarrelDocumentView *self, gint64 *block, double *fraction)
{
  const CarrelUnit *unit;
  double from, to, share;

  *block = 0;
  *fraction = 0;
  if (self->has_pending) {
    *block = self->pending_block;
    *fraction = self->pending_fraction;
    return;
  }
  if (!self->plan || carrel_plan_get_n_units (self->plan) == 0 || self->anchor.kind == CARREL_ANCHOR_HEADER)
    return;
  if (self->anchor.kind == CARREL_ANCHOR_FOOTER) {
    unit = carrel_plan_get_unit (self->plan, carrel_plan_get_n_units (self->plan) - 1);
    share = 1;
  } else {
    unit = carrel_plan_get_unit (self->plan, self->anchor.unit);
    share = unit->height > 0 ? CLAMP ((double) self->anchor.offset / unit->height, 0, 1) : 0;
  }
  get_unit_share (self, unit, &from, &to);
  *block = unit->block;
  *fraction = from + share * (to - from);
}

static void
set_pending (CarrelDocumentView *self, gint64 block, double fraction, int space)
{
  self->has_pending = TRUE;
  self->has_reveal = FALSE;
  self->pending_block = block;
  self->pending_fraction = fraction;
  self->pending_space = space;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
carrel_document_view_scroll_to_position (CarrelDocumentView *self, gint64 block, double fraction)
{
  set_pending (self, MAX (block, 0), isfinite (fraction) ? CLAMP (fraction, 0, 1) : 0, 0);
}

void
carrel_document_view_scroll_to_block (CarrelDocumentView *self, guint block)
{
  /* A little more than nothing, so that the first block isn't taken for the very top. */
  set_pending (self, block, 1e-9, (int) (20 * get_scale (self)));
}

gboolean
carrel_document_view_scroll_to_id (CarrelDocumentView *self, const char *id)
{
  guint n = 0;
  const CarrelBlock *blocks = self->document ? carrel_document_get_blocks (self->document, &n) : NULL;

  for (guint i = 0; i < n; i++) {
    if (g_strcmp0 (blocks[i].id, id) == 0) {
      carrel_document_view_scroll_to_block (self, i);
      return TRUE;
    }
    /* Back from a note: to the line with its mark. */
    for (guint s = 0; g_str_has_prefix (id, "fnref-") && s < blocks[i].n_spans; s++) {
      const CarrelSpan *span = &blocks[i].spans[s];

      if (span->kind == CARREL_SPAN_FOOTNOTE_REF && g_strcmp0 (span->value + strlen ("#fn-"), id + strlen ("fnref-")) == 0) {
        carrel_document_view_reveal (self, i, span->start, span->end);
        return TRUE;
      }
    }
  }
  return FALSE;
}

double
carrel_document_view_get_progress (CarrelDocumentView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double value, screen, end;

  if (!adjustment || !self->plan)
    return 0;
  value = gtk_adjustment_get_value (adjustment);
  screen = gtk_adjustment_get_page_size (adjustment);
  end = self->footer_y - screen;
  return end <= 0 ? 1 : CLAMP (value / end, 0, 1);
}

gboolean
carrel_document_view_is_header_visible (CarrelDocumentView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return !adjustment || gtk_adjustment_get_value (adjustment) < self->header_height;
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
  gpointer key = GUINT_TO_POINTER (carrel_block_widget_get_index (leaf));
  GPtrArray *leaves = g_hash_table_lookup (self->leaves, key);
  guint i = 0;

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
  gpointer key = GUINT_TO_POINTER (carrel_block_widget_get_index (leaf));
  GPtrArray *leaves = g_hash_table_lookup (self->leaves, key);

  if (leaves && g_ptr_array_remove (leaves, leaf) && leaves->len == 0)
    g_hash_table_remove (self->leaves, key);
}

CarrelBlockWidget *
carrel_document_view_get_leaf (CarrelDocumentView *self, guint block, guint32 offset)
{
  GPtrArray *leaves = g_hash_table_lookup (self->leaves, GUINT_TO_POINTER (block));

  for (guint i = 0; leaves && i < leaves->len; i++)
    if (!CARREL_IS_BLOCK_TEXT (leaves->pdata[i]) || i + 1 == leaves->len || offset < carrel_block_text_get_end (leaves->pdata[i]))
      return get_leaf_start (leaves->pdata[i]) <= offset ? leaves->pdata[i] : NULL;
  return NULL;
}

/* ── Showing a range ── */

/* In code or a table that is wider than the page. */
static void
bring_into_view_sideways (CarrelDocumentView *self, GtkWidget *leaf, const graphene_rect_t *rect)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (leaf, GTK_TYPE_VIEWPORT), *child;
  graphene_point_t point;

  if (!viewport || !gtk_widget_is_ancestor (viewport, GTK_WIDGET (self)) || gtk_widget_get_direction (viewport) == GTK_TEXT_DIR_RTL)
    return;
  child = gtk_viewport_get_child (GTK_VIEWPORT (viewport));
  if (gtk_widget_compute_point (leaf, child, &rect->origin, &point))
    gtk_adjustment_clamp_page (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (viewport)), point.x - 40, point.x + rect->size.width + 40);
}

/* FALSE: it is on the screen. TRUE: the anchor was moved, and all has to be laid out again. */
static gboolean
bring_into_view (CarrelDocumentView *self, int value, int height)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, self->reveal.block, self->reveal.start);
  guint index = carrel_plan_get_unit_of (self->plan, self->reveal.block, self->reveal.start);
  int space = (int) MIN (40 * get_scale (self), height / 4);
  graphene_point_t point = GRAPHENE_POINT_INIT (0, 0);
  double line = 0;

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
    g_autoptr (GArray) rects = carrel_block_layout_get_rects (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), self->reveal.start, self->reveal.end);

    point.y = g_array_index (rects, graphene_rect_t, 0).origin.y;
    line = g_array_index (rects, graphene_rect_t, 0).size.height;
    bring_into_view_sideways (self, GTK_WIDGET (leaf), &g_array_index (rects, graphene_rect_t, 0));
  }
  if (!gtk_widget_compute_point (GTK_WIDGET (leaf), GTK_WIDGET (self), &point, &point) || (point.y >= space && point.y + line <= height - space))
    return FALSE;
  set_anchor_at (self, (int) CLAMP (value + point.y - height / 3, 0, MAX (self->height - height, 0)));
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

/* ── Drawing ── */

static void
read_colours (CarrelDocumentView *self)
{
  GdkRGBA *const places[] = { &self->colours.link, &self->colours.selection, &self->colours.hit, &self->colours.accent };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    gtk_widget_get_color (self->probes[i], places[i]);
  for (guint i = 0; i < 4; i++)
    gtk_widget_get_color (self->probes[CARREL_PROBE_MARKS + i], &self->colours.marks[i]);
  self->colours.high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
}

const CarrelPageColours *
carrel_document_view_get_colours (CarrelDocumentView *self)
{
  return &self->colours;
}

static void
draw_bars (CarrelDocumentView *self, GtkSnapshot *snapshot)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  int value = adjustment ? (int) round (gtk_adjustment_get_value (adjustment)) : 0;
  float thickness = (float) MAX (1, round (3 * get_scale (self)));
  guint n_bars;
  const CarrelBar *bars = carrel_plan_get_bars (self->plan, &n_bars);
  GdkRGBA colour;

  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  colour.alpha *= self->colours.high_contrast ? .6f : .22f;
  for (guint i = 0; i < n_bars; i++) {
    const CarrelUnit *first, *last;
    graphene_rect_t rect;
    int inset = MIN (bars[i].inset, self->column / 2);

    if (bars[i].first > bars[i].last || bars[i].last < self->live_start || bars[i].first >= self->live_end)
      continue;
    first = carrel_plan_get_unit (self->plan, bars[i].first);
    last = carrel_plan_get_unit (self->plan, bars[i].last);
    graphene_rect_init (&rect, bars[i].rtl ? (float) (self->column_x + self->column - inset) - thickness : (float) (self->column_x + inset), (float) (self->header_height + first->y - value), thickness,
                        (float) (last->y + last->height - first->y));
    gtk_snapshot_append_color (snapshot, &colour, &rect);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);

  read_colours (self);
  if (self->plan)
    draw_bars (self, snapshot);
  GTK_WIDGET_CLASS (carrel_document_view_parent_class)->snapshot (widget, snapshot);
}

static void
queue_draw_leaves (gpointer key, gpointer value, gpointer data)
{
  GPtrArray *leaves = value;

  for (guint i = 0; i < leaves->len; i++)
    gtk_widget_queue_draw (leaves->pdata[i]);
}

void
carrel_document_view_queue_draw_blocks (CarrelDocumentView *self)
{
  g_hash_table_foreach (self->leaves, queue_draw_leaves, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (carrel_document_view_parent_class)->css_changed (widget, change);
  carrel_document_view_queue_draw_blocks (CARREL_DOCUMENT_VIEW (widget));
}

static void
system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (carrel_document_view_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI || setting == GTK_SYSTEM_SETTING_FONT_NAME || setting == GTK_SYSTEM_SETTING_FONT_CONFIG)
    restyle (CARREL_DOCUMENT_VIEW (widget));
}

/* ── Settings ── */

void
carrel_document_view_set_document (CarrelDocumentView *self, CarrelDocument *document, const char *language, gboolean rtl)
{
  g_return_if_fail (CARREL_IS_DOCUMENT_VIEW (self));

  drop_page (self);
  carrel_document_view_forget_images (self);
  carrel_document_view_clear_ranges (self);
  carrel_document_view_forget_links (self);
  if (document)
    carrel_document_ref (document);
  g_clear_pointer (&self->document, carrel_document_unref);
  self->document = document;
  g_clear_pointer (&self->language, g_free);
  if (language && *language) {
    self->language = g_strdup (language);
  } else if (document) {
    guint n;
    const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);
    g_autoptr (GString) sample = g_string_new (NULL);

    for (guint i = 0; i < n && sample->len < LANGUAGE_SAMPLE; i++)
      if (blocks[i].type == CARREL_BLOCK_PARAGRAPH) {
        g_string_append_len (sample, blocks[i].text, blocks[i].text_len);
        g_string_append_c (sample, ' ');
      }
    self->language = g_strdup (carrel_text_guess_language (sample->str));
  }
  self->rtl = rtl;
  gtk_widget_set_direction (GTK_WIDGET (self), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->header, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->footer, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  self->anchor = (CarrelAnchor) { CARREL_ANCHOR_HEADER, 0, 0 };
  self->anchor_share = -1;
  self->has_pending = self->has_reveal = FALSE;
  self->scrolled_at = 0;
  self->stale = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  carrel_document_view_emit_selection_changed (self);
}

CarrelDocument *
carrel_document_view_get_document (CarrelDocumentView *self)
{
  return self->document;
}

void
carrel_document_view_set_header_widget (CarrelDocumentView *self, GtkWidget *widget)
{
  carrel_page_slot_set_child (self->header, widget);
}

void
carrel_document_view_set_footer_widget (CarrelDocumentView *self, GtkWidget *widget)
{
  carrel_page_slot_set_child (self->footer, widget);
}

static gboolean
is_in (GHashTable *links, const char *address)
{
  return links && address && g_hash_table_contains (links, address);
}

/* Would another table show the same? */
static gboolean
says_the_same (CarrelDocumentView *self, GHashTable *links)
{
  guint n = 0;
  const CarrelBlock *blocks = self->document ? carrel_document_get_blocks (self->document, &n) : NULL;

  for (guint i = 0; i < n; i++)
    for (guint s = 0; s < blocks[i].n_spans; s++)
      if (blocks[i].spans[s].kind == CARREL_SPAN_LINK && is_in (self->library, blocks[i].spans[s].value) != is_in (links, blocks[i].spans[s].value))
        return FALSE;
  return TRUE;
}

void
carrel_document_view_set_library_links (CarrelDocumentView *self, GHashTable *links)
{
  gboolean same = says_the_same (self, links);

  if (links)
    g_hash_table_ref (links);
  g_clear_pointer (&self->library, g_hash_table_unref);
  self->library = links;
  if (!same)
    restyle (self);
}

void
carrel_document_view_set_text_scale (CarrelDocumentView *self, double scale)
{
  scale = CLAMP (scale, .4, 5);
  if (self->text_scale == scale)
    return;
  self->text_scale = scale;
  restyle (self);
}

double
carrel_document_view_get_text_scale (CarrelDocumentView *self)
{
  return self->text_scale;
}

void
carrel_document_view_set_line_scale (CarrelDocumentView *self, double scale)
{
  scale = CLAMP (scale, .6, 3);
  if (self->line_scale == scale)
    return;
  self->line_scale = scale;
  restyle (self);
}

void
carrel_document_view_set_face (CarrelDocumentView *self, CarrelFace face)
{
  if (self->face == face)
    return;
  self->face = face;
  restyle (self);
}

void
carrel_document_view_set_column_width (CarrelDocumentView *self, int width)
{
  self->column_width = CLAMP (width, 160, 4000);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* ── Signals ── */

void
carrel_document_view_emit_link_activated (CarrelDocumentView *self, const char *address)
{
  g_signal_emit (self, signals[LINK_ACTIVATED], 0, address);
}

void
carrel_document_view_emit_link_hovered (CarrelDocumentView *self, const char *address, const GdkRectangle *rectangle)
{
  g_signal_emit (self, signals[LINK_HOVERED], 0, address, rectangle);
}

void
carrel_document_view_emit_selection_changed (CarrelDocumentView *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
carrel_document_view_emit_highlight_activated (CarrelDocumentView *self, gint64 id)
{
  g_signal_emit (self, signals[HIGHLIGHT_ACTIVATED], 0, id);
}

/* ── Life ── */

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
    break;
  case PROP_VADJUSTMENT:
    set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
    break;
  case PROP_HSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_HORIZONTAL] = (GtkScrollablePolicy) g_value_get_enum (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  case PROP_VSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_VERTICAL] = (GtkScrollablePolicy) g_value_get_enum (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispose (GObject *object)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  carrel_document_view_dispose_input (self);
  drop_page (self);
  carrel_document_view_forget_images (self);
  g_clear_handle_id (&self->notify_id, g_source_remove);
  for (guint i = 0; i < 2; i++)
    if (self->adjustments[i]) {
      g_signal_handlers_disconnect_by_func (self->adjustments[i], value_changed_cb, self);
      g_clear_object (&self->adjustments[i]);
    }
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->footer, gtk_widget_unparent);
  for (guint i = 0; i < CARREL_N_PROBES; i++)
    g_clear_pointer (&self->probes[i], gtk_widget_unparent);
  if (self->image_destroy)
    self->image_destroy (self->image_data);
  self->image_func = NULL;
  self->image_destroy = NULL;
  G_OBJECT_CLASS (carrel_document_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  carrel_document_view_clear_ranges (self);
  carrel_document_view_forget_links (self);
  g_clear_pointer (&self->document, carrel_document_unref);
  g_clear_pointer (&self->library, g_hash_table_unref);
  g_hash_table_unref (self->leaves);
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->images);
  g_clear_object (&self->cancellable);
  g_array_unref (self->matches);
  g_array_unref (self->marks);
  g_free (self->language);
  G_OBJECT_CLASS (carrel_document_view_parent_class)->finalize (object);
}

static GtkAccessible *
get_first_accessible_child (GtkAccessible *accessible)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (accessible);

  return self->header ? GTK_ACCESSIBLE (g_object_ref (self->header)) : NULL;
}

static void
accessible_init (GtkAccessibleInterface *iface)
{
  iface->get_first_accessible_child = get_first_accessible_child;
}

static void
carrel_document_view_class_init (CarrelDocumentViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[LINK_ACTIVATED] = g_signal_new ("link-activated", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_HOVERED] =
      g_signal_new ("link-hovered", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, GDK_TYPE_RECTANGLE);
  signals[POSITION_CHANGED] = g_signal_new ("position-changed", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[HIGHLIGHT_ACTIVATED] =
      g_signal_new ("highlight-activated", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_css_name (widget_class, "document");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  carrel_document_view_class_init_input (widget_class);
}

static void
add_probes (CarrelDocumentView *self)
{
  static const char *const names[CARREL_N_PROBES] = { "link", "selection", "hit", "accent", "mark-yellow", "mark-green", "mark-blue", "mark-pink" };

  for (guint i = 0; i < CARREL_N_PROBES; i++) {
    self->probes[i] = adw_bin_new ();
    gtk_widget_add_css_class (self->probes[i], "page-colour");
    gtk_widget_add_css_class (self->probes[i], names[i]);
    gtk_widget_set_visible (self->probes[i], FALSE);
    gtk_widget_set_parent (self->probes[i], GTK_WIDGET (self));
  }
}

static void
carrel_document_view_init (CarrelDocumentView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->text_scale = self->line_scale = 1;
  self->column_width = 620;
  self->anchor_share = -1;
  self->focus_link = -1;
  self->stale = TRUE;
  self->leaves = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->parts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->images = carrel_document_view_new_images ();
  self->cancellable = g_cancellable_new ();
  self->matches = g_array_new (FALSE, FALSE, sizeof (CarrelMatch));
  self->marks = g_array_new (FALSE, FALSE, sizeof (CarrelMarkRange));

  gtk_widget_add_css_class (GTK_WIDGET (self), "page");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->header = carrel_page_slot_new (self, FALSE);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  self->footer = carrel_page_slot_new (self, TRUE);
  gtk_widget_set_parent (self->footer, GTK_WIDGET (self));
  add_probes (self);
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  carrel_document_view_init_input (self);
  /* A new accent changes no style of ours, and would show only where something is drawn again. */
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (carrel_document_view_queue_draw_blocks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::accent-color", G_CALLBACK (carrel_document_view_queue_draw_blocks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (carrel_document_view_queue_draw_blocks), self, G_CONNECT_SWAPPED);
}

GtkWidget *
carrel_document_view_new (void)
{
  return g_object_new (CARREL_TYPE_DOCUMENT_VIEW, NULL);
}

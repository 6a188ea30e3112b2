/* carrel-block-text.c: a block of text, as a widget. Main thread.
 *
 * Its accessible children are its links: objects without a widget, made when they are first asked
 * for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"

#include "model/carrel-types.h"
#include "ui/reader/carrel-accessible-part.h"
#include "ui/reader/carrel-document-view-private.h"
#include "ui/reader/carrel-heard-text.h"

#include <string.h>

#define LANGUAGE                                                                                   \
  "language" /* the attribute's name on the accessibility bus; GTK has none for it                 \
              */

struct _CarrelBlockText {
  CarrelBlockWidget  parent_instance;
  CarrelBlockLayout *layout; /* (owned) */
  PangoLayout       *marker; /* (owned) (nullable) */
  gboolean           note;   /* the marker is a note's */
  int                shift;  /* of the marker */
  GPtrArray         *links;  /* (owned) (nullable) (element-type CarrelAccessiblePart) */
  CarrelHeardText   *heard;  /* (owned) (nullable): made when first asked for */
  guint32            start, end;
  CarrelTextStyle    style;
  gboolean           rtl, wraps;
};

static void accessible_init (GtkAccessibleInterface *iface);
static void accessible_text_init (GtkAccessibleTextInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelBlockText,
                               carrel_block_text,
                               CARREL_TYPE_BLOCK_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE, accessible_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE_TEXT,
                                                          accessible_text_init))

static CarrelSheet *
get_page (CarrelBlockText *self)
{
  return carrel_block_widget_get_page (CARREL_BLOCK_WIDGET (self));
}

/* ── Size ── */

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return CARREL_BLOCK_TEXT (widget)->wraps ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH
                                           : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    if (self->wraps && for_size >= 0)
      carrel_block_layout_set_width (self->layout, for_size);
    carrel_block_layout_get_size (self->layout, NULL, minimum);
    *natural = *minimum;
  } else if (!self->wraps) {
    carrel_block_layout_get_size (self->layout, minimum, NULL);
    *natural = *minimum;
  }
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (widget);

  if (self->wraps)
    carrel_block_layout_set_width (self->layout, width);
}

int
carrel_block_text_measure (CarrelSheet    *page,
                           CarrelTextStyle style,
                           guint           block,
                           guint32         start,
                           guint32         end,
                           gboolean        rtl,
                           int             width)
{
  g_autoptr (CarrelBlockLayout) layout = carrel_block_layout_new (
      page->style, style, &page->blocks[block], start, end, rtl, page->library);
  int height;

  carrel_block_layout_set_width (layout, width);
  carrel_block_layout_get_size (layout, NULL, &height);
  return height;
}

/* ── Drawing ── */

static void
draw_marker (CarrelBlockText         *self,
             GtkSnapshot             *snapshot,
             const GdkRGBA           *colour,
             const CarrelPageColours *colours)
{
  int    gap = carrel_block_marker_get_gap (get_page (self)) + self->shift, width;
  double y = carrel_block_layout_get_baseline (self->layout) -
             (double) pango_layout_get_baseline (self->marker) / PANGO_SCALE;
  GdkRGBA ink = self->note ? colours->link : *colour;

  pango_layout_get_pixel_size (self->marker, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (
          (float) (self->rtl ? gtk_widget_get_width (GTK_WIDGET (self)) + gap : -gap - width),
          (float) y));
  gtk_snapshot_append_layout (snapshot, self->marker, &ink);
  gtk_snapshot_restore (snapshot);
}

static void
draw_images (CarrelBlockText *self, GtkSnapshot *snapshot, const GdkRGBA *colour)
{
  CarrelSheet *page = get_page (self);
  guint        n = carrel_block_layout_get_n_images (self->layout);

  for (guint i = 0; i < n; i++) {
    graphene_rect_t   place;
    const CarrelSpan *span = carrel_block_layout_get_image (self->layout, i, &place);
    gboolean          missing = FALSE;
    GdkPaintable     *paintable = page->view && span->value
                                      ? carrel_document_view_get_image (
                                        page->view, span->value, (int) place.size.width, &missing)
                                      : NULL;

    if (paintable) {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &place.origin);
      gdk_paintable_snapshot (paintable, snapshot, place.size.width, place.size.height);
      gtk_snapshot_restore (snapshot);
    } else {
      GdkRGBA ground = *colour;

      ground.alpha *= .08f;
      gtk_snapshot_append_color (snapshot, &ground, &place);
    }
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (widget);
  CarrelSheet     *page = get_page (self);
  g_autoptr (GArray) paints = NULL;
  const CarrelPageColours *colours;
  GdkRGBA                  colour;

  if (!page->view)
    return;
  paints = g_array_new (FALSE, FALSE, sizeof (CarrelPaint));
  colours = carrel_document_view_get_colours (page->view);
  gtk_widget_get_color (widget, &colour);
  carrel_document_view_get_paints (page->view,
                                   carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (self)),
                                   self->start, self->end, paints);
  carrel_block_layout_snapshot (self->layout, snapshot, &colour, colours,
                                (const CarrelPaint *) (gpointer) paints->data, paints->len);
  draw_images (self, snapshot, &colour);
  if (self->marker)
    draw_marker (self, snapshot, &colour, colours);
}

static void
image_loaded (CarrelBlockWidget *widget, const char *source)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (widget);

  if (carrel_block_layout_get_n_images (self->layout) > 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ── Life ── */

static void
dispose (GObject *object)
{
  g_clear_pointer (&CARREL_BLOCK_TEXT (object)->links, g_ptr_array_unref);
  G_OBJECT_CLASS (carrel_block_text_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (object);

  g_clear_pointer (&self->layout, carrel_block_layout_free);
  g_clear_object (&self->marker);
  g_clear_pointer (&self->heard, carrel_heard_text_free);
  G_OBJECT_CLASS (carrel_block_text_parent_class)->finalize (object);
}

static void
carrel_block_text_class_init (CarrelBlockTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  CARREL_BLOCK_WIDGET_CLASS (klass)->image_loaded = image_loaded;
}

static void
carrel_block_text_init (CarrelBlockText *self)
{
}

GtkWidget *
carrel_block_text_new (CarrelSheet    *page,
                       CarrelTextStyle style,
                       guint           block,
                       guint32         start,
                       guint32         end,
                       gboolean        rtl,
                       gboolean        wraps)
{
  const CarrelBlock *data = &page->blocks[block];
  CarrelBlockText   *self = g_object_new (CARREL_TYPE_BLOCK_TEXT, "accessible-role",
                                          carrel_block_type_get_role (data->type), NULL);

  carrel_block_widget_set_block (CARREL_BLOCK_WIDGET (self), page, block);
  self->style = style;
  self->start = start;
  self->end = end;
  self->rtl = rtl;
  self->wraps = wraps;
  self->layout = carrel_block_layout_new (page->style, style, data, start, end, rtl, page->library);
  gtk_widget_set_direction (GTK_WIDGET (self), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  if (data->type == CARREL_BLOCK_HEADING)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                    (int) data->level, -1);
  return GTK_WIDGET (self);
}

PangoLayout *
carrel_block_marker_new (
    CarrelSheet *page, CarrelTextStyle style, const char *marker, gboolean note, gboolean rtl)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (page->style, style);
  PangoLayout *layout = pango_layout_new (carrel_page_style_get_context (page->style, rtl));
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (
      font, carrel_page_style_get_families (page->style, metrics->face,
                                            carrel_page_style_get_script (page->style)));
  pango_font_description_set_absolute_size (font, metrics->size * PANGO_SCALE);
  pango_font_description_set_weight (font, note ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, marker, -1);
  return layout;
}

int
carrel_block_marker_get_gap (CarrelSheet *page)
{
  return carrel_page_style_px (page->style, carrel_page_style_is_narrow (page->style) ? 10 : 12);
}

void
carrel_block_text_set_marker (CarrelBlockText *self, const char *marker, gboolean note, int shift)
{
  g_clear_object (&self->marker);
  self->note = note;
  self->shift = shift;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (marker)
    self->marker = carrel_block_marker_new (get_page (self), self->style, marker, note, self->rtl);
}

void
carrel_block_text_set_wraps (CarrelBlockText *self, gboolean wraps)
{
  self->wraps = wraps;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

CarrelBlockLayout *
carrel_block_text_get_layout (CarrelBlockText *self)
{
  return self->layout;
}

guint32
carrel_block_text_get_start (CarrelBlockText *self)
{
  return self->start;
}

guint32
carrel_block_text_get_end (CarrelBlockText *self)
{
  return self->end;
}

/* ── Assistive technology: the links ── */

static void
ensure_links (CarrelBlockText *self)
{
  const CarrelBlock *block = carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self));

  if (self->links)
    return;
  self->links = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < block->n_spans; i++)
    if (carrel_span_is_link (&block->spans[i]) && block->spans[i].start >= self->start &&
        block->spans[i].start < self->end)
      g_ptr_array_add (self->links, carrel_accessible_part_new_link (get_page (self), self, i));
  for (guint i = 0; i + 1 < self->links->len; i++)
    carrel_accessible_part_set_next (self->links->pdata[i], self->links->pdata[i + 1]);
}

GtkAccessible *
carrel_block_text_get_link (CarrelBlockText *self, const CarrelSpan *span)
{
  ensure_links (self);
  for (guint i = 0; i < self->links->len; i++)
    if (carrel_accessible_part_is_link (self->links->pdata[i], span))
      return self->links->pdata[i];
  return NULL;
}

static GtkAccessible *
get_first_accessible_child (GtkAccessible *accessible)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (accessible);

  if (!get_page (self)->view)
    return NULL;
  ensure_links (self);
  return self->links->len > 0 ? g_object_ref (self->links->pdata[0]) : NULL;
}

static void
accessible_init (GtkAccessibleInterface *iface)
{
  iface->get_first_accessible_child = get_first_accessible_child;
}

/* ── Assistive technology: the text ── */

/* Offsets there are characters of what is heard of this piece. */
static CarrelHeardText *
get_heard (CarrelBlockText *self)
{
  if (!self->heard)
    self->heard = carrel_heard_text_new (carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self)),
                                         self->start, self->end);
  return self->heard;
}

static guint32
to_bytes (CarrelBlockText *self, guint characters)
{
  return carrel_heard_text_to_bytes (get_heard (self), characters);
}

static guint
to_characters (CarrelBlockText *self, guint32 offset)
{
  return carrel_heard_text_to_characters (get_heard (self), offset);
}

static GBytes *
make_bytes (CarrelBlockText *self, guint32 start, guint32 end)
{
  char *copy = carrel_heard_text_slice (get_heard (self), start, end);

  /* With its NUL, which not all who read it can do without. */
  return g_bytes_new_take (copy, strlen (copy) + 1);
}

static GBytes *
get_contents (GtkAccessibleText *accessible, unsigned int start, unsigned int end)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (accessible);
  guint32 from = to_bytes (self, start), to = end == G_MAXUINT ? self->end : to_bytes (self, end);

  return make_bytes (self, from, MAX (from, to));
}

static GBytes *
get_contents_at (GtkAccessibleText           *accessible,
                 unsigned int                 offset,
                 GtkAccessibleTextGranularity granularity,
                 unsigned int                *start,
                 unsigned int                *end)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (accessible);
  const char      *text = carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self))->text;
  guint32          from = to_bytes (self, offset), to = from;

  switch (granularity) {
  case GTK_ACCESSIBLE_TEXT_GRANULARITY_CHARACTER:
    if (to < self->end)
      to = (guint32) (g_utf8_next_char (text + to) - text);
    break;
  case GTK_ACCESSIBLE_TEXT_GRANULARITY_WORD:
    carrel_block_layout_get_word (self->layout, from, &from, &to);
    break;
  case GTK_ACCESSIBLE_TEXT_GRANULARITY_LINE:
    carrel_block_layout_get_line (self->layout, from, &from, &to);
    break;
  case GTK_ACCESSIBLE_TEXT_GRANULARITY_SENTENCE:
    carrel_block_layout_get_sentence (self->layout, from, &from, &to);
    break;
  case GTK_ACCESSIBLE_TEXT_GRANULARITY_PARAGRAPH:
  default:
    from = self->start;
    to = self->end;
    break;
  }
  *start = to_characters (self, from);
  *end = to_characters (self, to);
  return make_bytes (self, from, to);
}

static unsigned int
get_caret_position (GtkAccessibleText *accessible)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (accessible);
  CarrelSheet     *page = get_page (self);
  guint            block, offset;

  if (!page->view || !carrel_document_view_get_caret (page->view, &block, &offset) ||
      block != carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (self)))
    return 0;
  return to_characters (self, offset);
}

static gboolean
get_selection (GtkAccessibleText *accessible, gsize *n_ranges, GtkAccessibleTextRange **ranges)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (accessible);
  CarrelSheet     *page = get_page (self);
  guint32          start, end;

  if (!page->view || !carrel_document_view_get_selected_bytes (
                         page->view, carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (self)),
                         self->start, self->end, &start, &end))
    return FALSE;
  *n_ranges = 1;
  if (ranges) {
    *ranges = g_new (GtkAccessibleTextRange, 1);
    (*ranges)->start = to_characters (self, start);
    (*ranges)->length = to_characters (self, end) - (*ranges)->start;
  }
  return TRUE;
}

/* A highlight has its colour's name, which is said, and the colour. */
static void
add_mark (
    CarrelBlockText *self, guint32 at, GArray *ranges, GStrvBuilder *names, GStrvBuilder *values)
{
  CarrelSheet           *page = get_page (self);
  CarrelSpot             place = { carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (self)), at };
  const CarrelMarkRange *mark =
      page->view ? carrel_document_view_get_mark_at (page->view, place) : NULL;
  GtkAccessibleTextRange range;
  const GdkRGBA         *colour;
  g_autofree char       *background = NULL;

  if (!mark)
    return;
  colour = &carrel_document_view_get_colours (page->view)->marks[MIN (mark->colour, 3)];
  background = g_strdup_printf ("%u,%u,%u", (guint) (colour->red * 65535),
                                (guint) (colour->green * 65535), (guint) (colour->blue * 65535));
  range.start = to_characters (self, MAX (mark->start, self->start));
  range.length = to_characters (self, MIN (mark->end, self->end)) - range.start;
  g_array_append_val (ranges, range);
  g_strv_builder_add (names, GTK_ACCESSIBLE_ATTRIBUTE_BACKGROUND);
  g_strv_builder_add (values, background);
  g_array_append_val (ranges, range);
  g_strv_builder_add (names, "mark");
  g_strv_builder_add (values, carrel_highlight_colour_get_name (mark->colour));
}

static gboolean
get_attributes (GtkAccessibleText       *accessible,
                unsigned int             offset,
                gsize                   *n_ranges,
                GtkAccessibleTextRange **ranges,
                char                  ***names,
                char                  ***values)
{
  CarrelBlockText   *self = CARREL_BLOCK_TEXT (accessible);
  const CarrelBlock *block = carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (GtkAccessibleTextRange));
  g_autoptr (GStrvBuilder) name_builder = g_strv_builder_new (),
                           value_builder = g_strv_builder_new ();
  guint32 at = to_bytes (self, offset);

  for (guint i = 0; i < block->n_spans; i++) {
    const CarrelSpan      *span = &block->spans[i];
    const char            *name = NULL, *value = NULL;
    GtkAccessibleTextRange range;

    if (at < span->start || at >= span->end)
      continue;
    if (span->kind == CARREL_SPAN_STRONG) {
      name = GTK_ACCESSIBLE_ATTRIBUTE_WEIGHT;
      value = "700";
    } else if (span->kind == CARREL_SPAN_EMPHASIS) {
      name = GTK_ACCESSIBLE_ATTRIBUTE_STYLE;
      value = GTK_ACCESSIBLE_ATTRIBUTE_STYLE_ITALIC;
    } else if (span->kind == CARREL_SPAN_STRIKE) {
      name = GTK_ACCESSIBLE_ATTRIBUTE_STRIKETHROUGH;
      value = "true";
    } else if (span->kind == CARREL_SPAN_UNDERLINE) {
      name = GTK_ACCESSIBLE_ATTRIBUTE_UNDERLINE;
      value = GTK_ACCESSIBLE_ATTRIBUTE_UNDERLINE_SINGLE;
    } else if (span->kind == CARREL_SPAN_LANGUAGE && span->value) {
      name = LANGUAGE;
      value = span->value;
    }
    if (!name)
      continue;
    range.start = to_characters (self, span->start);
    range.length = to_characters (self, span->end) - range.start;
    g_array_append_val (found, range);
    g_strv_builder_add (name_builder, name);
    g_strv_builder_add (value_builder, value);
  }
  add_mark (self, at, found, name_builder, value_builder);
  *n_ranges = found->len;
  if (found->len == 0)
    return FALSE;
  if (ranges)
    *ranges = (GtkAccessibleTextRange *) (gpointer) g_array_free (g_steal_pointer (&found), FALSE);
  if (names)
    *names = g_strv_builder_end (name_builder);
  if (values)
    *values = g_strv_builder_end (value_builder);
  return TRUE;
}

/* What the whole text is written in, so that it is spoken by a voice that knows it. */
static void
get_default_attributes (GtkAccessibleText *accessible, char ***names, char ***values)
{
  CarrelBlockText  *self = CARREL_BLOCK_TEXT (accessible);
  const char       *own = carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self))->text_language;
  const char       *language = own ? own : carrel_page_style_get_language (get_page (self)->style);
  const char *const name[] = { language ? LANGUAGE : NULL, NULL }, *const value[] = { language,
                                                                                      NULL };

  *names = g_strdupv ((char **) name);
  *values = g_strdupv ((char **) value);
}

static gboolean
get_extents (GtkAccessibleText *accessible,
             unsigned int       start,
             unsigned int       end,
             graphene_rect_t   *extents)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (accessible);
  g_autoptr (GArray) rects =
      carrel_block_layout_get_rects (self->layout, to_bytes (self, start), to_bytes (self, end));

  *extents = g_array_index (rects, graphene_rect_t, 0);
  for (guint i = 1; i < rects->len; i++)
    graphene_rect_union (extents, &g_array_index (rects, graphene_rect_t, i), extents);
  return TRUE;
}

static gboolean
get_offset (GtkAccessibleText *accessible, const graphene_point_t *point, unsigned int *offset)
{
  CarrelBlockText *self = CARREL_BLOCK_TEXT (accessible);

  *offset = to_characters (self, carrel_block_layout_get_offset (self->layout, point->x, point->y));
  return TRUE;
}

static void
accessible_text_init (GtkAccessibleTextInterface *iface)
{
  iface->get_contents = get_contents;
  iface->get_contents_at = get_contents_at;
  iface->get_caret_position = get_caret_position;
  iface->get_selection = get_selection;
  iface->get_attributes = get_attributes;
  iface->get_default_attributes = get_default_attributes;
  iface->get_extents = get_extents;
  iface->get_offset = get_offset;
}

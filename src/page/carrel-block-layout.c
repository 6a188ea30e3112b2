/* carrel-block-layout.c: the text of a block, laid out. The thread of the style.
 *
 * The shown text is made in one sweep over the spans. Where it differs from the block's, an Edit
 * says so; `to_shown` and `to_source` go over the few edits. Each span that is seen leaves a Run,
 * from which the attributes are made, again when the colours change.
 *
 * Raised and lowered letters get a small line height of their own, so that they never open the
 * line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-block-layout.h"

#include <math.h>
#include <string.h>

/* Bytes [source, source + source_len) are shown as [shown, shown + shown_len). */
typedef struct {
  guint32 source, source_len;
  guint32 shown, shown_len;
} Edit;

/* A span, and where it is shown. */
typedef struct {
  const CarrelSpan *span;
  guint32           start, end;
  const char       *mark;    /* (nullable): behind a link */
  gboolean          library; /* a link to an article */
  gboolean          digits;  /* a footnote's mark, made of superscript digits */
} Run;

struct _CarrelBlockLayout {
  CarrelPageStyle   *style; /* (owned) */
  CarrelTextStyle    text_style;
  const CarrelBlock *block;
  guint32            start, end;
  PangoLayout       *layout; /* (owned) */
  GArray            *edits;  /* (owned) (element-type Edit): in order */
  GArray            *runs;   /* (owned) (element-type Run): inner after outer */
  GArray            *tokens; /* (owned) (nullable) (element-type CarrelToken) */
  GdkRGBA            link;   /* the colours in the attributes */
  GdkRGBA            code[CARREL_N_TOKEN_KINDS];
};

gboolean
carrel_span_is_link (const CarrelSpan *span)
{
  return span->kind == CARREL_SPAN_LINK || span->kind == CARREL_SPAN_FOOTNOTE_REF ||
         span->kind == CARREL_SPAN_FOOTNOTE_BACK;
}

/* ── Between the block's text and what is shown ── */

static guint32
to_shown (CarrelBlockLayout *self, guint32 source)
{
  gint64 shown;

  source = CLAMP (source, self->start, self->end);
  shown = (gint64) source - self->start;
  for (guint i = 0; i < self->edits->len; i++) {
    const Edit *edit = &g_array_index (self->edits, Edit, i);

    if (edit->source >= source)
      break;
    if (source < edit->source + edit->source_len)
      return edit->shown;
    shown = (gint64) edit->shown + edit->shown_len + (source - edit->source - edit->source_len);
  }
  return (guint32) shown;
}

static guint32
to_source (CarrelBlockLayout *self, guint32 shown)
{
  gint64 source = (gint64) self->start + shown;

  for (guint i = 0; i < self->edits->len; i++) {
    const Edit *edit = &g_array_index (self->edits, Edit, i);

    if (edit->shown > shown)
      break;
    if (shown < edit->shown + edit->shown_len)
      return shown - edit->shown < (edit->shown_len + 1) / 2 ? edit->source
                                                             : edit->source + edit->source_len;
    source = (gint64) edit->source + edit->source_len + (shown - edit->shown - edit->shown_len);
  }
  return (guint32) CLAMP (source, (gint64) self->start, (gint64) self->end);
}

static void
append_edit (
    CarrelBlockLayout *self, GString *text, guint32 source, guint32 source_len, const char *shown)
{
  Edit edit = { source, source_len, (guint32) text->len, (guint32) strlen (shown) };

  if (edit.shown_len == 0 && source_len == 0)
    return;
  g_string_append (text, shown);
  g_array_append_val (self->edits, edit);
}

/* ── Making the shown text ── */

/* Quotation marks, by language. */
static const struct {
  const char *language, *open, *close;
} quotes[] = {
  { "de", "„", "“" },   { "cs", "„", "“" },        { "pl", "„", "”" },      { "hu", "„", "”" },
  { "fr", "« ", " »" }, { "es", "«", "»" },        { "it", "«", "»" },      { "ru", "«", "»" },
  { "uk", "«", "»" },   { "pt", "«", "»" },        { "ar", "«", "»" },      { "fa", "«", "»" },
  { "ja", "「", "」" }, { "zh-hant", "「", "」" }, { "zh-tw", "「", "」" }, { "sv", "”", "”" },
  { "fi", "”", "”" },
};

static const char *
get_quote (CarrelBlockLayout *self, gboolean open)
{
  const char *language = self->block->language && self->block->type != CARREL_BLOCK_CODE
                             ? self->block->language
                             : carrel_page_style_get_language (self->style);

  for (guint i = 0; language && i < G_N_ELEMENTS (quotes); i++)
    if (g_ascii_strncasecmp (language, quotes[i].language, strlen (quotes[i].language)) == 0)
      return open ? quotes[i].open : quotes[i].close;
  return open ? "“" : "”";
}

/* «[12]» → « ¹²» with a thin space; NULL when the mark isn't a number. */
static char *
make_mark (const char *text, gsize len)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autoptr (GString) mark = g_string_new ("\xe2\x80\x89");

  for (gsize i = 0; i < len; i++) {
    if (strchr ("[]() ", text[i]))
      continue;
    if (!g_ascii_isdigit (text[i]))
      return NULL;
    g_string_append (mark, digits[text[i] - '0']);
  }
  return mark->len > 3 ? g_string_free (g_steal_pointer (&mark), FALSE) : NULL;
}

static gboolean
is_other_way (CarrelBlockLayout *self, const CarrelSpan *span)
{
  PangoDirection base = pango_context_get_base_dir (pango_layout_get_context (self->layout));

  return span->kind == CARREL_SPAN_LANGUAGE && span->dir != CARREL_DIR_AUTO &&
         (span->dir == CARREL_DIR_RTL) != (base == PANGO_DIRECTION_RTL);
}

static const char *
get_prefix (CarrelBlockLayout *self, const CarrelSpan *span)
{
  if (span->kind == CARREL_SPAN_QUOTE)
    return get_quote (self, TRUE);
  if (is_other_way (self, span)) /* an isolate, so that what stands around isn't moved */
    return span->dir == CARREL_DIR_RTL ? "\xe2\x81\xa7" : "\xe2\x81\xa6";
  return "";
}

static const char *
get_suffix (CarrelBlockLayout *self, const Run *run)
{
  if (run->span->kind == CARREL_SPAN_QUOTE)
    return get_quote (self, FALSE);
  if (is_other_way (self, run->span))
    return "\xe2\x81\xa9";
  return run->mark ? run->mark : "";
}

/* The sweep: at each place where a span begins or ends, the text so far is taken over. */
static char *
make_text (CarrelBlockLayout *self, GHashTable *library)
{
  const CarrelBlock *block = self->block;
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint)); /* of runs */
  GString *text = g_string_sized_new (self->end - self->start + 16);
  guint32  position = self->start;
  guint    next = 0;

  for (;;) {
    const CarrelSpan *span = next < block->n_spans ? &block->spans[next] : NULL;
    guint32           stop = self->end;
    Run               run = { 0 };

    if (span && (span->end <= position || span->start >= self->end || span->end <= self->start)) {
      next++; /* outside, or within a mark that is shown as something else */
      continue;
    }
    if (open->len > 0) {
      Run    *top = &g_array_index (self->runs, Run, g_array_index (open, guint, open->len - 1));
      guint32 end = MIN (top->span->end, self->end);

      if (!span || span->start >= end) {
        g_string_append_len (text, block->text + position, MAX (end, position) - position);
        position = MAX (end, position);
        if (top->span->end <= self->end)
          append_edit (self, text, position, 0, get_suffix (self, top));
        top->end = (guint32) text->len;
        g_array_set_size (open, open->len - 1);
        continue;
      }
    }
    if (!span) {
      g_string_append_len (text, block->text + position, stop - position);
      break;
    }
    stop = MAX (span->start, position);
    g_string_append_len (text, block->text + position, stop - position);
    position = stop;
    run.span = span;
    run.start = (guint32) text->len;
    if (span->kind == CARREL_SPAN_LINK && library && carrel_page_style_is_print (self->style))
      run.mark = g_hash_table_lookup (library, span->value);
    else if (span->kind == CARREL_SPAN_LINK && library &&
             g_hash_table_contains (library, span->value))
      run.mark = "°";
    run.library = run.mark && !carrel_page_style_is_print (self->style);
    if (span->start >= self->start)
      append_edit (self, text, position, 0, get_prefix (self, span));
    if (span->kind == CARREL_SPAN_FOOTNOTE_REF && span->start >= self->start &&
        span->end <= self->end) {
      g_autofree char *mark = make_mark (block->text + span->start, span->end - span->start);

      if (mark) {
        append_edit (self, text, position, span->end - span->start, mark);
        position = span->end;
        run.digits = TRUE;
      }
    }
    run.end = (guint32) text->len;
    g_array_append_val (self->runs, run);
    if (!run.digits) {
      guint index = self->runs->len - 1;

      g_array_append_val (open, index);
    }
    next++;
  }
  return g_string_free (text, FALSE);
}

/* ── Attributes ── */

static void
insert (PangoAttrList *list, PangoAttribute *attribute, guint32 start, guint32 end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static void
insert_colour (PangoAttrList *list, const GdkRGBA *colour, guint32 start, guint32 end)
{
  insert (list,
          pango_attr_foreground_new ((guint16) (colour->red * 65535),
                                     (guint16) (colour->green * 65535),
                                     (guint16) (colour->blue * 65535)),
          start, end);
  /* Else they take the alpha that the text is drawn with. */
  insert (list, pango_attr_foreground_alpha_new ((guint16) MAX (colour->alpha * 65535, 1)), start,
          end);
}

static void
insert_size (PangoAttrList *list, double pixels, guint32 start, guint32 end)
{
  insert (list, pango_attr_size_new_absolute ((int) (pixels * PANGO_SCALE)), start, end);
}

static void
insert_raised (CarrelBlockLayout *self, PangoAttrList *list, double by, guint32 start, guint32 end)
{
  double size = carrel_page_style_get_metrics (self->style, self->text_style)->size;

  insert_size (list, size * .72, start, end);
  insert (list, pango_attr_rise_new ((int) (size * by * PANGO_SCALE)), start, end);
  insert (list, pango_attr_line_height_new_absolute ((int) (size * .5 * PANGO_SCALE)), start, end);
}

/* Another font centres its letters in the line a little higher or lower; it would make the line as
 * much higher. So it gets a little less. */
static void
insert_tighter_line (CarrelBlockLayout *self, PangoAttrList *list, guint32 start, guint32 end)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);

  insert (list, pango_attr_line_height_new_absolute ((int) (metrics->line * .86 * PANGO_SCALE)),
          start, end);
}

static void
insert_language (
    CarrelBlockLayout *self, PangoAttrList *list, const char *language, guint32 start, guint32 end)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  CarrelScript             script = carrel_script_from_language (language);

  insert (list, pango_attr_language_new (pango_language_from_string (language)), start, end);
  if (script == carrel_page_style_get_script (self->style))
    return;
  if (metrics->face != CARREL_FACE_SANS && metrics->face != CARREL_FACE_MONO)
    insert (
        list,
        pango_attr_family_new (carrel_page_style_get_families (self->style, metrics->face, script)),
        start, end);
  if (!carrel_script_has_italic (script))
    insert (list, pango_attr_style_new (PANGO_STYLE_NORMAL), start, end);
}

/* A picture in the line stays within it. */
static void
get_image_size (CarrelBlockLayout *self, const CarrelSpan *span, double *width, double *height)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  double                   highest = metrics->size * 1.35;

  *width = span->width;
  *height = span->height;
  if (span->width == 0 || span->height == 0)
    *width = *height = metrics->size;
  if (*height > highest) {
    *width *= highest / *height;
    *height = highest;
  }
  *width = MIN (*width, metrics->size * 16);
}

static void
insert_run (CarrelBlockLayout *self, PangoAttrList *list, const Run *run, const GdkRGBA *link)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  gboolean slanted = carrel_script_has_italic (carrel_page_style_get_script (self->style));
  guint32  start = run->start, end = run->end;

  switch (run->span->kind) {
  case CARREL_SPAN_EMPHASIS:
    if (slanted)
      insert (list,
              pango_attr_style_new (metrics->italic ? PANGO_STYLE_NORMAL : PANGO_STYLE_ITALIC),
              start, end);
    else
      insert (list, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), start, end);
    break;
  case CARREL_SPAN_STRONG:
    insert (list,
            pango_attr_weight_new (metrics->weight >= 600 ? PANGO_WEIGHT_HEAVY : PANGO_WEIGHT_BOLD),
            start, end);
    break;
  case CARREL_SPAN_CODE:
  case CARREL_SPAN_MATH:
    if (self->text_style == CARREL_TEXT_CODE || self->text_style == CARREL_TEXT_MATH)
      break;
    insert (list,
            pango_attr_family_new (carrel_page_style_get_families (self->style, CARREL_FACE_MONO,
                                                                   CARREL_SCRIPT_LATIN)),
            start, end);
    insert (list, pango_attr_style_new (PANGO_STYLE_NORMAL), start, end);
    insert_size (list, metrics->size * .88, start, end);
    insert_tighter_line (self, list, start, end);
    break;
  case CARREL_SPAN_SUBSCRIPT:
    insert_raised (self, list, -.16, start, end);
    break;
  case CARREL_SPAN_SUPERSCRIPT:
    insert_raised (self, list, .36, start, end);
    break;
  case CARREL_SPAN_STRIKE:
    insert (list, pango_attr_strikethrough_new (TRUE), start, end);
    break;
  case CARREL_SPAN_UNDERLINE:
    insert (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), start, end);
    break;
  case CARREL_SPAN_SMALL:
    insert_size (list, metrics->size * .85, start, end);
    break;
  case CARREL_SPAN_LINK:
    insert_colour (list, link, start, end);
    if (run->library && end - start > strlen ("°")) /* the ring stays light */
      insert (list, pango_attr_weight_new (MAX (metrics->weight, 600)), start,
              end - (guint32) strlen ("°"));
    else if (run->mark && end - start > strlen (run->mark) && run->span->end <= self->end)
      insert_raised (self, list, .36, end - (guint32) strlen (run->mark), end);
    break;
  case CARREL_SPAN_FOOTNOTE_REF:
    insert_colour (list, link, start, end);
    insert (list, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), start, end);
    if (!run->digits)
      insert_raised (self, list, .3, start, end);
    break;
  case CARREL_SPAN_FOOTNOTE_BACK:
    insert_colour (list, link, start, end);
    break;
  case CARREL_SPAN_IMAGE: {
    PangoRectangle rectangle;
    double         width, height;

    get_image_size (self, run->span, &width, &height);
    rectangle = (PangoRectangle) { 0, (int) (-height * .8 * PANGO_SCALE),
                                   (int) (width * PANGO_SCALE), (int) (height * PANGO_SCALE) };
    insert (list, pango_attr_shape_new (&rectangle, &rectangle), start, end);
    break;
  }
  case CARREL_SPAN_LANGUAGE:
    if (run->span->value)
      insert_language (self, list, run->span->value, start, end);
    if (run->span->value && carrel_script_from_language (run->span->value) !=
                                carrel_page_style_get_script (self->style))
      insert_tighter_line (self, list, start, end);
    break;
  case CARREL_SPAN_MARK:
  case CARREL_SPAN_QUOTE:
  default:
    break;
  }
}

/* A footnote's mark in a <sup> is raised once. */
static gboolean
holds_mark (CarrelBlockLayout *self, guint index)
{
  const Run *outer = &g_array_index (self->runs, Run, index);

  for (guint i = 0; i < self->runs->len; i++) {
    const Run *run = &g_array_index (self->runs, Run, i);

    if (run->span->kind == CARREL_SPAN_FOOTNOTE_REF && run->start >= outer->start &&
        run->end <= outer->end)
      return TRUE;
  }
  return FALSE;
}

/* Of the code that is shown here: where it begins is looked for by halves. */
static void
insert_tokens (CarrelBlockLayout *self, PangoAttrList *list)
{
  guint low = 0, high = self->tokens->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (self->tokens, CarrelToken, middle).end <= self->start)
      low = middle + 1;
    else
      high = middle;
  }
  for (guint i = low; i < self->tokens->len; i++) {
    const CarrelToken *token = &g_array_index (self->tokens, CarrelToken, i);

    if (token->start >= self->end)
      break;
    insert_colour (list, &self->code[MIN (token->kind, CARREL_N_TOKEN_KINDS - 1)],
                   to_shown (self, token->start), to_shown (self, token->end));
  }
}

static void
apply_attributes (CarrelBlockLayout *self, const GdkRGBA *link)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  PangoAttrList           *list = pango_attr_list_new ();

  insert (list, pango_attr_line_height_new_absolute ((int) (metrics->line * PANGO_SCALE)), 0,
          G_MAXUINT);
  insert (list, pango_attr_insert_hyphens_new (carrel_page_style_is_print (self->style)), 0,
          G_MAXUINT);
  if (metrics->spacing != 0)
    insert (list, pango_attr_letter_spacing_new ((int) (metrics->spacing * PANGO_SCALE)), 0,
            G_MAXUINT);
  if (self->text_style == CARREL_TEXT_CELL || self->text_style == CARREL_TEXT_HEAD)
    insert (list, pango_attr_font_features_new ("tnum=1"), 0, G_MAXUINT);
  if (self->text_style == CARREL_TEXT_CODE)
    insert (list, pango_attr_font_features_new ("calt=0"), 0, G_MAXUINT);
  if (self->block->language && self->block->type != CARREL_BLOCK_CODE)
    insert_language (self, list, self->block->language, 0, G_MAXUINT);
  for (guint i = 0; i < self->runs->len; i++) {
    const Run *run = &g_array_index (self->runs, Run, i);

    if (run->start < run->end &&
        !(run->span->kind == CARREL_SPAN_SUPERSCRIPT && holds_mark (self, i)))
      insert_run (self, list, run, link);
  }
  if (self->tokens)
    insert_tokens (self, list);
  pango_layout_set_attributes (self->layout, list);
  pango_attr_list_unref (list);
  self->link = *link;
}

static void
set_font (CarrelBlockLayout *self)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  PangoFontDescription    *font = pango_font_description_new ();

  pango_font_description_set_family_static (
      font, carrel_page_style_get_families (self->style, metrics->face,
                                            carrel_page_style_get_script (self->style)));
  pango_font_description_set_absolute_size (font, metrics->size * PANGO_SCALE);
  pango_font_description_set_weight (font, (PangoWeight) metrics->weight);
  pango_font_description_set_style (font,
                                    metrics->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);

  if (self->text_style == CARREL_TEXT_CODE) {
    PangoTabArray *tabs = pango_tab_array_new_with_positions (
        1, FALSE, PANGO_TAB_LEFT, (int) (metrics->size * .6 * 4 * PANGO_SCALE));

    pango_layout_set_tabs (self->layout, tabs);
    pango_tab_array_free (tabs);
  }
}

CarrelBlockLayout *
carrel_block_layout_new (CarrelPageStyle   *style,
                         CarrelTextStyle    text_style,
                         const CarrelBlock *block,
                         guint32            start,
                         guint32            end,
                         gboolean           rtl,
                         GHashTable        *library)
{
  CarrelBlockLayout *self = g_new0 (CarrelBlockLayout, 1);
  g_autofree char   *text = NULL;
  GdkRGBA            black = { 0, 0, 0, 1 };

  self->style = carrel_page_style_ref (style);
  self->text_style = text_style;
  self->block = block;
  self->start = MIN (start, block->text_len);
  self->end = CLAMP (end, self->start, block->text_len);
  self->layout = pango_layout_new (carrel_page_style_get_context (style, rtl));
  self->edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  text = make_text (self, library);
  /* The base direction is the article's, not that of a line's first letter. */
  pango_layout_set_auto_dir (self->layout, FALSE);
  pango_layout_set_alignment (self->layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_justify (self->layout, carrel_page_style_is_justified (style, text_style));
  pango_layout_set_text (self->layout, text, -1);
  set_font (self);
  apply_attributes (self, &black);
  return self;
}

void
carrel_block_layout_free (CarrelBlockLayout *self)
{
  g_object_unref (self->layout);
  g_array_unref (self->edits);
  g_array_unref (self->runs);
  g_clear_pointer (&self->tokens, g_array_unref);
  carrel_page_style_unref (self->style);
  g_free (self);
}

/* ── Measuring ── */

void
carrel_block_layout_set_width (CarrelBlockLayout *self, int width)
{
  pango_layout_set_width (self->layout, width < 0 ? -1 : width * PANGO_SCALE);
}

void
carrel_block_layout_set_alignment (CarrelBlockLayout *self, PangoAlignment alignment)
{
  pango_layout_set_alignment (self->layout, alignment);
}

void
carrel_block_layout_get_size (CarrelBlockLayout *self, int *width, int *height)
{
  PangoRectangle rectangle;

  pango_layout_get_extents (self->layout, NULL, &rectangle);
  if (width)
    *width = (rectangle.width + PANGO_SCALE - 1) / PANGO_SCALE;
  if (height)
    *height = (rectangle.height + PANGO_SCALE - 1) / PANGO_SCALE;
}

double
carrel_block_layout_get_baseline (CarrelBlockLayout *self)
{
  return (double) pango_layout_get_baseline (self->layout) / PANGO_SCALE;
}

PangoLayout *
carrel_block_layout_get_pango (CarrelBlockLayout *self)
{
  return self->layout;
}

void
carrel_block_layout_set_link_colour (CarrelBlockLayout *self, const GdkRGBA *colour)
{
  if (!gdk_rgba_equal (colour, &self->link))
    apply_attributes (self, colour);
}

void
carrel_block_layout_set_tokens (CarrelBlockLayout *self, GArray *tokens)
{
  if (tokens)
    g_array_ref (tokens);
  g_clear_pointer (&self->tokens, g_array_unref);
  self->tokens = tokens;
  apply_attributes (self, &self->link);
}

static void
set_code_colours (CarrelBlockLayout *self, const GdkRGBA *code)
{
  if (!self->tokens || memcmp (self->code, code, sizeof (self->code)) == 0)
    return;
  memcpy (self->code, code, sizeof (self->code));
  apply_attributes (self, &self->link);
}

const CarrelSpan *
carrel_block_layout_get_run (CarrelBlockLayout *self, guint index, guint *start, guint *end)
{
  const Run *run;

  if (index >= self->runs->len)
    return NULL;
  run = &g_array_index (self->runs, Run, index);
  *start = run->start;
  *end = run->end;
  return run->span;
}

void
carrel_block_layout_get_shown (CarrelBlockLayout *self, guint32 *start, guint32 *end)
{
  *start = to_shown (self, *start);
  *end = to_shown (self, *end);
}

/* ── Places ── */

/* The rectangles of shown bytes [start, end), `height` high in the middle of their line; 0: the
 * line's. */
static void
append_rects (CarrelBlockLayout *self, guint32 start, guint32 end, double height, GArray *rects)
{
  PangoLayoutIter *iter;

  if (start >= end)
    return;
  iter = pango_layout_get_iter (self->layout);
  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    int              from = MAX ((int) start, pango_layout_line_get_start_index (line));
    int              to = MIN ((int) end,
                               pango_layout_line_get_start_index (line) + pango_layout_line_get_length (line));
    int             *ranges, n_ranges, top, bottom;

    if (pango_layout_line_get_start_index (line) >= (int) end)
      break;
    if (from >= to)
      continue;
    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    pango_layout_line_get_x_ranges (line, from, to, &ranges, &n_ranges);
    for (int i = 0; i < n_ranges; i++) {
      /* On whole pixels, so that one line's ground meets the next one's. */
      double y = round ((double) top / PANGO_SCALE), h = round ((double) bottom / PANGO_SCALE) - y;
      graphene_rect_t rect;

      if (height > 0 && height < h) {
        y += (h - height) / 2;
        h = height;
      }
      graphene_rect_init (&rect, (float) ranges[2 * i] / PANGO_SCALE, (float) y,
                          (float) (ranges[2 * i + 1] - ranges[2 * i]) / PANGO_SCALE, (float) h);
      g_array_append_val (rects, rect);
    }
    g_free (ranges);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

GArray *
carrel_block_layout_get_rects (CarrelBlockLayout *self, guint32 start, guint32 end)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));

  append_rects (self, to_shown (self, start), to_shown (self, end), 0, rects);
  if (rects->len == 0) {
    PangoRectangle  place;
    graphene_rect_t rect;

    pango_layout_index_to_pos (self->layout, (int) to_shown (self, start), &place);
    graphene_rect_init (&rect, (float) place.x / PANGO_SCALE, (float) place.y / PANGO_SCALE, 1,
                        (float) place.height / PANGO_SCALE);
    g_array_append_val (rects, rect);
  }
  return rects;
}

static guint32
get_shown_at (CarrelBlockLayout *self, double x, double y, gboolean nearest, gboolean *inside)
{
  const char *text = pango_layout_get_text (self->layout);
  int         index, trailing;

  *inside = pango_layout_xy_to_index (self->layout, (int) (x * PANGO_SCALE),
                                      (int) (y * PANGO_SCALE), &index, &trailing);
  if (nearest)
    while (trailing-- > 0 && text[index])
      index = (int) (g_utf8_next_char (text + index) - text);
  return (guint32) index;
}

guint32
carrel_block_layout_get_offset (CarrelBlockLayout *self, double x, double y)
{
  gboolean inside;

  return to_source (self, get_shown_at (self, x, y, TRUE, &inside));
}

const CarrelSpan *
carrel_block_layout_get_link (CarrelBlockLayout *self, double x, double y)
{
  gboolean inside;
  guint32  index = get_shown_at (self, x, y, FALSE, &inside);

  if (!inside)
    return NULL;
  for (guint i = 0; i < self->runs->len; i++) {
    const Run *run = &g_array_index (self->runs, Run, i);

    if (carrel_span_is_link (run->span) && index >= run->start && index < run->end)
      return run->span;
  }
  return NULL;
}

/* Between the places where a word, or a sentence, begins and ends. */
static void
get_stretch (
    CarrelBlockLayout *self, gboolean sentence, guint32 offset, guint32 *start, guint32 *end)
{
  const char         *text = pango_layout_get_text (self->layout);
  int                 n_attrs;
  const PangoLogAttr *attrs = pango_layout_get_log_attrs_readonly (self->layout, &n_attrs);
  int                 at = (int) g_utf8_pointer_to_offset (text, text + to_shown (self, offset));
  int                 from = at, to = at;

  while (from > 0 && !(sentence ? attrs[from].is_sentence_start : attrs[from].is_word_start))
    from--;
  while (to < n_attrs - 1 &&
         (to == at || !(sentence ? attrs[to].is_sentence_end : attrs[to].is_word_end)))
    to++;
  *start = to_source (self, (guint32) (g_utf8_offset_to_pointer (text, from) - text));
  *end = MAX (*start, to_source (self, (guint32) (g_utf8_offset_to_pointer (text, to) - text)));
}

void
carrel_block_layout_get_word (CarrelBlockLayout *self, guint32 offset, guint32 *start, guint32 *end)
{
  get_stretch (self, FALSE, offset, start, end);
}

void
carrel_block_layout_get_sentence (CarrelBlockLayout *self,
                                  guint32            offset,
                                  guint32           *start,
                                  guint32           *end)
{
  get_stretch (self, TRUE, offset, start, end);
}

void
carrel_block_layout_get_line (CarrelBlockLayout *self, guint32 offset, guint32 *start, guint32 *end)
{
  PangoLayoutLine *line;
  int              number;

  pango_layout_index_to_line_x (self->layout, (int) to_shown (self, offset), FALSE, &number, NULL);
  line = pango_layout_get_line_readonly (self->layout, number);
  *start = to_source (self, (guint32) pango_layout_line_get_start_index (line));
  *end = to_source (self, (guint32) (pango_layout_line_get_start_index (line) +
                                     pango_layout_line_get_length (line)));
}

/* ── Pictures in the line ── */

static const Run *
get_image_run (CarrelBlockLayout *self, guint index)
{
  for (guint i = 0; i < self->runs->len; i++) {
    const Run *run = &g_array_index (self->runs, Run, i);

    if (run->span->kind == CARREL_SPAN_IMAGE && index-- == 0)
      return run;
  }
  return NULL;
}

guint
carrel_block_layout_get_n_images (CarrelBlockLayout *self)
{
  guint n = 0;

  while (get_image_run (self, n))
    n++;
  return n;
}

const CarrelSpan *
carrel_block_layout_get_image (CarrelBlockLayout *self, guint index, graphene_rect_t *place)
{
  const Run     *run = get_image_run (self, index);
  PangoRectangle rectangle;
  double         width, height, line;

  g_return_val_if_fail (run, NULL);
  pango_layout_index_to_pos (self->layout, (int) run->start, &rectangle);
  get_image_size (self, run->span, &width, &height);
  line = (double) rectangle.height / PANGO_SCALE;
  graphene_rect_init (place, (float) MIN (rectangle.x, rectangle.x + rectangle.width) / PANGO_SCALE,
                      (float) ((double) rectangle.y / PANGO_SCALE + (line - height) / 2),
                      (float) width, (float) height);
  return run->span;
}

/* ── Drawing ── */

static void
fill_rects (GtkSnapshot   *snapshot,
            GArray        *rects,
            const GdkRGBA *colour,
            double         radius,
            double         grow,
            gboolean       ring)
{
  for (guint i = 0; i < rects->len; i++) {
    graphene_rect_t rect = g_array_index (rects, graphene_rect_t, i);
    GskRoundedRect  rounded;

    graphene_rect_inset (&rect, (float) -grow, 0);
    gsk_rounded_rect_init_from_rect (&rounded, &rect, (float) radius);
    if (ring) {
      const float   widths[4] = { 2, 2, 2, 2 };
      const GdkRGBA colours[4] = { *colour, *colour, *colour, *colour };

      gtk_snapshot_append_border (snapshot, &rounded, widths, colours);
      continue;
    }
    if (radius > 0)
      gtk_snapshot_push_rounded_clip (snapshot, &rounded);
    gtk_snapshot_append_color (snapshot, colour, &rect);
    if (radius > 0)
      gtk_snapshot_pop (snapshot);
  }
}

static void
draw_ground (CarrelBlockLayout *self,
             GtkSnapshot       *snapshot,
             guint32            start,
             guint32            end,
             const GdkRGBA     *colour,
             CarrelPaintKind    kind,
             double             radius,
             double             grow)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  double letters =
      metrics->size *
      (carrel_page_style_get_script (self->style) >= CARREL_SCRIPT_ARABIC ? 1.75 : 1.42);

  append_rects (self, start, end, kind == CARREL_PAINT_LINE ? 0 : letters, rects);
  fill_rects (snapshot, rects, colour, radius, grow, kind == CARREL_PAINT_RING);
}

/* A link's line, in its tint: Pango's own lines know no transparency. */
static void
draw_underline (CarrelBlockLayout *self, GtkSnapshot *snapshot, const Run *run, const GdkRGBA *link)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  PangoLayoutIter         *iter = pango_layout_get_iter (self->layout);
  double                   thickness = MAX (1, round (metrics->size / 18));
  GdkRGBA                  tint = *link;

  tint.alpha *= .4f;
  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    int              from = MAX ((int) run->start, pango_layout_line_get_start_index (line));
    int              to = MIN ((int) run->end,
                               pango_layout_line_get_start_index (line) + pango_layout_line_get_length (line));
    double y = (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE + metrics->size * .2;
    int   *ranges, n_ranges;

    if (from >= to)
      continue;
    pango_layout_line_get_x_ranges (line, from, to, &ranges, &n_ranges);
    for (int i = 0; i < n_ranges; i++) {
      graphene_rect_t rect = GRAPHENE_RECT_INIT (
          (float) ranges[2 * i] / PANGO_SCALE, (float) round (y),
          (float) (ranges[2 * i + 1] - ranges[2 * i]) / PANGO_SCALE, (float) thickness);

      gtk_snapshot_append_color (snapshot, &tint, &rect);
    }
    g_free (ranges);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

void
carrel_block_layout_snapshot (CarrelBlockLayout       *self,
                              GtkSnapshot             *snapshot,
                              const GdkRGBA           *colour,
                              const CarrelPageColours *colours,
                              const CarrelPaint       *paints,
                              guint                    n_paints)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  GdkRGBA                  text = *colour, ground = *colour;

  carrel_block_layout_set_link_colour (self, &colours->link);
  set_code_colours (self, colours->code);
  if (!colours->high_contrast)
    text.alpha *= (float) metrics->alpha;
  ground.alpha *= .07f;
  for (guint i = 0; i < self->runs->len; i++) {
    const Run *run = &g_array_index (self->runs, Run, i);

    if (run->span->kind == CARREL_SPAN_CODE && self->text_style != CARREL_TEXT_CODE)
      draw_ground (self, snapshot, run->start, run->end, &ground, CARREL_PAINT_GROUND, 4, 2);
    else if (run->span->kind == CARREL_SPAN_MARK)
      draw_ground (self, snapshot, run->start, run->end, &colours->marks[0], CARREL_PAINT_GROUND, 2,
                   0);
  }
  for (guint i = 0; i < n_paints; i++)
    draw_ground (self, snapshot, to_shown (self, paints[i].start), to_shown (self, paints[i].end),
                 &paints[i].colour, paints[i].kind,
                 paints[i].kind == CARREL_PAINT_RING     ? 5
                 : paints[i].kind == CARREL_PAINT_GROUND ? 2
                                                         : 0,
                 paints[i].kind == CARREL_PAINT_RING ? 3 : 0);
  for (guint i = 0; i < self->runs->len; i++) {
    const Run *run = &g_array_index (self->runs, Run, i);

    if (run->span->kind == CARREL_SPAN_LINK && !run->library)
      draw_underline (self, snapshot, run, &colours->link);
  }
  gtk_snapshot_append_layout (snapshot, self->layout, &text);
}

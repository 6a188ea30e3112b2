/* carrel-block-layout.c: the text of a block, laid out. The thread of the style.
 *
 * Here the shown text is made, and places in it are found; how it looks and how it is drawn have
 * files of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-block-layout-private.h"

#include <math.h>
#include <string.h>

gboolean
carrel_span_is_link (const CarrelSpan *span)
{
  return span->kind == CARREL_SPAN_LINK || span->kind == CARREL_SPAN_FOOTNOTE_REF ||
         span->kind == CARREL_SPAN_FOOTNOTE_BACK;
}

/* ── Between the block's text and what is shown ── */

guint32
carrel_block_layout_to_shown (CarrelBlockLayout *self, guint32 source, gboolean end)
{
  gint64 shown;

  source = CLAMP (source, self->start, self->end);
  shown = (gint64) source - self->start;
  for (guint i = 0; i < self->edits->len; i++) {
    const CarrelLayoutEdit *edit = &g_array_index (self->edits, CarrelLayoutEdit, i);

    if (edit->source >= source)
      break;
    if (source < edit->source + edit->source_len)
      return edit->shown + (end ? edit->shown_len : 0);
    shown = (gint64) edit->shown + edit->shown_len + (source - edit->source - edit->source_len);
  }
  return (guint32) shown;
}

guint32
carrel_block_layout_to_source (CarrelBlockLayout *self, guint32 shown)
{
  gint64 source = (gint64) self->start + shown;

  for (guint i = 0; i < self->edits->len; i++) {
    const CarrelLayoutEdit *edit = &g_array_index (self->edits, CarrelLayoutEdit, i);

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
  CarrelLayoutEdit edit = { source, source_len, (guint32) text->len, (guint32) strlen (shown) };

  if (edit.shown_len == 0 && source_len == 0)
    return;
  g_string_append (text, shown);
  g_array_append_val (self->edits, edit);
}

/* ── Making the shown text ── */

static const char *
get_quote (CarrelBlockLayout *self, gboolean open)
{
  const char *language = self->block->text_language ? self->block->text_language
                                                    : carrel_page_style_get_language (self->style);

  return carrel_document_get_quote (language, open);
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
get_suffix (CarrelBlockLayout *self, const CarrelLayoutRun *run)
{
  if (run->span->kind == CARREL_SPAN_QUOTE)
    return get_quote (self, FALSE);
  if (is_other_way (self, run->span))
    return "\xe2\x81\xa9";
  return run->mark ? run->mark : "";
}

/* A footnote's mark and a formula are shown as something else than their text. */
static gboolean
append_instead (CarrelBlockLayout *self, GString *text, CarrelLayoutRun *run)
{
  const CarrelSpan *span = run->span;
  g_autofree char  *shown = NULL;

  if (span->kind == CARREL_SPAN_FOOTNOTE_REF) {
    shown = make_mark (self->block->text + span->start, span->end - span->start);
    run->digits = shown != NULL;
  } else if (span->kind == CARREL_SPAN_MATH) {
    run->formula = carrel_block_layout_make_formula (self, span);
    run->scale = 1;
    self->has_formulas |= run->formula != NULL;
    shown = run->formula ? carrel_block_layout_make_formula_text (run->formula) : NULL;
  }
  if (!shown)
    return FALSE;
  append_edit (self, text, span->start, span->end - span->start, shown);
  return TRUE;
}

/* A block that is one formula. */
static char *
make_formula_text (CarrelBlockLayout *self)
{
  CarrelLayoutRun run = { .span = &self->all };
  GString        *text;

  if (self->block->type != CARREL_BLOCK_MATH || self->start > 0 ||
      self->end < self->block->text_len)
    return NULL;
  self->all.end = self->end;
  text = g_string_new (NULL);
  if (!append_instead (self, text, &run)) {
    g_string_free (text, TRUE);
    return NULL;
  }
  run.end = (guint32) text->len;
  g_array_append_val (self->runs, run);
  return g_string_free (text, FALSE);
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
    CarrelLayoutRun   run = { 0 };

    if (span && (span->end <= position || span->start >= self->end || span->end <= self->start)) {
      next++; /* outside, or within a mark that is shown as something else */
      continue;
    }
    if (open->len > 0) {
      CarrelLayoutRun *top =
          &g_array_index (self->runs, CarrelLayoutRun, g_array_index (open, guint, open->len - 1));
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
    if (span->start >= self->start && span->end <= self->end && append_instead (self, text, &run))
      position = span->end;
    run.end = (guint32) text->len;
    g_array_append_val (self->runs, run);
    if (!run.digits && !run.formula) {
      guint index = self->runs->len - 1;

      g_array_append_val (open, index);
    }
    next++;
  }
  return g_string_free (text, FALSE);
}
/* ── Making ── */

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

static void
clear_run (gpointer data)
{
  g_clear_pointer (&((CarrelLayoutRun *) data)->formula, carrel_math_layout_unref);
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
  self->edits = g_array_new (FALSE, FALSE, sizeof (CarrelLayoutEdit));
  self->runs = g_array_new (FALSE, FALSE, sizeof (CarrelLayoutRun));
  g_array_set_clear_func (self->runs, clear_run);
  self->all.kind = CARREL_SPAN_MATH;
  text = make_formula_text (self);
  if (!text)
    text = make_text (self, library);
  carrel_block_layout_find_scripts (self);
  /* The base direction is the article's, not that of a line's first letter. */
  pango_layout_set_auto_dir (self->layout, FALSE);
  pango_layout_set_alignment (self->layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_justify (self->layout, carrel_page_style_is_justified (style, text_style));
  pango_layout_set_text (self->layout, text, -1);
  set_font (self);
  carrel_block_layout_apply (self, &black);
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
  if (carrel_block_layout_fit_formulas (self, width)) {
    GdkRGBA link = self->link;

    carrel_block_layout_apply (self, &link);
  }
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
    carrel_block_layout_apply (self, colour);
}

void
carrel_block_layout_set_tokens (CarrelBlockLayout *self, GArray *tokens)
{
  if (tokens)
    g_array_ref (tokens);
  g_clear_pointer (&self->tokens, g_array_unref);
  self->tokens = tokens;
  carrel_block_layout_apply (self, &self->link);
}

const CarrelSpan *
carrel_block_layout_get_run (CarrelBlockLayout *self, guint index, guint *start, guint *end)
{
  const CarrelLayoutRun *run;

  if (index >= self->runs->len)
    return NULL;
  run = &g_array_index (self->runs, CarrelLayoutRun, index);
  *start = run->start;
  *end = run->end;
  return run->span;
}

void
carrel_block_layout_get_shown (CarrelBlockLayout *self, guint32 *start, guint32 *end)
{
  *start = carrel_block_layout_to_shown (self, *start, FALSE);
  *end = carrel_block_layout_to_shown (self, *end, TRUE);
}

gboolean
carrel_block_layout_is_formula (CarrelBlockLayout *self)
{
  return self->has_formulas && self->all.end > 0;
}

gboolean
carrel_block_layout_get_formula (CarrelBlockLayout *self,
                                 guint32            offset,
                                 guint32           *start,
                                 guint32           *end)
{
  for (guint i = 0; self->has_formulas && i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

    if (run->formula && offset > run->span->start && offset < run->span->end) {
      *start = run->span->start;
      *end = run->span->end;
      return TRUE;
    }
  }
  return FALSE;
}

/* ── Places ── */

void
carrel_block_layout_append_rects (
    CarrelBlockLayout *self, guint32 start, guint32 end, double height, GArray *rects)
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

  carrel_block_layout_append_rects (self, carrel_block_layout_to_shown (self, start, FALSE),
                                    carrel_block_layout_to_shown (self, end, start < end), 0,
                                    rects);
  if (rects->len == 0) {
    PangoRectangle  place;
    graphene_rect_t rect;

    pango_layout_index_to_pos (self->layout,
                               (int) carrel_block_layout_to_shown (self, start, FALSE), &place);
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

  return carrel_block_layout_to_source (self, get_shown_at (self, x, y, TRUE, &inside));
}

const CarrelSpan *
carrel_block_layout_get_link (CarrelBlockLayout *self, double x, double y)
{
  gboolean inside;
  guint32  index = get_shown_at (self, x, y, FALSE, &inside);

  if (!inside)
    return NULL;
  for (guint i = 0; i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

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
  int                 at = (int) g_utf8_pointer_to_offset (
      text, text + carrel_block_layout_to_shown (self, offset, FALSE));
  int from = at, to = at;

  while (from > 0 && !(sentence ? attrs[from].is_sentence_start : attrs[from].is_word_start))
    from--;
  while (to < n_attrs - 1 &&
         (to == at || !(sentence ? attrs[to].is_sentence_end : attrs[to].is_word_end)))
    to++;
  *start = carrel_block_layout_to_source (self,
                                          (guint32) (g_utf8_offset_to_pointer (text, from) - text));
  *end = MAX (*start, carrel_block_layout_to_source (
                          self, (guint32) (g_utf8_offset_to_pointer (text, to) - text)));
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

  pango_layout_index_to_line_x (
      self->layout, (int) carrel_block_layout_to_shown (self, offset, FALSE), FALSE, &number, NULL);
  line = pango_layout_get_line_readonly (self->layout, number);
  *start = carrel_block_layout_to_source (self, (guint32) pango_layout_line_get_start_index (line));
  *end = carrel_block_layout_to_source (self, (guint32) (pango_layout_line_get_start_index (line) +
                                                         pango_layout_line_get_length (line)));
}

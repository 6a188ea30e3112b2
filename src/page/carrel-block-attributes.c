/* carrel-block-attributes.c: how the text of a block looks, as Pango's attributes. Main thread.
 *
 * Raised and lowered letters get a small line height of their own, so that they never open the
 * line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-block-layout-private.h"

#include <math.h>
#include <string.h>

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
void
carrel_block_layout_get_image_size (CarrelBlockLayout *self,
                                    const CarrelSpan  *span,
                                    double            *width,
                                    double            *height)
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
insert_run (CarrelBlockLayout     *self,
            PangoAttrList         *list,
            const CarrelLayoutRun *run,
            const GdkRGBA         *link)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  guint32                  start = run->start, end = run->end;

  switch (run->span->kind) {
  case CARREL_SPAN_EMPHASIS:
    if (carrel_script_has_italic ((CarrelScript) run->script))
      insert (list,
              pango_attr_style_new (metrics->italic ? PANGO_STYLE_NORMAL : PANGO_STYLE_ITALIC),
              start, end);
    else if (!carrel_script_is_cjk ((CarrelScript) run->script)) /* else dots */
      insert (list, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), start, end);
    break;
  case CARREL_SPAN_STRONG:
    insert (list,
            pango_attr_weight_new (metrics->weight >= 600 ? PANGO_WEIGHT_HEAVY : PANGO_WEIGHT_BOLD),
            start, end);
    break;
  case CARREL_SPAN_MATH:
    if (run->formula) {
      carrel_block_layout_insert_formula (self, list, run);
      break;
    }
    G_GNUC_FALLTHROUGH;
  case CARREL_SPAN_CODE:
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

    carrel_block_layout_get_image_size (self, run->span, &width, &height);
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
  const CarrelLayoutRun *outer = &g_array_index (self->runs, CarrelLayoutRun, index);

  for (guint i = 0; i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

    if (run->span->kind == CARREL_SPAN_FOOTNOTE_REF && run->start >= outer->start &&
        run->end <= outer->end)
      return TRUE;
  }
  return FALSE;
}

/* A word that is too long for a line is broken anywhere, and shows no hyphen, which an address
 * would be copied with; one that says where it may break (U+00AD) shows it there. */
static void
insert_hyphens (CarrelBlockLayout *self, PangoAttrList *list)
{
  const char *text = pango_layout_get_text (self->layout), *end = text, *hyphen;

  insert (list, pango_attr_insert_hyphens_new (carrel_page_style_is_print (self->style)), 0,
          G_MAXUINT);
  while ((hyphen = strstr (end, "\xc2\xad"))) {
    const char *start = hyphen;

    while (start > end && !g_ascii_isspace (start[-1]))
      start--;
    for (end = hyphen; *end && !g_ascii_isspace (*end);)
      end++;
    insert (list, pango_attr_insert_hyphens_new (TRUE), (guint32) (start - text),
            (guint32) (end - text));
  }
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
                   carrel_block_layout_to_shown (self, token->start, FALSE),
                   carrel_block_layout_to_shown (self, token->end, TRUE));
  }
}

void
carrel_block_layout_apply (CarrelBlockLayout *self, const GdkRGBA *link)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  PangoAttrList           *list = pango_attr_list_new ();

  insert (list, pango_attr_line_height_new_absolute ((int) (metrics->line * PANGO_SCALE)), 0,
          G_MAXUINT);
  insert_hyphens (self, list);
  if (metrics->spacing != 0)
    insert (list, pango_attr_letter_spacing_new ((int) (metrics->spacing * PANGO_SCALE)), 0,
            G_MAXUINT);
  if (self->text_style == CARREL_TEXT_CELL || self->text_style == CARREL_TEXT_HEAD)
    insert (list, pango_attr_font_features_new ("tnum=1"), 0, G_MAXUINT);
  if (self->text_style == CARREL_TEXT_CODE)
    insert (list, pango_attr_font_features_new ("calt=0"), 0, G_MAXUINT);
  if (self->block->text_language)
    insert_language (self, list, self->block->text_language, 0, G_MAXUINT);
  for (guint i = 0; i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

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

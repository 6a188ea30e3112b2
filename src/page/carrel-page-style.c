/* carrel-page-style.c: how a page is set, as numbers. Main thread; immutable once made.
 *
 * The tables are those of the design, in pixels at 100 %; they are multiplied once, when the style
 * is made. Body text and what goes with it grow with the script (Arabic is set larger); headings
 * keep their ratio to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-page-style.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

struct _CarrelPageStyle {
  grefcount         references;
  PangoContext     *contexts[2];            /* (owned): left to right, right to left */
  CarrelMathGlyphs *glyphs[CARREL_N_FACES]; /* (owned) (nullable): made when first asked for */
  char             *language;               /* (owned) (nullable) */
  char             *sans;                   /* (owned): the interface's font first */
  char             *chosen; /* (owned) (nullable): the person's font first, or the legible one */
  CarrelScript      script;
  gboolean          rtl, narrow, justified, print;
  double            scale;
  CarrelTextMetrics metrics[CARREL_N_TEXT_STYLES];
};

/* ── Scripts ── */

static const struct {
  const char  *tag; /* the tag's beginning; longer ones first */
  CarrelScript script;
} scripts[] = {
  { "zh-hant", CARREL_SCRIPT_HANT }, { "zh-tw", CARREL_SCRIPT_HANT },
  { "zh-hk", CARREL_SCRIPT_HANT },   { "zh-mo", CARREL_SCRIPT_HANT },
  { "yue", CARREL_SCRIPT_HANT },     { "zh", CARREL_SCRIPT_HANS },
  { "ja", CARREL_SCRIPT_JAPANESE },  { "ko", CARREL_SCRIPT_KOREAN },
  { "ur", CARREL_SCRIPT_URDU },      { "ar", CARREL_SCRIPT_ARABIC },
  { "fa", CARREL_SCRIPT_ARABIC },    { "ps", CARREL_SCRIPT_ARABIC },
  { "ckb", CARREL_SCRIPT_ARABIC },   { "sd", CARREL_SCRIPT_ARABIC },
  { "ug", CARREL_SCRIPT_ARABIC },
};

CarrelScript
carrel_script_from_language (const char *language)
{
  if (!language)
    return CARREL_SCRIPT_LATIN;
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    gsize n = strlen (scripts[i].tag);

    if (g_ascii_strncasecmp (language, scripts[i].tag, n) == 0 &&
        (language[n] == '\0' || language[n] == '-' || language[n] == '_'))
      return scripts[i].script;
  }
  return CARREL_SCRIPT_LATIN;
}

gboolean
carrel_script_is_cjk (CarrelScript script)
{
  return script >= CARREL_SCRIPT_HANS && script <= CARREL_SCRIPT_KOREAN;
}

gboolean
carrel_script_has_italic (CarrelScript script)
{
  return script == CARREL_SCRIPT_LATIN;
}

/* ── Tables ── */

/* Body text by script: size and line height in pixels and em, and the fonts. */
static const struct {
  double      size, line;
  const char *families;
} bodies[] = {
  [CARREL_SCRIPT_LATIN] = { 18, 1.6,
                            "Literata, Source Serif 4, Noto Serif, serif, Noto Serif CJK SC, Noto "
                            "Naskh Arabic" },
  [CARREL_SCRIPT_HANS] = { 18, 1.85, "Noto Serif CJK SC, Source Han Serif SC, Noto Serif, serif" },
  [CARREL_SCRIPT_HANT] = { 18, 1.85, "Noto Serif CJK TC, Source Han Serif TC, Noto Serif, serif" },
  [CARREL_SCRIPT_JAPANESE] = { 18, 1.85, "Noto Serif CJK JP, Source Han Serif, Noto Serif, serif" },
  [CARREL_SCRIPT_KOREAN] = { 18, 1.85, "Noto Serif CJK KR, Source Han Serif K, Noto Serif, serif" },
  [CARREL_SCRIPT_ARABIC] = { 20, 1.8, "Noto Naskh Arabic, Amiri, Noto Serif, serif" },
  [CARREL_SCRIPT_URDU] = { 20, 2.3, "Noto Nastaliq Urdu, Noto Naskh Arabic, Noto Serif, serif" },
};

static const char mono_families[] = "Adwaita Mono, JetBrains Mono, monospace";

typedef enum {
  OF_PAGE, /* the face that the person chose; grows with the script */
  OF_UI,
  OF_CODE,
} Kind;

/* Sizes and lines for Latin. A line of 0 is the script's own. */
static const struct {
  double size, line, spacing, alpha;
  int    weight;
  guint8 kind;
  guint8 italic;
} texts[CARREL_N_TEXT_STYLES] = {
  [CARREL_TEXT_BODY] = { 18, 0, 0, 1, 400, OF_PAGE, FALSE },
  [CARREL_TEXT_H1] = { 26, 1.22, -.01, 1, 600, OF_PAGE, FALSE },
  [CARREL_TEXT_H2] = { 24, 1.25, -.008, 1, 600, OF_PAGE, FALSE },
  [CARREL_TEXT_H3] = { 20, 1.3, 0, 1, 600, OF_PAGE, FALSE },
  [CARREL_TEXT_H4] = { 18, 1.4, 0, 1, 700, OF_PAGE, FALSE },
  [CARREL_TEXT_QUOTE] = { 18, 1.55, 0, 1, 400, OF_PAGE, TRUE },
  [CARREL_TEXT_SOURCE] = { 15, 1.5, 0, .74, 400, OF_PAGE, FALSE },
  [CARREL_TEXT_CAPTION] = { 13, 1.45, 0, .74, 400, OF_UI, FALSE },
  [CARREL_TEXT_CODE] = { 14, 1.5, 0, 1, 400, OF_CODE, FALSE },
  [CARREL_TEXT_MATH] = { 15, 1.6, 0, 1, 400, OF_CODE, FALSE },
  [CARREL_TEXT_CELL] = { 15, 1.4, 0, 1, 400, OF_UI, FALSE },
  [CARREL_TEXT_HEAD] = { 14, 1.4, 0, 1, 700, OF_UI, FALSE },
  [CARREL_TEXT_NOTE] = { 15, 1.5, 0, .85, 400, OF_PAGE, FALSE },
  [CARREL_TEXT_TERM] = { 18, 0, 0, 1, 600, OF_PAGE, FALSE },
};

/* Distances around a block that stands among others. */
static const struct {
  guint8 type, above, below;
} margins[] = {
  { CARREL_BLOCK_PARAGRAPH, 20, 20 }, { CARREL_BLOCK_QUOTE, 24, 24 },
  { CARREL_BLOCK_LIST, 14, 24 },      { CARREL_BLOCK_CODE, 20, 26 },
  { CARREL_BLOCK_RULE, 32, 32 },      { CARREL_BLOCK_FIGURE, 28, 30 },
  { CARREL_BLOCK_EMBED, 28, 30 },     { CARREL_BLOCK_TABLE, 24, 30 },
  { CARREL_BLOCK_MATH, 20, 20 },      { CARREL_BLOCK_DEFINITIONS, 20, 24 },
  { CARREL_BLOCK_FOOTNOTES, 40, 0 },
};

static const guint8 heading_above[] = { 32, 32, 26, 22, 22, 22 };
static const guint8 heading_below[] = { 10, 10, 8, 6, 6, 6 };

/* ── Making one ── */

static void
fill_metrics (CarrelPageStyle *self, const CarrelPageSettings *settings)
{
  /* The other faces look larger at the same size. */
  static const double face_ratio[] = { 1, 17.0 / 18, 16.0 / 18, 17.0 / 18, 1 };
  double              script_ratio = bodies[self->script].size / 18;

  for (guint i = 0; i < CARREL_N_TEXT_STYLES; i++) {
    CarrelTextMetrics *to = &self->metrics[i];
    double             size = texts[i].size, line = texts[i].line;
    gboolean           of_page = texts[i].kind == OF_PAGE;
    gboolean           heading = i >= CARREL_TEXT_H1 && i <= CARREL_TEXT_H4;

    if (of_page) {
      size *= script_ratio * face_ratio[settings->face];
      if (self->narrow && !heading)
        size *= 17.0 / 18;
      if (line == 0)
        line = bodies[self->script].line;
      else if (self->script != CARREL_SCRIPT_LATIN)
        line *= heading ? (self->script == CARREL_SCRIPT_URDU ? 1.6 : 1.1)
                        : bodies[self->script].line / 1.6;
      if (!heading)
        line *= settings->line_scale;
    } else if (texts[i].kind == OF_UI && self->script != CARREL_SCRIPT_LATIN) {
      line *= self->script == CARREL_SCRIPT_URDU ? 1.5 : 1.12;
    }
    to->face = texts[i].kind == OF_CODE ? CARREL_FACE_MONO
               : texts[i].kind == OF_UI ? CARREL_FACE_SANS
                                        : settings->face;
    to->size = size * self->scale;
    to->line = round (line * to->size);
    to->weight =
        self->script != CARREL_SCRIPT_LATIN && texts[i].weight == 600 ? 700 : texts[i].weight;
    to->italic = texts[i].italic && carrel_script_has_italic (self->script);
    to->spacing = carrel_script_has_italic (self->script) ? texts[i].spacing * to->size : 0;
    to->alpha = texts[i].alpha;
  }
}

const char *
carrel_page_style_find_legible (PangoFontMap *map)
{
  static const char *const families[] = { "Atkinson Hyperlegible Next", "Atkinson Hyperlegible",
                                          "OpenDyslexic", "OpenDyslexic3" };

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (pango_font_map_get_family (map, families[i]))
      return families[i];
  return NULL;
}

/* The script's own fonts come after it, for letters that it lacks. */
static char *
make_chosen (CarrelScript script, const CarrelPageSettings *settings, PangoFontMap *map)
{
  const char *family = settings->face == CARREL_FACE_CHOSEN ? settings->family : NULL;

  if (settings->face == CARREL_FACE_LEGIBLE)
    family = carrel_page_style_find_legible (map);
  return family && *family ? g_strconcat (family, ", ", bodies[script].families, NULL) : NULL;
}

static PangoContext *
make_context (CarrelPageStyle *self, PangoContext *like, PangoDirection dir)
{
  PangoContext *context = pango_font_map_create_context (pango_context_get_font_map (like));

  pango_cairo_context_set_resolution (context, pango_cairo_context_get_resolution (like));
  pango_cairo_context_set_font_options (context, pango_cairo_context_get_font_options (like));
  pango_context_set_language (context, pango_context_get_language (like));
  pango_context_set_base_dir (context, dir);
  if (self->language)
    pango_context_set_language (context, pango_language_from_string (self->language));
  /* Letters stand where their shapes want them, at any size. */
  pango_context_set_round_glyph_positions (context, FALSE);
  return context;
}

CarrelPageStyle *
carrel_page_style_new (const CarrelPageSettings *settings, PangoContext *like)
{
  CarrelPageStyle *self = g_new0 (CarrelPageStyle, 1);

  g_ref_count_init (&self->references);
  self->language = g_strdup (settings->language);
  self->sans = g_strconcat (settings->ui_family ? settings->ui_family : "Adwaita Sans",
                            ", sans-serif", NULL);
  self->script = carrel_script_from_language (settings->language);
  self->rtl = settings->rtl;
  self->narrow = settings->narrow;
  self->justified = settings->justified;
  self->print = settings->print;
  self->chosen = make_chosen (self->script, settings, pango_context_get_font_map (like));
  self->scale = settings->text_scale * settings->system_scale;
  fill_metrics (self, settings);
  self->contexts[0] = make_context (self, like, PANGO_DIRECTION_LTR);
  self->contexts[1] = make_context (self, like, PANGO_DIRECTION_RTL);
  return self;
}

CarrelPageStyle *
carrel_page_style_ref (CarrelPageStyle *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
carrel_page_style_unref (CarrelPageStyle *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_object_unref (self->contexts[0]);
  g_object_unref (self->contexts[1]);
  for (guint i = 0; i < CARREL_N_FACES; i++)
    g_clear_pointer (&self->glyphs[i], carrel_math_glyphs_unref);
  g_free (self->language);
  g_free (self->sans);
  g_free (self->chosen);
  g_free (self);
}

/* ── Reading ── */

PangoContext *
carrel_page_style_get_context (CarrelPageStyle *self, gboolean rtl)
{
  return self->contexts[rtl ? 1 : 0];
}

const CarrelTextMetrics *
carrel_page_style_get_metrics (CarrelPageStyle *self, CarrelTextStyle style)
{
  return &self->metrics[style];
}

CarrelScript
carrel_page_style_get_script (CarrelPageStyle *self)
{
  return self->script;
}

const char *
carrel_page_style_get_language (CarrelPageStyle *self)
{
  return self->language;
}

gboolean
carrel_page_style_is_rtl (CarrelPageStyle *self)
{
  return self->rtl;
}

gboolean
carrel_page_style_is_narrow (CarrelPageStyle *self)
{
  return self->narrow;
}

gboolean
carrel_page_style_is_print (CarrelPageStyle *self)
{
  return self->print;
}

const char *
carrel_page_style_get_families (CarrelPageStyle *self, CarrelFace face, CarrelScript script)
{
  switch (face) {
  case CARREL_FACE_MONO:
    return mono_families;
  case CARREL_FACE_SANS:
    return self->sans;
  case CARREL_FACE_LEGIBLE:
  case CARREL_FACE_CHOSEN:
    return self->chosen ? self->chosen : bodies[script].families;
  case CARREL_FACE_SERIF:
  default:
    return bodies[script].families;
  }
}

CarrelMathGlyphs *
carrel_page_style_get_glyphs (CarrelPageStyle *self, CarrelFace face)
{
  if (!self->glyphs[face])
    self->glyphs[face] = carrel_math_glyphs_new (
        self->contexts[0], carrel_page_style_get_families (self, face, CARREL_SCRIPT_LATIN),
        mono_families);
  return self->glyphs[face];
}

gboolean
carrel_page_style_is_justified (CarrelPageStyle *self, CarrelTextStyle style)
{
  return self->justified &&
         (style == CARREL_TEXT_BODY || style == CARREL_TEXT_QUOTE || style == CARREL_TEXT_NOTE);
}

int
carrel_page_style_px (CarrelPageStyle *self, double pixels)
{
  return (int) lround (pixels * self->scale);
}

double
carrel_page_style_estimate_width (CarrelPageStyle *self,
                                  CarrelTextStyle  style,
                                  const char      *text,
                                  gsize            text_len)
{
  const CarrelTextMetrics *metrics = &self->metrics[style];
  guchar                   lead = 0;

  /* One look in the middle tells the script; half an em for most letters, one for CJK. */
  for (gsize i = text_len / 2; i < text_len && i < text_len / 2 + 64; i++)
    if ((guchar) text[i] >= 0xc0) {
      lead = (guchar) text[i];
      break;
    }
  if (lead >= 0xe3)
    return (double) text_len / 3 * metrics->size;
  if (lead >= 0xd0)
    return (double) text_len / 2 * metrics->size * (metrics->face == CARREL_FACE_MONO ? .6 : .5);
  return (double) text_len * metrics->size * (metrics->face == CARREL_FACE_MONO ? .6 : .47);
}

/* ── Distances ── */

static void
get_margins (const CarrelBlock *block, int *above, int *below)
{
  *above = *below = 20;
  if (block->type == CARREL_BLOCK_HEADING) {
    guint level = CLAMP (block->level, 1, 6) - 1;

    *above = heading_above[level];
    *below = heading_below[level];
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (margins); i++)
    if (margins[i].type == block->type) {
      *above = margins[i].above;
      *below = margins[i].below;
    }
}

static gboolean
is_solid (CarrelBlockType type)
{
  return type == CARREL_BLOCK_CODE || type == CARREL_BLOCK_FIGURE || type == CARREL_BLOCK_EMBED ||
         type == CARREL_BLOCK_TABLE;
}

/* An item of more than a paragraph and lists below it. The blocks stand in one array. */
static gboolean
is_loose (const CarrelBlock *item)
{
  const CarrelBlock *end = item + 1 + item->n_descendants;
  guint              n = 0;

  for (const CarrelBlock *child = item + 1; child < end; child += 1 + child->n_descendants)
    n += child->type != CARREL_BLOCK_LIST;
  return n > 1;
}

int
carrel_page_style_get_gap (CarrelPageStyle   *self,
                           int                parent,
                           const CarrelBlock *before,
                           const CarrelBlock *after)
{
  int above, below, unused, gap;

  get_margins (before, &unused, &below);
  get_margins (after, &above, &unused);
  if (before->type == CARREL_BLOCK_HEADING)
    gap = after->type == CARREL_BLOCK_HEADING ? below + 8
          : is_solid (after->type)            ? MAX (below, 14)
                                              : below;
  else
    gap = MAX (above, below);

  switch (parent) {
  case CARREL_BLOCK_LIST:
  case CARREL_BLOCK_FOOTNOTES:
    gap = is_loose (before) || is_loose (after) ? 14 : 8;
    break;
  case CARREL_BLOCK_LIST_ITEM:
  case CARREL_BLOCK_FOOTNOTE:
  case CARREL_BLOCK_DEFINITION:
  case CARREL_BLOCK_CELL:
    gap = MIN (gap, after->type == CARREL_BLOCK_LIST                    ? 8
                    : is_solid (after->type) || is_solid (before->type) ? 14
                                                                        : 10);
    break;
  case CARREL_BLOCK_DEFINITIONS:
    gap = after->type == CARREL_BLOCK_DEFINITION ? 2 : 12;
    break;
  case CARREL_BLOCK_QUOTE:
    gap = MIN (gap, 14);
    break;
  case CARREL_BLOCK_FIGURE:
  case CARREL_BLOCK_TABLE:
    gap = after->type == CARREL_BLOCK_CAPTION || before->type == CARREL_BLOCK_CAPTION ? 9 : 10;
    break;
  default:
    break;
  }
  return carrel_page_style_px (self, gap);
}

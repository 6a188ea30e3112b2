/* carrel-block-dots.c: emphasis in Chinese, Japanese and Korean: a dot at each character. The
 * thread of the style.
 *
 * These scripts have no slanted letters; a slanted copy of upright ones is a fault. Below the
 * characters of Chinese, above those of the others (W3C, Requirements for Chinese Text Layout and
 * for Japanese Text Layout); not at punctuation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-block-layout-private.h"

#define RADIUS .07 /* em */
#define BELOW .3   /* of the baseline */
#define ABOVE 1.02

/* The innermost language around each run, else the block's, else the page's. Runs come by their
 * start, and nest. */
void
carrel_block_layout_find_scripts (CarrelBlockLayout *self)
{
  g_autoptr (GArray) open =
      g_array_new (FALSE, FALSE, sizeof (guint)); /* of runs that are a language */
  gboolean     own = self->block->text_language != NULL;
  CarrelScript script = own ? carrel_script_from_language (self->block->text_language)
                            : carrel_page_style_get_script (self->style);

  for (guint i = 0; i < self->runs->len; i++) {
    CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i), *outer;

    while (open->len > 0) {
      outer =
          &g_array_index (self->runs, CarrelLayoutRun, g_array_index (open, guint, open->len - 1));
      if (outer->span->end > run->span->start)
        break;
      g_array_set_size (open, open->len - 1);
    }
    run->script = (guint8) script;
    if (open->len > 0) {
      outer =
          &g_array_index (self->runs, CarrelLayoutRun, g_array_index (open, guint, open->len - 1));
      run->script = (guint8) carrel_script_from_language (outer->span->value);
    }
    if (run->span->kind == CARREL_SPAN_LANGUAGE && run->span->value)
      g_array_append_val (open, i);
    self->has_dots |= run->span->kind == CARREL_SPAN_EMPHASIS &&
                      carrel_script_is_cjk ((CarrelScript) run->script);
  }
}

static gboolean
takes_dot (gunichar c)
{
  return g_unichar_isalnum (c);
}

/* The emphasis that a shown place is in (nullable). Runs come by their start. */
static const CarrelLayoutRun *
find_emphasis (const GPtrArray *dotted, guint *next, guint32 shown)
{
  while (*next < dotted->len && ((const CarrelLayoutRun *) dotted->pdata[*next])->end <= shown)
    (*next)++;
  if (*next < dotted->len && ((const CarrelLayoutRun *) dotted->pdata[*next])->start <= shown)
    return dotted->pdata[*next];
  return NULL;
}

static void
add_dots (CarrelBlockLayout *self, const GPtrArray *dotted, int first, int n, GskPathBuilder *path)
{
  double           size = carrel_page_style_get_metrics (self->style, self->text_style)->size;
  const char      *text = pango_layout_get_text (self->layout);
  PangoLayoutIter *iter = pango_layout_get_iter (self->layout);
  int              line = 0, last = -1;
  guint            next = 0;

  do {
    int index = pango_layout_iter_get_index (iter);
    int start = pango_layout_line_get_start_index (pango_layout_iter_get_line_readonly (iter));
    const CarrelLayoutRun *run;
    PangoRectangle         place;
    double                 y;

    line += last >= 0 && start != last;
    last = start;
    if (line < first || line - first >= n || !text[index] ||
        !takes_dot (g_utf8_get_char (text + index)))
      continue;
    run = find_emphasis (dotted, &next, (guint32) index);
    if (!run)
      continue;
    pango_layout_iter_get_char_extents (iter, &place);
    y = (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE +
        (run->script == CARREL_SCRIPT_HANS || run->script == CARREL_SCRIPT_HANT ? BELOW : -ABOVE) *
            size;
    gsk_path_builder_add_circle (
        path, &GRAPHENE_POINT_INIT ((float) (place.x + place.width / 2) / PANGO_SCALE, (float) y),
        (float) (RADIUS * size));
  } while (pango_layout_iter_next_char (iter));
  pango_layout_iter_free (iter);
}

/* All dots, as one outline (transfer full) (nullable). */
GskPath *
carrel_block_layout_make_dots (CarrelBlockLayout *self, int first_line, int n_lines)
{
  g_autoptr (GPtrArray) dotted = g_ptr_array_new ();
  GskPathBuilder *path;

  if (!self->has_dots)
    return NULL;
  for (guint i = 0; i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

    if (run->span->kind == CARREL_SPAN_EMPHASIS &&
        carrel_script_is_cjk ((CarrelScript) run->script))
      g_ptr_array_add (dotted, (gpointer) run);
  }
  path = gsk_path_builder_new ();
  add_dots (self, dotted, first_line, n_lines, path);
  return gsk_path_builder_free_to_path (path);
}

/* carrel-math-glyphs.c: the letters and signs of formulas. Main thread.
 *
 * A page has few different ones, in few sizes: they are kept by what they say, how and how large. A
 * layout holds references, so that forgetting all of them harms nobody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-math-glyphs.h"

#define MAX_RUNS 4000

struct _CarrelMathGlyphs {
  grefcount    references;
  PangoLayout *layout;   /* (owned): shapes */
  char        *families; /* (owned) */
  char        *sans;     /* (owned) */
  char        *mono;     /* (owned) */
  char        *signs;    /* (owned) */
  GHashTable  *runs;     /* (owned) (element-type utf8 CarrelMathRun) */
  GString     *key;      /* (owned) */
};

typedef struct {
  PangoFont        *font;   /* (owned) */
  PangoGlyphString *glyphs; /* (owned) */
  double            x;
} Part;

static void
clear_part (gpointer data)
{
  Part *part = data;

  g_clear_object (&part->font);
  g_clear_pointer (&part->glyphs, pango_glyph_string_free);
}

/* ── A run ── */

CarrelMathRun *
carrel_math_run_ref (CarrelMathRun *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
carrel_math_run_unref (CarrelMathRun *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_array_unref (self->parts);
  g_free (self);
}

void
carrel_math_run_snapshot (
    const CarrelMathRun *self, GtkSnapshot *snapshot, double x, double y, const GdkRGBA *colour)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const Part    *part = &g_array_index (self->parts, Part, i);
    GskRenderNode *node = gsk_text_node_new (
        part->font, part->glyphs, colour, &GRAPHENE_POINT_INIT ((float) (x + part->x), (float) y));

    if (!node) /* no ink */
      continue;
    gtk_snapshot_append_node (snapshot, node);
    gsk_render_node_unref (node);
  }
}

void
carrel_math_run_draw (const CarrelMathRun *self, cairo_t *cr, double x, double y)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const Part *part = &g_array_index (self->parts, Part, i);

    cairo_move_to (cr, x + part->x, y);
    pango_cairo_show_glyph_string (cr, part->font, part->glyphs);
  }
}

static void
add_part (CarrelMathRun *self, const PangoGlyphItem *item)
{
  Part part = { g_object_ref (item->item->analysis.font), pango_glyph_string_copy (item->glyphs),
                self->width };
  PangoRectangle ink, logical;

  pango_glyph_string_extents (part.glyphs, part.font, &ink, &logical);
  if (ink.width > 0 && ink.height > 0) {
    gboolean first = self->ascent == 0 && self->descent == 0;
    double   left = self->width + (double) ink.x / PANGO_SCALE,
           right = left + (double) ink.width / PANGO_SCALE;
    double ascent = -(double) ink.y / PANGO_SCALE,
           descent = (double) (ink.y + ink.height) / PANGO_SCALE;

    self->left = first ? left : MIN (self->left, left);
    self->right = first ? right : MAX (self->right, right);
    self->ascent = first ? ascent : MAX (self->ascent, ascent);
    self->descent = first ? descent : MAX (self->descent, descent);
  }
  self->width += (double) logical.width / PANGO_SCALE;
  g_array_append_val (self->parts, part);
}

static const char *
get_families (CarrelMathGlyphs *self, CarrelMathFace face)
{
  switch (face) {
  case CARREL_MATH_FACE_MONO:
    return self->mono;
  case CARREL_MATH_FACE_SANS:
    return self->sans;
  case CARREL_MATH_FACE_SIGNS:
    return self->signs;
  case CARREL_MATH_FACE_TEXT:
  default:
    return self->families;
  }
}

static CarrelMathRun *
make_run (CarrelMathGlyphs *self,
          const char       *text,
          CarrelMathFace    face,
          int               weight,
          gboolean          italic,
          double            size)
{
  CarrelMathRun        *run = g_new0 (CarrelMathRun, 1);
  PangoFontDescription *font = pango_font_description_new ();
  PangoLayoutLine      *line;

  g_ref_count_init (&run->references);
  run->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (run->parts, clear_part);
  pango_font_description_set_family_static (font, get_families (self, face));
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, (PangoWeight) weight);
  pango_font_description_set_style (font, italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (self->layout, font);
  pango_layout_set_text (self->layout, text, -1);
  line = pango_layout_get_line_readonly (self->layout, 0);
  for (GSList *l = line->runs; l; l = l->next)
    add_part (run, l->data);
  pango_font_description_free (font);
  return run;
}

/* ── All of them ── */

CarrelMathGlyphs *
carrel_math_glyphs_new (PangoContext *context, const char *families, const char *mono)
{
  static const char others[] = "STIX Two Math, XITS Math, Libertinus Math, Latin Modern Math, TeX "
                               "Gyre Termes Math, DejaVu Math TeX Gyre, Noto Sans Math";
  CarrelMathGlyphs *self = g_new0 (CarrelMathGlyphs, 1);

  g_ref_count_init (&self->references);
  self->families = g_strconcat (families, ", ", others, NULL);
  self->sans = g_strconcat ("sans-serif, ", others, NULL);
  self->mono = g_strconcat (mono, ", ", others, NULL);
  self->signs = g_strconcat (others, ", ", families, NULL);
  self->layout = pango_layout_new (context);
  pango_layout_set_auto_dir (self->layout, FALSE);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  self->runs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) carrel_math_run_unref);
  self->key = g_string_new (NULL);
  return self;
}

CarrelMathGlyphs *
carrel_math_glyphs_ref (CarrelMathGlyphs *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
carrel_math_glyphs_unref (CarrelMathGlyphs *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_object_unref (self->layout);
  g_hash_table_unref (self->runs);
  g_string_free (self->key, TRUE);
  g_free (self->families);
  g_free (self->sans);
  g_free (self->mono);
  g_free (self->signs);
  g_free (self);
}

CarrelMathRun *
carrel_math_glyphs_get (CarrelMathGlyphs *self,
                        const char       *text,
                        CarrelMathFace    face,
                        int               weight,
                        gboolean          italic,
                        double            size)
{
  CarrelMathRun *run;

  g_string_printf (self->key, "%d %d %d %d %s", (int) face, weight, italic, (int) (size * 64),
                   text);
  run = g_hash_table_lookup (self->runs, self->key->str);
  if (!run) {
    if (g_hash_table_size (self->runs) >= MAX_RUNS)
      g_hash_table_remove_all (self->runs);
    run = make_run (self, text, face, weight, italic, size);
    g_hash_table_insert (self->runs, g_strdup (self->key->str), run);
  }
  return carrel_math_run_ref (run);
}

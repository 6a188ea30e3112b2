/* carrel-bench-bands.c: what is searched for: words by how many articles have them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-bands.h"

typedef struct {
  sqlite3    *db;
  BenchTexts *texts;
  guint       n_articles;
} Bands;

static guint
count (Bands *self, const char *match)
{
  sqlite3_stmt *statement = NULL;
  guint         n;

  if (sqlite3_prepare_v2 (self->db, "SELECT count (*) FROM text_index WHERE text_index MATCH ?1",
                          -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (self->db));
  sqlite3_bind_text (statement, 1, match, -1, SQLITE_STATIC);
  sqlite3_step (statement);
  n = (guint) sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return n;
}

static BenchBand *
band_new (const char *name)
{
  BenchBand *band = g_new0 (BenchBand, 1);

  band->name = name;
  band->texts = g_ptr_array_new_with_free_func (g_free);
  return band;
}

static void
band_free (gpointer data)
{
  BenchBand *band = data;

  g_ptr_array_unref (band->texts);
  g_free (band);
}

/* Eight words that about that share of articles have. */
static BenchBand *
make_band (Bands *self, const char *name, double share)
{
  BenchBand *band = band_new (name);
  guint      low = 3, high = 60000; /* ranks: the rarer the higher */

  while (high - low > 8) {
    guint middle = (low + high) / 2;

    if (count (self, bench_texts_get_word (self->texts, middle)) > share * self->n_articles)
      low = middle;
    else
      high = middle;
  }
  for (guint i = 0; i < 8; i++)
    g_ptr_array_add (band->texts, g_strdup (bench_texts_get_word (self->texts, low + i)));
  return band;
}

static BenchBand *
join_bands (const char *name, BenchBand *a, BenchBand *b, BenchBand *c)
{
  BenchBand *band = band_new (name);

  for (guint i = 0; i < 8; i++)
    g_ptr_array_add (band->texts, c ? g_strdup_printf ("%s %s %s", (char *) a->texts->pdata[i],
                                                       (char *) b->texts->pdata[7 - i],
                                                       (char *) c->texts->pdata[i])
                                    : g_strdup_printf ("%s %s", (char *) a->texts->pdata[i],
                                                       (char *) b->texts->pdata[7 - i]));
  return band;
}

GPtrArray *
bench_bands_new (sqlite3 *db, BenchTexts *texts, guint n_articles)
{
  Bands      bands_of = { db, texts, n_articles }, *self = &bands_of;
  GPtrArray *bands = g_ptr_array_new_with_free_func (band_free);
  BenchBand *half = make_band (self, "half have it", 0.5), *tenth = make_band (self, "10 %", 0.1),
            *hundredth = make_band (self, "1 %", 0.01), *rare = make_band (self, "0.1 %", 0.001);
  BenchBand *phrase = band_new ("a phrase of two"), *common = band_new ("… that half have"),
            *chinese = band_new ("two Chinese characters");

  for (guint i = 0; i < 8; i++) {
    g_autofree char *one = bench_texts_dup_character (self->texts, 3 + i),
                    *two = bench_texts_dup_character (self->texts, 20 + 3 * i);

    g_ptr_array_add (phrase->texts, g_strdup_printf ("\"%s %s\"", (char *) tenth->texts->pdata[i],
                                                     (char *) half->texts->pdata[i]));
    g_ptr_array_add (common->texts, g_strdup_printf ("\"%s %s\"", (char *) half->texts->pdata[i],
                                                     (char *) half->texts->pdata[7 - i]));
    g_ptr_array_add (chinese->texts, g_strdup_printf ("\"%s%s\"", one, two));
  }
  g_ptr_array_add (bands, half);
  g_ptr_array_add (bands, tenth);
  g_ptr_array_add (bands, hundredth);
  g_ptr_array_add (bands, rare);
  g_ptr_array_add (bands, join_bands ("two words, half and 10 %", half, tenth, NULL));
  g_ptr_array_add (bands, join_bands ("two words, 10 % and 1 %", tenth, hundredth, NULL));
  g_ptr_array_add (bands, join_bands ("three words", half, tenth, hundredth));
  g_ptr_array_add (bands, phrase);
  g_ptr_array_add (bands, common);
  g_ptr_array_add (bands, chinese);
  return bands;
}

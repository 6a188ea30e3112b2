/* carrel-thread.c: an order of articles.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-thread.h"

struct _CarrelThread {
  char       *title;    /* (owned) (nullable) */
  GPtrArray  *articles; /* (owned) */
  GHashTable *numbers; /* gint64 * in the articles' own memory is not lasting: boxed → number + 1 */
};

G_DEFINE_BOXED_TYPE (CarrelThread, carrel_thread, carrel_thread_ref, carrel_thread_unref)

CarrelThread *
carrel_thread_new (const char *title, GPtrArray *articles)
{
  CarrelThread *self = g_atomic_rc_box_new0 (CarrelThread);

  self->title = g_strdup (title);
  self->articles = articles;
  self->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < articles->len; i++) {
    gint64 *id = g_new (gint64, 1);

    *id = carrel_article_get_id (articles->pdata[i]);
    g_hash_table_insert (self->numbers, id, GUINT_TO_POINTER (i + 1));
  }
  return self;
}

CarrelThread *
carrel_thread_ref (CarrelThread *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  CarrelThread *self = data;

  g_free (self->title);
  g_ptr_array_unref (self->articles);
  g_hash_table_unref (self->numbers);
}

void
carrel_thread_unref (CarrelThread *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
carrel_thread_has_title (CarrelThread *self)
{
  return self->title && *self->title;
}

const char *
carrel_thread_get_title (CarrelThread *self)
{
  if (carrel_thread_has_title (self))
    return self->title;
  return self->articles->len > 0 ? carrel_article_get_title (self->articles->pdata[0]) : "";
}

guint
carrel_thread_get_n_articles (CarrelThread *self)
{
  return self->articles->len;
}

CarrelArticle *
carrel_thread_get_article (CarrelThread *self, guint number)
{
  return number < self->articles->len ? self->articles->pdata[number] : NULL;
}

guint
carrel_thread_find (CarrelThread *self, gint64 article)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, &article)) - 1;
}

CarrelArticle *
carrel_thread_get_previous (CarrelThread *self, gint64 article)
{
  guint number = carrel_thread_find (self, article);

  return number != G_MAXUINT && number > 0 ? carrel_thread_get_article (self, number - 1) : NULL;
}

CarrelArticle *
carrel_thread_get_next (CarrelThread *self, gint64 article)
{
  guint number = carrel_thread_find (self, article);

  return number != G_MAXUINT ? carrel_thread_get_article (self, number + 1) : NULL;
}

guint
carrel_thread_get_n_read (CarrelThread *self)
{
  guint n = 0;

  for (guint i = 0; i < self->articles->len; i++)
    n += carrel_article_get (self->articles->pdata[i])->read == CARREL_READ_READ;
  return n;
}

double
carrel_thread_get_progress (CarrelThread *self)
{
  double words = 0, read = 0;

  for (guint i = 0; i < self->articles->len; i++) {
    const CarrelArticleData *article = carrel_article_get (self->articles->pdata[i]);
    double                   n = MAX (article->words, 1);

    words += n;
    read += article->read == CARREL_READ_READ ? n : n * CLAMP (article->progress, 0, 1);
  }
  return words > 0 ? read / words : 0;
}

/* ── The order ── */

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  const guint x = *(const guint *) a, y = *(const guint *) b;

  return (x < y) - (x > y);
}

typedef struct {
  guint   n;
  guint  *waits; /* for how many earlier ones */
  guint  *first; /* where the later ones of each begin */
  guint  *later;
  GArray *ready; /* a stack */
} Order;

static void
release (Order *self, guint number)
{
  guint start = self->ready->len;

  for (guint k = self->first[number]; k < self->first[number + 1]; k++)
    if (self->waits[self->later[k]] != G_MAXUINT && --self->waits[self->later[k]] == 0)
      g_array_append_val (self->ready, self->later[k]);
  /* The lowest on top. */
  if (self->ready->len - start > 1)
    qsort (&g_array_index (self->ready, guint, start), self->ready->len - start, sizeof (guint),
           compare_descending);
}

void
carrel_thread_order (guint n, const guint (*pairs)[2], gsize n_pairs, guint *order)
{
  g_autofree guint *waits = g_new0 (guint, n + 1), *first = g_new0 (guint, n + 2),
                   *later = g_new (guint, MAX (n_pairs, 1));
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));
  Order self = { n, waits, first, later, ready };
  guint done = 0, lowest = 0;

  for (gsize i = 0; i < n_pairs; i++) {
    g_return_if_fail (pairs[i][0] < n && pairs[i][1] < n);
    first[pairs[i][1] + 2]++;
    waits[pairs[i][0]]++;
  }
  for (guint i = 2; i < n + 2; i++)
    first[i] += first[i - 1];
  for (gsize i = 0; i < n_pairs; i++)
    later[first[pairs[i][1] + 1]++] = pairs[i][0];
  for (guint i = n; i > 0; i--)
    if (waits[i - 1] == 0) {
      guint number = i - 1;

      g_array_append_val (ready, number);
    }
  while (done < n) {
    guint number;

    if (ready->len > 0) {
      number = g_array_index (ready, guint, ready->len - 1);
      g_array_set_size (ready, ready->len - 1);
    } else {
      while (waits[lowest] == G_MAXUINT) /* a circle */
        lowest++;
      number = lowest;
    }
    if (waits[number] == G_MAXUINT)
      continue;
    waits[number] = G_MAXUINT; /* placed */
    order[done++] = number;
    release (&self, number);
  }
}

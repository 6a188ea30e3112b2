/* bench-suggest.c: how good the suggested topics are, by leaving each article out, and what they
 * cost.
 *
 *   bench-suggest [NUMBER]
 *
 * The labelled library is made up: each of 60 topics has 400 words of its own among 120,000; an
 * article is of one or two topics, a sixth of its words are theirs, the others anybody's. Two sites
 * of three write about three topics, the third about everything; so do the authors. Then the same
 * on real texts: the articles of CARREL_BENCH_CORPUS/readability, cut into parts of about 250
 * words; that a part is of the same article as others is what it is «about», with neither site nor
 * author.
 *
 * «First right»: of the articles, those whose first suggestion is a topic that they have.
 * «Precision» and «recall» are of all that was suggested, at most three. Beside it what always
 * suggesting the commonest topics would do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-texts.h"
#include "carrel-bench.h"
#include "carrel-test.h"
#include "extract/carrel-extract.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOPICS 60
#define TOPIC_WORDS 400
#define SITES 120
#define MEASURED 1000
#define SHOWN 3
#define PART 1500 /* bytes of a part of a real text */

/* ── The made-up library ── */

/* About as often as Zipf has it: the first of `n` most. */
static guint
draw (GRand *rand, guint n)
{
  return (guint) (pow ((double) n, g_rand_double (rand)) - 1) % n;
}

static guint
choose_topic (GRand *rand, guint site)
{
  if (site % 3 != 2 && g_rand_double (rand) < 0.8)
    return (site * 7 + (guint) g_rand_int_range (rand, 0, 3)) % TOPICS;
  return draw (rand, TOPICS);
}

static CarrelDraft *
make_draft (BenchTexts *texts, guint number)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (GString) html = g_string_new ("<p>"), title = g_string_new (NULL);
  CarrelDraft *draft = carrel_draft_new ();
  guint        site = (guint) g_rand_int_range (rand, 0, SITES),
        n_topics = g_rand_double (rand) < 0.3 ? 2 : 1,
        n = (guint) (120 * exp (g_rand_double (rand) * 1.7)), topics[2];

  for (guint i = 0; i < n_topics; i++)
    topics[i] = choose_topic (rand, site);
  for (guint i = 0; i < n; i++) {
    guint rank = g_rand_double (rand) < 1.0 / 6
                     ? 2000 + topics[g_rand_int_range (rand, 0, (int) n_topics)] * 997 +
                           draw (rand, TOPIC_WORDS) * 2
                     : draw (rand, bench_texts_get_n_words (texts));

    g_string_append_printf (i < 6 ? title : html, "%s ", bench_texts_get_word (texts, rank));
    if (i % 15 == 14)
      g_string_append (html, ". ");
  }
  draft->title = g_strdup (title->str);
  draft->site = g_strdup_printf ("site%u.example", site);
  draft->byline = g_strdup_printf ("%s %s", bench_texts_get_word (texts, 500 + site),
                                   bench_texts_get_word (texts, 700 + site * 3 + number % 3));
  draft->language = g_strdup ("en");
  draft->document = carrel_document_read (html->str, -1);
  for (guint i = 0; i < n_topics; i++)
    g_ptr_array_add (draft->topics, g_strdup_printf ("t%u", topics[i]));
  carrel_draft_complete (draft);
  return draft;
}

/* ── Saving ── */

static CarrelConnection *
open_library (const char *folder)
{
  g_autoptr (GError) error = NULL;
  CarrelConnection *connection = carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);

  g_assert_no_error (error);
  return connection;
}

static void
save (CarrelConnection *connection, CarrelDraft *draft)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;

  carrel_store_insert_article (connection, draft, NULL, changes, &error);
  g_assert_no_error (error);
}

static void
make_library (CarrelConnection *connection, BenchTexts *texts, guint n)
{
  for (guint i = 1; i <= n; i++) {
    g_autoptr (CarrelDraft) draft = make_draft (texts, i);

    if (i % BENCH_BATCH == 1)
      g_assert_true (carrel_connection_begin (connection, NULL));
    save (connection, draft);
    if (i % BENCH_BATCH == 0 || i == n)
      g_assert_true (carrel_connection_commit (connection, NULL));
  }
}

/* ── Real texts ── */

static void
save_parts (CarrelConnection *connection, const char *name, const char *text)
{
  gsize len = strlen (text);
  guint n = 0;

  if (len < 2 * PART)
    return;
  while (len > 0 && n < 6) {
    g_autoptr (CarrelDraft) draft = carrel_draft_new ();
    g_autoptr (CarrelDocument) whole = NULL;
    gsize            part = MIN (len, PART);
    g_autofree char *words = NULL, *escaped = NULL, *html = NULL;

    while (part < len && text[part] != ' ' && text[part] != '\n')
      part++;
    words = g_strndup (text, part);
    escaped = g_markup_escape_text (words, -1);
    html = g_strdup_printf ("<p>%s</p>", escaped);
    draft->title = g_strdup_printf ("Part %u", ++n);
    draft->document = carrel_document_read (html, -1);
    g_ptr_array_add (draft->topics, g_strdup (name));
    carrel_draft_complete (draft);
    save (connection, draft);
    text += part;
    len -= part;
  }
}

static guint
make_corpus (CarrelConnection *connection, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint       n = 0;

  g_assert_true (carrel_connection_begin (connection, NULL));
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, "source.html", NULL), *text = NULL,
                    *bytes = NULL;
    CarrelExtractOptions options = { .address = "http://fakehost/test/page.html" };
    g_autoptr (CarrelDraft) draft = NULL;
    g_autoptr (GBytes) page = NULL;
    gsize len;

    if (!g_file_get_contents (path, &bytes, &len, NULL))
      continue;
    page = g_bytes_new_take (g_steal_pointer (&bytes), len);
    draft = carrel_extract (page, &options, NULL);
    if (!draft || !draft->document)
      continue;
    text = carrel_document_to_text (draft->document, NULL);
    save_parts (connection, name, text);
    n++;
  }
  g_assert_true (carrel_connection_commit (connection, NULL));
  return n;
}

/* ── Measuring ── */

typedef struct {
  guint   n, first, suggested, right, had, common_first, common_right;
  GArray *times;
} Result;

/* The commonest topics of the library, best first. */
static GPtrArray *
list_common (CarrelConnection *connection)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT path FROM topic ORDER BY n DESC, id LIMIT 3");
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  while (carrel_statement_next (statement))
    g_ptr_array_add (paths, g_strdup (carrel_statement_get_text (statement, 0)));
  carrel_statement_finish (statement, NULL);
  return paths;
}

static gboolean
has_topic (const CarrelArticleData *article, const char *path)
{
  for (guint i = 0; i < article->n_topics; i++)
    if (strcmp (article->topics[i], path) == 0)
      return TRUE;
  return FALSE;
}

static void
measure_one (CarrelConnection *connection, gint64 id, GPtrArray *common, Result *result)
{
  g_autoptr (CarrelArticle) article = carrel_store_load_article (connection, id, NULL);
  const CarrelArticleData *data = article ? carrel_article_get (article) : NULL;
  g_autoptr (GPtrArray) suggestions = NULL;
  g_autoptr (GError) error = NULL;
  double start;

  if (!data || data->n_topics == 0)
    return;
  start = bench_clock ();
  suggestions = carrel_store_suggest_topics (connection, id, SHOWN, TRUE, &error);
  bench_samples_add (result->times, bench_clock () - start);
  g_assert_no_error (error);
  result->n++;
  result->had += data->n_topics;
  for (guint i = 0; i < suggestions->len; i++) {
    gboolean right = has_topic (data, carrel_suggestion_get_path (suggestions->pdata[i]));

    result->suggested++;
    result->right += right;
    result->first += i == 0 && right;
  }
  for (guint i = 0; i < common->len; i++) {
    gboolean right = has_topic (data, common->pdata[i]);

    result->common_right += right;
    result->common_first += i == 0 && right;
  }
}

static Result
measure (CarrelConnection *connection, gint64 newest)
{
  g_autoptr (GPtrArray) common = list_common (connection);
  gint64 step = MAX (newest / MEASURED, 1);
  Result result = { .times = bench_samples_new () };

  for (gint64 id = 1; id <= newest; id += step)
    measure_one (connection, id, common, &result);
  return result;
}

static void
add_share (BenchTable *table, guint part, guint whole)
{
  bench_table_add (table, "%.1f %%", whole > 0 ? 100.0 * part / whole : 0);
}

static void
add_result (BenchTable *table, const char *name, Result *result)
{
  bench_table_add (table, "%s, %u left out", name, result->n);
  add_share (table, result->first, result->n);
  add_share (table, result->right, result->suggested);
  add_share (table, result->right, result->had);
  add_share (table, result->common_first, result->n);
  add_share (table, result->common_right, result->had);
  bench_table_add (table, "%.2f", bench_samples_quantile (result->times, 0.5));
  bench_table_add (table, "%.2f", bench_samples_quantile (result->times, 0.99));
  g_array_unref (result->times);
}

/* ── Articles like another ── */

static GStrv
list_topics (CarrelConnection *connection, gint64 id)
{
  g_autoptr (CarrelArticle) article = carrel_store_load_article (connection, id, NULL);
  const CarrelArticleData *data = article ? carrel_article_get (article) : NULL;
  GStrvBuilder            *topics = g_strv_builder_new ();

  for (guint i = 0; data && i < data->n_topics; i++)
    g_strv_builder_add (topics, data->topics[i]);
  return g_strv_builder_unref_to_strv (topics);
}

static gboolean
share_topic (GStrv a, GStrv b)
{
  for (guint i = 0; a[i]; i++)
    if (g_strv_contains ((const char *const *) b, a[i]))
      return TRUE;
  return FALSE;
}

/* By words alone: the topics are taken away, and say who belongs together. */
static void
measure_related (BenchTable *table, CarrelConnection *connection, gint64 newest)
{
  g_autoptr (GPtrArray) topics = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GArray) times = bench_samples_new ();
  gint64 step = MAX (newest / MEASURED, 1);
  guint  n = 0, shown = 0, first = 0, right = 0;

  for (gint64 id = 0; id <= newest; id++)
    g_ptr_array_add (topics, list_topics (connection, id));
  g_assert_true (carrel_connection_begin (connection, NULL));
  g_assert_true (carrel_connection_execute (connection, "DELETE FROM article_topic", NULL));
  for (gint64 id = 1; id <= newest; id += step) {
    g_autoptr (GPtrArray) list = NULL;
    g_autoptr (GError) error = NULL;
    double start = bench_clock ();

    if (!*(GStrv) topics->pdata[id])
      continue;
    list = carrel_store_list_related (connection, id, SHOWN, FALSE, &error);
    bench_samples_add (times, bench_clock () - start);
    g_assert_no_error (error);
    n++;
    for (guint i = 0; i < list->len; i++) {
      CarrelRelated *related = list->pdata[i];
      gboolean       same =
          share_topic (topics->pdata[id], topics->pdata[carrel_article_get_id (related->article)]);

      shown++;
      right += same;
      first += i == 0 && same;
    }
  }
  carrel_connection_rollback (connection);
  bench_table_add (table, "%u asked about", n);
  add_share (table, first, n);
  add_share (table, right, shown);
  bench_table_add (table, "%.1f", n > 0 ? (double) shown / n : 0);
  bench_table_add (table, "%.2f", bench_samples_quantile (times, 0.5));
  bench_table_add (table, "%.2f", bench_samples_quantile (times, 0.99));
}

int
main (int argc, char **argv)
{
  guint            n = argc > 1 ? (guint) atoi (argv[1]) : 10000, pages;
  const char      *corpus = g_getenv ("CARREL_BENCH_CORPUS");
  g_autofree char *folder = carrel_test_new_folder (), *other = carrel_test_new_folder (),
                  *name = NULL;
  g_autofree char *readability = corpus ? g_build_filename (corpus, "readability", NULL) : NULL;
  BenchTexts      *texts = bench_texts_new ();
  BenchTable      *table = bench_table_new (
      "suggest: topics by leaving each article out (times: ms of processor)", "", "first right",
      "precision", "recall", "commonest", "… recall", "p50", "p99", NULL);
  BenchTable *related =
      bench_table_new ("related: of the three most like an article, those of its topic, by words "
                       "alone (times: ms of processor)",
                       "", "first right", "precision", "shown", "p50", "p99", NULL);
  CarrelConnection *connection = open_library (folder);
  Result            result;

  make_library (connection, texts, n);
  result = measure (connection, n);
  name = g_strdup_printf ("made up: %u articles, %d topics", n, TOPICS);
  add_result (table, name, &result);
  measure_related (related, connection, n);
  carrel_connection_close (connection);
  if (readability && g_file_test (readability, G_FILE_TEST_IS_DIR)) {
    g_autofree char *real = NULL;

    connection = open_library (other);
    pages = make_corpus (connection, readability);
    result = measure (connection, pages * 6);
    real = g_strdup_printf ("parts of %u pages", pages);
    add_result (table, real, &result);
    measure_related (related, connection, pages * 6);
    carrel_connection_close (connection);
  }
  bench_table_print (table);
  bench_table_print (related);
  bench_texts_free (texts);
  carrel_test_remove_folder (folder);
  carrel_test_remove_folder (other);
  return 0;
}

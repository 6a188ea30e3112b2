/* carrel-bench-library.c: a large made-up library, made once and kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-library.h"

#include "carrel-bench.h"
#include "store/carrel-statement.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Part of the folder's name: another number, another library. */
#define EDITION 1
#define N_SITES 5000
#define EPOCH 1400000000    /* when the first article came */
#define SPAN 380000000      /* seconds until the last one did */
#define BATCH_WORDS 2000000 /* of a transaction, about */
#define MADE_AHEAD 256      /* drafts that wait to be saved, at most */

/* ── Articles ── */

/* By Zipf's law, from 0. */
static guint
draw (GRand *rand, guint n, double exponent)
{
  double a = 1 - exponent, u = g_rand_double (rand),
         x = fabs (a) < 1e-9 ? exp (u * log ((double) n + 1))
                             : pow (u * (pow (n + 1.0, a) - 1) + 1, 1 / a);

  return x < 1 ? 0 : MIN ((guint) x, n) - 1;
}

static double
draw_normal (GRand *rand)
{
  return sqrt (-2 * log (g_rand_double (rand) + 1e-12)) * cos (2 * G_PI * g_rand_double (rand));
}

/* An article's site can be told from its number, so that links find their targets. */
static guint
get_site (guint number)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number * 2654435761u);

  return draw (rand, N_SITES, 1.0);
}

char *
bench_library_dup_address (guint number)
{
  return g_strdup_printf ("https://site%u.example/%u", get_site (number), number);
}

char *
bench_library_dup_topic (BenchTexts *texts, guint rank)
{
  guint top = rank % 30;

  return rank < 30 ? g_strdup_printf ("%s", bench_texts_get_word (texts, 2000 + top))
                   : g_strdup_printf ("%s/%s", bench_texts_get_word (texts, 2000 + top),
                                      bench_texts_get_word (texts, 4000 + rank));
}

static void
append_title (BenchTexts *texts, GRand *rand, guint number, GString *title)
{
  gboolean chinese = number % BENCH_CHINESE_EVERY == 0;

  bench_texts_append (texts, rand, title, chinese ? 12 : (guint) g_rand_int_range (rand, 3, 9),
                      chinese);
}

/* ── Links ── */

guint
bench_library_count_wanted (const BenchLibrarySize *size)
{
  return 4 * size->n + 1;
}

guint
bench_library_draw_target (const BenchLibrarySize *size, GRand *rand)
{
  return 1 + draw (rand, size->n, 0.5);
}

guint
bench_library_draw_wanted (const BenchLibrarySize *size, GRand *rand)
{
  return size->n + 1 + draw (rand, bench_library_count_wanted (size) - 1, 0.5);
}

/* The title of another article stands in the text as it is, without a link. */
static void
append_other_title (BenchTexts *texts, GRand *rand, guint number, GString *html)
{
  g_autoptr (GRand) other = g_rand_new_with_seed (number);

  /* What bench_library_make_draft () draws before the title. */
  g_rand_double (other);
  g_rand_double (other);
  g_rand_int_range (other, 0, 4);
  bench_texts_append (texts, rand, html, 3, FALSE);
  g_string_append (html, " says ");
  append_title (texts, other, number, html);
  g_string_append (html, ". ");
}

static void
append_links (
    BenchTexts *texts, const BenchLibrarySize *size, GRand *rand, guint number, GString *html)
{
  gboolean chinese = number % BENCH_CHINESE_EVERY == 0;

  for (guint i = 0; i < size->links; i++) {
    guint            target = i == 0 && number % 10 == 0 ? BENCH_LIBRARY_HUB
                              : i == 0 && number % 10 == 5 ? size->n + bench_library_count_wanted (size)
                              : i % 2 == 0 ? bench_library_draw_target (size, rand)
                                           : bench_library_draw_wanted (size, rand);
    g_autofree char *address = bench_library_dup_address (target);

    g_string_append (html, i % 4 == 0 ? "<p>" : " ");
    bench_texts_append (texts, rand, html, 4, chinese);
    g_string_append_printf (html, " <a href=\"%s\">", address);
    bench_texts_append (texts, rand, html, 2, chinese);
    g_string_append (html, "</a>.");
    if (i % 4 == 3 || i + 1 == size->links)
      g_string_append (html, "</p>\n");
  }
  if (number % 10 == 3 && number > 1) {
    g_string_append (html, "<p>");
    append_other_title (texts, rand, (guint) g_rand_int_range (rand, 1, (gint32) number), html);
    g_string_append (html, "</p>\n");
  }
}

static void
append_body (BenchTexts             *texts,
             const BenchLibrarySize *size,
             GRand                  *rand,
             guint                   number,
             GString                *html,
             gboolean                chinese)
{
  double length = size->words * exp (0.6 * draw_normal (rand));
  guint  n = (guint) CLAMP (length, 20, 20 * size->words),
        links = (guint) g_rand_int_range (rand, 0, size->words < 200 ? 2 : 4);

  if (size->links > 0)
    links = 0;

  while (n > 0) {
    guint paragraph = (guint) g_rand_int_range (rand, 40, 120), left = MIN (n, paragraph);

    n -= left;
    g_string_append (html, "<p>");
    while (left > 0) {
      guint longest = (guint) g_rand_int_range (rand, 6, 24), sentence = MIN (left, longest);

      left -= sentence;
      bench_texts_append (texts, rand, html, chinese ? sentence + sentence / 2 : sentence, chinese);
      g_string_append (html, chinese ? "。" : ". ");
    }
    if (links > 0) {
      g_autofree char *address = bench_library_dup_address (
          (guint) g_rand_int_range (rand, 1, (gint32) (size->n + size->n / 4)));

      g_string_append_printf (html, "<a href=\"%s\">", address);
      bench_texts_append (texts, rand, html, 3, chinese);
      g_string_append (html, "</a>.");
      links--;
    }
    g_string_append (html, "</p>\n");
  }
}

CarrelDraft *
bench_library_make_draft (BenchTexts *texts, const BenchLibrarySize *size, guint number)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (GString) html = g_string_new (NULL), title = g_string_new (NULL);
  CarrelDraft *draft = carrel_draft_new ();
  gboolean     chinese = number % BENCH_CHINESE_EVERY == 0;
  double       read = g_rand_double (rand), past = g_rand_double (rand);
  guint        n_topics = (guint) g_rand_int_range (rand, 0, 4), site = get_site (number);

  append_title (texts, rand, number, title);
  append_body (texts, size, rand, number, html, chinese);
  append_links (texts, size, rand, number, html);
  draft->title = g_strdup (title->str);
  if (number % 3 != 0)
    draft->byline =
        g_strdup_printf ("%s %s", bench_texts_get_word (texts, 200 + draw (rand, 97, 0.7)),
                         bench_texts_get_word (texts, 300 + number % 1009));
  draft->site = g_strdup_printf ("%s %s", bench_texts_get_word (texts, 500 + site % 71),
                                 bench_texts_get_word (texts, 600 + site));
  draft->address = bench_library_dup_address (number);
  draft->language = g_strdup (chinese ? "zh" : "en");
  draft->added = EPOCH + (gint64) ((double) SPAN * number / size->n);
  if (g_rand_int_range (rand, 0, 12) == 0) /* an import, with the dates that it had */
    draft->added -= (gint64) (g_rand_double (rand) * (double) (draft->added - EPOCH));
  if (number % 5 != 0)
    draft->published = draft->added - (gint64) (86400.0 * 3650 * past * past * past);
  draft->place = g_rand_double (rand) < 0.35 ? CARREL_PLACE_INBOX : CARREL_PLACE_ARCHIVE;
  draft->read = read < 0.4    ? CARREL_READ_UNREAD
                : read < 0.42 ? CARREL_READ_READING
                              : CARREL_READ_READ;
  draft->favourite = g_rand_double (rand) < 0.05;
  for (guint i = 0; i < n_topics; i++)
    g_ptr_array_add (draft->topics,
                     bench_library_dup_topic (texts, draw (rand, BENCH_LIBRARY_TOPICS, 0.9)));
  draft->document = carrel_document_read (html->str, (gssize) html->len);
  carrel_draft_complete (draft);
  return draft;
}

/* ── The library ── */

static void
begin (CarrelConnection *connection)
{
  g_autoptr (GError) error = NULL;

  if (!carrel_connection_begin (connection, &error))
    g_error ("%s", error->message);
}

static void
add (CarrelConnection *connection, CarrelDraft *draft)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;

  if (carrel_store_insert_article (connection, draft, NULL, changes, &error) == 0)
    g_error ("%s", error->message);
}

static void
commit (CarrelConnection *connection)
{
  g_autoptr (GError) error = NULL;

  if (!carrel_connection_commit (connection, &error))
    g_error ("%s", error->message);
}

/* Drafts are made on a thread of their own, as an import reads pages beside saving them. */
typedef struct {
  BenchTexts             *texts;
  const BenchLibrarySize *size;
  GAsyncQueue            *drafts; /* (owned) (element-type CarrelDraft): made, in their order */
  GAsyncQueue            *room;   /* (owned): something for each that may be made beyond those */
  double                  ms;     /* of the processor, that it took */
} Maker;

static gpointer
make_drafts (gpointer data)
{
  Maker *self = data;
  double start = bench_clock ();

  for (guint i = 0; i < self->size->n; i++) {
    g_async_queue_pop (self->room);
    g_async_queue_push (self->drafts, bench_library_make_draft (self->texts, self->size, i + 1));
  }
  self->ms = bench_clock () - start;
  return NULL;
}

/* What saving all took, in ms of the processor. */
static double
save_drafts (CarrelConnection *connection, Maker *maker)
{
  guint  n = maker->size->n, batch = BATCH_WORDS / maker->size->words;
  gint64 wall = g_get_monotonic_time ();
  double start = bench_clock ();

  for (guint i = 0; i < n; i++) {
    g_autoptr (CarrelDraft) draft = g_async_queue_pop (maker->drafts);

    g_async_queue_push (maker->room, maker);
    if (i % batch == 0)
      begin (connection);
    add (connection, draft);
    if ((i + 1) % batch == 0 || i + 1 == n)
      commit (connection);
    if ((i + 1) % 50000 == 0)
      g_printerr ("%u articles, %.0f s\n", i + 1, (double) (g_get_monotonic_time () - wall) / 1e6);
  }
  return bench_clock () - start;
}

/* The words of all articles are indexed at the end, as the program does it when it repairs a
 * library: meanwhile what does so for each is away. (transfer full) */
static char *
put_index_off (CarrelConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      connection, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'body_insert'");
  char *trigger = carrel_statement_next (statement)
                      ? g_strdup (carrel_statement_get_text (statement, 0))
                      : NULL;

  if (!carrel_statement_finish (statement, &error) ||
      !carrel_connection_execute (
          connection,
          "DROP TRIGGER body_insert; PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF; PRAGMA "
          "wal_autocheckpoint = 16000; PRAGMA cache_size = -262144;",
          &error))
    g_error ("%s", error->message);
  return trigger;
}

static void
index_all (CarrelConnection *connection, const char *trigger)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;

  begin (connection);
  if (!carrel_store_repair (connection, changes, &error) ||
      !carrel_connection_execute (connection, trigger, &error))
    g_error ("%s", error->message);
  commit (connection);
  if (!carrel_connection_execute (connection, "PRAGMA wal_checkpoint (TRUNCATE)", &error))
    g_error ("%s", error->message);
}

static void
make (BenchTexts *texts, const BenchLibrarySize *size, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  Maker            maker = { texts, size, g_async_queue_new (), g_async_queue_new (), 0 };
  gint64           wall = g_get_monotonic_time ();
  double           saving, start;
  GThread         *thread;
  g_autofree char *trigger = NULL;

  if (!connection)
    g_error ("%s", error->message);
  trigger = put_index_off (connection);
  for (guint i = 0; i < MADE_AHEAD; i++)
    g_async_queue_push (maker.room, &maker);
  thread = g_thread_new ("drafts", make_drafts, &maker);
  saving = save_drafts (connection, &maker);
  g_thread_join (thread);
  start = bench_clock ();
  index_all (connection, trigger);
  saving += bench_clock () - start;
  g_async_queue_unref (maker.drafts);
  g_async_queue_unref (maker.room);
  g_printerr ("made %u articles in %.0f s on the clock; of the processor %.1f s to save them, and "
              "%.1f to make the texts up beside it: %.0f articles a second are saved; %.2f GB\n",
              size->n, (double) (g_get_monotonic_time () - wall) / 1e6, saving / 1e3,
              maker.ms / 1e3, size->n / saving * 1e3,
              (double) bench_file_size (folder, "carrel.db") / 1e9);
}

/* As its last user leaves a library: of this version, without a log. */
static void
tidy (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection = carrel_connection_open (folder, 0, &error);

  if (!connection ||
      !carrel_connection_execute (connection, "PRAGMA wal_checkpoint (TRUNCATE)", &error))
    g_error ("%s", error->message);
}

char *
bench_library_get (BenchTexts *texts, const BenchLibrarySize *size)
{
  g_autofree char *links = size->links > 0 ? g_strdup_printf ("-%u", size->links) : g_strdup ("");
  g_autofree char *name =
      g_strdup_printf ("library-%d-%u-%u%s", EDITION, size->n, size->words, links);
  char *folder = g_build_filename (g_get_tmp_dir (), name, NULL);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_autofree char *making = g_strconcat (folder, ".making", NULL);

    g_printerr ("making a library of %u articles …\n", size->n);
    g_mkdir_with_parents (making, 0700);
    make (texts, size, making);
    if (g_rename (making, folder) != 0)
      g_error ("%s can't be renamed", making);
  }
  tidy (folder);
  return folder;
}

/* test-highlights.c: marked passages and notes in the file: made, joined, listed, found again,
 * undone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "carrel-test-store.h"
#include "carrel-test.h"
#include "document/carrel-document.h"
#include "library/carrel-library-highlights.h"
#include "store/carrel-store.h"

#include <string.h>

#define BODY                                                                                       \
  "<p>The tide goes out twice a day.</p><ul><li><p>It leaves shells.</p></li><li><p>It leaves "    \
  "weed.</p></li></ul>"                                                                            \
  "<table><tr><td><p>low</p></td><td><p>high</p></td></tr></table><pre>sea "                       \
  "(1);</pre><figure><img src=\"https://a.example/x.png\" alt=\"x\"><figcaption>A "                \
  "harbour.</figcaption></figure>"                                                                 \
  "<p>And then it comes back again.</p>"

typedef struct {
  char             *folder, *text;
  CarrelConnection *connection;
  gint64            article;
} Fixture;

static gint64
save (Fixture *self, const char *address, const char *html)
{
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 id;

  draft->title = g_strdup ("The Shore");
  draft->address = g_strdup (address);
  draft->document = carrel_document_read (html, -1);
  g_assert_true (carrel_connection_begin (self->connection, &error));
  id = carrel_store_insert_article (self->connection, draft, NULL, changes, &error);
  g_assert_no_error (error);
  g_assert_true (carrel_connection_commit (self->connection, &error));
  return id;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (BODY, -1);
  g_autoptr (GError) error = NULL;

  carrel_time_set_now (1767225600);
  self->folder = carrel_test_new_folder ();
  self->connection = carrel_connection_open (self->folder, CARREL_OPEN_CREATE, &error);
  g_assert_no_error (error);
  self->text = carrel_document_to_text (document, NULL);
  self->article = save (self, "https://a.example/shore", BODY);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  carrel_test_store_assert_sound (self->connection);
  carrel_connection_close (self->connection);
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->text);
  carrel_time_set_now (0);
}

/* By words; 0: it failed, with this code. */
static gint64
mark (Fixture              *self,
      const char           *passage,
      CarrelHighlightColour colour,
      const char           *note,
      CarrelUndo           *undo)
{
  const char         *at = strstr (self->text, passage);
  CarrelHighlightData data = {
    .article = self->article, .colour = colour, .note = note, .exact = passage
  };
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 id;

  data.start = at ? (guint) (at - self->text) : G_MAXUINT;
  g_assert_true (carrel_connection_begin (self->connection, NULL));
  id = carrel_store_add_highlight (self->connection, &data, undo, changes, &error);
  g_assert_no_error (error);
  g_assert_true (carrel_connection_commit (self->connection, NULL));
  return id;
}

static char *
describe (Fixture *self, const char *text)
{
  g_autoptr (GPtrArray) all =
      carrel_store_load_highlights (self->connection, self->article, text, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++) {
    const CarrelHighlightData *data = carrel_highlight_get (all->pdata[i]);
    g_autofree char           *there =
        text && !data->lost ? g_strndup (text + data->start, data->end - data->start) : NULL;

    g_string_append_printf (
        out, "%s%s:%s%s%s", i > 0 ? "; " : "", carrel_highlight_colour_get_name (data->colour),
        data->lost ? "lost " : "", there ? there : data->exact, data->note ? " !" : "");
  }
  return g_string_free (out, FALSE);
}

static void
assert_highlights (Fixture *self, const char *want)
{
  g_autofree char *got = describe (self, self->text);

  g_assert_cmpstr (got, ==, want);
}

static guint
count (Fixture *self)
{
  CarrelCounts counts;

  g_assert_true (carrel_store_load_counts (self->connection, &counts, NULL));
  return counts.highlights;
}

static void
test_made_and_joined (Fixture *self, gconstpointer data)
{
  mark (self, "out twice", CARREL_COLOUR_YELLOW, NULL, NULL);
  mark (self, "leaves shells", CARREL_COLOUR_GREEN, "why", NULL);
  assert_highlights (self, "yellow:out twice; green:leaves shells !");
  /* Another colour lies over it; the same one joins, with the note. */
  mark (self, "goes out", CARREL_COLOUR_BLUE, NULL, NULL);
  assert_highlights (self, "blue:goes out; yellow:out twice; green:leaves shells !");
  mark (self, "twice a day", CARREL_COLOUR_YELLOW, "one", NULL);
  mark (self, "tide goes out", CARREL_COLOUR_YELLOW, "two", NULL);
  assert_highlights (self,
                     "yellow:tide goes out twice a day !; blue:goes out; green:leaves shells !");
  {
    g_autoptr (GPtrArray) all =
        carrel_store_load_highlights (self->connection, self->article, self->text, NULL);

    g_assert_cmpstr (carrel_highlight_get (all->pdata[0])->note, ==, "one\n\ntwo");
    g_assert_cmpint (carrel_highlight_get (all->pdata[0])->id, ==, 1);
  }
  /* Across blocks, list, table, code and caption; and the whole. */
  mark (self, "leaves weed.\n\nlow\nhigh\n\nsea (1);\n\nA harbour", CARREL_COLOUR_PINK, NULL, NULL);
  mark (self, self->text, CARREL_COLOUR_YELLOW, NULL, NULL);
  g_assert_cmpuint (count (self), ==, 4);
}

static void
test_undo (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) undos = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_undo_unref);
  g_autoptr (GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  gint64 first = 0;

  for (guint step = 0; step < 9; step++) {
    CarrelUndo *undo = carrel_undo_new ();
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (undos, undo);
    g_ptr_array_add (dumps, describe (self, NULL));
    switch (step) {
    case 0:
      first = mark (self, "goes out", CARREL_COLOUR_YELLOW, "x", undo);
      continue;
    case 1:
      mark (self, "a day", CARREL_COLOUR_YELLOW, "y", undo);
      continue;
    case 2:
      mark (self, "out twice a", CARREL_COLOUR_YELLOW, NULL, undo);
      continue;
    case 3:
      mark (self, "leaves shells", CARREL_COLOUR_PINK, NULL, undo);
      continue;
    default:
      break;
    }
    g_assert_true (carrel_connection_begin (self->connection, NULL));
    switch (step) {
    case 4:
      g_assert_true (carrel_store_set_highlight_colour (self->connection, first, CARREL_COLOUR_BLUE,
                                                        undo, changes, &error));
      break;
    case 5:
      g_assert_true (carrel_store_set_highlight_note (
          self->connection, first, " \xe2\x80\xaenew\x01 \r\nnote ", undo, changes, &error));
      break;
    case 6:
      g_assert_true (carrel_store_set_note (self->connection, self->article, "On the whole.", undo,
                                            changes, &error));
      break;
    case 7:
      g_assert_true (carrel_store_anchor_highlights (
          self->connection, self->article, "Quite another text.", undo, changes, NULL, &error));
      break;
    default:
      g_assert_true (
          carrel_store_remove_highlights (self->connection, &first, 1, undo, changes, &error));
      break;
    }
    g_assert_no_error (error);
    g_assert_true (carrel_connection_commit (self->connection, NULL));
  }
  g_assert_cmpuint (count (self), ==, 1);
  for (guint step = 9; step > 0; step--) {
    g_autofree char *after = NULL;

    g_assert_true (carrel_connection_begin (self->connection, NULL));
    g_assert_true (carrel_store_undo (self->connection, undos->pdata[step - 1], changes, NULL));
    g_assert_true (carrel_connection_commit (self->connection, NULL));
    after = describe (self, NULL);
    g_assert_cmpstr (after, ==, dumps->pdata[step - 1]);
  }
  g_assert_null (carrel_store_load_note (self->connection, self->article, NULL));
  g_assert_cmpuint (count (self), ==, 0);
}

static void
test_lost_and_back (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autofree char *moved = g_strconcat ("Something new stands above.\n\n", self->text, NULL);
  guint            n_lost;

  mark (self, "it comes back again", CARREL_COLOUR_GREEN, "n", NULL);
  mark (self, "goes out twice", CARREL_COLOUR_YELLOW, NULL, NULL);
  g_assert_true (carrel_store_anchor_highlights (
      self->connection, self->article, "Nothing of it is here.", NULL, changes, &n_lost, NULL));
  g_assert_cmpuint (n_lost, ==, 2);
  g_assert_cmpuint (count (self), ==, 2);
  {
    CarrelHighlightSearch search = { .colour = -1, .lost = TRUE };
    g_autoptr (GPtrArray) lost = carrel_store_search_highlights (self->connection, &search, NULL);

    g_assert_cmpuint (lost->len, ==, 2);
    g_assert_cmpstr (carrel_highlight_get (lost->pdata[1])->exact, ==, "it comes back again");
  }
  g_assert_true (carrel_store_anchor_highlights (self->connection, self->article, moved, NULL,
                                                 changes, &n_lost, NULL));
  g_assert_cmpuint (n_lost, ==, 0);
  {
    g_autofree char *got = describe (self, moved);

    g_assert_cmpstr (got, ==, "yellow:goes out twice; green:it comes back again !");
  }
  /* Whoever changed the text without a word: they stand where they should all the same. */
  assert_highlights (self, "yellow:goes out twice; green:it comes back again !");
}

static guint
count_matches (Fixture *self, const char *text)
{
  CarrelSearch search = { carrel_query_parse (text, FALSE), CARREL_SORT_RELEVANCE, FALSE, 0 };
  g_autoptr (GArray) ids = carrel_store_search (self->connection, &search, NULL, NULL, NULL);

  carrel_query_unref (search.query);
  return ids->len;
}

static guint
count_listed (Fixture *self, const char *text)
{
  CarrelHighlightSearch search = { .colour = -1, .query = carrel_query_parse (text, FALSE) };
  g_autoptr (GPtrArray) found = carrel_store_search_highlights (self->connection, &search, NULL);

  carrel_query_unref (search.query);
  return found->len;
}

static void
test_searched (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);

  save (self, "https://a.example/other", "<p>Gardens, and a periwinkle in them.</p>");
  g_assert_cmpuint (count_matches (self, "has:highlight"), ==, 0);
  mark (self, "goes out twice", CARREL_COLOUR_YELLOW, "ask the harbourmaster", NULL);
  mark (self, "comes back", CARREL_COLOUR_GREEN, NULL, NULL);
  g_assert_cmpuint (count_matches (self, "has:highlight"), ==, 1);
  g_assert_cmpuint (count_matches (self, "has:note"), ==, 1);
  g_assert_cmpuint (count_matches (self, "harbourmaster"), ==, 1);
  g_assert_cmpuint (count_matches (self, "harbourm*"), ==, 1);
  g_assert_cmpuint (count_matches (self, "harbourmaster tide"), ==, 1);
  g_assert_cmpuint (count_matches (self, "harbourmaster garden"), ==, 0);
  g_assert_cmpuint (count_matches (self, "-harbourmaster"), ==, 1);
  g_assert_cmpuint (count_listed (self, "harbourmaster"), ==, 1);
  g_assert_cmpuint (count_listed (self, "twice"), ==, 1);
  g_assert_cmpuint (count_listed (self, "shells"), ==, 0);
  g_assert_cmpuint (count_listed (self, "site:a.example"), ==, 2);
  /* On the article. */
  g_assert_true (carrel_store_set_note (self->connection, 2, "compare with the Kew list", NULL,
                                        changes, NULL));
  g_assert_cmpuint (count_matches (self, "has:note"), ==, 2);
  g_assert_cmpuint (count_matches (self, "kew"), ==, 1);
  g_assert_cmpuint (count_matches (self, "kew periwinkle"), ==, 1);
  g_assert_true (carrel_store_set_note (self->connection, 2, "  \n ", NULL, changes, NULL));
  g_assert_cmpuint (count_matches (self, "kew"), ==, 0);
  /* In the trash they are neither listed nor counted, and come back with it. */
  g_assert_cmpuint (count (self), ==, 2);
  g_assert_true (carrel_store_trash (self->connection, &self->article, 1, NULL, changes, NULL));
  g_assert_cmpuint (count (self), ==, 0);
  g_assert_cmpuint (count_listed (self, ""), ==, 0);
  assert_highlights (self, "yellow:goes out twice !; green:comes back");
  g_assert_true (carrel_store_restore (self->connection, &self->article, 1, NULL, changes, NULL));
  g_assert_cmpuint (count (self), ==, 2);
  g_assert_true (carrel_store_trash (self->connection, &self->article, 1, NULL, changes, NULL));
  {
    guint n;

    g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n, changes, NULL));
    g_assert_cmpuint (n, ==, 1);
  }
  g_assert_cmpuint (count (self), ==, 0);
}

static void
test_bad (Fixture *self, gconstpointer data)
{
  static const CarrelHighlightData bad[] = {
    { .start = 3, .end = 3 },
    { .start = 9, .end = 3 },
    { .start = 500000, .end = 500010 },
    { .start = G_MAXUINT, .exact = "words that nobody wrote here" },
    { .start = 30, .end = 32 },
  };
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autofree char *big = g_strnfill (1024 * 1024, 'n'),
                  *too_big = g_strnfill (1024 * 1024 + 1, 'n');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    CarrelHighlightData one = bad[i];

    one.article = self->article;
    g_assert_cmpint (carrel_store_add_highlight (self->connection, &one, NULL, changes, &error), ==,
                     0);
    g_assert_true (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_INVALID) ||
                   g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND));
    g_clear_error (&error);
  }
  g_assert_false (
      carrel_store_set_note (self->connection, self->article, too_big, NULL, changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_false (carrel_store_set_note (self->connection, 77, "x", NULL, changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (
      carrel_store_set_note (self->connection, self->article, big, NULL, changes, &error));
  g_assert_true (carrel_store_set_note (self->connection, self->article,
                                        "a\x1b[31m\xe2\x81\xa6 b\r\nc", NULL, changes, &error));
  {
    g_autofree char *note = carrel_store_load_note (self->connection, self->article, NULL);

    g_assert_cmpstr (note, ==, "a[31m b\nc");
  }
  /* Whatever stands in the file. */
  g_assert_true (
      carrel_connection_execute (self->connection,
                                 "INSERT INTO highlight (article, colour, start, \"end\", exact, "
                                 "created) VALUES (1, 99, -5, 9999999999, 'goes out twice', 0), "
                                 "(1, -1, 4, 4, '', 0), (1, 0, 9000, 2, 'gone', 0)",
                                 NULL));
  assert_highlights (self, "yellow:lost ; pink:goes out twice; yellow:lost gone");
}

/* Ten thousand in one article, over one another. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL), sql = g_string_new (NULL);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *moved = NULL;
  gint64           began;
  guint            n_lost;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "w%u ", i * 7919u % 100003u);
  g_assert_true (carrel_connection_begin (self->connection, NULL));
  for (guint i = 0; i < 10000; i++) {
    g_autofree char *exact = g_strndup (text->str + i * 9, 60);

    g_string_printf (sql,
                     "INSERT INTO highlight (article, colour, start, \"end\", exact, created) "
                     "VALUES (1, %u, %u, %u, '%s', 1)",
                     i % 4, i * 9, i * 9 + 60, exact);
    g_assert_true (carrel_connection_execute (self->connection, sql->str, NULL));
  }
  g_assert_true (carrel_connection_commit (self->connection, NULL));
  moved = g_strconcat ("A new beginning. ", text->str, NULL);
  began = g_get_monotonic_time ();
  g_assert_true (carrel_connection_begin (self->connection, NULL));
  g_assert_true (carrel_store_anchor_highlights (self->connection, self->article, moved, NULL,
                                                 changes, &n_lost, NULL));
  g_assert_true (carrel_connection_commit (self->connection, NULL));
  g_test_message ("10,000 highlights moved: %.2f s",
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  g_assert_cmpuint (n_lost, ==, 0);
  began = g_get_monotonic_time ();
  all = carrel_store_load_highlights (self->connection, self->article, moved, NULL);
  g_test_message ("and loaded: %.3f s",
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  g_assert_cmpuint (all->len, ==, 10000);
  g_assert_cmpuint (carrel_highlight_get (all->pdata[9999])->start, ==,
                    9999 * 9 + strlen ("A new beginning. "));
}

static void
test_markdown (Fixture *self, gconstpointer data)
{
  CarrelHighlightData one = { .exact = "1. a *star*\n\n# and",
                              .note = "- why?",
                              .title = "A [title]",
                              .address = "https://a.example/x_(y)" };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *got = NULL;

  g_ptr_array_add (list, carrel_highlight_new (&one));
  got = carrel_highlights_to_markdown (list);
  g_assert_cmpstr (got, ==,
                   "> 1\\. a \\*star\\*\n> \n> \\# and\n\n\\- why?\n\n— [A "
                   "\\[title\\]](https://a.example/x_%28y%29)\n");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/highlights/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("made-and-joined", test_made_and_joined);
  ADD ("undo", test_undo);
  ADD ("lost-and-back", test_lost_and_back);
  ADD ("searched", test_searched);
  ADD ("bad", test_bad);
  ADD ("many", test_many);
  ADD ("markdown", test_markdown);
  return g_test_run ();
}

/* test-revision.c: articles extracted again, kept and undone; the part that a person chose.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-library.h"
#include "library/carrel-library-private.h"
#include "library/carrel-revision.h"

#include <string.h>

#define SENTENCE                                                                                   \
  "The tide goes out twice a day, and it leaves a little of the sea behind in every hollow of "    \
  "the rock. "

static const char page[] =
    "<!DOCTYPE html><html lang='en'><head><title>Pools</title><meta name='author' content='Ines "
    "Calder'></head><body>"
    "<div class='story'><h1>Pools</h1><p>First of all. " SENTENCE                  SENTENCE SENTENCE
    "</p><p>More is in <a href='https://example.org/shells'>shells</a>. " SENTENCE SENTENCE SENTENCE
    "</p></div>"
    "<div class='appendix'><p>Appendix. " SENTENCE SENTENCE "</p></div></body></html>";

static CarrelRevision *
revise (CarrelTestLibrary *self, gint64 id, CarrelSiteRule *rule, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  carrel_library_revise_async (self->library, id, rule, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  return carrel_library_revise_finish (self->library, result, error);
}

static CarrelUndo *
keep (CarrelTestLibrary *self,
      CarrelRevision    *revision,
      CarrelKeepFlags    flags,
      CarrelSiteRule    *rule)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CarrelUndo *undo;

  carrel_library_keep_revision_async (self->library, revision, flags, rule, NULL,
                                      carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  undo = carrel_library_change_finish (self->library, result, &error);
  g_assert_no_error (error);
  return undo;
}

static void
undo_it (CarrelTestLibrary *self, CarrelUndo *undo)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelUndo) nothing = NULL;
  g_autoptr (GError) error = NULL;

  carrel_library_undo_async (self->library, undo, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  nothing = carrel_library_change_finish (self->library, result, &error);
  g_assert_no_error (error);
}

static CarrelReading *
read_article (CarrelTestLibrary *self, gint64 id)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  CarrelReading *reading;

  carrel_library_load_reading_async (self->library, id, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  reading = carrel_library_load_reading_finish (self->library, result, NULL);
  g_assert_nonnull (reading);
  return reading;
}

static char *
read_text (CarrelTestLibrary *self, gint64 id)
{
  g_autoptr (CarrelReading) reading = read_article (self, id);

  return carrel_document_to_text (reading->document, NULL);
}

/* By a connection of the test's own: what another program would do to the file. */
static void
execute (CarrelTestLibrary *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection = carrel_connection_open (self->folder, 0, &error);

  g_assert_no_error (error);
  carrel_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
}

static char *
ask (CarrelTestLibrary *self, const char *sql)
{
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open (self->folder, CARREL_OPEN_READ_ONLY, NULL);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (connection, sql);
  GString *out = g_string_new (NULL);

  while (carrel_statement_next (statement))
    g_string_append_printf (out, "%s\n", carrel_statement_get_text (statement, 0));
  g_assert_true (carrel_statement_finish (statement, NULL));
  return g_string_free (out, FALSE);
}

static void
assert_answer (CarrelTestLibrary *self, const char *sql, const char *expected)
{
  g_autofree char *answer = ask (self, sql);

  g_assert_cmpstr (answer, ==, expected);
}

/* An older extractor left a worse text behind: it is replaced, what the person did stays, and an
 * undo puts every row back. */
static void
test_kept_and_undone (CarrelTestLibrary *self, gconstpointer data)
{
  static const char rows[] = "SELECT concat_ws ('|', title, byline, words, extractor, rule, "
                             "position_block, (SELECT html FROM body), (SELECT group_concat "
                             "(concat_ws (',', id, kind, target, title, start)) FROM link), "
                             "(SELECT group_concat (concat_ws (',', start, \"end\", exact)) FROM "
                             "highlight), (SELECT count (*) FROM wanted)) FROM article";
  gint64            id = carrel_test_add_page (self->library, page, "https://example.org/pools");
  g_autoptr (CarrelRevision) same = revise (self, id, NULL, NULL), revision = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  g_autofree char *before = NULL, *text = NULL;

  g_assert_true (same->same);
  execute (
      self,
      "UPDATE body SET html = '<p>Old words. First of all.</p>\n<p>Stays nowhere.</p>\n'; UPDATE "
      "article SET extractor = 1, title = 'Pols', title_key = 'pols', byline = NULL, words = 6, "
      "position_block = 1; DELETE FROM link; INSERT INTO link (source, kind, title, address, "
      "address_key) VALUES (1, 0, 'x', 'https://example.org/x', 'example.org/x'); "
      "INSERT INTO highlight (article, start, \"end\", exact, prefix, suffix, created) VALUES (1, "
      "11, 23, 'First of all', '', '.', 5), (1, 26, 39, 'Stays nowhere', '', '', 6)");
  before = ask (self, rows);
  revision = revise (self, id, NULL, NULL);
  g_assert_false (revision->same);
  g_assert_false (revision->less);
  g_assert_cmpuint (revision->n_lost, ==, 1);
  g_assert_cmpstr (revision->before.title, ==, "Pols");
  g_assert_cmpstr (revision->after.byline, ==, "Ines Calder");
  g_assert_cmpuint (revision->after.words, >, 100);
  g_assert_cmpuint (revision->runs->len, >, 1);

  undo = keep (self, g_steal_pointer (&revision), 0, NULL);
  g_assert_cmpuint (carrel_undo_get_n_articles (undo), ==, 1);
  text = read_text (self, id);
  g_assert_true (g_str_has_prefix (text, "First of all."));
  assert_answer (self,
                 "SELECT concat_ws (',', start, \"end\", exact, lost) FROM highlight ORDER BY id",
                 "0,12,First of all,0\n26,39,Stays nowhere,1\n");
  assert_answer (self, "SELECT address FROM link WHERE kind = 0", "https://example.org/shells\n");
  assert_answer (self, "SELECT extractor FROM article",
                 G_STRINGIFY (CARREL_EXTRACTOR_VERSION) "\n");
  assert_answer (self, "SELECT count (*) FROM text_index WHERE text_index MATCH 'calder'", "1\n");
  undo_it (self, undo);
  assert_answer (self, rows, before);
  assert_answer (self, "SELECT count (*) FROM text_index WHERE text_index MATCH 'calder'", "0\n");
}

static void
test_many (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (CarrelAgain) again = NULL, dry = NULL;
  g_autoptr (CarrelUndo) undo = NULL, nothing = NULL;
  GAsyncResult *waiting = NULL, *running = NULL, *trying = NULL;
  g_autoptr (GAsyncResult) result = NULL, ran = NULL, tried = NULL;
  guint n_without;

  for (guint i = 0; i < 21; i++) {
    g_autofree char *address = g_strdup_printf ("https://example.org/%u", i);

    carrel_test_add_page (self->library, page, address);
  }
  execute (self,
           "UPDATE article SET extractor = 1 WHERE id <= 20; UPDATE body SET html = '<p>Old ' || "
           "article || '.</p>' || char (10) WHERE article <= 18; UPDATE article SET words = 2 "
           "WHERE id <= 18; "
           "UPDATE body SET html = html || '<p>And a lot more of it.</p>' || char (10) WHERE "
           "article = 18; UPDATE "
           "article SET words = 9000 WHERE id = 18; DELETE FROM snapshot WHERE article = 17");
  carrel_library_list_older_async (self->library, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  ids = carrel_library_list_older_finish (self->library, result, &n_without, NULL);
  g_assert_cmpuint (ids->len, ==, 19);
  g_assert_cmpuint (n_without, ==, 1);

  dry = carrel_again_new (ids);
  carrel_again_set_dry_run (dry, TRUE);
  carrel_library_extract_again_async (self->library, dry, NULL, carrel_test_result_cb, &trying);
  tried = carrel_test_wait_result (&trying);
  nothing = carrel_library_extract_again_finish (self->library, tried, NULL);
  g_assert_true (carrel_undo_is_empty (nothing));
  g_assert_cmpuint (carrel_again_get_n (dry, CARREL_AGAIN_CHANGED), ==, 16);
  assert_answer (self, "SELECT count (*) FROM body WHERE html LIKE '<p>Old%'", "18\n");

  again = carrel_again_new (ids);
  carrel_library_extract_again_async (self->library, again, NULL, carrel_test_result_cb, &running);
  ran = carrel_test_wait_result (&running);
  undo = carrel_library_extract_again_finish (self->library, ran, NULL);
  g_assert_cmpuint (carrel_again_get_n (again, CARREL_AGAIN_CHANGED), ==, 16);
  g_assert_cmpuint (carrel_again_get_n (again, CARREL_AGAIN_SAME), ==, 2);
  g_assert_cmpuint (carrel_again_get_n (again, CARREL_AGAIN_LESS), ==,
                    1); /* 9000 words would become few */
  g_assert_cmpuint (carrel_again_get_n (again, CARREL_AGAIN_FAILED), ==, 0);
  assert_answer (self, "SELECT id FROM article WHERE extractor = 1", "17\n18\n");
  assert_answer (self, "SELECT article FROM body WHERE html LIKE '<p>Old%'", "17\n18\n");
  undo_it (self, undo);
  assert_answer (self, "SELECT count (*) FROM article WHERE extractor = 1", "20\n");
  assert_answer (self, "SELECT count (*) FROM body WHERE html LIKE '<p>Old%'", "18\n");
}

static void
test_no_page_kept (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = carrel_test_add_page (self->library, page, "https://example.org/pools");

  execute (self, "DELETE FROM snapshot");
  g_assert_null (revise (self, id, NULL, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (revise (self, 77, NULL, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
}

/* Pictures that the library has stay by their address; others are counted, and stay where they are.
 */
static void
test_pictures (CarrelTestLibrary *self, gconstpointer data)
{
  gint64 id = carrel_test_add_page (
      self->library,
      "<body><article><p>" SENTENCE SENTENCE SENTENCE
      "</p><figure><img src='https://example.org/a.png'></figure><figure><img "
      "src='https://example.org/b.png'></figure>"
      "<p>" SENTENCE SENTENCE SENTENCE "</p></article>",
      "https://example.org/pictures");
  g_autoptr (CarrelRevision) revision = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  g_autofree char *html = NULL;

  execute (
      self,
      "INSERT INTO image (article, hash, address, type, width, height, size) VALUES (1, hex "
      "(zeroblob (32)), "
      "'https://example.org/a.png', 'image/png', 40, 30, 9); UPDATE article SET extractor = 1");
  revision = revise (self, id, NULL, NULL);
  g_assert_cmpuint (revision->n_missing, ==, 1);
  undo = keep (self, g_steal_pointer (&revision), 0, NULL);
  html = ask (self, "SELECT html FROM body");
  g_assert_nonnull (strstr (html, "src=\"blob:0000"));
  g_assert_nonnull (strstr (html, "width=\"40\""));
  g_assert_nonnull (strstr (html, "src=\"https://example.org/b.png\""));
  execute (self, "DELETE FROM image"); /* it has no file */
}

static void
test_chosen (CarrelTestLibrary *self, gconstpointer data)
{
  gint64 id = carrel_test_add_page (self->library, page, "https://www.example.org/pools"), other,
         elsewhere;
  g_autoptr (CarrelSiteRule) rule = carrel_site_rule_new (NULL, "div.appendix", NULL, 0),
                             automatic = carrel_site_rule_new (NULL, "", NULL, 0);
  g_autoptr (CarrelUndo) undo = NULL, own = NULL;
  g_autoptr (CarrelPageOutline) outline = NULL;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL, *of_other = NULL, *of_elsewhere = NULL, *back = NULL;
  g_autoptr (CarrelRevision) without = NULL;
  g_autoptr (CarrelReading) unmatched = NULL;

  carrel_library_load_outline_async (self->library, id, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  outline = carrel_library_load_outline_finish (self->library, result, NULL);
  g_assert_cmpstr (outline->host, ==, "example.org");
  g_assert_null (outline->of_site);
  g_assert_cmpint (carrel_outline_find (outline->outline, "div.appendix"), >, 0);

  /* For this article alone, then for the site. */
  own = keep (self, revise (self, id, rule, NULL), CARREL_KEEP_FOR_ARTICLE, rule);
  assert_answer (self, "SELECT content FROM article_rule", "div.appendix\n");
  undo_it (self, own);
  assert_answer (self, "SELECT content FROM article_rule", "");
  undo = keep (self, revise (self, id, rule, NULL), CARREL_KEEP_FOR_SITE, rule);
  text = read_text (self, id);
  g_assert_true (g_str_has_prefix (text, "Appendix."));
  assert_answer (self, "SELECT host || ' ' || content FROM site_rule",
                 "example.org div.appendix\n");

  /* What comes later from there is taken by it; from elsewhere not. */
  other = carrel_test_add_page (self->library, page, "https://example.org/other");
  elsewhere = carrel_test_add_page (self->library, page, "https://example.com/other");
  of_other = read_text (self, other);
  of_elsewhere = read_text (self, elsewhere);
  g_assert_cmpstr (of_other, ==, text);
  g_assert_true (g_str_has_prefix (of_elsewhere, "First of all."));
  without = revise (self, other, automatic, NULL);
  g_assert_true (g_str_has_prefix (without->after_text, "First of all."));

  /* The site changed: found by itself again, and said. */
  {
    gint64 changed = carrel_test_add_page (
        self->library, "<body><article><p>" SENTENCE SENTENCE SENTENCE "</p></article>",
        "https://example.org/new");

    unmatched = read_article (self, changed);
    g_assert_cmpint (unmatched->rule, ==, CARREL_RULE_UNMATCHED);
  }
  undo_it (self, undo);
  assert_answer (self, "SELECT count (*) FROM site_rule", "0\n");
  back = read_text (self, id);
  g_assert_true (g_str_has_prefix (back, "First of all."));
}

static void
add_test (const char *name, void (*test) (CarrelTestLibrary *, gconstpointer))
{
  g_test_add (name, CarrelTestLibrary, NULL, carrel_test_library_set_up, test,
              carrel_test_library_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/revision/kept-and-undone", test_kept_and_undone);
  add_test ("/revision/many", test_many);
  add_test ("/revision/no-page-kept", test_no_page_kept);
  add_test ("/revision/pictures", test_pictures);
  add_test ("/revision/chosen", test_chosen);
  return g_test_run ();
}

/* test-tokenizer.c: the words of a text, wherever in it they stand. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-tokenizer.h"

#include <sqlite3.h>
#include <string.h>

static gboolean
list_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  g_string_append_len (data, token, (gssize) len);
  g_string_append_printf (data, " %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "\n", start, end);
  return TRUE;
}

/* Of exactly these bytes: one further would be seen by the sanitizer. (transfer full) */
static char *
list_words (const char *text, gsize len)
{
  g_autofree char *alone = g_memdup2 (text, len);
  g_autoptr (GString) words = g_string_new (NULL);

  g_assert_true (carrel_tokenize (alone, len, list_word, words));
  return g_string_free_and_steal (g_steal_pointer (&words));
}

static const struct {
  const char *text, *words;
} texts[] = {
  { "", "" },
  { " .,\n", "" },
  { "Fire", "fire 0-4\n" },
  { "fire and Patience2", "fire 0-4\nand 5-8\npatience2 9-18\n" },
  { "R\303\251sum\303\251 \303\211cole", "resume 0-8\necole 9-15\n" },
  { "re\314\201sume", "resume 0-8\n" },        /* a mark of its own */
  { "co\302\255operate", "cooperate 0-11\n" }, /* a soft hyphen */
  { "stra\303\237e \303\206on", "strasse 0-7\naeon 8-12\n" },
  { "\344\270\255\346\226\207ab\344\270\255",
    "\344\270\255 0-3\n\346\226\207 3-6\nab 6-8\n\344\270\255 8-11\n" },
  { "a\377b\344\270", "a 0-1\nb 2-3\n" }, /* what isn't UTF-8 parts words */
  { "it's", "it 0-2\ns 3-4\n" },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *words = list_words (texts[i].text, strlen (texts[i].text));

    g_assert_cmpstr (words, ==, texts[i].words);
  }
}

static gboolean
join_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  g_string_append_len (data, token, (gssize) len);
  g_string_append_c (data, ' ');
  return TRUE;
}

/* The words of words are these words: what a query asks for is what the index has. Whatever the
 * letter, alone and in a word. */
static void
test_again (void)
{
  static const char *const around[][2] = { { "", "" }, { "2", "" }, { "ab", "cd" } };
  guint                    n_wrong = 0;

  for (gunichar c = 1; c <= 0x10ffff; c++)
    for (guint i = 0; i < G_N_ELEMENTS (around) && g_unichar_validate (c); i++) {
      g_autoptr (GString) text = g_string_new (around[i][0]), words = g_string_new (NULL),
                          again = g_string_new (NULL);

      g_string_append_unichar (text, c);
      g_string_append (text, around[i][1]);
      carrel_tokenize (text->str, text->len, join_word, words);
      carrel_tokenize (words->str, words->len, join_word, again);
      if (!g_string_equal (words, again) && n_wrong++ < 20)
        g_test_message ("U+%04X: «%s» is «%s», which is «%s»", c, text->str, words->str,
                        again->str);
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

static gboolean
count_from (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  gsize *from = data;

  g_assert_cmpuint (start, >=, from[0]);
  g_assert_cmpuint (end, >=, start);
  from[1]++;
  return TRUE;
}

/* The same words, however far from the beginning or the end of the text. */
static void
test_anywhere (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    gsize            alone[] = { 0, 0 };
    g_autofree char *words = list_words (texts[i].text, strlen (texts[i].text));

    carrel_tokenize (texts[i].text, strlen (texts[i].text), count_from, alone);
    for (guint before = 1; before < 20; before++)
      for (guint after = 0; after < 20; after++) {
        g_autofree char *text = g_strdup_printf ("%*s%s%*s", (int) before, "", texts[i].text,
                                                 (int) after, ""),
                        *tail = g_strdup_printf ("%.*s %s", (int) before,
                                                 "abcdefghijklmnopqrstuvwxyz", texts[i].text),
                        *all = list_words (tail, strlen (tail));
        gsize       moved[] = { before, 0 };
        const char *rest = strchr (all, '\n');

        g_assert_true (carrel_tokenize (text, strlen (text), count_from, moved));
        g_assert_cmpuint (moved[1], ==, alone[1]);
        g_assert_nonnull (rest);
        for (const char *word = words, *end; (end = strchr (word, ' '));
             word = strchr (end, '\n') + 1) {
          g_autofree char *one = g_strndup (word, (gsize) (end - word + 1));

          g_assert_nonnull (strstr (rest, one));
        }
      }
  }
}

/* Longer words are cut where all are, also within what eight bytes at once bring, and where a
 * letter becomes two. */
static void
test_long (void)
{
  g_autofree char *plain = g_strnfill (300, 'x'), *cut = g_strnfill (CARREL_TOKEN_MAX, 'x');
  g_autofree char *expected = g_strdup_printf ("%s 0-300\n", cut), *words = list_words (plain, 300);

  g_assert_cmpstr (words, ==, expected);
  for (guint n = CARREL_TOKEN_MAX - 9; n <= CARREL_TOKEN_MAX; n++) {
    g_autofree char *text = g_strdup_printf ("%.*s\303\237%.*s", (int) n, plain, 20, plain),
                    *found = list_words (text, strlen (text));
    const char *end = strchr (found, ' ');

    g_assert_true (g_str_has_suffix (found, "\n"));
    g_assert_cmpuint ((gsize) (end - found), <=, CARREL_TOKEN_MAX + 1);
    g_assert_cmpuint ((gsize) (end - found), >=, CARREL_TOKEN_MAX);
    g_assert_null (strchr (end, 'x'));
  }
}

static gboolean
stop_at_second (const char *token, gsize len, gsize start, gsize end, gpointer n)
{
  return ++*(guint *) n < 2;
}

static void
test_stops (void)
{
  static const char *const stops[] = { "a b c", "a b", "\344\270\255\346\226\207 c",
                                       "a \344\270\255", "a b\377 c" };

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++) {
    guint n = 0;

    g_assert_false (carrel_tokenize (stops[i], strlen (stops[i]), stop_at_second, &n));
    g_assert_cmpuint (n, ==, 2);
  }
}

static void
assert_finds (sqlite3 *db, const char *match, int expected)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT count (*) FROM beginnings WHERE beginnings MATCH ?1",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  sqlite3_bind_text (statement, 1, match, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, expected);
  sqlite3_finalize (statement);
}

static int
get_number (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int           number;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

/* One, two and three letters of every word, each once a text, in any script and in any order of
 * lengths. */
static void
test_beginnings (void)
{
  sqlite3 *db = NULL;
  g_autoptr (GString) cyrillic = g_string_new ("INSERT INTO beginnings (rowid, text) VALUES (3, '");

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_true (carrel_tokenizer_register (db));
  g_assert_cmpint (
      sqlite3_exec (
          db,
          "CREATE VIRTUAL TABLE beginnings USING fts5 (text, tokenize = 'carrel_beginnings');"
          "CREATE VIRTUAL TABLE words USING fts5vocab (beginnings, instance);"
          "INSERT INTO beginnings (rowid, text) VALUES (1, 'Lakes la lak l lakes, label 7th');"
          "INSERT INTO beginnings (rowid, text) VALUES (2, '\344\270\255\346\226\207 \344\270\255 "
          "\320\263\320\276\321\200\320\276\320\264 \320\263\320\276\320\264 a\320\260\320\261');",
          NULL, NULL, NULL),
      ==, SQLITE_OK);
  assert_finds (db, "l", 1);
  assert_finds (db, "la", 1);
  assert_finds (db, "lak", 1);
  assert_finds (db, "lab", 1);
  assert_finds (db, "lake", 0);
  assert_finds (db, "7th", 1);
  assert_finds (db, "\346\226\207", 1);
  assert_finds (db, "\320\263\320\276\321\200", 1);
  assert_finds (db, "\320\263\320\276\320\264", 1);
  assert_finds (db, "a\320\260", 1);
  g_assert_cmpint (get_number (db, "SELECT count (*) FROM words WHERE doc = 1"), ==,
                   4 + 3); /* l la lak lab, 7 7t 7th */
  g_assert_cmpint (get_number (db, "SELECT count (*) FROM words WHERE doc = 2"), ==, 2 + 4 + 3);

  /* More than there was room for at first. */
  for (gunichar a = 0x43a; a < 0x450; a++)
    for (gunichar b = 0x43a; b < 0x450; b++)
      for (guint twice = 0; twice < 2; twice++) {
        g_string_append_unichar (cyrillic, a);
        g_string_append_unichar (cyrillic, b);
        g_string_append (cyrillic, "\320\260 ");
      }
  g_string_append (cyrillic, "')");
  g_assert_cmpint (sqlite3_exec (db, cyrillic->str, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (get_number (db, "SELECT count (*) FROM words WHERE doc = 3"), ==,
                   22 + 2 * 22 * 22);
  g_assert_cmpint (get_number (db, "SELECT count (DISTINCT term) FROM words WHERE doc = 3"), ==,
                   22 + 2 * 22 * 22);
  sqlite3_close (db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokenizer/words", test_words);
  g_test_add_func ("/tokenizer/again", test_again);
  g_test_add_func ("/tokenizer/anywhere", test_anywhere);
  g_test_add_func ("/tokenizer/long", test_long);
  g_test_add_func ("/tokenizer/stops", test_stops);
  g_test_add_func ("/tokenizer/beginnings", test_beginnings);
  return g_test_run ();
}

/* test-search.c: what a search finds: by tests/data/searches.txt, whatever is typed, and whether an
 * article that is known is among the first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-json.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "carrel-test.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-store.h"
#include "store/carrel-tokenizer.h"

#include <math.h>
#include <string.h>

#define ARROW " ⇒"

typedef struct {
  char             *folder;
  CarrelConnection *connection;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  carrel_time_set_now (1767225600); /* 1 January 2026 */
  self->folder = carrel_test_new_folder ();
  self->connection = carrel_connection_open (self->folder, CARREL_OPEN_CREATE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  carrel_connection_close (self->connection);
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
  carrel_time_set_now (0);
}

/* ── The library ── */

static gint64
save (Fixture *self, CarrelDraft *draft)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 id = carrel_store_insert_article (self->connection, draft, NULL, changes, &error);

  g_assert_no_error (error);
  return id;
}

static char *
dup_field (char **parts, guint index)
{
  char *text = parts[index] ? g_strstrip (g_strdup (parts[index])) : NULL;

  if (text && *text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
add_article (Fixture *self, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "|", 7);
  g_autofree char *topics = dup_field (parts, 5), *body = dup_field (parts, 6),
                  *html = g_strconcat ("<p>", body, "</p>", NULL);
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  gint64 number = g_ascii_strtoll (parts[0], NULL, 10);

  draft->title = dup_field (parts, 1);
  draft->site = dup_field (parts, 2);
  draft->byline = dup_field (parts, 3);
  draft->language = dup_field (parts, 4);
  draft->added = carrel_time_now () + number; /* in their order */
  draft->document = carrel_document_read (html, -1);
  if (topics)
    g_ptr_array_add (draft->topics, g_steal_pointer (&topics));
  g_assert_cmpint (save (self, draft), ==, number);
}

static void
add_mark (Fixture *self, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "|", 3);
  g_autofree char *exact = dup_field (parts, 1), *note = dup_field (parts, 2);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  CarrelHighlightData data = {
    .article = g_ascii_strtoll (parts[0], NULL, 10), .start = -1, .exact = exact, .note = note
  };

  carrel_store_add_highlight (self->connection, &data, NULL, changes, &error);
  g_assert_no_error (error);
}

static void
add_note (Fixture *self, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "|", 2);
  g_autofree char *text = dup_field (parts, 1);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;

  carrel_store_set_note (self->connection, g_ascii_strtoll (parts[0], NULL, 10), text, NULL,
                         changes, &error);
  g_assert_no_error (error);
}

/* ── By example ── */

/* As many are counted as are found. */
static void
assert_counted (Fixture *self, CarrelQuery *query, guint limit, const char *text, guint n)
{
  g_autoptr (GError) error = NULL;
  gint64 counted = -1;

  if (limit > 0)
    return;
  g_assert_true (carrel_store_count (self->connection, query, &counted, &error));
  g_assert_no_error (error);
  if (counted != n)
    g_error ("«%s»: %u found, %" G_GINT64_FORMAT " counted", text, n, counted);
}

/* The ids that are found, separated by spaces. (transfer full) */
static char *
find (Fixture *self, const char *text, gboolean typing, CarrelSort sort, guint limit)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, typing);
  g_autoptr (GError) error = NULL;
  CarrelSearch search = { query, sort, FALSE, limit, FALSE };
  g_autoptr (GArray) ids = carrel_store_search (self->connection, &search, NULL, NULL, &error);
  GString *found = g_string_new (NULL);

  if (error)
    g_test_message ("«%s»", text);
  g_assert_no_error (error);
  assert_counted (self, query, limit, text, ids->len);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i ? " " : "",
                            g_array_index (ids, gint64, i));
  return g_string_free_and_steal (found);
}

static void
assert_found (Fixture *self, const char *line, guint number, const char *expected)
{
  static const char *const orders[] = { "added", "published", "title",   "relevance",
                                        "site",  "length",    "progress" };
  CarrelSort               sort = CARREL_SORT_RELEVANCE;
  gboolean                 typing = g_str_has_prefix (line, "typing: ");
  g_autofree char         *found = NULL;

  if (typing)
    line += strlen ("typing: ");
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autofree char *prefix = g_strconcat (orders[i], ": ", NULL);

    if (g_str_has_prefix (line, prefix)) {
      sort = (CarrelSort) i;
      line += strlen (prefix);
      break;
    }
  }
  found = find (self, line, typing, sort, 0);
  if (strcmp (found, expected) != 0) {
    g_test_message ("line %u: «%s» finds %s, not %s", number, line, found, expected);
    g_test_fail ();
  }
  /* The first few are the first of all. */
  for (guint limit = 1; limit <= 3; limit++) {
    g_autofree char *few = find (self, line, typing, sort, limit);

    if (!g_str_has_prefix (found, few)) {
      g_test_message ("line %u: the first %u of «%s» are %s", number, limit, line, few);
      g_test_fail ();
    }
  }
}

static void
test_examples (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = carrel_test_load_data ("searches.txt");
  g_auto (GStrv) lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  guint n_examples = 0;

  for (guint i = 0; lines[i]; i++) {
    char *arrow = strstr (lines[i], ARROW);

    if (g_str_has_prefix (lines[i], "# "))
      continue;
    if (g_str_has_prefix (lines[i], "@mark "))
      add_mark (self, lines[i] + strlen ("@mark "));
    else if (g_str_has_prefix (lines[i], "@note "))
      add_note (self, lines[i] + strlen ("@note "));
    else if (g_str_has_prefix (lines[i], "@ "))
      add_article (self, lines[i] + strlen ("@ "));
    if (lines[i][0] == '@' || !arrow)
      continue;
    *arrow = '\0';
    assert_found (self, lines[i], i + 1, g_strstrip (arrow + strlen (ARROW)));
    n_examples++;
  }
  g_assert_cmpuint (n_examples, >, 90);
}

/* What was found is marked: a word's other forms too. */
static void
test_snippets (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *text, *snippet;
  } examples[] = {
    { "walking", "He «walks» to the «walk» and sees “a «walking» stick”." },
    { "\"walking\"", "…to the walk and sees “a «walking» stick”." },
    { "NEAR(sees stick)", "…walks to the walk and «sees» “a walking «stick»”." },
    { "title:walks -stick", "He «walks» to the «walk» and sees “a «walking» stick”." },
    { "zebra", NULL },
  };

  add_article (self, "1 | A | | | en | | He walks to the walk and sees “a walking stick”.");
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++) {
    g_autoptr (CarrelQuery) query = carrel_query_parse (examples[i].text, FALSE);
    g_autoptr (GError) error = NULL;
    gint64 one = 1;
    g_autoptr (GPtrArray) snippets =
        carrel_store_load_snippets (self->connection, &one, 1, query, 200, &error);
    g_autoptr (GString) shown = g_string_new (snippets->pdata[0]);

    g_assert_no_error (error);
    g_string_replace (shown, "\xee\x80\x80", "«", 0);
    g_string_replace (shown, "\xee\x80\x81", "»", 0);
    g_assert_cmpstr (shown->str, ==, examples[i].snippet ? examples[i].snippet : "");
  }
}

/* ── Whatever is typed ── */

static void
search_for (Fixture *self, const char *text, guint i)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, i % 2);
  g_autoptr (GError) error = NULL;
  CarrelSearch search = { query, (CarrelSort) (i % 7), i % 3 == 0, i % 4, FALSE };
  g_autoptr (GArray) ids = carrel_store_search (self->connection, &search, NULL, NULL, &error);
  g_autoptr (GPtrArray) snippets = NULL;
  gint64 one = 1;

  if (error)
    g_test_message ("«%s»", text);
  g_assert_no_error (error);
  snippets = carrel_store_load_snippets (self->connection, &one, 1, query, 120, &error);
  g_assert_no_error (error);
}

/* The hostile ones of the shared data, in every order. */
static void
test_hostile (Fixture *self, gconstpointer data)
{
  g_autofree char *bombs = carrel_test_dup_shared_path ("security/make-bombs.py"),
                  *path = g_build_filename (self->folder, "names", "queries.json", NULL),
                  *text = NULL;
  const char *arguments[] = { "python3", bombs,    "files",         self->folder,
                              "--small", "--only", "names/queries", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *queries;
  gsize      len;

  add_article (self, "1 | a b c | a.b | | en | a | a b c x y 0 null é 漢字 title");
  if (!bombs)
    return;
  g_spawn_sync (NULL, (char **) arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, &len, &error);
  g_assert_no_error (error);
  node = carrel_json_parse (text, (gssize) len, &error);
  g_assert_no_error (error);
  queries = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (queries), >, 100);
  for (guint i = 0; i < json_array_get_length (queries); i++)
    for (guint way = i % 7; way < 84;
         way += strlen (json_array_get_string_element (queries, i)) > 1000 ? 41 : 13)
      search_for (self, json_array_get_string_element (queries, i), way);
}

/* ── An article that is known ── */

static void
add_text (Fixture *self, const char *title, const char *html)
{
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();

  draft->title = carrel_text_clean_line (title);
  draft->document = carrel_document_read (html, -1);
  save (self, draft);
}

static void
add_readability (Fixture *self, const char *folder)
{
  g_autofree char *meta_path = g_build_filename (folder, "expected-metadata.json", NULL),
                  *html_path = g_build_filename (folder, "expected.html", NULL), *meta = NULL,
                  *html = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *title;

  if (!g_file_get_contents (meta_path, &meta, NULL, NULL) ||
      !g_file_get_contents (html_path, &html, NULL, NULL) || !g_utf8_validate (html, -1, NULL))
    return;
  node = carrel_json_parse (meta, -1, NULL);
  title = node ? carrel_json_get_text (json_node_get_object (node), "title") : NULL;
  if (title)
    add_text (self, title, html);
}

static void
add_ground_truth (Fixture *self, const char *path)
{
  g_autofree char *text = NULL, *escaped = NULL, *html = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *truth;
  const char *title, *content;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  node = carrel_json_parse (text, -1, NULL);
  truth = node ? carrel_json_get_object (json_node_get_object (node), "ground_truth") : NULL;
  title = truth ? carrel_json_get_text (truth, "title") : NULL;
  content = truth ? carrel_json_get_text (truth, "main_content") : NULL;
  if (!title || !content)
    return;
  escaped = g_markup_escape_text (content, -1);
  html = g_strconcat ("<p>", escaped, "</p>", NULL);
  add_text (self, title, html);
}

static void
add_folder (Fixture *self, const char *name, void (*add) (Fixture *self, const char *path))
{
  g_autofree char *folder = carrel_test_dup_shared_path (name);
  g_autoptr (GDir) dir = folder ? g_dir_open (folder, 0, NULL) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *entry;

  while (dir && (entry = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_build_filename (folder, entry, NULL));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  for (guint i = 0; i < names->len; i++)
    add (self, names->pdata[i]);
}

static gboolean
list_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  g_ptr_array_add (data, g_strndup (token, len));
  return TRUE;
}

static GPtrArray *
list_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  carrel_tokenize (text, strlen (text), list_word, words);
  return words;
}

/* In how many texts each word is. */
static GHashTable *
count_words (GPtrArray *texts)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < texts->len; i++) {
    GPtrArray *words = texts->pdata[i];
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint w = 0; w < words->len; w++)
      if (g_hash_table_add (seen, words->pdata[w]))
        g_hash_table_insert (
            counts, g_strdup (words->pdata[w]),
            GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, words->pdata[w])) +
                              1));
  }
  return counts;
}

/* The run of `n` words that says most of which text it is from; none where all its words are in
 * more than three. (transfer full) (nullable) */
static char *
choose_run (GPtrArray *words, GHashTable *counts, guint n)
{
  double best = 0;
  guint  at = 0;

  for (guint i = 0; i + n <= words->len; i++) {
    guint  rarest = G_MAXUINT;
    double sum = 0;

    for (guint w = i; w < i + n; w++) {
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, words->pdata[w]));

      rarest = MIN (rarest, count);
      sum -= log (MAX (count, 2)); /* a word of its own says no more than one of two */
    }
    if (rarest <= 3 && (at == 0 || sum > best)) {
      best = sum;
      at = i + 1;
    }
  }
  if (at == 0)
    return NULL;
  {
    GString *run = g_string_new (words->pdata[at - 1]);

    for (guint w = at; w < at - 1 + n; w++)
      g_string_append_printf (run, " %s", (char *) words->pdata[w]);
    return g_string_free_and_steal (run);
  }
}

static gboolean
is_among_first (Fixture *self, const char *text, gint64 id)
{
  g_autofree char *found = find (self, text, FALSE, CARREL_SORT_RELEVANCE, 3),
                  *spaced = g_strdup_printf (" %s ", found),
                  *wanted = g_strdup_printf (" %" G_GINT64_FORMAT " ", id);

  if (!strstr (spaced, wanted))
    g_test_message ("«%s» finds %s, not %" G_GINT64_FORMAT, text, found, id);
  return strstr (spaced, wanted) != NULL;
}

static void
test_known_items (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) titles =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) bodies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) title_counts = NULL;
  g_autoptr (GHashTable) body_counts = NULL;
  g_autoptr (GError) error = NULL;
  guint n_titles = 0, n_phrases = 0, good_titles = 0, good_phrases = 0;

  g_assert_true (carrel_connection_begin (self->connection, &error));
  add_folder (self, "corpus/readability", add_readability);
  add_folder (self, "corpus/wcxb/ground-truth", add_ground_truth);
  g_assert_true (carrel_connection_commit (self->connection, &error));
  for (gint64 id = 1;; id++) {
    g_autoptr (CarrelArticle) article = carrel_store_load_article (self->connection, id, NULL);
    g_autofree char *html = article ? carrel_store_load_body (self->connection, id, NULL) : NULL,
                    *text = NULL;
    g_autoptr (CarrelDocument) document = NULL;

    if (!article)
      break;
    document = carrel_document_read (html, -1);
    text = carrel_document_to_text (document, NULL);
    g_ptr_array_add (titles, list_words (carrel_article_get_title (article)));
    g_ptr_array_add (bodies, list_words (text));
  }
  title_counts = count_words (titles);
  body_counts = count_words (bodies);
  for (guint i = 0; i < titles->len; i++) {
    g_autofree char *words = choose_run (titles->pdata[i], title_counts, 3),
                    *run = choose_run (bodies->pdata[i], body_counts, 4),
                    *phrase = run ? g_strdup_printf ("\"%s\"", run) : NULL;

    if (words) {
      n_titles++;
      good_titles += is_among_first (self, words, i + 1);
    }
    if (phrase) {
      n_phrases++;
      good_phrases += is_among_first (self, phrase, i + 1);
    }
  }
  g_test_message ("%u articles: three words of the title find %u of %u among the first three, a "
                  "phrase of four %u of %u",
                  titles->len, good_titles, n_titles, good_phrases, n_phrases);
  g_assert_cmpuint (good_titles * 100, >=, n_titles * 97);
  g_assert_cmpuint (good_phrases * 100, >=, n_phrases * 97);
}

/* ── Groups, and what fields are completed to ── */

static void
assert_groups (Fixture *self, CarrelSort sort, CarrelGroupBy by, const char *expected)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse ("", FALSE);
  g_autoptr (GError) error = NULL;
  CarrelSearch search = { query, sort, FALSE, 0, FALSE };
  g_autoptr (GArray) ids = carrel_store_search (self->connection, &search, NULL, NULL, &error);
  g_autoptr (GArray) groups = carrel_store_group (self->connection, ids, sort, by, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint g = 0; g < groups->len; g++) {
    CarrelGroup *group = &g_array_index (groups, CarrelGroup, g);
    guint end = g + 1 < groups->len ? g_array_index (groups, CarrelGroup, g + 1).start : ids->len;

    g_string_append_printf (found, "%s%s:", g > 0 ? "; " : "", group->name ? group->name : "-");
    for (guint i = group->start; i < end; i++)
      g_string_append_printf (found, " %" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_values (Fixture *self, CarrelCompletion kind, const char *typed, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) values =
      carrel_store_list_values (self->connection, kind, typed, 3, &error);
  g_autofree char *line = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (values, NULL);
  line = g_strjoinv (", ", (char **) values->pdata);
  g_assert_cmpstr (line, ==, expected);
}

static void
test_groups (Fixture *self, gconstpointer data)
{
  for (guint i = 1; i <= 9; i++) {
    static const char *const sites[] = { "Alpha", "beta", "Gamma" }, *const topics[] = {
      "sea", "air/birds", ""
    };
    g_autofree char *line = g_strdup_printf ("%u | Title %u | %s | Author %c | en | %s | words", i,
                                             i, sites[i % 3], 'A' + i % 4, topics[i % 3]);

    carrel_time_set_now (1767225600 + i / 4 * 86400);
    add_article (self, line);
  }
  assert_groups (self, CARREL_SORT_ADDED, CARREL_GROUP_DAY,
                 "2026-01-03: 9 8; 2026-01-02: 7 6 5 4; 2026-01-01: 3 2 1");
  assert_groups (self, CARREL_SORT_PUBLISHED, CARREL_GROUP_DAY, "-: 9 8 7 6 5 4 3 2 1");
  assert_groups (self, CARREL_SORT_SITE, CARREL_GROUP_SITE,
                 "Alpha: 9 6 3; beta: 7 4 1; Gamma: 8 5 2");
  assert_groups (self, CARREL_SORT_ADDED, CARREL_GROUP_TOPIC,
                 "air/birds: 7 4 1; sea: 9 6 3; -: 8 5 2");
  assert_values (self, CARREL_COMPLETE_SITE, "", "Alpha, beta, Gamma");
  assert_values (self, CARREL_COMPLETE_SITE, "B", "beta");
  assert_values (self, CARREL_COMPLETE_SITE, "x", "");
  assert_values (self, CARREL_COMPLETE_AUTHOR, "author", "Author A, Author B, Author C");
  assert_values (self, CARREL_COMPLETE_LANGUAGE, "E", "en");
}

/* ── Plans ── */

/* Of one row, or of the newest few hundred articles; or FTS5's own. */
static gboolean
is_small (const char *sql)
{
  return strstr (sql, "FROM counts") || strstr (sql, "SELECT language") ||
         strstr (sql, "_config'") || strstr (sql, "SELECT avg (words)");
}

/* What a statement said of itself while it was run. */
static int
keep_statement (unsigned kind, void *data, void *statement, void *sql)
{
  const char *text = sql;

  if (g_str_has_prefix (text, "SELECT") && !is_small (text))
    g_ptr_array_add (data, g_strdup (text));
  return 0;
}

/* Reads a table through, or sorts; what an FTS5 table gives is in its order anyway, and a title
 * index is asked for one title. */
static gboolean
is_slow (const char *step)
{
  return strstr (step, "TEMP B-TREE") ||
         (g_str_has_prefix (step, "SCAN ") && !strstr (step, " INDEX ") &&
          !strstr (step, "(subquery") && !strstr (step, "CONSTANT"));
}

static void
assert_fast (Fixture *self, const char *text, CarrelSort sort, gboolean reverse, gboolean ranked)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);
  g_autoptr (GError) error = NULL;
  CarrelSearch search = { query, sort, reverse, 100, FALSE };
  g_autoptr (GArray) ids = NULL;

  sqlite3_trace_v2 (self->connection->db, SQLITE_TRACE_STMT, keep_statement, statements);
  ids = carrel_store_search (self->connection, &search, NULL, NULL, &error);
  sqlite3_trace_v2 (self->connection->db, 0, NULL, NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (statements->len, >, 0);
  for (guint i = 0; i < statements->len; i++) {
    g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", statements->pdata[i], NULL);
    g_autoptr (CarrelStatement) plan = carrel_connection_prepare_once (self->connection, sql);
    gboolean best = ranked && strstr (sql, "carrel_rank"); /* sorts 10,000 */

    while (carrel_statement_next (plan)) {
      const char *step = carrel_statement_get_text (plan, 3);

      if (is_slow (step) && !(best && strstr (step, "FOR ORDER BY"))) {
        g_test_message ("«%s» in order %d: %s: %s", text, sort, step,
                        (char *) statements->pdata[i]);
        g_test_fail ();
      }
    }
    carrel_statement_finish (plan, &error);
    g_assert_no_error (error);
  }
}

/* Of a library that says it has a million articles. */
static void
test_plans (Fixture *self, gconstpointer data)
{
  static const char *const places[] = {
    "",           "is:inbox", "is:archived", "is:unread",         "is:favourite",
    "is:reading", "topic:ai", "topic:none",  "-is:read is:inbox", "topic:ai is:unread"
  };
  static const char *const words[] = { "word",     "word other",  "\"a word\"",    "title:word",
                                       "w*",       "word -other", "word topic:ai", "word is:unread",
                                       "word oth*" };
  g_autoptr (GError) error = NULL;

  add_article (self, "1 | A word | Site | | en | ai | word other");
  g_assert_true (
      carrel_connection_execute (self->connection,
                                 "UPDATE counts SET articles = 1000000, inbox = 400000, archive = "
                                 "600000, unread = 300000, reading = 100000, favourites = 50000;"
                                 "UPDATE topic SET n = 300000",
                                 &error));
  for (guint sort = CARREL_SORT_ADDED; sort <= CARREL_SORT_PROGRESS; sort++)
    for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
      assert_fast (self, places[i], (CarrelSort) sort, FALSE, FALSE);
      assert_fast (self, places[i], (CarrelSort) sort, TRUE, FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    assert_fast (self, words[i], CARREL_SORT_RELEVANCE, FALSE, TRUE);
}

/* ── What is kept from one search to the next ── */

static void
assert_found_again (Fixture *self, const char *text, const char *expected)
{
  for (guint i = 0; i < 2; i++) {
    g_autofree char *found = find (self, text, FALSE, CARREL_SORT_RELEVANCE, 10);

    g_assert_cmpstr (found, ==, expected);
  }
}

/* A connection that only reads keeps topics and other forms of words, but not longer than they are
 * true. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) reader = NULL;
  Fixture other = { NULL, NULL };
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  static const char *const sea[] = { "sea", NULL };
  gint64                   first = 1;

  add_article (self, "1 | One | | | en | | a lighthouse stands");
  add_article (self, "2 | Two | | | en | sea | a lighthouse stands");
  add_article (self, "3 | Three | | | en | sea/north | some say house");
  reader = carrel_connection_open (self->folder, CARREL_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  other.connection = reader;
  assert_found_again (&other, "lighthouse topic:sea", "2");
  assert_found_again (&other, "lighthouse topic:sea topic:sea", "2");
  assert_found_again (&other, "-topic:sea", "1");
  assert_found_again (&other, "lighthouses", "2 1");
  g_assert_true (carrel_store_tag (self->connection, &first, 1, sea, NULL, NULL, changes, &error));
  assert_found_again (&other, "lighthouse topic:sea", "2 1");
  assert_found_again (&other, "-topic:sea", "");
  add_article (self, "4 | Four | | | en | sea | lighthouses stand");
  assert_found_again (&other, "lighthouse topic:sea", "2 1 4");
  assert_found_again (&other, "lighthouse", "2 1 4");
  g_assert_true (carrel_store_tag (self->connection, &first, 1, NULL, sea, NULL, changes, &error));
  assert_found_again (&other, "lighthouse topic:sea", "2 4");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/search/examples", Fixture, NULL, set_up, test_examples, tear_down);
  g_test_add ("/search/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/search/known-items", Fixture, NULL, set_up, test_known_items, tear_down);
  g_test_add ("/search/snippets", Fixture, NULL, set_up, test_snippets, tear_down);
  g_test_add ("/search/groups", Fixture, NULL, set_up, test_groups, tear_down);
  g_test_add ("/search/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/search/plans", Fixture, NULL, set_up, test_plans, tear_down);
  return g_test_run ();
}

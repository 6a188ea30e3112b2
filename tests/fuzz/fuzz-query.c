/* fuzz-query.c: any text is a query, any query can be asked of a library, and the first few are the
 * first of all. Beginnings of words are found by FTS5, and by looking at articles: the same ones.
 *
 * The first byte says in which order, and whether somebody is still typing. The library is made
 * once and asked by all inputs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include "store/carrel-connection-private.h"
#include "store/carrel-search-private.h"
#include "store/carrel-store.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define N_SORTS 7

static CarrelConnection *connection;
static char             *folder;

static void
remove_library (void)
{
  static const char *const names[] = { "carrel.db", "carrel.db-wal", "carrel.db-shm", "blobs" };

  carrel_connection_close (connection);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_remove (path);
  }
  g_rmdir (folder);
  g_free (folder);
}

static void
add_article (guint number, const char *title, const char *topic, const char *text)
{
  g_autofree char *html = g_strdup_printf ("<p>%s</p>", text);
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;

  draft->title = g_strdup (title);
  draft->byline = g_strdup ("title words NEAR");
  draft->language = g_strdup (number % 2 ? "en" : "de");
  draft->added = 1000 + number;
  draft->document = carrel_document_read (html, -1);
  if (topic)
    g_ptr_array_add (draft->topics, g_strdup (topic));
  carrel_store_insert_article (connection, draft, NULL, changes, &error);
  fuzz_check (!error, "%s", error->message);
}

static void
make_library (void)
{
  static const char *const topics[] = { "a", "a/b", "is", NULL, "漢" };
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 trashed = 4;

  folder = g_dir_make_tmp ("carrel-fuzz-XXXXXX", &error);
  connection = folder ? carrel_connection_open (folder, CARREL_OPEN_CREATE, &error) : NULL;
  fuzz_check (connection, "%s", error->message);
  for (guint i = 0; i < 12; i++) {
    g_autofree char *title = g_strdup_printf ("a title %u", i % 5),
                    *text = g_strdup_printf (
                        "a b c word words working x%u 漢字かな ไทย é ß 2026 unread", i % 3);

    add_article (i, title, topics[i % G_N_ELEMENTS (topics)], text);
  }
  carrel_store_set_note (connection, 2, "a note of words", NULL, changes, &error);
  carrel_store_trash (connection, &trashed, 1, NULL, changes, &error);
  fuzz_check (!error, "%s", error->message);
  atexit (remove_library);
}

static GArray *
find (CarrelQuery *query, guint8 way, guint limit)
{
  g_autoptr (GError) error = NULL;
  CarrelSearch search = { query, (CarrelSort) (way % N_SORTS), (way & 0x40) != 0, limit,
                          (way & 0x20) != 0 };
  GArray      *ids = carrel_store_search (connection, &search, NULL, NULL, &error);

  fuzz_check (ids, "%s", error->message);
  return ids;
}

/* With all beginnings taken for common ones. */
static void
check_looking (CarrelQuery *query, guint8 way, GHashTable *expected)
{
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) few = NULL;
  guint usual = connection->common;

  connection->common = 1;
  all = find (query, way, 0);
  few = find (query, way, 3);
  connection->common = usual;
  fuzz_check (all->len == g_hash_table_size (expected), "%u of %u", all->len,
              g_hash_table_size (expected));
  for (guint i = 0; i < all->len; i++)
    fuzz_check (g_hash_table_contains (expected, &g_array_index (all, gint64, i)),
                "looking found another");
  for (guint i = 0; i < few->len; i++)
    fuzz_check (g_array_index (few, gint64, i) == g_array_index (all, gint64, i),
                "looking found another order");
}

/* Where articles can be looked at in the place of asking the index, both say the same. */
static void
check_groups (const char *match)
{
  g_autoptr (CarrelSearchGroups) groups = match && *match ? carrel_search_groups_new (match) : NULL;
  g_autoptr (CarrelStatement) ask = NULL;
  guint64 has = 0;
  gsize   bytes = 0;

  if (!groups)
    return;
  ask = carrel_connection_prepare_again (connection,
                                         "SELECT rowid FROM text_index WHERE text_index MATCH ?1");
  carrel_statement_bind_text (ask, 1, match);
  while (carrel_statement_next (ask))
    has |= (guint64) 1 << carrel_statement_get_int (ask, 0);
  for (gint64 id = 1; id <= 12; id++)
    fuzz_check (carrel_search_groups_have (groups, connection, id, &bytes) ==
                    (((has >> id) & 1) != 0),
                "%s in %d", match, (int) id);
}

static void
check_looked_at (CarrelQuery *query)
{
  CarrelSearchPlan plan;

  carrel_search_plan_init (&plan, connection, query, CARREL_LOOKING_NONE);
  if (plan.driver == CARREL_DRIVER_TEXT) {
    check_groups (plan.match->str);
    check_groups (carrel_search_plan_get_wider (&plan));
  }
  carrel_search_plan_clear (&plan);
  carrel_connection_clear_sets (connection);
}

/* What is said to be no filter is none by itself. */
static void
check_misread (const char *text, gboolean typing)
{
  g_autoptr (GPtrArray) list = carrel_query_list_misread (text, typing);

  for (guint i = 0; i < list->len; i++) {
    CarrelQueryMisread *misread = list->pdata[i];
    g_autoptr (GPtrArray) filters = carrel_query_list_filters (misread->term);

    fuzz_check (strstr (text, misread->term) && filters->len == 0, "%s", misread->term);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  guint8           way = size > 0 ? data[0] : 0;
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, (way & 0x80) != 0);
  g_autofree char *tree = carrel_query_to_debug (query);
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) few = NULL;
  g_autoptr (GPtrArray) snippets = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GError) error = NULL;

  if (!connection)
    make_library ();
  fuzz_check (g_utf8_validate (tree, -1, NULL));
  check_misread (text, (way & 0x80) != 0);
  all = find (query, way, 0);
  few = find (query, way, 3);
  fuzz_check (few->len == MIN (all->len, 3), "%u of %u", few->len, all->len);
  for (guint i = 0; i < all->len; i++) {
    gint64 *id = &g_array_index (all, gint64, i);

    fuzz_check (*id >= 1 && *id <= 12);
    fuzz_check (g_hash_table_add (seen, id), "twice");
    fuzz_check (*id != 4 || carrel_query_wants_trash (query), "from the trash");
    fuzz_check (i >= few->len || *id == g_array_index (few, gint64, i), "another order");
  }
  check_looking (query, way, seen);
  check_looked_at (query);
  snippets = carrel_store_load_snippets (connection, (const gint64 *) (gpointer) all->data,
                                         all->len, query, 80, &error);
  fuzz_check (snippets, "%s", error->message);
  return 0;
}

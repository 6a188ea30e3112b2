/* carrel-store-versions.c: the texts that an article had before. On the writer's thread, but for
 * what reads.
 *
 * Every text stands in the file once, but for one that was gone back to. The text of today is the
 * article's own; it is written into its row here when another takes its place. An undo puts back
 * what was, row by row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a version keeps of its text: first the columns of text, then the numbers. */
#define TEXTS "title, byline, site, excerpt, language, image, incomplete"
#define NUMBERS "rtl, image_width, image_height, published, modified, words, extractor, rule"
#define N_TEXTS 8 /* with «listed» */
#define N_NUMBERS 8

/* ── Reading ── */

static CarrelVersion *
read_version (CarrelStatement *statement, guint number)
{
  CarrelVersionData data = {
    .id = carrel_statement_get_int (statement, 0),
    .number = number,
    .made = carrel_statement_get_int (statement, 1),
    .added = g_strcmp0 (carrel_statement_get_text (statement, 2), "added") == 0,
    .current = carrel_statement_get_int (statement, 3) != 0,
    .title = carrel_statement_get_text (statement, 4),
    .byline = carrel_statement_get_text (statement, 5),
    .language = carrel_statement_get_text (statement, 6),
    .rtl = carrel_statement_get_int (statement, 7) != 0,
    .words = (guint) carrel_statement_get_int (statement, 8),
    .html = carrel_statement_get_text (statement, 9),
  };

  return carrel_version_new (&data);
}

GPtrArray *
carrel_store_load_versions (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autoptr (GPtrArray) versions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_version_unref);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT v.id, v.made, v.reason, v.current, iif (v.current, a.title, v.title), "
      "iif (v.current, a.byline, v.byline), iif (v.current, a.language, v.language), "
      "iif (v.current, a.rtl, v.rtl), iif (v.current, a.words, v.words), "
      "iif (v.current, b.html, v.html) "
      "FROM version v JOIN article a ON a.id = v.article LEFT JOIN body b ON b.article = a.id "
      "WHERE v.article = ? ORDER BY v.made, v.id");
  g_autoptr (CarrelStatement) only = NULL;

  carrel_statement_bind_int (statement, 1, article);
  while (carrel_statement_next (statement))
    g_ptr_array_add (versions, read_version (statement, versions->len + 1));
  if (!carrel_statement_finish (statement, error))
    return NULL;
  if (versions->len > 0)
    return g_steal_pointer (&versions);

  only = carrel_connection_prepare (
      connection,
      "SELECT 0, coalesce ((SELECT max (fetched) FROM snapshot WHERE article = a.id), a.added), "
      "'added', 1, a.title, a.byline, a.language, a.rtl, a.words, b.html "
      "FROM article a LEFT JOIN body b ON b.article = a.id WHERE a.id = ?");
  carrel_statement_bind_int (only, 1, article);
  if (carrel_statement_next (only))
    g_ptr_array_add (versions, read_version (only, 1));
  if (!carrel_statement_finish (only, error))
    return NULL;
  if (versions->len == 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 "There is no article %" G_GINT64_FORMAT " in the library", article);
    return NULL;
  }
  return g_steal_pointer (&versions);
}

/* ── Putting a text aside ── */

static const char put_content[] =
    "UPDATE version SET html = iif (?1 IS NULL, NULL, carrel_unpack (?1)), title = ?2, byline = "
    "?3, site = ?4, excerpt = ?5, language = ?6, image = ?7, incomplete = ?8, listed = ?9, rtl = "
    "?10, image_width = ?11, image_height = ?12, published = ?13, modified = ?14, words = ?15, "
    "extractor = ?16, rule = ?17, current = ?18 WHERE id = ?19";

static GVariant *
pack (const char *html)
{
  g_autoptr (GBytes) packed = html ? carrel_blob_pack (html, strlen (html)) : NULL;
  gsize         len;
  gconstpointer data = packed ? g_bytes_get_data (packed, &len) : NULL;

  return data ? g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, len, 1)
              : g_variant_new_maybe (G_VARIANT_TYPE_STRING, NULL);
}

/* What the version's row says, so that an undo says it again. */
static gboolean
note_content (CarrelConnection *connection, gint64 version, CarrelUndo *undo, GError **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT html, " TEXTS ", listed, " NUMBERS ", current FROM version WHERE id = ?");
  GVariant *values[1 + N_TEXTS + N_NUMBERS + 2];

  carrel_statement_bind_int (ask, 1, version);
  if (carrel_statement_next (ask)) {
    guint n = 0;

    values[n++] = pack (carrel_statement_get_text (ask, 0));
    for (guint i = 0; i < N_TEXTS; i++, n++)
      values[n] = g_variant_new ("ms", carrel_statement_get_text (ask, (int) n));
    for (guint i = 0; i < N_NUMBERS + 1; i++, n++)
      values[n] = g_variant_new_int64 (carrel_statement_get_int (ask, (int) n));
    values[n++] = g_variant_new_int64 (version);
    g_assert (n == G_N_ELEMENTS (values));
    carrel_undo_add (undo, put_content, g_variant_new_tuple (values, n));
  }
  return carrel_statement_finish (ask, error);
}

/* The row of the article's text as it is; made where there is none yet. Its id, or 0. */
static gint64
ensure_current (CarrelConnection *connection, gint64 article, CarrelUndo *undo, GError **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT id FROM version WHERE article = ? AND current = 1");
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "INSERT INTO version (article, made, reason, current, snapshot) "
      "SELECT a.id, coalesce (s.fetched, a.added), 'added', 1, s.id FROM article a "
      "LEFT JOIN snapshot s ON s.id = (SELECT id FROM snapshot WHERE article = a.id ORDER BY "
      "fetched DESC, id DESC LIMIT 1) WHERE a.id = ?");
  gint64 id = 0;

  carrel_statement_bind_int (ask, 1, article);
  if (carrel_statement_next (ask))
    id = carrel_statement_get_int (ask, 0);
  if (!carrel_statement_finish (ask, error))
    return 0;
  if (id != 0)
    return id;
  carrel_statement_bind_int (statement, 1, article);
  if (!carrel_statement_run (statement, error))
    return 0;
  if (carrel_connection_get_n_changed (connection) == 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 "There is no article %" G_GINT64_FORMAT " in the library", article);
    return 0;
  }
  id = carrel_connection_get_last_id (connection);
  if (undo)
    carrel_undo_add (undo, "DELETE FROM version WHERE id = ?", g_variant_new ("(x)", id));
  return id;
}

/* Writes the article's text into its version's row, which is the current one no more. */
static gboolean
put_aside (CarrelConnection *connection, gint64 article, CarrelUndo *undo, GError **error)
{
  gint64 id = ensure_current (connection, article, undo, error);
  g_autoptr (CarrelStatement) statement = NULL;

  if (id == 0 || (undo && !note_content (connection, id, undo, error)))
    return FALSE;
  statement = carrel_connection_prepare (
      connection,
      "UPDATE version SET current = 0, (html, " TEXTS ", " NUMBERS ") = (SELECT (SELECT html FROM "
      "body WHERE article = a.id), " TEXTS ", " NUMBERS " FROM article a WHERE a.id = ?2), "
      "listed = (SELECT group_concat (line, char (10)) FROM (SELECT coalesce (address, '') || "
      "char (9) || coalesce (title, '') AS line FROM link WHERE source = ?2 AND kind = 1 ORDER BY "
      "start, id)) WHERE id = ?1");
  carrel_statement_bind_int (statement, 1, id);
  carrel_statement_bind_int (statement, 2, article);
  return carrel_statement_run (statement, error);
}

/* ── Fetched again ── */

gboolean
carrel_store_note_refetch (CarrelConnection   *connection,
                           gint64              article,
                           CarrelRefetchResult result,
                           const char         *message,
                           CarrelUndo         *undo,
                           CarrelChanges      *changes,
                           GError            **error)
{
  static const char put[] =
      "INSERT INTO refetch (article, time, result, message) SELECT ?1, ?2, ?3, ?4 WHERE EXISTS "
      "(SELECT 1 FROM article WHERE id = ?1) "
      "ON CONFLICT DO UPDATE SET time = ?2, result = ?3, message = ?4";
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT time, result, message FROM refetch WHERE article = ?");
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, put);

  carrel_statement_bind_int (ask, 1, article);
  if (undo) {
    if (carrel_statement_next (ask))
      carrel_undo_add (undo, put,
                       g_variant_new ("(xxsms)", article, carrel_statement_get_int (ask, 0),
                                      carrel_statement_get_text (ask, 1),
                                      carrel_statement_get_text (ask, 2)));
    else
      carrel_undo_add (undo, "DELETE FROM refetch WHERE article = ?",
                       g_variant_new ("(x)", article));
  }
  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_int (statement, 2, carrel_time_now ());
  carrel_statement_bind_text (statement, 3, carrel_refetch_result_get_name (result));
  carrel_statement_bind_text (statement, 4, message);
  if (!carrel_statement_finish (ask, error) || !carrel_statement_run (statement, error))
    return FALSE;
  carrel_changes_add (changes, CARREL_CHANGED_ARTICLES, article);
  return TRUE;
}

gboolean
carrel_store_was_fetched_from (CarrelConnection *connection,
                               gint64            article,
                               const char       *address,
                               gboolean         *fetched,
                               GError          **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT DISTINCT address FROM snapshot WHERE article = ? AND status <> 0 AND "
                  "address IS NOT NULL");
  g_autofree char *host = carrel_address_dup_host (address);

  *fetched = FALSE;
  carrel_statement_bind_int (ask, 1, article);
  while (carrel_statement_next (ask)) {
    g_autofree char *one = carrel_address_dup_host (carrel_statement_get_text (ask, 0));

    *fetched = *fetched || (host && g_strcmp0 (host, one) == 0);
  }
  return carrel_statement_finish (ask, error);
}

/* ── Going back ── */

static void
read_listed (CarrelDraft *draft, const char *listed)
{
  g_auto (GStrv) lines = listed ? g_strsplit (listed, "\n", -1) : NULL;

  for (guint i = 0; lines && lines[i]; i++) {
    char *tab = strchr (lines[i], '\t');

    if (!tab)
      continue;
    *tab = '\0';
    if (*lines[i] || tab[1])
      carrel_draft_add_reference (draft, tab[1] ? tab + 1 : NULL, *lines[i] ? lines[i] : NULL);
  }
}

/* The picture of rows and cards is the version's too. */
static gboolean
put_picture (CarrelConnection *connection, gint64 article, gint64 version, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "UPDATE article SET (image, image_width, image_height) = (SELECT image, "
                  "image_width, image_height FROM version WHERE id = ?2) WHERE id = ?1");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_int (statement, 2, version);
  return carrel_statement_run (statement, error);
}

static CarrelDraft *
read_draft (CarrelConnection *connection, gint64 article, gint64 version, GError **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT html, title, byline, site, excerpt, language, incomplete, listed, rtl, "
                  "published, modified, extractor, rule FROM version WHERE id = ? AND article = ? "
                  "AND current = 0 AND html IS NOT NULL");
  g_autoptr (CarrelDraft) draft = NULL;

  carrel_statement_bind_int (ask, 1, version);
  carrel_statement_bind_int (ask, 2, article);
  if (carrel_statement_next (ask)) {
    draft = carrel_draft_new ();
    draft->document = carrel_document_read (carrel_statement_get_text (ask, 0), -1);
    draft->title = g_strdup (carrel_statement_get_text (ask, 1));
    draft->byline = g_strdup (carrel_statement_get_text (ask, 2));
    draft->site = g_strdup (carrel_statement_get_text (ask, 3));
    draft->excerpt = g_strdup (carrel_statement_get_text (ask, 4));
    draft->language = g_strdup (carrel_statement_get_text (ask, 5));
    draft->incomplete_reason = g_strdup (carrel_statement_get_text (ask, 6));
    draft->incomplete = draft->incomplete_reason != NULL;
    read_listed (draft, carrel_statement_get_text (ask, 7));
    draft->rtl = carrel_statement_get_int (ask, 8) != 0;
    draft->published = carrel_statement_get_int (ask, 9);
    draft->modified = carrel_statement_get_int (ask, 10);
    draft->extractor = (guint) carrel_statement_get_int (ask, 11);
    draft->rule = (CarrelRuleState) carrel_statement_get_int (ask, 12);
  }
  if (!carrel_statement_finish (ask, error))
    return NULL;
  if (!draft)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 _ ("The article has no other version to go back to by that number"));
  return g_steal_pointer (&draft);
}

gboolean
carrel_store_restore_version (CarrelConnection *connection,
                              gint64            article,
                              gint64            version,
                              CarrelUndo       *undo,
                              CarrelChanges    *changes,
                              GError          **error)
{
  g_autoptr (CarrelDraft) draft = read_draft (connection, article, version, error);
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "UPDATE version SET current = 1 WHERE id = ?");

  if (!draft || !put_aside (connection, article, undo, error))
    return FALSE;
  if (undo)
    carrel_undo_add (undo, "UPDATE version SET current = 0 WHERE id = ?",
                     g_variant_new ("(x)", version));
  carrel_statement_bind_int (statement, 1, version);
  return carrel_statement_run (statement, error) &&
         carrel_store_revise (connection, article, draft, undo, changes, error) &&
         put_picture (connection, article, version, error);
}

/* ── Another text ── */

/* A kept version whose text is the draft's: the page says again what it said before. 0: none. */
static gint64
find_equal (CarrelConnection *connection, gint64 article, CarrelDraft *draft, GError **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT max (id) FROM version WHERE article = ? AND current = 0 AND html = ? AND "
                  "title = ?");
  g_autofree char *html = carrel_document_write (draft->document);
  gint64           id = 0;

  carrel_statement_bind_int (ask, 1, article);
  carrel_statement_bind_text (ask, 2, html);
  carrel_statement_bind_text (ask, 3, draft->title);
  if (draft->images->len == 0 && carrel_statement_next (ask))
    id = carrel_statement_get_int (ask, 0);
  return carrel_statement_finish (ask, error) ? id : 0;
}

/* Addresses that led to the page. */
static gboolean
add_addresses (CarrelConnection *connection,
               gint64            article,
               CarrelDraft      *draft,
               CarrelUndo       *undo,
               GError          **error)
{
  for (guint i = 0; i < draft->addresses->len; i++) {
    if (!carrel_store_insert_address (connection, article, draft->addresses->pdata[i], "redirect",
                                      undo, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
carrel_store_add_version (CarrelConnection *connection,
                          gint64            article,
                          CarrelDraft      *draft,
                          CarrelUndo       *undo,
                          CarrelChanges    *changes,
                          GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO version (article, made, reason, current, snapshot) VALUES (?, ?, "
                  "'fetched', 1, ?)");
  gint64  snapshot = 0, equal;
  GError *local = NULL;

  equal = find_equal (connection, article, draft, &local);
  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (equal != 0)
    return add_addresses (connection, article, draft, undo, error) &&
           carrel_store_restore_version (connection, article, equal, undo, changes, error) &&
           carrel_store_note_refetch (connection, article, CARREL_REFETCH_CHANGED, NULL, undo,
                                      changes, error);
  if (!put_aside (connection, article, undo, error))
    return FALSE;
  if (draft->snapshot) {
    if (!carrel_store_insert_snapshot (connection, article, draft->snapshot, error))
      return FALSE;
    snapshot = carrel_connection_get_last_id (connection);
    if (undo)
      carrel_undo_add (undo, "DELETE FROM snapshot WHERE id = ?", g_variant_new ("(x)", snapshot));
  }
  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_int (statement, 2,
                             draft->snapshot ? draft->snapshot->fetched : carrel_time_now ());
  if (snapshot != 0)
    carrel_statement_bind_int (statement, 3, snapshot);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (undo)
    carrel_undo_add (undo, "DELETE FROM version WHERE id = ?",
                     g_variant_new ("(x)", carrel_connection_get_last_id (connection)));
  return add_addresses (connection, article, draft, undo, error) &&
         carrel_store_revise (connection, article, draft, undo, changes, error) &&
         carrel_store_note_refetch (connection, article, CARREL_REFETCH_CHANGED, NULL, undo,
                                    changes, error);
}

/* carrel-store-articles.c: articles: found, saved, read, and their state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-said.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"
#include "store/carrel-blobs.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* ── Finding ── */

gint64
carrel_store_find_address (CarrelConnection *connection,
                           const char       *address,
                           gboolean         *trashed,
                           GError          **error)
{
  g_autofree char *key = carrel_address_key (address);
  g_autoptr (CarrelStatement) statement = NULL;
  gint64 id = 0;

  if (trashed)
    *trashed = FALSE;
  if (!key)
    return 0;
  statement = carrel_connection_prepare (
      connection,
      "SELECT a.id, a.trashed FROM address d JOIN article a ON a.id = d.article WHERE d.key = ?");
  carrel_statement_bind_text (statement, 1, key);
  if (carrel_statement_next (statement)) {
    id = carrel_statement_get_int (statement, 0);
    if (trashed)
      *trashed = carrel_statement_get_int (statement, 1) > 0;
  }
  return carrel_statement_finish (statement, error) ? id : 0;
}

gint64
carrel_store_find_title (CarrelConnection *connection,
                         const char       *title,
                         const char       *site,
                         GError          **error)
{
  g_autofree char *key = carrel_text_title_key (title, site);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT min (id) FROM article WHERE title_key = ? AND trashed = 0");
  gint64 id = 0;

  carrel_statement_bind_text (statement, 1, key);
  if (*key && carrel_statement_next (statement))
    id = carrel_statement_get_int (statement, 0);
  return carrel_statement_finish (statement, error) ? id : 0;
}

/* ── Saving ── */

gboolean
carrel_store_insert_address (CarrelConnection *connection,
                             gint64            article,
                             const char       *address,
                             const char       *kind,
                             CarrelUndo       *undo,
                             GError          **error)
{
  g_autofree char *key = address ? carrel_address_key (address) : NULL;
  g_autoptr (CarrelStatement) statement = NULL;

  if (!key)
    return TRUE;
  statement = carrel_connection_prepare (
      connection,
      "INSERT INTO address (key, article, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  carrel_statement_bind_text (statement, 1, key);
  carrel_statement_bind_int (statement, 2, article);
  carrel_statement_bind_text (statement, 3, kind);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (undo && carrel_connection_get_n_changed (connection) > 0)
    carrel_undo_add (undo, "DELETE FROM address WHERE key = ? AND article = ?",
                     g_variant_new ("(sx)", key, article));
  return TRUE;
}

/* What has no address is told by its bytes. */
static gint64
find_bytes (CarrelConnection *connection, GBytes *bytes, gboolean *trashed, GError **error)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT a.id, a.trashed FROM snapshot s JOIN article a ON a.id = s.article "
                  "WHERE s.hash = ? ORDER BY a.trashed > 0, a.id LIMIT 1");
  gint64 id = 0;

  carrel_statement_bind_text (statement, 1, hash);
  if (carrel_statement_next (statement)) {
    id = carrel_statement_get_int (statement, 0);
    *trashed = carrel_statement_get_int (statement, 1) > 0;
  }
  return carrel_statement_finish (statement, error) ? id : 0;
}

/* Is one of the draft's addresses there? Its article, or 0. */
static gint64
find_existing (CarrelConnection *connection, CarrelDraft *draft, gboolean *trashed, GError **error)
{
  GError *local = NULL;
  gint64  id = 0;

  if (draft->address)
    id = carrel_store_find_address (connection, draft->address, trashed, &local);
  if (id == 0 && !local && draft->canonical)
    id = carrel_store_find_address (connection, draft->canonical, trashed, &local);
  if (!draft->address && !draft->canonical && draft->snapshot)
    id = find_bytes (connection, draft->snapshot->bytes, trashed, &local);
  if (local)
    g_propagate_error (error, local);
  return id;
}

static gboolean
refuse_existing (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (CarrelArticle) article = carrel_store_load_article (connection, id, error);
  g_autofree char *date = NULL;

  if (!article)
    return FALSE;
  date = carrel_time_to_date (carrel_article_get (article)->added);
  g_set_error (error, CARREL_ERROR, CARREL_ERROR_EXISTS,
               _ ("“%s” is already in your library, since %s"), carrel_article_get_title (article),
               date);
  return FALSE;
}

/* The picture of rows and cards: the page's own, where it is among the images, else the first. */
static CarrelDraftImage *
choose_image (CarrelDraft *draft)
{
  CarrelDraftImage *first = NULL;

  for (guint i = 0; i < draft->images->len; i++) {
    CarrelDraftImage *image = draft->images->pdata[i];

    if (draft->image && strcmp (image->address, draft->image) == 0)
      return image;
    if (!first && image->width >= 120 && image->height >= 90)
      first = image;
  }
  return first;
}

gboolean
carrel_store_insert_image (CarrelConnection *connection,
                           gint64            article,
                           CarrelDraftImage *image,
                           const char       *hash,
                           GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO image (article, hash, address, type, width, height, size) VALUES "
                  "(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, hash);
  carrel_statement_bind_text (statement, 3, image->address);
  carrel_statement_bind_text (statement, 4, image->type);
  carrel_statement_bind_int (statement, 5, image->width);
  carrel_statement_bind_int (statement, 6, image->height);
  carrel_statement_bind_int (statement, 7, (gint64) g_bytes_get_size (image->bytes));
  return carrel_statement_run (statement, error) &&
         carrel_blob_ensure (carrel_connection_get_folder (connection), hash, image->bytes, FALSE,
                             error);
}

static gboolean
insert_images (CarrelConnection *connection, gint64 article, CarrelDraft *draft, GError **error)
{
  for (guint i = 0; i < draft->images->len; i++) {
    CarrelDraftImage *image = draft->images->pdata[i];
    g_autofree char  *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image->bytes);

    if (!carrel_store_insert_image (connection, article, image, hash, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
carrel_store_insert_snapshot (CarrelConnection         *connection,
                              gint64                    article,
                              const CarrelSnapshotData *snapshot,
                              GError                  **error)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, snapshot->bytes);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO snapshot (article, hash, size, fetched, status, type, charset, "
                  "address) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, hash);
  carrel_statement_bind_int (statement, 3, (gint64) g_bytes_get_size (snapshot->bytes));
  carrel_statement_bind_int (statement, 4, snapshot->fetched);
  carrel_statement_bind_int (statement, 5, snapshot->status);
  carrel_statement_bind_text (statement, 6,
                              snapshot->type ? snapshot->type : "application/octet-stream");
  carrel_statement_bind_text (statement, 7, snapshot->charset);
  carrel_statement_bind_text (statement, 8, snapshot->address);
  return carrel_statement_run (statement, error) &&
         carrel_blob_ensure (carrel_connection_get_folder (connection), hash, snapshot->bytes, TRUE,
                             error);
}

/* The row itself. Its id, or 0. */
static gint64
insert_row (CarrelConnection *connection, CarrelDraft *draft, guint words, GError **error)
{
  CarrelDraftImage *image = choose_image (draft);
  g_autofree char  *hash =
      image ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image->bytes) : NULL;
  g_autofree char *title_key = carrel_text_title_key (draft->title, draft->site);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO article (title, title_key, byline, site, address, canonical, "
                  "excerpt, language, rtl, image, image_width, image_height, "
                  "published, modified, added, words, place, read, read_at, favourite, incomplete, "
                  "extractor, rule) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  gint64 added = draft->added != 0 ? draft->added : carrel_time_now ();

  carrel_statement_bind_text (statement, 1, draft->title);
  carrel_statement_bind_text (statement, 2, title_key);
  carrel_statement_bind_text (statement, 3, draft->byline);
  carrel_statement_bind_text (statement, 4, draft->site);
  carrel_statement_bind_text (statement, 5, draft->address);
  carrel_statement_bind_text (statement, 6, draft->canonical);
  carrel_statement_bind_text (statement, 7, draft->excerpt);
  carrel_statement_bind_text (statement, 8, draft->language);
  carrel_statement_bind_int (statement, 9, draft->rtl);
  carrel_statement_bind_text (statement, 10, hash);
  carrel_statement_bind_int (statement, 11, image ? image->width : 0);
  carrel_statement_bind_int (statement, 12, image ? image->height : 0);
  carrel_statement_bind_int (statement, 13, draft->published);
  carrel_statement_bind_int (statement, 14, draft->modified);
  carrel_statement_bind_int (statement, 15, added);
  carrel_statement_bind_int (statement, 16, words);
  carrel_statement_bind_int (statement, 17, draft->place);
  carrel_statement_bind_int (statement, 18, draft->read);
  carrel_statement_bind_int (statement, 19, draft->read == CARREL_READ_READ ? added : 0);
  carrel_statement_bind_int (statement, 20, draft->favourite != FALSE);
  carrel_statement_bind_text (
      statement, 21,
      draft->incomplete ? (draft->incomplete_reason ? draft->incomplete_reason : "") : NULL);
  carrel_statement_bind_int (statement, 22, draft->extractor);
  carrel_statement_bind_int (statement, 23, draft->rule);
  return carrel_statement_run (statement, error) ? carrel_connection_get_last_id (connection) : 0;
}

static gboolean
insert_body (CarrelConnection *connection, gint64 article, const char *html, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "INSERT INTO body (article, html) VALUES (?, ?)");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, html);
  return carrel_statement_run (statement, error);
}

gint64
carrel_store_insert_article (CarrelConnection *connection,
                             CarrelDraft      *draft,
                             gint64           *existing,
                             CarrelChanges    *changes,
                             GError          **error)
{
  g_autofree char *html = NULL;
  GError          *local = NULL;
  gboolean         trashed;
  gint64           id;

  carrel_draft_complete (draft);
  id = find_existing (connection, draft, &trashed, &local);
  if (local) {
    g_propagate_error (error, local);
    return 0;
  }
  if (existing)
    *existing = id;
  if (id != 0 && trashed) { /* what comes again is wanted again */
    if (!carrel_store_restore (connection, &id, 1, NULL, changes, error))
      return 0;
    if (draft->topics->len > 0) {
      g_ptr_array_add (draft->topics, NULL);
      if (!carrel_store_tag (connection, &id, 1, (const char *const *) draft->topics->pdata, NULL,
                             NULL, changes, error))
        return 0;
      g_ptr_array_set_size (draft->topics, (int) draft->topics->len - 1);
    }
    return id;
  }
  if (id != 0) {
    refuse_existing (connection, id, error);
    return 0;
  }

  html = carrel_document_write (draft->document);
  id = insert_row (connection, draft, carrel_draft_count_words (draft), error);
  if (id == 0 || !insert_body (connection, id, html, error) ||
      !carrel_store_insert_address (connection, id, draft->address, "final", NULL, error) ||
      !carrel_store_insert_address (connection, id, draft->canonical, "canonical", NULL, error))
    return 0;
  for (guint i = 0; i < draft->addresses->len; i++)
    if (!carrel_store_insert_address (connection, id, draft->addresses->pdata[i], "redirect", NULL,
                                      error))
      return 0;
  if (!insert_images (connection, id, draft, error) ||
      (draft->snapshot && !carrel_store_insert_snapshot (connection, id, draft->snapshot, error)) ||
      !carrel_store_insert_links (connection, id, draft, error))
    return 0;
  if (draft->topics->len > 0) {
    g_autoptr (GPtrArray) topics = g_ptr_array_new ();

    g_ptr_array_extend (topics, draft->topics, NULL, NULL);
    g_ptr_array_add (topics, NULL);
    if (!carrel_store_tag (connection, &id, 1, (const char *const *) topics->pdata, NULL, NULL,
                           changes, error))
      return 0;
  }
  carrel_changes_add (changes, CARREL_CHANGED_ARTICLES | CARREL_CHANGED_LINKS, id);
  return id;
}

/* ── Reading ── */

CarrelArticle *
carrel_store_read_article (CarrelConnection *connection, CarrelStatement *statement, int first)
{
  g_autoptr (CarrelStatement) topics = carrel_connection_prepare (
      connection, "SELECT t.path, t.colour FROM article_topic x JOIN topic t ON t.id = x.topic "
                  "WHERE x.article = ? ORDER BY t.key");
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GByteArray) colours = g_byte_array_new ();
  CarrelArticleData data = {
    .id = carrel_statement_get_int (statement, first),
    .title = carrel_statement_get_text (statement, first + 1),
    .byline = carrel_statement_get_text (statement, first + 2),
    .site = carrel_statement_get_text (statement, first + 3),
    .address = carrel_statement_get_text (statement, first + 4),
    .excerpt = carrel_statement_get_text (statement, first + 5),
    .language = carrel_statement_get_text (statement, first + 6),
    .image = carrel_statement_get_text (statement, first + 7),
    .image_width = (guint) carrel_statement_get_int (statement, first + 8),
    .image_height = (guint) carrel_statement_get_int (statement, first + 9),
    .published = carrel_statement_get_int (statement, first + 10),
    .added = carrel_statement_get_int (statement, first + 11),
    .trashed = carrel_statement_get_int (statement, first + 12),
    .words = (guint) carrel_statement_get_int (statement, first + 13),
    .progress = carrel_statement_get_double (statement, first + 14),
    .place = (CarrelPlace) carrel_statement_get_int (statement, first + 15),
    .read = (CarrelReadState) carrel_statement_get_int (statement, first + 16),
    .favourite = carrel_statement_get_int (statement, first + 17) != 0,
    .rtl = carrel_statement_get_int (statement, first + 18) != 0,
  };

  carrel_statement_bind_int (topics, 1, data.id);
  while (carrel_statement_next (topics)) {
    guint8 colour = (guint8) carrel_statement_get_int (topics, 1);

    g_ptr_array_add (paths, g_strdup (carrel_statement_get_text (topics, 0)));
    g_byte_array_append (colours, &colour, 1);
  }
  carrel_statement_finish (topics, NULL); /* a row without its topics is better than none */
  data.n_topics = paths->len;
  data.topics = (const char *const *) paths->pdata;
  data.colours = colours->data;
  return carrel_article_new (&data);
}

GPtrArray *
carrel_store_load_articles (CarrelConnection *connection,
                            const gint64     *ids,
                            guint             n_ids,
                            GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT " CARREL_ARTICLE_COLUMNS " FROM article a WHERE a.id = ?");
  g_autoptr (GPtrArray) articles = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_ids; i++) {
    carrel_statement_bind_int (statement, 1, ids[i]);
    if (carrel_statement_next (statement))
      g_ptr_array_add (articles, carrel_store_read_article (connection, statement, 0));
    carrel_statement_reset (statement);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&articles) : NULL;
}

void
carrel_store_set_no_article (gint64 id, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
               _ ("There is no article %s in the library"), number);
}

CarrelArticle *
carrel_store_load_article (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) articles = carrel_store_load_articles (connection, &id, 1, error);

  if (!articles)
    return NULL;
  if (articles->len == 0) {
    carrel_store_set_no_article (id, error);
    return NULL;
  }
  return g_object_ref (articles->pdata[0]);
}

char *
carrel_store_load_body (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT html FROM body WHERE article = ?");
  g_autofree char *html = NULL;

  carrel_statement_bind_int (statement, 1, id);
  if (carrel_statement_next (statement))
    html = g_strdup (carrel_statement_get_text (statement, 0));
  if (!carrel_statement_finish (statement, error))
    return NULL;
  if (!html)
    carrel_store_set_no_article (id, error);
  return g_steal_pointer (&html);
}

void
carrel_article_details_free (CarrelArticleDetails *self)
{
  g_free (self->address);
  g_free (self->canonical);
  g_free (self->incomplete_reason);
  g_free (self->refetch_message);
  g_free (self);
}

CarrelArticleDetails *
carrel_store_load_details (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (CarrelArticleDetails) details = g_new0 (CarrelArticleDetails, 1);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT address, canonical, incomplete, added, published, modified, words, extractor, "
      "position_block, position_offset, "
      "(SELECT max (fetched) FROM snapshot WHERE article = a.id), (SELECT count (*) FROM version "
      "WHERE article = a.id), "
      "(SELECT length (CAST (html AS BLOB)) FROM body WHERE article = a.id) + (SELECT coalesce "
      "(sum (size), 0) FROM image WHERE article = a.id) + "
      "(SELECT coalesce (sum (size), 0) FROM snapshot WHERE article = a.id), rule, r.time, "
      "r.result, r.message FROM article a LEFT JOIN refetch r ON r.article = a.id WHERE id = ?");
  gboolean found;

  carrel_statement_bind_int (statement, 1, id);
  found = carrel_statement_next (statement);
  if (found) {
    details->address = g_strdup (carrel_statement_get_text (statement, 0));
    details->canonical = g_strdup (carrel_statement_get_text (statement, 1));
    details->incomplete_reason = carrel_said_speak (carrel_statement_get_text (statement, 2));
    details->added = carrel_statement_get_int (statement, 3);
    details->published = carrel_statement_get_int (statement, 4);
    details->modified = carrel_statement_get_int (statement, 5);
    details->words = (guint) carrel_statement_get_int (statement, 6);
    details->extractor = (guint) carrel_statement_get_int (statement, 7);
    details->position_block = carrel_statement_get_int (statement, 8);
    details->position_offset = carrel_statement_get_double (statement, 9);
    details->fetched = carrel_statement_get_int (statement, 10);
    details->n_versions =
        MAX (1, (guint) carrel_statement_get_int (statement, 11)); /* the only one has no row */
    details->size = carrel_statement_get_int (statement, 12);
    details->rule = (CarrelRuleState) carrel_statement_get_int (statement, 13);
    details->refetched = carrel_statement_get_int (statement, 14);
    details->refetch = carrel_refetch_result_from_name (carrel_statement_get_text (statement, 15));
    details->refetch_message = carrel_said_speak (carrel_statement_get_text (statement, 16));
  }
  if (!carrel_statement_finish (statement, error))
    return NULL;
  if (!found) {
    carrel_store_set_no_article (id, error);
    return NULL;
  }
  return g_steal_pointer (&details);
}

CarrelSnapshotData *
carrel_store_load_snapshot (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT hash, type, charset, address, fetched, status FROM snapshot WHERE article = ?1 "
      "ORDER BY id IS (SELECT snapshot FROM version WHERE article = ?1 AND current = 1) DESC, "
      "fetched DESC, id DESC LIMIT 1");
  g_autoptr (CarrelDraft) carrier = carrel_draft_new ();
  g_autoptr (GBytes) bytes = NULL;

  carrel_statement_bind_int (statement, 1, article);
  if (carrel_statement_next (statement)) {
    bytes = carrel_blob_load (carrel_connection_get_folder (connection),
                              carrel_statement_get_text (statement, 0), TRUE, error);
    if (bytes)
      carrel_draft_set_snapshot (
          carrier, bytes, carrel_statement_get_text (statement, 1),
          carrel_statement_get_text (statement, 2), carrel_statement_get_text (statement, 3),
          carrel_statement_get_int (statement, 4), (guint) carrel_statement_get_int (statement, 5));
    else {
      carrel_statement_finish (statement, NULL);
      return NULL;
    }
  }
  if (!carrel_statement_finish (statement, error))
    return NULL;
  return g_steal_pointer (&carrier->snapshot);
}

/* ── State ── */

/* Sets one column of many articles; records what it was. `undo_sql` takes the old value and the id.
 */
static gboolean
set_column (CarrelConnection *connection,
            const gint64     *ids,
            guint             n,
            const char       *ask_sql,
            const char       *set_sql,
            const char       *undo_sql,
            gint64            value,
            CarrelUndo       *undo,
            CarrelChanges    *changes,
            GError          **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (connection, ask_sql);
  g_autoptr (CarrelStatement) set = carrel_connection_prepare (connection, set_sql);

  for (guint i = 0; i < n; i++) {
    gint64 old;

    carrel_statement_bind_int (ask, 1, ids[i]);
    if (!carrel_statement_next (ask)) {
      if (carrel_statement_finish (ask, error))
        carrel_store_set_no_article (ids[i], error);
      return FALSE;
    }
    old = carrel_statement_get_int (ask, 0);
    carrel_statement_reset (ask);
    if (old == value || (old > 0 && value > 0 && strstr (set_sql, "trashed")))
      continue;
    carrel_statement_bind_int (set, 1, value);
    carrel_statement_bind_int (set, 2, ids[i]);
    if (!carrel_statement_run (set, error))
      return FALSE;
    if (undo) {
      carrel_undo_add (undo, undo_sql, g_variant_new ("(xx)", old, ids[i]));
      carrel_undo_note_article (undo, ids[i]);
    }
    carrel_changes_add (changes, CARREL_CHANGED_ARTICLES | CARREL_CHANGED_TOPICS, ids[i]);
  }
  return carrel_statement_finish (ask, error) && carrel_statement_finish (set, error);
}

gboolean
carrel_store_set_place (CarrelConnection *connection,
                        const gint64     *ids,
                        guint             n,
                        CarrelPlace       place,
                        CarrelUndo       *undo,
                        CarrelChanges    *changes,
                        GError          **error)
{
  static const char set[] = "UPDATE article SET place = ? WHERE id = ?";

  return set_column (connection, ids, n, "SELECT place FROM article WHERE id = ?", set, set, place,
                     undo, changes, error);
}

gboolean
carrel_store_set_favourite (CarrelConnection *connection,
                            const gint64     *ids,
                            guint             n,
                            gboolean          favourite,
                            CarrelUndo       *undo,
                            CarrelChanges    *changes,
                            GError          **error)
{
  static const char set[] = "UPDATE article SET favourite = ? WHERE id = ?";

  return set_column (connection, ids, n, "SELECT favourite FROM article WHERE id = ?", set, set,
                     favourite != FALSE, undo, changes, error);
}

gboolean
carrel_store_set_read (CarrelConnection *connection,
                       const gint64     *ids,
                       guint             n,
                       CarrelReadState   read,
                       CarrelUndo       *undo,
                       CarrelChanges    *changes,
                       GError          **error)
{
  static const char undo_sql[] =
      "UPDATE article SET read = ?, read_at = ?, progress = ? WHERE id = ?";
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT read, read_at, progress FROM article WHERE id = ?");
  g_autoptr (CarrelStatement) set = carrel_connection_prepare (
      connection, "UPDATE article SET read = ?1, read_at = ?2, progress = CASE ?1 WHEN 0 THEN 0 "
                  "WHEN 2 THEN 1 ELSE progress END WHERE id = ?3");

  for (guint i = 0; i < n; i++) {
    CarrelReadState old;

    carrel_statement_bind_int (ask, 1, ids[i]);
    if (!carrel_statement_next (ask)) {
      if (carrel_statement_finish (ask, error))
        carrel_store_set_no_article (ids[i], error);
      return FALSE;
    }
    old = (CarrelReadState) carrel_statement_get_int (ask, 0);
    if (old != read && undo) {
      carrel_undo_add (undo, undo_sql,
                       g_variant_new ("(xxdx)", (gint64) old, carrel_statement_get_int (ask, 1),
                                      carrel_statement_get_double (ask, 2), ids[i]));
      carrel_undo_note_article (undo, ids[i]);
    }
    carrel_statement_reset (ask);
    if (old == read)
      continue;
    carrel_statement_bind_int (set, 1, read);
    carrel_statement_bind_int (set, 2, read == CARREL_READ_READ ? carrel_time_now () : 0);
    carrel_statement_bind_int (set, 3, ids[i]);
    if (!carrel_statement_run (set, error))
      return FALSE;
    carrel_changes_add (changes, CARREL_CHANGED_ARTICLES | CARREL_CHANGED_TOPICS, ids[i]);
  }
  return carrel_statement_finish (ask, error) && carrel_statement_finish (set, error);
}

static gboolean
set_trashed (CarrelConnection *connection,
             const gint64     *ids,
             guint             n,
             gint64            when,
             CarrelUndo       *undo,
             CarrelChanges    *changes,
             GError          **error)
{
  static const char set[] = "UPDATE article SET trashed = ? WHERE id = ?";

  if (!set_column (connection, ids, n, "SELECT trashed FROM article WHERE id = ?", set, set, when,
                   undo, changes, error))
    return FALSE;
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, 0);
  return TRUE;
}

gboolean
carrel_store_trash (CarrelConnection *connection,
                    const gint64     *ids,
                    guint             n,
                    CarrelUndo       *undo,
                    CarrelChanges    *changes,
                    GError          **error)
{
  return set_trashed (connection, ids, n, carrel_time_now (), undo, changes, error);
}

gboolean
carrel_store_restore (CarrelConnection *connection,
                      const gint64     *ids,
                      guint             n,
                      CarrelUndo       *undo,
                      CarrelChanges    *changes,
                      GError          **error)
{
  return set_trashed (connection, ids, n, 0, undo, changes, error);
}

/* Where «Continue» goes on. */
static gboolean
set_last_read (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO setting (key, value) VALUES ('last-read', CAST (? AS TEXT)) ON "
                  "CONFLICT (key) DO UPDATE SET value = excluded.value");

  carrel_statement_bind_int (statement, 1, id);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_set_position (CarrelConnection *connection,
                           gint64            id,
                           gint64            block,
                           double            offset,
                           double            progress,
                           gboolean          at_end,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (connection, "SELECT read FROM article WHERE id = ?");
  g_autoptr (CarrelStatement) set = carrel_connection_prepare (
      connection, "UPDATE article SET position_block = ?, position_offset = ?, progress = max "
                  "(progress, ?), read = ?, read_at = CASE ?4 WHEN 2 THEN CASE read WHEN 2 THEN "
                  "read_at ELSE ?5 END ELSE read_at END WHERE id = ?6");
  CarrelReadState old, new;

  carrel_statement_bind_int (ask, 1, id);
  if (!carrel_statement_next (ask))
    return carrel_statement_finish (ask, error); /* gone meanwhile: nothing to keep */
  old = (CarrelReadState) carrel_statement_get_int (ask, 0);
  new = at_end ? CARREL_READ_READ : old == CARREL_READ_UNREAD ? CARREL_READ_READING : old;
  carrel_statement_bind_int (set, 1, block);
  carrel_statement_bind_double (set, 2, offset);
  carrel_statement_bind_double (set, 3, CLAMP (progress, 0, 1));
  carrel_statement_bind_int (set, 4, new);
  carrel_statement_bind_int (set, 5, carrel_time_now ());
  carrel_statement_bind_int (set, 6, id);
  carrel_changes_add (changes,
                      CARREL_CHANGED_POSITION |
                          (new != old ? CARREL_CHANGED_ARTICLES | CARREL_CHANGED_TOPICS : 0),
                      id);
  return carrel_statement_finish (ask, error) && carrel_statement_run (set, error) &&
         set_last_read (connection, id, error);
}

gint64
carrel_store_find_last_read (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) last = carrel_connection_prepare (
      connection, "SELECT a.id FROM setting s JOIN article a ON a.id = CAST (s.value AS INTEGER) "
                  "WHERE s.key = 'last-read' AND a.trashed = 0 AND a.read <> 2");
  g_autoptr (CarrelStatement) begun = carrel_connection_prepare (
      connection, "SELECT id FROM article WHERE read = 1 AND trashed = 0 ORDER BY id DESC LIMIT 1");
  gint64 id = carrel_statement_next (last) ? carrel_statement_get_int (last, 0) : 0;

  if (!carrel_statement_finish (last, error))
    return 0;
  if (id == 0 && carrel_statement_next (begun))
    id = carrel_statement_get_int (begun, 0);
  return carrel_statement_finish (begun, error) ? id : 0;
}

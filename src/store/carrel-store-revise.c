/* carrel-store-revise.c: another text in the place of an article's, and the parts of pages that
 * were chosen. On the writer's thread, but for what reads.
 *
 * What the person did stays: topics, links by hand, highlights, the reading position, the pictures.
 * Links that the text makes are made anew. An undo puts back what was, row by row; the old body is
 * kept in it packed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "store/carrel-store-private.h"

#include <string.h>

/* ── Rules ── */

static CarrelSiteRule *
read_rule (CarrelStatement *statement, const char *host)
{
  return carrel_site_rule_new_from_lines (host, carrel_statement_get_text (statement, 0),
                                          carrel_statement_get_text (statement, 1),
                                          carrel_statement_get_int (statement, 2));
}

CarrelSiteRule *
carrel_store_load_site_rule (CarrelConnection *connection, const char *host, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT content, skip, created FROM site_rule WHERE host = ?");
  g_autoptr (CarrelSiteRule) rule = NULL;

  carrel_statement_bind_text (statement, 1, host);
  if (carrel_statement_next (statement))
    rule = read_rule (statement, host);
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&rule) : NULL;
}

CarrelSiteRule *
carrel_store_load_article_rule (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT content, skip, created FROM article_rule WHERE article = ?");
  g_autoptr (CarrelSiteRule) rule = NULL;

  carrel_statement_bind_int (statement, 1, article);
  if (carrel_statement_next (statement))
    rule = read_rule (statement, NULL);
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&rule) : NULL;
}

GPtrArray *
carrel_store_load_site_rules (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT content, skip, created, host FROM site_rule ORDER BY host");
  g_autoptr (GPtrArray) rules =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_site_rule_unref);

  while (carrel_statement_next (statement))
    g_ptr_array_add (rules, read_rule (statement, carrel_statement_get_text (statement, 3)));
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&rules) : NULL;
}

static const char insert_site[] =
    "INSERT INTO site_rule (host, content, skip, created) VALUES (?, ?, ?, ?)";

gboolean
carrel_store_set_site_rule (CarrelConnection *connection,
                            const char       *host,
                            CarrelSiteRule   *rule,
                            CarrelUndo       *undo,
                            GError          **error)
{
  static const char delete_site[] = "DELETE FROM site_rule WHERE host = ?";
  GError           *local = NULL;
  g_autoptr (CarrelSiteRule) old = carrel_store_load_site_rule (connection, host, &local);
  g_autoptr (CarrelStatement) statement = NULL;

  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (old) {
    g_autoptr (CarrelStatement) remove = carrel_connection_prepare (connection, delete_site);
    g_autofree char *lines = carrel_site_rule_dup_lines (old);

    carrel_statement_bind_text (remove, 1, host);
    if (!carrel_statement_run (remove, error))
      return FALSE;
    if (undo)
      carrel_undo_add (undo, insert_site,
                       g_variant_new ("(ssmsx)", host, carrel_site_rule_get_content (old), lines,
                                      carrel_site_rule_get_created (old)));
  }
  /* Runs before the old one comes back, and takes away a later one. */
  if (undo && (rule || old))
    carrel_undo_add (undo, delete_site, g_variant_new ("(s)", host));
  if (!rule)
    return TRUE;
  {
    g_autofree char *lines = carrel_site_rule_dup_lines (rule);

    statement = carrel_connection_prepare (connection, insert_site);
    carrel_statement_bind_text (statement, 1, host);
    carrel_statement_bind_text (statement, 2, carrel_site_rule_get_content (rule));
    carrel_statement_bind_text (statement, 3, lines);
    carrel_statement_bind_int (statement, 4, carrel_time_now ());
    return carrel_statement_run (statement, error);
  }
}

gboolean
carrel_store_set_article_rule (CarrelConnection *connection,
                               gint64            article,
                               CarrelSiteRule   *rule,
                               CarrelUndo       *undo,
                               GError          **error)
{
  static const char delete_own[] = "DELETE FROM article_rule WHERE article = ?";
  static const char insert_own[] =
      "INSERT INTO article_rule (article, content, skip, created) SELECT ?1, ?2, ?3, ?4 WHERE "
      "EXISTS (SELECT 1 FROM article WHERE id = ?1)";
  GError *local = NULL;
  g_autoptr (CarrelSiteRule) old = carrel_store_load_article_rule (connection, article, &local);
  g_autoptr (CarrelStatement) remove = NULL;
  g_autoptr (CarrelStatement) statement = NULL;
  g_autofree char *lines = rule ? carrel_site_rule_dup_lines (rule) : NULL;

  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (old) {
    g_autofree char *old_lines = carrel_site_rule_dup_lines (old);

    remove = carrel_connection_prepare (connection, delete_own);
    carrel_statement_bind_int (remove, 1, article);
    if (!carrel_statement_run (remove, error))
      return FALSE;
    if (undo)
      carrel_undo_add (undo, insert_own,
                       g_variant_new ("(xsmsx)", article, carrel_site_rule_get_content (old),
                                      old_lines, carrel_site_rule_get_created (old)));
  }
  if (undo && (rule || old))
    carrel_undo_add (undo, delete_own, g_variant_new ("(x)", article));
  if (!rule)
    return TRUE;
  statement = carrel_connection_prepare (connection, insert_own);
  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, carrel_site_rule_get_content (rule));
  carrel_statement_bind_text (statement, 3, lines);
  carrel_statement_bind_int (statement, 4, carrel_time_now ());
  return carrel_statement_run (statement, error);
}

/* ── What can be made anew ── */

GPtrArray *
carrel_store_load_passages (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT exact FROM highlight WHERE article = ?");
  g_autoptr (GPtrArray) passages = g_ptr_array_new_with_free_func (g_free);

  carrel_statement_bind_int (statement, 1, article);
  while (carrel_statement_next (statement))
    g_ptr_array_add (passages, g_strdup (carrel_statement_get_text (statement, 0)));
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&passages) : NULL;
}

GArray *
carrel_store_list_older (CarrelConnection *connection,
                         guint             extractor,
                         guint            *n_without,
                         GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT id, EXISTS (SELECT 1 FROM snapshot WHERE article = a.id) FROM article a "
                  "WHERE trashed = 0 AND extractor < ? ORDER BY id");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  *n_without = 0;
  carrel_statement_bind_int (statement, 1, extractor);
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (carrel_statement_get_int (statement, 1) != 0)
      g_array_append_val (ids, id);
    else
      ++*n_without;
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&ids) : NULL;
}

/* ── Pictures ── */

gboolean
carrel_store_load_image_map (CarrelConnection *connection,
                             gint64            article,
                             GHashTable      **map,
                             GHashTable      **sizes,
                             GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT address, hash, width, height FROM image WHERE article = ? AND address IS NOT NULL");
  g_autoptr (GHashTable) sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) by_source = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  carrel_statement_bind_int (statement, 1, article);
  while (carrel_statement_next (statement)) {
    char *source = g_strconcat ("blob:", carrel_statement_get_text (statement, 1), NULL);
    guint width = (guint) CLAMP (carrel_statement_get_int (statement, 2), 0, 0xffff),
          height = (guint) CLAMP (carrel_statement_get_int (statement, 3), 0, 0xffff);

    g_hash_table_insert (by_source, g_strdup (source), GUINT_TO_POINTER (width << 16 | height));
    g_hash_table_insert (sources, g_strdup (carrel_statement_get_text (statement, 0)), source);
  }
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  *map = g_steal_pointer (&sources);
  *sizes = g_steal_pointer (&by_source);
  return TRUE;
}

static gboolean
map_images (CarrelConnection *connection, gint64 article, CarrelDraft *draft, GError **error)
{
  g_autoptr (GHashTable) map = NULL, sizes = NULL;
  CarrelDocument *mapped;

  if (!carrel_store_load_image_map (connection, article, &map, &sizes, error))
    return FALSE;
  mapped = carrel_document_map_images (draft->document, map, sizes);
  carrel_document_unref (draft->document);
  draft->document = mapped;
  return TRUE;
}

/* Pictures that came with the new text. Those of the old stay: an undo shows them again. */
static gboolean
add_images (CarrelConnection *connection,
            gint64            article,
            CarrelDraft      *draft,
            CarrelUndo       *undo,
            GError          **error)
{
  for (guint i = 0; i < draft->images->len; i++) {
    CarrelDraftImage *image = draft->images->pdata[i];
    g_autofree char  *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image->bytes);

    if (!carrel_store_insert_image (connection, article, image, hash, error))
      return FALSE;
    if (undo && carrel_connection_get_n_changed (connection) > 0)
      carrel_undo_add (undo, "DELETE FROM image WHERE article = ? AND hash = ?",
                       g_variant_new ("(xs)", article, hash));
  }
  return TRUE;
}

/* ── Links ── */

/* Takes away the links that the text made. */
static gboolean
remove_links (CarrelConnection *connection, gint64 article, CarrelUndo *undo, GError **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT uid, kind, target, title, address, address_key, title_key, context, "
                  "note, block, start, created, id FROM link WHERE source = ? AND kind < 2");
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "DELETE FROM link WHERE source = ? AND kind < 2");

  carrel_statement_bind_int (ask, 1, article);
  while (undo && carrel_statement_next (ask)) {
    gsize         len;
    gconstpointer uid = carrel_statement_get_blob (ask, 0, &len);

    carrel_undo_add (
        undo,
        "INSERT INTO link (uid, source, kind, target, title, address, address_key, title_key, "
        "context, note, block, start, created, id) "
        "SELECT ?1, ?2, ?3, (SELECT id FROM article WHERE id = ?4), ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
        "?12, ?13, ?14 WHERE EXISTS (SELECT 1 FROM article WHERE id = ?2)",
        g_variant_new ("(@ayxxxmsmsmsmsmsmsxxxx)",
                       g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, uid, len, 1), article,
                       carrel_statement_get_int (ask, 1), carrel_statement_get_int (ask, 2),
                       carrel_statement_get_text (ask, 3), carrel_statement_get_text (ask, 4),
                       carrel_statement_get_text (ask, 5), carrel_statement_get_text (ask, 6),
                       carrel_statement_get_text (ask, 7), carrel_statement_get_text (ask, 8),
                       carrel_statement_get_int (ask, 9), carrel_statement_get_int (ask, 10),
                       carrel_statement_get_int (ask, 11), carrel_statement_get_int (ask, 12)));
  }
  if (!carrel_statement_finish (ask, error))
    return FALSE;
  /* An undo first takes away what the new text made. */
  if (undo)
    carrel_undo_add (undo, "DELETE FROM link WHERE source = ? AND kind < 2",
                     g_variant_new ("(x)", article));
  carrel_statement_bind_int (statement, 1, article);
  return carrel_statement_run (statement, error);
}

/* Wanted links that the new title answers are wanted again after an undo, unless another article
 * has that title by then. */
static gboolean
note_answered (CarrelConnection *connection,
               gint64            article,
               const char       *title_key,
               CarrelUndo       *undo,
               GError          **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection,
      "SELECT id FROM link WHERE target IS NULL AND title_key = ? AND kind < 2 AND source <> ?");

  carrel_statement_bind_text (ask, 1, title_key);
  carrel_statement_bind_int (ask, 2, article);
  while (*title_key && carrel_statement_next (ask))
    carrel_undo_add (undo,
                     "UPDATE link SET target = (SELECT min (a.id) FROM article a WHERE a.title_key "
                     "= link.title_key AND a.id NOT IN (?2, link.source)) WHERE id = ?1 AND "
                     "target = ?2",
                     g_variant_new ("(xx)", carrel_statement_get_int (ask, 0), article));
  return carrel_statement_finish (ask, error);
}

/* ── Where the person was ── */

/* The block of the new text at which reading goes on: the same words, the nearest; else as far
 * down. */
static gint64
find_block (CarrelDocument *before, CarrelDocument *after, gint64 block)
{
  guint              n_before, n_after;
  const CarrelBlock *old = carrel_document_get_blocks (before, &n_before),
                    *new = carrel_document_get_blocks (after, &n_after);
  gint64 best = -1, guess;

  if (block <= 0 || n_before == 0 || n_after == 0 || block >= n_before)
    return block < n_after ? block : 0;
  guess = block * n_after / n_before;
  for (guint i = 0; i < n_after && old[block].text_len > 0; i++)
    if (new[i].text_len == old[block].text_len && strcmp (new[i].text, old[block].text) == 0 &&
        (best < 0 || ABS (i - guess) < ABS (best - guess)))
      best = i;
  return best >= 0 ? best : guess;
}

/* ── The text ── */

/* The rows as they are, into the undo; and what the new text takes from them. */
typedef struct {
  CarrelDocument *document; /* (owned) */
  gint64          block;
} Old;

static const char put_article[] =
    "UPDATE article SET title = ?, title_key = ?, byline = ?, site = ?, excerpt = ?, language = ?, "
    "rtl = ?, image = ?, image_width = ?, image_height = ?, published = ?, modified = ?, "
    "words = ?, position_block = ?, incomplete = ?, extractor = ?, rule = ? WHERE id = ?";

static gboolean
read_old (CarrelConnection *connection,
          gint64            id,
          CarrelDraft      *draft,
          Old              *old,
          CarrelUndo       *undo,
          GError          **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection,
      "SELECT title, title_key, byline, site, excerpt, language, rtl, image, image_width, "
      "image_height, published, modified, words, position_block, incomplete, extractor, rule, "
      "(SELECT html FROM body WHERE article = a.id) FROM article a WHERE id = ?");
  gboolean found;

  carrel_statement_bind_int (ask, 1, id);
  found = carrel_statement_next (ask);
  if (found) {
    const char *html = carrel_statement_get_text (ask, 17);

    old->block = carrel_statement_get_int (ask, 13);
    old->document = carrel_document_read (html ? html : "", -1);
    /* What the new one is silent about stays. */
    if (!draft->title)
      draft->title = g_strdup (carrel_statement_get_text (ask, 0));
    if (!draft->site)
      draft->site = g_strdup (carrel_statement_get_text (ask, 3));
    if (undo) {
      g_autoptr (GBytes) packed = carrel_blob_pack (html ? html : "", html ? strlen (html) : 0);
      gsize         len;
      gconstpointer data = g_bytes_get_data (packed, &len);

      carrel_undo_add (undo, "UPDATE body SET html = carrel_unpack (?) WHERE article = ?",
                       g_variant_new ("(@ayx)",
                                      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, len, 1),
                                      id));
      carrel_undo_add (
          undo, put_article,
          g_variant_new ("(ssmsmsmsmsxmsxxxxxxmsxxx)", carrel_statement_get_text (ask, 0),
                         carrel_statement_get_text (ask, 1), carrel_statement_get_text (ask, 2),
                         carrel_statement_get_text (ask, 3), carrel_statement_get_text (ask, 4),
                         carrel_statement_get_text (ask, 5), carrel_statement_get_int (ask, 6),
                         carrel_statement_get_text (ask, 7), carrel_statement_get_int (ask, 8),
                         carrel_statement_get_int (ask, 9), carrel_statement_get_int (ask, 10),
                         carrel_statement_get_int (ask, 11), carrel_statement_get_int (ask, 12),
                         old->block, carrel_statement_get_text (ask, 14),
                         carrel_statement_get_int (ask, 15), carrel_statement_get_int (ask, 16),
                         id));
    }
  }
  if (!carrel_statement_finish (ask, error))
    return FALSE;
  if (!found)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 "There is no article %" G_GINT64_FORMAT " in the library", id);
  return found;
}

/* The picture of rows and cards: the page's own where the library has it, else the one that was. */
static gboolean
put_picture (CarrelConnection *connection, gint64 id, const char *address, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "UPDATE article SET (image, image_width, image_height) = (SELECT hash, width, height FROM "
      "image WHERE article = ?1 AND address = ?2) "
      "WHERE id = ?1 AND EXISTS (SELECT 1 FROM image WHERE article = ?1 AND address = ?2)");

  carrel_statement_bind_int (statement, 1, id);
  carrel_statement_bind_text (statement, 2, address);
  return carrel_statement_run (statement, error);
}

static gboolean
put_row (CarrelConnection *connection,
         gint64            id,
         CarrelDraft      *draft,
         const Old        *old,
         const char       *title_key,
         GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "UPDATE article SET title = ?, title_key = ?, byline = ?, site = ?, excerpt = ?, language = "
      "?, rtl = ?, published = ?, modified = ?, words = ?, position_block = ?, incomplete = ?, "
      "extractor = ?, rule = ? WHERE id = ?");

  carrel_statement_bind_text (statement, 1, draft->title);
  carrel_statement_bind_text (statement, 2, title_key);
  carrel_statement_bind_text (statement, 3, draft->byline);
  carrel_statement_bind_text (statement, 4, draft->site);
  carrel_statement_bind_text (statement, 5, draft->excerpt);
  carrel_statement_bind_text (statement, 6, draft->language);
  carrel_statement_bind_int (statement, 7, draft->rtl != FALSE);
  carrel_statement_bind_int (statement, 8, draft->published);
  carrel_statement_bind_int (statement, 9, draft->modified);
  carrel_statement_bind_int (statement, 10, carrel_draft_count_words (draft));
  carrel_statement_bind_int (
      statement, 11,
      old->block < 0 ? old->block : find_block (old->document, draft->document, old->block));
  carrel_statement_bind_text (
      statement, 12,
      draft->incomplete ? (draft->incomplete_reason ? draft->incomplete_reason : "") : NULL);
  carrel_statement_bind_int (statement, 13, draft->extractor);
  carrel_statement_bind_int (statement, 14, draft->rule);
  carrel_statement_bind_int (statement, 15, id);
  return carrel_statement_run (statement, error);
}

static gboolean
put_body (CarrelConnection *connection, gint64 id, CarrelDocument *document, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "UPDATE body SET html = ? WHERE article = ?");
  g_autofree char *html = carrel_document_write (document);

  carrel_statement_bind_text (statement, 1, html);
  carrel_statement_bind_int (statement, 2, id);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_revise (CarrelConnection *connection,
                     gint64            id,
                     CarrelDraft      *draft,
                     CarrelUndo       *undo,
                     CarrelChanges    *changes,
                     GError          **error)
{
  Old              old = { 0 };
  g_autofree char *title_key = NULL, *text = NULL;
  gboolean         done;

  done = read_old (connection, id, draft, &old, undo, error);
  if (done) {
    carrel_draft_complete (draft);
    title_key = carrel_text_title_key (draft->title, draft->site);
    done = (!undo || note_answered (connection, id, title_key, undo, error)) &&
           add_images (connection, id, draft, undo, error) &&
           map_images (connection, id, draft, error);
  }
  if (done) {
    text = carrel_document_to_text (draft->document, NULL);
    done = put_row (connection, id, draft, &old, title_key, error) &&
           (!draft->image || put_picture (connection, id, draft->image, error)) &&
           put_body (connection, id, draft->document, error) &&
           remove_links (connection, id, undo, error) &&
           carrel_store_insert_links (connection, id, draft, error) &&
           carrel_store_anchor_highlights (connection, id, text, undo, changes, NULL, error);
  }
  if (done) {
    if (undo)
      carrel_undo_note_article (undo, id);
    carrel_changes_add (changes, CARREL_CHANGED_ARTICLES | CARREL_CHANGED_LINKS, id);
  }
  g_clear_pointer (&old.document, carrel_document_unref);
  return done;
}

gboolean
carrel_store_set_extractor (CarrelConnection *connection,
                            gint64            id,
                            guint             extractor,
                            CarrelRuleState   rule,
                            CarrelUndo       *undo,
                            GError          **error)
{
  static const char put[] = "UPDATE article SET extractor = ?, rule = ? WHERE id = ?";
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (connection, "SELECT extractor, rule FROM article WHERE id = ?");
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, put);

  carrel_statement_bind_int (ask, 1, id);
  if (carrel_statement_next (ask) && undo)
    carrel_undo_add (undo, put,
                     g_variant_new ("(xxx)", carrel_statement_get_int (ask, 0),
                                    carrel_statement_get_int (ask, 1), id));
  carrel_statement_bind_int (statement, 1, extractor);
  carrel_statement_bind_int (statement, 2, rule);
  carrel_statement_bind_int (statement, 3, id);
  return carrel_statement_finish (ask, error) && carrel_statement_run (statement, error);
}

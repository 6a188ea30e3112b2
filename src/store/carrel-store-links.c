/* carrel-store-links.c: links out and back, and what is wanted.
 *
 * A link's target is found by the triggers, by address and then by title.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"
#include "store/carrel-store-private.h"

#include <string.h>

/* More links than these from one article are a page's furniture. */
#define MAX_MENTIONS   2000
#define MAX_REFERENCES 500

typedef struct {
  CarrelLinkKind kind;
  const char    *title, *address, *address_key, *title_key, *context;
  gint64         block, start;
} NewLink;

static gboolean
insert (CarrelConnection *connection, gint64 source, const NewLink *link, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection,
      "INSERT INTO link (source, kind, title, address, address_key, title_key, context, block, start, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  carrel_statement_bind_int (statement, 1, source);
  carrel_statement_bind_int (statement, 2, link->kind);
  carrel_statement_bind_text (statement, 3, link->title);
  carrel_statement_bind_text (statement, 4, link->address);
  carrel_statement_bind_text (statement, 5, link->address_key);
  carrel_statement_bind_text (statement, 6, link->title_key);
  carrel_statement_bind_text (statement, 7, link->context);
  carrel_statement_bind_int (statement, 8, link->block);
  carrel_statement_bind_int (statement, 9, link->start);
  carrel_statement_bind_int (statement, 10, carrel_time_now ());
  return carrel_statement_run (statement, error);
}

/* The keys of the article's own addresses, which it doesn't mention. */
static GHashTable *
list_own_keys (CarrelConnection *connection, gint64 article, CarrelDraft *draft)
{
  GHashTable *own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, "SELECT key FROM address WHERE article = ?");
  char *key;

  carrel_statement_bind_int (statement, 1, article);
  while (carrel_statement_next (statement))
    g_hash_table_add (own, g_strdup (carrel_statement_get_text (statement, 0)));
  carrel_statement_finish (statement, NULL); /* the draft knows most of them */

  if (draft->address && (key = carrel_address_key (draft->address)))
    g_hash_table_add (own, key);
  if (draft->canonical && (key = carrel_address_key (draft->canonical)))
    g_hash_table_add (own, key);
  for (guint i = 0; i < draft->addresses->len; i++)
    if ((key = carrel_address_key (draft->addresses->pdata[i])))
      g_hash_table_add (own, key);
  return own;
}

gboolean
carrel_store_insert_links (CarrelConnection *connection, gint64 article, CarrelDraft *draft, GError **error)
{
  g_autoptr (GPtrArray) mentions = carrel_document_list_links (draft->document);
  g_autoptr (GHashTable) seen = list_own_keys (connection, article, draft);
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < MIN (draft->references->len, MAX_REFERENCES); i++) {
    CarrelReference *reference = draft->references->pdata[i];
    g_autofree char *address_key = reference->address ? carrel_address_key (reference->address) : NULL;
    g_autofree char *title = reference->title ? carrel_text_clean_line (reference->title) : NULL;
    g_autofree char *title_key = title ? carrel_text_title_key (title, draft->site) : NULL;
    NewLink link = { CARREL_LINK_SEE_ALSO, title, reference->address, address_key, title_key && *title_key ? title_key : NULL, NULL, -1, (gint64) i };
    g_autofree char *key = g_strdup (address_key ? address_key : link.title_key);

    if (!key || (address_key && g_hash_table_contains (seen, address_key)) || !g_hash_table_add (listed, g_steal_pointer (&key)))
      continue;
    if (!insert (connection, article, &link, error))
      return FALSE;
  }
  for (guint i = 0; i < MIN (mentions->len, MAX_MENTIONS); i++) {
    CarrelDocumentLink *mention = mentions->pdata[i];
    g_autofree char *address = carrel_address_normalize (mention->address);
    g_autofree char *key = address ? carrel_address_key (address) : NULL;
    NewLink link = { CARREL_LINK_MENTIONS, mention->text, address, key, NULL, mention->sentence, mention->block, mention->start };

    /* A site's front page is no article; the same page twice is one mention. */
    if (!key || carrel_address_is_front_page (address) || g_hash_table_contains (seen, key))
      continue;
    g_hash_table_add (seen, g_strdup (key));
    if (!insert (connection, article, &link, error))
      return FALSE;
  }
  return TRUE;
}

/* ── Reading ── */

GPtrArray *
carrel_store_load_links (CarrelConnection *connection, gint64 article, GError **error)
{
  /* Both directions in one go: out first. A link to the trash counts as wanted. */
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection,
      "SELECT l.id, l.source, l.kind, l.title, l.address, l.context, l.note, l.source <> ?1, " CARREL_ARTICLE_COLUMNS
      " FROM link l LEFT JOIN article a ON a.id = l.target AND a.trashed = 0 WHERE l.source = ?1"
      " UNION ALL SELECT l.id, l.source, l.kind, l.title, l.address, l.context, l.note, l.source <> ?1, " CARREL_ARTICLE_COLUMNS
      " FROM link l JOIN article a ON a.id = l.source AND a.trashed = 0 WHERE l.target = ?1"
      " ORDER BY 8, 3, 1");
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func (g_object_unref);

  carrel_statement_bind_int (statement, 1, article);
  while (carrel_statement_next (statement)) {
    gboolean backlink = carrel_statement_get_int (statement, 7) != 0;
    g_autoptr (CarrelArticle) other = carrel_statement_is_null (statement, 8) ? NULL : carrel_store_read_article (connection, statement, 8);
    CarrelLinkData data = {
      .id = carrel_statement_get_int (statement, 0),
      .source = carrel_statement_get_int (statement, 1),
      .target = backlink ? article : other ? carrel_article_get_id (other) : 0,
      .kind = (CarrelLinkKind) carrel_statement_get_int (statement, 2),
      .title = carrel_statement_get_text (statement, 3),
      .address = carrel_statement_get_text (statement, 4),
      .context = carrel_statement_get_text (statement, 5),
      .note = carrel_statement_get_text (statement, 6),
      .backlink = backlink,
      .other = other,
    };

    g_ptr_array_add (links, carrel_link_new (&data));
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&links) : NULL;
}

GPtrArray *
carrel_store_load_wanted (CarrelConnection *connection, guint limit, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection,
      "SELECT key FROM wanted WHERE strong > 0 OR n > 1 ORDER BY n DESC, key LIMIT ?");
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (connection,
      "SELECT l.title, l.address, (SELECT count (DISTINCT x.source) FROM link x JOIN article b ON b.id = x.source AND b.trashed = 0 WHERE x.target IS NULL AND x.wanted_key = ?1), "
      "a.id, a.title FROM link l JOIN article a ON a.id = l.source AND a.trashed = 0 WHERE l.target IS NULL AND l.wanted_key = ?1 ORDER BY l.kind DESC, l.id LIMIT 1");
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);

  carrel_statement_bind_int (statement, 1, limit > 0 ? (gint64) limit : -1);
  while (carrel_statement_next (statement)) {
    carrel_statement_bind_text (ask, 1, carrel_statement_get_text (statement, 0));
    if (carrel_statement_next (ask))
      g_ptr_array_add (wanted, carrel_wanted_new (carrel_statement_get_text (ask, 0), carrel_statement_get_text (ask, 1), (guint) carrel_statement_get_int (ask, 2),
                                                  carrel_statement_get_int (ask, 3), carrel_statement_get_text (ask, 4)));
    carrel_statement_reset (ask);
  }
  if (!carrel_statement_finish (ask, error)) {
    carrel_statement_finish (statement, NULL);
    return NULL;
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&wanted) : NULL;
}

GArray *
carrel_store_resolve_addresses (CarrelConnection *connection, GPtrArray *addresses, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection,
      "SELECT d.article FROM address d JOIN article a ON a.id = d.article AND a.trashed = 0 WHERE d.key = ?");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < addresses->len; i++) {
    g_autofree char *key = carrel_address_key (addresses->pdata[i]);
    gint64 id = 0;

    carrel_statement_bind_text (statement, 1, key);
    if (key && carrel_statement_next (statement))
      id = carrel_statement_get_int (statement, 0);
    carrel_statement_reset (statement);
    g_array_append_val (ids, id);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&ids) : NULL;
}

/* ── By hand ── */

gint64
carrel_store_link (CarrelConnection *connection, gint64 source, CarrelLinkKind kind, gint64 target, const char *note, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  g_autoptr (CarrelStatement) find = NULL;
  g_autoptr (CarrelStatement) statement = NULL;
  g_autoptr (CarrelArticle) from = NULL;
  g_autoptr (CarrelArticle) to = NULL;
  gint64 id = 0;

  if (kind < CARREL_LINK_RELATED || kind >= CARREL_N_LINK_KINDS) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_INVALID, "Links of the kind “%s” come from the articles themselves; make one that is related, follows, cites, supports or contradicts",
                 kind >= 0 && kind < CARREL_N_LINK_KINDS ? carrel_link_kind_get_name (kind) : "?");
    return 0;
  }
  if (source == target) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID, "An article can't be linked to itself");
    return 0;
  }
  from = carrel_store_load_article (connection, source, error);
  to = from ? carrel_store_load_article (connection, target, error) : NULL;
  if (!to)
    return 0;
  find = carrel_connection_prepare (connection, "SELECT id FROM link WHERE source = ? AND kind = ? AND target = ?");
  carrel_statement_bind_int (find, 1, source);
  carrel_statement_bind_int (find, 2, kind);
  carrel_statement_bind_int (find, 3, target);
  if (carrel_statement_next (find))
    id = carrel_statement_get_int (find, 0);
  if (!carrel_statement_finish (find, error) || id != 0)
    return id;
  statement = carrel_connection_prepare (connection, "INSERT INTO link (source, kind, target, note, created) VALUES (?, ?, ?, ?, ?)");
  carrel_statement_bind_int (statement, 1, source);
  carrel_statement_bind_int (statement, 2, kind);
  carrel_statement_bind_int (statement, 3, target);
  carrel_statement_bind_text (statement, 4, note && *note ? note : NULL);
  carrel_statement_bind_int (statement, 5, carrel_time_now ());
  if (!carrel_statement_run (statement, error))
    return 0;
  id = carrel_connection_get_last_id (connection);
  if (undo) {
    carrel_undo_add (undo, "DELETE FROM link WHERE id = ?", g_variant_new ("(x)", id));
    carrel_undo_note_article (undo, source);
  }
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, source);
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, target);
  return id;
}

gboolean
carrel_store_unlink (CarrelConnection *connection, gint64 link, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (connection,
      "SELECT uid, source, kind, target, title, address, address_key, title_key, context, note, block, start, created FROM link WHERE id = ?");
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, "DELETE FROM link WHERE id = ?");
  gboolean found;

  carrel_statement_bind_int (ask, 1, link);
  found = carrel_statement_next (ask);
  if (found) {
    gsize len;
    gconstpointer uid = carrel_statement_get_blob (ask, 0, &len);
    gint64 kind = carrel_statement_get_int (ask, 2), target = carrel_statement_get_int (ask, 3);

    carrel_changes_add (changes, CARREL_CHANGED_LINKS, carrel_statement_get_int (ask, 1));
    carrel_changes_add (changes, CARREL_CHANGED_LINKS, target);
    if (undo)
      /* The target of a link that was found by itself is found again. */
      carrel_undo_add (undo,
                       "INSERT INTO link (uid, source, kind, target, title, address, address_key, title_key, context, note, block, start, created, id) "
                       "SELECT ?1, ?2, ?3, nullif (?4, 0), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14 WHERE EXISTS (SELECT 1 FROM article WHERE id = ?2) "
                       "AND (?4 = 0 OR EXISTS (SELECT 1 FROM article WHERE id = ?4))",
                       g_variant_new ("(@ayxxxmsmsmsmsmsmsxxxx)", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, uid, len, 1), carrel_statement_get_int (ask, 1), kind,
                                      kind >= CARREL_LINK_RELATED ? target : 0, carrel_statement_get_text (ask, 4), carrel_statement_get_text (ask, 5),
                                      carrel_statement_get_text (ask, 6), carrel_statement_get_text (ask, 7), carrel_statement_get_text (ask, 8),
                                      carrel_statement_get_text (ask, 9), carrel_statement_get_int (ask, 10), carrel_statement_get_int (ask, 11),
                                      carrel_statement_get_int (ask, 12), link));
  }
  if (!carrel_statement_finish (ask, error))
    return FALSE;
  if (!found) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, "There is no link %" G_GINT64_FORMAT, link);
    return FALSE;
  }
  carrel_statement_bind_int (statement, 1, link);
  return carrel_statement_run (statement, error);
}

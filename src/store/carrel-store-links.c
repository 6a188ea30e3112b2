/* carrel-store-links.c: links that the articles make, out and back.
 *
 * A link's target is looked for when it is written, by address and then by title, and by the
 * triggers when it comes later: what is there already is never wanted in between, which would write
 * each row twice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"
#include "store/carrel-store-private.h"

#include <string.h>

/* More links than these from one article are a page's furniture. */
#define MAX_MENTIONS 2000
#define MAX_REFERENCES 500

typedef struct {
  CarrelLinkKind kind;
  const char    *title, *address, *address_key, *title_key, *context;
  gint64         block, start;
} NewLink;

static gboolean
insert (CarrelConnection *connection, gint64 source, const NewLink *link, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "INSERT INTO link (source, kind, title, address, address_key, title_key, context, block, "
      "start, created, target) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
      "coalesce ((SELECT article FROM address WHERE key = ?5), (SELECT min (id) FROM article WHERE "
      "title_key = ?6 AND id <> ?1)))");

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
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT key FROM address WHERE article = ?");
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
carrel_store_insert_links (CarrelConnection *connection,
                           gint64            article,
                           CarrelDraft      *draft,
                           GError          **error)
{
  g_autoptr (GPtrArray) mentions = carrel_document_list_links (draft->document);
  g_autoptr (GHashTable) seen = list_own_keys (connection, article, draft);
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < MIN (draft->references->len, MAX_REFERENCES); i++) {
    CarrelReference *reference = draft->references->pdata[i];
    g_autofree char *address_key =
        reference->address ? carrel_address_key (reference->address) : NULL;
    g_autofree char *title = reference->title ? carrel_text_clean_line (reference->title) : NULL;
    g_autofree char *title_key = title ? carrel_text_title_key (title, draft->site) : NULL;
    NewLink          link = { CARREL_LINK_SEE_ALSO,
                              title,
                              reference->address,
                              address_key,
                     title_key && *title_key ? title_key : NULL,
                              NULL,
                              -1,
                              (gint64) i };
    g_autofree char *key = g_strdup (address_key ? address_key : link.title_key);

    if (!key || (address_key && g_hash_table_contains (seen, address_key)) ||
        !g_hash_table_add (listed, g_steal_pointer (&key)))
      continue;
    if (!insert (connection, article, &link, error))
      return FALSE;
  }
  for (guint i = 0; i < MIN (mentions->len, MAX_MENTIONS); i++) {
    CarrelDocumentLink *mention = mentions->pdata[i];
    g_autofree char    *address = carrel_address_normalize (mention->address);
    g_autofree char    *key = address ? carrel_address_key (address) : NULL;
    NewLink             link = { CARREL_LINK_MENTIONS, mention->text,  address,       key, NULL,
                                 mention->sentence,    mention->block, mention->start };

    /* A site's front page is no article, and where one shares or logs in is one only where somebody
     * kept it; the same page twice is one mention. */
    if (!key || carrel_address_is_front_page (address) || g_hash_table_contains (seen, key) ||
        (carrel_address_is_furniture (address) &&
         carrel_store_find_address (connection, address, NULL, NULL) == 0))
      continue;
    g_hash_table_add (seen, g_strdup (key));
    if (!insert (connection, article, &link, error))
      return FALSE;
  }
  return TRUE;
}

/* ── Reading ── */

#define LINK_COLUMNS                                                                               \
  "l.id, l.source, l.kind, l.title, l.address, l.context, l.note, l.label, "                       \
  "k.inverse, " CARREL_ARTICLE_COLUMNS

static gboolean
read_links (CarrelConnection *connection,
            CarrelStatement  *statement,
            gint64            article,
            gboolean          backlink,
            GPtrArray        *links,
            GError          **error)
{
  while (carrel_statement_next (statement)) {
    g_autoptr (CarrelArticle) other = carrel_statement_is_null (statement, 9)
                                          ? NULL
                                          : carrel_store_read_article (connection, statement, 9);
    CarrelLinkData data = {
      .id = carrel_statement_get_int (statement, 0),
      .source = carrel_statement_get_int (statement, 1),
      .target = backlink ? article
                : other  ? carrel_article_get_id (other)
                         : 0,
      .kind = (CarrelLinkKind) carrel_statement_get_int (statement, 2),
      .title = carrel_statement_get_text (statement, 3),
      .address = carrel_statement_get_text (statement, 4),
      .context = carrel_statement_get_text (statement, 5),
      .note = carrel_statement_get_text (statement, 6),
      .label = carrel_statement_get_text (statement, 7),
      .inverse = carrel_statement_get_text (statement, 8),
      .backlink = backlink,
      .other = other,
    };

    g_ptr_array_add (links, carrel_link_new (&data));
  }
  return carrel_statement_finish (statement, error);
}

/* By the index alone as far as the first of them: a page of ten thousand costs a page. */
static gboolean
read_backlinks (CarrelConnection *connection,
                gint64            article,
                guint             skip,
                guint             most,
                GPtrArray        *links,
                GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT " LINK_COLUMNS
                  " FROM (SELECT id FROM link WHERE target = ? AND source NOT IN " CARREL_TRASHED
                  " ORDER BY kind, id LIMIT ? OFFSET ?) x "
                  "CROSS JOIN link l ON l.id = x.id LEFT JOIN link_kind k ON k.name = l.label "
                  "CROSS JOIN article a ON a.id = l.source ORDER BY l.kind, l.id");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_int (statement, 2, most > 0 ? (gint64) most : -1);
  carrel_statement_bind_int (statement, 3, skip);
  return read_links (connection, statement, article, TRUE, links, error);
}

GPtrArray *
carrel_store_load_links (CarrelConnection *connection, gint64 article, guint most, GError **error)
{
  /* A link to the trash counts as wanted. */
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT " LINK_COLUMNS " FROM link l LEFT JOIN link_kind k ON k.name = l.label "
                  "LEFT JOIN article a ON a.id = l.target AND a.trashed = 0 "
                  "WHERE l.source = ? ORDER BY l.kind, l.id");
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func (g_object_unref);

  carrel_statement_bind_int (statement, 1, article);
  return read_links (connection, statement, article, FALSE, links, error) &&
                 read_backlinks (connection, article, 0, most, links, error)
             ? g_steal_pointer (&links)
             : NULL;
}

GPtrArray *
carrel_store_load_backlinks (
    CarrelConnection *connection, gint64 article, guint skip, guint most, GError **error)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func (g_object_unref);

  return read_backlinks (connection, article, skip, most, links, error) ? g_steal_pointer (&links)
                                                                        : NULL;
}

gboolean
carrel_store_count_backlinks (CarrelConnection *connection,
                              gint64            article,
                              guint            *n,
                              GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT count (*) FROM link WHERE target = ? AND source NOT IN " CARREL_TRASHED);

  carrel_statement_bind_int (statement, 1, article);
  *n = carrel_statement_next (statement) ? (guint) carrel_statement_get_int (statement, 0) : 0;
  return carrel_statement_finish (statement, error);
}

GArray *
carrel_store_resolve_addresses (CarrelConnection *connection, GPtrArray *addresses, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT d.article FROM address d JOIN article a ON "
                                             "a.id = d.article AND a.trashed = 0 WHERE d.key = ?");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < addresses->len; i++) {
    g_autofree char *key = carrel_address_key (addresses->pdata[i]);
    gint64           id = 0;

    carrel_statement_bind_text (statement, 1, key);
    if (key && carrel_statement_next (statement))
      id = carrel_statement_get_int (statement, 0);
    carrel_statement_reset (statement);
    g_array_append_val (ids, id);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&ids) : NULL;
}

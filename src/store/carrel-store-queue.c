/* carrel-store-queue.c: the fetch queue: asked, taken, failed, done. On the connection's thread.
 *
 * An entry that runs has an owner; one that waits may have one, who keeps it for himself. An owner
 * that lives no longer has nothing: carrel_store_queue_recover (), which every claim begins with,
 * sees to that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-store-queue.h"

#include "base/carrel-error.h"
#include "base/carrel-json.h"
#include "base/carrel-said.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"
#include "model/carrel-values.h"

#include <glib/gi18n.h>
#include <string.h>

#define PER_HOST 2
#define MAX_TOPICS 200
#define MAX_HISTORY 100 /* events of an entry: the oldest go, but for the first */

/* ── Small parts ── */

/* On this computer. */
static gboolean
is_local (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address ? g_inet_address_get_is_loopback (address)
                 : strcmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost");
}

static gboolean
add_event (CarrelConnection    *connection,
           gint64               entry,
           CarrelQueueEventKind kind,
           const char          *message,
           GError             **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO queue_event (entry, time, kind, message) VALUES (?, ?, ?, ?)");
  g_autoptr (CarrelStatement) trim = carrel_connection_prepare (
      connection, "DELETE FROM queue_event WHERE entry = ?1 AND kind <> 'asked' AND id <= (SELECT "
                  "id FROM queue_event WHERE entry = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)");

  carrel_statement_bind_int (statement, 1, entry);
  carrel_statement_bind_int (statement, 2, carrel_time_now ());
  carrel_statement_bind_text (statement, 3, carrel_queue_event_kind_get_name (kind));
  carrel_statement_bind_text (statement, 4, message);
  carrel_statement_bind_int (trim, 1, entry);
  carrel_statement_bind_int (trim, 2, MAX_HISTORY);
  if (!carrel_statement_run (statement, error)) {
    carrel_statement_finish (trim, NULL);
    return FALSE;
  }
  return carrel_statement_run (trim, error);
}

static GStrv
parse_topics (const char *json)
{
  g_autoptr (JsonNode) node = json ? carrel_json_parse (json, -1, NULL) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array) && i < MAX_TOPICS; i++) {
    JsonNode        *element = json_array_get_element (array, i);
    g_autofree char *path =
        JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING
            ? carrel_topic_normalize_path (json_node_get_string (element))
            : NULL;

    if (path)
      g_strv_builder_add (builder, path);
  }
  return g_strv_builder_end (builder);
}

/* Those and those, each once; NULL for none. */
static char *
join_topics (const char *const *these, const char *const *those)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const *lists[] = { these, those };
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint k = 0; lists[i] && lists[i][k] && json_array_get_length (array) < MAX_TOPICS; k++)
      if (g_hash_table_add (seen, (gpointer) lists[i][k]))
        json_array_add_string_element (array, lists[i][k]);
  if (json_array_get_length (array) == 0)
    return NULL;
  json_node_set_array (node, array);
  return json_to_string (node, FALSE);
}

/* As a JSON array, for `IN (SELECT value FROM json_each (?))`. */
static char *
list_to_json (const gint64 *ids, guint n)
{
  GString *out = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", ids[i]);
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

/* ── Asking ── */

static gint64
insert (CarrelConnection     *connection,
        const char           *address,
        const char           *key,
        gint64                article,
        const CarrelQueueAsk *ask,
        GError              **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "INSERT INTO queue (address, key, host, local, owner, soon, topics, place, images, added, "
      "article, less) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), ?)");
  g_autofree char *host = carrel_address_dup_host (address),
                  *topics = join_topics (ask->topics, NULL);
  gint64 id;

  carrel_statement_bind_text (statement, 1, address);
  carrel_statement_bind_text (statement, 2, key);
  carrel_statement_bind_text (statement, 3, host ? host : "");
  carrel_statement_bind_int (statement, 4, host && is_local (host));
  carrel_statement_bind_int (statement, 5, ask->owner);
  carrel_statement_bind_int (statement, 6, ask->soon);
  carrel_statement_bind_text (statement, 7, topics);
  carrel_statement_bind_int (statement, 8, ask->place);
  carrel_statement_bind_int (statement, 9, ask->images);
  carrel_statement_bind_int (statement, 10, ask->added > 0 ? ask->added : carrel_time_now ());
  carrel_statement_bind_int (statement, 11, article);
  carrel_statement_bind_int (statement, 12, ask->less);
  if (!carrel_statement_run (statement, error))
    return 0;
  id = carrel_connection_get_last_id (connection);
  return add_event (connection, id, CARREL_QUEUE_ASKED, NULL, error) ? id : 0;
}

/* What runs goes on, with these topics too; what waits or failed is tried anew. */
static gboolean
ask_again (CarrelConnection     *connection,
           gint64                id,
           const char           *had,
           gboolean              running,
           gboolean              take,
           const CarrelQueueAsk *ask,
           GError              **error)
{
  g_auto (GStrv) topics = parse_topics (had);
  g_autofree char *all = join_topics ((const char *const *) topics, ask->topics);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "UPDATE queue SET topics = ?2, state = iif (state = 'failed', 'waiting', state), "
                  "next_try = 0, tries = iif (state = 'running', tries, 0), soon = max (soon, ?3), "
                  "owner = iif (?4, ?5, owner), less = max (less, ?6) WHERE id = ?1");

  carrel_statement_bind_int (statement, 1, id);
  carrel_statement_bind_text (statement, 2, all);
  carrel_statement_bind_int (statement, 3, ask->soon);
  carrel_statement_bind_int (statement, 4, take);
  carrel_statement_bind_int (statement, 5, ask->owner);
  carrel_statement_bind_int (statement, 6, ask->less);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  return running || add_event (connection, id, CARREL_QUEUE_AGAIN, NULL, error);
}

static gint64
add_one (CarrelConnection     *connection,
         const char           *address,
         const char           *key,
         gint64                article,
         const CarrelQueueAsk *ask,
         CarrelQueueOwner     *owner,
         GError              **error)
{
  g_autoptr (CarrelStatement) find = carrel_connection_prepare (
      connection, "SELECT id, topics, state = 'running', owner FROM queue WHERE key = ?");
  g_autofree char *topics = NULL;
  gboolean         running = FALSE, kept = FALSE;
  gint64           id = 0;

  carrel_statement_bind_text (find, 1, key);
  if (carrel_statement_next (find)) {
    id = carrel_statement_get_int (find, 0);
    topics = g_strdup (carrel_statement_get_text (find, 1));
    kept = carrel_statement_get_int (find, 3) != 0 &&
           carrel_queue_owner_is_alive (owner, carrel_statement_get_int (find, 3));
    running = kept && carrel_statement_get_int (find, 2);
  }
  if (!carrel_statement_finish (find, error))
    return 0;
  if (id == 0)
    return insert (connection, address, key, article, ask, error);
  return ask_again (connection, id, topics, running, !kept, ask, error) ? id : 0;
}

gboolean
carrel_store_queue_add (CarrelConnection     *connection,
                        GPtrArray            *addresses,
                        const CarrelQueueAsk *ask,
                        CarrelQueueOwner     *owner,
                        GArray               *ids,
                        CarrelChanges        *changes,
                        GError              **error)
{
  if (!carrel_store_queue_recover (connection, owner, changes, error))
    return FALSE;
  for (guint i = 0; i < addresses->len; i++) {
    const char      *address = addresses->pdata[i];
    g_autofree char *key = carrel_address_key (address);
    gint64           id = key ? add_one (connection, address, key, 0, ask, owner, error) : 0;

    if (!key)
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                   _ ("“%s” is not the address of a page"), address);
    if (id == 0)
      return FALSE;
    g_array_append_val (ids, id);
  }
  if (addresses->len > 0)
    carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  return TRUE;
}

gboolean
carrel_store_queue_add_articles (CarrelConnection     *connection,
                                 const gint64         *articles,
                                 guint                 n,
                                 const CarrelQueueAsk *ask,
                                 CarrelQueueOwner     *owner,
                                 GArray               *ids,
                                 CarrelChanges        *changes,
                                 GError              **error)
{
  g_autoptr (CarrelStatement) find =
      carrel_connection_prepare (connection, "SELECT address FROM article WHERE id = ?");

  if (!carrel_store_queue_recover (connection, owner, changes, error)) {
    carrel_statement_finish (find, NULL);
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    g_autofree char *address = NULL,
                    *key = g_strdup_printf ("again:%" G_GINT64_FORMAT, articles[i]);
    const char *kept;
    gint64      id;

    carrel_statement_bind_int (find, 1, articles[i]);
    kept = carrel_statement_next (find) ? carrel_statement_get_text (find, 0) : NULL;
    address = kept ? carrel_address_normalize (kept) : NULL;
    carrel_statement_reset (find);
    id = address ? add_one (connection, address, key, articles[i], ask, owner, error) : 0;
    if (address && id == 0) {
      carrel_statement_finish (find, NULL);
      return FALSE;
    }
    g_array_append_val (ids, id);
  }
  carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  return carrel_statement_finish (find, error);
}

/* ── Taking ── */

static gboolean
recover_owner (CarrelConnection *connection, gint64 owner, GError **error)
{
  g_autoptr (CarrelStatement) note = carrel_connection_prepare (
      connection, "INSERT INTO queue_event (entry, time, kind) SELECT id, ?2, 'interrupted' FROM "
                  "queue WHERE owner = ?1 AND state = 'running'");
  g_autoptr (CarrelStatement) give =
      carrel_connection_prepare (connection, "UPDATE queue SET owner = 0, state = iif (state = "
                                             "'running', 'waiting', state) WHERE owner = ?");

  carrel_statement_bind_int (note, 1, owner);
  carrel_statement_bind_int (note, 2, carrel_time_now ());
  carrel_statement_bind_int (give, 1, owner);
  if (!carrel_statement_run (note, error)) {
    carrel_statement_finish (give, NULL);
    return FALSE;
  }
  return carrel_statement_run (give, error);
}

gboolean
carrel_store_queue_recover (CarrelConnection *connection,
                            CarrelQueueOwner *owner,
                            CarrelChanges    *changes,
                            GError          **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT DISTINCT owner FROM queue WHERE owner <> 0");
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (!carrel_queue_owner_is_alive (owner, id))
      g_array_append_val (gone, id);
  }
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < gone->len; i++) {
    if (!recover_owner (connection, g_array_index (gone, gint64, i), error))
      return FALSE;
    carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  }
  return TRUE;
}

static char *
list_busy (const CarrelQueueClaim *claim)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; claim->busy && i < claim->busy->len; i++)
    json_array_add_string_element (array, claim->busy->pdata[i]);
  json_node_set_array (node, array);
  return json_to_string (node, FALSE);
}

/* In order, of one host only so many. */
static gboolean
choose (CarrelConnection *connection, const CarrelQueueClaim *claim, GArray *ids, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT id, host FROM queue WHERE state = 'waiting' AND next_try <= ?1 AND "
                  "(owner = ?2 OR (owner = 0 AND NOT ?3)) AND (local OR NOT ?4) "
                  "AND host NOT IN (SELECT value FROM json_each (?5)) ORDER BY soon DESC, id");
  g_autofree char *busy = list_busy (claim);
  g_autoptr (GHashTable) hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  carrel_statement_bind_int (statement, 1, carrel_time_now ());
  carrel_statement_bind_int (statement, 2, carrel_queue_owner_get_id (claim->owner));
  carrel_statement_bind_int (statement, 3, claim->own_only);
  carrel_statement_bind_int (statement, 4, claim->local_only);
  carrel_statement_bind_text (statement, 5, busy);
  while (ids->len < claim->n && carrel_statement_next (statement)) {
    gint64      id = carrel_statement_get_int (statement, 0);
    const char *host = carrel_statement_get_text (statement, 1);
    guint       n = GPOINTER_TO_UINT (g_hash_table_lookup (hosts, host));

    if (n >= PER_HOST)
      continue;
    g_hash_table_insert (hosts, g_strdup (host), GUINT_TO_POINTER (n + 1));
    g_array_append_val (ids, id);
  }
  return carrel_statement_finish (statement, error);
}

static gboolean
find_next_due (CarrelConnection       *connection,
               const CarrelQueueClaim *claim,
               gint64                 *next_due,
               GError                **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT coalesce (min (next_try), 0) FROM queue WHERE state = 'waiting' AND "
                  "next_try > ?1 AND (owner = ?2 OR (owner = 0 AND NOT ?3))");

  carrel_statement_bind_int (statement, 1, carrel_time_now ());
  carrel_statement_bind_int (statement, 2, carrel_queue_owner_get_id (claim->owner));
  carrel_statement_bind_int (statement, 3, claim->own_only);
  *next_due = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : 0;
  return carrel_statement_finish (statement, error);
}

GPtrArray *
carrel_store_queue_claim (CarrelConnection       *connection,
                          const CarrelQueueClaim *claim,
                          gint64                 *next_due,
                          CarrelChanges          *changes,
                          GError                **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CarrelStatement) take =
      carrel_connection_prepare (connection, "UPDATE queue SET state = 'running', owner = ?2 WHERE "
                                             "id IN (SELECT value FROM json_each (?1))");
  g_autofree char *list = NULL;

  if (!carrel_store_queue_recover (connection, claim->owner, changes, error) ||
      !choose (connection, claim, ids, error) ||
      !find_next_due (connection, claim, next_due, error)) {
    carrel_statement_finish (take, NULL);
    return NULL;
  }
  list = list_to_json ((const gint64 *) (gpointer) ids->data, ids->len);
  carrel_statement_bind_text (take, 1, list);
  carrel_statement_bind_int (take, 2, carrel_queue_owner_get_id (claim->owner));
  if (!(ids->len > 0 ? carrel_statement_run (take, error) : carrel_statement_finish (take, error)))
    return NULL;
  if (ids->len > 0)
    carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  return carrel_store_queue_load (connection, (const gint64 *) (gpointer) ids->data, ids->len,
                                  error);
}

gboolean
carrel_store_queue_count_due (CarrelConnection       *connection,
                              const CarrelQueueClaim *claim,
                              guint                  *n,
                              GError                **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT count (*) FROM queue WHERE state = 'waiting' AND next_try <= ?1 AND "
                  "(owner = ?2 OR (owner = 0 AND NOT ?3)) AND (local OR NOT ?4)");

  carrel_statement_bind_int (statement, 1, carrel_time_now ());
  carrel_statement_bind_int (statement, 2, carrel_queue_owner_get_id (claim->owner));
  carrel_statement_bind_int (statement, 3, claim->own_only);
  carrel_statement_bind_int (statement, 4, claim->local_only);
  *n = carrel_statement_next (statement) ? (guint) carrel_statement_get_int (statement, 0) : 0;
  return carrel_statement_finish (statement, error);
}

/* ── Ends ── */

static gint64
get_tries (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT tries FROM queue WHERE id = ?");
  gint64 tries;

  carrel_statement_bind_int (statement, 1, id);
  tries = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : -1;
  return carrel_statement_finish (statement, error) ? tries : -1;
}

CarrelQueueEntry *
carrel_store_queue_fail (CarrelConnection *connection,
                         gint64            id,
                         const GError     *failure,
                         CarrelChanges    *changes,
                         GError          **error)
{
  GError *local = NULL;
  gint64  tries = get_tries (connection, id, &local), delay = 0;
  g_autoptr (CarrelStatement) statement = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *said = carrel_error_dup_said (failure);

  if (tries < 0) {
    if (local)
      g_propagate_error (error, local);
    return NULL;
  }
  tries++;
  if (carrel_error_is_temporary (failure))
    delay = carrel_queue_get_delay ((guint) tries, carrel_error_get_wait (failure));
  statement = carrel_connection_prepare (
      connection, "UPDATE queue SET state = ?2, owner = 0, soon = 0, tries = ?3, next_try = ?4, "
                  "error = ?5, message = ?6 WHERE id = ?1");
  carrel_statement_bind_int (statement, 1, id);
  carrel_statement_bind_text (
      statement, 2,
      carrel_queue_state_get_name (delay > 0 ? CARREL_QUEUE_WAITING : CARREL_QUEUE_FAILED));
  carrel_statement_bind_int (statement, 3, tries);
  carrel_statement_bind_int (statement, 4, delay > 0 ? carrel_time_now () + delay : 0);
  carrel_statement_bind_text (statement, 5,
                              failure->domain == CARREL_ERROR
                                  ? carrel_error_code_name ((CarrelErrorCode) failure->code)
                                  : "unknown");
  carrel_statement_bind_text (statement, 6, said);
  if (!carrel_statement_run (statement, error) ||
      !add_event (connection, id, CARREL_QUEUE_HAS_FAILED, said, error))
    return NULL;
  carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  entries = carrel_store_queue_load (connection, &id, 1, error);
  return entries && entries->len > 0 ? g_object_ref (entries->pdata[0]) : NULL;
}

gboolean
carrel_store_queue_release (CarrelConnection *connection,
                            gint64            id,
                            CarrelChanges    *changes,
                            GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "UPDATE queue SET state = 'waiting', owner = 0 WHERE id = ? AND state = 'running'");

  carrel_statement_bind_int (statement, 1, id);
  carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_queue_finish (CarrelConnection *connection,
                           gint64            id,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "DELETE FROM queue WHERE id = ?");

  carrel_statement_bind_int (statement, 1, id);
  carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_queue_complete (CarrelConnection *connection,
                             gint64            id,
                             CarrelDraft      *draft,
                             GError          **error)
{
  /* Since before it was asked for: that date is its article's. */
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT topics, place, iif (added < (SELECT min (time) FROM queue_event WHERE "
                  "entry = queue.id) - 60, added, 0) FROM queue WHERE id = ?");
  g_auto (GStrv) topics = NULL;
  gboolean found;

  carrel_statement_bind_int (statement, 1, id);
  found = carrel_statement_next (statement);
  if (found) {
    topics = parse_topics (carrel_statement_get_text (statement, 0));
    draft->place = carrel_statement_get_int (statement, 1) == CARREL_PLACE_ARCHIVE
                       ? CARREL_PLACE_ARCHIVE
                       : CARREL_PLACE_INBOX;
    draft->added = MAX (draft->added, carrel_statement_get_int (statement, 2));
  }
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  if (!found) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("The address is no longer asked for"));
    return FALSE;
  }
  for (guint i = 0; topics[i]; i++)
    if (!g_ptr_array_find_with_equal_func (draft->topics, topics[i], g_str_equal, NULL))
      g_ptr_array_add (draft->topics, g_strdup (topics[i]));
  return TRUE;
}

gboolean
carrel_store_queue_hold_host (CarrelConnection *connection,
                              const char       *host,
                              gint64            until,
                              CarrelChanges    *changes,
                              GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "UPDATE queue SET next_try = ?2 WHERE host = ?1 AND state = 'waiting' AND next_try < ?2");

  carrel_statement_bind_text (statement, 1, host);
  carrel_statement_bind_int (statement, 2, until);
  carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  return carrel_statement_run (statement, error);
}

/* ── By hand ── */

gboolean
carrel_store_queue_retry (CarrelConnection *connection,
                          const gint64     *ids,
                          guint             n,
                          gint64            owner,
                          CarrelChanges    *changes,
                          GError          **error)
{
  g_autofree char *list = list_to_json (ids, n);
  g_autoptr (CarrelStatement) note = carrel_connection_prepare (
      connection, "INSERT INTO queue_event (entry, time, kind) SELECT id, ?3, 'again' FROM queue "
                  "WHERE iif (?1 > 0, id IN (SELECT value FROM json_each (?2)), state = 'failed' "
                  "OR next_try > 0) AND state <> 'running'");
  g_autoptr (CarrelStatement) retry = carrel_connection_prepare (
      connection, "UPDATE queue SET state = 'waiting', tries = 0, next_try = 0, soon = ?1 > 0, "
                  "owner = iif (?3 <> 0, ?3, owner) "
                  "WHERE iif (?1 > 0, id IN (SELECT value FROM json_each (?2)), state = 'failed' "
                  "OR next_try > 0) AND state <> 'running'");

  carrel_statement_bind_int (note, 1, n);
  carrel_statement_bind_text (note, 2, list);
  carrel_statement_bind_int (note, 3, carrel_time_now ());
  carrel_statement_bind_int (retry, 1, n);
  carrel_statement_bind_text (retry, 2, list);
  carrel_statement_bind_int (retry, 3, owner);
  carrel_changes_add (changes, CARREL_CHANGED_QUEUE, 0);
  if (!carrel_statement_run (note, error)) {
    carrel_statement_finish (retry, NULL);
    return FALSE;
  }
  return carrel_statement_run (retry, error);
}

/* The rows as they are, history first: an undo runs backwards. */
static gboolean
remember (CarrelConnection *connection, gint64 id, CarrelUndo *undo, GError **error)
{
  g_autoptr (CarrelStatement) events = carrel_connection_prepare (
      connection, "SELECT time, kind, message FROM queue_event WHERE entry = ? ORDER BY id DESC");
  g_autoptr (CarrelStatement) row = carrel_connection_prepare (
      connection, "SELECT address, key, host, local, iif (state = 'running', 'waiting', state), "
                  "tries, next_try, error, message, topics, place, images, added, coalesce "
                  "(article, 0), less FROM queue WHERE id = ?");

  carrel_statement_bind_int (events, 1, id);
  while (carrel_statement_next (events))
    carrel_undo_add (undo,
                     "INSERT INTO queue_event (entry, time, kind, message) SELECT id, ?2, ?3, ?4 "
                     "FROM queue WHERE id = ?1",
                     g_variant_new ("(xxsms)", id, carrel_statement_get_int (events, 0),
                                    carrel_statement_get_text (events, 1),
                                    carrel_statement_get_text (events, 2)));
  carrel_statement_bind_int (row, 1, id);
  if (carrel_statement_next (row))
    carrel_undo_add (
        undo,
        "INSERT INTO queue (address, key, host, local, state, tries, next_try, error, message, "
        "topics, place, images, added, article, less, id) "
        "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, nullif (?14, 0), ?15, ?16 "
        "WHERE ?14 = 0 OR EXISTS (SELECT 1 FROM article WHERE id = ?14) ON CONFLICT DO NOTHING",
        g_variant_new ("(sssxsxxmsmsmsxxxxxx)", carrel_statement_get_text (row, 0),
                       carrel_statement_get_text (row, 1), carrel_statement_get_text (row, 2),
                       carrel_statement_get_int (row, 3), carrel_statement_get_text (row, 4),
                       carrel_statement_get_int (row, 5), carrel_statement_get_int (row, 6),
                       carrel_statement_get_text (row, 7), carrel_statement_get_text (row, 8),
                       carrel_statement_get_text (row, 9), carrel_statement_get_int (row, 10),
                       carrel_statement_get_int (row, 11), carrel_statement_get_int (row, 12),
                       carrel_statement_get_int (row, 13), carrel_statement_get_int (row, 14), id));
  if (!carrel_statement_finish (events, error)) {
    carrel_statement_finish (row, NULL);
    return FALSE;
  }
  return carrel_statement_finish (row, error);
}

static gboolean
remove_one (CarrelConnection *connection,
            gint64            id,
            CarrelUndo       *undo,
            CarrelChanges    *changes,
            GError          **error)
{
  if (undo && !remember (connection, id, undo, error))
    return FALSE;
  return carrel_store_queue_finish (connection, id, changes, error);
}

gboolean
carrel_store_queue_remove (CarrelConnection *connection,
                           const gint64     *ids,
                           guint             n,
                           guint             states,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  for (guint i = 0; i < n; i++)
    if (!remove_one (connection, ids[i], undo, changes, error))
      return FALSE;
  for (guint state = 0; n == 0 && state < CARREL_N_QUEUE_STATES; state++) {
    g_autoptr (GArray) all =
        states & 1u << state ? carrel_store_queue_list (connection, (CarrelQueueState) state, error)
                             : g_array_new (FALSE, FALSE, sizeof (gint64));

    if (!all)
      return FALSE;
    for (guint i = 0; i < all->len; i++)
      if (!remove_one (connection, g_array_index (all, gint64, i), undo, changes, error))
        return FALSE;
  }
  return TRUE;
}

/* ── Reading ── */

GArray *
carrel_store_queue_list (CarrelConnection *connection, CarrelQueueState state, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT id FROM queue WHERE state = ? ORDER BY soon DESC, id");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  carrel_statement_bind_text (statement, 1, carrel_queue_state_get_name (state));
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (ids, id);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&ids) : NULL;
}

static CarrelQueueEntry *
read_entry (CarrelStatement *statement)
{
  g_auto (GStrv) topics = parse_topics (carrel_statement_get_text (statement, 7));
  g_autofree char     *message = carrel_said_speak (carrel_statement_get_text (statement, 6));
  CarrelQueueEntryData data = {
    .id = carrel_statement_get_int (statement, 0),
    .address = carrel_statement_get_text (statement, 1),
    .tries = (guint) carrel_statement_get_int (statement, 3),
    .next_try = carrel_statement_get_int (statement, 4),
    .error = carrel_statement_get_text (statement, 5),
    .message = message,
    .topics = (const char *const *) topics,
    .place = (CarrelPlace) carrel_statement_get_int (statement, 8),
    .images = carrel_statement_get_int (statement, 9) != 0,
    .added = carrel_statement_get_int (statement, 10),
    .article = carrel_statement_get_int (statement, 11),
    .title = carrel_statement_get_text (statement, 12),
    .less = carrel_statement_get_int (statement, 13) != 0,
  };

  carrel_queue_state_from_name (carrel_statement_get_text (statement, 2), &data.state);
  return carrel_queue_entry_new (&data);
}

GPtrArray *
carrel_store_queue_load (CarrelConnection *connection, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT q.id, q.address, state, tries, next_try, error, message, topics, "
                  "q.place, images, q.added, coalesce (article, 0), a.title, less "
                  "FROM queue q LEFT JOIN article a ON a.id = q.article WHERE q.id = ?");
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++) {
    carrel_statement_bind_int (statement, 1, ids[i]);
    if (carrel_statement_next (statement))
      g_ptr_array_add (entries, read_entry (statement));
    carrel_statement_reset (statement);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&entries) : NULL;
}

GPtrArray *
carrel_store_queue_load_events (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT time, kind, message FROM queue_event WHERE entry = ? ORDER BY id");
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_queue_event_free);

  carrel_statement_bind_int (statement, 1, id);
  while (carrel_statement_next (statement)) {
    g_autofree char *message = carrel_said_speak (carrel_statement_get_text (statement, 2));

    g_ptr_array_add (events, carrel_queue_event_new (carrel_statement_get_int (statement, 0),
                                                     carrel_queue_event_kind_from_name (
                                                         carrel_statement_get_text (statement, 1)),
                                                     message));
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&events) : NULL;
}

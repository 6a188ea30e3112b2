/* carrel-store-repair.c: makes again what is derived: indexes, counts, ancestors, wanted things. In
 * one transaction on the writer.
 *
 * Whatever stands there goes first; the triggers that follow it are then overruled by what is
 * counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-connection-private.h"
#include "store/carrel-store.h"

/* In this order. */
static const char *const steps[] = {
  "INSERT INTO text_index (text_index) VALUES ('delete-all')",
  "INSERT INTO title_index (title_index) VALUES ('delete-all')",
  "INSERT INTO beginning_index (beginning_index) VALUES ('delete-all')",
  "INSERT INTO note_index (note_index) VALUES ('delete-all')",
  "INSERT INTO text_index (rowid, title, byline, site, body) SELECT a.id, a.title, coalesce "
  "(a.byline, ''), coalesce (a.site, ''), carrel_text (b.html) FROM article a JOIN body b ON "
  "b.article = a.id ORDER BY a.id",
  "INSERT INTO title_index (rowid, title) SELECT a.id, a.title FROM article a JOIN body b ON "
  "b.article = a.id ORDER BY a.id",
  "INSERT INTO beginning_index (rowid, text) SELECT a.id, concat_ws (char (10), a.title, a.byline, "
  "a.site, carrel_text (b.html)) FROM article a JOIN body b ON b.article = a.id ORDER BY a.id",
  "INSERT INTO note_index (rowid, exact, note) SELECT id, exact, coalesce (note, '') FROM "
  "highlight ORDER BY id",
  "INSERT INTO note_index (rowid, exact, note) SELECT -article, '', text FROM note ORDER BY "
  "article",

  "DELETE FROM topic_ancestor",
  "DELETE FROM topic_article",
  "WITH RECURSIVE up (topic, ancestor) AS (SELECT id, id FROM topic UNION SELECT up.topic, "
  "t.parent FROM up JOIN topic t ON t.id = up.ancestor WHERE t.parent IS NOT NULL) "
  "INSERT INTO topic_ancestor (topic, ancestor) SELECT topic, ancestor FROM up",
  "UPDATE topic SET n = (SELECT count (*) FROM topic_article x JOIN article a ON a.id = x.article "
  "WHERE x.topic = topic.id AND a.trashed = 0), "
  "n_unread = (SELECT count (*) FROM topic_article x JOIN article a ON a.id = x.article WHERE "
  "x.topic = topic.id AND a.trashed = 0 AND a.read = 0)",

  "UPDATE link SET target = coalesce ((SELECT article FROM address WHERE key = link.address_key), "
  "(SELECT min (id) FROM article WHERE title_key = link.title_key AND title_key <> '' AND id <> "
  "link.source)) "
  "WHERE target IS NULL",
  "DELETE FROM wanted",
  "INSERT INTO wanted (key, n, strong) SELECT wanted_key, count (*), sum (kind > 0) FROM link l "
  "JOIN article a ON a.id = l.source WHERE l.target IS NULL AND l.wanted_key IS NOT NULL AND "
  "a.trashed = 0 GROUP BY 1",

  "UPDATE counts SET (inbox, reading, favourites, archive, articles, unread, trash, highlights, "
  "wanted) = ("
  "SELECT coalesce (sum (trashed = 0 AND place = 0), 0), coalesce (sum (trashed = 0 AND read = 1), "
  "0), coalesce (sum (trashed = 0 AND favourite = 1), 0), coalesce (sum (trashed = 0 AND place = "
  "1), 0), "
  "coalesce (sum (trashed = 0), 0), coalesce (sum (trashed = 0 AND read = 0), 0), coalesce (sum "
  "(trashed > 0), 0), (SELECT count (*) FROM highlight h JOIN article x ON x.id = h.article WHERE "
  "x.trashed = 0), "
  "(SELECT count (*) FROM wanted WHERE (strong > 0 OR n > 1) AND hidden = 0) FROM article)",
  "UPDATE counts SET (queue_waiting, queue_running, queue_failed) = (SELECT coalesce (sum (state = "
  "'waiting'), 0), coalesce (sum (state = 'running'), 0), coalesce (sum (state = 'failed'), 0) "
  "FROM queue)",
  "REINDEX",
};

gboolean
carrel_store_repair (CarrelConnection *connection, CarrelChanges *changes, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!carrel_connection_execute (connection, steps[i], error)) {
      g_prefix_error (error, "Couldn't repair the library: ");
      return FALSE;
    }
  carrel_changes_add (changes, CARREL_CHANGED_EVERYTHING, 0);
  return TRUE;
}

/* carrel-store-highlights.c: marked passages: made, changed, listed, and found again in a changed
 * text.
 *
 * The quote is what the person marked and stays; the place follows the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "document/carrel-document.h"
#include "model/carrel-anchor.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-store-private.h"
#include "store/carrel-tokenizer.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_MARKS 50

#define COLUMNS                                                                                    \
  "h.id, h.article, h.colour, h.start, h.\"end\", h.exact, h.prefix, h.suffix, h.note, "           \
  "h.created, h.lost"

static const char put_row[] =
    "INSERT INTO highlight (id, uid, article, colour, start, \"end\", exact, prefix, suffix, note, "
    "created, lost) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET colour = excluded.colour, start = excluded.start, \"end\" = "
    "excluded.\"end\", exact = excluded.exact, prefix = excluded.prefix, "
    "suffix = excluded.suffix, note = excluded.note, created = excluded.created, lost = "
    "excluded.lost";

static const char *
or_empty (const char *text)
{
  return text ? text : "";
}

/* What the file says is believed only as far as it makes sense. */
static guint
read_offset (CarrelStatement *statement, int column)
{
  return (guint) CLAMP (carrel_statement_get_int (statement, column), 0, G_MAXINT32);
}

/* Of a row of COLUMNS; strings are lent. */
static CarrelHighlightData
read_row (CarrelStatement *statement)
{
  CarrelHighlightData data = {
    .id = carrel_statement_get_int (statement, 0),
    .article = carrel_statement_get_int (statement, 1),
    .colour = (CarrelHighlightColour) CLAMP (carrel_statement_get_int (statement, 2), 0,
                                             CARREL_N_HIGHLIGHT_COLOURS - 1),
    .start = read_offset (statement, 3),
    .end = read_offset (statement, 4),
    .exact = or_empty (carrel_statement_get_text (statement, 5)),
    .prefix = or_empty (carrel_statement_get_text (statement, 6)),
    .suffix = or_empty (carrel_statement_get_text (statement, 7)),
    .note = carrel_statement_get_text (statement, 8),
    .created = carrel_statement_get_int (statement, 9),
    .lost = carrel_statement_get_int (statement, 10) != 0,
  };

  return data;
}

/* ── Reading ── */

static gboolean
stands_there (const CarrelHighlightData *data, const char *text, gsize len)
{
  gsize exact_len = strlen (data->exact);

  return !data->lost && exact_len > 0 && data->end <= len && data->start < data->end &&
         data->end - data->start == exact_len &&
         memcmp (text + data->start, data->exact, exact_len) == 0;
}

static void
put_in_place (CarrelHighlightData *data, const char *text, gsize len, CarrelAnchorer *anchorer)
{
  gsize start, end;

  if (stands_there (data, text, len))
    return;
  data->lost = !carrel_anchorer_place (anchorer, data->exact, data->prefix, data->suffix,
                                       data->start, &start, &end);
  if (!data->lost) {
    data->start = (guint) start;
    data->end = (guint) end;
  }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const CarrelHighlightData *x = carrel_highlight_get (*(CarrelHighlight *const *) a),
                            *y = carrel_highlight_get (*(CarrelHighlight *const *) b);

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

GPtrArray *
carrel_store_load_highlights (CarrelConnection *connection,
                              gint64            article,
                              const char       *text,
                              GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT " COLUMNS " FROM highlight h WHERE h.article = ? ORDER BY h.start, h.id");
  g_autoptr (GPtrArray) highlights = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CarrelAnchorer) anchorer = text ? carrel_anchorer_new (text) : NULL;
  gsize len = text ? strlen (text) : 0;

  carrel_statement_bind_int (statement, 1, article);
  while (carrel_statement_next (statement)) {
    CarrelHighlightData data = read_row (statement);

    if (anchorer)
      put_in_place (&data, text, len, anchorer);
    g_ptr_array_add (highlights, carrel_highlight_new (&data));
  }
  if (!carrel_statement_finish (statement, error))
    return NULL;
  g_ptr_array_sort (highlights, compare_places);
  return g_steal_pointer (&highlights);
}

/* ── Listing ── */

static gboolean
add_token (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  GString *out = data;

  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_len (out, token, (gssize) len);
  return out->len < 2000;
}

/* One of the words of a query, as an expression over note_index. (transfer full) (nullable): it has
 * none */
static char *
make_match (CarrelQuery *query)
{
  g_autoptr (GPtrArray) marks = carrel_query_list_marks (query);
  g_autoptr (GString) match = g_string_new (NULL);

  for (guint i = 0; i < marks->len && i < MAX_MARKS; i++) {
    const char *mark = marks->pdata[i];
    gboolean    prefix = g_str_has_suffix (mark, "*");
    g_autoptr (GString) words = g_string_new (NULL);

    carrel_tokenize (mark, strlen (mark) - (prefix ? 1 : 0), add_token, words);
    if (words->len > 0)
      g_string_append_printf (match, "%s\"%s\"%s", match->len > 0 ? " OR " : "", words->str,
                              prefix ? " *" : "");
  }
  return match->len > 0 ? g_strdup (match->str) : NULL;
}

/* The articles of the query, as a set that SQL may ask. */
static gboolean
fill_articles (CarrelConnection *connection, CarrelQuery *query, guint *set, GError **error)
{
  CarrelSearch search = { query, CARREL_SORT_ADDED, FALSE, 0, FALSE };
  g_autoptr (GArray) ids = carrel_store_search (connection, &search, NULL, NULL, error);

  if (!ids)
    return FALSE;
  *set = carrel_connection_add_set (connection, NULL, FALSE);
  for (guint i = 0; i < ids->len; i++)
    carrel_id_set_add (&connection->sets[*set], g_array_index (ids, gint64, i));
  return TRUE;
}

static char *
make_sql (const CarrelHighlightSearch *search, gboolean has_set, guint set, gboolean has_match)
{
  GString *sql = g_string_new (
      "SELECT " COLUMNS
      ", a.title, a.site, a.address FROM highlight h JOIN article a ON a.id = h.article WHERE ");

  g_string_append (sql, search->article != 0 || has_set ? "1" : "a.trashed = 0");
  if (search->article != 0)
    g_string_append_printf (sql, " AND h.article = %" G_GINT64_FORMAT, search->article);
  if (search->colour >= 0)
    g_string_append_printf (sql, " AND h.colour = %d", search->colour);
  if (search->noted)
    g_string_append (sql, " AND h.note <> ''");
  if (search->lost)
    g_string_append (sql, " AND h.lost = 1");
  if (has_set)
    g_string_append_printf (sql, " AND carrel_in (%u, a.id)", set);
  if (has_match)
    g_string_append (sql, " AND h.id IN (SELECT rowid FROM note_index WHERE note_index MATCH ?)");
  g_string_append (sql, search->article != 0 ? " ORDER BY h.start, h.id"
                        : search->by_article ? " ORDER BY a.added DESC, a.id DESC, h.start, h.id"
                                             : " ORDER BY h.created DESC, h.id DESC");
  if (search->limit > 0)
    g_string_append_printf (sql, " LIMIT %u", search->limit);
  return g_string_free (sql, FALSE);
}

GPtrArray *
carrel_store_search_highlights (CarrelConnection            *connection,
                                const CarrelHighlightSearch *search,
                                GError                     **error)
{
  gboolean         has_query = search->query && !carrel_query_is_all (search->query), finished;
  g_autofree char *match = has_query ? make_match (search->query) : NULL, *sql = NULL;
  g_autoptr (GPtrArray) highlights = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CarrelStatement) statement = NULL;
  guint set = 0;

  if (has_query && !fill_articles (connection, search->query, &set, error))
    return NULL;
  sql = make_sql (search, has_query, set, match != NULL);
  statement = carrel_connection_prepare_once (connection, sql);
  if (match)
    carrel_statement_bind_text (statement, 1, match);
  while (carrel_statement_next (statement)) {
    CarrelHighlightData data = read_row (statement);

    data.title = carrel_statement_get_text (statement, 11);
    data.site = carrel_statement_get_text (statement, 12);
    data.address = carrel_statement_get_text (statement, 13);
    g_ptr_array_add (highlights, carrel_highlight_new (&data));
  }
  finished = carrel_statement_finish (statement, error);
  carrel_connection_clear_sets (connection);
  return finished ? g_steal_pointer (&highlights) : NULL;
}

/* ── Changing ── */

static void
set_no_highlight (gint64 id, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("There is no highlight %s"), number);
}

/* The row as it is, into the undo; `data` (nullable) gets it, owned by the caller. */
static gboolean
remember (CarrelConnection *connection,
          gint64            id,
          CarrelUndo       *undo,
          CarrelHighlight **highlight,
          GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT " COLUMNS ", h.uid FROM highlight h WHERE h.id = ?");
  gboolean found;

  carrel_statement_bind_int (statement, 1, id);
  found = carrel_statement_next (statement);
  if (found) {
    CarrelHighlightData data = read_row (statement);
    gsize               len;
    gconstpointer       uid = carrel_statement_get_blob (statement, 11, &len);

    if (highlight)
      *highlight = carrel_highlight_new (&data);
    if (undo) {
      carrel_undo_add (
          undo, put_row,
          g_variant_new (
              "(x@ayxxxxsssmsxx)", id, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, uid, len, 1),
              data.article, carrel_statement_get_int (statement, 2),
              carrel_statement_get_int (statement, 3), carrel_statement_get_int (statement, 4),
              data.exact, data.prefix, data.suffix, data.note, data.created, (gint64) data.lost));
      carrel_undo_note_article (undo, data.article);
    }
  }
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  if (!found)
    set_no_highlight (id, error);
  return found;
}

/* The text of an article's body as it is now. (transfer full) */
static char *
load_text (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autofree char *body = carrel_store_load_body (connection, article, error);
  g_autoptr (CarrelDocument) document = body ? carrel_document_read (body, -1) : NULL;

  return document ? carrel_document_to_text (document, NULL) : NULL;
}

/* Where the passage is that is to be marked. */
static gboolean
find_range (const CarrelHighlightData *data,
            gint64                     start,
            const char                *text,
            gint64                    *from,
            gint64                    *until,
            GError                   **error)
{
  gsize exact_len = data->exact ? strlen (data->exact) : 0, len = strlen (text);

  *from = start;
  *until = data->end;
  if (exact_len > 0 && (start < 0 || (gsize) start > len || len - (gsize) start < exact_len ||
                        memcmp (text + start, data->exact, exact_len) != 0)) {
    g_autoptr (CarrelAnchorer) anchorer = carrel_anchorer_new (text);
    gsize found, found_end;

    if (!carrel_anchorer_place (anchorer, data->exact, or_empty (data->prefix),
                                or_empty (data->suffix), start, &found, &found_end)) {
      g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                           _ ("These words are not in the article"));
      return FALSE;
    }
    *from = (gint64) found;
    *until = (gint64) found_end;
  } else if (exact_len > 0) {
    *until = start + (gint64) exact_len;
  }
  if (carrel_anchor_trim (text, from, until))
    return TRUE;
  g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID, _ ("Nothing is marked"));
  return FALSE;
}

/* Those of the colour that the range overlaps or touches go, and it takes their place and their
 * notes. `oldest` gets the first of them; 0: none. */
static gboolean
join_neighbours (CarrelConnection          *connection,
                 const CarrelHighlightData *data,
                 const char                *text,
                 gint64                    *from,
                 gint64                    *until,
                 GString                   *note,
                 GArray                    *joined,
                 GError                   **error)
{
  g_autoptr (GPtrArray) all = carrel_store_load_highlights (connection, data->article, text, error);

  if (!all)
    return FALSE;
  /* In order: what one of them reaches counts for the next. */
  for (guint i = 0; i < all->len; i++) {
    const CarrelHighlightData *other = carrel_highlight_get (all->pdata[i]);

    if (other->lost || other->colour != data->colour || other->end < *from || other->start > *until)
      continue;
    *from = MIN (*from, other->start);
    *until = MAX (*until, other->end);
    if (other->note && *other->note)
      g_string_append_printf (note, "%s%s", note->len > 0 ? "\n\n" : "", other->note);
    g_array_append_val (joined, other->id);
  }
  return TRUE;
}

static gboolean
delete_row (CarrelConnection *connection, gint64 id, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "DELETE FROM highlight WHERE id = ?");

  carrel_statement_bind_int (statement, 1, id);
  return carrel_statement_run (statement, error);
}

static void
bind_quote (CarrelStatement *statement, int first, const char *text, gint64 from, gint64 until)
{
  g_autofree char *exact = NULL, *prefix = NULL, *suffix = NULL;

  carrel_anchor_quote (text, (gsize) from, (gsize) until, &exact, &prefix, &suffix);
  carrel_statement_bind_int (statement, first, from);
  carrel_statement_bind_int (statement, first + 1, until);
  carrel_statement_bind_text (statement, first + 2, exact);
  carrel_statement_bind_text (statement, first + 3, prefix);
  carrel_statement_bind_text (statement, first + 4, suffix);
}

/* The oldest of those that were joined stays itself, wider. */
static gboolean
widen (CarrelConnection *connection,
       gint64            id,
       const char       *text,
       gint64            from,
       gint64            until,
       const char       *note,
       GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "UPDATE highlight SET start = ?, \"end\" = ?, exact = ?, prefix = ?, suffix = ?, "
                  "note = ?, lost = 0 WHERE id = ?");

  bind_quote (statement, 1, text, from, until);
  carrel_statement_bind_text (statement, 6, note);
  carrel_statement_bind_int (statement, 7, id);
  return carrel_statement_run (statement, error);
}

static gint64
insert (CarrelConnection          *connection,
        const CarrelHighlightData *data,
        const char                *text,
        gint64                     from,
        gint64                     until,
        const char                *note,
        CarrelUndo                *undo,
        GError                   **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO highlight (start, \"end\", exact, prefix, suffix, note, article, "
                  "colour, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
  gint64 id = 0;

  bind_quote (statement, 1, text, from, until);
  carrel_statement_bind_text (statement, 6, note);
  carrel_statement_bind_int (statement, 7, data->article);
  carrel_statement_bind_int (statement, 8, data->colour);
  carrel_statement_bind_int (statement, 9, data->created > 0 ? data->created : carrel_time_now ());
  if (carrel_statement_next (statement))
    id = carrel_statement_get_int (statement, 0);
  if (!carrel_statement_finish (statement, error))
    return 0;
  if (undo) {
    carrel_undo_add (undo, "DELETE FROM highlight WHERE id = ?", g_variant_new ("(x)", id));
    carrel_undo_note_article (undo, data->article);
  }
  return id;
}

gint64
carrel_store_add_highlight (CarrelConnection          *connection,
                            const CarrelHighlightData *data,
                            CarrelUndo                *undo,
                            CarrelChanges             *changes,
                            GError                   **error)
{
  g_autofree char *text = load_text (connection, data->article, error), *note = NULL,
                  *all_notes = NULL;
  g_autoptr (GArray) joined = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GString) notes = g_string_new (NULL);
  gint64 from, until, id = G_MAXINT64;

  if (!text || !carrel_store_clean_note (data->note, &note, error) ||
      !find_range (data, data->start == G_MAXUINT ? -1 : (gint64) data->start, text, &from, &until,
                   error) ||
      !join_neighbours (connection, data, text, &from, &until, notes, joined, error))
    return 0;
  if (note)
    g_string_append_printf (notes, "%s%s", notes->len > 0 ? "\n\n" : "", note);
  if (!carrel_store_clean_note (notes->str, &all_notes, error))
    return 0;
  carrel_changes_add (changes, CARREL_CHANGED_HIGHLIGHTS, data->article);
  if (joined->len == 0)
    return insert (connection, data, text, from, until, all_notes, undo, error);
  for (guint i = 0; i < joined->len; i++)
    id = MIN (id, g_array_index (joined, gint64, i));
  for (guint i = 0; i < joined->len; i++) {
    gint64 other = g_array_index (joined, gint64, i);

    if (!remember (connection, other, undo, NULL, error) ||
        (other != id && !delete_row (connection, other, error)))
      return 0;
  }
  return widen (connection, id, text, from, until, all_notes, error) ? id : 0;
}

gboolean
carrel_store_set_highlight_colour (CarrelConnection     *connection,
                                   gint64                id,
                                   CarrelHighlightColour colour,
                                   CarrelUndo           *undo,
                                   CarrelChanges        *changes,
                                   GError              **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "UPDATE highlight SET colour = ? WHERE id = ?");
  g_autoptr (CarrelHighlight) old = NULL;

  if (!remember (connection, id, undo, &old, error))
    return FALSE;
  carrel_statement_bind_int (statement, 1, colour);
  carrel_statement_bind_int (statement, 2, id);
  carrel_changes_add (changes, CARREL_CHANGED_HIGHLIGHTS, carrel_highlight_get (old)->article);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_set_highlight_note (CarrelConnection *connection,
                                 gint64            id,
                                 const char       *note,
                                 CarrelUndo       *undo,
                                 CarrelChanges    *changes,
                                 GError          **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "UPDATE highlight SET note = ? WHERE id = ?");
  g_autoptr (CarrelHighlight) old = NULL;
  g_autofree char *clean = NULL;

  if (!carrel_store_clean_note (note, &clean, error) ||
      !remember (connection, id, undo, &old, error))
    return FALSE;
  carrel_statement_bind_text (statement, 1, clean);
  carrel_statement_bind_int (statement, 2, id);
  carrel_changes_add (changes, CARREL_CHANGED_HIGHLIGHTS, carrel_highlight_get (old)->article);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_remove_highlights (CarrelConnection *connection,
                                const gint64     *ids,
                                guint             n,
                                CarrelUndo       *undo,
                                CarrelChanges    *changes,
                                GError          **error)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (CarrelHighlight) old = NULL;

    if (!remember (connection, ids[i], undo, &old, error) ||
        !delete_row (connection, ids[i], error))
      return FALSE;
    carrel_changes_add (changes, CARREL_CHANGED_HIGHLIGHTS, carrel_highlight_get (old)->article);
  }
  return TRUE;
}

/* ── Another text ── */

static gboolean
move (CarrelConnection          *connection,
      const CarrelHighlightData *old,
      const CarrelHighlightData *new,
      CarrelUndo *undo,
      GError    **error)
{
  static const char sql[] = "UPDATE highlight SET start = ?, \"end\" = ?, lost = ? WHERE id = ?";
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, sql);

  if (undo)
    carrel_undo_add (undo, sql,
                     g_variant_new ("(xxxx)", (gint64) old->start, (gint64) old->end,
                                    (gint64) old->lost, old->id));
  carrel_statement_bind_int (statement, 1, new->start);
  carrel_statement_bind_int (statement, 2, new->end);
  carrel_statement_bind_int (statement, 3, new->lost);
  carrel_statement_bind_int (statement, 4, new->id);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_anchor_highlights (CarrelConnection *connection,
                                gint64            article,
                                const char       *text,
                                CarrelUndo       *undo,
                                CarrelChanges    *changes,
                                guint            *n_lost,
                                GError          **error)
{
  g_autoptr (GPtrArray) all = carrel_store_load_highlights (connection, article, NULL, error);
  g_autoptr (CarrelAnchorer) anchorer = carrel_anchorer_new (text);

  if (n_lost)
    *n_lost = 0;
  for (guint i = 0; all && i < all->len; i++) {
    const CarrelHighlightData *old = carrel_highlight_get (all->pdata[i]);
    CarrelHighlightData new = *old;
    gsize start, end;

    new.lost = !carrel_anchorer_place (anchorer, old->exact, old->prefix, old->suffix, old->start,
                                       &start, &end);
    if (!new.lost) {
      new.start = (guint) start;
      new.end = (guint) end;
    } else if (n_lost) {
      ++*n_lost;
    }
    if (new.start == old->start &&new.end == old->end && !new.lost == !old->lost)
      continue;
    if (!move (connection, old, &new, undo, error))
      return FALSE;
    carrel_changes_add (changes, CARREL_CHANGED_HIGHLIGHTS, article);
  }
  return all != NULL;
}

/* carrel-store-link-edits.c: links that the person makes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* ── The person's own kinds ── */

/* The label as it is kept: one clean line; NULL with an error: too long. «» for none. (transfer
 * full) */
static char *
clean_label (const CarrelLinkSaid *said, GError **error)
{
  g_autofree char *label = said->label ? carrel_text_clean_line (said->label) : g_strdup ("");

  if (g_utf8_strlen (label, -1) > CARREL_MAX_LABEL) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                 _ ("A kind of link has a name of at most %d characters"), CARREL_MAX_LABEL);
    return NULL;
  }
  return g_steal_pointer (&label);
}

static gboolean
ensure_kind (CarrelConnection *connection,
             const char       *label,
             const char       *inverse,
             CarrelUndo       *undo,
             GError          **error)
{
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (connection, "SELECT 1 FROM link_kind WHERE name = ?");
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "INSERT INTO link_kind (name, inverse) VALUES (?, ?)");
  g_autofree char *clean = inverse ? carrel_text_clean_line (inverse) : NULL;
  gboolean         there;

  carrel_statement_bind_text (ask, 1, label);
  there = carrel_statement_next (ask);
  if (!carrel_statement_finish (ask, error) || there)
    return there;
  carrel_statement_bind_text (statement, 1, label);
  carrel_statement_bind_text (
      statement, 2,
      clean && *clean && g_utf8_strlen (clean, -1) <= CARREL_MAX_LABEL ? clean : NULL);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (undo)
    carrel_undo_add (undo,
                     "DELETE FROM link_kind WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM link "
                     "WHERE label = ?1)",
                     g_variant_new ("(s)", label));
  return TRUE;
}

char **
carrel_store_load_link_kinds (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT name, coalesce (inverse, '') FROM link_kind ORDER BY name");
  g_autoptr (GStrvBuilder) kinds = g_strv_builder_new ();

  while (carrel_statement_next (statement)) {
    g_strv_builder_add (kinds, carrel_statement_get_text (statement, 0));
    g_strv_builder_add (kinds, carrel_statement_get_text (statement, 1));
  }
  return carrel_statement_finish (statement, error) ? g_strv_builder_end (kinds) : NULL;
}

/* ── Making ── */

static gboolean
check_kind (const CarrelLinkSaid *said, GError **error)
{
  if (said->kind >= CARREL_LINK_RELATED && said->kind < CARREL_N_LINK_KINDS &&
      (!said->label || !*said->label || said->kind == CARREL_LINK_RELATED))
    return TRUE;
  g_set_error (error, CARREL_ERROR, CARREL_ERROR_INVALID,
               _ ("Links of the kind “%s” come from the articles themselves; make one that is "
                  "related, follows, cites, supports or contradicts"),
               (int) said->kind >= 0 && said->kind < CARREL_N_LINK_KINDS
                   ? carrel_link_kind_get_name (said->kind)
                   : "?");
  return FALSE;
}

static void
bind_said (CarrelStatement      *statement,
           gint64                source,
           const CarrelLinkSaid *said,
           gint64                target,
           const char           *label)
{
  carrel_statement_bind_int (statement, 1, source);
  carrel_statement_bind_int (statement, 2, said->kind);
  carrel_statement_bind_int (statement, 3, target); /* 0: none */
  carrel_statement_bind_text (statement, 4, *label ? label : NULL);
}

/* The link that says this; 0: there is none. FALSE: failed. */
static gboolean
find (CarrelConnection     *connection,
      gint64                source,
      const CarrelLinkSaid *said,
      gint64                target,
      const char           *label,
      gint64               *id,
      GError              **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT id FROM link WHERE source = ? AND kind = ? AND target = ? AND label IS ?");

  *id = 0;
  bind_said (statement, source, said, target, label);
  if (carrel_statement_next (statement))
    *id = carrel_statement_get_int (statement, 0);
  return carrel_statement_finish (statement, error);
}

/* What a link by hand is made of, when all of it is known to be right. */
typedef struct {
  const char *title, *address, *address_key, *title_key; /* of what isn't there yet, else NULL */
} Wish;

static gint64
insert (CarrelConnection     *connection,
        gint64                source,
        const CarrelLinkSaid *said,
        gint64                target,
        const char           *label,
        const Wish           *wish,
        CarrelUndo           *undo,
        CarrelChanges        *changes,
        GError              **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "INSERT INTO link (source, kind, target, label, note, created, context, title, address, "
      "address_key, title_key) VALUES (?, ?, nullif (?, 0), ?, ?, ?, ?, ?, ?, ?, ?)");
  gint64 id;

  if (*label && !ensure_kind (connection, label, said->inverse, undo, error))
    return 0;
  bind_said (statement, source, said, target, label);
  carrel_statement_bind_text (statement, 5, said->note && *said->note ? said->note : NULL);
  carrel_statement_bind_int (statement, 6, carrel_time_now ());
  carrel_statement_bind_text (statement, 7, said->context && *said->context ? said->context : NULL);
  carrel_statement_bind_text (statement, 8, wish->title);
  carrel_statement_bind_text (statement, 9, wish->address);
  carrel_statement_bind_text (statement, 10, wish->address_key);
  carrel_statement_bind_text (statement, 11, wish->title_key);
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

gint64
carrel_store_link (CarrelConnection     *connection,
                   gint64                source,
                   gint64                target,
                   const CarrelLinkSaid *said,
                   CarrelUndo           *undo,
                   CarrelChanges        *changes,
                   GError              **error)
{
  g_autoptr (CarrelArticle) from = NULL;
  g_autoptr (CarrelArticle) to = NULL;
  g_autofree char *label = NULL;
  gint64           id = 0;

  if (!check_kind (said, error) || !(label = clean_label (said, error)))
    return 0;
  if (source == target) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("An article can't be linked to itself"));
    return 0;
  }
  from = carrel_store_load_article (connection, source, error);
  to = from ? carrel_store_load_article (connection, target, error) : NULL;
  if (!to || !find (connection, source, said, target, label, &id, error))
    return 0;
  return id != 0 ? id
                 : insert (connection, source, said, target, label, &(Wish) { 0 }, undo, changes,
                           error);
}

/* ── To what isn't there yet ── */

/* The article that is wished for; 0: it isn't there. FALSE: failed. */
static gboolean
find_wished (
    CarrelConnection *connection, gint64 source, const Wish *wish, gint64 *target, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT coalesce ((SELECT article FROM address WHERE key = ?1), (SELECT min (id) "
                  "FROM article WHERE title_key = ?2 AND id <> ?3), 0)");

  carrel_statement_bind_text (statement, 1, wish->address_key);
  carrel_statement_bind_text (statement, 2, wish->title_key);
  carrel_statement_bind_int (statement, 3, source);
  *target = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : 0;
  return carrel_statement_finish (statement, error);
}

/* The link that wishes the same; 0: there is none. FALSE: failed. */
static gboolean
find_same_wish (CarrelConnection     *connection,
                gint64                source,
                const CarrelLinkSaid *said,
                const char           *label,
                const Wish           *wish,
                gint64               *id,
                GError              **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT id FROM link WHERE source = ? AND kind = ? AND target IS nullif (?, 0) "
                  "AND label IS ? AND address_key IS ? AND title_key IS ?");

  bind_said (statement, source, said, 0, label);
  carrel_statement_bind_text (statement, 5, wish->address_key);
  carrel_statement_bind_text (statement, 6, wish->title_key);
  *id = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : 0;
  return carrel_statement_finish (statement, error);
}

gint64
carrel_store_link_wanted (CarrelConnection     *connection,
                          gint64                source,
                          const CarrelLinkSaid *said,
                          const char           *address,
                          const char           *title,
                          CarrelUndo           *undo,
                          CarrelChanges        *changes,
                          GError              **error)
{
  g_autofree char *normal = address && *address ? carrel_address_normalize (address) : NULL,
                  *key = normal ? carrel_address_key (normal) : NULL;
  g_autofree char *clean = title ? carrel_text_clean_line (title) : g_strdup (""),
                  *folded = key ? NULL : carrel_text_title_key (clean, NULL);
  Wish             wish = { *clean ? clean : NULL, key ? normal : NULL, key,
                folded && *folded ? folded : NULL };
  g_autofree char *label = NULL;
  g_autoptr (CarrelArticle) from = NULL;
  gint64 target = 0, id = 0;

  if (!check_kind (said, error) || !(label = clean_label (said, error)))
    return 0;
  if ((address && *address && !key) || (!key && !wish.title_key) ||
      g_utf8_strlen (clean, -1) > CARREL_MAX_WANTED_TITLE) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("What is to be linked needs an address, or a title of letters"));
    return 0;
  }
  if (!find_wished (connection, source, &wish, &target, error))
    return 0;
  if (target != 0)
    return carrel_store_link (connection, source, target, said, undo, changes, error);
  from = carrel_store_load_article (connection, source, error);
  if (!from || !find_same_wish (connection, source, said, label, &wish, &id, error))
    return 0;
  return id != 0 ? id : insert (connection, source, said, 0, label, &wish, undo, changes, error);
}

/* ── Changing ── */

#define SET                                                                                        \
  "UPDATE link SET source = ?, kind = ?, target = nullif (?, 0), label = ?, note = ? WHERE id = ?"

static gboolean
not_found (gint64 link, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, link);

  g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("There is no link %s"), number);
  return FALSE;
}

gboolean
carrel_store_edit_link (CarrelConnection     *connection,
                        gint64                link,
                        const CarrelLinkSaid *said,
                        gboolean              turned,
                        CarrelUndo           *undo,
                        CarrelChanges        *changes,
                        GError              **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT source, kind, target, label, note FROM link WHERE id = ?");
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, SET);
  g_autofree char *label = NULL, *old_label = NULL, *old_note = NULL;
  gint64           source = 0, target = 0, kind = 0, same;
  gboolean         found;

  carrel_statement_bind_int (ask, 1, link);
  found = carrel_statement_next (ask);
  if (found) {
    source = carrel_statement_get_int (ask, 0);
    kind = carrel_statement_get_int (ask, 1);
    target = carrel_statement_get_int (ask, 2);
    old_label = g_strdup (carrel_statement_get_text (ask, 3));
    old_note = g_strdup (carrel_statement_get_text (ask, 4));
  }
  if (!carrel_statement_finish (ask, error))
    return FALSE;
  if (!found)
    return not_found (link, error);
  if (kind < CARREL_LINK_RELATED) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("The article itself makes this link; it can't be changed"));
    return FALSE;
  }
  if (!check_kind (said, error) || !(label = clean_label (said, error)))
    return FALSE;
  if (turned && target == 0) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("What isn't in the library yet can't be what links"));
    return FALSE;
  }
  if (!find (connection, turned ? target : source, said, turned ? source : target, label, &same,
             error))
    return FALSE;
  if (same != 0 && same != link) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("There is such a link already"));
    return FALSE;
  }
  if (*label && !ensure_kind (connection, label, said->inverse, undo, error))
    return FALSE;
  bind_said (statement, turned ? target : source, said, turned ? source : target, label);
  carrel_statement_bind_text (statement, 5, said->note && *said->note ? said->note : NULL);
  carrel_statement_bind_int (statement, 6, link);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (undo) {
    carrel_undo_add (undo, SET,
                     g_variant_new ("(xxxmsmsx)", source, kind, target, old_label, old_note, link));
    carrel_undo_note_article (undo, source);
  }
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, source);
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, target);
  return TRUE;
}

/* ── Taking away ── */

/* The row is the link's; what puts it back. Its target may have had another title when it was
 * found: it is kept. */
static void
note_undo (CarrelUndo *undo, CarrelStatement *row, gint64 link)
{
  gsize         len;
  gconstpointer uid = carrel_statement_get_blob (row, 0, &len);
  gint64 kind = carrel_statement_get_int (row, 2), target = carrel_statement_get_int (row, 3);

  carrel_undo_add (
      undo,
      "INSERT INTO link (uid, source, kind, target, title, address, address_key, title_key, "
      "context, note, block, start, created, id, label) "
      "SELECT ?1, ?2, ?3, (SELECT id FROM article WHERE id = ?4), ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
      "?12, ?13, ?14, ?15 WHERE EXISTS (SELECT 1 FROM article WHERE id = ?2) "
      "AND (?3 < 2 OR coalesce (?7, ?8) IS NOT NULL OR EXISTS (SELECT 1 FROM article WHERE id = "
      "?4))",
      g_variant_new ("(@ayxxxmsmsmsmsmsmsxxxxms)",
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, uid, len, 1),
                     carrel_statement_get_int (row, 1), kind, target,
                     carrel_statement_get_text (row, 4), carrel_statement_get_text (row, 5),
                     carrel_statement_get_text (row, 6), carrel_statement_get_text (row, 7),
                     carrel_statement_get_text (row, 8), carrel_statement_get_text (row, 9),
                     carrel_statement_get_int (row, 10), carrel_statement_get_int (row, 11),
                     carrel_statement_get_int (row, 12), link,
                     carrel_statement_get_text (row, 13)));
}

gboolean
carrel_store_unlink (CarrelConnection *connection,
                     gint64            link,
                     CarrelUndo       *undo,
                     CarrelChanges    *changes,
                     GError          **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      connection, "SELECT uid, source, kind, target, title, address, address_key, title_key, "
                  "context, note, block, start, created, label FROM link WHERE id = ?");
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "DELETE FROM link WHERE id = ?");
  gboolean found;

  carrel_statement_bind_int (ask, 1, link);
  found = carrel_statement_next (ask);
  if (found) {
    carrel_changes_add (changes, CARREL_CHANGED_LINKS, carrel_statement_get_int (ask, 1));
    carrel_changes_add (changes, CARREL_CHANGED_LINKS, carrel_statement_get_int (ask, 3));
    if (undo)
      note_undo (undo, ask, link);
  }
  if (!carrel_statement_finish (ask, error))
    return FALSE;
  if (!found)
    return not_found (link, error);
  carrel_statement_bind_int (statement, 1, link);
  return carrel_statement_run (statement, error);
}

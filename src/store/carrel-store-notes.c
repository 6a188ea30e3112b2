/* carrel-store-notes.c: what the person writes about an article.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NOTE (1024 * 1024)

/* Characters that have no business in a text of one's own: controls, and what turns its direction.
 */
static gboolean
is_refused (gunichar c)
{
  return (g_unichar_iscntrl (c) && c != '\n' && c != '\t') || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

gboolean
carrel_store_clean_note (const char *note, char **clean, GError **error)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) out = NULL;

  *clean = NULL;
  if (!note)
    return TRUE;
  if (strlen (note) > MAX_NOTE) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                         _ ("The note is larger than 1 MiB"));
    return FALSE;
  }
  valid = carrel_text_make_valid (note, -1);
  out = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\r')
      c = p[1] == '\n' ? 0 : '\n';
    if (c != 0 && !is_refused (c))
      g_string_append_unichar (out, c);
  }
  g_strchug (out->str);
  g_strchomp (out->str);
  if (*out->str)
    *clean = g_strdup (out->str);
  return TRUE;
}

static gboolean
read_note (
    CarrelConnection *connection, gint64 article, char **text, gint64 *changed, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT text, changed FROM note WHERE article = ?");

  *text = NULL;
  *changed = 0;
  carrel_statement_bind_int (statement, 1, article);
  if (carrel_statement_next (statement)) {
    *text = g_strdup (carrel_statement_get_text (statement, 0));
    *changed = carrel_statement_get_int (statement, 1);
  }
  return carrel_statement_finish (statement, error);
}

char *
carrel_store_load_note (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autofree char *text = NULL;
  gint64           changed;

  return read_note (connection, article, &text, &changed, error) ? g_steal_pointer (&text) : NULL;
}

gboolean
carrel_store_set_note (CarrelConnection *connection,
                       gint64            article,
                       const char       *note,
                       CarrelUndo       *undo,
                       CarrelChanges    *changes,
                       GError          **error)
{
  static const char put[] =
      "INSERT INTO note (article, text, changed) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = "
      "excluded.text, changed = excluded.changed";
  static const char drop[] = "DELETE FROM note WHERE article = ?";
  g_autoptr (CarrelArticle) there = carrel_store_load_article (connection, article, error);
  g_autoptr (CarrelStatement) statement = NULL;
  g_autofree char *clean = NULL, *old = NULL;
  gint64           changed;

  if (!there || !carrel_store_clean_note (note, &clean, error) ||
      !read_note (connection, article, &old, &changed, error))
    return FALSE;
  if (g_strcmp0 (clean, old) == 0)
    return TRUE;
  if (undo) {
    if (old)
      carrel_undo_add (undo, put, g_variant_new ("(xsx)", article, old, changed));
    else
      carrel_undo_add (undo, drop, g_variant_new ("(x)", article));
    carrel_undo_note_article (undo, article);
  }
  statement = carrel_connection_prepare (connection, clean ? put : drop);
  carrel_statement_bind_int (statement, 1, article);
  if (clean) {
    carrel_statement_bind_text (statement, 2, clean);
    carrel_statement_bind_int (statement, 3, carrel_time_now ());
  }
  carrel_changes_add (changes, CARREL_CHANGED_HIGHLIGHTS, article);
  return carrel_statement_run (statement, error);
}

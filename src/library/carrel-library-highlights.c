/* carrel-library-highlights.c: marked passages and notes: listed on a reader, changed on the
 * writer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-highlights.h"

#include "library/carrel-library-private.h"

#include <string.h>

/* ── Listing ── */

static void
free_search (gpointer data)
{
  CarrelHighlightSearch *search = data;

  g_clear_pointer (&search->query, carrel_query_unref);
  g_free (search);
}

static gpointer
read_list (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_search_highlights (connection, data, error);
}

void
carrel_library_list_highlights_async (CarrelLibrary              *self,
                                      const CarrelHighlightQuery *query,
                                      GCancellable               *cancellable,
                                      GAsyncReadyCallback         callback,
                                      gpointer                    user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  CarrelHighlightSearch *search = g_new0 (CarrelHighlightSearch, 1);

  g_task_set_source_tag (task, carrel_library_list_highlights_async);
  *search = (CarrelHighlightSearch) {
    query->article, query->query ? carrel_query_ref (query->query) : NULL,
    query->colour,  query->noted,
    query->lost,    query->by_article,
    query->limit
  };
  carrel_database_read (self->database, task, read_list, search, free_search,
                        (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
carrel_library_list_highlights_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* «» for none: a job without an error has a result. */
static gpointer
read_note (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;
  char   *note = carrel_store_load_note (connection, *(gint64 *) data, &local);

  if (local)
    g_propagate_error (error, local);
  return note || local ? note : g_strdup ("");
}

void
carrel_library_load_note_async (CarrelLibrary      *self,
                                gint64              article,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, carrel_library_load_note_async);
  carrel_database_read (self->database, task, read_note, carrel_library_box (article), g_free,
                        g_free);
}

char *
carrel_library_load_note_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  g_autofree char *note = g_task_propagate_pointer (G_TASK (result), error);

  return note && *note ? g_steal_pointer (&note) : NULL;
}

/* ── Changing ── */

static gboolean
add_highlight (CarrelConnection *connection,
               CarrelChange     *change,
               CarrelUndo       *undo,
               CarrelChanges    *changes,
               GError          **error)
{
  CarrelHighlightData data = {
    .article = change->a,
    .colour = (CarrelHighlightColour) change->value,
    .start = change->b < 0 ? G_MAXUINT : (guint) MIN (change->b, G_MAXINT32),
    .end = (guint) CLAMP (change->c, 0, G_MAXINT32),
    .exact = change->text,
    .note = change->other,
  };

  return carrel_store_add_highlight (connection, &data, undo, changes, error) != 0;
}

void
carrel_library_add_highlight_async (CarrelLibrary        *self,
                                    gint64                article,
                                    gint64                start,
                                    gint64                end,
                                    const char           *exact,
                                    CarrelHighlightColour colour,
                                    const char           *note,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = add_highlight,
                                             .a = article,
                                             .b = start,
                                             .c = end,
                                             .value = (int) colour,
                                             .text = g_strdup (exact),
                                             .other = g_strdup (note) },
                            callback, user_data);
}

static gboolean
set_colour (CarrelConnection *connection,
            CarrelChange     *change,
            CarrelUndo       *undo,
            CarrelChanges    *changes,
            GError          **error)
{
  return carrel_store_set_highlight_colour (
      connection, change->a, (CarrelHighlightColour) change->value, undo, changes, error);
}

void
carrel_library_set_highlight_colour_async (CarrelLibrary        *self,
                                           gint64                id,
                                           CarrelHighlightColour colour,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = set_colour, .a = id, .value = (int) colour },
                            callback, user_data);
}

static gboolean
set_highlight_note (CarrelConnection *connection,
                    CarrelChange     *change,
                    CarrelUndo       *undo,
                    CarrelChanges    *changes,
                    GError          **error)
{
  return carrel_store_set_highlight_note (connection, change->a, change->other, undo, changes,
                                          error);
}

void
carrel_library_set_highlight_note_async (CarrelLibrary      *self,
                                         gint64              id,
                                         const char         *note,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = set_highlight_note, .a = id, .other = g_strdup (note) },
      callback, user_data);
}

static gboolean
remove_highlights (CarrelConnection *connection,
                   CarrelChange     *change,
                   CarrelUndo       *undo,
                   CarrelChanges    *changes,
                   GError          **error)
{
  return carrel_store_remove_highlights (connection, CARREL_CHANGE_IDS (change), undo, changes,
                                         error);
}

void
carrel_library_remove_highlights_async (CarrelLibrary      *self,
                                        GArray             *ids,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = remove_highlights, .ids = g_array_copy (ids) },
                            callback, user_data);
}

static gboolean
set_note (CarrelConnection *connection,
          CarrelChange     *change,
          CarrelUndo       *undo,
          CarrelChanges    *changes,
          GError          **error)
{
  return carrel_store_set_note (connection, change->a, change->other, undo, changes, error);
}

void
carrel_library_set_note_async (CarrelLibrary      *self,
                               gint64              article,
                               const char         *note,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = set_note, .a = article, .other = g_strdup (note) }, callback,
      user_data);
}

/* ── Markdown ── */

/* What Markdown would take for its own gets a backslash; a line's first characters too. */
static void
append_escaped (GString *out, const char *text, const char *line_start)
{
  gboolean begins = TRUE;

  for (const char *p = text; *p; p++) {
    if (begins)
      g_string_append (out, line_start);
    if (strchr ("\\`*_[]<>&", *p) || (begins && strchr ("#+-=~|", *p)))
      g_string_append_c (out, '\\');
    else if (begins && g_ascii_isdigit (*p)) { /* «1.» would begin a list */
      while (g_ascii_isdigit (*p))
        g_string_append_c (out, *p++);
      if (*p == '.' || *p == ')')
        g_string_append_c (out, '\\');
      if (!*p)
        break;
    }
    g_string_append_c (out, *p);
    begins = *p == '\n';
  }
}

static void
append_source (GString *out, const CarrelHighlightData *data)
{
  g_autoptr (GString) title = g_string_new (NULL);

  append_escaped (title, data->title ? data->title : "", "");
  if (data->address) {
    g_autofree char *address = g_uri_escape_string (
        data->address, G_URI_RESERVED_CHARS_GENERIC_DELIMITERS "!$&'*+,;=%", FALSE);

    g_string_append_printf (out, "— [%s](%s)\n", title->len > 0 ? title->str : data->address,
                            address);
  } else if (title->len > 0) {
    g_string_append_printf (out, "— %s\n", title->str);
  }
}

char *
carrel_highlights_to_markdown (GPtrArray *highlights)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < highlights->len; i++) {
    const CarrelHighlightData *data = carrel_highlight_get (highlights->pdata[i]);

    if (i > 0)
      g_string_append_c (out, '\n');
    append_escaped (out, data->exact, "> ");
    g_string_append (out, "\n\n");
    if (data->note && *data->note) {
      append_escaped (out, data->note, "");
      g_string_append (out, "\n\n");
    }
    append_source (out, data);
  }
  return g_string_free (out, FALSE);
}

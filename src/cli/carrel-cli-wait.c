/* carrel-cli-wait.c: waiting for the library, finding what words name, reading what is given. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "model/carrel-address.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void
carrel_cli_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelCli *cli = user_data;

  g_set_object (&cli->result, result);
}

GAsyncResult *
carrel_cli_wait (CarrelCli *cli)
{
  while (!cli->result)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&cli->waited);
  cli->waited = g_steal_pointer (&cli->result);
  return cli->waited;
}

typedef struct {
  const char     *what;
  CarrelProgress *progress;
} Waiting;

static gboolean
show_progress_cb (gpointer data)
{
  Waiting *waiting = data;
  int      permille = g_atomic_int_get (&waiting->progress->permille);

  if (permille > 0)
    carrel_output_progress ("%s … %d %%", waiting->what, permille / 10);
  return G_SOURCE_CONTINUE;
}

GAsyncResult *
carrel_cli_wait_with_progress (CarrelCli *cli, const char *what, CarrelProgress *progress)
{
  Waiting       waiting = { what, progress };
  guint         source = g_timeout_add (250, show_progress_cb, &waiting);
  GAsyncResult *result;

  carrel_output_progress ("%s …", what);
  result = carrel_cli_wait (cli);
  g_source_remove (source);
  carrel_output_progress (NULL);
  return result;
}

int
carrel_cli_fail (CarrelCli *cli, GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    carrel_output_error (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DAMAGED) &&
                                 strstr (error->message, "carrel.db")
                             ? "%s. “carrel recover” brings back what can be read"
                             : "%s",
                         error->message);
  g_error_free (error);
  return 1;
}

gint64
carrel_cli_find (CarrelCli *cli, const char *word)
{
  g_autofree char *text = carrel_text_make_valid (word, -1);
  /* «example.org/a», as people write addresses */
  g_autofree char *address =
      strchr (text, '.') && !strstr (text, "://") ? carrel_address_normalize (text) : NULL;
  GError *error = NULL;
  gint64  id;

  carrel_library_find_async (cli->library, address ? address : text, cli->cancellable,
                             CARREL_CLI_CALLBACK);
  id = carrel_library_find_finish (cli->library, carrel_cli_wait (cli), &error);
  if (id == 0)
    carrel_cli_fail (cli, error);
  return id;
}

GArray *
carrel_cli_find_all (CarrelCli *cli, char **words, guint n_words, int *status)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < n_words && !g_cancellable_is_cancelled (cli->cancellable); i++) {
    gint64 id = carrel_cli_find (cli, words[i]);

    if (id == 0)
      *status = 1;
    else if (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
      g_array_append_val (ids, id);
  }
  return ids;
}

GPtrArray *
carrel_cli_load (CarrelCli *cli, GArray *ids)
{
  GError    *error = NULL;
  GPtrArray *articles;

  carrel_library_load_articles_async (cli->library, ids, cli->cancellable, CARREL_CLI_CALLBACK);
  articles = carrel_library_load_articles_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!articles)
    carrel_cli_fail (cli, error);
  return articles;
}

gboolean
carrel_cli_print_articles (CarrelCli *cli, GArray *ids)
{
  g_autoptr (GPtrArray) articles = carrel_cli_load (cli, ids);
  CarrelJsonList list;

  if (!articles)
    return FALSE;
  carrel_json_list_begin (&list);
  for (guint i = 0; i < articles->len; i++)
    carrel_json_list_add (&list, carrel_output_article_to_json (articles->pdata[i]));
  carrel_json_list_end (&list);
  return TRUE;
}

GBytes *
carrel_cli_read_input (const char *path, GError **error)
{
  gboolean         standard = strcmp (path, "-") == 0;
  g_autofree char *name = standard ? g_strdup ("standard input") : g_filename_display_name (path);
  int              file = standard ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  gssize             n = file < 0 ? -1 : 1;
  int                code = errno;

  while (n > 0 && bytes->len <= CARREL_CLI_MAX_INPUT) {
    n = read (file, buffer, 65536);
    code = errno;
    if (n > 0)
      g_byte_array_append (bytes, buffer, (guint) n);
    else if (n < 0 && code == EINTR)
      n = 1;
  }
  if (!standard && file >= 0)
    close (file);
  if (n < 0) {
    g_set_error (error, CARREL_ERROR,
                 code == ENOENT ? CARREL_ERROR_NOT_FOUND : CARREL_ERROR_BAD_FILE,
                 "Couldn't read “%s”: %s", name, g_strerror (code));
    return NULL;
  }
  if (bytes->len > CARREL_CLI_MAX_INPUT) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE, "“%s” is larger than %d MiB", name,
                 CARREL_CLI_MAX_INPUT / 1024 / 1024);
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

gboolean
carrel_cli_finish_change (CarrelCli *cli)
{
  g_autoptr (CarrelUndo) undo = NULL;
  GError *error = NULL;

  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!undo)
    carrel_cli_fail (cli, error);
  return undo != NULL;
}

void
carrel_cli_note_misread (const char *search, gboolean nothing)
{
  g_autoptr (GPtrArray) list = carrel_query_list_misread (search, FALSE);

  for (guint i = 0; i < list->len; i++) {
    const CarrelQueryMisread *misread = list->pdata[i];

    if (misread->filter)
      carrel_output_error ("“%s” is looked for as text; a filter would be %s.", misread->term,
                           misread->filter);
    else if (nothing)
      carrel_output_error ("“%s” is looked for as text; there is no filter “%s:”.", misread->term,
                           misread->name);
  }
}

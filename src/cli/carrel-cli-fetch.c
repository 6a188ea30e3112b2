/* carrel-cli-fetch.c: the fetch queue worked on in the terminal. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-cli-fetch.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "cli/carrel-output.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  CarrelCli   *cli;
  CarrelQueue *queue;   /* lent */
  GArray      *saved;   /* lent */
  GHashTable  *ended;   /* lent (nullable) */
  guint        loading; /* articles whose title is asked for */
  gboolean     failed;
} Fetching;

void
carrel_cli_print_saved (CarrelCli *cli, GArray *saved, gint64 id, const char *title)
{
  g_autofree char *line = carrel_output_line (title);

  carrel_output_progress (NULL);
  g_array_append_val (saved, id);
  if (!cli->json) {
    carrel_output_print ("%" G_GINT64_FORMAT "\t%s\n", id, line);
    fflush (stdout);
  }
}

/* ── Progress ── */

static void
show_progress (Fetching *fetching, const char *step, const char *what)
{
  CarrelQueueProgress progress;

  carrel_queue_get_progress (fetching->queue, &progress);
  if (progress.left > 0)
    carrel_output_progress ("[%u/%u, %.1f a second, %u:%02u left] %s %s …", progress.done + 1, progress.total, progress.rate, (guint) progress.left / 60, (guint) progress.left % 60, step, what);
  else
    carrel_output_progress ("[%u/%u] %s %s …", progress.done + 1, MAX (progress.total, progress.done + 1), step, what);
}

static void
step_cb (CarrelAdd *add, GParamSpec *pspec, gpointer user_data)
{
  static const char *const steps[] = { "Fetching", "Reading", "Getting the images of", "Saving", "Saved" };
  Fetching *fetching = user_data;
  const char *title = carrel_add_get_title (add);

  show_progress (fetching, steps[carrel_add_get_step (add)], title ? title : carrel_add_get_address (add));
}

static void
began_cb (CarrelQueue *queue, gint64 id, CarrelAdd *add, gpointer user_data)
{
  g_signal_connect (add, "notify", G_CALLBACK (step_cb), user_data);
  step_cb (add, NULL, user_data);
}

/* ── Ends ── */

/* What came back from the trash has told no title. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetching *fetching = user_data;
  g_autoptr (CarrelArticle) article = carrel_library_load_article_finish (CARREL_LIBRARY (source), result, NULL);

  if (article)
    carrel_cli_print_saved (fetching->cli, fetching->saved, carrel_article_get_id (article), carrel_article_get_title (article));
  fetching->loading--;
}

static void
print_failure (const CarrelQueueEnd *end)
{
  const CarrelQueueEntryData *entry = end->entry ? carrel_queue_entry_get (end->entry) : NULL;
  gint64 seconds = entry && entry->state == CARREL_QUEUE_WAITING ? MAX (entry->next_try - carrel_time_now (), 1) : 0;
  gboolean named = strstr (end->error->message, end->address) != NULL;
  g_autofree char *when = seconds == 0       ? NULL
                          : seconds < 100    ? g_strdup_printf ("; next try in %" G_GINT64_FORMAT " s", seconds)
                          : seconds < 6000   ? g_strdup_printf ("; next try in %" G_GINT64_FORMAT " min", (seconds + 30) / 60)
                                             : g_strdup_printf ("; next try in %" G_GINT64_FORMAT " h", (seconds + 1800) / 3600);

  carrel_output_progress (NULL);
  carrel_output_error ("%s%s%s%s", named ? "" : end->address, named ? "" : ": ", end->error->message, when ? when : "");
}

static void
ended_cb (CarrelQueue *queue, gint64 id, const CarrelQueueEnd *end, gpointer user_data)
{
  Fetching *fetching = user_data;
  CarrelCli *cli = fetching->cli;
  guint missing = carrel_add_get_n_missing_images (end->add);

  g_signal_handlers_disconnect_by_data (end->add, fetching);
  if (fetching->ended && !g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_hash_table_add (fetching->ended, g_memdup2 (&id, sizeof id));
  if (end->article != 0 && !end->error && carrel_add_get_title (end->add)) {
    carrel_cli_print_saved (cli, fetching->saved, end->article, carrel_add_get_title (end->add));
  } else if (end->article != 0 && !end->error) {
    fetching->loading++;
    carrel_library_load_article_async (cli->library, end->article, NULL, loaded_cb, fetching);
  } else if (!g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    fetching->failed = TRUE;
    if (end->article != 0)
      carrel_output_error ("%s: %s (%" G_GINT64_FORMAT ")", end->address, end->error->message, end->article);
    else
      print_failure (end);
    missing = 0;
  }
  if (end->article != 0 && missing > 0)
    carrel_output_error (missing == 1 ? "%s: %u image could not be had" : "%s: %u images could not be had", end->address, missing);
}

static gboolean
interrupted_cb (GCancellable *cancellable, gpointer data)
{
  carrel_queue_stop (data);
  return G_SOURCE_REMOVE;
}

gboolean
carrel_cli_fetch (CarrelCli *cli, CarrelQueueWork work, GArray *saved, GHashTable *ended)
{
  Fetching fetching = { .cli = cli, .queue = carrel_library_get_queue (cli->library), .saved = saved, .ended = ended };
  GSource *source = g_cancellable_source_new (cli->cancellable);

  g_signal_connect (fetching.queue, "began", G_CALLBACK (began_cb), &fetching);
  g_signal_connect (fetching.queue, "ended", G_CALLBACK (ended_cb), &fetching);
  g_source_set_callback (source, G_SOURCE_FUNC (interrupted_cb), fetching.queue, NULL);
  g_source_attach (source, NULL);
  carrel_queue_set_work (fetching.queue, work, TRUE);
  while (!carrel_queue_is_idle (fetching.queue) || fetching.loading > 0)
    g_main_context_iteration (NULL, TRUE);
  carrel_queue_set_work (fetching.queue, CARREL_QUEUE_WORK_NONE, TRUE);
  g_signal_handlers_disconnect_by_data (fetching.queue, &fetching);
  g_source_destroy (source);
  g_source_unref (source);
  carrel_output_progress (NULL);
  return !fetching.failed;
}

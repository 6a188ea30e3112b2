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
  CarrelCli      *cli;
  CarrelQueue    *queue;   /* lent */
  GArray         *saved;   /* lent */
  GHashTable     *ended;   /* lent (nullable) */
  CarrelJsonList *list;    /* lent (nullable): what came of fetching articles again */
  guint           loading; /* articles whose title is asked for */
  gboolean        failed;
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

int
carrel_cli_queue_bookmarks (CarrelCli                *cli,
                            GPtrArray                *bookmarks,
                            const CarrelQueueOptions *options,
                            const char               *name,
                            GArray                   *ids)
{
  CarrelQueue *queue = carrel_library_get_queue (cli->library);
  GError      *error = NULL;
  guint        n = 0;
  g_autoptr (GArray) all = NULL;

  carrel_output_progress (NULL);
  carrel_queue_add_bookmarks_async (queue, bookmarks, options, CARREL_CLI_CALLBACK);
  all = carrel_queue_add_finish (queue, carrel_cli_wait (cli), &error);
  if (!all)
    return carrel_cli_fail (cli, error);
  for (guint i = 0; i < all->len; i++) {
    n += g_array_index (all, gint64, i) != 0;
    if (ids && g_array_index (all, gint64, i) != 0)
      g_array_append_val (ids, g_array_index (all, gint64, i));
  }
  if (!cli->json) {
    g_autofree char *line = carrel_output_line (name);

    carrel_output_print (n == 1 ? "%s: %u address waits in the queue, %u in the library already\n"
                                : "%s: %u addresses wait in the queue, %u in the library already\n",
                         line, n, all->len - n);
  }
  return 0;
}

/* ── Progress ── */

static void
show_progress (Fetching *fetching, const char *step, const char *what)
{
  CarrelQueueProgress progress;

  carrel_queue_get_progress (fetching->queue, &progress);
  if (progress.left > 0)
    carrel_output_progress ("[%u/%u, %.1f a second, %u:%02u left] %s %s …", progress.done + 1,
                            progress.total, progress.rate, (guint) progress.left / 60,
                            (guint) progress.left % 60, step, what);
  else
    carrel_output_progress ("[%u/%u] %s %s …", progress.done + 1,
                            MAX (progress.total, progress.done + 1), step, what);
}

static void
step_cb (CarrelAdd *add, GParamSpec *pspec, gpointer user_data)
{
  static const char *const steps[] = { "Fetching", "Reading", "Getting the images of", "Saving",
                                       "Saved" };
  Fetching                *fetching = user_data;
  const char              *title = carrel_add_get_title (add);

  show_progress (fetching, steps[carrel_add_get_step (add)],
                 title ? title : carrel_add_get_address (add));
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
  g_autoptr (CarrelArticle) article =
      carrel_library_load_article_finish (CARREL_LIBRARY (source), result, NULL);

  if (article)
    carrel_cli_print_saved (fetching->cli, fetching->saved, carrel_article_get_id (article),
                            carrel_article_get_title (article));
  fetching->loading--;
}

static void
print_failure (const CarrelQueueEnd *end)
{
  const CarrelQueueEntryData *entry = end->entry ? carrel_queue_entry_get (end->entry) : NULL;
  gint64                      seconds = entry && entry->state == CARREL_QUEUE_WAITING
                                            ? MAX (entry->next_try - carrel_time_now (), 1)
                                            : 0;
  gboolean                    named = strstr (end->error->message, end->address) != NULL;
  g_autofree char            *when =
      seconds == 0    ? NULL
                 : seconds < 100 ? g_strdup_printf ("; next try in %" G_GINT64_FORMAT " s", seconds)
                 : seconds < 6000
                     ? g_strdup_printf ("; next try in %" G_GINT64_FORMAT " min", (seconds + 30) / 60)
                     : g_strdup_printf ("; next try in %" G_GINT64_FORMAT " h", (seconds + 1800) / 3600);

  carrel_output_progress (NULL);
  carrel_output_error ("%s%s%s%s", named ? "" : end->address, named ? "" : ": ",
                       end->error->message, when ? when : "");
}

static void
print_refetch (gint64 id, CarrelRefetch *refetch)
{
  switch (refetch->result) {
  case CARREL_REFETCH_CHANGED:
    carrel_output_print ("%" G_GINT64_FORMAT "  a new version, %u → %u words\n", id,
                         refetch->before, refetch->now);
    break;
  case CARREL_REFETCH_SAME:
    carrel_output_print ("%" G_GINT64_FORMAT "  unchanged\n", id);
    break;
  case CARREL_REFETCH_LESS:
    carrel_output_print ("%" G_GINT64_FORMAT "  kept as it is: the page shows less now, %u → %u "
                         "words (--less takes it)\n",
                         id, refetch->before, refetch->now);
    break;
  case CARREL_REFETCH_GONE:
    carrel_output_print ("%" G_GINT64_FORMAT "  kept as it is: %s\n", id, refetch->message);
    break;
  case CARREL_REFETCH_NEVER:
  default:
    break;
  }
}

static JsonObject *
refetch_to_json (gint64 id, CarrelRefetch *refetch, const GError *error)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", id);
  json_object_set_string_member (
      object, "result", refetch ? carrel_refetch_result_get_name (refetch->result) : "failed");
  if (refetch && refetch->result != CARREL_REFETCH_GONE) {
    json_object_set_int_member (object, "words_before", refetch->before);
    json_object_set_int_member (object, "words_now", refetch->now);
  }
  carrel_json_set_text (object, "message", error ? error->message : refetch->message);
  return object;
}

/* What isn't there any more is news, not a failure: what was kept is kept. */
static void
tell_again (Fetching *fetching, const CarrelQueueEnd *end)
{
  carrel_output_progress (NULL);
  fetching->failed = fetching->failed || end->error;
  if (fetching->list && fetching->cli->json)
    carrel_json_list_add (fetching->list, refetch_to_json (end->again, end->refetch, end->error));
  else if (end->error)
    print_failure (end);
  else if (!fetching->cli->json)
    print_refetch (end->again, end->refetch);
}

static void
ended_cb (CarrelQueue *queue, gint64 id, const CarrelQueueEnd *end, gpointer user_data)
{
  Fetching  *fetching = user_data;
  CarrelCli *cli = fetching->cli;
  guint      missing = carrel_add_get_n_missing_images (end->add);

  g_signal_handlers_disconnect_by_data (end->add, fetching);
  if (fetching->ended && !g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_hash_table_add (fetching->ended, g_memdup2 (&id, sizeof id));
  if (end->again != 0) {
    if (!g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      tell_again (fetching, end);
  } else if (end->article != 0 && !end->error && carrel_add_get_title (end->add)) {
    carrel_cli_print_saved (cli, fetching->saved, end->article, carrel_add_get_title (end->add));
  } else if (end->article != 0 && !end->error) {
    fetching->loading++;
    carrel_library_load_article_async (cli->library, end->article, NULL, loaded_cb, fetching);
  } else if (!g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    fetching->failed = TRUE;
    if (end->article != 0)
      carrel_output_error ("%s: %s (%" G_GINT64_FORMAT ")", end->address, end->error->message,
                           end->article);
    else
      print_failure (end);
    missing = 0;
  }
  if (end->article != 0 && missing > 0)
    carrel_output_error (missing == 1 ? "%s: %u image could not be had"
                                      : "%s: %u images could not be had",
                         end->address, missing);
}

static gboolean
interrupted_cb (GCancellable *cancellable, gpointer data)
{
  carrel_queue_stop (data);
  return G_SOURCE_REMOVE;
}

static void
work_on (Fetching *fetching, CarrelQueueWork work)
{
  GSource *source = g_cancellable_source_new (fetching->cli->cancellable);

  g_signal_connect (fetching->queue, "began", G_CALLBACK (began_cb), fetching);
  g_signal_connect (fetching->queue, "ended", G_CALLBACK (ended_cb), fetching);
  g_source_set_callback (source, G_SOURCE_FUNC (interrupted_cb), fetching->queue, NULL);
  g_source_attach (source, NULL);
  carrel_queue_set_work (fetching->queue, work, TRUE);
  while (!carrel_queue_is_idle (fetching->queue) || fetching->loading > 0)
    g_main_context_iteration (NULL, TRUE);
  carrel_queue_set_work (fetching->queue, CARREL_QUEUE_WORK_NONE, TRUE);
  g_signal_handlers_disconnect_by_data (fetching->queue, fetching);
  g_source_destroy (source);
  g_source_unref (source);
  carrel_output_progress (NULL);
}

gboolean
carrel_cli_fetch (CarrelCli *cli, CarrelQueueWork work, GArray *saved, GHashTable *ended)
{
  Fetching fetching = {
    .cli = cli, .queue = carrel_library_get_queue (cli->library), .saved = saved, .ended = ended
  };

  work_on (&fetching, work);
  return !fetching.failed;
}

/* One that has no address to be fetched from. */
static void
tell_without (Fetching *fetching, gint64 id)
{
  g_autoptr (GError) error =
      g_error_new (CARREL_ERROR, CARREL_ERROR_INVALID,
                   "Article %" G_GINT64_FORMAT " has no address to fetch it from", id);

  fetching->failed = TRUE;
  if (fetching->cli->json)
    carrel_json_list_add (fetching->list, refetch_to_json (id, NULL, error));
  else
    carrel_output_error ("%s", error->message);
}

gboolean
carrel_cli_fetch_again (
    CarrelCli *cli, GArray *ids, gboolean less, gboolean images, CarrelJsonList *list)
{
  Fetching           fetching = { .cli = cli,
                                  .queue = carrel_library_get_queue (cli->library),
                                  .list = list };
  CarrelQueueOptions options = { .no_images = !images, .keep = TRUE, .less = less };
  GError            *error = NULL;
  g_autoptr (GArray) entries = NULL;

  carrel_queue_fetch_again_async (fetching.queue, ids, &options, CARREL_CLI_CALLBACK);
  entries = carrel_queue_add_finish (fetching.queue, carrel_cli_wait (cli), &error);
  if (!entries) {
    carrel_cli_fail (cli, error);
    return FALSE;
  }
  for (guint i = 0; i < entries->len; i++)
    if (g_array_index (entries, gint64, i) == 0)
      tell_without (&fetching, g_array_index (ids, gint64, i));
  work_on (&fetching, CARREL_QUEUE_WORK_OWN);
  return !fetching.failed;
}

/* command-queue.c: the fetch queue: looked at, emptied, worked on. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "cli/carrel-cli-fetch.h"
#include "cli/carrel-output.h"
#include "library/carrel-pictures.h"
#include "model/carrel-address.h"

#include <string.h>

#define PAGE 500 /* entries that are read together */

/* Ids of entries; NULL after the error was printed. `status` becomes 2. (element-type gint64)
 * (transfer full) */
static GArray *
parse_ids (CarrelCli *cli, char **words, guint n_words, int *status)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n_words; i++) {
    guint64 value;
    gint64  id;

    if (!g_ascii_string_to_unsigned (words[i], 10, 1, G_MAXINT64, &value, NULL)) {
      *status =
          carrel_cli_wrong_usage (cli, "“%s” is no number of an address in the queue", words[i]);
      return NULL;
    }
    id = (gint64) value;
    g_array_append_val (ids, id);
  }
  return g_steal_pointer (&ids);
}

/* ── Looking ── */

/* What a process left that lives no longer waits. */
static gboolean
recover (CarrelCli *cli, CarrelQueue *queue)
{
  GError *error = NULL;

  carrel_queue_recover_async (queue, CARREL_CLI_CALLBACK);
  if (carrel_queue_recover_finish (queue, carrel_cli_wait (cli), &error))
    return TRUE;
  carrel_cli_fail (cli, error);
  return FALSE;
}

/* Each once; what the person must look at comes last. (transfer full) (nullable) */
static GArray *
list_all (CarrelCli *cli, CarrelQueue *queue)
{
  static const CarrelQueueState order[] = { CARREL_QUEUE_RUNNING, CARREL_QUEUE_WAITING,
                                            CARREL_QUEUE_FAILED };
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    GError *error = NULL;
    g_autoptr (GArray) ids = NULL;

    carrel_queue_list_async (queue, order[i], cli->cancellable, CARREL_CLI_CALLBACK);
    ids = carrel_queue_list_finish (queue, carrel_cli_wait (cli), &error);
    if (!ids) {
      carrel_cli_fail (cli, error);
      return NULL;
    }
    g_array_append_vals (all, ids->data, ids->len);
  }
  return g_steal_pointer (&all);
}

static GPtrArray *
load_entries (CarrelCli *cli, CarrelQueue *queue, GArray *ids, guint from)
{
  g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError    *error = NULL;
  GPtrArray *entries;

  g_array_append_vals (page, &g_array_index (ids, gint64, from), MIN (ids->len - from, PAGE));
  carrel_queue_load_async (queue, page, cli->cancellable, CARREL_CLI_CALLBACK);
  entries = carrel_queue_load_finish (queue, carrel_cli_wait (cli), &error);
  if (!entries)
    carrel_cli_fail (cli, error);
  return entries;
}

static GPtrArray *
load_history (CarrelCli *cli, CarrelQueue *queue, gint64 id)
{
  carrel_queue_load_events_async (queue, id, cli->cancellable, CARREL_CLI_CALLBACK);
  return carrel_queue_load_events_finish (queue, carrel_cli_wait (cli), NULL);
}

static JsonObject *
entry_to_json (const CarrelQueueEntryData *data, GPtrArray *history)
{
  JsonObject *object = json_object_new ();
  JsonArray  *topics = json_array_new ();

  json_object_set_int_member (object, "id", data->id);
  carrel_json_set_text (object, "address", data->address);
  json_object_set_string_member (object, "state", carrel_queue_state_get_name (data->state));
  json_object_set_int_member (object, "tries", data->tries);
  json_object_set_int_member (object, "next_try", data->next_try);
  carrel_json_set_text (object, "error", data->error);
  carrel_json_set_text (object, "message", data->message);
  for (guint i = 0; data->topics && data->topics[i]; i++)
    json_array_add_string_element (topics, data->topics[i]);
  json_object_set_array_member (object, "topics", topics);
  json_object_set_boolean_member (object, "images", data->images);
  json_object_set_int_member (object, "added", data->added);
  if (data->article != 0)
    json_object_set_int_member (object, "again", data->article);
  if (history) {
    JsonArray *events = json_array_new ();

    for (guint i = 0; i < history->len; i++) {
      const CarrelQueueEvent *event = history->pdata[i];
      JsonObject             *one = json_object_new ();

      json_object_set_int_member (one, "time", event->time);
      json_object_set_string_member (one, "kind", carrel_queue_event_kind_get_name (event->kind));
      carrel_json_set_text (one, "message", event->message);
      json_array_add_object_element (events, one);
    }
    json_object_set_array_member (object, "history", events);
  }
  return object;
}

static char *
describe (const CarrelQueueEntryData *data)
{
  g_autofree char *line = data->message ? carrel_output_line (data->message) : NULL,
                  *time = data->next_try > carrel_time_now () ? carrel_time_to_iso (data->next_try)
                                                              : NULL;

  if (time)
    return g_strdup_printf ("%s; next try %s", line ? line : "", time);
  return g_strdup (data->state == CARREL_QUEUE_FAILED && line ? line : "");
}

static void
print_history (GPtrArray *history)
{
  for (guint i = 0; history && i < history->len; i++) {
    const CarrelQueueEvent *event = history->pdata[i];
    g_autofree char        *time = carrel_time_to_iso (event->time),
                    *line = event->message ? carrel_output_line (event->message) : NULL;

    carrel_output_print ("    %s  %s%s%s\n", time ? time : "",
                         carrel_queue_event_kind_get_name (event->kind), line ? ": " : "",
                         line ? line : "");
  }
}

/* The exit status where `n` of `n_named` entries were there. */
static int
say_missing (guint n, guint n_named)
{
  if (n == n_named)
    return 0;
  carrel_output_error ("%s", n_named == 1 ? "That is not in the queue"
                                          : "Not all of these are in the queue");
  return 1;
}

/* `detailed`: with their history. */
static int
show (CarrelCli *cli, CarrelQueue *queue, GArray *ids, gboolean detailed)
{
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { ">ID", "State", "*Address", "*", NULL });
  CarrelJsonList list;
  guint          n = 0;

  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint from = 0; from < ids->len; from += PAGE) {
    g_autoptr (GPtrArray) entries = load_entries (cli, queue, ids, from);

    if (!entries)
      return 1;
    for (guint i = 0; i < entries->len; i++) {
      const CarrelQueueEntryData *data = carrel_queue_entry_get (entries->pdata[i]);
      g_autofree char            *number = g_strdup_printf ("%" G_GINT64_FORMAT, data->id),
                      *how = describe (data), *address = carrel_output_line (data->address);
      g_autoptr (GPtrArray) history = detailed ? load_history (cli, queue, data->id) : NULL;

      n++;
      if (cli->json) {
        carrel_json_list_add (&list, entry_to_json (data, history));
        continue;
      }
      carrel_table_add (table, number, carrel_queue_state_get_name (data->state), address, how);
      if (detailed) {
        carrel_table_print (table);
        print_history (history);
      }
    }
    if (!cli->json)
      carrel_table_print (table);
  }
  if (cli->json)
    carrel_json_list_end (&list);
  return detailed ? say_missing (n, ids->len) : 0;
}

/* ── Changing ── */

static gpointer
copy_text (gconstpointer text, gpointer data)
{
  return g_strdup (text);
}

/* The bytes of a file, of standard input for «-», or the word itself. */
static GBytes *
read_word (const char *word, GError **error)
{
  return strcmp (word, "-") == 0 || g_file_test (word, G_FILE_TEST_IS_REGULAR)
             ? carrel_cli_read_input (word, error)
             : g_bytes_new (word, strlen (word));
}

static int
add_bookmarks (
    CarrelCli *cli, GBytes *bytes, const CarrelQueueOptions *options, const char *name, GArray *ids)
{
  GError *error = NULL;
  guint   n_here;
  g_autoptr (GPtrArray) bookmarks = NULL;

  carrel_library_read_bookmarks_async (cli->library, bytes, cli->cancellable, CARREL_CLI_CALLBACK);
  bookmarks =
      carrel_library_read_bookmarks_finish (cli->library, carrel_cli_wait (cli), &n_here, &error);
  if (!bookmarks)
    return carrel_cli_fail (cli, error);
  return carrel_cli_queue_bookmarks (cli, bookmarks, options, name, ids);
}

/* Every address that stands in the words, and in the texts of files that they name; lists of
 * bookmarks are queued at once, and their entries go to `ids`. (element-type utf8) (transfer full)
 */
static GPtrArray *
collect_addresses (CarrelCli *cli, const CarrelQueueOptions *options, GArray *ids, int *status)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 1; i < cli->n_words; i++) {
    GError *error = NULL;
    g_autoptr (GBytes) bytes = read_word (cli->words[i], &error);
    gboolean         listed = bytes && carrel_library_is_bookmarks (bytes);
    g_autofree char *name = strcmp (cli->words[i], "-") == 0
                                ? g_strdup ("standard input")
                                : carrel_text_make_valid (cli->words[i], -1);
    g_autofree char *text = bytes && !listed
                                ? carrel_text_make_valid (g_bytes_get_data (bytes, NULL),
                                                          (gssize) g_bytes_get_size (bytes))
                                : NULL;
    g_autoptr (GPtrArray) found = text ? carrel_address_find_all (text) : NULL;

    if (!bytes) {
      *status = carrel_cli_fail (cli, error);
    } else if (listed) {
      if (add_bookmarks (cli, bytes, options, name, ids) != 0)
        *status = 1;
    } else if (found->len == 0) {
      carrel_output_error ("“%s” holds no web address", name);
      *status = 1;
    }
    if (found)
      g_ptr_array_extend (all, found, copy_text, NULL);
  }
  return all;
}

/* Written down, for whoever works on the queue. */
static int
add_entries (CarrelCli *cli, CarrelQueue *queue)
{
  int status = 0;
  g_auto (GStrv) topics = carrel_cli_dup_options (cli, "topic");
  CarrelQueueOptions options = { .topics = (const char *const *) topics,
                                 .no_images = carrel_cli_has_option (cli, "no-images") };
  g_autoptr (GArray) ids = NULL, listed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) addresses = collect_addresses (cli, &options, listed, &status);
  GError *error = NULL;

  if (addresses->len > 0) {
    carrel_queue_add_async (queue, addresses, &options, CARREL_CLI_CALLBACK);
    ids = carrel_queue_add_finish (queue, carrel_cli_wait (cli), &error);
    if (!ids)
      return carrel_cli_fail (cli, error);
  }
  if (cli->json) {
    if (ids)
      g_array_append_vals (listed, ids->data, ids->len);
    return ids || listed->len > 0 ? MAX (show (cli, queue, listed, TRUE), status) : 1;
  }
  for (guint i = 0; ids && i < ids->len; i++)
    carrel_output_print ("%" G_GINT64_FORMAT "\t%s\n", g_array_index (ids, gint64, i),
                         (char *) addresses->pdata[i]);
  return status;
}

static int
remove_entries (CarrelCli *cli, CarrelQueue *queue, GArray *ids)
{
  g_autoptr (GArray) all = list_all (cli, queue);
  g_autoptr (CarrelUndo) undo = NULL;
  GError *error = NULL;
  guint   n = 0;

  if (!all)
    return 1;
  for (guint i = 0; i < all->len; i++) {
    gboolean named = ids == NULL;

    for (guint k = 0; !named && k < ids->len; k++)
      named = g_array_index (ids, gint64, k) == g_array_index (all, gint64, i);
    n += named;
  }
  carrel_queue_remove_async (queue, ids, (1u << CARREL_N_QUEUE_STATES) - 1, CARREL_CLI_CALLBACK);
  undo = carrel_queue_remove_finish (queue, carrel_cli_wait (cli), &error);
  if (!undo)
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "removed", n);
    carrel_output_json (object);
  } else {
    carrel_output_print (n == 1 ? "Removed %u address from the queue.\n"
                                : "Removed %u addresses from the queue.\n",
                         n);
  }
  return ids ? say_missing (n, ids->len) : 0;
}

int
carrel_command_queue (CarrelCli *cli)
{
  CarrelQueue *queue = carrel_library_get_queue (cli->library);
  const char  *word = cli->n_words > 0 ? cli->words[0] : "";
  gboolean     removes = strcmp (word, "remove") == 0;
  g_autoptr (GArray) ids = NULL;
  int status = 0;

  if (strcmp (word, "add") == 0)
    return cli->n_words > 1
               ? add_entries (cli, queue)
               : carrel_cli_wrong_usage (cli, "Which addresses? - reads them from standard input");
  if (carrel_cli_has_option (cli, "topic") || carrel_cli_has_option (cli, "no-images"))
    return carrel_cli_wrong_usage (cli, "Topics and images are given with “add”");
  if (strcmp (word, "clear") == 0) {
    if (cli->n_words > 1)
      return carrel_cli_wrong_usage (cli, "“clear” removes all of it and takes no words");
    return remove_entries (cli, queue, NULL);
  }
  if (removes && cli->n_words == 1)
    return carrel_cli_wrong_usage (cli, "Which ones? “carrel queue” prints their numbers");
  ids = parse_ids (cli, cli->words + removes, cli->n_words - removes, &status);
  if (!ids)
    return status;
  if (removes)
    return remove_entries (cli, queue, ids);
  if (!recover (cli, queue))
    return 1;
  if (ids->len > 0)
    return show (cli, queue, ids, TRUE);
  g_clear_pointer (&ids, g_array_unref);
  ids = list_all (cli, queue);
  return ids ? show (cli, queue, ids, FALSE) : 1;
}

/* ── Working ── */

static gboolean
ask_again (CarrelCli *cli, CarrelQueue *queue, GArray *ids)
{
  GError *error = NULL;

  carrel_queue_retry_async (queue, ids, ids != NULL, CARREL_CLI_CALLBACK);
  if (carrel_queue_retry_finish (queue, carrel_cli_wait (cli), &error))
    return TRUE;
  carrel_cli_fail (cli, error);
  return FALSE;
}

/* ── Images ── */

static void
image_progress (guint done, guint total, gpointer user_data)
{
  carrel_output_progress ("Images: %u of %u", done, total);
}

static JsonObject *
outcome_to_json (gint64 id, const CarrelPicturesOutcome *outcome)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", id);
  json_object_set_int_member (object, "come", outcome->n_come);
  json_object_set_int_member (object, "waiting", outcome->n_waiting);
  json_object_set_int_member (object, "failed", outcome->n_failed);
  return object;
}

/* What articles lack is asked for again, whatever became of it before. */
static int
fetch_images (CarrelCli *cli)
{
  int status = 0;
  g_autoptr (GArray) ids = NULL;
  CarrelJsonList list;

  if (cli->n_words == 0)
    return carrel_cli_wrong_usage (cli, "Of which articles?");
  ids = carrel_cli_find_all (cli, cli->words, cli->n_words, &status);
  if (!ids)
    return 1;
  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint i = 0; i < ids->len; i++) {
    gint64                id = g_array_index (ids, gint64, i);
    CarrelPicturesOutcome outcome = { 0 };
    GError               *error = NULL;
    gboolean              done;

    carrel_library_fetch_pictures_async (cli->library, id, CARREL_PICTURES_ALL, image_progress,
                                         cli->cancellable, CARREL_CLI_CALLBACK);
    done = carrel_library_fetch_pictures_finish (cli->library, carrel_cli_wait (cli), &outcome,
                                                 &error);
    carrel_output_progress (NULL);
    if (!done) {
      status = carrel_cli_fail (cli, error);
      continue;
    }
    if (outcome.n_waiting + outcome.n_failed > 0)
      status = 1;
    if (cli->json)
      carrel_json_list_add (&list, outcome_to_json (id, &outcome));
    else
      carrel_output_print ("%" G_GINT64_FORMAT "\t%u fetched, %u to be tried again, %u failed\n",
                           id, outcome.n_come, outcome.n_waiting, outcome.n_failed);
  }
  if (cli->json)
    carrel_json_list_end (&list);
  return status;
}

int
carrel_command_fetch (CarrelCli *cli)
{
  CarrelQueue *queue = carrel_library_get_queue (cli->library);
  const char  *said = carrel_cli_get_option (cli, "deadline");
  g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (gint64)), ids = NULL;
  guint64  seconds = 0;
  gboolean all_well;
  int      status = 0;

  if (carrel_cli_has_option (cli, "images"))
    return fetch_images (cli);
  if (said && !g_ascii_string_to_unsigned (said, 10, 1, 3600, &seconds, NULL))
    return carrel_cli_wrong_usage (cli, "“%s” is no number of seconds", said);
  ids = parse_ids (cli, cli->words, cli->n_words, &status);
  if (!ids)
    return status;
  if (seconds > 0)
    carrel_queue_set_deadline (queue, (guint) seconds);
  if ((ids->len > 0 || carrel_cli_has_option (cli, "retry")) &&
      !ask_again (cli, queue, ids->len > 0 ? ids : NULL))
    return 1;
  all_well = carrel_cli_fetch (cli, ids->len > 0 ? CARREL_QUEUE_WORK_OWN : CARREL_QUEUE_WORK_ALL,
                               saved, NULL);
  if (cli->json && !carrel_cli_print_articles (cli, saved))
    return 1;
  return all_well ? 0 : 1;
}

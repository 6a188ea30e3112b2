/* command-add.c: pages and files into the library. Main thread.
 *
 * Addresses are written into the queue before anything else, kept for this process, and fetched
 * last; files and standard input come one by one, in their order. What fails is named, and the
 * others go on; an address that failed, or that Ctrl+C left, stays in the queue.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "cli/carrel-cli-fetch.h"
#include "cli/carrel-output.h"
#include "model/carrel-address.h"

#include <string.h>

#define MAX_NAME 60 /* characters of a topic's that is said not to be one */

typedef struct {
  CarrelCli *cli;
  GStrv      topics;
  char      *address; /* (nullable): --url */
  gboolean   images;
  GArray    *saved; /* (element-type gint64) */
  int        status;
} Adding;

/* ── What a word means ── */

/* A name without a folder that ends like a text file is a file, though it could be a host. */
static gboolean
looks_like_file (const char *word)
{
  static const char *const endings[] = { ".html",     ".htm", ".xhtml", ".mhtml", ".mht",  ".md",
                                         ".markdown", ".txt", ".text",  ".pdf",   ".json", ".csv" };
  g_autofree char         *lower = g_ascii_strdown (word, -1);

  if (*word == '/' || *word == '.' || *word == '~')
    return TRUE;
  for (guint i = 0; !strchr (word, '/') && i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_web (const char *word)
{
  if (strcmp (word, "-") == 0 || g_ascii_strncasecmp (word, "file://", 7) == 0)
    return FALSE;
  return strstr (word, "://") ||
         !(g_file_test (word, G_FILE_TEST_EXISTS) || looks_like_file (word));
}

/* ── Files ── */

/* NULL after the error was printed. */
static CarrelAdd *
make_add (Adding *adding, const char *word, const char *name)
{
  g_autoptr (CarrelAdd) add = NULL;

  if (strcmp (word, "-") == 0) {
    GError *error = NULL;
    g_autoptr (GBytes) bytes = carrel_cli_read_input (word, &error);

    if (bytes)
      add = carrel_add_new_for_bytes (bytes, NULL);
    else
      carrel_cli_fail (adding->cli, error);
  } else if (!strstr (word, "://") && !g_file_test (word, G_FILE_TEST_EXISTS)) {
    carrel_output_error ("There is no file “%s”", name);
  } else {
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (word);

    add = carrel_add_new_for_file (file);
  }
  if (!add)
    return NULL;
  if (adding->address)
    carrel_add_set_page_address (add, adding->address);
  carrel_add_set_topics (add, (const char *const *) adding->topics);
  carrel_add_set_images (add, adding->images);
  return g_steal_pointer (&add);
}

static void
step_cb (CarrelAdd *add, GParamSpec *pspec, gpointer name)
{
  static const char *const steps[] = { "Reading", "Reading", "Getting the images of", "Saving",
                                       "Saved" };
  const char              *title = carrel_add_get_title (add);

  carrel_output_progress ("%s %s …", steps[carrel_add_get_step (add)],
                          title ? title : (const char *) name);
}

static void
print_error (Adding *adding, CarrelAdd *add, const char *name, const GError *error)
{
  adding->status = 1;
  carrel_output_progress (NULL);
  if (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_EXISTS))
    carrel_output_error ("%s: %s (%" G_GINT64_FORMAT ")", name, error->message,
                         carrel_add_get_existing (add));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    carrel_output_error ("%s%s%s", strstr (error->message, name) ? "" : name,
                         strstr (error->message, name) ? "" : ": ", error->message);
}

/* Into the queue: hundreds of them are not what one waits for. */
static void
add_bookmarks (Adding *adding, CarrelAdd *add, const char *name)
{
  CarrelQueueOptions options = { .topics = (const char *const *) adding->topics,
                                 .no_images = !adding->images };

  if (carrel_cli_queue_bookmarks (adding->cli, carrel_add_get_bookmarks (add, NULL), &options, name,
                                  NULL) != 0)
    adding->status = 1;
}

static void
add_file (Adding *adding, const char *word)
{
  CarrelCli       *cli = adding->cli;
  g_autofree char *name =
      strcmp (word, "-") == 0 ? g_strdup ("standard input") : carrel_text_make_valid (word, -1);
  g_autoptr (CarrelAdd) add = make_add (adding, word, name);
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!add) {
    adding->status = 1;
    return;
  }
  g_signal_connect (add, "notify", G_CALLBACK (step_cb), name);
  carrel_library_add_async (cli->library, add, cli->cancellable, CARREL_CLI_CALLBACK);
  id = carrel_library_add_finish (cli->library, carrel_cli_wait (cli), &error);
  g_signal_handlers_disconnect_by_data (add, name);
  if (id != 0) {
    guint missing = carrel_add_get_n_missing_images (add);

    carrel_cli_print_saved (cli, adding->saved, id, carrel_add_get_title (add));
    if (missing > 0)
      carrel_output_error (missing == 1 ? "%s: %u image could not be had"
                                        : "%s: %u images could not be had",
                           name, missing);
  } else if (carrel_add_get_bookmarks (add, NULL)) {
    add_bookmarks (adding, add, name);
  } else {
    print_error (adding, add, name, error);
  }
}

/* ── Addresses ── */

/* What is none is named. (element-type utf8) (transfer full) */
static GPtrArray *
list_addresses (Adding *adding)
{
  CarrelCli *cli = adding->cli;
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cli->n_words; i++) {
    g_autofree char *name =
                        is_web (cli->words[i]) ? carrel_text_make_valid (cli->words[i], -1) : NULL,
                    *address = name ? carrel_address_normalize (name) : NULL;

    if (address) {
      g_ptr_array_add (addresses, g_steal_pointer (&address));
    } else if (name) {
      carrel_output_error ("“%s” is neither a file nor a web address", name);
      adding->status = 1;
    }
  }
  return addresses;
}

/* The entries' ids, in the order of the addresses; NULL after the error was printed. */
static GArray *
write_down (Adding *adding, GPtrArray *addresses)
{
  CarrelQueue       *queue = carrel_library_get_queue (adding->cli->library);
  CarrelQueueOptions options = { .topics = (const char *const *) adding->topics,
                                 .no_images = !adding->images,
                                 .soon = TRUE,
                                 .keep = TRUE };
  GError            *error = NULL;
  GArray            *ids;

  carrel_queue_add_async (queue, addresses, &options, carrel_cli_done_cb, adding->cli);
  ids = carrel_queue_add_finish (queue, carrel_cli_wait (adding->cli), &error);
  if (!ids)
    carrel_cli_fail (adding->cli, error);
  return ids;
}

static void
fetch (Adding *adding, GPtrArray *addresses, GArray *ids)
{
  g_autoptr (GHashTable) ended = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gboolean interrupted;

  if (!carrel_cli_fetch (adding->cli, CARREL_QUEUE_WORK_OWN, adding->saved, ended))
    adding->status = 1;
  interrupted = g_cancellable_is_cancelled (adding->cli->cancellable);
  for (guint i = 0; i < ids->len; i++)
    if (!g_hash_table_contains (ended, &g_array_index (ids, gint64, i))) {
      adding->status = 1;
      carrel_output_error (interrupted ? "%s waits in the queue"
                                       : "%s is being fetched by another Carrel",
                           (const char *) addresses->pdata[i]);
    }
}

int
carrel_command_add (CarrelCli *cli)
{
  const char *said = carrel_cli_get_option (cli, "url");
  g_auto (GStrv) topics = carrel_cli_dup_options (cli, "topic");
  g_autofree char *address = said ? carrel_address_normalize (said) : NULL;
  g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (gint64)), ids = NULL;
  g_autoptr (GPtrArray) addresses = NULL;
  Adding adding = { .cli = cli,
                    .topics = topics,
                    .address = address,
                    .images = !carrel_cli_has_option (cli, "no-images"),
                    .saved = saved };

  if (said && !address)
    return carrel_cli_wrong_usage (cli, "“%s” is no web address", said);
  if (said && (cli->n_words > 1 || is_web (cli->words[0])))
    return carrel_cli_wrong_usage (cli, "--url is for one file, or for -");
  for (guint i = 0; topics[i]; i++) {
    g_autofree char *path = carrel_topic_normalize_path (topics[i]);

    if (!path) {
      g_autofree char *name = carrel_text_shorten (topics[i], MAX_NAME);

      return carrel_cli_wrong_usage (cli, "“%s” is no name for a topic", name);
    }
  }
  addresses = list_addresses (&adding);
  if (addresses->len > 0) {
    ids = write_down (&adding, addresses);
    if (!ids)
      return 1;
  }
  for (guint i = 0; i < cli->n_words && !g_cancellable_is_cancelled (cli->cancellable); i++)
    if (!is_web (cli->words[i]))
      add_file (&adding, cli->words[i]);
  if (ids)
    fetch (&adding, addresses, ids);
  if (cli->json && !carrel_cli_print_articles (cli, saved))
    return 1;
  return adding.status;
}

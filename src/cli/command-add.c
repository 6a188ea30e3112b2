/* command-add.c: pages and files into the library. Main thread.
 *
 * Addresses are fetched a few at once; files and standard input come one by one, in their order. What
 * fails is named, and the others go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "model/carrel-address.h"

#include <stdio.h>
#include <string.h>

#define AT_ONCE 4 /* addresses */

typedef struct {
  CarrelCli *cli;
  GStrv      topics;
  char      *address; /* (nullable): --url */
  gboolean   images;
  guint      next, running, done;
  gboolean   alone;   /* what runs is a file */
  GArray    *saved;   /* (element-type gint64) */
  int        status;
} Adding;

typedef struct {
  Adding    *adding;
  CarrelAdd *add;  /* (owned) */
  char      *name; /* (owned): for messages */
} Item;

/* ── What a word means ── */

/* A name without a folder that ends like a text file is a file, though it could be a host. */
static gboolean
looks_like_file (const char *word)
{
  static const char *const endings[] = { ".html", ".htm", ".xhtml", ".mhtml", ".md", ".markdown", ".txt", ".text", ".pdf", ".json", ".csv" };
  g_autofree char *lower = g_ascii_strdown (word, -1);

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
  return strstr (word, "://") || !(g_file_test (word, G_FILE_TEST_EXISTS) || looks_like_file (word));
}

/* NULL after the error was printed. */
static CarrelAdd *
make_add (Adding *adding, const char *word, const char *name)
{
  g_autoptr (CarrelAdd) add = NULL;

  if (is_web (word)) {
    g_autofree char *address = carrel_address_normalize (name);

    if (address)
      add = carrel_add_new_for_address (address);
    else
      carrel_output_error ("“%s” is neither a file nor a web address", name);
  } else if (strcmp (word, "-") == 0) {
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

/* ── Running ── */

static void start_more (Adding *adding);

static void
step_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  static const char *const steps[] = { "Fetching", "Reading", "Getting the images of", "Saving", "Saved" };
  Item *item = user_data;
  const char *title = carrel_add_get_title (item->add);

  carrel_output_progress ("[%u/%u] %s %s …", item->adding->done + 1, item->adding->cli->n_words, steps[carrel_add_get_step (item->add)], title ? title : item->name);
}

static void
end_item (Item *item)
{
  Adding *adding = item->adding;

  adding->running--;
  adding->done++;
  adding->alone = FALSE;
  g_signal_handlers_disconnect_by_data (item->add, item);
  g_object_unref (item->add);
  g_free (item->name);
  g_free (item);
  start_more (adding);
}

static void
print_saved (Item *item, gint64 id, const char *title)
{
  g_autofree char *line = carrel_output_line (title);
  guint missing = carrel_add_get_n_missing_images (item->add);

  carrel_output_progress (NULL);
  g_array_append_val (item->adding->saved, id);
  if (!item->adding->cli->json) {
    carrel_output_print ("%" G_GINT64_FORMAT "\t%s\n", id, line);
    fflush (stdout);
  }
  if (missing > 0)
    carrel_output_error (missing == 1 ? "%s: %u image could not be had" : "%s: %u images could not be had", item->name, missing);
}

/* What came back from the trash has told no title. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (CarrelArticle) article = carrel_library_load_article_finish (CARREL_LIBRARY (source), result, NULL);

  if (article)
    print_saved (item, carrel_article_get_id (article), carrel_article_get_title (article));
  end_item (item);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Item *item = user_data;
  Adding *adding = item->adding;
  g_autoptr (GError) error = NULL;
  gint64 id = carrel_library_add_finish (CARREL_LIBRARY (source), result, &error);

  if (id != 0 && !carrel_add_get_title (item->add)) {
    carrel_library_load_article_async (adding->cli->library, id, NULL, loaded_cb, item);
    return;
  }
  if (id != 0) {
    print_saved (item, id, carrel_add_get_title (item->add));
  } else {
    adding->status = 1;
    if (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_EXISTS))
      carrel_output_error ("%s: %s (%" G_GINT64_FORMAT ")", item->name, error->message, carrel_add_get_existing (item->add));
    else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && strstr (error->message, item->name))
      carrel_output_error ("%s", error->message);
    else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      carrel_output_error ("%s: %s", item->name, error->message);
  }
  end_item (item);
}

static gboolean
may_start (Adding *adding)
{
  CarrelCli *cli = adding->cli;

  if (adding->next >= cli->n_words || adding->alone || g_cancellable_is_cancelled (cli->cancellable))
    return FALSE;
  return is_web (cli->words[adding->next]) ? adding->running < AT_ONCE : adding->running == 0;
}

static void
start_more (Adding *adding)
{
  CarrelCli *cli = adding->cli;

  while (may_start (adding)) {
    const char *word = cli->words[adding->next++];
    g_autofree char *name = strcmp (word, "-") == 0 ? g_strdup ("standard input") : carrel_text_make_valid (word, -1);
    CarrelAdd *add = make_add (adding, word, name);
    Item *item;

    if (!add) {
      adding->status = 1;
      adding->done++;
      continue;
    }
    item = g_new0 (Item, 1);
    item->adding = adding;
    item->add = add;
    item->name = g_steal_pointer (&name);
    adding->alone = !is_web (word);
    adding->running++;
    g_signal_connect (add, "notify", G_CALLBACK (step_cb), item);
    carrel_library_add_async (cli->library, add, cli->cancellable, added_cb, item);
  }
}

int
carrel_command_add (CarrelCli *cli)
{
  const char *said = carrel_cli_get_option (cli, "url");
  g_auto (GStrv) topics = carrel_cli_dup_options (cli, "topic");
  g_autofree char *address = said ? carrel_address_normalize (said) : NULL;
  g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (gint64));
  Adding adding = { .cli = cli, .topics = topics, .address = address, .images = !carrel_cli_has_option (cli, "no-images"), .saved = saved };

  if (said && !address)
    return carrel_cli_wrong_usage (cli, "“%s” is no web address", said);
  if (said && (cli->n_words > 1 || is_web (cli->words[0])))
    return carrel_cli_wrong_usage (cli, "--url is for one file, or for -");
  for (guint i = 0; topics[i]; i++) {
    g_autofree char *path = carrel_topic_normalize_path (topics[i]);

    if (!path)
      return carrel_cli_wrong_usage (cli, "“%s” is no name for a topic", topics[i]);
  }
  start_more (&adding);
  while (adding.running > 0)
    g_main_context_iteration (NULL, TRUE);
  carrel_output_progress (NULL);
  if (cli->json && !carrel_cli_print_articles (cli, saved))
    return 1;
  return adding.status;
}

/* command-health.c: check, stats, samples. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-command.h"
#include "cli/carrel-output.h"

static CarrelHealth *
check (CarrelCli *cli, GError **error)
{
  CarrelProgress progress = { 0 };

  carrel_library_check_async (cli->library, &progress, cli->cancellable, CARREL_CLI_CALLBACK);
  return carrel_library_check_finish (
      cli->library, carrel_cli_wait_with_progress (cli, "Checking", &progress), error);
}

static gboolean
repair (CarrelCli *cli, GError **error)
{
  g_autoptr (CarrelUndo) undo = NULL;

  carrel_output_progress ("Repairing …");
  carrel_library_repair_async (cli->library, CARREL_CLI_CALLBACK);
  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), error);
  carrel_output_progress (NULL);
  return undo != NULL;
}

int
carrel_command_check (CarrelCli *cli)
{
  g_autoptr (CarrelHealth) health = NULL;
  gboolean repaired = FALSE;
  GError  *error = NULL;

  health = check (cli, &error);
  if (health && !health->sound && carrel_cli_has_option (cli, "repair")) {
    guint n = health->problems->len;

    g_clear_pointer (&health, carrel_health_free);
    repaired = repair (cli, &error);
    health = repaired ? check (cli, &error) : NULL;
    repaired = health && health->problems->len < n;
  }
  if (!health)
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    JsonObject *object = json_object_new ();
    JsonArray  *problems = json_array_new ();

    for (guint i = 0; i < health->problems->len; i++)
      json_array_add_string_element (problems, health->problems->pdata[i]);
    json_object_set_boolean_member (object, "sound", health->sound);
    json_object_set_boolean_member (object, "repaired", repaired);
    json_object_set_array_member (object, "problems", problems);
    json_object_set_int_member (object, "articles", health->n_articles);
    json_object_set_int_member (object, "blobs", health->n_blobs);
    json_object_set_int_member (object, "swept", health->n_swept);
    carrel_output_json (object);
    return health->sound ? 0 : 1;
  }
  for (guint i = 0; i < health->problems->len; i++)
    carrel_output_print ("%s\n", (char *) health->problems->pdata[i]);
  if (repaired)
    carrel_output_print ("What could be made again was made again.\n");
  carrel_output_print ("The library is %s: %u %s, %u %s.\n", health->sound ? "sound" : "not sound",
                       health->n_articles, health->n_articles == 1 ? "article" : "articles",
                       health->n_blobs, health->n_blobs == 1 ? "file" : "files");
  if (health->n_swept > 0)
    carrel_output_print ("Cleared away %u %s that no article used.\n", health->n_swept,
                         health->n_swept == 1 ? "file" : "files");
  return health->sound ? 0 : 1;
}

int
carrel_command_stats (CarrelCli *cli)
{
  CarrelStats stats = { 0 };
  GError     *error = NULL;
  const struct {
    const char    *key, *label;
    const guint   *number;
    const guint64 *words;
    const gint64  *bytes;
  } rows[] = {
    { "articles", "Articles", &stats.counts.all, NULL, NULL },
    { "inbox", "In the inbox", &stats.counts.inbox, NULL, NULL },
    { "archive", "In the archive", &stats.counts.archive, NULL, NULL },
    { "unread", "Unread", &stats.counts.unread, NULL, NULL },
    { "reading", "Being read", &stats.counts.reading, NULL, NULL },
    { "favourites", "Favourites", &stats.counts.favourites, NULL, NULL },
    { "trash", "In the trash", &stats.counts.trash, NULL, NULL },
    { "highlights", "Highlights", &stats.counts.highlights, NULL, NULL },
    { "wanted", "Wanted", &stats.counts.wanted, NULL, NULL },
    { "topics", "Topics", &stats.n_topics, NULL, NULL },
    { "links", "Links", &stats.n_links, NULL, NULL },
    { "sites", "Sites", &stats.n_sites, NULL, NULL },
    { "snapshots", "Snapshots", &stats.n_snapshots, NULL, NULL },
    { "images", "Images", &stats.n_images, NULL, NULL },
    { "words", "Words", NULL, &stats.words, NULL },
    { "database_bytes", "Database", NULL, NULL, &stats.database_bytes },
    { "blob_bytes", "Images and snapshots", NULL, NULL, &stats.blob_bytes },
  };
  g_autoptr (CarrelTable) table = carrel_table_new ((const char *[]) { "", ">", NULL });
  JsonObject *object;

  carrel_library_load_stats_async (cli->library, cli->cancellable, CARREL_CLI_CALLBACK);
  if (!carrel_library_load_stats_finish (cli->library, carrel_cli_wait (cli), &stats, &error))
    return carrel_cli_fail (cli, error);
  object = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64           number = rows[i].number  ? *rows[i].number
                              : rows[i].words ? (gint64) *rows[i].words
                                              : *rows[i].bytes;
    g_autofree char *text = rows[i].bytes ? g_format_size ((guint64) number)
                                          : g_strdup_printf ("%" G_GINT64_FORMAT, number);

    json_object_set_int_member (object, rows[i].key, number);
    carrel_table_add (table, rows[i].label, text);
  }
  if (cli->json) {
    carrel_output_json (object);
  } else {
    carrel_table_print (table);
    json_object_unref (object);
  }
  return 0;
}

int
carrel_command_samples (CarrelCli *cli)
{
  GError *error = NULL;
  guint   n;

  carrel_library_add_samples_async (cli->library, cli->cancellable, CARREL_CLI_CALLBACK);
  n = carrel_library_add_samples_finish (cli->library, carrel_cli_wait (cli), &error);
  if (error)
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "articles", n);
    carrel_output_json (object);
  } else if (n == 0) {
    carrel_output_print ("The sample articles are there already.\n");
  } else {
    carrel_output_print (n == 1 ? "Added %u sample article.\n" : "Added %u sample articles.\n", n);
  }
  return 0;
}

/* command-topics.c: tag, and topics with rename, merge and delete. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"

#include <string.h>

/* ── tag ── */

static int
tag (CarrelCli *cli, char **words, guint n_words, GStrv add, GStrv remove)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  GError *error = NULL;
  guint n;
  int status = 0;

  ids = carrel_cli_find_all (cli, words, n_words, &status);
  if (ids->len == 0)
    return 1;
  carrel_library_tag_async (cli->library, ids, (const char *const *) add, (const char *const *) remove, CARREL_CLI_CALLBACK);
  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!undo)
    return carrel_cli_fail (cli, error);
  n = carrel_undo_get_n_articles (undo);
  if (cli->json)
    return carrel_cli_print_articles (cli, ids) ? status : 1;
  carrel_output_print (n == 1 ? "Changed the topics of %u article.\n" : "Changed the topics of %u articles.\n", n);
  return status;
}

int
carrel_command_tag (CarrelCli *cli)
{
  g_autoptr (GStrvBuilder) adding = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) removing = g_strv_builder_new ();
  g_autoptr (GPtrArray) articles = g_ptr_array_new ();
  g_auto (GStrv) add = NULL;
  g_auto (GStrv) remove = NULL;

  for (guint i = 0; i < cli->n_words; i++) {
    char *word = cli->words[i];

    if (*word == '+')
      g_strv_builder_take (adding, carrel_text_make_valid (word + 1, -1));
    else if (*word == '-')
      g_strv_builder_take (removing, carrel_text_make_valid (word + 1, -1));
    else
      g_ptr_array_add (articles, word);
  }
  add = g_strv_builder_end (adding);
  remove = g_strv_builder_end (removing);
  if (articles->len == 0)
    return carrel_cli_wrong_usage (cli, "No article is named");
  if (!*add && !*remove)
    return carrel_cli_wrong_usage (cli, "No topic is named: +TOPIC gives one, -TOPIC takes one away");
  return tag (cli, (char **) articles->pdata, articles->len, add, remove);
}

/* ── topics ── */

static int
list_topics (CarrelCli *cli)
{
  GListModel *topics = carrel_library_get_topics (cli->library);
  g_autoptr (CarrelTable) table = carrel_table_new ((const char *[]) { "*TOPIC", ">ARTICLES", ">UNREAD", NULL });
  CarrelJsonList list;

  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint i = 0; i < g_list_model_get_n_items (topics); i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (topics, i);
    g_autofree char *n = g_strdup_printf ("%u", carrel_topic_get_n_articles (topic));
    g_autofree char *unread = g_strdup_printf ("%u", carrel_topic_get_n_unread (topic));

    if (cli->json) {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "id", carrel_topic_get_id (topic));
      json_object_set_string_member (object, "path", carrel_topic_get_path (topic));
      json_object_set_int_member (object, "colour", carrel_topic_get_colour (topic));
      json_object_set_int_member (object, "n", carrel_topic_get_n_articles (topic));
      json_object_set_int_member (object, "n_unread", carrel_topic_get_n_unread (topic));
      carrel_json_list_add (&list, object);
    } else {
      carrel_table_add (table, carrel_topic_get_path (topic), n, unread);
    }
  }
  if (cli->json)
    carrel_json_list_end (&list);
  else
    carrel_table_print (table);
  return 0;
}

static int
finish_topics (CarrelCli *cli, const char *sentence)
{
  g_autoptr (CarrelUndo) undo = NULL;
  GError *error = NULL;

  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!undo)
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "articles", carrel_undo_get_n_articles (undo));
    carrel_output_json (object);
  } else {
    carrel_output_print ("%s\n", sentence);
  }
  return 0;
}

int
carrel_command_topics (CarrelCli *cli)
{
  const char *verb = cli->n_words > 0 ? cli->words[0] : NULL;
  g_autofree char *from = cli->n_words > 1 ? carrel_text_make_valid (cli->words[1], -1) : NULL;
  g_autofree char *into = cli->n_words > 2 ? carrel_text_make_valid (cli->words[2], -1) : NULL;
  g_autofree char *sentence = NULL;

  if (!verb || (strcmp (verb, "list") == 0 && !from))
    return list_topics (cli);
  if (strcmp (verb, "rename") == 0 && into) {
    sentence = g_strdup_printf ("Renamed “%s” to “%s”.", from, into);
    carrel_library_rename_topic_async (cli->library, from, into, CARREL_CLI_CALLBACK);
  } else if (strcmp (verb, "merge") == 0 && into) {
    sentence = g_strdup_printf ("Merged “%s” into “%s”.", from, into);
    carrel_library_merge_topics_async (cli->library, from, into, CARREL_CLI_CALLBACK);
  } else if (strcmp (verb, "delete") == 0 && from && !into) {
    sentence = g_strdup_printf ("Deleted the topic “%s”.", from);
    carrel_library_delete_topic_async (cli->library, from, CARREL_CLI_CALLBACK);
  } else {
    return carrel_cli_wrong_usage (cli, "Usage: carrel topics %s", cli->command->usage);
  }
  return finish_topics (cli, sentence);
}

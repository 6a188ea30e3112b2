/* command-topics.c: tag; topics with rename, merge, delete and their names; suggest. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"

#include <string.h>

#define MAX_SUGGESTIONS 8

/* ── tag ── */

static int
tag (CarrelCli *cli, char **words, guint n_words, GStrv add, GStrv remove)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  GError *error = NULL;
  guint   n;
  int     status = 0;

  ids = carrel_cli_find_all (cli, words, n_words, &status);
  if (ids->len == 0)
    return 1;
  carrel_library_tag_async (cli->library, ids, (const char *const *) add,
                            (const char *const *) remove, CARREL_CLI_CALLBACK);
  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!undo)
    return carrel_cli_fail (cli, error);
  n = carrel_undo_get_n_articles (undo);
  if (cli->json)
    return carrel_cli_print_articles (cli, ids) ? status : 1;
  carrel_output_print (
      n == 1 ? "Changed the topics of %u article.\n" : "Changed the topics of %u articles.\n", n);
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
    return carrel_cli_wrong_usage (cli,
                                   "No topic is named: +TOPIC gives one, -TOPIC takes one away");
  return tag (cli, (char **) articles->pdata, articles->len, add, remove);
}

/* ── topics ── */

static JsonArray *
list_aliases (CarrelTopic *topic)
{
  const char *const *aliases = carrel_topic_get_aliases (topic);
  JsonArray         *array = json_array_new ();

  for (guint i = 0; aliases[i]; i++)
    json_array_add_string_element (array, aliases[i]);
  return array;
}

static int
list_topics (CarrelCli *cli)
{
  GListModel *topics = carrel_library_get_topics (cli->library);
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { "*TOPIC", ">ARTICLES", ">UNREAD", NULL });
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
      json_object_set_array_member (object, "aliases", list_aliases (topic));
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

static void
alike_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static int
list_alike (CarrelCli *cli)
{
  GListModel *pairs = carrel_library_get_alike (cli->library);
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { "*TOPIC", ">ARTICLES", "*LIKE", ">ARTICLES", NULL });
  gboolean read = FALSE;
  gulong handler = g_signal_connect (pairs, "items-changed", G_CALLBACK (alike_changed_cb), &read);
  CarrelJsonList list;

  while (!read)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (pairs, handler);
  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint i = 0; i < g_list_model_get_n_items (pairs); i++) {
    g_autoptr (CarrelTopicPair) pair = g_list_model_get_item (pairs, i);
    CarrelTopic *from = carrel_topic_pair_get_from (pair),
                *into = carrel_topic_pair_get_into (pair);
    g_autofree char *n = g_strdup_printf ("%u", carrel_topic_get_n_articles (from)),
                    *m = g_strdup_printf ("%u", carrel_topic_get_n_articles (into));

    if (cli->json) {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "from", carrel_topic_get_path (from));
      json_object_set_string_member (object, "into", carrel_topic_get_path (into));
      carrel_json_list_add (&list, object);
    } else {
      carrel_table_add (table, carrel_topic_get_path (from), n, carrel_topic_get_path (into), m);
    }
  }
  if (cli->json)
    carrel_json_list_end (&list);
  else
    carrel_table_print (table);
  return 0;
}

int
carrel_command_topics (CarrelCli *cli)
{
  const char      *verb = cli->n_words > 0 ? cli->words[0] : NULL;
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
  } else if (strcmp (verb, "alias") == 0 && into) {
    sentence = g_strdup_printf ("“%s” is another name of “%s”.", into, from);
    carrel_library_alias_topic_async (cli->library, from, into, CARREL_CLI_CALLBACK);
  } else if (strcmp (verb, "unalias") == 0 && from && !into) {
    sentence = g_strdup_printf ("“%s” is no other name any more.", from);
    carrel_library_unalias_topic_async (cli->library, from, CARREL_CLI_CALLBACK);
  } else if (strcmp (verb, "alike") == 0 && !from) {
    return list_alike (cli);
  } else if (strcmp (verb, "distinct") == 0 && into) {
    sentence = g_strdup_printf ("“%s” and “%s” are not the same.", from, into);
    carrel_library_set_distinct_async (cli->library, from, into, CARREL_CLI_CALLBACK);
  } else {
    return carrel_cli_wrong_usage (cli, "Usage: carrel topics %s", cli->command->usage);
  }
  return finish_topics (cli, sentence);
}

/* ── suggest ── */

static JsonObject *
suggestion_to_json (CarrelSuggestion *suggestion)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "path", carrel_suggestion_get_path (suggestion));
  json_object_set_boolean_member (object, "new", carrel_suggestion_is_new (suggestion));
  json_object_set_double_member (object, "score", carrel_suggestion_get_score (suggestion));
  json_object_set_int_member (object, "n_similar", carrel_suggestion_get_n_similar (suggestion));
  return object;
}

static int
print_suggestions (CarrelCli *cli, GPtrArray *suggestions)
{
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { ">N", "*TOPIC", ">SCORE", "WHY", NULL });
  CarrelJsonList list;

  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint i = 0; i < suggestions->len; i++) {
    CarrelSuggestion *suggestion = suggestions->pdata[i];
    guint             n = carrel_suggestion_get_n_similar (suggestion);
    g_autofree char  *number = g_strdup_printf ("%u", i + 1),
                    *score = g_strdup_printf ("%.2f", carrel_suggestion_get_score (suggestion));
    g_autofree char *why =
        carrel_suggestion_is_new (suggestion) ? g_strdup ("new")
        : n > 0 ? g_strdup_printf (n == 1 ? "%u article like it" : "%u articles like it", n)
                : g_strdup ("site, author or links");

    if (cli->json)
      carrel_json_list_add (&list, suggestion_to_json (suggestion));
    else
      carrel_table_add (table, number, carrel_suggestion_get_path (suggestion), score, why);
  }
  if (cli->json)
    carrel_json_list_end (&list);
  else
    carrel_table_print (table);
  return 0;
}

/* The suggestion that an option names by its number; NULL after the error was printed. */
static CarrelSuggestion *
get_suggestion (CarrelCli *cli, GPtrArray *suggestions, const char *number)
{
  guint64 n;

  if (g_ascii_string_to_unsigned (number, 10, 1, MAX (suggestions->len, 1), &n, NULL) &&
      n <= suggestions->len)
    return suggestions->pdata[n - 1];
  carrel_cli_wrong_usage (cli, "There is no suggestion “%s”", number);
  return NULL;
}

int
carrel_command_suggest (CarrelCli *cli)
{
  const char *accept = carrel_cli_get_option (cli, "accept"),
             *refuse = carrel_cli_get_option (cli, "refuse");
  gint64 id = carrel_cli_find (cli, cli->words[0]);
  g_autoptr (GPtrArray) suggestions = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char  *sentence = NULL;
  CarrelSuggestion *suggestion;
  GError           *error = NULL;

  if (id == 0)
    return 1;
  carrel_library_suggest_topics_async (cli->library, id, MAX_SUGGESTIONS, NULL,
                                       CARREL_CLI_CALLBACK);
  suggestions = carrel_library_suggest_topics_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!suggestions)
    return carrel_cli_fail (cli, error);
  if (!accept && !refuse)
    return print_suggestions (cli, suggestions);
  suggestion = get_suggestion (cli, suggestions, accept ? accept : refuse);
  if (!suggestion)
    return 2;
  g_array_append_val (ids, id);
  if (accept) {
    const char *add[] = { carrel_suggestion_get_path (suggestion), NULL };

    sentence = g_strdup_printf ("Gave it “%s”.", add[0]);
    carrel_library_tag_async (cli->library, ids, add, NULL, CARREL_CLI_CALLBACK);
  } else {
    sentence = g_strdup_printf ("“%s” is not suggested for it again.",
                                carrel_suggestion_get_path (suggestion));
    carrel_library_refuse_topic_async (cli->library, ids, carrel_suggestion_get_path (suggestion),
                                       CARREL_CLI_CALLBACK);
  }
  return finish_topics (cli, sentence);
}

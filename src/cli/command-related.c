/* command-related.c: related; what «links --unlinked» lists. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-links.h"

#define DEFAULT_LIMIT 10
#define MAX_UNLINKED 100

static JsonArray *
list_to_json (GStrv words)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; words[i]; i++)
    json_array_add_string_element (array, words[i]);
  return array;
}

/* ── related ── */

static JsonObject *
related_to_json (const CarrelRelated *related)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", carrel_article_get_id (related->article));
  carrel_json_set_text (object, "title", carrel_article_get_title (related->article));
  json_object_set_double_member (object, "score", related->score);
  json_object_set_array_member (object, "words", list_to_json (related->words));
  json_object_set_array_member (object, "topics", list_to_json (related->topics));
  json_object_set_boolean_member (object, "linked", related->linked);
  json_object_set_int_member (object, "n_common_links", related->n_common);
  return object;
}

/* «linked; 2 links in common; topics ai/llm; words whale, harpoon» (transfer full) */
static char *
describe_reason (const CarrelRelated *related)
{
  g_autoptr (GString) why = g_string_new (NULL);
  g_autofree char *topics = g_strjoinv (", ", related->topics);
  g_autofree char *words = g_strjoinv (", ", related->words);

  if (related->linked)
    g_string_append (why, "; linked");
  if (related->n_common > 0)
    g_string_append_printf (why,
                            related->n_common == 1 ? "; %u link in common" : "; %u links in common",
                            related->n_common);
  if (*topics)
    g_string_append_printf (why, related->topics[1] ? "; topics %s" : "; topic %s", topics);
  if (*words)
    g_string_append_printf (why, related->words[1] ? "; words %s" : "; word %s", words);
  return g_strdup (why->len > 2 ? why->str + 2 : "");
}

int
carrel_command_related (CarrelCli *cli)
{
  const char *most = carrel_cli_get_option (cli, "limit");
  guint64     limit = DEFAULT_LIMIT;
  gint64      id;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { ">LIKE", ">ID", "*TITLE", "*WHY", NULL });
  CarrelJsonList json;
  GError        *error = NULL;

  if (most && !g_ascii_string_to_unsigned (most, 10, 1, G_MAXINT, &limit, NULL))
    return carrel_cli_wrong_usage (cli, "“%s” is no number", most);
  id = carrel_cli_find (cli, cli->words[0]);
  if (id == 0)
    return 1;
  carrel_library_list_related_async (cli->library, id, (guint) limit,
                                     carrel_cli_has_option (cli, "unlinked"), cli->cancellable,
                                     CARREL_CLI_CALLBACK);
  list = carrel_library_list_related_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!list)
    return carrel_cli_fail (cli, error);
  if (cli->json)
    carrel_json_list_begin (&json);
  for (guint i = 0; i < list->len; i++) {
    const CarrelRelated *related = list->pdata[i];
    g_autofree char     *score = g_strdup_printf ("%.2f", related->score),
                    *number = g_strdup_printf ("%" G_GINT64_FORMAT,
                                               carrel_article_get_id (related->article)),
                    *why = describe_reason (related);

    if (cli->json)
      carrel_json_list_add (&json, related_to_json (related));
    else
      carrel_table_add (table, score, number, carrel_article_get_title (related->article), why);
  }
  if (cli->json)
    carrel_json_list_end (&json);
  else
    carrel_table_print (table);
  return 0;
}

/* ── links --unlinked ── */

static JsonObject *
unlinked_to_json (const CarrelUnlinked *unlinked)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", carrel_article_get_id (unlinked->article));
  carrel_json_set_text (object, "title", carrel_article_get_title (unlinked->article));
  json_object_set_boolean_member (object, "backlink", unlinked->backlink);
  carrel_json_set_text (object, "words", unlinked->words);
  carrel_json_set_text (object, "context", unlinked->context);
  return object;
}

int
carrel_cli_list_unlinked (CarrelCli *cli, gint64 id)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { "", ">ID", "*TITLE", "*WHERE", NULL });
  CarrelJsonList json;
  GError        *error = NULL;

  carrel_library_list_unlinked_async (cli->library, id, MAX_UNLINKED, cli->cancellable,
                                      CARREL_CLI_CALLBACK);
  list = carrel_library_list_unlinked_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!list)
    return carrel_cli_fail (cli, error);
  if (cli->json)
    carrel_json_list_begin (&json);
  for (guint i = 0; i < list->len; i++) {
    const CarrelUnlinked *unlinked = list->pdata[i];
    g_autofree char      *number =
        g_strdup_printf ("%" G_GINT64_FORMAT, carrel_article_get_id (unlinked->article));

    if (cli->json)
      carrel_json_list_add (&json, unlinked_to_json (unlinked));
    else
      carrel_table_add (table, unlinked->backlink ? "←" : "→", number,
                        carrel_article_get_title (unlinked->article), unlinked->context);
  }
  if (cli->json)
    carrel_json_list_end (&json);
  else
    carrel_table_print (table);
  return 0;
}

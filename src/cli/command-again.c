/* command-again.c: extract-again, site-rules. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-revision.h"

#include <string.h>

/* ── extract-again ── */

typedef struct {
  CarrelCli     *cli;
  CarrelTable   *table;
  CarrelJsonList list;
  gboolean       dry_run, all;
  int            status;
} Print;

static const char *const result_names[CARREL_N_AGAIN] = { "changed", "same", "shorter", "no page",
                                                          "failed" };

static void
set_pair (JsonObject *object, const char *name, guint before, guint after)
{
  JsonArray *pair = json_array_new ();

  json_array_add_int_element (pair, before);
  json_array_add_int_element (pair, after);
  json_object_set_array_member (object, name, pair);
}

static void
set_text_pair (JsonObject *object, const char *name, const char *before, const char *after)
{
  JsonArray *pair;

  if (g_strcmp0 (before, after) == 0)
    return;
  pair = json_array_new ();
  if (before)
    json_array_add_string_element (pair, before);
  else
    json_array_add_null_element (pair);
  if (after)
    json_array_add_string_element (pair, after);
  else
    json_array_add_null_element (pair);
  json_object_set_array_member (object, name, pair);
}

static JsonObject *
revision_to_json (gint64            id,
                  CarrelAgainResult result,
                  CarrelRevision   *revision,
                  const GError     *error)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", id);
  json_object_set_string_member (object, "result", result_names[result]);
  if (revision) {
    const CarrelRevisionSide *a = &revision->before, *b = &revision->after;
    g_autofree char          *published = carrel_time_to_iso (a->published),
                    *published_now = carrel_time_to_iso (b->published);

    set_pair (object, "words", a->words, b->words);
    set_pair (object, "pictures", a->pictures, b->pictures);
    set_pair (object, "headings", a->headings, b->headings);
    set_pair (object, "references", a->references, b->references);
    set_text_pair (object, "title", a->title, b->title);
    set_text_pair (object, "byline", a->byline, b->byline);
    set_text_pair (object, "published", published, published_now);
    json_object_set_int_member (object, "missing_pictures", revision->n_missing);
    json_object_set_boolean_member (object, "rule_unmatched",
                                    revision->rule == CARREL_RULE_UNMATCHED);
  }
  if (error)
    json_object_set_string_member (object, "error", error->message);
  return object;
}

static char *
describe (guint before, guint after)
{
  return before == after ? g_strdup_printf ("%u", before)
                         : g_strdup_printf ("%u → %u", before, after);
}

static void
again_cb (CarrelAgain      *again,
          gint64            id,
          CarrelAgainResult result,
          CarrelRevision   *revision,
          const GError     *error,
          gpointer          data)
{
  Print           *print = data;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id), *words = NULL,
                  *pictures = NULL;

  carrel_output_progress ("%u of %u …", carrel_again_get_done (again),
                          carrel_again_get_total (again));
  /* Asked for by its number, it is a failure; among all it is one that stays. */
  if (result == CARREL_AGAIN_FAILED || (result == CARREL_AGAIN_WITHOUT && !print->all))
    print->status = 1;
  if (print->cli->json) {
    carrel_json_list_add (&print->list, revision_to_json (id, result, revision, error));
    return;
  }
  if (error) {
    carrel_output_progress (NULL);
    carrel_output_error ("%" G_GINT64_FORMAT ": %s", id, error->message);
    return;
  }
  if (result == CARREL_AGAIN_SAME && print->all)
    return;
  words = revision ? describe (revision->before.words, revision->after.words) : NULL;
  pictures = revision ? describe (revision->before.pictures, revision->after.pictures) : NULL;
  carrel_table_add (print->table, number, result_names[result], words, pictures,
                    revision ? revision->after.title : NULL);
}

static void
print_summary (CarrelAgain *again, gboolean dry_run, guint n_without)
{
  guint changed = carrel_again_get_n (again, CARREL_AGAIN_CHANGED),
        same = carrel_again_get_n (again, CARREL_AGAIN_SAME),
        less = carrel_again_get_n (again, CARREL_AGAIN_LESS);
  guint failed = carrel_again_get_n (again, CARREL_AGAIN_FAILED),
        without = carrel_again_get_n (again, CARREL_AGAIN_WITHOUT) + n_without;

  carrel_output_print ("%u %s, %u the same", changed, dry_run ? "would change" : "changed", same);
  if (less > 0)
    carrel_output_print (
        ", %u left as they were, for they would lose much (name them to change them)", less);
  if (without > 0)
    carrel_output_print (", %u without a kept page", without);
  if (failed > 0)
    carrel_output_print (", %u failed and stay as they were", failed);
  carrel_output_print (".\n");
}

static GArray *
list_ids (CarrelCli *cli, gboolean all, guint *n_without, int *status)
{
  GArray *ids;
  GError *error = NULL;

  *n_without = 0;
  if (!all)
    return carrel_cli_find_all (cli, cli->words, cli->n_words, status);
  carrel_library_list_older_async (cli->library, cli->cancellable, CARREL_CLI_CALLBACK);
  ids = carrel_library_list_older_finish (cli->library, carrel_cli_wait (cli), n_without, &error);
  if (!ids)
    *status = carrel_cli_fail (cli, error);
  return ids;
}

int
carrel_command_extract_again (CarrelCli *cli)
{
  g_autoptr (CarrelTable) table = carrel_table_new (
      (const char *[]) { ">ID", "RESULT", ">WORDS", ">PICTURES", "*TITLE", NULL });
  Print print = { .cli = cli,
                  .table = table,
                  .dry_run = carrel_cli_has_option (cli, "dry-run"),
                  .all = carrel_cli_has_option (cli, "all") };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (CarrelAgain) again = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  guint   n_without;
  GError *error = NULL;

  if (print.all != (cli->n_words == 0))
    return carrel_cli_wrong_usage (
        cli, print.all ? "Either --all or articles"
                       : "Which articles? --all takes those of an older extractor");
  ids = list_ids (cli, print.all, &n_without, &print.status);
  if (!ids)
    return 1;
  again = carrel_again_new (ids);
  carrel_again_set_dry_run (again, print.dry_run);
  carrel_again_set_keep_less (again, !print.all);
  carrel_again_set_pictures (again, carrel_cli_has_option (cli, "images"));
  carrel_again_set_func (again, again_cb, &print);
  if (cli->json)
    carrel_json_list_begin (&print.list);
  carrel_library_extract_again_async (cli->library, again, cli->cancellable, CARREL_CLI_CALLBACK);
  undo = carrel_library_extract_again_finish (cli->library, carrel_cli_wait (cli), &error);
  carrel_output_progress (NULL);
  if (cli->json)
    carrel_json_list_end (&print.list);
  if (!undo)
    return carrel_cli_fail (cli, error);
  if (!cli->json) {
    carrel_table_print (table);
    if (print.all)
      print_summary (again, print.dry_run, n_without);
  }
  return g_cancellable_is_cancelled (cli->cancellable) ? 1 : print.status;
}

/* ── site-rules ── */

static int
remove_rule (CarrelCli *cli, const char *host)
{
  g_autoptr (CarrelUndo) undo = NULL;
  GError *error = NULL;

  carrel_library_remove_site_rule_async (cli->library, host, CARREL_CLI_CALLBACK);
  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!undo)
    return carrel_cli_fail (cli, error);
  if (!cli->json)
    carrel_output_print ("The text of pages of %s is found by itself again.\n", host);
  return 0;
}

static JsonObject *
rule_to_json (CarrelSiteRule *rule)
{
  JsonObject      *object = json_object_new ();
  JsonArray       *skip = json_array_new ();
  g_autofree char *created = carrel_time_to_iso (carrel_site_rule_get_created (rule));

  carrel_json_set_text (object, "host", carrel_site_rule_get_host (rule));
  carrel_json_set_text (object, "content", carrel_site_rule_get_content (rule));
  for (guint i = 0; carrel_site_rule_get_skip (rule)[i]; i++)
    json_array_add_string_element (skip, carrel_site_rule_get_skip (rule)[i]);
  json_object_set_array_member (object, "skip", skip);
  carrel_json_set_text (object, "created", created);
  return object;
}

int
carrel_command_site_rules (CarrelCli *cli)
{
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { "SITE", "*TEXT", "*LEFT OUT", NULL });
  g_autoptr (GPtrArray) rules = NULL;
  CarrelJsonList list;
  GError        *error = NULL;

  if (cli->n_words == 2 && strcmp (cli->words[0], "remove") == 0)
    return remove_rule (cli, cli->words[1]);
  if (cli->n_words > 0)
    return carrel_cli_wrong_usage (cli, "It is “site-rules”, or “site-rules remove HOST”");
  carrel_library_load_site_rules_async (cli->library, cli->cancellable, CARREL_CLI_CALLBACK);
  rules = carrel_library_load_site_rules_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!rules)
    return carrel_cli_fail (cli, error);
  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint i = 0; i < rules->len; i++) {
    CarrelSiteRule  *rule = rules->pdata[i];
    g_autofree char *skip = g_strjoinv (", ", (GStrv) carrel_site_rule_get_skip (rule));

    if (cli->json)
      carrel_json_list_add (&list, rule_to_json (rule));
    else
      carrel_table_add (table, carrel_site_rule_get_host (rule),
                        carrel_site_rule_get_content (rule), skip);
  }
  if (cli->json)
    carrel_json_list_end (&list);
  else
    carrel_table_print (table);
  return 0;
}

/* command-versions.c: versions, fetch-again. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-time.h"
#include "cli/carrel-cli-fetch.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-versions.h"

#include <string.h>

#define CONTEXT 1 /* unchanged paragraphs around a change */

/* ── versions ── */

static JsonObject *
version_to_json (const CarrelVersionEntry *entry)
{
  const CarrelVersionData *data = carrel_version_get (entry->version);
  JsonObject              *object = json_object_new ();

  json_object_set_int_member (object, "number", data->number);
  json_object_set_int_member (object, "made", data->made);
  json_object_set_boolean_member (object, "current", data->current);
  json_object_set_string_member (object, "reason", data->added ? "added" : "fetched");
  carrel_json_set_text (object, "title", data->title);
  carrel_json_set_text (object, "byline", data->byline);
  json_object_set_int_member (object, "words", data->words);
  if (entry->compared) {
    json_object_set_int_member (object, "words_added", entry->n_added);
    json_object_set_int_member (object, "words_removed", entry->n_removed);
  }
  return object;
}

static void
print_versions (CarrelCli *cli, GPtrArray *entries)
{
  g_autoptr (CarrelTable) table = carrel_table_new (
      (const char *[]) { ">NUMBER", "", "MADE", ">WORDS", ">CHANGES", "*TITLE", NULL });
  CarrelJsonList list;

  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint i = 0; i < entries->len; i++) {
    const CarrelVersionEntry *entry = entries->pdata[i];
    const CarrelVersionData  *data = carrel_version_get (entry->version);
    g_autofree char          *number = g_strdup_printf ("%u", data->number),
                    *made = carrel_time_to_date (data->made),
                    *words = g_strdup_printf ("%u", data->words),
                    *changes = entry->compared
                                   ? g_strdup_printf ("+%u -%u", entry->n_added, entry->n_removed)
                                   : NULL;

    if (cli->json)
      carrel_json_list_add (&list, version_to_json (entry));
    else
      carrel_table_add (table, number, data->current ? "now" : "", made, words, changes,
                        data->title);
  }
  if (cli->json)
    carrel_json_list_end (&list);
  else
    carrel_table_print (table);
}

/* The version of a number, or NULL after an error message. */
static CarrelVersion *
find_version (GPtrArray *entries, const char *word)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (word, 10, 1, G_MAXUINT, &number, NULL))
    for (guint i = 0; i < entries->len; i++) {
      CarrelVersion *version = ((CarrelVersionEntry *) entries->pdata[i])->version;

      if (carrel_version_get (version)->number == number)
        return version;
    }
  carrel_output_error ("The article has no version “%s”", word);
  return NULL;
}

/* What goes stands in [-…-], what comes in {+…+}; of unchanged paragraphs only those beside a
 * change. */
static void
print_difference (GArray *runs)
{
  static const char *const before[] = { "", "[-", "{+" }, *const after[] = { "", "-]", "+}" };
  guint i = 0;

  while (i < runs->len) {
    const CarrelDiffRun *run = &g_array_index (runs, CarrelDiffRun, i);
    guint                n = 0, head, tail;

    if (run->changed) {
      carrel_output_print ("%s%.*s%s%s", before[run->kind], (int) run->len, run->text,
                           after[run->kind], run->ends ? "\n\n" : "");
      i++;
      continue;
    }
    while (i + n < runs->len && !g_array_index (runs, CarrelDiffRun, i + n).changed)
      n++;
    head = i == 0 ? 0 : MIN (CONTEXT, n);
    tail = i + n == runs->len ? 0 : MIN (CONTEXT, n - head);
    for (guint k = 0; k < n; k++) {
      run = &g_array_index (runs, CarrelDiffRun, i + k);
      if (k == head && n > head + tail)
        carrel_output_print ("(%u the same)\n\n", n - head - tail);
      if (k < head || k >= n - tail)
        carrel_output_print ("%.*s\n\n", (int) run->len, run->text);
    }
    i += n;
  }
}

static JsonObject *
difference_to_json (CarrelComparison *comparison)
{
  static const char *const kinds[] = { "same", "removed", "added" };
  JsonObject              *object = json_object_new ();
  JsonArray               *runs = json_array_new ();

  json_object_set_int_member (object, "before", carrel_version_get (comparison->before)->number);
  json_object_set_int_member (object, "after", carrel_version_get (comparison->after)->number);
  for (guint i = 0; i < comparison->runs->len; i++) {
    const CarrelDiffRun *run = &g_array_index (comparison->runs, CarrelDiffRun, i);
    JsonObject          *one = json_object_new ();
    g_autofree char     *text = g_strndup (run->text, run->len);

    json_object_set_string_member (one, "kind", kinds[run->kind]);
    carrel_json_set_text (one, "text", text);
    json_object_set_boolean_member (one, "ends", run->ends);
    json_array_add_object_element (runs, one);
  }
  json_object_set_array_member (object, "runs", runs);
  return object;
}

static int
compare (CarrelCli *cli, GPtrArray *entries, const char *which)
{
  g_auto (GStrv) words = g_strsplit (which, ",", 3);
  CarrelVersion *before, *after;
  g_autoptr (CarrelComparison) comparison = NULL;
  GError *error = NULL;

  if (g_strv_length (words) != 2)
    return carrel_cli_wrong_usage (cli, "“%s” doesn't name two versions, as in --diff=1,2", which);
  before = find_version (entries, words[0]);
  after = before ? find_version (entries, words[1]) : NULL;
  if (!after)
    return 1;
  carrel_library_compare_versions_async (cli->library, before, after, cli->cancellable,
                                         CARREL_CLI_CALLBACK);
  comparison = carrel_library_compare_versions_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!comparison)
    return carrel_cli_fail (cli, error);
  if (cli->json)
    carrel_output_json (difference_to_json (comparison));
  else
    print_difference (comparison->runs);
  return 0;
}

static int
restore (CarrelCli *cli, gint64 id, GPtrArray *entries, const char *which)
{
  CarrelVersion *version = find_version (entries, which);
  g_autoptr (CarrelUndo) undo = NULL;
  GError *error = NULL;

  if (!version)
    return 1;
  if (carrel_version_get (version)->current) {
    carrel_output_error ("Version %s is what the article says now", which);
    return 1;
  }
  carrel_library_restore_version_async (cli->library, id, carrel_version_get (version)->id,
                                        CARREL_CLI_CALLBACK);
  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), &error);
  return undo ? 0 : carrel_cli_fail (cli, error);
}

int
carrel_command_versions (CarrelCli *cli)
{
  const char *pair = carrel_cli_get_option (cli, "diff"),
             *number = carrel_cli_get_option (cli, "restore");
  g_autoptr (GPtrArray) entries = NULL;
  GError *error = NULL;
  gint64  id;

  if (pair && number)
    return carrel_cli_wrong_usage (cli, "Either --diff or --restore");
  id = carrel_cli_find (cli, cli->words[0]);
  if (id == 0)
    return 1;
  carrel_library_load_versions_async (cli->library, id, cli->cancellable, CARREL_CLI_CALLBACK);
  entries = carrel_library_load_versions_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!entries)
    return carrel_cli_fail (cli, error);
  if (pair)
    return compare (cli, entries, pair);
  if (number)
    return restore (cli, id, entries, number);
  print_versions (cli, entries);
  return 0;
}

/* ── fetch-again ── */

int
carrel_command_fetch_again (CarrelCli *cli)
{
  gboolean less = carrel_cli_has_option (cli, "less"),
           images = !carrel_cli_has_option (cli, "no-images"), all_well;
  int            status = 0;
  CarrelJsonList list;
  g_autoptr (GArray) ids = carrel_cli_find_all (cli, cli->words, cli->n_words, &status);

  if (!ids)
    return 1;
  if (cli->json)
    carrel_json_list_begin (&list);
  all_well = carrel_cli_fetch_again (cli, ids, less, images, &list);
  if (cli->json)
    carrel_json_list_end (&list);
  return all_well && !g_cancellable_is_cancelled (cli->cancellable) ? status : 1;
}

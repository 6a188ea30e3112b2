/* command-wanted.c: what articles point at and the library hasn't. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-cli-fetch.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-links.h"
#include "model/carrel-address.h"

#include <string.h>

static GPtrArray *
load (CarrelCli *cli, guint limit)
{
  GPtrArray *wanted;
  GError    *error = NULL;

  carrel_library_load_wanted_async (cli->library, limit, cli->cancellable, CARREL_CLI_CALLBACK);
  wanted = carrel_library_load_wanted_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!wanted)
    carrel_cli_fail (cli, error);
  return wanted;
}

static JsonObject *
wanted_to_json (CarrelWanted *thing)
{
  JsonObject *object = json_object_new ();

  carrel_json_set_text (object, "key", carrel_wanted_get_key (thing));
  carrel_json_set_text (object, "title", carrel_wanted_get_title (thing));
  carrel_json_set_text (object, "address", carrel_wanted_get_address (thing));
  json_object_set_int_member (object, "n", carrel_wanted_get_n_sources (thing));
  json_object_set_int_member (object, "source", carrel_wanted_get_first_source (thing));
  carrel_json_set_text (object, "source_title", carrel_wanted_get_first_source_title (thing));
  return object;
}

static int
list (CarrelCli *cli, guint limit)
{
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { ">LINKS", "*TITLE", "*ADDRESS", ">IN", NULL });
  g_autoptr (GPtrArray) wanted = load (cli, limit);
  CarrelJsonList json;

  if (!wanted)
    return 1;
  if (cli->json)
    carrel_json_list_begin (&json);
  for (guint i = 0; i < wanted->len; i++) {
    CarrelWanted    *thing = wanted->pdata[i];
    g_autofree char *n = g_strdup_printf ("%u", carrel_wanted_get_n_sources (thing));
    g_autofree char *first =
        g_strdup_printf ("%" G_GINT64_FORMAT, carrel_wanted_get_first_source (thing));

    if (cli->json)
      carrel_json_list_add (&json, wanted_to_json (thing));
    else
      carrel_table_add (table, n, carrel_wanted_get_title (thing),
                        carrel_wanted_get_address (thing), first);
  }
  if (cli->json)
    carrel_json_list_end (&json);
  else
    carrel_table_print (table);
  return 0;
}

/* ── Fetching ── */

static int
fetch (CarrelCli *cli, guint limit)
{
  g_autoptr (GPtrArray) wanted = load (cli, 0);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = NULL;
  CarrelQueue       *queue = carrel_library_get_queue (cli->library);
  CarrelQueueOptions options = { 0 };
  GError            *error = NULL;
  gboolean           whole;

  if (!wanted)
    return 1;
  for (guint i = 0; i < wanted->len && addresses->len < limit; i++)
    if (carrel_wanted_get_address (wanted->pdata[i]))
      g_ptr_array_add (addresses, (gpointer) carrel_wanted_get_address (wanted->pdata[i]));
  if (addresses->len == 0)
    return !cli->json || carrel_cli_print_articles (cli, saved) ? 0 : 1;
  carrel_queue_add_async (queue, addresses, &options, CARREL_CLI_CALLBACK);
  ids = carrel_queue_add_finish (queue, carrel_cli_wait (cli), &error);
  if (!ids)
    return carrel_cli_fail (cli, error);
  whole = carrel_cli_fetch (cli, CARREL_QUEUE_WORK_ALL, saved, NULL);
  if (cli->json && !carrel_cli_print_articles (cli, saved))
    return 1;
  return whole ? 0 : 1;
}

/* ── Hiding ── */

/* As the library knows it: an address, a host, or a title's key as «--json» prints it. (transfer
 * full) */
static char *
make_key (const char *word)
{
  g_autofree char *address = g_str_has_prefix (word, "t ") ? NULL : carrel_address_normalize (word);

  if (address && carrel_address_is_front_page (address)) {
    g_autofree char *key = carrel_address_key (address);

    return g_strdup_printf ("site %s", key);
  }
  return address ? carrel_address_key (address) : g_strdup (word);
}

static int
hide (CarrelCli *cli, const char *word, gboolean hidden)
{
  g_autofree char *key = make_key (word);

  if (hidden)
    carrel_library_hide_wanted_async (cli->library, (const char *[]) { key, NULL },
                                      CARREL_CLI_CALLBACK);
  else
    carrel_library_show_wanted_async (cli->library, key, CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli))
    return 1;
  if (cli->json) {
    JsonObject *object = json_object_new ();

    carrel_json_set_text (object, "key", key);
    carrel_output_json (object);
    return 0;
  }
  carrel_output_print (hidden ? "Hidden: %s\n" : "Shown: %s\n", key);
  return 0;
}

static int
list_hidden (CarrelCli *cli)
{
  g_autoptr (GPtrArray) hidden = NULL;
  CarrelJsonList json;
  GError        *error = NULL;

  carrel_library_load_hidden_wanted_async (cli->library, cli->cancellable, CARREL_CLI_CALLBACK);
  hidden = carrel_library_load_hidden_wanted_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!hidden)
    return carrel_cli_fail (cli, error);
  if (cli->json)
    carrel_json_list_begin (&json);
  for (guint i = 0; i < hidden->len; i++) {
    const char *key = carrel_wanted_get_key (hidden->pdata[i]);

    if (cli->json) {
      JsonObject *object = json_object_new ();

      carrel_json_set_text (object, "key", key);
      carrel_json_set_text (object, "title", carrel_wanted_get_title (hidden->pdata[i]));
      carrel_json_set_text (object, "address", carrel_wanted_get_address (hidden->pdata[i]));
      carrel_json_list_add (&json, object);
    } else {
      carrel_output_print ("%s\n", key);
    }
  }
  if (cli->json)
    carrel_json_list_end (&json);
  return 0;
}

int
carrel_command_wanted (CarrelCli *cli)
{
  const char *most = carrel_cli_get_option (cli, "limit"),
             *hidden = carrel_cli_get_option (cli, "hide"),
             *shown = carrel_cli_get_option (cli, "show");
  guint64 limit = G_MAXINT;

  if (most && !g_ascii_string_to_unsigned (most, 10, 1, G_MAXINT, &limit, NULL))
    return carrel_cli_wrong_usage (cli, "“%s” is no number", most);
  if ((hidden != NULL) + (shown != NULL) + carrel_cli_has_option (cli, "fetch") +
          carrel_cli_has_option (cli, "hidden") >
      1)
    return carrel_cli_wrong_usage (cli,
                                   "--fetch, --hide, --show and --hidden can't be used together");
  if (hidden || shown)
    return hide (cli, hidden ? hidden : shown, hidden != NULL);
  if (carrel_cli_has_option (cli, "hidden"))
    return list_hidden (cli);
  return carrel_cli_has_option (cli, "fetch") ? fetch (cli, (guint) limit)
                                              : list (cli, (guint) limit);
}

/* command-links.c: link, unlink, links. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-links.h"

#include <string.h>

static GPtrArray *
load_links (CarrelCli *cli, gint64 id)
{
  GPtrArray *links;
  GError *error = NULL;

  carrel_library_load_links_async (cli->library, id, 0, cli->cancellable, CARREL_CLI_CALLBACK);
  links = carrel_library_load_links_finish (cli->library, carrel_cli_wait (cli), NULL, &error);
  if (!links)
    carrel_cli_fail (cli, error);
  return links;
}

static JsonObject *
link_to_json (CarrelLink *link)
{
  const CarrelLinkData *data = carrel_link_get (link);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", data->id);
  json_object_set_int_member (object, "source", data->source);
  if (data->target != 0)
    json_object_set_int_member (object, "target", data->target);
  else
    json_object_set_null_member (object, "target");
  json_object_set_string_member (object, "kind", data->label ? data->label : carrel_link_kind_get_name (data->kind));
  json_object_set_boolean_member (object, "backlink", data->backlink);
  carrel_json_set_text (object, "title", carrel_link_get_title (link));
  carrel_json_set_text (object, "address", data->address ? data->address : data->other ? carrel_article_get (data->other)->address : NULL);
  carrel_json_set_text (object, "context", data->context);
  carrel_json_set_text (object, "note", data->note);
  return object;
}

/* ── link, unlink ── */

/* ID KIND ID. `label` (nullable) gets a kind of the person's own. 0, or the exit status after the error was printed. */
static int
read_link (CarrelCli *cli, gboolean own, gint64 *source, CarrelLinkKind *kind, const char **label, gint64 *target)
{
  *label = NULL;
  if (own) {
    *kind = CARREL_LINK_RELATED;
    *label = cli->words[1];
  } else if (!carrel_link_kind_from_name (cli->words[1], kind))
    return carrel_cli_wrong_usage (cli, "There is no kind of link “%s”", cli->words[1]);
  *source = carrel_cli_find (cli, cli->words[0]);
  *target = carrel_cli_find (cli, cli->words[2]);
  return *source != 0 && *target != 0 ? 0 : 1;
}

/* (transfer full) (nullable): the link from source to target */
static CarrelLink *
find_link (GPtrArray *links, CarrelLinkKind kind, const char *label, gint64 target)
{
  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *data = carrel_link_get (links->pdata[i]);

    if (!data->backlink && data->kind == kind && data->target == target && g_strcmp0 (data->label, label) == 0)
      return g_object_ref (links->pdata[i]);
  }
  return NULL;
}

int
carrel_command_link (CarrelCli *cli)
{
  gint64 source = 0, target = 0;
  CarrelLinkKind kind;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (CarrelLink) link = NULL;
  const char *label;
  int status = read_link (cli, carrel_cli_has_option (cli, "own"), &source, &kind, &label, &target);

  if (status != 0)
    return status;
  carrel_library_link_as_async (cli->library, source, target, &(CarrelLinkSaid) { kind, label, carrel_cli_get_option (cli, "inverse"), carrel_cli_get_option (cli, "note"), NULL }, CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli))
    return 1;
  if (!cli->json) {
    carrel_output_print ("Linked: %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT ".\n", source, cli->words[1], target);
    return 0;
  }
  links = load_links (cli, source);
  link = links ? find_link (links, kind, label, target) : NULL;
  if (link)
    carrel_output_json (link_to_json (link));
  return link ? 0 : 1;
}

int
carrel_command_unlink (CarrelCli *cli)
{
  gint64 source = 0, target = 0;
  CarrelLinkKind kind;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (CarrelLink) link = NULL;
  const char *label;
  /* What is no kind is one of the person's own. */
  int status = read_link (cli, !carrel_link_kind_from_name (cli->words[1], &kind), &source, &kind, &label, &target);

  if (status != 0)
    return status;
  links = load_links (cli, source);
  if (!links)
    return 1;
  link = find_link (links, kind, label, target);
  if (!link) {
    carrel_output_error ("There is no link %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT, source, cli->words[1], target);
    return 1;
  }
  carrel_library_unlink_async (cli->library, carrel_link_get (link)->id, CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli))
    return 1;
  if (cli->json)
    carrel_output_json (link_to_json (link));
  else
    carrel_output_print ("Unlinked: %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT ".\n", source, cli->words[1], target);
  return 0;
}

/* ── links ── */

static const char *
describe_kind (const CarrelLinkData *data)
{
  if (data->label)
    return data->backlink && data->inverse ? data->inverse : data->label;
  return carrel_link_kind_get_name (data->kind);
}

int
carrel_command_links (CarrelCli *cli)
{
  gint64 id = carrel_cli_find (cli, cli->words[0]);
  gboolean unlinked = id != 0 && carrel_cli_has_option (cli, "unlinked");
  g_autoptr (GPtrArray) links = id != 0 && !unlinked ? load_links (cli, id) : NULL;
  g_autoptr (CarrelTable) table = carrel_table_new ((const char *[]) { "", "KIND", ">ID", "*TITLE", "*ADDRESS", NULL });
  CarrelJsonList list;

  if (unlinked)
    return carrel_cli_list_unlinked (cli, id);
  if (!links)
    return 1;
  if (cli->json) {
    carrel_json_list_begin (&list);
    for (guint i = 0; i < links->len; i++)
      carrel_json_list_add (&list, link_to_json (links->pdata[i]));
    carrel_json_list_end (&list);
    return 0;
  }
  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *data = carrel_link_get (links->pdata[i]);
    g_autofree char *other = data->other ? g_strdup_printf ("%" G_GINT64_FORMAT, carrel_article_get_id (data->other)) : g_strdup ("-");

    carrel_table_add (table, data->backlink ? "←" : "→", describe_kind (data), other, carrel_link_get_title (links->pdata[i]),
                      data->other ? carrel_article_get (data->other)->address : data->address);
  }
  carrel_table_print (table);
  return 0;
}

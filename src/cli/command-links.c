/* command-links.c: link, unlink, links. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-links.h"
#include "library/carrel-queue.h"
#include "model/carrel-address.h"

#include <string.h>

static GPtrArray *
load_links (CarrelCli *cli, gint64 id)
{
  GPtrArray *links;
  GError    *error = NULL;

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
  JsonObject           *object = json_object_new ();

  json_object_set_int_member (object, "id", data->id);
  json_object_set_int_member (object, "source", data->source);
  if (data->target != 0)
    json_object_set_int_member (object, "target", data->target);
  else
    json_object_set_null_member (object, "target");
  json_object_set_string_member (
      object, "kind", data->label ? data->label : carrel_link_kind_get_name (data->kind));
  json_object_set_boolean_member (object, "backlink", data->backlink);
  carrel_json_set_text (object, "title", carrel_link_get_title (link));
  carrel_json_set_text (object, "address",
                        data->address ? data->address
                        : data->other ? carrel_article_get (data->other)->address
                                      : NULL);
  carrel_json_set_text (object, "context", data->context);
  carrel_json_set_text (object, "note", data->note);
  return object;
}

/* ── link, unlink ── */

/* ID KIND TARGET, as it was typed. */
typedef struct {
  gint64         source;
  CarrelLinkKind kind;
  const char    *label;   /* of a kind of the person's own (nullable) */
  gint64         target;  /* 0: it isn't there; then one of the two */
  char          *address; /* (owned) (nullable): normalised */
  const char    *title;   /* (nullable) */
} Typed;

static void
clear_typed (Typed *typed)
{
  g_free (typed->address);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, clear_typed)

/* An article by its number or address; an address may be one that isn't there. FALSE: the error was
 * printed. */
static gboolean
find_target (CarrelCli *cli, const char *word, Typed *typed)
{
  g_autofree char *text = carrel_text_make_valid (word, -1);
  g_autoptr (GError) error = NULL;

  if (carrel_cli_has_option (cli, "title")) {
    typed->title = word;
    return TRUE;
  }
  if (!strchr (text, '.') || !(typed->address = carrel_address_normalize (text)))
    return (typed->target = carrel_cli_find (cli, word)) != 0;
  carrel_library_find_async (cli->library, typed->address, cli->cancellable, CARREL_CLI_CALLBACK);
  typed->target = carrel_library_find_finish (cli->library, carrel_cli_wait (cli), &error);
  if (typed->target != 0 || g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND))
    return TRUE;
  carrel_cli_fail (cli, g_steal_pointer (&error));
  return FALSE;
}

/* `own`: KIND is of the person's own. 0, or the exit status after the error was printed. */
static int
read_link (CarrelCli *cli, gboolean own, Typed *typed)
{
  if (own) {
    typed->kind = CARREL_LINK_RELATED;
    typed->label = cli->words[1];
  } else if (!carrel_link_kind_from_name (cli->words[1], &typed->kind))
    return carrel_cli_wrong_usage (cli, "There is no kind of link “%s”", cli->words[1]);
  typed->source = carrel_cli_find (cli, cli->words[0]);
  return typed->source != 0 && find_target (cli, cli->words[2], typed) ? 0 : 1;
}

static gboolean
is_title (const char *title, const char *typed)
{
  g_autofree char *key = carrel_text_title_key (title, NULL),
                  *wished = carrel_text_title_key (typed, NULL);

  return strcmp (key, wished) == 0;
}

static gboolean
leads_there (const CarrelLinkData *data, const Typed *typed)
{
  /* By its title it may have been there already. */
  if (typed->title && data->target != 0)
    return data->other && is_title (carrel_article_get_title (data->other), typed->title);
  if (typed->target != 0 || data->target != 0)
    return data->target == typed->target;
  return typed->address ? g_strcmp0 (data->address, typed->address) == 0
                        : typed->title && !data->address && data->title &&
                              is_title (data->title, typed->title);
}

/* (transfer full) (nullable) */
static CarrelLink *
find_link (GPtrArray *links, const Typed *typed)
{
  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *data = carrel_link_get (links->pdata[i]);

    if (!data->backlink && data->kind == typed->kind &&
        g_strcmp0 (data->label, typed->label) == 0 && leads_there (data, typed))
      return g_object_ref (links->pdata[i]);
  }
  return NULL;
}

static char *
describe_target (const Typed *typed)
{
  return typed->target != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, typed->target)
         : typed->title     ? g_strdup_printf ("“%s”", typed->title)
                            : g_strdup (typed->address);
}

/* An address that isn't there waits in the queue. */
static gboolean
queue_target (CarrelCli *cli, const Typed *typed)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GArray) ids = NULL;
  CarrelQueue       *queue = carrel_library_get_queue (cli->library);
  CarrelQueueOptions options = { 0 };
  GError            *error = NULL;

  g_ptr_array_add (addresses, typed->address);
  carrel_queue_add_async (queue, addresses, &options, CARREL_CLI_CALLBACK);
  ids = carrel_queue_add_finish (queue, carrel_cli_wait (cli), &error);
  if (!ids)
    carrel_cli_fail (cli, error);
  return ids != NULL;
}

int
carrel_command_link (CarrelCli *cli)
{
  g_auto (Typed) typed = { 0 };
  CarrelLinkSaid   said = { .inverse = carrel_cli_get_option (cli, "inverse"),
                            .note = carrel_cli_get_option (cli, "note") };
  g_autofree char *target = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (CarrelLink) link = NULL;
  int status = read_link (cli, carrel_cli_has_option (cli, "own"), &typed);

  if (status != 0)
    return status;
  said.kind = typed.kind;
  said.label = typed.label;
  if (typed.target != 0)
    carrel_library_link_as_async (cli->library, typed.source, typed.target, &said,
                                  CARREL_CLI_CALLBACK);
  else
    carrel_library_link_wanted_async (cli->library, typed.source, &said, typed.address, typed.title,
                                      CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli) ||
      (typed.target == 0 && typed.address && !queue_target (cli, &typed)))
    return 1;
  if (!cli->json) {
    target = describe_target (&typed);
    carrel_output_print (typed.target != 0 ? "Linked: %" G_GINT64_FORMAT " %s %s.\n"
                         : typed.title     ? "Wanted: %" G_GINT64_FORMAT " %s %s.\n"
                                           : "Linked when it arrives: %" G_GINT64_FORMAT
                                         " %s %s. It is in the queue.\n",
                         typed.source, cli->words[1], target);
    return 0;
  }
  links = load_links (cli, typed.source);
  link = links ? find_link (links, &typed) : NULL;
  if (link)
    carrel_output_json (link_to_json (link));
  return link ? 0 : 1;
}

int
carrel_command_unlink (CarrelCli *cli)
{
  g_auto (Typed) typed = { 0 };
  CarrelLinkKind   kind;
  g_autofree char *target = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (CarrelLink) link = NULL;
  /* What is no kind is one of the person's own. */
  int status = read_link (cli, !carrel_link_kind_from_name (cli->words[1], &kind), &typed);

  if (status != 0)
    return status;
  links = load_links (cli, typed.source);
  if (!links)
    return 1;
  link = find_link (links, &typed);
  target = describe_target (&typed);
  if (!link) {
    carrel_output_error ("There is no link %" G_GINT64_FORMAT " %s %s", typed.source, cli->words[1],
                         target);
    return 1;
  }
  carrel_library_unlink_async (cli->library, carrel_link_get (link)->id, CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli))
    return 1;
  if (cli->json)
    carrel_output_json (link_to_json (link));
  else
    carrel_output_print ("Unlinked: %" G_GINT64_FORMAT " %s %s.\n", typed.source, cli->words[1],
                         target);
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
  gint64   id = carrel_cli_find (cli, cli->words[0]);
  gboolean unlinked = id != 0 && carrel_cli_has_option (cli, "unlinked");
  g_autoptr (GPtrArray) links = id != 0 && !unlinked ? load_links (cli, id) : NULL;
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { "", "KIND", ">ID", "*TITLE", "*ADDRESS", NULL });
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
    g_autofree char      *other =
        data->other ? g_strdup_printf ("%" G_GINT64_FORMAT, carrel_article_get_id (data->other))
                         : g_strdup ("-");

    carrel_table_add (table, data->backlink ? "←" : "→", describe_kind (data), other,
                      carrel_link_get_title (links->pdata[i]),
                      data->other ? carrel_article_get (data->other)->address : data->address);
  }
  carrel_table_print (table);
  return 0;
}

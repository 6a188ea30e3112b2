/* command-highlights.c: highlight, highlights, note. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-highlights.h"

#include <string.h>

#define LINE_CHARS 200

/* The words from `first` on as one text. (transfer full) */
static char *
join_words (CarrelCli *cli, guint first)
{
  g_autofree char *text = g_strjoinv (" ", cli->words + first);

  return carrel_text_make_valid (text, -1);
}

/* -1: not given; FALSE after the error was printed. */
static gboolean
read_colour (CarrelCli *cli, int *colour)
{
  const char           *name = carrel_cli_get_option (cli, "colour");
  CarrelHighlightColour found;

  if (name && !carrel_highlight_colour_from_name (name, &found)) {
    carrel_cli_wrong_usage (cli, "There is no colour “%s”", name);
    return FALSE;
  }
  *colour = name ? (int) found : -1;
  return TRUE;
}

static JsonObject *
highlight_to_json (CarrelHighlight *highlight)
{
  const CarrelHighlightData *data = carrel_highlight_get (highlight);
  JsonObject                *object = json_object_new ();

  json_object_set_int_member (object, "id", data->id);
  json_object_set_int_member (object, "article", data->article);
  carrel_json_set_text (object, "title", data->title);
  carrel_json_set_text (object, "address", data->address);
  carrel_json_set_text (object, "colour", carrel_highlight_colour_get_name (data->colour));
  carrel_json_set_text (object, "exact", data->exact);
  carrel_json_set_text (object, "prefix", data->prefix);
  carrel_json_set_text (object, "suffix", data->suffix);
  json_object_set_int_member (object, "start", data->start);
  json_object_set_int_member (object, "end", data->end);
  json_object_set_boolean_member (object, "lost", data->lost);
  carrel_json_set_text (object, "note", data->note);
  json_object_set_int_member (object, "created", data->created);
  return object;
}

/* ── highlight ── */

int
carrel_command_highlight (CarrelCli *cli)
{
  gint64           id = carrel_cli_find (cli, cli->words[0]);
  g_autofree char *passage = join_words (cli, 1);
  int              colour;

  if (id == 0)
    return 1;
  if (!read_colour (cli, &colour))
    return 2;
  carrel_library_add_highlight_async (cli->library, id, -1, 0, passage,
                                      (CarrelHighlightColour) MAX (colour, 0),
                                      carrel_cli_get_option (cli, "note"), CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli))
    return 1;
  if (!cli->json)
    carrel_output_print ("Highlighted in %" G_GINT64_FORMAT ".\n", id);
  else {
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "article", id);
    carrel_output_json (object);
  }
  return 0;
}

/* ── highlights ── */

static void
print_table (GPtrArray *highlights)
{
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { ">ID", ">IN", "COLOUR", "*PASSAGE", "*NOTE", NULL });

  for (guint i = 0; i < highlights->len; i++) {
    const CarrelHighlightData *data = carrel_highlight_get (highlights->pdata[i]);
    g_autofree char           *id = g_strdup_printf ("%" G_GINT64_FORMAT, data->id),
                    *article = g_strdup_printf ("%" G_GINT64_FORMAT, data->article);
    g_autofree char *passage = carrel_text_excerpt (data->exact, LINE_CHARS),
                    *note = data->note ? carrel_text_excerpt (data->note, LINE_CHARS) : NULL;
    g_autofree char *shown =
        data->lost ? g_strdup_printf ("(lost) %s", passage) : g_steal_pointer (&passage);

    carrel_table_add (table, id, article, carrel_highlight_colour_get_name (data->colour), shown,
                      note);
  }
  carrel_table_print (table);
}

static void
print_json (GPtrArray *highlights)
{
  CarrelJsonList list;

  carrel_json_list_begin (&list);
  for (guint i = 0; i < highlights->len; i++)
    carrel_json_list_add (&list, highlight_to_json (highlights->pdata[i]));
  carrel_json_list_end (&list);
}

/* A number alone is an article; anything else a search. FALSE after the error was printed. */
static gboolean
read_what (CarrelCli *cli, CarrelHighlightQuery *query)
{
  guint64 number;

  if (cli->n_words == 0)
    return TRUE;
  if (cli->n_words == 1 &&
      (g_ascii_string_to_unsigned (cli->words[0], 10, 1, G_MAXINT64, &number, NULL) ||
       g_strstr_len (cli->words[0], -1, "://"))) {
    query->article = carrel_cli_find (cli, cli->words[0]);
    return query->article != 0;
  }
  {
    g_autofree char *text = join_words (cli, 0);

    query->query = carrel_query_parse (text, FALSE);
    carrel_cli_note_misread (text, FALSE);
  }
  return TRUE;
}

int
carrel_command_highlights (CarrelCli *cli)
{
  CarrelHighlightQuery query = { .lost = carrel_cli_has_option (cli, "lost") };
  const char          *most = carrel_cli_get_option (cli, "limit");
  g_autoptr (GPtrArray) highlights = NULL;
  guint64 limit = 0;
  GError *error = NULL;

  if (!read_colour (cli, &query.colour))
    return 2;
  if (most && !g_ascii_string_to_unsigned (most, 10, 1, G_MAXINT, &limit, NULL))
    return carrel_cli_wrong_usage (cli, "“%s” is no number", most);
  query.limit = (guint) limit;
  if (!read_what (cli, &query))
    return 1;
  carrel_library_list_highlights_async (cli->library, &query, cli->cancellable,
                                        CARREL_CLI_CALLBACK);
  highlights = carrel_library_list_highlights_finish (cli->library, carrel_cli_wait (cli), &error);
  g_clear_pointer (&query.query, carrel_query_unref);
  if (!highlights)
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    print_json (highlights);
  } else if (carrel_cli_has_option (cli, "markdown")) {
    g_autofree char *markdown = carrel_highlights_to_markdown (highlights);

    carrel_output_markup (markdown);
  } else {
    print_table (highlights);
  }
  return 0;
}

/* ── note ── */

static int
print_note (CarrelCli *cli, gint64 id)
{
  GError          *error = NULL;
  g_autofree char *note = NULL;

  carrel_library_load_note_async (cli->library, id, cli->cancellable, CARREL_CLI_CALLBACK);
  note = carrel_library_load_note_finish (cli->library, carrel_cli_wait (cli), &error);
  if (error)
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "article", id);
    carrel_json_set_text (object, "note", note);
    carrel_output_json (object);
  } else if (note) {
    carrel_output_print ("%s\n", note);
  }
  return 0;
}

int
carrel_command_note (CarrelCli *cli)
{
  gint64           id = carrel_cli_find (cli, cli->words[0]);
  g_autofree char *text = NULL;

  if (id == 0)
    return 1;
  if (cli->n_words == 1)
    return print_note (cli, id);
  if (cli->n_words == 2 && strcmp (cli->words[1], "-") == 0) {
    GError *error = NULL;
    g_autoptr (GBytes) bytes = carrel_cli_read_input ("-", &error);

    if (!bytes)
      return carrel_cli_fail (cli, error);
    text =
        carrel_text_make_valid (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  } else {
    text = join_words (cli, 1);
  }
  carrel_library_set_note_async (cli->library, id, text, CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli))
    return 1;
  return cli->json ? print_note (cli, id) : 0;
}

/* command-list.c: list and show. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-portable.h"

#include <stdio.h>
#include <string.h>

#define AT_ONCE 500                       /* rows loaded and printed together */
#define MAX_INDENT 20                     /* lists within one another that stand further in */
#define MOST_PICTURES (256 * 1024 * 1024) /* bytes of them in one page of HTML */

/* ── list ── */

static void
add_row (CarrelTable *table, CarrelArticle *article)
{
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *id = g_strdup_printf ("%" G_GINT64_FORMAT, data->id);
  g_autofree char         *date = carrel_time_to_iso (data->added);
  g_autofree char *topics = data->n_topics > 0 ? g_strjoinv (", ", (GStrv) data->topics) : NULL;
  const char      *state = data->read == CARREL_READ_UNREAD    ? "●"
                           : data->read == CARREL_READ_READING ? "◐"
                                                               : "○";
  g_autofree char *marks = g_strconcat (state, data->favourite ? "★" : NULL, NULL);

  if (date && strlen (date) > 10)
    date[10] = '\0';
  carrel_table_add (table, id, marks, data->title, data->site, date, topics);
}

static int
print_list (CarrelCli *cli, GArray *ids)
{
  g_autoptr (CarrelTable) table = carrel_table_new (
      (const char *[]) { ">ID", "", "*TITLE", "*SITE", "ADDED", "*TOPICS", NULL });
  CarrelJsonList list;

  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint at = 0; at < ids->len && !ferror (stdout); at += AT_ONCE) {
    g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_autoptr (GPtrArray) articles = NULL;

    g_array_append_vals (some, &g_array_index (ids, gint64, at), MIN (AT_ONCE, ids->len - at));
    articles = carrel_cli_load (cli, some);
    if (!articles)
      return 1;
    for (guint i = 0; i < articles->len; i++) {
      if (cli->json)
        carrel_json_list_add (&list, carrel_output_article_to_json (articles->pdata[i]));
      else
        add_row (table, articles->pdata[i]);
    }
    carrel_table_print (table);
  }
  if (cli->json)
    carrel_json_list_end (&list);
  return 0;
}

int
carrel_command_list (CarrelCli *cli)
{
  const char *order = carrel_cli_get_option (cli, "sort"),
             *most = carrel_cli_get_option (cli, "limit");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *valid = NULL;
  g_autoptr (CarrelQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;
  CarrelSort sort = CARREL_SORT_RELEVANCE;
  guint64    limit = 0;
  guint      total;
  gboolean   capped;
  GError    *error = NULL;

  if (order && !carrel_sort_from_name (order, &sort))
    return carrel_cli_wrong_usage (cli, "There is no order “%s”", order);
  if (most && !g_ascii_string_to_unsigned (most, 10, 1, G_MAXUINT, &limit, NULL))
    return carrel_cli_wrong_usage (cli, "“%s” is no number of articles", most);
  for (guint i = 0; i < cli->n_words; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", cli->words[i]);
  valid = carrel_text_make_valid (text->str, -1);
  query = carrel_query_parse (valid, FALSE);
  if (!order && !carrel_query_has_text (query))
    sort = CARREL_SORT_ADDED;
  carrel_library_search_async (cli->library, query, sort, FALSE,
                               limit > 0 ? (guint) limit : CARREL_RANK_ALL, cli->cancellable,
                               CARREL_CLI_CALLBACK);
  ids = carrel_library_search_finish (cli->library, carrel_cli_wait (cli), &total, &capped, &error);
  if (!ids)
    return carrel_cli_fail (cli, error);
  carrel_cli_note_misread (valid, ids->len == 0);
  return print_list (cli, ids);
}

/* ── show ── */

static CarrelReading *
load_reading (CarrelCli *cli, const char *word)
{
  CarrelReading *reading;
  GError        *error = NULL;
  gint64         id = carrel_cli_find (cli, word);

  if (id == 0)
    return NULL;
  carrel_library_load_reading_async (cli->library, id, cli->cancellable, CARREL_CLI_CALLBACK);
  reading = carrel_library_load_reading_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!reading)
    carrel_cli_fail (cli, error);
  return reading;
}

static void
print_line (const char *label, const char *text)
{
  g_autofree char *line = carrel_output_line (text);

  if (*line)
    carrel_output_print ("%s%s\n", label, line);
}

static void
print_links (GPtrArray *links, CarrelLinkKind kind, gboolean back, const char *heading)
{
  gboolean any = FALSE;

  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *data = carrel_link_get (links->pdata[i]);
    g_autofree char      *title = NULL;

    if (data->kind != kind || data->backlink != back)
      continue;
    if (!any)
      carrel_output_print ("\n%s:\n", heading);
    any = TRUE;
    title = carrel_output_line (carrel_link_get_title (links->pdata[i]));
    if (data->other)
      carrel_output_print ("  %" G_GINT64_FORMAT "  %s\n", carrel_article_get_id (data->other),
                           title);
    else
      carrel_output_print ("  -  %s\n", title);
  }
}

/* What stands before an item or a note. (transfer full) */
static char *
dup_marker (const CarrelBlock *item, guint depth)
{
  g_autofree char *indent = g_strnfill (2 * MIN (depth > 0 ? depth - 1 : 0, MAX_INDENT), ' '),
                  *number = NULL;

  if (item->type == CARREL_BLOCK_LIST_ITEM && !item->ordered)
    return g_strconcat (indent, "• ", NULL);
  number = carrel_numbering_format ((CarrelNumbering) item->numbering, item->number);
  return g_strconcat (indent, number, ". ", NULL);
}

/* The text with the bullets and numbers of its lists and notes, which the text that is searched
 * doesn't have. */
static char *
dup_text (CarrelDocument *document, const char *language)
{
  g_autoptr (GArray) offsets = NULL;
  g_autoptr (GArray) lists =
      g_array_new (FALSE, FALSE, sizeof (guint)); /* behind which block those end that are open */
  g_autofree char   *text = carrel_document_to_shown_text (document, language, &offsets);
  const CarrelBlock *waiting = NULL; /* for its first text */
  GString           *out = g_string_new (NULL);
  guint              n, at = 0;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < n; i++) {
    const CarrelBlock *block = &blocks[i];

    while (lists->len > 0 && g_array_index (lists, guint, lists->len - 1) < i)
      g_array_set_size (lists, lists->len - 1);
    if (block->type == CARREL_BLOCK_LIST || block->type == CARREL_BLOCK_FOOTNOTES) {
      guint last = i + block->n_descendants;

      g_array_append_val (lists, last);
    } else if (block->type == CARREL_BLOCK_LIST_ITEM || block->type == CARREL_BLOCK_FOOTNOTE) {
      waiting = block;
    } else if (waiting && block->text_len > 0) {
      guint            offset = g_array_index (offsets, guint32, i);
      g_autofree char *marker = dup_marker (waiting, lists->len);

      g_string_append_len (out, text + at, (gssize) (offset - at));
      g_string_append (out, marker);
      at = offset;
      waiting = NULL;
    }
  }
  g_string_append (out, text + at);
  return g_string_free (out, FALSE);
}

static void
print_text (CarrelReading *reading)
{
  const CarrelArticleData *data = carrel_article_get (reading->article);
  g_autofree char         *text = dup_text (reading->document, data->language), *wrapped = NULL;
  g_autofree char         *meta = carrel_article_dup_byline_line (reading->article, FALSE);
  g_autofree char *topics = data->n_topics > 0 ? g_strjoinv (", ", (GStrv) data->topics) : NULL;
  guint            width = carrel_output_get_width ();

  if (width > 0)
    wrapped = carrel_output_wrap (text, CLAMP (width, 20, 80));
  print_line ("", data->title);
  print_line ("", meta);
  print_line ("", data->site);
  print_line ("", data->address);
  print_line ("Topics: ", topics);
  print_line ("May be incomplete: ", reading->incomplete_reason);
  carrel_output_print ("\n%s\n", wrapped ? wrapped : text);
  print_links (reading->links, CARREL_LINK_SEE_ALSO, FALSE, "See also");
}

/* A copy in which the library's pictures are files that another program can open. */
static CarrelDocument *
resolve_pictures (CarrelCli *cli, CarrelDocument *document)
{
  g_autoptr (GPtrArray) sources = carrel_document_list_images (document);
  g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < sources->len; i++) {
    const char *source = sources->pdata[i];

    if (g_str_has_prefix (source, "blob:")) {
      g_autofree char *path =
          carrel_library_dup_blob_path (cli->library, source + strlen ("blob:"));
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_hash_table_insert (map, (gpointer) source, g_file_get_uri (file));
    }
  }
  return carrel_document_map_images (document, map, NULL);
}

/* What the article lists under See also, as a heading and a list. */
static CarrelDocument *
make_references (CarrelReading *reading)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  gboolean               any = FALSE;

  for (guint i = 0; i < reading->links->len; i++) {
    const CarrelLinkData *data = carrel_link_get (reading->links->pdata[i]);
    const char           *address = data->address ? data->address
                                    : data->other ? carrel_article_get (data->other)->address
                                                  : NULL;

    if (data->kind != CARREL_LINK_SEE_ALSO || data->backlink)
      continue;
    if (!any) {
      carrel_document_builder_open (builder, CARREL_BLOCK_HEADING)->level = 2;
      carrel_document_builder_text (builder, "See also", -1);
      carrel_document_builder_close (builder);
      carrel_document_builder_open (builder, CARREL_BLOCK_LIST);
    }
    any = TRUE;
    carrel_document_builder_open (builder, CARREL_BLOCK_LIST_ITEM);
    if (address)
      carrel_document_builder_push (builder, CARREL_SPAN_LINK, address);
    carrel_document_builder_text (builder, carrel_link_get_title (reading->links->pdata[i]), -1);
    if (address)
      carrel_document_builder_pop (builder);
    carrel_document_builder_close (builder);
  }
  return carrel_document_builder_finish (builder);
}

/* Under its title as a heading. */
static void
print_markdown (CarrelCli *cli, CarrelReading *reading)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  g_autoptr (CarrelDocument) head = NULL;
  g_autoptr (CarrelDocument) body = resolve_pictures (cli, reading->document);
  g_autoptr (CarrelDocument) references = make_references (reading);
  g_autofree char *title = NULL, *text = carrel_document_to_markdown (body),
                  *more = carrel_document_to_markdown (references), *whole = NULL;

  carrel_document_builder_open (builder, CARREL_BLOCK_HEADING)->level = 1;
  carrel_document_builder_text (builder, carrel_article_get_title (reading->article), -1);
  carrel_document_builder_close (builder);
  head = carrel_document_builder_finish (builder);
  title = carrel_document_to_markdown (head);
  whole = g_strconcat (title, "\n", text, *more ? "\n" : NULL, more, NULL);
  carrel_output_markup (whole);
}

static JsonObject *
reading_to_json (CarrelReading *reading)
{
  JsonObject      *object = carrel_output_article_to_json (reading->article);
  g_autofree char *html = carrel_document_write (reading->document),
                  *text = carrel_document_to_text (reading->document, NULL);

  carrel_json_set_text (object, "canonical", reading->canonical);
  json_object_set_int_member (object, "modified", reading->modified);
  json_object_set_int_member (object, "fetched", reading->fetched);
  json_object_set_int_member (object, "versions", reading->n_versions);
  if (reading->refetch != CARREL_REFETCH_NEVER) {
    json_object_set_string_member (object, "refetch",
                                   carrel_refetch_result_get_name (reading->refetch));
    json_object_set_int_member (object, "refetched", reading->refetched);
    carrel_json_set_text (object, "refetch_message", reading->refetch_message);
  }
  json_object_set_int_member (object, "extractor", reading->extractor);
  carrel_json_set_text (object, "incomplete", reading->incomplete_reason);
  json_object_set_string_member (object, "text", text);
  json_object_set_string_member (object, "html", html);
  return object;
}

/* With its pictures in it: a page that can be kept, sent and opened anywhere. */
static int
print_html (CarrelCli *cli, CarrelReading *reading)
{
  g_autoptr (CarrelDocument) document = NULL;
  g_autofree char *html = NULL;
  GError          *error = NULL;

  carrel_library_make_portable_async (cli->library, carrel_article_get_id (reading->article),
                                      reading->document, MOST_PICTURES, cli->cancellable,
                                      CARREL_CLI_CALLBACK);
  document = carrel_library_make_portable_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!document)
    return carrel_cli_fail (cli, error);
  html = carrel_document_write (document);
  carrel_output_markup (html);
  return 0;
}

int
carrel_command_show (CarrelCli *cli)
{
  static const char *const formats[] = { "text", "html", "json", "markdown", "pdf", NULL };
  const char              *format = carrel_cli_get_option (cli, "format");
  g_autoptr (CarrelReading) reading = NULL;

  if (!format)
    format = cli->json ? "json" : "text";
  if (!g_strv_contains (formats, format))
    return carrel_cli_wrong_usage (cli, "There is no format “%s”", format);
  if (carrel_cli_has_option (cli, "output") && strcmp (format, "pdf") != 0)
    return carrel_cli_wrong_usage (cli, "“--output” is for --format=pdf");
  reading = load_reading (cli, cli->words[0]);
  if (!reading)
    return 1;
  if (strcmp (format, "pdf") == 0)
    return carrel_command_show_pdf (cli, reading);
  if (strcmp (format, "json") == 0) {
    carrel_output_json (reading_to_json (reading));
  } else if (strcmp (format, "html") == 0) {
    return print_html (cli, reading);
  } else if (strcmp (format, "markdown") == 0) {
    print_markdown (cli, reading);
  } else {
    print_text (reading);
  }
  return 0;
}

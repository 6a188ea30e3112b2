/* carrel-extract-score.c: runs the extractor over a corpus and prints what it made, for score.py.
 *
 *   carrel-extract-score [--time] [--pieces FILE] [--weights FILE] [--case NAME]…
 * readability|wcxb|segments FOLDER > OUT.json
 *
 * FOLDER is laid out as the shared corpus's README says. With --time the milliseconds of each page,
 * and the most memory so far, go to standard error. --pieces: every piece of text of each page,
 * with its features, as a line of JSON a page, for train.py; --weights: a model of its making. One
 * page: carrel-extract-score page FILE [ADDRESS].
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-json.h"
#include "base/carrel-time.h"
#include "document/carrel-charset.h"
#include "document/carrel-html.h"
#include "extract/carrel-extract-blocks-private.h"
#include "extract/carrel-extract.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static gboolean    show_times;
static char      **only_cases;
static char       *pieces_path, *weights_path;
static FILE       *pieces_file;
static const char *current; /* the page that is extracted */

static GBytes *
load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  if (stream && g_str_has_suffix (path, ".gz")) {
    g_autoptr (GZlibDecompressor) gzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    GInputStream *inner = g_converter_input_stream_new (stream, G_CONVERTER (gzip));

    g_object_unref (stream);
    stream = inner;
  }
  if (!stream || g_output_stream_splice (out, stream,
                                         G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                             G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                         NULL, &error) < 0)
    g_error ("%s: %s", path, error->message);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text && *text)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
describe (CarrelDraft *draft)
{
  JsonObject      *object = json_object_new ();
  g_autofree char *text = carrel_document_to_text (draft->document, NULL),
                  *html = carrel_document_write (draft->document);
  g_autofree char *date = carrel_time_to_iso_at (draft->published, draft->published_offset);
  JsonArray       *references = json_array_new ();
  JsonObject      *from = json_object_new ();

  for (guint i = 0; i < CARREL_DRAFT_N_FIELDS; i++)
    if (draft->from[i])
      json_object_set_string_member (from, carrel_draft_field_get_name (i), draft->from[i]);
  json_object_set_object_member (object, "from", from);
  set_text (object, "title", draft->title);
  set_text (object, "byline", draft->byline);
  set_text (object, "date", date);
  set_text (object, "lang", draft->language);
  set_text (object, "siteName", draft->site);
  set_text (object, "dir", draft->rtl ? "rtl" : "ltr");
  set_text (object, "excerpt", draft->excerpt);
  set_text (object, "image", draft->image);
  set_text (object, "canonical", draft->canonical);
  set_text (object, "incomplete", draft->incomplete ? draft->incomplete_reason : NULL);
  json_object_set_string_member (object, "text", text);
  json_object_set_string_member (object, "html", html);
  for (guint i = 0; i < draft->references->len; i++) {
    const CarrelReference *reference = draft->references->pdata[i];
    JsonObject            *one = json_object_new ();

    set_text (one, "title", reference->title);
    set_text (one, "address", reference->address);
    json_array_add_object_element (references, one);
  }
  json_object_set_array_member (object, "references", references);
  return object;
}

/* Decoding and parsing alone, which is what an extraction can't do without. */
static double
time_parse (GBytes *bytes)
{
  gsize            len, text_len;
  const guint8    *data = g_bytes_get_data (bytes, &len);
  gint64           start = g_get_monotonic_time ();
  g_autofree char *text = carrel_charset_decode (data, len, NULL, NULL, &text_len);
  CarrelHtml      *html = carrel_html_parse (text, text_len, NULL);

  if (html)
    carrel_html_free (html);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
extract (
    JsonObject *out, const char *name, const char *path, const char *address, CarrelSourceKind kind)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelDraft) draft = NULL;
  CarrelExtractOptions options = { .kind = kind, .address = address, .filename = path };
  gint64               start, end;
  double               parse = 0;

  if (only_cases && !g_strv_contains ((const char *const *) only_cases, name))
    return;
  bytes = load (path);
  if (show_times)
    parse = time_parse (bytes);
  current = name;
  start = g_get_monotonic_time ();
  draft = carrel_extract (bytes, &options, &error);
  end = g_get_monotonic_time ();
  if (show_times) {
    struct rusage usage;

    getrusage (RUSAGE_SELF, &usage);
    g_printerr ("%8.2f ms (parse %8.2f)  %7" G_GSIZE_FORMAT " bytes  %4ld MB  %s\n",
                (double) (end - start) / 1000, parse, g_bytes_get_size (bytes),
                usage.ru_maxrss / 1024, name);
  }
  if (draft)
    json_object_set_object_member (out, name, describe (draft));
  else
    g_printerr ("%s: %s\n", name, error->message);
}

static JsonNode *
load_json (const char *path)
{
  g_autoptr (GBytes) bytes = load (path);
  g_autoptr (GError) error = NULL;
  gsize       len;
  const char *data = g_bytes_get_data (bytes, &len);
  JsonNode   *node = carrel_json_parse (data, (gssize) len, &error);

  if (!node)
    g_error ("%s: %s", path, error->message);
  return node;
}

/* ── The model ── */

static void
dump_pieces_cb (CarrelPieces *pieces, CarrelFeatures *features, gpointer user_data)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  JsonArray       *texts = json_array_new (), *states = json_array_new ();
  g_autofree char *encoded = g_base64_encode ((const guchar *) features,
                                              pieces->pieces->len * sizeof (CarrelFeatures)),
                  *line = NULL;

  for (guint i = 0; i < pieces->pieces->len; i++) {
    const CarrelPiece *piece = &g_array_index (pieces->pieces, CarrelPiece, i);
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint k = 0; k < piece->n; k++)
      g_string_append (text, ((CarrelNode *) pieces->texts->pdata[piece->first + k])->text);
    json_array_add_string_element (texts, text->str);
    json_array_add_int_element (states, piece->state);
  }
  json_object_set_string_member (object, "case", current);
  json_object_set_int_member (object, "width", CARREL_N_FEATURES);
  json_object_set_string_member (object, "features", encoded);
  json_object_set_array_member (object, "texts", texts);
  json_object_set_array_member (object, "states", states);
  json_object_unref (object);
  line = json_to_string (node, FALSE);
  fprintf (pieces_file, "%s\n", line);
}

static void
fill_tree (CarrelTree *tree, JsonArray *numbers)
{
  guint at = 0;

  if (json_array_get_length (numbers) != 2 * CARREL_TREE_DEPTH + G_N_ELEMENTS (tree->leaf))
    g_error ("%s: a tree of another depth", weights_path);
  for (guint k = 0; k < CARREL_TREE_DEPTH; k++)
    tree->feature[k] = (guint8) json_array_get_int_element (numbers, at++);
  for (guint k = 0; k < CARREL_TREE_DEPTH; k++)
    tree->limit[k] = (guint8) json_array_get_int_element (numbers, at++);
  for (guint k = 0; k < G_N_ELEMENTS (tree->leaf); k++)
    tree->leaf[k] = (gint16) json_array_get_int_element (numbers, at++);
}

/* (transfer full) */
static CarrelTree *
load_weights (void)
{
  g_autoptr (JsonNode) node = load_json (weights_path);
  JsonObject *object = json_node_get_object (node);
  JsonArray  *array = json_object_get_array_member (object, "trees");
  guint       n = json_array_get_length (array);
  CarrelTree *trees = g_new0 (CarrelTree, n + 1);

  for (guint i = 0; i < n; i++)
    fill_tree (&trees[i], json_array_get_array_element (array, i));
  carrel_extract_set_trees (trees, n, (gint32) json_object_get_int_member (object, "bias"));
  return trees;
}

/* ── The sets ── */

static void
run_readability (JsonObject *out, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, "source.html", NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS))
      extract (out, name, path, "http://fakehost/test/page.html", CARREL_SOURCE_HTML);
  }
}

static void
run_wcxb (JsonObject *out, const char *folder)
{
  g_autofree char *gold = g_build_filename (folder, "ground-truth", NULL);
  g_autoptr (GDir) dir = g_dir_open (gold, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *id = g_strndup (name, strcspn (name, ".")),
                    *page = g_strconcat (id, ".html.gz", NULL);
    g_autofree char *path = g_build_filename (folder, "html", page, NULL),
                    *about = g_build_filename (gold, name, NULL);
    g_autoptr (JsonNode) node = load_json (about);

    extract (out, id, path, carrel_json_get_text (json_node_get_object (node), "url"),
             CARREL_SOURCE_HTML);
  }
}

static void
run_segments (JsonObject *out, const char *folder)
{
  g_autofree char *about = g_build_filename (folder, "evaldata.json", NULL);
  g_autoptr (JsonNode) node = load_json (about);
  JsonObjectIter iter;
  const char    *address;
  JsonNode      *value;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &address, &value)) {
    const char      *file = carrel_json_get_text (json_node_get_object (value), "file");
    g_autofree char *page = g_strconcat (file, ".gz", NULL),
                    *path = g_build_filename (folder, "html", page, NULL);

    extract (out, file, path, address, CARREL_SOURCE_HTML);
  }
}

int
main (int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "time", 0, 0, G_OPTION_ARG_NONE, &show_times, "Print the milliseconds of each page", NULL },
    { "pieces", 0, 0, G_OPTION_ARG_FILENAME, &pieces_path, "Write what the model sees", "FILE" },
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &weights_path, "Use these weights", "FILE" },
    { "case", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &only_cases, "Only this page", "NAME" },
    { 0 },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("readability|wcxb|segments FOLDER");
  g_autoptr (GError) error = NULL;
  JsonObject *out = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), out);
  g_autofree char       *json = NULL;
  g_autofree CarrelTree *trees = NULL;

  json_object_unref (out);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 3) {
    g_printerr ("%s\n", error ? error->message
                              : "Usage: carrel-extract-score readability|wcxb|segments FOLDER");
    return 2;
  }
  if (weights_path)
    trees = load_weights ();
  if (pieces_path) {
    pieces_file = fopen (pieces_path, "w");
    if (!pieces_file)
      g_error ("%s: can't be written", pieces_path);
    carrel_extract_set_watch (dump_pieces_cb, NULL);
  }
  if (strcmp (argv[1], "readability") == 0)
    run_readability (out, argv[2]);
  else if (strcmp (argv[1], "wcxb") == 0)
    run_wcxb (out, argv[2]);
  else if (strcmp (argv[1], "segments") == 0)
    run_segments (out, argv[2]);
  else if (strcmp (argv[1], "page") == 0)
    extract (out, argv[2], argv[2], argv[3], CARREL_SOURCE_AUTO);
  else
    return 2;
  json = json_to_string (node, TRUE);
  puts (json); /* not g_print (): it would translate into the locale’s charset */
  if (pieces_file)
    fclose (pieces_file);
  g_strfreev (only_cases);
  return 0;
}

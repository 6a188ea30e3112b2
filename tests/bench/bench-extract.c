/* bench-extract.c: a whole extraction against the bare parse of the same bytes.
 *
 *   bench-extract [FOLDER…]
 *
 * Pages are all *.html and *.html.gz below the folders; without any the shared corpus's, and where
 * that isn't there the sample articles. Each page is parsed and extracted by turns, several times,
 * and the least time of each counts. That is done twice. In a process of its own a page's figures
 * don't depend on the other pages. In one process for all pages, one after the other, they do:
 * after a page of megabytes glibc keeps what is freed, so that a new document costs no fresh memory
 * any more, and each extraction finds its code where the page before it has pushed it out to. A
 * page's own ratio needs a page of some size: below 4 kB the clock and what a call costs anyhow are
 * most of it, so the quantiles are given for all and for the larger ones.
 *
 * Memory is what was resident at most, in a process for each page: the parse's is lexbor's alone,
 * ours has the decoded text, both trees, and all that is made of them. Some of it is the same for
 * any page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-memory.h"
#include "carrel-bench.h"
#include "extract/carrel-extract.h"

#include <gio/gio.h>
#include <lexbor/html/html.h>

#define ROUNDS 5
#define ROUNDS_ALONE 15
#define SMALL 4096

typedef struct {
  double bare, whole; /* ms */
} Times;

typedef struct {
  char    *name;
  GBytes  *bytes;
  Times    alone, among;        /* in a process of its own, and in that of all pages */
  gsize    bare_memory, memory; /* bytes, at most at once */
  gboolean is_article;
} Page;

static void
free_page (gpointer data)
{
  Page *page = data;

  g_free (page->name);
  g_bytes_unref (page->bytes);
  g_free (page);
}

static GBytes *
load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
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
                                         NULL, NULL) < 0)
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static void
find_pages (GPtrArray *pages, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      find_pages (pages, path);
    } else if ((g_str_has_suffix (name, ".html") || g_str_has_suffix (name, ".html.gz")) &&
               !g_str_equal (name, "expected.html")) {
      GBytes *bytes = load (path);
      Page   *page;

      if (!bytes)
        continue;
      page = g_new0 (Page, 1);
      page->name = g_strdup (path);
      page->bytes = bytes;
      page->among = (Times) { G_MAXDOUBLE, G_MAXDOUBLE };
      g_ptr_array_add (pages, page);
    }
  }
}

static void
parse (const Page *page)
{
  gsize                len;
  const lxb_char_t    *data = g_bytes_get_data (page->bytes, &len);
  lxb_html_document_t *document = lxb_html_document_create ();

  lxb_html_document_parse (document, data, len);
  lxb_html_document_destroy (document);
}

static void
extract (Page *page)
{
  CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML,
                                   .address = "https://example.org/a/page.html" };
  CarrelDraft         *draft = carrel_extract (page->bytes, &options, NULL);

  page->is_article = draft != NULL;
  g_clear_pointer (&draft, carrel_draft_free);
}

static void
time_parse (Page *page)
{
  double start = bench_clock ();

  parse (page);
  page->among.bare = MIN (page->among.bare, bench_clock () - start);
}

static void
time_extract (Page *page)
{
  double start = bench_clock ();

  extract (page);
  page->among.whole = MIN (page->among.whole, bench_clock () - start);
}

static void
parse_cb (gpointer data)
{
  parse (data);
}

static void
extract_cb (gpointer data)
{
  extract (data);
}

static void
add_row (
    BenchTable *table, GPtrArray *pages, gboolean alone, const char *name, gsize from, gsize until)
{
  g_autoptr (GArray) ratios = bench_samples_new ();
  double bare = 0, whole = 0, bytes = 0;

  for (guint i = 0; i < pages->len; i++) {
    const Page *page = pages->pdata[i];
    Times       times = alone ? page->alone : page->among;
    gsize       len = g_bytes_get_size (page->bytes);

    if (len < from || len >= until)
      continue;
    bare += times.bare;
    whole += times.whole;
    bytes += (double) len;
    bench_samples_add (ratios, times.whole / times.bare);
  }
  bench_table_add (table, "%s", name);
  bench_table_add (table, "%u", ratios->len);
  bench_table_add (table, "%.1f", bytes / 1e6);
  bench_table_add (table, "%.1f", bare > 0 ? bytes / 1e3 / bare : 0);
  bench_table_add (table, "%.1f", whole > 0 ? bytes / 1e3 / whole : 0);
  bench_table_add_ratio (table, bare > 0 ? whole / bare : 0, 3, FALSE);
  bench_table_add_ratio (table, bench_samples_quantile (ratios, 0.5), 0, FALSE);
  bench_table_add_ratio (table, bench_samples_quantile (ratios, 0.95), 5, FALSE);
  bench_table_add_ratio (table, bench_samples_quantile (ratios, 1), 0, FALSE);
}

static void
print_times (GPtrArray *pages, gboolean alone, const char *title)
{
  BenchTable *table = bench_table_new (title, "pages", "number", "MB", "parse MB/s", "whole MB/s",
                                       "total", "p50", "p95", "most", NULL);

  add_row (table, pages, alone, "all", 0, G_MAXSIZE);
  add_row (table, pages, alone, "4 kB and more", SMALL, G_MAXSIZE);
  add_row (table, pages, alone, "under 4 kB", 0, SMALL);
  add_row (table, pages, alone, "4 to 50 kB", SMALL, 50000);
  add_row (table, pages, alone, "50 to 200 kB", 50000, 200000);
  add_row (table, pages, alone, "over 200 kB", 200000, G_MAXSIZE);
  bench_table_print (table);
}

/* ── Beside other extractors ── */

/* The file that peers/peers.mjs writes: a page's path, then the milliseconds of each. */
static void
compare_with_peers (GPtrArray *pages, const char *path)
{
  static const char *const names[] = { "Readability.js, linkedom", "Defuddle, linkedom" };
  g_autofree char         *text = NULL;
  g_autoptr (GHashTable) lines =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_strfreev);
  g_auto (GStrv) rows = NULL;
  BenchTable *table;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 0; rows[i]; i++) {
    char **fields = g_strsplit (rows[i], "\t", -1);

    if (g_strv_length (fields) == 1 + G_N_ELEMENTS (names))
      g_hash_table_insert (lines, fields[0], fields);
    else
      g_strfreev (fields);
  }
  table = bench_table_new (
      "The same pages through others (ms of processor, least of 3 after one; parse and extraction)",
      "extractor", "pages", "its ms", "Carrel's ms", "Carrel/it", "p50", "p95", NULL);
  for (guint n = 0; n < G_N_ELEMENTS (names); n++) {
    g_autoptr (GArray) ratios = bench_samples_new ();
    double theirs = 0, ours = 0;

    for (guint i = 0; i < pages->len; i++) {
      Page  *page = pages->pdata[i];
      char **fields = g_hash_table_lookup (lines, page->name);
      double ms = fields ? g_ascii_strtod (fields[1 + n], NULL) : 0;

      if (ms <= 0)
        continue;
      theirs += ms;
      ours += page->among.whole;
      bench_samples_add (ratios, page->among.whole / ms);
    }
    if (ratios->len == 0)
      continue;
    bench_table_add (table, "%s", names[n]);
    bench_table_add (table, "%u", ratios->len);
    bench_table_add (table, "%.0f", theirs);
    bench_table_add (table, "%.0f", ours);
    bench_table_add_ratio (table, ours / theirs, 1, FALSE);
    bench_table_add_ratio (table, bench_samples_quantile (ratios, 0.5), 0, FALSE);
    bench_table_add_ratio (table, bench_samples_quantile (ratios, 0.95), 0, FALSE);
  }
  bench_table_print (table);
}

static void
add_memory_row (
    BenchTable *table, GPtrArray *pages, const char *name, gsize from, gsize until, double limit)
{
  g_autoptr (GArray) ratios = bench_samples_new (), bare = bench_samples_new (),
                     kilobytes = bench_samples_new ();

  for (guint i = 0; i < pages->len; i++) {
    Page *page = pages->pdata[i];
    gsize len = g_bytes_get_size (page->bytes);

    if (len < MAX (from, 1) || len >= until)
      continue;
    bench_samples_add (ratios, (double) page->memory / (double) len);
    bench_samples_add (bare, (double) page->bare_memory / (double) len);
    bench_samples_add (kilobytes, (double) page->memory / 1e3);
  }
  bench_table_add (table, "%s", name);
  bench_table_add (table, "%u", ratios->len);
  bench_table_add (table, "%.0f", bench_samples_quantile (kilobytes, 0.5));
  bench_table_add_ratio (table, bench_samples_quantile (bare, 0.5), 0, FALSE);
  bench_table_add_ratio (table, bench_samples_quantile (ratios, 0.5), limit, FALSE);
  bench_table_add_ratio (table, bench_samples_quantile (bare, 0.95), 0, FALSE);
  bench_table_add_ratio (table, bench_samples_quantile (ratios, 0.95), limit, FALSE);
  bench_table_add_ratio (table, bench_samples_quantile (ratios, 1), 0, FALSE);
}

static void
print_memory (GPtrArray *pages)
{
  BenchTable *table = bench_table_new (
      "extract: memory that is resident at most, against the page's size (without the page itself)",
      "pages", "number", "kB p50", "parse p50", "p50", "parse p95", "p95", "most", NULL);

  add_memory_row (table, pages, "under 50 kB", 0, 50000, 0);
  add_memory_row (table, pages, "50 to 200 kB", 50000, 200000, 12);
  add_memory_row (table, pages, "over 200 kB", 200000, G_MAXSIZE, 12);
  bench_table_print (table);
}

static int
compare_ratios (gconstpointer a, gconstpointer b)
{
  const Page *x = *(Page *const *) a, *y = *(Page *const *) b;
  double      by = y->alone.whole / y->alone.bare - x->alone.whole / x->alone.bare;

  return (by > 0) - (by < 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (free_page);
  const char *corpus = g_getenv ("CARREL_BENCH_CORPUS"), *peers = g_getenv ("CARREL_BENCH_PEERS"),
             *samples = g_getenv ("CARREL_BENCH_SAMPLES");
  guint       n_refused = 0;
  BenchTable *table;

  for (int i = 1; i < argc; i++)
    find_pages (pages, argv[i]);
  if (argc < 2 && corpus)
    find_pages (pages, corpus);
  if (argc < 2 && pages->len == 0 && samples)
    find_pages (pages, samples);
  if (pages->len == 0) {
    g_printerr ("bench-extract: no pages; name a folder that has some\n");
    return 2;
  }
  /* First, while nothing that other pages left lies about in the heap. */
  for (guint i = 0; i < pages->len; i++) {
    Page  *page = pages->pdata[i];
    double times[2];

    page->bare_memory = bench_measure_memory (parse_cb, page);
    page->memory = bench_measure_memory (extract_cb, page);
    if (!bench_measure_turns (parse_cb, extract_cb, page, ROUNDS_ALONE, times)) {
      g_printerr ("bench-extract: no process for a page\n");
      return 1;
    }
    page->alone = (Times) { times[0], times[1] };
  }
  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < pages->len; i++) {
      if (round % 2 == 0)
        time_parse (pages->pdata[i]);
      time_extract (pages->pdata[i]);
      if (round % 2 != 0)
        time_parse (pages->pdata[i]);
    }

  print_times (
      pages, TRUE,
      "extract: a page to its article, against the bare parse of the same bytes into a new "
      "document, each page in a process of its own (ms of processor, least of " G_STRINGIFY (
          ROUNDS_ALONE) ")");
  print_times (
      pages, FALSE,
      "extract: the same, all pages in one process, one after the other (least of " G_STRINGIFY (
          ROUNDS) ")");
  print_memory (pages);

  for (guint i = 0; i < pages->len; i++)
    n_refused += !((Page *) pages->pdata[i])->is_article;
  if (peers && *peers)
    compare_with_peers (pages, peers);
  g_print ("%u of %u pages have no article.\n\n", n_refused, pages->len);
  g_ptr_array_sort (pages, compare_ratios);
  table = bench_table_new ("The highest ratios, each page in a process of its own", "page", "kB",
                           "parse ms", "whole ms", "ratio", NULL);
  for (guint i = 0; i < MIN (pages->len, 8); i++) {
    Page            *page = pages->pdata[i];
    g_autofree char *folder = g_path_get_dirname (page->name),
                    *parent = g_path_get_basename (folder),
                    *base = g_path_get_basename (page->name);

    bench_table_add (table, "%s/%s", parent, base);
    bench_table_add (table, "%.1f", (double) g_bytes_get_size (page->bytes) / 1e3);
    bench_table_add (table, "%.3f", page->alone.bare);
    bench_table_add (table, "%.3f", page->alone.whole);
    bench_table_add_ratio (table, page->alone.whole / page->alone.bare, 0, FALSE);
  }
  bench_table_print (table);
  return 0;
}

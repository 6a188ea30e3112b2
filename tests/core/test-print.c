/* test-print.c: an article's pages: nothing is lost, nothing is cut, and what belongs together
 * stays together.
 *
 * What stands where is asked of the pages themselves; that all of it is drawn is seen in the PDF,
 * by tests/cli/pdf.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "print/carrel-print-pdf.h"
#include "print/carrel-print-private.h"

#include <string.h>
#include <time.h>

#define PARAGRAPH                                                                                  \
  "<p>The river bends here, and the boats wait for the tide, as they have done for as long as "    \
  "there have been boats. "                                                                        \
  "Whoever stands on the pier at noon sees them turn, one after the other, without a hand on any " \
  "rudder, and thinks of clocks.</p>"

static CarrelArticle *
make_article (const char *language, gboolean rtl)
{
  CarrelArticleData data = { .id = 1,
                             .title = "The Turning of the Boats",
                             .byline = "Ines Calder",
                             .site = "Pacific Ledger",
                             .address = "https://ledger.example/boats",
                             .language = language,
                             .rtl = rtl };

  return carrel_article_new (&data);
}

/* Of this thread, in ms: a step isn't longer for what else the machine does. */
static double
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* The longest step, in ms. */
static double
lay_out (CarrelPrintJob *job)
{
  double   longest = 0;
  gboolean finished = FALSE;

  while (!finished) {
    double before = get_cpu_time ();

    finished = carrel_print_job_step (job, 8000);
    longest = MAX (longest, get_cpu_time () - before);
  }
  return longest;
}

static CarrelPrintJob *
make_job (CarrelDocument *document, const CarrelPrintSettings *settings)
{
  g_autoptr (CarrelArticle) article = make_article ("en", FALSE);
  CarrelPrintSettings usual;
  CarrelPrintSource   source = { .article = article, .document = document };

  carrel_print_settings_init (&usual);
  usual.width = 595.3;
  usual.height = 841.9;
  return carrel_print_job_new (&source, settings ? settings : &usual);
}

static CarrelDocument *
read_many (const char *html, guint n)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, html);
  return carrel_document_read (all->str, (gssize) all->len);
}

/* Pieces stand below one another within the page, and each unit's lines come once and in order. */
static void
check_pages (CarrelPrintJob *job)
{
  double x, y, width, height;
  guint  part = 0, unit = G_MAXUINT, to = 0;

  carrel_print_job_get_area (job, &x, &y, &width, &height);
  g_assert_cmpuint (carrel_print_job_get_n_pages (job), >, 0);
  for (guint page = 0; page < carrel_print_job_get_n_pages (job); page++) {
    guint                   n;
    const CarrelPrintPiece *pieces = carrel_print_job_get_pieces (job, page, &n);
    double                  bottom = 0;

    for (guint i = 0; i < n; i++) {
      const CarrelPrintPiece *piece = &pieces[i];
      gboolean lines = piece->kind == CARREL_PIECE_TEXT || piece->kind == CARREL_PIECE_CODE;

      g_assert_cmpfloat (piece->y, >=, bottom - .01);
      bottom = piece->y + piece->height;
      g_assert_cmpfloat (bottom, <=, height + .1);
      if (lines && piece->part == part && piece->unit == unit)
        g_assert_cmpuint (piece->from, ==, to);
      else if (lines)
        g_assert_cmpuint (piece->from, ==, 0);
      if (piece->kind != CARREL_PIECE_HEAD && piece->part == part && unit != G_MAXUINT &&
          piece->unit != unit && piece->kind != CARREL_PIECE_TABLE)
        g_assert_cmpuint (piece->unit, >, unit);
      part = piece->part;
      unit = piece->kind == CARREL_PIECE_HEAD ? G_MAXUINT : piece->unit;
      to = piece->to;
    }
  }
}

static void
test_lines (void)
{
  g_autoptr (CarrelDocument) document =
      read_many ("<h2>A heading</h2>" PARAGRAPH PARAGRAPH "<blockquote>" PARAGRAPH
                 "</blockquote><ul><li>One</li><li>Two</li></ul>" PARAGRAPH,
                 40);
  g_autoptr (CarrelPrintJob) job = make_job (document, NULL);
  guint              n_blocks, n_split = 0;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n_blocks);

  lay_out (job);
  check_pages (job);
  g_assert_cmpuint (carrel_print_job_get_n_pages (job), >, 10);
  for (guint page = 0; page + 1 < carrel_print_job_get_n_pages (job); page++) {
    guint                   n, n_next;
    const CarrelPrintPiece *pieces = carrel_print_job_get_pieces (job, page, &n),
                           *next = carrel_print_job_get_pieces (job, page + 1, &n_next);
    const CarrelPrintPiece *last = &pieces[n - 1];

    g_assert_cmpint (blocks[last->block].type, !=, CARREL_BLOCK_HEADING);
    if (last->unit == next->unit) {
      n_split++;
      g_assert_cmpuint (last->to - last->from, >=, 2);
      g_assert_cmpuint (next->to - next->from, >=, 2);
    }
  }
  g_assert_cmpuint (n_split, >, 1);
}

static void
test_figures (void)
{
  g_autoptr (CarrelDocument) document = read_many (
      PARAGRAPH
      "<figure><img src=\"blob:00000000000000000000000000000000000000000000000000000000000000aa\" "
      "alt=\"A boat\" width=\"1200\" height=\"900\"><figcaption>The boat, at "
      "noon.</figcaption></figure>" PARAGRAPH
      "<figure><img src=\"blob:00000000000000000000000000000000000000000000000000000000000000ab\" "
      "alt=\"A mast\" width=\"600\" height=\"4000\"><figcaption>The mast.</figcaption></figure>"
      "<figure><img src=\"https://ledger.example/away.jpg\" alt=\"Elsewhere\"></figure>",
      12);
  g_autoptr (CarrelPrintJob) job = make_job (document, NULL);
  guint              n_blocks, n_pictures = 0;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n_blocks);
  double             x, y, width, height;

  lay_out (job);
  check_pages (job);
  carrel_print_job_get_area (job, &x, &y, &width, &height);
  for (guint page = 0; page < carrel_print_job_get_n_pages (job); page++) {
    guint                   n, n_wanted = 0;
    const CarrelPrintPiece *pieces = carrel_print_job_get_pieces (job, page, &n);
    g_autoptr (GArray) wanted = carrel_print_job_list_pictures (job, page);

    for (guint i = 0; i < n; i++) {
      const CarrelBlock *block = &blocks[pieces[i].block];

      if (pieces[i].kind != CARREL_PIECE_PICTURE)
        continue;
      n_pictures++;
      g_assert_cmpfloat (pieces[i].width, <=, width + .1);
      if (!g_str_has_prefix (block->source, "blob:")) { /* nothing is fetched: a low box */
        g_assert_cmpfloat (pieces[i].height, <, 50);
        continue;
      }
      n_wanted++;
      g_assert_cmpfloat_with_epsilon (pieces[i].height / pieces[i].width,
                                      (double) block->height / block->width, .02);
      g_assert_cmpuint (i + 1, <, n); /* its caption is on the same page */
      g_assert_cmpint (blocks[pieces[i + 1].block].type, ==, CARREL_BLOCK_CAPTION);
    }
    g_assert_cmpuint (wanted->len, <=, n_wanted); /* each once */
    g_assert_true (n_wanted == 0 || wanted->len > 0);
  }
  g_assert_cmpuint (n_pictures, ==, 36);
}

static CarrelDocument *
make_table (guint n_rows, guint n_columns)
{
  g_autoptr (GString) html = g_string_new ("<table><tr>");

  for (guint c = 0; c < n_columns; c++)
    g_string_append_printf (html, "<th>Column %u</th>", c);
  g_string_append (html, "</tr>");
  for (guint r = 0; r < n_rows; r++) {
    g_string_append (html, "<tr>");
    for (guint c = 0; c < n_columns; c++)
      g_string_append_printf (html, "<td>%u</td>", r * n_columns + c);
    g_string_append (html, "</tr>");
  }
  g_string_append (html, "</table>");
  return carrel_document_read (html->str, (gssize) html->len);
}

/* Each row is there once in each strip of columns, below the header that its page repeats. Gives
 * the strips. */
static guint
check_table (CarrelPrintJob *job, guint n_rows)
{
  guint strip = 0, row = 0;

  for (guint page = 0; page < carrel_print_job_get_n_pages (job); page++) {
    guint                   n;
    const CarrelPrintPiece *pieces = carrel_print_job_get_pieces (job, page, &n);

    for (guint i = 0; i < n; i++) {
      if (pieces[i].kind != CARREL_PIECE_TABLE)
        continue;
      if (pieces[i].strip != strip) {
        g_assert_cmpuint (row, ==, n_rows + 1);
        g_assert_cmpuint (pieces[i].strip, ==, strip + 1);
        strip++;
        row = 0;
      }
      g_assert_cmpuint (pieces[i].from, ==, row);
      g_assert_true (row == 0 || pieces[i].head);
      row = pieces[i].to;
    }
  }
  g_assert_cmpuint (row, ==, n_rows + 1);
  return strip + 1;
}

static void
test_tables (void)
{
  g_autoptr (CarrelDocument) narrow = make_table (300, 5);
  g_autoptr (CarrelDocument) wide = make_table (40, 60);
  g_autoptr (CarrelPrintJob) first = make_job (narrow, NULL);
  g_autoptr (CarrelPrintJob) second = make_job (wide, NULL);

  lay_out (first);
  check_pages (first);
  g_assert_cmpuint (check_table (first, 300), ==, 1);
  lay_out (second);
  check_pages (second);
  g_assert_cmpuint (check_table (second, 40), >, 3);
}

/* A row that is higher than any page is cut between lines, and nowhere twice. */
static void
test_tall_row (void)
{
  g_autoptr (GString) html =
      g_string_new ("<table><tr><th>What</th><th>Why</th></tr><tr><td>One</td><td>");
  g_autoptr (CarrelDocument) document = NULL;
  g_autoptr (CarrelPrintJob) job = NULL;
  double cut = 0;

  for (guint i = 0; i < 60; i++)
    g_string_append (html, PARAGRAPH);
  g_string_append (html, "</td></tr></table>" PARAGRAPH);
  document = carrel_document_read (html->str, (gssize) html->len);
  job = make_job (document, NULL);
  lay_out (job);
  check_pages (job);
  for (guint page = 0; page < carrel_print_job_get_n_pages (job); page++) {
    guint                   n;
    const CarrelPrintPiece *pieces = carrel_print_job_get_pieces (job, page, &n);

    for (guint i = 0; i < n; i++)
      if (pieces[i].kind == CARREL_PIECE_TABLE && pieces[i].cut_to > 0) {
        g_assert_cmpfloat_with_epsilon (pieces[i].cut_from, cut, .01);
        cut = pieces[i].cut_to;
      }
  }
  g_assert_cmpfloat (cut, >, 1500);
}

/* Margins that leave nothing, and paper that is a strip. */
static void
test_paper (void)
{
  static const CarrelPrintSettings papers[] = {
    { 595, 842, 400, 400, 290, 290, CARREL_FACE_SERIF, NULL, 0, TRUE, TRUE },
    { 100, 300, 10, 10, 10, 10, CARREL_FACE_MONO, NULL, 30, TRUE, TRUE },
    { 3000, 200, 0, 0, 0, 0, CARREL_FACE_CHOSEN, "No Such Family", 12, FALSE, FALSE },
  };
  g_autoptr (CarrelDocument) document = read_many (
      PARAGRAPH "<pre>int\nmain (void)</pre><table><tr><td>a</td><td>b</td></tr></table>", 3);

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    g_autoptr (CarrelPrintJob) job = make_job (document, &papers[i]);

    lay_out (job);
    g_assert_cmpuint (carrel_print_job_get_n_pages (job), >, 0);
  }
}

/* ── What stands before an item ── */

static void
test_numbers (void)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (
      "<ol type='i'><li>a<li value='9'>b<ul><li>x</ul></ol><ol reversed><li>c<li>d</ol><ol "
      "type='A' start='27'><li>e<li value='-1'>f</ol>"
      "<section class='footnotes'><ol><li id='fn-12'>n</ol></section>",
      -1);
  static const char *const expected[] = { "i.", "ix.", "•", "2.", "1.", "AA.", "-1.", "¹²" };
  static const char *const arabic[] = { "i.", "ix.", "•", "٢.", "١.", "AA.", "-١.", "¹²" };
  g_autoptr (CarrelPageStyle) style = NULL;
  g_autoptr (CarrelPrintJob) job = make_job (document, NULL);
  g_autoptr (CarrelPlan) plan = NULL;
  guint n = 0;

  style = carrel_print_make_style (job, 1);
  plan = carrel_plan_new (document, style);
  for (guint i = 0; i < carrel_plan_get_n_units (plan); i++) {
    const CarrelUnit *unit = carrel_plan_get_unit (plan, i);
    g_autofree char  *latin = carrel_unit_dup_marker (unit, "en"),
                    *other = carrel_unit_dup_marker (unit, "ar");

    if (unit->marker == CARREL_MARKER_NONE)
      continue;
    g_assert_cmpstr (latin, ==, expected[n]);
    g_assert_cmpstr (other, ==, arabic[n]);
    n++;
  }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
}

/* ── Much, and bad ── */

static CarrelDocument *
make_hostile (guint kind)
{
  g_autoptr (GString) html = g_string_new (NULL);

  switch (kind) {
  case 0:
    return read_many ("<p>A line.</p>", 100000);
  case 1:
    return make_table (1000, 100);
  case 2:
    g_string_append (html, "<p>");
    for (guint i = 0; i < 20000; i++)
      g_string_append (
          html,
          "word<img src=\"blob:00000000000000000000000000000000000000000000000000000000000000aa\" "
          "alt=\"\" width=\"16\" height=\"16\"> ");
    break;
  case 3:
    for (guint i = 0; i < 300; i++)
      g_string_append (html, "<blockquote><ul><li>");
    g_string_append (html, "deep");
    break;
  case 4: /* only headings: there is no good place to end a page */
    return read_many ("<h2>A heading that has nothing below it</h2>", 3000);
  case 5:
    g_string_append (html, "<p>");
    for (guint i = 0; i < 1024 * 1024 / 16; i++)
      g_string_append (html, "0123456789abcdef");
    break;
  case 6: /* one cell that holds a thousand rows together */
    g_string_append (html, "<table><tr><td rowspan=\"1000\">all</td><td>1</td></tr>");
    for (guint i = 0; i < 999; i++)
      g_string_append (html, "<tr><td>and another</td></tr>");
    break;
  default:
    break;
  }
  return carrel_document_read (html->str, (gssize) html->len);
}

static void
test_hostile (gconstpointer data)
{
  g_autoptr (CarrelDocument) document = make_hostile (GPOINTER_TO_UINT (data));
  g_autoptr (CarrelPrintJob) job = make_job (document, NULL);
  double           started = get_cpu_time (), longest = lay_out (job);
  guint            n = carrel_print_job_get_n_pages (job);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t         *cr = cairo_create (surface);

  g_test_message ("%u pages in %.2f s, longest step %.1f ms", n, (get_cpu_time () - started) / 1e3,
                  longest);
  check_pages (job);
  if (GPOINTER_TO_UINT (data) == 1)
    check_table (job, 1000);
  /* The first, one in the middle, and the last can be drawn. */
  carrel_print_job_draw (job, 0, cr, NULL, CARREL_PRINT_PLAIN);
  carrel_print_job_draw (job, n / 2, cr, NULL, CARREL_PRINT_PLAIN);
  carrel_print_job_draw (job, n - 1, cr, NULL, CARREL_PRINT_PLAIN);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* ── PDF ── */

static void
test_pdf (void)
{
  g_autoptr (CarrelArticle) article = make_article ("ar", TRUE);
  g_autoptr (CarrelDocument) document = carrel_document_read (
      "<h2 id=\"h-1\">One</h2><p>See <a href=\"https://e.example/a'b)c?d=1&amp;e=%20f\">that</a>, "
      "<a href=\"#h-1\">this</a> and <a href=\"#h-9\">nothing</a>."
      "<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a></p><figure class=\"embed\"><a "
      "href=\"https://v.example/1\">https://v.example/1</a></figure><hr>"
      "<dl><dt>t</dt><dd>d</dd></dl><section class=\"footnotes\"><ol><li id=\"fn-1\">Note <a "
      "class=\"fnback\" href=\"#fnref-1\">\xe2\x86\xa9</a></li></ol></section>",
      -1);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  CarrelPrintSource   source = { .article = article, .document = document };
  CarrelPrintSettings settings;
  const char         *bytes;
  gsize               len;

  carrel_print_settings_init (&settings);
  carrel_print_pdf_async (&source, &settings, NULL, NULL, stream, NULL, carrel_test_result_cb,
                          &result);
  done = carrel_test_wait_result (&result);
  g_assert_cmpuint (carrel_print_pdf_finish (done, &error), ==, 1);
  g_assert_no_error (error);
  bytes = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream));
  len = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream));
  g_assert_cmpuint (len, >, 1000);
  g_assert_cmpmem (bytes, 5, "%PDF-", 5);
  g_assert_nonnull (g_strrstr_len (bytes + len - 32, 32, "%%EOF"));
}

static void
test_cancelled (void)
{
  g_autoptr (CarrelArticle) article = make_article ("en", FALSE);
  g_autoptr (CarrelDocument) document = read_many (PARAGRAPH, 2000);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  CarrelPrintSource   source = { .article = article, .document = document };
  CarrelPrintSettings settings;

  carrel_print_settings_init (&settings);
  carrel_print_pdf_async (&source, &settings, NULL, NULL, stream, cancellable,
                          carrel_test_result_cb, &result);
  g_cancellable_cancel (cancellable);
  done = carrel_test_wait_result (&result);
  g_assert_cmpuint (carrel_print_pdf_finish (done, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const char *const kinds[] = { "blocks",   "table", "pictures", "deep",
                                       "headings", "word",  "rowspan" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/numbers", test_numbers);
  g_test_add_func ("/print/lines", test_lines);
  g_test_add_func ("/print/figures", test_figures);
  g_test_add_func ("/print/tables", test_tables);
  g_test_add_func ("/print/tall-row", test_tall_row);
  g_test_add_func ("/print/paper", test_paper);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_strconcat ("/print/hostile/", kinds[i], NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_hostile);
  }
  g_test_add_func ("/print/pdf", test_pdf);
  g_test_add_func ("/print/cancelled", test_cancelled);
  return g_test_run ();
}

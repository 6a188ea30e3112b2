/* bench-reader.c: the reader's page: opening, scrolling, closing; against one GtkLabel a paragraph.
 *
 *   bench-reader [ROUNDS]
 *
 * An article of 10,000 words and 50 pictures, one of 1,000 words and five, the long one as labels
 * in a box, and the long one with formulas, opened in turns in one window of 900 × 800. Opening is
 * from the call to the end of the first frame, drawing in software included. Scrolling is through
 * the whole article, 90 pixels a frame: laying out and making render nodes, without drawing them.
 * Needs a display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench.h"
#include "ui/reader/carrel-document-view.h"

#include <adwaita.h>
#include <malloc.h>
#include <stdlib.h>

#define WIDTH 900
#define HEIGHT 800
#define STEP 90

/* ── A widget that measures how long its child takes to make its nodes ── */

#define BENCH_TYPE_BIN (bench_bin_get_type ())
G_DECLARE_FINAL_TYPE (BenchBin, bench_bin, BENCH, BIN, GtkWidget)

struct _BenchBin {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (BenchBin, bench_bin, GTK_TYPE_WIDGET)

static double spent_on_nodes, spent_on_layout, began_layout;
static guint  n_frames;

static void
bench_bin_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  double before = bench_clock ();

  GTK_WIDGET_CLASS (bench_bin_parent_class)->snapshot (widget, snapshot);
  spent_on_nodes += bench_clock () - before;
}

static void
bench_bin_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (bench_bin_parent_class)->dispose (object);
}

static void
bench_bin_class_init (BenchBinClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bench_bin_dispose;
  GTK_WIDGET_CLASS (class)->snapshot = bench_bin_snapshot;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
bench_bin_init (BenchBin *self)
{
}

/* ── Frames ── */

static void
update_cb (GdkFrameClock *clock, gpointer data)
{
  began_layout = bench_clock ();
}

static void
paint_cb (GdkFrameClock *clock, gpointer data)
{
  spent_on_layout += bench_clock () - began_layout;
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer data)
{
  n_frames++;
}

static void
wait_frame (GtkWidget *widget)
{
  guint n = n_frames;

  gtk_widget_queue_draw (widget);
  while (n_frames == n)
    g_main_context_iteration (NULL, TRUE);
}

static void
rest (void)
{
  gint64 end = g_get_monotonic_time () + 400000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* ── Texts ── */

static const char *const words[] = { "the",    "tide", "goes",   "out",         "twice",
                                     "a",      "day",  "and",    "leaves",      "little",
                                     "of",     "sea",  "behind", "in",          "every",
                                     "hollow", "rock", "where",  "periwinkles", "wait" };

static void
append_words (GString *html, GRand *random, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (html, "%s%s", i > 0 ? " " : "",
                            words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
}

static CarrelDocument *
make_document (guint n_words, guint n_pictures, gboolean formulas)
{
  static const char *const tex[] = {
    "x_1^2 + x_2^2 \\le r^2",
    "\\frac{a+b}{c}",
    "\\sqrt{1 + \\alpha}",
    "E = mc^2",
    "\\hat{\\beta} = (X^\\top X)^{-1} X^\\top y",
    "\\sum_{k=1}^{n} k^2 = \\frac{n(n+1)(2n+1)}{6}",
    "\\left( \\begin{matrix} 1 &amp; 0 \\\\ 0 &amp; 1 \\end{matrix} \\right)",
    "\\int_0^\\infty e^{-x^2}\\,dx",
  };

  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint n_paragraphs = n_words / 80;

  for (guint i = 0; i < n_paragraphs; i++) {
    if (i % 10 == 0)
      g_string_append_printf (html, "<h2 id=\"h-%u\">Part %u</h2>", i / 10 + 1, i / 10 + 1);
    g_string_append (html, "<p>");
    append_words (html, random, 40);
    g_string_append (html, " <em>quite</em> <a href=\"https://example.org/\">elsewhere</a> ");
    append_words (html, random, 38);
    g_string_append (html, ".</p>");
    if (formulas)
      g_string_append_printf (html,
                              "<p>With <span class=\"math\">%s</span> and <span "
                              "class=\"math\">%s</span> it holds.</p><p class=\"math\">%s</p>",
                              tex[i % 5], tex[(i + 1) % 5], tex[5 + i % 3]);
    if (n_pictures > 0 && i % MAX (1, n_paragraphs / n_pictures) == 1)
      g_string_append_printf (html,
                              "<figure><img src=\"blob:%064u\" alt=\"A rock\" width=\"1200\" "
                              "height=\"800\"><figcaption>Rock %u</figcaption></figure>",
                              i, i);
  }
  return carrel_document_read (html->str, -1);
}

static GdkTexture *
make_texture (void)
{
  static guchar pixels[620 * 413 * 4];
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);

  return gdk_memory_texture_new (620, 413, GDK_MEMORY_DEFAULT, bytes, 620 * 4);
}

static void
load_image (CarrelDocumentView *view, const char *source, int width, GTask *task, gpointer data)
{
  g_task_return_pointer (task, make_texture (), g_object_unref);
  g_object_unref (task);
}

static GtkWidget *
make_labels (CarrelDocument *document)
{
  GtkWidget         *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 20);
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (box, 620, -1);
  for (guint i = 0; i < n; i++) {
    GtkWidget *child = NULL;

    if (blocks[i].type == CARREL_BLOCK_IMAGE) {
      g_autoptr (GdkTexture) texture = make_texture ();

      child = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
    } else if (blocks[i].text_len > 0) {
      child = gtk_label_new (blocks[i].text);
      gtk_label_set_wrap (GTK_LABEL (child), TRUE);
      gtk_label_set_xalign (GTK_LABEL (child), 0);
      gtk_label_set_max_width_chars (GTK_LABEL (child), 66);
    }
    if (child)
      gtk_box_append (GTK_BOX (box), child);
  }
  return box;
}

/* ── Measuring ── */

static double
open_document (CarrelDocumentView *view, CarrelDocument *document)
{
  double before;

  carrel_document_view_set_document (view, NULL, NULL, FALSE);
  rest ();
  before = bench_clock ();
  carrel_document_view_set_document (view, document, "en", FALSE);
  wait_frame (GTK_WIDGET (view));
  return bench_clock () - before;
}

static void
scroll_through (GtkWidget *view, GArray *samples)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  for (double value = 0; value < gtk_adjustment_get_upper (adjustment) - HEIGHT; value += STEP) {
    spent_on_nodes = spent_on_layout = 0;
    gtk_adjustment_set_value (adjustment, value);
    wait_frame (view);
    bench_samples_add (samples, spent_on_nodes + spent_on_layout);
  }
}

static double
get_memory (void)
{
  rest ();
  malloc_trim (0);
  return (double) mallinfo2 ().uordblks / 1e6;
}

int
main (int argc, char **argv)
{
  int rounds = argc > 1 ? atoi (argv[1]) : 9;
  g_autoptr (CarrelDocument) large = make_document (10000, 50, FALSE),
                             small = make_document (1000, 5, FALSE),
                             mathematics = make_document (10000, 50, TRUE);
  GArray *large_ms = bench_samples_new (), *small_ms = bench_samples_new (),
         *label_ms = bench_samples_new (), *frames = bench_samples_new ();
  GArray        *formulas_ms = bench_samples_new (), *formula_frames = bench_samples_new ();
  GtkWidget     *window, *bin, *scrolled, *view, *viewport = NULL;
  double         before_memory, open_memory, after_memory;
  GdkFrameClock *clock;
  BenchTable    *table;

  adw_init ();
  window = gtk_window_new ();
  bin = g_object_new (BENCH_TYPE_BIN, NULL);
  scrolled = gtk_scrolled_window_new ();
  view = carrel_document_view_new ();
  g_object_ref_sink (view);
  carrel_document_view_set_image_loader (CARREL_DOCUMENT_VIEW (view), load_image, NULL, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_parent (scrolled, bin);
  gtk_window_set_child (GTK_WINDOW (window), bin);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (view) || gtk_widget_get_height (view) < 100)
    g_main_context_iteration (NULL, TRUE);
  clock = gtk_widget_get_frame_clock (view);
  g_signal_connect (clock, "layout", G_CALLBACK (update_cb), NULL);
  g_signal_connect (clock, "paint", G_CALLBACK (paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);

  open_document (CARREL_DOCUMENT_VIEW (view), large); /* fonts and glyphs: warm from here on */
  carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (view), NULL, NULL, FALSE);
  before_memory = get_memory ();
  for (int i = 0; i < rounds; i++) {
    bench_samples_add (large_ms, open_document (CARREL_DOCUMENT_VIEW (view), large));
    bench_samples_add (small_ms, open_document (CARREL_DOCUMENT_VIEW (view), small));
    bench_samples_add (formulas_ms, open_document (CARREL_DOCUMENT_VIEW (view), mathematics));
  }
  open_document (CARREL_DOCUMENT_VIEW (view), mathematics);
  rest ();
  scroll_through (view, formula_frames);
  open_document (CARREL_DOCUMENT_VIEW (view), large);
  rest ();
  scroll_through (view, frames);
  open_memory = get_memory ();
  carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (view), NULL, NULL, FALSE);
  after_memory = get_memory ();
  for (int i = 0; i < rounds; i++) {
    double before;

    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), NULL);
    rest ();
    before = bench_clock ();
    viewport = make_labels (large);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), viewport);
    wait_frame (scrolled);
    bench_samples_add (label_ms, bench_clock () - before);
  }

  table = bench_table_new ("reader: ms of processor", "", "median", "longest", "ratio", NULL);
  bench_table_add (table, "10,000 words, 50 pictures: first frame (limit 50)");
  bench_table_add (table, "%.1f", bench_samples_quantile (large_ms, .5));
  bench_table_add (table, "%.1f", bench_samples_quantile (large_ms, 1));
  bench_table_add_ratio (
      table, bench_samples_quantile (large_ms, .5) / bench_samples_quantile (small_ms, .5), 1.3,
      FALSE);
  bench_table_add (table, "1,000 words, 5 pictures");
  bench_table_add (table, "%.1f", bench_samples_quantile (small_ms, .5));
  bench_table_add (table, "%.1f", bench_samples_quantile (small_ms, 1));
  bench_table_add (table, "1x");
  bench_table_add (table, "10,000 words, 50 pictures, 375 formulas");
  bench_table_add (table, "%.1f", bench_samples_quantile (formulas_ms, .5));
  bench_table_add (table, "%.1f", bench_samples_quantile (formulas_ms, 1));
  bench_table_add_ratio (
      table, bench_samples_quantile (formulas_ms, .5) / bench_samples_quantile (small_ms, .5), 1.3,
      FALSE);
  bench_table_add (table, "10,000 words as labels in a box");
  bench_table_add (table, "%.1f", bench_samples_quantile (label_ms, .5));
  bench_table_add (table, "%.1f", bench_samples_quantile (label_ms, 1));
  bench_table_add_ratio (
      table, bench_samples_quantile (large_ms, .5) / bench_samples_quantile (label_ms, .5), 1,
      FALSE);
  bench_table_print (table);
  table = bench_table_new ("reader: scrolling, layout and render nodes, ms of processor a frame",
                           "", "median", "p99", "longest", NULL);
  bench_table_add (table, "%u frames (limits: p99 8, longest 16)", frames->len);
  bench_table_add (table, "%.2f", bench_samples_quantile (frames, .5));
  bench_table_add (table, "%.2f", bench_samples_quantile (frames, .99));
  bench_table_add (table, "%.2f", bench_samples_quantile (frames, 1));
  bench_table_add (table, "%u frames with formulas", formula_frames->len);
  bench_table_add (table, "%.2f", bench_samples_quantile (formula_frames, .5));
  bench_table_add (table, "%.2f", bench_samples_quantile (formula_frames, .99));
  bench_table_add (table, "%.2f", bench_samples_quantile (formula_frames, 1));
  bench_table_print (table);
  table = bench_table_new ("reader: memory on the heap, MB", "", "before", "open", "closed", NULL);
  bench_table_add (table, "after scrolling through");
  bench_table_add (table, "%.2f", before_memory);
  bench_table_add (table, "%.2f", open_memory);
  bench_table_add (table, "%.2f", after_memory);
  bench_table_print (table);
  g_object_unref (view);
  gtk_window_destroy (GTK_WINDOW (window));
  g_array_unref (large_ms);
  g_array_unref (small_ms);
  g_array_unref (label_ms);
  g_array_unref (frames);
  g_array_unref (formulas_ms);
  g_array_unref (formula_frames);
  return 0;
}

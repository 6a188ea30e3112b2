/* bench-list.c: the list of articles on the screen: its first frame, its memory, scrolling and
 * jumping.
 *
 *   bench-list [--articles NUMBER]     100,000; from 200,001 on they have 120 words
 *
 * The library is that of bench-library. First frames are of processes of their own, in turns: one
 * with an empty window, one with a library and its list; their times are of all their threads, from
 * the start of the process to the end of the frame in which there is something to see: of a list
 * the first one in which a row has its article. Their memory is what it is some time later.
 * Scrolling is 120 pixels a frame, jumping is anywhere, a jump a frame; their times are of the main
 * thread, with drawing in software. A library of 1,000 articles is scrolled beside the large one.
 * Needs a display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-memory.h"
#include "carrel-bench-library.h"
#include "carrel-bench-window.h"
#include "carrel-bench.h"
#include "ui/list/carrel-article-row.h"
#include "ui/list/carrel-list-pane.h"

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 360
#define HEIGHT 800
#define N_FRAMES 400
#define N_JUMPS 120
#define STEP 120
#define ROUNDS 7

/* Milliseconds of all threads since the process began. */
static double
process_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* Megabytes that nobody shares; 0 where the system doesn't say. */
static double
get_private_memory (void)
{
  g_autofree char *text = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "Private_Dirty:");
  return line ? g_ascii_strtod (line + strlen ("Private_Dirty:"), NULL) / 1024 : 0;
}

/* The list of all articles. */
static GtkWidget *
make_pane (CarrelLibrary *library)
{
  GtkWidget *pane = carrel_list_pane_new (library);
  g_autoptr (CarrelUiPlace) all = carrel_ui_place_new (CARREL_PLACE_KIND_ALL);

  carrel_list_pane_set_place (CARREL_LIST_PANE (pane), all);
  return pane;
}

static GtkWidget *
find_list_view (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_list_view (child);
  return found;
}

static guint
count_rows (GtkWidget *list_view)
{
  GtkSelectionModel *model = list_view ? gtk_list_view_get_model (GTK_LIST_VIEW (list_view)) : NULL;

  return model ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

/* ── The first frame: a process of its own ── */

static GtkWidget *
make_empty (void)
{
  GtkWidget *view = adw_toolbar_view_new ();

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), gtk_label_new ("Nothing"));
  return view;
}

typedef struct {
  GtkWidget *window; /* lent */
  gboolean   listed; /* rows are to be in it */
  double     ms;     /* 0: not yet */
} FirstFrame;

/* A row of the list shows its article. */
static gboolean
has_row (GtkWidget *window)
{
  GtkWidget *view = find_list_view (window),
            *cell = view ? gtk_widget_get_first_child (view) : NULL,
            *row = cell ? gtk_widget_get_first_child (cell) : NULL;
  CarrelArticleItem *item =
      CARREL_IS_ARTICLE_ROW (row) ? carrel_article_row_get_item (CARREL_ARTICLE_ROW (row)) : NULL;

  return item && gtk_widget_get_mapped (row) && carrel_article_item_get_article (item);
}

static void
drawn_cb (gpointer data)
{
  FirstFrame *first = data;

  if (first->ms == 0 && (!first->listed || has_row (first->window)))
    first->ms = process_clock ();
}

/* Prints milliseconds and megabytes. `folder` (nullable): an empty window. */
static int
print_first_frame (const char *folder)
{
  g_autoptr (CarrelLibrary) library = NULL;
  FirstFrame first = { .listed = folder != NULL };

  if (folder) /* as the program does */
    carrel_memory_give_back ();
  adw_init ();
  if (folder) {
    bench_window_load_style ();
    library = bench_window_open_library (folder);
  }
  bench_window_watch (drawn_cb, &first);
  first.window = bench_window_show (folder ? make_pane (library) : make_empty (), WIDTH, HEIGHT);
  while (first.ms == 0)
    g_main_context_iteration (NULL, TRUE);
  bench_window_rest (1500);
  g_print ("%.2f %.2f\n", first.ms, get_private_memory ());
  return 0;
}

/* The same in a child. */
static void
measure_first_frame (const char *program, const char *folder, GArray *ms, GArray *memory)
{
  const char      *arguments[] = { program, "--first-frame", folder ? folder : "", NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  char *end;
  int   status;

  if (!g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL,
                     &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s", error->message);
  bench_samples_add (ms, g_ascii_strtod (out, &end));
  bench_samples_add (memory, g_ascii_strtod (end, NULL));
}

static void
measure_first_frames (const char *program, const char *folder)
{
  BenchTable *table = bench_table_new ("the first frame: medians of processes, ms of all threads",
                                       "", "ms", "ratio", "private MB", "more", NULL);
  g_autoptr (GArray) empty_ms = bench_samples_new ();
  g_autoptr (GArray) empty_memory = bench_samples_new ();
  g_autoptr (GArray) list_ms = bench_samples_new ();
  g_autoptr (GArray) list_memory = bench_samples_new ();
  double more;

  sync (); /* a page of a program that was just built, and isn't on the disk yet, counts as private
            */
  for (guint i = 0; i < ROUNDS; i++) {
    measure_first_frame (program, NULL, empty_ms, empty_memory);
    measure_first_frame (program, folder, list_ms, list_memory);
  }
  more = bench_samples_quantile (list_memory, .5) - bench_samples_quantile (empty_memory, .5);
  bench_table_add (table, "an empty window");
  bench_table_add (table, "%.0f", bench_samples_quantile (empty_ms, .5));
  bench_table_add (table, "1x");
  bench_table_add (table, "%.1f", bench_samples_quantile (empty_memory, .5));
  bench_table_add (table, "-");
  bench_table_add (table, "a library and its list");
  bench_table_add (table, "%.0f", bench_samples_quantile (list_ms, .5));
  bench_table_add_ratio (
      table, bench_samples_quantile (list_ms, .5) / bench_samples_quantile (empty_ms, .5), 1.3,
      FALSE);
  bench_table_add (table, "%.1f", bench_samples_quantile (list_memory, .5));
  bench_table_add (table, "%.1f (limit 12)%s", more, more > 12 ? " over" : "");
  bench_table_print (table);
}

/* ── Scrolling ── */

/* Milliseconds of the main thread until the next frame stands. */
static double
time_frame (GtkAdjustment *adjustment, double value)
{
  guint  n = bench_window_count_frames ();
  double before = bench_clock ();

  gtk_adjustment_set_value (adjustment, value);
  bench_window_wait_after (n);
  return bench_clock () - before;
}

typedef struct {
  CarrelLibrary *library;       /* (owned) */
  GtkWidget     *window, *view; /* lent */
  GArray        *frames, *jumps;
} Scrolled;

static void
begin (Scrolled *self, const char *folder, guint n)
{
  self->library = bench_window_open_library (folder);
  self->window = bench_window_show (make_pane (self->library), WIDTH, HEIGHT);
  self->frames = bench_samples_new ();
  self->jumps = bench_samples_new ();
  while (count_rows (self->view) < n) {
    g_main_context_iteration (NULL, TRUE);
    self->view = find_list_view (self->window);
  }
  bench_window_rest (1000);
}

static void
scroll (Scrolled *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  gtk_window_present (GTK_WINDOW (self->window));
  for (guint i = 0; i < N_FRAMES; i++)
    bench_samples_add (self->frames, time_frame (adjustment, STEP * (i + 1)));
  for (guint i = 0; i < N_JUMPS; i++) {
    double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

    bench_samples_add (self->jumps, time_frame (adjustment, floor (g_rand_double (random) * end)));
  }
}

static void
add_row (BenchTable *table, const char *name, Scrolled *self, Scrolled *small)
{
  double p99 = bench_samples_quantile (self->frames, .99),
         p95 = bench_samples_quantile (self->jumps, .95);

  bench_table_add (table, "%s", name);
  bench_table_add (table, "%.2f", bench_samples_quantile (self->frames, .5));
  bench_table_add (table, "%.2f%s", p99, p99 > 6 ? " (over)" : "");
  bench_table_add_ratio (
      table, bench_samples_quantile (self->frames, .5) / bench_samples_quantile (small->frames, .5),
      self == small ? 0 : 1.1, FALSE);
  bench_table_add (table, "%.2f", bench_samples_quantile (self->jumps, .5));
  bench_table_add (table, "%.2f%s", p95, p95 > 16.6 ? " (over)" : "");
}

static void
measure_scrolling (const char *folder, const char *small_folder, guint n)
{
  BenchTable *table = bench_table_new ("the list: ms of the main thread (limits: a frame p99 6, a "
                                       "jump p95 16.6)",
                                       "", "frame p50", "p99", "ratio", "jump p50", "p95", NULL);
  Scrolled    large = { 0 }, small = { 0 };
  g_autofree char *name = g_strdup_printf ("%u articles", n);

  begin (&small, small_folder, 1000);
  scroll (&small);
  gtk_window_destroy (GTK_WINDOW (small.window));
  begin (&large, folder, n);
  scroll (&large);
  add_row (table, "1000 articles", &small, &small);
  add_row (table, name, &large, &small);
  bench_table_print (table);
}

int
main (int argc, char **argv)
{
  BenchLibrarySize size = { 100000, 400, 0 }, small = { 1000, 400, 0 };
  BenchTexts      *texts;
  g_autofree char *folder = NULL, *small_folder = NULL;

  if (argc == 3 && strcmp (argv[1], "--first-frame") == 0)
    return print_first_frame (*argv[2] ? argv[2] : NULL);
  for (int i = 1; i + 1 < argc; i += 2)
    if (strcmp (argv[i], "--articles") == 0)
      size.n = (guint) atoi (argv[i + 1]);
  if (size.n > 200000)
    size.words = BENCH_LIBRARY_SHORT;
  texts = bench_texts_new ();
  folder = bench_library_get (texts, &size);
  small_folder = bench_library_get (texts, &small);
  measure_first_frames (argv[0], folder);
  adw_init ();
  bench_window_load_style ();
  measure_scrolling (folder, small_folder, size.n);
  bench_texts_free (texts);
  return 0;
}

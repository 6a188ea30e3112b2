/* bench-links.c: links in a large library: found, read, drawn as a map.
 *
 *   bench-links [--articles NUMBER]     100,000, each with 20 links out: half of them to other
 *                                       articles, half wanted
 *
 * Adding is in a transaction that is given up again: its outgoing links, then the address that
 * others wanted, then all of an article. Times are of the processor. The map is one of 5,000 dots
 * and 20,000 lines, and the library's own; a frame's time is of the main thread, drawing in
 * software included; the picture under it is made by a worker. Needs a display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-library.h"
#include "carrel-bench-window.h"
#include "carrel-bench.h"
#include "store/carrel-store-graph.h"
#include "store/carrel-store-private.h"
#include "ui/map/carrel-map-view-private.h"

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINKS 20
#define ROUNDS 400
#define PAGE 100   /* of links back, in the inspector */
#define BACK 200   /* that come with an article */
#define SHOWN 1000 /* wanted things of the list */
#define WIDTH 1280
#define HEIGHT 800
#define N_FRAMES 200

static void
insist (gboolean done, GError *error)
{
  if (!done)
    g_error ("%s", error->message);
}

static void
add_row (BenchTable *table, const char *name, GArray *samples, double limit)
{
  double p99 = bench_samples_quantile (samples, .99);

  bench_table_add (table, "%s", name);
  bench_table_add (table, "%.2f", bench_samples_quantile (samples, .5));
  bench_table_add (table, "%.2f%s", p99, limit > 0 && p99 > limit ? " (over)" : "");
  bench_table_add (table, "%.2f", bench_samples_quantile (samples, 1));
  if (limit > 0)
    bench_table_add (table, "%.0f", limit);
  else
    bench_table_add (table, "-");
}

/* ── Adding ── */

typedef struct {
  BenchTexts             *texts;
  const BenchLibrarySize *size;
  CarrelConnection       *connection;
  GRand                  *rand;
} Bench;

/* One that the library hasn't; `number`: of its address, 0: one of its own. */
static CarrelDraft *
make_draft (Bench *self, guint text, guint number, const BenchLibrarySize *size)
{
  CarrelDraft *draft = bench_library_make_draft (self->texts, size, text);

  g_free (draft->address);
  draft->address = number > 0 ? bench_library_dup_address (number)
                              : g_strdup_printf ("https://new.example/%u", text);
  return draft;
}

static gint64
insert (Bench *self, CarrelDraft *draft)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 id = carrel_store_insert_article (self->connection, draft, NULL, changes, &error);

  insist (id != 0, error);
  return id;
}

/* An article without links that nobody wants; then its links out, and the address that others
 * wanted. */
static void
time_links (Bench *self, guint text, guint wanted, GArray *out, GArray *in, GArray *both)
{
  BenchLibrarySize bare = { self->size->n, 20, 0 };
  g_autoptr (CarrelDraft) draft = make_draft (self, text, 0, self->size),
                          without = make_draft (self, text, 0, &bare);
  g_autofree char *address = bench_library_dup_address (wanted);
  g_autoptr (GError) error = NULL;
  double start, found, end;
  gint64 id;

  insist (carrel_connection_begin (self->connection, &error), error);
  id = insert (self, without);
  start = bench_clock ();
  insist (carrel_store_insert_links (self->connection, id, draft, &error), error);
  found = bench_clock ();
  insist (carrel_store_insert_address (self->connection, id, address, "canonical", NULL, &error),
          error);
  end = bench_clock ();
  carrel_connection_rollback (self->connection);
  bench_samples_add (out, found - start);
  bench_samples_add (in, end - found);
  bench_samples_add (both, end - start);
}

static void
time_whole (Bench *self, guint text, guint wanted, GArray *samples)
{
  g_autoptr (CarrelDraft) draft = make_draft (self, text, wanted, self->size);
  double start = bench_clock ();

  insert (self, draft);
  bench_samples_add (samples, bench_clock () - start);
}

static void
measure_adding (Bench *self)
{
  g_autoptr (GArray) out = bench_samples_new (), in = bench_samples_new (),
                     both = bench_samples_new ();
  g_autoptr (GArray) whole = bench_samples_new (), hub_in = bench_samples_new (),
                     rest = bench_samples_new ();
  BenchTable *table =
      bench_table_new ("an article is added: ms of the processor, in its transaction", "", "p50",
                       "p99", "most", "limit", NULL);
  g_autoptr (GError) error = NULL;
  guint text = self->size->n, hub = self->size->n + bench_library_count_wanted (self->size);

  for (guint i = 0; i < ROUNDS; i++)
    time_links (self, ++text, bench_library_draw_wanted (self->size, self->rand), out, in, both);
  /* One after the other, as an import does; each is wanted. */
  insist (carrel_connection_begin (self->connection, &error), error);
  for (guint i = 0; i < ROUNDS; i++)
    time_whole (self, ++text, self->size->n + 1 + i * 97, whole);
  carrel_connection_rollback (self->connection);
  for (guint i = 0; i < 5; i++)
    time_links (self, ++text, hub, rest, hub_in, rest);
  add_row (table, "links out: 20", out, 0);
  add_row (table, "links in: what wanted it", in, 0);
  add_row (table, "links both ways", both, 5);
  add_row (table, "all of the article, index and counts too", whole, 0);
  add_row (table, "links in: what one article in ten wanted", hub_in, 0);
  bench_table_print (table);
}

/* ── Reading ── */

static guint
unref_list (GPtrArray *list, GError *error)
{
  guint n;

  insist (list != NULL, error);
  n = list->len;
  g_ptr_array_unref (list);
  return n;
}

static void
time_back (Bench *self, guint skip, GArray *samples)
{
  g_autoptr (GError) error = NULL;
  double start = bench_clock ();

  unref_list (carrel_store_load_backlinks (self->connection, BENCH_LIBRARY_HUB, skip, PAGE, &error),
              error);
  bench_samples_add (samples, bench_clock () - start);
}

static void
measure_back (Bench *self, BenchTable *table)
{
  g_autoptr (GArray) first = bench_samples_new (), middle = bench_samples_new (),
                     last = bench_samples_new (), all = bench_samples_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  insist (carrel_store_count_backlinks (self->connection, BENCH_LIBRARY_HUB, &n, &error), error);
  for (guint i = 0; i < 50; i++) {
    double start = bench_clock ();

    /* What the article is opened with. */
    unref_list (carrel_store_load_links (self->connection, BENCH_LIBRARY_HUB, BACK, &error), error);
    insist (carrel_store_count_backlinks (self->connection, BENCH_LIBRARY_HUB, &n, &error), error);
    bench_samples_add (first, bench_clock () - start);
    time_back (self, BACK, middle);
    time_back (self, n - n % PAGE - PAGE, last);
  }
  g_print ("the most linked article has %u links back\n\n", n);
  add_row (table, "its links and their number, as it opens", first, 0);
  add_row (table, "the next 100 of them", middle, 0);
  add_row (table, "the last 100 of them", last, 0);
}

static void
measure_reading (Bench *self)
{
  BenchTable *table = bench_table_new ("what is asked of the links: ms of the processor", "", "p50",
                                       "p99", "most", "limit", NULL);
  g_autoptr (GArray) unlinked = bench_samples_new (), related = bench_samples_new (),
                     wanted = bench_samples_new (), wanting = bench_samples_new ();
  g_autoptr (GArray) around = bench_samples_new ();
  g_autofree char *address = bench_library_dup_address (self->size->n +
                                                        bench_library_count_wanted (self->size)),
                  *key = g_strdup (address + strlen ("https://"));
  g_autoptr (GError) error = NULL;
  guint n_unlinked = 0, n_related = 0, n_wanting = 0;

  measure_back (self, table);
  for (guint i = 0; i < 200; i++) {
    gint64 id = g_rand_int_range (self->rand, 1, (gint32) self->size->n + 1);
    double start = bench_clock (), next;

    n_unlinked += unref_list (carrel_store_list_unlinked (self->connection, id, 6, &error), error);
    next = bench_clock ();
    n_related +=
        unref_list (carrel_store_list_related (self->connection, id, 6, TRUE, &error), error);
    bench_samples_add (unlinked, next - start);
    bench_samples_add (related, bench_clock () - next);
  }
  for (guint i = 0; i < 20; i++) {
    CarrelGraphAsk ask = { BENCH_LIBRARY_HUB, 3, TRUE };
    double         start = bench_clock (), next;

    unref_list (carrel_store_load_wanted (self->connection, SHOWN, &error), error);
    next = bench_clock ();
    bench_samples_add (wanted, next - start);
    n_wanting = unref_list (carrel_store_load_wanting (self->connection, key, 50, &error), error);
    bench_samples_add (wanting, bench_clock () - next);
    next = bench_clock ();
    {
      g_autoptr (CarrelGraph) graph = carrel_store_load_graph (self->connection, &ask, &error);

      insist (graph != NULL, error);
    }
    bench_samples_add (around, bench_clock () - next);
  }
  add_row (table, "unlinked mentions", unlinked, 0);
  add_row (table, "related articles", related, 20);
  add_row (table, "the 1,000 most wanted", wanted, 0);
  add_row (table, "who wants the most wanted", wanting, 0);
  add_row (table, "three steps round the most linked", around, 0);
  bench_table_print (table);
  g_print ("found: %.1f unlinked mentions and %.1f related articles each, %u of who wants the most "
           "wanted\n\n",
           n_unlinked / 200.0, n_related / 200.0, n_wanting);
}

/* ── The map ── */

static CarrelGraph *
make_graph (guint n, guint m)
{
  CarrelGraph *graph = carrel_graph_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 12; i++) {
    g_autofree char *name = g_strdup_printf ("topic %u", i);

    carrel_graph_add_topic (graph, i + 1, name, i % CARREL_N_TOPIC_COLOURS);
  }
  for (guint i = 0; i < n; i++) {
    g_autofree char *title = g_strdup_printf ("Article number %u of many", i);
    CarrelGraphDot   dot = { .article = i + 1,
                             .title = title,
                             .topic = 1 + i * 12 / n,
                             .colour = i * 12 / n % CARREL_N_TOPIC_COLOURS };

    carrel_graph_add_dot (graph, &dot);
  }
  while (carrel_graph_get_n_lines (graph) < m) {
    guint from = (guint) g_rand_int_range (rand, 0, (gint32) n),
          near = (guint) (fabs (g_rand_double (rand) * g_rand_double (rand)) * n / 12);

    carrel_graph_add_line (graph, from,
                           g_rand_int_range (rand, 0, 10) > 0
                               ? (from + near) % n
                               : (guint) g_rand_int_range (rand, 0, (gint32) n),
                           CARREL_LINK_MENTIONS);
  }
  return graph;
}

typedef struct {
  CarrelMapView *view;
  GtkWidget     *window;
  GArray        *turns, *pan, *zoom, *point;
  double         settled; /* seconds on the clock */
  double         picture; /* ms, of the worker */
} Map;

/* Milliseconds of the main thread until the next frame stands. */
static double
end_frame (Map *self, double before)
{
  guint n = bench_window_count_frames ();

  gtk_widget_queue_draw (GTK_WIDGET (self->view));
  bench_window_wait_after (n);
  return bench_clock () - before;
}

/* Each turn of the loop while the layout goes on. */
static void
lay_out (Map *self, CarrelGraph *graph)
{
  gint64 wall = g_get_monotonic_time ();
  double before = bench_clock ();

  carrel_map_view_set_graph (self->view, graph, NULL, NULL);
  bench_samples_add (self->turns, bench_clock () - before);
  while (!carrel_map_view_is_settled (self->view) || self->view->drawing) {
    before = bench_clock ();
    g_main_context_iteration (NULL, TRUE);
    bench_samples_add (self->turns, bench_clock () - before);
  }
  self->settled = (double) (g_get_monotonic_time () - wall) / 1e6;
}

static void
move (Map *self)
{
  CarrelMapCamera camera = self->view->camera;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < N_FRAMES; i++) {
    double before = bench_clock ();

    camera.x += (i / 50 % 2 ? -12 : 12) / camera.zoom;
    carrel_map_view_take_camera (self->view, camera);
    bench_samples_add (self->pan, end_frame (self, before));
  }
  for (guint i = 0; i < N_FRAMES; i++) {
    double before = bench_clock ();

    carrel_map_view_zoom_at (self->view, i / 50 % 2 ? 1 / 1.06 : 1.06, WIDTH / 3.0, HEIGHT / 3.0);
    bench_samples_add (self->zoom, end_frame (self, before));
  }
  carrel_map_view_take_camera (self->view, camera);
  bench_window_rest (500);
  for (guint i = 0; i < N_FRAMES; i++) {
    double before = bench_clock ();
    guint  dot = carrel_map_view_hit (self->view, g_rand_double (rand) * WIDTH,
                                      g_rand_double (rand) * HEIGHT);

    carrel_map_view_set_pointed (self->view, dot, FALSE);
    bench_samples_add (self->point, end_frame (self, before));
  }
}

static void
draw_picture (Map *self)
{
  CarrelMapScene scene = {
    .graph = self->view->graph,
    .places = self->view->places,
    .camera = self->view->camera,
    .width = WIDTH * 3 / 2,
    .height = HEIGHT * 3 / 2,
    .scale = 1,
  };
  double before = bench_clock ();
  g_autoptr (GdkTexture) texture = NULL;

  carrel_map_view_get_colours (self->view, &scene.colours);
  texture = carrel_map_draw (&scene, NULL);
  self->picture = bench_clock () - before;
}

static void
measure_map (CarrelGraph *graph)
{
  Map              map = { .turns = bench_samples_new (),
                           .pan = bench_samples_new (),
                           .zoom = bench_samples_new (),
                           .point = bench_samples_new () };
  g_autofree char *title =
      g_strdup_printf ("a map of %u dots and %u lines: ms of the main thread",
                       carrel_graph_get_n_dots (graph), carrel_graph_get_n_lines (graph));
  BenchTable *table = bench_table_new (title, "", "p50", "p99", "most", "limit", NULL);

  map.view = CARREL_MAP_VIEW (carrel_map_view_new ());
  map.window = bench_window_show (GTK_WIDGET (map.view), WIDTH, HEIGHT);
  bench_window_wait_frame (map.window);
  lay_out (&map, graph);
  bench_window_rest (500);
  move (&map);
  draw_picture (&map);
  add_row (table, "turns of the loop while it is laid out", map.turns, 50);
  add_row (table, "a frame while it is moved", map.pan, 8);
  add_row (table, "a frame while it is zoomed", map.zoom, 8);
  add_row (table, "a frame while dots are pointed at", map.point, 8);
  bench_table_print (table);
  g_print ("laid out by a worker in %.1f s on the clock; its picture takes a worker %.0f ms\n\n",
           map.settled, map.picture);
  gtk_window_destroy (GTK_WINDOW (map.window));
  bench_window_rest (300);
  g_array_unref (map.turns);
  g_array_unref (map.pan);
  g_array_unref (map.zoom);
  g_array_unref (map.point);
}

static void
measure_maps (Bench *self)
{
  CarrelGraphAsk everything = { 0, 0, TRUE };
  g_autoptr (CarrelGraph) small = make_graph (5000, 20000);
  g_autoptr (CarrelGraph) whole = NULL;
  g_autoptr (GError) error = NULL;
  double start = bench_clock ();

  whole = carrel_store_load_graph (self->connection, &everything, &error);
  insist (whole != NULL, error);
  g_print ("all of the library is read as a graph in %.0f ms\n\n", bench_clock () - start);
  adw_init ();
  bench_window_load_style ();
  measure_map (small);
  measure_map (whole);
}

int
main (int argc, char **argv)
{
  BenchLibrarySize size = { 100000, 60, LINKS };
  Bench            self = { .size = &size };
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 1; i + 1 < argc; i += 2)
    if (strcmp (argv[i], "--articles") == 0)
      size.n = (guint) atoi (argv[i + 1]);
  self.texts = bench_texts_new ();
  self.rand = g_rand_new_with_seed (7);
  folder = bench_library_get (self.texts, &size);
  self.connection = carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  insist (self.connection != NULL, error);
  measure_adding (&self);
  measure_reading (&self);
  measure_maps (&self);
  carrel_connection_close (self.connection);
  g_rand_free (self.rand);
  bench_texts_free (self.texts);
  return 0;
}

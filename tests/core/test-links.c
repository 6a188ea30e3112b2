/* test-links.c: links in the person's own words, wanted things, threads, the graph.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "store/carrel-store-graph.h"
#include "store/carrel-store.h"

#include <math.h>
#include <string.h>

typedef struct {
  char             *folder;
  CarrelConnection *connection;
  CarrelChanges    *changes;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = carrel_test_new_folder ();
  self->changes = carrel_changes_new (0);
  self->connection = carrel_connection_open (self->folder, CARREL_OPEN_CREATE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelHealth) health = carrel_store_check (self->connection, NULL, NULL, NULL);

  for (guint i = 0; i < health->problems->len; i++)
    g_test_message ("%s", (char *) health->problems->pdata[i]);
  g_assert_true (health->sound);
  carrel_changes_unref (self->changes);
  carrel_connection_close (self->connection);
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
}

/* Has «https://a.example/TITLE» for its address. */
static gint64
add (Fixture *self, const char *title, const char *html, const char *reference)
{
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  draft->title = g_strdup (title);
  draft->address = g_strdup_printf ("https://a.example/%s", title);
  draft->document = carrel_document_read (html, -1);
  if (reference)
    carrel_draft_add_reference (draft, reference, NULL);
  id = carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
  g_assert_no_error (error);
  return id;
}

static void
undo (Fixture *self, CarrelUndo *what)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (carrel_connection_begin (self->connection, NULL));
  carrel_store_undo (self->connection, what, self->changes, &error);
  g_assert_no_error (error);
  g_assert_true (carrel_connection_commit (self->connection, NULL));
}

/* ── By hand ── */

static void
test_own_kinds (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", "<p>a</p>", NULL), b = add (self, "B", "<p>b</p>", NULL), link, other;
  CarrelLinkSaid answers = { .kind = CARREL_LINK_RELATED, .label = "  answers ", .inverse = "is answered by" };
  g_autofree char *long_label = g_strnfill (CARREL_MAX_LABEL + 1, 'x');
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (GPtrArray) links = NULL, back = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) kinds = NULL, none = NULL;

  link = carrel_store_link (self->connection, a, b, &answers, undos, self->changes, &error);
  g_assert_no_error (error);
  other = carrel_store_link (self->connection, a, b, &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED }, undos, self->changes, &error);
  g_assert_cmpint (link, !=, other); /* another kind, another link */
  back = carrel_store_load_backlinks (self->connection, b, 0, 1, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_cmpstr (carrel_link_get (back->pdata[0])->label, ==, "answers");
  g_assert_cmpstr (carrel_link_get (back->pdata[0])->inverse, ==, "is answered by");
  kinds = carrel_store_load_link_kinds (self->connection, NULL);
  g_assert_cmpuint (g_strv_length (kinds), ==, 2);
  g_assert_cmpint (carrel_store_link (self->connection, a, b, &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED, .label = long_label }, NULL, self->changes, &error), ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);

  undo (self, undos);
  links = carrel_store_load_links (self->connection, a, 0, NULL);
  g_assert_cmpuint (links->len, ==, 0);
  none = carrel_store_load_link_kinds (self->connection, NULL);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_edited_and_turned (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", "<p>a <a href=\"https://a.example/B\">b</a></p>", NULL), b = add (self, "B", "<p>b</p>", NULL);
  gint64 link = carrel_store_link (self->connection, a, b, &(CarrelLinkSaid) { .kind = CARREL_LINK_CITES, .note = "p. 7" }, NULL, self->changes, NULL);
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (GPtrArray) turned = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (carrel_store_edit_link (self->connection, link, &(CarrelLinkSaid) { .kind = CARREL_LINK_CONTRADICTS }, TRUE, undos, self->changes, &error));
  turned = carrel_store_load_links (self->connection, b, 0, NULL);
  g_assert_cmpuint (turned->len, ==, 2);
  g_assert_cmpint (carrel_link_get (turned->pdata[0])->kind, ==, CARREL_LINK_CONTRADICTS);
  g_assert_cmpint (carrel_link_get (turned->pdata[0])->target, ==, a);
  g_assert_null (carrel_link_get (turned->pdata[0])->note);
  /* What the article makes stays as it is. */
  g_assert_false (carrel_store_edit_link (self->connection, carrel_link_get (turned->pdata[1])->id, &(CarrelLinkSaid) { .kind = CARREL_LINK_CITES }, FALSE, NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  undo (self, undos);
  again = carrel_store_load_links (self->connection, a, 0, NULL);
  g_assert_cmpint (carrel_link_get (again->pdata[1])->kind, ==, CARREL_LINK_CITES);
  g_assert_cmpstr (carrel_link_get (again->pdata[1])->note, ==, "p. 7");
}

/* ── Wanted ── */

static guint
count_wanted (Fixture *self)
{
  g_autoptr (GPtrArray) wanted = carrel_store_load_wanted (self->connection, 0, NULL);
  CarrelCounts counts;

  g_assert_true (carrel_store_load_counts (self->connection, &counts, NULL));
  g_assert_cmpuint (counts.wanted, ==, wanted->len);
  return wanted->len;
}

static void
test_never (Fixture *self, gconstpointer data)
{
  static const char both[] = "<p>As <a href=\"https://b.example/one\">one</a> says. And <a href=\"https://b.example/two?x=1\">two</a>, <a href=\"https://b.example.org/three\">three</a>.</p>";
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (GPtrArray) wanting = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) hidden = NULL;
  gint64 a = add (self, "A", both, "A thing"), b = add (self, "B", both, NULL);

  g_assert_cmpuint (count_wanted (self), ==, 4);
  wanting = carrel_store_load_wanting (self->connection, "b.example/one", 10, NULL);
  g_assert_cmpuint (wanting->len, ==, 2);
  g_assert_cmpint (carrel_link_get (wanting->pdata[0])->source, ==, b);
  g_assert_cmpint (carrel_link_get (wanting->pdata[1])->source, ==, a);
  g_assert_cmpstr (carrel_link_get (wanting->pdata[0])->context, ==, "As one says.");

  g_assert_true (carrel_store_hide_wanted (self->connection, "b.example/one", undos, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 3);
  g_assert_true (carrel_store_hide_wanted (self->connection, "site b.example", undos, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 2); /* not another host with the same beginning */
  g_assert_true (carrel_store_hide_wanted (self->connection, "t a thing", NULL, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 1);
  /* What is wanted later is hidden, too. */
  add (self, "C", "<p><a href=\"https://b.example/later\">later</a></p>", "A Thing");
  add (self, "D", "<p><a href=\"https://b.example/later\">later</a></p>", NULL);
  g_assert_cmpuint (count_wanted (self), ==, 1);
  hidden = carrel_store_load_hidden_wanted (self->connection, NULL);
  g_assert_cmpuint (g_strv_length (hidden), ==, 3);

  g_assert_false (carrel_store_show_wanted (self->connection, "t never", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  g_assert_true (carrel_store_show_wanted (self->connection, "site b.example", NULL, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 3); /* «one» is still hidden by itself */
  g_assert_true (carrel_store_hide_wanted (self->connection, "site b.example", NULL, self->changes, NULL));
  undo (self, undos);
  g_assert_cmpuint (count_wanted (self), ==, 4);
}

/* ── Threads ── */

static char *
order_of (Fixture *self, gint64 article)
{
  g_autoptr (CarrelThread) thread = carrel_store_load_thread (self->connection, article, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < carrel_thread_get_n_articles (thread); i++)
    g_string_append (out, carrel_article_get_title (carrel_thread_get_article (thread, i)));
  return g_string_free (out, FALSE);
}

static void
assert_order (Fixture *self, gint64 article, const char *want)
{
  g_autofree char *got = order_of (self, article);

  g_assert_cmpstr (got, ==, want);
}

static void
test_thread (Fixture *self, gconstpointer data)
{
  CarrelLinkSaid follows = { .kind = CARREL_LINK_FOLLOWS, .note = "kept" };
  gint64 a = add (self, "A", "<p>one two three four</p>", NULL), b = add (self, "B", "<p>b</p>", NULL), c = add (self, "C", "<p>c</p>", NULL), d = add (self, "D", "<p>d</p>", NULL);
  gint64 turned[] = { d, c, b, a }, three[] = { a, c, d }, same[] = { a, a };
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (CarrelThread) thread = NULL;
  g_autoptr (GPtrArray) threads = NULL, links = NULL;
  g_autoptr (GError) error = NULL;

  assert_order (self, a, "A");
  g_assert_false (carrel_store_title_thread (self->connection, a, "Alone", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  carrel_store_link (self->connection, b, a, &follows, NULL, self->changes, NULL);
  carrel_store_link (self->connection, d, c, &follows, NULL, self->changes, NULL);
  assert_order (self, b, "AB");
  carrel_store_link (self->connection, c, b, &follows, NULL, self->changes, NULL);
  assert_order (self, c, "ABCD");
  g_assert_true (carrel_store_title_thread (self->connection, c, " The alphabet ", undos, self->changes, NULL));

  g_assert_true (carrel_store_order_thread (self->connection, turned, 4, undos, self->changes, NULL));
  assert_order (self, a, "DCBA");
  /* One that is taken out leaves no gap; the title stays with what keeps most: the rest. */
  g_assert_true (carrel_store_order_thread (self->connection, three, 3, undos, self->changes, NULL));
  assert_order (self, a, "ACD");
  assert_order (self, b, "B");
  g_assert_false (carrel_store_order_thread (self->connection, same, 2, undos, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  undo (self, undos);
  assert_order (self, a, "ABCD");
  links = carrel_store_load_links (self->connection, b, 0, NULL);
  g_assert_cmpstr (carrel_link_get (links->pdata[0])->note, ==, "kept");

  /* Round in a circle: opened at the oldest. */
  carrel_store_link (self->connection, a, d, &follows, NULL, self->changes, NULL);
  assert_order (self, c, "ABCD");
  /* In the trash it isn't shown, and still holds together what is on both sides. */
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  assert_order (self, a, "ACD");
  threads = carrel_store_load_threads (self->connection, NULL);
  g_assert_cmpuint (threads->len, ==, 1);
  g_assert_true (carrel_store_title_thread (self->connection, a, "Again", NULL, self->changes, NULL));
  g_assert_true (carrel_store_set_read (self->connection, &a, 1, CARREL_READ_READ, NULL, self->changes, NULL));
  thread = carrel_store_load_thread (self->connection, d, NULL);
  g_assert_cmpstr (carrel_thread_get_title (thread), ==, "Again");
  g_assert_cmpuint (carrel_thread_get_n_read (thread), ==, 1);
  g_assert_cmpfloat (carrel_thread_get_progress (thread), >, 0.5);
  g_assert_cmpint (carrel_article_get_id (carrel_thread_get_next (thread, a)), ==, c);
  g_assert_null (carrel_thread_get_previous (thread, a));
  g_assert_null (carrel_thread_get_next (thread, d));
}

/* A branch is followed to its end before the next begins; circles end. */
static void
test_thread_order (void)
{
  static const guint pairs[][2] = { { 1, 0 }, { 3, 0 }, { 2, 1 }, { 4, 3 } }, circle[][2] = { { 0, 1 }, { 1, 2 }, { 2, 0 } }, own[][2] = { { 0, 0 } };
  guint order[5];

  carrel_thread_order (5, pairs, 4, order);
  g_assert_cmpmem (order, sizeof order, ((guint[]) { 0, 1, 2, 3, 4 }), sizeof order);
  carrel_thread_order (3, circle, 3, order);
  g_assert_cmpmem (order, 3 * sizeof (guint), ((guint[]) { 0, 2, 1 }), 3 * sizeof (guint));
  carrel_thread_order (1, own, 1, order);
  g_assert_cmpuint (order[0], ==, 0);
  carrel_thread_order (0, NULL, 0, order);
}

/* ── The graph ── */

static void
test_graph (Fixture *self, gconstpointer data)
{
  static const char *const topics[] = { "sea/shells", NULL };
  gint64 a = add (self, "A", "<p><a href=\"https://a.example/B\">b</a></p>", "Far away"), b = add (self, "B", "<p><a href=\"https://a.example/C\">c</a></p>", NULL);
  gint64 c = add (self, "C", "<p><a href=\"https://a.example/B\">b</a></p>", "Far away"), d = add (self, "D", "<p>d</p>", NULL), trashed = add (self, "T", "<p><a href=\"https://a.example/A\">a</a></p>", NULL);
  CarrelGraphAsk everything = { 0, 0, TRUE }, around = { a, 1, FALSE }, far = { a, 2, TRUE }, nobody = { 999, 1, TRUE };
  g_autoptr (CarrelGraph) all = NULL, near = NULL, two = NULL;
  g_autoptr (GError) error = NULL;
  CarrelGraphPoint places[8];
  guint8 pinned[8];
  const guint *neighbours;
  guint n;

  g_assert_true (carrel_store_tag (self->connection, &a, 1, topics, NULL, NULL, self->changes, NULL));
  g_assert_true (carrel_store_trash (self->connection, &trashed, 1, NULL, self->changes, NULL));
  all = carrel_store_load_graph (self->connection, &everything, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (carrel_graph_get_n_articles (all), ==, 4);
  g_assert_cmpuint (carrel_graph_get_n_dots (all), ==, 5);
  g_assert_cmpuint (carrel_graph_get_n_lines (all), ==, 4); /* A–B, B–C once, A–far, C–far */
  g_assert_cmpuint (carrel_graph_get_n_topics (all), ==, 1);
  g_assert_cmpstr (carrel_graph_get_topic (all, 0)->name, ==, "sea");
  g_assert_cmpuint (carrel_graph_get_dot (all, carrel_graph_find_article (all, a))->topic, ==, 1);
  g_assert_cmpuint (carrel_graph_find_article (all, trashed), ==, G_MAXUINT);
  neighbours = carrel_graph_get_neighbours (all, carrel_graph_find_article (all, d), &n);
  g_assert_nonnull (neighbours);
  g_assert_cmpuint (n, ==, 0);
  carrel_graph_get_neighbours (all, carrel_graph_find_article (all, b), &n);
  g_assert_cmpuint (n, ==, 2);

  near = carrel_store_load_graph (self->connection, &around, NULL);
  g_assert_cmpuint (carrel_graph_get_n_dots (near), ==, 2);
  two = carrel_store_load_graph (self->connection, &far, NULL);
  g_assert_cmpuint (carrel_graph_get_n_dots (two), ==, 4);
  g_assert_cmpuint (carrel_graph_get_dot (two, carrel_graph_find_article (two, c))->steps, ==, 2);
  g_assert_cmpuint (carrel_graph_get_n_lines (two), ==, 3); /* what C wants is beyond two steps */
  g_assert_null (carrel_store_load_graph (self->connection, &nobody, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);

  g_assert_true (carrel_store_load_map (self->connection, all, places, pinned, NULL));
  g_assert_true (isnan (places[0].x));
  for (guint i = 0; i < 5; i++) {
    places[i] = (CarrelGraphPoint) { (float) i, -1 };
    pinned[i] = i == 2;
  }
  g_assert_true (carrel_store_save_map (self->connection, all, places, pinned, NULL));
  memset (places, 0, sizeof places);
  g_assert_true (carrel_store_load_map (self->connection, all, places, pinned, NULL));
  g_assert_cmpfloat (places[3].x, ==, 3);
  g_assert_true (pinned[2] && !pinned[3]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/links/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("own-kinds", test_own_kinds);
  ADD ("edited-and-turned", test_edited_and_turned);
  ADD ("never", test_never);
  ADD ("thread", test_thread);
  ADD ("graph", test_graph);
  g_test_add_func ("/links/thread-order", test_thread_order);
  return g_test_run ();
}

/* test-links.c: links in the person's own words, wanted things, threads, the graph.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-store.h"
#include "carrel-test.h"
#include "store/carrel-store-graph.h"
#include "store/carrel-store.h"

#include <math.h>
#include <string.h>

typedef CarrelTestStore Fixture;

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
  CarrelLinkSaid   answers = { .kind = CARREL_LINK_RELATED,
                               .label = "  answers ",
                               .inverse = "is answered by" };
  g_autofree char *long_label = g_strnfill (CARREL_MAX_LABEL + 1, 'x');
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (GPtrArray) links = NULL, back = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) kinds = NULL, none = NULL;

  link = carrel_store_link (self->connection, a, b, &answers, undos, self->changes, &error);
  g_assert_no_error (error);
  other =
      carrel_store_link (self->connection, a, b, &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED },
                         undos, self->changes, &error);
  g_assert_cmpint (link, !=, other); /* another kind, another link */
  back = carrel_store_load_backlinks (self->connection, b, 0, 1, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_cmpstr (carrel_link_get (back->pdata[0])->label, ==, "answers");
  g_assert_cmpstr (carrel_link_get (back->pdata[0])->inverse, ==, "is answered by");
  kinds = carrel_store_load_link_kinds (self->connection, NULL);
  g_assert_cmpuint (g_strv_length (kinds), ==, 2);
  g_assert_cmpint (
      carrel_store_link (self->connection, a, b,
                         &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED, .label = long_label },
                         NULL, self->changes, &error),
      ==, 0);
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
  gint64 a = add (self, "A", "<p>a <a href=\"https://a.example/B\">b</a></p>", NULL),
         b = add (self, "B", "<p>b</p>", NULL);
  gint64 link = carrel_store_link (self->connection, a, b,
                                   &(CarrelLinkSaid) { .kind = CARREL_LINK_CITES, .note = "p. 7" },
                                   NULL, self->changes, NULL);
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (GPtrArray) turned = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (carrel_store_edit_link (self->connection, link,
                                         &(CarrelLinkSaid) { .kind = CARREL_LINK_CONTRADICTS },
                                         TRUE, undos, self->changes, &error));
  turned = carrel_store_load_links (self->connection, b, 0, NULL);
  g_assert_cmpuint (turned->len, ==, 2);
  g_assert_cmpint (carrel_link_get (turned->pdata[0])->kind, ==, CARREL_LINK_CONTRADICTS);
  g_assert_cmpint (carrel_link_get (turned->pdata[0])->target, ==, a);
  g_assert_null (carrel_link_get (turned->pdata[0])->note);
  /* What the article makes stays as it is. */
  g_assert_false (carrel_store_edit_link (self->connection, carrel_link_get (turned->pdata[1])->id,
                                          &(CarrelLinkSaid) { .kind = CARREL_LINK_CITES }, FALSE,
                                          NULL, self->changes, &error));
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
  static const char both[] = "<p>As <a href=\"https://b.example/one\">one</a> says. And <a "
                             "href=\"https://b.example/two?x=1\">two</a>, <a "
                             "href=\"https://b.example.org/three\">three</a>.</p>";
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (GPtrArray) wanting = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hidden = NULL;
  gint64 a = add (self, "A", both, "A thing"), b = add (self, "B", both, NULL);

  g_assert_cmpuint (count_wanted (self), ==, 4);
  wanting = carrel_store_load_wanting (self->connection, "b.example/one", 10, NULL);
  g_assert_cmpuint (wanting->len, ==, 2);
  g_assert_cmpint (carrel_link_get (wanting->pdata[0])->source, ==, b);
  g_assert_cmpint (carrel_link_get (wanting->pdata[1])->source, ==, a);
  g_assert_cmpstr (carrel_link_get (wanting->pdata[0])->context, ==, "As one says.");

  g_assert_true (
      carrel_store_hide_wanted (self->connection, "b.example/one", undos, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 3);
  g_assert_true (
      carrel_store_hide_wanted (self->connection, "site b.example", undos, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 2); /* not another host with the same beginning */
  g_assert_true (
      carrel_store_hide_wanted (self->connection, "t a thing", NULL, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 1);
  /* What is wanted later is hidden, too. */
  add (self, "C", "<p><a href=\"https://b.example/later\">later</a></p>", "A Thing");
  add (self, "D", "<p><a href=\"https://b.example/later\">later</a></p>", NULL);
  g_assert_cmpuint (count_wanted (self), ==, 1);
  hidden = carrel_store_load_hidden_wanted (self->connection, NULL);
  g_assert_cmpuint (hidden->len, ==, 3);
  for (guint i = 0; i < hidden->len; i++) {
    const char *key = carrel_wanted_get_key (hidden->pdata[i]);

    if (carrel_wanted_get_hidden_site (key)) {
      g_assert_cmpstr (carrel_wanted_get_hidden_site (key), ==, "b.example");
      g_assert_cmpuint (carrel_wanted_get_n_sources (hidden->pdata[i]), ==, 3);
    } else {
      g_assert_cmpstr (carrel_wanted_get_title (hidden->pdata[i]), ==,
                       *key == 't' ? "A thing" : "one");
      g_assert_cmpuint (carrel_wanted_get_n_sources (hidden->pdata[i]), ==, 2);
    }
  }

  g_assert_false (
      carrel_store_show_wanted (self->connection, "t never", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  g_assert_true (
      carrel_store_show_wanted (self->connection, "site b.example", NULL, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 3); /* «one» is still hidden by itself */
  g_assert_true (
      carrel_store_hide_wanted (self->connection, "site b.example", NULL, self->changes, NULL));
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
  gint64         a = add (self, "A", "<p>one two three four</p>", NULL),
         b = add (self, "B", "<p>b</p>", NULL), c = add (self, "C", "<p>c</p>", NULL),
         d = add (self, "D", "<p>d</p>", NULL);
  gint64 turned[] = { d, c, b, a }, three[] = { a, c, d }, same[] = { a, a };
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (CarrelThread) thread = NULL;
  g_autoptr (GPtrArray) threads = NULL, links = NULL;
  g_autoptr (GError) error = NULL;

  assert_order (self, a, "A");
  g_assert_false (
      carrel_store_title_thread (self->connection, a, "Alone", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  carrel_store_link (self->connection, b, a, &follows, NULL, self->changes, NULL);
  carrel_store_link (self->connection, d, c, &follows, NULL, self->changes, NULL);
  assert_order (self, b, "AB");
  carrel_store_link (self->connection, c, b, &follows, NULL, self->changes, NULL);
  assert_order (self, c, "ABCD");
  g_assert_true (carrel_store_title_thread (self->connection, c, " The alphabet ", undos,
                                            self->changes, NULL));

  g_assert_true (
      carrel_store_order_thread (self->connection, turned, 4, undos, self->changes, NULL));
  assert_order (self, a, "DCBA");
  /* One that is taken out leaves no gap; the title stays with what keeps most: the rest. */
  g_assert_true (
      carrel_store_order_thread (self->connection, three, 3, undos, self->changes, NULL));
  assert_order (self, a, "ACD");
  assert_order (self, b, "B");
  g_assert_false (
      carrel_store_order_thread (self->connection, same, 2, undos, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  /* One alone is taken out. */
  g_assert_true (carrel_store_order_thread (self->connection, &c, 1, undos, self->changes, NULL));
  assert_order (self, a, "AD");
  assert_order (self, c, "C");
  g_assert_true (carrel_store_order_thread (self->connection, &d, 1, undos, self->changes, NULL));
  assert_order (self, a, "A");
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
  g_assert_true (
      carrel_store_title_thread (self->connection, a, "Again", NULL, self->changes, NULL));
  g_assert_true (
      carrel_store_set_read (self->connection, &a, 1, CARREL_READ_READ, NULL, self->changes, NULL));
  thread = carrel_store_load_thread (self->connection, d, NULL);
  g_assert_cmpstr (carrel_thread_get_title (thread), ==, "Again");
  g_assert_cmpuint (carrel_thread_get_n_read (thread), ==, 1);
  g_assert_cmpfloat (carrel_thread_get_progress (thread), >, 0.5);
  g_assert_cmpint (carrel_article_get_id (carrel_thread_get_next (thread, a)), ==, c);
  g_assert_null (carrel_thread_get_previous (thread, a));
  g_assert_null (carrel_thread_get_next (thread, d));
}

/* What is in the trash comes back to where it stood, whatever became of the order meanwhile; and
 * purged leaves no gap. */
static void
test_thread_trash (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", "<p>a</p>", NULL), b = add (self, "B", "<p>b</p>", NULL),
         c = add (self, "C", "<p>c</p>", NULL), d = add (self, "D", "<p>d</p>", NULL);
  gint64 all[] = { a, b, c, d }, turned[] = { d, c, a }, apart[] = { d, c };
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  guint n_purged;

  g_assert_true (carrel_store_order_thread (self->connection, all, 4, NULL, self->changes, NULL));
  g_assert_true (
      carrel_store_title_thread (self->connection, a, "The alphabet", NULL, self->changes, NULL));
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_true (
      carrel_store_order_thread (self->connection, turned, 3, undos, self->changes, NULL));
  assert_order (self, a, "DCA");
  g_assert_true (carrel_store_restore (self->connection, &b, 1, NULL, self->changes, NULL));
  assert_order (self, a, "DCAB"); /* it followed A */
  {
    g_autoptr (CarrelThread) thread = carrel_store_load_thread (self->connection, b, NULL);

    g_assert_cmpstr (carrel_thread_get_title (thread), ==, "The alphabet");
  }
  undo (self, undos);
  assert_order (self, a, "ABCD");

  /* The first. */
  g_assert_true (carrel_store_trash (self->connection, &a, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_order_thread (self->connection, apart, 2, NULL, self->changes,
                                            NULL)); /* B is taken out */
  assert_order (self, d, "DC");
  g_assert_true (carrel_store_restore (self->connection, &a, 1, NULL, self->changes, NULL));
  assert_order (self, d, "ADC");
  /* One that is taken out leaves those in the trash behind. */
  g_assert_true (carrel_store_order_thread (self->connection, all, 4, NULL, self->changes, NULL));
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_order_thread (self->connection, &a, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_restore (self->connection, &b, 1, NULL, self->changes, NULL));
  assert_order (self, a, "A");
  assert_order (self, b, "BCD");

  g_assert_true (carrel_store_order_thread (self->connection, all, 4, NULL, self->changes, NULL));
  g_assert_true (carrel_store_trash (self->connection, all + 1, 2, NULL, self->changes, NULL));
  assert_order (self, a, "AD");
  g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n_purged, self->changes, NULL));
  g_assert_cmpuint (n_purged, ==, 2);
  assert_order (self, a, "AD");
}

/* Round in a circle everything works: it is read, put in order, which opens it, titled, and taken
 * apart. */
static void
test_thread_circle (Fixture *self, gconstpointer data)
{
  CarrelLinkSaid follows = { .kind = CARREL_LINK_FOLLOWS };
  gint64         a = add (self, "A", "<p>a</p>", NULL), b = add (self, "B", "<p>b</p>", NULL),
         c = add (self, "C", "<p>c</p>", NULL);
  gint64 turned[] = { c, a, b };
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (GPtrArray) threads = NULL, links = NULL;
  guint n_purged;

  carrel_store_link (self->connection, b, a, &follows, NULL, self->changes, NULL);
  carrel_store_link (self->connection, a, b, &follows, NULL, self->changes,
                     NULL); /* each after the other */
  assert_order (self, b, "AB");
  carrel_store_link (self->connection, c, b, &follows, NULL, self->changes, NULL);
  carrel_store_link (self->connection, a, c, &follows, NULL, self->changes, NULL);
  assert_order (self, c, "ABC");
  threads = carrel_store_load_threads (self->connection, NULL);
  g_assert_cmpuint (threads->len, ==, 1);
  g_assert_true (
      carrel_store_title_thread (self->connection, b, "Round", NULL, self->changes, NULL));
  g_assert_true (
      carrel_store_order_thread (self->connection, turned, 3, undos, self->changes, NULL));
  assert_order (self, a, "CAB");
  links =
      carrel_store_load_links (self->connection, c, 0, NULL); /* no line is left that closes it */
  for (guint i = 0; i < links->len; i++)
    g_assert_true (carrel_link_get (links->pdata[i])->backlink);
  undo (self, undos);
  assert_order (self, a, "ABC");
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  assert_order (self, a, "AC");
  g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n_purged, self->changes, NULL));
  assert_order (self, a, "CA"); /* what is left says so */
}

/* A branch is followed to its end before the next begins; circles end. */
static void
test_thread_order (void)
{
  static const guint pairs[][2] = { { 1, 0 }, { 3, 0 }, { 2, 1 }, { 4, 3 } },
                     circle[][2] = { { 0, 1 }, { 1, 2 }, { 2, 0 } }, own[][2] = { { 0, 0 } };
  guint order[5];

  carrel_thread_order (5, pairs, 4, order);
  g_assert_cmpmem (order, sizeof order, ((guint[]) { 0, 1, 2, 3, 4 }), sizeof order);
  carrel_thread_order (3, circle, 3, order);
  g_assert_cmpmem (order, 3 * sizeof (guint), ((guint[]) { 0, 2, 1 }), 3 * sizeof (guint));
  carrel_thread_order (1, own, 1, order);
  g_assert_cmpuint (order[0], ==, 0);
  carrel_thread_order (0, NULL, 0, order);
}

/* ── What may belong together ── */

/* Forty articles about nothing in particular, so that words have a frequency. */
static void
add_noise (Fixture *self)
{
  static const char *const words[] = { "garden", "window", "bread", "winter", "letter",
                                       "market", "music",  "river", "stone",  "paper" };

  for (guint i = 0; i < 40; i++) {
    g_autofree char *title = g_strdup_printf ("Noise %c%c", 'a' + i / 10, 'a' + i % 10);
    g_autofree char *html =
        g_strdup_printf ("<p>The %s and the %s were there, and a %s%u.</p>", words[i % 10],
                         words[i * 7 % 10], words[i * 3 % 10], i);

    add (self, title, html, NULL);
  }
}

static void
test_related (Fixture *self, gconstpointer data)
{
  static const char *const sea[] = { "sea", NULL };
  gint64                   whale, shanty, alone, cited, thai;
  gint64                   both[2];
  g_autoptr (GPtrArray) list = NULL, without = NULL, none = NULL, pieces = NULL;
  g_autoptr (GError) error = NULL;
  const CarrelRelated *first;

  add_noise (self);
  thai = add (self, "ห้องสมุด", "<p>ห้องสมุดประชาชนมีหนังสือ ห้องสมุดประชาชนเปิดทุกวัน</p>", NULL);
  add (self, "หนังสือ", "<p>ห้องสมุดประชาชนมีหนังสือมาก เปิดทุกวัน</p>", NULL);
  pieces = carrel_store_list_related (self->connection, thai, 10, FALSE, &error);
  g_assert_no_error (error);
  first = pieces->pdata[0];
  g_assert_cmpstr (carrel_article_get_title (first->article), ==, "หนังสือ");
  g_assert_null (first->words[0]); /* pieces of words say nothing */
  whale = add (self, "Whaling",
               "<p>The Harpoon struck the whale. A whale and a Harpoon, ambergris, the whaleboat; "
               "<a href=\"https://b.example/log\">the log</a>.</p>",
               NULL);
  shanty = add (self, "Songs",
                "<p>They sang of the whale and the Harpoon in the whaleboat, and of ambergris.</p>",
                NULL);
  cited = add (self, "Ledger",
               "<p>Bookkeeping for shipowners: <a href=\"https://b.example/log\">the log</a>.</p>",
               NULL);
  alone = add (self, "Cheese", "<p>Curds, rennet, rind.</p>", NULL);
  both[0] = whale;
  both[1] = shanty;
  g_assert_true (
      carrel_store_tag (self->connection, both, 2, sea, NULL, NULL, self->changes, NULL));

  list = carrel_store_list_related (self->connection, whale, 10, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, >=, 2);
  first = list->pdata[0];
  g_assert_cmpint (carrel_article_get_id (first->article), ==, shanty);
  g_assert_cmpfloat (first->score, >, 0.5);
  g_assert_true (g_strv_contains ((const char *const *) first->words, "whale"));
  g_assert_true (
      g_strv_contains ((const char *const *) first->words, "Harpoon")); /* as it is written */
  g_assert_cmpstr (first->topics[0], ==, "sea");
  g_assert_false (first->linked);
  /* Both point at the same thing that the library hasn't. */
  g_assert_cmpint (carrel_article_get_id (((CarrelRelated *) list->pdata[1])->article), ==, cited);
  g_assert_cmpuint (((CarrelRelated *) list->pdata[1])->n_common, ==, 1);

  carrel_store_link (self->connection, shanty, whale,
                     &(CarrelLinkSaid) { .kind = CARREL_LINK_CITES }, NULL, self->changes, NULL);
  without = carrel_store_list_related (self->connection, whale, 10, TRUE, &error);
  g_assert_cmpint (carrel_article_get_id (((CarrelRelated *) without->pdata[0])->article), ==,
                   cited);
  g_assert_true (carrel_store_trash (self->connection, &cited, 1, NULL, self->changes, NULL));
  g_clear_pointer (&without, g_ptr_array_unref);
  without = carrel_store_list_related (self->connection, whale, 10, TRUE, &error);
  g_assert_cmpuint (without->len, ==, 0);
  none = carrel_store_list_related (self->connection, alone, 10, FALSE, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (carrel_store_list_related (self->connection, 9999, 10, FALSE, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
}

static const CarrelUnlinked *
find_unlinked (GPtrArray *list, gint64 id)
{
  for (guint i = 0; i < list->len; i++)
    if (carrel_article_get_id (((CarrelUnlinked *) list->pdata[i])->article) == id)
      return list->pdata[i];
  return NULL;
}

static void
test_unlinked (Fixture *self, gconstpointer data)
{
  gint64 whole = add (self, "The Salt Road of Kashgar", "<p>A caravan.</p>", NULL);
  gint64 part = add (self, "Paper Lanterns: a history in nine nights", "<p>Light.</p>", NULL);
  gint64 common = add (self, "What is this", "<p>x</p>", NULL),
         brief = add (self, "Caravans", "<p>y</p>", NULL);
  gint64 chinese = add (self, "宋代文房小史", "<p>墨。</p>", NULL);
  gint64 linked = add (self, "Ink and Brushes", "<p>z</p>", NULL);
  gint64 text =
      add (self, "Evenings of a traveller",
           "<p>Caravans pass. Who has read the salt ROAD of Kashgar knows it. What is this? We "
           "hung paper lanterns, and wrote with ink and brushes. 他读宋代文房小史。</p>",
           NULL);
  gint64 other = add (self, "Letters home",
                      "<p>I owe much to the Evenings of a Traveller. Farewell.</p>", NULL);
  g_autoptr (GPtrArray) list = NULL, back = NULL;
  g_autoptr (GError) error = NULL;
  const CarrelUnlinked *found;

  carrel_store_link (self->connection, text, linked,
                     &(CarrelLinkSaid) { .kind = CARREL_LINK_CITES }, NULL, self->changes, NULL);
  list = carrel_store_list_unlinked (self->connection, text, 10, &error);
  g_assert_no_error (error);
  found = find_unlinked (list, whole);
  g_assert_nonnull (found);
  g_assert_false (found->backlink);
  g_assert_cmpstr (found->words, ==, "the salt ROAD of Kashgar");
  g_assert_cmpstr (found->context, ==, "Who has read the salt ROAD of Kashgar knows it.");
  found = find_unlinked (list, part);
  g_assert_nonnull (found);
  g_assert_cmpstr (found->words, ==, "paper lanterns");
  found = find_unlinked (list, chinese);
  g_assert_nonnull (found);
  g_assert_cmpstr (found->words, ==, "宋代文房小史");
  found = find_unlinked (list, other);
  g_assert_nonnull (found);
  g_assert_true (found->backlink);
  g_assert_cmpstr (found->context, ==, "I owe much to the Evenings of a Traveller.");
  g_assert_null (find_unlinked (list, common)); /* says nothing */
  g_assert_null (find_unlinked (list, brief));  /* one word */
  g_assert_null (find_unlinked (list, linked));
  g_assert_cmpuint (list->len, ==, 4);

  back = carrel_store_list_unlinked (self->connection, whole, 10, &error);
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_true (((CarrelUnlinked *) back->pdata[0])->backlink);
  /* Once it is linked it isn't offered any more, from either side. */
  carrel_store_link (self->connection, text, whole,
                     &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED, .context = "the salt ROAD" },
                     NULL, self->changes, NULL);
  g_clear_pointer (&back, g_ptr_array_unref);
  back = carrel_store_list_unlinked (self->connection, whole, 10, &error);
  g_assert_cmpuint (back->len, ==, 0);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = carrel_store_list_unlinked (self->connection, text, 10, &error);
  g_assert_null (find_unlinked (list, whole));
}

/* Titles that repeat themselves, a text without an end, one that is nothing but a title. */
static void
test_unlinked_hostile (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) html = g_string_new ("<p>");
  g_autoptr (GPtrArray) list = NULL, empty = NULL;
  g_autoptr (GError) error = NULL;
  gint64 twice = add (self, "tick tack tick tack toe", "<p>a</p>", NULL), long_one, blank;

  for (guint i = 0; i < 60; i++) {
    g_autofree char *title =
        g_strdup_printf ("tick tack tick number %c%c", 'a' + i % 26, 'a' + i / 26);

    add (self, title, "<p>b</p>", NULL);
  }
  for (guint i = 0; i < 50000; i++)
    g_string_append (html, "tick tack ");
  g_string_append (html, "tick tack toe</p>");
  long_one = add (self, "Clockwork", "<p>tick tack tick tack tick tack toe</p>", NULL);
  list = carrel_store_list_unlinked (self->connection, long_one, 10, &error);
  g_assert_no_error (error);
  g_assert_nonnull (find_unlinked (list, twice));
  g_assert_cmpstr (find_unlinked (list, twice)->words, ==, "tick tack tick tack toe");
  blank = add (self, "Endless", html->str, NULL);
  empty = carrel_store_list_unlinked (self->connection, blank, 10, &error);
  g_assert_no_error (error);
}

static void
test_backlinks_in_pages (Fixture *self, gconstpointer data)
{
  gint64 target = add (self, "Hub", "<p>a</p>", NULL), gone = 0;
  g_autoptr (GPtrArray) first = NULL, second = NULL;
  guint n = 0;

  for (guint i = 0; i < 25; i++) {
    g_autofree char *title = g_strdup_printf ("Spoke %u", i);

    gone = add (self, title, "<p><a href=\"https://a.example/Hub\">hub</a></p>", NULL);
  }
  g_assert_true (carrel_store_trash (self->connection, &gone, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_count_backlinks (self->connection, target, &n, NULL));
  g_assert_cmpuint (n, ==, 24);
  first = carrel_store_load_backlinks (self->connection, target, 0, 20, NULL);
  second = carrel_store_load_backlinks (self->connection, target, 20, 20, NULL);
  g_assert_cmpuint (first->len, ==, 20);
  g_assert_cmpuint (second->len, ==, 4);
  g_assert_cmpint (carrel_link_get (first->pdata[19])->id, <,
                   carrel_link_get (second->pdata[0])->id);
}

/* ── The graph ── */

static void
test_graph (Fixture *self, gconstpointer data)
{
  static const char *const topics[] = { "sea/shells", NULL };
  gint64 a = add (self, "A", "<p><a href=\"https://a.example/B\">b</a></p>", "Far away"),
         b = add (self, "B", "<p><a href=\"https://a.example/C\">c</a></p>", NULL);
  gint64 c = add (self, "C", "<p><a href=\"https://a.example/B\">b</a></p>", "Far away"),
         d = add (self, "D", "<p>d</p>", NULL),
         trashed = add (self, "T", "<p><a href=\"https://a.example/A\">a</a></p>", NULL);
  CarrelGraphAsk everything = { 0, 0, TRUE }, around = { a, 1, FALSE }, far = { a, 2, TRUE },
                 nobody = { 999, 1, TRUE };
  g_autoptr (CarrelGraph) all = NULL, near = NULL, two = NULL;
  g_autoptr (GError) error = NULL;
  CarrelGraphPoint places[8];
  guint8           pinned[8];
  const guint     *neighbours;
  guint            n;

  g_assert_true (
      carrel_store_tag (self->connection, &a, 1, topics, NULL, NULL, self->changes, NULL));
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
#define ADD(path, func)                                                                            \
  g_test_add ("/links/" path, Fixture, NULL, carrel_test_store_set_up, func,                       \
              carrel_test_store_tear_down)
  ADD ("own-kinds", test_own_kinds);
  ADD ("edited-and-turned", test_edited_and_turned);
  ADD ("never", test_never);
  ADD ("thread", test_thread);
  ADD ("thread/trash", test_thread_trash);
  ADD ("thread/circle", test_thread_circle);
  ADD ("related", test_related);
  ADD ("unlinked", test_unlinked);
  ADD ("unlinked/hostile", test_unlinked_hostile);
  ADD ("backlinks-in-pages", test_backlinks_in_pages);
  ADD ("graph", test_graph);
  g_test_add_func ("/links/thread-order", test_thread_order);
  return g_test_run ();
}

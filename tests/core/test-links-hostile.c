/* test-links-hostile.c: links from strange pages, links to what isn't there, and what becomes of
 * them when articles come and go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-store.h"
#include "carrel-test.h"
#include "extract/carrel-extract.h"
#include "model/carrel-address.h"
#include "store/carrel-store.h"

#include <string.h>

typedef CarrelTestStore Fixture;

static gint64
add (Fixture *self, const char *title, const char *address, const char *html)
{
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  draft->title = g_strdup (title);
  draft->address = g_strdup (address);
  draft->document = carrel_document_read (html, -1);
  carrel_draft_complete (draft);
  id = carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
  g_assert_no_error (error);
  return id;
}

/* A page as it comes, with what it says of itself. */
static gint64
add_page (Fixture    *self,
          const char *address,
          const char *redirected_from,
          const char *head,
          const char *words)
{
  static const char more[] = "The tide goes out twice a day and leaves a little of the sea behind "
                             "in every hollow of the rock, where periwinkles wait for it. ";
  g_autofree char  *page =
      g_strdup_printf ("<!DOCTYPE html><html lang=\"en\"><head>%s</head><body><article><h1>A page "
                       "at %s</h1><p>%s %s%s</p><p>%s%s</p></article></body></html>",
                       head, address, words, more, more, more, more);
  g_autoptr (GBytes) bytes = g_bytes_new (page, strlen (page));
  g_autoptr (CarrelDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  draft = carrel_extract (
      bytes, &(CarrelExtractOptions) { .address = address, .type = "text/html" }, &error);
  g_assert_no_error (error);
  if (redirected_from)
    g_ptr_array_add (draft->addresses, g_strdup (redirected_from));
  id = carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
  g_assert_no_error (error);
  return id;
}

static guint
count (Fixture *self, gint64 article, gboolean backlinks, gint64 other)
{
  g_autoptr (GPtrArray) links = carrel_store_load_links (self->connection, article, 0, NULL);
  guint n = 0;

  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *link = carrel_link_get (links->pdata[i]);

    n += !link->backlink == !backlinks && (backlinks ? link->source : link->target) == other;
  }
  return n;
}

static guint
count_wanted (Fixture *self)
{
  g_autoptr (GPtrArray) wanted = carrel_store_load_wanted (self->connection, 0, NULL);

  return wanted->len;
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

/* ── By different addresses ── */

/* Each page links to the next one by an address that isn't the one under which that came; both
 * orders of arrival. */
static void
test_addresses (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *address, *from, *head, *linked;
  } cases[] = {
    { "https://a.example/one", NULL, "",
      "http://www.a.example/one/?utm_source=letter&fbclid=x#part" },
    { "https://b.example/2026/long?id=7&page=2", NULL,
      "<link rel=canonical href=\"https://b.example/short\">", "https://b.example/short/" },
    { "https://c.example/article", NULL,
      "<link rel=amphtml href=\"https://c.example/amp/article\">",
      "https://c.example/amp/article" },
    { "https://d.example/final", "https://d.example/old", "", "http://d.example/old" },
    { "https://e.example/caf%c3%a9/%7euser", NULL, "", "https://e.example/café/~user" },
    { "https://f.example/list?b=2&a=1", NULL, "", "https://f.example/list?b=2&a=1&gclid=9" },
    { "https://www.g.example:443/index", NULL,
      "<meta property=\"og:url\" content=\"https://g.example/the-article\">",
      "http://g.example/the-article?" },
  };

  for (guint order = 0; order < 2; order++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
      g_autofree char *address = order == 0 ? g_strdup (cases[i].address)
                                            : g_strdup_printf ("https://later-%u.example/x", i);
      g_autofree char *words =
          g_strdup_printf ("It says <a href=\"%s\">that</a>.", cases[i].linked);
      gint64 target, source;

      if (order == 1) {
        /* Gone, so that it arrives after what names it. */
        gint64 old = carrel_store_find_address (self->connection, cases[i].linked, NULL, NULL);
        guint  n;

        g_assert_cmpint (old, !=, 0);
        g_assert_true (carrel_store_trash (self->connection, &old, 1, NULL, self->changes, NULL));
        g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n, self->changes, NULL));
        source = add_page (self, address, NULL, "", words);
        g_assert_cmpuint (count (self, source, FALSE, 0), ==, 1);
        target = add_page (self, cases[i].address, cases[i].from, cases[i].head, "");
      } else {
        g_autofree char *first = g_strdup_printf ("https://first-%u.example/x", i);

        target = add_page (self, cases[i].address, cases[i].from, cases[i].head, "");
        source = add_page (self, first, NULL, "", words);
      }
      g_test_message ("%s by %s", cases[i].address, cases[i].linked);
      g_assert_cmpuint (count (self, source, FALSE, target), ==, 1);
      g_assert_cmpuint (count (self, target, TRUE, source), ==, 1);
    }
}

/* Pages of the corpus (where it is) that name each other: each link to a page that is there has
 * found it. */
static void
test_corpus (Fixture *self, gconstpointer data)
{
  const char      *shared = g_getenv ("CARREL_SHARED");
  g_autofree char *folder =
      shared ? g_build_filename (shared, "corpus", "readability", NULL) : NULL;
  g_autoptr (GDir) dir = folder ? g_dir_open (folder, 0, NULL) : NULL;
  g_autoptr (GHashTable) wished = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) drafts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_draft_free);
  const char *name;
  guint       n_linked = 0, n_pages = 0;

  /* What is there: the pages themselves, each by its own address; some name one another. */
  while (dir && n_pages < 60 && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, "source.html", NULL), *text = NULL;
    g_autofree char *address =
        g_strdup_printf ("https://corpus.example/%s/?utm_medium=corpus", name);
    g_autoptr (GBytes) bytes = NULL;
    CarrelDraft *draft;
    gsize        len;

    if (!g_file_get_contents (path, &text, &len, NULL))
      continue;
    bytes = g_bytes_new (text, len);
    draft = carrel_extract (
        bytes, &(CarrelExtractOptions) { .address = address, .type = "text/html" }, NULL);
    if (!draft)
      continue;
    n_pages++;
    g_ptr_array_add (drafts, draft);
  }
  for (guint i = 0; i < drafts->len; i++) {
    CarrelDraft *draft = drafts->pdata[i];
    g_autoptr (GPtrArray) links = carrel_document_list_links (draft->document);
    g_autoptr (GError) error = NULL;

    carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
    g_clear_error (&error); /* two of them may be of one address */
    /* Then one of the pages that it names, by another form of that address. */
    for (guint k = 0; k < MIN (links->len, 3); k++) {
      const CarrelDocumentLink *link = links->pdata[k];
      g_autofree char          *normal = carrel_address_normalize (link->address),
                      *key = normal ? carrel_address_key (normal) : NULL;
      g_autofree char *other = key ? g_strdup_printf ("http://www.%s%sutm_campaign=x#top", key,
                                                      strchr (key, '?') ? "&" : "?")
                                   : NULL;
      gint64           target, there;

      if (!key || carrel_address_is_front_page (normal) ||
          !g_hash_table_add (wished, g_strdup (key)) ||
          carrel_store_find_address (self->connection, normal, NULL, NULL) != 0)
        continue;
      target = add (self, key, other, "<p>What is named.</p>");
      there = carrel_store_find_address (self->connection, normal, NULL, NULL);
      g_assert_cmpint (there, ==, target);
      {
        g_autoptr (GPtrArray) back =
            carrel_store_load_backlinks (self->connection, target, 0, 10, NULL);

        n_linked += back->len > 0;
      }
    }
  }
  g_test_message ("%u pages, %u of those that they name were linked as they came", n_pages,
                  n_linked);
  if (dir)
    g_assert_cmpuint (n_linked, >, n_pages / 2);
}

/* ── Bad input ── */

static void
test_oneself (Fixture *self, gconstpointer data)
{
  gint64 a = add (
      self, "Round", "https://a.example/round",
      "<p><a href=\"http://www.a.example/round/#end\">itself</a> <a href=\"#end\">below</a></p>");
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (GPtrArray) links = carrel_store_load_links (self->connection, a, 0, NULL),
                        listed = NULL;
  g_autoptr (GError) error = NULL;
  CarrelLinkSaid cites = { .kind = CARREL_LINK_CITES };
  gint64         b;

  g_assert_cmpuint (links->len, ==, 0);
  /* By hand, by its number, an address, its title. */
  g_assert_cmpint (carrel_store_link (self->connection, a, a, &cites, NULL, self->changes, &error),
                   ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (carrel_store_link_wanted (self->connection, a, &cites,
                                             "http://www.a.example/round", NULL, NULL,
                                             self->changes, &error),
                   ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  /* It lists its own title: that is wanted of another one. */
  draft->title = g_strdup ("Echo");
  draft->address = g_strdup ("https://a.example/echo");
  draft->document = carrel_document_read ("<p>echo</p>", -1);
  carrel_draft_add_reference (draft, "Echo", NULL);
  b = carrel_store_insert_article (self->connection, draft, NULL, self->changes, NULL);
  listed = carrel_store_load_links (self->connection, b, 0, NULL);
  for (guint i = 0; i < listed->len; i++)
    g_assert_cmpint (carrel_link_get (listed->pdata[i])->target, !=, b);
}

static void
test_circles (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", "https://a.example/a",
                  "<p><a href=\"/b\">b</a> <a href=\"https://a.example/b\">b</a></p>");
  gint64 b = add (self, "B", "https://a.example/b", "<p><a href=\"https://a.example/c\">c</a></p>");
  gint64 c = add (self, "C", "https://a.example/c", "<p><a href=\"https://a.example/a\">a</a></p>");

  g_assert_cmpuint (count (self, a, FALSE, b), ==, 1);
  g_assert_cmpuint (count (self, b, FALSE, c), ==, 1);
  g_assert_cmpuint (count (self, c, FALSE, a), ==, 1);
  g_assert_cmpuint (count (self, a, TRUE, c), ==, 1);
  g_assert_cmpuint (count_wanted (self), ==, 0);
}

/* Of two with one title the older one is meant; when that goes, the link looks for the other only
 * when it is asked again. */
static void
test_one_title (Fixture *self, gconstpointer data)
{
  gint64 first = add (self, "The Title", "https://a.example/first", "<p>one</p>"),
         second = add (self, "The title!", "https://a.example/second", "<p>two</p>");
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  gint64 source;
  guint  n;

  draft->title = g_strdup ("List");
  draft->document = carrel_document_read ("<p>list</p>", -1);
  carrel_draft_add_reference (draft, "the title", NULL);
  source = carrel_store_insert_article (self->connection, draft, NULL, self->changes, NULL);
  g_assert_cmpuint (count (self, source, FALSE, first), ==, 1);
  g_assert_cmpuint (count (self, source, FALSE, second), ==, 0);
  g_assert_true (carrel_store_trash (self->connection, &first, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n, self->changes, NULL));
  g_assert_cmpuint (count (self, source, FALSE, second), ==, 1);
}

/* Front pages, share links, logins and legal pages are wanted by nobody; one that somebody kept is
 * linked. */
static void
test_furniture (Fixture *self, gconstpointer data)
{
  static const char *const addresses[] = {
    "https://b.example/",
    "https://b.example/en",
    "https://www.facebook.com/sharer/sharer.php?u=https://b.example/x",
    "https://twitter.com/intent/tweet?url=x",
    "https://x.com/share?url=y",
    "https://mastodon.example/share?text=z",
    "https://api.whatsapp.com/send?text=z",
    "https://b.example/login",
    "https://b.example/wp-login.php?redirect=1",
    "https://b.example/en/privacy_policy.html",
    "https://b.example/legal/terms/",
    "https://b.example/Datenschutz",
  };
  static const char *const articles[] = { "https://b.example/2026/05/login",
                                          "https://x.com/someone/status/12",
                                          "https://b.example/privacy-and-the-sea",
                                          "https://notx.com/intent/of-the-law" };
  g_autoptr (GString) html = g_string_new ("<p>");
  gint64 kept = add (self, "Kept", "https://c.example/privacy", "<p>kept</p>"), a, b;

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_assert_true (carrel_address_is_front_page (addresses[i]) ||
                   carrel_address_is_furniture (addresses[i]));
    g_string_append_printf (html, "<a href=\"%s\">x</a> ", addresses[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (articles); i++) {
    g_assert_false (carrel_address_is_front_page (articles[i]) ||
                    carrel_address_is_furniture (articles[i]));
    g_string_append_printf (html, "<a href=\"%s\">y</a> ", articles[i]);
  }
  g_string_append (html, "<a href=\"https://c.example/privacy\">kept</a></p>");
  a = add (self, "A", "https://a.example/a", html->str);
  b = add (self, "B", "https://a.example/b", html->str);
  g_assert_cmpuint (count_wanted (self), ==, G_N_ELEMENTS (articles));
  g_assert_cmpuint (count (self, kept, TRUE, a), ==, 1);
  g_assert_cmpuint (count (self, kept, TRUE, b), ==, 1);
  g_assert_false (carrel_address_is_furniture (NULL));
  g_assert_false (carrel_address_is_furniture ("mailto:x"));
}

static void
test_many_links (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) html = g_string_new ("<p>");
  g_autoptr (GPtrArray) links = NULL, back = NULL;
  gint64 hub = add (self, "Hub", "https://a.example/hub", "<p>hub</p>"), a,
         start = g_get_monotonic_time ();

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (html, "%s<a href=\"https://b.example/%u\">x</a> ",
                            i % 40 == 39 ? "</p><p>" : "", i / 2);
  g_string_append (html, "<a href=\"https://a.example/hub\">hub</a></p>");
  a = add (self, "Many", "https://a.example/many", html->str);
  links = carrel_store_load_links (self->connection, a, 0, NULL);
  g_assert_cmpuint (links->len, >, 500);
  g_assert_cmpuint (links->len, <=, 2500); /* the rest is a page's furniture */
  back = carrel_store_load_backlinks (self->connection, hub, 0, 10, NULL);
  g_assert_cmpuint (back->len, <=, 1);
  g_assert_cmpint (g_get_monotonic_time () - start, <,
                   60 * G_TIME_SPAN_SECOND); /* looks for a hang only */
}

static void
test_long_addresses (Fixture *self, gconstpointer data)
{
  g_autofree char *tail = g_strnfill (100000, 'a'),
                  *address = g_strdup_printf ("https://b.example/%s", tail);
  g_autofree char *html = g_strdup_printf (
      "<p><a href=\"%s\">long</a> and <a href=\"https://b.example/short\">short</a></p>", address);
  CarrelLinkSaid cites = { .kind = CARREL_LINK_CITES };
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GError) error = NULL;
  gint64 a = add (self, "Long", "https://a.example/long", html);

  links = carrel_store_load_links (self->connection, a, 0, NULL);
  g_assert_cmpuint (links->len, ==, 1);
  g_assert_cmpstr (carrel_link_get (links->pdata[0])->address, ==, "https://b.example/short");
  g_assert_cmpint (carrel_store_link_wanted (self->connection, a, &cites, address, NULL, NULL,
                                             self->changes, &error),
                   ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (carrel_store_link_wanted (self->connection, a, &cites, NULL, tail, NULL,
                                             self->changes, &error),
                   ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
}

/* ── What isn't there yet, and comes and goes ── */

static void
test_wished (Fixture *self, gconstpointer data)
{
  CarrelLinkSaid cites = { .kind = CARREL_LINK_CITES, .note = "p. 7" },
                 answers = { .kind = CARREL_LINK_RELATED, .label = "answers" };
  gint64 a = add (self, "A", "https://a.example/a", "<p>a</p>"), link, same, b, c;
  g_autoptr (CarrelUndo) made = carrel_undo_new (), taken = carrel_undo_new (),
                         edited = carrel_undo_new ();
  g_autoptr (GPtrArray) wanted = NULL, links = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  link = carrel_store_link_wanted (self->connection, a, &cites, "b.example/b?utm_source=x", NULL,
                                   made, self->changes, &error);
  g_assert_no_error (error);
  same = carrel_store_link_wanted (self->connection, a, &cites, "http://www.b.example/b/",
                                   "Another name", NULL, self->changes, &error);
  g_assert_cmpint (link, ==, same);
  g_assert_cmpint (carrel_store_link_wanted (self->connection, a, &answers, NULL, "  The   Answer ",
                                             NULL, self->changes, &error),
                   !=, 0);
  wanted = carrel_store_load_wanted (self->connection, 0, NULL);
  g_assert_cmpuint (wanted->len, ==, 2);
  g_assert_cmpint (carrel_store_link_wanted (self->connection, a, &cites, NULL, "…", NULL,
                                             self->changes, &error),
                   ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);

  /* Changed, but not turned; taken away and back. */
  g_assert_false (carrel_store_edit_link (self->connection, link,
                                          &(CarrelLinkSaid) { .kind = CARREL_LINK_SUPPORTS }, TRUE,
                                          NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_assert_true (carrel_store_edit_link (self->connection, link,
                                         &(CarrelLinkSaid) { .kind = CARREL_LINK_SUPPORTS }, FALSE,
                                         edited, self->changes, NULL));
  undo (self, edited);
  g_assert_true (carrel_store_unlink (self->connection, link, taken, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 1);
  undo (self, taken);
  g_assert_cmpuint (count_wanted (self), ==, 2);

  /* They arrive. */
  b = add (self, "B", "https://b.example/b", "<p>b</p>");
  c = add (self, "The Answer", "https://c.example/c", "<p>c</p>");
  g_assert_cmpuint (count_wanted (self), ==, 0);
  g_assert_cmpuint (count (self, b, TRUE, a), ==, 1);
  g_assert_cmpuint (count (self, c, TRUE, a), ==, 1);
  links = carrel_store_load_links (self->connection, a, 0, NULL);
  for (guint i = 0; i < links->len; i++)
    if (carrel_link_get (links->pdata[i])->kind == CARREL_LINK_CITES)
      g_assert_cmpstr (carrel_link_get (links->pdata[i])->note, ==, "p. 7");
  /* What is there is linked at once. */
  g_assert_cmpint (carrel_store_link_wanted (self->connection, b, &cites, NULL, "the answer", NULL,
                                             self->changes, NULL),
                   !=, 0);
  g_assert_cmpuint (count (self, b, FALSE, c), ==, 1);

  /* Into the trash and back, and away for good: it is wanted again, for an address says what. */
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_restore (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_cmpuint (count (self, b, TRUE, a), ==, 1);
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n, self->changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 1);
  undo (self, made);
  g_assert_cmpuint (count_wanted (self), ==, 0);
}

/* Two that are the same become one: what links to the other leads to the one that stays, what a
 * person drew from it begins there, and neither is linked to itself or twice. */
static void
test_merged (Fixture *self, gconstpointer data)
{
  CarrelLinkSaid           cites = { .kind = CARREL_LINK_CITES, .note = "kept" };
  static const char *const topic[] = { "sea", NULL };
  gint64                   a = add (self, "One", "https://a.example/one",
                                    "<p>one <a href=\"https://b.example/one\">other</a></p>"),
         b = add (self, "One!", "https://b.example/one", "<p>one</p>");
  gint64
      c = add (
          self, "C", "https://a.example/c",
          "<p><a href=\"https://b.example/one\">b</a> <a href=\"https://a.example/one\">a</a></p>"),
      d = add (self, "D", "https://a.example/d", "<p>d</p>"), later;
  g_autoptr (CarrelUndo) undos = carrel_undo_new ();
  g_autoptr (CarrelArticle) kept = NULL;
  g_autoptr (GPtrArray) links = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  carrel_store_link (self->connection, b, d, &cites, NULL, self->changes, NULL);
  carrel_store_link (self->connection, d, b, &cites, NULL, self->changes, NULL);
  carrel_store_link (self->connection, d, a, &cites, NULL, self->changes, NULL);
  carrel_store_link (self->connection, a, b, &cites, NULL, self->changes, NULL);
  carrel_store_link_wanted (self->connection, b, &cites, "https://z.example/wanted", NULL, NULL,
                            self->changes, NULL);
  g_assert_true (
      carrel_store_tag (self->connection, &b, 1, topic, NULL, NULL, self->changes, NULL));
  g_assert_true (
      carrel_store_set_favourite (self->connection, &b, 1, TRUE, NULL, self->changes, NULL));
  g_assert_false (
      carrel_store_merge_articles (self->connection, a, a, NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (
      carrel_store_merge_articles (self->connection, a, b, undos, self->changes, &error));
  g_assert_cmpint (
      carrel_store_find_address (self->connection, "https://b.example/one", NULL, NULL), ==, a);
  links = carrel_store_load_links (self->connection, a, 0, NULL);
  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *link = carrel_link_get (links->pdata[i]);

    g_assert_true (link->source != link->target);
    n +=
        link->kind == CARREL_LINK_CITES && link->target == d && g_strcmp0 (link->note, "kept") == 0;
  }
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (count (self, a, FALSE, 0), ==, 1); /* what the other wanted */
  g_assert_cmpuint (count (self, a, TRUE, d), ==, 1);
  g_assert_cmpuint (count (self, a, TRUE, c), ==, 2); /* each at its place in the text */
  kept = carrel_store_load_article (self->connection, a, NULL);
  g_assert_true (carrel_article_get (kept)->favourite);
  later = add (self, "Later", "https://a.example/later",
               "<p><a href=\"https://b.example/one/\">by the other address</a></p>");
  g_assert_cmpuint (count (self, later, FALSE, a), ==, 1);

  undo (self, undos);
  g_assert_cmpint (
      carrel_store_find_address (self->connection, "https://b.example/one", NULL, NULL), ==, b);
  g_assert_cmpuint (count (self, a, FALSE, b), ==, 2);
  g_assert_cmpuint (count (self, b, TRUE, c), ==, 1);
  again = carrel_store_load_links (self->connection, b, 0, NULL);
  g_assert_cmpuint (again->len, >=, 4);

  /* For good: the other goes, and nothing is lost that leads to the one that stays. */
  g_assert_true (carrel_store_merge_articles (self->connection, a, b, NULL, self->changes, &error));
  g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n, self->changes, NULL));
  g_assert_cmpuint (count (self, a, TRUE, c), ==, 2);
  g_assert_cmpuint (count (self, a, TRUE, d), ==, 1);
}

/* What articles name, deleted and restored, in the trash and for good: seen from both sides. */
static void
test_target_comes_and_goes (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", "https://a.example/a", "<p><a href=\"https://a.example/b\">b</a></p>"),
         b = add (
             self, "B", "https://a.example/b",
             "<p><a href=\"https://a.example/a\">a</a> <a href=\"https://a.example/z\">z</a></p>");
  gint64 other =
      add (self, "O", "https://a.example/o", "<p><a href=\"https://a.example/z\">z</a></p>");
  guint n;

  g_assert_cmpuint (count_wanted (self), ==, 1);
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_cmpuint (count (self, a, FALSE, 0), ==, 1); /* shown as wanted */
  g_assert_cmpuint (count (self, a, TRUE, b), ==, 0);
  g_assert_cmpuint (count_wanted (self), ==, 0); /* of two that wanted it one is left */
  g_assert_true (carrel_store_restore (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_cmpuint (count (self, a, FALSE, b), ==, 1);
  g_assert_cmpuint (count (self, a, TRUE, b), ==, 1);
  g_assert_cmpuint (count_wanted (self), ==, 1);
  g_assert_true (carrel_store_trash (self->connection, &b, 1, NULL, self->changes, NULL));
  g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n, self->changes, NULL));
  g_assert_cmpuint (count (self, a, FALSE, 0), ==, 1);
  b = add (self, "B again", "http://www.a.example/b/",
           "<p><a href=\"https://a.example/z\">z</a></p>");
  g_assert_cmpuint (count (self, a, FALSE, b), ==, 1);
  g_assert_cmpuint (count (self, other, FALSE, 0), ==, 1);
  g_assert_cmpuint (count_wanted (self), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/links-hostile/" path, Fixture, NULL, carrel_test_store_set_up, func,               \
              carrel_test_store_tear_down)
  ADD ("addresses", test_addresses);
  ADD ("corpus", test_corpus);
  ADD ("oneself", test_oneself);
  ADD ("circles", test_circles);
  ADD ("one-title", test_one_title);
  ADD ("furniture", test_furniture);
  ADD ("many-links", test_many_links);
  ADD ("long-addresses", test_long_addresses);
  ADD ("wished", test_wished);
  ADD ("merged", test_merged);
  ADD ("target-comes-and-goes", test_target_comes_and_goes);
  return g_test_run ();
}

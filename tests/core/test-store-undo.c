/* test-store-undo.c: what is done to a library and undone leaves it as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-store.h"
#include "carrel-test.h"
#include "store/carrel-store.h"

#include <string.h>

typedef CarrelTestStore Fixture;

/* All tables' rows, but sequences and hidden index tables: base and derived. */
static char *
dump (Fixture *self)
{
  static const char *const tables[] = {
    "SELECT * FROM article ORDER BY id",
    "SELECT * FROM article_topic ORDER BY 1, 2",
    "SELECT id, hex (uid), path, key, parent, colour, n, n_unread FROM topic ORDER BY id",
    "SELECT * FROM topic_ancestor ORDER BY 1, 2",
    "SELECT * FROM topic_article ORDER BY 1, 2",
    "SELECT id, hex (uid), source, target, kind, title, coalesce (note, '-') || coalesce (label, "
    "'-') FROM link ORDER BY id",
    "SELECT key, n || ' ' || hidden, strong FROM wanted ORDER BY 1",
    "SELECT * FROM counts",
    "SELECT id, name, query, position FROM collection ORDER BY id",
    "SELECT article, html FROM body ORDER BY 1",
    "SELECT host, content, skip FROM site_rule ORDER BY 1",
    "SELECT article, content, skip FROM article_rule ORDER BY 1",
    "SELECT article, hash, address FROM image ORDER BY 1, 2",
    "SELECT id, start, \"end\" FROM highlight ORDER BY 1",
    "SELECT key, alias, topic FROM topic_alias ORDER BY 1",
    "SELECT a, b, a FROM topic_distinct ORDER BY 1, 2",
    "SELECT article, key, key FROM topic_refused ORDER BY 1, 2",
    "SELECT key, created, 0 FROM wanted_hidden ORDER BY 1",
    "SELECT article, title, 0 FROM thread_title ORDER BY 1",
    "SELECT name, inverse, 0 FROM link_kind ORDER BY 1",
  };
  GString *out = g_string_new (NULL);

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++) {
    g_autoptr (CarrelStatement) statement =
        carrel_connection_prepare_once (self->connection, tables[t]);

    while (carrel_statement_next (statement)) {
      for (int column = 0; column < (t == 0                       ? 31
                                     : t == 2 || t == 5           ? 7
                                     : t == 7                     ? 10
                                     : t == 1 || t == 3 || t == 9 ? 2
                                     : t == 8                     ? 4
                                                                  : 3);
           column++)
        g_string_append_printf (out, "%s|", carrel_statement_get_text (statement, column));
      g_string_append_c (out, '\n');
    }
    g_assert_true (carrel_statement_finish (statement, NULL));
  }
  return g_string_free (out, FALSE);
}

/* Another text, with links of its own; often with another title. */
static void
revise (Fixture *self, gint64 id, GRand *rand, CarrelUndo *undo, CarrelChanges *changes)
{
  g_autofree char *title = g_strdup_printf ("T%d", g_rand_int_range (rand, 1, 12)),
                  *other = g_strdup_printf ("T%d", g_rand_int_range (rand, 1, 12));
  g_autofree char *html =
      g_strdup_printf ("<p>Words %d <a href=\"https://a.example/%d\">y</a> marked.</p>",
                       g_rand_int_range (rand, 0, 9), g_rand_int_range (rand, 1, 12));
  g_autoptr (CarrelDraft) draft = carrel_test_store_new_draft (title, NULL, html);

  draft->extractor = (guint) g_rand_int_range (rand, 1, 4);
  draft->rule = (CarrelRuleState) g_rand_int_range (rand, 0, 3);
  carrel_draft_add_reference (draft, other, NULL);
  carrel_store_revise (self->connection, id, draft, undo, changes, NULL);
}

static void
choose (Fixture *self, gint64 id, GRand *rand, CarrelUndo *undo)
{
  const char      *skip[] = { "div.a", "p.b", NULL };
  g_autofree char *host = g_strdup_printf ("h%d.example", g_rand_int_range (rand, 0, 3));
  g_autoptr (CarrelSiteRule) rule =
      g_rand_int_range (rand, 0, 3)
          ? carrel_site_rule_new (NULL, g_rand_boolean (rand) ? "main" : "div.x",
                                  skip + g_rand_int_range (rand, 0, 3), 0)
          : NULL;

  if (g_rand_boolean (rand))
    carrel_store_set_site_rule (self->connection, host, rule, undo, NULL);
  else
    carrel_store_set_article_rule (self->connection, id, rule, undo, NULL);
}

static void
do_something (Fixture *self, GRand *rand, CarrelUndo *undo)
{
  static const char *const paths[] = { "a", "a/b", "A/B/c", "d", "d/e", "f", "a/x" };
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  gint64      ids[3] = { g_rand_int_range (rand, 1, 9), g_rand_int_range (rand, 1, 9),
                         g_rand_int_range (rand, 1, 9) };
  const char *path = paths[g_rand_int_range (rand, 0, G_N_ELEMENTS (paths))],
             *other = paths[g_rand_int_range (rand, 0, G_N_ELEMENTS (paths))];
  const char              *add_paths[] = { path, NULL }, *remove_paths[] = { other, NULL };
  static const char *const hidden[] = { "t nowhere", "site a.example", "a.example/3", "t t3" };
  g_autofree char         *wished =
      g_strdup_printf ("https://a.example/%d", g_rand_int_range (rand, 1, 20));
  CarrelConnection *c = self->connection;

  switch (g_rand_int_range (rand, 0, 25)) {
  case 0:
    carrel_store_set_place (c, ids, 3, (CarrelPlace) g_rand_int_range (rand, 0, 2), undo, changes,
                            NULL);
    break;
  case 1:
    carrel_store_set_favourite (c, ids, 3, g_rand_boolean (rand), undo, changes, NULL);
    break;
  case 2:
    carrel_store_set_read (c, ids, 3, (CarrelReadState) g_rand_int_range (rand, 0, 3), undo,
                           changes, NULL);
    break;
  case 3:
    carrel_store_trash (c, ids, 3, undo, changes, NULL);
    break;
  case 4:
    carrel_store_restore (c, ids, 3, undo, changes, NULL);
    break;
  case 5:
  case 6:
    carrel_store_tag (c, ids, 3, add_paths, remove_paths, undo, changes, NULL);
    break;
  case 7:
    carrel_store_rename_topic (c, path, other, undo, changes, NULL);
    break;
  case 8:
    carrel_store_merge_topics (c, path, other, undo, changes, NULL);
    break;
  case 9:
    carrel_store_delete_topic (c, path, undo, changes, NULL);
    break;
  case 10:
    carrel_store_link (c, ids[0], ids[1],
                       &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED, .note = "n" }, undo,
                       changes, NULL);
    break;
  case 11:
    carrel_store_unlink (c, g_rand_int_range (rand, 1, 30), undo, changes, NULL);
    break;
  case 12:
  case 13:
  case 14:
    revise (self, ids[0], rand, undo, changes);
    break;
  case 15:
    choose (self, ids[0], rand, undo);
    break;
  case 16:
    carrel_store_order_thread (c, ids, (guint) g_rand_int_range (rand, 2, 4), undo, changes, NULL);
    break;
  case 17:
    carrel_store_title_thread (c, ids[0], g_rand_boolean (rand) ? path : NULL, undo, changes, NULL);
    break;
  case 18:
    carrel_store_hide_wanted (c, hidden[g_rand_int_range (rand, 0, G_N_ELEMENTS (hidden))], undo,
                              changes, NULL);
    break;
  case 19:
    carrel_store_show_wanted (c, hidden[g_rand_int_range (rand, 0, G_N_ELEMENTS (hidden))], undo,
                              changes, NULL);
    break;
  case 23:
    carrel_store_merge_articles (c, ids[0], ids[1], undo, changes, NULL);
    break;
  case 22:
    carrel_store_link_wanted (c, ids[0], &(CarrelLinkSaid) { .kind = CARREL_LINK_CITES },
                              g_rand_boolean (rand) ? wished : NULL, path, undo, changes, NULL);
    break;
  case 20:
    carrel_store_link (
        c, ids[0], ids[1],
        &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED, .label = path, .inverse = other }, undo,
        changes, NULL);
    break;
  case 21:
    carrel_store_edit_link (
        c, g_rand_int_range (rand, 1, 200),
        &(CarrelLinkSaid) { .kind = (CarrelLinkKind) g_rand_int_range (rand, 2, 7), .note = path },
        g_rand_boolean (rand), undo, changes, NULL);
    break;
  default:
    carrel_store_set_topic_colour (c, path, (guint) g_rand_int_range (rand, 0, 10), undo, changes,
                                   NULL);
  }
}

/* What a person says about topics beside giving them; by dice of its own. */
static void
say_something (Fixture *self, GRand *rand, CarrelUndo *undo)
{
  static const char *const paths[] = { "a", "a/b", "A/B/c", "d", "d/e" };
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  gint64      ids[2] = { g_rand_int_range (rand, 1, 9), g_rand_int_range (rand, 1, 9) };
  const char *path = paths[g_rand_int_range (rand, 0, G_N_ELEMENTS (paths))],
             *other = paths[g_rand_int_range (rand, 0, G_N_ELEMENTS (paths))];

  switch (g_rand_int_range (rand, 0, 4)) {
  case 0:
    carrel_store_alias_topic (self->connection, path, "z", undo, changes, NULL);
    break;
  case 1:
    carrel_store_unalias_topic (self->connection, "z", undo, changes, NULL);
    break;
  case 2:
    carrel_store_set_distinct (self->connection, path, other, undo, changes, NULL);
    break;
  default:
    carrel_store_refuse_topic (self->connection, ids, 2, path, undo, changes, NULL);
  }
}

/* Random changes, all undone, newest first: base and derived tables are as they were. */
static void
test_undo (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  g_autoptr (GRand) sayings = g_rand_new_with_seed (11);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);

  for (guint i = 1; i <= 8; i++) {
    g_autofree char *title = g_strdup_printf ("T%u", i),
                    *address = g_strdup_printf ("https://a.example/%u", i),
                    *html = g_strdup_printf ("<p><a href=\"https://a.example/%u\">x</a></p>",
                                             i % 8 + 1);
    CarrelDraft *draft = carrel_test_store_new_draft (title, address, html);

    carrel_draft_add_reference (draft, i % 2 ? "Nowhere" : "T3", NULL);
    carrel_test_store_save (self, draft);
  }
  carrel_connection_execute (
      self->connection,
      "INSERT INTO highlight (article, start, \"end\", exact, created) SELECT id, 0, 1, 'x', 1 "
      "FROM article; INSERT INTO highlight (article, start, \"end\", exact, created) "
      "SELECT id, 7, 13, 'marked', 1 FROM article",
      NULL);
  for (guint round = 0; round < 200; round++) {
    g_autoptr (GPtrArray) undos =
        g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_undo_unref);
    g_autofree char *before = NULL, *after = NULL;
    guint            n = (guint) g_rand_int_range (rand, 1, 8);

    for (guint i = 0; i < 3; i++) { /* from a different place each time */
      g_assert_true (carrel_connection_begin (self->connection, NULL));
      do_something (self, rand, NULL);
      say_something (self, sayings, NULL);
      g_assert_true (carrel_connection_commit (self->connection, NULL));
    }
    before = dump (self);
    for (guint i = 0; i < n; i++) {
      CarrelUndo *undo = carrel_undo_new ();

      g_assert_true (carrel_connection_begin (self->connection, NULL));
      do_something (self, rand, undo);
      say_something (self, sayings, undo);
      g_assert_true (carrel_connection_commit (self->connection, NULL));
      g_ptr_array_add (undos, undo);
    }
    for (guint i = n; i > 0; i--) {
      g_autoptr (GError) error = NULL;

      g_assert_true (carrel_connection_begin (self->connection, NULL));
      carrel_store_undo (self->connection, undos->pdata[i - 1], changes, &error);
      g_assert_no_error (error);
      g_assert_true (carrel_connection_commit (self->connection, NULL));
    }
    after = dump (self);
    if (strcmp (before, after) != 0)
      g_test_message ("round %u", round);
    g_assert_cmpstr (before, ==, after);
    if (round % 50 == 0)
      carrel_test_store_assert_sound (self->connection);
  }
}

/* A new text answers a wanted title, and is undone when another article has the title too: the link
 * finds that one. */
static void
test_late_undo (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (CarrelUndo) first = carrel_undo_new (), second = carrel_undo_new ();
  g_autoptr (CarrelDraft) one = carrel_test_store_new_draft ("Salt Road", NULL, "<p>one</p>"),
                          two = carrel_test_store_new_draft ("Salt Road", NULL, "<p>two</p>");
  g_autoptr (GPtrArray) links = NULL;
  CarrelDraft *draft = carrel_test_store_new_draft ("Source", NULL, "<p>text</p>");
  gint64       source, a = carrel_test_store_add (self, "A", NULL, "<p>a</p>"),
                 b = carrel_test_store_add (self, "B", NULL, "<p>b</p>");
  g_autoptr (GError) error = NULL;

  carrel_draft_add_reference (draft, "Salt Road", NULL);
  source = carrel_test_store_save (self, draft);
  g_assert_true (carrel_store_revise (self->connection, a, one, first, changes, &error));
  g_assert_true (carrel_store_revise (self->connection, b, two, second, changes, &error));
  carrel_store_undo (self->connection, first, changes, &error);
  g_assert_no_error (error);
  links = carrel_store_load_links (self->connection, source, 0, &error);
  g_assert_cmpint (carrel_link_get (links->pdata[0])->target, ==, b);
}

int
main (int argc, char **argv)
{
  static const guint seeds[] = { 7, 19, 4711 };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
    g_autofree char *path = g_strdup_printf ("/store-undo/%u", seeds[i]);

    g_test_add (path, Fixture, GUINT_TO_POINTER (seeds[i]), carrel_test_store_set_up_then,
                test_undo, carrel_test_store_tear_down_then);
  }
  g_test_add ("/store-undo/late-undo-keeps-targets", Fixture, NULL, carrel_test_store_set_up_then,
              test_late_undo, carrel_test_store_tear_down_then);
  return g_test_run ();
}

/* test-reading.c: the ways through articles, contents, steps of a text, and what is shown of an
 * address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-contents.h"
#include "ui/carrel-history.h"
#include "ui/carrel-reader-links.h"
#include "ui/reader/carrel-text-steps.h"

#include <string.h>

/* ── History ── */

static void
test_history (void)
{
  g_autoptr (CarrelHistory) history = carrel_history_new ();
  CarrelVisit one = { 1, 10, .5 }, two = { 2, 20, .25 }, three = { 3, 30, 0 }, to;

  g_assert_false (carrel_history_go_back (history, &one, &to));
  carrel_history_leave (history, &one);
  carrel_history_leave (history, &two);
  g_assert_true (carrel_history_go_back (history, &three, &to));
  g_assert_cmpint (to.article, ==, 2);
  g_assert_cmpint (to.block, ==, 20);
  g_assert_cmpfloat (to.fraction, ==, .25);
  g_assert_true (carrel_history_go_back (history, &two, &to));
  g_assert_cmpint (to.article, ==, 1);
  g_assert_false (carrel_history_can_go_back (history));
  g_assert_true (carrel_history_go_forward (history, &one, &to));
  g_assert_true (carrel_history_go_forward (history, &two, &to));
  g_assert_cmpint (to.article, ==, 3);
  g_assert_cmpint (to.block, ==, 30);
  /* Another way forgets what was forward. */
  g_assert_true (carrel_history_go_back (history, &three, &to));
  carrel_history_leave (history, &to);
  g_assert_false (carrel_history_can_go_forward (history));
  carrel_history_forget (history, 1);
  g_assert_true (carrel_history_go_back (history, NULL, &to));
  g_assert_cmpint (to.article, ==, 2);
  g_assert_false (carrel_history_can_go_back (history));
  for (guint i = 0; i < 1000; i++)
    carrel_history_leave (history, &one);
  for (guint i = 0; i < 200; i++)
    g_assert_true (carrel_history_go_back (history, NULL, &to));
  g_assert_false (carrel_history_can_go_back (history));
}

/* ── Contents ── */

static void
chosen_cb (CarrelContents *contents, guint block, gpointer data)
{
  *(guint *) data = block;
}

static void
test_contents (void)
{
  g_autoptr (CarrelDocument) document =
      carrel_document_read ("<p>a</p><h2>One</h2><p>b</p><h3>Two</h3><p>c</p><h2>Three</h2>", -1);
  CarrelContents *contents = g_object_ref_sink (g_object_new (CARREL_TYPE_CONTENTS, NULL));
  GtkWidget      *view =
      gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (adw_bin_get_child (ADW_BIN (contents))));
  GtkSingleSelection *selection =
      GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
  guint block, chosen = 0;

  carrel_contents_set_document (contents, document);
  g_assert_cmpuint (carrel_contents_get_n_headings (contents), ==, 3);
  carrel_contents_set_current (contents, 0);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, GTK_INVALID_LIST_POSITION);
  carrel_contents_set_current (contents, 2);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 0);
  carrel_contents_set_current (contents, 4);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 1);
  g_assert_true (carrel_contents_find_heading (contents, 0, TRUE, &block));
  g_assert_cmpuint (block, ==, 1);
  g_assert_true (carrel_contents_find_heading (contents, 1, TRUE, &block));
  g_assert_cmpuint (block, ==, 3);
  g_assert_true (carrel_contents_find_heading (contents, 2, FALSE, &block));
  g_assert_cmpuint (block, ==, 1);
  g_assert_false (carrel_contents_find_heading (contents, 1, FALSE, &block));
  g_assert_false (carrel_contents_find_heading (contents, 5, TRUE, &block));
  g_signal_connect (contents, "chosen", G_CALLBACK (chosen_cb), &chosen);
  g_signal_emit_by_name (view, "activate", 1u);
  g_assert_cmpuint (chosen, ==, 3);
  carrel_contents_set_document (contents, NULL);
  g_assert_cmpuint (carrel_contents_get_n_headings (contents), ==, 0);
  g_object_unref (contents);
}

/* ── Steps ── */

static void
test_steps (void)
{
  const char *text = "One e\xcc\x81 two, three";
  guint32     len = (guint32) strlen (text), at = 0;
  guint       n = 0;

  g_assert_cmpuint (carrel_text_step (text, len, 4, TRUE, FALSE), ==,
                    7); /* the accent goes with its letter */
  g_assert_cmpuint (carrel_text_step (text, len, 7, FALSE, FALSE), ==, 4);
  g_assert_cmpuint (carrel_text_step (text, len, 0, TRUE, TRUE), ==, 3);
  g_assert_cmpuint (carrel_text_step (text, len, len, FALSE, TRUE), ==, len - 5);
  g_assert_cmpuint (carrel_text_step (text, len, 0, FALSE, FALSE), ==, 0);
  g_assert_cmpuint (carrel_text_step (text, len, len, TRUE, TRUE), ==, len);
  for (; at < len; n++)
    at = carrel_text_step (text, len, at, TRUE, FALSE);
  g_assert_cmpuint (n, ==, 16);
}

static void
test_sentences (void)
{
  const char              *text = "  The tide goes out. Does it come back? Yes.\nIt does";
  static const char *const expected[] = { "The tide goes out.", "Does it come back?", "Yes.",
                                          "It does" };
  guint32                  len = (guint32) strlen (text), from, to = 0;
  g_autofree char         *line = g_strnfill (100000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *sentence = NULL;

    g_assert_true (carrel_text_next_sentence (text, len, to, "en", 2000, &from, &to));
    sentence = g_strndup (text + from, to - from);
    g_assert_cmpstr (sentence, ==, expected[i]);
  }
  g_assert_false (carrel_text_next_sentence (text, len, to, "en", 2000, &from, &to));
  g_assert_true (carrel_text_next_sentence ("世界。", 9, 0, "zh", 2000, &from, &to));
  /* What has no end is cut. */
  g_assert_true (carrel_text_next_sentence (line, 100000, 0, NULL, 2000, &from, &to));
  g_assert_cmpuint (to - from, <=, 2000);
  g_assert_cmpuint (to - from, >, 0);
}

/* ── Targets ── */

static void
check_target (const char *address, const char *expected)
{
  g_autofree char *target = carrel_reader_links_dup_target (address, FALSE),
                  *whole = expected ? g_strdup_printf ("\u2068%s\u2069", expected) : NULL;

  g_assert_cmpstr (target, ==, whole);
}

static void
test_targets (void)
{
  g_autofree char *inside = carrel_reader_links_dup_target ("https://example.org/a", TRUE);

  check_target ("https://www.example.org/a?b=c", "example.org/a?b=c");
  check_target ("http://example.org/", "http://example.org");
  check_target ("mailto:ines@example.org", "ines@example.org");
  check_target ("https://xn--pple-43d.com/",
                "xn--pple-43d.com"); /* а Cyrillic letter among Latin ones */
  check_target ("mailto:a\xe2\x80\xae"
                "b@example.org",
                "ab@example.org");
  check_target ("javascript:alert(1)", NULL);
  check_target ("file:///etc/passwd", NULL);
  check_target ("#fn-1", NULL);
  g_assert_nonnull (strstr (inside, "In your library"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/reading/history", test_history);
  g_test_add_func ("/reading/contents", test_contents);
  g_test_add_func ("/reading/steps", test_steps);
  g_test_add_func ("/reading/sentences", test_sentences);
  g_test_add_func ("/reading/targets", test_targets);
  return g_test_run ();
}

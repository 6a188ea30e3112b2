/* test-diff.c: what changed between two texts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-diff.h"

#include <string.h>

/* «same», «[-removed-]», «{+added+}», a paragraph a line. (transfer full) */
static char *
show (const char *before, const char *after)
{
  g_autoptr (GArray) runs = carrel_diff_texts (before, after);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++) {
    const CarrelDiffRun *run = &g_array_index (runs, CarrelDiffRun, i);
    g_autofree char     *text = g_strndup (run->text, run->len);
    const char          *open = run->kind == CARREL_DIFF_SAME      ? ""
                                : run->kind == CARREL_DIFF_REMOVED ? "[-"
                                                                   : "{+";
    const char          *close = run->kind == CARREL_DIFF_SAME      ? ""
                                 : run->kind == CARREL_DIFF_REMOVED ? "-]"
                                                                    : "+}";

    g_string_append_printf (out, "%s%s%s%s", open, text, close, run->ends ? "\n" : "");
  }
  return g_string_free (out, FALSE);
}

static void
assert_diff (const char *before, const char *after, const char *expected)
{
  g_autofree char *got = show (before, after);

  g_assert_cmpstr (got, ==, expected);
}

static void
test_words (void)
{
  assert_diff ("", "", "");
  assert_diff ("One two.", "One two.", "One two.\n");
  assert_diff ("", "New here.", "{+New here.+}\n");
  assert_diff ("Gone now.", "", "[-Gone now.-]\n");
  assert_diff ("The old tide goes out.", "The new tide goes out.",
               "The [-old -]{+new +}tide goes out.\n");
  assert_diff ("A walk by the sea", "A long walk by the sea", "A {+long +}walk by the sea\n");
  /* Where words aren't separated each character is one. */
  assert_diff ("今日は海へ行く", "今日は山へ行く", "今日は[-海-]{+山+}へ行く\n");
}

static void
test_paragraphs (void)
{
  assert_diff ("a b c\n\nd e f\n\ng h i", "a b c\n\ng h i", "a b c\n[-d e f-]\ng h i\n");
  assert_diff ("a b c\n\ng h i", "a b c\n\nd e f\n\ng h i", "a b c\n{+d e f+}\ng h i\n");
  /* Nothing in common: whole paragraphs. */
  assert_diff ("Quite another thing stood here", "Seven bright lamps along a quay",
               "[-Quite another thing stood here-]\n{+Seven bright lamps along a quay+}\n");
}

/* Both texts come out of the runs again, whatever they are; and hostile ones end soon. */
static void
assert_whole (const char *before, const char *after)
{
  g_autoptr (GArray) runs = carrel_diff_texts (before, after);
  g_autoptr (GString) old = g_string_new (NULL), new = g_string_new (NULL), a = g_string_new (NULL),
                      b = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++) {
    const CarrelDiffRun *run = &g_array_index (runs, CarrelDiffRun, i);

    if (run->kind != CARREL_DIFF_ADDED)
      g_string_append_len (old, run->text, (gssize) run->len);
    if (run->kind != CARREL_DIFF_REMOVED)
      g_string_append_len (new, run->text, (gssize) run->len);
  }
  for (const char *p = before; *p; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (a, *p);
  for (const char *p = after; *p; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (b, *p);
  for (GString *text = old; text; text = text == old ? new : NULL) {
    gsize n = 0;

    for (gsize i = 0; i < text->len; i++)
      if (!g_ascii_isspace (text->str[i]))
        text->str[n++] = text->str[i];
    g_string_truncate (text, n);
  }
  g_assert_cmpstr (old->str, ==, a->str);
  g_assert_cmpstr (new->str, ==, b->str);
}

static char *
make_text (GRand *rand, guint words, guint vocabulary)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < words; i++)
    g_string_append_printf (out, "w%d%s", g_rand_int_range (rand, 0, (gint32) vocabulary),
                            g_rand_int_range (rand, 0, 12) ? " " : "\n");
  return g_string_free (out, FALSE);
}

static void
test_any_texts (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  gint64 begun = g_get_monotonic_time ();

  for (guint i = 0; i < 200; i++) {
    g_autofree char *a = make_text (rand, (guint) g_rand_int_range (rand, 0, 120), 5),
                    *b = make_text (rand, (guint) g_rand_int_range (rand, 0, 120), 5);

    assert_whole (a, b);
  }
  {
    g_autofree char *a = make_text (rand, 60000, 50), *b = make_text (rand, 60000, 50);

    for (char *p = b; *p; p++) /* one paragraph of many words, all in another order */
      if (*p == '\n')
        *p = ' ';
    assert_whole (a, b);
    assert_whole (b, a);
  }
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 20 * G_TIME_SPAN_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/words", test_words);
  g_test_add_func ("/diff/paragraphs", test_paragraphs);
  g_test_add_func ("/diff/any-texts", test_any_texts);
  return g_test_run ();
}

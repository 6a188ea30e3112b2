/* test-code.c: code, taken apart into kinds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "ui/reader/carrel-code-tokens.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

typedef struct {
  guint  told;
  double longest; /* turn of the main loop, ms */
} Seen;

static void
grown_cb (CarrelCodeTokens *tokens, guint block, gpointer data)
{
  Seen *seen = data;

  g_assert_cmpuint (block, ==, 7);
  seen->told++;
}

static CarrelBlock
make_block (const char *language, const char *text)
{
  return (CarrelBlock) { .type = CARREL_BLOCK_CODE,
                         .language = language,
                         .text = text,
                         .text_len = (guint32) strlen (text) };
}

/* Of this thread, ms: a turn isn't longer for what else the machine does. */
static double
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1000 + (double) time.tv_nsec / 1000000;
}

/* Until nothing is left to be done. (transfer full) */
static CarrelCodeTokens *
colour (const CarrelBlock *block, Seen *seen)
{
  CarrelCodeTokens *tokens = carrel_code_tokens_new (block, 7, grown_cb, seen);
  gint64            end =
      g_get_monotonic_time () + (gint64) (60 * G_USEC_PER_SEC * carrel_test_get_patience ());

  while (!carrel_code_tokens_is_done (tokens)) {
    double began = get_cpu_time ();

    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
    seen->longest = MAX (seen->longest, get_cpu_time () - began);
  }
  return tokens;
}

/* The kind of the first place where a word stands; -1: plain. */
static int
get_kind (CarrelCodeTokens *tokens, const char *text, const char *word)
{
  const char *place = strstr (text, word);
  GArray     *all = carrel_code_tokens_get (tokens);

  g_assert_nonnull (place);
  for (guint i = 0; i < all->len; i++) {
    const CarrelToken *token = &g_array_index (all, CarrelToken, i);

    if (token->start <= (guint32) (place - text) && token->end > (guint32) (place - text))
      return (int) token->kind;
  }
  return -1;
}

static void
test_kinds (void)
{
  static const char text[] = "# é: a comment\ndef tide (hour):\n    return \"high\" + str (12)\n";
  CarrelBlock       block = make_block ("language-py", text);
  Seen              seen = { 0 };
  CarrelCodeTokens *tokens = colour (&block, &seen);
  GArray           *all = carrel_code_tokens_get (tokens);

  g_assert_cmpuint (seen.told, >=, 1);
  g_assert_cmpint (get_kind (tokens, text, "a comment"), ==, CARREL_TOKEN_COMMENT);
  g_assert_cmpint (get_kind (tokens, text, "def"), ==, CARREL_TOKEN_KEYWORD);
  g_assert_cmpint (get_kind (tokens, text, "return"), ==, CARREL_TOKEN_KEYWORD);
  g_assert_cmpint (get_kind (tokens, text, "high"), ==, CARREL_TOKEN_STRING);
  g_assert_cmpint (get_kind (tokens, text, "12"), ==, CARREL_TOKEN_VALUE);
  g_assert_cmpint (get_kind (tokens, text, "hour"), ==, -1);
  for (guint i = 1; i < all->len; i++)
    g_assert_cmpuint (g_array_index (all, CarrelToken, i - 1).end, <=,
                      g_array_index (all, CarrelToken, i).start);
  carrel_code_tokens_free (tokens);
}

static void
test_diff (void)
{
  static const char text[] = "diff --git a/tide.c b/tide.c\n--- a/tide.c\n+++ b/tide.c\n@@ -1,2 "
                             "+1,2 @@\n-int low;\n+int high;\n";
  CarrelBlock       block = make_block (NULL, text);
  Seen              seen = { 0 };
  CarrelCodeTokens *tokens = colour (&block, &seen);

  g_assert_cmpint (get_kind (tokens, text, "+int"), ==, CARREL_TOKEN_ADDED);
  g_assert_cmpint (get_kind (tokens, text, "-int"), ==, CARREL_TOKEN_REMOVED);
  carrel_code_tokens_free (tokens);
}

static void
test_languages (void)
{
  static const struct {
    const char *called, *text, *wanted;
  } cases[] = {
    { "js", "var a;", "js" },
    { "language-c++ hljs", "int a;", "cpp" },
    { "Shell", "ls", "sh" },
    { "yml", "a: 1", "yaml" },
    { NULL, "#!/bin/sh\nls\n", "sh" },
    { NULL, "<?xml version=\"1.0\"?>", "xml" },
    { NULL, "once upon a time", NULL },
    { "klingon", "qapla'", NULL },
    { "", "int a;", NULL },
    { "../../etc", "int a;", NULL },
    { "def", "int a;", NULL },
    { "html", "<p>", "xml" },
    { "tsx", "a", "js" },
    { "php", "<?php", NULL },
    { NULL, "<?php", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CarrelBlock block = make_block (cases[i].called, cases[i].text);

    g_assert_cmpstr (carrel_code_find_language (&block), ==, cases[i].wanted);
  }
}

static char *
repeat (const char *text, gsize len)
{
  GString *out = g_string_sized_new (len + strlen (text));

  while (out->len < len)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

/* What is too much stays plain, at once. */
static void
test_bounds (void)
{
  g_autofree char *long_text = repeat ("int a = 1;\n", CARREL_CODE_MAX + 1),
                  *long_line = repeat ("int a = 1; ", 2100);
  const char *const texts[] = { long_text, long_line, "" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    CarrelBlock       block = make_block ("c", texts[i]);
    CarrelCodeTokens *tokens = carrel_code_tokens_new (&block, 7, grown_cb, NULL);

    g_assert_true (carrel_code_tokens_is_done (tokens));
    g_assert_cmpuint (carrel_code_tokens_get (tokens)->len, ==, 0);
    carrel_code_tokens_free (tokens);
  }
}

/* Much of it, of many kinds, and text made to be hard for patterns: no turn of the main loop is
 * long. */
static void
test_turns (void)
{
  static const char *const languages[] = { "python", "js",   "html",       "c",   "cpp",  "rust",
                                           "go",     "java", "ruby",       "css", "sql",  "yaml",
                                           "json",   "sh",   "typescript", "xml", "latex" };
  static const char *const texts[] = {
    "def f (x): return \"a\" + '1' // # /* c */ <a href=\"b\">{ x: 1 }</a>\n",
    "\"\\\"\\\"\\\"\\\"'''(((((((((((((([[[[[[[[[[[{{{{{{{{{{{{/////////////////////\n",
    "aaaaaaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaa::aaaaaaaaaaa<aaaaaaa<aaaa\n"
  };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint t = 0; t < G_N_ELEMENTS (texts); t++) {
      g_autofree char  *text = repeat (texts[t], i == 0 ? CARREL_CODE_MAX - 200 : 20000);
      CarrelBlock       block = make_block (languages[i], text);
      Seen              seen = { 0 };
      double            began = get_cpu_time ();
      CarrelCodeTokens *tokens = colour (&block, &seen);

      g_test_message ("%s %u: %.1f ms, longest turn %.1f ms, %u tokens", languages[i], t,
                      get_cpu_time () - began, seen.longest, carrel_code_tokens_get (tokens)->len);
      carrel_code_tokens_free (tokens);
      g_assert_cmpfloat (seen.longest, <,
                         3000); /* a hang, not a busy machine: the limit is measured by hand */
    }
}

/* Freed while it waits, or in the middle. */
static void
test_goes_away (void)
{
  g_autofree char  *text = repeat ("int a = 1; /* b */\n", 100000);
  CarrelBlock       block = make_block ("c", text);
  Seen              seen = { 0 };
  CarrelCodeTokens *one = carrel_code_tokens_new (&block, 7, grown_cb, &seen),
                   *two = carrel_code_tokens_new (&block, 7, grown_cb, &seen);

  carrel_code_tokens_free (two);
  g_main_context_iteration (NULL, TRUE);
  g_main_context_iteration (NULL, TRUE);
  g_assert_false (carrel_code_tokens_is_done (one));
  carrel_code_tokens_free (one);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/code/kinds", test_kinds);
  g_test_add_func ("/code/diff", test_diff);
  g_test_add_func ("/code/languages", test_languages);
  g_test_add_func ("/code/bounds", test_bounds);
  g_test_add_func ("/code/turns", test_turns);
  g_test_add_func ("/code/goes-away", test_goes_away);
  return g_test_run ();
}

/* test-query.c: the search language, by tests/data/queries.txt, and that any text has a meaning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-time.h"
#include "carrel-test.h"
#include "model/carrel-query.h"

#include <string.h>

#define ARROW " ⇒ "
#define CURSOR "▏"

/* 15 January 2026, 12:00 UTC */
#define NOW 1768478400

static char *
parse_to_debug (const char *text, gboolean typing)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, typing);

  return carrel_query_to_debug (query);
}

static void
test_examples (void)
{
  g_autoptr (GBytes) bytes = carrel_test_load_data ("queries.txt");
  g_auto (GStrv) lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  guint n_examples = 0;

  for (guint i = 0; lines[i]; i++) {
    char            *arrow = strstr (lines[i], ARROW);
    g_autofree char *text = NULL, *tree = NULL;
    gboolean         typing;

    if (g_str_has_prefix (lines[i], "# ") || !arrow)
      continue;
    *arrow = '\0';
    typing = g_str_has_suffix (lines[i], CURSOR);
    if (typing)
      lines[i][strlen (lines[i]) - strlen (CURSOR)] = '\0';
    /* \xNN is not among g_strcompress ()'s escapes, octal is. */
    for (char *x = lines[i]; (x = strstr (x, "\\x"));) {
      char  hex[] = { x[2], x[3], '\0' };
      guint byte = (guint) g_ascii_strtoull (hex, NULL, 16);

      x[1] = '0' + (byte >> 6);
      x[2] = '0' + ((byte >> 3) & 7);
      x[3] = '0' + (byte & 7);
    }
    text = g_strcompress (lines[i]);
    tree = parse_to_debug (text, typing);
    g_test_message ("line %u: %s", i + 1, lines[i]);
    g_assert_cmpstr (tree, ==, arrow + strlen (ARROW));
    n_examples++;
  }
  g_assert_cmpuint (n_examples, >, 150);
}

static void
test_nothing_is_everything (void)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (NULL, FALSE);

  g_assert_true (carrel_query_is_all (query));
  g_assert_false (carrel_query_has_text (query));
}

static const struct {
  const char *text;
  gboolean    has_text, wants_trash;
} questions[] = {
  { "", FALSE, FALSE },
  { "word", TRUE, FALSE },
  { "-word", FALSE, FALSE },
  { "-(-word)", TRUE, FALSE },
  { "title:word", TRUE, FALSE },
  { "site:word", FALSE, FALSE },
  { "author:\"two words\"", FALSE, FALSE },
  { "author:word word", TRUE, FALSE },
  { "is:unread", FALSE, FALSE },
  { "is:unread word", TRUE, FALSE },
  { "( ) ++", FALSE, FALSE },
  { "漢", TRUE, FALSE },
  { "is:trashed", FALSE, TRUE },
  { "-is:trashed", FALSE, FALSE },
  { "word (is:inbox OR is:trashed)", TRUE, TRUE },
};

static void
test_questions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++) {
    g_autoptr (CarrelQuery) query = carrel_query_parse (questions[i].text, FALSE);

    g_test_message ("%s", questions[i].text);
    g_assert_cmpint (carrel_query_has_text (query), ==, questions[i].has_text);
    g_assert_cmpint (carrel_query_wants_trash (query), ==, questions[i].wants_trash);
  }
}

static const struct {
  const char *a, *b, *both;
} joined[] = {
  { "", "", "(all)" },
  { "is:inbox", "", "(is inbox)" },
  { "", "word", "(text word)" },
  { "is:inbox", "a b", "(and (is inbox) (text a) (text b))" },
  { "is:inbox", "a OR b", "(and (is inbox) (or (text a) (text b)))" },
  { "a -b", "c", "(and (text a) (not (text b)) (text c))" },
};

static void
test_both_must_hold (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (joined); i++) {
    g_autoptr (CarrelQuery) a = carrel_query_parse (joined[i].a, FALSE);
    g_autoptr (CarrelQuery) b = carrel_query_parse (joined[i].b, FALSE);
    g_autoptr (CarrelQuery) both = carrel_query_and (a, b);
    g_autofree char *tree = NULL;

    /* The joined one keeps what it is made of. */
    g_clear_pointer (&a, carrel_query_unref);
    g_clear_pointer (&b, carrel_query_unref);
    tree = carrel_query_to_debug (both);
    g_assert_cmpstr (tree, ==, joined[i].both);
  }
}

static const struct {
  const char *text, *marks;
} marked[] = {
  { "", "" },
  { "word", "word" },
  { "pre*", "pre*" },
  { "\"Two words\"", "Two words" },
  { "\"Two words\"*", "Two words*" },
  { "a -b OR c", "a c" },
  { "-(a -b)", "b" },
  { "title:a site:b author:c is:unread", "a" },
  { "e-mail", "e mail" },
  { "AI漢字 ไทย", "AI 漢字 ไทย" },
  { "café ++ …", "café" },
};

static void
test_marks_are_what_is_looked_for (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (marked); i++) {
    g_autoptr (CarrelQuery) query = carrel_query_parse (marked[i].text, FALSE);
    g_autoptr (GPtrArray) marks = carrel_query_list_marks (query);
    g_autofree char *line = NULL;

    g_ptr_array_add (marks, NULL);
    line = g_strjoinv (" ", (char **) marks->pdata);
    g_assert_cmpstr (line, ==, marked[i].marks);
  }
}

static const struct {
  const char *before, *after, *field, *typed, *completions, *value, *completed;
} typings[] = {
  { "", "", NULL, "", "", NULL, NULL },
  { "to", "", NULL, "to", "topic", "topic", "topic:" },
  { "word -lin", "", NULL, "lin", "linked-from,links-to", "links-to", "word -links-to:" },
  { "is:un", " word", "is", "un", "unread", "unread", "is:unread word" },
  { "is:", "", "is", "",
    "unread,read,reading,favourite,inbox,archived,trashed,highlighted,linked,orphan", "read",
    "is:read " },
  { "has:no", "te word", "has", "no", "note", "note", "has:note word" },
  { "topic:n", "", "topic", "n", "none", "none", "topic:none " },
  { "(site:pa", "", "site", "pa", "", "Pacific Ledger", "(site:\"Pacific Ledger\" " },
  { "site:\"pacific l", "", "site", "pacific l", "", "Pacific Ledger", "site:\"Pacific Ledger\" " },
  { "topic:a", "i x", "topic", "a", "", "ai/llm", "topic:ai/llm x" },
  { "TITLE:x", "", "title", "x", "", NULL, NULL },
};

static void
test_typed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (typings); i++) {
    g_autofree char *text = g_strconcat (typings[i].before, typings[i].after, NULL), *line = NULL,
                    *completed = NULL;
    gsize cursor = strlen (typings[i].before), next;
    g_autoptr (CarrelQueryTyped) typed = carrel_query_find_typed (text, cursor);
    g_autoptr (GPtrArray) completions = carrel_query_list_completions (typed);

    g_test_message ("%s", text);
    g_assert_cmpstr (typed->field, ==, typings[i].field);
    g_assert_cmpstr (typed->text, ==, typings[i].typed);
    g_ptr_array_add (completions, NULL);
    line = g_strjoinv (",", (char **) completions->pdata);
    g_assert_cmpstr (line, ==, typings[i].completions);
    if (!typings[i].value)
      continue;
    completed = carrel_query_complete (text, cursor, typed, typings[i].value, &next);
    g_assert_cmpstr (completed, ==, typings[i].completed);
    g_assert_cmpuint (next, <=, strlen (completed));
  }
  g_assert_null (carrel_query_find_typed ("https://a.b", 11));
}

/* Of each text its filters, and the text without the first of them. */
static const struct {
  const char *text, *filters, *rest;
} filtered[] = {
  { "language model topic:ai", "topic=ai", "language model" },
  { "lighthouse is:unread site:ledger", "is=unread site=ledger", "lighthouse site:ledger" },
  { "-is:read topic:\"rock pools\"  x", "-is=read topic=rock pools", "topic:\"rock pools\"  x" },
  { "a OR is:read b", "", NULL },
  { "is:read OR a lang:zh", "lang=zh", "is:read OR a" },
  { "(is:read lang:zh) has:note", "has=note", "(is:read lang:zh)" },
  { "site:“Pacific Ledger”", "site=Pacific Ledger", "" },
  { "is:none added:never words:many http://a.b", "", NULL },
  { "Added:7d\nwords:>200", "added=7d words=>200", "words:>200" },
  { "is:unr", "", NULL },
  { "links-to:12 title:\"open", "links-to=12 title=open", "title:\"open" },
  { "(is:read) -(lang:zh)", "", NULL },
  { "(((", "", NULL },
  { "topic:", "", NULL },
};

static void
test_filters (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (filtered); i++) {
    g_autoptr (GPtrArray) filters = carrel_query_list_filters (filtered[i].text);
    g_autoptr (GString) line = g_string_new (NULL);

    g_test_message ("%s", filtered[i].text);
    for (guint f = 0; f < filters->len; f++) {
      CarrelQueryFilter *filter = filters->pdata[f];

      g_string_append_printf (line, "%s%s%s=%s", f > 0 ? " " : "", filter->negated ? "-" : "",
                              filter->field, filter->value);
    }
    g_assert_cmpstr (line->str, ==, filtered[i].filters);
    if (filtered[i].rest) {
      CarrelQueryFilter *first = filters->pdata[0];
      g_autofree char   *rest = carrel_query_cut (filtered[i].text, first->start, first->end);

      g_assert_cmpstr (rest, ==, filtered[i].rest);
    }
  }
}

static void
test_filters_are_written (void)
{
  static const struct {
    const char *field, *value, *written;
  } written[] = {
    { "site", "ledger", "site:ledger" },
    { "site", "Pacific Ledger", "site:\"Pacific Ledger\"" },
    { "author", "A \"B\" C", "author:\"A  B  C\"" },
    { "topic", "None", "topic:\"None\"" },
    { "title", "f(x)*", "title:\"f(x)*\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (written); i++) {
    g_autofree char *text = carrel_query_write_filter (written[i].field, written[i].value);
    g_autoptr (GPtrArray) filters = carrel_query_list_filters (text);

    g_assert_cmpstr (text, ==, written[i].written);
    g_assert_cmpuint (filters->len, ==, 1);
  }
}

static const struct {
  const char *text;
  gboolean    typing;
  const char *misread;
} taken_for_text[] = {
  { "river added:7d is:unread \"added:soon\"", FALSE, "" },
  { "river added:soon", TRUE, "added:soon=added:7d, 2026-03, <2026, 2025..2026" },
  { "river added:2026-1", TRUE, "" },
  { "river added:2026-", TRUE, "" },
  { "river added:2026-", FALSE, "added:2026-=added:7d, 2026-03, <2026, 2025..2026" },
  { "-words:many (has:a OR b)", FALSE,
    "words:many=words:2000, >2000, 100..500 has:a=has:note, image, highlight, topic, link" },
  { "topic: ai", TRUE, "topic:=topic:science, none" },
  { "before:2026-13-40 tag:\"a b\"", TRUE, "before:2026-13-40=before tag:\"a=tag" },
  { "https://a.test/ std::list :) a: b:", TRUE, "" },
  { "Links-To:x\xff", FALSE, "" },
};

static void
test_what_is_no_filter (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (taken_for_text); i++) {
    g_autoptr (GPtrArray) list =
        carrel_query_list_misread (taken_for_text[i].text, taken_for_text[i].typing);
    g_autoptr (GString) line = g_string_new (NULL);

    g_test_message ("%s", taken_for_text[i].text);
    for (guint m = 0; m < list->len; m++) {
      CarrelQueryMisread *misread = list->pdata[m];

      g_string_append_printf (line, "%s%s=%s", m > 0 ? " " : "", misread->term,
                              misread->filter ? misread->filter : misread->name);
    }
    g_assert_cmpstr (line->str, ==, taken_for_text[i].misread);
  }
}

static guint
count_terms (const CarrelQueryNode *node, guint *depth)
{
  guint n = node->n_children == 0, deepest = 0;

  for (guint i = 0; i < node->n_children; i++) {
    guint below = 0;

    n += count_terms (node->children[i], &below);
    deepest = MAX (deepest, below);
  }
  *depth = deepest + 1;
  return n;
}

static void
assert_small (const char *text)
{
  for (gboolean typing = FALSE; typing <= TRUE; typing++) {
    g_autoptr (CarrelQuery) query = carrel_query_parse (text, typing);
    g_autofree char *tree = carrel_query_to_debug (query);
    g_autoptr (GPtrArray) marks = carrel_query_list_marks (query);
    guint depth;

    g_assert_cmpuint (count_terms (carrel_query_get_root (query), &depth), <=, 64);
    g_assert_cmpuint (depth, <=, 100);
    g_assert_true (g_utf8_validate (tree, -1, NULL));
  }
}

static void
test_size_is_bounded (void)
{
  static const char *const units[] = {
    "(",   "-(", "a OR (", "a ", "a* ",    "\"", "\"\" ", "()",
    "OR ", "-",  "*",      ":",  "title:", "漢", "a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    while (text->len < 200000)
      g_string_append (text, units[i]);
    assert_small (text->str);
  }
}

static void
test_long_word_is_looked_for_by_its_beginning (void)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);

  g_assert_true (carrel_query_get_root (query)->prefix);
  g_assert_cmpuint (strlen (carrel_query_get_root (query)->text), ==, 512);
}

/* Each can be taken away. */
static void
assert_filters_go (const char *text)
{
  g_autoptr (GPtrArray) filters = carrel_query_list_filters (text);

  for (guint i = 0; i < filters->len; i++) {
    CarrelQueryFilter *filter = filters->pdata[i];
    g_autofree char   *rest = carrel_query_cut (text, filter->start, filter->end);

    g_assert_cmpuint (filter->end, >, filter->start);
    g_assert_cmpuint (filter->end, <=, strlen (text));
    g_assert_true (g_utf8_validate (rest, -1, NULL));
    g_assert_cmpuint (strlen (rest), <, strlen (text));
  }
}

/* What is said to be no filter is in the text, and none. */
static void
assert_misread_is_text (const char *text)
{
  for (gboolean typing = FALSE; typing <= TRUE; typing++) {
    g_autoptr (GPtrArray) list = carrel_query_list_misread (text, typing);

    for (guint i = 0; i < list->len; i++) {
      CarrelQueryMisread *misread = list->pdata[i];
      g_autoptr (GPtrArray) filters = carrel_query_list_filters (misread->term);

      g_assert_nonnull (strstr (text, misread->term));
      g_assert_true (g_str_has_prefix (misread->term, misread->name));
      g_assert_cmpuint (filters->len, ==, 0);
    }
  }
}

static void
test_any_text_has_a_meaning (void)
{
  static const char *const pieces[] = {
    "a",   "word", " ",        " ",      "\"",        "(",    ")",      "-",      "*",      "OR",
    "AND", ":",    "title:",   "topic:", "is:",       "has:", "unread", "added:", "words:", ">",
    "<",   "=",    "..",       "2026",   "7d",        "none", "漢",     "ไ",      "é",      "\\",
    "'",   "\xff", "\xe2\x82", "\t",     "\n",        "^",    "{",      "}",      "+",      ",",
    "📚",  "“",    "”",        "　",     "links-to:", "9",
  };

  for (guint i = 0; i < 5000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    int n = g_test_rand_int_range (0, 40);

    for (int j = 0; j < n; j++)
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    assert_small (text->str);
    assert_filters_go (text->str);
    assert_misread_is_text (text->str);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  carrel_time_set_now (NOW);
  g_test_add_func ("/query/examples", test_examples);
  g_test_add_func ("/query/nothing-is-everything", test_nothing_is_everything);
  g_test_add_func ("/query/text-and-trash-are-known", test_questions);
  g_test_add_func ("/query/both-must-hold", test_both_must_hold);
  g_test_add_func ("/query/marks-are-what-is-looked-for", test_marks_are_what_is_looked_for);
  g_test_add_func ("/query/typed", test_typed);
  g_test_add_func ("/query/filters", test_filters);
  g_test_add_func ("/query/filters-are-written", test_filters_are_written);
  g_test_add_func ("/query/what-is-no-filter-is-said", test_what_is_no_filter);
  g_test_add_func ("/query/size-is-bounded", test_size_is_bounded);
  g_test_add_func ("/query/long-word-is-looked-for-by-its-beginning",
                   test_long_word_is_looked_for_by_its_beginning);
  g_test_add_func ("/query/any-text-has-a-meaning", test_any_text_has_a_meaning);
  return g_test_run ();
}

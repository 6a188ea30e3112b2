/* carrel-store-snippets.c: text around the first hit of a search, made when a result is shown.
 *
 * Words are those of the search index (carrel-tokenizer.h), with their other forms, so that what is
 * marked is what was found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "store/carrel-search-private.h"
#include "store/carrel-tokenizer.h"

#include <string.h>

#define HIT_START "\xee\x80\x80" /* U+E000 */
#define HIT_END "\xee\x80\x81"   /* U+E001 */
#define BEFORE 24                /* characters before the first hit, at most */
#define MAX_MARKS 128            /* from here on words have no other forms */

typedef struct {
  char   **words; /* (owned) */
  guint    n;
  gboolean prefix; /* of the last */
} Mark;

typedef struct {
  char *word; /* (owned) */
  gsize start, end;
} Token;

static void
clear_mark (gpointer data)
{
  g_strfreev (((Mark *) data)->words);
}

static void
clear_token (gpointer data)
{
  g_free (((Token *) data)->word);
}

static gboolean
add_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  g_ptr_array_add (data, g_strndup (token, len));
  return TRUE;
}

static void
add_mark (GArray *marks, GPtrArray *words, gboolean prefix)
{
  Mark mark = { NULL, words->len, prefix };

  if (words->len == 0)
    return;
  g_ptr_array_add (words, NULL);
  mark.words = (char **) g_ptr_array_steal (words, NULL);
  g_array_append_val (marks, mark);
}

/* Text that a match has, as what the index was asked for: a phrase is one mark, a word has its
 * other forms beside it. At most as deep as the parser lets brackets be. */
static void
add_marks (CarrelConnection *connection, const CarrelQueryNode *node, GArray *marks)
{
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GPtrArray) forms = NULL;

  for (guint i = 0; node->type != CARREL_QUERY_NOT && i < node->n_children; i++)
    add_marks (connection, node->children[i], marks);
  if (node->type != CARREL_QUERY_TEXT ||
      (node->field != CARREL_FIELD_ANY && node->field != CARREL_FIELD_TITLE))
    return;
  words = g_ptr_array_new_with_free_func (g_free);
  carrel_tokenize (node->text, strlen (node->text), add_word, words);
  if (words->len == 1 && !node->phrase && !node->prefix && marks->len < MAX_MARKS)
    forms = carrel_search_list_inflections (connection, words->pdata[0]);
  add_mark (marks, words, node->prefix);
  for (guint i = 0; forms && i < forms->len; i++) {
    g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_free);

    g_ptr_array_add (one, g_strdup (forms->pdata[i]));
    add_mark (marks, one, FALSE);
  }
}

static GArray *
make_marks (CarrelConnection *connection, CarrelQuery *query)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (Mark));

  g_array_set_clear_func (marks, clear_mark);
  add_marks (connection, carrel_query_get_root (query), marks);
  return marks;
}

static gboolean
add_token (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Token one = { g_strndup (token, len), start, end };

  g_array_append_val ((GArray *) data, one);
  return TRUE;
}

/* How many words match at this place, 0: none. */
static guint
match_at (GArray *marks, GArray *tokens, guint at)
{
  guint longest = 0;

  for (guint m = 0; m < marks->len; m++) {
    Mark *mark = &g_array_index (marks, Mark, m);
    guint i = 0;

    if (mark->n <= longest || at + mark->n > tokens->len)
      continue;
    while (i < mark->n) {
      const char *word = g_array_index (tokens, Token, at + i).word;

      if (i + 1 == mark->n && mark->prefix ? !g_str_has_prefix (word, mark->words[i])
                                           : strcmp (word, mark->words[i]) != 0)
        break;
      i++;
    }
    if (i == mark->n)
      longest = i;
  }
  return longest;
}

/* Appends a piece as one line. */
static void
append_line (GString *out, const char *text, gsize len)
{
  for (gsize i = 0; i < len; i++) {
    char c = g_ascii_isspace (text[i]) ? ' ' : text[i];

    if (c != ' ' || (out->len > 0 && out->str[out->len - 1] != ' '))
      g_string_append_c (out, c);
  }
}

static char *
make_snippet (GArray *marks, const char *text, guint chars)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  GString    *out;
  guint       first = 0, matched = 0;
  const char *start, *end, *at;

  g_array_set_clear_func (tokens, clear_token);
  carrel_tokenize (text, strlen (text), add_token, tokens);
  while (first < tokens->len && (matched = match_at (marks, tokens, first)) == 0)
    first++;
  if (matched == 0)
    return NULL;

  /* Back to where a word begins, a few words before the hit, not over a paragraph's end. */
  start = text + g_array_index (tokens, Token, first).start;
  {
    const char *back = start, *best = start;

    for (guint i = 0; i < BEFORE && back > text; i++) {
      back = g_utf8_prev_char (back);
      if (*back == '\n')
        break;
      if (back == text || back[-1] == ' ' || back[-1] == '\n')
        best = back;
    }
    start = best;
  }
  end = start;
  for (guint i = 0; i < chars && *end; i++)
    end = g_utf8_next_char (end);
  if (*end && *end != ' ') { /* at a word's end, where there is one near */
    const char *space = end;

    while (space > start && end - space < 24 && *space != ' ')
      space--;
    if (*space == ' ')
      end = space;
  }

  out = g_string_new (start > text ? "…" : NULL);
  at = start;
  for (guint i = first; i < tokens->len && text + g_array_index (tokens, Token, i).start < end;) {
    guint n = match_at (marks, tokens, i);

    if (n > 0) {
      const char *from = text + g_array_index (tokens, Token, i).start,
                 *to = text + g_array_index (tokens, Token, i + n - 1).end;

      append_line (out, at, (gsize) (from - at));
      g_string_append (out, HIT_START);
      append_line (out, from, (gsize) (to - from));
      g_string_append (out, HIT_END);
      at = to;
    }
    i += MAX (n, 1);
  }
  if (at < end)
    append_line (out, at, (gsize) (end - at));
  if (*end)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}

GPtrArray *
carrel_store_load_snippets (CarrelConnection *connection,
                            const gint64     *ids,
                            guint             n,
                            CarrelQuery      *query,
                            guint             chars,
                            GError          **error)
{
  g_autoptr (GArray) marks = make_marks (connection, query);
  g_autoptr (GPtrArray) snippets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT carrel_text (html) FROM body WHERE article = ?");

  for (guint i = 0; i < n; i++) {
    char *snippet = NULL;

    carrel_statement_bind_int (statement, 1, ids[i]);
    if (marks->len > 0 && carrel_statement_next (statement) &&
        carrel_statement_get_text (statement, 0))
      snippet = make_snippet (marks, carrel_statement_get_text (statement, 0), chars);
    carrel_statement_reset (statement);
    g_ptr_array_add (snippets, snippet);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&snippets) : NULL;
}

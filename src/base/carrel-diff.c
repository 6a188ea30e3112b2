/* carrel-diff.c: the shortest way from one list of tokens to another, for paragraphs and for words.
 *
 * Myers' greedy algorithm (1986), forward, with a bound on the number of edits: its furthest points
 * are kept for each number of edits, and walked back. Common ends are cut off first, so that the
 * usual case, a few changes in a long text, costs its length. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-diff.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_PARAGRAPH_EDITS 1500
#define MAX_WORD_EDITS 400
#define MAX_WORDS 20000 /* of paragraphs that are compared word by word */

typedef struct {
  const char *text;
  gsize       len;
  guint64     hash;
} Token;

/* ── Tokens ── */

static void
add_token (GArray *tokens, const char *text, gsize len)
{
  Token token = { text, len, carrel_text_hash (text, (gssize) len) };

  g_array_append_val (tokens, token);
}

/* Lines that aren't empty. */
static GArray *
list_paragraphs (const char *text)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));

  while (*text) {
    gsize len = strcspn (text, "\n");

    if (strspn (text, " \t\r") < len)
      add_token (tokens, text, len);
    text += len + (text[len] == '\n');
  }
  return tokens;
}

static gboolean
is_word (gunichar c)
{
  /* Where words aren't separated, each character is one. */
  return g_unichar_isalnum (c) && !(c >= 0x0e00 && c <= 0x0e7f) && !(c >= 0x3040 && c <= 0x30ff) &&
         !(c >= 0x3400 && c <= 0x9fff) && !(c >= 0x20000 && c <= 0x3ffff);
}

/* Words with the space that follows them, and single other characters. */
static void
add_words (GArray *tokens, const char *text, gsize len)
{
  const char *end = text + len;

  while (text < end) {
    const char *start = text;
    gboolean    word = is_word (g_utf8_get_char (text));

    do
      text = g_utf8_next_char (text);
    while (word && text < end && is_word (g_utf8_get_char (text)));
    while (text < end && g_ascii_isspace (*text))
      text++;
    add_token (tokens, start, (gsize) (text - start));
  }
}

/* The last word of a line has no space after it, and is the same word. */
static gboolean
are_same (const Token *a, const Token *b)
{
  gsize a_len = a->len, b_len = b->len;

  if (a->hash == b->hash && a_len == b_len)
    return memcmp (a->text, b->text, a_len) == 0;
  while (a_len > 0 && g_ascii_isspace (a->text[a_len - 1]))
    a_len--;
  while (b_len > 0 && g_ascii_isspace (b->text[b_len - 1]))
    b_len--;
  return a_len == b_len && a_len > 0 && memcmp (a->text, b->text, a_len) == 0;
}

/* ── The algorithm ── */

/* One step of the way: so many tokens of a kind. */
typedef struct {
  CarrelDiffKind kind;
  guint          n;
} Step;

static void
add_step (GArray *steps, CarrelDiffKind kind, guint n)
{
  Step step = { kind, n };

  if (n == 0)
    return;
  if (steps->len > 0 && g_array_index (steps, Step, steps->len - 1).kind == kind)
    g_array_index (steps, Step, steps->len - 1).n += n;
  else
    g_array_append_val (steps, step);
}

/* Walks back from the end through what was kept: row d holds the furthest points on the diagonals
 * −d … d at index d². Appends the steps in order. */
static void
walk_back (const int *kept, int d, int n, int m, GArray *steps)
{
  g_autoptr (GArray) back = g_array_new (FALSE, FALSE, sizeof (Step));
  int x = n, y = m;

  for (; d > 0; d--) {
    const int *row = kept + (d - 1) * (d - 1) + (d - 1); /* its diagonal 0 */
    int        k = x - y;
    gboolean   down = k == -d || (k != d && row[k - 1] < row[k + 1]);
    int        from = down ? k + 1 : k - 1, from_x = row[from], from_y = from_x - from;
    int        to_x = down ? from_x : from_x + 1;
    Step       same = { CARREL_DIFF_SAME, (guint) (x - to_x) },
         edit = { down ? CARREL_DIFF_ADDED : CARREL_DIFF_REMOVED, 1 };

    g_array_append_val (back, same);
    g_array_append_val (back, edit);
    x = from_x;
    y = from_y;
  }
  add_step (steps, CARREL_DIFF_SAME, (guint) x);
  for (guint i = back->len; i > 0; i--)
    add_step (steps, g_array_index (back, Step, i - 1).kind, g_array_index (back, Step, i - 1).n);
}

/* Without common ends. FALSE when more than `most` edits are needed. */
static gboolean
find_way (const Token *a, int n, const Token *b, int m, int most, GArray *steps)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree int *space = NULL, *v;

  most = MIN (most, n + m);
  space = g_new0 (int, 2 * (gsize) most + 3);
  v = space + most + 1;
  for (int d = 0; d <= most; d++) {
    for (int k = -d; k <= d; k += 2) {
      int x = d == 0 ? 0 : k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
      int y = x - k;

      while (x < n && y < m && are_same (&a[x], &b[y])) {
        x++;
        y++;
      }
      v[k] = x;
      if (x >= n && y >= m) {
        walk_back ((const int *) (gpointer) kept->data, d, n, m, steps);
        v = NULL;
        return TRUE;
      }
    }
    g_array_append_vals (kept, v - d, (guint) (2 * d + 1));
  }
  v = NULL;
  return FALSE;
}

/* (element-type Step) (transfer full) */
static GArray *
compare (GArray *before, GArray *after, guint most)
{
  const Token *a = (const Token *) (gpointer) before->data,
              *b = (const Token *) (gpointer) after->data;
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));
  guint   n = before->len, m = after->len, head = 0, tail = 0;

  while (head < n && head < m && are_same (&a[head], &b[head]))
    head++;
  while (tail < n - head && tail < m - head && are_same (&a[n - 1 - tail], &b[m - 1 - tail]))
    tail++;
  add_step (steps, CARREL_DIFF_SAME, head);
  if (head + tail < n || head + tail < m) {
    guint len = steps->len;

    if (!find_way (a + head, (int) (n - head - tail), b + head, (int) (m - head - tail), (int) most,
                   steps)) {
      g_array_set_size (steps, len);
      add_step (steps, CARREL_DIFF_REMOVED, n - head - tail);
      add_step (steps, CARREL_DIFF_ADDED, m - head - tail);
    }
  }
  add_step (steps, CARREL_DIFF_SAME, tail);
  return steps;
}

/* ── Runs ── */

static void
add_run (
    GArray *runs, CarrelDiffKind kind, const char *text, gsize len, gboolean ends, gboolean changed)
{
  CarrelDiffRun run = { kind, ends, changed, text, len };

  g_array_append_val (runs, run);
}

/* Two paragraphs in each other's place: their words, where they have enough in common to be read as
 * one. */
static gboolean
merge_paragraphs (GArray *runs, const Token *before, const Token *after)
{
  g_autoptr (GArray) a = g_array_new (FALSE, FALSE, sizeof (Token)),
                     b = g_array_new (FALSE, FALSE, sizeof (Token)), steps = NULL;
  guint same = 0, i = 0, k = 0;

  add_words (a, before->text, before->len);
  add_words (b, after->text, after->len);
  if (a->len == 0 || b->len == 0 || a->len > MAX_WORDS || b->len > MAX_WORDS)
    return FALSE;
  steps = compare (a, b, MAX_WORD_EDITS);
  for (guint s = 0; s < steps->len; s++)
    if (g_array_index (steps, Step, s).kind == CARREL_DIFF_SAME)
      same += g_array_index (steps, Step, s).n;
  if (same * 5 < MAX (a->len, b->len) * 2)
    return FALSE;
  for (guint s = 0; s < steps->len; s++) {
    const Step  *step = &g_array_index (steps, Step, s);
    const Token *first = step->kind == CARREL_DIFF_REMOVED ? &g_array_index (a, Token, i)
                                                           : &g_array_index (b, Token, k);
    const Token *last = first + step->n - 1;

    add_run (runs, step->kind, first->text, (gsize) (last->text + last->len - first->text),
             s + 1 == steps->len, TRUE);
    i += step->kind != CARREL_DIFF_ADDED ? step->n : 0;
    k += step->kind != CARREL_DIFF_REMOVED ? step->n : 0;
  }
  return TRUE;
}

static void
add_paragraphs (GArray *runs, CarrelDiffKind kind, const Token *tokens, guint n)
{
  for (guint i = 0; i < n; i++)
    add_run (runs, kind, tokens[i].text, tokens[i].len, TRUE, kind != CARREL_DIFF_SAME);
}

GArray *
carrel_diff_texts (const char *before, const char *after)
{
  g_autoptr (GArray) a = list_paragraphs (before), b = list_paragraphs (after),
                     steps = compare (a, b, MAX_PARAGRAPH_EDITS);
  const Token *old = (const Token *) (gpointer) a->data, *new = (const Token *) (gpointer) b->data;
  GArray      *runs = g_array_new (FALSE, FALSE, sizeof (CarrelDiffRun));

  for (guint s = 0; s < steps->len; s++) {
    guint removed = 0, added = 0, paired = 0;

    if (g_array_index (steps, Step, s).kind == CARREL_DIFF_SAME) {
      guint n = g_array_index (steps, Step, s).n;

      add_paragraphs (runs, CARREL_DIFF_SAME, new, n);
      old += n;
      new += n;
      continue;
    }
    /* All that goes and comes at one place, in whatever order it was found. */
    for (; s < steps->len && g_array_index (steps, Step, s).kind != CARREL_DIFF_SAME; s++)
      *(g_array_index (steps, Step, s).kind == CARREL_DIFF_REMOVED ? &removed : &added) +=
          g_array_index (steps, Step, s).n;
    s--;
    for (; paired < MIN (removed, added); paired++)
      if (!merge_paragraphs (runs, old + paired, new + paired))
        break;
    add_paragraphs (runs, CARREL_DIFF_REMOVED, old + paired, removed - paired);
    add_paragraphs (runs, CARREL_DIFF_ADDED, new + paired, added - paired);
    old += removed;
    new += added;
  }
  return runs;
}

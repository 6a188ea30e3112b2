/* test-anchor.c: passages found again in changed texts; how many of them rightly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-anchor.h"

#include <string.h>

/* «passage» of `old` as it is remembered, looked for in `text`; NULL: lost. (transfer full) */
static char *
place (const char *old, const char *passage, const char *text)
{
  const char      *at = strstr (old, passage);
  g_autofree char *exact = NULL, *prefix = NULL, *suffix = NULL;
  g_autoptr (CarrelAnchorer) anchorer = carrel_anchorer_new (text);
  gsize start, end;

  g_assert_nonnull (at);
  carrel_anchor_quote (old, (gsize) (at - old), (gsize) (at - old) + strlen (passage), &exact,
                       &prefix, &suffix);
  if (!carrel_anchorer_place (anchorer, exact, prefix, suffix, at - old, &start, &end))
    return NULL;
  g_assert_cmpuint (start, <, end);
  g_assert_cmpuint (end, <=, strlen (text));
  return g_strndup (text + start, end - start);
}

static void
assert_place (const char *old, const char *passage, const char *text, const char *want)
{
  g_autofree char *got = place (old, passage, text);

  g_assert_cmpstr (got, ==, want);
}

static void
test_places (void)
{
  static const char old[] = "The tide goes out. A crab walks over the sand, and the tide comes in "
                            "again. Nobody counts the waves.";

  assert_place (old, "the tide comes in", old, "the tide comes in");
  /* Moved by what came before it. */
  assert_place (old, "the tide comes in",
                "News of the shore.\n\nThe tide goes out. A crab walks over the sand, and the tide "
                "comes in again.",
                "the tide comes in");
  /* The same words twice: those with the same around them. */
  assert_place ("one two red three. four two red five.", "two red",
                "x two red y. one two red three. four two red five.", "two red");
  /* Nearly the same. */
  assert_place (old, "A crab walks over the sand",
                "The tide goes out. A crab walked over the wet sand, and that is all.",
                "A crab walked over the wet sand");
  /* Only white space is other. */
  assert_place (old, "the tide comes in again. Nobody counts",
                "The tide goes out.\n\nA crab walks over the sand, and the tide comes\nin "
                "again.\n\nNobody counts the waves.",
                "the tide comes\nin again.\n\nNobody counts");
  /* Gone. */
  assert_place (old, "Nobody counts the waves",
                "Quite another text about gardens, their gates and their gardeners.", NULL);
  /* A short word is not taken from elsewhere. */
  assert_place ("We saw the sea today.", "sea", "There is a sea of grass in Mongolia.", NULL);
  assert_place ("We saw the sea today.", "sea", "Yesterday we went. We saw the sea today.", "sea");
  /* Whole characters. */
  assert_place ("读书之前先洗手焚香，与其说是仪式，不如说是一道门槛。", "先洗手焚香，与其说是仪式",
                "读书之前先洗手焚香，与其说是礼仪式，不如说是一道门槛。",
                "先洗手焚香，与其说是礼仪式");
}

static void
test_trim (void)
{
  static const struct {
    const char *text;
    gint64      start, end;
    const char *want;
  } cases[] = {
    { "  a word  ", 0, 10, "a word" },
    { "a word", 2, 2, NULL },
    { "a word", 5, 2, NULL },
    { "a word", -7, 400, "a word" },
    { "a word", 400, 900, NULL },
    { "über", 1, 3, "üb" },
    { "\n\n", 0, 2, NULL },
    { "", 0, 1, NULL },
    { "x\xc2\xa0y", 0, 3, "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64   start = cases[i].start, end = cases[i].end;
    gboolean is = carrel_anchor_trim (cases[i].text, &start, &end);

    g_assert_cmpint (is, ==, cases[i].want != NULL);
    if (is) {
      g_autofree char *got = g_strndup (cases[i].text + start, (gsize) (end - start));

      g_assert_cmpstr (got, ==, cases[i].want);
    }
  }
}

/* ── Edits at random ── */

typedef struct {
  guint id; /* 0: not of the first text */
  guint word;
  char  after; /* ' ' or '\n' */
} Token;

#define N_WORDS 400

static char *words[N_WORDS];

static void
make_words (GRand *rand)
{
  static const char *const parts[] = { "ka", "lo",  "mi",  "tern", "so",  "ve", "ra", "ün",
                                       "st", "ple", "gor", "den",  "ash", "i",  "ou" };

  for (guint i = 0; i < N_WORDS; i++) {
    GString *word = g_string_new (NULL);

    for (int n = g_rand_int_range (rand, 1, 4); n > 0; n--)
      g_string_append (word, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
    words[i] = g_string_free (word, FALSE);
  }
}

/* Words as they come in a language: few of them often. */
static guint
choose_word (GRand *rand)
{
  double x = g_rand_double (rand);

  return (guint) (x * x * x * N_WORDS);
}

static Token
make_token (GRand *rand, guint id)
{
  return (Token) { id, choose_word (rand), g_rand_int_range (rand, 0, 40) == 0 ? '\n' : ' ' };
}

/* The text, and where each token begins and ends in it. */
static char *
write_text (GArray *tokens, GArray *starts)
{
  GString *out = g_string_new (NULL);

  g_array_set_size (starts, 0);
  for (guint i = 0; i < tokens->len; i++) {
    Token *token = &g_array_index (tokens, Token, i);

    g_array_append_val (starts, out->len);
    g_string_append (out, words[token->word]);
    if (i + 1 < tokens->len)
      g_string_append (out, token->after == '\n' ? "\n\n" : " ");
  }
  return g_string_free (out, FALSE);
}

/* `rate`: of a hundred tokens so many are changed, taken out or joined by another. */
static GArray *
edit (GArray *tokens, GRand *rand, guint rate)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (Token));

  for (int n = g_rand_int_range (rand, 0, 60); n > 0; n--) { /* something new above it */
    Token token = make_token (rand, 0);

    g_array_append_val (out, token);
  }
  for (guint i = 0; i < tokens->len; i++) {
    Token token = g_array_index (tokens, Token, i);

    if ((guint) g_rand_int_range (rand, 0, 100) < rate) {
      switch (g_rand_int_range (rand, 0, 4)) {
      case 0:
        token.word = choose_word (rand);
        break;
      case 1:
        continue;
      case 2:
        token.after = '\n';
        break;
      default: {
        Token more = make_token (rand, 0);

        g_array_append_val (out, more);
      }
      }
    }
    g_array_append_val (out, token);
    if (rate > 0 && g_rand_int_range (rand, 0, 600) == 0) /* a box between the paragraphs goes */
      i += (guint) g_rand_int_range (rand, 5, 40);
  }
  return out;
}

typedef struct {
  guint right, wrong, missed, gone, invented;
} Score;

/* Of a passage of tokens [from, until) of the first text: what became of it. */
static void
judge (GArray  *tokens,
       GArray  *starts,
       guint    first,
       guint    last,
       gboolean found,
       gsize    start,
       gsize    end,
       Score   *score)
{
  guint n = 0, covered = 0, all = 0;

  for (guint i = 0; i < tokens->len; i++) {
    const Token *token = &g_array_index (tokens, Token, i);
    gsize    at = g_array_index (starts, gsize, i), token_end = at + strlen (words[token->word]);
    gboolean within = found && at >= start && token_end <= end;

    all += within;
    if (token->id >= first && token->id <= last) {
      n++;
      covered += within;
    }
  }
  if (n * 2 < last - first + 1) {
    score->gone++; /* most of it isn't there any more: lost is as right as what is left of it */
    if (found && covered == 0)
      score->invented++;
  } else if (!found) {
    score->missed++;
  } else if (covered * 10 >= n * 8 && all * 10 <= n * 14 + 10) {
    score->right++;
  } else {
    score->wrong++;
  }
}

static Score
run_edits (guint rate, guint n_texts)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11 + rate);
  Score score = { 0 };

  for (guint round = 0; round < n_texts; round++) {
    g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (Token)),
                       starts = g_array_new (FALSE, FALSE, sizeof (gsize)),
                       new_starts = g_array_new (FALSE, FALSE, sizeof (gsize));
    g_autoptr (GArray) changed = NULL;
    g_autofree char *old = NULL, *new = NULL;
    g_autoptr (CarrelAnchorer) anchorer = NULL;
    guint at = 0;

    for (guint i = 0; i < 1200; i++) {
      Token token = make_token (rand, i + 1);

      g_array_append_val (tokens, token);
    }
    old = write_text (tokens, starts);
    changed = edit (tokens, rand, rate);
    new = write_text (changed, new_starts);
    anchorer = carrel_anchorer_new (new);
    while (at + 120 < tokens->len) {
      guint first = at + (guint) g_rand_int_range (rand, 0, 20),
            n = (guint) g_rand_int_range (rand, 1, g_rand_boolean (rand) ? 8 : 80);
      gsize from = g_array_index (starts, gsize, first),
            until = g_array_index (starts, gsize, first + n - 1) +
                    strlen (words[g_array_index (tokens, Token, first + n - 1).word]);
      g_autofree char *exact = NULL, *prefix = NULL, *suffix = NULL;
      gsize            start = 0, end = 0;
      gboolean         found;

      carrel_anchor_quote (old, from, until, &exact, &prefix, &suffix);
      found = carrel_anchorer_place (anchorer, exact, prefix, suffix, (gint64) from, &start, &end);
      judge (changed, new_starts, first + 1, first + n, found, start, end, &score);
      at = first + n;
    }
  }
  g_test_message ("%u %% of the words changed: %u right, %u wrong, %u missed; of %u that are gone "
                  "%u put elsewhere",
                  rate, score.right, score.wrong, score.missed, score.gone, score.invented);
  return score;
}

static void
test_edits (void)
{
  static const struct {
    guint rate, right, wrong; /* per thousand: at least, at most */
  } cases[] = { { 0, 990, 0 }, { 2, 940, 10 }, { 5, 920, 15 }, { 10, 880, 30 } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  make_words (rand);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Score score = run_edits (cases[i].rate, 20), again = run_edits (cases[i].rate, 20);
    guint all = score.right + score.wrong + score.missed;

    g_assert_cmpuint (score.right * 1000, >=, cases[i].right * all);
    g_assert_cmpuint (score.wrong * 1000, <=, cases[i].wrong * all);
    g_assert_cmpuint (score.invented * 50, <=, score.gone + 50);
    g_assert_cmpmem (&score, sizeof score, &again, sizeof again); /* the same each time */
  }
  for (guint i = 0; i < N_WORDS; i++)
    g_clear_pointer (&words[i], g_free);
}

/* ── Much, and much that is bad ── */

static void
test_bounded (void)
{
  g_autoptr (GString) text = g_string_new (NULL), long_one = g_string_new (NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (CarrelAnchorer) anchorer = NULL;
  gint64 began = g_get_monotonic_time ();
  gsize  start, end;

  for (guint i = 0; i < 300000; i++)
    g_string_append_c (text, (char) ('a' + g_rand_int_range (rand, 0, 4)));
  for (guint i = 0; i < 900000; i++)
    g_string_append_c (long_one, 'x');
  anchorer = carrel_anchorer_new (text->str);
  g_assert_false (carrel_anchorer_place (anchorer, "", "", "", 0, &start, &end));
  g_assert_false (carrel_anchorer_place (anchorer, long_one->str, long_one->str, long_one->str,
                                         G_MAXINT32, &start, &end));
  for (guint i = 0; i < 10000; i++) /* none of them is there, or all are */
    carrel_anchorer_place (anchorer,
                           i % 2 ? "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz" : "ab",
                           "zzz", "zzz", g_rand_int_range (rand, 0, 900000), &start, &end);
  g_test_message ("10,000 lost passages in 300,000 bytes: %.2f s",
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/anchor/places", test_places);
  g_test_add_func ("/anchor/trim", test_trim);
  g_test_add_func ("/anchor/edits", test_edits);
  g_test_add_func ("/anchor/bounded", test_bounded);
  return g_test_run ();
}

/* carrel-keywords.c: the words and phrases by which a text differs from others.
 *
 * One walk over the text makes a list of its words, each with the number of its term, its sentence,
 * and whether something stands between it and the word before; the rest is arithmetic on that list.
 * What is beyond MAX_TEXT isn't looked at, so that no text takes long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-keywords.h"

#include "base/carrel-text.h"
#include "store/carrel-tokenizer.h"

#include <math.h>
#include <string.h>

#define MAX_TEXT 200000     /* bytes */
#define MAX_CHARACTERS 6000 /* of scripts without spaces, for phrases */
#define MAX_WORDS 3         /* of a phrase */
#define MAX_RUN 4           /* characters of one */
#define TITLE_COUNTS 3

typedef struct {
  char       *token;                   /* (owned) */
  guint       n, n_capitals, n_inside; /* n_inside: not at a sentence's start */
  guint       n_sentences, last_sentence, first_sentence;
  gboolean    common, unspaced, number, title;
  const char *form; /* where it stands first, rather in the text than in the title */
  gsize       form_len;
  gboolean    form_in_title;
  double      score;
} Term;

typedef struct {
  guint    term, sentence;
  gsize    start, end;
  gboolean apart; /* from the word before: a sign stands between */
  gboolean opens; /* a sentence */
} Word;

typedef struct {
  const char *text, *language;
  gsize       last_end;
  guint       sentence, times;
  gboolean    title;
  GHashTable *by_token; /* (owned): token → its number + 1 */
  GPtrArray  *terms;    /* (owned) (element-type Term) */
  GArray     *words;    /* (owned) (element-type Word) */
} Reading;

void
carrel_keyword_free (CarrelKeyword *self)
{
  g_free (self->match);
  g_free (self->text);
  g_free (self);
}

static void
free_term (gpointer data)
{
  g_free (((Term *) data)->token);
  g_free (data);
}

/* ── Reading ── */

static gboolean
is_number (const char *token, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isdigit (token[i]))
      return FALSE;
  return TRUE;
}

static Term *
get_term (Reading *self, const char *token, gsize len, guint *number)
{
  g_autofree char *key = g_strndup (token, len);
  gpointer         found = g_hash_table_lookup (self->by_token, key);
  Term            *term;

  if (!found) {
    term = g_new0 (Term, 1);
    term->token = g_steal_pointer (&key);
    term->unspaced = carrel_text_is_unspaced (g_utf8_get_char (term->token));
    term->number = is_number (term->token, len);
    term->common = carrel_text_is_common_word (self->language, term->token) ||
                   (!term->unspaced && g_utf8_strlen (term->token, -1) < 2);
    term->last_sentence = G_MAXUINT;
    g_ptr_array_add (self->terms, term);
    found = GUINT_TO_POINTER (self->terms->len);
    g_hash_table_insert (self->by_token, term->token, found);
  }
  *number = GPOINTER_TO_UINT (found) - 1;
  return self->terms->pdata[*number];
}

/* What stands between two words: nothing that parts them, something that does, the end of a
 * sentence. */
static guint
get_gap (const char *text, gsize start, gsize end)
{
  guint gap = 0;

  for (gsize i = start; i < end; i++) {
    guchar c = (guchar) text[i];

    if (strchr (".!?\n", c))
      gap = 2;
    else if (c >= 0x80 || !strchr (" -'\t", c))
      gap = MAX (gap, (i + 2 < end && (memcmp (text + i, "\xe3\x80\x82", 3) == 0 ||
                                       memcmp (text + i, "\xef\xbc\x81", 3) == 0))
                          ? 2
                          : 1);
  }
  return gap;
}

static gboolean
add_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Reading *self = data;
  guint    gap = self->words->len == 0 || start < self->last_end
                     ? 2
                     : get_gap (self->text, self->last_end, start);
  Word     word = { 0, 0, start, end, gap > 0, gap == 2 };
  Term    *term = get_term (self, token, len, &word.term);

  self->sentence += gap == 2;
  word.sentence = self->sentence;
  term->n += self->times;
  term->title |= self->title;
  if (!term->form || (term->form_in_title && !self->title)) {
    term->form = self->text + start;
    term->form_len = end - start;
    term->form_in_title = self->title;
  }
  if (term->last_sentence != self->sentence) {
    if (term->last_sentence == G_MAXUINT)
      term->first_sentence = self->sentence;
    term->last_sentence = self->sentence;
    term->n_sentences++;
  }
  if (!word.opens && !self->title) { /* titles have capitals of their own */
    term->n_inside++;
    term->n_capitals += g_unichar_isupper (g_utf8_get_char (self->text + start));
  }
  self->last_end = end;
  g_array_append_val (self->words, word);
  return TRUE;
}

static gsize
clamp_length (const char *text)
{
  gsize len = strlen (text);

  if (len > MAX_TEXT) {
    len = MAX_TEXT;
    while (len > 0 && ((guchar) text[len] & 0xc0) == 0x80)
      len--;
  }
  return len;
}

static void
read_text (Reading *self, const char *title, const char *text, const char *language)
{
  *self = (Reading) { .language = language };
  self->by_token = g_hash_table_new (g_str_hash, g_str_equal);
  self->terms = g_ptr_array_new_with_free_func (free_term);
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  self->title = TRUE;
  self->times = TITLE_COUNTS;
  self->text = title;
  carrel_tokenize (title, clamp_length (title), add_word, self);
  g_array_set_size (self->words, 0);
  self->title = FALSE;
  self->times = 1;
  self->last_end = 0;
  self->text = text;
  carrel_tokenize (text, clamp_length (text), add_word, self);
}

static void
clear_reading (Reading *self)
{
  g_hash_table_unref (self->by_token);
  g_ptr_array_unref (self->terms);
  g_array_unref (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static Term *
get_word (Reading *self, guint i)
{
  return self->terms->pdata[g_array_index (self->words, Word, i).term];
}

static gboolean
says_something (const Term *term)
{
  /* Of two letters only what is written large says something: «AI», but not «en». */
  return !term->common && !term->number &&
         (term->unspaced || g_utf8_strlen (term->token, -1) > 2 || term->n_capitals == term->n);
}

/* ── Words ── */

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const CarrelKeyword *x = *(CarrelKeyword *const *) a, *y = *(CarrelKeyword *const *) b;

  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return strcmp (x->match, y->match);
}

/* As the text has it; with small letters where it mostly has them. */
static char *
dup_form (const Term *term)
{
  g_autofree char *form = g_strndup (term->form, term->form_len);

  return term->n_capitals * 2 > term->n_inside ? g_steal_pointer (&form)
                                               : g_utf8_strdown (form, -1);
}

static CarrelKeyword *
new_keyword (char *match, guint n)
{
  CarrelKeyword *keyword = g_new0 (CarrelKeyword, 1);

  keyword->match = match;
  keyword->n = n;
  keyword->n_words = 1;
  return keyword;
}

/* Characters that stand side by side. */
static gboolean
is_run (Reading *self, guint i, guint n)
{
  if (i + n > self->words->len)
    return FALSE;
  for (guint k = i; k < i + n; k++)
    if (!get_word (self, k)->unspaced ||
        (k > i && g_array_index (self->words, Word, k).start !=
                      g_array_index (self->words, Word, k - 1).end))
      return FALSE;
  return TRUE;
}

static void
add_pairs (Reading *self, GPtrArray *keywords)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i + 1 < self->words->len; i++) {
    const Term      *a = get_word (self, i), *b = get_word (self, i + 1);
    g_autofree char *match = NULL;
    CarrelKeyword   *keyword;

    if (a->common || b->common || !is_run (self, i, 2))
      continue;
    match = g_strconcat (a->token, " ", b->token, NULL);
    keyword = g_hash_table_lookup (pairs, match);
    if (!keyword) {
      keyword = new_keyword (g_steal_pointer (&match), 0);
      keyword->text = g_strndup (self->text + g_array_index (self->words, Word, i).start,
                                 g_array_index (self->words, Word, i + 1).end -
                                     g_array_index (self->words, Word, i).start);
      g_hash_table_insert (pairs, keyword->match, keyword);
      g_ptr_array_add (keywords, keyword);
    }
    keyword->n++;
  }
}

GPtrArray *
carrel_keywords_list (const char *title, const char *text, const char *language, guint limit)
{
  g_auto (Reading) self = { 0 };
  GPtrArray *keywords = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_keyword_free);

  read_text (&self, title, text, language);
  for (guint i = 0; i < self.terms->len; i++) {
    Term *term = self.terms->pdata[i];

    if (says_something (term) && !term->unspaced) {
      g_ptr_array_add (keywords, new_keyword (g_strdup (term->token), term->n));
      ((CarrelKeyword *) keywords->pdata[keywords->len - 1])->text = dup_form (term);
    }
  }
  add_pairs (&self, keywords);
  g_ptr_array_sort (keywords, compare_counts);
  if (keywords->len > limit)
    g_ptr_array_set_size (keywords, (int) limit);
  return keywords;
}

/* ── Phrases ── */

static void
rate_terms (Reading *self)
{
  double sum = 0, squares = 0, mean, deviation, n = 0;
  guint  n_sentences = MAX (self->sentence, 1);

  for (guint i = 0; i < self->terms->len; i++) {
    const Term *term = self->terms->pdata[i];

    if (says_something (term)) {
      sum += term->n;
      squares += (double) term->n * term->n;
      n++;
    }
  }
  mean = n > 0 ? sum / n : 1;
  deviation = n > 0 ? sqrt (MAX (squares / n - mean * mean, 0)) : 0;
  for (guint i = 0; i < self->terms->len; i++) {
    Term  *term = self->terms->pdata[i];
    double position = log (log (3 + term->first_sentence)), often = term->n / (mean + deviation);
    double capitals = term->n_capitals / (1 + log (MAX (term->n, 1))),
           spread = (double) term->n_sentences / n_sentences;

    term->score = MAX (position, 0.05) / (0.5 + capitals / 2 + often + spread);
  }
}

typedef struct {
  CarrelKeyword *keyword; /* (owned) */
  GHashTable    *forms;   /* (owned): text → how often */
  double         product, sum;
  guint          n_capitals, n_inside;
} Candidate;

static void
free_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_clear_pointer (&candidate->keyword, carrel_keyword_free);
  g_hash_table_unref (candidate->forms);
  g_free (candidate);
}

/* The phrase of `n` words from `i` on stands there once more. */
static void
count_phrase (Reading *self, GHashTable *candidates, guint i, guint n)
{
  g_autoptr (GString) match = g_string_new (NULL);
  const Word *first = &g_array_index (self->words, Word, i),
             *last = &g_array_index (self->words, Word, i + n - 1);
  Candidate *candidate;
  char      *form;
  guint      times;

  for (guint k = i; k < i + n; k++)
    g_string_append_printf (match, "%s%s", k > i ? " " : "", get_word (self, k)->token);
  candidate = g_hash_table_lookup (candidates, match->str);
  if (!candidate) {
    candidate = g_new0 (Candidate, 1);
    candidate->keyword = new_keyword (g_strdup (match->str), 0);
    candidate->keyword->n_words = n;
    candidate->forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    candidate->product = 1;
    for (guint k = i; k < i + n; k++) {
      candidate->product *= get_word (self, k)->score;
      candidate->sum += get_word (self, k)->score;
    }
    g_hash_table_insert (candidates, candidate->keyword->match, candidate);
  }
  candidate->keyword->n++;
  if (!first->opens) {
    candidate->n_inside++;
    candidate->n_capitals += g_unichar_isupper (g_utf8_get_char (self->text + first->start));
  }
  form = carrel_text_collapse (self->text + first->start, (gssize) (last->end - first->start));
  times = GPOINTER_TO_UINT (g_hash_table_lookup (candidate->forms, form));
  g_hash_table_insert (candidate->forms, form, GUINT_TO_POINTER (times + 1));
}

static void
count_phrases (Reading *self, GHashTable *candidates)
{
  guint n_characters = 0;

  for (guint i = 0; i < self->words->len; i++) {
    if (get_word (self, i)->unspaced) {
      if (carrel_text_is_spelled (g_utf8_get_char (get_word (self, i)->token)))
        continue; /* where a word begins and ends isn't seen */
      if (n_characters++ > MAX_CHARACTERS)
        continue;
      for (guint n = 2; n <= MAX_RUN && is_run (self, i, n) && !get_word (self, i)->common &&
                        !get_word (self, i + n - 1)->common;
           n++)
        count_phrase (self, candidates, i, n);
      continue;
    }
    for (guint n = 1; n <= MAX_WORDS && i + n <= self->words->len; n++) {
      const Term *term = get_word (self, i + n - 1);

      if (term->unspaced || !says_something (term) ||
          (n > 1 && g_array_index (self->words, Word, i + n - 1).apart))
        break;
      count_phrase (self, candidates, i, n);
    }
  }
}

static char *
get_form (Candidate *candidate)
{
  const char    *best = NULL;
  guint          most = 0;
  GHashTableIter iter;
  gpointer       form, times;

  g_hash_table_iter_init (&iter, candidate->forms);
  while (g_hash_table_iter_next (&iter, &form, &times))
    if (GPOINTER_TO_UINT (times) > most ||
        (GPOINTER_TO_UINT (times) == most && strcmp (form, best) < 0)) {
      best = form;
      most = GPOINTER_TO_UINT (times);
    }
  return candidate->n_capitals * 2 > candidate->n_inside ? g_strdup (best)
                                                         : g_utf8_strdown (best, -1);
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  const CarrelKeyword *x = *(CarrelKeyword *const *) a, *y = *(CarrelKeyword *const *) b;

  if (x->score != y->score)
    return x->score < y->score ? -1 : 1;
  return strcmp (x->match, y->match);
}

static gboolean
has_part (const char *whole, const char *part)
{
  g_autofree char *x = g_strdup_printf (" %s ", whole), *y = g_strdup_printf (" %s ", part);

  return strstr (x, y) != NULL;
}

/* Of two that say the same in more and in fewer words the one that stands better is enough. */
static void
keep_best (GPtrArray *sorted, GPtrArray *kept, guint limit)
{
  for (guint i = 0; i < sorted->len && kept->len < limit; i++) {
    CarrelKeyword *keyword = sorted->pdata[i];
    gboolean       part = FALSE;

    for (guint k = 0; k < kept->len && !part; k++)
      part = has_part (((CarrelKeyword *) kept->pdata[k])->match, keyword->match) ||
             has_part (keyword->match, ((CarrelKeyword *) kept->pdata[k])->match);
    if (!part) {
      g_ptr_array_add (kept, keyword);
      sorted->pdata[i] = NULL;
    }
  }
}

static void
free_maybe (gpointer keyword)
{
  if (keyword)
    carrel_keyword_free (keyword);
}

GPtrArray *
carrel_keywords_list_phrases (const char *title,
                              const char *text,
                              const char *language,
                              guint       limit)
{
  g_auto (Reading) self = { 0 };
  g_autoptr (GHashTable) candidates =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_candidate);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func (free_maybe);
  g_autofree char *title_key = carrel_text_title_key (title, NULL);
  GPtrArray       *kept = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_keyword_free);
  GHashTableIter   iter;
  gpointer         value;

  read_text (&self, title, text, language);
  rate_terms (&self);
  count_phrases (&self, candidates);
  g_hash_table_iter_init (&iter, candidates);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Candidate     *candidate = value;
    CarrelKeyword *keyword = candidate->keyword;
    gboolean       in_title = has_part (title_key, keyword->match);

    if (keyword->n < 2 || (keyword->n < 3 && !in_title))
      continue;
    keyword->score = candidate->product / (keyword->n * (1 + candidate->sum)) / (in_title ? 2 : 1);
    keyword->text = get_form (candidate);
    g_ptr_array_add (sorted, g_steal_pointer (&candidate->keyword));
  }
  g_ptr_array_sort (sorted, compare_scores);
  keep_best (sorted, kept, limit);
  return kept;
}

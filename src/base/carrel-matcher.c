/* carrel-matcher.c: an automaton over bytes. Bytes that are in no word are one symbol.
 *
 * A state is the place of its row, so that a step is one sum and one look; the steps of the trie
 * alone are kept beside those of the automaton, for words that a text must begin with. Where
 * nothing has begun, all bytes that begin no word are passed by.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-matcher.h"

#define MAX_STATES 30000

struct _CarrelMatcher {
  guint8 symbols[256]; /* 0: of no word */
  guint8 begins[256];  /* a word may begin with it; so does the end of a text */
  guint  n_symbols, n_states;
  /* A row of each state: where each symbol leads, as the place of that row; then what is found
   * there. */
  guint32 *next; /* (owned) (array): with what ends on the way here too */
  guint32 *trie; /* (owned) (array): words that end here; 0 where the trie ends */
};

static void
set_symbols (CarrelMatcher *self, const char *const *const *groups, guint n_groups, gboolean fold)
{
  self->n_symbols = 1;
  for (guint i = 0; i < n_groups; i++)
    for (const char *const *word = groups[i]; *word; word++)
      for (const char *p = *word; *p; p++) {
        guchar c = (guchar) (fold ? g_ascii_tolower (*p) : *p);

        if (!self->symbols[c])
          self->symbols[c] = (guint8) self->n_symbols++;
      }
  for (guint c = 'A'; fold && c <= 'Z'; c++)
    self->symbols[c] = self->symbols[c + 32];
}

static void
add_word (CarrelMatcher *self, const char *word, guint32 bit)
{
  const guint row = self->n_symbols + 1;
  guint32     state = 0;

  for (const char *p = word; *p; p++) {
    guint32 *next = &self->trie[state + self->symbols[(guchar) *p]];

    if (*next == 0)
      *next = self->n_states++ * row;
    state = *next;
  }
  self->trie[state + self->n_symbols] |= bit;
}

/* From the trie to the automaton, in order of depth. */
static void
link_states (CarrelMatcher *self)
{
  const guint         n = self->n_symbols, row = n + 1;
  g_autofree guint32 *fail = g_new0 (guint32, self->n_states),
                     *queue = g_new0 (guint32, self->n_states);
  guint head = 0, tail = 0;

  for (guint s = 0; s < n; s++) {
    self->next[s] = self->trie[s];
    if (self->trie[s])
      queue[tail++] = self->trie[s];
  }
  while (head < tail) {
    guint32 state = queue[head++], back = fail[state / row];

    self->next[state + n] = self->trie[state + n] | self->next[back + n];
    for (guint s = 0; s < n; s++) {
      guint32 next = self->trie[state + s], other = self->next[back + s];

      self->next[state + s] = next ? next : other;
      if (next) {
        fail[next / row] = other;
        queue[tail++] = next;
      }
    }
  }
  for (guint c = 0; c < G_N_ELEMENTS (self->begins); c++)
    self->begins[c] = c == 0 || self->next[self->symbols[c]] != 0;
}

static CarrelMatcher *
make (const char *const *const *groups, guint n_groups, gboolean fold)
{
  CarrelMatcher *self = g_new0 (CarrelMatcher, 1);
  gsize          most = 1;

  g_assert (n_groups <= CARREL_MATCHER_MAX_GROUPS);
  for (guint i = 0; i < n_groups; i++)
    for (const char *const *word = groups[i]; *word; word++)
      for (const char *p = *word; *p; p++)
        most++;
  g_assert (most <= MAX_STATES);
  set_symbols (self, groups, n_groups, fold);
  self->n_states = 1;
  self->trie = g_new0 (guint32, most * (self->n_symbols + 1));
  self->next = g_new0 (guint32, most * (self->n_symbols + 1));
  for (guint i = 0; i < n_groups; i++)
    for (const char *const *word = groups[i]; *word; word++)
      add_word (self, *word, 1u << i);
  link_states (self);
  return self;
}

const CarrelMatcher *
carrel_matcher_get (gsize *once, const char *const *const *groups, guint n_groups, gboolean fold)
{
  if (g_once_init_enter (once))
    g_once_init_leave (once, GPOINTER_TO_SIZE (make (groups, n_groups, fold)));
  return GSIZE_TO_POINTER (*once);
}

guint32
carrel_matcher_find (const CarrelMatcher *self, const char *text)
{
  guint32 found = 0, state = 0;

  for (const char *p = text;; p++) {
    if (state == 0)
      while (!self->begins[(guchar) *p])
        p++;
    if (*p == '\0')
      return found;
    state = self->next[state + self->symbols[(guchar) *p]];
    found |= self->next[state + self->n_symbols];
  }
}

guint32
carrel_matcher_find_start (const CarrelMatcher *self, const char *text)
{
  guint32 found = 0, state = 0;

  for (const char *p = text; *p; p++) {
    state = self->trie[state + self->symbols[(guchar) *p]];
    if (state == 0)
      break;
    found |= self->trie[state + self->n_symbols];
  }
  return found;
}

guint32
carrel_matcher_find_whole (const CarrelMatcher *self, const char *text)
{
  guint32 state = 0;

  for (const char *p = text; *p; p++) {
    state = self->trie[state + self->symbols[(guchar) *p]];
    if (state == 0)
      return 0;
  }
  return self->trie[state + self->n_symbols];
}

guint32
carrel_matcher_find_at_words (const CarrelMatcher *self, const char *text)
{
  guint32 found = 0;

  for (const char *p = text; *p; p++)
    if (p == text || !g_ascii_isalnum (p[-1]))
      found |= carrel_matcher_find_start (self, p);
  return found;
}

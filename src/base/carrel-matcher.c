/* carrel-matcher.c: an automaton over bytes. Bytes that are in no word are one symbol.
 *
 * A state of the trie has a number less than `n_states`; the steps of the trie alone are kept beside
 * those of the automaton, for words that a text must begin with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-matcher.h"

#define MAX_STATES 30000

typedef struct {
  guint32 found; /* with what ends on the way here too */
  guint32 own;   /* words that end here */
} State;

struct _CarrelMatcher {
  guint8   symbols[256]; /* 0: of no word */
  guint    n_symbols, n_states;
  guint16 *next; /* (owned) (array): n_symbols of each state */
  guint16 *trie; /* (owned) (array): the same, 0 where the trie ends */
  State   *states; /* (owned) (array) */
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
  guint state = 0;

  for (const char *p = word; *p; p++) {
    guint16 *next = &self->trie[state * self->n_symbols + self->symbols[(guchar) *p]];

    if (*next == 0)
      *next = (guint16) self->n_states++;
    state = *next;
  }
  self->states[state].own |= bit;
}

/* From the trie to the automaton, in order of depth. */
static void
link_states (CarrelMatcher *self)
{
  const guint n = self->n_symbols;
  g_autofree guint16 *fail = g_new0 (guint16, self->n_states), *queue = g_new0 (guint16, self->n_states);
  guint head = 0, tail = 0;

  for (guint s = 0; s < n; s++) {
    self->next[s] = self->trie[s];
    if (self->trie[s])
      queue[tail++] = self->trie[s];
  }
  while (head < tail) {
    guint state = queue[head++];

    self->states[state].found = self->states[state].own | self->states[fail[state]].found;
    for (guint s = 0; s < n; s++) {
      guint16 next = self->trie[state * n + s], other = self->next[fail[state] * n + s];

      self->next[state * n + s] = next ? next : other;
      if (next) {
        fail[next] = other;
        queue[tail++] = next;
      }
    }
  }
}

static CarrelMatcher *
make (const char *const *const *groups, guint n_groups, gboolean fold)
{
  CarrelMatcher *self = g_new0 (CarrelMatcher, 1);
  gsize most = 1;

  g_assert (n_groups <= CARREL_MATCHER_MAX_GROUPS);
  for (guint i = 0; i < n_groups; i++)
    for (const char *const *word = groups[i]; *word; word++)
      for (const char *p = *word; *p; p++)
        most++;
  g_assert (most <= MAX_STATES);
  set_symbols (self, groups, n_groups, fold);
  self->n_states = 1;
  self->states = g_new0 (State, most);
  self->trie = g_new0 (guint16, most * self->n_symbols);
  self->next = g_new0 (guint16, most * self->n_symbols);
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
  guint32 found = 0;
  guint   state = 0;

  for (const char *p = text; *p; p++) {
    state = self->next[state * self->n_symbols + self->symbols[(guchar) *p]];
    found |= self->states[state].found;
  }
  return found;
}

guint32
carrel_matcher_find_start (const CarrelMatcher *self, const char *text)
{
  guint32 found = 0;
  guint   state = 0;

  for (const char *p = text; *p; p++) {
    state = self->trie[state * self->n_symbols + self->symbols[(guchar) *p]];
    if (state == 0)
      break;
    found |= self->states[state].own;
  }
  return found;
}

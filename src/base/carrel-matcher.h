/* carrel-matcher.h: many words looked for in a text at once.
 *
 * Words come in groups; what is found is a bit for each group that has a word in the text. One pass
 * over the text's bytes, whatever the number of words (Aho and Corasick 1975). Matchers are made
 * once and never freed; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CarrelMatcher CarrelMatcher;

#define CARREL_MATCHER_MAX_GROUPS 32

/* The matcher that `once` (0 at first) stands for, made when it is asked for first. `groups`: up to
 * CARREL_MATCHER_MAX_GROUPS lists of words, each ended by NULL. `fold`: A–Z are as a–z. */
const CarrelMatcher *
carrel_matcher_get (gsize *once, const char *const *const *groups, guint n_groups, gboolean fold);

/* The groups with a word anywhere in the text; with one that the text begins with. */
guint32 carrel_matcher_find (const CarrelMatcher *self, const char *text);
guint32 carrel_matcher_find_start (const CarrelMatcher *self, const char *text);
/* With one that is all of the text. */
guint32 carrel_matcher_find_whole (const CarrelMatcher *self, const char *text);
/* With one that begins after anything but a letter or digit of ASCII: for many long words in short
 * texts, as only the beginnings of the words are in the cache. At most the length of the longest
 * word times that of the text. */
guint32 carrel_matcher_find_at_words (const CarrelMatcher *self, const char *text);

G_END_DECLS

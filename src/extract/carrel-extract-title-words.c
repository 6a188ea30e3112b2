/* carrel-extract-title-words.c: what two titles have in common. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_WORDS 40    /* of a title, compared */
#define MIN_WITHIN 5    /* bytes of a word that is found in a longer one */
#define MAX_COMPARED 60 /* words of a heading, compared with the title */

typedef struct {
  const char *at;
  gsize       len;
} Word;

/* Of a key; the last has the rest of it. */
static guint
split_words (const char *key, Word words[MAX_WORDS])
{
  guint n = 0;

  for (const char *p = key; *p; p += words[n - 1].len + (p[words[n - 1].len] != '\0')) {
    words[n].at = p;
    words[n].len = n + 1 < MAX_WORDS ? strcspn (p, " ") : strlen (p);
    n++;
  }
  return n;
}

double
carrel_extract_share_words (const char *a, const char *b)
{
  Word  first[MAX_WORDS], second[MAX_WORDS];
  guint n = split_words (a, first), m = split_words (b, second), same = 0;

  if (n == 0 || m == 0)
    return 0;
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < m; k++) {
      const Word *longer = first[i].len > second[k].len ? &first[i] : &second[k],
                 *shorter = longer == &first[i] ? &second[k] : &first[i];

      /* «geschichte» in «chorgeschichte» */
      if ((longer->len == shorter->len || shorter->len >= MIN_WITHIN) &&
          memmem (longer->at, longer->len, shorter->at, shorter->len)) {
        same++;
        break;
      }
    }
  return same == 1 && MIN (n, m) > 1 ? 0 : (double) MIN (same, MIN (n, m)) / MIN (n, m);
}

static gboolean
has_word (const char *key, const char *word, gsize len)
{
  for (const char *p = key;; p++) {
    gsize n = strcspn (p, " ");

    if (n == len && memcmp (p, word, len) == 0)
      return TRUE;
    p += n;
    if (!*p)
      return FALSE;
  }
}

double
carrel_extract_share_letters (const char *a, const char *b)
{
  gsize common = 0, all = 0, len;

  for (guint i = 0; *b && i < MAX_COMPARED; i++, b += len + (b[len] != '\0')) {
    len = strcspn (b, " ");
    all += len + 1;
    common += has_word (a, b, len) ? len + 1 : 0;
  }
  return all ? (double) common / all : 0;
}

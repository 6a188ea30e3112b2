/* carrel-extract-names.c: what stands among the names of a part and says nothing of it: words that
 * a program made, what WordPress says the text is about, and what a part only has or lacks. Any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MIN_MADE 5 /* letters of a name that a program made … */
#define MAX_MADE 8 /* … or more */
#define MAX_NAME CARREL_EXTRACT_MAX_NAME

/* A name of five to eight letters beside one that a program made («sc-aXZVg gRssIw») is made, too:
 * what can be read in it is chance. */
static gboolean
is_made (const char *word, gsize len, const char *before, gsize before_len)
{
  const char *sign = before ? g_strstr_len (before, (gssize) before_len, "sc-") : NULL;

  if (!sign || !(sign == before || sign[-1] == '-' || sign[-1] == '_') || len < MIN_MADE ||
      len > MAX_MADE)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (word[i]))
      return FALSE;
  return TRUE;
}

/* WordPress lists what a post is about behind what it is: «hentry category-sponsors tag-community».
 */
static gboolean
is_term (const char *word, gsize len, gboolean hentry)
{
  return carrel_text_starts (word, "category-") || carrel_text_starts (word, "tag-") ||
         (hentry && memchr (word, '-', len));
}

/* «has-sidebar» has one, and «no-footer» hasn't: neither is one. */
static gboolean
is_of_another (const char *word)
{
  return carrel_text_starts (word, "no-") || carrel_text_starts (word, "has-") ||
         carrel_text_starts (word, "without-");
}

static gboolean
is_word (const char *word, gsize len, const char *other)
{
  return len == strlen (other) && memcmp (word, other, len) == 0;
}

const char *
carrel_extract_plain_name (const char *name, char *kept)
{
  gboolean    hentry = FALSE, post = FALSE;
  const char *end, *before = NULL;
  char       *to = kept;
  gsize       before_len = 0, len;

  if (!strstr (name, "sc-") && !strstr (name, "type-") && !strstr (name, "no-") &&
      !strstr (name, "has-") && !strstr (name, "without-"))
    return name;
  end = name + strnlen (name, MAX_NAME);
  for (const char *p = name; p < end; p += len) {
    p += strspn (p, " \t\r\n\f");
    len = p < end ? MIN (strcspn (p, " \t\r\n\f"), (gsize) (end - p)) : 0;
    if (len == 0)
      break;
    if (!is_made (p, len, before, before_len) && !is_of_another (p) &&
        !(post && is_term (p, len, hentry))) {
      if (to > kept)
        *to++ = ' ';
      memcpy (to, p, len);
      to += len;
    }
    hentry |= is_word (p, len, "hentry");
    post |= hentry || is_word (p, len, "status-publish");
    before = p;
    before_len = len;
  }
  *to = '\0';
  return kept;
}

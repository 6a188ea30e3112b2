/* fuzz-guard.c: a page's tree is within the limits of the guard, whatever the page is.
 *
 * A script in the input repeats parts of it, since limits are found by repetition: a run
 * «\x01NTEXT\x02» stands for TEXT, 16 N times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include "base/carrel-text.h"
#include "document/carrel-html.h"

#include <string.h>

#define MAX_UNROLLED (256 * 1024)
#define MAX_FORMATTING 64 /* that a parser opens again in a block */

static char *
unroll (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p++) {
    const char *end = *p == 1 && p[1] ? strchr (p, 2) : NULL;

    if (!end || end < p + 2) {
      g_string_append_c (out, *p);
      continue;
    }
    for (guint i = 0; i < 16 * ((guchar) p[1] % 64) && out->len < MAX_UNROLLED; i++)
      g_string_append_len (out, p + 2, end - p - 2);
    p = end;
  }
  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *valid = carrel_text_make_valid ((const char *) data, (gssize) size),
                  *text = unroll (valid), *made = g_utf8_make_valid (text, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelHtml) html = carrel_html_parse (made, strlen (made), &error);
  CarrelNode *root;
  guint       depth = 0, most = 0;

  fuzz_check ((html == NULL) == (error != NULL));
  if (!html)
    return 0;
  root = carrel_html_get_root (html);
  for (CarrelNode *node = root; node;) {
    fuzz_check (node->n_attributes <= CARREL_HTML_MAX_ATTRIBUTES, "%u", node->n_attributes);
    if (node->first) {
      node = node->first;
      depth++;
      most = MAX (most, depth);
      continue;
    }
    while (node && !node->next) {
      node = node == root ? NULL : node->parent;
      depth--;
    }
    node = node ? node->next : NULL;
  }
  /* A form that is closed from within is not left: twice as deep. */
  fuzz_check (most <= 2 * CARREL_HTML_MAX_DEPTH + MAX_FORMATTING, "%u deep", most);
  return 0;
}

/* carrel-extract-markdown-names.c: what names in Markdown stand for: addresses and footnotes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-markdown-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_NOTES 1000

static char *
fold_name (const char *name, gsize len)
{
  g_autofree char *text = g_strndup (name, len);

  return carrel_text_fold (text);
}

char *
carrel_markdown_dup_target (CarrelMarkdown *self, const char *name, gsize len)
{
  g_autofree char *key = len < 1000 ? fold_name (name, len) : NULL;

  return key ? g_strdup (g_hash_table_lookup (self->targets, key)) : NULL;
}

guint
carrel_markdown_get_note (CarrelMarkdown *self, const char *name, gsize len)
{
  g_autofree char *key = fold_name (name, len);
  gpointer         original;

  if (!g_hash_table_lookup_extended (self->notes, key, &original, NULL))
    return 0;
  for (guint i = 0; i < self->note_order->len; i++)
    if (strcmp (self->note_order->pdata[i], key) == 0)
      return i + 1;
  if (self->note_order->len >= MAX_NOTES)
    return 0;
  g_ptr_array_add (self->note_order, original);
  return self->note_order->len;
}

gboolean
carrel_markdown_take_definition (CarrelMarkdown *self, const char *line)
{
  const char *p = line + strspn (line, " "), *close, *rest;

  if (*p != '[' || p - line > 3)
    return FALSE;
  close = strchr (p, ']');
  if (!close || close[1] != ':' || close == p + 1 || close - p > 300)
    return FALSE;
  rest = close + 2 + strspn (close + 2, " \t");
  if (p[1] == '^') {
    char *name = fold_name (p + 2, (gsize) (close - p - 2));

    if (g_hash_table_contains (self->notes, name))
      g_free (name);
    else
      g_hash_table_insert (self->notes, name, g_strdup (rest));
    return TRUE;
  }
  if (!*rest)
    return FALSE;
  {
    char    *name = fold_name (p + 1, (gsize) (close - p - 1));
    gsize    len = strcspn (rest, " \t");
    gboolean angle = *rest == '<' && len > 2 && rest[len - 1] == '>';

    if (g_hash_table_contains (self->targets, name))
      g_free (name);
    else
      g_hash_table_insert (self->targets, name, g_strndup (rest + angle, len - 2 * (gsize) angle));
  }
  return TRUE;
}

/* carrel-document-quotes.c: the quotation marks that a document's text doesn't have, but who reads
 * it sees. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

static const struct {
  const char *language, *open, *close;
} quotes[] = {
  { "de", "„", "“" },
  { "cs", "„", "“" },
  { "pl", "„", "”" },
  { "hu", "„", "”" },
  { "fr", "«\u00a0", "\u00a0»" },
  { "es", "«", "»" },
  { "it", "«", "»" },
  { "ru", "«", "»" },
  { "uk", "«", "»" },
  { "pt", "«", "»" },
  { "ar", "«", "»" },
  { "fa", "«", "»" },
  { "ja", "「", "」" },
  { "zh-hant", "「", "」" },
  { "zh-tw", "「", "」" },
  { "sv", "”", "”" },
  { "fi", "”", "”" },
};

const char *
carrel_document_get_quote (const char *language, gboolean open)
{
  for (guint i = 0; language && i < G_N_ELEMENTS (quotes); i++)
    if (g_ascii_strncasecmp (language, quotes[i].language, strlen (quotes[i].language)) == 0)
      return open ? quotes[i].open : quotes[i].close;
  return open ? "“" : "”";
}

/* Where one begins or ends. */
typedef struct {
  guint32  at;
  gboolean open;
} Mark;

/* What ends somewhere ends before another begins there. */
static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const Mark *x = a, *y = b;

  return x->at != y->at ? (x->at < y->at ? -1 : 1) : x->open - y->open;
}

static GArray *
list_marks (const CarrelBlock *block)
{
  GArray *marks = NULL;

  for (guint i = 0; i < block->n_spans; i++) {
    const CarrelSpan *span = &block->spans[i];
    Mark              both[] = { { span->start, TRUE }, { span->end, FALSE } };

    if (span->kind != CARREL_SPAN_QUOTE || span->start == span->end)
      continue;
    if (!marks)
      marks = g_array_new (FALSE, FALSE, sizeof (Mark));
    g_array_append_vals (marks, both, G_N_ELEMENTS (both));
  }
  if (marks)
    g_array_sort (marks, compare_marks);
  return marks;
}

char *
carrel_block_dup_shown_text (const CarrelBlock *block, const char *language)
{
  g_autoptr (GArray) marks = list_marks (block);
  const char *spoken = block->text_language ? block->text_language : language;
  GString    *out;
  guint32     at = 0;

  if (!marks)
    return g_strndup (block->text, block->text_len);
  out = g_string_sized_new (block->text_len + 8 * marks->len);
  for (guint i = 0; i < marks->len; i++) {
    const Mark *mark = &g_array_index (marks, Mark, i);

    g_string_append_len (out, block->text + at, mark->at - at);
    g_string_append (out, carrel_document_get_quote (spoken, mark->open));
    at = mark->at;
  }
  g_string_append_len (out, block->text + at, block->text_len - at);
  return g_string_free (out, FALSE);
}

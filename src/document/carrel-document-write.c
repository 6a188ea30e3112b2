/* carrel-document-write.c: document → clean HTML, the form in which a body is stored. Any thread.
 *
 * Each top-level block stands on a line of its own, so that a diff of two versions can be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include <string.h>

/* ── Escaping ── */

static void
append_escaped (GString *out, const char *text, gsize len, gboolean attribute)
{
  const char *run = text, *end = text + len;

  for (const char *p = text; p < end; p++) {
    const char *with = NULL;

    if (*p == '&')
      with = "&amp;";
    else if (*p == '<')
      with = "&lt;";
    else if (*p == '>')
      with = "&gt;";
    else if (attribute && *p == '"')
      with = "&quot;";
    else if (attribute && *p == '\n')
      with = "&#10;";
    if (with) {
      g_string_append_len (out, run, p - run);
      g_string_append (out, with);
      run = p + 1;
    }
  }
  g_string_append_len (out, run, end - run);
}

static void
append_attribute (GString *out, const char *name, const char *value)
{
  if (!value)
    return;
  g_string_append_printf (out, " %s=\"", name);
  append_escaped (out, value, strlen (value), TRUE);
  g_string_append_c (out, '"');
}

static void
append_number (GString *out, const char *name, gint64 number)
{
  g_string_append_printf (out, " %s=\"%" G_GINT64_FORMAT "\"", name, number);
}

static void
append_language (GString *out, const char *language, CarrelDir dir)
{
  append_attribute (out, "lang", language);
  if (dir != CARREL_DIR_AUTO)
    append_attribute (out, "dir", dir == CARREL_DIR_RTL ? "rtl" : "ltr");
}

/* ── Text with spans ── */

/* A line break is an element; in code it is itself. */
static void
append_text (GString *out, const char *text, gsize len, gboolean code)
{
  const char *end = text + len;

  while (!code && text < end) {
    const char *line = memchr (text, '\n', (gsize) (end - text));

    if (!line)
      break;
    append_escaped (out, text, (gsize) (line - text), FALSE);
    g_string_append (out, "<br>");
    text = line + 1;
  }
  append_escaped (out, text, (gsize) (end - text), FALSE);
}

static void
append_image (GString *out, const char *source, const char *alt, guint32 width, guint32 height)
{
  g_string_append (out, "<img");
  append_attribute (out, "src", source);
  append_attribute (out, "alt", alt ? alt : "");
  if (width)
    append_number (out, "width", width);
  if (height)
    append_number (out, "height", height);
  g_string_append_c (out, '>');
}

static const char *const span_elements[] = {
  [CARREL_SPAN_EMPHASIS] = "em",     [CARREL_SPAN_STRONG] = "strong",
  [CARREL_SPAN_CODE] = "code",       [CARREL_SPAN_SUBSCRIPT] = "sub",
  [CARREL_SPAN_SUPERSCRIPT] = "sup", [CARREL_SPAN_MARK] = "mark",
  [CARREL_SPAN_STRIKE] = "s",        [CARREL_SPAN_UNDERLINE] = "u",
  [CARREL_SPAN_QUOTE] = "q",         [CARREL_SPAN_SMALL] = "small",
  [CARREL_SPAN_LINK] = "a",          [CARREL_SPAN_FOOTNOTE_REF] = "a",
  [CARREL_SPAN_FOOTNOTE_BACK] = "a", [CARREL_SPAN_MATH] = "span",
  [CARREL_SPAN_IMAGE] = "img",       [CARREL_SPAN_LANGUAGE] = "span",
};

static void
open_span (GString *out, const CarrelSpan *span)
{
  g_string_append_printf (out, "<%s", span_elements[span->kind]);
  switch (span->kind) {
  case CARREL_SPAN_LINK:
    append_attribute (out, "href", span->value);
    break;
  case CARREL_SPAN_FOOTNOTE_REF: {
    g_autofree char *id = g_strconcat ("fnref-", span->value + strlen ("#fn-"), NULL);

    append_attribute (out, "class", "fnref");
    append_attribute (out, "href", span->value);
    append_attribute (out, "id", id);
    break;
  }
  case CARREL_SPAN_FOOTNOTE_BACK:
    append_attribute (out, "class", "fnback");
    append_attribute (out, "href", span->value);
    break;
  case CARREL_SPAN_MATH:
    append_attribute (out, "class", "math");
    break;
  case CARREL_SPAN_LANGUAGE:
    append_language (out, span->value, span->dir);
    break;
  default:
    break;
  }
  g_string_append_c (out, '>');
}

static void
append_content (GString *out, const CarrelBlock *block)
{
  gboolean code = block->type == CARREL_BLOCK_CODE;
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 at = 0;

  for (guint32 next = 0; next <= block->n_spans; next++) {
    const CarrelSpan *span = next < block->n_spans ? &block->spans[next] : NULL;
    guint32           start = span ? span->start : block->text_len;

    /* Close what ends before the next begins. */
    while (open->len > 0) {
      const CarrelSpan *inner = &block->spans[g_array_index (open, guint32, open->len - 1)];

      if (inner->end > start)
        break;
      append_text (out, block->text + at, inner->end - at, code);
      at = inner->end;
      g_string_append_printf (out, "</%s>", span_elements[inner->kind]);
      g_array_set_size (open, open->len - 1);
    }
    append_text (out, block->text + at, start - at, code);
    at = start;
    if (!span)
      break;
    if (span->kind == CARREL_SPAN_IMAGE) {
      append_image (out, span->value, span->alt, span->width, span->height);
      at = span->end;
    } else {
      open_span (out, span);
      g_array_append_val (open, next);
    }
  }
}

/* ── Blocks ── */

static const char *const elements[] = {
  [CARREL_BLOCK_PARAGRAPH] = "p",
  [CARREL_BLOCK_QUOTE] = "blockquote",
  [CARREL_BLOCK_LIST_ITEM] = "li",
  [CARREL_BLOCK_CODE] = "pre",
  [CARREL_BLOCK_FIGURE] = "figure",
  [CARREL_BLOCK_EMBED] = "figure",
  [CARREL_BLOCK_CAPTION] = "figcaption",
  [CARREL_BLOCK_TABLE] = "table",
  [CARREL_BLOCK_ROW] = "tr",
  [CARREL_BLOCK_DEFINITIONS] = "dl",
  [CARREL_BLOCK_TERM] = "dt",
  [CARREL_BLOCK_DEFINITION] = "dd",
  [CARREL_BLOCK_MATH] = "p",
  [CARREL_BLOCK_FOOTNOTES] = "section",
  [CARREL_BLOCK_FOOTNOTE] = "li",
  [CARREL_BLOCK_RULE] = "hr",
  [CARREL_BLOCK_HEADING] = "h",
  [CARREL_BLOCK_LIST] = "ul",
  [CARREL_BLOCK_CELL] = "td",
  [CARREL_BLOCK_IMAGE] = "img",
};

static void
append_name (GString *out, const CarrelBlock *block, const CarrelBlock *parent)
{
  if (block->type == CARREL_BLOCK_HEADING)
    g_string_append_printf (out, "h%u", block->level);
  else if (block->type == CARREL_BLOCK_LIST)
    g_string_append (out, block->ordered ? "ol" : "ul");
  else if (block->type == CARREL_BLOCK_CELL)
    g_string_append (out, block->header ? "th" : "td");
  else if (block->type == CARREL_BLOCK_CAPTION && parent && parent->type == CARREL_BLOCK_TABLE)
    g_string_append (out, "caption");
  else
    g_string_append (out, elements[block->type]);
}

/* A paragraph that is all its container's text, or stands before lists only, needs no element. */
static gboolean
is_bare (const CarrelBlock *blocks, guint index, const CarrelBlock *parent)
{
  const CarrelBlock *block = &blocks[index];
  guint              end;

  if (block->type != CARREL_BLOCK_PARAGRAPH || block->language || block->dir != CARREL_DIR_AUTO ||
      !parent || block != parent + 1)
    return FALSE;
  if (parent->type != CARREL_BLOCK_LIST_ITEM && parent->type != CARREL_BLOCK_CELL &&
      parent->type != CARREL_BLOCK_DEFINITION && parent->type != CARREL_BLOCK_FOOTNOTE)
    return FALSE;
  end = (guint) (parent - blocks) + parent->n_descendants;
  for (guint i = index + 1; i <= end; i += 1 + blocks[i].n_descendants)
    if (blocks[i].type != CARREL_BLOCK_LIST)
      return FALSE;
  return TRUE;
}

static void
append_numbering (GString *out, const CarrelBlock *list)
{
  static const char *const types[] = { NULL, "a", "A", "i", "I" };

  append_attribute (out, "type", types[list->numbering]);
  if (list->reversed)
    append_attribute (out, "reversed", "reversed");
  if (list->numbered)
    append_number (out, "start", list->number);
}

static void
append_start (GString *out, const CarrelBlock *block, const CarrelBlock *parent)
{
  g_string_append_c (out, '<');
  append_name (out, block, parent);
  append_attribute (out, "id", block->id);
  if (block->type == CARREL_BLOCK_MATH)
    append_attribute (out, "class", "math");
  else if (block->type == CARREL_BLOCK_EMBED)
    append_attribute (out, "class", "embed");
  else if (block->type == CARREL_BLOCK_FOOTNOTES)
    append_attribute (out, "class", "footnotes");
  if (block->type == CARREL_BLOCK_LIST && block->ordered)
    append_numbering (out, block);
  if (block->type == CARREL_BLOCK_LIST_ITEM && block->numbered)
    append_number (out, "value", block->number);
  if (block->colspan > 1)
    append_number (out, "colspan", block->colspan);
  if (block->rowspan > 1)
    append_number (out, "rowspan", block->rowspan);
  if (block->type == CARREL_BLOCK_CODE) {
    append_attribute (out, "data-lang", block->language);
    append_language (out, NULL, block->dir);
  } else {
    append_language (out, block->language, block->dir);
  }
  g_string_append_c (out, '>');
  if (block->type == CARREL_BLOCK_FOOTNOTES)
    g_string_append (out, "<ol>");
}

static void
append_embed (GString *out, const CarrelBlock *block)
{
  g_string_append (out, "<a");
  append_attribute (out, "href", block->href);
  g_string_append_c (out, '>');
  append_escaped (out, block->href, strlen (block->href), FALSE);
  g_string_append (out, "</a>");
  if (block->source)
    append_image (out, block->source, block->alt, block->width, block->height);
  if (block->text_len > 0) {
    g_string_append (out, "<figcaption>");
    append_content (out, block);
    g_string_append (out, "</figcaption>");
  }
}

static void
append_end (GString *out, const CarrelBlock *block, const CarrelBlock *parent)
{
  if (block->type == CARREL_BLOCK_FOOTNOTES)
    g_string_append (out, "</ol>");
  g_string_append (out, "</");
  append_name (out, block, parent);
  g_string_append_c (out, '>');
}

char *
carrel_document_write (CarrelDocument *self)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (self, &n);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));
  GString *out = g_string_new (NULL);

  for (guint i = 0; i <= n; i++) {
    const CarrelBlock *block = i < n ? &blocks[i] : NULL, *parent;
    guint              depth = block ? block->depth : 0;

    while (open->len > depth) {
      guint index = g_array_index (open, guint, open->len - 1);

      g_array_set_size (open, open->len - 1);
      append_end (out, &blocks[index],
                  open->len > 0 ? &blocks[g_array_index (open, guint, open->len - 1)] : NULL);
      if (open->len == 0)
        g_string_append_c (out, '\n');
    }
    if (!block)
      break;
    parent = depth > 0 ? &blocks[g_array_index (open, guint, depth - 1)] : NULL;

    if (is_bare (blocks, i, parent)) {
      append_content (out, block);
    } else if (block->type == CARREL_BLOCK_IMAGE) {
      append_image (out, block->source, block->alt, block->width, block->height);
    } else if (block->type == CARREL_BLOCK_RULE) {
      g_string_append (out, "<hr>");
    } else {
      append_start (out, block, parent);
      if (!carrel_block_type_is_leaf (block->type)) {
        g_array_append_val (open, i);
        continue;
      }
      if (block->type == CARREL_BLOCK_EMBED)
        append_embed (out, block);
      else
        append_content (out, block);
      append_end (out, block, parent);
    }
    if (depth == 0)
      g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}

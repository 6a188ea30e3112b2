/* carrel-document-markdown-inline.c: a block's text and spans → Markdown. Any thread.
 *
 * Spans become opening and closing marks. Emphasis is marked only where CommonMark's rules about what
 * stands beside the stars let it be read as such; elsewhere its text stands without. What Markdown has
 * no mark for (underlined, small, marked …) is its text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-markdown-private.h"

#include <string.h>

/* ── Escaping ── */

static void
append_escaped (GString *out, const char *text, gsize len, CarrelInlineFlags flags)
{
  const char *special = flags & CARREL_INLINE_HEADING ? "\\`*_[]<>&|~$#" : "\\`*_[]<>&|~$";

  for (gsize i = 0; i < len; i++) {
    char c = text[i];

    if (c == '\n') {
      while (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate (out, out->len - 1);
      g_string_append (out, flags & CARREL_INLINE_ONE_LINE ? " " : "\\\n");
      while (i + 1 < len && text[i + 1] == ' ')
        i++;
      continue;
    }
    /* «[^1]:» at the beginning of a line would be a note. */
    if (strchr (special, c) || (c == ':' && out->len > 0 && out->str[out->len - 1] == ']'))
      g_string_append_c (out, '\\');
    g_string_append_c (out, c);
  }
}

/* A line that begins like a heading, an item, a number of a list, an underline. */
static char *
escape_line_starts (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *line = text;;) {
    const char *end = strchrnul (line, '\n');
    gsize digits = strspn (line, "0123456789");

    if (*line && strchr ("#-+=:", *line)) {
      g_string_append_c (out, '\\');
    } else if (digits > 0 && digits < 10 && (line[digits] == '.' || line[digits] == ')')) {
      g_string_append_len (out, line, (gssize) digits);
      g_string_append_c (out, '\\');
      line += digits;
    }
    g_string_append_len (out, line, end - line);
    if (*end == '\0')
      break;
    g_string_append_c (out, '\n');
    line = end + 1;
  }
  return g_string_free (out, FALSE);
}

static void
append_destination (GString *out, const char *address, CarrelInlineFlags flags)
{
  for (const char *p = address; *p; p++) {
    guchar c = (guchar) *p;

    if (c <= 0x20 || c == 0x7f || c == '<' || c == '>' || c == '\\' || ((flags & CARREL_INLINE_CELL) && c == '|')) {
      g_string_append_printf (out, "%%%02X", c);
    } else {
      /* «&copy;» in an address is no character. */
      if (c == '(' || c == ')' || (c == '&' && strchr (p, ';')))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
  }
}

char *
carrel_document_markdown_link (const char *text, const char *address, CarrelInlineFlags flags)
{
  GString *out = g_string_new ("[");

  if (text)
    g_string_append (out, text);
  else
    append_escaped (out, address, strlen (address), flags);
  g_string_append (out, "](");
  append_destination (out, address, flags);
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

char *
carrel_document_markdown_image (const char *source, const char *alt, CarrelInlineFlags flags)
{
  GString *out = g_string_new ("![");

  if (alt)
    append_escaped (out, alt, strlen (alt), flags | CARREL_INLINE_ONE_LINE);
  g_string_append (out, "](");
  append_destination (out, source, flags);
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

/* ── Emphasis ── */

static gboolean
is_star (CarrelSpanKind kind)
{
  return kind == CARREL_SPAN_EMPHASIS || kind == CARREL_SPAN_STRONG || kind == CARREL_SPAN_STRIKE;
}

static gboolean
is_space (gunichar c)
{
  return c == 0 || g_unichar_isspace (c);
}

static gboolean
is_punctuation (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONNECT_PUNCTUATION:
  case G_UNICODE_DASH_PUNCTUATION:
  case G_UNICODE_CLOSE_PUNCTUATION:
  case G_UNICODE_FINAL_PUNCTUATION:
  case G_UNICODE_INITIAL_PUNCTUATION:
  case G_UNICODE_OTHER_PUNCTUATION:
  case G_UNICODE_OPEN_PUNCTUATION:
  case G_UNICODE_CURRENCY_SYMBOL:
  case G_UNICODE_MODIFIER_SYMBOL:
  case G_UNICODE_MATH_SYMBOL:
  case G_UNICODE_OTHER_SYMBOL:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Whether marks around the span would be read as such: beside them, inside, is no space; and where
 * punctuation is, or another span's mark, there is no letter on the other side. Marks of two spans one
 * behind the other would run together. `before` is the last character written. */
static gboolean
can_mark (const CarrelBlock *block, guint index, gunichar before)
{
  const CarrelSpan *span = &block->spans[index];
  const char *text = block->text;
  gunichar first, last, after;

  if (span->end <= span->start)
    return FALSE;
  first = g_utf8_get_char (text + span->start);
  last = g_utf8_get_char (g_utf8_prev_char (text + span->end));
  after = span->end < block->text_len ? g_utf8_get_char (text + span->end) : 0;
  if (is_space (first) || is_space (last))
    return FALSE;
  /* Other spans that begin or end here bring marks, which are punctuation: the strict reading holds. */
  for (guint i = index + 1; i < block->n_spans && block->spans[i].start < span->end; i++)
    if ((!is_star (block->spans[i].kind) || (block->spans[i].kind == CARREL_SPAN_STRIKE) != (span->kind == CARREL_SPAN_STRIKE)) && (block->spans[i].start == span->start || block->spans[i].end == span->end))
      return (is_space (before) || is_punctuation (before)) && (is_space (after) || is_punctuation (after));
  if (is_punctuation (first) && !is_space (before) && !is_punctuation (before))
    return FALSE;
  return !is_punctuation (last) || is_space (after) || is_punctuation (after);
}

/* ── Spans ── */

typedef struct {
  const CarrelSpan *span;
  gsize             at;     /* where in the output it began */
  gboolean          marked; /* it has marks */
} Open;

typedef struct {
  GString          *out;
  GArray           *open;  /* (owned) (element-type Open) */
  GHashTable       *notes;
  CarrelInlineFlags flags;
  gsize             last_star; /* where in the output emphasis ended last; 0: nowhere */
  guint             n_kind[CARREL_SPAN_LANGUAGE + 1];
} Run;

static const char *
get_mark (CarrelSpanKind kind)
{
  return kind == CARREL_SPAN_EMPHASIS ? "*" : kind == CARREL_SPAN_STRONG ? "**" : "~~";
}

/* Code as it is, between backticks that it doesn't hold. */
static void
append_code (GString *out, const char *text, gsize len, CarrelInlineFlags flags)
{
  gsize fence = 1, run = 0;
  gboolean pad = len > 0 && (text[0] == '`' || text[len - 1] == '`' || (text[0] == ' ' && text[len - 1] == ' '));

  for (gsize i = 0; i < len; i++) {
    run = text[i] == '`' ? run + 1 : 0;
    if (run >= fence)
      fence = run + 1;
  }
  for (gsize i = 0; i < fence; i++)
    g_string_append_c (out, '`');
  if (pad)
    g_string_append_c (out, ' ');
  for (gsize i = 0; i < len; i++) {
    if (text[i] == '|' && (flags & CARREL_INLINE_CELL))
      g_string_append_c (out, '\\');
    g_string_append_c (out, text[i] == '\n' ? ' ' : text[i]);
  }
  if (pad)
    g_string_append_c (out, ' ');
  for (gsize i = 0; i < fence; i++)
    g_string_append_c (out, '`');
}

/* «!» before a bracket would make an image. */
static void
escape_exclamation (GString *out)
{
  if (out->len > 0 && out->str[out->len - 1] == '!')
    g_string_insert_c (out, (gssize) out->len - 1, '\\');
}

/* Spans that are written whole. FALSE: the span is its text, perhaps with marks. */
static gboolean
append_whole (Run *run, const CarrelBlock *block, const CarrelSpan *span)
{
  const char *text = block->text + span->start;
  gsize len = span->end - span->start;

  switch (span->kind) {
  case CARREL_SPAN_CODE:
  case CARREL_SPAN_MATH:
    if (strspn (text, " \n") >= len)
      return FALSE;
    /* «[a `]: b`](c)» at the beginning of a paragraph would be the definition of a link. */
    if (run->n_kind[CARREL_SPAN_LINK] > 0 && memchr (text, ']', len))
      return FALSE;
    /* Two codes one behind the other would run together. */
    if (span->kind == CARREL_SPAN_CODE && run->out->len > 0 && run->out->str[run->out->len - 1] == '`')
      return FALSE;
    if (span->kind == CARREL_SPAN_MATH)
      g_string_append_c (run->out, '$');
    append_code (run->out, text, len, run->flags);
    if (span->kind == CARREL_SPAN_MATH)
      g_string_append_c (run->out, '$');
    return TRUE;
  case CARREL_SPAN_IMAGE:
    if (span->value) {
      g_autofree char *image = carrel_document_markdown_image (span->value, span->alt, run->flags);

      g_string_append (run->out, image);
    }
    return TRUE;
  case CARREL_SPAN_FOOTNOTE_REF:
    if (span->value && g_str_has_prefix (span->value, "#fn-")) {
      int number = (int) g_ascii_strtoll (span->value + strlen ("#fn-"), NULL, 10);

      if (g_hash_table_contains (run->notes, GINT_TO_POINTER (number))) {
        escape_exclamation (run->out);
        g_string_append_printf (run->out, "[^%d]", number);
        return TRUE;
      }
    }
    return FALSE;
  case CARREL_SPAN_FOOTNOTE_BACK:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Within other emphasis an opening mark must not pass for a closing one. */
static gboolean
could_close (Run *run, const CarrelBlock *block, guint index, gunichar before)
{
  const CarrelSpan *span = &block->spans[index];
  gboolean alone = index + 1 >= block->n_spans || block->spans[index + 1].start > span->start;

  for (guint i = run->open->len; i-- > 0;) {
    const Open *outer = &g_array_index (run->open, Open, i);

    if (!outer->marked || !is_star (outer->span->kind))
      continue;
    /* Their marks are one run. */
    if (outer->at + strlen (get_mark (outer->span->kind)) == run->out->len)
      return FALSE;
    return !is_space (before) && !(is_punctuation (before) && alone && g_unichar_isalnum (g_utf8_get_char (block->text + span->start)));
  }
  return FALSE;
}

static void
open_span (Run *run, const CarrelBlock *block, guint index)
{
  const CarrelSpan *span = &block->spans[index];
  Open open = { .span = span, .at = run->out->len };
  gunichar before = run->out->len > 0 ? g_utf8_get_char (g_utf8_prev_char (run->out->str + run->out->len)) : 0;

  if (is_star (span->kind)) {
    open.marked = run->n_kind[span->kind] == 0 && (run->last_star == 0 || run->last_star != run->out->len) && can_mark (block, index, before) &&
                  !could_close (run, block, index, before);
    if (open.marked)
      g_string_append (run->out, get_mark (span->kind));
  } else if (span->kind == CARREL_SPAN_LINK) {
    open.marked = !(run->flags & CARREL_INLINE_NO_LINKS) && run->n_kind[CARREL_SPAN_LINK] == 0 && span->value && *span->value != '#' && span->end > span->start;
    if (open.marked) {
      escape_exclamation (run->out);
      g_string_append_c (run->out, '[');
    }
  } else if (span->kind == CARREL_SPAN_QUOTE) {
    g_string_append (run->out, "“");
  }
  run->n_kind[span->kind] += open.marked;
  g_array_append_val (run->open, open);
}

static void
close_span (Run *run)
{
  Open open = g_array_index (run->open, Open, run->open->len - 1);

  g_array_set_size (run->open, run->open->len - 1);
  if (open.marked)
    run->n_kind[open.span->kind]--;
  if (open.span->kind == CARREL_SPAN_QUOTE) {
    g_string_append (run->out, "”");
  } else if (open.marked && open.span->kind == CARREL_SPAN_LINK) {
    g_string_append (run->out, "](");
    append_destination (run->out, open.span->value, run->flags);
    g_string_append_c (run->out, ')');
  } else if (open.marked) {
    g_string_append (run->out, get_mark (open.span->kind));
    run->last_star = run->out->len;
  }
}

char *
carrel_document_markdown_inline (const CarrelBlock *block, GHashTable *notes, CarrelInlineFlags flags)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Open));
  Run run = { .out = out, .open = open, .notes = notes, .flags = flags };
  guint32 at = 0;
  guint next = 0;

  for (;;) {
    guint32 until = block->text_len;
    gboolean opens = next < block->n_spans, closes = FALSE;

    if (opens)
      until = block->spans[next].start;
    if (open->len > 0 && g_array_index (open, Open, open->len - 1).span->end <= until) {
      until = g_array_index (open, Open, open->len - 1).span->end;
      closes = TRUE;
    }
    if (until > at) {
      append_escaped (out, block->text + at, until - at, flags);
      at = until;
    }
    if (closes) {
      close_span (&run);
    } else if (opens) {
      const CarrelSpan *span = &block->spans[next];

      if (span->start >= at && append_whole (&run, block, span)) {
        at = span->end;
        /* What is within has been written with it. */
        next++;
        while (next < block->n_spans && block->spans[next].start < span->end)
          next++;
      } else {
        open_span (&run, block, next++);
      }
    } else {
      break;
    }
  }
  /* No line break at the end. */
  while (out->len > 0 && (g_str_has_suffix (out->str, " ") || g_str_has_suffix (out->str, "\\\n")))
    g_string_truncate (out, out->len - (out->str[out->len - 1] == ' ' ? 1 : 2));
  return flags & (CARREL_INLINE_CELL | CARREL_INLINE_HEADING | CARREL_INLINE_NO_LINKS) ? g_string_free (g_steal_pointer (&out), FALSE) : escape_line_starts (out->str);
}

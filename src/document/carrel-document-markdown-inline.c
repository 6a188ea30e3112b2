/* carrel-document-markdown-inline.c: the text of one block as Markdown. Any thread.
 *
 * What is text stays text, whatever it looks like. Emphasis is written with asterisks where the
 * rules of CommonMark certainly read them as meant, and as an element elsewhere («a<em>(b)</em>c»).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-markdown-private.h"

#include <string.h>

/* A span that says something in Markdown, without white space at its ends. */
typedef struct {
  guint32        start, end;
  CarrelSpanKind kind;
  const char    *value, *alt;
} Piece;

typedef struct {
  GString            *out;
  const char         *text;
  guint32             len;
  GArray             *pieces; /* (owned) (element-type Piece): sorted and nesting as spans are */
  guint               next;   /* the first piece that isn't written yet */
  CarrelMarkdownFlags flags;
  const char         *prefix;
  GHashTable         *anchors;
  guint               n_starred; /* spans between asterisks that are open */
  gsize               begin;     /* of the block in `out` */
  gsize               opened;    /* where the last «*» that opens ended */
  gsize               closed;    /* where the last one that closes ended */
  gsize               ticked;    /* where the last code ended */
  gsize               bracket;   /* where the last «]» of Markdown's own ended */
  gboolean            line_start;
} Writer;

static void write_range (Writer *self, guint32 start, guint32 end, const Piece *parent);

/* ── Text ── */

guint
carrel_markdown_count_ticks (const char *text, gsize len)
{
  guint longest = 0, run = 0;

  for (gsize i = 0; i < len; i++) {
    run = text[i] == '`' ? run + 1 : 0;
    longest = MAX (longest, run);
  }
  return longest;
}

/* What makes a list, a heading's line, a rule or a definition of the line that begins here. */
static gboolean
begins_block (const char *p, const char *end)
{
  gsize n = 0;

  if (*p == '=' || *p == ':')
    return TRUE;
  if (*p == '-' || *p == '+')
    return p + 1 == end || strchr (" \t\n", p[1]) || p[1] == *p;
  while (p + n < end && n < 10 && g_ascii_isdigit (p[n]))
    n++;
  return n > 0 && n < 10 && p + n < end && (p[n] == '.' || p[n] == ')') &&
         (p + n + 1 == end || strchr (" \t\n", p[n + 1]));
}

static void
trim_spaces (Writer *self)
{
  while (self->out->len > self->begin && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
}

static void
break_line (Writer *self)
{
  if (self->flags & CARREL_MARKDOWN_ONE_LINE) {
    g_string_append (self->out, "<br>");
    return;
  }
  trim_spaces (self);
  g_string_append (self->out, "\\\n");
  g_string_append (self->out, self->prefix);
  self->line_start = TRUE;
}

/* Of the characters with a meaning, «(» and «:» have theirs only behind a bracket of ours, «!» only
 * before one: articles are full of them, and stay legible. */
static gboolean
needs_escape (Writer *self, const char *p, const char *end)
{
  const char *text_end = self->text + self->len;

  switch (*p) {
  case '\\':
  case '`':
  case '*':
  case '_':
  case '[':
  case ']':
  case '<':
  case '>':
  case '|':
  case '~':
  case '#':
  case '$':
    return TRUE;
  case '!':
    return p + 1 == end || p[1] == '[';
  case '&':
    return p + 1 == end || p[1] == '#' || g_ascii_isalpha (p[1]);
  case '(':
    return self->out->len == self->bracket;
  case ':':
    return self->out->len == self->bracket || self->line_start;
  default:
    return self->line_start && begins_block (p, text_end);
  }
}

static void
write_text (Writer *self, guint32 from, guint32 to)
{
  const char *p = self->text + from, *end = self->text + to;

  for (; p < end; p++) {
    if (*p == '\n') {
      break_line (self);
      continue;
    }
    if ((*p == ' ' || *p == '\t') && self->line_start)
      continue;
    if (end - p >= 3 && memcmp (p, "\xef\xbf\xbc", 3) == 0) { /* an image that is none */
      p += 2;
      continue;
    }
    if (needs_escape (self, p, end)) {
      self->line_start = FALSE;
      /* «1.» is escaped behind its digits: a digit can't be. */
      while (p < end && g_ascii_isdigit (*p))
        g_string_append_c (self->out, *p++);
      if (p == end)
        break;
      g_string_append_c (self->out, '\\');
    }
    g_string_append_c (self->out, *p);
    self->line_start = FALSE;
  }
}

/* ── Emphasis ── */

static gboolean
is_starred (CarrelSpanKind kind)
{
  return kind == CARREL_SPAN_EMPHASIS || kind == CARREL_SPAN_STRONG || kind == CARREL_SPAN_STRIKE;
}

/* Symbols beyond ASCII («€») count as punctuation since CommonMark 0.31 and as letters before:
 * `strict` is TRUE only where both agree. */
static gboolean
is_space_or_mark (gunichar c, gboolean strict)
{
  if (g_unichar_isspace (c) || (c < 0x80 && g_ascii_ispunct ((char) c)))
    return TRUE;
  if (!g_unichar_ispunct (c))
    return FALSE;
  switch (g_unichar_type (c)) {
  case G_UNICODE_CURRENCY_SYMBOL:
  case G_UNICODE_MATH_SYMBOL:
  case G_UNICODE_MODIFIER_SYMBOL:
  case G_UNICODE_OTHER_SYMBOL:
    return !strict;
  default:
    return TRUE;
  }
}

/* Whether asterisks around the piece are certain to be read as opening and closing. Next to a
 * letter within the piece they always are; next to anything else only if space, a mark or nothing
 * stands outside. And within others they must not look as if they might close those. */
static gboolean
may_star (Writer *self, const Piece *piece, const Piece *parent)
{
  const char *last = self->out->str + self->out->len;
  gunichar    before = self->line_start || self->out->len == self->begin
                           ? ' '
                           : g_utf8_get_char (g_utf8_prev_char (last));
  gunichar    after = piece->end < self->len ? g_utf8_get_char (self->text + piece->end) : ' ';
  gboolean    hard_start = is_space_or_mark (g_utf8_get_char (self->text + piece->start), FALSE);
  gboolean    hard_end =
      is_space_or_mark (g_utf8_get_char (g_utf8_prev_char (self->text + piece->end)), FALSE);
  gboolean ends_parent = parent && parent->end == piece->end;
  gboolean is_free_before = is_space_or_mark (before, TRUE);
  gboolean is_free_after = ends_parent || is_space_or_mark (after, TRUE);

  if (self->out->len == self->closed)
    return FALSE;
  for (guint i = self->next; i < self->pieces->len; i++) {
    const Piece *inner = &g_array_index (self->pieces, Piece, i);

    if (inner->start > piece->end)
      break;
    is_free_after |= inner->start == piece->end;
    if (inner->start == piece->end)
      continue;
    hard_start |= inner->start == piece->start;
    hard_end |= inner->end == piece->end;
    if (inner->kind == CARREL_SPAN_FOOTNOTE_BACK)
      return FALSE;
  }
  if (self->out->len == self->opened) /* one run with the parent's */
    is_free_before = !hard_start;
  else if (self->n_starred > 0 && !g_unichar_isspace (before) && (hard_start || !is_free_before))
    return FALSE;
  if (ends_parent && is_starred (parent->kind) && hard_end)
    return FALSE;
  return (!hard_start || is_free_before) && (!hard_end || is_free_after);
}

static void
write_starred (Writer *self, const Piece *piece, const Piece *parent)
{
  static const struct {
    CarrelSpanKind kind;
    const char    *mark, *open, *close;
  } forms[] = {
    { CARREL_SPAN_EMPHASIS, "*", "<em>", "</em>" },
    { CARREL_SPAN_STRONG, "**", "<strong>", "</strong>" },
    { CARREL_SPAN_STRIKE, "~~", "<s>", "</s>" },
  };
  guint form = 0;

  while (forms[form].kind != piece->kind)
    form++;
  if (may_star (self, piece, parent)) {
    g_string_append (self->out, forms[form].mark);
    self->opened = self->out->len;
    self->line_start = FALSE;
    self->n_starred++;
    write_range (self, piece->start, piece->end, piece);
    self->n_starred--;
    g_string_append (self->out, forms[form].mark);
    self->closed = self->out->len;
  } else {
    g_string_append (self->out, forms[form].open);
    self->line_start = FALSE;
    write_range (self, piece->start, piece->end, piece);
    g_string_append (self->out, forms[form].close);
  }
}

/* ── Code, links, images ── */

static void
write_ticked (Writer *self, const Piece *piece)
{
  const char      *text = self->text + piece->start;
  gsize            len = piece->end - piece->start;
  g_autofree char *ticks = g_strnfill (carrel_markdown_count_ticks (text, len) + 1, '`');
  const char      *pad = text[0] == '`' || text[len - 1] == '`' ? " " : "";

  g_string_append (self->out, ticks);
  g_string_append (self->out, pad);
  for (gsize i = 0; i < len; i++) {
    if (text[i] == '|' && (self->flags & CARREL_MARKDOWN_CELL))
      g_string_append_c (self->out, '\\');
    g_string_append_c (self->out, text[i] == '\n' ? ' ' : text[i]);
  }
  g_string_append (self->out, pad);
  g_string_append (self->out, ticks);
}

static void
write_element (Writer *self, const Piece *piece, const char *name)
{
  g_string_append_printf (self->out, "<%s>", name);
  self->line_start = FALSE;
  write_range (self, piece->start, piece->end, piece);
  g_string_append_printf (self->out, "</%s>", name);
}

/* Code with a link or emphasis in it can't stand between backticks, which show it as it is; nor can
 * code right behind code, for their backticks would be one run. */
static void
write_code (Writer *self, const Piece *piece)
{
  gboolean has_inner = self->next < self->pieces->len &&
                       g_array_index (self->pieces, Piece, self->next).start < piece->end;

  if (has_inner || self->out->len == self->ticked) {
    write_element (self, piece, "code");
  } else {
    write_ticked (self, piece);
    self->ticked = self->out->len;
  }
}

void
carrel_markdown_append_address (GString *out, const char *address)
{
  g_string_append (out, "(<");
  for (const char *p = address; *p; p++) {
    guchar c = (guchar) *p;

    if (c <= ' ' || c == 0x7f || strchr ("()<>\\`|", c)) {
      g_string_append_printf (out, "%%%02X", c);
      continue;
    }
    if (c == '&') { /* «&copy;» would be a character */
      gsize n = 1;

      while (g_ascii_isalnum (p[n]) || p[n] == '#')
        n++;
      if (p[n] == ';')
        g_string_append_c (out, '\\');
    }
    g_string_append_c (out, *p);
  }
  g_string_append (out, ">)");
}

void
carrel_markdown_append_image (GString *out, const char *alt, const char *source)
{
  g_autofree char *line = g_strdelimit (g_strdup (alt ? alt : ""), "\n", ' ');
  CarrelBlock      block = { .text = line, .text_len = (guint32) strlen (line) };

  g_string_append (out, "![");
  carrel_markdown_append_inline (out, &block, CARREL_MARKDOWN_ONE_LINE, "", NULL);
  g_string_append_c (out, ']');
  carrel_markdown_append_address (out, source);
}

/* An address that is its own text: «<https://example.org/>». */
static gboolean
is_bare (Writer *self, const Piece *piece)
{
  gsize len = strlen (piece->value);

  return len == piece->end - piece->start &&
         memcmp (piece->value, self->text + piece->start, len) == 0 &&
         g_str_has_prefix (piece->value, "http") && !strpbrk (piece->value, " \t\n<>\\`|&") &&
         (self->next >= self->pieces->len ||
          g_array_index (self->pieces, Piece, self->next).start >= piece->end);
}

static void
write_link (Writer *self, const Piece *piece)
{
  const char      *address = piece->value;
  g_autofree char *anchor = NULL;

  if (address[0] == '#') {
    const char *name = self->anchors ? g_hash_table_lookup (self->anchors, address + 1) : NULL;

    if (!name) {
      write_range (self, piece->start, piece->end, piece);
      return;
    }
    address = anchor = g_strconcat ("#", name, NULL);
  } else if (is_bare (self, piece)) {
    g_string_append_printf (self->out, "<%s>", address);
    return;
  }
  g_string_append_c (self->out, '[');
  self->line_start = FALSE;
  write_range (self, piece->start, piece->end, piece);
  g_string_append_c (self->out, ']');
  carrel_markdown_append_address (self->out, address);
}

static void
skip_pieces_within (Writer *self, const Piece *piece)
{
  while (self->next < self->pieces->len &&
         g_array_index (self->pieces, Piece, self->next).start < piece->end)
    self->next++;
}

static void
write_piece (Writer *self, const Piece *piece, const Piece *parent)
{
  switch (piece->kind) {
  case CARREL_SPAN_EMPHASIS:
  case CARREL_SPAN_STRONG:
  case CARREL_SPAN_STRIKE:
    write_starred (self, piece, parent);
    break;
  case CARREL_SPAN_CODE:
    write_code (self, piece);
    break;
  case CARREL_SPAN_SUBSCRIPT:
    write_element (self, piece, "sub");
    break;
  case CARREL_SPAN_SUPERSCRIPT:
    write_element (self, piece, "sup");
    break;
  case CARREL_SPAN_MARK:
    write_element (self, piece, "mark");
    break;
  case CARREL_SPAN_UNDERLINE:
    write_element (self, piece, "u");
    break;
  case CARREL_SPAN_QUOTE:
    write_element (self, piece, "q");
    break;
  case CARREL_SPAN_LINK:
    write_link (self, piece);
    break;
  case CARREL_SPAN_FOOTNOTE_REF:
    g_string_append_printf (self->out, "[^%s]", piece->value + strlen ("#fn-"));
    self->bracket = self->out->len;
    break;
  case CARREL_SPAN_MATH: /* as code between dollars: elsewhere TeX would be read as Markdown, and as
                            HTML */
    g_string_append_c (self->out, '$');
    write_ticked (self, piece);
    g_string_append_c (self->out, '$');
    break;
  case CARREL_SPAN_IMAGE:
    carrel_markdown_append_image (self->out, piece->alt, piece->value);
    break;
  case CARREL_SPAN_FOOTNOTE_BACK: /* a renderer makes its own */
  case CARREL_SPAN_SMALL:
  case CARREL_SPAN_LANGUAGE:
    break;
  }
  self->line_start = FALSE;
  skip_pieces_within (self, piece);
}

static void
write_range (Writer *self, guint32 start, guint32 end, const Piece *parent)
{
  while (self->next < self->pieces->len) {
    const Piece *piece = &g_array_index (self->pieces, Piece, self->next);

    if (piece->start >= end)
      break;
    self->next++;
    write_text (self, start, piece->start);
    write_piece (self, piece, parent);
    start = piece->end;
  }
  write_text (self, start, end);
}

/* ── A block ── */

const char *
carrel_markdown_writer_get_note (const CarrelSpan *span)
{
  const char *number = span->kind == CARREL_SPAN_FOOTNOTE_REF && span->value &&
                               g_str_has_prefix (span->value, "#fn-")
                           ? span->value + strlen ("#fn-")
                           : "";

  return *number && !number[strspn (number, "0123456789")] ? number : NULL;
}

/* White space at the ends of a span goes outside, where asterisks and elements want it. */
static gboolean
tighten (const char *text, Piece *piece)
{
  while (piece->start < piece->end && g_unichar_isspace (g_utf8_get_char (text + piece->start)))
    piece->start = (guint32) (g_utf8_next_char (text + piece->start) - text);
  while (piece->start < piece->end) {
    const char *last = g_utf8_prev_char (text + piece->end);

    if (!g_unichar_isspace (g_utf8_get_char (last)))
      break;
    piece->end = (guint32) (last - text);
  }
  return piece->start < piece->end;
}

static GArray *
list_pieces (const CarrelBlock *block, int around)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  if (around >= 0 && block->text_len > 0) {
    Piece whole = { 0, block->text_len, (CarrelSpanKind) around, NULL, NULL };

    if (tighten (block->text, &whole))
      g_array_append_val (pieces, whole);
  }
  for (guint i = 0; i < block->n_spans; i++) {
    const CarrelSpan *span = &block->spans[i];
    Piece             piece = { span->start, span->end, span->kind, span->value, span->alt };

    if (span->kind == CARREL_SPAN_LANGUAGE || span->kind == CARREL_SPAN_SMALL ||
        (int) span->kind == around || !tighten (block->text, &piece))
      continue;
    if ((span->kind == CARREL_SPAN_LINK || span->kind == CARREL_SPAN_IMAGE) && !span->value)
      continue;
    if (span->kind == CARREL_SPAN_FOOTNOTE_REF && !carrel_markdown_writer_get_note (span))
      continue;
    g_array_append_val (pieces, piece);
  }
  return pieces;
}

void
carrel_markdown_append_inline (GString            *out,
                               const CarrelBlock  *block,
                               CarrelMarkdownFlags flags,
                               const char         *prefix,
                               GHashTable         *anchors)
{
  int around = flags & CARREL_MARKDOWN_EMPHASIS ? CARREL_SPAN_EMPHASIS
               : flags & CARREL_MARKDOWN_STRONG ? CARREL_SPAN_STRONG
                                                : -1;
  g_autoptr (GArray) pieces = list_pieces (block, around);
  Writer self = {
    .out = out,
    .text = block->text,
    .len = block->text_len,
    .pieces = pieces,
    .flags = flags,
    .prefix = prefix,
    .anchors = anchors,
    .begin = out->len,
    .opened = G_MAXSIZE,
    .closed = G_MAXSIZE,
    .ticked = G_MAXSIZE,
    .bracket = G_MAXSIZE,
    .line_start = !(flags & CARREL_MARKDOWN_ONE_LINE),
  };

  write_range (&self, 0, block->text_len, NULL);
  trim_spaces (&self);
}

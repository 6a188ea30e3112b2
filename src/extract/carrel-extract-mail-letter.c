/* carrel-extract-mail-letter.c: the text of a letter, as paragraphs.
 *
 * A letter comes as it was written: lines of some seventy characters, what is answered behind «>»,
 * programs and changes to them as they are, the sender's card at its end. Lines that were only
 * broken because they were full become paragraphs, what is quoted quotations, short lines keep
 * their ends, and what is set in or is a change to a program stays as it is. Links stay. Any
 * thread; linear in the letter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-mail-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_DEPTH 8        /* of quotations in one another */
#define MIN_FULL 48        /* characters of a line that is full */
#define MAX_FULL 110       /* … and of one that isn't a paragraph by itself */
#define MIN_HEADS 3        /* of a letter */
#define MAX_BEFORE 6       /* lines above them */
#define MAX_INDENT 3       /* characters before an item's mark */
#define MAX_CARD 12        /* lines of a sender's card */
#define MAX_SUMMARY 60     /* lines between «---» and the change */
#define MAX_LINKS 2000     /* of a letter */
#define MAX_LETTER 2000000 /* bytes of one that is read so */

/* ── Flat text ── */

typedef struct {
  gsize       start, end; /* in the text */
  const char *href;       /* of the tree */
} Link;

typedef struct {
  CarrelExtraction *extraction;
  GString          *text;  /* (owned) */
  GArray           *links; /* (owned) (element-type Link): in order */
  guint             link;  /* the first that isn't behind what was written */
  CarrelNode       *top;   /* what is written */
  CarrelNode       *stack[MAX_DEPTH + 1];
  guint             depth;
} Letter;

static void
flatten (Letter *self, CarrelNode *pre)
{
  CarrelNode *link = NULL, *end = NULL;
  Link        one = { 0 };

  for (CarrelNode *node = pre; node; node = carrel_node_next (node, pre, FALSE)) {
    if (link && node == end) {
      one.end = self->text->len;
      if (one.end > one.start && self->links->len < MAX_LINKS)
        g_array_append_val (self->links, one);
      link = NULL;
    }
    if (node->type == CARREL_NODE_TEXT) {
      g_string_append (self->text, node->text);
    } else if (node->tag == CARREL_TAG_BR) {
      g_string_append_c (self->text, '\n');
    } else if (!link && node->tag == CARREL_TAG_A && carrel_node_get (node, "href")) {
      link = node;
      end = carrel_node_next (node, pre, TRUE);
      one = (Link) { self->text->len, 0, carrel_node_get (node, "href") };
    }
  }
  if (link && self->links->len < MAX_LINKS) {
    one.end = self->text->len;
    g_array_append_val (self->links, one);
  }
}

/* ── Lines ── */

typedef struct {
  gsize start, end; /* without the marks of quotation, and what is blank at its end */
  guint depth;
} Line;

/* (transfer full) */
static GArray *
list_lines (const GString *text, gsize start)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  while (start < text->len) {
    const char *p = text->str + start, *stop = strchr (p, '\n');
    gsize       end = stop ? (gsize) (stop - text->str) : text->len, next = end + 1;
    Line        line = { start, end, 0 };

    while (line.start < end && text->str[line.start] == '>') {
      line.depth++;
      line.start++;
      if (line.start < end && text->str[line.start] == ' ')
        line.start++;
    }
    line.depth = MIN (line.depth, MAX_DEPTH);
    while (line.end > line.start && strchr (" \t\r", text->str[line.end - 1]))
      line.end--;
    g_array_append_val (lines, line);
    start = next;
  }
  return lines;
}

static const Line *
get_line (const GArray *lines, guint i)
{
  return &g_array_index (lines, Line, i);
}

static gsize
get_length (const Line *line)
{
  return line->end - line->start;
}

static gboolean
begins (const GString *text, const Line *line, const char *with)
{
  gsize len = strlen (with);

  return get_length (line) >= len && strncmp (text->str + line->start, with, len) == 0;
}

/* Below git's «---», what is changed and how much stands above the change itself. */
static gboolean
begins_summary (const GString *text, const GArray *lines, guint i)
{
  if (get_length (get_line (lines, i)) != 3 || !begins (text, get_line (lines, i), "---"))
    return FALSE;
  for (guint k = i + 1; k < lines->len && k < i + MAX_SUMMARY; k++)
    if (begins (text, get_line (lines, k), "diff --git "))
      return TRUE;
  return FALSE;
}

/* Where a change to a program begins, after which all is as it is. */
static gboolean
begins_change (const GString *text, const GArray *lines, guint i)
{
  const Line *line = get_line (lines, i);

  if (line->depth > 0)
    return FALSE;
  if (begins_summary (text, lines, i) || begins (text, line, "diff --git ") ||
      begins (text, line, "Index: ") || begins (text, line, "diff -"))
    return TRUE;
  return begins (text, line, "--- ") && i + 1 < lines->len &&
         begins (text, get_line (lines, i + 1), "+++ ");
}

/* The blank before an item's mark. */
static gsize
get_indent (const GString *text, const Line *line)
{
  return MIN (strspn (text->str + line->start, " "), MAX_INDENT);
}

static gboolean
is_bullet (const GString *text, const Line *line)
{
  gsize       blank = get_indent (text, line), n;
  const char *p = text->str + line->start + blank;

  if (get_length (line) < blank + 3)
    return FALSE;
  if (strchr ("*-+", *p) && p[1] == ' ' && p[2] != ' ')
    return TRUE;
  n = strspn (p, "0123456789");
  return n > 0 && n <= 2 && (p[n] == '.' || p[n] == ')') && p[n + 1] == ' ';
}

/* «Signed-off-by: …»: a line of its own. */
static gboolean
is_trailer (const GString *text, const Line *line)
{
  const char *p = text->str + line->start;
  gsize       n = 0;

  while (g_ascii_isalpha (p[n]) || p[n] == '-')
    n++;
  return n > 2 && n < get_length (line) && g_ascii_isupper (*p) && memchr (p, '-', n) &&
         p[n] == ':' && p[n + 1] == ' ';
}

/* The lines were only broken because they were full: each but the last is long, and the next word
 * had no place in it. */
static gboolean
is_filled (const GString *text, const GArray *lines, guint first, guint end)
{
  gsize longest = 0;
  guint short_ones = 0;

  for (guint i = first; i < end; i++)
    longest = MAX (longest, get_length (get_line (lines, i)));
  if (longest > MAX_FULL || end - first < 2)
    return end - first > 1 || longest >= MIN_FULL;
  if (longest < MIN_FULL || is_trailer (text, get_line (lines, end - 1)))
    return FALSE;
  for (guint i = first; i + 1 < end; i++) {
    const Line *line = get_line (lines, i), *next = get_line (lines, i + 1);
    gsize       word = strcspn (text->str + next->start, " \n");

    short_ones += get_length (line) + 1 + word + 12 < longest;
  }
  return short_ones * 4 <= end - first;
}

/* Set in, or columns: what was written with a fixed pitch in mind. */
static gboolean
is_set (const GString *text, const GArray *lines, guint first, guint end)
{
  guint n = 0;

  for (guint i = first; i < end; i++) {
    const Line *line = get_line (lines, i);
    const char *p = text->str + line->start;

    n += get_length (line) > 0 &&
         (*p == '\t' || g_str_has_prefix (p, "  ") ||
          (get_length (line) > 4 && g_strstr_len (p + 2, (gssize) get_length (line) - 2, "    ")));
  }
  return n * 2 > end - first;
}

/* ── Writing ── */

static void
append (Letter *self, CarrelNode *parent, gsize start, gsize end)
{
  if (end > start)
    carrel_node_append (parent,
                        carrel_node_new_text (self->extraction->html, self->text->str + start,
                                              (gssize) (end - start)));
}

/* A part of the text with its links. */
static void
write_part (Letter *self, CarrelNode *parent, gsize start, gsize end)
{
  for (; self->link < self->links->len; self->link++) {
    const Link *link = &g_array_index (self->links, Link, self->link);
    CarrelNode *a;

    if (link->start >= end)
      break;
    if (link->end <= start)
      continue;
    append (self, parent, start, MAX (start, link->start));
    a = carrel_node_new_element (self->extraction->html, CARREL_TAG_A);
    carrel_node_set (self->extraction->html, a, "href", link->href);
    append (self, a, MAX (start, link->start), MIN (end, link->end));
    carrel_node_append (parent, a);
    start = MIN (end, link->end);
    if (link->end > end)
      return;
  }
  append (self, parent, start, end);
}

static CarrelNode *
begin (Letter *self, CarrelTag tag)
{
  CarrelNode *node = carrel_node_new_element (self->extraction->html, tag);

  carrel_node_append (self->stack[self->depth], node);
  return node;
}

static void
set_depth (Letter *self, guint depth)
{
  self->depth = MIN (self->depth, depth);
  while (self->depth < depth) {
    CarrelNode *quote = begin (self, CARREL_TAG_BLOCKQUOTE);

    self->stack[++self->depth] = quote;
  }
}

static void
write_lines (
    Letter *self, CarrelNode *parent, const GArray *lines, guint first, guint end, gboolean filled)
{
  for (guint i = first; i < end; i++) {
    const Line *line = get_line (lines, i);

    if (i > first && filled)
      carrel_node_append (parent, carrel_node_new_text (self->extraction->html, " ", 1));
    else if (i > first)
      carrel_node_append (parent, carrel_node_new_element (self->extraction->html, CARREL_TAG_BR));
    write_part (self, parent, line->start, line->end);
  }
}

static void
write_pre (Letter *self, const GArray *lines, guint first, guint end)
{
  CarrelNode *pre = begin (self, CARREL_TAG_PRE);

  for (guint i = first; i < end; i++) {
    const Line *line = get_line (lines, i);

    write_part (self, pre, line->start, line->end);
    if (i + 1 < end)
      carrel_node_append (pre, carrel_node_new_text (self->extraction->html, "\n", 1));
  }
}

static void
write_list (Letter *self, const GArray *lines, guint first, guint end)
{
  const Line *top = get_line (lines, first);
  gboolean counted = g_ascii_isdigit (self->text->str[top->start + get_indent (self->text, top)]);
  CarrelNode *list = begin (self, counted ? CARREL_TAG_OL : CARREL_TAG_UL);

  for (guint i = first, next; i < end; i = next) {
    const Line *line = get_line (lines, i);
    CarrelNode *item = carrel_node_new_element (self->extraction->html, CARREL_TAG_LI);
    gsize       blank = get_indent (self->text, line),
          mark = blank + strcspn (self->text->str + line->start + blank, " ") + 1;

    carrel_node_append (list, item);
    write_part (self, item, line->start + mark, line->end);
    for (next = i + 1; next < end && !is_bullet (self->text, get_line (lines, next)); next++) {
      const Line *more = get_line (lines, next);

      blank = strspn (self->text->str + more->start, " \t");
      carrel_node_append (item, carrel_node_new_text (self->extraction->html, " ", 1));
      write_part (self, item, more->start + blank, more->end);
    }
  }
}

/* Items, each of one line, or with more that is set in. */
static gboolean
is_list (const GString *text, const GArray *lines, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    if (!is_bullet (text, get_line (lines, i)) &&
        (i == first || !g_ascii_isspace (text->str[get_line (lines, i)->start])))
      return FALSE;
  return TRUE;
}

/* Lines without a blank one between, of one depth. */
static void
write_block (Letter *self, const GArray *lines, guint first, guint end)
{
  set_depth (self, get_line (lines, first)->depth);
  if (is_list (self->text, lines, first, end))
    write_list (self, lines, first, end);
  else if (is_set (self->text, lines, first, end))
    write_pre (self, lines, first, end);
  else
    write_lines (self, begin (self, CARREL_TAG_P), lines, first, end,
                 is_filled (self->text, lines, first, end));
}

/* ── Heads ── */

/* A head of a letter: its name, up to the colon. */
static gboolean
is_head (const char *line, gsize len)
{
  static const char *const names[] = {
    "From",         "To",           "Cc",           "Subject",     "Date",
    "Message-ID",   "In-Reply-To",  "References",   "Reply-To",    "List",
    "List-ID",      "Sender",       "User-Agent",   "Newsgroups",  "Envelope-to",
    "Organization", "Delivered-To", "MIME-Version", "Content-Type"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gsize n = strlen (names[i]);

    if (len > n && line[n] == ':' && g_ascii_strncasecmp (line, names[i], n) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
take_head (CarrelLetterHeads *heads, const char *line, gsize len)
{
  struct {
    const char *name;
    char      **value;
  } wanted[] = { { "From:", &heads->from },
                 { "Subject:", &heads->subject },
                 { "Date:", &heads->date } };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
    gsize n = strlen (wanted[i].name);

    if (!*wanted[i].value && len > n && g_ascii_strncasecmp (line, wanted[i].name, n) == 0)
      *wanted[i].value = carrel_text_collapse (line + n, (gssize) (len - n));
  }
}

/* The heads at the start of the text, behind a few lines at most; where the letter begins, 0 where
 * it has none. */
static gsize
read_heads (const GString *text, CarrelLetterHeads *heads)
{
  const char *p = text->str;
  guint       n = 0, before = 0;

  while (*p) {
    gsize len = strcspn (p, "\n");

    if (is_head (p, len)) {
      take_head (heads, p, len);
      n++;
    } else if (n == 0) {
      if (++before > MAX_BEFORE)
        return 0;
    } else if (strspn (p, " \t\r") == len) {
      break;
    } else if (!g_ascii_isspace (*p) && *p != '[') {
      return 0;
    }
    p += len + (p[len] == '\n');
  }
  return n >= MIN_HEADS && heads->from && heads->subject ? (gsize) (p - text->str) : 0;
}

void
carrel_letter_heads_clear (CarrelLetterHeads *self)
{
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->date, g_free);
}

/* ── Letters ── */

/* The sender's card below «-- »; the version that a program puts there. */
static guint
find_end (const GString *text, const GArray *lines)
{
  guint end = lines->len, n = 0;

  for (guint i = lines->len; i > 0 && n <= MAX_CARD; i--) {
    const Line *line = get_line (lines, i - 1);

    n += get_length (line) > 0;
    if (line->depth == 0 && get_length (line) == 2 && begins (text, line, "--"))
      end = i - 1;
  }
  /* «[prev in list] [next in list]» */
  while (end > 0 && (get_length (get_line (lines, end - 1)) == 0 ||
                     begins (text, get_line (lines, end - 1), "[prev in ")))
    end--;
  return end;
}

CarrelNode *
carrel_extract_write_letter (CarrelExtraction *self, CarrelNode *pre, CarrelLetterHeads *heads)
{
  Letter letter = { .extraction = self,
                    .text = g_string_new (NULL),
                    .links = g_array_new (FALSE, FALSE, sizeof (Link)) };
  g_autoptr (GArray) lines = NULL;
  gsize start;
  guint end;

  flatten (&letter, pre);
  start = heads ? read_heads (letter.text, heads) : 0;
  if (letter.text->len <= MAX_LETTER && (start > 0 || !heads)) {
    lines = list_lines (letter.text, start);
    end = find_end (letter.text, lines);
    letter.top = letter.stack[0] = carrel_node_new_element (self->html, CARREL_TAG_DIV);
    for (guint i = 0, next; i < end; i = next) {
      const Line *line = get_line (lines, i);

      next = i + 1;
      if (get_length (line) == 0)
        continue;
      if (begins_change (letter.text, lines, i)) {
        set_depth (&letter, 0);
        write_pre (&letter, lines, i, end);
        break;
      }
      while (next < end && get_length (get_line (lines, next)) > 0 &&
             get_line (lines, next)->depth == line->depth &&
             !begins_change (letter.text, lines, next))
        next++;
      write_block (&letter, lines, i, next);
    }
  }
  g_string_free (letter.text, TRUE);
  g_array_unref (letter.links);
  return letter.top;
}

/* carrel-extract-spans.c: words that only a style sheet keeps apart, or shows.
 *
 * <span class="number">412</span><span class="label">boats</span> are two lines of a card, and
 * would be one word of a text. Any thread; each element is looked at a bounded number of times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_EDGE 6      /* elements around a text at the edge of one */
#define MAX_UP 6        /* … and around code */
#define MIN_CLASS 4     /* bytes of a name that a person gave */
#define MIN_WORD 4      /* bytes of a line of its own */
#define MIN_SENTENCE 16 /* bytes before a stop */
#define MAX_LINES 16    /* elements of a box */
#define MAX_TOOLTIP 800 /* bytes of what is shown of a term */

/* The last, or the first, letter of an element that holds nothing but words of one line; `len`: the
 * bytes of that text. 0 where there is none. */
static gunichar
find_edge (const CarrelNode *node, gboolean last, gsize *len)
{
  for (guint i = 0; node && i < MAX_EDGE; i++) {
    if (node->type == CARREL_NODE_TEXT) {
      *len = node->text_len;
      if (node->text_len == 0)
        return 0;
      return g_utf8_get_char (last ? g_utf8_find_prev_char (node->text, node->text + node->text_len)
                                   : node->text);
    }
    if (carrel_tag_is_block ((CarrelTag) node->tag) || node->foreign)
      return 0;
    node = last ? node->last : node->first;
  }
  return 0;
}

static gboolean
is_of_code (const CarrelNode *node)
{
  for (guint i = 0; node && i < MAX_UP; node = node->parent, i++)
    if (node->tag == CARREL_TAG_CODE || node->tag == CARREL_TAG_PRE ||
        node->tag == CARREL_TAG_MATH || node->tag == CARREL_TAG_DT)
      return TRUE;
  return FALSE;
}

/* In a line a space would follow. */
static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == ')' || c == 0x2026;
}

/* A box of nothing but a few elements that are called something each: lines, most likely. */
static gboolean
is_box_of_lines (const CarrelNode *box)
{
  guint n = 0;

  if (box->tag != CARREL_TAG_DIV && box->tag != CARREL_TAG_LI && box->tag != CARREL_TAG_A)
    return FALSE;
  for (const CarrelNode *node = box->first; node; node = node->next)
    if (++n > MAX_LINES ||
        (node->tag != CARREL_TAG_BR && (node->tag != CARREL_TAG_SPAN || node->n_attributes == 0 ||
                                        !carrel_node_get (node, "class"))))
      return FALSE;
  return TRUE;
}

void
carrel_extract_part_span (CarrelExtraction *self, CarrelNode *span)
{
  CarrelNode *after = span->next, *between;
  const char *class, *other;
  gunichar end, begin;
  gsize    len = 0, other_len = 0;
  gboolean lines;

  if (!after || (after->tag != CARREL_TAG_SPAN && after->tag != CARREL_TAG_CITE))
    return;
  class = carrel_node_get (span, "class");
  if (!class)
    return;
  other = after->n_attributes > 0 ? carrel_node_get (after, "class") : NULL;
  if (after->tag == CARREL_TAG_SPAN && (!other || strlen (class) < MIN_CLASS ||
                                        strlen (other) < MIN_CLASS || strcmp (class, other) == 0))
    return;
  end = find_edge (span, TRUE, &len);
  begin = find_edge (after, FALSE, &other_len);
  if (!g_unichar_isalnum (begin) || g_unichar_iswide (end) || g_unichar_iswide (begin) ||
      other_len < 2 || len < 2 - (gsize) g_unichar_isdigit (end))
    return;
  lines = is_box_of_lines (span->parent);
  if (!(ends_sentence (end) &&
        (after->tag == CARREL_TAG_CITE || (len >= MIN_SENTENCE && g_unichar_isupper (begin)))) &&
      (!g_unichar_isalnum (end) ||
       (!g_unichar_isdigit (end) && (!g_unichar_isupper (begin) || g_unichar_isupper (end)) &&
        (MIN (len, other_len) < MIN_WORD || !lines))))
    return;
  if (is_of_code (span->parent))
    return;
  between = lines ? carrel_node_new_element (self->html, CARREL_TAG_BR)
                  : carrel_node_new_text (self->html, " ", 1);
  if (lines)
    carrel_extract_mark (self, between);
  carrel_node_insert_before (after, between);
}

#define WIDE_SPACE "\xe3\x80\x80"

static const char *
skip_spaces (const char *text)
{
  while (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')
    text++;
  return text;
}

/* Nor is how far a paragraph's first line goes in. */
static void
drop_indent (CarrelNode *text)
{
  const char *start = NULL;

  if (text->previous &&
      !(text->previous->type == CARREL_NODE_ELEMENT && text->previous->tag == CARREL_TAG_BR))
    return;
  for (const char *p = skip_spaces (text->text); carrel_text_starts (p, WIDE_SPACE);
       p = skip_spaces (p))
    start = p += strlen (WIDE_SPACE);
  if (start)
    carrel_node_set_text (text, start);
}

#define SOFT_HYPHEN "\xc2\xad"

static void
drop_soft_hyphens (CarrelExtraction *self, CarrelNode *node)
{
  g_autoptr (GString) text = g_string_new (node->text);

  g_string_replace (text, SOFT_HYPHEN, "", 0);
  carrel_node_set_text (node, carrel_html_strdup (self->html, text->str, (gssize) text->len));
}

/* Where a line may be broken is the reader's own affair. */
void
carrel_extract_drop_soft_hyphens (CarrelExtraction *self, CarrelNode *article)
{
  for (CarrelNode *node = article; node; node = carrel_node_next (node, article, FALSE)) {
    if (node->type != CARREL_NODE_TEXT)
      continue;
    drop_indent (node);
    if (memchr (node->text, SOFT_HYPHEN[0], node->text_len) && strstr (node->text, SOFT_HYPHEN))
      drop_soft_hyphens (self, node);
  }
}

/* ── What is shown of a term ── */

/* The element says that the other one tells of it. */
static gboolean
names_other (const CarrelNode *node, const char *id)
{
  const char *by = carrel_node_get (node, "aria-describedby"),
             *label = carrel_node_get (node, "aria-labelledby");

  return (by && strcmp (by, id) == 0) || (label && strcmp (label, id) == 0);
}

gboolean
carrel_extract_is_tooltip (CarrelNode *node)
{
  const char *class, *id;
  const CarrelNode *before = node->previous;

  if (carrel_node_has_word (node, "role", "tooltip"))
    return carrel_node_is_short (node, MAX_TOOLTIP);
  id = carrel_node_get (node, "id");
  class = id ? carrel_node_get (node, "class") : NULL;
  if (!class || !strstr (class, "ooltip"))
    return FALSE;
  while (before && before->type == CARREL_NODE_TEXT && carrel_node_is_blank (before))
    before = before->previous;
  return before && before->type == CARREL_NODE_ELEMENT && names_other (before, id) &&
         carrel_node_is_short (node, MAX_TOOLTIP);
}

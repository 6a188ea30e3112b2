/* carrel-extract-code.c: code as its author wrote it, without what a highlighter put around it.
 *
 * Tables with a column of line numbers, elements a line, and code that stands in <code> with line
 * breaks become one <pre>, with the language in data-lang; line numbers and buttons go. Any thread;
 * each element is looked at a bounded number of times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-code-private.h"
#include "extract/carrel-extract-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_BUTTON 24 /* bytes of «Copy to clipboard» */
#define MIN_LINES 3   /* of one element each, to be one text */

static gboolean
is_white (const char *text)
{
  return text[strspn (text, " \t\n\r\f")] == '\0';
}

static gboolean
is_white_text (CarrelNode *node)
{
  return node->type == CARREL_NODE_TEXT && is_white (node->text);
}

/* ── Line numbers and buttons ── */

/* Digits and what stands around them; at least one, unless the element says it is a number. */
static gboolean
is_numbers (CarrelNode *top, gboolean or_empty)
{
  gboolean digits = FALSE;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    if (node->type != CARREL_NODE_TEXT)
      continue;
    if (strspn (node->text, "0123456789 \t\n\r\f.:|\xc2\xa0") != node->text_len)
      return FALSE;
    digits |= strpbrk (node->text, "0123456789") != NULL;
  }
  return digits || or_empty;
}

static gboolean
is_gutter_class (const char *class)
{
  static const char *const signs[] = { "lineno",   "line-no",   "linenum",  "line-num",
                                       "gutter",   "hljs-ln-n", "blob-num", "crayon-num",
                                       "line_num", "LineNum",   "lineNum",  "code-line-number" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strstr (class, signs[i]))
      return TRUE;
  return strcmp (class, "ln") == 0 || strcmp (class, "nr") == 0;
}

static gboolean
is_gutter (CarrelNode *node)
{
  const char *class = carrel_node_get (node, "class");

  if (carrel_node_get (node, "data-line-number") &&
      (node->tag == CARREL_TAG_TD || node->tag == CARREL_TAG_SPAN || node->tag == CARREL_TAG_A) &&
      is_numbers (node, TRUE))
    return TRUE;
  return class && is_gutter_class (class) && is_numbers (node, TRUE);
}

static gboolean
is_button (CarrelNode *node)
{
  const char *class;
  gsize len = 0;

  if (node->tag == CARREL_TAG_BUTTON)
    return TRUE;
  class = carrel_node_get (node, "class");
  /* What a word of it shows when it is pointed at. */
  if (class && (strstr (class, "popup") || strstr (class, "popover") || strstr (class, "tooltip") ||
                strstr (class, "hover-info")))
    return TRUE;
  if (!class || !(strstr (class, "copy") || strstr (class, "clipboard") ||
                  strstr (class, "toolbar") || strstr (class, "Copy")))
    return FALSE;
  for (CarrelNode *inner = node; inner && len <= MAX_BUTTON;
       inner = carrel_node_next (inner, node, FALSE))
    len += inner->text_len;
  return len <= MAX_BUTTON;
}

/* «ts», «Python»: the name of the language above its code, or in its first line, in an element that
 * is called so. */
static gboolean
is_label (CarrelNode *node)
{
  const char *class = node->n_attributes > 0 ? carrel_node_get (node, "class") : NULL;
  g_autofree char *text = NULL;
  gsize            len = 0;

  if (node->tag == CARREL_TAG_CODE || node->tag == CARREL_TAG_PRE || !class ||
      !strstr (class, "lang"))
    return FALSE;
  for (CarrelNode *inner = node; inner && len <= MAX_BUTTON;
       inner = carrel_node_next (inner, node, FALSE))
    len += inner->text_len;
  if (len == 0 || len > MAX_BUTTON)
    return FALSE;
  text = carrel_node_dup_text (node);
  return !strchr (text, ' ') && carrel_code_is_language (text);
}

static void
drop_label (CarrelNode *pre)
{
  CarrelNode *label = pre->previous;

  while (label && (is_white_text (label) || label->tag == CARREL_TAG_BUTTON))
    label = label->previous;
  if (label && label->type == CARREL_NODE_ELEMENT && is_label (label))
    carrel_node_unlink (label);
}

/* Whether any text in it breaks a line. */
static gboolean
has_newline (CarrelNode *top)
{
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    if ((node->type == CARREL_NODE_TEXT && memchr (node->text, '\n', node->text_len)) ||
        (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_BR))
      return TRUE;
  return FALSE;
}

static gboolean
ends_with_newline (CarrelNode *node)
{
  while (node && node->type == CARREL_NODE_ELEMENT && node->last)
    node = node->last;
  return node && (node->type == CARREL_NODE_TEXT
                      ? node->text_len > 0 && node->text[node->text_len - 1] == '\n'
                      : node->tag == CARREL_TAG_BR);
}

static gboolean
is_line (CarrelNode *node)
{
  const char *class = node->type == CARREL_NODE_ELEMENT ? carrel_node_get (node, "class") : NULL;

  return class && (carrel_node_has_word (node, "class", "line") ||
                   carrel_node_has_word (node, "class", "cl") || strstr (class, "code-line") ||
                   strstr (class, "token-line") || strstr (class, "view-line") ||
                   strstr (class, "crayon-line"));
}

static void
append_newline (CarrelExtraction *self, CarrelNode *node)
{
  carrel_node_append (node, carrel_node_new_text (self->html, "\n", 1));
}

/* Inside code the blocks are lines, and so are elements that say so where nothing else breaks them.
 */
static void
flatten_lines (CarrelExtraction *self, CarrelNode *pre)
{
  g_autoptr (GPtrArray) elements = carrel_extract_list_elements (pre);
  gboolean broken = has_newline (pre);

  for (guint i = elements->len; i > 1; i--) {
    CarrelNode *node = elements->pdata[i - 1];
    gboolean block = carrel_tag_is_block ((CarrelTag) node->tag) && node->tag != CARREL_TAG_FIGURE;

    if (node->tag == CARREL_TAG_TD || node->tag == CARREL_TAG_TH) {
      carrel_node_rename (node, CARREL_TAG_SPAN);
      continue;
    }
    if (block) {
      gboolean inner = node->tag == CARREL_TAG_TABLE || node->tag == CARREL_TAG_TBODY ||
                       node->tag == CARREL_TAG_THEAD || node->tag == CARREL_TAG_UL ||
                       node->tag == CARREL_TAG_OL;

      if (!inner && !ends_with_newline (node))
        append_newline (self, node);
      carrel_node_rename (node, CARREL_TAG_SPAN);
    } else if (!broken && is_line (node)) {
      append_newline (self, node);
    }
  }
}

/* The number an element consists of; 0 when it is none. */
static guint
get_number (CarrelNode *node)
{
  CarrelNode *text = node->first;
  guint64     n;
  char       *end;

  if (!text || text != node->last || text->type != CARREL_NODE_TEXT || text->text_len > 12)
    return 0;
  n = g_ascii_strtoull (text->text, &end, 10);
  return n <= 100000 && is_white (end) ? (guint) n : 0;
}

/* Every line begins with an element that counts it, and something follows: whatever those are
 * called. */
static void
drop_counts (CarrelNode *pre)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new ();
  gboolean fresh = TRUE, counted = FALSE,
           code = FALSE; /* a line begins; its number was the last; more than numbers */
  gboolean skip;

  for (CarrelNode *node = pre; node; node = carrel_node_next (node, pre, skip)) {
    const char *newline;

    skip = FALSE;
    if (node->type == CARREL_NODE_ELEMENT) {
      skip = node->tag == CARREL_TAG_STYLE || node->tag == CARREL_TAG_BUTTON;
      if (carrel_tag_is_block ((CarrelTag) node->tag) || node->tag == CARREL_TAG_BR)
        fresh |= !counted || node->tag == CARREL_TAG_BR;
      if (fresh && node != pre && get_number (node) == counts->len + 1) {
        g_ptr_array_add (counts, node);
        fresh = FALSE;
        counted = skip = TRUE;
      }
      continue;
    }
    if (is_white (node->text)) {
      fresh |= strchr (node->text, '\n') != NULL;
      continue;
    }
    if (fresh)
      return; /* a line without a number */
    code = TRUE;
    counted = FALSE;
    newline = strchr (node->text, '\n');
    if (newline && !is_white (newline))
      return;
    fresh = newline != NULL;
  }
  if (!code || counts->len < 2)
    return;
  for (guint i = 0; i < counts->len; i++)
    carrel_node_unlink (counts->pdata[i]);
}

/* Spaces that don't break are how pages indent, and no compiler knows them. */
static void
unify_spaces (CarrelExtraction *self, CarrelNode *pre)
{
  for (CarrelNode *node = pre; node; node = carrel_node_next (node, pre, FALSE)) {
    g_auto (GStrv) parts = NULL;
    g_autofree char *text = NULL;

    if (node->type != CARREL_NODE_TEXT || !strstr (node->text, "\xc2\xa0"))
      continue;
    parts = g_strsplit (node->text, "\xc2\xa0", -1);
    text = g_strjoinv (" ", parts);
    carrel_node_set_text (node, carrel_html_strdup (self->html, text, -1));
  }
}

static void
clean_code (CarrelExtraction *self, CarrelNode *pre)
{
  CarrelNode *next;

  drop_counts (pre);

  for (CarrelNode *node = carrel_node_next (pre, pre, FALSE); node; node = next) {
    gboolean gone = node->type == CARREL_NODE_ELEMENT && (is_gutter (node) || is_button (node) ||
                                                          (node->parent == pre && is_label (node)));

    next = carrel_node_next (node, pre, gone);
    if (gone)
      carrel_node_unlink (node);
  }
  flatten_lines (self, pre);
}

/* ── Tables of code ── */

static gboolean
says_code (CarrelNode *node)
{
  static const char *const signs[] = { "highlight", "hljs",   "blob-",  "crayon",  "syntax",
                                       "rouge",     "lineno", "gutter", "linenos", "code" };
  const char *class = node ? carrel_node_get (node, "class") : NULL;

  for (guint i = 0; class && i < G_N_ELEMENTS (signs); i++)
    if (strstr (class, signs[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_cell (CarrelNode *node)
{
  return node->type == CARREL_NODE_ELEMENT &&
         (node->tag == CARREL_TAG_TD || node->tag == CARREL_TAG_TH);
}

/* The cells that hold code, one a row; NULL when the table is another. */
static GPtrArray *
find_code_cells (CarrelNode *table)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  gboolean    numbers = FALSE, code = FALSE;
  CarrelNode *next;

  for (CarrelNode *node = carrel_node_next (table, table, FALSE); node; node = next) {
    next = carrel_node_next (node, table, FALSE);
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    if (node->tag == CARREL_TAG_TABLE)
      return NULL;
    if (!is_cell (node))
      continue;
    next = carrel_node_next (node, table, TRUE);
    if (is_gutter (node) || (!node->previous && is_numbers (node, FALSE) && node->next)) {
      numbers = TRUE;
      continue;
    }
    if (cells->len > 0 && ((CarrelNode *) cells->pdata[cells->len - 1])->parent == node->parent)
      return NULL; /* two columns of them */
    code |= says_code (node) || carrel_node_find (node, CARREL_TAG_PRE) ||
            carrel_node_find (node, CARREL_TAG_CODE);
    g_ptr_array_add (cells, node);
  }
  return numbers && code && cells->len > 0 ? g_steal_pointer (&cells) : NULL;
}

static gboolean
open_table (CarrelExtraction *self, CarrelNode *table)
{
  g_autoptr (GPtrArray) cells = NULL;
  CarrelNode *pre;

  if (!says_code (table) && !says_code (table->parent) &&
      !says_code (table->first ? carrel_node_find (table, CARREL_TAG_TD) : NULL) &&
      !carrel_node_find (table, CARREL_TAG_PRE))
    return FALSE;
  cells = find_code_cells (table);
  if (!cells)
    return FALSE;
  pre = carrel_node_new_element (self->html, CARREL_TAG_PRE);
  for (guint i = 0; i < cells->len; i++) {
    CarrelNode *cell = cells->pdata[i], *inner = carrel_node_find (cell, CARREL_TAG_PRE);

    while (cell->first) {
      CarrelNode *child = cell->first;

      carrel_node_unlink (child);
      carrel_node_append (pre, child);
    }
    if (inner && !carrel_node_get (pre, "data-lang")) {
      g_autofree char *language = carrel_code_dup_language (inner, FALSE);

      if (language)
        carrel_node_set (self->html, pre, "data-lang", language);
    }
    if (!ends_with_newline (pre->last))
      append_newline (self, pre);
  }
  carrel_node_insert_before (table, pre);
  carrel_node_unlink (table);
  clean_code (self, pre);
  carrel_code_set_language (self, pre, pre->parent);
  carrel_extract_mark (self, pre);
  return TRUE;
}

/* ── One element a line ── */

static CarrelNode *
get_next (CarrelNode *node)
{
  for (node = node->next; node && is_white_text (node); node = node->next)
    ;
  return node;
}

/* A line of code in a <pre> of its own; three and more are one text. */
static void
join_lines (CarrelExtraction *self, CarrelNode *pre)
{
  CarrelNode *other;
  guint       n = 1;

  if (has_newline (pre) || carrel_node_find (pre, CARREL_TAG_DIV))
    return;
  for (other = get_next (pre); other && other->type == CARREL_NODE_ELEMENT &&
                               other->tag == CARREL_TAG_PRE && !has_newline (other);
       other = get_next (other))
    n++;
  if (n < MIN_LINES)
    return;
  append_newline (self, pre);
  while (--n > 0) {
    other = get_next (pre);
    while (other->first) {
      CarrelNode *child = other->first;

      carrel_node_unlink (child);
      carrel_node_append (pre, child);
    }
    append_newline (self, pre);
    carrel_node_unlink (other);
  }
}

/* The paragraph holds nothing but code and line breaks, two lines of it or more. */
static gboolean
is_code_only (CarrelNode *parent)
{
  guint breaks = 0;

  for (CarrelNode *child = parent->first; child; child = child->next) {
    if (is_white_text (child))
      continue;
    if (child->type != CARREL_NODE_ELEMENT ||
        (child->tag != CARREL_TAG_CODE && child->tag != CARREL_TAG_BR))
      return FALSE;
    breaks += child->tag == CARREL_TAG_BR && child->next != NULL;
    for (CarrelNode *inner = child->first; inner; inner = carrel_node_next (inner, child, FALSE))
      breaks += inner->type == CARREL_NODE_ELEMENT && inner->tag == CARREL_TAG_BR;
  }
  return breaks > 0;
}

static gboolean
is_first (CarrelNode *node)
{
  for (node = node->previous; node && is_white_text (node); node = node->previous)
    ;
  return node == NULL;
}

/* The white space between elements that a paragraph would collapse isn't the code's. */
static void
open_paragraph (CarrelExtraction *self, CarrelNode *parent)
{
  CarrelNode *next;

  for (CarrelNode *child = parent->first; child; child = next) {
    next = child->next;
    if (is_white_text (child))
      carrel_node_unlink (child);
  }
  for (CarrelNode *node = parent->first; node; node = carrel_node_next (node, parent, FALSE))
    if (node->type == CARREL_NODE_TEXT && *node->text == '\n' && node->previous &&
        node->previous->type == CARREL_NODE_ELEMENT && node->previous->tag == CARREL_TAG_BR) {
      node->text++;
      node->text_len--;
    }
  unify_spaces (self, parent);
  carrel_node_rename (parent, CARREL_TAG_PRE);
  carrel_code_set_language (self, parent, parent->parent);
  carrel_extract_mark (self, parent);
}

/* Takes the number before a line, and the space after it. */
static void
drop_number (CarrelNode *line)
{
  CarrelNode *number = line->first, *text;

  if (!number || number->tag != CARREL_TAG_SPAN ||
      !carrel_node_has_word (number, "class", "lineno"))
    return;
  text = number->next;
  carrel_node_unlink (number);
  if (text && text->type == CARREL_NODE_TEXT &&
      (g_str_has_prefix (text->text, "\xc2\xa0") || *text->text == ' '))
    carrel_node_set_text (text, text->text + (*text->text == ' ' ? 1 : strlen ("\xc2\xa0")));
}

static void
move_children (CarrelNode *to, CarrelNode *from)
{
  while (from->first) {
    CarrelNode *child = from->first;

    carrel_node_unlink (child);
    carrel_node_append (to, child);
  }
}

static void
replace_by_code (CarrelExtraction *self, CarrelNode *around, CarrelNode *pre)
{
  carrel_node_insert_before (around, pre);
  carrel_node_unlink (around);
  clean_code (self, pre);
  carrel_extract_mark (self, pre);
}

/* LaTeXML's listing: a division a line, each with its number in an element that is called so. */
static gboolean
take_listing (CarrelExtraction *self, CarrelNode *around, const char *class)
{
  static const char language[] = "ltx_lst_language_";
  const char       *said = strstr (class, language);
  CarrelNode       *pre;

  pre = carrel_node_new_element (self->html, CARREL_TAG_PRE);
  for (CarrelNode *line = around->first; line; line = line->next) {
    CarrelNode *next;

    if (line->tag != CARREL_TAG_DIV || !carrel_node_has_word (line, "class", "ltx_listingline"))
      continue; /* the same once more, to be saved */
    for (CarrelNode *part = line->first; part; part = next) {
      next = part->next;
      if (part->type == CARREL_NODE_ELEMENT && part->n_attributes > 0 &&
          carrel_node_has_word (part, "class", "ltx_tag_listingline"))
        carrel_node_unlink (part);
    }
    move_children (pre, line);
    append_newline (self, pre);
  }
  if (!pre->first)
    return FALSE;
  if (said) {
    g_autofree char *name = g_strdup_printf (
        "language-%.*s", (int) strcspn (said + strlen (language), " "), said + strlen (language));

    carrel_node_set (self->html, pre, "class", name);
    carrel_code_set_language (self, pre, NULL);
  }
  replace_by_code (self, around, pre);
  return TRUE;
}

/* Every word of it is set as a typewriter does. */
static gboolean
is_typed (CarrelNode *line)
{
  for (CarrelNode *node = line->first; node; node = carrel_node_next (node, line, FALSE)) {
    const CarrelNode *above = node->parent;

    if (node->type != CARREL_NODE_TEXT || carrel_node_is_blank (node))
      continue;
    while (above != line && !carrel_node_has_word (above, "class", "ltx_font_typewriter"))
      above = above->parent;
    if (above == line)
      return FALSE;
  }
  return line->first != NULL;
}

/* LaTeXML's paragraphs within a box, or alone, are elements of a line that its style sheet shows as
 * blocks: paragraphs, or lines of code. */
static gboolean
take_typed_lines (CarrelExtraction *self, CarrelNode *around)
{
  gboolean typed = TRUE;
  guint    n = 0;

  if (!around->parent || !carrel_node_has_word (around->parent, "class", "ltx_para"))
    return FALSE;
  for (CarrelNode *line = around->first; line; line = line->next) {
    if (is_white_text (line))
      continue;
    if (line->tag != CARREL_TAG_SPAN || !carrel_node_has_word (line, "class", "ltx_p"))
      return FALSE;
    n++;
    typed &= is_typed (line);
  }
  if (n < 2)
    return FALSE;
  if (typed) {
    CarrelNode *pre = carrel_node_new_element (self->html, CARREL_TAG_PRE);

    for (CarrelNode *line = around->first; line; line = line->next)
      if (line->tag == CARREL_TAG_SPAN) {
        move_children (pre, line);
        append_newline (self, pre);
      }
    replace_by_code (self, around, pre);
    return TRUE;
  }
  carrel_node_rename (around, CARREL_TAG_DIV);
  for (CarrelNode *line = around->first; line; line = line->next)
    if (line->tag == CARREL_TAG_SPAN)
      carrel_node_rename (line, CARREL_TAG_P);
  return FALSE;
}

/* A division a line, as CodeMirror writes them into its editor. */
static gboolean
take_editor (CarrelExtraction *self, CarrelNode *content)
{
  const char *language = carrel_node_get (content, "data-language");
  CarrelNode *pre;

  for (CarrelNode *line = content->first; line; line = line->next)
    if (!is_white_text (line) &&
        (line->tag != CARREL_TAG_DIV || !carrel_node_has_word (line, "class", "cm-line")))
      return FALSE;
  pre = carrel_node_new_element (self->html, CARREL_TAG_PRE);
  for (CarrelNode *line = content->first; line; line = line->next) {
    if (line->tag != CARREL_TAG_DIV)
      continue;
    /* What keeps an empty line open. */
    if (line->first && line->first == line->last && line->first->tag == CARREL_TAG_BR)
      carrel_node_unlink (line->first);
    move_children (pre, line);
    append_newline (self, pre);
  }
  if (!pre->first)
    return FALSE;
  if (language && *language && !strpbrk (language, " \t\n")) {
    g_autofree char *name = g_strconcat ("language-", language, NULL);

    carrel_node_set (self->html, pre, "class", name);
    carrel_code_set_language (self, pre, NULL);
  }
  replace_by_code (self, content, pre);
  return TRUE;
}

gboolean
carrel_extract_code_in_divisions (CarrelExtraction *self, CarrelNode *around)
{
  const char *class = carrel_node_get (around, "class");
  CarrelNode *pre;

  if (!class || (*class != 'f' && *class != 'l' && *class != 'c'))
    return FALSE;
  if (*class == 'c')
    return around->tag == CARREL_TAG_DIV && g_str_has_prefix (class, "cm-content") &&
           carrel_node_has_word (around, "class", "cm-content") && around->first &&
           take_editor (self, around);
  if (around->tag == CARREL_TAG_SPAN)
    return g_str_has_prefix (class, "ltx_p") && carrel_node_has_word (around, "class", "ltx_p") &&
           take_typed_lines (self, around);
  if (g_str_has_prefix (class, "ltx_") && carrel_node_has_word (around, "class", "ltx_lstlisting"))
    return take_listing (self, around, class);
  /* A division a line, as Doxygen writes them. */
  if (strcmp (class, "fragment") != 0 || !carrel_node_find (around, CARREL_TAG_DIV))
    return FALSE;
  pre = carrel_node_new_element (self->html, CARREL_TAG_PRE);
  for (CarrelNode *line = around->first; line; line = line->next) {
    if (line->tag != CARREL_TAG_DIV || carrel_node_has_word (line, "class", "ttc"))
      continue; /* what a word shows when it is pointed at */
    drop_number (line);
    move_children (pre, line);
    append_newline (self, pre);
  }
  replace_by_code (self, around, pre);
  return TRUE;
}

gboolean
carrel_extract_code (CarrelExtraction *self, CarrelNode *node)
{
  CarrelNode *parent = node->parent;

  switch (node->tag) {
  case CARREL_TAG_PRE:
    /* A column of numbers that isn't in a table. */
    if (node->first && is_numbers (node, FALSE) && has_newline (node) && parent &&
        (is_gutter (node) || is_gutter (parent))) {
      carrel_node_unlink (node);
      return TRUE;
    }
    carrel_code_set_language (self, node, parent);
    drop_label (node);
    clean_code (self, node);
    join_lines (self, node);
    return TRUE;
  case CARREL_TAG_TABLE:
    return open_table (self, node);
  case CARREL_TAG_CODE:
    /* Only the first of them asks for all. */
    if (parent && node->first && is_first (node) &&
        (parent->tag == CARREL_TAG_P || parent->tag == CARREL_TAG_DIV) && is_code_only (parent) &&
        !carrel_node_get_ancestor (parent, CARREL_TAG_PRE))
      open_paragraph (self, parent);
    return FALSE;
  default:
    return FALSE;
  }
}

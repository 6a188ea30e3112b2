/* carrel-document-read-elements.c: the elements that have a case of their own. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-read-private.h"

#include "base/carrel-uri.h"

#include <string.h>

#define MAX_SPAN_CELLS 1000 /* colspan, rowspan; as browsers do */
#define LONG_CELL 200       /* bytes: more than data has, in a row that is the only one */

/* ── Attributes ── */

guint
carrel_document_reader_get_number (CarrelNode *node, const char *name, guint max)
{
  const char *value = carrel_node_get (node, name);
  guint64     number;

  if (!value)
    return 0;
  while (*value == ' ')
    value++;
  if (!g_ascii_isdigit (*value))
    return 0;
  number = g_ascii_strtoull (value, NULL, 10);
  return number <= max ? (guint) number : 0;
}

/* A whole number, also below zero. */
static gboolean
get_integer (CarrelNode *node, const char *name, gint32 *number)
{
  const char *value = carrel_node_get (node, name), *digits;
  gint64      found;
  gsize       n;

  if (!value)
    return FALSE;
  while (g_ascii_isspace (*value))
    value++;
  digits = value + (*value == '-' || *value == '+');
  n = strspn (digits, "0123456789");
  found = g_ascii_strtoll (value, NULL, 10);
  if (n == 0 || n > 10 || found < G_MININT32 || found > G_MAXINT32)
    return FALSE;
  *number = (gint32) found;
  return TRUE;
}

/* «#fn-12» → 12; 0 when it isn't one. */
static guint
parse_note (const char *value, const char *prefix)
{
  gsize   len = strlen (prefix);
  guint64 number;
  char   *end;

  if (!value || strncmp (value, prefix, len) != 0 || !g_ascii_isdigit (value[len]) ||
      value[len] == '0')
    return 0;
  number = g_ascii_strtoull (value + len, &end, 10);
  return *end == '\0' && number <= 100000 ? (guint) number : 0;
}

/* The fragment when `href` leads to a place in the page itself. */
static const char *
get_fragment (CarrelDocumentReader *self, const char *href)
{
  if (*href == '#')
    return href + 1;
  if (self->base) {
    gsize len = strcspn (self->base, "#");

    if (strncmp (href, self->base, len) == 0 && href[len] == '#')
      return href + len + 1;
  }
  return NULL;
}

static const char *
get_class_number (CarrelNode *node,
                  const char *class,
                  const char           *attribute,
                  const char           *prefix,
                  CarrelDocumentReader *self)
{
  guint number = carrel_node_has_word (node, "class", class)
                     ? parse_note (carrel_node_get (node, attribute), prefix)
                     : 0;
  char *value;

  if (!number)
    return NULL;
  value = g_strdup_printf ("%s%u", prefix, number);
  g_ptr_array_add (self->builder->memory, value);
  return value;
}

static void
enter_link (CarrelDocumentReader *self, CarrelNode *node)
{
  const char *href = carrel_node_get (node, "href"), *value, *fragment;
  char       *address;

  if (!href)
    return;
  if ((value = get_class_number (node, "fnref", "href", "#fn-", self))) {
    carrel_document_reader_push (self, CARREL_SPAN_FOOTNOTE_REF, value, CARREL_DIR_AUTO);
    return;
  }
  if ((value = get_class_number (node, "fnback", "href", "#fnref-", self))) {
    carrel_document_reader_push (self, CARREL_SPAN_FOOTNOTE_BACK, value, CARREL_DIR_AUTO);
    return;
  }
  if ((fragment = get_fragment (self, href))) {
    if (*fragment && strlen (fragment) < 256)
      carrel_document_reader_push (self, CARREL_SPAN_LINK,
                                   carrel_document_builder_string (self->builder, fragment - 1),
                                   CARREL_DIR_AUTO);
    return;
  }
  address = carrel_uri_resolve (self->base, href);
  if (!address)
    return;
  g_ptr_array_add (self->builder->memory, address);
  carrel_document_reader_push (self, CARREL_SPAN_LINK, address, CARREL_DIR_AUTO);
}

/* ── Tables ── */

/* A table whose cells are only places on the page: one cell, one column, nothing in all cells of a
 * row but one, or tables in its cells; or it has no heads, but headings, one row of long texts,
 * nothing but pictures, or a formula and its number. */
static gboolean
is_layout_table (CarrelDocumentReader *self, CarrelNode *table)
{
  guint       columns = 0, in_row = 0, rows = 0, filled = 0, most_filled = 0;
  gsize       letters = 0;
  gboolean    heads = FALSE, headings = FALSE, in_cell = FALSE, formula = FALSE, text = FALSE;
  const char *role = carrel_node_get (table, "role");

  if (self->fixed || self->clean)
    return self->fixed;
  if (role &&
      (g_ascii_strcasecmp (role, "presentation") == 0 || g_ascii_strcasecmp (role, "none") == 0))
    return TRUE;
  for (CarrelNode *n = carrel_node_next (table, table, FALSE); n;
       n = carrel_node_next (n, table, FALSE)) {
    if (n->type != CARREL_NODE_ELEMENT) {
      letters += n->text_len;
      if (carrel_node_is_blank (n))
        continue;
      text = TRUE;
      if (!in_cell)
        continue;
    } else if (n->tag == CARREL_TAG_TABLE) {
      return TRUE;
    }
    if (in_cell &&
        (n->type != CARREL_NODE_ELEMENT || n->tag == CARREL_TAG_IMG || n->tag == CARREL_TAG_MATH)) {
      filled++;
      most_filled = MAX (most_filled, filled);
      in_cell = FALSE;
    }
    if (n->type != CARREL_NODE_ELEMENT)
      continue;
    heads |= n->tag == CARREL_TAG_TH || n->tag == CARREL_TAG_CAPTION;
    formula |= n->tag == CARREL_TAG_SPAN && carrel_node_has_word (n, "class", "math");
    headings |= n->tag >= CARREL_TAG_H1 && n->tag <= CARREL_TAG_H4;
    if (n->tag == CARREL_TAG_TR) {
      in_row = filled = 0;
      in_cell = FALSE;
      rows++;
    } else if (n->tag == CARREL_TAG_TD || n->tag == CARREL_TAG_TH) {
      in_row++;
      in_cell = TRUE;
      columns = MAX (columns, in_row);
      if (n->tag == CARREL_TAG_TH && rows > 1)
        columns = MAX (columns, 2);
    }
  }
  return columns < 2 || (!heads && (headings || most_filled < 2 || !(text || formula) ||
                                    (rows == 1 && formula && most_filled == 2) ||
                                    (rows == 1 && letters >= columns * LONG_CELL)));
}

static void
enter_cell (CarrelDocumentReader *self, CarrelNode *node)
{
  CarrelBlock *block = carrel_document_reader_open (self, CARREL_BLOCK_CELL);
  guint        colspan = carrel_document_reader_get_number (node, "colspan", MAX_SPAN_CELLS),
        rowspan = carrel_document_reader_get_number (node, "rowspan", MAX_SPAN_CELLS);

  block->header = node->tag == CARREL_TAG_TH;
  block->colspan = (guint16) MAX (colspan, 1);
  block->rowspan = (guint16) MAX (rowspan, 1);
}

/* ── Headings ── */

void
carrel_document_reader_note_fragment (CarrelDocumentReader *self, CarrelNode *node)
{
  const char *id;

  if (!self->wanted)
    return;
  id = carrel_node_get (node, "id");
  if (!id && node->tag == CARREL_TAG_A)
    id = carrel_node_get (node, "name");
  if (id && g_hash_table_contains (self->wanted, id))
    g_ptr_array_add (self->pending, (gpointer) id);
}

static void
enter_heading (CarrelDocumentReader *self, CarrelNode *node)
{
  CarrelBlock *block = carrel_document_reader_open (self, CARREL_BLOCK_HEADING);
  const char  *id = carrel_node_get (node, "id");

  block->level = (guint8) (node->tag - CARREL_TAG_H1 + 1);
  if (self->clean) {
    if (parse_note (id, "h-"))
      block->id = carrel_document_builder_string (self->builder, id);
    return;
  }
  /* What leads to the heading or to an empty anchor before it. */
  for (CarrelNode *n = carrel_node_next (node, node, FALSE); n;
       n = carrel_node_next (n, node, FALSE))
    if (n->type == CARREL_NODE_ELEMENT)
      carrel_document_reader_note_fragment (self, n);
  if (self->pending->len == 0)
    return;
  {
    char *made = g_strdup_printf ("h-%u", ++self->n_headings);

    g_ptr_array_add (self->builder->memory, made);
    block->id = made;
    for (guint i = 0; i < self->pending->len; i++)
      if (!g_hash_table_contains (self->headings, self->pending->pdata[i]))
        g_hash_table_insert (self->headings, self->pending->pdata[i], made);
    g_ptr_array_set_size (self->pending, 0);
  }
}

void
carrel_document_reader_find_fragments (CarrelDocumentReader *self, CarrelNode *top)
{
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (CarrelNode *n = top; n; n = carrel_node_next (n, top, FALSE)) {
    const char *href = n->type == CARREL_NODE_ELEMENT && n->tag == CARREL_TAG_A
                           ? carrel_node_get (n, "href")
                           : NULL;
    const char *fragment = href ? get_fragment (self, href) : NULL;

    if (fragment && *fragment && strlen (fragment) < 256) {
      char *plain = g_uri_unescape_string (fragment, NULL);

      g_hash_table_add (self->wanted, g_strdup (fragment));
      if (plain)
        g_hash_table_add (self->wanted, plain);
    }
  }
}

/* Links within the page lead to the headings' new names, or nowhere: those the builder takes away.
 */
void
carrel_document_reader_lead_links (CarrelDocumentReader *self)
{
  for (guint i = 0; i < self->builder->blocks->len; i++) {
    CarrelBlock *block = &g_array_index (self->builder->blocks, CarrelBlock, i);
    CarrelSpan  *spans = (CarrelSpan *) block->spans;

    for (guint s = 0; s < block->n_spans; s++) {
      g_autofree char *plain = NULL;
      const char      *id;
      char            *made;

      if (spans[s].kind != CARREL_SPAN_LINK || spans[s].value[0] != '#')
        continue;
      id = g_hash_table_lookup (self->headings, spans[s].value + 1);
      if (!id && (plain = g_uri_unescape_string (spans[s].value + 1, NULL)))
        id = g_hash_table_lookup (self->headings, plain);
      made = g_strconcat ("#", id, NULL);
      g_ptr_array_add (self->builder->memory, made);
      spans[s].value = made;
    }
  }
}

/* ── Elements ── */

static void
enter_leaf (CarrelDocumentReader *self, CarrelBlockType type)
{
  carrel_document_reader_open (self, type);
  self->fixed = TRUE;
}

static void
enter_pre (CarrelDocumentReader *self, CarrelNode *node)
{
  CarrelBlock     *block = carrel_document_reader_open (self, CARREL_BLOCK_CODE);
  CarrelNode      *code = carrel_node_find (node, CARREL_TAG_CODE);
  const char      *language = carrel_node_get (node, "data-lang");
  g_autofree char *found = NULL;

  /* «class="language-c"», «lang-c», «highlight-source-c» on it or on the <code> within. */
  for (guint i = 0; !language && !self->clean && i < 2; i++) {
    CarrelNode *at = i == 0 ? node : code;
    const char *class = at ? carrel_node_get (at, "class") : NULL;
    static const char *const prefixes[] = { "language-", "lang-", "highlight-source-", "brush:" };

    for (guint k = 0; class && !language && k < G_N_ELEMENTS (prefixes); k++) {
      const char *p = strstr (class, prefixes[k]);

      if (!p)
        continue;
      p += strlen (prefixes[k]);
      while (*p == ' ')
        p++;
      language = found = g_strndup (p, strcspn (p, " ;\t\n"));
    }
  }
  block->language = carrel_document_builder_code_language (self->builder, language);
  self->fixed = TRUE;
}

/* How a list counts, by its attribute, or by the style that stands on it. */
static CarrelNumbering
get_numbering (CarrelDocumentReader *self, CarrelNode *node)
{
  static const struct {
    const char *type, *style;
  } kinds[] = {
    [CARREL_NUMBERING_DECIMAL] = { "1", "decimal" },
    [CARREL_NUMBERING_LOWER_LETTERS] = { "a", "lower-alpha" },
    [CARREL_NUMBERING_UPPER_LETTERS] = { "A", "upper-alpha" },
    [CARREL_NUMBERING_LOWER_ROMAN] = { "i", "lower-roman" },
    [CARREL_NUMBERING_UPPER_ROMAN] = { "I", "upper-roman" },
  };
  const char *type = carrel_node_get (node, "type");
  const char *style = self->clean ? NULL : carrel_node_get (node, "style");

  style = style ? strstr (style, "list-style") : NULL;
  if (style && (strstr (style, "lower-latin") || strstr (style, "upper-latin")))
    return strstr (style, "lower-latin") ? CARREL_NUMBERING_LOWER_LETTERS
                                         : CARREL_NUMBERING_UPPER_LETTERS;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (style && strstr (style, kinds[i].style))
      return (CarrelNumbering) i;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (type && strcmp (type, kinds[i].type) == 0)
      return (CarrelNumbering) i;
  return CARREL_NUMBERING_DECIMAL;
}

static void
enter_list (CarrelDocumentReader *self, CarrelNode *node)
{
  CarrelBlock *block;

  carrel_document_reader_end_leaf (self);
  /* The list of the notes is the notes themselves. */
  if (carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_FOOTNOTES)
    return;
  block = carrel_document_reader_open (self, CARREL_BLOCK_LIST);
  block->ordered = node->tag == CARREL_TAG_OL;
  if (!block->ordered)
    return;
  block->numbering = get_numbering (self, node);
  block->reversed = carrel_node_get (node, "reversed") != NULL;
  block->numbered = get_integer (node, "start", &block->number);
}

static void
enter_item (CarrelDocumentReader *self, CarrelNode *node)
{
  int parent;

  carrel_document_reader_end_leaf (self);
  parent = carrel_document_builder_get_type_of_top (self->builder);
  if (parent == CARREL_BLOCK_FOOTNOTES) {
    CarrelBlock *block = carrel_document_reader_open (self, CARREL_BLOCK_FOOTNOTE);
    guint        number = parse_note (carrel_node_get (node, "id"), "fn-");
    char        *id;

    if (!number)
      number = self->last_note + 1; /* no link leads to it */
    self->last_note = number;
    block->number = (gint32) number;
    id = g_strdup_printf ("fn-%u", number);
    g_ptr_array_add (self->builder->memory, id);
    block->id = id;
  } else {
    CarrelBlock *block = carrel_document_reader_open (self, CARREL_BLOCK_LIST_ITEM);

    block->numbered = get_integer (node, "value", &block->number);
  }
}

static void
enter_math (CarrelDocumentReader *self, const char *tex, gsize len, gboolean display)
{
  while (len > 0 && g_ascii_isspace (*tex))
    tex++, len--;
  if (len == 0)
    return;
  if (display && !self->fixed) {
    carrel_document_reader_open (self, CARREL_BLOCK_MATH);
    carrel_document_builder_flow (self->builder, tex, len);
    carrel_document_reader_end_leaf (self);
  } else {
    guint n = self->inlines->len;

    carrel_document_reader_push (self, CARREL_SPAN_MATH, NULL, CARREL_DIR_AUTO);
    carrel_document_reader_text (self, tex, len);
    carrel_document_reader_pop (self, n);
  }
}

/* <span class="math">: a formula; the extractor marks those that stand on a line of their own. TRUE
 * when all of it is read. */
static gboolean
enter_math_span (CarrelDocumentReader *self, CarrelNode *node)
{
  const char *display = carrel_node_get (node, "data-display");

  if (!carrel_node_has_word (node, "class", "math") || !node->first || node->first != node->last ||
      node->first->type != CARREL_NODE_TEXT)
    return FALSE;
  if (!self->clean && display && strcmp (display, "block") == 0 && !self->fixed) {
    enter_math (self, node->first->text, node->first->text_len, TRUE);
    return TRUE;
  }
  carrel_document_reader_push (self, CARREL_SPAN_MATH, NULL, CARREL_DIR_AUTO);
  return FALSE;
}

/* MathML that says its TeX; else its text is read as it stands. */
static gboolean
enter_mathml (CarrelDocumentReader *self, CarrelNode *node)
{
  const char *display = carrel_node_get (node, "display");
  g_autoptr (GString) tex = NULL;

  for (CarrelNode *n = carrel_node_next (node, node, FALSE); n && !tex;
       n = carrel_node_next (n, node, FALSE)) {
    const char *encoding = n->type == CARREL_NODE_ELEMENT ? carrel_node_get (n, "encoding") : NULL;

    if (encoding && g_ascii_strcasecmp (encoding, "application/x-tex") == 0) {
      tex = g_string_new (NULL);
      carrel_node_append_text (n, tex);
    }
  }
  if (!tex)
    return FALSE;
  enter_math (self, tex->str, tex->len, display && g_ascii_strcasecmp (display, "block") == 0);
  return TRUE;
}

/* Elements with a case of their own. TRUE: its children are walked. */
gboolean
carrel_document_reader_enter (CarrelDocumentReader *self,
                              CarrelNode           *node,
                              CarrelDocumentFrame  *frame)
{
  switch (node->tag) {
  case CARREL_TAG_A:
    enter_link (self, node);
    return TRUE;
  case CARREL_TAG_BR:
    if (!self->builder->has_leaf)
      return FALSE;
    if (carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_CODE)
      carrel_document_builder_text (self->builder, "\n", 1);
    else if (!carrel_document_builder_break (self->builder) && !self->fixed)
      carrel_document_reader_end_leaf (self); /* two of them end a paragraph */
    return FALSE;
  case CARREL_TAG_FIGURE:
    if (self->fixed)
      return TRUE;
    if (carrel_node_has_word (node, "class", "embed") &&
        carrel_document_reader_enter_embed (self, node)) {
      self->fixed = TRUE;
      frame->embed = TRUE;
      return TRUE;
    }
    carrel_document_reader_open (self, CARREL_BLOCK_FIGURE);
    return TRUE;
  case CARREL_TAG_H1:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    if (!self->fixed) {
      enter_heading (self, node);
      self->fixed = TRUE;
    }
    return TRUE;
  case CARREL_TAG_HR:
    if (!self->fixed) {
      carrel_document_reader_open (self, CARREL_BLOCK_RULE);
      carrel_document_builder_close (self->builder);
    }
    return FALSE;
  case CARREL_TAG_IMG:
    carrel_document_reader_enter_image (self, node);
    return FALSE;
  case CARREL_TAG_LI:
    if (!self->fixed)
      enter_item (self, node);
    return TRUE;
  case CARREL_TAG_MATH:
    return !enter_mathml (self, node);
  case CARREL_TAG_MENU:
  case CARREL_TAG_OL:
  case CARREL_TAG_UL:
    if (!self->fixed)
      enter_list (self, node);
    return TRUE;
  case CARREL_TAG_P:
    if (!self->fixed && carrel_node_has_word (node, "class", "math"))
      enter_leaf (self, CARREL_BLOCK_MATH);
    return TRUE;
  case CARREL_TAG_PRE:
    if (!self->fixed)
      enter_pre (self, node);
    return TRUE;
  case CARREL_TAG_RT:
    carrel_document_reader_text (self, "(", 1);
    frame->ruby = TRUE;
    return TRUE;
  case CARREL_TAG_SCRIPT: {
    const char *type = carrel_node_get (node, "type");

    if (type && g_str_has_prefix (type, "math/tex")) {
      g_autoptr (GString) tex = g_string_new (NULL);

      for (CarrelNode *child = node->first; child; child = child->next)
        if (child->type == CARREL_NODE_TEXT)
          g_string_append_len (tex, child->text, child->text_len);
      enter_math (self, tex->str, tex->len, strstr (type, "mode=display") != NULL);
    }
    return FALSE;
  }
  case CARREL_TAG_SECTION:
    if (!self->fixed && carrel_node_has_word (node, "class", "footnotes") &&
        !self->builder->has_footnotes && self->builder->open->len == 0)
      carrel_document_reader_open (self, CARREL_BLOCK_FOOTNOTES);
    return TRUE;
  case CARREL_TAG_SPAN:
    if (carrel_node_has_word (node, "class", "katex-html"))
      return FALSE; /* drawn; the same stands in MathML beside it */
    return !enter_math_span (self, node);
  case CARREL_TAG_TABLE:
    self->layout = is_layout_table (self, node);
    if (!self->layout)
      carrel_document_reader_open (self, CARREL_BLOCK_TABLE);
    return TRUE;
  case CARREL_TAG_TD:
  case CARREL_TAG_TH:
    if (!self->fixed && !self->layout)
      enter_cell (self, node);
    return TRUE;
  case CARREL_TAG_TR:
    if (!self->fixed && !self->layout)
      carrel_document_reader_open (self, CARREL_BLOCK_ROW);
    return TRUE;
  default:
    return TRUE;
  }
}

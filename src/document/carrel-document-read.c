/* carrel-document-read.c: HTML → document, through an allow list. Any thread.
 *
 * One walk over the tree, with a stack of frames instead of recursion. What isn't in the rules
 * is unwrapped (its text stays) or skipped whole (what has no text of its own, or runs). The
 * builder keeps the result well formed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-read-private.h"

#include "base/carrel-text.h"

#include <string.h>

/* ── Leaves ── */

static void
forget_pushed (CarrelDocumentReader *self)
{
  for (guint i = 0; i < self->inlines->len; i++)
    g_array_index (self->inlines, CarrelDocumentInline, i).pushed = FALSE;
}

void
carrel_document_reader_end_leaf (CarrelDocumentReader *self)
{
  carrel_document_builder_close_leaf (self->builder);
  forget_pushed (self);
}

static gboolean
same_language (const char *a, const char *b)
{
  return a == b || (a && b && g_ascii_strcasecmp (a, b) == 0);
}

/* What the blocks around one say, which need not be those of the elements around it. */
static void
declare_language (CarrelDocumentReader *self, CarrelBlock *block)
{
  const char *language = NULL;
  CarrelDir   dir = CARREL_DIR_AUTO;

  for (guint i = block->depth; i > 0 && (!language || dir == CARREL_DIR_AUTO); i--) {
    const CarrelBlock *above = &g_array_index (self->builder->blocks, CarrelBlock,
                                               g_array_index (self->builder->open, guint, i - 1));

    language = language ? language : above->language;
    dir = dir != CARREL_DIR_AUTO ? dir : above->dir;
  }
  if (self->language && !same_language (self->language, language ? language : self->base_language))
    block->language = carrel_document_builder_string (self->builder, self->language);
  if (self->dir != (dir != CARREL_DIR_AUTO ? dir : self->base_dir))
    block->dir = self->dir;
}

CarrelBlock *
carrel_document_reader_open (CarrelDocumentReader *self, CarrelBlockType type)
{
  CarrelBlock *block;

  carrel_document_reader_end_leaf (self);
  block = carrel_document_builder_open (self->builder, type);
  if (type == CARREL_BLOCK_RULE || type == CARREL_BLOCK_IMAGE) { /* nothing in them is read */
    self->opened = MIN (self->opened, block->depth);
    return block;
  }
  declare_language (self, block);
  self->opened = MIN (self->opened, block->depth);
  return block;
}

/* Code and formulas are as they are. */
static gboolean
fits (int leaf, CarrelSpanKind kind)
{
  if (leaf == CARREL_BLOCK_MATH)
    return FALSE;
  return leaf != CARREL_BLOCK_CODE || kind == CARREL_SPAN_LINK || kind == CARREL_SPAN_STRONG ||
         kind == CARREL_SPAN_EMPHASIS || kind == CARREL_SPAN_MARK;
}

/* A leaf for text that is about to come, with all open spans on it. */
void
carrel_document_reader_prepare (CarrelDocumentReader *self)
{
  int type;

  if (!self->builder->has_leaf) {
    gboolean figure =
        carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_FIGURE;

    carrel_document_reader_open (self, figure ? CARREL_BLOCK_CAPTION : CARREL_BLOCK_PARAGRAPH);
  }
  g_ptr_array_set_size (self->pending, 0);
  type = carrel_document_builder_get_type_of_top (self->builder);
  for (guint i = 0; i < self->inlines->len; i++) {
    CarrelDocumentInline *one = &g_array_index (self->inlines, CarrelDocumentInline, i);

    if (one->pushed || !fits (type, one->kind))
      continue;
    carrel_document_builder_push (self->builder, one->kind, one->value)->dir = one->dir;
    one->pushed = TRUE;
  }
}

void
carrel_document_reader_text (CarrelDocumentReader *self, const char *text, gsize len)
{
  gsize lead;

  if (self->builder->has_leaf &&
      carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_CODE) {
    carrel_document_reader_prepare (self);
    carrel_document_builder_text (self->builder, text, (gssize) len);
    return;
  }
  /* A space before the first word of a span doesn't belong to it. */
  lead = carrel_document_builder_count_lead (text, len);
  carrel_document_builder_flow (self->builder, text, lead);
  if (lead == len)
    return;
  carrel_document_reader_prepare (self);
  carrel_document_builder_flow (self->builder, text + lead, len - lead);
}

/* ── Spans ── */

void
carrel_document_reader_push (CarrelDocumentReader *self,
                             CarrelSpanKind        kind,
                             const char           *value,
                             CarrelDir             dir)
{
  CarrelDocumentInline one = { kind, dir, value, FALSE };

  /* The same twice says nothing more; links never nest. */
  for (guint i = 0; i < self->inlines->len; i++) {
    CarrelSpanKind other = g_array_index (self->inlines, CarrelDocumentInline, i).kind;

    if (other == kind && kind != CARREL_SPAN_LANGUAGE)
      return;
    if (kind == CARREL_SPAN_LINK &&
        (other == CARREL_SPAN_FOOTNOTE_REF || other == CARREL_SPAN_FOOTNOTE_BACK))
      return;
  }
  g_array_append_val (self->inlines, one);
}

void
carrel_document_reader_pop (CarrelDocumentReader *self, guint n)
{
  while (self->inlines->len > n) {
    if (g_array_index (self->inlines, CarrelDocumentInline, self->inlines->len - 1).pushed)
      carrel_document_builder_pop (self->builder);
    g_array_set_size (self->inlines, self->inlines->len - 1);
  }
}

/* ── The walk ── */

/* A word between two blocks is no longer one with its neighbour. */
static void
end_paragraph (CarrelDocumentReader *self)
{
  if (!self->fixed) {
    carrel_document_reader_end_leaf (self);
  } else if (self->builder->has_leaf &&
             carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_CODE) {
    gsize len = self->builder->text->len;

    if (len > 0 && self->builder->text->str[len - 1] != '\n')
      carrel_document_builder_text (self->builder, "\n", 1);
  } else {
    carrel_document_builder_flow (self->builder, " ", 1);
  }
}

static gboolean
is_language (const char *tag)
{
  gsize part = 0;

  if (!tag || !g_ascii_isalpha (*tag) || strlen (tag) > 35)
    return FALSE;
  for (const char *p = tag; *p; p++) {
    if (*p == '-' ? part == 0 : !g_ascii_isalnum (*p) || ++part > 8)
      return FALSE;
    if (*p == '-')
      part = 0;
  }
  return part > 0;
}

static void
enter_leaf_element (CarrelDocumentReader *self, CarrelBlockType type)
{
  carrel_document_reader_open (self, type);
  self->fixed = TRUE;
}

/* The language and direction that an element declares: of the blocks in it, or of a span. */
static void
take_language (CarrelDocumentReader *self, CarrelNode *node, gboolean inline_)
{
  const char *language = carrel_node_get (node, "lang"), *dir = carrel_node_get (node, "dir");
  CarrelDir   direction = CARREL_DIR_AUTO;

  if (!is_language (language) || same_language (language, self->language))
    language = NULL;
  if (dir && g_ascii_strcasecmp (dir, "rtl") == 0)
    direction = CARREL_DIR_RTL;
  else if (dir && g_ascii_strcasecmp (dir, "ltr") == 0)
    direction = CARREL_DIR_LTR;
  if (direction == self->dir)
    direction = CARREL_DIR_AUTO;

  if (inline_) {
    if (language || direction != CARREL_DIR_AUTO)
      carrel_document_reader_push (self, CARREL_SPAN_LANGUAGE, language, direction);
    return;
  }
  if (language)
    self->language = language;
  if (direction != CARREL_DIR_AUTO)
    self->dir = direction;
}

/* TRUE: the element has a frame now, and its children are walked. */
static gboolean
enter (CarrelDocumentReader *self, CarrelNode *node)
{
  CarrelDocumentRule  rule = carrel_document_get_rule (node);
  CarrelDocumentFrame frame = { .node = node,
                                .n_inlines = self->inlines->len,
                                .language = self->language,
                                .dir = self->dir,
                                .fixed = self->fixed != FALSE,
                                .layout = self->layout != FALSE };
  gboolean            deeper = TRUE;

  if (rule.role == AS_SKIPPED)
    return FALSE;
  if (self->frames->len > 0 &&
      g_array_index (self->frames, CarrelDocumentFrame, self->frames->len - 1).embed &&
      node->tag != CARREL_TAG_FIGCAPTION)
    return FALSE;

  frame.block = rule.role == AS_DIVISION || rule.role == AS_BLOCK || rule.role == AS_LEAF ||
                rule.role == AS_OTHER_BLOCK;
  if (frame.block)
    end_paragraph (self);
  frame.n_open = self->builder->open->len;
  carrel_document_reader_note_fragment (self, node);
  take_language (self, node, !frame.block);

  self->opened = G_MAXUINT;
  if (rule.role == AS_SPAN)
    carrel_document_reader_push (self, (CarrelSpanKind) rule.type, NULL, CARREL_DIR_AUTO);
  else if (rule.role == AS_OTHER || rule.role == AS_OTHER_BLOCK)
    deeper = carrel_document_reader_enter (self, node, &frame);
  else if (rule.role == AS_BLOCK && !self->fixed)
    carrel_document_reader_open (self, (CarrelBlockType) rule.type);
  else if (rule.role == AS_LEAF && !self->fixed)
    enter_leaf_element (self, (CarrelBlockType) rule.type);
  frame.n_open = MIN (frame.n_open, self->opened);
  g_array_append_val (self->frames, frame);
  return deeper;
}

static void
leave (CarrelDocumentReader *self)
{
  CarrelDocumentFrame frame =
      g_array_index (self->frames, CarrelDocumentFrame, self->frames->len - 1);

  if (frame.ruby)
    carrel_document_reader_text (self, ")", 1);
  carrel_document_reader_pop (self, frame.n_inlines);
  if (frame.block && !frame.fixed) {
    carrel_document_reader_end_leaf (self);
    carrel_document_builder_close_to (self->builder, frame.n_open);
  } else if (frame.block) {
    end_paragraph (self);
  }
  self->language = frame.language;
  self->dir = frame.dir;
  self->fixed = frame.fixed;
  self->layout = frame.layout;
  carrel_document_drop_last (self->frames);
}

static void
walk (CarrelDocumentReader *self, CarrelNode *top)
{
  CarrelNode *node = top;

  while (node) {
    gboolean down = FALSE;

    if (node->type == CARREL_NODE_TEXT) {
      carrel_document_reader_text (self, node->text, node->text_len);
    } else {
      guint n = self->frames->len;

      down = enter (self, node) && node->first;
      if (!down && self->frames->len > n)
        leave (self);
    }
    if (down) {
      node = node->first;
      continue;
    }
    while (node != top && !node->next) {
      node = node->parent;
      leave (self);
    }
    if (node == top)
      break;
    node = node->next;
  }
}

/* What the page says around the node: the language and direction of the article itself. */
static void
take_surroundings (CarrelDocumentReader *self, CarrelNode *node)
{
  for (CarrelNode *n = node->parent; n; n = n->parent) {
    const char *language = carrel_node_get (n, "lang"), *dir = carrel_node_get (n, "dir");

    if (!self->language && is_language (language))
      self->language = language;
    if (self->dir == CARREL_DIR_AUTO && dir && g_ascii_strcasecmp (dir, "rtl") == 0)
      self->dir = CARREL_DIR_RTL;
    else if (self->dir == CARREL_DIR_AUTO && dir && g_ascii_strcasecmp (dir, "ltr") == 0)
      self->dir = CARREL_DIR_LTR;
  }
  self->base_language = self->language;
  self->base_dir = self->dir;
}

static CarrelDocument *
read_node (CarrelNode *node, const char *base, gboolean clean)
{
  CarrelDocumentReader self = { .builder = carrel_document_builder_new (),
                                .base = base,
                                .clean = clean };
  CarrelDocument      *document;

  self.frames = g_array_new (FALSE, FALSE, sizeof (CarrelDocumentFrame));
  self.inlines = g_array_new (FALSE, FALSE, sizeof (CarrelDocumentInline));
  self.headings = g_hash_table_new (g_str_hash, g_str_equal);
  self.pending = g_ptr_array_new ();
  if (!clean) {
    carrel_document_reader_find_fragments (&self, node);
    take_surroundings (&self, node);
  }
  walk (&self, node);
  carrel_document_builder_close_to (self.builder, 0);
  if (!clean)
    carrel_document_reader_lead_links (&self);
  document = carrel_document_builder_finish (self.builder);

  g_array_unref (self.frames);
  g_array_unref (self.inlines);
  g_clear_pointer (&self.wanted, g_hash_table_unref);
  g_hash_table_unref (self.headings);
  g_ptr_array_unref (self.pending);
  return document;
}

CarrelDocument *
carrel_document_from_node (CarrelNode *node, const char *base)
{
  return read_node (node, base, FALSE);
}

CarrelDocument *
carrel_document_read (const char *html, gssize len)
{
  gsize            n = len < 0 ? strlen (html) : (gsize) len;
  g_autofree char *valid = NULL;
  g_autoptr (CarrelHtml) tree = NULL;
  CarrelNode *body;

  if (!g_utf8_validate (html, (gssize) n, NULL)) {
    valid = carrel_text_make_valid (html, (gssize) n);
    html = valid;
    n = strlen (valid);
  }
  tree = carrel_html_parse (html, n, NULL);
  body = tree ? carrel_html_get_body (tree) : NULL;
  return body ? read_node (body, NULL, TRUE)
              : carrel_document_builder_finish (carrel_document_builder_new ());
}

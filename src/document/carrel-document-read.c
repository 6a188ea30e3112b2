/* carrel-document-read.c: HTML → document, through an allow list. Any thread.
 *
 * One walk over the tree, with a stack of frames instead of recursion. What isn't in the tables below
 * is unwrapped (its text stays) or skipped whole (what has no text of its own, or runs). The builder
 * keeps the result well formed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include "base/carrel-text.h"
#include "base/carrel-uri.h"
#include "document/carrel-html.h"

#include <stdlib.h>
#include <string.h>

#define MAX_INLINE_HEIGHT 64 /* pixels: a picture this low is part of a line */
#define MAX_SPAN_CELLS    1000 /* colspan, rowspan; as browsers do */
#define MAX_SIDE          65535

/* What an element is to a document. */
typedef enum {
  AS_NOTHING, /* unwrapped, inline */
  AS_DIVISION, /* unwrapped, ends a paragraph before and after */
  AS_SKIPPED, /* with all that is in it */
  AS_BLOCK,   /* a container */
  AS_LEAF,    /* a block of text; blocks within it are only spaces */
  AS_SPAN,
  AS_OTHER,   /* inline, with a case of its own */
  AS_OTHER_BLOCK, /* a block with one */
} Role;

typedef struct {
  guint8 role;
  guint8 type; /* CarrelBlockType or CarrelSpanKind */
} Rule;

static const Rule rules[CARREL_N_TAGS] = {
  [CARREL_TAG_A] = { AS_OTHER, 0 },
  [CARREL_TAG_ADDRESS] = { AS_DIVISION, 0 },
  [CARREL_TAG_ARTICLE] = { AS_DIVISION, 0 },
  [CARREL_TAG_ASIDE] = { AS_DIVISION, 0 },
  [CARREL_TAG_AUDIO] = { AS_SKIPPED, 0 },
  [CARREL_TAG_B] = { AS_SPAN, CARREL_SPAN_STRONG },
  [CARREL_TAG_BLOCKQUOTE] = { AS_BLOCK, CARREL_BLOCK_QUOTE },
  [CARREL_TAG_BODY] = { AS_DIVISION, 0 },
  [CARREL_TAG_BR] = { AS_OTHER, 0 },
  [CARREL_TAG_BUTTON] = { AS_SKIPPED, 0 },
  [CARREL_TAG_CANVAS] = { AS_SKIPPED, 0 },
  [CARREL_TAG_CAPTION] = { AS_LEAF, CARREL_BLOCK_CAPTION },
  [CARREL_TAG_CENTER] = { AS_DIVISION, 0 },
  [CARREL_TAG_CITE] = { AS_SPAN, CARREL_SPAN_EMPHASIS },
  [CARREL_TAG_CODE] = { AS_SPAN, CARREL_SPAN_CODE },
  [CARREL_TAG_COL] = { AS_SKIPPED, 0 },
  [CARREL_TAG_COLGROUP] = { AS_SKIPPED, 0 },
  [CARREL_TAG_DATALIST] = { AS_SKIPPED, 0 },
  [CARREL_TAG_DD] = { AS_BLOCK, CARREL_BLOCK_DEFINITION },
  [CARREL_TAG_DEL] = { AS_SPAN, CARREL_SPAN_STRIKE },
  [CARREL_TAG_DETAILS] = { AS_DIVISION, 0 },
  [CARREL_TAG_DFN] = { AS_SPAN, CARREL_SPAN_EMPHASIS },
  [CARREL_TAG_DIALOG] = { AS_SKIPPED, 0 },
  [CARREL_TAG_DIV] = { AS_DIVISION, 0 },
  [CARREL_TAG_DL] = { AS_BLOCK, CARREL_BLOCK_DEFINITIONS },
  [CARREL_TAG_DT] = { AS_LEAF, CARREL_BLOCK_TERM },
  [CARREL_TAG_EM] = { AS_SPAN, CARREL_SPAN_EMPHASIS },
  [CARREL_TAG_EMBED] = { AS_SKIPPED, 0 },
  [CARREL_TAG_FIELDSET] = { AS_DIVISION, 0 },
  [CARREL_TAG_FIGCAPTION] = { AS_LEAF, CARREL_BLOCK_CAPTION },
  [CARREL_TAG_FIGURE] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_FOOTER] = { AS_DIVISION, 0 },
  [CARREL_TAG_FORM] = { AS_DIVISION, 0 },
  [CARREL_TAG_FRAME] = { AS_SKIPPED, 0 },
  [CARREL_TAG_FRAMESET] = { AS_SKIPPED, 0 },
  [CARREL_TAG_H1] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_H2] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_H3] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_H4] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_H5] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_H6] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_HEAD] = { AS_SKIPPED, 0 },
  [CARREL_TAG_HEADER] = { AS_DIVISION, 0 },
  [CARREL_TAG_HGROUP] = { AS_DIVISION, 0 },
  [CARREL_TAG_HR] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_HTML] = { AS_DIVISION, 0 },
  [CARREL_TAG_I] = { AS_SPAN, CARREL_SPAN_EMPHASIS },
  [CARREL_TAG_IFRAME] = { AS_SKIPPED, 0 },
  [CARREL_TAG_IMG] = { AS_OTHER, 0 },
  [CARREL_TAG_INPUT] = { AS_SKIPPED, 0 },
  [CARREL_TAG_INS] = { AS_SPAN, CARREL_SPAN_UNDERLINE },
  [CARREL_TAG_KBD] = { AS_SPAN, CARREL_SPAN_CODE },
  [CARREL_TAG_LEGEND] = { AS_DIVISION, 0 },
  [CARREL_TAG_LI] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_LINK] = { AS_SKIPPED, 0 },
  [CARREL_TAG_MAIN] = { AS_DIVISION, 0 },
  [CARREL_TAG_MAP] = { AS_SKIPPED, 0 },
  [CARREL_TAG_MARK] = { AS_SPAN, CARREL_SPAN_MARK },
  [CARREL_TAG_MATH] = { AS_OTHER, 0 },
  [CARREL_TAG_MENU] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_META] = { AS_SKIPPED, 0 },
  [CARREL_TAG_METER] = { AS_SKIPPED, 0 },
  [CARREL_TAG_NAV] = { AS_DIVISION, 0 },
  [CARREL_TAG_NOSCRIPT] = { AS_SKIPPED, 0 },
  [CARREL_TAG_OBJECT] = { AS_SKIPPED, 0 },
  [CARREL_TAG_OL] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_OPTGROUP] = { AS_SKIPPED, 0 },
  [CARREL_TAG_OPTION] = { AS_SKIPPED, 0 },
  [CARREL_TAG_P] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_PARAM] = { AS_SKIPPED, 0 },
  [CARREL_TAG_PRE] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_PROGRESS] = { AS_SKIPPED, 0 },
  [CARREL_TAG_Q] = { AS_SPAN, CARREL_SPAN_QUOTE },
  [CARREL_TAG_RP] = { AS_SKIPPED, 0 },
  [CARREL_TAG_RT] = { AS_OTHER, 0 },
  [CARREL_TAG_S] = { AS_SPAN, CARREL_SPAN_STRIKE },
  [CARREL_TAG_SAMP] = { AS_SPAN, CARREL_SPAN_CODE },
  [CARREL_TAG_SCRIPT] = { AS_OTHER, 0 },
  [CARREL_TAG_SEARCH] = { AS_DIVISION, 0 },
  [CARREL_TAG_SECTION] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_SELECT] = { AS_SKIPPED, 0 },
  [CARREL_TAG_SMALL] = { AS_SPAN, CARREL_SPAN_SMALL },
  [CARREL_TAG_SOURCE] = { AS_SKIPPED, 0 },
  [CARREL_TAG_SPAN] = { AS_OTHER, 0 },
  [CARREL_TAG_STRIKE] = { AS_SPAN, CARREL_SPAN_STRIKE },
  [CARREL_TAG_STRONG] = { AS_SPAN, CARREL_SPAN_STRONG },
  [CARREL_TAG_STYLE] = { AS_SKIPPED, 0 },
  [CARREL_TAG_SUB] = { AS_SPAN, CARREL_SPAN_SUBSCRIPT },
  [CARREL_TAG_SUMMARY] = { AS_DIVISION, 0 },
  [CARREL_TAG_SUP] = { AS_SPAN, CARREL_SPAN_SUPERSCRIPT },
  [CARREL_TAG_SVG] = { AS_SKIPPED, 0 },
  [CARREL_TAG_TABLE] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_TBODY] = { AS_NOTHING, 0 },
  [CARREL_TAG_TD] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_TEMPLATE] = { AS_SKIPPED, 0 },
  [CARREL_TAG_TEXTAREA] = { AS_SKIPPED, 0 },
  [CARREL_TAG_TFOOT] = { AS_NOTHING, 0 },
  [CARREL_TAG_TH] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_THEAD] = { AS_NOTHING, 0 },
  [CARREL_TAG_TITLE] = { AS_SKIPPED, 0 },
  [CARREL_TAG_TR] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_TRACK] = { AS_SKIPPED, 0 },
  [CARREL_TAG_TT] = { AS_SPAN, CARREL_SPAN_CODE },
  [CARREL_TAG_U] = { AS_SPAN, CARREL_SPAN_UNDERLINE },
  [CARREL_TAG_UL] = { AS_OTHER_BLOCK, 0 },
  [CARREL_TAG_VAR] = { AS_SPAN, CARREL_SPAN_EMPHASIS },
  [CARREL_TAG_VIDEO] = { AS_SKIPPED, 0 },
};

/* A span that is open in the tree, and is put on every leaf that begins while it is. */
typedef struct {
  CarrelSpanKind kind;
  CarrelDir      dir;
  const char    *value;  /* in the builder's memory, or the tree's */
  gboolean       pushed; /* onto the leaf that is open */
} Inline;

/* How things stood before an element was entered. */
typedef struct {
  CarrelNode *node;
  guint       n_open, n_inlines;
  const char *language, *block_language;
  CarrelDir   dir, block_dir;
  guint       fixed : 1;    /* it is a leaf, or within one */
  guint       layout : 1;
  guint       block : 1;    /* ends a paragraph when it is left */
  guint       ruby : 1;     /* a reading aid, in brackets */
  guint       embed : 1;    /* only its caption is walked */
} Frame;

typedef struct {
  CarrelDocumentBuilder *builder;
  const char            *base;  /* (nullable) */
  gboolean               clean; /* stored HTML, where things are as they should be */
  GArray                *frames; /* (owned) (element-type Frame) */
  GArray                *inlines; /* (owned) (element-type Inline) */
  const char            *language, *block_language; /* of the text here; of the block that is open */
  CarrelDir              dir, block_dir;
  gboolean               fixed;  /* a leaf that block elements don't end */
  gboolean               layout; /* rows and cells of the table here are divisions */
  GHashTable            *wanted; /* (owned) (nullable): fragments that links of the page lead to */
  GHashTable            *headings; /* (owned): fragment → id of a heading */
  GPtrArray             *pending;  /* (owned): fragments passed since the last text */
  guint                  n_headings, last_note;
  guint                  opened;   /* depth of the outermost block opened for an element */
} Reader;

/* ── Leaves ── */

static void
forget_pushed (Reader *self)
{
  for (guint i = 0; i < self->inlines->len; i++)
    g_array_index (self->inlines, Inline, i).pushed = FALSE;
}

static void
end_leaf (Reader *self)
{
  carrel_document_builder_close_leaf (self->builder);
  forget_pushed (self);
}

static gboolean
same_language (const char *a, const char *b)
{
  return a == b || (a && b && g_ascii_strcasecmp (a, b) == 0);
}

static CarrelBlock *
open_block (Reader *self, CarrelBlockType type)
{
  CarrelBlock *block;

  end_leaf (self);
  block = carrel_document_builder_open (self->builder, type);
  if (type == CARREL_BLOCK_RULE || type == CARREL_BLOCK_IMAGE) { /* nothing in them is read */
    self->opened = MIN (self->opened, block->depth);
    return block;
  }
  if (self->language && !same_language (self->language, self->block_language))
    block->language = carrel_document_builder_string (self->builder, self->language);
  if (self->dir != self->block_dir)
    block->dir = self->dir;
  self->opened = MIN (self->opened, block->depth);
  if (!carrel_block_type_is_leaf (type)) {
    self->block_language = self->language;
    self->block_dir = self->dir;
  }
  return block;
}

/* Code and formulas are as they are. */
static gboolean
fits (int leaf, CarrelSpanKind kind)
{
  if (leaf == CARREL_BLOCK_MATH)
    return FALSE;
  return leaf != CARREL_BLOCK_CODE || kind == CARREL_SPAN_LINK || kind == CARREL_SPAN_STRONG || kind == CARREL_SPAN_EMPHASIS || kind == CARREL_SPAN_MARK;
}

/* A leaf for text that is about to come, with all open spans on it. */
static void
prepare_text (Reader *self)
{
  int type;

  if (!self->builder->has_leaf) {
    if (carrel_document_builder_get_type_of_top (self->builder) != CARREL_BLOCK_FIGURE)
      open_block (self, CARREL_BLOCK_PARAGRAPH);
    else if (!carrel_document_builder_reopen_caption (self->builder))
      open_block (self, CARREL_BLOCK_CAPTION);
  }
  g_ptr_array_set_size (self->pending, 0);
  type = carrel_document_builder_get_type_of_top (self->builder);
  for (guint i = 0; i < self->inlines->len; i++) {
    Inline *one = &g_array_index (self->inlines, Inline, i);

    if (one->pushed || !fits (type, one->kind))
      continue;
    carrel_document_builder_push (self->builder, one->kind, one->value)->dir = one->dir;
    one->pushed = TRUE;
  }
}

static void
add_text (Reader *self, const char *text, gsize len)
{
  gsize lead;

  if (self->builder->has_leaf && carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_CODE) {
    prepare_text (self);
    carrel_document_builder_text (self->builder, text, (gssize) len);
    return;
  }
  /* A space before the first word of a span doesn't belong to it. */
  lead = carrel_document_builder_count_lead (text, len);
  carrel_document_builder_flow (self->builder, text, lead);
  if (lead == len)
    return;
  prepare_text (self);
  carrel_document_builder_flow (self->builder, text + lead, len - lead);
}

/* ── Spans ── */

static void
push_inline (Reader *self, CarrelSpanKind kind, const char *value, CarrelDir dir)
{
  Inline one = { kind, dir, value, FALSE };

  /* The same twice says nothing more; links never nest. */
  for (guint i = 0; i < self->inlines->len; i++) {
    CarrelSpanKind other = g_array_index (self->inlines, Inline, i).kind;

    if (other == kind && kind != CARREL_SPAN_LANGUAGE)
      return;
    if (kind == CARREL_SPAN_LINK && (other == CARREL_SPAN_FOOTNOTE_REF || other == CARREL_SPAN_FOOTNOTE_BACK))
      return;
  }
  g_array_append_val (self->inlines, one);
}

static void
pop_inlines (Reader *self, guint n)
{
  while (self->inlines->len > n) {
    if (g_array_index (self->inlines, Inline, self->inlines->len - 1).pushed)
      carrel_document_builder_pop (self->builder);
    g_array_set_size (self->inlines, self->inlines->len - 1);
  }
}

/* ── Attributes ── */

static guint
get_number (CarrelNode *node, const char *name, guint max)
{
  const char *value = carrel_node_get (node, name);
  guint64 number;

  if (!value)
    return 0;
  while (*value == ' ')
    value++;
  if (!g_ascii_isdigit (*value))
    return 0;
  number = g_ascii_strtoull (value, NULL, 10);
  return number <= max ? (guint) number : 0;
}

/* «#fn-12» → 12; 0 when it isn't one. */
static guint
parse_note (const char *value, const char *prefix)
{
  gsize len = strlen (prefix);
  guint64 number;
  char *end;

  if (!value || strncmp (value, prefix, len) != 0 || !g_ascii_isdigit (value[len]) || value[len] == '0')
    return 0;
  number = g_ascii_strtoull (value + len, &end, 10);
  return *end == '\0' && number <= 100000 ? (guint) number : 0;
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

static gboolean
is_blob (const char *source)
{
  return strlen (source) == strlen ("blob:") + 64 && g_str_has_prefix (source, "blob:") && strspn (source + 5, "0123456789abcdef") == 64;
}

/* (transfer none): in the builder's memory; NULL when it isn't one */
static const char *
get_source (Reader *self, CarrelNode *node)
{
  const char *source = carrel_node_get (node, "src");
  char *absolute;

  if (!source || !*source)
    return NULL;
  if (self->clean && is_blob (source))
    return carrel_document_builder_string (self->builder, source);
  absolute = carrel_uri_resolve (self->base, source);
  if (absolute && g_str_has_prefix (absolute, "mailto:"))
    g_clear_pointer (&absolute, g_free);
  if (absolute)
    g_ptr_array_add (self->builder->memory, absolute);
  return absolute;
}

/* An alternative text on one line. */
static const char *
get_alt (Reader *self, CarrelNode *node)
{
  const char *alt = carrel_node_get (node, "alt");
  GString *line;

  if (!alt || !*alt)
    return NULL;
  line = g_string_new (NULL);
  for (const char *p = alt; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c <= ' ' || c == 0x7f) {
      if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    } else if (!(c >= 0x80 && c < 0xa0) && !(c >= 0x202a && c <= 0x202e) && c != 0xfffc && c != 0xfeff) {
      g_string_append_unichar (line, c);
    }
  }
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  {
    char *text = g_string_free (line, FALSE);

    g_ptr_array_add (self->builder->memory, text);
    return *text ? text : NULL;
  }
}

/* The fragment when `href` leads to a place in the page itself. */
static const char *
get_fragment (Reader *self, const char *href)
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
get_class_number (CarrelNode *node, const char *class, const char *attribute, const char *prefix, Reader *self)
{
  guint number = carrel_node_has_word (node, "class", class) ? parse_note (carrel_node_get (node, attribute), prefix) : 0;
  char *value;

  if (!number)
    return NULL;
  value = g_strdup_printf ("%s%u", prefix, number);
  g_ptr_array_add (self->builder->memory, value);
  return value;
}

static void
enter_link (Reader *self, CarrelNode *node)
{
  const char *href = carrel_node_get (node, "href"), *value, *fragment;
  char *address;

  if (!href)
    return;
  if ((value = get_class_number (node, "fnref", "href", "#fn-", self))) {
    push_inline (self, CARREL_SPAN_FOOTNOTE_REF, value, CARREL_DIR_AUTO);
    return;
  }
  if ((value = get_class_number (node, "fnback", "href", "#fnref-", self))) {
    push_inline (self, CARREL_SPAN_FOOTNOTE_BACK, value, CARREL_DIR_AUTO);
    return;
  }
  if ((fragment = get_fragment (self, href))) {
    if (*fragment && strlen (fragment) < 256)
      push_inline (self, CARREL_SPAN_LINK, carrel_document_builder_string (self->builder, fragment - 1), CARREL_DIR_AUTO);
    return;
  }
  address = carrel_uri_resolve (self->base, href);
  if (!address)
    return;
  g_ptr_array_add (self->builder->memory, address);
  push_inline (self, CARREL_SPAN_LINK, address, CARREL_DIR_AUTO);
}

/* ── Images and embeds ── */

static void
fill_image (Reader *self, CarrelNode *node, CarrelBlock *block, const char *source)
{
  block->source = source;
  block->alt = get_alt (self, node);
  block->width = get_number (node, "width", MAX_SIDE);
  block->height = get_number (node, "height", MAX_SIDE);
}

static gboolean
is_inline_image (Reader *self, CarrelNode *node)
{
  guint height = get_number (node, "height", MAX_SIDE);

  if (self->fixed)
    return TRUE;
  if (self->clean)
    return carrel_document_builder_get_type_of_top (self->builder) != CARREL_BLOCK_FIGURE;
  return height > 0 && height <= MAX_INLINE_HEIGHT && carrel_document_builder_get_type_of_top (self->builder) != CARREL_BLOCK_FIGURE;
}

static void
enter_image (Reader *self, CarrelNode *node)
{
  const char *source = get_source (self, node);

  if (!source || carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_CODE)
    return;
  if (is_inline_image (self, node)) {
    CarrelSpan *span;

    prepare_text (self);
    span = carrel_document_builder_push (self->builder, CARREL_SPAN_IMAGE, source);
    span->alt = get_alt (self, node);
    span->width = get_number (node, "width", MAX_SIDE);
    span->height = get_number (node, "height", MAX_SIDE);
  } else {
    gboolean alone = FALSE;

    end_leaf (self);
    if (carrel_document_builder_get_type_of_top (self->builder) != CARREL_BLOCK_FIGURE) {
      /* A figure of its own, which ends with the image. */
      open_block (self, CARREL_BLOCK_FIGURE);
      alone = TRUE;
    }
    fill_image (self, node, carrel_document_builder_open (self->builder, CARREL_BLOCK_IMAGE), source);
    carrel_document_builder_close (self->builder);
    if (alone)
      carrel_document_builder_close (self->builder);
  }
}

/* figure.embed: an address, a poster, a caption. TRUE when it is one; its caption is then walked. */
static gboolean
enter_embed (Reader *self, CarrelNode *node)
{
  CarrelNode *link = carrel_node_find (node, CARREL_TAG_A), *image = carrel_node_find (node, CARREL_TAG_IMG);
  const char *href = link ? carrel_node_get (link, "href") : NULL;
  char *address = href ? carrel_uri_resolve (self->base, href) : NULL;
  CarrelBlock *block;

  if (!address || g_str_has_prefix (address, "mailto:")) {
    g_free (address);
    return FALSE;
  }
  g_ptr_array_add (self->builder->memory, address);
  block = open_block (self, CARREL_BLOCK_EMBED);
  block->href = address;
  if (image) {
    const char *source = get_source (self, image);

    if (source)
      fill_image (self, image, block, source);
  }
  return TRUE;
}

/* ── Tables ── */

/* A table whose cells are only places on the page: one cell, one column, or tables in its cells. */
static gboolean
is_layout_table (Reader *self, CarrelNode *table)
{
  guint columns = 0, in_row = 0, rows = 0;
  const char *role = carrel_node_get (table, "role");

  if (self->fixed || self->clean)
    return self->fixed;
  if (role && (g_ascii_strcasecmp (role, "presentation") == 0 || g_ascii_strcasecmp (role, "none") == 0))
    return TRUE;
  for (CarrelNode *n = carrel_node_next (table, table, FALSE); n; n = carrel_node_next (n, table, FALSE)) {
    if (n->type != CARREL_NODE_ELEMENT)
      continue;
    if (n->tag == CARREL_TAG_TABLE)
      return TRUE;
    if (n->tag == CARREL_TAG_TR) {
      in_row = 0;
      rows++;
    } else if (n->tag == CARREL_TAG_TD || n->tag == CARREL_TAG_TH) {
      in_row++;
      columns = MAX (columns, in_row);
      if (n->tag == CARREL_TAG_TH && rows > 1)
        columns = MAX (columns, 2);
    }
  }
  return columns < 2;
}

static void
enter_cell (Reader *self, CarrelNode *node)
{
  CarrelBlock *block = open_block (self, CARREL_BLOCK_CELL);
  guint colspan = get_number (node, "colspan", MAX_SPAN_CELLS), rowspan = get_number (node, "rowspan", MAX_SPAN_CELLS);

  block->header = node->tag == CARREL_TAG_TH;
  block->colspan = (guint16) MAX (colspan, 1);
  block->rowspan = (guint16) MAX (rowspan, 1);
}

/* ── Headings ── */

static void
note_fragment (Reader *self, CarrelNode *node)
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
enter_heading (Reader *self, CarrelNode *node)
{
  CarrelBlock *block = open_block (self, CARREL_BLOCK_HEADING);
  const char *id = carrel_node_get (node, "id");

  block->level = (guint8) (node->tag - CARREL_TAG_H1 + 1);
  if (self->clean) {
    if (parse_note (id, "h-"))
      block->id = carrel_document_builder_string (self->builder, id);
    return;
  }
  /* What leads to the heading or to an empty anchor before it. */
  for (CarrelNode *n = carrel_node_next (node, node, FALSE); n; n = carrel_node_next (n, node, FALSE))
    if (n->type == CARREL_NODE_ELEMENT)
      note_fragment (self, n);
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

static void
find_wanted_fragments (Reader *self, CarrelNode *top)
{
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (CarrelNode *n = top; n; n = carrel_node_next (n, top, FALSE)) {
    const char *href = n->type == CARREL_NODE_ELEMENT && n->tag == CARREL_TAG_A ? carrel_node_get (n, "href") : NULL;
    const char *fragment = href ? get_fragment (self, href) : NULL;

    if (fragment && *fragment && strlen (fragment) < 256) {
      char *plain = g_uri_unescape_string (fragment, NULL);

      g_hash_table_add (self->wanted, g_strdup (fragment));
      if (plain)
        g_hash_table_add (self->wanted, plain);
    }
  }
}

/* Links within the page lead to the headings' new names, or nowhere: those the builder takes away. */
static void
lead_links (Reader *self)
{
  for (guint i = 0; i < self->builder->blocks->len; i++) {
    CarrelBlock *block = &g_array_index (self->builder->blocks, CarrelBlock, i);
    CarrelSpan *spans = (CarrelSpan *) block->spans;

    for (guint s = 0; s < block->n_spans; s++) {
      g_autofree char *plain = NULL;
      const char *id;
      char *made;

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

/* ── The walk ── */

/* A word between two blocks is no longer one with its neighbour. */
static void
end_paragraph (Reader *self)
{
  if (!self->fixed) {
    end_leaf (self);
  } else if (self->builder->has_leaf && carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_CODE) {
    gsize len = self->builder->text->len;

    if (len > 0 && self->builder->text->str[len - 1] != '\n')
      carrel_document_builder_text (self->builder, "\n", 1);
  } else {
    carrel_document_builder_flow (self->builder, " ", 1);
  }
}

static void
enter_leaf (Reader *self, CarrelBlockType type)
{
  open_block (self, type);
  self->fixed = TRUE;
}

static void
enter_pre (Reader *self, CarrelNode *node)
{
  CarrelBlock *block = open_block (self, CARREL_BLOCK_CODE);
  CarrelNode *code = carrel_node_find (node, CARREL_TAG_CODE);
  const char *language = carrel_node_get (node, "data-lang");
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
  block->language = NULL;
  if (language && *language && strlen (language) <= 20 &&
      strspn (language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#-_.") == strlen (language))
    block->language = carrel_document_builder_string (self->builder, language);
  self->fixed = TRUE;
}

static void
enter_list (Reader *self, CarrelNode *node)
{
  CarrelBlock *block;
  const char *start = carrel_node_get (node, "start");

  end_leaf (self);
  /* The list of the notes is the notes themselves. */
  if (carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_FOOTNOTES)
    return;
  block = open_block (self, CARREL_BLOCK_LIST);
  block->ordered = node->tag == CARREL_TAG_OL;
  if (block->ordered)
    block->number = start && *start && strlen (start) < 9 && strspn (start, "-0123456789") == strlen (start) ? atoi (start) : 1;
}

static void
enter_item (Reader *self, CarrelNode *node)
{
  int parent;

  end_leaf (self);
  parent = carrel_document_builder_get_type_of_top (self->builder);
  if (parent == CARREL_BLOCK_FOOTNOTES) {
    CarrelBlock *block = open_block (self, CARREL_BLOCK_FOOTNOTE);
    guint number = parse_note (carrel_node_get (node, "id"), "fn-");
    char *id;

    if (!number)
      number = self->last_note + 1; /* no link leads to it */
    self->last_note = number;
    block->number = (gint32) number;
    id = g_strdup_printf ("fn-%u", number);
    g_ptr_array_add (self->builder->memory, id);
    block->id = id;
  } else {
    open_block (self, CARREL_BLOCK_LIST_ITEM);
  }
}

static void
enter_math (Reader *self, const char *tex, gsize len, gboolean display)
{
  while (len > 0 && g_ascii_isspace (*tex))
    tex++, len--;
  if (len == 0)
    return;
  if (display && !self->fixed) {
    open_block (self, CARREL_BLOCK_MATH);
    carrel_document_builder_flow (self->builder, tex, len);
    end_leaf (self);
  } else {
    guint n = self->inlines->len;

    push_inline (self, CARREL_SPAN_MATH, NULL, CARREL_DIR_AUTO);
    add_text (self, tex, len);
    pop_inlines (self, n);
  }
}

/* <span class="math">: a formula; the extractor marks those that stand on a line of their own. TRUE when
 * all of it is read. */
static gboolean
enter_math_span (Reader *self, CarrelNode *node)
{
  const char *display = carrel_node_get (node, "data-display");

  if (!carrel_node_has_word (node, "class", "math") || !node->first || node->first != node->last || node->first->type != CARREL_NODE_TEXT)
    return FALSE;
  if (!self->clean && display && strcmp (display, "block") == 0 && !self->fixed) {
    enter_math (self, node->first->text, node->first->text_len, TRUE);
    return TRUE;
  }
  push_inline (self, CARREL_SPAN_MATH, NULL, CARREL_DIR_AUTO);
  return FALSE;
}

/* MathML that says its TeX; else its text is read as it stands. */
static gboolean
enter_mathml (Reader *self, CarrelNode *node)
{
  const char *display = carrel_node_get (node, "display");
  g_autoptr (GString) tex = NULL;

  for (CarrelNode *n = carrel_node_next (node, node, FALSE); n && !tex; n = carrel_node_next (n, node, FALSE)) {
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
static gboolean
enter_other (Reader *self, CarrelNode *node, Frame *frame)
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
      end_leaf (self); /* two of them end a paragraph */
    return FALSE;
  case CARREL_TAG_FIGURE:
    if (self->fixed)
      return TRUE;
    if (carrel_node_has_word (node, "class", "embed") && enter_embed (self, node)) {
      self->fixed = TRUE;
      frame->embed = TRUE;
      return TRUE;
    }
    open_block (self, CARREL_BLOCK_FIGURE);
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
      open_block (self, CARREL_BLOCK_RULE);
      carrel_document_builder_close (self->builder);
    }
    return FALSE;
  case CARREL_TAG_IMG:
    enter_image (self, node);
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
    add_text (self, "(", 1);
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
    if (!self->fixed && carrel_node_has_word (node, "class", "footnotes") && !self->builder->has_footnotes &&
        self->builder->open->len == 0)
      open_block (self, CARREL_BLOCK_FOOTNOTES);
    return TRUE;
  case CARREL_TAG_SPAN:
    if (carrel_node_has_word (node, "class", "katex-html"))
      return FALSE; /* drawn; the same stands in MathML beside it */
    return !enter_math_span (self, node);
  case CARREL_TAG_TABLE:
    self->layout = is_layout_table (self, node);
    if (!self->layout)
      open_block (self, CARREL_BLOCK_TABLE);
    return TRUE;
  case CARREL_TAG_TD:
  case CARREL_TAG_TH:
    if (!self->fixed && !self->layout)
      enter_cell (self, node);
    return TRUE;
  case CARREL_TAG_TR:
    if (!self->fixed && !self->layout)
      open_block (self, CARREL_BLOCK_ROW);
    return TRUE;
  default:
    return TRUE;
  }
}

static void
enter_leaf_element (Reader *self, CarrelBlockType type)
{
  /* A figure that has its caption already goes on with it. */
  if (type != CARREL_BLOCK_CAPTION || !carrel_document_builder_reopen_caption (self->builder))
    open_block (self, type);
  self->fixed = TRUE;
}

/* The language and direction that an element declares: of the blocks in it, or of a span. */
static void
take_language (Reader *self, CarrelNode *node, gboolean inline_)
{
  const char *language = carrel_node_get (node, "lang"), *dir = carrel_node_get (node, "dir");
  CarrelDir direction = CARREL_DIR_AUTO;

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
      push_inline (self, CARREL_SPAN_LANGUAGE, language, direction);
    return;
  }
  if (language)
    self->language = language;
  if (direction != CARREL_DIR_AUTO)
    self->dir = direction;
}

static Rule
get_rule (CarrelNode *node)
{
  Rule rule = rules[node->tag];

  if (node->foreign && node->tag != CARREL_TAG_MATH && node->tag != CARREL_TAG_SVG)
    rule.role = strcmp (node->name, "annotation") == 0 || strcmp (node->name, "annotation-xml") == 0 || node->tag == CARREL_TAG_STYLE ||
                        node->tag == CARREL_TAG_SCRIPT || node->tag == CARREL_TAG_TITLE
                    ? AS_SKIPPED
                    : AS_NOTHING;
  return rule;
}

/* TRUE: the element has a frame now, and its children are walked. */
static gboolean
enter (Reader *self, CarrelNode *node)
{
  Rule rule = get_rule (node);
  Frame frame = { .node = node,
                  .n_inlines = self->inlines->len,
                  .language = self->language,
                  .block_language = self->block_language,
                  .dir = self->dir,
                  .block_dir = self->block_dir,
                  .fixed = self->fixed != FALSE,
                  .layout = self->layout != FALSE };
  gboolean walk = TRUE;

  if (rule.role == AS_SKIPPED)
    return FALSE;
  if (self->frames->len > 0 && g_array_index (self->frames, Frame, self->frames->len - 1).embed && node->tag != CARREL_TAG_FIGCAPTION)
    return FALSE;

  frame.block = rule.role == AS_DIVISION || rule.role == AS_BLOCK || rule.role == AS_LEAF || rule.role == AS_OTHER_BLOCK;
  if (frame.block)
    end_paragraph (self);
  frame.n_open = self->builder->open->len;
  note_fragment (self, node);
  take_language (self, node, !frame.block);

  self->opened = G_MAXUINT;
  if (rule.role == AS_SPAN)
    push_inline (self, (CarrelSpanKind) rule.type, NULL, CARREL_DIR_AUTO);
  else if (rule.role == AS_OTHER || rule.role == AS_OTHER_BLOCK)
    walk = enter_other (self, node, &frame);
  else if (rule.role == AS_BLOCK && !self->fixed)
    open_block (self, (CarrelBlockType) rule.type);
  else if (rule.role == AS_LEAF && !self->fixed)
    enter_leaf_element (self, (CarrelBlockType) rule.type);
  frame.n_open = MIN (frame.n_open, self->opened);
  g_array_append_val (self->frames, frame);
  return walk;
}

static void
leave (Reader *self)
{
  Frame frame = g_array_index (self->frames, Frame, self->frames->len - 1);

  if (frame.ruby)
    add_text (self, ")", 1);
  pop_inlines (self, frame.n_inlines);
  if (frame.block && !frame.fixed) {
    end_leaf (self);
    carrel_document_builder_close_to (self->builder, frame.n_open);
  } else if (frame.block) {
    end_paragraph (self);
  }
  self->language = frame.language;
  self->block_language = frame.block_language;
  self->dir = frame.dir;
  self->block_dir = frame.block_dir;
  self->fixed = frame.fixed;
  self->layout = frame.layout;
  g_array_set_size (self->frames, self->frames->len - 1);
}

static void
walk (Reader *self, CarrelNode *top)
{
  CarrelNode *node = top;

  while (node) {
    gboolean down = FALSE;

    if (node->type == CARREL_NODE_TEXT) {
      add_text (self, node->text, node->text_len);
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
take_surroundings (Reader *self, CarrelNode *node)
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
  self->block_language = self->language;
  self->block_dir = self->dir;
}

static CarrelDocument *
read_node (CarrelNode *node, const char *base, gboolean clean)
{
  Reader self = { .builder = carrel_document_builder_new (), .base = base, .clean = clean };
  CarrelDocument *document;

  self.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self.inlines = g_array_new (FALSE, FALSE, sizeof (Inline));
  self.headings = g_hash_table_new (g_str_hash, g_str_equal);
  self.pending = g_ptr_array_new ();
  if (!clean) {
    find_wanted_fragments (&self, node);
    take_surroundings (&self, node);
  }
  walk (&self, node);
  carrel_document_builder_close_to (self.builder, 0);
  if (!clean)
    lead_links (&self);
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
  gsize n = len < 0 ? strlen (html) : (gsize) len;
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
  return body ? read_node (body, NULL, TRUE) : carrel_document_builder_finish (carrel_document_builder_new ());
}

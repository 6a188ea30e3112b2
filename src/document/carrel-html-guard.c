/* carrel-html-guard.c: tokens that would go over a limit don't reach the tree.
 *
 * What is left out is a start tag and its end tag, or surplus attributes; text always stays.
 * Elements that are closed at once (void, raw text) may stand one deeper. In SVG and MathML no
 * element is, so there all are counted.
 *
 * Formatting elements (b, font, a …) that aren't closed are opened again by the tree in every
 * block. So their number is bounded, and what they cost in all: past that, none is opened again.
 *
 * And text is bounded that grows token by token: the tree copies it each time.
 *
 * Style sheets and what comments say are left out: nobody reads them. What is in scripts is most of
 * many pages: it is copied once, past the tree, which has a number for it. Neither is read letter
 * by letter: a state of our own looks for the end tag, and leaves to the tokenizer what isn't
 * plain. White space between two blocks is left out, too: it is nearly a third of the nodes of a
 * page. It is held back until it is known what comes after it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-html-guard.h"

#include "document/carrel-html.h"

#include <lexbor/dom/interfaces/character_data.h>
#include <lexbor/dom/interfaces/comment.h>
#include <lexbor/html/tokenizer/state.h>
#include <lexbor/html/tokenizer/state_rawtext.h>
#include <lexbor/html/tokenizer/state_script.h>
#include <lexbor/html/tree/active_formatting.h>
#include <stddef.h>
#include <string.h>

#define MAX_FORMATTING 48   /* open formatting elements; real pages have a handful */
#define MAX_REOPENED 100000 /* elements of a page that no tag stands for */
#define MAX_JOINED 1024     /* bytes of a text that more is joined to */

gboolean
carrel_html_guard_is_formatting (lxb_tag_id_t tag)
{
  switch (tag) {
  case LXB_TAG_A:
  case LXB_TAG_B:
  case LXB_TAG_BIG:
  case LXB_TAG_CODE:
  case LXB_TAG_EM:
  case LXB_TAG_FONT:
  case LXB_TAG_I:
  case LXB_TAG_NOBR:
  case LXB_TAG_S:
  case LXB_TAG_SMALL:
  case LXB_TAG_STRIKE:
  case LXB_TAG_STRONG:
  case LXB_TAG_TT:
  case LXB_TAG_U:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Without content, or with nothing but text in it. */
static gboolean
is_closed_at_once (lxb_tag_id_t tag)
{
  switch (tag) {
  case LXB_TAG_AREA:
  case LXB_TAG_BASE:
  case LXB_TAG_BASEFONT:
  case LXB_TAG_BGSOUND:
  case LXB_TAG_BR:
  case LXB_TAG_COL:
  case LXB_TAG_EMBED:
  case LXB_TAG_FRAME:
  case LXB_TAG_HR:
  case LXB_TAG_IFRAME:
  case LXB_TAG_IMG:
  case LXB_TAG_INPUT:
  case LXB_TAG_KEYGEN:
  case LXB_TAG_LINK:
  case LXB_TAG_META:
  case LXB_TAG_NOEMBED:
  case LXB_TAG_NOFRAMES:
  case LXB_TAG_PARAM:
  case LXB_TAG_SCRIPT:
  case LXB_TAG_SOURCE:
  case LXB_TAG_STYLE:
  case LXB_TAG_TEXTAREA:
  case LXB_TAG_TITLE:
  case LXB_TAG_TRACK:
  case LXB_TAG_WBR:
  case LXB_TAG_XMP:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
is_in_foreign (const lxb_html_tree_t *tree)
{
  gsize n = tree->open_elements->length;

  return n > 0 && ((lxb_dom_node_t *) tree->open_elements->list[n - 1])->ns != LXB_NS_HTML;
}

/* Those to be opened again, since the last cell or the like, which begins a list of its own; or
 * those that are open: of several that are alike only three are opened again. */
static gboolean
has_many_formatting (const lxb_html_tree_t *tree)
{
  const lexbor_array_t *list = tree->active_formatting, *open = tree->open_elements;
  void                 *marker = lxb_html_tree_active_formatting_marker ();
  guint                 n = 0, n_open = 0;

  while (n < list->length && n < MAX_FORMATTING && list->list[list->length - n - 1] != marker)
    n++;
  for (gsize i = 0; open->length >= MAX_FORMATTING && i < open->length; i++)
    n_open += carrel_html_guard_is_formatting (((lxb_dom_node_t *) open->list[i])->local_name);
  return n >= MAX_FORMATTING || n_open >= MAX_FORMATTING;
}

static gboolean
is_too_much (const CarrelHtmlGuard *self, lxb_tag_id_t tag)
{
  if (tag == LXB_TAG_PLAINTEXT)
    return TRUE; /* it never ends */
  if (self->tree->open_elements->length >= CARREL_HTML_MAX_DEPTH)
    return !is_closed_at_once (tag) || is_in_foreign (self->tree);
  return carrel_html_guard_is_formatting (tag) && has_many_formatting (self->tree);
}

static void
cut_attributes (lxb_html_token_t *token)
{
  lxb_html_token_attr_t *attribute = token->attr_first;

  for (guint n = 1; attribute && n < CARREL_HTML_MAX_ATTRIBUTES; n++)
    attribute = attribute->next;
  if (attribute && attribute->next) {
    attribute->next = NULL;
    token->attr_last = attribute;
  }
}

/* A tag: whether it may go on. */
static gboolean
check_tag (CarrelHtmlGuard *self, lxb_html_token_t *token)
{
  guint *dropped = &self->dropped[MIN (token->tag_id, LXB_TAG__LAST_ENTRY)];

  cut_attributes (token);
  if (token->type & LXB_HTML_TOKEN_TYPE_CLOSE) {
    if (*dropped == 0)
      return TRUE;
    --*dropped;
    return FALSE;
  }
  if (!is_too_much (self, token->tag_id))
    return TRUE;
  *dropped += token->tag_id != LXB_TAG_PLAINTEXT;
  return FALSE;
}

/* Where text in a table goes: before it. Else where elements go. */
static lxb_dom_node_t *
find_text_before (const lxb_html_tree_t *tree, lxb_dom_node_t **parent, lxb_dom_node_t **next)
{
  gsize           n = tree->open_elements->length;
  lxb_dom_node_t *node = tree->open_elements->list[n - 1];

  *parent = node;
  *next = NULL;
  if (node->local_name != LXB_TAG_TABLE && node->local_name != LXB_TAG_TBODY &&
      node->local_name != LXB_TAG_TR && node->local_name != LXB_TAG_THEAD &&
      node->local_name != LXB_TAG_TFOOT)
    return node->last_child;
  while (n > 1 && node->local_name != LXB_TAG_TABLE)
    node = tree->open_elements->list[--n - 1];
  *parent = node->parent;
  *next = node;
  return node->prev;
}

/* Text after a tag that made nothing is joined to the text before it, by copying that: a long one
 * gets an end, which is a comment. */
static void
end_long_text (const lxb_html_tree_t *tree)
{
  lxb_dom_node_t    *parent, *next, *text;
  lxb_dom_comment_t *comment;

  if (tree->open_elements->length == 0)
    return;
  text = find_text_before (tree, &parent, &next);
  if (!text || !parent || text->type != LXB_DOM_NODE_TYPE_TEXT ||
      lxb_dom_interface_character_data (text)->data.length < MAX_JOINED)
    return;
  comment =
      lxb_dom_document_create_comment (&tree->document->dom_document, (const lxb_char_t *) "", 0);
  if (!comment)
    return;
  if (next)
    lxb_dom_node_insert_before (next, lxb_dom_interface_node (comment));
  else
    lxb_dom_node_insert_child (parent, lxb_dom_interface_node (comment));
}

/* The innermost open element. (nullable) */
static lxb_dom_node_t *
get_innermost (const lxb_html_tree_t *tree)
{
  gsize n = tree->open_elements->length;

  return n > 0 ? tree->open_elements->list[n - 1] : NULL;
}

/* The innermost element that is open: <style> of HTML or of a drawing, <script> of HTML; another id
 * else. */
static lxb_tag_id_t
get_current (const lxb_html_tree_t *tree)
{
  const lxb_dom_node_t *node = get_innermost (tree);

  return node && (node->ns == LXB_NS_HTML || node->local_name == LXB_TAG_STYLE) ? node->local_name
                                                                                : LXB_TAG__UNDEF;
}

static lxb_html_token_t *
keep_script (CarrelHtmlGuard *self, lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token)
{
  const lxb_char_t *start = token->text_start, *end = token->text_end;
  CarrelHtmlKept    kept = { .len = (gsize) (end - start) };

  kept.text = carrel_html_strdup (self->values->html, (const char *) start, (gssize) kept.len);
  for (guint i = 0, n = self->kept->len; i < CARREL_HTML_PLACE_LEN; i++, n >>= 4)
    self->place[CARREL_HTML_PLACE_LEN - 1 - i] = "0123456789abcdef"[n & 15];
  g_array_append_val (self->kept, kept);
  token->text_start = (const lxb_char_t *) self->place;
  token->text_end = token->text_start + CARREL_HTML_PLACE_LEN;
  token = self->next (tokenizer, token, self->next_data);
  if (token) {
    token->text_start = start;
    token->text_end = end;
  }
  return token;
}

/* ── White space ── */

typedef enum {
  INLINE,   /* white space beside it is seen */
  BLOCK,    /* isn't */
  UNSEEN,   /* takes no part in it: scripts and the like */
  VERBATIM, /* a block in which it is text */
} Layout;

static const guint8 *
get_layouts (void)
{
  static gsize  once;
  static guint8 layouts[LXB_TAG__LAST_ENTRY];

  if (g_once_init_enter (&once)) {
    static const guint unseen[] = { LXB_TAG_LINK,        LXB_TAG_META,       LXB_TAG_SCRIPT,
                                    LXB_TAG_STYLE,       LXB_TAG_TEMPLATE,   LXB_TAG_TITLE,
                                    LXB_TAG__EM_COMMENT, LXB_TAG__EM_DOCTYPE };

    for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
      size_t            len;
      const lxb_char_t *name = lxb_tag_name_by_id (i, &len);

      layouts[i] =
          name && carrel_tag_is_block (carrel_tag_from_name ((const char *) name, (gssize) len))
              ? BLOCK
              : INLINE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (unseen); i++)
      layouts[unseen[i]] = UNSEEN;
    layouts[LXB_TAG_HEAD] = BLOCK;
    layouts[LXB_TAG_PRE] = layouts[LXB_TAG_LISTING] = layouts[LXB_TAG_TEXTAREA] =
        layouts[LXB_TAG_XMP] = layouts[LXB_TAG_CODE] = VERBATIM;
    g_once_init_leave (&once, 1);
  }
  return layouts;
}

static gboolean
is_blank (const lxb_html_token_t *token)
{
  for (const lxb_char_t *p = token->text_start; p < token->text_end; p++)
    if (*p != ' ' && *p != '\n' && *p != '\t' && *p != '\r' && *p != '\f')
      return FALSE;
  return TRUE;
}

/* What was held back comes into the tree, before what made it seen. */
static void
let_go (CarrelHtmlGuard *self, lxb_html_tokenizer_t *tokenizer)
{
  const lxb_char_t *space = (const lxb_char_t *) self->indent, *end = space + self->indent_len;
  lxb_html_token_t  token = {
     .begin = space, .end = end, .text_start = space, .text_end = end, .tag_id = LXB_TAG__TEXT
  };

  self->held = FALSE;
  end_long_text (self->tree);
  self->next (tokenizer, &token, self->next_data);
}

/* TRUE: it isn't for the tree, now or ever. */
static gboolean
hold_back (CarrelHtmlGuard *self, const lxb_html_token_t *token)
{
  gsize len = (gsize) (token->text_end - token->text_start);

  if (self->n_verbatim > 0 || !(self->after_block || self->held) || !is_blank (token))
    return FALSE;
  /* Spaces alone set in a line of a program that a division holds; they stay as many. */
  self->indent_len = 1;
  self->indent[0] = ' ';
  if (!self->held && len > 1 && len <= sizeof self->indent &&
      !memchr (token->text_start, '\n', len) && !memchr (token->text_start, '\r', len)) {
    memcpy (self->indent, token->text_start, len);
    self->indent_len = (guint8) len;
  }
  self->held = TRUE;
  return TRUE;
}

/* A tag that goes on to the tree. */
static void
note_layout (CarrelHtmlGuard *self, lxb_html_tokenizer_t *tokenizer, const lxb_html_token_t *token)
{
  guint    layout = token->tag_id < LXB_TAG__LAST_ENTRY ? self->layouts[token->tag_id] : INLINE;
  gboolean closes = (token->type & LXB_HTML_TOKEN_TYPE_CLOSE) != 0;

  if (layout == UNSEEN)
    return;
  if (layout == VERBATIM)
    self->n_verbatim = closes ? self->n_verbatim - (self->n_verbatim > 0) : self->n_verbatim + 1;
  if (self->held && (layout == INLINE || token->tag_id == LXB_TAG_CODE))
    let_go (self, tokenizer);
  else if (!closes)
    self->held = FALSE;
  self->after_block = layout == BLOCK || token->tag_id == LXB_TAG_PRE;
}

/* ── Text, from tag to tag ── */

/* Where the end tag `name` begins; NULL if there is none. `comments`: or if «<!--» is before it,
 * which may hide it. */
static const lxb_char_t *
find_end_tag (const lxb_char_t *data, const lxb_char_t *end, const char *name, gboolean comments)
{
  gsize len = strlen (name);

  for (const lxb_char_t *p = data; (p = memchr (p, '<', (gsize) (end - p))); p++) {
    gsize left = (gsize) (end - p);

    if (comments && left >= 4 && memcmp (p, "<!--", 4) == 0)
      return NULL;
    if (left > len + 2 && p[1] == '/' &&
        g_ascii_strncasecmp ((const char *) p + 2, name, len) == 0 && p[len + 2] != '\0' &&
        strchr ("\t\n\f\r />", p[len + 2]))
      return p;
  }
  return NULL;
}

/* States of the tokenizer, after the start tag: what is before the end tag is done with, or left to
 * the tokenizer's own state, which reads the end tag in any case. */
static const lxb_char_t *
pass_style (lxb_html_tokenizer_t *tokenizer, const lxb_char_t *data, const lxb_char_t *end)
{
  const lxb_char_t *stop = find_end_tag (data, end, "style", FALSE);

  tokenizer->state = lxb_html_tokenizer_state_rawtext_before;
  return stop ? stop : data;
}

static const lxb_char_t *
pass_script (lxb_html_tokenizer_t *tokenizer, const lxb_char_t *data, const lxb_char_t *end)
{
  const lxb_char_t *stop = find_end_tag (data, end, "script", TRUE);

  tokenizer->state = lxb_html_tokenizer_state_script_data_before;
  if (!stop || stop == data || memchr (data, '\r', (gsize) (stop - data)) ||
      memchr (data, '\0', (gsize) (stop - data)))
    return data;
  return carrel_html_give_text (tokenizer, data, stop) ? stop : end;
}

/* After a token has gone to the tree. */
static void
choose_state (lxb_html_tokenizer_t *tokenizer, lxb_tag_id_t tag)
{
  if (tokenizer->state == lxb_html_tokenizer_state_data_before)
    tokenizer->state = ((CarrelHtmlGuard *) tokenizer->callback_token_ctx)->tags.state;
  else if (tag == LXB_TAG_SCRIPT && tokenizer->state == lxb_html_tokenizer_state_script_data_before)
    tokenizer->state = pass_script;
  else if (tag == LXB_TAG_STYLE && tokenizer->state == lxb_html_tokenizer_state_rawtext_before)
    tokenizer->state = pass_style;
}

/* ── Attributes ── */

/* An element has come into the tree. */
static lxb_status_t
inserted_cb (lxb_dom_node_t *node)
{
  CarrelHtmlGuard *self = node->owner_document->user;

  if (self->pending && node->local_name == self->pending_tag && !node->user) {
    node->user = (void *) self->pending;
    self->pending = NULL;
  }
  return LXB_STATUS_OK;
}

static const lxb_dom_document_mutation_cb_t changes = { .inserted = inserted_cb };

void
carrel_html_guard_watch (CarrelHtmlGuard *self, lxb_html_document_t *document)
{
  document->dom_document.user = self;
  document->dom_document.mutation = &changes;
  lxb_dom_document_opt_set (&document->dom_document, LXB_DOM_DOCUMENT_OPT_WO_EVENTS);
}

/* The tree says what it inserts, but for what it puts before a table: that is open then. It has to
 * say so only while there are attributes. A tag of which it makes nothing leaves none behind. */
static lxb_html_token_t *
give_to_tree (CarrelHtmlGuard *self, lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token)
{
  lxb_dom_document_t *document = &self->tree->document->dom_document;
  lxb_dom_node_t     *before = get_innermost (self->tree), *after;

  if (!self->pending)
    return self->next (tokenizer, token, self->next_data);
  lxb_dom_document_opt_set (document, LXB_DOM_DOCUMENT_OPT_UNDEF);
  token = self->next (tokenizer, token, self->next_data);
  lxb_dom_document_opt_set (document, LXB_DOM_DOCUMENT_OPT_WO_EVENTS);
  after = get_innermost (self->tree);
  if (self->pending && after && after != before)
    inserted_cb (after);
  self->pending = NULL;
  return token;
}

static lxb_html_token_t *
token_done_cb (lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token, void *data)
{
  CarrelHtmlGuard *self = data;
  gsize            before = self->tree->open_elements->length, after;
  lxb_tag_id_t     tag = token->tag_id;

  if (token->tag_id == LXB_TAG__TEXT) {
    lxb_tag_id_t current;

    if (hold_back (self, token))
      return token;
    current = get_current (self->tree);
    if (current == LXB_TAG_STYLE)
      return token;
    if (current == LXB_TAG_SCRIPT)
      return keep_script (self, tokenizer, token);
    if (self->held)
      let_go (self, tokenizer);
    self->after_block = FALSE;
    end_long_text (self->tree);
  } else if (token->tag_id != LXB_TAG__END_OF_FILE) {
    if (++self->n_tags > CARREL_HTML_MAX_TAGS) {
      self->is_over = TRUE;
      tokenizer->status = LXB_STATUS_ERROR;
      return NULL;
    }
    if (token->tag_id == LXB_TAG__EM_COMMENT)
      token->text_end = token->text_start;
    else if (token->tag_id != LXB_TAG__EM_DOCTYPE && !check_tag (self, token))
      return token;
    note_layout (self, tokenizer, token);
    if (token->attr_first && token->tag_id != LXB_TAG__EM_DOCTYPE &&
        !carrel_html_pack (self, tokenizer, token)) {
      tokenizer->status = LXB_STATUS_ERROR_MEMORY_ALLOCATION;
      return NULL;
    }
  }
  if (self->n_reopened > MAX_REOPENED)
    self->tree->active_formatting->length = 0;
  token = give_to_tree (self, tokenizer, token);
  after = self->tree->open_elements->length;
  if (after > before + 1)
    self->n_reopened += (guint) (after - before - 1);
  choose_state (tokenizer, tag);
  return token;
}

void
carrel_html_guard_install (CarrelHtmlGuard   *self,
                           lxb_html_parser_t *parser,
                           CarrelHtmlValues  *values,
                           GArray            *kept)
{
  lxb_html_tokenizer_t *tokenizer = lxb_html_parser_tokenizer (parser);

  memset (self, 0, offsetof (CarrelHtmlGuard, tags));
  self->tree = lxb_html_parser_tree (parser);
  self->next = tokenizer->callback_token_done;
  self->next_data = tokenizer->callback_token_ctx;
  self->values = values;
  self->kept = kept;
  self->layouts = get_layouts ();
  carrel_html_tags_init (&self->tags);
  lxb_html_tokenizer_callback_token_done_set (tokenizer, token_done_cb, self);
}

void
carrel_html_guard_remove (CarrelHtmlGuard *self, lxb_html_parser_t *parser)
{
  lxb_html_tokenizer_callback_token_done_set (lxb_html_parser_tokenizer (parser), self->next,
                                              self->next_data);
}

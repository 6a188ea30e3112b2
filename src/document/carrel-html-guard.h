/* carrel-html-guard.h: bounds what a page can cost, token by token, while it is parsed.
 *
 * It stands between lexbor's tokenizer and its tree, so it sees each tag as the tree will, with the
 * elements that are really open: what it counts is what there is. Parsers are quadratic in the
 * depth of open elements, in the formatting elements that they open again in every block, and in
 * the attributes of one tag; a page within the limits is parsed as if nothing stood there.
 *
 * Only document/carrel-html.c includes this; the limits are in its header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-html.h"

#include <lexbor/html/parser.h>

G_BEGIN_DECLS

/* A text that the tree has only the number of, in so many hexadecimal digits. */
#define CARREL_HTML_PLACE_LEN 8

typedef struct {
  const char *text; /* of who gave the memory */
  gsize       len;
} CarrelHtmlKept;

#define CARREL_HTML_VALUE_BITS 11 /* at most */

typedef struct {
  const char *text; /* (nullable): in the arena */
  gsize       len;
} CarrelHtmlValue;

/* Texts that were copied and may be given again. */
typedef struct {
  CarrelHtml     *html;
  guint           shift;                               /* 64, less the bits of a value's number */
  CarrelHtmlValue values[1 << CARREL_HTML_VALUE_BITS]; /* those that have a number are set */
} CarrelHtmlValues;

/* In carrel-html.c: in the arena, terminated; perhaps the one that was given before. */
const char *carrel_html_values_copy (CarrelHtmlValues *self, const char *text, gsize len);

#define CARREL_HTML_NAME_BITS 8
#define CARREL_HTML_MAX_PLAIN 32 /* attributes of a tag that is read in one go */

/* The attributes of one element, in the memory of our tree. */
typedef struct {
  CarrelAttribute *attributes; /* (array length=n) */
  gsize            n;
} CarrelHtmlPacked;

/* Names that were seen, and the attributes of the tag that is read. */
typedef struct {
  const guint8              *kinds; /* of bytes */
  lxb_html_tokenizer_state_f state; /* carrel_html_read_markup () */
  const lxb_tag_data_t      *tags[1 << CARREL_HTML_NAME_BITS];
  const lxb_dom_attr_data_t *attributes[1 << CARREL_HTML_NAME_BITS];
  lxb_html_token_attr_t      read[CARREL_HTML_MAX_PLAIN];
  lxb_html_token_attr_t      only; /* in place of all of a tag's */
} CarrelHtmlTags;

typedef struct {
  lxb_html_tree_t           *tree;
  lxb_html_tokenizer_token_f next; /* the tree's own */
  void                      *next_data;
  guint                      n_tags;
  guint                      n_reopened;  /* elements that no tag asked for */
  gboolean                   is_over;     /* more tags than there may be: the parse ended */
  guint dropped[LXB_TAG__LAST_ENTRY + 1]; /* start tags left out whose end tags are to come */
  CarrelHtmlValues
               *values; /* of the tree to be: where attributes and the text of scripts are kept */
  GArray       *kept;   /* (element-type CarrelHtmlKept): of the caller */
  char          place[CARREL_HTML_PLACE_LEN + 1];
  const guint8 *layouts;     /* of each tag */
  gboolean      after_block; /* what came last begins or ends a block … */
  gboolean      held;        /* … and white space since then isn't in the tree yet */
  char          indent[62];  /* … as it is in the tree then */
  guint8        indent_len;
  guint         n_verbatim; /* open elements in which white space is text */
  const CarrelHtmlPacked
                *pending;     /* (nullable): of the element that the tree makes of this token … */
  lxb_tag_id_t   pending_tag; /* … which is such a one */
  CarrelHtmlTags tags;
} CarrelHtmlGuard;

/* Takes the tokens of `parser`, which has been initialised, before its tree does. `self` must live
 * as long as it parses. Each text of a <script> goes into the memory of `values`' tree, and its
 * place into `kept`; in lexbor's is the number of that place. */
void carrel_html_guard_install (CarrelHtmlGuard   *self,
                                lxb_html_parser_t *parser,
                                CarrelHtmlValues  *values,
                                GArray            *kept);

/* The parser's tree takes its tokens itself again. */
void carrel_html_guard_remove (CarrelHtmlGuard *self, lxb_html_parser_t *parser);

/* One that the tree may open again. */
gboolean carrel_html_guard_is_formatting (lxb_tag_id_t tag);

/* When there is a document: nothing happens in it when it changes, but that elements get their
 * attributes. */
void carrel_html_guard_watch (CarrelHtmlGuard *self, lxb_html_document_t *document);

/* In carrel-html-tags.c. A start tag's attributes, before the token goes to lexbor's tree: FALSE,
 * there is no memory. */
gboolean
carrel_html_pack (CarrelHtmlGuard *self, lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token);
/* The attributes of an element that has them beside it, or whose only one stands for all of them.
 */
gboolean carrel_html_take_packed (const lxb_dom_element_t *element,
                                  CarrelAttribute        **attributes,
                                  guint16                 *n);
/* The tokenizer's state between tags, and what hands tokens on; FALSE when the parse is to end. */
gboolean          carrel_html_give (lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token);
gboolean          carrel_html_give_text (lxb_html_tokenizer_t *tokenizer,
                                         const lxb_char_t     *start,
                                         const lxb_char_t     *end);
const lxb_char_t *carrel_html_read_markup (lxb_html_tokenizer_t *tokenizer,
                                           const lxb_char_t     *data,
                                           const lxb_char_t     *end);
void              carrel_html_tags_init (CarrelHtmlTags *self);

G_END_DECLS

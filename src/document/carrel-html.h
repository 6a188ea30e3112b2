/* carrel-html.h: a parsed page: our own small DOM in one arena.
 *
 * Made from text through the guard and lexbor; nothing else in Carrel includes lexbor. The tree is
 * mutable (the extractor prunes it), belongs to one thread at a time, and is freed at once. Depth
 * is bounded by the guard, but walks are iterative all the same: use carrel_node_next ().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a page may have (carrel-html-guard.c): more of the first two is refused, the surplus of the
 * others is left out. */
#define CARREL_HTML_MAX_BYTES (16 * 1024 * 1024)
#define CARREL_HTML_MAX_TAGS 400000
#define CARREL_HTML_MAX_DEPTH 512 /* open elements; deeper ones are left out, their text stays */
#define CARREL_HTML_MAX_ATTRIBUTES 256 /* of one tag */

typedef struct _CarrelHtml CarrelHtml;
typedef struct _CarrelNode CarrelNode;

typedef enum {
  CARREL_NODE_ELEMENT,
  CARREL_NODE_TEXT,
} CarrelNodeType;

/* Known elements, X (IDENTIFIER, "name"); everything else is CARREL_TAG_OTHER. Elements of SVG and
 * MathML namespaces carry `foreign`. */
/* clang-format off */
#define CARREL_TAGS(X)                                                                             \
  X (A, "a") X (ABBR, "abbr") X (ADDRESS, "address") X (ARTICLE, "article") X (ASIDE, "aside")     \
  X (AUDIO, "audio") X (B, "b") X (BASE, "base") X (BLOCKQUOTE, "blockquote") X (BODY, "body")     \
  X (BR, "br") X (BUTTON, "button") X (CANVAS, "canvas") X (CAPTION, "caption")                    \
  X (CENTER, "center") X (CITE, "cite") X (CODE, "code") X (COL, "col") X (COLGROUP, "colgroup")   \
  X (DATA, "data") X (DATALIST, "datalist") X (DD, "dd") X (DEL, "del") X (DETAILS, "details")     \
  X (DFN, "dfn") X (DIALOG, "dialog") X (DIV, "div") X (DL, "dl") X (DT, "dt") X (EM, "em")        \
  X (EMBED, "embed") X (FIELDSET, "fieldset") X (FIGCAPTION, "figcaption") X (FIGURE, "figure")    \
  X (FONT, "font") X (FOOTER, "footer") X (FORM, "form") X (FRAME, "frame")                        \
  X (FRAMESET, "frameset") X (H1, "h1") X (H2, "h2") X (H3, "h3") X (H4, "h4") X (H5, "h5")        \
  X (H6, "h6") X (HEAD, "head") X (HEADER, "header") X (HGROUP, "hgroup") X (HR, "hr")             \
  X (HTML, "html") X (I, "i") X (IFRAME, "iframe") X (IMG, "img") X (INPUT, "input")               \
  X (INS, "ins") X (KBD, "kbd") X (LABEL, "label") X (LEGEND, "legend") X (LI, "li")               \
  X (LINK, "link") X (MAIN, "main") X (MAP, "map") X (MARK, "mark") X (MATH, "math")               \
  X (MENU, "menu") X (META, "meta") X (METER, "meter") X (NAV, "nav") X (NOSCRIPT, "noscript")     \
  X (OBJECT, "object") X (OL, "ol") X (OPTGROUP, "optgroup") X (OPTION, "option")                  \
  X (OUTPUT, "output") X (P, "p") X (PARAM, "param") X (PICTURE, "picture") X (PRE, "pre")         \
  X (PROGRESS, "progress") X (Q, "q") X (RB, "rb") X (RP, "rp") X (RT, "rt") X (RUBY, "ruby")      \
  X (S, "s") X (SAMP, "samp") X (SCRIPT, "script") X (SEARCH, "search") X (SECTION, "section")     \
  X (SELECT, "select") X (SLOT, "slot") X (SMALL, "small") X (SOURCE, "source") X (SPAN, "span")   \
  X (STRIKE, "strike") X (STRONG, "strong") X (STYLE, "style") X (SUB, "sub")                      \
  X (SUMMARY, "summary") X (SUP, "sup") X (SVG, "svg") X (TABLE, "table") X (TBODY, "tbody")       \
  X (TD, "td") X (TEMPLATE, "template") X (TEXTAREA, "textarea") X (TFOOT, "tfoot") X (TH, "th")   \
  X (THEAD, "thead") X (TIME, "time") X (TITLE, "title") X (TR, "tr") X (TRACK, "track")           \
  X (TT, "tt") X (U, "u") X (UL, "ul") X (VAR, "var") X (VIDEO, "video") X (WBR, "wbr")
/* clang-format on */

typedef enum {
  CARREL_TAG_OTHER,
#define CARREL_TAG_ENUM(id, name) CARREL_TAG_##id,
  CARREL_TAGS (CARREL_TAG_ENUM)
#undef CARREL_TAG_ENUM
      CARREL_N_TAGS
} CarrelTag;

typedef struct {
  const char *name;  /* lower case */
  const char *value; /* never NULL */
} CarrelAttribute;

/* Fields are read directly; structure is changed through the functions below. All pointers lead
 * into the arena. */
struct _CarrelNode {
  CarrelNode      *parent, *first, *last, *previous, *next;
  CarrelAttribute *attributes; /* (array length=n_attributes) */
  const char      *name;       /* element: lower case */
  const char      *text;       /* text node: not collapsed, NUL-terminated */
  guint32          text_len;   /* bytes */
  union {
    guint32 chars; /* of text, for who measures it: 0 at first, and when it is changed */
    guint32
        names; /* of an element: what its attributes may be called, CARREL_NAME_BIT () of each */
  };
  guint16  n_attributes;
  guint16  tag;         /* CarrelTag */
  guint8   type;        /* CarrelNodeType */
  guint8   foreign : 1; /* in SVG or MathML */
  guint8   blank : 1;   /* no text, or nothing but white space */
  guint16  commas;      /* where `chars` isn't 0 */
  gpointer data;        /* for whoever walks: scores and marks, NULL at first */
};

/* Parses. Fails with CARREL_ERROR_TOO_LARGE (the guard). `html` must be valid UTF-8 and isn't kept.
 * Contents of <noscript> are parsed as elements (scripting off); those of <template> are its
 * children. Comments, style sheets and the lines of drawings are left out. Any thread. (transfer
 * full) */
CarrelHtml *carrel_html_parse (const char *html, gsize len, GError **error);
/* The same. `html` (transfer full) is freed as early as it can be, in any case. */
CarrelHtml *carrel_html_parse_taken (char *html, gsize len, GError **error);
void        carrel_html_free (CarrelHtml *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelHtml, carrel_html_free)

CarrelNode *carrel_html_get_root (CarrelHtml *self); /* <html>, never NULL */
CarrelNode *carrel_html_get_head (CarrelHtml *self); /* (nullable) */
CarrelNode *carrel_html_get_body (CarrelHtml *self); /* (nullable) */
guint       carrel_html_get_n_nodes (CarrelHtml *self);
/* What of the page is asked for by what it is, as it was parsed, in document order: <html>; <a>,
 * <article>, <base>, <h1>, <img> (<amp-img>), <link>, <meta>, <noscript>, <script>, <title>; what
 * has an itemtype. Some may be called otherwise since, or be in no tree. (element-type CarrelNode)
 */
const GPtrArray *carrel_html_get_marked (CarrelHtml *self);

/* Memory that lives as long as the tree. */
gpointer    carrel_html_alloc (CarrelHtml *self, gsize size);
const char *carrel_html_strdup (CarrelHtml *self, const char *text, gssize len);

/* The node after `node` in document order within `top`'s subtree, NULL at its end; `skip` passes by
 * the node's children. Iterative: `for (n = top; n; n = carrel_node_next (n, top, FALSE))`. */
static inline CarrelNode *
carrel_node_next (CarrelNode *node, CarrelNode *top, gboolean skip)
{
  if (!skip && node->first)
    return node->first;
  while (node && node != top) {
    if (node->next)
      return node->next;
    node = node->parent;
  }
  return NULL;
}

/* The subtree's nodes from its end, each after all that is in it: `for (n = carrel_node_last (top);
 * n; n = carrel_node_previous (n, top))`. */
static inline CarrelNode *
carrel_node_last (CarrelNode *top)
{
  while (top->last)
    top = top->last;
  return top;
}

static inline CarrelNode *
carrel_node_previous (CarrelNode *node, const CarrelNode *top)
{
  if (node == top)
    return NULL;
  return node->previous ? carrel_node_last (node->previous) : node->parent;
}

/* A text that is nothing but white space. */
static inline gboolean
carrel_node_is_blank (const CarrelNode *node)
{
  return node->blank;
}

/* Most elements don't have most attributes: a bit for the first two characters of a name tells
 * nearly all of them. */
#define CARREL_NAME_BIT(name) (1u << (((guchar) (name)[0] * 2u + (guchar) (name)[1]) & 31))

const char *carrel_node_look_for (const CarrelNode *node, const char *attribute);

/* The attribute's value. (nullable) */
static inline const char *
carrel_node_get (const CarrelNode *node, const char *attribute)
{
  return node->names & CARREL_NAME_BIT (attribute) ? carrel_node_look_for (node, attribute) : NULL;
}
void carrel_node_set (CarrelHtml *self, CarrelNode *node, const char *attribute, const char *value);
/* `text` lives as long as the tree. */
void carrel_node_set_text (CarrelNode *node, const char *text);
void carrel_node_unset (CarrelNode *node, const char *attribute);
/* The word stands among the white-space-separated words of the attribute, compared without case. */
gboolean carrel_node_has_word (const CarrelNode *node, const char *attribute, const char *word);
/* The texts in it have `max` bytes at most. No more of them is looked at. */
gboolean carrel_node_is_short (CarrelNode *top, gsize max);

CarrelNode *carrel_node_new_element (CarrelHtml *self, CarrelTag tag);
CarrelNode *carrel_node_new_text (CarrelHtml *self, const char *text, gssize len);
void        carrel_node_unlink (CarrelNode *node);
void        carrel_node_append (CarrelNode *parent, CarrelNode *child);
/* All of them, in order, behind those that `to` has. */
void carrel_node_move_children (CarrelNode *from, CarrelNode *to);
void carrel_node_insert_before (CarrelNode *sibling, CarrelNode *node);
/* The children take the node's place. */
void        carrel_node_unwrap (CarrelNode *node);
void        carrel_node_rename (CarrelNode *node, CarrelTag tag);
CarrelNode *carrel_node_copy (CarrelHtml *self, CarrelNode *node);

/* First match in the subtree (without `top`), in document order. (nullable) */
CarrelNode *carrel_node_find (CarrelNode *top, CarrelTag tag);
CarrelNode *carrel_node_find_id (CarrelNode *top, const char *id);
CarrelNode *carrel_node_get_ancestor (CarrelNode *node, CarrelTag tag); /* (nullable) */

/* The subtree's text, white space collapsed as a browser shows it, without script, style, template
 * and noscript. (transfer full) */
char *carrel_node_dup_text (CarrelNode *node);
/* The same appended, not collapsed. */
void carrel_node_append_text (CarrelNode *node, GString *out);

CarrelTag   carrel_tag_from_name (const char *name, gssize len);
const char *carrel_tag_get_name (CarrelTag tag);
/* Displayed as a block by default (p, div, li, table, …). */
static inline gboolean
carrel_tag_is_block (CarrelTag tag)
{
  extern const guint8 carrel_tag_blocks[CARREL_N_TAGS];

  return carrel_tag_blocks[tag];
}

/* h1 … h6. */
static inline gboolean
carrel_node_is_heading (const CarrelNode *node)
{
  return node->tag >= CARREL_TAG_H1 && node->tag <= CARREL_TAG_H6;
}

/* For tests and `choose the text`: the tree as HTML, escaped. (transfer full) */
char *carrel_node_to_html (CarrelNode *node);

G_END_DECLS

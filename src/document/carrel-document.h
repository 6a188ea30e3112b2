/* carrel-document.h: an article's body as blocks and spans. Immutable, reference-counted.
 *
 * It is stored as *clean HTML*, a written-down subset; reading and then writing clean HTML is the
 * identity. Nobody but document/ parses stored HTML. Reader, search text, excerpts, highlights and
 * all exports walk this tree.
 *
 * Clean HTML, whole:
 *
 *   blocks   p  h1…h6[id]  blockquote  ul  ol[type][reversed][start]  li[value]  dl  dt  dd
 * pre[data-lang]  hr figure  figcaption  table  caption  tr  th[colspan][rowspan]
 * td[colspan][rowspan] section.footnotes > ol > li[id=fn-N]           (the notes, at the end)
 *            p.math (TeX, display)
 *   inline   a[href]  em  strong  code  sub  sup  mark  s  u  q  small  br  img
 *            a.fnref[href=#fn-N][id=fnref-N]   a.fnback[href=#fnref-N]   span.math (TeX)
 *            span[lang][dir]
 *   image    img[src][alt][width][height], src = «blob:» + SHA-256 in hex (in the library), or an
 *            absolute http(s) address (not fetched); stands in figure, or inline in a paragraph
 *   embed    figure.embed > a[href] + optional img + optional figcaption
 *   any block may have lang and dir
 *
 * Addresses are absolute http, https or mailto, or #fn-N, #fnref-N, #h-… of the same document. `id`
 * is made by Carrel. Text is escaped; there are no comments, no other attributes, no other
 * elements. Each top-level block stands on a line of its own.
 *
 * In memory a document is a flat array of blocks in document order: parents before children, and
 * `depth` and `n_descendants` give the tree, so that walks are loops.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CARREL_TYPE_DOCUMENT (carrel_document_get_type ())

typedef struct _CarrelDocument CarrelDocument;
typedef struct _CarrelBlock    CarrelBlock;
typedef struct _CarrelSpan     CarrelSpan;

typedef enum {
  CARREL_BLOCK_PARAGRAPH, /* text */
  CARREL_BLOCK_HEADING,   /* text; level 1–6; id */
  CARREL_BLOCK_QUOTE,     /* children: any block */
  CARREL_BLOCK_LIST, /* children: LIST_ITEM; ordered; then numbering, reversed, number = start */
  CARREL_BLOCK_LIST_ITEM, /* children: any block; an item of inline text has one PARAGRAPH; ordered,
                             numbering, number */
  CARREL_BLOCK_CODE,      /* text as it is, with newlines; language */
  CARREL_BLOCK_RULE,
  CARREL_BLOCK_FIGURE,  /* children: IMAGE…, or QUOTE/CODE/TABLE; then at most one CAPTION */
  CARREL_BLOCK_IMAGE,   /* only in FIGURE: source, alt, width, height */
  CARREL_BLOCK_EMBED,   /* href (the thing), source (its poster, nullable), text = its caption */
  CARREL_BLOCK_CAPTION, /* text; in FIGURE or TABLE */
  CARREL_BLOCK_TABLE,   /* children: at most one CAPTION, then ROW */
  CARREL_BLOCK_ROW,     /* children: CELL */
  CARREL_BLOCK_CELL,    /* children: any block; header, colspan, rowspan */
  CARREL_BLOCK_DEFINITIONS, /* children: TERM, DEFINITION */
  CARREL_BLOCK_TERM,        /* text */
  CARREL_BLOCK_DEFINITION,  /* children: any block */
  CARREL_BLOCK_MATH,        /* text: TeX, display */
  CARREL_BLOCK_FOOTNOTES,   /* children: FOOTNOTE; last block of a document */
  CARREL_BLOCK_FOOTNOTE,    /* children: any block; number N, id «fn-N» */
} CarrelBlockType;

typedef enum {
  CARREL_SPAN_EMPHASIS,
  CARREL_SPAN_STRONG,
  CARREL_SPAN_CODE,
  CARREL_SPAN_SUBSCRIPT,
  CARREL_SPAN_SUPERSCRIPT,
  CARREL_SPAN_MARK,
  CARREL_SPAN_STRIKE,
  CARREL_SPAN_UNDERLINE,
  CARREL_SPAN_QUOTE,
  CARREL_SPAN_SMALL,
  CARREL_SPAN_LINK,          /* value: address, or «#…» within the document */
  CARREL_SPAN_FOOTNOTE_REF,  /* value: «#fn-N»; covers its mark */
  CARREL_SPAN_FOOTNOTE_BACK, /* value: «#fnref-N»; covers «↩», or what the page has */
  CARREL_SPAN_MATH,          /* covers TeX */
  CARREL_SPAN_IMAGE,         /* covers one U+FFFC; value: source; alt; width, height */
  CARREL_SPAN_LANGUAGE,      /* value: BCP 47 tag (nullable); dir */
} CarrelSpanKind;

typedef enum {
  CARREL_DIR_AUTO, /* as the article */
  CARREL_DIR_LTR,
  CARREL_DIR_RTL,
} CarrelDir;

/* How an ordered list counts. */
typedef enum {
  CARREL_NUMBERING_DECIMAL,
  CARREL_NUMBERING_LOWER_LETTERS,
  CARREL_NUMBERING_UPPER_LETTERS,
  CARREL_NUMBERING_LOWER_ROMAN,
  CARREL_NUMBERING_UPPER_ROMAN,
} CarrelNumbering;

/* Over [start, end) bytes of the block's text. Spans are sorted by start, then longest first, and
 * nest properly: two either contain each other or don't overlap. A line break is a «\n» in the text
 * of any block but CODE. */
struct _CarrelSpan {
  guint32        start, end;
  CarrelSpanKind kind;
  CarrelDir      dir;
  guint32        width, height; /* pixels; 0: unknown */
  const char    *value;         /* (nullable) */
  const char    *alt;           /* (nullable) */
};

struct _CarrelBlock {
  CarrelBlockType type;
  guint16         depth;        /* 0: top level */
  guint8          level;        /* heading */
  guint8          numbering;    /* ordered list, item of one: CarrelNumbering */
  guint8          ordered : 1;  /* list, item of one */
  guint8          reversed : 1; /* ordered list: it counts down */
  guint8      numbered : 1; /* ordered list, item of one: `number` is not what follows by itself */
  guint8      header : 1;   /* cell */
  CarrelDir   dir;
  guint32     n_descendants; /* the next sibling is at index + 1 + n_descendants */
  gint32      number;        /* list start, item's number, footnote number */
  guint32     width, height;
  guint16     colspan, rowspan; /* 1 by default */
  const char *text;             /* never NULL; "" for blocks without own text */
  guint32     text_len;
  const CarrelSpan *spans; /* (array length=n_spans) */
  guint32           n_spans;
  const char       *id;       /* (nullable): heading, footnote */
  const char       *language; /* (nullable): BCP 47; for CODE the programming language */
  const char
      *text_language; /* (nullable): BCP 47, of its text: its own, or that of the block it is in */
  const char *source; /* (nullable) */
  const char *alt;    /* (nullable) */
  const char *href;   /* (nullable) */
};

GType           carrel_document_get_type (void);
CarrelDocument *carrel_document_ref (CarrelDocument *self);
void            carrel_document_unref (CarrelDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelDocument, carrel_document_unref)

/* (array length=n_blocks) (transfer none) */
const CarrelBlock *carrel_document_get_blocks (CarrelDocument *self, guint *n_blocks);

/* Reads clean HTML. Also takes any other HTML (through the guard and the allow list: what isn't
 * allowed is dropped or unwrapped, blocks are made to nest), so that it is safe on a file edited
 * by hand. Never fails: at worst the document is empty. Any thread. */
CarrelDocument *carrel_document_read (const char *html, gssize len);

/* From a tree that the extractor has cleaned; the same allow list, one implementation. `base`
 * (nullable) is the page's address, against which relative addresses are resolved; without it they
 * are dropped. */
typedef struct _CarrelHtml CarrelHtml;
typedef struct _CarrelNode CarrelNode;
CarrelDocument            *carrel_document_from_node (CarrelNode *node, const char *base);

/* Plain text in paragraphs → document: blank lines, or single newlines where there are none. */
CarrelDocument *carrel_document_from_text (const char *text);

/* Clean HTML; carrel_document_read () of it gives an equal document. (transfer full) */
char *carrel_document_write (CarrelDocument *self);

/* The text as search, excerpts, word counts and highlights see it: blocks separated by «\n\n»,
 * items and cells by «\n»; images give nothing, captions their text; footnotes at the end.
 * `offsets`, when given, gets for each block the byte offset of its own text in the result (GArray
 * of guint32). (transfer full) */
char *carrel_document_to_text (CarrelDocument *self, GArray **offsets);

/* The same as whoever reads it sees it: with the quotation marks of `language` (nullable) or of the
 * part that is quoted. For eyes, never for offsets that are kept. (transfer full) */
char *carrel_document_to_shown_text (CarrelDocument *self, const char *language, GArray **offsets);
char *carrel_block_dup_shown_text (const CarrelBlock *block, const char *language);
/* The mark before what is quoted, or behind it. */
const char *carrel_document_get_quote (const char *language, gboolean open);

/* Markdown (CommonMark with pipe tables and footnotes), escaped so that it renders as the same
 * text. (transfer full) */
char *carrel_document_to_markdown (CarrelDocument *self);

/* A number as a list shows it: «12», «l», «XII»; in digits where there are no letters for it (0,
 * −1, a Roman number over 3999). Without what stands behind it. (transfer full) */
char *carrel_numbering_format (CarrelNumbering numbering, gint32 number);

gboolean carrel_document_equal (CarrelDocument *a, CarrelDocument *b);
gboolean carrel_document_is_empty (CarrelDocument *self);

/* Every image source, in order, also posters and inline images. (element-type utf8)
 * (transfer container) */
GPtrArray *carrel_document_list_images (CarrelDocument *self);

typedef struct {
  guint       block;    /* index */
  guint32     start;    /* bytes into the block's text */
  const char *address;  /* (transfer none) */
  char       *text;     /* (owned): what the link covers */
  char       *sentence; /* (owned): around it, ≤ 240 characters */
} CarrelDocumentLink;

/* Every http(s) link, in order. (element-type CarrelDocumentLink) (transfer full) */
GPtrArray *carrel_document_list_links (CarrelDocument *self);

/* A copy in which each image's source (also posters, inline) is what `map` says for it (address →
 * new source); an image whose size is in `map_size` gets it. Sources not in the map stay.
 * `sizes` (nullable): source → GUINT_TO_POINTER (width << 16 | height), by the *new* source. */
CarrelDocument *
carrel_document_map_images (CarrelDocument *self, GHashTable *map, GHashTable *sizes);

/* What stands from byte `start` of block `first` to byte `end` of block `last`, as a document:
 * containers that are begun stay, with what of them is taken; words of one block alone lose theirs.
 * Links to places that aren't taken are text. (transfer full) */
CarrelDocument *
carrel_document_cut (CarrelDocument *self, guint first, guint32 start, guint last, guint32 end);

/* The text of `second` after that of `first`: the next page of one article. What the pages have in
 * common above and below their text stands once; headings and notes are numbered on. `is_new` is
 * FALSE, and the result `first`, when `second` has nothing that `first` hasn't. (transfer full) */
CarrelDocument *
carrel_document_join (CarrelDocument *first, CarrelDocument *second, gboolean *is_new);

/* What a note says, without its way back, as a document of its own; NULL when none has that id.
 * (transfer full) (nullable) */
CarrelDocument *carrel_document_dup_note (CarrelDocument *self, const char *id);

/* A document under construction, for importers and plain text: blocks are opened and closed, text
 * and spans appended. What would not be allowed where it stands is put where it may (text outside a
 * paragraph opens one). */
typedef struct _CarrelDocumentBuilder CarrelDocumentBuilder;
CarrelDocumentBuilder                *carrel_document_builder_new (void);
void                                  carrel_document_builder_free (CarrelDocumentBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelDocumentBuilder, carrel_document_builder_free)
/* The block's fields may be set on what is returned until the next call. (transfer none) */
CarrelBlock *carrel_document_builder_open (CarrelDocumentBuilder *self, CarrelBlockType type);
void         carrel_document_builder_close (CarrelDocumentBuilder *self);
void carrel_document_builder_text (CarrelDocumentBuilder *self, const char *text, gssize len);
/* A line break; FALSE when the text ends with one already. */
gboolean carrel_document_builder_break (CarrelDocumentBuilder *self);
CarrelSpan *
carrel_document_builder_push (CarrelDocumentBuilder *self, CarrelSpanKind kind, const char *value);
void carrel_document_builder_pop (CarrelDocumentBuilder *self);
/* Takes and frees the builder. (transfer full) */
CarrelDocument *carrel_document_builder_finish (CarrelDocumentBuilder *self);
/* Copies a string for a field of a block or span. */
const char *carrel_document_builder_string (CarrelDocumentBuilder *self, const char *text);
/* A copy of what may be the language of a block of code («c++»); (nullable): it is none. */
const char *carrel_document_builder_code_language (CarrelDocumentBuilder *self, const char *text);

G_END_DECLS

/* carrel-document-read-private.h: what the files that read HTML share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document-private.h"
#include "document/carrel-html.h"

/* What an element is to a document. */
typedef enum {
  AS_NOTHING,  /* unwrapped, inline */
  AS_DIVISION, /* unwrapped, ends a paragraph before and after */
  AS_SKIPPED,  /* with all that is in it */
  AS_BLOCK,    /* a container */
  AS_LEAF,     /* a block of text; blocks within it are only spaces */
  AS_SPAN,
  AS_OTHER,       /* inline, with a case of its own */
  AS_OTHER_BLOCK, /* a block with one */
} CarrelDocumentRole;

typedef struct {
  guint8 role;
  guint8 type; /* CarrelBlockType or CarrelSpanKind */
} CarrelDocumentRule;

CarrelDocumentRule carrel_document_get_rule (const CarrelNode *node);

/* A span that is open in the tree, and is put on every leaf that begins while it is. */
typedef struct {
  CarrelSpanKind kind;
  CarrelDir      dir;
  const char    *value;  /* in the builder's memory, or the tree's */
  gboolean       pushed; /* onto the leaf that is open */
} CarrelDocumentInline;

/* How things stood before an element was entered. */
typedef struct {
  CarrelNode *node;
  guint       n_open, n_inlines;
  const char *language;
  CarrelDir   dir;
  guint       fixed : 1; /* it is a leaf, or within one */
  guint       layout : 1;
  guint       block : 1; /* ends a paragraph when it is left */
  guint       ruby : 1;  /* a reading aid, in brackets */
  guint       embed : 1; /* only its caption is walked */
} CarrelDocumentFrame;

typedef struct {
  CarrelDocumentBuilder *builder;
  const char            *base;    /* (nullable) */
  gboolean               clean;   /* stored HTML, where things are as they should be */
  GArray                *frames;  /* (owned) (element-type CarrelDocumentFrame) */
  GArray                *inlines; /* (owned) (element-type CarrelDocumentInline) */
  const char            *language, *base_language; /* of the text here; of the document */
  CarrelDir              dir, base_dir;
  gboolean               fixed;  /* a leaf that block elements don't end */
  gboolean               layout; /* rows and cells of the table here are divisions */
  GHashTable            *wanted; /* (owned) (nullable): fragments that links of the page lead to */
  GHashTable            *headings; /* (owned): fragment → id of a heading */
  GPtrArray             *pending;  /* (owned): fragments passed since the last text */
  guint                  n_headings, last_note;
  guint                  opened; /* depth of the outermost block opened for an element */
} CarrelDocumentReader;

/* The block that is opened, with the language and direction of the text here. */
CarrelBlock *carrel_document_reader_open (CarrelDocumentReader *self, CarrelBlockType type);
void         carrel_document_reader_end_leaf (CarrelDocumentReader *self);
/* A leaf for text that is about to come, with all open spans on it. */
void carrel_document_reader_prepare (CarrelDocumentReader *self);
void carrel_document_reader_text (CarrelDocumentReader *self, const char *text, gsize len);
/* A span of all text until it is popped: those above the first `n` are. */
void carrel_document_reader_push (CarrelDocumentReader *self,
                                  CarrelSpanKind        kind,
                                  const char           *value,
                                  CarrelDir             dir);
void carrel_document_reader_pop (CarrelDocumentReader *self, guint n);

/* Elements with a case of their own. TRUE: its children are walked. */
gboolean carrel_document_reader_enter (CarrelDocumentReader *self,
                                       CarrelNode           *node,
                                       CarrelDocumentFrame  *frame);

/* A number that is not above `max`; 0: there is none. */
guint carrel_document_reader_get_number (CarrelNode *node, const char *name, guint max);

/* ── carrel-document-read-pictures.c ── */

void carrel_document_reader_enter_image (CarrelDocumentReader *self, CarrelNode *node);
/* figure.embed: an address, a poster, a caption. TRUE when it is one; its caption is then walked.
 */
gboolean carrel_document_reader_enter_embed (CarrelDocumentReader *self, CarrelNode *node);

/* Links within the page: the places that they lead to are found first, noted while they are passed,
 * and given their new names at the end. */
void carrel_document_reader_find_fragments (CarrelDocumentReader *self, CarrelNode *top);
void carrel_document_reader_note_fragment (CarrelDocumentReader *self, CarrelNode *node);
void carrel_document_reader_lead_links (CarrelDocumentReader *self);

/* carrel-extract-blocks-private.h: a page as a row of pieces of text, and what is known of each.
 *
 * A piece is what a reader sees as one paragraph, heading, item or cell: text without a block in
 * between. A box is an element that is shown as a block. Both stand in flat arrays in document
 * order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-private.h"

G_BEGIN_DECLS

/* What became of a piece in the search for the article. */
typedef enum {
  CARREL_PIECE_OUTSIDE,  /* not in the element that was chosen */
  CARREL_PIECE_LEFT_OUT, /* in it, but unlikely by its names */
  CARREL_PIECE_DROPPED,  /* taken out for its looks */
  CARREL_PIECE_TRIMMED,  /* taken out for what it says, or where it stands */
  CARREL_PIECE_KEPT,
} CarrelPieceState;

enum {
  CARREL_WITHIN_NAV = 1 << 0,
  CARREL_WITHIN_ASIDE = 1 << 1,
  CARREL_WITHIN_FOOTER = 1 << 2,
  CARREL_WITHIN_HEADER = 1 << 3,
  CARREL_WITHIN_FORM = 1 << 4,
  CARREL_WITHIN_FIGURE = 1 << 5,
  CARREL_WITHIN_TABLE = 1 << 6,
  CARREL_WITHIN_LIST = 1 << 7,
  CARREL_WITHIN_ARTICLE = 1 << 8,
  CARREL_WITHIN_MAIN = 1 << 9,
  CARREL_WITHIN_QUOTE = 1 << 10,
  CARREL_WITHIN_SECTION = 1 << 11,
  CARREL_WITHIN_DETAILS = 1 << 12,
  CARREL_WITHIN_PLACE = 1 << 13, /* the element that was chosen */
  CARREL_WITHIN_LEFT_OUT = 1 << 14,
  CARREL_WITHIN_TRIMMED = 1 << 15,
  CARREL_WITHIN_DATA = 1 << 16, /* a table of data, or code: kept or dropped as a whole */
  CARREL_WITHIN_BUTTON = 1 << 17,
  CARREL_WITHIN_CAPTION = 1 << 18, /* by its name only; in a figure or not */
  CARREL_WITHIN_POST = 1 << 19,    /* marked as the text of a question, an answer, a post */
};
#define CARREL_N_WITHIN 15 /* the first ones are features */

typedef struct {
  CarrelNode *node;
  guint32     parent, previous, last; /* boxes; 0 for none, and for the top */
  guint32     shape, path;            /* hashes of tag and class, and of those above it too */
  guint32     run;   /* boxes of equal shape beside one another, this one among them */
  guint32     item;  /* the nearest box, this or above, of a run of three or more; 0: none */
  guint32     wider; /* the nearest box above that holds more pieces; 0: none */
  guint32     whole; /* the outermost table of data or code; 0: none */
  guint32     words, all_words, within;
  guint32     chars, link_chars, long_chars, kept_chars, n_pieces, n_headings;
  guint16     depth;
} CarrelBox;

typedef struct {
  guint32 box;
  guint32 first, n; /* in texts */
  guint32 chars, link_chars, strong_chars, digits, upper, stops, commas, spaces;
  guint8  begins, ends;               /* kinds of its first and last character */
  guint8  of_body, of_note, of_title; /* what of it stands in declared texts, of 31 */
  guint8  phrases, title_phrases;     /* its own, and those of the heading above it */
  guint8  named;                      /* the author is */
  guint8  since;                      /* pieces since that heading */
  guint8  state;                      /* CarrelPieceState */
  guint8  keep;                       /* what was decided */
  guint8  again;                      /* not kept, since another has its words */
  guint32 path;                       /* place in paths */
  gint32  score;                      /* of the model above its limit, in 1/1024 */
} CarrelPiece;

typedef struct {
  CarrelNode *node;
  guint32     box, before; /* the piece that follows it */
} CarrelPicture;

/* Of a discussion. */
typedef struct {
  guint32     piece;       /* its first one */
  guint32     box;         /* around it and its author's name */
  CarrelNode *name, *time; /* texts; the latter is nullable */
} CarrelPost;

typedef struct {
  guint32 n, chars, kept_chars;
} CarrelPathSums;

#define CARREL_N_PATHS 1024

typedef struct {
  GArray        *boxes;    /* (element-type CarrelBox) */
  GArray        *pieces;   /* (element-type CarrelPiece) */
  GArray        *pictures; /* (element-type CarrelPicture) */
  GPtrArray     *texts;    /* (element-type CarrelNode) */
  GArray        *posts;    /* (nullable) (element-type CarrelPost): once they were found */
  CarrelPathSums paths[CARREL_N_PATHS]; /* those of the pieces are set */
  gboolean       has_body;              /* the page declares its text */
} CarrelPieces;

/* One of them, by its number. (transfer none) */
static inline CarrelBox *
carrel_pieces_get_box (const CarrelPieces *self, guint32 i)
{
  return &g_array_index (self->boxes, CarrelBox, i);
}

static inline CarrelPiece *
carrel_pieces_get_piece (const CarrelPieces *self, guint32 i)
{
  return &g_array_index (self->pieces, CarrelPiece, i);
}

/* Lists what is on the page and not hidden, in document order. The article's nodes and those that
 * they are copies of know one another (carrel_node_twin). */
CarrelPieces *carrel_pieces_new (CarrelExtraction *self);
/* Part of it: counts what is in the pieces that are listed. */
void carrel_pieces_measure (CarrelExtraction *self, CarrelPieces *pieces);
void carrel_pieces_free (CarrelPieces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelPieces, carrel_pieces_free)
/* A piece's words, as a browser shows them. (transfer full) */
char *carrel_pieces_dup_text (const CarrelPieces *self, const CarrelPiece *piece);

/* Features are whole numbers from 0 to 31, so that training and running see the same. */
#define CARREL_N_FEATURES 159
#define CARREL_MAX_FEATURE 31

typedef guint8 CarrelFeatures[CARREL_N_FEATURES];

/* (array length=pieces) (transfer full) */
CarrelFeatures *carrel_pieces_describe (CarrelExtraction *self, CarrelPieces *pieces);

/* Sets what is kept of each. FALSE when the model makes nothing of the page: what was found stays
 * as it is. */
gboolean carrel_pieces_decide (CarrelPieces *self, CarrelFeatures *features, CarrelTalk talk);

/* The model: trees of CARREL_TREE_DEPTH questions each, the same question at each level, so that
 * the answers are the leaf's number. */
#define CARREL_TREE_DEPTH 5

typedef struct {
  guint8 feature[CARREL_TREE_DEPTH], limit[CARREL_TREE_DEPTH]; /* feature > limit? */
  gint16 leaf[1 << CARREL_TREE_DEPTH];                         /* in 1/1024 of a logit */
} CarrelTree;

extern const CarrelTree carrel_extract_trees[];
extern const guint      carrel_extract_n_trees;
extern const gint32     carrel_extract_bias;

/* After the model decided: what it left out, and where it stands is of the text. */
void carrel_pieces_fill (CarrelPieces *self, CarrelTalk talk);

/* Lists of links that are the author's: below an item's words, below what announces them, below
 * «Sources». */
void carrel_pieces_keep_lists (CarrelPieces *self);
/* «… as follows:» */
gboolean carrel_pieces_ends_with_colon (const CarrelPieces *self, guint32 i);

/* What a page has twice in a row, once for narrow windows and once for wide ones, is kept once; so
 * is the beginning of a text before all of it, and in a discussion what is answered. */
void carrel_pieces_drop_repeats (CarrelPieces *self, CarrelTalk talk);
/* One of the next kept pieces has the words of this one, or begins with them. */
gboolean carrel_pieces_comes_again (const CarrelPieces *self, guint32 i);

/* Hours above the parts of a report, a recipe's times and servings stay; what stands above an
 * abstract goes. */
/* «author-bio», «about_author»: the element tells of the author, and is nothing of his. */
gboolean carrel_extract_tells_of_author (const CarrelNode *node);
void     carrel_pieces_settle_facts (CarrelPieces *self);
/* The site's name, its menu and what stands at its end, told by what programs call them, go,
 * whatever was decided. TRUE when there was some. */
gboolean carrel_pieces_drop_site (CarrelPieces *self);

/* Where most of the page's text stands in cards that lead elsewhere, below no article, they are
 * kept; below «More from …» they aren't. TRUE when that changes something. */
gboolean carrel_pieces_settle_cards (CarrelExtraction *self, CarrelPieces *pieces);
/* The lines between the title and the text that tell what it is about. TRUE when there are some
 * that weren't kept. */
gboolean carrel_pieces_keep_standfirst (CarrelExtraction *self, CarrelPieces *pieces);
/* In a discussion, after all is decided: who wrote each post, and when. What else is said of the
 * authors isn't kept. */
void carrel_pieces_find_posts (CarrelPieces *self);
/* Puts a line with both before each, when its text is in the article. */
void carrel_pieces_head_posts (CarrelExtraction *self, CarrelPieces *pieces, CarrelNode *article);

/* For the score tool: other trees, and a look at all pieces before anything is decided. NULL for
 * none; not while an extraction runs. */
typedef void (*CarrelPiecesFunc) (CarrelPieces   *pieces,
                                  CarrelFeatures *features,
                                  gpointer        user_data);

void carrel_extract_set_trees (const CarrelTree *trees, guint n, gint32 bias);
void carrel_extract_set_watch (CarrelPiecesFunc func, gpointer user_data);

G_END_DECLS

/* carrel-extract-cards.c: pages that lead to others: a blog's front page, a section's contents, a
 * list of posts.
 *
 * To the model, cards are what stands below an article. Where most of a page's text stands in cards
 * and there is no article above them, they are what the page is for: their titles stay, as links,
 * and their teasers; the day and the name that one of them shows are not the page's. Below «More
 * from …» they aren't. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-time.h"

#include <string.h>

#define MIN_CARDS 4  /* of a row */
#define MAX_CARD 500 /* characters of one, in the mean */
#define MIN_CARD 25
#define MIN_TITLE 12 /* characters */
#define MAX_TITLE 200
#define MIN_TEASER 25
#define LONG 100      /* characters of a paragraph */
#define MAX_INTRO 700 /* characters of long paragraphs above the cards … */
#define MORE 2        /* … and so many times as much in the cards as in all of it */
#define MAX_HEAD 60   /* pieces above the first card */
#define MAX_DATE 60   /* bytes */
#define ELSEWHERE                                                                                  \
  (CARREL_WITHIN_NAV | CARREL_WITHIN_ASIDE | CARREL_WITHIN_FOOTER | CARREL_WITHIN_FORM |           \
   CARREL_WITHIN_DATA | CARREL_WITHIN_BUTTON)
#define OTHERS                                                                                     \
  (CARREL_WORD_COMMENT | CARREL_WORD_RELATED | CARREL_WORD_NAVIGATION | CARREL_WORD_SHARE |        \
   CARREL_WORD_TAGS | CARREL_WORD_CONSENT)

/* A row of cards, by the box around it. */
typedef struct {
  guint32 n_cards, n_titles, chars;
  guint32 last, titled; /* the card that was seen last, and the one whose title was */
  guint   title;        /* a hash of that */
} Row;

typedef struct {
  CarrelPieces *pieces;
  guint32      *cards; /* (owned): of each piece the box of its card; 0: none */
  Row          *rows;  /* (owned): by box */
} Finder;

/* ── Cards ── */

/* What a link shows, a heading with one, or an item that is a link with a day. */
static gboolean
is_title (const CarrelPieces *self, const CarrelPiece *piece)
{
  const CarrelNode *node = carrel_pieces_get_box (self, piece->box)->node;

  return piece->chars >= MIN_TITLE && piece->chars <= MAX_TITLE &&
         (piece->link_chars * 10 >= piece->chars * 9 ||
          (piece->link_chars > 0 && carrel_node_is_heading (node)) ||
          (piece->link_chars * 2 >= piece->chars && node->tag == CARREL_TAG_LI));
}

/* The nearest box of a row of enough that holds more than a word. */
static guint32
find_card (const CarrelPieces *self, guint32 box)
{
  for (guint32 i = carrel_pieces_get_box (self, box)->item; i;
       i = carrel_pieces_get_box (self, carrel_pieces_get_box (self, i)->parent)->item) {
    const CarrelBox *item = carrel_pieces_get_box (self, i);

    if (item->run >= MIN_CARDS && item->chars >= MIN_CARD &&
        (item->n_pieces > 1 || item->node->tag == CARREL_TAG_LI))
      return i;
  }
  return 0;
}

static guint
hash_piece (const CarrelPieces *self, const CarrelPiece *piece)
{
  guint hash = 0;

  for (guint32 i = 0; i < piece->n; i++) {
    const CarrelNode *text = self->texts->pdata[piece->first + i];

    if (!carrel_node_is_blank (text))
      hash = hash * 31 + g_str_hash (text->text);
  }
  return hash;
}

static void
list_cards (Finder *self)
{
  for (guint32 i = 0; i < self->pieces->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self->pieces, i);
    const CarrelBox   *box = carrel_pieces_get_box (self->pieces, piece->box);
    guint32            card = (box->within & ELSEWHERE) || (box->all_words & OTHERS)
                                  ? 0
                                  : find_card (self->pieces, piece->box);
    Row *row = &self->rows[card ? carrel_pieces_get_box (self->pieces, card)->parent : 0];

    self->cards[i] = card;
    if (card == 0)
      continue;
    row->chars += piece->chars;
    row->n_cards += row->last != card;
    row->last = card;
    if (row->titled != card && is_title (self->pieces, piece)) {
      guint title = hash_piece (self->pieces, piece);

      row->n_titles += title != row->title; /* «Read on», in each of them, is none */
      row->title = title;
      row->titled = card;
    }
  }
}

static gboolean
is_row (const Row *row)
{
  return row->n_titles >= MIN_CARDS && row->n_titles * 4 >= row->n_cards * 3 &&
         row->chars <= row->n_cards * MAX_CARD;
}

static gboolean
is_of_row (const Finder *self, guint32 i)
{
  return self->cards[i] &&
         is_row (&self->rows[carrel_pieces_get_box (self->pieces, self->cards[i])->parent]);
}

/* ── The page ── */

static gboolean
is_shown (const char *from)
{
  static const char *const shown[] = { "time",       "class",     "line",    "link",
                                       "rel-author", "microdata", "modified" };

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (g_strcmp0 (from, shown[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A day that no card shows. */
static gboolean
is_declared (const CarrelDraft *draft)
{
  return draft->published && !is_shown (draft->from[CARREL_DRAFT_PUBLISHED]);
}

/* The article is an element of its own, beside the cards. */
static gboolean
stands_apart (const CarrelPieces *self, const CarrelPiece *prose, guint32 card)
{
  const CarrelBox *box = carrel_pieces_get_box (self, prose->box);

  return (box->within & CARREL_WITHIN_ARTICLE) &&
         !(carrel_pieces_get_box (self, carrel_pieces_get_box (self, card)->parent)->within &
           CARREL_WITHIN_ARTICLE);
}

/* A day between the main heading and the cards: the page is one of those that are told of
 * elsewhere. */
static gboolean
is_dated (const CarrelPieces *self, guint32 first)
{
  for (guint32 i = first; i > 0 && first - i < MAX_HEAD; i--) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i - 1);

    if (carrel_pieces_get_box (self, piece->box)->node->tag == CARREL_TAG_H1)
      return FALSE;
    if (piece->chars > MAX_DATE || piece->digits == 0)
      continue;
    for (guint32 k = 0; k < piece->n; k++) {
      const CarrelNode *text = self->texts->pdata[piece->first + k];

      if (text->text_len <= 2 * MAX_DATE && carrel_time_parse (text->text))
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_index (const Finder *self)
{
  guint64 in_cards = 0, beside = 0, prose = 0;
  guint32 first = self->pieces->pieces->len;

  for (guint32 i = 0; i < self->pieces->pieces->len; i++)
    if (is_of_row (self, i)) {
      in_cards += carrel_pieces_get_piece (self->pieces, i)->chars;
      first = MIN (first, i);
    }
  if (in_cards == 0)
    return FALSE;
  for (guint32 i = 0; i < self->pieces->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self->pieces, i);

    if (!piece->keep || piece->link_chars * 2 > piece->chars || is_of_row (self, i))
      continue;
    beside += piece->chars;
    if (piece->chars < LONG)
      continue;
    prose += piece->chars;
    if (stands_apart (self->pieces, piece, self->cards[first]))
      return FALSE;
  }
  return prose <= MAX_INTRO && in_cards >= MORE * beside && !is_dated (self->pieces, first);
}

/* ── Their text ── */

static void
keep_cards (Finder *self)
{
  guint32 titled = 0;

  for (guint32 i = 0; i < self->pieces->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (self->pieces, i);

    if (!is_of_row (self, i) || piece->state == CARREL_PIECE_TRIMMED)
      continue;
    if (titled != self->cards[i] && is_title (self->pieces, piece)) {
      titled = self->cards[i];
      piece->keep = TRUE;
    } else if (piece->chars >= MIN_TEASER && piece->stops > 0 &&
               !(piece->phrases &
                 (CARREL_PHRASE_OFFER | CARREL_PHRASE_MORE | CARREL_PHRASE_SHOP))) {
      piece->keep = TRUE;
    }
  }
}

/* What a card says of itself. */
static void
forget_shown (CarrelDraft *draft)
{
  draft->published = draft->modified = 0;
  draft->from[CARREL_DRAFT_PUBLISHED] = NULL;
  draft->from[CARREL_DRAFT_MODIFIED] = NULL;
  if (is_shown (draft->from[CARREL_DRAFT_BYLINE])) {
    g_clear_pointer (&draft->byline, g_free);
    draft->from[CARREL_DRAFT_BYLINE] = NULL;
  }
}

/* ── Below an article ── */

/* «More from Mines»: the cards below it aren't of the text, whatever the model made of them. */
static gboolean
drop_cards (Finder *self)
{
  guint32  row = 0, head = 0; /* the box around those that go, and what is above */
  gboolean dropped = FALSE;

  for (guint32 i = 1; i < self->pieces->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (self->pieces, i),
                *before = carrel_pieces_get_piece (self->pieces, i - 1);
    guint32 around =
        self->cards[i] ? carrel_pieces_get_box (self->pieces, self->cards[i])->parent : 0;

    if (around == 0 || !is_row (&self->rows[around]))
      continue;
    if (around != row &&
        (self->cards[i - 1] != 0 || !(before->phrases & CARREL_PHRASE_MORE) ||
         !carrel_node_is_heading (carrel_pieces_get_box (self->pieces, before->box)->node)))
      continue;
    head = around == row ? head : i - 1;
    row = around;
    if (!piece->keep)
      continue;
    piece->keep = carrel_pieces_get_piece (self->pieces, head)->keep = FALSE;
    dropped = TRUE;
  }
  return dropped;
}

gboolean
carrel_pieces_settle_cards (CarrelExtraction *self, CarrelPieces *pieces)
{
  Finder   finder = { .pieces = pieces };
  gboolean changed;

  finder.cards = g_new0 (guint32, pieces->pieces->len + 1);
  finder.rows = g_new0 (Row, pieces->boxes->len + 1);
  list_cards (&finder);
  changed = !self->json.body && !is_declared (self->draft) && is_index (&finder);
  if (changed) {
    keep_cards (&finder);
    forget_shown (self->draft);
  } else {
    changed = drop_cards (&finder);
  }
  g_free (finder.cards);
  g_free (finder.rows);
  return changed;
}

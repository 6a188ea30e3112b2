/* carrel-extract-features.c: what the model is told of a piece of text, as whole numbers from 0
 * to 31.
 *
 * Of the piece, of the pieces beside it, of the boxes around it, of all pieces of its kind on the
 * page, and what the search for the article made of it. Nothing depends on a language or a site.
 * The order is the weights' order: a change here needs tests/score/train.py to run again. Any
 * thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-ascii.h"

#include <string.h>

#define N_BESIDE 2 /* pieces before and after that are described too */
#define N_WINDOW 6 /* pieces before and after that are summed */
#define N_UP 4     /* boxes above that are described */
#define LONG 100   /* characters */
#define N_WORDS 16
#define N_OF_BOX 7 /* the last: whether it is known */
#define N_OF_PAGE 9

typedef struct {
  CarrelPieces *pieces;
  guint         n;
  guint32       chars_before; /* of the piece that is described */
  guint32       chars, link_chars, long_chars, kept_chars, kept_long, n_kept;
  guint32       title; /* the first piece after the main heading */
  gboolean      has_title;
  guint32       first_kept, last_kept, first_long, last_long;
  guint32       kept_before; /* characters */
  guint         depth;       /* the mean of what was kept */
  guint         talk;
  guint8 (*of_boxes)[N_OF_BOX]; /* what is said of each box, once it was asked for */
  guint8 of_page[N_OF_PAGE];
} Page;

static guint8
cap (guint n)
{
  return (guint8) MIN (n, CARREL_MAX_FEATURE);
}

/* Two steps for each doubling. */
static guint8
size_of (guint32 n)
{
  guint bits;

  if (n == 0)
    return 0;
  bits = g_bit_storage (n) - 1;
  return cap (1 + 2 * bits + (bits > 0 && (n >> (bits - 1) & 1)));
}

/* Of characters or pieces, of which no page has so many that 32 bits would not do. */
static guint8
share_of (guint32 part, guint32 all)
{
  G_STATIC_ASSERT ((guint64) CARREL_HTML_MAX_BYTES * 2 * CARREL_MAX_FEATURE <= G_MAXUINT32);
  return all ? cap (part * CARREL_MAX_FEATURE / all) : 0;
}

/* 16 is here; beyond, the further the more; below it before. */
static guint8
distance (guint32 at, guint32 from)
{
  return at >= from ? cap (16 + size_of (at - from))
                    : (guint8) (16u - MIN (16u, (guint) size_of (from - at)));
}

static const CarrelPiece *
get_piece (const Page *page, guint i)
{
  return &g_array_index (page->pieces->pieces, CarrelPiece, i);
}

static const CarrelBox *
box_at (const Page *page, guint32 i)
{
  return &g_array_index (page->pieces->boxes, CarrelBox, i);
}

static guint8
kind_of_tag (const CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_P:
    return 1;
  case CARREL_TAG_H1:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    return (guint8) (2 + node->tag - CARREL_TAG_H1);
  case CARREL_TAG_LI:
    return 8;
  case CARREL_TAG_DT:
    return 9;
  case CARREL_TAG_DD:
    return 10;
  case CARREL_TAG_TD:
    return 11;
  case CARREL_TAG_TH:
    return 12;
  case CARREL_TAG_PRE:
    return 13;
  case CARREL_TAG_BLOCKQUOTE:
    return 14;
  case CARREL_TAG_FIGCAPTION:
    return 15;
  case CARREL_TAG_CAPTION:
    return 16;
  case CARREL_TAG_DIV:
    return 17;
  case CARREL_TAG_SECTION:
  case CARREL_TAG_ARTICLE:
  case CARREL_TAG_MAIN:
    return 18;
  case CARREL_TAG_HEADER:
  case CARREL_TAG_HGROUP:
    return 19;
  case CARREL_TAG_SUMMARY:
    return 20;
  case CARREL_TAG_ADDRESS:
    return 21;
  default:
    return 22;
  }
}

/* ── Of the page ── */

static void
sum_page (Page *page)
{
  guint64 depths = 0;

  for (guint i = 0; i < page->n; i++) {
    const CarrelPiece *piece = get_piece (page, i);
    const CarrelBox   *box = box_at (page, piece->box);
    gboolean           kept = piece->state == CARREL_PIECE_KEPT,
             is_long = piece->chars >= LONG && piece->link_chars * 2 < piece->chars;

    page->chars += piece->chars;
    page->link_chars += piece->link_chars;
    page->long_chars += is_long ? piece->chars : 0;
    if (box->node->tag == CARREL_TAG_H1 && (!page->has_title || piece->of_title > 20)) {
      page->has_title = TRUE;
      page->title = i;
    }
    if (!kept)
      continue;
    if (page->n_kept++ == 0)
      page->first_kept = i;
    page->last_kept = i;
    page->kept_chars += piece->chars;
    depths += (guint64) box->depth * piece->chars;
    if (!is_long)
      continue;
    if (page->kept_long == 0)
      page->first_long = i;
    page->last_long = i;
    page->kept_long += piece->chars;
  }
  page->depth = page->kept_chars ? (guint) (depths / page->kept_chars) : 0;
}

/* ── Of one piece ── */

/* Places of what the pieces beside it are told, too. */
enum {
  OWN_SIZE = 0,
  OWN_LINKS = 1,
  OWN_TAG = 14,
  OWN_STATE = 17,
  N_OWN = 19,
};

static void
add_self (guint8 *f, const Page *page, const CarrelPiece *piece)
{
  const guint8    *first = f;
  const CarrelBox *box = box_at (page, piece->box);
  guint8           tag = kind_of_tag (box->node);

  *f++ = size_of (piece->chars);
  *f++ = share_of (piece->link_chars, piece->chars);
  *f++ = share_of (piece->strong_chars, piece->chars);
  *f++ = share_of (piece->digits, piece->chars);
  *f++ = share_of (piece->upper, piece->chars);
  *f++ = size_of (piece->stops);
  *f++ = size_of (piece->commas);
  *f++ = cap (piece->chars / (piece->spaces + 1));
  *f++ = cap (piece->stops * 1000 / (piece->chars + 1));
  *f++ = piece->begins;
  *f++ = piece->ends;
  *f++ = piece->of_body;
  *f++ = piece->of_note;
  *f++ = piece->of_title;
  *f++ = tag;
  *f++ = tag == 1;
  *f++ = tag >= 2 && tag <= 7;
  *f++ = piece->state;
  *f++ = cap (box->depth);
  g_assert (f == first + N_OWN && first[OWN_TAG] == tag);
}

/* Eight bits as eight bytes, 0 or 1. */
static guint64
spread (guint32 bits)
{
  guint64 each = (bits & 0xff) * CARREL_ASCII_ONES & G_GUINT64_CONSTANT (0x8040201008040201);

  return (each + 0x7f * CARREL_ASCII_ONES) >> 7 & CARREL_ASCII_ONES;
}

static guint8 *
add_names (guint8 *f, const Page *page, const CarrelPiece *piece)
{
  const CarrelBox *box = box_at (page, piece->box);
  guint32          own = box->words | box_at (page, box->parent)->words;

  G_STATIC_ASSERT (CARREL_N_WITHIN < 16);
  carrel_ascii_write ((char *) f, spread (box->within));
  carrel_ascii_write ((char *) f + 8, spread (box->within >> 8)); /* one more is overwritten */
  f += CARREL_N_WITHIN;
  *f++ = (box->within & (CARREL_WITHIN_DATA | CARREL_WITHIN_BUTTON)) != 0;
  for (guint i = 0; i < N_WORDS; i += 8, f += 8)
    carrel_ascii_write ((char *) f, spread (box->all_words >> i) + spread (own >> i));
  return f;
}

/* Of what is said of each piece itself: `all` is. */
static guint8 *
add_beside (guint8 *f, CarrelFeatures *all, const Page *page, guint at)
{
  static const int steps[2 * N_BESIDE] = { -1, 1, -2, 2 };

  for (guint i = 0; i < 2 * N_BESIDE; i++) {
    gint64             other = (gint64) at + steps[i];
    const CarrelPiece *piece;

    if (other < 0 || other >= page->n) {
      memset (f, 0, 5);
      f += 5;
      continue;
    }
    piece = get_piece (page, (guint) other);
    *f++ = all[other][OWN_SIZE];
    *f++ = all[other][OWN_LINKS];
    *f++ = all[other][OWN_STATE] + 1;
    *f++ = all[other][OWN_TAG];
    *f++ = piece->path == get_piece (page, at)->path;
  }
  return f;
}

static guint8 *
add_window (guint8 *f, const Page *page, guint at)
{
  for (guint side = 0; side < 2; side++) {
    guint32 chars = 0, links = 0, kept = 0, longs = 0, body = 0;

    for (guint i = 1; i <= N_WINDOW; i++) {
      const CarrelPiece *piece;

      if (side == 0 ? i > at : at + i >= page->n)
        break;
      piece = get_piece (page, side == 0 ? at - i : at + i);
      chars += piece->chars;
      links += piece->link_chars;
      kept += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
      longs += piece->chars >= LONG && piece->link_chars * 2 < piece->chars;
      body += piece->of_body >= 16 ? piece->chars : 0;
    }
    *f++ = size_of (chars);
    *f++ = share_of (links, chars);
    *f++ = share_of (kept, chars);
    *f++ = cap (longs);
    *f++ = share_of (body, chars);
  }
  return f;
}

static void
describe_box (guint8 *f, const CarrelBox *box)
{
  *f++ = size_of (box->chars);
  *f++ = share_of (box->link_chars, box->chars);
  *f++ = share_of (box->long_chars, box->chars);
  *f++ = share_of (box->kept_chars, box->chars);
  *f++ = size_of (box->n_pieces);
  *f++ = share_of (box->n_headings, box->n_pieces);
  *f = TRUE;
}

/* Many pieces stand in the same box. */
static guint8 *
add_box (guint8 *f, const Page *page, guint32 i)
{
  guint8 *known = page->of_boxes[i];

  if (!known[N_OF_BOX - 1])
    describe_box (known, box_at (page, i));
  memcpy (f, known, N_OF_BOX - 1);
  return f + N_OF_BOX - 1;
}

static guint8 *
add_boxes (guint8 *f, const Page *page, const CarrelPiece *piece)
{
  const CarrelBox *box = box_at (page, piece->box), *item = box_at (page, box->item);
  guint32          up = piece->box;

  *f++ = cap (box->run);
  *f++ = cap (box->item ? item->run : 0);
  f = add_box (f, page, box->item);
  f = add_box (f, page, item->parent);
  /* The boxes above that hold more than the one below. */
  for (guint i = 0; i < N_UP; i++) {
    up = box_at (page, up)->wider;
    f = add_box (f, page, up);
  }
  return f;
}

static guint8 *
add_place (guint8 *f, const Page *page, guint at, const CarrelPiece *piece)
{
  const CarrelPathSums *path = &page->pieces->paths[piece->path];

  *f++ = share_of (at, page->n);
  *f++ = share_of (page->chars_before, page->chars);
  *f++ = page->has_title ? distance (at, page->title) : 0;
  *f++ = page->n_kept ? distance (at, page->first_kept) : 0;
  *f++ = page->n_kept ? distance (at, page->last_kept) : 0;
  *f++ = page->kept_long ? distance (at, page->first_long) : 0;
  *f++ = page->kept_long ? distance (at, page->last_long) : 0;
  *f++ = share_of (page->kept_before, page->kept_chars);
  *f++ = cap (16u + box_at (page, piece->box)->depth -
              MIN (page->depth, 16u + box_at (page, piece->box)->depth));
  *f++ = size_of (path->n);
  *f++ = size_of (path->chars / MAX (path->n, 1));
  *f++ = share_of (path->kept_chars, path->chars);
  *f++ = share_of (path->kept_chars, page->kept_chars);
  return f;
}

static void
describe_page (guint8 *f, const Page *page)
{
  *f++ = size_of (page->n);
  *f++ = size_of (page->chars);
  *f++ = share_of (page->link_chars, page->chars);
  *f++ = share_of (page->long_chars, page->chars);
  *f++ = share_of (page->kept_chars, page->chars);
  *f++ = share_of (page->kept_long, page->kept_chars);
  *f++ = size_of (page->kept_chars);
  *f++ = (guint8) page->talk;
  *f = page->pieces->has_body;
}

static guint8 *
add_words (guint8 *f, const CarrelPiece *piece)
{
  G_STATIC_ASSERT (CARREL_N_PHRASES == 8);
  carrel_ascii_write ((char *) f, spread (piece->phrases));
  carrel_ascii_write ((char *) f + 8, spread (piece->title_phrases));
  f += 2 * CARREL_N_PHRASES;
  *f++ = piece->named;
  *f++ = size_of (piece->since);
  return f;
}

CarrelFeatures *
carrel_pieces_describe (CarrelExtraction *self, CarrelPieces *pieces)
{
  Page                page = { .pieces = pieces, .n = pieces->pieces->len, .talk = self->talk };
  CarrelFeatures     *all = g_new (CarrelFeatures, page.n + 1);
  g_autofree gpointer boxes = g_malloc0_n (pieces->boxes->len + 1, N_OF_BOX);

  sum_page (&page);
  describe_page (page.of_page, &page);
  page.of_boxes = boxes;
  for (guint i = 0; i < page.n; i++)
    add_self (all[i], &page, get_piece (&page, i));
  for (guint i = 0; i < page.n; i++) {
    const CarrelPiece *piece = get_piece (&page, i);
    guint8            *f = all[i] + N_OWN;

    f = add_names (f, &page, piece);
    f = add_beside (f, all, &page, i);
    f = add_window (f, &page, i);
    f = add_boxes (f, &page, piece);
    f = add_place (f, &page, i, piece);
    memcpy (f, page.of_page, N_OF_PAGE);
    f += N_OF_PAGE;
    f = add_words (f, piece);
    g_assert (f == all[i] + CARREL_N_FEATURES);
    page.chars_before += piece->chars;
    page.kept_before += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
  }
  return all;
}

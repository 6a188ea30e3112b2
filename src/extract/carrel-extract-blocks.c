/* carrel-extract-blocks.c: the page as a row of pieces of text, in boxes.
 *
 * One walk in document order lists boxes and pieces, carrel-extract-letters.c measures the pieces,
 * one pass back sums what is in each box. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define LONG_PIECE 100 /* characters of a piece that is a paragraph */
#define MAX_CLASS 48   /* bytes of a class that tell shapes apart */
#define MULTIPLIER 0x9e3779b1u
#define NODES_A_BOX 6 /* of most pages: there is room for as many at first */
#define NODES_A_PIECE 10

/* ── Boxes ── */

typedef struct {
  CarrelExtraction *extraction;
  CarrelPieces     *pieces;
  guint32           order;
  gboolean          broken; /* a block began since the last text */
  guint             breaks; /* line breaks in a row */
  guint32           open;   /* the piece that goes on, plus one; 0: none */
} Lister;

static guint32
find_shape (CarrelNode *node)
{
  const char *class = node->n_attributes ? carrel_node_get (node, "class") : NULL;
  guint32 hash = node->tag * MULTIPLIER;

  for (guint i = 0; class && class[i] && i < MAX_CLASS && class[i] != ' '; i++)
    if (!g_ascii_isdigit (class[i])) /* «item-3» is like «item-4» */
      hash = (hash ^ (guchar) class[i]) * 0x01000193u;
  return hash ? hash : 1;
}

static gboolean
has_role (CarrelNode *node, const char *role)
{
  const char *value = node->n_attributes ? carrel_node_get (node, "role") : NULL;

  return value && g_ascii_strcasecmp (value, role) == 0;
}

static guint32
find_within (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_NAV:
    return CARREL_WITHIN_NAV;
  case CARREL_TAG_ASIDE:
    return CARREL_WITHIN_ASIDE;
  case CARREL_TAG_FOOTER:
    return CARREL_WITHIN_FOOTER;
  case CARREL_TAG_HEADER:
    return CARREL_WITHIN_HEADER;
  case CARREL_TAG_FORM:
    return CARREL_WITHIN_FORM;
  case CARREL_TAG_BUTTON:
    return CARREL_WITHIN_BUTTON;
  case CARREL_TAG_FIGURE:
    return CARREL_WITHIN_FIGURE;
  case CARREL_TAG_TABLE:
    return CARREL_WITHIN_TABLE;
  case CARREL_TAG_UL:
  case CARREL_TAG_OL:
    return CARREL_WITHIN_LIST;
  case CARREL_TAG_ARTICLE:
    return CARREL_WITHIN_ARTICLE;
  case CARREL_TAG_MAIN:
    return CARREL_WITHIN_MAIN;
  case CARREL_TAG_BLOCKQUOTE:
    return CARREL_WITHIN_QUOTE;
  case CARREL_TAG_SECTION:
    return CARREL_WITHIN_SECTION;
  case CARREL_TAG_DETAILS:
    return CARREL_WITHIN_DETAILS;
  default:
    break;
  }
  if (has_role (node, "navigation") || has_role (node, "menu"))
    return CARREL_WITHIN_NAV;
  if (has_role (node, "complementary"))
    return CARREL_WITHIN_ASIDE;
  if (has_role (node, "contentinfo"))
    return CARREL_WITHIN_FOOTER;
  if (has_role (node, "main"))
    return CARREL_WITHIN_MAIN;
  return 0;
}

/* itemprop="text" of what isn't a comment. */
static gboolean
is_post (CarrelNode *node)
{
  const char *type = NULL;

  if (node->n_attributes == 0 || !carrel_node_has_word (node, "itemprop", "text"))
    return FALSE;
  for (CarrelNode *up = node; up && !type; up = up->parent)
    type = carrel_node_get (up, "itemtype");
  return type && (strstr (type, "Question") || strstr (type, "Answer") || strstr (type, "Posting"));
}

static void
add_box (Lister *self, CarrelNode *node, CarrelNodeInfo *info, guint32 parent, gboolean is_top)
{
  CarrelBox box = {
    .node = node, .parent = parent, .shape = find_shape (node), .words = info->words, .run = 1
  };
  CarrelBox *above = is_top ? NULL : carrel_pieces_get_box (self->pieces, parent);
  guint32    i = self->pieces->boxes->len;

  box.within = find_within (node) | (node == self->extraction->place ? CARREL_WITHIN_PLACE : 0) |
               (info->left_out ? CARREL_WITHIN_LEFT_OUT : 0) |
               (info->trimmed ? CARREL_WITHIN_TRIMMED : 0) |
               (carrel_extract_is_caption (node) ? CARREL_WITHIN_CAPTION : 0) |
               (is_post (node) ? CARREL_WITHIN_POST : 0);
  if (above) {
    box.depth = above->depth + 1;
    box.within |= above->within;
    box.all_words = info->words | above->all_words;
    box.path = (above->path ^ box.shape) * MULTIPLIER;
    box.whole = above->whole;
    box.previous = above->last;
    above->last = i;
    if (box.previous && carrel_pieces_get_box (self->pieces, box.previous)->shape == box.shape)
      box.run = carrel_pieces_get_box (self->pieces, box.previous)->run + 1;
  }
  if (!box.whole && (node->tag == CARREL_TAG_PRE ||
                     (node->tag == CARREL_TAG_TABLE && carrel_extract_is_data_table (node))))
    box.whole = i;
  if (box.whole)
    box.within |= CARREL_WITHIN_DATA;
  g_array_append_val (self->pieces->boxes, box);
  info->box = i;
}

/* Runs were counted on the way: the last of each knows its length. Parents come before children. */
static void
settle_runs (CarrelPieces *self)
{
  for (guint32 i = self->boxes->len; i > 1; i--) {
    CarrelBox *box = carrel_pieces_get_box (self, i - 1),
              *before = box->previous ? carrel_pieces_get_box (self, box->previous) : NULL;

    if (before && before->shape == box->shape)
      before->run = box->run;
  }
  for (guint32 i = 1; i < self->boxes->len; i++) {
    CarrelBox *box = carrel_pieces_get_box (self, i);

    box->item = box->run >= 3 && box->node->tag != CARREL_TAG_P
                    ? i
                    : carrel_pieces_get_box (self, box->parent)->item;
  }
}

/* ── Listing ── */

static gboolean
is_blank (const CarrelNode *text)
{
  for (const char *p = text->text; *p; p++) {
    if (p[0] == '\xc2' && p[1] == '\xa0')
      p++;
    else if (!g_ascii_isspace (*p))
      return FALSE;
  }
  return TRUE;
}

static void
add_text (Lister *self, CarrelNode *node)
{
  CarrelPieces   *pieces = self->pieces;
  CarrelNodeInfo *above = carrel_extract_get_info (node->parent);
  guint32         box = above->box;
  CarrelPiece    *piece;

  if (is_blank (node)) {
    /* A space between two words of one piece. */
    if (self->open && !self->broken && self->breaks == 0 &&
        g_array_index (pieces->pieces, CarrelPiece, self->open - 1).box == box) {
      g_array_index (pieces->pieces, CarrelPiece, self->open - 1).n++;
      g_ptr_array_add (pieces->texts, node);
    }
    return;
  }
  if (self->open == 0 || self->broken || self->breaks >= 2 ||
      g_array_index (pieces->pieces, CarrelPiece, self->open - 1).box != box) {
    CarrelPiece new_one = { .box = box, .first = pieces->texts->len };

    g_array_append_val (pieces->pieces, new_one);
    self->open = pieces->pieces->len;
  }
  self->broken = FALSE;
  self->breaks = 0;
  piece = &g_array_index (pieces->pieces, CarrelPiece, self->open - 1);
  piece->n++;
  g_ptr_array_add (pieces->texts, node);
}

/* TRUE when what is in it isn't looked at. */
static gboolean
add_element (Lister *self, CarrelNode *node, CarrelNodeInfo *info)
{
  gboolean        is_top = node == self->extraction->body;
  CarrelNodeInfo *above = is_top ? NULL : carrel_extract_get_info (node->parent);
  gboolean        alive = info->twin != NULL;

  if (!is_top && !alive &&
      (info->hidden || info->taken || node->tag == CARREL_TAG_DIALOG ||
       carrel_extract_is_silent (node)))
    return TRUE;
  if (node->tag == CARREL_TAG_SCRIPT && !alive)
    return TRUE;
  info->order = ++self->order;
  info->in_link = (above && above->in_link) || (node->tag == CARREL_TAG_A && node->n_attributes &&
                                                carrel_node_get (node, "href"));
  info->in_strong =
      (above && above->in_strong) || node->tag == CARREL_TAG_STRONG || node->tag == CARREL_TAG_B;
  info->box = above ? above->box : 0;
  if (is_top || carrel_tag_is_block ((CarrelTag) node->tag)) {
    add_box (self, node, info, info->box, is_top);
    self->broken = TRUE;
  } else if (node->tag == CARREL_TAG_BR) {
    self->breaks++;
  } else if (node->tag == CARREL_TAG_IMG) {
    CarrelPicture picture = { node, info->box, self->pieces->pieces->len };

    g_array_append_val (self->pieces->pictures, picture);
  }
  return FALSE;
}

/* ── Sums ── */

static guint8
find_state (CarrelPieces *self, const CarrelPiece *piece)
{
  guint32 within = carrel_pieces_get_box (self, piece->box)->within;

  for (guint32 i = 0; i < piece->n; i++)
    if (carrel_extract_get_twin (self->texts->pdata[piece->first + i]))
      return CARREL_PIECE_KEPT;
  if (within & CARREL_WITHIN_TRIMMED)
    return CARREL_PIECE_TRIMMED;
  if (!(within & CARREL_WITHIN_PLACE))
    return CARREL_PIECE_OUTSIDE;
  return within & CARREL_WITHIN_LEFT_OUT ? CARREL_PIECE_LEFT_OUT : CARREL_PIECE_DROPPED;
}

static void
sum_boxes (CarrelPieces *self)
{
  /* Of the places only those are set that are looked at: of a small page they are few. */
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece *piece = &g_array_index (self->pieces, CarrelPiece, i);

    piece->path = carrel_pieces_get_box (self, piece->box)->path >> 22 & (CARREL_N_PATHS - 1);
    self->paths[piece->path] = (CarrelPathSums) { 0 };
  }
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece    *piece = &g_array_index (self->pieces, CarrelPiece, i);
    CarrelBox      *box = carrel_pieces_get_box (self, piece->box);
    CarrelPathSums *sums;

    piece->state = find_state (self, piece);
    box->chars += piece->chars;
    box->link_chars += piece->link_chars;
    box->long_chars +=
        piece->chars >= LONG_PIECE && piece->link_chars * 2 < piece->chars ? piece->chars : 0;
    box->kept_chars += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
    box->n_pieces++;
    box->n_headings += carrel_node_is_heading (box->node);
    sums = &self->paths[piece->path];
    sums->n++;
    sums->chars += piece->chars;
    sums->kept_chars += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
  }
  for (guint32 i = self->boxes->len; i > 1; i--) {
    CarrelBox *box = carrel_pieces_get_box (self, i - 1),
              *above = carrel_pieces_get_box (self, box->parent);

    above->chars += box->chars;
    above->link_chars += box->link_chars;
    above->long_chars += box->long_chars;
    above->kept_chars += box->kept_chars;
    above->n_pieces += box->n_pieces;
    above->n_headings += box->n_headings;
  }
  for (guint32 i = 1; i < self->boxes->len; i++) {
    CarrelBox *box = carrel_pieces_get_box (self, i),
              *above = carrel_pieces_get_box (self, box->parent);

    box->wider = above->n_pieces > box->n_pieces ? box->parent : above->wider;
  }
}

CarrelPieces *
carrel_pieces_new (CarrelExtraction *self)
{
  CarrelPieces *pieces = g_new (CarrelPieces, 1);
  Lister        lister = { .extraction = self, .pieces = pieces };
  const guint   n_nodes = carrel_html_get_n_nodes (self->html);
  gboolean      skip;

  pieces->posts = NULL;
  pieces->boxes = g_array_sized_new (FALSE, FALSE, sizeof (CarrelBox), n_nodes / NODES_A_BOX);
  pieces->pieces = g_array_sized_new (FALSE, FALSE, sizeof (CarrelPiece), n_nodes / NODES_A_PIECE);
  pieces->pictures = g_array_new (FALSE, TRUE, sizeof (CarrelPicture));
  pieces->texts = g_ptr_array_sized_new (n_nodes / NODES_A_PIECE);
  for (CarrelNode *node = self->body; node; node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = FALSE;
    if (node->type == CARREL_NODE_TEXT)
      add_text (&lister, node);
    else
      skip = !info || add_element (&lister, node, info);
  }
  settle_runs (pieces);
  carrel_pieces_measure (self, pieces);
  sum_boxes (pieces);
  return pieces;
}

void
carrel_pieces_free (CarrelPieces *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->pieces);
  g_array_unref (self->pictures);
  g_ptr_array_unref (self->texts);
  g_clear_pointer (&self->posts, g_array_unref);
  g_free (self);
}

char *
carrel_pieces_dup_text (const CarrelPieces *self, const CarrelPiece *piece)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint32 i = 0; i < piece->n; i++)
    carrel_node_append_text (self->texts->pdata[piece->first + i], text);
  return carrel_text_collapse (text->str, (gssize) text->len);
}

/* carrel-extract-judge.c: the article made of the pieces of the page that a trained model chose.
 *
 * The search by points gives an article; the model looks at every piece of the page, with what that
 * search made of it as one feature among many. Pieces that aren't of the text go from the article;
 * those that are come in, with the elements that they stand in, at their place. So the result is a
 * tree made from the page's own nodes, whatever the pieces were. Tables of data and code go or stay
 * as a whole. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include <string.h>

#define MAX_AVATAR 2     /* elements around a face */
#define MAX_NODES 200000 /* of a page that is looked at twice */
#define MAX_PIECES 50000
#define MAX_BREAKS 8  /* nodes between two texts of a line */
#define MAX_CREDIT 40 /* characters of a line that only says whose a picture is */

/* Only the score tool sets these. */
static CarrelPiecesFunc watch;
static gpointer         watch_data;

void
carrel_extract_set_watch (CarrelPiecesFunc func, gpointer user_data)
{
  watch = func;
  watch_data = user_data;
}

/* ── Twins ── */

/* Each node of the page gets its copy in the article; what was copied for an article that wasn't
 * taken has none. */
static void
pair (CarrelExtraction *self, CarrelNode *article)
{
  CarrelNode *top = NULL;

  for (CarrelNode *node = article; node; node = carrel_node_next (node, article, FALSE)) {
    CarrelNode *twin = carrel_extract_get_twin (node);

    if (!twin)
      continue;
    carrel_extract_set_twin (twin, node);
    if (!top && node->parent == article)
      top = twin;
  }
  /* What is around the article's element is the article too: what comes in from there stands in it.
   */
  for (CarrelNode *up = self->place ? self->place : top; up; up = up->parent) {
    if (!carrel_extract_get_twin (up))
      carrel_extract_set_twin (up, article);
    if (up == self->body)
      break;
  }
  if (!carrel_extract_get_twin (self->body))
    carrel_extract_set_twin (self->body, article);
}

/* ── Out ── */

static void
drop_piece (CarrelPieces *self, const CarrelPiece *piece)
{
  for (guint32 i = 0; i < piece->n; i++) {
    CarrelNode *copy = carrel_extract_get_twin (self->texts->pdata[piece->first + i]);

    if (!copy)
      continue;
    for (CarrelNode *up = copy->parent; up; up = up->parent) {
      CarrelNodeInfo *info = carrel_extract_get_info (up);

      if (!info || info->touched)
        break;
      info->touched = TRUE;
    }
    carrel_node_unlink (copy);
  }
}

/* What was around pieces that went, and holds nothing now. */
static void
sweep (CarrelNode *article)
{
  for (CarrelNode *node = carrel_node_last (article), *next; node != article; node = next) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    next = carrel_node_previous (node, article);
    if (!info)
      continue;
    carrel_extract_measure_node (node);
    if (info->touched && info->chars == 0 && info->n_img == 0 && info->n_embed == 0 &&
        info->n_films == 0 && node->tag != CARREL_TAG_TD && node->tag != CARREL_TAG_TH &&
        !carrel_node_find (node, CARREL_TAG_MATH))
      carrel_node_unlink (node);
  }
}

/* Large, with a few words that say whose it is, or what its file is called. */
static gboolean
is_picture_with_credit (CarrelPieces *self, const CarrelPicture *picture, const CarrelBox *box)
{
  gboolean credit = FALSE;

  if (box->kept_chars > MAX_CREDIT)
    return FALSE;
  /* A link beside it leads to where it is from; one around it, to what it is a teaser of. */
  if (box->link_chars > 0 && !carrel_extract_opens_larger (picture->node) &&
      (carrel_node_get_ancestor (picture->node, CARREL_TAG_A) ||
       !carrel_node_get (picture->node, "width") || box->n_pieces > 1))
    return FALSE;
  for (guint32 i = MAX (picture->before, 1) - 1; i <= picture->before && i < self->pieces->len; i++)
    credit |= (carrel_pieces_get_piece (self, i)->phrases & CARREL_PHRASE_CREDIT) != 0;
  return carrel_extract_is_large_picture (picture->node) ||
         carrel_extract_opens_larger (picture->node) ||
         (credit && !carrel_node_get (picture->node, "width"));
}

/* In a discussion: the face of who wrote a post, and what stands above the first of them. */
static gboolean
is_beside_posts (const CarrelPieces *self, const CarrelPicture *picture)
{
  const CarrelPost *first;
  guint32           box = picture->box;
  guint             n = 0;

  if (!self->posts || self->posts->len < 2)
    return FALSE;
  for (const CarrelNode *node = picture->node->parent; node && n < MAX_AVATAR;
       node = node->parent, n++) {
    const char *class = node->n_attributes > 0 ? carrel_node_get (node, "class") : NULL;

    if (class && (strstr (class, "avatar") || strstr (class, "Avatar")))
      return TRUE;
  }
  first = &g_array_index (self->posts, CarrelPost, 0);
  while (box > first->box)
    box = carrel_pieces_get_box (self, box)->parent;
  return picture->before <= first->piece && box != first->box;
}

/* A picture goes with the text that it stood with: a card, a teaser. */
static void
drop_picture (CarrelPieces *self, const CarrelPicture *picture, const guint32 *kept)
{
  CarrelNode      *copy = carrel_extract_get_twin (picture->node);
  const CarrelBox *box = carrel_pieces_get_box (self, picture->box);
  guint32          i = picture->box;

  if (!copy || (box->within & CARREL_WITHIN_FIGURE))
    return;
  if (is_beside_posts (self, picture)) {
    carrel_node_unlink (copy);
    return;
  }
  if (box->n_pieces == 0)
    i = box->wider;
  if (i && kept[i] == 0 && carrel_pieces_get_box (self, i)->kept_chars > 0 &&
      !is_picture_with_credit (self, picture, carrel_pieces_get_box (self, i)))
    carrel_node_unlink (copy);
}

/* ── In ── */

typedef struct {
  CarrelExtraction *extraction;
  CarrelNode       *article;
  CarrelNode *cursor; /* (nullable): the article's first child that isn't before what comes in */
} Builder;

/* Rows, cells and items without their table or list are divisions. */
static void
fit (CarrelNode *copy, const CarrelNode *parent)
{
  gboolean fits = TRUE;

  switch (copy->tag) {
  case CARREL_TAG_TD:
  case CARREL_TAG_TH:
    fits = parent->tag == CARREL_TAG_TR;
    break;
  case CARREL_TAG_TR:
    fits = parent->tag == CARREL_TAG_TBODY || parent->tag == CARREL_TAG_THEAD ||
           parent->tag == CARREL_TAG_TFOOT || parent->tag == CARREL_TAG_TABLE;
    break;
  case CARREL_TAG_TBODY:
  case CARREL_TAG_THEAD:
  case CARREL_TAG_TFOOT:
    fits = parent->tag == CARREL_TAG_TABLE;
    break;
  case CARREL_TAG_LI:
    fits = parent->tag == CARREL_TAG_UL || parent->tag == CARREL_TAG_OL;
    break;
  case CARREL_TAG_DD:
  case CARREL_TAG_DT:
    fits = parent->tag == CARREL_TAG_DL || parent->tag == CARREL_TAG_DIV;
    break;
  default:
    break;
  }
  if (!fits)
    carrel_node_rename (copy, CARREL_TAG_DIV);
}

static void
insert (Builder *self, CarrelNode *parent, CarrelNode *node, CarrelNode *copy, guint32 order)
{
  CarrelNode *before;

  if (parent == self->article) {
    for (; self->cursor; self->cursor = self->cursor->next) {
      CarrelNode     *twin = carrel_extract_get_twin (self->cursor);
      CarrelNodeInfo *info = twin ? carrel_extract_get_info (twin) : NULL;

      if (info && info->order > order)
        break;
    }
    if (self->cursor)
      carrel_node_insert_before (self->cursor, copy);
    else
      carrel_node_append (parent, copy);
    return;
  }
  /* After the nearest one before it that is there: what is between was looked at by nobody else. */
  for (before = node->previous; before; before = before->previous) {
    CarrelNode *twin = carrel_extract_get_twin (before);

    if (twin && twin->parent == parent) {
      before = twin;
      break;
    }
  }
  if (before ? before->next != NULL : parent->first != NULL)
    carrel_node_insert_before (before ? before->next : parent->first, copy);
  else
    carrel_node_append (parent, copy);
}

/* The node without its children. */
static CarrelNode *
copy_one (Builder *self, CarrelNode *node, CarrelNode *parent, guint32 order)
{
  CarrelHtml     *html = self->extraction->html;
  CarrelNode     *copy = carrel_html_alloc (html, sizeof (CarrelNode));
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  *copy = *node;
  copy->parent = copy->first = copy->last = copy->previous = copy->next = NULL;
  if (node->n_attributes > 0) {
    copy->attributes = carrel_html_alloc (html, node->n_attributes * sizeof (CarrelAttribute));
    memcpy (copy->attributes, node->attributes, node->n_attributes * sizeof (CarrelAttribute));
  }
  if (info) {
    copy->data = carrel_html_alloc (html, sizeof (CarrelNodeInfo));
    memcpy (copy->data, info, sizeof *info);
  }
  insert (self, parent, node, copy, order);
  carrel_extract_set_twin (copy, node);
  carrel_extract_set_twin (node, copy);
  fit (copy, parent);
  return copy;
}

/* The cells of a row that comes in keep their columns. */
static void
add_cells (Builder *self, CarrelNode *row, CarrelNode *copy, guint32 order)
{
  for (CarrelNode *cell = row->first; cell; cell = cell->next)
    if ((cell->tag == CARREL_TAG_TD || cell->tag == CARREL_TAG_TH) &&
        carrel_extract_get_info (cell) && !((CarrelNodeInfo *) cell->data)->hidden &&
        !carrel_extract_get_twin (cell))
      copy_one (self, cell, copy, order);
}

/* What the search took from the element one by one stands in its copy from now on, in its place. */
static void
adopt (Builder *self, CarrelNode *node, CarrelNode *copy)
{
  for (CarrelNode *child = node->first; child; child = child->next) {
    CarrelNode *twin = carrel_extract_get_twin (child);

    if (!twin || twin == self->article || twin->parent != self->article ||
        carrel_extract_get_twin (twin) != child)
      continue;
    if (self->cursor == twin)
      self->cursor = twin->next;
    carrel_node_unlink (twin);
    carrel_node_append (copy, twin);
  }
}

static void
add_node (Builder *self, CarrelNode *node)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  CarrelNode *parent, *up = node;
  guint32     order = ((CarrelNodeInfo *) carrel_extract_get_info (
                       node->type == CARREL_NODE_ELEMENT ? node : node->parent))
                      ->order;

  if (carrel_extract_get_twin (node))
    return;
  for (; up && !carrel_extract_get_twin (up); up = up->parent)
    g_ptr_array_add (path, up);
  parent = up ? carrel_extract_get_twin (up) : self->article;
  for (guint i = path->len; i > 0; i--) {
    CarrelNode *one = path->pdata[i - 1];

    /* The row above gave the cell a copy already. */
    if (carrel_extract_get_twin (one)) {
      parent = carrel_extract_get_twin (one);
    } else {
      parent = copy_one (self, one, parent, order);
      adopt (self, one, parent);
    }
    if (parent->tag == CARREL_TAG_TR && one->tag == CARREL_TAG_TR)
      add_cells (self, one, parent, order);
  }
}

/* The ends of lines between two texts of a piece. */
static void
add_breaks (Builder *self, CarrelNode *text, const CarrelNode *end)
{
  guint n = 0;

  for (CarrelNode *node = text; node && node != end && n < MAX_BREAKS;
       node = carrel_node_next (node, self->extraction->body, FALSE), n++)
    if (node->tag == CARREL_TAG_BR && carrel_extract_get_info (node))
      add_node (self, node);
}

static gboolean
is_new (CarrelPieces *self, guint32 i)
{
  return i < self->pieces->len && carrel_pieces_get_piece (self, i)->keep &&
         carrel_pieces_get_piece (self, i)->state != CARREL_PIECE_KEPT;
}

static gboolean
is_kept (CarrelPieces *self, guint32 i)
{
  return i < self->pieces->len && carrel_pieces_get_piece (self, i)->keep;
}

/* Between two pieces of the text, one of which came in. */
static gboolean
is_wanted_picture (CarrelPieces *self, const CarrelPicture *picture)
{
  guint32 after = picture->before;

  return after > 0 && is_kept (self, after) && is_kept (self, after - 1) &&
         (is_new (self, after) || is_new (self, after - 1));
}

static void
add_all (CarrelExtraction *self, CarrelPieces *pieces, CarrelNode *article)
{
  Builder builder = { .extraction = self, .article = article, .cursor = article->first };
  guint   picture = 0;

  for (guint i = 0; i < pieces->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (pieces, i);

    for (; picture < pieces->pictures->len; picture++) {
      const CarrelPicture *one = &g_array_index (pieces->pictures, CarrelPicture, picture);

      if (one->before > i)
        break;
      if (is_wanted_picture (pieces, one))
        add_node (&builder, one->node);
    }
    for (guint32 k = 0; is_new (pieces, i) && k < piece->n; k++) {
      CarrelNode *text = pieces->texts->pdata[piece->first + k];

      add_node (&builder, text);
      if (k + 1 < piece->n)
        add_breaks (&builder, text, pieces->texts->pdata[piece->first + k + 1]);
    }
  }
}

/* ── The article ── */

static void
rebuild (CarrelExtraction *self, CarrelPieces *pieces, CarrelNode *article)
{
  g_autofree guint32 *kept = g_new0 (guint32, pieces->boxes->len + 1);
  guint               n_dropped = 0;

  /* First in: a piece finds its place by its neighbours, also by those that go. */
  add_all (self, pieces, article);
  carrel_pieces_head_posts (self, pieces, article);
  for (guint i = 0; i < pieces->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (pieces, i);

    if (piece->keep) {
      kept[piece->box] += piece->chars;
    } else if (piece->state == CARREL_PIECE_KEPT) {
      drop_piece (pieces, piece);
      n_dropped++;
    }
  }
  if (n_dropped == 0)
    return;
  for (guint32 i = pieces->boxes->len; i > 1; i--)
    kept[carrel_pieces_get_box (pieces, i - 1)->parent] += kept[i - 1];
  for (guint i = 0; !self->is_picture && i < pieces->pictures->len; i++)
    drop_picture (pieces, &g_array_index (pieces->pictures, CarrelPicture, i), kept);
  sweep (article);
}

void
carrel_extract_judge (CarrelExtraction *self, CarrelNode *article)
{
  g_autoptr (CarrelPieces) pieces = NULL;
  g_autofree CarrelFeatures *features = NULL;
  gboolean                   decided;

  if (carrel_html_get_n_nodes (self->html) > MAX_NODES)
    return;
  pair (self, article);
  pieces = carrel_pieces_new (self);
  if (pieces->pieces->len == 0 || pieces->pieces->len > MAX_PIECES)
    return;
  features = carrel_pieces_describe (self, pieces);
  if (watch)
    watch (pieces, features, watch_data);
  decided = carrel_pieces_decide (pieces, features, self->talk);
  for (guint i = 0; !decided && i < pieces->pieces->len; i++)
    carrel_pieces_get_piece (pieces, i)->keep =
        carrel_pieces_get_piece (pieces, i)->state == CARREL_PIECE_KEPT;
  if (self->talk == CARREL_TALK_NONE) {
    decided |= carrel_pieces_settle_cards (self, pieces);
    decided |= carrel_pieces_keep_standfirst (self, pieces);
    decided |= carrel_pieces_drop_site (pieces);
  }
  if (decided)
    rebuild (self, pieces, article);
}

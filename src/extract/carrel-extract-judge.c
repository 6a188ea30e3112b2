/* carrel-extract-judge.c: which pieces of the page are the article, by a trained model, and the
 * article made of them.
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

#define MAX_NODES 200000 /* of a page that is looked at twice */
#define N_RUNS 4096
#define MAX_PIECES 50000
#define DROP_BELOW (-300) /* 1/1024 of a logit: what was kept goes */
#define ADD_ABOVE 1200    /* what wasn't comes in */
#define LEAST_PART 4      /* of the article: less than one in so many is a mistake of the model … */
#define LEAST_CHARS 250   /* … if it is shorter than this, too */
#define MAX_CREDIT 40     /* characters of a line that only says whose a picture is */
#define MAX_BESIDE 4      /* elements around a text */
#define IS_TITLE 26       /* of 31: the title isn't of the text */

/* Only the score tool sets these. */
static const CarrelTree *other_trees; /* (nullable) */
static guint             n_other_trees;
static gint32            other_bias;
static CarrelPiecesFunc  watch;
static gpointer          watch_data;

void
carrel_extract_set_trees (const CarrelTree *trees, guint n, gint32 bias)
{
  other_trees = trees;
  n_other_trees = n;
  other_bias = bias;
}

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

/* ── The model ── */

/* Pieces that are asked of at once: a comparison is of as many bytes. */
#define N_ASKED 16

/* The scores of pieces. */
static void
ask (CarrelFeatures *features, guint n_pieces, gint32 *scores)
{
  const CarrelTree *all = other_trees ? other_trees : carrel_extract_trees;
  guint             n = other_trees ? n_other_trees : carrel_extract_n_trees;
  guint8            columns[CARREL_N_FEATURES][N_ASKED];

  for (guint i = 0; i < N_ASKED; i++)
    scores[i] = other_trees ? other_bias : carrel_extract_bias;
  for (guint i = 0; i < N_ASKED; i++)
    for (guint f = 0; f < CARREL_N_FEATURES; f++)
      columns[f][i] = i < n_pieces ? features[i][f] : 0;
  for (guint t = 0; t < n; t++) {
    const CarrelTree *tree = &all[t];
    guint8            leaves[N_ASKED] = { 0 };

    for (guint k = 0; k < CARREL_TREE_DEPTH; k++) {
      const guint8 *column = columns[tree->feature[k]];
      guint8        limit = tree->limit[k], answer = (guint8) (1 << k);

      for (guint i = 0; i < N_ASKED; i++)
        leaves[i] |= column[i] > limit ? answer : 0;
    }
    for (guint i = 0; i < N_ASKED; i++)
      scores[i] += tree->leaf[leaves[i]];
  }
}

static CarrelBox *
get_box (CarrelPieces *self, guint32 i)
{
  return &g_array_index (self->boxes, CarrelBox, i);
}

static CarrelPiece *
get_piece (CarrelPieces *self, guint32 i)
{
  return &g_array_index (self->pieces, CarrelPiece, i);
}

static gboolean
is_heading (const CarrelNode *node)
{
  return node->tag >= CARREL_TAG_H1 && node->tag <= CARREL_TAG_H6;
}

/* «Photo: Ines Calder», and nothing of what is on it. */
static gboolean
is_bare_credit (const CarrelPiece *piece)
{
  return (piece->phrases & CARREL_PHRASE_CREDIT) && piece->chars <= MAX_CREDIT;
}

/* What no score decides: a kept figure keeps what is in it, a picture its caption; buttons, the
 * title and lines of the tables stay out. */
static gboolean
is_settled (CarrelPieces *self, const CarrelPiece *piece)
{
  const CarrelBox *box = get_box (self, piece->box);

  if (piece->state == CARREL_PIECE_KEPT)
    return (box->within & CARREL_WITHIN_FIGURE) ||
           ((box->within & CARREL_WITHIN_CAPTION) && !is_bare_credit (piece));
  return piece->state == CARREL_PIECE_TRIMMED || (box->within & CARREL_WITHIN_BUTTON) ||
         (piece->of_title >= IS_TITLE && is_heading (box->node));
}

typedef struct {
  guint32 parent, path; /* what it is the sum of; the first to come has the place */
  gint64  score, chars;
} RunSums;

typedef struct {
  guint16 places[N_RUNS]; /* in `sums`, plus one; 0: free */
  GArray *sums;           /* (owned) (element-type RunSums) */
} Runs;

/* NULL for a piece that is in no run. */
static RunSums *
find_run (CarrelPieces *self, const CarrelPiece *piece, Runs *runs)
{
  const CarrelBox *box = get_box (self, piece->box);
  guint32          parent = box->item && !box->whole ? get_box (self, box->item)->parent : 0;
  guint16         *place = &runs->places[(parent * 0x9e3779b1u ^ box->path) % N_RUNS];
  RunSums         *sums;

  if (parent == 0)
    return NULL;
  if (*place == 0) {
    RunSums new_one = { .parent = parent, .path = box->path };

    g_array_append_val (runs->sums, new_one);
    *place = (guint16) runs->sums->len;
  }
  sums = &g_array_index (runs->sums, RunSums, *place - 1);
  return sums->parent == parent && sums->path == box->path ? sums : NULL;
}

/* A table or code is judged by the mean of its pieces, each as much as it is long. */
static void
level_wholes (CarrelPieces *self)
{
  for (guint i = 0, end; i < self->pieces->len; i = end) {
    guint32 whole = get_box (self, get_piece (self, i)->box)->whole;
    gint64  sum = 0, chars = 0;

    end = i + 1;
    if (!whole)
      continue;
    while (end < self->pieces->len && get_box (self, get_piece (self, end)->box)->whole == whole)
      end++;
    for (guint k = i; k < end; k++) {
      sum += (gint64) get_piece (self, k)->score * get_piece (self, k)->chars;
      chars += get_piece (self, k)->chars;
    }
    for (guint k = i; k < end; k++)
      get_piece (self, k)->score = (gint32) (sum / MAX (chars, 1));
  }
}

/* What stands at the same place in each item of a run (the cards of a row of teasers, the posts of
 * a thread) goes or stays together: the mean of all has most of the say. */
static void
level_runs (CarrelPieces *self)
{
  g_autofree Runs *runs = g_new0 (Runs, 1);

  runs->sums = g_array_new (FALSE, FALSE, sizeof (RunSums));
  for (guint i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = get_piece (self, i);
    RunSums           *sums = find_run (self, piece, runs);

    if (!sums)
      continue;
    sums->score += (gint64) piece->score * piece->chars;
    sums->chars += piece->chars;
  }
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece   *piece = get_piece (self, i);
    const RunSums *sums = find_run (self, piece, runs);

    if (sums && sums->chars > 0)
      piece->score = (gint32) ((piece->score + 3 * sums->score / sums->chars) / 4);
  }
  g_array_unref (runs->sums);
}

/* The element beside `node` that holds the other one. (nullable) */
static CarrelNode *
find_beside (const CarrelNode *node, CarrelNode *other)
{
  for (guint i = 0; other && i < MAX_BESIDE; i++, other = other->parent)
    if (other->parent == node->parent)
      return other;
  return NULL;
}

/* A term stays with what is said of it, a summary with its details, and a heading with the text
 * below it: that beside it also where only the text was found again. */
static void
join_heads (CarrelPieces *self)
{
  for (guint i = self->pieces->len; i > 1; i--) {
    CarrelPiece       *piece = get_piece (self, i - 2);
    const CarrelPiece *next = get_piece (self, i - 1);
    const CarrelBox   *box = get_box (self, piece->box), *other = get_box (self, next->box);
    CarrelNode        *beside;

    if (box->node->tag != CARREL_TAG_DT && (!next->keep || piece->keep))
      continue;
    beside = find_beside (box->node, other->node);
    if (box->node->tag == CARREL_TAG_DT) {
      if (beside && (beside->tag == CARREL_TAG_DD || beside->tag == CARREL_TAG_DT))
        piece->keep = next->keep;
    } else if (piece->state == CARREL_PIECE_KEPT) {
      piece->keep |= box->node->tag == CARREL_TAG_SUMMARY || is_heading (box->node);
    } else if (piece->state == CARREL_PIECE_DROPPED && next->state != CARREL_PIECE_KEPT && beside &&
               is_heading (box->node)) {
      piece->keep = TRUE;
    }
  }
}

static gboolean
is_definition (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_DT || node->tag == CARREL_TAG_DD;
}

/* Of a table of data, of code, of a list of terms; in a discussion that is what is known of who speaks. */
static gboolean
is_solid (CarrelPieces *self, guint32 i, CarrelTalk talk)
{
  const CarrelBox *box = get_box (self, get_piece (self, i)->box);

  return box->whole || (talk == CARREL_TALK_NONE && is_definition (box->node));
}

/* What the search kept of tables, code and terms has few sentences, which says little against it: it stays
 * between two pieces of the text, and below a heading of its own. Links are another matter. */
static void
keep_solids (CarrelPieces *self, CarrelTalk talk)
{
  for (guint i = 0, end; i < self->pieces->len; i = end) {
    guint64  chars = 0, links = 0;
    gboolean kept = TRUE, after;

    end = i + 1;
    if (i == 0 || !is_solid (self, i, talk))
      continue;
    for (end = i; end < self->pieces->len && is_solid (self, end, talk); end++) {
      const CarrelPiece *piece = get_piece (self, end);

      kept = kept && piece->state == CARREL_PIECE_KEPT;
      chars += piece->chars;
      links += piece->link_chars;
    }
    after = end < self->pieces->len && get_piece (self, end)->keep;
    if (!kept || links * 3 > chars || !get_piece (self, i - 1)->keep ||
        !(after || is_heading (get_box (self, get_piece (self, i - 1)->box)->node)))
      continue;
    for (guint k = i; k < end; k++)
      get_piece (self, k)->keep = TRUE;
  }
}

/* FALSE when the model makes nothing of the page: what was found stays as it is. */
static gboolean
decide (CarrelPieces *self, CarrelFeatures *features, CarrelTalk talk)
{
  guint64 before = 0, after = 0;

  /* Above the limit or below: so that a run or a table is one, whatever the search made of its
   * parts. */
  for (guint i = 0; i < self->pieces->len; i += N_ASKED) {
    guint  n = MIN (N_ASKED, self->pieces->len - i);
    gint32 scores[N_ASKED];

    ask (&features[i], n, scores);
    for (guint k = 0; k < n; k++) {
      CarrelPiece *piece = get_piece (self, i + k);

      piece->score = scores[k] - (piece->state == CARREL_PIECE_KEPT ? DROP_BELOW : ADD_ABOVE);
    }
  }
  level_wholes (self);
  level_runs (self);
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece *piece = get_piece (self, i);
    gboolean     kept = piece->state == CARREL_PIECE_KEPT;

    piece->keep = is_settled (self, piece) ? kept : piece->score > 0;
  }
  keep_solids (self, talk);
  join_heads (self);
  for (guint i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = get_piece (self, i);

    before += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
    after += piece->keep ? piece->chars : 0;
  }
  return after >= LEAST_CHARS || after * LEAST_PART >= before;
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
  g_autoptr (GPtrArray) elements = carrel_extract_list_elements (article);

  for (guint i = elements->len; i > 1; i--) {
    CarrelNode     *node = elements->pdata[i - 1];
    CarrelNodeInfo *info = node->data;

    if (!info)
      continue;
    carrel_extract_measure_node (node);
    if (info->touched && info->chars == 0 && info->n_img == 0 && info->n_embed == 0 &&
        info->n_films == 0 && node->tag != CARREL_TAG_TD && node->tag != CARREL_TAG_TH &&
        !carrel_node_find (node, CARREL_TAG_MATH))
      carrel_node_unlink (node);
  }
}

/* A picture goes with the text that it stood with: a card, a teaser. */
static void
drop_picture (CarrelPieces *self, const CarrelPicture *picture, const guint32 *kept)
{
  CarrelNode      *copy = carrel_extract_get_twin (picture->node);
  const CarrelBox *box = get_box (self, picture->box);
  guint32          i = picture->box;

  if (!copy || (box->within & CARREL_WITHIN_FIGURE))
    return;
  if (box->n_pieces == 0)
    i = box->wider;
  if (i && kept[i] == 0 && get_box (self, i)->kept_chars > 0)
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
    parent = carrel_extract_get_twin (one) ? carrel_extract_get_twin (one)
                                           : copy_one (self, one, parent, order);
    if (parent->tag == CARREL_TAG_TR && one->tag == CARREL_TAG_TR)
      add_cells (self, one, parent, order);
  }
}

static gboolean
is_new (CarrelPieces *self, guint32 i)
{
  return i < self->pieces->len && get_piece (self, i)->keep &&
         get_piece (self, i)->state != CARREL_PIECE_KEPT;
}

static gboolean
is_kept (CarrelPieces *self, guint32 i)
{
  return i < self->pieces->len && get_piece (self, i)->keep;
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
    CarrelPiece *piece = get_piece (pieces, i);

    for (; picture < pieces->pictures->len; picture++) {
      const CarrelPicture *one = &g_array_index (pieces->pictures, CarrelPicture, picture);

      if (one->before > i)
        break;
      if (is_wanted_picture (pieces, one))
        add_node (&builder, one->node);
    }
    if (is_new (pieces, i))
      for (guint32 k = 0; k < piece->n; k++)
        add_node (&builder, pieces->texts->pdata[piece->first + k]);
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
  for (guint i = 0; i < pieces->pieces->len; i++) {
    CarrelPiece *piece = get_piece (pieces, i);

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
    kept[get_box (pieces, i - 1)->parent] += kept[i - 1];
  for (guint i = 0; i < pieces->pictures->len; i++)
    drop_picture (pieces, &g_array_index (pieces->pictures, CarrelPicture, i), kept);
  sweep (article);
}

void
carrel_extract_judge (CarrelExtraction *self, CarrelNode *article)
{
  g_autoptr (CarrelPieces) pieces = NULL;
  g_autofree CarrelFeatures *features = NULL;

  if (carrel_html_get_n_nodes (self->html) > MAX_NODES)
    return;
  pair (self, article);
  pieces = carrel_pieces_new (self);
  if (pieces->pieces->len == 0 || pieces->pieces->len > MAX_PIECES)
    return;
  features = carrel_pieces_describe (self, pieces);
  if (watch)
    watch (pieces, features, watch_data);
  if (decide (pieces, features, self->talk))
    rebuild (self, pieces, article);
}

/* carrel-extract-decide.c: which pieces of the page are the article.
 *
 * A trained model has the first say; what stands at the same place of a template, in one table or
 * one list of terms goes together; and where the model is in doubt, the kind of a piece and what is
 * beside it decide. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define DROP_BELOW (-300) /* 1/1024 of a logit: what was kept goes */
#define ADD_ABOVE 1200    /* what wasn't comes in */
#define DOUBT 800         /* below DROP_BELOW: what by its kind seldom is anything else stays */
#define LITTLE_DOUBT 200  /* … and a division among text stays */
#define SURE 3000         /* below ADD_ABOVE: above it a heading between two parts comes in */
#define LEAST_PART 4      /* of the article: less than one in so many is a mistake of the model … */
#define LEAST_CHARS 250   /* … if it is shorter than this, too */
#define MAX_BOX_TITLE 100 /* characters of the title of a box */
#define MAX_CREDIT 40     /* characters of a line that only says whose a picture is */
#define MAX_BESIDE 4      /* elements around a text */
#define MAX_TALK 40       /* characters of a heading above comments */
#define LONG_PIECE 100    /* characters of a paragraph */
#define MAX_LABELS 8      /* of tabs, in a row, … */
#define MAX_LABEL 24      /* … and characters of one */
#define MAX_SOURCE 120    /* characters below a quotation */
#define IS_TITLE 26       /* of 31: the title isn't of the text */

/* Only the score tool sets these. */
static const CarrelTree *other_trees; /* (nullable) */
static guint             n_other_trees;
static gint32            other_bias;

void
carrel_extract_set_trees (const CarrelTree *trees, guint n, gint32 bias)
{
  other_trees = trees;
  n_other_trees = n;
  other_bias = bias;
}

/* ── The model ── */

/* Pieces that are asked of at once: a comparison is of as many bytes. */
#define N_ASKED 16

typedef guint8 Lanes __attribute__ ((vector_size (N_ASKED)));

/* Rows as columns: each round puts the bytes of two rows between one another (a perfect shuffle of
 * the places, four times). */
static void
transpose (Lanes *rows)
{
  Lanes other[N_ASKED];

  for (guint round = 0; round < 4; round++) {
    for (guint i = 0; i < N_ASKED / 2; i++) {
      other[2 * i] = __builtin_shufflevector (rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4,
                                              20, 5, 21, 6, 22, 7, 23);
      other[2 * i + 1] = __builtin_shufflevector (rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26, 11,
                                                  27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
    memcpy (rows, other, sizeof other);
  }
}

/* The scores of up to N_ASKED pieces. */
static void
ask (CarrelFeatures *features, guint n_pieces, gint32 *scores)
{
  const CarrelTree *all = other_trees ? other_trees : carrel_extract_trees;
  guint             n = other_trees ? n_other_trees : carrel_extract_n_trees;
  Lanes             columns[(CARREL_N_FEATURES + N_ASKED - 1) / N_ASKED * N_ASKED] = { 0 };

  for (guint i = 0; i < N_ASKED; i++)
    scores[i] = other_trees ? other_bias : carrel_extract_bias;
  for (guint f = 0; f < CARREL_N_FEATURES; f += N_ASKED) {
    for (guint i = 0; i < n_pieces; i++)
      memcpy (&columns[f + i], &features[i][f], MIN (N_ASKED, CARREL_N_FEATURES - f));
    transpose (&columns[f]);
  }
  for (guint t = 0; t < n; t++) {
    const CarrelTree *tree = &all[t];
    Lanes             leaves = { 0 };

    for (guint k = 0; k < CARREL_TREE_DEPTH; k++)
      leaves |= (Lanes) (columns[tree->feature[k]] > tree->limit[k]) & (guint8) (1 << k);
    for (guint i = 0; i < N_ASKED; i++)
      scores[i] += tree->leaf[leaves[i]];
  }
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
  const CarrelBox *box = carrel_pieces_get_box (self, piece->box);

  if (piece->state == CARREL_PIECE_KEPT)
    return (box->within & CARREL_WITHIN_FIGURE) ||
           ((box->within & CARREL_WITHIN_CAPTION) && !is_bare_credit (piece));
  return piece->state == CARREL_PIECE_TRIMMED || (box->within & CARREL_WITHIN_BUTTON) ||
         (piece->of_title >= IS_TITLE && carrel_node_is_heading (box->node));
}

typedef struct {
  guint32 parent, path; /* what it is the sum of */
  gint64  score, chars;
} RunSums;

/* Open addressing: a place for each of two, so that one is always free. */
typedef struct {
  GArray *sums;     /* (owned) (element-type RunSums) */
  guint   bits;     /* of the number of places */
  guint32 places[]; /* in `sums`, plus one; 0: free */
} Runs;

static Runs *
runs_new (guint n_pieces)
{
  guint bits = g_bit_storage (n_pieces) + 1;
  Runs *self = g_malloc0 (sizeof (Runs) + ((gsize) 1 << bits) * sizeof self->places[0]);

  self->bits = bits;
  self->sums = g_array_new (FALSE, FALSE, sizeof (RunSums));
  return self;
}

/* NULL for a piece that is in no run. In a discussion the posts are one, whatever stands between
 * them. */
static RunSums *
find_run (CarrelPieces *self, const CarrelPiece *piece, Runs *runs, CarrelTalk talk)
{
  const CarrelBox *box = carrel_pieces_get_box (self, piece->box);
  guint32          parent = box->whole  ? 0
                            : box->item ? carrel_pieces_get_box (self, box->item)->parent
                                        : talk != CARREL_TALK_NONE;
  RunSums          new_one = { .parent = parent, .path = box->path }, *sums;
  guint32          i = (parent * 0x9e3779b1u ^ box->path) * 0x9e3779b1u >> (32 - runs->bits);

  if (parent == 0)
    return NULL;
  for (; runs->places[i]; i = (i + 1) & ((1u << runs->bits) - 1)) {
    sums = &g_array_index (runs->sums, RunSums, runs->places[i] - 1);
    if (sums->parent == parent && sums->path == box->path)
      return sums;
  }
  g_array_append_val (runs->sums, new_one);
  runs->places[i] = runs->sums->len;
  return &g_array_index (runs->sums, RunSums, runs->sums->len - 1);
}

/* A table or code is judged by the mean of its pieces, each as much as it is long. */
static void
level_wholes (CarrelPieces *self)
{
  for (guint i = 0, end; i < self->pieces->len; i = end) {
    guint32 whole = carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i)->box)->whole;
    gint64  sum = 0, chars = 0;

    end = i + 1;
    if (!whole)
      continue;
    while (end < self->pieces->len &&
           carrel_pieces_get_box (self, carrel_pieces_get_piece (self, end)->box)->whole == whole)
      end++;
    for (guint k = i; k < end; k++) {
      sum += (gint64) carrel_pieces_get_piece (self, k)->score *
             carrel_pieces_get_piece (self, k)->chars;
      chars += carrel_pieces_get_piece (self, k)->chars;
    }
    for (guint k = i; k < end; k++)
      carrel_pieces_get_piece (self, k)->score = (gint32) (sum / MAX (chars, 1));
  }
}

/* What stands at the same place in each item of a run (the cards of a row of teasers, the posts of
 * a thread) goes or stays together: the mean of all has most of the say. */
static void
level_runs (CarrelPieces *self, CarrelTalk talk)
{
  g_autofree Runs *runs = runs_new (self->pieces->len);

  for (guint i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
    RunSums           *sums = find_run (self, piece, runs, talk);

    if (!sums)
      continue;
    sums->score += (gint64) piece->score * piece->chars;
    sums->chars += piece->chars;
  }
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece   *piece = carrel_pieces_get_piece (self, i);
    const RunSums *sums = find_run (self, piece, runs, talk);

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

static gboolean
is_kept_at (CarrelPieces *self, guint i)
{
  return i < self->pieces->len && carrel_pieces_get_piece (self, i)->state == CARREL_PIECE_KEPT;
}

/* Of the search's pieces that the model is hardly against, these were the text in three of four
 * cases on pages that it hadn't seen: lines of data, code and terms; paragraphs and items without
 * links in which nothing sounds like the site. In discussions only code was. */
static gboolean
is_written (CarrelPieces *self, guint i, CarrelTalk talk)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  gboolean           own = piece->link_chars == 0 && (piece->phrases & ~CARREL_PHRASE_TIME) == 0 &&
                 piece->digits * 2 < piece->chars;

  switch (carrel_pieces_get_box (self, piece->box)->node->tag) {
  case CARREL_TAG_PRE:
    return piece->link_chars * 3 <= piece->chars * 2;
  case CARREL_TAG_TH:
  case CARREL_TAG_TD:
  case CARREL_TAG_DT:
  case CARREL_TAG_SUMMARY:
    return talk == CARREL_TALK_NONE && piece->link_chars * 3 <= piece->chars;
  case CARREL_TAG_LI:
  case CARREL_TAG_DD:
    return talk == CARREL_TALK_NONE && own;
  case CARREL_TAG_P:
    /* Below a heading that leads elsewhere it is a teaser. */
    if (i > 0 && carrel_pieces_get_piece (self, i - 1)->link_chars * 2 >
                     carrel_pieces_get_piece (self, i - 1)->chars)
      return FALSE;
    /* What a summary opens has little around it by which it could be told. */
    if ((carrel_pieces_get_box (self, piece->box)->within & CARREL_WITHIN_DETAILS) &&
        talk == CARREL_TALK_NONE && piece->link_chars == 0 && piece->stops > 0)
      return TRUE;
    return talk == CARREL_TALK_NONE && own &&
           (piece->stops > 0 || (is_kept_at (self, i - 1) && is_kept_at (self, i + 1)));
  default:
    return FALSE;
  }
}

/* Who wrote it, in a box above the text that is called so, when the text itself isn't. */
static void
drop_first_author (CarrelPieces *self)
{
  guint64  lead = 0, all = 0;
  guint    end = 0; /* of what is above the text */
  gboolean named = FALSE;

  for (guint i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    if (!piece->keep)
      continue;
    all += piece->chars;
    if (all == lead + piece->chars &&
        (carrel_pieces_get_box (self, piece->box)->all_words & CARREL_WORD_BYLINE)) {
      lead = all;
      end = i + 1;
      named |= piece->named;
    }
  }
  for (guint i = 0; named && lead * LEAST_PART <= all && i < end; i++)
    carrel_pieces_get_piece (self, i)->keep = FALSE;
}

/* Who wrote it, in a box at the end that is called so. */
static void
drop_author (CarrelPieces *self)
{
  guint    first = 0, end = self->pieces->len;
  guint64  chars = 0, all = 0;
  gboolean headed = FALSE, told = TRUE;

  while (first < end && !(carrel_pieces_get_piece (self, first)->keep &&
                          carrel_pieces_get_piece (self, first)->chars >= LONG_PIECE))
    first++;
  /* Of a text of short paragraphs the author's is the first long one. */
  if (first < end &&
      carrel_extract_tells_of_author (
          carrel_pieces_get_box (self, carrel_pieces_get_piece (self, first)->box)->node))
    for (first = 0; !carrel_pieces_get_piece (self, first)->keep;)
      first++;
  if (first == end ||
      (carrel_pieces_get_box (self, carrel_pieces_get_piece (self, first)->box)->all_words &
       CARREL_WORD_BYLINE))
    return; /* the page itself is called so */
  for (guint i = 0; i < end; i++)
    all += carrel_pieces_get_piece (self, i)->keep ? carrel_pieces_get_piece (self, i)->chars : 0;
  for (; end > first + 1; end--) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, end - 1);
    const CarrelBox   *box = carrel_pieces_get_box (self, piece->box);

    if (piece->keep && !(box->all_words & CARREL_WORD_BYLINE))
      break;
    chars += piece->keep ? piece->chars : 0;
    headed |= piece->keep && piece->named && carrel_node_is_heading (box->node);
    told &= !piece->keep || carrel_extract_tells_of_author (box->node);
  }
  /* «About Ines Calder»: it may be as long as a short article, or longer where it is called so. */
  if (chars * (headed ? 2 : LEAST_PART) > all && !(told && chars * 4 <= all * 3))
    return;
  for (guint i = end; i < self->pieces->len; i++)
    carrel_pieces_get_piece (self, i)->keep = FALSE;
}

/* «Comments (2)» and «2 Comments» as «Comments». */
static void
drop_number (char *line)
{
  gsize n = strspn (line, "0123456789,. ");
  char *end;

  memmove (line, line + n, strlen (line + n) + 1);
  for (end = line + strlen (line); end > line && strchr ("0123456789,. ():", end[-1]);)
    *--end = '\0';
}

/* «Comments (2)», in the languages of the web. */
static gboolean
heads_talk (CarrelPieces *self, const CarrelPiece *piece)
{
  static const char *const words[] = { "comments",       "comment",
                                       "kommentare",     "kommentar",
                                       "commentaires",   "comentarios",
                                       "comentários",    "commenti",
                                       "reacties",       "kommentarer",
                                       "komentarze",     "komentáře",
                                       "комментарии",    "коментарі",
                                       "yorumlar",       "bình luận",
                                       "komentar",       "σχόλια",
                                       "评论",           "網友評論",
                                       "网友评论",       "留言",
                                       "コメント",       "댓글",
                                       "التعليقات",      "تعليقات",
                                       "תגובות",         "ความคิดเห็น",
                                       "टिप्पणियाँ",       "leave a comment",
                                       "leave a reply",  "join the discussion",
                                       "write a comment" };
  g_autoptr (GString) text = NULL;
  g_autofree char *key = NULL;

  if (piece->chars > MAX_TALK ||
      !carrel_node_is_heading (carrel_pieces_get_box (self, piece->box)->node))
    return FALSE;
  text = g_string_new (NULL);
  for (guint32 i = 0; i < piece->n; i++)
    carrel_node_append_text (self->texts->pdata[piece->first + i], text);
  key = carrel_text_collapse (text->str, (gssize) text->len);
  drop_number (key);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (key, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What an article is about, as links, or what people say of it: another story may stand below. */
static void
drop_after_end (CarrelPieces *self)
{
  guint64 before = 0, all = 0;
  guint   end = 0; /* that which comes last, behind most of the text */

  for (guint i = 0; i < self->pieces->len; i++)
    all += carrel_pieces_get_piece (self, i)->keep ? carrel_pieces_get_piece (self, i)->chars : 0;
  for (guint i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    before += piece->keep ? piece->chars : 0;
    if (before * 3 >= all * 2 &&
        ((!piece->keep && piece->link_chars > 0 &&
          (carrel_pieces_get_box (self, piece->box)->all_words & CARREL_WORD_TAGS)) ||
         (before > 0 && heads_talk (self, piece))))
      end = end && heads_talk (self, carrel_pieces_get_piece (self, end - 1)) ? end : i + 1;
  }
  for (guint i = end; end > 0 && i <= self->pieces->len; i++)
    carrel_pieces_get_piece (self, i - 1)->keep = FALSE;
}

/* A heading below which nothing of the text is, at the end of it. */
static void
drop_last_headings (CarrelPieces *self)
{
  guint picture = self->pictures->len;

  for (guint i = self->pieces->len; i > 0; i--) {
    CarrelPiece *piece = carrel_pieces_get_piece (self, i - 1);

    /* A picture below it is what it is a heading of. */
    for (; picture > 0 && g_array_index (self->pictures, CarrelPicture, picture - 1).before >= i;
         picture--)
      if (carrel_extract_get_twin (g_array_index (self->pictures, CarrelPicture, picture - 1).node))
        return;
    if (!piece->keep)
      continue;
    if (!carrel_node_is_heading (carrel_pieces_get_box (self, piece->box)->node))
      return;
    piece->keep = FALSE;
  }
}

/* (nullable) */
static CarrelNode *
get_quotation (CarrelNode *node)
{
  return node->tag == CARREL_TAG_BLOCKQUOTE
             ? node
             : carrel_node_get_ancestor (node, CARREL_TAG_BLOCKQUOTE);
}

/* Who said it, below the last words of a quotation. */
static void
keep_sources (CarrelPieces *self)
{
  for (guint i = 1; i < self->pieces->len; i++) {
    CarrelPiece     *piece = carrel_pieces_get_piece (self, i);
    const CarrelBox *box = carrel_pieces_get_box (self, piece->box),
                    *before =
                        carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i - 1)->box);

    if (piece->keep || piece->state != CARREL_PIECE_KEPT || piece->chars > MAX_SOURCE ||
        !(box->within & CARREL_WITHIN_QUOTE) || !carrel_pieces_get_piece (self, i - 1)->keep)
      continue;
    piece->keep = (before->within & CARREL_WITHIN_QUOTE) &&
                  get_quotation (box->node) == get_quotation (before->node);
  }
}

/* A heading goes with what stood below it, when that went and the next heading isn't one of its
 * own. */
static void
drop_empty_headings (CarrelPieces *self)
{
  guint32 next = 0, pictures = self->pictures->len; /* the kept piece below, plus one */

  for (guint i = self->pieces->len; i > 0; i--) {
    CarrelPiece      *piece = carrel_pieces_get_piece (self, i - 1);
    const CarrelNode *node = carrel_pieces_get_box (self, piece->box)->node,
                     *other = next ? carrel_pieces_get_box (
                                         self, carrel_pieces_get_piece (self, next - 1)->box)
                                         ->node
                                   : NULL;
    gboolean picture = FALSE;

    for (; pictures > 0 && g_array_index (self->pictures, CarrelPicture, pictures - 1).before >= i;
         pictures--)
      picture |= carrel_extract_get_twin (
                     g_array_index (self->pictures, CarrelPicture, pictures - 1).node) != NULL;
    if (picture)
      next = 0;
    if (!piece->keep)
      continue;
    if (!picture && other && carrel_node_is_heading (node) && carrel_node_is_heading (other) &&
        other->tag <= node->tag && next > i + 1 &&
        carrel_pieces_get_piece (self, i)->state == CARREL_PIECE_KEPT)
      piece->keep = FALSE;
    else
      next = i;
  }
}

/* A heading that stands beside the text, between two parts of it; something between it and the
 * first may have gone. */
static void
take_headings (CarrelPieces *self)
{
  gboolean kept = FALSE; /* a paragraph above */

  for (guint i = 1; i + 1 < self->pieces->len; i++) {
    CarrelPiece       *piece = carrel_pieces_get_piece (self, i);
    const CarrelPiece *before = carrel_pieces_get_piece (self, i - 1),
                      *next = carrel_pieces_get_piece (self, i + 1);
    CarrelNode *node = carrel_pieces_get_box (self, piece->box)->node;

    kept |= before->keep && before->chars >= LONG_PIECE;
    if (!piece->keep && next->keep && carrel_node_is_heading (node) && piece->link_chars == 0 &&
        piece->score > -SURE && piece->of_title < IS_TITLE &&
        piece->state != CARREL_PIECE_TRIMMED &&
        (before->keep ? find_beside (node, carrel_pieces_get_box (self, before->box)->node) != NULL
                      : kept && piece->phrases == 0 && next->chars >= LONG_PIECE) &&
        find_beside (node, carrel_pieces_get_box (self, next->box)->node))
      piece->keep = TRUE;
  }
}

static gboolean
is_called_box (const CarrelNode *node)
{
  const char *class = carrel_node_get (node, "class");

  return class && (strstr (class, "callout") || strstr (class, CARREL_EXTRACT_BOX));
}

/* «Tip», «Warning» in a box of the text. */
static gboolean
is_box_title (const CarrelPiece *piece, const CarrelBox *box)
{
  const CarrelNode *up = box->node;
  const char *class;

  if (piece->chars > MAX_BOX_TITLE || piece->link_chars > 0)
    return FALSE;
  if (piece->chars <= MAX_CREDIT && is_called_box (up))
    return TRUE;
  class = carrel_node_get (box->node, "class");
  for (guint i = 0; class && strstr (class, "title") && up && i < MAX_BESIDE + 1;
       i++, up = up->parent)
    if (is_called_box (up))
      return TRUE;
  return FALSE;
}

/* A term stays with what is said of it, a summary with its details, and a heading with the text
 * below it: that beside it also where only the text was found again. */
static void
join_heads (CarrelPieces *self)
{
  for (guint i = self->pieces->len; i > 1; i--) {
    CarrelPiece       *piece = carrel_pieces_get_piece (self, i - 2);
    const CarrelPiece *next = carrel_pieces_get_piece (self, i - 1);
    const CarrelBox   *box = carrel_pieces_get_box (self, piece->box),
                    *other = carrel_pieces_get_box (self, next->box);
    CarrelNode *beside;

    if (box->node->tag != CARREL_TAG_DT && (!next->keep || piece->keep))
      continue;
    beside = find_beside (box->node, other->node);
    if (box->node->tag == CARREL_TAG_DT) {
      if (beside && (beside->tag == CARREL_TAG_DD || beside->tag == CARREL_TAG_DT))
        piece->keep = next->keep;
    } else if (piece->state == CARREL_PIECE_KEPT) {
      piece->keep |= box->node->tag == CARREL_TAG_SUMMARY || carrel_node_is_heading (box->node) ||
                     is_box_title (piece, box);
    } else if (piece->state == CARREL_PIECE_DROPPED && beside &&
               (next->state != CARREL_PIECE_KEPT ||
                (piece->score > -ADD_ABOVE && piece->of_title < IS_TITLE)) &&
               carrel_node_is_heading (box->node)) {
      piece->keep = TRUE;
    }
  }
}

static gboolean
is_definition (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_DT || node->tag == CARREL_TAG_DD;
}

/* Of a table of data, of code, of a list of terms; in a discussion that is what is known of who
 * speaks. */
static gboolean
is_solid (CarrelPieces *self, guint32 i, CarrelTalk talk)
{
  const CarrelBox *box = carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i)->box);

  return box->whole || (talk == CARREL_TALK_NONE && is_definition (box->node));
}

/* The piece above, past the labels of tabs that are no text. */
static guint32
find_above (CarrelPieces *self, guint32 i)
{
  guint n = 0;

  for (i--; i > 0 && n < MAX_LABELS; i--, n++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    if (piece->state == CARREL_PIECE_KEPT || piece->chars > MAX_LABEL)
      break;
  }
  return i;
}

/* A table of which most stays stays as a whole: a number alone says nothing of itself. */
static void
complete_wholes (CarrelPieces *self)
{
  for (guint i = 0, end; i < self->pieces->len; i = end) {
    guint32 whole = carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i)->box)->whole;
    guint64 kept = 0, all = 0;

    for (end = i + 1; whole && end < self->pieces->len; end++)
      if (carrel_pieces_get_box (self, carrel_pieces_get_piece (self, end)->box)->whole != whole)
        break;
    for (guint k = i; whole && k < end; k++) {
      const CarrelPiece *piece = carrel_pieces_get_piece (self, k);

      all += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
      kept += piece->state == CARREL_PIECE_KEPT && piece->keep ? piece->chars : 0;
    }
    for (guint k = i; kept * 2 > all && k < end; k++)
      carrel_pieces_get_piece (self, k)->keep |=
          carrel_pieces_get_piece (self, k)->state == CARREL_PIECE_KEPT;
  }
}

/* What the search kept of tables, code and terms has few sentences, which says little against it:
 * it stays between two pieces of the text, below a heading of its own, and below what announces it.
 * Links are another matter. */
static void
keep_solids (CarrelPieces *self, CarrelTalk talk)
{
  for (guint i = 0, end; i < self->pieces->len; i = end) {
    guint64  chars = 0, links = 0;
    gboolean kept = TRUE, after;
    guint32  above;

    end = i + 1;
    if (i == 0 || !is_solid (self, i, talk))
      continue;
    for (end = i; end < self->pieces->len && is_solid (self, end, talk); end++) {
      const CarrelPiece *piece = carrel_pieces_get_piece (self, end);

      kept = kept && piece->state == CARREL_PIECE_KEPT;
      chars += piece->chars;
      links += piece->link_chars;
    }
    after = end < self->pieces->len && carrel_pieces_get_piece (self, end)->keep;
    above = find_above (self, i);
    if (!kept || links * 3 > chars || !carrel_pieces_get_piece (self, above)->keep ||
        !(after || carrel_pieces_ends_with_colon (self, above) ||
          carrel_node_is_heading (
              carrel_pieces_get_box (self, carrel_pieces_get_piece (self, above)->box)->node)))
      continue;
    for (guint k = i; k < end; k++)
      carrel_pieces_get_piece (self, k)->keep = TRUE;
  }
}

/* The model is hardly against it, and it is no label: what lay in a box of the text, a line of a
 * recipe. */
static gboolean
is_doubtful (CarrelPieces *self, guint32 i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  const CarrelNode  *last = self->texts->pdata[piece->first + piece->n - 1];
  guint16            tag = carrel_pieces_get_box (self, piece->box)->node->tag;

  return (tag == CARREL_TAG_DIV || tag == CARREL_TAG_SECTION) &&
         piece->state == CARREL_PIECE_KEPT && piece->score > -LITTLE_DOUBT &&
         piece->link_chars == 0 && piece->phrases == 0 && piece->digits * 4 < piece->chars &&
         last->text_len > 0 && !strchr (":*|", last->text[last->text_len - 1]);
}

/* Divisions of which the model is hardly sure, between two pieces of the text. */
static void
keep_doubtful (CarrelPieces *self)
{
  for (guint32 i = 1, end; i < self->pieces->len; i = end) {
    end = i + 1;
    if (carrel_pieces_get_piece (self, i)->keep || !is_doubtful (self, i) ||
        !carrel_pieces_get_piece (self, i - 1)->keep)
      continue;
    while (end < self->pieces->len && !carrel_pieces_get_piece (self, end)->keep &&
           is_doubtful (self, end))
      end++;
    if (end == self->pieces->len || !carrel_pieces_get_piece (self, end)->keep)
      continue;
    for (guint32 k = i; k < end; k++)
      carrel_pieces_get_piece (self, k)->keep = TRUE;
  }
}

gboolean
carrel_pieces_decide (CarrelPieces *self, CarrelFeatures *features, CarrelTalk talk)
{
  guint64 before = 0, after = 0;

  /* Above the limit or below: so that a run or a table is one, whatever the search made of its
   * parts. */
  for (guint i = 0; i < self->pieces->len; i += N_ASKED) {
    guint  n = MIN (N_ASKED, self->pieces->len - i);
    gint32 scores[N_ASKED];

    ask (&features[i], n, scores);
    for (guint k = 0; k < n; k++) {
      CarrelPiece *piece = carrel_pieces_get_piece (self, i + k);

      piece->score = scores[k] - (piece->state == CARREL_PIECE_KEPT ? DROP_BELOW : ADD_ABOVE);
    }
  }
  level_wholes (self);
  level_runs (self, talk);
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (self, i);
    gboolean     kept = piece->state == CARREL_PIECE_KEPT;

    piece->keep = is_settled (self, piece) ? kept
                                           : piece->score > 0 || (kept && piece->score > -DOUBT &&
                                                                  is_written (self, i, talk));
  }
  complete_wholes (self);
  keep_solids (self, talk);
  if (talk == CARREL_TALK_NONE)
    keep_doubtful (self);
  join_heads (self);
  carrel_pieces_fill (self, talk);
  keep_sources (self);
  take_headings (self);
  if (talk == CARREL_TALK_NONE) {
    carrel_pieces_settle_facts (self);
    drop_first_author (self);
    drop_last_headings (self);
    drop_author (self);
  }
  if (talk == CARREL_TALK_NONE)
    drop_after_end (self);
  carrel_pieces_drop_repeats (self, talk);
  drop_empty_headings (self);
  drop_last_headings (self);
  for (guint i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    before += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
    after += piece->keep ? piece->chars : 0;
  }
  if (after < LEAST_CHARS && after * LEAST_PART < before)
    return FALSE;
  if (talk != CARREL_TALK_NONE)
    carrel_pieces_find_posts (self);
  return TRUE;
}

/* carrel-extract-posts.c: who wrote each post of a discussion, and when.
 *
 * Every program that makes forums puts names and times at another place: above the post, beside it,
 * below it. They are told by their marking, and by coming as often as there are posts. Each post
 * then begins with one line of our own making, and what else was said of its author (his posts, his
 * rank, since when he is a member) goes. Any thread; linear, with bounds for what is looked at
 * around each post.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-posts-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_KINDS 24
#define MAX_LABEL 100  /* characters of a piece that may be said of an author */
#define MAX_PANE 6     /* boxes around a name */
#define MAX_ABOVE 2    /* pieces above a name: «Re: The title» */
#define MAX_COMMON 30  /* characters of a line that each post has */
#define MAX_AROUND 40  /* pieces before and after it */
#define MAX_SIGNED 4   /* boxes of a signature around a piece of it */
#define MIN_OPENING 60 /* characters */
#define IS_TITLE 26    /* of 31 */
#define LABELLED 1000

typedef struct {
  guint32 kind, n; /* marks of it */
} Kind;

typedef struct {
  CarrelPieces *pieces;
  GArray       *names, *times; /* (owned) (element-type CarrelPostMark) */
  guint32      *bodies;        /* (owned): pieces before each that are kept and none of the marks */
  guint         n_passed;      /* times that stand before the post that is added */
  gboolean      below;         /* names stand below what they wrote */
  char         *title_key;     /* (owned) (nullable): of the heading that shows the title */
} Finder;

static CarrelPiece *
piece_at (const Finder *self, guint32 i)
{
  return carrel_pieces_get_piece (self->pieces, i);
}

static const CarrelBox *
box_at (const Finder *self, guint32 i)
{
  return carrel_pieces_get_box (self->pieces, carrel_pieces_get_piece (self->pieces, i)->box);
}

static const CarrelPostMark *
mark_at (GArray *marks, guint i)
{
  return &g_array_index (marks, CarrelPostMark, i);
}

/* ── Kinds ── */

static void
count_bodies (Finder *self)
{
  guint name = 0, time = 0;

  for (guint32 i = 0; i < self->pieces->pieces->len; i++) {
    gboolean marked = FALSE;

    for (; name < self->names->len && mark_at (self->names, name)->piece <= i; name++)
      marked |= mark_at (self->names, name)->piece == i;
    for (; time < self->times->len && mark_at (self->times, time)->piece <= i; time++)
      marked |= mark_at (self->times, time)->piece == i;
    self->bodies[i + 1] = self->bodies[i] + (piece_at (self, i)->keep && !marked);
  }
}

/* Whether something of the text stands between the two pieces. */
static gboolean
has_body (const Finder *self, guint32 after, guint32 before)
{
  return before > after + 1 && self->bodies[before] > self->bodies[after + 1];
}

/* (array length=n): the most frequent of the first kinds */
static guint
list_kinds (GArray *marks, Kind *kinds)
{
  guint n = 0;

  for (guint i = 0; i < marks->len; i++) {
    guint k = 0;

    while (k < n && kinds[k].kind != mark_at (marks, i)->kind)
      k++;
    if (k == MAX_KINDS)
      continue;
    if (k == n)
      kinds[n++] = (Kind) { .kind = mark_at (marks, i)->kind };
    kinds[k].n++;
  }
  return n;
}

/* (element-type CarrelPostMark) (transfer full) */
static GArray *
take_kind (GArray *marks, guint32 kind)
{
  GArray *taken = g_array_new (FALSE, FALSE, sizeof (CarrelPostMark));

  for (guint i = 0; i < marks->len; i++)
    if (mark_at (marks, i)->kind == kind)
      g_array_append_val (taken, *mark_at (marks, i));
  return taken;
}

/* Where the mark before one, or the one after it, stands. */
static guint32
get_before (GArray *marks, guint i)
{
  return i > 0 ? mark_at (marks, i - 1)->piece : 0;
}

static guint32
get_after (const Finder *self, GArray *marks, guint i)
{
  return i + 1 < marks->len ? mark_at (marks, i + 1)->piece : self->pieces->pieces->len;
}

static guint
count_posts (const Finder *self, GArray *marks)
{
  guint above = 0, below = 0;

  for (guint i = 0; i < marks->len; i++) {
    above += has_body (self, mark_at (marks, i)->piece, get_after (self, marks, i));
    below += has_body (self, get_before (marks, i), mark_at (marks, i)->piece);
  }
  return MAX (above, below);
}

static gboolean
has_time_beside (const Finder *self, guint32 piece)
{
  for (guint i = 0; i < self->times->len && mark_at (self->times, i)->piece <= piece; i++)
    if (mark_at (self->times, i)->piece == piece)
      return TRUE;
  return FALSE;
}

/* ── Boxes ── */

static guint32
find_common (const Finder *self, guint32 a, guint32 b)
{
  while (a != b) {
    guint depth = carrel_pieces_get_box (self->pieces, a)->depth,
          other = carrel_pieces_get_box (self->pieces, b)->depth;

    if (depth >= other)
      a = carrel_pieces_get_box (self->pieces, a)->parent;
    if (other >= depth)
      b = carrel_pieces_get_box (self->pieces, b)->parent;
  }
  return a;
}

static guint
get_common_depth (const Finder *self, guint32 piece, guint32 other)
{
  return carrel_pieces_get_box (self->pieces, find_common (self, piece_at (self, piece)->box,
                                                           piece_at (self, other)->box))
      ->depth;
}

static gboolean
is_within (const Finder *self, guint32 piece, guint32 box)
{
  guint32 i = piece_at (self, piece)->box;
  guint   depth = carrel_pieces_get_box (self->pieces, box)->depth;

  while (carrel_pieces_get_box (self->pieces, i)->depth > depth)
    i = carrel_pieces_get_box (self->pieces, i)->parent;
  return i == box;
}

/* The pieces of a box around one of them. FALSE when there are too many. */
static gboolean
find_range (const Finder *self, guint32 box, guint32 at, guint32 *first, guint32 *end)
{
  *first = at;
  *end = at + 1;
  if (carrel_pieces_get_box (self->pieces, box)->n_pieces > MAX_AROUND)
    return FALSE;
  while (*first > 0 && is_within (self, *first - 1, box))
    (*first)--;
  while (*end < self->pieces->pieces->len && is_within (self, *end, box))
    (*end)++;
  return TRUE;
}

/* A language without spaces says as much in a quarter of the characters. */
static gboolean
is_long_piece (const CarrelPiece *piece)
{
  return piece->chars * (piece->spaces * 16 < piece->chars ? 4 : 1) > MAX_LABEL;
}

/* How many boxes up from the name there is nothing but what is said of its author. */
static guint
measure_pane (const Finder *self, GArray *marks, guint i)
{
  guint32 at = mark_at (marks, i)->piece, box = piece_at (self, at)->box,
          before = get_before (marks, i), after = get_after (self, marks, i);
  guint level = 0;

  for (; level < MAX_PANE && box > 0;
       level++, box = carrel_pieces_get_box (self->pieces, box)->parent) {
    guint32  first, end;
    gboolean is_long = FALSE;

    if (!find_range (self, box, at, &first, &end) || (i > 0 && first <= before) || end > after)
      break;
    for (guint32 k = first; k < end; k++)
      is_long |= piece_at (self, k)->keep && is_long_piece (piece_at (self, k));
    if (is_long || !(self->below ? first > 0 && has_body (self, before, first)
                                 : has_body (self, end - 1, after)))
      break;
  }
  return level;
}

/* Whether the text has something of what goes with the name. */
static gboolean
has_post (const Finder *self, GArray *marks, guint i)
{
  return self->below ? has_body (self, get_before (marks, i), mark_at (marks, i)->piece)
                     : has_body (self, mark_at (marks, i)->piece, get_after (self, marks, i));
}

/* What is said of the authors beside their names: at the same place of each post. */
static void
drop_panes (Finder *self, GArray *marks)
{
  guint level = MAX_PANE;

  for (guint i = 0; i < marks->len; i++)
    if (has_post (self, marks, i))
      level = MIN (level, measure_pane (self, marks, i));
  for (guint i = 0; i < marks->len && level > 0; i++) {
    guint32 at = mark_at (marks, i)->piece, box = piece_at (self, at)->box, first, end;

    for (guint k = 1; k < level; k++)
      box = carrel_pieces_get_box (self->pieces, box)->parent;
    if (find_range (self, box, at, &first, &end))
      for (guint32 k = first; k < end; k++)
        piece_at (self, k)->keep = FALSE;
  }
}

/* What somebody writes below each of his posts. */
static void
drop_signatures (Finder *self)
{
  for (guint32 i = 0; i < self->pieces->pieces->len; i++) {
    guint32 box = piece_at (self, i)->box;

    for (guint n = 0; n < MAX_SIGNED && box > 0 && piece_at (self, i)->keep; n++) {
      const CarrelBox *up = carrel_pieces_get_box (self->pieces, box);
      const char *class = up->node->n_attributes > 0 ? carrel_node_get (up->node, "class") : NULL;

      if (class && (strstr (class, "signature") || strstr (class, "Signature") ||
                    carrel_node_has_word (up->node, "class", "sign")))
        piece_at (self, i)->keep = FALSE;
      box = up->parent;
    }
  }
}

/* What stands in most posts, word by word, is the program's: «Reply», «Report», in any language. */
static void
drop_common_lines (Finder *self)
{
  const GArray *posts = self->pieces->posts;
  guint         least = MAX (3, posts->len * 3 / 4), post = 0;
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint32 pass = 0; pass < 2 && posts->len >= 3; pass++, post = 0)
    for (guint32 i = g_array_index (posts, CarrelPost, 0).piece; i < self->pieces->pieces->len;
         i++) {
      CarrelPiece     *piece = piece_at (self, i);
      g_autofree char *text = NULL;
      guint            n;

      while (post + 1 < posts->len && g_array_index (posts, CarrelPost, post).piece < i)
        post++;
      /* A post's own first words are not. */
      if (!piece->keep || piece->chars > MAX_COMMON ||
          g_array_index (posts, CarrelPost, post).piece == i)
        continue;
      text = carrel_pieces_dup_text (self->pieces, piece);
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, text));
      if (pass == 0)
        g_hash_table_insert (counts, g_steal_pointer (&text), GUINT_TO_POINTER (n + 1));
      else if (n >= least)
        piece->keep = FALSE;
    }
}

/* ── Bodies ── */

/* Pieces at the same place of a post; a quotation stands where what was said to it does. */
static guint32
find_place_of (const Finder *self, guint32 i)
{
  guint32 box = piece_at (self, i)->box, place = 0;

  for (guint k = 0; k < 3; k++)
    if (carrel_pieces_get_box (self->pieces, box)->within & CARREL_WITHIN_QUOTE)
      box = carrel_pieces_get_box (self->pieces, box)->parent;
  for (guint k = 0; k < 3; k++) {
    place = (place ^ carrel_pieces_get_box (self->pieces, box)->shape) * 0x9e3779b1u;
    box = carrel_pieces_get_box (self->pieces, box)->parent;
  }
  return place;
}

/* A post of which the text has nothing has its words where the others have theirs. */
static void
keep_silent (Finder *self, GArray *names)
{
  const guint32 elsewhere = CARREL_WITHIN_NAV | CARREL_WITHIN_BUTTON;
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  gboolean found = FALSE;

  for (guint32 i = 0; i < self->pieces->pieces->len; i++)
    if (piece_at (self, i)->keep && self->bodies[i + 1] > self->bodies[i])
      g_hash_table_add (places, GUINT_TO_POINTER (find_place_of (self, i)));
  for (guint i = 0; i < names->len; i++) {
    guint32 at = mark_at (names, i)->piece,
            first = self->below ? (i > 0 ? get_before (names, i) + 1 : 0) : at + 1,
            end = self->below ? at : get_after (self, names, i);

    if (end - first > MAX_AROUND || has_post (self, names, i))
      continue;
    for (guint32 k = first; k < end; k++)
      if (!(box_at (self, k)->within & elsewhere) && !piece_at (self, k)->again &&
          g_hash_table_contains (places, GUINT_TO_POINTER (find_place_of (self, k))))
        piece_at (self, k)->keep = found = TRUE;
  }
  if (found)
    count_bodies (self);
}

/* ── Names ── */

/* «Show only this author», at each post: the same words three times or oftener. */
static gboolean
is_label (GArray *marks)
{
  const CarrelNode *first = mark_at (marks, 0)->text;
  guint             n = 1;

  while (n < marks->len && strcmp (mark_at (marks, n)->text->text, first->text) == 0)
    n++;
  return n == marks->len && n > 2;
}

/* The names that come with most posts, if with two at least. (transfer full) (nullable) */
static GArray *
choose_names (Finder *self)
{
  Kind     kinds[MAX_KINDS];
  guint    n = list_kinds (self->names, kinds), most = 1;
  GArray  *best = NULL;
  gboolean best_is_label = FALSE;

  for (guint i = 0; i < n; i++) {
    GArray  *marks = kinds[i].n > 1 ? take_kind (self->names, kinds[i].kind) : NULL;
    guint    posts = marks ? count_posts (self, marks) : 0;
    gboolean label = posts > 1 && is_label (marks);

    if (!(label && best) &&
        (posts > most || (posts > 1 && best_is_label) ||
         (best && posts == most && has_time_beside (self, mark_at (marks, 0)->piece) &&
          !has_time_beside (self, mark_at (best, 0)->piece)))) {
      g_clear_pointer (&best, g_array_unref);
      best = g_steal_pointer (&marks);
      most = posts;
      best_is_label = label;
    }
    g_clear_pointer (&marks, g_array_unref);
  }
  return best;
}

/* Other names beside the posts, as often: they go with what is said there. */
static void
drop_other_panes (Finder *self, GArray *names)
{
  Kind  kinds[MAX_KINDS];
  guint n = list_kinds (self->names, kinds);

  for (guint i = 0; i < n; i++) {
    GArray *marks = kinds[i].kind != mark_at (names, 0)->kind && kinds[i].n * 2 > names->len
                        ? take_kind (self->names, kinds[i].kind)
                        : NULL;

    if (marks && count_posts (self, marks) * 2 > names->len)
      drop_panes (self, marks);
    g_clear_pointer (&marks, g_array_unref);
  }
}

/* The next piece of the text, or the last one before; the number of pieces where there is none. */
static guint32
find_body (const Finder *self, guint32 after, guint32 before, gboolean last)
{
  guint32 found = self->pieces->pieces->len;

  for (guint32 i = after; i < before; i++)
    if (self->bodies[i + 1] > self->bodies[i] && piece_at (self, i)->keep) {
      found = i;
      if (!last)
        break;
    }
  return found;
}

/* Whether names stand nearer to what is above them. */
static gboolean
stand_below (const Finder *self, GArray *names)
{
  guint64 above = 0, below = 0;
  guint32 none = self->pieces->pieces->len;

  for (guint i = 0; i < names->len; i++) {
    guint32 at = mark_at (names, i)->piece,
            next = find_body (self, at + 1, get_after (self, names, i), FALSE),
            previous = find_body (self, i > 0 ? get_before (names, i) + 1 : 0, at, TRUE);

    above += next != none ? get_common_depth (self, at, next) : 0;
    below += previous != none ? get_common_depth (self, at, previous) : 0;
  }
  return below > above;
}

/* ── Times ── */

/* That of the name: in its own post, the nearest. (nullable) */
static const CarrelPostMark *
find_time (const Finder *self, GArray *names, guint i, GArray *times, guint *from)
{
  guint32               at = mark_at (names, i)->piece;
  const CarrelPostMark *before = NULL, *after = NULL;

  for (; *from < times->len && mark_at (times, *from)->piece < at; (*from)++)
    if (i == 0 || mark_at (times, *from)->piece > get_before (names, i))
      before = mark_at (times, *from);
  if (*from < times->len && mark_at (times, *from)->piece < get_after (self, names, i))
    after = mark_at (times, *from);
  if (before && after)
    return get_common_depth (self, at, before->piece) > get_common_depth (self, at, after->piece)
               ? before
               : after;
  return before ? before : after;
}

/* «Joined: Jan 2012» */
static gboolean
is_labelled (const char *text)
{
  const char *colon = strchr (text, ':');

  return colon && colon < strpbrk (text, "0123456789");
}

static gint64
judge_times (const Finder *self, GArray *names, GArray *times)
{
  guint  from = 0;
  gint64 sum = 0;

  for (guint i = 0; i < names->len; i++) {
    const CarrelPostMark *time = find_time (self, names, i, times, &from);
    const CarrelBox      *box = time ? box_at (self, time->piece) : NULL;

    if (!time)
      continue;
    sum += 1 + get_common_depth (self, mark_at (names, i)->piece, time->piece);
    if (box->node->tag == CARREL_TAG_DD || box->node->tag == CARREL_TAG_DT ||
        is_labelled (time->text->text))
      sum -= LABELLED;
  }
  return sum;
}

/* (transfer full) (nullable) */
static GArray *
choose_times (const Finder *self, GArray *names)
{
  Kind    kinds[MAX_KINDS];
  guint   n = list_kinds (self->times, kinds);
  gint64  most = 0;
  GArray *best = NULL;

  for (guint i = 0; i < n; i++) {
    GArray *marks = kinds[i].n * 2 >= names->len ? take_kind (self->times, kinds[i].kind) : NULL;
    gint64  sum = marks ? judge_times (self, names, marks) : 0;

    if (sum > most) {
      g_clear_pointer (&best, g_array_unref);
      best = g_steal_pointer (&marks);
      most = sum;
    }
    g_clear_pointer (&marks, g_array_unref);
  }
  return best;
}

/* ── Posts ── */

/* The title of few words, or «Re:» and its sisters before it. */
static gboolean
is_title_again (const Finder *self, CarrelNode *heading)
{
  static const char *const leads[] = { "re ", "aw ", "antw ", "sv ", "vs ", "odp ", "rif " };
  g_autofree char         *text = self->title_key ? carrel_node_dup_text (heading) : NULL,
                  *key = text ? carrel_text_title_key (text, NULL) : NULL;
  gsize len = 0;

  for (guint i = 0; key && len == 0 && i < G_N_ELEMENTS (leads); i++)
    len = g_str_has_prefix (key, leads[i]) ? strlen (leads[i]) : 0;
  return key && *key && strcmp (key + len, self->title_key) == 0;
}

/* «Re: The title» above each. */
static void
drop_titles (const Finder *self, guint32 first, guint32 end)
{
  for (guint32 i = first; i < end && i < first + MAX_AROUND; i++) {
    CarrelPiece *piece = piece_at (self, i);
    CarrelNode  *node = box_at (self, i)->node;

    if (piece->keep && carrel_node_is_heading (node) &&
        (piece->of_title >= IS_TITLE || is_title_again (self, node)))
      piece->keep = FALSE;
  }
}

/* The same time once more above what was written: programs write it for small windows and for large
 * ones. */
static void
drop_same_time (Finder *self, const CarrelPostMark *time, guint32 first, guint32 end)
{
  g_autofree char *said = carrel_post_strip (time->text->text);

  for (; self->n_passed < self->times->len; self->n_passed++) {
    const CarrelPostMark *other = mark_at (self->times, self->n_passed);
    g_autofree char      *line = NULL;

    if (other->piece >= end)
      break;
    if (other->piece < first || !piece_at (self, other->piece)->keep)
      continue;
    line = carrel_post_strip (other->text->text);
    if (strcmp (line, said) == 0)
      piece_at (self, other->piece)->keep = FALSE;
  }
}

static void
add_post (Finder *self, GArray *names, guint i, const CarrelPostMark *time)
{
  const CarrelPostMark *name = mark_at (names, i);
  guint32 first = self->below ? (i > 0 ? get_before (names, i) + 1 : 0) : name->piece + 1,
          end = self->below ? name->piece : get_after (self, names, i);
  CarrelPost post = { .name = name->text, .time = time ? time->text : NULL };

  drop_titles (self, first, end);
  post.piece = find_body (self, first, end, self->below);
  if (post.piece == self->pieces->pieces->len)
    return;
  post.box =
      find_common (self, piece_at (self, post.piece)->box, piece_at (self, name->piece)->box);
  for (guint32 k = post.piece; self->below && k > first && is_within (self, k - 1, post.box); k--)
    if (piece_at (self, k - 1)->keep)
      post.piece = k - 1;
  piece_at (self, name->piece)->keep = FALSE;
  if (time)
    piece_at (self, time->piece)->keep = FALSE;
  if (time && !self->below)
    drop_same_time (self, time, first, post.piece);
  g_array_append_val (self->pieces->posts, post);
}

/* What stands between the name of who opened it and the first answer, when the search has nothing
 * of it. */
static void
keep_opening (Finder *self, guint32 after, guint32 before)
{
  const guint32 elsewhere = CARREL_WITHIN_NAV | CARREL_WITHIN_ASIDE | CARREL_WITHIN_FOOTER |
                            CARREL_WITHIN_FORM | CARREL_WITHIN_BUTTON;
  const guint32 others =
      CARREL_PHRASE_OFFER | CARREL_PHRASE_LEGAL | CARREL_PHRASE_TALK | CARREL_PHRASE_SHOP;

  if (has_body (self, after, before) || before - after > MAX_AROUND)
    return;
  for (guint32 i = after + 1; i < before; i++) {
    CarrelPiece *piece = piece_at (self, i);

    piece->keep |= piece->chars >= MIN_OPENING && piece->link_chars * 4 < piece->chars &&
                   !(piece->phrases & others) && !(box_at (self, i)->within & elsewhere) &&
                   piece->state != CARREL_PIECE_TRIMMED;
  }
  count_bodies (self);
}

/* What opens a discussion is often marked in another way than what is said to it: the last name
 * above it, unless that of the first post is the same. */
static gboolean
add_opening (Finder *self, GArray *names)
{
  guint32          first = mark_at (names, 0)->piece;
  guint            n = self->names->len;
  g_autofree char *name = carrel_post_strip (mark_at (names, 0)->text->text);

  while (n > 0 && mark_at (self->names, n - 1)->piece >= first)
    n--;
  for (guint i = n; i > 0; i--) {
    const CarrelPostMark *mark = mark_at (self->names, i - 1);

    if (i == n)
      keep_opening (self, mark->piece, first);
    if (has_body (self, mark->piece, first)) {
      g_autofree char *other = carrel_post_strip (mark->text->text);

      if (strcmp (name, other) == 0)
        return FALSE;
      g_array_prepend_val (names, *mark);
      return TRUE;
    }
  }
  return FALSE;
}

/* In what is called after comments: whoever says something to a question didn't ask it. */
static gboolean
is_in_comments (const Finder *self, guint32 i)
{
  guint32 box = piece_at (self, i)->box;

  for (guint up = 0; up < MAX_PANE && box; up++) {
    const CarrelNodeInfo *info =
        carrel_extract_get_info (carrel_pieces_get_box (self->pieces, box)->node);

    if (info && (info->words & CARREL_WORD_COMMENT))
      return TRUE;
    box = carrel_pieces_get_box (self->pieces, box)->parent;
  }
  return FALSE;
}

/* The same where names stand below what was said: between the text of the first and that of the
 * second. */
static gboolean
add_opening_below (Finder *self, GArray *names)
{
  guint32 first = mark_at (names, 0)->piece;

  for (guint i = 0; i < self->names->len && mark_at (self->names, i)->piece < first; i++) {
    const CarrelPostMark *mark = mark_at (self->names, i);

    if (self->bodies[mark->piece] > 0 && has_body (self, mark->piece, first) &&
        !is_in_comments (self, mark->piece)) {
      g_array_prepend_val (names, *mark);
      return TRUE;
    }
  }
  return FALSE;
}

static void
add_posts (Finder *self, GArray *names, GArray *times)
{
  gboolean opens;
  guint    from = 0;

  self->below = stand_below (self, names);
  opens = self->below ? add_opening_below (self, names) : add_opening (self, names);
  if (opens)
    add_post (self, names, 0, find_time (self, names, 0, self->times, &from));
  from = 0;
  for (guint i = opens; i < names->len; i++)
    add_post (self, names, i, times ? find_time (self, names, i, times, &from) : NULL);
}

/* (transfer full) (nullable) */
static char *
find_title_key (const Finder *self)
{
  for (guint32 i = 0; i < self->pieces->pieces->len; i++) {
    CarrelNode           *node = box_at (self, i)->node;
    const CarrelNodeInfo *info = carrel_extract_get_info (node);

    if (info && info->holds_title && carrel_node_is_heading (node)) {
      g_autofree char *text = carrel_node_dup_text (node);

      return carrel_text_title_key (text, NULL);
    }
  }
  return NULL;
}

void
carrel_pieces_find_posts (CarrelPieces *self)
{
  Finder  finder = { .pieces = self };
  GArray *names, *times = NULL;

  finder.names = g_array_new (FALSE, FALSE, sizeof (CarrelPostMark));
  finder.times = g_array_new (FALSE, FALSE, sizeof (CarrelPostMark));
  finder.bodies = g_new0 (guint32, self->pieces->len + 1);
  drop_signatures (&finder);
  carrel_pieces_find_post_marks (self, finder.names, finder.times);
  count_bodies (&finder);
  names = choose_names (&finder);
  if (names) {
    times = choose_times (&finder, names);
    finder.below = stand_below (&finder, names);
    drop_panes (&finder, names);
    drop_other_panes (&finder, names);
    count_bodies (&finder);
    keep_silent (&finder, names);
    self->posts = g_array_new (FALSE, FALSE, sizeof (CarrelPost));
    finder.title_key = find_title_key (&finder);
    add_posts (&finder, names, times);
    drop_common_lines (&finder);
  }
  g_clear_pointer (&names, g_array_unref);
  g_clear_pointer (&times, g_array_unref);
  g_array_unref (finder.names);
  g_array_unref (finder.times);
  g_free (finder.bodies);
  g_free (finder.title_key);
}

/* carrel-extract-fill.c: pieces that the search didn't look at, and that are of the text by where
 * they stand.
 *
 * A page says of some parts that they are the text of a question or an answer. And the search may
 * have taken the long paragraphs of an element one by one: what stands among them is of the text as
 * they are. Done after the model has decided. Any thread; linear: a look goes a fixed way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include <string.h>

#define MAX_FAMILY 60   /* pieces before and after one, in the same element */
#define MAX_UP 6        /* boxes between a piece and the element that it is looked for in */
#define LONG 100        /* characters of a paragraph */
#define IS_DECLARED 26  /* of 31 */
#define MIN_DECLARED 15 /* characters of what begins a question */
#define MAX_ABOVE 4     /* pieces between a paragraph and the heading of its item */
#define MIN_ITEMS 3
#define MIN_ENTRY 150 /* characters of an entry below its title */
#define MAX_QUOTED 12 /* pieces between a quotation and the words beside it */
#define MAX_TERMS 4   /* between a heading and what is below it */
#define ELSEWHERE                                                                                  \
  (CARREL_WITHIN_NAV | CARREL_WITHIN_ASIDE | CARREL_WITHIN_FOOTER | CARREL_WITHIN_FORM |           \
   CARREL_WITHIN_BUTTON)
#define OF_OTHERS                                                                                  \
  (CARREL_PHRASE_OFFER | CARREL_PHRASE_LEGAL | CARREL_PHRASE_CREDIT | CARREL_PHRASE_MORE |         \
   CARREL_PHRASE_TALK | CARREL_PHRASE_SHOP)

static const CarrelBox *
box_of (const CarrelPieces *self, guint32 i)
{
  return carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i)->box);
}

static gboolean
is_within (const CarrelPieces *self, guint32 box, guint32 other)
{
  for (guint i = 0; i < MAX_UP && box; i++, box = carrel_pieces_get_box (self, box)->parent)
    if (box == other)
      return TRUE;
  return FALSE;
}

/* ── Questions and answers ── */

/* What is marked as the text of one is, where that of another was found to be. */
static void
keep_posts (CarrelPieces *self)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->pieces->len && !found; i++)
    found =
        carrel_pieces_get_piece (self, i)->keep && (box_of (self, i)->within & CARREL_WITHIN_POST);
  for (guint i = 0; found && i < self->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    if (piece->state == CARREL_PIECE_OUTSIDE && (box_of (self, i)->within & CARREL_WITHIN_POST))
      piece->keep = TRUE;
  }
}

/* Not of the text, and said of it by what the page declares: as its text, or as what it is about.
 */
static gboolean
is_declared (const CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

  return !piece->keep && piece->chars >= MIN_DECLARED &&
         !carrel_node_is_heading (box_of (self, i)->node) &&
         (piece->of_body >= IS_DECLARED || piece->of_note >= IS_DECLARED) &&
         !(box_of (self, i)->within & ELSEWHERE) && piece->link_chars * 2 <= piece->chars;
}

/* The question itself, when only the answers below it were found: what begins as the page says that
 * its text does, with what stands beside it. */
static void
keep_question (CarrelPieces *self)
{
  guint   i = 0, end;
  guint32 parent;

  while (i < self->pieces->len && !is_declared (self, i) &&
         !carrel_pieces_get_piece (self, i)->keep)
    i++;
  if (i == self->pieces->len || carrel_pieces_get_piece (self, i)->keep)
    return;
  parent = box_of (self, i)->parent;
  for (end = i; end < self->pieces->len && end - i < MAX_FAMILY; end++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, end);

    if (!is_within (self, piece->box, parent) || (box_of (self, end)->within & ELSEWHERE))
      break;
    if (!is_declared (self, end) && !(end > i && box_of (self, end)->parent == parent) &&
        piece->link_chars * 2 > piece->chars)
      break;
    carrel_pieces_get_piece (self, end)->keep = TRUE;
  }
}

/* What a quotation stands in, beside the post's own words; 0: it stands in none. */
static guint32
find_quoting (const CarrelPieces *self, guint32 box)
{
  for (guint n = 0; n < 2 * MAX_UP && box; n++) {
    const CarrelBox *one = carrel_pieces_get_box (self, box);

    if (one->node->tag == CARREL_TAG_BLOCKQUOTE)
      return one->parent;
    box = one->parent;
  }
  return 0;
}

/* What a post answers, with whose words they are, stands in it as it was written. */
static void
keep_quoted (CarrelPieces *self)
{
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (self, i);
    guint32      around;

    if (piece->keep || piece->state != CARREL_PIECE_KEPT ||
        !(box_of (self, i)->within & CARREL_WITHIN_QUOTE))
      continue;
    around = find_quoting (self, piece->box);
    for (guint k = i < MAX_QUOTED ? 0 : i - MAX_QUOTED;
         around && k < self->pieces->len && k <= i + MAX_QUOTED; k++)
      piece->keep |= carrel_pieces_get_piece (self, k)->keep &&
                     (carrel_pieces_get_piece (self, k)->box == around ||
                      (box_of (self, k)->parent == around &&
                       !(box_of (self, k)->within & CARREL_WITHIN_QUOTE)));
  }
}

/* ── Families ── */

/* Of a kind that texts are made of. */
static gboolean
is_of_text (const CarrelBox *box)
{
  switch (box->node->tag) {
  case CARREL_TAG_P:
  case CARREL_TAG_PRE:
  case CARREL_TAG_LI:
  case CARREL_TAG_DT:
  case CARREL_TAG_DD:
  case CARREL_TAG_BLOCKQUOTE:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    return TRUE;
  default:
    return box->whole != 0;
  }
}

static gboolean
comes_in (const CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  const CarrelBox   *box = box_of (self, i);

  return !piece->keep && piece->state == CARREL_PIECE_OUTSIDE && is_of_text (box) &&
         !(box->within & ELSEWHERE) && piece->link_chars * 2 <= piece->chars &&
         !(box->node->tag == CARREL_TAG_P && (piece->phrases & OF_OTHERS));
}

/* The piece is a paragraph of the text that stands in the element itself. */
static gboolean
is_child (const CarrelPieces *self, guint i, guint32 parent)
{
  return carrel_pieces_get_piece (self, i)->keep && box_of (self, i)->parent == parent &&
         box_of (self, i)->node->tag == CARREL_TAG_P;
}

/* The element of a paragraph that the text has, whose other parts weren't looked at: of two such
 * paragraphs that are as much as half of the rest, the rest is of the text too; of one, where there
 * are more of them, or programs. */
static void
keep_family (CarrelPieces *self, guint i, guint32 parent)
{
  guint   first = i, end = i, n_children = 0, n_solid = 0;
  guint64 kept = 0, others = 0;

  while (first > 0 && i - first < MAX_FAMILY &&
         is_within (self, carrel_pieces_get_piece (self, first - 1)->box, parent))
    first--;
  while (end < self->pieces->len && end - i < MAX_FAMILY &&
         is_within (self, carrel_pieces_get_piece (self, end)->box, parent))
    end++;
  for (guint k = first; k < end; k++) {
    kept += carrel_pieces_get_piece (self, k)->keep ? carrel_pieces_get_piece (self, k)->chars : 0;
    others += comes_in (self, k) ? carrel_pieces_get_piece (self, k)->chars : 0;
    n_solid += comes_in (self, k) &&
               (box_of (self, k)->whole || carrel_pieces_get_piece (self, k)->chars >= LONG);
    n_children += is_child (self, k, parent);
  }
  if (others == 0 || others > (n_children > 1 ? 2 : 3) * kept || (n_children == 1 && n_solid < 2))
    return;
  for (guint k = first; k < end; k++)
    carrel_pieces_get_piece (self, k)->keep |= comes_in (self, k);
}

static void
keep_families (CarrelPieces *self)
{
  guint32 last = 0;

  for (guint i = 0; i < self->pieces->len; i++) {
    guint32 parent = box_of (self, i)->parent;

    if (parent == 0 || parent == last || !is_child (self, i, parent))
      continue;
    keep_family (self, i, parent);
    last = parent;
  }
}

/* ── Terms below a heading ── */

/* «class UpdateCacheMiddleware» below «Cache middleware», with what is said of it beside the list:
 * the heading's own. */
static void
keep_terms (CarrelPieces *self)
{
  for (guint i = 1; i + 2 < self->pieces->len; i++) {
    const CarrelBox *box = box_of (self, i);
    guint            end = i + 1;

    if (!carrel_node_is_heading (box->node) || carrel_pieces_get_piece (self, i)->keep ||
        carrel_pieces_get_piece (self, i)->state == CARREL_PIECE_OUTSIDE ||
        carrel_pieces_get_piece (self, i)->link_chars > 0 ||
        !carrel_pieces_get_piece (self, i - 1)->keep)
      continue;
    while (end < self->pieces->len && end <= i + MAX_TERMS &&
           box_of (self, end)->node->tag == CARREL_TAG_DT &&
           carrel_pieces_get_piece (self, end)->state == CARREL_PIECE_DROPPED)
      end++;
    if (end == i + 1 || end >= self->pieces->len || !carrel_pieces_get_piece (self, end)->keep ||
        box_of (self, end)->parent != box->parent)
      continue;
    for (guint k = i; k < end; k++)
      carrel_pieces_get_piece (self, k)->keep = TRUE;
  }
}

/* ── Headings that lead elsewhere ── */

/* The heading of the item that a kept paragraph stands in, not far above it; the piece's number
 * plus one, 0: none. */
static guint
find_item_heading (const CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  const CarrelBox   *box = box_of (self, i);

  if (!piece->keep || piece->chars < LONG || box->item == 0 || box->node->tag != CARREL_TAG_P)
    return 0;
  for (guint k = i; k > 0 && i - k < MAX_ABOVE && box_of (self, k - 1)->item == box->item; k--) {
    const CarrelPiece *above = carrel_pieces_get_piece (self, k - 1);

    if (carrel_node_is_heading (box_of (self, k - 1)->node))
      return above->keep || above->state == CARREL_PIECE_TRIMMED || above->phrases != 0 ||
                     above->link_chars * 2 < above->chars
                 ? 0
                 : k;
    if (above->keep)
      return 0;
  }
  return 0;
}

/* «The Best Bars», each with its name as a link: of a row of items whose paragraphs are the text,
 * the headings are, too. */
static void
keep_item_headings (CarrelPieces *self)
{
  g_autoptr (GHashTable) paths = g_hash_table_new (NULL, NULL);

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < self->pieces->len; i++) {
      guint    k = find_item_heading (self, i), n;
      gpointer path = k > 0 ? GUINT_TO_POINTER (box_of (self, k - 1)->path) : NULL;

      if (k == 0)
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (paths, path));
      if (round == 0)
        g_hash_table_insert (paths, path, GUINT_TO_POINTER (n + 1));
      else if (n >= MIN_ITEMS)
        carrel_pieces_get_piece (self, k - 1)->keep = TRUE;
    }
}

/* ── Titles of entries ── */

/* A heading that leads to its entry's own page, and was left out. */
static gboolean
may_be_title_of_entry (const CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

  return !piece->keep && piece->link_chars * 2 >= piece->chars && piece->link_chars > 0 &&
         piece->phrases == 0 && piece->state != CARREL_PIECE_TRIMMED &&
         carrel_node_is_heading (box_of (self, i)->node);
}

/* The nearest box around the heading that has much of the text; 0: none. */
static guint32
find_entry (const CarrelPieces *self, guint i)
{
  guint32 box = box_of (self, i)->parent;

  for (guint n = 0; n < MAX_UP && box; n++, box = carrel_pieces_get_box (self, box)->parent)
    if (carrel_pieces_get_box (self, box)->kept_chars > 0)
      return carrel_pieces_get_box (self, box)->kept_chars >= MIN_ENTRY ? box : 0;
  return 0;
}

/* A page of several entries, each in a box of its own with its title on top: the titles part them.
 * Of titles in one box («Read also», between the paragraphs) none is an entry's. */
static void
keep_titles_of_entries (CarrelPieces *self)
{
  g_autoptr (GHashTable) owners = NULL, paths = NULL;

  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < self->pieces->len; i++) {
      guint32  entry = may_be_title_of_entry (self, i) ? find_entry (self, i) : 0;
      gpointer key = GUINT_TO_POINTER (entry), path, owner;

      if (!entry)
        continue;
      if (!owners) {
        owners = g_hash_table_new (NULL, NULL);
        paths = g_hash_table_new (NULL, NULL);
      }
      owner = g_hash_table_lookup (owners, key);
      path = GUINT_TO_POINTER (box_of (self, i)->path);
      if (round == 0)
        g_hash_table_insert (owners, key, GUINT_TO_POINTER (owner ? G_MAXUINT : i + 1));
      else if (GPOINTER_TO_UINT (owner) == i + 1 && round == 1)
        g_hash_table_insert (
            paths, path,
            GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (paths, path)) + 1));
      else if (GPOINTER_TO_UINT (owner) == i + 1 &&
               GPOINTER_TO_UINT (g_hash_table_lookup (paths, path)) >= 2)
        carrel_pieces_get_piece (self, i)->keep = TRUE;
    }
}

/* ── Tables behind a tab ── */

/* The panel of a tab that the piece stands in, where the text stands in another; 0: none. */
static guint32
find_other_panel (const CarrelPieces *self, guint i)
{
  guint32 box = carrel_pieces_get_piece (self, i)->box;

  for (guint n = 0; n < 2 * MAX_UP && box; n++) {
    const CarrelBox *one = carrel_pieces_get_box (self, box);

    if (carrel_node_has_word (one->node, "role", "tabpanel"))
      return one->kept_chars == 0 && carrel_pieces_get_box (self, one->parent)->kept_chars > 0 ? box
                                                                                               : 0;
    box = one->parent;
  }
  return 0;
}

/* What a thing weighs and measures, beside what is said of it: a table alone, below its heading. */
static void
keep_panels (CarrelPieces *self)
{
  for (guint i = 0, end; i < self->pieces->len; i = end) {
    guint32 whole = box_of (self, i)->whole, panel;
    guint   first = i;

    for (end = i + 1; whole && end < self->pieces->len && box_of (self, end)->whole == whole;)
      end++;
    if (!whole || carrel_pieces_get_piece (self, i)->state != CARREL_PIECE_OUTSIDE ||
        carrel_pieces_get_piece (self, i)->keep ||
        carrel_pieces_get_box (self, whole)->link_chars * 3 >
            carrel_pieces_get_box (self, whole)->chars)
      continue;
    panel = find_other_panel (self, i);
    if (!panel || carrel_pieces_get_box (self, panel)->n_pieces > end - i + 1)
      continue;
    if (i > 0 && carrel_node_is_heading (box_of (self, i - 1)->node) &&
        is_within (self, carrel_pieces_get_piece (self, i - 1)->box, panel))
      first--;
    for (guint k = first; k < end; k++)
      carrel_pieces_get_piece (self, k)->keep = TRUE;
  }
}

void
carrel_pieces_fill (CarrelPieces *self, CarrelTalk talk)
{
  if (talk != CARREL_TALK_NONE) {
    keep_question (self);
    keep_quoted (self);
  }
  keep_posts (self);
  keep_families (self);
  keep_panels (self);
  keep_terms (self);
  if (talk == CARREL_TALK_NONE) {
    carrel_pieces_keep_lists (self);
    keep_item_headings (self);
    keep_titles_of_entries (self);
  }
}

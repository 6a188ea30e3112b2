/* carrel-extract-repeats.c: what a page has more than once, and a reader wants once.
 *
 * Twice in a row, for narrow windows and for wide ones; the beginning of a text, cut where the box
 * is full, before the whole of it, which a click brings; and in a discussion what is answered, of
 * another post, above the answer. Done when it is known what is kept. Any thread; linear: a look
 * goes a fixed way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include <string.h>

#define MAX_TWINS 4    /* pieces that come again at once … */
#define MIN_TWIN 40    /* … and characters of the longest */
#define MAX_OPENING 12 /* pieces of a beginning … */
#define MIN_OPENING 80 /* … and characters of all of them */
#define MIN_REPEAT 60  /* characters of what is answered */
#define MAX_BETWEEN 2  /* pieces between the same below the title and in the text: of a picture */
#define START_BITS 8
#define MAX_QUOTATION 3 /* boxes around it */
#define MAX_DEEP 64
#define MAX_UP 8 /* boxes around a piece */

static void
drop (CarrelPieces *self, guint32 i)
{
  CarrelPiece *piece = carrel_pieces_get_piece (self, i);

  piece->keep = FALSE;
  piece->again = TRUE;
}

static const CarrelBox *
box_of (const CarrelPieces *self, guint32 i)
{
  return carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i)->box);
}

/* ── Twice in a row ── */

/* The same texts, letter by letter: most that say the same are. */
static gboolean
are_same_texts (const CarrelPieces *self, const CarrelPiece *piece, const CarrelPiece *other)
{
  guint32 n = 0;

  while (piece->n == other->n && n < piece->n) {
    const CarrelNode *text = self->texts->pdata[piece->first + n],
                     *words = self->texts->pdata[other->first + n];

    if (text->text_len != words->text_len || memcmp (text->text, words->text, text->text_len) != 0)
      break;
    n++;
  }
  return n == piece->n && n == other->n;
}

/* The same words in the same kind of element. */
static gboolean
are_twins (const CarrelPieces *self, guint i, guint k)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i),
                    *other = carrel_pieces_get_piece (self, k);
  g_autofree char *text = NULL, *words = NULL;

  if (piece->chars != other->chars || piece->commas != other->commas ||
      piece->spaces != other->spaces || piece->ends != other->ends ||
      box_of (self, i)->node->tag != box_of (self, k)->node->tag)
    return FALSE;
  if (are_same_texts (self, piece, other))
    return TRUE;
  text = carrel_pieces_dup_text (self, piece);
  words = carrel_pieces_dup_text (self, other);
  return strcmp (text, words) == 0;
}

/* The next kept piece from `i` on; the number of pieces where there is none. */
static guint
find_kept (const CarrelPieces *self, guint i)
{
  while (i < self->pieces->len && !carrel_pieces_get_piece (self, i)->keep)
    i++;
  return i;
}

static void
drop_twins (CarrelPieces *self)
{
  guint kept[2 * MAX_TWINS], n_kept = 0;

  /* A window over the next kept pieces. */
  for (guint next = find_kept (self, 0);;) {
    guint n = 1;

    while (n_kept < G_N_ELEMENTS (kept) && next < self->pieces->len) {
      kept[n_kept++] = next;
      next = find_kept (self, next + 1);
    }
    if (n_kept < 2)
      return;
    for (; 2 * n <= n_kept; n++) {
      guint32 longest = 0;
      guint   k = 0;

      for (; k < n && box_of (self, kept[k])->node->tag != CARREL_TAG_LI &&
             are_twins (self, kept[k], kept[n + k]);
           k++)
        longest = MAX (longest, carrel_pieces_get_piece (self, kept[k])->chars);
      if (k == n && longest >= MIN_TWIN &&
          box_of (self, kept[0])->parent != box_of (self, kept[n])->parent &&
          !(n == 1 && box_of (self, kept[0])->node->tag == CARREL_TAG_DIV))
        break;
    }
    if (2 * n <= n_kept)
      for (guint k = n; k < 2 * n; k++)
        drop (self, kept[k]);
    else
      n = 1; /* none */
    /* Past what was looked at. */
    {
      guint done = carrel_pieces_get_piece (self, kept[2 * n - 1])->keep ? 1 : 2 * n;

      memmove (kept, kept + done, (n_kept - done) * sizeof *kept);
      n_kept -= done;
    }
  }
}

/* ── A beginning, and the whole ── */

typedef struct {
  guint32 piece;
  guint64 start; /* its first bytes */
} Kept;

/* (element-type Kept) (transfer full) */
static GArray *
list_kept (const CarrelPieces *self)
{
  GArray *kept = g_array_sized_new (FALSE, FALSE, sizeof (Kept), self->pieces->len);

  for (guint32 i = find_kept (self, 0); i < self->pieces->len; i = find_kept (self, i + 1)) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
    const CarrelNode  *text = self->texts->pdata[piece->first];
    Kept               entry = { .piece = i };
    guint32            at = 0;

    while (at < text->text_len && g_ascii_isspace (text->text[at]))
      at++;
    memcpy (&entry.start, text->text + at, MIN (sizeof entry.start, text->text_len - at));
    g_array_append_val (kept, entry);
  }
  return kept;
}

/* The words of `i`, without the sign that there would be more, are the first ones of `k`. */
static gboolean
begins (const CarrelPieces *self, guint32 i, guint32 k)
{
  g_autofree char *cut = NULL, *whole = NULL;

  if (carrel_pieces_get_piece (self, i)->chars > carrel_pieces_get_piece (self, k)->chars + 3 ||
      box_of (self, i)->node->tag != box_of (self, k)->node->tag)
    return FALSE;
  cut = carrel_pieces_dup_text (self, carrel_pieces_get_piece (self, i));
  whole = carrel_pieces_dup_text (self, carrel_pieces_get_piece (self, k));
  if (g_str_has_suffix (cut, "…"))
    cut[strlen (cut) - strlen ("…")] = '\0';
  else if (g_str_has_suffix (cut, "..."))
    cut[strlen (cut) - 3] = '\0';
  g_strchomp (cut);
  return strlen (cut) < strlen (whole) && g_str_has_prefix (whole, cut);
}

/* The `n` kept pieces from the `i`th on are the beginning of what follows them. */
static gboolean
is_opening (const CarrelPieces *self, const GArray *list, guint i, guint n)
{
  const Kept *kept = &g_array_index (list, Kept, i);
  guint32     chars = 0;

  if (i + 2 * n > list->len ||
      box_of (self, kept[0].piece)->parent == box_of (self, kept[n].piece)->parent)
    return FALSE;
  for (guint k = 0; k < n; k++) {
    chars += carrel_pieces_get_piece (self, kept[k].piece)->chars;
    if (!(k + 1 < n ? are_twins (self, kept[k].piece, kept[n + k].piece)
                    : begins (self, kept[k].piece, kept[n + k].piece)))
      return FALSE;
  }
  return chars >= MIN_OPENING;
}

static void
drop_openings (CarrelPieces *self, const GArray *list)
{
  guint lasts[1 << START_BITS] = { 0 }; /* the last place, from 1, where a piece starts so */

  for (guint i = 0; i < list->len; i++) {
    const Kept *kept = &g_array_index (list, Kept, i);
    guint      *last = &lasts[kept->start * 0x9e3779b97f4a7c15u >> (64 - START_BITS)];
    guint       first = *last > 0 ? *last - 1 : i, n = i - first;

    *last = i + 1;
    if (n > 0 && n <= MAX_OPENING && kept[0].start == (kept - n)->start &&
        is_opening (self, list, first, n))
      for (guint k = 0; k < n; k++)
        drop (self, g_array_index (list, Kept, first + k).piece);
  }
}

/* ── Above the text, and in it ── */

gboolean
carrel_pieces_comes_again (const CarrelPieces *self, guint32 i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  g_autofree char   *text = NULL;
  guint              n = 0;

  if (piece->chars < MIN_REPEAT)
    return FALSE;
  for (guint32 k = find_kept (self, i + 1); k < self->pieces->len && n < MAX_BETWEEN + 1;
       k = find_kept (self, k + 1), n++) {
    g_autofree char *other = NULL;

    if (carrel_pieces_get_piece (self, k)->chars < piece->chars ||
        box_of (self, k)->parent == box_of (self, i)->parent)
      continue;
    other = carrel_pieces_dup_text (self, carrel_pieces_get_piece (self, k));
    if (!text)
      text = carrel_pieces_dup_text (self, carrel_pieces_get_piece (self, i));
    if (g_str_has_prefix (other, text))
      return TRUE;
  }
  return FALSE;
}

/* What a page shows below its title of the text, which begins with it. */
static void
drop_lead (CarrelPieces *self)
{
  guint32 first = find_kept (self, 0);

  if (first < self->pieces->len && carrel_pieces_comes_again (self, first))
    drop (self, first);
}

/* ── What is answered ── */

typedef struct {
  guint words;  /* a number: of the same words the same */
  guint before; /* the last place before it that has them, or itself */
} Said;

/* Of each kept piece. (transfer full) */
static Said *
find_said (const CarrelPieces *self, GArray *list)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Said *said = g_new (Said, list->len);

  for (guint i = 0; i < list->len; i++) {
    char *text = carrel_pieces_dup_text (
        self, carrel_pieces_get_piece (self, g_array_index (list, Kept, i).piece));
    gpointer before = NULL;

    said[i] = (Said) { .words = i, .before = i };
    if (g_hash_table_lookup_extended (seen, text, NULL, &before)) {
      said[i].before = GPOINTER_TO_UINT (before);
      said[i].words = said[said[i].before].words;
    }
    g_hash_table_replace (seen, text, GUINT_TO_POINTER (i));
  }
  return said;
}

/* A box has a greater number than those that it is in. `far`: what is said of one that is deep
 * below either. */
static gboolean
is_in (const CarrelPieces *self, const GArray *list, guint i, guint32 box, gboolean far)
{
  guint32 at = carrel_pieces_get_piece (self, g_array_index (list, Kept, i).piece)->box;

  for (guint up = 0; at > box; up++) {
    if (up == MAX_DEEP)
      return far;
    at = carrel_pieces_get_box (self, at)->parent;
  }
  return at == box;
}

/* Pieces from the `i`th to before the `end`th are all that is kept of a box, no quotation, that
 * holds more than the element of one. */
static gboolean
fill_box (const CarrelPieces *self, const GArray *list, guint i, guint end)
{
  guint32 box = box_of (self, g_array_index (list, Kept, i).piece)->parent;

  for (guint up = 0; up < MAX_UP && box; up++) {
    const CarrelBox *around = carrel_pieces_get_box (self, box);

    if ((i > 0 && is_in (self, list, i - 1, box, TRUE)) ||
        (end < list->len && is_in (self, list, end, box, TRUE)))
      return FALSE;
    if (is_in (self, list, end - 1, box, FALSE))
      return !(around->within & (CARREL_WITHIN_QUOTE | CARREL_WITHIN_DATA));
    box = around->parent;
  }
  return FALSE;
}

/* «quoted-text», «bbcode_quote»; «selectToQuote» is a button's. */
static gboolean
is_called_quotation (const char *class)
{
  for (const char *p = class; (p = strstr (p, "quot")); p++)
    if ((p == class || strchr (" -_", p[-1])) && !(p - class > 2 && strncmp (p - 3, "to", 2) == 0))
      return TRUE;
  return FALSE;
}

/* Around the pieces, and called so: programs have many names for it. 0: none. */
static guint32
find_quotation (const CarrelPieces *self, const GArray *list, guint i, guint end)
{
  guint32 box = carrel_pieces_get_piece (self, g_array_index (list, Kept, i).piece)->box;

  for (guint up = 0; up < MAX_QUOTATION && box; up++) {
    const CarrelNode *node = carrel_pieces_get_box (self, box)->node;
    const char *class = node->n_attributes > 0 ? carrel_node_get (node, "class") : NULL;

    if ((i > 0 && is_in (self, list, i - 1, box, TRUE)) ||
        (end < list->len && is_in (self, list, end, box, TRUE)))
      return 0;
    if (class && is_called_quotation (class))
      return box;
    box = carrel_pieces_get_box (self, box)->parent;
  }
  return 0;
}

static void
become_quotation (const CarrelPieces *self, guint32 box)
{
  CarrelNode *node = carrel_pieces_get_box (self, box)->node,
             *copy = carrel_extract_get_twin (node);

  carrel_node_rename (node, CARREL_TAG_BLOCKQUOTE);
  if (copy && copy->tag == CARREL_TAG_DIV)
    carrel_node_rename (copy, CARREL_TAG_BLOCKQUOTE);
}

/* Who says something to a program shows its lines again. */
static gboolean
is_code (const CarrelPieces *self, guint32 i)
{
  const CarrelNode *node = self->texts->pdata[carrel_pieces_get_piece (self, i)->first];

  for (guint up = 0; up < MAX_QUOTATION && node->parent; up++, node = node->parent)
    if (node->parent->tag == CARREL_TAG_CODE || node->parent->tag == CARREL_TAG_PRE)
      return TRUE;
  return FALSE;
}

/* A box above an answer has what is answered once more; that is no quotation, which people make. */
static void
drop_answered (CarrelPieces *self, GArray *list)
{
  g_autofree Said *said = find_said (self, list);

  for (guint i = 0, end; i < list->len; i = end) {
    guint   before = said[i].before;
    guint32 chars = 0, quotation;

    for (end = i; end < list->len && before + (end - i) < i &&
                  said[end].words == said[before + (end - i)].words;
         end++)
      if (!is_code (self, g_array_index (list, Kept, end).piece))
        chars += carrel_pieces_get_piece (self, g_array_index (list, Kept, end).piece)->chars;
    quotation = chars >= MIN_REPEAT ? find_quotation (self, list, i, end) : 0;
    if (quotation && carrel_pieces_get_box (self, quotation)->node->tag == CARREL_TAG_DIV &&
        !(carrel_pieces_get_box (self, quotation)->within & CARREL_WITHIN_QUOTE))
      become_quotation (self, quotation);
    else if (!quotation && chars >= MIN_REPEAT && fill_box (self, list, i, end))
      for (guint k = i; k < end; k++)
        drop (self, g_array_index (list, Kept, k).piece);
    end = MAX (end, i + 1);
  }
}

void
carrel_pieces_drop_repeats (CarrelPieces *self, CarrelTalk talk)
{
  g_autoptr (GArray) kept = NULL;

  if (talk == CARREL_TALK_NONE)
    drop_twins (self);
  kept = list_kept (self);
  drop_openings (self, kept);
  if (talk == CARREL_TALK_NONE) {
    drop_lead (self);
  } else {
    g_array_unref (kept);
    kept = list_kept (self);
    drop_answered (self, kept);
  }
}

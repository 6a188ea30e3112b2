/* carrel-anchor.c: finds a marked passage again. Pure functions; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-anchor.h"

#include "base/carrel-text.h"

#include <string.h>

#define BLOCKS (CARREL_ANCHOR_WHOLE / 64)
#define LEAST 8                   /* bytes: shorter words are looked for as they are only */
#define ALIKE 8                   /* bytes of the surroundings that tell one place from another */
#define BUDGET (96 * 1024 * 1024) /* bytes looked at, times the blocks of the bit vectors */
#define NEAR 8192                 /* bytes around a place, when the budget is used up */
#define MAX_PLACES 4096           /* of the same words */
#define MAX_LOOKS 64
#define MAX_WORD 32 /* characters */
#define MAX_CONTEXT (CARREL_ANCHOR_CONTEXT * 4)

struct _CarrelAnchorer {
  const char *text;
  gsize       len;
  gint64      moved; /* how far the passage before was */
  gint64      budget;
};

/* A passage that is looked for. */
typedef struct {
  const char *exact, *prefix, *suffix;
  gsize       len, prefix_len, suffix_len;
  gint64      expected; /* where it is likely to begin; -1 */
} Passage;

CarrelAnchorer *
carrel_anchorer_new (const char *text)
{
  CarrelAnchorer *self = g_new0 (CarrelAnchorer, 1);

  self->text = text;
  self->len = strlen (text);
  self->budget = BUDGET;
  return self;
}

void
carrel_anchorer_free (CarrelAnchorer *self)
{
  g_free (self);
}

/* ── What stands around a place ── */

/* Bytes of prefix and suffix that stand right before and after it. */
static gsize
count_alike (CarrelAnchorer *self, const Passage *passage, gsize start, gsize end)
{
  gsize before = 0, after = 0;

  while (before < passage->prefix_len && before < start &&
         passage->prefix[passage->prefix_len - 1 - before] == self->text[start - 1 - before])
    before++;
  while (after < passage->suffix_len && end + after < self->len &&
         passage->suffix[after] == self->text[end + after])
    after++;
  return before + after;
}

/* A passage that has nothing around it, or stood at an end of its text, asks for less. */
static gsize
get_enough (const Passage *passage)
{
  return MIN (ALIKE, passage->prefix_len + passage->suffix_len);
}

static gint64
get_distance (const Passage *passage, gsize start)
{
  return passage->expected < 0 ? (gint64) start : ABS ((gint64) start - passage->expected);
}

/* ── The same words ── */

static gboolean
is_at (CarrelAnchorer *self, const Passage *passage, gint64 start)
{
  return start >= 0 && (gsize) start <= self->len && self->len - (gsize) start >= passage->len &&
         memcmp (self->text + start, passage->exact, passage->len) == 0 &&
         count_alike (self, passage, (gsize) start, (gsize) start + passage->len) >=
             get_enough (passage);
}

/* The part of the text that may still be looked at: all of it, or what is near. */
static void
get_stretch (CarrelAnchorer *self, const Passage *passage, gint64 cost, gsize *from, gsize *until)
{
  *from = 0;
  *until = self->len;
  if (self->budget < cost) {
    gint64 middle = CLAMP (passage->expected, 0, (gint64) self->len);

    *from = (gsize) MAX (0, middle - NEAR);
    *until = (gsize) MIN ((gint64) self->len, middle + (gint64) passage->len + NEAR);
  } else {
    self->budget -= cost;
  }
}

static gboolean
find_same (CarrelAnchorer *self, const Passage *passage, gsize *start)
{
  gsize from, until, best = 0;
  guint n = 0;

  get_stretch (self, passage, (gint64) self->len / 16, &from, &until);
  for (const char *p = self->text + from; n < MAX_PLACES; p++) {
    gsize place, alike;

    p = memmem (p, (gsize) (self->text + until - p), passage->exact, passage->len);
    if (!p)
      break;
    place = (gsize) (p - self->text);
    alike = count_alike (self, passage, place, place + passage->len);
    if (n++ == 0 || alike > best ||
        (alike == best && get_distance (passage, place) < get_distance (passage, *start))) {
      *start = place;
      best = alike;
    }
  }
  return n > 0 && (best >= get_enough (passage) || passage->len >= CARREL_ANCHOR_SURE);
}

/* ── Nearly the same words ── */

typedef struct {
  guint64 peq[256][BLOCKS];
  guint64 plus[BLOCKS], minus[BLOCKS];
  guint   n_blocks;
  guint   len;
} Vectors;

static void
set_pattern (Vectors *self, const char *pattern, gsize len)
{
  memset (self->peq, 0, sizeof self->peq);
  self->len = (guint) len;
  self->n_blocks = (guint) ((len + 63) / 64);
  for (gsize i = 0; i < len; i++)
    self->peq[(guchar) pattern[i]][i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
  for (guint b = 0; b < self->n_blocks; b++) {
    self->plus[b] = G_MAXUINT64;
    self->minus[b] = 0;
  }
}

/* One column further; what the distance of the whole pattern changes by. Differences between rows
 * are bits; a block hands its last horizontal difference to the next (Myers 1999, as Hyyrö 2003
 * writes it). */
static int
advance (Vectors *self, guchar byte)
{
  int carry = 0, change = 0; /* the first row costs nothing: a match begins anywhere */

  for (guint b = 0; b < self->n_blocks; b++) {
    guint64 eq = self->peq[byte][b], pv = self->plus[b], mv = self->minus[b];
    guint64 xv = eq | mv, xh, ph, mh;
    guint   last = b + 1 == self->n_blocks ? (self->len - 1) % 64 : 63;

    if (carry < 0)
      eq |= 1;
    xh = (((eq & pv) + pv) ^ pv) | eq;
    ph = mv | ~(xh | pv);
    mh = pv & xh;
    change = (int) ((ph >> last) & 1) - (int) ((mh >> last) & 1);
    ph <<= 1;
    mh <<= 1;
    if (carry > 0)
      ph |= 1;
    else if (carry < 0)
      mh |= 1;
    self->plus[b] = mh | ~(xv | ph);
    self->minus[b] = ph & xv;
    carry = change;
  }
  return change;
}

/* The best place of a pattern of at most CARREL_ANCHOR_WHOLE bytes. With several of the same
 * distance: the one whose surroundings are most alike, then the nearest. */
typedef struct {
  gsize start, end;
  guint distance;
  gsize alike;
} Place;

/* Where a match that ends at `end` begins: the shortest way back through the matrix, as long as the
 * pattern if several are equally good. */
static gsize
find_start (CarrelAnchorer *self, const char *pattern, gsize len, gsize end, guint distance)
{
  gsize             width = MIN (end, len + distance), best = 0, best_off = G_MAXSIZE;
  g_autofree guint *row = g_new (guint, len + 1);
  guint             least = G_MAXUINT;

  for (gsize i = 0; i <= len; i++)
    row[i] = (guint) i;
  for (gsize j = 1; j <= width; j++) {
    char  c = self->text[end - j];
    guint diagonal = row[0];
    gsize off = j > len ? j - len : len - j;

    row[0] = (guint) j;
    for (gsize i = 1; i <= len; i++) {
      guint up = row[i], value = diagonal + (pattern[len - i] != c);

      value = MIN (value, MIN (up, row[i - 1]) + 1);
      diagonal = up;
      row[i] = value;
    }
    if (row[len] < least || (row[len] == least && off < best_off)) {
      least = row[len];
      best = j;
      best_off = off;
    }
  }
  return end - best;
}

/* `max` is the greatest distance. */
static gboolean
find_nearly (CarrelAnchorer *self,
             const Passage  *passage,
             const char     *pattern,
             gsize           len,
             gsize           from,
             gsize           until,
             guint           max,
             Place          *place)
{
  g_autofree Vectors *vectors = g_new (Vectors, 1);
  gint64              distance = (gint64) len;
  gboolean            found = FALSE;
  guint               n = 0;

  set_pattern (vectors, pattern, len);
  for (gsize i = from; i < until; i++) {
    Place one = { 0, i + 1, 0, 0 };

    distance += advance (vectors, (guchar) self->text[i]);
    if (distance > max || (found && distance > place->distance))
      continue;
    one.distance = (guint) distance;
    /* Of a few places the true beginning; of what is there a thousand times, about. */
    one.start = n++ < MAX_LOOKS ? find_start (self, pattern, len, one.end, one.distance)
                                : i + 1 - MIN (i + 1, len);
    one.alike = count_alike (self, passage, one.start, one.end);
    if (!found || one.distance < place->distance || one.alike > place->alike ||
        (one.alike == place->alike &&
         get_distance (passage, one.start) < get_distance (passage, place->start))) {
      *place = one;
      found = TRUE;
    }
  }
  if (found)
    place->start = find_start (self, pattern, len, place->end, place->distance);
  return found;
}

static guint
get_max_distance (gsize len)
{
  return (guint) (len < 20 ? len / 6 : len / 5);
}

static gboolean
find_short (CarrelAnchorer *self, const Passage *passage, gsize *start, gsize *end)
{
  gsize from, until, alike;
  Place place;

  get_stretch (self, passage, (gint64) self->len * (gint64) ((passage->len + 63) / 64), &from,
               &until);
  if (!find_nearly (self, passage, passage->exact, passage->len, from, until,
                    (guint) passage->len / 3, &place))
    return FALSE;
  alike = count_alike (self, passage, place.start, place.end);
  if ((passage->len < CARREL_ANCHOR_SURE && alike < get_enough (passage)) ||
      (place.distance > get_max_distance (passage->len) && alike < ALIKE))
    return FALSE;
  *start = place.start;
  *end = place.end;
  return TRUE;
}

/* Its first and its last bytes; what lies between may have changed, but not to twice or half the
 * length. */
static gboolean
find_long (CarrelAnchorer *self, const Passage *passage, gsize *start, gsize *end)
{
  const gsize piece = CARREL_ANCHOR_WHOLE / 2;
  Passage     tail = *passage;
  gsize       from, until;
  Place       first, last;

  get_stretch (self, passage, (gint64) self->len * BLOCKS / 2, &from, &until);
  tail.prefix_len = 0;
  if (!find_nearly (self, passage, passage->exact, piece, from, until, get_max_distance (piece),
                    &first))
    return FALSE;
  tail.expected = (gint64) first.start + (gint64) passage->len - (gint64) piece;
  from = MIN (self->len, first.start + passage->len / 2);
  until = MIN (self->len, first.start + passage->len * 2);
  if (!find_nearly (self, &tail, passage->exact + passage->len - piece, piece, from, until,
                    get_max_distance (piece), &last) ||
      last.end <= first.start)
    return FALSE;
  *start = first.start;
  *end = last.end;
  return TRUE;
}

/* ── The whole ── */

static gboolean
is_boundary (const char *text, gsize len, gsize offset)
{
  return offset >= len || ((guchar) text[offset] & 0xc0) != 0x80;
}

static gboolean
is_of_word (gunichar c)
{
  return g_unichar_isalnum (c) && !carrel_text_is_unspaced (c);
}

/* What is nearly the same may end within a word that is another now: a passage of whole words stays
 * one. */
static void
take_whole_words (CarrelAnchorer *self, const Passage *passage, gsize *start, gsize *end)
{
  const char *first = self->text + *start, *last = self->text + *end;
  const char *before =
      passage->prefix_len > 0
          ? g_utf8_find_prev_char (passage->prefix, passage->prefix + passage->prefix_len)
          : NULL;
  const char *tail = g_utf8_find_prev_char (passage->exact, passage->exact + passage->len);

  if (is_of_word (g_utf8_get_char_validated (passage->exact, (gssize) passage->len)) &&
      (!before || !is_of_word (g_utf8_get_char_validated (
                      before, (gssize) (passage->prefix + passage->prefix_len - before)))) &&
      is_of_word (g_utf8_get_char (first)))
    for (guint i = 0; i < MAX_WORD && first > self->text &&
                      is_of_word (g_utf8_get_char (g_utf8_prev_char (first)));
         i++)
      first = g_utf8_prev_char (first);
  if (tail &&
      is_of_word (
          g_utf8_get_char_validated (tail, (gssize) (passage->exact + passage->len - tail))) &&
      (passage->suffix_len == 0 ||
       !is_of_word (g_utf8_get_char_validated (passage->suffix, (gssize) passage->suffix_len))) &&
      last > first && is_of_word (g_utf8_get_char (g_utf8_prev_char (last))))
    for (guint i = 0; i < MAX_WORD && *last && is_of_word (g_utf8_get_char (last)); i++)
      last = g_utf8_next_char (last);
  *start = (gsize) (first - self->text);
  *end = (gsize) (last - self->text);
}

gboolean
carrel_anchorer_place (CarrelAnchorer *self,
                       const char     *exact,
                       const char     *prefix,
                       const char     *suffix,
                       gint64          start,
                       gsize          *new_start,
                       gsize          *new_end)
{
  Passage  passage = { exact,
                       prefix,
                       suffix,
                       strlen (exact),
                       strlen (prefix),
                       strlen (suffix),
                      start < 0 ? -1 : CLAMP (start + self->moved, 0, (gint64) self->len) };
  gsize    place = 0, end = 0;
  gboolean found = TRUE;

  if (passage.len == 0)
    return FALSE;
  if (passage.prefix_len > MAX_CONTEXT) { /* from a file that somebody else wrote */
    passage.prefix += passage.prefix_len - MAX_CONTEXT;
    passage.prefix_len = MAX_CONTEXT;
  }
  passage.suffix_len = MIN (passage.suffix_len, MAX_CONTEXT);
  if (is_at (self, &passage, passage.expected))
    place = (gsize) passage.expected;
  else if (start != passage.expected && is_at (self, &passage, start))
    place = (gsize) start;
  else if (!find_same (self, &passage, &place)) {
    if (passage.len < LEAST)
      found = FALSE;
    else
      found = passage.len <= CARREL_ANCHOR_WHOLE ? find_short (self, &passage, &place, &end)
                                                 : find_long (self, &passage, &place, &end);
  }
  if (!found)
    return FALSE;
  if (end == 0)
    end = place + passage.len;
  while (place > 0 && !is_boundary (self->text, self->len, place))
    place--;
  while (!is_boundary (self->text, self->len, end))
    end++;
  if (end != place + passage.len || memcmp (self->text + place, exact, passage.len) != 0)
    take_whole_words (self, &passage, &place, &end);
  if (start >= 0)
    self->moved = (gint64) place - start;
  *new_start = place;
  *new_end = end;
  return place < end;
}

void
carrel_anchor_quote (
    const char *text, gsize start, gsize end, char **exact, char **prefix, char **suffix)
{
  const char *before = text + start, *after = text + end;

  for (guint i = 0; i < CARREL_ANCHOR_CONTEXT && before > text; i++)
    before = g_utf8_prev_char (before);
  for (guint i = 0; i < CARREL_ANCHOR_CONTEXT && *after; i++)
    after = g_utf8_next_char (after);
  *exact = g_strndup (text + start, end - start);
  *prefix = g_strndup (before, (gsize) (text + start - before));
  *suffix = g_strndup (text + end, (gsize) (after - text - end));
}

gboolean
carrel_anchor_trim (const char *text, gint64 *start, gint64 *end)
{
  gint64 len = (gint64) strlen (text), from = CLAMP (*start, 0, len), until = CLAMP (*end, 0, len);

  while (from > 0 && !is_boundary (text, (gsize) len, (gsize) from))
    from--;
  while (until < len && !is_boundary (text, (gsize) len, (gsize) until))
    until++;
  while (from < until && g_unichar_isspace (g_utf8_get_char (text + from)))
    from = g_utf8_next_char (text + from) - text;
  while (until > from && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (text + until))))
    until = g_utf8_prev_char (text + until) - text;
  *start = from;
  *end = until;
  return from < until;
}

/* carrel-extract-letters.c: what the letters of each piece of a page say.
 *
 * One pass counts them, one looks for the words of phrases. Whether a text stands in what the page
 * declares (articleBody, a description, the title) is told by its runs of twelve letters, so that
 * it works without spaces too. The loops have no branch that the next letter decides: it can't be
 * foreseen. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-ascii.h"
#include "base/carrel-text.h"

#include <string.h>

#define GRAM 12                /* letters in a row that are compared */
#define RING 16                /* of which at least so many are in mind: a power of two */
#define SAMPLED 4              /* of so many runs of a long piece one is looked at first */
#define MIN_SAMPLED 100        /* characters of a long one */
#define GRAM_BITS 17           /* of a hash of them */
#define MAX_DECLARED (1 << 20) /* bytes of a declared text that is compared */
#define MAX_READ 2000          /* bytes of a piece that are looked at for words */
#define MIN_NAME 6             /* bytes of an author's name */
#define MULTIPLIER 0x9e3779b1u

/* ── Runs of letters ── */

typedef struct {
  guint8 bits[(1 << GRAM_BITS) / 8];
} GramSet;

/* Each letter is worth MULTIPLIER times the next one. */
typedef struct {
  guint32 sums[RING]; /* of all letters up to each of the last ones; 0 before the first */
  guint32 sum, n;
  guint32 first; /* what the letter before a run is worth in the sum */
} Gram;

#define GRAM_INIT { .first = power (MULTIPLIER, GRAM) }

static guint32
power (guint32 base, guint exponent)
{
  guint32 result = 1;

  while (exponent--)
    result *= base;
  return result;
}

static gboolean
is_letter (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c);
  return c >= 0xc0 && !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x3000 && c <= 0x303f) &&
         !(c >= 0xff00 && c <= 0xff0f) && c != 0xfeff;
}

/* A folded letter. */
static inline void
gram_pass (Gram *self, gunichar c)
{
  self->sum = self->sum * MULTIPLIER + c;
  self->sums[self->n++ % RING] = self->sum;
}

/* TRUE when the last GRAM letters are a run, whose number is `*at`. */
static inline gboolean
gram_look (const Gram *self, guint32 *at)
{
  guint32 hash = self->sum - self->sums[(self->n - 1 - GRAM) % RING] * self->first;

  *at = (hash ^ (hash >> 15)) * 0x85ebca6bu >> (32 - GRAM_BITS);
  return self->n >= GRAM;
}

static inline gboolean
gram_add (Gram *self, gunichar c, guint32 *at)
{
  gram_pass (self, c);
  return gram_look (self, at);
}

/* `set`: made where there is none. FALSE for a text too short to tell. */
static gboolean
gram_set_add (GramSet **set, const char *text)
{
  Gram        gram = GRAM_INIT;
  const char *end;
  GramSet    *self;
  guint32     at;

  if (!text)
    return FALSE;
  if (!*set)
    *set = g_new0 (GramSet, 1);
  self = *set;
  end = text + strnlen (text, MAX_DECLARED);
  for (const char *p = text; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_letter (c) && gram_add (&gram, c - 'A' < 26 ? c + 'a' - 'A' : c, &at))
      self->bits[at / 8] |= (guint8) (1 << at % 8);
  }
  return gram.n > GRAM;
}

static gboolean
gram_set_has (const GramSet *self, guint32 at)
{
  return self->bits[at / 8] >> at % 8 & 1;
}

/* ── Letters ── */

static gboolean
is_stop (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xff0e || c == 0xff01 ||
         c == 0xff1f || c == 0x061f || c == 0x06d4 || c == 0x0964 || c == 0x0589 || c == 0x2026;
}

static gboolean
is_comma (gunichar c)
{
  return c == ',' || c == 0x060c || c == 0x3001 || c == 0xff0c || c == ';' || c == 0xff1b ||
         c == 0x061b;
}

static gboolean
is_ideograph (gunichar c)
{
  return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Most letters are ASCII: one look tells all of one. */
typedef struct {
  guint64 counts[0x80]; /* DIGITS … COMMAS, 16 bits each */
  guint8  is_letter[0x80], is_space[0x80], folded[0x80];
} Ascii;

enum {
  DIGITS = 0,
  UPPER = 16,
  STOPS = 32,
  COMMAS = 48,
};
#define MAX_COUNTED 0xffff /* bytes whose sums have room */
#define N_LETTERS 256

static const Ascii *
get_ascii (void)
{
  static gsize once;
  static Ascii table;

  if (g_once_init_enter (&once)) {
    for (guchar c = 0; c < 0x80; c++) {
      table.is_letter[c] = g_ascii_isalnum ((char) c);
      table.folded[c] = (guint8) g_ascii_tolower ((char) c);
      table.is_space[c] = c == ' ' || (c >= '\t' && c <= '\r');
      table.counts[c] = (guint64) g_ascii_isdigit ((char) c) << DIGITS |
                        (guint64) g_ascii_isupper ((char) c) << UPPER |
                        (guint64) is_stop (c) << STOPS | (guint64) is_comma (c) << COMMAS;
    }
    g_once_init_leave (&once, 1);
  }
  return &table;
}

static guint8
find_kind (gunichar c)
{
  if (c < 0x80) {
    if (g_ascii_islower ((char) c))
      return 1;
    if (g_ascii_isupper ((char) c))
      return 2;
    if (g_ascii_isdigit ((char) c))
      return 3;
  }
  if (is_stop (c))
    return 4;
  if (c == ':' || c == 0xff1a)
    return 5;
  if (is_comma (c))
    return 6;
  if (c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201f) || c == 0xab || c == 0xbb ||
      c == 0x300c || c == 0x300d || c == ')' || c == 0xff09)
    return 7;
  return is_letter (c) ? 8 : 9;
}

typedef struct {
  const GramSet *body, *note, *title; /* (nullable) */
  const GramSet *any;                 /* (nullable): all of them */
} Declared;

static guint8
get_share (guint32 part, guint32 all)
{
  return all ? (guint8) MIN (CARREL_MAX_FEATURE, (guint64) part * CARREL_MAX_FEATURE / all) : 0;
}

/* What is summed over the texts of a piece. */
typedef struct {
  CarrelPiece    *piece;
  const Declared *declared;
  Gram            gram;
  guint32         body, note, title;
  gunichar        last;
  gboolean        space;
} Measure;

/* The letters of a text, folded; no branch tells them from the spaces between words, of which there
 * are too many to foresee. */
static guint
gather_letters (const char **text, const char *end, gunichar *letters)
{
  const Ascii *ascii = get_ascii ();
  const char  *p = *text;
  guint        n = 0;

  while (p < end && n < N_LETTERS) {
    gunichar c = (guchar) *p;

    if (c < 0x80) {
      p++;
      letters[n] = ascii->folded[c];
      n += ascii->is_letter[c];
    } else {
      c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      letters[n] = c;
      n += is_letter (c);
    }
  }
  *text = p;
  return n;
}

/* Whether a piece may share letters with what is declared. In a long one only every fourth run is
 * looked at: what is shared, and says something of it, is longer than one run by three letters. */
static gboolean
may_share (const CarrelPieces *self, const CarrelPiece *piece, const GramSet *any)
{
  Gram     gram = GRAM_INIT;
  gunichar letters[N_LETTERS];

  if (piece->chars < MIN_SAMPLED)
    return TRUE;
  for (guint32 k = 0; k < piece->n; k++) {
    const CarrelNode *node = self->texts->pdata[piece->first + k];

    for (const char *p = node->text, *end = p + node->text_len; p < end;) {
      guint n = gather_letters (&p, end, letters);

      for (guint i = 0; i < n; i++) {
        guint32 at;

        gram_pass (&gram, letters[i]);
        if (gram.n % SAMPLED == 0 && gram_look (&gram, &at) && gram_set_has (any, at))
          return TRUE;
      }
    }
  }
  return FALSE;
}

/* How many of its letters stand in a row in what is declared. */
static void
compare_text (Measure *self, const CarrelNode *node)
{
  const Declared *declared = self->declared;
  gunichar        letters[N_LETTERS];

  for (const char *p = node->text, *end = p + node->text_len; p < end;) {
    guint n = gather_letters (&p, end, letters);

    for (guint i = 0; i < n; i++) {
      guint32 at;

      if (!gram_add (&self->gram, letters[i], &at) || !gram_set_has (declared->any, at))
        continue;
      self->body += declared->body && gram_set_has (declared->body, at);
      self->note += declared->note && gram_set_has (declared->note, at);
      self->title += declared->title && gram_set_has (declared->title, at);
    }
  }
}

/* Up to `end`, which is at most MAX_COUNTED bytes away, or soon after it. The sums are made in
 * registers. */
static const char *
measure_part (Measure *self, const char *p, const char *end)
{
  const Ascii *ascii = get_ascii ();
  CarrelPiece *piece = self->piece;
  guint64      counts = 0;
  guint32      chars = 0, spaces = 0, stops = 0, commas = 0;
  guint32      space = self->space;
  gunichar     last = self->last;

  while (p < end) {
    gunichar c = (guchar) *p;
    guint64  eight = end - p >= 8 ? carrel_ascii_read (p) : CARREL_ASCII_MARKS;

    if (carrel_ascii_is (eight)) {
      guint64 blanks = carrel_ascii_find_spaces (eight), letters = blanks ^ CARREL_ASCII_MARKS;

      piece->digits += carrel_ascii_count (carrel_ascii_find_range (eight, '0', '9'));
      piece->upper += carrel_ascii_count (carrel_ascii_find_range (eight, 'A', 'Z'));
      stops += carrel_ascii_count (carrel_ascii_find (eight, '.') | carrel_ascii_find (eight, '!') |
                                   carrel_ascii_find (eight, '?'));
      commas +=
          carrel_ascii_count (carrel_ascii_find (eight, ',') | carrel_ascii_find (eight, ';'));
      chars += carrel_ascii_count (letters);
      spaces += carrel_ascii_count (letters & carrel_ascii_shift (blanks, space != 0));
      space = carrel_ascii_has_last (blanks);
      if (letters)
        last = eight >> (56 - (__builtin_clzll (letters) & ~7)) & 0xff;
      p += 8;
    } else if (c < 0x80) {
      guint32 shown = !ascii->is_space[c];

      p++;
      counts += ascii->counts[c];
      chars += shown;
      spaces += shown & space;
      space = !shown;
      last = shown ? c : last;
    } else {
      c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      if (c == 0xa0) {
        space = TRUE;
        continue;
      }
      stops += is_stop (c);
      commas += is_comma (c);
      chars += 1 + is_ideograph (c);
      spaces += space;
      space = FALSE;
      last = c;
    }
  }
  piece->digits += counts >> DIGITS & MAX_COUNTED;
  piece->upper += counts >> UPPER & MAX_COUNTED;
  piece->stops += stops + (counts >> STOPS & MAX_COUNTED);
  piece->commas += commas + (counts >> COMMAS & MAX_COUNTED);
  piece->spaces += spaces;
  piece->chars += chars + spaces;
  self->last = last;
  self->space = space != 0;
  return p;
}

static void
measure_text (Measure *self, const CarrelNode *node)
{
  const char *p = node->text, *end = p + node->text_len;

  /* The space before the first character is none. */
  if (self->piece->chars == 0) {
    while (p < end && (g_ascii_isspace (*p) || *p == '\v' || carrel_text_starts (p, "\xc2\xa0")))
      p += 1 + (*p == '\xc2');
    self->space = FALSE;
    if (p < end)
      self->piece->begins = find_kind (g_utf8_get_char (p));
  }
  while (p < end)
    p = measure_part (self, p, end - p > MAX_COUNTED ? p + MAX_COUNTED : end);
}

static void
measure_piece (CarrelPieces *self, CarrelPiece *piece, const Declared *declared)
{
  Measure measure = { .piece = piece, .declared = declared, .gram = GRAM_INIT };
  guint32 grams;

  for (guint32 i = 0; i < piece->n; i++) {
    CarrelNode     *node = self->texts->pdata[piece->first + i];
    CarrelNodeInfo *info = carrel_extract_get_info (node->parent);
    guint32         before = piece->chars;

    measure_text (&measure, node);
    if (info->in_link)
      piece->link_chars += piece->chars - before;
    if (info->in_strong)
      piece->strong_chars += piece->chars - before;
  }
  piece->ends = measure.last ? find_kind (measure.last) : 0;
  if (!declared->any || piece->chars < GRAM || !may_share (self, piece, declared->any))
    return;
  for (guint32 i = 0; i < piece->n; i++)
    compare_text (&measure, self->texts->pdata[piece->first + i]);
  grams = measure.gram.n - MIN (measure.gram.n, GRAM - 1);
  piece->of_body = get_share (measure.body, grams);
  piece->of_note = get_share (measure.note, grams);
  piece->of_title = get_share (measure.title, grams);
}

/* What it says of itself. */
static void
read_piece (CarrelExtraction *self, CarrelPieces *pieces, CarrelPiece *piece)
{
  const char *byline =
      self->draft->byline && strlen (self->draft->byline) >= MIN_NAME ? self->draft->byline : NULL;
  gsize read = 0;

  for (guint32 i = 0; i < piece->n && read < MAX_READ; i++) {
    const CarrelNode *node = pieces->texts->pdata[piece->first + i];

    piece->phrases |= (guint8) carrel_extract_find_phrases (node->text);
    if (byline && node->text_len < MAX_READ && strstr (node->text, byline))
      piece->named = TRUE;
    read += node->text_len;
  }
}

static void
read_headings (CarrelPieces *pieces)
{
  guint8 phrases = 0;
  guint  since = 0;

  for (guint i = 0; i < pieces->pieces->len; i++) {
    CarrelPiece      *piece = &g_array_index (pieces->pieces, CarrelPiece, i);
    const CarrelNode *node = g_array_index (pieces->boxes, CarrelBox, piece->box).node;

    if (node->tag >= CARREL_TAG_H1 && node->tag <= CARREL_TAG_H6) {
      phrases = piece->phrases;
      since = 0;
    }
    piece->title_phrases = phrases;
    piece->since = (guint8) MIN (since++, G_MAXUINT8);
  }
}

void
carrel_pieces_measure (CarrelExtraction *self, CarrelPieces *pieces)
{
  g_autofree GramSet *body = NULL, *note = NULL, *title = NULL, *any = NULL;
  const GramSet      *all[3];
  Declared            declared = { 0 };

  if (gram_set_add (&body, self->json.body))
    declared.body = body;
  if (gram_set_add (&note, self->draft->excerpt) | gram_set_add (&note, self->json.excerpt))
    declared.note = note;
  if (gram_set_add (&title, self->draft->title))
    declared.title = title;
  all[0] = declared.body;
  all[1] = declared.note;
  all[2] = declared.title;
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    if (all[i] && !declared.any)
      declared.any = any = g_memdup2 (all[i], sizeof (GramSet));
    else if (all[i])
      for (gsize k = 0; k < sizeof any->bits; k++)
        any->bits[k] |= all[i]->bits[k];
  }
  pieces->has_body = declared.body != NULL;
  for (guint i = 0; i < pieces->pieces->len; i++) {
    CarrelPiece *piece = &g_array_index (pieces->pieces, CarrelPiece, i);

    measure_piece (pieces, piece, &declared);
    read_piece (self, pieces, piece);
  }
  read_headings (pieces);
}

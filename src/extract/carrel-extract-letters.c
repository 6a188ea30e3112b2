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

#define GRAM 12          /* letters in a row that are compared */
#define SAMPLED 4        /* of so many runs of a long piece one is looked at first */
#define MIN_SAMPLED 100  /* characters of a long one */
#define MIN_GRAM_BITS 12 /* of a hash of them … */
#define MAX_GRAM_BITS 17
#define SLOTS_PER_LETTER 128   /* … so that few of those that aren't there seem to be */
#define MAX_DECLARED (1 << 20) /* bytes of a declared text that is compared */
#define MAX_READ 2000          /* bytes of a piece that are looked at for words */
#define MIN_NAME 6             /* bytes of an author's name */
#define N_LETTERS 256          /* that are gathered at a time */

static gboolean
is_letter (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c);
  return c >= 0xc0 && !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x3000 && c <= 0x303f) &&
         !(c >= 0xff00 && c <= 0xff0f) && c != 0xfeff;
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
  guint64 counts[0x80];  /* DIGITS … COMMAS, 16 bits each */
  guint16 letters[0x80]; /* folded, and A_LETTER where it is one */
  guint8  is_space[0x80];
} Ascii;

enum {
  DIGITS = 0,
  UPPER = 16,
  STOPS = 32,
  COMMAS = 48,
};
#define A_LETTER 0x100
#define MAX_COUNTED 0xffff /* bytes whose sums have room */

static const Ascii *
get_ascii (void)
{
  static gsize once;
  static Ascii table;

  if (g_once_init_enter (&once)) {
    for (guchar c = 0; c < 0x80; c++) {
      table.letters[c] = (guint16) ((guchar) g_ascii_tolower ((char) c) |
                                    (g_ascii_isalnum ((char) c) ? A_LETTER : 0));
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

/* ── Runs of letters ── */

/* Letters in a row, a byte each, with the last ones before them. Other letters than ASCII are told
 * apart by a byte of their hash: twelve of them are enough. */
typedef struct {
  guint8 bytes[GRAM + N_LETTERS + 8];
  guint  n;
} Letters;

/* The next letters of a text. No branch tells them from the spaces between words, of which there
 * are too many to foresee. Returns how many runs there are now, each from one of the first bytes
 * on. */
static guint
gather_letters (Letters *self, const char **text, const char *end)
{
  const Ascii *ascii = get_ascii ();
  const char  *p = *text;
  guint        n = MIN (self->n, GRAM - 1);

  memmove (self->bytes, self->bytes + self->n - n, n);
  while (p < end && n < N_LETTERS) {
    gunichar c = (guchar) *p;
    guint64  eight = end - p >= 8 ? carrel_ascii_read (p) : CARREL_ASCII_MARKS;

    if (carrel_ascii_is (eight)) {
      for (guint i = 0; i < 8; i++, eight >>= 8) {
        guint letter = ascii->letters[eight & 0x7f];

        self->bytes[n] = (guint8) letter;
        n += letter / A_LETTER;
      }
      p += 8;
    } else if (c < 0x80) {
      guint letter = ascii->letters[c];

      p++;
      self->bytes[n] = (guint8) letter;
      n += letter / A_LETTER;
    } else {
      c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      self->bytes[n] = (guint8) (c * 0x9e3779b1u >> 24);
      n += is_letter (c);
    }
  }
  *text = p;
  self->n = n;
  return n >= GRAM ? n - GRAM + 1 : 0;
}

/* A set of runs, told by their hashes. */
typedef struct {
  guint   shift; /* 64, less the bits of a hash */
  guint64 bits[];
} GramSet;

static gsize
gram_set_count (guint shift)
{
  return (gsize) 1 << (64 - shift - 6);
}

static GramSet *
gram_set_new (guint shift)
{
  GramSet *self = g_malloc0 (sizeof (GramSet) + gram_set_count (shift) * sizeof (guint64));

  self->shift = shift;
  return self;
}

/* The number of the run that begins there. */
static inline guint
gram_set_find (const GramSet *self, const guint8 *run)
{
  guint64 first;
  guint32 rest;

  G_STATIC_ASSERT (sizeof first + sizeof rest == GRAM);
  memcpy (&first, run, sizeof first);
  memcpy (&rest, run + sizeof first, sizeof rest);
  return (guint) ((first ^ rest * G_GUINT64_CONSTANT (0xff51afd7ed558ccd)) *
                      G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >>
                  self->shift);
}

static inline gboolean
gram_set_has (const GramSet *self, guint at)
{
  return self->bits[at / 64] >> at % 64 & 1;
}

/* `set`: made where there is none. FALSE for a text too short to tell. */
static gboolean
gram_set_add (GramSet **set, guint shift, const char *text)
{
  Letters     letters = { .n = 0 };
  const char *end = text ? text + strnlen (text, MAX_DECLARED) : NULL;
  gboolean    tells = FALSE;

  if (text && !*set)
    *set = gram_set_new (shift);
  for (const char *p = text; p < end;) {
    guint n = gather_letters (&letters, &p, end);

    for (guint i = 0; i < n; i++) {
      guint at = gram_set_find (*set, letters.bytes + i);

      (*set)->bits[at / 64] |= (guint64) 1 << at % 64;
    }
    tells |= n > 1;
  }
  return tells;
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
  guint32         grams, body, note, title;
  gboolean        space;
} Measure;

/* Whether a piece may share letters with what is declared. In a long one only every fourth run is
 * looked at: what is shared, and says something of it, is longer than one run by three letters. */
static gboolean
may_share (const CarrelPieces *self, const CarrelPiece *piece, const GramSet *any)
{
  Letters letters = { .n = 0 };

  if (piece->chars < MIN_SAMPLED)
    return TRUE;
  for (guint32 k = 0; k < piece->n; k++) {
    const CarrelNode *node = self->texts->pdata[piece->first + k];

    for (const char *p = node->text, *end = p + node->text_len; p < end;) {
      guint n = gather_letters (&letters, &p, end);

      for (guint i = 0; i < n; i += SAMPLED)
        if (gram_set_has (any, gram_set_find (any, letters.bytes + i)))
          return TRUE;
    }
  }
  return FALSE;
}

/* How many of its letters stand in a row in what is declared. */
static void
compare_text (Measure *self, Letters *letters, const CarrelNode *node)
{
  const Declared *declared = self->declared;

  for (const char *p = node->text, *end = p + node->text_len; p < end;) {
    guint n = gather_letters (letters, &p, end);

    self->grams += n;
    for (guint i = 0; i < n; i++) {
      guint at = gram_set_find (declared->any, letters->bytes + i);

      if (!gram_set_has (declared->any, at))
        continue;
      self->body += declared->body && gram_set_has (declared->body, at);
      self->note += declared->note && gram_set_has (declared->note, at);
      self->title += declared->title && gram_set_has (declared->title, at);
    }
  }
}

/* As many whole sixteens from `p` as are ASCII; the byte before it is, too. Where they end. */
static const char *
measure_sixteens (CarrelPiece *piece, const char *p, const char *end)
{
  while (end - p >= (gssize) sizeof (CarrelBytes) && carrel_bytes_are_ascii (p)) {
    CarrelBytes digits = { 0 }, upper = { 0 }, stops = { 0 }, commas = { 0 }, chars = { 0 },
                spaces = { 0 };

    for (guint i = 0; i < CARREL_BYTES_MAX && end - p >= (gssize) sizeof (CarrelBytes) &&
                      carrel_bytes_are_ascii (p);
         i++, p += sizeof (CarrelBytes)) {
      CarrelBytes bytes = carrel_bytes_read (p), shown = ~carrel_bytes_find_spaces (bytes);

      digits -= carrel_bytes_find_range (bytes, '0', '9');
      upper -= carrel_bytes_find_range (bytes, 'A', 'Z');
      stops -= (CarrelBytes) (bytes == '.') | (CarrelBytes) (bytes == '!') |
               (CarrelBytes) (bytes == '?');
      commas -= (CarrelBytes) (bytes == ',') | (CarrelBytes) (bytes == ';');
      chars -= shown;
      spaces -= shown & carrel_bytes_find_spaces (carrel_bytes_read (p - 1));
    }
    piece->digits += carrel_bytes_sum (digits);
    piece->upper += carrel_bytes_sum (upper);
    piece->stops += carrel_bytes_sum (stops);
    piece->commas += carrel_bytes_sum (commas);
    piece->spaces += carrel_bytes_sum (spaces);
    piece->chars += carrel_bytes_sum (chars) + carrel_bytes_sum (spaces);
  }
  return p;
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

  while (p < end) {
    gunichar c = (guchar) *p;

    if (c < 0x80) {
      guint32 shown = !ascii->is_space[c];

      p++;
      counts += ascii->counts[c];
      chars += shown;
      spaces += shown & space;
      space = !shown;
      if (end - p >= (gssize) sizeof (CarrelBytes)) {
        p = measure_sixteens (piece, p, end);
        space = ascii->is_space[(guchar) p[-1]];
      }
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
    }
  }
  piece->digits += counts >> DIGITS & MAX_COUNTED;
  piece->upper += counts >> UPPER & MAX_COUNTED;
  piece->stops += stops + (counts >> STOPS & MAX_COUNTED);
  piece->commas += commas + (counts >> COMMAS & MAX_COUNTED);
  piece->spaces += spaces;
  piece->chars += chars + spaces;
  self->space = space != 0;
  return p;
}

/* What the texts of a piece end with; 0 where nothing is shown. */
static gunichar
find_last (const CarrelPieces *self, const CarrelPiece *piece)
{
  for (guint32 i = piece->n; i > 0; i--) {
    const CarrelNode *node = self->texts->pdata[piece->first + i - 1];
    const char       *p = node->text + node->text_len;

    while (p > node->text) {
      gunichar c;

      p = g_utf8_prev_char (p);
      c = g_utf8_get_char (p);
      if (c != 0xa0 && c != ' ' && !(c >= '\t' && c <= '\r'))
        return c;
    }
  }
  return 0;
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
  Measure  measure = { .piece = piece, .declared = declared };
  Letters  letters = { .n = 0 };
  gunichar last;

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
  last = find_last (self, piece);
  piece->ends = last ? find_kind (last) : 0;
  if (!declared->any || piece->chars < GRAM || !may_share (self, piece, declared->any))
    return;
  for (guint32 i = 0; i < piece->n; i++)
    compare_text (&measure, &letters, self->texts->pdata[piece->first + i]);
  piece->of_body = get_share (measure.body, measure.grams);
  piece->of_note = get_share (measure.note, measure.grams);
  piece->of_title = get_share (measure.title, measure.grams);
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

    if (carrel_node_is_heading (node)) {
      phrases = piece->phrases;
      since = 0;
    }
    piece->title_phrases = phrases;
    piece->since = (guint8) MIN (since++, G_MAXUINT8);
  }
}

/* Of sets for these texts. */
static guint
find_shift (const char *const *texts, gsize n)
{
  gsize longest = 0;
  guint bits;

  for (gsize i = 0; i < n; i++)
    longest = MAX (longest, texts[i] ? strnlen (texts[i], MAX_DECLARED) : 0);
  bits = g_bit_storage (longest * SLOTS_PER_LETTER);
  return 64 - CLAMP (bits, MIN_GRAM_BITS, MAX_GRAM_BITS);
}

void
carrel_pieces_measure (CarrelExtraction *self, CarrelPieces *pieces)
{
  const char *const   texts[] = { self->json.body, self->draft->excerpt, self->json.excerpt,
                                  self->draft->title };
  guint               shift = find_shift (texts, G_N_ELEMENTS (texts));
  g_autofree GramSet *body = NULL, *note = NULL, *title = NULL, *any = NULL;
  const GramSet      *all[3];
  Declared            declared = { 0 };

  if (gram_set_add (&body, shift, texts[0]))
    declared.body = body;
  if (gram_set_add (&note, shift, texts[1]) | gram_set_add (&note, shift, texts[2]))
    declared.note = note;
  if (gram_set_add (&title, shift, texts[3]))
    declared.title = title;
  all[0] = declared.body;
  all[1] = declared.note;
  all[2] = declared.title;
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    if (all[i] && !any)
      declared.any = any = gram_set_new (shift);
    for (gsize k = 0; all[i] && k < gram_set_count (shift); k++)
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

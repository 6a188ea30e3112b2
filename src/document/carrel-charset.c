/* carrel-charset.c: bytes of a page → UTF-8.
 *
 * Decoding is lexbor's, which has the WHATWG encodings and no others. What is ours is the choice: a
 * declared encoding where the bytes can be of it and read like text, else the guess of
 * carrel-charset-guess.c. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-charset.h"
#include "document/carrel-charset-private.h"

#include "base/carrel-ascii.h"

#include <glib/gi18n.h>
#include <lexbor/html/encoding.h>
#include <string.h>

#define PRESCAN                                                                                    \
  (16 * 1024) /* where a <meta> counts; the standard says 1024, and changes its mind when one      \
                 comes later */
#define MARK_SAMPLE (64 * 1024) /* bytes in which the zeros of UTF-16 are counted */
#define PLAUSIBLE 550           /* of a score: what is said is true, without another look */
#define MIN_MENDED (512 * 1024) /* bytes that are read, however small the text, … */
#define MAX_MENDS 4             /* … and times that a large one is: it was made UTF-8 as often */
#define BETTER 400              /* by so much a guess must read better than what is said */

/* ── Decoding ── */

static void
append_chars (GString *out, const lxb_codepoint_t *chars, gsize n, guint *n_bad)
{
  char *to;

  g_string_set_size (out, out->len + 4 * n); /* at most so much */
  to = out->str + out->len - 4 * n;
  for (gsize i = 0; i < n; i++) {
    gunichar c = chars[i];

    if (c > 0 && c < 0x80) {
      *to++ = (char) c;
      continue;
    }
    if (c == 0)
      continue;
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
      c = 0xfffd;
    *n_bad += c == 0xfffd;
    to += g_unichar_to_utf8 (c, to);
  }
  g_string_truncate (out, (gsize) (to - out->str));
}

/* (transfer full) */
static char *
dup_bytes (const guint8 *bytes, gsize len)
{
  char *text = g_malloc (len + 1);

  if (len > 0) /* no bytes: NULL is what GBytes gives */
    memcpy (text, bytes, len);
  text[len] = '\0';
  return text;
}

/* A character of each byte, of which those below 0x80 are ASCII. */
static gboolean
is_narrow (lxb_encoding_t encoding)
{
  switch (encoding) {
  case LXB_ENCODING_IBM866:
  case LXB_ENCODING_KOI8_R:
  case LXB_ENCODING_KOI8_U:
  case LXB_ENCODING_MACINTOSH:
  case LXB_ENCODING_X_MAC_CYRILLIC:
    return TRUE;
  default:
    return (encoding >= LXB_ENCODING_ISO_8859_10 && encoding <= LXB_ENCODING_ISO_8859_8_I) ||
           (encoding >= LXB_ENCODING_WINDOWS_1250 && encoding <= LXB_ENCODING_WINDOWS_874);
  }
}

/* Most bytes stay as they are, in long rows. */
static char *
decode_narrow (const lxb_encoding_data_t *encoding,
               const guint8              *bytes,
               gsize                      len,
               gsize                     *out_len,
               guint                     *n_bad)
{
  gunichar      chars[0x80];
  const guint8 *end = bytes + len;
  char         *out = g_malloc (3 * len + 1), *to = out;

  for (guint i = 0; i < G_N_ELEMENTS (chars); i++) {
    lxb_encoding_decode_t context;
    lxb_char_t            byte = (lxb_char_t) (0x80 + i);
    const lxb_char_t     *p = &byte;

    lxb_encoding_decode_init_single (&context, encoding);
    chars[i] = encoding->decode_single (&context, &p, p + 1);
    if (chars[i] > 0x10ffff)
      chars[i] = 0xfffd;
  }
  for (const guint8 *p = bytes; p < end;) {
    CarrelBytes read;

    if (end - p >= (gssize) sizeof read && carrel_bytes_are_ascii ((const char *) p) &&
        !memchr (p, 0, sizeof read)) {
      memcpy (to, p, sizeof read);
      p += sizeof read;
      to += sizeof read;
      continue;
    }
    if (*p >= 0x80) {
      gunichar c = chars[*p - 0x80];

      *n_bad += c == 0xfffd;
      to += g_unichar_to_utf8 (c, to);
    } else if (*p > 0) {
      *to++ = (char) *p;
    }
    p++;
  }
  *to = '\0';
  *out_len = (gsize) (to - out);
  return g_realloc (out, *out_len + 1);
}

char *
carrel_charset_decode_as (const lxb_encoding_data_t *encoding,
                          const guint8              *bytes,
                          gsize                      len,
                          gsize                     *out_len,
                          guint                     *n_bad)
{
  static const lxb_codepoint_t replacement = 0xfffd;
  lxb_codepoint_t              buffer[4096];
  lxb_encoding_decode_t        context;
  const lxb_char_t            *p = bytes, *end = len > 0 ? bytes + len : bytes;
  GString                     *out;
  lxb_status_t                 status;

  *n_bad = 0;
  /* Most pages: nothing to do. (A NUL isn't valid here.) */
  if (encoding->encoding == LXB_ENCODING_UTF_8 &&
      g_utf8_validate_len ((const char *) bytes, len, NULL)) {
    *out_len = len;
    return dup_bytes (bytes, len);
  }
  if (is_narrow (encoding->encoding))
    return decode_narrow (encoding, bytes, len, out_len, n_bad);
  out = g_string_sized_new (len + len / 2);
  lxb_encoding_decode_init (&context, encoding, buffer, G_N_ELEMENTS (buffer));
  lxb_encoding_decode_replace_set (&context, &replacement, 1);
  do {
    gboolean last;

    status = encoding->decode (&context, &p, end);
    last = status == LXB_STATUS_OK || (status == LXB_STATUS_CONTINUE && p >= end);
    if (last)
      lxb_encoding_decode_finish (&context);
    append_chars (out, buffer, lxb_encoding_decode_buf_used (&context), n_bad);
    lxb_encoding_decode_buf_used_set (&context, 0);
    if (last)
      break;
  } while (status == LXB_STATUS_SMALL_BUFFER);
  *out_len = out->len;
  return g_string_free (out, FALSE);
}

static const lxb_encoding_data_t *
find_encoding (const char *label, gsize len)
{
  const lxb_encoding_data_t *data;

  while (len > 0 && (g_ascii_isspace (*label) || *label == '"' || *label == '\'')) {
    label++;
    len--;
  }
  while (len > 0 &&
         (g_ascii_isspace (label[len - 1]) || label[len - 1] == '"' || label[len - 1] == '\''))
    len--;
  data = len > 0 ? lxb_encoding_data_by_pre_name ((const lxb_char_t *) label, len) : NULL;
  /* «replacement» stands for encodings that are dangerous; «x-user-defined» is none of text. */
  if (data &&
      (data->encoding == LXB_ENCODING_REPLACEMENT || data->encoding == LXB_ENCODING_X_USER_DEFINED))
    return NULL;
  return data;
}

/* <?xml version="1.0" encoding="koi8-r"?> */
static const lxb_encoding_data_t *
find_in_declaration (const guint8 *bytes, gsize len)
{
  g_autofree char *head = len > 5 && memcmp (bytes, "<?xml", 5) == 0
                              ? g_strndup ((const char *) bytes, MIN (len, 200))
                              : NULL;
  char            *end = head ? strstr (head, "?>") : NULL, *at;
  char             quote;

  if (!end)
    return NULL;
  *end = '\0';
  at = strstr (head, "encoding");
  at = at ? at + strlen ("encoding") + strspn (at + strlen ("encoding"), " =") : NULL;
  quote = at ? *at : '\0';
  if (quote != '"' && quote != '\'')
    return NULL;
  end = strchr (at + 1, quote);
  return end ? find_encoding (at + 1, (gsize) (end - at - 1)) : NULL;
}

/* The encoding that a <meta> near the start names. UTF-16 there is a lie: it was read as ASCII. */
static const lxb_encoding_data_t *
prescan (const guint8 *bytes, gsize len)
{
  const lxb_encoding_data_t *found = NULL;
  lxb_html_encoding_t        prescanner;

  if (len > 0 && lxb_html_encoding_init (&prescanner) == LXB_STATUS_OK) {
    if (lxb_html_encoding_determine (&prescanner, bytes, bytes + MIN (len, PRESCAN)) ==
        LXB_STATUS_OK) {
      lxb_html_encoding_entry_t *entry = lxb_html_encoding_meta_entry (&prescanner, 0);

      if (entry)
        found = find_encoding ((const char *) entry->name, (gsize) (entry->end - entry->name));
    }
    lxb_html_encoding_destroy (&prescanner, false);
  }
  if (!found)
    found = find_in_declaration (bytes, len);
  if (found &&
      (found->encoding == LXB_ENCODING_UTF_16BE || found->encoding == LXB_ENCODING_UTF_16LE))
    found = lxb_encoding_data (LXB_ENCODING_UTF_8);
  return found;
}

/* ── The choice ── */

static gboolean
has_high_bytes (const guint8 *bytes, gsize len)
{
  guint64 word;

  for (; len >= sizeof word; bytes += sizeof word, len -= sizeof word) {
    memcpy (&word, bytes, sizeof word);
    if (word & G_GUINT64_CONSTANT (0x8080808080808080))
      return TRUE;
  }
  for (gsize i = 0; i < len; i++)
    if (bytes[i] >= 0x80)
      return TRUE;
  return FALSE;
}

/* The bytes of the character at `p`; 0 where it isn't valid (The Unicode Standard, table 3-7). */
static guint
measure_char (const guint8 *p, const guint8 *end)
{
  guint  len = *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
  guint8 low = *p == 0xe0   ? 0xa0
               : *p == 0xf0 ? 0x90
                            : 0x80,
         high = *p == 0xed   ? 0x9f
                : *p == 0xf4 ? 0x8f
                             : 0xbf;

  if (*p < 0xc2 || *p > 0xf4 || (gsize) (end - p) < len || p[1] < low || p[1] > high)
    return 0;
  for (guint i = 2; i < len; i++)
    if ((p[i] & 0xc0) != 0x80)
      return 0;
  return len;
}

/* How many bytes are valid UTF-8, without NULs, and whether it is nothing but ASCII: most are
 * ASCII, which is passed by in pieces of 32. */
static gsize
measure_utf8 (const guint8 *bytes, gsize len, gboolean *ascii)
{
  const guint8 *p = bytes, *end = bytes + len;

  *ascii = TRUE;
  while (p < end) {
    guint n;

    while (end - p >= 32) {
      guint64 a = carrel_ascii_read ((const char *) p),
              b = carrel_ascii_read ((const char *) p + 8),
              c = carrel_ascii_read ((const char *) p + 16),
              d = carrel_ascii_read ((const char *) p + 24);
      guint64 none = (a - CARREL_ASCII_ONES) | (b - CARREL_ASCII_ONES) | (c - CARREL_ASCII_ONES) |
                     (d - CARREL_ASCII_ONES);

      /* A byte above 0x7f has the bit, and so has one that is 0 when 1 is taken off. */
      if ((a | b | c | d | none) & CARREL_ASCII_MARKS)
        break;
      p += 32;
    }
    for (const guint8 *stop = MIN (p + 32, end); p < stop && *p < 0x80 && *p > 0;)
      p++;
    if (p == end || (*p < 0x80 && *p > 0))
      continue;
    n = *p == 0 ? 0 : measure_char (p, end);
    *ascii = FALSE;
    if (n == 0)
      break;
    p += n;
  }
  return (gsize) (p - bytes);
}

/* Valid as UTF-8, but for a character cut off at the very end; `as_is`: and without NULs. */
static gboolean
is_utf8 (const guint8 *bytes, gsize len, gboolean *as_is)
{
  gsize    all = len, valid;
  gboolean ascii;

  while (len > 0 && bytes[len - 1] == 0)
    len--;
  valid = measure_utf8 (bytes, len, &ascii);
  if (valid == len) {
    *as_is = len == all;
    return TRUE;
  }
  return g_utf8_get_char_validated ((const char *) bytes + valid, (gssize) (len - valid)) ==
         (gunichar) -2;
}

/* Characters of several bytes, with few bytes among them that are none: pages are put together from
 * parts. */
static gboolean
is_mostly_utf8 (const guint8 *bytes, gsize len)
{
  const char *p = (const char *) bytes, *end = p + len, *stop;
  gsize       good = 0, bad = 0;

  while (p < end) {
    g_utf8_validate_len (p, (gsize) (end - p), &stop);
    for (; p < stop; p++)
      good += ((guchar) *p & 0xc0) == 0xc0;
    if (p < end) {
      bad += *p != '\0';
      p++;
    }
    if (bad > 100 && bad > good)
      return FALSE;
  }
  return good > 0 && bad * 4 <= good;
}

/* The bytes that are no UTF-8 stand by themselves, beside no letter: signs such as that of a
 * currency, which say nothing of what the letters are. `good`: there are characters of several
 * bytes as well. */
static gboolean
has_only_signs (const guint8 *bytes, gsize len, gboolean *good)
{
  const char *start = (const char *) bytes, *p = start, *end = start + len, *stop;

  *good = FALSE;
  while (p < end) {
    g_utf8_validate_len (p, (gsize) (end - p), &stop);
    for (; p < stop && !*good; p++)
      *good = (guchar) *p >= 0x80;
    p = stop;
    if (p == end)
      break;
    if (*p != '\0' && ((p > start && ((guchar) p[-1] >= 0x80 || g_ascii_isalpha (p[-1]))) ||
                       (p + 1 < end && ((guchar) p[1] >= 0x80 || g_ascii_isalpha (p[1])))))
      return FALSE;
    p++;
  }
  return TRUE;
}

/* UTF-16 without a mark, by the zeros that ASCII leaves in every second place. NULL for anything
 * else. */
static const lxb_encoding_data_t *
find_utf16 (const guint8 *bytes, gsize len)
{
  gsize zeros[2] = { 0, 0 }, n, controls = 0;
  guint high; /* where the upper half of each character stands */

  n = MIN (len, MARK_SAMPLE) & ~(gsize) 1;
  for (gsize i = 0; i < n; i++)
    zeros[i & 1] += bytes[i] == 0;
  high = zeros[1] > zeros[0] ? 1 : 0;
  if (n < 8 || zeros[high] * 50 < n || zeros[!high] * 4 > zeros[high])
    return NULL;
  for (gsize i = 0; i < n; i += 2) {
    guint c = (guint) bytes[i + high] << 8 | bytes[i + !high];

    controls += (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') || c >= 0xfffe ||
                (c >= 0xe000 && c < 0xf900) || (c >= 0x7f && c < 0xa0);
  }
  return controls * 100 <= n
             ? lxb_encoding_data (high == 1 ? LXB_ENCODING_UTF_16LE : LXB_ENCODING_UTF_16BE)
             : NULL;
}

/* ISO-2022-JP switches to Japanese and back by escapes, in bytes of ASCII. */
static gboolean
has_escapes (const guint8 *bytes, gsize len)
{
  const guint8 *p = bytes, *end = bytes + len;

  while ((p = memchr (p, 0x1b, (gsize) (end - p)))) {
    const guint8 *text = p + 3;

    if (end - p < 8)
      return FALSE;
    if (p[1] == '$' && (p[2] == 'B' || p[2] == '@')) {
      while (text < end && *text >= 0x21 && *text <= 0x7e)
        text++;
      if (text > p + 3 && ((text - p - 3) & 1) == 0 && text + 2 < end && *text == 0x1b &&
          (text[1] == '(' || text[1] == '$'))
        return TRUE;
    }
    p++;
  }
  return FALSE;
}

static gboolean
is_utf16 (const lxb_encoding_data_t *encoding)
{
  return encoding && (encoding->encoding == LXB_ENCODING_UTF_16BE ||
                      encoding->encoding == LXB_ENCODING_UTF_16LE);
}

/* How much the bytes read like text in what somebody says they are; G_MININT: not at all. */
static int
judge (const lxb_encoding_data_t *said, const guint8 *bytes, gsize len)
{
  gsize            decoded_len;
  guint            n_bad;
  g_autofree char *text = carrel_charset_decode_as (said, bytes, len, &decoded_len, &n_bad);
  int              score;

  /* A few broken characters in a long page don't make it another encoding. */
  if (n_bad > 0 && n_bad * 200 >= decoded_len)
    return G_MININT;
  score = carrel_charset_score (said, bytes, len);
  return score == G_MININT ? PLAUSIBLE : score;
}

/* ASCII that is the same in any encoding: nothing in it shifts to other letters. */
static gboolean
is_same_in_all (const guint8 *bytes, gsize len)
{
  return !memchr (bytes, 0x1b, len) && !memchr (bytes, 0x0e, len) && !memchr (bytes, 0x0f, len);
}

/* `as_is`: the bytes are valid UTF-8 already, and mean the same in the encoding. `named`: which it
 * is is asked for, also where it makes no difference. */
static const lxb_encoding_data_t *
choose (const guint8 *bytes, gsize len, const char *declared, gboolean named, gboolean *as_is)
{
  const lxb_encoding_data_t *said[2] = { declared ? find_encoding (declared, strlen (declared))
                                                  : NULL,
                                         NULL },
                            *first, *best = NULL, *guessed;
  int      best_score = G_MININT, guessed_score;
  gboolean ascii, good;

  if (len == 0) /* and maybe no address either */
    return lxb_encoding_data (LXB_ENCODING_UTF_8);
  /* Most pages, told in one look: text of another encoding is hardly ever valid UTF-8 by chance. */
  if (!is_utf16 (said[0]) && measure_utf8 (bytes, len, &ascii) == len &&
      (!ascii || (!named && is_same_in_all (bytes, len)))) {
    *as_is = TRUE;
    return lxb_encoding_data (LXB_ENCODING_UTF_8);
  }
  if (memchr (bytes, 0, MIN (len, MARK_SAMPLE)) || is_utf16 (said[0])) {
    const lxb_encoding_data_t *wide = find_utf16 (bytes, len);

    if (wide)
      return wide;
    if (is_utf16 (said[0]) && memchr (bytes, 0, len))
      return said[0];
  }
  if (!has_high_bytes (bytes, len)) {
    first = said[0] ? said[0] : prescan (bytes, len);
    if (first && first->encoding == LXB_ENCODING_ISO_2022_JP)
      return first;
    if (has_escapes (bytes, len))
      return lxb_encoding_data (LXB_ENCODING_ISO_2022_JP);
    *as_is = len > 0 && !memchr (bytes, 0, len);
    return first && !is_utf16 (first) ? first : lxb_encoding_data (LXB_ENCODING_UTF_8);
  }

  if (is_utf8 (bytes, len, as_is) || is_mostly_utf8 (bytes, len))
    return lxb_encoding_data (LXB_ENCODING_UTF_8);
  said[1] = prescan (bytes, len);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    int score = said[i] && !is_utf16 (said[i]) && said[i]->encoding != LXB_ENCODING_UTF_8
                    ? judge (said[i], bytes, len)
                    : G_MININT;

    if (score >= PLAUSIBLE)
      return said[i];
    if (score > best_score) {
      best_score = score;
      best = said[i];
    }
  }
  if (!best && has_only_signs (bytes, len, &good))
    return lxb_encoding_data (good ? LXB_ENCODING_UTF_8 : LXB_ENCODING_WINDOWS_1252);
  guessed = carrel_charset_guess (bytes, len, &guessed_score);
  return best && (guessed_score < BETTER || guessed_score < best_score + BETTER) ? best : guessed;
}

/* ── Mixed pages ── */

/* UTF-8 in which other bytes stand: a broken character is one U+FFFD, a byte by itself the letter
 * that it is in windows-1252. */
static char *
decode_mixed (const guint8 *bytes, gsize len, gsize *out_len)
{
  GString      *out = g_string_sized_new (len + 16);
  const guint8 *p = bytes, *end = bytes + len;

  while (p < end) {
    const char *stop;

    g_utf8_validate_len ((const char *) p, (gsize) (end - p), &stop);
    g_string_append_len (out, (const char *) p, stop - (const char *) p);
    p = (const guint8 *) stop;
    if (p >= end)
      break;
    if (*p == 0) {
      p++;
    } else if (*p >= 0xc2 && (p + 1 == end || (p[1] & 0xc0) == 0x80)) {
      g_string_append (out, "\xef\xbf\xbd");
      for (p++; p < end && (*p & 0xc0) == 0x80; p++)
        ;
    } else {
      gunichar c = *p >= 0xa0 ? *p : carrel_charset_upper[*p - 0x80];

      g_string_append_unichar (out, c ? c : 0xfffd);
      p++;
    }
  }
  *out_len = out->len;
  return g_string_free (out, FALSE);
}

char *
carrel_charset_decode (
    const guint8 *bytes, gsize len, const char *declared, const char **name, gsize *out_len)
{
  char *text = carrel_charset_decode_other (bytes, len, declared, name, out_len);

  return text ? text : dup_bytes (bytes, len);
}

/* In a page of another encoding, too, parts may be UTF-8, and so is what was made of it more than
 * twice: until nothing changes, or as much was read as is worth it. `text` is taken. */
static char *
mend (char *text, gsize *len)
{
  gsize room = MAX (MIN_MENDED, MAX_MENDS * *len);

  while (room >= *len) {
    char *mended;

    room -= *len;
    mended = carrel_charset_mend_twice ((const guint8 *) text, *len, len);
    if (!mended)
      break;
    g_free (text);
    text = mended;
  }
  return text;
}

char *
carrel_charset_decode_other (
    const guint8 *bytes, gsize len, const char *declared, const char **name, gsize *out_len)
{
  const lxb_encoding_data_t *encoding;
  gboolean                   as_is = FALSE;
  char                      *text;
  guint                      n_bad;

  if (len >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0) {
    encoding = lxb_encoding_data (LXB_ENCODING_UTF_8);
    bytes += 3;
    len -= 3;
  } else if (len >= 2 &&
             (memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0)) {
    encoding = lxb_encoding_data (bytes[0] == 0xff ? LXB_ENCODING_UTF_16LE : LXB_ENCODING_UTF_16BE);
    bytes += 2;
    len -= 2;
  } else {
    encoding = choose (bytes, len, declared, name != NULL, &as_is);
  }
  if (name)
    *name = (const char *) encoding->name;
  *out_len = len;
  if (as_is)
    text = carrel_charset_mend_twice (bytes, len, out_len);
  else if (encoding->encoding == LXB_ENCODING_UTF_8 &&
           !g_utf8_validate_len ((const char *) bytes, len, NULL))
    text = decode_mixed (bytes, len, out_len);
  else
    text = carrel_charset_decode_as (encoding, bytes, len, out_len, &n_bad);
  return text ? mend (text, out_len) : NULL;
}

/* ── Binary data ── */

static const struct {
  guint8      offset, len;
  const char *magic, *what;
} magics[] = {
  { 0, 5, "%PDF-", N_ ("PDF") },
  { 0, 8, "\x89PNG\r\n\x1a\n", N_ ("image") },
  { 0, 3, "\xff\xd8\xff", N_ ("image") },
  { 0, 4, "GIF8", N_ ("image") },
  { 8, 4, "WEBP", N_ ("image") },
  { 4, 8, "ftypavif", N_ ("image") },
  { 4, 8, "ftypheic", N_ ("image") },
  { 0, 4, "II*\0", N_ ("image") },
  { 0, 4, "MM\0*", N_ ("image") },
  { 4, 4, "ftyp", N_ ("video") },
  { 0, 4, "\x1a\x45\xdf\xa3", N_ ("video") },
  { 0, 4, "OggS", N_ ("audio") },
  { 0, 3, "ID3", N_ ("audio") },
  { 0, 4, "fLaC", N_ ("audio") },
  { 8, 4, "WAVE", N_ ("audio") },
  { 0, 4, "PK\x03\x04", N_ ("archive") },
  { 0, 2, "\x1f\x8b", N_ ("archive") },
  { 0, 6, "7z\xbc\xaf\x27\x1c", N_ ("archive") },
  { 0, 4, "Rar!", N_ ("archive") },
  { 0, 4, "\x28\xb5\x2f\xfd", N_ ("archive") },
  { 0, 6,
    "\xfd"
    "7zXZ\0",
    N_ ("archive") },
  { 0, 4,
    "\x7f"
    "ELF",
    N_ ("program") },
  { 0, 4, "MZ\x90\0", N_ ("program") },
  { 0, 15, "SQLite format 3", N_ ("database") },
};

/* Controls but for those that texts have: ends of lines, tabs, backspaces, and escapes. */
static guint
count_controls (const guint8 *bytes, gsize len)
{
  gsize i = 0;
  guint n = 0;

  for (CarrelBytes sums; len - i >= sizeof sums;) {
    sums = (CarrelBytes) { 0 };
    for (guint k = 0; k < CARREL_BYTES_MAX && len - i >= sizeof sums; k++, i += sizeof sums) {
      CarrelBytes read = carrel_bytes_read ((const char *) bytes + i);

      sums -= (carrel_bytes_find_range (read, 0, 0x1f) & ~carrel_bytes_find_range (read, 8, 13) &
               ~(CarrelBytes) (read == 0x1b)) |
              (CarrelBytes) (read == 0x7f);
    }
    n += carrel_bytes_sum (sums);
  }
  for (; i < len; i++)
    n += (bytes[i] < 0x20 && !(bytes[i] >= 8 && bytes[i] <= 13) && bytes[i] != 0x1b) ||
         bytes[i] == 0x7f;
  return n;
}

gboolean
carrel_charset_is_binary (const guint8 *bytes, gsize len, const char **what)
{
  gsize n = MIN (len, 4096);

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (len >= (gsize) magics[i].offset + magics[i].len &&
        memcmp (bytes + magics[i].offset, magics[i].magic, magics[i].len) == 0) {
      if (what)
        *what = magics[i].what;
      return TRUE;
    }
  if (len >= 2 && (memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0))
    return FALSE;
  /* UTF-16 without a mark: every second byte of ASCII is NUL. */
  if (n > 0 && memchr (bytes, 0, n) && find_utf16 (bytes, n))
    return FALSE;
  if (n > 0 && (gsize) count_controls (bytes, n) * 100 > n * 3) {
    if (what)
      *what = N_ ("binary data");
    return TRUE;
  }
  return FALSE;
}

/* carrel-charset.c: bytes of a page → UTF-8.
 *
 * Decoding is lexbor's, which has the WHATWG encodings and no others. What is ours is the choice:
 * the declared encoding where it can be true, else the one whose reading of the bytes looks most like
 * text. «Looks like» counts, for each candidate, characters that are common in what is written with it
 * and takes off for those that are not: enough to tell the legacy encodings apart on a paragraph.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-charset.h"

#include <glib/gi18n.h>
#include <lexbor/encoding/encoding.h>
#include <lexbor/html/encoding.h>
#include <string.h>

#define SAMPLE (64 * 1024) /* bytes that a guess looks at */
#define PRESCAN 1024       /* where a <meta> counts, by the HTML standard */

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

/* Counts what could not be decoded in `n_bad`. */
static char *
decode (const lxb_encoding_data_t *encoding, const guint8 *bytes, gsize len, gsize *out_len, guint *n_bad)
{
  static const lxb_codepoint_t replacement = 0xfffd;
  lxb_codepoint_t buffer[4096];
  lxb_encoding_decode_t context;
  const lxb_char_t *p = bytes, *end = len > 0 ? bytes + len : bytes;
  GString *out;
  lxb_status_t status;

  *n_bad = 0;
  /* Most pages: nothing to do. (A NUL isn't valid here.) */
  if (encoding->encoding == LXB_ENCODING_UTF_8 && g_utf8_validate_len ((const char *) bytes, len, NULL)) {
    *out_len = len;
    return bytes ? g_strndup ((const char *) bytes, len) : g_strdup (""); /* no bytes: NULL is what GBytes gives */
  }
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
  while (len > 0 && (g_ascii_isspace (label[len - 1]) || label[len - 1] == '"' || label[len - 1] == '\''))
    len--;
  data = len > 0 ? lxb_encoding_data_by_pre_name ((const lxb_char_t *) label, len) : NULL;
  /* «replacement» stands for encodings that are dangerous; «x-user-defined» is none of text. */
  if (data && (data->encoding == LXB_ENCODING_REPLACEMENT || data->encoding == LXB_ENCODING_X_USER_DEFINED))
    return NULL;
  return data;
}

/* The encoding that a <meta> in the first kilobyte names. UTF-16 there is a lie: it was read as ASCII. */
static const lxb_encoding_data_t *
prescan (const guint8 *bytes, gsize len)
{
  const lxb_encoding_data_t *found = NULL;
  lxb_html_encoding_t prescanner;

  if (len > 0 && lxb_html_encoding_init (&prescanner) == LXB_STATUS_OK) {
    if (lxb_html_encoding_determine (&prescanner, bytes, bytes + MIN (len, PRESCAN)) == LXB_STATUS_OK) {
      lxb_html_encoding_entry_t *entry = lxb_html_encoding_meta_entry (&prescanner, 0);

      if (entry)
        found = find_encoding ((const char *) entry->name, (gsize) (entry->end - entry->name));
    }
    lxb_html_encoding_destroy (&prescanner, false);
  }
  if (found && (found->encoding == LXB_ENCODING_UTF_16BE || found->encoding == LXB_ENCODING_UTF_16LE))
    found = lxb_encoding_data (LXB_ENCODING_UTF_8);
  return found;
}

/* ── Guessing ── */

static gboolean
is_common_han (gunichar c)
{
  /* The dozens of characters that make a fifth to a third of any Chinese or Japanese text. */
  static const gunichar common[] = {
    0x7684, 0x4e00, 0x662f, 0x4e0d, 0x4e86, 0x5728, 0x4eba, 0x6709, 0x6211, 0x4ed6, 0x8fd9, 0x9019, 0x4e2a, 0x500b, 0x4eec, 0x5011, 0x4e2d, 0x6765,
    0x4f86, 0x4e0a, 0x5927, 0x4e3a, 0x70ba, 0x548c, 0x56fd, 0x570b, 0x5730, 0x5230, 0x4ee5, 0x8bf4, 0x8aaa, 0x65f6, 0x6642, 0x8981, 0x5c31, 0x51fa,
    0x4f1a, 0x6703, 0x53ef, 0x4e5f, 0x4f60, 0x5bf9, 0x5c0d, 0x751f, 0x80fd, 0x800c, 0x5b50, 0x90a3, 0x5f97, 0x4e8e, 0x65bc, 0x7740, 0x4e0b, 0x81ea,
    0x4e4b, 0x5e74, 0x8fc7, 0x904e, 0x53d1, 0x767c, 0x540e, 0x5f8c, 0x4f5c, 0x91cc, 0x88e1, 0x65e5, 0x672c, 0x6708, 0x884c, 0x65b0, 0x5b66, 0x5b78,
  };

  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    if (common[i] == c)
      return TRUE;
  return FALSE;
}

typedef enum { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_GREEK, SCRIPT_HEBREW, SCRIPT_ARABIC, SCRIPT_THAI, SCRIPT_CHINESE, SCRIPT_JAPANESE, SCRIPT_KOREAN } Script;

static const struct {
  lxb_encoding_t encoding;
  Script         script;
} candidates[] = {
  { LXB_ENCODING_WINDOWS_1252, SCRIPT_LATIN },   { LXB_ENCODING_WINDOWS_1250, SCRIPT_LATIN },  { LXB_ENCODING_WINDOWS_1254, SCRIPT_LATIN },
  { LXB_ENCODING_WINDOWS_1251, SCRIPT_CYRILLIC },{ LXB_ENCODING_KOI8_R, SCRIPT_CYRILLIC },     { LXB_ENCODING_WINDOWS_1253, SCRIPT_GREEK },
  { LXB_ENCODING_WINDOWS_1255, SCRIPT_HEBREW },  { LXB_ENCODING_WINDOWS_1256, SCRIPT_ARABIC }, { LXB_ENCODING_WINDOWS_874, SCRIPT_THAI },
  { LXB_ENCODING_GB18030, SCRIPT_CHINESE },      { LXB_ENCODING_BIG5, SCRIPT_CHINESE },        { LXB_ENCODING_SHIFT_JIS, SCRIPT_JAPANESE },
  { LXB_ENCODING_EUC_JP, SCRIPT_JAPANESE },      { LXB_ENCODING_EUC_KR, SCRIPT_KOREAN },
};

/* How much `c`, after `before`, speaks for text in this script: about 10 for what is common in it. */
static int
score_char (Script script, gunichar c, gunichar before)
{
  gboolean in_word = g_unichar_isalpha (before);

  if (c == 0xfffd || (c >= 0x80 && c < 0xa0) || (c >= 0xe000 && c < 0xf900))
    return -60;
  /* A word doesn't change its alphabet in the middle. */
  if (script != SCRIPT_LATIN && script < SCRIPT_THAI && g_ascii_isalpha ((char) MIN (before, 127)) && g_unichar_isalpha (c))
    return -14;
  switch (script) {
  case SCRIPT_LATIN:
    if (!g_unichar_isalpha (c))
      return c == 0xa0 || c == 0xab || c == 0xbb || c == 0xb7 || c == 0xa9 || (c >= 0x2013 && c <= 0x2026) ? 4 : -4;
    /* A capital within a word is another script's letter read wrongly, as are two accents side by side. */
    if (in_word && g_unichar_isupper (c) && g_unichar_islower (before))
      return -10;
    if (before >= 0x80 && g_unichar_isalpha (before))
      return -6;
    return g_unichar_islower (c) ? 6 : 3;
  case SCRIPT_CYRILLIC:
    if (c < 0x400 || c > 0x4ff)
      return g_unichar_isalpha (c) ? -8 : -2;
    if (in_word && g_unichar_isupper (c) && g_unichar_islower (before))
      return -12;
    return c >= 0x430 && c <= 0x44f ? 8 : c <= 0x42f && c >= 0x410 ? 2 : -3;
  case SCRIPT_GREEK:
    return c >= 0x370 && c <= 0x3ff ? (in_word && g_unichar_isupper (c) && g_unichar_islower (before) ? -12 : 7) : -6;
  case SCRIPT_HEBREW:
    /* The same bytes are small Cyrillic letters; but Cyrillic also has «ы», «ь», «я», which are none here. */
    return c >= 0x5d0 && c <= 0x5ea ? 9 : -6;
  case SCRIPT_ARABIC:
    return c >= 0x621 && c <= 0x652 ? 7 : c >= 0x660 && c <= 0x6ff ? 2 : -6;
  case SCRIPT_THAI:
    return c >= 0xe01 && c <= 0xe4e ? 6 : -6;
  case SCRIPT_CHINESE:
    if (is_common_han (c))
      return 40;
    return (c >= 0x4e00 && c <= 0x9fff) || c == 0x3001 || c == 0x3002 || c == 0xff0c || (c >= 0x300a && c <= 0x300d) ? 6 : -8;
  case SCRIPT_JAPANESE:
    if (c >= 0x3041 && c <= 0x30fe)
      return 20;
    if (c >= 0xff61 && c <= 0xff9f) /* half-width kana: what other bytes look like in Shift_JIS */
      return -12;
    return (c >= 0x4e00 && c <= 0x9fff) || c == 0x3001 || c == 0x3002 ? 8 : -6;
  case SCRIPT_KOREAN:
  default:
    return c >= 0xac00 && c <= 0xd7a3 ? 12 : c >= 0x4e00 && c <= 0x9fff ? -6 : -4;
  }
}

/* Mean score of the bytes over 127, so that an encoding of two bytes a character has no advantage; or G_MININT for bytes that can't be of this encoding. */
static int
score_encoding (guint i, const guint8 *bytes, gsize len)
{
  gsize decoded_len;
  guint n_bad, n = 0;
  gint64 sum = 0;
  gunichar before = ' ';
  g_autofree char *text = decode (lxb_encoding_data (candidates[i].encoding), bytes, len, &decoded_len, &n_bad);

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);

    if (c >= 0x80) {
      sum += score_char (candidates[i].script, c, before);
      n += candidates[i].script >= SCRIPT_CHINESE ? 2 : 1;
    }
    before = c;
  }
  return n == 0 || n_bad * 50 > n ? G_MININT : (int) (sum * 100 / n);
}

static const lxb_encoding_data_t *
guess (const guint8 *bytes, gsize len)
{
  int best = G_MININT;
  guint chosen = 0;

  len = MIN (len, SAMPLE);
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++) {
    int score = score_encoding (i, bytes, len);

    if (score > best) {
      best = score;
      chosen = i;
    }
  }
  return lxb_encoding_data (candidates[chosen].encoding);
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

/* Valid as UTF-8, but for a character cut off at the very end; `as_is`: and without NULs. */
static gboolean
is_utf8 (const guint8 *bytes, gsize len, gboolean *as_is)
{
  const char *stop;
  gsize all = len;

  while (len > 0 && bytes[len - 1] == 0)
    len--;
  if (g_utf8_validate_len ((const char *) bytes, len, &stop)) {
    *as_is = len == all;
    return TRUE;
  }
  return g_utf8_get_char_validated (stop, (gssize) len - (stop - (const char *) bytes)) == (gunichar) -2;
}

/* `as_is`: the bytes are valid UTF-8 already, and mean the same in the encoding. */
static const lxb_encoding_data_t *
choose (const guint8 *bytes, gsize len, const char *declared, gboolean *as_is)
{
  const lxb_encoding_data_t *said = declared ? find_encoding (declared, strlen (declared)) : NULL;
  gsize decoded_len;
  guint n_bad;

  if (!said)
    said = prescan (bytes, len);

  /* ISO-2022-JP is all ASCII bytes: only its being said tells. */
  if (said && said->encoding == LXB_ENCODING_ISO_2022_JP)
    return said;
  if (said && (said->encoding == LXB_ENCODING_UTF_16BE || said->encoding == LXB_ENCODING_UTF_16LE)) {
    if (memchr (bytes, 0, len))
      return said;
    said = NULL;
  }
  if (!has_high_bytes (bytes, len)) {
    *as_is = len > 0 && !memchr (bytes, 0, len);
    return said ? said : lxb_encoding_data (LXB_ENCODING_UTF_8);
  }

  /* Text of another encoding is hardly ever valid UTF-8 by chance. */
  if (is_utf8 (bytes, len, as_is))
    return lxb_encoding_data (LXB_ENCODING_UTF_8);
  if (said) {
    g_autofree char *text = decode (said, bytes, len, &decoded_len, &n_bad);

    /* A few broken characters in a long page don't make it another encoding. */
    if (n_bad == 0 || n_bad * 200 < decoded_len)
      return said;
  }
  return guess (bytes, len);
}

char *
carrel_charset_decode (const guint8 *bytes, gsize len, const char *declared, const char **name, gsize *out_len)
{
  const lxb_encoding_data_t *encoding;
  gboolean as_is = FALSE;
  guint n_bad;

  if (len >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0) {
    encoding = lxb_encoding_data (LXB_ENCODING_UTF_8);
    bytes += 3;
    len -= 3;
  } else if (len >= 2 && (memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0)) {
    encoding = lxb_encoding_data (bytes[0] == 0xff ? LXB_ENCODING_UTF_16LE : LXB_ENCODING_UTF_16BE);
    bytes += 2;
    len -= 2;
  } else {
    encoding = choose (bytes, len, declared, &as_is);
  }
  if (name)
    *name = (const char *) encoding->name;
  if (as_is) {
    char *text = g_malloc (len + 1);

    memcpy (text, bytes, len);
    text[len] = '\0';
    *out_len = len;
    return text;
  }
  return decode (encoding, bytes, len, out_len, &n_bad);
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
  { 0, 6, "\xfd" "7zXZ\0", N_ ("archive") },
  { 0, 4, "\x7f" "ELF", N_ ("program") },
  { 0, 4, "MZ\x90\0", N_ ("program") },
  { 0, 15, "SQLite format 3", N_ ("database") },
};

gboolean
carrel_charset_is_binary (const guint8 *bytes, gsize len, const char **what)
{
  gsize n = MIN (len, 4096), n_control = 0, n_nul = 0;

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (len >= (gsize) magics[i].offset + magics[i].len && memcmp (bytes + magics[i].offset, magics[i].magic, magics[i].len) == 0) {
      if (what)
        *what = _ (magics[i].what);
      return TRUE;
    }
  if (len >= 2 && (memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0))
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    n_nul += bytes[i] == 0;
    n_control += (bytes[i] < 0x20 && (bytes[i] == 0 || !strchr ("\t\n\f\r\x1b\x0b\x08", bytes[i]))) || bytes[i] == 0x7f;
  }
  /* UTF-16 without a mark: every second byte of Latin text is NUL. */
  if (n_nul * 5 > n * 2 && n_nul * 5 < n * 3 && n_control <= n_nul + n / 50)
    return FALSE;
  if (n_control * 100 > n * 3) {
    if (what)
      *what = _ ("binary data");
    return TRUE;
  }
  return FALSE;
}

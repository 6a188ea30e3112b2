/* carrel-charset-twice.c: text that was made UTF-8 twice, as it was meant.
 *
 * A program that takes UTF-8 for windows-1252 (or Latin-1) and writes it as UTF-8 again makes «â€™»
 * of «’». With Latin-1 it leaves control characters that no text has, a sure sign; without them it
 * is believed where it comes often, and oftener than the signs as they should be: an article about
 * such letters has both. Any thread; one pass.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-charset-private.h"

#include <string.h>

#define MIN_TIMES 5 /* of «â€» with a third sign */

const guint16 carrel_charset_upper[32] = { 0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
                                           0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
                                           0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d,
                                           0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
                                           0x0153, 0,      0x017e, 0x0178 };

/* The byte that was taken for the character at `p`, and how long that is; 0 where it is none over
 * 127. */
static guint8
get_byte (const guint8 *p, const guint8 *end, guint *len)
{
  gunichar c;

  if (end - p >= 2 && (*p == 0xc2 || *p == 0xc3)) {
    *len = 2;
    return (guint8) (p[1] + (*p == 0xc3 ? 0x40 : 0));
  }
  if (p == end || *p < 0xc5 || (*p > 0xcb && *p != 0xe2))
    return 0;
  *len = *p == 0xe2 ? 3 : 2;
  if (end - p < (gssize) *len)
    return 0;
  c = g_utf8_get_char ((const char *) p);
  for (guint8 i = 0; i < G_N_ELEMENTS (carrel_charset_upper); i++)
    if (carrel_charset_upper[i] == c)
      return 0x80 + i;
  return 0;
}

/* The bytes of the sequence that begins there, as they were; 0 where none does. `n`: how many they
 * are; `control`: whether one of them stands there as a control character. */
static gsize
read_sequence (const guint8 *p, const guint8 *end, guint8 *bytes, guint *n, gboolean *control)
{
  const guint8 *start = p;
  guint         len = 0, want;

  bytes[0] = get_byte (p, end, &len);
  if (bytes[0] < 0xc2 || bytes[0] > 0xf4)
    return 0;
  want = bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
  *control = FALSE;
  for (*n = 1, p += len; *n < want; (*n)++, p += len) {
    bytes[*n] = get_byte (p, end, &len);
    if (bytes[*n] < 0x80 || bytes[*n] > 0xbf)
      return 0;
    *control |= *p == 0xc2 && p[1] < 0xa0;
  }
  return g_utf8_validate ((const char *) bytes, (gssize) want, NULL) ? (gsize) (p - start) : 0;
}

/* Control characters that nobody writes: those of a sequence are more than those that aren't. */
static gboolean
has_controls (const guint8 *bytes, gsize len)
{
  const guint8 *end = bytes + len, *p = bytes;
  gsize         n_good = 0, n_other = 0;

  while ((p = memchr (p, 0xc2, (gsize) (end - p)))) {
    guint8   sequence[4];
    guint    n;
    gboolean control = FALSE;

    if (end - p < 2)
      break;
    if (p[1] >= 0xa0) {
      p += 2;
      continue;
    }
    /* «â» before it begins the sequence, or, of four bytes, one that stands before that. */
    for (guint back = 2; back <= 6 && back <= (gsize) (p - bytes) && !control; back += 2)
      if (read_sequence (p - back, end, sequence, &n, &control) <= back)
        control = FALSE;
    n_good += control;
    n_other += !control;
    p += 2;
  }
  return n_good > n_other;
}

/* «â€» and a third sign, against «’», «–» and their sisters. */
static gboolean
has_signs (const guint8 *bytes, gsize len)
{
  static const char beginning[] = "\xc3\xa2\xe2\x82\xac";
  const gsize       n_beginning = strlen (beginning);
  const guint8     *end = bytes + len, *p = bytes;
  gsize             n = 0, n_right = 0;

  /* Its last byte is the rarest, and one is found much faster than five. */
  for (; (p = memchr (p, beginning[n_beginning - 1], (gsize) (end - p))); p++) {
    const guint8 *start = p + 1 - n_beginning;
    guint8        sequence[4];
    guint         n_bytes;
    gboolean      control;

    if ((gsize) (p - bytes) + 1 >= n_beginning && memcmp (start, beginning, n_beginning) == 0)
      n += read_sequence (start, end, sequence, &n_bytes, &control) > 0;
  }
  if (n < MIN_TIMES)
    return FALSE;
  for (p = bytes; n_right < n && (p = memmem (p, (gsize) (end - p), "\xe2\x80", 2)); p += 2)
    n_right += end - p > 2 && p[2] >= 0x93 && p[2] <= 0xa6 && p > bytes && p[-1] != 0xac;
  return n > n_right;
}

char *
carrel_charset_mend_twice (const guint8 *bytes, gsize len, gsize *out_len)
{
  const guint8 *end = bytes + len, *p = bytes;
  GString      *out;

  if (!has_controls (bytes, len) && !has_signs (bytes, len))
    return NULL;
  out = g_string_sized_new (len);
  while (p < end) {
    guint8   sequence[4];
    guint    n = 0;
    gboolean control;
    gsize    used = *p < 0x80 ? 0 : read_sequence (p, end, sequence, &n, &control);

    if (used > 0)
      g_string_append_len (out, (const char *) sequence, n);
    else
      g_string_append_len (out, (const char *) p, 1);
    p += used > 0 ? used : 1;
  }
  *out_len = out->len;
  return g_string_free (out, FALSE);
}

/* carrel-ascii.h: eight characters at once.
 *
 * Most text is ASCII, and what is counted in it are a few kinds of characters. In a word of eight
 * such bytes the highest bit of each is free: it says whether the byte is of a kind, without a
 * branch for each character. The tests are exact for bytes below 0x80 (Warren, Hacker's Delight,
 * 2nd edition, 6–1); carrel_ascii_is () says whether all are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define CARREL_ASCII_ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define CARREL_ASCII_MARKS G_GUINT64_CONSTANT (0x8080808080808080) /* the highest bit of each */
#define CARREL_ASCII_FIRST G_GUINT64_CONSTANT (0x80)               /* that of the first */

/* The first character is in the lowest byte. `p` may stand anywhere, with eight bytes. */
static inline guint64
carrel_ascii_read (const char *p)
{
  guint64 eight;

  memcpy (&eight, p, sizeof eight);
  return GUINT64_FROM_LE (eight);
}

static inline void
carrel_ascii_write (char *p, guint64 eight)
{
  eight = GUINT64_TO_LE (eight);
  memcpy (p, &eight, sizeof eight);
}

static inline gboolean
carrel_ascii_is (guint64 eight)
{
  return (eight & CARREL_ASCII_MARKS) == 0;
}

/* A mark for each that is `c`. */
static inline guint64
carrel_ascii_find (guint64 eight, guchar c)
{
  return ~((eight ^ c * CARREL_ASCII_ONES) + 0x7f * CARREL_ASCII_ONES) & CARREL_ASCII_MARKS;
}

/* A mark for each from `first` to `last`. */
static inline guint64
carrel_ascii_find_range (guint64 eight, guchar first, guchar last)
{
  return (eight + (0x80u - first) * CARREL_ASCII_ONES) &
         ~(eight + (0x7fu - last) * CARREL_ASCII_ONES) & CARREL_ASCII_MARKS;
}

/* A mark for each space, tab and end of line. */
static inline guint64
carrel_ascii_find_spaces (guint64 eight)
{
  return carrel_ascii_find (eight, ' ') | carrel_ascii_find_range (eight, '\t', '\r');
}

/* A mark for each letter and digit. */
static inline guint64
carrel_ascii_find_alnum (guint64 eight)
{
  return carrel_ascii_find_range (eight | 0x20 * CARREL_ASCII_ONES, 'a', 'z') |
         carrel_ascii_find_range (eight, '0', '9');
}

/* The same for any bytes: those from 0x80 are none. */
static inline guint64
carrel_ascii_find_alnum_of_any (guint64 eight)
{
  return carrel_ascii_find_alnum (eight & ~CARREL_ASCII_MARKS) & ~eight;
}

/* The marks as eight bits, that of the first character lowest. */
static inline guint
carrel_ascii_get_bits (guint64 marks)
{
  return (guint) ((marks >> 7) * G_GUINT64_CONSTANT (0x0102040810204080) >> 56);
}

/* How many marks there are. */
static inline guint
carrel_ascii_count (guint64 marks)
{
  return (guint) ((marks >> 7) * CARREL_ASCII_ONES >> 56);
}

/* The marks, each at the character after its own; at the first `before`. */
static inline guint64
carrel_ascii_shift (guint64 marks, gboolean before)
{
  return marks << 8 | (before ? CARREL_ASCII_FIRST : 0);
}

/* Whether the last has a mark. */
static inline gboolean
carrel_ascii_has_last (guint64 marks)
{
  return marks >> 63 != 0;
}

/* ── Sixteen, where there is much text ── */

/* Bytes beside each other; what is compared is 0xff where it is so, which counts as −1. Compilers
 * make of it what the processor has. */
typedef guint8 CarrelBytes __attribute__ ((vector_size (16)));

#define CARREL_BYTES_MAX 255 /* of them can be counted before a sum is full */

static inline CarrelBytes
carrel_bytes_read (const char *p)
{
  CarrelBytes bytes;

  memcpy (&bytes, p, sizeof bytes);
  return bytes;
}

static inline void
carrel_bytes_write (char *p, CarrelBytes bytes)
{
  memcpy (p, &bytes, sizeof bytes);
}

static inline gboolean
carrel_bytes_are_ascii (const char *p)
{
  guint64 halves[2];

  memcpy (halves, p, sizeof halves);
  return ((halves[0] | halves[1]) & CARREL_ASCII_MARKS) == 0;
}

static inline CarrelBytes
carrel_bytes_find_range (CarrelBytes bytes, guint8 first, guint8 last)
{
  return (CarrelBytes) (bytes - first <= (guint8) (last - first));
}

/* As carrel_ascii_find_spaces () does. */
static inline CarrelBytes
carrel_bytes_find_spaces (CarrelBytes bytes)
{
  return (CarrelBytes) (bytes == ' ') | carrel_bytes_find_range (bytes, '\t', '\r');
}

static inline guint
carrel_bytes_sum (CarrelBytes counts)
{
  const guint64 even = G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  guint64       halves[2];

  memcpy (halves, &counts, sizeof halves);
  halves[0] =
      (halves[0] & even) + (halves[0] >> 8 & even) + (halves[1] & even) + (halves[1] >> 8 & even);
  return (guint) (halves[0] * G_GUINT64_CONSTANT (0x0001000100010001) >> 48);
}

/* Bytes that are no spaces, tabs or ends of lines. */
static inline gsize
carrel_bytes_count_shown (const char *p, gsize len)
{
  const char *end = p + len;
  gsize       n = len;

  for (CarrelBytes sums; end - p >= (gssize) sizeof sums; n -= carrel_bytes_sum (sums)) {
    sums = (CarrelBytes) { 0 };
    for (guint i = 0; i < CARREL_BYTES_MAX && end - p >= (gssize) sizeof sums; i++) {
      sums -= carrel_bytes_find_spaces (carrel_bytes_read (p));
      p += sizeof sums;
    }
  }
  for (; p < end; p++)
    n -= *p == ' ' || (*p >= '\t' && *p <= '\r');
  return n;
}

G_END_DECLS

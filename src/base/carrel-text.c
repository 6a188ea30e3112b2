/* carrel-text.c: pure functions on UTF-8 text: folding, keys, excerpts, cleaning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"

#include "base/carrel-ascii.h"

#include <string.h>

/* Brysbaert (2019), «How many words do we read per minute?»: 238 for English non-fiction. */
#define WORDS_PER_MINUTE 230

/* Folded forms of the Basic Multilingual Plane up to here are kept in a table, filled once. It
 * covers Latin, Greek, Cyrillic, Hebrew, Arabic and the Indic scripts. */
#define FOLD_TABLE_SIZE 0x2000

gboolean
carrel_text_is_unspaced (gunichar c)
{
  if (c < 0x0e00)
    return FALSE;
  return (c >= 0x0e00 && c <= 0x0eff)    /* Thai, Lao */
         || (c >= 0x1000 && c <= 0x109f) /* Myanmar */
         || (c >= 0x1100 && c <= 0x11ff) /* Hangul jamo */
         || (c >= 0x1780 && c <= 0x17ff) /* Khmer */
         || (c >= 0x2e80 && c <= 0x2fdf) /* radicals */
         || (c >= 0x3005 && c <= 0x3007) || (c >= 0x3021 && c <= 0x3029) ||
         (c >= 0x3041 && c <= 0x30ff && c != 0x30fb) /* kana, without the middle dot */
         || (c >= 0x3105 && c <= 0x318e)             /* bopomofo, Hangul compatibility jamo */
         || (c >= 0x31a0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x4dbf) ||
         (c >= 0x4e00 && c <= 0x9fff)                                    /* Han */
         || (c >= 0xac00 && c <= 0xd7af)                                 /* Hangul syllables */
         || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) /* half-width kana */
         || (c >= 0x1b000 && c <= 0x1b16f) || (c >= 0x20000 && c <= 0x3ffff);
}

gboolean
carrel_text_is_spelled (gunichar c)
{
  return (c >= 0x0e00 && c < 0x0f00) || (c >= 0x1000 && c < 0x10a0) || (c >= 0x1780 && c < 0x1800);
}

static gboolean
vanishes (gunichar c)
{
  return c == 0x00ad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
         c == 0x0640 /* Arabic tatweel */ || (c >= 0xfe00 && c <= 0xfe0f);
}

/* Accents of alphabets vanish; Indic vowel signs and viramas don't. */
static gboolean
is_silent (gunichar c)
{
  GUnicodeType type;

  if (vanishes (c))
    return TRUE;
  if (carrel_text_is_spelled (c) || (c >= 0x0900 && c <= 0x0dff))
    return FALSE;
  type = g_unichar_type (c);
  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static gunichar
fold_slowly (gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gunichar base = c;

  if (is_silent (c))
    return 0;
  if (carrel_text_is_spelled (c))
    return c;

  /* Hangul syllables stay whole; everything else gives its base character. */
  if (!(c >= 0xac00 && c <= 0xd7af)) {
    gsize n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));

    /* One letter and its marks; a ligature of several letters stays, since this gives one. */
    if (n > 0 && parts[0] != ' ' && (n == 1 || g_unichar_ismark (parts[1])))
      base = parts[0];
    if (is_silent (base)) /* a mark with another */
      return 0;
  }
  base = g_unichar_tolower (base);

  /* Arabic letters that people write either way; the final sigma. */
  switch (base) {
  case 0x0649: /* alef maksura */
  case 0x06cc: /* Farsi yeh */
    return 0x064a;
  case 0x06a9: /* keheh */
    return 0x0643;
  case 0x0629: /* teh marbuta */
    return 0x0647;
  case 0x03c2:
    return 0x03c3;
  case 0x0131: /* dotless i */
    return 'i';
  case 0x0142: /* l with stroke */
    return 'l';
  case 0x00f8:
    return 'o';
  case 0x0111:
    return 'd';
  default:
    return base;
  }
}

static guint16 *
get_fold_table (void)
{
  static gsize   once;
  static guint16 table[FOLD_TABLE_SIZE];

  if (g_once_init_enter (&once)) {
    for (gunichar c = 0; c < FOLD_TABLE_SIZE; c++)
      table[c] = (guint16) fold_slowly (c);
    g_once_init_leave (&once, 1);
  }
  return table;
}

gunichar
carrel_text_fold_char (gunichar c)
{
  if (c < 0x80)
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c < FOLD_TABLE_SIZE)
    return get_fold_table ()[c];
  return fold_slowly (c);
}

static inline gboolean
is_space (gunichar c)
{
  if (c < 0x80)
    return c == ' ' || (c >= 9 && c <= 13);
  return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
         c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Room for a text after folding, and for what is written behind it: a letter of two bytes may
 * become one of three, one of three one of four. */
static char *
new_folded (gsize len)
{
  return g_malloc (len + len / 2 + 8 + CARREL_TEXT_PADDING);
}

/* Without the first character that has a mark, which those after it follow. */
static inline guint64
leave_out_first (guint64 eight, guint64 marks)
{
  guint64 before = (marks & -marks) / CARREL_ASCII_FIRST - 1;

  return (eight & before) | (eight >> 8 & ~before);
}

/* Eight characters that are ASCII. `spaces`: marks of those that part words, `gone`: of those that
 * vanish; of spaces in a row one is left. `first`: nothing stands before them. `space`: one is due,
 * in and out. Returns how many were written. */
static inline guint
take_eight (guint64 eight, guint64 spaces, guint64 gone, gboolean first, char **to, gboolean *space)
{
  guint64 all = (spaces >> 7) * 0xff, surplus;
  guint   n = 8, n_spaces;

  eight = (eight & ~all) | (all & ' ' * CARREL_ASCII_ONES);
  for (; gone; gone = leave_out_first (gone, gone), n--) {
    eight = leave_out_first (eight, gone);
    spaces = leave_out_first (spaces, gone);
  }
  surplus = spaces & carrel_ascii_shift (spaces, *space || first);
  for (; surplus; surplus = leave_out_first (surplus, surplus), n--) {
    eight = leave_out_first (eight, surplus);
    spaces = leave_out_first (spaces, surplus);
  }
  if (n == 0)
    return 0;
  n_spaces = carrel_ascii_count (spaces) + *space;
  **to = ' ';
  *to += *space;
  carrel_ascii_write (*to, eight);
  *space = spaces >> (8 * n - 1) & 1;
  *to += n - *space;
  return n_spaces - *space;
}

/* The same of text: to small letters for `fold`. FALSE where there are others. */
static inline gboolean
take_eight_of_text (const char *p, gboolean first, gboolean fold, char **to, gboolean *space)
{
  guint64 eight = carrel_ascii_read (p);

  if (!carrel_ascii_is (eight))
    return FALSE;
  if (fold)
    eight |= carrel_ascii_find_range (eight, 'A', 'Z') >> 2; /* to 0x20 */
  take_eight (eight, carrel_ascii_find_spaces (eight), 0, first, to, space);
  return TRUE;
}

/* Up to a letter after `max` bytes. */
char *
carrel_text_fold_start (const char *text, gsize max)
{
  gsize       len = strlen (text);
  const char *end = text + len;
  char       *out = new_folded (MIN (len, max + 8)), *to = out;
  gboolean    space = FALSE;

  for (const char *p = text; p < end && (gsize) (to - out) < max;) {
    gunichar c = (guchar) *p;

    if (end - p >= 8 && (gsize) (to - out) + 9 <= max &&
        take_eight_of_text (p, to == out, TRUE, &to, &space)) {
      p += 8;
      continue;
    }

    if (c < 0x80) {
      p++;
    } else {
      c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
    }
    if (is_space (c)) {
      space = to > out;
      continue;
    }
    c = carrel_text_fold_char (c);
    if (c == 0)
      continue;
    if (space)
      *to++ = ' ';
    space = FALSE;
    if (c < 0x80)
      *to++ = (char) c;
    else
      to += g_unichar_to_utf8 (c, to);
  }
  *to = '\0';
  return out;
}

char *
carrel_text_fold (const char *text)
{
  return carrel_text_fold_start (text, G_MAXSIZE / 4);
}

const char *const *
carrel_text_fold_table (gsize *once, const char *const *texts)
{
  if (g_once_init_enter (once)) {
    GPtrArray *folded = g_ptr_array_new ();

    for (; *texts; texts++)
      g_ptr_array_add (folded, carrel_text_fold (*texts));
    g_ptr_array_add (folded, NULL);
    g_once_init_leave (once, GPOINTER_TO_SIZE (g_ptr_array_free (folded, FALSE)));
  }
  return GSIZE_TO_POINTER (*once);
}

static inline gboolean
is_word_char (gunichar c)
{
  return c < 0x80 ? g_ascii_isalnum ((char) c) : g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* What stands for an ASCII character in a key: a letter in lower case, a digit; a space for what
 * parts words; 0 for an apostrophe, which joins. */
static const char *
get_key_table (void)
{
  static gsize once;
  static char  table[128];

  if (g_once_init_enter (&once)) {
    for (int c = 0; c < 128; c++)
      table[c] = c == '\'' ? '\0' : g_ascii_isalnum (c) ? g_ascii_tolower ((char) c) : ' ';
    g_once_init_leave (&once, 1);
  }
  return table;
}

/* Eight characters of ASCII, for a key. `n`: gaps, counted on. FALSE where there are others. */
static inline gboolean
take_eight_of_words (const char *p, gboolean first, char **to, gboolean *gap, guint *n)
{
  guint64 eight = carrel_ascii_read (p), joins, parts;

  if (!carrel_ascii_is (eight))
    return FALSE;
  joins = carrel_ascii_find (eight, '\'');
  parts = ~carrel_ascii_find_alnum (eight) & ~joins & CARREL_ASCII_MARKS;
  eight |= carrel_ascii_find_range (eight, 'A', 'Z') >> 2; /* to 0x20 */
  *n += take_eight (eight, parts, joins, first, to, gap);
  return TRUE;
}

/* Folded letters and digits, everything between them one space; an apostrophe within a word joins.
 * Up to `max` words. */
static char *
fold_words (const char *text, guint max)
{
  const char *table = get_key_table (), *end = text + strlen (text);
  char       *out = new_folded ((gsize) (end - text)), *to = out;
  gboolean    gap = FALSE;
  guint       n = 0;

  for (const char *p = text; p < end;) {
    gunichar c = (guchar) *p;

    /* Where there is room for as many words. */
    if (end - p >= 8 && max - n > 8 && take_eight_of_words (p, to == out, &to, &gap, &n)) {
      p += 8;
      continue;
    }
    if (c < 0x80) {
      p++;
      c = (guchar) table[c];
      if (c == 0)
        continue;
      if (c == ' ') {
        gap = to > out;
        continue;
      }
    } else {
      c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      if (c == 0x2019)
        continue;
      c = carrel_text_fold_char (c);
      if (c == 0)
        continue;
      if (!is_word_char (c)) {
        gap = to > out;
        continue;
      }
    }
    if (gap) {
      if (++n == max)
        break;
      *to++ = ' ';
    }
    gap = FALSE;
    if (c < 0x80)
      *to++ = (char) c;
    else
      to += g_unichar_to_utf8 (c, to);
  }
  memset (to, 0, CARREL_TEXT_PADDING);
  return out;
}

char *
carrel_text_first_words (const char *text, guint n)
{
  return fold_words (text, n);
}

char *
carrel_text_title_key (const char *title, const char *site)
{
  g_autofree char *key = fold_words (title, G_MAXUINT);

  if (site && *site) {
    g_autofree char *site_key = fold_words (site, G_MAXUINT);
    gsize            n = strlen (key), m = strlen (site_key);

    /* Only where the title has a separator before the name, else «A history of Wired» would lose
     * it. */
    if (m > 0 && n > m + 1 && g_str_has_suffix (key, site_key) && key[n - m - 1] == ' ') {
      static const char *const separators[] = { "|",  " - ", " – ", " — ", " · ",
                                                "::", "«",   "»",   ": ",  " _ " };

      for (guint i = 0; i < G_N_ELEMENTS (separators); i++) {
        const char      *at = g_strrstr (title, separators[i]);
        g_autofree char *tail = at ? fold_words (at + strlen (separators[i]), G_MAXUINT) : NULL;

        if (tail && strcmp (tail, site_key) == 0) {
          key[n - m - 1] = '\0';
          break;
        }
      }
    }
  }
  return g_steal_pointer (&key);
}

char *
carrel_text_collapse (const char *text, gssize len)
{
  const char *end = text + (len < 0 ? strlen (text) : (gsize) len);
  char       *out = g_malloc ((gsize) (end - text) + 8), *to = out;
  gboolean    space = FALSE;

  for (const char *p = text; p < end;) {
    gunichar    c;
    const char *next;

    if (end - p >= 8 && take_eight_of_text (p, to == out, FALSE, &to, &space)) {
      p += 8;
      continue;
    }
    c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);
    next = c < 0x80 ? p + 1 : MIN (g_utf8_next_char (p), end);
    if (is_space (c)) {
      space = to > out;
      p = next;
      continue;
    }
    if (space)
      *to++ = ' ';
    space = FALSE;
    while (p < next)
      *to++ = *p++;
  }
  *to = '\0';
  return out;
}

/* Of a word, within one («-», an apostrophe), or between words. The first bit begins one, the
 * second goes on with it. */
enum {
  BETWEEN = 0,
  WITHIN = 2,
  OF_WORD = 3,
};

static const guint8 *
get_word_table (void)
{
  static gsize  once;
  static guint8 table[128];

  if (g_once_init_enter (&once)) {
    for (int c = 0; c < 128; c++)
      table[c] = g_ascii_isalnum (c) ? OF_WORD : c == '\'' || c == '-' ? WITHIN : BETWEEN;
    g_once_init_leave (&once, 1);
  }
  return table;
}

guint
carrel_text_count_words (const char *text, gssize len)
{
  const guint8 *table = get_word_table ();
  const char   *end = text + (len < 0 ? strlen (text) : (gsize) len);
  guint         words = 0, unspaced = 0, in_word = 0;

  for (const char *p = text; p < end;) {
    gunichar c = (guchar) *p;

    if (end - p >= 8 && carrel_ascii_is (carrel_ascii_read (p))) {
      guint64 eight = carrel_ascii_read (p), of_word = carrel_ascii_find_alnum (eight),
              within = carrel_ascii_find (eight, '-') | carrel_ascii_find (eight, '\''),
              in = of_word;

      for (guint64 more = within; more; more &= ~in)
        if (!(more & carrel_ascii_shift (in, in_word)))
          break;
        else
          in |= more & carrel_ascii_shift (in, in_word);
      words += carrel_ascii_count (of_word & ~carrel_ascii_shift (in, in_word));
      in_word = carrel_ascii_has_last (in);
      p += 8;
      continue;
    }
    if (c < 0x80) {
      guint is = table[c];

      /* Without a branch: where words end can't be foreseen. */
      p++;
      words += is & 1 & ~in_word;
      in_word = (is & 1) | (is >> 1 & in_word);
      continue;
    }
    c = g_utf8_get_char (p);
    p = g_utf8_next_char (p);
    if (carrel_text_is_unspaced (c)) {
      unspaced++;
      in_word = FALSE;
    } else if (is_word_char (c)) {
      words += !in_word;
      in_word = TRUE;
    } else if (c != 0x2019) {
      in_word = FALSE;
    }
  }
  return words + (unspaced + 1) / 2;
}

guint
carrel_text_minutes (guint words)
{
  return MAX (1, (words + WORDS_PER_MINUTE / 2) / WORDS_PER_MINUTE);
}

char *
carrel_text_excerpt (const char *text, guint max)
{
  g_autofree char *collapsed = NULL;
  const char      *end, *cut;
  gsize            len = strlen (text);

  /* An excerpt is short: no more of a long text is looked at than it can need, which in most texts
   * is little more than the excerpt. */
  for (gsize limit = (gsize) max + max / 4;; limit = (gsize) max * 8 + 64) {
    gsize n = MIN (limit, len);

    while (n < len && n > 0 && ((guchar) text[n] & 0xc0) == 0x80)
      n--;
    g_free (collapsed);
    collapsed = carrel_text_collapse (text, (gssize) n);
    if (g_utf8_strlen (collapsed, -1) > (glong) max)
      break;
    if (n == len || limit > 2 * (gsize) max)
      return g_steal_pointer (&collapsed);
  }

  end = g_utf8_offset_to_pointer (collapsed, max - 1);
  for (cut = end; cut > collapsed && *cut != ' '; cut = g_utf8_prev_char (cut))
    if (carrel_text_is_unspaced (g_utf8_get_char (cut)))
      break;
  if (cut < collapsed + (end - collapsed) / 2)
    cut = end;
  while (cut > collapsed) {
    gunichar before = g_utf8_get_char (g_utf8_prev_char (cut));

    if (before != ' ' && before != ',' && before != ';' && before != ':' && before != 0x2013 &&
        before != 0x2014)
      break;
    cut = g_utf8_prev_char (cut);
  }
  return g_strdup_printf ("%.*s…", (int) (cut - collapsed), collapsed);
}

char *
carrel_text_shorten (const char *text, guint max)
{
  glong       len = g_utf8_strlen (text, -1), kept = (glong) max - 1;
  const char *head, *tail;

  if (len <= (glong) max)
    return g_strdup (text);
  head = g_utf8_offset_to_pointer (text, kept - kept / 2);
  tail = g_utf8_offset_to_pointer (text, len - kept / 2);
  while (head > text && g_unichar_ismark (g_utf8_get_char (head)))
    head = g_utf8_prev_char (head);
  while (g_unichar_ismark (g_utf8_get_char (tail)))
    tail = g_utf8_next_char (tail);
  return g_strdup_printf ("%.*s…%s", (int) (head - text), text, tail);
}

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == '\n' || c == 0x3002 || c == 0xff01 ||
         c == 0xff1f || c == 0x061f || c == 0x06d4 || c == 0x0964;
}

static gboolean
needs_no_space (gunichar c)
{
  return c == '\n' || c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

char *
carrel_text_sentence (const char *text, gsize len, gsize start, gsize end, guint max)
{
  const char      *stop = text + len, *from = text + start, *to = text + end;
  glong            left = (glong) max - g_utf8_strlen (from, to - from);
  g_autofree char *part = NULL;

  while (from > text && left > (glong) max / 4) {
    const char *before = g_utf8_prev_char (from);
    gunichar    c = g_utf8_get_char (before);

    if (ends_sentence (c) && (needs_no_space (c) || *from == ' '))
      break;
    from = before;
    left--;
  }
  while (to < stop && left > 0) {
    gunichar c = g_utf8_get_char (to);

    to = g_utf8_next_char (to);
    left--;
    if (ends_sentence (c) && (needs_no_space (c) || to == stop || *to == ' '))
      break;
  }
  part = g_strndup (from, (gsize) (to - from));
  for (char *p = part; *p; p++)
    if (*p == '\n')
      *p = ' ';
  return g_strdup (g_strstrip (part));
}

char *
carrel_text_make_valid (const char *bytes, gssize len)
{
  const char *end = bytes + (len < 0 ? strlen (bytes) : (gsize) len);
  GString    *out = g_string_sized_new ((gsize) (end - bytes));

  while (bytes < end) {
    const char *stop;

    if (g_utf8_validate_len (bytes, (gsize) (end - bytes), &stop)) {
      g_string_append_len (out, bytes, end - bytes);
      break;
    }
    g_string_append_len (out, bytes, stop - bytes);
    if (*stop != '\0')
      g_string_append (out, "\xef\xbf\xbd");
    bytes = stop + 1;
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
carrel_text_clean_line (const char *text)
{
  const char *end = text + strlen (text);
  char       *out = g_malloc ((gsize) (end - text) + 1), *to = out; /* nothing gets longer */
  gboolean    space = FALSE;
  guint       marks = 0;

  for (const char *p = text; p < end;) {
    gunichar c;

    if (end - p >= 8 &&
        carrel_ascii_find_range (carrel_ascii_read (p), ' ', '~') == CARREL_ASCII_MARKS &&
        take_eight_of_text (p, to == out, FALSE, &to, &space)) {
      marks = 0;
      p += 8;
      continue;
    }
    c = g_utf8_get_char (p);
    p = g_utf8_next_char (p);
    if (is_space (c)) {
      space = to > out;
      continue;
    }
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || is_bidi_control (c) || c == 0xfeff || c == 0x2060 ||
        (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f))
      continue;
    marks = c >= 0x80 && g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK ? marks + 1 : 0;
    if (marks > 16)
      continue;
    if (space)
      *to++ = ' ';
    space = FALSE;
    if (c < 0x80)
      *to++ = (char) c;
    else
      to += g_unichar_to_utf8 (c, to);
  }
  *to = '\0';
  return out;
}

char *
carrel_text_for_terminal (const char *text)
{
  g_autofree char *valid =
      g_utf8_validate (text, -1, NULL) ? NULL : carrel_text_make_valid (text, -1);
  const char *p = valid ? valid : text;
  GString    *out = g_string_sized_new (strlen (p));

  for (; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if ((c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0))
      g_string_append_printf (out, "\\x%02x", c);
    else if (is_bidi_control (c) || c == 0x200e || c == 0x200f || c == 0x061c)
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

guint
carrel_text_columns (const char *text)
{
  guint columns = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_iszerowidth (c))
      continue;
    columns += g_unichar_iswide (c) ? 2 : 1;
  }
  return columns;
}

guint64
carrel_text_hash (const char *text, gssize len)
{
  const char *end = text + (len < 0 ? strlen (text) : (gsize) len);
  guint64     hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (; text < end; text++) {
    hash ^= (guchar) *text;
    hash *= G_GUINT64_CONSTANT (0x100000001b3);
  }
  return hash;
}

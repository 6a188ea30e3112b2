/* carrel-text-steps.c: the steps of a text, by Pango's rules. Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-text-steps.h"

#include <string.h>

#define AROUND 1024 /* bytes looked at on each side of an offset */

/* The attributes of [from, to); one more than characters. */
static PangoLogAttr *
analyse (const char *text, guint32 from, guint32 to, const char *language, guint *n)
{
  PangoLogAttr *attrs;

  *n = (guint) g_utf8_strlen (text + from, (gssize) (to - from));
  attrs = g_new0 (PangoLogAttr, *n + 1);
  pango_get_log_attrs (text + from, (int) (to - from), -1,
                       language ? pango_language_from_string (language)
                                : pango_language_get_default (),
                       attrs, (int) *n + 1);
  return attrs;
}

/* The start of the character that a byte is in. */
static guint32
align (const char *text, guint32 offset)
{
  while (offset > 0 && ((guchar) text[offset] & 0xc0) == 0x80)
    offset--;
  return offset;
}

guint32
carrel_text_step (const char *text, guint32 len, guint32 offset, gboolean forward, gboolean words)
{
  guint32                  from, to;
  g_autofree PangoLogAttr *attrs = NULL;
  guint                    n, at;

  offset = align (text, MIN (offset, len));
  from = align (text, offset > AROUND ? offset - AROUND : 0);
  to = len - offset > AROUND ? align (text, offset + AROUND) : len;
  if (forward ? offset >= len : offset == 0)
    return offset;
  attrs = analyse (text, from, to, NULL, &n);
  at = (guint) g_utf8_strlen (text + from, (gssize) (offset - from));
  do {
    if (forward ? at >= n : at == 0)
      break;
    at += forward ? 1 : (guint) -1;
  } while (words ? !(forward ? attrs[at].is_word_end : attrs[at].is_word_start)
                 : !attrs[at].is_cursor_position);
  return (guint32) (g_utf8_offset_to_pointer (text + from, (glong) at) - text);
}

/* The end of the last word that fits. */
static guint
find_cut (const PangoLogAttr *attrs, guint n)
{
  for (guint i = n; i > n / 2; i--)
    if (attrs[i].is_white || attrs[i].is_word_end)
      return i;
  return n;
}

gboolean
carrel_text_next_sentence (const char *text,
                           guint32     len,
                           guint32     start,
                           const char *language,
                           guint32     max,
                           guint32    *from,
                           guint32    *to)
{
  g_autofree PangoLogAttr *attrs = NULL;
  guint32                  stop;
  guint                    n, end;

  while (start < len && g_unichar_isspace (g_utf8_get_char (text + start)))
    start = (guint32) (g_utf8_next_char (text + start) - text);
  if (start >= len)
    return FALSE;
  stop = len - start > max ? align (text, start + max) : len;
  if (stop <= start)
    stop = (guint32) (g_utf8_next_char (text + start) - text);
  attrs = analyse (text, start, stop, language, &n);
  for (end = 1; end < n && !attrs[end].is_sentence_start && !attrs[end].is_mandatory_break; end++)
    ;
  if (end == n && stop < len)
    end = find_cut (attrs, n);
  *from = start;
  *to = (guint32) (g_utf8_offset_to_pointer (text + start, (glong) end) - text);
  while (*to > *from) {
    const char *previous = g_utf8_prev_char (text + *to);

    if (!g_unichar_isspace (g_utf8_get_char (previous)))
      break;
    *to = (guint32) (previous - text);
  }
  return *to > *from;
}

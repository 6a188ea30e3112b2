/* carrel-extract-state-strings.c: where strings and values end in a program, and what strings mean.
 *
 * Pure functions on bytes; any thread, linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-state.h"

#include "base/carrel-text.h"

const char *
carrel_state_skip_string (const char *start, const char *end)
{
  for (const char *p = start + 1; p < end; p++) {
    if (*p == '\\')
      p++;
    else if (*p == *start)
      return p;
    else if (*p == '\n' && *start != '`')
      return NULL;
  }
  return NULL;
}

char *
carrel_state_decode_string (const char *text, gsize len)
{
  GString *out = g_string_sized_new (len);
  gunichar high = 0;

  for (const char *p = text, *end = text + len; p < end; p++) {
    gunichar c = 0;
    guint    digits = 0;

    if (*p != '\\' || p + 1 >= end) {
      g_string_append_c (out, *p);
      continue;
    }
    p++;
    switch (*p) {
    case 'n':
      g_string_append_c (out, '\n');
      continue;
    case 't':
    case 'r':
    case 'b':
    case 'f':
      g_string_append_c (out, ' ');
      continue;
    case '\n':
      continue;
    case 'u':
      digits = 4;
      break;
    case 'x':
      digits = 2;
      break;
    default:
      g_string_append_c (out, *p);
      continue;
    }
    for (guint i = 0; i < digits; i++)
      c = p + 1 < end && g_ascii_isxdigit (p[1]) ? c * 16 + (gunichar) g_ascii_xdigit_value (*++p)
                                                 : c;
    if (c >= 0xd800 && c < 0xdc00) {
      high = c;
      continue;
    }
    if (c >= 0xdc00 && c < 0xe000)
      c = high ? 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00) : 0;
    high = 0;
    if (c >= ' ' || c == '\n')
      g_string_append_unichar (out, c);
  }
  if (!g_utf8_validate (out->str, (gssize) out->len, NULL)) {
    g_autofree char *raw = g_string_free (out, FALSE);

    return carrel_text_make_valid (raw, -1);
  }
  return g_string_free (out, FALSE);
}

const char *
carrel_state_skip_value (const char *start, const char *end)
{
  guint depth = 0;

  for (const char *p = start; p < end; p++) {
    if (*p == '"' || *p == '\'' || *p == '`') {
      p = carrel_state_skip_string (p, end);
      if (!p)
        return NULL;
    } else if (*p == '{' || *p == '[') {
      depth++;
    } else if ((*p == '}' || *p == ']') && --depth == 0) {
      return p + 1;
    }
  }
  return NULL;
}

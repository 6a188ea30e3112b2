/* carrel-extract-values.c: what a page says in its attributes, its data and its short elements, as
 * people read it. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_NODES 150 /* looked at for the text of one */
#define MAX_TAG_NAME 12
#define MAX_MARKED 2000 /* bytes between a tag and the one that ends it */

static void
append_entity (GString *out, const char *name, gsize len)
{
  static const struct {
    const char *name, *text;
  } named[] = {
    { "amp", "&" },    { "lt", "<" },     { "gt", ">" },     { "quot", "\"" },  { "apos", "'" },
    { "nbsp", " " },   { "hellip", "…" }, { "ndash", "–" },  { "mdash", "—" },  { "lsquo", "‘" },
    { "rsquo", "’" },  { "ldquo", "“" },  { "rdquo", "”" },  { "laquo", "«" },  { "raquo", "»" },
    { "auml", "ä" },   { "ouml", "ö" },   { "uuml", "ü" },   { "Auml", "Ä" },   { "Ouml", "Ö" },
    { "Uuml", "Ü" },   { "szlig", "ß" },  { "eacute", "é" }, { "egrave", "è" }, { "agrave", "à" },
    { "ccedil", "ç" }, { "ntilde", "ñ" }, { "shy", "" },     { "bull", "•" },   { "middot", "·" },
  };

  if (*name == '#') {
    gboolean hex = name[1] == 'x' || name[1] == 'X';
    guint64  c = g_ascii_strtoull (name + 1 + hex, NULL, hex ? 16 : 10);

    if (c >= 0x20 && c < 0x110000 && g_unichar_validate ((gunichar) c))
      g_string_append_unichar (out, (gunichar) c);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (strlen (named[i].name) == len && strncmp (named[i].name, name, len) == 0) {
      g_string_append (out, named[i].text);
      return;
    }
  g_string_append_c (out, '&');
  g_string_append_len (out, name, (gssize) len + 1);
}

/* Bytes of the tag that the text begins with; 0: it is none. «COMPILE_DEFINITIONS_<CONFIG>» and
 * «The <b> element» have none, «<b>Tides</b>» has two. */
static gsize
get_tag_len (const char *text)
{
  gboolean         closes = text[1] == '/';
  const char      *name = text + 1 + closes, *end = strchr (text, '>');
  gsize            len = 0;
  g_autofree char *lower = NULL, *other = NULL;

  while (len <= MAX_TAG_NAME && g_ascii_isalnum (name[len]))
    len++;
  if (!end || len == 0 || len > MAX_TAG_NAME || !strchr (" \t\n/>", name[len]))
    return 0;
  lower = g_ascii_strdown (name, (gssize) len);
  switch (carrel_tag_from_name (lower, -1)) {
  case CARREL_TAG_OTHER:
    return 0;
  case CARREL_TAG_BR:
  case CARREL_TAG_HR:
  case CARREL_TAG_IMG:
  case CARREL_TAG_LI:
  case CARREL_TAG_P:
    break;
  default:
    other = g_strdup_printf ("</%.*s>", (int) len, name);
    if (!closes && !g_strstr_len (end, MAX_MARKED, other))
      return 0;
  }
  return (gsize) (end + 1 - text);
}

char *
carrel_extract_clean_value (const char *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *line = NULL;

  for (const char *p = value; *p && out->len < CARREL_MAX_VALUE;) {
    gsize len;

    if (*p == '&') {
      len = strspn (p + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
      if (len > 0 && len < 12 && p[1 + len] == ';') {
        append_entity (out, p + 1, len);
        p += len + 2;
        continue;
      }
    } else if (*p == '<' && (len = get_tag_len (p)) > 0) {
      p += len;
      g_string_append_c (out, ' ');
      continue;
    }
    /* Where a line may be broken, and the signs of fonts (U+E000 to U+F8FF): of no name and no
     * title. */
    if (p[0] == '\xc2' && p[1] == '\xad')
      p += 2;
    else if (((guchar) p[0] == 0xee || ((guchar) p[0] == 0xef && (guchar) p[1] <= 0xa3)) && p[1] &&
             p[2])
      p += 3;
    else
      g_string_append_c (out, *p++);
  }
  while (out->len > 0 && !g_utf8_validate (out->str, (gssize) out->len, NULL))
    g_string_truncate (out, out->len - 1); /* cut within a character */
  line = carrel_text_clean_line (out->str);
  return *line ? g_steal_pointer (&line) : NULL;
}

char *
carrel_survey_dup_text (CarrelNode *node, gsize max)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (CarrelNode *each = node; each; n++) {
    gboolean unread =
        each->type == CARREL_NODE_ELEMENT &&
        (each->tag == CARREL_TAG_SCRIPT || each->tag == CARREL_TAG_STYLE ||
         each->tag == CARREL_TAG_TEMPLATE || each->tag == CARREL_TAG_NOSCRIPT || each->foreign);

    if (n >= MAX_NODES || text->len > max)
      return NULL;
    if (each->type == CARREL_NODE_TEXT) {
      /* What is indented by many lines counts little. */
      if (each->text_len > 4 * max)
        return NULL;
      /* «28.09.19» «12:44», «Ines Calder» «Follow»: what only a style sheet keeps apart. */
      if (text->len > 0 && g_ascii_isdigit (text->str[text->len - 1]) &&
          g_ascii_isdigit (*each->text))
        g_string_append_c (text, ' ');
      else if (text->len > 0 && g_ascii_isalnum (text->str[text->len - 1]) &&
               !g_ascii_isupper (text->str[text->len - 1]) &&
               (g_ascii_isupper (*each->text) || *each->text == '@'))
        g_string_append_c (text, '\n');
      for (const char *p = each->text; *p;) {
        gsize blank = strspn (p, " \t\r\n\f"), word = strcspn (p + blank, " \t\r\n\f");

        /* A line that is broken within an element is one line. */
        if (blank > 0 && text->len > 0)
          g_string_append_c (text, memchr (p, '\n', blank) && (p == each->text || !p[blank]) ? '\n'
                                                                                             : ' ');
        g_string_append_len (text, p + blank, (gssize) word);
        p += blank + word;
      }
    } else if (each != node && text->len > 0 &&
               (carrel_tag_is_block (each->tag) || each->tag == CARREL_TAG_BR)) {
      g_string_append_c (text, '\n');
    }
    each = carrel_node_next (each, node, unread);
  }
  return text->len <= max ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

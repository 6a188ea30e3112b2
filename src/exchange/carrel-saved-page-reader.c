/* carrel-saved-page-reader.c: tags of a page's bytes. Pure; any thread. Every byte is looked at
 * once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-saved-page-reader.h"

#include <string.h>

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static gsize
skip_spaces (const char *data, gsize len, gsize at)
{
  while (at < len && is_space (data[at]))
    at++;
  return at;
}

/* Behind the next `end`, or the end of all. */
static gsize
skip_behind (const char *data, gsize len, gsize at, const char *end)
{
  const char *found = memmem (data + at, len - at, end, strlen (end));

  return found ? (gsize) (found - data) + strlen (end) : len;
}

/* The text of a script or a style ends with its own closing tag. */
static gsize
skip_raw (const char *data, gsize len, gsize at, const CarrelTag *tag)
{
  while (at < len) {
    const char *found = memmem (data + at, len - at, "</", 2);

    if (!found)
      return len;
    at = (gsize) (found - data);
    if (len - at > tag->name_len + 2 &&
        g_ascii_strncasecmp (found + 2, tag->name, tag->name_len) == 0)
      return at;
    at += 2;
  }
  return len;
}

static gsize
read_attribute (const char *data, gsize len, gsize at, CarrelTag *tag)
{
  CarrelTagAttribute attribute = { .name = data + at };
  gsize              begin = at;

  while (at < len && !is_space (data[at]) && data[at] != '=' && data[at] != '>' &&
         (data[at] != '/' || at == begin))
    at++;
  attribute.name_len = at - begin;
  begin = skip_spaces (data, len, at);
  if (begin < len && data[begin] == '=') {
    at = skip_spaces (data, len, begin + 1);
    attribute.start = at;
    if (at < len && (data[at] == '"' || data[at] == '\'')) {
      const char *end = memchr (data + at + 1, data[at], len - at - 1);

      attribute.value = data + at + 1;
      at = end ? (gsize) (end - data) : len;
      attribute.value_len = (gsize) (data + at - attribute.value);
      at = MIN (at + 1, len);
    } else {
      attribute.value = data + at;
      while (at < len && !is_space (data[at]) && data[at] != '>')
        at++;
      attribute.value_len = (gsize) (data + at - attribute.value);
    }
    attribute.end = at;
  }
  if (attribute.name_len > 0 && tag->n_attributes < CARREL_TAG_MAX_ATTRIBUTES)
    tag->attributes[tag->n_attributes++] = attribute;
  return at;
}

/* From behind «<» or «</». Behind «>», or the end of all. */
static gsize
read_tag (const char *data, gsize len, gsize at, CarrelTag *tag)
{
  tag->name = data + at;
  while (at < len && !is_space (data[at]) && data[at] != '>' && data[at] != '/')
    at++;
  tag->name_end = at;
  tag->name_len = (gsize) (data + at - tag->name);
  while (at < len) {
    at = skip_spaces (data, len, at);
    if (at >= len || data[at] == '>')
      return MIN (at + 1, len);
    if (data[at] == '/')
      at++;
    else
      at = read_attribute (data, len, at, tag);
  }
  return len;
}

gboolean
carrel_tag_next (const char *data, gsize len, gsize *at, CarrelTag *tag)
{
  while (*at < len) {
    const char *found = memchr (data + *at, '<', len - *at);
    gsize       i;

    if (!found)
      break;
    i = (gsize) (found - data) + 1;
    if (len - i >= 3 && memcmp (data + i, "!--", 3) == 0) {
      *at = skip_behind (data, len, i + 1, "-->");
      continue;
    }
    tag->closing = i < len && data[i] == '/';
    i += tag->closing ? 1 : 0;
    if (i >= len || !g_ascii_isalpha (data[i])) {
      *at = i;
      continue;
    }
    tag->n_attributes = 0;
    i = read_tag (data, len, i, tag);
    if (!tag->closing && (carrel_tag_is (tag, "script") || carrel_tag_is (tag, "style") ||
                          carrel_tag_is (tag, "textarea")))
      i = skip_raw (data, len, i, tag);
    *at = i;
    return TRUE;
  }
  *at = len;
  return FALSE;
}

gboolean
carrel_tag_is (const CarrelTag *tag, const char *name)
{
  return tag->name_len == strlen (name) &&
         g_ascii_strncasecmp (tag->name, name, tag->name_len) == 0;
}

const CarrelTagAttribute *
carrel_tag_find (const CarrelTag *tag, const char *name)
{
  gsize len = strlen (name);

  for (guint i = 0; i < tag->n_attributes; i++)
    if (tag->attributes[i].value && tag->attributes[i].name_len == len &&
        g_ascii_strncasecmp (tag->attributes[i].name, name, len) == 0)
      return &tag->attributes[i];
  return NULL;
}

char *
carrel_tag_attribute_dup (const CarrelTagAttribute *attribute)
{
  g_autoptr (GString) value = g_string_new_len (attribute->value, (gssize) attribute->value_len);

  g_string_replace (value, "&amp;", "&", 0);
  return g_string_free (g_steal_pointer (&value), FALSE);
}

/* carrel-query-typed.c: what a person is typing at a place of a query, for completing it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-query-private.h"

#include <string.h>

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0xFF02;
}

/* Where the term begins that the text ends in. */
static const char *
find_start (const char *text)
{
  const char *start = text;
  gboolean    quoted = FALSE;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_quote (c))
      quoted = !quoted;
    else if (!quoted && (g_unichar_isspace (c) || c == '('))
      start = g_utf8_next_char (p);
  }
  return *start == '-' ? start + 1 : start;
}

CarrelQueryTyped *
carrel_query_find_typed (const char *text, gsize cursor)
{
  g_autofree char  *before = g_strndup (text, cursor);
  CarrelQueryTyped *typed = NULL;
  const char       *start, *colon, *value;

  if (!g_utf8_validate (before, -1, NULL))
    return NULL;
  start = find_start (before);
  colon = strchr (start, ':');
  typed = g_new0 (CarrelQueryTyped, 1);
  if (colon) {
    const CarrelQueryFieldInfo *field = carrel_query_find_field (start, (gsize) (colon - start));

    if (!field) {
      g_free (typed);
      return NULL;
    }
    typed->field = field->name;
  }
  value = colon ? colon + 1 : start;
  typed->start = (gsize) (value - before);
  typed->quoted = is_quote (g_utf8_get_char (value));
  typed->text = g_strdup (typed->quoted ? g_utf8_next_char (value) : value);
  return typed;
}

void
carrel_query_typed_free (CarrelQueryTyped *self)
{
  g_free (self->text);
  g_free (self);
}

static gboolean
begins (const char *name, const char *typed)
{
  return g_ascii_strncasecmp (name, typed, strlen (typed)) == 0;
}

GPtrArray *
carrel_query_list_completions (const CarrelQueryTyped *typed)
{
  GPtrArray                  *found = g_ptr_array_new ();
  const CarrelQueryFieldInfo *field;
  const char                 *name;

  if (!typed->field) {
    for (guint i = 0; *typed->text && (field = carrel_query_get_field (i)); i++)
      if (begins (field->name, typed->text))
        g_ptr_array_add (found, (gpointer) field->name);
    return found;
  }
  field = carrel_query_find_field (typed->field, strlen (typed->field));
  for (guint i = 0;
       field->kind == CARREL_VALUE_FLAG && (name = carrel_query_get_flag (field->type, i)); i++)
    if (begins (name, typed->text))
      g_ptr_array_add (found, (gpointer) name);
  if (field->kind == CARREL_VALUE_TOPIC && begins ("none", typed->text))
    g_ptr_array_add (found, (gpointer) "none");
  return found;
}

char *
carrel_query_complete (const char             *text,
                       gsize                   cursor,
                       const CarrelQueryTyped *typed,
                       const char             *value,
                       gsize                  *new_cursor)
{
  g_autofree char *completed =
      typed->field ? carrel_query_quote (typed->field, value) : g_strconcat (value, ":", NULL);
  const char *after = text + cursor;
  char       *whole;

  while (*after && !g_ascii_isspace (*after)) /* what stood there of the term */
    after++;
  whole = g_strdup_printf ("%.*s%s%s%s", (int) typed->start, text, completed,
                           typed->field && *after == '\0' ? " " : "", after);
  *new_cursor = typed->start + strlen (completed) + (typed->field ? 1 : 0);
  return whole;
}

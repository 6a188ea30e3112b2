/* carrel-query-filters.c: the terms of a text that ask something of a field: found, taken away,
 * written; and those that only look so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-query-private.h"

#include <string.h>

void
carrel_query_filter_free (CarrelQueryFilter *self)
{
  g_free (self->value);
  g_free (self);
}

/* The value as it is typed between quotes, which may be of any kind, or without. */
static char *
dup_value (const char *start, const char *end)
{
  g_autofree char *value = g_strndup (start, (gsize) (end - start));
  gunichar         first = g_utf8_get_char (value);
  char            *bare = value, *last = value + strlen (value);

  if (first == '"' || first == 0x201C || first == 0x201D || first == 0x201E || first == 0xFF02) {
    bare = g_utf8_next_char (value);
    if (last > bare && !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (last))))
      *g_utf8_prev_char (last) = '\0';
  }
  return g_strdup (g_strstrip (bare));
}

static CarrelQueryFilter *
read_filter (const char *text, const CarrelQueryPlace *place)
{
  CarrelQueryFilter *filter = g_new0 (CarrelQueryFilter, 1);
  const char        *start = text + place->start, *colon;

  filter->start = place->start;
  filter->end = place->end;
  filter->negated = *start == '-';
  start += filter->negated;
  for (colon = start; g_ascii_isalpha (*colon) || *colon == '-';)
    colon++;
  filter->field = carrel_query_find_field (start, (gsize) (colon - start))->name;
  filter->value = dup_value (g_utf8_next_char (colon), text + place->end);
  return filter;
}

GPtrArray *
carrel_query_list_filters (const char *text)
{
  GPtrArray *filters = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_query_filter_free);
  g_autoptr (GArray) places = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return filters;
  places = carrel_query_find_filters (text);
  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (filters, read_filter (text, &g_array_index (places, CarrelQueryPlace, i)));
  return filters;
}

/* ── What is none ── */

static void
misread_free (gpointer data)
{
  CarrelQueryMisread *misread = data;

  g_free (misread->term);
  g_free (misread->name);
  g_free (misread->filter);
  g_free (misread);
}

/* (transfer full) */
static char *
describe_filter (const CarrelQueryFieldInfo *field)
{
  GString    *out = g_string_new (field->name);
  const char *name;

  g_string_append_printf (out, ":%s", field->examples ? field->examples : "");
  for (guint i = 0; !field->examples && (name = carrel_query_get_flag (field->type, i)); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", name);
  return g_string_free (out, FALSE);
}

static CarrelQueryMisread *
read_misread (const char *text, const CarrelQueryPlace *place)
{
  CarrelQueryMisread         *misread = g_new0 (CarrelQueryMisread, 1);
  const char                 *colon = text + place->start;
  const CarrelQueryFieldInfo *field;

  while (g_ascii_isalpha (*colon) || *colon == '-')
    colon++;
  misread->term = g_strndup (text + place->start, place->end - place->start);
  misread->name = g_strndup (text + place->start, (gsize) (colon - text) - place->start);
  field = carrel_query_find_field (misread->name, strlen (misread->name));
  misread->filter = field ? describe_filter (field) : NULL;
  return misread;
}

GPtrArray *
carrel_query_list_misread (const char *text, gboolean typing)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (misread_free);
  g_autoptr (GArray) places = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return list;
  places = carrel_query_find_misread (text, typing);
  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (list, read_misread (text, &g_array_index (places, CarrelQueryPlace, i)));
  return list;
}

/* ── Written ── */

char *
carrel_query_cut (const char *text, gsize start, gsize end)
{
  while (g_ascii_isspace (text[end]))
    end++;
  if (text[end] == '\0')
    while (start > 0 && g_ascii_isspace (text[start - 1]))
      start--;
  return g_strdup_printf ("%.*s%s", (int) start, text, text + end);
}

char *
carrel_query_quote (const char *field, const char *value)
{
  g_autofree char *plain = g_strdelimit (g_strdup (value), "\"", ' ');
  gboolean         bare = *plain && plain[strcspn (plain, " ():\t*")] == '\0';

  if (strcmp (field, "topic") == 0 && g_ascii_strcasecmp (plain, "none") == 0)
    bare = strcmp (plain, "none") == 0;
  return bare ? g_steal_pointer (&plain) : g_strdup_printf ("\"%s\"", plain);
}

char *
carrel_query_write_filter (const char *field, const char *value)
{
  g_autofree char *quoted = carrel_query_quote (field, value);

  return g_strconcat (field, ":", quoted, NULL);
}

/* carrel-query-debug.c: a query's tree as text, for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-query-private.h"

#include "base/carrel-time.h"

#include <string.h>

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (out, '\\');
    if (g_ascii_iscntrl (*p))
      g_string_append_printf (out, "\\x%02x", *p);
    else
      g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}

static void
append_bare (GString *out, const char *text)
{
  if (text[strcspn (text, " \"\\()*")] == '\0' && *text != '\0')
    g_string_append (out, text);
  else
    append_quoted (out, text);
}

static void
append_time (GString *out, gint64 time)
{
  g_autofree char *iso = carrel_time_to_iso (time);

  if (time == G_MININT64 || time == G_MAXINT64)
    return;
  if (iso)
    g_string_append (out, iso);
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, time);
}

static void
append_number (GString *out, gint64 number)
{
  if (number != G_MININT64 && number != G_MAXINT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
}

static void
append_term (GString *out, const CarrelQueryNode *node)
{
  g_string_append_printf (out, "%s ", carrel_query_node_get_field_name (node));
  switch (node->type) {
  case CARREL_QUERY_TEXT:
  case CARREL_QUERY_TOPIC:
  case CARREL_QUERY_LANGUAGE:
    if (!node->text)
      g_string_append (out, "none");
    else if (node->phrase || node->type == CARREL_QUERY_TOPIC)
      append_quoted (out, node->text);
    else
      append_bare (out, node->text);
    if (node->prefix)
      g_string_append_c (out, '*');
    break;
  case CARREL_QUERY_IS:
  case CARREL_QUERY_HAS:
    g_string_append (out, carrel_query_node_get_flag_name (node));
    break;
  case CARREL_QUERY_TIME:
    append_time (out, node->from);
    g_string_append (out, "..");
    append_time (out, node->until);
    break;
  case CARREL_QUERY_WORDS:
    append_number (out, node->from);
    g_string_append (out, "..");
    append_number (out, node->until);
    break;
  default:
    append_number (out, node->from);
  }
}

static void
append_node (GString *out, const CarrelQueryNode *node)
{
  g_string_append_c (out, '(');
  switch (node->type) {
  case CARREL_QUERY_ALL:
    g_string_append (out, "all");
    break;
  case CARREL_QUERY_AND:
    g_string_append (out, "and");
    break;
  case CARREL_QUERY_OR:
    g_string_append (out, "or");
    break;
  case CARREL_QUERY_NOT:
    g_string_append (out, "not");
    break;
  case CARREL_QUERY_NEAR:
    g_string_append_printf (out, "near %d", (int) node->from);
    break;
  default:
    append_term (out, node);
  }
  for (guint i = 0; i < node->n_children; i++) {
    g_string_append_c (out, ' ');
    append_node (out, node->children[i]);
  }
  g_string_append_c (out, ')');
}

char *
carrel_query_to_debug (CarrelQuery *self)
{
  GString *out = g_string_new (NULL);

  append_node (out, self->root);
  return g_string_free_and_steal (out);
}

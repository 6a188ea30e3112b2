/* carrel-extract-members.c: tables in which a program's reference lists what a class has.
 *
 * Doxygen lays out the members of a class in a table of two columns with a heading in its first
 * row, and a function's parameters in one that holds a cell for each sign. The first becomes a
 * heading and a list of terms, the second a line of code. Any thread; linear in the table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_ROWS 2000

static CarrelNode *
make_code (CarrelExtraction *self, CarrelTag around, CarrelNode *from)
{
  CarrelNode      *node = carrel_node_new_element (self->html, around);
  g_autofree char *text = carrel_node_dup_text (from);
  g_autoptr (GString) line = g_string_new (NULL);

  /* «draw ( double  by )» */
  for (const char *p = text; *p; p++) {
    if (p[0] == '\xc2' && p[1] == '\xa0') {
      p++;
      if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
      continue;
    }
    if (*p == ' ' && (line->len == 0 || strchr (" (", line->str[line->len - 1]) || p[1] == '(' ||
                      p[1] == ')' || p[1] == ','))
      continue;
    g_string_append_c (line, *p);
  }
  carrel_node_append (node, carrel_node_new_text (self->html, g_strchomp (line->str), -1));
  return node;
}

static CarrelNode *
get_row (CarrelNode *node)
{
  return node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_TR ? node : NULL;
}

static gboolean
is_called (const CarrelNode *node, const char *name)
{
  const char *class = carrel_node_get (node, "class");

  return class && g_str_has_prefix (class, name);
}

/* (nullable) */
static CarrelNode *
find_cell (CarrelNode *row, const char *name)
{
  for (CarrelNode *cell = row->first; cell; cell = cell->next)
    if (cell->type == CARREL_NODE_ELEMENT && is_called (cell, name))
      return cell;
  return NULL;
}

static void
list_members (CarrelExtraction *self, CarrelNode *table)
{
  CarrelNode *all = carrel_node_new_element (self->html, CARREL_TAG_DIV), *list = NULL, *next;
  guint       n = 0;

  for (CarrelNode *node = table->first; node && n < MAX_ROWS; node = next) {
    CarrelNode *row = get_row (node), *cell;

    next = carrel_node_next (node, table, row != NULL);
    if (!row)
      continue;
    n++;
    if (is_called (row, "heading")) {
      CarrelNode *heading = carrel_node_find (row, CARREL_TAG_H2);

      list = NULL;
      if (heading) {
        carrel_node_unlink (heading);
        carrel_node_append (all, heading);
      }
      continue;
    }
    if (!list) {
      list = carrel_node_new_element (self->html, CARREL_TAG_DL);
      carrel_node_append (all, list);
    }
    cell = find_cell (row, "mdescRight");
    if (cell) {
      CarrelNode *said = carrel_node_new_element (self->html, CARREL_TAG_DD);

      carrel_node_move_children (cell, said);
      carrel_node_append (list, said);
    } else if (find_cell (row, "memItemRight") || find_cell (row, "memTemplItemRight")) {
      CarrelNode *term = carrel_node_new_element (self->html, CARREL_TAG_DT);

      carrel_node_append (term, make_code (self, CARREL_TAG_CODE, row));
      carrel_node_append (list, term);
    }
  }
  carrel_extract_mark (self, all);
  carrel_node_insert_before (table, all);
  carrel_node_unlink (table);
}

gboolean
carrel_extract_members (CarrelExtraction *self, CarrelNode *table)
{
  const char *class = carrel_node_get (table, "class");

  if (!class)
    return FALSE;
  if (strcmp (class, "memberdecls") == 0) {
    list_members (self, table);
    return TRUE;
  }
  if (strcmp (class, "memname") == 0 && !carrel_node_find (table, CARREL_TAG_P)) {
    CarrelNode *line = make_code (self, CARREL_TAG_PRE, table);

    carrel_extract_mark (self, line);
    carrel_node_insert_before (table, line);
    carrel_node_unlink (table);
    return TRUE;
  }
  return FALSE;
}

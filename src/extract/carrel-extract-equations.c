/* carrel-extract-equations.c: displayed formulas that a table lays out, with their numbers beside
 * them.
 *
 * LaTeXML writes each line of an equation as a row: its parts, and the number, in cells. A row
 * becomes one formula of TeX, which says its number itself. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_NUMBER 12 /* bytes of «(A.12)» */

/* Row by row. */
typedef struct {
  GString   *tex, *number; /* (owned) of the row */
  GPtrArray *formulas;     /* (owned) (element-type CarrelNode) */
} Equation;

static gboolean
is_number (const CarrelNode *node)
{
  return node->n_attributes > 0 && carrel_node_has_word (node, "class", "ltx_eqn_eqno");
}

/* Nothing but formulas and numbers. */
static gboolean
is_equation (CarrelNode *table)
{
  gboolean skip, found = FALSE;

  for (CarrelNode *node = table; node; node = carrel_node_next (node, table, skip)) {
    skip = node->tag == CARREL_TAG_MATH || is_number (node);
    found |= node->tag == CARREL_TAG_MATH;
    if (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node))
      return FALSE;
  }
  return found;
}

static void
add_part (Equation *self, CarrelNode *math)
{
  g_autofree char *source = carrel_extract_get_tex (math), *tex = NULL;
  gboolean         display = FALSE;

  tex = source ? carrel_extract_clean_tex (source, &display) : NULL;
  if (!tex)
    return;
  if (self->tex->len > 0)
    g_string_append_c (self->tex, ' ');
  g_string_append (self->tex, tex);
}

/* «(1)» as «1»: letters, digits and a few signs. */
static gboolean
clean_number (GString *number)
{
  g_strstrip (number->str);
  number->len = strlen (number->str);
  if (number->len < 3 || number->len > MAX_NUMBER || number->str[0] != '(' ||
      number->str[number->len - 1] != ')')
    return FALSE;
  g_string_truncate (number, number->len - 1);
  g_string_erase (number, 0, 1);
  for (const char *p = number->str; *p; p++)
    if (!g_ascii_isalnum (*p) && !strchr (".-*'", *p))
      return FALSE;
  return TRUE;
}

static void
end_row (Equation *self, CarrelExtraction *extraction)
{
  if (self->tex->len > 0) {
    if (clean_number (self->number) && !strstr (self->tex->str, "\\tag"))
      g_string_append_printf (self->tex, " \\tag{%s}", self->number->str);
    g_ptr_array_add (self->formulas, carrel_extract_new_formula (extraction, self->tex->str, TRUE));
  }
  g_string_truncate (self->tex, 0);
  g_string_truncate (self->number, 0);
}

gboolean
carrel_extract_equation (CarrelExtraction *self, CarrelNode *table)
{
  Equation equation = { 0 };
  gboolean skip;

  if (table->n_attributes == 0 || !carrel_node_has_word (table, "class", "ltx_eqn_table") ||
      !is_equation (table))
    return FALSE;
  equation = (Equation) { g_string_new (NULL), g_string_new (NULL), g_ptr_array_new () };
  for (CarrelNode *node = table->first; node; node = carrel_node_next (node, table, skip)) {
    skip = node->tag == CARREL_TAG_MATH || is_number (node);
    if (node->tag == CARREL_TAG_TR)
      end_row (&equation, self);
    else if (node->tag == CARREL_TAG_MATH)
      add_part (&equation, node);
    else if (skip)
      carrel_node_append_text (node, equation.number);
  }
  end_row (&equation, self);
  while (table->first)
    carrel_node_unlink (table->first);
  carrel_node_rename (table, CARREL_TAG_DIV);
  for (guint i = 0; i < equation.formulas->len; i++)
    carrel_node_append (table, equation.formulas->pdata[i]);
  g_ptr_array_unref (equation.formulas);
  g_string_free (equation.number, TRUE);
  g_string_free (equation.tex, TRUE);
  return TRUE;
}

/* carrel-document-numbers.c: how lists count, and the number of each item. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#define MAX_ROMAN 3999

static void
append_letters (GString *out, gint32 number, char first)
{
  /* Twenty-six digits without a nought: z, then aa. */
  for (gint32 n = number; n > 0; n = (n - 1) / 26)
    g_string_prepend_c (out, (char) (first + (n - 1) % 26));
}

static void
append_roman (GString *out, gint32 number)
{
  static const struct {
    gint32      value;
    const char *sign;
  } signs[] = {
    { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" },
    { 90, "XC" },  { 50, "L" },   { 40, "XL" }, { 10, "X" },   { 9, "IX" },
    { 5, "V" },    { 4, "IV" },   { 1, "I" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    for (; number >= signs[i].value; number -= signs[i].value)
      g_string_append (out, signs[i].sign);
}

char *
carrel_numbering_format (CarrelNumbering numbering, gint32 number)
{
  gboolean roman =
      numbering == CARREL_NUMBERING_LOWER_ROMAN || numbering == CARREL_NUMBERING_UPPER_ROMAN;
  g_autoptr (GString) text = g_string_new (NULL);

  if (numbering == CARREL_NUMBERING_DECIMAL || number < 1 || (roman && number > MAX_ROMAN))
    return g_strdup_printf ("%d", number);
  if (!roman)
    append_letters (text, number, numbering == CARREL_NUMBERING_LOWER_LETTERS ? 'a' : 'A');
  else
    append_roman (text, number);
  return numbering == CARREL_NUMBERING_LOWER_ROMAN ? g_ascii_strdown (text->str, -1)
                                                   : g_strdup (text->str);
}

static void
number_list (GArray *blocks, guint index)
{
  CarrelBlock *list = &g_array_index (blocks, CarrelBlock, index);
  guint        end = index + 1 + list->n_descendants;
  gint64       next, first = 1;

  for (guint i = index + 1; list->reversed && i < end;
       i += 1 + g_array_index (blocks, CarrelBlock, i).n_descendants)
    first += i > index + 1;
  if (!list->numbered || !list->ordered)
    list->number = list->ordered ? (gint32) first : 0;
  list->numbered = list->ordered && list->number != first;
  next = list->number;
  for (guint i = index + 1; i < end;
       i += 1 + g_array_index (blocks, CarrelBlock, i).n_descendants) {
    CarrelBlock *item = &g_array_index (blocks, CarrelBlock, i);

    next = CLAMP (next, G_MININT32, G_MAXINT32);
    item->ordered = list->ordered;
    item->numbering = list->numbering;
    if (!item->numbered || !list->ordered)
      item->number = list->ordered ? (gint32) next : 0;
    item->numbered = list->ordered && item->number != next;
    next = (gint64) item->number + (list->reversed ? -1 : 1);
  }
}

void
carrel_document_number_items (GArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    if (g_array_index (blocks, CarrelBlock, i).type == CARREL_BLOCK_LIST)
      number_list (blocks, i);
}

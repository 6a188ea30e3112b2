/* carrel-block-math.c: a formula by itself: in the middle of the column, or scrolled sideways where
 * it is wider. Main thread.
 *
 * What is no formula that can be laid out is text like any other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"

static CarrelBlockLayout *
make_layout (CarrelSheet *page, guint block)
{
  return carrel_block_layout_new (page->style, CARREL_TEXT_MATH, &page->blocks[block], 0,
                                  page->blocks[block].text_len, FALSE, NULL);
}

int
carrel_block_math_measure (CarrelSheet *page, guint block, int width)
{
  g_autoptr (CarrelBlockLayout) layout = make_layout (page, block);
  int height;

  if (!carrel_block_layout_is_formula (layout))
    carrel_block_layout_set_width (layout, width);
  carrel_block_layout_get_size (layout, NULL, &height);
  return height;
}

GtkWidget *
carrel_block_math_new (CarrelSheet *page, guint block)
{
  GtkWidget *text = carrel_block_text_new (page, CARREL_TEXT_MATH, block, 0,
                                           page->blocks[block].text_len, FALSE, TRUE),
            *scrolled;

  if (!carrel_block_layout_is_formula (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (text)))) {
    carrel_block_layout_set_alignment (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (text)),
                                       PANGO_ALIGN_CENTER);
    return text;
  }
  carrel_block_text_set_wraps (CARREL_BLOCK_TEXT (text), FALSE);
  gtk_widget_set_halign (text, GTK_ALIGN_CENTER);
  scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), text);
  gtk_widget_set_direction (scrolled, GTK_TEXT_DIR_LTR);
  return scrolled;
}

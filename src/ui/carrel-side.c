/* carrel-side.c: text on the window's side. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-side.h"

#include <string.h>

#define RUNS_RIGHT "\u200e"
#define RUNS_LEFT "\u200f"

static void
set_side (GtkLabel *label)
{
  PangoDirection direction = pango_layout_get_direction (gtk_label_get_layout (label), 0);
  gboolean       mirrored = gtk_widget_get_direction (GTK_WIDGET (label)) == GTK_TEXT_DIR_RTL;
  gboolean against = mirrored ? direction == PANGO_DIRECTION_LTR : direction == PANGO_DIRECTION_RTL;

  gtk_label_set_justify (label, against ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
}

/* What stands at the end of a page gets the page's direction when it is whole. */
static void
follow_direction (GtkLabel *label)
{
  if (g_signal_handler_find (label, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, (gpointer) set_side, NULL) ==
      0)
    g_signal_connect (label, "direction-changed", G_CALLBACK (set_side), NULL);
  set_side (label);
}

void
carrel_side_set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  follow_direction (label);
}

/* Pango would have a line run as its first letter, though that is set apart and may stand anywhere:
 * a mark before it says otherwise. */
static void
set_line (GtkLabel *label)
{
  gboolean    mirrored = gtk_widget_get_direction (GTK_WIDGET (label)) == GTK_TEXT_DIR_RTL;
  const char *mark = mirrored ? RUNS_LEFT : RUNS_RIGHT, *text = gtk_label_get_text (label);
  gboolean    marked = g_str_has_prefix (text, RUNS_RIGHT) || g_str_has_prefix (text, RUNS_LEFT);
  g_autofree char *line = NULL;

  if (pango_layout_get_direction (gtk_label_get_layout (label), 0) ==
      (mirrored ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR))
    return;
  line = g_strconcat (mark, text + (marked ? strlen (mark) : 0), NULL);
  gtk_label_set_text (label, line);
}

void
carrel_side_set_line (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text ? text : "");
  if (g_signal_handler_find (label, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, (gpointer) set_line, NULL) ==
      0)
    g_signal_connect (label, "direction-changed", G_CALLBACK (set_line), NULL);
  set_line (label);
}

void
carrel_side_set_markup (GtkLabel *label, const char *markup)
{
  gtk_label_set_markup (label, markup);
  follow_direction (label);
}

void
carrel_side_keep_row (GtkWidget *row)
{
  g_autoptr (GPtrArray) widgets = g_ptr_array_new ();

  g_ptr_array_add (widgets, row);
  for (guint i = 0; i < widgets->len; i++) {
    GtkWidget *widget = widgets->pdata[i];

    if (GTK_IS_LABEL (widget) && (gtk_widget_has_css_class (widget, "title") ||
                                  gtk_widget_has_css_class (widget, "subtitle")))
      set_side (GTK_LABEL (widget));
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
         child = gtk_widget_get_next_sibling (child))
      g_ptr_array_add (widgets, child);
  }
}

void
carrel_side_set_direction (GtkWidget *top, GtkTextDirection direction)
{
  GtkWidget *widget = top, *next;

  while (widget) {
    gtk_widget_set_direction (widget, direction);
    next = gtk_widget_get_first_child (widget);
    while (!next && widget != top) {
      next = gtk_widget_get_next_sibling (widget);
      widget = gtk_widget_get_parent (widget);
    }
    widget = next;
  }
}

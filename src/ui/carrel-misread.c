/* carrel-misread.c: what in a search looks like a filter and is none. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-misread.h"

#include "ui/carrel-side.h"
#include "ui/carrel-words.h"

void
carrel_misread_show (GtkLabel *label, const char *typed, gboolean nothing)
{
  g_autofree char *text = carrel_words_misread (typed, nothing);

  if (gtk_label_get_justify (label) == GTK_JUSTIFY_CENTER)
    gtk_label_set_text (label, text ? text : "");
  else
    carrel_side_set_text (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

void
carrel_misread_announce (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);

  if (*text)
    gtk_accessible_announce (GTK_ACCESSIBLE (label), text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

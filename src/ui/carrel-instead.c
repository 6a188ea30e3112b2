/* carrel-instead.c: what stands in a place whose content is not there.
 *
 * Main thread. An empty page would say that there is nothing, and what stood there before would be
 * taken for what is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-instead.h"

#include "base/carrel-error.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define SPINNER 32 /* pixels */

gboolean
carrel_instead_is_damage (const GError *error)
{
  return g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DAMAGED) &&
         strstr (error->message, "carrel.db");
}

GtkWidget *
carrel_instead_new_failure (GCallback retry, gpointer owner)
{
  GtkWidget *page = adw_status_page_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *again = gtk_button_new_with_label (_ ("Retry")),
            *mend = gtk_button_new_with_mnemonic (_ ("_Mend…"));

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("The Library Could Not Be Read"));
  gtk_widget_add_css_class (page, "compact");
  gtk_widget_add_css_class (again, "pill");
  gtk_widget_add_css_class (mend, "pill");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (mend), "app.mend");
  g_signal_connect_object (again, "clicked", retry, owner, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), again);
  gtk_box_append (GTK_BOX (box), mend);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  return page;
}

void
carrel_instead_set_error (GtkWidget *page, const GError *error)
{
  gboolean   damage = carrel_instead_is_damage (error);
  GtkWidget *again =
      gtk_widget_get_first_child (adw_status_page_get_child (ADW_STATUS_PAGE (page)));
  g_autofree char *sentence =
                      damage ? g_strdup (_ ("The file “carrel.db” is damaged. Your articles are "
                                            "very likely all there: Carrel can rebuild the file "
                                            "from what it can read. The damaged one is kept."))
                             : carrel_words_error (error),
                  *escaped = g_markup_escape_text (sentence, -1);

  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  gtk_widget_set_visible (again, !damage);
  gtk_widget_set_visible (gtk_widget_get_next_sibling (again), damage);
}

GtkWidget *
carrel_instead_new_spinner (void)
{
  GtkWidget *spinner = adw_spinner_new ();

  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (spinner, SPINNER, SPINNER);
  return spinner;
}

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

#define FAILURE "failure" /* the page's name in a stack */
#define SPINNER 32        /* pixels */

gboolean
carrel_instead_is_damage (const GError *error)
{
  return g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DAMAGED) &&
         strstr (error->message, "carrel.db");
}

static void
set_error (GtkWidget *page, const GError *error)
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
carrel_instead_new_failure (const GError *error, GCallback retry, gpointer owner)
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
  set_error (page, error);
  return page;
}

GtkWidget *
carrel_instead_show_failure (GtkWidget *stack, const GError *error, GCallback retry, gpointer owner)
{
  GtkWidget *page = gtk_stack_get_child_by_name (GTK_STACK (stack), FAILURE);

  if (page) {
    set_error (page, error);
  } else {
    page = carrel_instead_new_failure (error, retry, owner);
    gtk_widget_set_focusable (page, TRUE); /* for who was in what is gone */
    gtk_stack_add_named (GTK_STACK (stack), page, FAILURE);
  }
  gtk_stack_set_visible_child (GTK_STACK (stack), page);
  return page;
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

/* carrel-thread-section.c: the thread that an article is in, at its end. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-thread-section.h"

#include "ui/carrel-reader-pane.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-thread-dialog.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

char *
carrel_thread_describe (CarrelThread *thread)
{
  guint n = carrel_thread_get_n_articles (thread);

  /* Translators: of a thread: how many of its articles are read */
  return g_strdup_printf (ngettext ("%u of %u read", "%u of %u read", n),
                          carrel_thread_get_n_read (thread), n);
}

static GtkWidget *
new_head (CarrelThread *thread)
{
  g_autofree char *progress = carrel_thread_describe (thread);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *count = gtk_label_new (progress),
            *edit = gtk_button_new_from_icon_name ("document-edit-symbolic");
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", carrel_thread_get_title (thread),
                                   "xalign", 0.f, "ellipsize", PANGO_ELLIPSIZE_END, "tooltip-text",
                                   carrel_thread_get_title (thread), "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (title), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  gtk_widget_add_css_class (title, "section-title");
  gtk_widget_add_css_class (count, "dimmed");
  gtk_widget_set_hexpand (count, TRUE);
  gtk_label_set_xalign (GTK_LABEL (count), 0);
  gtk_widget_add_css_class (edit, "flat");
  gtk_widget_add_css_class (edit, "circular");
  gtk_widget_set_valign (edit, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (edit, _ ("Edit Thread…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (edit), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Edit Thread"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (edit), "reader.edit-thread");
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), count);
  gtk_box_append (GTK_BOX (line), edit);
  return line;
}

GtkWidget *
carrel_thread_section_new (CarrelLibrary *library, CarrelThread *thread, gint64 article)
{
  GtkWidget     *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *bar = gtk_progress_bar_new ();
  CarrelArticle *previous = carrel_thread_get_previous (thread, article),
                *next = carrel_thread_get_next (thread, article);

  gtk_widget_set_margin_top (box, 28);
  gtk_box_append (GTK_BOX (box), new_head (thread));
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), carrel_thread_get_progress (thread));
  gtk_widget_add_css_class (bar, "reading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress of the Thread"), -1);
  gtk_box_append (GTK_BOX (box), bar);
  /* Translators: of a thread: the article after this one, and the one before */
  if (next)
    gtk_box_append (GTK_BOX (box), carrel_reference_card_new_for_article (
                                       library, next, _ ("Next in the thread")));
  if (previous)
    gtk_box_append (GTK_BOX (box), carrel_reference_card_new_for_article (library, previous,
                                                                          _ ("Before this one")));
  return box;
}

gboolean
carrel_thread_section_is_same (CarrelThread *a, CarrelThread *b)
{
  if (!a || !b)
    return a == b;
  if (carrel_thread_get_n_articles (a) != carrel_thread_get_n_articles (b) ||
      strcmp (carrel_thread_get_title (a), carrel_thread_get_title (b)) != 0)
    return FALSE;
  for (guint i = 0; i < carrel_thread_get_n_articles (a); i++)
    if (!carrel_article_equal (carrel_thread_get_article (a, i), carrel_thread_get_article (b, i)))
      return FALSE;
  return TRUE;
}

/* ── Actions of the reader ── */

static CarrelThread *
get_thread (GtkWidget *pane, gint64 *article)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (CARREL_READER_PANE (pane));

  *article = reading ? carrel_article_get_id (reading->article) : 0;
  return reading ? reading->thread : NULL;
}

static void
go_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gint64         id;
  CarrelThread  *thread = get_thread (widget, &id);
  CarrelArticle *other = !thread ? NULL
                         : g_str_equal (name, "reader.next-in-thread")
                             ? carrel_thread_get_next (thread, id)
                             : carrel_thread_get_previous (thread, id);

  if (other)
    carrel_ui_open_article (widget, carrel_article_get_id (other));
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gint64        id;
  CarrelThread *thread = get_thread (widget, &id);

  if (thread)
    adw_dialog_present (
        carrel_thread_dialog_new (carrel_reader_pane_get_library (CARREL_READER_PANE (widget)),
                                  thread, id),
        widget);
}

void
carrel_thread_section_install (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "reader.next-in-thread", NULL, go_action);
  gtk_widget_class_install_action (class, "reader.previous-in-thread", NULL, go_action);
  gtk_widget_class_install_action (class, "reader.edit-thread", NULL, edit_action);
}

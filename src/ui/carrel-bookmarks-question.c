/* carrel-bookmarks-question.c: shall the pages of a list of bookmarks be fetched? Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-bookmarks-question.h"

#include "ui/carrel-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  GtkWidget          *parent;    /* (owned) */
  CarrelLibrary      *library;   /* (owned) */
  GPtrArray          *bookmarks; /* (owned) (element-type CarrelBookmark) */
  GStrv               topics;    /* (owned) (nullable) */
  CarrelBookmarksFunc accepted;
} Question;

static void
free_question (Question *self)
{
  g_object_unref (self->parent);
  g_object_unref (self->library);
  g_ptr_array_unref (self->bookmarks);
  g_strfreev (self->topics);
  g_free (self);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_queue_add_finish (CARREL_QUEUE (source), result, &error);

  if (!ids)
    carrel_ui_show_error (window, error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question          *self = user_data;
  CarrelQueueOptions options = { .topics = (const char *const *) self->topics };
  GtkWidget         *window = GTK_WIDGET (gtk_widget_get_root (self->parent));

  if (strcmp (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "fetch") == 0 &&
      window) {
    carrel_queue_add_bookmarks_async (carrel_library_get_queue (self->library), self->bookmarks,
                                      &options, queued_cb, g_object_ref (window));
    self->accepted (self->parent);
    carrel_ui_open_activity (window);
  }
  free_question (self);
}

static char *
say_here (guint n)
{
  return n > 0 ? g_strdup_printf (ngettext ("%u already here", "%u already here", n), n) : NULL;
}

void
carrel_bookmarks_question_ask (GtkWidget          *parent,
                               CarrelLibrary      *library,
                               const char         *name,
                               GPtrArray          *bookmarks,
                               guint               n_here,
                               const char *const  *topics,
                               CarrelBookmarksFunc accepted)
{
  guint            n = bookmarks->len - n_here;
  Question        *self;
  AdwDialog       *dialog;
  g_autofree char *heading =
      g_strdup_printf (ngettext ("Fetch %'u Page?", "Fetch %'u Pages?", n), n);
  /* Translators: the name of a file with bookmarks */
  g_autofree char *body =
      g_strdup_printf (_ ("Folders and tags of “%s” become topics, and its dates are kept."), name);
  g_autofree char *here = say_here (n_here),
                  *all = here ? g_strdup_printf ("%s\n\n%s", body, here) : g_strdup (body);

  if (n == 0) {
    if (here)
      carrel_ui_show_toast (parent, here, NULL);
    return;
  }
  self = g_new0 (Question, 1);
  *self = (Question) { g_object_ref (parent), g_object_ref (library), g_ptr_array_ref (bookmarks),
                       g_strdupv ((GStrv) topics), accepted };
  dialog = adw_alert_dialog_new (heading, all);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "fetch",
                                  _ ("Fetch"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "fetch",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "fetch");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), parent, NULL, chosen_cb, self);
}

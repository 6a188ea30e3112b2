/* carrel-refetch.c: fetching an article again from the window. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-refetch.h"

#include "base/carrel-time.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget      *window;   /* (owned) */
  CarrelLibrary  *library;  /* (owned) */
  CarrelRevision *revision; /* (owned) (nullable): what the page shows now */
} Question;

static void
free_question (Question *self)
{
  g_object_unref (self->window);
  g_object_unref (self->library);
  g_clear_pointer (&self->revision, carrel_revision_free);
  g_free (self);
}

/* ── The page shows less ── */

static void
answered_cb (GObject *dialog, GAsyncResult *result, gpointer user_data)
{
  Question   *self = user_data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result);

  if (g_str_equal (answer, "take"))
    carrel_library_keep_revision_async (
        self->library, g_steal_pointer (&self->revision), CARREL_KEEP_PICTURES, NULL, NULL,
        carrel_ui_changed_cb,
        carrel_ui_change_new (self->window, _ ("New version; the one before is kept"), NULL));
  free_question (self);
}

static void
ask (Question *self, CarrelRefetch *refetch)
{
  AdwAlertDialog *dialog =
      ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("The Page Shows Less Now"), NULL));
  g_autofree char *body =
      /* Translators: words of the text that is kept, and of the page as it is now */
      g_strdup_printf (_ ("Your text has %'u words, the page only %'u: it may be behind a wall, or "
                          "shortened. What you have stays as it is."),
                       refetch->before, refetch->now);

  adw_alert_dialog_set_body (dialog, body);
  adw_alert_dialog_add_responses (dialog, "keep", _ ("_Keep What Is Here"), "take",
                                  _ ("_Take the New Text"), NULL);
  adw_alert_dialog_set_default_response (dialog, "keep");
  adw_alert_dialog_set_close_response (dialog, "keep");
  self->revision = g_steal_pointer (&refetch->revision);
  adw_alert_dialog_choose (dialog, self->window, NULL, answered_cb, self);
}

/* ── Fetched ── */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelRefetch) refetch =
      carrel_library_fetch_again_finish (CARREL_LIBRARY (source), result, &error);
  g_autofree char *sentence = NULL;

  if (!refetch) {
    carrel_ui_show_error (self->window, error);
    free_question (self);
    return;
  }
  switch (refetch->result) {
  case CARREL_REFETCH_CHANGED:
    carrel_ui_show_toast (self->window, _ ("New version; the one before is kept"), refetch->undo);
    break;
  case CARREL_REFETCH_LESS:
    ask (self, refetch);
    return;
  case CARREL_REFETCH_GONE:
    /* Translators: why a page is gone, as in «example.org has no such page (404). What you have
     * stays.» */
    sentence = g_strdup_printf (_ ("%s. What you have stays."), refetch->message);
    carrel_ui_show_toast (self->window, sentence, NULL);
    break;
  case CARREL_REFETCH_SAME:
  case CARREL_REFETCH_NEVER:
  default:
    carrel_ui_show_toast (self->window, _ ("The page hasn’t changed"), NULL);
  }
  free_question (self);
}

void
carrel_refetch_start (GtkWidget *widget, CarrelLibrary *library, gint64 id)
{
  GtkRoot  *root = gtk_widget_get_root (widget);
  Question *self;

  if (!root || id == 0)
    return;
  self = g_new0 (Question, 1);
  self->window = GTK_WIDGET (g_object_ref (root));
  self->library = g_object_ref (library);
  carrel_ui_show_toast (self->window, _ ("Fetching the page again …"), NULL);
  carrel_library_fetch_again_async (library, id, FALSE, TRUE, NULL, fetched_cb, self);
}

char *
carrel_refetch_describe (CarrelReading *reading)
{
  g_autofree char *date = reading->refetched ? carrel_time_to_date (reading->refetched) : NULL;

  if (!date)
    return NULL;
  switch (reading->refetch) {
  case CARREL_REFETCH_GONE:
    /* Translators: a reason and a date, as in «example.org has no such page (404), on 9 January
     * 2026» */
    return g_strdup_printf (
        _ ("%s, on %s"),
        reading->refetch_message ? reading->refetch_message : _ ("The page is gone"), date);
  case CARREL_REFETCH_LESS:
    return g_strdup_printf (_ ("The page shows less since %s"), date);
  case CARREL_REFETCH_SAME:
    return g_strdup_printf (_ ("Unchanged on %s"), date);
  case CARREL_REFETCH_CHANGED:
  case CARREL_REFETCH_NEVER:
  default:
    return NULL;
  }
}

/* carrel-check.c: the library is checked, and repaired where that is possible. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-check.h"

#include "library/carrel-work.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define MAX_SHOWN 12 /* problems that are named */

/* One run of it; its problems outlive it in the dialog. */
typedef struct {
  GtkWidget     *window;  /* (owned) */
  CarrelLibrary *library; /* (owned) */
  CarrelWork    *work;    /* (owned) */
  gboolean       repaired;
} Check;

static void
free_check (Check *self)
{
  g_object_unref (self->window);
  g_object_unref (self->library);
  g_clear_object (&self->work);
  g_free (self);
}

static void check (GtkWidget *window, CarrelLibrary *library, gboolean repaired);

/* ── Repairing ── */

static void
repaired_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);

  carrel_work_end (self->work, error, NULL);
  if (undo)
    check (self->window, self->library, TRUE);
  else
    carrel_ui_show_error (self->window, error);
  free_check (self);
}

static void
answered_cb (GObject *dialog, GAsyncResult *result, gpointer user_data)
{
  Check *self = user_data;

  if (!g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result), "repair")) {
    free_check (self);
    return;
  }
  g_clear_object (&self->work);
  self->work = carrel_work_begin (self->library, _ ("Repair of the Library"), NULL);
  carrel_library_repair_async (self->library, repaired_cb, self);
}

/* ── What was found ── */

static char *
list_problems (CarrelHealth *health, gboolean repaired)
{
  GString *text = g_string_new (NULL);
  guint    n = health->problems->len;

  for (guint i = 0; i < MIN (n, MAX_SHOWN); i++)
    g_string_append_printf (text, "%s%s.", i > 0 ? "\n" : "", (char *) health->problems->pdata[i]);
  if (n > MAX_SHOWN) {
    g_string_append_c (text, '\n');
    g_string_append_printf (text, ngettext ("And %u more.", "And %u more.", n - MAX_SHOWN),
                            n - MAX_SHOWN);
  }
  g_string_append (text, "\n\n");
  if (health->n_derived > 0)
    g_string_append (text, _ ("Indexes and counts can be made again from the articles. Nothing of "
                              "yours is touched."));
  else if (repaired)
    g_string_append (text, _ ("What could be made again was made again. The rest can only come "
                              "from a backup, or from the web."));
  else
    g_string_append (text, _ ("This can’t be made again. A backup may have it."));
  return g_string_free (text, FALSE);
}

/* Takes the check. */
static void
show_problems (Check *self, CarrelHealth *health)
{
  g_autofree char *body = list_problems (health, self->repaired);
  AdwAlertDialog  *dialog =
      ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("The Library Has Problems"), body));

  adw_alert_dialog_add_response (dialog, "close", _ ("_Close"));
  if (health->n_derived > 0) {
    adw_alert_dialog_add_response (dialog, "repair", _ ("_Repair"));
    adw_alert_dialog_set_response_appearance (dialog, "repair", ADW_RESPONSE_SUGGESTED);
    adw_alert_dialog_set_default_response (dialog, "repair");
  }
  adw_alert_dialog_set_close_response (dialog, "close");
  adw_alert_dialog_choose (dialog, self->window, NULL, answered_cb, self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelHealth) health =
      carrel_library_check_finish (CARREL_LIBRARY (source), result, &error);
  g_autofree char *sentence = NULL;

  if (!health) {
    carrel_work_end (self->work, error, NULL);
    carrel_ui_show_error (self->window, error);
    free_check (self);
    return;
  }
  if (health->sound)
    sentence = g_strdup_printf (ngettext ("The library is sound: %u article",
                                          "The library is sound: %u articles", health->n_articles),
                                health->n_articles);
  else
    sentence = g_strdup_printf (ngettext ("%u problem", "%u problems", health->problems->len),
                                health->problems->len);
  carrel_work_end (self->work, NULL, sentence);
  if (health->sound) {
    carrel_ui_show_toast (self->window, sentence, NULL);
    free_check (self);
  } else {
    show_problems (self, health);
  }
}

/* ── Checking ── */

static void
check (GtkWidget *window, CarrelLibrary *library, gboolean repaired)
{
  Check *self = g_new0 (Check, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  self->window = g_object_ref (window);
  self->library = g_object_ref (library);
  self->repaired = repaired;
  self->work = carrel_work_begin (library, _ ("Check of the Library"), cancellable);
  carrel_library_check_async (library, carrel_work_get_progress (self->work), cancellable,
                              checked_cb, self);
}

void
carrel_check_start (GtkWidget *window, CarrelLibrary *library)
{
  check (window, library, FALSE);
}

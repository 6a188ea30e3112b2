/* carrel-busy.c: what the desktop is told while pages are fetched. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-busy.h"

#include "library/carrel-queue.h"

#include "config.h"

#include <glib/gi18n.h>

#define NOTE "queue" /* the one notification's id */

struct _CarrelBusy {
  GtkApplication *application; /* lent: it owns this */
  CarrelQueue    *queue;       /* (owned) */
  GFunc           ended;
  gpointer        user_data;
  guint           cookie; /* of what is held up; 0: nothing */
  gboolean        working;
  guint           n_saved, n_failed; /* since it began to work */
  gint64          article;           /* the last one saved, */
  char           *title;             /* (owned) (nullable): and its title */
};

gboolean
carrel_busy_is_working (CarrelBusy *self)
{
  CarrelQueueProgress progress;

  if (carrel_queue_get_n_running (self->queue) > 0)
    return TRUE;
  carrel_queue_get_progress (self->queue, &progress);
  return progress.done < progress.total &&
         carrel_queue_get_pause (self->queue) == CARREL_QUEUE_PAUSE_NONE &&
         !carrel_queue_is_idle (self->queue);
}

/* ── What came of it ── */

static gboolean
is_looked_at (CarrelBusy *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;
  return FALSE;
}

static void
notify (CarrelBusy *self)
{
  g_autofree char *title = NULL, *body = NULL;
  g_autoptr (GNotification) note = NULL;

  if (self->n_saved + self->n_failed == 0 || is_looked_at (self))
    return;
  if (self->n_saved > 0)
    title = g_strdup_printf (ngettext ("%u article added", "%u articles added", self->n_saved),
                             self->n_saved);
  if (self->n_failed > 0)
    body = g_strdup_printf (
        ngettext ("%u page could not be had", "%u pages could not be had", self->n_failed),
        self->n_failed);
  if (!title)
    title = g_steal_pointer (&body);
  else if (!body && self->n_saved == 1)
    body = g_strdup (self->title);
  note = g_notification_new (title);
  if (body)
    g_notification_set_body (note, body);
  if (self->n_saved == 1)
    g_notification_set_default_action_and_target (note, "app.open-article", "x", self->article);
  else if (self->n_saved > 1)
    g_notification_set_default_action (note, "app.show-inbox");
  else
    g_notification_set_default_action (note, "app.show-activity");
  if (self->n_failed > 0)
    g_notification_add_button (note, _ ("Show Activity"), "app.show-activity");
  g_application_send_notification (G_APPLICATION (self->application), NOTE, note);
}

void
carrel_busy_withdraw (CarrelBusy *self)
{
  g_application_withdraw_notification (G_APPLICATION (self->application), NOTE);
}

/* ── Following the queue ── */

static void
update (CarrelBusy *self)
{
  gboolean working = carrel_busy_is_working (self);

  if (working == self->working)
    return;
  self->working = working;
  if (working) {
    self->n_saved = self->n_failed = 0;
    self->cookie = gtk_application_inhibit (
        self->application, gtk_application_get_active_window (self->application),
        GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
        _ ("Pages are being added to the library"));
    return;
  }
  if (self->cookie != 0)
    gtk_application_uninhibit (self->application, self->cookie);
  self->cookie = 0;
  notify (self);
  self->n_saved = self->n_failed = 0;
  self->ended (self, self->user_data);
}

static void
ended_cb (CarrelQueue *queue, gint64 id, const CarrelQueueEnd *end, CarrelBusy *self)
{
  if (end->again != 0)
    return;
  if (end->article != 0 && !end->error) {
    self->n_saved++;
    self->article = end->article;
    g_set_str (&self->title, end->add ? carrel_add_get_title (end->add) : NULL);
  } else if (end->error && end->article == 0 &&
             !g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && end->entry &&
             carrel_queue_entry_get (end->entry)->state == CARREL_QUEUE_FAILED)
    self->n_failed++;
}

/* ── Without a window ── */

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (error)
    g_message ("Running in the background: %s", error->message);
}

/* org.freedesktop.portal.Background; without its leave the program may be ended, and what is left
 * waits for the next start. */
void
carrel_busy_go_behind (CarrelBusy *self)
{
  GDBusConnection *connection =
      g_application_get_dbus_connection (G_APPLICATION (self->application));
  GVariantBuilder options;

  if (!connection || !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("Pages are being added to the library")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (connection, "org.freedesktop.portal.Desktop",
                          "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Background",
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, asked_cb, NULL);
}

/* ── Life ── */

CarrelBusy *
carrel_busy_new (GtkApplication *application,
                 CarrelLibrary  *library,
                 GFunc           ended,
                 gpointer        user_data)
{
  CarrelBusy *self = g_new0 (CarrelBusy, 1);

  self->application = application;
  self->queue = g_object_ref (carrel_library_get_queue (library));
  self->ended = ended;
  self->user_data = user_data;
  g_signal_connect (self->queue, "ended", G_CALLBACK (ended_cb), self);
  g_signal_connect_swapped (self->queue, "changed", G_CALLBACK (update), self);
  return self;
}

void
carrel_busy_free (CarrelBusy *self)
{
  g_signal_handlers_disconnect_by_data (self->queue, self);
  if (self->cookie != 0)
    gtk_application_uninhibit (self->application, self->cookie);
  g_object_unref (self->queue);
  g_free (self->title);
  g_free (self);
}

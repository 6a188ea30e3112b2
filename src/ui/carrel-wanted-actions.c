/* carrel-wanted-actions.c: what can be done with what is wanted. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-wanted-actions.h"

#include "library/carrel-library-links.h"
#include "library/carrel-queue.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

/* ── Fetching ── */

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_queue_add_finish (CARREL_QUEUE (source), result, &error);
  g_autofree char *message =
      ids ? g_strdup_printf (ngettext ("Fetching %u page", "Fetching %u pages", ids->len), ids->len)
          : NULL;

  if (ids)
    carrel_ui_show_toast (widget, message, NULL);
  else
    carrel_ui_show_error (widget, error);
}

guint
carrel_wanted_count_addresses (GPtrArray *wanted)
{
  guint n = 0;

  for (guint i = 0; i < wanted->len; i++)
    n += carrel_wanted_get_address (wanted->pdata[i]) != NULL;
  return n;
}

void
carrel_wanted_fetch (GtkWidget *widget, CarrelLibrary *library, GPtrArray *wanted)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  CarrelQueueOptions options = { .place = CARREL_PLACE_INBOX, .soon = wanted->len == 1 };

  for (guint i = 0; i < wanted->len; i++)
    if (carrel_wanted_get_address (wanted->pdata[i]))
      g_ptr_array_add (addresses, (gpointer) carrel_wanted_get_address (wanted->pdata[i]));
  if (addresses->len > 0)
    carrel_queue_add_async (carrel_library_get_queue (library), addresses, &options, asked_cb,
                            g_object_ref (widget));
  else if (wanted->len > 0)
    carrel_ui_show_toast (widget, _ ("Only its title is known: it can be found on the web"), NULL);
}

/* ── Never ── */

char *
carrel_wanted_dup_site (CarrelWanted *wanted)
{
  const char *key = carrel_wanted_get_key (wanted);

  if (!key || !carrel_wanted_get_address (wanted) || g_str_has_prefix (key, "t "))
    return NULL;
  return g_strndup (key, strcspn (key, "/?"));
}

void
carrel_wanted_never (GtkWidget *widget, CarrelLibrary *library, GPtrArray *wanted, gboolean site)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *host =
      site && wanted->len == 1 ? carrel_wanted_dup_site (wanted->pdata[0]) : NULL;
  g_autofree char *plural = g_strdup_printf (
      ngettext ("Never wanted again", "%u never wanted again", wanted->len), wanted->len);
  /* Translators: a toast; %s is a site: «example.org» */
  g_autofree char *message = host ? g_strdup_printf (_ ("Nothing of %s is wanted again"), host)
                                  : g_steal_pointer (&plural);
  g_auto (GStrv) keys = NULL;

  for (guint i = 0; i < wanted->len; i++) {
    g_autofree char *own = site ? carrel_wanted_dup_site (wanted->pdata[i]) : NULL;
    g_autofree char *key = own ? g_strconcat ("site ", own, NULL)
                               : g_strdup (carrel_wanted_get_key (wanted->pdata[i]));

    if (key)
      g_strv_builder_add (builder, key);
  }
  keys = g_strv_builder_end (builder);
  if (keys[0])
    carrel_library_hide_wanted_async (library, (const char *const *) keys, carrel_ui_changed_cb,
                                      carrel_ui_change_new (widget, message, NULL));
}

/* ── Keys ── */

typedef struct {
  CarrelLibrary   *library; /* (owned) */
  CarrelWantedFunc func;
  gpointer         data;
} Keys;

static void
free_keys (gpointer data, GClosure *closure)
{
  Keys *keys = data;

  g_object_unref (keys->library);
  g_free (keys);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, Keys *keys)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  g_autoptr (GPtrArray) wanted = NULL;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) ||
      (key != GDK_KEY_f && key != GDK_KEY_Delete) || !(wanted = keys->func (keys->data)) ||
      wanted->len == 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_f)
    carrel_wanted_fetch (widget, keys->library, wanted);
  else
    carrel_wanted_never (widget, keys->library, wanted, FALSE);
  return GDK_EVENT_STOP;
}

void
carrel_wanted_add_keys (GtkWidget       *widget,
                        CarrelLibrary   *library,
                        CarrelWantedFunc func,
                        gpointer         data)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  Keys               *keys = g_new (Keys, 1);

  *keys = (Keys) { g_object_ref (library), func, data };
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (key_cb), keys, free_keys,
                         G_CONNECT_DEFAULT);
  gtk_widget_add_controller (widget, controller);
}

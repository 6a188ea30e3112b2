/* carrel-dialog-toast.c: what came of a change, said in the dialog that made it: a toast of the
 * window would be behind it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-dialog-toast.h"

#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

/* What a toast's button does. */
typedef struct {
  CarrelLibrary *library; /* (owned) */
  CarrelUndo    *undo;    /* (owned) */
} Change;

static void
free_change (gpointer data, GClosure *closure)
{
  Change *change = data;

  g_object_unref (change->library);
  carrel_undo_unref (change->undo);
  g_free (change);
}

static void
undo_clicked_cb (AdwToast *toast, Change *change)
{
  GtkWidget *toasts = g_object_get_data (G_OBJECT (toast), "toasts"); /* it is in there */

  carrel_library_undo_async (change->library, change->undo, carrel_ui_changed_cb,
                             carrel_ui_change_new (toasts, NULL, NULL));
}

void
carrel_dialog_toast_change (AdwToastOverlay *toasts,
                            CarrelLibrary   *library,
                            GAsyncResult    *result,
                            const char      *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo = carrel_library_change_finish (library, result, &error);
  g_autofree char *sentence = error ? carrel_words_error (error) : NULL;
  AdwToast        *toast;

  if (undo && carrel_undo_is_empty (undo))
    return;
  toast = adw_toast_new (error ? sentence : message);
  adw_toast_set_use_markup (toast, FALSE);
  if (undo) {
    Change *change = g_new (Change, 1);

    *change = (Change) { g_object_ref (library), g_steal_pointer (&undo) };
    adw_toast_set_button_label (toast, _ ("Undo"));
    adw_toast_set_timeout (toast, 8);
    g_object_set_data (G_OBJECT (toast), "toasts", toasts);
    g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), change,
                           free_change, G_CONNECT_DEFAULT);
  }
  adw_toast_overlay_dismiss_all (toasts);
  adw_toast_overlay_add_toast (toasts, toast);
}

/* carrel-again-all-dialog.c: all articles of an older extractor, extracted again. Main thread.
 *
 * The work is the library's and outlives the dialog: what ends it shows its toast in the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-again-all-dialog.h"

#include "library/carrel-revision.h"
#include "library/carrel-work.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define TELL_MS 250 /* between two numbers */

struct _CarrelAgainAllDialog {
  AdwDialog parent_instance;

  CarrelLibrary *library;     /* (owned) */
  GCancellable  *cancellable; /* (owned): of the counting */
  GCancellable  *stopping;    /* (owned) (nullable): of the work */
  GArray        *ids;         /* (owned) (nullable) */
  gint64         told;        /* µs */

  GtkLabel       *sentence;
  GtkProgressBar *bar;
  GtkButton      *button;
};

G_DEFINE_FINAL_TYPE (CarrelAgainAllDialog, carrel_again_all_dialog, ADW_TYPE_DIALOG)

/* ── The end ── */

typedef struct {
  GtkWidget            *window; /* (owned) */
  CarrelAgainAllDialog *dialog; /* (owned) */
  CarrelAgain          *again;  /* (owned) */
  CarrelWork           *work;   /* (owned): as Activity shows it */
} Work;

static char *
summarize (CarrelAgain *again)
{
  guint changed = carrel_again_get_n (again, CARREL_AGAIN_CHANGED),
        same = carrel_again_get_n (again, CARREL_AGAIN_SAME),
        less = carrel_again_get_n (again, CARREL_AGAIN_LESS);
  guint failed = carrel_again_get_n (again, CARREL_AGAIN_FAILED) +
                 carrel_again_get_n (again, CARREL_AGAIN_WITHOUT);
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text, ngettext ("%u article has a new text.", "%u articles have a new text.", changed),
      changed);
  if (same > 0)
    g_string_append_printf (text, ngettext ("\n%u is as it was.", "\n%u are as they were.", same),
                            same);
  if (less > 0)
    g_string_append_printf (text,
                            ngettext ("\n%u would lose much of its text and was left.",
                                      "\n%u would lose much of their text and were left.", less),
                            less);
  if (failed > 0)
    g_string_append_printf (text,
                            ngettext ("\n%u could not be made and stays as it was.",
                                      "\n%u could not be made and stay as they were.", failed),
                            failed);
  return g_string_free (text, FALSE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_extract_again_finish (CARREL_LIBRARY (source), result, &error);
  g_autoptr (GError) stopped = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  guint            changed = carrel_again_get_n (work->again, CARREL_AGAIN_CHANGED);
  g_autofree char *summary = summarize (work->again),
                  *toast = g_strdup_printf (ngettext ("%u article has a new text",
                                                      "%u articles have a new text", changed),
                                            changed);

  carrel_work_end (work->work,
                   error                                                 ? error
                   : g_cancellable_is_cancelled (work->dialog->stopping) ? stopped
                                                                         : NULL,
                   toast);
  if (error)
    carrel_ui_show_error (work->window, error);
  else
    carrel_ui_show_toast (work->window, toast, undo);
  gtk_label_set_label (work->dialog->sentence, summary);
  gtk_widget_set_visible (GTK_WIDGET (work->dialog->bar), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (work->dialog->button), FALSE);
  g_clear_object (&work->dialog->stopping);
  g_object_unref (work->window);
  g_object_unref (work->dialog);
  g_object_unref (work->again);
  g_object_unref (work->work);
  g_free (work);
}

/* ── The work ── */

static void
done_cb (CarrelAgainAllDialog *self, GParamSpec *pspec, CarrelAgain *again)
{
  guint            done = carrel_again_get_done (again), total = carrel_again_get_total (again);
  g_autofree char *text = NULL;
  gint64           now = g_get_monotonic_time ();

  if (now - self->told < TELL_MS * G_TIME_SPAN_MILLISECOND && done < total)
    return;
  self->told = now;
  text = g_strdup_printf (_ ("%'u of %'u. You can go on reading."), done, total);
  gtk_label_set_label (self->sentence, text);
  gtk_progress_bar_set_fraction (self->bar, total > 0 ? (double) done / total : 1);
}

/* Activity goes on when the dialog is gone. */
static void
tell_work (CarrelWork *work, GParamSpec *pspec, CarrelAgain *again)
{
  guint            done = carrel_again_get_done (again), total = carrel_again_get_total (again);
  g_autofree char *detail = g_strdup_printf (_ ("%'u of %'u"), done, total);

  carrel_work_tell (work, total > 0 ? (double) done / total : 1, detail);
}

static void
start (CarrelAgainAllDialog *self)
{
  Work *work = g_new0 (Work, 1);

  work->window = g_object_ref (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
  work->dialog = g_object_ref (self);
  work->again = carrel_again_new (self->ids);
  self->stopping = g_cancellable_new ();
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  gtk_button_set_label (self->button, _ ("_Stop"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->button), "suggested-action");
  work->work = carrel_work_begin (self->library, _ ("Extracting Again"), self->stopping);
  g_signal_connect_object (work->again, "notify::done", G_CALLBACK (done_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (work->again, "notify::done", G_CALLBACK (tell_work), work->work,
                           G_CONNECT_SWAPPED);
  carrel_library_extract_again_async (self->library, work->again, self->stopping, ended_cb, work);
}

static void
clicked_cb (CarrelAgainAllDialog *self)
{
  if (self->stopping)
    g_cancellable_cancel (self->stopping);
  else
    start (self);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelAgainAllDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  guint   n_without = 0;
  GArray *ids =
      carrel_library_list_older_finish (CARREL_LIBRARY (source), result, &n_without, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!ids) {
    g_autofree char *sentence = carrel_words_error (error);

    gtk_label_set_label (self->sentence, sentence);
    return;
  }
  self->ids = ids;
  if (ids->len == 0)
    g_string_append (text, _ ("All articles with a kept page are as Carrel extracts them today."));
  else
    g_string_append_printf (
        text,
        ngettext (
            "%'u article was made by an older extractor. Its text is made anew from the page that "
            "was kept; topics, links by hand, highlights and pictures stay. It can be undone.",
            "%'u articles were made by an older extractor. Their texts are made anew from the "
            "pages that were kept; topics, links by hand, highlights and pictures stay. It can be "
            "undone.",
            ids->len),
        ids->len);
  if (n_without > 0)
    g_string_append_printf (text,
                            ngettext ("\n\nOf %'u more no page was kept: it stays as it is.",
                                      "\n\nOf %'u more no page was kept: they stay as they are.",
                                      n_without),
                            n_without);
  gtk_label_set_label (self->sentence, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->button), ids->len > 0);
}

/* ── Object ── */

AdwDialog *
carrel_again_all_dialog_new (CarrelLibrary *library)
{
  CarrelAgainAllDialog *self = g_object_new (CARREL_TYPE_AGAIN_ALL_DIALOG, NULL);

  self->library = g_object_ref (library);
  carrel_library_list_older_async (library, self->cancellable, counted_cb, g_object_ref (self));
  return ADW_DIALOG (self);
}

static void
carrel_again_all_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (CARREL_AGAIN_ALL_DIALOG (dialog)->cancellable);
}

static void
carrel_again_all_dialog_dispose (GObject *object)
{
  CarrelAgainAllDialog *self = CARREL_AGAIN_ALL_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->stopping);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_again_all_dialog_parent_class)->dispose (object);
}

static void
carrel_again_all_dialog_class_init (CarrelAgainAllDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_again_all_dialog_dispose;
  ADW_DIALOG_CLASS (class)->closed = carrel_again_all_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-again-all-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelAgainAllDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, CarrelAgainAllDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, CarrelAgainAllDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
carrel_again_all_dialog_init (CarrelAgainAllDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

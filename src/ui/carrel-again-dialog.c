/* carrel-again-dialog.c: an article's text, made anew from the kept page: before and after. Main
 * thread.
 *
 * The texts are made and compared elsewhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-again-dialog.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "library/carrel-revision.h"
#include "ui/carrel-difference.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarrelAgainDialog {
  AdwDialog parent_instance;

  CarrelLibrary  *library;     /* (owned) */
  CarrelRevision *revision;    /* (owned) (nullable) */
  GCancellable   *cancellable; /* (owned) */
  gint64          id;

  GtkWidget         *keep_button, *pictures;
  GtkButton         *cancel_button;
  GtkStack          *stack, *texts;
  AdwStatusPage     *status;
  GtkGrid           *facts;
  GtkLabel          *note;
  AdwToggleGroup    *shown;
  GtkTextView       *text;
  GtkScrolledWindow *before, *after;
};

G_DEFINE_FINAL_TYPE (CarrelAgainDialog, carrel_again_dialog, ADW_TYPE_DIALOG)

/* ── What changes ── */

static void
attach (CarrelAgainDialog *self, const char *text, int column, int row, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label),
                           column > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_hexpand (label, column > 0);
  if (class)
    gtk_widget_add_css_class (label, class);
  carrel_side_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, column > 0 ? text : NULL);
  gtk_grid_attach (self->facts, label, column, row, 1, 1);
}

static void
add_fact (CarrelAgainDialog *self,
          int               *row,
          const char        *name,
          const char        *before,
          const char        *after,
          gboolean           always)
{
  if (!always && g_strcmp0 (before, after) == 0)
    return;
  attach (self, name, 0, *row, "meta");
  attach (self, before && *before ? before : "–", 1, *row, NULL);
  attach (self, after && *after ? after : "–", 2, *row, NULL);
  ++*row;
}

static void
add_number (
    CarrelAgainDialog *self, int *row, const char *name, guint before, guint after, gboolean always)
{
  g_autofree char *a = g_strdup_printf ("%'u", before), *b = g_strdup_printf ("%'u", after);

  add_fact (self, row, name, a, b, always);
}

static void
show_facts (CarrelAgainDialog *self)
{
  const CarrelRevisionSide *a = &self->revision->before, *b = &self->revision->after;
  g_autofree char          *published = a->published ? carrel_time_to_date (a->published) : NULL,
                  *published_now = b->published ? carrel_time_to_date (b->published) : NULL;
  int row = 1;

  attach (self, "", 0, 0, NULL);
  attach (self, _ ("Before"), 1, 0, "meta");
  attach (self, _ ("After"), 2, 0, "meta");
  add_number (self, &row, _ ("Words"), a->words, b->words, TRUE);
  add_number (self, &row, _ ("Pictures"), a->pictures, b->pictures, FALSE);
  add_number (self, &row, _ ("Headings"), a->headings, b->headings, FALSE);
  add_number (self, &row, _ ("See Also"), a->references, b->references, FALSE);
  add_fact (self, &row, _ ("Title"), a->title, b->title, FALSE);
  add_fact (self, &row, _ ("Author"), a->byline, b->byline, FALSE);
  add_fact (self, &row, _ ("Site"), a->site, b->site, FALSE);
  add_fact (self, &row, _ ("Published"), published, published_now, FALSE);
  add_fact (self, &row, _ ("Language"), carrel_words_language (a->language),
            carrel_words_language (b->language), FALSE);
}

static void
show_note (CarrelAgainDialog *self)
{
  g_autoptr (GString) note = g_string_new (NULL);
  guint n = self->revision->n_lost;

  if (self->revision->rule == CARREL_RULE_UNMATCHED)
    g_string_append (
        note, _ ("The part chosen as the text isn’t on this page: it was found by itself. "));
  if (self->revision->first_page)
    g_string_append (note, _ ("This article was on several pages, of which the first was kept: "
                              "what came from the others would go. "));
  if (n > 0)
    g_string_append_printf (
        note,
        ngettext ("%u highlight is in what goes; it is kept with its words. ",
                  "%u highlights are in what goes; they are kept with their words. ", n),
        n);
  if (self->revision->after.incomplete_reason && !self->revision->before.incomplete_reason)
    g_string_append (note, _ ("The new text may be incomplete. "));
  g_strchomp (note->str);
  gtk_label_set_label (self->note, note->str);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note->str != '\0');
}

/* ── Both pages ── */

static void
show_page (CarrelAgainDialog *self, GtkScrolledWindow *scroller, const CarrelRevisionSide *side)
{
  if (!gtk_scrolled_window_get_child (scroller))
    carrel_difference_show_page (scroller, self->library, side->document, side->language,
                                 side->rtl);
}

static void
shown_cb (CarrelAgainDialog *self)
{
  const char *name = adw_toggle_group_get_active_name (self->shown);

  if (!self->revision || !name)
    return;
  if (strcmp (name, "before") == 0)
    show_page (self, self->before, &self->revision->before);
  else if (strcmp (name, "after") == 0)
    show_page (self, self->after, &self->revision->after);
  gtk_stack_set_visible_child_name (self->texts, name);
}

/* ── Before and after ── */

static void
show_status (CarrelAgainDialog *self, const char *icon, const char *title, const char *sentence)
{
  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, sentence);
  /* There is nothing to keep. */
  gtk_widget_set_visible (self->keep_button, FALSE);
  gtk_button_set_label (self->cancel_button, _ ("_Close"));
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelAgainDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  CarrelRevision *revision = carrel_library_revise_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!revision) {
    g_autofree char *sentence = carrel_words_error (error),
                    *markup = g_markup_escape_text (sentence, -1);

    show_status (self, "dialog-warning-symbolic",
                 g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND)
                     ? _ ("No Page Kept")
                     : _ ("No Text Found"),
                 markup);
    return;
  }
  self->revision = revision;
  if (revision->n_missing > 0) {
    g_autofree char *label = g_strdup_printf (
        ngettext ("Fetch %u picture that isn’t in the library",
                  "Fetch %u pictures that aren’t in the library", revision->n_missing),
        revision->n_missing);

    gtk_check_button_set_label (GTK_CHECK_BUTTON (self->pictures), label);
    gtk_widget_set_visible (self->pictures, TRUE);
  }
  if (revision->same && revision->n_missing == 0) {
    show_status (self, "object-select-symbolic", _ ("Nothing Changes"),
                 _ ("The text is as Carrel extracts it today."));
    return;
  }
  show_facts (self);
  show_note (self);
  carrel_difference_show (self->text, self->revision->runs);
  gtk_widget_set_sensitive (self->keep_button, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "changes");
}

static void
keep_cb (CarrelAgainDialog *self)
{
  /* The dialog goes; the toast belongs to the window. */
  GtkWidget      *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  CarrelKeepFlags flags =
      gtk_check_button_get_active (GTK_CHECK_BUTTON (self->pictures)) ? CARREL_KEEP_PICTURES : 0;

  if (!self->revision || !window)
    return;
  carrel_library_keep_revision_async (
      self->library, g_steal_pointer (&self->revision), flags, NULL, NULL, carrel_ui_changed_cb,
      carrel_ui_change_new (window, "New text kept", "New text kept"));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cancel_cb (CarrelAgainDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* ── Object ── */

AdwDialog *
carrel_again_dialog_new (CarrelLibrary *library, gint64 id)
{
  CarrelAgainDialog *self = g_object_new (CARREL_TYPE_AGAIN_DIALOG, NULL);

  self->library = g_object_ref (library);
  self->id = id;
  carrel_library_revise_async (library, id, NULL, self->cancellable, revised_cb,
                               g_object_ref (self));
  return ADW_DIALOG (self);
}

static void
carrel_again_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (CARREL_AGAIN_DIALOG (dialog)->cancellable);
}

static void
carrel_again_dialog_dispose (GObject *object)
{
  CarrelAgainDialog *self = CARREL_AGAIN_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->revision, carrel_revision_free);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_again_dialog_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelAgainDialog, name)

static void
carrel_again_dialog_class_init (CarrelAgainDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_again_dialog_dispose;
  ADW_DIALOG_CLASS (class)->closed = carrel_again_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-again-dialog.ui");
  BIND (cancel_button);
  BIND (keep_button);
  BIND (pictures);
  BIND (stack);
  BIND (texts);
  BIND (status);
  BIND (facts);
  BIND (note);
  BIND (shown);
  BIND (text);
  BIND (before);
  BIND (after);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
carrel_again_dialog_init (CarrelAgainDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

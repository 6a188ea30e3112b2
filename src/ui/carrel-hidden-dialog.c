/* carrel-hidden-dialog.c: sites, addresses and titles that are never wanted; each can be wanted
 * again. Main thread.
 *
 * What is shown is what the library says: a change goes there, and comes back when it is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-hidden-dialog.h"

#include "library/carrel-library-links.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ROWS 500 /* the newest */

struct _CarrelHiddenDialog {
  AdwDialog parent_instance;

  CarrelLibrary *library;     /* (owned) */
  GPtrArray     *shown;       /* (owned) (nullable) (element-type CarrelWanted): the rows */
  int            focus;       /* the row that gets the focus when the list is made anew; -1: none */
  GCancellable  *cancellable; /* (owned) */

  GtkStack   *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (CarrelHiddenDialog, carrel_hidden_dialog, ADW_TYPE_DIALOG)

/* ── Wanted again ── */

static void
want_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelHiddenDialog *self = CARREL_HIDDEN_DIALOG (widget);
  guint               number = g_variant_get_uint32 (parameter);

  if (!self->shown || number >= self->shown->len)
    return;
  self->focus = (int) number;
  carrel_library_show_wanted_async (
      self->library, carrel_wanted_get_key (self->shown->pdata[number]), carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self), N_ ("Wanted again"), NULL));
}

/* ── Rows ── */

static GtkWidget *
new_row (CarrelWanted *wanted, guint number)
{
  const char *key = carrel_wanted_get_key (wanted), *site = carrel_wanted_get_hidden_site (key),
             *title = carrel_wanted_get_title (wanted);
  guint            n = carrel_wanted_get_n_sources (wanted);
  const char      *name = site                           ? site
                          : title && *title              ? title
                          : g_str_has_prefix (key, "t ") ? key + strlen ("t ")
                                                         : key;
  g_autofree char *named =
      g_strdup_printf (ngettext ("Named by %u article", "Named by %u articles", n), n);
  /* Translators: below the name of a site of which nothing is wanted; the number of addresses that
   * this hides */
  g_autofree char *whole = g_strdup_printf (
      ngettext ("All of the site · %u address", "All of the site · %u addresses", n), n);
  g_autofree char *address = !site && title && *title && !g_str_has_prefix (key, "t ")
                                 ? g_strdup_printf ("%s · %s", key, named)
                                 : NULL;
  /* Translators: for assistive technology, of a button beside the name */
  g_autofree char *label = g_strdup_printf (_ ("Want “%s” Again"), name);
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_with_label (_ ("Want Again"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), site ? whole : address ? address : named);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "hidden.want");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", number);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  carrel_side_keep_row (row);
  return row;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelHiddenDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hidden =
      carrel_library_load_hidden_wanted_finish (CARREL_LIBRARY (source), result, &error);
  GtkListBoxRow *row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!hidden) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < MIN (hidden->len, MAX_ROWS); i++)
    gtk_list_box_append (self->list, new_row (hidden->pdata[i], i));
  gtk_stack_set_visible_child_name (self->stack, hidden->len > 0 ? "rows" : "none");
  if (self->focus >= 0 && hidden->len > 0 &&
      (row = gtk_list_box_get_row_at_index (
           self->list, MIN (self->focus, (int) MIN (hidden->len, MAX_ROWS) - 1))))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  self->focus = -1;
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = g_steal_pointer (&hidden);
}

static void
load (CarrelHiddenDialog *self)
{
  carrel_library_load_hidden_wanted_async (self->library, self->cancellable, loaded_cb, self);
}

static void
library_changed_cb (CarrelHiddenDialog *self, CarrelChanges *changes)
{
  if (carrel_changes_get_kinds (changes) & CARREL_CHANGED_LINKS)
    load (self);
}

/* ── Object ── */

AdwDialog *
carrel_hidden_dialog_new (CarrelLibrary *library)
{
  CarrelHiddenDialog *self = g_object_new (CARREL_TYPE_HIDDEN_DIALOG, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}

static void
carrel_hidden_dialog_dispose (GObject *object)
{
  CarrelHiddenDialog *self = CARREL_HIDDEN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_hidden_dialog_parent_class)->dispose (object);
}

static void
carrel_hidden_dialog_finalize (GObject *object)
{
  CarrelHiddenDialog *self = CARREL_HIDDEN_DIALOG (object);

  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (carrel_hidden_dialog_parent_class)->finalize (object);
}

static void
carrel_hidden_dialog_class_init (CarrelHiddenDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_hidden_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_hidden_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-hidden-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelHiddenDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CarrelHiddenDialog, list);
  gtk_widget_class_install_action (widget_class, "hidden.want", "u", want_action);
}

static void
carrel_hidden_dialog_init (CarrelHiddenDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->focus = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* carrel-topic-names-dialog.c: the other names of a topic. Main thread.
 *
 * What is shown is what the library says: a change goes there, and comes back when it is made. A
 * topic that is renamed meanwhile keeps its row by its number; one that goes takes the dialog with
 * it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-topic-names-dialog.h"

#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarrelTopicNamesDialog {
  AdwDialog parent_instance;

  CarrelLibrary *library; /* (owned) */
  gint64         topic;
  GStrv          shown; /* (owned) (nullable): the rows */
  int            focus; /* the row that gets the focus when the list is made anew; -1: none */

  AdwWindowTitle *title;
  AdwEntryRow    *entry;
  GtkListBox     *list;
};

G_DEFINE_FINAL_TYPE (CarrelTopicNamesDialog, carrel_topic_names_dialog, ADW_TYPE_DIALOG)

/* (transfer full) (nullable): it is gone */
static CarrelTopic *
find_topic (CarrelTopicNamesDialog *self)
{
  GListModel *topics = carrel_library_get_topics (self->library);

  for (guint i = 0; i < g_list_model_get_n_items (topics); i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (topics, i);

    if (carrel_topic_get_id (topic) == self->topic)
      return g_steal_pointer (&topic);
  }
  return NULL;
}

/* ── Changes ── */

static void
entry_applied_cb (CarrelTopicNamesDialog *self)
{
  g_autoptr (CarrelTopic) topic = find_topic (self);
  g_autofree char *name =
      carrel_topic_normalize_path (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (!topic || !name)
    return;
  carrel_library_alias_topic_async (
      self->library, carrel_topic_get_path (topic), name, carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self), N_ ("Name added"), NULL));
  /* Empty, there is nothing to be applied. */
  adw_entry_row_set_show_apply_button (self->entry, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelTopicNamesDialog *self = CARREL_TOPIC_NAMES_DIALOG (widget);
  const char             *alias = g_variant_get_string (parameter, NULL);

  for (guint i = 0; self->shown && self->shown[i]; i++)
    if (strcmp (self->shown[i], alias) == 0)
      self->focus = (int) i;
  carrel_library_unalias_topic_async (self->library, alias, carrel_ui_changed_cb,
                                      carrel_ui_change_new (widget, N_ ("Name removed"), NULL));
}

/* ── Rows ── */

static GtkWidget *
new_row (const char *alias)
{
  /* Translators: of another name of a topic */
  g_autofree char *label = g_strdup_printf (_ ("Remove “%s”"), alias);
  GtkWidget       *row = adw_action_row_new (),
            *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), alias);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "names.remove");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", alias);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  carrel_side_keep_row (row);
  return row;
}

static void
show_names (CarrelTopicNamesDialog *self)
{
  g_autoptr (CarrelTopic) topic = find_topic (self);
  const char *const *aliases = topic ? carrel_topic_get_aliases (topic) : NULL;
  GtkListBoxRow     *row;
  guint              n;

  if (!topic) {
    adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }
  adw_window_title_set_subtitle (self->title, carrel_topic_get_path (topic));
  if (self->shown && g_strv_equal ((const char *const *) self->shown, aliases))
    return;
  gtk_list_box_remove_all (self->list);
  for (n = 0; aliases[n]; n++)
    gtk_list_box_append (self->list, new_row (aliases[n]));
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  if (self->focus >= 0 && n > 0 &&
      (row = gtk_list_box_get_row_at_index (self->list, MIN (self->focus, (int) n - 1))))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else if (self->focus >= 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  self->focus = -1;
  g_strfreev (self->shown);
  self->shown = g_strdupv ((char **) aliases);
}

/* ── Object ── */

AdwDialog *
carrel_topic_names_dialog_new (CarrelLibrary *library, const char *path)
{
  CarrelTopicNamesDialog *self = g_object_new (CARREL_TYPE_TOPIC_NAMES_DIALOG, NULL);
  GListModel             *topics = carrel_library_get_topics (library);

  self->library = g_object_ref (library);
  for (guint i = 0; i < g_list_model_get_n_items (topics); i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (topics, i);

    if (strcmp (carrel_topic_get_path (topic), path) == 0)
      self->topic = carrel_topic_get_id (topic);
  }
  g_signal_connect_object (topics, "items-changed", G_CALLBACK (show_names), self,
                           G_CONNECT_SWAPPED);
  show_names (self);
  return ADW_DIALOG (self);
}

static void
carrel_topic_names_dialog_dispose (GObject *object)
{
  g_clear_object (&CARREL_TOPIC_NAMES_DIALOG (object)->library);
  G_OBJECT_CLASS (carrel_topic_names_dialog_parent_class)->dispose (object);
}

static void
carrel_topic_names_dialog_finalize (GObject *object)
{
  g_strfreev (CARREL_TOPIC_NAMES_DIALOG (object)->shown);
  G_OBJECT_CLASS (carrel_topic_names_dialog_parent_class)->finalize (object);
}

static void
carrel_topic_names_dialog_class_init (CarrelTopicNamesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_topic_names_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_topic_names_dialog_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/app/carrel/Carrel/ui/carrel-topic-names-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelTopicNamesDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelTopicNamesDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, CarrelTopicNamesDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, entry_applied_cb);
  gtk_widget_class_install_action (widget_class, "names.remove", "s", remove_action);
}

static void
carrel_topic_names_dialog_init (CarrelTopicNamesDialog *self)
{
  self->focus = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

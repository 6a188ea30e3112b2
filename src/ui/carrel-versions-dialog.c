/* carrel-versions-dialog.c: the texts that an article has and had: a list, and a page for each with
 * what changed since another. Main thread; texts are read, made and compared elsewhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-versions-dialog.h"

#include "base/carrel-time.h"
#include "ui/carrel-difference.h"
#include "ui/carrel-refetch.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarrelVersionsDialog {
  AdwDialog parent_instance;

  CarrelLibrary *library; /* (owned) */
  GPtrArray     *entries; /* (owned) (nullable) (element-type CarrelVersionEntry): newest first */
  CarrelComparison *comparison;  /* (owned) (nullable): what is shown */
  GCancellable     *cancellable; /* (owned): of the list */
  GCancellable     *comparing;   /* (owned) (nullable) */
  gint64            id;
  gint64   open;  /* number of the version that is to be opened when the list is there; −1: none */
  guint    index; /* of the opened one */
  gboolean filling; /* the choice of the other one is being written by us */

  AdwNavigationView *view;
  AdwNavigationPage *page;
  AdwBanner         *banner;
  GtkStack          *stack, *texts;
  GtkListBox        *list;
  GtkDropDown       *other;
  AdwToggleGroup    *shown;
  GtkWidget         *back_button, *other_box, *same;
  GtkTextView       *text;
  GtkScrolledWindow *paper;
};

G_DEFINE_FINAL_TYPE (CarrelVersionsDialog, carrel_versions_dialog, ADW_TYPE_DIALOG)

static const CarrelVersionEntry *
get_entry (CarrelVersionsDialog *self, guint i)
{
  return self->entries->pdata[i];
}

/* «26 November 2026, 14:16» */
static char *
describe_time (gint64 time)
{
  g_autofree char *date = carrel_time_to_date (time), *clock = NULL;
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time);

  clock = moment ? g_date_time_format (moment, "%R") : NULL;
  /* Translators: a date and an hour, as in «9 January 2026, 08:14» */
  return clock ? g_strdup_printf (_ ("%s, %s"), date, clock) : g_steal_pointer (&date);
}

/* ── The list ── */

static char *
describe_changes (const CarrelVersionEntry *entry)
{
  guint            words = carrel_version_get (entry->version)->words;
  g_autofree char *count = g_strdup_printf (ngettext ("%'u word", "%'u words", words), words),
                  *came = NULL, *went = NULL;
  const char *parts[4] = { count };
  guint       n = 1;

  if (!entry->compared) {
    parts[n++] = carrel_version_get (entry->version)->added ? _ ("Added with it") : NULL;
  } else if (entry->n_added == 0 && entry->n_removed == 0) {
    parts[n++] = _ ("The same words");
  } else {
    /* Translators: words of a text that are new · that are gone */
    came = entry->n_added > 0
               ? g_strdup_printf (ngettext ("%'u new", "%'u new", entry->n_added), entry->n_added)
               : NULL;
    went = entry->n_removed > 0
               ? g_strdup_printf (ngettext ("%'u gone", "%'u gone", entry->n_removed),
                                  entry->n_removed)
               : NULL;
    parts[n++] = came;
    parts[n++] = went;
  }
  return carrel_words_join (parts, n);
}

static GtkWidget *
make_row (const CarrelVersionEntry *entry)
{
  const CarrelVersionData *data = carrel_version_get (entry->version);
  GtkWidget               *row = adw_action_row_new ();
  g_autofree char         *time = describe_time (data->made), *changes = describe_changes (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), time);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), changes);
  if (data->current) {
    GtkWidget *now = gtk_label_new (_ ("Now"));

    gtk_widget_add_css_class (now, "meta");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), now);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
list_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelVersionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries =
      carrel_library_load_versions_finish (CARREL_LIBRARY (source), result, &error);
  gint64 open = self->open;

  if (!entries) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  if (self->entries && self->entries->len != entries->len)
    adw_navigation_view_pop_to_tag (self->view, "list"); /* what is opened is another one now */
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < entries->len; i++)
    gtk_list_box_append (self->list, make_row (entries->pdata[i]));
  gtk_stack_set_visible_child_name (self->stack, "list");
  self->open = -1;
  if (open >= 0)
    carrel_versions_dialog_open (self, (guint) open);
}

static void
reading_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelVersionsDialog) self = user_data;
  g_autoptr (CarrelReading) reading =
      carrel_library_load_reading_finish (CARREL_LIBRARY (source), result, NULL);
  g_autofree char *sentence = NULL, *whole = NULL;

  /* The list is there all the same. */
  if (!reading)
    return;
  sentence = carrel_refetch_describe (reading);
  if (reading->refetch == CARREL_REFETCH_GONE)
    whole = g_strdup_printf (_ ("%s. What is kept stays."), sentence);
  adw_banner_set_title (self->banner, whole ? whole : sentence ? sentence : "");
  adw_banner_set_revealed (self->banner, sentence && reading->refetch != CARREL_REFETCH_SAME);
}

static void
load (CarrelVersionsDialog *self)
{
  carrel_library_load_versions_async (self->library, self->id, self->cancellable, list_read_cb,
                                      g_object_ref (self));
  carrel_library_load_reading_async (self->library, self->id, self->cancellable, reading_loaded_cb,
                                     g_object_ref (self));
}

static void
library_changed_cb (CarrelVersionsDialog *self, CarrelChanges *changes)
{
  if ((carrel_changes_get_kinds (changes) & CARREL_CHANGED_ARTICLES) &&
      carrel_changes_concern (changes, self->id))
    load (self);
}

/* ── One of them ── */

static void
shown_cb (CarrelVersionsDialog *self)
{
  const char *name = adw_toggle_group_get_active_name (self->shown);

  if (name)
    gtk_stack_set_visible_child_name (self->texts, name);
  gtk_widget_set_visible (self->other_box, g_strcmp0 (name, "changes") == 0 && self->entries &&
                                               self->entries->len > 1);
}

static gboolean
has_changes (GArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    if (g_array_index (runs, CarrelDiffRun, i).kind != CARREL_DIFF_SAME)
      return TRUE;
  return FALSE;
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelVersionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  CarrelComparison *comparison =
      carrel_library_compare_versions_finish (CARREL_LIBRARY (source), result, &error);
  const CarrelVersionData *opened;

  if (!comparison) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  g_clear_pointer (&self->comparison, carrel_comparison_free);
  self->comparison = comparison;
  opened = carrel_version_get (get_entry (self, self->index)->version);
  carrel_difference_show (self->text, comparison->runs);
  gtk_widget_set_visible (self->same, !has_changes (comparison->runs));
  carrel_difference_show_page (self->paper, self->library,
                               carrel_version_get (comparison->after)->number == opened->number
                                   ? comparison->after_document
                                   : comparison->before_document,
                               opened->language, opened->rtl);
}

/* Always the older one first, whichever was opened. */
static void
compare (CarrelVersionsDialog *self)
{
  guint          position = gtk_drop_down_get_selected (self->other), other;
  CarrelVersion *opened = get_entry (self, self->index)->version, *against;
  gboolean       newer;

  if (self->comparing)
    g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  self->comparing = g_cancellable_new ();
  /* The list of the others leaves out the opened one. */
  other =
      position == GTK_INVALID_LIST_POSITION ? self->index : position + (position >= self->index);
  against = get_entry (self, MIN (other, self->entries->len - 1))->version;
  newer = carrel_version_get (opened)->number >= carrel_version_get (against)->number;
  carrel_library_compare_versions_async (self->library, newer ? against : opened,
                                         newer ? opened : against, self->comparing, compared_cb,
                                         g_object_ref (self));
}

static void
other_cb (CarrelVersionsDialog *self)
{
  if (!self->filling && self->entries)
    compare (self);
}

static void
fill_others (CarrelVersionsDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = self->entries->len;

  for (guint i = 0; i < n; i++) {
    const CarrelVersionData *data = carrel_version_get (get_entry (self, i)->version);
    g_autofree char         *time = describe_time (data->made);
    /* Translators: what the article says now, with its date */
    g_autofree char *name = data->current ? g_strdup_printf (_ ("Now: %s"), time) : g_strdup (time);

    if (i != self->index)
      gtk_string_list_append (names, name);
  }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->other, G_LIST_MODEL (names));
  /* The one before; the first has the next. */
  if (n > 1)
    gtk_drop_down_set_selected (self->other, MIN (self->index, n - 2));
  self->filling = FALSE;
}

static void
open_entry (CarrelVersionsDialog *self, guint index)
{
  const CarrelVersionData *data = carrel_version_get (get_entry (self, index)->version);
  g_autofree char         *time = describe_time (data->made);

  self->index = index;
  adw_navigation_page_set_title (self->page, time);
  gtk_widget_set_visible (self->back_button, !data->current);
  fill_others (self);
  adw_toggle_group_set_active_name (self->shown, self->entries->len > 1 ? "changes" : "text");
  shown_cb (self);
  compare (self);
  if (adw_navigation_view_get_visible_page (self->view) != self->page)
    adw_navigation_view_push (self->view, self->page);
}

static void
row_activated_cb (CarrelVersionsDialog *self, GtkListBoxRow *row)
{
  int index = gtk_list_box_row_get_index (row);

  if (self->entries && index >= 0 && (guint) index < self->entries->len)
    open_entry (self, (guint) index);
}

void
carrel_versions_dialog_open (CarrelVersionsDialog *self, guint number)
{
  g_return_if_fail (CARREL_IS_VERSIONS_DIALOG (self));
  if (!self->entries) {
    self->open = number;
    return;
  }
  for (guint i = 0; i < self->entries->len; i++)
    if (number == 0 || carrel_version_get (get_entry (self, i)->version)->number == number) {
      open_entry (self, i);
      return;
    }
}

static void
go_back_cb (CarrelVersionsDialog *self)
{
  /* The dialog goes; the toast belongs to the window. */
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!window || !self->entries)
    return;
  carrel_library_restore_version_async (
      self->library, self->id, carrel_version_get (get_entry (self, self->index)->version)->id,
      carrel_ui_changed_cb, carrel_ui_change_new (window, N_ ("Back to the earlier text"), NULL));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
fetch_cb (CarrelVersionsDialog *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!window)
    return;
  adw_dialog_close (ADW_DIALOG (self));
  carrel_refetch_start (window, self->library, self->id);
}

/* ── Object ── */

AdwDialog *
carrel_versions_dialog_new (CarrelLibrary *library, gint64 id)
{
  CarrelVersionsDialog *self = g_object_new (CARREL_TYPE_VERSIONS_DIALOG, NULL);

  self->library = g_object_ref (library);
  self->id = id;
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}

static void
carrel_versions_dialog_closed (AdwDialog *dialog)
{
  CarrelVersionsDialog *self = CARREL_VERSIONS_DIALOG (dialog);

  g_cancellable_cancel (self->cancellable);
  if (self->comparing)
    g_cancellable_cancel (self->comparing);
}

static void
carrel_versions_dialog_dispose (GObject *object)
{
  CarrelVersionsDialog *self = CARREL_VERSIONS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->comparing);
  g_clear_pointer (&self->comparison, carrel_comparison_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_versions_dialog_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelVersionsDialog, name)

static void
carrel_versions_dialog_class_init (CarrelVersionsDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_versions_dialog_dispose;
  ADW_DIALOG_CLASS (class)->closed = carrel_versions_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-versions-dialog.ui");
  BIND (view);
  BIND (page);
  BIND (banner);
  BIND (stack);
  BIND (texts);
  BIND (list);
  BIND (other);
  BIND (other_box);
  BIND (shown);
  BIND (back_button);
  BIND (same);
  BIND (text);
  BIND (paper);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, fetch_cb);
}

static void
carrel_versions_dialog_init (CarrelVersionsDialog *self)
{
  self->open = -1;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* carrel-add-row.c: one of several things that are added. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-add-row.h"

#include "base/carrel-error.h"
#include "ui/carrel-refetch.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

struct _CarrelAddRow {
  GtkListBoxRow parent_instance;

  CarrelAddBatch *batch; /* (owned) */
  CarrelAddItem  *item;  /* (owned) */

  GtkStack  *state;
  GtkImage  *icon;
  GtkLabel  *title, *sentence;
  GtkWidget *browser_button, *retry_button, *fetch_button, *open_button;
};

G_DEFINE_FINAL_TYPE (CarrelAddRow, carrel_add_row, GTK_TYPE_LIST_BOX_ROW)

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_DIALOG);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));
  gint64     id = carrel_add_item_get_id (CARREL_ADD_ROW (widget)->item);

  if (dialog)
    adw_dialog_close (ADW_DIALOG (dialog));
  if (id != 0)
    carrel_ui_open_article (window, id);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelAddRow *self = CARREL_ADD_ROW (widget);

  carrel_add_batch_retry (self->batch, self->item);
}

static void
fetch_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelAddRow  *self = CARREL_ADD_ROW (widget);
  GtkWidget     *dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_DIALOG);
  GtkWidget     *window = GTK_WIDGET (gtk_widget_get_root (widget));
  gint64         id = carrel_add_item_get_id (self->item);
  CarrelLibrary *library = carrel_add_batch_get_library (self->batch);

  if (dialog)
    adw_dialog_close (ADW_DIALOG (dialog));
  carrel_refetch_start (window, library, id);
  carrel_ui_open_article (window, id);
}

static void
browse_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *address = carrel_add_item_get_address (CARREL_ADD_ROW (widget)->item);

  if (address)
    carrel_ui_open_outside (widget, address);
}

/* Asking again helps where the answer may be another one. */
static gboolean
can_retry (const GError *error)
{
  return error && (error->domain != CARREL_ERROR || error->code == CARREL_ERROR_NETWORK ||
                   error->code == CARREL_ERROR_HTTP || error->code == CARREL_ERROR_DISK);
}

/* Carrel can't have the page; a browser might. */
static gboolean
can_browse (const GError *error)
{
  return error && error->domain == CARREL_ERROR &&
         (error->code == CARREL_ERROR_HTTP || error->code == CARREL_ERROR_TOO_LARGE ||
          error->code == CARREL_ERROR_NOT_A_PAGE || error->code == CARREL_ERROR_NO_ARTICLE ||
          error->code == CARREL_ERROR_UNSUPPORTED);
}

static void
item_changed_cb (CarrelAddRow *self)
{
  static const struct {
    const char *icon, *class;
  } icons[] = {
    [CARREL_ADD_STATE_WAITING] = { "carrel-dot-symbolic", "dimmed" },
    [CARREL_ADD_STATE_SAVED] = { "object-select-symbolic", "accent" },
    [CARREL_ADD_STATE_EXISTS] = { "carrel-library-symbolic", "dimmed" },
    [CARREL_ADD_STATE_FAILED] = { "dialog-warning-symbolic", "warning" },
    [CARREL_ADD_STATE_CANCELLED] = { "carrel-dot-symbolic", "dimmed" },
  };
  CarrelAddState   state = carrel_add_item_get_state (self->item);
  const GError    *error = carrel_add_item_get_error (self->item);
  g_autofree char *sentence = carrel_add_item_dup_sentence (self->item);

  gtk_stack_set_visible_child_name (self->state,
                                    state == CARREL_ADD_STATE_RUNNING ? "running" : "icon");
  if (state != CARREL_ADD_STATE_RUNNING) {
    gtk_image_set_from_icon_name (self->icon, icons[state].icon);
    gtk_widget_set_css_classes (GTK_WIDGET (self->icon),
                                (const char *[]) { icons[state].class, NULL });
  }
  carrel_side_set_text (self->title, carrel_add_item_get_title (self->item));
  carrel_side_set_text (self->sentence, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), carrel_add_item_get_address (self->item));
  gtk_widget_set_visible (self->open_button, carrel_add_item_get_id (self->item) != 0);
  gtk_widget_set_visible (self->fetch_button, state == CARREL_ADD_STATE_EXISTS &&
                                                  carrel_add_item_get_address (self->item));
  gtk_widget_set_visible (self->retry_button,
                          state == CARREL_ADD_STATE_CANCELLED ||
                              (state == CARREL_ADD_STATE_FAILED && can_retry (error)));
  gtk_widget_set_visible (self->browser_button, state == CARREL_ADD_STATE_FAILED &&
                                                    carrel_add_item_get_address (self->item) &&
                                                    can_browse (error));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  carrel_add_item_get_title (self->item),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

GtkWidget *
carrel_add_row_new (CarrelAddBatch *batch, CarrelAddItem *item)
{
  CarrelAddRow *self = g_object_new (CARREL_TYPE_ADD_ROW, NULL);

  self->batch = g_object_ref (batch);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self, G_CONNECT_SWAPPED);
  item_changed_cb (self);
  return GTK_WIDGET (self);
}

static void
carrel_add_row_dispose (GObject *object)
{
  CarrelAddRow *self = CARREL_ADD_ROW (object);

  g_clear_object (&self->batch);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (carrel_add_row_parent_class)->dispose (object);
}

static void
carrel_add_row_class_init (CarrelAddRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_add_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-add-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, state);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, sentence);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, browser_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, open_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddRow, fetch_button);
  gtk_widget_class_install_action (widget_class, "add-row.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "add-row.fetch-again", NULL, fetch_again_action);
  gtk_widget_class_install_action (widget_class, "add-row.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "add-row.browse", NULL, browse_action);
}

static void
carrel_add_row_init (CarrelAddRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* carrel-map-page-menu.c: what the menu and the buttons of the map do. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-graph-write.h"
#include "ui/carrel-ui.h"
#include "ui/map/carrel-map-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

static void
text_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  CarrelMapPage *self = user_data;

  g_simple_action_set_state (action, state);
  if (g_variant_get_boolean (state))
    carrel_map_page_update_text (self);
  carrel_map_page_update_stack (self);
}

static void
wanted_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  CarrelMapPage *self = user_data;

  g_simple_action_set_state (action, state);
  self->wanted = g_variant_get_boolean (state);
  carrel_map_page_reload (self);
}

static void
steps_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  CarrelMapPage *self = user_data;

  g_simple_action_set_state (action, state);
  self->steps =
      (guint) CLAMP (g_ascii_strtoull (g_variant_get_string (state, NULL), NULL, 10), 1, 3);
  carrel_map_page_reload (self);
}

static void
rearrange_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  carrel_map_view_rearrange (carrel_map_page_get_view (user_data));
}

static void
zoom_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  int step = g_variant_get_int32 (parameter);

  if (step == 0)
    carrel_map_view_fit (carrel_map_page_get_view (user_data));
  else
    carrel_map_view_zoom (carrel_map_page_get_view (user_data), step > 0 ? 1.25 : 0.8);
}

static void
written_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelMapPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (file), result, NULL, &error))
    carrel_ui_show_toast (GTK_WIDGET (self), _ ("Map exported"), NULL);
  else
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

typedef struct {
  CarrelMapPage    *page; /* (owned) */
  CarrelGraphFormat format;
} Export;

static void
chosen_cb (GObject *dialog, GAsyncResult *result, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (CarrelMapPage) self = export->page;
  CarrelGraphFormat format = export->format;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, &error);
  CarrelGraph *graph = carrel_map_view_get_graph (carrel_map_page_get_view (self));
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  g_free (export);
  if (!file) {
    if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
      carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  if (!graph)
    return;
  text = carrel_graph_write (graph, carrel_map_view_get_places (carrel_map_page_get_view (self)),
                             format);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, written_cb, g_object_ref (self));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarrelMapPage *self = user_data;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  const char      *name = g_variant_get_string (parameter, NULL);
  g_autofree char *file = g_strdup_printf ("%s.%s", _ ("Map"), name);
  GtkRoot         *root = gtk_widget_get_root (GTK_WIDGET (self));
  Export *export = g_new0 (Export, 1);

  if (!carrel_graph_format_from_name (name, &export->format)) {
    g_free (export);
    return;
  }
  export->page = g_object_ref (self);
  gtk_file_dialog_set_initial_name (dialog, file);
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, chosen_cb,
                        export);
}

void
carrel_map_page_add_menu_actions (CarrelMapPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "text", .state = "false", .change_state = text_cb },
    { .name = "wanted", .state = "true", .change_state = wanted_cb },
    { .name = "steps", .parameter_type = "s", .state = "'2'", .change_state = steps_cb },
    { .name = "rearrange", .activate = rearrange_cb },
    { .name = "zoom", .parameter_type = "i", .activate = zoom_cb },
    { .name = "export", .parameter_type = "s", .activate = export_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

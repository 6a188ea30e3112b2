/* carrel-menu.c: menus of rows and other things, by the pointer and by key. Main thread.
 *
 * A menu's popover belongs to what is above the row: to assistive technology a row is one object,
 * with nothing in it. It is gone once it is closed; the focus, which it had, is given back before
 * that, or GTK would look for the next best, which is in another pane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-menu.h"

#define FOCUS "carrel-focus"

static void
free_focus (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
closed_cb (GtkPopover *popover, gpointer user_data)
{
  g_autoptr (GtkWidget) focus = g_weak_ref_get (g_object_get_data (G_OBJECT (popover), FOCUS));

  if (focus && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, popover); /* its action comes first */
}

void
carrel_menu_popup (GtkWidget *owner, GMenuModel *menu, GtkWidget *at, double x, double y)
{
  GtkWidget       *popover = gtk_popover_menu_new_from_model (menu);
  GtkRoot         *root = gtk_widget_get_root (owner);
  GWeakRef        *focus = g_new0 (GWeakRef, 1);
  graphene_point_t point;

  if (!gtk_widget_compute_point (at, owner, &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    point = GRAPHENE_POINT_INIT (0, 0);
  g_weak_ref_init (focus, root ? gtk_root_get_focus (root) : NULL);
  g_object_set_data_full (G_OBJECT (popover), FOCUS, focus, free_focus);
  gtk_widget_set_parent (popover, owner);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                               &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* ── By key ── */

typedef struct {
  CarrelMenuFunc func;
  gpointer       user_data;
} Key;

static gboolean
key_cb (GtkWidget *list, GVariant *arguments, gpointer user_data)
{
  const Key *key = user_data;
  GtkWidget *cell = gtk_root_get_focus (gtk_widget_get_root (list)),
            *row = cell && gtk_widget_get_parent (cell) == list ? gtk_widget_get_first_child (cell)
                                                                : NULL;

  if (!row)
    return GDK_EVENT_PROPAGATE;
  key->func (row, gtk_widget_get_width (row) / 2.0, gtk_widget_get_height (row) / 2.0,
             key->user_data);
  return GDK_EVENT_STOP;
}

void
carrel_menu_add_key (GtkWidget *list, CarrelMenuFunc func, gpointer user_data)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  Key                *key = g_new (Key, 1);

  *key = (Key) { func, user_data };
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (key_cb, key, g_free)));
  gtk_widget_add_controller (list, controller);
}

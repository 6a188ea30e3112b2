/* carrel-document-view-menu.c: the pointer's other buttons, and menus. Main thread.
 *
 * The view knows what a menu would be about, not what is in it: it says so, and whoever listens
 * shows one. The menu key does the same for the link that has the focus, or the selection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

void
carrel_document_view_request_menu (CarrelDocumentView    *self,
                                   const CarrelLinkPlace *link,
                                   double                 x,
                                   double                 y)
{
  const char      *address = link ? carrel_document_view_get_link_address (self, link) : NULL;
  g_autofree char *text = link ? carrel_document_view_dup_link_text (self, link) : NULL;

  if (address && *address == '#') /* leads nowhere else */
    address = NULL;
  carrel_document_view_emit_menu_requested (self, address, address ? text : NULL, x, y);
}

static void
secondary_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, CarrelDocumentView *self)
{
  CarrelLinkPlace link;

  if (!self->page || carrel_document_view_is_in_slot (self, x, y)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  carrel_document_view_request_menu (
      self, carrel_document_view_get_link_place (self, x, y, &link) ? &link : NULL, x, y);
}

static void
middle_released_cb (GtkGestureClick *gesture, int n, double x, double y, CarrelDocumentView *self)
{
  CarrelLinkPlace link;
  const char     *address;

  if (carrel_document_view_is_in_slot (self, x, y) ||
      !carrel_document_view_get_link_place (self, x, y, &link))
    return;
  address = carrel_document_view_get_link_address (self, &link);
  if (address && *address != '#')
    carrel_document_view_emit_link_opened_outside (self, address);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  CarrelLinkPlace     link;
  GdkRectangle        place;

  if (!gtk_widget_is_focus (widget) || !self->page)
    return FALSE;
  if (carrel_document_view_get_focused_link (self, &link, &place))
    carrel_document_view_request_menu (self, &link, place.x, place.y + place.height);
  else if (!self->has_selection && carrel_document_view_activate_highlight (self))
    return TRUE;
  else if (carrel_document_view_get_selection_bounds (self, &place))
    carrel_document_view_request_menu (self, NULL, place.x, place.y + place.height);
  else
    carrel_document_view_request_menu (self, NULL, gtk_widget_get_width (widget) / 2.0,
                                       gtk_widget_get_height (widget) / 3.0);
  return TRUE;
}

/* Enter with Ctrl, as a click with Ctrl. */
static gboolean
control_enter_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  CarrelLinkPlace     link;
  GdkRectangle        place;
  const char         *address;

  if (!carrel_document_view_get_focused_link (self, &link, &place))
    return FALSE;
  address = carrel_document_view_get_link_address (self, &link);
  if (!address || *address == '#')
    return FALSE;
  carrel_document_view_emit_link_opened_outside (self, address);
  return TRUE;
}

void
carrel_document_view_init_menu (CarrelDocumentView *self)
{
  GtkGesture         *secondary = gtk_gesture_click_new (), *middle = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (middle), GDK_BUTTON_MIDDLE);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (middle, "released", G_CALLBACK (middle_released_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (middle));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0),
                        gtk_callback_action_new (menu_key_cb, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK),
                        gtk_callback_action_new (menu_key_cb, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                        gtk_callback_action_new (control_enter_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* carrel-menu.c: menus of rows and other things, by the pointer and by key. Main thread.
 *
 * A menu's popover belongs to what is above the row: to assistive technology a row is one object,
 * with nothing in it. It is gone once it is closed; the focus, which it had, is given back before
 * that, or GTK would look for the next best, which is in another pane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-menu.h"

#define FOCUS "carrel-focus"
#define PLACE "carrel-place"

static void
free_weak (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
closed_cb (GtkPopover *popover, gpointer user_data)
{
  g_autoptr (GtkWidget) focus = g_weak_ref_get (g_object_get_data (G_OBJECT (popover), FOCUS));
  g_autoptr (GtkWidget) place = g_weak_ref_get (g_object_get_data (G_OBJECT (popover), PLACE));

  /* The popover had the button's release: without this GTK would show the row as pressed on. */
  for (GtkWidget *widget = place; widget; widget = gtk_widget_get_parent (widget))
    gtk_widget_unset_state_flags (widget, GTK_STATE_FLAG_ACTIVE);
  if (focus && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, popover); /* its action comes first */
}

static int
count_items (GMenuModel *menu)
{
  int n = g_menu_model_get_n_items (menu);

  for (int i = g_menu_model_get_n_items (menu); i > 0; i--) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i - 1, G_MENU_LINK_SECTION);

    if (section)
      n += g_menu_model_get_n_items (section) - 1;
  }
  return n;
}

/* There is nowhere else to go: from a single item the focus would go to what scrolls it. */
static gboolean
key_in_single_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state)
{
  return key == GDK_KEY_Up || key == GDK_KEY_Down || key == GDK_KEY_KP_Up || key == GDK_KEY_KP_Down;
}

static void
hold_focus (GtkWidget *popover)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_in_single_cb), NULL);
  gtk_widget_add_controller (popover, keys);
}

void
carrel_menu_popup (GtkWidget *owner, GMenuModel *menu, GtkWidget *at, double x, double y)
{
  GtkWidget       *popover = gtk_popover_menu_new_from_model (menu);
  GtkRoot         *root = gtk_widget_get_root (owner);
  GWeakRef        *focus = g_new0 (GWeakRef, 1), *place = g_new0 (GWeakRef, 1);
  graphene_point_t point;

  if (!gtk_widget_compute_point (at, owner, &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    point = GRAPHENE_POINT_INIT (0, 0);
  g_weak_ref_init (focus, root ? gtk_root_get_focus (root) : NULL);
  g_object_set_data_full (G_OBJECT (popover), FOCUS, focus, free_weak);
  g_weak_ref_init (place, at);
  g_object_set_data_full (G_OBJECT (popover), PLACE, place, free_weak);
  gtk_widget_set_parent (popover, owner);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                               &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  if (count_items (menu) == 1)
    hold_focus (popover);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

typedef struct {
  CarrelMenuFunc func;
  gpointer       user_data;
} Call;

static Call *
new_call (CarrelMenuFunc func, gpointer user_data)
{
  Call *call = g_new (Call, 1);

  *call = (Call) { func, user_data };
  return call;
}

static void
free_call (gpointer data, GClosure *closure)
{
  g_free (data);
}

/* ── By the pointer ── */

static void
show (GtkGesture *gesture, double x, double y, const Call *call)
{
  call->func (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)), x, y,
              call->user_data);
}

static void
clicked_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer user_data)
{
  show (GTK_GESTURE (gesture), x, y, user_data);
}

static void
pressed_cb (GtkGestureLongPress *gesture, double x, double y, gpointer user_data)
{
  show (GTK_GESTURE (gesture), x, y, user_data);
}

void
carrel_menu_add_gestures (GtkWidget *row, CarrelMenuFunc func, gpointer user_data)
{
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_data (click, "pressed", G_CALLBACK (clicked_cb), new_call (func, user_data),
                         free_call, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_data (press, "pressed", G_CALLBACK (pressed_cb), new_call (func, user_data),
                         free_call, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));
}

/* ── By key ── */

static gboolean
key_cb (GtkWidget *list, GVariant *arguments, gpointer user_data)
{
  const Call *call = user_data;
  GtkWidget  *cell = gtk_root_get_focus (gtk_widget_get_root (list)),
            *row = cell && gtk_widget_get_parent (cell) == list ? gtk_widget_get_first_child (cell)
                                                                : NULL;

  if (!row)
    return GDK_EVENT_PROPAGATE;
  call->func (row, gtk_widget_get_width (row) / 2.0, gtk_widget_get_height (row) / 2.0,
              call->user_data);
  return GDK_EVENT_STOP;
}

void
carrel_menu_add_key (GtkWidget *list, CarrelMenuFunc func, gpointer user_data)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (key_cb, new_call (func, user_data), g_free)));
  gtk_widget_add_controller (list, controller);
}

/* ── What an item says ── */

static void
set_label_in_section (GMenu *section, const char *action, const char *label)
{
  GMenuModel *model = G_MENU_MODEL (section);

  for (int i = 0; i < g_menu_model_get_n_items (model); i++) {
    g_autofree char *own_action = NULL, *own_label = NULL;
    g_autoptr (GMenuItem) item = NULL;

    if (!g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &own_action) ||
        !g_str_equal (own_action, action) ||
        (g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_LABEL, "s", &own_label) &&
         g_str_equal (own_label, label)))
      continue;
    item = g_menu_item_new_from_model (model, i);
    g_menu_item_set_label (item, label);
    g_menu_remove (section, i);
    g_menu_insert_item (section, i, item);
  }
}

void
carrel_menu_set_label (GMenuModel *menu, const char *action, const char *label)
{
  set_label_in_section (G_MENU (menu), action, label);
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

    if (section)
      set_label_in_section (G_MENU (section), action, label);
  }
}

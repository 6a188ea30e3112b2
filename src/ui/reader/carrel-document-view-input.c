/* carrel-document-view-input.c: keys, and what the parts of the view do with input together. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

static void
focus_changed_cb (CarrelDocumentView *self)
{
  carrel_document_view_queue_draw_blocks (self);
}

/* ── Keys ── */

typedef enum {
  STEP_LINE,
  STEP_PAGE,
  STEP_END,
} Step;

static gboolean
scroll_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);
  GtkAdjustment      *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  int                 step, sign;

  if (!gtk_widget_is_focus (widget))
    return FALSE; /* a button of the header has its own keys */
  g_variant_get (arguments, "(ii)", &step, &sign);
  switch ((Step) step) {
  case STEP_LINE:
    carrel_document_view_scroll_by (self, sign * gtk_adjustment_get_step_increment (adjustment));
    break;
  case STEP_PAGE:
    carrel_document_view_scroll_by (self, sign * gtk_adjustment_get_page_increment (adjustment));
    break;
  case STEP_END:
  default:
    gtk_adjustment_set_value (adjustment, sign < 0 ? 0 : gtk_adjustment_get_upper (adjustment));
    break;
  }
  return TRUE;
}

static gboolean
enter_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);

  if (!gtk_widget_is_focus (widget))
    return FALSE;
  if (self->focus_link < 0)
    return carrel_document_view_activate_highlight (self);
  carrel_document_view_activate (self,
                                 &g_array_index (self->links, CarrelLinkPlace, self->focus_link));
  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);

  if (!self->has_selection)
    return FALSE;
  carrel_document_view_unselect (self);
  return TRUE;
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_document_view_copy_selection (CARREL_DOCUMENT_VIEW (widget));
}

static void
select_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_document_view_select_all (CARREL_DOCUMENT_VIEW (widget));
}

void
carrel_document_view_class_init_input (GtkWidgetClass *klass)
{
  static const struct {
    guint           key;
    GdkModifierType modifiers;
    Step            step;
    int             sign;
  } scrolls[] = {
    { GDK_KEY_Up, 0, STEP_LINE, -1 },       { GDK_KEY_KP_Up, 0, STEP_LINE, -1 },
    { GDK_KEY_Down, 0, STEP_LINE, 1 },      { GDK_KEY_KP_Down, 0, STEP_LINE, 1 },
    { GDK_KEY_Page_Up, 0, STEP_PAGE, -1 },  { GDK_KEY_KP_Page_Up, 0, STEP_PAGE, -1 },
    { GDK_KEY_Page_Down, 0, STEP_PAGE, 1 }, { GDK_KEY_KP_Page_Down, 0, STEP_PAGE, 1 },
    { GDK_KEY_space, 0, STEP_PAGE, 1 },     { GDK_KEY_space, GDK_SHIFT_MASK, STEP_PAGE, -1 },
    { GDK_KEY_Home, 0, STEP_END, -1 },      { GDK_KEY_KP_Home, 0, STEP_END, -1 },
    { GDK_KEY_End, 0, STEP_END, 1 },        { GDK_KEY_KP_End, 0, STEP_END, 1 },
  };

  carrel_document_view_class_init_things (klass);
  klass->focus = carrel_document_view_move_focus;
  klass->query_tooltip = carrel_document_view_query_tooltip;
  for (guint i = 0; i < G_N_ELEMENTS (scrolls); i++)
    gtk_widget_class_add_binding (klass, scrolls[i].key, scrolls[i].modifiers, scroll_cb, "(ii)",
                                  (int) scrolls[i].step, scrolls[i].sign);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, enter_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, enter_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_ISO_Enter, 0, enter_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_install_action (klass, "page.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "page.select-all", NULL, select_all_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "page.copy", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Insert, GDK_CONTROL_MASK, "page.copy", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_a, GDK_CONTROL_MASK, "page.select-all", NULL);
}

void
carrel_document_view_init_input (CarrelDocumentView *self)
{
  GtkEventController *keys = gtk_event_controller_focus_new ();

  g_signal_connect_object (keys, "enter", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "leave", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  carrel_document_view_init_pointer (self);
  carrel_document_view_init_menu (self);
  carrel_document_view_init_caret (self);
}

void
carrel_document_view_dispose_input (CarrelDocumentView *self)
{
  g_clear_weak_pointer (&self->focused);
  carrel_document_view_dispose_pointer (self);
}

/* carrel-text-popover.c: what the person may choose of how pages are set. Main thread.
 *
 * The controls show the settings and the settings alone: a control that is moved changes them, and
 * «changed» moves all controls, which then have nothing to say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-text-popover.h"

#include <glib/gi18n.h>

struct _CarrelTextPopover {
  GtkPopover parent_instance;
  GtkWidget *light_button, *sepia_button, *dark_button, *black_button, *system_button, *face_group,
      *font_row, *size_row, *line_row, *width_row, *justified_row;
  AdwToggle          *legible;
  CarrelTextSettings *settings;    /* lent: lives as long */
  GCancellable       *cancellable; /* (owned): of the dialog */
  gboolean            showing;     /* the settings, right now */
};

G_DEFINE_FINAL_TYPE (CarrelTextPopover, carrel_text_popover, GTK_TYPE_POPOVER)

static const char *const face_names[] = { "serif", "sans", "mono", "legible" };

static GtkToggleButton *
get_theme_button (CarrelTextPopover *self, guint theme)
{
  GtkWidget *const buttons[CARREL_N_THEMES] = { self->system_button, self->light_button,
                                                self->sepia_button, self->dark_button,
                                                self->black_button };

  return GTK_TOGGLE_BUTTON (buttons[theme]);
}

/* ── Settings → controls ── */

static void
show_settings (CarrelTextPopover *self)
{
  const CarrelTextChoice *choice = carrel_text_settings_get (self->settings);
  gboolean                chosen = choice->face == CARREL_FACE_CHOSEN;

  self->showing = TRUE;
  gtk_toggle_button_set_active (get_theme_button (self, choice->theme), TRUE);
  if (chosen)
    adw_toggle_group_set_active (ADW_TOGGLE_GROUP (self->face_group), GTK_INVALID_LIST_POSITION);
  else
    adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (self->face_group),
                                      face_names[choice->face]);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->font_row), chosen ? choice->family : "");
  adw_spin_row_set_value (ADW_SPIN_ROW (self->size_row), choice->size);
  adw_spin_row_set_value (ADW_SPIN_ROW (self->line_row), choice->line);
  adw_spin_row_set_value (ADW_SPIN_ROW (self->width_row), choice->width);
  adw_switch_row_set_active (ADW_SWITCH_ROW (self->justified_row), choice->justified);
  self->showing = FALSE;
}

/* ── Controls → settings ── */

static void
control_changed_cb (CarrelTextPopover *self)
{
  CarrelTextChoice choice;
  const char      *face;

  if (!self->settings || self->showing)
    return;
  choice = *carrel_text_settings_get (self->settings);
  for (guint i = 0; i < CARREL_N_THEMES; i++)
    if (gtk_toggle_button_get_active (get_theme_button (self, i)))
      choice.theme = (CarrelPageTheme) i;
  face = adw_toggle_group_get_active_name (ADW_TOGGLE_GROUP (self->face_group));
  for (guint i = 0; face && i < G_N_ELEMENTS (face_names); i++)
    if (g_str_equal (face, face_names[i]))
      choice.face = (CarrelFace) i;
  choice.size = adw_spin_row_get_value (ADW_SPIN_ROW (self->size_row));
  choice.line = adw_spin_row_get_value (ADW_SPIN_ROW (self->line_row));
  choice.width = (int) adw_spin_row_get_value (ADW_SPIN_ROW (self->width_row));
  choice.justified = adw_switch_row_get_active (ADW_SWITCH_ROW (self->justified_row));
  carrel_text_settings_set (self->settings, &choice);
}

static void
theme_toggled_cb (CarrelTextPopover *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    control_changed_cb (self);
}

static void
family_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelTextPopover) self = user_data;
  g_autoptr (PangoFontFamily) family =
      gtk_font_dialog_choose_family_finish (GTK_FONT_DIALOG (source), result, NULL);
  CarrelTextChoice choice;

  if (!family)
    return;
  choice = *carrel_text_settings_get (self->settings);
  choice.face = CARREL_FACE_CHOSEN;
  choice.family = pango_font_family_get_name (family);
  carrel_text_settings_set (self->settings, &choice);
}

static void
font_cb (CarrelTextPopover *self)
{
  g_autoptr (GtkFontDialog) dialog = gtk_font_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_font_dialog_set_title (dialog, _ ("Font of the Text"));
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_font_dialog_choose_family (dialog, GTK_WINDOW (root), NULL, self->cancellable,
                                 family_chosen_cb, g_object_ref (self));
}

/* A face for those who confuse letters has to be there. */
static void
look_for_legible (CarrelTextPopover *self)
{
  const char *family = carrel_page_style_find_legible (
      pango_context_get_font_map (gtk_widget_get_pango_context (GTK_WIDGET (self))));

  adw_toggle_set_enabled (self->legible, family != NULL);
  adw_toggle_set_tooltip (
      self->legible, family ? family : _ ("Needs the font Atkinson Hyperlegible or OpenDyslexic"));
}

static void
shown_cb (CarrelTextPopover *self)
{
  look_for_legible (self);
  show_settings (self);
}

/* ── Actions ── */

static void
size_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_text_settings_change_size (carrel_text_settings_get_default (),
                                    g_str_equal (name, "reader.larger-text")    ? 1
                                    : g_str_equal (name, "reader.smaller-text") ? -1
                                                                                : 0);
}

void
carrel_text_popover_install (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "reader.larger-text", NULL, size_action);
  gtk_widget_class_install_action (class, "reader.smaller-text", NULL, size_action);
  gtk_widget_class_install_action (class, "reader.normal-text", NULL, size_action);
}

/* ── Object ── */

static void
carrel_text_popover_dispose (GObject *object)
{
  CarrelTextPopover *self = CARREL_TEXT_POPOVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (carrel_text_popover_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelTextPopover, name)

static void
carrel_text_popover_class_init (CarrelTextPopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_text_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-text-popover.ui");
  BIND (system_button);
  BIND (light_button);
  BIND (sepia_button);
  BIND (dark_button);
  BIND (black_button);
  BIND (face_group);
  BIND (legible);
  BIND (font_row);
  BIND (size_row);
  BIND (line_row);
  BIND (width_row);
  BIND (justified_row);
  gtk_widget_class_bind_template_callback (widget_class, control_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, theme_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, font_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
carrel_text_popover_init (CarrelTextPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->settings = carrel_text_settings_get_default ();
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (show_settings), self,
                           G_CONNECT_SWAPPED);
  show_settings (self);
}

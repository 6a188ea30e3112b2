/* carrel-topic-suggestions.c: topics that an article may be about, as dashed chips. Main thread.
 *
 * What is shown is never of another article: a reading that is on its way is given up when the
 * article changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-topic-suggestions.h"

#include "ui/carrel-menu.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

#define MAX_SHOWN 5
#define RELOAD_MS 300

struct _CarrelTopicSuggestions {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  gulong         changed_id;
  gint64         id;
  GCancellable  *cancellable; /* (owned) (nullable) */
  guint          reload_id;

  GtkWidget *box, *chips;
};

G_DEFINE_FINAL_TYPE (CarrelTopicSuggestions, carrel_topic_suggestions, ADW_TYPE_BIN)

static GArray *
new_ids (gint64 id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  return ids;
}

static void
accept (GtkWidget *widget, CarrelLibrary *library, gint64 id, const char *path)
{
  g_autoptr (GArray) ids = new_ids (id);
  const char *add[] = { path, NULL };
  /* Translators: a toast; the topic's name */
  g_autofree char *message = g_strdup_printf (_ ("Topic “%s” added"), path);

  carrel_library_tag_async (library, ids, add, NULL, carrel_ui_changed_cb,
                            carrel_ui_change_new (widget, message, NULL));
}

/* ── Chips ── */

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelTopicSuggestions *self = CARREL_TOPIC_SUGGESTIONS (widget);

  if (self->id != 0)
    accept (widget, self->library, self->id, g_variant_get_string (parameter, NULL));
}

static void
refuse_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelTopicSuggestions *self = CARREL_TOPIC_SUGGESTIONS (widget);
  g_autoptr (GArray) ids = new_ids (self->id);

  if (self->id != 0)
    carrel_library_refuse_topic_async (
        self->library, ids, g_variant_get_string (parameter, NULL), carrel_ui_changed_cb,
        carrel_ui_change_new (widget, N_ ("Not suggested again"), NULL));
}

/* Below it, wherever it was pressed. */
static void
show_menu (GtkWidget *chip, double x, double y, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) refuse = g_menu_item_new (_ ("_Not This One"), NULL);

  g_menu_item_set_action_and_target_value (
      refuse, "suggestions.refuse", gtk_actionable_get_action_target_value (GTK_ACTIONABLE (chip)));
  g_menu_append_item (menu, refuse);
  carrel_menu_popup (chip, G_MENU_MODEL (menu), chip, gtk_widget_get_width (chip) / 2.0,
                     gtk_widget_get_height (chip));
}

static gboolean
chip_key_cb (GtkEventControllerKey  *controller,
             guint                   key,
             guint                   code,
             GdkModifierType         state,
             CarrelTopicSuggestions *self)
{
  GtkWidget *chip = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK)))
    show_menu (chip, 0, 0, NULL);
  else if (key == GDK_KEY_Delete || key == GDK_KEY_BackSpace)
    gtk_widget_activate_action_variant (
        chip, "suggestions.refuse", gtk_actionable_get_action_target_value (GTK_ACTIONABLE (chip)));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GtkWidget *
new_chip (CarrelTopicSuggestions *self, CarrelSuggestion *suggestion)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *icon = gtk_image_new_from_icon_name ("list-add-symbolic");
  GtkWidget          *label = gtk_label_new (carrel_suggestion_get_path (suggestion));
  GtkEventController *keys = gtk_event_controller_key_new ();
  guint               n = carrel_suggestion_get_n_similar (suggestion);
  g_autofree char    *why =
      carrel_suggestion_is_new (suggestion)
             ? g_strdup (_ ("A new topic, from the article’s own words"))
         : n > 0 ? g_strdup_printf (
                    ngettext ("%u article like this has it", "%u articles like this have it", n), n)
                 : g_strdup (_ ("Articles of its site or author, or linked with it, have it"));
  /* Translators: for assistive technology, of a button that gives a suggested topic */
  g_autofree char *name =
      g_strdup_printf (_ ("Add Suggested Topic “%s”"), carrel_suggestion_get_path (suggestion));

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 12);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_add_css_class (button, "suggested-topic");
  gtk_widget_set_tooltip_text (button, why);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, why, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "suggestions.accept");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    carrel_suggestion_get_path (suggestion));
  carrel_menu_add_gestures (button, show_menu, NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (chip_key_cb), self);
  gtk_widget_add_controller (button, keys);
  return button;
}

/* Which of the chips has the focus; -1: none. */
static int
find_focused (CarrelTopicSuggestions *self)
{
  GtkRoot   *root = gtk_widget_get_root (self->chips);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL,
            *chip = gtk_widget_get_first_child (self->chips);

  for (int i = 0; focus && chip; i++, chip = gtk_widget_get_next_sibling (chip))
    if (focus == chip)
      return i;
  return -1;
}

/* Where one went that had the focus, the next one has it. */
static void
show (CarrelTopicSuggestions *self, GPtrArray *suggestions)
{
  int        focused = find_focused (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)))
    adw_wrap_box_remove (ADW_WRAP_BOX (self->chips), child);
  for (guint i = 0; suggestions && i < suggestions->len; i++)
    adw_wrap_box_append (ADW_WRAP_BOX (self->chips), new_chip (self, suggestions->pdata[i]));
  gtk_widget_set_visible (self->box, suggestions && suggestions->len > 0);
  child = focused >= 0 ? gtk_widget_get_first_child (self->chips) : NULL;
  for (; child && focused > 0 && gtk_widget_get_next_sibling (child); focused--)
    child = gtk_widget_get_next_sibling (child);
  if (child)
    gtk_widget_grab_focus (child);
}

/* ── Reading ── */

static void
suggested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelTopicSuggestions *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) suggestions =
      carrel_library_suggest_topics_finish (CARREL_LIBRARY (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show (self, suggestions);
}

static void
stop (CarrelTopicSuggestions *self)
{
  g_clear_handle_id (&self->reload_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
load (CarrelTopicSuggestions *self)
{
  stop (self);
  if (self->id == 0)
    return;
  self->cancellable = g_cancellable_new ();
  carrel_library_suggest_topics_async (self->library, self->id, MAX_SHOWN, self->cancellable,
                                       suggested_cb, self);
}

static gboolean
reload_cb (gpointer user_data)
{
  CarrelTopicSuggestions *self = user_data;

  self->reload_id = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

/* A refusal changes no list, and is told as a position is. */
static void
library_changed_cb (CarrelTopicSuggestions *self, CarrelChanges *changes)
{
  gboolean ours = (carrel_changes_get_kinds (changes) & CARREL_CHANGED_TOPICS) ||
                  carrel_changes_concern (changes, self->id);

  if (self->id != 0 && ours && self->reload_id == 0)
    self->reload_id = g_timeout_add (RELOAD_MS, reload_cb, self);
}

void
carrel_topic_suggestions_set_article (CarrelTopicSuggestions *self, gint64 id)
{
  if (self->id == id)
    return;
  self->id = id;
  show (self, NULL);
  load (self);
}

/* ── By a key ── */

typedef struct {
  GtkWidget *widget; /* (owned) */
  gint64     id;
} First;

static void
first_suggested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  First *first = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) suggestions =
      carrel_library_suggest_topics_finish (CARREL_LIBRARY (source), result, &error);

  if (error)
    carrel_ui_show_error (first->widget, error);
  else if (suggestions->len == 0)
    carrel_ui_show_toast (first->widget, _ ("No topic to suggest"), NULL);
  else
    accept (first->widget, CARREL_LIBRARY (source), first->id,
            carrel_suggestion_get_path (suggestions->pdata[0]));
  g_object_unref (first->widget);
  g_free (first);
}

void
carrel_topic_suggestions_accept_first (GtkWidget *widget, CarrelLibrary *library, gint64 id)
{
  First *first = g_new0 (First, 1);

  *first = (First) { g_object_ref (widget), id };
  carrel_library_suggest_topics_async (library, id, 1, NULL, first_suggested_cb, first);
}

/* ── Object ── */

GtkWidget *
carrel_topic_suggestions_new (CarrelLibrary *library)
{
  CarrelTopicSuggestions *self = g_object_new (CARREL_TYPE_TOPIC_SUGGESTIONS, NULL);

  self->library = g_object_ref (library);
  self->changed_id =
      g_signal_connect_swapped (library, "changed", G_CALLBACK (library_changed_cb), self);
  return GTK_WIDGET (self);
}

static void
carrel_topic_suggestions_dispose (GObject *object)
{
  CarrelTopicSuggestions *self = CARREL_TOPIC_SUGGESTIONS (object);

  stop (self);
  if (self->library)
    g_clear_signal_handler (&self->changed_id, self->library);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_topic_suggestions_parent_class)->dispose (object);
}

static void
carrel_topic_suggestions_class_init (CarrelTopicSuggestionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_topic_suggestions_dispose;
  gtk_widget_class_install_action (widget_class, "suggestions.accept", "s", accept_action);
  gtk_widget_class_install_action (widget_class, "suggestions.refuse", "s", refuse_action);
}

static void
carrel_topic_suggestions_init (CarrelTopicSuggestions *self)
{
  GtkWidget *heading = gtk_label_new (_ ("Suggested"));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->chips = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->chips), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->chips), 6);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "kind");
  gtk_widget_set_margin_top (self->box, 12);
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), self->chips);
  gtk_widget_set_visible (self->box, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

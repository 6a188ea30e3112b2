/* carrel-shortcuts.c: the one table of keys.
 *
 * Single letters stand in a controller of the bubble phase: an entry, which has the focus then,
 * takes its letters before they come here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-shortcuts.h"

#include <glib/gi18n.h>

static const struct {
  const char *action, *keys, *title, *group;
} table[] = {
  { "win.next", "j", N_ ("Next Article"), NC_ ("shortcuts", "Reading") },
  { "win.previous", "k", N_ ("Previous Article"), NC_ ("shortcuts", "Reading") },
  { "win.back", "<Alt>Left", N_ ("Back"), NC_ ("shortcuts", "Reading") },
  { "win.forward", "<Alt>Right", N_ ("Forward"), NC_ ("shortcuts", "Reading") },
  { "reader.contents", "c", N_ ("Contents"), NC_ ("shortcuts", "Reading") },
  { "reader.next-heading", "n", N_ ("Next Heading"), NC_ ("shortcuts", "Reading") },
  { "reader.previous-heading", "p", N_ ("Previous Heading"), NC_ ("shortcuts", "Reading") },
  { "reader.next-in-thread", "bracketright", N_ ("Next in the Thread"),
    NC_ ("shortcuts", "Reading") },
  { "reader.previous-in-thread", "bracketleft", N_ ("Previous in the Thread"),
    NC_ ("shortcuts", "Reading") },
  { "reader.listen", "r", N_ ("Read Aloud, or Pause"), NC_ ("shortcuts", "Reading") },
  { "reader.toggle-caret", "F7", N_ ("Caret in the Text"), NC_ ("shortcuts", "Reading") },
  { "reader.find", "<Control><Shift>f", N_ ("Find in Article"), NC_ ("shortcuts", "Reading") },
  { "reader.find-next", "<Control>g", N_ ("Next Place"), NC_ ("shortcuts", "Reading") },
  { "reader.find-previous", "<Control><Shift>g", N_ ("Previous Place"),
    NC_ ("shortcuts", "Reading") },
  { "reader.print", "<Control>p", N_ ("Print, or Save as PDF"), NC_ ("shortcuts", "Reading") },
  { "reader.larger-text", "<Control>plus|<Control>equal|<Control>KP_Add", N_ ("Larger Text"),
    NC_ ("shortcuts", "Reading") },
  { "reader.smaller-text", "<Control>minus|<Control>KP_Subtract", N_ ("Smaller Text"),
    NC_ ("shortcuts", "Reading") },
  { "reader.normal-text", "<Control>0|<Control>KP_0", N_ ("Normal Text Size"),
    NC_ ("shortcuts", "Reading") },
  { "win.highlight", "h", N_ ("Highlight What Is Selected"), NC_ ("shortcuts", "Reading") },
  { "win.note", "m", N_ ("Note on What Is Selected, or on the Article"),
    NC_ ("shortcuts", "Reading") },
  { "article.open-in-browser", "o", N_ ("Open in Browser"), NC_ ("shortcuts", "Reading") },
  { "article.archive", "e", N_ ("Archive, or Back to Inbox"), NC_ ("shortcuts", "Articles") },
  { "article.archive-and-next", "<Shift>e", N_ ("Archive and Next"),
    NC_ ("shortcuts", "Articles") },
  { "article.favourite", "s", N_ ("Favourite"), NC_ ("shortcuts", "Articles") },
  { "article.edit-topics", "t", N_ ("Topics"), NC_ ("shortcuts", "Articles") },
  { "article.accept-suggestion", "a", N_ ("Give the First Suggested Topic"),
    NC_ ("shortcuts", "Articles") },
  { "win.select-all", "<Control>a", N_ ("Select All"), NC_ ("shortcuts", "Articles") },
  { "article.add-link", "l", N_ ("Add Link"), NC_ ("shortcuts", "Articles") },
  { "article.toggle-read", "u", N_ ("Mark as Read or Unread"), NC_ ("shortcuts", "Articles") },
  { "article.delete", "Delete", N_ ("Delete, or Restore"), NC_ ("shortcuts", "Articles") },
  { "win.add", "<Control>n", N_ ("Add a Page"), NC_ ("shortcuts", "Library") },
  { "win.paste", "<Control>v", N_ ("Add What Was Copied"), NC_ ("shortcuts", "Library") },
  { "win.show-activity", "<Control>j", N_ ("Activity"), NC_ ("shortcuts", "Library") },
  { "win.search", "<Control>f|slash", N_ ("Search"), NC_ ("shortcuts", "Library") },
  { "win.undo", "<Control>z", N_ ("Undo"), NC_ ("shortcuts", "Library") },
  { "win.show-inbox", "<Alt>1", N_ ("Inbox"), NC_ ("shortcuts", "Window") },
  { "win.show-map", "<Alt>3", N_ ("Map"), NC_ ("shortcuts", "Window") },
  { "win.show-all", "<Alt>2", N_ ("All Articles"), NC_ ("shortcuts", "Window") },
  { "win.toggle-places", "F9", N_ ("Sidebar"), NC_ ("shortcuts", "Window") },
  { "win.toggle-inspector", "<Control>i", N_ ("Inspector"), NC_ ("shortcuts", "Window") },
  { "win.next-pane", "F6", N_ ("Next Pane"), NC_ ("shortcuts", "Window") },
  { "app.new-window", "<Control><Shift>n", N_ ("New Window"), NC_ ("shortcuts", "Window") },
  { "app.preferences", "<Control>comma", N_ ("Preferences"), NC_ ("shortcuts", "Window") },
  { "win.show-shortcuts", "<Control>question", N_ ("Keyboard Shortcuts"),
    NC_ ("shortcuts", "Window") },
  { "app.help", "F1", N_ ("Help"), NC_ ("shortcuts", "Window") },
  { "window.close", "<Control>w", N_ ("Close Window"), NC_ ("shortcuts", "Window") },
  { "app.quit", "<Control>q", N_ ("Quit"), NC_ ("shortcuts", "Window") },
};

static gboolean
is_single (const char *key)
{
  return (!g_str_has_prefix (key, "<") || g_str_has_prefix (key, "<Shift>")) &&
         !(key[0] == 'F' && g_ascii_isdigit (key[1]));
}

void
carrel_shortcuts_install (GtkWidget *window)
{
  GtkEventController *single = gtk_shortcut_controller_new (),
                     *everywhere = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (single, GTK_PHASE_BUBBLE);
  gtk_event_controller_set_propagation_phase (everywhere, GTK_PHASE_BUBBLE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (everywhere),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_auto (GStrv) keys = g_strsplit (table[i].keys, "|", -1);

    for (guint k = 0; keys[k]; k++) {
      gboolean local = is_single (keys[k]) || g_str_equal (table[i].action, "win.paste") ||
                       g_str_equal (table[i].action, "win.select-all") ||
                       g_str_equal (table[i].action, "win.undo");

      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (local ? single : everywhere),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[k]),
                            gtk_named_action_new (table[i].action)));
    }
  }
  gtk_widget_add_controller (window, single);
  gtk_widget_add_controller (window, everywhere);
}

/* A row: what, and the keys at its end. */
static GtkWidget *
make_row (guint i)
{
  GtkWidget *row = adw_action_row_new (), *keys = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_auto (GStrv) parts = g_strsplit (table[i].keys, "|", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (table[i].title));
  for (guint k = 0; parts[k]; k++) {
    guint            value;
    GdkModifierType  modifiers;
    g_autofree char *text = gtk_accelerator_parse (parts[k], &value, &modifiers)
                                ? gtk_accelerator_get_label (value, modifiers)
                                : g_strdup (parts[k]);
    GtkWidget       *label = gtk_label_new (text);

    gtk_widget_add_css_class (label, "keycap");
    gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (keys), label);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  return row;
}

void
carrel_shortcuts_present (GtkWidget *window)
{
  AdwDialog           *dialog = adw_dialog_new ();
  GtkWidget           *view = adw_toolbar_view_new (), *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group = NULL;
  const char          *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (g_strcmp0 (name, table[i].group) != 0) {
      group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (group,
                                       g_dpgettext2 (GETTEXT_PACKAGE, "shortcuts", table[i].group));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
      name = table[i].group;
    }
    adw_preferences_group_add (group, make_row (i));
  }
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 520);
  adw_dialog_set_content_height (dialog, 640);
  adw_dialog_present (dialog, window);
}

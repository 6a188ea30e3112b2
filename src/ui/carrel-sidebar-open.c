/* carrel-sidebar-open.c: which topics are open.
 *
 * Main thread. What was open waits in `wanted` until its topic is there; opening one may bring the
 * next. The rows are looked through when the loop is idle, once for any number of changes, and
 * nothing is kept before the old state is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-sidebar-open.h"

#include "ui/carrel-place.h"
#include "ui/carrel-state.h"

#include <string.h>

#define STATE "open-topics"

typedef struct {
  GtkTreeListModel *tree;   /* its owner */
  GHashTable       *wanted; /* (owned): paths */
  char             *kept;   /* (owned) (nullable): NULL until the old state is known */
  guint             source;
} Open;

static void
free_open (gpointer data)
{
  Open *open = data;

  g_clear_handle_id (&open->source, g_source_remove);
  g_hash_table_unref (open->wanted);
  g_free (open->kept);
  g_free (open);
}

/* The topic's path; NULL for other rows. */
static const char *
get_path (GtkTreeListRow *row)
{
  g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);
  CarrelTopic *topic =
      CARREL_IS_UI_PLACE (item) ? carrel_ui_place_get_topic (CARREL_UI_PLACE (item)) : NULL;

  return topic ? carrel_topic_get_path (topic) : NULL; /* the tree holds the item */
}

/* Opens what waits. What waits once topics are there and nothing opened any more is of topics that
 * are gone. */
static void
open_wanted (Open *open)
{
  gboolean topics = FALSE, opened = FALSE;

  for (guint i = 0; g_hash_table_size (open->wanted) > 0 &&
                    i < g_list_model_get_n_items (G_LIST_MODEL (open->tree));
       i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (open->tree, i);
    const char *path = get_path (row);

    topics |= path != NULL;
    if (path && gtk_tree_list_row_is_expandable (row) && g_hash_table_remove (open->wanted, path)) {
      gtk_tree_list_row_set_expanded (row, TRUE); /* its rows come next */
      opened = TRUE;
    }
  }
  if (topics && !opened)
    g_hash_table_remove_all (open->wanted);
}

static void
keep (Open *open)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (open->tree)); i++) {
    g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (open->tree, i);
    const char *path = gtk_tree_list_row_get_expanded (row) ? get_path (row) : NULL;

    if (path)
      g_string_append_printf (text, "%s\n", path);
  }
  if (strcmp (text->str, open->kept) == 0)
    return;
  carrel_state_save (STATE, text->str);
  g_free (open->kept);
  open->kept = g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
idle_cb (gpointer data)
{
  Open *open = data;

  open->source = 0;
  if (g_hash_table_size (open->wanted) > 0)
    open_wanted (open);
  if (g_hash_table_size (open->wanted) == 0)
    keep (open);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GtkTreeListModel *tree, guint position, guint removed, guint added, Open *open)
{
  if (open->kept && open->source == 0)
    open->source = g_idle_add (idle_cb, open);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkTreeListModel) tree = user_data;
  Open            *open = g_object_get_data (G_OBJECT (tree), STATE);
  g_autofree char *text = carrel_state_load_finish (result);
  g_auto (GStrv) paths = g_strsplit (text ? text : "", "\n", -1);

  for (guint i = 0; paths[i]; i++)
    if (*paths[i])
      g_hash_table_add (open->wanted, g_strdup (paths[i]));
  open->kept = g_strdup (text ? text : "");
  changed_cb (tree, 0, 0, 0, open);
}

void
carrel_sidebar_open_remember (GtkTreeListModel *tree)
{
  Open *open = g_new0 (Open, 1);

  open->tree = tree;
  open->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_object_set_data_full (G_OBJECT (tree), STATE, open, free_open);
  g_signal_connect (tree, "items-changed", G_CALLBACK (changed_cb), open);
  carrel_state_load_async (STATE, loaded_cb, g_object_ref (tree));
}

/* ── Keys ── */

static gboolean
close_or_go_up (GtkSingleSelection *selection, GtkTreeListRow *row, GtkWidget *list)
{
  g_autoptr (GtkTreeListRow) parent = gtk_tree_list_row_get_parent (row);

  if (gtk_tree_list_row_get_expanded (row))
    gtk_tree_list_row_set_expanded (row, FALSE);
  else if (parent)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (list), gtk_tree_list_row_get_position (parent),
                             GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
  else
    return FALSE;
  return TRUE;
}

/* From what is chosen, wherever the focus was; a heading can't have it, and GTK would stop before
 * one. */
static gboolean
step (GtkSingleSelection *selection, GtkWidget *list, int by)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (selection)),
        first = gtk_single_selection_get_selected (selection) + by;

  for (guint at = first; at < n; at += by) { /* above the first it is very large */
    g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (selection), at);
    g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);

    if (!CARREL_IS_UI_PLACE (item))
      continue;
    gtk_list_view_scroll_to (GTK_LIST_VIEW (list), at,
                             GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
    return TRUE;
  }
  return FALSE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        modifiers,
                GtkSingleSelection    *selection)
{
  GtkWidget      *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  gboolean        rtl = gtk_widget_get_direction (list) == GTK_TEXT_DIR_RTL;
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (selection);

  if (!row || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;
  if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down || key == GDK_KEY_Up || key == GDK_KEY_KP_Up)
    return step (selection, list, key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1 : -1);
  if (!get_path (row))
    return FALSE;
  if (key == (rtl ? GDK_KEY_Right : GDK_KEY_Left))
    return close_or_go_up (selection, row, list);
  if (key != (rtl ? GDK_KEY_Left : GDK_KEY_Right) || !gtk_tree_list_row_is_expandable (row) ||
      gtk_tree_list_row_get_expanded (row))
    return FALSE;
  gtk_tree_list_row_set_expanded (row, TRUE);
  return TRUE;
}

void
carrel_sidebar_open_install_keys (GtkWidget *list, GtkSingleSelection *selection)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), selection);
  gtk_widget_add_controller (list, keys);
}

/* carrel-list-pane-order.c: how a list is sorted, divided and shown. Main thread.
 *
 * Two orders: of a place, which is kept, and of what is searched in it, which begins with the best
 * match and ends with the search. What is divided is in an order in which groups stand together:
 * whoever chooses one of the two that doesn't suit the other changes that, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#include "ui/carrel-state.h"

#include <string.h>

#define STATE "list"
#define GROUP "List"

static const char *const views[CARREL_N_ROW_VIEWS] = {
  [CARREL_ROW_NORMAL] = "normal",
  [CARREL_ROW_COMPACT] = "compact",
  [CARREL_ROW_CARD] = "cards",
};

static gboolean
find_view (const char *name, CarrelRowView *view)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (strcmp (views[i], name) == 0) {
      *view = (CarrelRowView) i;
      return TRUE;
    }
  return FALSE;
}

static GSimpleAction *
get_action (CarrelListPane *self, const char *action)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action));
}

static void
set_state (CarrelListPane *self, const char *action, GVariant *state)
{
  g_simple_action_set_state (get_action (self, action), state);
}

/* ── Kept ── */

static void
save (CarrelListPane *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  self->ordered = TRUE;
  g_key_file_set_string (file, GROUP, "sort", carrel_sort_get_name (self->sort));
  g_key_file_set_boolean (file, GROUP, "reversed", self->reverse);
  g_key_file_set_string (file, GROUP, "group", carrel_group_by_get_name (self->group_by));
  g_key_file_set_string (file, GROUP, "view", views[self->view]);
  text = g_key_file_to_data (file, NULL, NULL);
  carrel_state_save (STATE, text);
}

/* Whatever the file says, what comes of it can be shown. */
static void
take (CarrelListPane *self, GKeyFile *file)
{
  g_autofree char *sort = g_key_file_get_string (file, GROUP, "sort", NULL),
                  *group_by = g_key_file_get_string (file, GROUP, "group", NULL),
                  *view = g_key_file_get_string (file, GROUP, "view", NULL);

  if (sort)
    carrel_sort_from_name (sort, &self->sort);
  if (self->sort == CARREL_SORT_RELEVANCE)
    self->sort = CARREL_SORT_ADDED;
  self->reverse = g_key_file_get_boolean (file, GROUP, "reversed", NULL);
  if (group_by)
    carrel_group_by_from_name (group_by, &self->group_by);
  if (!carrel_group_by_suits (self->group_by, self->sort))
    self->group_by = CARREL_GROUP_NONE;
  if (view)
    find_view (view, &self->view);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelListPane) self = user_data;
  g_autofree char *text = carrel_state_load_finish (result);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  CarrelRowView view = self->view;

  if (!text || self->ordered || !self->list_view ||
      !g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL))
    return;
  take (self, file);
  if (self->view != view) /* all rows are made anew */
    carrel_list_pane_update_view (self);
  carrel_list_pane_reload (self);
}

void
carrel_list_pane_load_order (CarrelListPane *self)
{
  carrel_state_load_async (STATE, loaded_cb, g_object_ref (self));
}

/* ── Chosen ── */

static gboolean
is_searching (CarrelListPane *self)
{
  CarrelQuery *search = carrel_article_list_get_search (self->list);

  return search && carrel_query_has_text (search);
}

CarrelSort
carrel_list_pane_choose_order (CarrelListPane *self, CarrelQuery *search, CarrelGroupBy *group_by)
{
  CarrelSort sort;

  if (!search)
    self->search_sort = CARREL_SORT_RELEVANCE;
  sort = search && carrel_query_has_text (search) ? self->search_sort : self->sort;
  *group_by = carrel_group_by_suits (self->group_by, sort) ? self->group_by : CARREL_GROUP_NONE;
  set_state (self, "sort", g_variant_new_string (carrel_sort_get_name (sort)));
  set_state (self, "sort-by-match", g_variant_new_string (carrel_sort_get_name (sort)));
  g_simple_action_set_enabled (get_action (self, "sort-by-match"),
                               search && carrel_query_has_text (search));
  set_state (self, "reverse", g_variant_new_boolean (self->reverse));
  set_state (self, "group", g_variant_new_string (carrel_group_by_get_name (*group_by)));
  return sort;
}

static void
sort_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;
  CarrelSort      sort;

  if (!carrel_sort_from_name (g_variant_get_string (value, NULL), &sort))
    return;
  if (is_searching (self)) {
    self->search_sort = sort;
  } else {
    self->sort = sort == CARREL_SORT_RELEVANCE ? CARREL_SORT_ADDED : sort;
    if (!carrel_group_by_suits (self->group_by, self->sort))
      self->group_by = CARREL_GROUP_NONE;
    save (self);
  }
  carrel_list_pane_reload (self);
}

static void
reverse_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  self->reverse = g_variant_get_boolean (value);
  save (self);
  carrel_list_pane_reload (self);
}

static void
make_suit (CarrelGroupBy group_by, CarrelSort *sort)
{
  if (!carrel_group_by_suits (group_by, *sort))
    *sort = group_by == CARREL_GROUP_SITE ? CARREL_SORT_SITE : CARREL_SORT_ADDED;
}

static void
group_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  if (!carrel_group_by_from_name (g_variant_get_string (value, NULL), &self->group_by))
    return;
  make_suit (self->group_by, &self->sort);
  if (is_searching (self))
    make_suit (self->group_by, &self->search_sort);
  save (self);
  carrel_list_pane_reload (self);
}

static void
view_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;
  gboolean        top = gtk_adjustment_get_value (
                     gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view))) < 1;

  if (!find_view (g_variant_get_string (value, NULL), &self->view))
    return;
  save (self);
  carrel_list_pane_update_view (self);
  if (top) /* the list view holds on to its first row, not to the heading above it */
    carrel_list_pane_show_top (self);
}

/* Rows of another height would leave the list in the middle of one: it stays at its top, or at what
 * is selected. */
static void
hold_place (CarrelListPane *self)
{
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (self->list_view));
  g_autoptr (GtkBitset) selected = model ? gtk_selection_model_get_selection (model) : NULL;
  gboolean at_top = gtk_adjustment_get_value (
                        gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view))) < 1;
  guint n = model ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
  guint position = !at_top && selected && !gtk_bitset_is_empty (selected)
                       ? gtk_bitset_get_minimum (selected)
                       : 0;

  if (position < n && (at_top || position > 0))
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), position, GTK_LIST_SCROLL_NONE, NULL);
}

void
carrel_list_pane_update_view (CarrelListPane *self)
{
  g_autoptr (GtkListItemFactory) rows = carrel_list_pane_rows_new (self);

  g_clear_pointer (&self->row_style, gtk_widget_unparent);
  self->row_style = carrel_row_style_new (GTK_WIDGET (self), self->view);
  for (guint i = 0; i < CARREL_N_ROW_VIEWS; i++)
    (i == self->view ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->list_view,
                                                                                views[i]);
  hold_place (self);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list_view), rows);
  set_state (self, "view", g_variant_new_string (views[self->view]));
}

void
carrel_list_pane_add_order_actions (CarrelListPane *self)
{
  static const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "'added'", .change_state = sort_cb },
    /* The same, only where there is something to match. */
    { .name = "sort-by-match", .parameter_type = "s", .state = "'added'", .change_state = sort_cb },
    { .name = "reverse", .state = "false", .change_state = reverse_cb },
    { .name = "group", .parameter_type = "s", .state = "'none'", .change_state = group_cb },
    { .name = "view", .parameter_type = "s", .state = "'normal'", .change_state = view_cb },
  };

  self->search_sort = CARREL_SORT_RELEVANCE;
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

void
carrel_list_pane_set_order (CarrelListPane *self, const char *words)
{
  const char      *colon = strchr (words, ':');
  g_autofree char *action = g_strndup (words, (gsize) (colon - words));

  g_action_group_change_action_state (self->actions, action, g_variant_new_string (colon + 1));
}

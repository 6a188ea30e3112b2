/* carrel-list-pane.c: the list of a place.
 *
 * Main thread. Typing is answered as it goes: the list cancels what it was reading, the last letter
 * wins. Opening an article doesn't depend on the list: it only says which was chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#include "library/carrel-library-links.h"
#include "ui/carrel-disk-banner.h"
#include "ui/carrel-hidden-dialog.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-wanted-actions.h"
#include "ui/list/carrel-group-headings.h"
#include "ui/list/carrel-wanted-rows.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_WANTED 1000

G_DEFINE_FINAL_TYPE (CarrelListPane, carrel_list_pane, ADW_TYPE_BIN)

enum { ARTICLE_CHOSEN, WANTED_CHOSEN, ROW_MENU, TOOLS, N_SIGNALS };
static guint signals[N_SIGNALS];

gboolean
carrel_list_pane_is_wanted (CarrelListPane *self)
{
  return self->place && carrel_ui_place_get_kind (self->place) == CARREL_PLACE_KIND_WANTED;
}

/* ── What is shown ── */

void
carrel_list_pane_update_title (CarrelListPane *self)
{
  /* Translators: above the results of a search in all of the library */
  const char      *title = carrel_list_pane_is_everywhere (self) ? C_ ("place", "Search")
                           : self->place ? carrel_ui_place_get_title (self->place)
                                         : "";
  g_autofree char *selected = NULL, *subtitle = NULL,
                  *placeholder = carrel_list_pane_is_everywhere (self)
                                     ? g_strdup (_ ("Search the Library"))
                                     : g_strdup_printf (_ ("Search %s"), title);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (carrel_list_pane_is_selecting (self)) {
    selected = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Selected", "%u Selected",
                                             carrel_selection_get_n_selected (self->selection)),
                                carrel_selection_get_n_selected (self->selection));
    title = selected;
  } else if (carrel_list_pane_is_wanted (self)) {
    guint n_addresses = 0;

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->wanted)); i++) {
      g_autoptr (CarrelWanted) wanted = g_list_model_get_item (G_LIST_MODEL (self->wanted), i);

      n_addresses += carrel_wanted_get_address (wanted) != NULL;
    }
    if (n_addresses > 0)
      subtitle =
          g_strdup_printf (_ ("%u · %u with an address"),
                           g_list_model_get_n_items (G_LIST_MODEL (self->wanted)), n_addresses);
  } else if (carrel_article_list_get_search (self->list) &&
             !carrel_article_list_get_error (self->list) &&
             !carrel_article_list_is_loading (self->list)) {
    subtitle =
        n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u result", "%u results", n), n)
              : g_strdup (_ ("No results"));
  }
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  gtk_widget_set_tooltip_text (self->title, title); /* on a phone it may be cut */
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle ? subtitle : "");
  g_object_set (self->search, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  placeholder, -1);
  carrel_list_pane_fit (self);
}

/* The list begins with its heading. What is scrolled to is a row, above which headings come with
 * the next layout. */
static gboolean
show_top_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CarrelListPane *self = user_data;

  if (self->frames_to_top-- > 0)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)), 0);
  self->frames_to_top = 0;
  return G_SOURCE_REMOVE;
}

void
carrel_list_pane_show_top (CarrelListPane *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  gboolean   focused =
      focus && gtk_widget_is_ancestor (
                   focus, self->list_view); /* a row that keeps it and isn't seen is no help */

  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), 0,
                           focused ? GTK_LIST_SCROLL_FOCUS : GTK_LIST_SCROLL_NONE, NULL);
  if (carrel_article_list_get_group_by (self->list) == CARREL_GROUP_NONE)
    return;
  if (self->frames_to_top == 0)
    gtk_widget_add_tick_callback (self->list_view, show_top_cb, self, NULL);
  self->frames_to_top = 2;
}

/* A list without a row can't have the focus: what scrolls it has it then, or the page that says
 * that there is none, until there are rows. */
static void
give_rows_the_focus (CarrelListPane *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus && (focus == gtk_widget_get_ancestor (self->list_view, GTK_TYPE_SCROLLED_WINDOW) ||
                carrel_list_pane_is_instead (self, focus)))
    carrel_list_pane_focus_list (self);
}

/* Who is at the top sees what comes in there; elsewhere the rows that are seen stay. */
static void
items_changed_cb (CarrelListPane *self, guint position, guint removed, guint added)
{
  GtkAdjustment *scrolled = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  if (position == 0 && added > 0 && gtk_adjustment_get_value (scrolled) <= 0)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), 0, GTK_LIST_SCROLL_NONE, NULL);
}

/* Of a list that has no rows any more: the one with the focus is in no window then, and GTK would
 * look for the next best, which is in another pane. */
static gboolean
had_focus (CarrelListPane *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && (gtk_widget_is_ancestor (focus, self->list_view) ||
                   !gtk_widget_is_ancestor (focus, GTK_WIDGET (root)));
}

static void
update_stack (CarrelListPane *self)
{
  gboolean      wanted = carrel_list_pane_is_wanted (self), loading = !self->wanted_there, bereft;
  guint         n = g_list_model_get_n_items (G_LIST_MODEL (self->wanted));
  const GError *error = self->wanted_error;

  if (!self->place)
    return;
  if (!wanted) {
    loading = carrel_article_list_is_loading (self->list);
    n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
    error = carrel_article_list_get_error (self->list);
  }
  bereft = n == 0 && !wanted && had_focus (self);
  if (loading && (wanted || carrel_article_list_is_stale (self->list)) &&
      carrel_list_pane_shows_loading (self)) {
    ; /* until there are rows of what is asked now */
  } else if (wanted ? n > 0 && !loading && !error : n > 0 || loading) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), wanted ? "wanted" : "articles");
    if (!wanted && n > 0) {
      if (self->to_top) {
        self->to_top = loading;
        carrel_list_pane_show_top (self);
      }
      give_rows_the_focus (self);
    }
  } else if (!loading) {
    GtkWidget *instead = carrel_list_pane_show_instead (self, error);

    if (bereft)
      gtk_widget_grab_focus (instead);
  }
  carrel_list_pane_update_title (self);
}

/* What it has stays when it can't be read anew. */
static void
loaded_cb (CarrelListPane *self)
{
  const GError *error = carrel_article_list_get_error (self->list);

  if (error && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

/* (element-type CarrelWanted) (transfer full) */
static GPtrArray *
list_wanted (gpointer data)
{
  CarrelListPane *self = data;
  GPtrArray      *list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->wanted_selection));
  GtkBitsetIter iter;
  guint         position;

  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
      g_ptr_array_add (list, g_list_model_get_item (G_LIST_MODEL (self->wanted), position));
    while (gtk_bitset_iter_next (&iter, &position));
  return list;
}

static gboolean
is_same_wanted (CarrelListPane *self, guint position, CarrelWanted *wanted)
{
  g_autoptr (CarrelWanted) old = g_list_model_get_item (G_LIST_MODEL (self->wanted), position);

  return g_strcmp0 (carrel_wanted_get_key (old), carrel_wanted_get_key (wanted)) == 0 &&
         carrel_wanted_get_n_sources (old) == carrel_wanted_get_n_sources (wanted) &&
         g_strcmp0 (carrel_wanted_get_title (old), carrel_wanted_get_title (wanted)) == 0;
}

/* Only the middle that differs is announced: selection and focus stay with their rows. */
static void
take_wanted (CarrelListPane *self, GPtrArray *wanted)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->wanted)), head = 0, tail = 0;

  while (head < n && head < wanted->len && is_same_wanted (self, head, wanted->pdata[head]))
    head++;
  while (tail < n - head && tail < wanted->len - head &&
         is_same_wanted (self, n - tail - 1, wanted->pdata[wanted->len - tail - 1]))
    tail++;
  if (head + tail == n && n == wanted->len)
    return;
  /* A list view that ends with the focus in it moves it from a row that is gone. */
  if (wanted->len == 0 &&
      (gtk_widget_get_state_flags (self->wanted_view) & GTK_STATE_FLAG_FOCUS_WITHIN))
    gtk_widget_grab_focus (self->search);
  self->quiet = TRUE;
  g_list_store_splice (self->wanted, head, n - head - tail, wanted->pdata + head,
                       wanted->len - head - tail);
  self->quiet = FALSE;
}

static void
wanted_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelListPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) wanted =
      carrel_library_load_wanted_finish (CARREL_LIBRARY (source), result, &error);
  const char      *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *key = g_utf8_casefold (typed, -1);

  if (!self->library || !carrel_list_pane_is_wanted (self))
    return;
  g_clear_error (&self->wanted_error);
  self->wanted_error = g_steal_pointer (&error);
  self->wanted_there = TRUE;
  for (guint i = wanted ? wanted->len : 0; i > 0 && *key; i--) {
    const char *title = carrel_wanted_get_title (wanted->pdata[i - 1]),
               *address = carrel_wanted_get_address (wanted->pdata[i - 1]);
    g_autofree char *folded = g_utf8_casefold (title ? title : address ? address : "", -1);

    if (!strstr (folded, key))
      g_ptr_array_remove_index (wanted, i - 1);
  }
  if (wanted)
    take_wanted (self, wanted);
  update_stack (self);
}

/* What is never wanted has a way back, at the foot of the list. */
static void
hidden_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelListPane) self = user_data;
  g_autoptr (GPtrArray) hidden =
      carrel_library_load_hidden_wanted_finish (CARREL_LIBRARY (source), result, NULL);
  g_autofree char *label = NULL;

  if (!hidden || !self->library)
    return;
  label = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u Never Wanted…", "%u Never Wanted…", hidden->len),
      hidden->len);
  gtk_button_set_label (GTK_BUTTON (self->hidden_button), label);
  gtk_widget_set_visible (self->hidden_button,
                          hidden->len > 0 && carrel_list_pane_is_wanted (self));
}

void
carrel_list_pane_reload (CarrelListPane *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autoptr (CarrelQuery) place = NULL;
  g_autoptr (CarrelQuery) search = *typed ? carrel_query_parse (typed, TRUE) : NULL;
  CarrelSort    sort;
  CarrelGroupBy group_by;

  if (!self->place)
    return;
  g_set_str (&self->searched, typed);
  self->entered = FALSE;
  if (carrel_list_pane_is_wanted (self)) {
    carrel_library_load_wanted_async (self->library, MAX_WANTED, NULL, wanted_loaded_cb,
                                      g_object_ref (self));
    carrel_library_load_hidden_wanted_async (self->library, NULL, hidden_loaded_cb,
                                             g_object_ref (self));
    carrel_list_pane_update_title (self);
    carrel_list_pane_update_filters (self);
    return;
  }
  if (search && carrel_query_is_all (search))
    g_clear_pointer (&search, carrel_query_unref);
  sort = carrel_list_pane_choose_order (self, search, &group_by);
  place = carrel_list_pane_is_everywhere (self) ? NULL : carrel_ui_place_make_query (self->place);
  self->to_top = TRUE;
  gtk_list_view_set_header_factory (GTK_LIST_VIEW (self->list_view),
                                    group_by == CARREL_GROUP_NONE ? NULL : self->headings);
  carrel_article_list_set_group_by (self->list, group_by);
  carrel_article_list_set (self->list, place, search, sort, self->reverse);
  carrel_list_pane_update_title (self);
  carrel_list_pane_update_filters (self);
}

/* ── From outside ── */

void
carrel_list_pane_set_place (CarrelListPane *self, CarrelUiPlace *place)
{
  if (self->place && carrel_ui_place_equal (self->place, place))
    return;
  g_set_object (&self->place, place);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->select_button), FALSE);
  gtk_widget_set_visible (self->sort_button, !carrel_list_pane_is_wanted (self));
  gtk_widget_set_visible (self->hidden_button, FALSE);
  self->quiet = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  self->quiet = FALSE;
  self->everywhere = FALSE;
  self->wanted_there = FALSE;
  carrel_list_pane_reload (self);
  carrel_list_pane_await_rows (self);
}

CarrelUiPlace *
carrel_list_pane_get_place (CarrelListPane *self)
{
  return self->place;
}

static void
choose (CarrelListPane *self, guint position, gboolean activated)
{
  gint64 id = carrel_article_list_get_id (self->list, position);

  if (id != 0)
    g_signal_emit (self, signals[ARTICLE_CHOSEN], 0, id, activated);
}

/* Where the selected article is; G_MAXUINT: nowhere. */
static guint
find_selected (CarrelListPane *self)
{
  g_autoptr (GArray) ids = carrel_selection_list_ids (self->selection);

  return ids->len > 0 ? carrel_article_list_find (self->list, g_array_index (ids, gint64, 0))
                      : G_MAXUINT;
}

gboolean
carrel_list_pane_move (CarrelListPane *self, int delta)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list)), position = find_selected (self);

  if (n == 0 || carrel_list_pane_is_selecting (self) || carrel_list_pane_is_wanted (self))
    return FALSE;
  if (position == G_MAXUINT)
    position = 0;
  else if (delta < 0 ? position == 0 : position + 1 >= n)
    return FALSE;
  else
    position = (guint) ((int) position + delta);
  /* The focus goes with it where a row has it, else the next time that one gets it. */
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), position,
                           GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
  return TRUE;
}

void
carrel_list_pane_select (CarrelListPane *self, gint64 id)
{
  if (carrel_list_pane_is_selecting (self))
    return;
  self->quiet = TRUE;
  carrel_selection_select_id (self->selection, id);
  self->quiet = FALSE;
}

void
carrel_list_pane_focus_search (CarrelListPane *self)
{
  gtk_widget_grab_focus (self->search);
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

gboolean
carrel_list_pane_focus_list (CarrelListPane *self)
{
  GtkWidget *view = carrel_list_pane_is_wanted (self) ? self->wanted_view : self->list_view;
  guint      open = view == self->list_view && !carrel_list_pane_is_selecting (self)
                        ? find_selected (self)
                        : G_MAXUINT;

  if (!gtk_widget_get_mapped (view))
    return FALSE;
  if (open != G_MAXUINT) /* the open one's row gets it, whichever had it last */
    gtk_list_view_scroll_to (GTK_LIST_VIEW (view), open, GTK_LIST_SCROLL_FOCUS, NULL);
  return gtk_widget_grab_focus (view);
}

void
carrel_list_pane_set_search_text (CarrelListPane *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

GArray *
carrel_list_pane_list_ids (CarrelListPane *self)
{
  return carrel_list_pane_is_selecting (self) ? carrel_selection_list_ids (self->selection)
                                              : g_array_new (FALSE, FALSE, sizeof (gint64));
}

CarrelArticle *
carrel_list_pane_get_article (CarrelListPane *self, gint64 id)
{
  guint position = carrel_article_list_find (self->list, id);
  g_autoptr (CarrelArticleItem) item =
      position != G_MAXUINT ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;

  return item ? carrel_article_item_get_article (item) : NULL;
}

GtkWidget *
carrel_list_pane_get_sidebar_button (CarrelListPane *self)
{
  return self->sidebar_button;
}

void
carrel_list_pane_set_alone (CarrelListPane *self, gboolean alone)
{
  (alone ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->list_view, "alone");
}

/* ── Signals of the template ── */

static void
activated_cb (CarrelListPane *self, guint position)
{
  if (!carrel_list_pane_is_selecting (self))
    choose (self, position, TRUE);
  else if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (self->selection), position);
  else
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
}

/* By the menu: on a phone the button may have given way to the title. */
static void
select_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarrelListPane *self = user_data;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->select_button), TRUE);
  carrel_list_pane_focus_list (self);
}

/* Escape climbs back: out of selection mode, out of the search. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarrelListPane *self = CARREL_LIST_PANE (widget);

  if (!carrel_list_pane_is_selecting (self))
    return carrel_list_pane_end_search (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->select_button), FALSE);
  carrel_list_pane_focus_list (self);
  return TRUE;
}

/* What was selected may have gone. */
static void
selected_items_changed_cb (CarrelListPane *self)
{
  if (!carrel_list_pane_is_selecting (self))
    return;
  carrel_list_pane_update_checks (self);
  carrel_list_pane_update_title (self);
}

static void
selection_changed_cb (CarrelListPane *self, guint position, guint n)
{
  g_autoptr (GArray) ids = NULL;

  if (carrel_list_pane_is_selecting (self)) {
    carrel_list_pane_update_checks (self);
    carrel_list_pane_update_title (self);
    return;
  }
  if (self->quiet)
    return;
  ids = carrel_selection_list_ids (self->selection);
  if (ids->len != 1)
    return;
  carrel_list_pane_remember_search (self);
  g_signal_emit (self, signals[ARTICLE_CHOSEN], 0, g_array_index (ids, gint64, 0), FALSE);
}

/* ── What is wanted ── */

static void
wanted_selected_cb (CarrelListPane *self)
{
  g_autoptr (GPtrArray) list = NULL;

  if (self->quiet || !carrel_list_pane_is_wanted (self))
    return;
  list = list_wanted (self);
  if (list->len > 0)
    g_signal_emit (self, signals[WANTED_CHOSEN], 0, list);
}

static void
select_all_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  if (!carrel_list_pane_is_wanted (self))
    carrel_list_pane_select_all (self);
}

static void
show_wanted_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;
  g_autoptr (CarrelWanted) wanted =
      g_list_model_get_item (G_LIST_MODEL (self->wanted), g_variant_get_uint32 (value));

  if (wanted)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->wanted_selection),
                                     g_variant_get_uint32 (value), TRUE);
}

static void
show_hidden_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  adw_dialog_present (carrel_hidden_dialog_new (self->library), GTK_WIDGET (self));
}

/* ── Object ── */

static void
library_changed_cb (CarrelListPane *self, CarrelChanges *changes)
{
  if (carrel_list_pane_is_wanted (self) &&
      (carrel_changes_get_kinds (changes) & (CARREL_CHANGED_LINKS | CARREL_CHANGED_ARTICLES)))
    carrel_list_pane_reload (self);
}

GtkWidget *
carrel_list_pane_new (CarrelLibrary *library)
{
  CarrelListPane     *self = g_object_new (CARREL_TYPE_LIST_PANE, NULL);
  GtkListItemFactory *wanted_factory = carrel_wanted_rows_new ();

  self->library = g_object_ref (library);
  self->list = carrel_article_list_new (library);
  self->selection = carrel_selection_new (self->list);
  self->completion = carrel_search_completion_new (library, self->search);
  self->wanted = g_list_store_new (CARREL_TYPE_WANTED);
  self->wanted_selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->wanted)));
  carrel_wanted_add_keys (self->wanted_view, library, list_wanted, self);
  self->headings = carrel_group_headings_new (library, self->list);
  carrel_list_pane_update_view (self);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), GTK_SELECTION_MODEL (self->selection));
  carrel_list_pane_show_near (self);
  carrel_list_pane_add_keys (self);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->wanted_view), wanted_factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->wanted_view),
                           GTK_SELECTION_MODEL (self->wanted_selection));
  g_object_unref (wanted_factory);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (selected_items_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wanted_selection, "selection-changed",
                           G_CALLBACK (wanted_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (carrel_list_pane_rows_came),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "loaded", G_CALLBACK (carrel_list_pane_rows_came), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "loaded", G_CALLBACK (carrel_list_pane_update_filters), self,
                           G_CONNECT_SWAPPED);
  carrel_disk_banner_connect (ADW_BANNER (self->disk_banner), library);
  carrel_list_pane_load_order (self);
  return GTK_WIDGET (self);
}

static void
carrel_list_pane_dispose (GObject *object)
{
  CarrelListPane *self = CARREL_LIST_PANE (object);

  if (self->list_view) {
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), NULL);
    gtk_list_view_set_model (GTK_LIST_VIEW (self->wanted_view), NULL);
    self->list_view = self->wanted_view = NULL;
  }
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_error (&self->wanted_error);
  g_clear_pointer (&self->row_style, gtk_widget_unparent);
  if (self->completion)
    carrel_search_completion_detach (self->completion);
  g_clear_object (&self->completion);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_pointer (&self->search_pressed, g_free);
  g_clear_pointer (&self->searched, g_free);
  g_clear_signal_handler (&self->told, self->only);
  g_clear_object (&self->only);
  g_clear_object (&self->headings);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->wanted_selection);
  g_clear_object (&self->wanted);
  g_clear_object (&self->place);
  g_clear_object (&self->actions);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_list_pane_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelListPane, name)

static void
carrel_list_pane_class_init (CarrelListPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_list_pane_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-list-pane.ui");
  BIND (header);
  BIND (title);
  BIND (sidebar_button);
  BIND (add_button);
  BIND (sort_button);
  BIND (select_button);
  BIND (search);
  BIND (filters);
  BIND (misread);
  BIND (disk_banner);
  BIND (stack);
  BIND (list_view);
  BIND (wanted_view);
  BIND (hidden_button);
  BIND (row_menu);
  BIND (sort_menu);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  carrel_list_pane_bind_search_callbacks (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "select_mode_cb",
                                                G_CALLBACK (carrel_list_pane_selects_cb));
  signals[ARTICLE_CHOSEN] =
      g_signal_new ("article-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  signals[WANTED_CHOSEN] =
      g_signal_new ("wanted-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[ROW_MENU] =
      g_signal_new ("row-menu", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_MENU_MODEL, CARREL_TYPE_ARTICLE);
  signals[TOOLS] = g_signal_new ("tools", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, GTK_TYPE_WIDGET);
}

static void
carrel_list_pane_init (CarrelListPane *self)
{
  static const GActionEntry entries[] = {
    { .name = "select", .activate = select_cb },
    { .name = "select-all", .activate = select_all_cb },
    { .name = "show-hidden", .activate = show_hidden_cb },
    { .name = "show-wanted", .parameter_type = "u", .activate = show_wanted_cb },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  carrel_ui_set_menu (self->sort_button, self->sort_menu);
  self->actions = G_ACTION_GROUP (g_simple_action_group_new ());
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  carrel_list_pane_add_order_actions (self);
  carrel_list_pane_add_search_actions (self);
  carrel_list_pane_watch_width (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", self->actions);
}

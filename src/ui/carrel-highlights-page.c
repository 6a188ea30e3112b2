/* carrel-highlights-page.c: the place «Highlights». Main thread.
 *
 * The list is read anew when something changed, at most four times a second; what stays keeps its
 * row. Several rows can be selected, for copying and removing; one that is selected alone is
 * opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-highlights-page.h"

#include "library/carrel-library-highlights.h"
#include "ui/carrel-highlight-row.h"
#include "ui/carrel-instead.h"
#include "ui/carrel-menu.h"
#include "ui/carrel-misread.h"
#include "ui/carrel-note-dialog.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ROWS 20000
#define RELOAD_MS 250
#define PATIENCE_MS 150 /* until it is seen that they are on their way */

struct _CarrelHighlightsPage {
  AdwBin parent_instance;

  CarrelLibrary      *library;   /* (owned) */
  GListStore         *list;      /* (owned) of CarrelHighlight */
  GtkMultiSelection  *selection; /* (owned) */
  GCancellable       *loading;   /* (owned) (nullable) */
  gboolean            there;     /* they were read once */
  guint               patience;  /* source id: until it is seen that they are on their way */
  GSimpleActionGroup *actions;   /* (owned) */
  guint               reload_id;
  int                 colour; /* -1: all */
  gboolean            noted, lost, by_article, quiet;

  GtkWidget *title, *sidebar_button, *search, *filters, *misread, *stack, *list_view, *empty,
      *all_button, *swatches[CARREL_N_HIGHLIGHT_COLOURS], *noted_button;
  GMenuModel *row_menu;
};

G_DEFINE_FINAL_TYPE (CarrelHighlightsPage, carrel_highlights_page, ADW_TYPE_BIN)

static void reload (CarrelHighlightsPage *self);

/* ── Loading ── */

static gboolean
is_filtered (CarrelHighlightsPage *self)
{
  return self->colour >= 0 || self->noted || self->lost ||
         *gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static void
update_stack (CarrelHighlightsPage *self)
{
  guint            n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *subtitle = NULL;

  if (n > 0 && is_filtered (self))
    subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u result", "%u results", n), n);
  else if (n >= MAX_ROWS)
    subtitle = g_strdup_printf (_ ("The newest %u"), n);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle ? subtitle : "");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "list" : "empty");
  carrel_misread_show (GTK_LABEL (self->misread),
                       gtk_editable_get_text (GTK_EDITABLE (self->search)), n == 0);
  if (n > 0)
    return;
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), is_filtered (self)
                                                                    ? "edit-find-symbolic"
                                                                    : "carrel-highlight-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty),
                             is_filtered (self) ? _ ("No Matches") : _ ("No Highlights Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty),
                                   is_filtered (self)
                                       ? _ ("No highlight is like this.")
                                       : _ ("Select text in an article and choose a colour."));
}

static gboolean
is_same (CarrelHighlight *a, CarrelHighlight *b)
{
  const CarrelHighlightData *x = carrel_highlight_get (a), *y = carrel_highlight_get (b);

  return x->id == y->id && x->colour == y->colour && x->lost == y->lost &&
         strcmp (x->exact, y->exact) == 0 && g_strcmp0 (x->note, y->note) == 0 &&
         g_strcmp0 (x->title, y->title) == 0;
}

/* Only the middle that differs is announced. */
static void
take_list (CarrelHighlightsPage *self, GPtrArray *new)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list)), head = 0, tail = 0;

  while (head < MIN (n, new->len)) {
    g_autoptr (CarrelHighlight) old = g_list_model_get_item (G_LIST_MODEL (self->list), head);

    if (!is_same (old, new->pdata[head]))
      break;
    head++;
  }
  while (tail < MIN (n, new->len) - head) {
    g_autoptr (CarrelHighlight) old =
        g_list_model_get_item (G_LIST_MODEL (self->list), n - 1 - tail);

    if (!is_same (old, new->pdata[new->len - 1 - tail]))
      break;
    tail++;
  }
  self->quiet = TRUE;
  if (head + tail < n || head + tail < new->len)
    g_list_store_splice (self->list, head, n - head - tail, new->pdata + head,
                         new->len - head - tail);
  self->quiet = FALSE;
  update_stack (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CarrelHighlightsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      carrel_library_list_highlights_finish (CARREL_LIBRARY (source), result, &error);

  if (!self->library || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_handle_id (&self->patience, g_source_remove);
  self->there |= list != NULL;
  if (list)
    take_list (self, list);
  else if (self->there && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  else
    carrel_instead_show_failure (self->stack, error, G_CALLBACK (reload), self);
}

static gboolean
patience_cb (gpointer data)
{
  CarrelHighlightsPage *self = data;

  self->patience = 0;
  if (!gtk_stack_get_child_by_name (GTK_STACK (self->stack), "loading"))
    gtk_stack_add_named (GTK_STACK (self->stack), carrel_instead_new_spinner (), "loading");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  return G_SOURCE_REMOVE;
}

static void
reload (CarrelHighlightsPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autoptr (CarrelQuery) search = *typed ? carrel_query_parse (typed, TRUE) : NULL;
  CarrelHighlightQuery query = { 0,          search,           self->colour, self->noted,
                                 self->lost, self->by_article, MAX_ROWS };

  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  if (!self->there && self->patience == 0)
    self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  carrel_library_list_highlights_async (self->library, &query, self->loading, loaded_cb,
                                        g_object_ref (self));
}

static gboolean
reload_cb (gpointer data)
{
  CarrelHighlightsPage *self = data;

  self->reload_id = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}

static void
library_changed_cb (CarrelHighlightsPage *self, CarrelChanges *changes)
{
  if (!self->reload_id && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (carrel_changes_get_kinds (changes) & (CARREL_CHANGED_HIGHLIGHTS | CARREL_CHANGED_ARTICLES)))
    self->reload_id = g_timeout_add (RELOAD_MS, reload_cb, self);
}

/* ── Filters ── */

static void
update_filters (CarrelHighlightsPage *self)
{
  (self->colour < 0 && !self->noted ? gtk_widget_add_css_class
                                    : gtk_widget_remove_css_class) (self->all_button, "on");
  (self->noted ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->noted_button, "on");
  for (int i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++) {
    (self->colour == i ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->swatches[i],
                                                                                  "current");
    gtk_accessible_update_state (
        GTK_ACCESSIBLE (self->swatches[i]), GTK_ACCESSIBLE_STATE_PRESSED,
        self->colour == i ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  }
  reload (self);
}

static void
filter_clicked_cb (GtkWidget *button, CarrelHighlightsPage *self)
{
  if (button == self->all_button) {
    self->colour = -1;
    self->noted = FALSE;
  } else if (button == self->noted_button) {
    self->noted = !self->noted;
  } else {
    for (int i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++)
      if (button == self->swatches[i])
        self->colour = self->colour == i ? -1 : i;
  }
  update_filters (self);
}

static GtkWidget *
add_filter (CarrelHighlightsPage *self, const char *label, const char *class)
{
  GtkWidget *button = label ? gtk_button_new_with_label (label) : gtk_button_new ();

  gtk_widget_add_css_class (button, class);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (filter_clicked_cb), self,
                           G_CONNECT_DEFAULT);
  adw_wrap_box_append (ADW_WRAP_BOX (self->filters), button);
  return button;
}

static void
make_filters (CarrelHighlightsPage *self)
{
  self->all_button = add_filter (self, _ ("All"), "filter");
  for (guint i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++) {
    self->swatches[i] = add_filter (self, NULL, "swatch");
    gtk_widget_add_css_class (self->swatches[i], carrel_highlight_colour_get_name (i));
    gtk_widget_set_tooltip_text (self->swatches[i], carrel_words_colour (i));
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->swatches[i]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, carrel_words_colour (i), -1);
  }
  self->noted_button = add_filter (self, _ ("With Notes"), "filter");
}

/* ── What is selected ── */

/* (element-type CarrelHighlight) (transfer full) */
static GPtrArray *
list_selected (CarrelHighlightsPage *self)
{
  g_autoptr (GtkBitset) set =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray    *list = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint         position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, set, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (list, g_list_model_get_item (G_LIST_MODEL (self->list), position));
  return list;
}

static void
open_one (CarrelHighlightsPage *self, CarrelHighlight *highlight)
{
  const CarrelHighlightData *data = carrel_highlight_get (highlight);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-highlight", "(xx)", data->article,
                              data->id);
}

static void
selection_changed_cb (CarrelHighlightsPage *self)
{
  g_autoptr (GPtrArray) selected = self->quiet ? NULL : list_selected (self);

  if (selected && selected->len == 1)
    open_one (self, selected->pdata[0]);
}

static void
activated_cb (CarrelHighlightsPage *self, guint position)
{
  g_autoptr (CarrelHighlight) highlight =
      g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (highlight)
    open_one (self, highlight);
}

static void
copy (CarrelHighlightsPage *self, GPtrArray *list, gboolean markdown)
{
  g_autofree char *text = NULL;

  if (list->len == 0)
    return;
  if (markdown) {
    text = carrel_highlights_to_markdown (list);
  } else {
    g_autoptr (GString) out = g_string_new (NULL);

    for (guint i = 0; i < list->len; i++)
      g_string_append_printf (out, "%s%s", i > 0 ? "\n\n" : "",
                              carrel_highlight_get (list->pdata[i])->exact);
    text = g_strdup (out->str);
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  {
    g_autofree char *message = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u highlight copied", "%u highlights copied", list->len),
        list->len);

    carrel_ui_show_toast (GTK_WIDGET (self), message, NULL);
  }
}

static void
copy_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  CarrelHighlightsPage *self = data;
  g_autoptr (GPtrArray) selected = list_selected (self);

  copy (self, selected, strcmp (g_action_get_name (G_ACTION (action)), "copy-markdown") == 0);
}

static void
copy_all_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  CarrelHighlightsPage *self = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (self->list), i));
  copy (self, all, TRUE);
}

static void
open_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  g_autoptr (GPtrArray) selected = list_selected (data);

  if (selected->len > 0)
    open_one (data, selected->pdata[0]);
}

static void
note_written (GtkWidget *parent, const char *note, gpointer data)
{
  CarrelHighlightsPage *self = CARREL_HIGHLIGHTS_PAGE (parent);

  carrel_library_set_highlight_note_async (self->library, *(gint64 *) data, note,
                                           carrel_ui_changed_cb,
                                           carrel_ui_change_new (parent, N_ ("Note saved"), NULL));
}

static void
note_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  g_autoptr (GPtrArray) selected = list_selected (data);

  if (selected->len > 0) {
    const CarrelHighlightData *one = carrel_highlight_get (selected->pdata[0]);

    carrel_note_dialog_present (GTK_WIDGET (data), one->exact, one->note, note_written,
                                g_memdup2 (&one->id, sizeof one->id), g_free);
  }
}

static void
colour_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  CarrelHighlightsPage *self = data;
  g_autoptr (GPtrArray) selected = list_selected (self);
  CarrelHighlightColour colour;

  if (!carrel_highlight_colour_from_name (g_variant_get_string (value, NULL), &colour))
    return;
  for (guint i = 0; i < selected->len; i++)
    carrel_library_set_highlight_colour_async (
        self->library, carrel_highlight_get (selected->pdata[i])->id, colour, carrel_ui_changed_cb,
        carrel_ui_change_new (GTK_WIDGET (self), selected->len == 1 ? _ ("Colour changed") : NULL,
                              NULL));
}

static void
remove_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  CarrelHighlightsPage *self = data;
  g_autoptr (GPtrArray) selected = list_selected (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < selected->len; i++)
    g_array_append_val (ids, carrel_highlight_get (selected->pdata[i])->id);
  if (ids->len > 0)
    carrel_library_remove_highlights_async (
        self->library, ids, carrel_ui_changed_cb,
        carrel_ui_change_new (GTK_WIDGET (self),
                              ids->len == 1 ? _ ("Highlight removed") : _ ("Highlights removed"),
                              NULL));
}

static void
order_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  CarrelHighlightsPage *self = data;

  self->by_article = strcmp (g_variant_get_string (value, NULL), "article") == 0;
  g_simple_action_set_state (action, value);
  reload (self);
}

static void
lost_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  CarrelHighlightsPage *self = data;

  self->lost = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  reload (self);
}

/* ── Rows ── */

static void
show_menu (GtkWidget *row, double x, double y, gpointer user_data)
{
  CarrelHighlightsPage *self = user_data;
  GtkListItem          *item = g_object_get_data (G_OBJECT (row), "item");

  if (!item)
    return;
  gtk_widget_grab_focus (gtk_widget_get_parent (row)); /* as by any other click */
  if (!gtk_list_item_get_selected (item)) {
    self->quiet = TRUE;
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection),
                                     gtk_list_item_get_position (item), TRUE);
    self->quiet = FALSE;
  }
  carrel_menu_popup (GTK_WIDGET (self), self->row_menu, row, x, y);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CarrelHighlightsPage *self)
{
  GtkWidget *row = carrel_highlight_row_new ();

  g_object_set_data (G_OBJECT (row), "item", item);
  carrel_menu_add_gestures (row, show_menu, self);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  g_autofree char *description = carrel_highlight_row_describe (gtk_list_item_get_item (item));

  carrel_highlight_row_set (CARREL_HIGHLIGHT_ROW (gtk_list_item_get_child (item)),
                            gtk_list_item_get_item (item));
  gtk_list_item_set_accessible_label (item, description);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  carrel_highlight_row_set (CARREL_HIGHLIGHT_ROW (gtk_list_item_get_child (item)), NULL);
}

/* ── Object ── */

static void
search_stopped_cb (CarrelHighlightsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (self->list_view);
}

static void
search_entered_cb (CarrelHighlightsPage *self)
{
  carrel_misread_announce (GTK_LABEL (self->misread));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_widget_grab_focus (self->list_view);
}

void
carrel_highlights_page_focus_search (CarrelHighlightsPage *self)
{
  gtk_widget_grab_focus (self->search);
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

GtkWidget *
carrel_highlights_page_get_sidebar_button (CarrelHighlightsPage *self)
{
  return self->sidebar_button;
}

GtkWidget *
carrel_highlights_page_new (CarrelLibrary *library)
{
  CarrelHighlightsPage *self = g_object_new (CARREL_TYPE_HIGHLIGHTS_PAGE, NULL);
  GtkListItemFactory   *factory = gtk_signal_list_item_factory_new ();

  self->library = g_object_ref (library);
  self->list = g_list_store_new (CARREL_TYPE_HIGHLIGHT);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list_view), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), GTK_SELECTION_MODEL (self->selection));
  carrel_menu_add_key (self->list_view, show_menu, self);
  g_object_unref (factory);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (reload), NULL);
  return GTK_WIDGET (self);
}

static void
carrel_highlights_page_dispose (GObject *object)
{
  CarrelHighlightsPage *self = CARREL_HIGHLIGHTS_PAGE (object);

  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->reload_id, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->list_view) {
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), NULL);
    self->list_view = NULL;
  }
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_highlights_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelHighlightsPage, name)

static void
carrel_highlights_page_class_init (CarrelHighlightsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_highlights_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-highlights-page.ui");
  BIND (title);
  BIND (sidebar_button);
  BIND (search);
  BIND (filters);
  BIND (misread);
  BIND (stack);
  BIND (list_view);
  BIND (empty);
  BIND (row_menu);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "highlights.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "highlights.copy-markdown", NULL);
}

static void
carrel_highlights_page_init (CarrelHighlightsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "order", .parameter_type = "s", .state = "'newest'", .change_state = order_cb },
    { .name = "lost", .state = "false", .change_state = lost_cb },
    { .name = "open", .activate = open_cb },
    { .name = "note", .activate = note_cb },
    { .name = "copy", .activate = copy_cb },
    { .name = "copy-markdown", .activate = copy_cb },
    { .name = "copy-all", .activate = copy_all_cb },
    { .name = "colour", .parameter_type = "s", .activate = colour_cb },
    { .name = "remove", .activate = remove_cb },
  };

  self->colour = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  make_filters (self);
  gtk_widget_add_css_class (self->all_button, "on");
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "highlights", G_ACTION_GROUP (self->actions));
}

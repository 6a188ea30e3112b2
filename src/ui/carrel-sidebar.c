/* carrel-sidebar.c: places, collections, the tree of topics, the trash.
 *
 * Main thread. The objects of the tree stay what they are when counts, names or colours change, so
 * that selection, expansion and scroll stay too; only what came or went is announced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-sidebar.h"

#include "ui/carrel-collections.h"
#include "ui/carrel-menu.h"
#include "ui/carrel-sidebar-drop.h"
#include "ui/carrel-sidebar-menu.h"
#include "ui/carrel-sidebar-open.h"

#include <glib/gi18n.h>
#include <string.h>

/* A topic's node: its place and what is below it. */
typedef struct {
  CarrelUiPlace *place;    /* (owned) */
  GListStore    *children; /* (owned) of CarrelUiPlace */
  GPtrArray     *next;     /* (owned): what the children shall be, while rebuilding */
  guint          n_next;   /* how many these will be */
  gboolean       seen;
} Node;

struct _CarrelSidebar {
  AdwBin parent_instance;

  CarrelLibrary      *library;   /* (owned) */
  GListStore         *root;      /* (owned): CarrelUiPlace, and GtkStringObject for headings */
  GtkTreeListModel   *tree;      /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  GtkWidget          *list;
  CarrelUiPlace      *places[CARREL_PLACE_KIND_TRASH + 1];             /* (owned) */
  GtkStringObject    *discover, *collections_heading, *topics_heading; /* (owned) */
  GHashTable         *nodes;                                           /* (owned): path → Node */
  CarrelCollections  *collections;                                     /* (owned) */
  CarrelUiPlace      *chosen; /* (owned) (nullable): the last one */
  char    *merged, *into;     /* (owned) (nullable): the last topic that became part of another */
  char    *lost;    /* (owned) (nullable): the topic that was chosen until it was deleted */
  guint    leaving; /* where that is found out */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (CarrelSidebar, carrel_sidebar, ADW_TYPE_BIN)

enum { PLACE_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
free_node (gpointer data)
{
  Node *node = data;

  g_object_unref (node->place);
  g_object_unref (node->children);
  g_clear_pointer (&node->next, g_ptr_array_unref);
  g_free (node);
}

/* ── The model ── */

/* Makes the store hold these, announcing only the middle that differs. */
static void
sync_store (GListStore *store, GPtrArray *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store)), head = 0, tail = 0;

  while (head < MIN (n, items->len)) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), head);

    if (item != items->pdata[head])
      break;
    head++;
  }
  while (tail < MIN (n, items->len) - head) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), n - 1 - tail);

    if (item != items->pdata[items->len - 1 - tail])
      break;
    tail++;
  }
  if (head + tail < n || head + tail < items->len)
    g_list_store_splice (store, head, n - head - tail, items->pdata + head,
                         items->len - head - tail);
}

static Node *
ensure_node (CarrelSidebar *self, CarrelTopic *topic)
{
  Node *node = g_hash_table_lookup (self->nodes, carrel_topic_get_path (topic));

  if (!node) {
    node = g_new0 (Node, 1);
    node->place = carrel_ui_place_new_for_topic (topic);
    node->children = g_list_store_new (CARREL_TYPE_UI_PLACE);
    g_hash_table_insert (self->nodes, g_strdup (carrel_topic_get_path (topic)), node);
  } else {
    carrel_ui_place_set_topic (node->place, topic);
  }
  node->seen = TRUE;
  g_clear_pointer (&node->next, g_ptr_array_unref);
  node->next = g_ptr_array_new ();
  node->n_next = 0;
  return node;
}

/* The path of what is above a topic. (transfer full) (nullable): nothing */
static char *
dup_parent (CarrelTopic *topic)
{
  const char *path = carrel_topic_get_path (topic), *slash = strrchr (path, '/');

  return slash ? g_strndup (path, (gsize) (slash - path)) : NULL;
}

static Node *
find_parent (CarrelSidebar *self, CarrelTopic *topic)
{
  g_autofree char *path = dup_parent (topic);
  Node            *parent = path ? g_hash_table_lookup (self->nodes, path) : NULL;

  return parent && parent->seen ? parent : NULL;
}

/* Nodes of all topics, and how many are below each. GTK asks a row once whether there are any: one
 * that gets its first, or loses its last, becomes another row. */
static void
ensure_nodes (CarrelSidebar *self, GListModel *topics)
{
  for (guint i = 0; i < g_list_model_get_n_items (topics);
       i++) { /* parents stand before children */
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (topics, i);
    Node *parent;

    ensure_node (self, topic);
    parent = find_parent (self, topic);
    if (parent)
      parent->n_next++;
  }
  for (guint i = 0; i < g_list_model_get_n_items (topics); i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (topics, i);
    Node *node = g_hash_table_lookup (self->nodes, carrel_topic_get_path (topic));

    if ((g_list_model_get_n_items (G_LIST_MODEL (node->children)) > 0) != (node->n_next > 0)) {
      g_object_unref (node->place);
      node->place = carrel_ui_place_new_for_topic (topic);
    }
  }
}

/* Where the chosen topic is now: it may have another row, another name, or be part of another
 * topic. (nullable) */
static CarrelUiPlace *
find_chosen (CarrelSidebar *self)
{
  CarrelTopic   *topic = carrel_ui_place_get_topic (self->chosen);
  CarrelUiPlace *place =
      topic ? carrel_sidebar_find_topic (self, carrel_topic_get_path (topic)) : NULL;
  GHashTableIter iter;
  gpointer       value;

  if (place || !topic)
    return place;
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (carrel_topic_get_id (carrel_ui_place_get_topic (((Node *) value)->place)) ==
        carrel_topic_get_id (topic))
      return ((Node *) value)->place;
  return g_strcmp0 (self->merged, carrel_topic_get_path (topic)) == 0
             ? carrel_sidebar_find_topic (self, self->into)
             : NULL;
}

/* What a topic that is gone stood below, or all there is. */
static CarrelUiPlace *
find_above (CarrelSidebar *self, const char *path)
{
  g_autofree char *above = g_strdup (path);

  for (char *slash; (slash = strrchr (above, '/'));) {
    *slash = '\0';
    if (carrel_sidebar_find_topic (self, above))
      return carrel_sidebar_find_topic (self, above);
  }
  return self->places[CARREL_PLACE_KIND_ALL];
}

static void
go_to (CarrelSidebar *self, CarrelUiPlace *place)
{
  gboolean same = carrel_ui_place_equal (place, self->chosen);

  carrel_sidebar_select (self, place);
  if (!same)
    g_signal_emit (self, signals[PLACE_CHOSEN], 0, place);
}

/* The list leaves a topic that is deleted. */
static gboolean
leave_cb (gpointer user_data)
{
  CarrelSidebar   *self = user_data;
  CarrelTopic     *topic = carrel_ui_place_get_topic (self->chosen);
  g_autofree char *path = topic ? g_strdup (carrel_topic_get_path (topic)) : NULL;

  self->leaving = 0;
  if (path && !find_chosen (self)) {
    go_to (self, find_above (self, path));
    self->lost = g_steal_pointer (&path);
  }
  return G_SOURCE_REMOVE;
}

/* The list goes with it. Topics change one by one: what is missing now may be there in a moment. It
 * is there again, too, once the topic's deletion is undone, unless another place was chosen
 * meanwhile. */
static void
follow_chosen (CarrelSidebar *self)
{
  CarrelUiPlace *back = self->lost ? carrel_sidebar_find_topic (self, self->lost) : NULL,
                *place = back           ? back
                         : self->chosen ? find_chosen (self)
                                        : NULL;

  if (place && place != self->chosen)
    go_to (self, place);
  else if (!place && self->chosen && carrel_ui_place_get_topic (self->chosen) && !self->leaving)
    self->leaving = g_idle_add (leave_cb, self);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer data)
{
  return !((Node *) value)->seen;
}

static void
rebuild (CarrelSidebar *self)
{
  static const CarrelPlaceKind first[] = { CARREL_PLACE_KIND_INBOX, CARREL_PLACE_KIND_READING,
                                           CARREL_PLACE_KIND_FAVOURITES, CARREL_PLACE_KIND_ARCHIVE,
                                           CARREL_PLACE_KIND_ALL };
  GListModel                  *topics = carrel_library_get_topics (self->library);
  GPtrArray                   *collections = carrel_collections_get_places (self->collections);
  g_autoptr (GPtrArray) root = g_ptr_array_new (), top = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Node *) value)->seen = FALSE;
  ensure_nodes (self, topics);
  for (guint i = 0; i < g_list_model_get_n_items (topics); i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (topics, i);
    Node *node = g_hash_table_lookup (self->nodes, carrel_topic_get_path (topic)),
         *parent = find_parent (self, topic);

    g_ptr_array_add (parent ? parent->next : top, node->place);
  }
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (root, self->places[first[i]]);
  g_ptr_array_add (root, self->discover);
  g_ptr_array_add (root, self->places[CARREL_PLACE_KIND_HIGHLIGHTS]);
  g_ptr_array_add (root, self->places[CARREL_PLACE_KIND_WANTED]);
  g_ptr_array_add (root, self->places[CARREL_PLACE_KIND_MAP]);
  g_ptr_array_add (root, self->places[CARREL_PLACE_KIND_CARE]);
  if (collections->len > 0)
    g_ptr_array_add (root, self->collections_heading);
  for (guint i = 0; i < collections->len; i++)
    g_ptr_array_add (root, collections->pdata[i]);
  if (top->len > 0)
    g_ptr_array_add (root, self->topics_heading);
  g_ptr_array_extend (root, top, NULL, NULL);
  g_ptr_array_add (root, self->places[CARREL_PLACE_KIND_TRASH]);
  self->quiet = TRUE;
  sync_store (self->root, root);
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Node *node = value;

    if (node->seen)
      sync_store (node->children, node->next);
    g_clear_pointer (&node->next, g_ptr_array_unref);
  }
  self->quiet = FALSE;
  g_hash_table_foreach_remove (self->nodes, is_gone, NULL);
  follow_chosen (self);
}

/* The one that is shown was edited, or is gone. */
static void
collections_changed_cb (CarrelSidebar *self)
{
  g_autoptr (CarrelUiPlace) chosen = self->chosen ? g_object_ref (self->chosen) : NULL;
  CarrelCollection *collection = chosen ? carrel_ui_place_get_collection (chosen) : NULL;
  CarrelUiPlace    *now = collection ? carrel_collections_find (self->collections,
                                                                carrel_collection_get_id (collection))
                                     : NULL;

  rebuild (self);
  if (!collection || now == chosen)
    return;
  if (!now)
    now = self->places[CARREL_PLACE_KIND_INBOX];
  carrel_sidebar_select (self, now);
  g_signal_emit (self, signals[PLACE_CHOSEN], 0, now);
}

static void
counts_changed_cb (CarrelSidebar *self)
{
  const CarrelCounts *counts = carrel_library_get_counts (self->library);

  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_INBOX], counts->inbox);
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_READING], counts->reading);
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_FAVOURITES], counts->favourites);
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_ARCHIVE], counts->archive);
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_ALL], counts->all);
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_HIGHLIGHTS], counts->highlights);
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_WANTED], counts->wanted);
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_TRASH], counts->trash);
}

static void
alike_changed_cb (
    CarrelSidebar *self, guint position, guint removed, guint added, GListModel *pairs)
{
  carrel_ui_place_set_count (self->places[CARREL_PLACE_KIND_CARE],
                             g_list_model_get_n_items (pairs));
}

static GListModel *
make_children (gpointer item, gpointer user_data)
{
  CarrelSidebar *self = user_data;
  Node          *node;

  if (!CARREL_IS_UI_PLACE (item) || !carrel_ui_place_get_topic (item))
    return NULL;
  node =
      g_hash_table_lookup (self->nodes, carrel_topic_get_path (carrel_ui_place_get_topic (item)));
  return node && (g_list_model_get_n_items (G_LIST_MODEL (node->children)) > 0 ||
                  (node->next && node->next->len > 0))
             ? g_object_ref (G_LIST_MODEL (node->children))
             : NULL;
}

/* ── Rows ── */

typedef struct {
  GtkWidget      *box, *expander, *dot_bin, *image, *label, *count;
  GObject        *item; /* (owned) (nullable) */
  gulong          count_handler, topic_handler, expanded_handler;
  GtkTreeListRow *row; /* (owned) (nullable) */
} Row;

static void
show_count (Row *row)
{
  guint            n = carrel_ui_place_get_count (CARREL_UI_PLACE (row->item));
  g_autofree char *text = n > 0 ? g_strdup_printf ("%'u", n) : NULL;

  gtk_label_set_text (GTK_LABEL (row->count), text ? text : "");
}

static void
show_topic (Row *row)
{
  CarrelTopic *topic = carrel_ui_place_get_topic (CARREL_UI_PLACE (row->item));

  gtk_label_set_text (GTK_LABEL (row->label),
                      carrel_ui_place_get_title (CARREL_UI_PLACE (row->item)));
  if (topic)
    adw_bin_set_child (ADW_BIN (row->dot_bin), carrel_ui_dot_new (carrel_topic_get_colour (topic)));
}

static void
show_expander (Row *row)
{
  /* GTK turns it round in a mirrored window. */
  gtk_image_set_from_icon_name (GTK_IMAGE (row->expander), gtk_tree_list_row_get_expanded (row->row)
                                                               ? "pan-down-symbolic"
                                                               : "pan-end-symbolic");
  gtk_widget_set_opacity (row->expander, gtk_tree_list_row_is_expandable (row->row) ? 1 : 0);
}

static void
expander_clicked_cb (GtkGestureClick *gesture, int n, double x, double y, gpointer user_data)
{
  Row *row = user_data;

  if (row->row && gtk_tree_list_row_is_expandable (row->row)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    gtk_tree_list_row_set_expanded (row->row, !gtk_tree_list_row_get_expanded (row->row));
  }
}

static void show_menu (GtkWidget *box, double x, double y, gpointer user_data);

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Row        *row = g_new0 (Row, 1);
  GtkGesture *click = gtk_gesture_click_new ();

  row->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  row->expander = gtk_image_new ();
  row->dot_bin = adw_bin_new ();
  row->image = gtk_image_new ();
  row->label = gtk_label_new (NULL);
  row->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (row->expander, "expander");
  gtk_widget_set_size_request (row->expander, 12, -1);
  gtk_widget_set_size_request (row->dot_bin, 12, -1);
  gtk_image_set_pixel_size (GTK_IMAGE (row->image), 16);
  gtk_label_set_xalign (GTK_LABEL (row->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (row->label, TRUE);
  gtk_widget_add_css_class (row->count, "count");
  gtk_widget_set_margin_start (row->count, 8);
  gtk_widget_set_margin_end (row->count, 9);
  gtk_box_append (GTK_BOX (row->box), row->expander);
  gtk_box_append (GTK_BOX (row->box), row->dot_bin);
  gtk_box_append (GTK_BOX (row->box), row->image);
  gtk_box_append (GTK_BOX (row->box), row->label);
  gtk_box_append (GTK_BOX (row->box), row->count);
  carrel_sidebar_install_drop (row->box, item);
  g_signal_connect (click, "pressed", G_CALLBACK (expander_clicked_cb), row);
  gtk_widget_add_controller (row->expander, GTK_EVENT_CONTROLLER (click));
  carrel_menu_add_gestures (row->box, show_menu, NULL);
  g_object_set_data (G_OBJECT (row->box), "row", row);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
  gtk_list_item_set_child (item, row->box);
}

static void
bind_place (Row *row, GtkTreeListRow *tree_row)
{
  CarrelUiPlace *place = CARREL_UI_PLACE (row->item);
  gboolean       topic = carrel_ui_place_get_topic (place) != NULL;
  GtkWidget     *parent = gtk_widget_get_parent (row->box);

  gtk_widget_set_visible (row->expander, topic);
  gtk_widget_set_visible (row->dot_bin, topic);
  gtk_widget_set_visible (row->image, !topic);
  gtk_widget_set_visible (row->count, TRUE);
  if (!topic)
    gtk_image_set_from_icon_name (GTK_IMAGE (row->image), carrel_ui_place_get_icon (place));
  gtk_widget_set_margin_start (row->image, 10);
  gtk_widget_set_margin_start (row->expander,
                               topic ? 16 * (int) gtk_tree_list_row_get_depth (tree_row) : 0);
  gtk_widget_set_margin_start (row->label, topic ? 12 : 10);
  gtk_widget_remove_css_class (row->label, "section");
  gtk_widget_remove_css_class (row->label, "section-label");
  if (parent) {
    gtk_widget_set_name (parent, "place");
    (topic ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (parent, "topic");
  }
  row->row = g_object_ref (tree_row);
  show_topic (row);
  show_count (row);
  show_expander (row);
  row->count_handler =
      g_signal_connect_swapped (place, "notify::count", G_CALLBACK (show_count), row);
  row->topic_handler =
      g_signal_connect_swapped (place, "notify::topic", G_CALLBACK (show_topic), row);
  row->expanded_handler =
      g_signal_connect_swapped (tree_row, "notify::expanded", G_CALLBACK (show_expander), row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Row            *row = g_object_get_data (G_OBJECT (item), "row");
  GtkTreeListRow *tree_row = gtk_list_item_get_item (item);

  row->item = gtk_tree_list_row_get_item (tree_row);
  if (CARREL_IS_UI_PLACE (row->item)) {
    gtk_list_item_set_selectable (item, TRUE);
    gtk_list_item_set_activatable (item, TRUE);
    gtk_list_item_set_focusable (item, TRUE);
    bind_place (row, tree_row);
    gtk_list_item_set_accessible_label (item,
                                        carrel_ui_place_get_title (CARREL_UI_PLACE (row->item)));
  } else {
    GtkWidget *parent = gtk_widget_get_parent (row->box);

    gtk_list_item_set_selectable (item, FALSE);
    gtk_list_item_set_activatable (item, FALSE);
    gtk_list_item_set_focusable (item, FALSE);
    if (parent)
      gtk_widget_set_name (parent, "section");
    gtk_widget_set_visible (row->expander, FALSE);
    gtk_widget_set_visible (row->dot_bin, FALSE);
    gtk_widget_set_visible (row->image, FALSE);
    gtk_widget_set_visible (row->count, FALSE);
    gtk_widget_set_margin_start (row->label, 0);
    gtk_widget_add_css_class (row->label, "section");
    gtk_label_set_text (GTK_LABEL (row->label),
                        gtk_string_object_get_string (GTK_STRING_OBJECT (row->item)));
    gtk_list_item_set_accessible_label (
        item, gtk_string_object_get_string (GTK_STRING_OBJECT (row->item)));
  }
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Row *row = g_object_get_data (G_OBJECT (item), "row");

  if (row->row) {
    g_clear_signal_handler (&row->count_handler, row->item);
    g_clear_signal_handler (&row->topic_handler, row->item);
    g_clear_signal_handler (&row->expanded_handler, row->row);
    g_clear_object (&row->row);
  }
  g_clear_object (&row->item);
}

static void
show_menu (GtkWidget *box, double x, double y, gpointer user_data)
{
  Row           *row = g_object_get_data (G_OBJECT (box), "row");
  CarrelUiPlace *place = row && CARREL_IS_UI_PLACE (row->item) ? CARREL_UI_PLACE (row->item) : NULL;

  if (place && carrel_ui_place_get_topic (place))
    carrel_sidebar_show_menu (box, carrel_ui_place_get_topic (place), x, y);
  else if (place && carrel_ui_place_get_collection (place))
    carrel_sidebar_show_collection_menu (box, carrel_ui_place_get_collection (place), x, y);
}

/* ── Choosing ── */

static void
selected_cb (CarrelSidebar *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (GObject) item = row ? gtk_tree_list_row_get_item (row) : NULL;

  if (!self->quiet && CARREL_IS_UI_PLACE (item)) {
    g_set_object (&self->chosen, CARREL_UI_PLACE (item));
    g_clear_pointer (&self->lost, g_free);
    g_signal_emit (self, signals[PLACE_CHOSEN], 0, item);
  }
}

/* A click on what is selected already: on a phone it must lead to the list all the same. */
static void
activated_cb (CarrelSidebar *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (GObject) item = row ? gtk_tree_list_row_get_item (row) : NULL;

  if (CARREL_IS_UI_PLACE (item))
    g_signal_emit (self, signals[PLACE_CHOSEN], 0, item);
}

void
carrel_sidebar_select (CarrelSidebar *self, CarrelUiPlace *place)
{
  CarrelTopic *topic = carrel_ui_place_get_topic (place);

  g_set_object (&self->chosen, place);
  g_clear_pointer (&self->lost, g_free);
  self->quiet = TRUE;
  if (topic) { /* open what is above it */
    const char *path = carrel_topic_get_path (topic);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++) {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->tree), i);
      g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);
      CarrelTopic *above =
          CARREL_IS_UI_PLACE (item) ? carrel_ui_place_get_topic (CARREL_UI_PLACE (item)) : NULL;
      g_autofree char *prefix =
          above ? g_strconcat (carrel_topic_get_path (above), "/", NULL) : NULL;

      if (prefix && g_str_has_prefix (path, prefix))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
  }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++) {
    g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->tree), i);
    g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);

    if (CARREL_IS_UI_PLACE (item) && carrel_ui_place_equal (CARREL_UI_PLACE (item), place)) {
      gtk_single_selection_set_selected (self->selection, i);
      break;
    }
  }
  self->quiet = FALSE;
}

CarrelUiPlace *
carrel_sidebar_find_topic (CarrelSidebar *self, const char *path)
{
  Node *node = g_hash_table_lookup (self->nodes, path);

  return node ? node->place : NULL;
}

void
carrel_sidebar_follow (CarrelSidebar *self, const char *path, const char *into)
{
  g_set_str (&self->merged, path);
  g_set_str (&self->into, into);
}

CarrelUiPlace *
carrel_sidebar_find_collection (CarrelSidebar *self, gint64 id)
{
  return carrel_collections_find (self->collections, id);
}

CarrelUiPlace *
carrel_sidebar_get_place (CarrelSidebar *self, CarrelPlaceKind kind)
{
  return kind <= CARREL_PLACE_KIND_TRASH ? self->places[kind] : NULL;
}

/* ── Object ── */

CarrelLibrary *
carrel_sidebar_get_library (CarrelSidebar *self)
{
  return self->library;
}

GtkWidget *
carrel_sidebar_new (CarrelLibrary *library)
{
  CarrelSidebar *self = g_object_new (CARREL_TYPE_SIDEBAR, NULL);

  self->library = g_object_ref (library);
  self->collections = carrel_collections_new (library);
  rebuild (self);
  counts_changed_cb (self);
  g_signal_connect_object (library, "notify::counts", G_CALLBACK (counts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (carrel_library_get_alike (library), "items-changed",
                           G_CALLBACK (alike_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (carrel_library_get_topics (library), "items-changed",
                           G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->collections, "changed", G_CALLBACK (collections_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
carrel_sidebar_dispose (GObject *object)
{
  CarrelSidebar *self = CARREL_SIDEBAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->root);
  for (guint i = 0; i <= CARREL_PLACE_KIND_TRASH; i++)
    g_clear_object (&self->places[i]);
  g_clear_object (&self->discover);
  g_clear_object (&self->collections_heading);
  g_clear_object (&self->topics_heading);
  g_clear_pointer (&self->nodes, g_hash_table_unref);
  g_clear_pointer (&self->merged, g_free);
  g_clear_pointer (&self->into, g_free);
  g_clear_pointer (&self->lost, g_free);
  g_clear_handle_id (&self->leaving, g_source_remove);
  g_clear_object (&self->chosen);
  g_clear_object (&self->collections);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_sidebar_parent_class)->dispose (object);
}

gboolean
carrel_sidebar_focus (CarrelSidebar *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION || !gtk_widget_get_mapped (self->list))
    return FALSE;
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), position, GTK_LIST_SCROLL_FOCUS,
                           NULL); /* there, but not yet its own */
  return gtk_widget_grab_focus (self->list);
}

static void
carrel_sidebar_class_init (CarrelSidebarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_sidebar_dispose;
  signals[PLACE_CHOSEN] =
      g_signal_new ("place-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, CARREL_TYPE_UI_PLACE);
  carrel_sidebar_install_actions (widget_class);
}

static void
carrel_sidebar_init (CarrelSidebar *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget          *scroller = gtk_scrolled_window_new ();

  for (guint i = 0; i <= CARREL_PLACE_KIND_TRASH; i++)
    self->places[i] = carrel_ui_place_new ((CarrelPlaceKind) i);
  self->discover = gtk_string_object_new (_ ("Discover"));
  self->collections_heading = gtk_string_object_new (_ ("Collections"));
  self->topics_heading = gtk_string_object_new (_ ("Topics"));
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_node);
  self->root = g_list_store_new (G_TYPE_OBJECT);
  self->tree = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (self->root)), FALSE, FALSE,
                                        make_children, self, NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->tree)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->list),
                                  GTK_LIST_TAB_ITEM); /* Tab leads on, not from row to row */
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_widget_add_css_class (self->list, "places");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Places"), -1);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  carrel_sidebar_open_install_keys (self->list, self->selection);
  carrel_menu_add_key (self->list, show_menu, NULL);
  carrel_sidebar_open_remember (self->tree);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

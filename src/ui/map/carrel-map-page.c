/* carrel-map-page.c: the map's page. Main thread.
 *
 * What is shown is read when the page comes into view, and again when links or articles changed
 * while it is there; then dots stay where they are, and what is new joins them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-page-private.h"

#include "base/carrel-text.h"
#include "ui/carrel-instead.h"
#include "ui/carrel-misread.h"
#include "ui/carrel-topic-field.h"
#include "ui/carrel-ui.h"
#include "ui/map/carrel-map-card.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MAX_LEGEND 6
#define CARD_WIDTH 300
#define CARD_GAP 20
#define RELOAD_AFTER 400 /* ms after a change */

G_DEFINE_FINAL_TYPE (CarrelMapPage, carrel_map_page, ADW_TYPE_BIN)

/* ── What is shown ── */

/* The largest first. */
static int
compare_topics (gconstpointer a, gconstpointer b, gpointer graph)
{
  const CarrelGraphTopic *x = carrel_graph_get_topic (graph, *(const guint *) a),
                         *y = carrel_graph_get_topic (graph, *(const guint *) b);

  return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : g_utf8_collate (x->name, y->name);
}

static void
update_legend (CarrelMapPage *self, CarrelGraph *graph)
{
  GtkWidget *child;
  guint      shown = 0, n_dots = carrel_graph_get_n_dots (graph),
        n_topics = carrel_graph_get_n_topics (graph);
  g_autofree guint *order = g_new (guint, n_topics + 1);

  while ((child = gtk_widget_get_first_child (self->legend)))
    adw_wrap_box_remove (ADW_WRAP_BOX (self->legend), child);
  for (guint i = 0; i < n_topics; i++)
    order[i] = i;
  g_sort_array (order, n_topics, sizeof *order, compare_topics, graph);
  for (guint i = 0; i < MIN (n_topics, MAX_LEGEND); i++) {
    const CarrelGraphTopic *topic = carrel_graph_get_topic (graph, order[i]);
    GtkWidget              *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    g_autofree char        *name = carrel_text_excerpt (topic->name, 24);

    gtk_box_append (GTK_BOX (entry), carrel_ui_dot_new (topic->colour));
    gtk_box_append (GTK_BOX (entry), gtk_label_new (name));
    adw_wrap_box_append (ADW_WRAP_BOX (self->legend), entry);
    shown++;
  }
  if (n_dots > carrel_graph_get_n_articles (graph)) {
    GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
              *ring = gtk_image_new_from_icon_name ("carrel-hollow-symbolic");

    gtk_image_set_pixel_size (GTK_IMAGE (ring), 12);
    gtk_box_append (GTK_BOX (entry), ring);
    gtk_box_append (GTK_BOX (entry), gtk_label_new (C_ ("map", "wanted")));
    adw_wrap_box_append (ADW_WRAP_BOX (self->legend), entry);
    shown++;
  }
  gtk_widget_set_visible (self->legend, shown > 0 && !self->narrow);
}

static void
update_title (CarrelMapPage *self, CarrelGraph *graph)
{
  guint            n = carrel_graph_get_n_articles (graph), m = carrel_graph_get_n_lines (graph);
  g_autofree char *articles = g_strdup_printf (ngettext ("%'u article", "%'u articles", n), n),
                  *links = g_strdup_printf (ngettext ("%'u link", "%'u links", m), m);
  g_autofree char *both = g_strdup_printf ("%s · %s", articles, links);

  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), both);
}

void
carrel_map_page_update_stack (CarrelMapPage *self)
{
  CarrelGraph *graph = carrel_map_view_get_graph (carrel_map_page_get_view (self));
  gboolean     empty = graph && carrel_graph_get_n_lines (graph) == 0 && self->article == 0;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), !graph  ? "loading"
                                                             : empty ? "empty"
                                                             : carrel_map_page_is_text (self)
                                                                 ? "text"
                                                                 : "map");
  if (graph && self->wants_focus) {
    self->wants_focus = FALSE;
    gtk_widget_grab_focus (carrel_map_page_is_text (self) ? self->text_view : self->view);
  }
}

/* A search that is closed from its entry leads back to what was searched. */
static void
search_shown_cb (CarrelMapPage *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (!gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->search_bar)) &&
      (!focus || gtk_widget_is_ancestor (focus, self->search_bar)))
    gtk_widget_grab_focus (carrel_map_page_is_text (self) ? self->text_view : self->view);
}

/* Where the dots of the graph that is shown lie now: they stay there. */
static void
keep_places (CarrelMapPage *self, CarrelMap *map)
{
  CarrelGraph            *old = carrel_map_view_get_graph (carrel_map_page_get_view (self));
  const CarrelGraphPoint *places = carrel_map_view_get_places (carrel_map_page_get_view (self));

  for (guint i = 0; old && i < carrel_graph_get_n_dots (map->graph); i++) {
    const CarrelGraphDot *dot = carrel_graph_get_dot (map->graph, i);
    guint                 number = dot->key ? carrel_graph_find_key (old, dot->key)
                                            : carrel_graph_find_article (old, dot->article);

    if (number != G_MAXUINT) {
      map->places[i] = places[number];
      map->pinned[i] = carrel_map_view_get_pinned (carrel_map_page_get_view (self))[number];
    }
  }
}

static void search_changed_cb (CarrelMapPage *self);

typedef struct {
  CarrelMapPage *page;    /* (owned) */
  gint64         article; /* that was asked for; 0: everything */
} Load;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Load *load = user_data;
  g_autoptr (CarrelMapPage) self = load->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelMap) map =
      carrel_library_load_map_finish (CARREL_LIBRARY (source), result, &error);
  gint64 article = load->article;

  if (!self->library || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!map && self->shown == article) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  if (!map) {
    carrel_instead_show_failure (self->stack, error, G_CALLBACK (carrel_map_page_reload), self);
    return;
  }
  if (self->shown == article)
    keep_places (self, map);
  else if (article != 0)
    /* A neighbourhood is arranged by itself: where its dots lie on the whole map says too little.
     */
    for (guint i = 0; i < carrel_graph_get_n_dots (map->graph); i++) {
      map->places[i] = (CarrelGraphPoint) { NAN, NAN };
      map->pinned[i] = FALSE;
    }
  self->shown = article;
  update_legend (self, map->graph);
  update_title (self, map->graph);
  carrel_map_view_set_graph (carrel_map_page_get_view (self), map->graph, map->places, map->pinned);
  if (carrel_map_page_is_text (self))
    carrel_map_page_update_text (self);
  carrel_map_page_update_stack (self);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)))
    search_changed_cb (self);
}

void
carrel_map_page_reload (CarrelMapPage *self)
{
  gboolean around = g_strcmp0 (adw_toggle_group_get_active_name (ADW_TOGGLE_GROUP (self->scope)),
                               "around") == 0 &&
                    self->article != 0;
  Load *load;

  if (!self->library || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  load = g_new0 (Load, 1);
  load->page = g_object_ref (self);
  load->article = around ? self->article : 0;
  carrel_library_load_map_async (self->library, load->article, self->steps, self->wanted,
                                 self->loading, loaded_cb, load);
}

static gboolean
reload_cb (gpointer user_data)
{
  CarrelMapPage *self = user_data;

  self->reload_id = 0;
  carrel_map_page_reload (self);
  return G_SOURCE_REMOVE;
}

static void
library_changed_cb (CarrelMapPage *self, CarrelChanges *changes)
{
  if (!self->reload_id && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (carrel_changes_get_kinds (changes) &
       (CARREL_CHANGED_LINKS | CARREL_CHANGED_ARTICLES | CARREL_CHANGED_TOPICS)))
    self->reload_id = g_timeout_add (RELOAD_AFTER, reload_cb, self);
}

static void
scope_changed_cb (CarrelMapPage *self)
{
  if (!self->quiet)
    carrel_map_page_reload (self);
}

/* ── On the map ── */

void
carrel_map_page_activate (CarrelMapPage *self, guint number)
{
  const CarrelGraphDot *dot =
      carrel_graph_get_dot (carrel_map_view_get_graph (carrel_map_page_get_view (self)), number);

  if (dot->article != 0)
    carrel_ui_open_article (GTK_WIDGET (self), dot->article);
  else
    carrel_ui_open_add (GTK_WIDGET (self), dot->address);
}

static void
activated_cb (CarrelMapPage *self, guint dot)
{
  carrel_map_page_activate (self, dot);
}

static void
pointed_cb (CarrelMapPage *self, guint dot)
{
  carrel_map_card_set_dot (CARREL_MAP_CARD (self->card),
                           carrel_map_view_get_graph (carrel_map_page_get_view (self)), dot);
  gtk_widget_queue_allocate (self->overlay);
}

/* Beside what is pointed at, on the end side where there is room; on a phone at the foot. */
static gboolean
place_card_cb (GtkOverlay *overlay, GtkWidget *child, GdkRectangle *area, gpointer user_data)
{
  CarrelMapPage *self = user_data;
  int            width = gtk_widget_get_width (GTK_WIDGET (overlay)),
      height = gtk_widget_get_height (GTK_WIDGET (overlay)), card = MIN (CARD_WIDTH, width - 24),
      tall;
  guint            dot = carrel_map_view_get_pointed (carrel_map_page_get_view (self));
  gboolean         end = gtk_widget_get_direction (GTK_WIDGET (overlay)) != GTK_TEXT_DIR_RTL;
  graphene_point_t middle;
  double           radius;

  if (child != self->card_bin)
    return FALSE;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &area->width, NULL, NULL, NULL);
  area->width = MAX (card, area->width);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, area->width, &tall, &area->height, NULL,
                      NULL);
  area->x = area->y = 0;
  if (dot == G_MAXUINT ||
      !carrel_map_view_get_dot_area (carrel_map_page_get_view (self), dot, &middle, &radius))
    return TRUE;
  if (self->narrow) {
    area->x = (width - area->width) / 2;
    area->y = height - area->height - 12;
    return TRUE;
  }
  if (end ? (double) middle.x + radius + CARD_GAP + area->width > width - 12
          : (double) middle.x - radius - CARD_GAP - area->width < 12)
    end = !end;
  area->x = CLAMP ((int) (end ? (double) middle.x + radius + CARD_GAP
                              : (double) middle.x - radius - CARD_GAP - area->width),
                   0, MAX (width - area->width, 0));
  area->y = CLAMP ((int) middle.y - area->height / 2, 12, MAX (height - area->height - 12, 12));
  return TRUE;
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Where dots lie can be found out again. */
  if (!carrel_library_keep_map_finish (CARREL_LIBRARY (source), result, &error))
    g_debug ("map: %s", error->message);
}

static void
settled_cb (CarrelMapPage *self)
{
  CarrelGraph *graph = carrel_map_view_get_graph (carrel_map_page_get_view (self));

  if (self->shown == 0 && graph)
    carrel_library_keep_map_async (
        self->library, graph, carrel_map_view_get_places (carrel_map_page_get_view (self)),
        carrel_map_view_get_pinned (carrel_map_page_get_view (self)), kept_cb, NULL);
}

/* ── Selection ── */

static void
selection_changed_cb (CarrelMapPage *self)
{
  g_autoptr (GArray) ids = carrel_map_view_dup_selection (carrel_map_page_get_view (self));
  g_autofree char *words =
      g_strdup_printf (ngettext ("%u selected", "%u selected", ids->len), ids->len);

  gtk_label_set_label (GTK_LABEL (self->selection_label), words);
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->selection_bar), ids->len > 0);
  if (self->topic_field)
    carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (self->topic_field),
                                     ids->len > 0 ? ids : NULL, NULL);
}

static void
archive_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarrelMapPage *self = user_data;
  g_autoptr (GArray) ids = carrel_map_view_dup_selection (carrel_map_page_get_view (self));

  if (ids->len > 0)
    carrel_library_set_place_async (
        self->library, ids, CARREL_PLACE_ARCHIVE, carrel_ui_changed_cb,
        carrel_ui_change_new (GTK_WIDGET (self), "Article archived", "%u articles archived"));
  carrel_map_view_clear_selection (carrel_map_page_get_view (self));
}

static void
clear_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  carrel_map_view_clear_selection (carrel_map_page_get_view (user_data));
}

/* ── Search ── */

static void
show_n_found (CarrelMapPage *self, guint n)
{
  g_autofree char *subtitle =
      n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u result", "%u results", n), n)
            : g_strdup (_ ("No results"));

  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelMapPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
      carrel_library_search_finish (CARREL_LIBRARY (source), result, NULL, NULL, &error);
  CarrelGraph *graph =
      self->library ? carrel_map_view_get_graph (carrel_map_page_get_view (self)) : NULL;
  g_autofree guint8 *lit = NULL;
  guint              n = 0;

  if (!ids || !graph) {
    if (error && self->library)
      carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  carrel_misread_show (GTK_LABEL (self->misread),
                       gtk_editable_get_text (GTK_EDITABLE (self->search)), ids->len == 0);
  lit = g_new0 (guint8, carrel_graph_get_n_dots (graph) + 1);
  for (guint i = 0; i < ids->len; i++) {
    guint dot = carrel_graph_find_article (graph, g_array_index (ids, gint64, i));

    if (dot != G_MAXUINT)
      lit[dot] = TRUE;
    n += dot != G_MAXUINT;
  }
  carrel_map_view_set_lit (carrel_map_page_get_view (self), lit);
  show_n_found (self, n);
}

static void
search_changed_cb (CarrelMapPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autoptr (CarrelQuery) query = NULL;

  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (!*typed) {
    carrel_misread_show (GTK_LABEL (self->misread), "", FALSE);
    carrel_map_view_set_lit (carrel_map_page_get_view (self), NULL);
    if (carrel_map_view_get_graph (carrel_map_page_get_view (self)))
      update_title (self, carrel_map_view_get_graph (carrel_map_page_get_view (self)));
    return;
  }
  query = carrel_query_parse (typed, TRUE);
  self->searching = g_cancellable_new ();
  carrel_library_search_async (self->library, query, CARREL_SORT_ADDED, FALSE, 0, self->searching,
                               found_cb, g_object_ref (self));
}

static void
search_activated_cb (CarrelMapPage *self)
{
  carrel_misread_announce (GTK_LABEL (self->misread));
  gtk_widget_grab_focus (self->view);
}

void
carrel_map_page_focus (CarrelMapPage *self)
{
  self->wants_focus = TRUE;
  carrel_map_page_update_stack (self);
}

void
carrel_map_page_focus_search (CarrelMapPage *self)
{
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), TRUE);
  gtk_widget_grab_focus (self->search);
}

/* ── From the window ── */

static void
set_scope (CarrelMapPage *self, gboolean around)
{
  self->quiet = TRUE;
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (self->scope),
                                    around ? "around" : "everything");
  self->quiet = FALSE;
}

void
carrel_map_page_set_article (CarrelMapPage *self, gint64 article)
{
  g_return_if_fail (CARREL_IS_MAP_PAGE (self));

  if (self->article == article)
    return;
  self->article = article;
  adw_toggle_set_enabled (
      adw_toggle_group_get_toggle_by_name (ADW_TOGGLE_GROUP (self->scope), "around"), article != 0);
  if (article == 0)
    set_scope (self, FALSE);
}

void
carrel_map_page_show_around (CarrelMapPage *self, gint64 article)
{
  g_return_if_fail (CARREL_IS_MAP_PAGE (self));

  carrel_map_page_set_article (self, article);
  set_scope (self, article != 0);
  carrel_map_page_reload (self);
}

void
carrel_map_page_set_narrow (CarrelMapPage *self, gboolean narrow)
{
  self->narrow = narrow;
  gtk_widget_set_visible (self->legend, !narrow && gtk_widget_get_first_child (self->legend));
  gtk_widget_queue_allocate (self->overlay);
}

GtkWidget *
carrel_map_page_get_sidebar_button (CarrelMapPage *self)
{
  return self->sidebar_button;
}

/* ── Object ── */

GtkWidget *
carrel_map_page_new (CarrelLibrary *library)
{
  CarrelMapPage *self = g_object_new (CARREL_TYPE_MAP_PAGE, NULL);
  GtkWidget     *popover = gtk_popover_new ();

  self->library = g_object_ref (library);
  self->card = carrel_map_card_new (library);
  adw_bin_set_child (ADW_BIN (self->card_bin), self->card);
  self->topic_field = carrel_topic_field_new (library);
  gtk_widget_set_size_request (self->topic_field, 260, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), self->topic_field);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->tag_button), popover);
  g_signal_connect_object (self->topic_field, "done", G_CALLBACK (gtk_popover_popdown), popover,
                           G_CONNECT_SWAPPED);
  carrel_map_page_set_up_text (self);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (carrel_map_page_reload), NULL);
  return GTK_WIDGET (self);
}

static void
carrel_map_page_dispose (GObject *object)
{
  CarrelMapPage *self = CARREL_MAP_PAGE (object);

  if (self->loading)
    g_cancellable_cancel (self->loading);
  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->loading);
  g_clear_object (&self->searching);
  g_clear_handle_id (&self->reload_id, g_source_remove);
  g_clear_object (&self->texts);
  g_clear_object (&self->actions);
  g_clear_object (&self->library);
  g_clear_pointer (&self->order, g_array_unref);
  self->topic_field = NULL;
  G_OBJECT_CLASS (carrel_map_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelMapPage, name)

static void
carrel_map_page_class_init (CarrelMapPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_map_page_dispose;
  g_type_ensure (CARREL_TYPE_MAP_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-map-page.ui");
  BIND (title);
  BIND (sidebar_button);
  BIND (search_bar);
  BIND (search);
  BIND (misread);
  BIND (stack);
  BIND (overlay);
  BIND (view);
  BIND (scope);
  BIND (legend);
  BIND (card_bin);
  BIND (selection_bar);
  BIND (selection_label);
  BIND (tag_button);
  BIND (text_view);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, settled_cb);
  gtk_widget_class_bind_template_callback (widget_class, scope_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, carrel_map_page_text_activated_cb);
}

static void
carrel_map_page_init (CarrelMapPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "archive", .activate = archive_cb },
    { .name = "clear", .activate = clear_cb },
  };

  self->shown = -1;
  self->steps = 2;
  self->wanted = TRUE;
  self->texts = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  carrel_map_page_add_menu_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "map", G_ACTION_GROUP (self->actions));
  self->quiet = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_toggle_set_enabled (
      adw_toggle_group_get_toggle_by_name (ADW_TOGGLE_GROUP (self->scope), "around"), FALSE);
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (self->scope), "everything");
  self->quiet = FALSE;
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled",
                           G_CALLBACK (search_shown_cb), self, G_CONNECT_SWAPPED);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->search_bar), GTK_EDITABLE (self->search));
  g_signal_connect (self->overlay, "get-child-position", G_CALLBACK (place_card_cb), self);
}

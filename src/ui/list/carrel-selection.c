/* carrel-selection.c: which articles of a list are selected.
 *
 * A set of positions, kept as ranges (a GtkBitset is a roaring bitmap): all of a million cost what
 * one costs. When the list changes, the head and the tail go on as they are; in the middle that was
 * read anew each selected id is looked for among the new ones, and nothing but the ids of that
 * middle is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-selection.h"

struct _CarrelSelection {
  GObject parent_instance;

  CarrelArticleList *list;     /* (owned) */
  CarrelIds         *ids;      /* (owned): of the list, as they were when last heard of */
  GtkBitset         *selected; /* (owned): positions */
  gint64   alone; /* an id that is selected though the list hasn't it, or not yet; 0: none */
  gboolean multiple;
};

static void list_model_init (GListModelInterface *interface);
static void selection_model_init (GtkSelectionModelInterface *interface);
static void section_model_init (GtkSectionModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelSelection,
                               carrel_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL,
                                                          section_model_init)
                                       G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                              selection_model_init))

static guint
count (CarrelSelection *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static void
announce_all (CarrelSelection *self)
{
  if (count (self) > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, count (self));
}

/* ── GtkSelectionModel ── */

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (CARREL_SELECTION (model)->selected, position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GtkBitset *set = gtk_bitset_new_range (position, n_items);

  gtk_bitset_intersect (set, CARREL_SELECTION (model)->selected);
  return set;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  CarrelSelection *self = CARREL_SELECTION (model);
  gboolean         alone = unselect_rest || !self->multiple;

  if (position >= count (self))
    return FALSE;
  if (alone && gtk_bitset_get_size (self->selected) == 1 && is_selected (model, position))
    return TRUE;
  self->alone = 0;
  if (alone)
    gtk_bitset_remove_all (self->selected);
  gtk_bitset_add (self->selected, position);
  if (alone)
    announce_all (self);
  else
    gtk_selection_model_selection_changed (model, position, 1);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  gtk_bitset_remove (self->selected, position);
  gtk_selection_model_selection_changed (model, position, 1);
  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  self->alone = 0;
  if (unselect_rest)
    gtk_bitset_remove_all (self->selected);
  if (position < count (self))
    gtk_bitset_add_range (self->selected, position, MIN (n_items, count (self) - position));
  announce_all (self);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  gtk_bitset_remove_range (self->selected, position, n_items);
  announce_all (self);
  return TRUE;
}

static gboolean
select_all (GtkSelectionModel *model)
{
  return select_range (model, 0, count (CARREL_SELECTION (model)), FALSE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  self->alone = 0;
  gtk_bitset_remove_all (self->selected);
  announce_all (self);
  return TRUE;
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  CarrelSelection *self = CARREL_SELECTION (model);
  g_autoptr (GtkBitset) wanted = NULL;

  if (!self->multiple)
    return FALSE;
  self->alone = 0;
  wanted = gtk_bitset_copy (selected);
  gtk_bitset_intersect (wanted, mask);
  gtk_bitset_subtract (self->selected, mask);
  gtk_bitset_union (self->selected, wanted);
  gtk_bitset_remove_range_closed (self->selected, count (self), G_MAXUINT);
  announce_all (self);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *interface)
{
  interface->is_selected = is_selected;
  interface->get_selection_in_range = get_selection_in_range;
  interface->select_item = select_item;
  interface->unselect_item = unselect_item;
  interface->select_range = select_range;
  interface->unselect_range = unselect_range;
  interface->select_all = select_all;
  interface->unselect_all = unselect_all;
  interface->set_selection = set_selection;
}

/* ── GListModel ── */

static GType
get_item_type (GListModel *model)
{
  return CARREL_TYPE_ARTICLE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return count (CARREL_SELECTION (model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (CARREL_SELECTION (model)->list), position);
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* ── GtkSectionModel: the list's groups ── */

static void
get_section (GtkSectionModel *model, guint position, guint *start, guint *end)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (position < count (self)) {
    carrel_article_list_get_group (self->list, position, start, end, NULL);
  } else {
    *start = count (self);
    *end = G_MAXUINT;
  }
}

static void
section_model_init (GtkSectionModelInterface *interface)
{
  interface->get_section = get_section;
}

static void
groups_changed_cb (CarrelSelection *self)
{
  if (count (self) > 0)
    gtk_section_model_sections_changed (GTK_SECTION_MODEL (self), 0, count (self));
}

/* ── When the list changes ── */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* Those of the new middle whose ids were selected in the old one. */
static void
find_again (CarrelSelection *self, GtkBitset *before, CarrelIds *old, guint position, guint added)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint         at;

  for (gboolean any = gtk_bitset_iter_init_first (&iter, before, &at); any;
       any = gtk_bitset_iter_next (&iter, &at)) {
    gint64 id = carrel_ids_get (old, at);

    if (id != 0)
      g_array_append_val (ids, id);
  }
  g_array_sort (ids, compare_ids);
  for (guint i = position; i < position + added && ids->len > 0; i++) {
    gint64 id = carrel_ids_get (self->ids, i);

    if (g_array_binary_search (ids, &id, compare_ids, NULL))
      gtk_bitset_add (self->selected, i);
  }
}

static void
items_changed_cb (CarrelSelection *self, guint position, guint removed, guint added)
{
  g_autoptr (CarrelIds) old = g_steal_pointer (&self->ids);
  g_autoptr (GtkBitset) before = gtk_bitset_new_range (position, removed);

  self->ids = carrel_article_list_ref_ids (self->list);
  gtk_bitset_intersect (before, self->selected);
  gtk_bitset_splice (self->selected, position, removed, added);
  if (!gtk_bitset_is_empty (before))
    find_again (self, before, old, position, added);
  if (self->alone != 0) {
    guint at = carrel_article_list_find (self->list, self->alone);

    gtk_bitset_remove_all (self->selected);
    if (at != G_MAXUINT)
      gtk_bitset_add (self->selected, at);
  }
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* ── What else is asked ── */

void
carrel_selection_set_multiple (CarrelSelection *self, gboolean multiple)
{
  self->multiple = multiple;
}

GArray *
carrel_selection_list_ids (CarrelSelection *self)
{
  GArray       *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint         at;

  for (gboolean any = gtk_bitset_iter_init_first (&iter, self->selected, &at); any;
       any = gtk_bitset_iter_next (&iter, &at)) {
    gint64 id = carrel_article_list_get_id (self->list, at);

    if (id != 0)
      g_array_append_val (ids, id);
  }
  return ids;
}

guint
carrel_selection_get_n_selected (CarrelSelection *self)
{
  return (guint) gtk_bitset_get_size (self->selected);
}

void
carrel_selection_select_id (CarrelSelection *self, gint64 id)
{
  guint at = id != 0 ? carrel_article_list_find (self->list, id) : G_MAXUINT;

  self->alone = id;
  if (at != G_MAXUINT
          ? gtk_bitset_get_size (self->selected) == 1 && gtk_bitset_contains (self->selected, at)
          : gtk_bitset_is_empty (self->selected))
    return;
  gtk_bitset_remove_all (self->selected);
  if (at != G_MAXUINT)
    gtk_bitset_add (self->selected, at);
  announce_all (self);
}

CarrelSelection *
carrel_selection_new (CarrelArticleList *list)
{
  CarrelSelection *self = g_object_new (CARREL_TYPE_SELECTION, NULL);

  self->list = g_object_ref (list);
  self->ids = carrel_article_list_ref_ids (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "groups-changed", G_CALLBACK (groups_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

static void
carrel_selection_finalize (GObject *object)
{
  CarrelSelection *self = CARREL_SELECTION (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->ids, carrel_ids_unref);
  gtk_bitset_unref (self->selected);
  G_OBJECT_CLASS (carrel_selection_parent_class)->finalize (object);
}

static void
carrel_selection_class_init (CarrelSelectionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_selection_finalize;
}

static void
carrel_selection_init (CarrelSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
}

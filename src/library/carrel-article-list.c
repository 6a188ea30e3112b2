/* carrel-article-list.c: the articles that match a query, as ids and the pages last looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-article-list.h"

#include <string.h>

#define FIRST   100 /* ids that come at once */
#define PAGE     64 /* articles that are read together */
#define SNIPPET 180 /* characters */

/* ── A row ── */

struct _CarrelArticleItem {
  GObject parent_instance;

  CarrelArticleList *list; /* weak */
  gint64             id;
  CarrelArticle     *article; /* (owned) (nullable) */
  char              *snippet; /* (owned) (nullable) */
};

struct _CarrelArticleList {
  GObject parent_instance;

  CarrelLibrary *library;      /* (owned) */
  CarrelQuery   *place;        /* (owned) (nullable) */
  CarrelQuery   *search;       /* (owned) (nullable) */
  CarrelSort     sort;
  gboolean       reverse, capped, loading;
  GArray        *ids;          /* (owned) (element-type gint64) */
  GHashTable    *items;        /* (owned): gint64 * of the item → CarrelArticleItem, weak: those that somebody holds */
  GCancellable  *cancellable;  /* (owned) (nullable): of the running reload */
  GCancellable  *pages;        /* (owned): of all page reads */
  GHashTable    *asked;        /* (owned): gint64 * as a set: being read */
};

static void list_model_init (GListModelInterface *interface);
static void load_page (CarrelArticleList *self, gint64 id);
static void reload (CarrelArticleList *self);

G_DEFINE_FINAL_TYPE (CarrelArticleItem, carrel_article_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelArticleList, carrel_article_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { ITEM_PROP_0, ITEM_PROP_ARTICLE, ITEM_PROP_SNIPPET, N_ITEM_PROPERTIES };
static GParamSpec *item_properties[N_ITEM_PROPERTIES];

enum { LOADED, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PROP_0, PROP_LOADING, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

gint64
carrel_article_item_get_id (CarrelArticleItem *self)
{
  return self->id;
}

CarrelArticle *
carrel_article_item_get_article (CarrelArticleItem *self)
{
  if (!self->article && self->list)
    load_page (self->list, self->id);
  return self->article;
}

const char *
carrel_article_item_get_snippet (CarrelArticleItem *self)
{
  return self->snippet;
}

static void
carrel_article_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelArticleItem *self = CARREL_ARTICLE_ITEM (object);

  switch (id) {
  case ITEM_PROP_ARTICLE:
    g_value_set_object (value, carrel_article_item_get_article (self));
    break;
  case ITEM_PROP_SNIPPET:
    g_value_set_string (value, self->snippet);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_article_item_finalize (GObject *object)
{
  CarrelArticleItem *self = CARREL_ARTICLE_ITEM (object);

  if (self->list) {
    if (g_hash_table_lookup (self->list->items, &self->id) == self)
      g_hash_table_remove (self->list->items, &self->id);
    g_clear_weak_pointer (&self->list);
  }
  g_clear_object (&self->article);
  g_free (self->snippet);
  G_OBJECT_CLASS (carrel_article_item_parent_class)->finalize (object);
}

static void
carrel_article_item_class_init (CarrelArticleItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_article_item_get_property;
  object_class->finalize = carrel_article_item_finalize;
  item_properties[ITEM_PROP_ARTICLE] = g_param_spec_object ("article", NULL, NULL, CARREL_TYPE_ARTICLE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  item_properties[ITEM_PROP_SNIPPET] = g_param_spec_string ("snippet", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_ITEM_PROPERTIES, item_properties);
}

static void
carrel_article_item_init (CarrelArticleItem *self)
{
}

static void
set_article (CarrelArticleItem *self, CarrelArticle *article)
{
  if (self->article && carrel_article_equal (self->article, article))
    return;
  g_set_object (&self->article, article);
  g_object_notify_by_pspec (G_OBJECT (self), item_properties[ITEM_PROP_ARTICLE]);
}

/* ── Pages ── */

/* Rows that somebody holds, near the one that was asked for. */
static GArray *
list_neighbours (CarrelArticleList *self, gint64 id)
{
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint position = carrel_article_list_find (self, id);
  guint start = position == G_MAXUINT ? 0 : position / PAGE * PAGE, end = position == G_MAXUINT ? 0 : MIN (start + PAGE, self->ids->len);

  if (position == G_MAXUINT)
    g_array_append_val (wanted, id);
  for (guint i = start; i < end; i++) {
    gint64 one = g_array_index (self->ids, gint64, i);
    CarrelArticleItem *item = g_hash_table_lookup (self->items, &one);

    if ((one == id || (item && !item->article)) && !g_hash_table_contains (self->asked, &one))
      g_array_append_val (wanted, one);
  }
  return wanted;
}

typedef struct {
  CarrelArticleList *list; /* (owned) */
  GArray            *ids;  /* (owned) */
  CarrelQuery       *search; /* (owned) (nullable): of snippets */
} PageRead;

static void
free_page_read (PageRead *read)
{
  g_object_unref (read->list);
  g_array_unref (read->ids);
  g_clear_pointer (&read->search, carrel_query_unref);
  g_free (read);
}

static void
page_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PageRead *read = user_data;
  CarrelArticleList *self = read->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles = carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);

  for (guint i = 0; i < read->ids->len; i++)
    g_hash_table_remove (self->asked, &g_array_index (read->ids, gint64, i));
  for (guint i = 0; articles && i < articles->len; i++) {
    gint64 id = carrel_article_get_id (articles->pdata[i]);
    CarrelArticleItem *item = g_hash_table_lookup (self->items, &id);

    if (item) {
      g_autoptr (CarrelArticleItem) alive = g_object_ref (item);

      set_article (alive, articles->pdata[i]);
    }
  }
  free_page_read (read);
}

static void
snippets_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PageRead *read = user_data;
  g_autoptr (GPtrArray) snippets = carrel_library_load_snippets_finish (CARREL_LIBRARY (source), result, NULL);

  for (guint i = 0; snippets && i < snippets->len && read->search == read->list->search; i++) {
    CarrelArticleItem *item = g_hash_table_lookup (read->list->items, &g_array_index (read->ids, gint64, i));

    if (item && g_set_str (&item->snippet, snippets->pdata[i])) {
      g_autoptr (CarrelArticleItem) alive = g_object_ref (item);

      g_object_notify_by_pspec (G_OBJECT (alive), item_properties[ITEM_PROP_SNIPPET]);
    }
  }
  free_page_read (read);
}

static PageRead *
new_page_read (CarrelArticleList *self, GArray *ids)
{
  PageRead *read = g_new0 (PageRead, 1);

  read->list = g_object_ref (self);
  read->ids = g_array_ref (ids);
  return read;
}

static void
load_snippets (CarrelArticleList *self, GArray *ids)
{
  PageRead *read;

  if (!self->search || !carrel_query_has_text (self->search))
    return;
  read = new_page_read (self, ids);
  read->search = carrel_query_ref (self->search);
  carrel_library_load_snippets_async (self->library, ids, self->search, SNIPPET, self->pages, snippets_loaded_cb, read);
}

static void
load_page (CarrelArticleList *self, gint64 id)
{
  g_autoptr (GArray) ids = NULL;

  if (g_hash_table_contains (self->asked, &id))
    return;
  ids = list_neighbours (self, id);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->asked, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  carrel_library_load_articles_async (self->library, ids, self->pages, page_loaded_cb, new_page_read (self, ids));
  load_snippets (self, ids);
}

/* Those that are held, read again: their content may have changed. */
static void
refresh_held (CarrelArticleList *self, CarrelChanges *changes)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean many = carrel_changes_is_many (changes) || (carrel_changes_get_kinds (changes) & CARREL_CHANGED_EVERYTHING) == CARREL_CHANGED_EVERYTHING ||
                  (carrel_changes_get_kinds (changes) & CARREL_CHANGED_TOPICS);
  GHashTableIter iter;
  gpointer id, item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &id, &item))
    if (((CarrelArticleItem *) item)->article && (many || carrel_changes_concern (changes, *(gint64 *) id)))
      g_array_append_val (ids, *(gint64 *) id);
  if (ids->len > 0)
    carrel_library_load_articles_async (self->library, ids, self->pages, page_loaded_cb, new_page_read (self, ids));
}

/* ── The ids ── */

/* The common head and tail stay; only the middle is announced. Takes `ids`. */
static void
take_ids (CarrelArticleList *self, GArray *ids)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);
  const gint64 *a = (const gint64 *) (gpointer) old->data, *b = (const gint64 *) (gpointer) ids->data;
  guint head = 0, tail = 0, shorter = MIN (old->len, ids->len);

  while (head < shorter && a[head] == b[head])
    head++;
  while (tail < shorter - head && a[old->len - 1 - tail] == b[ids->len - 1 - tail])
    tail++;
  self->ids = ids;
  if (head + tail < old->len || head + tail < ids->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, ids->len - head - tail);
}

static void
set_loading (CarrelArticleList *self, gboolean loading)
{
  if (self->loading != loading) {
    self->loading = loading;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  }
}

static CarrelQuery *
make_query (CarrelArticleList *self)
{
  if (self->place && self->search)
    return carrel_query_and (self->place, self->search);
  if (self->place || self->search)
    return carrel_query_ref (self->place ? self->place : self->search);
  return carrel_query_parse (NULL, FALSE);
}

static void
all_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelArticleList) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean capped = FALSE;
  GArray *ids = carrel_library_search_finish (CARREL_LIBRARY (source), result, NULL, &capped, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* a newer one is on its way */
  self->capped = capped;
  if (ids)
    take_ids (self, ids);
  set_loading (self, FALSE);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
first_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelArticleList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelQuery) query = NULL;
  GArray *ids = carrel_library_search_finish (CARREL_LIBRARY (source), result, NULL, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (ids && ids->len < FIRST) { /* that is all there is */
    take_ids (self, ids);
    set_loading (self, FALSE);
    g_signal_emit (self, signals[LOADED], 0);
    return;
  }
  if (ids)
    take_ids (self, ids);
  query = make_query (self);
  carrel_library_search_async (self->library, query, self->sort, self->reverse, 0, self->cancellable, all_found_cb, g_object_ref (self));
}

/* `fresh`: another place or search, whose first rows come at once; else the whole vector is read
 * before anything is announced, so that nothing moves but what changed. */
static void
start_reload (CarrelArticleList *self, gboolean fresh)
{
  g_autoptr (CarrelQuery) query = make_query (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_loading (self, TRUE);
  if (fresh)
    carrel_library_search_async (self->library, query, self->sort, self->reverse, FIRST, self->cancellable, first_found_cb, g_object_ref (self));
  else
    carrel_library_search_async (self->library, query, self->sort, self->reverse, 0, self->cancellable, all_found_cb, g_object_ref (self));
}

static void
reload (CarrelArticleList *self)
{
  start_reload (self, FALSE);
}

static void
library_changed_cb (CarrelLibrary *library, CarrelChanges *changes, gpointer user_data)
{
  CarrelArticleList *self = user_data;
  guint kinds = carrel_changes_get_kinds (changes);

  if (kinds & ~(guint) CARREL_CHANGED_COLLECTIONS)
    refresh_held (self, changes);
  if (kinds & (CARREL_CHANGED_ARTICLES | CARREL_CHANGED_TOPICS | CARREL_CHANGED_LINKS | CARREL_CHANGED_HIGHLIGHTS))
    reload (self);
}

/* ── What is asked ── */

CarrelArticleList *
carrel_article_list_new (CarrelLibrary *library)
{
  CarrelArticleList *self = g_object_new (CARREL_TYPE_ARTICLE_LIST, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self, 0);
  return self;
}

void
carrel_article_list_set (CarrelArticleList *self, CarrelQuery *place, CarrelQuery *search, CarrelSort sort, gboolean reverse)
{
  GHashTableIter iter;
  gpointer item;

  if (place)
    carrel_query_ref (place);
  if (search)
    carrel_query_ref (search);
  g_clear_pointer (&self->place, carrel_query_unref);
  g_clear_pointer (&self->search, carrel_query_unref);
  self->place = place;
  self->search = search;
  self->sort = sort;
  self->reverse = reverse;
  self->capped = FALSE;
  /* Snippets are of the last search. */
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_clear_pointer (&((CarrelArticleItem *) item)->snippet, g_free);
  if (search && carrel_query_has_text (search)) {
    g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (gint64));
    gpointer id;

    g_hash_table_iter_init (&iter, self->items);
    while (g_hash_table_iter_next (&iter, &id, NULL))
      g_array_append_val (held, *(gint64 *) id);
    if (held->len > 0)
      load_snippets (self, held);
  }
  start_reload (self, TRUE);
}

CarrelQuery *
carrel_article_list_get_search (CarrelArticleList *self)
{
  return self->search;
}

gboolean
carrel_article_list_is_loading (CarrelArticleList *self)
{
  return self->loading;
}

gboolean
carrel_article_list_is_capped (CarrelArticleList *self)
{
  return self->capped;
}

gint64
carrel_article_list_get_id (CarrelArticleList *self, guint position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

guint
carrel_article_list_find (CarrelArticleList *self, gint64 id)
{
  const gint64 *ids = (const gint64 *) (gpointer) self->ids->data;

  for (guint i = 0; i < self->ids->len; i++)
    if (ids[i] == id)
      return i;
  return G_MAXUINT;
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
  return CARREL_ARTICLE_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CarrelArticleList *self = CARREL_ARTICLE_LIST (model);
  gint64 id = carrel_article_list_get_id (self, position);
  CarrelArticleItem *item;

  if (position >= self->ids->len)
    return NULL;
  item = g_hash_table_lookup (self->items, &id);
  if (item)
    return g_object_ref (item);
  item = g_object_new (CARREL_TYPE_ARTICLE_ITEM, NULL);
  item->id = id;
  g_set_weak_pointer (&item->list, self);
  g_hash_table_insert (self->items, &item->id, item);
  return item;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* ── Object ── */

static void
carrel_article_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_LOADING:
    g_value_set_boolean (value, CARREL_ARTICLE_LIST (object)->loading);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_article_list_dispose (GObject *object)
{
  CarrelArticleList *self = CARREL_ARTICLE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->pages);
  G_OBJECT_CLASS (carrel_article_list_parent_class)->dispose (object);
}

static void
carrel_article_list_finalize (GObject *object)
{
  CarrelArticleList *self = CARREL_ARTICLE_LIST (object);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_clear_weak_pointer (&((CarrelArticleItem *) item)->list);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->asked);
  g_array_unref (self->ids);
  g_clear_pointer (&self->place, carrel_query_unref);
  g_clear_pointer (&self->search, carrel_query_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->pages);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_article_list_parent_class)->finalize (object);
}

static void
carrel_article_list_class_init (CarrelArticleListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_article_list_get_property;
  object_class->dispose = carrel_article_list_dispose;
  object_class->finalize = carrel_article_list_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_article_list_init (CarrelArticleList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->pages = g_cancellable_new ();
}

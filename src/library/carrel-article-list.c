/* carrel-article-list.c: the articles that match a query, as ids and the pages last looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-article-list.h"

#include "library/carrel-article-item-private.h"

#include <string.h>

#define FIRST 24       /* ids that come at once */
#define ROWS 20        /* of them, with their articles */
#define PAGE 64        /* articles that are read together */
#define SNIPPET 180    /* characters */
#define BETWEEN_MS 120 /* milliseconds between two reloads for changes */

struct _CarrelArticleList {
  CarrelIdList parent_instance;

  CarrelLibrary *library; /* (owned) */
  CarrelQuery   *place;   /* (owned) (nullable) */
  CarrelQuery   *search;  /* (owned) (nullable) */
  CarrelSort     sort;
  gboolean       reverse, capped, loading;
  gboolean       stale;    /* its rows are those of what was asked before */
  GError        *error;    /* (owned) (nullable): why it could not be read */
  gboolean       complete; /* all matches are to be ranked */
  CarrelGroupBy  group_by;
  GArray        *groups;      /* (owned) (nullable) (element-type CarrelGroup): of the ids */
  GCancellable  *cancellable; /* (owned) (nullable): of the running reload */
  GCancellable  *pages;       /* (owned): of all page reads */
  gint64         reloaded;    /* monotonic: when the last reload for a change began */
  guint          later;       /* source id: of one that waits */
  GHashTable    *asked;       /* (owned): gint64 * as a set: being read */
  GHashTable *fresh; /* (owned) (nullable): gint64 * of the article → CarrelArticle, that came with
                        the ids */
  guint rest;        /* source id: when the other ids are looked for */
};

static void reload (CarrelArticleList *self);

G_DEFINE_FINAL_TYPE (CarrelArticleList, carrel_article_list, CARREL_TYPE_ID_LIST)

enum { LOADED, GROUPS_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PROP_0, PROP_LOADING, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* ── Pages ── */

/* An item that is made has its article at once where that came with the ids. */
static void
item_made (CarrelIdList *list, gpointer item)
{
  CarrelArticleList *self = CARREL_ARTICLE_LIST (list);
  gint64             id = carrel_article_item_get_id (item);
  CarrelArticle     *article = self->fresh ? g_hash_table_lookup (self->fresh, &id) : NULL;

  if (article)
    carrel_article_item_set_article (item, article);
}

/* Takes `rows` (nullable) (element-type CarrelArticle). */
static void
take_fresh (CarrelArticleList *self, GPtrArray *rows)
{
  g_clear_pointer (&self->fresh, g_hash_table_unref);
  if (!rows)
    return;
  self->fresh = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  for (guint i = 0; i < rows->len; i++) {
    gint64             id = carrel_article_get_id (rows->pdata[i]);
    CarrelArticleItem *item = carrel_id_list_get_held (CARREL_ID_LIST (self), id);

    if (item) {
      g_autoptr (CarrelArticleItem) alive = g_object_ref (item);

      carrel_article_item_set_article (alive, rows->pdata[i]);
    }
    g_hash_table_insert (self->fresh, g_memdup2 (&id, sizeof id), g_object_ref (rows->pdata[i]));
  }
  g_ptr_array_unref (rows);
}

/* Rows that somebody holds, near the one that was asked for. */
static GArray *
list_neighbours (CarrelArticleList *self, gint64 id)
{
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint   position = carrel_article_list_find (self, id);
  guint   start = position == G_MAXUINT ? 0 : position / PAGE * PAGE,
        end = position == G_MAXUINT
                  ? 0
                  : MIN (start + PAGE, carrel_id_list_get_n (CARREL_ID_LIST (self)));

  if (position == G_MAXUINT)
    g_array_append_val (wanted, id);
  for (guint i = start; i < end; i++) {
    gint64             one = carrel_article_list_get_id (self, i);
    CarrelArticleItem *item = carrel_id_list_get_held (CARREL_ID_LIST (self), one);

    if ((one == id || (item && !carrel_article_item_has_article (item))) &&
        !g_hash_table_contains (self->asked, &one))
      g_array_append_val (wanted, one);
  }
  return wanted;
}

typedef struct {
  CarrelArticleList *list;   /* (owned) */
  GArray            *ids;    /* (owned) */
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
  PageRead          *read = user_data;
  CarrelArticleList *self = read->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles =
      carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);

  for (guint i = 0; i < read->ids->len; i++)
    g_hash_table_remove (self->asked, &g_array_index (read->ids, gint64, i));
  for (guint i = 0; articles && i < articles->len; i++) {
    CarrelArticleItem *item =
        carrel_id_list_get_held (CARREL_ID_LIST (self), carrel_article_get_id (articles->pdata[i]));

    if (item) {
      g_autoptr (CarrelArticleItem) alive = g_object_ref (item);

      carrel_article_item_set_article (alive, articles->pdata[i]);
    }
  }
  free_page_read (read);
}

static void
snippets_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PageRead *read = user_data;
  g_autoptr (GPtrArray) snippets =
      carrel_library_load_snippets_finish (CARREL_LIBRARY (source), result, NULL);

  for (guint i = 0; snippets && i < snippets->len && read->search == read->list->search; i++) {
    CarrelArticleItem *item =
        carrel_id_list_get_held (CARREL_ID_LIST (read->list), g_array_index (read->ids, gint64, i));

    if (item) {
      g_autoptr (CarrelArticleItem) alive = g_object_ref (item);

      carrel_article_item_set_snippet (alive, snippets->pdata[i], FALSE);
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
  carrel_library_load_snippets_async (self->library, ids, self->search, SNIPPET, self->pages,
                                      snippets_loaded_cb, read);
}

void
carrel_article_list_need_article (CarrelArticleList *self, gint64 id)
{
  g_autoptr (GArray) ids = NULL;

  if (g_hash_table_contains (self->asked, &id))
    return;
  ids = list_neighbours (self, id);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->asked, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  carrel_library_load_articles_async (self->library, ids, self->pages, page_loaded_cb,
                                      new_page_read (self, ids));
  load_snippets (self, ids);
}

/* Those that are held, read again: their content may have changed. */
static void
refresh_held (CarrelArticleList *self, CarrelChanges *changes)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean many = carrel_changes_is_many (changes) ||
                  (carrel_changes_get_kinds (changes) & CARREL_CHANGED_EVERYTHING) ==
                      CARREL_CHANGED_EVERYTHING ||
                  (carrel_changes_get_kinds (changes) & CARREL_CHANGED_TOPICS);
  g_autoptr (GPtrArray) held = carrel_id_list_list_held (CARREL_ID_LIST (self));

  for (guint i = 0; i < held->len; i++) {
    gint64 id = carrel_article_item_get_id (held->pdata[i]);

    if (carrel_article_item_has_article (held->pdata[i]) &&
        (many || carrel_changes_concern (changes, id)))
      g_array_append_val (ids, id);
  }
  if (ids->len > 0)
    carrel_library_load_articles_async (self->library, ids, self->pages, page_loaded_cb,
                                        new_page_read (self, ids));
}

/* ── The ids ── */

/* Ids that were found, on their way to being divided. */
typedef struct {
  CarrelArticleList *list; /* (owned) */
  GArray            *ids;  /* (owned) */
  gboolean           all;
} Found;

static void find_all (CarrelArticleList *self);

static gboolean
find_rest_cb (gpointer data)
{
  CarrelArticleList *self = data;

  self->rest = 0;
  find_all (self);
  return G_SOURCE_REMOVE;
}

static void
free_found (Found *found)
{
  g_object_unref (found->list);
  g_clear_pointer (&found->ids, g_array_unref);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, free_found)

static void set_loading (CarrelArticleList *self, gboolean loading);

static gboolean
are_same_groups (GArray *a, GArray *b)
{
  if (!a || !b || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++) {
    CarrelGroup *one = &g_array_index (a, CarrelGroup, i),
                *other = &g_array_index (b, CarrelGroup, i);

    if (one->start != other->start || g_strcmp0 (one->name, other->name) != 0)
      return FALSE;
  }
  return TRUE;
}

/* The list is there, or its first rows. Takes `ids` and `groups` (nullable). */
static void
show_found (CarrelArticleList *self, GArray *ids, GArray *groups, gboolean all)
{
  g_autoptr (GArray) old = self->groups;
  guint n = carrel_id_list_get_n (CARREL_ID_LIST (self));

  self->groups = groups;
  self->stale = FALSE;
  carrel_id_list_take_ids (CARREL_ID_LIST (self), ids);
  if (!are_same_groups (old, groups) ||
      (groups && n != carrel_id_list_get_n (CARREL_ID_LIST (self))))
    g_signal_emit (self, signals[GROUPS_CHANGED], 0);
  if (all) {
    set_loading (self, FALSE);
    g_signal_emit (self, signals[LOADED], 0);
  } else if (self->rest == 0) { /* what is there is drawn first */
    self->rest = g_idle_add (find_rest_cb, self);
  }
}

static void
grouped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Found) found = user_data;
  g_autoptr (GError) error = NULL;
  GArray *ids = NULL,
         *groups = carrel_library_group_finish (CARREL_LIBRARY (source), result, &ids, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (groups)
    show_found (found->list, ids, groups, found->all);
  else /* undivided is better than none */
    show_found (found->list, g_steal_pointer (&found->ids), NULL, found->all);
}

/* By topic the first rows of all aren't those of the first groups: they are shown when all are
 * known. */
static void
take_found (CarrelArticleList *self, GArray *ids, gboolean all)
{
  Found *found;

  if (self->group_by == CARREL_GROUP_NONE || ids->len == 0) {
    show_found (self, ids, NULL, all);
    return;
  }
  if (self->group_by == CARREL_GROUP_TOPIC && !all) {
    g_array_unref (ids);
    find_all (self);
    return;
  }
  found = g_new0 (Found, 1);
  found->list = g_object_ref (self);
  found->ids = ids;
  found->all = all;
  carrel_library_group_async (self->library, ids, self->sort, self->group_by, self->cancellable,
                              grouped_cb, found);
}

static void
set_loading (CarrelArticleList *self, gboolean loading)
{
  if (self->loading != loading) {
    self->loading = loading;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  }
}

/* What it has of the same question stays; what it has of another one goes. */
static void
take_error (CarrelArticleList *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  if (self->stale) {
    show_found (self, g_array_new (FALSE, FALSE, sizeof (gint64)), NULL, TRUE);
    return;
  }
  set_loading (self, FALSE);
  g_signal_emit (self, signals[LOADED], 0);
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
  GArray  *ids =
      carrel_library_search_finish (CARREL_LIBRARY (source), result, NULL, &capped, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* a newer one is on its way */
  self->capped = capped;
  if (ids)
    take_found (self, ids, TRUE);
  else
    take_error (self, g_steal_pointer (&error));
}

static void
find_all (CarrelArticleList *self)
{
  g_autoptr (CarrelQuery) query = make_query (self);

  carrel_library_search_async (self->library, query, self->sort, self->reverse,
                               self->complete ? CARREL_RANK_ALL : 0, self->cancellable,
                               all_found_cb, g_object_ref (self));
}

static void
first_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelArticleList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  GPtrArray *rows = NULL;
  GArray *ids = carrel_library_search_rows_finish (CARREL_LIBRARY (source), result, &rows, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!ids) {
    take_error (self, g_steal_pointer (&error));
    return;
  }
  if (rows)
    g_array_append_vals (shown, ids->data, rows->len);
  take_fresh (self, rows);
  take_found (self, ids, ids->len < FIRST); /* fewer: that is all there is */
  if (shown->len > 0)
    load_snippets (self, shown);
}

/* `fresh`: another place or search, whose first rows come at once; else the whole vector is read
 * before anything is announced, so that nothing moves but what changed. */
static void
start_reload (CarrelArticleList *self, gboolean fresh)
{
  g_autoptr (CarrelQuery) query = make_query (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->rest, g_source_remove);
  self->cancellable = g_cancellable_new ();
  g_clear_error (&self->error);
  self->stale |= fresh;
  set_loading (self, TRUE);
  if (fresh)
    carrel_library_search_rows_async (self->library, query, self->sort, self->reverse, FIRST, ROWS,
                                      self->cancellable, first_found_cb, g_object_ref (self));
  else
    find_all (self);
}

static void
reload (CarrelArticleList *self)
{
  start_reload (self, FALSE);
}

static gboolean
reload_later_cb (gpointer data)
{
  CarrelArticleList *self = data;

  self->later = 0;
  self->reloaded = g_get_monotonic_time ();
  reload (self);
  return G_SOURCE_REMOVE;
}

/* The first change is followed at once; of those that come close behind each other, as while many
 * pages are fetched, each would cost a frame in which the rows move. */
static void
reload_soon (CarrelArticleList *self)
{
  gint64 since = g_get_monotonic_time () - self->reloaded;

  if (self->later)
    return;
  if (since >= BETWEEN_MS * G_TIME_SPAN_MILLISECOND)
    reload_later_cb (self);
  else
    self->later = g_timeout_add ((guint) (BETWEEN_MS - since / G_TIME_SPAN_MILLISECOND),
                                 reload_later_cb, self);
}

static void
library_changed_cb (CarrelLibrary *library, CarrelChanges *changes, gpointer user_data)
{
  CarrelArticleList *self = user_data;
  guint              kinds = carrel_changes_get_kinds (changes);

  g_clear_pointer (&self->fresh, g_hash_table_unref);
  if (kinds & ~(guint) CARREL_CHANGED_COLLECTIONS)
    refresh_held (self, changes);
  if (kinds & (CARREL_CHANGED_ARTICLES | CARREL_CHANGED_TOPICS | CARREL_CHANGED_LINKS |
               CARREL_CHANGED_HIGHLIGHTS))
    reload_soon (self);
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
carrel_article_list_set (CarrelArticleList *self,
                         CarrelQuery       *place,
                         CarrelQuery       *search,
                         CarrelSort         sort,
                         gboolean           reverse)
{
  g_autoptr (GPtrArray) held = carrel_id_list_list_held (CARREL_ID_LIST (self));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

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
  self->capped = self->complete = FALSE;
  /* Snippets are of the last search. */
  for (guint i = 0; i < held->len; i++) {
    gint64 id = carrel_article_item_get_id (held->pdata[i]);

    carrel_article_item_set_snippet (held->pdata[i], NULL, TRUE);
    if (!search || !carrel_query_has_text (search))
      carrel_article_item_set_snippet (held->pdata[i], NULL, FALSE);
    g_array_append_val (ids, id);
  }
  if (ids->len > 0)
    load_snippets (self, ids);
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
carrel_article_list_is_stale (CarrelArticleList *self)
{
  return self->stale;
}

const GError *
carrel_article_list_get_error (CarrelArticleList *self)
{
  return self->error;
}

gboolean
carrel_article_list_is_capped (CarrelArticleList *self)
{
  return self->capped;
}

void
carrel_article_list_set_group_by (CarrelArticleList *self, CarrelGroupBy by)
{
  if (self->group_by == by)
    return;
  self->group_by = by;
  reload (self);
}

CarrelGroupBy
carrel_article_list_get_group_by (CarrelArticleList *self)
{
  return self->group_by;
}

gboolean
carrel_article_list_get_group (
    CarrelArticleList *self, guint position, guint *start, guint *end, const char **name)
{
  guint low = 0, high = self->groups ? self->groups->len : 0;

  *start = 0;
  *end = g_list_model_get_n_items (G_LIST_MODEL (self));
  if (name)
    *name = NULL;
  if (high == 0 || position >= *end)
    return FALSE;
  while (high - low > 1) { /* the last that begins at the place or before */
    guint middle = (low + high) / 2;

    if (g_array_index (self->groups, CarrelGroup, middle).start <= position)
      low = middle;
    else
      high = middle;
  }
  *start = g_array_index (self->groups, CarrelGroup, low).start;
  if (low + 1 < self->groups->len)
    *end = g_array_index (self->groups, CarrelGroup, low + 1).start;
  if (name)
    *name = g_array_index (self->groups, CarrelGroup, low).name;
  return TRUE;
}

void
carrel_article_list_rank_all (CarrelArticleList *self)
{
  if (self->complete)
    return;
  self->complete = TRUE;
  reload (self);
}

gint64
carrel_article_list_get_id (CarrelArticleList *self, guint position)
{
  return carrel_id_list_get_id (CARREL_ID_LIST (self), position);
}

CarrelIds *
carrel_article_list_ref_ids (CarrelArticleList *self)
{
  return carrel_id_list_ref_ids (CARREL_ID_LIST (self));
}

guint
carrel_article_list_find (CarrelArticleList *self, gint64 id)
{
  return carrel_id_list_find (CARREL_ID_LIST (self), id);
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

  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_handle_id (&self->rest, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->pages);
  G_OBJECT_CLASS (carrel_article_list_parent_class)->dispose (object);
}

static void
carrel_article_list_finalize (GObject *object)
{
  CarrelArticleList *self = CARREL_ARTICLE_LIST (object);

  g_hash_table_unref (self->asked);
  g_clear_pointer (&self->fresh, g_hash_table_unref);
  g_clear_pointer (&self->groups, g_array_unref);
  g_clear_pointer (&self->place, carrel_query_unref);
  g_clear_pointer (&self->search, carrel_query_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->pages);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_article_list_parent_class)->finalize (object);
}

static void
carrel_article_list_class_init (CarrelArticleListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  CARREL_ID_LIST_CLASS (class)->item_type = CARREL_TYPE_ARTICLE_ITEM;
  CARREL_ID_LIST_CLASS (class)->made = item_made;
  object_class->get_property = carrel_article_list_get_property;
  object_class->dispose = carrel_article_list_dispose;
  object_class->finalize = carrel_article_list_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[GROUPS_CHANGED] = g_signal_new ("groups-changed", G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_article_list_init (CarrelArticleList *self)
{
  self->asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->pages = g_cancellable_new ();
}

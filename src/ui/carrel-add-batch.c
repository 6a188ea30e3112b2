/* carrel-add-batch.c: what is added together. Main thread.
 *
 * An address is written into the queue, and from then on follows what the queue says of its entry:
 * it may run again long after it failed. Of files and texts the batch begins at most four; each
 * callback of the library holds the batch and its item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-add-batch.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "library/carrel-queue.h"
#include "ui/carrel-add-work.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define AT_ONCE 4
#define PROGRESS_MS 250

struct _CarrelAddItem {
  GObject parent_instance;

  CarrelAddState state;
  char          *address;      /* (owned) (nullable); exactly one of these three */
  GFile         *file;         /* (owned) (nullable) */
  GBytes        *bytes;        /* (owned) (nullable): a text */
  const char    *type;         /* of the bytes; static */
  char          *page_address; /* (owned) (nullable): of the bytes */
  char          *name;         /* (owned): until the title is known */
  CarrelAdd     *add;          /* (owned) (nullable): since it began */
  GCancellable  *cancellable;  /* (owned) (nullable) */
  GError        *error;        /* (owned) (nullable) */
  CarrelArticle *article;      /* (owned) (nullable) */
  gint64         id;
  gint64         entry;    /* in the queue; 0: not, or not yet */
  gint64         next_try; /* it failed, and will be tried again by itself; 0: it won't */
  gboolean       asking;   /* it is being written into the queue */
  gint64         began;    /* monotonic */
  double         fetch_time;
  guint          progress_id;
};

G_DEFINE_FINAL_TYPE (CarrelAddItem, carrel_add_item, G_TYPE_OBJECT)

struct _CarrelAddBatch {
  GObject parent_instance;

  CarrelLibrary *library; /* (owned) */
  CarrelQueue   *queue;   /* (owned) */
  GStrv          topics;  /* (owned) (nullable) */
  GListStore    *items;   /* (owned) */
  GtkWidget     *window;  /* (weak) (nullable): holds the batch */
};

G_DEFINE_FINAL_TYPE (CarrelAddBatch, carrel_add_batch, G_TYPE_OBJECT)

static guint item_changed, batch_changed, bookmarks_found;

/* ── An item ── */

static gboolean
progress_cb (gpointer user_data)
{
  CarrelAddItem *self = user_data;

  self->progress_id = 0;
  g_signal_emit (self, item_changed, 0);
  return G_SOURCE_REMOVE;
}

/* Numbers that change faster than one reads are noise. */
static void
add_progress_cb (CarrelAddItem *self)
{
  if (!self->progress_id)
    self->progress_id = g_timeout_add (PROGRESS_MS, progress_cb, self);
}

static void
add_step_cb (CarrelAddItem *self)
{
  if (carrel_add_get_step (self->add) > CARREL_ADD_FETCHING && self->fetch_time <= 0)
    self->fetch_time = (double) (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
  g_signal_emit (self, item_changed, 0);
}

static void
set_state (CarrelAddItem *self, CarrelAddState state)
{
  self->state = state;
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_signal_emit (self, item_changed, 0);
}

CarrelAddState
carrel_add_item_get_state (CarrelAddItem *self)
{
  return self->state;
}

CarrelAddStep
carrel_add_item_get_step (CarrelAddItem *self)
{
  return self->add ? carrel_add_get_step (self->add) : CARREL_ADD_FETCHING;
}

const char *
carrel_add_item_get_title (CarrelAddItem *self)
{
  const char *title = self->article ? carrel_article_get_title (self->article)
                      : self->add   ? carrel_add_get_title (self->add)
                                    : NULL;

  return title && *title ? title : self->name;
}

const char *
carrel_add_item_get_address (CarrelAddItem *self)
{
  return self->address;
}

void
carrel_add_item_get_progress (CarrelAddItem *self, guint *done, guint *total)
{
  *done = *total = 0;
  if (self->add)
    g_object_get (self->add, "done", done, "total", total, NULL);
}

guint
carrel_add_item_get_n_missing (CarrelAddItem *self)
{
  return self->add ? carrel_add_get_n_missing_images (self->add) : 0;
}

double
carrel_add_item_get_fetch_time (CarrelAddItem *self)
{
  return self->fetch_time;
}

gint64
carrel_add_item_get_id (CarrelAddItem *self)
{
  return self->id;
}

CarrelArticle *
carrel_add_item_get_article (CarrelAddItem *self)
{
  return self->article;
}

const GError *
carrel_add_item_get_error (CarrelAddItem *self)
{
  return self->error;
}

GPtrArray *
carrel_add_item_get_bookmarks (CarrelAddItem *self, guint *n_here)
{
  return self->add ? carrel_add_get_bookmarks (self->add, n_here) : NULL;
}

static char *
describe_step (CarrelAddItem *self)
{
  guint done, total;

  switch (carrel_add_item_get_step (self)) {
  case CARREL_ADD_FETCHING:
    return g_strdup (self->address ? _ ("Fetching the page")
                                   : C_ ("a step of adding a file", "Reading"));
  case CARREL_ADD_EXTRACTING:
    return g_strdup (_ ("Looking for the article"));
  case CARREL_ADD_IMAGES:
    carrel_add_item_get_progress (self, &done, &total);
    /* Translators: while images are fetched, as in «Images: 3 of 7» */
    return g_strdup_printf (_ ("Images: %u of %u"), done, total);
  case CARREL_ADD_SAVING:
  case CARREL_ADD_SAVED:
  default:
    return g_strdup (_ ("Saving"));
  }
}

static char *
describe_saved (CarrelAddItem *self)
{
  guint words = self->article ? carrel_article_get (self->article)->words : 0,
        missing = carrel_add_item_get_n_missing (self);
  g_autofree char *count =
      self->article ? g_strdup_printf (ngettext ("%'u word", "%'u words", words), words) : NULL;
  g_autofree char *images = missing > 0
                                ? g_strdup_printf (ngettext ("%u image could not be had",
                                                             "%u images could not be had", missing),
                                                   missing)
                                : NULL;
  /* What was in the trash isn't fetched again. */
  const char *parts[] = { carrel_add_get_existing (self->add) != 0 ? _ ("Back from the trash")
                          : self->add && carrel_add_is_version (self->add) ? _ ("New version")
                                                                           : _ ("Saved"),
                          count, images };

  return carrel_words_join (parts, G_N_ELEMENTS (parts));
}

char *
carrel_add_item_dup_sentence (CarrelAddItem *self)
{
  g_autofree char *date = self->article
                              ? carrel_time_to_date (carrel_article_get (self->article)->added)
                              : NULL,
                  *sentence = NULL, *prefix = NULL;

  switch (self->state) {
  case CARREL_ADD_STATE_RUNNING:
    return describe_step (self);
  case CARREL_ADD_STATE_SAVED:
    return describe_saved (self);
  case CARREL_ADD_STATE_EXISTS:
    /* Translators: a date, as in «since 11 January 2026» */
    return date ? g_strdup_printf (_ ("Already in your library since %s"), date)
                : g_strdup (_ ("Already in your library"));
  case CARREL_ADD_STATE_FAILED:
    sentence = carrel_words_error (self->error);
    prefix = g_strconcat (self->address ? self->address : self->name, ": ", NULL);
    /* The address stands above it. */
    if (self->next_try > 0)
      return carrel_words_next_try (g_str_has_prefix (sentence, prefix) ? sentence + strlen (prefix)
                                                                        : sentence,
                                    self->next_try);
    return g_strdup (g_str_has_prefix (sentence, prefix) ? sentence + strlen (prefix) : sentence);
  case CARREL_ADD_STATE_CANCELLED:
    return g_strdup (_ ("Cancelled"));
  case CARREL_ADD_STATE_WAITING:
  default:
    return g_strdup (_ ("Waiting"));
  }
}

static void
carrel_add_item_finalize (GObject *object)
{
  CarrelAddItem *self = CARREL_ADD_ITEM (object);

  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->file);
  g_clear_object (&self->add);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->article);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self->address);
  g_free (self->page_address);
  g_free (self->name);
  G_OBJECT_CLASS (carrel_add_item_parent_class)->finalize (object);
}

static void
carrel_add_item_class_init (CarrelAddItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_add_item_finalize;
  item_changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_add_item_init (CarrelAddItem *self)
{
}

/* ── Running ── */

typedef struct {
  CarrelAddBatch *batch; /* (owned) */
  CarrelAddItem  *item;  /* (owned) */
} Work;

static Work *
work_new (CarrelAddBatch *batch, CarrelAddItem *item)
{
  Work *work = g_new0 (Work, 1);

  work->batch = g_object_ref (batch);
  work->item = g_object_ref (item);
  return work;
}

static void
free_work (Work *work)
{
  g_object_unref (work->batch);
  g_object_unref (work->item);
  g_free (work);
}

static CarrelAddItem *
get_item (CarrelAddBatch *self, guint i)
{
  g_autoptr (CarrelAddItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

  return item; /* the store holds it */
}

static void
tell_end (CarrelAddBatch *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items)),
        saved = carrel_add_batch_count (self, CARREL_ADD_STATE_SAVED);
  g_autofree char *sentence = NULL;

  if (!self->window || carrel_add_batch_is_running (self))
    return;
  if (carrel_add_batch_count (self, CARREL_ADD_STATE_CANCELLED) == n) {
    carrel_add_batch_set_window (self, NULL);
    return;
  }
  if (n == 1) {
    CarrelAddItem   *item = get_item (self, 0);
    g_autofree char *how = carrel_add_item_dup_sentence (item),
                    *title = carrel_text_excerpt (carrel_add_item_get_title (item), 60);

    /* Translators: an article that was saved · why a page could not be added */
    sentence = saved ? g_strdup_printf (_ ("“%s” saved"), title)
                     : g_strdup_printf (_ ("“%s”: %s"), title, how);
  } else {
    /* Translators: so many of so many pages */
    sentence = g_strdup_printf (ngettext ("%u of %u saved", "%u of %u saved", n), saved, n);
  }
  carrel_ui_show_toast (self->window, sentence, NULL);
  carrel_add_batch_set_window (self, NULL);
}

static void
article_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;

  /* Without it the row has a title all the same. */
  work->item->article = carrel_library_load_article_finish (CARREL_LIBRARY (source), result, NULL);
  g_signal_emit (work->item, item_changed, 0);
  free_work (work);
}

/* How it ended; `id` as carrel_library_add_finish () gave it. Takes the error. */
static void
end_item (CarrelAddBatch *self, CarrelAddItem *item, gint64 id, GError *error)
{
  item->id = id != 0 ? id : carrel_add_get_existing (item->add);
  g_clear_error (&item->error);
  item->error = error;
  if (id != 0)
    set_state (item, CARREL_ADD_STATE_SAVED);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (item, CARREL_ADD_STATE_CANCELLED);
  else if (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_EXISTS) && item->id != 0)
    set_state (item, CARREL_ADD_STATE_EXISTS);
  else
    set_state (item, CARREL_ADD_STATE_FAILED);
  if (item->id != 0)
    carrel_library_load_article_async (self->library, item->id, NULL, article_loaded_cb,
                                       work_new (self, item));
  carrel_add_batch_start (self);
  tell_end (self);
  if (carrel_add_get_bookmarks (item->add, NULL))
    g_signal_emit (self, bookmarks_found, 0, item);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work   *work = user_data;
  GError *error = NULL;
  gint64  id = carrel_library_add_finish (CARREL_LIBRARY (source), result, &error);

  end_item (work->batch, work->item, id, error);
  free_work (work);
}

/* It runs as this chain of steps. */
static void
follow (CarrelAddItem *item, CarrelAdd *add)
{
  if (item->add)
    g_signal_handlers_disconnect_by_data (item->add, item);
  g_set_object (&item->add, add);
  g_clear_error (&item->error);
  g_signal_connect_object (add, "notify::step", G_CALLBACK (add_step_cb), item, G_CONNECT_SWAPPED);
  g_signal_connect_object (add, "notify::title", G_CALLBACK (add_step_cb), item, G_CONNECT_SWAPPED);
  g_signal_connect_object (add, "notify::done", G_CALLBACK (add_progress_cb), item,
                           G_CONNECT_SWAPPED);
  item->began = g_get_monotonic_time ();
  item->fetch_time = 0;
  item->next_try = 0;
  set_state (item, CARREL_ADD_STATE_RUNNING);
}

static void
begin (CarrelAddBatch *self, CarrelAddItem *item)
{
  g_autoptr (CarrelAdd) add = item->file ? carrel_add_new_for_file (item->file)
                                         : carrel_add_new_for_bytes (item->bytes, item->type);

  if (item->page_address)
    carrel_add_set_page_address (add, item->page_address);
  if (self->topics)
    carrel_add_set_topics (add, (const char *const *) self->topics);
  g_clear_object (&item->cancellable);
  item->cancellable = g_cancellable_new ();
  follow (item, add);
  carrel_library_add_async (self->library, add, item->cancellable, added_cb, work_new (self, item));
}

/* ── The queue ── */

static CarrelAddItem *
find_entry (CarrelAddBatch *self, gint64 entry)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    if (get_item (self, i)->entry == entry)
      return get_item (self, i);
  return NULL;
}

static void
began_cb (CarrelAddBatch *self, gint64 entry, CarrelAdd *add)
{
  CarrelAddItem *item = find_entry (self, entry);

  if (item)
    follow (item, add);
}

static void
ended_cb (CarrelAddBatch *self, gint64 entry, const CarrelQueueEnd *end)
{
  CarrelAddItem              *item = find_entry (self, entry);
  const CarrelQueueEntryData *left = end->entry ? carrel_queue_entry_get (end->entry) : NULL;

  if (!item || item->state != CARREL_ADD_STATE_RUNNING)
    return;
  item->next_try = left && left->state == CARREL_QUEUE_WAITING ? left->next_try : 0;
  if (!left)
    item->entry = 0;
  end_item (self, item, end->error ? 0 : end->article,
            end->error ? g_error_copy (end->error) : NULL);
}

typedef struct {
  CarrelAddBatch *batch; /* (owned) */
  GPtrArray      *items; /* (owned) (element-type CarrelAddItem) */
} Asking;

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking      *asking = user_data;
  CarrelQueue *queue = CARREL_QUEUE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_queue_add_finish (queue, result, &error);
  g_autoptr (GArray) unwanted = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < asking->items->len; i++) {
    CarrelAddItem *item = asking->items->pdata[i];

    item->asking = FALSE;
    item->entry = ids ? g_array_index (ids, gint64, i) : 0;
    if (!ids) {
      item->error = g_error_copy (error);
      set_state (item, CARREL_ADD_STATE_FAILED);
    } else if (item->state == CARREL_ADD_STATE_CANCELLED) {
      g_array_append_val (unwanted, item->entry);
    } else if (carrel_queue_get_add (queue, item->entry)) {
      follow (item, carrel_queue_get_add (queue, item->entry));
    }
  }
  if (unwanted->len > 0)
    carrel_queue_remove_async (queue, unwanted, 0, NULL, NULL);
  tell_end (asking->batch);
  g_object_unref (asking->batch);
  g_ptr_array_unref (asking->items);
  g_free (asking);
}

/* All addresses that are not in the queue yet, in one go. */
static void
ask (CarrelAddBatch *self)
{
  Asking *asking = g_new0 (Asking, 1);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  CarrelQueueOptions options = { .topics = (const char *const *) self->topics, .soon = TRUE };

  asking->batch = g_object_ref (self);
  asking->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++) {
    CarrelAddItem *item = get_item (self, i);

    if (item->address && item->state == CARREL_ADD_STATE_WAITING && item->entry == 0 &&
        !item->asking) {
      item->asking = TRUE;
      g_ptr_array_add (asking->items, g_object_ref (item));
      g_ptr_array_add (addresses, item->address);
    }
  }
  if (addresses->len > 0) {
    carrel_queue_add_async (self->queue, addresses, &options, asked_cb, asking);
    return;
  }
  g_object_unref (asking->batch);
  g_ptr_array_unref (asking->items);
  g_free (asking);
}

void
carrel_add_batch_start (CarrelAddBatch *self)
{
  guint running = 0;

  ask (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    running +=
        !get_item (self, i)->address && get_item (self, i)->state == CARREL_ADD_STATE_RUNNING;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)) && running < AT_ONCE;
       i++)
    if (!get_item (self, i)->address && get_item (self, i)->state == CARREL_ADD_STATE_WAITING) {
      begin (self, get_item (self, i));
      running++;
    }
}

void
carrel_add_batch_retry (CarrelAddBatch *self, CarrelAddItem *item)
{
  if (item->state != CARREL_ADD_STATE_FAILED && item->state != CARREL_ADD_STATE_CANCELLED)
    return;
  if (item->entry != 0 && item->state == CARREL_ADD_STATE_FAILED) {
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

    g_array_append_val (ids, item->entry);
    carrel_queue_retry_async (self->queue, ids, FALSE, NULL, NULL);
  } else {
    item->entry = 0;
  }
  item->next_try = 0;
  set_state (item, CARREL_ADD_STATE_WAITING);
  carrel_add_batch_start (self);
}

void
carrel_add_batch_cancel (CarrelAddBatch *self)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));

  /* First what waits, or it would take the place of what ends. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++) {
    CarrelAddItem *item = get_item (self, i);

    if (item->entry != 0 &&
        (item->state == CARREL_ADD_STATE_WAITING || item->state == CARREL_ADD_STATE_RUNNING))
      g_array_append_val (entries, item->entry);
    if (item->state == CARREL_ADD_STATE_WAITING)
      set_state (item, CARREL_ADD_STATE_CANCELLED);
  }
  if (entries->len > 0) /* what was asked for just now is given up again */
    carrel_queue_remove_async (self->queue, entries, 0, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    if (get_item (self, i)->state == CARREL_ADD_STATE_RUNNING && get_item (self, i)->cancellable)
      g_cancellable_cancel (get_item (self, i)->cancellable);
}

/* ── A batch ── */

static void
item_changed_cb (CarrelAddBatch *self)
{
  g_signal_emit (self, batch_changed, 0);
}

/* Takes `item`. */
static void
take (CarrelAddBatch *self, CarrelAddItem *item)
{
  g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self, G_CONNECT_SWAPPED);
  g_list_store_append (self->items, item);
  g_object_unref (item);
  g_signal_emit (self, batch_changed, 0);
}

void
carrel_add_batch_add_address (CarrelAddBatch *self, const char *address)
{
  CarrelAddItem *item = g_object_new (CARREL_TYPE_ADD_ITEM, NULL);

  item->address = g_strdup (address);
  item->name = carrel_words_address (address);
  take (self, item);
}

void
carrel_add_batch_add_file (CarrelAddBatch *self, GFile *file)
{
  CarrelAddItem   *item = g_object_new (CARREL_TYPE_ADD_ITEM, NULL);
  g_autofree char *name = g_file_get_basename (file),
                  *valid = name ? g_filename_display_name (name) : NULL;

  item->file = g_object_ref (file);
  item->name = carrel_text_clean_line (valid ? valid : "");
  take (self, item);
}

void
carrel_add_batch_add_text (CarrelAddBatch *self, const char *text)
{
  CarrelAddItem *item = g_object_new (CARREL_TYPE_ADD_ITEM, NULL);
  const char    *start = text + strspn (text, " \t\r\n");

  item->bytes = g_bytes_new (text, strlen (text));
  item->type = g_ascii_strncasecmp (start, "<!doctype html", 14) == 0 ||
                       g_ascii_strncasecmp (start, "<html", 5) == 0
                   ? "text/html"
                   : "text/plain";
  item->name = carrel_text_excerpt (text, 80);
  take (self, item);
}

void
carrel_add_batch_add_page (CarrelAddBatch *self,
                           GBytes         *html,
                           const char     *address,
                           const char     *text)
{
  CarrelAddItem *item = g_object_new (CARREL_TYPE_ADD_ITEM, NULL);

  item->bytes = g_bytes_ref (html);
  item->type = "text/html";
  item->page_address = g_strdup (address);
  item->name = carrel_text_excerpt (text, 80);
  take (self, item);
}

const char *const *
carrel_add_batch_get_topics (CarrelAddBatch *self)
{
  return (const char *const *) self->topics;
}

CarrelLibrary *
carrel_add_batch_get_library (CarrelAddBatch *self)
{
  return self->library;
}

GListModel *
carrel_add_batch_get_items (CarrelAddBatch *self)
{
  return G_LIST_MODEL (self->items);
}

guint
carrel_add_batch_count (CarrelAddBatch *self, CarrelAddState state)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    n += get_item (self, i)->state == state;
  return n;
}

gboolean
carrel_add_batch_is_running (CarrelAddBatch *self)
{
  return carrel_add_batch_count (self, CARREL_ADD_STATE_RUNNING) +
             carrel_add_batch_count (self, CARREL_ADD_STATE_WAITING) >
         0;
}

void
carrel_add_batch_set_window (CarrelAddBatch *self, GtkWidget *window)
{
  g_autoptr (CarrelAddBatch) alive = g_object_ref (self);
  g_autofree char *key = g_strdup_printf ("carrel-add-batch-%p", (void *) self);

  if (self->window)
    g_object_set_data (G_OBJECT (self->window), key, NULL);
  g_set_weak_pointer (&self->window, window);
  if (window)
    g_object_set_data_full (G_OBJECT (window), key, g_object_ref (self), g_object_unref);
}

CarrelAddBatch *
carrel_add_batch_new (CarrelLibrary *library, const char *const *topics)
{
  CarrelAddBatch *self = g_object_new (CARREL_TYPE_ADD_BATCH, NULL);

  self->library = g_object_ref (library);
  self->queue = g_object_ref (carrel_library_get_queue (library));
  g_signal_connect_object (self->queue, "began", G_CALLBACK (began_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  self->topics = g_strdupv ((GStrv) topics);
  carrel_add_work_follow (self);
  return self;
}

static void
carrel_add_batch_finalize (GObject *object)
{
  CarrelAddBatch *self = CARREL_ADD_BATCH (object);

  g_clear_object (&self->library);
  g_clear_object (&self->queue);
  g_clear_object (&self->items);
  g_strfreev (self->topics);
  g_clear_weak_pointer (&self->window);
  G_OBJECT_CLASS (carrel_add_batch_parent_class)->finalize (object);
}

static void
carrel_add_batch_class_init (CarrelAddBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_add_batch_finalize;
  batch_changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
  bookmarks_found = g_signal_new ("bookmarks", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, CARREL_TYPE_ADD_ITEM);
}

static void
carrel_add_batch_init (CarrelAddBatch *self)
{
  self->items = g_list_store_new (CARREL_TYPE_ADD_ITEM);
}

/* carrel-pictures.c: fetches the pictures that articles still lack, and puts them into their texts.
 *
 * Main thread; decoding to see whether it can be done is the decoder's, blobs are written by a
 * worker, the text by the writer. A Fetch is one article's: it runs some at once, and gives what
 * has come to the writer in portions, so that a reader sees them come and a kill loses few. A
 * picture is tried in its sizes, best first; what every size answers is its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-pictures.h"

#include "base/carrel-error.h"
#include "base/carrel-image-decoder.h"
#include "base/carrel-image.h"
#include "base/carrel-time.h"
#include "library/carrel-queue-private.h"
#include "model/carrel-address.h"
#include "store/carrel-blobs.h"
#include "store/carrel-store-pictures.h"

#include <glib/gi18n.h>
#include <string.h>

#define AT_ONCE 4
#define PORTION 12                   /* pictures that are put in together */
#define MAX_BYTES (64 * 1024 * 1024) /* of an article's */
#define MIN_SIDE 8                   /* pixels: smaller ones count readers, or draw lines */
#define LOOK_SECONDS 60

typedef struct {
  CarrelLibrary         *library; /* (owned) */
  GTask                 *task;    /* (owned) */
  gint64                 article;
  CarrelPicturesProgress progress; /* (nullable) */
  gpointer               data;
  CarrelLacking         *lacking; /* (owned) (nullable) */
  GPtrArray *come;    /* (owned) (element-type CarrelLackingPicture): not yet given to the writer */
  GPtrArray *writing; /* (owned) (nullable): what it has */
  guint      next, running, done, total;
  gsize      bytes;
  CarrelPicturesOutcome outcome;
  GError               *error; /* (owned) (nullable): writing failed */
} Fetch;

typedef struct {
  Fetch                *fetch;
  CarrelLackingPicture *picture; /* (owned) */
  guint                 size;    /* which of its sizes is tried */
  CarrelPage           *page;    /* (owned) (nullable): looked at */
} Try;

static void pump (Fetch *fetch);
static void try_next (Try *try);

static void
finish (Fetch *fetch)
{
  g_hash_table_remove (fetch->library->picturing, &fetch->article);
  if (fetch->error)
    g_task_return_error (fetch->task, g_steal_pointer (&fetch->error));
  else if (!g_task_return_error_if_cancelled (fetch->task))
    g_task_return_pointer (fetch->task, g_memdup2 (&fetch->outcome, sizeof fetch->outcome), g_free);
  g_clear_pointer (&fetch->lacking, carrel_lacking_free);
  g_ptr_array_unref (fetch->come);
  g_object_unref (fetch->task);
  g_object_unref (fetch->library);
  g_free (fetch);
}

/* ── Putting them in ── */

static gpointer
apply (CarrelConnection *connection,
       gpointer          data,
       CarrelChanges    *changes,
       GCancellable     *cancellable,
       GError          **error)
{
  Fetch *fetch = data;

  return carrel_store_apply_pictures (connection, fetch->article, fetch->writing, changes, error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;

  g_task_propagate_pointer (G_TASK (result), fetch->error ? NULL : &fetch->error);
  g_clear_pointer (&fetch->writing, g_ptr_array_unref);
  pump (fetch);
}

static void
write_blobs (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fetch  *fetch = data;
  GError *error = NULL;

  for (guint i = 0; i < fetch->writing->len; i++) {
    CarrelDraftImage *image = ((CarrelLackingPicture *) fetch->writing->pdata[i])->image;
    g_autofree char  *hash =
        image ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image->bytes) : NULL;

    if (hash && !carrel_blob_ensure (carrel_library_get_folder (fetch->library), hash, image->bytes,
                                     FALSE, &error)) {
      g_task_return_error (task, error);
      return;
    }
  }
  g_task_return_boolean (task, TRUE);
}

static void
blobs_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (GTask) task = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), fetch->error ? NULL : &fetch->error)) {
    g_clear_pointer (&fetch->writing, g_ptr_array_unref);
    pump (fetch);
    return;
  }
  task = g_task_new (fetch->library, NULL, applied_cb, fetch);
  carrel_database_write (fetch->library->database, task, CARREL_PRIORITY_IMPORT, apply, fetch, NULL,
                         NULL);
}

static void
write_portion (Fetch *fetch)
{
  g_autoptr (GTask) task = g_task_new (fetch->library, NULL, blobs_written_cb, fetch);

  fetch->writing = g_steal_pointer (&fetch->come);
  fetch->come = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_lacking_picture_free);
  g_task_set_task_data (task, fetch, NULL);
  g_task_run_in_thread (task, write_blobs);
}

/* ── One picture ── */

/* Takes the try and the error. */
static void
end_try (Try *try, GError *error)
{
  Fetch                *fetch = try->fetch;
  CarrelLackingPicture *picture = try->picture;
  gboolean              cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  fetch->running--;
  fetch->done++;
  picture->error = error;
  if (!error)
    fetch->outcome.n_come += picture->image != NULL;
  else if (carrel_error_is_temporary (error))
    fetch->outcome.n_waiting++;
  else
    fetch->outcome.n_failed += !cancelled;
  if (cancelled)
    carrel_lacking_picture_free (picture); /* stays as it was written down */
  else
    g_ptr_array_add (fetch->come, picture);
  g_clear_pointer (&try->page, carrel_page_unref);
  g_free (try);
  if (fetch->progress)
    fetch->progress (fetch->done, fetch->total, fetch->data);
  pump (fetch);
}

static guint
count_sizes (const Try *try)
{
  return try->picture->others ? g_strv_length (try->picture->others) : 1;
}

/* This size is none: the next one, or the end. What may help later counts more than what doesn't.
 */
static void
fail_size (Try *try, GError *error)
{
  CarrelLackingPicture *picture = try->picture;
  gboolean              cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_pointer (&try->page, carrel_page_unref);
  if (picture->error && carrel_error_is_temporary (picture->error) && !cancelled) {
    g_error_free (error);
    error = g_steal_pointer (&picture->error);
  }
  g_clear_error (&picture->error);
  if (!cancelled && ++try->size < count_sizes (try)) {
    picture->error = error;
    try_next (try);
  } else {
    end_try (try, error);
  }
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Try    *try = user_data;
  Fetch  *fetch = try->fetch;
  GError *error = NULL;
  g_autoptr (CarrelPixels) pixels = carrel_image_decode_finish (result, &error);
  CarrelImageInfo info;
  gsize           len;
  const guint8   *bytes = g_bytes_get_data (try->page->bytes, &len);

  /* Where there is no decoder for it the header has to do. */
  if (!pixels && !g_error_matches (error, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED)) {
    fail_size (try, error);
    return;
  }
  g_clear_error (&error);
  if (!carrel_image_read_info (bytes, len, &info, &error)) {
    fail_size (try, error);
    return;
  }
  g_clear_error (&try->picture->error);
  if (fetch->bytes + len > MAX_BYTES) {
    end_try (try, g_error_new_literal (CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                                       _ ("The article’s images are larger than 64 MB together")));
    return;
  }
  fetch->bytes += len;
  if (info.width < MIN_SIDE || info.height < MIN_SIDE) {
    try->picture->no_sight = TRUE;
  } else {
    gboolean turned = info.orientation >= 5;

    try->picture->image = carrel_draft_image_new (
        try->picture->address, try->page->bytes, carrel_image_kind_get_type (info.kind),
        turned ? info.height : info.width, turned ? info.width : info.height);
  }
  end_try (try, NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Try    *try = user_data;
  GError *error = NULL;

  try->page = carrel_fetcher_load_finish (CARREL_FETCHER (source), result, &error);
  if (!try->page)
    fail_size (try, error);
  else
    carrel_image_decode_bytes_async (try->page->bytes, 64, 64,
                                     g_task_get_cancellable (try->fetch->task), decoded_cb, try);
}

static void
try_next (Try *try)
{
  Fetch           *fetch = try->fetch;
  const char      *page = fetch->lacking->page, *address = try->picture->others
                                                               ? try->picture->others[try->size]
                                                               : try->picture->address;
  g_autofree char *host = page ? carrel_address_dup_host (page) : NULL;
  /* An image of a page that came by https comes by https, or not at all. */
  g_autofree char *secure =
      page && g_str_has_prefix (page, "https:") && g_str_has_prefix (address, "http:")
          ? g_strconcat ("https:", address + 5, NULL)
          : NULL;
  /* Only a host that was written as a number can be a private one: a name may have another by now.
   */
  const char *private = try->picture->host                        ? try->picture->host
                        : host && g_hostname_is_ip_address (host) ? host
                                                                  : NULL;

  carrel_fetcher_load_async (carrel_library_get_fetcher (fetch->library), CARREL_FETCH_IMAGE,
                             secure ? secure : address, private, host,
                             g_task_get_cancellable (fetch->task), loaded_cb, try);
}

/* ── An article ── */

static void
pump (Fetch *fetch)
{
  GPtrArray *pictures = fetch->lacking->pictures;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (fetch->task)) || fetch->error ||
      fetch->library->closed)
    fetch->next = fetch->total;
  while (fetch->running < AT_ONCE && fetch->next < fetch->total) {
    Try *try = g_new0 (Try, 1);

    try->fetch = fetch;
    try->picture = g_steal_pointer (&pictures->pdata[fetch->next++]);
    fetch->running++;
    try_next (try);
  }
  if (fetch->writing)
    return;
  if (fetch->come->len > 0 && !fetch->error && (fetch->running == 0 || fetch->come->len >= PORTION))
    write_portion (fetch);
  else if (fetch->running == 0)
    finish (fetch);
}

typedef struct {
  gint64             article, now;
  CarrelLackingWhich which;
} Question;

static gpointer
load (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return carrel_store_load_lacking (connection, question->article, question->which, question->now,
                                    error);
}

static void
loaded_list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->lacking = g_task_propagate_pointer (G_TASK (result), &fetch->error);
  if (!fetch->lacking) {
    finish (fetch);
    return;
  }
  fetch->total = fetch->lacking->pictures->len;
  /* Those that aren't begun are freed with the list, those that are have their own end. */
  if (fetch->progress && fetch->total > 0)
    fetch->progress (0, fetch->total, fetch->data);
  pump (fetch);
}

void
carrel_library_fetch_pictures_async (CarrelLibrary         *self,
                                     gint64                 article,
                                     CarrelPicturesWhich    which,
                                     CarrelPicturesProgress progress,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data)
{
  Fetch    *fetch = g_new0 (Fetch, 1);
  Question *question;
  g_autoptr (GTask) task = NULL;

  fetch->library = g_object_ref (self);
  fetch->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (fetch->task, carrel_library_fetch_pictures_async);
  g_task_set_check_cancellable (fetch->task, FALSE);
  if (!self->picturing)
    self->picturing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (self->closed || !g_hash_table_add (self->picturing, carrel_library_box (article))) {
    g_task_return_pointer (fetch->task, g_memdup2 (&fetch->outcome, sizeof fetch->outcome), g_free);
    g_object_unref (fetch->task);
    g_object_unref (fetch->library);
    g_free (fetch);
    return;
  }
  fetch->article = article;
  fetch->progress = progress;
  fetch->data = user_data;
  fetch->come = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_lacking_picture_free);
  question = g_new0 (Question, 1);
  question->article = article;
  question->now = carrel_time_now ();
  question->which = (CarrelLackingWhich) which; /* the same three */
  task = g_task_new (self, cancellable, loaded_list_cb, fetch);
  carrel_database_read (self->database, task, load, question, g_free,
                        (GDestroyNotify) carrel_lacking_free);
}

gboolean
carrel_library_fetch_pictures_finish (CarrelLibrary         *self,
                                      GAsyncResult          *result,
                                      CarrelPicturesOutcome *outcome,
                                      GError               **error)
{
  g_autofree CarrelPicturesOutcome *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found && outcome)
    *outcome = *found;
  return found != NULL;
}

/* ── All of them, in the background ── */

static void look (CarrelLibrary *self);

static gboolean
look_cb (gpointer data)
{
  CarrelLibrary *self = data;

  self->picture_timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
look_in (CarrelLibrary *self, guint seconds)
{
  if (self->pictures_work && !self->closed && self->picture_timer == 0)
    self->picture_timer = g_timeout_add_seconds (seconds, look_cb, self);
}

static void
background_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLibrary        *self = CARREL_LIBRARY (source);
  CarrelPicturesOutcome outcome = { 0 };
  gboolean              done = carrel_library_fetch_pictures_finish (self, result, &outcome, NULL);

  /* Nothing done: somebody else is at it, or the disk is full. */
  look_in (self,
           done && outcome.n_come + outcome.n_waiting + outcome.n_failed > 0 ? 1 : LOOK_SECONDS);
}

static gpointer
find (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 next, article = carrel_store_find_lacking (connection, *(gint64 *) data, &next, error);

  return error && *error ? NULL : carrel_library_box (article);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLibrary     *self = CARREL_LIBRARY (source);
  g_autofree gint64 *article = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!article || *article == 0 || !self->pictures_work || self->closed)
    look_in (self, LOOK_SECONDS);
  else
    carrel_library_fetch_pictures_async (self, *article, CARREL_PICTURES_DUE, NULL, NULL,
                                         background_ended_cb, NULL);
}

static void
look (CarrelLibrary *self)
{
  g_autoptr (GTask) task = NULL;

  if (!self->pictures_work || self->closed)
    return;
  if (carrel_queue_get_pause (carrel_library_get_queue (self)) != CARREL_QUEUE_PAUSE_NONE) {
    look_in (self, LOOK_SECONDS);
    return;
  }
  task = g_task_new (self, NULL, found_cb, NULL);
  carrel_database_read (self->database, task, find, carrel_library_box (carrel_time_now ()), g_free,
                        g_free);
}

void
carrel_library_set_pictures_work (CarrelLibrary *self, gboolean work)
{
  self->pictures_work = work;
  if (work)
    look_in (self, 2);
  else
    g_clear_handle_id (&self->picture_timer, g_source_remove);
}

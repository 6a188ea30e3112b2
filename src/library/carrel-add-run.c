/* carrel-add-run.c: one source, as a visible chain: address → fetch → extract → further pages →
 * images → save.
 *
 * Main thread; extraction and the writing of blobs run on workers, the insertion on the writer. A
 * Run holds what the steps hand on; each step is a function that ends by starting the next, and
 * every way out goes through finish ().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "extract/carrel-extract.h"
#include "library/carrel-add-private.h"
#include "library/carrel-pictures.h"
#include "library/carrel-queue-private.h"
#include "model/carrel-address.h"
#include "store/carrel-store-pictures.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_FILE (16 * 1024 * 1024)

/* ── Running ── */

typedef struct {
  CarrelLibrary   *library; /* (owned) */
  CarrelAdd       *add;     /* (owned) (nullable): none when a draft is saved */
  GTask           *task;    /* (owned) */
  char            *address; /* (owned) (nullable): normalised */
  char            *name;    /* (owned) (nullable): a file's */
  CarrelPage      *page;    /* (owned) (nullable) */
  GBytes          *bytes;   /* (owned) (nullable) */
  CarrelSavedPage *saved;   /* (owned) (nullable): a browser saved it */
  CarrelDraft     *draft;   /* (owned) (nullable) */
  char *private;            /* (owned) (nullable): the host that the person gave, where it is one */
  gint64  id;               /* of the article; 0: not saved */
  GError *exists;           /* (owned) (nullable): why it is no article of its own */
  gint64  existing;         /* written by the writer while it has the run */
} Run;

static void
free_run (Run *run)
{
  g_clear_object (&run->library);
  g_clear_object (&run->add);
  g_clear_object (&run->task);
  g_clear_pointer (&run->page, carrel_page_unref);
  g_clear_pointer (&run->bytes, g_bytes_unref);
  g_clear_pointer (&run->saved, carrel_saved_page_free);
  g_clear_pointer (&run->draft, carrel_draft_free);
  g_clear_error (&run->exists);
  g_free (run->address);
  g_free (run->name);
  g_free (run->private);
  g_free (run);
}

/* The one end. Takes the error. */
static void
finish (Run *run, gint64 id, GError *error)
{
  if (error) {
    g_task_return_error (run->task, error);
  } else {
    if (run->add)
      carrel_add_set_step (run->add, CARREL_ADD_SAVED);
    g_task_return_int (run->task, id);
  }
  free_run (run);
}

static GCancellable *
get_cancellable (Run *run)
{
  return g_task_get_cancellable (run->task);
}

static gpointer
insert (CarrelConnection *connection,
        gpointer          data,
        CarrelChanges    *changes,
        GCancellable     *cancellable,
        GError          **error)
{
  Run   *run = data;
  gint64 entry = run->add ? run->add->queue_entry : 0, id; /* set before it ran */

  if (entry != 0 && !carrel_store_queue_complete (connection, entry, run->draft, error))
    return NULL;
  id = carrel_store_insert_article (connection, run->draft, &run->existing, changes, error);
  if (id != 0 &&
      !carrel_store_insert_pictures (connection, id, run->draft->pictures, run->private, error))
    return NULL;
  if (id != 0 && entry != 0 && !carrel_store_queue_finish (connection, entry, changes, error))
    return NULL;
  return id != 0 ? carrel_library_box (id) : NULL;
}

/* ── Images: the article is there, and what is missing written down ── */

static void
images_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run                  *run = user_data;
  CarrelPicturesOutcome outcome = { 0 };
  g_autoptr (GError) error = NULL;

  /* However it ended, the article is saved. */
  if (carrel_library_fetch_pictures_finish (run->library, result, &outcome, &error))
    run->add->n_missing = outcome.n_waiting + outcome.n_failed;
  finish (run, run->id, NULL);
}

static void
image_progress (guint done, guint total, gpointer user_data)
{
  carrel_add_set_progress (((Run *) user_data)->add, done, total);
}

static void
start_images (Run *run)
{
  carrel_add_set_step (run->add, CARREL_ADD_IMAGES);
  carrel_add_set_progress (run->add, 0, run->draft->pictures->len);
  carrel_library_fetch_pictures_async (run->library, run->id, CARREL_PICTURES_WAITING,
                                       image_progress, get_cancellable (run), images_fetched_cb,
                                       run);
}

static gboolean
is_on_the_web (const char *address)
{
  return (g_str_has_prefix (address, "http:") || g_str_has_prefix (address, "https:")) &&
         !g_str_has_prefix (address, CARREL_DRAFT_EMBEDDED_PREFIX);
}

/* What the document shows from the web, in its order, with the sizes that extraction found; then
 * the page's own picture. */
static void
list_pictures (Run *run)
{
  g_autoptr (GPtrArray) sources = carrel_document_list_images (run->draft->document);
  g_autoptr (GPtrArray) found = g_steal_pointer (&run->draft->pictures);
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_str_hash, g_str_equal),
                         seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *cover = run->draft->image;

  run->draft->pictures = carrel_draft_new_pictures ();
  for (guint i = 0; i < run->draft->images->len; i++)
    g_hash_table_add (
        seen,
        ((CarrelDraftImage *) run->draft->images->pdata[i])->address); /* came with the page */
  for (guint i = 0; i < found->len; i++)
    g_hash_table_insert (sizes, ((CarrelDraftPicture *) found->pdata[i])->address, found->pdata[i]);
  for (guint i = 0; i < sources->len && run->draft->pictures->len < CARREL_DRAFT_MAX_PICTURES;
       i++) {
    const char         *address = sources->pdata[i];
    CarrelDraftPicture *known = g_hash_table_lookup (sizes, address);

    if (is_on_the_web (address) && g_hash_table_add (seen, (gpointer) address))
      carrel_draft_add_picture (run->draft, address, known ? g_strdupv (known->others) : NULL,
                                g_strcmp0 (address, cover) == 0);
  }
  if (cover && is_on_the_web (cover) && !g_hash_table_contains (seen, cover))
    carrel_draft_add_picture (run->draft, cover, NULL, TRUE);
}

/* ── Save ── */

/* What a browser shows may be more than Carrel could get. */
static void
version_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  if (carrel_library_keep_saved_finish (CARREL_LIBRARY (source), result, &error)) {
    run->add->existing = 0;
    run->add->is_version = TRUE;
    finish (run, run->existing, NULL);
  } else {
    finish (run, 0, error ? error : g_steal_pointer (&run->exists));
  }
}

static void
inserted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run               *run = user_data;
  GError            *error = NULL;
  g_autofree gint64 *id = g_task_propagate_pointer (G_TASK (result), &error);

  if (run->add && error)
    run->add->existing = run->existing;
  if (run->saved && run->existing != 0 &&
      g_error_matches (error, CARREL_ERROR, CARREL_ERROR_EXISTS)) {
    run->exists = error;
    carrel_library_keep_saved_async (run->library, run->existing, g_steal_pointer (&run->draft),
                                     get_cancellable (run), version_kept_cb, run);
    return;
  }
  run->id = id ? *id : 0;
  if (run->add && !error && run->draft->pictures->len > 0)
    start_images (run);
  else
    finish (run, run->id, error);
}

static void
write_blobs_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run    *run = data;
  GError *error = NULL;

  carrel_draft_complete (run->draft);
  if (carrel_store_write_blobs (carrel_library_get_folder (run->library), run->draft, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
blobs_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;
  g_autoptr (GTask) task = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    carrel_library_doubt_disk (run->library, error);
    finish (run, 0, error);
    return;
  }
  if (run->add)
    carrel_add_set_title (run->add, run->draft->title);
  task = g_task_new (run->library, get_cancellable (run), inserted_cb, run);
  carrel_database_write (run->library->database, task, CARREL_PRIORITY_CLICK, insert, run, NULL,
                         g_free);
}

static void
save (Run *run)
{
  g_autoptr (GTask) task = g_task_new (run->library, get_cancellable (run), blobs_written_cb, run);

  if (run->add) {
    CarrelAdd *add = run->add;

    if (add->images)
      list_pictures (run);
    else
      g_ptr_array_set_size (run->draft->pictures, 0);
    /* Images come after it, and what they wait for is told as extraction's end. */
    if (run->draft->pictures->len == 0)
      carrel_add_set_step (add, CARREL_ADD_SAVING);
    if (run->address && run->page && run->page->is_private)
      run->private = carrel_address_dup_host (run->address);
    for (guint i = 0; add->topics && add->topics[i]; i++)
      g_ptr_array_add (run->draft->topics, g_strdup (add->topics[i]));
    run->draft->place = add->place;
    run->draft->favourite = add->favourite;
    run->draft->read = add->read;
    run->draft->added = add->added;
  }
  g_task_set_task_data (task, run, NULL);
  g_task_run_in_thread (task, write_blobs_thread);
}

/* ── Extract ── */

static void
pages_joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  if (!carrel_library_join_pages_finish (result, &error))
    finish (run, 0, error);
  else
    save (run);
}

static void
extracted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run        *run = user_data;
  GError     *error = NULL;
  const char *type = run->page        ? run->page->type
                     : run->saved     ? "text/html"
                     : run->add->type ? run->add->type
                                      : carrel_extract_guess_type (run->name);

  run->draft = carrel_library_extract_finish (run->library, result, &error);
  if (!run->draft) {
    const char *what = run->address ? run->address : run->name;

    if (what && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_autofree char *text = g_strconcat (what, ": ", NULL);

      carrel_error_prefix (&error, text);
    }
    finish (run, 0, error);
    return;
  }
  carrel_add_set_title (run->add, run->draft->title);
  if (run->page && !run->draft->address)
    run->draft->address = carrel_address_strip_tracking (run->page->address);
  if (run->address)
    g_ptr_array_add (run->draft->addresses, g_strdup (run->address));
  for (guint i = 0; run->page && i < run->page->redirects->len; i++)
    g_ptr_array_add (run->draft->addresses, g_strdup (run->page->redirects->pdata[i]));
  if (run->page && run->page->cut && !run->draft->incomplete) {
    run->draft->incomplete = TRUE;
    g_set_str (&run->draft->incomplete_reason, N_ ("The page ended before it should have"));
  }
  carrel_draft_set_snapshot (run->draft, run->bytes, type ? type : "application/octet-stream",
                             run->page    ? run->page->charset
                             : run->saved ? run->saved->charset
                                          : NULL,
                             run->page ? run->page->address : run->add->page_address,
                             carrel_time_now (), run->page ? run->page->status : 0);
  if (run->saved)
    carrel_library_take_saved_pictures (run->draft, run->saved);
  /* What was handed over as a file or as text is all there is. */
  if (run->page)
    carrel_library_join_pages_async (run->library, run->draft, run->page, run->address,
                                     get_cancellable (run), pages_joined_cb, run);
  else
    save (run);
}

static void
extract (Run *run)
{
  CarrelExtractOptions options = {
    .address = run->page ? run->page->address : run->add->page_address,
    .charset = run->page    ? run->page->charset
               : run->saved ? run->saved->charset
                            : NULL,
    .type = run->page    ? run->page->type
            : run->saved ? "text/html"
                         : run->add->type,
    .filename = run->name,
    .language = run->page ? run->page->language : NULL,
  };

  carrel_add_set_step (run->add, CARREL_ADD_EXTRACTING);
  carrel_library_extract_async (run->library, run->bytes, &options, get_cancellable (run),
                                extracted_cb, run);
}

/* ── Where it comes from ── */

static void
page_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  run->page = carrel_fetcher_load_finish (CARREL_FETCHER (source), result, &error);
  if (!run->page) {
    finish (run, 0, error);
    return;
  }
  if (run->page->partial && run->add->whole) {
    g_autofree char *name = carrel_address_dup_display_host (run->page->address);

    finish (run, 0,
            carrel_error_new_said (CARREL_ERROR_NETWORK,
                                   N_ ("%s broke off before the page was complete"), name));
    return;
  }
  run->bytes = g_bytes_ref (run->page->bytes);
  extract (run);
}

/* Is it there? Then nothing is fetched. */
typedef struct {
  gint64   id;
  gboolean trashed;
  char    *sentence; /* (owned) (nullable) */
} Known;

static void
free_known (gpointer data)
{
  g_free (((Known *) data)->sentence);
  g_free (data);
}

static gpointer
look (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Known  *known = g_new0 (Known, 1);
  GError *local = NULL;

  known->id = carrel_store_find_address (connection, data, &known->trashed, &local);
  if (known->id != 0 && !local) {
    g_autoptr (CarrelArticle) article = carrel_store_load_article (connection, known->id, &local);
    g_autofree char *date =
        article ? carrel_time_to_date (carrel_article_get (article)->added) : NULL;

    if (article)
      known->sentence = g_strdup_printf ("“%s” is already in your library, since %s",
                                         carrel_article_get_title (article), date);
  }
  if (local) {
    g_propagate_error (error, local);
    g_clear_pointer (&known, free_known);
  }
  return known;
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);

  finish (run, run->existing, error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run             *run = user_data;
  GError          *error = NULL;
  Known           *known = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *host = NULL;

  if (!known) {
    finish (run, 0, error);
    return;
  }
  if (known->id != 0) {
    run->existing = known->id;
    run->add->existing = known->id;
    if (known->trashed) {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_array_append_val (ids, known->id);
      carrel_library_restore_async (run->library, ids, restored_cb, run);
    } else {
      finish (run, 0, g_error_new_literal (CARREL_ERROR, CARREL_ERROR_EXISTS, known->sentence));
    }
    free_known (known);
    return;
  }
  free_known (known);
  host = carrel_address_dup_host (run->address);
  carrel_fetcher_load_async (carrel_library_get_fetcher (run->library), CARREL_FETCH_PAGE,
                             run->address, host, NULL, get_cancellable (run), page_loaded_cb, run);
}

/* No page: what becomes of its addresses is for the person to say. */
static void
bookmarks_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  run->add->bookmarks = carrel_library_read_bookmarks_finish (CARREL_LIBRARY (source), result,
                                                              &run->add->n_here, &error);
  if (run->add->bookmarks)
    error = g_error_new (CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
                         _ ("“%s” is a list of bookmarks, not a page"),
                         run->name ? run->name : _ ("The text"));
  finish (run, 0, error);
}

static void
saved_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  run->saved = carrel_library_read_saved_finish (CARREL_LIBRARY (source), result, &error);
  if (error) {
    if (run->name)
      g_prefix_error (&error, "%s: ", run->name);
    finish (run, 0, error);
    return;
  }
  if (run->saved) {
    g_bytes_unref (run->bytes);
    run->bytes = g_bytes_ref (run->saved->html);
    if (!run->add->page_address)
      carrel_add_set_page_address (run->add, run->saved->address);
  } else if (carrel_library_is_bookmarks (run->bytes)) {
    carrel_library_read_bookmarks_async (run->library, run->bytes, get_cancellable (run),
                                         bookmarks_read_cb, run);
    return;
  } else if (g_bytes_get_size (run->bytes) > MAX_FILE) {
    finish (run, 0,
            g_error_new (CARREL_ERROR, CARREL_ERROR_TOO_LARGE, "“%s” is larger than 16 MB",
                         run->name ? run->name : _ ("The text")));
    return;
  }
  extract (run);
}

/* What was given may be a page that a browser saved. */
static void
read_given (Run *run)
{
  carrel_add_set_step (run->add, CARREL_ADD_EXTRACTING);
  carrel_library_read_saved_async (
      run->library, run->bytes, run->name && g_file_is_native (run->add->file) ? run->name : NULL,
      run->add->type, get_cancellable (run), saved_read_cb, run);
}

static void
file_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  run->bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  if (!run->bytes) {
    GError *said = NULL;

    carrel_error_take_io (&said, error, _ ("Couldn't read “%s”"), run->name);
    finish (run, 0, said);
    return;
  }
  read_given (run);
}

static void
file_queried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (!info) {
    GError *said = NULL;

    carrel_error_take_io (&said, error, _ ("Couldn't read “%s”"), run->name);
    finish (run, 0, said);
  } else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY) {
    finish (run, 0,
            g_error_new (CARREL_ERROR, CARREL_ERROR_BAD_FILE, _ ("“%s” is a folder, not a file"),
                         run->name));
  } else if (g_file_info_get_size (info) > CARREL_SAVED_PAGE_MAX) {
    finish (run, 0,
            g_error_new (CARREL_ERROR, CARREL_ERROR_TOO_LARGE, _ ("“%s” is larger than 96 MB"),
                         run->name));
  } else {
    g_file_load_bytes_async (G_FILE (source), get_cancellable (run), file_loaded_cb, run);
  }
}

static Run *
new_run (CarrelLibrary      *self,
         GCancellable       *cancellable,
         GAsyncReadyCallback callback,
         gpointer            user_data)
{
  Run *run = g_new0 (Run, 1);

  run->library = g_object_ref (self);
  run->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (run->task, FALSE);
  return run;
}

void
carrel_library_add_async (CarrelLibrary      *self,
                          CarrelAdd          *add,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  Run *run = new_run (self, cancellable, callback, user_data);

  g_task_set_source_tag (run->task, carrel_library_add_async);
  run->add = g_object_ref (add);
  add->existing = 0;
  add->is_version = FALSE;
  add->n_missing = 0;
  g_clear_pointer (&add->bookmarks, g_ptr_array_unref);
  carrel_add_set_step (add, CARREL_ADD_FETCHING);
  if (add->address) {
    run->address = carrel_address_normalize (add->address);
    if (!run->address) {
      finish (run, 0,
              g_error_new (CARREL_ERROR, CARREL_ERROR_INVALID,
                           _ ("“%s” is not the address of a page"), add->address));
    } else {
      g_autoptr (GTask) task = g_task_new (self, cancellable, looked_cb, run);

      carrel_database_read (self->database, task, look, g_strdup (run->address), g_free,
                            free_known);
    }
  } else if (add->file) {
    run->name =
        g_file_is_native (add->file) ? g_file_get_path (add->file) : g_file_get_uri (add->file);
    g_file_query_info_async (
        add->file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
        G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, file_queried_cb, run);
  } else {
    run->bytes = g_bytes_ref (add->bytes);
    read_given (run);
  }
}

gint64
carrel_library_add_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  gint64 id = g_task_propagate_int (G_TASK (result), error);

  return id > 0 ? id : 0;
}

void
carrel_library_save_async (CarrelLibrary      *self,
                           CarrelDraft        *draft,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  Run *run = new_run (self, cancellable, callback, user_data);

  g_task_set_source_tag (run->task, carrel_library_save_async);
  run->draft = draft;
  save (run);
}

gint64
carrel_library_save_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return carrel_library_add_finish (self, result, error);
}

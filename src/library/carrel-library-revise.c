/* carrel-library-revise.c: keeping an article's new text, the rules of sites, and extraction by
 * them.
 *
 * Main thread; pictures are fetched first, blobs written on a worker, the rows on the writer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-image.h"
#include "library/carrel-library-private.h"
#include "library/carrel-revision.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PICTURES 200
#define MAX_PICTURE_BYTES (64 * 1024 * 1024)

/* ── Keeping ── */

typedef struct {
  CarrelLibrary  *library;  /* (owned) */
  GTask          *task;     /* (owned) */
  CarrelRevision *revision; /* (owned) */
  CarrelSiteRule *rule;     /* (owned) (nullable) */
  CarrelKeepFlags flags;
  GPtrArray      *pictures; /* (owned) (nullable) (element-type utf8): to be fetched */
  guint           next;
  gsize           bytes;
} Keep;

static void
free_keep (gpointer data)
{
  Keep *keep = data;

  g_clear_object (&keep->library);
  g_clear_object (&keep->task);
  g_clear_pointer (&keep->revision, carrel_revision_free);
  g_clear_pointer (&keep->rule, carrel_site_rule_unref);
  g_clear_pointer (&keep->pictures, g_ptr_array_unref);
  g_free (keep);
}

static gboolean
keep_rule (CarrelConnection *connection, Keep *keep, CarrelUndo *undo, GError **error)
{
  g_autoptr (CarrelArticle) article = NULL;
  const char      *address;
  g_autofree char *host = NULL;

  if ((keep->flags & CARREL_KEEP_FOR_ARTICLE) &&
      !carrel_store_set_article_rule (connection, keep->revision->id, keep->rule, undo, error))
    return FALSE;
  if (!(keep->flags & (CARREL_KEEP_FOR_SITE | CARREL_KEEP_NOT_FOR_SITE)))
    return TRUE;
  /* What holds for the site holds for this page: it needs none of its own. */
  if ((keep->flags & CARREL_KEEP_FOR_SITE) &&
      !carrel_store_set_article_rule (connection, keep->revision->id, NULL, undo, error))
    return FALSE;
  article = carrel_store_load_article (connection, keep->revision->id, error);
  address = article ? carrel_article_get (article)->address : NULL;
  host = address ? carrel_address_dup_display_host (address) : NULL;
  return article &&
         (!host || carrel_store_set_site_rule (
                       connection, host, keep->flags & CARREL_KEEP_FOR_SITE ? keep->rule : NULL,
                       undo, error));
}

gboolean
carrel_library_write_revision (CarrelConnection *connection,
                               CarrelRevision   *revision,
                               CarrelUndo       *undo,
                               CarrelChanges    *changes,
                               GError          **error)
{
  if (revision->fetched)
    return carrel_store_add_version (connection, revision->id, revision->draft, undo, changes,
                                     error);
  if (revision->same)
    return carrel_store_set_extractor (connection, revision->id, revision->draft->extractor,
                                       revision->rule, undo, error);
  return carrel_store_revise (connection, revision->id, revision->draft, undo, changes, error);
}

static gpointer
write_keep (CarrelConnection *connection,
            gpointer          data,
            CarrelChanges    *changes,
            GCancellable     *cancellable,
            GError          **error)
{
  Keep *keep = data;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();

  if (!carrel_library_write_revision (connection, keep->revision, undo, changes, error) ||
      !keep_rule (connection, keep, undo, error))
    return NULL;
  carrel_undo_note_article (undo, keep->revision->id);
  carrel_changes_add (changes, CARREL_CHANGED_ARTICLES, keep->revision->id);
  return g_steal_pointer (&undo);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keep       *keep = user_data;
  GError     *error = NULL;
  CarrelUndo *undo = g_task_propagate_pointer (G_TASK (result), &error);

  if (undo)
    g_task_return_pointer (keep->task, undo, (GDestroyNotify) carrel_undo_unref);
  else
    g_task_return_error (keep->task, error);
  free_keep (keep);
}

static void
write_blobs (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keep   *keep = data;
  GError *error = NULL;

  if (carrel_store_write_blobs (carrel_library_get_folder (keep->library), keep->revision->draft,
                                &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
blobs_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keep   *keep = user_data;
  GError *error = NULL;
  g_autoptr (GTask) task = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    carrel_library_doubt_disk (keep->library, error);
    g_task_return_error (keep->task, error);
    free_keep (keep);
    return;
  }
  task = g_task_new (keep->library, NULL, written_cb, keep);
  carrel_database_write (keep->library->database, task,
                         keep->flags & CARREL_KEEP_IN_BACKGROUND ? CARREL_PRIORITY_IMPORT
                                                                 : CARREL_PRIORITY_CLICK,
                         write_keep, keep, NULL, (GDestroyNotify) carrel_undo_unref);
}

static void
save_keep (Keep *keep)
{
  g_autoptr (GTask) task = g_task_new (keep->library, NULL, blobs_written_cb, keep);

  g_task_set_task_data (task, keep, NULL);
  g_task_run_in_thread (task, write_blobs);
}

/* ── Pictures that the person asked for ── */

static void fetch_next (Keep *keep);

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keep *keep = user_data;
  g_autoptr (CarrelPage) image = carrel_fetcher_load_finish (CARREL_FETCHER (source), result, NULL);
  CarrelImageInfo info;
  gsize           len = 0;
  const guint8   *bytes = image ? g_bytes_get_data (image->bytes, &len) : NULL;

  /* One that can't be had is left where it is. */
  if (bytes && carrel_image_read_info (bytes, len, &info, NULL) && info.width >= 8 &&
      info.height >= 8 && keep->bytes + len <= MAX_PICTURE_BYTES) {
    gboolean turned = info.orientation >= 5;

    keep->bytes += len;
    carrel_draft_add_image (keep->revision->draft, keep->pictures->pdata[keep->next - 1],
                            image->bytes, carrel_image_kind_get_type (info.kind),
                            turned ? info.height : info.width, turned ? info.width : info.height);
  }
  fetch_next (keep);
}

static void
fetch_next (Keep *keep)
{
  const char      *page = keep->revision->draft->address;
  g_autofree char *host = page ? carrel_address_dup_host (page) : NULL, *secure = NULL;
  const char      *address;
  GError          *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (keep->task), &error)) {
    g_task_return_error (keep->task, error);
    free_keep (keep);
    return;
  }
  if (keep->next == keep->pictures->len) {
    save_keep (keep);
    return;
  }
  address = keep->pictures->pdata[keep->next++];
  /* An image of a page that came by https comes by https, or not at all. */
  if (page && g_str_has_prefix (page, "https:") && g_str_has_prefix (address, "http:"))
    secure = g_strconcat ("https:", address + 5, NULL);
  /* Only a host that was written as a number can be a private one: a name may have another by now.
   */
  carrel_fetcher_load_async (carrel_library_get_fetcher (keep->library), CARREL_FETCH_IMAGE,
                             secure ? secure : address,
                             host && g_hostname_is_ip_address (host) ? host : NULL, host,
                             g_task_get_cancellable (keep->task), picture_loaded_cb, keep);
}

static void
list_pictures (Keep *keep)
{
  g_autoptr (GPtrArray) images = carrel_document_list_images (keep->revision->draft->document);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  keep->pictures = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < images->len && keep->pictures->len < MAX_PICTURES; i++) {
    const char *address = images->pdata[i];

    if ((g_str_has_prefix (address, "http:") || g_str_has_prefix (address, "https:")) &&
        !g_str_has_prefix (address, CARREL_DRAFT_EMBEDDED_PREFIX) &&
        g_hash_table_add (seen, (gpointer) address))
      g_ptr_array_add (keep->pictures, g_strdup (address));
  }
}

void
carrel_library_keep_revision_async (CarrelLibrary      *self,
                                    CarrelRevision     *revision,
                                    CarrelKeepFlags     flags,
                                    CarrelSiteRule     *rule,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  Keep *keep = g_new0 (Keep, 1);

  keep->library = g_object_ref (self);
  keep->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (keep->task, FALSE); /* what was written was */
  g_task_set_source_tag (keep->task, carrel_library_keep_revision_async);
  keep->revision = revision;
  keep->flags = flags;
  keep->rule = rule ? carrel_site_rule_ref (rule) : NULL;
  if (flags & CARREL_KEEP_PICTURES) {
    list_pictures (keep);
    if (keep->pictures->len > 0)
      revision->same = FALSE;
    fetch_next (keep);
  } else {
    save_keep (keep);
  }
}

/* ── Sites ── */

static gpointer
read_rules (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_load_site_rules (connection, error);
}

void
carrel_library_load_site_rules_async (CarrelLibrary      *self,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, carrel_library_load_site_rules_async);
  carrel_database_read (self->database, task, read_rules, NULL, NULL,
                        (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
carrel_library_load_site_rules_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
remove_rule (CarrelConnection *connection,
             gpointer          data,
             CarrelChanges    *changes,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();
  GError *local = NULL;
  g_autoptr (CarrelSiteRule) rule = carrel_store_load_site_rule (connection, data, &local);

  if (!rule && !local)
    g_set_error (&local, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 _ ("No text was chosen for the pages of “%s”"), (const char *) data);
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  return carrel_store_set_site_rule (connection, data, NULL, undo, error) ? g_steal_pointer (&undo)
                                                                          : NULL;
}

void
carrel_library_remove_site_rule_async (CarrelLibrary      *self,
                                       const char         *host,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, carrel_library_remove_site_rule_async);
  carrel_database_write (self->database, task, CARREL_PRIORITY_CLICK, remove_rule, g_strdup (host),
                         g_free, (GDestroyNotify) carrel_undo_unref);
}

/* ── Extraction by the site's rule ── */

typedef struct {
  GBytes              *bytes;   /* (owned) */
  CarrelExtractOptions options; /* (owned strings) */
  CarrelSiteRule      *rule;    /* (owned) (nullable) */
} Extraction;

static void
free_extraction (gpointer data)
{
  Extraction *self = data;

  g_bytes_unref (self->bytes);
  g_free ((char *) self->options.address);
  g_free ((char *) self->options.charset);
  g_free ((char *) self->options.type);
  g_free ((char *) self->options.filename);
  g_free ((char *) self->options.language);
  g_clear_pointer (&self->rule, carrel_site_rule_unref);
  g_free (self);
}

static gpointer
read_rule (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Extraction      *self = data;
  g_autofree char *host =
      self->options.address ? carrel_address_dup_display_host (self->options.address) : NULL;
  GError *local = NULL;

  if (host)
    self->rule = carrel_store_load_site_rule (connection, host, &local);
  if (!local)
    return self;
  g_propagate_error (error, local);
  return NULL;
}

static void
extracted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError      *error = NULL;
  CarrelDraft *draft = carrel_extract_finish (result, &error);

  if (draft)
    g_task_return_pointer (task, draft, (GDestroyNotify) carrel_draft_free);
  else
    g_task_return_error (task, error);
}

static void
rule_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extraction          *self = g_task_get_task_data (task);
  CarrelExtractOptions options = self->options;
  GError              *error = NULL;

  if (!g_task_propagate_pointer (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (self->rule) {
    options.content = carrel_site_rule_get_content (self->rule);
    options.skip = carrel_site_rule_get_skip (self->rule);
  }
  carrel_extract_async (self->bytes, &options, g_task_get_cancellable (task), extracted_cb,
                        g_object_ref (task));
}

void
carrel_library_extract_async (CarrelLibrary              *self,
                              GBytes                     *bytes,
                              const CarrelExtractOptions *options,
                              GCancellable               *cancellable,
                              GAsyncReadyCallback         callback,
                              gpointer                    user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) reading = g_task_new (self, cancellable, rule_read_cb, task);
  Extraction *extraction = g_new0 (Extraction, 1);

  extraction->bytes = g_bytes_ref (bytes);
  extraction->options = *options;
  extraction->options.address = g_strdup (options->address);
  extraction->options.charset = g_strdup (options->charset);
  extraction->options.type = g_strdup (options->type);
  extraction->options.filename = g_strdup (options->filename);
  extraction->options.language = g_strdup (options->language);
  g_task_set_source_tag (task, carrel_library_extract_async);
  g_task_set_task_data (task, extraction, free_extraction);
  carrel_database_read (self->database, reading, read_rule, extraction, NULL, NULL);
}

CarrelDraft *
carrel_library_extract_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

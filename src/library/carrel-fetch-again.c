/* carrel-fetch-again.c: an article's page, fetched again: what is known → fetch → extract → judge →
 * keep or note.
 *
 * Main thread; extraction and comparison run on workers, rows are written on the writer. What is
 * kept is never replaced by less without the person's word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-said.h"
#include "base/carrel-time.h"
#include "extract/carrel-extract.h"
#include "library/carrel-add-private.h"
#include "library/carrel-versions.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <string.h>

void
carrel_refetch_free (CarrelRefetch *self)
{
  g_clear_pointer (&self->undo, carrel_undo_unref);
  g_clear_pointer (&self->revision, carrel_revision_free);
  g_free (self->message);
  g_free (self);
}

/* ── Running ── */

typedef struct {
  CarrelLibrary  *library; /* (owned) */
  GTask          *task;    /* (owned) */
  gint64          id;
  gboolean        less, pictures;
  char           *address;    /* (owned) */
  char           *typed_host; /* (owned) (nullable): may be a private one */
  char           *title;      /* (owned) (nullable): the article's, before it is told */
  CarrelAdd      *add;        /* (owned) (nullable): told how far it is */
  CarrelSiteRule *rule;       /* (owned) (nullable): the article's own */
  CarrelPage     *page;       /* (owned) (nullable) */
  CarrelDraft    *draft;      /* (owned) (nullable) */
  CarrelRefetch  *refetch;    /* (owned) */
  char           *said;       /* (owned) (nullable): why the page is gone, as it is kept */
} Run;

static void
free_run (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->library);
  g_clear_object (&run->task);
  g_clear_pointer (&run->rule, carrel_site_rule_unref);
  g_clear_pointer (&run->page, carrel_page_unref);
  g_clear_pointer (&run->draft, carrel_draft_free);
  g_clear_pointer (&run->refetch, carrel_refetch_free);
  g_clear_object (&run->add);
  g_free (run->address);
  g_free (run->title);
  g_free (run->typed_host);
  g_free (run->said);
  g_free (run);
}

/* The one end. Takes the error. */
static void
finish (Run *run, GError *error)
{
  if (error)
    g_task_return_error (run->task, error);
  else
    g_task_return_pointer (run->task, g_steal_pointer (&run->refetch),
                           (GDestroyNotify) carrel_refetch_free);
  free_run (run);
}

static void
tell (Run *run, CarrelAddStep step)
{
  if (run->add)
    carrel_add_set_step (run->add, step);
}

/* ── Noting what came of it ── */

static gpointer
note (CarrelConnection *connection,
      gpointer          data,
      CarrelChanges    *changes,
      GCancellable     *cancellable,
      GError          **error)
{
  Run *run = data;

  return carrel_store_note_refetch (connection, run->id, run->refetch->result, run->said, NULL,
                                    changes, error)
             ? run
             : NULL;
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  finish (user_data, error);
}

static void
conclude (Run *run, CarrelRefetchResult result)
{
  g_autoptr (GTask) task = g_task_new (run->library, NULL, noted_cb, run);

  run->refetch->result = result;
  tell (run, CARREL_ADD_SAVING);
  carrel_database_write (run->library->database, task, CARREL_PRIORITY_CLICK, note, run, NULL,
                         NULL);
}

static void
conclude_gone (Run *run, const char *said)
{
  g_set_str (&run->said, said);
  g_free (run->refetch->message);
  run->refetch->message = carrel_said_speak (said);
  conclude (run, CARREL_REFETCH_GONE);
}

/* ── Judging ── */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  run->refetch->undo = carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);
  run->refetch->result = CARREL_REFETCH_CHANGED;
  finish (run, error);
}

/* Pages change around their article: addresses of pictures, dates. A version is made for what is
 * read. */
static gboolean
reads_the_same (CarrelRevision *revision)
{
  const CarrelRevisionSide *a = &revision->before, *b = &revision->after;

  return revision->same || (strcmp (revision->before_text, revision->after_text) == 0 &&
                            g_strcmp0 (a->title, b->title) == 0 && a->pictures == b->pictures &&
                            a->headings == b->headings);
}

static gboolean
shows_less (CarrelRevision *revision)
{
  const CarrelRevisionSide *a = &revision->before, *b = &revision->after;

  return revision->less || (b->incomplete_reason && !a->incomplete_reason && b->words < a->words);
}

static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run            *run = user_data;
  GError         *error = NULL;
  CarrelRevision *revision = carrel_library_revise_finish (CARREL_LIBRARY (source), result, &error);

  if (!revision) {
    finish (run, error);
    return;
  }
  run->refetch->before = revision->before.words;
  run->refetch->now = revision->after.words;
  for (guint i = 0; i < run->page->redirects->len; i++)
    g_ptr_array_add (revision->draft->addresses, g_strdup (run->page->redirects->pdata[i]));
  g_ptr_array_add (revision->draft->addresses, g_strdup (run->page->address));

  if (reads_the_same (revision)) {
    carrel_revision_free (revision);
    conclude (run, CARREL_REFETCH_SAME);
  } else if (!run->less && shows_less (revision)) {
    run->refetch->revision = revision;
    conclude (run, CARREL_REFETCH_LESS);
  } else {
    tell (run, CARREL_ADD_SAVING);
    carrel_library_keep_revision_async (run->library, revision,
                                        run->pictures ? CARREL_KEEP_PICTURES : 0, NULL,
                                        g_task_get_cancellable (run->task), kept_cb, run);
  }
}

/* ── Extracting ── */

static void
pages_joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  if (carrel_library_join_pages_finish (result, &error))
    carrel_library_revise_draft_async (run->library, run->id, g_steal_pointer (&run->draft),
                                       g_task_get_cancellable (run->task), revised_cb, run);
  else
    finish (run, error);
}

static void
take_draft (Run *run, CarrelDraft *draft, GError *error)
{
  CarrelPage *page = run->page;

  if (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NO_ARTICLE)) {
    g_error_free (error);
    conclude_gone (run, N_ ("There is no text on the page any more"));
    return;
  }
  if (!draft) {
    finish (run, error);
    return;
  }
  run->draft = draft;
  if (page->cut && !draft->incomplete) {
    draft->incomplete = TRUE;
    g_set_str (&draft->incomplete_reason, N_ ("The page ended before it should have"));
  }
  carrel_draft_set_snapshot (draft, page->bytes, page->type, page->charset, page->address,
                             carrel_time_now (), page->status);
  carrel_library_join_pages_async (run->library, draft, page, run->typed_host ? run->address : NULL,
                                   g_task_get_cancellable (run->task), pages_joined_cb, run);
}

static void
extracted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError      *error = NULL;
  CarrelDraft *draft = carrel_extract_finish (result, &error);

  take_draft (user_data, draft, error);
}

static void
extracted_by_site_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError      *error = NULL;
  CarrelDraft *draft = carrel_library_extract_finish (CARREL_LIBRARY (source), result, &error);

  take_draft (user_data, draft, error);
}

static void
extract (Run *run)
{
  CarrelExtractOptions options = {
    .address = run->page->address,
    .charset = run->page->charset,
    .type = run->page->type,
    .language = run->page->language,
  };
  GCancellable *cancellable = g_task_get_cancellable (run->task);

  tell (run, CARREL_ADD_EXTRACTING);
  if (run->rule && *carrel_site_rule_get_content (run->rule)) {
    options.content = carrel_site_rule_get_content (run->rule);
    options.skip = carrel_site_rule_get_skip (run->rule);
  }
  if (run->rule) /* it goes before the site's */
    carrel_extract_async (run->page->bytes, &options, cancellable, extracted_cb, run);
  else
    carrel_library_extract_async (run->library, run->page->bytes, &options, cancellable,
                                  extracted_by_site_cb, run);
}

/* ── Fetching ── */

static gboolean
is_front_page (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *path = uri ? g_uri_get_path (uri) : "";

  return (!*path || strcmp (path, "/") == 0) && !(uri && g_uri_get_query (uri));
}

/* The page itself is away: not one that is asked for, or that a site keeps from Carrel. */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, CARREL_ERROR, CARREL_ERROR_HTTP) &&
         (g_str_has_suffix (error->message, "(404)") || g_str_has_suffix (error->message, "(410)"));
}

static void
page_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  run->page = carrel_fetcher_load_finish (CARREL_FETCHER (source), result, &error);
  if (!run->page && is_gone (error)) {
    g_autofree char *said = carrel_error_dup_said (error);

    conclude_gone (run, said);
    g_error_free (error);
    return;
  }
  if (!run->page || run->page->partial) {
    if (run->page) {
      g_autofree char *name = carrel_address_dup_display_host (run->page->address);

      error = carrel_error_new_said (CARREL_ERROR_NETWORK,
                                     N_ ("%s broke off before the page was complete"), name);
    }
    finish (run, error);
    return;
  }
  if (run->page->redirects->len > 0 && is_front_page (run->page->address) &&
      !is_front_page (run->address)) {
    conclude_gone (run, N_ ("Its address leads to the front page now"));
    return;
  }
  extract (run);
}

/* ── What is known ── */

static gpointer
look (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  g_autoptr (CarrelArticle) article = carrel_store_load_article (connection, run->id, error);
  const char *address = article ? carrel_article_get (article)->address : NULL;
  gboolean    fetched = FALSE;
  GError     *local = NULL;

  if (!article)
    return NULL;
  run->title = g_strdup (carrel_article_get_title (article));
  run->address = address ? carrel_address_normalize (address) : NULL;
  if (!run->address) {
    carrel_error_say (error, CARREL_ERROR_INVALID, N_ ("“%s” has no address to fetch it from"),
                      carrel_article_get_title (article));
    return NULL;
  }
  run->rule = carrel_store_load_article_rule (connection, run->id, &local);
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  /* A private host is asked again only where the page came from: no import leads there. */
  if (!carrel_store_was_fetched_from (connection, run->id, run->address, &fetched, error))
    return NULL;
  run->typed_host = fetched ? carrel_address_dup_host (run->address) : NULL;
  return run;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run    *run = user_data;
  GError *error = NULL;

  if (!g_task_propagate_pointer (G_TASK (result), &error)) {
    finish (run, error);
    return;
  }
  if (run->add)
    carrel_add_set_title (run->add, run->title);
  tell (run, CARREL_ADD_FETCHING);
  carrel_fetcher_load_async (carrel_library_get_fetcher (run->library), CARREL_FETCH_PAGE,
                             run->address, run->typed_host, NULL,
                             g_task_get_cancellable (run->task), page_loaded_cb, run);
}

void
carrel_library_fetch_again_async (CarrelLibrary      *self,
                                  gint64              id,
                                  gboolean            less,
                                  gboolean            pictures,
                                  CarrelAdd          *add,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  Run *run = g_new0 (Run, 1);
  g_autoptr (GTask) task = NULL;

  run->library = g_object_ref (self);
  run->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (run->task, FALSE); /* what was written was */
  g_task_set_source_tag (run->task, carrel_library_fetch_again_async);
  run->id = id;
  run->less = less;
  run->pictures = pictures;
  run->add = add ? g_object_ref (add) : NULL;
  run->refetch = g_new0 (CarrelRefetch, 1);
  task = g_task_new (self, cancellable, looked_cb, run);
  carrel_database_read (self->database, task, look, run, NULL, NULL);
}

CarrelRefetch *
carrel_library_fetch_again_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

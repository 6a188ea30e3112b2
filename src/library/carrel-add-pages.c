/* carrel-add-pages.c: the further pages of an article, fetched one after the other and joined.
 *
 * Main thread; extraction on workers. A page that has all of the article is taken when it really
 * has more; else page follows page, with a pause between, until one leads no further, has nothing
 * new, is of another site, or is the twentieth. One that can't be had makes the article «may be
 * incomplete»; nothing here makes the adding fail but its being cancelled. The snapshot stays that
 * of the first page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-said.h"
#include "extract/carrel-extract.h"
#include "library/carrel-library-private.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PAGES 20 /* of an article */
#define PAUSE 200    /* ms between two pages of one site */

typedef struct {
  CarrelLibrary *library; /* (owned) */
  GTask         *task;    /* (owned) */
  CarrelDraft   *draft;   /* lent by the caller until the task ends */
  CarrelPage    *page;    /* (owned) (nullable): the one being read */
  char          *domain;  /* (owned) (nullable): registrable, of the first page */
  char          *host;    /* (owned) (nullable): that the person typed, when it is private */
  char          *next;    /* (owned) (nullable): where to go on */
  GHashTable    *seen;    /* (owned): keys of addresses */
  guint          n_pages;
  gboolean       whole; /* the page being read is said to have all */
} Follow;

static void load_next (Follow *follow);

static void
end (Follow *follow, GError *error)
{
  if (error)
    g_task_return_error (follow->task, error);
  else
    g_task_return_boolean (follow->task, TRUE);
  g_object_unref (follow->task);
  g_object_unref (follow->library);
  g_clear_pointer (&follow->page, carrel_page_unref);
  g_hash_table_unref (follow->seen);
  g_free (follow->domain);
  g_free (follow->host);
  g_free (follow->next);
  g_free (follow);
}

static void
set_incomplete (CarrelDraft *draft, char *reason)
{
  if (!draft->incomplete) {
    draft->incomplete = TRUE;
    g_free (draft->incomplete_reason);
    draft->incomplete_reason = reason;
  } else {
    g_free (reason);
  }
}

/* This page won't come. Takes the error. */
static void
give_up (Follow *follow, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    end (follow, error);
    return;
  }
  g_clear_error (&error);
  if (follow->whole) {
    follow->whole = FALSE;
    g_set_str (&follow->next, follow->draft->next);
    load_next (follow);
    return;
  }
  set_incomplete (follow->draft, carrel_said_make (N_ ("Page %u of the article couldn't be had"),
                                                   follow->n_pages + 1));
  end (follow, NULL);
}

/* ── Joining ── */

static void
take_references (CarrelDraft *draft, CarrelDraft *other)
{
  for (guint i = 0; i < other->references->len; i++) {
    const CarrelReference *reference = other->references->pdata[i];
    gboolean               known = FALSE;

    for (guint k = 0; k < draft->references->len && !known; k++) {
      const CarrelReference *before = draft->references->pdata[k];

      known = reference->address && before->address
                  ? carrel_address_equal (reference->address, before->address)
                  : g_strcmp0 (reference->title, before->title) == 0;
    }
    if (!known)
      carrel_draft_add_reference (draft, reference->title, reference->address);
  }
}

/* Those that came with a page. */
static void
take_images (CarrelDraft *draft, CarrelDraft *other)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < draft->images->len; i++)
    g_hash_table_add (known, ((CarrelDraftImage *) draft->images->pdata[i])->address);
  for (guint i = 0; i < other->images->len && draft->images->len < CARREL_DRAFT_MAX_PICTURES; i++) {
    const CarrelDraftImage *image = other->images->pdata[i];

    if (!g_hash_table_contains (known, image->address))
      carrel_draft_add_image (draft, image->address, image->bytes, image->type, image->width,
                              image->height);
  }
}

static void
take_document (CarrelDraft *draft, CarrelDocument *document)
{
  carrel_document_unref (draft->document);
  draft->document = document;
}

/* All of the article is longer than its first page. */
static gboolean
take_whole (CarrelDraft *draft, CarrelDraft *other)
{
  g_autofree char *text = carrel_document_to_text (draft->document, NULL),
                  *all = carrel_document_to_text (other->document, NULL);

  if (strlen (all) * 10 < strlen (text) * 12)
    return FALSE;
  take_document (draft, carrel_document_ref (other->document));
  take_references (draft, other);
  take_images (draft, other);
  return TRUE;
}

/* FALSE where it has nothing new. */
static gboolean
take_page (CarrelDraft *draft, CarrelDraft *other)
{
  gboolean is_new;
  g_autoptr (CarrelDocument) joined =
      carrel_document_join (draft->document, other->document, &is_new);

  if (!is_new)
    return FALSE;
  take_document (draft, g_steal_pointer (&joined));
  take_references (draft, other);
  take_images (draft, other);
  if (other->incomplete)
    set_incomplete (draft, g_strdup (other->incomplete_reason));
  return TRUE;
}

/* ── The chain ── */

static void
page_extracted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Follow *follow = user_data;
  GError *error = NULL;
  g_autoptr (CarrelDraft) other = carrel_extract_finish (result, &error);

  if (!other) {
    give_up (follow, error);
    return;
  }
  if (follow->whole) {
    follow->whole = FALSE;
    if (take_whole (follow->draft, other)) {
      g_ptr_array_add (follow->draft->addresses, g_strdup (follow->page->address));
      end (follow, NULL);
      return;
    }
    g_set_str (&follow->next, follow->draft->next);
    load_next (follow);
    return;
  }
  if (!take_page (follow->draft, other)) {
    end (follow, NULL);
    return;
  }
  follow->n_pages++;
  g_ptr_array_add (follow->draft->addresses, g_strdup (follow->page->address));
  if (follow->page->cut)
    set_incomplete (follow->draft, carrel_said_make (N_ ("Page %u of the article couldn't be had"),
                                                     follow->n_pages));
  g_set_str (&follow->next, other->next);
  load_next (follow);
}

static void
page_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Follow              *follow = user_data;
  GError              *error = NULL;
  g_autofree char     *domain = NULL;
  CarrelExtractOptions options = { 0 };

  g_clear_pointer (&follow->page, carrel_page_unref);
  follow->page = carrel_fetcher_load_finish (CARREL_FETCHER (source), result, &error);
  domain = follow->page ? carrel_address_dup_domain (follow->page->address) : NULL;
  if (!follow->page || g_strcmp0 (domain, follow->domain) != 0) {
    give_up (follow, error);
    return;
  }
  options.address = follow->page->address;
  options.charset = follow->page->charset;
  options.type = follow->page->type;
  options.language = follow->page->language;
  carrel_extract_async (follow->page->bytes, &options, g_task_get_cancellable (follow->task),
                        page_extracted_cb, follow);
}

static gboolean
pause_ended_cb (gpointer user_data)
{
  Follow *follow = user_data;
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (follow->task), &error))
    end (follow, error);
  else
    carrel_fetcher_load_async (carrel_library_get_fetcher (follow->library), CARREL_FETCH_PAGE,
                               follow->next, follow->host, NULL,
                               g_task_get_cancellable (follow->task), page_loaded_cb, follow);
  return G_SOURCE_REMOVE;
}

static void
load_next (Follow *follow)
{
  g_autofree char *domain = follow->next ? carrel_address_dup_domain (follow->next) : NULL;
  g_autofree char *key = follow->next ? carrel_address_key (follow->next) : NULL;

  if (!key || g_strcmp0 (domain, follow->domain) != 0 ||
      !g_hash_table_add (follow->seen, g_strdup (key))) {
    end (follow, NULL);
  } else if (follow->n_pages >= MAX_PAGES) {
    set_incomplete (
        follow->draft,
        carrel_said_make (N_ ("The article has more than %u pages: only the first are here"),
                          MAX_PAGES));
    end (follow, NULL);
  } else {
    g_timeout_add (PAUSE, pause_ended_cb, follow);
  }
}

void
carrel_library_join_pages_async (CarrelLibrary      *self,
                                 CarrelDraft        *draft,
                                 CarrelPage         *page,
                                 const char         *typed,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  Follow *follow = g_new0 (Follow, 1);

  follow->library = g_object_ref (self);
  follow->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (follow->task, carrel_library_join_pages_async);
  follow->draft = draft;
  follow->domain = carrel_address_dup_domain (page->address);
  follow->host = page->is_private && typed ? carrel_address_dup_host (typed) : NULL;
  follow->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  follow->n_pages = 1;
  g_hash_table_add (follow->seen, carrel_address_key (page->address));
  follow->whole = draft->whole != NULL;
  follow->next = g_strdup (draft->whole ? draft->whole : draft->next);
  load_next (follow);
}

gboolean
carrel_library_join_pages_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

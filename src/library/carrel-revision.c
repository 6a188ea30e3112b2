/* carrel-revision.c: one article's text made anew: what is kept of it → extraction → comparison.
 *
 * What is needed is read in one job on a reader; extraction, comparison and the outline of a page
 * run on workers, which touch nothing but what was read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-revision.h"

#include "base/carrel-error.h"
#include "base/carrel-said.h"
#include "base/carrel-text.h"
#include "library/carrel-library-private.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <string.h>

/* A text that loses so much is looked at by the person, not replaced in passing. */
#define LESS_WORDS 50

static void
clear_side (CarrelRevisionSide *side)
{
  g_free (side->title);
  g_free (side->byline);
  g_free (side->site);
  g_free (side->language);
  g_free (side->incomplete_reason);
  g_clear_pointer (&side->document, carrel_document_unref);
}

void
carrel_revision_free (CarrelRevision *self)
{
  clear_side (&self->before);
  clear_side (&self->after);
  g_clear_pointer (&self->draft, carrel_draft_free);
  g_clear_pointer (&self->runs, g_array_unref);
  g_free (self->before_text);
  g_free (self->after_text);
  g_free (self);
}

void
carrel_page_outline_free (CarrelPageOutline *self)
{
  g_clear_pointer (&self->outline, carrel_outline_free);
  g_clear_pointer (&self->own, carrel_site_rule_unref);
  g_clear_pointer (&self->of_site, carrel_site_rule_unref);
  g_free (self->host);
  g_free (self);
}

/* ── What is kept ── */

typedef struct {
  gint64              id;
  gboolean            outline;       /* else: a revision */
  CarrelDraft        *draft;         /* (owned) (nullable): what the web says now */
  CarrelSiteRule     *rule;          /* (owned) (nullable): asked for */
  CarrelSiteRule     *own, *of_site; /* (owned) (nullable) */
  CarrelSnapshotData *snapshot;      /* (owned) */
  CarrelRevisionSide  before;
  GPtrArray          *listed;      /* (owned) (element-type utf8): what it lists under See also */
  GPtrArray          *passages;    /* (owned) (element-type utf8) */
  GHashTable         *map, *sizes; /* (owned) */
  char               *host;        /* (owned) (nullable) */
} Source;

static void
free_source (gpointer data)
{
  Source *source = data;

  if (source->snapshot) {
    g_autoptr (CarrelDraft) carrier = carrel_draft_new ();

    carrier->snapshot = source->snapshot;
  }
  g_clear_pointer (&source->draft, carrel_draft_free);
  g_clear_pointer (&source->rule, carrel_site_rule_unref);
  g_clear_pointer (&source->own, carrel_site_rule_unref);
  g_clear_pointer (&source->of_site, carrel_site_rule_unref);
  g_clear_pointer (&source->listed, g_ptr_array_unref);
  g_clear_pointer (&source->passages, g_ptr_array_unref);
  g_clear_pointer (&source->map, g_hash_table_unref);
  g_clear_pointer (&source->sizes, g_hash_table_unref);
  clear_side (&source->before);
  g_free (source->host);
  g_free (source);
}

/* By what an article lists is known again. (transfer full) */
static char *
get_reference_key (const char *title, const char *address)
{
  g_autofree char *key = address ? carrel_address_key (address) : NULL;
  g_autofree char *line = title ? carrel_text_clean_line (title) : NULL;

  return key ? g_steal_pointer (&key) : g_steal_pointer (&line);
}

static void
count_side (CarrelRevisionSide *side)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (side->document, &n);
  g_autoptr (GPtrArray) images = carrel_document_list_images (side->document);

  for (guint i = 0; i < n; i++)
    side->headings += blocks[i].type == CARREL_BLOCK_HEADING;
  side->pictures = images->len;
}

static gboolean
read_before (CarrelConnection *connection, Source *source, GError **error)
{
  g_autoptr (CarrelArticle) article = carrel_store_load_article (connection, source->id, error);
  const CarrelArticleData *data = article ? carrel_article_get (article) : NULL;
  g_autofree char *html = data ? carrel_store_load_body (connection, source->id, error) : NULL;
  g_autoptr (CarrelArticleDetails) details =
      html ? carrel_store_load_details (connection, source->id, error) : NULL;
  g_autoptr (GPtrArray) links =
      details ? carrel_store_load_links (connection, source->id, 1, error) : NULL;
  CarrelRevisionSide *side = &source->before;

  if (!links)
    return FALSE;
  side->title = g_strdup (data->title);
  side->byline = g_strdup (data->byline);
  side->site = g_strdup (data->site);
  side->language = g_strdup (data->language);
  side->rtl = data->rtl;
  side->published = data->published;
  side->modified = details->modified;
  side->words = data->words;
  side->incomplete_reason = g_strdup (details->incomplete_reason);
  side->document = carrel_document_read (html, -1);
  source->listed = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *link = carrel_link_get (links->pdata[i]);

    if (link->kind == CARREL_LINK_SEE_ALSO && !link->backlink)
      g_ptr_array_add (source->listed, get_reference_key (link->title, link->address));
  }
  side->references = source->listed->len;
  count_side (side);
  if (data->address)
    source->host = carrel_address_dup_display_host (data->address);
  return TRUE;
}

static gpointer
read_source (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Source *source = data;
  GError *local = NULL;

  if (!read_before (connection, source, error) ||
      !(source->passages = carrel_store_load_passages (connection, source->id, error)) ||
      !carrel_store_load_image_map (connection, source->id, &source->map, &source->sizes, error))
    return NULL;
  source->own = carrel_store_load_article_rule (connection, source->id, &local);
  if (!local && source->host)
    source->of_site = carrel_store_load_site_rule (connection, source->host, &local);
  if (!local && !source->draft)
    source->snapshot = carrel_store_load_snapshot (connection, source->id, &local);
  if (g_error_matches (local, CARREL_ERROR, CARREL_ERROR_NOT_FOUND)) /* its file is gone */
    g_clear_error (&local);
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (!source->snapshot && !source->draft) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 _ ("No page was kept of “%s”, so it can't be extracted again"),
                 source->before.title);
    return NULL;
  }
  return source;
}

/* ── Extraction ── */

static gboolean
has_structure (CarrelDocument *document)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < n; i++) {
    if (blocks[i].type != CARREL_BLOCK_PARAGRAPH && blocks[i].type != CARREL_BLOCK_LIST &&
        blocks[i].type != CARREL_BLOCK_LIST_ITEM)
      return TRUE;
    for (guint k = 0; k < blocks[i].n_spans; k++)
      if (blocks[i].spans[k].kind != CARREL_SPAN_LINK)
        return TRUE;
  }
  return FALSE;
}

static void
set_options (Source *source, CarrelExtractOptions *options)
{
  CarrelSiteRule *rule = source->rule ? source->rule : source->own ? source->own : source->of_site;

  options->address = source->snapshot->address;
  options->charset = source->snapshot->charset;
  options->type = source->snapshot->type;
  if (rule && *carrel_site_rule_get_content (rule)) {
    options->content = carrel_site_rule_get_content (rule);
    options->skip = carrel_site_rule_get_skip (rule);
  }
  /* A file whose name isn't known any more: only Markdown makes more than paragraphs of a text. */
  if (strcmp (options->type, "application/octet-stream") == 0 &&
      carrel_extract_detect_kind (source->snapshot->bytes, options) == CARREL_SOURCE_TEXT &&
      has_structure (source->before.document))
    options->kind = CARREL_SOURCE_MARKDOWN;
}

static void
take_images (CarrelRevision *self, Source *source)
{
  CarrelDocument *mapped =
      carrel_document_map_images (self->draft->document, source->map, source->sizes);
  g_autoptr (GPtrArray) images = carrel_document_list_images (mapped);
  g_autoptr (GHashTable) missing = g_hash_table_new (g_str_hash, g_str_equal);

  carrel_document_unref (self->draft->document);
  self->draft->document = mapped;
  for (guint i = 0; i < images->len; i++)
    if (!g_str_has_prefix (images->pdata[i], "blob:") &&
        !g_str_has_prefix (images->pdata[i], CARREL_DRAFT_EMBEDDED_PREFIX))
      g_hash_table_add (missing, images->pdata[i]);
  self->n_missing = g_hash_table_size (missing);
}

static void
fill_after (CarrelRevision *self)
{
  CarrelRevisionSide *side = &self->after;
  CarrelDraft        *draft = self->draft;

  side->title = g_strdup (draft->title);
  side->byline = g_strdup (draft->byline);
  side->site = g_strdup (draft->site);
  side->language = g_strdup (draft->language);
  side->rtl = draft->rtl;
  side->published = draft->published;
  side->modified = draft->modified;
  side->incomplete_reason =
      draft->incomplete
          ? carrel_said_speak (draft->incomplete_reason ? draft->incomplete_reason : "")
          : NULL;
  side->document = carrel_document_ref (draft->document);
  side->references = draft->references->len;
  side->words = carrel_text_count_words (self->after_text, -1);
  count_side (side);
}

static gboolean
lists_the_same (CarrelRevision *self, Source *source)
{
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < source->listed->len; i++)
    if (source->listed->pdata[i])
      g_hash_table_add (before, source->listed->pdata[i]);
  for (guint i = 0; i < self->draft->references->len; i++) {
    const CarrelReference *reference = self->draft->references->pdata[i];
    char                  *key = get_reference_key (reference->title, reference->address);

    if (key && !g_hash_table_contains (before, key)) {
      g_free (key);
      return FALSE;
    }
    if (key)
      g_hash_table_add (listed, key);
  }
  return g_hash_table_size (listed) == g_hash_table_size (before);
}

static CarrelRevision *
compare (Source *source, CarrelDraft *draft)
{
  CarrelRevision           *self = g_new0 (CarrelRevision, 1);
  const CarrelRevisionSide *a, *b;

  self->id = source->id;
  self->draft = draft;
  self->rule = draft->rule;
  self->fetched = draft->snapshot != NULL;
  self->before = source->before;
  memset (&source->before, 0, sizeof source->before);
  take_images (self, source);
  self->before_text = carrel_document_to_text (self->before.document, NULL);
  self->after_text = carrel_document_to_text (draft->document, NULL);
  fill_after (self);
  a = &self->before;
  b = &self->after;
  self->same = carrel_document_equal (a->document, b->document) &&
               g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->byline, b->byline) == 0 &&
               g_strcmp0 (a->site, b->site) == 0 && g_strcmp0 (a->language, b->language) == 0 &&
               a->published == b->published && a->modified == b->modified && a->rtl == b->rtl &&
               g_strcmp0 (a->incomplete_reason, b->incomplete_reason) == 0 &&
               lists_the_same (self, source);
  /* Of an article on several pages only the first is kept. */
  self->first_page = !self->fetched && (draft->next || draft->whole) && b->words < a->words;
  self->less =
      self->first_page || (a->words > b->words + LESS_WORDS && b->words * 3 < a->words * 2);
  for (guint i = 0; i < source->passages->len; i++)
    self->n_lost += strstr (self->before_text, source->passages->pdata[i]) &&
                    !strstr (self->after_text, source->passages->pdata[i]);
  self->runs = carrel_diff_texts (self->before_text, self->after_text);
  return self;
}

static void
work (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Source              *source = data;
  CarrelExtractOptions options = { 0 };
  GError              *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (source->draft) {
    g_task_return_pointer (task, compare (source, g_steal_pointer (&source->draft)),
                           (GDestroyNotify) carrel_revision_free);
    return;
  }
  set_options (source, &options);
  if (source->outline) {
    CarrelOutline *outline =
        carrel_extract_outline (source->snapshot->bytes, &options, source->before.document, &error);
    CarrelPageOutline *page;

    if (!outline) {
      g_task_return_error (task, error);
      return;
    }
    page = g_new0 (CarrelPageOutline, 1);
    page->outline = outline;
    page->own = g_steal_pointer (&source->own);
    page->of_site = g_steal_pointer (&source->of_site);
    page->host = g_steal_pointer (&source->host);
    g_task_return_pointer (task, page, (GDestroyNotify) carrel_page_outline_free);
  } else {
    CarrelDraft *draft = carrel_extract (source->snapshot->bytes, &options, &error);

    if (draft)
      g_task_return_pointer (task, compare (source, draft), (GDestroyNotify) carrel_revision_free);
    else
      g_task_return_error (task, error);
  }
}

static void
source_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* The job's data is the task's too: a reader lends it back. */
  if (g_task_propagate_pointer (G_TASK (result), &error))
    g_task_run_in_thread (task, work);
  else
    g_task_return_error (task, error);
}

static void
start (CarrelLibrary      *self,
       Source             *source,
       gpointer            tag,
       GCancellable       *cancellable,
       GAsyncReadyCallback callback,
       gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) reading = g_task_new (self, cancellable, source_read_cb, task);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, source, free_source);
  carrel_database_read (self->database, reading, read_source, source, NULL, NULL);
}

void
carrel_library_revise_async (CarrelLibrary      *self,
                             gint64              id,
                             CarrelSiteRule     *rule,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  Source *source = g_new0 (Source, 1);

  source->id = id;
  source->rule = rule ? carrel_site_rule_ref (rule) : NULL;
  start (self, source, carrel_library_revise_async, cancellable, callback, user_data);
}

void
carrel_library_revise_draft_async (CarrelLibrary      *self,
                                   gint64              id,
                                   CarrelDraft        *draft,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  Source *source = g_new0 (Source, 1);

  source->id = id;
  source->draft = draft;
  start (self, source, carrel_library_revise_draft_async, cancellable, callback, user_data);
}

CarrelRevision *
carrel_library_revise_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
carrel_library_load_outline_async (CarrelLibrary      *self,
                                   gint64              id,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  Source *source = g_new0 (Source, 1);

  source->id = id;
  source->outline = TRUE;
  start (self, source, carrel_library_load_outline_async, cancellable, callback, user_data);
}

CarrelPageOutline *
carrel_library_load_outline_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

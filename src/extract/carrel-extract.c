/* carrel-extract.c: the order of the steps, and nothing else.
 *
 * Pure functions on bytes; any thread. The asynchronous form runs on a worker of GLib's pool.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-error.h"
#include "base/carrel-said.h"
#include "base/carrel-text.h"
#include "document/carrel-charset.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_BYTES CARREL_HTML_MAX_BYTES
#define MIN_LARGE (256 * 1024)      /* bytes, or … */
#define MANY_BLOCKS 20000           /* … of which more tags may come than can be read */
#define MIN_WORDS 12                /* of a page; a text of any length is what was handed over */
#define MIN_EXCERPT 60              /* bytes of a paragraph that says what the text is about */
#define MAX_EXCERPT 240             /* characters */
#define MIN_WORDS_OF_LANGUAGE 60    /* to believe a text rather than its page … */
#define MIN_WORDS_BESIDE_ENGLISH 25 /* … whose template's language is English */
#define MIN_OTHER_LETTERS 60        /* bytes of a short text in other letters than English has */
#define MIN_CODE 200                /* bytes of code that speak no language, */
#define MIN_PROSE 25                /* the words that are left without it, */
#define MAX_PROSE 20000             /* and their bytes that are looked at */

/* ── What it is ── */

static gboolean
has_suffix (const char *name, const char *const *suffixes)
{
  const char *dot = name ? strrchr (name, '.') : NULL;

  for (; dot && *suffixes; suffixes++)
    if (g_ascii_strcasecmp (dot + 1, *suffixes) == 0)
      return TRUE;
  return FALSE;
}

/* The type without its parameters, in lower case. (transfer full) */
static char *
get_type (const CarrelExtractOptions *options)
{
  g_autofree char *type = options->type ? g_ascii_strdown (options->type, -1) : g_strdup ("");

  type[strcspn (type, "; \t")] = '\0';
  return g_steal_pointer (&type);
}

static gboolean
looks_like_html (const char *text)
{
  static const char *const starts[] = { "<!doctype", "<html",    "<head",  "<body",   "<title",
                                        "<meta",     "<article", "<div",   "<p>",     "<p ",
                                        "<h1",       "<h2",      "<table", "<script", "<style",
                                        "<link",     "<section", "<main",  "<span",   "<a ",
                                        "<img",      "<?xml" };

  text += strspn (text, " \t\r\n\f");
  while (carrel_text_starts (text, "<!--")) {
    const char *end = strstr (text, "-->");

    if (!end)
      return TRUE;
    text = end + 3;
    text += strspn (text, " \t\r\n\f");
  }
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_ascii_strncasecmp (text, starts[i], strlen (starts[i])) == 0)
      return TRUE;
  return FALSE;
}

static const char *const markdown_suffixes[] = { "md", "markdown", "mdown", "mkd", "mkdn", NULL };
static const char *const html_suffixes[] = { "html", "htm", "xhtml", "xht", "shtml", NULL };
static const char *const plain_suffixes[] = { "txt", "text", NULL };

const char *
carrel_extract_guess_type (const char *filename)
{
  if (has_suffix (filename, markdown_suffixes))
    return "text/markdown";
  if (has_suffix (filename, html_suffixes))
    return "text/html";
  return has_suffix (filename, plain_suffixes) ? "text/plain" : NULL;
}

/* FALSE when the text has to be looked at. */
static gboolean
find_declared_kind (const CarrelExtractOptions *options, CarrelSourceKind *kind)
{
  g_autofree char *type = get_type (options);

  *kind = options->kind;
  if (*kind != CARREL_SOURCE_AUTO)
    return TRUE;
  if (strcmp (type, "text/html") == 0 || strcmp (type, "application/xhtml+xml") == 0)
    *kind = CARREL_SOURCE_HTML;
  else if (strcmp (type, "text/markdown") == 0 || strcmp (type, "text/x-markdown") == 0)
    *kind = CARREL_SOURCE_MARKDOWN;
  else if (*type && !g_str_has_prefix (type, "text/") &&
           strcmp (type, "application/octet-stream") != 0 &&
           strcmp (type, "application/xml") != 0 &&
           strcmp (type, "application/x-unknown-content-type") != 0)
    return TRUE; /* of none */
  else if (has_suffix (options->filename, markdown_suffixes))
    *kind = CARREL_SOURCE_MARKDOWN;
  else if (has_suffix (options->filename, html_suffixes))
    *kind = CARREL_SOURCE_HTML;
  else if (has_suffix (options->filename, plain_suffixes) || strcmp (type, "text/plain") == 0)
    *kind = CARREL_SOURCE_TEXT;
  return *kind != CARREL_SOURCE_AUTO;
}

CarrelSourceKind
carrel_extract_find_kind (const CarrelExtractOptions *options, const char *text)
{
  CarrelSourceKind kind;

  if (find_declared_kind (options, &kind))
    return kind;
  return looks_like_html (text) ? CARREL_SOURCE_HTML : CARREL_SOURCE_TEXT;
}

/* ── After all kinds ── */

/* A file's name that says more than «article.txt»: of three words or more. (transfer full) */
static char *
get_title_of_file (const char *filename)
{
  g_autofree char *name = filename ? g_path_get_basename (filename) : NULL;
  char            *dot;

  if (!name || !g_utf8_validate (name, -1, NULL))
    return NULL;
  dot = strrchr (name, '.');
  if (dot && dot > name)
    *dot = '\0';
  if (!strchr (name, ' '))
    g_strdelimit (name, "-_+", ' ');
  return carrel_text_count_words (name, -1) >= 3 ? g_steal_pointer (&name) : NULL;
}

static void
set_address (CarrelDraft *draft, const char *address)
{
  g_autofree char *normal = address ? carrel_address_normalize (address) : NULL;

  if (normal)
    draft->address = carrel_address_strip_tracking (normal);
}

/* Code and formulas speak no language. */
static gboolean
is_spoken (const CarrelBlock *block)
{
  return block->type != CARREL_BLOCK_CODE && block->type != CARREL_BLOCK_MATH;
}

static gsize
measure_formulas (const CarrelBlock *block)
{
  gsize n = 0;

  for (guint i = 0; i < block->n_spans; i++)
    n += block->spans[i].kind == CARREL_SPAN_MATH ? block->spans[i].end - block->spans[i].start : 0;
  return n;
}

/* The block's text without the formulas in it. */
static void
append_prose (GString *prose, const CarrelBlock *block)
{
  guint32 from = 0;

  for (guint i = 0; i < block->n_spans; i++) {
    const CarrelSpan *span = &block->spans[i];

    if (span->kind != CARREL_SPAN_MATH || span->start < from)
      continue;
    g_string_append_len (prose, block->text + from, span->start - from);
    from = span->end;
  }
  g_string_append_len (prose, block->text + from, block->text_len - from);
  g_string_append_c (prose, '\n');
}

/* What is written in words, where much of the text is code or formulas. (transfer full) (nullable)
 */
static char *
dup_prose (const CarrelDraft *draft, const char *text)
{
  guint              n_blocks;
  const CarrelBlock *blocks = carrel_document_get_blocks (draft->document, &n_blocks);
  gsize              code = 0;
  g_autoptr (GString) prose = NULL;

  for (guint i = 0; i < n_blocks; i++)
    code += is_spoken (&blocks[i]) ? measure_formulas (&blocks[i]) : blocks[i].text_len;
  if (code < MIN_CODE || code * 4 < strlen (text))
    return NULL;
  prose = g_string_new (NULL);
  for (guint i = 0; i < n_blocks && prose->len < MAX_PROSE; i++)
    if (is_spoken (&blocks[i]) && blocks[i].text_len > 0)
      append_prose (prose, &blocks[i]);
  return carrel_text_count_words (prose->str, -1) >= MIN_PROSE
             ? g_string_free (g_steal_pointer (&prose), FALSE)
             : NULL;
}

/* Templates declare a language that nobody changed, English most of all: a text knows better,
 * unless it could be taken for that language or is in one that Carrel can't tell. */
static void
settle_language (CarrelDraft *draft, const char *text, guint words, const char *transport)
{
  g_autofree char *primary = NULL, *prose = NULL;
  const char      *guess = NULL;
  gboolean         is_english;

  if (!draft->language) {
    prose = dup_prose (draft, text);
    guess = carrel_text_guess_language (prose ? prose : text);
    draft->language = g_strdup (guess ? guess : transport);
    draft->from[CARREL_DRAFT_LANGUAGE] = guess ? "text" : transport ? "http" : NULL;
    return;
  }
  primary = g_ascii_strdown (draft->language, (gssize) strcspn (draft->language, "-"));
  is_english = strcmp (primary, "en") == 0;
  if (!carrel_text_knows_language (primary))
    return;
  if (words >= (is_english ? MIN_WORDS_BESIDE_ENGLISH : MIN_WORDS_OF_LANGUAGE)) {
    if (carrel_text_looks_like_language (text, primary))
      return;
    prose = dup_prose (draft, text);
    guess = carrel_text_find_other_language (prose ? prose : text, primary);
  } else if (is_english && strlen (text) >= MIN_OTHER_LETTERS) {
    /* Letters are soon told apart. */
    guess = carrel_text_guess_by_letters (text);
  }
  if (!guess)
    return;
  g_free (draft->language);
  draft->language = g_strdup (guess);
  draft->from[CARREL_DRAFT_LANGUAGE] = "text";
  draft->rtl = FALSE;
}

/* The first paragraph that says something, not a heading or a note above it. */
static void
set_excerpt (CarrelDraft *draft)
{
  guint              n_blocks;
  const CarrelBlock *blocks = carrel_document_get_blocks (draft->document, &n_blocks);

  for (guint i = 0; i < n_blocks && !draft->excerpt; i++)
    if (blocks[i].type == CARREL_BLOCK_PARAGRAPH && blocks[i].depth == 0 &&
        blocks[i].text_len >= MIN_EXCERPT) {
      g_autofree char *text = carrel_block_dup_shown_text (&blocks[i], draft->language);

      draft->excerpt = carrel_text_excerpt (text, MAX_EXCERPT);
      draft->from[CARREL_DRAFT_EXCERPT] = "text";
    }
}

static CarrelDraft *
finish (CarrelDraft *draft, const CarrelExtractOptions *options)
{
  set_address (draft, options->address);
  if (!draft->title) {
    draft->title = get_title_of_file (options->filename);
    draft->from[CARREL_DRAFT_TITLE] = draft->title ? "file" : NULL;
  }
  set_excerpt (draft);
  draft->rtl |= carrel_text_language_is_rtl (draft->language);
  draft->extractor = CARREL_EXTRACTOR_VERSION;
  carrel_draft_complete (draft);
  return draft;
}

static void
set_empty (guint words, GError **error)
{
  if (words == 0)
    carrel_error_say (error, CARREL_ERROR_NO_ARTICLE, N_ ("There is no text on this page"));
  else
    carrel_error_say_plural (
        error, CARREL_ERROR_NO_ARTICLE, "There is no article on this page: it has %u word of text",
        "There is no article on this page: it has %u words of text", words, words);
}

static void
free_extraction (CarrelExtraction *self)
{
  g_clear_pointer (&self->embedded, g_hash_table_unref);
  g_clear_pointer (&self->html, carrel_html_free);
  g_clear_pointer (&self->draft, carrel_draft_free);
  g_strfreev (self->front);
  g_free (self->address);
  g_free (self->base);
  carrel_json_ld_clear (&self->json);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->skipped, g_hash_table_unref);
  g_clear_pointer (&self->notes, carrel_extract_notes_free);
}

/* A small page without programs: the few words on it are what somebody wrote. */
static gboolean
is_small_page (CarrelExtraction *self, gsize len)
{
  CarrelNode *root = carrel_html_get_root (self->html);
  gsize       all = 0;

  for (CarrelNode *node = root; node; node = carrel_node_next (node, root, FALSE)) {
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_SCRIPT &&
        carrel_node_get (node, "src"))
      return FALSE;
    if (node->type == CARREL_NODE_TEXT && node->parent->tag != CARREL_TAG_SCRIPT &&
        node->parent->tag != CARREL_TAG_STYLE && node->parent->tag != CARREL_TAG_TITLE)
      for (const char *p = node->text; *p; p++)
        all += !g_ascii_isspace (*p);
  }
  return len > 0 && all <= 3 * len;
}

/* TRUE when there is something to keep: words, or few words that are code, a table, pictures; or
 * the page marks a film or a picture as its text. */
static gboolean
is_worth_keeping (CarrelExtraction *self, const char *text, guint words)
{
  const CarrelBlock *blocks;
  guint              n_blocks, shown = 0;

  if (words >= MIN_WORDS || is_small_page (self, strlen (text)))
    return TRUE;
  blocks = carrel_document_get_blocks (self->draft->document, &n_blocks);
  for (guint i = 0; i < n_blocks; i++)
    shown += blocks[i].type == CARREL_BLOCK_CODE || blocks[i].type == CARREL_BLOCK_MATH ||
             blocks[i].type == CARREL_BLOCK_TABLE || blocks[i].type == CARREL_BLOCK_EMBED ||
             blocks[i].type == CARREL_BLOCK_IMAGE;
  return (words > 0 || self->marked) && shown > 0;
}

/* The text's own direction, where an element around it says one; the nearest counts. */
static void
settle_direction (CarrelExtraction *self)
{
  for (CarrelNode *node = self->place; node && node != self->body; node = node->parent) {
    const char *dir = node->type == CARREL_NODE_ELEMENT && node->n_attributes > 0
                          ? carrel_node_get (node, "dir")
                          : NULL;

    if (dir && (g_ascii_strcasecmp (dir, "rtl") == 0 || g_ascii_strcasecmp (dir, "ltr") == 0)) {
      self->draft->rtl = g_ascii_strcasecmp (dir, "rtl") == 0;
      return;
    }
  }
}

static char *
read_document (const CarrelDraft *draft, guint *words)
{
  char *text = carrel_document_to_text (draft->document, NULL);

  *words = carrel_text_count_words (text, -1);
  return text;
}

static gboolean
run_steps (CarrelExtraction *self, char **text, guint *words, GError **error)
{
  CarrelNode *article;

  self->head = carrel_html_get_head (self->html);
  self->body = carrel_html_get_body (self->html);
  if (!self->body)
    self->body = carrel_html_get_root (self->html);
  self->address = self->options->address ? carrel_address_normalize (self->options->address) : NULL;
  self->draft = carrel_draft_new ();

  carrel_extract_resolve_rule (self);
  carrel_extract_join_lines (self);
  carrel_extract_take_front_matter (self);
  carrel_extract_metadata (self);
  carrel_extract_mail (self);
  carrel_extract_open_walls (self);
  carrel_extract_leave_following (self);
  carrel_extract_structure (self);
  carrel_extract_images (self);
  carrel_extract_find_references (self);
  article = carrel_extract_find_article (self);
  settle_direction (self);
  if (article && !self->chosen) {
    carrel_extract_judge (self, article);
    carrel_extract_trim_end (self, article);
  }
  carrel_extract_take_references (self);
  if (article)
    carrel_extract_complete (self, article);
  self->draft->document =
      article ? carrel_document_from_node (article, self->base) : carrel_document_read ("", 0);
  self->draft->rule = self->chosen             ? CARREL_RULE_USED
                      : self->options->content ? CARREL_RULE_UNMATCHED
                                               : CARREL_RULE_NONE;
  if (!self->chosen)
    carrel_extract_rescue (self);
  *text = read_document (self->draft, words);
  if (!self->chosen && carrel_extract_use_state (self, *text, *words)) {
    g_free (*text);
    *text = read_document (self->draft, words);
  }
  carrel_extract_take_embedded (self);

  if (!carrel_extract_check_walls (self, *text, *words, error))
    return FALSE;
  carrel_extract_find_pages (self);
  if (is_worth_keeping (self, *text, *words))
    return TRUE;
  set_empty (*words, error);
  return FALSE;
}

/* `html` is taken. */
static CarrelDraft *
extract_page (CarrelHtml                 *html,
              const CarrelExtractOptions *options,
              char                      **text,
              guint                      *words,
              GError                    **error)
{
  CarrelExtraction self = { .options = options, .html = html };
  CarrelDraft     *draft = NULL;

  if (html && run_steps (&self, text, words, error)) {
    g_autofree char *declared = g_strdup (self.draft->language);

    settle_language (self.draft, *text, *words, options->language);
    carrel_extract_settle_days (&self, declared);
    draft = g_steal_pointer (&self.draft);
  }
  free_extraction (&self);
  return draft;
}

static gboolean
may_be_text (const guint8 *data, gsize n, GError **error)
{
  const char *what = NULL;

  if (n > MAX_BYTES)
    carrel_error_say (error, CARREL_ERROR_TOO_LARGE, N_ ("The page is larger than %d MB"),
                      MAX_BYTES / (1024 * 1024));
  if (n <= MAX_BYTES && carrel_charset_is_binary (data, n, &what)) {
    g_autofree char *word = g_strconcat (CARREL_SAID_WORD, what, NULL);

    carrel_error_say (error, CARREL_ERROR_NOT_A_PAGE,
                      N_ ("This is no page with text: it is of the kind “%s”"), word);
  }
  return n <= MAX_BYTES && !what;
}

char *
carrel_extract_decode (GBytes                     *bytes,
                       const CarrelExtractOptions *options,
                       gsize                      *len,
                       GError                    **error)
{
  gsize         n;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  return may_be_text (data, n, error) ? carrel_charset_decode (data, n, options->charset, NULL, len)
                                      : NULL;
}

CarrelSourceKind
carrel_extract_detect_kind (GBytes *bytes, const CarrelExtractOptions *options)
{
  gsize            len;
  g_autofree char *text = carrel_extract_decode (bytes, options, &len, NULL);

  return text ? carrel_extract_find_kind (options, text) : CARREL_SOURCE_AUTO;
}

/* Of many lines, or many addresses, more is made than can be read again. A page's own tags are
 * bounded. */
static gboolean
is_readable (const CarrelDraft *draft, gsize len, gboolean is_page, GError **error)
{
  g_autofree char *html = NULL;
  guint            n_blocks, n_tags = 0;

  carrel_document_get_blocks (draft->document, &n_blocks);
  if (len >= MIN_LARGE && (!is_page || n_blocks >= MANY_BLOCKS))
    html = carrel_document_write (draft->document);

  for (const char *p = html ? strchr (html, '<') : NULL; p; p = strchr (p + 1, '<'))
    n_tags++;
  if (n_tags <= CARREL_HTML_MAX_TAGS && (!html || strlen (html) <= CARREL_HTML_MAX_BYTES))
    return TRUE;
  carrel_error_say (error, CARREL_ERROR_TOO_LARGE,
                    N_ ("The text has too many paragraphs and links"));
  return FALSE;
}

CarrelDraft *
carrel_extract (GBytes *bytes, const CarrelExtractOptions *options, GError **error)
{
  static const CarrelExtractOptions none = { 0 };
  g_autofree char                  *source = NULL, *text = NULL;
  gsize                             n, len;
  const guint8                     *data = g_bytes_get_data (bytes, &n);
  guint                             words;
  gboolean                          is_page = FALSE;
  CarrelSourceKind                  kind;
  CarrelDraft                      *draft;

  if (!options)
    options = &none;
  if (!may_be_text (data, n, error))
    return NULL;
  /* A page that is UTF-8 is parsed from the bytes as they came: most are, and a copy is much of the
   * memory. */
  source = carrel_charset_decode_other (data, n, options->charset, NULL, &len);
  if (!find_declared_kind (options, &kind) || (!source && (kind != CARREL_SOURCE_HTML || n == 0))) {
    if (!source)
      source = carrel_charset_decode (data, n, options->charset, NULL, &len);
    kind = carrel_extract_find_kind (options, source);
  }

  switch (kind) {
  case CARREL_SOURCE_TEXT:
    draft = carrel_extract_text (source);
    break;
  case CARREL_SOURCE_MARKDOWN:
    draft = carrel_extract_markdown (source, options->address);
    break;
  case CARREL_SOURCE_HTML:
    is_page = TRUE;
    draft = extract_page (source ? carrel_html_parse_taken (g_steal_pointer (&source), len, error)
                                 : carrel_html_parse ((const char *) data, len, error),
                          options, &text, &words, error);
    if (!draft)
      return NULL;
    break;
  default:
    carrel_error_say (error, CARREL_ERROR_UNSUPPORTED,
                      N_ ("Carrel can't read pages of the type “%s”"),
                      options->type ? options->type : "");
    return NULL;
  }

  if (carrel_document_is_empty (draft->document)) {
    carrel_draft_free (draft);
    set_empty (0, error);
    return NULL;
  }
  if (!is_readable (draft, len, is_page, error)) {
    carrel_draft_free (draft);
    return NULL;
  }
  if (!text) {
    text = read_document (draft, &words);
    settle_language (draft, text, words, options->language);
  }
  return finish (draft, options);
}

/* ── On a worker ── */

typedef struct {
  GBytes              *bytes;   /* (owned) */
  CarrelExtractOptions options; /* (owned strings) */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_bytes_unref (job->bytes);
  g_free ((char *) job->options.address);
  g_free ((char *) job->options.charset);
  g_free ((char *) job->options.type);
  g_free ((char *) job->options.filename);
  g_free ((char *) job->options.language);
  g_free ((char *) job->options.content);
  g_strfreev ((GStrv) job->options.skip);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job         *job = data;
  GError      *error = NULL;
  CarrelDraft *draft;

  if (g_task_return_error_if_cancelled (task))
    return;
  draft = carrel_extract (job->bytes, &job->options, &error);
  if (draft)
    g_task_return_pointer (task, draft, (GDestroyNotify) carrel_draft_free);
  else
    g_task_return_error (task, error);
}

void
carrel_extract_async (GBytes                     *bytes,
                      const CarrelExtractOptions *options,
                      GCancellable               *cancellable,
                      GAsyncReadyCallback         callback,
                      gpointer                    user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->bytes = g_bytes_ref (bytes);
  if (options) {
    job->options.kind = options->kind;
    job->options.address = g_strdup (options->address);
    job->options.charset = g_strdup (options->charset);
    job->options.type = g_strdup (options->type);
    job->options.filename = g_strdup (options->filename);
    job->options.language = g_strdup (options->language);
    job->options.content = g_strdup (options->content);
    job->options.skip = (const char *const *) g_strdupv ((GStrv) options->skip);
  }
  g_task_set_source_tag (task, carrel_extract_async);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, run_job);
}

CarrelDraft *
carrel_extract_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* test-samples.c: the articles of the first run are all there, readable, and lead to each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "base/carrel-json.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "document/carrel-document.h"
#include "document/carrel-html.h"

#include <string.h>

#define PREFIX "/app/carrel/Carrel/samples/"
#define HOST "https://carrel.example/"
#define N_SAMPLES 12

/* A sample as a library would read it. */
typedef struct {
  JsonObject     *entry; /* in the index */
  CarrelHtml     *html;
  const char     *title, *address, *author, *site, *published;
  CarrelDocument *document;
} Sample;

static JsonNode *index_node;
static Sample    samples[N_SAMPLES];
static guint     n_samples;

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_strconcat (PREFIX, name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);
  return bytes;
}

static gboolean
exists (const char *name)
{
  g_autofree char *path = g_strconcat (PREFIX, name, NULL);

  return g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
}

static const char *
get_meta (CarrelNode *head, const char *name)
{
  for (CarrelNode *n = head->first; n; n = carrel_node_next (n, head, FALSE)) {
    const char *key = n->tag != CARREL_TAG_META     ? NULL
                      : carrel_node_get (n, "name") ? carrel_node_get (n, "name")
                                                    : carrel_node_get (n, "property");

    if (g_strcmp0 (key, name) == 0)
      return carrel_node_get (n, "content");
  }
  return NULL;
}

static void
read_sample (Sample *self, JsonObject *entry)
{
  const char *file = carrel_json_get_text (entry, "file");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;
  CarrelNode *head, *title, *article;
  gsize       len;

  g_assert_nonnull (file);
  g_assert_true (exists (file));
  bytes = load (file);
  text = g_bytes_get_data (bytes, &len);
  g_assert_true (g_utf8_validate (text, (gssize) len, NULL));

  self->entry = entry;
  self->html = carrel_html_parse (text, len, &error);
  g_assert_no_error (error);
  head = carrel_html_get_head (self->html);
  title = carrel_node_find (head, CARREL_TAG_TITLE);
  article = carrel_node_find (carrel_html_get_body (self->html), CARREL_TAG_ARTICLE);
  g_assert_nonnull (title);
  g_assert_nonnull (article);
  self->title = title->first->text;
  self->author = get_meta (head, "author");
  self->site = get_meta (head, "og:site_name");
  self->published = get_meta (head, "article:published_time");
  self->address = carrel_node_get (carrel_node_find (head, CARREL_TAG_LINK), "href");
  self->document = carrel_document_from_node (article, self->address);
}

static Sample *
find_sample (const char *address)
{
  for (guint i = 0; i < n_samples; i++)
    if (strcmp (samples[i].address, address) == 0)
      return &samples[i];
  return NULL;
}

static void
test_index (void)
{
  g_autoptr (GHashTable) addresses = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 days = 0;

  g_assert_cmpuint (n_samples, ==, N_SAMPLES);
  for (guint i = 0; i < n_samples; i++) {
    JsonObject *entry = samples[i].entry;
    JsonArray  *topics = carrel_json_get_array (entry, "topics");
    const char *place = carrel_json_get_text (entry, "place"),
               *read = carrel_json_get_text (entry, "read");
    double progress = json_object_get_double_member (entry, "progress");

    g_assert_true (g_strcmp0 (place, "inbox") == 0 || g_strcmp0 (place, "archive") == 0);
    g_assert_true (g_strcmp0 (read, "unread") == 0 ? progress <= 0
                   : g_strcmp0 (read, "reading") == 0
                       ? progress > 0 && progress < 1
                       : g_strcmp0 (read, "read") == 0 && progress >= 1);
    g_assert_nonnull (topics);
    g_assert_cmpuint (json_array_get_length (topics), >, 0);
    g_assert_true (json_object_has_member (entry, "favourite"));
    /* Newest first. */
    g_assert_cmpint (carrel_json_get_int (entry, "days"), >=, days);
    days = carrel_json_get_int (entry, "days");
    g_assert_true (g_hash_table_add (addresses, (gpointer) samples[i].address));
  }
}

static void
test_pages (void)
{
  for (guint i = 0; i < n_samples; i++) {
    CarrelNode *root = carrel_html_get_root (samples[i].html);
    const char *language = carrel_node_get (root, "lang"), *dir = carrel_node_get (root, "dir");

    g_assert_true (samples[i].title && *samples[i].title);
    g_assert_true (samples[i].author && *samples[i].author);
    g_assert_true (samples[i].site && *samples[i].site);
    g_assert_true (samples[i].address && g_str_has_prefix (samples[i].address, HOST));
    g_assert_cmpint (carrel_time_parse (samples[i].published), >, 0);
    g_assert_nonnull (language);
    g_assert_cmpstr (dir, ==, carrel_text_language_is_rtl (language) ? "rtl" : "ltr");
  }
}

/* No quotes, apostrophes and dashes of a typewriter, but in code. */
static void
assert_well_set (CarrelDocument *document)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < n; i++)
    if (blocks[i].type != CARREL_BLOCK_CODE &&
        (strpbrk (blocks[i].text, "\"'") || strstr (blocks[i].text, " - ")))
      g_error ("not well set: %s", blocks[i].text);
}

static void
test_text (void)
{
  for (guint i = 0; i < n_samples; i++) {
    g_autofree char *text = carrel_document_to_text (samples[i].document, NULL);
    g_autofree char *written = carrel_document_write (samples[i].document);
    g_autoptr (CarrelDocument) again = carrel_document_read (written, -1);
    const char *language = carrel_node_get (carrel_html_get_root (samples[i].html), "lang");
    const char *guess = carrel_text_guess_language (text);
    guint       words = carrel_text_count_words (text, -1);

    g_test_message ("%s: %u words", carrel_json_get_text (samples[i].entry, "file"), words);
    g_assert_cmpuint (words, >, 150);
    g_assert_cmpuint (words, <=, 900);
    g_assert_true (carrel_document_equal (samples[i].document, again));
    g_assert_true (guess && g_str_has_prefix (language, guess));
    assert_well_set (samples[i].document);
  }
}

/* Every picture stands in the resource, and every one there is used. */
static void
test_pictures (void)
{
  g_auto (GStrv) children =
      g_resources_enumerate_children (PREFIX, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_samples; i++) {
    g_autoptr (GPtrArray) images = carrel_document_list_images (samples[i].document);
    const char *picture = get_meta (carrel_html_get_head (samples[i].html), "og:image");

    for (guint k = 0; k < images->len; k++) {
      char *name = g_path_get_basename (images->pdata[k]);
      g_autoptr (GBytes) bytes = load (name);

      g_assert_cmpuint (g_bytes_get_size (bytes), <=, 60 * 1000);
      g_hash_table_add (used, name);
    }
    g_assert_cmpstr (picture, ==, images->len ? images->pdata[0] : NULL);
    g_hash_table_add (used, g_strdup (carrel_json_get_text (samples[i].entry, "file")));
  }
  g_hash_table_add (used, g_strdup ("index.json"));
  for (guint i = 0; children[i]; i++)
    if (!g_hash_table_contains (used, children[i]))
      g_error ("%s is in the resource, and nothing uses it", children[i]);
}

/* They mention each other, and nothing else that would have to be fetched. */
static void
test_links (void)
{
  guint n_links = 0;

  for (guint i = 0; i < n_samples; i++) {
    g_autoptr (GPtrArray) links = carrel_document_list_links (samples[i].document);

    g_assert_cmpuint (links->len, >, 0);
    for (guint k = 0; k < links->len; k++) {
      CarrelDocumentLink *link = links->pdata[k];
      Sample             *target = find_sample (link->address);

      if (!target)
        g_error ("%s leads nowhere, in %s", link->address, samples[i].address);
      g_assert_true (target != &samples[i]);
      n_links++;
    }
  }
  g_assert_cmpuint (n_links, >=, 10);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *entries;
  int        status;

  g_test_init (&argc, &argv, NULL);

  bytes = load ("index.json");
  index_node =
      carrel_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  entries = json_node_get_array (index_node);
  g_assert_cmpuint (json_array_get_length (entries), <=, N_SAMPLES);
  for (; n_samples < json_array_get_length (entries); n_samples++)
    read_sample (&samples[n_samples], json_array_get_object_element (entries, n_samples));

  g_test_add_func ("/samples/index-is-whole", test_index);
  g_test_add_func ("/samples/pages-say-what-they-are", test_pages);
  g_test_add_func ("/samples/texts-are-long-enough-and-clean", test_text);
  g_test_add_func ("/samples/pictures-are-there", test_pictures);
  g_test_add_func ("/samples/links-lead-to-each-other", test_links);
  status = g_test_run ();

  for (guint i = 0; i < n_samples; i++) {
    carrel_document_unref (samples[i].document);
    carrel_html_free (samples[i].html);
  }
  json_node_unref (index_node);
  return status;
}

/* carrel-extract-json-ld.c: what a page says of its article in JSON-LD (schema.org).
 *
 * Every object of every script is looked at, in order, without recursion; the one that is an
 * article and names this page counts, else the first article, else the page itself. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-json.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"

#include <string.h>

#define MAX_OBJECTS 5000 /* of a page */
#define MAX_NAMES 12     /* authors */

typedef struct {
  GPtrArray  *roots;   /* (owned) (element-type JsonNode) */
  GPtrArray  *objects; /* (owned) (element-type JsonObject): in document order, lent by the roots */
  GHashTable *by_id;   /* (owned): «@id» → JsonObject; both lent */
} Graph;

/* ── Reading ── */

/* What a list names are other articles; the others are of the site, and of no article. */
static const char *const unread[] = { "itemListElement",
                                      "relatedLink",
                                      "comment",
                                      "mentions",
                                      "blogPost",
                                      "hasPart",
                                      "potentialAction",
                                      "sameAs",
                                      "contactPoint",
                                      "address",
                                      "openingHoursSpecification",
                                      "aggregateRating",
                                      "interactionStatistic",
                                      "speakable",
                                      "offers",
                                      "keywords",
                                      NULL };

static JsonNode *
parse (const char *text)
{
  JsonNode        *node;
  g_autofree char *pruned = NULL, *repaired = NULL;

  text += strspn (text, " \t\r\n");
  pruned =
      *text == '{' || *text == '[' ? carrel_extract_prune_json (text, strlen (text), unread) : NULL;
  node = pruned ? carrel_json_parse (pruned, -1, NULL) : NULL;
  if (node)
    return node;
  node = *text == '{' || *text == '[' ? carrel_json_parse (text, -1, NULL) : NULL;
  if (node)
    return node;
  repaired = carrel_extract_repair_json (text, strlen (text));
  return carrel_json_parse (repaired, -1, NULL);
}

static void
list_objects (Graph *graph, JsonNode *root)
{
  g_autoptr (GQueue) queue = g_queue_new ();

  g_queue_push_tail (queue, root);
  while (!g_queue_is_empty (queue) && graph->objects->len < MAX_OBJECTS) {
    JsonNode *node = g_queue_pop_head (queue);

    if (JSON_NODE_HOLDS_ARRAY (node)) {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_queue_push_tail (queue, json_array_get_element (array, i));
    } else if (JSON_NODE_HOLDS_OBJECT (node)) {
      JsonObject    *object = json_node_get_object (node);
      const char    *id = carrel_json_get_text (object, "@id");
      JsonObjectIter iter;
      const char    *name;
      JsonNode      *value;

      g_ptr_array_add (graph->objects, object);
      if (id && json_object_get_size (object) > 1 && !g_hash_table_contains (graph->by_id, id))
        g_hash_table_insert (graph->by_id, (gpointer) id, object);
      json_object_iter_init (&iter, object);
      while (json_object_iter_next (&iter, &name, &value))
        if (!g_strv_contains (unread, name))
          g_queue_push_tail (queue, value);
    }
  }
}

/* ── Looking ── */

static gboolean
is_type (const char *type, const char *const *endings)
{
  for (; *endings; endings++)
    if (g_str_has_suffix (type, *endings))
      return TRUE;
  return FALSE;
}

static gboolean
has_type (JsonObject *object, const char *const *endings)
{
  const char *type = carrel_json_get_text (object, "@type");
  JsonArray  *types = carrel_json_get_array (object, "@type");

  if (type)
    return is_type (type, endings);
  for (guint i = 0; types && i < json_array_get_length (types); i++) {
    JsonNode *node = json_array_get_element (types, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
        is_type (json_node_get_string (node), endings))
      return TRUE;
  }
  return FALSE;
}

/* A member that is an object, or the first of an array, or another object's name. */
static JsonObject *
get_object (Graph *graph, JsonNode *node)
{
  JsonObject *object = NULL;
  const char *id;

  if (node && JSON_NODE_HOLDS_ARRAY (node))
    node = json_array_get_length (json_node_get_array (node))
               ? json_array_get_element (json_node_get_array (node), 0)
               : NULL;
  if (node && JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  if (object && json_object_get_size (object) == 1 && (id = carrel_json_get_text (object, "@id")))
    object = g_hash_table_lookup (graph->by_id, id);
  return object;
}

static const char *
get_text_of (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static char *
get_line (JsonObject *object, const char *name)
{
  const char *text = carrel_json_get_text (object, name);

  return text ? carrel_extract_clean_value (text) : NULL;
}

/* A name that is text, or stands in an object, or the two halves of one. (transfer full) (nullable)
 */
static char *
get_name (const char *text, JsonObject *person)
{
  const char *given, *family;

  if (text || !person)
    return text ? carrel_extract_clean_value (text) : NULL;
  text = carrel_json_get_text (person, "name");
  if (!text) { /* «"name": ["Ines Calder"]» */
    JsonArray *array = carrel_json_get_array (person, "name");

    text = array && json_array_get_length (array) > 0
               ? get_text_of (json_array_get_element (array, 0))
               : NULL;
  }
  if (text)
    return carrel_extract_clean_value (text);
  given = carrel_json_get_text (person, "givenName");
  family = carrel_json_get_text (person, "familyName");
  return given && family ? g_strdup_printf ("%s %s", given, family) : NULL;
}

/* Of all in an array; an organisation only where no person is named. (transfer full) (nullable) */
static char *
get_names (Graph *graph, JsonObject *object, const char *member, gboolean *by_organisation)
{
  static const char *const organisations[] = { "Organization", "Corporation",  "Brand",
                                               "WebSite",      "Organisation", NULL };
  JsonNode                *node = json_object_get_member (object, member);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free),
                        others = g_ptr_array_new_with_free_func (g_free);
  guint n =
      node && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 1;
  GPtrArray *names;

  for (guint i = 0; node && i < n && people->len + others->len < MAX_NAMES; i++) {
    JsonNode        *one = JSON_NODE_HOLDS_ARRAY (node)
                               ? json_array_get_element (json_node_get_array (node), i)
                               : node;
    JsonObject      *person = get_object (graph, one);
    g_autofree char *name = get_name (get_text_of (one), person);

    names = person && has_type (person, organisations) ? others : people;
    if (name && !strstr (name, "://") &&
        !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_ptr_array_add (names, g_steal_pointer (&name));
  }
  names = people->len > 0 ? people : others;
  *by_organisation = people->len == 0;
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static gboolean
names_page (Graph *graph, JsonObject *object, const char *address)
{
  static const char *const members[] = { "url", "mainEntityOfPage", "@id" };

  for (guint i = 0; address && i < G_N_ELEMENTS (members); i++) {
    JsonNode   *node = json_object_get_member (object, members[i]);
    const char *text = get_text_of (node);
    JsonObject *page = text || !node                   ? NULL
                       : JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                       : get_object (graph, node);

    if (!text && page)
      text = carrel_json_get_text (page, "@id");
    if (text && carrel_address_equal (text, address))
      return TRUE;
  }
  return FALSE;
}

/* ── Taking ── */

static void
take_image (CarrelJsonLd *self, Graph *graph, JsonObject *object)
{
  JsonNode   *node = json_object_get_member (object, "image");
  JsonObject *image;
  const char *text;

  if (node && JSON_NODE_HOLDS_ARRAY (node) &&
      json_array_get_length (json_node_get_array (node)) > 0)
    node = json_array_get_element (json_node_get_array (node), 0);
  text = get_text_of (node);
  image = text ? NULL : get_object (graph, node);
  if (!text && image)
    text = carrel_json_get_text (image, "url");
  if (!text && image)
    text = carrel_json_get_text (image, "contentUrl");
  if (text)
    self->image = g_strdup (text);
}

static gboolean
is_false (JsonNode *node)
{
  const char *text = get_text_of (node);

  if (text)
    return g_ascii_strcasecmp (text, "false") == 0 || strcmp (text, "http://schema.org/False") == 0;
  return node && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && !json_node_get_boolean (node);
}

/* What isn't known yet, so that a page may say what its article doesn't. */
static void
take (CarrelJsonLd *self, Graph *graph, JsonObject *object, gboolean is_article)
{
  const char *body = carrel_json_get_text (object, "articleBody"),
             *words = carrel_json_get_text (object, "wordCount");
  JsonObject *publisher = get_object (graph, json_object_get_member (object, "publisher"));

  if (is_article)
    self->title = get_line (object, "headline");
  if (is_article && !self->title)
    self->title = get_line (object, "name");
  if (!self->byline)
    self->byline = get_names (graph, object, "author", &self->by_organisation);
  if (!self->byline && is_article)
    self->byline = get_names (graph, object, "creator", &self->by_organisation);
  if (!self->site && publisher)
    self->site = get_line (publisher, "name");
  if (!self->excerpt)
    self->excerpt = get_line (object, "description");
  if (!self->language)
    self->language = get_line (object, "inLanguage");
  if (!self->published)
    self->published = carrel_time_read (carrel_json_get_text (object, "datePublished"),
                                        CARREL_TIME_ORDER_UNKNOWN, &self->published_offset);
  if (!self->published)
    self->published = carrel_time_read (carrel_json_get_text (object, "dateCreated"),
                                        CARREL_TIME_ORDER_UNKNOWN, &self->published_offset);
  if (!self->published)
    self->published = carrel_time_read (carrel_json_get_text (object, "uploadDate"),
                                        CARREL_TIME_ORDER_UNKNOWN, &self->published_offset);
  if (!self->modified)
    self->modified = carrel_time_read (carrel_json_get_text (object, "dateModified"),
                                       CARREL_TIME_ORDER_UNKNOWN, &self->modified_offset);
  if (!self->image)
    take_image (self, graph, object);
  if (!self->body)
    self->body = g_strdup (body ? body : carrel_json_get_text (object, "text"));
  if (!self->words)
    self->words = (guint) CLAMP (words ? (gint64) g_ascii_strtoull (words, NULL, 10)
                                       : carrel_json_get_int (object, "wordCount"),
                                 0, 1000000);
  self->locked |= is_false (json_object_get_member (object, "isAccessibleForFree"));
}

/* The text of a script; the parser leaves it in one piece, but for very long ones. */
static JsonNode *
parse_script (CarrelNode *script)
{
  g_autoptr (GString) joined = NULL;
  const char *content = script->tag == CARREL_TAG_META ? carrel_node_get (script, "content") : NULL;

  if (content)
    return parse (content);
  if (!script->first || script->first->type != CARREL_NODE_TEXT)
    return NULL;
  if (!script->first->next)
    return parse (script->first->text);
  joined = g_string_new (NULL);
  for (CarrelNode *node = script->first; node; node = node->next)
    if (node->type == CARREL_NODE_TEXT)
      g_string_append_len (joined, node->text, node->text_len);
  return parse (joined->str);
}

void
carrel_json_ld_read (CarrelJsonLd *self, GPtrArray *scripts, const char *address)
{
  static const char *const articles[] = { "Article",        "Posting", "Report", "APIReference",
                                          "BlogPost",       "Recipe",  "HowTo",  "Review",
                                          "PodcastEpisode", "Chapter", NULL };
  static const char *const forums[] = { "DiscussionForumPosting", NULL }, *const answers[] = {
    "QAPage", NULL
  };
  static const char *const pages[] = { "WebPage",        "ItemPage", "AboutPage",
                                       "MedicalWebPage", "FAQPage",  NULL };
  Graph       graph = { g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref),
                        g_ptr_array_new (), g_hash_table_new (g_str_hash, g_str_equal) };
  JsonObject *article = NULL, *page = NULL;
  static const char *const questions[] = { "Question", NULL };
  gboolean                 named = FALSE;

  for (guint i = 0; i < scripts->len; i++) {
    JsonNode *json = parse_script (scripts->pdata[i]);

    if (!json)
      continue;
    g_ptr_array_add (graph.roots, json);
    list_objects (&graph, json);
  }

  for (guint i = 0; i < graph.objects->len; i++) {
    JsonObject *object = graph.objects->pdata[i];

    if (has_type (object, forums))
      self->talk = CARREL_TALK_FORUM;
    else if (self->talk == CARREL_TALK_NONE && has_type (object, answers))
      self->talk = CARREL_TALK_QUESTION;
    /* A question is the article of its page, but one of many on a page of frequent ones. */
    if (has_type (object, articles) || (self->talk && has_type (object, questions))) {
      gboolean this = names_page (&graph, object, address);

      if (!article || (this && !named))
        article = object;
      named |= this;
    } else if (!page && has_type (object, pages)) {
      page = object;
    }
  }
  if (article)
    take (self, &graph, article, TRUE);
  if (page)
    take (self, &graph, page, FALSE);

  g_hash_table_unref (graph.by_id);
  g_ptr_array_unref (graph.objects);
  g_ptr_array_unref (graph.roots);
}

void
carrel_json_ld_clear (CarrelJsonLd *self)
{
  g_free (self->title);
  g_free (self->byline);
  g_free (self->site);
  g_free (self->excerpt);
  g_free (self->language);
  g_free (self->image);
  g_free (self->body);
  memset (self, 0, sizeof *self);
}

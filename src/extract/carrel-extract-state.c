/* carrel-extract-state.c: the article in what a page's programs build it from.
 *
 * Only where the page itself has little text: every JSON value in its scripts (and in data
 * attributes) is looked through for what can be an article's body: HTML, a long text, an editor's
 * blocks. Where the script holds no JSON but a program's own notation, its long strings are looked
 * at. What belongs to an object with another title, to comments or to settings isn't taken. Any
 * thread; no recursion; everything is bounded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-state.h"
#include "extract/carrel-extract-private.h"

#include "base/carrel-matcher.h"
#include "base/carrel-text.h"

#include <string.h>

#define ENOUGH_WORDS 250             /* of the page itself: then nothing is looked for */
#define MIN_SCRIPT 400               /* bytes */
#define MIN_BODY 300                 /* characters of text */
#define MIN_STRING 200               /* bytes of a string that is looked at */
#define MAX_NODES 300000             /* JSON values of a page */
#define MAX_TOTAL (16 * 1024 * 1024) /* bytes of JSON of a page */
#define MAX_NESTED 3                 /* JSON in strings in JSON */
#define CUT_FACTOR 6                 /* how often the bytes of a script may be looked at */
#define GOAL 2                       /* so many times the page's text is worth taking */

typedef struct {
  JsonNode   *node;
  const char *key;   /* of it, or of the list it is in; "" */
  JsonObject *owner; /* (nullable): the nearest object that has a title */
  guint       nested;
} Frame;

typedef struct {
  CarrelExtraction *extraction;
  CarrelState       state;
  GPtrArray        *roots; /* (owned) (element-type JsonNode) */
  GPtrArray        *keys;  /* (owned) (element-type utf8): of strings in programs */
  GArray           *queue; /* (owned) (element-type Frame) */
  gsize             total;
  char             *title; /* (owned) (nullable): the page's, as a key */
  /* The best so far. */
  char    *body;       /* (owned) (nullable) */
  char    *body_title; /* (owned) (nullable) */
  double   score;
  gboolean other; /* it belongs to another title */
} Search;

/* ── What may be a body ── */

/* Not gone into. */
static gboolean
is_never_body (const char *key)
{
  static const char *const words[] = {
    "comment",    "related",  "recommend",   "mostread",    "most_read",     "popular", "trending",
    "sidebar",    "footer",   "navigation",  "cookie",      "consent",       "privacy", "legal",
    "disclaimer", "i18n",     "translation", "locale",      "stylesheet",    "css",     "script",
    "svg",        "query",    "schema",      "newsletter",  "advert",        "promo",   "biography",
    "authorbio",  "tracking", "analytics",   "featureflag", "configuration", NULL
  };
  static const char *const        wholes[] = { "css",      "js",     "ads",    "nav",   "menu",
                                               "messages", "config", "env",    "terms", "bio",
                                               "replies",  "style",  "styles", "icons", NULL };
  static const char *const *const groups[] = { words };
  static gsize                    once;

  if (!*key)
    return FALSE;
  if (carrel_matcher_find (carrel_matcher_get (&once, groups, 1, TRUE), key))
    return TRUE;
  for (guint i = 0; wholes[i]; i++)
    if (g_ascii_tolower (*key) == *wholes[i] && g_ascii_strcasecmp (key, wholes[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_good_key (const char *key)
{
  static const char *const words[] = { "body",      "content", "article",    "html",     "text",
                                       "markup",    "story",   "post",       "copy",     "rendered",
                                       "paragraph", "blocks",  "transcript", "markdown", NULL };
  static const char *const *const groups[] = { words };
  static gsize                    once;

  return *key && carrel_matcher_find (carrel_matcher_get (&once, groups, 1, TRUE), key);
}

/* Characters outside tags, and how it reads. */
static gsize
measure (const char *text, gboolean *html, guint *sentences, guint *odd)
{
  gsize    chars = 0;
  gboolean in_tag = FALSE;

  *html = FALSE;
  *sentences = *odd = 0;
  for (const char *p = text; *p; p++) {
    if (*p == '<' && (g_ascii_isalpha (p[1]) || p[1] == '/' || p[1] == '!')) {
      in_tag = TRUE;
      *html |= p[1] == '/' || g_ascii_tolower (p[1]) == 'p' || g_ascii_tolower (p[1]) == 'b';
    }
    if (!in_tag && ((guchar) *p & 0xc0) != 0x80) {
      chars++;
      *odd +=
          *p == '{' || *p == '}' || *p == ';' || *p == '=' || *p == '\\' || *p == '|' || *p == '_';
      *sentences += (strchr (".!?", *p) &&
                     (p[1] == ' ' || p[1] == '\n' || p[1] == '<' || p[1] == '\0' || p[1] == '"')) ||
                    carrel_text_starts (p, "。") || carrel_text_starts (p, "؟") ||
                    carrel_text_starts (p, "।");
    }
    if (*p == '>')
      in_tag = FALSE;
  }
  return chars;
}

static const char *
get_title (const CarrelState *state, JsonObject *object)
{
  static const char *const names[] = { "headline", "title", "name", "metaTitle", "seoTitle" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonNode   *node = carrel_state_get (state, object, names[i]);
    const char *text = carrel_state_get_text (state, object, names[i]);

    if (!text && node && JSON_NODE_HOLDS_OBJECT (node)) {
      text = carrel_state_get_text (state, json_node_get_object (node), "rendered");
      if (!text)
        text = carrel_state_get_text (state, json_node_get_object (node), "basic");
    }
    if (text && *text && strlen (text) <= CARREL_EXTRACT_MAX_TITLE && (i < 2 || strchr (text, ' ')))
      return text;
  }
  return NULL;
}

static gboolean
is_same_title (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);

  return strcmp (a, b) == 0 || (MIN (n, m) >= 12 && (n < m ? strstr (b, a) : strstr (a, b)));
}

/* Keeps it where it is better than what there is. Takes `body`. */
static void
offer (Search *search, char *body, const char *key, JsonObject *owner)
{
  gboolean    html;
  guint       sentences, odd;
  gsize       chars = measure (body, &html, &sentences, &odd);
  double      score = (double) chars;
  const char *title = owner ? get_title (&search->state, owner) : NULL;
  gboolean    other = FALSE;

  if (chars < MIN_BODY || odd * 25 > chars || sentences * 600 < chars ||
      g_str_has_prefix (body, "data:") || (!html && !is_good_key (key) && sentences < 4)) {
    g_free (body);
    return;
  }
  if (is_good_key (key))
    score *= 2;
  if (title && search->title) {
    g_autofree char *clean = carrel_extract_clean_value (title),
                    *its = clean ? carrel_text_title_key (clean, search->extraction->draft->site)
                                 : NULL;

    other = its && *its && !is_same_title (its, search->title);
    score *= other ? 0.3 : 3;
  }
  if (score <= search->score) {
    g_free (body);
    return;
  }
  search->score = score;
  search->other = other;
  g_free (search->body);
  search->body = body;
  g_free (search->body_title);
  search->body_title = title ? carrel_extract_clean_value (title) : NULL;
}

/* ── Through the JSON ── */

static gboolean
add_json (Search *search, const char *text, gssize len, const char *key, guint nested)
{
  gsize     size = len < 0 ? strlen (text) : (gsize) len;
  JsonNode *node;
  Frame     frame;

  if (nested > MAX_NESTED || search->total + size > MAX_TOTAL)
    return FALSE;
  search->total += size;
  node = carrel_json_parse (text, (gssize) size, NULL);
  if (!node)
    return FALSE;
  g_ptr_array_add (search->roots, node);
  frame = (Frame) { node, key, NULL, nested };
  g_array_append_val (search->queue, frame);
  return TRUE;
}

static void
look_at_string (Search *search, const char *text, const Frame *frame)
{
  gsize       len = strlen (text);
  const char *start = text + strspn (text, " \n\t\r");

  if (len < MIN_STRING)
    return;
  if ((*start == '{' && start[strcspn (start + 1, "\"}") + 1] == '"') ||
      (*start == '[' && (start[1] == '{' || start[1] == '"' || start[1] == '['))) {
    add_json (search, start, -1, frame->key, frame->nested + 1);
    return;
  }
  if (g_str_has_prefix (start, "%7B%22") || g_str_has_prefix (start, "%5B%7B")) {
    g_autofree char *plain = g_uri_unescape_string (start, NULL);

    if (plain && g_utf8_validate (plain, -1, NULL))
      add_json (search, plain, -1, frame->key, frame->nested + 1);
    return;
  }
  if (!strchr (text, ' ') && g_utf8_strlen (text, -1) == (glong) len)
    return;
  /* Escaped once more than needed. */
  if (!strchr (text, '<') && strstr (text, "&lt;p")) {
    g_autoptr (CarrelHtml) html = carrel_html_parse (text, len, NULL);

    if (html)
      offer (search, carrel_node_dup_text (carrel_html_get_root (html)), frame->key, frame->owner);
    return;
  }
  offer (search, g_strdup (text), frame->key, frame->owner);
}

static gboolean
look_at_list (Search *search, JsonArray *array, const Frame *frame, JsonNode *links)
{
  char *html = carrel_state_blocks_to_html (&search->state, array, links);

  if (!html)
    return FALSE;
  if (strlen (html) < MIN_BODY) {
    g_free (html);
    return FALSE;
  }
  offer (search, html, *frame->key ? frame->key : "blocks", frame->owner);
  return TRUE;
}

static void
enqueue (Search *search, JsonNode *node, const char *key, JsonObject *owner, guint nested)
{
  Frame frame = { node, key, owner, nested };

  if (node && !JSON_NODE_HOLDS_NULL (node) && search->queue->len < MAX_NODES)
    g_array_append_val (search->queue, frame);
}

static void
look_at_object (Search *search, JsonObject *object, const Frame *frame)
{
  JsonObject    *owner = get_title (&search->state, object) ? object : frame->owner;
  JsonNode      *links = carrel_state_get (&search->state, object, "entityMap");
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value)) {
    JsonNode *is = carrel_state_resolve (&search->state, value);
    Frame     inner = { is, name, owner, frame->nested };

    if (!is || is_never_body (name))
      continue;
    /* «rendered», «value» say less than what holds them. */
    if (*frame->key && is_good_key (frame->key) && !is_good_key (name))
      inner.key = frame->key;
    if (JSON_NODE_HOLDS_ARRAY (is)) {
      if (!look_at_list (search, json_node_get_array (is), &inner, links) && is == value)
        enqueue (search, is, inner.key, owner, frame->nested);
    } else if (is == value ||
               (JSON_NODE_HOLDS_VALUE (is) && json_node_get_value_type (is) == G_TYPE_STRING)) {
      enqueue (search, is, inner.key, owner, frame->nested);
    }
  }
}

/* Is it a list of values that speak of each other by their places in it? */
static gboolean
is_flat (JsonNode *root)
{
  JsonArray *array = root && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  JsonNode  *first =
      array && json_array_get_length (array) > 2 ? json_array_get_element (array, 0) : NULL;
  JsonObject    *object;
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *value;

  if (!first)
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (first)) {
    JsonArray *pair = json_node_get_array (first);
    JsonNode  *kind = json_array_get_length (pair) == 2 ? json_array_get_element (pair, 0) : NULL;

    return kind && JSON_NODE_HOLDS_VALUE (kind) &&
           json_node_get_value_type (kind) == G_TYPE_STRING &&
           JSON_NODE_HOLDS_VALUE (json_array_get_element (pair, 1)) &&
           json_node_get_value_type (json_array_get_element (pair, 1)) == G_TYPE_INT64;
  }
  object = JSON_NODE_HOLDS_OBJECT (first) ? json_node_get_object (first) : NULL;
  if (!object || json_object_get_size (object) == 0)
    return FALSE;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_INT64)
      return FALSE;
  return TRUE;
}

static void
note_table (Search *search, JsonObject *object, const char *key)
{
  CarrelState     *state = &search->state;
  g_autofree char *lower = g_ascii_strdown (key, -1);

  if (state->n_tables < CARREL_STATE_MAX_TABLES &&
      (json_object_has_member (object, "ROOT_QUERY") || strstr (lower, "apollo")))
    state->tables[state->n_tables++] = object;
}

static void
run (Search *search)
{
  for (guint i = 0; i < search->queue->len && i < MAX_NODES; i++) {
    Frame frame = g_array_index (search->queue, Frame, i);

    if (is_flat (frame.node) && g_ptr_array_find (search->roots, frame.node, NULL)) {
      /* What stands in it is looked at with its help; what stood in the queue before, without. */
      search->state.flat = json_node_get_array (frame.node);
    }
    if (JSON_NODE_HOLDS_OBJECT (frame.node)) {
      note_table (search, json_node_get_object (frame.node), frame.key);
      look_at_object (search, json_node_get_object (frame.node), &frame);
    } else if (JSON_NODE_HOLDS_ARRAY (frame.node)) {
      JsonArray *array = json_node_get_array (frame.node);

      for (guint k = 0; k < json_array_get_length (array); k++) {
        JsonNode  *element = json_array_get_element (array, k);
        JsonArray *inner = JSON_NODE_HOLDS_ARRAY (element) ? json_node_get_array (element) : NULL;

        if (!inner || !look_at_list (search, inner, &frame, NULL))
          enqueue (search, element, frame.key, frame.owner, frame.nested);
      }
    } else if (JSON_NODE_HOLDS_VALUE (frame.node) &&
               json_node_get_value_type (frame.node) == G_TYPE_STRING) {
      look_at_string (search, json_node_get_string (frame.node), &frame);
    }
  }
  g_array_set_size (search->queue, 0);
  search->state.flat = NULL;
}

/* ── Through the scripts ── */

/* The name before «: "…"» or «= "…"». (transfer full) */
static char *
get_key_before (const char *text, const char *at)
{
  const char *end;

  while (at > text && strchr (" \t\n:=(", at[-1]))
    at--;
  if (at > text && (at[-1] == '"' || at[-1] == '\''))
    at--;
  for (end = at; at > text && end - at < 40 && (g_ascii_isalnum (at[-1]) || at[-1] == '_'); at--)
    ;
  return g_strndup (at, (gsize) (end - at));
}

/* A program's long strings. */
static void
look_at_literals (Search *search, const char *text, gsize len)
{
  const char *end = text + len;

  for (const char *p = text; p < end; p++) {
    const char *close;

    if (*p != '"' && *p != '\'' && *p != '`')
      continue;
    close = carrel_state_skip_string (p, end);
    if (!close)
      continue;
    if (close - p > MIN_STRING && search->keys->len < 1000) {
      g_autofree char *value = carrel_state_decode_string (p + 1, (gsize) (close - p - 1));
      Frame            frame = { NULL, get_key_before (text, p), NULL, 0 };

      g_ptr_array_add (search->keys, (gpointer) frame.key);
      if (!is_never_body (frame.key))
        look_at_string (search, value, &frame);
    }
    p = close;
  }
}

static void
look_at_script (Search *search, const char *text, gsize len)
{
  const char *end = text + len;
  gsize       budget = len * CUT_FACTOR;
  gboolean    found = FALSE;

  for (const char *p = text; p < end; p++) {
    const char *value, *after;

    /* At the start, or after «=» or «(». */
    if (p != text && *p != '=' && *p != '(')
      continue;
    value = p == text && *p != '=' && *p != '(' ? p : p + 1;
    value += strspn (value, " \t\r\n");
    if (value >= end || (*value != '{' && *value != '['))
      continue;
    after = carrel_state_skip_value (value, end);
    {
      gsize cost = (gsize) ((after ? after : end) - value);

      if (cost > budget)
        break;
      budget -= cost;
    }
    if (!after || after - value < MIN_SCRIPT)
      continue;
    if (add_json (search, value, after - value, "", 0)) {
      found = TRUE;
      p = after - 1;
    }
  }
  if (!found)
    look_at_literals (search, text, len);
  run (search);
}

/* ── Rows that a server streamed (self.__next_f.push ([1, "…"])) ── */

static void
gather_rows (GString *rows, const char *text)
{
  static const char call[] = "__next_f.push([1,";
  const char       *end = text + strlen (text);

  for (const char *p = strstr (text, call); p; p = strstr (p, call)) {
    const char *close;

    p += strlen (call);
    p += strspn (p, " ");
    close = *p == '"' ? carrel_state_skip_string (p, end) : NULL;
    if (close) {
      g_autofree char *piece = carrel_state_decode_string (p + 1, (gsize) (close - p - 1));

      g_string_append (rows, piece);
      p = close;
    }
  }
}

static void
add_row (Search *search, const char *id, gsize id_len, JsonNode *node)
{
  g_ptr_array_add (search->roots, node);
  g_hash_table_replace (search->state.rows, g_strndup (id, id_len), node);
  enqueue (search, node, "", NULL, 0);
}

static void
look_at_rows (Search *search, GString *rows)
{
  const char *p = rows->str, *end = rows->str + rows->len;

  search->state.rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (p < end && search->queue->len < MAX_NODES) {
    const char *id = p, *line;
    gsize       id_len = strspn (p, "0123456789abcdef");

    if (id_len == 0 || id_len > 8 || p[id_len] != ':') {
      p += strcspn (p, "\n");
      p += *p == '\n';
      continue;
    }
    p += id_len + 1;
    if (*p == 'T' && g_ascii_isxdigit (p[1])) {
      char   *after;
      guint64 size = g_ascii_strtoull (p + 1, &after, 16);
      gsize   left = (gsize) (end - after), take = (gsize) MIN (size, left > 0 ? left - 1 : 0);
      g_autofree char *text =
          *after == ',' ? carrel_text_make_valid (after + 1, (gssize) take) : NULL;

      if (text) {
        JsonNode *node = json_node_new (JSON_NODE_VALUE);

        json_node_set_string (node, text);
        add_row (search, id, id_len, node);
        p = after + 1 + take;
        continue;
      }
    }
    line = p;
    p += strcspn (p, "\n");
    if ((*line == '{' || *line == '[') && p - line >= MIN_STRING &&
        search->total + (gsize) (p - line) <= MAX_TOTAL) {
      JsonNode *node = carrel_json_parse (line, p - line, NULL);

      search->total += (gsize) (p - line);
      if (node)
        add_row (search, id, id_len, node);
    }
    p += *p == '\n';
  }
  run (search);
}

/* ── The page ── */

static gboolean
may_hold_state (CarrelNode *script)
{
  const char *type = carrel_node_get (script, "type");

  if (!script->first || script->first->type != CARREL_NODE_TEXT ||
      script->first->text_len < MIN_SCRIPT)
    return FALSE;
  return !type || !*type ||
         (!strstr (type, "ld+json") && (strstr (type, "json") || strstr (type, "javascript") ||
                                        strstr (type, "module") || strstr (type, "fastboot")));
}

static void
look_at_attributes (Search *search, CarrelNode *node)
{
  for (guint i = 0; i < node->n_attributes; i++) {
    const CarrelAttribute *attribute = &node->attributes[i];

    if (g_str_has_prefix (attribute->name, "data-") &&
        (*attribute->value == '{' || *attribute->value == '[') &&
        strlen (attribute->value) >= MIN_SCRIPT) {
      add_json (search, attribute->value, -1, attribute->name + strlen ("data-"), 0);
      run (search);
    }
  }
}

static void
look_through (Search *search)
{
  CarrelNode *root = carrel_html_get_root (search->extraction->html);
  g_autoptr (GString) rows = g_string_new (NULL);

  for (CarrelNode *node = root; node; node = carrel_node_next (node, root, FALSE)) {
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    if (node->tag == CARREL_TAG_SCRIPT && may_hold_state (node)) {
      if (strstr (node->first->text, "__next_f.push("))
        gather_rows (rows, node->first->text);
      else
        look_at_script (search, node->first->text, node->first->text_len);
    } else if (node->n_attributes > 0) {
      look_at_attributes (search, node);
    }
  }
  if (rows->len >= MIN_SCRIPT)
    look_at_rows (search, rows);
}

gboolean
carrel_extract_use_state (CarrelExtraction *self, const char *text, guint words)
{
  g_autofree char *new_text = NULL;
  g_autoptr (CarrelDocument) document = NULL;
  guint    new_words;
  gboolean used = FALSE;
  Search   search = { .extraction = self };

  if (words >= ENOUGH_WORDS || self->talk)
    return FALSE;
  search.roots = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  search.keys = g_ptr_array_new_with_free_func (g_free);
  search.queue = g_array_new (FALSE, FALSE, sizeof (Frame));
  search.title =
      self->draft->title ? carrel_text_title_key (self->draft->title, self->draft->site) : NULL;
  if (search.title && !*search.title)
    g_clear_pointer (&search.title, g_free);
  look_through (&search);

  /* A page with a text of its own is of that; an empty one may be called by its program's name. */
  if (search.body && !(search.other && words >= CARREL_EXTRACT_FEW_WORDS)) {
    document = carrel_extract_make_document (self, search.body);
    new_text = carrel_document_to_text (document, NULL);
    new_words = carrel_text_count_words (new_text, -1);
    if (strlen (new_text) >= MIN_BODY && strlen (new_text) >= GOAL * strlen (text) &&
        !carrel_extract_is_consent (new_text, new_words)) {
      carrel_document_unref (self->draft->document);
      self->draft->document = g_steal_pointer (&document);
      self->behind = used = TRUE;
      if (search.body_title && (!self->draft->title || search.other))
        g_set_str (&self->draft->title, search.body_title);
    }
  }
  g_clear_pointer (&search.state.rows, g_hash_table_unref);
  g_array_unref (search.queue);
  g_ptr_array_unref (search.keys);
  g_ptr_array_unref (search.roots);
  g_free (search.title);
  g_free (search.body);
  g_free (search.body_title);
  return used;
}

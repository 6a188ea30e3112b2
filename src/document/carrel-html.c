/* carrel-html.c: a page as our own tree in one arena.
 *
 * lexbor parses; its tree is copied once, node by node without recursion, and freed, but for the
 * memory that its texts are in: those stay where they are. Text that the parser split is joined by
 * nobody: a text node is what lexbor made of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-html.h"

#include "document/carrel-html-guard.h"

#include "base/carrel-error.h"

#include <glib/gi18n.h>
#include <lexbor/dom/interfaces/character_data.h>
#include <lexbor/html/html.h>
#include <string.h>

#define CHUNK_SIZE (64 * 1024)
#define MAX_SHARED 200 /* bytes of a value */
#define MIN_WIDENED                                                                                \
  (256 * 1024) /* bytes of a page: in a smaller one the lists can't get so long that it matters */
#define BYTES_PER_VALUE 128   /* of a page, for each of the values that are in mind */
#define MIN_TEXTS 4096        /* bytes that lexbor begins with for the texts of a page, … */
#define MAX_TEXTS (12 * 4096) /* … which are those that it would begin with itself */
#define BYTES_PER_NAME 128    /* of a page: a list of names has a dozen at most */

typedef struct _Chunk Chunk;
struct _Chunk {
  Chunk *next;
  gsize  used, size;
  guint8 data[] __attribute__ ((aligned (16)));
};

struct _CarrelHtml {
  Chunk         *chunks; /* (owned): newest first */
  lexbor_mraw_t *texts;  /* (owned) (nullable): lexbor's, which hold the parsed texts */
  CarrelNode    *root;
  GPtrArray     *marked; /* (owned) (element-type CarrelNode) */
  guint          n_nodes;
};

static const char *const tag_names[CARREL_N_TAGS] = { [CARREL_TAG_OTHER] = "",
#define TAG_NAME(id, name) [CARREL_TAG_##id] = name,
                                                      CARREL_TAGS (TAG_NAME)
#undef TAG_NAME
};

/* ── The arena ── */

gpointer
carrel_html_alloc (CarrelHtml *self, gsize size)
{
  Chunk   *chunk = self->chunks;
  gpointer memory;

  size = (size + 7) & ~(gsize) 7;
  if (!chunk || chunk->size - chunk->used < size) {
    gsize room = MAX (CHUNK_SIZE, size);

    chunk = g_malloc (sizeof (Chunk) + room);
    chunk->size = room;
    chunk->used = 0;
    chunk->next = self->chunks;
    self->chunks = chunk;
  }
  memory = chunk->data + chunk->used;
  chunk->used += size;
  return memory;
}

const char *
carrel_html_strdup (CarrelHtml *self, const char *text, gssize len)
{
  gsize n = len < 0 ? strlen (text) : (gsize) len;
  char *copy = carrel_html_alloc (self, n + 1);

  memcpy (copy, text, n);
  copy[n] = '\0';
  return copy;
}

void
carrel_html_free (CarrelHtml *self)
{
  Chunk *next;

  for (Chunk *chunk = self->chunks; chunk; chunk = next) {
    next = chunk->next;
    g_free (chunk);
  }
  lexbor_mraw_destroy (self->texts, true);
  g_ptr_array_unref (self->marked);
  g_free (self);
}

/* ── Tags ── */

/* lexbor's tag ids → ours, filled once. */
static const guint16 *
get_tag_map (void)
{
  static gsize   once;
  static guint16 map[LXB_TAG__LAST_ENTRY];

  if (g_once_init_enter (&once)) {
    for (guint i = 0; i < LXB_TAG__LAST_ENTRY; i++) {
      size_t            len;
      const lxb_char_t *name = lxb_tag_name_by_id (i, &len);

      map[i] = name ? (guint16) carrel_tag_from_name ((const char *) name, (gssize) len)
                    : CARREL_TAG_OTHER;
    }
    g_once_init_leave (&once, 1);
  }
  return map;
}

CarrelTag
carrel_tag_from_name (const char *name, gssize len)
{
  gsize n = len < 0 ? strlen (name) : (gsize) len;
  guint low = 1, high = CARREL_N_TAGS;

  /* CARREL_TAGS stands in alphabetical order. */
  while (low < high) {
    guint       middle = (low + high) / 2;
    const char *other = tag_names[middle];
    int         order = strncmp (name, other, n);

    if (order == 0 && other[n] != '\0')
      order = -1;
    if (order == 0)
      return (CarrelTag) middle;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return CARREL_TAG_OTHER;
}

const char *
carrel_tag_get_name (CarrelTag tag)
{
  g_return_val_if_fail ((guint) tag < CARREL_N_TAGS, "");
  return tag_names[tag];
}

const guint8 carrel_tag_blocks[CARREL_N_TAGS] = {
  [CARREL_TAG_ADDRESS] = TRUE,    [CARREL_TAG_ARTICLE] = TRUE,  [CARREL_TAG_ASIDE] = TRUE,
  [CARREL_TAG_BLOCKQUOTE] = TRUE, [CARREL_TAG_BODY] = TRUE,     [CARREL_TAG_CAPTION] = TRUE,
  [CARREL_TAG_CENTER] = TRUE,     [CARREL_TAG_DD] = TRUE,       [CARREL_TAG_DETAILS] = TRUE,
  [CARREL_TAG_DIALOG] = TRUE,     [CARREL_TAG_DIV] = TRUE,      [CARREL_TAG_DL] = TRUE,
  [CARREL_TAG_DT] = TRUE,         [CARREL_TAG_FIELDSET] = TRUE, [CARREL_TAG_FIGCAPTION] = TRUE,
  [CARREL_TAG_FIGURE] = TRUE,     [CARREL_TAG_FOOTER] = TRUE,   [CARREL_TAG_FORM] = TRUE,
  [CARREL_TAG_H1] = TRUE,         [CARREL_TAG_H2] = TRUE,       [CARREL_TAG_H3] = TRUE,
  [CARREL_TAG_H4] = TRUE,         [CARREL_TAG_H5] = TRUE,       [CARREL_TAG_H6] = TRUE,
  [CARREL_TAG_HEADER] = TRUE,     [CARREL_TAG_HGROUP] = TRUE,   [CARREL_TAG_HR] = TRUE,
  [CARREL_TAG_HTML] = TRUE,       [CARREL_TAG_LEGEND] = TRUE,   [CARREL_TAG_LI] = TRUE,
  [CARREL_TAG_MAIN] = TRUE,       [CARREL_TAG_MENU] = TRUE,     [CARREL_TAG_NAV] = TRUE,
  [CARREL_TAG_OL] = TRUE,         [CARREL_TAG_OPTION] = TRUE,   [CARREL_TAG_P] = TRUE,
  [CARREL_TAG_PRE] = TRUE,        [CARREL_TAG_SEARCH] = TRUE,   [CARREL_TAG_SECTION] = TRUE,
  [CARREL_TAG_SUMMARY] = TRUE,    [CARREL_TAG_TABLE] = TRUE,    [CARREL_TAG_TBODY] = TRUE,
  [CARREL_TAG_TD] = TRUE,         [CARREL_TAG_TFOOT] = TRUE,    [CARREL_TAG_TH] = TRUE,
  [CARREL_TAG_THEAD] = TRUE,      [CARREL_TAG_TR] = TRUE,       [CARREL_TAG_UL] = TRUE,
};

/* ── Making nodes ── */

static CarrelNode *
new_node (CarrelHtml *self, CarrelNodeType type)
{
  CarrelNode *node = carrel_html_alloc (self, sizeof (CarrelNode));

  memset (node, 0, sizeof *node);
  node->type = (guint8) type;
  node->name = "";
  node->text = "";
  node->blank = TRUE;
  self->n_nodes++;
  return node;
}

CarrelNode *
carrel_node_new_element (CarrelHtml *self, CarrelTag tag)
{
  CarrelNode *node = new_node (self, CARREL_NODE_ELEMENT);

  node->tag = (guint16) tag;
  node->name = tag_names[tag];
  return node;
}

static gboolean
is_blank (const char *text, gsize len)
{
  gsize n = 0;

  while (n < len && (text[n] == ' ' || text[n] == '\n' || text[n] == '\t' || text[n] == '\r' ||
                     text[n] == '\f'))
    n++;
  return n == len;
}

CarrelNode *
carrel_node_new_text (CarrelHtml *self, const char *text, gssize len)
{
  CarrelNode *node = new_node (self, CARREL_NODE_TEXT);

  node->text_len = (guint32) (len < 0 ? strlen (text) : (gsize) len);
  node->text = carrel_html_strdup (self, text, (gssize) node->text_len);
  node->blank = is_blank (node->text, node->text_len);
  return node;
}

CarrelNode *
carrel_node_copy (CarrelHtml *self, CarrelNode *top)
{
  CarrelNode *copied = NULL, *parent = NULL;

  for (CarrelNode *node = top; node;) {
    CarrelNode *copy = carrel_html_alloc (self, sizeof (CarrelNode));

    *copy = *node;
    copy->parent = copy->first = copy->last = copy->previous = copy->next = NULL;
    if (node->n_attributes > 0) {
      copy->attributes = carrel_html_alloc (self, node->n_attributes * sizeof (CarrelAttribute));
      memcpy (copy->attributes, node->attributes, node->n_attributes * sizeof (CarrelAttribute));
    }
    self->n_nodes++;
    if (parent)
      carrel_node_append (parent, copy);
    else
      copied = copy;

    if (node->first) {
      parent = copy;
      node = node->first;
      continue;
    }
    while (node != top && !node->next) {
      node = node->parent;
      parent = parent ? parent->parent : NULL;
    }
    node = node == top ? NULL : node->next;
  }
  return copied;
}

/* Pages give many of their parts the same class, style, role: one copy serves all of them. */
const char *
carrel_html_values_copy (CarrelHtmlValues *self, const char *text, gsize len)
{
  guint64          first = 0, last = 0;
  CarrelHtmlValue *slot;

  if (len > MAX_SHARED)
    return carrel_html_strdup (self->html, text, (gssize) len);
  memcpy (&first, text, MIN (len, sizeof first));
  memcpy (&last, text + len - MIN (len, sizeof last), MIN (len, sizeof last));
  slot = &self->values[((first ^ last * 31) + len) * 0x9e3779b97f4a7c15u >> self->shift];
  if (!slot->text || slot->len != len || memcmp (slot->text, text, len) != 0) {
    slot->text = carrel_html_strdup (self->html, text, (gssize) len);
    slot->len = len;
  }
  return slot->text;
}

/* A small page has few values, and setting many to none takes longer than reading it. */
static void
values_init (CarrelHtmlValues *self, CarrelHtml *html, gsize len)
{
  guint bits = CLAMP (g_bit_storage (len / BYTES_PER_VALUE), 4, CARREL_HTML_VALUE_BITS);

  self->html = html;
  self->shift = 64 - bits;
  memset (self->values, 0, ((gsize) 1 << bits) * sizeof self->values[0]);
}

typedef struct {
  CarrelHtml       *html;
  const guint16    *tags;
  const GArray     *kept; /* (element-type CarrelHtmlKept): of scripts */
  CarrelHtmlValues *values;
} Copier;

/* Names that lexbor knows are its constants; others are copied. */
static const char *
get_attribute_name (Copier *self, lxb_dom_attr_t *attr)
{
  size_t            len;
  const lxb_char_t *name = lxb_dom_attr_local_name (attr, &len);

  if (attr->node.local_name < LXB_DOM_ATTR__LAST_ENTRY)
    return (const char *) name;
  return carrel_html_values_copy (self->values, (const char *) name, len);
}

/* The lines of a drawing: often the longest attributes of a page, and read by nobody. */
static gboolean
is_lines (const lxb_dom_element_t *element, const char *name)
{
  return element->node.local_name == LXB_TAG_PATH && strcmp (name, "d") == 0;
}

static void
copy_attributes (Copier *self, lxb_dom_element_t *from, CarrelNode *node)
{
  guint n = 0;

  if (carrel_html_take_packed (from, &node->attributes, &node->n_attributes)) {
    for (guint i = 0; i < node->n_attributes; i++)
      node->names |= CARREL_NAME_BIT (node->attributes[i].name);
    return;
  }
  for (lxb_dom_attr_t *attr = lxb_dom_element_first_attribute (from); attr;
       attr = lxb_dom_element_next_attribute (attr))
    n++;
  if (n == 0)
    return;
  node->attributes = carrel_html_alloc (self->html, n * sizeof (CarrelAttribute));
  for (lxb_dom_attr_t *attr = lxb_dom_element_first_attribute (from); attr;
       attr = lxb_dom_element_next_attribute (attr)) {
    CarrelAttribute  *to = &node->attributes[node->n_attributes++];
    size_t            len;
    const lxb_char_t *text = lxb_dom_attr_value (attr, &len);

    to->name = get_attribute_name (self, attr);
    node->names |= CARREL_NAME_BIT (to->name);
    to->value = text && len > 0 && !is_lines (from, to->name)
                    ? carrel_html_values_copy (self->values, (const char *) text, len)
                    : "";
  }
}

/* What the guard kept of a script. */
static CarrelNode *
copy_script (Copier *self, const lexbor_str_t *from)
{
  g_autoptr (GString) joined = NULL;
  const CarrelHtmlKept *kept = NULL;
  CarrelNode           *node;

  for (gsize i = 0; i + CARREL_HTML_PLACE_LEN <= from->length; i += CARREL_HTML_PLACE_LEN) {
    char    place[CARREL_HTML_PLACE_LEN + 1] = { 0 };
    guint64 n;

    memcpy (place, from->data + i, CARREL_HTML_PLACE_LEN);
    n = g_ascii_strtoull (place, NULL, 16);
    if (n >= self->kept->len)
      continue;
    if (kept && !joined)
      joined = g_string_new_len (kept->text, (gssize) kept->len);
    kept = &g_array_index (self->kept, CarrelHtmlKept, n);
    if (joined)
      g_string_append_len (joined, kept->text, (gssize) kept->len);
  }
  if (joined || !kept)
    return carrel_node_new_text (self->html, joined ? joined->str : "",
                                 joined ? (gssize) joined->len : 0);
  node = new_node (self->html, CARREL_NODE_TEXT);
  node->text = kept->text;
  node->text_len = (guint32) kept->len;
  node->blank = is_blank (node->text, node->text_len);
  return node;
}

/* Many texts of a page are the ends and indents of its source's lines, which are alike. */
static CarrelNode *
copy_text (Copier *self, const lexbor_str_t *from)
{
  const char *text = (const char *) from->data;
  CarrelNode *node;

  node = new_node (self->html, CARREL_NODE_TEXT);
  node->text_len = (guint32) from->length;
  node->blank = is_blank (text, from->length);
  node->text = node->blank ? carrel_html_values_copy (self->values, text, from->length) : text;
  return node;
}

/* One node of lexbor's as ours; NULL for what has no place (comments, doctypes). */
static CarrelNode *
copy_node (Copier *self, lxb_dom_node_t *from)
{
  CarrelNode       *node;
  const lxb_char_t *name;
  size_t            len;

  if (from->type == LXB_DOM_NODE_TYPE_TEXT || from->type == LXB_DOM_NODE_TYPE_CDATA_SECTION) {
    const lexbor_str_t   *text = &lxb_dom_interface_character_data (from)->data;
    const lxb_dom_node_t *parent = from->parent;

    if (parent && parent->local_name == LXB_TAG_SCRIPT && parent->ns == LXB_NS_HTML)
      return copy_script (self, text);
    return copy_text (self, text);
  }
  if (from->type != LXB_DOM_NODE_TYPE_ELEMENT)
    return NULL;

  node = new_node (self->html, CARREL_NODE_ELEMENT);
  node->tag =
      from->local_name < LXB_TAG__LAST_ENTRY ? self->tags[from->local_name] : CARREL_TAG_OTHER;
  node->foreign = from->ns != LXB_NS_HTML;
  if (node->tag != CARREL_TAG_OTHER) {
    node->name = tag_names[node->tag];
  } else {
    name = lxb_dom_element_local_name (lxb_dom_interface_element (from), &len);
    node->name = carrel_html_values_copy (self->values, (const char *) name, len);
  }
  copy_attributes (self, lxb_dom_interface_element (from), node);
  return node;
}

/* A template's content hangs beside its children in lexbor; here it is its children. */
static lxb_dom_node_t *
get_first_child (lxb_dom_node_t *node)
{
  if (node->local_name == LXB_TAG_TEMPLATE && node->ns == LXB_NS_HTML &&
      node->type == LXB_DOM_NODE_TYPE_ELEMENT) {
    lxb_html_template_element_t *template = lxb_html_interface_template (node);

    if (template->content)
      return lxb_dom_interface_node (template->content)->first_child;
  }
  return node->first_child;
}

static gboolean
is_marked (const CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_A:
  case CARREL_TAG_ARTICLE:
  case CARREL_TAG_BASE:
  case CARREL_TAG_H1:
  case CARREL_TAG_IMG:
  case CARREL_TAG_LINK:
  case CARREL_TAG_META:
  case CARREL_TAG_NOSCRIPT:
  case CARREL_TAG_SCRIPT:
  case CARREL_TAG_TITLE:
    return TRUE;
  default:
    return carrel_node_get (node, "itemtype") != NULL ||
           (node->tag == CARREL_TAG_OTHER && strcmp (node->name, "amp-img") == 0);
  }
}

static void
copy_tree (Copier *self, lxb_dom_node_t *root)
{
  /* Parents of both trees; the guard bounds the depth, a growing array costs nothing. */
  g_autoptr (GPtrArray) parents = g_ptr_array_new ();
  CarrelNode     *parent = self->html->root;
  lxb_dom_node_t *node = get_first_child (root);
  guint           depth = 0;

  while (TRUE) {
    if (node) {
      CarrelNode     *copy = copy_node (self, node);
      lxb_dom_node_t *child =
          copy && copy->type == CARREL_NODE_ELEMENT ? get_first_child (node) : NULL;

      if (copy)
        carrel_node_append (parent, copy);
      if (copy && copy->type == CARREL_NODE_ELEMENT && is_marked (copy))
        g_ptr_array_add (self->html->marked, copy);
      if (child) {
        if (depth == parents->len)
          g_ptr_array_set_size (parents, (int) (2 * depth + 64));
        parents->pdata[depth++] = node;
        parent = copy;
        node = child;
      } else {
        node = node->next;
      }
    } else if (depth > 0) {
      node = ((lxb_dom_node_t *) parents->pdata[--depth])->next;
      parent = parent->parent;
    } else {
      break;
    }
  }
}

/* The names of elements and attributes that lexbor doesn't know are in tables of 128 lists each,
 * whatever their number. A page that may have more gets longer ones. */
static void
widen (lexbor_hash_t *names, gsize len)
{
  gsize                 size = 1;
  lexbor_hash_entry_t **table;

  if (len < MIN_WIDENED)
    return;
  while (size < len / BYTES_PER_NAME)
    size *= 2;
  if (size <= names->table_size || lexbor_hash_entries_count (names) > 0)
    return;
  table = lexbor_calloc (size, sizeof (lexbor_hash_entry_t *));
  if (!table)
    return;
  lexbor_free (names->table);
  names->table = table;
  names->table_size = size;
}

/* ── lexbor's document ── */

/* A document with its parser begins with most of a megabyte in forty pieces, which is more work
 * than a short page is: the last one waits here for the next page, of whatever thread. */
static gpointer spare; /* (owned) (nullable) (element-type lxb_html_document_t) */

/* Empty, and ready to parse. */
static lxb_html_document_t *
take_document (gsize len)
{
  lxb_html_document_t *document =
      len < MIN_WIDENED ? g_atomic_pointer_exchange (&spare, NULL) : NULL;
  lxb_dom_document_t *dom;

  if (!document)
    document = lxb_html_document_create ();
  if (!document)
    g_error ("No memory for a document");
  dom = &document->dom_document;
  if (!dom->text) {
    dom->text = lexbor_mraw_create ();
    if (lexbor_mraw_init (dom->text, CLAMP (len, MIN_TEXTS, MAX_TEXTS)) != LXB_STATUS_OK)
      g_error ("No memory for a document");
  }
  if (lxb_html_document_parse_chunk_begin (document) != LXB_STATUS_OK)
    g_error ("No memory for a parser");
  return document;
}

/* Of the page nothing is left but the first piece of each kind of memory. */
static void
give_document (lxb_html_document_t *document)
{
  lxb_html_document_clean (document);
  lxb_html_parser_clean (document->dom_document.parser);
  document->dom_document.compat_mode = LXB_DOM_DOCUMENT_CMODE_NO_QUIRKS;
  document = g_atomic_pointer_exchange (&spare, document);
  lxb_html_document_destroy (document);
}

/* lexbor's tree of the page, within the limits; NULL with `error`. */
static lxb_html_document_t *
parse_guarded (CarrelHtmlValues *values, const char *html, gsize len, GArray *kept, GError **error)
{
  lxb_html_parser_t   *parser;
  lxb_html_document_t *document;
  CarrelHtmlGuard      guard;
  gboolean             good;

  if (len > CARREL_HTML_MAX_BYTES) {
    carrel_error_say (error, CARREL_ERROR_TOO_LARGE, N_ ("The page is larger than 16 MB"));
    return NULL;
  }
  document = take_document (len);
  parser = document->dom_document.parser;
  carrel_html_guard_install (&guard, parser, values, kept);
  carrel_html_guard_watch (&guard, document);
  widen (document->dom_document.attrs, len);
  widen (document->dom_document.tags, len);
  good =
      lxb_html_document_parse_chunk (document, (const lxb_char_t *) html, len) == LXB_STATUS_OK &&
      lxb_html_document_parse_chunk_end (document) == LXB_STATUS_OK;
  carrel_html_guard_remove (&guard, parser);
  if (good)
    return document;

  lxb_html_document_destroy (document);
  if (guard.is_over)
    carrel_error_say (error, CARREL_ERROR_TOO_LARGE, N_ ("The page has more than %d tags"),
                      CARREL_HTML_MAX_TAGS);
  else
    carrel_error_say (error, CARREL_ERROR_BAD_FILE, N_ ("The page could not be parsed"));
  return NULL;
}

/* lexbor's tree of `len` bytes as ours; frees it, but for its texts. */
static void
copy_document (CarrelHtml          *self,
               lxb_html_document_t *document,
               gsize                len,
               const GArray        *kept,
               CarrelHtmlValues    *values)
{
  lxb_dom_element_t *element = lxb_dom_document_element (&document->dom_document);

  if (element) {
    Copier copier = { .html = self, .tags = get_tag_map (), .kept = kept, .values = values };

    copy_attributes (&copier, element, self->root);
    copy_tree (&copier, lxb_dom_interface_node (element));
  }
  self->texts = g_steal_pointer (&document->dom_document.text);
  if (len < MIN_WIDENED)
    give_document (document);
  else
    lxb_html_document_destroy (document);
}

/* `taken`: `html` is freed before there are two trees. */
static CarrelHtml *
parse (char *html, gsize len, gboolean taken, GError **error)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (CarrelHtmlKept));
  g_autoptr (CarrelHtml) self = g_new0 (CarrelHtml, 1);
  CarrelHtmlValues     values;
  lxb_html_document_t *document;

  self->root = carrel_node_new_element (self, CARREL_TAG_HTML);
  self->marked = g_ptr_array_new ();
  g_ptr_array_add (self->marked, self->root);
  values_init (&values, self, len);
  document = parse_guarded (&values, html, len, kept, error);
  if (taken)
    g_free (html);
  if (!document)
    return NULL;
  copy_document (self, document, len, kept, &values);
  return g_steal_pointer (&self);
}

CarrelHtml *
carrel_html_parse (const char *html, gsize len, GError **error)
{
  return parse ((char *) html, len, FALSE, error);
}

CarrelHtml *
carrel_html_parse_taken (char *html, gsize len, GError **error)
{
  return parse (html, len, TRUE, error);
}

/* ── Looking ── */

CarrelNode *
carrel_html_get_root (CarrelHtml *self)
{
  return self->root;
}

static CarrelNode *
get_child (CarrelHtml *self, CarrelTag tag)
{
  for (CarrelNode *node = self->root->first; node; node = node->next)
    if (node->tag == tag && node->type == CARREL_NODE_ELEMENT)
      return node;
  return NULL;
}

CarrelNode *
carrel_html_get_head (CarrelHtml *self)
{
  return get_child (self, CARREL_TAG_HEAD);
}

CarrelNode *
carrel_html_get_body (CarrelHtml *self)
{
  CarrelNode *body = get_child (self, CARREL_TAG_BODY);

  return body ? body : get_child (self, CARREL_TAG_FRAMESET);
}

const GPtrArray *
carrel_html_get_marked (CarrelHtml *self)
{
  return self->marked;
}

guint
carrel_html_get_n_nodes (CarrelHtml *self)
{
  return self->n_nodes;
}

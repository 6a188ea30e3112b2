/* carrel-html-tags.c: text and plain tags read in one go, and their attributes.
 *
 * A state of lexbor's tokenizer that takes the place of its data state. What most of a page is made
 * of, text without references and tags in small letters whose attributes are quoted, it reads with
 * few looks at each byte and one at each name; for anything else it hands the tokenizer its own
 * state, which reads from there as it always does. So there is one place that knows what is right,
 * and this one only has to know what is plain.
 *
 * And attributes that lexbor's tree doesn't look at pass by it: they are made once, as our tree has
 * them, and hang at lexbor's element, or are the value of a single attribute that it gets. Should
 * it be read as a text all the same, it is memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-ascii.h"
#include "document/carrel-html-guard.h"

#include <lexbor/html/tokenizer/state.h>
#include <stddef.h>
#include <string.h>

/* Kinds of bytes. */
enum {
  NAME = 1,  /* of a plain name */
  SPACE = 2, /* between attributes; not a carriage return, which may be half of a line's end */
  VALUE = 4, /* of a value without quotes */
};

static const guint8 *
get_kinds (void)
{
  static gsize  once;
  static guint8 kinds[256];

  if (g_once_init_enter (&once)) {
    for (guint c = 0; c < 256; c++) {
      if (g_ascii_islower (c) || g_ascii_isdigit (c) ||
          (c > 0 && c < 0x80 && strchr ("-_:.@", (int) c)))
        kinds[c] = NAME;
      if (c == ' ' || c == '\n' || c == '\t' || c == '\f')
        kinds[c] = SPACE;
      else if (c > ' ' && c < 0x7f && !strchr ("\"'<>=`&", (int) c))
        kinds[c] |= VALUE;
    }
    g_once_init_leave (&once, 1);
  }
  return kinds;
}

static inline const lxb_char_t *
pass (const lxb_char_t *p, const lxb_char_t *end, const guint8 *kinds, guint kind)
{
  while (p < end && (kinds[*p] & kind))
    p++;
  return p;
}

/* The first that is `c` or «&», a carriage return or NUL. */
static const lxb_char_t *
find_end (const lxb_char_t *p, const lxb_char_t *end, guchar c)
{
  for (; end - p >= 8; p += 8) {
    guint64 eight = carrel_ascii_read ((const char *) p), ascii = eight & ~CARREL_ASCII_MARKS,
            found;

    found = (carrel_ascii_find (ascii, c) | carrel_ascii_find (ascii, '&') |
             carrel_ascii_find (ascii, '\r') | carrel_ascii_find (ascii, '\0')) &
            ~eight;
    if (found)
      return p + __builtin_ctzll (found) / 8;
  }
  while (p < end && *p != c && *p != '&' && *p != '\r' && *p != '\0')
    p++;
  return p;
}

/* ── Names ── */

static inline guint
hash_name (const lxb_char_t *name, gsize len)
{
  guint32 first = 0, last = 0;

  memcpy (&first, name, MIN (len, sizeof first));
  memcpy (&last, name + len - MIN (len, sizeof last), MIN (len, sizeof last));
  return ((first ^ last * 31) + (guint32) len) * 0x9e3779b1u >> (32 - CARREL_HTML_NAME_BITS);
}

static inline gboolean
is_name (const lexbor_hash_entry_t *entry, const lxb_char_t *name, gsize len)
{
  return entry->length == len && memcmp (lexbor_hash_entry_str (entry), name, len) == 0;
}

/* NULL: the tokenizer has to make it. */
static const lxb_tag_data_t *
find_tag (CarrelHtmlTags *self, lxb_html_tokenizer_t *tokenizer, const lxb_char_t *name, gsize len)
{
  const lxb_tag_data_t **slot = &self->tags[hash_name (name, len)];

  if (!*slot || !is_name (&(*slot)->entry, name, len))
    *slot = lxb_tag_data_by_name (tokenizer->tags, name, len);
  return *slot;
}

static const lxb_dom_attr_data_t *
find_attribute (CarrelHtmlTags       *self,
                lxb_html_tokenizer_t *tokenizer,
                const lxb_char_t     *name,
                gsize                 len)
{
  const lxb_dom_attr_data_t **slot = &self->attributes[hash_name (name, len)];

  if (!*slot || !is_name (&(*slot)->entry, name, len))
    *slot = lxb_dom_attr_data_by_local_name (tokenizer->attrs, name, len);
  return *slot;
}

/* ── Tags ── */

/* The value after «=». Where it ends; NULL when it isn't plain. */
static const lxb_char_t *
read_value (lxb_html_token_attr_t *attribute,
            const lxb_char_t      *p,
            const lxb_char_t      *end,
            const guint8          *kinds)
{
  if (p == end)
    return NULL;
  if (*p == '"' || *p == '\'') {
    const lxb_char_t *stop = find_end (p + 1, end, *p);

    if (stop == end || *stop != *p)
      return NULL;
    attribute->value_begin = p + 1;
    attribute->value_end = stop;
    return stop + 1;
  }
  attribute->value_begin = p;
  attribute->value_end = p = pass (p, end, kinds, VALUE);
  return p > attribute->value_begin && p < end && ((kinds[*p] & SPACE) || *p == '>') ? p : NULL;
}

static gboolean
has_name (const CarrelHtmlTags *self, guint n, const lxb_dom_attr_data_t *name)
{
  for (guint i = 0; i < n; i++)
    if (self->read[i].name == name)
      return TRUE;
  return FALSE;
}

/* One attribute at `p`, as the `n`th. */
static const lxb_char_t *
read_attribute (CarrelHtmlTags       *self,
                guint                 n,
                lxb_html_tokenizer_t *tokenizer,
                const lxb_char_t     *p,
                const lxb_char_t     *end)
{
  const guint8          *kinds = self->kinds;
  lxb_html_token_attr_t *attribute = &self->read[n];
  const lxb_char_t      *stop = pass (p, end, kinds, NAME);

  if (stop == p || stop == end)
    return NULL;
  *attribute = (lxb_html_token_attr_t) { .name_begin = p, .name_end = stop };
  attribute->name = find_attribute (self, tokenizer, p, (gsize) (stop - p));
  if (!attribute->name || has_name (self, n, attribute->name))
    return NULL;
  if (*stop == '=')
    return read_value (attribute, stop + 1, end, kinds);
  return (kinds[*stop] & SPACE) || *stop == '>' || *stop == '/' ? stop : NULL;
}

static void
chain (CarrelHtmlTags *self, guint n)
{
  for (guint i = 0; i < n; i++) {
    self->read[i].prev = i > 0 ? &self->read[i - 1] : NULL;
    self->read[i].next = i + 1 < n ? &self->read[i + 1] : NULL;
  }
}

/* The tag that begins with the «<» at `p`, into the tokenizer's token. Behind its «>»; NULL when it
 * isn't plain. */
static const lxb_char_t *
read_tag (CarrelHtmlTags       *self,
          lxb_html_tokenizer_t *tokenizer,
          const lxb_char_t     *p,
          const lxb_char_t     *end)
{
  const guint8         *kinds = self->kinds;
  gboolean              closes = p[1] == '/';
  const lxb_char_t     *name = p + (closes ? 2 : 1), *stop = pass (name, end, kinds, NAME);
  const lxb_tag_data_t *tag =
      stop > name ? find_tag (self, tokenizer, name, (gsize) (stop - name)) : NULL;
  lxb_html_token_t token = { .begin = name,
                             .type =
                                 closes ? LXB_HTML_TOKEN_TYPE_CLOSE : LXB_HTML_TOKEN_TYPE_OPEN };
  guint            n = 0;

  if (!tag)
    return NULL;
  for (p = stop; p < end && *p != '>';) {
    const lxb_char_t *next = pass (p, end, kinds, SPACE);

    if (next < end && *next == '>') {
      p = next;
      break;
    }
    if (end - next >= 2 && next[0] == '/' && next[1] == '>' && !closes) {
      token.type |= LXB_HTML_TOKEN_TYPE_CLOSE_SELF;
      p = next + 1;
      break;
    }
    if (next == p || closes || n == G_N_ELEMENTS (self->read) ||
        !(p = read_attribute (self, n++, tokenizer, next, end)))
      return NULL;
  }
  if (p == end)
    return NULL;
  chain (self, n);
  token.end = p;
  token.tag_id = tag->tag_id;
  token.attr_first = n > 0 ? &self->read[0] : NULL;
  token.attr_last = n > 0 ? &self->read[n - 1] : NULL;
  *tokenizer->token = token;
  return p + 1;
}

/* ── Attributes, past lexbor's tree ── */

/* The only attribute of an element whose attributes are a list of ours, and its value, which stays
 * good where lexbor copies it byte by byte. Needed where it can't be told which element the tree
 * makes of a token; else the list hangs at the element, which has none then. */
static const lxb_dom_attr_data_t packed_name = { .attr_id = LXB_DOM_ATTR__UNDEF };

/* The tree never looks at an attribute of it, be it to tell whether two formatting elements are
 * alike. */
static gboolean
may_pack (const CarrelHtmlGuard *self, lxb_tag_id_t tag)
{
  const lexbor_array_t *open = self->tree->open_elements;

  if (open->length > 0 && ((lxb_dom_node_t *) open->list[open->length - 1])->ns != LXB_NS_HTML)
    return FALSE;
  switch (tag) {
  case LXB_TAG_BODY:
  case LXB_TAG_FRAMESET:
  case LXB_TAG_HTML:
  case LXB_TAG_INPUT:
  case LXB_TAG_MATH:
  case LXB_TAG_OPTGROUP:
  case LXB_TAG_OPTION:
  case LXB_TAG_SELECT:
  case LXB_TAG_SVG:
  case LXB_TAG_TEMPLATE:
    return FALSE;
  case LXB_TAG_A: /* two are never open at once */
    return TRUE;
  default:
    return !carrel_html_guard_is_formatting (tag);
  }
}

/* It can be told which element the tree makes of it: not where that may come to stand before a
 * table and is closed at once. */
static gboolean
may_hang (const CarrelHtmlGuard *self, lxb_tag_id_t tag)
{
  const lexbor_array_t *open = self->tree->open_elements;

  /* A link may be made again, by its attributes; an image becomes another element; a rule ends the
   * paragraph that it stands in. */
  if (open->length == 0 || tag == LXB_TAG_A || tag == LXB_TAG_IMAGE || tag == LXB_TAG_HR)
    return FALSE;
  switch (((lxb_dom_node_t *) open->list[open->length - 1])->local_name) {
  case LXB_TAG_COLGROUP:
  case LXB_TAG_TABLE:
  case LXB_TAG_TBODY:
  case LXB_TAG_TFOOT:
  case LXB_TAG_THEAD:
  case LXB_TAG_TR:
    return FALSE;
  default:
    return TRUE;
  }
}

/* Values that the tokenizer would have copied: they outlive the page's bytes. */
static gboolean
take_values (lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token)
{
  for (lxb_html_token_attr_t *attribute = token->attr_first; attribute;
       attribute = attribute->next) {
    if (attribute->value || !attribute->value_begin)
      continue;
    attribute->value_size = (gsize) (attribute->value_end - attribute->value_begin);
    attribute->value = lexbor_mraw_alloc (tokenizer->attrs_mraw, attribute->value_size + 1);
    if (!attribute->value)
      return FALSE;
    memcpy (attribute->value, attribute->value_begin, attribute->value_size);
    attribute->value[attribute->value_size] = '\0';
  }
  return TRUE;
}

/* Names that lexbor knows are its constants. */
static const char *
get_name (CarrelHtmlValues *values, const lxb_dom_attr_data_t *name)
{
  const char *text = (const char *) lexbor_hash_entry_str (&name->entry);

  return name->attr_id < LXB_DOM_ATTR__LAST_ENTRY
             ? text
             : carrel_html_values_copy (values, text, name->entry.length);
}

static const char *
get_value (CarrelHtmlValues *values, const lxb_html_token_attr_t *attribute)
{
  if (!attribute->value_begin)
    return "";
  if (attribute->value)
    return carrel_html_values_copy (values, (const char *) attribute->value, attribute->value_size);
  return carrel_html_values_copy (values, (const char *) attribute->value_begin,
                                  (gsize) (attribute->value_end - attribute->value_begin));
}

gboolean
carrel_html_pack (CarrelHtmlGuard *self, lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token)
{
  lxb_html_token_attr_t *only = &self->tags.only;
  CarrelHtmlPacked      *packed;
  CarrelAttribute       *next;
  gsize                  n = 0;

  if (!may_pack (self, token->tag_id))
    return take_values (tokenizer, token);
  for (const lxb_html_token_attr_t *attribute = token->attr_first; attribute;
       attribute = attribute->next)
    n++;
  packed = carrel_html_alloc (self->values->html, sizeof *packed + n * sizeof (CarrelAttribute));
  *packed = (CarrelHtmlPacked) { .attributes = (CarrelAttribute *) (packed + 1), .n = n };
  next = packed->attributes;
  for (const lxb_html_token_attr_t *attribute = token->attr_first; attribute;
       attribute = attribute->next)
    *next++ = (CarrelAttribute) { .name = get_name (self->values, attribute->name),
                                  .value = get_value (self->values, attribute) };
  if (may_hang (self, token->tag_id)) {
    self->pending = packed;
    self->pending_tag = token->tag_id;
    token->attr_first = token->attr_last = NULL;
    return TRUE;
  }
  *only = (lxb_html_token_attr_t) { .name = &packed_name,
                                    .value = (lxb_char_t *) packed,
                                    .value_size = sizeof *packed };
  only->value_begin = only->value_end = only->value;
  token->attr_first = token->attr_last = only;
  return TRUE;
}

gboolean
carrel_html_take_packed (const lxb_dom_element_t *element, CarrelAttribute **attributes, guint16 *n)
{
  const lxb_dom_attr_t *attribute = element->first_attr;
  CarrelHtmlPacked      packed;

  if (element->node.user) {
    packed = *(const CarrelHtmlPacked *) element->node.user;
  } else {
    if (!attribute || attribute->node.local_name != LXB_DOM_ATTR__UNDEF || !attribute->value ||
        attribute->value->length != sizeof packed)
      return FALSE;
    memcpy (&packed, attribute->value->data, sizeof packed);
  }
  *attributes = packed.attributes;
  *n = (guint16) packed.n;
  return TRUE;
}

/* ── The state ── */

gboolean
carrel_html_give (lxb_html_tokenizer_t *tokenizer, lxb_html_token_t *token)
{
  if (tokenizer->callback_token_done (tokenizer, token, tokenizer->callback_token_ctx))
    return TRUE;
  if (tokenizer->status == LXB_STATUS_OK)
    tokenizer->status = LXB_STATUS_ERROR;
  return FALSE;
}

gboolean
carrel_html_give_text (lxb_html_tokenizer_t *tokenizer,
                       const lxb_char_t     *start,
                       const lxb_char_t     *end)
{
  lxb_html_token_t token = {
    .begin = start, .end = end, .text_start = start, .text_end = end, .tag_id = LXB_TAG__TEXT
  };

  return carrel_html_give (tokenizer, &token);
}

const lxb_char_t *
carrel_html_read_markup (lxb_html_tokenizer_t *tokenizer,
                         const lxb_char_t     *data,
                         const lxb_char_t     *end)
{
  CarrelHtmlTags *self = &((CarrelHtmlGuard *) tokenizer->callback_token_ctx)->tags;

  while (data < end && tokenizer->state == self->state) {
    const lxb_char_t *tag = find_end (data, end, '<'), *next;

    if (end - tag < 3 || *tag != '<' || !g_ascii_isalpha (tag[tag[1] == '/' ? 2 : 1])) {
      tokenizer->state = lxb_html_tokenizer_state_data_before;
      return data;
    }
    if (tag > data && !carrel_html_give_text (tokenizer, data, tag))
      return end;
    next = read_tag (self, tokenizer, tag, end);
    if (!next) {
      tokenizer->state = lxb_html_tokenizer_state_data_before;
      return tag;
    }
    if (!carrel_html_give (tokenizer, tokenizer->token))
      return end;
    lxb_html_token_clean (tokenizer->token);
    data = next;
  }
  return data;
}

void
carrel_html_tags_init (CarrelHtmlTags *self)
{
  /* `read` is set by whoever reads. */
  memset (self, 0, offsetof (CarrelHtmlTags, read));
  self->kinds = get_kinds ();
  self->state = carrel_html_read_markup;
  self->only = (lxb_html_token_attr_t) { 0 };
}

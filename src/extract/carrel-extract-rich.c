/* carrel-extract-rich.c: an editor's blocks, as they stand in a page's state → HTML.
 *
 * The editors differ in their names and agree in their shape: a block has a type, and a text or
 * children; a text has marks, or ranges of them. One walk over an explicit stack reads all. Its
 * steps and its output are bounded; what comes out is still to be parsed and cleaned like any page.
 * Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-rich-private.h"

#include <string.h>

#define MAX_STEPS 100000
#define MAX_OUTPUT (4 * 1024 * 1024) /* bytes */
#define MAX_RANGES 200               /* of marks, in a text */
#define MIN_LINE 40                  /* bytes of a string in a list that is a paragraph */

/* ── What is written ── */

static gboolean
is_html (const char *text)
{
  for (const char *p = strchr (text, '<'); p; p = strchr (p + 1, '<'))
    if (g_ascii_isalpha (p[1]) || p[1] == '/')
      return TRUE;
  return strchr (text, '&') && strchr (text, ';');
}

static void
put_escaped (CarrelRich *walk, const char *text, gssize len)
{
  g_autofree char *escaped = g_markup_escape_text (text, len);

  g_string_append (walk->out, escaped);
}

static void
put_text (CarrelRich *walk, const char *text)
{
  if (is_html (text))
    g_string_append (walk->out, text);
  else
    put_escaped (walk, text, -1);
}

static void
push (CarrelRich *walk, JsonNode *node, const char *literal, JsonNode *defs, gboolean in_line)
{
  CarrelRichFrame frame = { node, literal, defs, in_line, FALSE };

  g_array_append_val (walk->stack, frame);
}

/* The children, last first, so that the first is taken next. */
static gboolean
push_children (
    CarrelRich *walk, JsonObject *object, JsonNode *defs, gboolean in_line, gboolean items)
{
  static const char *const names[] = { "children",    "content",         "nodes",  "leaves",
                                       "items",       "paragraphs",      "blocks", "body",
                                       "innerBlocks", "content_elements" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonNode  *node = carrel_rich_get_attribute (walk, object, names[i]);
    JsonArray *array = carrel_rich_as_array (node);

    if (carrel_rich_as_object (node)) {
      push (walk, node, NULL, defs, in_line);
      return TRUE;
    }
    if (!array || json_array_get_length (array) == 0)
      continue;
    for (guint k = json_array_get_length (array); k > 0; k--) {
      push (walk, carrel_state_resolve (walk->state, json_array_get_element (array, k - 1)), NULL,
            defs, in_line);
      g_array_index (walk->stack, CarrelRichFrame, walk->stack->len - 1).item = items;
    }
    return TRUE;
  }
  return FALSE;
}

/* ── Marks ── */

typedef struct {
  gint64      start, end; /* in UTF-16, as programs of the web count */
  const char *open, *close;
  const char *href; /* (nullable) */
} Range;

static const char *
find_mark (const char *name, const char **close)
{
  static const struct {
    const char *names, *open, *close;
  } marks[] = {
    { " bold strong b ", "<strong>", "</strong>" },
    { " italic em i emphasis ", "<em>", "</em>" },
    { " code inline-code ", "<code>", "</code>" },
    { " strikethrough strike s strike-through ", "<s>", "</s>" },
    { " subscript sub ", "<sub>", "</sub>" },
    { " superscript sup ", "<sup>", "</sup>" },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (carrel_rich_is_one_of (lower, marks[i].names)) {
      *close = marks[i].close;
      return marks[i].open;
    }
  return NULL;
}

static void
put_link (CarrelRich *walk, const char *href)
{
  g_string_append (walk->out, "<a href=\"");
  put_escaped (walk, href, -1);
  g_string_append (walk->out, "\">");
}

static const char *
get_href (CarrelRich *walk, JsonObject *object)
{
  static const char *const names[] = { "href", "url", "uri", NULL };

  return object ? carrel_rich_get_any_text (walk, object, names) : NULL;
}

static void
add_ranges (CarrelRich *walk, GArray *ranges, JsonArray *array)
{
  for (guint i = 0; array && i < json_array_get_length (array) && ranges->len < MAX_RANGES; i++) {
    JsonObject *object = carrel_rich_as_object (
        carrel_state_resolve (walk->state, json_array_get_element (array, i)));
    Range       range = { 0 };
    const char *style;

    if (!object)
      continue;
    range.start = carrel_rich_as_int (json_object_get_member (
        object, json_object_has_member (object, "offset") ? "offset" : "start"));
    range.end = json_object_has_member (object, "length")
                    ? range.start + carrel_rich_as_int (json_object_get_member (object, "length"))
                    : carrel_rich_as_int (json_object_get_member (object, "end"));
    style = carrel_state_get_text (walk->state, object, "style");
    if (!style)
      style = carrel_state_get_text (walk->state, object, "type");
    range.open = style ? find_mark (style, &range.close) : NULL;
    range.href = get_href (walk, object);
    if (!range.href && walk->map && json_object_has_member (object, "key")) {
      g_autofree char *key = g_strdup_printf (
          "%" G_GINT64_FORMAT, carrel_rich_as_int (json_object_get_member (object, "key")));
      JsonObject *map = carrel_rich_as_object (walk->map);
      JsonObject *entity =
          map ? carrel_rich_as_object (carrel_state_get (walk->state, map, key)) : NULL;

      range.href = get_href (walk, entity);
    }
    if (range.end > range.start && (range.open || range.href))
      g_array_append_val (ranges, range);
  }
}

/* A text and the ranges of its marks: in pieces between their ends, so that all nests. */
static void
put_ranges (CarrelRich *walk, JsonObject *object, const char *text)
{
  static const char *const names[] = { "inlineStyleRanges", "entityRanges", "markups" };
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  const char *p = text;
  gint64      at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_ranges (walk, ranges,
                carrel_rich_as_array (carrel_state_get (walk->state, object, names[i])));
  if (ranges->len == 0) {
    put_text (walk, text);
    return;
  }
  while (*p) {
    gint64      next = G_MAXINT64;
    const char *from = p, *href = NULL;

    for (guint i = 0; i < ranges->len; i++) {
      const Range *range = &g_array_index (ranges, Range, i);

      if (range->start > at)
        next = MIN (next, range->start);
      if (range->end > at)
        next = MIN (next, range->end);
      if (range->start <= at && at < range->end && range->href)
        href = range->href;
    }
    if (href)
      put_link (walk, href);
    for (guint i = 0; i < ranges->len; i++) {
      const Range *range = &g_array_index (ranges, Range, i);

      if (range->start <= at && at < range->end && range->open)
        g_string_append (walk->out, range->open);
    }
    {
      gint64 begin = at;

      for (; *p && at < next; p = g_utf8_next_char (p))
        at += g_utf8_get_char (p) > 0xffff ? 2 : 1;
      put_escaped (walk, from, p - from);
      for (guint i = ranges->len; i > 0; i--) {
        const Range *range = &g_array_index (ranges, Range, i - 1);

        if (range->start <= begin && begin < range->end && range->open)
          g_string_append (walk->out, range->close);
      }
    }
    if (href)
      g_string_append (walk->out, "</a>");
  }
}

/* Those that stand on the text itself: names, objects, members, bits. */
static void
put_marked (CarrelRich *walk, JsonObject *object, const char *text, JsonNode *defs)
{
  static const char *const members[] = { "bold", "italic", "code", "strikethrough" };
  static const struct {
    gint64      bit;
    const char *name;
  } bits[] = { { 1, "bold" },  { 2, "italic" }, { 4, "strike" },
               { 16, "code" }, { 32, "sub" },   { 64, "sup" } };
  JsonArray *marks = carrel_rich_as_array (carrel_state_get (walk->state, object, "marks"));
  JsonNode  *format = json_object_get_member (object, "format");
  g_autoptr (GPtrArray) closes = g_ptr_array_new ();
  const char *open, *close;

  for (guint i = 0; marks && i < json_array_get_length (marks) && closes->len < 8; i++) {
    JsonNode   *node = carrel_state_resolve (walk->state, json_array_get_element (marks, i));
    JsonObject *mark = carrel_rich_as_object (node);
    const char *name = mark ? carrel_state_get_text (walk->state, mark, "type")
                            : carrel_rich_as_text (node),
               *href = get_href (walk, mark);
    JsonArray *links = carrel_rich_as_array (defs);

    for (guint k = 0; !mark && name && links && k < MIN (json_array_get_length (links), MAX_RANGES);
         k++) {
      JsonObject *def = carrel_rich_as_object (
          carrel_state_resolve (walk->state, json_array_get_element (links, k)));

      if (def && g_strcmp0 (carrel_state_get_text (walk->state, def, "_key"), name) == 0)
        href = get_href (walk, def);
    }
    if (href) {
      put_link (walk, href);
      g_ptr_array_add (closes, (gpointer) "</a>");
    } else if (name && (open = find_mark (name, &close))) {
      g_string_append (walk->out, open);
      g_ptr_array_add (closes, (gpointer) close);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    JsonNode *node = carrel_state_get (walk->state, object, members[i]);

    if (node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
        json_node_get_boolean (node) && (open = find_mark (members[i], &close))) {
      g_string_append (walk->out, open);
      g_ptr_array_add (closes, (gpointer) close);
    }
  }
  for (guint i = 0; format && i < G_N_ELEMENTS (bits); i++)
    if ((carrel_rich_as_int (format) & bits[i].bit) && (open = find_mark (bits[i].name, &close))) {
      g_string_append (walk->out, open);
      g_ptr_array_add (closes, (gpointer) close);
    }
  put_ranges (walk, object, text);
  for (guint i = closes->len; i > 0; i--)
    g_string_append (walk->out, closes->pdata[i - 1]);
}

/* ── Blocks ── */

static const char *
get_heading (CarrelRich *walk, JsonObject *object, const char *type, const char **close)
{
  static const char *const        opens[] = { "<h1>", "<h2>", "<h3>", "<h4>", "<h5>", "<h6>" },
                           *const closes[] = {
                             "</h1>", "</h2>", "</h3>", "</h4>", "</h5>", "</h6>"
                           };
  static const char *const numbers[] = { "one", "two", "three", "four", "five", "six" };
  const char              *style = carrel_state_get_text (walk->state, object, "style"),
             *tag = carrel_state_get_text (walk->state, object, "tag");
  const char *said = style && *style == 'h' && g_ascii_isdigit (style[1]) ? style
                     : tag && *tag == 'h' && g_ascii_isdigit (tag[1])     ? tag
                                                                          : type;
  gint64      level = carrel_rich_as_int (carrel_rich_get_attribute (walk, object, "level"));
  gsize       len = strlen (said);

  if (!(said[0] == 'h' && g_ascii_isdigit (said[1]) && !said[2]) &&
      !g_str_has_prefix (said, "heading") &&
      !carrel_rich_is_one_of (
          said, " header header-one header-two header-three header-four header-five header-six "))
    return NULL;
  if (len > 0 && g_ascii_isdigit (said[len - 1]))
    level = said[len - 1] - '0';
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_has_suffix (said, numbers[i]))
      level = i + 1;
  if (level < 1 || level > 6)
    level = 2;
  *close = closes[level - 1];
  return opens[level - 1];
}

/* An item that names its list itself goes into the list before it. */
static void
open_item (CarrelRich *walk, gboolean ordered)
{
  const char *end = ordered ? "</ol>" : "</ul>";

  if (walk->out->len > strlen (end) && g_str_has_suffix (walk->out->str, end))
    g_string_truncate (walk->out, walk->out->len - strlen (end));
  else
    g_string_append (walk->out, ordered ? "<ol>" : "<ul>");
  g_string_append (walk->out, "<li>");
}

static void
put_image (CarrelRich *walk, JsonObject *object)
{
  static const char *const        sources[] = { "src", "url", "href", NULL },
                           *const alts[] = { "alt", "altText", "alternativeText", NULL },
                           *const captions[] = { "caption", NULL };
  const char                     *source = carrel_rich_get_any_text (walk, object, sources),
             *alt = carrel_rich_get_any_text (walk, object, alts),
             *caption = carrel_rich_get_any_text (walk, object, captions);

  if (!source)
    return;
  g_string_append (walk->out, "<figure><img src=\"");
  put_escaped (walk, source, -1);
  g_string_append (walk->out, "\" alt=\"");
  put_escaped (walk, alt ? alt : "", -1);
  g_string_append (walk->out, "\">");
  if (caption) {
    g_string_append (walk->out, "<figcaption>");
    put_text (walk, caption);
    g_string_append (walk->out, "</figcaption>");
  }
  g_string_append (walk->out, "</figure>");
}

static gboolean
is_ordered (CarrelRich *walk, JsonObject *object, const char *type)
{
  static const char *const names[] = { "listItem", "listType", "list_type", "style", "tag", NULL };
  const char              *said = carrel_rich_get_any_text (walk, object, names);
  JsonNode                *flag = carrel_rich_get_attribute (walk, object, "ordered");

  return g_str_has_prefix (type, "ordered") || g_str_has_prefix (type, "number") ||
         carrel_rich_is_one_of (type, " ol oli ") ||
         (said && (g_str_has_prefix (said, "ordered") || g_str_has_prefix (said, "number") ||
                   strcmp (said, "ol") == 0)) ||
         (flag && JSON_NODE_HOLDS_VALUE (flag) &&
          json_node_get_value_type (flag) == G_TYPE_BOOLEAN && json_node_get_boolean (flag));
}

/* The tags around what the block holds. FALSE: it is done with, or isn't of the text. */
static gboolean
open_block (
    CarrelRich *walk, JsonObject *object, const char *type, gboolean in_line, const char **close)
{
  const char              *style = carrel_state_get_text (walk->state, object, "style"), *heading;
  static const char *const codes[] = { "code", "text", NULL };
  const char              *code;

  *close = "";
  if (strstr (type, "advert") || strstr (type, "newsletter") || strstr (type, "related") ||
      strstr (type, "promo") || strstr (type, "interstitial") || strstr (type, "recirc") ||
      carrel_rich_is_one_of (type, " ad ads script style recommendation comments "))
    return FALSE;
  if (carrel_rich_is_one_of (type,
                             " image img picture media-image embedded-asset-block image-block "))
    return put_image (walk, object), FALSE;
  if (carrel_rich_is_one_of (
          type, " hr horizontal-rule horizontalrule divider delimiter separator thematic-break "))
    return g_string_append (walk->out, "<hr>"), FALSE;
  if (carrel_rich_is_one_of (type, " br hard-break hardbreak linebreak line-break "))
    return g_string_append (walk->out, "<br>"), FALSE;
  if (carrel_rich_is_one_of (type, " code code-block codeblock pre preformatted ") && !in_line) {
    g_string_append (walk->out, "<pre>");
    *close = "</pre>";
    code = carrel_rich_get_any_text (walk, object, codes);
    if (!code)
      return TRUE;
    put_escaped (walk, code, -1);
    g_string_append (walk->out, "</pre>");
    return FALSE;
  }
  if ((heading = get_heading (walk, object, type, close)))
    return g_string_append (walk->out, heading), TRUE;
  if (carrel_state_get_text (walk->state, object, "listItem") ||
      carrel_rich_is_one_of (type, " unordered-list-item ordered-list-item uli oli ")) {
    gboolean ordered = is_ordered (walk, object, type);

    open_item (walk, ordered);
    *close = ordered ? "</li></ol>" : "</li></ul>";
    return TRUE;
  }
  if (carrel_rich_is_one_of (
          type,
          " list bullet-list bulleted-list unordered-list ordered-list numbered-list ul ol ")) {
    gboolean ordered = is_ordered (walk, object, type);

    g_string_append (walk->out, ordered ? "<ol>" : "<ul>");
    *close = ordered ? "</ol>" : "</ul>";
    return TRUE;
  }
  {
    static const struct {
      const char *types, *open, *close;
    } tags[] = {
      { " li list-item listitem ", "<li>", "</li>" },
      { " quote blockquote block-quote pullquote bq pq ", "<blockquote>", "</blockquote>" },
      { " table table-block ", "<table>", "</table>" },
      { " table-row tr ", "<tr>", "</tr>" },
      { " table-cell td ", "<td>", "</td>" },
      { " table-header-cell table-header th ", "<th>", "</th>" },
      { " paragraph p unstyled block text-block textblock ", "<p>", "</p>" },
      { " strong b ", "<strong>", "</strong>" },
      { " em i ", "<em>", "</em>" },
    };
    const char *is = style && strcmp (style, "blockquote") == 0 ? style : type;

    for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
      if (carrel_rich_is_one_of (is, tags[i].types)) {
        g_string_append (walk->out, tags[i].open);
        *close = tags[i].close;
        return TRUE;
      }
  }
  if (carrel_rich_is_one_of (type, " link hyperlink a ") && get_href (walk, object)) {
    put_link (walk, get_href (walk, object));
    *close = "</a>";
  }
  return TRUE;
}

static void
visit_object (CarrelRich *walk, JsonObject *object, const CarrelRichFrame *frame)
{
  static const char *const texts[] = { "text",   "html", "value", "content",
                                       "markup", "copy", "body",  NULL };
  const char              *text = carrel_rich_get_any_text (walk, object, texts), *close;
  JsonNode                *defs = carrel_state_get (walk->state, object, "markDefs");
  char                     type[CARREL_RICH_MAX_TYPE];
  gboolean                 whole = FALSE;

  carrel_rich_get_type (walk, object, type);
  /* A leaf: within a block it is a piece of it, else a paragraph. */
  if (carrel_rich_is_one_of (type, " text span leaf ") || !*type) {
    if (frame->in_line && text && !json_object_has_member (object, "children")) {
      put_marked (walk, object, text, frame->defs);
      return;
    }
    whole = !frame->in_line && text;
  }
  if (whole) {
    g_string_append (walk->out, "<p>");
    close = "</p>";
  } else if (!open_block (walk, object, type, frame->in_line, &close)) {
    return;
  }
  push (walk, NULL, close, NULL, FALSE);
  if (!push_children (walk, object, defs, frame->in_line || *close,
                      strcmp (close, "</ul>") == 0 || strcmp (close, "</ol>") == 0) &&
      text)
    put_marked (walk, object, text, defs);
}

/* ["$", "p", key, { "children": … }] */
static gboolean
visit_element (CarrelRich *walk, JsonArray *array)
{
  static const char tags[] =
      " p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tr td th em strong i b "
      "a figure figcaption br hr sub sup div section article span ";
  JsonObject *props = json_array_get_length (array) >= 4
                          ? carrel_rich_as_object (carrel_state_resolve (
                                walk->state, json_array_get_element (array, 3)))
                          : NULL;
  const char *tag = json_array_get_length (array) >= 4
                        ? carrel_rich_as_text (json_array_get_element (array, 1))
                        : NULL;
  JsonNode   *children;

  if (json_array_get_length (array) < 1 ||
      g_strcmp0 (carrel_rich_as_text (json_array_get_element (array, 0)), "$") != 0)
    return FALSE;
  if (!tag || !props)
    return TRUE;
  if (strcmp (tag, "img") == 0) {
    put_image (walk, props);
    return TRUE;
  }
  if (carrel_rich_is_one_of (tag, tags)) {
    if (strcmp (tag, "a") == 0 && get_href (walk, props))
      put_link (walk, get_href (walk, props));
    else
      g_string_append_printf (walk->out, "<%s>", tag);
    /* Tags of the table above live for ever. */
    push (walk, NULL, g_intern_string (tag), NULL, TRUE);
  }
  children = carrel_state_get (walk->state, props, "children");
  if (children)
    push (walk, children, NULL, NULL, TRUE);
  return TRUE;
}

static gboolean
is_item (CarrelRich *walk, JsonNode *node)
{
  JsonObject *object = carrel_rich_as_object (node);
  char        type[CARREL_RICH_MAX_TYPE] = "";

  if (object)
    carrel_rich_get_type (walk, object, type);
  return carrel_rich_is_one_of (type, " li list-item listitem ");
}

static void
visit (CarrelRich *walk, const CarrelRichFrame *frame)
{
  JsonArray  *array = carrel_rich_as_array (frame->node);
  const char *text = carrel_rich_as_text (frame->node);

  if (frame->item && frame->node && !is_item (walk, frame->node)) {
    g_string_append (walk->out, "<li>");
    push (walk, NULL, "</li>", NULL, FALSE);
  }

  if (!frame->node && !frame->literal) {
    /* A name that stands for nothing. */
  } else if (!frame->node) {
    /* An element's name, or a closing tag. */
    if (frame->in_line)
      g_string_append_printf (walk->out, "</%s>", frame->literal);
    else
      g_string_append (walk->out, frame->literal);
  } else if (text) {
    if (!frame->in_line)
      g_string_append (walk->out, "<p>");
    put_text (walk, text);
    if (!frame->in_line)
      g_string_append (walk->out, "</p>");
  } else if (array && !visit_element (walk, array)) {
    for (guint k = json_array_get_length (array); k > 0; k--)
      push (walk, carrel_state_resolve (walk->state, json_array_get_element (array, k - 1)), NULL,
            frame->defs, frame->in_line);
  } else if (carrel_rich_as_object (frame->node)) {
    visit_object (walk, carrel_rich_as_object (frame->node), frame);
  }
}

/* ── The list ── */

static gboolean
is_block (const CarrelState *state, JsonNode *node)
{
  static const char *const contents[] = { "children",   "content",    "text",  "data",
                                          "value",      "attributes", "html",  "nodes",
                                          "paragraphs", "items",      "attrs", "props" };
  static const char *const others[] = { "headline",      "slug",        "excerpt",
                                        "author",        "publishedAt", "published",
                                        "datePublished", "permalink",   "commentId" };
  static const CarrelRich  none = { 0 };
  CarrelRich               walk = none;
  JsonObject              *object = carrel_rich_as_object (node);
  JsonArray               *array = carrel_rich_as_array (node);
  const char              *line = carrel_rich_as_text (node);
  char                     type[CARREL_RICH_MAX_TYPE];

  if (line)
    return strlen (line) >= MIN_LINE && strchr (line, ' ') && !strstr (line, "://");
  if (array)
    return json_array_get_length (array) >= 4 &&
           g_strcmp0 (carrel_rich_as_text (json_array_get_element (array, 0)), "$") == 0;
  if (!object)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (json_object_has_member (object, others[i]))
      return FALSE;
  walk.state = state;
  carrel_rich_get_type (&walk, object, type);
  if (!*type)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    if (json_object_has_member (object, contents[i]))
      return TRUE;
  return FALSE;
}

char *
carrel_state_blocks_to_html (const CarrelState *self, JsonArray *blocks, JsonNode *links)
{
  CarrelRich walk = { .state = self, .map = links };
  guint      n = json_array_get_length (blocks), is = 0;

  if (n == 0)
    return NULL;
  for (guint i = 0; i < MIN (n, 100); i++)
    is += is_block (self, carrel_state_resolve (self, json_array_get_element (blocks, i)));
  if (is * 3 < MIN (n, 100) * 2)
    return NULL;

  walk.stack = g_array_new (FALSE, FALSE, sizeof (CarrelRichFrame));
  walk.out = g_string_new (NULL);
  for (guint i = n; i > 0; i--)
    push (&walk, carrel_state_resolve (self, json_array_get_element (blocks, i - 1)), NULL, NULL,
          FALSE);
  while (walk.stack->len > 0 && walk.steps++ < MAX_STEPS && walk.out->len < MAX_OUTPUT) {
    CarrelRichFrame frame = g_array_index (walk.stack, CarrelRichFrame, walk.stack->len - 1);

    g_array_set_size (walk.stack, walk.stack->len - 1);
    visit (&walk, &frame);
  }
  g_array_unref (walk.stack);
  return g_string_free (walk.out, FALSE);
}

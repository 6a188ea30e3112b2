/* carrel-query.c: the search language: text → tree.
 *
 * One pass over the text, by recursive descent: a group holds terms; «OR» joins its two neighbours
 * before standing side by side joins the rest. The parser is total: every byte of the text belongs
 * to a term, an operator or the space between, and a term that makes no sense as a field is text.
 * Recursion happens only at brackets, and at most MAX_LEVELS deep.
 *
 * A query is immutable once its parser has returned it; any thread may hold it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-query.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"

#include <string.h>

/* More than anybody types; what is beyond is left out, so that the SQL made of it stays small. */
#define MAX_TERMS 64
#define MAX_LEVELS 32
/* Bytes of one term: a longer word is looked for by its beginning. */
#define MAX_TERM_BYTES 512

struct _CarrelQuery {
  gatomicrefcount ref_count;

  const CarrelQueryNode *root;    /* in `nodes`, or in a part's */
  GPtrArray             *nodes;   /* (owned) (element-type CarrelQueryNode) */
  GStringChunk          *strings; /* (owned): all texts */
  CarrelQuery           *a, *b;   /* (owned) (nullable): what carrel_query_and () joined */
};

G_DEFINE_BOXED_TYPE (CarrelQuery, carrel_query, carrel_query_ref, carrel_query_unref)

typedef enum {
  VALUE_TEXT,
  VALUE_TOPIC,
  VALUE_LANGUAGE,
  VALUE_FLAG,
  VALUE_TIME,
  VALUE_NUMBERS,
  VALUE_ID,
} ValueKind;

/* A new search field is a row here, and a case in carrel-store-search.c. */
static const struct Field {
  const char      *name;
  ValueKind        kind;
  CarrelQueryType  type;
  CarrelQueryField field;
} fields[] = {
  { "added", VALUE_TIME, CARREL_QUERY_TIME, CARREL_FIELD_ADDED },
  { "author", VALUE_TEXT, CARREL_QUERY_TEXT, CARREL_FIELD_AUTHOR },
  { "has", VALUE_FLAG, CARREL_QUERY_HAS, CARREL_FIELD_ANY },
  { "id", VALUE_ID, CARREL_QUERY_ID, CARREL_FIELD_ANY },
  { "is", VALUE_FLAG, CARREL_QUERY_IS, CARREL_FIELD_ANY },
  { "lang", VALUE_LANGUAGE, CARREL_QUERY_LANGUAGE, CARREL_FIELD_ANY },
  { "linked-from", VALUE_ID, CARREL_QUERY_LINKED_FROM, CARREL_FIELD_ANY },
  { "links-to", VALUE_ID, CARREL_QUERY_LINKS_TO, CARREL_FIELD_ANY },
  { "published", VALUE_TIME, CARREL_QUERY_TIME, CARREL_FIELD_PUBLISHED },
  { "read", VALUE_TIME, CARREL_QUERY_TIME, CARREL_FIELD_READ },
  { "site", VALUE_TEXT, CARREL_QUERY_TEXT, CARREL_FIELD_SITE },
  { "title", VALUE_TEXT, CARREL_QUERY_TEXT, CARREL_FIELD_TITLE },
  { "topic", VALUE_TOPIC, CARREL_QUERY_TOPIC, CARREL_FIELD_ANY },
  { "words", VALUE_NUMBERS, CARREL_QUERY_WORDS, CARREL_FIELD_ANY },
};

/* The first of several names of a flag is the one that is written. */
static const struct {
  const char     *name;
  CarrelQueryType type;
  CarrelQueryFlag flag;
} flags[] = {
  { "unread", CARREL_QUERY_IS, CARREL_FLAG_UNREAD },
  { "read", CARREL_QUERY_IS, CARREL_FLAG_READ },
  { "reading", CARREL_QUERY_IS, CARREL_FLAG_READING },
  { "favourite", CARREL_QUERY_IS, CARREL_FLAG_FAVOURITE },
  { "favorite", CARREL_QUERY_IS, CARREL_FLAG_FAVOURITE },
  { "inbox", CARREL_QUERY_IS, CARREL_FLAG_INBOX },
  { "archived", CARREL_QUERY_IS, CARREL_FLAG_ARCHIVED },
  { "trashed", CARREL_QUERY_IS, CARREL_FLAG_TRASHED },
  { "highlighted", CARREL_QUERY_IS, CARREL_FLAG_HIGHLIGHTED },
  { "linked", CARREL_QUERY_IS, CARREL_FLAG_LINKED },
  { "orphan", CARREL_QUERY_IS, CARREL_FLAG_ORPHAN },
  { "note", CARREL_QUERY_HAS, CARREL_FLAG_NOTE },
  { "image", CARREL_QUERY_HAS, CARREL_FLAG_IMAGE },
  { "highlight", CARREL_QUERY_HAS, CARREL_FLAG_HIGHLIGHT },
  { "topic", CARREL_QUERY_HAS, CARREL_FLAG_TOPIC },
  { "link", CARREL_QUERY_HAS, CARREL_FLAG_LINK },
};

typedef struct {
  CarrelQuery *query;   /* being made */
  const char  *next;    /* what is still to be read */
  gboolean     typing;  /* the end of the text is where a person types */
  gboolean     negated; /* the term being read stands after a minus */
  guint        n_terms, level;
} Parser;

/* ── Nodes ── */

static void
node_free (gpointer data)
{
  CarrelQueryNode *node = data;

  g_free (node->children);
  g_free (node);
}

static CarrelQueryNode *
add_node (CarrelQuery *query, CarrelQueryType type)
{
  CarrelQueryNode *node = g_new0 (CarrelQueryNode, 1);

  node->type = type;
  g_ptr_array_add (query->nodes, node);
  return node;
}

static CarrelQueryNode *
add_term (Parser *parser, CarrelQueryType type, CarrelQueryField field)
{
  CarrelQueryNode *node = add_node (parser->query, type);

  node->field = field;
  parser->n_terms++;
  return node;
}

/* None is NULL, one stands for itself; children of the same type give theirs, so that brackets which
 * change nothing leave no trace. */
static CarrelQueryNode *
join (CarrelQuery *query, CarrelQueryType type, GPtrArray *children)
{
  g_autoptr (GPtrArray) flat = NULL;
  CarrelQueryNode *node;

  if (children->len == 0)
    return NULL;
  if (children->len == 1)
    return children->pdata[0];

  flat = g_ptr_array_sized_new (children->len);
  for (guint i = 0; i < children->len; i++) {
    CarrelQueryNode *child = children->pdata[i];

    if (child->type != type)
      g_ptr_array_add (flat, child);
    for (guint j = 0; child->type == type && j < child->n_children; j++)
      g_ptr_array_add (flat, child->children[j]);
  }

  node = add_node (query, type);
  node->n_children = flat->len;
  node->children = g_memdup2 (flat->pdata, flat->len * sizeof (gpointer));
  return node;
}

static CarrelQueryNode *
negate (CarrelQuery *query, CarrelQueryNode *child)
{
  CarrelQueryNode *node = add_node (query, CARREL_QUERY_NOT);

  node->n_children = 1;
  node->children = g_memdup2 (&child, sizeof (gpointer));
  return node;
}

/* ── Characters ── */

/* Keyboards and phones write quotes as they like. */
static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0xFF02;
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c);
}

static gboolean
is_opening (gunichar c)
{
  return c == '(' || c == 0xFF08;
}

static gboolean
is_closing (gunichar c)
{
  return c == ')' || c == 0xFF09;
}

static gboolean
is_colon (gunichar c)
{
  return c == ':' || c == 0xFF1A;
}

static gunichar
peek (Parser *parser)
{
  return g_utf8_get_char (parser->next);
}

static void
advance (Parser *parser)
{
  parser->next = g_utf8_next_char (parser->next);
}

static void
skip_space (Parser *parser)
{
  while (peek (parser) != 0 && is_space (peek (parser)))
    advance (parser);
}

/* The term that was just read ends where a person is typing. */
static gboolean
is_open (Parser *parser)
{
  return parser->typing && *parser->next == '\0';
}

/* ── Terms ── */

/* `text` (of `len` bytes) is looked for as it stands. */
static CarrelQueryNode *
add_text (Parser          *parser,
          CarrelQueryField field,
          const char      *text,
          gsize            len,
          gboolean         phrase,
          gboolean         prefix)
{
  CarrelQueryNode *node = add_term (parser, CARREL_QUERY_TEXT, field);

  if (len > MAX_TERM_BYTES) {
    len = g_utf8_find_prev_char (text, text + MAX_TERM_BYTES + 1) - text;
    prefix = prefix || !phrase;
  }
  node->text = g_string_chunk_insert_len (parser->query->strings, text, len);
  node->phrase = phrase;
  node->prefix = prefix;
  return node;
}

/* A word as typed: stars at its end make it a prefix, and so does being typed. */
static CarrelQueryNode *
add_word (Parser *parser, CarrelQueryField field, const char *text, gsize len)
{
  gsize without_stars = len;
  gboolean open = is_open (parser) && !parser->negated;

  while (without_stars > 0 && text[without_stars - 1] == '*')
    without_stars--;
  if (without_stars == 0)
    return add_text (parser, field, text, len, FALSE, FALSE);
  return add_text (parser, field, text, without_stars, FALSE, open || without_stars < len);
}

static gboolean
parse_number (const char *text, gint64 min, gint64 *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64 - 1, &value, NULL) ||
      (gint64) value < min)
    return FALSE;
  *number = value;
  return TRUE;
}

/* «500», «>500», «>=500», «<500», «<=500», «100..500», «..500», «500..»; until is exclusive. */
static gboolean
parse_numbers (const char *text, gint64 *from, gint64 *until)
{
  const char *dots = strstr (text, "..");
  gint64 number, low = G_MININT64, high = G_MAXINT64;

  if (dots) {
    g_autofree char *first = g_strndup (text, dots - text);

    if (*first == '\0' && dots[2] == '\0')
      return FALSE;
    if (*first != '\0' && !parse_number (first, 0, &low))
      return FALSE;
    if (dots[2] != '\0') {
      if (!parse_number (dots + 2, 0, &high))
        return FALSE;
      high++;
    }
  } else if (text[0] == '>' || text[0] == '<') {
    gboolean equal = text[1] == '=';

    if (!parse_number (text + 1 + equal, 0, &number))
      return FALSE;
    if (text[0] == '>')
      low = number + !equal;
    else
      high = number + equal;
  } else {
    if (!parse_number (text, 0, &low))
      return FALSE;
    high = low + 1;
  }

  *from = low;
  *until = high;
  return TRUE;
}

/* The flag called `name`; with `begins` it is enough that one begins so. */
static gboolean
find_flag (CarrelQueryType type, const char *name, gboolean begins, CarrelQueryFlag *flag)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (flags[i].type == type &&
        (begins ? g_ascii_strncasecmp (flags[i].name, name, strlen (name)) == 0
                : g_ascii_strcasecmp (flags[i].name, name) == 0)) {
      *flag = flags[i].flag;
      return TRUE;
    }
  }
  return FALSE;
}

/* A path or language: «none» unquoted has no text; a star, or typing on, makes it a beginning. */
static CarrelQueryNode *
add_name (Parser *parser, const struct Field *field, const char *value, gboolean quoted)
{
  gsize len = strlen (value);
  CarrelQueryNode *node = add_term (parser, field->type, field->field);

  if (field->kind == VALUE_TOPIC && !quoted && g_ascii_strcasecmp (value, "none") == 0)
    return node;

  if (!quoted && len > 1 && value[len - 1] == '*') {
    node->prefix = TRUE;
    len--;
  } else {
    node->prefix = is_open (parser) && !quoted && !parser->negated;
  }
  node->text = g_string_chunk_insert_len (parser->query->strings, value, len);
  node->phrase = quoted;
  return node;
}

/* NULL when the value makes no sense. */
static CarrelQueryNode *
add_value (Parser *parser, const struct Field *field, const char *value, gboolean quoted)
{
  CarrelQueryNode *node;
  CarrelQueryFlag flag = 0;
  gint64 from = 0, until = 0;

  switch (field->kind) {
  case VALUE_TEXT:
    if (quoted)
      return add_text (parser, field->field, value, strlen (value), TRUE, FALSE);
    return add_word (parser, field->field, value, strlen (value));
  case VALUE_TOPIC:
  case VALUE_LANGUAGE:
    return add_name (parser, field, value, quoted);
  case VALUE_FLAG:
    if (!find_flag (field->type, value, FALSE, &flag))
      return NULL;
    break;
  case VALUE_TIME:
    if (!carrel_time_parse_span (value, &from, &until))
      return NULL;
    break;
  case VALUE_NUMBERS:
    if (!parse_numbers (value, &from, &until))
      return NULL;
    break;
  case VALUE_ID:
    if (!parse_number (value, 1, &from))
      return NULL;
    break;
  default:
    g_assert_not_reached ();
  }

  node = add_term (parser, field->type, field->field);
  node->flag = flag;
  node->from = from;
  node->until = until;
  return node;
}

/* What is being typed may still become a value: then it is left out rather than looked for, or the
 * list would be empty until the last letter. */
static gboolean
may_become_value (Parser *parser, const struct Field *field, const char *value)
{
  CarrelQueryFlag flag;

  if (!is_open (parser))
    return FALSE;
  if (*value == '\0')
    return TRUE;
  switch (field->kind) {
  case VALUE_FLAG:
    return find_flag (field->type, value, TRUE, &flag);
  case VALUE_TIME:
  case VALUE_NUMBERS:
    return TRUE;
  default:
    return FALSE;
  }
}

/* ── The text ── */

/* Reads from an opening quote to the closing one, or to the end: the text between, without white
 * space at its ends. `closed` tells whether there was one. */
static char *
read_quoted (Parser *parser, gboolean *closed)
{
  const char *start;
  char *text;

  advance (parser);
  start = parser->next;
  while (peek (parser) != 0 && !is_quote (peek (parser)))
    advance (parser);
  text = g_strstrip (g_strndup (start, parser->next - start));
  *closed = peek (parser) != 0;
  if (*closed)
    advance (parser);
  return text;
}

/* To the next white space, or to the bracket that closes the group; brackets within the word are its
 * own, «f(x)». */
static void
skip_word (Parser *parser)
{
  guint own = 0;

  for (; peek (parser) != 0 && !is_space (peek (parser)); advance (parser)) {
    if (is_opening (peek (parser))) {
      own++;
    } else if (is_closing (peek (parser))) {
      if (own == 0 && parser->level > 0)
        return;
      own -= own > 0;
    }
  }
}

/* The field whose name and colon stand at `text`; its value starts at `value`. */
static const struct Field *
find_field (const char *text, const char **value)
{
  const char *end = text;

  while (g_ascii_isalpha (*end) || *end == '-')
    end++;
  if (!is_colon (g_utf8_get_char (end)))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    gsize len = strlen (fields[i].name);

    if (len == (gsize) (end - text) && g_ascii_strncasecmp (fields[i].name, text, len) == 0) {
      *value = g_utf8_next_char (end);
      return &fields[i];
    }
  }
  return NULL;
}

/* NULL when there is nothing to look for (yet). */
static CarrelQueryNode *
parse_phrase (Parser *parser)
{
  gboolean closed, star = FALSE;
  g_autofree char *text = read_quoted (parser, &closed);

  for (; closed && peek (parser) == '*'; advance (parser))
    star = TRUE;
  if (*text == '\0')
    return NULL;
  return add_text (parser, CARREL_FIELD_ANY, text, strlen (text), TRUE,
                   star || (!closed && parser->typing && !parser->negated));
}

/* The same; `start` is where the field's name stands. */
static CarrelQueryNode *
parse_field (Parser *parser, const struct Field *field, const char *start)
{
  gboolean quoted = is_quote (peek (parser)), closed = FALSE;
  g_autofree char *value = NULL;
  CarrelQueryNode *node;

  if (quoted) {
    value = read_quoted (parser, &closed);
  } else {
    const char *value_start = parser->next;

    skip_word (parser);
    value = g_strndup (value_start, parser->next - value_start);
  }

  node = *value != '\0' ? add_value (parser, field, value, quoted) : NULL;
  if (node) {
    node->prefix = node->prefix || (quoted && !closed && is_open (parser) && !parser->negated);
    return node;
  }
  if (may_become_value (parser, field, value))
    return NULL;
  return add_text (parser, CARREL_FIELD_ANY, start, parser->next - start, FALSE, FALSE);
}

static CarrelQueryNode *
parse_word (Parser *parser)
{
  const char *start = parser->next, *value;
  const struct Field *field = find_field (start, &value);

  if (field) {
    parser->next = value;
    return parse_field (parser, field, start);
  }
  skip_word (parser);
  return add_word (parser, CARREL_FIELD_ANY, start, parser->next - start);
}

static void
skip_bracket (Parser *parser)
{
  guint open = 0;

  for (; peek (parser) != 0; advance (parser)) {
    if (is_opening (peek (parser)))
      open++;
    else if (is_closing (peek (parser)) && --open == 0) {
      advance (parser);
      return;
    }
  }
}

static CarrelQueryNode *parse_group (Parser *parser);

static CarrelQueryNode *
parse_bracket (Parser *parser)
{
  CarrelQueryNode *node;

  if (parser->level == MAX_LEVELS) {
    skip_bracket (parser);
    return NULL;
  }

  advance (parser);
  parser->level++;
  node = parse_group (parser);
  parser->level--;
  return node;
}

/* A minus negates what touches it; «--» and a minus alone are text. */
static gboolean
take_minus (Parser *parser)
{
  gunichar c;

  if (*parser->next != '-')
    return FALSE;
  c = g_utf8_get_char (parser->next + 1);
  if (c == 0 || c == '-' || is_space (c) || (is_closing (c) && parser->level > 0))
    return FALSE;
  advance (parser);
  return TRUE;
}

static CarrelQueryNode *
parse_term (Parser *parser)
{
  gboolean was_negated = parser->negated, minus = take_minus (parser);
  CarrelQueryNode *node;

  parser->negated = was_negated || minus;
  if (is_opening (peek (parser)))
    node = parse_bracket (parser);
  else if (is_quote (peek (parser)))
    node = parse_phrase (parser);
  else
    node = parse_word (parser);
  parser->negated = was_negated;

  return node && minus ? negate (parser->query, node) : node;
}

/* An operator stands alone and before a term; the last word being typed may become one. */
static gboolean
take_operator (Parser *parser, const char *operator)
{
  const char *start = parser->next, *after = start + strlen (operator);

  if (!g_str_has_prefix (start, operator) ||
      !(*after == '\0' || is_space (g_utf8_get_char (after)) ||
        is_opening (g_utf8_get_char (after)) || is_quote (g_utf8_get_char (after))))
    return FALSE;

  parser->next = after;
  skip_space (parser);
  if (is_open (parser) ||
      (*parser->next != '\0' && !(is_closing (peek (parser)) && parser->level > 0)))
    return TRUE;
  parser->next = start;
  return FALSE;
}

/* To the end of the text or to the group's closing bracket. NULL when there is nothing in it. */
static CarrelQueryNode *
parse_group (Parser *parser)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) any = g_ptr_array_new ();
  gboolean after_or = FALSE;

  for (skip_space (parser); *parser->next != '\0'; skip_space (parser)) {
    CarrelQueryNode *node;

    if (parser->level > 0 && is_closing (peek (parser))) {
      advance (parser);
      break;
    }
    if (parser->n_terms == MAX_TERMS) {
      parser->next += strlen (parser->next);
      break;
    }
    if (any->len > 0 && !after_or && take_operator (parser, "OR")) {
      after_or = TRUE;
      continue;
    }
    /* Side by side means it already. «NOT» is not an operator: it stands in titles. */
    if (any->len > 0 && !after_or && take_operator (parser, "AND"))
      continue;

    node = parse_term (parser);
    if (!node)
      continue;
    if (!after_or && any->len > 0) {
      g_ptr_array_add (all, join (parser->query, CARREL_QUERY_OR, any));
      g_ptr_array_set_size (any, 0);
    }
    g_ptr_array_add (any, node);
    after_or = FALSE;
  }

  if (any->len > 0)
    g_ptr_array_add (all, join (parser->query, CARREL_QUERY_OR, any));
  return join (parser->query, CARREL_QUERY_AND, all);
}

static CarrelQuery *
query_new (void)
{
  CarrelQuery *self = g_new0 (CarrelQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->strings = g_string_chunk_new (256);
  return self;
}

/* ── Public functions ── */

CarrelQuery *
carrel_query_parse (const char *text, gboolean typing)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  CarrelQuery *self = query_new ();
  Parser parser = { .query = self, .next = valid, .typing = typing };

  self->root = parse_group (&parser);
  if (!self->root)
    self->root = add_node (self, CARREL_QUERY_ALL);
  return self;
}

CarrelQuery *
carrel_query_ref (CarrelQuery *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
carrel_query_unref (CarrelQuery *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->nodes);
  g_string_chunk_free (self->strings);
  g_clear_pointer (&self->a, carrel_query_unref);
  g_clear_pointer (&self->b, carrel_query_unref);
  g_free (self);
}

/* What stands side by side at the top of a query stands so in the joined one. */
static void
add_side_by_side (GPtrArray *children, const CarrelQueryNode *root)
{
  if (root->type == CARREL_QUERY_ALL)
    return;
  if (root->type != CARREL_QUERY_AND) {
    g_ptr_array_add (children, (gpointer) root);
    return;
  }
  for (guint i = 0; i < root->n_children; i++)
    g_ptr_array_add (children, root->children[i]);
}

CarrelQuery *
carrel_query_and (CarrelQuery *a, CarrelQuery *b)
{
  CarrelQuery *self = query_new ();
  g_autoptr (GPtrArray) children = g_ptr_array_new ();

  self->a = carrel_query_ref (a);
  self->b = carrel_query_ref (b);
  add_side_by_side (children, a->root);
  add_side_by_side (children, b->root);
  self->root = join (self, CARREL_QUERY_AND, children);
  if (!self->root)
    self->root = add_node (self, CARREL_QUERY_ALL);
  return self;
}

const CarrelQueryNode *
carrel_query_get_root (CarrelQuery *self)
{
  return self->root;
}

gboolean
carrel_query_is_all (CarrelQuery *self)
{
  return self->root->type == CARREL_QUERY_ALL;
}

/* ── Walks ── */

/* Text made of letters, digits or other characters that an index knows; not mere punctuation. */
static gboolean
has_letters (const char *text)
{
  for (; *text; text = g_utf8_next_char (text)) {
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      return TRUE;
  }
  return FALSE;
}

typedef gboolean (*NodeFunc) (const CarrelQueryNode *node, gpointer data);

static gboolean
is_text (const CarrelQueryNode *node, gpointer data)
{
  return node->type == CARREL_QUERY_TEXT && has_letters (node->text);
}

static gboolean
is_trashed (const CarrelQueryNode *node, gpointer data)
{
  return node->type == CARREL_QUERY_IS && node->flag == CARREL_FLAG_TRASHED;
}

/* TRUE as soon as `func` is for a term under an even number of negations. */
static gboolean
any_positive (const CarrelQueryNode *node, gboolean positive, NodeFunc func, gpointer data)
{
  if (node->type == CARREL_QUERY_NOT)
    positive = !positive;
  for (guint i = 0; i < node->n_children; i++) {
    if (any_positive (node->children[i], positive, func, data))
      return TRUE;
  }
  return node->n_children == 0 && positive && func (node, data);
}

gboolean
carrel_query_has_text (CarrelQuery *self)
{
  return any_positive (self->root, TRUE, is_text, NULL);
}

gboolean
carrel_query_wants_trash (CarrelQuery *self)
{
  return any_positive (self->root, TRUE, is_trashed, NULL);
}

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Always FALSE: it collects. A run of characters without spaces between words is one mark. */
static gboolean
add_marks (const CarrelQueryNode *node, gpointer data)
{
  GPtrArray *marks = data;
  const char *next = node->text;

  if (node->type != CARREL_QUERY_TEXT ||
      (node->field != CARREL_FIELD_ANY && node->field != CARREL_FIELD_TITLE))
    return FALSE;

  while (*next) {
    const char *start;
    gboolean unspaced;

    while (*next && !is_word_char (g_utf8_get_char (next)))
      next = g_utf8_next_char (next);
    if (*next == '\0')
      break;
    start = next;
    unspaced = carrel_text_is_unspaced (g_utf8_get_char (start));
    while (is_word_char (g_utf8_get_char (next)) &&
           (g_unichar_ismark (g_utf8_get_char (next)) ||
            carrel_text_is_unspaced (g_utf8_get_char (next)) == unspaced))
      next = g_utf8_next_char (next);
    g_ptr_array_add (marks, g_strdup_printf ("%.*s%s", (int) (next - start), start,
                                             node->prefix && *next == '\0' ? "*" : ""));
  }
  return FALSE;
}

GPtrArray *
carrel_query_list_marks (CarrelQuery *self)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func (g_free);

  any_positive (self->root, TRUE, add_marks, marks);
  return marks;
}

/* ── As text, for tests ── */

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (out, '\\');
    if (g_ascii_iscntrl (*p))
      g_string_append_printf (out, "\\x%02x", *p);
    else
      g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}

static void
append_bare (GString *out, const char *text)
{
  if (text[strcspn (text, " \"\\()*")] == '\0' && *text != '\0')
    g_string_append (out, text);
  else
    append_quoted (out, text);
}

static void
append_time (GString *out, gint64 time)
{
  g_autofree char *iso = carrel_time_to_iso (time);

  if (time == G_MININT64 || time == G_MAXINT64)
    return;
  if (iso)
    g_string_append (out, iso);
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, time);
}

static void
append_number (GString *out, gint64 number)
{
  if (number != G_MININT64 && number != G_MAXINT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
}

static const char *
get_field_name (const CarrelQueryNode *node)
{
  if (node->type == CARREL_QUERY_TEXT && node->field == CARREL_FIELD_ANY)
    return "text";
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (fields[i].type == node->type && fields[i].field == node->field)
      return fields[i].name;
  }
  g_assert_not_reached ();
}

static const char *
get_flag_name (const CarrelQueryNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (flags[i].type == node->type && flags[i].flag == node->flag)
      return flags[i].name;
  }
  g_assert_not_reached ();
}

static void
append_term (GString *out, const CarrelQueryNode *node)
{
  g_string_append_printf (out, "%s ", get_field_name (node));
  switch (node->type) {
  case CARREL_QUERY_TEXT:
  case CARREL_QUERY_TOPIC:
  case CARREL_QUERY_LANGUAGE:
    if (!node->text)
      g_string_append (out, "none");
    else if (node->phrase || node->type == CARREL_QUERY_TOPIC)
      append_quoted (out, node->text);
    else
      append_bare (out, node->text);
    if (node->prefix)
      g_string_append_c (out, '*');
    break;
  case CARREL_QUERY_IS:
  case CARREL_QUERY_HAS:
    g_string_append (out, get_flag_name (node));
    break;
  case CARREL_QUERY_TIME:
    append_time (out, node->from);
    g_string_append (out, "..");
    append_time (out, node->until);
    break;
  case CARREL_QUERY_WORDS:
    append_number (out, node->from);
    g_string_append (out, "..");
    append_number (out, node->until);
    break;
  default:
    append_number (out, node->from);
  }
}

static void
append_node (GString *out, const CarrelQueryNode *node)
{
  g_string_append_c (out, '(');
  switch (node->type) {
  case CARREL_QUERY_ALL:
    g_string_append (out, "all");
    break;
  case CARREL_QUERY_AND:
    g_string_append (out, "and");
    break;
  case CARREL_QUERY_OR:
    g_string_append (out, "or");
    break;
  case CARREL_QUERY_NOT:
    g_string_append (out, "not");
    break;
  default:
    append_term (out, node);
  }
  for (guint i = 0; i < node->n_children; i++) {
    g_string_append_c (out, ' ');
    append_node (out, node->children[i]);
  }
  g_string_append_c (out, ')');
}

char *
carrel_query_to_debug (CarrelQuery *self)
{
  GString *out = g_string_new (NULL);

  append_node (out, self->root);
  return g_string_free_and_steal (out);
}

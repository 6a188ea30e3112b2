/* carrel-query-parse.c: the search language: text → tree.
 *
 * One pass over the text, by recursive descent: a group holds terms; «OR» joins its two neighbours
 * before standing side by side joins the rest. The parser is total: every byte of the text belongs
 * to a term, an operator or the space between, and a term that makes no sense as a field is text.
 * Recursion happens only at brackets, and at most MAX_LEVELS deep.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-query-private.h"

#include "base/carrel-time.h"

#include <string.h>

/* More than anybody types; what is beyond is left out, so that the SQL made of it stays small. */
#define MAX_TERMS 64
#define MAX_LEVELS 32
/* Bytes of one term: a longer word is looked for by its beginning. */
#define MAX_TERM_BYTES 512
/* Words between those that are near each other, where nothing else is said; and at most. */
#define NEAR_DISTANCE 10
#define MAX_DISTANCE 10000

typedef struct {
  CarrelQuery *query;   /* being made */
  const char  *next;    /* what is still to be read */
  gboolean     typing;  /* the end of the text is where a person types */
  gboolean     negated; /* the term being read stands after a minus */
  guint        n_terms, level;
  GArray      *filters; /* (nullable) (element-type CarrelQueryPlace): found so far */
  GArray      *misread; /* (nullable) (element-type CarrelQueryPlace): the same, of what is none */
  const char  *text;    /* all of it */
} Parser;

static CarrelQueryNode *
add_term (Parser *parser, CarrelQueryType type, CarrelQueryField field)
{
  CarrelQueryNode *node = carrel_query_add_node (parser->query, type);

  node->field = field;
  parser->n_terms++;
  return node;
}

static CarrelQueryNode *
negate (CarrelQuery *query, CarrelQueryNode *child)
{
  CarrelQueryNode *node = carrel_query_add_node (query, CARREL_QUERY_NOT);

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
  gsize    without_stars = len;
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
  gint64      number, low = G_MININT64, high = G_MAXINT64;

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

/* Of somebody who types on. */
static gboolean
may_become_numbers (const char *text)
{
  static const char *const rests[] = { "1", ".1" };
  gint64                   from, until;

  for (guint i = 0; i < G_N_ELEMENTS (rests); i++) {
    g_autofree char *whole = g_strconcat (text, rests[i], NULL);

    if (parse_numbers (whole, &from, &until))
      return TRUE;
  }
  return FALSE;
}

/* A path or language: «none» unquoted has no text; a star, or typing on, makes it a beginning. */
static CarrelQueryNode *
add_name (Parser *parser, const CarrelQueryFieldInfo *field, const char *value, gboolean quoted)
{
  gsize            len = strlen (value);
  CarrelQueryNode *node = add_term (parser, field->type, field->field);

  if (field->kind == CARREL_VALUE_TOPIC && !quoted && g_ascii_strcasecmp (value, "none") == 0)
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
add_value (Parser *parser, const CarrelQueryFieldInfo *field, const char *value, gboolean quoted)
{
  CarrelQueryNode *node;
  CarrelQueryFlag  flag = 0;
  gint64           from = 0, until = 0;

  switch (field->kind) {
  case CARREL_VALUE_TEXT:
    if (quoted)
      return add_text (parser, field->field, value, strlen (value), TRUE, FALSE);
    return add_word (parser, field->field, value, strlen (value));
  case CARREL_VALUE_TOPIC:
  case CARREL_VALUE_LANGUAGE:
    return add_name (parser, field, value, quoted);
  case CARREL_VALUE_FLAG:
    if (!carrel_query_find_flag (field->type, value, FALSE, &flag))
      return NULL;
    break;
  case CARREL_VALUE_TIME:
    if (!carrel_time_parse_span (value, &from, &until))
      return NULL;
    break;
  case CARREL_VALUE_NUMBERS:
    if (!parse_numbers (value, &from, &until))
      return NULL;
    break;
  case CARREL_VALUE_ID:
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
may_become_value (Parser *parser, const CarrelQueryFieldInfo *field, const char *value)
{
  CarrelQueryFlag flag;

  if (!is_open (parser))
    return FALSE;
  if (*value == '\0')
    return TRUE;
  switch (field->kind) {
  case CARREL_VALUE_FLAG:
    return carrel_query_find_flag (field->type, value, TRUE, &flag);
  case CARREL_VALUE_TIME:
    return carrel_time_may_become_span (value);
  case CARREL_VALUE_NUMBERS:
    return may_become_numbers (value);
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
  char       *text;

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

/* To the next white space, or to the bracket that closes the group; brackets within the word are
 * its own, «f(x)». */
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
static const CarrelQueryFieldInfo *
find_field (const char *text, const char **value)
{
  const CarrelQueryFieldInfo *field;
  const char                 *end = text;

  while (g_ascii_isalpha (*end) || *end == '-')
    end++;
  if (!is_colon (g_utf8_get_char (end)))
    return NULL;
  field = carrel_query_find_field (text, (gsize) (end - text));
  if (field)
    *value = g_utf8_next_char (end);
  return field;
}

/* A term that was read from `start` on looks like a filter and is none. */
static void
note_misread (Parser *parser, const char *start)
{
  CarrelQueryPlace place = { (gsize) (start - parser->text),
                             (gsize) (parser->next - parser->text) };

  if (parser->misread)
    g_array_append_val (parser->misread, place);
}

/* The same, where the name is no field's: not of an address, nor of what has no value. */
static void
note_unknown (Parser *parser, const char *start)
{
  const char *end = start, *value;
  gunichar    c;

  while (g_ascii_isalpha (*end) || *end == '-')
    end++;
  if (end - start < 2 || !is_colon (g_utf8_get_char (end)))
    return;
  value = g_utf8_next_char (end);
  c = value < parser->next ? g_utf8_get_char (value) : 0;
  if (g_unichar_isalnum (c) || c == '<' || c == '>' || is_quote (c))
    note_misread (parser, start);
}

/* NULL when there is nothing to look for (yet). */
static CarrelQueryNode *
parse_phrase (Parser *parser)
{
  gboolean         closed, star = FALSE;
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
parse_field (Parser *parser, const CarrelQueryFieldInfo *field, const char *start)
{
  gboolean         quoted = is_quote (peek (parser)), closed = FALSE;
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
  note_misread (parser, start);
  return add_text (parser, CARREL_FIELD_ANY, start, parser->next - start, FALSE, FALSE);
}

/* «NEAR(one "two words", 10)»: at least two things, then perhaps how many words may be between
 * them. */
static gboolean
read_near (Parser *parser, GPtrArray *things, gint64 *distance)
{
  g_autofree char *number = NULL;
  const char      *start;

  parser->next += strlen ("NEAR(");
  for (skip_space (parser);
       *parser->next != '\0' && *parser->next != ',' && !is_closing (peek (parser));
       skip_space (parser)) {
    CarrelQueryNode *node = NULL;
    gboolean         closed = TRUE;

    if (parser->n_terms == MAX_TERMS || is_opening (peek (parser)))
      return FALSE;
    if (is_quote (peek (parser))) {
      g_autofree char *phrase = read_quoted (parser, &closed);

      if (closed && carrel_query_has_letters (phrase))
        node = add_text (parser, CARREL_FIELD_ANY, phrase, strlen (phrase), TRUE, FALSE);
    } else {
      g_autofree char *word = NULL;

      start = parser->next;
      while (*parser->next != '\0' && *parser->next != ',' && !is_space (peek (parser)) &&
             !is_quote (peek (parser)) && !is_opening (peek (parser)) &&
             !is_closing (peek (parser)))
        advance (parser);
      word = g_strndup (start, (gsize) (parser->next - start));
      if (carrel_query_has_letters (word))
        node = add_word (parser, CARREL_FIELD_ANY, start, (gsize) (parser->next - start));
    }
    if (!node)
      return FALSE;
    g_ptr_array_add (things, node);
  }
  if (*parser->next == ',') {
    advance (parser);
    skip_space (parser);
    start = parser->next;
    while (g_ascii_isdigit (*parser->next))
      advance (parser);
    number = g_strndup (start, (gsize) (parser->next - start));
    if (!parse_number (number, 0, distance) || *distance > MAX_DISTANCE)
      return FALSE;
    skip_space (parser);
  }
  return things->len >= 2 && is_closing (peek (parser));
}

/* NULL when it is none: then it is text. */
static CarrelQueryNode *
parse_near (Parser *parser)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new ();
  const char      *start = parser->next;
  guint            n_terms = parser->n_terms;
  gint64           distance = NEAR_DISTANCE;
  CarrelQueryNode *node;

  if (!g_str_has_prefix (start, "NEAR("))
    return NULL;
  if (!read_near (parser, things, &distance)) {
    parser->next = start;
    parser->n_terms = n_terms;
    return NULL;
  }
  advance (parser);
  node = carrel_query_add_node (parser->query, CARREL_QUERY_NEAR);
  node->from = distance;
  node->n_children = things->len;
  node->children = g_memdup2 (things->pdata, things->len * sizeof (gpointer));
  return node;
}

static CarrelQueryNode *
parse_word (Parser *parser)
{
  const char                 *start = parser->next, *value = NULL;
  const CarrelQueryFieldInfo *field = find_field (start, &value);
  CarrelQueryNode            *near = parse_near (parser);

  if (near)
    return near;
  if (field) {
    parser->next = value;
    return parse_field (parser, field, start);
  }
  skip_word (parser);
  note_unknown (parser, start);
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
  gboolean         was_negated = parser->negated, minus = take_minus (parser);
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

/* A term that was read from `start` on stands on its own: what it asks of a field is a filter. */
static void
note_filter (Parser *parser, const CarrelQueryNode *node, const char *start)
{
  CarrelQueryPlace place = { (gsize) (start - parser->text),
                             (gsize) (parser->next - parser->text) };
  const char      *value;

  if (node->type == CARREL_QUERY_NOT)
    node = node->children[0];
  if (parser->filters && parser->level == 0 && find_field (start + (*start == '-'), &value) &&
      !(node->type == CARREL_QUERY_TEXT && node->field == CARREL_FIELD_ANY))
    g_array_append_val (parser->filters, place);
}

/* The term before an «OR» is no filter by itself. */
static void
forget_filter (Parser *parser, const char *start)
{
  GArray *filters = parser->level == 0 ? parser->filters : NULL;

  if (filters && filters->len > 0 &&
      parser->text + g_array_index (filters, CarrelQueryPlace, filters->len - 1).start == start)
    g_array_set_size (filters, filters->len - 1);
}

/* To the end of the text or to the group's closing bracket. NULL when there is nothing in it. */
static CarrelQueryNode *
parse_group (Parser *parser)
{
  const char *start = NULL;
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
      forget_filter (parser, start);
      continue;
    }
    /* Side by side means it already. «NOT» is not an operator: it stands in titles. */
    if (any->len > 0 && !after_or && take_operator (parser, "AND"))
      continue;

    start = parser->next;
    node = parse_term (parser);
    if (!node)
      continue;
    if (!after_or)
      note_filter (parser, node, start);
    if (!after_or && any->len > 0) {
      g_ptr_array_add (all, carrel_query_join (parser->query, CARREL_QUERY_OR, any));
      g_ptr_array_set_size (any, 0);
    }
    g_ptr_array_add (any, node);
    after_or = FALSE;
  }

  if (any->len > 0)
    g_ptr_array_add (all, carrel_query_join (parser->query, CARREL_QUERY_OR, any));
  return carrel_query_join (parser->query, CARREL_QUERY_AND, all);
}

/* ── Public functions ── */

CarrelQuery *
carrel_query_parse (const char *text, gboolean typing)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  CarrelQuery     *self = carrel_query_new ();
  Parser           parser = { .query = self, .next = valid, .text = valid, .typing = typing };

  self->root = parse_group (&parser);
  if (!self->root)
    self->root = carrel_query_add_node (self, CARREL_QUERY_ALL);
  return self;
}

GArray *
carrel_query_find_filters (const char *text)
{
  g_autoptr (CarrelQuery) query = carrel_query_new ();
  Parser parser = { .query = query, .next = text, .text = text, .typing = TRUE };

  parser.filters = g_array_new (FALSE, FALSE, sizeof (CarrelQueryPlace));
  parse_group (&parser);
  return parser.filters;
}

GArray *
carrel_query_find_misread (const char *text, gboolean typing)
{
  g_autoptr (CarrelQuery) query = carrel_query_new ();
  Parser parser = { .query = query, .next = text, .text = text, .typing = typing };

  parser.misread = g_array_new (FALSE, FALSE, sizeof (CarrelQueryPlace));
  parse_group (&parser);
  return parser.misread;
}

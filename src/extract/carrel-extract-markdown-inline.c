/* carrel-extract-markdown-inline.c: the text of one Markdown block → text and spans.
 *
 * Three passes: characters → tokens, delimiters → pairs, tokens → builder. What has no partner is
 * text. A subset of CommonMark with strikethrough, footnotes and bare addresses; HTML tags vanish,
 * their text stays. Any thread; linear (searches are bounded).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-markdown-private.h"

#include "base/carrel-text.h"

#include "base/carrel-uri.h"

#include <string.h>

#define MAX_LOOK_BACK 40 /* open delimiters that a closing one is compared with */
#define MAX_ADDRESS 2000 /* bytes of an address */
#define MAX_TITLE 400    /* of a link's title */
#define MAX_CODE 20000   /* bytes of code in a line */

typedef enum {
  TEXT,
  BREAK,
  CODE,
  DELIMITER, /* one mark of *, _ or ~ */
  LINK,      /* begins; `value` is its address, NULL when it leads nowhere */
  LINK_END,
  IMAGE, /* `value`: address; text: its alternative text */
  NOTE,  /* text: its name */
} TokenType;

typedef struct {
  TokenType   type;
  const char *text; /* lent */
  gsize       len;
  char       *value; /* (owned) (nullable) */
  char        mark;
  guint8      n; /* of a pair: 1 or 2 marks */
  gboolean    opens, closes;
  gboolean    idle;    /* closes what stood in its like, and so says nothing more */
  guint       partner; /* index + 1 of the other delimiter; 0: none */
} Token;

static void
clear_token (gpointer data)
{
  g_free (((Token *) data)->value);
}

static Token *
add (GArray *tokens, TokenType type, const char *text, gsize len)
{
  Token token = { .type = type, .text = text, .len = len };

  g_array_append_val (tokens, token);
  return &g_array_index (tokens, Token, tokens->len - 1);
}

/* ── Tokens ── */

static gboolean
is_punctuation (char c)
{
  return g_ascii_ispunct (c);
}

/* For each «[» of the text the place of the «]» that closes it, as offset + 1. */
static GArray *
match_brackets (const char *text, gsize len)
{
  GArray *closing = g_array_sized_new (FALSE, TRUE, sizeof (guint32), (guint) len);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_set_size (closing, (guint) len);
  for (guint32 i = 0; i < len; i++) {
    if (text[i] == '\\') {
      i++;
    } else if (text[i] == '[') {
      g_array_append_val (open, i);
    } else if (text[i] == ']' && open->len > 0) {
      g_array_index (closing, guint32, g_array_index (open, guint32, open->len - 1)) = i + 1;
      g_array_set_size (open, open->len - 1);
    }
  }
  return closing;
}

static const char *
find_bracket (CarrelMarkdown *self, const char *start, const char *end)
{
  guint32     at = g_array_index (self->brackets, guint32, (guint) (start - self->text));
  const char *close = at ? self->text + at - 1 : NULL;

  return close && close < end ? close : NULL;
}

/* «(address "title")» after a link's text; sets `after`. (transfer full) (nullable) */
static char *
parse_target (const char *p, const char *end, const char **after)
{
  const char *start, *close;
  guint       depth = 0;
  char       *address;

  if (p >= end || *p != '(')
    return NULL;
  p++;
  while (p < end && g_ascii_isspace (*p))
    p++;
  if (p < end && *p == '<') {
    close = memchr (p, '>', (gsize) MIN (end - p, MAX_ADDRESS));
    if (!close)
      return NULL;
    address = g_strndup (p + 1, (gsize) (close - p - 1));
    p = close + 1;
  } else {
    for (start = p; p < end && p - start < MAX_ADDRESS && !g_ascii_isspace (*p); p++) {
      if (*p == '(')
        depth++;
      else if (*p == ')' && depth-- == 0)
        break;
    }
    address = g_strndup (start, (gsize) (p - start));
  }
  close = p < end ? memchr (p, ')', (gsize) MIN (end - p, MAX_TITLE)) : NULL;
  if (!close) {
    g_free (address);
    return NULL;
  }
  *after = close + 1;
  return address;
}

static gboolean
try_link (CarrelMarkdown *self, GArray *tokens, const char **at, const char *end, gboolean is_image)
{
  const char *open = *at + is_image, *close = find_bracket (self, open, end), *after = NULL;
  char       *target = NULL;
  Token      *token;

  if (!close)
    return FALSE;
  if (!is_image && open[1] == '^' && close - open > 2 && close - open < 40) {
    add (tokens, NOTE, open + 2, (gsize) (close - open - 2));
    *at = close + 1;
    return TRUE;
  }
  target = parse_target (close + 1, end, &after);
  if (!target) {
    /* «[text][name]», «[name][]», «[name]» */
    const char *name = open + 1, *name_end = close;

    after = close + 1;
    if (after < end && *after == '[') {
      const char *second = find_bracket (self, after, end);

      if (second && second > after + 1) {
        name = after + 1;
        name_end = second;
      }
      if (second)
        after = second + 1;
    }
    target = carrel_markdown_dup_target (self, name, (gsize) (name_end - name));
  }
  if (!target)
    return FALSE;
  if (is_image) {
    token = add (tokens, IMAGE, open + 1, (gsize) (close - open - 1));
    token->value = target;
  } else {
    token = add (tokens, LINK, NULL, 0);
    token->value = target;
    carrel_markdown_tokenize (self, tokens, open + 1, close);
    add (tokens, LINK_END, NULL, 0);
  }
  *at = after;
  return TRUE;
}

/* «<https://…>», or a tag, which vanishes. */
static gboolean
try_angle (GArray *tokens, const char **at, const char *end)
{
  const char *close = memchr (*at, '>', (gsize) MIN (end - *at, 2000));

  if (!close)
    return FALSE;
  if (g_str_has_prefix (*at, "<http://") || g_str_has_prefix (*at, "<https://") ||
      g_str_has_prefix (*at, "<mailto:")) {
    Token *token = add (tokens, LINK, NULL, 0);

    token->value = g_strndup (*at + 1, (gsize) (close - *at - 1));
    add (tokens, TEXT, *at + 1, (gsize) (close - *at - 1));
    add (tokens, LINK_END, NULL, 0);
  } else if (g_ascii_strncasecmp (*at, "<br", 3) == 0) {
    add (tokens, BREAK, NULL, 0);
  } else if (!g_ascii_isalpha ((*at)[1]) && (*at)[1] != '/' && (*at)[1] != '!') {
    return FALSE;
  }
  *at = close + 1;
  return TRUE;
}

static gboolean
try_code (GArray *tokens, const char **at, const char *end)
{
  gsize       n = MIN (strspn (*at, "`"), (gsize) (end - *at));
  const char *start = *at + n;

  end = end - start > MAX_CODE ? start + MAX_CODE : end;
  for (const char *p = start; p < end;) {
    const char *tick = memchr (p, '`', (gsize) (end - p));
    gsize       len;

    if (!tick)
      break;
    len = strspn (tick, "`");
    if (len == n) {
      gsize size = (gsize) (tick - start);

      if (size > 2 && start[0] == ' ' && start[size - 1] == ' ')
        add (tokens, CODE, start + 1, size - 2);
      else
        add (tokens, CODE, start, size);
      *at = tick + n;
      return TRUE;
    }
    p = tick + len;
  }
  add (tokens, TEXT, *at, n);
  *at = start;
  return TRUE;
}

static void
add_delimiters (GArray *tokens, const char *start, const char *p, gsize n, const char *end)
{
  gunichar before = p > start ? g_utf8_get_char (g_utf8_find_prev_char (start, p)) : ' ',
           after = p + n < end ? g_utf8_get_char (p + n) : ' ';
  gboolean space_before = g_unichar_isspace (before), space_after = g_unichar_isspace (after);
  gboolean mark_before = g_unichar_ispunct (before), mark_after = g_unichar_ispunct (after);
  gboolean left = !space_after && (!mark_after || space_before || mark_before),
           right = !space_before && (!mark_before || space_after || mark_after);

  for (gsize i = 0; i < n; i++) {
    Token *token = add (tokens, DELIMITER, p + i, 1);

    token->mark = *p;
    token->opens = *p == '_' ? left && (!right || mark_before) : left;
    token->closes = *p == '_' ? right && (!left || mark_after) : right;
  }
}

/* Recursion goes one level: there are no links in links. */
void
carrel_markdown_tokenize (CarrelMarkdown *self, GArray *tokens, const char *text, const char *end)
{
  const char *from = text;

  for (const char *p = text; p < end;) {
    const char *at = p;
    gboolean    done = FALSE;

    switch (*p) {
    case '\\':
      if (p + 1 < end && (is_punctuation (p[1]) || p[1] == '\n')) {
        add (tokens, TEXT, from, (gsize) (p - from));
        if (p[1] == '\n') {
          add (tokens, BREAK, NULL, 0);
          from = p + 2;
        } else {
          from = p + 1;
        }
        p += 2;
        continue;
      }
      break;
    case '`':
      add (tokens, TEXT, from, (gsize) (p - from));
      done = try_code (tokens, &at, end);
      break;
    case '<':
      add (tokens, TEXT, from, (gsize) (p - from));
      done = try_angle (tokens, &at, end);
      from = p;
      break;
    case '!':
    case '[':
      if (*p == '!' && (p + 1 >= end || p[1] != '['))
        break;
      add (tokens, TEXT, from, (gsize) (p - from));
      from = p;
      done = !self->in_link;
      if (done) {
        self->in_link = TRUE;
        done = try_link (self, tokens, &at, end, *p == '!');
        self->in_link = FALSE;
      }
      break;
    case '\n':
      if (p >= text + 2 && p[-1] == ' ' && p[-2] == ' ') {
        add (tokens, TEXT, from, (gsize) (p - from));
        add (tokens, BREAK, NULL, 0);
        from = p + 1;
      }
      break;
    case '*':
    case '_':
    case '~': {
      gsize n = strspn (p, *p == '*' ? "*" : *p == '_' ? "_" : "~");

      n = MIN (n, (gsize) (end - p));
      if (*p == '~' && n != 2)
        break;
      add (tokens, TEXT, from, (gsize) (p - from));
      add_delimiters (tokens, text, p, n, end);
      p += n;
      from = p;
      continue;
    }
    case 'h':
      if ((carrel_text_starts (p, "https://") || carrel_text_starts (p, "http://")) &&
          !self->in_link && (p == text || !g_ascii_isalnum (p[-1]))) {
        gsize  len = strcspn (p, " \t\n<>\"`");
        Token *token;

        len = MIN (len, (gsize) (end - p));
        while (len > 0 && strchr (".,;:!?*_~)'", p[len - 1]))
          len--;
        add (tokens, TEXT, from, (gsize) (p - from));
        token = add (tokens, LINK, NULL, 0);
        token->value = g_strndup (p, len);
        add (tokens, TEXT, p, len);
        add (tokens, LINK_END, NULL, 0);
        at = p + len;
        done = TRUE;
      }
      break;
    default:
      break;
    }
    if (done) {
      p = from = at;
    } else {
      p++;
    }
  }
  if (from < end)
    add (tokens, TEXT, from, (gsize) (end - from));
}

/* ── Pairs ── */

static Token *
get (GArray *tokens, guint i)
{
  return &g_array_index (tokens, Token, i);
}

static void
pair (GArray *tokens)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < tokens->len; i++) {
    Token *token = get (tokens, i);

    if (token->type == LINK || token->type == LINK_END)
      g_array_set_size (open, 0); /* nothing reaches into a link, or out of it */
    if (token->type != DELIMITER)
      continue;
    if (token->closes) {
      for (guint k = open->len; k > 0 && open->len - k < MAX_LOOK_BACK; k--) {
        guint  at = g_array_index (open, guint, k - 1);
        Token *opener = get (tokens, at);

        if (opener->mark != token->mark || opener->partner)
          continue;
        opener->partner = i + 1;
        token->partner = at + 1;
        g_array_set_size (open, k - 1);
        break;
      }
    }
    if (!token->partner && token->opens)
      g_array_append_val (open, i);
  }
}

/* Two marks side by side whose partners are side by side too. */
static gboolean
is_double (GArray *tokens, guint i)
{
  const Token *token = get (tokens, i), *next = i + 1 < tokens->len ? get (tokens, i + 1) : NULL;

  return token->partner > i + 1 && next && next->type == DELIMITER && next->partner &&
         next->mark == token->mark && next->text == token->text + 1 &&
         next->partner == token->partner - 1;
}

/* ── To the builder ── */

static CarrelSpanKind
get_kind (char mark, gboolean both)
{
  return mark == '~' ? CARREL_SPAN_STRIKE : both ? CARREL_SPAN_STRONG : CARREL_SPAN_EMPHASIS;
}

/* The first mark of a pair. Its span opens unless one of the kind is open, so that spans are never
 * deeper than there are kinds of them. */
static void
open_pair (CarrelMarkdown *self, GArray *tokens, guint i, gboolean both, guint *open)
{
  const Token *token = get (tokens, i);
  Token       *closing =
      get (tokens, token->partner - (both ? 2 : 1)); /* of two, the one that stands first */
  CarrelSpanKind kind = get_kind (token->mark, both);

  closing->n = both ? 2 : 1;
  closing->idle = (*open & 1u << kind) != 0;
  if (!closing->idle)
    carrel_document_builder_push (self->builder, kind, NULL);
  *open |= 1u << kind;
}

static void
close_pair (CarrelMarkdown *self, const Token *token, guint *open)
{
  if (token->idle)
    return;
  carrel_document_builder_pop (self->builder);
  *open &= ~(1u << get_kind (token->mark, token->n == 2));
}

static void
add_entities (CarrelDocumentBuilder *builder, const char *text, gsize len)
{
  const char *end = text + len, *from = text;

  for (const char *p = text; p < end; p++) {
    gsize n;

    if (*p != '&')
      continue;
    n = strspn (p + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    if (n > 0 && n < 12 && p + 1 + n < end && p[1 + n] == ';') {
      g_autofree char *entity = g_strndup (p, n + 2),
                      *decoded = carrel_extract_clean_value (entity);

      carrel_document_builder_text (builder, from, (gssize) (p - from));
      carrel_document_builder_text (builder, decoded ? decoded : " ", -1);
      p += n + 1;
      from = p + 1;
    }
  }
  if (from < end)
    carrel_document_builder_text (builder, from, (gssize) (end - from));
}

static void
emit (CarrelMarkdown *self, GArray *tokens)
{
  gboolean linked = FALSE;
  guint    open = 0; /* a bit for each kind */

  for (guint i = 0; i < tokens->len; i++) {
    Token           *token = get (tokens, i);
    g_autofree char *address = token->value ? carrel_uri_resolve (self->base, token->value) : NULL;

    switch (token->type) {
    case TEXT:
      add_entities (self->builder, token->text, token->len);
      break;
    case BREAK:
      carrel_markdown_break (self);
      break;
    case CODE:
      carrel_document_builder_push (self->builder, CARREL_SPAN_CODE, NULL);
      carrel_document_builder_text (self->builder, token->text, (gssize) token->len);
      carrel_document_builder_pop (self->builder);
      break;
    case DELIMITER:
      if (!token->partner) {
        carrel_document_builder_text (self->builder, token->text, 1);
      } else if (token->partner > i + 1) {
        gboolean both = is_double (tokens, i);

        open_pair (self, tokens, i, both, &open);
        if (both)
          i++;
      } else {
        close_pair (self, token, &open);
        if (token->n == 2)
          i++;
      }
      break;
    case LINK:
      linked = address != NULL;
      if (linked)
        carrel_document_builder_push (self->builder, CARREL_SPAN_LINK, address);
      break;
    case LINK_END:
      if (linked)
        carrel_document_builder_pop (self->builder);
      linked = FALSE;
      break;
    case IMAGE:
      if (address && !g_str_has_prefix (address, "mailto:")) {
        CarrelSpan *span = carrel_document_builder_push (self->builder, CARREL_SPAN_IMAGE, address);
        g_autofree char *alt = g_strndup (token->text, token->len);

        span->alt = *alt ? carrel_document_builder_string (self->builder, alt) : NULL;
      }
      break;
    case NOTE: {
      guint number = carrel_markdown_get_note (self, token->text, token->len);

      if (number) {
        g_autofree char *value = g_strdup_printf ("#fn-%u", number),
                        *mark = g_strdup_printf ("%u", number);

        carrel_document_builder_push (self->builder, CARREL_SPAN_FOOTNOTE_REF, value);
        carrel_document_builder_text (self->builder, mark, -1);
        carrel_document_builder_pop (self->builder);
      }
      break;
    }
    }
  }
}

void
carrel_markdown_add_inline (CarrelMarkdown *self, const char *text, gsize len)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, TRUE, sizeof (Token));

  g_array_set_clear_func (tokens, clear_token);
  self->text = text;
  self->brackets = match_brackets (text, len);
  carrel_markdown_tokenize (self, tokens, text, text + len);
  g_clear_pointer (&self->brackets, g_array_unref);
  pair (tokens);
  emit (self, tokens);
}

/* carrel-extract-json-prune.c: JSON without the members that nobody reads.
 *
 * A reader makes objects of all of it, which costs ten times this look: what a page lists beside
 * its article, who commented, what may be done with it is often more than what is read. One pass
 * over the bytes, with a stack of brackets and nothing else; what isn't well formed is left to the
 * reader. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-json.h"

#include <string.h>

#define MIN_BYTES 300 /* of a text that is worth it */

typedef struct {
  const char        *at, *end;
  const char *const *names;
  char              *to, *out;
  char               stack[CARREL_JSON_MAX_DEPTH]; /* the closing brackets of what is open */
  guint              depth;
  gboolean           named; /* a member's name is due */
} Prune;

static const char *
skip_blanks (const char *p, const char *end)
{
  while (p < end && g_ascii_isspace (*p))
    p++;
  return p;
}

/* `p` is at its first quote. After the last one; NULL where there is none. */
static const char *
skip_string (const char *p, const char *end)
{
  for (p++; p < end; p++) {
    if (*p == '"')
      return p + 1;
    p += *p == '\\';
  }
  return NULL;
}

/* After an object or a list; NULL where it has no end. */
static const char *
skip_nested (const char *p, const char *end)
{
  guint depth = 0;

  while (p && p < end) {
    if (*p == '"') {
      p = skip_string (p, end);
      continue;
    }
    depth += *p == '{' || *p == '[';
    if ((*p == '}' || *p == ']') && --depth == 0)
      return p + 1;
    p++;
  }
  return NULL;
}

static gboolean
is_unread (const char *name, gsize len, const char *const *names)
{
  for (; *names; names++)
    if (**names == *name && strncmp (name, *names, len) == 0 && (*names)[len] == '\0')
      return TRUE;
  return FALSE;
}

/* What stands after a member that was left out: no comma may be before the bracket that ends them.
 * FALSE where it is neither. */
static gboolean
go_on_after (Prune *self, const char *p)
{
  p = skip_blanks (p, self->end);
  if (p == self->end || (*p != ',' && *p != '}'))
    return FALSE;
  self->at = p + (*p == ',');
  if (*p == '}') {
    while (self->to > self->out && g_ascii_isspace (self->to[-1]))
      self->to--;
    self->to -= self->to > self->out && self->to[-1] == ',';
  }
  return TRUE;
}

/* At a quote. */
static gboolean
take_string (Prune *self)
{
  const char *stop = skip_string (self->at, self->end), *value;

  if (!stop)
    return FALSE;
  if (self->named) {
    value = skip_blanks (stop, self->end);
    if (value == self->end || *value != ':')
      return FALSE;
    value = skip_blanks (value + 1, self->end);
    if (value < self->end && (*value == '{' || *value == '[') &&
        is_unread (self->at + 1, (gsize) (stop - self->at) - 2, self->names)) {
      value = skip_nested (value, self->end);
      return value && go_on_after (self, value);
    }
    self->named = FALSE;
  }
  memcpy (self->to, self->at, (gsize) (stop - self->at));
  self->to += stop - self->at;
  self->at = stop;
  return TRUE;
}

/* FALSE where it doesn't fit what is open. */
static gboolean
take_sign (Prune *self)
{
  char c = *self->at++;

  *self->to++ = c;
  switch (c) {
  case '{':
  case '[':
    if (self->depth == G_N_ELEMENTS (self->stack))
      return FALSE;
    self->stack[self->depth++] = c == '{' ? '}' : ']';
    self->named = c == '{';
    return TRUE;
  case '}':
  case ']':
    self->named = FALSE;
    return self->depth > 0 && self->stack[--self->depth] == c;
  case ',':
    self->named = self->depth > 0 && self->stack[self->depth - 1] == '}';
    return TRUE;
  default:
    return TRUE;
  }
}

char *
carrel_extract_prune_json (const char *text, gsize len, const char *const *names)
{
  g_autofree char *out = len >= MIN_BYTES ? g_malloc (len + 1) : NULL;
  Prune            self = { .at = text, .end = text + len, .names = names, .to = out, .out = out };

  if (!out)
    return NULL;
  while (self.at < self.end)
    if (*self.at == '"' ? !take_string (&self) : !take_sign (&self))
      return NULL;
  *self.to = '\0';
  return self.depth == 0 ? g_steal_pointer (&out) : NULL;
}

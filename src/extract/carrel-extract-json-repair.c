/* carrel-extract-json-repair.c: JSON as pages really have it → JSON.
 *
 * One pass over the bytes with a stack of brackets and nothing else: comments, CDATA and commas
 * that lead nowhere go; control characters and quotes inside strings are escaped; missing commas
 * come; objects one after another become an array; what is open at the end is closed. Brackets
 * deeper than the JSON reader allows end the reading. The result is never longer than six times its
 * source. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-json.h"

#include <string.h>

#define MAX_LOOK 64 /* bytes after a quote that tell whether it ends its string */

typedef struct {
  const char *at, *end;
  GString    *out;
  char        stack[CARREL_JSON_MAX_DEPTH]; /* the closing brackets of what is open */
  guint       depth;
  gboolean    after_value; /* a comma, a colon or a closing bracket is due */
  gboolean    after_colon; /* of a member, its name and the colon are there */
} Repair;

static void
skip_blanks (const char **at, const char *end)
{
  while (*at < end && g_ascii_isspace (**at))
    (*at)++;
}

/* A comment or a wrapper, which is passed by. */
static gboolean
skip_comment (Repair *self)
{
  static const char *const marks[] = { "<![CDATA[", "]]>", "<!--", "-->" };
  gsize                    left = (gsize) (self->end - self->at);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (left >= strlen (marks[i]) && strncmp (self->at, marks[i], strlen (marks[i])) == 0) {
      self->at += strlen (marks[i]);
      return TRUE;
    }
  if (left < 2 || *self->at != '/')
    return FALSE;
  if (self->at[1] == '*') {
    const char *stop = g_strstr_len (self->at + 2, (gssize) left - 2, "*/");

    self->at = stop ? stop + 2 : self->end;
    return TRUE;
  }
  if (self->at[1] == '/') {
    while (self->at < self->end && *self->at != '\n')
      self->at++;
    return TRUE;
  }
  return FALSE;
}

/* The quote at `at` ends its string: what a string may be followed by stands after it. */
static gboolean
ends_string (const char *at, const char *end)
{
  const char *next = at + 1, *stop = MIN (end, at + MAX_LOOK);

  skip_blanks (&next, stop);
  if (next >= stop)
    return next >= end;
  if (*next == ':' || *next == '}' || *next == ']')
    return TRUE;
  if (*next == '"')
    return memchr (at + 1, '\n', (gsize) (next - at - 1)) !=
           NULL; /* a comma is missing at the line's end */
  if (*next != ',')
    return FALSE;
  /* «he said "no", and left» */
  next++;
  skip_blanks (&next, stop);
  return next >= stop || strchr ("\"'{[]}-0123456789tfn", *next) != NULL;
}

static void
take_string (Repair *self)
{
  char quote = *self->at++;

  g_string_append_c (self->out, '"');
  for (; self->at < self->end; self->at++) {
    char c = *self->at;

    if (c == '\\' && self->at + 1 == self->end) {
      continue; /* cut within an escape */
    } else if (c == '\\') {
      char     next = self->at[1];
      gboolean right = strchr ("\"\\/bfnrt", next) != NULL;

      if (next == 'u') {
        right = self->end - self->at >= 6;
        for (guint i = 2; right && i < 6; i++)
          right = g_ascii_isxdigit (self->at[i]);
      }
      if (right) {
        g_string_append_c (self->out, '\\');
        g_string_append_c (self->out, next);
        self->at++;
      } else if (next != '\'' && next != '\n') {
        g_string_append (self->out, "\\\\");
      }
    } else if (c == quote && (quote == '\'' || ends_string (self->at, self->end))) {
      self->at++;
      break;
    } else if (c == '"') {
      g_string_append (self->out, "\\\"");
    } else if ((guchar) c < ' ') {
      g_string_append (self->out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : " ");
    } else {
      g_string_append_c (self->out, c);
    }
  }
  g_string_append_c (self->out, '"');
}

/* As JSON writes numbers: no leading zero, digits around the point and after the exponent. */
static gboolean
is_number (const char *word)
{
  const char *p = word + (*word == '-');
  gsize       digits = strspn (p, "0123456789");

  if (digits == 0 || digits > 30 || (*p == '0' && digits > 1))
    return FALSE;
  p += digits;
  if (*p == '.') {
    digits = strspn (++p, "0123456789");
    if (digits == 0)
      return FALSE;
    p += digits;
  }
  if (*p == 'e' || *p == 'E') {
    p++;
    p += *p == '+' || *p == '-';
    digits = strspn (p, "0123456789");
    if (digits == 0 || digits > 3)
      return FALSE;
    p += digits;
  }
  return *p == '\0';
}

/* A number, true, false, null, a name without quotes, or what a program would write (undefined,
 * NaN). */
static void
take_word (Repair *self)
{
  const char      *start = self->at;
  g_autofree char *word = NULL;
  const char      *next;

  while (self->at < self->end && (g_ascii_isalnum (*self->at) || strchr ("+-._$@", *self->at)))
    self->at++;
  if (self->at == start) {
    self->at++; /* nothing that JSON knows */
    return;
  }
  word = g_strndup (start, (gsize) (self->at - start));
  next = self->at;
  skip_blanks (&next, self->end);
  if (next < self->end && *next == ':')
    g_string_append_printf (self->out, "\"%s\"", word);
  else if (strcmp (word, "true") == 0 || strcmp (word, "false") == 0 || is_number (word))
    g_string_append (self->out, word);
  else
    g_string_append (self->out, "null");
  self->after_value = TRUE;
}

static void
drop_comma (GString *out)
{
  if (out->len > 0 && out->str[out->len - 1] == ',')
    g_string_truncate (out, out->len - 1);
  else if (out->len > 0 && out->str[out->len - 1] == ':')
    g_string_append (out, "null");
}

/* A name without a value: of an object the last string, when no colon followed it. */
static gboolean
is_name (Repair *self)
{
  return self->depth > 0 && self->stack[self->depth - 1] == '}' && self->after_value &&
         !self->after_colon;
}

static void
close_bracket (Repair *self)
{
  if (is_name (self))
    g_string_append (self->out, ":null");
  drop_comma (self->out);
  g_string_append_c (self->out, self->stack[--self->depth]);
  self->after_value = self->after_colon = TRUE;
}

/* One character that isn't blank. FALSE when it can't go on. */
static gboolean
step (Repair *self)
{
  char c = *self->at;

  if (skip_comment (self))
    return TRUE;
  if (c == '}' || c == ']') {
    self->at++;
    /* Of two kinds that are open, what the wrong bracket leaves open ends too. */
    if (memchr (self->stack, c, self->depth)) {
      while (self->stack[self->depth - 1] != c)
        close_bracket (self);
      close_bracket (self);
    }
    return TRUE;
  }
  if (c == ',' || c == ':' || c == ';') {
    self->at++;
    if (c == ',' && is_name (self))
      g_string_append (self->out, ":null");
    if (self->after_value && c != ';')
      g_string_append_c (self->out, c);
    self->after_value = FALSE;
    self->after_colon = c == ':';
    return TRUE;
  }
  if (self->depth == 0 && c != '{' && c != '[') {
    self->at++; /* «var data =» */
    return TRUE;
  }
  if (self->after_value) {
    gboolean name = is_name (self);

    g_string_append_c (self->out, name ? ':' : ',');
    self->after_value = FALSE;
    self->after_colon = name;
  }
  if (c == '{' || c == '[') {
    if (self->depth == G_N_ELEMENTS (self->stack) - 2)
      return FALSE;
    self->stack[self->depth++] = c == '{' ? '}' : ']';
    g_string_append_c (self->out, c);
    self->at++;
    self->after_colon = FALSE;
  } else if (c == '"' || c == '\'') {
    take_string (self);
    self->after_value = TRUE;
  } else {
    take_word (self);
  }
  return TRUE;
}

char *
carrel_extract_repair_json (const char *text, gsize len)
{
  g_autofree char *plain = NULL;
  Repair           self = { .at = text, .end = text + len };

  /* Escaped as if it stood in an attribute. */
  if (memmem (text, len, "&quot;", 6) && !memchr (text, '"', len)) {
    g_autofree char *copy = g_strndup (text, len);
    g_auto (GStrv) parts = g_strsplit (copy, "&quot;", -1);

    plain = g_strjoinv ("\"", parts);
    self.at = plain;
    self.end = plain + strlen (plain);
  }
  self.out = g_string_new ("[");
  while (self.at < self.end) {
    skip_blanks (&self.at, self.end);
    if (self.at < self.end && !step (&self))
      break;
  }
  while (self.depth > 0)
    close_bracket (&self);
  drop_comma (self.out);
  g_string_append_c (self.out, ']');
  return g_string_free (self.out, FALSE);
}

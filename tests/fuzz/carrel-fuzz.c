/* carrel-fuzz.c: checks of what the targets make, written without the code that they check.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPEN 4096

static const struct {
  const char *name;
  const char *attributes; /* with a space around each */
} elements[] = {
  { "a", " href class id " },
  { "blockquote", " lang dir " },
  { "br", "" },
  { "caption", " lang dir " },
  { "code", "" },
  { "dd", " lang dir " },
  { "dl", " lang dir " },
  { "dt", " lang dir " },
  { "em", "" },
  { "figcaption", " lang dir " },
  { "figure", " class lang dir " },
  { "h1", " id lang dir " },
  { "h2", " id lang dir " },
  { "h3", " id lang dir " },
  { "h4", " id lang dir " },
  { "h5", " id lang dir " },
  { "h6", " id lang dir " },
  { "hr", "" },
  { "img", " src alt width height " },
  { "li", " id value lang dir " },
  { "mark", "" },
  { "ol", " type reversed start lang dir " },
  { "p", " class lang dir " },
  { "pre", " data-lang lang dir " },
  { "q", "" },
  { "s", "" },
  { "section", " class lang dir " },
  { "small", "" },
  { "span", " class lang dir " },
  { "strong", "" },
  { "sub", "" },
  { "sup", "" },
  { "table", " lang dir " },
  { "td", " colspan rowspan lang dir " },
  { "th", " colspan rowspan lang dir " },
  { "tr", " lang dir " },
  { "u", "" },
  { "ul", " lang dir " },
};

static const char *const classes[] = { "math", "embed", "footnotes", "fnref", "fnback" };

void
fuzz_fail (const char *condition, const char *format, ...)
{
  va_list args;

  fprintf (stderr, "fuzz: not true: %s: ", condition);
  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
  fputc ('\n', stderr);
  abort ();
}

static int
find_element (const char *name, gsize len)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (strlen (elements[i].name) == len && memcmp (elements[i].name, name, len) == 0)
      return (int) i;
  return -1;
}

static gboolean
is_void (int element)
{
  return strcmp (elements[element].name, "br") == 0 || strcmp (elements[element].name, "hr") == 0 ||
         strcmp (elements[element].name, "img") == 0;
}

static gboolean
is_number (const char *value)
{
  value += *value == '-';
  return *value && strspn (value, "0123456789") == strlen (value) && strlen (value) <= 11;
}

static gboolean
is_own_id (const char *value)
{
  return g_str_has_prefix (value, "fn-") || g_str_has_prefix (value, "fnref-") ||
         g_str_has_prefix (value, "h-");
}

static gboolean
is_address (const char *value)
{
  return g_str_has_prefix (value, "http://") || g_str_has_prefix (value, "https://");
}

static void
check_value (const char *element, const char *name, const char *value)
{
  gboolean good = TRUE;

  if (strcmp (name, "href") == 0)
    good = is_address (value) || g_str_has_prefix (value, "mailto:") ||
           (*value == '#' && is_own_id (value + 1));
  else if (strcmp (name, "src") == 0)
    good = is_address (value) || (g_str_has_prefix (value, "blob:") && strlen (value) == 5 + 64 &&
                                  strspn (value + 5, "0123456789abcdef") == 64);
  else if (strcmp (name, "id") == 0)
    good = is_own_id (value);
  else if (strcmp (name, "width") == 0 || strcmp (name, "height") == 0 ||
           strcmp (name, "start") == 0 || strcmp (name, "value") == 0 ||
           strcmp (name, "colspan") == 0 || strcmp (name, "rowspan") == 0)
    good = is_number (value);
  else if (strcmp (name, "type") == 0)
    good = strlen (value) == 1 && strchr ("aAiI", *value);
  else if (strcmp (name, "reversed") == 0)
    good = strcmp (value, "reversed") == 0;
  else if (strcmp (name, "dir") == 0)
    good = strcmp (value, "ltr") == 0 || strcmp (value, "rtl") == 0;
  if (strcmp (name, "class") == 0) {
    good = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
      good |= strcmp (value, classes[i]) == 0;
  }
  if (strcmp (name, "href") == 0 || strcmp (name, "src") == 0)
    for (const char *p = value; *p; p++)
      good &= (guchar) *p > 0x20 && (guchar) *p != 0x7f;
  fuzz_check (good, "<%s %s=\"%s\">", element, name, value);
}

/* An entity of those that are written. Returns behind it. */
static const char *
check_entity (const char *p)
{
  static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#10;" };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_has_prefix (p, entities[i]))
      return p + strlen (entities[i]);
  fuzz_fail ("entity", "%.20s", p);
}

/* From behind a tag's name to behind its «>». */
static const char *
check_attributes (const char *p, int element)
{
  while (*p == ' ') {
    const char      *name = ++p, *start;
    gsize            len = strspn (name, "abcdefghijklmnopqrstuvwxyz-");
    g_autofree char *word = g_strdup_printf (" %.*s ", (int) len, name),
                    *only = g_strndup (name, len), *value = NULL;

    fuzz_check (len > 0 && strstr (elements[element].attributes, word), "<%s%s>",
                elements[element].name, word);
    p = name + len;
    fuzz_check (p[0] == '=' && p[1] == '"', "%.20s", name);
    p += 2;
    for (start = p; *p != '"';) {
      fuzz_check (*p && *p != '<' && *p != '>', "%.40s", name);
      p = *p == '&' ? check_entity (p) : p + 1;
    }
    value = g_strndup (start, (gsize) (p - start));
    check_value (elements[element].name, only, value);
    p++;
  }
  fuzz_check (*p == '>', "%.20s", p);
  return p + 1;
}

void
fuzz_check_clean (const char *html)
{
  static int open[MAX_OPEN];
  guint      n_open = 0;

  fuzz_check (g_utf8_validate (html, -1, NULL));
  for (const char *p = html; *p;) {
    gboolean    end = p[1] == '/';
    const char *name;
    gsize       len;
    int         element;

    if (*p == '&') {
      p = check_entity (p);
      continue;
    }
    fuzz_check (*p != '>', "%.20s", p);
    if (*p != '<') {
      p++;
      continue;
    }
    name = p + 1 + end;
    len = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789");
    element = find_element (name, len);
    fuzz_check (element >= 0, "%.20s", p);
    p = name + len;
    if (end) {
      fuzz_check (n_open > 0 && open[n_open - 1] == element, "</%s>", elements[element].name);
      fuzz_check (*p == '>');
      n_open--;
      p++;
      continue;
    }
    p = check_attributes (p, element);
    if (!is_void (element)) {
      fuzz_check (n_open < MAX_OPEN);
      open[n_open++] = element;
    }
  }
  fuzz_check (n_open == 0, "%u elements are open", n_open);
}

void
fuzz_check_document (CarrelDocument *document)
{
  g_autofree char *html = carrel_document_write (document), *again = NULL;
  g_autoptr (CarrelDocument) other = carrel_document_read (html, -1);

  fuzz_check_clean (html);
  again = carrel_document_write (other);
  fuzz_check (strcmp (html, again) == 0, "\n%s\n%s", html, again);
  fuzz_check (carrel_document_equal (document, other), "%s", html);
}

void
fuzz_check_line (const char *line)
{
  if (!line)
    return;
  fuzz_check (g_utf8_validate (line, -1, NULL));
  for (const char *p = line; *p; p++)
    fuzz_check ((guchar) *p >= 0x20 && *p != 0x7f, "%s", line);
}

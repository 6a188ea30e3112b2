/* carrel-citation.c: an article as a reference. Pure; any thread.
 *
 * What comes from a page may hold anything: it is put on one line, and each form escapes what it
 * gives a meaning to, so that no title breaks out of its field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-citation.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"

#include <string.h>

#define MAX_FIELD 1000 /* characters */

gboolean
carrel_citation_from_name (const char *name, CarrelCitation *citation)
{
  static const char *const names[] = { "plain", "markdown", "bibtex" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0) {
      *citation = (CarrelCitation) i;
      return TRUE;
    }
  return FALSE;
}

/* On one line, NULL when there is nothing. */
static char *
clean (const char *text)
{
  char *line = text ? carrel_text_excerpt (text, MAX_FIELD) : NULL;

  if (line && !*line)
    g_clear_pointer (&line, g_free);
  return line;
}

static char *
dup_day (gint64 seconds, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time ? g_date_time_format (time, format) : NULL;
}

static void
append_escaped (GString *out, const char *text, const char *special)
{
  for (const char *p = text; *p; p++) {
    if (strchr (special, *p))
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
}

static void
append_part (GString *out, const char *text)
{
  if (!text)
    return;
  if (out->len > 0)
    g_string_append (out, ", ");
  g_string_append (out, text);
}

/* Parentheses end an address in Markdown. */
static void
append_markdown_address (GString *out, const char *address)
{
  for (const char *p = address; *p; p++) {
    if (*p == '(' || *p == ')' || *p == '\\' || *p == '<' || *p == '>' || g_ascii_isspace (*p))
      g_string_append_printf (out, "%%%02X", (guchar) *p);
    else
      g_string_append_c (out, *p);
  }
}

static char *
dup_markdown (const char *text)
{
  GString *out = text ? g_string_new (NULL) : NULL;

  if (!out)
    return NULL;
  append_escaped (out, text, "\\`*_[]<>");
  return g_string_free (out, FALSE);
}

static char *
make_markdown (const CarrelArticleData *article,
               const char              *title,
               const char              *byline,
               const char              *site,
               const char              *day)
{
  GString         *out = g_string_new (NULL);
  g_autofree char *shown = dup_markdown (title), *author = dup_markdown (byline),
                  *place = dup_markdown (site);
  GString *named = g_string_new (NULL);

  append_part (out, author);
  if (article->address) {
    g_string_append_printf (named, "[%s](", shown);
    append_markdown_address (named, article->address);
    g_string_append_c (named, ')');
  } else {
    g_string_append_printf (named, "*%s*", shown);
  }
  append_part (out, named->str);
  append_part (out, place);
  append_part (out, day);
  g_string_append_c (out, '.');
  g_string_free (named, TRUE);
  return g_string_free (out, FALSE);
}

static char *
make_plain (const CarrelArticleData *article,
            const char              *title,
            const char              *byline,
            const char              *site,
            const char              *day)
{
  GString         *out = g_string_new (NULL);
  g_autofree char *quoted = g_strdup_printf ("“%s”", title);

  append_part (out, byline);
  append_part (out, quoted);
  append_part (out, site);
  append_part (out, day);
  append_part (out, article->address);
  g_string_append_c (out, '.');
  return g_string_free (out, FALSE);
}

/* ── BibTeX ── */

static void
append_bibtex_text (GString *out, const char *text)
{
  for (const char *p = text; *p; p++) {
    switch (*p) {
    case '\\':
      g_string_append (out, "\\textbackslash{}");
      break;
    case '~':
      g_string_append (out, "\\textasciitilde{}");
      break;
    case '^':
      g_string_append (out, "\\textasciicircum{}");
      break;
    case '{':
    case '}':
    case '$':
    case '&':
    case '#':
    case '%':
    case '_':
      g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
      break;
    default:
      g_string_append_c (out, *p);
    }
  }
}

static void
append_field (GString *out, const char *name, const char *value, gboolean verbatim)
{
  if (!value)
    return;
  g_string_append_printf (out, ",\n  %s = {", name);
  if (!verbatim) {
    append_bibtex_text (out, value);
  } else {
    for (const char *p = value; *p; p++) /* of an address: what would end or unbalance the field */
      if (*p == '{' || *p == '}' || *p == '\\' || *p == '%')
        g_string_append_printf (out, *p == '%' ? "\\%%" : "\\%%%02X", (guchar) *p);
      else
        g_string_append_c (out, *p);
  }
  g_string_append_c (out, '}');
}

/* «calder2026glass»: the author's last name, the year, the title's first long word. */
static char *
make_key (const CarrelArticleData *article, const char *title, const char *byline)
{
  GString *key = g_string_new (NULL);
  g_auto (GStrv) names = g_str_tokenize_and_fold (byline          ? byline
                                                  : article->site ? article->site
                                                                  : "",
                                                  NULL, NULL);
  g_auto (GStrv) words = g_str_tokenize_and_fold (title, NULL, NULL);
  g_autofree char *year = article->published > 0 ? dup_day (article->published, "%Y") : NULL;
  guint            n = g_strv_length (names);

  if (n > 0 && g_str_is_ascii (names[n - 1]))
    g_string_append (key, names[n - 1]);
  if (year)
    g_string_append (key, year);
  for (guint i = 0; words[i]; i++)
    if (strlen (words[i]) > 3 && g_str_is_ascii (words[i])) {
      g_string_append (key, words[i]);
      break;
    }
  if (key->len == 0)
    g_string_append_printf (key, "carrel%" G_GINT64_FORMAT, article->id);
  return g_string_free (key, FALSE);
}

static char *
make_bibtex (const CarrelArticleData *article,
             const char              *title,
             const char              *byline,
             const char              *site,
             gint64                   accessed)
{
  GString         *out = g_string_new ("@online{");
  g_autofree char *key = make_key (article, title, byline);
  g_autofree char *day = article->published > 0 ? dup_day (article->published, "%Y-%m-%d") : NULL;
  g_autofree char *read = accessed > 0 ? dup_day (accessed, "%Y-%m-%d") : NULL;

  g_string_append (out, key);
  append_field (out, "author", byline, FALSE);
  append_field (out, "title", title, FALSE);
  append_field (out, "organization", site, FALSE);
  append_field (out, "date", day, FALSE);
  append_field (out, "url", article->address, TRUE);
  append_field (out, "urldate", read, FALSE);
  append_field (out, "langid", article->language, FALSE);
  g_string_append (out, "\n}\n");
  return g_string_free (out, FALSE);
}

char *
carrel_citation_make (CarrelArticle *self, CarrelCitation citation, gint64 accessed)
{
  const CarrelArticleData *article = carrel_article_get (self);
  g_autofree char         *title = clean (article->title), *byline = clean (article->byline),
                  *site = clean (article->site);
  g_autofree char *day = article->published > 0 ? carrel_time_to_date (article->published) : NULL;
  const char      *named = title ? title : "";

  switch (citation) {
  case CARREL_CITATION_MARKDOWN:
    return make_markdown (article, named, byline, site, day);
  case CARREL_CITATION_BIBTEX:
    return make_bibtex (article, named, byline, site, accessed);
  case CARREL_CITATION_PLAIN:
  default:
    return make_plain (article, named, byline, site, day);
  }
}

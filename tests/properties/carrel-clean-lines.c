/* carrel-clean-lines.c: what Carrel makes of many hostile inputs, for a judge that isn't Carrel.
 *
 * Reads one JSON string a line, HTML; prints one JSON object a line:
 *   clean     the input through the allow list alone
 *   html      the article of it as a page, nullable
 *   again     `html` read and written once more; `again_clean` the same of `clean`
 *   markdown  the clean document as Markdown; `rendered`: that through cmark with raw HTML on
 *   fields    title, byline, site, excerpt, address, image … of the article
 *   ms        processor time of the most expensive of these steps that are Carrel's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-json.h"
#include "base/carrel-text.h"
#include "document/carrel-document.h"
#include "extract/carrel-extract.h"

#include <cmark.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double
get_ms (void)
{
  return (double) clock () * 1000 / CLOCKS_PER_SEC;
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/* (transfer full) */
static char *
read_and_write (const char *html)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);

  return carrel_document_write (document);
}

static void
add_clean (JsonObject *out, const char *input)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (input, -1);
  g_autofree char *clean = carrel_document_write (document), *again = read_and_write (clean),
                  *markdown = carrel_document_to_markdown (document);
  char *rendered = cmark_markdown_to_html (markdown, strlen (markdown), CMARK_OPT_UNSAFE);

  json_object_set_string_member (out, "clean", clean);
  json_object_set_string_member (out, "again_clean", again);
  json_object_set_string_member (out, "markdown", markdown);
  json_object_set_string_member (out, "rendered", rendered);
  free (rendered);
}

static void
add_article (JsonObject *out, const char *input)
{
  CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML,
                                   .address = "https://page.example/folder/page.html" };
  g_autoptr (GBytes) bytes = g_bytes_new (input, strlen (input));
  g_autoptr (CarrelDraft) draft = carrel_extract (bytes, &options, NULL);
  g_autofree char *html = draft ? carrel_document_write (draft->document) : NULL,
                  *again = html ? read_and_write (html) : NULL;
  JsonObject *fields = json_object_new ();

  set_text (out, "html", html);
  set_text (out, "again", again);
  if (draft) {
    set_text (fields, "title", draft->title);
    set_text (fields, "byline", draft->byline);
    set_text (fields, "site", draft->site);
    set_text (fields, "excerpt", draft->excerpt);
    set_text (fields, "language", draft->language);
    set_text (fields, "image", draft->image);
    set_text (fields, "canonical", draft->canonical);
    for (guint i = 0; i < draft->references->len; i++) {
      const CarrelReference *reference = draft->references->pdata[i];
      g_autofree char       *title = g_strdup_printf ("reference-title-%u", i),
                      *address = g_strdup_printf ("reference-address-%u", i);

      set_text (fields, title, reference->title);
      set_text (fields, address, reference->address);
    }
  }
  json_object_set_object_member (out, "fields", fields);
}

int
main (int argc, char **argv)
{
  char   *line = NULL;
  size_t  size = 0;
  ssize_t len;

  while ((len = getline (&line, &size, stdin)) > 0) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) in = json_from_string (line, &error), node = NULL;
    g_autofree char *json = NULL, *input = NULL;
    JsonObject      *out;
    double           start, clean, article;

    if (!in)
      g_error ("%s", error->message);
    input = carrel_text_make_valid (json_node_get_string (in), -1);
    out = json_object_new ();
    node = json_node_init_object (json_node_alloc (), out);
    json_object_unref (out);
    start = get_ms ();
    add_clean (out, input);
    clean = get_ms ();
    add_article (out, input);
    article = get_ms ();
    json_object_set_double_member (out, "ms", MAX (clean - start, article - clean));
    json = json_to_string (node, FALSE);
    puts (json);
    fflush (stdout); /* so that it is known which input ends the program */
  }
  free (line);
  return 0;
}

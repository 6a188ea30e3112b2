/* carrel-extract-rescue.c: the body that stands in JSON-LD, where the page has much less of it.
 *
 * Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MIN_RESCUE 400 /* bytes of a body in JSON-LD that is worth more than the page */

/* A part of a page, put in its place: pictures as they will be shown, references out. */
static CarrelDocument *
read_part (CarrelExtraction *self, const char *text)
{
  CarrelExtraction part = {
    .options = self->options, .draft = self->draft, .base = self->base, .address = self->address
  };
  CarrelDocument *document;
  g_autoptr (GPtrArray) elements = NULL;

  part.html = carrel_html_parse (text, strlen (text), NULL);
  part.body = part.html ? carrel_html_get_body (part.html) : NULL;
  if (!part.body) {
    g_clear_pointer (&part.html, carrel_html_free);
    return carrel_document_read ("", 0);
  }
  part.place = part.body;
  carrel_extract_mark (&part, part.body);
  carrel_extract_images (&part);
  carrel_extract_find_references (&part);
  carrel_extract_take_references (&part);
  elements = carrel_extract_list_elements (part.body);
  for (guint i = elements->len; i > 1; i--) {
    CarrelNode     *node = elements->pdata[i - 1];
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    if ((info && info->taken) || node->tag == CARREL_TAG_SCRIPT || node->tag == CARREL_TAG_STYLE ||
        node->tag == CARREL_TAG_FORM)
      carrel_node_unlink (node);
  }
  document = carrel_document_from_node (part.body, self->base);
  carrel_extract_adopt_embedded (self, &part);
  g_clear_pointer (&part.groups, g_ptr_array_unref);
  carrel_html_free (part.html);
  return document;
}

/* Marks of Markdown that no plain text has by chance. */
static gboolean
is_markdown (const char *text)
{
  return strstr (text, "\n## ") || strstr (text, "\n### ") || strstr (text, "](http") ||
         strstr (text, "\n```") || g_str_has_prefix (text, "## ");
}

CarrelDocument *
carrel_extract_make_document (CarrelExtraction *self, const char *text)
{
  g_autofree char *plain = NULL;

  for (const char *p = strchr (text, '<'); p; p = strchr (p + 1, '<'))
    if (p[1] == '/' || g_ascii_strncasecmp (p, "<p", 2) == 0 ||
        g_ascii_strncasecmp (p, "<br", 3) == 0)
      return read_part (self, text);
  /* Escaped twice. */
  if (strstr (text, "&lt;/")) {
    g_autoptr (CarrelHtml) html = carrel_html_parse (text, strlen (text), NULL);
    g_autofree char *once = html ? carrel_node_dup_text (carrel_html_get_root (html)) : NULL;

    if (once && strstr (once, "</"))
      return read_part (self, once);
  }
  plain = carrel_text_make_valid (text, -1);
  if (is_markdown (plain)) {
    g_autoptr (CarrelDraft) draft = carrel_extract_markdown (plain, self->base);

    if (draft->document)
      return carrel_document_ref (draft->document);
  }
  return carrel_document_from_text (plain);
}

void
carrel_extract_rescue (CarrelExtraction *self)
{
  g_autofree char *text = NULL, *other_text = NULL;
  g_autoptr (CarrelDocument) other = NULL;
  gsize len, other_len;

  if (!self->json.body || strlen (self->json.body) < MIN_RESCUE)
    return;
  text = carrel_document_to_text (self->draft->document, NULL);
  len = strlen (text);
  if (strlen (self->json.body) < 2 * len)
    return;
  other = carrel_extract_make_document (self, self->json.body);
  other_text = carrel_document_to_text (other, NULL);
  other_len = strlen (other_text);
  /* Of a discussion it is one post only. */
  if (other_len >= MIN_RESCUE && other_len >= (self->talk ? 4 : 2) * len) {
    self->behind = TRUE;
    carrel_document_unref (self->draft->document);
    self->draft->document = g_steal_pointer (&other);
  }
}

/* carrel-document-view-copy.c: what is selected, given to others. Main thread.
 *
 * It is given as plain text and as HTML: the clean HTML of that stretch of the document, with the addresses
 * of pictures that others can open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <string.h>

void
carrel_document_view_set_image_namer (CarrelDocumentView *self, CarrelImageNamer namer, gpointer data)
{
  self->image_namer = namer;
  self->image_namer_data = data;
}

/* A copy in which pictures of the library are files. */
static CarrelDocument *
name_images (CarrelDocumentView *self, CarrelDocument *document)
{
  g_autoptr (GPtrArray) sources = carrel_document_list_images (document);
  g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; self->image_namer && i < sources->len; i++) {
    char *address = self->image_namer (self, sources->pdata[i], self->image_namer_data);

    if (address)
      g_hash_table_insert (map, sources->pdata[i], address);
  }
  return carrel_document_map_images (document, map, NULL);
}

char *
carrel_document_view_get_selected_html (CarrelDocumentView *self)
{
  g_autoptr (CarrelDocument) cut = NULL;
  g_autoptr (CarrelDocument) named = NULL;
  CarrelSpot from, to;

  if (!self->document || !self->has_selection)
    return NULL;
  carrel_document_view_get_selected_ends (self, &from, &to);
  cut = carrel_document_cut (self->document, from.block, from.offset, to.block, to.offset);
  named = name_images (self, cut);
  return carrel_document_write (named);
}

/* (transfer full) (nullable): without a selection. */
static GdkContentProvider *
make_content (CarrelDocumentView *self)
{
  g_autofree char *text = carrel_document_view_get_selected_text (self), *html = carrel_document_view_get_selected_html (self);
  g_autoptr (GBytes) bytes = NULL;
  GdkContentProvider *parts[2];

  if (!text || !html)
    return NULL;
  /* Not all programs take it for UTF-8 unless it says so. */
  bytes = g_bytes_new_take (g_strconcat ("<meta charset=\"utf-8\">\n", html, NULL), strlen (html) + strlen ("<meta charset=\"utf-8\">\n"));
  parts[0] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  parts[1] = gdk_content_provider_new_for_bytes ("text/html", bytes);
  return gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts));
}

gboolean
carrel_document_view_copy_selection (CarrelDocumentView *self)
{
  g_autoptr (GdkContentProvider) content = make_content (self);

  return content && gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
}

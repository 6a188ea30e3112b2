/* carrel-document-view-copy.c: what is selected, given to others. Main thread.
 *
 * It is given as plain text and as HTML: the clean HTML of that stretch of the document. Pictures
 * of the library can't be seen elsewhere; the view's owner puts them into it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <string.h>

/* Not all programs take it for UTF-8 unless it says so. */
#define CHARSET "<meta charset=\"utf-8\">\n"

void
carrel_document_view_set_copier (CarrelDocumentView *self, CarrelCopier copier, gpointer data)
{
  self->copier = copier;
  self->copier_data = data;
}

void
carrel_document_view_give_html (GtkWidget *widget, const char *text, const char *html)
{
  char *whole = g_strconcat (CHARSET, html, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (whole, strlen (whole));
  GdkContentProvider *parts[] = { gdk_content_provider_new_typed (G_TYPE_STRING, text),
                                  gdk_content_provider_new_for_bytes ("text/html", bytes) };
  g_autoptr (GdkContentProvider) content =
      gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
}

/* What was selected as it was seen: quotation marks are in no text. */
static void
add_quotes (CarrelDocumentView *self, CarrelDocument *cut, char **text)
{
  g_autofree char *plain = carrel_document_to_text (cut, NULL),
                  *shown = carrel_document_to_shown_text (cut, self->language, NULL), *old = NULL;
  gsize before, after;

  if (strcmp (plain, shown) == 0)
    return;
  old = g_steal_pointer (text);
  before = strspn (old, " \n"); /* a cut has no space at its ends */
  after = strlen (old);
  while (after > before && strchr (" \n", old[after - 1]))
    after--;
  *text = g_strdup_printf ("%.*s%s%s", (int) before, old, shown, old + after);
}

gboolean
carrel_document_view_copy_selection (CarrelDocumentView *self)
{
  g_autofree char *text = carrel_document_view_get_selected_text (self);
  g_autoptr (CarrelDocument) cut = NULL;
  CarrelSpot from, to;

  if (!text)
    return FALSE;
  carrel_document_view_get_selected_ends (self, &from, &to);
  cut = carrel_document_cut (self->document, from.block, from.offset, to.block, to.offset);
  add_quotes (self, cut, &text);
  if (self->copier) {
    self->copier (self, cut, text, self->copier_data);
  } else {
    g_autofree char *html = carrel_document_write (cut);

    carrel_document_view_give_html (GTK_WIDGET (self), text, html);
  }
  return TRUE;
}

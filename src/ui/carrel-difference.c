/* carrel-difference.c: a difference between two texts, and a text as a page. Main thread.
 *
 * The texts are compared elsewhere; here so much of the difference is shown as can be laid out at
 * once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-difference.h"

#include "ui/carrel-ui.h"
#include "ui/reader/carrel-document-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_SHOWN 120000 /* bytes of a difference */
#define CONTEXT 1        /* unchanged paragraphs around a change */

/* ── The difference ── */

static void
make_tags (GtkTextBuffer *buffer)
{
  static const char *const names[] = { "removed", "added", "skipped" };
  GtkTextTagTable         *tags = gtk_text_buffer_get_tag_table (buffer);
  gboolean                 dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  /* Made anew each time: the window may be dark by now. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (gtk_text_tag_table_lookup (tags, names[i]))
      gtk_text_tag_table_remove (tags, gtk_text_tag_table_lookup (tags, names[i]));
  /* Also without colours: what goes is struck through, what comes underlined. */
  gtk_text_buffer_create_tag (buffer, "removed", "strikethrough", TRUE, "background",
                              dark ? "#632a48" : "#fbdcea", NULL);
  gtk_text_buffer_create_tag (buffer, "added", "underline", PANGO_UNDERLINE_SINGLE, "background",
                              dark ? "#1f4f30" : "#d2f2d6", NULL);
  gtk_text_buffer_create_tag (buffer, "skipped", "style", PANGO_STYLE_ITALIC, "justification",
                              GTK_JUSTIFY_CENTER, NULL);
}

static void
insert (GtkTextBuffer *buffer, const char *text, gsize len, const char *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, (int) len, tag, NULL);
}

static void
insert_skipped (GtkTextBuffer *buffer, guint n)
{
  g_autofree char *line =
      g_strdup_printf (ngettext ("%u paragraph is the same", "%u paragraphs are the same", n), n);

  if (n == 0)
    return;
  insert (buffer, line, strlen (line), "skipped");
  insert (buffer, "\n", 1, NULL);
}

void
carrel_difference_show (GtkTextView *view, GArray *runs)
{
  static const char *const tags[] = { NULL, "removed", "added" };
  GtkTextBuffer           *buffer = gtk_text_view_get_buffer (view);
  gsize                    shown = 0;
  guint                    i = 0;

  gtk_text_buffer_set_text (buffer, "", 0);
  make_tags (buffer);
  while (i < runs->len && shown < MAX_SHOWN) {
    const CarrelDiffRun *run = &g_array_index (runs, CarrelDiffRun, i);
    guint                n = 0, head, tail;

    if (run->changed) {
      insert (buffer, run->text, run->len, tags[run->kind]);
      if (run->ends)
        insert (buffer, "\n", 1, NULL);
      shown += run->len;
      i++;
      continue;
    }
    while (i + n < runs->len && !g_array_index (runs, CarrelDiffRun, i + n).changed)
      n++;
    head = i == 0 ? 0 : MIN (CONTEXT, n);
    tail = i + n == runs->len ? 0 : MIN (CONTEXT, n - head);
    for (guint k = 0; k < n; k++) {
      run = &g_array_index (runs, CarrelDiffRun, i + k);
      if (k == head)
        insert_skipped (buffer, n - head - tail);
      if (k >= head && k < n - tail)
        continue;
      insert (buffer, run->text, run->len, NULL);
      insert (buffer, "\n", 1, NULL);
      shown += run->len;
    }
    i += n;
  }
  if (i < runs->len)
    insert (buffer,
            _ ("There is more, too much to be compared here: Before and After show all of it."),
            strlen (_ (
                "There is more, too much to be compared here: Before and After show all of it.")),
            "skipped");
}

/* ── A page ── */

static void
load_image (CarrelDocumentView *view, const char *source, int width, GTask *task, gpointer data)
{
  carrel_ui_load_image (CARREL_LIBRARY (data), source, width, task);
}

void
carrel_difference_show_page (GtkScrolledWindow *scroller,
                             CarrelLibrary     *library,
                             CarrelDocument    *document,
                             const char        *language,
                             gboolean           rtl)
{
  GtkWidget *view = carrel_document_view_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Text"),
                                  -1);
  carrel_document_view_set_image_loader (CARREL_DOCUMENT_VIEW (view), load_image,
                                         g_object_ref (library), g_object_unref);
  carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (view), document, language, rtl);
  gtk_scrolled_window_set_child (scroller, view);
}

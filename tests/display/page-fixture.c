/* page-fixture.c: a page in a window of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page-fixture.h"

#include "ui/reader/carrel-document-view-private.h"

#include <adwaita.h>

const char sample[] =
    "<h2 id=\"h-1\">The desk</h2>"
    "<p>A reader sits <em>down</em> at a <a href=\"http://example.org/desk\">desk</a> and finds "
    "the résumé.<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a></p>"
    "<ul><li>One lamp</li><li>Two lamps<ol start=\"3\"><li>Three</li></ol></li></ul>"
    "<blockquote><p>Quiet, please.</p><p>— A sign</p></blockquote>"
    "<pre>int main (void) { return 0; } /* a line of code that is much longer than the column is "
    "wide on any screen, surely it is */</pre>"
    "<table><caption>Lamps</caption><tr><th>Lamp</th><th>Price</th></tr><tr><td>Small, with a "
    "shade of green glass that is described at "
    "length</td><td>12.50</td></tr><tr><th>Large</th><td>40.00</td></tr></table>"
    "<figure><img src=\"http://example.org/lamp.png\" alt=\"A lamp\" width=\"800\" "
    "height=\"400\"><figcaption>The lamp.</figcaption></figure>"
    "<hr>"
    "<dl><dt>Carrel</dt><dd><p>A desk in a library.</p></dd></dl>"
    "<p class=\"math\">x^2</p>"
    "<figure class=\"embed\"><a href=\"http://example.org/video\"></a><figcaption>A "
    "talk</figcaption></figure>"
    "<p>The last <a href=\"http://example.org/last\">paragraph</a> speaks of the DESK.</p>"
    "<section class=\"footnotes\"><ol><li id=\"fn-1\"><p>A note on desks. <a class=\"fnback\" "
    "href=\"#fnref-1\">↩</a></p></li></ol></section>";

/* ── Waiting ── */

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  (*(guint *) data)++;
}

/* Until nothing waits to be measured, and some frames were painted then. */
void
settle (Fixture *f)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (f->view));
  guint          frames = 0;
  gulong         id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &frames);
  gint64         end =
      g_get_monotonic_time () + (gint64) (20 * G_USEC_PER_SEC * carrel_test_get_patience ());

  while (frames < 3 || f->view->notify_id) {
    if (f->view->measure_id)
      frames = 0;
    gtk_widget_queue_draw (GTK_WIDGET (f->view));
    g_main_context_iteration (NULL, FALSE);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
  g_signal_handler_disconnect (clock, id);
}

static gboolean
passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
wait_ms (guint ms)
{
  gboolean passed = FALSE;

  g_timeout_add (ms, passed_cb, &passed);
  carrel_test_wait (&passed);
}

/* ── Fixture ── */

void
set_up_window (Fixture *f, int width, int height)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  f->window = gtk_window_new ();
  f->view = CARREL_DOCUMENT_VIEW (carrel_document_view_new ());
  gtk_window_set_decorated (GTK_WINDOW (f->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (f->window), width, height);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (f->view));
  gtk_window_set_child (GTK_WINDOW (f->window), scrolled);
  gtk_window_present (GTK_WINDOW (f->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (f->view)) ||
         gtk_widget_get_width (GTK_WIDGET (f->view)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

void
show (Fixture *f, const char *html, const char *language, gboolean rtl)
{
  g_clear_pointer (&f->document, carrel_document_unref);
  f->document = carrel_document_read (html, -1);
  carrel_document_view_set_document (f->view, f->document, language, rtl);
  settle (f);
}

void
set_up (Fixture *f, gconstpointer data)
{
  set_up_window (f, 800, 700);
  show (f, sample, "en", FALSE);
}

void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&f->document, carrel_document_unref);
}

void
resize (Fixture *f, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (f->window), width, height);
  for (guint i = 0; i < 200 && gtk_widget_get_width (GTK_WIDGET (f->view)) != width; i++)
    wait_ms (10);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (f->view)), ==, width);
  settle (f);
}

char *
make_long (guint n_paragraphs, gboolean pictures)
{
  GString *html = g_string_new (NULL);

  for (guint i = 0; i < n_paragraphs; i++) {
    g_string_append_printf (html, "<p>Paragraph %u of a long text. ", i);
    for (guint w = 0; w < 60; w++)
      g_string_append_printf (html, "word%u ", (i * 7 + w * w) % 97);
    g_string_append (html, "</p>");
    if (pictures && i % 3 == 0)
      g_string_append_printf (
          html, "<figure><img src=\"blob:%064u\" width=\"1200\" height=\"600\"></figure>", i);
  }
  return g_string_free (html, FALSE);
}

void
init (int *argc, char ***argv, const char *name)
{
  g_autoptr (GtkCssProvider) css = NULL;

  g_test_init (argc, argv, NULL);
  g_set_prgname (name);
  adw_init ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  css = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (css, "/app/carrel/Carrel/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

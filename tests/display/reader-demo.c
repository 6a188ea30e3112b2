/* reader-demo.c: shows a file of HTML as the reader does; with --png saves a picture and ends.
 *
 * Pictures are looked for by their file name in the folder of --images.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document.h"
#include "document/carrel-html.h"
#include "ui/reader/carrel-document-view.h"

#include <adwaita.h>
#include <string.h>

static char    *language, *png, *images, *needle, *library, *theme;
static int      width = 675, height = 800, scroll, block = -1, face, tabs;
static double   scale = 1;
static gboolean dark, rtl, page, all, large, header, timing;

static const GOptionEntry options[] = {
  { "lang", 0, 0, G_OPTION_ARG_STRING, &language, "The text's language", "TAG" },
  { "png", 0, 0, G_OPTION_ARG_FILENAME, &png, "Save a picture and end", "FILE" },
  { "images", 0, 0, G_OPTION_ARG_FILENAME, &images, "Where pictures are", "FOLDER" },
  { "find", 0, 0, G_OPTION_ARG_STRING, &needle, "Find this", "TEXT" },
  { "library", 0, 0, G_OPTION_ARG_STRING, &library, "An address in the library", "ADDRESS" },
  { "theme", 0, 0, G_OPTION_ARG_STRING, &theme, "sepia, dark …", "NAME" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Of the window", "PIXELS" },
  { "scroll", 0, 0, G_OPTION_ARG_INT, &scroll, "Scroll down", "PIXELS" },
  { "block", 0, 0, G_OPTION_ARG_INT, &block, "Scroll to this block", "INDEX" },
  { "face", 0, 0, G_OPTION_ARG_INT, &face, "0 serif, 1 sans, 2 mono", "N" },
  { "tabs", 0, 0, G_OPTION_ARG_INT, &tabs, "Press Tab so often", "N" },
  { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &scale, "Of the text", "FACTOR" },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "Large Text, 150 %", NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark", NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "The text runs from right to left", NULL },
  { "page", 0, 0, G_OPTION_ARG_NONE, &page, "The file is any page, not clean HTML", NULL },
  { "all", 0, 0, G_OPTION_ARG_NONE, &all, "Select all", NULL },
  { "time", 0, 0, G_OPTION_ARG_NONE, &timing, "Measure opening, and scrolling through, then end",
    NULL },
  { "header", 0, 0, G_OPTION_ARG_NONE, &header, "With a header", NULL },
  { NULL },
};

static void
load_image (CarrelDocumentView *view, const char *source, int size, GTask *task, gpointer data)
{
  const char      *name = strrchr (source, '/');
  g_autofree char *path = images ? g_build_filename (images, name ? name + 1 : source, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = path ? gdk_texture_new_from_filename (path, &error) : NULL;

  g_task_return_pointer (task, texture, g_object_unref);
  g_object_unref (task);
}

static void
activated_cb (CarrelDocumentView *view, const char *address)
{
  g_print ("activated %s\n", address);
}

typedef struct {
  GtkWidget *window, *view;
} Shot;

static gboolean
save_cb (gpointer data)
{
  Shot *shot = data;
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (shot->window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (shot->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_save_to_png (texture, png);
  gtk_window_destroy (GTK_WINDOW (shot->window));
  return G_SOURCE_REMOVE;
}

/* ── Timing ── */

static gint64 started, slowest;
static guint  n_frames;

static double
since (gint64 time)
{
  return (double) (g_get_monotonic_time () - time) / 1000;
}

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  Shot *shot = data;

  g_signal_handlers_disconnect_by_func (clock, painted_cb, data);
  g_print ("first paint after %.1f ms\n", since (started));
  g_object_set_data (G_OBJECT (shot->window), "painted", shot);
}

static void
before_cb (GdkFrameClock *clock, gpointer data)
{
  started = g_get_monotonic_time ();
}

static void
after_cb (GdkFrameClock *clock, gpointer data)
{
  slowest = MAX (slowest, g_get_monotonic_time () - started);
  n_frames++;
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Shot          *shot = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (shot->view));
  double         value = gtk_adjustment_get_value (adjustment),
         end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (value >= end || n_frames > 300) {
    g_print ("%u frames of scrolling, the slowest %.1f ms; height %.0f\n", n_frames,
             (double) slowest / 1000, gtk_adjustment_get_upper (adjustment));
    gtk_window_destroy (GTK_WINDOW (shot->window));
    return G_SOURCE_REMOVE;
  }
  gtk_adjustment_set_value (adjustment, value + 120);
  return G_SOURCE_CONTINUE;
}

static gboolean
scroll_start_cb (gpointer data)
{
  Shot          *shot = data;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (shot->view);

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_cb), NULL);
  gtk_widget_add_tick_callback (shot->view, scroll_cb, shot, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
time_cb (gpointer data)
{
  Shot *shot = data;
  g_autoptr (CarrelDocument) document = g_object_steal_data (G_OBJECT (shot->window), "document");

  g_signal_connect (gtk_widget_get_frame_clock (shot->view), "after-paint", G_CALLBACK (painted_cb),
                    shot);
  started = g_get_monotonic_time ();
  carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (shot->view), document, language, rtl);
  g_print ("set after %.1f ms\n", since (started));
  g_timeout_add (3000, scroll_start_cb, shot);
  return G_SOURCE_REMOVE;
}

static gboolean
act_cb (gpointer data)
{
  Shot               *shot = data;
  CarrelDocumentView *view = CARREL_DOCUMENT_VIEW (shot->view);
  GtkAdjustment      *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  g_print ("height %.0f\n", gtk_adjustment_get_upper (adjustment));
  if (scroll)
    gtk_adjustment_set_value (adjustment, scroll);
  if (block >= 0)
    carrel_document_view_scroll_to_block (view, (guint) block);
  if (needle)
    g_print ("found %u\n", carrel_document_view_find (view, needle));
  if (all)
    carrel_document_view_select_all (view);
  gtk_window_set_focus_visible (GTK_WINDOW (shot->window), TRUE);
  for (int i = 0; i < tabs; i++)
    gtk_widget_child_focus (shot->view, GTK_DIR_TAB_FORWARD);
  if (png)
    g_timeout_add (700, save_cb, shot);
  return G_SOURCE_REMOVE;
}

static CarrelDocument *
load (const char *path)
{
  g_autofree char *text = NULL;
  gsize            len;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &text, &len, &error))
    g_error ("%s", error->message);
  if (page) {
    CarrelHtml     *html = carrel_html_parse (text, (gssize) len, &error);
    CarrelDocument *document;

    if (!html)
      g_error ("%s", error->message);
    document = carrel_document_from_node (carrel_html_get_root (html), "https://example.org/");
    carrel_html_free (html);
    return document;
  }
  return carrel_document_read (text, (gssize) len);
}

static void
activate_cb (GtkApplication *application, const char *path)
{
  Shot      *shot = g_new0 (Shot, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gint64     start = g_get_monotonic_time ();
  g_autoptr (CarrelDocument) document = load (path);

  g_print ("read %.1f ms\n", (double) (g_get_monotonic_time () - start) / 1000);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  if (large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * 1.5), NULL);
  shot->window = gtk_application_window_new (application);
  shot->view = carrel_document_view_new ();
  gtk_window_set_decorated (GTK_WINDOW (shot->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (shot->window), width, height);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), shot->view);
  gtk_widget_add_css_class (scrolled, "reader-paper");
  if (theme) {
    g_autofree char *name = g_strconcat ("reader-", theme, NULL);

    gtk_widget_add_css_class (scrolled, name);
  }
  if (header) {
    GtkWidget *title =
        gtk_label_new ("Chinese AI firms sharpen their focus on innovation as the new year begins");

    gtk_label_set_wrap (GTK_LABEL (title), TRUE);
    gtk_label_set_xalign (GTK_LABEL (title), 0);
    gtk_widget_add_css_class (title, "article-title");
    gtk_widget_set_margin_top (title, 28);
    gtk_widget_set_margin_bottom (title, 26);
    carrel_document_view_set_header_widget (CARREL_DOCUMENT_VIEW (shot->view), title);
    carrel_document_view_set_footer_widget (CARREL_DOCUMENT_VIEW (shot->view),
                                            gtk_button_new_with_label ("A button at the end"));
  }
  g_signal_connect (shot->view, "link-activated", G_CALLBACK (activated_cb), NULL);
  carrel_document_view_set_image_loader (CARREL_DOCUMENT_VIEW (shot->view), load_image, NULL, NULL);
  carrel_document_view_set_text_scale (CARREL_DOCUMENT_VIEW (shot->view), scale);
  carrel_document_view_set_face (CARREL_DOCUMENT_VIEW (shot->view), (CarrelFace) face, NULL);
  if (library) {
    g_autoptr (GHashTable) links = g_hash_table_new (g_str_hash, g_str_equal);

    g_hash_table_insert (links, library, GINT_TO_POINTER (1));
    carrel_document_view_set_library_links (CARREL_DOCUMENT_VIEW (shot->view), links);
  }
  if (timing)
    g_object_set_data (G_OBJECT (shot->window), "document", carrel_document_ref (document));
  else
    carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (shot->view), document, language, rtl);
  gtk_window_set_child (GTK_WINDOW (shot->window), scrolled);
  gtk_window_present (GTK_WINDOW (shot->window));
  gtk_widget_grab_focus (shot->view);
  g_timeout_add (500, timing ? time_cb : act_cb, shot);
  g_object_set_data_full (G_OBJECT (application), "shot", shot, g_free);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE");
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2) {
    g_printerr ("%s\n", error ? error->message : "One file, please.");
    return 2;
  }
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/app/carrel/Carrel");
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv[1]);
  return g_application_run (G_APPLICATION (application), 1, argv);
}

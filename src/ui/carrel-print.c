/* carrel-print.c: the open article on paper, or as a PDF, by the print dialog. Main thread.
 *
 * GtkPrintOperation asks for pages a turn of the main loop each: laying out goes in slices, and a
 * page waits for its pictures elsewhere. What is printed is what was open when it was asked for.
 * The printer and its settings are kept until the program ends; the system keeps its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-print.h"

#include "print/carrel-print-pictures.h"
#include "ui/carrel-text-settings.h"
#include "ui/carrel-window.h"

#include <glib/gi18n.h>
#include <string.h>

#define SLICE 8000  /* microseconds */
#define MAX_NAME 80 /* bytes of the title in a file's name */

typedef struct {
  grefcount          references;
  GtkPrintOperation *operation;          /* (owned) */
  CarrelReaderPane  *pane;               /* (owned): for what is said in the end */
  CarrelLibrary     *library;            /* (owned) */
  CarrelArticle     *article;            /* (owned) */
  CarrelDocument    *document;           /* (owned) */
  GPtrArray         *highlights, *links; /* (owned) (nullable) */
  CarrelPrintJob    *job;                /* (owned) (nullable): while pages are made */
  GCancellable      *cancellable;        /* (owned) */
  GtkCheckButton    *link_notes, *tints; /* of the dialog, while it is there */
} Printing;

/* A page that waits for its pictures. */
typedef struct {
  Printing        *printing; /* (owned) */
  GtkPrintContext *context;  /* (owned) */
  guint            page;
} Page;

static GtkPrintSettings *kept_settings;
static GtkPageSetup     *kept_setup;
static gboolean          with_links = TRUE, with_tints = TRUE;

static Printing *
ref_printing (Printing *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

static void
unref_printing (Printing *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->job, carrel_print_job_free);
  g_clear_pointer (&self->highlights, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_object_unref (self->cancellable);
  carrel_document_unref (self->document);
  g_object_unref (self->article);
  g_object_unref (self->library);
  g_object_unref (self->pane);
  g_object_unref (self->operation);
  g_free (self);
}

/* ── Paper ── */

/* A margin that nobody chose is the paper's own, which is what the printer can reach: text wants
 * more. */
static double
choose_margin (double margin, double of_paper)
{
  return margin <= of_paper + 1 ? MAX (CARREL_PRINT_MARGIN, margin) : margin;
}

static void
get_settings (GtkPrintContext *context, CarrelPrintSettings *settings)
{
  const CarrelTextChoice *choice = carrel_text_settings_get (carrel_text_settings_get_default ());
  GtkPageSetup           *setup = gtk_print_context_get_page_setup (context);
  GtkPaperSize           *paper = gtk_page_setup_get_paper_size (setup);

  carrel_print_settings_init (settings);
  settings->width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  settings->height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  settings->top = choose_margin (gtk_page_setup_get_top_margin (setup, GTK_UNIT_POINTS),
                                 gtk_paper_size_get_default_top_margin (paper, GTK_UNIT_POINTS));
  settings->bottom =
      choose_margin (gtk_page_setup_get_bottom_margin (setup, GTK_UNIT_POINTS),
                     gtk_paper_size_get_default_bottom_margin (paper, GTK_UNIT_POINTS));
  settings->left = choose_margin (gtk_page_setup_get_left_margin (setup, GTK_UNIT_POINTS),
                                  gtk_paper_size_get_default_left_margin (paper, GTK_UNIT_POINTS));
  settings->right =
      choose_margin (gtk_page_setup_get_right_margin (setup, GTK_UNIT_POINTS),
                     gtk_paper_size_get_default_right_margin (paper, GTK_UNIT_POINTS));
  settings->face = choice->face;
  settings->family = choice->family;
  settings->link_notes = with_links;
  settings->highlights = with_tints;
}

/* All pages come, once each and in order, so that one can lead to another. */
static gboolean
is_plain (GtkPrintOperation *operation)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);

  return !settings || (gtk_print_settings_get_print_pages (settings) == GTK_PRINT_PAGES_ALL &&
                       gtk_print_settings_get_page_set (settings) == GTK_PAGE_SET_ALL &&
                       gtk_print_settings_get_number_up (settings) <= 1 &&
                       gtk_print_settings_get_n_copies (settings) <= 1 &&
                       !gtk_print_settings_get_reverse (settings));
}

/* ── Pages ── */

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Printing *self)
{
  CarrelPrintSource   source = { self->article, self->document, self->highlights, self->links };
  CarrelPrintSettings settings;

  get_settings (context, &settings);
  g_clear_pointer (&self->job, carrel_print_job_free);
  self->job = carrel_print_job_new (&source, &settings);
}

static gboolean
paginate_cb (GtkPrintOperation *operation, GtkPrintContext *context, Printing *self)
{
  if (!carrel_print_job_step (self->job, SLICE))
    return FALSE;
  gtk_print_operation_set_n_pages (operation, (int) carrel_print_job_get_n_pages (self->job));
  return TRUE;
}

static void
pictures_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Page     *page = user_data;
  Printing *self = page->printing;
  g_autoptr (GHashTable) pictures = carrel_print_load_pictures_finish (result, NULL);
  cairo_t         *cr = gtk_print_context_get_cairo_context (page->context);
  cairo_surface_t *surface = cairo_get_target (cr);
  CarrelPrintFlags flags = CARREL_PRINT_PLAIN;

  if (self->job) {
    if (cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_PDF)
      flags = is_plain (self->operation) ? CARREL_PRINT_LINKS | CARREL_PRINT_PLACES
                                         : CARREL_PRINT_LINKS;
    if (page->page == 0 || !(flags & CARREL_PRINT_PLACES))
      carrel_print_job_describe (self->job, surface, (flags & CARREL_PRINT_PLACES) != 0);
    carrel_print_job_draw (self->job, page->page, cr, pictures, flags);
    gtk_print_operation_draw_page_finish (self->operation);
  }
  g_object_unref (page->context);
  g_free (page);
  unref_printing (self);
}

static char *
find_picture (const char *source, gpointer data)
{
  Printing *self = data;

  return g_str_has_prefix (source, "blob:")
             ? carrel_library_dup_blob_path (self->library, source + strlen ("blob:"))
             : NULL;
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int number, Printing *self)
{
  g_autoptr (GArray) wanted = carrel_print_job_list_pictures (self->job, (guint) number);
  Page *page = g_new0 (Page, 1);

  page->printing = ref_printing (self);
  page->context = g_object_ref (context);
  page->page = (guint) number;
  gtk_print_operation_set_defer_drawing (operation);
  carrel_print_load_pictures_async (wanted, find_picture, self, self->cancellable,
                                    pictures_loaded_cb, page);
}

static void
end_cb (GtkPrintOperation *operation, GtkPrintContext *context, Printing *self)
{
  g_clear_pointer (&self->job, carrel_print_job_free);
}

/* ── The dialog ── */

static GObject *
create_options_cb (GtkPrintOperation *operation, Printing *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->link_notes =
      GTK_CHECK_BUTTON (gtk_check_button_new_with_mnemonic (_ ("_Addresses of links at the end")));
  self->tints = GTK_CHECK_BUTTON (gtk_check_button_new_with_mnemonic (_ ("_Highlights")));
  gtk_check_button_set_active (self->link_notes, with_links);
  gtk_check_button_set_active (self->tints, with_tints);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->link_notes));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tints));
  return G_OBJECT (box);
}

static void
apply_options_cb (GtkPrintOperation *operation, GtkWidget *box, Printing *self)
{
  with_links = gtk_check_button_get_active (self->link_notes);
  with_tints = gtk_check_button_get_active (self->tints);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Printing *self)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR) {
    gtk_print_operation_get_error (operation, &error);
    carrel_ui_show_error (GTK_WIDGET (self->pane), error);
  } else if (result == GTK_PRINT_OPERATION_RESULT_APPLY) {
    g_set_object (&kept_settings, gtk_print_operation_get_print_settings (operation));
    g_set_object (&kept_setup, gtk_print_operation_get_default_page_setup (operation));
  }
  unref_printing (self);
}

/* A name that any file system takes. */
static char *
make_file_name (CarrelArticle *article)
{
  g_autofree char *title = g_strdup (carrel_article_get_title (article));
  const char      *end = title;

  g_strdelimit (title, "/\\:*?\"<>|\n\t", ' ');
  while (*end && end - title < MAX_NAME)
    end = g_utf8_next_char (end);
  title[end - title] = '\0';
  g_strstrip (title);
  return *title && *title != '.' ? g_steal_pointer (&title) : g_strdup (_ ("Article"));
}

static GtkPrintOperation *
make_operation (CarrelArticle *article)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPrintSettings) settings =
      kept_settings ? gtk_print_settings_copy (kept_settings) : gtk_print_settings_new ();
  g_autofree char *name = make_file_name (article);

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_URI,
                          NULL); /* that of the last one isn't to be written over */
  gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_default_page_setup (operation, kept_setup);
  gtk_print_operation_set_job_name (operation, carrel_article_get_title (article));
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_custom_tab_label (operation, _ ("Article"));
  return operation;
}

void
carrel_print_run (CarrelReaderPane *pane)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (pane);
  GtkRoot       *root = gtk_widget_get_root (GTK_WIDGET (pane));
  Printing      *self;

  if (!reading || !CARREL_IS_WINDOW (root))
    return;
  self = g_new0 (Printing, 1);
  g_ref_count_init (&self->references);
  self->pane = g_object_ref (pane);
  self->library = g_object_ref (carrel_window_get_library (CARREL_WINDOW (root)));
  self->article = g_object_ref (reading->article);
  self->document = carrel_document_ref (reading->document);
  self->highlights = reading->highlights ? g_ptr_array_ref (reading->highlights) : NULL;
  self->links = reading->links ? g_ptr_array_ref (reading->links) : NULL;
  self->cancellable = g_cancellable_new ();
  self->operation = make_operation (reading->article);
  g_signal_connect (self->operation, "begin-print", G_CALLBACK (begin_cb), self);
  g_signal_connect (self->operation, "paginate", G_CALLBACK (paginate_cb), self);
  g_signal_connect (self->operation, "draw-page", G_CALLBACK (draw_cb), self);
  g_signal_connect (self->operation, "end-print", G_CALLBACK (end_cb), self);
  g_signal_connect (self->operation, "create-custom-widget", G_CALLBACK (create_options_cb), self);
  g_signal_connect (self->operation, "custom-widget-apply", G_CALLBACK (apply_options_cb), self);
  g_signal_connect (self->operation, "done", G_CALLBACK (done_cb), self);
  gtk_print_operation_run (self->operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (root), NULL);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_print_run (CARREL_READER_PANE (widget));
}

void
carrel_print_install (GtkWidgetClass *pane_class)
{
  gtk_widget_class_install_action (pane_class, "reader.print", NULL, print_action);
}

/* panels-demo.c: shows one panel, card or dialog over a library of its own with the samples in it;
 * with --png saves a picture and ends. What the window gives them (carrel-ui.h) is played here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "library/carrel-library.h"
#include "ui/carrel-add-dialog.h"
#include "ui/carrel-first-run.h"
#include "ui/carrel-inspector.h"
#include "ui/carrel-link-dialog.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-topic-field.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-wanted-page.h"

#include <adwaita.h>
#include <string.h>

static char    *png, *text, *clipboard, *file;
static int      width = 800, height = 800, wait_ms = 900;
static guint    at;
static gboolean start, dark, rtl, large, empty;

static const GOptionEntry options[] = {
  { "png", 0, 0, G_OPTION_ARG_FILENAME, &png, "Save a picture and end", "FILE" },
  { "text", 0, 0, G_OPTION_ARG_STRING, &text, "What is typed", "TEXT" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Of the window", "PIXELS" },
  { "clipboard", 0, 0, G_OPTION_ARG_STRING, &clipboard, "What is in the clipboard", "TEXT" },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, &file, "A file to add", "FILE" },
  { "start", 0, 0, G_OPTION_ARG_NONE, &start, "Begin to add what is typed", NULL },
  { "at", 0, 0, G_OPTION_ARG_INT, (int *) &at, "Which article", "N" },
  { "wait", 0, 0, G_OPTION_ARG_INT, &wait_ms, "Before the picture", "MS" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark", NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "Mirrored", NULL },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "Large Text, 150 %", NULL },
  { "empty", 0, 0, G_OPTION_ARG_NONE, &empty, "Without samples", NULL },
  { NULL },
};

static GtkWidget       *window;
static AdwToastOverlay *toasts;
static CarrelLibrary   *library;
static GArray          *ids;      /* of all articles, newest first */
static GPtrArray       *articles; /* (element-type CarrelArticle) */

/* ── What the window gives ── */

struct _CarrelUiChange {
  GtkWidget *widget;
  char      *singular, *plural;
};

void
carrel_ui_show_toast (GtkWidget *widget, const char *message, CarrelUndo *undo)
{
  AdwToast *toast = adw_toast_new (message);

  adw_toast_set_use_markup (toast, FALSE);
  if (undo && !carrel_undo_is_empty (undo))
    adw_toast_set_button_label (toast, "Undo");
  adw_toast_overlay_add_toast (toasts, toast);
  g_print ("toast: %s\n", message);
}

void
carrel_ui_show_error (GtkWidget *widget, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    carrel_ui_show_toast (widget, error->message, NULL);
}

CarrelUiChange *
carrel_ui_change_new (GtkWidget *widget, const char *singular, const char *plural)
{
  CarrelUiChange *change = g_new0 (CarrelUiChange, 1);

  change->widget = g_object_ref (widget);
  change->singular = g_strdup (singular);
  change->plural = g_strdup (plural);
  return change;
}

void
carrel_ui_changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CarrelUiChange *change = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);

  if (error)
    carrel_ui_show_error (change->widget, error);
  else if (change->singular)
    carrel_ui_show_toast (change->widget,
                          carrel_undo_get_n_articles (undo) > 1 ? change->plural : change->singular,
                          undo);
  g_object_unref (change->widget);
  g_free (change->singular);
  g_free (change->plural);
  g_free (change);
}

void
carrel_ui_open_outside (GtkWidget *widget, const char *address)
{
  g_print ("open outside %s\n", address);
}

void
carrel_ui_focus_when_shown (GtkWidget *field)
{
}

void
carrel_ui_open_article (GtkWidget *widget, gint64 id)
{
  g_print ("open article %" G_GINT64_FORMAT "\n", id);
}

void
carrel_ui_open_topic (GtkWidget *widget, const char *path)
{
  g_print ("open topic %s\n", path);
}

void
carrel_ui_open_add (GtkWidget *widget, const char *address)
{
  g_print ("open add %s\n", address ? address : "–");
}

void
carrel_ui_open_activity (GtkWidget *widget)
{
  g_print ("The activity dialog is opened\n");
}

void
carrel_ui_load_picture_async (CarrelLibrary      *self,
                              const char         *hash,
                              int                 w,
                              int                 h,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *path = carrel_library_dup_blob_path (self, hash);
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = gdk_texture_new_from_filename (path, &error);

  if (texture)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

GdkPaintable *
carrel_ui_load_picture_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

GtkWidget *
carrel_ui_dot_new (guint colour)
{
  GtkWidget *dot = adw_bin_new ();
  g_autofree char *class = g_strconcat ("c-", carrel_topic_colour_get_name (colour), NULL);

  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dot, "dot");
  gtk_widget_add_css_class (dot, "topic-dot");
  gtk_widget_add_css_class (dot, class);
  return dot;
}

GtkWidget *
carrel_ui_chip_new (const char *path, guint colour)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *dot = carrel_ui_dot_new (colour);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (dot, "small");
  gtk_box_append (GTK_BOX (chip), dot);
  gtk_box_append (GTK_BOX (chip), gtk_label_new (path));
  return chip;
}

/* ── Waiting ── */

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
make_library (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelQuery) query = carrel_query_parse ("", FALSE);
  GAsyncResult *result = NULL;
  gboolean      capped;
  guint         total;

  carrel_library_open_async (folder, NULL, carrel_test_result_cb, &result);
  library = carrel_library_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  if (!empty) {
    carrel_library_add_samples_async (library, NULL, carrel_test_result_cb, &result);
    carrel_library_add_samples_finish (library, wait_for (&result), &error);
    g_assert_no_error (error);
    g_clear_object (&result);
  }
  carrel_library_search_async (library, query, CARREL_SORT_ADDED, FALSE, 100, NULL,
                               carrel_test_result_cb, &result);
  ids = carrel_library_search_finish (library, wait_for (&result), &total, &capped, &error);
  g_clear_object (&result);
  carrel_library_load_articles_async (library, ids, NULL, carrel_test_result_cb, &result);
  articles = carrel_library_load_articles_finish (library, wait_for (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
}

static CarrelReading *
load_reading (gint64 id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult  *result = NULL;
  CarrelReading *reading;

  carrel_library_load_reading_async (library, id, NULL, carrel_test_result_cb, &result);
  reading = carrel_library_load_reading_finish (library, wait_for (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  return reading;
}

/* ── Scenes: each fills the window, or presents a dialog over it ── */

static void
show_page (GtkWidget *page)
{
  GtkWidget *view = adw_toolbar_view_new ();

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  gtk_widget_add_css_class (view, "reader-paper");
  adw_toast_overlay_set_child (toasts, view);
}

static GtkWidget *
new_column (int size)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *clamp = adw_clamp_new (),
            *scrolled = gtk_scrolled_window_new ();

  g_object_set (box, "margin-start", 20, "margin-end", 20, "margin-top", 20, NULL);
  g_object_set (clamp, "maximum-size", size + 40, "tightening-threshold", size + 40, "child", box,
                NULL);
  g_object_set (scrolled, "child", clamp, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  show_page (scrolled);
  return box;
}

static void
show_cards (void)
{
  GtkWidget *box = new_column (660);

  for (guint i = 0; i < articles->len && i < 5; i++) {
    CarrelLinkData data = { .kind = CARREL_LINK_SEE_ALSO,
                            .backlink = i == 3,
                            .other = articles->pdata[i],
                            .context = "It stands in this sentence." };
    g_autoptr (CarrelLink) link = carrel_link_new (&data);

    gtk_box_append (GTK_BOX (box), carrel_reference_card_new (library, link));
  }
  for (guint i = 0; i < 3; i++) {
    static const CarrelLinkData wanted[] = {
      { .kind = CARREL_LINK_SEE_ALSO,
        .title = "2026 Cyber Risk: Geopolitical Tensions, Maritime Targets, and Shadow AI "
                 "Transform Resilience Strategies",
        .address = "https://www.ledger.example/cyber?a=1" },
      { .kind = CARREL_LINK_SEE_ALSO,
        .title = "Top 3 AI-Focused ETFs to Maximize Returns amid Rapid Tech Growth" },
      { .kind = CARREL_LINK_SEE_ALSO, .address = "https://en.example.org/wiki/%C3%89criture" },
    };
    g_autoptr (CarrelLink) link = carrel_link_new (&wanted[i]);

    gtk_box_append (GTK_BOX (box), carrel_reference_card_new (library, link));
  }
}

static gboolean
type_cb (gpointer widget)
{
  GtkText *entry = widget;

  gtk_widget_grab_focus (widget);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
find_text (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TEXT (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_text (child);
  return found;
}

static void
show_topics (void)
{
  GtkWidget *box = new_column (300), *one = carrel_topic_field_new (library),
            *some = carrel_topic_field_new (library), *none = carrel_topic_field_new (library);
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (first, ids->data, 1);
  carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (one), first, NULL);
  g_array_append_vals (first, &g_array_index (ids, gint64, 1), 5);
  carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (some), first, NULL);
  carrel_topic_field_set_topics (
      CARREL_TOPIC_FIELD (none),
      (const char *[]) { "a topic of a very long name / that is nested", "reading", NULL });
  gtk_box_append (GTK_BOX (box), one);
  gtk_box_append (GTK_BOX (box), some);
  gtk_box_append (GTK_BOX (box), none);
  if (text)
    g_timeout_add (400, type_cb, find_text (one));
}

static void
show_inspector (void)
{
  GtkWidget *inspector = carrel_inspector_new (library), *split = adw_overlay_split_view_new ();
  gint64     first = g_array_index (ids, gint64, at);
  g_autoptr (CarrelReading) reading = NULL;

  for (guint i = 0; i < 3; i++)
    if (i != at)
      carrel_library_link_async (library, i == 2 ? g_array_index (ids, gint64, i) : first,
                                 i == 0 ? CARREL_LINK_CONTRADICTS : CARREL_LINK_RELATED,
                                 i == 2 ? first : g_array_index (ids, gint64, i),
                                 i == 0 ? "On the second page it says the opposite." : NULL,
                                 carrel_ui_changed_cb, carrel_ui_change_new (window, NULL, NULL));
  reading = load_reading (first);
  carrel_inspector_set_reading (CARREL_INSPECTOR (inspector), reading);
  g_object_set (split, "sidebar", inspector, "content", adw_bin_new (), "sidebar-position",
                GTK_PACK_END, "min-sidebar-width", 300., "max-sidebar-width", 340., "collapsed",
                width < 500, "sidebar-width-unit", ADW_LENGTH_UNIT_PX, "show-sidebar", TRUE, NULL);
  g_object_bind_property (split, "collapsed", inspector, "show-close", G_BINDING_SYNC_CREATE);
  adw_toast_overlay_set_child (toasts, split);
  if (text)
    g_timeout_add (400, type_cb, find_text (inspector));
}

static void
show_add (void)
{
  AdwDialog *dialog = carrel_add_dialog_new (library);

  show_cards ();
  if (clipboard)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (window), clipboard);
  adw_dialog_present (dialog, window);
  if (text)
    carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), text);
  if (start)
    carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  if (file) {
    g_autoptr (GFile) path = g_file_new_for_path (file);
    GSList one = { path, NULL };

    carrel_add_dialog_start_files (CARREL_ADD_DIALOG (dialog), &one);
  }
}

static void
show_first_run (void)
{
  GtkWidget *page = carrel_first_run_new (library);

  g_object_set (page, "can-import", at > 0, NULL);
  adw_toast_overlay_set_child (toasts, page);
  gtk_widget_grab_focus (page);
}

static void
show_wanted (void)
{
  GtkWidget *page = carrel_wanted_page_new (library);
  g_autoptr (CarrelWanted) wanted =
      carrel_wanted_new (NULL,
                         "2026 Cyber Risk: Geopolitical Tensions, Maritime Targets, and Shadow AI "
                         "Transform Resilience Strategies",
                         at > 0 ? NULL : "https://www.ledger.example/2026/cyber-risk?page=1",
                         at > 0 ? 1 : 2, g_array_index (ids, gint64, at), "–");

  {
    g_autoptr (GPtrArray) one = g_ptr_array_new ();

    g_ptr_array_add (one, wanted);
    carrel_wanted_page_set_wanted (CARREL_WANTED_PAGE (page), one);
  }
  show_page (page);
}

static void
show_link (void)
{
  show_cards ();
  adw_dialog_present (carrel_link_dialog_new (library, g_array_index (ids, gint64, 0),
                                              carrel_article_get_title (articles->pdata[0])),
                      window);
}

static const struct {
  const char *name;
  void (*show) (void);
} scenes[] = {
  { "add", show_add },
  { "cards", show_cards },
  { "first-run", show_first_run },
  { "inspector", show_inspector },
  { "link", show_link },
  { "topics", show_topics },
  { "wanted", show_wanted },
};

/* ── The program ── */

static gboolean
save_cb (gpointer data)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int          w = gtk_widget_get_width (window), h = gtk_widget_get_height (window);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, w, h);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) w, (float) h));
  gdk_texture_save_to_png (texture, png);
  gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application, const char *scene)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  if (large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * 1.5), NULL);
  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = adw_application_window_new (application);
  toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), GTK_WIDGET (toasts));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_widget_set_size_request (window, 360, 294);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (strcmp (scenes[i].name, scene) == 0)
      scenes[i].show ();
  if (png)
    g_timeout_add ((guint) wait_ms, save_cb, NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("SCENE");
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = carrel_test_new_folder ();
  GAsyncResult    *closed = NULL;
  int              status;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2) {
    g_printerr ("%s\n", error ? error->message : "One scene, please.");
    return 2;
  }
  make_library (folder);
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/app/carrel/Carrel");
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv[1]);
  status = g_application_run (G_APPLICATION (application), 1, argv);
  g_clear_pointer (&ids, g_array_unref);
  g_clear_pointer (&articles, g_ptr_array_unref);
  carrel_library_close_async (library, carrel_test_result_cb, &closed);
  carrel_library_close_finish (library, wait_for (&closed), NULL);
  g_clear_object (&closed);
  g_object_unref (library);
  carrel_test_remove_folder (folder);
  return status;
}

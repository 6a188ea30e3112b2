/* test-rows.c: rows of the list of articles: where their line has no room, where there are none,
 * and what they are to other programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "library/carrel-library.h"
#include "ui/carrel-window.h"
#include "ui/list/carrel-article-row-private.h"
#include "ui/list/carrel-list-pane.h"
#include "window-fixture.h"

#include <string.h>

typedef struct {
  char          *folder;
  CarrelLibrary *library;
  GtkWidget     *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = carrel_test_new_folder ();
  f->window = open_window (f->folder, TRUE, &f->library);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_window (f->window, f->library);
  carrel_test_remove_folder (f->folder);
  g_free (f->folder);
}

/* ── Tests ── */

/* Where there is no room for all of a row's line, site and author give way, not how long the
 * article is and since when it is there; and a click searches for what is left of them. */
static void
test_long_lines (Fixture *f, gconstpointer unused)
{
  guint      cut = 0;
  GtkWidget *widget;

  for (guint i = 0; i < 4; i++)
    UNTIL ((widget = nth (f->window, CARREL_TYPE_ARTICLE_ROW, i)) &&
           CARREL_ARTICLE_ROW (widget)->meta);
  for (guint i = 0; (widget = nth (f->window, CARREL_TYPE_ARTICLE_ROW, i)); i++) {
    CarrelArticleRow *row = CARREL_ARTICLE_ROW (widget);
    g_autoptr (GString) searches = g_string_new (NULL);
    float       middle = row->meta_rect.origin.y + row->meta_rect.size.height / 2;
    const char *text;

    if (!row->meta)
      continue;
    g_assert_false (pango_layout_is_ellipsized (row->meta));
    text = pango_layout_get_text (row->meta);
    for (float x = 0; x < row->meta_rect.size.width; x += 4) {
      g_autofree char *search =
          carrel_article_row_find_search (row, row->meta_rect.origin.x + x, middle);

      g_string_append (searches, search ? search : "");
    }
    g_assert_nonnull (strstr (searches->str, "site:"));
    g_assert_nonnull (strstr (searches->str, "added:"));
    cut += strstr (text, "…") && strstr (searches->str, "author:");
  }
  g_assert_cmpuint (cut, >, 0);
}

/* ── Dragged out ── */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static char *
give (GdkContentProvider *provider, const char *type)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  gboolean done = FALSE;

  gdk_content_provider_write_mime_type_async (provider, type, stream, G_PRIORITY_DEFAULT, NULL,
                                              written_cb, &done);
  UNTIL (done);
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
}

static void
check_given (CarrelArticleRow *row, GdkContentProvider *provider)
{
  const CarrelArticleData *data =
      carrel_article_get (carrel_article_item_get_article (carrel_article_row_get_item (row)));
  g_autofree char *addresses = give (provider, "text/uri-list"),
                  *text = give (provider, "text/plain;charset=utf-8"),
                  *html = give (provider, "text/html");
  g_autofree char *line = g_strdup_printf ("%s\r\n", data->address),
                  *lines = g_strdup_printf ("%s\n%s\n", data->title, data->address),
                  *link = g_strdup_printf ("<p><a href=\"%s\">%s</a></p>\n", data->address,
                                           data->title);

  g_assert_cmpstr (addresses, ==, line);
  g_assert_cmpstr (text, ==, lines);
  g_assert_cmpstr (html, ==, link);
}

/* What is dragged from there on; NULL: nothing yet. */
static GdkContentProvider *
drag (GtkWidget *row)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (row);
  GdkContentProvider *provider = NULL;

  for (guint i = 0; !provider && i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DRAG_SOURCE (controller))
      g_signal_emit_by_name (controller, "prepare", 10., 10., &provider);
  }
  return provider;
}

/* What another program gets of a row that is dragged onto it. */
static void
test_dragged_out (Fixture *f, gconstpointer unused)
{
  GdkContentProvider *provider;
  GtkWidget          *row = NULL;

  UNTIL ((row = nth (f->window, CARREL_TYPE_ARTICLE_ROW, 0)) && CARREL_ARTICLE_ROW (row)->shown);
  provider = drag (row);
  g_assert_nonnull (provider);
  check_given (CARREL_ARTICLE_ROW (row), provider);
  g_object_unref (provider);
}

/* ── Where there are none ── */

/* A search as long as a page is named by its ends. */
static void
test_no_match (Fixture *f, gconstpointer unused)
{
  g_autofree char *words = g_strnfill (600, 'q');
  GtkWidget       *list, *page;
  const char      *said = NULL;

  UNTIL ((list = nth (f->window, CARREL_TYPE_LIST_PANE, 0)));
  carrel_list_pane_set_search_text (CARREL_LIST_PANE (list), words);
  UNTIL ((page = nth (list, ADW_TYPE_STATUS_PAGE, 0)) &&
         (said = adw_status_page_get_description (ADW_STATUS_PAGE (page))) && strstr (said, "qqq"));
  g_assert_nonnull (strstr (said, "…"));
  g_assert_cmpint (g_utf8_strlen (said, -1), <, 130);
}

/* ── In results ── */

static gboolean
has_marks (PangoLayout *layout)
{
  PangoAttrList *attributes = pango_layout_get_attributes (layout);
  GSList        *list = attributes ? pango_attr_list_get_attributes (attributes) : NULL;
  gboolean       found = FALSE;

  for (GSList *i = list; i; i = i->next)
    found = found || ((PangoAttribute *) i->data)->klass->type == PANGO_ATTR_BACKGROUND;
  g_slist_free_full (list, (GDestroyNotify) pango_attribute_destroy);
  return found;
}

/* The row of that title as it is drawn for the search; NULL: not yet. */
static CarrelArticleRow *
find_drawn (Fixture *f, const char *title, const char *part)
{
  GtkWidget *widget;

  for (guint i = 0; (widget = nth (f->window, CARREL_TYPE_ARTICLE_ROW, i)); i++) {
    CarrelArticleRow *row = CARREL_ARTICLE_ROW (widget);

    if (row->shown && row->title && row->excerpt &&
        strcmp (carrel_article_get (row->shown)->title, title) == 0 &&
        strstr (pango_layout_get_text (row->excerpt), part))
      return row;
  }
  return NULL;
}

/* Where only the title has what is searched for it is marked there, and nothing below it is left of
 * the search before. */
static void
test_found_by_title (Fixture *f, gconstpointer unused)
{
  static const char title[] = "The Three Twilights";
  CarrelArticleRow *row;
  GtkWidget        *list;
  g_autofree char  *excerpt = NULL;

  UNTIL ((row = find_drawn (f, title, "")));
  g_assert_false (has_marks (row->title));
  excerpt = g_strdup (pango_layout_get_text (row->excerpt));
  UNTIL ((list = nth (f->window, CARREL_TYPE_LIST_PANE, 0)));
  carrel_list_pane_set_search_text (CARREL_LIST_PANE (list), "nautical");
  UNTIL ((row = find_drawn (f, title, "autical")) && has_marks (row->excerpt));
  g_assert_false (has_marks (row->title));
  carrel_list_pane_set_search_text (CARREL_LIST_PANE (list), "twilights");
  UNTIL ((row = find_drawn (f, title, excerpt)) && has_marks (row->title));
  g_assert_false (has_marks (row->excerpt));
  g_assert_cmpint (pango_layout_get_line_count (row->title), ==, 1);
  carrel_list_pane_set_search_text (CARREL_LIST_PANE (list), "");
  UNTIL ((row = find_drawn (f, title, excerpt)) && !has_marks (row->title));
}

/* Aligned as in a mirrored window. */
/* The check of selection mode stands beside the title; what is dragged shows its picture. */
static void
test_check_and_picture (Fixture *f, gconstpointer unused)
{
  CarrelArticleRow *row;
  GtkWidget        *widget;
  graphene_rect_t   check;

  UNTIL ((widget = nth (f->window, CARREL_TYPE_ARTICLE_ROW, 0)) &&
         CARREL_ARTICLE_ROW (widget)->meta);
  row = CARREL_ARTICLE_ROW (widget);
  g_clear_object (&row->paintable);
  g_assert_null (carrel_article_row_new_picture (row));
  row->paintable = gdk_paintable_new_empty (CARREL_ROW_CARD_WIDTH, CARREL_ROW_CARD_PICTURE);
  widget = g_object_ref_sink (carrel_article_row_new_picture (row));
  {
    GdkPaintable *small = gtk_picture_get_paintable (GTK_PICTURE (widget));

    g_assert_cmpint (gdk_paintable_get_intrinsic_width (small), ==, 32);
    g_assert_cmpint (gdk_paintable_get_intrinsic_height (small), ==, 32);
  }
  g_object_unref (widget);

  carrel_article_row_set_checks (row, TRUE, TRUE);
  UNTIL (row->check && gtk_widget_get_mapped (row->check) &&
         gtk_widget_compute_bounds (row->check, GTK_WIDGET (row), &check) &&
         check.size.height > 0 && row->laid_out >= 0);
  g_assert_cmpfloat (check.origin.y + check.size.height, <=, 36);
}

static void
test_chips_begin_at_pixels (Fixture *f, gconstpointer unused)
{
  GtkWidget *widget;
  guint      n = 0;

  for (guint i = 0; i < 4; i++)
    UNTIL ((widget = nth (f->window, CARREL_TYPE_ARTICLE_ROW, i)) &&
           CARREL_ARTICLE_ROW (widget)->n_chips > 0);
  for (guint i = 0; i < 4; i++) {
    CarrelArticleRow *row = CARREL_ARTICLE_ROW (nth (f->window, CARREL_TYPE_ARTICLE_ROW, i));

    for (guint j = 0; j < row->n_chips; j++, n++) {
      PangoRectangle logical;

      pango_layout_set_alignment (row->chips[j], PANGO_ALIGN_RIGHT);
      pango_layout_get_extents (row->chips[j], NULL, &logical);
      g_assert_cmpint (logical.x % PANGO_SCALE, ==, 0);
    }
  }
  g_assert_cmpuint (n, >, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/app/carrel/Carrel/icons");
  g_test_add ("/rows/long-lines", Fixture, NULL, set_up, test_long_lines, tear_down);
  g_test_add ("/rows/check-and-picture", Fixture, NULL, set_up, test_check_and_picture, tear_down);
  g_test_add ("/rows/chips-begin-at-pixels", Fixture, NULL, set_up, test_chips_begin_at_pixels,
              tear_down);
  g_test_add ("/rows/dragged-out", Fixture, NULL, set_up, test_dragged_out, tear_down);
  g_test_add ("/rows/found-by-title", Fixture, NULL, set_up, test_found_by_title, tear_down);
  g_test_add ("/rows/no-match", Fixture, NULL, set_up, test_no_match, tear_down);
  return g_test_run ();
}

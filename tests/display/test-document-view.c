/* test-document-view.c: the reader's page, with a display: how it is laid out, and stays where it
 * is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page-fixture.h"
#include "ui/reader/carrel-document-view-private.h"

#include <adwaita.h>
#include <string.h>

/* ── Laying out ── */

static void
check_inside (GtkWidget *widget, GtkWidget *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    graphene_rect_t rect;

    if (!gtk_widget_get_mapped (child))
      continue;
    g_assert_true (gtk_widget_compute_bounds (child, view, &rect));
    if (!GTK_IS_VIEWPORT (widget)) {
      g_assert_cmpfloat (rect.origin.x, >=, 0);
      g_assert_cmpfloat (rect.origin.x + rect.size.width, <=, gtk_widget_get_width (view));
    }
    if (!GTK_IS_VIEWPORT (child)) /* what scrolls by itself may be wider */
      check_inside (child, view);
  }
}

static void
test_inside_width (Fixture *f, gconstpointer data)
{
  static const int widths[] = { 1200, 800, 520, 360 };
  g_autofree char *hard = g_strconcat (
      "<p>", "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft",
      "https://example.org/a/very/long/address/without/any/space/in/it</p>", sample, NULL);

  show (f, hard, "de", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++) {
    GtkAdjustment *h = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (f->view));
    int            minimum;

    resize (f, widths[i], 900);
    for (guint page = 0; page < 4; page++) {
      check_inside (GTK_WIDGET (f->view), GTK_WIDGET (f->view));
      carrel_document_view_scroll_by (f->view, 800);
      settle (f);
    }
    carrel_document_view_scroll_to_position (f->view, 0, 0);
    settle (f);
    g_assert_cmpfloat (gtk_adjustment_get_upper (h), <=, gtk_adjustment_get_page_size (h));
    gtk_widget_measure (GTK_WIDGET (f->view), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                        NULL);
    g_assert_cmpint (minimum, <=, 360);
    g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (f->view), "narrow"), ==,
                     widths[i] < 500);
  }
}

static void
test_column (Fixture *f, gconstpointer data)
{
  graphene_rect_t    rect;
  CarrelBlockWidget *leaf;

  resize (f, 1200, 700);
  leaf = carrel_document_view_get_leaf (f->view, 1, 0);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (f->view), &rect));
  g_assert_cmpfloat (rect.size.width, ==, 620);
  g_assert_cmpfloat (rect.origin.x, ==, 290);
  carrel_document_view_set_text_scale (f->view, 1.5);
  settle (f);
  leaf = carrel_document_view_get_leaf (f->view, 1, 0);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (f->view), &rect));
  g_assert_cmpfloat (rect.size.width, ==, 930);
  resize (f, 360, 700);
  leaf = carrel_document_view_get_leaf (f->view, 1, 0);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (f->view), &rect));
  g_assert_cmpfloat (rect.origin.x, ==, 20);
  g_assert_cmpfloat (rect.size.width, ==, 320);
}

static void
test_right_to_left (Fixture *f, gconstpointer data)
{
  graphene_rect_t rect;

  show (f, "<p>في الأزقة الضيقة</p><ul><li>حدائق</li></ul><pre>code</pre>", NULL, TRUE);
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (f->view)), ==, GTK_TEXT_DIR_RTL);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (f->view), "arabic"));
  /* The item moves in from the right. */
  g_assert_true (gtk_widget_compute_bounds (
      GTK_WIDGET (carrel_document_view_get_leaf (f->view, 3, 0)), GTK_WIDGET (f->view), &rect));
  g_assert_cmpfloat (rect.origin.x, ==, 90);
  g_assert_cmpfloat (rect.origin.x + rect.size.width, <, 710);
}

static void
test_header_and_footer (Fixture *f, gconstpointer data)
{
  GtkWidget      *header = gtk_label_new ("A title"), *footer = gtk_button_new_with_label ("More");
  GtkAdjustment  *v = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view));
  graphene_rect_t rect;

  gtk_widget_set_size_request (header, -1, 200);
  carrel_document_view_set_header_widget (f->view, header);
  carrel_document_view_set_footer_widget (f->view, footer);
  settle (f);
  g_assert_true (gtk_widget_compute_bounds (header, GTK_WIDGET (f->view), &rect));
  g_assert_cmpfloat (rect.origin.y, ==, 0);
  g_assert_cmpfloat (rect.size.width, ==, 620);
  g_assert_true (carrel_document_view_is_header_visible (f->view));
  gtk_adjustment_set_value (v, gtk_adjustment_get_upper (v));
  settle (f);
  g_assert_false (carrel_document_view_is_header_visible (f->view));
  g_assert_true (gtk_widget_compute_bounds (footer, GTK_WIDGET (f->view), &rect));
  g_assert_cmpfloat (rect.origin.y + rect.size.height, <=,
                     gtk_widget_get_height (GTK_WIDGET (f->view)));
  g_assert_cmpfloat (carrel_document_view_get_progress (f->view), ==, 1);
  carrel_document_view_set_header_widget (f->view, NULL);
  settle (f);
}

/* ── Place ── */

static void
test_position (Fixture *f, gconstpointer data)
{
  g_autofree char *html = make_long (300, TRUE);
  gint64           block;
  double           fraction;

  show (f, html, "en", FALSE);
  carrel_document_view_get_position (f->view, &block, &fraction);
  g_assert_cmpint (block, ==, 0);
  g_assert_cmpfloat (fraction, ==, 0);
  g_assert_cmpfloat (carrel_document_view_get_progress (f->view), ==, 0);

  carrel_document_view_scroll_to_position (f->view, 200, .5);
  carrel_document_view_get_position (f->view, &block, &fraction);
  g_assert_cmpint (block, ==, 200);
  settle (f);
  carrel_document_view_get_position (f->view, &block, &fraction);
  g_assert_cmpint (block, ==, 200);
  g_assert_cmpfloat_with_epsilon (fraction, .5, .02);
  g_assert_cmpfloat (carrel_document_view_get_progress (f->view), >, .2);

  /* Another width, another size, another document and back: the same place. */
  resize (f, 420, 600);
  carrel_document_view_get_position (f->view, &block, &fraction);
  g_assert_cmpint (block, ==, 200);
  g_assert_cmpfloat_with_epsilon (fraction, .5, .05);
  carrel_document_view_set_text_scale (f->view, 1.4);
  settle (f);
  carrel_document_view_get_position (f->view, &block, &fraction);
  g_assert_cmpint (block, ==, 200);
  g_assert_cmpfloat_with_epsilon (fraction, .5, .1);

  carrel_document_view_set_document (f->view, f->document, "en", FALSE);
  carrel_document_view_scroll_to_position (f->view, 100, .25);
  settle (f);
  carrel_document_view_get_position (f->view, &block, &fraction);
  g_assert_cmpint (block, ==, 100);
  g_assert_cmpfloat_with_epsilon (fraction, .25, .05);
  /* Too far is the end. */
  carrel_document_view_scroll_to_position (f->view, 100000, 0);
  settle (f);
  g_assert_cmpfloat (carrel_document_view_get_progress (f->view), ==, 1);
}

/* The byte at the top of the screen, by the line that is drawn there. */
static guint32
get_top_byte (Fixture *f, guint block)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (f->view, block, 0);
  graphene_point_t   point;
  guint32            start, end;

  g_assert_nonnull (leaf);
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (f->view), GTK_WIDGET (leaf),
                                           &GRAPHENE_POINT_INIT (0, 1), &point));
  carrel_block_layout_get_line (
      carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
      carrel_block_layout_get_offset (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), 100,
                                      point.y),
      &start, &end);
  return start;
}

/* The line at the top has the same words after any reflow: of a paragraph that is many screens
 * high, too. */
static void
test_position_by_line (Fixture *f, gconstpointer data)
{
  GString           *html = g_string_new ("<p>first</p><p>");
  CarrelBlockWidget *leaf;
  guint32            top, start, end;
  gint64             block;
  double             fraction, again;

  /* Narrow letters first, wide ones after: the same words have another share of the height than of
   * the text. */
  for (guint i = 0; i < 800; i++)
    g_string_append_printf (html, "%s%u ", i < 500 ? "ill" : "WWWW MMMM", i);
  g_string_append (html, "</p><p>last</p>");
  show (f, html->str, "en", FALSE);
  carrel_document_view_scroll_to_position (f->view, 1, .4);
  settle (f);
  top = get_top_byte (f, 1);
  carrel_document_view_get_position (f->view, &block, &fraction);
  for (guint i = 0; i < 4; i++) {
    static const int widths[] = { 420, 1100, 600, 800 };

    resize (f, widths[i], 700);
    leaf = carrel_document_view_get_leaf (f->view, 1, 0);
    carrel_block_layout_get_line (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                  get_top_byte (f, 1), &start, &end);
    g_assert_cmpuint (top, >=, start > 80 ? start - 80 : 0);
    g_assert_cmpuint (top, <=, end + 80); /* a line's length, for what is above the edge */
    carrel_document_view_set_text_scale (f->view, i % 2 ? 1 : 1.5);
    settle (f);
    carrel_document_view_get_position (f->view, &block, &again);
    g_assert_cmpint (block, ==, 1);
    g_assert_cmpfloat_with_epsilon (again, fraction, .01);
  }
  g_string_free (html, TRUE);
}

/* What is read doesn't move while the rest is measured. */
static void
test_steady (Fixture *f, gconstpointer data)
{
  g_autofree char   *html = make_long (400, FALSE);
  GtkAdjustment     *v = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view));
  graphene_rect_t    before, after;
  CarrelBlockWidget *leaf;

  f->document = (carrel_document_unref (f->document), carrel_document_read (html, -1));
  carrel_document_view_set_document (f->view, f->document, "en", FALSE);
  carrel_document_view_scroll_to_position (f->view, 250, .4);
  while (!(leaf = carrel_document_view_get_leaf (f->view, 251, 0)))
    g_main_context_iteration (NULL, TRUE);
  while (!gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (f->view), &before) ||
         before.size.height < 10)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->view->measure_id, !=, 0);
  settle (f);
  g_assert_true (carrel_plan_is_measured (f->view->plan));
  g_assert_true (leaf == carrel_document_view_get_leaf (f->view, 251, 0));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (f->view), &after));
  g_assert_cmpfloat (before.origin.y, ==, after.origin.y);

  /* And measured heights are those of the widgets: walking through changes nothing. */
  {
    double upper = gtk_adjustment_get_upper (v);

    for (double value = 0; value < upper; value += 500) {
      gtk_adjustment_set_value (v, value);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
    settle (f);
    g_assert_cmpfloat (gtk_adjustment_get_upper (v), ==, upper);
  }
}

/* ── Pictures ── */

typedef struct {
  guint      n_asked;
  GPtrArray *tasks; /* (owned) (element-type GTask): not answered yet */
} Loader;

static void
load_image (CarrelDocumentView *view, const char *source, int width, GTask *task, gpointer data)
{
  Loader *loader = data;

  g_assert_cmpint (width, >, 0);
  loader->n_asked++;
  g_ptr_array_add (loader->tasks, task);
}

static GdkTexture *
make_texture (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (4 * 4 * 4), 4 * 4 * 4);

  return gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED, bytes, 16);
}

/* The height of a page of many posts from elsewhere, each of so many lines. */
static double
measure_posts (Fixture *f, guint n_lines)
{
  g_autoptr (GString) html = g_string_new (NULL);

  for (guint i = 0; i < 30; i++) {
    g_string_append (html, "<figure class=\"embed\"><a href=\"http://example.org/post\"></a>"
                           "<figcaption>");
    for (guint k = 0; k < n_lines; k++)
      g_string_append_printf (html, "%sLine %u", k > 0 ? "<br>" : "", k);
    g_string_append (html, "</figcaption></figure>");
  }
  show (f, html->str, "en", FALSE);
  settle (f);
  return gtk_adjustment_get_upper (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view)));
}

/* A post has as much room as it has words; a line or two fit into any card. */
static void
test_posts (Fixture *f, gconstpointer data)
{
  double one, ten;

  resize (f, 800, 980);
  one = measure_posts (f, 1);
  ten = measure_posts (f, 10);
  g_assert_cmpfloat (measure_posts (f, 2), ==, one);
  g_assert_cmpfloat (ten - one, >, 30 * 10 * 10);
}

static void
test_images (Fixture *f, gconstpointer data)
{
  g_autofree char *html = make_long (90, TRUE);
  Loader           loader = { 0, g_ptr_array_new_with_free_func (g_object_unref) };
  double           height;
  gboolean         missing;

  resize (f, 800, 980);
  carrel_document_view_set_image_loader (f->view, load_image, &loader, NULL);
  show (f, html, "en", FALSE);
  /* Thirty pictures, of which those near the screen are asked for. */
  g_assert_cmpuint (loader.n_asked, >, 1);
  g_assert_cmpuint (loader.n_asked, <, 6);
  height = gtk_adjustment_get_upper (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view)));
  g_task_return_pointer (loader.tasks->pdata[0], make_texture (), g_object_unref);
  g_task_return_pointer (loader.tasks->pdata[1], NULL, NULL);
  g_ptr_array_remove_range (loader.tasks, 0, 2);
  wait_ms (300);
  settle (f);
  /* What comes, or doesn't, moves nothing. */
  g_assert_cmpfloat (
      gtk_adjustment_get_upper (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view))), ==,
      height);
  g_assert_nonnull (carrel_document_view_get_image (
      f->view, "blob:0000000000000000000000000000000000000000000000000000000000000000", 620,
      &missing));
  g_assert_false (missing);
  g_assert_null (carrel_document_view_get_image (
      f->view, "blob:0000000000000000000000000000000000000000000000000000000000000003", 620,
      &missing));
  g_assert_true (missing);

  /* Answers that come after another document was shown are of no use. */
  {
    g_autoptr (GTask) late = NULL;

    carrel_document_view_scroll_by (f->view, 3000);
    settle (f);
    g_assert_cmpuint (loader.tasks->len, >, 0);
    late = g_ptr_array_steal_index (loader.tasks, 0);
    show (f, sample, "en", FALSE);
    g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (late)));
    g_task_return_pointer (late, make_texture (), g_object_unref);
    settle (f);
  }
  for (guint i = 0; i < loader.tasks->len; i++)
    g_task_return_pointer (loader.tasks->pdata[i], NULL, NULL);
  g_ptr_array_set_size (loader.tasks, 0);
  wait_ms (20);
  carrel_document_view_set_image_loader (f->view, NULL, NULL, NULL);
  g_ptr_array_unref (loader.tasks);
}

/* ── Assistive technology ── */

static void
describe (GtkAccessible *accessible, guint depth, GString *out)
{
  g_autofree char *role =
      g_enum_to_string (GTK_TYPE_ACCESSIBLE_ROLE, gtk_accessible_get_accessible_role (accessible));
  GtkAccessible *child = gtk_accessible_get_first_accessible_child (accessible);

  g_string_append_printf (out, "%*s%s\n", (int) depth, "", role + strlen ("GTK_ACCESSIBLE_ROLE_"));
  while (child) {
    g_autoptr (GtkAccessible) one = child, parent = gtk_accessible_get_accessible_parent (child);
    int x, y, width, height;

    g_assert_true (parent == accessible);
    if (CARREL_IS_BLOCK_WIDGET (one) || CARREL_IS_ACCESSIBLE_PART (one)) {
      g_assert_true (gtk_accessible_get_bounds (one, &x, &y, &width, &height));
      g_assert_cmpint (width, >, 0);
    }
    describe (one, depth + 1, out);
    child = gtk_accessible_get_next_accessible_sibling (one);
  }
}

static void
test_accessible_tree (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) tree = g_string_new (NULL);

  resize (f, 800, 950);
  describe (GTK_ACCESSIBLE (f->view), 0, tree);
  g_assert_true (g_str_has_prefix (tree->str, "DOCUMENT\n"
                                              " GENERIC\n" /* the header */
                                              " HEADING\n"
                                              " PARAGRAPH\n"
                                              "  LINK\n"
                                              "  LINK\n"
                                              " LIST\n"
                                              "  LIST_ITEM\n"
                                              "   PARAGRAPH\n"
                                              "  LIST_ITEM\n"
                                              "   PARAGRAPH\n"
                                              "   LIST\n"
                                              "    LIST_ITEM\n"
                                              "     PARAGRAPH\n"
                                              " BLOCK_QUOTE\n"
                                              "  PARAGRAPH\n"
                                              "  PARAGRAPH\n"
                                              " PARAGRAPH\n" /* code */
                                              " TABLE\n"
                                              "  CAPTION\n"
                                              "  ROW\n"
                                              "   CELL\n"
                                              "    PARAGRAPH\n"
                                              "   CELL\n"
                                              "    PARAGRAPH\n"
                                              "  ROW\n"
                                              "   CELL\n"
                                              "    PARAGRAPH\n"
                                              "   CELL\n"
                                              "    PARAGRAPH\n"
                                              "  ROW\n"
                                              "   ROW_HEADER\n"
                                              "    PARAGRAPH\n"
                                              "   CELL\n"
                                              "    PARAGRAPH\n"
                                              " GROUP\n" /* figure */
                                              "  IMG\n"
                                              "  CAPTION\n"
                                              " SEPARATOR\n"));
  g_assert_nonnull (
      strstr (tree->str, " LINK\n PARAGRAPH\n  LINK\n")); /* the video, the last paragraph */
}

static void
test_accessible_text (Fixture *f, gconstpointer data)
{
  GtkAccessibleText *text = GTK_ACCESSIBLE_TEXT (carrel_document_view_get_leaf (f->view, 1, 0));
  GtkAccessibleTextInterface *iface = GTK_ACCESSIBLE_TEXT_GET_IFACE (text);
  g_autoptr (GBytes) all = iface->get_contents (text, 0, G_MAXUINT), word = NULL;
  g_autofree GtkAccessibleTextRange *ranges = NULL;
  guint                              start, end;
  gsize                              n;

  g_assert_cmpstr (g_bytes_get_data (all, NULL), ==,
                   "A reader sits down at a desk and finds the résumé.1");
  word = iface->get_contents_at (text, 3, GTK_ACCESSIBLE_TEXT_GRANULARITY_WORD, &start, &end);
  g_assert_cmpstr (g_bytes_get_data (word, NULL), ==, "reader");
  g_assert_cmpuint (start, ==, 2);
  g_assert_cmpuint (end, ==, 8);
  g_assert_false (iface->get_selection (text, &n, &ranges));
  carrel_document_view_select_all (f->view);
  g_assert_true (iface->get_selection (text, &n, &ranges));
  g_assert_cmpuint (ranges[0].length, ==, g_utf8_strlen (g_bytes_get_data (all, NULL), -1));
}

/* ── Colours ── */

static void
test_colours (Fixture *f, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GdkRGBA          link = f->view->colours.link, wanted;
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  /* The application loads it when the window is dark. */
  gtk_css_provider_load_from_resource (css, "/app/carrel/Carrel/style-dark.css");
  gdk_rgba_parse (&wanted, "#1a5fb4");
  g_assert_true (gdk_rgba_equal (&link, &wanted));
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  settle (f);
  gdk_rgba_parse (&wanted, "#8ec0ff");
  g_assert_true (gdk_rgba_equal (&f->view->colours.link, &wanted));
  /* A page of its own colour in a dark window. */
  gtk_widget_add_css_class (gtk_widget_get_parent (GTK_WIDGET (f->view)), "reader-sepia");
  settle (f);
  gdk_rgba_parse (&wanted, "#8a4b10");
  g_assert_true (gdk_rgba_equal (&f->view->colours.link, &wanted));
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                 GTK_STYLE_PROVIDER (css));
}

/* ── Cost and robustness ── */

static guint
count_widgets (GtkWidget *widget)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

static void
test_long (Fixture *f, gconstpointer data)
{
  g_autofree char *html = make_long (5000, TRUE);
  g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);
  guint before = 0;

  /* The first frame has what the screen shows, and no more. */
  carrel_document_view_set_document (f->view, document, "en", FALSE);
  while (!carrel_document_view_get_leaf (f->view, 0, 0))
    g_main_context_iteration (NULL, TRUE);
  before = count_widgets (GTK_WIDGET (f->view));
  g_assert_cmpuint (before, <, 60);
  g_assert_false (carrel_plan_is_measured (f->view->plan));
  settle (f);
  for (guint i = 0; i < 30; i++) {
    carrel_document_view_scroll_to_position (f->view, (i * 1777) % 6600, .3);
    settle (f);
  }
  g_assert_cmpuint (count_widgets (GTK_WIDGET (f->view)), <, 120);
}

static void
test_hard (Fixture *f, gconstpointer data)
{
  GString *html = g_string_new ("<p>");

  for (guint i = 0; i < 60000; i++)
    g_string_append (html, "word ");
  g_string_append (html, "</p><p>");
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (html, 'x');
  g_string_append (html, "</p><pre>");
  for (guint i = 0; i < 5000; i++)
    g_string_append (html, "a line of code\n");
  g_string_append (html, "</pre><table>");
  for (guint i = 0; i < 400; i++)
    g_string_append (html, "<tr><td rowspan=\"3\">a</td><td colspan=\"900\">b</td><td></td></tr>");
  g_string_append (html, "</table><table><tr></tr><tr><td></td></tr></table>");
  for (guint i = 0; i < 40; i++)
    g_string_append (html, "<blockquote><ul><li>");
  g_string_append (html, "<p>deep</p>");
  show (f, html->str, NULL, FALSE);
  resize (f, 360, 700);
  for (guint i = 0; i < 40; i++) {
    carrel_document_view_scroll_by (
        f->view,
        gtk_adjustment_get_upper (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view))) / 40);
    settle (f);
    check_inside (GTK_WIDGET (f->view), GTK_WIDGET (f->view));
  }
  g_assert_cmpuint (carrel_document_view_find (f->view, "line of code"), ==, 5000);
  settle (f);
  g_string_free (html, TRUE);

  /* Nothing, and next to nothing. */
  carrel_document_view_set_document (f->view, NULL, NULL, FALSE);
  settle (f);
  carrel_document_view_select_all (f->view);
  g_assert_cmpuint (carrel_document_view_find (f->view, "x"), ==, 0);
  carrel_document_view_scroll_to_position (f->view, 10, .5);
  show (f, "", NULL, FALSE);
  carrel_document_view_scroll_to_position (f->view, 10, .5);
  settle (f);
  show (f, "<p>One.</p>", NULL, FALSE);
}

static void
test_goes_away (void)
{
  Loader           loader = { 0, g_ptr_array_new_with_free_func (g_object_unref) };
  Fixture          f = { 0 };
  g_autofree char *html = make_long (50, TRUE);
  GtkWidget       *view;

  set_up_window (&f, 700, 600);
  carrel_document_view_set_image_loader (f.view, load_image, &loader, NULL);
  show (&f, html, "en", FALSE);
  g_assert_cmpuint (loader.tasks->len, >, 0);
  view = g_object_ref (GTK_WIDGET (f.view));
  gtk_window_destroy (GTK_WINDOW (f.window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (view);
  /* The answer comes to nobody. */
  for (guint i = 0; i < loader.tasks->len; i++)
    g_task_return_pointer (loader.tasks->pdata[i], make_texture (), g_object_unref);
  g_ptr_array_unref (loader.tasks);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&f.document, carrel_document_unref);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/document-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  init (&argc, &argv, "test-document-view");
  ADD ("inside-width", test_inside_width);
  ADD ("column", test_column);
  ADD ("right-to-left", test_right_to_left);
  ADD ("header-and-footer", test_header_and_footer);
  ADD ("position", test_position);
  ADD ("position-by-line", test_position_by_line);
  ADD ("steady", test_steady);
  ADD ("images", test_images);
  ADD ("posts", test_posts);
  ADD ("accessible-tree", test_accessible_tree);
  ADD ("accessible-text", test_accessible_text);
  ADD ("colours", test_colours);
  ADD ("long", test_long);
  ADD ("hard", test_hard);
  g_test_add_func ("/document-view/goes-away", test_goes_away);
  return g_test_run ();
}

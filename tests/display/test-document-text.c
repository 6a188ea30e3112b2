/* test-document-text.c: the reader's page, with a display: its caret, links and ranges of text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-values.h"
#include "page-fixture.h"
#include "ui/reader/carrel-document-view-private.h"

#include <string.h>

/* ── The caret ── */

static void
press_key (Fixture *f, guint key, GdkModifierType state)
{
  GListModel *controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->view));
  gboolean    taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &taken);
  }
  g_object_unref (controllers);
  g_assert_true (taken);
  settle (f);
}

static void
check_caret (Fixture *f, guint block, guint offset)
{
  guint b, o;

  g_assert_true (carrel_document_view_get_caret (f->view, &b, &o));
  g_assert_cmpuint (b, ==, block);
  g_assert_cmpuint (o, ==, offset);
}

static void
test_caret (Fixture *f, gconstpointer data)
{
  g_autofree char *html = make_long (60, FALSE);
  g_autofree char *selected = NULL, *word = NULL;
  guint            block, offset, before;
  gint64           top;
  double           fraction;

  show (f, html, "en", FALSE);
  carrel_document_view_set_caret (f->view, TRUE);
  check_caret (f, 0, 0);
  press_key (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  check_caret (f, 0, strlen ("Paragraph"));
  press_key (f, GDK_KEY_Left, 0);
  check_caret (f, 0, strlen ("Paragrap"));
  press_key (f, GDK_KEY_Home, 0);
  press_key (f, GDK_KEY_Right, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  word = carrel_document_view_get_selected_text (f->view);
  g_assert_cmpstr (word, ==, "Paragraph");
  press_key (f, GDK_KEY_Left, 0);
  g_assert_false (carrel_document_view_has_selection (f->view));
  /* Down and up again is where it was; so is the end of the line and its start. */
  before = (carrel_document_view_get_caret (f->view, &block, &offset), offset);
  press_key (f, GDK_KEY_Down, 0);
  carrel_document_view_get_caret (f->view, &block, &offset);
  g_assert_cmpuint (offset, >, before + 30);
  press_key (f, GDK_KEY_Up, 0);
  check_caret (f, 0, before);
  press_key (f, GDK_KEY_End, 0);
  carrel_document_view_get_caret (f->view, &block, &offset);
  g_assert_cmpuint (offset, >, 40);
  g_assert_cmpuint (offset, <, 120);
  press_key (f, GDK_KEY_Home, 0);
  check_caret (f, 0, 0);
  /* Over paragraphs, selecting; the page follows. */
  for (guint i = 0; i < 60; i++)
    press_key (f, GDK_KEY_Down, GDK_SHIFT_MASK);
  carrel_document_view_get_caret (f->view, &block, &offset);
  g_assert_cmpuint (block, >, 4);
  selected = carrel_document_view_get_selected_text (f->view);
  g_assert_true (g_str_has_prefix (selected, "Paragraph 0 of"));
  g_assert_nonnull (strstr (selected, "Paragraph 3 of"));
  carrel_document_view_get_position (f->view, &top, &fraction);
  g_assert_cmpint (top, >, 0);
  press_key (f, GDK_KEY_End, GDK_CONTROL_MASK);
  carrel_document_view_get_caret (f->view, &block, &offset);
  g_assert_cmpuint (block, ==, 59);
  press_key (f, GDK_KEY_Page_Up, 0);
  carrel_document_view_get_caret (f->view, &block, &offset);
  g_assert_cmpuint (block, <, 59);
  carrel_document_view_set_caret (f->view, FALSE);
  g_assert_false (carrel_document_view_has_caret (f->view));
}

/* ── Links ── */

static void
activated_cb (CarrelDocumentView *view, const char *address, gpointer data)
{
  char **last = data;

  g_free (*last);
  *last = g_strdup (address);
}

static void
xdotool (const char *arguments)
{
  g_autofree char *line = g_strconcat ("xdotool ", arguments, NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (line, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  wait_ms (60);
}

/* The middle of a range's first line, in the view, which is in the display's corner. */
static graphene_point_t
get_point (Fixture *f, guint block, guint32 start, guint32 end)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (f->view, block, start);
  g_autoptr (GArray) rects = carrel_block_layout_get_rects (
      carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), start, end);
  graphene_rect_t  rect = g_array_index (rects, graphene_rect_t, 0);
  graphene_point_t point;

  g_assert_true (
      gtk_widget_compute_point (GTK_WIDGET (leaf), f->window,
                                &GRAPHENE_POINT_INIT (rect.origin.x + rect.size.width / 2,
                                                      rect.origin.y + rect.size.height / 2),
                                &point));
  return point;
}

static const CarrelSpan *
find_span (const CarrelBlock *block, CarrelSpanKind kind)
{
  for (guint i = 0; i < block->n_spans; i++)
    if (block->spans[i].kind == kind)
      return &block->spans[i];
  g_assert_not_reached ();
}

static void
click (graphene_point_t point)
{
  g_autofree char *arguments =
      g_strdup_printf ("mousemove %d %d click 1", (int) point.x, (int) point.y);

  xdotool (arguments);
}

static void
test_link_clicked (Fixture *f, gconstpointer data)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (f->document, &n);
  const CarrelSpan  *link = find_span (&blocks[1], CARREL_SPAN_LINK);
  g_autofree char   *address = NULL;
  g_autoptr (GtkTooltip) tip = NULL;

  g_signal_connect (f->view, "link-activated", G_CALLBACK (activated_cb), &address);
  click (get_point (f, 1, link->start, link->end));
  g_assert_cmpstr (address, ==, "http://example.org/desk");
  g_assert_cmpstr (gdk_cursor_get_name (gtk_widget_get_cursor (GTK_WIDGET (f->view))), ==,
                   "pointer");

  /* Beside it is none. */
  g_clear_pointer (&address, g_free);
  click (get_point (f, 1, 2, 8));
  g_assert_null (address);
  g_assert_cmpstr (gdk_cursor_get_name (gtk_widget_get_cursor (GTK_WIDGET (f->view))), ==, "text");

  /* A note's mark leads to the note, and is no address. */
  link = find_span (&blocks[1], CARREL_SPAN_FOOTNOTE_REF);
  resize (f, 800, 400);
  click (get_point (f, 1, link->start, link->end));
  settle (f);
  g_assert_null (address);
  g_assert_cmpfloat (carrel_document_view_get_progress (f->view), >, .5);
  g_assert_nonnull (carrel_document_view_get_leaf (f->view, n - 1, 0));
}

static void
test_link_by_keyboard (Fixture *f, gconstpointer data)
{
  static const char *const wanted[] = { "http://example.org/desk", "http://example.org/video",
                                        "http://example.org/last" };
  g_autofree char         *address = NULL;
  g_autofree char         *focus = NULL;

  g_signal_connect (f->view, "link-activated", G_CALLBACK (activated_cb), &address);
  xdotool ("search --onlyvisible --name test-document-text windowfocus");
  gtk_widget_child_focus (GTK_WIDGET (f->view), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (f->view)));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
    xdotool ("key Return");
    settle (f);
    g_assert_cmpstr (address, ==, wanted[i]);
    xdotool ("key Tab");
    if (i == 0)
      xdotool ("key Tab Tab Tab"); /* over the note's mark, the code and the picture */
    settle (f);
  }
  /* Links are brought onto the screen. */
  g_assert_cmpfloat (carrel_document_view_get_progress (f->view), >, .3);
}

static void
test_library_links (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) links = g_hash_table_new (g_str_hash, g_str_equal);
  CarrelBlockText  *leaf = CARREL_BLOCK_TEXT (carrel_document_view_get_leaf (f->view, 1, 0));
  const CarrelSpan *link =
      find_span (carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (leaf)), CARREL_SPAN_LINK);
  g_autoptr (GArray) before = carrel_block_layout_get_rects (carrel_block_text_get_layout (leaf),
                                                             link->end + 1, link->end + 4),
                     after = NULL;

  g_hash_table_insert (links, (gpointer) "http://example.org/desk", (gpointer) "7");
  carrel_document_view_set_library_links (f->view, links);
  settle (f);
  leaf = CARREL_BLOCK_TEXT (carrel_document_view_get_leaf (f->view, 1, 0));
  after = carrel_block_layout_get_rects (carrel_block_text_get_layout (leaf), link->end + 1,
                                         link->end + 4);
  /* The ring takes room. */
  g_assert_cmpfloat (g_array_index (after, graphene_rect_t, 0).origin.x, >,
                     g_array_index (before, graphene_rect_t, 0).origin.x + 3);
}

/* ── Text ── */

static void
test_find (Fixture *f, gconstpointer data)
{
  guint n;

  g_assert_cmpuint (carrel_document_view_find (f->view, "desk"), ==, 5);
  g_assert_cmpuint (carrel_document_view_get_found (f->view, &n), ==, 1);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (carrel_document_view_find_next (f->view), ==, 2);
  g_assert_cmpuint (carrel_document_view_find_previous (f->view), ==, 1);
  g_assert_cmpuint (carrel_document_view_find_previous (f->view), ==, 5);
  settle (f);
  g_assert_nonnull (carrel_document_view_get_leaf (f->view, 44, 0));
  g_assert_cmpuint (carrel_document_view_find_next (f->view), ==, 1);
  g_assert_cmpuint (carrel_document_view_find (f->view, "RESUME"), ==, 1);
  g_assert_cmpuint (carrel_document_view_find (f->view, "shade of  "), ==, 0);
  g_assert_cmpuint (carrel_document_view_find (f->view, "green glass"), ==, 1);
  g_assert_cmpuint (carrel_document_view_find (f->view, ""), ==, 0);
  g_assert_cmpuint (carrel_document_view_find (f->view, NULL), ==, 0);
  g_assert_cmpuint (carrel_document_view_find_next (f->view), ==, 0);
  settle (f);
}

/* A hit that is far away is laid out and shown. */
static void
test_find_far (Fixture *f, gconstpointer data)
{
  g_autofree char   *html = make_long (300, FALSE);
  CarrelBlockWidget *leaf;
  graphene_point_t   point;

  show (f, html, "en", FALSE);
  g_assert_cmpuint (carrel_document_view_find (f->view, "Paragraph 277 "), ==, 1);
  settle (f);
  leaf = carrel_document_view_get_leaf (f->view, 277, 0);
  g_assert_nonnull (leaf);
  point = get_point (f, 277, 0, 9);
  g_assert_cmpfloat (point.y, >, 100);
  g_assert_cmpfloat (point.y, <, 600);
  /* It is on the screen: finding it again moves nothing. */
  {
    double value =
        gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view)));

    carrel_document_view_find_next (f->view);
    settle (f);
    g_assert_cmpfloat (
        gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view))), ==,
        value);
  }
}

static void
text_read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_select_all (Fixture *f, gconstpointer data)
{
  g_autofree char *text = carrel_document_to_text (f->document, NULL), *selected = NULL,
                  *copied = NULL;
  guint start, end;

  g_assert_false (carrel_document_view_has_selection (f->view));
  g_assert_null (carrel_document_view_get_selected_text (f->view));
  g_assert_false (carrel_document_view_copy_selection (f->view));
  gtk_widget_activate_action (GTK_WIDGET (f->view), "page.select-all", NULL);
  selected = carrel_document_view_get_selected_text (f->view);
  g_assert_cmpstr (selected, ==, text);
  g_assert_true (carrel_document_view_get_selection (f->view, &start, &end));
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, strlen (text));
  gtk_widget_activate_action (GTK_WIDGET (f->view), "page.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (f->view)), NULL,
                                 text_read_cb, &copied);
  carrel_test_wait_until (has_text, &copied);
  g_assert_cmpstr (copied, ==, text);
  settle (f);
  carrel_document_view_unselect (f->view);
  g_assert_false (carrel_document_view_has_selection (f->view));
}

static void
html_come_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_assert_cmpint (g_output_stream_splice_finish (G_OUTPUT_STREAM (object), result, NULL), >, 0);
  *(char **) data =
      g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (object)),
                 g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (object)));
}

/* It comes through a pipe that this main loop fills. */
static void
html_read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  const char *type;
  g_autoptr (GInputStream) stream =
      gdk_clipboard_read_finish (GDK_CLIPBOARD (object), result, &type, NULL);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_assert_nonnull (stream);
  g_assert_cmpstr (type, ==, "text/html");
  g_output_stream_splice_async (
      memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
      G_PRIORITY_DEFAULT, NULL, html_come_cb, data);
}

static void
copied_cb (CarrelDocumentView *view, CarrelDocument *document, const char *text, gpointer data)
{
  *(char **) data = carrel_document_write (document);
  g_assert_nonnull (strstr (text, "Two lamps"));
}

/* Across blocks: as text, and as HTML that has the same structure. */
static void
test_copy_as_html (Fixture *f, gconstpointer data)
{
  static const char *const types[] = { "text/html", NULL };
  g_autofree char *text = carrel_document_to_text (f->document, NULL), *html = NULL, *plain = NULL;
  guint            start = (guint) (strstr (text, "sits") - text),
        end = (guint) (strstr (text, "hree") - text);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (f->view));

  carrel_document_view_select (f->view, start, end);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "page.copy", NULL);
  gdk_clipboard_read_async (clipboard, (const char **) types, G_PRIORITY_DEFAULT, NULL,
                            html_read_cb, &html);
  carrel_test_wait_until (has_text, &html);
  g_assert_cmpstr (html, ==,
                   "<meta charset=\"utf-8\">\n"
                   "<p>sits <em>down</em> at a <a href=\"http://example.org/desk\">desk</a> and "
                   "finds the résumé.1</p>\n"
                   "<ul><li>One lamp</li><li>Two lamps<ol start=\"3\"><li>T</li></ol></li></ul>\n");
  gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &plain);
  carrel_test_wait_until (has_text, &plain);
  g_assert_cmpstr (plain, ==,
                   "sits down at a desk and finds the résumé.1\n\nOne lamp\nTwo lamps\nT");

  /* Whoever owns the view may give it in its place. */
  g_clear_pointer (&html, g_free);
  carrel_document_view_set_copier (f->view, copied_cb, &html);
  carrel_document_view_select_all (f->view);
  g_assert_true (carrel_document_view_copy_selection (f->view));
  g_assert_nonnull (strstr (html, "<img src=\"http://example.org/lamp.png\" alt=\"A lamp\""));
  g_assert_nonnull (strstr (html, "<section class=\"footnotes\">"));
}

static void
test_selection_by_offset (Fixture *f, gconstpointer data)
{
  g_autofree char *text = carrel_document_to_text (f->document, NULL);

  /* Any range comes back as it was set, but for the white space between blocks. */
  for (guint start = 0; start + 20 < strlen (text); start += 7) {
    g_autofree char *selected = NULL;
    guint            from, to, end = start + 20;

    while (((guchar) text[start] & 0xc0) == 0x80)
      start++;
    while (((guchar) text[end] & 0xc0) == 0x80)
      end++;
    carrel_document_view_select (f->view, start, end);
    g_assert_true (carrel_document_view_get_selection (f->view, &from, &to));
    if (text[start] != '\n')
      g_assert_cmpuint (from, ==, start);
    if (text[end - 1] != '\n' && text[end] != '\n')
      g_assert_cmpuint (to, ==, end);
  }
}

static void
selection_cb (CarrelDocumentView *view, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_selection_by_mouse (Fixture *f, gconstpointer data)
{
  graphene_point_t from = get_point (f, 1, 0, 1), to = get_point (f, 4, 4, 8);
  g_autofree char *drag = g_strdup_printf (
      "mousemove %d %d mousedown 1 mousemove %d %d mousemove %d %d mouseup 1", (int) from.x - 3,
      (int) from.y, (int) from.x + 40, (int) from.y, (int) to.x, (int) to.y);
  g_autofree char *twice =
      g_strdup_printf ("mousemove %d %d click --repeat 2 --delay 60 1", (int) to.x, (int) to.y);
  g_autofree char *selected = NULL, *word = NULL;
  GdkRectangle     bounds;
  guint            changes = 0;

  g_signal_connect (f->view, "selection-changed", G_CALLBACK (selection_cb), &changes);
  xdotool (drag);
  selected = carrel_document_view_get_selected_text (f->view);
  g_assert_cmpstr (selected, ==, "A reader sits down at a desk and finds the résumé.1\n\nOne la");
  g_assert_cmpuint (changes, ==, 1);
  g_assert_true (carrel_document_view_get_selection_bounds (f->view, &bounds));
  g_assert_cmpint (bounds.y, <=, from.y);
  g_assert_cmpint (bounds.y + bounds.height, >=, to.y);

  wait_ms (500); /* so that it isn't a third click */
  xdotool (twice);
  word = carrel_document_view_get_selected_text (f->view);
  g_assert_cmpstr (word, ==, "lamp");
  wait_ms (500);
  click (get_point (f, 1, 0, 3));
  g_assert_false (carrel_document_view_has_selection (f->view));
}

static void
highlight_cb (CarrelDocumentView *view, gint64 id, gpointer data)
{
  *(gint64 *) data = id;
}

static void
test_highlights (Fixture *f, gconstpointer data)
{
  g_autofree char *text = carrel_document_to_text (f->document, NULL);
  guint            start = (guint) (strstr (text, "finds") - text),
        end = (guint) (strstr (text, "lamp") - text);
  CarrelHighlightData one = { .id = 42,
                              .colour = CARREL_COLOUR_GREEN,
                              .start = start,
                              .end = end,
                              .exact = "",
                              .prefix = "",
                              .suffix = "" };
  g_autoptr (GPtrArray) highlights = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) paints = g_array_new (FALSE, FALSE, sizeof (CarrelPaint));
  gint64 id = 0;

  g_ptr_array_add (highlights, carrel_highlight_new (&one));
  carrel_document_view_set_highlights (f->view, highlights);
  settle (f);
  /* In both blocks that it covers, from its first byte to its last. */
  carrel_document_view_get_paints (f->view, 1, 0, 1000, paints);
  g_assert_cmpuint (paints->len, ==, 1);
  g_assert_cmpuint (
      g_array_index (paints, CarrelPaint, 0).start, ==,
      strstr (carrel_document_get_blocks (f->document, &(guint) { 0 })[1].text, "finds") -
          carrel_document_get_blocks (f->document, &(guint) { 0 })[1].text);
  g_array_set_size (paints, 0);
  carrel_document_view_get_paints (f->view, 4, 0, 1000, paints);
  g_assert_cmpuint (paints->len, ==, 1);
  g_assert_cmpuint (g_array_index (paints, CarrelPaint, 0).end, ==, strlen ("One "));

  g_signal_connect (f->view, "highlight-activated", G_CALLBACK (highlight_cb), &id);
  click (get_point (f, 4, 0, 3));
  g_assert_cmpint (id, ==, 42);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/document-text/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  init (&argc, &argv, "test-document-text");
  ADD ("caret", test_caret);
  ADD ("link-clicked", test_link_clicked);
  ADD ("link-by-keyboard", test_link_by_keyboard);
  ADD ("library-links", test_library_links);
  ADD ("find", test_find);
  ADD ("find-far", test_find_far);
  ADD ("select-all", test_select_all);
  ADD ("copy-as-html", test_copy_as_html);
  ADD ("selection-by-offset", test_selection_by_offset);
  ADD ("selection-by-mouse", test_selection_by_mouse);
  ADD ("highlights", test_highlights);
  return g_test_run ();
}

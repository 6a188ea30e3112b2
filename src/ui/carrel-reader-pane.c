/* carrel-reader-pane.c: the reader: header bar, page, what the article points at.
 *
 * Main thread. The title block and the cards are the document view's header and footer, so that they
 * scroll with the text. A change of the article elsewhere renews them and leaves the text where it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-reader-pane.h"

#include "ui/carrel-reference-card.h"
#include "ui/carrel-selection-toolbar.h"
#include "ui/carrel-words.h"
#include "ui/reader/carrel-document-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define SAVE_AFTER   1200 /* ms without a move */
#define BASE_SIZE    18.0 /* px: the page's text at 100 % */
#define BASE_LINE    1.6
#define PX_PER_CHAR  (620.0 / 66.0)
#define MAX_SHOWN    50   /* cards of a kind */

struct _CarrelReaderPane {
  AdwBin parent_instance;

  GtkWidget *toolbar_view, *title_stack, *header_title, *back_button, *contents_button, *contents_list, *contents_popover, *inspector_button, *more_button, *text_button, *archive_button, *star_button,
      *bottom_star_button, *actions_box, *find_bar, *find_entry, *find_label, *stack, *empty_page, *scroller, *position_bar, *other_bin, *bottom_bar, *face_group, *size_row, *line_row, *width_row, *text_popover;
  GtkWidget *view; /* CarrelDocumentView */
  GtkWidget *toolbar; /* CarrelSelectionToolbar */

  CarrelLibrary *library;     /* (owned) */
  CarrelReading *reading;     /* (owned) (nullable) */
  GCancellable  *cancellable; /* (owned) (nullable): of the running load */
  GArray        *history;     /* (owned) (element-type gint64): what was open before */
  guint          save_source;
  gint64         kept_block;  /* what is known of the position: as it was opened, or last saved */
  double         kept_fraction;
  gint64         wanted_highlight; /* is scrolled to when its article has come; 0 */
  gboolean       going_back, narrow, settled;
};

G_DEFINE_FINAL_TYPE (CarrelReaderPane, carrel_reader_pane, ADW_TYPE_BIN)

enum { OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

static CarrelDocumentView *
get_view (CarrelReaderPane *self)
{
  return CARREL_DOCUMENT_VIEW (self->view);
}

/* ── The block above the text ── */

static GtkWidget *
make_label (const char *text, const char *class, gboolean rtl)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_direction (label, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, class);
  return label;
}

static void
chip_clicked_cb (GtkButton *button, gpointer user_data)
{
  carrel_ui_open_topic (GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "topic"));
}

static GtkWidget *
make_chips (const CarrelArticleData *article)
{
  GtkWidget *box = adw_wrap_box_new (), *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
  for (guint i = 0; i < article->n_topics; i++) {
    GtkWidget *button = gtk_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *dot = carrel_ui_dot_new (article->colours[i]);
    GtkWidget *label = gtk_label_new (article->topics[i]);

    gtk_widget_add_css_class (dot, "small");
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_box_append (GTK_BOX (content), dot);
    gtk_box_append (GTK_BOX (content), label);
    gtk_button_set_child (GTK_BUTTON (button), content);
    gtk_widget_add_css_class (button, "chip");
    gtk_widget_add_css_class (button, "large");
    gtk_widget_set_tooltip_text (button, article->topics[i]);
    g_object_set_data_full (G_OBJECT (button), "topic", g_strdup (article->topics[i]), g_free);
    g_signal_connect (button, "clicked", G_CALLBACK (chip_clicked_cb), NULL);
    adw_wrap_box_append (ADW_WRAP_BOX (box), button);
  }
  gtk_widget_add_css_class (add, "flat");
  gtk_widget_add_css_class (add, "circular");
  gtk_widget_add_css_class (add, "add-topic");
  gtk_widget_set_tooltip_text (add, _("Add Topic (T)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "article.edit-topics");
  adw_wrap_box_append (ADW_WRAP_BOX (box), add);
  gtk_widget_set_margin_top (box, 16);
  gtk_widget_add_css_class (box, "page-ui");
  return box;
}

static GtkWidget *
make_header (CarrelReaderPane *self)
{
  const CarrelArticleData *article = carrel_article_get (self->reading->article);
  g_autofree char *byline = carrel_article_dup_byline_line (self->reading->article, self->narrow);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", article->title, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (title), GTK_ACCESSIBLE_PROPERTY_LEVEL, 1, -1);
  gtk_widget_add_css_class (title, "article-title");
  if (article->site) {
    GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *site = make_label (article->site, "site", article->rtl);

    gtk_box_append (GTK_BOX (line), carrel_reference_badge_new (article->site, FALSE));
    gtk_box_append (GTK_BOX (line), site);
    gtk_widget_set_margin_bottom (line, 16);
    gtk_box_append (GTK_BOX (box), line);
  }
  gtk_box_append (GTK_BOX (box), title);
  if (*byline) {
    GtkWidget *label = make_label (byline, "byline", article->rtl);

    gtk_widget_set_margin_top (label, 10);
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_box_append (GTK_BOX (box), make_chips (article));
  if (self->reading->incomplete_reason) {
    g_autofree char *sentence = *self->reading->incomplete_reason ? g_strdup_printf (_("May be incomplete: %s."), self->reading->incomplete_reason) : g_strdup (_("May be incomplete."));
    GtkWidget *label = make_label (sentence, "byline", article->rtl);

    gtk_widget_set_margin_top (label, 12);
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_widget_set_margin_bottom (box, 30);
  gtk_widget_set_margin_top (box, self->narrow ? 16 : 27);
  return box;
}

/* ── The cards below it ── */

static void
append_section (GtkWidget *box, CarrelReaderPane *self, CarrelLinkKind kind, gboolean backlink)
{
  GtkWidget *section = NULL;
  guint n = 0, shown = 0;

  for (guint i = 0; i < self->reading->links->len; i++) {
    const CarrelLinkData *link = carrel_link_get (self->reading->links->pdata[i]);

    n += link->kind == kind && link->backlink == backlink && (link->other || kind != CARREL_LINK_MENTIONS);
  }
  for (guint i = 0; i < self->reading->links->len && shown < MAX_SHOWN; i++) {
    const CarrelLinkData *link = carrel_link_get (self->reading->links->pdata[i]);

    if (link->kind != kind || link->backlink != backlink || (!link->other && kind == CARREL_LINK_MENTIONS))
      continue;
    if (!section) {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *heading = gtk_label_new (carrel_words_link_heading (kind, backlink)), *count;
      g_autofree char *number = g_strdup_printf ("%u", n);

      section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
      gtk_widget_set_margin_top (section, 28);
      gtk_widget_add_css_class (heading, "section-title");
      count = gtk_label_new (number);
      gtk_widget_add_css_class (count, "dimmed");
      gtk_box_append (GTK_BOX (line), heading);
      gtk_box_append (GTK_BOX (line), count);
      gtk_box_append (GTK_BOX (section), line);
      gtk_box_append (GTK_BOX (box), section);
    }
    gtk_box_append (GTK_BOX (section), carrel_reference_card_new (self->library, self->reading->links->pdata[i]));
    shown++;
  }
}

static GtkWidget *
make_footer (CarrelReaderPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "page-ui");
  append_section (box, self, CARREL_LINK_SEE_ALSO, FALSE);
  for (int kind = CARREL_LINK_RELATED; kind < CARREL_N_LINK_KINDS; kind++) {
    append_section (box, self, (CarrelLinkKind) kind, FALSE);
    append_section (box, self, (CarrelLinkKind) kind, TRUE);
  }
  append_section (box, self, CARREL_LINK_SEE_ALSO, TRUE);
  append_section (box, self, CARREL_LINK_MENTIONS, TRUE);
  gtk_widget_set_margin_bottom (box, 64);
  return box;
}

/* ── Contents ── */

static void
fill_contents (CarrelReaderPane *self)
{
  guint n, n_headings = 0;
  const CarrelBlock *blocks = carrel_document_get_blocks (self->reading->document, &n);

  gtk_list_box_remove_all (GTK_LIST_BOX (self->contents_list));
  for (guint i = 0; i < n; i++) {
    GtkWidget *label, *row;

    if (blocks[i].type != CARREL_BLOCK_HEADING || blocks[i].text_len == 0)
      continue;
    label = gtk_label_new (blocks[i].text);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_margin_start (label, blocks[i].level > 2 ? 14 * (blocks[i].level - 2) : 0);
    row = gtk_list_box_row_new ();
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
    g_object_set_data (G_OBJECT (row), "block", GUINT_TO_POINTER (i + 1));
    gtk_list_box_append (GTK_LIST_BOX (self->contents_list), row);
    n_headings++;
  }
  gtk_widget_set_visible (self->contents_button, n_headings > 1);
}

static void
contents_activated_cb (CarrelReaderPane *self, GtkListBoxRow *row)
{
  guint block = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "block"));

  gtk_popover_popdown (GTK_POPOVER (self->contents_popover));
  carrel_document_view_scroll_to_block (get_view (self), block - 1);
  gtk_widget_grab_focus (self->view);
}

/* ── Position ── */

void
carrel_reader_pane_save_position (CarrelReaderPane *self)
{
  gint64 block;
  double fraction, progress;

  if (self->save_source == 0 || !self->reading)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  carrel_document_view_get_position (get_view (self), &block, &fraction);
  progress = carrel_document_view_get_progress (get_view (self));
  /* Opening isn't reading: what counts is a move, or an end that is on the screen. */
  if (!self->settled || (block == self->kept_block && fraction == self->kept_fraction)) {
    gboolean first = !self->settled;

    self->settled = TRUE;
    self->kept_block = block;
    self->kept_fraction = fraction;
    if (!first || progress < 1)
      return;
  }
  self->kept_block = block;
  self->kept_fraction = fraction;
  carrel_library_set_position (self->library, carrel_article_get_id (self->reading->article), block, fraction, progress, progress >= 1);
}

static gboolean
save_cb (gpointer data)
{
  CarrelReaderPane *self = data;

  carrel_reader_pane_save_position (self);
  return G_SOURCE_REMOVE;
}

static void
position_changed_cb (CarrelReaderPane *self)
{
  double progress = carrel_document_view_get_progress (get_view (self));

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->position_bar), progress);
  gtk_stack_set_visible_child_name (GTK_STACK (self->title_stack), carrel_document_view_is_header_visible (get_view (self)) ? "none" : "title");
  if (!self->reading)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_AFTER, save_cb, self);
}

/* ── Pictures and links ── */

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GdkPaintable *picture = carrel_ui_load_picture_finish (result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, picture, g_object_unref);
}

static void
load_image (CarrelDocumentView *view, const char *source, int width, GTask *task, gpointer data)
{
  CarrelReaderPane *self = data;

  /* Nothing but what is in the library: no address is ever asked for. */
  if (!g_str_has_prefix (source, "blob:")) {
    g_task_return_pointer (task, NULL, NULL);
    g_object_unref (task);
    return;
  }
  carrel_ui_load_picture_async (self->library, source + strlen ("blob:"), width, 0, g_task_get_cancellable (task), picture_loaded_cb, task);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelReaderPane) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    carrel_ui_show_toast (GTK_WIDGET (self), _("No program on this system opens web pages"), NULL);
}

static void
open_outside (CarrelReaderPane *self, const char *address)
{
  g_autoptr (GtkUriLauncher) launcher = NULL;
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : "";

  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0 && strcmp (scheme, "mailto") != 0)
    return;
  launcher = gtk_uri_launcher_new (address);
  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, launched_cb, g_object_ref (self));
}

static void
link_activated_cb (CarrelReaderPane *self, const char *address)
{
  gint64 *id = self->reading ? g_hash_table_lookup (self->reading->resolved, address) : NULL;

  if (id)
    carrel_reader_pane_open (self, *id);
  else
    open_outside (self, address);
}

/* ── Showing ── */

static void
update_buttons (CarrelReaderPane *self)
{
  const CarrelArticleData *article = self->reading ? carrel_article_get (self->reading->article) : NULL;
  const char *star = article && article->favourite ? "starred-symbolic" : "non-starred-symbolic";
  gboolean archived = article && article->place == CARREL_PLACE_ARCHIVE;

  gtk_button_set_icon_name (GTK_BUTTON (self->star_button), star);
  gtk_button_set_icon_name (GTK_BUTTON (self->bottom_star_button), star);
  gtk_button_set_icon_name (GTK_BUTTON (self->archive_button), archived ? "carrel-inbox-symbolic" : "carrel-archive-symbolic");
  gtk_widget_set_tooltip_text (self->archive_button, archived ? _("Back to Inbox (E)") : _("Archive (E)"));
  gtk_widget_set_visible (self->actions_box, article != NULL && !self->narrow);
  gtk_widget_set_visible (self->text_button, article != NULL);
  gtk_widget_set_visible (self->more_button, article != NULL);
  gtk_widget_set_visible (self->inspector_button, article != NULL);
  gtk_widget_set_visible (self->back_button, self->history->len > 0);
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->bottom_bar), self->narrow && article != NULL);
}

static void
update_header (CarrelReaderPane *self)
{
  carrel_document_view_set_header_widget (get_view (self), make_header (self));
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->header_title), carrel_article_get_title (self->reading->article));
}

/* Takes it. `same`: what is shown already, changed elsewhere. */
static void
take_reading (CarrelReaderPane *self, CarrelReading *reading, gboolean same)
{
  const CarrelArticleData *article = carrel_article_get (reading->article);
  g_autoptr (CarrelReading) old = self->reading;
  gboolean same_text = same && old && carrel_document_equal (old->document, reading->document);

  self->reading = reading;
  carrel_document_view_set_library_links (get_view (self), reading->resolved);
  if (!same || !old || !carrel_article_equal (old->article, reading->article))
    update_header (self);
  carrel_document_view_set_footer_widget (get_view (self), make_footer (self));
  if (!same_text) {
    self->settled = FALSE;
    carrel_document_view_set_document (get_view (self), reading->document, article->language, article->rtl);
    fill_contents (self);
    gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->find_bar), FALSE);
    if (reading->position_block > 0 || (reading->position_block == 0 && reading->position_offset > 0))
      carrel_document_view_scroll_to_position (get_view (self), reading->position_block, reading->position_offset);
  }
  carrel_selection_toolbar_set_reading (CARREL_SELECTION_TOOLBAR (self->toolbar), self->library, reading);
  if (self->wanted_highlight != 0)
    carrel_reader_pane_show_highlight (self, article->id, self->wanted_highlight);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "page");
  update_buttons (self);
  g_signal_emit (self, signals[OPENED], 0, article->id);
}

typedef struct {
  CarrelReaderPane *pane; /* (owned) */
  gboolean          same;
} Load;

static void
reading_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (CarrelReaderPane) self = load->pane;
  gboolean same = load->same;
  g_autoptr (GError) error = NULL;
  CarrelReading *reading = carrel_library_load_reading_finish (CARREL_LIBRARY (source), result, &error);

  g_free (load);
  if (reading)
    take_reading (self, reading, same);
  else if (same && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    carrel_reader_pane_open (self, 0); /* gone */
  else
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

static void
load (CarrelReaderPane *self, gint64 id, gboolean same)
{
  Load *load = g_new0 (Load, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  load->pane = g_object_ref (self);
  load->same = same;
  carrel_library_load_reading_async (self->library, id, self->cancellable, reading_loaded_cb, load);
}

void
carrel_reader_pane_open (CarrelReaderPane *self, gint64 id)
{
  gint64 current = carrel_reader_pane_get_id (self);

  carrel_reader_pane_save_position (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->reading ? "page" : "empty");
  if (id != 0 && id == current)
    return;
  if (id == 0) {
    g_cancellable_cancel (self->cancellable);
    carrel_selection_toolbar_set_reading (CARREL_SELECTION_TOOLBAR (self->toolbar), self->library, NULL);
    g_clear_pointer (&self->reading, carrel_reading_free);
    carrel_document_view_set_document (get_view (self), NULL, NULL, FALSE);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
    gtk_stack_set_visible_child_name (GTK_STACK (self->title_stack), "none");
    gtk_widget_set_visible (self->contents_button, FALSE);
    update_buttons (self);
    g_signal_emit (self, signals[OPENED], 0, (gint64) 0);
    return;
  }
  if (current != 0 && !self->going_back)
    g_array_append_val (self->history, current);
  self->going_back = FALSE;
  load (self, id, FALSE);
}

void
carrel_reader_pane_highlight (CarrelReaderPane *self)
{
  carrel_selection_toolbar_highlight (CARREL_SELECTION_TOOLBAR (self->toolbar));
}

void
carrel_reader_pane_note (CarrelReaderPane *self)
{
  carrel_selection_toolbar_note (CARREL_SELECTION_TOOLBAR (self->toolbar));
}

void
carrel_reader_pane_show_highlight (CarrelReaderPane *self, gint64 article, gint64 id)
{
  if (carrel_reader_pane_get_id (self) != article) {
    self->wanted_highlight = id;
    carrel_reader_pane_open (self, article);
    return;
  }
  self->wanted_highlight = 0;
  if (id != 0 && !carrel_selection_toolbar_show_highlight (CARREL_SELECTION_TOOLBAR (self->toolbar), id))
    carrel_ui_show_toast (GTK_WIDGET (self), _("These words are not in the text any more"), NULL);
}

gboolean
carrel_reader_pane_can_go_back (CarrelReaderPane *self)
{
  return self->history->len > 0;
}

void
carrel_reader_pane_go_back (CarrelReaderPane *self)
{
  gint64 id;

  if (self->history->len == 0)
    return;
  id = g_array_index (self->history, gint64, self->history->len - 1);
  g_array_set_size (self->history, self->history->len - 1);
  self->going_back = TRUE;
  carrel_reader_pane_open (self, id);
}

gint64
carrel_reader_pane_get_id (CarrelReaderPane *self)
{
  return self->reading ? carrel_article_get_id (self->reading->article) : 0;
}

CarrelReading *
carrel_reader_pane_get_reading (CarrelReaderPane *self)
{
  return self->reading;
}

void
carrel_reader_pane_set_other (CarrelReaderPane *self, GtkWidget *other)
{
  adw_bin_set_child (ADW_BIN (self->other_bin), other);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), other ? "other" : self->reading ? "page" : "empty");
}

void
carrel_reader_pane_set_narrow (CarrelReaderPane *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  update_buttons (self);
  if (self->reading)
    update_header (self);
}

GtkWidget *
carrel_reader_pane_get_inspector_button (CarrelReaderPane *self)
{
  return self->inspector_button;
}

/* ── Changes elsewhere ── */

static void
library_changed_cb (CarrelReaderPane *self, CarrelChanges *changes)
{
  gint64 id = carrel_reader_pane_get_id (self);
  guint kinds = carrel_changes_get_kinds (changes);

  if (id != 0 && (kinds & ~(guint) (CARREL_CHANGED_POSITION | CARREL_CHANGED_COLLECTIONS)) &&
      (carrel_changes_concern (changes, id) || (kinds & (CARREL_CHANGED_LINKS | CARREL_CHANGED_TOPICS)) || kinds == CARREL_CHANGED_EVERYTHING))
    load (self, id, TRUE);
}

void
carrel_reader_pane_set_library (CarrelReaderPane *self, CarrelLibrary *library)
{
  g_set_object (&self->library, library);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
}

/* ── Find, text ── */

static void
show_found (CarrelReaderPane *self)
{
  guint n, at = carrel_document_view_get_found (get_view (self), &n);
  g_autofree char *text = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->find_entry)))
    text = n > 0 ? g_strdup_printf (_("%u of %u"), at, n) : g_strdup (_("Nothing"));
  gtk_label_set_text (GTK_LABEL (self->find_label), text ? text : "");
}

static void
find_changed_cb (CarrelReaderPane *self)
{
  carrel_document_view_find (get_view (self), gtk_editable_get_text (GTK_EDITABLE (self->find_entry)));
  show_found (self);
}

static void
find_next_cb (CarrelReaderPane *self)
{
  carrel_document_view_find_next (get_view (self));
  show_found (self);
}

static void
find_previous_cb (CarrelReaderPane *self)
{
  carrel_document_view_find_previous (get_view (self));
  show_found (self);
}

static void
find_mode_cb (CarrelReaderPane *self)
{
  if (!gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->find_bar)))
    carrel_document_view_find (get_view (self), NULL);
}

void
carrel_reader_pane_find (CarrelReaderPane *self)
{
  if (!self->reading)
    return;
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->find_bar), TRUE);
  gtk_widget_grab_focus (self->find_entry);
}

static void
text_changed_cb (CarrelReaderPane *self)
{
  double scale, line;
  const char *face;

  if (!self->view) /* while the template is being built */
    return;
  scale = adw_spin_row_get_value (ADW_SPIN_ROW (self->size_row)) / BASE_SIZE;
  line = adw_spin_row_get_value (ADW_SPIN_ROW (self->line_row)) / BASE_LINE;
  face = adw_toggle_group_get_active_name (ADW_TOGGLE_GROUP (self->face_group));
  carrel_document_view_set_text_scale (get_view (self), scale);
  carrel_document_view_set_line_scale (get_view (self), line);
  carrel_document_view_set_column_width (get_view (self), (int) (adw_spin_row_get_value (ADW_SPIN_ROW (self->width_row)) * PX_PER_CHAR));
  carrel_document_view_set_face (get_view (self), g_strcmp0 (face, "sans") == 0 ? CARREL_FACE_SANS : CARREL_FACE_SERIF);
}

/* ── Actions ── */

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_find (CARREL_READER_PANE (widget));
}

static void
find_next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  find_next_cb (CARREL_READER_PANE (widget));
}

static void
find_previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  find_previous_cb (CARREL_READER_PANE (widget));
}

static void
open_in_browser_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelReaderPane *self = CARREL_READER_PANE (widget);

  if (self->reading && self->reading->address)
    open_outside (self, self->reading->address);
  else
    carrel_ui_show_toast (widget, _("This article has no address"), NULL);
}

static void
copy_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelReaderPane *self = CARREL_READER_PANE (widget);

  if (self->reading && self->reading->address) {
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->reading->address);
    carrel_ui_show_toast (widget, _("Address copied"), NULL);
  } else {
    carrel_ui_show_toast (widget, _("This article has no address"), NULL);
  }
}

/* ── Object ── */

static void
carrel_reader_pane_dispose (GObject *object)
{
  CarrelReaderPane *self = CARREL_READER_PANE (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->toolbar, gtk_widget_unparent);
  g_clear_pointer (&self->reading, carrel_reading_free);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_reader_pane_parent_class)->dispose (object);
}

static void
carrel_reader_pane_finalize (GObject *object)
{
  g_array_unref (CARREL_READER_PANE (object)->history);
  G_OBJECT_CLASS (carrel_reader_pane_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelReaderPane, name)

static void
carrel_reader_pane_class_init (CarrelReaderPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_reader_pane_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_reader_pane_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/carrel/Carrel/ui/carrel-reader-pane.ui");
  BIND (toolbar_view);
  BIND (title_stack);
  BIND (header_title);
  BIND (back_button);
  BIND (contents_button);
  BIND (contents_list);
  BIND (contents_popover);
  BIND (inspector_button);
  BIND (more_button);
  BIND (text_button);
  BIND (text_popover);
  BIND (archive_button);
  BIND (star_button);
  BIND (bottom_star_button);
  BIND (actions_box);
  BIND (find_bar);
  BIND (find_entry);
  BIND (find_label);
  BIND (stack);
  BIND (empty_page);
  BIND (scroller);
  BIND (position_bar);
  BIND (other_bin);
  BIND (bottom_bar);
  BIND (face_group);
  BIND (size_row);
  BIND (line_row);
  BIND (width_row);
  gtk_widget_class_bind_template_callback (widget_class, contents_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_mode_cb);
  gtk_widget_class_install_action (widget_class, "reader.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "reader.find-next", NULL, find_next_action);
  gtk_widget_class_install_action (widget_class, "reader.find-previous", NULL, find_previous_action);
  gtk_widget_class_install_action (widget_class, "article.open-in-browser", NULL, open_in_browser_action);
  gtk_widget_class_install_action (widget_class, "article.copy-address", NULL, copy_address_action);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
carrel_reader_pane_init (CarrelReaderPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->history = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->view = carrel_document_view_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  self->toolbar = carrel_selection_toolbar_new (get_view (self));
  gtk_widget_set_parent (self->toolbar, GTK_WIDGET (self));
  carrel_document_view_set_image_loader (get_view (self), load_image, self, NULL);
  g_signal_connect_object (self->view, "link-activated", G_CALLBACK (link_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "position-changed", G_CALLBACK (position_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->find_bar), GTK_EDITABLE (self->find_entry));
  update_buttons (self);
}

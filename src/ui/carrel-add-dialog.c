/* carrel-add-dialog.c: adds pages, files and texts. Main thread.
 *
 * The work is a CarrelAddBatch, which outlives the dialog; the dialog shows one: an offer while
 * there is none, the steps of its only item, or its list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-add-dialog.h"

#include "base/carrel-text.h"
#include "library/carrel-queue.h"
#include "model/carrel-address.h"
#include "ui/carrel-add-batch.h"
#include "ui/carrel-add-contents.h"
#include "ui/carrel-add-progress.h"
#include "ui/carrel-add-row.h"
#include "ui/carrel-bookmarks-question.h"
#include "ui/carrel-side.h"
#include "ui/carrel-topic-field.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_LINE 1000 /* characters: a longer text is held beside the entry */
#define MAX_CLIPBOARD 8192
#define MAX_ROWS 25 /* addresses that are shown here; more are the queue's business */

struct _CarrelAddDialog {
  AdwDialog parent_instance;

  CarrelLibrary  *library; /* (owned) */
  CarrelAddBatch *batch;   /* (owned) (nullable): none: the offer is shown */
  char           *held;    /* (owned) (nullable): what the entry shows only the beginning of */
  GBytes         *page;    /* (owned) (nullable): what the text in the field was copied from, */
  char           *page_address; /* (owned) (nullable): and where that is */
  gboolean        setting;      /* the entry is being written by us */
  char           *clipboard;    /* (owned) (nullable): addresses that were found there */
  GCancellable   *cancellable;  /* (owned) */

  AdwToolbarView *view;
  GtkEditable    *field;
  GtkWidget      *offer, *add_button, *many, *cancel_button, *topics_row, *files_row, *mistake;
  GtkImage       *offer_icon;
  GtkLabel       *offer_kind, *offer_text, *summary;
  AdwBin         *one, *topics;
  GtkListBox     *list;
};

G_DEFINE_FINAL_TYPE (CarrelAddDialog, carrel_add_dialog, ADW_TYPE_DIALOG)

static CarrelTopicField *
get_topic_field (CarrelAddDialog *self)
{
  return CARREL_TOPIC_FIELD (adw_bin_get_child (self->topics));
}

/* ── What is in the field ── */

static const char *
get_text (CarrelAddDialog *self)
{
  return self->held ? self->held : gtk_editable_get_text (self->field);
}

/* ── The offer: what is typed, else what is in the clipboard ── */

static void
show_offer (CarrelAddDialog *self)
{
  const char *typed = get_text (self), *text = *typed ? typed : self->clipboard;
  g_auto (CarrelAddContents) contents = { 0 };
  g_autofree char *kind = NULL, *shown = NULL;
  gboolean         more;

  if (self->batch || !text || !*text) {
    gtk_widget_set_visible (self->offer, FALSE);
    return;
  }
  more = carrel_add_contents_read_beginning (text, &contents);
  if (contents.is_text) {
    g_autofree char *words =
        g_strdup_printf (ngettext ("%'u word", "%'u words", contents.words), contents.words);
    const char *parts[] = { _ ("Text"), words };

    if (self->page && *typed)
      parts[0] = self->page_address ? self->page_address : _ ("Part of a page");
    kind = carrel_words_join (parts, G_N_ELEMENTS (parts));
    shown = carrel_text_excerpt (text, 120);
  } else if (contents.addresses->len > 0) {
    guint n = contents.addresses->len;

    kind = !*typed  ? g_strdup (_ ("From the clipboard"))
           : n == 1 ? g_strdup (_ ("Address"))
           : more   ? g_strdup_printf (_ ("More than %u addresses"), n)
                    : g_strdup_printf (ngettext ("%u address", "%u addresses", n), n);
    shown = carrel_add_contents_name (contents.addresses);
  }
  gtk_widget_set_visible (self->offer, kind != NULL);
  if (!kind)
    return;
  gtk_image_set_from_icon_name (self->offer_icon, !*typed            ? "edit-paste-symbolic"
                                                  : contents.is_text ? "carrel-text-symbolic"
                                                                     : "carrel-link-symbolic");
  gtk_label_set_label (self->offer_kind, kind);
  gtk_label_set_ellipsize (self->offer_text,
                           contents.is_text ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_MIDDLE);
  carrel_side_set_text (self->offer_text, shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, shown, -1);
}

static void
clipboard_read_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  CarrelAddDialog *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelCopied) copied = carrel_clipboard_read_finish (result, &error);
  const char *text = copied ? copied->text : NULL;
  g_auto (CarrelAddContents) contents = { 0 };

  /* A clipboard that can't be read is like an empty one. */
  if (!text || strlen (text) > MAX_CLIPBOARD ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data; /* gone when cancelled */
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  carrel_add_contents_read (text, &contents);
  if (contents.addresses->len > 0 && !contents.has_text) {
    g_set_str (&self->clipboard, text);
    show_offer (self);
  }
}

static void
carrel_add_dialog_map (GtkWidget *widget)
{
  CarrelAddDialog *self = CARREL_ADD_DIALOG (widget);
  GdkClipboard    *clipboard = gtk_widget_get_clipboard (widget);

  GTK_WIDGET_CLASS (carrel_add_dialog_parent_class)->map (widget);
  if (!self->batch && !*get_text (self) && !self->clipboard &&
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING))
    carrel_clipboard_read_async (clipboard, self->cancellable, clipboard_read_cb, self);
}

/* ── The work ── */

static void
show_summary (CarrelAddDialog *self)
{
  guint n = g_list_model_get_n_items (carrel_add_batch_get_items (self->batch));
  guint saved = carrel_add_batch_count (self->batch, CARREL_ADD_STATE_SAVED),
        exist = carrel_add_batch_count (self->batch, CARREL_ADD_STATE_EXISTS);
  guint failed = carrel_add_batch_count (self->batch, CARREL_ADD_STATE_FAILED),
        cancelled = carrel_add_batch_count (self->batch, CARREL_ADD_STATE_CANCELLED);
  gboolean         addresses = TRUE;
  g_autofree char *all = NULL;
  g_autofree char *done =
      saved > 0 ? g_strdup_printf (ngettext ("%u saved", "%u saved", saved), saved) : NULL;
  g_autofree char *here =
      exist > 0 ? g_strdup_printf (ngettext ("%u already here", "%u already here", exist), exist)
                : NULL;
  /* Translators: so many could not be added without the person's help */
  g_autofree char *need =
      failed > 0 ? g_strdup_printf (ngettext ("%u needs you", "%u need you", failed), failed)
                 : NULL;
  g_autofree char *stopped =
      cancelled > 0
          ? g_strdup_printf (ngettext ("%u cancelled", "%u cancelled", cancelled), cancelled)
          : NULL;
  const char      *parts[] = { NULL, done, here, need, stopped };
  g_autofree char *summary = NULL;

  for (guint i = 0; i < n; i++) {
    g_autoptr (CarrelAddItem) item =
        g_list_model_get_item (carrel_add_batch_get_items (self->batch), i);

    addresses = addresses && carrel_add_item_get_address (item);
  }
  all = addresses ? g_strdup_printf (ngettext ("%u address", "%u addresses", n), n)
                  : g_strdup_printf (ngettext ("%u item", "%u items", n), n);
  parts[0] = all;
  summary = carrel_words_join (parts, G_N_ELEMENTS (parts));
  gtk_label_set_label (self->summary, n > 1 ? summary : "");
}

static void
batch_changed_cb (CarrelAddDialog *self)
{
  GListModel *items = self->batch ? carrel_add_batch_get_items (self->batch) : NULL;
  guint       n = items ? g_list_model_get_n_items (items) : 0;
  g_autoptr (CarrelAddItem) only = n == 1 ? g_list_model_get_item (items, 0) : NULL;
  CarrelAddState state = only ? carrel_add_item_get_state (only) : CARREL_ADD_STATE_WAITING;
  gboolean       in_steps =
      only && (state == CARREL_ADD_STATE_WAITING || state == CARREL_ADD_STATE_RUNNING ||
               state == CARREL_ADD_STATE_SAVED);
  gboolean running = self->batch && carrel_add_batch_is_running (self->batch);

  if (in_steps && !adw_bin_get_child (self->one))
    adw_bin_set_child (self->one, carrel_add_progress_new (self->library, only));
  gtk_widget_set_visible (GTK_WIDGET (self->one), in_steps);
  gtk_widget_set_visible (self->many, n > 0 && !in_steps);
  gtk_widget_set_visible (self->cancel_button, running);
  gtk_widget_set_visible (gtk_widget_get_parent (self->cancel_button), running || n > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.cancel", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.open",
                                 only && carrel_add_item_get_id (only) != 0);
  gtk_widget_set_visible (self->files_row, n == 0);
  /* While it runs its topics are given; what is there can be tagged. */
  gtk_widget_set_visible (self->topics_row, n == 0 || (only && carrel_add_item_get_id (only) != 0));
  if (only && carrel_add_item_get_article (only)) {
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
    gint64 id = carrel_add_item_get_id (only);

    g_array_append_val (ids, id);
    carrel_topic_field_set_articles (get_topic_field (self), ids, NULL);
  }
  if (n > 0)
    show_summary (self);
  show_offer (self);
}

/* Activity shows them. */
static void
bookmarks_accepted_cb (gpointer self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
bookmarks_cb (CarrelAddDialog *self, CarrelAddItem *item, CarrelAddBatch *batch)
{
  guint      n_here;
  GPtrArray *bookmarks = carrel_add_item_get_bookmarks (item, &n_here);

  if (gtk_widget_get_root (GTK_WIDGET (self)))
    carrel_bookmarks_question_ask (GTK_WIDGET (self), self->library,
                                   carrel_add_item_get_title (item), bookmarks, n_here,
                                   carrel_add_batch_get_topics (batch), bookmarks_accepted_cb);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return carrel_add_row_new (CARREL_ADD_DIALOG (user_data)->batch, item);
}

static void
set_batch (CarrelAddDialog *self, CarrelAddBatch *batch)
{
  if (self->batch)
    g_signal_handlers_disconnect_by_data (self->batch, self);
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  adw_bin_set_child (self->one, NULL);
  g_set_object (&self->batch, batch);
  if (batch) {
    g_signal_connect_object (batch, "changed", G_CALLBACK (batch_changed_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (batch, "bookmarks", G_CALLBACK (bookmarks_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_list_box_bind_model (self->list, carrel_add_batch_get_items (batch), create_row, self,
                             NULL);
  }
  batch_changed_cb (self);
}

/* The batch that runs, or a new one. */
static CarrelAddBatch *
ensure_batch (CarrelAddDialog *self)
{
  if (!self->batch || !carrel_add_batch_is_running (self->batch)) {
    g_auto (GStrv) topics =
        self->batch ? NULL : carrel_topic_field_dup_topics (get_topic_field (self));
    g_autoptr (CarrelAddBatch) batch =
        carrel_add_batch_new (self->library, (const char *const *) topics);

    set_batch (self, batch);
  }
  return self->batch;
}

static void
show_mistake (CarrelAddDialog *self, gboolean mistaken)
{
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->field), GTK_ACCESSIBLE_STATE_INVALID,
      mistaken ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (mistaken) {
    gtk_widget_add_css_class (GTK_WIDGET (self->field), "error");
    gtk_widget_set_visible (self->offer, FALSE);
    gtk_widget_error_bell (GTK_WIDGET (self->field));
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->field), "error");
  }
  gtk_widget_set_visible (self->mistake, mistaken);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_queue_add_finish (CARREL_QUEUE (source), result, &error);

  if (error)
    carrel_ui_show_error (window, error);
}

/* Hundreds: into the queue, and shown there. */
static void
start_many (CarrelAddDialog *self, GPtrArray *addresses)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_auto (GStrv) topics =
      self->batch ? NULL : carrel_topic_field_dup_topics (get_topic_field (self));
  CarrelQueueOptions options = { .topics = (const char *const *) topics };

  carrel_queue_add_async (carrel_library_get_queue (self->library), addresses, &options, queued_cb,
                          g_object_ref (window));
  adw_dialog_close (ADW_DIALOG (self));
  carrel_ui_open_activity (window);
}

static void
start_contents (CarrelAddDialog *self, const char *own, const CarrelAddContents *read)
{
  const CarrelAddContents contents = *read;
  CarrelAddBatch         *batch;

  if (!contents.is_text && contents.addresses->len == 0) {
    show_mistake (self, TRUE);
    return;
  }
  if (!contents.is_text && contents.addresses->len > MAX_ROWS) {
    start_many (self, contents.addresses);
    return;
  }
  batch = ensure_batch (self);
  if (contents.is_text && self->page)
    carrel_add_batch_add_page (batch, self->page, self->page_address, own);
  else if (contents.is_text)
    carrel_add_batch_add_text (batch, own);
  for (guint i = 0; !contents.is_text && i < contents.addresses->len; i++)
    carrel_add_batch_add_address (batch, contents.addresses->pdata[i]);
  carrel_add_batch_start (batch);
  /* One address stays in sight, ready to be typed over; of many the list says it all. */
  if (g_list_model_get_n_items (carrel_add_batch_get_items (batch)) > 1)
    carrel_add_dialog_set_text (self, NULL);
  else
    gtk_editable_select_region (self->field, 0, -1);
}

static void
contents_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelAddDialog *self = CARREL_ADD_DIALOG (source);
  g_autofree char *text = NULL;
  g_auto (CarrelAddContents) contents = { 0 };

  if (carrel_add_contents_read_finish (result, &text, &contents) &&
      gtk_widget_get_root (GTK_WIDGET (self)))
    start_contents (self, text, &contents);
}

/* The name of a file, as it is typed in a terminal or a file manager. (transfer full) (nullable) */
static GFile *
find_file (const char *typed)
{
  gboolean named = g_str_has_prefix (typed, "/") || g_str_has_prefix (typed, "~/") ||
                   g_str_has_prefix (typed, "file://");

  return named && !strchr (typed, '\n') ? g_file_parse_name (typed) : NULL;
}

void
carrel_add_dialog_start (CarrelAddDialog *self)
{
  const char *typed;
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (CARREL_IS_ADD_DIALOG (self));
  typed = get_text (self);
  file = find_file (typed);
  if (file) {
    g_autoptr (GSList) files = g_slist_prepend (NULL, file);

    carrel_add_dialog_start_files (self, files);
    gtk_editable_select_region (self->field, 0, -1);
  } else if (carrel_add_contents_is_long (typed)) {
    carrel_add_contents_read_async (G_OBJECT (self), typed, self->cancellable, contents_read_cb,
                                    NULL);
  } else if (*typed) {
    g_auto (CarrelAddContents) contents = { 0 };

    carrel_add_contents_read (typed, &contents);
    start_contents (self, typed, &contents);
  }
}

void
carrel_add_dialog_start_files (CarrelAddDialog *self, GSList *files)
{
  CarrelAddBatch *batch;

  g_return_if_fail (CARREL_IS_ADD_DIALOG (self));
  if (!files)
    return;
  batch = ensure_batch (self);
  for (GSList *l = files; l; l = l->next) {
    g_autofree char *uri = g_file_get_uri (l->data), *address = NULL;

    if (g_file_has_uri_scheme (l->data, "http") || g_file_has_uri_scheme (l->data, "https"))
      address = carrel_address_normalize (uri);
    if (address)
      carrel_add_batch_add_address (batch, address);
    else
      carrel_add_batch_add_file (batch, l->data);
  }
  carrel_add_batch_start (batch);
}

/* ── The field ── */

static void
forget_page (CarrelAddDialog *self)
{
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->page_address, g_free);
}

void
carrel_add_dialog_set_copied (CarrelAddDialog *self, const CarrelCopied *copied)
{
  carrel_add_dialog_set_text (self, copied->text);
  self->page = copied->html ? g_bytes_ref (copied->html) : NULL;
  self->page_address = g_strdup (copied->address);
  show_offer (self);
}

void
carrel_add_dialog_set_text (CarrelAddDialog *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1), *line = NULL;

  g_return_if_fail (CARREL_IS_ADD_DIALOG (self));
  g_strstrip (valid);
  g_clear_pointer (&self->held, g_free);
  forget_page (self);
  /* An entry has one line, and cuts what is very long. */
  if (strchr (valid, '\n') || g_utf8_strlen (valid, -1) > MAX_LINE) {
    line = carrel_text_excerpt (valid, MAX_LINE);
    self->held = g_steal_pointer (&valid);
  }
  self->setting = TRUE;
  gtk_editable_set_text (self->field, line ? line : valid);
  self->setting = FALSE;
  gtk_editable_set_position (self->field, -1);
  show_mistake (self, FALSE);
  show_offer (self);
}

static void
field_changed_cb (CarrelAddDialog *self)
{
  if (self->setting)
    return;
  g_clear_pointer (&self->held, g_free);
  forget_page (self);
  show_mistake (self, FALSE);
  /* What ended is done with as soon as something else is typed. */
  if (self->batch && !carrel_add_batch_is_running (self->batch) &&
      *gtk_editable_get_text (self->field)) {
    set_batch (self, NULL);
    carrel_topic_field_set_articles (get_topic_field (self), NULL, NULL);
  }
  show_offer (self);
}

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelAddDialog *self = CARREL_ADD_DIALOG (widget);

  if (!*get_text (self) && self->clipboard)
    carrel_add_dialog_set_text (self, self->clipboard);
  carrel_add_dialog_start (self);
}

static void
field_activate_cb (CarrelAddDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "add.start", NULL);
}

static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelAddDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelCopied) copied = carrel_clipboard_read_finish (result, &error);
  const char *text = copied ? copied->text : NULL;
  int         start, end;

  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  if (!text)
    return;
  if (copied->html && !*get_text (self)) {
    carrel_add_dialog_set_copied (self, copied);
    return;
  }
  if (strchr (text, '\n') || g_utf8_strlen (text, -1) > MAX_LINE) {
    carrel_add_dialog_set_text (self, text);
    return;
  }
  if (gtk_editable_get_selection_bounds (self->field, &start, &end))
    gtk_editable_delete_selection (self->field);
  end = gtk_editable_get_position (self->field);
  gtk_editable_insert_text (self->field, text, -1, &end);
  gtk_editable_set_position (self->field, end);
}

/* The entry would put many lines into one, and cut a long text. */
static void
paste_cb (GtkWidget *text, CarrelAddDialog *self)
{
  g_signal_stop_emission_by_name (text, "paste-clipboard");
  carrel_clipboard_read_async (gtk_widget_get_clipboard (text), self->cancellable, pasted_cb,
                               g_object_ref (self));
}

/* ── Files ── */

static void
files_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelAddDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files =
      gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);
  g_autoptr (GSList) list = NULL;

  if (error && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    carrel_ui_show_error (GTK_WIDGET (self), error);
  for (guint i = files ? g_list_model_get_n_items (files) : 0; i > 0; i--) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i - 1);

    list = g_slist_prepend (list, file); /* the model holds it */
  }
  carrel_add_dialog_start_files (self, list);
}

static void
choose_files_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelAddDialog         *self = CARREL_ADD_DIALOG (widget);
  static const char *const types[] = { "text/html",         "application/xhtml+xml",
                                       "multipart/related", "application/x-mimearchive",
                                       "text/plain",        "text/markdown" };
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) pages = gtk_file_filter_new (), all = gtk_file_filter_new ();

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_file_filter_add_mime_type (pages, types[i]);
  gtk_file_filter_set_name (pages, _ ("Pages and Texts"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_filter_set_name (all, _ ("All Files"));
  g_list_store_append (filters, pages);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, _ ("Add Files"));
  gtk_file_dialog_set_accept_label (dialog, _ ("Add"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (widget)),
                                 self->cancellable, files_chosen_cb, g_object_ref (self));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, CarrelAddDialog *self)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)) {
    g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

    carrel_add_dialog_start_files (self, files);
    return files != NULL;
  }
  if (G_VALUE_HOLDS (value, G_TYPE_STRING) && g_value_get_string (value)) {
    carrel_add_dialog_set_text (self, g_value_get_string (value));
    carrel_add_dialog_start (self);
    return TRUE;
  }
  return FALSE;
}

/* ── Ends ── */

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelAddDialog *self = CARREL_ADD_DIALOG (widget);

  if (self->batch)
    carrel_add_batch_cancel (self->batch);
  /* One thing that was stopped is where it was before: in the field. */
  if (self->batch && g_list_model_get_n_items (carrel_add_batch_get_items (self->batch)) == 1) {
    set_batch (self, NULL);
    gtk_widget_grab_focus (GTK_WIDGET (self->field));
  }
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelAddDialog *self = CARREL_ADD_DIALOG (widget);
  g_autoptr (CarrelAddItem) item =
      self->batch ? g_list_model_get_item (carrel_add_batch_get_items (self->batch), 0) : NULL;
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));
  gint64     id = item ? carrel_add_item_get_id (item) : 0;

  if (id == 0)
    return;
  adw_dialog_close (ADW_DIALOG (self));
  carrel_ui_open_article (window, id);
}

static void
carrel_add_dialog_unmap (GtkWidget *widget)
{
  CarrelAddDialog *self = CARREL_ADD_DIALOG (widget);

  if (self->batch)
    carrel_add_batch_set_window (self->batch, GTK_WIDGET (gtk_widget_get_root (widget)));
  GTK_WIDGET_CLASS (carrel_add_dialog_parent_class)->unmap (widget);
}

/* ── Object ── */

AdwDialog *
carrel_add_dialog_new (CarrelLibrary *library)
{
  CarrelAddDialog *self = g_object_new (CARREL_TYPE_ADD_DIALOG, NULL);

  self->library = g_object_ref (library);
  adw_bin_set_child (self->topics, carrel_topic_field_new (library));
  batch_changed_cb (self);
  return ADW_DIALOG (self);
}

static void
carrel_add_dialog_dispose (GObject *object)
{
  CarrelAddDialog *self = CARREL_ADD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  g_clear_object (&self->batch);
  g_clear_pointer (&self->held, g_free);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->page_address, g_free);
  g_clear_pointer (&self->clipboard, g_free);
  G_OBJECT_CLASS (carrel_add_dialog_parent_class)->dispose (object);
}

static void
carrel_add_dialog_finalize (GObject *object)
{
  g_object_unref (CARREL_ADD_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (carrel_add_dialog_parent_class)->finalize (object);
}

static void
carrel_add_dialog_class_init (CarrelAddDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carrel_add_dialog_dispose;
  object_class->finalize = carrel_add_dialog_finalize;
  widget_class->map = carrel_add_dialog_map;
  widget_class->unmap = carrel_add_dialog_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-add-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, view);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, field);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, offer);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, offer_icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, offer_kind);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, offer_text);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, one);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, many);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, list);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, topics_row);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, topics);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, files_row);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddDialog, mistake);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_activate_cb);
  gtk_widget_class_install_action (widget_class, "add.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "add.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "add.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "add.choose-files", NULL, choose_files_action);
}

static void
carrel_add_dialog_init (CarrelAddDialog *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType          types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (drop, types, G_N_ELEMENTS (types));
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect (gtk_editable_get_delegate (self->field), "paste-clipboard",
                    G_CALLBACK (paste_cb), self);
}

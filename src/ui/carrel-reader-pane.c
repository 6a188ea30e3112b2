/* carrel-reader-pane.c: the reader: header bar, page, what the article points at.
 *
 * Main thread. The title block and the cards are the document view's header and footer, so that
 * they scroll with the text. A change of the article elsewhere renews them and leaves the text
 * where it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-reader-pane-private.h"

#include "ui/carrel-contents.h"
#include "ui/carrel-continue-button.h"
#include "ui/carrel-find-bar.h"
#include "ui/carrel-history.h"
#include "ui/carrel-lightbox.h"
#include "ui/carrel-link-card.h"
#include "ui/carrel-listen-bar.h"
#include "ui/carrel-note-popover.h"
#include "ui/carrel-print.h"
#include "ui/carrel-reader-links.h"
#include "ui/carrel-reader-page.h"
#include "ui/carrel-selection-toolbar.h"
#include "ui/carrel-share.h"
#include "ui/carrel-text-popover.h"
#include "ui/carrel-thread-section.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (CarrelReaderPane, carrel_reader_pane, ADW_TYPE_BIN)

enum { OPENED, MENU, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PROP_0, PROP_FOLD, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* ── Pictures and links ── */

static void
load_image (CarrelDocumentView *view, const char *source, int width, GTask *task, gpointer data)
{
  carrel_ui_load_image (((CarrelReaderPane *) data)->library, source, width, task);
}

static void
copy_to_clipboard (CarrelDocumentView *view,
                   CarrelDocument     *document,
                   const char         *text,
                   gpointer            data)
{
  CarrelReaderPane *self = data;

  carrel_share_copy (GTK_WIDGET (self), self->library, carrel_reader_pane_get_id (self), document,
                     text);
}

static void
picture_activated_cb (CarrelReaderPane *self, guint block)
{
  if (self->reading)
    carrel_lightbox_open (GTK_WIDGET (self), self->library, self->reading->document, block);
}

static void
code_copied_cb (CarrelReaderPane *self)
{
  carrel_ui_show_toast (GTK_WIDGET (self), _ ("Code copied"), NULL);
}

static void
link_activated_cb (CarrelReaderPane *self, const char *address)
{
  gint64 *id = self->reading ? g_hash_table_lookup (self->reading->resolved, address) : NULL;

  if (id)
    carrel_reader_pane_open (self, *id);
  else
    carrel_ui_open_outside (GTK_WIDGET (self), address);
}

/* ── Showing ── */

static void
update_buttons (CarrelReaderPane *self)
{
  CarrelReading           *reading = carrel_reader_pane_get_reading (self);
  const CarrelArticleData *article = reading ? carrel_article_get (reading->article) : NULL;
  const char *star = article && article->favourite ? "starred-symbolic" : "non-starred-symbolic";
  gboolean    archived = article && article->place == CARREL_PLACE_ARCHIVE,
           below = self->narrow || self->fold >= FOLD_ACTIONS;

  gtk_button_set_icon_name (GTK_BUTTON (self->star_button), star);
  gtk_button_set_icon_name (GTK_BUTTON (self->bottom_star_button), star);
  for (guint i = 0; i < 2; i++) {
    GtkWidget *button = i == 0 ? self->archive_button : self->bottom_archive_button;

    gtk_widget_set_tooltip_text (i == 0 ? self->star_button : self->bottom_star_button,
                                 article && article->favourite ? _ ("Remove from Favourites (S)")
                                                               : _ ("Favourite (S)"));
    gtk_button_set_icon_name (GTK_BUTTON (button),
                              archived ? "carrel-inbox-symbolic" : "carrel-archive-symbolic");
    gtk_widget_set_tooltip_text (button, archived ? _ ("Back to Inbox (E)") : _ ("Archive (E)"));
  }
  gtk_widget_set_visible (self->actions_box, article != NULL && !below);
  gtk_widget_set_visible (self->text_button, article != NULL);
  gtk_widget_set_visible (self->more_button, article != NULL);
  gtk_widget_set_visible (self->inspector_button, article != NULL);
  gtk_widget_set_visible (
      self->contents_button,
      article != NULL && carrel_contents_get_n_headings (CARREL_CONTENTS (self->contents)) > 1);
  carrel_reader_pane_update_ways (self);
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->bottom_bar), below && article != NULL);
}

static void
update_header (CarrelReaderPane *self)
{
  carrel_document_view_set_header_widget (carrel_reader_pane_get_view (self),
                                          carrel_reader_header_new (self->reading, self->narrow));
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->header_title),
                              carrel_article_get_title (self->reading->article));
}

static void
put_other (CarrelReaderPane *self, GtkWidget *other)
{
  self->other = other != NULL;
  adw_bin_set_child (ADW_BIN (self->other_bin), other);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), other           ? "other"
                                                             : self->reading ? "page"
                                                                             : "empty");
}

void
carrel_reader_pane_take (CarrelReaderPane *self, CarrelReading *reading, gboolean same)
{
  const CarrelArticleData *article = carrel_article_get (reading->article);
  g_autoptr (CarrelReading) old = self->reading;
  gboolean same_text = same && old && carrel_document_equal (old->document, reading->document);

  self->reading = reading;
  carrel_document_view_set_library_links (carrel_reader_pane_get_view (self), reading->resolved);
  carrel_link_card_set_links (CARREL_LINK_CARD (self->card), self->library, reading->resolved);
  if (!same || !old || !carrel_article_equal (old->article, reading->article))
    update_header (self);
  if (!same || !old || !carrel_reader_footer_is_same (old, reading))
    carrel_document_view_set_footer_widget (carrel_reader_pane_get_view (self),
                                            carrel_reader_footer_new (self->library, reading));
  if (!same_text) {
    self->settled = FALSE;
    carrel_document_view_set_document (carrel_reader_pane_get_view (self), reading->document,
                                       article->language, article->rtl);
    gtk_accessible_update_property (GTK_ACCESSIBLE (carrel_reader_pane_get_view (self)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, article->title, -1);
    carrel_listen_bar_set_document (CARREL_LISTEN_BAR (self->listen_bar), reading->document,
                                    article->language);
    carrel_contents_set_document (CARREL_CONTENTS (self->contents), reading->document);
    carrel_find_bar_close (CARREL_FIND_BAR (self->find_bar));
    if (self->wanted.block >= 0)
      carrel_document_view_scroll_to_position (carrel_reader_pane_get_view (self),
                                               self->wanted.block, self->wanted.fraction);
    else if (reading->position_block > 0 ||
             (reading->position_block == 0 && reading->position_offset > 0))
      carrel_document_view_scroll_to_position (carrel_reader_pane_get_view (self),
                                               reading->position_block, reading->position_offset);
    self->wanted.block = -1;
  }
  carrel_selection_toolbar_set_reading (CARREL_SELECTION_TOOLBAR (self->toolbar), self->library,
                                        reading);
  if (self->wanted_highlight != 0)
    carrel_reader_pane_show_highlight (self, article->id, self->wanted_highlight);
  if (!same)
    put_other (self, NULL);
  if (!self->other)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "page");
  update_buttons (self);
  if (!self->other)
    g_signal_emit (self, signals[OPENED], 0, article->id);
}

void
carrel_reader_pane_open (CarrelReaderPane *self, gint64 id)
{
  gint64 current = carrel_reader_pane_get_loaded (self);

  carrel_reader_pane_save_position (self);
  carrel_reader_pane_stop_loading (self);
  carrel_reader_pane_set_other (self, NULL);
  if (id != 0 && id == current)
    return;
  if (id == 0) {
    carrel_selection_toolbar_set_reading (CARREL_SELECTION_TOOLBAR (self->toolbar), self->library,
                                          NULL);
    carrel_link_card_set_links (CARREL_LINK_CARD (self->card), self->library, NULL);
    g_clear_pointer (&self->reading, carrel_reading_free);
    carrel_listen_bar_set_document (CARREL_LISTEN_BAR (self->listen_bar), NULL, NULL);
    carrel_document_view_set_document (carrel_reader_pane_get_view (self), NULL, NULL, FALSE);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
    gtk_stack_set_visible_child_name (GTK_STACK (self->title_stack), "none");
    update_buttons (self);
    g_signal_emit (self, signals[OPENED], 0, (gint64) 0);
    carrel_continue_button_update (CARREL_CONTINUE_BUTTON (self->continue_button));
    return;
  }
  carrel_reader_pane_leave_place (self);
  self->wanted.block = -1;
  carrel_reader_pane_load (self, id);
}

void
carrel_reader_pane_highlight (CarrelReaderPane *self)
{
  carrel_selection_toolbar_highlight (CARREL_SELECTION_TOOLBAR (self->toolbar));
}

gboolean
carrel_reader_pane_note (CarrelReaderPane *self)
{
  return carrel_selection_toolbar_note (CARREL_SELECTION_TOOLBAR (self->toolbar));
}

void
carrel_reader_pane_show_highlight (CarrelReaderPane *self, gint64 article, gint64 id)
{
  if (carrel_reader_pane_get_loaded (self) != article) {
    self->wanted_highlight = id;
    carrel_reader_pane_open (self, article);
    return;
  }
  self->wanted_highlight = 0;
  if (id != 0 &&
      !carrel_selection_toolbar_show_highlight (CARREL_SELECTION_TOOLBAR (self->toolbar), id))
    carrel_ui_show_toast (GTK_WIDGET (self), _ ("These words are not in the text any more"), NULL);
}

gint64
carrel_reader_pane_get_id (CarrelReaderPane *self)
{
  return self->other ? 0 : carrel_reader_pane_get_loaded (self);
}

CarrelReading *
carrel_reader_pane_get_reading (CarrelReaderPane *self)
{
  return self->other ? NULL : self->reading;
}

CarrelLibrary *
carrel_reader_pane_get_library (CarrelReaderPane *self)
{
  return self->library;
}

void
carrel_reader_pane_show_end (CarrelReaderPane *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

void
carrel_reader_pane_set_other (CarrelReaderPane *self, GtkWidget *other)
{
  gboolean changed = self->other != (other != NULL);

  if (!other && self->failed) /* it isn't asked for any more */
    carrel_reader_pane_stop_loading (self);
  put_other (self, other);
  if (!changed)
    return;
  update_buttons (self);
  carrel_reader_pane_show_title (self);
  g_signal_emit (self, signals[OPENED], 0,
                 other && self->coming != 0 ? self->coming : carrel_reader_pane_get_id (self));
}

void
carrel_reader_pane_set_alone (CarrelReaderPane *self, gboolean alone)
{
  self->alone = alone;
  carrel_reader_pane_update_ways (self);
}

/* What the page without an article says: one can go on only with what was begun. */
static void
update_empty (CarrelReaderPane *self)
{
  gboolean begun = gtk_widget_get_visible (self->continue_button);

  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page),
                                   begun ? _ ("Choose an article, or go on where you stopped.")
                                         : _ ("Choose an article."));
}

static void
set_fold (CarrelReaderPane *self, guint fold)
{
  self->fold = fold;
  update_buttons (self);
  carrel_reader_pane_show_title (self);
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

static gboolean
open_note_cb (gpointer self)
{
  carrel_document_view_focus_first (carrel_reader_pane_get_view (self), CARREL_THING_NOTE, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
open_picture_cb (gpointer self)
{
  carrel_document_view_focus_first (carrel_reader_pane_get_view (self), CARREL_THING_PICTURE, TRUE);
  return G_SOURCE_REMOVE;
}

void
carrel_reader_pane_show_thing (CarrelReaderPane *self, const char *name)
{
  static const char *const names[] = { "note", "picture", "code", "card" }; /* by CarrelThing */

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i])) {
      carrel_document_view_focus_first (carrel_reader_pane_get_view (self), (CarrelThing) i, FALSE);
      if (i <= CARREL_THING_PICTURE) /* opened when the page has scrolled to it */
        g_timeout_add_full (G_PRIORITY_DEFAULT, 300,
                            i == CARREL_THING_NOTE ? open_note_cb : open_picture_cb,
                            g_object_ref (self), g_object_unref);
    }
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
  gint64 id = carrel_reader_pane_get_loaded (self);
  guint  kinds = carrel_changes_get_kinds (changes);

  if (id != 0 && (kinds & ~(guint) (CARREL_CHANGED_POSITION | CARREL_CHANGED_COLLECTIONS)) &&
      (carrel_changes_concern (changes, id) ||
       (kinds & (CARREL_CHANGED_LINKS | CARREL_CHANGED_TOPICS)) ||
       kinds == CARREL_CHANGED_EVERYTHING))
    carrel_reader_pane_load_again (self);
}

void
carrel_reader_pane_set_library (CarrelReaderPane *self, CarrelLibrary *library)
{
  g_set_object (&self->library, library);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  carrel_continue_button_set_library (CARREL_CONTINUE_BUTTON (self->continue_button), library);
}

/* ── Find, text ── */

void
carrel_reader_pane_find (CarrelReaderPane *self)
{
  if (self->reading)
    carrel_find_bar_open (CARREL_FIND_BAR (self->find_bar));
}

static void
text_changed_cb (CarrelReaderPane *self)
{
  carrel_text_settings_apply (carrel_text_settings_get_default (),
                              carrel_reader_pane_get_view (self), self->toolbar_view);
}

/* ── Actions ── */

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_find (CARREL_READER_PANE (widget));
}

static void
find_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_find_bar_go_on (CARREL_FIND_BAR (CARREL_READER_PANE (widget)->find_bar),
                         g_str_equal (name, "reader.find-next"));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "reader.copy"))
    carrel_document_view_copy_selection (carrel_reader_pane_get_view (CARREL_READER_PANE (widget)));
  else
    carrel_document_view_select_all (carrel_reader_pane_get_view (CARREL_READER_PANE (widget)));
}

static void
listen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_listen_bar_toggle (CARREL_LISTEN_BAR (CARREL_READER_PANE (widget)->listen_bar));
}

static void
caret_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelReaderPane *self = CARREL_READER_PANE (widget);
  gboolean          on = !carrel_document_view_has_caret (carrel_reader_pane_get_view (self));

  if (!self->reading)
    return;
  carrel_document_view_set_caret (carrel_reader_pane_get_view (self), on);
  carrel_ui_show_toast (
      widget, on ? _ ("Caret on: arrows move it, with Shift they select") : _ ("Caret off"), NULL);
}

/* From the page, where nothing is selected any more. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return carrel_find_bar_leave (CARREL_FIND_BAR (CARREL_READER_PANE (widget)->find_bar));
}

/* ── Object ── */

static void
carrel_reader_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_FOLD)
    set_fold (CARREL_READER_PANE (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
carrel_reader_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_FOLD)
    g_value_set_uint (value, CARREL_READER_PANE (object)->fold);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
carrel_reader_pane_dispose (GObject *object)
{
  CarrelReaderPane *self = CARREL_READER_PANE (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  carrel_reader_pane_stop_loading (self);
  g_clear_pointer (&self->toolbar, gtk_widget_unparent);
  g_clear_pointer (&self->note, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->reading, carrel_reading_free);
  g_clear_pointer (&self->links, carrel_reader_links_free);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_reader_pane_parent_class)->dispose (object);
}

static void
carrel_reader_pane_finalize (GObject *object)
{
  carrel_history_free (CARREL_READER_PANE (object)->history);
  G_OBJECT_CLASS (carrel_reader_pane_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelReaderPane, name)

static void
carrel_reader_pane_class_init (CarrelReaderPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->set_property = carrel_reader_pane_set_property;
  G_OBJECT_CLASS (class)->get_property = carrel_reader_pane_get_property;
  G_OBJECT_CLASS (class)->dispose = carrel_reader_pane_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_reader_pane_finalize;
  g_type_ensure (CARREL_TYPE_CONTENTS);
  g_type_ensure (CARREL_TYPE_CONTINUE_BUTTON);
  g_type_ensure (CARREL_TYPE_FIND_BAR);
  g_type_ensure (CARREL_TYPE_LISTEN_BAR);
  g_type_ensure (CARREL_TYPE_TEXT_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-reader-pane.ui");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  BIND (toolbar_view);
  BIND (title_stack);
  BIND (header_title);
  BIND (back_button);
  BIND (contents_button);
  BIND (contents);
  BIND (forward_button);
  BIND (continue_button);
  BIND (link_status);
  BIND (listen_bar);
  BIND (contents_popover);
  BIND (inspector_button);
  BIND (more_button);
  BIND (text_button);
  BIND (archive_button);
  BIND (bottom_archive_button);
  BIND (star_button);
  BIND (bottom_star_button);
  BIND (actions_box);
  BIND (find_bar);
  BIND (stack);
  BIND (empty_page);
  BIND (scroller);
  BIND (position_bar);
  BIND (other_bin);
  BIND (bottom_bar);
  carrel_reader_pane_install_way (widget_class);
  gtk_widget_class_install_action (widget_class, "reader.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "reader.find-next", NULL, find_again_action);
  gtk_widget_class_install_action (widget_class, "reader.find-previous", NULL, find_again_action);
  gtk_widget_class_install_action (widget_class, "reader.toggle-caret", NULL, caret_action);
  if (carrel_listen_bar_is_possible ())
    gtk_widget_class_install_action (widget_class, "reader.listen", NULL, listen_action);
  gtk_widget_class_install_action (widget_class, "reader.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "reader.select-all", NULL, copy_action);
  carrel_reader_links_install (widget_class);
  carrel_print_install (widget_class);
  carrel_thread_section_install (widget_class);
  carrel_text_popover_install (widget_class);
  properties[PROP_FOLD] =
      g_param_spec_uint ("fold", NULL, NULL, FOLD_NOTHING, FOLD_TITLE, FOLD_NOTHING,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_MENU_MODEL);
}

/* The two buttons at a mouse's side. */
static void
side_button_cb (GtkGestureClick *gesture, int n, double x, double y, CarrelReaderPane *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button != 8 && button != 9) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_activate_action (GTK_WIDGET (self), button == 8 ? "win.back" : "win.forward", NULL);
}

static void
show_menu_cb (GtkMenuButton *button, gpointer self)
{
  g_signal_emit (self, signals[MENU], 0, gtk_menu_button_get_menu_model (button));
}

static void
add_mouse_ways (CarrelReaderPane *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (side_button_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
carrel_reader_pane_init (CarrelReaderPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->view = carrel_document_view_new ();
  carrel_reader_pane_init_way (self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  self->toolbar = carrel_selection_toolbar_new (carrel_reader_pane_get_view (self));
  gtk_widget_set_parent (self->toolbar, GTK_WIDGET (self));
  self->note = carrel_note_popover_new (carrel_reader_pane_get_view (self));
  gtk_widget_set_parent (self->note, GTK_WIDGET (self));
  carrel_document_view_set_image_loader (carrel_reader_pane_get_view (self), load_image, self,
                                         NULL);
  carrel_document_view_set_copier (carrel_reader_pane_get_view (self), copy_to_clipboard, self);
  self->card = carrel_link_card_new (carrel_reader_pane_get_view (self));
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  g_signal_connect_object (self->view, "picture-activated", G_CALLBACK (picture_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "code-copied", G_CALLBACK (code_copied_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "link-activated", G_CALLBACK (link_activated_cb), self,
                           G_CONNECT_SWAPPED);
  carrel_find_bar_set_view (CARREL_FIND_BAR (self->find_bar), carrel_reader_pane_get_view (self));
  carrel_listen_bar_set_view (CARREL_LISTEN_BAR (self->listen_bar),
                              carrel_reader_pane_get_view (self));
  self->links = carrel_reader_links_new (self, carrel_reader_pane_get_view (self),
                                         GTK_LABEL (self->link_status));
  add_mouse_ways (self);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->more_button), show_menu_cb, self,
                                         NULL);
  g_signal_connect_object (self->continue_button, "notify::visible", G_CALLBACK (update_empty),
                           self, G_CONNECT_SWAPPED);
  update_empty (self);
  g_signal_connect_object (carrel_text_settings_get_default (), "changed",
                           G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  text_changed_cb (self);
  update_buttons (self);
}

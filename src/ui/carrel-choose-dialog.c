/* carrel-choose-dialog.c: the parts of an article's page, of which a person chooses the text. Main
 * thread.
 *
 * The parts are a flat list, indented; a filter shows those with certain words. The page is parsed
 * and the text made on workers: choosing another part forgets what was asked for the one before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-choose-dialog.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "library/carrel-revision.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"
#include "ui/reader/carrel-document-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_INDENT 8

/* ── A part, as a row's item ── */

#define CARREL_TYPE_PART_ITEM (carrel_part_item_get_type ())
G_DECLARE_FINAL_TYPE (CarrelPartItem, carrel_part_item, CARREL, PART_ITEM, GObject)

struct _CarrelPartItem {
  GObject parent_instance;

  const CarrelOutlinePart *part;  /* (nullable): of the dialog's outline; NULL: found by itself */
  guint                    index; /* in the outline */
  gboolean                 left_out;
};

G_DEFINE_FINAL_TYPE (CarrelPartItem, carrel_part_item, G_TYPE_OBJECT)

static void
carrel_part_item_class_init (CarrelPartItemClass *class)
{
}

static void
carrel_part_item_init (CarrelPartItem *self)
{
}

struct _CarrelChooseDialog {
  AdwDialog parent_instance;

  CarrelLibrary      *library;     /* (owned) */
  CarrelPageOutline  *page;        /* (owned) (nullable) */
  CarrelRevision     *revision;    /* (owned) (nullable): of what is chosen */
  CarrelSiteRule     *rule;        /* (owned) (nullable): of the revision; NULL: found by itself */
  GCancellable       *cancellable; /* (owned): of the dialog */
  GCancellable       *trying;      /* (owned) (nullable): of the running preview */
  gint64              id;
  GListStore         *parts;     /* (owned) of CarrelPartItem */
  GtkSingleSelection *selection; /* (owned) */
  GtkCustomFilter    *words;     /* (owned) */
  char               *typed;     /* (owned): folded */
  gboolean            filling;

  GtkWidget         *cancel_button, *use_button, *view, *for_site, *site_box;
  GtkStack          *stack;
  AdwStatusPage     *status;
  GtkSearchEntry    *filter;
  GtkBox            *panes;
  GtkListView       *list;
  GtkScrolledWindow *preview;
  GtkLabel          *sentence;
};

G_DEFINE_FINAL_TYPE (CarrelChooseDialog, carrel_choose_dialog, ADW_TYPE_DIALOG)

/* ── The text of what is chosen ── */

static CarrelPartItem *
get_chosen (CarrelChooseDialog *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static gboolean
is_within (const CarrelPartItem *item, const CarrelPartItem *whole)
{
  return item->part && whole && whole->part && item->index > whole->index &&
         item->index <= whole->index + whole->part->n_descendants;
}

/* (transfer full): its content is "" where the text is found by itself */
static CarrelSiteRule *
make_rule (CarrelChooseDialog *self)
{
  CarrelPartItem *chosen = get_chosen (self);
  g_autoptr (GStrvBuilder) skip = g_strv_builder_new ();
  g_auto (GStrv) selectors = NULL;

  for (guint i = 0;
       chosen && chosen->part && i < g_list_model_get_n_items (G_LIST_MODEL (self->parts)); i++) {
    g_autoptr (CarrelPartItem) item = g_list_model_get_item (G_LIST_MODEL (self->parts), i);

    if (item->left_out && is_within (item, chosen) && item->part->selector)
      g_strv_builder_add (skip, item->part->selector);
  }
  selectors = g_strv_builder_end (skip);
  return carrel_site_rule_new (
      NULL, chosen && chosen->part && chosen->part->selector ? chosen->part->selector : "",
      (const char *const *) selectors, 0);
}

static void
show_sentence (CarrelChooseDialog *self, const char *sentence)
{
  gtk_label_set_label (self->sentence, sentence);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelChooseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  CarrelRevision *revision = carrel_library_revise_finish (CARREL_LIBRARY (source), result, &error);
  g_autofree char *words = NULL, *pictures = NULL, *said = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->revision, carrel_revision_free);
  self->revision = revision;
  gtk_widget_set_sensitive (self->use_button,
                            revision != NULL && revision->rule != CARREL_RULE_UNMATCHED);
  if (!revision) {
    said = carrel_words_error (error);
    show_sentence (self, said);
    carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (self->view), NULL, NULL, FALSE);
    return;
  }
  carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (self->view), revision->after.document,
                                     revision->after.language, revision->after.rtl);
  if (revision->rule == CARREL_RULE_UNMATCHED) {
    show_sentence (self, _ ("This part has no text to read."));
    return;
  }
  words = g_strdup_printf (ngettext ("%'u word", "%'u words", revision->after.words),
                           revision->after.words);
  pictures =
      revision->after.pictures > 0
          ? g_strdup_printf (ngettext ("%u picture", "%u pictures", revision->after.pictures),
                             revision->after.pictures)
          : NULL;
  {
    const char *pieces[] = { words, pictures };

    said = carrel_words_join (pieces, G_N_ELEMENTS (pieces));
  }
  show_sentence (self, said);
}

static void
try (CarrelChooseDialog *self)
{
  if (self->filling || !get_chosen (self))
    return;
  g_cancellable_cancel (self->trying);
  g_clear_object (&self->trying);
  self->trying = g_cancellable_new ();
  g_clear_pointer (&self->rule, carrel_site_rule_unref);
  self->rule = make_rule (self);
  gtk_widget_set_sensitive (self->use_button, FALSE);
  carrel_library_revise_async (self->library, self->id, self->rule, self->trying, tried_cb,
                               g_object_ref (self));
}

/* ── Rows ── */

static const char *
describe_kind (const CarrelOutlinePart *part)
{
  static const char *const kinds[] = { N_ ("Part"),  N_ ("Heading"), N_ ("Text"), N_ ("List"),
                                       N_ ("Table"), N_ ("Quote"),   N_ ("Code"), N_ ("Picture") };

  return _ (kinds[part->kind]);
}

static char *
describe (const CarrelOutlinePart *part)
{
  g_autofree char *words =
      part->words > 0
          ? g_strdup_printf (ngettext ("%'u word", "%'u words", part->words), part->words)
          : NULL;
  const char *pieces[] = { describe_kind (part), words,
                           part->taken == CARREL_TAKEN_ALL      ? _ ("in the text now")
                           : part->taken == CARREL_TAKEN_PARTLY ? _ ("partly in the text now")
                                                                : NULL };

  return carrel_words_join (pieces, G_N_ELEMENTS (pieces));
}

static void
left_out_cb (GtkToggleButton *button, gpointer user_data)
{
  CarrelChooseDialog *self = CARREL_CHOOSE_DIALOG (
      gtk_widget_get_ancestor (GTK_WIDGET (button), CARREL_TYPE_CHOOSE_DIALOG));
  GtkListItem    *list_item = user_data;
  CarrelPartItem *item = gtk_list_item_get_item (list_item);

  if (!self || !item || item->left_out == gtk_toggle_button_get_active (button))
    return;
  item->left_out = gtk_toggle_button_get_active (button);
  try (self);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *text = gtk_label_new (NULL), *meta = gtk_label_new (NULL),
            *out = gtk_toggle_button_new ();

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (meta), 0);
  gtk_label_set_ellipsize (GTK_LABEL (meta), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (meta, "meta");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), text);
  gtk_box_append (GTK_BOX (lines), meta);
  gtk_button_set_icon_name (GTK_BUTTON (out), "window-close-symbolic");
  gtk_widget_set_valign (out, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (out, "flat");
  gtk_widget_set_tooltip_text (out, _ ("Leave Out"));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), out);
  g_object_set_data (G_OBJECT (list_item), "text", text);
  g_object_set_data (G_OBJECT (list_item), "meta", meta);
  g_object_set_data (G_OBJECT (list_item), "out", out);
  g_signal_connect (out, "toggled", G_CALLBACK (left_out_cb), list_item);
  gtk_list_item_set_child (list_item, box);
}

static void
show_row (CarrelChooseDialog *self, GtkListItem *list_item)
{
  CarrelPartItem *item = gtk_list_item_get_item (list_item);
  GtkWidget      *out = g_object_get_data (G_OBJECT (list_item), "out");

  if (!item)
    return;
  gtk_widget_set_visible (out, is_within (item, get_chosen (self)) && item->part->selector);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (out), item->left_out);
  gtk_widget_set_opacity (gtk_list_item_get_child (list_item),
                          item->left_out && is_within (item, get_chosen (self)) ? .7 : 1);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, CarrelChooseDialog *self)
{
  CarrelPartItem *item = gtk_list_item_get_item (list_item);
  GtkLabel       *text = g_object_get_data (G_OBJECT (list_item), "text"),
           *meta = g_object_get_data (G_OBJECT (list_item), "meta");
  g_autofree char *said = item->part ? describe (item->part)
                                     : g_strdup (_ ("As Carrel finds it in every page")),
                  *label = NULL;
  const char *first = !item->part         ? _ ("Found by Itself")
                      : *item->part->text ? item->part->text
                                          : item->part->name;

  gtk_label_set_label (text, first);
  gtk_label_set_label (meta, said);
  gtk_widget_set_margin_start (gtk_list_item_get_child (list_item),
                               item->part ? 12 * (int) MIN (item->part->depth, MAX_INDENT) : 0);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (list_item),
                               item->part ? item->part->name : NULL);
  gtk_list_item_set_selectable (list_item, !item->part || item->part->selector);
  label = g_strdup_printf ("%s, %s", first, said);
  gtk_list_item_set_accessible_label (list_item, label);
  g_object_set_data (G_OBJECT (item), "row", list_item);
  show_row (self, list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  CarrelPartItem *item = gtk_list_item_get_item (list_item);

  if (item && g_object_get_data (G_OBJECT (item), "row") == list_item)
    g_object_set_data (G_OBJECT (item), "row", NULL);
}

static void
selected_cb (CarrelChooseDialog *self)
{
  for (guint i = 0; self->parts && i < g_list_model_get_n_items (G_LIST_MODEL (self->parts)); i++) {
    g_autoptr (CarrelPartItem) item = g_list_model_get_item (G_LIST_MODEL (self->parts), i);
    GtkListItem *row = g_object_get_data (G_OBJECT (item), "row");

    if (row)
      show_row (self, row);
  }
  try (self);
}

/* ── Filter ── */

static gboolean
has_words (gpointer object, gpointer data)
{
  CarrelPartItem     *item = object;
  CarrelChooseDialog *self = data;
  g_autofree char    *folded = NULL;

  if (!self->typed || !*self->typed || !item->part)
    return TRUE;
  folded = carrel_text_fold (item->part->text);
  return strstr (folded, self->typed) != NULL;
}

static void
filter_cb (CarrelChooseDialog *self)
{
  g_free (self->typed);
  self->typed = carrel_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->filter)));
  gtk_filter_changed (GTK_FILTER (self->words), GTK_FILTER_CHANGE_DIFFERENT);
}

/* ── The page ── */

static void
select_part (CarrelChooseDialog *self, int index)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++) {
    g_autoptr (CarrelPartItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

    if (index < 0 ? item->part == NULL : item->part && item->index == (guint) index) {
      gtk_list_view_scroll_to (self->list, i, GTK_LIST_SCROLL_SELECT, NULL);
      return;
    }
  }
}

static void
fill (CarrelChooseDialog *self)
{
  CarrelSiteRule *rule = self->page->own ? self->page->own : self->page->of_site;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (items, g_object_new (CARREL_TYPE_PART_ITEM, NULL));
  for (guint i = 0; i < self->page->outline->parts->len; i++) {
    CarrelPartItem *item = g_object_new (CARREL_TYPE_PART_ITEM, NULL);

    item->part = self->page->outline->parts->pdata[i];
    item->index = i;
    item->left_out = rule && item->part->selector &&
                     g_strv_contains (carrel_site_rule_get_skip (rule), item->part->selector);
    g_ptr_array_add (items, item);
  }
  self->filling = TRUE;
  g_list_store_splice (self->parts, 0, 0, items->pdata, items->len);
  self->filling = FALSE;
  if (self->page->host) {
    g_autofree char *title = g_strdup_printf (_ ("Used for All Pages of %s"), self->page->host);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->for_site), title);
    adw_switch_row_set_active (ADW_SWITCH_ROW (self->for_site),
                               self->page->of_site != NULL || self->page->own == NULL);
  }
  gtk_widget_set_visible (self->site_box, self->page->host != NULL);
  gtk_stack_set_visible_child_name (self->stack, "parts");
  select_part (self,
               rule ? carrel_outline_find (self->page->outline, carrel_site_rule_get_content (rule))
                    : -1);
  selected_cb (self);
}

static void
outline_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelChooseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  CarrelPageOutline *page =
      carrel_library_load_outline_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!page) {
    g_autofree char *sentence = carrel_words_error (error),
                    *markup = g_markup_escape_text (sentence, -1);

    adw_status_page_set_title (self->status,
                               g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND)
                                   ? _ ("No Page Kept")
                                   : _ ("No Parts to Choose From"));
    adw_status_page_set_description (self->status, markup);
    gtk_stack_set_visible_child_name (self->stack, "status");
    gtk_widget_grab_focus (self->cancel_button); /* else Escape is nobody's */
    return;
  }
  self->page = page;
  fill (self);
}

static void
use_cb (CarrelChooseDialog *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean   by_itself = !*carrel_site_rule_get_content (self->rule),
           for_site =
               self->page->host && adw_switch_row_get_active (ADW_SWITCH_ROW (self->for_site));
  CarrelKeepFlags flags = for_site ? CARREL_KEEP_FOR_SITE : CARREL_KEEP_FOR_ARTICLE;

  if (!self->revision || !window)
    return;
  if (!for_site && self->page->of_site)
    flags |= CARREL_KEEP_NOT_FOR_SITE;
  carrel_library_keep_revision_async (self->library, g_steal_pointer (&self->revision), flags,
                                      by_itself ? NULL : self->rule, NULL, carrel_ui_changed_cb,
                                      carrel_ui_change_new (window, "Text chosen", "Text chosen"));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cancel_cb (CarrelChooseDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* ── Object ── */

AdwDialog *
carrel_choose_dialog_new (CarrelLibrary *library, gint64 id)
{
  CarrelChooseDialog *self = g_object_new (CARREL_TYPE_CHOOSE_DIALOG, NULL);

  self->library = g_object_ref (library);
  self->id = id;
  carrel_library_load_outline_async (library, id, self->cancellable, outline_loaded_cb,
                                     g_object_ref (self));
  return ADW_DIALOG (self);
}

static void
carrel_choose_dialog_closed (AdwDialog *dialog)
{
  CarrelChooseDialog *self = CARREL_CHOOSE_DIALOG (dialog);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->trying);
}

static void
carrel_choose_dialog_dispose (GObject *object)
{
  CarrelChooseDialog *self = CARREL_CHOOSE_DIALOG (object);

  if (self->list)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->parts);
  g_clear_object (&self->words);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->trying);
  g_clear_pointer (&self->revision, carrel_revision_free);
  g_clear_pointer (&self->rule, carrel_site_rule_unref);
  g_clear_pointer (&self->page, carrel_page_outline_free);
  g_clear_pointer (&self->typed, g_free);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_choose_dialog_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelChooseDialog, name)

static void
carrel_choose_dialog_class_init (CarrelChooseDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_choose_dialog_dispose;
  ADW_DIALOG_CLASS (class)->closed = carrel_choose_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-choose-dialog.ui");
  BIND (cancel_button);
  BIND (use_button);
  BIND (for_site);
  BIND (site_box);
  BIND (stack);
  BIND (status);
  BIND (filter);
  BIND (panes);
  BIND (list);
  BIND (preview);
  BIND (sentence);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
carrel_choose_dialog_init (CarrelChooseDialog *self)
{
  GtkListItemFactory *factory;
  GtkFilterListModel *filtered;

  gtk_widget_init_template (GTK_WIDGET (self));
  carrel_ui_focus_when_shown (GTK_WIDGET (self->filter));
  self->cancellable = g_cancellable_new ();
  self->parts = g_list_store_new (CARREL_TYPE_PART_ITEM);
  self->words = gtk_custom_filter_new (has_words, self, NULL);
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->parts)),
                                        GTK_FILTER (g_object_ref (self->words)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (factory);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  self->view = carrel_document_view_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text"), -1);
  gtk_scrolled_window_set_child (self->preview, self->view);
}

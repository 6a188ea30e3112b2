/* carrel-link-dialog.c: links an article to another that is looked for, or changes a link. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-link-dialog-private.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "library/carrel-library-links.h"
#include "library/carrel-queue.h"
#include "ui/carrel-link-row.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (CarrelLinkDialog, carrel_link_dialog, ADW_TYPE_DIALOG)

/* ── What the link says ── */

/* In the order of the toggles; the last is the person's own kind. Translators: the first title,
 * then the other one; each is in quotes, or «the chosen article». */
static const struct {
  CarrelLinkKind kind;
  const char    *sentence;
} kinds[] = {
  { CARREL_LINK_RELATED, N_ ("%s and %s will show each other as related.") },
  { CARREL_LINK_FOLLOWS, N_ ("%s follows %s.") },
  { CARREL_LINK_CITES, N_ ("%s cites %s.") },
  { CARREL_LINK_SUPPORTS, N_ ("%s supports %s.") },
  { CARREL_LINK_CONTRADICTS, N_ ("%s contradicts %s.") },
};
#define OWN G_N_ELEMENTS (kinds)

/* Its strings are lent by the entries. FALSE: the own kind has no name yet. */
static gboolean
get_said (CarrelLinkDialog *self, CarrelLinkSaid *said)
{
  guint       active = adw_toggle_group_get_active (self->kind);
  const char *name = gtk_editable_get_text (self->own_name);

  *said = (CarrelLinkSaid) { .kind = active < OWN ? kinds[active].kind : CARREL_LINK_RELATED,
                             .note = gtk_editable_get_text (self->note),
                             .context = self->passage };
  if (active < OWN)
    return TRUE;
  said->label = name;
  said->inverse = gtk_editable_get_text (self->own_inverse);
  return active == OWN && *name;
}

/* What isn't there yet can't be what links. */
static gboolean
can_turn (CarrelLinkDialog *self)
{
  GtkListBoxRow *row = self->link ? NULL : gtk_list_box_get_selected_row (self->results);

  if (self->link)
    return carrel_link_get (self->link)->other != NULL;
  return !row || carrel_link_row_get_article (CARREL_LINK_ROW (row));
}

void
carrel_link_dialog_update_button (CarrelLinkDialog *self)
{
  CarrelLinkSaid said;

  if (!self->kind || !self->note || !self->own_name || !self->own_inverse || !self->results ||
      !self->turn)
    return; /* it ends */
  if (!can_turn (self))
    gtk_toggle_button_set_active (self->turn, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->turn),
                            adw_toggle_group_get_active (self->kind) != 0 && can_turn (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "links.link",
                                 get_said (self, &said) &&
                                     (self->link || gtk_list_box_get_selected_row (self->results)));
}

static void
said_changed_cb (CarrelLinkDialog *self)
{
  guint            active = adw_toggle_group_get_active (self->kind);
  gboolean         turned = gtk_toggle_button_get_active (self->turn);
  g_autofree char *other = NULL, *sentence = NULL, *title = NULL;
  const char      *from, *to;

  if (active > OWN || !self->source_title)
    return;
  if (self->link) {
    title = carrel_text_excerpt (carrel_link_get_title (self->link), 60);
    other = carrel_words_quote (title);
  } else {
    other = g_strdup (turned ? _ ("The chosen article") : _ ("the chosen article"));
  }
  from = turned ? other : self->source_title;
  to = turned ? self->source_title : other;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (active < OWN)
    sentence = g_strdup_printf (_ (kinds[active].sentence), from, to);
#pragma GCC diagnostic pop
  if (active == OWN)
    sentence = g_strjoin (
        " ", from,
        *gtk_editable_get_text (self->own_name) ? gtk_editable_get_text (self->own_name) : "…", to,
        NULL);
  carrel_side_set_text (self->sentence, sentence);
  gtk_widget_set_visible (self->own_box, active == OWN);
  carrel_link_dialog_update_button (self);
}

/* ── Own kinds ── */

static void
own_chosen_cb (CarrelLinkDialog *self, GtkListBoxRow *row)
{
  guint i = 2 * (guint) gtk_list_box_row_get_index (row);

  gtk_editable_set_text (self->own_name, self->own[i]);
  gtk_editable_set_text (self->own_inverse, self->own[i + 1]);
  gtk_popover_popdown (GTK_POPOVER (self->own_popover));
}

static void
own_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) own =
      carrel_library_load_link_kinds_finish (CARREL_LIBRARY (source), result, &error);

  if (!own)
    return;
  self->own = g_steal_pointer (&own);
  for (guint i = 0; self->own[i] && self->own[i + 1]; i += 2)
    gtk_list_box_append (self->own_list,
                         g_object_new (GTK_TYPE_LABEL, "label", self->own[i], "xalign", 0.f,
                                       "ellipsize", PANGO_ELLIPSIZE_END, NULL));
  gtk_widget_set_visible (self->own_menu, self->own[0] != NULL);
}

/* ── Linking ── */

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_queue_add_finish (CARREL_QUEUE (source), result, &error);

  if (!ids)
    carrel_ui_show_error (window, error);
}

/* To what isn't there yet; an address is fetched, too. */
static void
link_wanted (CarrelLinkDialog     *self,
             CarrelLinkRow        *row,
             const CarrelLinkSaid *said,
             GtkWidget            *window)
{
  const char *address = carrel_link_row_get_address (row), *message = _ ("Linked when it arrives");
  CarrelQueueOptions options = { .place = CARREL_PLACE_INBOX, .soon = TRUE };
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  carrel_library_link_wanted_async (self->library, self->source, said, address,
                                    carrel_link_row_get_title (row), carrel_ui_changed_cb,
                                    carrel_ui_change_new (window, message, NULL));
  if (!address)
    return;
  g_ptr_array_add (addresses, (gpointer) address);
  carrel_queue_add_async (carrel_library_get_queue (self->library), addresses, &options, queued_cb,
                          g_object_ref (window));
}

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelLinkDialog *self = CARREL_LINK_DIALOG (widget);
  GtkListBoxRow    *row = gtk_list_box_get_selected_row (self->results);
  gboolean          turned = gtk_toggle_button_get_active (self->turn);
  g_autofree char  *note = carrel_text_clean_line (gtk_editable_get_text (self->note));
  /* The dialog goes; the toast belongs to the window. */
  GtkWidget     *window = GTK_WIDGET (gtk_widget_get_root (widget));
  CarrelLinkSaid said;

  /* Who types fast and presses Enter doesn't mean what still stands there from before. */
  if (!get_said (self, &said) || !window || (!self->link && (!row || self->stale)))
    return;
  said.note = *note ? note : NULL;
  if (self->link) {
    const CarrelLinkData *data = carrel_link_get (self->link);

    carrel_library_edit_link_async (self->library, data->id, &said, turned != data->backlink,
                                    carrel_ui_changed_cb,
                                    carrel_ui_change_new (window, "Link changed", "Link changed"));
  } else if (!carrel_link_row_get_article (CARREL_LINK_ROW (row))) {
    link_wanted (self, CARREL_LINK_ROW (row), &said, window);
  } else {
    gint64 other = carrel_article_get_id (carrel_link_row_get_article (CARREL_LINK_ROW (row)));

    carrel_library_link_as_async (self->library, turned ? other : self->source,
                                  turned ? self->source : other, &said, carrel_ui_changed_cb,
                                  carrel_ui_change_new (window, "Link added", "Link added"));
  }
  adw_dialog_close (ADW_DIALOG (self));
}

/* ── Object ── */

static CarrelLinkDialog *
new_dialog (CarrelLibrary *library, const char *title)
{
  CarrelLinkDialog *self = g_object_new (CARREL_TYPE_LINK_DIALOG, NULL);
  g_autofree char  *brief = carrel_text_excerpt (title ? title : "", 60);

  self->library = g_object_ref (library);
  self->source_title = carrel_words_quote (brief);
  carrel_library_load_link_kinds_async (library, self->asking, own_loaded_cb, self);
  return self;
}

AdwDialog *
carrel_link_dialog_new (CarrelLibrary *library, gint64 source, const char *source_title)
{
  CarrelLinkDialog *self = new_dialog (library, source_title);

  self->source = source;
  said_changed_cb (self);
  carrel_link_dialog_search (self);
  carrel_link_dialog_ask_likely (self);
  return ADW_DIALOG (self);
}

AdwDialog *
carrel_link_dialog_new_for_link (CarrelLibrary *library, const char *title, CarrelLink *link)
{
  CarrelLinkDialog     *self = new_dialog (library, title);
  const CarrelLinkData *data = carrel_link_get (link);
  guint                 active = 0;

  self->link = g_object_ref (link);
  for (guint i = 0; i < OWN; i++)
    if (kinds[i].kind == data->kind)
      active = i;
  if (data->label) {
    active = OWN;
    gtk_editable_set_text (self->own_name, data->label);
    gtk_editable_set_text (self->own_inverse, data->inverse ? data->inverse : "");
  }
  gtk_editable_set_text (self->note, data->note ? data->note : "");
  gtk_toggle_button_set_active (self->turn, data->backlink);
  adw_toggle_group_set_active (self->kind, active);
  gtk_widget_set_visible (GTK_WIDGET (self->search), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->stack), FALSE);
  gtk_button_set_label (GTK_BUTTON (self->link_button), _ ("Save"));
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Edit Link"));
  adw_dialog_set_content_height (ADW_DIALOG (self), -1);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->note));
  said_changed_cb (self);
  return ADW_DIALOG (self);
}

void
carrel_link_dialog_set_passage (CarrelLinkDialog *self, const char *passage)
{
  g_autofree char *quote = carrel_words_quote (passage);

  g_set_str (&self->passage, passage);
  carrel_side_set_text (self->quote, quote);
  gtk_widget_set_visible (GTK_WIDGET (self->quote), TRUE);
}

static void
carrel_link_dialog_dispose (GObject *object)
{
  CarrelLinkDialog *self = CARREL_LINK_DIALOG (object);

  carrel_link_dialog_stop_search (self);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->library);
  g_clear_object (&self->link);
  g_clear_pointer (&self->query, carrel_query_unref);
  G_OBJECT_CLASS (carrel_link_dialog_parent_class)->dispose (object);
}

static void
carrel_link_dialog_finalize (GObject *object)
{
  CarrelLinkDialog *self = CARREL_LINK_DIALOG (object);

  g_object_unref (self->asking);
  g_ptr_array_unref (self->likely);
  g_strfreev (self->own);
  g_free (self->address);
  g_free (self->passage);
  g_free (self->source_title);
  G_OBJECT_CLASS (carrel_link_dialog_parent_class)->finalize (object);
}

static void
carrel_link_dialog_class_init (CarrelLinkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_link_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_link_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-link-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, search);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, note);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, none);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, results);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, misread);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, quote);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, turn);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, own_name);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, own_inverse);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, own_box);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, own_menu);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, own_popover);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, own_list);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, link_button);
  gtk_widget_class_bind_template_callback (widget_class, said_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_chosen_cb);
  carrel_link_dialog_bind_search_callbacks (widget_class);
  gtk_widget_class_install_action (widget_class, "links.link", NULL, link_action);
}

static void
carrel_link_dialog_init (CarrelLinkDialog *self)
{
  self->asking = g_cancellable_new ();
  self->likely = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  carrel_ui_focus_when_shown (GTK_WIDGET (self->search));
}

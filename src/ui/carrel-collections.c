/* carrel-collections.c: searches that are kept, as places of the sidebar. Main thread.
 *
 * Counts are searches of their own: one at a time, some time after the library changed, and never
 * for what is not shown any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-collections.h"

#include "base/carrel-text.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define COUNT_DELAY 400 /* ms */
#define MAX_NAME 60     /* characters of a name that is made of the search */

struct _CarrelCollections {
  GObject parent_instance;

  CarrelLibrary *library;  /* (owned) */
  GPtrArray     *places;   /* (owned) of CarrelUiPlace */
  GCancellable  *counting; /* (owned) (nullable) */
  guint          next;     /* which place is counted now */
  guint          later;
};

G_DEFINE_FINAL_TYPE (CarrelCollections, carrel_collections, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ── Counts ── */

static void count_next (CarrelCollections *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelCollections) self = user_data;
  g_autoptr (GError) error = NULL;
  guint    n;
  gboolean counted = carrel_library_count_finish (CARREL_LIBRARY (source), result, &n, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->library)
    return; /* others are being counted */
  if (counted && self->next < self->places->len)
    carrel_ui_place_set_count (self->places->pdata[self->next], n);
  self->next++;
  count_next (self);
}

static void
count_next (CarrelCollections *self)
{
  g_autoptr (CarrelQuery) query = NULL;

  if (self->next >= self->places->len)
    return;
  query = carrel_ui_place_make_query (self->places->pdata[self->next]);
  carrel_library_count_async (self->library, query, self->counting, counted_cb,
                              g_object_ref (self));
}

static gboolean
count_cb (gpointer user_data)
{
  CarrelCollections *self = user_data;

  self->later = 0;
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  self->next = 0;
  count_next (self);
  return G_SOURCE_REMOVE;
}

static void
count_later (CarrelCollections *self)
{
  if (self->later == 0 && self->places->len > 0)
    self->later = g_timeout_add (COUNT_DELAY, count_cb, self);
}

/* ── Places ── */

static gboolean
is_same (CarrelUiPlace *place, CarrelCollection *collection)
{
  CarrelCollection *old = carrel_ui_place_get_collection (place);

  return carrel_collection_get_id (old) == carrel_collection_get_id (collection) &&
         strcmp (carrel_collection_get_name (old), carrel_collection_get_name (collection)) == 0 &&
         strcmp (carrel_collection_get_query (old), carrel_collection_get_query (collection)) == 0;
}

static void
update (CarrelCollections *self)
{
  GListModel *collections = carrel_library_get_collections (self->library);
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->places);

  self->places = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (collections); i++) {
    g_autoptr (CarrelCollection) collection = g_list_model_get_item (collections, i);
    CarrelUiPlace *place = NULL;

    for (guint k = 0; k < old->len && !place; k++)
      if (is_same (old->pdata[k], collection))
        place = g_object_ref (old->pdata[k]);
    g_ptr_array_add (self->places, place ? place : carrel_ui_place_new_for_collection (collection));
  }
  g_cancellable_cancel (self->counting);
  count_later (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

GPtrArray *
carrel_collections_get_places (CarrelCollections *self)
{
  return self->places;
}

CarrelUiPlace *
carrel_collections_find (CarrelCollections *self, gint64 id)
{
  for (guint i = 0; i < self->places->len; i++)
    if (carrel_collection_get_id (carrel_ui_place_get_collection (self->places->pdata[i])) == id)
      return self->places->pdata[i];
  return NULL;
}

/* ── The dialog ── */

typedef struct {
  GtkWidget      *widget;  /* (owned) */
  CarrelLibrary  *library; /* (owned) */
  AdwAlertDialog *dialog;
  GtkEditable    *name, *query;
  gint64          id;
} Edit;

static void
free_edit (Edit *edit)
{
  g_object_unref (edit->widget);
  g_object_unref (edit->library);
  g_free (edit);
}

static char *
dup_line (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static void
edited_cb (GtkEditable *row, Edit *edit)
{
  g_autofree char *name = dup_line (edit->name), *query = dup_line (edit->query);

  g_autofree char *misread = carrel_words_misread (query, FALSE),
                  *body = g_strconcat (_ ("It stands in the sidebar and is always up to date."),
                                       misread ? "\n\n" : NULL, misread, NULL);

  adw_alert_dialog_set_response_enabled (edit->dialog, "save", *name && *query);
  adw_alert_dialog_set_body (edit->dialog, body);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Edit            *edit = user_data;
  g_autofree char *name = dup_line (edit->name), *query = dup_line (edit->query);

  if (strcmp (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "save") == 0 &&
      *name && *query)
    carrel_library_save_collection_async (
        edit->library, edit->id, name, query, carrel_ui_changed_cb,
        carrel_ui_change_new (
            edit->widget, edit->id == 0 ? N_ ("Search saved") : N_ ("Collection changed"), NULL));
  free_edit (edit);
}

static GtkEditable *
add_row (GtkWidget *list, const char *title, const char *text, Edit *edit)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (row, "changed", G_CALLBACK (edited_cb), edit);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return GTK_EDITABLE (row);
}

void
carrel_collections_edit (GtkWidget        *widget,
                         CarrelLibrary    *library,
                         CarrelCollection *collection,
                         const char       *name,
                         const char       *query)
{
  Edit            *edit = g_new0 (Edit, 1);
  GtkWidget       *list = gtk_list_box_new ();
  const char      *search = collection ? carrel_collection_get_query (collection) : query;
  g_autofree char *called = collection ? g_strdup (carrel_collection_get_name (collection))
                                       : carrel_text_excerpt (name, MAX_NAME);

  edit->widget = g_object_ref (widget);
  edit->library = g_object_ref (library);
  edit->id = collection ? carrel_collection_get_id (collection) : 0;
  edit->dialog = ADW_ALERT_DIALOG (
      adw_alert_dialog_new (collection ? _ ("Edit Collection") : _ ("Save Search"), NULL));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  edit->name = add_row (list, _ ("Name"), called, edit);
  edit->query = add_row (list, C_ ("collection", "Search"), search, edit);
  adw_alert_dialog_set_extra_child (edit->dialog, list);
  adw_alert_dialog_add_responses (edit->dialog, "cancel", _ ("_Cancel"), "save", _ ("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (edit->dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (edit->dialog, "save");
  adw_alert_dialog_set_close_response (edit->dialog, "cancel");
  adw_dialog_set_focus (ADW_DIALOG (edit->dialog), GTK_WIDGET (edit->name));
  edited_cb (NULL, edit);
  adw_alert_dialog_choose (edit->dialog, widget, NULL, answered_cb, edit);
}

/* ── Object ── */

CarrelCollections *
carrel_collections_new (CarrelLibrary *library)
{
  CarrelCollections *self = g_object_new (CARREL_TYPE_COLLECTIONS, NULL);

  self->library = g_object_ref (library);
  update (self);
  g_signal_connect_object (carrel_library_get_collections (library), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (count_later), self, G_CONNECT_SWAPPED);
  return self;
}

static void
carrel_collections_dispose (GObject *object)
{
  CarrelCollections *self = CARREL_COLLECTIONS (object);

  g_clear_handle_id (&self->later, g_source_remove);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_collections_parent_class)->dispose (object);
}

static void
carrel_collections_finalize (GObject *object)
{
  g_ptr_array_unref (CARREL_COLLECTIONS (object)->places);
  G_OBJECT_CLASS (carrel_collections_parent_class)->finalize (object);
}

static void
carrel_collections_class_init (CarrelCollectionsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = carrel_collections_dispose;
  object_class->finalize = carrel_collections_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_collections_init (CarrelCollections *self)
{
  self->places = g_ptr_array_new_with_free_func (g_object_unref);
}

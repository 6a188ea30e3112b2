/* carrel-selection-toolbar.c: what can be done with a passage. Main thread.
 *
 * It has two modes: over a selection, and over a highlight, whose id is then known. A press in the
 * text puts it away; what the press leads to may bring it back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-selection-toolbar.h"

#include "base/carrel-text.h"
#include "library/carrel-library-highlights.h"
#include "ui/carrel-link-dialog.h"
#include "ui/carrel-note-dialog.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_QUOTE 240 /* characters of a passage in a link's note */
#define MAX_SEARCH 80

struct _CarrelSelectionToolbar {
  GtkPopover parent_instance;

  CarrelDocumentView *view;                 /* its parent's child */
  CarrelLibrary      *library;              /* (owned) (nullable) */
  CarrelReading      *reading;              /* lent (nullable) */
  gint64              article;              /* of the reading; 0 */
  gint64              id;                   /* the highlight that it is over; 0: a selection */
  guint               colour;               /* used last */
  guint               made_start, made_end; /* what was highlighted just now; equal: nothing */
  gboolean            note_wanted;          /* on that, once it has come */
  gboolean            has_colour;
  GtkWidget          *swatches[CARREL_N_HIGHLIGHT_COLOURS], *remove_button;
};

G_DEFINE_FINAL_TYPE (CarrelSelectionToolbar, carrel_selection_toolbar, GTK_TYPE_POPOVER)

/* ── What it is about ── */

static const CarrelHighlightData *
find_highlight (CarrelSelectionToolbar *self, gint64 id)
{
  for (guint i = 0; self->reading && i < self->reading->highlights->len; i++) {
    const CarrelHighlightData *data = carrel_highlight_get (self->reading->highlights->pdata[i]);

    if (data->id == id)
      return data;
  }
  return NULL;
}

/* The passage's words. (transfer full) (nullable) */
static char *
dup_passage (CarrelSelectionToolbar *self)
{
  const CarrelHighlightData *data = self->id != 0 ? find_highlight (self, self->id) : NULL;

  return data ? g_strdup (data->exact) : carrel_document_view_get_selected_text (self->view);
}

static gboolean
get_place (CarrelSelectionToolbar *self, GdkRectangle *place)
{
  const CarrelHighlightData *data = self->id != 0 ? find_highlight (self, self->id) : NULL;
  GtkWidget                 *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  graphene_point_t           point;
  GdkRectangle               bounds;

  if (self->id != 0
          ? !data || !carrel_document_view_get_bounds (self->view, data->start, data->end, &bounds)
          : !carrel_document_view_get_selection_bounds (self->view, &bounds))
    return FALSE;
  if (!parent ||
      !gtk_widget_compute_point (GTK_WIDGET (self->view), parent,
                                 &GRAPHENE_POINT_INIT ((float) bounds.x, (float) bounds.y), &point))
    return FALSE;
  *place = (GdkRectangle) { (int) point.x, (int) point.y, bounds.width, bounds.height };
  return TRUE;
}

static void
hide (CarrelSelectionToolbar *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus && gtk_widget_is_ancestor (
                   focus, GTK_WIDGET (self))) /* what is done with it is done from the text on */
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->id = 0;
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* The highlight that was made just now, once it has come; 0: none. */
static gint64
find_made (CarrelSelectionToolbar *self)
{
  for (guint i = 0; self->reading && i < self->reading->highlights->len; i++) {
    const CarrelHighlightData *data = carrel_highlight_get (self->reading->highlights->pdata[i]);

    if (!data->lost && self->made_start < self->made_end && data->start <= self->made_start &&
        data->end >= self->made_end)
      return data->id;
  }
  return 0;
}

/* The person goes on to something else. */
static void
forget_made (CarrelSelectionToolbar *self)
{
  self->made_start = self->made_end = 0;
  self->note_wanted = FALSE;
}

static void
press_cb (CarrelSelectionToolbar *self)
{
  forget_made (self);
  hide (self);
}

static void
show (CarrelSelectionToolbar *self, gint64 id)
{
  const CarrelHighlightData *data = find_highlight (self, id);
  guint                      current = data ? data->colour : self->colour;
  GdkRectangle               place;

  self->id = data ? id : 0;
  if (self->article == 0 || !get_place (self, &place)) {
    hide (self);
    return;
  }
  for (guint i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++) {
    (i == current ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->swatches[i],
                                                                             "current");
    gtk_accessible_update_state (
        GTK_ACCESSIBLE (self->swatches[i]), GTK_ACCESSIBLE_STATE_PRESSED,
        i == current ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  }
  gtk_widget_set_visible (self->remove_button, self->id != 0);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &place);
  gtk_popover_popup (GTK_POPOVER (self));
}

static void
follow (CarrelSelectionToolbar *self)
{
  GdkRectangle place;

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (get_place (self, &place))
    gtk_popover_set_pointing_to (GTK_POPOVER (self), &place);
  else
    hide (self);
}

/* ── What the view tells ── */

static void
selection_changed_cb (CarrelSelectionToolbar *self)
{
  if (carrel_document_view_has_selection (self->view)) {
    forget_made (self);
    show (self, 0);
  } else {
    hide (self);
  }
}

static void
highlight_activated_cb (CarrelSelectionToolbar *self, gint64 id)
{
  show (self, id);
}

static gboolean
is_modifier (guint key)
{
  return (key >= GDK_KEY_Shift_L && key <= GDK_KEY_Hyper_R) || key == GDK_KEY_ISO_Level3_Shift;
}

static gboolean
key_pressed_cb (GtkEventControllerKey  *controller,
                guint                   key,
                guint                   code,
                GdkModifierType         state,
                CarrelSelectionToolbar *self)
{
  if (gdk_keyval_to_lower (key) != GDK_KEY_m && !is_modifier (key))
    forget_made (self);
  /* Tab goes in; the focus stays in the text until then, so that the selection can grow. */
  if (key == GDK_KEY_Tab && !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) &&
      gtk_widget_get_visible (GTK_WIDGET (self)))
    return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  if (key != GDK_KEY_Escape || !gtk_widget_get_visible (GTK_WIDGET (self)) || self->id == 0)
    return FALSE;
  hide (self);
  return TRUE;
}

/* With the focus in it. */
static gboolean
own_key_pressed_cb (GtkEventControllerKey  *controller,
                    guint                   key,
                    guint                   code,
                    GdkModifierType         state,
                    CarrelSelectionToolbar *self)
{
  if (key != GDK_KEY_Escape)
    return FALSE;
  hide (self);
  return TRUE;
}

/* ── Doing it ── */

static void
done (CarrelSelectionToolbar *self)
{
  hide (self);
  carrel_document_view_unselect (self->view);
}

static void
add (CarrelSelectionToolbar *self, guint start, guint end, const char *passage, const char *note)
{
  carrel_library_add_highlight_async (
      self->library, self->article, start, end, passage, (CarrelHighlightColour) self->colour, note,
      carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self->view), N_ ("Passage highlighted"), NULL));
}

static void
use_colour (CarrelSelectionToolbar *self, guint colour)
{
  g_autofree char *passage = carrel_document_view_get_selected_text (self->view);
  guint            start = 0, end = 0;
  gboolean         made = FALSE;

  self->colour = colour;
  self->has_colour = TRUE;
  if (self->id != 0)
    carrel_library_set_highlight_colour_async (
        self->library, self->id, (CarrelHighlightColour) colour, carrel_ui_changed_cb,
        carrel_ui_change_new (GTK_WIDGET (self->view), N_ ("Colour changed"), NULL));
  else if (passage && carrel_document_view_get_selection (self->view, &start, &end)) {
    add (self, start, end, passage, NULL);
    made = TRUE;
  }
  done (self);
  if (made) {
    self->made_start = start;
    self->made_end = end;
  }
}

static void
swatch_clicked_cb (GtkWidget *button, CarrelSelectionToolbar *self)
{
  for (guint i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++)
    if (self->swatches[i] == button) {
      use_colour (self, i);
      return;
    }
}

static gboolean
has_passage (CarrelSelectionToolbar *self)
{
  return self->article != 0 && (self->id != 0 || carrel_document_view_has_selection (self->view));
}

void
carrel_selection_toolbar_highlight (CarrelSelectionToolbar *self)
{
  if (has_passage (self))
    use_colour (self, self->colour);
  else if (self->article != 0)
    carrel_ui_show_toast (GTK_WIDGET (self->view), _ ("Select text first"), NULL);
}

/* What a note is for, while it is being written. */
typedef struct {
  CarrelSelectionToolbar *toolbar; /* (owned) */
  gint64                  article, id;
  guint                   start, end;
  char                   *passage; /* (owned) */
} Noting;

static void
free_noting (gpointer data)
{
  Noting *noting = data;

  g_object_unref (noting->toolbar);
  g_free (noting->passage);
  g_free (noting);
}

static void
note_written (GtkWidget *parent, const char *note, gpointer data)
{
  Noting                 *noting = data;
  CarrelSelectionToolbar *self = noting->toolbar;

  if (!self->library)
    return;
  if (noting->id != 0)
    carrel_library_set_highlight_note_async (
        self->library, noting->id, note, carrel_ui_changed_cb,
        carrel_ui_change_new (parent, N_ ("Note saved"), NULL));
  else
    carrel_library_add_highlight_async (
        self->library, noting->article, noting->start, noting->end, noting->passage,
        (CarrelHighlightColour) self->colour, note, carrel_ui_changed_cb,
        carrel_ui_change_new (parent, N_ ("Passage highlighted"), NULL));
  carrel_document_view_unselect (self->view);
}

gboolean
carrel_selection_toolbar_note (CarrelSelectionToolbar *self)
{
  const CarrelHighlightData *data;
  Noting                    *noting;

  if (self->id == 0 && !carrel_document_view_has_selection (self->view)) /* as after it was made */
    carrel_document_view_get_caret_highlight (self->view, &self->id);
  if (self->id == 0 && !carrel_document_view_has_selection (self->view) &&
      self->made_start < self->made_end) {
    self->id = find_made (self);
    self->note_wanted = self->id == 0;
    if (self->note_wanted) /* it is on its way */
      return TRUE;
  }
  data = find_highlight (self, self->id);
  if (!has_passage (self)) /* it is on the article then */
    return FALSE;
  noting = g_new0 (Noting, 1);
  *noting = (Noting) { g_object_ref (self), self->article, self->id, 0, 0, dup_passage (self) };
  if (self->id == 0)
    carrel_document_view_get_selection (self->view, &noting->start, &noting->end);
  gtk_popover_popdown (GTK_POPOVER (self));
  self->id = 0;
  carrel_note_dialog_present (GTK_WIDGET (self->view), noting->passage, data ? data->note : NULL,
                              note_written, noting, free_noting);
  return TRUE;
}

static void
note_clicked_cb (CarrelSelectionToolbar *self)
{
  carrel_selection_toolbar_note (self);
}

static void
link_clicked_cb (CarrelSelectionToolbar *self)
{
  g_autofree char *passage = dup_passage (self),
                  *quote = passage ? carrel_text_excerpt (passage, MAX_QUOTE) : NULL;
  AdwDialog *dialog;

  if (!self->reading)
    return;
  dialog = carrel_link_dialog_new (self->library, self->article,
                                   carrel_article_get_title (self->reading->article));
  if (quote)
    carrel_link_dialog_set_passage (CARREL_LINK_DIALOG (dialog), quote);
  gtk_popover_popdown (GTK_POPOVER (self));
  adw_dialog_present (dialog, GTK_WIDGET (self->view));
}

static void
search_clicked_cb (CarrelSelectionToolbar *self)
{
  g_autofree char *passage = dup_passage (self),
                  *words = passage ? carrel_text_excerpt (passage, MAX_SEARCH) : NULL;
  g_autofree char *line = words ? carrel_text_clean_line (words) : NULL;
  g_autoptr (GString) query = g_string_new ("\"");

  if (!line)
    return;
  for (const char *p = line; *p; p++)
    if (*p != '"')
      g_string_append_c (query, *p);
  if (g_str_has_suffix (query->str, "…"))
    g_string_truncate (query, query->len - strlen ("…"));
  g_string_append_c (query, '"');
  hide (self);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "win.search-for", "s", query->str);
}

static void
copy_clicked_cb (CarrelSelectionToolbar *self)
{
  g_autofree char *passage = dup_passage (self);

  if (self->id == 0)
    carrel_document_view_copy_selection (self->view);
  else if (passage)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->view)), passage);
  hide (self);
}

static void
remove_clicked_cb (CarrelSelectionToolbar *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->id == 0)
    return;
  g_array_append_val (ids, self->id);
  hide (self);
  carrel_library_remove_highlights_async (
      self->library, ids, carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self->view), N_ ("Highlight removed"), NULL));
}

gboolean
carrel_selection_toolbar_show_highlight (CarrelSelectionToolbar *self, gint64 id)
{
  const CarrelHighlightData *data = find_highlight (self, id);

  if (!data || data->lost)
    return FALSE;
  carrel_document_view_scroll_to_offset (self->view, data->start);
  return TRUE;
}

/* ── What is read ── */

/* The colour of the newest is the one used last, also in a new window. */
static void
newest_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CarrelSelectionToolbar) self = data;
  g_autoptr (GPtrArray) newest =
      carrel_library_list_highlights_finish (CARREL_LIBRARY (source), result, NULL);

  if (newest && newest->len > 0 && !self->has_colour)
    self->colour = carrel_highlight_get (newest->pdata[0])->colour;
}

void
carrel_selection_toolbar_set_reading (CarrelSelectionToolbar *self,
                                      CarrelLibrary          *library,
                                      CarrelReading          *reading)
{
  gint64 article = reading ? carrel_article_get_id (reading->article) : 0;
  g_autoptr (GPtrArray) there = g_ptr_array_new_with_free_func (g_object_unref);

  if (g_set_object (&self->library, library) && library) {
    CarrelHighlightQuery query = { .colour = -1, .limit = 1 };

    carrel_library_list_highlights_async (library, &query, NULL, newest_loaded_cb,
                                          g_object_ref (self));
  }
  if (article != self->article) {
    forget_made (self);
    hide (self);
  }
  self->reading = reading;
  self->article = article;
  for (guint i = 0; reading && i < reading->highlights->len; i++)
    if (!carrel_highlight_get (reading->highlights->pdata[i])->lost)
      g_ptr_array_add (there, g_object_ref (reading->highlights->pdata[i]));
  carrel_document_view_set_highlights (self->view, there);
  if (self->id != 0 && !find_highlight (self, self->id))
    hide (self);
  if (self->note_wanted && find_made (self) != 0) {
    self->note_wanted = FALSE;
    carrel_selection_toolbar_note (self);
  }
}

/* ── Object ── */

static GtkWidget *
make_button (CarrelSelectionToolbar *self,
             const char             *icon,
             const char             *tooltip,
             GCallback               callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focus_on_click (button, FALSE);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_swatches (CarrelSelectionToolbar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++) {
    GtkWidget       *button = gtk_button_new ();
    g_autofree char *tooltip = g_strdup_printf (_ ("Highlight %s"), carrel_words_colour (i));

    gtk_widget_add_css_class (button, "swatch");
    gtk_widget_add_css_class (button, carrel_highlight_colour_get_name (i));
    gtk_widget_set_tooltip_text (button, tooltip);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                    -1);
    gtk_widget_set_focus_on_click (button, FALSE);
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    g_signal_connect_object (button, "clicked", G_CALLBACK (swatch_clicked_cb), self,
                             G_CONNECT_DEFAULT);
    gtk_box_append (GTK_BOX (box), button);
    self->swatches[i] = button;
  }
  return box;
}

GtkWidget *
carrel_selection_toolbar_new (CarrelDocumentView *view)
{
  CarrelSelectionToolbar *self = g_object_new (CARREL_TYPE_SELECTION_TOOLBAR, NULL);
  GtkEventController     *keys = gtk_event_controller_key_new (),
                     *own_keys = gtk_event_controller_key_new ();
  GtkGesture *press = gtk_gesture_click_new ();

  self->view = view;
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  g_signal_connect_object (own_keys, "key-pressed", G_CALLBACK (own_key_pressed_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), own_keys);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (press_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (press));
  g_signal_connect_object (view, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "highlight-activated", G_CALLBACK (highlight_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "position-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "unmap", G_CALLBACK (hide), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
carrel_selection_toolbar_dispose (GObject *object)
{
  CarrelSelectionToolbar *self = CARREL_SELECTION_TOOLBAR (object);

  g_clear_object (&self->library);
  self->reading = NULL;
  self->article = 0;
  G_OBJECT_CLASS (carrel_selection_toolbar_parent_class)->dispose (object);
}

static void
carrel_selection_toolbar_class_init (CarrelSelectionToolbarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_selection_toolbar_dispose;
}

static void
carrel_selection_toolbar_init (CarrelSelectionToolbar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4),
            *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

  gtk_widget_set_margin_start (line, 6);
  gtk_widget_set_margin_end (line, 2);
  gtk_widget_set_margin_top (line, 6);
  gtk_widget_set_margin_bottom (line, 6);
  gtk_box_append (GTK_BOX (box), make_swatches (self));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), make_button (self, "carrel-note-symbolic", _ ("Note (M)"),
                                              G_CALLBACK (note_clicked_cb)));
  gtk_box_append (GTK_BOX (box), make_button (self, "carrel-link-symbolic", _ ("Link To…"),
                                              G_CALLBACK (link_clicked_cb)));
  gtk_box_append (GTK_BOX (box), make_button (self, "edit-find-symbolic", _ ("Find in Library"),
                                              G_CALLBACK (search_clicked_cb)));
  gtk_box_append (GTK_BOX (box), make_button (self, "edit-copy-symbolic", _ ("Copy"),
                                              G_CALLBACK (copy_clicked_cb)));
  self->remove_button = make_button (self, "user-trash-symbolic", _ ("Remove Highlight"),
                                     G_CALLBACK (remove_clicked_cb));
  gtk_box_append (GTK_BOX (box), self->remove_button);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_TOP);
  gtk_popover_set_offset (GTK_POPOVER (self), 0, -6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "selection");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Passage"), -1);
}

/* carrel-search-completion.c: what may stand next in a search, below its entry. Main thread.
 *
 * The last searches are kept, one a line, the newest first. Values that only the library knows come
 * from a reader: what is shown before stays until they are there, and the last letter wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-search-completion.h"

#include "ui/carrel-state.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define STATE "searches"
#define MAX_ROWS 6
#define MAX_SEARCHES 20
#define MAX_BYTES 512 /* of a search that is remembered */

struct _CarrelSearchCompletion {
  GObject parent_instance;

  CarrelLibrary    *library;               /* (owned) */
  GtkWidget        *entry;                 /* (nullable) */
  GtkWidget        *popover, *list, *hint; /* lent (nullable): not needed yet */
  GPtrArray        *searches;   /* (owned) (nullable): the last ones; NULL until they are read */
  char             *remembered; /* (owned) (nullable): before that */
  gboolean          asked;      /* for them, before that */
  CarrelQueryTyped *typed;      /* (owned) (nullable): what is completed */
  gsize             cursor;     /* where it ends, in bytes */
  GCancellable     *finding;    /* (owned) (nullable): values of it */
  guint             later;      /* source id */
  gboolean          quiet;
};

G_DEFINE_FINAL_TYPE (CarrelSearchCompletion, carrel_search_completion, G_TYPE_OBJECT)

/* ── The last searches ── */

static void
take_searches (CarrelSearchCompletion *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", MAX_SEARCHES + 1);

  self->searches = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] && i < MAX_SEARCHES; i++)
    if (*lines[i] && strlen (lines[i]) <= MAX_BYTES)
      g_ptr_array_add (self->searches, g_strdup (lines[i]));
}

static void
save_searches (CarrelSearchCompletion *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->searches->len; i++)
    g_string_append_printf (text, "%s\n", (char *) self->searches->pdata[i]);
  carrel_state_save (STATE, text->str);
}

/* The newest is the first. */
static void
add_search (CarrelSearchCompletion *self, const char *search)
{
  for (guint i = self->searches->len; i > 0; i--)
    if (strcmp (self->searches->pdata[i - 1], search) == 0)
      g_ptr_array_remove_index (self->searches, i - 1);
  g_ptr_array_insert (self->searches, 0, g_strdup (search));
  if (self->searches->len > MAX_SEARCHES)
    g_ptr_array_set_size (self->searches, MAX_SEARCHES);
  save_searches (self);
}

static void show_searches (CarrelSearchCompletion *self);

static void
searches_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelSearchCompletion) self = user_data;
  g_autofree char *text = carrel_state_load_finish (result);

  take_searches (self, text);
  if (self->remembered)
    add_search (self, self->remembered);
  if (self->asked && self->entry)
    show_searches (self);
}

void
carrel_search_completion_remember (CarrelSearchCompletion *self, const char *search)
{
  g_autofree char *clean = g_strstrip (g_strdup (search));

  if (!*clean || strlen (clean) > MAX_BYTES || strchr (clean, '\n'))
    return;
  if (self->searches)
    add_search (self, clean);
  else
    g_set_str (&self->remembered, clean); /* until the others are there */
}

/* ── Rows ── */

/* `whole`: what the entry says when the row is taken, with the cursor after so many bytes. */
static void
append_row (CarrelSearchCompletion *self,
            GtkWidget              *start,
            const char             *text,
            const char             *meta,
            const char             *whole,
            gsize                   cursor)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *label = gtk_label_new (text),
            *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), start);
  gtk_box_append (GTK_BOX (box), label);
  if (meta) {
    GtkWidget *end = gtk_label_new (meta);

    gtk_widget_add_css_class (end, "meta");
    gtk_box_append (GTK_BOX (box), end);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_can_focus (row, FALSE);
  g_object_set_data_full (G_OBJECT (row), "whole", g_strdup (whole), g_free);
  g_object_set_data (G_OBJECT (row), "cursor",
                     GUINT_TO_POINTER (g_utf8_strlen (whole, (gssize) cursor)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static guint
count_rows (CarrelSearchCompletion *self)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) n))
    n++;
  return n;
}

static GtkWidget *
new_icon (const char *name)
{
  return gtk_image_new_from_icon_name (name);
}

/* A value of the field that is typed, or a field's name. */
static void
append_value (CarrelSearchCompletion *self,
              GtkWidget              *start,
              const char             *text,
              const char             *meta,
              const char             *value)
{
  const char      *whole = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gsize            cursor = 0;
  g_autofree char *completed =
      carrel_query_complete (whole, self->cursor, self->typed, value, &cursor);

  append_row (self, start, text, meta, completed, MIN (cursor, strlen (completed)));
}

static void
append_topics (CarrelSearchCompletion *self)
{
  g_autoptr (GPtrArray) topics =
      carrel_library_complete_topic (self->library, self->typed->text, MAX_ROWS);

  for (guint i = 0; i < topics->len; i++) {
    const char      *path = carrel_topic_get_path (topics->pdata[i]);
    g_autofree char *count =
        g_strdup_printf ("%'u", carrel_topic_get_n_articles (topics->pdata[i]));

    GtkWidget *dot = carrel_ui_dot_new (carrel_topic_get_colour (topics->pdata[i]));

    gtk_widget_set_margin_start (dot, 3); /* as wide as an icon */
    gtk_widget_set_margin_end (dot, 3);
    append_value (self, dot, path, count, path);
  }
}

static const struct {
  const char *name, *means;
} fields[] = {
  { "topic", N_ ("Topic") },      { "is", N_ ("State") },
  { "site", N_ ("Site") },        { "author", N_ ("Author") },
  { "title", N_ ("Title") },      { "has", N_ ("With") },
  { "added", N_ ("Date added") }, { "published", N_ ("Date published") },
  { "read", N_ ("Date read") },   { "lang", N_ ("Language") },
  { "words", N_ ("Length") },
};

static const struct {
  const char *span, *means;
} spans[] = {
  { "7d", N_ ("The last 7 days") },
  { "30d", N_ ("The last 30 days") },
  { "1y", N_ ("The last year") },
};

static void
append_fields (CarrelSearchCompletion *self)
{
  for (guint i = 0; *self->typed->text && i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *text = g_strconcat (fields[i].name, ":", NULL);

    if (g_str_has_prefix (fields[i].name, self->typed->text) && count_rows (self) < MAX_ROWS)
      append_value (self, new_icon ("edit-find-symbolic"), text, _ (fields[i].means),
                    fields[i].name);
  }
}

/* What the language itself knows: «is:unread», «topic:none», spans of time. */
static void
append_words (CarrelSearchCompletion *self)
{
  const char *field = self->typed->field;
  g_autoptr (GPtrArray) values = carrel_query_list_completions (self->typed);
  gboolean time = strcmp (field, "added") == 0 || strcmp (field, "published") == 0 ||
                  strcmp (field, "read") == 0;

  for (guint i = 0; i < values->len && count_rows (self) < MAX_ROWS; i++) {
    g_autofree char *text = g_strconcat (field, ":", values->pdata[i], NULL),
                    *means = carrel_words_filter (field, values->pdata[i], FALSE);

    if (strcmp (values->pdata[i], self->typed->text) != 0)
      append_value (self, new_icon ("edit-find-symbolic"), text, means, values->pdata[i]);
  }
  for (guint i = 0; time && i < G_N_ELEMENTS (spans); i++) {
    g_autofree char *text = g_strconcat (field, ":", spans[i].span, NULL);

    if (g_str_has_prefix (spans[i].span, self->typed->text) &&
        strcmp (spans[i].span, self->typed->text) != 0)
      append_value (self, new_icon ("edit-find-symbolic"), text, _ (spans[i].means), spans[i].span);
  }
}

/* ── Values that the library knows ── */

static gboolean
find_completion (const char *field, CarrelCompletion *kind)
{
  static const struct {
    const char      *field;
    CarrelCompletion kind;
  } known[] = {
    { "site", CARREL_COMPLETE_SITE },
    { "author", CARREL_COMPLETE_AUTHOR },
    { "lang", CARREL_COMPLETE_LANGUAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].field, field) == 0) {
      *kind = known[i].kind;
      return TRUE;
    }
  return FALSE;
}

static void show (CarrelSearchCompletion *self);
static void append_as_text (CarrelSearchCompletion *self);

static void
values_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelSearchCompletion) self = user_data;
  g_autoptr (GPtrArray) values =
      carrel_library_complete_finish (CARREL_LIBRARY (source), result, NULL);

  if (!values || !self->entry || !self->typed ||
      !self->typed->field) /* a newer one is on its way */
    return;
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < values->len; i++) {
    const char *name =
        strcmp (self->typed->field, "lang") == 0 ? carrel_words_language (values->pdata[i]) : NULL;

    append_value (self, new_icon ("edit-find-symbolic"), values->pdata[i],
                  g_strcmp0 (name, values->pdata[i]) == 0 ? NULL : name, values->pdata[i]);
  }
  append_as_text (self);
  show (self);
}

static void
find_values (CarrelSearchCompletion *self, CarrelCompletion kind)
{
  self->finding = g_cancellable_new ();
  carrel_library_complete_async (self->library, kind, self->typed->text, MAX_ROWS, self->finding,
                                 values_found_cb, g_object_ref (self));
}

/* What looks like a field may be meant as it stands. */
static void
append_as_text (CarrelSearchCompletion *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gsize       start = self->typed->start - strlen (self->typed->field) - 1;
  g_autofree char
      *term = g_strndup (text + start, self->cursor - start),
      *plain = g_strdelimit (g_strdup (term), "\"", ' '),
      /* Translators: what is typed, which looks like a filter, is to be looked for as it stands */
          *label = g_strdup_printf (_ ("Search for “%s” as text"), plain),
      *before = g_strdup_printf ("%.*s\"%s\" ", (int) start, text, plain),
      *whole = g_strconcat (before, text + self->cursor, NULL);

  if (*self->typed->text)
    append_row (self, new_icon ("edit-find-symbolic"), label, NULL, whole, strlen (before));
}

/* ── Showing ── */

static void row_activated_cb (CarrelSearchCompletion *self, GtkListBoxRow *row);

/* It is made when there is something to be shown in it. */
static void
need_popover (CarrelSearchCompletion *self)
{
  GtkWidget *box, *hints, *names;

  if (self->popover)
    return;
  self->popover = gtk_popover_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  hints = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  /* Translators: the words are typed as they stand */
  names = gtk_label_new (_ ("Fields: site: lang: is: added:"));
  self->list = gtk_list_box_new ();
  self->hint = gtk_label_new (_ ("Tab completes"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_SINGLE);
  gtk_widget_set_can_focus (self->list, FALSE);
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_widget_add_css_class (self->list, "completion");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_widget_set_margin_start (self->hint, 10);
  gtk_widget_set_margin_top (hints, 7);
  gtk_widget_set_margin_bottom (hints, 5);
  gtk_widget_add_css_class (self->hint, "keycap");
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_widget_set_hexpand (self->hint, TRUE);
  gtk_widget_set_margin_end (names, 10);
  gtk_widget_add_css_class (names, "keycap");
  gtk_label_set_ellipsize (GTK_LABEL (names), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (hints), self->hint);
  gtk_box_append (GTK_BOX (hints), names);
  gtk_box_append (GTK_BOX (box), hints);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_add_css_class (self->popover, "completions");
  gtk_widget_set_parent (self->popover, self->entry);
}

static void
hide (CarrelSearchCompletion *self)
{
  if (self->popover)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
show (CarrelSearchCompletion *self)
{
  gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
  if (count_rows (self) == 0) {
    hide (self);
    return;
  }
  gtk_widget_set_size_request (self->list, MAX (gtk_widget_get_width (self->entry), 220), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  gtk_popover_present (GTK_POPOVER (self->popover)); /* as high as what is in it now */
}

/* What is typed at the cursor. */
static void
find_typed (CarrelSearchCompletion *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  int         position = gtk_editable_get_position (GTK_EDITABLE (self->entry));
  glong       length = g_utf8_strlen (text, -1);

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->typed, carrel_query_typed_free);
  self->cursor = (gsize) (g_utf8_offset_to_pointer (text, MIN (position, length)) - text);
  self->typed = carrel_query_find_typed (text, self->cursor);
}

static void
complete (CarrelSearchCompletion *self)
{
  CarrelCompletion kind;

  need_popover (self);
  if (self->typed->field && find_completion (self->typed->field, &kind)) {
    find_values (self, kind);
    return; /* what is shown stays until they are there */
  }
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  if (!self->typed->field) {
    append_fields (self);
  } else {
    append_words (self);
    if (strcmp (self->typed->field, "topic") == 0)
      append_topics (self);
    if (count_rows (self) > 0)
      append_as_text (self);
  }
  show (self);
}

static void
update (CarrelSearchCompletion *self)
{
  if (!self->entry)
    return;
  find_typed (self);
  self->asked = FALSE;
  if (!self->typed ||
      !gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)))))
    hide (self);
  else
    complete (self);
}

static gboolean
update_cb (gpointer data)
{
  CarrelSearchCompletion *self = data;

  self->later = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* The cursor follows the text. */
static void
changed_cb (CarrelSearchCompletion *self)
{
  if (self->quiet)
    hide (self);
  else if (self->later == 0)
    self->later = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
show_searches (CarrelSearchCompletion *self)
{
  self->asked = !self->searches;
  if (!self->searches || *gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    return;
  need_popover (self);
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < self->searches->len && i < MAX_ROWS; i++)
    append_row (self, new_icon ("document-open-recent-symbolic"), self->searches->pdata[i], NULL,
                self->searches->pdata[i], strlen (self->searches->pdata[i]));
  show (self);
}

/* ── Taking ── */

static void
take (CarrelSearchCompletion *self, GtkListBoxRow *row)
{
  g_autofree char *whole = g_strdup (g_object_get_data (G_OBJECT (row), "whole"));
  int              cursor = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "cursor"));

  self->quiet = !g_str_has_suffix (whole, ":"); /* after a field's name come its values */
  gtk_editable_set_text (GTK_EDITABLE (self->entry), whole);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), cursor);
  self->quiet = FALSE;
}

static void
row_activated_cb (CarrelSearchCompletion *self, GtkListBoxRow *row)
{
  take (self, row);
}

static void
choose_next (CarrelSearchCompletion *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int            index = row        ? gtk_list_box_row_get_index (row) + step
                         : step > 0 ? 0
                                    : (int) count_rows (self) - 1;

  row = index >= 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index) : NULL;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
}

static gboolean
key_cb (GtkEventControllerKey  *controller,
        guint                   key,
        guint                   code,
        GdkModifierType         state,
        CarrelSearchCompletion *self)
{
  gboolean       shown = self->popover && gtk_widget_get_visible (self->popover);
  GtkListBoxRow *row = shown ? gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)) : NULL;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (shown && (key == GDK_KEY_Down || key == GDK_KEY_Up))
    choose_next (self, key == GDK_KEY_Down ? 1 : -1);
  else if (!shown && key == GDK_KEY_Down && !*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    show_searches (self);
  else if (shown && key == GDK_KEY_Tab && !(state & GDK_SHIFT_MASK))
    take (self, row ? row : gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  else if (row && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter))
    take (self, row);
  else if (shown && key == GDK_KEY_Escape)
    hide (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
focus_left_cb (CarrelSearchCompletion *self)
{
  hide (self);
}

/* Whoever clicks into the empty entry wants to search: perhaps for what was searched before. */
static void
pressed_cb (CarrelSearchCompletion *self)
{
  if (!self->popover || !gtk_widget_get_visible (self->popover))
    show_searches (self);
}

/* ── Object ── */

CarrelSearchCompletion *
carrel_search_completion_new (CarrelLibrary *library, GtkWidget *entry)
{
  CarrelSearchCompletion *self = g_object_new (CARREL_TYPE_SEARCH_COMPLETION, NULL);
  GtkEventController     *keys = gtk_event_controller_key_new (),
                     *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->library = g_object_ref (library);
  self->entry = entry;
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, focus);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, GTK_EVENT_CONTROLLER (click));
  carrel_state_load_async (STATE, searches_loaded_cb, g_object_ref (self));
  return self;
}

void
carrel_search_completion_detach (CarrelSearchCompletion *self)
{
  g_clear_handle_id (&self->later, g_source_remove);
  g_cancellable_cancel (self->finding);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->entry = NULL;
}

static void
carrel_search_completion_finalize (GObject *object)
{
  CarrelSearchCompletion *self = CARREL_SEARCH_COMPLETION (object);

  g_clear_object (&self->library);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->typed, carrel_query_typed_free);
  g_clear_pointer (&self->searches, g_ptr_array_unref);
  g_free (self->remembered);
  G_OBJECT_CLASS (carrel_search_completion_parent_class)->finalize (object);
}

static void
carrel_search_completion_class_init (CarrelSearchCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_search_completion_finalize;
}

static void
carrel_search_completion_init (CarrelSearchCompletion *self)
{
}

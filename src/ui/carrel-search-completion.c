/* carrel-search-completion.c: what may stand next in a search, below its entry. Main thread.
 *
 * The last searches are kept in «searches» in the person's state folder, one a line, the newest
 * first; the file is read when first asked for and written whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-search-completion.h"

#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ROWS 6
#define MAX_SEARCHES 20
#define MAX_BYTES 512 /* of a search that is remembered */

struct _CarrelSearchCompletion {
  GObject parent_instance;

  CarrelLibrary *library; /* (owned) */
  GtkWidget     *entry;   /* (nullable) */
  GtkWidget     *popover, *list, *hint;
  GPtrArray     *searches; /* (owned) (nullable): the last ones */
  gboolean       quiet;
};

G_DEFINE_FINAL_TYPE (CarrelSearchCompletion, carrel_search_completion, G_TYPE_OBJECT)

/* ── The last searches ── */

static char *
get_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "carrel", "searches", NULL);
}

static void
load_searches (CarrelSearchCompletion *self)
{
  g_autofree char *path = get_path (), *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (self->searches)
    return;
  self->searches = g_ptr_array_new_with_free_func (g_free);
  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return;
  lines = g_strsplit (text, "\n", MAX_SEARCHES + 1);
  for (guint i = 0; lines[i] && i < MAX_SEARCHES; i++)
    if (*lines[i] && strlen (lines[i]) <= MAX_BYTES)
      g_ptr_array_add (self->searches, g_strdup (lines[i]));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_debug ("The last searches weren't kept: %s", error->message);
}

void
carrel_search_completion_remember (CarrelSearchCompletion *self, const char *search)
{
  g_autofree char *path = get_path (), *folder = g_path_get_dirname (path),
                  *clean = g_strstrip (g_strdup (search));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;

  if (!*clean || strlen (clean) > MAX_BYTES || strchr (clean, '\n'))
    return;
  load_searches (self);
  for (guint i = self->searches->len; i > 0; i--)
    if (strcmp (self->searches->pdata[i - 1], clean) == 0)
      g_ptr_array_remove_index (self->searches, i - 1);
  g_ptr_array_insert (self->searches, 0, g_steal_pointer (&clean));
  if (self->searches->len > MAX_SEARCHES)
    g_ptr_array_set_size (self->searches, MAX_SEARCHES);
  for (guint i = 0; i < self->searches->len; i++)
    g_string_append_printf (text, "%s\n", (char *) self->searches->pdata[i]);
  g_mkdir_with_parents (folder, 0700);
  bytes = g_bytes_new (text->str, text->len);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       written_cb, NULL);
}

/* ── Rows ── */

/* `whole`: what the entry says when the row is taken. */
static void
append_row (CarrelSearchCompletion *self,
            GtkWidget              *start,
            const char             *text,
            const char             *meta,
            const char             *whole)
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

static void
append_topics (CarrelSearchCompletion *self, const char *before, const char *value)
{
  const char *bare = *value == '"' ? value + 1 : value;
  g_autoptr (GPtrArray) topics = carrel_library_complete_topic (self->library, bare, MAX_ROWS);

  for (guint i = 0; i < topics->len; i++) {
    const char      *path = carrel_topic_get_path (topics->pdata[i]);
    g_autofree char *count =
        g_strdup_printf ("%'u", carrel_topic_get_n_articles (topics->pdata[i]));
    g_autofree char *whole = strpbrk (path, " \"()")
                                 ? g_strdup_printf ("%stopic:\"%s\" ", before, path)
                                 : g_strdup_printf ("%stopic:%s ", before, path);

    append_row (self, carrel_ui_dot_new (carrel_topic_get_colour (topics->pdata[i])), path, count,
                whole);
  }
}

/* The values that begin as typed, of a list. */
static void
append_values (CarrelSearchCompletion *self,
               const char             *before,
               const char             *field,
               const char *const      *values,
               const char             *value)
{
  for (guint i = 0; values[i] && count_rows (self) < MAX_ROWS; i++) {
    g_autofree char *text = g_strconcat (field, ":", values[i], NULL),
                    *whole = g_strconcat (before, text, " ", NULL);

    if (g_str_has_prefix (values[i], value) && strcmp (values[i], value) != 0)
      append_row (self, new_icon ("edit-find-symbolic"), text, NULL, whole);
  }
}

static const char *const states[] = { "unread", "read",     "reading", "favourite",
                                      "inbox",  "archived", "trashed", "highlighted",
                                      "linked", "orphan",   NULL };
static const char *const things[] = { "note", "image", "highlight", "topic", "link", NULL };
static const char *const spans[] = { "7d", "30d", "1y", NULL };

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

static void
append_fields (CarrelSearchCompletion *self, const char *before, const char *word)
{
  for (guint i = 0; *word && i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *text = g_strconcat (fields[i].name, ":", NULL),
                    *whole = g_strconcat (before, text, NULL);

    if (g_str_has_prefix (fields[i].name, word) && count_rows (self) < MAX_ROWS)
      append_row (self, new_icon ("edit-find-symbolic"), text, _ (fields[i].means), whole);
  }
}

static void
append_word (CarrelSearchCompletion *self, const char *before, const char *word)
{
  const char      *colon = strchr (word, ':');
  g_autofree char *field = colon ? g_strndup (word, (gsize) (colon - word)) : NULL;

  if (!field)
    append_fields (self, before, word);
  else if (strcmp (field, "topic") == 0)
    append_topics (self, before, colon + 1);
  else if (strcmp (field, "is") == 0)
    append_values (self, before, field, states, colon + 1);
  else if (strcmp (field, "has") == 0)
    append_values (self, before, field, things, colon + 1);
  else if (strcmp (field, "added") == 0 || strcmp (field, "published") == 0 ||
           strcmp (field, "read") == 0)
    append_values (self, before, field, spans, colon + 1);
}

/* Where the last word begins; «topic:"a b» is one. */
static const char *
find_last_word (const char *text)
{
  const char *start = text;
  gboolean    quoted = FALSE;

  for (const char *p = text; *p; p++) {
    if (*p == '"')
      quoted = !quoted;
    else if (!quoted && (*p == ' ' || *p == '('))
      start = p + 1;
  }
  return *start == '-' ? start + 1 : start;
}

/* ── Showing ── */

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
  gtk_widget_set_size_request (self->list, MAX (gtk_widget_get_width (self->entry) - 20, 220), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
changed_cb (CarrelSearchCompletion *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry)),
             *word = find_last_word (text);
  g_autofree char *before = g_strndup (text, (gsize) (word - text));

  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  if (self->quiet || !*word ||
      !gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))))) {
    hide (self);
    return;
  }
  append_word (self, before, word);
  show (self);
}

static void
show_searches (CarrelSearchCompletion *self)
{
  load_searches (self);
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < self->searches->len && i < MAX_ROWS; i++)
    append_row (self, new_icon ("document-open-recent-symbolic"), self->searches->pdata[i], NULL,
                self->searches->pdata[i]);
  show (self);
}

/* ── Taking ── */

static void
take (CarrelSearchCompletion *self, GtkListBoxRow *row)
{
  g_autofree char *whole = g_strdup (g_object_get_data (G_OBJECT (row), "whole"));

  self->quiet = !g_str_has_suffix (whole, ":"); /* after a field's name come its values */
  gtk_editable_set_text (GTK_EDITABLE (self->entry), whole);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
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
  gboolean       shown = gtk_widget_get_visible (self->popover);
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

/* ── Object ── */

static GtkWidget *
make_popover (CarrelSearchCompletion *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

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
  gtk_widget_set_margin_top (self->hint, 7);
  gtk_widget_set_margin_bottom (self->hint, 5);
  gtk_widget_add_css_class (self->hint, "keycap");
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_popover_set_autohide (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  gtk_widget_add_css_class (popover, "completions");
  return popover;
}

CarrelSearchCompletion *
carrel_search_completion_new (CarrelLibrary *library, GtkWidget *entry)
{
  CarrelSearchCompletion *self = g_object_new (CARREL_TYPE_SEARCH_COMPLETION, NULL);
  GtkEventController     *keys = gtk_event_controller_key_new (),
                     *focus = gtk_event_controller_focus_new ();

  self->library = g_object_ref (library);
  self->entry = entry;
  self->popover = make_popover (self);
  gtk_widget_set_parent (self->popover, entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, focus);
  return self;
}

void
carrel_search_completion_detach (CarrelSearchCompletion *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->entry = NULL;
}

static void
carrel_search_completion_finalize (GObject *object)
{
  CarrelSearchCompletion *self = CARREL_SEARCH_COMPLETION (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->searches, g_ptr_array_unref);
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

/* carrel-topic-chooser.c: the topics of what is selected, chosen by typing. Main thread.
 *
 * What the articles have is read once, when the dialog opens; what the person wants is kept beside
 * it, and only the difference is written. The rows are made anew at each letter: there are never
 * more than MAX_ROWS.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-topic-chooser.h"

#include "base/carrel-text.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ROWS 40
#define MAX_ARTICLES 20000 /* whose topics are counted: of more none is marked */
#define MAX_SUGGESTIONS 4

typedef enum { WISH_NONE, WISH_ALL, WISH_NOBODY } Wish;

/* A topic that is marked, or was touched. */
typedef struct {
  char *path; /* (owned) */
  guint colour;
  guint n; /* articles that have it */
  Wish  wish;
} Mark;

struct _CarrelTopicChooser {
  AdwDialog parent_instance;

  CarrelLibrary *library;     /* (owned) */
  GtkWidget     *widget;      /* (owned) */
  GArray        *ids;         /* (owned) */
  GHashTable    *marks;       /* (owned): folded path → Mark */
  GPtrArray     *suggestions; /* (owned) (nullable) */
  GCancellable  *cancellable; /* (owned) */

  GtkWidget *entry, *list;
};

G_DEFINE_FINAL_TYPE (CarrelTopicChooser, carrel_topic_chooser, ADW_TYPE_DIALOG)

static void
free_mark (gpointer data)
{
  g_free (((Mark *) data)->path);
  g_free (data);
}

static Mark *
get_mark (CarrelTopicChooser *self, const char *path, guint colour, gboolean make)
{
  g_autofree char *key = carrel_text_fold (path);
  Mark            *mark = g_hash_table_lookup (self->marks, key);

  if (!mark && make) {
    mark = g_new0 (Mark, 1);
    mark->path = g_strdup (path);
    mark->colour = colour;
    g_hash_table_insert (self->marks, g_steal_pointer (&key), mark);
  }
  return mark;
}

static gboolean
has_all (CarrelTopicChooser *self, const Mark *mark)
{
  return mark && (mark->wish == WISH_ALL || (mark->wish == WISH_NONE && mark->n >= self->ids->len));
}

static gboolean
has_some (CarrelTopicChooser *self, const Mark *mark)
{
  return mark && mark->wish == WISH_NONE && mark->n > 0 && mark->n < self->ids->len;
}

/* ── Rows ── */

static void
describe_row (CarrelTopicChooser *self,
              GtkWidget          *row,
              GtkWidget          *check,
              const char         *path,
              gboolean            create,
              const Mark         *mark)
{
  gboolean all = has_all (self, mark), some = has_some (self, mark);
  /* Translators: of a topic that some of the selected articles have, as in «2 of 5» */
  g_autofree char *description =
      some ? g_strdup_printf (_ ("%u of %u"), mark->n, self->ids->len) : NULL;

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), all);
  gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (check), some);
  gtk_widget_set_tooltip_text (row, path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, path, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, path,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description ? description
                                  : create    ? _ ("New topic")
                                  : all       ? _ ("All have it")
                                              : "",
                                  -1);
}

static void
append_row (CarrelTopicChooser *self, const char *path, guint colour, guint n, const char *note)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10),
            *check = gtk_check_button_new (), *label;
  g_autofree char *create = colour == G_MAXUINT ? g_strdup_printf (_ ("Create “%s”"), path) : NULL,
                  *count = n > 0 ? g_strdup_printf ("%'u", n) : NULL;

  label = gtk_label_new (create ? create : path);
  gtk_widget_set_can_target (check, FALSE);
  gtk_widget_set_can_focus (check, FALSE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), colour == G_MAXUINT
                                     ? gtk_image_new_from_icon_name ("list-add-symbolic")
                                     : carrel_ui_dot_new (colour));
  gtk_box_append (GTK_BOX (box), label);
  if (note || count) {
    GtkWidget *meta = gtk_label_new (note ? note : count);

    gtk_widget_add_css_class (meta, "meta");
    gtk_box_append (GTK_BOX (box), meta);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_can_focus (row, FALSE);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (path), g_free);
  g_object_set_data (G_OBJECT (row), "colour",
                     GUINT_TO_POINTER (MIN (colour, CARREL_N_TOPIC_COLOURS - 1)));
  describe_row (self, row, check, create ? create : path, create != NULL,
                get_mark (self, path, 0, FALSE));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const Mark *x = a, *y = b;

  return x->n != y->n ? (x->n > y->n ? -1 : 1) : strcmp (x->path, y->path);
}

/* Without a letter typed: what they have, what is suggested, then what is used most. */
static void
append_first (CarrelTopicChooser *self)
{
  g_autoptr (GPtrArray) marked = g_hash_table_get_values_as_ptr_array (self->marks),
                        topics = carrel_library_complete_topic (self->library, "", MAX_ROWS);
  guint n = 0;

  g_ptr_array_sort_values (marked, compare_marks);
  for (guint i = 0; i < marked->len && n < MAX_ROWS; i++, n++) {
    const Mark      *mark = marked->pdata[i];
    g_autofree char *some =
        has_some (self, mark) ? g_strdup_printf (_ ("%u of %u"), mark->n, self->ids->len) : NULL;

    append_row (self, mark->path, mark->colour, 0, some);
  }
  for (guint i = 0; self->suggestions && i < self->suggestions->len; i++) {
    CarrelSuggestion *suggestion = self->suggestions->pdata[i];

    if (!get_mark (self, carrel_suggestion_get_path (suggestion), 0, FALSE))
      append_row (self, carrel_suggestion_get_path (suggestion),
                  carrel_suggestion_get_colour (suggestion), 0, _ ("suggested"));
  }
  for (guint i = 0; i < topics->len && n < MAX_ROWS; i++) {
    CarrelTopic *topic = topics->pdata[i];
    gboolean     shown = get_mark (self, carrel_topic_get_path (topic), 0, FALSE) != NULL;

    for (guint s = 0; self->suggestions && s < self->suggestions->len; s++)
      shown |= strcmp (carrel_suggestion_get_path (self->suggestions->pdata[s]),
                       carrel_topic_get_path (topic)) == 0;
    if (!shown) {
      append_row (self, carrel_topic_get_path (topic), carrel_topic_get_colour (topic),
                  carrel_topic_get_n_articles (topic), NULL);
      n++;
    }
  }
}

static void
append_matching (CarrelTopicChooser *self, const char *path)
{
  g_autoptr (GPtrArray) topics = carrel_library_complete_topic (self->library, path, MAX_ROWS);
  g_autoptr (CarrelTopic) same = carrel_library_find_topic (self->library, path);

  for (guint i = 0; i < topics->len; i++)
    append_row (self, carrel_topic_get_path (topics->pdata[i]),
                carrel_topic_get_colour (topics->pdata[i]),
                carrel_topic_get_n_articles (topics->pdata[i]), NULL);
  if (!same && !get_mark (self, path, 0, FALSE))
    append_row (self, path, G_MAXUINT, 0, NULL);
}

static void
fill (CarrelTopicChooser *self)
{
  const char      *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *path = carrel_topic_normalize_path (typed);
  GtkListBoxRow   *first;

  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  if (path)
    append_matching (self, path);
  else if (!*typed)
    append_first (self);
  first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
  if (path && first)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), first);
}

/* ── Choosing ── */

static void
toggle (CarrelTopicChooser *self, GtkListBoxRow *row)
{
  const char *path = g_object_get_data (G_OBJECT (row), "path");
  Mark       *mark =
      get_mark (self, path, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "colour")), TRUE);
  gboolean typed = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
  int      index = gtk_list_box_row_get_index (row);

  mark->wish = has_all (self, mark) ? WISH_NOBODY : WISH_ALL;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (!typed)
    fill (self);
  row = typed ? NULL : gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index);
  if (row)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  gtk_widget_grab_focus (self->entry);
}

static void
done (CarrelTopicChooser *self)
{
  g_autoptr (GStrvBuilder) adding = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) removing = g_strv_builder_new ();
  g_auto (GStrv) add = NULL;
  g_auto (GStrv) remove = NULL;
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->marks);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Mark *mark = value;

    if (mark->wish == WISH_ALL && mark->n < self->ids->len)
      g_strv_builder_add (adding, mark->path);
    else if (mark->wish == WISH_NOBODY)
      g_strv_builder_add (removing, mark->path);
  }
  add = g_strv_builder_end (adding);
  remove = g_strv_builder_end (removing);
  if (*add || *remove)
    carrel_library_tag_async (
        self->library, self->ids, (const char *const *) add, (const char *const *) remove,
        carrel_ui_changed_cb,
        carrel_ui_change_new (self->widget, "Topics changed", "Topics of %u articles changed"));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
row_activated_cb (CarrelTopicChooser *self, GtkListBoxRow *row)
{
  toggle (self, row);
}

static void
choose_next (CarrelTopicChooser *self, int step)
{
  GtkListBoxRow  *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int             index = row ? gtk_list_box_row_get_index (row) + step : step > 0 ? 0 : -1;
  graphene_rect_t bounds;
  GtkAdjustment  *adjustment;

  row = index >= 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index) : NULL;
  if (!row)
    return;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  adjustment = gtk_list_box_get_adjustment (GTK_LIST_BOX (self->list));
  if (adjustment && gtk_widget_compute_bounds (GTK_WIDGET (row), self->list, &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
enter (CarrelTopicChooser *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row)
    toggle (self, row);
  else if (!*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    done (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        CarrelTopicChooser    *self)
{
  gboolean return_key =
      key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;

  if (return_key && (state & GDK_CONTROL_MASK))
    done (self);
  else if (return_key)
    enter (self);
  else if (key == GDK_KEY_Down || key == GDK_KEY_Up)
    choose_next (self, key == GDK_KEY_Down ? 1 : -1);
  else if (key == GDK_KEY_Escape && *gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else if (key == GDK_KEY_Escape)
    adw_dialog_close (ADW_DIALOG (self));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ── Reading ── */

static void
articles_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelTopicChooser *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles =
      carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);

  if (!articles)
    return;
  for (guint i = 0; i < articles->len; i++) {
    const CarrelArticleData *data = carrel_article_get (articles->pdata[i]);

    for (guint t = 0; t < data->n_topics; t++)
      get_mark (self, data->topics[t], data->colours[t], TRUE)->n++;
  }
  if (!*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    fill (self);
}

static void
suggested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelTopicChooser *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) suggestions =
      carrel_library_suggest_topics_finish (CARREL_LIBRARY (source), result, &error);

  if (!suggestions)
    return;
  self->suggestions = g_steal_pointer (&suggestions);
  if (!*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    fill (self);
}

/* ── Object ── */

AdwDialog *
carrel_topic_chooser_new (CarrelLibrary *library, GtkWidget *widget, GArray *ids)
{
  CarrelTopicChooser *self = g_object_new (CARREL_TYPE_TOPIC_CHOOSER, NULL);
  g_autofree char    *title =
      ids->len > 1
             ? g_strdup_printf (ngettext ("Topics of %u Article", "Topics of %u Articles", ids->len),
                                ids->len)
             : g_strdup (_ ("Topics"));

  self->library = g_object_ref (library);
  self->widget = g_object_ref (widget);
  self->ids = g_array_copy (ids);
  adw_dialog_set_title (ADW_DIALOG (self), title);
  fill (self);
  if (ids->len <= MAX_ARTICLES)
    carrel_library_load_articles_async (library, ids, self->cancellable, articles_loaded_cb, self);
  if (ids->len == 1)
    carrel_library_suggest_topics_async (library, g_array_index (ids, gint64, 0), MAX_SUGGESTIONS,
                                         self->cancellable, suggested_cb, self);
  return ADW_DIALOG (self);
}

static void
carrel_topic_chooser_dispose (GObject *object)
{
  CarrelTopicChooser *self = CARREL_TOPIC_CHOOSER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->library);
  g_clear_object (&self->widget);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->suggestions, g_ptr_array_unref);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  G_OBJECT_CLASS (carrel_topic_chooser_parent_class)->dispose (object);
}

static void
carrel_topic_chooser_class_init (CarrelTopicChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_topic_chooser_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-topic-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelTopicChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, CarrelTopicChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, fill);
  gtk_widget_class_bind_template_callback (widget_class, done);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
carrel_topic_chooser_init (CarrelTopicChooser *self)
{
  self->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_mark);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  carrel_ui_focus_when_shown (self->entry);
}

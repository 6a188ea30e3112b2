/* carrel-topic-field.c: topics as chips, and an entry that completes what is typed. Main thread.
 *
 * A change is shown at once and made on the writer; when it is done, or something else changed the
 * articles, their topics are read anew, so that the chips never say what the library doesn't.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-topic-field.h"

#include "base/carrel-text.h"
#include "ui/carrel-topic-chip.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_CHIPS 100    /* that are shown */
#define MAX_ARTICLES 256 /* whose topics are read */
#define MAX_COMPLETIONS 7

typedef struct {
  char      *path; /* (owned) */
  char      *key;  /* (owned): folded */
  guint      colour;
  guint      n;      /* articles that have it */
  GtkWidget *widget; /* in the box (nullable): it isn't shown */
} Chip;

struct _CarrelTopicField {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  gulong         changed_id;
  GArray        *ids;       /* (owned) (nullable) (element-type gint64): none: it only collects */
  GPtrArray     *chips;     /* (owned) (element-type Chip) */
  guint          n_loaded;  /* of them; the others were added since */
  GtkWidget     *more;      /* in the box (nullable): how many aren't shown */
  GCancellable  *reload;    /* (owned) (nullable) */
  guint          n_changes; /* on their way: what is read meanwhile may be from before them */

  AdwWrapBox *box;
  GtkText    *entry;
  GtkPopover *popover;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (CarrelTopicField, carrel_topic_field, ADW_TYPE_BIN)

enum { CHANGED, DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void reload (CarrelTopicField *self);

/* ── Chips ── */

static void
free_chip (gpointer data)
{
  Chip *chip = data;

  g_free (chip->path);
  g_free (chip->key);
  g_free (chip);
}

static guint
count_articles (CarrelTopicField *self)
{
  return self->ids ? self->ids->len : 1;
}

static Chip *
find_chip (CarrelTopicField *self, const char *path, guint *index)
{
  g_autofree char *key = carrel_text_fold (path);

  for (guint i = 0; i < self->chips->len; i++) {
    Chip *chip = self->chips->pdata[i];

    if (strcmp (chip->key, key) == 0) {
      if (index)
        *index = i;
      return chip;
    }
  }
  return NULL;
}

static void
show_more (CarrelTopicField *self, guint n_hidden)
{
  g_autofree char *text = g_strdup_printf ("+%u", n_hidden);

  if (self->more && n_hidden == 0)
    adw_wrap_box_remove (self->box, self->more);
  if (n_hidden == 0) {
    self->more = NULL;
    return;
  }
  if (!self->more) {
    self->more = gtk_label_new (NULL);
    gtk_widget_add_css_class (self->more, "meta");
    adw_wrap_box_insert_child_after (self->box, self->more,
                                     ((Chip *) self->chips->pdata[MAX_CHIPS - 1])->widget);
  }
  gtk_label_set_text (GTK_LABEL (self->more), text);
}

static void
show_chips (CarrelTopicField *self)
{
  GtkWidget *before = NULL;
  guint      n_hidden = 0;

  for (guint i = 0; i < self->chips->len; i++) {
    Chip *chip = self->chips->pdata[i];

    if (i >= MAX_CHIPS && i < self->n_loaded) {
      n_hidden++;
      continue;
    }
    if (!chip->widget) {
      chip->widget =
          carrel_topic_chip_new (chip->path, chip->colour, chip->n, count_articles (self));
      adw_wrap_box_insert_child_after (self->box, chip->widget, before);
    }
    before = chip->widget;
  }
  show_more (self, n_hidden);
}

static void
remove_all_chips (CarrelTopicField *self)
{
  for (guint i = 0; i < self->chips->len; i++) {
    Chip *chip = self->chips->pdata[i];

    if (chip->widget)
      adw_wrap_box_remove (self->box, chip->widget);
  }
  g_ptr_array_set_size (self->chips, 0);
  self->n_loaded = 0;
  show_more (self, 0);
}

static Chip *
add_chip (CarrelTopicField *self, const char *path, guint colour, guint n)
{
  Chip *chip = g_new0 (Chip, 1);

  chip->path = g_strdup (path);
  chip->key = carrel_text_fold (path);
  chip->colour = colour;
  chip->n = n;
  g_ptr_array_add (self->chips, chip);
  return chip;
}

static int
compare_chips (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Chip *) a)->key, ((const Chip *) b)->key);
}

/* The topics of these articles. Nothing is rebuilt while they are those that are shown: a focus
 * stays. */
static void
set_chips_from (CarrelTopicField *self, GPtrArray *articles)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->chips);
  gboolean same;

  self->chips = g_ptr_array_new_with_free_func (free_chip);
  for (guint i = 0; i < articles->len; i++) {
    const CarrelArticleData *data = carrel_article_get (articles->pdata[i]);

    for (guint j = 0; j < data->n_topics; j++) {
      Chip *chip =
          i > 0 ? find_chip (self, data->topics[j], NULL) : NULL; /* an article has a topic once */

      if (chip)
        chip->n++;
      else
        add_chip (self, data->topics[j], data->colours[j], 1);
    }
  }
  g_ptr_array_sort_values (self->chips, compare_chips);
  self->n_loaded = self->chips->len;

  same = old->len == self->chips->len;
  for (guint i = 0; i < old->len && same; i++) {
    Chip *a = old->pdata[i], *b = self->chips->pdata[i];

    same = strcmp (a->path, b->path) == 0 && a->colour == b->colour && a->n == b->n &&
           (a->widget != NULL) == (i < MAX_CHIPS);
  }
  for (guint i = 0; i < old->len; i++) {
    Chip *a = old->pdata[i];

    if (same)
      ((Chip *) self->chips->pdata[i])->widget = a->widget;
    else if (a->widget)
      adw_wrap_box_remove (self->box, a->widget);
  }
  show_chips (self);
}

/* ── Reading ── */

static void
articles_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelTopicField *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles =
      carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);

  if (articles)
    set_chips_from (self, articles);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

static void
stop_reload (CarrelTopicField *self)
{
  if (self->reload)
    g_cancellable_cancel (self->reload);
  g_clear_object (&self->reload);
}

static void
reload (CarrelTopicField *self)
{
  stop_reload (self);
  if (self->n_changes > 0 || !self->ids || self->ids->len == 0 || self->ids->len > MAX_ARTICLES)
    return;
  self->reload = g_cancellable_new ();
  carrel_library_load_articles_async (self->library, self->ids, self->reload, articles_loaded_cb,
                                      self);
}

static void
library_changed_cb (CarrelTopicField *self, CarrelChanges *changes)
{
  gboolean ours = carrel_changes_get_kinds (changes) & CARREL_CHANGED_TOPICS;

  for (guint i = 0; self->ids && i < self->ids->len && i < MAX_ARTICLES && !ours; i++)
    ours = (carrel_changes_get_kinds (changes) & CARREL_CHANGED_ARTICLES) &&
           carrel_changes_concern (changes, g_array_index (self->ids, gint64, i));
  if (ours)
    reload (self);
}

/* ── Changing ── */

typedef struct {
  CarrelTopicField *field;  /* (owned) */
  CarrelUiChange   *change; /* (owned) */
} Tagging;

static void
tagged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Tagging *tagging = user_data;

  carrel_ui_changed_cb (source, result, tagging->change);
  tagging->field->n_changes--;
  if (tagging->field->library)
    reload (tagging->field); /* also after a failure: then the chip was shown in vain */
  g_object_unref (tagging->field);
  g_free (tagging);
}

static void
tag (CarrelTopicField *self, const char *add, const char *remove)
{
  const char *const adding[] = { add, NULL }, *const removing[] = { remove, NULL };
  Tagging *tagging;

  if (self->ids) {
    stop_reload (self);
    self->n_changes++;
    tagging = g_new0 (Tagging, 1);
    tagging->field = g_object_ref (self);
    tagging->change =
        add ? carrel_ui_change_new (GTK_WIDGET (self), "Topic added", "Topic added to %u articles")
            : carrel_ui_change_new (GTK_WIDGET (self), "Topic removed",
                                    "Topic removed from %u articles");
    carrel_library_tag_async (self->library, self->ids, add ? adding : NULL,
                              remove ? removing : NULL, tagged_cb, tagging);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_topic (CarrelTopicField *self, const char *typed)
{
  g_autofree char *path = carrel_topic_normalize_path (typed);
  g_autoptr (CarrelTopic) topic = path ? carrel_library_find_topic (self->library, path) : NULL;
  guint index;
  Chip *chip;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (!path)
    return;
  if (topic)
    g_set_str (&path, carrel_topic_get_path (topic));
  chip = find_chip (self, path, &index);
  if (chip && chip->n >= count_articles (self))
    return;
  if (chip) {
    if (chip->widget)
      adw_wrap_box_remove (self->box, chip->widget);
    chip->widget = NULL;
    chip->n = count_articles (self);
  } else {
    /* What is new gets its colour when it is saved; until then it has the last of the palette. */
    add_chip (self, path, topic ? carrel_topic_get_colour (topic) : CARREL_N_TOPIC_COLOURS - 1,
              count_articles (self));
  }
  show_chips (self);
  tag (self, path, NULL);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  add_topic (CARREL_TOPIC_FIELD (widget), g_variant_get_string (parameter, NULL));
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelTopicField *self = CARREL_TOPIC_FIELD (widget);
  g_autofree char  *path = g_variant_dup_string (parameter, NULL);
  guint             index;
  Chip             *chip = find_chip (self, path, &index);

  if (!chip)
    return;
  /* The button that was pressed goes: the focus must not fall back to the window's first widget. */
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (chip->widget)
    adw_wrap_box_remove (self->box, chip->widget);
  g_ptr_array_remove_index (self->chips, index);
  self->n_loaded -= index < self->n_loaded ? 1 : 0;
  tag (self, NULL, path);
}

/* ── Completion ── */

static GtkWidget *
new_row (GtkWidget *start, const char *text, guint n, const char *path)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *label = gtk_label_new (text),
            *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), start);
  gtk_box_append (GTK_BOX (box), label);
  if (n > 0) {
    g_autofree char *count = g_strdup_printf ("%'u", n);
    GtkWidget       *meta = gtk_label_new (count);

    gtk_widget_add_css_class (meta, "meta");
    gtk_box_append (GTK_BOX (box), meta);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_can_focus (row, FALSE);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (path), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

static void
hide_completion (CarrelTopicField *self)
{
  gtk_popover_popdown (self->popover);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE,
                               -1);
}

static void
show_completion (CarrelTopicField *self)
{
  g_autofree char *path =
      carrel_topic_normalize_path (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autoptr (GPtrArray) topics =
      carrel_library_complete_topic (self->library, path ? path : "", MAX_COMPLETIONS);
  g_autoptr (CarrelTopic) same = path ? carrel_library_find_topic (self->library, path) : NULL;
  graphene_rect_t bounds;
  GtkListBoxRow  *first;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < topics->len; i++) {
    CarrelTopic *topic = topics->pdata[i];
    Chip        *chip = find_chip (self, carrel_topic_get_path (topic), NULL);

    if (!chip || chip->n < count_articles (self))
      gtk_list_box_append (self->list, new_row (carrel_ui_dot_new (carrel_topic_get_colour (topic)),
                                                carrel_topic_get_path (topic),
                                                carrel_topic_get_n_articles (topic),
                                                carrel_topic_get_path (topic)));
  }
  if (path && !same && !find_chip (self, path, NULL)) {
    /* Translators: a topic that doesn't exist yet, offered while typing */
    g_autofree char *create = g_strdup_printf (_ ("Create “%s”"), path);
    GtkWidget       *icon = gtk_image_new_from_icon_name ("list-add-symbolic");

    gtk_image_set_pixel_size (GTK_IMAGE (icon), 12);
    gtk_list_box_append (self->list, new_row (icon, create, 0, path));
  }

  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (!first || !gtk_widget_compute_bounds (GTK_WIDGET (self->entry), GTK_WIDGET (self), &bounds)) {
    hide_completion (self);
    return;
  }
  gtk_list_box_select_row (self->list, first);
  /* From where the text begins, whichever side that is. */
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    bounds.origin.x += bounds.size.width - 1;
  gtk_popover_set_pointing_to (self->popover,
                               &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, 1,
                                                 (int) bounds.size.height });
  gtk_popover_popup (self->popover);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE,
                               -1);
}

static const char *
get_chosen (CarrelTopicField *self)
{
  GtkListBoxRow *row = gtk_widget_get_visible (GTK_WIDGET (self->popover))
                           ? gtk_list_box_get_selected_row (self->list)
                           : NULL;

  return row ? g_object_get_data (G_OBJECT (row), "path") : NULL;
}

static void
choose_next (CarrelTopicField *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list), *next;
  int            index = row ? gtk_list_box_row_get_index (row) : -1;

  next = gtk_list_box_get_row_at_index (self->list, index + step);
  if (!next && step > 0)
    next = gtk_list_box_get_row_at_index (self->list, 0);
  for (int i = 0; !next && step < 0 && gtk_list_box_get_row_at_index (self->list, i); i++)
    if (!gtk_list_box_get_row_at_index (self->list, i + 1))
      next = gtk_list_box_get_row_at_index (self->list, i);
  if (next)
    gtk_list_box_select_row (self->list, next);
}

/* FALSE when the entry says it already. */
static gboolean
complete (CarrelTopicField *self)
{
  g_autofree char *path = g_strdup (get_chosen (self));

  if (!path || strcmp (path, gtk_editable_get_text (GTK_EDITABLE (self->entry))) == 0)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), path);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  return TRUE;
}

static void
row_activated_cb (CarrelTopicField *self, GtkListBoxRow *row)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (row), "path"));

  hide_completion (self);
  add_topic (self, path);
}

/* ── The entry ── */

static void
entry_changed_cb (CarrelTopicField *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) &&
      gtk_widget_has_focus (GTK_WIDGET (self->entry)))
    show_completion (self);
  else
    hide_completion (self);
}

static void
entry_focus_cb (CarrelTopicField *self)
{
  if (self->popover && !gtk_widget_has_focus (GTK_WIDGET (self->entry)))
    hide_completion (self);
}

static void
enter (CarrelTopicField *self)
{
  const char      *chosen = get_chosen (self);
  g_autofree char *path =
      g_strdup (chosen ? chosen : gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (*path == '\0') {
    g_signal_emit (self, signals[DONE], 0);
    return;
  }
  hide_completion (self);
  add_topic (self, path);
}

static gboolean
focus_last_chip (CarrelTopicField *self)
{
  for (guint i = self->chips->len; i > 0; i--) {
    Chip *chip = self->chips->pdata[i - 1];

    if (chip->widget)
      return gtk_widget_grab_focus (gtk_widget_get_last_child (chip->widget));
  }
  return FALSE;
}

static gboolean
entry_key_cb (GtkEventControllerKey *controller,
              guint                  key,
              guint                  code,
              GdkModifierType        state,
              CarrelTopicField      *self)
{
  gboolean shown = gtk_widget_get_visible (GTK_WIDGET (self->popover));
  gboolean empty = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0';
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean at_end = (guint) gtk_editable_get_position (GTK_EDITABLE (self->entry)) ==
                    gtk_text_get_text_length (self->entry);
  int start, end;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key) {
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
    enter (self);
    return GDK_EVENT_STOP;
  case GDK_KEY_comma:
    if (empty)
      return GDK_EVENT_PROPAGATE;
    enter (self);
    return GDK_EVENT_STOP;
  case GDK_KEY_Down:
  case GDK_KEY_Up:
    if (shown)
      choose_next (self, key == GDK_KEY_Down ? 1 : -1);
    else
      show_completion (self);
    return GDK_EVENT_STOP;
  case GDK_KEY_Tab:
    return complete (self);
  case GDK_KEY_Right:
  case GDK_KEY_Left:
    return (key == GDK_KEY_Left) == mirrored && at_end &&
           !gtk_editable_get_selection_bounds (GTK_EDITABLE (self->entry), &start, &end) &&
           complete (self);
  case GDK_KEY_BackSpace:
    return empty && focus_last_chip (self);
  case GDK_KEY_Escape:
    if (shown)
      hide_completion (self);
    else if (!empty)
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
    else
      g_signal_emit (self, signals[DONE], 0);
    return shown || !empty;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

/* The chip in which the focus is goes. */
static gboolean
remove_focused (CarrelTopicField *self, GtkWidget *focus)
{
  for (guint i = 0; i < self->chips->len; i++) {
    Chip *chip = self->chips->pdata[i];

    if (chip->widget && gtk_widget_is_ancestor (focus, chip->widget))
      return gtk_widget_activate_action (GTK_WIDGET (self), "topics.remove", "s", chip->path);
  }
  return FALSE;
}

static gboolean
delete_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus && remove_focused (CARREL_TOPIC_FIELD (widget), focus);
}

/* ── Object ── */

void
carrel_topic_field_set_articles (CarrelTopicField *self, GArray *ids, GPtrArray *articles)
{
  g_return_if_fail (CARREL_IS_TOPIC_FIELD (self));

  stop_reload (self);
  g_clear_pointer (&self->ids, g_array_unref);
  remove_all_chips (self);
  if (!ids)
    return;
  self->ids = g_array_copy (ids);
  if (articles && articles->len == ids->len)
    set_chips_from (self, articles);
  else
    reload (self);
}

void
carrel_topic_field_set_topics (CarrelTopicField *self, const char *const *paths)
{
  g_return_if_fail (CARREL_IS_TOPIC_FIELD (self));

  carrel_topic_field_set_articles (self, NULL, NULL);
  for (guint i = 0; paths && paths[i]; i++) {
    g_autofree char *path = carrel_topic_normalize_path (paths[i]);
    g_autoptr (CarrelTopic) topic = path ? carrel_library_find_topic (self->library, path) : NULL;

    if (path && !find_chip (self, path, NULL))
      add_chip (self, path, topic ? carrel_topic_get_colour (topic) : CARREL_N_TOPIC_COLOURS - 1,
                1);
  }
  show_chips (self);
}

GStrv
carrel_topic_field_dup_topics (CarrelTopicField *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (CARREL_IS_TOPIC_FIELD (self), NULL);
  for (guint i = 0; i < self->chips->len; i++)
    g_strv_builder_add (builder, ((Chip *) self->chips->pdata[i])->path);
  return g_strv_builder_end (builder);
}

GtkWidget *
carrel_topic_field_new (CarrelLibrary *library)
{
  CarrelTopicField *self = g_object_new (CARREL_TYPE_TOPIC_FIELD, NULL);

  self->library = g_object_ref (library);
  self->changed_id =
      g_signal_connect_swapped (library, "changed", G_CALLBACK (library_changed_cb), self);
  return GTK_WIDGET (self);
}

static gboolean
carrel_topic_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARREL_TOPIC_FIELD (widget)->entry));
}

static void
carrel_topic_field_dispose (GObject *object)
{
  CarrelTopicField *self = CARREL_TOPIC_FIELD (object);
  GtkWidget        *popover = (GtkWidget *) g_steal_pointer (&self->popover);

  stop_reload (self);
  if (self->library)
    g_clear_signal_handler (&self->changed_id, self->library);
  g_clear_object (&self->library);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&popover, gtk_widget_unparent);
  G_OBJECT_CLASS (carrel_topic_field_parent_class)->dispose (object);
}

static void
carrel_topic_field_finalize (GObject *object)
{
  g_ptr_array_unref (CARREL_TOPIC_FIELD (object)->chips);
  G_OBJECT_CLASS (carrel_topic_field_parent_class)->finalize (object);
}

static void
carrel_topic_field_class_init (CarrelTopicFieldClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carrel_topic_field_dispose;
  object_class->finalize = carrel_topic_field_finalize;
  widget_class->grab_focus = carrel_topic_field_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-topic-field.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelTopicField, box);
  gtk_widget_class_bind_template_child (widget_class, CarrelTopicField, entry);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_focus_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_cb);
  gtk_widget_class_install_action (widget_class, "topics.add", "s", add_action);
  gtk_widget_class_install_action (widget_class, "topics.remove", "s", remove_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_shortcut_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_BackSpace, 0, delete_shortcut_cb, NULL);
}

static void
carrel_topic_field_init (CarrelTopicField *self)
{
  g_autoptr (GtkBuilder) builder = NULL;

  self->chips = g_ptr_array_new_with_free_func (free_chip);
  gtk_widget_init_template (GTK_WIDGET (self));

  builder = gtk_builder_new_from_resource ("/app/carrel/Carrel/ui/carrel-topic-completion.ui");
  self->popover = GTK_POPOVER (gtk_builder_get_object (builder, "popover"));
  self->list = GTK_LIST_BOX (gtk_builder_get_object (builder, "list"));
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
}

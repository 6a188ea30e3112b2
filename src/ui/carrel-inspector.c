/* carrel-inspector.c: topics, links and details of the article that is read. Main thread.
 *
 * The topic field keeps the topics by itself; links are read anew when some changed, at most four
 * times a second, since an import changes many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-article-field.h"
#include "ui/carrel-inspector.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "ui/carrel-inspector-highlights.h"
#include "ui/carrel-inspector-line.h"
#include "ui/carrel-link-dialog.h"
#include "ui/carrel-refetch.h"
#include "ui/carrel-topic-field.h"
#include "ui/carrel-topic-suggestions.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_LINES  8   /* of a kind, until the rest is asked for */
#define MAX_WANTED 2
#define RELOAD_MS  250

struct _CarrelInspector {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  gulong         changed_id;
  CarrelArticle *article; /* (owned) (nullable) */
  char          *address; /* (owned) (nullable): of the article, whole */
  GCancellable  *loading; /* (owned) (nullable): the links */
  guint          reload_id;
  gboolean       show_close;

  GtkStack            *stack;
  GtkScrolledWindow   *scroller;
  AdwBin              *topics, *suggestions, *highlights;
  GtkBox              *links;
  GtkWidget           *no_links, *incomplete;
  GtkLabel            *n_links, *incomplete_reason, *address_label;
  GtkGrid             *facts;
};

G_DEFINE_FINAL_TYPE (CarrelInspector, carrel_inspector, ADW_TYPE_BIN)

enum { PROP_0, PROP_SHOW_CLOSE };
enum { CLOSE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ── Links ── */

/* What stands under one heading. */
typedef struct {
  const char *heading;          /* static */
  GPtrArray  *known, *wanted;   /* (owned) (element-type CarrelLink), borrowed */
} Group;

static void
free_group (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->known);
  g_ptr_array_unref (group->wanted);
  g_free (group);
}

static Group *
get_group (GPtrArray *groups, const char *heading)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    if (strcmp (((Group *) groups->pdata[i])->heading, heading) == 0)
      return groups->pdata[i];
  group = g_new0 (Group, 1);
  group->heading = heading;
  group->known = g_ptr_array_new ();
  group->wanted = g_ptr_array_new ();
  g_ptr_array_add (groups, group);
  return group;
}

/* An article that is named ten times stands here once; a link made by hand always stands for itself. */
static gboolean
is_named_already (Group *group, const CarrelLinkData *data)
{
  for (guint i = 0; i < group->known->len; i++) {
    const CarrelLinkData *other = carrel_link_get (group->known->pdata[i]);

    if (data->kind < CARREL_LINK_RELATED && carrel_article_get_id (other->other) == carrel_article_get_id (data->other))
      return TRUE;
  }
  return FALSE;
}

/* In the order of this table: what the article names, what was made by hand, what names the article. */
static GPtrArray *
group_links (GPtrArray *links)
{
  static const struct {
    CarrelLinkKind kind;
    gboolean       backlink;
  } order[] = {
    { CARREL_LINK_SEE_ALSO, FALSE }, { CARREL_LINK_MENTIONS, FALSE },   { CARREL_LINK_RELATED, FALSE },    { CARREL_LINK_RELATED, TRUE },
    { CARREL_LINK_FOLLOWS, FALSE },  { CARREL_LINK_CITES, FALSE },      { CARREL_LINK_SUPPORTS, FALSE },   { CARREL_LINK_CONTRADICTS, FALSE },
    { CARREL_LINK_MENTIONS, TRUE },  { CARREL_LINK_SEE_ALSO, TRUE },    { CARREL_LINK_FOLLOWS, TRUE },     { CARREL_LINK_CITES, TRUE },
    { CARREL_LINK_SUPPORTS, TRUE },  { CARREL_LINK_CONTRADICTS, TRUE },
  };
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < links->len; j++) {
      CarrelLink *link = links->pdata[j];
      const CarrelLinkData *data = carrel_link_get (link);
      Group *group;

      if (data->kind != order[i].kind || !data->backlink != !order[i].backlink)
        continue;
      group = get_group (groups, carrel_words_link_heading (data->kind, data->backlink));
      if (!data->other)
        g_ptr_array_add (group->wanted, link);
      else if (!is_named_already (group, data))
        g_ptr_array_add (group->known, link);
    }
  return groups;
}

/* The rest comes in the place of the button that asked for it. */
static void
more_clicked_cb (GtkWidget *button, GPtrArray *rest)
{
  GtkWidget *parent = gtk_widget_get_parent (button), *before = button, *first = NULL;

  for (guint i = 0; i < rest->len; i++) {
    GtkWidget *line = carrel_inspector_line_new (rest->pdata[i]);

    gtk_box_insert_child_after (GTK_BOX (parent), line, before);
    before = line;
    first = first ? first : line;
  }
  if (first)
    gtk_widget_child_focus (first, GTK_DIR_TAB_FORWARD);
  gtk_box_remove (GTK_BOX (parent), button);
}

static void
append_lines (CarrelInspector *self, GPtrArray *links, guint max, gboolean wanted)
{
  guint n = links->len <= max ? links->len : max - 1;

  for (guint i = 0; i < n; i++)
    gtk_box_append (self->links, carrel_inspector_line_new (links->pdata[i]));
  if (n < links->len) {
    guint more = links->len - n;
    g_autofree char *text = g_strdup_printf (wanted ? ngettext ("%u more wanted", "%u more wanted", more) : ngettext ("%u more", "%u more", more), more);
    GtkWidget *label = gtk_label_new (text), *button = gtk_button_new ();
    GPtrArray *rest = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = n; i < links->len; i++)
      g_ptr_array_add (rest, g_object_ref (links->pdata[i]));
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_set_margin_start (label, 26);
    gtk_widget_add_css_class (label, "small-body");
    gtk_widget_add_css_class (label, "soft");
    gtk_button_set_child (GTK_BUTTON (button), label);
    gtk_widget_add_css_class (button, "flat");
    gtk_widget_add_css_class (button, "line");
    g_signal_connect_data (button, "clicked", G_CALLBACK (more_clicked_cb), rest, (GClosureNotify) (void (*) (void)) g_ptr_array_unref, 0);
    gtk_box_append (self->links, button);
  }
}

static void
show_links (CarrelInspector *self, GPtrArray *links)
{
  g_autoptr (GPtrArray) groups = group_links (links);
  g_autofree char *count = NULL;
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->links))))
    gtk_box_remove (self->links, child);
  for (guint i = 0; i < groups->len; i++) {
    Group *group = groups->pdata[i];
    GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "label", group->heading, "xalign", 0.f, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

    gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, 3, -1);
    gtk_widget_set_margin_top (heading, 8);
    gtk_widget_set_margin_bottom (heading, 2);
    gtk_widget_set_margin_start (heading, 8);
    gtk_widget_add_css_class (heading, "kind");
    gtk_box_append (self->links, heading);
    append_lines (self, group->known, MAX_LINES, FALSE);
    append_lines (self, group->wanted, MAX_WANTED, TRUE);
    n += group->known->len + group->wanted->len;
  }
  count = n > 0 ? g_strdup_printf ("%'u", n) : g_strdup ("");
  gtk_label_set_label (self->n_links, count);
  gtk_widget_set_visible (self->no_links, n == 0);
}

static void
links_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelInspector *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links = carrel_library_load_links_finish (CARREL_LIBRARY (source), result, &error);

  if (links)
    show_links (self, links);
  else
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

static void
stop_loading (CarrelInspector *self)
{
  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->reload_id, g_source_remove);
}

static gboolean
reload_cb (gpointer user_data)
{
  CarrelInspector *self = user_data;

  self->reload_id = 0;
  stop_loading (self);
  self->loading = g_cancellable_new ();
  carrel_library_load_links_async (self->library, carrel_article_get_id (self->article), self->loading, links_loaded_cb, self);
  return G_SOURCE_REMOVE;
}

static void
library_changed_cb (CarrelInspector *self, CarrelChanges *changes)
{
  CarrelChangeKind kinds = carrel_changes_get_kinds (changes);

  /* An article that arrives turns what is wanted into a link, and may be named by its own id only. */
  if (self->article && !self->reload_id && (kinds & (CARREL_CHANGED_LINKS | CARREL_CHANGED_ARTICLES)))
    self->reload_id = g_timeout_add (RELOAD_MS, reload_cb, self);
}

static void
remove_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspector *self = CARREL_INSPECTOR (widget);

  carrel_library_unlink_async (self->library, g_variant_get_int64 (parameter), carrel_ui_changed_cb, carrel_ui_change_new (widget, _ ("Link removed"), _ ("Link removed")));
}

static void
add_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspector *self = CARREL_INSPECTOR (widget);

  if (self->article)
    adw_dialog_present (carrel_link_dialog_new (self->library, carrel_article_get_id (self->article), carrel_article_get_title (self->article)), widget);
}

static void
add_topic_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (adw_bin_get_child (CARREL_INSPECTOR (widget)->topics));
}

/* ── Details ── */

static void
copy_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspector *self = CARREL_INSPECTOR (widget);

  if (!self->address)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->address);
  carrel_ui_show_toast (widget, _ ("Address copied"), NULL);
}

static GtkWidget *
new_fact (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "fact");
  return label;
}

/* Row 0 is the address. Takes `value` (nullable: then there is no row). `action` (nullable): what a click on it
 * does, with `target` (nullable). */
static void
add_fact_with_action (CarrelInspector *self, int *row, const char *name, char *value, const char *action, const char *target)
{
  g_autofree char *owned = value;
  GtkWidget *name_label, *value_label, *shown;

  if (!owned || !*owned)
    return;
  name_label = new_fact (name);
  gtk_label_set_ellipsize (GTK_LABEL (name_label), PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (name_label, "soft");
  value_label = new_fact (owned);
  gtk_widget_set_hexpand (value_label, TRUE);
  gtk_widget_set_tooltip_text (value_label, owned);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name_label, NULL, -1);
  ++*row;
  gtk_grid_attach (self->facts, name_label, 0, *row, 1, 1);
  shown = value_label;
  if (action) {
    shown = gtk_button_new ();
    gtk_button_set_child (GTK_BUTTON (shown), value_label);
    if (target)
      gtk_actionable_set_action_target (GTK_ACTIONABLE (shown), "s", target);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (shown), action);
    gtk_widget_add_css_class (shown, "flat");
    gtk_widget_add_css_class (shown, "fact-button");
    gtk_accessible_update_relation (GTK_ACCESSIBLE (shown), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name_label, value_label, NULL, -1);
  }
  gtk_grid_attach (self->facts, shown, 1, *row, 2, 1);
}

static void
add_fact (CarrelInspector *self, int *row, const char *name, char *value)
{
  add_fact_with_action (self, row, name, value, NULL, NULL);
}

/* A click on it searches for what has it, too. */
static void
add_field (CarrelInspector *self, int *row, const char *name, char *value, CarrelArticle *article, CarrelArticleField field)
{
  g_autofree char *search = carrel_article_field_write (article, field);

  add_fact_with_action (self, row, name, value, search ? "win.search-for" : NULL, search);
}

static char *
describe_moment (gint64 time)
{
  g_autofree char *date = carrel_time_to_date (time), *clock = NULL;
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time);

  clock = moment ? g_date_time_format (moment, "%R") : NULL;
  /* Translators: a date and an hour, as in «9 January 2026, 08:14» */
  return clock ? g_strdup_printf (_ ("%s, %s"), date, clock) : g_steal_pointer (&date);
}

static char *
describe_length (guint words)
{
  g_autofree char *count = g_strdup_printf (ngettext ("%'u word", "%'u words", words), words), *minutes = carrel_words_minutes (words);
  const char *parts[] = { count, minutes };

  return carrel_words_join (parts, G_N_ELEMENTS (parts));
}

static char *
describe_versions (CarrelReading *reading)
{
  g_autofree char *date = reading->fetched ? carrel_time_to_date (reading->fetched) : NULL;

  if (reading->n_versions == 0 || !date)
    return NULL;
  /* Translators: how often a page was kept, and the date of the last time, as in «2, latest 9 January 2026» */
  return reading->n_versions == 1 ? g_steal_pointer (&date) : g_strdup_printf (_ ("%u, latest %s"), reading->n_versions, date);
}

static char *
describe_size (CarrelReading *reading)
{
  g_autofree char *size = reading->size > 0 ? g_format_size ((guint64) reading->size) : NULL;
  g_autoptr (GPtrArray) images = carrel_document_list_images (reading->document);

  if (!size || images->len == 0)
    return g_steal_pointer (&size);
  /* Translators: as in «418 kB with 3 images» */
  return g_strdup_printf (ngettext ("%s with %u image", "%s with %u images", images->len), size, images->len);
}

static void
show_details (CarrelInspector *self, CarrelReading *reading)
{
  const CarrelArticleData *data = carrel_article_get (reading->article);
  const char *address = reading->address ? reading->address : data->address;
  g_autofree char *shown = address ? carrel_words_address (address) : NULL, *reason = NULL;
  GError incomplete = { .message = reading->incomplete_reason };
  int row = 0;

  g_set_str (&self->address, address);
  gtk_widget_set_visible (GTK_WIDGET (self->address_label), shown != NULL);
  gtk_label_set_label (self->address_label, shown ? shown : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address_label), address);
  gtk_widget_set_visible (self->incomplete, reading->incomplete_reason != NULL);
  reason = reading->incomplete_reason ? carrel_words_error (&incomplete) : NULL;
  gtk_label_set_label (self->incomplete_reason, reason ? reason : "");

  while (gtk_grid_get_child_at (self->facts, 0, 1))
    gtk_grid_remove_row (self->facts, 1);
  add_field (self, &row, _ ("Published"), data->published ? carrel_time_to_date (data->published) : NULL, reading->article, CARREL_ARTICLE_FIELD_PUBLISHED);
  add_field (self, &row, _ ("Added"), describe_moment (data->added), reading->article, CARREL_ARTICLE_FIELD_ADDED);
  add_field (self, &row, _ ("Language"), g_strdup (carrel_words_language (data->language)), reading->article, CARREL_ARTICLE_FIELD_LANGUAGE);
  add_field (self, &row, _ ("Site"), g_strdup (data->site), reading->article, CARREL_ARTICLE_FIELD_SITE);
  add_field (self, &row, _ ("Author"), g_strdup (data->byline), reading->article, CARREL_ARTICLE_FIELD_AUTHOR);
  add_fact (self, &row, _ ("Length"), describe_length (data->words));
  if (reading->rule != CARREL_RULE_NONE)
    add_fact (self, &row, _ ("Text"), g_strdup (reading->rule == CARREL_RULE_USED ? _ ("The part that was chosen") : _ ("Found by itself: the chosen part isn’t on this page")));
  add_fact_with_action (self, &row, reading->n_versions > 1 ? _ ("Versions") : _ ("Fetched"), describe_versions (reading), "article.show-versions", NULL);
  add_fact (self, &row, _ ("Fetched Again"), carrel_refetch_describe (reading));
  add_fact (self, &row, _ ("Size"), describe_size (reading));
}

/* ── Object ── */

void
carrel_inspector_set_reading (CarrelInspector *self, CarrelReading *reading)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) articles = g_ptr_array_new ();
  gboolean same;
  gint64 id;

  g_return_if_fail (CARREL_IS_INSPECTOR (self));

  stop_loading (self);
  carrel_inspector_highlights_set_reading (CARREL_INSPECTOR_HIGHLIGHTS (adw_bin_get_child (self->highlights)), reading);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "inspector.add-link", reading != NULL);
  gtk_stack_set_visible_child_name (self->stack, reading ? "article" : "none");
  carrel_topic_suggestions_set_article (CARREL_TOPIC_SUGGESTIONS (adw_bin_get_child (self->suggestions)), reading ? carrel_article_get_id (reading->article) : 0);
  if (!reading) {
    g_clear_object (&self->article);
    carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (adw_bin_get_child (self->topics)), NULL, NULL);
    return;
  }
  id = carrel_article_get_id (reading->article);
  same = self->article && carrel_article_get_id (self->article) == id;
  g_set_object (&self->article, reading->article);
  /* The same article again: the field follows it by itself, and somebody may be typing in it. */
  if (!same) {
    g_array_append_val (ids, id);
    g_ptr_array_add (articles, reading->article);
    carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (adw_bin_get_child (self->topics)), ids, articles);
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  }
  show_links (self, reading->links);
  show_details (self, reading);
}

GtkWidget *
carrel_inspector_new (CarrelLibrary *library)
{
  CarrelInspector *self = g_object_new (CARREL_TYPE_INSPECTOR, NULL);

  self->library = g_object_ref (library);
  self->changed_id = g_signal_connect_swapped (library, "changed", G_CALLBACK (library_changed_cb), self);
  adw_bin_set_child (self->topics, carrel_topic_field_new (library));
  adw_bin_set_child (self->suggestions, carrel_topic_suggestions_new (library));
  adw_bin_set_child (self->highlights, carrel_inspector_highlights_new (library));
  carrel_inspector_set_reading (self, NULL);
  return GTK_WIDGET (self);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CLOSE], 0);
}

static void
carrel_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_CLOSE)
    g_value_set_boolean (value, CARREL_INSPECTOR (object)->show_close);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
carrel_inspector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_CLOSE)
    CARREL_INSPECTOR (object)->show_close = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
carrel_inspector_dispose (GObject *object)
{
  CarrelInspector *self = CARREL_INSPECTOR (object);

  stop_loading (self);
  if (self->library)
    g_clear_signal_handler (&self->changed_id, self->library);
  g_clear_object (&self->library);
  g_clear_object (&self->article);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (carrel_inspector_parent_class)->dispose (object);
}

static void
carrel_inspector_class_init (CarrelInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carrel_inspector_dispose;
  object_class->get_property = carrel_inspector_get_property;
  object_class->set_property = carrel_inspector_set_property;
  g_object_class_install_property (object_class, PROP_SHOW_CLOSE, g_param_spec_boolean ("show-close", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));
  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/carrel/Carrel/ui/carrel-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, scroller);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, topics);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, suggestions);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, links);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, highlights);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, no_links);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, n_links);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, incomplete);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, incomplete_reason);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, facts);
  gtk_widget_class_bind_template_child_full (widget_class, "address", FALSE, G_STRUCT_OFFSET (CarrelInspector, address_label));
  gtk_widget_class_install_action (widget_class, "inspector.add-topic", NULL, add_topic_action);
  gtk_widget_class_install_action (widget_class, "inspector.add-link", NULL, add_link_action);
  gtk_widget_class_install_action (widget_class, "inspector.remove-link", "x", remove_link_action);
  gtk_widget_class_install_action (widget_class, "inspector.copy-address", NULL, copy_address_action);
  gtk_widget_class_install_action (widget_class, "inspector.close", NULL, close_action);
}

static void
carrel_inspector_init (CarrelInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

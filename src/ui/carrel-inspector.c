/* carrel-inspector.c: topics, links and details of the article that is read. Main thread.
 *
 * Each part follows the library by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-inspector.h"
#include "ui/carrel-article-field.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "ui/carrel-inspector-highlights.h"
#include "ui/carrel-inspector-links.h"
#include "ui/carrel-inspector-offers.h"
#include "ui/carrel-refetch.h"
#include "ui/carrel-topic-field.h"
#include "ui/carrel-topic-suggestions.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

struct _CarrelInspector {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  CarrelArticle *article; /* (owned) (nullable) */
  char          *address; /* (owned) (nullable): of the article, whole */
  gboolean       show_close;

  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  AdwBin            *topics, *suggestions, *links, *offers, *highlights;
  GtkWidget         *incomplete;
  GtkLabel          *incomplete_reason, *address_label;
  GtkGrid           *facts;
};

G_DEFINE_FINAL_TYPE (CarrelInspector, carrel_inspector, ADW_TYPE_BIN)

enum { PROP_0, PROP_SHOW_CLOSE };
enum { CLOSE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
add_topic_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (adw_bin_get_child (CARREL_INSPECTOR (widget)->topics));
}

static void
edit_note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_inspector_highlights_edit_note (
      CARREL_INSPECTOR_HIGHLIGHTS (adw_bin_get_child (CARREL_INSPECTOR (widget)->highlights)));
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

/* Row 0 is the address. Takes `value` (nullable: then there is no row). `action` (nullable): what a
 * click on it does, with `target` (nullable). */
static void
add_fact_with_action (CarrelInspector *self,
                      int             *row,
                      const char      *name,
                      char            *value,
                      const char      *action,
                      const char      *target)
{
  g_autofree char *owned = value;
  GtkWidget       *name_label, *value_label, *shown;

  if (!owned || !*owned)
    return;
  name_label = new_fact (name);
  gtk_label_set_ellipsize (GTK_LABEL (name_label), PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (name_label, "soft");
  value_label = new_fact (owned);
  gtk_widget_set_hexpand (value_label, TRUE);
  gtk_widget_set_tooltip_text (value_label, owned);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  name_label, NULL, -1);
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
    gtk_accessible_update_relation (GTK_ACCESSIBLE (shown), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                    name_label, value_label, NULL, -1);
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
add_field (CarrelInspector   *self,
           int               *row,
           const char        *name,
           char              *value,
           CarrelArticle     *article,
           CarrelArticleField field)
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
  g_autofree char *count = g_strdup_printf (ngettext ("%'u word", "%'u words", words), words),
                  *minutes = carrel_words_minutes (words);
  const char *parts[] = { count, minutes };

  return carrel_words_join (parts, G_N_ELEMENTS (parts));
}

static char *
describe_versions (CarrelReading *reading)
{
  g_autofree char *date = reading->fetched ? carrel_time_to_date (reading->fetched) : NULL;

  if (reading->n_versions == 0 || !date)
    return NULL;
  /* Translators: how often a page was kept, and the date of the last time, as in «2, latest 9
   * January 2026» */
  return reading->n_versions == 1
             ? g_steal_pointer (&date)
             : g_strdup_printf (_ ("%u, latest %s"), reading->n_versions, date);
}

static char *
describe_size (CarrelReading *reading)
{
  g_autofree char *size = reading->size > 0 ? g_format_size ((guint64) reading->size) : NULL;
  g_autoptr (GPtrArray) images = carrel_document_list_images (reading->document);

  if (!size || images->len == 0)
    return g_steal_pointer (&size);
  /* Translators: as in «418 kB with 3 images» */
  return g_strdup_printf (ngettext ("%s with %u image", "%s with %u images", images->len), size,
                          images->len);
}

static void
show_details (CarrelInspector *self, CarrelReading *reading)
{
  const CarrelArticleData *data = carrel_article_get (reading->article);
  const char              *address = reading->address ? reading->address : data->address;
  g_autofree char         *shown = address ? carrel_words_address (address) : NULL, *reason = NULL;
  GError                   incomplete = { .message = reading->incomplete_reason };
  int                      row = 0;

  g_set_str (&self->address, address);
  gtk_widget_set_visible (GTK_WIDGET (self->address_label), shown != NULL);
  gtk_label_set_label (self->address_label, shown ? shown : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address_label), address);
  gtk_widget_set_visible (self->incomplete, reading->incomplete_reason != NULL);
  reason = reading->incomplete_reason ? carrel_words_error (&incomplete) : NULL;
  gtk_label_set_label (self->incomplete_reason, reason ? reason : "");

  while (gtk_grid_get_child_at (self->facts, 0, 1))
    gtk_grid_remove_row (self->facts, 1);
  add_field (self, &row, _ ("Published"),
             data->published ? carrel_time_to_date (data->published) : NULL, reading->article,
             CARREL_ARTICLE_FIELD_PUBLISHED);
  add_field (self, &row, _ ("Added"), describe_moment (data->added), reading->article,
             CARREL_ARTICLE_FIELD_ADDED);
  add_field (self, &row, _ ("Language"), g_strdup (carrel_words_language (data->language)),
             reading->article, CARREL_ARTICLE_FIELD_LANGUAGE);
  add_field (self, &row, _ ("Site"), g_strdup (data->site), reading->article,
             CARREL_ARTICLE_FIELD_SITE);
  add_field (self, &row, _ ("Author"), g_strdup (data->byline), reading->article,
             CARREL_ARTICLE_FIELD_AUTHOR);
  add_fact (self, &row, _ ("Length"), describe_length (data->words));
  if (reading->rule != CARREL_RULE_NONE)
    add_fact (self, &row, _ ("Text"),
              g_strdup (reading->rule == CARREL_RULE_USED
                            ? _ ("The part that was chosen")
                            : _ ("Found by itself: the chosen part isn’t on this page")));
  add_fact_with_action (self, &row, reading->n_versions > 1 ? _ ("Versions") : _ ("Fetched"),
                        describe_versions (reading), "article.show-versions", NULL);
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
  gint64   id;

  g_return_if_fail (CARREL_IS_INSPECTOR (self));

  carrel_inspector_links_set_reading (CARREL_INSPECTOR_LINKS (adw_bin_get_child (self->links)),
                                      reading);
  carrel_inspector_offers_set_article (CARREL_INSPECTOR_OFFERS (adw_bin_get_child (self->offers)),
                                       reading ? carrel_article_get_id (reading->article) : 0);
  carrel_inspector_highlights_set_reading (
      CARREL_INSPECTOR_HIGHLIGHTS (adw_bin_get_child (self->highlights)), reading);
  gtk_stack_set_visible_child_name (self->stack, reading ? "article" : "none");
  carrel_topic_suggestions_set_article (
      CARREL_TOPIC_SUGGESTIONS (adw_bin_get_child (self->suggestions)),
      reading ? carrel_article_get_id (reading->article) : 0);
  if (!reading) {
    g_clear_object (&self->article);
    carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (adw_bin_get_child (self->topics)), NULL,
                                     NULL);
    return;
  }
  id = carrel_article_get_id (reading->article);
  same = self->article && carrel_article_get_id (self->article) == id;
  g_set_object (&self->article, reading->article);
  /* The same article again: the field follows it by itself, and somebody may be typing in it. */
  if (!same) {
    g_array_append_val (ids, id);
    g_ptr_array_add (articles, reading->article);
    carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (adw_bin_get_child (self->topics)), ids,
                                     articles);
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  }
  show_details (self, reading);
}

GtkWidget *
carrel_inspector_new (CarrelLibrary *library)
{
  CarrelInspector *self = g_object_new (CARREL_TYPE_INSPECTOR, NULL);

  self->library = g_object_ref (library);
  adw_bin_set_child (self->topics, carrel_topic_field_new (library));
  adw_bin_set_child (self->suggestions, carrel_topic_suggestions_new (library));
  adw_bin_set_child (self->links, carrel_inspector_links_new (library));
  adw_bin_set_child (self->offers, carrel_inspector_offers_new (library));
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

  g_clear_object (&self->library);
  g_clear_object (&self->article);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (carrel_inspector_parent_class)->dispose (object);
}

static void
carrel_inspector_class_init (CarrelInspectorClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carrel_inspector_dispose;
  object_class->get_property = carrel_inspector_get_property;
  object_class->set_property = carrel_inspector_set_property;
  g_object_class_install_property (
      object_class, PROP_SHOW_CLOSE,
      g_param_spec_boolean ("show-close", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));
  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, scroller);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, topics);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, suggestions);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, links);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, offers);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, highlights);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, incomplete);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, incomplete_reason);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspector, facts);
  gtk_widget_class_bind_template_child_full (widget_class, "address", FALSE,
                                             G_STRUCT_OFFSET (CarrelInspector, address_label));
  gtk_widget_class_install_action (widget_class, "inspector.add-topic", NULL, add_topic_action);
  gtk_widget_class_install_action (widget_class, "inspector.edit-note", NULL, edit_note_action);
  gtk_widget_class_install_action (widget_class, "inspector.copy-address", NULL,
                                   copy_address_action);
  gtk_widget_class_install_action (widget_class, "inspector.close", NULL, close_action);
}

static void
carrel_inspector_init (CarrelInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* carrel-inspector-links.c: an article's links, by kind, with what links to it. Main thread.
 *
 * Links are read anew when some changed, at most four times a second, since an import changes many.
 * Of those that link to the article the first are read; the others come in pages, behind the last
 * line, as they are asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-inspector-links.h"

#include "library/carrel-library-links.h"
#include "ui/carrel-inspector-line.h"
#include "ui/carrel-link-dialog.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_LINES 8 /* of a kind, until the rest is asked for */
#define MAX_WANTED 2
#define PAGE 100 /* of what links to it, at a time */
#define RELOAD_MS 250

struct _CarrelInspectorLinks {
  AdwBin parent_instance;

  CarrelLibrary *library;    /* (owned) */
  CarrelArticle *article;    /* (owned) (nullable) */
  GPtrArray     *shown;      /* (owned) (nullable) (element-type CarrelLink) */
  guint          n_back;     /* of `shown`: those that link to it; */
  guint          n_all_back; /* and of the library */
  const char    *heading;    /* (nullable): under which a page goes on; lent by `shown` */
  GCancellable  *loading;    /* (owned) (nullable) */
  guint          reload_id;

  GtkBox    *links;
  GtkWidget *no_links, *more_button;
  GtkLabel  *n_links, *more_label;
};

G_DEFINE_FINAL_TYPE (CarrelInspectorLinks, carrel_inspector_links, ADW_TYPE_BIN)

/* ── By kind ── */

/* What stands under one heading. */
typedef struct {
  const char *heading;        /* lent by a link, or static */
  GPtrArray  *known, *wanted; /* (owned) (element-type CarrelLink), borrowed */
  GHashTable *named;          /* (owned): gint64 *, lent: articles that are in it */
} Group;

static void
free_group (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->known);
  g_ptr_array_unref (group->wanted);
  g_hash_table_unref (group->named);
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
  group->named = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_ptr_array_add (groups, group);
  return group;
}

/* An article that is named ten times stands here once; a link made by hand always stands for
 * itself. */
static gboolean
is_named_already (Group *group, const CarrelLinkData *data)
{
  gint64 id = carrel_article_get_id (data->other);

  return !g_hash_table_add (group->named, g_memdup2 (&id, sizeof id)) &&
         data->kind < CARREL_LINK_RELATED;
}

/* A kind of the person's own stands under its own name. */
static const char *
get_heading (const CarrelLinkData *data)
{
  if (data->label)
    return data->backlink && data->inverse && *data->inverse ? data->inverse : data->label;
  return carrel_words_link_heading (data->kind, data->backlink);
}

/* In the order of this table: what the article names, what was made by hand, what names the
 * article. */
static GPtrArray *
group_links (GPtrArray *links)
{
  static const struct {
    CarrelLinkKind kind;
    gboolean       backlink;
  } order[] = {
    { CARREL_LINK_SEE_ALSO, FALSE }, { CARREL_LINK_MENTIONS, FALSE },
    { CARREL_LINK_RELATED, FALSE },  { CARREL_LINK_RELATED, TRUE },
    { CARREL_LINK_FOLLOWS, FALSE },  { CARREL_LINK_CITES, FALSE },
    { CARREL_LINK_SUPPORTS, FALSE }, { CARREL_LINK_CONTRADICTS, FALSE },
    { CARREL_LINK_MENTIONS, TRUE },  { CARREL_LINK_SEE_ALSO, TRUE },
    { CARREL_LINK_FOLLOWS, TRUE },   { CARREL_LINK_CITES, TRUE },
    { CARREL_LINK_SUPPORTS, TRUE },  { CARREL_LINK_CONTRADICTS, TRUE },
  };
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < links->len; j++) {
      CarrelLink           *link = links->pdata[j];
      const CarrelLinkData *data = carrel_link_get (link);
      Group                *group;

      if (data->kind != order[i].kind || !data->backlink != !order[i].backlink)
        continue;
      group = get_group (groups, get_heading (data));
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
append_lines (CarrelInspectorLinks *self, GPtrArray *links, guint max, gboolean wanted)
{
  guint n = links->len <= max ? links->len : max - 1;

  for (guint i = 0; i < n; i++)
    gtk_box_append (self->links, carrel_inspector_line_new (links->pdata[i]));
  if (n < links->len) {
    guint            more = links->len - n;
    g_autofree char *text =
        g_strdup_printf (wanted ? ngettext ("%u more wanted", "%u more wanted", more)
                                : ngettext ("%u more", "%u more", more),
                         more);
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
    g_signal_connect_data (button, "clicked", G_CALLBACK (more_clicked_cb), rest,
                           (GClosureNotify) (void (*) (void)) g_ptr_array_unref, 0);
    gtk_box_append (self->links, button);
  }
}

static void
append_heading (CarrelInspectorLinks *self, const char *text)
{
  GtkWidget *heading =
      g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.f, "ellipsize", PANGO_ELLIPSIZE_END,
                    "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, 3, -1);
  gtk_widget_set_margin_top (heading, 8);
  gtk_widget_set_margin_bottom (heading, 2);
  gtk_widget_set_margin_start (heading, 8);
  gtk_widget_add_css_class (heading, "kind");
  gtk_box_append (self->links, heading);
  self->heading = text;
}

static void
update_more (CarrelInspectorLinks *self)
{
  guint            more = self->n_all_back > self->n_back ? self->n_all_back - self->n_back : 0;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%'u more link to this article", "%'u more links to this article", more), more);

  gtk_label_set_label (self->more_label, text);
  gtk_widget_set_visible (self->more_button, more > 0);
}

static void
show_links (CarrelInspectorLinks *self, GPtrArray *links, guint n_all_back)
{
  g_autoptr (GPtrArray) groups = group_links (links);
  g_autofree char *count = NULL;
  GtkWidget       *child;
  guint            n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->links))))
    gtk_box_remove (self->links, child);
  g_ptr_array_ref (links);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = links;
  self->heading = NULL;
  self->n_back = 0;
  self->n_all_back = n_all_back;
  for (guint i = 0; i < links->len; i++)
    self->n_back += carrel_link_get (links->pdata[i])->backlink != FALSE;
  for (guint i = 0; i < groups->len; i++) {
    Group *group = groups->pdata[i];

    append_heading (self, group->heading);
    append_lines (self, group->known, MAX_LINES, FALSE);
    append_lines (self, group->wanted, MAX_WANTED, TRUE);
    n += group->known->len + group->wanted->len;
  }
  n += n_all_back > self->n_back ? n_all_back - self->n_back : 0;
  count = n > 0 ? g_strdup_printf ("%'u", n) : g_strdup ("");
  gtk_label_set_label (self->n_links, count);
  gtk_widget_set_visible (self->no_links, n == 0);
  update_more (self);
}

/* ── Pages of what links to it ── */

static void
page_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelInspectorLinks *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links =
      carrel_library_load_backlinks_finish (CARREL_LIBRARY (source), result, &error);
  GtkWidget *first = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!links) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  for (guint i = 0; i < links->len; i++) {
    const CarrelLinkData *data = carrel_link_get (links->pdata[i]);
    GtkWidget            *line = carrel_inspector_line_new (links->pdata[i]);

    g_ptr_array_add (self->shown, g_object_ref (links->pdata[i]));
    if (!self->heading || strcmp (self->heading, get_heading (data)) != 0)
      append_heading (self, get_heading (data));
    gtk_box_append (self->links, line);
    first = first ? first : line;
  }
  self->n_back += links->len;
  if (links->len == 0)
    self->n_all_back = self->n_back;
  if (first && gtk_widget_has_focus (self->more_button))
    gtk_widget_child_focus (first, GTK_DIR_TAB_FORWARD);
  update_more (self);
}

static void
more_links_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspectorLinks *self = CARREL_INSPECTOR_LINKS (widget);

  if (!self->article || !self->loading)
    return;
  carrel_library_load_backlinks_async (self->library, carrel_article_get_id (self->article),
                                       self->n_back, PAGE, self->loading, page_loaded_cb, self);
}

/* ── Following the library ── */

static void
links_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelInspectorLinks *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  guint n_back;
  g_autoptr (GPtrArray) links =
      carrel_library_load_links_finish (CARREL_LIBRARY (source), result, &n_back, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (links)
    show_links (self, links, n_back);
  else
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

static void
stop_loading (CarrelInspectorLinks *self)
{
  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->reload_id, g_source_remove);
}

static gboolean
reload_cb (gpointer user_data)
{
  CarrelInspectorLinks *self = user_data;

  self->reload_id = 0;
  stop_loading (self);
  self->loading = g_cancellable_new ();
  carrel_library_load_links_async (self->library, carrel_article_get_id (self->article),
                                   CARREL_READING_BACKLINKS, self->loading, links_loaded_cb, self);
  return G_SOURCE_REMOVE;
}

static void
library_changed_cb (CarrelInspectorLinks *self, CarrelChanges *changes)
{
  CarrelChangeKind kinds = carrel_changes_get_kinds (changes);

  /* An article that arrives turns what is wanted into a link, and may be named by its own id only.
   */
  if (self->article && !self->reload_id &&
      (kinds & (CARREL_CHANGED_LINKS | CARREL_CHANGED_ARTICLES)))
    self->reload_id = g_timeout_add (RELOAD_MS, reload_cb, self);
}

void
carrel_inspector_links_set_reading (CarrelInspectorLinks *self, CarrelReading *reading)
{
  stop_loading (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "inspector.add-link", reading != NULL);
  g_clear_object (&self->article);
  if (!reading)
    return;
  self->article = g_object_ref (reading->article);
  self->loading = g_cancellable_new ();
  show_links (self, reading->links, reading->n_backlinks);
}

/* ── Actions ── */

static void
add_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspectorLinks *self = CARREL_INSPECTOR_LINKS (widget);

  if (self->article)
    adw_dialog_present (carrel_link_dialog_new (self->library,
                                                carrel_article_get_id (self->article),
                                                carrel_article_get_title (self->article)),
                        widget);
}

static CarrelLink *
find_link (CarrelInspectorLinks *self, gint64 id)
{
  for (guint i = 0; self->shown && i < self->shown->len; i++)
    if (carrel_link_get (self->shown->pdata[i])->id == id)
      return self->shown->pdata[i];
  return NULL;
}

static void
edit_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspectorLinks *self = CARREL_INSPECTOR_LINKS (widget);
  CarrelLink           *link = find_link (self, g_variant_get_int64 (parameter));

  if (self->article && link)
    adw_dialog_present (carrel_link_dialog_new_for_link (
                            self->library, carrel_article_get_title (self->article), link),
                        widget);
}

static void
remove_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspectorLinks *self = CARREL_INSPECTOR_LINKS (widget);

  carrel_library_unlink_async (self->library, g_variant_get_int64 (parameter), carrel_ui_changed_cb,
                               carrel_ui_change_new (widget, "Link removed", "Link removed"));
}

/* ── Object ── */

GtkWidget *
carrel_inspector_links_new (CarrelLibrary *library)
{
  CarrelInspectorLinks *self = g_object_new (CARREL_TYPE_INSPECTOR_LINKS, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
carrel_inspector_links_dispose (GObject *object)
{
  CarrelInspectorLinks *self = CARREL_INSPECTOR_LINKS (object);

  stop_loading (self);
  g_clear_object (&self->library);
  g_clear_object (&self->article);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  G_OBJECT_CLASS (carrel_inspector_links_parent_class)->dispose (object);
}

static void
carrel_inspector_links_class_init (CarrelInspectorLinksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_inspector_links_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-inspector-links.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLinks, links);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLinks, no_links);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLinks, n_links);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLinks, more_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLinks, more_label);
  gtk_widget_class_install_action (widget_class, "inspector.add-link", NULL, add_link_action);
  gtk_widget_class_install_action (widget_class, "inspector.edit-link", "x", edit_link_action);
  gtk_widget_class_install_action (widget_class, "inspector.remove-link", "x", remove_link_action);
  gtk_widget_class_install_action (widget_class, "inspector.more-links", NULL, more_links_action);
}

static void
carrel_inspector_links_init (CarrelInspectorLinks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* carrel-article-drag.c: articles and topics dragged to each other, and out. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-article-drag.h"

#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_GIVEN 1000 /* articles, to another program */

/* ── Out ── */

#define CARREL_TYPE_ARTICLE_LINKS (carrel_article_links_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelArticleLinks, carrel_article_links, CARREL, ARTICLE_LINKS, GdkContentProvider)

struct _CarrelArticleLinks {
  GdkContentProvider parent_instance;

  CarrelLibrary *library; /* (owned) */
  GArray        *ids;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (CarrelArticleLinks, carrel_article_links, GDK_TYPE_CONTENT_PROVIDER)

typedef struct {
  char          *type;
  GOutputStream *stream; /* (owned) */
  int            priority;
  GString       *text; /* (owned) (nullable) */
} Giving;

static void
free_giving (gpointer data)
{
  Giving *giving = data;

  g_free (giving->type);
  g_object_unref (giving->stream);
  if (giving->text)
    g_string_free (giving->text, TRUE);
  g_free (giving);
}

static void
append_link (GString *out, const char *type, const CarrelArticleData *article)
{
  const char      *address = article->address;
  g_autofree char *title = g_markup_escape_text (article->title, -1),
                  *target = address ? g_markup_escape_text (address, -1) : NULL;

  if (strcmp (type, "text/uri-list") == 0) {
    if (address)
      g_string_append_printf (out, "%s\r\n", address);
  } else if (strcmp (type, "text/html") == 0) {
    if (target)
      g_string_append_printf (out, "<p><a href=\"%s\">%s</a></p>\n", target, title);
    else
      g_string_append_printf (out, "<p>%s</p>\n", title);
  } else {
    g_string_append_printf (out, "%s%s\n%s%s", out->len > 0 ? "\n" : "", article->title,
                            address ? address : "", address ? "\n" : "");
  }
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) articles =
      carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);
  Giving *giving = g_task_get_task_data (task);

  if (!articles) {
    g_task_return_error (task, error);
    return;
  }
  giving->text = g_string_new (NULL);
  for (guint i = 0; i < articles->len; i++)
    append_link (giving->text, giving->type, carrel_article_get (articles->pdata[i]));
  g_output_stream_write_all_async (giving->stream, giving->text->str, giving->text->len,
                                   giving->priority, g_task_get_cancellable (task), given_cb,
                                   g_object_ref (task));
}

static void
carrel_article_links_write_mime_type_async (GdkContentProvider *provider,
                                            const char         *type,
                                            GOutputStream      *stream,
                                            int                 priority,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data)
{
  CarrelArticleLinks *self = CARREL_ARTICLE_LINKS (provider);
  GTask              *task = g_task_new (self, cancellable, callback, user_data);
  Giving             *giving = g_new0 (Giving, 1);

  *giving = (Giving) { g_strdup (type), g_object_ref (stream), priority, NULL };
  g_task_set_task_data (task, giving, free_giving);
  carrel_library_load_articles_async (self->library, self->ids, cancellable, loaded_cb, task);
}

static gboolean
carrel_article_links_write_mime_type_finish (GdkContentProvider *provider,
                                             GAsyncResult       *result,
                                             GError            **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GdkContentFormats *
carrel_article_links_ref_formats (GdkContentProvider *provider)
{
  static const char *types[] = { "text/uri-list", "text/html", "text/plain;charset=utf-8",
                                 "text/plain" };

  return gdk_content_formats_new (types, G_N_ELEMENTS (types));
}

static void
carrel_article_links_finalize (GObject *object)
{
  CarrelArticleLinks *self = CARREL_ARTICLE_LINKS (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (carrel_article_links_parent_class)->finalize (object);
}

static void
carrel_article_links_class_init (CarrelArticleLinksClass *class)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = carrel_article_links_finalize;
  provider_class->ref_formats = carrel_article_links_ref_formats;
  provider_class->write_mime_type_async = carrel_article_links_write_mime_type_async;
  provider_class->write_mime_type_finish = carrel_article_links_write_mime_type_finish;
}

static void
carrel_article_links_init (CarrelArticleLinks *self)
{
}

GdkContentProvider *
carrel_article_drag_provide (CarrelLibrary *library, GArray *ids)
{
  CarrelArticleLinks *links = g_object_new (CARREL_TYPE_ARTICLE_LINKS, NULL);
  GdkContentProvider *both[2] = { gdk_content_provider_new_typed (G_TYPE_ARRAY, ids),
                                  GDK_CONTENT_PROVIDER (links) };

  links->library = g_object_ref (library);
  links->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), MIN (ids->len, MAX_GIVEN));
  g_array_append_vals (links->ids, ids->data, MIN (ids->len, MAX_GIVEN));
  return gdk_content_provider_new_union (both, G_N_ELEMENTS (both));
}

/* As GTK asks, and whose it is. */
static gboolean
accept_cb (GtkDropTarget *target, GdkDrop *drop, gpointer user_data)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return !gdk_content_formats_contain_gtype (formats, G_TYPE_ARRAY) &&
         !gdk_content_formats_contain_gtype (formats, CARREL_TYPE_TOPIC) &&
         (gdk_drop_get_actions (drop) & gtk_drop_target_get_actions (target)) != 0 &&
         gdk_content_formats_match (gtk_drop_target_get_formats (target), formats);
}

void
carrel_article_drag_refuse_own (GtkDropTarget *target)
{
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), NULL);
}

/* ── To each other ── */

typedef struct {
  CarrelLibrary    *library; /* (owned) */
  CarrelListIdsFunc list_ids;
  gpointer          data;
} Accept;

static void
free_accept (gpointer data, GClosure *closure)
{
  g_object_unref (((Accept *) data)->library);
  g_free (data);
}

static void
leave_cb (GtkDropTarget *target, gpointer user_data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  gtk_widget_remove_css_class (widget, "drop-target");
  gtk_widget_remove_css_class (widget, "article");
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  Accept      *accept = user_data;
  GtkWidget   *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  CarrelTopic *topic = g_value_get_object (value);
  g_autoptr (GArray) ids = accept->list_ids (accept->data);
  const char *add[] = { topic ? carrel_topic_get_path (topic) : NULL, NULL };

  leave_cb (target, NULL); /* GTK doesn't say that it was left */
  if (!topic || ids->len == 0)
    return FALSE;
  carrel_library_tag_async (accept->library, ids, add, NULL, carrel_ui_changed_cb,
                            carrel_ui_change_new (widget, "Article tagged", "%u articles tagged"));
  return TRUE;
}

static GdkDragAction
enter_cb (GtkDropTarget *target, double x, double y, gpointer user_data)
{
  Accept    *accept = user_data;
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  g_autoptr (GArray) ids = accept->list_ids (accept->data);

  if (ids->len == 0)
    return 0;
  gtk_widget_add_css_class (widget, "drop-target");
  gtk_widget_add_css_class (widget, "article");
  return GDK_ACTION_COPY;
}

void
carrel_article_drag_accept_topics (GtkWidget        *widget,
                                   CarrelLibrary    *library,
                                   CarrelListIdsFunc list_ids,
                                   gpointer          data)
{
  GtkDropTarget *target = gtk_drop_target_new (CARREL_TYPE_TOPIC, GDK_ACTION_COPY);
  Accept        *accept = g_new0 (Accept, 1);

  *accept = (Accept) { g_object_ref (library), list_ids, data };
  g_signal_connect_data (target, "drop", G_CALLBACK (drop_cb), accept, free_accept, 0);
  g_signal_connect (target, "enter", G_CALLBACK (enter_cb), accept);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), accept);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

void
carrel_article_drag_set_icon (GdkDrag *drag, GtkWidget *start, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_add_css_class (label, "heading");
  if (start)
    gtk_box_append (GTK_BOX (box), start);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "drag-icon");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), box);
}

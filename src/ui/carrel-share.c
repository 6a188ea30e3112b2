/* carrel-share.c: articles and addresses given to others. Main thread.
 *
 * Each action loads what it needs of its articles, in one chain, and then gives away one text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-share.h"

#include "base/carrel-time.h"
#include "library/carrel-portable.h"
#include "model/carrel-citation.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-window.h"
#include "ui/reader/carrel-document-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_BROWSER 10 /* pages opened at once */
#define MAX_TEXTS 50   /* articles copied whole */
#define MAX_MAIL 1500  /* bytes of a mail's body in an address: programs take little more */

typedef enum {
  SHARE_BROWSER,
  SHARE_ADDRESS,
  SHARE_CITATION,
  SHARE_MAIL,
} ShareKind;

/* ── What needs a row of each article ── */

typedef struct {
  GtkWidget     *window; /* (owned) */
  ShareKind      kind;
  CarrelCitation citation;
} Share;

static void
copy_text (GtkWidget *window, const char *text, const char *message)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), text);
  carrel_ui_show_toast (window, message, NULL);
}

static void
send_by_email (GtkWidget *window, GPtrArray *articles)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *subject = g_uri_escape_string (carrel_article_get_title (articles->pdata[0]),
                                                  NULL, FALSE),
                  *text = NULL, *address = NULL;

  for (guint i = 0; i < articles->len; i++) {
    const CarrelArticleData *article = carrel_article_get (articles->pdata[i]);

    if (body->len + strlen (article->title) + (article->address ? strlen (article->address) : 0) >
        MAX_MAIL)
      break;
    g_string_append_printf (body, "%s%s\n%s%s", i > 0 ? "\n" : "", article->title,
                            article->address ? article->address : "", article->address ? "\n" : "");
  }
  text = g_uri_escape_string (body->str, NULL, FALSE);
  address = g_strdup_printf ("mailto:?subject=%s&body=%s", subject, text);
  carrel_ui_open_outside (window, address);
}

static void
give_addresses (Share *share, GPtrArray *articles)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < articles->len; i++) {
    const char *address = carrel_article_get (articles->pdata[i])->address;

    if (!address)
      continue;
    if (share->kind == SHARE_BROWSER && n < MAX_BROWSER)
      carrel_ui_open_outside (share->window, address);
    g_string_append_printf (text, "%s%s", n > 0 ? "\n" : "", address);
    n++;
  }
  if (n == 0)
    carrel_ui_show_toast (share->window, _ ("This article has no address"), NULL);
  else if (share->kind == SHARE_ADDRESS)
    copy_text (share->window, text->str, n == 1 ? _ ("Address copied") : _ ("Addresses copied"));
}

static void
give_citations (Share *share, GPtrArray *articles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < articles->len; i++) {
    g_autofree char *citation =
        carrel_citation_make (articles->pdata[i], share->citation, carrel_time_now ());

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", citation);
  }
  copy_text (share->window, text->str,
             articles->len == 1 ? _ ("Citation copied") : _ ("Citations copied"));
}

static void
articles_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Share *share = user_data;
  g_autoptr (GtkWidget) window = share->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles =
      carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);

  if (!articles) {
    carrel_ui_show_error (window, error);
    return;
  }
  if (articles->len == 0)
    return;
  switch (share->kind) {
  case SHARE_CITATION:
    give_citations (share, articles);
    break;
  case SHARE_MAIL:
    send_by_email (window, articles);
    break;
  case SHARE_BROWSER:
  case SHARE_ADDRESS:
  default:
    give_addresses (share, articles);
    break;
  }
}

static void
share (GtkWidget *widget, ShareKind kind, CarrelCitation citation)
{
  g_autoptr (GArray) ids = carrel_window_list_targets (CARREL_WINDOW (widget));
  Share *data;

  if (ids->len == 0)
    return;
  data = g_new0 (Share, 1);
  data->window = g_object_ref (widget);
  data->kind = kind;
  data->citation = citation;
  carrel_library_load_articles_async (carrel_window_get_library (CARREL_WINDOW (widget)), ids, NULL,
                                      articles_loaded_cb, data);
}

static void
simple_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  share (widget,
         g_str_has_suffix (name, "browser") ? SHARE_BROWSER
         : g_str_has_suffix (name, "email") ? SHARE_MAIL
                                            : SHARE_ADDRESS,
         CARREL_CITATION_PLAIN);
}

static void
citation_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelCitation citation;

  if (carrel_citation_from_name (g_variant_get_string (parameter, NULL), &citation))
    share (widget, SHARE_CITATION, citation);
}

/* ── What needs their texts: one after the other ── */

typedef struct {
  GtkWidget     *window; /* (owned) */
  GArray        *ids;    /* (owned) (element-type gint64) */
  guint          next;
  gboolean       html;
  GString       *text;    /* (owned): what is read; its pictures by address */
  GString       *rich;    /* (owned): as HTML, with its pictures in it */
  gsize          left;    /* bytes of them that still may be */
  CarrelReading *reading; /* (owned) (nullable): while its pictures are asked for */
} Texts;

static void
free_texts (Texts *texts)
{
  g_object_unref (texts->window);
  g_array_unref (texts->ids);
  g_string_free (texts->text, TRUE);
  g_string_free (texts->rich, TRUE);
  g_clear_pointer (&texts->reading, carrel_reading_free);
  g_free (texts);
}

static void
give_texts (Texts *texts)
{
  if (texts->html)
    carrel_document_view_give_html (texts->window, texts->text->str, texts->rich->str);
  else
    gdk_clipboard_set_text (gtk_widget_get_clipboard (texts->window), texts->text->str);
  carrel_ui_show_toast (texts->window,
                        texts->html ? _ ("Copied as HTML") : _ ("Copied as Markdown"), NULL);
}

static void load_next (Texts *texts);

static void
append_html (GString *text, CarrelArticle *article, CarrelDocument *document)
{
  g_autofree char *body = carrel_document_write (document),
                  *citation = carrel_citation_make (article, CARREL_CITATION_PLAIN, 0);
  g_autofree char *title = g_markup_escape_text (carrel_article_get_title (article), -1),
                  *from = g_markup_escape_text (citation, -1);

  g_string_append_printf (text, "<h1>%s</h1>\n%s\n<p><small>%s</small></p>\n", title, body, from);
}

static void
append_markdown (GString *text, CarrelArticle *article, CarrelDocument *document)
{
  g_autofree char *body = carrel_document_to_markdown (document),
                  *citation = carrel_citation_make (article, CARREL_CITATION_MARKDOWN, 0);

  g_string_append_printf (text, "%s# %s\n\n%s\n\n%s\n", text->len > 0 ? "\n" : "",
                          carrel_article_get_title (article), body, citation);
}

/* The document with its pictures; the next step, or NULL after an error. */
static CarrelDocument *
take_portable (GObject *source, GAsyncResult *result, Texts *texts)
{
  g_autoptr (GError) error = NULL;
  CarrelDocument *document =
      carrel_library_make_portable_finish (CARREL_LIBRARY (source), result, &error);

  if (!document) {
    carrel_ui_show_error (texts->window, error);
    free_texts (texts);
  }
  return document;
}

static void
go_on (Texts *texts)
{
  g_clear_pointer (&texts->reading, carrel_reading_free);
  texts->next++;
  load_next (texts);
}

static gsize
count_embedded (CarrelDocument *document)
{
  g_autoptr (GPtrArray) sources = carrel_document_list_images (document);
  gsize n = 0;

  for (guint i = 0; i < sources->len; i++)
    n += g_str_has_prefix (sources->pdata[i], "data:") ? strlen (sources->pdata[i]) / 4 * 3 : 0;
  return n;
}

static void
embedded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Texts *texts = user_data;
  g_autoptr (CarrelDocument) document = take_portable (source, result, texts);

  if (!document)
    return;
  append_html (texts->rich, texts->reading->article, document);
  texts->left -= MIN (count_embedded (document), texts->left);
  go_on (texts);
}

static void
addressed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Texts *texts = user_data;
  g_autoptr (CarrelDocument) document = take_portable (source, result, texts);

  if (!document)
    return;
  if (!texts->html) {
    append_markdown (texts->text, texts->reading->article, document);
    go_on (texts);
    return;
  }
  append_html (texts->text, texts->reading->article, document);
  carrel_library_make_portable_async (
      CARREL_LIBRARY (source), carrel_article_get_id (texts->reading->article),
      texts->reading->document, texts->left, NULL, embedded_cb, texts);
}

static void
text_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Texts *texts = user_data;
  g_autoptr (GError) error = NULL;

  texts->reading = carrel_library_load_reading_finish (CARREL_LIBRARY (source), result, &error);
  if (!texts->reading) {
    carrel_ui_show_error (texts->window, error);
    free_texts (texts);
    return;
  }
  carrel_library_make_portable_async (CARREL_LIBRARY (source),
                                      carrel_article_get_id (texts->reading->article),
                                      texts->reading->document, 0, NULL, addressed_cb, texts);
}

static void
load_next (Texts *texts)
{
  if (texts->next < MIN (texts->ids->len, MAX_TEXTS)) {
    carrel_library_load_reading_async (carrel_window_get_library (CARREL_WINDOW (texts->window)),
                                       g_array_index (texts->ids, gint64, texts->next), NULL,
                                       text_loaded_cb, texts);
    return;
  }
  give_texts (texts);
  free_texts (texts);
}

static void
copy_as_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GArray) ids = carrel_window_list_targets (CARREL_WINDOW (widget));
  Texts *texts;

  if (ids->len == 0)
    return;
  texts = g_new0 (Texts, 1);
  texts->window = g_object_ref (widget);
  texts->ids = g_steal_pointer (&ids);
  texts->html = g_str_equal (g_variant_get_string (parameter, NULL), "html");
  texts->text = g_string_new (NULL);
  texts->rich = g_string_new (NULL);
  texts->left = CARREL_PORTABLE_CLIPBOARD;
  load_next (texts);
}

/* ── A stretch of one ── */

typedef struct {
  GtkWidget    *widget;    /* (owned) */
  GdkClipboard *clipboard; /* (owned) */
  gulong        changed;   /* handler */
  char         *text;      /* (owned) */
  gboolean      overtaken; /* something else was copied meanwhile */
} Copy;

static void
clipboard_changed_cb (GdkClipboard *clipboard, Copy *copy)
{
  copy->overtaken = TRUE;
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Copy *copy = user_data;
  g_autoptr (GtkWidget) widget = copy->widget;
  g_autofree char *text = copy->text, *html = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelDocument) document =
      carrel_library_make_portable_finish (CARREL_LIBRARY (source), result, &error);

  g_signal_handler_disconnect (copy->clipboard, copy->changed);
  g_object_unref (copy->clipboard);
  if (!document)
    carrel_ui_show_error (widget, error);
  if (!document || copy->overtaken)
    return;
  html = carrel_document_write (document);
  carrel_document_view_give_html (widget, text, html);
}

void
carrel_share_copy (GtkWidget      *widget,
                   CarrelLibrary  *library,
                   gint64          article,
                   CarrelDocument *document,
                   const char     *text)
{
  g_autoptr (GPtrArray) sources = carrel_document_list_images (document);
  Copy *copy;

  if (sources->len == 0) { /* nothing to wait for */
    g_autofree char *html = carrel_document_write (document);

    carrel_document_view_give_html (widget, text, html);
    return;
  }
  copy = g_new0 (Copy, 1);
  copy->widget = g_object_ref (widget);
  copy->text = g_strdup (text);
  copy->clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  copy->changed =
      g_signal_connect (copy->clipboard, "changed", G_CALLBACK (clipboard_changed_cb), copy);
  carrel_library_make_portable_async (library, article, document, CARREL_PORTABLE_CLIPBOARD, NULL,
                                      copied_cb, copy);
}

void
carrel_share_install (GtkWidgetClass *window_class)
{
  gtk_widget_class_install_action (window_class, "article.open-in-browser", NULL, simple_action);
  gtk_widget_class_install_action (window_class, "article.copy-address", NULL, simple_action);
  gtk_widget_class_install_action (window_class, "article.send-by-email", NULL, simple_action);
  gtk_widget_class_install_action (window_class, "article.copy-citation", "s", citation_action);
  gtk_widget_class_install_action (window_class, "article.copy-as", "s", copy_as_action);
}

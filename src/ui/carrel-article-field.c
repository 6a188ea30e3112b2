/* carrel-article-field.c: what is said of an article in a line, and searched by a click. Main
 * thread.
 *
 * Lines are made elsewhere, and hold the fields as they are written, in a known order: so they are
 * found in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-article-field.h"

#include "base/carrel-time.h"
#include "model/carrel-query.h"

#include <string.h>

#define SEPARATOR " · " /* as carrel_article_dup_meta () has it */

static char *
dup_day (gint64 time)
{
  g_autoptr (GDateTime) date = time ? g_date_time_new_from_unix_local (time) : NULL;

  return date ? g_date_time_format (date, "%Y-%m-%d") : NULL;
}

char *
carrel_article_field_write (CarrelArticle *article, CarrelArticleField field)
{
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *value = NULL;
  const char              *name;

  switch (field) {
  case CARREL_ARTICLE_FIELD_SITE:
    name = "site";
    value = g_strdup (data->site);
    break;
  case CARREL_ARTICLE_FIELD_AUTHOR:
    name = "author";
    value = g_strdup (data->byline);
    break;
  case CARREL_ARTICLE_FIELD_ADDED:
    name = "added";
    value = dup_day (data->added);
    break;
  case CARREL_ARTICLE_FIELD_PUBLISHED:
    name = "published";
    value = dup_day (data->published);
    break;
  default:
    name = "lang";
    value = g_strdup (data->language);
  }
  return value && *value ? carrel_query_write_filter (name, value) : NULL;
}

char *
carrel_article_field_write_topic (const char *path)
{
  return carrel_query_write_filter ("topic", path);
}

void
carrel_article_field_search (GtkWidget *widget, const char *search)
{
  g_autofree char *text = g_strconcat (search, " ", NULL); /* ready for the next word */

  gtk_widget_activate_action (widget, "win.search-for", "s", text);
}

/* ── In a line ── */

typedef struct {
  CarrelArticleField field;
  gsize              start, end; /* bytes */
} Place;

/* The text's beginning before «…»: as much of it as there was room for. NULL: nowhere. */
static const char *
find_cut (const char *line, const char *text, gsize *length)
{
  for (const char *cut = line; (cut = strstr (cut, "…")); cut += strlen ("…"))
    for (*length = MIN (strlen (text), (gsize) (cut - line)); *length > 0; (*length)--)
      if (memcmp (cut - *length, text, *length) == 0)
        return cut - *length;
  return NULL;
}

/* Where `text` (nullable) stands at or after a byte; FALSE: nowhere. */
static gboolean
find_text (const char *line, gsize from, const char *text, CarrelArticleField field, Place *place)
{
  const char *found;
  gsize       length;

  if (!text || !*text)
    return FALSE;
  length = strlen (text);
  found = strstr (line + from, text);
  if (!found)
    found = find_cut (line + from, text, &length);
  if (found)
    *place = (Place) { field, (gsize) (found - line), (gsize) (found - line) + length };
  return found != NULL;
}

gboolean
carrel_article_field_find (CarrelArticle      *article,
                           const char         *meta,
                           gsize               index,
                           CarrelArticleField *field)
{
  const CarrelArticleData *data = carrel_article_get (article);
  /* The date is what the line ends with; its words may be older than those of now: «10 min ago». */
  const char *last = g_strrstr (meta, SEPARATOR);
  Place       places[3];
  guint       n = 0;

  n += find_text (meta, 0, data->site, CARREL_ARTICLE_FIELD_SITE, &places[n]);
  n += find_text (meta, n > 0 ? places[0].end : 0, data->byline, CARREL_ARTICLE_FIELD_AUTHOR,
                  &places[n]);
  if (last)
    places[n++] = (Place) { CARREL_ARTICLE_FIELD_ADDED, (gsize) (last - meta) + strlen (SEPARATOR),
                            strlen (meta) };
  for (guint i = 0; i < n; i++)
    if (index >= places[i].start && index < places[i].end) {
      *field = places[i].field;
      return TRUE;
    }
  return FALSE;
}

static gboolean
link_activated_cb (GtkLabel *label, const char *search)
{
  carrel_article_field_search (GTK_WIDGET (label), search);
  return GDK_EVENT_STOP;
}

static void
append_escaped (GString *markup, const char *start, const char *end)
{
  g_autofree char *escaped = g_markup_escape_text (start, end - start);

  g_string_append (markup, escaped);
}

static void
append_link (GString *markup, CarrelArticle *article, const char *line, const Place *place)
{
  g_autofree char *search = carrel_article_field_write (article, place->field),
                  *target = g_markup_escape_text (search, -1);

  g_string_append_printf (markup, "<a href=\"%s\">", target);
  append_escaped (markup, line + place->start, line + place->end);
  g_string_append (markup, "</a>");
}

void
carrel_article_field_link (GtkLabel *label, CarrelArticle *article, const char *line)
{
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *published = carrel_time_to_date (data->published);
  g_autoptr (GString) markup = g_string_new (NULL);
  Place places[3];
  guint n = 0;
  gsize at = 0;

  if (data->site && strcmp (line, data->site) == 0) {
    n += find_text (line, 0, data->site, CARREL_ARTICLE_FIELD_SITE, &places[n]);
  } else {
    n += find_text (line, 0, data->byline, CARREL_ARTICLE_FIELD_AUTHOR, &places[n]);
    n += find_text (line, n > 0 ? places[0].end : 0, published, CARREL_ARTICLE_FIELD_PUBLISHED,
                    &places[n]);
  }
  for (guint i = 0; i < n; i++) {
    append_escaped (markup, line + at, line + places[i].start);
    append_link (markup, article, line, &places[i]);
    at = places[i].end;
  }
  append_escaped (markup, line + at, line + strlen (line));
  gtk_label_set_markup (label, markup->str);
  gtk_widget_add_css_class (GTK_WIDGET (label), "field-links");
  g_signal_connect (label, "activate-link", G_CALLBACK (link_activated_cb), NULL);
}

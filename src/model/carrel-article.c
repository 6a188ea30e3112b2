/* carrel-article.c: an article as a value. One block holds its strings; nothing changes after
 * `new`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-article.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarrelArticle {
  GObject           parent_instance;
  CarrelArticleData data;
  GStringChunk     *strings; /* (owned): all that data points at */
  const char      **topics;  /* (owned) */
  guint8           *colours; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CarrelArticle, carrel_article, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_BYLINE,
  PROP_SITE,
  PROP_ADDRESS,
  PROP_EXCERPT,
  PROP_LANGUAGE,
  PROP_IMAGE,
  PROP_PUBLISHED,
  PROP_ADDED,
  PROP_TRASHED,
  PROP_WORDS,
  PROP_PROGRESS,
  PROP_PLACE,
  PROP_READ,
  PROP_FAVOURITE,
  PROP_RTL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
carrel_article_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const CarrelArticleData *data = &CARREL_ARTICLE (object)->data;

  switch (id) {
  case PROP_ID:
    g_value_set_int64 (value, data->id);
    break;
  case PROP_TITLE:
    g_value_set_string (value, data->title);
    break;
  case PROP_BYLINE:
    g_value_set_string (value, data->byline);
    break;
  case PROP_SITE:
    g_value_set_string (value, data->site);
    break;
  case PROP_ADDRESS:
    g_value_set_string (value, data->address);
    break;
  case PROP_EXCERPT:
    g_value_set_string (value, data->excerpt);
    break;
  case PROP_LANGUAGE:
    g_value_set_string (value, data->language);
    break;
  case PROP_IMAGE:
    g_value_set_string (value, data->image);
    break;
  case PROP_PUBLISHED:
    g_value_set_int64 (value, data->published);
    break;
  case PROP_ADDED:
    g_value_set_int64 (value, data->added);
    break;
  case PROP_TRASHED:
    g_value_set_int64 (value, data->trashed);
    break;
  case PROP_WORDS:
    g_value_set_uint (value, data->words);
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, data->progress);
    break;
  case PROP_PLACE:
    g_value_set_uint (value, data->place);
    break;
  case PROP_READ:
    g_value_set_uint (value, data->read);
    break;
  case PROP_FAVOURITE:
    g_value_set_boolean (value, data->favourite);
    break;
  case PROP_RTL:
    g_value_set_boolean (value, data->rtl);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_article_finalize (GObject *object)
{
  CarrelArticle *self = CARREL_ARTICLE (object);

  g_string_chunk_free (self->strings);
  g_free (self->topics);
  g_free (self->colours);
  G_OBJECT_CLASS (carrel_article_parent_class)->finalize (object);
}

static void
carrel_article_class_init (CarrelArticleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = carrel_article_get_property;
  object_class->finalize = carrel_article_finalize;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_BYLINE] = g_param_spec_string ("byline", NULL, NULL, NULL, flags);
  properties[PROP_SITE] = g_param_spec_string ("site", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  properties[PROP_EXCERPT] = g_param_spec_string ("excerpt", NULL, NULL, NULL, flags);
  properties[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, NULL, flags);
  properties[PROP_IMAGE] = g_param_spec_string ("image", NULL, NULL, NULL, flags);
  properties[PROP_PUBLISHED] =
      g_param_spec_int64 ("published", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_ADDED] =
      g_param_spec_int64 ("added", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_TRASHED] =
      g_param_spec_int64 ("trashed", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_WORDS] = g_param_spec_uint ("words", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_PLACE] =
      g_param_spec_uint ("place", NULL, NULL, 0, CARREL_PLACE_ARCHIVE, 0, flags);
  properties[PROP_READ] = g_param_spec_uint ("read", NULL, NULL, 0, CARREL_READ_READ, 0, flags);
  properties[PROP_FAVOURITE] = g_param_spec_boolean ("favourite", NULL, NULL, FALSE, flags);
  properties[PROP_RTL] = g_param_spec_boolean ("rtl", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
carrel_article_init (CarrelArticle *self)
{
  self->strings = g_string_chunk_new (512);
}

static const char *
keep (CarrelArticle *self, const char *text)
{
  return text ? g_string_chunk_insert (self->strings, text) : NULL;
}

CarrelArticle *
carrel_article_new (const CarrelArticleData *data)
{
  CarrelArticle *self = g_object_new (CARREL_TYPE_ARTICLE, NULL);

  self->data = *data;
  self->data.title = keep (self, data->title ? data->title : "");
  self->data.byline = keep (self, data->byline);
  self->data.site = keep (self, data->site);
  self->data.address = keep (self, data->address);
  self->data.excerpt = keep (self, data->excerpt);
  self->data.language = keep (self, data->language);
  self->data.image = keep (self, data->image);
  self->data.progress = CLAMP (data->progress, 0, 1);
  if (data->n_topics > 0) {
    self->topics = g_new0 (const char *, data->n_topics + 1);
    for (guint i = 0; i < data->n_topics; i++)
      self->topics[i] = keep (self, data->topics[i]);
    self->colours = g_memdup2 (data->colours, data->n_topics);
  }
  self->data.topics = self->topics;
  self->data.colours = self->colours;
  return self;
}

const CarrelArticleData *
carrel_article_get (CarrelArticle *self)
{
  g_return_val_if_fail (CARREL_IS_ARTICLE (self), NULL);
  return &self->data;
}

gint64
carrel_article_get_id (CarrelArticle *self)
{
  g_return_val_if_fail (CARREL_IS_ARTICLE (self), 0);
  return self->data.id;
}

const char *
carrel_article_get_title (CarrelArticle *self)
{
  g_return_val_if_fail (CARREL_IS_ARTICLE (self), "");
  return self->data.title;
}

static gboolean
runs_rightwards (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if ((c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfefc))
      return TRUE;
  }
  return FALSE;
}

/* Text of another direction must not carry the separators with it: first-strong isolate. */
static void
append_part (GString *out, const char *separator, const char *part)
{
  if (!part || !*part)
    return;
  if (out->len > 0)
    g_string_append (out, separator);
  if (runs_rightwards (part))
    g_string_append_printf (out, "\u2068%s\u2069", part);
  else
    g_string_append (out, part);
}

char *
carrel_article_dup_meta (CarrelArticle *self)
{
  GString         *out = g_string_new (NULL);
  guint            minutes = carrel_text_minutes (self->data.words);
  g_autofree char *reading = g_strdup_printf (ngettext ("%u min", "%u min", minutes), minutes);
  g_autofree char *added = carrel_time_to_relative (self->data.added);

  append_part (out, " · ", self->data.site);
  append_part (out, " · ", self->data.byline);
  append_part (out, " · ", reading);
  append_part (out, " · ", added);
  return g_string_free (out, FALSE);
}

char *
carrel_article_dup_byline_line (CarrelArticle *self, gboolean narrow)
{
  GString         *out = g_string_new (NULL);
  guint            minutes = carrel_text_minutes (self->data.words);
  g_autofree char *date = carrel_time_to_date (self->data.published);
  /* A no-break space keeps the number with its unit. */
  g_autofree char *reading =
      g_strdup_printf (ngettext ("%u\u00a0min", "%u\u00a0min", minutes), minutes);
  /* Translators: an article's author */
  g_autofree char *by = self->data.byline ? g_strdup_printf (_ ("By %s"), self->data.byline) : NULL;
  g_autofree char *words = NULL;

  append_part (out, " · ", by);
  append_part (out, " · ", date);
  if (!narrow) {
    words =
        g_strdup_printf (ngettext ("%'u word", "%'u words", self->data.words), self->data.words);
    append_part (out, " · ", words);
  }
  append_part (out, " · ", reading);
  return g_string_free (out, FALSE);
}

char *
carrel_article_dup_description (CarrelArticle *self)
{
  const CarrelArticleData *data = &self->data;
  GString                 *out = g_string_new (data->title);
  guint                    minutes = carrel_text_minutes (data->words);
  g_autofree char         *reading =
      g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
  g_autofree char *added = carrel_time_to_relative (data->added);
  g_autofree char *begun = g_strdup_printf (_ ("%d %% read"), (int) (data->progress * 100 + 0.5));

  append_part (out, ", ",
               data->read == CARREL_READ_UNREAD    ? _ ("unread")
               : data->read == CARREL_READ_READING ? begun
                                                   : NULL);
  append_part (out, ", ", data->favourite ? _ ("favourite") : NULL);
  append_part (out, ", ", data->site);
  append_part (out, ", ", data->byline);
  append_part (out, ", ", reading);
  append_part (out, ", ", added);
  if (data->n_topics > 0) {
    g_autofree char *paths = g_strjoinv (", ", (char **) data->topics);
    g_autofree char *topics =
        g_strdup_printf (ngettext ("topic %s", "topics %s", data->n_topics), paths);

    append_part (out, ", ", topics);
  }
  return g_string_free (out, FALSE);
}

gboolean
carrel_article_equal (CarrelArticle *a, CarrelArticle *b)
{
  const CarrelArticleData *x = &a->data, *y = &b->data;

  if (x->id != y->id || x->published != y->published || x->added != y->added ||
      x->trashed != y->trashed || x->words != y->words || x->progress != y->progress ||
      x->place != y->place || x->read != y->read || x->favourite != y->favourite ||
      x->rtl != y->rtl || x->n_topics != y->n_topics || x->image_width != y->image_width ||
      x->image_height != y->image_height)
    return FALSE;
  if (strcmp (x->title, y->title) != 0 || g_strcmp0 (x->byline, y->byline) != 0 ||
      g_strcmp0 (x->site, y->site) != 0 || g_strcmp0 (x->address, y->address) != 0 ||
      g_strcmp0 (x->excerpt, y->excerpt) != 0 || g_strcmp0 (x->language, y->language) != 0 ||
      g_strcmp0 (x->image, y->image) != 0)
    return FALSE;
  for (guint i = 0; i < x->n_topics; i++)
    if (strcmp (x->topics[i], y->topics[i]) != 0 || x->colours[i] != y->colours[i])
      return FALSE;
  return TRUE;
}

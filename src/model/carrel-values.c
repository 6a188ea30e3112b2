/* carrel-values.c: topic, link, wanted, collection, highlight: small immutable values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-values.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_TOPIC_PATH 400 /* bytes */
#define MAX_TOPIC_PART 120

/* ── Topic ── */

struct _CarrelTopic {
  GObject     parent_instance;
  gint64      id;
  char       *path; /* (owned) */
  const char *name; /* into path */
  guint       colour, n_articles, n_unread;
  GStrv       aliases; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CarrelTopic, carrel_topic, G_TYPE_OBJECT)

static void
carrel_topic_finalize (GObject *object)
{
  g_free (CARREL_TOPIC (object)->path);
  g_strfreev (CARREL_TOPIC (object)->aliases);
  G_OBJECT_CLASS (carrel_topic_parent_class)->finalize (object);
}

static void
carrel_topic_class_init (CarrelTopicClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_topic_finalize;
}

static void
carrel_topic_init (CarrelTopic *self)
{
}

CarrelTopic *
carrel_topic_new (gint64 id, const char *path, guint colour, guint n_articles, guint n_unread)
{
  CarrelTopic *self = g_object_new (CARREL_TYPE_TOPIC, NULL);
  const char  *slash;

  self->id = id;
  self->path = g_strdup (path);
  slash = strrchr (self->path, '/');
  self->name = slash ? slash + 1 : self->path;
  self->colour = colour % CARREL_N_TOPIC_COLOURS;
  self->n_articles = n_articles;
  self->n_unread = n_unread;
  return self;
}

CarrelTopic *
carrel_topic_new_with_aliases (gint64      id,
                               const char *path,
                               guint       colour,
                               guint       n_articles,
                               guint       n_unread,
                               const char *aliases)
{
  CarrelTopic *self = carrel_topic_new (id, path, colour, n_articles, n_unread);

  self->aliases = aliases && *aliases ? g_strsplit (aliases, "\n", -1) : NULL;
  return self;
}

gint64
carrel_topic_get_id (CarrelTopic *self)
{
  return self->id;
}

const char *
carrel_topic_get_path (CarrelTopic *self)
{
  return self->path;
}

const char *
carrel_topic_get_name (CarrelTopic *self)
{
  return self->name;
}

guint
carrel_topic_get_colour (CarrelTopic *self)
{
  return self->colour;
}

guint
carrel_topic_get_n_articles (CarrelTopic *self)
{
  return self->n_articles;
}

guint
carrel_topic_get_n_unread (CarrelTopic *self)
{
  return self->n_unread;
}

const char *const *
carrel_topic_get_aliases (CarrelTopic *self)
{
  static const char *const none[] = { NULL };

  return self->aliases ? (const char *const *) self->aliases : none;
}

char *
carrel_topic_normalize_path (const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *valid = NULL;
  GString         *out;

  if (!text || strlen (text) > 64 * 1024)
    return NULL;
  valid = carrel_text_make_valid (text, -1);
  parts = g_strsplit (valid, "/", -1);
  out = g_string_new (NULL);
  for (guint i = 0; parts[i]; i++) {
    g_autofree char *part = carrel_text_clean_line (parts[i]);

    if (!*part)
      continue;
    if (strlen (part) > MAX_TOPIC_PART) {
      g_string_free (out, TRUE);
      return NULL;
    }
    g_string_append_printf (out, "%s%s", out->len ? "/" : "", part);
  }
  if (out->len == 0 || out->len > MAX_TOPIC_PATH) {
    g_string_free (out, TRUE);
    return NULL;
  }
  return g_string_free (out, FALSE);
}

/* ── Link ── */

struct _CarrelLink {
  GObject        parent_instance;
  CarrelLinkData data; /* its strings and article are owned */
};

G_DEFINE_FINAL_TYPE (CarrelLink, carrel_link, G_TYPE_OBJECT)

static void
carrel_link_finalize (GObject *object)
{
  CarrelLinkData *data = &CARREL_LINK (object)->data;

  g_free ((char *) data->title);
  g_free ((char *) data->address);
  g_free ((char *) data->context);
  g_free ((char *) data->note);
  g_free ((char *) data->label);
  g_free ((char *) data->inverse);
  g_clear_object (&data->other);
  G_OBJECT_CLASS (carrel_link_parent_class)->finalize (object);
}

static void
carrel_link_class_init (CarrelLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_link_finalize;
}

static void
carrel_link_init (CarrelLink *self)
{
}

CarrelLink *
carrel_link_new (const CarrelLinkData *data)
{
  CarrelLink *self = g_object_new (CARREL_TYPE_LINK, NULL);

  self->data = *data;
  self->data.title = g_strdup (data->title);
  self->data.address = g_strdup (data->address);
  self->data.context = g_strdup (data->context);
  self->data.note = g_strdup (data->note);
  self->data.label = g_strdup (data->label);
  self->data.inverse = g_strdup (data->inverse);
  self->data.other = data->other ? g_object_ref (data->other) : NULL;
  return self;
}

const CarrelLinkData *
carrel_link_get (CarrelLink *self)
{
  return &self->data;
}

const char *
carrel_link_get_title (CarrelLink *self)
{
  if (self->data.other)
    return carrel_article_get_title (self->data.other);
  if (self->data.title && *self->data.title)
    return self->data.title;
  return self->data.address ? self->data.address : "";
}

gboolean
carrel_link_equal (CarrelLink *a, CarrelLink *b)
{
  const CarrelLinkData *x = &a->data, *y = &b->data;

  return x->id == y->id && x->source == y->source && x->target == y->target && x->kind == y->kind &&
         x->backlink == y->backlink && g_strcmp0 (x->title, y->title) == 0 &&
         g_strcmp0 (x->address, y->address) == 0 && g_strcmp0 (x->context, y->context) == 0 &&
         g_strcmp0 (x->note, y->note) == 0 && g_strcmp0 (x->label, y->label) == 0 &&
         g_strcmp0 (x->inverse, y->inverse) == 0 && (x->other == NULL) == (y->other == NULL) &&
         (!x->other || carrel_article_equal (x->other, y->other));
}

/* ── Wanted ── */

struct _CarrelWanted {
  GObject parent_instance;
  char   *key, *title, *address, *first_source_title; /* (owned) (nullable) */
  guint   n_sources;
  gint64  first_source;
};

G_DEFINE_FINAL_TYPE (CarrelWanted, carrel_wanted, G_TYPE_OBJECT)

static void
carrel_wanted_finalize (GObject *object)
{
  CarrelWanted *self = CARREL_WANTED (object);

  g_free (self->key);
  g_free (self->title);
  g_free (self->address);
  g_free (self->first_source_title);
  G_OBJECT_CLASS (carrel_wanted_parent_class)->finalize (object);
}

static void
carrel_wanted_class_init (CarrelWantedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_wanted_finalize;
}

static void
carrel_wanted_init (CarrelWanted *self)
{
}

CarrelWanted *
carrel_wanted_new (const char *key,
                   const char *title,
                   const char *address,
                   guint       n_sources,
                   gint64      first_source,
                   const char *first_source_title)
{
  CarrelWanted *self = g_object_new (CARREL_TYPE_WANTED, NULL);

  self->key = g_strdup (key);
  self->title = g_strdup (title);
  self->address = g_strdup (address);
  self->n_sources = n_sources;
  self->first_source = first_source;
  self->first_source_title = g_strdup (first_source_title);
  return self;
}

const char *
carrel_wanted_get_key (CarrelWanted *self)
{
  return self->key;
}

const char *
carrel_wanted_get_title (CarrelWanted *self)
{
  return self->title;
}

const char *
carrel_wanted_get_address (CarrelWanted *self)
{
  return self->address;
}

guint
carrel_wanted_get_n_sources (CarrelWanted *self)
{
  return self->n_sources;
}

gint64
carrel_wanted_get_first_source (CarrelWanted *self)
{
  return self->first_source;
}

const char *
carrel_wanted_get_first_source_title (CarrelWanted *self)
{
  return self->first_source_title;
}

const char *
carrel_wanted_get_hidden_site (const char *key)
{
  return key && g_str_has_prefix (key, "site ") ? key + strlen ("site ") : NULL;
}

/* ── Collection ── */

struct _CarrelCollection {
  GObject parent_instance;
  gint64  id;
  char   *name, *query; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CarrelCollection, carrel_collection, G_TYPE_OBJECT)

static void
carrel_collection_finalize (GObject *object)
{
  CarrelCollection *self = CARREL_COLLECTION (object);

  g_free (self->name);
  g_free (self->query);
  G_OBJECT_CLASS (carrel_collection_parent_class)->finalize (object);
}

static void
carrel_collection_class_init (CarrelCollectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_collection_finalize;
}

static void
carrel_collection_init (CarrelCollection *self)
{
}

CarrelCollection *
carrel_collection_new (gint64 id, const char *name, const char *query)
{
  CarrelCollection *self = g_object_new (CARREL_TYPE_COLLECTION, NULL);

  self->id = id;
  self->name = g_strdup (name);
  self->query = g_strdup (query);
  return self;
}

gint64
carrel_collection_get_id (CarrelCollection *self)
{
  return self->id;
}

const char *
carrel_collection_get_name (CarrelCollection *self)
{
  return self->name;
}

const char *
carrel_collection_get_query (CarrelCollection *self)
{
  return self->query;
}

/* ── Highlight ── */

struct _CarrelHighlight {
  GObject             parent_instance;
  CarrelHighlightData data; /* its strings are owned */
};

G_DEFINE_FINAL_TYPE (CarrelHighlight, carrel_highlight, G_TYPE_OBJECT)

static void
carrel_highlight_finalize (GObject *object)
{
  CarrelHighlightData *data = &CARREL_HIGHLIGHT (object)->data;

  g_free ((char *) data->exact);
  g_free ((char *) data->prefix);
  g_free ((char *) data->suffix);
  g_free ((char *) data->note);
  g_free ((char *) data->title);
  g_free ((char *) data->site);
  g_free ((char *) data->address);
  G_OBJECT_CLASS (carrel_highlight_parent_class)->finalize (object);
}

static void
carrel_highlight_class_init (CarrelHighlightClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_highlight_finalize;
}

static void
carrel_highlight_init (CarrelHighlight *self)
{
}

CarrelHighlight *
carrel_highlight_new (const CarrelHighlightData *data)
{
  CarrelHighlight *self = g_object_new (CARREL_TYPE_HIGHLIGHT, NULL);

  self->data = *data;
  self->data.exact = g_strdup (data->exact);
  self->data.prefix = g_strdup (data->prefix);
  self->data.suffix = g_strdup (data->suffix);
  self->data.note = g_strdup (data->note);
  self->data.title = g_strdup (data->title);
  self->data.site = g_strdup (data->site);
  self->data.address = g_strdup (data->address);
  return self;
}

const CarrelHighlightData *
carrel_highlight_get (CarrelHighlight *self)
{
  return &self->data;
}

/* ── Health ── */

CarrelHealth *
carrel_health_new (void)
{
  CarrelHealth *self = g_new0 (CarrelHealth, 1);

  self->problems = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
carrel_health_free (CarrelHealth *self)
{
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* carrel-article-item.c: a row of the list of articles. Main thread.
 *
 * Its article is read when somebody asks for it; the list brings it, and what else there is to say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-article-item-private.h"

struct _CarrelArticleItem {
  CarrelIdItem parent_instance;

  CarrelArticle *article; /* (owned) (nullable) */
  char          *snippet; /* (owned) (nullable) */
  gboolean       behind;  /* whoever shows it shows what was said before */
};

G_DEFINE_FINAL_TYPE (CarrelArticleItem, carrel_article_item, CARREL_TYPE_ID_ITEM)

enum { PROP_0, PROP_ARTICLE, PROP_SNIPPET, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

gint64
carrel_article_item_get_id (CarrelArticleItem *self)
{
  return carrel_id_item_get_id (CARREL_ID_ITEM (self));
}

CarrelArticle *
carrel_article_item_get_article (CarrelArticleItem *self)
{
  CarrelIdList *list = carrel_id_item_get_list (CARREL_ID_ITEM (self));

  if (!self->article && list)
    carrel_article_list_need_article (CARREL_ARTICLE_LIST (list),
                                      carrel_article_item_get_id (self));
  return self->article;
}

const char *
carrel_article_item_get_snippet (CarrelArticleItem *self)
{
  return self->snippet;
}

gboolean
carrel_article_item_has_article (CarrelArticleItem *self)
{
  return self->article != NULL;
}

void
carrel_article_item_set_article (CarrelArticleItem *self, CarrelArticle *article)
{
  if (self->article && carrel_article_equal (self->article, article))
    return;
  g_set_object (&self->article, article);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARTICLE]);
}

void
carrel_article_item_set_snippet (CarrelArticleItem *self, const char *snippet, gboolean quiet)
{
  self->behind = g_set_str (&self->snippet, snippet) || self->behind || quiet;
  if (quiet || !self->behind)
    return;
  self->behind = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNIPPET]);
}

/* ── Object ── */

static void
carrel_article_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelArticleItem *self = CARREL_ARTICLE_ITEM (object);

  switch (id) {
  case PROP_ARTICLE:
    g_value_set_object (value, carrel_article_item_get_article (self));
    break;
  case PROP_SNIPPET:
    g_value_set_string (value, self->snippet);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_article_item_finalize (GObject *object)
{
  CarrelArticleItem *self = CARREL_ARTICLE_ITEM (object);

  g_clear_object (&self->article);
  g_free (self->snippet);
  G_OBJECT_CLASS (carrel_article_item_parent_class)->finalize (object);
}

static void
carrel_article_item_class_init (CarrelArticleItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_article_item_get_property;
  object_class->finalize = carrel_article_item_finalize;
  properties[PROP_ARTICLE] = g_param_spec_object ("article", NULL, NULL, CARREL_TYPE_ARTICLE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SNIPPET] =
      g_param_spec_string ("snippet", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carrel_article_item_init (CarrelArticleItem *self)
{
}

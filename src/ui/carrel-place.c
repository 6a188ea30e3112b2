/* carrel-place.c: a place of the sidebar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-place.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarrelUiPlace {
  GObject parent_instance;

  CarrelPlaceKind   kind;
  CarrelTopic      *topic;      /* (owned) (nullable) */
  CarrelCollection *collection; /* (owned) (nullable) */
  guint             count;
};

G_DEFINE_FINAL_TYPE (CarrelUiPlace, carrel_ui_place, G_TYPE_OBJECT)

enum { PROP_0, PROP_COUNT, PROP_TOPIC, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* By kind. */
static const struct {
  const char *title, *icon, *query, *empty_icon, *empty_title, *empty_sentence;
} table[] = {
  [CARREL_PLACE_KIND_INBOX] = { N_ ("Inbox"), "carrel-inbox-symbolic", "is:inbox",
                                "carrel-inbox-symbolic", N_ ("Inbox Is Empty"),
                                N_ ("Everything here is read or filed.") },
  [CARREL_PLACE_KIND_READING] = { N_ ("Reading"), "carrel-reading-symbolic", "is:reading",
                                  "carrel-reading-symbolic", N_ ("Nothing Begun"),
                                  N_ ("Articles you have started wait here at the line where you "
                                      "stopped.") },
  [CARREL_PLACE_KIND_FAVOURITES] = { N_ ("Favourites"), "starred-symbolic", "is:favourite",
                                     "starred-symbolic", N_ ("No Favourites Yet"),
                                     N_ ("Press S on an article you will come back to.") },
  [CARREL_PLACE_KIND_ARCHIVE] = { N_ ("Archive"), "carrel-archive-symbolic", "is:archived",
                                  "carrel-archive-symbolic", N_ ("Archive Is Empty"),
                                  N_ ("What you are done with rests here and stays searchable.") },
  [CARREL_PLACE_KIND_ALL] = { N_ ("All Articles"), "carrel-library-symbolic", "",
                              "carrel-library-symbolic", N_ ("No Articles"),
                              N_ ("Everything you keep stands here.") },
  [CARREL_PLACE_KIND_HIGHLIGHTS] = { N_ ("Highlights"), "carrel-highlight-symbolic",
                                     "has:highlight", "carrel-highlight-symbolic",
                                     N_ ("No Highlights Yet"),
                                     N_ ("Select text in an article and choose a colour.") },
  [CARREL_PLACE_KIND_WANTED] = { N_ ("Wanted"), "carrel-wanted-symbolic", "",
                                 "carrel-wanted-symbolic", N_ ("Nothing Wanted"),
                                 N_ ("Titles that your articles point to appear here until you "
                                     "have them.") },
  [CARREL_PLACE_KIND_MAP] = { N_ ("Map"), "carrel-map-symbolic", "", "carrel-map-symbolic",
                              N_ ("No Links Yet"),
                              N_ ("Articles that mention each other appear here.") },
  [CARREL_PLACE_KIND_CARE] = { N_ ("Care"), "object-select-symbolic", "", "object-select-symbolic",
                               N_ ("Nothing to Do"), N_ ("Topics that look alike appear here.") },
  [CARREL_PLACE_KIND_TRASH] = { N_ ("Trash"), "user-trash-symbolic", "is:trashed",
                                "user-trash-symbolic", N_ ("Trash Is Empty"),
                                N_ ("Deleted articles stay here for 30 days.") },
  [CARREL_PLACE_KIND_COLLECTION] = { "", "folder-saved-search-symbolic", "",
                                     "folder-saved-search-symbolic", N_ ("No Articles"),
                                     N_ ("Nothing matches this search today.") },
  [CARREL_PLACE_KIND_TOPIC] = { "", NULL, "", "carrel-topic-symbolic", N_ ("No Articles"),
                                N_ ("Drag articles onto the topic, or press T.") },
};

CarrelUiPlace *
carrel_ui_place_new (CarrelPlaceKind kind)
{
  CarrelUiPlace *self = g_object_new (CARREL_TYPE_UI_PLACE, NULL);

  self->kind = kind;
  return self;
}

CarrelUiPlace *
carrel_ui_place_new_for_topic (CarrelTopic *topic)
{
  CarrelUiPlace *self = carrel_ui_place_new (CARREL_PLACE_KIND_TOPIC);

  carrel_ui_place_set_topic (self, topic);
  return self;
}

CarrelUiPlace *
carrel_ui_place_new_for_collection (CarrelCollection *collection)
{
  CarrelUiPlace *self = carrel_ui_place_new (CARREL_PLACE_KIND_COLLECTION);

  self->collection = g_object_ref (collection);
  return self;
}

CarrelPlaceKind
carrel_ui_place_get_kind (CarrelUiPlace *self)
{
  return self->kind;
}

const char *
carrel_ui_place_get_title (CarrelUiPlace *self)
{
  if (self->topic)
    return carrel_topic_get_name (self->topic);
  if (self->collection)
    return carrel_collection_get_name (self->collection);
  return _ (table[self->kind].title);
}

const char *
carrel_ui_place_get_icon (CarrelUiPlace *self)
{
  return table[self->kind].icon;
}

CarrelTopic *
carrel_ui_place_get_topic (CarrelUiPlace *self)
{
  return self->topic;
}

CarrelCollection *
carrel_ui_place_get_collection (CarrelUiPlace *self)
{
  return self->collection;
}

char *
carrel_ui_place_dup_search (CarrelUiPlace *self)
{
  if (self->topic)
    return g_strconcat ("topic:\"", carrel_topic_get_path (self->topic), "\"", NULL);
  return g_strdup (self->collection ? carrel_collection_get_query (self->collection)
                                    : table[self->kind].query);
}

CarrelQuery *
carrel_ui_place_make_query (CarrelUiPlace *self)
{
  g_autofree char *search = carrel_ui_place_dup_search (self);

  return carrel_query_parse (search, FALSE);
}

gboolean
carrel_ui_place_equal (CarrelUiPlace *a, CarrelUiPlace *b)
{
  if (a == b)
    return TRUE;
  if (!a || !b || a->kind != b->kind)
    return FALSE;
  if (a->topic)
    return strcmp (carrel_topic_get_path (a->topic), carrel_topic_get_path (b->topic)) == 0;
  if (a->collection)
    return carrel_collection_get_id (a->collection) == carrel_collection_get_id (b->collection) &&
           strcmp (carrel_collection_get_query (a->collection),
                   carrel_collection_get_query (b->collection)) == 0 &&
           strcmp (carrel_collection_get_name (a->collection),
                   carrel_collection_get_name (b->collection)) == 0;
  return TRUE;
}

guint
carrel_ui_place_get_count (CarrelUiPlace *self)
{
  return self->count;
}

void
carrel_ui_place_set_count (CarrelUiPlace *self, guint count)
{
  if (self->count == count)
    return;
  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

void
carrel_ui_place_set_topic (CarrelUiPlace *self, CarrelTopic *topic)
{
  if (!g_set_object (&self->topic, topic))
    return;
  carrel_ui_place_set_count (self, carrel_topic_get_n_articles (topic));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOPIC]);
}

void
carrel_ui_place_get_empty (CarrelUiPlace *self,
                           const char   **icon,
                           const char   **title,
                           const char   **sentence)
{
  *icon = table[self->kind].empty_icon;
  *title = _ (table[self->kind].empty_title);
  *sentence = _ (table[self->kind].empty_sentence);
}

static void
carrel_ui_place_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelUiPlace *self = CARREL_UI_PLACE (object);

  switch (id) {
  case PROP_COUNT:
    g_value_set_uint (value, self->count);
    break;
  case PROP_TOPIC:
    g_value_set_object (value, self->topic);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_ui_place_finalize (GObject *object)
{
  CarrelUiPlace *self = CARREL_UI_PLACE (object);

  g_clear_object (&self->topic);
  g_clear_object (&self->collection);
  G_OBJECT_CLASS (carrel_ui_place_parent_class)->finalize (object);
}

static void
carrel_ui_place_class_init (CarrelUiPlaceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_ui_place_get_property;
  object_class->finalize = carrel_ui_place_finalize;
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOPIC] = g_param_spec_object ("topic", NULL, NULL, CARREL_TYPE_TOPIC,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carrel_ui_place_init (CarrelUiPlace *self)
{
}

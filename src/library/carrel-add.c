/* carrel-add.c: one source that is added, as the person sees it: what was asked, and how far it is.
 *
 * Main thread. The work is in carrel-add-run.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-add-private.h"
#include "library/carrel-queue-private.h"
#include "library/carrel-settings.h"

G_DEFINE_FINAL_TYPE (CarrelAdd, carrel_add, G_TYPE_OBJECT)

enum { PROP_0, PROP_STEP, PROP_DONE, PROP_TOTAL, PROP_TITLE, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* ── Before running ── */

CarrelAdd *
carrel_add_new_for_address (const char *address)
{
  CarrelAdd *self = g_object_new (CARREL_TYPE_ADD, NULL);

  self->address = g_strdup (address);
  return self;
}

CarrelAdd *
carrel_add_new_for_file (GFile *file)
{
  CarrelAdd *self = g_object_new (CARREL_TYPE_ADD, NULL);

  self->file = g_object_ref (file);
  return self;
}

CarrelAdd *
carrel_add_new_for_bytes (GBytes *bytes, const char *type)
{
  CarrelAdd *self = g_object_new (CARREL_TYPE_ADD, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->type = g_strdup (type);
  return self;
}

void
carrel_add_set_page_address (CarrelAdd *self, const char *address)
{
  g_set_str (&self->page_address, address);
}

void
carrel_add_set_topics (CarrelAdd *self, const char *const *topics)
{
  g_strfreev (self->topics);
  self->topics = g_strdupv ((GStrv) topics);
}

void
carrel_add_set_images (CarrelAdd *self, gboolean images)
{
  self->images = images;
}

void
carrel_add_set_places (
    CarrelAdd *self, CarrelPlace place, gboolean favourite, CarrelReadState read, gint64 added)
{
  self->place = place;
  self->favourite = favourite;
  self->read = read;
  self->added = added;
}

void
carrel_add_set_queue_entry (CarrelAdd *self, gint64 entry, gboolean whole)
{
  self->queue_entry = entry;
  self->whole = whole;
}

const char *
carrel_add_get_title (CarrelAdd *self)
{
  return self->title;
}

const char *
carrel_add_get_address (CarrelAdd *self)
{
  return self->address;
}

CarrelAddStep
carrel_add_get_step (CarrelAdd *self)
{
  return self->step;
}

gint64
carrel_add_get_existing (CarrelAdd *self)
{
  return self->existing;
}

gboolean
carrel_add_is_version (CarrelAdd *self)
{
  return self->is_version;
}

guint
carrel_add_get_n_missing_images (CarrelAdd *self)
{
  return self->n_missing;
}

void
carrel_add_set_step (CarrelAdd *self, CarrelAddStep step)
{
  if (self->step != step) {
    self->step = step;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
  }
}

void
carrel_add_set_progress (CarrelAdd *self, guint done, guint total)
{
  self->done = done;
  self->total = total;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
}

void
carrel_add_set_title (CarrelAdd *self, const char *title)
{
  if (g_set_str (&self->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/* ── Object ── */

static void
carrel_add_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelAdd *self = CARREL_ADD (object);

  switch (id) {
  case PROP_STEP:
    g_value_set_int (value, (int) self->step);
    break;
  case PROP_DONE:
    g_value_set_uint (value, self->done);
    break;
  case PROP_TOTAL:
    g_value_set_uint (value, self->total);
    break;
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_add_finalize (GObject *object)
{
  CarrelAdd *self = CARREL_ADD (object);

  g_free (self->address);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->type);
  g_free (self->page_address);
  g_strfreev (self->topics);
  g_free (self->title);
  g_clear_pointer (&self->bookmarks, g_ptr_array_unref);
  G_OBJECT_CLASS (carrel_add_parent_class)->finalize (object);
}

static void
carrel_add_class_init (CarrelAddClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_add_get_property;
  object_class->finalize = carrel_add_finalize;
  properties[PROP_STEP] =
      g_param_spec_int ("step", NULL, NULL, CARREL_ADD_FETCHING, CARREL_ADD_SAVED,
                        CARREL_ADD_FETCHING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carrel_add_init (CarrelAdd *self)
{
  self->images = carrel_settings_get_images (carrel_settings_get_default ());
}

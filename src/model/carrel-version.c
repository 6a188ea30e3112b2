/* carrel-version.c: a text that an article has or had. Immutable, reference-counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-version.h"

struct _CarrelVersion {
  gatomicrefcount   references;
  CarrelVersionData data;
};

G_DEFINE_BOXED_TYPE (CarrelVersion, carrel_version, carrel_version_ref, carrel_version_unref)

static const char *const result_names[] = { "never", "changed", "same", "less", "gone" };

const char *
carrel_refetch_result_get_name (CarrelRefetchResult result)
{
  g_return_val_if_fail ((guint) result < G_N_ELEMENTS (result_names), NULL);
  return result_names[result];
}

CarrelRefetchResult
carrel_refetch_result_from_name (const char *name)
{
  for (guint i = 0; name && i < G_N_ELEMENTS (result_names); i++)
    if (g_str_equal (name, result_names[i]))
      return (CarrelRefetchResult) i;
  return CARREL_REFETCH_NEVER;
}

CarrelVersion *
carrel_version_new (const CarrelVersionData *data)
{
  CarrelVersion *self = g_new0 (CarrelVersion, 1);

  g_atomic_ref_count_init (&self->references);
  self->data = *data;
  self->data.title = g_strdup (data->title ? data->title : "");
  self->data.byline = g_strdup (data->byline);
  self->data.language = g_strdup (data->language);
  self->data.html = g_strdup (data->html ? data->html : "");
  return self;
}

CarrelVersion *
carrel_version_ref (CarrelVersion *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carrel_version_unref (CarrelVersion *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free ((char *) self->data.title);
  g_free ((char *) self->data.byline);
  g_free ((char *) self->data.language);
  g_free ((char *) self->data.html);
  g_free (self);
}

const CarrelVersionData *
carrel_version_get (CarrelVersion *self)
{
  return &self->data;
}

/* carrel-suggestion.c: a topic that an article may be about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-suggestion.h"

struct _CarrelSuggestion {
  GObject parent_instance;

  char    *path; /* (owned) */
  guint    colour, n_similar;
  gboolean is_new;
  double   score;
};

G_DEFINE_FINAL_TYPE (CarrelSuggestion, carrel_suggestion, G_TYPE_OBJECT)

static void
carrel_suggestion_finalize (GObject *object)
{
  g_free (CARREL_SUGGESTION (object)->path);
  G_OBJECT_CLASS (carrel_suggestion_parent_class)->finalize (object);
}

static void
carrel_suggestion_class_init (CarrelSuggestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_suggestion_finalize;
}

static void
carrel_suggestion_init (CarrelSuggestion *self)
{
}

CarrelSuggestion *
carrel_suggestion_new (
    const char *path, guint colour, gboolean is_new, double score, guint n_similar)
{
  CarrelSuggestion *self = g_object_new (CARREL_TYPE_SUGGESTION, NULL);

  self->path = g_strdup (path);
  self->colour = colour;
  self->is_new = is_new;
  self->score = score;
  self->n_similar = n_similar;
  return self;
}

const char *
carrel_suggestion_get_path (CarrelSuggestion *self)
{
  return self->path;
}

guint
carrel_suggestion_get_colour (CarrelSuggestion *self)
{
  return self->colour;
}

gboolean
carrel_suggestion_is_new (CarrelSuggestion *self)
{
  return self->is_new;
}

double
carrel_suggestion_get_score (CarrelSuggestion *self)
{
  return self->score;
}

guint
carrel_suggestion_get_n_similar (CarrelSuggestion *self)
{
  return self->n_similar;
}

/* carrel-suggestion.h: a topic that an article may be about. Immutable; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-types.h"

G_BEGIN_DECLS

#define CARREL_TYPE_SUGGESTION (carrel_suggestion_get_type ())
G_DECLARE_FINAL_TYPE (CarrelSuggestion, carrel_suggestion, CARREL, SUGGESTION, GObject)

/* `score`: 0 to 1, the likelier the higher; `n_similar`: how many articles like it have the topic.
 */
CarrelSuggestion *carrel_suggestion_new (
    const char *path, guint colour, gboolean is_new, double score, guint n_similar);

const char *carrel_suggestion_get_path (CarrelSuggestion *self);
guint       carrel_suggestion_get_colour (CarrelSuggestion *self);
/* There is no such topic yet: it is a phrase of the article. */
gboolean carrel_suggestion_is_new (CarrelSuggestion *self);
double   carrel_suggestion_get_score (CarrelSuggestion *self);
guint    carrel_suggestion_get_n_similar (CarrelSuggestion *self);

G_END_DECLS

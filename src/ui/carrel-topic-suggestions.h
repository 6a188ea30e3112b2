/* carrel-topic-suggestions.h: topics that an article may be about, as dashed chips. Main thread.
 *
 * A click gives the topic; the chip's menu, and Delete on it, refuse it for this article. It is
 * invisible while there is nothing to suggest, and reads anew when the article's topics changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_TOPIC_SUGGESTIONS (carrel_topic_suggestions_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelTopicSuggestions, carrel_topic_suggestions, CARREL, TOPIC_SUGGESTIONS, AdwBin)

GtkWidget *carrel_topic_suggestions_new (CarrelLibrary *library);
/* Of which article; 0: of none. */
void carrel_topic_suggestions_set_article (CarrelTopicSuggestions *self, gint64 id);

/* Gives an article the likeliest of its suggestions, with a toast that undoes it; says so where
 * there is none. */
void carrel_topic_suggestions_accept_first (GtkWidget *widget, CarrelLibrary *library, gint64 id);

G_END_DECLS

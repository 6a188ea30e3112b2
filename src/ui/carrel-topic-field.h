/* carrel-topic-field.h: topics as chips, and an entry that completes what is typed. Main thread.
 *
 * Over articles each change is made at once, with a toast that undoes it; without articles the
 * field only collects topics, for what is about to be added.
 *
 * Enter takes the chosen row of the completion, or what is typed; Tab and → write the chosen row
 * into the entry; ↑ and ↓ choose; a new topic is offered as «Create “x”».
 *
 * Signals: «changed» when the person added or removed a topic; «done» on Enter and Escape in the
 * empty entry, for a popover that holds the field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_TOPIC_FIELD (carrel_topic_field_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTopicField, carrel_topic_field, CARREL, TOPIC_FIELD, AdwBin)

GtkWidget *carrel_topic_field_new (CarrelLibrary *library);

/* Whose topics are shown and changed (element-type gint64); it follows them from here on.
 * `articles` (nullable) (element-type CarrelArticle) are what is known of them; otherwise they are
 * read, but of very many articles no topics are shown: the field can only add. A topic that not all
 * have says so, and can be given to all. `ids` NULL: no articles, an empty field that collects. */
void carrel_topic_field_set_articles (CarrelTopicField *self, GArray *ids, GPtrArray *articles);

/* Without articles: the topics collected (nullable, NULL-terminated). (transfer full) */
void  carrel_topic_field_set_topics (CarrelTopicField *self, const char *const *paths);
GStrv carrel_topic_field_dup_topics (CarrelTopicField *self);

G_END_DECLS

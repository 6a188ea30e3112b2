/* carrel-topic-pair.h: two topics that look like one. Immutable; any thread.
 *
 * Topics are alike when they stand under the same topic and their names are equal without case,
 * accents, spaces, hyphens and other signs, and without the ending of an English plural (-s, -es,
 * -ies); or when they then differ by typing errors: one letter left out, doubled, wrong or changed
 * with its neighbour in a name of five letters or more, two in one of ten or more. The first letter
 * and all digits must be the same («python2» is not «python3»), and in scripts where a character is
 * a word nothing may differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-values.h"

G_BEGIN_DECLS

#define CARREL_TYPE_TOPIC_PAIR (carrel_topic_pair_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTopicPair, carrel_topic_pair, CARREL, TOPIC_PAIR, GObject)

/* The one that has fewer articles, and the one into which it would go. */
CarrelTopic *carrel_topic_pair_get_from (CarrelTopicPair *self);
CarrelTopic *carrel_topic_pair_get_into (CarrelTopicPair *self);

/* Two ids as a key, the smaller first: for sets. */
typedef struct {
  gint64 a, b;
} CarrelTopicIds;
guint    carrel_topic_pair_hash (gconstpointer ids);
gboolean carrel_topic_pair_equal (gconstpointer a, gconstpointer b);

/* Those of `topics` (element-type CarrelTopic) that are alike and not in `distinct` (nullable) (a
 * set of CarrelTopicIds): equal names first, then those with most articles; at most `limit`. In
 * about the time that it takes to read the names: without comparing each with each. (element-type
 * CarrelTopicPair) (transfer full) */
GPtrArray *carrel_topic_pair_list (GPtrArray *topics, GHashTable *distinct, guint limit);

/* By how many typing errors two names, not paths, differ; -1: they are not alike. */
int carrel_topic_pair_measure (const char *a, const char *b);

G_END_DECLS

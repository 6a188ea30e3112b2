/* carrel-topic-chip.h: a topic in a field, with the button that takes it away. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `n` of `n_articles` have it: where not all do, it says so and can be given to all. Its buttons
 * activate «topics.remove» and «topics.add» with the path. */
GtkWidget *carrel_topic_chip_new (const char *path, guint colour, guint n, guint n_articles);

G_END_DECLS

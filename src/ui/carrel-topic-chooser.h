/* carrel-topic-chooser.h: the topics of what is selected, chosen by typing. Main thread.
 *
 * Each topic has a check mark: all of the articles have it, some, or none. Typing narrows the list,
 * ↑ and ↓ choose, Enter takes the chosen row and is ready for the next; a name that is none yet is
 * offered as «Create “x”». Enter in the empty entry, or Done, makes all of it one change with one
 * undo; Escape leaves everything as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_TOPIC_CHOOSER (carrel_topic_chooser_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTopicChooser, carrel_topic_chooser, CARREL, TOPIC_CHOOSER, AdwDialog)

/* `widget`: whose window shows what was done. (element-type gint64): at least one */
AdwDialog *carrel_topic_chooser_new (CarrelLibrary *library, GtkWidget *widget, GArray *ids);

G_END_DECLS

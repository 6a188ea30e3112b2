/* carrel-topic-names-dialog.h: the other names of a topic: whoever types one gets the topic. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_TOPIC_NAMES_DIALOG (carrel_topic_names_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelTopicNamesDialog, carrel_topic_names_dialog, CARREL, TOPIC_NAMES_DIALOG, AdwDialog)

/* Of the topic with this path. */
AdwDialog *carrel_topic_names_dialog_new (CarrelLibrary *library, const char *path);

G_END_DECLS

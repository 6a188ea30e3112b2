/* carrel-image-helper.h: the process that decodes pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What main () does when its only word is CARREL_IMAGE_WORD: closes the cage, and answers until the program
 * that started it goes. Returns the exit status. */
int carrel_image_helper_run (void);

/* Nothing from here on: no file, no network, no other process; so much memory and no more. FALSE: it can't be
 * closed here, and nothing may be decoded. */
gboolean carrel_image_cage_close (void);
/* So many more seconds of computing; then the system ends the process. */
void carrel_image_cage_allow_seconds (guint seconds);

G_END_DECLS

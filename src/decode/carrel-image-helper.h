/* carrel-image-helper.h: the process that decodes pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What main () does when its only word is CARREL_IMAGE_WORD: closes the cage, and answers until the
 * program that started it goes. Returns the exit status. */
int carrel_image_helper_run (void);

/* Nothing from here on: no file, no network, no other process; so much memory and no more. FALSE:
 * it can't be closed here, and nothing may be decoded. */
gboolean carrel_image_cage_close (void);
/* Where the decoders are programs of their own: what is started from here on is in the cage too.
 * They read and run what is the system's, write in the folder ROOM, and reach no network, no
 * socket, no process outside. */
gboolean carrel_image_cage_can_hold_programs (void);
gboolean carrel_image_cage_close_round_programs (const char *room);
/* So many more seconds of computing; then the system ends the process. */
void carrel_image_cage_allow_seconds (guint seconds);

G_END_DECLS

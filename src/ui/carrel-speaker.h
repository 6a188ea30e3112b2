/* carrel-speaker.h: says sentences through Speech Dispatcher. Main thread; the service is talked to
 * by a thread of its own, so that nobody waits for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CARREL_SPEAKER_ENDED,   /* said to its end */
  CARREL_SPEAKER_STOPPED, /* cut short, by another program or by a stop () that it was too late for
                           */
  CARREL_SPEAKER_FAILED,  /* there is no service, or it went away; the next say () tries again */
} CarrelSpeakerEvent;

/* `serial` is that of the say () that it is about. */
typedef void (*CarrelSpeakerFunc) (CarrelSpeakerEvent event, guint serial, gpointer data);

typedef struct _CarrelSpeaker CarrelSpeaker;

/* FALSE: the program was built without it, and every say () fails. */
gboolean       carrel_speaker_is_built (void);
CarrelSpeaker *carrel_speaker_new (CarrelSpeakerFunc func, gpointer data);
/* Silent from now on; nothing is called any more. */
void carrel_speaker_free (CarrelSpeaker *self);
/* One sentence; what is being said is cut short. `language` (nullable): a BCP 47 tag. `speed`: 1 is
 * the service's own, ½ to 2. */
void carrel_speaker_say (
    CarrelSpeaker *self, const char *text, const char *language, double speed, guint serial);
void carrel_speaker_stop (CarrelSpeaker *self);

G_END_DECLS

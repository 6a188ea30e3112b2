/* carrel-thread-section.h: the thread that an article is in, at its end: title, progress, the
 * article before and the one after. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *carrel_thread_section_new (CarrelLibrary *library, CarrelThread *thread, gint64 article);
/* Whether both (nullable) are shown alike. */
gboolean carrel_thread_section_is_same (CarrelThread *a, CarrelThread *b);

/* Actions of the reader's pane: «reader.next-in-thread», «reader.previous-in-thread»,
 * «reader.edit-thread». */
void carrel_thread_section_install (GtkWidgetClass *class);

/* «3 of 7 read». (transfer full) */
char *carrel_thread_describe (CarrelThread *thread);

G_END_DECLS

/* carrel-reader-page.h: what stands above and below the text on the reader's page: title and chips,
 * what to do at the end, cards of what the article points at. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* `narrow`: a phone's. */
GtkWidget *carrel_reader_header_new (CarrelReading *reading, gboolean narrow);
GtkWidget *carrel_reader_footer_new (CarrelLibrary *library, CarrelReading *reading);
/* Whether both have the same footer: it then stays as it is, with a button being pressed and the
 * focus in it. */
gboolean carrel_reader_footer_is_same (CarrelReading *a, CarrelReading *b);

G_END_DECLS

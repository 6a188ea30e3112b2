/* carrel-disk-banner.h: nothing can be saved: a banner that stays until it is over. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The banner is shown while the library can't be written; its button says why, and what helps. */
void carrel_disk_banner_connect (AdwBanner *banner, CarrelLibrary *library);

G_END_DECLS

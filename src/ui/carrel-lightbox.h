/* carrel-lightbox.h: an article's pictures, one at a time, large over the window. Main thread.
 *
 * Keys: + - 0 zoom, arrows move a picture that is larger than its place, else Left and Right go to
 * the one before and after; Ctrl+C copies, Ctrl+S saves, Escape closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_LIGHTBOX (carrel_lightbox_get_type ())
G_DECLARE_FINAL_TYPE (CarrelLightbox, carrel_lightbox, CARREL, LIGHTBOX, AdwBin)

/* Covers the widget's window, from the picture of that IMAGE block on. The focus comes back when it
 * is closed. */
void carrel_lightbox_open (GtkWidget      *widget,
                           CarrelLibrary  *library,
                           CarrelDocument *document,
                           guint           block);

G_END_DECLS

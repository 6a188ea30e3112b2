/* carrel-text-popover.h: what the person may choose of how pages are set. Main thread.
 *
 * It shows and changes the one CarrelTextSettings; what it is told there is on the page at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-text-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_TEXT_POPOVER (carrel_text_popover_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTextPopover, carrel_text_popover, CARREL, TEXT_POPOVER, GtkPopover)

/* Actions of a class: reader.larger-text, reader.smaller-text, reader.normal-text. */
void carrel_text_popover_install (GtkWidgetClass *class);

G_END_DECLS

/* carrel-print.h: the open article on paper, or as a PDF, by the print dialog. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-reader-pane.h"

G_BEGIN_DECLS

/* For the pane's class: reader.print. */
void carrel_print_install (GtkWidgetClass *pane_class);
/* Shows the dialog, and prints what is open in the pane as it is now. */
void carrel_print_run (CarrelReaderPane *pane);

G_END_DECLS

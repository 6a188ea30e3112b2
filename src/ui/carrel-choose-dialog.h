/* carrel-choose-dialog.h: the parts of an article's page, of which a person chooses the text. Main
 * thread.
 *
 * The chosen part's text is shown before it is kept; what is kept has a toast that undoes it, the
 * rule for the site with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_CHOOSE_DIALOG (carrel_choose_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelChooseDialog, carrel_choose_dialog, CARREL, CHOOSE_DIALOG, AdwDialog)

AdwDialog *carrel_choose_dialog_new (CarrelLibrary *library, gint64 id);

G_END_DECLS

/* carrel-instead.h: what stands in a place whose content is not there: it could not be read, or is
 * on its way. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A page that says why, with a button: `retry` (gpointer owner) reads it once more. `owner` is not
 * kept alive. (transfer floating) */
GtkWidget *carrel_instead_new_failure (GCallback retry, gpointer owner);
/* Where the library's file is damaged the button leads to what mends it. */
void carrel_instead_set_error (GtkWidget *page, const GError *error);
/* Something turns: it is on its way. (transfer floating) */
GtkWidget *carrel_instead_new_spinner (void);
/* `error` (nullable) says that the library's file is damaged. */
gboolean carrel_instead_is_damage (const GError *error);

G_END_DECLS

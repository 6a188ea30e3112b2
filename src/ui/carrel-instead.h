/* carrel-instead.h: what stands in a place whose content is not there: it could not be read, or is
 * on its way. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The stack's page that says so, made when it is first needed, is shown in it. `retry` and `owner`
 * as below. (transfer none) */
GtkWidget *carrel_instead_show_failure (GtkWidget    *stack,
                                        const GError *error,
                                        GCallback     retry,
                                        gpointer      owner);
/* A page that says why, with a button: `retry` (gpointer owner) reads it once more; where the
 * library's file is damaged it leads to what mends that. `owner` is not kept alive. (transfer
 * floating) */
GtkWidget *carrel_instead_new_failure (const GError *error, GCallback retry, gpointer owner);
/* Something turns: it is on its way. (transfer floating) */
GtkWidget *carrel_instead_new_spinner (void);
/* `error` (nullable) says that the library's file is damaged. */
gboolean carrel_instead_is_damage (const GError *error);

G_END_DECLS

/* carrel-cli.h: the command line's door, for main.c. Main thread, no window system.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The word names a command, or is one of --help, -h and --version. */
gboolean carrel_cli_is_command (const char *word);

/* Runs the command that the line names, to its end, in the default main context. The exit status:
 * 0, 1 when something failed, 2 for wrong usage. Errors stand on standard error by then. */
int carrel_cli_run (int argc, char **argv);

G_END_DECLS

/* carrel-cli-fetch.h: the fetch queue worked on in the terminal. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-queue.h"

G_BEGIN_DECLS

/* Works until nothing is left whose turn it is, or Ctrl+C, after which what ran waits again. Prints
 * each article (id and title) as it is saved, what came of each that was fetched again, and each
 * failure to standard error; `saved` gets the ids, `ended` (nullable) those of the entries that
 * came to an end, as a set of gint64 *. FALSE when something failed. */
gboolean carrel_cli_fetch (CarrelCli *cli, CarrelQueueWork work, GArray *saved, GHashTable *ended);

/* Articles' pages, fetched again; what came of each is printed, or goes into the list of JSON that
 * was begun. FALSE when something failed. */
gboolean carrel_cli_fetch_again (
    CarrelCli *cli, GArray *ids, gboolean less, gboolean images, CarrelJsonList *list);

/* Bookmarks of the file `name` into the queue, and says how many; `ids` (nullable) gets those of
 * the entries. The exit status. (element-type CarrelBookmark) */
int carrel_cli_queue_bookmarks (CarrelCli                *cli,
                                GPtrArray                *bookmarks,
                                const CarrelQueueOptions *options,
                                const char               *name,
                                GArray                   *ids);

/* An article that came: its line, unless JSON is asked for. */
void carrel_cli_print_saved (CarrelCli *cli, GArray *saved, gint64 id, const char *title);

G_END_DECLS

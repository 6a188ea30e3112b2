/* carrel-fetch-words.h: how what went wrong on the way is said. Any thread. For fetch/ alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A host as a person may read it. (transfer full) */
char *carrel_fetch_words_name_host (const char *host);

G_END_DECLS

/* carrel-bookmarks.h: the file that browsers and bookmark services write (Netscape's). Pure; any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-bookmark.h"

G_BEGIN_DECLS

/* By how it begins. */
gboolean carrel_bookmarks_is (GBytes *bytes);
/* Its pages on the web, each once, in the file's order: folders (but for a browser's own) and tags
 * are topics, of an address that stands there twice those of both, and the earlier date. Fails with
 * TOO_LARGE. (element-type CarrelBookmark) (transfer full) */
GPtrArray *carrel_bookmarks_read (GBytes *bytes, GError **error);

G_END_DECLS

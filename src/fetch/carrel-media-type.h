/* carrel-media-type.h: what a server says a body is, and what its first bytes say. Pure; any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The media type of a Content-Type header, in lower case, and its charset (nullable). NULL for
 * none, or what isn't one. (transfer full) */
char *carrel_media_type_parse (const char *header, char **charset);

/* Whether a body so declared (nullable: not at all) may turn out to be a page. */
gboolean carrel_media_type_may_be_page (const char *declared);

/* What a page's text is: «text/html», «application/xhtml+xml», «text/plain» or «text/markdown»;
 * NULL when it is none of them. Looks at the bytes where the declared type leaves it open. Static.
 */
const char *carrel_media_type_of_page (const char *declared, const guint8 *bytes, gsize len);

/* TRUE when the HTML page has its end tag. Many that lack it are whole all the same. */
gboolean carrel_media_type_has_html_end (const guint8 *bytes, gsize len);

G_END_DECLS

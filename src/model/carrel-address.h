/* carrel-address.h: when are two addresses the same? Pure, table-driven.
 *
 * Scheme http or https and a leading «www.» make no difference, nor do the fragment, a default
 * port, a trailing slash, an empty query, tracking parameters, or the order of parameters. AMP
 * addresses are those of their article.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An address as typed, pasted or found, made absolute and clean: white space trimmed, «https://»
 * added where a host stands without scheme («example.org/a»), user and password taken out, host in
 * lower case ASCII (IDNA), fragment and default port removed, path and query percent-encoded.
 * NULL when it is no http(s) address with a valid host. At most 8 KiB. (transfer full) */
char *carrel_address_normalize (const char *text);

/* `reference` against `base` (absolute): the absolute address with its fragment kept, or NULL when
 * it isn't http, https or mailto. What browsers strip (tabs, newlines, surrounding control
 * characters) is stripped first. (transfer full) */
char *carrel_address_resolve (const char *base, const char *reference);

/* The key under which equal addresses are equal: «example.org/a?p=2». NULL for what isn't an
 * http(s) address. (transfer full) */
char *carrel_address_key (const char *address);

gboolean carrel_address_equal (const char *a, const char *b);

/* The address without tracking parameters, for storing and showing. (transfer full) */
char *carrel_address_strip_tracking (const char *address);

/* The host («www.example.org»), NULL when none. (transfer full) */
char *carrel_address_dup_host (const char *address);

/* The registrable domain by the Public Suffix List («example.co.uk»), the host itself where there
 * is none. (transfer full) (nullable) */
char *carrel_address_dup_domain (const char *address);

/* The host as shown to a person: without «www.», Unicode where it is of one script, else punycode.
 * (transfer full) (nullable) */
char *carrel_address_dup_display_host (const char *address);

/* The path is empty or «/» or a bare language («/en/»): a site's front page. */
gboolean carrel_address_is_front_page (const char *address);
/* Where one shares, logs in, subscribes, or reads terms: it is linked to, and no article is wanted
 * there. */
gboolean carrel_address_is_furniture (const char *address);

/* A page's own rel=canonical or og:url counts when it is on the same registrable domain and isn't
 * the front page of the site (unless the page itself is). */
gboolean carrel_address_canonical_counts (const char *page, const char *canonical);

/* The article's address for a known AMP form («/amp», «?amp=1», «amp.example.org», caches), or NULL
 * when it isn't one. (transfer full) (nullable) */
char *carrel_address_from_amp (const char *address);

/* Every http(s) address in a text (one or many, separated by anything), in order, each once,
 * normalised. Bare hosts only when the whole text is made of them. (element-type utf8)
 * (transfer full) */
GPtrArray *carrel_address_find_all (const char *text);

G_END_DECLS

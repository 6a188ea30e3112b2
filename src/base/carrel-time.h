/* carrel-time.h: dates as pages and people write them, spans, and the clock.
 *
 * A time is a gint64: seconds since 1970 in UTC; 0 is «unknown» everywhere in Carrel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Now. Tests set it (0: the real clock again); also CARREL_NOW in a development build's
 * environment, in seconds. */
gint64 carrel_time_now (void);
void   carrel_time_set_now (gint64 now);

/* A date as a page says it: ISO 8601 in all its forms, RFC 2822, «3 January 2026», «January 3,
 * 2026», «3. Januar 2026», «3 janvier 2026», «2026年1月3日», «03/01/2026» only where it can't be
 * two days. 0 when it isn't a date, or not between 1900 and a year from now. Without a zone: UTC.
 */
gint64 carrel_time_parse (const char *text);

/* Which number comes first in «03/01/2026». */
typedef enum {
  CARREL_TIME_ORDER_UNKNOWN,
  CARREL_TIME_DAY_FIRST,
  CARREL_TIME_MONTH_FIRST,
} CarrelTimeOrder;

/* The same, for one who knows the order. `offset` (nullable): seconds east of UTC of the clock the
 * date was written by, 0 where it names none; the day as written is that of the time plus it. Any
 * thread. */
gint64 carrel_time_read (const char *text, CarrelTimeOrder order, int *offset);
/* By a language's tag («en-US», «de»; nullable) and, for English without a region, the end of a
 * host's name (nullable). */
CarrelTimeOrder carrel_time_guess_order (const char *language, const char *host);

/* A span of the search language: «7d» «3w» «2m» «1y» (from that long ago until now), «2026»,
 * «2026-03», «2026-03-01», «A..B», «<A», «<=A», «>A», «>=A», «today», «yesterday», «week», «month»,
 * «year». Local time. `from` and `until` are seconds, until exclusive; G_MININT64 and G_MAXINT64
 * where open. FALSE when it isn't one. */
gboolean carrel_time_parse_span (const char *text, gint64 *from, gint64 *until);
/* Whoever types on at its end may still write a span, or it is one. */
gboolean carrel_time_may_become_span (const char *text);

/* «2026-01-03T10:00:00Z» (transfer full); NULL for 0. */
char *carrel_time_to_iso (gint64 time);
/* The same by a clock `offset` seconds east of UTC: «2026-01-03T11:00:00+01:00». */
char *carrel_time_to_iso_at (gint64 time, int offset);

/* For a row: «now», «5 min ago», «2 hours ago», «Yesterday», «Tuesday», «5 Jan», «5 Jan 2024», in
 * the locale. (transfer full) */
char *carrel_time_to_relative (gint64 time);

/* For a header: «3 January 2026», in the locale. (transfer full) */
char *carrel_time_to_date (gint64 time);

G_END_DECLS

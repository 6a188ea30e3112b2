/* carrel-bench-notmuch.h: the same texts in notmuch, which is built on Xapian: how fast, how large,
 * and how fast it finds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-bench-bands.h"

G_BEGIN_DECLS

/* Titles and texts of the library that `carrel` reads, as messages: indexed by notmuch's library
 * and, in turns, by the three tables of Carrel's index in a file of their own; then the bands
 * searched. `bare` is that library for SQLite. Says so where libnotmuch isn't installed. Scratch
 * files go. */
void bench_notmuch_compare (GPtrArray *bands, CarrelConnection *carrel, sqlite3 *bare);

G_END_DECLS

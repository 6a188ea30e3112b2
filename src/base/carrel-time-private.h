/* carrel-time-private.h: for carrel-time.c alone. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* 1–12; 0 where it is no month's name. `folded`: a word, as carrel_text_title_key () folds it. */
guint carrel_time_find_month (const char *folded);

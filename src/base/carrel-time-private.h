/* carrel-time-private.h: for carrel-time.c alone. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* 1–12; 0 where it is no month's name. `folded`: a word, as carrel_text_title_key () folds it. */
guint carrel_time_find_month (const char *folded);

/* A day of Japan's eras or of Iran's calendar in `line`, whose digits are ASCII's, as a day of
 * ours; `written` is the line as it was, by which its script is told. `rest` is set to what stands
 * behind it, where a clock time may. FALSE: none is there. */
gboolean carrel_time_find_elsewhere (
    const char *written, const char *line, int *year, int *month, int *day, const char **rest);

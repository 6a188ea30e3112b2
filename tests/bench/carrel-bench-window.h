/* carrel-bench-window.h: a window to measure in: a library, its look, frames that are counted. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full) */
CarrelLibrary *bench_window_open_library (const char *folder);
void           bench_window_load_style (void);
/* Presented; its frames are counted. */
GtkWidget *bench_window_show (GtkWidget *content, int width, int height);

/* From now on `func` is called at the end of each frame. */
typedef void (*BenchFrameFunc) (gpointer user_data);
void bench_window_watch (BenchFrameFunc func, gpointer user_data);

/* Of all windows. */
guint bench_window_count_frames (void);
/* Turns the main loop until there are more than `n`. */
void bench_window_wait_after (guint n);
/* Until the window is drawn again. */
void bench_window_wait_frame (GtkWidget *window);
/* Turns the main loop for so long. */
void bench_window_rest (guint ms);

G_END_DECLS

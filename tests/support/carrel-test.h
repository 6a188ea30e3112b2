/* carrel-test.h: what tests share: a temporary folder, waiting, data files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How often longer than usual something may take: CARREL_TEST_PATIENCE, 1 where that isn't set. */
double carrel_test_get_patience (void);

/* A new folder under the temporary one; carrel_test_remove_folder () removes it with all in it. */
char *carrel_test_new_folder (void);
void  carrel_test_remove_folder (const char *path);

/* Runs the main loop until `*done` or thirty seconds are over, which fails the test. */
void carrel_test_wait (const gboolean *done);
/* The same until `condition` is TRUE. */
void carrel_test_wait_until (gboolean (*condition) (gpointer), gpointer data);

/* A GAsyncReadyCallback that keeps the result: user_data is a GAsyncResult **. */
void carrel_test_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
/* Waits for it. (transfer full) */
GAsyncResult *carrel_test_wait_result (GAsyncResult **result);

/* tests/data/NAME as bytes; fails the test when it isn't there. */
GBytes *carrel_test_load_data (const char *name);
/* A file under the shared data, or NULL where that isn't there. */
char *carrel_test_dup_shared_path (const char *name);

G_END_DECLS

/* carrel-test.c: what tests share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include <glib/gstdio.h>

double
carrel_test_get_patience (void)
{
  const char *text = g_getenv ("CARREL_TEST_PATIENCE");

  return text ? MAX (1, g_ascii_strtod (text, NULL)) : 1;
}

char *
carrel_test_new_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("carrel-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

void
carrel_test_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      carrel_test_remove_folder (child);
    else
      g_remove (child);
  }
  g_rmdir (path);
}

static gboolean
is_set (gpointer data)
{
  return *(const gboolean *) data;
}

static gboolean
timed_out_cb (gpointer data)
{
  g_error ("The test waited longer than 30 seconds");
  return G_SOURCE_REMOVE;
}

void
carrel_test_wait_until (gboolean (*condition) (gpointer), gpointer data)
{
  guint timeout = g_timeout_add_seconds (30, timed_out_cb, NULL);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

void
carrel_test_wait (const gboolean *done)
{
  carrel_test_wait_until (is_set, (gpointer) done);
}

void
carrel_test_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out = user_data;

  g_assert_null (*out);
  *out = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

GAsyncResult *
carrel_test_wait_result (GAsyncResult **result)
{
  carrel_test_wait_until (has_result, result);
  return g_steal_pointer (result);
}

GBytes *
carrel_test_load_data (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("CARREL_TEST_DATA"), name, NULL);
  char            *contents = NULL;
  gsize            len = 0;

  g_file_get_contents (path, &contents, &len, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, len);
}

char *
carrel_test_dup_shared_path (const char *name)
{
  const char      *shared = g_getenv ("CARREL_SHARED");
  g_autofree char *path = shared ? g_build_filename (shared, name, NULL) : NULL;

  return path && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

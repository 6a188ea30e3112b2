/* carrel-test-library.c: a library for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-library.h"

#include <string.h>

CarrelLibrary *
carrel_test_open_library (const char *folder)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CarrelLibrary *library;

  carrel_library_open_async (folder, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  library = carrel_library_open_finish (result, &error);
  g_assert_no_error (error);
  return library;
}

void
carrel_test_close_library (CarrelLibrary *library)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  carrel_library_close_async (library, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  g_assert_true (carrel_library_close_finish (library, result, NULL));
  g_object_unref (library);
}

void
carrel_test_assert_sound (CarrelLibrary *library)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelHealth) health = NULL;

  carrel_library_check_async (library, NULL, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  health = carrel_library_check_finish (library, result, NULL);
  g_assert_nonnull (health);
  for (guint i = 0; i < health->problems->len; i++)
    g_test_message ("%s", (char *) health->problems->pdata[i]);
  g_assert_true (health->sound);
}

gint64
carrel_test_add_page (CarrelLibrary *library, const char *html, const char *address)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (CarrelAdd) adding = carrel_add_new_for_bytes (bytes, "text/html");
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  carrel_add_set_page_address (adding, address);
  carrel_add_set_images (adding, FALSE);
  carrel_library_add_async (library, adding, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  id = carrel_library_add_finish (library, result, &error);
  g_assert_no_error (error);
  return id;
}

void
carrel_test_library_set_up (CarrelTestLibrary *self, gconstpointer data)
{
  self->folder = carrel_test_new_folder ();
  self->library = carrel_test_open_library (self->folder);
}

void
carrel_test_library_tear_down (CarrelTestLibrary *self, gconstpointer data)
{
  carrel_test_assert_sound (self->library);
  carrel_test_close_library (self->library);
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
}

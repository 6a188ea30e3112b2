/* test-disk.c: whether anything can be saved: told when it can't, and when it can again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-library.h"
#include "library/carrel-library-disk.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* No file may grow past so many bytes: what a full disk is to a program. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
has_error (gpointer library)
{
  return carrel_library_get_write_error (library) != NULL;
}

static gboolean
has_no_error (gpointer library)
{
  return !has_error (library);
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* Whether the change was made; else it says that the disk is the reason. */
static gboolean
set_favourite (CarrelTestLibrary *self, gint64 id, gboolean favourite)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  carrel_library_set_favourite_async (self->library, ids, favourite, carrel_test_result_cb,
                                      &waiting);
  result = carrel_test_wait_result (&waiting);
  undo = carrel_library_change_finish (self->library, result, &error);
  if (!undo)
    g_assert_error (error, CARREL_ERROR, CARREL_ERROR_DISK);
  return undo != NULL;
}

static gint64
add (CarrelTestLibrary *self)
{
  return carrel_test_add_page (self->library,
                               "<title>Tides</title><article><h1>Tides</h1><p>The harbour was "
                               "quiet that morning, and the boats lay still.</p></article>",
                               "https://site.test/tides");
}

static void
test_full_and_back (CarrelTestLibrary *self, gconstpointer data)
{
  guint  n = 0;
  gint64 id = add (self);

  carrel_library_watch_disk (self->library);
  g_signal_connect_swapped (self->library, "notify::write-error", G_CALLBACK (count_cb), &n);
  g_assert_true (set_favourite (self, id, TRUE));
  g_assert_cmpuint (n, ==, 0);
  limit_files (4096);
  g_assert_false (set_favourite (self, id, FALSE));
  carrel_test_wait_until (has_error, self->library);
  g_assert_error (carrel_library_get_write_error (self->library), CARREL_ERROR, CARREL_ERROR_DISK);
  g_assert_nonnull (strstr (carrel_library_get_write_error (self->library)->message, self->folder));
  g_assert_false (set_favourite (self, id, FALSE)); /* said already */
  g_assert_cmpuint (n, ==, 1);
  limit_files (RLIM_INFINITY);
  carrel_test_wait_until (has_no_error, self->library); /* by itself */
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (set_favourite (self, id, FALSE));
}

/* Room for a row, but not for an article with its pictures. */
static void
test_almost_full (CarrelTestLibrary *self, gconstpointer data)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = add (self);

  limit_files (3 * 1024 * 1024);
  carrel_library_try_disk_async (self->library, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  g_assert_false (carrel_library_try_disk_finish (self->library, result, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_DISK);
  g_assert_true (has_error (self->library));
  g_assert_true (set_favourite (self, id, TRUE));
  g_assert_true (has_error (self->library)); /* a small change is no sign that it is over */
  limit_files (RLIM_INFINITY);
  g_clear_object (&result);
  carrel_library_try_disk_async (self->library, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  g_assert_true (carrel_library_try_disk_finish (self->library, result, NULL));
  g_assert_false (has_error (self->library));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func)                                                                           \
  g_test_add ("/disk/" name, CarrelTestLibrary, NULL, carrel_test_library_set_up, func,            \
              carrel_test_library_tear_down)
  TEST ("full-and-back", test_full_and_back);
  TEST ("almost-full", test_almost_full);
  return g_test_run ();
}

/* test-work.c: what takes long: listed in its order, told, ended, cancelled, forgotten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-library.h"
#include "library/carrel-work.h"

/* Their titles, in the order of the list. */
static char *
list (CarrelTestLibrary *self)
{
  GListModel *works = carrel_library_get_works (self->library);
  GString    *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (works); i++) {
    g_autoptr (CarrelWork) work = g_list_model_get_item (works, i);

    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", carrel_work_get_title (work));
  }
  return g_string_free (out, FALSE);
}

static void
assert_list (CarrelTestLibrary *self, const char *expected)
{
  g_autofree char *titles = list (self);

  g_assert_cmpstr (titles, ==, expected);
}

/* What runs comes first, the newest at the top; what ended follows. */
static void
test_order (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (CarrelWork) a = carrel_work_begin (self->library, "a", NULL),
                         b = carrel_work_begin (self->library, "b", NULL),
                         c = carrel_work_begin (self->library, "c", NULL);

  assert_list (self, "c b a");
  carrel_work_end (c, NULL, "12 articles");
  assert_list (self, "b a c");
  carrel_work_end (a, NULL, NULL);
  assert_list (self, "b a c");
  g_assert_cmpstr (carrel_work_get_detail (c), ==, "12 articles");
  g_assert_cmpint (carrel_work_get_ended (c), >=, carrel_work_get_began (c));
  carrel_library_clear_works (self->library);
  assert_list (self, "b");
  carrel_work_end (b, NULL, NULL);
}

static void
test_ends (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CarrelWork) stopped = carrel_work_begin (self->library, "stopped", cancellable),
                         failed = carrel_work_begin (self->library, "failed", NULL);
  g_autoptr (GError) full =
      g_error_new_literal (CARREL_ERROR, CARREL_ERROR_DISK, "The disk is full");
  g_autoptr (GError) error = NULL;

  g_assert_true (carrel_work_can_cancel (stopped));
  g_assert_false (carrel_work_can_cancel (failed));
  carrel_work_cancel (failed);
  carrel_work_cancel (stopped);
  g_assert_true (g_cancellable_set_error_if_cancelled (cancellable, &error));
  g_assert_cmpint (carrel_work_get_state (stopped), ==,
                   CARREL_WORK_RUNNING); /* until its job says so */
  carrel_work_end (stopped, error, NULL);
  carrel_work_end (failed, full, "12 articles");
  g_assert_cmpint (carrel_work_get_state (stopped), ==, CARREL_WORK_CANCELLED);
  g_assert_cmpint (carrel_work_get_state (failed), ==, CARREL_WORK_FAILED);
  g_assert_cmpstr (carrel_work_get_detail (failed), ==, "The disk is full");
  g_assert_false (carrel_work_can_cancel (stopped));
  carrel_work_tell (stopped, .5, "too late");
  g_assert_null (carrel_work_get_detail (stopped));
}

static gboolean
is_half (gpointer work)
{
  return carrel_work_get_fraction (work) > .499;
}

static gpointer
write_progress (gpointer progress)
{
  g_atomic_int_set (&((CarrelProgress *) progress)->permille, 500);
  return NULL;
}

/* A job says how far it is from a thread of its own. */
static void
test_progress (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (CarrelWork) work = carrel_work_begin (self->library, "work", NULL);
  GThread *thread;

  g_assert_cmpfloat (carrel_work_get_fraction (work), <, 0);
  thread = g_thread_new ("job", write_progress, carrel_work_get_progress (work));
  carrel_test_wait_until (is_half, work);
  g_thread_join (thread);
  carrel_work_tell (work, .75, "3 of 4");
  g_assert_cmpstr (carrel_work_get_detail (work), ==, "3 of 4");
  carrel_work_end (work, NULL, NULL);
}

/* A day of hourly checks is no list. */
static void
test_ended_are_bounded (CarrelTestLibrary *self, gconstpointer data)
{
  GListModel *works = carrel_library_get_works (self->library);
  g_autoptr (CarrelWork) running = carrel_work_begin (self->library, "running", NULL);

  for (int i = 0; i < 100; i++) {
    g_autoptr (CarrelWork) work = carrel_work_begin (self->library, "work", NULL);

    carrel_work_end (work, NULL, NULL);
  }
  g_assert_cmpuint (g_list_model_get_n_items (works), ==, 21);
  carrel_work_end (running, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (works), ==, 20);
}

/* Whoever holds it may end it when the library is gone. */
static void
test_outlives_its_library (CarrelTestLibrary *self, gconstpointer data)
{
  GAsyncResult *closing = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autofree char *folder = carrel_test_new_folder ();
  CarrelLibrary   *library = carrel_test_open_library (folder);
  g_autoptr (CarrelWork) work = NULL;

  work = carrel_work_begin (library, "work", NULL);
  carrel_library_close_async (library, carrel_test_result_cb, &closing);
  closed = carrel_test_wait_result (&closing);
  g_clear_object (&closed);
  g_assert_finalize_object (library);
  carrel_work_tell (work, .5, NULL);
  carrel_work_end (work, NULL, NULL);
  g_assert_cmpint (carrel_work_get_state (work), ==, CARREL_WORK_DONE);
  carrel_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name)                                                                                 \
  g_test_add ("/long-work/" #name, CarrelTestLibrary, NULL, carrel_test_library_set_up,            \
              test_##name, carrel_test_library_tear_down)
  TEST (order);
  TEST (ends);
  TEST (progress);
  TEST (ended_are_bounded);
  TEST (outlives_its_library);
  return g_test_run ();
}

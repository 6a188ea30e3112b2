/* test-ids.c: ids in an order are what they were, however large they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-ids.h"

static void
assert_same (const gint64 *ids, guint n)
{
  g_autoptr (CarrelIds) all = carrel_ids_new (ids, n);

  g_assert_cmpuint (carrel_ids_get_n (all), ==, n);
  for (guint i = 0; i < n; i++) {
    g_assert_cmpint (carrel_ids_get (all, i), ==, ids[i]);
    g_assert_cmpuint (carrel_ids_find (all, ids[i]), ==, i);
  }
  g_assert_cmpint (carrel_ids_get (all, n), ==, 0);
  g_assert_cmpint (carrel_ids_get (all, G_MAXUINT), ==, 0);
  g_assert_cmpuint (carrel_ids_find (all, 12345), ==, G_MAXUINT);
}

static void
test_small (void)
{
  static const gint64 ids[] = { 3, 1, 2, G_MAXUINT32, 7 };

  assert_same (ids, G_N_ELEMENTS (ids));
  assert_same (NULL, 0);
}

static void
test_large (void)
{
  static const gint64 ids[] = { 3, (gint64) G_MAXUINT32 + 1, G_MAXINT64, -1, 2 };

  assert_same (ids, G_N_ELEMENTS (ids));
}

/* An id that doesn't fit isn't taken for the one with the same lower half. */
static void
test_other_half (void)
{
  static const gint64 ids[] = { 1, 2 };
  g_autoptr (CarrelIds) all = carrel_ids_new (ids, 2), again = carrel_ids_ref (all);

  g_assert_cmpuint (carrel_ids_find (again, ((gint64) 1 << 32) + 1), ==, G_MAXUINT);
  g_assert_cmpuint (carrel_ids_find (again, -1), ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ids/small", test_small);
  g_test_add_func ("/ids/large", test_large);
  g_test_add_func ("/ids/other-half", test_other_half);
  return g_test_run ();
}

/* carrel-test-store.c: an empty library of its own for a test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-store.h"

#include "carrel-test.h"

void
carrel_test_store_set_up (CarrelTestStore *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = carrel_test_new_folder ();
  self->changes = carrel_changes_new (0);
  self->connection = carrel_connection_open (self->folder, CARREL_OPEN_CREATE, &error);
  g_assert_no_error (error);
}

void
carrel_test_store_assert_sound (CarrelConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelHealth) health = carrel_store_check (connection, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < health->problems->len; i++)
    g_test_message ("%s", (char *) health->problems->pdata[i]);
  g_assert_true (health->sound);
}

void
carrel_test_store_tear_down (CarrelTestStore *self, gconstpointer data)
{
  carrel_test_store_assert_sound (self->connection);
  carrel_changes_unref (self->changes);
  carrel_connection_close (self->connection);
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
}

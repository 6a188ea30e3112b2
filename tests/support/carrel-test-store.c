/* carrel-test-store.c: an empty library of its own for a test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-store.h"

#include "base/carrel-time.h"
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

void
carrel_test_store_set_up_then (CarrelTestStore *self, gconstpointer data)
{
  carrel_time_set_now (1767225600); /* 1 January 2026 */
  carrel_test_store_set_up (self, data);
}

void
carrel_test_store_tear_down_then (CarrelTestStore *self, gconstpointer data)
{
  carrel_test_store_tear_down (self, data);
  carrel_time_set_now (0);
}

CarrelDraft *
carrel_test_store_new_draft (const char *title, const char *address, const char *html)
{
  CarrelDraft *draft = carrel_draft_new ();

  draft->title = g_strdup (title);
  draft->address = g_strdup (address);
  draft->document = carrel_document_read (html, -1);
  return draft;
}

gint64
carrel_test_store_save (CarrelTestStore *self, CarrelDraft *draft)
{
  g_autoptr (CarrelDraft) owned = draft;
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_true (carrel_store_write_blobs (self->folder, draft, &error));
  g_assert_true (carrel_connection_begin (self->connection, &error));
  id = carrel_store_insert_article (self->connection, draft, NULL, changes, &error);
  g_assert_no_error (error);
  g_assert_true (carrel_connection_commit (self->connection, &error));
  return id;
}

gint64
carrel_test_store_add (CarrelTestStore *self,
                       const char      *title,
                       const char      *address,
                       const char      *html)
{
  return carrel_test_store_save (self, carrel_test_store_new_draft (title, address, html));
}

void
carrel_test_store_tag (CarrelTestStore *self, gint64 id, const char *topic)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  const char *topics[] = { topic, NULL };

  carrel_store_tag (self->connection, &id, 1, topics, NULL, NULL, changes, &error);
  g_assert_no_error (error);
}

/* test-backups.c: backups rotate, are verified and come back; what a damaged file has lost is told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "carrel-test.h"
#include "store/carrel-backups.h"
#include "store/carrel-recover.h"
#include "store/carrel-store.h"

#include <glib/gstdio.h>
#include <string.h>

#define START 1767225600 /* 1 January 2026, a Thursday */
#define DAY (24 * 60 * 60)

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  carrel_time_set_now (START);
  self->folder = carrel_test_new_folder ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
  carrel_time_set_now (0);
}

/* An article with a picture of its own. */
static void
add (const char *folder, const char *title)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (title, strlen (title));
  g_autofree char *html = g_strdup_printf (
      "<p>%s, and what was said of it.</p><figure><img src=\"https://a.example/i.png\" alt=\"\" "
      "width=\"2\" height=\"2\"></figure>",
      title);

  g_assert_no_error (error);
  draft->title = g_strdup (title);
  draft->address = g_strdup_printf ("https://a.example/%s", title);
  draft->document = carrel_document_read (html, -1);
  carrel_draft_add_image (draft, "https://a.example/i.png", bytes, "image/png", 2, 2);
  g_assert_true (carrel_store_write_blobs (folder, draft, &error));
  g_assert_true (carrel_connection_begin (connection, &error));
  g_assert_cmpint (carrel_store_insert_article (connection, draft, NULL, changes, &error), >, 0);
  g_assert_true (carrel_connection_commit (connection, &error));
  g_assert_no_error (error);
}

static guint
count (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection = carrel_connection_open (folder, 0, &error);
  CarrelCounts counts;

  g_assert_no_error (error);
  g_assert_true (carrel_store_load_counts (connection, &counts, &error));
  return counts.all;
}

static void
assert_sound (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection = carrel_connection_open (folder, 0, &error);
  g_autoptr (CarrelHealth) health =
      connection ? carrel_store_check (connection, NULL, NULL, &error) : NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < health->problems->len; i++)
    g_test_message ("%s", (char *) health->problems->pdata[i]);
  g_assert_true (health->sound);
}

static CarrelBackup *
make (const char *folder, CarrelBackupKind kind)
{
  g_autoptr (GError) error = NULL;
  CarrelBackup *backup = carrel_backups_make (folder, kind, NULL, NULL, &error);

  g_assert_no_error (error);
  return backup;
}

static void
test_names (void)
{
  static const char *const bad[] = { "",
                                     "daily",
                                     "2026-01-01T000000Z",
                                     "2026-01-01T000000Z-",
                                     "2026-13-01T000000Z-daily",
                                     "2026-01-01T000000Z-weekly",
                                     "2026-01-01T000000Z-daily2",
                                     "x2026-01-01T000000Z-daily" };
  gint64                   made;
  CarrelBackupKind         kind;

  for (guint k = 0; k < 4; k++) {
    g_autofree char *name = carrel_backup_make_name (START, (CarrelBackupKind) k);

    g_assert_true (carrel_backup_parse_name (name, &made, &kind));
    g_assert_cmpint (made, ==, START);
    g_assert_cmpuint (kind, ==, k);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (carrel_backup_parse_name (bad[i], &made, &kind));
}

/* Sixty days: seven days and four weeks stay; a picture whose article is gone goes with the last
 * backup that has it. */
static void
test_rotation (Fixture *self, gconstpointer data)
{
  g_autofree char *backups = g_build_filename (self->folder, "backups", NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "one", -1);
  g_autofree char *rest =
      g_build_filename (backups, "blobs", (char[]) { hash[0], hash[1], 0 }, hash + 2, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  guint  n_daily = 0, n_by_hand = 0;
  gint64 oldest = G_MAXINT64;

  add (self->folder, "one");
  g_assert_true (carrel_backups_is_due (self->folder));
  for (guint day = 0; day < 60; day++) {
    g_autoptr (CarrelBackup) backup = NULL;

    carrel_time_set_now (START + day * DAY);
    backup = make (self->folder, CARREL_BACKUP_DAILY);
    g_assert_cmpuint (backup->n_articles, ==, 1);
    g_assert_cmpuint (backup->n_blobs, ==, day < 20 ? 1 : 0);
    g_assert_false (carrel_backups_is_due (self->folder));
    g_assert_true (day > 19 || g_file_test (rest, G_FILE_TEST_EXISTS));
    if (day == 19) { /* the picture's article goes; another comes */
      g_autoptr (CarrelConnection) connection = carrel_connection_open (self->folder, 0, NULL);

      g_assert_true (carrel_connection_execute (
          connection,
          "DELETE FROM image; DELETE FROM article; INSERT INTO article (id, title, title_key, "
          "added) VALUES (9, 'two', 'two', 1); INSERT INTO body VALUES (9, '<p>two</p>')",
          &error));
    }
    if (day % 10 == 0)
      carrel_backup_free (make (self->folder, CARREL_BACKUP_BY_HAND));
  }
  g_assert_false (g_file_test (rest, G_FILE_TEST_EXISTS));
  found = carrel_backups_list (self->folder, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++) {
    const CarrelBackup *backup = found->pdata[i];

    n_daily += backup->kind == CARREL_BACKUP_DAILY;
    n_by_hand += backup->kind == CARREL_BACKUP_BY_HAND;
    if (backup->kind == CARREL_BACKUP_DAILY)
      oldest = MIN (oldest, backup->made);
  }
  g_assert_cmpuint (n_by_hand, ==, 3);
  g_assert_cmpuint (n_daily, >=, 9); /* 7 days reach into 1 or 2 of the 4 weeks */
  g_assert_cmpuint (n_daily, <=, 10);
  g_assert_cmpint (oldest, >, START + 59 * DAY - 29 * DAY);
  g_assert_cmpint (oldest, <, START + 59 * DAY - 20 * DAY);
  /* A clock that went back: those from the «future» hold nothing up. */
  carrel_time_set_now (START - 400 * (gint64) DAY);
  g_assert_true (carrel_backups_is_due (self->folder));
}

/* A hundred libraries come back as they were. */
static void
test_restore (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelBackup) backup = NULL;

  add (self->folder, "one");
  add (self->folder, "two");
  backup = make (self->folder, CARREL_BACKUP_BY_HAND);
  for (guint round = 0; round < 5; round++) {
    g_autofree char *aside = NULL, *title = g_strdup_printf ("more-%u", round);

    add (self->folder, title);
    g_assert_cmpuint (count (self->folder), ==, 3);
    aside = carrel_backups_restore (self->folder, backup->path, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (count (self->folder), ==, 2);
    g_assert_cmpuint (count (aside), ==, 3);
    assert_sound (self->folder);
  }
  g_assert_true (carrel_backups_has_aside (self->folder));
}

/* A damaged backup is none, and the library stays. */
static void
test_damaged_backup (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelBackup) backup = NULL;
  g_autofree char *contents = NULL, *aside = NULL;
  gsize            len;

  add (self->folder, "one");
  backup = make (self->folder, CARREL_BACKUP_BY_HAND);
  g_assert_true (g_file_get_contents (backup->path, &contents, &len, NULL));
  memset (contents + 4096 * 3, 0x5a, 4096 * 8);
  g_assert_true (g_file_set_contents (backup->path, contents, (gssize) len, NULL));
  aside = carrel_backups_restore (self->folder, backup->path, NULL, NULL, &error);
  g_assert_null (aside);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED);
  g_assert_cmpuint (count (self->folder), ==, 1);
  assert_sound (self->folder);
}

/* A program that ended between the moves of a restore: the next one ends them. */
static void
test_broken_off (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *present = g_build_filename (self->folder, "carrel.db", NULL),
                  *new = g_build_filename (self->folder, CARREL_NEW_DATABASE, NULL);
  g_autofree char *aside = g_build_filename (self->folder, "set-aside", "2026-01-01T000000Z", NULL);
  g_autoptr (CarrelBackup) backup = NULL;

  for (guint stage = 0; stage < 2; stage++) {
    CarrelDatabase *database;

    add (self->folder, stage == 0 ? "one" : "two");
    backup = make (self->folder, CARREL_BACKUP_BY_HAND);
    g_assert_cmpint (g_rename (backup->path, new), ==, 0);
    if (stage == 1) { /* the old one is away already */
      g_autofree char *old = g_build_filename (self->folder, "set-aside", "1", NULL),
                      *moved = g_build_filename (old, "carrel.db", NULL);

      g_assert_cmpint (g_mkdir_with_parents (old, 0700), ==, 0);
      g_assert_cmpint (g_rename (present, moved), ==, 0);
    }
    database = carrel_database_open (self->folder, CARREL_OPEN_CREATE, &error);
    g_assert_no_error (error);
    g_assert_false (g_file_test (new, G_FILE_TEST_EXISTS));
    g_object_unref (database);
    g_assert_cmpuint (count (self->folder), ==, 1 + stage);
    g_clear_pointer (&backup, carrel_backup_free);
  }
  assert_sound (self->folder);
}

/* While a library is open its files stay; and a second program opens it as well. */
static void
test_lock (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelBackup) backup = NULL;
  CarrelDatabase *first, *second;

  add (self->folder, "one");
  backup = make (self->folder, CARREL_BACKUP_BY_HAND);
  first = carrel_database_open (self->folder, 0, &error);
  g_assert_no_error (error);
  second = carrel_database_open (self->folder, 0, &error);
  g_assert_no_error (error);
  g_object_unref (first);
  g_assert_null (carrel_backups_restore (self->folder, backup->path, NULL, NULL, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_DISK);
  g_clear_error (&error);
  g_assert_null (carrel_recover (self->folder, NULL, NULL, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_DISK);
  g_object_unref (second);
}

/* What has no blob any more is counted, and nothing else fails. */
static void
test_missing_blob (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "one", -1);
  g_autofree char *path =
      g_build_filename (self->folder, "blobs", (char[]) { hash[0], hash[1], 0 }, hash + 2, NULL);
  g_autoptr (CarrelBackup) backup = NULL;

  add (self->folder, "one");
  add (self->folder, "two");
  g_assert_cmpint (g_unlink (path), ==, 0);
  backup = make (self->folder, CARREL_BACKUP_DAILY);
  g_assert_cmpuint (backup->n_missing, ==, 1);
  g_assert_cmpuint (backup->n_blobs, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backups/names", test_names);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/backups/rotate", test_rotation);
  ADD ("/backups/come-back", test_restore);
  ADD ("/backups/damaged-is-none", test_damaged_backup);
  ADD ("/backups/broken-off-is-ended", test_broken_off);
  ADD ("/backups/lock", test_lock);
  ADD ("/backups/missing-blob-is-counted", test_missing_blob);
  return g_test_run ();
}

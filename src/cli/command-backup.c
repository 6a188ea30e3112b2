/* command-backup.c: backup, restore-backup, recover, empty-trash. Main thread.
 *
 * All but the last work where no library can be opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-backup.h"
#include "library/carrel-settings.h"

#include <string.h>

/* ── backup ── */

static JsonObject *
backup_to_json (const CarrelBackup *backup)
{
  JsonObject *object = json_object_new ();

  carrel_json_set_text (object, "name", backup->name);
  carrel_json_set_text (object, "path", backup->path);
  carrel_json_set_text (object, "kind", carrel_backup_kind_name (backup->kind));
  json_object_set_int_member (object, "made", backup->made);
  json_object_set_int_member (object, "articles", backup->n_articles);
  json_object_set_int_member (object, "files", backup->n_blobs);
  json_object_set_int_member (object, "missing", backup->n_missing);
  json_object_set_int_member (object, "bytes", backup->bytes);
  return object;
}

static void
print_backup (CarrelCli *cli, const CarrelBackup *backup)
{
  g_autofree char *size = g_format_size ((guint64) backup->bytes);

  if (cli->json) {
    carrel_output_json (backup_to_json (backup));
    return;
  }
  carrel_output_print ("%s\t%u %s, %u %s, %s\n", backup->path, backup->n_articles,
                       backup->n_articles == 1 ? "article" : "articles", backup->n_blobs,
                       backup->n_blobs == 1 ? "file" : "files", size);
  if (backup->n_missing > 0)
    carrel_output_error (
        "%u files that articles use were not there to be backed up. See “carrel check”.",
        backup->n_missing);
}

static char *
absolute (const char *path)
{
  return g_canonicalize_filename (path, NULL);
}

static int
set_folder (CarrelCli *cli, const char *folder, const char *path)
{
  g_autofree char *full = *path ? absolute (path) : NULL;
  GError          *error = NULL;

  if (!carrel_library_set_backup_folder (folder, full, &error))
    return carrel_cli_fail (cli, error);
  return 0;
}

int
carrel_command_backup (CarrelCli *cli)
{
  g_autofree char *folder = carrel_cli_dup_folder (cli);
  const char      *chosen = carrel_cli_get_option (cli, "folder");
  g_autoptr (CarrelBackup) backup = NULL;
  CarrelProgress progress = { 0 };
  GError        *error = NULL;

  if (chosen && set_folder (cli, folder, chosen) != 0)
    return 1;
  if (cli->n_words == 1) {
    g_autofree char *path = absolute (cli->words[0]);

    carrel_library_copy_async (folder, path, &progress, cli->cancellable, CARREL_CLI_CALLBACK);
    backup = carrel_library_copy_finish (
        carrel_cli_wait_with_progress (cli, "Backing up", &progress), &error);
  } else {
    carrel_library_back_up_async (
        folder, carrel_cli_has_option (cli, "daily") ? CARREL_BACKUP_DAILY : CARREL_BACKUP_BY_HAND,
        &progress, cli->cancellable, CARREL_CLI_CALLBACK);
    backup = carrel_library_back_up_finish (
        carrel_cli_wait_with_progress (cli, "Backing up", &progress), &error);
  }
  if (!backup)
    return carrel_cli_fail (cli, error);
  print_backup (cli, backup);
  return 0;
}

/* ── restore-backup ── */

static int
list_backups (CarrelCli *cli, GPtrArray *backups)
{
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { "Name", "*Made", ">Articles", ">Files", ">Size", NULL });
  CarrelJsonList list;

  if (cli->json) {
    carrel_json_list_begin (&list);
    for (guint i = 0; i < backups->len; i++)
      carrel_json_list_add (&list, backup_to_json (backups->pdata[i]));
    carrel_json_list_end (&list);
    return 0;
  }
  for (guint i = 0; i < backups->len; i++) {
    const CarrelBackup *backup = backups->pdata[i];
    g_autofree char    *made = carrel_time_to_date (backup->made),
                    *size = g_format_size ((guint64) backup->bytes);
    g_autofree char *articles = g_strdup_printf ("%u", backup->n_articles),
                    *files = g_strdup_printf ("%u", backup->n_blobs);

    carrel_table_add (table, backup->name, made, articles, files, size);
  }
  carrel_table_print (table);
  return 0;
}

/* A database by a backup's name or its beginning (a date), by a folder, or by a file. (transfer
 * full) */
static char *
find_database (GPtrArray *backups, const char *word)
{
  g_autofree char *path = absolute (word), *inside = g_build_filename (path, "carrel.db", NULL);

  for (guint i = 0; backups && i < backups->len; i++) {
    const CarrelBackup *backup = backups->pdata[i];

    if (g_str_has_prefix (backup->name, word))
      return g_strdup (backup->path);
  }
  if (g_file_test (inside, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&inside);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

static int
say_restored (CarrelCli *cli, const char *database, const char *aside)
{
  if (cli->json) {
    JsonObject *object = json_object_new ();

    carrel_json_set_text (object, "restored", database);
    carrel_json_set_text (object, "aside", aside);
    carrel_output_json (object);
  } else {
    carrel_output_print ("Restored “%s”. The library that was there is kept in “%s”.\n", database,
                         aside);
  }
  return 0;
}

int
carrel_command_restore_backup (CarrelCli *cli)
{
  g_autofree char *folder = carrel_cli_dup_folder (cli), *database = NULL, *aside = NULL;
  gboolean         list = carrel_cli_has_option (cli, "list");
  g_autoptr (GPtrArray) backups = NULL;
  CarrelProgress progress = { 0 };
  GError        *error = NULL;

  if (list != (cli->n_words == 0))
    return carrel_cli_wrong_usage (cli, "Name a backup, or list them with --list");
  carrel_library_list_backups_async (folder, cli->cancellable, CARREL_CLI_CALLBACK);
  backups = carrel_library_list_backups_finish (carrel_cli_wait (cli), list ? &error : NULL);
  if (list)
    return backups ? list_backups (cli, backups) : carrel_cli_fail (cli, error);
  database = find_database (backups, cli->words[0]);
  if (!database) {
    g_set_error (&error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 "There is no backup “%s”; “carrel restore-backup --list” lists them",
                 cli->words[0]);
    return carrel_cli_fail (cli, error);
  }
  carrel_library_restore_backup_async (folder, database, &progress, cli->cancellable,
                                       CARREL_CLI_CALLBACK);
  aside = carrel_library_restore_backup_finish (
      carrel_cli_wait_with_progress (cli, "Restoring", &progress), &error);
  return aside ? say_restored (cli, database, aside) : carrel_cli_fail (cli, error);
}

/* ── move-library ── */

int
carrel_command_move_library (CarrelCli *cli)
{
  const char *named = carrel_cli_get_option (cli, "library"), *said = g_getenv ("CARREL_LIBRARY");
  g_autofree char *folder = carrel_cli_dup_folder (cli),
                  *path = g_canonicalize_filename (cli->words[0], NULL);
  GError *error = NULL;

  carrel_library_move_async (folder, path, cli->cancellable, CARREL_CLI_CALLBACK);
  if (!carrel_library_move_finish (carrel_cli_wait (cli), &error))
    return carrel_cli_fail (cli, error);
  if (!(named && *named) && !(said && *said) &&
      !carrel_settings_write_folder (carrel_settings_get_default (), path, &error))
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    JsonObject *object = json_object_new ();

    carrel_json_set_text (object, "path", path);
    carrel_output_json (object);
  } else {
    carrel_output_print ("The library is now in “%s”.\n", path);
  }
  return 0;
}

/* ── recover ── */

static void
print_recovery (CarrelCli *cli, const CarrelRecovery *recovery)
{
  if (cli->json) {
    JsonObject *object = json_object_new ();
    JsonArray  *lost = json_array_new ();

    for (guint i = 0; i < recovery->lost->len; i++)
      json_array_add_string_element (lost, recovery->lost->pdata[i]);
    json_object_set_int_member (object, "articles", recovery->n_articles);
    json_object_set_int_member (object, "read", recovery->n_read);
    json_object_set_int_member (object, "from_backup", recovery->n_backup);
    carrel_json_set_text (object, "backup", recovery->backup);
    carrel_json_set_text (object, "aside", recovery->aside);
    json_object_set_array_member (object, "missing", lost);
    carrel_output_json (object);
    return;
  }
  for (guint i = 0; i < recovery->lost->len; i++)
    carrel_output_print ("%s.\n", (char *) recovery->lost->pdata[i]);
  carrel_output_print ("The library has %u %s: %u read from the damaged file", recovery->n_articles,
                       recovery->n_articles == 1 ? "article" : "articles", recovery->n_read);
  if (recovery->backup)
    carrel_output_print (", %u from the backup “%s”", recovery->n_backup, recovery->backup);
  carrel_output_print (". The damaged file is kept in “%s”.\n", recovery->aside);
}

int
carrel_command_recover (CarrelCli *cli)
{
  g_autofree char *folder = carrel_cli_dup_folder (cli);
  g_autoptr (CarrelRecovery) recovery = NULL;
  CarrelProgress progress = { 0 };
  GError        *error = NULL;

  carrel_library_verify_async (folder, cli->cancellable, CARREL_CLI_CALLBACK);
  if (carrel_library_verify_finish (carrel_cli_wait (cli), &error) &&
      !carrel_cli_has_option (cli, "force")) {
    carrel_output_progress (NULL);
    if (cli->json)
      carrel_output_json (json_object_new ());
    else
      carrel_output_print ("The library's file is whole: there is nothing to recover. “carrel "
                           "check” looks further.\n");
    return 0;
  }
  /* A damaged version number may look like a newer one: that is for the person to say. */
  if (error && !g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DAMAGED) &&
      !g_error_matches (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE) &&
      !(g_error_matches (error, CARREL_ERROR, CARREL_ERROR_TOO_NEW) &&
        carrel_cli_has_option (cli, "force"))) {
    carrel_output_progress (NULL);
    return carrel_cli_fail (cli, error);
  }
  g_clear_error (&error);
  carrel_library_recover_async (folder, &progress, cli->cancellable, CARREL_CLI_CALLBACK);
  recovery = carrel_library_recover_finish (
      carrel_cli_wait_with_progress (cli, "Reading", &progress), &error);
  if (!recovery)
    return carrel_cli_fail (cli, error);
  print_recovery (cli, recovery);
  return 0;
}

/* ── empty-trash ── */

int
carrel_command_empty_trash (CarrelCli *cli)
{
  g_autoptr (CarrelUndo) undo = NULL;
  guint   n = carrel_library_get_counts (cli->library)->trash;
  GError *error = NULL;

  if (!carrel_cli_has_option (cli, "yes"))
    return carrel_cli_wrong_usage (cli, "%u %s would go for good, which can't be undone: say --yes",
                                   n, n == 1 ? "article" : "articles");
  carrel_output_progress ("Emptying the trash …");
  carrel_library_empty_trash_async (cli->library, !carrel_cli_has_option (cli, "no-backup"),
                                    CARREL_CLI_CALLBACK);
  undo = carrel_library_change_finish (cli->library, carrel_cli_wait (cli), &error);
  carrel_output_progress (NULL);
  if (!undo)
    return carrel_cli_fail (cli, error);
  if (cli->json) {
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "articles", n);
    carrel_output_json (object);
  } else {
    carrel_output_print ("%u %s gone for good.\n", n, n == 1 ? "article is" : "articles are");
  }
  return 0;
}

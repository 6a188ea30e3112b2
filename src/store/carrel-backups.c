/* carrel-backups.c: backups of a library: made, verified, rotated, restored. Any thread.
 *
 * VACUUM INTO reads one snapshot of the file while others write, and leaves deleted text behind. A
 * backup counts when its list is there, which is written when everything else is on the disk; only
 * then are older ones rotated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-backups.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "store/carrel-blobs.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-files.h"
#include "store/carrel-schema.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define DAY (24 * 60 * 60)
#define KEEP_DAYS 7
#define KEEP_WEEKS 4
#define KEEP_OF_KIND 3
#define LIST_HEAD "carrel backup 1"
#define FOLDER_FILE "backup-folder"

/* ── Where ── */

char *
carrel_backups_dup_folder (const char *folder, gboolean *chosen)
{
  g_autofree char *file = g_build_filename (folder, FOLDER_FILE, NULL), *path = NULL;
  gboolean         found =
      g_file_get_contents (file, &path, NULL, NULL) && g_path_is_absolute (g_strchomp (path));

  if (chosen)
    *chosen = found;
  return found ? g_steal_pointer (&path) : g_build_filename (folder, "backups", NULL);
}

gboolean
carrel_backups_set_folder (const char *folder, const char *path, GError **error)
{
  g_autofree char *file = g_build_filename (folder, FOLDER_FILE, NULL), *line = NULL;

  if (!path) {
    if (g_unlink (file) == 0 || errno == ENOENT)
      return TRUE;
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't remove “%s”: %s"), file,
                 g_strerror (errno));
    return FALSE;
  }
  if (!g_file_test (path, G_FILE_TEST_IS_DIR) || !g_path_is_absolute (path)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("There is no folder “%s”"), path);
    return FALSE;
  }
  line = g_strconcat (path, "\n", NULL);
  return carrel_file_write (file, line, error);
}

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't make the folder “%s”: %s"),
               path, g_strerror (errno));
  return FALSE;
}

/* The folder to write to, made where it is our own; one that was chosen and is gone is said. */
static char *
need_folder (const char *folder, CarrelBackupKind kind, GError **error)
{
  gboolean         chosen;
  g_autofree char *path = carrel_backups_dup_folder (folder, &chosen);

  if (kind == CARREL_BACKUP_BEFORE_UPDATE && chosen) {
    g_free (path);
    path = g_build_filename (folder, "backups", NULL);
    chosen = FALSE;
  }
  if (chosen && !g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_set_error (
        error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
        _ ("The folder for backups, “%s”, is not there. If it is on another disk, connect that"),
        path);
    return NULL;
  }
  return chosen || make_folder (path, error) ? g_steal_pointer (&path) : NULL;
}

/* ── A database, copied and verified ── */

static gboolean
ask (CarrelConnection *connection, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (connection, sql);

  *value = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : 0;
  return carrel_statement_finish (statement, error);
}

static gboolean
has_database (const char *folder, GError **error)
{
  g_autofree char *database = g_build_filename (folder, "carrel.db", NULL);

  if (g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("There is no library in “%s”"),
               folder);
  return FALSE;
}

/* One snapshot of the file as a new, compact one, on the disk. */
static gboolean
copy_database (const char *folder, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *from = g_build_filename (folder, "carrel.db", NULL),
                  *parent = g_path_get_dirname (to);
  g_autoptr (CarrelConnection) connection = NULL;
  g_autoptr (CarrelStatement) statement = NULL;
  gint64 size;

  connection = carrel_connection_open_file (from, folder, TRUE, FALSE, error);
  if (!connection ||
      !ask (connection,
            "SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM "
            "pragma_page_size)",
            &size, error) ||
      !carrel_folder_has_room (parent, (guint64) size * 2, _ ("a backup"), error) ||
      !carrel_connection_execute (connection, "PRAGMA query_only = OFF", error))
    return FALSE;
  connection->cancellable = cancellable;
  statement = carrel_connection_prepare_once (connection, "VACUUM INTO ?");
  carrel_statement_bind_text (statement, 1, to);
  if (!carrel_statement_run (statement, error)) {
    g_prefix_error (error, "Couldn't make a backup: ");
    g_unlink (to);
    return FALSE;
  }
  return carrel_file_sync (to, error);
}

gboolean
carrel_backups_verify (const char   *database,
                       guint        *version,
                       guint        *n_articles,
                       GCancellable *cancellable,
                       GError      **error)
{
  g_autofree char *parent = g_path_get_dirname (database);
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open_file (database, parent, TRUE, FALSE, error);
  g_autoptr (CarrelStatement) check = NULL;
  gint64 n, n_bodies;

  if (!connection)
    return FALSE;
  connection->cancellable = cancellable;
  if (!carrel_schema_check (connection, version, error))
    return FALSE;
  if (*version == 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED, _ ("“%s” is empty"), database);
    return FALSE;
  }
  check = carrel_connection_prepare_once (connection, "PRAGMA quick_check (1)");
  while (carrel_statement_next (check))
    if (g_strcmp0 (carrel_statement_get_text (check, 0), "ok") != 0) {
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED, _ ("“%s” is damaged: %s"), database,
                   carrel_statement_get_text (check, 0));
      carrel_statement_finish (check, NULL);
      return FALSE;
    }
  if (!carrel_statement_finish (check, error) ||
      !ask (connection, "SELECT count (*) FROM article", &n, error) ||
      !ask (connection, "SELECT count (*) FROM body", &n_bodies, error))
    return FALSE;
  if (n_bodies > n) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED,
                 _ ("“%s” is damaged: it has more texts than articles"), database);
    return FALSE;
  }
  *n_articles = (guint) n;
  return TRUE;
}

/* ── Blobs ── */

static void
set_progress (CarrelProgress *progress, guint from, guint to, guint done, guint total)
{
  if (progress && total > 0)
    g_atomic_int_set (&progress->permille, (int) (from + (guint64) (to - from) * done / total));
}

static gboolean
list_blobs (const char *database, GPtrArray *hashes, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (database);
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open_file (database, parent, TRUE, FALSE, error);
  g_autoptr (CarrelStatement) statement = NULL;

  if (!connection)
    return FALSE;
  statement = carrel_connection_prepare_once (
      connection, "SELECT hash FROM image UNION SELECT hash FROM snapshot ORDER BY 1");
  while (carrel_statement_next (statement)) {
    const char *hash = carrel_statement_get_text (statement, 0);

    if (hash && strlen (hash) == 64 && hash[strspn (hash, "0123456789abcdef")] == '\0')
      g_ptr_array_add (hashes, g_strdup (hash));
  }
  return carrel_statement_finish (statement, error);
}

gboolean
carrel_backups_bring_blobs (const char     *database,
                            const char     *from,
                            const char     *to,
                            gboolean        share,
                            GPtrArray      *hashes,
                            guint          *n_missing,
                            CarrelProgress *progress,
                            GCancellable   *cancellable,
                            GError        **error)
{
  g_autofree char *last = NULL;

  *n_missing = 0;
  if (!list_blobs (database, hashes, error))
    return FALSE;
  for (guint i = 0; i < hashes->len; i++) {
    g_autofree char *source = carrel_blob_path (from, hashes->pdata[i]),
                    *target = carrel_blob_path (to, hashes->pdata[i]),
                    *parent = g_path_get_dirname (target);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    set_progress (progress, 500, 950, i, hashes->len);
    if (!g_file_test (source, G_FILE_TEST_IS_REGULAR)) {
      *n_missing += !g_file_test (target, G_FILE_TEST_IS_REGULAR);
      continue;
    }
    if (g_strcmp0 (parent, last) != 0) { /* they come in the order of their names */
      if ((last && !carrel_folder_sync (last, error)) || !make_folder (parent, error))
        return FALSE;
      g_free (last);
      last = g_steal_pointer (&parent);
    }
    if (share ? !carrel_file_keep (source, target, cancellable, error)
              : !carrel_file_copy (source, target, cancellable, error))
      return FALSE;
  }
  return !last || carrel_folder_sync (last, error);
}

/* Blobs that no backup in the folder lists, whosever it is. */
static void
clear_blobs (const char *backups)
{
  g_autoptr (GHashTable) needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *blobs = g_build_filename (backups, "blobs", NULL);
  g_autoptr (GDir) dir = g_dir_open (backups, 0, NULL);
  const char *name, *first;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (backups, name, NULL), *text = NULL;
    g_auto (GStrv) lines = NULL;

    if (!g_str_has_suffix (name, ".txt"))
      continue;
    if (!g_file_get_contents (path, &text, NULL, NULL))
      return; /* what it needs is not known */
    lines = g_strsplit (text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
      if (strlen (lines[i]) == 64)
        g_hash_table_add (needed, g_strdup (lines[i]));
  }
  g_clear_pointer (&dir, g_dir_close);
  dir = g_dir_open (blobs, 0, NULL);
  while (dir && (first = g_dir_read_name (dir))) {
    g_autofree char *folder = g_build_filename (blobs, first, NULL);
    g_autoptr (GDir) inner = strlen (first) == 2 ? g_dir_open (folder, 0, NULL) : NULL;
    const char *rest;

    while (inner && (rest = g_dir_read_name (inner))) {
      g_autofree char *hash = g_strconcat (first, rest, NULL),
                      *path = g_build_filename (folder, rest, NULL);

      if (!g_hash_table_contains (needed, hash))
        g_unlink (path);
    }
  }
}

/* ── The list of a backup ── */

static gboolean
write_list (CarrelBackup *backup, const char *path, GPtrArray *hashes, GError **error)
{
  g_autoptr (GString) text = g_string_new (LIST_HEAD "\n");

  g_string_append_printf (text, "library %s\nschema %u\narticles %u\nmissing %u\n", backup->library,
                          backup->version, backup->n_articles, backup->n_missing);
  for (guint i = 0; i < hashes->len; i++)
    g_string_append_printf (text, "%s\n", (char *) hashes->pdata[i]);
  return carrel_file_write (path, text->str, error);
}

/* NULL: it is none. */
static CarrelBackup *
read_list (const char *backups, const char *file)
{
  g_autofree char *name = g_strndup (file, strlen (file) - strlen (".txt")),
                  *path = g_build_filename (backups, file, NULL), *text = NULL;
  g_autoptr (CarrelBackup) backup = carrel_backup_new ();
  g_auto (GStrv) lines = NULL;

  if (!carrel_backup_parse_name (name, &backup->made, &backup->kind) ||
      !g_file_get_contents (path, &text, NULL, NULL) || !g_str_has_prefix (text, LIST_HEAD "\n"))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i]; i++) {
    if (g_str_has_prefix (lines[i], "library "))
      backup->library = g_strdup (lines[i] + strlen ("library "));
    else if (g_str_has_prefix (lines[i], "schema "))
      backup->version = (guint) g_ascii_strtoull (lines[i] + strlen ("schema "), NULL, 10);
    else if (g_str_has_prefix (lines[i], "articles "))
      backup->n_articles = (guint) g_ascii_strtoull (lines[i] + strlen ("articles "), NULL, 10);
    else if (g_str_has_prefix (lines[i], "missing "))
      backup->n_missing = (guint) g_ascii_strtoull (lines[i] + strlen ("missing "), NULL, 10);
    else
      backup->n_blobs += strlen (lines[i]) == 64;
  }
  backup->path = g_strconcat (backups, G_DIR_SEPARATOR_S, name, ".db", NULL);
  backup->bytes = (gint64) carrel_file_get_size (backup->path);
  backup->name = g_steal_pointer (&name);
  return backup->library && backup->bytes > 0 ? g_steal_pointer (&backup) : NULL;
}

static int
compare_backups (gconstpointer a, gconstpointer b)
{
  const CarrelBackup *x = *(CarrelBackup *const *) a, *y = *(CarrelBackup *const *) b;

  return x->made != y->made ? (x->made > y->made ? -1 : 1) : strcmp (x->name, y->name);
}

static GPtrArray *
read_lists (const char *backups)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_backup_free);
  g_autoptr (GDir) dir = g_dir_open (backups, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    CarrelBackup *backup = g_str_has_suffix (name, ".txt") ? read_list (backups, name) : NULL;

    if (backup)
      g_ptr_array_add (found, backup);
  }
  g_ptr_array_sort (found, compare_backups);
  return found;
}

GPtrArray *
carrel_backups_list (const char *folder, GError **error)
{
  gboolean         chosen;
  g_autofree char *path = carrel_backups_dup_folder (folder, &chosen),
                  *own = g_build_filename (folder, "backups", NULL);
  g_autoptr (GPtrArray) found = NULL;

  if (chosen && !g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_set_error (
        error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
        _ ("The folder for backups, “%s”, is not there. If it is on another disk, connect that"),
        path);
    return NULL;
  }
  found = read_lists (path);
  if (chosen) { /* those before an update, and those from before the choice */
    g_autoptr (GPtrArray) more = read_lists (own);

    g_ptr_array_extend_and_steal (found, g_steal_pointer (&more));
    g_ptr_array_sort (found, compare_backups);
  }
  return g_steal_pointer (&found);
}

gboolean
carrel_backups_is_due (const char *folder)
{
  g_autofree char *path = carrel_backups_dup_folder (folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  gint64           now = carrel_time_now (), made;
  CarrelBackupKind kind;
  const char      *file;

  while (dir && (file = g_dir_read_name (dir))) {
    g_autofree char *name =
        g_str_has_suffix (file, ".txt") ? g_strndup (file, strlen (file) - 4) : NULL;

    /* One that a wrong clock put into the future doesn't count. */
    if (name && carrel_backup_parse_name (name, &made, &kind) && made <= now && made > now - DAY)
      return FALSE;
  }
  return TRUE;
}

/* ── Rotation ── */

static void
remove_backup (const CarrelBackup *backup)
{
  g_autofree char *parent = g_path_get_dirname (backup->path),
                  *list = g_strconcat (parent, G_DIR_SEPARATOR_S, backup->name, ".txt", NULL);

  g_unlink (list); /* first: without it the rest is nothing */
  g_unlink (backup->path);
}

/* Newest first: the last of a day or week is met first. */
static void
rotate (const char *backups, const char *library, const char *newest)
{
  g_autoptr (GPtrArray) found = read_lists (backups);
  g_autoptr (GHashTable) days = g_hash_table_new (NULL, NULL),
                         weeks = g_hash_table_new (NULL, NULL);
  guint    n_kind[4] = { 0 };
  gboolean removed = FALSE;

  for (guint i = 0; i < found->len; i++) {
    const CarrelBackup *backup = found->pdata[i];
    gpointer            day = GINT_TO_POINTER (backup->made / DAY),
             week = GINT_TO_POINTER ((backup->made / DAY + 3) / 7); /* Mondays begin one */
    gboolean keep = strcmp (backup->name, newest) == 0;

    if (strcmp (backup->library, library) != 0)
      continue;
    if (backup->kind != CARREL_BACKUP_DAILY) {
      keep = n_kind[backup->kind]++ < KEEP_OF_KIND || keep;
    } else {
      if (g_hash_table_size (days) < KEEP_DAYS && g_hash_table_add (days, day))
        keep = TRUE;
      if (g_hash_table_size (weeks) < KEEP_WEEKS && g_hash_table_add (weeks, week))
        keep = TRUE;
    }
    if (!keep) {
      remove_backup (backup);
      removed = TRUE;
    }
  }
  if (removed)
    clear_blobs (backups);
}

/* What a backup that was broken off has left, but not one that another program is making. */
static void
clear_remains (const char *backups)
{
  g_autoptr (GDir) dir = g_dir_open (backups, 0, NULL);
  gint64      now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (backups, name, NULL),
                    *base =
                        g_str_has_suffix (name, ".db") ? g_strndup (name, strlen (name) - 3) : NULL;
    g_autofree char *list =
        base ? g_strconcat (backups, G_DIR_SEPARATOR_S, base, ".txt", NULL) : NULL;
    gint64           made;
    CarrelBackupKind kind;
    GStatBuf         info;
    gboolean         remains = g_str_has_prefix (name, ".new-") ||
                       (base && carrel_backup_parse_name (base, &made, &kind) &&
                        !g_file_test (list, G_FILE_TEST_EXISTS));

    if (remains && g_lstat (path, &info) == 0 && S_ISREG (info.st_mode) &&
        info.st_mtime < now - DAY)
      g_unlink (path);
  }
}

/* ── Making ── */

static gboolean
fill (CarrelBackup   *backup,
      const char     *folder,
      const char     *backups,
      const char     *temporary,
      CarrelProgress *progress,
      GCancellable   *cancellable,
      GError        **error)
{
  g_autofree char *blobs = g_build_filename (backups, "blobs", NULL),
                  *list = g_strconcat (backups, G_DIR_SEPARATOR_S, backup->name, ".txt", NULL);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);

  if (!make_folder (blobs, error) || !copy_database (folder, temporary, cancellable, error) ||
      !carrel_backups_verify (temporary, &backup->version, &backup->n_articles, cancellable,
                              error) ||
      !carrel_backups_bring_blobs (temporary, folder, backups, TRUE, hashes, &backup->n_missing,
                                   progress, cancellable, error))
    return FALSE;
  backup->n_blobs = hashes->len;
  backup->bytes = (gint64) carrel_file_get_size (temporary);
  if (g_rename (temporary, backup->path) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't write “%s”: %s"),
                 backup->path, g_strerror (errno));
    return FALSE;
  }
  return carrel_folder_sync (backups, error) && write_list (backup, list, hashes, error);
}

CarrelBackup *
carrel_backups_make (const char      *folder,
                     CarrelBackupKind kind,
                     CarrelProgress  *progress,
                     GCancellable    *cancellable,
                     GError         **error)
{
  g_autofree char *backups =
                      has_database (folder, error) ? need_folder (folder, kind, error) : NULL,
                  *temporary = NULL;
  g_autoptr (CarrelBackup) backup = carrel_backup_new ();

  if (!backups)
    return NULL;
  backup->made = carrel_time_now ();
  backup->kind = kind;
  backup->library = g_canonicalize_filename (folder, NULL);
  do {
    g_free (backup->name);
    g_free (backup->path);
    backup->name = carrel_backup_make_name (backup->made, kind);
    backup->path = g_strconcat (backups, G_DIR_SEPARATOR_S, backup->name, ".db", NULL);
    backup->made++;
  } while (g_file_test (backup->path, G_FILE_TEST_EXISTS)); /* two in a second */
  backup->made--;
  temporary = g_strdup_printf ("%s/.new-%08x.db", backups, g_random_int ());
  if (!fill (backup, folder, backups, temporary, progress, cancellable, error)) {
    g_unlink (temporary);
    return NULL;
  }
  rotate (backups, backup->library, backup->name);
  clear_remains (backups);
  return g_steal_pointer (&backup);
}

CarrelBackup *
carrel_backups_copy (const char     *folder,
                     const char     *path,
                     CarrelProgress *progress,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s.part-%08x", path, g_random_int ()),
                  *database = g_build_filename (temporary, "carrel.db", NULL);
  g_autofree char *blobs = g_build_filename (temporary, "blobs", NULL),
                  *parent = g_path_get_dirname (path);
  g_autoptr (CarrelBackup) backup = carrel_backup_new ();
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);

  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_EXISTS,
                 _ ("“%s” is there already; name one that isn't"), path);
    return NULL;
  }
  backup->made = carrel_time_now ();
  backup->kind = CARREL_BACKUP_BY_HAND;
  backup->library = g_canonicalize_filename (folder, NULL);
  backup->name = g_path_get_basename (path);
  backup->path = g_build_filename (path, "carrel.db", NULL);
  if (!has_database (folder, error) || !make_folder (blobs, error) ||
      !copy_database (folder, database, cancellable, error) ||
      !carrel_backups_verify (database, &backup->version, &backup->n_articles, cancellable,
                              error) ||
      !carrel_backups_bring_blobs (database, folder, temporary, FALSE, hashes, &backup->n_missing,
                                   progress, cancellable, error) ||
      !carrel_folder_sync (temporary, error)) {
    carrel_folder_remove (temporary);
    return NULL;
  }
  backup->n_blobs = hashes->len;
  backup->bytes = (gint64) carrel_file_get_size (database);
  if (g_rename (temporary, path) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't write “%s”: %s"), path,
                 g_strerror (errno));
    carrel_folder_remove (temporary);
    return NULL;
  }
  return carrel_folder_sync (parent, error) ? g_steal_pointer (&backup) : NULL;
}

/* ── Restoring ── */

gboolean
carrel_backups_has_aside (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "set-aside", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir && g_dir_read_name (dir);
}

/* A folder for what is set aside: a new one, or that of a move which was broken off before the
 * database itself went. (transfer full) */
static char *
make_aside (const char *folder, GError **error)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (carrel_time_now ());
  g_autofree char *stamp = g_date_time_format (time, "%Y-%m-%dT%H%M%SZ"),
                  *all = g_build_filename (folder, "set-aside", NULL), *aside = NULL;
  g_autoptr (GDir) dir = g_dir_open (all, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (all, name, NULL),
                    *database = g_build_filename (path, "carrel.db", NULL);

    if (!g_file_test (database, G_FILE_TEST_EXISTS) && g_file_test (path, G_FILE_TEST_IS_DIR))
      return g_steal_pointer (&path);
  }
  aside = g_build_filename (all, stamp, NULL);
  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++) {
    g_autofree char *numbered = g_strdup_printf ("%s-%u", stamp, i);

    g_free (aside);
    aside = g_build_filename (all, numbered, NULL);
  }
  return make_folder (aside, error) ? g_steal_pointer (&aside) : NULL;
}

/* The log first: a new database must never meet an old log. */
static char *
set_aside (const char *folder, GError **error)
{
  static const char *const names[] = { "carrel.db-wal", "carrel.db-shm", "carrel.db" };
  g_autofree char         *aside = make_aside (folder, error),
                  *all = g_build_filename (folder, "set-aside", NULL);

  for (guint i = 0; aside && i < G_N_ELEMENTS (names); i++) {
    g_autofree char *from = g_build_filename (folder, names[i], NULL),
                    *to = g_build_filename (aside, names[i], NULL);

    if (g_rename (from, to) != 0 && errno != ENOENT) {
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't set “%s” aside: %s"), from,
                   g_strerror (errno));
      return NULL;
    }
  }
  return aside && carrel_folder_sync (aside, error) && carrel_folder_sync (all, error) &&
                 carrel_folder_sync (folder, error)
             ? g_steal_pointer (&aside)
             : NULL;
}

char *
carrel_backups_finish (const char *folder, GError **error)
{
  g_autofree char *new = g_build_filename (folder, CARREL_NEW_DATABASE, NULL),
                  *present = g_build_filename (folder, "carrel.db", NULL), *aside = NULL;

  aside = set_aside (folder, error);
  if (!aside)
    return NULL;
  if (g_rename (new, present) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't write “%s”: %s"), present,
                 g_strerror (errno));
    return NULL;
  }
  return carrel_folder_sync (folder, error) ? g_steal_pointer (&aside) : NULL;
}

gboolean
carrel_backups_finish_old (const char *folder, GError **error)
{
  g_autofree char *new = g_build_filename (folder, CARREL_NEW_DATABASE, NULL), *aside = NULL;
  int lock;

  if (!g_file_test (new, G_FILE_TEST_EXISTS))
    return TRUE;
  lock = carrel_lock_take (folder, TRUE, error);
  if (lock < 0)
    return FALSE;
  /* Another program may have been faster. */
  aside =
      g_file_test (new, G_FILE_TEST_EXISTS) ? carrel_backups_finish (folder, error) : g_strdup ("");
  carrel_lock_release (lock);
  return aside != NULL;
}

/* The new file, at the newest version and without a log, so that one rename makes it the library.
 */
static gboolean
prepare (const char *folder,
         const char *database,
         const char *new,
         CarrelProgress *progress,
         GCancellable   *cancellable,
         GError        **error)
{
  g_autofree char *from = g_path_get_dirname (database);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CarrelConnection) connection = NULL;
  guint version, n_articles, n_missing;

  if (!carrel_backups_verify (database, &version, &n_articles, cancellable, error) ||
      !carrel_folder_has_room (folder, carrel_file_get_size (database) * 2,
                               _ ("restoring the backup"), error))
    return FALSE;
  set_progress (progress, 0, 1000, 200, 1000);
  if (!carrel_file_copy (database, new, cancellable, error) ||
      !carrel_backups_bring_blobs (new, from, folder, TRUE, hashes, &n_missing, progress,
                                   cancellable, error))
    return FALSE;
  connection = carrel_connection_open_file (new, folder, FALSE, FALSE, error);
  return connection && carrel_schema_migrate (connection, FALSE, error) &&
         carrel_connection_execute (connection, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

char *
carrel_backups_restore (const char     *folder,
                        const char     *database,
                        CarrelProgress *progress,
                        GCancellable   *cancellable,
                        GError        **error)
{
  g_autofree char *work = g_build_filename (folder, ".restoring", NULL),
                  *draft = g_build_filename (work, "carrel.db", NULL);
  g_autofree char *new = g_build_filename (folder, CARREL_NEW_DATABASE, NULL), *aside = NULL;
  int lock;

  if (!make_folder (folder, error))
    return NULL;
  lock = carrel_lock_take (folder, TRUE, error);
  if (lock < 0)
    return NULL;
  carrel_folder_remove (work);
  if (make_folder (work, error) &&
      prepare (folder, database, draft, progress, cancellable, error)) {
    if (g_rename (draft, new) != 0) /* from here on it is done, whatever comes between */
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't write “%s”: %s"), new,
                   g_strerror (errno));
    else if (carrel_folder_sync (folder, error))
      aside = carrel_backups_finish (folder, error);
  }
  carrel_folder_remove (work);
  carrel_lock_release (lock);
  set_progress (progress, 0, 1000, 1, 1);
  return g_steal_pointer (&aside);
}

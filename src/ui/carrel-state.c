/* carrel-state.c: small texts that the window remembers.
 *
 * Main thread but for the two functions that say so. Of a name one task writes at a time: what is
 * saved meanwhile waits in `waiting`, where the next takes its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-state.h"

#include <glib/gstdio.h>

#define MAX_BYTES 65536

/* Names whose file is being written: the newest text of each (owned). */
static GHashTable *newest;

static char *
dup_path (const char *name)
{
  return g_build_filename (g_get_user_state_dir (), "carrel", name, NULL);
}

/* ── Reading ── */

/* On a worker. */
static void
load_thread (GTask *task, gpointer source, gpointer name, GCancellable *cancellable)
{
  g_autofree char *path = dup_path (name), *text = NULL;
  GStatBuf         about;
  gsize            len;

  if (g_stat (path, &about) == 0 && about.st_size <= MAX_BYTES &&
      g_file_get_contents (path, &text, &len, NULL) && g_utf8_validate (text, (gssize) len, NULL))
    g_task_return_pointer (task, g_steal_pointer (&text), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
}

void
carrel_state_load_async (const char *name, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  const char *text = newest ? g_hash_table_lookup (newest, name) : NULL;

  g_task_set_source_tag (task, carrel_state_load_async);
  g_task_set_task_data (task, g_strdup (name), g_free);
  if (text)
    g_task_return_pointer (task, g_strdup (text), g_free);
  else
    g_task_run_in_thread (task, load_thread);
}

char *
carrel_state_load_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* ── Writing ── */

typedef struct {
  char *name, *text; /* (owned) */
} Saved;

static void
free_saved (gpointer data)
{
  Saved *saved = data;

  g_free (saved->name);
  g_free (saved->text);
  g_free (saved);
}

/* On a worker. */
static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saved           *saved = data;
  g_autofree char *path = dup_path (saved->name), *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (path, saved->text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_debug ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void write_newest (const char *name);

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saved *saved = g_task_get_task_data (G_TASK (result));

  if (g_strcmp0 (g_hash_table_lookup (newest, saved->name), saved->text) == 0)
    g_hash_table_remove (newest, saved->name);
  else
    write_newest (saved->name);
  if (g_application_get_default ())
    g_application_release (g_application_get_default ());
}

static void
write_newest (const char *name)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, saved_cb, NULL);
  Saved *saved = g_new0 (Saved, 1);

  saved->name = g_strdup (name);
  saved->text = g_strdup (g_hash_table_lookup (newest, name));
  if (g_application_get_default ())
    g_application_hold (g_application_get_default ());
  g_task_set_source_tag (task, write_newest);
  g_task_set_task_data (task, saved, free_saved);
  g_task_run_in_thread (task, save_thread);
}

void
carrel_state_save (const char *name, const char *text)
{
  gboolean writing;

  if (!newest)
    newest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  writing = g_hash_table_contains (newest, name);
  g_hash_table_insert (newest, g_strdup (name), g_strdup (text));
  if (!writing)
    write_newest (name);
}

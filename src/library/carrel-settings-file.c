/* carrel-settings-file.c: a small file of a person's choices. Main thread; a task writes.
 *
 * The state is shared with the task that writes, and so outlives who asked for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-settings-file.h"

#include <glib/gstdio.h>

#define MAX_FILE 65536

struct _CarrelSettingsFile {
  grefcount ref_count;
  char     *path; /* (owned) */
  char     *text; /* (owned) (nullable): what is written next */
  gboolean  writing;
};

static void
unref (gpointer data)
{
  CarrelSettingsFile *self = data;

  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

char *
carrel_settings_file_dup_path (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "carrel", name, NULL);
}

CarrelSettingsFile *
carrel_settings_file_new (const char *path)
{
  CarrelSettingsFile *self = g_new0 (CarrelSettingsFile, 1);

  g_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  return self;
}

void
carrel_settings_file_free (CarrelSettingsFile *self)
{
  unref (self);
}

GKeyFile *
carrel_settings_file_read (const char *path)
{
  GKeyFile        *file = g_key_file_new ();
  GStatBuf         status;
  g_autofree char *text = NULL;
  gsize            len;

  if (g_stat (path, &status) == 0 && status.st_size <= MAX_FILE &&
      g_file_get_contents (path, &text, &len, NULL) &&
      !g_key_file_load_from_data (file, text, len, G_KEY_FILE_NONE, NULL)) {
    g_key_file_unref (file);
    file = g_key_file_new ();
  }
  return file;
}

/* ── Writing ── */

typedef struct {
  CarrelSettingsFile *file;        /* (owned) */
  GApplication       *application; /* (owned) (nullable): held */
  char               *text;        /* (owned) */
} Writing;

static void
free_writing (gpointer data)
{
  Writing *writing = data;

  unref (writing->file);
  g_clear_object (&writing->application);
  g_free (writing->text);
  g_free (writing);
}

static gboolean
write_text (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  return g_file_set_contents (path, text, -1, error);
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Writing *writing = data;
  GError  *error = NULL;

  if (write_text (writing->file->path, writing->text, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void begin (CarrelSettingsFile *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *writing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_message ("What was chosen could not be kept: %s", error->message);
  writing->file->writing = FALSE;
  if (writing->file->text)
    begin (writing->file);
  if (writing->application)
    g_application_release (writing->application);
}

static void
begin (CarrelSettingsFile *self)
{
  GApplication *application = g_application_get_default ();
  g_autoptr (GTask) task = g_task_new (NULL, NULL, written_cb, NULL);
  Writing *writing = g_new0 (Writing, 1);

  self->writing = TRUE;
  g_ref_count_inc (&self->ref_count);
  writing->file = self;
  writing->text = g_steal_pointer (&self->text);
  if (application) {
    writing->application = g_object_ref (application);
    g_application_hold (application);
  }
  g_task_set_task_data (task, writing, free_writing);
  g_task_run_in_thread (task, write_thread);
}

gboolean
carrel_settings_file_write_now (const char *path, GKeyFile *contents, GError **error)
{
  g_autofree char *text = g_key_file_to_data (contents, NULL, NULL);

  return write_text (path, text, error);
}

void
carrel_settings_file_write (CarrelSettingsFile *self, GKeyFile *contents)
{
  g_free (self->text);
  self->text = g_key_file_to_data (contents, NULL, NULL);
  if (!self->writing)
    begin (self);
}

gboolean
carrel_settings_file_is_writing (CarrelSettingsFile *self)
{
  return self->writing;
}

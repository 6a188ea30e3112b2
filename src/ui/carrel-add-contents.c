/* carrel-add-contents.c: what a text that was typed, pasted or dropped is. See the header for
 * threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-add-contents.h"

#include "base/carrel-text.h"
#include "model/carrel-address.h"
#include "ui/carrel-words.h"

#include <string.h>

#define MIN_WORDS 10     /* of a text that is an article */
#define WORDS_OF_TEXT 60 /* beside addresses: then the words are meant, not the addresses */
#define MAX_BEGINNING (64 * 1024) /* bytes that are read at once */

void
carrel_add_contents_clear (CarrelAddContents *self)
{
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
}

void
carrel_add_contents_read (const char *text, CarrelAddContents *contents)
{
  contents->addresses = carrel_address_find_all (text);
  contents->words = 0;
  if (contents->addresses->len == 0 || strstr (text, "://")) {
    g_auto (GStrv) parts = g_strsplit_set (text, " \t\r\n", -1);

    for (guint i = 0; parts[i]; i++)
      if (!strstr (parts[i], "://"))
        contents->words += carrel_text_count_words (parts[i], -1);
  }
  contents->has_text = contents->words >= MIN_WORDS;
  contents->is_text = contents->words >= (contents->addresses->len > 0 ? WORDS_OF_TEXT : MIN_WORDS);
}

gboolean
carrel_add_contents_read_beginning (const char *text, CarrelAddContents *contents)
{
  g_autofree char *beginning =
      strnlen (text, MAX_BEGINNING + 1) > MAX_BEGINNING && strstr (text, "://")
          ? g_strndup (text, MAX_BEGINNING)
          : NULL;
  g_autofree char *valid = beginning ? g_utf8_make_valid (beginning, -1) : NULL;

  carrel_add_contents_read (valid ? valid : text, contents);
  return valid != NULL;
}

char *
carrel_add_contents_name (GPtrArray *addresses)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < addresses->len && i < 3; i++) {
    g_autofree char *shown = carrel_words_address (addresses->pdata[i]);

    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", shown);
  }
  return g_string_free (out, FALSE);
}

/* ── A long text ── */

typedef struct {
  char             *text; /* (owned) */
  CarrelAddContents contents;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  carrel_add_contents_clear (&reading->contents);
  g_free (reading->text);
  g_free (reading);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;

  carrel_add_contents_read (reading->text, &reading->contents);
  g_task_return_boolean (task, TRUE);
}

gboolean
carrel_add_contents_is_long (const char *text)
{
  return strnlen (text, MAX_BEGINNING + 1) > MAX_BEGINNING;
}

void
carrel_add_contents_read_async (GObject            *source,
                                const char         *text,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  g_task_set_source_tag (task, carrel_add_contents_read_async);
  reading->text = g_strdup (text);
  g_task_set_task_data (task, reading, free_reading);
  g_task_run_in_thread (task, read_thread);
}

gboolean
carrel_add_contents_read_finish (GAsyncResult *result, char **text, CarrelAddContents *contents)
{
  Reading *reading = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return FALSE;
  *text = g_steal_pointer (&reading->text);
  *contents = reading->contents;
  reading->contents = (CarrelAddContents) { 0 };
  return TRUE;
}

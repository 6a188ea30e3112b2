/* carrel-add-contents.h: what a text that was typed, pasted or dropped is: addresses, or words to
 * keep.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  GPtrArray *addresses; /* (owned) (element-type utf8) */
  guint      words;     /* that aren't addresses */
  gboolean   has_text;  /* enough words for a text of its own, */
  gboolean   is_text;   /* and it is they that are to be added, not the addresses */
} CarrelAddContents;
void carrel_add_contents_clear (CarrelAddContents *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelAddContents, carrel_add_contents_clear)

/* Any thread; fills what is empty. Takes as long as the text is. */
void carrel_add_contents_read (const char *text, CarrelAddContents *contents);
/* Of a very long list of addresses only the beginning is looked at, enough to offer it: then TRUE.
 */
gboolean carrel_add_contents_read_beginning (const char *text, CarrelAddContents *contents);
/* Too long for the main thread: read by a worker. `source` is held until then. finish: FALSE when
 * it was cancelled; `text` (transfer full) is what was read. Main thread. */
gboolean carrel_add_contents_is_long (const char *text);
void     carrel_add_contents_read_async (GObject            *source,
                                         const char         *text,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean
carrel_add_contents_read_finish (GAsyncResult *result, char **text, CarrelAddContents *contents);

/* The first three, as they are shown. (element-type utf8) (transfer full) */
char *carrel_add_contents_name (GPtrArray *addresses);

G_END_DECLS

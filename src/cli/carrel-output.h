/* carrel-output.h: rows for people, JSON for programs, progress for terminals.
 *
 * Everything goes out as UTF-8. What articles say is never trusted: text passes
 * carrel_text_for_terminal (), and in JSON the same characters are written as \u escapes. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/carrel-json.h"
#include "model/carrel-values.h"

G_BEGIN_DECLS

/* To standard output, made safe as a whole. */
void carrel_output_print (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* «carrel: …» and a newline, to standard error, made safe. */
void carrel_output_error (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Clean HTML or Markdown: what a terminal may not see is written as a character reference, which
 * means the same. */
void carrel_output_markup (const char *markup);
/* One line for a person: white space and line ends become spaces. NULL: "". (transfer full) */
char *carrel_output_line (const char *text);
/* The text broken at spaces to `width` columns. (transfer full) */
char *carrel_output_wrap (const char *text, guint width);
/* Columns of the terminal that standard output is; 0: it is none. */
guint carrel_output_get_width (void);
/* Flushes standard output; FALSE after an error message when something could not be written. */
gboolean carrel_output_end (void);

/* ── Tables ── */

/* Rows whose columns stand under each other. On a terminal the heads are printed, and some columns
 * give way where the screen is narrow. */
typedef struct _CarrelTable CarrelTable;

/* `heads`: NULL-terminated; a head that starts with «>» makes its column stand to the right, one
 * that starts with «*» gives way. */
CarrelTable *carrel_table_new (const char *const *heads);
/* A cell for each head; NULL is an empty one. */
void carrel_table_add (CarrelTable *self, ...);
/* Prints the rows and forgets them; widths are kept for those to come. */
void carrel_table_print (CarrelTable *self);
void carrel_table_free (CarrelTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelTable, carrel_table_free)

/* ── JSON ── */

/* A thing alone, indented. Takes the object. */
void carrel_output_json (JsonObject *object);
/* An array whose elements are printed as they come, each on a line. */
typedef struct {
  guint n;
} CarrelJsonList;
void carrel_json_list_begin (CarrelJsonList *list);
void carrel_json_list_add (CarrelJsonList *list, JsonObject *object); /* takes the object */
void carrel_json_list_end (CarrelJsonList *list);

/* NULL is null. */
void carrel_json_set_text (JsonObject *object, const char *name, const char *text);
/* (transfer full): the columns of the schema; place and read by name */
JsonObject *carrel_output_article_to_json (CarrelArticle *article);

/* ── Progress ── */

/* Shown on the last line of a terminal at standard error; nothing elsewhere. NULL takes it away. */
void carrel_output_progress (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS

/* carrel-statement.h: a prepared statement that keeps its first error.
 *
 * Bind, step and read without looking; `finish` says once what went wrong. Freeing a statement
 * whose error nobody looked at is a critical. On the thread of its connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CarrelConnection CarrelConnection;
typedef struct _CarrelStatement  CarrelStatement;

/* From the connection's cache; `sql` must be static text (its pointer is the cache's key). Never
 * NULL: a statement that can't be prepared carries its error. */
CarrelStatement *carrel_connection_prepare (CarrelConnection *connection, const char *sql);
/* For SQL made at run time. `once`: not cached; `again`: cached by its text, for what is likely to
 * be asked again soon (search). */
CarrelStatement *carrel_connection_prepare_once (CarrelConnection *connection, const char *sql);
CarrelStatement *carrel_connection_prepare_again (CarrelConnection *connection, const char *sql);
void             carrel_statement_free (CarrelStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelStatement, carrel_statement_free)

void carrel_statement_bind_int (CarrelStatement *self, int index, gint64 value);
void carrel_statement_bind_double (CarrelStatement *self, int index, double value);
void carrel_statement_bind_text (CarrelStatement *self,
                                 int              index,
                                 const char      *value); /* NULL: null; copied */
void carrel_statement_bind_blob (CarrelStatement *self,
                                 int              index,
                                 gconstpointer    data,
                                 gsize            len); /* copied */
void carrel_statement_bind_null (CarrelStatement *self, int index);

/* TRUE while there is a row. */
gboolean      carrel_statement_next (CarrelStatement *self);
gint64        carrel_statement_get_int (CarrelStatement *self, int column);
double        carrel_statement_get_double (CarrelStatement *self, int column);
const char   *carrel_statement_get_text (CarrelStatement *self,
                                         int column); /* (nullable): until the next step */
gconstpointer carrel_statement_get_blob (CarrelStatement *self, int column, gsize *len);
gboolean      carrel_statement_is_null (CarrelStatement *self, int column);
/* Ready to be bound and run again; keeps an error. */
void carrel_statement_reset (CarrelStatement *self);

/* Resets; FALSE with the first error that happened since preparing. */
gboolean carrel_statement_finish (CarrelStatement *self, GError **error);
/* Steps to the end and finishes. */
gboolean carrel_statement_run (CarrelStatement *self, GError **error);

G_END_DECLS

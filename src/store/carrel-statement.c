/* carrel-statement.c: a prepared statement that keeps its first error.
 *
 * At rest a statement of static text stays with its connection, reset and unbound, and is taken
 * from there when the same text is prepared again. Of text made at run time some are kept, until
 * they are too many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-statement.h"

#include "base/carrel-error.h"
#include "store/carrel-connection-private.h"

#define MAX_MADE 64 /* statements of text made at run time that are kept */

struct _CarrelStatement {
  CarrelConnection *connection;
  sqlite3_stmt     *statement; /* NULL when it couldn't be prepared */
  const char       *key;       /* static SQL; NULL: not kept */
  char             *made;      /* (owned) (nullable): SQL made at run time, of one that is kept */
  GError           *error;     /* (owned) (nullable): the first */
  gboolean          looked_at; /* the error was handed out */
};

static void
keep_error (CarrelStatement *self, int code)
{
  if (!self->error)
    carrel_connection_set_error (self->connection, code, NULL, &self->error);
}

static CarrelStatement *
prepare (CarrelConnection *connection, const char *sql, gboolean keep)
{
  CarrelStatement *self = g_new0 (CarrelStatement, 1);
  int              code;

  self->connection = connection;
  self->key = keep ? sql : NULL;
  if (keep && g_hash_table_steal_extended (connection->statements, sql, NULL,
                                           (gpointer *) &self->statement))
    return self;
  code = sqlite3_prepare_v3 (connection->db, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0,
                             &self->statement, NULL);
  if (code != SQLITE_OK)
    keep_error (self, code);
  return self;
}

CarrelStatement *
carrel_connection_prepare (CarrelConnection *connection, const char *sql)
{
  return prepare (connection, sql, TRUE);
}

CarrelStatement *
carrel_connection_prepare_once (CarrelConnection *connection, const char *sql)
{
  return prepare (connection, sql, FALSE);
}

CarrelStatement *
carrel_connection_prepare_again (CarrelConnection *connection, const char *sql)
{
  g_autofree char *made = NULL;
  sqlite3_stmt    *statement = NULL;
  CarrelStatement *self;

  if (g_hash_table_steal_extended (connection->made, sql, (gpointer *) &made,
                                   (gpointer *) &statement)) {
    self = g_new0 (CarrelStatement, 1);
    self->connection = connection;
    self->statement = statement;
  } else {
    made = g_strdup (sql);
    self = prepare (connection, sql, FALSE);
  }
  self->made = g_steal_pointer (&made);
  return self;
}

/* Where it stays until it is asked for again; FALSE: nowhere. */
static gboolean
keep (CarrelStatement *self)
{
  if (self->key && !g_hash_table_contains (self->connection->statements, self->key)) {
    g_hash_table_insert (self->connection->statements, (gpointer) self->key, self->statement);
    return TRUE;
  }
  if (self->made && !self->error) {
    if (g_hash_table_size (self->connection->made) >= MAX_MADE)
      g_hash_table_remove_all (self->connection->made);
    g_hash_table_insert (self->connection->made, g_steal_pointer (&self->made), self->statement);
    return TRUE;
  }
  return FALSE;
}

void
carrel_statement_free (CarrelStatement *self)
{
  if (self->error && !self->looked_at)
    g_critical ("A statement failed and nobody looked: %s", self->error->message);
  if (self->statement) {
    sqlite3_reset (self->statement);
    sqlite3_clear_bindings (self->statement);
    if (!keep (self))
      sqlite3_finalize (self->statement);
  }
  g_clear_error (&self->error);
  g_free (self->made);
  g_free (self);
}

static void
bound (CarrelStatement *self, int code)
{
  if (code != SQLITE_OK)
    keep_error (self, code);
}

void
carrel_statement_bind_int (CarrelStatement *self, int index, gint64 value)
{
  if (self->statement)
    bound (self, sqlite3_bind_int64 (self->statement, index, value));
}

void
carrel_statement_bind_double (CarrelStatement *self, int index, double value)
{
  if (self->statement)
    bound (self, sqlite3_bind_double (self->statement, index, value));
}

void
carrel_statement_bind_text (CarrelStatement *self, int index, const char *value)
{
  if (self->statement)
    bound (self, value ? sqlite3_bind_text (self->statement, index, value, -1, SQLITE_TRANSIENT)
                       : sqlite3_bind_null (self->statement, index));
}

void
carrel_statement_bind_blob (CarrelStatement *self, int index, gconstpointer data, gsize len)
{
  if (self->statement)
    bound (self,
           sqlite3_bind_blob64 (self->statement, index, data ? data : "", len, SQLITE_TRANSIENT));
}

void
carrel_statement_bind_null (CarrelStatement *self, int index)
{
  if (self->statement)
    bound (self, sqlite3_bind_null (self->statement, index));
}

gboolean
carrel_statement_next (CarrelStatement *self)
{
  int code;

  if (self->error || !self->statement)
    return FALSE;
  code = sqlite3_step (self->statement);
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    keep_error (self, code);
  return FALSE;
}

gint64
carrel_statement_get_int (CarrelStatement *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

double
carrel_statement_get_double (CarrelStatement *self, int column)
{
  return sqlite3_column_double (self->statement, column);
}

const char *
carrel_statement_get_text (CarrelStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

gconstpointer
carrel_statement_get_blob (CarrelStatement *self, int column, gsize *len)
{
  gconstpointer data = sqlite3_column_blob (self->statement, column);

  *len = (gsize) sqlite3_column_bytes (self->statement, column);
  return data;
}

gboolean
carrel_statement_is_null (CarrelStatement *self, int column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

void
carrel_statement_reset (CarrelStatement *self)
{
  if (self->statement)
    sqlite3_reset (self->statement);
}

gboolean
carrel_statement_finish (CarrelStatement *self, GError **error)
{
  carrel_statement_reset (self);
  if (!self->error)
    return TRUE;
  self->looked_at = TRUE;
  if (error)
    *error = g_error_copy (self->error);
  return FALSE;
}

gboolean
carrel_statement_run (CarrelStatement *self, GError **error)
{
  while (carrel_statement_next (self))
    ;
  return carrel_statement_finish (self, error);
}

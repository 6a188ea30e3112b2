/* carrel-recover-source.h: reads what can be read of a database, damaged or not, row by row.
 *
 * For carrel-recover.c. One thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _CarrelSource CarrelSource;

/* A table that the new library has and this file can show. */
typedef struct {
  char      *name;
  GPtrArray *columns;    /* (owned) (element-type utf8): that both have */
  char      *list, *key; /* (owned): the columns; those of the primary key */
  gboolean   without_rowid;
  int        article; /* which column says the article; -1: none */
} CarrelSourceTable;

void carrel_source_table_free (CarrelSourceTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSourceTable, carrel_source_table_free)

/* `path` is a private copy: its header is set right in place. NULL: not even that helps. */
CarrelSource *carrel_source_open (const char *path);
void          carrel_source_close (CarrelSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSource, carrel_source_close)

/* NULL: it is not there, or its description can't be read. `like` is the new library. (transfer
 * full) */
CarrelSourceTable *carrel_source_find_table (CarrelSource *self, sqlite3 *like, const char *name);

/* A row: column 0 is its rowid (0 in a table without), the table's columns follow. */
typedef void (*CarrelSourceFunc) (sqlite3_stmt *row, gpointer data);
/* Each row that can be read, at least once; rows of a table without rowids perhaps twice.
 * `articles` (element-type gint64) are asked for one by one where a scan is broken off. The number
 * of places at which reading failed. */
guint carrel_source_read (CarrelSource      *self,
                          CarrelSourceTable *table,
                          GArray            *articles,
                          CarrelSourceFunc   func,
                          gpointer           data,
                          GCancellable      *cancellable);
/* The row with a rowid, where it can be read. */
void carrel_source_read_one (
    CarrelSource *self, CarrelSourceTable *table, gint64 id, CarrelSourceFunc func, gpointer data);
/* Is the html the one of which the file keeps the hash? TRUE where it keeps none. */
gboolean carrel_source_is_text (CarrelSource *self, gint64 article, const char *html, gsize len);
/* The highest id that the table ever gave out; 0: not known. */
gint64 carrel_source_get_sequence (CarrelSource *self, const char *table);

G_END_DECLS

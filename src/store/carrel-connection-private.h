/* carrel-connection-private.h: what a connection is made of, for the files that know SQLite.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-database.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* A set of ids, for tests in SQL: carrel_in (k, id). */
typedef struct {
  guint64 *words;
  gsize    n_words;
  guint    n;      /* members */
} CarrelIdSet;

struct _CarrelConnection {
  sqlite3      *db;
  char         *folder;      /* (owned) */
  GHashTable   *statements;  /* (owned): SQL's pointer → sqlite3_stmt at rest */
  GCancellable *cancellable; /* of the running job; nullable, lent */
  gint64        deadline;    /* by the thread's own time; 0: none */
  gboolean      read_only;
  gboolean      truncate_log; /* wanted after a commit */
  gboolean      log_failed;   /* it was tried, and the disk said no */
  gboolean      damaged;      /* SQLite said so: nothing is written on closing */
  gint64        version;     /* PRAGMA data_version when last asked */
  guint8       *lengths;     /* (owned): by id, the body's length as a logarithm; for ranking */
  gsize         n_lengths;
  gint64        lengths_stamp; /* version and changes that `lengths` is of */
  double        mean_length;
  CarrelIdSet  *sets;        /* (owned): of the running search */
  guint         n_sets;
};

/* The one function that opens a file, for every purpose. Makes nothing, migrates nothing. */
CarrelConnection *carrel_connection_open_file (const char *path, const char *folder, gboolean read_only, gboolean create, GError **error);

/* What SQLite says, as Carrel says it. */
void              carrel_connection_set_error (CarrelConnection *self, int code, const char *doing, GError **error);

/* Sets of the running search. Adding past the end grows it. */
CarrelIdSet      *carrel_connection_add_set (CarrelConnection *self, guint *index);
void              carrel_connection_clear_sets (CarrelConnection *self);
void              carrel_id_set_add (CarrelIdSet *self, gint64 id);
gboolean          carrel_id_set_contains (const CarrelIdSet *self, gint64 id);

/* carrel_text (html), carrel_in (k, id), carrel_rank (text_index). carrel-search-functions.c */
gboolean          carrel_search_functions_register (CarrelConnection *self);
/* carrel_unpack (BLOB), in carrel-store-blobs.c */
void              carrel_blob_unpack_cb (sqlite3_context *context, int n, sqlite3_value **values);
/* The lengths of bodies, which ranking needs, brought up to date. */
gboolean          carrel_search_functions_load_lengths (CarrelConnection *self, GError **error);

G_END_DECLS

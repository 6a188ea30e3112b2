/* carrel-connection-private.h: what a connection is made of, for the files that know SQLite.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-database.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define CARREL_SEARCH_COLUMNS 4 /* of the words' index: title, byline, site, body */

/* A set of ids, for tests in SQL: carrel_in (k, id). It is read no further than it is asked, where
 * its source gives the highest id first. */
typedef struct {
  guint64         *words;
  gsize            n_words;
  CarrelStatement *source; /* (owned) (nullable): what isn't read yet */
  gint64           read;   /* from this id up all is */
  gint64           topic;  /* whose articles these are, 0: other ids */
  struct _CarrelSearchLook
          *look;   /* (owned) (nullable): how it is found out whether an article is in it */
  gboolean costly; /* it was, or is, found out so */
  gboolean plenty; /* it has so many that a hundred of any others are soon in it */
} CarrelIdSet;

typedef struct _CarrelSearchKept CarrelSearchKept;
typedef struct _CarrelSearchLook CarrelSearchLook;

/* What carrel-connection.c says `common` is. */
#define CARREL_COMMON 60000

struct _CarrelConnection {
  sqlite3      *db;
  char         *folder;      /* (owned) */
  GHashTable   *statements;  /* (owned): SQL's pointer → sqlite3_stmt at rest */
  GHashTable   *made;        /* (owned): SQL made at run time → sqlite3_stmt at rest */
  GCancellable *cancellable; /* of the running job; nullable, lent */
  gint64        deadline;    /* by the thread's own time; 0: none */
  gboolean      read_only;
  gboolean      truncate_log; /* wanted after a commit */
  gboolean      log_failed;   /* it was tried, and the disk said no */
  GString      *html;         /* (owned): what carrel_text () was asked last, of a writer, */
  GRefString   *text;         /* (owned) (nullable): and what it said */
  guint         n_logged;     /* pages in the log after the last commit, where it is put off */
  gboolean      damaged;      /* SQLite said so: nothing is written on closing */
  gint64        version;      /* PRAGMA data_version when last asked */
  guint8 *
      lengths; /* (owned): by id, the body's length as a logarithm; 0: not asked yet; for ranking */
  gsize   n_lengths;
  guint   n_ranked;   /* rows that were */
  guint   n_asked;    /* whether they are in a set */
  guint64 beginnings; /* phrases of the ranked expression that are beginnings of words, a bit each:
                         they aren't counted */
  const char
      *ranked; /* (nullable): the ranked expression, where its phrases are the same in any other */
  gboolean unweighed;     /* no word weighs more than another: there are many forms of them */
  gint64   missed;        /* id whose length was asked last and not known */
  double   mean_length;   /* 0: not known */
  double   unpacked[256]; /* what a kept length stands for */
  GPtrArray
      *languages; /* (owned) (nullable) (element-type utf8): of the articles up to `languages_of` */
  gint64            languages_of;
  CarrelIdSet      *sets; /* (owned): of the running search */
  guint             n_sets;
  char             *looked_at; /* (owned) (nullable): an article's words, during a search */
  gint64            looked_at_id;
  gsize             looked_at_ends[CARREL_SEARCH_COLUMNS]; /* where its title ends, and so on */
  GError           *set_error; /* (owned) (nullable): what stopped the reading of a set */
  CarrelSearchKept *kept;      /* (owned) (nullable): from one search to the next */
  guint common; /* a beginning of words that so many articles have isn't asked of FTS5 */
};

/* The one function that opens a file, for every purpose. Makes nothing, migrates nothing. */
CarrelConnection *carrel_connection_open_file (
    const char *path, const char *folder, gboolean read_only, gboolean create, GError **error);

/* As carrel_connection_open (), with the connection that judged the file (nullable), which only
 * reads: there was none, or the file was of an older version then. With CARREL_OPEN_SOON it looks
 * longer, for the first rows are there. (transfer full) */
CarrelConnection *carrel_connection_open_two (const char        *folder,
                                              CarrelOpenFlags    flags,
                                              CarrelConnection **judge,
                                              GError           **error);

/* A large library, for reading, after the same brief check, or with CARREL_OPEN_SOON before it;
 * what else belongs to opening it is done by who writes first, in carrel_connection_open (). NULL
 * where that is to be called at once: it isn't large, or new, or older, can't be written to, or
 * something is wrong with it. (transfer full) (nullable) */
CarrelConnection *carrel_connection_open_large (const char *folder, CarrelOpenFlags flags);

/* Of every connection, and of one that writes. */
#define CARREL_CONNECTION_CACHE "PRAGMA cache_size = -32768;"
#define CARREL_CONNECTION_SETTINGS CARREL_CONNECTION_CACHE "PRAGMA secure_delete = ON;"
#define CARREL_CONNECTION_WRITER_SETTINGS                                                          \
  "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;"

/* While much is read that nobody will want again soon: few pages are kept. */
void carrel_connection_set_sparing (CarrelConnection *self, gboolean sparing);

/* Where what SQLite puts aside is: in memory, or, for work on all of a library, in a file that no
 * folder shows. Outside of a transaction. */
gboolean carrel_connection_set_aside (CarrelConnection *self, gboolean on_disk, GError **error);

/* SQLite carries what is in the log over into the file at the end of a commit, and whoever waits
 * for the commit waits for that. From now on it doesn't: the caller tends the log after each
 * answer. */
void carrel_connection_put_log_off (CarrelConnection *self);
/* What is in the log is carried over, where there is much of it; while others wait to write, only
 * where there is very much. */
void carrel_connection_tend_log (CarrelConnection *self, gboolean waited_for);

/* What SQLite says, as Carrel says it. */
void
carrel_connection_set_error (CarrelConnection *self, int code, const char *doing, GError **error);

/* Sets of the running search. A new one, whose ids are what the first column of `source` (nullable)
 * (transfer full) gives; `sorted`: the highest first. Its number. What goes wrong while it is read
 * is in set_error, and the running statement fails. */
guint carrel_connection_add_set (CarrelConnection *self, CarrelStatement *source, gboolean sorted);
void  carrel_connection_clear_sets (CarrelConnection *self);
/* The articles of a topic, and of what is under it: kept from one search to the next. */
guint    carrel_connection_add_topic_set (CarrelConnection *self, gint64 topic);
void     carrel_id_set_add (CarrelIdSet *self, gint64 id);
gboolean carrel_id_set_has (const CarrelIdSet *self, gint64 id); /* as far as it was read */
gboolean carrel_connection_is_in_set (CarrelConnection *self, guint set, gint64 id);

/* ── What is kept from one search to the next: carrel-search-kept.c ── */

/* Before a search: what was kept goes, where the library is no longer what it was. */
void carrel_search_kept_look (CarrelConnection *self);
void carrel_search_kept_free (CarrelSearchKept *self);
/* What is known of a topic's articles, of which the caller becomes the owner; FALSE: nothing. */
gboolean carrel_search_kept_take_topic (CarrelConnection *self, gint64 topic, CarrelIdSet *set);
/* (transfer full): the ids of `set`, which has no source any more. */
void carrel_search_kept_give_topic (CarrelConnection *self, CarrelIdSet *set);
/* Other forms of a word. (element-type utf8) (transfer none) (nullable): not known */
GPtrArray *carrel_search_kept_get_forms (CarrelConnection *self, const char *word);
void carrel_search_kept_set_forms (CarrelConnection *self, const char *word, GPtrArray *forms);
/* Anything that is true as long as nobody writes; FALSE: not known. */
gboolean carrel_search_kept_get_number (CarrelConnection *self, const char *what, gint64 *number);
void     carrel_search_kept_set_number (CarrelConnection *self, const char *what, gint64 number);

/* Of a set with a `look`: from now on it knows of this article, or has a source.
 * carrel-search-beginnings.c */
void carrel_search_look (CarrelConnection *self, CarrelIdSet *set, gint64 id);
void carrel_search_look_free (CarrelSearchLook *self);

/* carrel_text (html), carrel_in (k, id), carrel_rank (text_index). carrel-search-functions.c */
gboolean carrel_search_functions_register (CarrelConnection *self);
/* carrel_unpack (BLOB), in carrel-store-blobs.c */
void carrel_blob_unpack_cb (sqlite3_context *context, int n, sqlite3_value **values);
/* Before ranking: room for the lengths of bodies, which are read when they are asked for. */
gboolean carrel_search_functions_prepare_rank (CarrelConnection *self, GError **error);

G_END_DECLS

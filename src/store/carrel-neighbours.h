/* carrel-neighbours.h: an article's distinctive words, and the articles that share them. On the
 * connection's thread.
 *
 * Nearest neighbours (Yang 1994) over tf–idf: the article's most frequent words that are no common
 * words are looked up in the search index, and every article that has one of them gets the word's
 * weight, once: its frequency in the article, damped, times the square of its inverse document
 * frequency.
 *
 * No table is kept for it: the index is what it is after every transaction. Of each word the newest
 * PER_WORD articles are looked at, so that the time is bounded by the number of words, however
 * large the library; how many have a frequent word is reckoned from how far back these go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-keywords.h"
#include "store/carrel-store.h"

G_BEGIN_DECLS

#define CARREL_NEIGHBOUR_WORDS 40 /* of the article, that are looked up */
#define CARREL_NEIGHBOURS 96      /* the nearest, that are listed */

/* What is asked about. */
typedef struct {
  CarrelConnection *connection;
  gint64            article, newest; /* newest: the largest id of the library */
  double            n_articles;      /* of the library */
  char             *title, *byline, *site, *language, *text; /* (owned) (nullable) */
  GError           *error; /* the first: nothing more is asked after it */
} CarrelSubject;

/* FALSE with `error` set. */
gboolean carrel_subject_load (CarrelSubject *self, CarrelConnection *connection, gint64 article);
void     carrel_subject_clear (CarrelSubject *self);
/* Ends a statement; an error of its is the subject's. */
gboolean carrel_subject_end (CarrelSubject *self, CarrelStatement *statement);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelSubject, carrel_subject_clear)

/* The newest articles that have a phrase (words as the index has them, a space between), and about
 * how many there are of all. */
double carrel_subject_look_up (CarrelSubject *self, const char *phrase, GArray *ids);

typedef struct {
  gint64  article;
  double  weight;
  guint64 words; /* which: a bit each, by their number in `words` */
} CarrelNeighbour;

typedef struct {
  GPtrArray *words; /* (owned) (element-type CarrelKeyword) */
  GArray *weights;  /* (owned) of double: a word each; 0: it isn't asked for, for it says nothing */
  double  all;      /* their sum */
  GArray *nearest;  /* (owned) of CarrelNeighbour: in order */
} CarrelNeighbours;

void carrel_neighbours_list (CarrelNeighbours *self, CarrelSubject *subject);
void carrel_neighbours_clear (CarrelNeighbours *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelNeighbours, carrel_neighbours_clear)

G_END_DECLS

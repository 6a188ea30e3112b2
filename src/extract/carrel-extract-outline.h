/* carrel-extract-outline.h: the parts of a page, for a person who chooses the one that is the text.
 * Pure; any thread; bounded; no recursion.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract.h"

G_BEGIN_DECLS

#define CARREL_OUTLINE_MAX_PARTS 3000

typedef enum {
  CARREL_PART_GROUP, /* holds others */
  CARREL_PART_HEADING,
  CARREL_PART_TEXT,
  CARREL_PART_LIST,
  CARREL_PART_TABLE,
  CARREL_PART_QUOTE,
  CARREL_PART_CODE,
  CARREL_PART_PICTURE,
} CarrelPartKind;

typedef enum {
  CARREL_TAKEN_NONE,
  CARREL_TAKEN_PARTLY,
  CARREL_TAKEN_ALL, /* or nearly */
} CarrelTaken;

typedef struct {
  CarrelPartKind kind;
  CarrelTaken    taken;
  guint          depth;         /* 0: the outermost */
  int            parent;        /* index; −1: none */
  guint          n_descendants; /* the next neighbour is at index + 1 + n_descendants */
  guint          words, n_pictures;
  char          *text;     /* (owned): its first words */
  char          *name;     /* (owned): how the page calls it: «div.story» */
  char          *selector; /* (owned) (nullable): it can't be named, so not chosen */
} CarrelOutlinePart;

/* A flat array in document order, parents before their parts; elements that hold but one part and
 * nothing else aren't shown. What nobody sees isn't in it. */
typedef struct {
  GPtrArray *parts; /* (owned) (element-type CarrelOutlinePart) */
  gboolean   cut;   /* the page has more parts than are shown */
} CarrelOutline;

/* `current` (nullable): the text as it is now, for what is taken. Fails as carrel_extract () does,
 * and with UNSUPPORTED for a text without elements. */
CarrelOutline *carrel_extract_outline (GBytes                     *bytes,
                                       const CarrelExtractOptions *options,
                                       CarrelDocument             *current,
                                       GError                    **error);
void           carrel_outline_free (CarrelOutline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelOutline, carrel_outline_free)

/* The part with this selector, −1 when there is none. */
int carrel_outline_find (CarrelOutline *self, const char *selector);

G_END_DECLS

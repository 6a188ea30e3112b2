/* carrel-diff.h: what changed between two texts, word by word. Pure; any thread.
 *
 * Paragraphs are compared first, then the words of those that stand in each other's place. The work
 * is bounded: where two texts have too little in common, whole paragraphs are said to have been
 * replaced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CARREL_DIFF_SAME,
  CARREL_DIFF_REMOVED,
  CARREL_DIFF_ADDED,
} CarrelDiffKind;

/* Runs of words within a paragraph; a paragraph ends after the last of its runs. */
typedef struct {
  CarrelDiffKind kind;
  gboolean       ends;    /* the last run of its paragraph */
  gboolean       changed; /* its paragraph has runs that aren't the same */
  const char    *text;    /* not NUL-terminated; into one of the two texts */
  gsize          len;
} CarrelDiffRun;

/* Paragraphs are separated by empty lines or line ends. The texts must live as long as the result.
 * (element-type CarrelDiffRun) (transfer full) */
GArray *carrel_diff_texts (const char *before, const char *after);

G_END_DECLS

/* carrel-extract-posts-private.h: names and times beside the posts of a discussion.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-blocks-private.h"

G_BEGIN_DECLS

/* A name, or a time. */
typedef struct {
  guint32     piece, kind; /* of one kind are those at the same place of a template */
  CarrelNode *text;
} CarrelPostMark;

/* At most one of each in a piece. Both: (element-type CarrelPostMark) */
void carrel_pieces_find_post_marks (CarrelPieces *self, GArray *names, GArray *times);

/* The text without the signs around it. (transfer full) */
char *carrel_post_strip (const char *text);
/* As it is written; for «3 hours ago», which is soon wrong, the day, where an attribute says it.
 * (transfer full) */
char *carrel_post_write_time (const CarrelNode *text);

G_END_DECLS

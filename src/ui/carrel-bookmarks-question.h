/* carrel-bookmarks-question.h: a list of bookmarks was added: shall its pages be fetched? Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-queue.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*CarrelBookmarksFunc) (gpointer owner);

/* Says how many pages there are, and asks over `parent`; with a yes those that the library hasn't
 * are written into the queue, `accepted` is called with `parent`, and Activity shows them. Topics
 * (nullable) are given to all. (element-type CarrelBookmark) */
void carrel_bookmarks_question_ask (GtkWidget          *parent,
                                    CarrelLibrary      *library,
                                    const char         *name,
                                    GPtrArray          *bookmarks,
                                    guint               n_here,
                                    const char *const  *topics,
                                    CarrelBookmarksFunc accepted);

G_END_DECLS

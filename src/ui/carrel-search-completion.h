/* carrel-search-completion.h: what may stand next in a search, below its entry. Main thread.
 *
 * While a person types: the names of fields that begin so («to» → topic:), and the values of the
 * field that is being typed (topics with their counts, sites, authors and languages of the library,
 * states, spans of time). In the empty entry, on ↓: the last searches. Tab and Enter on a chosen
 * row write it into the entry; Escape closes; the focus never leaves the entry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_SEARCH_COMPLETION (carrel_search_completion_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelSearchCompletion, carrel_search_completion, CARREL, SEARCH_COMPLETION, GObject)

/* For the entry, which it must not outlive. */
CarrelSearchCompletion *carrel_search_completion_new (CarrelLibrary *library, GtkWidget *entry);
/* What is searched is remembered, when it led somewhere. */
void carrel_search_completion_remember (CarrelSearchCompletion *self, const char *search);
/* Before the entry goes. */
void carrel_search_completion_detach (CarrelSearchCompletion *self);

G_END_DECLS

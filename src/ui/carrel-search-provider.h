/* carrel-search-provider.h: the desktop's search asks the library, without a window. Main thread.
 *
 * The interface is org.gnome.Shell.SearchProvider2, as GNOME's developer documentation has it
 * («Search provider»). What is typed there is the search language of the window; the last word may
 * be a beginning. Where the person doesn't want it (carrel-settings.h), nothing is found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

G_BEGIN_DECLS

#define CARREL_SEARCH_PROVIDER_MAX                                                                 \
  20 /* results: the shell shows five and offers the rest in the window */

typedef struct _CarrelSearchProvider CarrelSearchProvider;

/* `library` NULL: it can't be opened. Lent for the call. */
typedef void (*CarrelLibraryReady) (CarrelLibrary *library, gpointer user_data);

/* Who owns the library. */
typedef struct {
  /* Calls `ready` once, now or when the library is open, which stays so for the time being. */
  void (*need_library) (gpointer owner, CarrelLibraryReady ready, gpointer user_data);
  /* Opens a window: of an article, or (0) with a search. */
  void (*show) (gpointer owner, gint64 article, const char *search);
} CarrelSearchOwner;

/* Answers at a path of a connection until it is freed; NULL and an error where the path is taken.
 * `application` is held while something is answered. */
CarrelSearchProvider *carrel_search_provider_new (GApplication            *application,
                                                  GDBusConnection         *connection,
                                                  const char              *path,
                                                  const CarrelSearchOwner *owner,
                                                  gpointer                 data,
                                                  GError                 **error);
void                  carrel_search_provider_free (CarrelSearchProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSearchProvider, carrel_search_provider_free)

G_END_DECLS

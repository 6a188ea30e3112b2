/* carrel-saved-page.h: a page that a browser saved, with the pictures that came with it. Any
 * thread; reads files beside the page.
 *
 * MHTML; HTML with data: addresses (SingleFile); HTML with a folder of its files beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_SAVED_PAGE_MAX (96 * 1024 * 1024) /* bytes of a file, pictures and all */
#define CARREL_SAVED_PAGE_MAX_HTML (16 * 1024 * 1024)

typedef struct {
  GBytes     *html;     /* (owned): the page; its pictures' addresses are those of the table */
  char       *charset;  /* (owned) (nullable): as the file declares it for the page */
  char       *address;  /* (owned) (nullable): where it was saved from, normalised */
  GHashTable *pictures; /* (owned): address → GBytes, whose header was checked */
} CarrelSavedPage;

/* `path` (nullable) is where the file is, `type` (nullable) its media type. NULL without an error
 * for a file that is nothing of the kind: then it is taken as it is. BAD_FILE, TOO_LARGE. */
CarrelSavedPage      *
carrel_saved_page_read (GBytes *bytes, const char *path, const char *type, GError **error);
void carrel_saved_page_free (CarrelSavedPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSavedPage, carrel_saved_page_free)

G_END_DECLS

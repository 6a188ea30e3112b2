/* carrel-page.h: what came from the web. Immutable once loaded; reference-counted, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct {
  gatomicrefcount references;
  char           *address; /* (owned): final, after redirects */
  GPtrArray *redirects; /* (owned) (element-type utf8): addresses asked for before it, in order */
  GBytes    *bytes;     /* (owned): decoded */
  char      *type;      /* (owned): media type in lower case, without parameters */
  char      *charset;   /* (owned) (nullable): as the header said */
  char      *language;  /* (owned) (nullable): Content-Language */
  guint      status;
  gint64     modified; /* Last-Modified, 0: unknown */
  gboolean   cut;      /* may be incomplete: ended before its headers said, or without </html> */
  gboolean   partial; /* the first of the two: the connection broke off, another try may give all */
  gboolean is_private; /* came from this computer or its own network: only then may its host be the
                        * `typed_host` of its images */
} CarrelPage;

CarrelPage *carrel_page_new (void);
CarrelPage *carrel_page_ref (CarrelPage *self);
void        carrel_page_unref (CarrelPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelPage, carrel_page_unref)

G_END_DECLS

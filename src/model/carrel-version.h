/* carrel-version.h: a text that an article has or had. Immutable, reference-counted, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

G_BEGIN_DECLS

/* What came of fetching an article again; the words are the schema's. */
typedef enum {
  CARREL_REFETCH_NEVER,
  CARREL_REFETCH_CHANGED, /* a new version */
  CARREL_REFETCH_SAME,
  CARREL_REFETCH_LESS, /* the page shows less than is kept: kept as it was */
  CARREL_REFETCH_GONE, /* the page isn't there any more: kept as it was */
} CarrelRefetchResult;

const char         *carrel_refetch_result_get_name (CarrelRefetchResult result); /* static */
CarrelRefetchResult carrel_refetch_result_from_name (const char *name);          /* (nullable) */

typedef struct {
  gint64      id;             /* 0: the only text of an article */
  guint       number;         /* 1: the oldest */
  gint64      made;           /* when the page said so */
  gboolean    current;        /* what the article says now */
  gboolean    added;          /* what it was added with; else it was fetched again */
  const char *title, *byline; /* byline nullable */
  const char *language;       /* (nullable) */
  gboolean    rtl;
  guint       words;
  const char *html;
} CarrelVersionData;

#define CARREL_TYPE_VERSION (carrel_version_get_type ())
typedef struct _CarrelVersion CarrelVersion;

GType                    carrel_version_get_type (void);
CarrelVersion           *carrel_version_new (const CarrelVersionData *data);
CarrelVersion           *carrel_version_ref (CarrelVersion *self);
void                     carrel_version_unref (CarrelVersion *self);
const CarrelVersionData *carrel_version_get (CarrelVersion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelVersion, carrel_version_unref)

G_END_DECLS

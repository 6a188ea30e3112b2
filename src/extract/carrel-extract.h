/* carrel-extract.h: a page or a text → a draft of its article. The order of the steps.
 *
 * bytes → charset → guard and parse → metadata → candidates → clean body → references → draft.
 * Pure: no network, no file. Any thread; no recursion on the page's depth; nothing quadratic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-draft.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Goes up when what it makes changes; kept with each article. */
#define CARREL_EXTRACTOR_VERSION 14

typedef enum {
  CARREL_SOURCE_AUTO, /* by type, file's name and first bytes */
  CARREL_SOURCE_HTML,
  CARREL_SOURCE_TEXT,
  CARREL_SOURCE_MARKDOWN,
} CarrelSourceKind;

typedef struct {
  CarrelSourceKind kind;
  const char      *address;  /* (nullable): final address of the page */
  const char      *charset;  /* (nullable): as the transport declared it */
  const char      *type;     /* (nullable): media type */
  const char      *filename; /* (nullable): for the kind, and a title where there is no better */
  const char      *language; /* (nullable): Content-Language */
  /* The element that holds the text, and what is left out of it, as selectors of
   * carrel-extract-rule.h (nullable; NULL-terminated). Where there is no such element, or no text
   * in it, it is found in the ordinary way; the draft's `rule` says so. Pages only. */
  const char        *content;
  const char *const *skip;
} CarrelExtractOptions;

/* Fails with NO_ARTICLE (no text worth keeping; says how many words there are), NOT_A_PAGE (binary
 * data), TOO_LARGE, UNSUPPORTED. The draft's snapshot isn't set. (transfer full) */
CarrelDraft *carrel_extract (GBytes *bytes, const CarrelExtractOptions *options, GError **error);

/* The media type of a file by its name (nullable); NULL: that of its bytes alone. Static. */
const char *carrel_extract_guess_type (const char *filename);
/* What carrel_extract () would take it for; AUTO: nothing that it reads. */
CarrelSourceKind carrel_extract_detect_kind (GBytes *bytes, const CarrelExtractOptions *options);

/* On a worker thread. */
void         carrel_extract_async (GBytes                     *bytes,
                                   const CarrelExtractOptions *options,
                                   GCancellable               *cancellable,
                                   GAsyncReadyCallback         callback,
                                   gpointer                    user_data);
CarrelDraft *carrel_extract_finish (GAsyncResult *result, GError **error);

G_END_DECLS

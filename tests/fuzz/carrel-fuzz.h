/* carrel-fuzz.h: what the fuzz targets check their results with. Each check aborts with what was
 * wrong.
 *
 * A target is LLVMFuzzerTestOneInput () alone: with libFuzzer it is fed by that (./dev fuzz),
 * without it carrel-fuzz-main.c runs it on files, which is how the kept corpus is an ordinary test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

#include <glib.h>

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* What a byte of the input chooses between. */
#define FUZZ_CHOOSE(byte, list) ((list)[(byte) % G_N_ELEMENTS (list)])

/* Aborts unless `condition`; also in builds without assertions. */
#define fuzz_check(condition, ...)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (G_UNLIKELY (!(condition)))                                                                 \
      fuzz_fail (#condition, " " __VA_ARGS__);                                                     \
  }                                                                                                \
  G_STMT_END

void fuzz_fail (const char *condition, const char *format, ...)
    G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;

/* The text is clean HTML by a grammar of its own, which knows nothing of the code that wrote it:
 * only elements and attributes of the list, values in quotes, everything closed, addresses of
 * allowed kinds. */
void fuzz_check_clean (const char *html);

/* Writing the document gives clean HTML; reading that gives an equal document and the same HTML. */
void fuzz_check_document (CarrelDocument *document);

/* One line without control characters (nullable). */
void fuzz_check_line (const char *line);

G_END_DECLS

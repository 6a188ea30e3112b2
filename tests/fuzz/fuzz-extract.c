/* fuzz-extract.c: any bytes, as any kind of source, give a draft that can be stored, or an error.
 *
 * The first byte of the input chooses the kind and what the transport said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include "extract/carrel-extract.h"

#include <string.h>

static const CarrelSourceKind kinds[] = { CARREL_SOURCE_HTML, CARREL_SOURCE_AUTO,
                                          CARREL_SOURCE_HTML, CARREL_SOURCE_TEXT,
                                          CARREL_SOURCE_HTML, CARREL_SOURCE_MARKDOWN };

static const char *const addresses[] = { "https://example.org/2024/05/03/a-page.html", NULL,
                                         "https://forum.example.org/viewtopic.php?t=3",
                                         "http://[::1]/" };

static void
check_draft (CarrelDraft *draft)
{
  g_autofree char *text = NULL, *markdown = NULL;

  fuzz_check (draft->document && !carrel_document_is_empty (draft->document));
  fuzz_check_document (draft->document);
  fuzz_check (draft->title && *draft->title);
  fuzz_check_line (draft->title);
  fuzz_check_line (draft->byline);
  fuzz_check_line (draft->site);
  fuzz_check_line (draft->excerpt);
  fuzz_check_line (draft->language);
  fuzz_check_line (draft->address);
  fuzz_check (!draft->canonical || g_str_has_prefix (draft->canonical, "http"), "%s",
              draft->canonical);
  fuzz_check (!draft->image || g_str_has_prefix (draft->image, "http"), "%s", draft->image);
  for (guint i = 0; i < draft->references->len; i++) {
    const CarrelReference *reference = draft->references->pdata[i];

    fuzz_check_line (reference->title);
    fuzz_check (!reference->address || g_str_has_prefix (reference->address, "http"), "%s",
                reference->address);
  }
  text = carrel_document_to_text (draft->document, NULL);
  markdown = carrel_document_to_markdown (draft->document);
  fuzz_check (g_utf8_validate (text, -1, NULL) && g_utf8_validate (markdown, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  CarrelExtractOptions options = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  CarrelDraft *draft;

  if (size < 1)
    return 0;
  options.kind = FUZZ_CHOOSE (data[0], kinds);
  options.address = FUZZ_CHOOSE (data[0] / G_N_ELEMENTS (kinds), addresses);
  options.charset = data[0] >= 128 ? "utf-8" : NULL;
  bytes = g_bytes_new (data + 1, size - 1);
  draft = carrel_extract (bytes, &options, &error);
  fuzz_check ((draft != NULL) == (error == NULL));
  if (draft) {
    check_draft (draft);
    carrel_draft_free (draft);
  }
  return 0;
}

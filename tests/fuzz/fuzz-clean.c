/* fuzz-clean.c: any HTML read as a stored body gives clean HTML, which reads as itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include "base/carrel-text.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *html = carrel_text_make_valid ((const char *) data, (gssize) size), *text = NULL,
                  *markdown = NULL;
  g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);

  fuzz_check_document (document);
  text = carrel_document_to_text (document, NULL);
  markdown = carrel_document_to_markdown (document);
  fuzz_check (g_utf8_validate (text, -1, NULL) && g_utf8_validate (markdown, -1, NULL));
  return 0;
}

/* fuzz-charset.c: any bytes under any declared charset become valid UTF-8 without NUL.
 *
 * The first byte of the input chooses what is declared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include "document/carrel-charset.h"

#include <string.h>

static const char *const declared[] = { NULL,
                                        "utf-8",
                                        "windows-1252",
                                        "iso-8859-1",
                                        "gb18030",
                                        "gbk",
                                        "big5",
                                        "shift_jis",
                                        "euc-jp",
                                        "iso-2022-jp",
                                        "euc-kr",
                                        "koi8-r",
                                        "utf-16le",
                                        "utf-16be",
                                        "windows-1251",
                                        "utf-7",
                                        "replacement",
                                        "x-user-defined",
                                        "windows-874",
                                        "iso-8859-8",
                                        "macintosh",
                                        "\" utf8 '",
                                        "",
                                        "hz-gb-2312",
                                        "ibm866",
                                        "utf-16" };

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char      *name = NULL, *what = NULL;
  gsize            len = 0, again_len = 0;
  g_autofree char *text = NULL, *again = NULL;

  if (size < 1)
    return 0;
  text = carrel_charset_decode (data + 1, size - 1, FUZZ_CHOOSE (data[0], declared), &name, &len);
  fuzz_check (text && name && *name);
  fuzz_check (strlen (text) == len, "a NUL is in it");
  fuzz_check (g_utf8_validate (text, (gssize) len, NULL), "as %s", name);
  fuzz_check (len <= 4 * size + 16, "%zu bytes became %zu", size, len);

  /* What was decoded is UTF-8 from now on. A mark at its start is none of text. */
  if (!g_str_has_prefix (text, "\xef\xbb\xbf") && !memchr (text, 0x1b, len)) {
    again = carrel_charset_decode ((const guint8 *) text, len, "utf-8", NULL, &again_len);
    fuzz_check (again_len == len && memcmp (text, again, len) == 0, "as %s", name);
  }
  if (carrel_charset_is_binary (data + 1, size - 1, &what))
    fuzz_check (what != NULL);
  return 0;
}

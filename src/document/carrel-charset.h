/* carrel-charset.h: bytes of a page → UTF-8.
 *
 * The order of the HTML standard's «encoding sniffing»: a byte order mark, then the HTTP charset,
 * then <meta> or the XML declaration, then detection (valid UTF-8 with a byte over 127 is UTF-8;
 * else by how well the bytes read; else windows-1252). Only the encodings of the WHATWG list exist;
 * UTF-7, UTF-32 and «x-user-defined» don't. A declared charset that can't be true (declared UTF-8
 * whose bytes are not, declared Latin whose bytes are valid UTF-8, declared Western that reads as
 * Russian) gives way to what the bytes say. Bytes of windows-1252 within UTF-8 are the letters that
 * they are there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The page as valid UTF-8 without NUL and without BOM; what can't be decoded becomes U+FFFD.
 * `declared` is the charset of the HTTP header (nullable). `name`, when given, gets the WHATWG name
 * of the encoding used, static. Never fails. Any thread. (transfer full) */
char *carrel_charset_decode (
    const guint8 *bytes, gsize len, const char *declared, const char **name, gsize *out_len);

/* The same; NULL when the bytes are such a text already, and need no copy. (transfer full)
 * (nullable) */
char *carrel_charset_decode_other (
    const guint8 *bytes, gsize len, const char *declared, const char **name, gsize *out_len);

/* TRUE when the first bytes are of no text: magic numbers of images, archives, PDF, media,
 * executables, or control characters. `what`, when given, gets a word for it («PDF», «image»,
 * «archive», «video», «audio», «program», «binary data»), static, to be translated. */
gboolean carrel_charset_is_binary (const guint8 *bytes, gsize len, const char **what);

G_END_DECLS

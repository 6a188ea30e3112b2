/* carrel-charset-private.h: what the choice of an encoding and the guess of it share. Only these
 * see lexbor's encodings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <lexbor/encoding/encoding.h>

G_BEGIN_DECLS

/* Valid UTF-8 without NUL; what can't be decoded is U+FFFD and counted in `n_bad`. (transfer full)
 */
char *carrel_charset_decode_as (const lxb_encoding_data_t *encoding,
                                const guint8              *bytes,
                                gsize                      len,
                                gsize                     *out_len,
                                guint                     *n_bad);

/* The encoding in which the bytes read most like text, and how much they do: about 1000 for a good
 * text, under 0 for none. Without a byte over 127: windows-1252, and G_MININT. */
const lxb_encoding_data_t *carrel_charset_guess (const guint8 *bytes, gsize len, int *score);
/* The same for one encoding; G_MININT for one that is never guessed. */
int carrel_charset_score (const lxb_encoding_data_t *encoding, const guint8 *bytes, gsize len);

/* windows-1252 from 0x80 to 0x9f; 0 where it has nothing. */
extern const guint16 carrel_charset_upper[32];

/* Valid UTF-8 that was made UTF-8 twice («â€™» for «’») as it was meant; NULL when it wasn't. Any
 * thread. (transfer full) (nullable) */
char *carrel_charset_mend_twice (const guint8 *bytes, gsize len, gsize *out_len);

G_END_DECLS

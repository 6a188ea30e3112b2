/* carrel-tokenizer.c: text → the words of the search index.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-tokenizer.h"

#include "base/carrel-text.h"

#include <sqlite3.h>
#include <string.h>

/* Letters that stand for several, already folded. */
static const char *
get_expansion (gunichar c)
{
  switch (c) {
  case 0x00df: return "ss";
  case 0x00e6: return "ae";
  case 0x0153: return "oe";
  case 0x0133: return "ij";
  case 0xfb00: return "ff";
  case 0xfb01: return "fi";
  case 0xfb02: return "fl";
  case 0xfb03: return "ffi";
  case 0xfb04: return "ffl";
  case 0xfb05:
  case 0xfb06: return "st";
  default:     return NULL;
  }
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

gboolean
carrel_tokenize (const char *text, gsize len, CarrelTokenFunc func, gpointer data)
{
  char token[CARREL_TOKEN_MAX + 8];
  gsize n = 0, start = 0, at = 0;

  while (at <= len) {
    gsize here = at, size = 1;
    gunichar c = 0, folded = 0;
    gboolean vanishes = FALSE;

    if (at < len) {
      guchar byte = (guchar) text[at];

      if (byte < 0x80) { /* the common case, without a call */
        c = byte;
        if (g_ascii_isalnum (byte))
          folded = (gunichar) g_ascii_tolower ((char) byte);
      } else {
        c = g_utf8_get_char_validated (text + at, (gssize) (len - at));
        if (c & 0x80000000u) {
          c = 0;
        } else {
          size = (gsize) g_unichar_to_utf8 (c, NULL);
          folded = carrel_text_fold_char (c);
          vanishes = folded == 0;
          if (folded != 0 && !is_word (folded))
            folded = 0;
        }
      }
    }
    at += size;
    if (vanishes) /* a combining mark, a soft hyphen: neither in the word nor its end */
      continue;
    if (folded != 0 && carrel_text_is_unspaced (c)) {
      if (n > 0 && !func (token, n, start, here, data))
        return FALSE;
      n = (gsize) g_unichar_to_utf8 (folded, token);
      if (!func (token, n, here, at, data))
        return FALSE;
      n = 0;
      continue;
    }
    if (folded == 0) {
      if (n > 0 && !func (token, n, start, here, data))
        return FALSE;
      n = 0;
      continue;
    }
    if (n == 0)
      start = here;
    if (n < CARREL_TOKEN_MAX) {
      const char *expansion = folded >= 0x80 ? get_expansion (folded) : NULL;

      if (expansion) {
        gsize expansion_len = strlen (expansion);

        memcpy (token + n, expansion, expansion_len);
        n += expansion_len;
      } else if (folded < 0x80) {
        token[n++] = (char) folded;
      } else {
        n += (gsize) g_unichar_to_utf8 (folded, token + n);
      }
    }
  }
  return TRUE;
}

/* ── FTS5 ── */

typedef struct {
  void *context;
  int (*emit) (void *context, int flags, const char *token, int len, int start, int end);
  int code;
} Sink;

/* Beginnings of up to three ASCII letters and digits, as numbers to the base 37. */
#define N_PLAIN (37 * 37 * 37)

typedef struct {
  void *context;
  int (*emit) (void *context, int flags, const char *token, int len, int start, int end);
  int code;
  guint64 plain[(N_PLAIN + 63) / 64]; /* beginnings of a text that were emitted: of ASCII, a bit each */
  GHashTable *seen;                   /* (nullable): of others, gint64 as a set */
} BeginningsSink;

static gboolean
emit_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Sink *sink = data;

  sink->code = sink->emit (sink->context, 0, token, (int) len, (int) start, (int) end);
  return sink->code == SQLITE_OK;
}

/* Whether the text had it already; from now on it has. */
static gboolean
note_plain (BeginningsSink *sink, guint number)
{
  guint64 bit = (guint64) 1 << (number % 64);
  gboolean had = (sink->plain[number / 64] & bit) != 0;

  sink->plain[number / 64] |= bit;
  return had;
}

static gboolean
note_other (BeginningsSink *sink, const char *beginning, gsize len)
{
  gint64 key = (gint64) carrel_text_hash (beginning, (gssize) len);

  if (!sink->seen)
    sink->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return !g_hash_table_add (sink->seen, g_memdup2 (&key, sizeof key));
}

static gboolean
emit_beginnings (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  BeginningsSink *sink = data;
  gboolean plain = TRUE;
  guint number = 0;
  gsize at = 0;

  for (int letters = 0; letters < 3 && at < len; letters++) {
    guchar c = (guchar) token[at];

    at += (gsize) (g_utf8_next_char (token + at) - (token + at));
    plain = plain && c < 0x80;
    number = number * 37 + (g_ascii_isdigit (c) ? 1 + c - '0' : 11 + c - 'a');
    if (plain ? note_plain (sink, number) : note_other (sink, token, at))
      continue;
    sink->code = sink->emit (sink->context, 0, token, (int) at, (int) start, (int) end);
    if (sink->code != SQLITE_OK)
      return FALSE;
  }
  return TRUE;
}

static int
create_cb (void *context, const char **arguments, int n_arguments, Fts5Tokenizer **tokenizer)
{
  static int nothing;

  *tokenizer = (Fts5Tokenizer *) (gpointer) &nothing;
  return SQLITE_OK;
}

static void
delete_cb (Fts5Tokenizer *tokenizer)
{
}

static int
tokenize_cb (Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int len,
             int (*emit) (void *, int, const char *, int, int, int))
{
  Sink sink = { context, emit, SQLITE_OK };

  if (text && len > 0)
    carrel_tokenize (text, (gsize) len, emit_word, &sink);
  return sink.code;
}

static int
tokenize_beginnings_cb (Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int len,
                        int (*emit) (void *, int, const char *, int, int, int))
{
  BeginningsSink sink = { .context = context, .emit = emit, .code = SQLITE_OK };

  if (!text || len <= 0)
    return SQLITE_OK;
  if (flags & FTS5_TOKENIZE_QUERY) /* the query is a beginning already */
    return tokenize_cb (tokenizer, context, flags, text, len, emit);
  carrel_tokenize (text, (gsize) len, emit_beginnings, &sink);
  g_clear_pointer (&sink.seen, g_hash_table_unref);
  return sink.code;
}

gboolean
carrel_tokenizer_register (gpointer db)
{
  static fts5_tokenizer words = { create_cb, delete_cb, tokenize_cb };
  static fts5_tokenizer beginnings = { create_cb, delete_cb, tokenize_beginnings_cb };
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK) {
    sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step (statement);
  }
  sqlite3_finalize (statement);
  return api && api->iVersion >= 2 && api->xCreateTokenizer (api, "carrel", NULL, &words, NULL) == SQLITE_OK &&
         api->xCreateTokenizer (api, "carrel_beginnings", NULL, &beginnings, NULL) == SQLITE_OK;
}

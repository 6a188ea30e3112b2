/* carrel-tokenizer.c: text → the words of the search index.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-tokenizer.h"

#include "base/carrel-ascii.h"
#include "base/carrel-text.h"

#include <sqlite3.h>
#include <string.h>

/* Letters that stand for several, already folded. */
static const char *
get_expansion (gunichar c)
{
  switch (c) {
  case 0x00df:
    return "ss";
  case 0x00e6:
    return "ae";
  case 0x0153:
    return "oe";
  case 0x0133:
    return "ij";
  case 0xfb00:
    return "ff";
  case 0xfb01:
    return "fi";
  case 0xfb02:
    return "fl";
  case 0xfb03:
    return "ffi";
  case 0xfb04:
    return "ffl";
  case 0xfb05:
  case 0xfb06:
    return "st";
  default:
    return NULL;
  }
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* The word that is being read. */
typedef struct {
  char  token[CARREL_TOKEN_MAX + 16]; /* eight more, and an expansion, are written at once */
  gsize n;                            /* bytes of it; 0: between words */
  gsize start;                        /* where in the text */
  CarrelTokenFunc func;
  gpointer        data;
} Word;

static inline gboolean
end_word (Word *self, gsize end)
{
  gsize n = self->n;

  self->n = 0;
  return n == 0 || self->func (self->token, n, self->start, end, self->data);
}

/* The letters and digits of ASCII at the beginning of the text, which are most of most texts: how
 * many they are. */
static inline gsize
add_plain (Word *self, const char *text, gsize len)
{
  gsize at = 0;

  for (; at + 8 <= len; at += 8) {
    guint64 eight = carrel_ascii_read (text + at), ends;
    gsize   n;

    if (!carrel_ascii_is (eight))
      break;
    ends = ~carrel_ascii_find_alnum (eight) & CARREL_ASCII_MARKS;
    n = ends != 0 ? (gsize) __builtin_ctzll (ends) / 8 : 8;
    if (self->n < CARREL_TOKEN_MAX) {
      carrel_ascii_write (self->token + self->n, eight | 0x20 * CARREL_ASCII_ONES);
      self->n = MIN (self->n + n, CARREL_TOKEN_MAX);
    }
    if (ends != 0)
      return at + n;
  }
  for (; at < len && g_ascii_isalnum (text[at]); at++)
    if (self->n < CARREL_TOKEN_MAX)
      self->token[self->n++] = g_ascii_tolower (text[at]);
  return at;
}

static void
add_folded (Word *self, gunichar folded)
{
  const char *expansion = folded >= 0x80 ? get_expansion (folded) : NULL;

  if (self->n >= CARREL_TOKEN_MAX)
    return;
  if (expansion) {
    memcpy (self->token + self->n, expansion, strlen (expansion));
    self->n += strlen (expansion);
  } else {
    self->n += (gsize) g_unichar_to_utf8 (folded, self->token + self->n);
  }
}

/* A character that isn't ASCII: its bytes; 0 when there shall be no more. */
static gsize
add_other (Word *self, const char *text, gsize len, gsize at)
{
  gunichar c = g_utf8_get_char_validated (text + at, (gssize) (len - at)), folded;
  gsize    size;
  gboolean alone;

  if (c & 0x80000000u)
    return end_word (self, at) ? 1 : 0;
  size = (gsize) g_unichar_to_utf8 (c, NULL);
  folded = carrel_text_fold_char (c);
  if (folded == 0) /* a combining mark, a soft hyphen: neither in the word nor its end */
    return size;
  if (!is_word (folded))
    return end_word (self, at) ? size : 0;
  alone = carrel_text_is_unspaced (c) || carrel_text_is_unspaced (folded);
  if (alone && !end_word (self, at))
    return 0;
  if (self->n == 0)
    self->start = at;
  add_folded (self, folded);
  if (alone && !end_word (self, at + size))
    return 0;
  return size;
}

gboolean
carrel_tokenize (const char *text, gsize len, CarrelTokenFunc func, gpointer data)
{
  Word  word = { .n = 0, .func = func, .data = data };
  gsize at = 0;

  while (at < len) {
    gsize n;

    if ((guchar) text[at] >= 0x80) {
      n = add_other (&word, text, len, at);
      if (n == 0)
        return FALSE;
      at += n;
      continue;
    }
    if (word.n == 0)
      word.start = at;
    at += add_plain (&word, text + at, len - at);
    if (at < len && (guchar) text[at] < 0x80) {
      if (!end_word (&word, at))
        return FALSE;
      at++;
    }
  }
  return end_word (&word, len);
}

/* ── FTS5 ── */

typedef struct {
  void *context;
  int (*emit) (void *context, int flags, const char *token, int len, int start, int end);
  int code;
} Sink;

/* Beginnings of up to three ASCII letters and digits, as numbers to the base 37. */
#define N_PLAIN (37 * 37 * 37)

/* Beginnings that a text had. */
typedef struct {
  guint64  plain[(N_PLAIN + 63) / 64]; /* of ASCII, a bit each */
  guint64 *others; /* (owned) (nullable): up to three characters of 21 bits each; 0: no entry */
  guint    n_others, bits; /* of the size of `others` */
} Seen;

typedef struct {
  void *context;
  int (*emit) (void *context, int flags, const char *token, int len, int start, int end);
  int  code;
  Seen seen;
} BeginningsSink;

static gboolean
emit_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Sink *sink = data;

  sink->code = sink->emit (sink->context, 0, token, (int) len, (int) start, (int) end);
  return sink->code == SQLITE_OK;
}

/* Whether the text had it already; from now on it has. */
static inline gboolean
note_plain (Seen *self, guint number)
{
  guint64  bit = (guint64) 1 << (number % 64);
  gboolean had = (self->plain[number / 64] & bit) != 0;

  self->plain[number / 64] |= bit;
  return had;
}

/* Where the key is, or its place. */
static guint64 *
find_other (const Seen *self, guint64 key)
{
  guint mask = (1u << self->bits) - 1,
        at = (guint) (key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> (64 - self->bits));

  while (self->others[at] != 0 && self->others[at] != key)
    at = (at + 1) & mask;
  return &self->others[at];
}

/* Half of the places stay free. */
static void
make_room (Seen *self)
{
  g_autofree guint64 *old = self->others;
  guint               n = old ? 1u << self->bits : 0;

  self->bits = old ? self->bits + 1 : 8;
  self->others = g_new0 (guint64, (gsize) 1 << self->bits);
  for (guint i = 0; i < n; i++)
    if (old[i] != 0)
      *find_other (self, old[i]) = old[i];
}

static gboolean
note_other (Seen *self, guint64 key)
{
  guint64 *place;

  if (!self->others || self->n_others >= 1u << (self->bits - 1))
    make_room (self);
  place = find_other (self, key);
  if (*place == key)
    return TRUE;
  *place = key;
  self->n_others++;
  return FALSE;
}

/* The first letters of a word, and what each beginning is known by. */
typedef struct {
  guint    n;
  gsize    ends[3];
  guint64  keys[3];
  gboolean plain[3];
} Beginnings;

static inline void
find_beginnings (Beginnings *self, const char *token, gsize len)
{
  gboolean plain = TRUE;
  guint64  number = 0, key = 0;
  gsize    at = 0;

  for (self->n = 0; self->n < G_N_ELEMENTS (self->ends) && at < len; self->n++) {
    guchar c = (guchar) token[at];

    if (c < 0x80) {
      at++;
      number = number * 37 + (c <= '9' ? 1u + c - '0' : 11u + c - 'a');
      key = key << 21 | c;
    } else {
      plain = FALSE;
      key = key << 21 | g_utf8_get_char (token + at);
      at += (gsize) (g_utf8_next_char (token + at) - (token + at));
    }
    self->ends[self->n] = at;
    self->plain[self->n] = plain;
    self->keys[self->n] = plain ? number : key;
  }
}

static gboolean
emit_beginnings (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  BeginningsSink *sink = data;
  Beginnings      beginnings;
  guint           had;

  find_beginnings (&beginnings, token, len);
  /* A text that had the longest had the shorter ones. */
  for (had = beginnings.n; had > 0; had--)
    if (beginnings.plain[had - 1] ? note_plain (&sink->seen, (guint) beginnings.keys[had - 1])
                                  : note_other (&sink->seen, beginnings.keys[had - 1]))
      break;
  for (guint i = had; i < beginnings.n; i++) {
    sink->code =
        sink->emit (sink->context, 0, token, (int) beginnings.ends[i], (int) start, (int) end);
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
tokenize_cb (Fts5Tokenizer *tokenizer,
             void          *context,
             int            flags,
             const char    *text,
             int            len,
             int (*emit) (void *, int, const char *, int, int, int))
{
  Sink sink = { context, emit, SQLITE_OK };

  if (text && len > 0)
    carrel_tokenize (text, (gsize) len, emit_word, &sink);
  return sink.code;
}

static int
tokenize_beginnings_cb (Fts5Tokenizer *tokenizer,
                        void          *context,
                        int            flags,
                        const char    *text,
                        int            len,
                        int (*emit) (void *, int, const char *, int, int, int))
{
  BeginningsSink sink = { .context = context, .emit = emit, .code = SQLITE_OK };

  if (!text || len <= 0)
    return SQLITE_OK;
  if (flags & FTS5_TOKENIZE_QUERY) /* the query is a beginning already */
    return tokenize_cb (tokenizer, context, flags, text, len, emit);
  carrel_tokenize (text, (gsize) len, emit_beginnings, &sink);
  g_free (sink.seen.others);
  return sink.code;
}

gboolean
carrel_tokenizer_register (gpointer db)
{
  static fts5_tokenizer words = { create_cb, delete_cb, tokenize_cb };
  static fts5_tokenizer beginnings = { create_cb, delete_cb, tokenize_beginnings_cb };
  sqlite3_stmt         *statement = NULL;
  fts5_api             *api = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK) {
    sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step (statement);
  }
  sqlite3_finalize (statement);
  return api && api->iVersion >= 2 &&
         api->xCreateTokenizer (api, "carrel", NULL, &words, NULL) == SQLITE_OK &&
         api->xCreateTokenizer (api, "carrel_beginnings", NULL, &beginnings, NULL) == SQLITE_OK;
}

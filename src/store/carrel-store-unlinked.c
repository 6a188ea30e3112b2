/* carrel-store-unlinked.c: titles that stand in texts without a link.
 *
 * Both ways. What stands in the article's own text is found by walking over it once: at each word
 * the next titles in the index of titles are those that begin so, if any do; where more do than
 * ROWS, the next word is added. So it costs a step in an index a word, whatever the library holds.
 * Whose text has the article's own title is a phrase for the search index.
 *
 * A title's distinctive part is what stands before its first colon, dash or bar. Title and part
 * count where they have two words that say something (or four characters of a script without
 * spaces), and few articles have them. On the connection's thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-neighbours.h"
#include "store/carrel-store-private.h"
#include "store/carrel-tokenizer.h"

#include <string.h>

#define MAX_TEXT 120000  /* bytes that are looked at, folded */
#define MAX_PLACES 20000 /* words */
#define MAX_LOOKS 60000  /* titles that begin as the text does somewhere */
#define ROWS 8           /* titles with the same beginning that are looked at at once */
#define FIRST_WORDS 2    /* of a beginning; */
#define MOST_WORDS 8
#define LEAST_LETTERS 8    /* of a title that counts */
#define LEAST_CHARACTERS 4 /* where there are no spaces */
#define MANY 30            /* articles that have it: it is nobody's own */
#define MAX_SENTENCE 240
#define MAX_TOKENS 32 /* of a title that is looked for */

typedef struct {
  CarrelSubject subject;
  GHashTable   *seen; /* (owned): gint64 *, articles that are in the list, or linked */
  GPtrArray    *list; /* (owned) (element-type CarrelUnlinked) */
  guint         limit, n_looks;
} Search;

static void
clear_search (Search *self)
{
  carrel_subject_clear (&self->subject);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->list, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, clear_search)

/* ── What is distinctive ── */

/* The part of a title before its first colon, dash or bar; NULL: it has none. (transfer full) */
static char *
dup_part (const char *title)
{
  static const char *const marks[] = { ": ", " – ", " — ", " - ", " | ", "：", "——" };
  const char              *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    const char *at = strstr (title, marks[i]);

    if (at && at > title && (!first || at < first))
      first = at;
  }
  return first ? g_strndup (title, (gsize) (first - title)) : NULL;
}

/* `key`: as in a title's key. */
static gboolean
is_distinctive (const char *key, const char *language)
{
  g_auto (GStrv) words = g_strsplit (key, " ", MAX_TOKENS);
  guint n_words = 0, n_characters = 0, n_letters = 0;

  for (guint i = 0; words[i]; i++) {
    gboolean letters = FALSE;

    if (!*words[i])
      continue;
    for (const char *p = words[i]; *p; p = g_utf8_next_char (p)) {
      gunichar c = g_utf8_get_char (p);

      n_characters += carrel_text_is_unspaced (c);
      n_letters++;
      letters |= !g_unichar_isdigit (c);
    }
    n_words += letters && g_utf8_strlen (words[i], -1) > 1 &&
               !carrel_text_is_common_word (language, words[i]);
  }
  return n_characters >= LEAST_CHARACTERS || (n_words >= 2 && n_letters >= LEAST_LETTERS);
}

/* ── A phrase in a text ── */

typedef struct {
  GPtrArray *tokens;           /* (owned) (element-type utf8): of the phrase */
  guint      back[MAX_TOKENS]; /* how many of them stand there still when the next doesn't (Knuth,
                                  Morris, Pratt) */
  gsize starts[MAX_TOKENS];    /* of the last words of the text */
  guint matched, n;
  gsize start, end;
} Phrase;

static gboolean
add_token (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Phrase *self = data;

  g_ptr_array_add (self->tokens, g_strndup (token, len));
  return self->tokens->len < MAX_TOKENS;
}

static gboolean
is_token (Phrase *self, guint i, const char *token, gsize len)
{
  const char *own = self->tokens->pdata[i];

  return strlen (own) == len && memcmp (own, token, len) == 0;
}

static gboolean
match_token (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Phrase *self = data;

  self->starts[self->n++ % MAX_TOKENS] = start;
  while (self->matched > 0 && !is_token (self, self->matched, token, len))
    self->matched = self->back[self->matched - 1];
  self->matched += is_token (self, self->matched, token, len);
  if (self->matched < self->tokens->len)
    return TRUE;
  self->start = self->starts[(self->n - self->matched) % MAX_TOKENS];
  self->end = end;
  return FALSE;
}

static void
read_phrase (Phrase *self, const char *text)
{
  *self = (Phrase) { .tokens = g_ptr_array_new_with_free_func (g_free) };
  carrel_tokenize (text, strlen (text), add_token, self);
  for (guint i = 1, k = 0; i < self->tokens->len; i++) {
    const char *token = self->tokens->pdata[i];

    while (k > 0 && !is_token (self, k, token, strlen (token)))
      k = self->back[k - 1];
    k += is_token (self, k, token, strlen (token));
    self->back[i] = k;
  }
}

/* Where it stands first. */
static gboolean
find_phrase (Phrase *self, const char *text)
{
  self->matched = self->n = 0;
  return self->tokens->len > 0 && !carrel_tokenize (text, strlen (text), match_token, self);
}

static char *
join_tokens (Phrase *self)
{
  g_ptr_array_add (self->tokens, NULL);
  {
    char *joined = g_strjoinv (" ", (GStrv) self->tokens->pdata);

    g_ptr_array_set_size (self->tokens, (int) self->tokens->len - 1);
    return joined;
  }
}

static void
clear_phrase (Phrase *self)
{
  g_clear_pointer (&self->tokens, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Phrase, clear_phrase)

/* ── The list ── */

static void
see (Search *self, gint64 article)
{
  g_hash_table_add (self->seen, g_memdup2 (&article, sizeof article));
}

static void
see_all (Search *self, const char *sql)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (self->subject.connection, sql);

  carrel_statement_bind_int (statement, 1, self->subject.article);
  while (carrel_statement_next (statement))
    see (self, carrel_statement_get_int (statement, 0));
  carrel_subject_end (&self->subject, statement);
}

/* Puts the other article into the list, where the phrase stands in `text`. */
static gboolean
add (Search *self, gint64 article, gboolean backlink, Phrase *phrase, const char *text)
{
  CarrelArticle  *other;
  CarrelUnlinked *unlinked;

  if (!find_phrase (phrase, text))
    return FALSE;
  other = carrel_store_load_article (self->subject.connection, article, &self->subject.error);
  if (!other)
    return FALSE;
  unlinked = g_new0 (CarrelUnlinked, 1);
  unlinked->article = other;
  unlinked->backlink = backlink;
  unlinked->words = g_strndup (text + phrase->start, phrase->end - phrase->start);
  unlinked->context =
      carrel_text_sentence (text, strlen (text), phrase->start, phrase->end, MAX_SENTENCE);
  g_ptr_array_add (self->list, unlinked);
  see (self, article);
  return TRUE;
}

/* ── Titles in its text ── */

/* Whether the text goes on with `key` at a place, whole words of it. */
static gboolean
goes_on (const char *place, const char *key)
{
  gsize    len = strlen (key);
  gunichar last, next;

  if (len == 0 || strncmp (place, key, len) != 0)
    return FALSE;
  if (place[len] == '\0' || place[len] == ' ')
    return TRUE;
  last = g_utf8_get_char (g_utf8_prev_char (key + len));
  next = g_utf8_get_char (place + len);
  return carrel_text_is_unspaced (last) || carrel_text_is_unspaced (next);
}

/* A title, or its part, of which the text has the words at this place. */
static gboolean
try_words (Search *self, gint64 id, const char *words)
{
  g_auto (Phrase) phrase = { 0 };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *match = NULL;

  read_phrase (&phrase, words);
  match = join_tokens (&phrase);
  return *match && carrel_subject_look_up (&self->subject, match, ids) < MANY &&
         add (self, id, FALSE, &phrase, self->subject.text);
}

/* A title that begins as the text does at this place: is it, or its part, there? */
static void
try_title (Search *self, const char *place, gint64 id, const char *title, const char *key)
{
  g_autofree char *part = NULL, *part_key = NULL;

  if (g_hash_table_contains (self->seen, &id))
    return;
  if (goes_on (place, key) && is_distinctive (key, self->subject.language) &&
      try_words (self, id, title))
    return;
  part = dup_part (title);
  part_key = part ? carrel_text_title_key (part, NULL) : NULL;
  if (part_key && goes_on (place, part_key) && is_distinctive (part_key, self->subject.language))
    try_words (self, id, part);
}

/* How long the first `n` words at a place are. */
static gsize
measure_words (const char *place, guint n)
{
  const char *p = place;

  for (guint i = 0; *p; p = g_utf8_next_char (p)) {
    /* Two characters without spaces are about a word. */
    if (*p == ' ' && ++i == n)
      break;
    if (carrel_text_is_unspaced (g_utf8_get_char (p)) && (gsize) (p - place) >= 6 * n)
      break;
  }
  return (gsize) (p - place);
}

/* FALSE: no title begins so. */
static gboolean
try_place (Search *self, CarrelStatement *statement, const char *place)
{
  for (guint n = FIRST_WORDS; n <= MOST_WORDS && !self->subject.error; n++) {
    gsize            len = measure_words (place, n);
    g_autofree char *from = g_strndup (place, len), *to = NULL;
    guint            rows = 0;

    to = g_strconcat (from, "\xf4\x8f\xbf\xbf", NULL);
    carrel_statement_bind_text (statement, 1, from);
    carrel_statement_bind_text (statement, 2, to);
    carrel_statement_bind_int (statement, 3, ROWS);
    while (carrel_statement_next (statement)) {
      rows++;
      try_title (self, place, carrel_statement_get_int (statement, 0),
                 carrel_statement_get_text (statement, 1),
                 carrel_statement_get_text (statement, 2));
    }
    carrel_statement_reset (statement);
    self->n_looks += rows;
    if (rows < ROWS || place[len] == '\0')
      return rows > 0 || n > FIRST_WORDS;
  }
  return TRUE;
}

static void
search_own_text (Search *self)
{
  g_autofree char *folded = carrel_text_first_words (self->subject.text, MAX_PLACES);
  g_autoptr (GHashTable) none = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->subject.connection, "SELECT id, title, title_key FROM article WHERE title_key >= ? AND "
                                "title_key < ? AND trashed = 0 ORDER BY title_key, id LIMIT ?");
  gboolean begins = TRUE;
  guint    n = 0;

  for (const char *p = folded;
       *p && p - folded < MAX_TEXT && n < MAX_PLACES && self->n_looks < MAX_LOOKS &&
       self->list->len < self->limit && !self->subject.error;
       p = g_utf8_next_char (p)) {
    gboolean unspaced = carrel_text_is_unspaced (g_utf8_get_char (p));

    if (*p != ' ' && (begins || unspaced)) {
      g_autofree char *beginning = g_strndup (p, measure_words (p, FIRST_WORDS));

      n++;
      if (strlen (beginning) > 4 && !g_hash_table_contains (none, beginning) &&
          !try_place (self, statement, p))
        g_hash_table_add (none, g_steal_pointer (&beginning));
    }
    begins = *p == ' ' || unspaced;
  }
  carrel_subject_end (&self->subject, statement);
}

/* ── Its title in other texts ── */

static void
search_phrase (Search *self, const char *words, guint limit)
{
  g_autofree char *key = carrel_text_title_key (words, NULL), *tokens = NULL, *match = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (Phrase) phrase = { 0 };
  g_autoptr (CarrelStatement) statement = NULL, body = NULL;

  read_phrase (&phrase, words);
  tokens = join_tokens (&phrase);
  if (!*tokens || !is_distinctive (key, self->subject.language))
    return;
  match = g_strdup_printf ("{body} : \"%s\"", tokens);
  statement = carrel_connection_prepare (
      self->subject.connection,
      "SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC LIMIT ?");
  carrel_statement_bind_text (statement, 1, match);
  carrel_statement_bind_int (statement, 2, MANY);
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (ids, id);
  }
  if (!carrel_subject_end (&self->subject, statement) || ids->len == MANY)
    return;
  body = carrel_connection_prepare (self->subject.connection,
                                    "SELECT carrel_text (b.html) FROM body b JOIN article a ON "
                                    "a.id = b.article AND a.trashed = 0 WHERE b.article = ?");
  for (guint i = 0; i < ids->len && self->list->len < limit && !self->subject.error; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (g_hash_table_contains (self->seen, &id))
      continue;
    carrel_statement_bind_int (body, 1, id);
    if (carrel_statement_next (body))
      add (self, id, TRUE, &phrase, carrel_statement_get_text (body, 0));
    carrel_statement_reset (body);
  }
  carrel_subject_end (&self->subject, body);
}

static void
search_other_texts (Search *self)
{
  g_autofree char *part = dup_part (self->subject.title);
  guint            limit = self->list->len + self->limit;

  search_phrase (self, self->subject.title, limit);
  if (part)
    search_phrase (self, part, limit);
}

GPtrArray *
carrel_store_list_unlinked (CarrelConnection *connection,
                            gint64            article,
                            guint             limit,
                            GError          **error)
{
  g_auto (Search) self = { .limit = limit };

  self.list = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_unlinked_free);
  self.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (carrel_subject_load (&self.subject, connection, article)) {
    see (&self, article);
    see_all (&self, "SELECT target FROM link WHERE source = ?1 AND target IS NOT NULL UNION SELECT "
                    "source FROM link WHERE target = ?1 AND kind = 2");
    search_own_text (&self);
    /* An article that names this one and is named by it is offered once. */
    see_all (&self, "SELECT source FROM link WHERE target = ?1 UNION SELECT target FROM link WHERE "
                    "source = ?1 AND kind = 2 AND target IS NOT NULL");
    search_other_texts (&self);
  }
  if (self.subject.error) {
    g_propagate_error (error, g_steal_pointer (&self.subject.error));
    return NULL;
  }
  return g_steal_pointer (&self.list);
}

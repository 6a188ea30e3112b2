/* carrel-search-words.c: the words of a query as the index has them, and their other forms.
 *
 * Forms are found, not made: the words of the index that begin as the word and its stem do are
 * asked one after the other for their stem, in the languages of the library. The index holds words
 * without case and accents, and so they are stemmed. On the thread of the connection.
 *
 * Snowball's library is on most systems, its headers on few, so it is looked for when the program
 * runs; without it a search finds the word as it was typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"

#include "base/carrel-text.h"
#include "store/carrel-tokenizer.h"

#include <dlfcn.h>
#include <string.h>

#define MAX_WORDS 200 /* of a text node */
#define MAX_INFLECTIONS 32
#define MAX_LOOKED_AT 1000 /* words of the index, for one word */
#define MIN_LETTERS 4
#define N_LANGUAGES 4
#define SAMPLE 300 /* articles, the newest */

/* ── As the index has them ── */

static gboolean
add_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  CarrelSearchWords *words = data;

  if (words->n++ > 0)
    g_string_append_c (words->words, ' ');
  g_string_append_len (words->words, token, (gssize) len);
  words->letters = (guint) g_utf8_strlen (token, (gssize) len);
  words->unspaced = carrel_text_is_unspaced (g_utf8_get_char (token));
  return words->n < MAX_WORDS;
}

void
carrel_search_words_init (CarrelSearchWords *self, const char *text)
{
  *self = (CarrelSearchWords) { g_string_new (NULL), 0, 0, FALSE };
  carrel_tokenize (text, strlen (text), add_word, self);
}

void
carrel_search_words_clear (CarrelSearchWords *self)
{
  if (self->words)
    g_string_free (self->words, TRUE);
}

char *
carrel_search_words_dup_letters (const CarrelSearchWords *self)
{
  const char *end = self->words->str;

  for (guint i = 0; i < CARREL_SEARCH_SHORT && *end != '\0' && *end != ' '; i++)
    end = g_utf8_next_char (end);
  return g_strndup (self->words->str, (gsize) (end - self->words->str));
}

/* ── Stems ── */

/* Snowball's interface, unchanged since its version 2. */
typedef struct sb_stemmer Stemmer;

static struct {
  Stemmer *(*make) (const char *language, const char *encoding);
  void (*unmake) (Stemmer *stemmer);
  const guchar *(*stem) (Stemmer *stemmer, const guchar *word, int size);
  int (*length) (Stemmer *stemmer);
} snowball;

static gboolean
has_snowball (void)
{
  static const char *const names[] = { "libstemmer.so.0", "libstemmer.so.0d", "libstemmer.so" };
  static gsize             looked;
  static gboolean          has;

  if (g_once_init_enter (&looked)) {
    void *library = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (names) && !library; i++)
      library = dlopen (names[i], RTLD_LAZY | RTLD_LOCAL);
    if (library) {
      *(void **) &snowball.make = dlsym (library, "sb_stemmer_new");
      *(void **) &snowball.unmake = dlsym (library, "sb_stemmer_delete");
      *(void **) &snowball.stem = dlsym (library, "sb_stemmer_stem");
      *(void **) &snowball.length = dlsym (library, "sb_stemmer_length");
      has = snowball.make && snowball.unmake && snowball.stem && snowball.length;
    }
    g_once_init_leave (&looked, 1);
  }
  return has;
}

typedef struct {
  Stemmer *stemmers[N_LANGUAGES];
  char    *stems[N_LANGUAGES]; /* (owned): of the word */
  guint    n;
} Stems;

/* The stem of a word, in the stemmer's memory until it is used again. */
static const char *
get_stem (Stemmer *stemmer, const char *word, gsize len, gsize *stem_len)
{
  const guchar *stem = snowball.stem (stemmer, (const guchar *) word, (int) len);

  *stem_len = stem ? (gsize) snowball.length (stemmer) : 0;
  return (const char *) stem;
}

static void
add_language (Stems *self, GPtrArray *seen, const char *language, const char *word)
{
  g_autofree char *code = NULL;
  Stemmer         *stemmer;
  const char      *stem;
  gsize            len;

  if (self->n == N_LANGUAGES || !language || strlen (language) < 2)
    return;
  code = g_ascii_strdown (language, 2);
  if (!g_ascii_isalpha (code[1]) || (language[2] != '\0' && g_ascii_isalpha (language[2])) ||
      g_ptr_array_find_with_equal_func (seen, code, g_str_equal, NULL))
    return;
  stemmer = snowball.make (code, NULL);
  g_ptr_array_add (seen, g_steal_pointer (&code));
  if (!stemmer)
    return;
  stem = get_stem (stemmer, word, strlen (word), &len);
  if (!stem || len == 0) {
    snowball.unmake (stemmer);
    return;
  }
  self->stemmers[self->n] = stemmer;
  self->stems[self->n++] = g_strndup (stem, len);
}

/* The languages of the newest articles, the commonest first; kept until there are many newer ones.
 * (element-type utf8) */
static GPtrArray *
get_languages (CarrelConnection *connection)
{
  g_autoptr (CarrelStatement) newest =
      carrel_connection_prepare (connection, "SELECT max (id) FROM article");
  g_autoptr (CarrelStatement) statement = NULL;
  gint64 last = carrel_statement_next (newest) ? carrel_statement_get_int (newest, 0) : 0;

  carrel_statement_finish (newest, NULL);
  if (connection->languages && last - connection->languages_of < SAMPLE / 3 &&
      last / 2 <= connection->languages_of)
    return connection->languages;
  g_clear_pointer (&connection->languages, g_ptr_array_unref);
  connection->languages = g_ptr_array_new_with_free_func (g_free);
  connection->languages_of = last;
  statement = carrel_connection_prepare (
      connection,
      "SELECT language FROM (SELECT language FROM article ORDER BY id DESC LIMIT " G_STRINGIFY (
          SAMPLE) ") WHERE language IS NOT NULL GROUP BY 1 ORDER BY count (*) DESC LIMIT 12");
  while (carrel_statement_next (statement))
    g_ptr_array_add (connection->languages, g_strdup (carrel_statement_get_text (statement, 0)));
  carrel_statement_finish (statement, NULL);
  return connection->languages;
}

static void
stems_init (Stems *self, CarrelConnection *connection, const char *word)
{
  GPtrArray *languages = get_languages (connection);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);

  *self = (Stems) { { NULL }, { NULL }, 0 };
  for (guint i = 0; i < languages->len; i++)
    add_language (self, seen, languages->pdata[i], word);
}

static void
stems_clear (Stems *self)
{
  for (guint i = 0; i < self->n; i++) {
    snowball.unmake (self->stemmers[i]);
    g_free (self->stems[i]);
  }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stems, stems_clear)

static gboolean
stems_have (Stems *self, const char *term, gsize len)
{
  for (guint i = 0; i < self->n; i++) {
    gsize       stem_len;
    const char *stem = get_stem (self->stemmers[i], term, len, &stem_len);

    if (stem && stem_len == strlen (self->stems[i]) && memcmp (stem, self->stems[i], stem_len) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What the word and all its stems begin with. */
static gsize
count_common (Stems *self, const char *word)
{
  gsize common = strlen (word);

  for (guint i = 0; i < self->n; i++) {
    gsize n = 0;

    while (n < common && self->stems[i][n] == word[n])
      n++;
    common = n;
  }
  while (common > 0 && ((guchar) word[common] & 0xc0) == 0x80) /* not within a character */
    common--;
  return common;
}

/* ── Other forms ── */

static gboolean
is_plain (const char *word)
{
  for (const char *p = word; *p; p = g_utf8_next_char (p))
    if (!g_unichar_isalpha (g_utf8_get_char (p)))
      return FALSE;
  return g_utf8_strlen (word, -1) >= MIN_LETTERS &&
         !carrel_text_is_unspaced (g_utf8_get_char (word));
}

static GPtrArray *
look_up (CarrelConnection *connection, const char *word)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CarrelStatement) statement = NULL;
  g_autoptr (GString) at = NULL;
  g_auto (Stems) stems = { { NULL }, { NULL }, 0 };
  gsize common;

  if (!is_plain (word) || !has_snowball ())
    return g_steal_pointer (&found);
  stems_init (&stems, connection, word);
  common = count_common (&stems, word);
  if (stems.n == 0 || common < 2)
    return g_steal_pointer (&found);
  at = g_string_new_len (word, (gssize) common);
  statement = carrel_connection_prepare (
      connection, "SELECT term FROM temp.text_terms WHERE term >= ? LIMIT 1");
  for (guint i = 0; i < MAX_LOOKED_AT && found->len < MAX_INFLECTIONS; i++) {
    const char *term;
    gsize       len;

    carrel_statement_bind_text (statement, 1, at->str);
    if (!carrel_statement_next (statement))
      break;
    term = carrel_statement_get_blob (statement, 0, &len);
    if (len < common || memcmp (term, word, common) != 0)
      break;
    g_string_overwrite_len (at, 0, term, (gssize) len);
    g_string_truncate (at, len);
    carrel_statement_reset (statement);
    if (strcmp (at->str, word) != 0 && stems_have (&stems, at->str, at->len))
      g_ptr_array_add (found, g_strdup (at->str));
    g_string_append_c (at, '\x01'); /* before every longer word */
  }
  carrel_statement_finish (statement,
                           NULL); /* without other forms the word itself is still found */
  return g_steal_pointer (&found);
}

GPtrArray *
carrel_search_list_inflections (CarrelConnection *connection, const char *word)
{
  GPtrArray *forms = carrel_search_kept_get_forms (connection, word);

  if (forms)
    return g_ptr_array_ref (forms);
  forms = look_up (connection, word);
  carrel_search_kept_set_forms (connection, word, forms);
  return forms;
}

static gboolean
has_no_word (CarrelSearchPlan *self, const CarrelQueryNode *node)
{
  g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };

  if (node->type != CARREL_QUERY_TEXT || node->field != CARREL_FIELD_ANY)
    return FALSE;
  carrel_search_words_init (&words, node->text);
  return words.n == 0 && !carrel_search_is_wide (self, node);
}

gboolean
carrel_search_is_idle (CarrelSearchPlan *self, CarrelQueryNode *const *nodes, guint n, guint i)
{
  if (!has_no_word (self, nodes[i]))
    return FALSE;
  for (guint k = 0; k < n; k++)
    if (!has_no_word (self, nodes[k]))
      return TRUE;
  return FALSE;
}

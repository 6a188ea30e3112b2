/* carrel-search-groups.c: words and phrases looked for in the texts of articles themselves, for an
 * order in which ids are scattered, so that FTS5 would be asked for each. On the thread of the
 * connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"
#include "store/carrel-tokenizer.h"

#include <string.h>

#define MAX_PHRASES 64
#define MAX_GROUPS 32
#define MAX_WORDS 32 /* of a phrase: a bit each */

/* Words that follow each other; most often one. */
typedef struct {
  char  **words; /* (owned) */
  guint   n, group;
  guint32 seen; /* bit i: the last that were read are its first i + 1 */
} Phrase;

struct _CarrelSearchGroups {
  GArray    *phrases; /* (owned) (element-type Phrase) */
  GPtrArray *parts;   /* (owned) (element-type utf8) */
  guint      n;
  gboolean   has_phrase;
  /* Of the article that is looked at: */
  guint32      missing; /* a bit each */
  const gsize *ends;    /* where its columns end */
  guint        column;
};

static void
clear_phrase (gpointer phrase)
{
  g_strfreev (((Phrase *) phrase)->words);
}

/* «"word"» or «"two words"», or NULL at what is none. */
static const char *
read_phrase (CarrelSearchGroups *self, const char *p)
{
  const char      *end = *p == '"' ? strchr (p + 1, '"') : NULL;
  g_autofree char *text = end ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
  Phrase           phrase = { NULL, 0, self->n, 0 };

  if (!text || !*text || self->phrases->len == MAX_PHRASES)
    return NULL;
  phrase.words = g_strsplit (text, " ", -1);
  phrase.n = g_strv_length (phrase.words);
  g_array_append_val (self->phrases, phrase);
  return phrase.n <= MAX_WORDS ? end + 1 : NULL;
}

/* What it can be narrowed by. */
static void
add_parts (CarrelSearchGroups *self, const char *start, const char *end)
{
  const Phrase *last = &g_array_index (self->phrases, Phrase, self->phrases->len - 1);

  if (*start == '(' || last->n == 1) {
    g_ptr_array_add (self->parts, g_strndup (start, (gsize) (end - start)));
    return;
  }
  self->has_phrase = TRUE;
  for (guint i = 0; i < last->n; i++)
    g_ptr_array_add (self->parts, g_strdup_printf ("\"%s\"", last->words[i]));
}

/* The same, or «("one" OR "other")». */
static const char *
read_group (CarrelSearchGroups *self, const char *start)
{
  const char *p;

  if (*start == '(') {
    for (p = read_phrase (self, start + 1); p && g_str_has_prefix (p, " OR ");)
      p = read_phrase (self, p + strlen (" OR "));
    p = p && *p == ')' ? p + 1 : NULL;
  } else {
    p = read_phrase (self, start);
  }
  if (p)
    add_parts (self, start, p);
  return p;
}

CarrelSearchGroups *
carrel_search_groups_new (const char *match)
{
  g_autoptr (CarrelSearchGroups) self = g_new0 (CarrelSearchGroups, 1);
  const char *p = match;

  self->parts = g_ptr_array_new_with_free_func (g_free);
  self->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  g_array_set_clear_func (self->phrases, clear_phrase);
  while (self->n < MAX_GROUPS && (p = read_group (self, p))) {
    self->n++;
    if (*p == '\0')
      return g_steal_pointer (&self);
    if (!g_str_has_prefix (p, " AND "))
      return NULL;
    p += strlen (" AND ");
  }
  return NULL;
}

void
carrel_search_groups_free (CarrelSearchGroups *self)
{
  g_array_unref (self->phrases);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

guint
carrel_search_groups_count (const CarrelSearchGroups *self)
{
  return self->n;
}

gboolean
carrel_search_groups_have_phrase (const CarrelSearchGroups *self)
{
  return self->has_phrase;
}

GPtrArray *
carrel_search_groups_get_parts (CarrelSearchGroups *self)
{
  return self->parts;
}

/* ── An article ── */

static gboolean
is_word (const char *word, const char *token, gsize len)
{
  return strncmp (word, token, len) == 0 && word[len] == '\0';
}

/* Whether a phrase ends with the word that is read. */
static gboolean
read_on (Phrase *phrase, const char *token, gsize len)
{
  guint32 same = 0;

  if (phrase->n == 1)
    return is_word (phrase->words[0], token, len);
  for (guint i = 0; i < phrase->n; i++)
    if (is_word (phrase->words[i], token, len))
      same |= (guint32) 1 << i;
  phrase->seen = ((phrase->seen << 1) | 1) & same;
  return (phrase->seen >> (phrase->n - 1)) & 1;
}

/* No phrase goes on there. */
static void
begin_column (CarrelSearchGroups *self)
{
  self->column++;
  for (guint i = 0; i < self->phrases->len; i++)
    g_array_index (self->phrases, Phrase, i).seen = 0;
}

/* FALSE where all were found: the rest of the text needn't be read. */
static gboolean
miss_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  CarrelSearchGroups *self = data;

  while (self->column < CARREL_SEARCH_COLUMNS && start >= self->ends[self->column])
    begin_column (self);
  for (guint i = 0; i < self->phrases->len; i++) {
    Phrase *phrase = &g_array_index (self->phrases, Phrase, i);

    if (read_on (phrase, token, len))
      self->missing &= ~((guint32) 1 << phrase->group);
  }
  return self->missing != 0;
}

gboolean
carrel_search_groups_have (CarrelSearchGroups *self,
                           CarrelConnection   *connection,
                           gint64              id,
                           gsize              *bytes)
{
  const char *text = carrel_search_read_article (connection, id);

  *bytes += CARREL_SEARCH_ARTICLE;
  if (!text)
    return FALSE;
  *bytes += strlen (text);
  self->missing = self->n == MAX_GROUPS ? G_MAXUINT32 : ((guint32) 1 << self->n) - 1;
  self->ends = connection->looked_at_ends;
  begin_column (self);
  self->column = 0;
  carrel_tokenize (text, strlen (text), miss_word, self);
  return self->missing == 0;
}

/* carrel-store-search.c: query tree → SQL and FTS.
 *
 * The text that must be there becomes one FTS5 expression, the driver; every other condition an SQL
 * expression over article a. Text in other places (under OR beside a filter, negated, a short beginning)
 * becomes a set of ids, filled first and asked by carrel_in (). What a person typed reaches FTS5 only as
 * quoted words made of letters and digits, and SQL only as bound values, so that no query can fail.
 *
 * With a driver, ranking looks at the newest 10,000 matches when a limit is given, else at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-store.h"
#include "store/carrel-tokenizer.h"

#include <string.h>

#define RANKED 10000
/* Beginnings of up to this many letters are in an index of their own. */
#define SHORT_LETTERS 3

typedef struct {
  gboolean is_text;
  gint64   number;
  char    *text; /* (owned) */
} Argument;

typedef struct {
  CarrelConnection *connection;
  GArray           *arguments; /* (owned) (element-type Argument): numbered from 2; 1 is an article's id */
  GError           *error;     /* the first */
} Compiler;

static void
clear_argument (gpointer data)
{
  g_free (((Argument *) data)->text);
}

static void
append_number (Compiler *self, GString *sql, gint64 number)
{
  Argument argument = { FALSE, number, NULL };

  g_array_append_val (self->arguments, argument);
  g_string_append_printf (sql, "?%u", self->arguments->len + 1);
}

static void
append_text (Compiler *self, GString *sql, const char *text)
{
  Argument argument = { TRUE, 0, g_strdup (text) };

  g_array_append_val (self->arguments, argument);
  g_string_append_printf (sql, "?%u", self->arguments->len + 1);
}

static void
bind_all (Compiler *self, CarrelStatement *statement)
{
  for (guint i = 0; i < self->arguments->len; i++) {
    Argument *argument = &g_array_index (self->arguments, Argument, i);

    if (argument->is_text)
      carrel_statement_bind_text (statement, (int) i + 2, argument->text);
    else
      carrel_statement_bind_int (statement, (int) i + 2, argument->number);
  }
}

/* ── Words ── */

typedef struct {
  GString *words; /* separated by spaces */
  guint    n, letters;
  gboolean unspaced;
} Words;

static gboolean
add_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Words *words = data;

  if (words->n++ > 0)
    g_string_append_c (words->words, ' ');
  g_string_append_len (words->words, token, (gssize) len);
  words->letters = (guint) g_utf8_strlen (token, (gssize) len);
  words->unspaced = carrel_text_is_unspaced (g_utf8_get_char (token));
  return words->n < 200;
}

static GString *
list_words (const char *text, Words *words)
{
  *words = (Words) { g_string_new (NULL), 0, 0, FALSE };
  carrel_tokenize (text, strlen (text), add_word, words);
  return words->words;
}

static const char *
get_column (CarrelQueryField field)
{
  switch (field) {
  case CARREL_FIELD_TITLE:  return "{title} : ";
  case CARREL_FIELD_AUTHOR: return "{byline} : ";
  case CARREL_FIELD_SITE:   return "{site} : ";
  default:                  return "";
  }
}

static gboolean
is_short (const CarrelQueryNode *node, const Words *words)
{
  return node->prefix && words->n == 1 && words->letters <= SHORT_LETTERS && !words->unspaced &&
         (node->field == CARREL_FIELD_ANY || node->field == CARREL_FIELD_TITLE);
}

/* «example.org»: also a part of the address. */
static gboolean
is_host (const CarrelQueryNode *node)
{
  return node->field == CARREL_FIELD_SITE && strchr (node->text, '.') && node->text[strspn (node->text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")] == '\0';
}

/* The node can be part of an FTS5 expression over text_index, and is appended to it. */
static gboolean
append_match (const CarrelQueryNode *node, GString *match)
{
  gsize start = match->len;

  if (node->type == CARREL_QUERY_TEXT) {
    Words words;
    g_autoptr (GString) text = list_words (node->text, &words);

    if (words.n == 0 || is_short (node, &words) || is_host (node))
      return FALSE;
    g_string_append_printf (match, "%s\"%s\"%s", get_column (node->field), text->str, node->prefix && !words.unspaced ? " *" : "");
    return TRUE;
  }
  if (node->type != CARREL_QUERY_AND && node->type != CARREL_QUERY_OR)
    return FALSE;
  for (guint i = 0; i < node->n_children; i++) {
    g_string_append (match, i == 0 ? "(" : node->type == CARREL_QUERY_AND ? " AND " : " OR ");
    if (!append_match (node->children[i], match)) {
      g_string_truncate (match, start);
      return FALSE;
    }
  }
  g_string_append_c (match, ')');
  return TRUE;
}

/* ── Conditions ── */

/* A set of the rows that match in an index; its number. */
static guint
fill_set (Compiler *self, const char *sql, const char *match)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (self->connection, sql);
  guint index;

  carrel_connection_add_set (self->connection, &index);
  carrel_statement_bind_text (statement, 1, match);
  while (carrel_statement_next (statement))
    carrel_id_set_add (&self->connection->sets[index], carrel_statement_get_int (statement, 0));
  carrel_statement_finish (statement, self->error ? NULL : &self->error);
  return index;
}

static void
append_set (Compiler *self, GString *sql, const char *fill, const char *match)
{
  g_string_append_printf (sql, "carrel_in (%u, a.id)", fill_set (self, fill, match));
}

/* The articles under a topic with this path, or whose last part is this. */
static void
append_topic (Compiler *self, GString *sql, const char *path, gboolean prefix)
{
  g_autofree char *key = carrel_text_fold (path);
  const char *operator = prefix ? "LIKE" : "=";
  g_autofree char *pattern = NULL;

  if (prefix) {
    GString *escaped = g_string_new (NULL);

    for (const char *p = key; *p; p++) {
      if (strchr ("%_\\", *p))
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *p);
    }
    g_string_append_c (escaped, '%');
    pattern = g_string_free (escaped, FALSE);
  }
  g_string_append_printf (sql, "a.id IN (SELECT article FROM topic_article WHERE topic IN (SELECT id FROM topic WHERE key %s ", operator);
  append_text (self, sql, pattern ? pattern : key);
  g_string_append_printf (sql, "%s OR name_key %s ", prefix ? " ESCAPE '\\'" : "", operator);
  append_text (self, sql, pattern ? pattern : key);
  g_string_append_printf (sql, "%s))", prefix ? " ESCAPE '\\'" : "");
}

static gboolean
is_topic (Compiler *self, const CarrelQueryNode *node)
{
  g_autofree char *key = NULL;
  g_autoptr (CarrelStatement) statement = NULL;
  gboolean is;

  if (node->type != CARREL_QUERY_TEXT || node->field != CARREL_FIELD_ANY)
    return FALSE;
  key = carrel_text_fold (node->text);
  statement = carrel_connection_prepare (self->connection, "SELECT 1 FROM topic WHERE name_key = ?1 OR key = ?1");
  carrel_statement_bind_text (statement, 1, key);
  is = *key && carrel_statement_next (statement);
  carrel_statement_finish (statement, self->error ? NULL : &self->error);
  return is;
}

/* What the person wrote beside the text. (transfer full) (nullable): an expression over note_index */
static char *
make_note_match (const CarrelQueryNode *node)
{
  Words words;
  g_autoptr (GString) text = NULL;

  if (node->type != CARREL_QUERY_TEXT || node->field != CARREL_FIELD_ANY)
    return NULL;
  text = list_words (node->text, &words);
  return words.n > 0 ? g_strdup_printf ("{note} : \"%s\"%s", text->str, node->prefix && !words.unspaced ? " *" : "") : NULL;
}

static gboolean
is_noted (Compiler *self, const CarrelQueryNode *node)
{
  g_autofree char *match = make_note_match (node);
  g_autoptr (CarrelStatement) statement = NULL;
  gboolean is;

  if (!match)
    return FALSE;
  statement = carrel_connection_prepare (self->connection, "SELECT 1 FROM note_index WHERE note_index MATCH ? LIMIT 1");
  carrel_statement_bind_text (statement, 1, match);
  is = carrel_statement_next (statement);
  carrel_statement_finish (statement, self->error ? NULL : &self->error);
  return is;
}

static void
append_notes (Compiler *self, GString *sql, const CarrelQueryNode *node)
{
  g_autofree char *match = make_note_match (node);

  append_set (self, sql, "SELECT CASE WHEN rowid < 0 THEN -rowid ELSE (SELECT article FROM highlight h WHERE h.id = note_index.rowid) END FROM note_index WHERE note_index MATCH ?", match);
}

static void
append_text_node (Compiler *self, GString *sql, const CarrelQueryNode *node)
{
  Words words;
  g_autoptr (GString) text = list_words (node->text, &words);
  g_autoptr (GString) match = g_string_new (NULL);

  g_string_append_c (sql, '(');
  if (words.n == 0) { /* «++»: as it stands, in the title */
    g_string_append (sql, "instr (a.title, ");
    append_text (self, sql, node->text);
    g_string_append (sql, ") > 0");
  } else if (is_short (node, &words)) {
    g_string_printf (match, "\"%s\"%s", text->str, node->field == CARREL_FIELD_TITLE ? " *" : "");
    append_set (self, sql, node->field == CARREL_FIELD_TITLE ? "SELECT rowid FROM title_index WHERE title_index MATCH ?" : "SELECT rowid FROM beginning_index WHERE beginning_index MATCH ?", match->str);
  } else {
    g_string_printf (match, "%s\"%s\"%s", get_column (node->field), text->str, node->prefix && !words.unspaced ? " *" : "");
    append_set (self, sql, "SELECT rowid FROM text_index WHERE text_index MATCH ?", match->str);
  }
  if (is_host (node)) {
    g_string_append (sql, " OR ('.' || substr (a.address, instr (a.address, '://') + 3) || '/') LIKE '%.' || ");
    append_text (self, sql, node->text);
    g_string_append (sql, " || '/%'");
  }
  if (is_topic (self, node)) {
    g_string_append (sql, " OR ");
    append_topic (self, sql, node->text, FALSE);
  }
  if (is_noted (self, node)) {
    g_string_append (sql, " OR ");
    append_notes (self, sql, node);
  }
  g_string_append_c (sql, ')');
}

static const char *
get_flag (CarrelQueryFlag flag)
{
  switch (flag) {
  case CARREL_FLAG_UNREAD:      return "a.read = 0";
  case CARREL_FLAG_READ:        return "a.read = 2";
  case CARREL_FLAG_READING:     return "a.read = 1";
  case CARREL_FLAG_FAVOURITE:   return "a.favourite = 1";
  case CARREL_FLAG_INBOX:       return "a.place = 0";
  case CARREL_FLAG_ARCHIVED:    return "a.place = 1";
  case CARREL_FLAG_TRASHED:     return "a.trashed > 0";
  case CARREL_FLAG_HIGHLIGHTED:
  case CARREL_FLAG_HIGHLIGHT:   return "EXISTS (SELECT 1 FROM highlight h WHERE h.article = a.id)";
  case CARREL_FLAG_NOTE:        return "(EXISTS (SELECT 1 FROM note n WHERE n.article = a.id) OR EXISTS (SELECT 1 FROM highlight h WHERE h.article = a.id AND h.note <> ''))";
  case CARREL_FLAG_IMAGE:       return "EXISTS (SELECT 1 FROM image i WHERE i.article = a.id)";
  case CARREL_FLAG_TOPIC:       return "EXISTS (SELECT 1 FROM article_topic x WHERE x.article = a.id)";
  case CARREL_FLAG_LINKED:
  case CARREL_FLAG_LINK:        return "(EXISTS (SELECT 1 FROM link l WHERE l.source = a.id AND l.target IS NOT NULL) OR EXISTS (SELECT 1 FROM link l WHERE l.target = a.id))";
  case CARREL_FLAG_ORPHAN:      return "(NOT EXISTS (SELECT 1 FROM link l WHERE l.source = a.id AND l.target IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM link l WHERE l.target = a.id))";
  default:                      return "1";
  }
}

/* column >= from AND column < until; `known`: 0 is «unknown» and matches nothing. */
static void
append_range (Compiler *self, GString *sql, const char *column, gint64 from, gint64 until, gboolean known)
{
  g_string_append_printf (sql, "(%s", known ? column : "1");
  if (known)
    g_string_append (sql, " > 0");
  if (from != G_MININT64) {
    g_string_append_printf (sql, " AND %s >= ", column);
    append_number (self, sql, from);
  }
  if (until != G_MAXINT64) {
    g_string_append_printf (sql, " AND %s < ", column);
    append_number (self, sql, until);
  }
  g_string_append_c (sql, ')');
}

static void
append_language (Compiler *self, GString *sql, const CarrelQueryNode *node)
{
  g_autofree char *lower = g_ascii_strdown (node->text, -1);

  g_string_append (sql, "(lower (a.language) = ");
  append_text (self, sql, lower);
  g_string_append (sql, " OR substr (lower (a.language), 1, length (");
  append_text (self, sql, lower);
  g_string_append_printf (sql, ")%s) = ", node->prefix ? "" : " + 1");
  append_text (self, sql, lower);
  g_string_append (sql, node->prefix ? ")" : " || '-')");
}

static void
append_condition (Compiler *self, GString *sql, const CarrelQueryNode *node)
{
  switch (node->type) {
  case CARREL_QUERY_AND:
  case CARREL_QUERY_OR:
    for (guint i = 0; i < node->n_children; i++) {
      g_string_append (sql, i == 0 ? "(" : node->type == CARREL_QUERY_AND ? " AND " : " OR ");
      append_condition (self, sql, node->children[i]);
    }
    g_string_append (sql, node->n_children > 0 ? ")" : "1");
    break;
  case CARREL_QUERY_NOT:
    g_string_append (sql, "NOT coalesce (");
    append_condition (self, sql, node->children[0]);
    g_string_append (sql, ", 0)");
    break;
  case CARREL_QUERY_TEXT:
    append_text_node (self, sql, node);
    break;
  case CARREL_QUERY_TOPIC:
    if (node->text)
      append_topic (self, sql, node->text, node->prefix);
    else
      g_string_append (sql, "NOT EXISTS (SELECT 1 FROM article_topic x WHERE x.article = a.id)");
    break;
  case CARREL_QUERY_LANGUAGE:
    append_language (self, sql, node);
    break;
  case CARREL_QUERY_IS:
  case CARREL_QUERY_HAS:
    g_string_append (sql, get_flag (node->flag));
    break;
  case CARREL_QUERY_TIME:
    append_range (self, sql, node->field == CARREL_FIELD_PUBLISHED ? "a.published" : node->field == CARREL_FIELD_READ ? "a.read_at" : "a.added", node->from, node->until,
                  node->field != CARREL_FIELD_ADDED);
    break;
  case CARREL_QUERY_WORDS:
    append_range (self, sql, "a.words", node->from, node->until, FALSE);
    break;
  case CARREL_QUERY_LINKS_TO:
    g_string_append (sql, "a.id IN (SELECT source FROM link WHERE target = ");
    append_number (self, sql, node->from);
    g_string_append_c (sql, ')');
    break;
  case CARREL_QUERY_LINKED_FROM:
    g_string_append (sql, "a.id IN (SELECT target FROM link WHERE target IS NOT NULL AND source = ");
    append_number (self, sql, node->from);
    g_string_append_c (sql, ')');
    break;
  case CARREL_QUERY_ID:
    g_string_append (sql, "a.id = ");
    append_number (self, sql, node->from);
    break;
  case CARREL_QUERY_ALL:
  default:
    g_string_append_c (sql, '1');
  }
}

/* ── Plans ── */

typedef struct {
  GString *match; /* (owned): the driver; empty: none */
  GString *rest;  /* (owned): what a match of the driver must satisfy besides */
  gboolean wide;  /* a word of the driver is a topic's name, or in a note: those articles match without the word */
  GString *first; /* (owned): without a driver, what comes first in an order by relevance */
} Plan;

static void
plan_child (Compiler *self, Plan *plan, const CarrelQueryNode *node)
{
  gsize start = plan->match->len;

  if (start > 0)
    g_string_append (plan->match, " AND ");
  if (append_match (node, plan->match)) {
    plan->wide |= is_topic (self, node) || is_noted (self, node);
    return;
  }
  g_string_truncate (plan->match, start);
  g_string_append (plan->rest, " AND ");
  append_condition (self, plan->rest, node);
  if (node->type == CARREL_QUERY_TEXT && node->field == CARREL_FIELD_ANY && node->prefix) {
    Words words;
    g_autoptr (GString) text = list_words (node->text, &words);

    if (is_short (node, &words)) { /* titles that begin so come first */
      g_autofree char *match = g_strdup_printf ("\"%s\" *", text->str);

      g_string_append (plan->first, "carrel_in (");
      g_string_append_printf (plan->first, "%u, a.id) DESC, ", fill_set (self, "SELECT rowid FROM title_index WHERE title_index MATCH ?", match));
    }
  }
}

static void
make_plan (Compiler *self, Plan *plan, const CarrelQueryNode *root)
{
  *plan = (Plan) { g_string_new (NULL), g_string_new (NULL), FALSE, g_string_new (NULL) };
  if (root->type == CARREL_QUERY_AND) {
    for (guint i = 0; i < root->n_children; i++)
      plan_child (self, plan, root->children[i]);
  } else {
    plan_child (self, plan, root);
  }
}

static void
clear_plan (Plan *plan)
{
  g_string_free (plan->match, TRUE);
  g_string_free (plan->rest, TRUE);
  g_string_free (plan->first, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, clear_plan)

/* Of a covering index each, so that no sort is needed. */
static const char *
get_order (CarrelSort sort, gboolean reverse)
{
  switch (sort) {
  case CARREL_SORT_PUBLISHED: return reverse ? "a.published, a.id" : "a.published DESC, a.id DESC";
  case CARREL_SORT_TITLE:     return reverse ? "a.title_key DESC, a.id DESC" : "a.title_key, a.id";
  case CARREL_SORT_SITE:      return reverse ? "a.site COLLATE NOCASE DESC, a.added, a.id" : "a.site COLLATE NOCASE, a.added DESC, a.id DESC";
  case CARREL_SORT_LENGTH:    return reverse ? "a.words, a.id" : "a.words DESC, a.id DESC";
  case CARREL_SORT_ADDED:
  case CARREL_SORT_RELEVANCE:
  default:                    return reverse ? "a.added, a.id" : "a.added DESC, a.id DESC";
  }
}

/* ── Without a driver ── */

static gboolean
run_plain (Compiler *self, const CarrelSearch *search, const char *where, const char *first, GArray *ids, guint *total)
{
  g_autofree char *sql = g_strdup_printf ("SELECT a.id FROM article a WHERE %s ORDER BY %s%s LIMIT %lld", where, search->sort == CARREL_SORT_RELEVANCE ? first : "",
                                          get_order (search->sort, search->reverse), search->limit > 0 ? (long long) search->limit : -1);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (self->connection, sql);

  bind_all (self, statement);
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (ids, id);
  }
  if (!carrel_statement_finish (statement, &self->error))
    return FALSE;
  if (total && (search->limit == 0 || ids->len < search->limit)) {
    *total = ids->len;
  } else if (total) {
    g_autofree char *count_sql = g_strdup_printf ("SELECT count (*) FROM article a WHERE %s", where);
    g_autoptr (CarrelStatement) count = carrel_connection_prepare_once (self->connection, count_sql);

    bind_all (self, count);
    if (carrel_statement_next (count))
      *total = (guint) carrel_statement_get_int (count, 0);
    return carrel_statement_finish (count, &self->error);
  }
  return TRUE;
}

/* ── With one ── */

typedef struct {
  gint64 id;
  double score;  /* higher is first */
  char  *text;   /* (owned) (nullable): sorts before score */
} Hit;

static void
clear_hit (gpointer data)
{
  g_free (((Hit *) data)->text);
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *x = a, *y = b;
  int by_text = g_strcmp0 (x->text, y->text);

  if (by_text != 0)
    return by_text;
  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->id > y->id ? -1 : x->id < y->id;
}

static const char *
get_sort_columns (CarrelSort sort)
{
  switch (sort) {
  case CARREL_SORT_PUBLISHED: return "a.published, NULL";
  case CARREL_SORT_TITLE:     return "0, a.title_key";
  case CARREL_SORT_SITE:      return "a.added, lower (a.site)";
  case CARREL_SORT_LENGTH:    return "a.words, NULL";
  default:                    return "a.added, NULL";
  }
}

static gboolean
run_driver (Compiler *self, const CarrelSearch *search, Plan *plan, const char *trash, GArray *ids, guint *total, gboolean *capped)
{
  gboolean ranks = search->sort == CARREL_SORT_RELEVANCE;
  g_autofree char *filter_sql = g_strdup_printf ("SELECT %s FROM article a WHERE a.id = ?1 AND %s%s", get_sort_columns (search->sort), trash, plan->rest->str);
  g_autoptr (CarrelStatement) driver = NULL;
  g_autoptr (CarrelStatement) filter = NULL;
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  guint n = 0;

  if (ranks && !carrel_search_functions_load_lengths (self->connection, &self->error))
    return FALSE;
  g_array_set_clear_func (hits, clear_hit);
  driver = carrel_connection_prepare (self->connection, ranks ? "SELECT rowid, carrel_rank (text_index) FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC"
                                                              : "SELECT rowid, 0 FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC");
  filter = carrel_connection_prepare_once (self->connection, filter_sql);
  carrel_statement_bind_text (driver, 1, plan->match->str);
  bind_all (self, filter);
  while (carrel_statement_next (driver)) {
    Hit hit = { carrel_statement_get_int (driver, 0), 0, NULL };

    carrel_statement_bind_int (filter, 1, hit.id);
    if (carrel_statement_next (filter)) {
      n++;
      if (!ranks || search->limit == 0 || hits->len < RANKED) {
        hit.score = ranks ? carrel_statement_get_double (driver, 1) : carrel_statement_get_double (filter, 0);
        hit.text = ranks ? NULL : g_strdup (carrel_statement_get_text (filter, 1));
        g_array_append_val (hits, hit);
      } else {
        if (capped)
          *capped = TRUE;
        if (!total) /* nobody counts what is beyond */
          break;
      }
    }
    carrel_statement_reset (filter);
  }
  if (!carrel_statement_finish (driver, &self->error) || !carrel_statement_finish (filter, &self->error))
    return FALSE;
  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len; i++) {
    Hit *hit = &g_array_index (hits, Hit, search->reverse ? hits->len - 1 - i : i);

    if (search->limit == 0 || ids->len < search->limit)
      g_array_append_val (ids, hit->id);
  }
  if (total)
    *total = n;
  return TRUE;
}

/* Under a topic that is called like a word, or with it in a note: what the driver didn't find, after it. */
static gboolean
run_wide (Compiler *self, const CarrelSearch *search, const char *trash, GArray *ids, guint *total)
{
  g_autoptr (GString) where = g_string_new (trash);
  g_autoptr (GArray) more = g_array_new (FALSE, FALSE, sizeof (gint64));
  CarrelSearch all = *search;
  guint found, n = 0;

  carrel_connection_add_set (self->connection, &found);
  for (guint i = 0; i < ids->len; i++)
    carrel_id_set_add (&self->connection->sets[found], g_array_index (ids, gint64, i));
  g_string_append (where, " AND ");
  g_array_set_size (self->arguments, 0);
  append_condition (self, where, carrel_query_get_root (search->query));
  g_string_append_printf (where, " AND NOT carrel_in (%u, a.id)", found);
  if (search->limit > 0)
    all.limit = search->limit;
  if (self->error || !run_plain (self, &all, where->str, "", more, &n))
    return FALSE;
  for (guint i = 0; i < more->len && (search->limit == 0 || ids->len < search->limit); i++)
    g_array_append_val (ids, g_array_index (more, gint64, i));
  if (total)
    *total += n;
  return TRUE;
}

GArray *
carrel_store_search (CarrelConnection *connection, const CarrelSearch *search, guint *total, gboolean *capped, GError **error)
{
  Compiler self = { connection, g_array_new (FALSE, FALSE, sizeof (Argument)), NULL };
  g_autoptr (GArray) arguments = self.arguments;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (Plan) plan;
  const char *trash = carrel_query_wants_trash (search->query) ? "1" : "a.trashed = 0";

  g_array_set_clear_func (arguments, clear_argument);
  if (total)
    *total = 0;
  if (capped)
    *capped = FALSE;
  make_plan (&self, &plan, carrel_query_get_root (search->query));
  if (self.error) {
  } else if (plan.match->len == 0) {
    g_autofree char *where = g_strconcat (trash, plan.rest->str, NULL);

    run_plain (&self, search, where, plan.first->str, ids, total);
  } else if (plan.wide && search->sort != CARREL_SORT_RELEVANCE) {
    g_autoptr (GString) where = g_string_new (trash);

    g_string_append (where, " AND ");
    g_array_set_size (self.arguments, 0);
    append_condition (&self, where, carrel_query_get_root (search->query));
    run_plain (&self, search, where->str, "", ids, total);
  } else if (run_driver (&self, search, &plan, trash, ids, total, capped) && plan.wide && (search->limit == 0 || ids->len < search->limit)) {
    run_wide (&self, search, trash, ids, total);
  }
  carrel_connection_clear_sets (connection);
  if (self.error) {
    g_propagate_error (error, self.error);
    return NULL;
  }
  return g_steal_pointer (&ids);
}

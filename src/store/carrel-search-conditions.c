/* carrel-search-conditions.c: query nodes → FTS5 expressions, sets of ids and SQL over article a.
 *
 * What a person typed reaches FTS5 only as quoted words made of letters and digits, and SQL only as
 * bound values, so that no query can fail. A set is read no further than it is asked (carrel_in
 * ()).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"

#include "base/carrel-text.h"

#include <string.h>

/* Other forms of all words of a query together. */
#define MAX_FORMS 128
/* More topics than this are one set that is read whole. */
#define MAX_TOPIC_SETS 4
/* More topics' articles than this are sorted rather than merged. */
#define MAX_MERGED 16
/* The articles of the notes and highlights that match. */
#define NOTED                                                                                      \
  "SELECT CASE WHEN rowid < 0 THEN -rowid ELSE (SELECT h.article FROM highlight h WHERE h.id = "   \
  "note_index.rowid) END FROM note_index WHERE note_index MATCH ?1"
/* Not «0»: SQLite refuses to use an index that it is told to use where it sees that there is
 * nothing to find. */
#define NEVER "a.id < 0"

void
carrel_search_clear_argument (gpointer data)
{
  g_free (((CarrelSearchArgument *) data)->text);
}

static void
append_argument (CarrelSearchPlan *self, GString *sql, CarrelSearchArgument argument)
{
  g_array_append_val (self->arguments, argument);
  g_string_append_printf (sql, "?%u", self->arguments->len + 1);
}

static void
append_number (CarrelSearchPlan *self, GString *sql, gint64 number)
{
  append_argument (self, sql, (CarrelSearchArgument) { FALSE, number, NULL });
}

static void
append_text (CarrelSearchPlan *self, GString *sql, const char *text)
{
  append_argument (self, sql, (CarrelSearchArgument) { TRUE, 0, g_strdup (text) });
}

void
carrel_search_plan_bind (CarrelSearchPlan *self, CarrelStatement *statement)
{
  for (guint i = 0; i < self->arguments->len; i++) {
    CarrelSearchArgument *argument = &g_array_index (self->arguments, CarrelSearchArgument, i);

    if (argument->is_text)
      carrel_statement_bind_text (statement, (int) i + 2, argument->text);
    else
      carrel_statement_bind_int (statement, (int) i + 2, argument->number);
  }
}

void
carrel_search_plan_finish (CarrelSearchPlan *self, CarrelStatement *statement)
{
  carrel_statement_finish (statement, self->error ? NULL : &self->error);
}

/* ── Sets ── */

/* The set that this gives; `sorted`: from the highest id down. */
guint
carrel_search_add_set (
    CarrelSearchPlan *self, const char *sql, const char *match, gint64 number, gboolean sorted)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_again (self->connection, sql);

  if (match)
    carrel_statement_bind_text (statement, 1, match);
  else if (number != 0)
    carrel_statement_bind_int (statement, 1, number);
  return carrel_connection_add_set (self->connection, g_steal_pointer (&statement), sorted);
}

static void
append_set (GString *sql, guint set)
{
  g_string_append_printf (sql, "carrel_in (%u, a.id)", set);
}

/* ── Text ── */

static const char *
get_column (CarrelQueryField field)
{
  switch (field) {
  case CARREL_FIELD_TITLE:
    return "{title} : ";
  case CARREL_FIELD_AUTHOR:
    return "{byline} : ";
  case CARREL_FIELD_SITE:
    return "{site} : ";
  default:
    return "";
  }
}

gboolean
carrel_search_is_short (const CarrelQueryNode *node, const CarrelSearchWords *words)
{
  return node->prefix && words->n == 1 && words->letters <= CARREL_SEARCH_SHORT &&
         !words->unspaced && (node->field == CARREL_FIELD_ANY || node->field == CARREL_FIELD_TITLE);
}

/* «example.org»: also a part of the address. */
static gboolean
is_host (const CarrelQueryNode *node)
{
  return node->field == CARREL_FIELD_SITE && strchr (node->text, '.') &&
         node->text[strspn (node->text,
                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")] ==
             '\0';
}

static void
append_words (GString *match, const CarrelQueryNode *node, const CarrelSearchWords *words)
{
  g_string_append_printf (match, "\"%s\"%s", words->words->str,
                          node->prefix && !words->unspaced ? " *" : "");
}

/* «NEAR (a b, 10)»: words within so many of each other. */
static void
append_near (GString *match, const CarrelQueryNode *node)
{
  g_string_append (match, "NEAR (");
  for (guint i = 0; i < node->n_children; i++) {
    g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };

    carrel_search_words_init (&words, node->children[i]->text);
    append_words (match, node->children[i], &words);
    g_string_append_c (match, ' ');
  }
  g_string_append_printf (match, ", %d)", (int) node->from);
}

/* All of its words are some: «NEAR (a ++)» is none. */
static gboolean
is_near (const CarrelQueryNode *node)
{
  if (node->type != CARREL_QUERY_NEAR)
    return FALSE;
  for (guint i = 0; i < node->n_children; i++) {
    g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };

    carrel_search_words_init (&words, node->children[i]->text);
    if (words.n == 0)
      return FALSE;
  }
  return TRUE;
}

/* The word or one of its other forms; `n_forms` counts these. */
static void
append_forms (CarrelSearchPlan        *self,
              GString                 *match,
              const CarrelQueryNode   *node,
              const CarrelSearchWords *words,
              guint                   *n_forms)
{
  g_autoptr (GPtrArray) forms = NULL;

  if (node->phrase || node->prefix || words->n != 1 || *n_forms >= MAX_FORMS) {
    append_words (match, node, words);
    return;
  }
  forms = carrel_search_list_inflections (self->connection, words->words->str);
  *n_forms += forms->len;
  g_string_append_printf (match, "(\"%s\"", words->words->str);
  for (guint i = 0; i < forms->len; i++)
    g_string_append_printf (match, " OR \"%s\"", (char *) forms->pdata[i]);
  g_string_append_c (match, ')');
}

/* The node can be part of an FTS5 expression over text_index, and is appended to it; with `n_forms`
 * (nullable) words stand with their other forms. */
gboolean
carrel_search_append_match (CarrelSearchPlan      *self,
                            const CarrelQueryNode *node,
                            GString               *match,
                            guint                 *n_forms)
{
  gsize start = match->len;

  if (node->type == CARREL_QUERY_TEXT) {
    g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };

    carrel_search_words_init (&words, node->text);
    if (words.n == 0 || carrel_search_is_short (node, &words) || is_host (node))
      return FALSE;
    g_string_append (match, get_column (node->field));
    if (n_forms)
      append_forms (self, match, node, &words, n_forms);
    else
      append_words (match, node, &words);
    return TRUE;
  }
  if (is_near (node)) {
    append_near (match, node);
    return TRUE;
  }
  if (node->type != CARREL_QUERY_AND && node->type != CARREL_QUERY_OR)
    return FALSE;
  for (guint i = 0; i < node->n_children; i++) {
    g_string_append (match, i == 0 ? "(" : node->type == CARREL_QUERY_AND ? " AND " : " OR ");
    if (!carrel_search_append_match (self, node->children[i], match, n_forms)) {
      g_string_truncate (match, start);
      return FALSE;
    }
  }
  g_string_append_c (match, ')');
  return TRUE;
}

/* ── Topics and notes ── */

static char *
make_beginning_pattern (const char *key)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = key; *p; p++) {
    if (strchr ("%_\\", *p))
      g_string_append_c (escaped, '\\');
    g_string_append_c (escaped, *p);
  }
  g_string_append_c (escaped, '%');
  return g_string_free (escaped, FALSE);
}

/* «ml/vision», where «ML» is another name of «ai/machine learning». */
static void
add_below_alias (CarrelSearchPlan *self, const char *path, GArray *topics, gint64 *n_articles)
{
  gint64 id = carrel_store_find_topic (self->connection, path, NULL);
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (self->connection, "SELECT n FROM topic WHERE id = ?");

  carrel_statement_bind_int (statement, 1, id);
  if (id > 0 && carrel_statement_next (statement)) {
    *n_articles += carrel_statement_get_int (statement, 0);
    g_array_append_val (topics, id);
  }
  carrel_search_plan_finish (self, statement);
}

/* Topics with this path, or whose last part is this, or with this for another name, be it of what
 * stands above them; with how many articles are under them. (element-type gint64) (transfer full)
 */
GArray *
carrel_search_list_topics (CarrelSearchPlan *self,
                           const char       *path,
                           gboolean          prefix,
                           gint64           *n_articles)
{
  g_autofree char *key = carrel_text_fold (path);
  g_autofree char *pattern = prefix ? make_beginning_pattern (key) : NULL;
  GArray          *topics = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->connection,
      prefix
          ? "SELECT id, n FROM topic WHERE key LIKE ?1 ESCAPE '\\' OR name_key LIKE ?1 ESCAPE '\\' "
            "OR "
            "id IN (SELECT topic FROM topic_alias WHERE key LIKE ?1 ESCAPE '\\')"
          : "SELECT id, n FROM topic WHERE key = ?1 OR name_key = ?1 OR id IN (SELECT topic FROM "
            "topic_alias WHERE key = ?1)");

  *n_articles = 0;
  carrel_statement_bind_text (statement, 1, prefix ? pattern : key);
  while (*key && carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    *n_articles += carrel_statement_get_int (statement, 1);
    g_array_append_val (topics, id);
  }
  carrel_search_plan_finish (self, statement);
  if (topics->len == 0 && strchr (path, '/'))
    add_below_alias (self, path, topics, n_articles);
  return topics;
}

/* In one of the topics. */
static void
append_topics (CarrelSearchPlan *self, GString *sql, GArray *topics)
{
  if (topics->len == 0) {
    g_string_append (sql, NEVER);
  } else if (topics->len <= MAX_TOPIC_SETS) {
    g_string_append_c (sql, '(');
    for (guint i = 0; i < topics->len; i++) {
      if (i > 0)
        g_string_append (sql, " OR ");
      append_set (sql, carrel_connection_add_topic_set (self->connection,
                                                        g_array_index (topics, gint64, i)));
    }
    g_string_append_c (sql, ')');
  } else {
    g_autoptr (GString) list = g_string_new ("SELECT article FROM topic_article WHERE topic IN (");

    for (guint i = 0; i < topics->len; i++)
      g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "",
                              g_array_index (topics, gint64, i));
    g_string_append_c (list, ')');
    append_set (sql, carrel_search_add_set (self, list->str, NULL, 0, FALSE));
  }
}

/* The topics that are called like the word. (nullable) (transfer full) */
static GArray *
list_called (CarrelSearchPlan *self, const CarrelQueryNode *node)
{
  gint64  n;
  GArray *topics;

  if (node->type != CARREL_QUERY_TEXT || node->field != CARREL_FIELD_ANY)
    return NULL;
  topics = carrel_search_list_topics (self, node->text, FALSE, &n);
  if (topics->len == 0)
    g_clear_pointer (&topics, g_array_unref);
  return topics;
}

/* What the person marked, and wrote beside it. (transfer full) (nullable): an expression over
 * note_index */
static char *
make_note_match (const CarrelQueryNode *node)
{
  g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };
  g_autoptr (GString) match = g_string_new (NULL);

  if (node->type != CARREL_QUERY_TEXT || node->field != CARREL_FIELD_ANY)
    return NULL;
  carrel_search_words_init (&words, node->text);
  if (words.n == 0)
    return NULL;
  append_words (match, node, &words);
  return g_string_free_and_steal (g_steal_pointer (&match));
}

static gboolean
is_noted (CarrelSearchPlan *self, const CarrelQueryNode *node)
{
  g_autofree char *match = make_note_match (node);
  g_autoptr (CarrelStatement) statement = NULL;
  gboolean is;

  if (!match)
    return FALSE;
  statement = carrel_connection_prepare (
      self->connection, "SELECT 1 FROM note_index WHERE note_index MATCH ? LIMIT 1");
  carrel_statement_bind_text (statement, 1, match);
  is = carrel_statement_next (statement);
  carrel_search_plan_finish (self, statement);
  return is;
}

/* «… OR » for what is no text of the article: it is known sooner. */
static void
append_wide (CarrelSearchPlan *self, GString *sql, const CarrelQueryNode *node)
{
  g_autoptr (GArray) topics = list_called (self, node);

  if (topics) {
    append_topics (self, sql, topics);
    g_string_append (sql, " OR ");
  }
  if (is_noted (self, node)) {
    g_autofree char *match = make_note_match (node);

    append_set (sql, carrel_search_add_set (self, NOTED, match, 0, FALSE));
    g_string_append (sql, " OR ");
  }
}

/* Some of the node's text may be a topic's name, or in a note. */
gboolean
carrel_search_is_wide (CarrelSearchPlan *self, const CarrelQueryNode *node)
{
  g_autoptr (GArray) topics = NULL;
  g_autofree char *what = NULL;
  gint64           is = 0;

  if (node->type == CARREL_QUERY_AND || node->type == CARREL_QUERY_OR) {
    for (guint i = 0; i < node->n_children; i++)
      if (carrel_search_is_wide (self, node->children[i]))
        return TRUE;
    return FALSE;
  }
  if (node->type != CARREL_QUERY_TEXT || node->field != CARREL_FIELD_ANY)
    return FALSE;
  what = g_strdup_printf ("wide%s %s", node->prefix ? "*" : "", node->text);
  if (carrel_search_kept_get_number (self->connection, what, &is))
    return is != 0;
  topics = list_called (self, node);
  is = topics || is_noted (self, node);
  if (!self->error)
    carrel_search_kept_set_number (self->connection, what, is);
  return is != 0;
}

static void
collect_wide (CarrelSearchPlan *self, const CarrelQueryNode *node, GArray *topics, GString *notes)
{
  g_autoptr (GArray) called = NULL;

  if (!carrel_search_is_wide (self, node))
    return;
  called = list_called (self, node);
  for (guint i = 0;
       (node->type == CARREL_QUERY_AND || node->type == CARREL_QUERY_OR) && i < node->n_children;
       i++)
    collect_wide (self, node->children[i], topics, notes);
  if (called)
    g_array_append_vals (topics, called->data, called->len);
  if (is_noted (self, node)) {
    g_autofree char *match = make_note_match (node);

    g_string_append_printf (notes, "%s%s", notes->len > 0 ? " OR " : "", match);
  }
}

/* Each topic's articles are in that order, and so SQLite reads of them what is asked for. */
static void
append_wide_topics (GString *sql, GArray *topics)
{
  gboolean many = topics->len > MAX_MERGED;

  if (many)
    g_string_append (sql, "SELECT article FROM topic_article WHERE topic IN (");
  for (guint i = 0; i < topics->len; i++) {
    if (i > 0)
      g_string_append (sql, many ? ", " : " UNION ");
    g_string_append_printf (sql, "%s%" G_GINT64_FORMAT,
                            many ? "" : "SELECT article FROM topic_article WHERE topic = ",
                            g_array_index (topics, gint64, i));
  }
  if (many)
    g_string_append_c (sql, ')');
}

CarrelStatement *
carrel_search_prepare_wide (CarrelSearchPlan *self)
{
  g_autoptr (GArray) topics = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GString) sql = g_string_new (NULL);
  CarrelStatement *statement;

  collect_wide (self, carrel_query_get_root (self->query), topics, notes);
  append_wide_topics (sql, topics);
  if (notes->len > 0)
    g_string_append_printf (sql, "%s" NOTED, topics->len > 0 ? " UNION " : "");
  else if (topics->len == 0)
    g_string_append (sql, "SELECT id FROM article a WHERE " NEVER);
  g_string_append (sql, " ORDER BY 1 DESC");
  statement = carrel_connection_prepare_again (self->connection, sql->str);
  if (notes->len > 0)
    carrel_statement_bind_text (statement, 1, notes->str);
  return statement;
}

/* ── Conditions over article a ── */

guint
carrel_search_add_short_set (CarrelSearchPlan        *self,
                             const CarrelQueryNode   *node,
                             const CarrelSearchWords *words)
{
  g_autofree char *match = g_strdup_printf ("\"%s\"%s", words->words->str,
                                            node->field == CARREL_FIELD_TITLE ? " *" : "");

  return carrel_search_add_set (
      self,
      node->field == CARREL_FIELD_TITLE
          ? "SELECT rowid FROM title_index WHERE title_index MATCH ? ORDER BY rowid DESC"
          : "SELECT rowid FROM beginning_index WHERE beginning_index MATCH ? ORDER BY rowid DESC",
      match, 0, TRUE);
}

static void
append_text_node (CarrelSearchPlan *self, GString *sql, const CarrelQueryNode *node)
{
  g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };
  g_autoptr (GString) match = g_string_new (NULL);

  carrel_search_words_init (&words, node->text);
  g_string_append_c (sql, '(');
  append_wide (self, sql, node);
  if (words.n == 0) { /* «++»: as it stands, in the title */
    g_string_append (sql, "instr (a.title, ");
    append_text (self, sql, node->text);
    g_string_append (sql, ") > 0");
  } else if (carrel_search_is_short (node, &words)) {
    append_set (sql, carrel_search_add_short_set (self, node, &words));
  } else {
    guint n_forms = 0;

    g_string_append (match, get_column (node->field));
    append_forms (self, match, node, &words, &n_forms);
    append_set (
        sql, carrel_search_add_set (
                 self, "SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC",
                 match->str, 0, TRUE));
  }
  if (is_host (node)) {
    g_string_append (
        sql, " OR ('.' || substr (a.address, instr (a.address, '://') + 3) || '/') LIKE '%.' || ");
    append_text (self, sql, node->text);
    g_string_append (sql, " || '/%'");
  }
  g_string_append_c (sql, ')');
}

static const char *
get_flag (CarrelQueryFlag flag)
{
  switch (flag) {
  case CARREL_FLAG_UNREAD:
    return "a.read = 0";
  case CARREL_FLAG_READ:
    return "a.read = 2";
  case CARREL_FLAG_READING:
    return "a.read = 1";
  case CARREL_FLAG_FAVOURITE:
    return "a.favourite = 1";
  case CARREL_FLAG_INBOX:
    return "a.place = 0";
  case CARREL_FLAG_ARCHIVED:
    return "a.place = 1";
  case CARREL_FLAG_TRASHED:
    return "a.trashed > 0";
  case CARREL_FLAG_HIGHLIGHTED:
  case CARREL_FLAG_HIGHLIGHT:
    return "EXISTS (SELECT 1 FROM highlight h WHERE h.article = a.id)";
  case CARREL_FLAG_NOTE:
    return "(EXISTS (SELECT 1 FROM note n WHERE n.article = a.id) OR EXISTS (SELECT 1 FROM "
           "highlight h WHERE h.article = a.id AND h.note <> ''))";
  case CARREL_FLAG_IMAGE:
    return "EXISTS (SELECT 1 FROM image i WHERE i.article = a.id)";
  case CARREL_FLAG_TOPIC:
    return "EXISTS (SELECT 1 FROM article_topic x WHERE x.article = a.id)";
  case CARREL_FLAG_LINKED:
  case CARREL_FLAG_LINK:
    return "(EXISTS (SELECT 1 FROM link l WHERE l.source = a.id AND l.target IS NOT NULL) OR "
           "EXISTS (SELECT 1 FROM link l WHERE l.target = a.id))";
  case CARREL_FLAG_ORPHAN:
    return "(NOT EXISTS (SELECT 1 FROM link l WHERE l.source = a.id AND l.target IS NOT NULL) AND "
           "NOT EXISTS (SELECT 1 FROM link l WHERE l.target = a.id))";
  default:
    return "1";
  }
}

/* column >= from AND column < until; `known`: 0 is «unknown» and matches nothing. */
static void
append_range (CarrelSearchPlan *self,
              GString          *sql,
              const char       *column,
              gint64            from,
              gint64            until,
              gboolean          known)
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
append_language (CarrelSearchPlan *self, GString *sql, const CarrelQueryNode *node)
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

/* All of them, or one. */
static void
append_group (CarrelSearchPlan *self, GString *sql, const CarrelQueryNode *node)
{
  gboolean    all = node->type == CARREL_QUERY_AND;
  const char *with = "(";

  for (guint i = 0; i < node->n_children; i++) {
    if (all && carrel_search_is_idle (self, node->children, node->n_children, i))
      continue;
    g_string_append (sql, with);
    carrel_search_append_condition (self, sql, node->children[i]);
    with = all ? " AND " : " OR ";
  }
  g_string_append (sql, node->n_children > 0 ? ")" : "1");
}

/* As deep as the parser lets brackets be. */
void
carrel_search_append_condition (CarrelSearchPlan *self, GString *sql, const CarrelQueryNode *node)
{
  switch (node->type) {
  case CARREL_QUERY_AND:
  case CARREL_QUERY_OR:
    append_group (self, sql, node);
    break;
  case CARREL_QUERY_NOT:
    g_string_append (sql, "NOT coalesce (");
    carrel_search_append_condition (self, sql, node->children[0]);
    g_string_append (sql, ", 0)");
    break;
  case CARREL_QUERY_TEXT:
    append_text_node (self, sql, node);
    break;
  case CARREL_QUERY_NEAR: {
    g_autoptr (GString) match = g_string_new (NULL);

    if (carrel_search_append_match (self, node, match, NULL))
      append_set (sql,
                  carrel_search_add_set (
                      self,
                      "SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC",
                      match->str, 0, TRUE));
    else
      g_string_append (sql, NEVER);
    break;
  }
  case CARREL_QUERY_TOPIC:
    if (node->text) {
      gint64 n;
      g_autoptr (GArray) topics = carrel_search_list_topics (self, node->text, node->prefix, &n);

      append_topics (self, sql, topics);
    } else {
      g_string_append (sql, "NOT EXISTS (SELECT 1 FROM article_topic x WHERE x.article = a.id)");
    }
    break;
  case CARREL_QUERY_LANGUAGE:
    append_language (self, sql, node);
    break;
  case CARREL_QUERY_IS:
  case CARREL_QUERY_HAS:
    g_string_append (sql, get_flag (node->flag));
    break;
  case CARREL_QUERY_TIME:
    append_range (self, sql,
                  node->field == CARREL_FIELD_PUBLISHED ? "a.published"
                  : node->field == CARREL_FIELD_READ    ? "a.read_at"
                                                        : "a.added",
                  node->from, node->until, node->field != CARREL_FIELD_ADDED);
    break;
  case CARREL_QUERY_WORDS:
    append_range (self, sql, "a.words", node->from, node->until, FALSE);
    break;
  case CARREL_QUERY_LINKS_TO:
    append_set (sql, carrel_search_add_set (self, "SELECT source FROM link WHERE target = ?1", NULL,
                                            node->from, FALSE));
    break;
  case CARREL_QUERY_LINKED_FROM:
    append_set (sql, carrel_search_add_set (
                         self, "SELECT target FROM link WHERE target IS NOT NULL AND source = ?1",
                         NULL, node->from, FALSE));
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

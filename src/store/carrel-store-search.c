/* carrel-store-search.c: a plan (carrel-search-plan.c) run: which articles, and in which order.
 *
 * By relevance: the title that is what was typed; then what has the words, ranked; then what has
 * only other forms of them; then what is under a topic that is called so, or has the words in a
 * note. Ranking looks at the newest 10,000 matches unless it is to be complete; what is older then
 * follows by its age.
 *
 * Lists and other orders are in carrel-search-order.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"
#include "store/carrel-store-private.h"

#include <string.h>

#define RANKED 10000 /* matches that ranking looks at */
#define LOOKED                                                                                     \
  6000           /* the same, where each is asked for more than its words, or looked up in a set */
#define PAGE 100 /* at least so many are ranked */

typedef struct {
  gint64 id;
  double score; /* higher is first */
} Hit;

CarrelConnection *
carrel_search_run_get_connection (CarrelSearchRun *self)
{
  return self->plan.connection;
}

gboolean
carrel_search_run_finish (CarrelSearchRun *self, CarrelStatement *statement)
{
  carrel_statement_finish (statement, self->plan.error ? NULL : &self->plan.error);
  return !self->plan.error;
}

gboolean
carrel_search_run_is_full (CarrelSearchRun *self)
{
  return self->search->limit > 0 && self->ids->len >= self->search->limit;
}

/* All ids that the statement gives. */
void
carrel_search_run_append_rows (CarrelSearchRun *self, CarrelStatement *statement)
{
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (self->ids, id);
  }
}

/* Those found so far, for what comes after them to leave out. */
static guint
get_found (CarrelSearchRun *self)
{
  if (self->found == G_MAXUINT)
    self->found = carrel_connection_add_set (carrel_search_run_get_connection (self), NULL, FALSE);
  for (guint i = 0; i < self->ids->len; i++)
    carrel_id_set_add (&carrel_search_run_get_connection (self)->sets[self->found],
                       g_array_index (self->ids, gint64, i));
  return self->found;
}

/* ── Candidates ── */

const char *
carrel_search_run_get_table (CarrelDriver driver)
{
  switch (driver) {
  case CARREL_DRIVER_TITLE:
    return "title_index";
  case CARREL_DRIVER_BEGINNING:
    return "beginning_index";
  default:
    return "text_index";
  }
}

/* Of an index, the newest first: id, and the rank where `ranked`; below an id with `below`. ?1 is
 * what is matched. */
CarrelStatement *
carrel_search_run_prepare_matches (
    CarrelSearchRun *self, const char *table, const char *match, gboolean ranked, gint64 below)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  CarrelStatement *statement;

  g_string_printf (sql, "SELECT rowid, %s FROM %s WHERE %s MATCH ?1%s",
                   ranked ? "carrel_rank (text_index)" : "0", table, table,
                   below != G_MAXINT64 ? " AND rowid < ?2" : "");
  carrel_search_plan_append_sets (&self->plan, sql, "rowid");
  g_string_append (sql, " ORDER BY rowid DESC");
  statement = carrel_connection_prepare_again (carrel_search_run_get_connection (self), sql->str);
  carrel_statement_bind_text (statement, 1, match);
  if (below != G_MAXINT64)
    carrel_statement_bind_int (statement, 2, below);
  return statement;
}

/* What else must be so of an article (nullable): nothing. */
CarrelStatement *
carrel_search_run_prepare_rest (CarrelSearchRun *self)
{
  g_autofree char *sql = NULL;
  CarrelStatement *statement;

  if (self->plan.rest->len == 0)
    return NULL;
  sql = g_strdup_printf ("SELECT 1 FROM article a WHERE a.id = ?1%s", self->plan.rest->str);
  statement = carrel_connection_prepare_again (carrel_search_run_get_connection (self), sql);
  carrel_search_plan_bind (&self->plan, statement);
  return statement;
}

gboolean
carrel_search_run_holds (CarrelStatement *rest, gint64 id)
{
  gboolean so;

  if (!rest)
    return TRUE;
  carrel_statement_bind_int (rest, 1, id);
  so = carrel_statement_next (rest);
  carrel_statement_reset (rest);
  return so;
}

gboolean
carrel_search_run_passes (CarrelSearchRun *self, gint64 id)
{
  for (guint i = 0; self->plan.later && i < self->plan.sets->len; i++) {
    CarrelSetCondition *condition = &g_array_index (self->plan.sets, CarrelSetCondition, i);

    if (self->plan.connection->sets[condition->set].costly &&
        carrel_connection_is_in_set (self->plan.connection, condition->set, id) == condition->out)
      return FALSE;
  }
  return TRUE;
}

/* ── By relevance ── */

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->id > y->id ? -1 : x->id < y->id;
}

/* The best `limit` alone are kept: when there are four times as many the others go. */
static void
keep_hit (GArray *hits, Hit hit, guint limit)
{
  g_array_append_val (hits, hit);
  if (limit > 0 && hits->len >= 4 * limit) {
    g_array_sort (hits, compare_hits);
    g_array_set_size (hits, limit);
  }
}

static void
take_hits (CarrelSearchRun *self, GArray *hits)
{
  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len && !carrel_search_run_is_full (self); i++)
    g_array_append_val (self->ids, g_array_index (hits, Hit, i).id);
}

/* What follows in the order of age. */
static gboolean
append_matches (CarrelSearchRun *self, const char *table, const char *match, gint64 below)
{
  g_autoptr (CarrelStatement) statement =
      carrel_search_run_prepare_matches (self, table, match, FALSE, below);
  g_autoptr (CarrelStatement) rest = carrel_search_run_prepare_rest (self);

  while (!carrel_search_run_is_full (self) && carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (carrel_search_run_holds (rest, id))
      g_array_append_val (self->ids, id);
  }
  return carrel_search_run_finish (self, statement) &&
         (!rest || carrel_search_run_finish (self, rest));
}

/* Of the newest matches, for the ranking: `n` were right, of `looked` that were asked for more than
 * words and sets. */
static gboolean
is_enough (CarrelSearchRun *self, guint n, guint looked)
{
  return n >= RANKED ||
         (n >= MAX (self->search->limit, PAGE) &&
          (looked >= LOOKED || carrel_search_run_get_connection (self)->n_asked >= LOOKED));
}

static gboolean
append_ranked_one_by_one (CarrelSearchRun *self, const char *match)
{
  g_autoptr (CarrelStatement) statement =
      carrel_search_run_prepare_matches (self, "text_index", match, TRUE, G_MAXINT64);
  g_autoptr (CarrelStatement) rest = carrel_search_run_prepare_rest (self);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  guint wanted = self->search->limit > 0 ? self->search->limit - self->ids->len : 0, looked = 0,
        n = 0;
  gint64   last = G_MAXINT64;
  gboolean capped = FALSE;

  carrel_search_run_get_connection (self)->n_asked = 0;
  while (carrel_statement_next (statement)) {
    Hit hit = { carrel_statement_get_int (statement, 0), 0 };

    if (!self->search->complete && is_enough (self, n, rest ? looked : 0)) {
      capped = TRUE;
      break;
    }
    last = hit.id;
    looked++;
    if (!carrel_search_run_holds (rest, hit.id))
      continue;
    n++;
    hit.score = carrel_statement_get_double (statement, 1);
    keep_hit (hits, hit, wanted);
  }
  if (!carrel_search_run_finish (self, statement) ||
      (rest && !carrel_search_run_finish (self, rest)))
    return FALSE;
  take_hits (self, hits);
  self->capped |= capped;
  return !capped || carrel_search_run_is_full (self) ||
         append_matches (self, "text_index", match, last);
}

/* The best few, sorted by SQLite: nothing but words and sets is asked of them. */
static gboolean
append_best (CarrelSearchRun *self, const char *match)
{
  static const char plain[] =
      "SELECT rowid FROM (SELECT rowid, carrel_rank (text_index) AS score FROM text_index WHERE "
      "text_index MATCH ?1 ORDER BY rowid DESC LIMIT ?2) "
      "ORDER BY score DESC, rowid DESC LIMIT ?3";
  CarrelConnection *connection = carrel_search_run_get_connection (self);
  g_autoptr (GString) sql =
      g_string_new ("SELECT rowid FROM (SELECT rowid, carrel_rank (text_index) AS score FROM "
                    "text_index WHERE text_index MATCH ?1");
  g_autoptr (CarrelStatement) statement = NULL;

  carrel_search_plan_append_sets (&self->plan, sql, "rowid");
  g_string_append (sql, " ORDER BY rowid DESC LIMIT ?2) ORDER BY score DESC, rowid DESC LIMIT ?3");
  statement = self->plan.sets->len == 0 ? carrel_connection_prepare (connection, plain)
                                        : carrel_connection_prepare_again (connection, sql->str);
  connection->n_ranked = 0;
  carrel_statement_bind_text (statement, 1, match);
  carrel_statement_bind_int (statement, 2, self->search->complete ? -1 : RANKED);
  carrel_statement_bind_int (statement, 3, self->search->limit - self->ids->len);
  carrel_search_run_append_rows (self, statement);
  self->capped |= !self->search->complete && connection->n_ranked >= RANKED;
  return carrel_search_run_finish (self, statement);
}

/* Matches must be in a set: most of them may not be. */
static gboolean
has_set (CarrelSearchRun *self)
{
  for (guint i = 0; i < self->plan.sets->len; i++)
    if (!g_array_index (self->plan.sets, CarrelSetCondition, i).out)
      return TRUE;
  return FALSE;
}

/* The phrases of the expression that are beginnings: to count one FTS5 would find all of its
 * articles once more. */
static guint64
list_beginnings (const char *match)
{
  guint64     beginnings = 0;
  const char *start = strchr (match, '"'), *end;

  for (guint phrase = 0; phrase < 64 && start && (end = strchr (start + 1, '"')); phrase++) {
    if (g_str_has_prefix (end + 1, " *"))
      beginnings |= (guint64) 1 << phrase;
    start = strchr (end + 1, '"');
  }
  return beginnings;
}

/* What has the words, ranked: of the newest matches unless all are wanted. */
static gboolean
append_ranked (CarrelSearchRun *self, const char *match)
{
  CarrelConnection *connection = carrel_search_run_get_connection (self);
  gboolean          good;

  connection->beginnings = list_beginnings (match);
  /* In a column, or near each other, words are in fewer articles. */
  connection->ranked = strchr (match, '{') || strstr (match, "NEAR (") ? NULL : match;
  if (self->search->limit > 0 && self->plan.rest->len == 0 && !has_set (self))
    good = append_best (self, match);
  else
    good = append_ranked_one_by_one (self, match);
  connection->ranked = NULL;
  return good;
}

/* Those of the articles that match. */
static gboolean
append_matching (CarrelSearchRun *self, GArray *candidates)
{
  g_autoptr (CarrelStatement) rest = carrel_search_run_prepare_rest (self);
  g_autoptr (GString) sql =
      g_string_new ("SELECT 1 FROM text_index WHERE text_index MATCH ?1 AND rowid = ?2");
  g_autoptr (CarrelStatement) match = NULL;

  carrel_search_plan_append_sets (&self->plan, sql, "rowid");
  match = carrel_connection_prepare_again (carrel_search_run_get_connection (self), sql->str);
  carrel_statement_bind_text (match, 1, self->plan.match->str);
  for (guint i = 0; i < candidates->len && !carrel_search_run_is_full (self); i++) {
    gint64 id = g_array_index (candidates, gint64, i);

    carrel_statement_bind_int (match, 2, id);
    if (carrel_statement_next (match) && carrel_search_run_holds (rest, id))
      g_array_append_val (self->ids, id);
    carrel_statement_reset (match);
  }
  return carrel_search_run_finish (self, match) && (!rest || carrel_search_run_finish (self, rest));
}

/* Titles that are what was typed. They have the words too, of course. */
static gboolean
append_titles (CarrelSearchRun *self)
{
  g_autoptr (CarrelStatement) titles = carrel_connection_prepare (
      carrel_search_run_get_connection (self),
      "SELECT id FROM article INDEXED BY article_title WHERE title_key = "
      "? ORDER BY id DESC LIMIT 100");
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

  carrel_statement_bind_text (titles, 1, self->plan.title_key);
  while (carrel_statement_next (titles)) {
    gint64 id = carrel_statement_get_int (titles, 0);

    g_array_append_val (found, id);
  }
  return carrel_search_run_finish (self, titles) &&
         (found->len == 0 || append_matching (self, found));
}

/* From now on what was found is left out. */
static void
leave_out_found (CarrelSearchRun *self)
{
  CarrelSetCondition condition = { get_found (self), TRUE };

  for (guint i = 0; i < self->plan.sets->len; i++)
    if (g_array_index (self->plan.sets, CarrelSetCondition, i).set == condition.set)
      return;
  g_array_append_val (self->plan.sets, condition);
}

CarrelStatement *
carrel_search_run_prepare_wide (CarrelSearchRun *self)
{
  CarrelSearchPlan  *plan = &self->plan;
  CarrelStatement   *wide = carrel_search_prepare_wide (plan);
  CarrelSetCondition condition = { 0, FALSE };

  if (plan->others->len == 0)
    return wide;
  condition.set = carrel_connection_add_set (plan->connection, wide, TRUE);
  g_array_append_val (plan->sets, condition);
  wide =
      carrel_search_run_prepare_matches (self, "text_index", plan->others->str, FALSE, G_MAXINT64);
  g_array_set_size (plan->sets, plan->sets->len - 1);
  return wide;
}

/* By a topic's name or a note alone: after the others, the newest first. */
static gboolean
append_wide (CarrelSearchRun *self)
{
  g_autoptr (CarrelStatement) wide = NULL;
  g_autoptr (CarrelStatement) rest = NULL;
  guint found = get_found (self);

  carrel_search_plan_widen (&self->plan, self->search->query, TRUE);
  wide = carrel_search_run_prepare_wide (self);
  rest = carrel_search_run_prepare_rest (self);
  while (!carrel_search_run_is_full (self) && carrel_statement_next (wide)) {
    gint64 id = carrel_statement_get_int (wide, 0);

    if (!carrel_connection_is_in_set (self->plan.connection, found, id) &&
        carrel_search_run_holds (rest, id))
      g_array_append_val (self->ids, id);
  }
  return carrel_search_run_finish (self, wide) && (!rest || carrel_search_run_finish (self, rest));
}

static gboolean
run_relevance (CarrelSearchRun *self)
{
  if (self->plan.driver == CARREL_DRIVER_TEXT) {
    if (!carrel_search_functions_prepare_rank (carrel_search_run_get_connection (self),
                                               &self->plan.error))
      return FALSE;
    if (self->plan.title_key && !append_titles (self))
      return FALSE;
    if (self->ids->len > 0)
      leave_out_found (self);
    if (carrel_search_run_is_full (self) || !append_ranked (self, self->plan.match->str))
      return !self->plan.error;
    if (!carrel_search_run_is_full (self) && carrel_search_plan_get_wider (&self->plan)) {
      gboolean good;

      leave_out_found (self);
      carrel_search_run_get_connection (self)->unweighed = TRUE;
      good = append_ranked (self, carrel_search_plan_get_wider (&self->plan));
      carrel_search_run_get_connection (self)->unweighed = FALSE;
      if (!good)
        return FALSE;
    }
  } else {
    if (self->plan.driver == CARREL_DRIVER_BEGINNING) {
      if (!append_matches (self, "title_index", self->plan.titles->str, G_MAXINT64))
        return FALSE;
      leave_out_found (self);
    }
    if (!carrel_search_run_is_full (self) &&
        !append_matches (self, carrel_search_run_get_table (self->plan.driver),
                         self->plan.match->str, G_MAXINT64))
      return FALSE;
  }
  return carrel_search_run_is_full (self) || !self->plan.wide || append_wide (self);
}

/* ── All of it ── */

static void
reverse (GArray *ids)
{
  for (guint i = 0; i < ids->len / 2; i++) {
    gint64 *a = &g_array_index (ids, gint64, i),
           *b = &g_array_index (ids, gint64, ids->len - 1 - i), kept = *a;

    *a = *b;
    *b = kept;
  }
}

/* Without looking at articles where a topic or a note may name them too, in an order of its own:
 * what is asked then is sets. */
static void
make_plan (CarrelSearchRun *self, CarrelConnection *connection)
{
  const CarrelSearch *search = self->search;

  carrel_search_plan_init (&self->plan, connection, search->query,
                           search->complete                        ? CARREL_LOOKING_NONE
                           : search->sort == CARREL_SORT_RELEVANCE ? CARREL_LOOKING_RANKED
                                                                   : CARREL_LOOKING_ALWAYS);
  if (!self->plan.looks || !self->plan.wide || search->sort == CARREL_SORT_RELEVANCE)
    return;
  carrel_search_plan_clear (&self->plan);
  carrel_connection_clear_sets (connection);
  carrel_search_plan_init (&self->plan, connection, search->query, CARREL_LOOKING_NONE);
}

GArray *
carrel_store_search (CarrelConnection   *connection,
                     const CarrelSearch *search,
                     guint              *total,
                     gboolean           *capped,
                     GError            **error)
{
  CarrelSearch whole = *search;
  gboolean     ranks, counts = total && search->limit > 0;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  CarrelSearchRun run = { .search = &whole, .ids = ids, .found = G_MAXUINT };

  make_plan (&run, connection);
  ranks = search->sort == CARREL_SORT_RELEVANCE && run.plan.driver != CARREL_DRIVER_NONE;
  if (counts || (ranks && search->reverse)) /* for which all must be known */
    whole.limit = 0;
  if (ranks)
    whole.reverse = FALSE;
  if (run.plan.error)
    ;
  else if (ranks)
    run_relevance (&run);
  else if (run.plan.driver != CARREL_DRIVER_NONE)
    carrel_search_run_ordered (&run, search->sort);
  else
    carrel_search_run_list (&run, search->sort);
  if (!run.plan.error)
    run.plan.error = g_steal_pointer (&connection->set_error);
  if (ranks && search->reverse)
    reverse (ids);
  if (total)
    *total = ids->len;
  if (capped)
    *capped = run.capped || (ranks && run.plan.looks);
  if (search->limit > 0 && ids->len > search->limit)
    g_array_set_size (ids, search->limit);
  carrel_connection_clear_sets (connection);
  if (run.plan.error) {
    g_propagate_error (error, g_steal_pointer (&run.plan.error));
    carrel_search_plan_clear (&run.plan);
    return NULL;
  }
  carrel_search_plan_clear (&run.plan);
  return g_steal_pointer (&ids);
}

gboolean
carrel_store_count (CarrelConnection *connection, CarrelQuery *query, gint64 *n, GError **error)
{
  CarrelSearch search = { query, CARREL_SORT_ADDED, FALSE, 0, FALSE };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  CarrelSearchRun run = { .search = &search, .ids = ids, .found = G_MAXUINT, .counts = TRUE };
  gboolean        counted;

  make_plan (&run, connection);
  if (run.plan.error)
    ;
  else if (run.plan.driver != CARREL_DRIVER_NONE)
    carrel_search_run_ordered (&run, search.sort);
  else
    carrel_search_run_list (&run, search.sort);
  if (!run.plan.error)
    run.plan.error = g_steal_pointer (&connection->set_error);
  counted = !run.plan.error;
  *n = run.n + ids->len;
  carrel_connection_clear_sets (connection);
  if (!counted)
    g_propagate_error (error, g_steal_pointer (&run.plan.error));
  carrel_search_plan_clear (&run.plan);
  return counted;
}

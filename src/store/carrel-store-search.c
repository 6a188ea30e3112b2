/* carrel-store-search.c: a plan (carrel-search-plan.c) run: which articles, and in which order.
 *
 * By relevance: the title that is what was typed; then what has the words, ranked; then what has
 * only other forms of them; then what is under a topic that is called so, or has the words in a
 * note. Ranking looks at the newest 10,000 matches unless it is to be complete; what is older then
 * follows by its age.
 *
 * In another order: where few match, they are sorted; where many do, the index of that order is
 * walked and each article asked whether it matches, some hundreds at a time. Lists without words do
 * the same with the rarest of their conditions. So the first rows cost about the same however many
 * there are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"
#include "store/carrel-store-private.h"

#include <string.h>

#define RANKED 10000 /* matches that ranking looks at */
#define LOOKED 6000  /* the same, where each is asked for more than its words */
#define PAGE 100     /* at least so many are ranked */
#define FEW     1000     /* matches that are sorted rather than looked up in an order */
#define STRETCH 256  /* articles of an order that are asked together */
#define NEAR_IDS 64  /* ids so close are asked as one range */
#define RANGES 16    /* so many ranges are cheap */

typedef struct {
  gint64 id;
  double score; /* higher is first */
} Hit;

typedef struct {
  CarrelSearchPlan    plan;
  const CarrelSearch *search;
  GArray             *ids;   /* (owned) (element-type gint64): what was found */
  guint               found; /* set of these; G_MAXUINT: none yet */
  gboolean            capped;
} Run;

static CarrelConnection *
get_connection (Run *self)
{
  return self->plan.connection;
}

static gboolean
finish (Run *self, CarrelStatement *statement)
{
  carrel_statement_finish (statement, self->plan.error ? NULL : &self->plan.error);
  return !self->plan.error;
}

static gboolean
is_full (Run *self)
{
  return self->search->limit > 0 && self->ids->len >= self->search->limit;
}

/* All ids that the statement gives. */
static void
append_rows (Run *self, CarrelStatement *statement)
{
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (self->ids, id);
  }
}

/* Those found so far, for what comes after them to leave out. */
static guint
get_found (Run *self)
{
  if (self->found == G_MAXUINT)
    self->found = carrel_connection_add_set (get_connection (self), NULL, FALSE);
  for (guint i = 0; i < self->ids->len; i++)
    carrel_id_set_add (&get_connection (self)->sets[self->found],
                       g_array_index (self->ids, gint64, i));
  return self->found;
}

/* ── Candidates ── */

static const char *
get_table (CarrelDriver driver)
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
static CarrelStatement *
prepare_matches (Run *self, const char *table, const char *match, gboolean ranked, gint64 below)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  CarrelStatement *statement;

  g_string_printf (sql, "SELECT rowid, %s FROM %s WHERE %s MATCH ?1%s",
                   ranked ? "carrel_rank (text_index)" : "0", table, table,
                   below != G_MAXINT64 ? " AND rowid < ?2" : "");
  carrel_search_plan_append_sets (&self->plan, sql, "rowid");
  g_string_append (sql, " ORDER BY rowid DESC");
  statement = carrel_connection_prepare_once (get_connection (self), sql->str);
  carrel_statement_bind_text (statement, 1, match);
  if (below != G_MAXINT64)
    carrel_statement_bind_int (statement, 2, below);
  return statement;
}

/* What else must be so of an article (nullable): nothing. */
static CarrelStatement *
prepare_rest (Run *self)
{
  g_autofree char *sql = NULL;
  CarrelStatement *statement;

  if (self->plan.rest->len == 0)
    return NULL;
  sql = g_strdup_printf ("SELECT 1 FROM article a WHERE a.id = ?1%s", self->plan.rest->str);
  statement = carrel_connection_prepare_once (get_connection (self), sql);
  carrel_search_plan_bind (&self->plan, statement);
  return statement;
}

static gboolean
holds (CarrelStatement *rest, gint64 id)
{
  gboolean so;

  if (!rest)
    return TRUE;
  carrel_statement_bind_int (rest, 1, id);
  so = carrel_statement_next (rest);
  carrel_statement_reset (rest);
  return so;
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
take_hits (Run *self, GArray *hits)
{
  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len && !is_full (self); i++)
    g_array_append_val (self->ids, g_array_index (hits, Hit, i).id);
}

/* What follows in the order of age. */
static gboolean
append_matches (Run *self, const char *table, const char *match, gint64 below)
{
  g_autoptr (CarrelStatement) statement = prepare_matches (self, table, match, FALSE, below);
  g_autoptr (CarrelStatement) rest = prepare_rest (self);

  while (!is_full (self) && carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (holds (rest, id))
      g_array_append_val (self->ids, id);
  }
  return finish (self, statement) && (!rest || finish (self, rest));
}

static gboolean
append_ranked_one_by_one (Run *self, const char *match)
{
  g_autoptr (CarrelStatement) statement =
      prepare_matches (self, "text_index", match, TRUE, G_MAXINT64);
  g_autoptr (CarrelStatement) rest = prepare_rest (self);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  guint wanted = self->search->limit > 0 ? self->search->limit - self->ids->len : 0,
        least = MAX (self->search->limit, PAGE), looked = 0, n = 0;
  gint64   last = G_MAXINT64;
  gboolean capped = FALSE;

  while (carrel_statement_next (statement)) {
    Hit hit = { carrel_statement_get_int (statement, 0), 0 };

    if (!self->search->complete && (n >= RANKED || (rest && looked >= LOOKED && n >= least))) {
      capped = TRUE;
      break;
    }
    last = hit.id;
    looked++;
    if (!holds (rest, hit.id))
      continue;
    n++;
    hit.score = carrel_statement_get_double (statement, 1);
    keep_hit (hits, hit, wanted);
  }
  if (!finish (self, statement) || (rest && !finish (self, rest)))
    return FALSE;
  take_hits (self, hits);
  self->capped |= capped;
  return !capped || is_full (self) || append_matches (self, "text_index", match, last);
}

/* The best few, sorted by SQLite: nothing but words and sets is asked of them. */
static gboolean
append_best (Run *self, const char *match)
{
  static const char plain[] =
      "SELECT rowid FROM (SELECT rowid, carrel_rank (text_index) AS score FROM text_index WHERE "
      "text_index MATCH ?1 ORDER BY rowid DESC LIMIT ?2) "
      "ORDER BY score DESC, rowid DESC LIMIT ?3";
  CarrelConnection *connection = get_connection (self);
  g_autoptr (GString) sql =
      g_string_new ("SELECT rowid FROM (SELECT rowid, carrel_rank (text_index) AS score FROM "
                    "text_index WHERE text_index MATCH ?1");
  g_autoptr (CarrelStatement) statement = NULL;

  carrel_search_plan_append_sets (&self->plan, sql, "rowid");
  g_string_append (sql, " ORDER BY rowid DESC LIMIT ?2) ORDER BY score DESC, rowid DESC LIMIT ?3");
  statement = self->plan.sets->len == 0 ? carrel_connection_prepare (connection, plain)
                                        : carrel_connection_prepare_once (connection, sql->str);
  connection->n_ranked = 0;
  carrel_statement_bind_text (statement, 1, match);
  carrel_statement_bind_int (statement, 2, self->search->complete ? -1 : RANKED);
  carrel_statement_bind_int (statement, 3, self->search->limit - self->ids->len);
  append_rows (self, statement);
  self->capped |= !self->search->complete && connection->n_ranked >= RANKED;
  return finish (self, statement);
}

/* What has the words, ranked: of the newest matches unless all are wanted. */
static gboolean
append_ranked (Run *self, const char *match)
{
  if (self->search->limit > 0 && self->plan.rest->len == 0)
    return append_best (self, match);
  return append_ranked_one_by_one (self, match);
}

/* Those of the articles that match. */
static gboolean
append_matching (Run *self, GArray *candidates)
{
  g_autoptr (CarrelStatement) rest = prepare_rest (self);
  g_autoptr (GString) sql =
      g_string_new ("SELECT 1 FROM text_index WHERE text_index MATCH ?1 AND rowid = ?2");
  g_autoptr (CarrelStatement) match = NULL;

  carrel_search_plan_append_sets (&self->plan, sql, "rowid");
  match = carrel_connection_prepare_once (get_connection (self), sql->str);
  carrel_statement_bind_text (match, 1, self->plan.match->str);
  for (guint i = 0; i < candidates->len && !is_full (self); i++) {
    gint64 id = g_array_index (candidates, gint64, i);

    carrel_statement_bind_int (match, 2, id);
    if (carrel_statement_next (match) && holds (rest, id))
      g_array_append_val (self->ids, id);
    carrel_statement_reset (match);
  }
  return finish (self, match) && (!rest || finish (self, rest));
}

/* Titles that are what was typed. They have the words too, of course. */
static gboolean
append_titles (Run *self)
{
  g_autoptr (CarrelStatement) titles = carrel_connection_prepare (
      get_connection (self), "SELECT id FROM article INDEXED BY article_by_title WHERE title_key = "
                             "? ORDER BY id DESC LIMIT 100");
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

  carrel_statement_bind_text (titles, 1, self->plan.title_key);
  while (carrel_statement_next (titles)) {
    gint64 id = carrel_statement_get_int (titles, 0);

    g_array_append_val (found, id);
  }
  return finish (self, titles) && (found->len == 0 || append_matching (self, found));
}

/* From now on what was found is left out. */
static void
leave_out_found (Run *self)
{
  CarrelSetCondition condition = { get_found (self), TRUE };

  for (guint i = 0; i < self->plan.sets->len; i++)
    if (g_array_index (self->plan.sets, CarrelSetCondition, i).set == condition.set)
      return;
  g_array_append_val (self->plan.sets, condition);
}

static gboolean run_list (Run *self, CarrelSort sort);

/* By a topic's name or a note alone: after the others, the newest first. */
static gboolean
append_wide (Run *self)
{
  carrel_search_plan_widen (&self->plan, self->search->query);
  leave_out_found (self);
  return run_list (self, CARREL_SORT_ADDED);
}

static gboolean
run_relevance (Run *self)
{
  if (self->plan.driver == CARREL_DRIVER_TEXT) {
    if (!carrel_search_functions_prepare_rank (get_connection (self), &self->plan.error))
      return FALSE;
    if (self->plan.title_key && !append_titles (self))
      return FALSE;
    if (self->ids->len > 0)
      leave_out_found (self);
    if (is_full (self) || !append_ranked (self, self->plan.match->str))
      return !self->plan.error;
    if (!is_full (self) && carrel_search_plan_get_wider (&self->plan)) {
      leave_out_found (self);
      if (!append_ranked (self, carrel_search_plan_get_wider (&self->plan)))
        return FALSE;
    }
  } else {
    if (self->plan.driver == CARREL_DRIVER_BEGINNING) {
      if (!append_matches (self, "title_index", self->plan.titles->str, G_MAXINT64))
        return FALSE;
      leave_out_found (self);
    }
    if (!is_full (self) &&
        !append_matches (self, get_table (self->plan.driver), self->plan.match->str, G_MAXINT64))
      return FALSE;
  }
  return is_full (self) || !self->plan.wide || append_wide (self);
}

/* ── Lists in an order of their own ── */

/* Each of an index, so that no sort is needed. */
static const struct {
  const char *index, *order, *reversed;
} orders[] = {
  [CARREL_SORT_ADDED] = { "article_added", "a.added DESC, a.id DESC", "a.added, a.id" },
  [CARREL_SORT_PUBLISHED] = { "article_published", "a.published DESC, a.id DESC",
                              "a.published, a.id" },
  [CARREL_SORT_TITLE] = { "article_title", "a.title_key, a.id", "a.title_key DESC, a.id DESC" },
  [CARREL_SORT_RELEVANCE] = { "article_added", "a.added DESC, a.id DESC", "a.added, a.id" },
  [CARREL_SORT_SITE] = { "article_site", "a.site COLLATE NOCASE, a.added DESC, a.id DESC",
                         "a.site COLLATE NOCASE DESC, a.added, a.id" },
  [CARREL_SORT_LENGTH] = { "article_words", "a.words DESC, a.id DESC", "a.words, a.id" },
  [CARREL_SORT_PROGRESS] = { "article_progress", "a.progress DESC, a.id DESC", "a.progress, a.id" },
};

static const char *
get_order (Run *self, CarrelSort sort)
{
  return self->search->reverse ? orders[sort].reversed : orders[sort].order;
}

/* The articles that satisfy all but the driver, in order; `limit` 0: all. */
static CarrelStatement *
prepare_list (Run *self, CarrelSort sort, gint64 limit)
{
  CarrelSearchPlan *plan = &self->plan;
  gint64            rows = self->search->limit > 0 ? self->search->limit : plan->n_articles / 16;
  /* Of n articles in a condition, n are looked up and sorted; in the order's index about n_articles
   * × limit / n. */
  gboolean few = plan->n_rarest >= 0 &&
                 plan->n_rarest <= (plan->n_articles < 1000 ? plan->n_articles
                                                            : rows * (gdouble) plan->n_articles /
                                                                  MAX (plan->n_rarest, 1));
  gboolean by_date = sort == CARREL_SORT_ADDED || sort == CARREL_SORT_RELEVANCE;
  g_autoptr (GString) sql = g_string_new ("SELECT a.id FROM ");
  CarrelStatement *statement;

  if (plan->only_trash)
    g_string_append (sql, "article a INDEXED BY article_trashed WHERE 1");
  else if (plan->trash)
    g_string_append (sql, "article a WHERE 1");
  else if (plan->n_rarest >= 0 && plan->rarest && (few || by_date)) /* has the order by date too */
    g_string_append_printf (sql, "article a INDEXED BY %s WHERE a.trashed = 0", plan->rarest);
  else if (plan->n_rarest >= 0 && !plan->rarest && few)
    g_string_append_printf (
        sql,
        "topic_article x CROSS JOIN article a ON a.id = x.article WHERE x.topic = %" G_GINT64_FORMAT
        " AND a.trashed = 0",
        plan->topic);
  else
    g_string_append_printf (sql, "article a INDEXED BY %s WHERE a.trashed = 0", orders[sort].index);
  carrel_search_plan_append_sets (plan, sql, "a.id");
  g_string_append_printf (sql, "%s ORDER BY %s", plan->rest->str, get_order (self, sort));
  if (limit > 0)
    g_string_append_printf (sql, " LIMIT %" G_GINT64_FORMAT, limit);
  statement = carrel_connection_prepare_once (get_connection (self), sql->str);
  carrel_search_plan_bind (plan, statement);
  return statement;
}

static gboolean
run_list (Run *self, CarrelSort sort)
{
  g_autoptr (CarrelStatement) statement =
      prepare_list (self, sort, self->search->limit > 0 ? self->search->limit - self->ids->len : 0);

  append_rows (self, statement);
  return finish (self, statement);
}

/* ── Words in another order ── */

/* What the driver is asked for: with other forms, where there are some. */
static const char *
get_match (Run *self)
{
  const char *wider = carrel_search_plan_get_wider (&self->plan);

  return wider ? wider : self->plan.match->str;
}

static guint
add_match_set (Run *self)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT rowid FROM %1$s WHERE %1$s MATCH ?1 ORDER BY rowid DESC",
                       get_table (self->plan.driver));
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare_once (get_connection (self), sql);

  carrel_statement_bind_text (statement, 1, get_match (self));
  return carrel_connection_add_set (get_connection (self), g_steal_pointer (&statement), TRUE);
}

/* All matches, where they are few; FALSE where they aren't, or on an error. */
static gboolean
list_few (Run *self, GArray *few)
{
  g_autoptr (CarrelStatement) statement =
      prepare_matches (self, get_table (self->plan.driver), get_match (self), FALSE, G_MAXINT64);

  while (few->len <= FEW && carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (few, id);
  }
  return finish (self, statement) && few->len <= FEW;
}

/* Sorted by SQLite, which is given them as a set of which every member is looked up. */
static gboolean
sort_few (Run *self, CarrelSort sort, GArray *few)
{
  g_autoptr (GString) sql = g_string_new (NULL), list = g_string_new ("[");
  g_autoptr (CarrelStatement) statement = NULL;

  for (guint i = 0; i < few->len; i++)
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (few, gint64, i));
  g_string_append_c (list, ']');
  g_string_printf (sql,
                   "SELECT a.id FROM json_each (?%u) f CROSS JOIN article a ON a.id = f.value "
                   "WHERE 1%s ORDER BY %s",
                   self->plan.arguments->len + 2, self->plan.rest->str, get_order (self, sort));
  if (self->search->limit > 0)
    g_string_append_printf (sql, " LIMIT %u", self->search->limit);
  statement = carrel_connection_prepare_once (get_connection (self), sql->str);
  carrel_search_plan_bind (&self->plan, statement);
  carrel_statement_bind_text (statement, (int) self->plan.arguments->len + 2, list->str);
  append_rows (self, statement);
  return finish (self, statement);
}

/* Those of a stretch that match, into the set. Ids that are close are asked as a range; the number
 * of ranges. */
static guint
ask_stretch (Run *self, CarrelStatement *ask, GArray *stretch, guint set)
{
  g_autoptr (GArray) sorted = g_array_copy (stretch);
  guint n_ranges = 0;

  g_array_sort (sorted, carrel_store_compare_ids);
  for (guint i = 0, end; i < sorted->len; i = end) {
    gint64 first = g_array_index (sorted, gint64, i), last = first;

    for (end = i + 1; end < sorted->len && g_array_index (sorted, gint64, end) - last <= NEAR_IDS;
         end++)
      last = g_array_index (sorted, gint64, end);
    n_ranges++;
    carrel_statement_bind_int (ask, 2, first);
    carrel_statement_bind_int (ask, 3, last);
    while (carrel_statement_next (ask))
      carrel_id_set_add (&get_connection (self)->sets[set], carrel_statement_get_int (ask, 0));
    carrel_statement_reset (ask);
  }
  return n_ranges;
}

/* The order's index, a stretch at a time. Where ids are scattered over the index and few match,
 * asking for all matches at once is cheaper. */
static gboolean
walk_order (Run *self, CarrelSort sort)
{
  g_autoptr (CarrelStatement) list = prepare_list (self, sort, 0);
  g_autofree char *sql =
      g_strdup_printf ("SELECT rowid FROM %1$s WHERE %1$s MATCH ?1 AND rowid BETWEEN ?2 AND ?3",
                       get_table (self->plan.driver));
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare_once (get_connection (self), sql);
  g_autoptr (GArray) stretch = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint set = carrel_connection_add_set (get_connection (self), NULL, FALSE), hits = 0, looked = 0;
  gboolean more = TRUE, all_known = FALSE;

  carrel_statement_bind_text (ask, 1, get_match (self));
  while (more && !is_full (self)) {
    g_array_set_size (stretch, 0);
    while (stretch->len < STRETCH && (more = carrel_statement_next (list))) {
      gint64 id = carrel_statement_get_int (list, 0);

      g_array_append_val (stretch, id);
    }
    if (!all_known && ask_stretch (self, ask, stretch, set) > RANGES &&
        looked + stretch->len > 8 * (hits + 4)) {
      set = add_match_set (self);
      all_known = TRUE;
    }
    for (guint i = 0; i < stretch->len && !is_full (self); i++)
      if (carrel_connection_is_in_set (get_connection (self), set,
                                       g_array_index (stretch, gint64, i))) {
        hits++;
        g_array_append_val (self->ids, g_array_index (stretch, gint64, i));
      }
    looked += stretch->len;
  }
  return finish (self, list) && finish (self, ask);
}

static gboolean
run_ordered (Run *self, CarrelSort sort)
{
  g_autoptr (GArray) few = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->plan.wide) { /* words or topic or note: each a set */
    carrel_search_plan_widen (&self->plan, self->search->query);
    return run_list (self, sort);
  }
  if (list_few (self, few))
    return sort_few (self, sort, few);
  if (self->plan.error)
    return FALSE;
  if (self->search->limit > 0)
    return walk_order (self, sort);
  {
    CarrelSetCondition condition = { add_match_set (self), FALSE };

    g_array_append_val (self->plan.sets, condition);
  }
  return run_list (self, sort);
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
  Run run = { .search = &whole, .ids = ids, .found = G_MAXUINT };

  carrel_search_plan_init (&run.plan, connection, search->query);
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
    run_ordered (&run, search->sort);
  else
    run_list (&run, search->sort);
  if (!run.plan.error)
    run.plan.error = g_steal_pointer (&connection->set_error);
  if (ranks && search->reverse)
    reverse (ids);
  if (total)
    *total = ids->len;
  if (capped)
    *capped = run.capped;
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

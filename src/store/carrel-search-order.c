/* carrel-search-order.c: a plan run in an order of its own: by date, title, site, length, progress.
 *
 * Where few match, they are sorted; where many do, the index of that order is walked and each
 * article asked whether it matches, some hundreds at a time. Lists without words do the same with
 * the rarest of their conditions. So the first rows cost about the same however many there are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"
#include "store/carrel-store-private.h"

#include <math.h>
#include <string.h>

#define FEW 4000    /* matches that are sorted rather than looked up in an order, at most */
#define PART 16     /* of the index, that tells how many there are in all */
#define STEP 4      /* matches that FTS5 names in the time in which an order is walked one on */
#define STRETCH 256 /* articles of an order that are asked together */
#define NEAR_IDS 64 /* ids so close are asked as one range */
#define RANGES 16   /* so many ranges are cheap */
#define RANGE 8     /* articles that are looked at in the time that a range takes, at least */
#define LOOK 400    /* matches that FTS5 names in the time in which an article is looked at */
#define ASK 1800    /* … in which a range is asked for */
#define PLACES 2    /* … in which it names one of a phrase's word */
#define SAMPLE 256  /* articles that tell how many have a word */
#define NAMED 5     /* bytes that are looked at in the time in which it names one */

/* ── Lists ── */

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
get_order (CarrelSearchRun *self, CarrelSort sort)
{
  return self->search->reverse ? orders[sort].reversed : orders[sort].order;
}

/* The articles that satisfy all but the driver, in order; `limit` 0: all. */
static CarrelStatement *
prepare_list (CarrelSearchRun *self, CarrelSort sort, gint64 limit)
{
  CarrelSearchPlan *plan = &self->plan;
  gint64            rows = self->search->limit > 0 ? self->search->limit : plan->n_articles / 16;
  /* Of n articles in a condition, n are looked up and sorted; in the order's index about n_articles
   * × limit / n. */
  gboolean few = plan->n_rarest >= 0 &&
                 (self->counts ||
                  plan->n_rarest <= (plan->n_articles < 1000 ? plan->n_articles
                                                             : rows * (gdouble) plan->n_articles /
                                                                   MAX (plan->n_rarest, 1)));
  gboolean by_date = sort == CARREL_SORT_ADDED || sort == CARREL_SORT_RELEVANCE;
  g_autoptr (GString) sql =
      g_string_new (self->counts ? "SELECT count (*) FROM " : "SELECT a.id FROM ");
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
  g_string_append (sql, plan->rest->str);
  if (!self->counts)
    g_string_append_printf (sql, " ORDER BY %s", get_order (self, sort));
  if (limit > 0)
    g_string_append_printf (sql, " LIMIT %" G_GINT64_FORMAT, limit);
  statement = carrel_connection_prepare_again (carrel_search_run_get_connection (self), sql->str);
  carrel_search_plan_bind (plan, statement);
  return statement;
}

gboolean
carrel_search_run_list (CarrelSearchRun *self, CarrelSort sort)
{
  CarrelConnection *connection = carrel_search_run_get_connection (self);
  g_autoptr (CarrelStatement) statement =
      prepare_list (self, sort, self->search->limit > 0 ? self->search->limit - self->ids->len : 0);
  gboolean all =
      self->search->limit == 0 && self->plan.sets->len == 0; /* an index from end to end */
  gboolean good;

  if (all)
    carrel_connection_set_sparing (connection, TRUE);
  if (!self->counts)
    carrel_search_run_append_rows (self, statement);
  else if (carrel_statement_next (statement))
    self->n = carrel_statement_get_int (statement, 0);
  good = carrel_search_run_finish (self, statement);
  if (all)
    carrel_connection_set_sparing (connection, FALSE);
  return good;
}

/* ── Words in another order ── */

/* What the driver is asked for: with other forms, where there are some. */
static const char *
get_match (CarrelSearchRun *self)
{
  const char *wider = carrel_search_plan_get_wider (&self->plan);

  return wider ? wider : self->plan.match->str;
}

/* Of so many matches at most, sorting them costs less than walking an order's index until there are
 * enough: m are looked up, or of n articles n × rows / m. */
static guint
count_few (CarrelSearchRun *self)
{
  double n = (double) MAX (self->plan.n_articles, 1),
         rows = self->search->limit > 0 ? self->search->limit : n;

  return (guint) CLAMP (sqrt (n * rows), 500, FEW);
}

/* To ask for a beginning FTS5 joins the articles of all its words, each time. */
static gboolean
has_beginning (const char *match)
{
  return strstr (match, "\" *") != NULL;
}

/* Of an index, the oldest first: for FTS5 that is half the work. */
static CarrelStatement *
prepare_oldest (CarrelSearchRun *self)
{
  const char *table = carrel_search_run_get_table (self->plan.driver);
  g_autoptr (GString) sql = g_string_new (NULL);
  CarrelStatement *statement;

  g_string_printf (sql, "SELECT rowid FROM %s WHERE %s MATCH ?1", table, table);
  carrel_search_plan_append_sets (&self->plan, sql, "rowid");
  statement = carrel_connection_prepare_again (carrel_search_run_get_connection (self), sql->str);
  carrel_statement_bind_text (statement, 1, get_match (self));
  return statement;
}

static CarrelStatement *
prepare_newest (CarrelSearchRun *self)
{
  return carrel_search_run_prepare_matches (self, carrel_search_run_get_table (self->plan.driver),
                                            get_match (self), FALSE, G_MAXINT64);
}

/* All matches, where they are few. */
typedef struct {
  GArray  *ids;  /* (owned) (element-type gint64) */
  gboolean more; /* they aren't all */
  guint    set;  /* then all are in this set, */
  gboolean soon; /* to which the way is short */
} Few;

static void
few_clear (Few *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Few, few_clear)

/* They are more: the set of all goes on where `statement` stopped, or begins anew where there are
 * very many, of which the newest will do. */
static void
make_set (
    CarrelSearchRun *self, Few *few, CarrelStatement *statement, gboolean newest, gboolean plenty)
{
  CarrelConnection *connection = carrel_search_run_get_connection (self);
  gint64            last = g_array_index (few->ids, gint64, few->ids->len - 1);

  few->more = TRUE;
  few->soon = newest || plenty ||
              few->ids->len * (gdouble) self->plan.n_articles <= 4.0 * FEW * (gdouble) last;
  if (!few->soon || plenty) {
    carrel_statement_free (statement);
    few->set = carrel_connection_add_set (connection, prepare_newest (self), TRUE);
    return;
  }
  few->set = carrel_connection_add_set (connection, statement, newest);
  for (guint i = 0; i < few->ids->len; i++)
    carrel_id_set_add (&connection->sets[few->set], g_array_index (few->ids, gint64, i));
  if (newest)
    connection->sets[few->set].read = last;
}

/* Words that are looked for in articles. */
typedef struct {
  CarrelSearchGroups *groups; /* (owned) (nullable) */
  gboolean            counted;
  const char         *rarest; /* (nullable): of several */
  double              share;  /* of all articles, that have it */
  double              sum;    /* of what the words have of all */
  guint               set;    /* G_MAXUINT: not read yet */
  gsize               bytes;  /* looked at; so many at most, for the share may be no good guess */
} Words;

static void
words_clear (Words *self)
{
  g_clear_pointer (&self->groups, carrel_search_groups_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* What the words of a phrase, or one with its other forms, have of all articles: the oldest say. */
static double
count_share (CarrelSearchRun *self, const char *match)
{
  g_autoptr (CarrelStatement) oldest =
      carrel_connection_prepare (carrel_search_run_get_connection (self),
                                 "SELECT rowid FROM text_index WHERE text_index MATCH ? LIMIT ?");
  gint64 n = 0, last = 1;

  carrel_statement_bind_text (oldest, 1, match);
  carrel_statement_bind_int (oldest, 2, SAMPLE);
  for (; carrel_statement_next (oldest); n++)
    last = carrel_statement_get_int (oldest, 0);
  carrel_search_run_finish (self, oldest);
  return MIN ((double) n / (double) last, 1);
}

static void
find_rarest (CarrelSearchRun *self, Words *words)
{
  GPtrArray *parts = words->groups ? carrel_search_groups_get_parts (words->groups) : NULL;

  words->counted = TRUE;
  for (guint i = 0; parts && parts->len > 1 && i < parts->len; i++) {
    double share = count_share (self, parts->pdata[i]);

    words->sum += share;
    if (!words->rarest || share < words->share) {
      words->rarest = parts->pdata[i];
      words->share = share;
    }
  }
}

/* By date of addition, where a part of the index says that so many match that the newest of them
 * are found, and walked to, before all would be named. Of one word all are named as soon. */
static gboolean
is_plenty (CarrelSearchRun *self, const Few *few, const Words *words)
{
  gdouble last = (gdouble) g_array_index (few->ids, gint64, few->ids->len - 1);

  return words->rarest && last * PART >= (gdouble) self->plan.n_articles &&
         self->search->limit * last * STEP < few->ids->len * words->sum * self->plan.n_articles;
}

/* FALSE on an error. */
static gboolean
list_few (CarrelSearchRun *self, CarrelSort sort, Few *few)
{
  gboolean newest = has_beginning (get_match (self)), plenty = FALSE;
  guint    enough = count_few (self);
  g_auto (Words) words = { .set = G_MAXUINT };
  g_autoptr (CarrelStatement) statement = newest ? prepare_newest (self) : prepare_oldest (self);

  if (sort == CARREL_SORT_ADDED && self->search->limit > 0 &&
      self->plan.driver == CARREL_DRIVER_TEXT) {
    words.groups = carrel_search_groups_new (get_match (self));
    find_rarest (self, &words);
  }
  few->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (few->ids->len <= enough && !plenty && carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (few->ids, id);
    plenty = is_plenty (self, few, &words);
  }
  if (few->ids->len <= enough && !plenty)
    return carrel_search_run_finish (self, statement);
  make_set (self, few, g_steal_pointer (&statement), newest, plenty);
  return TRUE;
}

/* Sorted by SQLite, which is given them as a set of which every member is looked up. */
static gboolean
sort_few (CarrelSearchRun *self, CarrelSort sort, GArray *few)
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
  if (self->search->limit > 0 && !self->plan.later)
    g_string_append_printf (sql, " LIMIT %u", self->search->limit);
  statement = carrel_connection_prepare_again (carrel_search_run_get_connection (self), sql->str);
  carrel_search_plan_bind (&self->plan, statement);
  carrel_statement_bind_text (statement, (int) self->plan.arguments->len + 2, list->str);
  while (!carrel_search_run_is_full (self) && carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (carrel_search_run_passes (self, id))
      g_array_append_val (self->ids, id);
  }
  return carrel_search_run_finish (self, statement);
}

/* Ids that are close are asked as a range. Where the one that begins at `i` of sorted ids ends. */
static guint
find_end (GArray *sorted, guint i)
{
  guint end = i + 1;

  while (end < sorted->len &&
         g_array_index (sorted, gint64, end) - g_array_index (sorted, gint64, end - 1) <= NEAR_IDS)
    end++;
  return end;
}

static guint
count_ranges (GArray *sorted)
{
  guint n = 0;

  for (guint i = 0; i < sorted->len; i = find_end (sorted, i))
    n++;
  return n;
}

/* Those of a stretch, sorted, that match, into the set. */
static void
ask_stretch (CarrelSearchRun *self, CarrelStatement *ask, GArray *sorted, guint set)
{
  for (guint i = 0, end; i < sorted->len; i = end) {
    gint64 first = g_array_index (sorted, gint64, i), last;

    end = find_end (sorted, i);
    last = g_array_index (sorted, gint64, end - 1);
    carrel_statement_bind_int (ask, 2, first);
    carrel_statement_bind_int (ask, 3, last);
    while (carrel_statement_next (ask))
      carrel_id_set_add (&carrel_search_run_get_connection (self)->sets[set],
                         carrel_statement_get_int (ask, 0));
    carrel_statement_reset (ask);
  }
}

/* Whether to look at all articles of a stretch takes less than to be told first which of them have
 * the letters at all. */
static gboolean
is_better_looked_at (CarrelSearchRun *self, const Few *few, guint n_ranges, guint n)
{
  gint64 last = few->ids->len > 0 ? g_array_index (few->ids, gint64, few->ids->len - 1) : 0;
  double without = 1 - few->ids->len / (double) MAX (last, 1);

  return self->plan.later && self->plan.letters && n_ranges * RANGE >= n * without;
}

/* How the articles of an order are known to match. */
typedef enum {
  WAY_ASK,  /* FTS5 is asked for those of a stretch */
  WAY_LOOK, /* each is looked at, where that can be done */
  WAY_SIFT, /* … each that has its rarest word: FTS5 has named these */
  WAY_KNOW, /* FTS5 has named them all */
} Way;

/* From now on those that have it are known. */
static void
read_rarest (CarrelSearchRun *self, Words *words)
{
  CarrelStatement *statement =
      carrel_connection_prepare (carrel_search_run_get_connection (self),
                                 "SELECT rowid FROM text_index WHERE text_index MATCH ?");

  carrel_statement_bind_text (statement, 1, words->rarest);
  words->set =
      carrel_connection_add_set (carrel_search_run_get_connection (self), statement, FALSE);
}

/* What all matches take, in matches that FTS5 names, from the newest down to the oldest that is
 * asked about: it reads the list of each word, and of a phrase their places. */
static double
cost_of_all (CarrelSearchRun *self, double share, const Words *words, GArray *sorted)
{
  double n = words->groups ? carrel_search_groups_count (words->groups) : 1,
         oldest = (double) g_array_index (sorted, gint64, 0),
         newest = (double) g_array_index (sorted, gint64, sorted->len - 1),
         all = MAX ((double) self->plan.n_articles, newest);

  if (words->groups && carrel_search_groups_have_phrase (words->groups))
    return PLACES * words->sum * (all - oldest);
  return n * pow (share, 1 / n) * (all - oldest);
}

/* To look at those with the rarest word, of so many that are gone through. */
static double
cost_of_sifting (CarrelSearchRun *self, const Words *words, double wanted)
{
  double read = words->set == G_MAXUINT ? words->share * (double) self->plan.n_articles : 0;

  return words->rarest ? read + wanted * words->share * LOOK : G_MAXDOUBLE;
}

/* Of a stretch whose ids are scattered, so that each is a question of its own. The few say how many
 * articles match, and so how many are gone through until there are enough. */
static Way
choose_way (CarrelSearchRun *self, const Few *few, Words *words, GArray *sorted, guint n_ranges)
{
  gint64 last = g_array_index (few->ids, gint64, few->ids->len - 1);
  double share = MIN (few->ids->len / (double) MAX (last, 1), 1),
         wanted = (self->search->limit - self->ids->len) / share;
  double all, sift, look = words->groups ? wanted * LOOK : G_MAXDOUBLE,
                    ask = MAX (wanted / sorted->len, 1) * n_ranges * ASK;

  if (!words->counted)
    find_rarest (self, words);
  all = cost_of_all (self, share, words, sorted);
  sift = cost_of_sifting (self, words, wanted);
  if (MIN (look, sift) < MIN (ask, all))
    return look < sift ? WAY_LOOK : WAY_SIFT;
  return ask < all ? WAY_ASK : WAY_KNOW;
}

static gboolean
is_match (CarrelSearchRun *self, const Few *few, Words *words, Way way, guint asked, gint64 id)
{
  CarrelConnection *connection = carrel_search_run_get_connection (self);

  if (way == WAY_SIFT && !carrel_connection_is_in_set (connection, words->set, id))
    return FALSE;
  if (way == WAY_SIFT || way == WAY_LOOK)
    return carrel_search_groups_have (words->groups, connection, id, &words->bytes);
  return carrel_connection_is_in_set (connection, way == WAY_KNOW ? few->set : asked, id);
}

/* The order's index, a stretch at a time. */
static gboolean
walk_order (CarrelSearchRun *self, CarrelSort sort, const Few *few)
{
  CarrelConnection *connection = carrel_search_run_get_connection (self);
  g_autoptr (CarrelStatement) list = prepare_list (self, sort, 0);
  g_autofree char *sql =
      g_strdup_printf ("SELECT rowid FROM %1$s WHERE %1$s MATCH ?1 AND rowid BETWEEN ?2 AND ?3",
                       carrel_search_run_get_table (self->plan.driver));
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare_again (connection, sql);
  g_autoptr (GArray) stretch = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (Words) words = { .set = G_MAXUINT };
  guint    asked = carrel_connection_add_set (connection, NULL, FALSE);
  gboolean more = TRUE;
  Way      way = few->soon ? WAY_KNOW : WAY_ASK;
  double   most = (double) self->plan.n_articles * NAMED;

  if (self->plan.driver == CARREL_DRIVER_TEXT)
    words.groups = carrel_search_groups_new (get_match (self));
  carrel_statement_bind_text (ask, 1, get_match (self));
  while (more && !carrel_search_run_is_full (self)) {
    g_autoptr (GArray) sorted = NULL;
    guint    n_ranges;
    gboolean all_looked_at;

    g_array_set_size (stretch, 0);
    while (stretch->len < STRETCH && (more = carrel_statement_next (list))) {
      gint64 id = carrel_statement_get_int (list, 0);

      g_array_append_val (stretch, id);
    }
    sorted = g_array_copy (stretch);
    g_array_sort (sorted, carrel_store_compare_ids);
    n_ranges = count_ranges (sorted);
    all_looked_at = way != WAY_KNOW && is_better_looked_at (self, few, n_ranges, stretch->len);
    if (way != WAY_KNOW && !all_looked_at && stretch->len > 0)
      way = n_ranges <= RANGES   ? WAY_ASK
            : words.bytes > most ? WAY_KNOW
                                 : choose_way (self, few, &words, sorted, n_ranges);
    if (way == WAY_SIFT && words.set == G_MAXUINT)
      read_rarest (self, &words);
    if (way == WAY_ASK && !all_looked_at)
      ask_stretch (self, ask, sorted, asked);
    for (guint i = 0; i < stretch->len && !carrel_search_run_is_full (self); i++) {
      gint64 id = g_array_index (stretch, gint64, i);

      if ((all_looked_at || is_match (self, few, &words, way, asked, id)) &&
          carrel_search_run_passes (self, id))
        g_array_append_val (self->ids, id);
    }
  }
  return carrel_search_run_finish (self, list) && carrel_search_run_finish (self, ask);
}

/* What a topic or a note says joins them, where it isn't much; FALSE where it is, or on an error.
 */
static gboolean
add_few_wide (CarrelSearchRun *self, GArray *few)
{
  CarrelConnection *connection = carrel_search_run_get_connection (self);
  g_autoptr (CarrelStatement) wide = carrel_search_run_prepare_wide (self);
  guint seen = carrel_connection_add_set (connection, NULL, FALSE), n = few->len;

  for (guint i = 0; i < n; i++)
    carrel_id_set_add (&connection->sets[seen], g_array_index (few, gint64, i));
  while (few->len <= n + FEW && carrel_statement_next (wide)) {
    gint64 id = carrel_statement_get_int (wide, 0);

    if (!carrel_connection_is_in_set (connection, seen, id))
      g_array_append_val (few, id);
  }
  return carrel_search_run_finish (self, wide) && few->len <= n + FEW;
}

/* Words or topic or note: each a set. */
static gboolean
order_wide (CarrelSearchRun *self, CarrelSort sort, Few *few)
{
  carrel_search_plan_widen (&self->plan, self->search->query, !few->more);
  if (!few->more && add_few_wide (self, few->ids))
    return sort_few (self, sort, few->ids);
  if (!few->more)
    carrel_search_plan_widen (&self->plan, self->search->query, FALSE);
  return !self->plan.error && carrel_search_run_list (self, sort);
}

gboolean
carrel_search_run_ordered (CarrelSearchRun *self, CarrelSort sort)
{
  g_auto (Few) few = { NULL, FALSE, 0, FALSE };

  self->plan.later = self->plan.looks;
  if (!list_few (self, sort, &few))
    return FALSE;
  if (self->plan.wide)
    return order_wide (self, sort, &few);
  if (!few.more)
    return sort_few (self, sort, few.ids);
  if (self->search->limit > 0)
    return walk_order (self, sort, &few);
  {
    CarrelSetCondition condition = { few.set, FALSE };

    g_array_append_val (self->plan.sets, condition);
  }
  self->plan.later = FALSE;
  return carrel_search_run_list (self, sort);
}

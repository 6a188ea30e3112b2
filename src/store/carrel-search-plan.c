/* carrel-search-plan.c: query tree → plan.
 *
 * The text that must be there becomes one FTS5 expression, the driver, which names candidates from
 * the newest on; text that must not be there is part of it. What else is said of a candidate is a
 * set of ids where an index lists it, and an SQL expression over article a otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"

#include "base/carrel-text.h"

/* ── Sets ── */

void
carrel_search_plan_append_sets (CarrelSearchPlan *self, GString *sql, const char *id)
{
  for (guint i = 0; i < self->sets->len; i++) {
    CarrelSetCondition *condition = &g_array_index (self->sets, CarrelSetCondition, i);

    if (!self->later || !self->connection->sets[condition->set].costly)
      g_string_append_printf (sql, " AND %scarrel_in (%u, %s)", condition->out ? "NOT " : "",
                              condition->set, id);
  }
}

static void
want_set (CarrelSearchPlan *self, guint set, gboolean out)
{
  CarrelSetCondition condition = { set, out };

  g_array_append_val (self->sets, condition);
}

/* ── Plans ── */

/* What lists have an index for, with how many articles that has. `topics` (nullable): those of the
 * node, which have `n`. */
static void
note_rarest (CarrelSearchPlan *self, const CarrelQueryNode *node, GArray *topics, gint64 n_topics)
{
  static const struct {
    CarrelQueryFlag flag;
    const char     *sql, *index;
  } flags[] = {
    { CARREL_FLAG_INBOX, "SELECT inbox FROM counts", "article_place" },
    { CARREL_FLAG_ARCHIVED, "SELECT archive FROM counts", "article_place" },
    { CARREL_FLAG_UNREAD, "SELECT unread FROM counts", "article_read" },
    { CARREL_FLAG_READING, "SELECT reading FROM counts", "article_read" },
    { CARREL_FLAG_READ, "SELECT articles - unread - reading FROM counts", "article_read" },
    { CARREL_FLAG_FAVOURITE, "SELECT favourites FROM counts", "article_favourite" },
  };
  const char *index = NULL;
  gint64      n = -1, topic = 0;

  self->only_trash |= node->type == CARREL_QUERY_IS && node->flag == CARREL_FLAG_TRASHED;
  if (topics) {
    if (topics->len != 1)
      return;
    n = n_topics;
    topic = g_array_index (topics, gint64, 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (flags) && node->type == CARREL_QUERY_IS; i++)
    if (node->flag == flags[i].flag) {
      g_autoptr (CarrelStatement) statement =
          carrel_connection_prepare (self->connection, flags[i].sql);

      if (carrel_statement_next (statement))
        n = carrel_statement_get_int (statement, 0);
      carrel_search_plan_finish (self, statement);
      index = flags[i].index;
    }
  if (n >= 0 && (self->n_rarest < 0 || n < self->n_rarest)) {
    self->n_rarest = n;
    self->rarest = index;
    self->topic = topic;
  }
}

/* A short beginning is the driver where there is no longer word, and of a common one (a set,
 * G_MAXUINT: it isn't one) the first letters. */
static gboolean
plan_short (CarrelSearchPlan *self, const CarrelQueryNode *node, guint common)
{
  g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };
  g_autofree char *letters = NULL;
  CarrelDriver     driver =
      node->field == CARREL_FIELD_TITLE ? CARREL_DRIVER_TITLE : CARREL_DRIVER_BEGINNING;

  if (node->type != CARREL_QUERY_TEXT)
    return FALSE;
  carrel_search_words_init (&words, node->text);
  if (words.n == 0 || (common == G_MAXUINT && !carrel_search_is_short (node, &words)))
    return FALSE;
  if (self->driver != CARREL_DRIVER_NONE && self->driver != driver) {
    want_set (self, common != G_MAXUINT ? common : carrel_search_add_short_set (self, node, &words),
              FALSE);
    return TRUE;
  }
  if (common != G_MAXUINT)
    want_set (self, common, FALSE);
  self->letters = common != G_MAXUINT && (self->letters || self->driver == CARREL_DRIVER_NONE);
  letters = carrel_search_words_dup_letters (&words);
  g_string_append_printf (self->match, "%s\"%s\"%s", self->match->len > 0 ? " AND " : "", letters,
                          driver == CARREL_DRIVER_TITLE ? " *" : "");
  g_string_append_printf (self->titles, "%s\"%s\" *", self->titles->len > 0 ? " AND " : "",
                          words.words->str);
  self->driver = driver;
  self->wide |= carrel_search_is_wide (self, node);
  return TRUE;
}

/* The node's text joins what there is; FALSE where it can't. */
static gboolean
join_match (CarrelSearchPlan      *self,
            const CarrelQueryNode *node,
            GString               *match,
            const char            *with,
            guint                 *n_forms)
{
  gsize start = match->len;

  if (start > 0)
    g_string_append (match, with);
  if (carrel_search_append_match (self, node, match, n_forms))
    return TRUE;
  g_string_truncate (match, start);
  return FALSE;
}

static void
leave_out (GString *match, GString *without)
{
  if (without->len == 0)
    return;
  g_string_prepend (match, "((");
  g_string_append_printf (match, ") NOT (%s))", without->str);
}

static gboolean
plan_text (CarrelSearchPlan *self, const CarrelQueryNode *node)
{
  if (!join_match (self, node, self->match, " AND ", NULL))
    return FALSE;
  self->driver = CARREL_DRIVER_TEXT;
  self->wide |= carrel_search_is_wide (self, node);
  return TRUE;
}

/* Text that must not be there. What a topic or a note says counts too. */
static gboolean
plan_without (CarrelSearchPlan *self, const CarrelQueryNode *node)
{
  return node->type == CARREL_QUERY_NOT && !carrel_search_is_wide (self, node->children[0]) &&
         join_match (self, node->children[0], self->without, " OR ", NULL);
}

static void
plan_rest (CarrelSearchPlan *self, const CarrelQueryNode *node)
{
  g_autoptr (GArray) topics = NULL;
  gint64 n = 0;

  if (node->type == CARREL_QUERY_TOPIC && node->text)
    topics = carrel_search_list_topics (self, node->text, node->prefix, &n);
  note_rarest (self, node, topics, n);
  if (topics && topics->len == 1) {
    want_set (self,
              carrel_connection_add_topic_set (self->connection, g_array_index (topics, gint64, 0)),
              FALSE);
    return;
  }
  g_string_append (self->rest, " AND ");
  carrel_search_append_condition (self, self->rest, node);
}

static void
plan_children (CarrelSearchPlan       *self,
               CarrelQueryNode *const *nodes,
               guint                   n,
               CarrelLooking           looking)
{
  g_autofree gboolean *done = g_new0 (gboolean, n + 1);
  g_autofree guint    *common = g_new0 (guint, n + 1);

  for (guint i = 0; i < n; i++) {
    common[i] = G_MAXUINT;
    done[i] = carrel_search_is_idle (self, nodes, n, i);
    if (done[i])
      continue;
    if (looking == CARREL_LOOKING_NONE ||
        !carrel_search_add_common_set (self, nodes[i], &common[i])) {
      common[i] = G_MAXUINT;
      done[i] = plan_text (self, nodes[i]);
    }
  }
  for (guint i = 0; i < n; i++) {
    if (common[i] == G_MAXUINT)
      continue;
    if (looking == CARREL_LOOKING_RANKED && self->driver == CARREL_DRIVER_TEXT &&
        !self->connection->sets[common[i]].plenty) {
      common[i] = G_MAXUINT;
      done[i] = plan_text (self, nodes[i]);
    } else {
      self->looks = TRUE;
      g_ptr_array_add (self->looked, nodes[i]);
    }
  }
  for (guint i = 0; i < n; i++)
    done[i] = done[i] || plan_short (self, nodes[i], common[i]);
  for (guint i = 0; i < n && self->driver == CARREL_DRIVER_TEXT; i++)
    done[i] = done[i] || plan_without (self, nodes[i]);
  leave_out (self->match, self->without);
  for (guint i = 0; i < n; i++)
    if (!done[i])
      plan_rest (self, nodes[i]);
}

/* The words side by side, where the text is nothing but words. */
static void
add_title (GString *title, const CarrelQueryNode *node)
{
  if (node->type == CARREL_QUERY_TEXT &&
      (node->field == CARREL_FIELD_ANY || node->field == CARREL_FIELD_TITLE)) {
    if (title->len > 0)
      g_string_append_c (title, ' ');
    g_string_append (title, node->text);
  }
}

static void
plan_title (CarrelSearchPlan *self, const CarrelQueryNode *root)
{
  g_autoptr (GString) title = g_string_new (NULL);

  add_title (title, root);
  for (guint i = 0; root->type == CARREL_QUERY_AND && i < root->n_children; i++)
    add_title (title, root->children[i]);
  if (title->len > 0)
    self->title_key = carrel_text_title_key (title->str, NULL);
  if (self->title_key && *self->title_key == '\0')
    g_clear_pointer (&self->title_key, g_free);
}

const char *
carrel_search_plan_get_wider (CarrelSearchPlan *self)
{
  const CarrelQueryNode *root = carrel_query_get_root (self->query);
  guint                  n_forms = 0;

  if (!self->wider && self->driver == CARREL_DRIVER_TEXT) {
    self->wider = g_string_new (NULL);
    if (root->type == CARREL_QUERY_AND)
      for (guint i = 0; i < root->n_children; i++) {
        if (!g_ptr_array_find (self->looked, root->children[i], NULL))
          join_match (self, root->children[i], self->wider, " AND ", &n_forms);
      }
    else
      join_match (self, root, self->wider, " AND ", &n_forms);
    leave_out (self->wider, self->without);
    if (n_forms == 0)
      g_string_truncate (self->wider, 0);
  }
  return self->wider && self->wider->len > 0 ? self->wider->str : NULL;
}

static void
count_articles (CarrelSearchPlan *self, gint64 *n_trashed)
{
  g_autoptr (CarrelStatement) counts = NULL;

  if (carrel_search_kept_get_number (self->connection, "articles", &self->n_articles) &&
      carrel_search_kept_get_number (self->connection, "trash", n_trashed))
    return;
  counts = carrel_connection_prepare (self->connection, "SELECT articles, trash FROM counts");
  if (carrel_statement_next (counts)) {
    self->n_articles = carrel_statement_get_int (counts, 0);
    *n_trashed = carrel_statement_get_int (counts, 1);
    carrel_search_kept_set_number (self->connection, "articles", self->n_articles);
    carrel_search_kept_set_number (self->connection, "trash", *n_trashed);
  }
  carrel_search_plan_finish (self, counts);
}

void
carrel_search_plan_init (CarrelSearchPlan *self,
                         CarrelConnection *connection,
                         CarrelQuery      *query,
                         CarrelLooking     looking)
{
  const CarrelQueryNode *root = carrel_query_get_root (query);
  CarrelQueryNode       *one[] = { (CarrelQueryNode *) root };
  gint64                 n_trashed = 0;

  carrel_search_kept_look (connection);
  *self = (CarrelSearchPlan) { .connection = connection, .query = query, .n_rarest = -1 };
  self->match = g_string_new (NULL);
  self->without = g_string_new (NULL);
  self->titles = g_string_new (NULL);
  self->others = g_string_new (NULL);
  self->rest = g_string_new (NULL);
  self->looked = g_ptr_array_new ();
  self->sets = g_array_new (FALSE, FALSE, sizeof (CarrelSetCondition));
  self->arguments = g_array_new (FALSE, FALSE, sizeof (CarrelSearchArgument));
  g_array_set_clear_func (self->arguments, carrel_search_clear_argument);
  count_articles (self, &n_trashed);
  self->trash = carrel_query_wants_trash (query);
  if (root->type == CARREL_QUERY_AND)
    plan_children (self, root->children, root->n_children, looking);
  else
    plan_children (self, one, 1, looking);
  /* Lists without a driver leave the trash out by their index. */
  if (self->driver != CARREL_DRIVER_NONE && !self->trash && n_trashed > 0)
    want_set (
        self,
        carrel_search_add_set (self, "SELECT id FROM article WHERE trashed > 0", NULL, 0, FALSE),
        TRUE);
  if (self->driver == CARREL_DRIVER_TEXT)
    plan_title (self, root);
}

/* What stands beside each other in the query, of which all must be so. */
static void
widen_children (CarrelSearchPlan *self, CarrelQueryNode *const *nodes, guint n, gboolean named)
{
  guint n_forms = 0, n_wide = 0;

  for (guint i = 0; i < n; i++)
    n_wide += carrel_search_is_wide (self, nodes[i]) ? 1 : 0;
  for (guint i = 0; i < n; i++) {
    gboolean wide = carrel_search_is_wide (self, nodes[i]);

    if (carrel_search_is_idle (self, nodes, n, i))
      continue;
    /* Nothing but text: those who are named have it. */
    if (named && n_wide > 0 && !wide &&
        join_match (self, nodes[i], self->others, " AND ", &n_forms))
      continue;
    /* They are named for this one. */
    if (named && n_wide == 1 && wide && nodes[i]->type == CARREL_QUERY_TEXT)
      continue;
    g_string_append (self->rest, " AND ");
    carrel_search_append_condition (self, self->rest, nodes[i]);
  }
}

void
carrel_search_plan_widen (CarrelSearchPlan *self, CarrelQuery *query, gboolean named)
{
  const CarrelQueryNode *root = carrel_query_get_root (query);
  CarrelQueryNode       *one[] = { (CarrelQueryNode *) root };

  g_array_set_size (self->sets, 0);
  g_array_set_size (self->arguments, 0);
  g_string_truncate (self->rest, 0);
  g_string_truncate (self->others, 0);
  if (root->type == CARREL_QUERY_AND)
    widen_children (self, root->children, root->n_children, named);
  else
    widen_children (self, one, 1, named);
  if (!self->trash)
    g_string_append (self->rest, " AND a.trashed = 0");
  self->n_rarest = -1;
}

void
carrel_search_plan_clear (CarrelSearchPlan *self)
{
  g_string_free (self->match, TRUE);
  g_string_free (self->without, TRUE);
  if (self->wider)
    g_string_free (self->wider, TRUE);
  g_string_free (self->titles, TRUE);
  g_string_free (self->others, TRUE);
  g_string_free (self->rest, TRUE);
  g_ptr_array_unref (self->looked);
  g_array_unref (self->sets);
  g_array_unref (self->arguments);
  g_free (self->title_key);
  g_clear_error (&self->error);
}

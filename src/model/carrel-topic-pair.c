/* carrel-topic-pair.c: two topics that look like one.
 *
 * Names that differ by few letters share what is left when some letters are taken out of each (the
 * symmetric deletions of Garbe's SymSpell): these are kept in a table, and only what meets there is
 * compared, by the optimal string alignment distance.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-topic-pair.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_LETTERS 48 /* of a name that may have typing errors */
#define ONE_ERROR 5    /* letters from which on */
#define TWO_ERRORS 10
#define MAX_MEETING 24 /* names in one place of the table that are compared with each other */
#define MAX_COMPARED                                                                               \
  50000 /* pairs in all: thousands of names of one pattern don't take seconds                      \
         */

struct _CarrelTopicPair {
  GObject parent_instance;

  CarrelTopic *from, *into; /* (owned) */
  int          distance;
};

G_DEFINE_FINAL_TYPE (CarrelTopicPair, carrel_topic_pair, G_TYPE_OBJECT)

static void
carrel_topic_pair_finalize (GObject *object)
{
  CarrelTopicPair *self = CARREL_TOPIC_PAIR (object);

  g_object_unref (self->from);
  g_object_unref (self->into);
  G_OBJECT_CLASS (carrel_topic_pair_parent_class)->finalize (object);
}

static void
carrel_topic_pair_class_init (CarrelTopicPairClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carrel_topic_pair_finalize;
}

static void
carrel_topic_pair_init (CarrelTopicPair *self)
{
}

CarrelTopic *
carrel_topic_pair_get_from (CarrelTopicPair *self)
{
  return self->from;
}

CarrelTopic *
carrel_topic_pair_get_into (CarrelTopicPair *self)
{
  return self->into;
}

guint
carrel_topic_pair_hash (gconstpointer ids)
{
  const CarrelTopicIds *pair = ids;

  return g_int64_hash (&pair->a) * 31 + g_int64_hash (&pair->b);
}

gboolean
carrel_topic_pair_equal (gconstpointer a, gconstpointer b)
{
  const CarrelTopicIds *x = a, *y = b;

  return x->a == y->a && x->b == y->b;
}

/* ── Names ── */

/* A name as letters: what is compared. A plural has two forms where its singular can't be known:
 * «boxes» may be of box, «axes» of axe. */
typedef struct {
  gunichar *letters[2]; /* (owned) (nullable) */
  guint     n[2];
  gboolean  whole; /* nothing may differ */
} Name;

static void
clear_name (Name *name)
{
  g_free (name->letters[0]);
  g_free (name->letters[1]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Name, clear_name)

static gboolean
ends_with (const GArray *letters, const char *ending)
{
  gsize n = strlen (ending);

  if (letters->len < n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (g_array_index (letters, gunichar, letters->len - n + i) != (gunichar) ending[i])
      return FALSE;
  return TRUE;
}

static void
add_form (Name *name, const GArray *letters, guint n, gunichar last)
{
  guint form = name->letters[0] ? 1 : 0;

  name->letters[form] = g_new (gunichar, n + 1);
  memcpy (name->letters[form], letters->data, n * sizeof (gunichar));
  name->n[form] = n;
  if (last)
    name->letters[form][name->n[form]++] = last;
}

/* «glass», «news», «physics» and «virus» are no plurals. */
static gboolean
is_plural (const GArray *letters)
{
  static const char *const kept[] = { "ss", "us", "is", "ics", "news" };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (ends_with (letters, kept[i]))
      return FALSE;
  return letters->len >= 4 && ends_with (letters, "s");
}

static void
add_forms (Name *name, const GArray *letters)
{
  static const char *const es[] = { "sses", "xes", "zzes", "ches", "shes", "oes" };

  if (!is_plural (letters)) {
    add_form (name, letters, letters->len, 0);
    return;
  }
  add_form (name, letters, letters->len - 1, 0);
  if (ends_with (letters, "ies"))
    add_form (name, letters, letters->len - 3, 'y');
  for (guint i = 0; i < G_N_ELEMENTS (es); i++)
    if (ends_with (letters, es[i]))
      add_form (name, letters, letters->len - 2, 0);
}

static void
read_name (const char *text, Name *name)
{
  g_autofree char *folded = carrel_text_fold (text);
  g_autoptr (GArray) letters = g_array_new (FALSE, FALSE, sizeof (gunichar));

  *name = (Name) { 0 };
  for (const char *p = folded; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isalnum (c))
      continue;
    name->whole |= carrel_text_is_unspaced (c);
    g_array_append_val (letters, c);
  }
  if (letters->len == 0) { /* «C++» has a letter, «++» and «🌱» are what they are */
    for (const char *p = folded; *p; p = g_utf8_next_char (p)) {
      gunichar c = g_utf8_get_char (p);

      g_array_append_val (letters, c);
    }
    name->whole = TRUE;
  }
  if (name->whole)
    add_form (name, letters, letters->len, 0);
  else
    add_forms (name, letters);
}

static int
get_allowed (const Name *name, guint form)
{
  if (name->whole || name->n[form] < ONE_ERROR || name->n[form] > MAX_LETTERS)
    return 0;
  return name->n[form] < TWO_ERRORS ? 1 : 2;
}

/* ── Distance ── */

static gboolean
same_digits (const gunichar *a, guint n, const gunichar *b, guint m)
{
  guint i = 0, j = 0;

  for (;;) {
    while (i < n && !g_unichar_isdigit (a[i]))
      i++;
    while (j < m && !g_unichar_isdigit (b[j]))
      j++;
    if (i == n || j == m)
      return i == n && j == m;
    if (a[i++] != b[j++])
      return FALSE;
  }
}

/* Optimal string alignment: letters left out, put in, replaced, or changed with their neighbour. */
static int
get_distance (const gunichar *a, guint n, const gunichar *b, guint m)
{
  int  rows[3][MAX_LETTERS + 1];
  int *before = rows[0], *last = rows[1], *row = rows[2];

  for (guint j = 0; j <= m; j++)
    last[j] = (int) j;
  for (guint i = 1; i <= n; i++) {
    int *turn = before;

    row[0] = (int) i;
    for (guint j = 1; j <= m; j++) {
      int best = MIN (last[j], row[j - 1]) + 1;

      best = MIN (best, last[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = MIN (best, before[j - 2] + 1);
      row[j] = best;
    }
    before = last;
    last = row;
    row = turn;
  }
  return last[m];
}

static int
measure_forms (const Name *a, guint x, const Name *b, guint y)
{
  int allowed = MIN (get_allowed (a, x), get_allowed (b, y)), distance;

  if (a->n[x] == b->n[y] && memcmp (a->letters[x], b->letters[y], a->n[x] * sizeof (gunichar)) == 0)
    return 0;
  if (allowed == 0 || a->letters[x][0] != b->letters[y][0] ||
      !same_digits (a->letters[x], a->n[x], b->letters[y], b->n[y]))
    return -1;
  distance = get_distance (a->letters[x], a->n[x], b->letters[y], b->n[y]);
  return distance <= allowed ? distance : -1;
}

static int
measure (const Name *a, const Name *b)
{
  int best = -1;

  for (guint x = 0; x < 2 && a->letters[x]; x++)
    for (guint y = 0; y < 2 && b->letters[y]; y++) {
      int distance = measure_forms (a, x, b, y);

      if (distance >= 0 && (best < 0 || distance < best))
        best = distance;
    }
  return best;
}

int
carrel_topic_pair_measure (const char *a, const char *b)
{
  g_auto (Name) x = { 0 };
  g_auto (Name) y = { 0 };

  read_name (a, &x);
  read_name (b, &y);
  return measure (&x, &y);
}

/* ── All pairs ── */

typedef struct {
  GPtrArray  *topics;
  GArray     *names;    /* (element-type Name) */
  GHashTable *places;   /* guint64 * → GArray of the names' numbers */
  GHashTable *seen;     /* CarrelTopicIds of numbers: compared already */
  GHashTable *distinct; /* (nullable) */
  GPtrArray  *pairs;
} Search;

static guint64
hash_letters (guint64 seed, const gunichar *letters, guint n, guint skip, guint skip2)
{
  guint64 hash = seed;

  for (guint i = 0; i < n; i++)
    if (i != skip && i != skip2)
      hash = (hash ^ letters[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash ^ hash >> 29;
}

static void
compare (Search *search, guint i, guint j)
{
  CarrelTopic   *x = search->topics->pdata[i], *y = search->topics->pdata[j];
  CarrelTopicIds numbers = { MIN (i, j), MAX (i, j) },
                 ids = { MIN (carrel_topic_get_id (x), carrel_topic_get_id (y)),
                         MAX (carrel_topic_get_id (x), carrel_topic_get_id (y)) };
  gboolean turn = carrel_topic_get_n_articles (x) > carrel_topic_get_n_articles (y) ||
                  (carrel_topic_get_n_articles (x) == carrel_topic_get_n_articles (y) &&
                   carrel_topic_get_id (x) < carrel_topic_get_id (y));
  CarrelTopicPair *pair;
  int              distance;

  if (i == j || g_hash_table_size (search->seen) >= MAX_COMPARED ||
      g_hash_table_contains (search->seen, &numbers))
    return;
  g_hash_table_add (search->seen, g_memdup2 (&numbers, sizeof numbers));
  if (search->distinct && g_hash_table_contains (search->distinct, &ids))
    return;
  distance =
      measure (&g_array_index (search->names, Name, i), &g_array_index (search->names, Name, j));
  if (distance < 0)
    return;
  pair = g_object_new (CARREL_TYPE_TOPIC_PAIR, NULL);
  pair->from = g_object_ref (turn ? y : x);
  pair->into = g_object_ref (turn ? x : y);
  pair->distance = distance;
  g_ptr_array_add (search->pairs, pair);
}

/* Puts the name there, and compares it with those that are there already. */
static void
meet (Search *search, guint64 place, guint number)
{
  GArray *others = g_hash_table_lookup (search->places, &place);

  if (!others) {
    others = g_array_new (FALSE, FALSE, sizeof (guint));
    g_hash_table_insert (search->places, g_memdup2 (&place, sizeof place), others);
  }
  for (guint i = 0; i < others->len; i++)
    compare (search, g_array_index (others, guint, i), number);
  if (others->len < MAX_MEETING)
    g_array_append_val (others, number);
}

static void
place_name (Search *search, guint number)
{
  const Name *name = &g_array_index (search->names, Name, number);
  const char *path = carrel_topic_get_path (search->topics->pdata[number]),
             *slash = strrchr (path, '/');
  g_autofree char *above = slash ? g_strndup (path, (gsize) (slash - path)) : g_strdup (""),
                  *key = carrel_text_fold (above);
  guint64 seed = carrel_text_hash (key, -1);

  for (guint form = 0; form < 2 && name->letters[form]; form++) {
    const gunichar *letters = name->letters[form];
    guint           n = name->n[form];
    int             allowed = get_allowed (name, form);

    meet (search, hash_letters (seed, letters, n, G_MAXUINT, G_MAXUINT), number);
    for (guint i = 1; allowed > 0 && i < n; i++) { /* the first letter stays */
      meet (search, hash_letters (seed, letters, n, i, G_MAXUINT), number);
      for (guint j = i + 1; allowed > 1 && j < n; j++)
        meet (search, hash_letters (seed, letters, n, i, j), number);
    }
  }
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const CarrelTopicPair *x = a, *y = b;
  guint n = carrel_topic_get_n_articles (x->from) + carrel_topic_get_n_articles (x->into),
        m = carrel_topic_get_n_articles (y->from) + carrel_topic_get_n_articles (y->into);

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  if (n != m)
    return n > m ? -1 : 1;
  return strcmp (carrel_topic_get_path (x->into), carrel_topic_get_path (y->into));
}

static void
free_place (gpointer place)
{
  g_array_unref (place);
}

static void
clear_name_cb (gpointer name)
{
  clear_name (name);
}

GPtrArray *
carrel_topic_pair_list (GPtrArray *topics, GHashTable *distinct, guint limit)
{
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_autoptr (GHashTable) places =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_place);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (carrel_topic_pair_hash, carrel_topic_pair_equal, g_free, NULL);
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_object_unref);
  Search     search = { topics, names, places, seen, distinct, pairs };

  g_array_set_clear_func (names, clear_name_cb);
  for (guint i = 0; i < topics->len; i++) {
    Name name;

    read_name (carrel_topic_get_name (topics->pdata[i]), &name);
    g_array_append_val (names, name);
  }
  for (guint i = 0; i < topics->len; i++)
    place_name (&search, i);
  g_ptr_array_sort_values (pairs, compare_pairs);
  if (pairs->len > limit)
    g_ptr_array_set_size (pairs, (int) limit);
  return pairs;
}

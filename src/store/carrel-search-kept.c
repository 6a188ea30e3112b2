/* carrel-search-kept.c: what a search leaves for the next one: the articles of topics that were
 * asked for, and the other forms of words.
 *
 * While a person types, each letter is a search, in the same place and with all words but the last
 * the same. A connection that only reads keeps these until anyone has written to the file; one that
 * writes keeps them for one search. On the thread of the connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-connection-private.h"

#define MAX_TOPICS 8
#define MAX_WORDS 256

struct _CarrelSearchKept {
  gint64      version; /* PRAGMA data_version */
  GArray     *topics;  /* (owned) (element-type CarrelIdSet): the one used last is the last */
  GHashTable *forms;   /* (owned): word → (element-type utf8) */
  GHashTable *numbers; /* (owned): what it is → gint64 */
};

static void
clear_set (gpointer data)
{
  g_free (((CarrelIdSet *) data)->words);
}

static CarrelSearchKept *
get_kept (CarrelConnection *self)
{
  if (!self->kept) {
    self->kept = g_new0 (CarrelSearchKept, 1);
    self->kept->topics = g_array_new (FALSE, FALSE, sizeof (CarrelIdSet));
    g_array_set_clear_func (self->kept->topics, clear_set);
    self->kept->forms =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
    self->kept->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  }
  return self->kept;
}

void
carrel_search_kept_free (CarrelSearchKept *self)
{
  g_array_unref (self->topics);
  g_hash_table_unref (self->forms);
  g_hash_table_unref (self->numbers);
  g_free (self);
}

void
carrel_search_kept_look (CarrelConnection *self)
{
  CarrelSearchKept *kept = get_kept (self);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (self, "PRAGMA data_version");
  gint64 version = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : 0;

  if (!carrel_statement_finish (statement, NULL) || version != kept->version || !self->read_only) {
    g_array_set_size (kept->topics, 0);
    g_hash_table_remove_all (kept->forms);
    g_hash_table_remove_all (kept->numbers);
  }
  kept->version = version;
}

gboolean
carrel_search_kept_take_topic (CarrelConnection *self, gint64 topic, CarrelIdSet *set)
{
  GArray *topics = get_kept (self)->topics;

  for (guint i = 0; i < topics->len; i++) {
    CarrelIdSet *one = &g_array_index (topics, CarrelIdSet, i);

    if (one->topic == topic) {
      *set = *one;
      one->words = NULL;
      g_array_remove_index (topics, i);
      return TRUE;
    }
  }
  return FALSE;
}

void
carrel_search_kept_give_topic (CarrelConnection *self, CarrelIdSet *set)
{
  GArray  *topics = get_kept (self)->topics;
  gboolean known = !self->read_only;

  for (guint i = 0; i < topics->len && !known; i++) /* a search can ask for a topic twice */
    known = g_array_index (topics, CarrelIdSet, i).topic == set->topic;
  if (known) {
    g_free (set->words);
    return;
  }
  if (topics->len == MAX_TOPICS)
    g_array_remove_index (topics, 0);
  g_array_append_vals (topics, set, 1);
}

GPtrArray *
carrel_search_kept_get_forms (CarrelConnection *self, const char *word)
{
  return g_hash_table_lookup (get_kept (self)->forms, word);
}

void
carrel_search_kept_set_forms (CarrelConnection *self, const char *word, GPtrArray *forms)
{
  GHashTable *kept = get_kept (self)->forms;

  if (g_hash_table_size (kept) >= MAX_WORDS)
    g_hash_table_remove_all (kept);
  g_hash_table_insert (kept, g_strdup (word), g_ptr_array_ref (forms));
}

gboolean
carrel_search_kept_get_number (CarrelConnection *self, const char *what, gint64 *number)
{
  gint64 *kept = g_hash_table_lookup (get_kept (self)->numbers, what);

  if (kept)
    *number = *kept;
  return kept != NULL;
}

void
carrel_search_kept_set_number (CarrelConnection *self, const char *what, gint64 number)
{
  GHashTable *kept = get_kept (self)->numbers;

  if (g_hash_table_size (kept) >= MAX_WORDS)
    g_hash_table_remove_all (kept);
  g_hash_table_insert (kept, g_strdup (what), g_memdup2 (&number, sizeof number));
}

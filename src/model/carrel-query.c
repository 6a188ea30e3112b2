/* carrel-query.c: a query: its tree, and what can be asked of it.
 *
 * A query is immutable once its parser has returned it; any thread may hold it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-query-private.h"

#include "base/carrel-text.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (CarrelQuery, carrel_query, carrel_query_ref, carrel_query_unref)

/* ── Making ── */

static void
node_free (gpointer data)
{
  CarrelQueryNode *node = data;

  g_free (node->children);
  g_free (node);
}

CarrelQueryNode *
carrel_query_add_node (CarrelQuery *self, CarrelQueryType type)
{
  CarrelQueryNode *node = g_new0 (CarrelQueryNode, 1);

  node->type = type;
  g_ptr_array_add (self->nodes, node);
  return node;
}

CarrelQueryNode *
carrel_query_join (CarrelQuery *self, CarrelQueryType type, GPtrArray *children)
{
  g_autoptr (GPtrArray) flat = NULL;
  CarrelQueryNode *node;

  if (children->len == 0)
    return NULL;
  if (children->len == 1)
    return children->pdata[0];

  flat = g_ptr_array_sized_new (children->len);
  for (guint i = 0; i < children->len; i++) {
    CarrelQueryNode *child = children->pdata[i];

    if (child->type != type)
      g_ptr_array_add (flat, child);
    for (guint j = 0; child->type == type && j < child->n_children; j++)
      g_ptr_array_add (flat, child->children[j]);
  }

  node = carrel_query_add_node (self, type);
  node->n_children = flat->len;
  node->children = g_memdup2 (flat->pdata, flat->len * sizeof (gpointer));
  return node;
}

CarrelQuery *
carrel_query_new (void)
{
  CarrelQuery *self = g_new0 (CarrelQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->strings = g_string_chunk_new (256);
  return self;
}

CarrelQuery *
carrel_query_ref (CarrelQuery *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
carrel_query_unref (CarrelQuery *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->nodes);
  g_string_chunk_free (self->strings);
  g_clear_pointer (&self->a, carrel_query_unref);
  g_clear_pointer (&self->b, carrel_query_unref);
  g_free (self);
}

/* What stands side by side at the top of a query stands so in the joined one. */
static void
add_side_by_side (GPtrArray *children, const CarrelQueryNode *root)
{
  if (root->type == CARREL_QUERY_ALL)
    return;
  if (root->type != CARREL_QUERY_AND) {
    g_ptr_array_add (children, (gpointer) root);
    return;
  }
  for (guint i = 0; i < root->n_children; i++)
    g_ptr_array_add (children, root->children[i]);
}

CarrelQuery *
carrel_query_and (CarrelQuery *a, CarrelQuery *b)
{
  CarrelQuery *self = carrel_query_new ();
  g_autoptr (GPtrArray) children = g_ptr_array_new ();

  self->a = carrel_query_ref (a);
  self->b = carrel_query_ref (b);
  add_side_by_side (children, a->root);
  add_side_by_side (children, b->root);
  self->root = carrel_query_join (self, CARREL_QUERY_AND, children);
  if (!self->root)
    self->root = carrel_query_add_node (self, CARREL_QUERY_ALL);
  return self;
}

const CarrelQueryNode *
carrel_query_get_root (CarrelQuery *self)
{
  return self->root;
}

gboolean
carrel_query_is_all (CarrelQuery *self)
{
  return self->root->type == CARREL_QUERY_ALL;
}

/* ── Walks ── */

gboolean
carrel_query_has_letters (const char *text)
{
  for (; *text; text = g_utf8_next_char (text)) {
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      return TRUE;
  }
  return FALSE;
}

typedef gboolean (*NodeFunc) (const CarrelQueryNode *node, gpointer data);

static gboolean
is_text (const CarrelQueryNode *node, gpointer data)
{
  return node->type == CARREL_QUERY_TEXT && node->field != CARREL_FIELD_SITE &&
         node->field != CARREL_FIELD_AUTHOR && carrel_query_has_letters (node->text);
}

static gboolean
is_trashed (const CarrelQueryNode *node, gpointer data)
{
  return node->type == CARREL_QUERY_IS && node->flag == CARREL_FLAG_TRASHED;
}

/* TRUE as soon as `func` is for a term under an even number of negations. */
static gboolean
any_positive (const CarrelQueryNode *node, gboolean positive, NodeFunc func, gpointer data)
{
  if (node->type == CARREL_QUERY_NOT)
    positive = !positive;
  for (guint i = 0; i < node->n_children; i++) {
    if (any_positive (node->children[i], positive, func, data))
      return TRUE;
  }
  return node->n_children == 0 && positive && func (node, data);
}

gboolean
carrel_query_has_text (CarrelQuery *self)
{
  return any_positive (self->root, TRUE, is_text, NULL);
}

gboolean
carrel_query_wants_trash (CarrelQuery *self)
{
  return any_positive (self->root, TRUE, is_trashed, NULL);
}

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Always FALSE: it collects. A run of characters without spaces between words is one mark. */
static gboolean
add_marks (const CarrelQueryNode *node, gpointer data)
{
  GPtrArray  *marks = data;
  const char *next = node->text;

  if (node->type != CARREL_QUERY_TEXT ||
      (node->field != CARREL_FIELD_ANY && node->field != CARREL_FIELD_TITLE))
    return FALSE;

  while (*next) {
    const char *start;
    gboolean    unspaced;

    while (*next && !is_word_char (g_utf8_get_char (next)))
      next = g_utf8_next_char (next);
    if (*next == '\0')
      break;
    start = next;
    unspaced = carrel_text_is_unspaced (g_utf8_get_char (start));
    while (is_word_char (g_utf8_get_char (next)) &&
           (g_unichar_ismark (g_utf8_get_char (next)) ||
            carrel_text_is_unspaced (g_utf8_get_char (next)) == unspaced))
      next = g_utf8_next_char (next);
    g_ptr_array_add (marks, g_strdup_printf ("%.*s%s", (int) (next - start), start,
                                             node->prefix && *next == '\0' ? "*" : ""));
  }
  return FALSE;
}

GPtrArray *
carrel_query_list_marks (CarrelQuery *self)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func (g_free);

  any_positive (self->root, TRUE, add_marks, marks);
  return marks;
}

/* carrel-extract-rule.c: selectors: read, matched, made; and the part of a page that a rule names.
 *
 * Matching goes from the last step up, so that a step costs a look at one element; siblings are
 * counted up to MAX_NTH. Making asks an index of the page's ids and classes. Pure functions; any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-rule.h"

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_SELECTOR 2000 /* bytes */
#define MAX_STEPS 64
#define MAX_CLASSES 8
#define MAX_NTH 500
#define MAX_NAME 48  /* bytes of an id or class that a person chose */
#define MAX_ALIKE 64 /* elements with a class, to be counted */

typedef struct {
  char *tag, *id;             /* (owned) (nullable) */
  char *classes[MAX_CLASSES]; /* (owned) */
  guint n_classes, nth;       /* nth 0: any */
} Step;

struct _CarrelSelector {
  GArray *steps; /* (owned) (element-type Step) */
};

static void
clear_step (gpointer data)
{
  Step *step = data;

  g_free (step->tag);
  g_free (step->id);
  for (guint i = 0; i < step->n_classes; i++)
    g_free (step->classes[i]);
}

/* ── Reading ── */

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* (transfer full) (nullable) */
static char *
read_name (const char **p)
{
  const char *start = *p;

  while (is_name_char (**p))
    (*p)++;
  return *p > start ? g_strndup (start, (gsize) (*p - start)) : NULL;
}

/* FALSE where there is no step. */
static gboolean
read_step (const char **p, Step *step)
{
  static const char nth[] = ":nth-of-type(";

  step->tag = read_name (p);
  while (**p == '#' || **p == '.') {
    gboolean is_id = *(*p)++ == '#';
    char    *name = read_name (p);

    if (!name || (is_id && step->id) || (!is_id && step->n_classes == MAX_CLASSES)) {
      g_free (name);
      return FALSE;
    }
    if (is_id)
      step->id = name;
    else
      step->classes[step->n_classes++] = name;
  }
  if (g_str_has_prefix (*p, nth)) {
    guint64 number = g_ascii_strtoull (*p + strlen (nth), (char **) p, 10);

    if (!step->tag || number < 1 || number > MAX_NTH || *(*p)++ != ')')
      return FALSE;
    step->nth = (guint) number;
  }
  return step->tag || step->id || step->n_classes > 0;
}

CarrelSelector *
carrel_selector_parse (const char *text)
{
  g_autoptr (CarrelSelector) self = g_new0 (CarrelSelector, 1);
  const char *p = text + strspn (text, " ");

  self->steps = g_array_new (FALSE, TRUE, sizeof (Step));
  g_array_set_clear_func (self->steps, clear_step);
  if (strlen (text) > MAX_SELECTOR)
    return NULL;
  for (;;) {
    Step     step = { 0 };
    gboolean read = read_step (&p, &step);

    g_array_append_val (self->steps, step);
    if (!read || self->steps->len > MAX_STEPS)
      return NULL;
    p += strspn (p, " ");
    if (!*p)
      return g_steal_pointer (&self);
    if (*p++ != '>')
      return NULL;
    p += strspn (p, " ");
  }
}

void
carrel_selector_free (CarrelSelector *self)
{
  g_array_unref (self->steps);
  g_free (self);
}

/* ── Matching ── */

/* Its number among its siblings of the same name, 0 when that is more than `most`. */
static guint
get_nth (const CarrelNode *node, guint most)
{
  guint n = 1;

  for (const CarrelNode *other = node->previous; other && n <= most; other = other->previous)
    n += other->type == CARREL_NODE_ELEMENT && strcmp (other->name, node->name) == 0;
  return n <= most ? n : 0;
}

static gboolean
matches_step (const Step *step, const CarrelNode *node)
{
  if (node->type != CARREL_NODE_ELEMENT || (step->tag && strcmp (step->tag, node->name) != 0))
    return FALSE;
  if (step->id && g_strcmp0 (carrel_node_get (node, "id"), step->id) != 0)
    return FALSE;
  for (guint i = 0; i < step->n_classes; i++)
    if (!carrel_node_has_word (node, "class", step->classes[i]))
      return FALSE;
  return step->nth == 0 || get_nth (node, step->nth) == step->nth;
}

gboolean
carrel_selector_matches (CarrelSelector *self, const CarrelNode *node)
{
  for (guint i = self->steps->len; i > 0; i--, node = node->parent)
    if (!node || !matches_step (&g_array_index (self->steps, Step, i - 1), node))
      return FALSE;
  return TRUE;
}

CarrelNode *
carrel_selector_find (CarrelSelector *self, CarrelNode *top)
{
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    if (carrel_selector_matches (self, node))
      return node;
  return NULL;
}

/* ── Making ── */

struct _CarrelSelectorMaker {
  CarrelNode *top;
  GHashTable *ids;     /* (owned): id → how many elements have it */
  GHashTable *tags;    /* (owned): element's name → how many there are */
  GHashTable *classes; /* (owned): class → GPtrArray of up to MAX_ALIKE + 1 elements */
};

/* Written by a person, not counted or drawn by lot by a program: such names change from page to
 * page. */
static gboolean
is_stable (const char *name, gsize len)
{
  guint digits = 0;

  if (len < 2 || len > MAX_NAME || !g_ascii_isalpha (*name))
    return FALSE;
  for (gsize i = 0; i < len; i++) {
    if (!is_name_char (name[i]))
      return FALSE;
    digits += g_ascii_isdigit (name[i]) != 0;
  }
  return digits <= 2;
}

static void
count (GHashTable *table, const char *key)
{
  g_hash_table_insert (table, (gpointer) key,
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (table, key)) + 1));
}

/* The next word at *p, of *len bytes; FALSE at the end. */
static gboolean
next_word (const char **p, gsize *len)
{
  *p += strspn (*p, " \t\r\n\f");
  *len = strcspn (*p, " \t\r\n\f");
  return *len > 0;
}

static void
index_classes (CarrelSelectorMaker *self, CarrelNode *node)
{
  const char *p = carrel_node_get (node, "class");
  gsize       len;
  guint       n = 0;

  for (; p && next_word (&p, &len) && n < MAX_CLASSES; p += len) {
    g_autofree char *word = is_stable (p, len) ? g_ascii_strdown (p, (gssize) len) : NULL;
    GPtrArray       *nodes = word ? g_hash_table_lookup (self->classes, word) : NULL;

    if (!word)
      continue;
    n++;
    if (!nodes) {
      nodes = g_ptr_array_new ();
      g_hash_table_insert (self->classes, g_steal_pointer (&word), nodes);
    }
    if (nodes->len <= MAX_ALIKE)
      g_ptr_array_add (nodes, node);
  }
}

CarrelSelectorMaker *
carrel_selector_maker_new (CarrelNode *top)
{
  CarrelSelectorMaker *self = g_new0 (CarrelSelectorMaker, 1);

  self->top = top;
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->tags = g_hash_table_new (g_str_hash, g_str_equal);
  self->classes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    const char *id = node->type == CARREL_NODE_ELEMENT ? carrel_node_get (node, "id") : NULL;

    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    count (self->tags, node->name);
    if (id)
      count (self->ids, id);
    index_classes (self, node);
  }
  return self;
}

void
carrel_selector_maker_free (CarrelSelectorMaker *self)
{
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->tags);
  g_hash_table_unref (self->classes);
  g_free (self);
}

static gboolean
is_named (const char *name)
{
  for (; *name; name++)
    if (!is_name_char (*name))
      return FALSE;
  return TRUE;
}

/* «tag.class.class», with the classes that are stable; NULL when it has none. (transfer full) */
static char *
name_by_classes (CarrelNode *node, GPtrArray *words)
{
  const char *p = carrel_node_get (node, "class");
  g_autoptr (GString) out = g_string_new (node->name);
  gsize len;

  for (; p && next_word (&p, &len) && words->len < MAX_CLASSES; p += len)
    if (is_stable (p, len)) {
      g_ptr_array_add (words, g_ascii_strdown (p, (gssize) len));
      g_string_append_c (out, '.');
      g_string_append_len (out, p, (gssize) len);
    }
  return words->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* No other element of the page has the same name and all these classes. */
static gboolean
is_only_one (CarrelSelectorMaker *self, CarrelNode *node, GPtrArray *words)
{
  GPtrArray *rarest = NULL;

  for (guint i = 0; i < words->len; i++) {
    GPtrArray *nodes = g_hash_table_lookup (self->classes, words->pdata[i]);

    if (nodes && (!rarest || nodes->len < rarest->len))
      rarest = nodes;
  }
  if (!rarest || rarest->len > MAX_ALIKE)
    return FALSE;
  for (guint i = 0; i < rarest->len; i++) {
    CarrelNode *other = rarest->pdata[i];
    gboolean    alike = other != node && strcmp (other->name, node->name) == 0;

    for (guint k = 0; k < words->len && alike; k++)
      alike = carrel_node_has_word (other, "class", words->pdata[k]);
    if (alike)
      return FALSE;
  }
  return TRUE;
}

/* A step that names it on the whole page; NULL where none does. (transfer full) */
static char *
name_alone (CarrelSelectorMaker *self, CarrelNode *node)
{
  const char *id = carrel_node_get (node, "id");
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;

  if (id && is_stable (id, strlen (id)) &&
      GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, id)) == 1)
    return g_strconcat (node->name, "#", id, NULL);
  name = name_by_classes (node, words);
  if (name && is_only_one (self, node, words))
    return g_steal_pointer (&name);
  if (GPOINTER_TO_UINT (g_hash_table_lookup (self->tags, node->name)) == 1)
    return g_strdup (node->name);
  return NULL;
}

char *
carrel_selector_maker_make (CarrelSelectorMaker *self, CarrelNode *node)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);

  for (;; node = node->parent) {
    char *alone;
    guint nth;

    if (!node || node->type != CARREL_NODE_ELEMENT || steps->len == MAX_STEPS ||
        !is_named (node->name))
      return NULL;
    alone = name_alone (self, node);
    if (alone || node == self->top) {
      g_ptr_array_add (steps, alone ? alone : g_strdup (node->name));
      break;
    }
    nth = get_nth (node, MAX_NTH);
    if (nth == 0)
      return NULL;
    g_ptr_array_add (steps, g_strdup_printf ("%s:nth-of-type(%u)", node->name, nth));
  }
  for (guint i = steps->len; i > 0; i--)
    g_string_append_printf (out, "%s%s", i < steps->len ? " > " : "", (char *) steps->pdata[i - 1]);
  return out->len <= MAX_SELECTOR ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* ── The part that a rule names ── */

void
carrel_extract_resolve_rule (CarrelExtraction *self)
{
  g_autoptr (CarrelSelector) content =
      self->options->content ? carrel_selector_parse (self->options->content) : NULL;

  self->chosen = content ? carrel_selector_find (content, carrel_html_get_root (self->html)) : NULL;
  if (!self->chosen || !self->options->skip)
    return;
  self->skipped = g_hash_table_new (NULL, NULL);
  for (guint i = 0; self->options->skip[i]; i++) {
    g_autoptr (CarrelSelector) skip = carrel_selector_parse (self->options->skip[i]);

    for (CarrelNode *node = skip ? self->chosen : NULL; node;
         node = carrel_node_next (node, self->chosen, FALSE))
      if (node != self->chosen && carrel_selector_matches (skip, node))
        g_hash_table_add (self->skipped, node);
  }
}

static gboolean
is_never_text (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_STYLE || node->tag == CARREL_TAG_TEMPLATE ||
         node->tag == CARREL_TAG_LINK || node->tag == CARREL_TAG_META ||
         node->tag == CARREL_TAG_NOSCRIPT ||
         (node->tag == CARREL_TAG_SCRIPT &&
          !g_str_has_prefix (carrel_node_get (node, "type") ? carrel_node_get (node, "type") : "",
                             "math/tex"));
}

CarrelNode *
carrel_extract_take_chosen (CarrelExtraction *self)
{
  CarrelNode      *article = carrel_node_new_element (self->html, CARREL_TAG_DIV), *copy;
  CarrelNodeInfo  *info = carrel_extract_get_info (self->chosen);
  g_autofree char *text = NULL;

  for (CarrelNode *node = self->chosen; node; node = carrel_node_next (node, self->chosen, FALSE)) {
    CarrelNodeInfo *of_node = carrel_extract_get_info (node);

    if (of_node)
      of_node->left_out =
          node != self->chosen && (of_node->hidden || of_node->taken || is_never_text (node) ||
                                   (self->skipped && g_hash_table_contains (self->skipped, node)));
  }
  if (!info) /* it went with what it stood in */
    return NULL;
  carrel_extract_mark (self, article);
  copy = carrel_extract_copy_kept (self->html, self->chosen);
  /* A body, a cell or an item doesn't stand alone. */
  carrel_node_rename (copy, CARREL_TAG_DIV);
  carrel_node_append (article, copy);
  carrel_extract_clean (self, article, FALSE, FALSE);
  text = carrel_node_dup_text (article);
  if (!*text && !carrel_node_find (article, CARREL_TAG_IMG))
    return NULL;
  self->place = self->chosen;
  return article;
}

/* carrel-html-node.c: the nodes of a page's tree: looked at, moved, and as text. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-html.h"

#include "base/carrel-ascii.h"

#include <string.h>

/* ── Looking ── */

const char *
carrel_node_look_for (const CarrelNode *node, const char *attribute)
{
  for (guint i = 0; i < node->n_attributes; i++) {
    const char *name = node->attributes[i].name;
    guint       n = 0;

    while (name[n] == attribute[n] && name[n] != '\0')
      n++;
    if (name[n] == attribute[n])
      return node->attributes[i].value;
  }
  return NULL;
}

gboolean
carrel_node_is_short (CarrelNode *top, gsize max)
{
  gsize len = 0;

  for (CarrelNode *node = top; node && len <= max; node = carrel_node_next (node, top, FALSE))
    len += node->text_len;
  return len <= max;
}

void
carrel_node_set (CarrelHtml *self, CarrelNode *node, const char *attribute, const char *value)
{
  CarrelAttribute *grown;

  for (guint i = 0; i < node->n_attributes; i++)
    if (strcmp (node->attributes[i].name, attribute) == 0) {
      node->attributes[i].value = carrel_html_strdup (self, value, -1);
      return;
    }
  grown = carrel_html_alloc (self, (node->n_attributes + 1) * sizeof (CarrelAttribute));
  if (node->n_attributes > 0)
    memcpy (grown, node->attributes, node->n_attributes * sizeof (CarrelAttribute));
  grown[node->n_attributes].name = carrel_html_strdup (self, attribute, -1);
  grown[node->n_attributes].value = carrel_html_strdup (self, value, -1);
  node->attributes = grown;
  node->n_attributes++;
  node->names |= CARREL_NAME_BIT (attribute);
}

void
carrel_node_set_text (CarrelNode *node, const char *text)
{
  node->text = text;
  node->text_len = (guint32) strlen (text);
  node->blank = text[strspn (text, " \n\t\r\f")] == '\0';
  node->chars = 0;
}

void
carrel_node_unset (CarrelNode *node, const char *attribute)
{
  for (guint i = 0; i < node->n_attributes; i++)
    if (strcmp (node->attributes[i].name, attribute) == 0) {
      memmove (&node->attributes[i], &node->attributes[i + 1],
               (node->n_attributes - i - 1) * sizeof (CarrelAttribute));
      node->n_attributes--;
      return;
    }
}

gboolean
carrel_node_has_word (const CarrelNode *node, const char *attribute, const char *word)
{
  const char *value = carrel_node_get (node, attribute);
  gsize       n = strlen (word);

  while (value && *value) {
    gsize len;

    value += strspn (value, " \t\n\f\r");
    len = strcspn (value, " \t\n\f\r");
    if (len == n && g_ascii_strncasecmp (value, word, n) == 0)
      return TRUE;
    value += len;
  }
  return FALSE;
}

CarrelNode *
carrel_node_find (CarrelNode *top, CarrelTag tag)
{
  for (CarrelNode *node = carrel_node_next (top, top, FALSE); node;
       node = carrel_node_next (node, top, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag == tag)
      return node;
  return NULL;
}

CarrelNode *
carrel_node_find_id (CarrelNode *top, const char *id)
{
  for (CarrelNode *node = carrel_node_next (top, top, FALSE); node;
       node = carrel_node_next (node, top, FALSE)) {
    const char *value = node->type == CARREL_NODE_ELEMENT ? carrel_node_get (node, "id") : NULL;

    if (value && strcmp (value, id) == 0)
      return node;
  }
  return NULL;
}

CarrelNode *
carrel_node_get_ancestor (CarrelNode *node, CarrelTag tag)
{
  for (node = node->parent; node; node = node->parent)
    if (node->tag == tag)
      return node;
  return NULL;
}

/* ── Changing ── */

void
carrel_node_unlink (CarrelNode *node)
{
  if (node->previous)
    node->previous->next = node->next;
  else if (node->parent)
    node->parent->first = node->next;
  if (node->next)
    node->next->previous = node->previous;
  else if (node->parent)
    node->parent->last = node->previous;
  node->parent = node->previous = node->next = NULL;
}

void
carrel_node_append (CarrelNode *parent, CarrelNode *child)
{
  child->parent = parent;
  child->previous = parent->last;
  child->next = NULL;
  if (parent->last)
    parent->last->next = child;
  else
    parent->first = child;
  parent->last = child;
}

void
carrel_node_move_children (CarrelNode *from, CarrelNode *to)
{
  while (from->first) {
    CarrelNode *child = from->first;

    carrel_node_unlink (child);
    carrel_node_append (to, child);
  }
}

void
carrel_node_insert_before (CarrelNode *sibling, CarrelNode *node)
{
  node->parent = sibling->parent;
  node->next = sibling;
  node->previous = sibling->previous;
  if (sibling->previous)
    sibling->previous->next = node;
  else if (sibling->parent)
    sibling->parent->first = node;
  sibling->previous = node;
}

void
carrel_node_unwrap (CarrelNode *node)
{
  CarrelNode *next;

  for (CarrelNode *child = node->first; child; child = next) {
    next = child->next;
    carrel_node_unlink (child);
    carrel_node_insert_before (node, child);
  }
  carrel_node_unlink (node);
}

void
carrel_node_rename (CarrelNode *node, CarrelTag tag)
{
  node->tag = (guint16) tag;
  node->name = carrel_tag_get_name (tag);
  node->foreign = FALSE;
}

/* ── Text ── */

static gboolean
is_hidden_text (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_SCRIPT || node->tag == CARREL_TAG_STYLE ||
         node->tag == CARREL_TAG_TEMPLATE || node->tag == CARREL_TAG_NOSCRIPT;
}

void
carrel_node_append_text (CarrelNode *top, GString *out)
{
  gboolean skip;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, skip)) {
    skip = node->type == CARREL_NODE_ELEMENT && is_hidden_text (node);
    if (node->type == CARREL_NODE_TEXT)
      g_string_append_len (out, node->text, node->text_len);
    else if (node->tag == CARREL_TAG_BR || carrel_tag_is_block ((CarrelTag) node->tag))
      g_string_append_c (out, '\n');
  }
}

/* How many of eight bytes stay as they are: no white space but single spaces, the last no space. */
static inline gsize
count_plain (guint64 eight)
{
  guint64 any = eight & ~CARREL_ASCII_MARKS, spaces = carrel_ascii_find (any, ' '),
          others = (carrel_ascii_find_range (any, '\t', '\r') |
                    (spaces & carrel_ascii_shift (spaces, FALSE))) &
                   ~eight;
  gsize n = others ? (gsize) __builtin_ctzll (others) / 8 : 8;

  if (n > 0 && ((spaces & ~eight) >> (8 * n - 1) & 1))
    n--;
  return n;
}

char *
carrel_node_dup_text (CarrelNode *node)
{
  gsize    size = 120, len = 0;
  char    *text = g_malloc (size);
  gboolean space = FALSE, skip;

  for (CarrelNode *each = node; each; each = carrel_node_next (each, node, skip)) {
    skip = each->type == CARREL_NODE_ELEMENT && is_hidden_text (each);
    if (each->type == CARREL_NODE_ELEMENT) {
      space |=
          len > 0 && (each->tag == CARREL_TAG_BR || carrel_tag_is_block ((CarrelTag) each->tag));
      continue;
    }
    if (size - len < each->text_len + 10u) {
      size = MAX (2 * size, len + each->text_len + 10);
      text = g_realloc (text, size);
    }
    for (const char *p = each->text, *end = p + each->text_len; p < end; p++) {
      if (!space && len > 0 && end - p >= 8) {
        gsize n = count_plain (carrel_ascii_read (p));

        if (n > 0) {
          memcpy (text + len, p, 8); /* there is room behind */
          len += n;
          p += n - 1;
          continue;
        }
      }
      if (g_ascii_isspace (*p)) {
        space = len > 0;
        continue;
      }
      if (space)
        text[len++] = ' ';
      space = FALSE;
      text[len++] = *p;
    }
  }
  text[len] = '\0';
  return text;
}

/* ── HTML, for tests ── */

static void
append_escaped (GString *out, const char *text)
{
  for (; *text; text++) {
    switch (*text) {
    case '&':
      g_string_append (out, "&amp;");
      break;
    case '<':
      g_string_append (out, "&lt;");
      break;
    case '>':
      g_string_append (out, "&gt;");
      break;
    case '"':
      g_string_append (out, "&quot;");
      break;
    default:
      g_string_append_c (out, *text);
    }
  }
}

char *
carrel_node_to_html (CarrelNode *top)
{
  GString *out = g_string_new (NULL);

  for (CarrelNode *node = top; node;) {
    if (node->type == CARREL_NODE_TEXT) {
      append_escaped (out, node->text);
    } else {
      g_string_append_printf (out, "<%s", node->name);
      for (guint i = 0; i < node->n_attributes; i++) {
        g_string_append_printf (out, " %s=\"", node->attributes[i].name);
        append_escaped (out, node->attributes[i].value);
        g_string_append_c (out, '"');
      }
      g_string_append_c (out, '>');
    }
    if (node->first) {
      node = node->first;
      continue;
    }
    while (TRUE) {
      if (node->type == CARREL_NODE_ELEMENT)
        g_string_append_printf (out, "</%s>", node->name);
      if (node == top) {
        node = NULL;
        break;
      }
      if (node->next) {
        node = node->next;
        break;
      }
      node = node->parent;
    }
  }
  return g_string_free (out, FALSE);
}

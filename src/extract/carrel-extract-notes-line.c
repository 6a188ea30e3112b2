/* carrel-extract-notes-line.c: notes that stand where their marks are, in the line or beside it.
 *
 * Their mark is a label, a raised number or nothing before them, or what they show of themselves
 * while the rest is hidden. Where the page has the same notes in a list, too, one of both stays.
 * Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-notes-private.h"

#include <string.h>

#define MAX_SAME 400  /* letters of two notes that are compared */
#define MAX_SEEN 2000 /* nodes and bytes that are looked through for them */
#define MAX_BETWEEN 4 /* nodes between a note and its label */

static gboolean
is_label (CarrelNode *node)
{
  return node && node->type == CARREL_NODE_ELEMENT &&
         (node->tag == CARREL_TAG_LABEL || node->tag == CARREL_TAG_INPUT);
}

gboolean
carrel_notes_is_aside (CarrelNode *node)
{
  static const char *const words[] = { "sidenote",          "marginnote",
                                       "ltx_role_footnote", "modern-footnotes-footnote__note",
                                       "footnote-text",     "inline-footnote",
                                       "margin-note",       "side-note" };
  const char *class = node->tag == CARREL_TAG_SPAN || node->tag == CARREL_TAG_SMALL ||
                              node->tag == CARREL_TAG_ASIDE || node->tag == CARREL_TAG_DIV
                          ? carrel_node_get (node, "class")
                          : NULL;

  if (!class || !(strstr (class, "note") || strstr (class, "ltx_")))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (carrel_node_has_word (node, "class", words[i]))
      return TRUE;
  /* A box that is ticked shows it. */
  return node->tag == CARREL_TAG_SPAN && carrel_node_has_word (node, "class", "footnote") &&
         is_label (carrel_notes_skip_white (node->previous, TRUE));
}

/* What shows the mark: a label or a link directly before the note, or in it. (nullable) */
static CarrelNode *
find_label (CarrelNode *aside)
{
  CarrelNode *node = aside->previous;

  for (guint i = 0; node && i < MAX_BETWEEN; i++, node = node->previous) {
    if (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node))
      return NULL;
    if (node->type == CARREL_NODE_ELEMENT &&
        (node->tag == CARREL_TAG_LABEL || node->tag == CARREL_TAG_SUP) &&
        (node->tag == CARREL_TAG_LABEL || carrel_notes_says_note (node) ||
         carrel_notes_says_note (aside)))
      return node;
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A &&
        carrel_node_get (node, "data-carrel-note"))
      return node;
  }
  return NULL;
}

/* The same mark has its note already, in a list. */
static gboolean
has_note (CarrelNode *label)
{
  CarrelNode *link = label->tag == CARREL_TAG_A     ? label
                     : label->tag == CARREL_TAG_SUP ? carrel_node_find (label, CARREL_TAG_A)
                                                    : NULL;

  return link && carrel_node_get (link, "data-carrel-note");
}

/* «1» is shown and the note in it hidden: what is hidden is the note, and what is left of `aside`
 * its mark. (nullable) */
static CarrelNode *
take_hidden (CarrelNode *aside, char *mark)
{
  for (CarrelNode *child = aside->first; child; child = child->next) {
    CarrelNodeInfo *info = carrel_extract_get_info (child);
    CarrelNode     *next = child->next;

    if (!info || !info->hidden || carrel_notes_is_empty (child))
      continue;
    carrel_node_unlink (child);
    if (carrel_notes_get_mark (aside, mark) && carrel_notes_is_mark (mark))
      return child;
    if (next)
      carrel_node_insert_before (next, child);
    else
      carrel_node_append (aside, child);
    break;
  }
  *mark = '\0';
  return NULL;
}

/* It is shown, as a block. */
static void
show (CarrelExtraction *self, CarrelNode *note)
{
  static const char *const names[] = { "hidden", "style", "aria-hidden", "class" };

  carrel_node_rename (note, CARREL_TAG_DIV);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    carrel_node_unset (note, names[i]);
  carrel_extract_mark (self, note);
}

/* The box that a label ticks. */
static void
drop_box (CarrelNode *before)
{
  for (guint i = 0; before && before->parent && i < 3; i++) {
    CarrelNode *previous = before->previous;

    if (before->type == CARREL_NODE_ELEMENT && before->tag == CARREL_TAG_INPUT)
      carrel_node_unlink (before);
    before = previous;
  }
}

static void
take_aside (CarrelExtraction *self, CarrelNotes *notes, CarrelNode *aside)
{
  CarrelNode      *label = find_label (aside), *link, *before = aside->previous, *hidden;
  char             mark[CARREL_NOTES_MAX_MARK + 1] = "";
  g_autofree char *number = g_strdup_printf ("%u", notes->notes->len + 1);

  if (label && has_note (label)) {
    carrel_node_unlink (aside);
    return;
  }
  hidden = take_hidden (aside, mark);
  for (CarrelNode *node = hidden ? NULL : aside->first; node;
       node = carrel_node_next (node, aside, FALSE))
    if (carrel_node_has_word (node, "class", "ltx_note_mark") &&
        carrel_notes_get_mark (node, mark) && *mark)
      break;
  if (label && carrel_notes_get_mark (label, mark) && !carrel_notes_is_mark (mark))
    *mark = '\0';
  /* «⊕» opens a note in the margin on a small screen. */
  if (!*mark || strcmp (mark, "⊕") == 0)
    g_strlcpy (mark, number, sizeof mark);
  link = carrel_node_new_element (self->html, CARREL_TAG_A);
  carrel_node_append (link, carrel_node_new_text (self->html, mark, -1));
  carrel_node_insert_before (aside, link);
  if (label)
    carrel_node_unlink (label);
  drop_box (before);
  carrel_node_unlink (aside);
  if (hidden)
    aside = hidden;
  carrel_notes_settle_ways (self, aside);
  show (self, aside);
  carrel_notes_set_mark (self, link, carrel_notes_add (notes, aside));
}

/* ── The same notes in a list ── */

/* The letters of a note after its number; NULL where it is too long to be compared, or has none. */
static char *
get_letters (CarrelNode *top)
{
  g_autoptr (GString) letters = g_string_new (NULL);
  guint seen = 0;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    for (const char *p = node->type == CARREL_NODE_TEXT ? node->text : " "; *p; p++) {
      if (++seen > MAX_SEEN)
        return NULL;
      if ((guchar) *p < 0x80 && !(letters->len > 0 ? g_ascii_isalnum (*p) : g_ascii_isalpha (*p)))
        continue;
      if (letters->len >= MAX_SAME)
        return NULL;
      g_string_append_c (letters, *p);
    }
  return letters->len > 0 ? g_string_free (g_steal_pointer (&letters), FALSE) : NULL;
}

static gboolean
is_listed (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_ASIDE:
  case CARREL_TAG_DD:
  case CARREL_TAG_DIV:
  case CARREL_TAG_LI:
  case CARREL_TAG_P:
    return node->n_attributes > 0 && carrel_notes_says_note (node);
  default:
    return FALSE;
  }
}

/* With its number, when that stands around it. */
static void
drop_listed (CarrelNode *node)
{
  char        mark[CARREL_NOTES_MAX_MARK + 1];
  CarrelNode *parent = node->parent;

  carrel_node_unlink (node);
  while (parent->parent && parent->tag != CARREL_TAG_BODY && carrel_notes_get_mark (parent, mark) &&
         carrel_notes_get_number (mark)) {
    node = parent;
    parent = node->parent;
    carrel_node_unlink (node);
  }
  carrel_notes_drop_empty (parent);
}

static void
drop_twins (CarrelExtraction *self, CarrelNotes *notes, guint first)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) twins = g_ptr_array_new ();
  gboolean skip;

  for (guint i = first; i < notes->notes->len; i++) {
    char *letters = get_letters (notes->notes->pdata[i]);

    if (letters)
      g_hash_table_add (known, letters);
  }
  for (CarrelNode *node = self->body; node && g_hash_table_size (known) > 0;
       node = carrel_node_next (node, self->body, skip)) {
    g_autofree char *letters =
        node->type == CARREL_NODE_ELEMENT && is_listed (node) ? get_letters (node) : NULL;

    skip = letters && g_hash_table_contains (known, letters);
    if (skip)
      g_ptr_array_add (twins, node);
  }
  for (guint i = 0; i < twins->len; i++)
    if (((CarrelNode *) twins->pdata[i])->parent)
      drop_listed (twins->pdata[i]);
}

void
carrel_notes_take_asides (CarrelExtraction *self, CarrelNotes *notes)
{
  guint first = notes->notes->len;

  for (guint i = 0; i < notes->asides->len && notes->notes->len < CARREL_NOTES_MAX; i++) {
    CarrelNode *aside = notes->asides->pdata[i];

    /* Its own note may stand around it, or it is one in a list. */
    if (aside->parent && !carrel_notes_is_empty (aside) && carrel_notes_is_short (aside, NULL) &&
        !g_hash_table_contains (notes->blocks, aside) &&
        carrel_node_get_ancestor (aside, CARREL_TAG_BODY))
      take_aside (self, notes, aside);
  }
  if (notes->notes->len > first)
    drop_twins (self, notes, first);
}

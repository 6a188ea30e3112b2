/* carrel-extract-notes-pair.c: notes that links lead to.
 *
 * A short link to a later place in the page that is a short block and leads back, or is called a
 * note, or has the same number in a list or before its text. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-notes-private.h"

#include <string.h>

static gboolean
is_note_block (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_LI:
  case CARREL_TAG_P:
  case CARREL_TAG_DIV:
  case CARREL_TAG_DD:
  case CARREL_TAG_TR:
  case CARREL_TAG_ASIDE:
  case CARREL_TAG_SECTION:
    return TRUE;
  default:
    return FALSE;
  }
}

/* The block that a place is in: <li id>, or the paragraph of <a id>, or what is called a note
 * around it. */
static CarrelNode *
get_block (CarrelNode *place)
{
  CarrelNode *node = place, *block = NULL;

  for (guint i = 0; node && i < CARREL_NOTES_MAX_ABOVE && node->tag != CARREL_TAG_BODY;
       i++, node = node->parent) {
    if (node->tag == CARREL_TAG_OL || node->tag == CARREL_TAG_UL || node->tag == CARREL_TAG_TABLE ||
        node->tag == CARREL_TAG_ARTICLE || node->tag == CARREL_TAG_MAIN)
      break;
    if (!is_note_block (node))
      continue;
    if (!block)
      block = node;
    if (node->tag == CARREL_TAG_LI)
      return node;
    /* Word's and others' notes: <div id="ftn1"><p><a id>. */
    if (node == block->parent && node->tag == CARREL_TAG_DIV && carrel_node_get (node, "id") &&
        carrel_notes_says_note (node) && block->tag == CARREL_TAG_P && !block->previous)
      block = node;
  }
  return block;
}

static const char *
get_id (CarrelNode *node)
{
  const char *id = carrel_node_get (node, "id");

  return id && *id ? id : node->tag == CARREL_TAG_A ? carrel_node_get (node, "name") : NULL;
}

static CarrelNode *
find_place (GHashTable *places, const char *fragment)
{
  CarrelNode      *place = g_hash_table_lookup (places, fragment);
  g_autofree char *plain = place ? NULL : g_uri_unescape_string (fragment, NULL);

  return plain ? g_hash_table_lookup (places, plain) : place;
}

/* A link of the block leads to the mark, or to an element directly around or beside it. */
static gboolean
leads_back (CarrelExtraction *self, CarrelNode *block, CarrelNode *link, GHashTable *places)
{
  for (CarrelNode *node = block->first; node; node = carrel_node_next (node, block, FALSE)) {
    const char *fragment = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A
                               ? carrel_notes_get_fragment (self, node)
                               : NULL;
    CarrelNode *place = fragment ? find_place (places, fragment) : NULL;

    if (!place)
      continue;
    if (place == link || place == link->parent || place == link->previous || place == link->first ||
        (link->parent && (place == link->parent->previous || place == link->parent->parent)))
      return TRUE;
  }
  return FALSE;
}

/* Names of places → elements; `order` tells where in the page those and all links are. */
static GHashTable *
index_places (CarrelExtraction *self, GHashTable *order)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);
  guint       n = 0;

  for (CarrelNode *node = self->body; node; node = carrel_node_next (node, self->body, FALSE)) {
    const char *id =
        node->type == CARREL_NODE_ELEMENT && node->n_attributes > 0 ? get_id (node) : NULL;

    if (id && !g_hash_table_contains (places, id))
      g_hash_table_insert (places, (gpointer) id, node);
    if (id || (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A))
      g_hash_table_insert (order, node, GUINT_TO_POINTER (++n));
  }
  return places;
}

/* A number in a line of text, and the item with the same number of a list. */
static gboolean
is_numbered_alike (CarrelNode *block, CarrelNode *link, const char *mark)
{
  CarrelNode *line = carrel_node_get_ancestor (link, CARREL_TAG_P), *top = link;
  guint       number = carrel_notes_get_number (mark), place = 1;

  if (number == 0 || !line || block->tag != CARREL_TAG_LI || !block->parent ||
      block->parent->tag != CARREL_TAG_OL)
    return FALSE;
  while (top->parent != line && !top->previous)
    top = top->parent;
  if (!top->previous)
    return FALSE;
  for (CarrelNode *item = block->previous; item && place <= number; item = item->previous)
    place += item->type == CARREL_NODE_ELEMENT && item->tag == CARREL_TAG_LI;
  return place == number;
}

/* A heading that holds nothing but the number, and the way back: what stands below it is the note.
 * (nullable) */
static CarrelNode *
open_heading (CarrelExtraction *self, CarrelNode *place, CarrelNode *link, GHashTable *places)
{
  CarrelNode *heading = place, *note, *next;
  char        mark[CARREL_NOTES_MAX_MARK + 1];

  for (guint i = 0; heading && !carrel_node_is_heading (heading); i++)
    heading = i < CARREL_NOTES_MAX_ABOVE ? heading->parent : NULL;
  if (!heading || !carrel_notes_get_mark (heading, mark) || !carrel_notes_get_number (mark) ||
      !leads_back (self, heading, link, places))
    return NULL;
  note = carrel_node_new_element (self->html, CARREL_TAG_DIV);
  carrel_extract_mark (self, note);
  carrel_node_insert_before (heading, note);
  for (CarrelNode *node = heading->next;
       node && !carrel_node_is_heading (node) && node->tag != CARREL_TAG_HR; node = next) {
    next = node->next;
    carrel_node_unlink (node);
    carrel_node_append (note, node);
  }
  carrel_node_unlink (heading);
  return note;
}

static gboolean
is_after_break (CarrelNode *node)
{
  CarrelNode *before = carrel_notes_skip_white (node->previous, TRUE);

  return before && before->type == CARREL_NODE_ELEMENT && before->tag == CARREL_TAG_BR;
}

/* Notes in one paragraph, with line breaks between: each gets its own, from where a link leads.
 * Once for a block. */
static void
part_block (CarrelExtraction *self, CarrelNode *block, GHashTable *parted)
{
  CarrelNode *part = NULL, *end = block->next, *next;

  if (block->tag != CARREL_TAG_P || !g_hash_table_add (parted, block))
    return;
  for (CarrelNode *node = block->first; node; node = next) {
    next = node->next;
    if (node->type == CARREL_NODE_ELEMENT && get_id (node) && is_after_break (node)) {
      part = carrel_node_new_element (self->html, CARREL_TAG_P);
      carrel_extract_mark (self, part);
      g_hash_table_add (parted, part);
      if (end)
        carrel_node_insert_before (end, part);
      else
        carrel_node_append (block->parent, part);
    }
    if (part) {
      carrel_node_unlink (node);
      carrel_node_append (part, node);
    }
  }
}

/* The place begins with what the link shows: «1» leads to «1 A note». */
static gboolean
shows_same (CarrelNode *place, const char *mark)
{
  char other[CARREL_NOTES_MAX_MARK + 1];

  return (place->tag == CARREL_TAG_A || place->tag == CARREL_TAG_SUP ||
          place->tag == CARREL_TAG_SPAN) &&
         carrel_notes_get_number (mark) && carrel_notes_get_mark (place, other) &&
         carrel_notes_get_number (mark) == carrel_notes_get_number (other);
}

void
carrel_notes_pair_links (CarrelExtraction *self, CarrelNotes *notes)
{
  g_autoptr (GHashTable) order = g_hash_table_new (NULL, NULL), places = NULL,
                         parted = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < notes->links->len && notes->notes->len < CARREL_NOTES_MAX; i++) {
    CarrelNode *link = notes->links->pdata[i], *place, *block;
    char        mark[CARREL_NOTES_MAX_MARK + 1];
    gpointer    known;

    if (!link->parent || !carrel_notes_get_mark (link, mark) || !carrel_notes_is_mark (mark) ||
        carrel_notes_is_in_note (notes, link) || carrel_node_get_ancestor (link, CARREL_TAG_PRE))
      continue;
    if (!places)
      places = index_places (self, order);
    place = find_place (places, carrel_notes_get_target (self, link));
    if (!place && carrel_notes_get_number (mark))
      g_ptr_array_add (notes->raised, link);
    /* Notes come after what they are on; what leads up leads back. */
    if (!place || GPOINTER_TO_UINT (g_hash_table_lookup (order, place)) <
                      GPOINTER_TO_UINT (g_hash_table_lookup (order, link)))
      continue;
    block = open_heading (self, place, link, places);
    if (!block && (block = get_block (place)) && shows_same (place, mark)) {
      part_block (self, block, parted);
      block = get_block (place);
    }
    if (!block)
      continue;
    if ((known = g_hash_table_lookup (notes->blocks, block))) {
      carrel_notes_set_mark (self, link, GPOINTER_TO_UINT (known) - 1);
      continue;
    }
    if (!carrel_notes_is_short (block, link))
      continue;
    if (!leads_back (self, block, link, places) && !carrel_notes_says_note (place) &&
        !(carrel_notes_says_note (block) && carrel_notes_says_note (link)) &&
        !shows_same (place, mark)) {
      if (is_numbered_alike (block, link, mark))
        g_ptr_array_add (notes->raised, link);
      continue;
    }
    carrel_notes_set_mark (self, link, carrel_notes_add (notes, block));
  }
}

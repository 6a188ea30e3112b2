/* carrel-extract-notes.c: footnotes, endnotes and side notes, linked both ways.
 *
 * Before the article is looked for, marks and their notes are found and the notes taken out of the page;
 * when it is found, the notes whose marks are in it become its <section class="footnotes">. A note is
 * found by a short link to a place in the page that is a short block and leads back, or is called a note,
 * or stands in a list of such; or by its name, where it stands in the line. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_MARK  12   /* bytes of «[12]», «*», «iv» */
#define MAX_NOTE  6000 /* bytes of a note's text */
#define MAX_NODES 600  /* elements and texts of a note */
#define MAX_NOTES 3000
#define MAX_ABOVE 5    /* elements between a place and the block it is in */

struct _CarrelNotes {
  GPtrArray  *links;   /* (element-type CarrelNode): short links within the page */
  GPtrArray  *asides;  /* (element-type CarrelNode): notes in the line */
  GHashTable *blocks;  /* (owned): a note's element → its key + 1 */
  GPtrArray  *notes;   /* (owned) (element-type CarrelNode): what holds each note, by key */
};

/* ── Collecting ── */

/* Where the link leads in the page itself. (transfer none) (nullable) */
static const char *
get_fragment (CarrelExtraction *self, CarrelNode *link)
{
  const char *href = carrel_node_get (link, "href"), *base = self->base;
  gsize len;

  if (!href)
    return NULL;
  if (*href == '#')
    return href[1] ? href + 1 : NULL;
  if (!base)
    return NULL;
  len = strcspn (base, "#");
  if (strncmp (href, base, len) == 0 && href[len] == '#' && href[len + 1])
    return href + len + 1;
  /* «./page#n» and «/page#n» */
  for (const char *name = base + len; name > base; name--)
    if (name[-1] == '/') {
      gsize n = len - (gsize) (name - base);
      const char *file = strrchr (href, '/');

      file = file ? file + 1 : href;
      return n > 0 && strncmp (file, name, n) == 0 && file[n] == '#' && file[n + 1] && !strstr (href, "://") ? file + n + 1 : NULL;
    }
  return NULL;
}

/* The text of a mark, at most MAX_MARK bytes; FALSE when it is longer. */
static gboolean
get_mark (CarrelNode *link, char *out)
{
  gsize len = 0;

  for (CarrelNode *node = link; node; node = carrel_node_next (node, link, FALSE))
    for (const char *p = node->type == CARREL_NODE_TEXT ? node->text : ""; *p; p++) {
      if (g_ascii_isspace (*p) || carrel_text_starts (p, "\xc2\xa0")) {
        p += *p == '\xc2';
        continue;
      }
      if (len >= MAX_MARK)
        return FALSE;
      out[len++] = *p;
    }
  out[len] = '\0';
  return g_utf8_validate (out, (gssize) len, NULL);
}

/* «12», «[12]», «*», «†», «iv», «a», «note 3»: not a word. */
static gboolean
looks_like_mark (const char *mark)
{
  gsize letters = 0, digits = 0;

  for (const char *p = mark; *p; p++) {
    letters += g_ascii_isalpha (*p) || ((guchar) *p >= 0xc3 && (guchar) *p < 0xe2);
    digits += g_ascii_isdigit (*p);
  }
  if (!*mark)
    return FALSE;
  return letters == 0 || (letters <= 4 && digits > 0) || strspn (mark, "[](){}ivxlcIVXLC.") == strlen (mark) || letters == 1 || g_ascii_strncasecmp (mark, "[note", 5) == 0;
}

static gboolean
says_note (CarrelNode *node)
{
  static const char *const signs[] = { "footnote", "endnote", "sidenote", "fn", "cite_note", "cite-note", "ftn", "edn", "reference", "note" };
  const char *values[] = { carrel_node_get (node, "class"), carrel_node_get (node, "id"), carrel_node_get (node, "role"), carrel_node_get (node, "data-type"), carrel_node_get (node, "name"),
                           carrel_node_get (node, "epub:type") };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint k = 0; values[i] && k < G_N_ELEMENTS (signs); k++) {
      const char *at = strstr (values[i], signs[k]);

      /* «fn» not within a word */
      if (at && (strlen (signs[k]) > 4 || at == values[i] || !g_ascii_isalpha (at[-1])))
        return TRUE;
    }
  return FALSE;
}

/* A note that stands where its mark is. */
static gboolean
is_aside (CarrelNode *node)
{
  static const char *const words[] = { "sidenote", "marginnote", "ltx_role_footnote", "modern-footnotes-footnote__note", "footnote-text", "inline-footnote", "margin-note", "side-note" };
  const char *class = node->tag == CARREL_TAG_SPAN || node->tag == CARREL_TAG_SMALL || node->tag == CARREL_TAG_ASIDE || node->tag == CARREL_TAG_DIV ? carrel_node_get (node, "class") : NULL;

  if (!class || !(strstr (class, "note") || strstr (class, "ltx_")))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (carrel_node_has_word (node, "class", words[i]))
      return TRUE;
  return FALSE;
}

static CarrelNotes *
get_notes (CarrelExtraction *self)
{
  if (!self->notes) {
    self->notes = g_new0 (CarrelNotes, 1);
    self->notes->links = g_ptr_array_new ();
    self->notes->asides = g_ptr_array_new ();
    self->notes->blocks = g_hash_table_new (NULL, NULL);
    self->notes->notes = g_ptr_array_new ();
  }
  return self->notes;
}

void
carrel_extract_notes_free (CarrelNotes *self)
{
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->asides);
  g_hash_table_unref (self->blocks);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

void
carrel_extract_notes (CarrelExtraction *self, CarrelNode *node)
{
  char mark[MAX_MARK + 1];

  if (node->tag == CARREL_TAG_A) {
    if (get_fragment (self, node) && get_mark (node, mark))
      g_ptr_array_add (get_notes (self)->links, node);
  } else if (is_aside (node)) {
    g_ptr_array_add (get_notes (self)->asides, node);
  }
}

/* ── Notes elsewhere on the page ── */

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

/* The block that a place is in: <li id>, or the paragraph of <a id>, or what is called a note around it. */
static CarrelNode *
get_block (CarrelNode *place)
{
  CarrelNode *node = place, *block = NULL;

  for (guint i = 0; node && i < MAX_ABOVE && node->tag != CARREL_TAG_BODY; i++, node = node->parent) {
    if (node->tag == CARREL_TAG_OL || node->tag == CARREL_TAG_UL || node->tag == CARREL_TAG_TABLE || node->tag == CARREL_TAG_ARTICLE || node->tag == CARREL_TAG_MAIN)
      break;
    if (!is_note_block (node))
      continue;
    if (!block)
      block = node;
    if (node->tag == CARREL_TAG_LI)
      return node;
    /* Word's and others' notes: <div id="ftn1"><p><a id>. */
    if (node == block->parent && node->tag == CARREL_TAG_DIV && carrel_node_get (node, "id") && says_note (node) && block->tag == CARREL_TAG_P && !block->previous)
      block = node;
  }
  return block;
}

/* The notes' block is short, isn't where the mark is, and holds no heading. */
static gboolean
is_short (CarrelNode *block, CarrelNode *link)
{
  gsize len = 0;
  guint n = 0;

  for (CarrelNode *node = block; node; node = carrel_node_next (node, block, FALSE)) {
    if (node == link || ++n > MAX_NODES)
      return FALSE;
    if (node->type == CARREL_NODE_TEXT)
      len += node->text_len;
    else if ((node->tag >= CARREL_TAG_H1 && node->tag <= CARREL_TAG_H6) || node->tag == CARREL_TAG_ARTICLE || node->tag == CARREL_TAG_MAIN)
      return FALSE;
    if (len > MAX_NOTE)
      return FALSE;
  }
  return len > 0;
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
  CarrelNode *place = g_hash_table_lookup (places, fragment);
  g_autofree char *plain = place ? NULL : g_uri_unescape_string (fragment, NULL);

  return plain ? g_hash_table_lookup (places, plain) : place;
}

/* A link of the block leads to the mark, or to an element directly around or beside it. */
static gboolean
leads_back (CarrelExtraction *self, CarrelNode *block, CarrelNode *link, GHashTable *places)
{
  for (CarrelNode *node = block->first; node; node = carrel_node_next (node, block, FALSE)) {
    const char *fragment = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A ? get_fragment (self, node) : NULL;
    CarrelNode *place = fragment ? find_place (places, fragment) : NULL;

    if (!place)
      continue;
    if (place == link || place == link->parent || place == link->previous || place == link->first || (link->parent && (place == link->parent->previous || place == link->parent->parent)))
      return TRUE;
  }
  return FALSE;
}

/* A way back is an arrow, «^», «a»; or the number again before the note, which the list has of itself. */
typedef enum {
  NO_WAY,
  WAY_BACK,
  WAY_NUMBER,
} Way;

static Way
judge_way (CarrelExtraction *self, CarrelNode *node)
{
  char mark[MAX_MARK + 1];

  if (node->type != CARREL_NODE_ELEMENT || node->tag != CARREL_TAG_A || !get_fragment (self, node) || carrel_node_find (node, CARREL_TAG_IMG))
    return NO_WAY;
  if (get_mark (node, mark))
    return !*mark || strpbrk (mark, "0123456789") ? WAY_NUMBER : WAY_BACK;
  return carrel_node_has_word (node, "class", "footnote-backref") || carrel_node_has_word (node, "class", "footnote-back") || carrel_node_has_word (node, "role", "doc-backlink") ? WAY_NUMBER : NO_WAY;
}

/* A number or mark at the beginning, which the list will have of itself. */
static void
drop_number (CarrelNode *note)
{
  CarrelNode *node = note;

  while (node && (node->type == CARREL_NODE_ELEMENT || carrel_node_is_blank (node)))
    node = carrel_node_next (node, note, FALSE);
  if (node) {
    const char *p = node->text + strspn (node->text, " \t\n\r\f");
    gsize len = strcspn (p, " \t\n\r\f\xc2");
    g_autofree char *first = g_strndup (p, MIN (len, 16));
    gboolean alone = !p[len];

    /* «12.», «[12]», «12)», «:» after the link that was taken out; alone in its element also «12». */
    if (len > 0 && len < 8 && strspn (first, "0123456789[]().:*") == len && (strpbrk (first, ".]):*") || (alone && node->parent != note))) {
      carrel_node_set_text (node, p + len);
    }
  }
}

/* What marks the note itself: its number, and what is hidden. */
static gboolean
is_number (CarrelNode *node)
{
  static const char *const words[] = { "ltx_note_mark", "ltx_tag_note", "sidenote-number" };
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  for (guint i = 0; node->type == CARREL_NODE_ELEMENT && node->n_attributes > 0 && i < G_N_ELEMENTS (words); i++)
    if (carrel_node_has_word (node, "class", words[i]))
      return TRUE;
  return info && info->hidden;
}

/* Ways back are kept where they stand; numbers go. */
static void
settle_ways (CarrelExtraction *self, CarrelNode *note)
{
  CarrelNode *next;

  for (CarrelNode *node = note->first; node; node = next) {
    Way way = judge_way (self, node);
    gboolean gone = way == WAY_NUMBER || is_number (node);
    CarrelNode *parent = node->parent;

    next = carrel_node_next (node, note, gone);
    if (way == WAY_BACK)
      carrel_node_set (self->html, node, "class", "fnback");
    if (!gone)
      continue;
    carrel_node_unlink (node);
    /* <sup></sup> that is left */
    if (parent != note && !parent->first && (parent->tag == CARREL_TAG_SUP || parent->tag == CARREL_TAG_SPAN)) {
      if (next && next->parent == parent)
        next = carrel_node_next (parent, note, TRUE);
      carrel_node_unlink (parent);
    }
  }
  drop_number (note);
}

/* The link becomes a mark of the note with this key. */
static void
set_mark (CarrelExtraction *self, CarrelNode *link, guint key)
{
  g_autofree char *value = g_strdup_printf ("%u", key + 1);

  if (link->tag != CARREL_TAG_A)
    carrel_node_rename (link, CARREL_TAG_A);
  carrel_node_set (self->html, link, "data-carrel-note", value);
  carrel_node_set (self->html, link, "class", "fnref");
  carrel_node_unset (link, "hidden");
  carrel_extract_mark (self, link);
  /* A mark is raised anyway. */
  if (link->parent && link->parent->tag == CARREL_TAG_SUP && link->parent->first == link && link->parent->last == link)
    carrel_node_unwrap (link->parent);
}

/* Names of places → elements; `order` tells where in the page those and all links are. */
static GHashTable *
index_places (CarrelExtraction *self, GHashTable *order)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (CarrelNode *node = self->body; node; node = carrel_node_next (node, self->body, FALSE)) {
    const char *id = node->type == CARREL_NODE_ELEMENT && node->n_attributes > 0 ? get_id (node) : NULL;

    if (id && !g_hash_table_contains (places, id))
      g_hash_table_insert (places, (gpointer) id, node);
    if (id || (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A))
      g_hash_table_insert (order, node, GUINT_TO_POINTER (++n));
  }
  return places;
}

/* A link that is itself in a note leads back, and isn't a mark. */
static gboolean
is_in_note (CarrelNotes *notes, CarrelNode *link)
{
  for (guint i = 0; link && i < MAX_ABOVE; i++, link = link->parent)
    if (g_hash_table_contains (notes->blocks, link))
      return TRUE;
  return FALSE;
}

static void
pair_links (CarrelExtraction *self, CarrelNotes *notes)
{
  g_autoptr (GHashTable) order = g_hash_table_new (NULL, NULL), places = notes->links->len > 0 ? index_places (self, order) : NULL;

  for (guint i = 0; i < notes->links->len && notes->notes->len < MAX_NOTES; i++) {
    CarrelNode *link = notes->links->pdata[i], *place, *block;
    char mark[MAX_MARK + 1];
    gpointer known;

    if (!link->parent || !get_mark (link, mark) || !looks_like_mark (mark) || is_in_note (notes, link) || carrel_node_get_ancestor (link, CARREL_TAG_PRE))
      continue;
    place = find_place (places, get_fragment (self, link));
    /* Notes come after what they are on; what leads up leads back. */
    if (!place || GPOINTER_TO_UINT (g_hash_table_lookup (order, place)) < GPOINTER_TO_UINT (g_hash_table_lookup (order, link)))
      continue;
    block = get_block (place);
    if (!block)
      continue;
    if ((known = g_hash_table_lookup (notes->blocks, block))) {
      set_mark (self, link, GPOINTER_TO_UINT (known) - 1);
      continue;
    }
    if (!is_short (block, link) || (!leads_back (self, block, link, places) && !(says_note (place) || (says_note (block) && says_note (link)))))
      continue;
    g_ptr_array_add (notes->notes, block);
    g_hash_table_insert (notes->blocks, block, GUINT_TO_POINTER (notes->notes->len));
    set_mark (self, link, notes->notes->len - 1);
  }
}

/* ── Taking them out ── */

static gboolean
is_empty (CarrelNode *top)
{
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    if (node->type == CARREL_NODE_TEXT ? !carrel_node_is_blank (node) : node->tag == CARREL_TAG_IMG)
      return FALSE;
  return TRUE;
}

static gboolean
is_heading (CarrelNode *node)
{
  return node->type == CARREL_NODE_ELEMENT && node->tag >= CARREL_TAG_H1 && node->tag <= CARREL_TAG_H6;
}

static CarrelNode *
skip_white (CarrelNode *node, gboolean back)
{
  while (node && node->type == CARREL_NODE_TEXT && carrel_node_is_blank (node))
    node = back ? node->previous : node->next;
  return node;
}

/* A heading, or a division with nothing else in it. */
static gboolean
is_title (CarrelNode *node)
{
  CarrelNode *first;

  if (!node || node->type != CARREL_NODE_ELEMENT)
    return FALSE;
  first = skip_white (node->first, FALSE);
  return is_heading (node) || (node->tag == CARREL_TAG_DIV && first && is_heading (first));
}

/* What held nothing but notes goes with them: the list, its division, the rule and the heading above it. */
static void
drop_empty (CarrelNode *parent)
{
  for (guint i = 0; i < MAX_ABOVE && parent && parent->parent && parent->tag != CARREL_TAG_BODY && is_empty (parent); i++) {
    CarrelNode *above = parent->parent, *previous = skip_white (parent->previous, TRUE), *next = skip_white (parent->next, FALSE);

    if (previous && previous->type == CARREL_NODE_ELEMENT && (previous->tag == CARREL_TAG_HR || (is_title (previous) && (!next || is_title (next)))))
      carrel_node_unlink (previous);
    carrel_node_unlink (parent);
    parent = above;
  }
}

/* A row of a table is a note of its cells; of a list of definitions the number before it goes. */
static void
open_note (CarrelNode *block)
{
  CarrelNode *term = block->tag == CARREL_TAG_DD ? skip_white (block->previous, TRUE) : NULL;

  if (term && term->type == CARREL_NODE_ELEMENT && term->tag == CARREL_TAG_DT)
    carrel_node_unlink (term);
  for (CarrelNode *child = block->tag == CARREL_TAG_TR ? block->first : NULL; child; child = child->next)
    if (child->type == CARREL_NODE_ELEMENT && (child->tag == CARREL_TAG_TD || child->tag == CARREL_TAG_TH))
      carrel_node_rename (child, CARREL_TAG_SPAN);
}

static void
take_out (CarrelExtraction *self, CarrelNotes *notes)
{
  g_autoptr (GHashTable) parents = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer parent;

  for (guint i = 0; i < notes->notes->len; i++) {
    CarrelNode *block = notes->notes->pdata[i];

    if (!block->parent)
      continue;
    open_note (block);
    g_hash_table_add (parents, block->parent);
    carrel_node_unlink (block);
    settle_ways (self, block);
  }
  g_hash_table_iter_init (&iter, parents);
  while (g_hash_table_iter_next (&iter, &parent, NULL))
    drop_empty (parent);
}

/* ── Notes in the line ── */

/* What shows the mark: a label or a link directly before the note, or in it. (nullable) */
static CarrelNode *
find_label (CarrelNode *aside)
{
  CarrelNode *node = aside->previous;

  for (guint i = 0; node && i < 4; i++, node = node->previous) {
    if (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node))
      return NULL;
    if (node->type == CARREL_NODE_ELEMENT && (node->tag == CARREL_TAG_LABEL || node->tag == CARREL_TAG_SUP) &&
        (node->tag == CARREL_TAG_LABEL || says_note (node) || says_note (aside)))
      return node;
  }
  return NULL;
}

static void
take_aside (CarrelExtraction *self, CarrelNotes *notes, CarrelNode *aside)
{
  CarrelNode *label = find_label (aside), *link, *before = aside->previous;
  char mark[MAX_MARK + 1] = "";
  g_autofree char *number = g_strdup_printf ("%u", notes->notes->len + 1);

  /* The same mark has its note already, in a list. */
  if (label && label->tag == CARREL_TAG_SUP) {
    CarrelNode *inner = carrel_node_find (label, CARREL_TAG_A);

    if (inner && carrel_node_get (inner, "data-carrel-note")) {
      carrel_node_unlink (aside);
      return;
    }
  }
  for (CarrelNode *node = aside->first; node; node = carrel_node_next (node, aside, FALSE))
    if (carrel_node_has_word (node, "class", "ltx_note_mark") && get_mark (node, mark) && *mark)
      break;
  if (label && get_mark (label, mark) && !looks_like_mark (mark))
    *mark = '\0';
  /* «⊕» opens a note in the margin on a small screen. */
  if (!*mark || strcmp (mark, "⊕") == 0)
    g_strlcpy (mark, number, sizeof mark);
  link = carrel_node_new_element (self->html, CARREL_TAG_A);
  carrel_node_append (link, carrel_node_new_text (self->html, mark, -1));
  carrel_node_insert_before (aside, link);
  if (label)
    carrel_node_unlink (label);
  /* The box that a label ticks. */
  for (guint i = 0; before && before->parent && i < 3; i++) {
    CarrelNode *previous = before->previous;

    if (before->type == CARREL_NODE_ELEMENT && before->tag == CARREL_TAG_INPUT)
      carrel_node_unlink (before);
    before = previous;
  }
  carrel_node_unlink (aside);
  carrel_node_rename (aside, CARREL_TAG_DIV);
  settle_ways (self, aside);
  carrel_node_unset (aside, "hidden");
  carrel_node_unset (aside, "style");
  carrel_node_unset (aside, "aria-hidden");
  carrel_node_unset (aside, "class");
  carrel_extract_mark (self, aside);
  g_ptr_array_add (notes->notes, aside);
  set_mark (self, link, notes->notes->len - 1);
}

void
carrel_extract_notes_take (CarrelExtraction *self)
{
  CarrelNotes *notes = self->notes;

  if (!notes)
    return;
  pair_links (self, notes);
  take_out (self, notes);
  for (guint i = 0; i < notes->asides->len && notes->notes->len < MAX_NOTES; i++) {
    CarrelNode *aside = notes->asides->pdata[i];

    /* Its own note may stand around it, or it is one in a list. */
    if (aside->parent && !is_empty (aside) && is_short (aside, NULL) && !g_hash_table_contains (notes->blocks, aside) && carrel_node_get_ancestor (aside, CARREL_TAG_BODY))
      take_aside (self, notes, aside);
  }
}

/* ── In the article ── */

/* The ways back lead to the mark; a note without one gets it, at the end of its last paragraph. */
static void
lead_back (CarrelExtraction *self, CarrelNode *item, guint number)
{
  CarrelNode *link, *last = skip_white (item->last, TRUE);
  g_autofree char *href = g_strdup_printf ("#fnref-%u", number);
  gboolean found = FALSE;

  for (CarrelNode *node = item->first; node; node = carrel_node_next (node, item, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A && carrel_node_has_word (node, "class", "fnback")) {
      carrel_node_set (self->html, node, "href", href);
      found = TRUE;
    }
  if (found)
    return;
  link = carrel_node_new_element (self->html, CARREL_TAG_A);
  carrel_node_set (self->html, link, "class", "fnback");
  carrel_node_set (self->html, link, "href", href);
  carrel_node_append (link, carrel_node_new_text (self->html, "↩", -1));
  for (guint i = 0; last && last->type == CARREL_NODE_ELEMENT && last->tag == CARREL_TAG_DIV && i < MAX_ABOVE; i++)
    last = skip_white (last->last, TRUE);
  if (!last || last->type != CARREL_NODE_ELEMENT || last->tag != CARREL_TAG_P)
    last = item;
  carrel_node_append (last, carrel_node_new_text (self->html, " ", 1));
  carrel_node_append (last, link);
}

static CarrelNode *
make_item (CarrelExtraction *self, CarrelNode *note, guint number)
{
  CarrelNode *item = carrel_node_new_element (self->html, CARREL_TAG_LI);
  g_autofree char *id = g_strdup_printf ("fn-%u", number);

  carrel_node_set (self->html, item, "id", id);
  while (note->first) {
    CarrelNode *child = note->first;

    carrel_node_unlink (child);
    carrel_node_append (item, child);
  }
  lead_back (self, item, number);
  return item;
}

void
carrel_extract_notes_put (CarrelExtraction *self, CarrelNode *article)
{
  CarrelNotes *notes = self->notes;
  g_autofree guint *numbers = NULL;
  CarrelNode *section, *list;
  guint n = 0;

  if (!notes || notes->notes->len == 0)
    return;
  numbers = g_new0 (guint, notes->notes->len);
  section = carrel_node_new_element (self->html, CARREL_TAG_SECTION);
  list = carrel_node_new_element (self->html, CARREL_TAG_OL);
  carrel_node_set (self->html, section, "class", "footnotes");
  carrel_node_append (section, list);
  /* Marks in notes are met as well: the section is part of the article while it grows. */
  carrel_node_append (article, section);
  for (CarrelNode *node = article; node; node = carrel_node_next (node, article, FALSE)) {
    const char *key = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A ? carrel_node_get (node, "data-carrel-note") : NULL;
    guint64 at = key ? g_ascii_strtoull (key, NULL, 10) : 0;
    g_autofree char *href = NULL;

    if (at == 0 || at > notes->notes->len)
      continue;
    if (numbers[at - 1] == 0) {
      numbers[at - 1] = ++n;
      carrel_node_append (list, make_item (self, notes->notes->pdata[at - 1], n));
    }
    href = g_strdup_printf ("#fn-%u", numbers[at - 1]);
    carrel_node_set (self->html, node, "href", href);
  }
  if (n == 0)
    carrel_node_unlink (section);
}

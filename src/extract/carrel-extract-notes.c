/* carrel-extract-notes.c: footnotes, endnotes and side notes, linked both ways.
 *
 * Before the article is looked for, marks and their notes are found and the notes taken out of the
 * page; when it is found, the notes whose marks are in it become its <section class="footnotes">. A
 * note is found by what leads to it (-pair.c), by its number (-loose.c), or where its mark is
 * (-line.c). Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-notes-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_NOTE 6000  /* bytes of a note's text */
#define MAX_BRACKETS 8 /* nodes around a number */
#define MAX_LEFT 40    /* bytes of a link where notes were */
#define MAX_NODES 600  /* elements and texts of a note */
#define MAX_SEEN                                                                                   \
  500 /* nodes and bytes, white space among them, that are looked through for a mark */

/* ── Collecting ── */

const char *
carrel_notes_get_fragment (CarrelExtraction *self, CarrelNode *link)
{
  const char *href = carrel_node_get (link, "href"), *base = self->base;
  gsize       len;

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
      gsize       n = len - (gsize) (name - base);
      const char *file = strrchr (href, '/');

      file = file ? file + 1 : href;
      return n > 0 && strncmp (file, name, n) == 0 && file[n] == '#' && file[n + 1] &&
                     !strstr (href, "://")
                 ? file + n + 1
                 : NULL;
    }
  return NULL;
}

/* The place that an element names as its note, or as what a script shows of it. (transfer none)
 * (nullable) */
static const char *
get_named (CarrelNode *node)
{
  static const char *const names[] = { "data-definition",  "data-footnote", "data-footnote-id",
                                       "data-note",        "data-note-id",  "data-fn",
                                       "aria-describedby", "popovertarget" };

  for (guint i = 0; i < node->n_attributes; i++) {
    const char *name = node->attributes[i].name, *value = node->attributes[i].value;

    for (guint k = 0; (*name == 'd' || *name == 'a' || *name == 'p') && k < G_N_ELEMENTS (names);
         k++)
      if (strcmp (name, names[k]) == 0 && value[strspn (value, "#")])
        return value + strspn (value, "#");
  }
  return NULL;
}

const char *
carrel_notes_get_target (CarrelExtraction *self, CarrelNode *node)
{
  const char *fragment = carrel_notes_get_fragment (self, node);

  return fragment ? fragment : get_named (node);
}

gboolean
carrel_notes_get_mark (CarrelNode *link, char *out)
{
  char  mark[CARREL_NOTES_MAX_MARK + 1];
  gsize len = 0, seen = 0;

  *out = '\0'; /* nothing of one that is too long */
  for (CarrelNode *node = link; node; node = carrel_node_next (node, link, FALSE)) {
    if (++seen > MAX_SEEN)
      return FALSE;
    for (const char *p = node->type == CARREL_NODE_TEXT ? node->text : ""; *p; p++) {
      if (++seen > MAX_SEEN)
        return FALSE;
      if (g_ascii_isspace (*p) || carrel_text_starts (p, "\xc2\xa0")) {
        p += *p == '\xc2';
        continue;
      }
      if (len >= CARREL_NOTES_MAX_MARK)
        return FALSE;
      mark[len++] = *p;
    }
  }
  mark[len] = '\0';
  if (!g_utf8_validate (mark, (gssize) len, NULL))
    return FALSE;
  memcpy (out, mark, len + 1);
  return TRUE;
}

/* «12», «[12]», «*», «†», «iv», «a», «note 3»: not a word. */
gboolean
carrel_notes_is_mark (const char *mark)
{
  gsize letters = 0, digits = 0;

  for (const char *p = mark; *p; p++) {
    letters += g_ascii_isalpha (*p) || ((guchar) *p >= 0xc3 && (guchar) *p < 0xe2);
    digits += g_ascii_isdigit (*p);
  }
  if (!*mark)
    return FALSE;
  return letters == 0 || (letters <= 4 && digits > 0) ||
         strspn (mark, "[](){}ivxlcIVXLC.") == strlen (mark) || letters == 1 ||
         g_ascii_strncasecmp (mark, "[note", 5) == 0;
}

gboolean
carrel_notes_says_note (CarrelNode *node)
{
  static const char *const signs[] = { "footnote",  "endnote", "sidenote", "fn",        "cite_note",
                                       "cite-note", "ftn",     "edn",      "reference", "note" };
  const char *values[] = { carrel_node_get (node, "class"), carrel_node_get (node, "id"),
                           carrel_node_get (node, "role"),  carrel_node_get (node, "data-type"),
                           carrel_node_get (node, "name"),  carrel_node_get (node, "epub:type") };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint k = 0; values[i] && k < G_N_ELEMENTS (signs); k++) {
      const char *at = strstr (values[i], signs[k]);

      /* «fn» not within a word */
      if (at && (strlen (signs[k]) > 4 || at == values[i] || !g_ascii_isalpha (at[-1])))
        return TRUE;
    }
  return FALSE;
}

static CarrelNotes *
get_notes (CarrelExtraction *self)
{
  if (!self->notes) {
    self->notes = g_new0 (CarrelNotes, 1);
    self->notes->links = g_ptr_array_new ();
    self->notes->asides = g_ptr_array_new ();
    self->notes->raised = g_ptr_array_new ();
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
  g_ptr_array_unref (self->raised);
  g_hash_table_unref (self->blocks);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

/* «1», «[1]», «*», «†»: a sign that says nothing else. */
static gboolean
is_sign (const char *mark)
{
  return carrel_notes_get_number (mark) || strcmp (mark, "*") == 0 || strcmp (mark, "†") == 0 ||
         strcmp (mark, "‡") == 0;
}

void
carrel_extract_notes (CarrelExtraction *self, CarrelNode *node)
{
  char mark[CARREL_NOTES_MAX_MARK + 1];

  switch (node->tag) {
  case CARREL_TAG_A:
    if (carrel_notes_get_target (self, node) && carrel_notes_get_mark (node, mark))
      g_ptr_array_add (get_notes (self)->links, node);
    break;
  case CARREL_TAG_SUP:
    if (!carrel_notes_get_mark (node, mark) || !carrel_notes_get_number (mark) ||
        carrel_node_find (node, CARREL_TAG_A))
      break;
    g_ptr_array_add (node->n_attributes > 0 && get_named (node) ? get_notes (self)->links
                                                                : get_notes (self)->raised,
                     node);
    break;
  case CARREL_TAG_SPAN:
  case CARREL_TAG_SMALL:
  case CARREL_TAG_ASIDE:
  case CARREL_TAG_DIV:
  case CARREL_TAG_BUTTON:
    if (node->n_attributes == 0)
      break;
    if (carrel_notes_is_aside (node))
      g_ptr_array_add (get_notes (self)->asides, node);
    else if ((node->tag == CARREL_TAG_SPAN || node->tag == CARREL_TAG_BUTTON) && get_named (node) &&
             carrel_notes_get_mark (node, mark) && is_sign (mark))
      g_ptr_array_add (get_notes (self)->links, node);
    break;
  default:
    break;
  }
}

/* ── A note and its marks ── */

gboolean
carrel_notes_is_in_note (CarrelNotes *self, CarrelNode *node)
{
  for (guint i = 0; node && i < CARREL_NOTES_MAX_ABOVE; i++, node = node->parent)
    if (g_hash_table_contains (self->blocks, node))
      return TRUE;
  return FALSE;
}

guint
carrel_notes_add (CarrelNotes *self, CarrelNode *block)
{
  g_ptr_array_add (self->notes, block);
  g_hash_table_insert (self->blocks, block, GUINT_TO_POINTER (self->notes->len));
  return self->notes->len - 1;
}

/* The notes' block is short, isn't where the mark is, and holds no heading. */
gboolean
carrel_notes_is_short (CarrelNode *block, CarrelNode *link)
{
  gsize len = 0;
  guint n = 0;

  for (CarrelNode *node = block; node; node = carrel_node_next (node, block, FALSE)) {
    if (node == link || ++n > MAX_NODES)
      return FALSE;
    if (node->type == CARREL_NODE_TEXT)
      len += node->text_len;
    else if (carrel_node_is_heading (node) || node->tag == CARREL_TAG_ARTICLE ||
             node->tag == CARREL_TAG_MAIN)
      return FALSE;
    if (len > MAX_NOTE)
      return FALSE;
  }
  return len > 0;
}

/* A way back is an arrow, «^», «a»; or the number again before the note, which the list has of
 * itself. */
typedef enum {
  NO_WAY,
  WAY_BACK,
  WAY_NUMBER,
} Way;

/* What a script follows, where the link says nothing. */
static gboolean
is_arrow (const char *mark)
{
  return carrel_text_starts (mark, "↩") || carrel_text_starts (mark, "↑") ||
         carrel_text_starts (mark, "⤴") || carrel_text_starts (mark, "⏎") ||
         strcmp (mark, "^") == 0;
}

static Way
judge_way (CarrelExtraction *self, CarrelNode *node)
{
  char mark[CARREL_NOTES_MAX_MARK + 1];

  if (node->type != CARREL_NODE_ELEMENT || node->tag != CARREL_TAG_A ||
      carrel_node_find (node, CARREL_TAG_IMG))
    return NO_WAY;
  if (!carrel_notes_get_fragment (self, node))
    return carrel_notes_get_mark (node, mark) && is_arrow (mark) ? WAY_NUMBER : NO_WAY;
  if (carrel_notes_get_mark (node, mark))
    return !*mark || strpbrk (mark, "0123456789") ? WAY_NUMBER : WAY_BACK;
  return carrel_node_has_word (node, "class", "footnote-backref") ||
                 carrel_node_has_word (node, "class", "footnote-back") ||
                 carrel_node_has_word (node, "role", "doc-backlink")
             ? WAY_NUMBER
             : NO_WAY;
}

/* A number or mark at the beginning, which the list will have of itself. */
static void
drop_number (CarrelNode *note)
{
  CarrelNode *node = note;

  while (node && (node->type == CARREL_NODE_ELEMENT || carrel_node_is_blank (node)))
    node = carrel_node_next (node, note, FALSE);
  if (node) {
    const char      *p = node->text + strspn (node->text, " \t\n\r\f");
    gsize            len = strcspn (p, " \t\n\r\f\xc2");
    g_autofree char *first = g_strndup (p, MIN (len, 16));
    gboolean         alone = !p[len];

    /* «12.», «[12]», «12)», «:» after the link that was taken out; alone in its element also «12».
     */
    if (len > 0 && len < 8 && strspn (first, "0123456789[]().:*") == len &&
        (strpbrk (first, ".]):*") || (alone && node->parent != note))) {
      carrel_node_set_text (node, p + len);
    }
  }
}

/* What marks the note itself: its number, and what is hidden. */
static gboolean
is_number (CarrelNode *node)
{
  static const char *const words[] = { "ltx_note_mark", "ltx_tag_note", "sidenote-number" };
  CarrelNodeInfo          *info = carrel_extract_get_info (node);

  for (guint i = 0;
       node->type == CARREL_NODE_ELEMENT && node->n_attributes > 0 && i < G_N_ELEMENTS (words); i++)
    if (carrel_node_has_word (node, "class", words[i]))
      return TRUE;
  return info && info->hidden;
}

/* Nothing, or what stood around a number. */
static gboolean
holds_brackets (CarrelNode *top)
{
  guint n = 0;

  for (CarrelNode *node = top->first; node; node = carrel_node_next (node, top, FALSE))
    if (++n > MAX_BRACKETS ||
        (node->type == CARREL_NODE_TEXT && strspn (node->text, " \t\r\n[]().") < node->text_len) ||
        node->tag == CARREL_TAG_IMG)
      return FALSE;
  return TRUE;
}

/* Ways back are kept where they stand; numbers go. */
void
carrel_notes_settle_ways (CarrelExtraction *self, CarrelNode *note)
{
  CarrelNode *next;

  for (CarrelNode *node = note->first; node; node = next) {
    Way         way = judge_way (self, node);
    gboolean    gone = way == WAY_NUMBER || is_number (node);
    CarrelNode *parent = node->parent;

    next = carrel_node_next (node, note, gone);
    if (way == WAY_BACK)
      carrel_node_set (self->html, node, "class", "fnback");
    if (!gone)
      continue;
    carrel_node_unlink (node);
    /* <sup></sup> that is left, or brackets */
    if (parent != note && holds_brackets (parent) &&
        (parent->tag == CARREL_TAG_SUP || parent->tag == CARREL_TAG_SPAN)) {
      if (next && next->parent == parent)
        next = carrel_node_next (parent, note, TRUE);
      carrel_node_unlink (parent);
    }
  }
  drop_number (note);
  for (CarrelNode *last = note->last;
       last &&
       (last->type == CARREL_NODE_TEXT ? carrel_node_is_blank (last) : last->tag == CARREL_TAG_BR);
       last = note->last)
    carrel_node_unlink (last);
}

/* The link becomes a mark of the note with this key. */
void
carrel_notes_set_mark (CarrelExtraction *self, CarrelNode *link, guint key)
{
  g_autofree char *value = g_strdup_printf ("%u", key + 1);

  if (link->tag != CARREL_TAG_A) {
    for (CarrelNode *inner = carrel_node_find (link, CARREL_TAG_A); inner;
         inner = carrel_node_find (link, CARREL_TAG_A))
      carrel_node_unwrap (inner);
    carrel_node_rename (link, CARREL_TAG_A);
  }
  carrel_node_set (self->html, link, "data-carrel-note", value);
  carrel_node_set (self->html, link, "class", "fnref");
  carrel_node_unset (link, "hidden");
  carrel_extract_mark (self, link);
  /* A mark is raised anyway. */
  if (link->first && link->first == link->last && link->first->type == CARREL_NODE_ELEMENT &&
      link->first->tag == CARREL_TAG_SUP)
    carrel_node_unwrap (link->first);
  if (link->parent && link->parent->tag == CARREL_TAG_SUP && link->parent->first == link &&
      link->parent->last == link)
    carrel_node_unwrap (link->parent);
}

/* ── Taking them out ── */

gboolean
carrel_notes_is_empty (CarrelNode *top)
{
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    if (node->type == CARREL_NODE_TEXT ? !carrel_node_is_blank (node) : node->tag == CARREL_TAG_IMG)
      return FALSE;
  return TRUE;
}

CarrelNode *
carrel_notes_skip_white (CarrelNode *node, gboolean back)
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
  first = carrel_notes_skip_white (node->first, FALSE);
  return carrel_node_is_heading (node) ||
         (node->tag == CARREL_TAG_DIV && first && carrel_node_is_heading (first) &&
          !carrel_notes_skip_white (first->next, FALSE));
}

/* Nothing, but for a heading that says «Notes» and a link such as «Download references». */
static gboolean
is_left_over (CarrelNode *top)
{
  CarrelNode *previous = carrel_notes_skip_white (top->previous, TRUE);
  gboolean    titled = previous && carrel_notes_is_title (previous), skip;
  gsize       linked = 0;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, skip)) {
    skip = carrel_node_is_heading (node) && carrel_notes_is_title (node);
    titled |= skip;
    if (node->type != CARREL_NODE_TEXT
            ? node->tag == CARREL_TAG_IMG
            : !carrel_node_is_blank (node) && !carrel_node_get_ancestor (node, CARREL_TAG_A))
      return FALSE;
    linked += node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node) ? node->text_len : 0;
  }
  return linked == 0 || (titled && linked <= MAX_LEFT);
}

/* What held nothing but notes goes with them: the list, its division, the rule and the heading
 * above it. */
void
carrel_notes_drop_empty (CarrelNode *parent)
{
  for (guint i = 0; i < CARREL_NOTES_MAX_ABOVE && parent && parent->parent &&
                    parent->tag != CARREL_TAG_BODY && is_left_over (parent);
       i++) {
    CarrelNode *above = parent->parent,
               *previous = carrel_notes_skip_white (parent->previous, TRUE),
               *next = carrel_notes_skip_white (parent->next, FALSE);

    if (previous && previous->type == CARREL_NODE_ELEMENT &&
        (previous->tag == CARREL_TAG_HR || (is_title (previous) && (!next || is_title (next)))))
      carrel_node_unlink (previous);
    carrel_node_unlink (parent);
    parent = above;
  }
}

/* A row of a table is a note of its cells; of a list of definitions the number before it goes. */
static void
open_note (CarrelNode *block)
{
  CarrelNode *term =
      block->tag == CARREL_TAG_DD ? carrel_notes_skip_white (block->previous, TRUE) : NULL;

  if (term && term->type == CARREL_NODE_ELEMENT && term->tag == CARREL_TAG_DT)
    carrel_node_unlink (term);
  for (CarrelNode *child = block->tag == CARREL_TAG_TR ? block->first : NULL; child;
       child = child->next)
    if (child->type == CARREL_NODE_ELEMENT &&
        (child->tag == CARREL_TAG_TD || child->tag == CARREL_TAG_TH))
      carrel_node_rename (child, CARREL_TAG_SPAN);
}

/* The line between the text and its notes. */
static void
drop_rule (CarrelNode *block)
{
  CarrelNode *before = carrel_notes_skip_white (block->previous, TRUE);

  if (before && before->type == CARREL_NODE_ELEMENT && before->tag == CARREL_TAG_HR)
    carrel_node_unlink (before);
}

static void
take_out (CarrelExtraction *self, CarrelNotes *notes)
{
  g_autoptr (GHashTable) parents = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer       parent;

  for (guint i = 0; i < notes->notes->len; i++) {
    CarrelNode *block = notes->notes->pdata[i];

    if (!block->parent)
      continue;
    open_note (block);
    g_hash_table_add (parents, block->parent);
    drop_rule (block);
    carrel_node_unlink (block);
    carrel_notes_settle_ways (self, block);
  }
  g_hash_table_iter_init (&iter, parents);
  while (g_hash_table_iter_next (&iter, &parent, NULL))
    carrel_notes_drop_empty (parent);
}

void
carrel_extract_notes_take (CarrelExtraction *self)
{
  CarrelNotes *notes = self->notes;

  if (!notes)
    return;
  carrel_notes_pair_links (self, notes);
  carrel_notes_pair_loose (self, notes);
  take_out (self, notes);
  carrel_notes_take_asides (self, notes);
}

/* ── In the article ── */

/* The ways back lead to the mark; a note without one gets it, at the end of its last paragraph. */
static void
lead_back (CarrelExtraction *self, CarrelNode *item, guint number)
{
  CarrelNode      *link, *last = carrel_notes_skip_white (item->last, TRUE);
  g_autofree char *href = g_strdup_printf ("#fnref-%u", number);
  gboolean         found = FALSE;

  for (CarrelNode *node = item->first; node; node = carrel_node_next (node, item, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A &&
        carrel_node_has_word (node, "class", "fnback")) {
      carrel_node_set (self->html, node, "href", href);
      found = TRUE;
    }
  if (found)
    return;
  link = carrel_node_new_element (self->html, CARREL_TAG_A);
  carrel_node_set (self->html, link, "class", "fnback");
  carrel_node_set (self->html, link, "href", href);
  carrel_node_append (link, carrel_node_new_text (self->html, "↩", -1));
  for (guint i = 0; last && last->type == CARREL_NODE_ELEMENT && last->tag == CARREL_TAG_DIV &&
                    i < CARREL_NOTES_MAX_ABOVE;
       i++)
    last = carrel_notes_skip_white (last->last, TRUE);
  if (!last || last->type != CARREL_NODE_ELEMENT || last->tag != CARREL_TAG_P)
    last = item;
  carrel_node_append (last, carrel_node_new_text (self->html, " ", 1));
  carrel_node_append (last, link);
}

static CarrelNode *
make_item (CarrelExtraction *self, CarrelNode *note, guint number)
{
  CarrelNode      *item = carrel_node_new_element (self->html, CARREL_TAG_LI);
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
  CarrelNotes      *notes = self->notes;
  g_autofree guint *numbers = NULL;
  CarrelNode       *section, *list;
  guint             n = 0;

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
    const char      *key = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A
                               ? carrel_node_get (node, "data-carrel-note")
                               : NULL;
    guint64          at = key ? g_ascii_strtoull (key, NULL, 10) : 0;
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

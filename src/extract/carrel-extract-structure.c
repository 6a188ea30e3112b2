/* carrel-extract-structure.c: the one walk in which formulas, code, embeds, captions and notes get
 * the shape that everything after it knows.
 *
 * Before the article is looked for, so that what is moved or made is measured with the rest. Any
 * thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_ANCHOR 8   /* bytes of «#», «¶», «◆» with a space, «[source]» */
#define MIN_BAR 4      /* bytes of what opens a section … */
#define MAX_TOOL 60    /* bytes of «[edit | edit source]» */
#define MAX_NODES 40   /* of a heading */
#define MAX_BAR 160    /* … or more */
#define MIN_SECTION 40 /* bytes of a text that is a sentence */
#define MAX_FACE 16    /* bytes of one */
#define MAX_SIGN 8     /* bytes of «[–]» */
#define MAX_BESIDE 8   /* nodes on each side of a word that can be pressed */
#define MAX_ALT 24     /* bytes of a face's name */
#define MAX_UNFILLED 4 /* elements from a place to fill to its block */
#define MAX_LETTER 3   /* of «:-D» */
#define MAX_STEPS 12   /* between two texts of a line */

static gboolean
is_heading (const CarrelNode *node)
{
  return node && carrel_node_is_heading (node);
}

/* It leads to where it stands: a term, a paragraph. */
static gboolean
leads_to_itself (const CarrelNode *link, const char *href)
{
  const CarrelNode *up = link->parent;

  for (guint i = 0; *href == '#' && up && i < 3; i++, up = up->parent)
    if (g_strcmp0 (carrel_node_get (up, "id"), href + 1) == 0)
      return TRUE;
  return FALSE;
}

/* A sign in a heading, or after a term or a paragraph, that only gives its address, or leads to
 * where a program's text says it. */
static gboolean
is_anchor (CarrelNode *link)
{
  static const char *const signs[] = { "",    "#", "¶", "§",    "🔗",    "\xef\x83\x81",
                                       "[#]", "∞", "◆", "link", "[src]", "[source]" };
  g_autofree char         *text = NULL;
  const char *class = carrel_node_get (link, "class"), *href = carrel_node_get (link, "href");
  gsize len = 0;

  if (!href || !link->parent ||
      !(is_heading (link->parent) || is_heading (link->parent->parent) ||
        (class && (strstr (class, "headerlink") || strstr (class, "pilcrow"))) ||
        leads_to_itself (link, href)))
    return FALSE;
  if (carrel_node_find (link, CARREL_TAG_IMG))
    return FALSE;
  for (CarrelNode *node = link; node && len <= MAX_ANCHOR;
       node = carrel_node_next (node, link, FALSE))
    len += node->text_len;
  if (len > MAX_ANCHOR)
    return FALSE;
  text = carrel_node_dup_text (link);
  if (g_str_has_suffix (text, "\xc2\xa0"))
    text[strlen (text) - strlen ("\xc2\xa0")] = '\0';
  g_strstrip (text);
  /* A sign that takes no room, for a style sheet to replace. */
  if (strcmp (text, "\xe2\x80\x8b") == 0 || strcmp (text, "\xef\xbb\xbf") == 0)
    *text = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strcmp (text, signs[i]) == 0)
      return *text || !carrel_node_get (link, "id"); /* an empty one may be where a link leads */
  return FALSE;
}

/* The words of a heading, all of them, as a link to the heading itself: its address for who wants
 * it. */
static gboolean
is_own_address (const CarrelNode *link)
{
  const CarrelNode *heading = link->parent;
  const char       *href = carrel_node_get (link, "href"), *id;

  if (!href || *href != '#' || !href[1] || !heading || !carrel_node_is_heading (heading))
    return FALSE;
  id = carrel_node_get (heading, "id");
  if (!(id && strcmp (id, href + 1) == 0) && heading->parent &&
      heading->parent->tag == CARREL_TAG_SECTION)
    id = carrel_node_get (heading->parent, "id");
  return (id && strcmp (id, href + 1) == 0) ||
         (carrel_node_get (link, "id") && strcmp (carrel_node_get (link, "id"), href + 1) == 0);
}

/* Divisions in a heading, which editors that make everything of them leave there, are its words. */
static void
join_heading (CarrelNode *heading)
{
  guint n = 0;

  for (CarrelNode *node = heading->first; node && ++n <= MAX_NODES;
       node = carrel_node_next (node, heading, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag != CARREL_TAG_DIV &&
        node->tag != CARREL_TAG_P && carrel_tag_is_block ((CarrelTag) node->tag))
      return;
  n = 0;
  for (CarrelNode *node = heading->first; node && ++n <= MAX_NODES;
       node = carrel_node_next (node, heading, FALSE))
    if (node->type == CARREL_NODE_ELEMENT &&
        (node->tag == CARREL_TAG_DIV || node->tag == CARREL_TAG_P))
      carrel_node_rename (node, CARREL_TAG_SPAN);
}

/* «[edit]» in a heading or directly after it: brackets around links, of which one leads to where
 * the section is changed. In whatever language: the address says it. */
static gboolean
is_edit_tool (CarrelNode *node)
{
  gboolean edits = FALSE;
  gsize    len = 0, linked = 0, signs = 0;

  if (!is_heading (node->parent) && !is_heading (node->previous))
    return FALSE;
  for (CarrelNode *n = node; n; n = carrel_node_next (n, node, FALSE)) {
    if (n->type == CARREL_NODE_ELEMENT) {
      const char *address = n->tag == CARREL_TAG_A ? carrel_node_get (n, "href") : NULL;

      edits |= address && *address != '#' && strstr (address, "edit");
      continue;
    }
    len += n->text_len;
    if (len > MAX_TOOL)
      return FALSE;
    if (carrel_node_get_ancestor (n, CARREL_TAG_A))
      linked += n->text_len;
    else
      signs +=
          strcspn (n->text, "[]|") + strspn (n->text, " \t\n[]|") >= n->text_len ? n->text_len : 0;
  }
  return edits && (linked > 0 || signs > 0) && linked + signs == len;
}

/* A text with letters. */
static gboolean
is_said (const CarrelNode *node)
{
  for (const char *p = node->type == CARREL_NODE_TEXT ? node->text : ""; *p;
       p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* What opens a section needs no arrow here. */
static void
drop_arrows (CarrelNode *button)
{
  CarrelNode *next;

  for (CarrelNode *node = button; node; node = next) {
    const char *alt = node->tag == CARREL_TAG_IMG ? carrel_node_get (node, "alt") : "-";

    next = carrel_node_next (node, button, FALSE);
    if (!alt || !*alt)
      carrel_node_unlink (node);
  }
}

/* A heading, or a term, that opens what is below it and stands in a button. */
static void
free_bar (CarrelNode *button)
{
  CarrelNode *heading = NULL;
  guint       n = 0;

  if (!button->parent || !carrel_node_get (button, "aria-expanded"))
    return;
  for (CarrelNode *node = button; node && !heading && n < MAX_NODES;
       node = carrel_node_next (node, button, FALSE), n++)
    heading = is_heading (node) ? node : NULL;
  if (!heading && button->parent->tag != CARREL_TAG_DT)
    return;
  drop_arrows (button);
  carrel_node_rename (button, heading ? CARREL_TAG_DIV : CARREL_TAG_SPAN);
}

/* The words of a heading that opens its section stand in a button. */
static void
free_heading (CarrelNode *button)
{
  CarrelNode *heading = is_heading (button->parent) ? button->parent
                        : button->parent && is_heading (button->parent->parent)
                            ? button->parent->parent
                            : NULL;
  gboolean    said = FALSE;
  guint       n = 0;

  if (!heading) {
    free_bar (button);
    return;
  }
  for (CarrelNode *node = heading; node; node = carrel_node_next (node, heading, node == button)) {
    if (++n > MAX_NODES || (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node)))
      return;
  }
  for (CarrelNode *node = button; node && !said && n < 2 * MAX_NODES;
       node = carrel_node_next (node, button, FALSE), n++)
    said = node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node);
  if (!said)
    return;
  if (carrel_node_get (button, "aria-expanded")) {
    drop_arrows (button);
    /* «card-header»: the box around the bar is no head of the page. */
    if (heading->parent->tag == CARREL_TAG_DIV && carrel_extract_get_info (heading->parent))
      carrel_extract_get_info (heading->parent)->words &= ~(guint32) CARREL_WORD_UNLIKELY;
  }
  carrel_node_rename (button, CARREL_TAG_SPAN);
}

/* <div role="heading" aria-level="3"> */
static void
make_heading (CarrelNode *node)
{
  static const CarrelTag tags[] = { CARREL_TAG_H1, CARREL_TAG_H2, CARREL_TAG_H3,
                                    CARREL_TAG_H4, CARREL_TAG_H5, CARREL_TAG_H6 };
  const char            *role = carrel_node_get (node, "role"), *level;
  guint                  n = 0;

  if (!role || strcmp (role, "heading") != 0 || is_heading (node->parent))
    return;
  for (CarrelNode *each = carrel_node_next (node, node, FALSE); each;
       each = carrel_node_next (each, node, FALSE))
    if (++n > MAX_NODES ||
        (each->type == CARREL_NODE_ELEMENT &&
         (is_heading (each) || each->tag == CARREL_TAG_P || each->tag == CARREL_TAG_LI)))
      return;
  level = carrel_node_get (node, "aria-level");
  n = level && g_ascii_isdigit (*level) ? (guint) (*level - '0') : 2;
  carrel_node_rename (node, tags[CLAMP (n, 1, G_N_ELEMENTS (tags)) - 1]);
}

/* A word in the middle of a line that shows what it means when it is pressed is a word of the line.
 */
static gboolean
is_of_line (CarrelNode *button)
{
  CarrelNode *up = button, *before, *after;
  guint       n = 0, m = 0;

  if (carrel_node_find (button, CARREL_TAG_IMG) || carrel_node_find (button, CARREL_TAG_SVG))
    return FALSE;
  while (up->parent && up->parent->tag == CARREL_TAG_SPAN && n++ < 2)
    up = up->parent;
  if (!up->parent || (up->parent->tag != CARREL_TAG_P && up->parent->tag != CARREL_TAG_LI &&
                      up->parent->tag != CARREL_TAG_DD))
    return FALSE;
  for (before = up->previous, n = 0; before && n < MAX_BESIDE && !is_said (before); n++)
    before = before->previous;
  for (after = up->next, m = 0; after && m < MAX_BESIDE && !is_said (after); m++)
    after = after->next;
  return before && after && n < MAX_BESIDE && m < MAX_BESIDE;
}

gboolean
carrel_extract_begins_with_text (CarrelNode *section)
{
  guint n = 0;

  for (CarrelNode *node = section; node && ++n <= MAX_NODES;
       node = carrel_node_next (node, section, FALSE))
    if (node->type == CARREL_NODE_TEXT && node->text_len >= MIN_SECTION &&
        !carrel_node_is_blank (node))
      return !carrel_node_get_ancestor (node, CARREL_TAG_A);
  return FALSE;
}

CarrelNode *
carrel_extract_get_next_element (CarrelNode *node)
{
  for (node = node->next; node && node->type == CARREL_NODE_TEXT; node = node->next)
    if (!carrel_node_is_blank (node))
      return NULL;
  return node;
}

/* What opens the text below it when it is pressed, and is the heading of it: a bar of an accordion.
 */
static void
head_section (CarrelNode *button)
{
  const char *role = carrel_node_get (button, "role");
  CarrelNode *around = button, *section;
  gsize       len = 0;
  guint       n = 0;

  if (!(role && strcmp (role, "button") == 0) && !carrel_node_get (button, "aria-expanded") &&
      !carrel_node_get (button, "aria-controls"))
    return;
  for (CarrelNode *node = button; node; node = carrel_node_next (node, button, FALSE)) {
    len += node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node) ? node->text_len : 0;
    if (++n > MAX_NODES || len > MAX_BAR ||
        (node->type == CARREL_NODE_ELEMENT &&
         (is_heading (node) || node->tag == CARREL_TAG_IMG || node->tag == CARREL_TAG_P ||
          node->tag == CARREL_TAG_LI)))
      return;
  }
  section = carrel_extract_get_next_element (around);
  for (guint i = 0; i < 2 && !section && around->parent && around->parent->tag == CARREL_TAG_DIV &&
                    !around->previous;
       i++) {
    around = around->parent;
    section = carrel_extract_get_next_element (around);
  }
  if (len < MIN_BAR || !section ||
      (section->tag != CARREL_TAG_DIV && section->tag != CARREL_TAG_SECTION) ||
      !carrel_extract_begins_with_text (section))
    return;
  for (CarrelNode *up = button->parent; up; up = up->parent)
    if (is_heading (up) || up->tag == CARREL_TAG_NAV || up->tag == CARREL_TAG_SUMMARY ||
        up->tag == CARREL_TAG_A)
      return;
  carrel_node_rename (button, CARREL_TAG_H3);
}

/* What a division is only said to be. */
static void
take_role (CarrelNode *node)
{
  const char *role = carrel_node_get (node, "role");

  if (!role)
    return;
  make_heading (node);
  head_section (node);
  if (node->tag == CARREL_TAG_DIV || node->tag == CARREL_TAG_SPAN)
    carrel_extract_table_role (node, role);
}

/* Only what a program does when it is pressed, under a sign: «[–]», «+». */
static gboolean
is_switch (CarrelNode *link)
{
  const char *href = carrel_node_get (link, "href");

  if (!href || g_ascii_strncasecmp (href, "javascript:", strlen ("javascript:")) != 0 ||
      !link->first || link->first != link->last || link->first->type != CARREL_NODE_TEXT ||
      link->first->text_len > MAX_SIGN)
    return FALSE;
  for (const char *p = link->first->text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
is_block (const CarrelNode *node)
{
  return node->type == CARREL_NODE_ELEMENT &&
         (carrel_tag_is_block ((CarrelTag) node->tag) || node->tag == CARREL_TAG_BR);
}

/* The text before or after an element that is shown in the same line. (nullable) */
static CarrelNode *
find_in_line (CarrelNode *node, gboolean before)
{
  for (guint i = 0; i < MAX_STEPS; i++) {
    CarrelNode *other = before ? node->previous : node->next;

    if (!other) {
      node = node->parent;
      if (!node || is_block (node))
        return NULL;
      continue;
    }
    for (node = other; i < MAX_STEPS && !is_block (node) && (before ? node->last : node->first);
         i++)
      node = before ? node->last : node->first;
    if (is_block (node))
      return NULL;
    if (node->type == CARREL_NODE_TEXT)
      return node;
  }
  return NULL;
}

static gboolean
is_letter_at (const char *text, const char *p)
{
  return p >= text && *p && g_unichar_isalnum (g_utf8_get_char (p));
}

/* «Ines» «3 May 2026» «#2»: a style sheet keeps apart what stands beside a time. */
static void
part_time (CarrelExtraction *self, CarrelNode *time)
{
  CarrelNode *before = find_in_line (time, TRUE), *after = find_in_line (time, FALSE);
  const char *end = before ? before->text + before->text_len : NULL;

  if (before && before->text_len > 0 &&
      is_letter_at (before->text, g_utf8_find_prev_char (before->text, end)))
    carrel_node_insert_before (time, carrel_node_new_text (self->html, " ", 1));
  if (after && is_letter_at (after->text, after->text) && after->parent) {
    CarrelNode *space = carrel_node_new_text (self->html, " ", 1);

    if (time->next)
      carrel_node_insert_before (time->next, space);
    else
      carrel_node_append (time->parent, space);
  }
}

/* A face or a sign that stands for the characters that it is called: «:)», not «:rofl:». */
static gboolean
is_sign (CarrelNode *image)
{
  const char *class = image->n_attributes > 0 ? carrel_node_get (image, "class") : NULL,
             *alt = class && (strstr (class, "smil") || strstr (class, "emoji") ||
                              strstr (class, "emoticon"))
                        ? carrel_node_get (image, "alt")
                        : NULL;

  if (!alt || !*alt || strlen (alt) > MAX_ALT)
    return FALSE;
  for (const char *p = alt; *p; p++)
    if (g_ascii_isalpha (*p) && strlen (alt) > MAX_LETTER)
      return FALSE;
  return TRUE;
}

/* Who said it, above what he said: a line of its own. */
static void
part_cite (CarrelExtraction *self, CarrelNode *quote)
{
  CarrelNode *cite = quote->first, *after;

  while (cite && ((cite->type == CARREL_NODE_TEXT && carrel_node_is_blank (cite)) ||
                  (cite->tag == CARREL_TAG_DIV && cite->first)))
    cite = cite->tag == CARREL_TAG_DIV ? cite->first : cite->next;
  after = cite && cite->tag == CARREL_TAG_CITE ? cite->next : NULL;
  if (after && after->type == CARREL_NODE_TEXT && !carrel_node_is_blank (after)) {
    CarrelNode *line = carrel_node_new_element (self->html, CARREL_TAG_BR);

    carrel_extract_mark (self, line);
    carrel_node_insert_before (after, line);
  }
}

/* Nothing stands beside it but white space. */
static gboolean
is_alone (const CarrelNode *node)
{
  const CarrelNode *before = node->previous, *after = node->next;

  while (before && before->type == CARREL_NODE_TEXT && carrel_node_is_blank (before))
    before = before->previous;
  while (after && after->type == CARREL_NODE_TEXT && carrel_node_is_blank (after))
    after = after->next;
  return !before && !after;
}

/* What opens a text may hold sections of its own, and is no less the text's head for it. */
static void
settle_summary (CarrelNode *summary)
{
  guint n = 0;

  for (CarrelNode *node = summary; node && ++n <= MAX_NODES;
       node = carrel_node_next (node, summary, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_SECTION)
      carrel_node_rename (node, CARREL_TAG_DIV);
}

/* What opens a text that is open already, and isn't seen while it is. */
static gboolean
is_hidden_while_open (CarrelNode *summary)
{
  return carrel_node_has_word (summary, "class", "hideme") && summary->parent &&
         carrel_node_get (summary->parent, "open");
}

/* «Figure 1», as a heading above the picture and its caption: above all of it. */
static void
free_heading_of_figure (CarrelNode *figure)
{
  CarrelNode *heading = figure->first;

  while (heading && heading->type == CARREL_NODE_TEXT && carrel_node_is_blank (heading))
    heading = heading->next;
  if (!is_heading (heading) || !carrel_node_find (figure, CARREL_TAG_FIGCAPTION) ||
      !carrel_node_find (figure, CARREL_TAG_IMG))
    return;
  carrel_node_unlink (heading);
  carrel_node_insert_before (figure, heading);
}

/* A sign that shows something when it is pointed at: «ⓘ». */
static gboolean
is_tooltip_sign (CarrelNode *link)
{
  const CarrelNode *text = link->first;
  const char *class;

  if (!text || text != link->last || text->type != CARREL_NODE_TEXT || text->text_len > MAX_SIGN ||
      is_said (text))
    return FALSE;
  class = carrel_node_get (link, "class");
  return class && strstr (class, "tooltip");
}

/* A face alone, in an element that is called so: the sign of a box, as others have a picture. */
static gboolean
is_face (CarrelNode *node)
{
  const CarrelNode *text = node->first;
  const char *class;

  if (!text || text != node->last || text->type != CARREL_NODE_TEXT || text->text_len > MAX_FACE ||
      (guchar) *text->text < 0xe2 || is_said (text) || !(node->next || node->previous))
    return FALSE;
  class = carrel_node_get (node, "class");
  return class && (strstr (class, "emoji") || strstr (class, "icon"));
}

/* «{{ thread.errors[17] }}», all that a block says: a place that the page's program would have
 * filled. */
static gboolean
is_unfilled (const CarrelNode *text)
{
  const char       *start = text->text + strspn (text->text, " \t\r\n"), *end;
  const CarrelNode *up = text;

  if (start[0] != '{' || start[1] != '{')
    return FALSE;
  end = strstr (start, "}}");
  if (!end || end[2 + strspn (end + 2, " \t\r\n")] != '\0')
    return FALSE;
  for (guint n = 0; n < MAX_UNFILLED && up->parent && is_alone (up); n++) {
    up = up->parent;
    if (up->tag == CARREL_TAG_CODE || up->tag == CARREL_TAG_PRE)
      return FALSE;
    if (is_block (up))
      return TRUE;
  }
  return FALSE;
}

/* TRUE: what is in the element needs no look any more. */
static gboolean
settle (CarrelExtraction *self, CarrelMathPage *page, CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_A:
    if (is_anchor (node) || is_switch (node) || is_tooltip_sign (node)) {
      carrel_node_unlink (node);
      return TRUE;
    }
    carrel_extract_notes (self, node);
    if (carrel_extract_straighten_link (self, node)) {
      if (!page->searches)
        page->searches = g_ptr_array_new ();
      g_ptr_array_add (page->searches, node);
    }
    if (is_own_address (node))
      carrel_node_rename (node, CARREL_TAG_SPAN);
    return FALSE;
  case CARREL_TAG_SPAN:
  case CARREL_TAG_DIV:
    if (node->n_attributes == 0)
      return FALSE;
    if (node->tag == CARREL_TAG_DIV && is_face (node)) {
      carrel_node_unlink (node);
      return TRUE;
    }
    /* A number that only says which of a list it is. */
    if ((node->tag == CARREL_TAG_SPAN &&
         (is_edit_tool (node) || carrel_node_has_word (node, "itemprop", "position"))) ||
        carrel_extract_is_tooltip (node)) {
      carrel_node_unlink (node);
      return TRUE;
    }
    if (carrel_extract_math (self, node) ||
        (node->tag == CARREL_TAG_DIV && carrel_extract_embed (self, node)) ||
        carrel_extract_code_in_divisions (self, node))
      return TRUE;
    if (node->tag == CARREL_TAG_DIV && carrel_extract_get_info (node) &&
        (carrel_extract_get_info (node)->words & CARREL_WORD_VERSE))
      carrel_extract_verse (self, node);
    if (node->tag == CARREL_TAG_DIV)
      carrel_extract_box (self, node);
    carrel_extract_notes (self, node);
    carrel_extract_background (self, node);
    if (node->tag == CARREL_TAG_SPAN)
      carrel_extract_part_span (self, node);
    if (node->tag == CARREL_TAG_SPAN || (node->parent && node->parent->tag == CARREL_TAG_A))
      carrel_extract_caption_in_line (self, node);
    carrel_extract_called_heading (node);
    if (node->names & CARREL_NAME_BIT ("role"))
      take_role (node);
    return FALSE;
  case CARREL_TAG_FOOTER:
    /* Who said it; any other footer is never text. */
    if (node->parent &&
        (node->parent->tag == CARREL_TAG_BLOCKQUOTE ||
         (node->parent->parent && node->parent->parent->tag == CARREL_TAG_BLOCKQUOTE)))
      carrel_node_rename (node, CARREL_TAG_P);
    return FALSE;
  case CARREL_TAG_ASIDE:
    /* What another one said stands aside in discussions; any other aside is seldom text. */
    if (carrel_node_has_word (node, "class", "quote") &&
        carrel_node_find (node, CARREL_TAG_BLOCKQUOTE))
      carrel_node_rename (node, CARREL_TAG_DIV);
    carrel_extract_notes (self, node);
    carrel_extract_link_card (self, node);
    if (node->tag == CARREL_TAG_ASIDE)
      carrel_extract_box (self, node);
    return FALSE;
  case CARREL_TAG_SMALL:
  case CARREL_TAG_SUP:
    carrel_extract_notes (self, node);
    return FALSE;
  case CARREL_TAG_TIME:
    part_time (self, node);
    return FALSE;
  case CARREL_TAG_BUTTON:
    carrel_extract_notes (self, node);
    carrel_extract_picture_button (node);
    free_heading (node);
    if (node->tag == CARREL_TAG_BUTTON)
      head_section (node);
    if (node->tag == CARREL_TAG_BUTTON && is_of_line (node))
      carrel_node_rename (node, CARREL_TAG_SPAN);
    return FALSE;
  case CARREL_TAG_H1:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    if (!carrel_extract_heading_of_picture (node))
      join_heading (node);
    return FALSE;
  case CARREL_TAG_SUMMARY:
    if (is_hidden_while_open (node)) {
      carrel_node_unlink (node);
      return TRUE;
    }
    settle_summary (node);
    return FALSE;
  case CARREL_TAG_FIGURE:
    free_heading_of_figure (node);
    carrel_extract_background (self, node);
    carrel_extract_link_card (self, node);
    if (node->tag == CARREL_TAG_FIGURE)
      carrel_extract_waiting_figure (self, node);
    return FALSE;
  case CARREL_TAG_IMG:
    if (is_sign (node)) {
      carrel_node_insert_before (
          node, carrel_node_new_text (self->html, carrel_node_get (node, "alt"), -1));
      carrel_node_unlink (node);
      return TRUE;
    }
    return carrel_extract_math (self, node);
  case CARREL_TAG_MATH:
    return carrel_extract_math (self, node);
  case CARREL_TAG_OTHER:
    if (strcmp (node->name, "heading") == 0)
      carrel_node_rename (node, CARREL_TAG_H3);
    if (strcmp (node->name, "d-footnote") == 0) {
      carrel_node_rename (node, CARREL_TAG_SPAN);
      carrel_node_set (self->html, node, "class", "sidenote");
      carrel_extract_notes (self, node);
      return FALSE;
    }
    return carrel_extract_math (self, node) || carrel_extract_embed (self, node);
  case CARREL_TAG_SCRIPT:
    carrel_extract_math_script (page, node);
    carrel_extract_math (self, node);
    if (node->parent)
      carrel_extract_embed (self, node);
    return TRUE;
  case CARREL_TAG_STYLE:
  case CARREL_TAG_SVG:
  case CARREL_TAG_TEMPLATE:
    return TRUE;
  case CARREL_TAG_UL:
  case CARREL_TAG_OL:
    return carrel_extract_list (self, node);
  case CARREL_TAG_DL:
    if (!carrel_extract_pictured_term (node))
      carrel_extract_marked_terms (node);
    return FALSE;
  case CARREL_TAG_LI:
    carrel_extract_item (self, node);
    return FALSE;
  case CARREL_TAG_P:
    return node->n_attributes > 0 && carrel_extract_list_of_paragraphs (self, node);
  case CARREL_TAG_TABLE:
    return carrel_extract_members (self, node) || carrel_extract_equation (self, node) ||
           (!carrel_extract_numbered_table (self, node) && carrel_extract_code (self, node));
  case CARREL_TAG_PRE:
  case CARREL_TAG_CODE:
    return carrel_extract_code (self, node);
  case CARREL_TAG_IFRAME:
  case CARREL_TAG_VIDEO:
  case CARREL_TAG_AUDIO:
  case CARREL_TAG_OBJECT:
  case CARREL_TAG_EMBED:
    return carrel_extract_embed (self, node);
  case CARREL_TAG_BLOCKQUOTE:
    part_cite (self, node);
    return carrel_extract_embed (self, node);
  default:
    return FALSE;
  }
}

void
carrel_extract_structure (CarrelExtraction *self)
{
  CarrelNode    *root = carrel_html_get_root (self->html), *next;
  CarrelMathPage page = { 0 };

  for (CarrelNode *node = root; node; node = next) {
    if (node->type == CARREL_NODE_TEXT) {
      next = carrel_node_next (node, root, FALSE);
      if (!node->blank && node->parent && is_unfilled (node))
        carrel_node_unlink (node);
      else
        carrel_extract_math_text (&page, node);
      continue;
    }
    next = carrel_node_next (node, root, TRUE);
    if (!settle (self, &page, node))
      next = carrel_node_next (node, root, FALSE);
    else if (node->parent)
      next = carrel_node_next (node, root, TRUE);
  }
  carrel_extract_math_finish (self, &page);
  if (page.searches)
    carrel_extract_drop_searches (self, page.searches);
  g_clear_pointer (&page.searches, g_ptr_array_unref);
  carrel_extract_notes_take (self);
}

void
carrel_extract_complete (CarrelExtraction *self, CarrelNode *article)
{
  carrel_extract_captions (self, article);
  carrel_extract_join_wrapped (self, article);
  carrel_extract_notes_put (self, article);
  carrel_extract_lead (self, article);
}

/* carrel-extract-measure.c: what is known of each element: what its names say, whether it is shown,
 * and the sums of what is in it; and copies that know it too.
 *
 * Sums are made from the children's, bottom up, so a whole tree costs one pass. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-ascii.h"

#include <string.h>

#define MAX_HEADS 12 /* nodes before the heading of a section, and in it */
#define CLASS_WEIGHT 25
#define FRAGMENT_LINK 0.3 /* a link within the page is less of a link */
#define BARE 9            /* bytes of an address as the text of its link: «https://h» */
#define MAX_STYLE 2000
#define MAX_UNSEEN 120 /* bytes of a text for screen readers that the page doesn't show */
#define MAX_FOLDED 30  /* nodes that are looked at */
#define MAX_DIGITS 4   /* of the number of a part */
#define MIN_PROSE 25   /* characters of a paragraph that counts */
#define LONG_PROSE 75  /* of one that no heading opens */

/* ── Marks ── */

CarrelNode *
carrel_extract_get_twin (CarrelNode *node)
{
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  return node->type != CARREL_NODE_ELEMENT ? node->data : info ? info->twin : NULL;
}

void
carrel_extract_set_twin (CarrelNode *node, CarrelNode *twin)
{
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  if (node->type != CARREL_NODE_ELEMENT)
    node->data = twin;
  else if (info)
    info->twin = twin;
}

/* «: none» after the property, without its spaces, in any case. */
static gboolean
has_value (const char *text, const char *value)
{
  text += strspn (text, " \t\n");
  if (*text != ':')
    return FALSE;
  text++;
  return g_ascii_strncasecmp (text + strspn (text, " \t\n"), value, strlen (value)) == 0;
}

/* «display: none» or «visibility: hidden». */
static gboolean
style_hides (const char *style)
{
  for (const char *p = style; *p && p < style + MAX_STYLE; p++) {
    guchar c = (guchar) *p | 0x20;

    if ((c != 'd' && c != 'v') || (p > style && (g_ascii_isalpha (p[-1]) || p[-1] == '-')))
      continue;
    if (c == 'd' ? g_ascii_strncasecmp (p, "display", 7) == 0 && has_value (p + 7, "none")
                 : g_ascii_strncasecmp (p, "visibility", 10) == 0 && has_value (p + 10, "hidden"))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_true (const char *value)
{
  return value && g_ascii_strcasecmp (value, "true") == 0;
}

/* What stands before it opens it, and says its own state. `is_heading`: as a heading or a term. */
static gboolean
has_bar (const CarrelNode *panel, gboolean *is_heading)
{
  CarrelNode *bar = panel->previous;
  gboolean    opens = FALSE;
  guint       n = 0;

  while (bar && bar->type == CARREL_NODE_TEXT && carrel_node_is_blank (bar))
    bar = bar->previous;
  if (!bar || bar->type != CARREL_NODE_ELEMENT)
    return FALSE;
  *is_heading = bar->tag == CARREL_TAG_DT;
  for (CarrelNode *node = bar; node; node = carrel_node_next (node, bar, FALSE)) {
    if (++n > MAX_FOLDED)
      return FALSE;
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    *is_heading |= node->tag >= CARREL_TAG_H2 && node->tag <= CARREL_TAG_H6;
    opens |= node->n_attributes > 0 && carrel_node_get (node, "aria-expanded");
  }
  return opens;
}

/* Bytes of «section-12» before its number; 0 where there is none. */
static gsize
find_number (const CarrelNode *node, guint64 *number)
{
  const char *id = node && node->n_attributes > 0 ? carrel_node_get (node, "id") : NULL;
  gsize       len = id ? strlen (id) : 0, start = len;

  while (start > 0 && g_ascii_isdigit (id[start - 1]))
    start--;
  if (start == 0 || start == len || len - start > MAX_DIGITS)
    return 0;
  *number = g_ascii_strtoull (id + start, NULL, 10);
  return start;
}

static CarrelNode *
find_beside (CarrelNode *node, gboolean before)
{
  CarrelNode *beside = before ? node->previous : node->next;

  while (beside && beside->type == CARREL_NODE_TEXT && carrel_node_is_blank (beside))
    beside = before ? beside->previous : beside->next;
  return beside && beside->type == CARREL_NODE_ELEMENT ? beside : NULL;
}

/* «section-3» after «section-2», or before «section-4»: one of a row of parts, of which a page
 * shows one after another. */
static gboolean
is_numbered (CarrelNode *node)
{
  guint64 own, other;
  gsize   len = find_number (node, &own);

  for (guint i = 0; len > 0 && i < 2; i++) {
    CarrelNode *beside = find_beside (node, i == 0);

    if (beside && beside->tag == node->tag && find_number (beside, &other) == len &&
        (i == 0 ? other + 1 == own : own + 1 == other) &&
        strncmp (carrel_node_get (beside, "id"), carrel_node_get (node, "id"), len) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What opens when it is asked for, and begins with sentences: a box of the text, or an answer. */
static gboolean
is_folded (CarrelNode *top, const char *class)
{
  gboolean named = class &&
                   (strstr (class, "callout") || strstr (class, "accordion") ||
                    strstr (class, "collaps") || strstr (class, "faq") || strstr (class, "answer")),
           is_heading = named;
  guint n = 0;

  if (!named && !is_numbered (top) && !has_bar (top, &is_heading))
    return FALSE;
  for (CarrelNode *node = top; node && n < MAX_FOLDED;
       node = carrel_node_next (node, top, FALSE), n++) {
    if (node->type == CARREL_NODE_ELEMENT
            ? node->tag == CARREL_TAG_A || node->tag == CARREL_TAG_INPUT ||
                  node->tag == CARREL_TAG_NAV || node->tag == CARREL_TAG_FORM ||
                  node->tag == CARREL_TAG_BUTTON
            : node->text_len >= (is_heading ? MIN_PROSE : LONG_PROSE) &&
                  !carrel_node_is_blank (node))
      return node->type != CARREL_NODE_ELEMENT;
  }
  return FALSE;
}

static gboolean
is_hidden (CarrelNode *node)
{
  const char *style = NULL, *class = NULL;
  gboolean    modal = FALSE, dialog = FALSE, hidden = FALSE, aria = FALSE, panel = FALSE;

  if (!(node->names & (CARREL_NAME_BIT ("aria-hidden") | CARREL_NAME_BIT ("hidden") |
                       CARREL_NAME_BIT ("role") | CARREL_NAME_BIT ("style"))))
    return FALSE;
  for (guint i = 0; i < node->n_attributes; i++) {
    const CarrelAttribute *attribute = &node->attributes[i];

    switch (attribute->name[0]) {
    case 'a':
      if (strcmp (attribute->name, "aria-hidden") == 0)
        aria = is_true (attribute->value);
      else if (strcmp (attribute->name, "aria-modal") == 0)
        modal = is_true (attribute->value);
      break;
    case 'c':
      if (strcmp (attribute->name, "class") == 0)
        class = attribute->value;
      break;
    case 'h':
      if (strcmp (attribute->name, "hidden") == 0)
        hidden = TRUE;
      break;
    case 'r':
      if (strcmp (attribute->name, "role") == 0) {
        dialog = g_ascii_strcasecmp (attribute->value, "dialog") == 0 ||
                 g_ascii_strcasecmp (attribute->value, "alertdialog") == 0;
        panel = g_ascii_strcasecmp (attribute->value, "tabpanel") == 0;
      }
      break;
    case 's':
      if (strcmp (attribute->name, "style") == 0)
        style = attribute->value;
      break;
    default:
      break;
    }
  }
  /* What waits behind a tab is as much of the page as what is in front. */
  if (panel)
    return FALSE;
  if (modal && dialog)
    return TRUE;
  if (hidden || (style && style_hides (style)))
    return !is_folded (node, class);
  /* Formulas are hidden from screen readers where a drawing stands beside them; so are pictures. */
  return aria && !node->foreign && node->tag != CARREL_TAG_MATH && node->tag != CARREL_TAG_IMG &&
         !(class && strstr (class, "fallback-image")) && !is_folded (node, class);
}

/* Beside it, or beside what it ends, stands a text that only those who see it read: both say the
 * same («minutes», «mins»). */
static gboolean
says_what_is_seen (CarrelNode *node)
{
  for (guint i = 0; i < 2 && node; i++, node = node->parent) {
    const CarrelNode *next = node->next;

    while (next && next->type == CARREL_NODE_TEXT && carrel_node_is_blank (next))
      next = next->next;
    if (next)
      return next->tag == CARREL_TAG_SPAN && next->first && next->first->type == CARREL_NODE_TEXT &&
             carrel_node_get (next, "aria-hidden") &&
             is_true (carrel_node_get (next, "aria-hidden"));
  }
  return FALSE;
}

/* A page gives many of its parts the same name, and the tree has it once (carrel-html.c). */
#define MAX_NAME_BITS 10
#define NODES_PER_NAME 4

typedef struct {
  const char *name; /* (nullable): of the tree */
  guint32     words;
} Name;

typedef struct {
  guint shift; /* 64, less the bits of a name's number */
  Name  slots[];
} Names;

static Names *
names_new (guint n_nodes)
{
  guint  bits = CLAMP (g_bit_storage (n_nodes / NODES_PER_NAME), 4, MAX_NAME_BITS);
  Names *names = g_malloc0 (sizeof (Names) + ((gsize) 1 << bits) * sizeof (Name));

  names->shift = 64 - bits;
  return names;
}

/* `names`: nullable. */
static guint32
find_words (Names *names, const char *name)
{
  Name *slot;

  if (!names)
    return carrel_extract_find_words (name);
  slot = &names->slots[(guint64) (gsize) name * 0x9e3779b97f4a7c15u >> names->shift];
  if (slot->name != name) {
    slot->name = name;
    slot->words = carrel_extract_find_words (name);
  }
  return slot->words;
}

/* Programs for documents name a section after the words of its heading, which has a sign that leads
 * there: «sponsoring-packages», «shared-libraries» are about what is written in it. */
static gboolean
is_after_heading (CarrelNode *node, const char *id)
{
  CarrelNode *heading = node;
  guint       n = 0;

  while (heading && !carrel_node_is_heading (heading)) {
    if (++n > MAX_HEADS || (heading->type == CARREL_NODE_TEXT && !carrel_node_is_blank (heading)))
      return FALSE;
    heading = carrel_node_next (heading, node, FALSE);
  }
  for (CarrelNode *link = heading; link && n < 2 * MAX_HEADS;
       link = carrel_node_next (link, heading, FALSE), n++) {
    const char *href = link->tag == CARREL_TAG_A ? carrel_node_get (link, "href") : NULL;

    if (href && *href == '#' && strcmp (href + 1, id) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
mark (CarrelExtraction *self, CarrelNode *node, CarrelNodeInfo *info, Names *names)
{
  for (guint i = 0; i < 2; i++) {
    const char *name = carrel_node_get (node, i == 0 ? "class" : "id");
    guint32     words = name && *name ? find_words (names, name) : 0;

    if (i == 1 && words && is_after_heading (node, name))
      continue;
    /* What people say is the text of a discussion only. */
    if (words & CARREL_WORD_COMMENT)
      words = self->talk == CARREL_TALK_FORUM ? words & ~(guint32) CARREL_WORD_COMMENT
                                              : words | CARREL_WORD_UNLIKELY | CARREL_WORD_BAD;
    info->words |= words;
    if (words & CARREL_WORD_BAD)
      info->weight -= CLASS_WEIGHT;
    if (words & CARREL_WORD_GOOD)
      info->weight += CLASS_WEIGHT;
  }
  self->has_wall |= (info->words & CARREL_WORD_WALL) != 0;
  self->has_given |= (info->words & CARREL_WORD_GIVEN) != 0;
  info->hidden = is_hidden (node) ||
                 ((info->words & CARREL_WORD_UNSEEN) && carrel_node_is_short (node, MAX_UNSEEN) &&
                  !(node->tag == CARREL_TAG_SPAN && says_what_is_seen (node)));
}

void
carrel_extract_mark (CarrelExtraction *self, CarrelNode *top)
{
  g_autofree Names *names =
      top == self->body ? names_new (carrel_html_get_n_nodes (self->html)) : NULL;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    CarrelNodeInfo *info;

    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    info = carrel_html_alloc (self->html, sizeof (CarrelNodeInfo));
    memset (info, 0, sizeof *info);
    node->data = info;
    if (node->n_attributes > 0)
      mark (self, node, info, names);
  }
}

/* ── Sums ── */

static gboolean
is_comma (gunichar c)
{
  return c == ',' || c == 0x060c || c == 0x3001 || c == 0x3002 || c == 0xff0c || c == 0xfe50 ||
         c == 0xfe51 || c == 0xfe10 || c == 0xfe11 || c == 0x2e41 || c == 0x2e32 || c == 0x0e2f;
}

/* One of them says as much as two letters, or more: limits are in letters. */
static gboolean
is_ideograph (gunichar c)
{
  return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* As many whole sixteens from `p` as are ASCII; the byte before it is, too. Where they end. */
static const char *
measure_sixteens (const char *p, const char *end, guint32 *chars, guint32 *commas)
{
  while (end - p >= (gssize) sizeof (CarrelBytes) && carrel_bytes_are_ascii (p)) {
    CarrelBytes shown = { 0 }, before = { 0 }, marks = { 0 };

    for (guint i = 0; i < CARREL_BYTES_MAX && end - p >= (gssize) sizeof (CarrelBytes) &&
                      carrel_bytes_are_ascii (p);
         i++, p += sizeof (CarrelBytes)) {
      CarrelBytes bytes = carrel_bytes_read (p), is_shown = ~carrel_bytes_find_spaces (bytes);

      shown -= is_shown;
      before -= is_shown & carrel_bytes_find_spaces (carrel_bytes_read (p - 1));
      marks -= (CarrelBytes) (bytes == ',');
    }
    *chars += carrel_bytes_sum (shown) + carrel_bytes_sum (before);
    *commas += carrel_bytes_sum (marks);
  }
  return p;
}

/* Text is measured once, in whatever trees it comes to stand. */
static void
measure_text (CarrelNode *node, guint32 *chars, guint32 *commas)
{
  const char *end = node->text + node->text_len;
  gboolean    space = FALSE;
  guint32     n = 0, n_commas = 0;

  if (node->type != CARREL_NODE_TEXT) {
    *chars = *commas = 0;
    return;
  }
  if (node->chars > 0) {
    *chars = node->chars;
    *commas = node->commas;
    return;
  }
  for (const char *p = node->text; p < end;) {
    guchar   byte = (guchar) *p;
    gunichar c;

    /* What begins a word counts for the space before it, too. */
    if (n > 0 && end - p >= 8) {
      guint64 eight = carrel_ascii_read (p), spaces = carrel_ascii_find_spaces (eight);

      if (carrel_ascii_is (eight)) {
        n += 8 - carrel_ascii_count (spaces) +
             carrel_ascii_count (~spaces & carrel_ascii_shift (spaces, space) & CARREL_ASCII_MARKS);
        n_commas += carrel_ascii_count (carrel_ascii_find (eight, ','));
        space = carrel_ascii_has_last (spaces);
        p += 8;
        continue;
      }
    }
    if (byte < 0x80) {
      p++;
      if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
        space = n > 0;
        continue;
      }
      n += space ? 2 : 1;
      space = FALSE;
      n_commas += byte == ',';
      if (end - p >= (gssize) sizeof (CarrelBytes)) {
        p = measure_sixteens (p, end, &n, &n_commas);
        space = g_ascii_isspace (p[-1]) || p[-1] == '\v';
      }
      continue;
    }
    c = g_utf8_get_char (p);
    p = g_utf8_next_char (p);
    if (c == 0xa0) {
      space = n > 0;
      continue;
    }
    n += (space ? 2 : 1) + is_ideograph (c);
    space = FALSE;
    n_commas += is_comma (c);
  }
  *chars = n;
  *commas = n_commas;
  if (n_commas <= G_MAXUINT16) {
    node->chars = n;
    node->commas = (guint16) n_commas;
  }
}

/* Elements whose text nobody reads. */
gboolean
carrel_extract_is_silent (const CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_SCRIPT:
  case CARREL_TAG_STYLE:
  case CARREL_TAG_TEMPLATE:
  case CARREL_TAG_NOSCRIPT:
  case CARREL_TAG_TEXTAREA:
  case CARREL_TAG_SELECT:
  case CARREL_TAG_DATALIST:
  case CARREL_TAG_CANVAS:
  case CARREL_TAG_SVG:
  case CARREL_TAG_IFRAME:
  case CARREL_TAG_TITLE:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What keeps a division from being one paragraph. */
static gboolean
ends_paragraph (const CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_BLOCKQUOTE:
  case CARREL_TAG_DIV:
  case CARREL_TAG_DL:
  case CARREL_TAG_IMG:
  case CARREL_TAG_OL:
  case CARREL_TAG_P:
  case CARREL_TAG_PRE:
  case CARREL_TAG_TABLE:
  case CARREL_TAG_UL:
  case CARREL_TAG_SECTION:
  case CARREL_TAG_ARTICLE:
  case CARREL_TAG_FIGURE:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What the element itself is, beside what is in it. */
/* An address that somebody wrote into the text, and a program made a link: «at https://…». */
static gboolean
is_bare (const CarrelNode *node, const char *href)
{
  const CarrelNode *text = node->first;
  gsize             start;

  if (!text || text != node->last || text->type != CARREL_NODE_TEXT || text->text_len < BARE)
    return FALSE;
  start = strspn (text->text, " \t\r\n");
  return text->text_len >= start + BARE && strncmp (text->text + start, href, BARE) == 0;
}

static void
add_self (CarrelNode *node, CarrelNodeInfo *info, guint runs)
{
  switch (node->tag) {
  case CARREL_TAG_A: {
    const char *href = carrel_node_get (node, "href");

    if (href)
      info->link_chars = (*href == '#' && href[1]) || (*href == 'h' && is_bare (node, href))
                             ? (guint32) (info->chars * FRAGMENT_LINK)
                             : info->chars;
    break;
  }
  case CARREL_TAG_P:
    info->n_p++;
    break;
  case CARREL_TAG_DIV:
    if (!info->has_block)
      info->n_p += info->chars > 0;
    else
      info->n_p += runs;
    break;
  case CARREL_TAG_IMG:
    info->n_img++;
    break;
  case CARREL_TAG_FIGURE:
    info->n_films += carrel_node_has_word (node, "class", "embed");
    break;
  case CARREL_TAG_LI:
    info->n_li++;
    break;
  case CARREL_TAG_INPUT:
  case CARREL_TAG_TEXTAREA:
  case CARREL_TAG_SELECT:
    info->n_input++;
    break;
  case CARREL_TAG_OBJECT:
  case CARREL_TAG_EMBED:
  case CARREL_TAG_IFRAME:
    info->n_embed++;
    break;
  case CARREL_TAG_UL:
  case CARREL_TAG_OL:
    info->list_chars = info->chars;
    break;
  case CARREL_TAG_H1:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    info->heading_chars = info->chars;
    break;
  default:
    break;
  }
}

/* All sums are added at once, in registers; those of texts beside them. */
typedef guint32 Sums __attribute__ ((vector_size (CARREL_N_SUMS / 3 * sizeof (guint32))));

void
carrel_extract_measure_node (CarrelNode *node)
{
  CarrelNodeInfo *info = node->data;
  Sums            sums[3] = { { 0 } };
  guint           runs = 0;
  guint32         inline_chars = 0, own_chars = 0, own_commas = 0;
  gboolean        in_run = FALSE;

  info->loose_chars = 0;
  info->has_block = FALSE;
  if (!carrel_extract_is_silent (node)) {
    for (CarrelNode *child = node->first; child; child = child->next) {
      CarrelNodeInfo *other = carrel_extract_get_info (child);

      if (!other) {
        guint32 chars, commas;

        measure_text (child, &chars, &commas);
        own_chars += chars;
        own_commas += commas;
        info->loose_chars += chars;
        inline_chars += chars;
        runs += chars > 0 && !in_run;
        in_run |= chars > 0;
        continue;
      }
      if (other->left_out)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (sums); i++) {
        Sums others;

        memcpy (&others, &other->sums[i * CARREL_N_SUMS / 3], sizeof others);
        sums[i] += others;
      }
      if (other->has_block || ends_paragraph (child)) {
        info->has_block = TRUE;
        in_run = FALSE;
      } else {
        info->loose_chars += other->chars;
        if (!carrel_tag_is_block ((CarrelTag) child->tag))
          inline_chars += other->chars;
        runs += other->chars > 0 && !in_run;
        in_run |= other->chars > 0;
      }
    }
  }
  memcpy (info->sums, sums, sizeof sums);
  info->chars += own_chars;
  info->commas += own_commas;
  add_self (node, info, runs);
  if (!info->has_block && carrel_tag_is_block ((CarrelTag) node->tag))
    info->prose = info->chars >= MIN_PROSE ? info->chars - MIN (info->chars, info->link_chars) : 0;
  else if (info->has_block && inline_chars >= MIN_PROSE)
    info->prose +=
        (guint32) (inline_chars * (1 - MIN (1.0, (double) info->link_chars / info->chars)));
}

guint32
carrel_extract_count_chars (CarrelNode *top)
{
  guint32  all = 0;
  gboolean skip;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, skip)) {
    guint32 chars, commas;

    skip = node->type == CARREL_NODE_ELEMENT && carrel_extract_is_silent (node);
    if (node->type != CARREL_NODE_TEXT)
      continue;
    measure_text (node, &chars, &commas);
    all += chars;
  }
  return all;
}

double
carrel_extract_get_link_density (CarrelNode *node)
{
  CarrelNodeInfo *info = node->data;

  return info->chars > 0 ? MIN (1.0, (double) info->link_chars / info->chars) : 0;
}

gboolean
carrel_extract_is_wrapper (CarrelNode *node)
{
  CarrelNode *only = NULL;

  if (node->tag != CARREL_TAG_DIV || node->type != CARREL_NODE_ELEMENT)
    return FALSE;
  for (CarrelNode *child = node->first; child; child = child->next) {
    if (child->type == CARREL_NODE_TEXT) {
      if (!carrel_node_is_blank (child))
        return FALSE;
      continue;
    }
    if (only || child->tag != CARREL_TAG_P)
      return FALSE;
    only = child;
  }
  return only != NULL && carrel_extract_get_link_density (only) < 0.25;
}

GPtrArray *
carrel_extract_list_elements (CarrelNode *top)
{
  GPtrArray *elements = g_ptr_array_new ();

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    if (node->type == CARREL_NODE_ELEMENT)
      g_ptr_array_add (elements, node);
  return elements;
}

/* ── Copies ── */

CarrelNode *
carrel_extract_copy_kept (CarrelHtml *html, CarrelNode *top)
{
  CarrelNode *copied = NULL, *parent = NULL;
  CarrelNode *node = top;

  while (node) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);
    gboolean        deeper = FALSE;

    if (!info || !info->left_out) {
      CarrelNode *copy = carrel_html_alloc (html, sizeof (CarrelNode));

      *copy = *node;
      copy->parent = copy->first = copy->last = copy->previous = copy->next = NULL;
      if (node->n_attributes > 0) {
        copy->attributes = carrel_html_alloc (html, node->n_attributes * sizeof (CarrelAttribute));
        memcpy (copy->attributes, node->attributes, node->n_attributes * sizeof (CarrelAttribute));
      }
      if (info) {
        copy->data = carrel_html_alloc (html, sizeof (CarrelNodeInfo));
        memcpy (copy->data, info, sizeof *info);
      }
      carrel_extract_set_twin (copy, node);
      if (parent)
        carrel_node_append (parent, copy);
      else
        copied = copy;
      if (node->first) {
        parent = copy;
        node = node->first;
        deeper = TRUE;
      }
    }
    if (deeper)
      continue;
    while (node != top && !node->next) {
      node = node->parent;
      parent = parent ? parent->parent : NULL;
    }
    node = node == top ? NULL : node->next;
  }
  return copied;
}

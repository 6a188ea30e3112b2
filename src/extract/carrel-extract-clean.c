/* carrel-extract-clean.c: what is in the article's element and isn't the article.
 *
 * One pass down takes out what never is text, one pass up measures and takes out what doesn't look
 * like it: forms, lists of links, bars of buttons. The tree is the article's own copy. No
 * recursion; each pass is linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_COMPARED 60     /* words of a heading, compared with the title */
#define MAX_LINKED_CODE 0.7 /* of a program's characters */
#define MAX_TITLES 100      /* headings compared with the title */
#define MAX_OFFER 600       /* characters */
#define MAX_SHARE 500       /* characters of a bar of buttons */
#define FOREIGN_WORDS                                                                              \
  (CARREL_WORD_UNLIKELY | CARREL_WORD_RELATED | CARREL_WORD_SHARE | CARREL_WORD_COMMENT |          \
   CARREL_WORD_TAGS | CARREL_WORD_SUBSCRIBE)
#define MAX_CAPTIONED 6 /* pictures with their captions in one row */
#define MIN_CAPTION 20  /* characters of one, with its links */
#define MAX_GALLERY 200 /* pictures */
#define MAX_TRAIL 5     /* items of a way down from the front page */
#define MIN_CONTENTS 4  /* items of a list of contents */
#define PARAGRAPH 300   /* characters */
#define MAX_SIGN 20     /* pixels of a picture among letters … */
#define MAX_SIGNS 1000  /* … and nodes among which they stand */
#define LINE 50         /* characters beside a picture that say something of it */
#define GOOD_PART 25    /* percent of the article's text that isn't taken out for its looks */

/* ── Tables ── */

static gboolean
is_role (CarrelNode *node, const char *role)
{
  const char *value = carrel_node_get (node, "role");

  return value && g_ascii_strcasecmp (value, role) == 0;
}

static guint
get_span (CarrelNode *node, const char *name)
{
  const char *value = carrel_node_get (node, name);
  guint64     n = value ? g_ascii_strtoull (value, NULL, 10) : 1;

  return n >= 1 && n <= 1000 ? (guint) n : 1;
}

/* Of data, by what authors give only such tables, else by size. `rows` and `cells` are those of the
 * table itself. */
gboolean
carrel_extract_is_data_table (CarrelNode *table)
{
  guint rows = 0, columns = 0, in_row = 0;

  if (is_role (table, "presentation") || is_role (table, "none"))
    return FALSE;
  if (carrel_node_get (table, "summary"))
    return TRUE;
  for (CarrelNode *node = carrel_node_next (table, table, FALSE); node;
       node = carrel_node_next (node, table, FALSE)) {
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    switch (node->tag) {
    case CARREL_TAG_CAPTION:
      if (node->first)
        return TRUE;
      break;
    case CARREL_TAG_COL:
    case CARREL_TAG_COLGROUP:
    case CARREL_TAG_TFOOT:
    case CARREL_TAG_THEAD:
    case CARREL_TAG_TH:
      return TRUE;
    case CARREL_TAG_TABLE:
      return FALSE;
    case CARREL_TAG_TR:
      rows += get_span (node, "rowspan");
      in_row = 0;
      break;
    case CARREL_TAG_TD:
      in_row += get_span (node, "colspan");
      columns = MAX (columns, in_row);
      break;
    default:
      break;
    }
  }
  if (rows <= 1 || columns <= 1)
    return FALSE;
  return rows >= 10 || columns > 4 || rows * columns > 10;
}

/* ── Down ── */

static gboolean
is_never (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_FOOTER:
  case CARREL_TAG_ASIDE:
  case CARREL_TAG_LINK:
  case CARREL_TAG_OBJECT:
  case CARREL_TAG_EMBED:
  case CARREL_TAG_INPUT:
  case CARREL_TAG_TEXTAREA:
  case CARREL_TAG_SELECT:
  case CARREL_TAG_BUTTON:
  case CARREL_TAG_IFRAME:
  case CARREL_TAG_NAV:
    return TRUE;
  default:
    return FALSE;
  }
}

/* «Enter your address»: a box that calls itself an offer, and holds a form. */
static gboolean
is_offer (const CarrelNodeInfo *info)
{
  return (info->words & CARREL_WORD_SUBSCRIBE) && info->n_input > 0 && info->chars < MAX_OFFER;
}

static guint32
get_prose (CarrelNode *article)
{
  guint32 prose = 0;

  for (CarrelNode *child = article->first; child; child = child->next)
    if (child->type == CARREL_NODE_ELEMENT)
      prose += ((CarrelNodeInfo *) child->data)->prose;
  return prose;
}

/* Takes out what never is text, and tells each element what it stands in. */
static void
clean_down (CarrelNode *article, gboolean weigh)
{
  guint32     prose = get_prose (article);
  CarrelNode *next;

  for (CarrelNode *node = article; node; node = next) {
    CarrelNodeInfo *info = carrel_extract_get_info (node), *above;

    next = carrel_node_next (node, article, FALSE);
    if (!info)
      continue;
    /* What holds half of the text is the text, whatever it is called. */
    if (node != article && (is_never (node) || is_role (node, "tablist") || is_offer (info)) &&
        info->prose * 2 <= prose) {
      next = carrel_node_next (node, article, TRUE);
      carrel_node_unlink (node);
      continue;
    }
    info->left_out = FALSE;
    if (!weigh)
      info->weight = 0;
    info->data_table = node->tag == CARREL_TAG_TABLE && carrel_extract_is_data_table (node);
    above = node != article ? carrel_extract_get_info (node->parent) : NULL;
    info->in_figure = node->tag == CARREL_TAG_FIGURE || (above && above->in_figure);
    info->in_data = info->data_table || node->tag == CARREL_TAG_CODE ||
                    node->tag == CARREL_TAG_PRE || (above && above->in_data);
  }
}

/* ── Up ── */

/* A division that is nothing but a paragraph. */
static gboolean
is_paragraph (CarrelNode *node, const CarrelNodeInfo *info)
{
  return node->tag == CARREL_TAG_DIV && (!info->has_block || carrel_extract_is_wrapper (node));
}

/* Only pictures, one an item. */
static gboolean
is_gallery (CarrelNode *list, CarrelNodeInfo *info)
{
  for (CarrelNode *child = list->first; child; child = child->next)
    if (child->type == CARREL_NODE_ELEMENT && child->first && child->first != child->last)
      return FALSE;
  return info->n_img > 0 && info->n_img == info->n_li;
}

/* Pictures that are called so, and nothing to press. */
static gboolean
is_called_gallery (CarrelNode *node, CarrelNodeInfo *info)
{
  const char *class =
      info->n_img > 1 && info->n_img <= MAX_GALLERY && info->link_chars == 0 && info->n_input == 0
          ? carrel_node_get (node, "class")
          : NULL;

  return class && (strstr (class, "gallery") || strstr (class, "Gallery")) &&
         info->chars < info->n_img * 2 * LINE;
}

/* A heading that leads nowhere, and sentences below it, which may have links. */
static gboolean
is_headed (CarrelNode *node, CarrelNodeInfo *info)
{
  CarrelNode     *first = node->first;
  CarrelNodeInfo *heading;

  while (first && first->type == CARREL_NODE_TEXT && carrel_node_is_blank (first))
    first = first->next;
  heading = first ? carrel_extract_get_info (first) : NULL;
  if (!heading || first->tag < CARREL_TAG_H2 || first->tag > CARREL_TAG_H6 ||
      heading->link_chars > 0 || heading->chars == 0)
    return FALSE;
  return info->weight >= 0 && info->n_input == 0 && info->commas > 0 &&
         info->chars - info->link_chars - heading->chars >= LINE &&
         carrel_extract_get_link_density (node) < 0.5;
}

/* Nothing but large pictures. */
static gboolean
is_wall_of_pictures (CarrelNode *node, CarrelNodeInfo *info)
{
  guint n = 0;

  if (info->chars > 0 || info->n_input > 0 || info->n_img > MAX_GALLERY)
    return FALSE;
  for (CarrelNode *each = node; each; each = carrel_node_next (each, node, FALSE))
    if (each->type == CARREL_NODE_ELEMENT && each->tag == CARREL_TAG_IMG) {
      if (!carrel_extract_is_large_picture (each))
        return FALSE;
      n++;
    }
  return n > 0;
}

/* One large picture with hardly a word, such as its file's name, that opens larger; or in a table,
 * which leads nowhere, and where more of it is. */
static gboolean
is_large_picture (CarrelNode *node, CarrelNodeInfo *info)
{
  CarrelNode *image =
      info->n_img == 1 && info->chars <= LINE && info->n_input == 0 && info->n_li == 0
          ? carrel_node_find (node, CARREL_TAG_IMG)
          : NULL;

  return image && (carrel_extract_opens_larger (image) ||
                   (node->tag == CARREL_TAG_TABLE && info->words == 0 &&
                    !carrel_node_get_ancestor (image, CARREL_TAG_A) &&
                    carrel_extract_is_large_picture (image)));
}

/* A row of a table, each picture in which opens its own file: photographs, not what leads on. */
static gboolean
is_table_of_pictures (CarrelNode *node, CarrelNodeInfo *info)
{
  if (node->tag != CARREL_TAG_TABLE || info->n_img < 2 || info->n_img > MAX_GALLERY ||
      info->n_input > 0 || info->chars > info->n_img * 2 * LINE)
    return FALSE;
  for (CarrelNode *each = node; each; each = carrel_node_next (each, node, FALSE))
    if (each->type == CARREL_NODE_ELEMENT && each->tag == CARREL_TAG_IMG &&
        !carrel_extract_opens_larger (each))
      return FALSE;
  return TRUE;
}

/* Each picture has its caption, and captions are more than links. */
static gboolean
is_row_of_captioned (CarrelNode *node, CarrelNodeInfo *info)
{
  guint n = 0, steps = 0;

  if (info->n_img == 0 || info->n_img > MAX_CAPTIONED || info->n_input > 0 ||
      info->n_p > 2 * info->n_img || info->heading_chars > 0 ||
      info->chars < info->n_img * MIN_CAPTION || info->link_chars * 2 > info->chars)
    return FALSE;
  for (CarrelNode *each = node; each && steps < MAX_GALLERY * info->n_img;
       each = carrel_node_next (each, node, FALSE), steps++)
    if (each->type == CARREL_NODE_ELEMENT &&
        (each->tag == CARREL_TAG_FIGCAPTION ||
         (carrel_tag_is_block ((CarrelTag) each->tag) && carrel_extract_is_caption (each))))
      n++;
  return n >= info->n_img;
}

/* Pictures as large as letters are signs among the words. */
static gboolean
is_all_signs (CarrelNode *node)
{
  guint n = 0;

  for (CarrelNode *each = node; each; each = carrel_node_next (each, node, FALSE)) {
    const char *width, *height;

    if (++n > MAX_SIGNS)
      return FALSE;
    if (each->type != CARREL_NODE_ELEMENT || each->tag != CARREL_TAG_IMG)
      continue;
    width = carrel_node_get (each, "width");
    height = carrel_node_get (each, "height");
    if (!width || !height || g_ascii_strtoull (width, NULL, 10) > MAX_SIGN ||
        g_ascii_strtoull (height, NULL, 10) > MAX_SIGN)
      return FALSE;
  }
  return TRUE;
}

/* More pictures than text, and they aren't figures: rows of teasers, faces, logos. */
static gboolean
is_row_of_pictures (CarrelNode *node, CarrelNodeInfo *info)
{
  guint32 own = info->chars - info->link_chars;

  if (info->in_figure || info->n_img <= 1 || info->n_p * 2 >= info->n_img ||
      own >= info->n_img * LINE || (own >= PARAGRAPH && info->link_chars * 10 < own) ||
      (own >= LINE && own >= 2 * info->link_chars && is_all_signs (node)))
    return FALSE;
  return info->link_chars > 0 ||
         !(carrel_node_find (node, CARREL_TAG_FIGURE) || is_wall_of_pictures (node, info));
}

/* A program, in which the names lead to what is said of them. */
static gboolean
is_code (CarrelNode *node, CarrelNodeInfo *info)
{
  CarrelNode     *pre = info->link_chars < info->chars * MAX_LINKED_CODE
                            ? carrel_node_find (node, CARREL_TAG_PRE)
                            : NULL;
  CarrelNodeInfo *own = pre ? carrel_extract_get_info (pre) : NULL;

  return own && own->chars * 2 > info->chars;
}

static gboolean
looks_like_text (CarrelNode *node, CarrelNodeInfo *info, guint32 prose)
{
  gboolean is_list = node->tag == CARREL_TAG_UL || node->tag == CARREL_TAG_OL ||
                     info->list_chars > 0.9 * info->chars;
  double density = carrel_extract_get_link_density (node),
         headings = info->chars ? (double) info->heading_chars / info->chars : 0;
  gboolean bad;

  /* A good part of all there is. */
  if (info->prose * 100 >= prose * GOOD_PART && density < 0.33)
    return TRUE;
  /* A name like «media» or «widget» says less than what is in it. */
  if (info->weight < 0 && (info->words & FOREIGN_WORDS))
    return FALSE;
  if (info->commas >= 10 || info->n_films > 0)
    return TRUE;
  bad = is_row_of_pictures (node, info) || (!is_list && info->n_li > 100 + info->n_p) ||
        info->n_input > info->n_p / 3 ||
        (!is_list && !info->in_figure && headings < 0.9 && info->chars < 25 &&
         (info->n_img == 0 || info->n_img > 2) && density > 0) ||
        (!is_list && info->weight < 25 && density > 0.2) || (info->weight >= 25 && density > 0.5) ||
        (info->n_embed == 1 && info->chars < 75) || info->n_embed > 1 ||
        (info->n_img == 0 && info->chars == 0);
  if (bad && ((is_list && is_gallery (node, info)) || is_called_gallery (node, info) ||
              is_headed (node, info) || is_large_picture (node, info) ||
              is_table_of_pictures (node, info) || is_row_of_captioned (node, info) ||
              is_code (node, info)))
    return TRUE;
  return !bad;
}

/* It, or the box around it, by its name. */
static gboolean
is_called_contents (const CarrelNode *list)
{
  for (guint i = 0; list && i < 2; i++, list = list->parent) {
    const char *class = list->n_attributes > 0 ? carrel_node_get (list, "class") : NULL;

    if (class && (g_str_has_prefix (class, "toc") || strstr (class, "-toc") ||
                  strstr (class, " toc") || carrel_node_has_word (list, "class", "contents")))
      return TRUE;
  }
  return FALSE;
}

/* A list of nothing but links into the page itself: its contents. */
static gboolean
is_contents (CarrelNode *list, CarrelNodeInfo *info)
{
  guint32  chars = 0;
  gboolean skip;

  if ((info->n_li < MIN_CONTENTS && !is_called_contents (list)) || info->link_chars == 0 ||
      list->parent->tag == CARREL_TAG_LI)
    return FALSE;
  for (CarrelNode *node = list; node; node = carrel_node_next (node, list, skip)) {
    const char *href = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A
                           ? carrel_node_get (node, "href")
                           : NULL;

    skip = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A;
    if (skip && !(href && *href == '#' && href[1]))
      return FALSE;
    chars += skip ? ((CarrelNodeInfo *) node->data)->chars : 0;
  }
  return chars + info->n_li * 2 >= info->chars;
}

/* «Home › Stories › This one»: a short list of links, of which the first leads to the front page.
 */
static gboolean
is_trail (CarrelNode *list, CarrelNodeInfo *info)
{
  CarrelNode *link = info->n_li >= 2 && info->n_li <= MAX_TRAIL && info->link_chars > 0
                         ? carrel_node_find (list, CARREL_TAG_A)
                         : NULL;
  const char *href = link ? carrel_node_get (link, "href") : NULL;
  guint       n = 0;

  for (CarrelNode *node = list; href && node; node = carrel_node_next (node, list, FALSE))
    n += node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A;
  return href && strcmp (href, "/") == 0 && n + 1 >= info->n_li &&
         list->parent->tag != CARREL_TAG_LI;
}

static gboolean
is_judged (CarrelNode *node, CarrelNodeInfo *info)
{
  if (info->in_data)
    return FALSE;
  switch (node->tag) {
  case CARREL_TAG_FORM:
  case CARREL_TAG_FIELDSET:
  case CARREL_TAG_TABLE:
  case CARREL_TAG_UL:
  case CARREL_TAG_SECTION:
    return TRUE;
  case CARREL_TAG_DIV:
    /* A term and what is said of it go with the list that they are in. */
    return !is_paragraph (node, info) && node->parent->tag != CARREL_TAG_DL;
  default:
    return FALSE;
  }
}

static gboolean
is_kept (CarrelNode *node, CarrelNodeInfo *info, gboolean conditionally, guint32 prose)
{
  if ((info->words & CARREL_WORD_SHARE) && info->chars < MAX_SHARE && !info->in_data)
    return FALSE;
  /* A name such as «media» or «scroll» says nothing of a heading. */
  if ((node->tag == CARREL_TAG_H1 || node->tag == CARREL_TAG_H2) && info->weight < 0 &&
      (info->words & FOREIGN_WORDS))
    return FALSE;
  if (conditionally && (node->tag == CARREL_TAG_UL || node->tag == CARREL_TAG_OL) &&
      (is_contents (node, info) || is_trail (node, info)))
    return FALSE;
  if (conditionally && is_judged (node, info))
    return looks_like_text (node, info, prose);
  return TRUE;
}

static void
clean_up (CarrelNode *article, gboolean conditionally)
{
  guint32 prose = get_prose (article);

  for (CarrelNode *node = carrel_node_last (article), *next; node; node = next) {
    next = carrel_node_previous (node, article);
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    carrel_extract_measure_node (node);
    if (node != article && !is_kept (node, node->data, conditionally, prose))
      carrel_node_unlink (node);
  }
}

/* ── The title ── */

/* Parts of a heading that only a style sheet keeps apart. */
static gboolean
is_same_letters (const char *a, const char *b)
{
  for (;; a++, b++) {
    a += strspn (a, " ");
    b += strspn (b, " ");
    if (*a != *b)
      return FALSE;
    if (!*a)
      return TRUE;
  }
}

static gboolean
is_called (CarrelNode *heading, const char *title, const char *site)
{
  g_autofree char *text = carrel_node_dup_text (heading), *key = carrel_text_title_key (text, site);

  return strcmp (key, title) == 0 || is_same_letters (key, title) ||
         (carrel_extract_share_letters (title, key) > 0.75 &&
          carrel_extract_share_letters (key, title) > 0.5);
}

static void
drop_title (CarrelExtraction *self, CarrelNode *article)
{
  g_autofree char *title =
      self->draft->title ? carrel_text_title_key (self->draft->title, self->draft->site) : NULL;
  CarrelNode *next;
  guint       tries = 0;

  if (!title || !*title)
    return;
  for (CarrelNode *node = article; node && tries < MAX_TITLES; node = next) {
    next = carrel_node_next (node, article, FALSE);
    if (node->type != CARREL_NODE_ELEMENT ||
        (node->tag != CARREL_TAG_H1 && node->tag != CARREL_TAG_H2))
      continue;
    tries++;
    if (is_called (node, title, self->draft->site)) {
      carrel_node_unlink (node);
      return;
    }
  }
}

void
carrel_extract_clean (CarrelExtraction *self,
                      CarrelNode       *article,
                      gboolean          conditionally,
                      gboolean          weigh)
{
  clean_down (article, weigh);
  drop_title (self, article);
  clean_up (article, conditionally);
}

/* carrel-extract-survey-lines.c: the lines around a page's heading that are a day, or name
 * somebody, whatever their elements are called.
 *
 * Any thread; linear, and bounded in the texts that are looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_TITLE 300        /* characters */
#define MAX_DATE 90          /* bytes of a line that is a date */
#define MAX_LABEL 40         /* bytes of a text that says what follows */
#define MAX_AFTER 60         /* texts after the heading … */
#define CLOSE 10             /* texts after the heading: what is so near is its */
#define MAX_BEFORE 12        /* … and before it */
#define MAX_PARAGRAPH 250    /* bytes: a longer text is the article's */
#define FIRST_PAGE 631152000 /* 1990: what is older is what a page is about */

typedef enum {
  LEADS_NOWHERE,
  LEADS_TO_NAME,
  LEADS_TO_POSTER,
} Label;

/* In a table of facts a date is one of them: «Founded | 28 February 1998». */
static gboolean
is_fact (const CarrelNode *text)
{
  const CarrelNode *node = text->parent;

  for (guint i = 0; node && i < 4; i++, node = node->parent)
    if (node->tag == CARREL_TAG_TD)
      return node->parent && node->parent->first &&
             carrel_node_find (node->parent, CARREL_TAG_TH) != NULL;
  return FALSE;
}

/* What others say, below an article or a product. */
static gboolean
is_said_below (const CarrelNode *node)
{
  const CarrelNodeInfo *info = node->type == CARREL_NODE_ELEMENT ? node->data : NULL;

  return info && (info->words & CARREL_WORD_COMMENT);
}

/* «… par nom ou <a>par IP</a>, selon …», «<em>Boats</em> by Example»: words of a paragraph, or of
 * the title, wherever the page says it. */
static gboolean
is_in_prose (CarrelNode *text, const CarrelHeadingFound *heading)
{
  CarrelNode      *top = text->parent;
  gsize            len = 0;
  g_autofree char *line = text->previous ? carrel_survey_dup_text (top, 4 * MAX_TITLE) : NULL,
                  *own = line ? carrel_extract_clean_value (line) : NULL;

  if (own && strcmp (own, heading->text) == 0)
    return TRUE;
  for (guint i = 0; top && top->tag != CARREL_TAG_P && i < 3; i++)
    top = top->parent;
  for (CarrelNode *node = top && top->tag == CARREL_TAG_P ? top : NULL;
       node && len <= MAX_PARAGRAPH; node = carrel_node_next (node, top, FALSE))
    len += node->text_len;
  return len > MAX_PARAGRAPH;
}

/* «December 2015» as a link or to choose: all that was written in that month. */
static gboolean
is_month_of_archive (CarrelNode *node, const char *line)
{
  guint numbers = 0;

  if (node->parent->tag == CARREL_TAG_OPTION)
    return TRUE;
  if (!carrel_node_get_ancestor (node, CARREL_TAG_A))
    return FALSE;
  for (const char *p = line; *p; p++)
    numbers += g_ascii_isdigit (*p) && !g_ascii_isdigit (p[1]);
  return numbers == 1 || (numbers == 2 && (strstr (line, "年") || strstr (line, "년")) &&
                          !strstr (line, "日") && !strstr (line, "일"));
}

/* What stands right before a text and says what it is: «<b>Registered:</b> 18 Sep 2008», «last
 * edited: <i>3 May 2024</i>». (transfer full) (nullable) */
static char *
dup_label (CarrelNode *node)
{
  CarrelNode *before = node->previous ? node->previous : node->parent->previous;

  if (!before)
    return NULL;
  if (before->type == CARREL_NODE_TEXT)
    return before->text_len <= MAX_LABEL ? g_strndup (before->text, before->text_len) : NULL;
  return carrel_survey_dup_text (before, MAX_LABEL);
}

/* «Posted 3 May 2024 by», «Submitted by»: nothing but who did follows, however it is written. */
static gboolean
leads_to_poster (const char *line)
{
  return strpbrk (line, "0123456789") || g_ascii_strncasecmp (line, "posted by", 9) == 0 ||
         g_ascii_strncasecmp (line, "submitted by", 12) == 0;
}

/* A sign that shows a person stands right before the text. */
static gboolean
is_behind_person (const CarrelNode *text)
{
  static const char *const words[] = { "-user", "user-", "-person", "person-" };
  const CarrelNode        *sign = text->previous ? text->previous : text->parent->previous;
  const char *class;

  if (sign && sign->type == CARREL_NODE_TEXT && carrel_node_is_blank (sign))
    sign = sign->previous;
  if (!sign || (sign->tag != CARREL_TAG_I && sign->tag != CARREL_TAG_SPAN) || sign->first)
    return FALSE;
  class = carrel_node_get (sign, "class");
  for (guint i = 0; class && i < G_N_ELEMENTS (words); i++)
    if (strstr (class, words[i]))
      return TRUE;
  return FALSE;
}

/* FALSE at a text that is no line. `label`: the line before leads to a name. */
static gboolean
take_line (
    CarrelSurvey *self, const CarrelHeadingFound *heading, CarrelNode *node, guint at, Label *label)
{
  CarrelTimeFound time = { .from = "line", .at = at, .numeric = TRUE };
  CarrelNameFound name = { .from = "line", .at = at, .node = node };
  const char *class, *before = "";
  g_autofree char *line = NULL, *label_before = NULL;
  const char      *within;
  gboolean         named, linked, dated, by_poster = *label == LEADS_TO_POSTER, signed_so;

  if (node->text_len > MAX_PARAGRAPH)
    return FALSE;
  line = carrel_text_collapse (node->text, (gssize) node->text_len);
  if (!*line || strlen (line) > MAX_DATE)
    return TRUE;
  time.time = carrel_time_read (line, self->order, &time.offset);
  class = time.time ? carrel_node_get (node->parent, "class") : NULL;
  label_before = time.time ? dup_label (node) : NULL;
  before = label_before ? carrel_survey_skip_digits (label_before) : "";
  if (time.time < FIRST_PAGE || carrel_survey_says_joined (line) || is_fact (node) ||
      (time.time && is_month_of_archive (node, line)) ||
      (time.time && carrel_survey_says_joined (before)) ||
      (class && (carrel_survey_find_class_words (class) & CARREL_SAYS_SUBJECT)))
    time.time = 0;
  time.modified =
      time.time && (carrel_extract_says_modified (line) || carrel_extract_says_modified (before));
  if (time.time)
    carrel_survey_add_time (self, &time, line);
  linked = carrel_survey_is_author_link (node);
  dated = time.time && carrel_extract_names_behind_day (line);
  within = carrel_extract_find_lead_within (line);
  signed_so = at > heading->at && at <= heading->at + CLOSE && is_behind_person (node);
  named = *label || linked || dated || within || signed_so ||
          (carrel_extract_has_lead (line) && !is_in_prose (node, heading));
  name.text = named ? carrel_extract_clean_byline (within ? within : line) : NULL;
  if (linked) {
    g_autofree char *hand = dup_label (node);

    name.from = "link";
    name.trust = !hand || !carrel_survey_says_other_hand (hand);
  }
  if (!named && (name.text = carrel_survey_read_name_above (node, line))) {
    g_array_append_val (self->names, name);
    *label = LEADS_NOWHERE;
    return TRUE;
  }
  if (name.text && carrel_extract_looks_like_names (
                       name.text, linked || dated ||
                                      ((by_poster || signed_so) &&
                                       carrel_text_count_words (name.text, -1) == 1)))
    g_array_append_val (self->names, name);
  else
    g_free (name.text);
  /* «About» as a link is one of a row of them. */
  *label = !carrel_extract_is_lead (line) || node->parent->tag == CARREL_TAG_A ? LEADS_NOWHERE
           : leads_to_poster (line)                                            ? LEADS_TO_POSTER
                                                                               : LEADS_TO_NAME;
  return TRUE;
}

static CarrelNode *
get_previous (CarrelNode *node, CarrelNode *top)
{
  if (node == top)
    return NULL;
  if (!node->previous)
    return node->parent;
  for (node = node->previous; node->last;)
    node = node->last;
  return node;
}

/* The page's, not the article's. */
static gboolean
is_footer (CarrelNode *node)
{
  const char *class = node->type == CARREL_NODE_ELEMENT && node->n_attributes > 0
                          ? carrel_node_get (node, "class")
                          : NULL;

  return node->type == CARREL_NODE_ELEMENT &&
         (node->tag == CARREL_TAG_FOOTER ||
          (class && (g_str_has_prefix (class, "footer") || strstr (class, "site-footer")))) &&
         !carrel_node_get_ancestor (node, CARREL_TAG_ARTICLE);
}

/* Words of a drawing are no lines of the page. */
static gboolean
is_seen_text (CarrelNode *node)
{
  return node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node) &&
         node->parent->tag != CARREL_TAG_SCRIPT && node->parent->tag != CARREL_TAG_STYLE &&
         !node->parent->foreign;
}

void
carrel_survey_lines (CarrelSurvey             *self,
                     CarrelNode               *body,
                     const CarrelHeadingFound *heading,
                     CarrelTalk                talk)
{
  CarrelNode *end = carrel_node_next (heading->node, body, TRUE);
  Label       label = LEADS_NOWHERE;
  guint       n = 0;

  for (CarrelNode *node = end; node && n < MAX_AFTER;
       node = carrel_node_next (node, body, !talk && is_said_below (node))) {
    if (!talk && is_said_below (node))
      continue;
    if (node->type == CARREL_NODE_ELEMENT &&
        (node->tag == CARREL_TAG_ASIDE || node->tag == CARREL_TAG_NAV || is_footer (node)))
      break;
    if (!is_seen_text (node))
      continue;
    if (!take_line (self, heading, node, heading->at + ++n, &label))
      break;
  }
  n = 0;
  for (CarrelNode *node = get_previous (heading->node, body); node && n < MAX_BEFORE;
       node = get_previous (node, body)) {
    Label alone = LEADS_NOWHERE;

    if (!is_seen_text (node))
      continue;
    n++;
    if (!take_line (self, heading, node, heading->at > n ? heading->at - n : 0, &alone))
      break;
  }
}

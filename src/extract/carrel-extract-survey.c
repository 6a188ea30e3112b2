/* carrel-extract-survey.c: one walk over a page's head and one over its body, for all that metadata
 * needs.
 *
 * The walks only collect: candidates with the place they come from, how far that is to be trusted,
 * and how many texts stand before them. Who they are of is decided when the title's heading is
 * known. What is bounded: the elements looked at closely, the bytes and nodes read of each. Any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-ascii.h"
#include "base/carrel-text.h"

#include <string.h>

#define MAX_HEADINGS 40           /* kept */
#define MAX_TITLE 300             /* characters */
#define MAX_BELOW 12              /* texts below a title, of what is beside it */
#define MAX_TRIES 500             /* elements that could be a name, or a date */
#define MAX_DATE 90               /* bytes of an element that is a date */
#define MAX_SIGNATURE 4           /* words of a name that a text is signed with */
#define MAX_LABEL 40              /* bytes of a text that says what follows */
#define MAX_PARAGRAPH 250         /* bytes: a longer text is the article's */
#define ZERO_WIDTH "\xe2\x80\x8b" /* a space that takes none */
#define MAX_NODE_LIST 5000
#define MAX_IN_HEADING 100   /* nodes */
#define FIRST_PAGE 631152000 /* 1990: what is older is what a page is about */

static void
clear_heading (gpointer data)
{
  g_free (((CarrelHeadingFound *) data)->text);
}

static void
clear_name (gpointer data)
{
  g_free (((CarrelNameFound *) data)->text);
}

void
carrel_survey_clear (CarrelSurvey *self)
{
  g_clear_pointer (&self->says, g_free);
  g_clear_pointer (&self->metas, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->scripts, g_ptr_array_unref);
  g_clear_pointer (&self->headings, g_array_unref);
  g_clear_pointer (&self->names, g_array_unref);
  g_clear_pointer (&self->times, g_array_unref);
}

static CarrelTalk
find_declared (const CarrelNode *node)
{
  const char *type = carrel_node_get (node, "itemtype");

  if (type && strstr (type, "DiscussionForumPosting"))
    return CARREL_TALK_FORUM;
  return type && strstr (type, "QAPage") ? CARREL_TALK_QUESTION : CARREL_TALK_NONE;
}

void
carrel_survey_head (CarrelSurvey *self, CarrelHtml *html)
{
  const GPtrArray *marked = carrel_html_get_marked (html);

  self->metas = g_ptr_array_new ();
  self->links = g_ptr_array_new ();
  self->scripts = g_ptr_array_new ();
  for (guint i = 0; i < marked->len; i++) {
    CarrelNode *node = marked->pdata[i];
    const char *type;

    if (node->foreign)
      continue;
    if (self->declared == CARREL_TALK_NONE)
      self->declared = find_declared (node);
    switch (node->tag) {
    case CARREL_TAG_META:
      if (self->metas->len < MAX_NODE_LIST)
        g_ptr_array_add (self->metas, node);
      /* A script that a program put into <meta>. */
      type = carrel_node_get (node, "name");
      if (type && strstr (type, "ld+json") && self->scripts->len < MAX_NODE_LIST)
        g_ptr_array_add (self->scripts, node);
      break;
    case CARREL_TAG_LINK:
      if (self->links->len < MAX_NODE_LIST)
        g_ptr_array_add (self->links, node);
      break;
    case CARREL_TAG_SCRIPT:
      type = carrel_node_get (node, "type");
      if (type && g_ascii_strncasecmp (type + strspn (type, " "), "application/ld+json", 19) == 0 &&
          self->scripts->len < MAX_NODE_LIST)
        g_ptr_array_add (self->scripts, node);
      break;
    case CARREL_TAG_TITLE:
      if (!self->title)
        self->title = node;
      break;
    case CARREL_TAG_BASE:
      if (!self->base && carrel_node_get (node, "href"))
        self->base = node;
      break;
    default:
      break;
    }
  }
  if (self->title) {
    g_autofree char *text = carrel_node_dup_text (self->title);

    self->says = carrel_extract_clean_value (text);
  }
}

/* ── The body ── */

#define N_CLASSES 256

typedef struct {
  const char *class; /* (nullable): of the tree, which has it once (carrel-html.c) */
  guint32 says;
} Class;

typedef struct {
  CarrelSurvey     *survey;
  CarrelExtraction *extraction;
  Class            *classes;   /* (array length=N_CLASSES) */
  CarrelNode       *node;      /* looked at */
  CarrelNode       *label;     /* (nullable): the last text before it */
  CarrelNode       *aside_end; /* (nullable): after what is aside … */
  gboolean          aside;     /* … in which it is */
  gboolean          own;       /* that aside is in an article: what it says of itself counts */
  gboolean          plain;     /* only its tag says that it is aside */
  guint             title_at;  /* the last heading of the first level; 0: none */
  guint             at, name_tries, time_tries, heading_tries;
  CarrelNameFound   signature;    /* all that the page is signed with … */
  gboolean          signed_twice; /* … unless it has those of several */
} Walk;

/* Not where other articles, comments and the site itself are named. */
static gboolean
begins_aside (Walk *walk, const CarrelNodeInfo *info)
{
  CarrelNode *node = walk->node;
  guint32     words =
      CARREL_WORD_RELATED | (walk->extraction->talk == CARREL_TALK_FORUM ? 0 : CARREL_WORD_COMMENT);

  switch (node->tag) {
  case CARREL_TAG_ASIDE:
  case CARREL_TAG_NAV:
    return TRUE;
  case CARREL_TAG_FOOTER:
    return carrel_node_get_ancestor (node, CARREL_TAG_ARTICLE) ==
           NULL; /* an article's own names its author */
  case CARREL_TAG_BODY:
  case CARREL_TAG_HTML:
    return FALSE;
  default:
    return (info->words & words) != 0;
  }
}

static void
take_heading (Walk *walk)
{
  CarrelHeadingFound found = { .node = walk->node,
                               .at = walk->at,
                               .level = walk->node->tag == CARREL_TAG_H1 ? 1 : 2,
                               .aside = walk->aside };
  g_autofree char   *text = NULL;
  guint              n = 0;

  if (walk->survey->headings->len >= MAX_HEADINGS || walk->heading_tries++ >= MAX_TRIES)
    return;
  for (CarrelNode *node = walk->node->first; node && ++n <= MAX_IN_HEADING;
       node = carrel_node_next (node, walk->node, FALSE))
    if (node->tag == CARREL_TAG_SPAN && node->n_attributes > 0)
      carrel_extract_part_span (walk->extraction, node);
  text = carrel_survey_dup_text (walk->node, 4 * MAX_TITLE);
  if (!text)
    return;
  found.text = carrel_extract_clean_value (text);
  if (!found.text)
    return;
  /* The sign of a link to the heading itself. */
  for (gsize len = strlen (found.text); len > 2; len = strlen (found.text)) {
    if (g_str_has_suffix (found.text, "¶"))
      found.text[len - strlen ("¶")] = '\0';
    else if (g_str_has_suffix (found.text, ZERO_WIDTH))
      found.text[len - strlen (ZERO_WIDTH)] = '\0';
    else if (found.text[len - 1] == '#' && found.text[len - 2] == ' ')
      found.text[len - 1] = '\0';
    else
      break;
    g_strchomp (found.text);
  }
  if (*found.text && g_utf8_strlen (found.text, -1) <= MAX_TITLE)
    g_array_append_val (walk->survey->headings, found);
  else
    g_free (found.text);
}

static void
take_names (Walk *walk, guint8 trust, const char *from)
{
  CarrelNameFound found = { .node = walk->node, .from = from, .at = walk->at, .trust = trust };

  if (walk->name_tries++ >= MAX_TRIES)
    return;
  found.text = carrel_survey_read_names (
      walk->node, trust, walk->extraction->talk != CARREL_TALK_NONE, walk->extraction->has_given);
  if (!found.text)
    return;
  if (trust == 2 && walk->label && walk->label->text_len <= MAX_LABEL &&
      carrel_survey_says_other_hand (walk->label->text))
    found.trust = 0;
  g_array_append_val (walk->survey->names, found);
}

const char *
carrel_survey_skip_digits (const char *text)
{
  const char *behind = text;

  for (const char *p = text; *p; p++)
    if (g_ascii_isdigit (*p))
      behind = p + 1;
  return behind;
}

void
carrel_survey_add_time (CarrelSurvey *self, CarrelTimeFound *time, const char *text)
{
  CarrelTimeFound first, second;

  time->numeric = time->numeric && text && self->order != CARREL_TIME_ORDER_UNKNOWN &&
                  strpbrk (text, "/-") && !carrel_time_parse (text);
  first = second = *time;
  if (text && carrel_extract_read_two_days (text, self->order, &first, &second)) {
    g_array_append_val (self->times, first);
    g_array_append_val (self->times, second);
  } else {
    g_array_append_vals (self->times, time, 1);
  }
}

static void
take_time (Walk *walk, guint8 trust, const char *from, gboolean modified)
{
  CarrelTimeFound   found = { .from = from, .at = walk->at, .trust = trust, .modified = modified };
  const char *const attributes[] = { "datetime", "content", "ts", "title" };
  g_autofree char  *text = NULL;

  if (walk->time_tries++ >= MAX_TRIES)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (attributes) && !found.time; i++) {
    const char *value = carrel_node_get (walk->node, attributes[i]);

    found.time = value ? carrel_time_read (value, walk->survey->order, &found.offset) : 0;
  }
  text = carrel_survey_dup_text (walk->node, MAX_DATE);
  if (!found.time && text) {
    found.time = carrel_time_read (text, walk->survey->order, &found.offset);
    found.numeric = TRUE;
  }
  if (!found.time || (trust < 4 && found.time < FIRST_PAGE))
    return;
  if (trust < 4 && ((text && carrel_survey_says_joined (text)) ||
                    (walk->label && walk->label->text_len <= MAX_LABEL &&
                     carrel_survey_says_joined (walk->label->text))))
    return;
  if (!found.modified && text)
    found.modified = carrel_extract_says_modified (text);
  if (!found.modified && walk->label && walk->label->text_len <= MAX_LABEL && trust < 4)
    found.modified = carrel_extract_says_modified (carrel_survey_skip_digits (walk->label->text));
  carrel_survey_add_time (walk->survey, &found, trust < 4 ? text : NULL);
}

static guint32
find_class_words_once (Walk *walk, const char *class)
{
  Class *slot = &walk->classes[(guint64) (gsize) class * 0x9e3779b97f4a7c15u >> 56];

  if (slot->class != class) {
    slot->class = class;
    slot->says = carrel_survey_find_class_words (class);
  }
  return slot->says;
}

/* What itemprop or property says: the last part of «schema:datePublished»,
 * «http://schema.org/author». */
static void
take_property (Walk *walk, const char *value, const char *from)
{
  CarrelSurvey *survey = walk->survey;

  while (*value) {
    gsize            blank = strspn (value, " \t\r\n"), len = strcspn (value + blank, " \t\r\n");
    const char      *word = value + blank, *end = word + len, *name = end;
    g_autofree char *key = NULL;

    value = end;
    while (name > word && name[-1] != ':' && name[-1] != '/' && name[-1] != '#')
      name--;
    if (end - name < 4 || end - name > 20)
      continue;
    key = g_ascii_strdown (name, end - name);
    if (strcmp (key, "author") == 0 || strcmp (key, "creator") == 0 ||
        strcmp (key, "inventor") == 0)
      take_names (walk, 3, from);
    else if (strcmp (key, "datepublished") == 0 || strcmp (key, "issued") == 0)
      take_time (walk, 4, from, FALSE);
    else if (strcmp (key, "datecreated") == 0 || strcmp (key, "created") == 0)
      take_time (walk, 3, from, FALSE);
    else if (strcmp (key, "datemodified") == 0 || strcmp (key, "modified") == 0)
      take_time (walk, 4, from, TRUE);
    else if (strcmp (key, "headline") == 0 && !survey->headline)
      survey->headline = walk->node;
    else if (strcmp (key, "description") == 0 && !survey->description)
      survey->description = walk->node;
    else if (strcmp (key, "image") == 0 && !survey->image)
      survey->image = walk->node;
  }
}

/* <time>, or what a script shows as «three days ago». */
static gboolean
is_time (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_TIME ||
         (node->tag == CARREL_TAG_OTHER &&
          (strcmp (node->name, "relative-time") == 0 || strcmp (node->name, "time-ago") == 0 ||
           g_str_has_suffix (node->name, "timeago")));
}

/* A post that a page's own element shows: who wrote it, and when, are its attributes. */
static void
take_own_element (Walk *walk)
{
  CarrelNode     *node = walk->node;
  const char     *author = carrel_node_get (node, "author");
  CarrelTimeFound time = { .from = "time", .at = walk->at, .trust = 4 };
  CarrelNameFound name = { .from = "class", .node = node, .at = walk->at, .trust = 3 };

  if (!author || !strchr (node->name, '-'))
    return;
  time.at = name.at = walk->at + carrel_survey_count_above_heading (node);
  for (guint i = 0; i < node->n_attributes && !time.time; i++)
    if (strstr (node->attributes[i].name, "created") ||
        strstr (node->attributes[i].name, "published"))
      time.time = carrel_time_read (node->attributes[i].value, walk->survey->order, &time.offset);
  if (time.time < FIRST_PAGE || walk->name_tries++ >= MAX_TRIES)
    return;
  g_array_append_val (walk->survey->times, time);
  name.text = carrel_extract_clean_byline (author);
  if (name.text)
    g_array_append_val (walk->survey->names, name);
}

static void
take_element (Walk *walk, const CarrelNodeInfo *info)
{
  CarrelNode *node = walk->node;
  guint32     says = 0;
  gboolean    changed,
      people = FALSE,
      telling = (info->words & CARREL_WORD_FACT) ||
                (node->names & (CARREL_NAME_BIT ("itemprop") | CARREL_NAME_BIT ("property") |
                                CARREL_NAME_BIT ("data-testid") | CARREL_NAME_BIT ("rel")));

  for (guint i = 0; telling && i < node->n_attributes; i++) {
    const CarrelAttribute *attribute = &node->attributes[i];

    if (*attribute->name == 'c' && (info->words & CARREL_WORD_FACT) &&
        strcmp (attribute->name, "class") == 0)
      says = find_class_words_once (walk, attribute->value);
    else if (*attribute->name == 'i' && strcmp (attribute->name, "itemprop") == 0)
      take_property (walk, attribute->value, "microdata");
    else if (*attribute->name == 'p' && strcmp (attribute->name, "property") == 0)
      take_property (walk, attribute->value, "rdfa");
    else if (*attribute->name == 'd' && strcmp (attribute->name, "data-testid") == 0)
      people = strstr (attribute->value, "byline") || strstr (attribute->value, "author");
    else if (*attribute->name == 'r' && strcmp (attribute->name, "rel") == 0 && !info->hidden &&
             carrel_node_has_word (node, "rel", "author"))
      take_names (walk, 4, "rel-author");
  }
  changed = (says & (CARREL_SAYS_MODIFIED | CARREL_SAYS_PUBLISHED)) == CARREL_SAYS_MODIFIED;
  if (node->tag == CARREL_TAG_OTHER)
    take_own_element (walk);
  if (is_time (node))
    take_time (walk, carrel_node_get (node, "pubdate") || (says & CARREL_SAYS_PUBLISHED) ? 3 : 2,
               "time", changed);
  else if ((says & (CARREL_SAYS_DATE | CARREL_SAYS_SUBJECT)) == CARREL_SAYS_DATE)
    take_time (walk, 1, "class", changed);
  if (!info->hidden &&
      ((info->words & (CARREL_WORD_BYLINE | CARREL_WORD_SHARE)) == CARREL_WORD_BYLINE ||
       (says & CARREL_SAYS_PEOPLE) || people ||
       (walk->extraction->talk != CARREL_TALK_NONE && (says & CARREL_SAYS_MEMBER))))
    take_names (walk, 2, "class");
}

static gboolean
has_digit (const CarrelNode *text)
{
  const char *p = text->text, *end = p + text->text_len;

  for (; end - p >= 8; p += 8) {
    guint64 eight = carrel_ascii_read (p);

    if (carrel_ascii_find_range (eight & ~CARREL_ASCII_MARKS, '0', '9') & ~eight)
      return TRUE;
  }
  while (p < end && !g_ascii_isdigit (*p))
    p++;
  return p < end;
}

/* «Posted on 3 May 2009 by Ines Calder in »: who did, below a long text as well as above it. */
static void
take_poster (Walk *walk, const char *text)
{
  CarrelNameFound  name = { .from = "label", .at = walk->at, .node = walk->node };
  g_autofree char *line = carrel_text_collapse (text, -1);

  if (!carrel_extract_names_behind_day (line) || walk->name_tries++ >= MAX_TRIES)
    return;
  name.text = carrel_extract_clean_byline (line);
  if (name.text && carrel_extract_looks_like_names (name.text, TRUE))
    g_array_append_val (walk->survey->names, name);
  else
    g_free (name.text);
}

/* «Written by Ines Calder» below the text: its writer, where nobody else is named so. */
static void
take_signature (Walk *walk, const char *text)
{
  g_autofree char *line = carrel_text_collapse (text, -1),
                  *name = carrel_extract_clean_byline (line);

  if (!name || carrel_text_count_words (name, -1) > MAX_SIGNATURE || strchr (name, '.') ||
      !carrel_extract_looks_like_names (name, FALSE))
    return;
  if (walk->signature.text) {
    walk->signed_twice |= strcmp (walk->signature.text, name) != 0;
    return;
  }
  walk->signature = (CarrelNameFound) {
    .from = "label", .at = walk->at, .node = walk->node, .text = g_steal_pointer (&name)
  };
}

/* «Published on 3 January 2026», and «Date:» or «Author:» with what follows in the next text,
 * wherever they stand. */
static void
take_text (Walk *walk)
{
  CarrelTimeFound time = { .from = "label", .at = walk->at, .trust = 1, .numeric = TRUE };
  CarrelNameFound name = { .from = "label", .at = walk->at, .node = walk->node };
  const char     *text = walk->node->text, *label = walk->label ? walk->label->text : NULL;
  guint32         says = 0;
  gboolean        digits, dated, named;

  if (walk->node->text_len > MAX_PARAGRAPH)
    return;
  text += strspn (text, " \t\r\n");
  label = label && walk->label->text_len <= MAX_LABEL ? label + strspn (label, " \t\r\n") : NULL;
  digits = has_digit (walk->node);
  if (digits)
    says = carrel_survey_find_label (text) | (label ? carrel_survey_find_label (label) : 0);
  dated = says != 0;
  named = label && !digits && (strchr (label, ':') || carrel_text_starts (label, "Written"));
  if (dated && strlen (text) <= MAX_DATE && walk->time_tries++ < MAX_TRIES) {
    time.time = carrel_time_read (text, walk->survey->order, &time.offset);
    time.modified = (says & CARREL_LABEL_CHANGED) != 0;
    if (time.time >= FIRST_PAGE &&
        ((says & CARREL_LABEL_CHANGED) || !carrel_extract_says_modified (text))) {
      carrel_survey_add_time (walk->survey, &time, text);
      take_poster (walk, text);
    }
  }
  if (named && walk->name_tries < MAX_TRIES) {
    g_autofree char *line = carrel_text_collapse (label, -1);

    if (!(g_str_has_suffix (line, ":") || g_str_has_suffix (line, " by")) ||
        !carrel_extract_is_lead (line))
      return;
    walk->name_tries++;
    name.text = carrel_extract_clean_byline (text);
    if (name.text && carrel_extract_looks_like_names (name.text, FALSE))
      g_array_append_val (walk->survey->names, name);
    else
      g_free (name.text);
  } else if (!digits && walk->node->text_len <= MAX_DATE && carrel_survey_is_signature (text)) {
    take_signature (walk, text);
  }
}

/* «This page was last edited on 3 January 2026», as wikis say at the end, also in a footer. */
static void
take_last_change (Walk *walk)
{
  CarrelTimeFound  time = { .from = "class", .at = walk->at, .trust = 1, .modified = TRUE };
  g_autofree char *text = carrel_survey_dup_text (walk->node, 2 * MAX_DATE);

  time.time = text ? carrel_time_read (text, walk->survey->order, &time.offset) : 0;
  if (time.time >= FIRST_PAGE)
    carrel_survey_add_time (walk->survey, &time, text);
}

/* MediaWiki's «lastmod», «footer-info-lastmod». */
static gboolean
says_last_change (const CarrelNode *node)
{
  const char *id = node->names & CARREL_NAME_BIT ("id") ? carrel_node_get (node, "id") : NULL;

  return id && g_str_has_suffix (id, "lastmod");
}

/* Who wrote it may stand beside the title. */
static gboolean
is_below_title (const Walk *walk)
{
  return walk->title_at > 0 && walk->at <= walk->title_at + MAX_BELOW;
}

static void
take_aside (Walk *walk, const CarrelNodeInfo *info)
{
  const char *property = carrel_node_get (walk->node, "itemprop"),
             *class = carrel_node_get (walk->node, "class");

  if (property)
    take_property (walk, property, "microdata");
  if (!walk->plain || info->hidden)
    return;
  if (carrel_node_has_word (walk->node, "rel", "author"))
    take_names (walk, 4, "rel-author");
  else if (is_time (walk->node) && !property)
    take_time (walk, 2, "time", FALSE);
  else if (walk->own && class &&
           (find_class_words_once (walk, class) & (CARREL_SAYS_DATE | CARREL_SAYS_SUBJECT)) ==
               CARREL_SAYS_DATE)
    take_time (walk, 1, "class", FALSE);
}

void
carrel_survey_body (CarrelSurvey *self, CarrelExtraction *extraction)
{
  CarrelNode *body = extraction->body;
  Class       classes[N_CLASSES] = { 0 };
  Walk        walk = { .survey = self, .extraction = extraction, .classes = classes };

  self->headings = g_array_new (FALSE, FALSE, sizeof (CarrelHeadingFound));
  self->names = g_array_new (FALSE, FALSE, sizeof (CarrelNameFound));
  self->times = g_array_new (FALSE, FALSE, sizeof (CarrelTimeFound));
  g_array_set_clear_func (self->headings, clear_heading);
  g_array_set_clear_func (self->names, clear_name);

  for (CarrelNode *node = body; node; node = carrel_node_next (node, body, FALSE)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    walk.node = node;
    if (walk.aside && node == walk.aside_end)
      walk.aside = FALSE;
    if (node->type == CARREL_NODE_TEXT) {
      if (!carrel_node_is_blank (node) && node->parent->tag != CARREL_TAG_SCRIPT &&
          node->parent->tag != CARREL_TAG_STYLE) {
        walk.at++;
        if (!walk.aside)
          take_text (&walk);
        walk.label = node;
      }
      continue;
    }
    if (!info || node->foreign || node->tag == CARREL_TAG_META || node->tag == CARREL_TAG_LINK)
      continue;
    if (!walk.aside && begins_aside (&walk, info)) {
      walk.aside = TRUE;
      walk.own = node->tag == CARREL_TAG_ASIDE &&
                 !(info->words & (CARREL_WORD_RELATED | CARREL_WORD_COMMENT)) &&
                 carrel_node_get_ancestor (node, CARREL_TAG_ARTICLE);
      walk.plain = !(info->words & (CARREL_WORD_RELATED | CARREL_WORD_COMMENT));
      walk.aside_end = carrel_node_next (node, body, TRUE);
    }
    if ((node->tag == CARREL_TAG_H1 || node->tag == CARREL_TAG_H2) && !info->hidden)
      take_heading (&walk);
    if (node->tag == CARREL_TAG_H1 && !info->hidden && !walk.aside)
      walk.title_at = walk.at + 1;
    if (node->tag == CARREL_TAG_LI && node->n_attributes > 0 && says_last_change (node))
      take_last_change (&walk);
    if (!walk.aside && node->tag != CARREL_TAG_BODY && node->tag != CARREL_TAG_HTML &&
        (node->n_attributes > 0 || node->tag == CARREL_TAG_TIME))
      take_element (&walk, info);
    else if (walk.aside && (walk.own || is_below_title (&walk)))
      take_aside (&walk, info);
  }
  if (walk.signature.text && !walk.signed_twice)
    g_array_append_val (self->names, walk.signature);
  else
    g_free (walk.signature.text);
}

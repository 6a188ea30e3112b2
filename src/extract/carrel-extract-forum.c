/* carrel-extract-forum.c: is the page a discussion, of which every post is the text?
 *
 * Elsewhere what people write under an article isn't the article. Told by what the page declares,
 * by the program that made it, and, weaker, by its address and names. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-ascii.h"
#include "base/carrel-matcher.h"
#include "base/carrel-uri.h"

#include <string.h>

#define MAX_POST_NODES 1000 /* of a post of a discussion */
#define ENOUGH 2            /* points */
#define MANY 6              /* elements with a name like «thread» */
#define MIN_TALK 1500       /* bytes of comments that may be all there is … */
#define MAX_REST 400        /* … beside so many bytes of paragraphs … */
#define LONG_TEXT 80        /* … which are at least so long */
#define MIN_MARKED 200      /* bytes of what is marked as a blog's text */

/* Programs that make nothing but discussions, as they call themselves in <meta name=generator>. */
static const char *const programs[] = { "phpbb",    "vbulletin",       "xenforo", "discourse",
                                        "invision", "simple machines", "smf",     "mybb",
                                        "vanilla",  "flarum",          "nodebb",  "fluxbb",
                                        "punbb",    "question2answer", "discuz" };

static const char *const hosts[] = { "forum",   "forums",     "board",       "boards",  "community",
                                     "discuss", "discussion", "discussions", "answers", "talk",
                                     "bbs",     "ask",        "lists",       "groups" };

static const char *const parts[] = { "forum",
                                     "forums",
                                     "thread",
                                     "threads",
                                     "topic",
                                     "topics",
                                     "viewtopic.php",
                                     "showthread.php",
                                     "viewthread.php",
                                     "discussion",
                                     "discussions",
                                     "question",
                                     "questions",
                                     "t",
                                     "board",
                                     "boards",
                                     "bbs",
                                     "comments",
                                     "qa",
                                     "showtopic",
                                     "issues",
                                     "pull" };

/* Where the address of a page says after its «?» which discussion it shows. */
static const char *const keys[] = { "topic", "showtopic", "topic_id", "thread", "threadid", "tid" };

static gboolean
is_among (const char *word, gsize len, const char *const *words, guint n)
{
  for (guint i = 0; i < n; i++)
    if (strlen (words[i]) == len && g_ascii_strncasecmp (words[i], word, len) == 0)
      return TRUE;
  return FALSE;
}

/* «topic=606.0», and «topic,606.0.html» as a path */
static gboolean
has_key (const char *query, const char *path)
{
  const char *name = strrchr (path, '/');
  gsize       len;

  for (const char *p = query; p && *p; p += *p != '\0') {
    len = strcspn (p, "=&;");
    if (p[len] == '=' && g_ascii_isdigit (p[len + 1]) &&
        is_among (p, len, keys, G_N_ELEMENTS (keys)))
      return TRUE;
    p += len + strcspn (p + len, "&;");
  }
  return name && g_str_has_prefix (name, "/topic,") && g_ascii_isdigit (name[strlen ("/topic,")]);
}

static guint
judge_address (const char *address)
{
  g_auto (CarrelUri) uri = { 0 };
  guint points = 0;

  if (!address || !carrel_uri_take_apart (address, &uri))
    return 0;
  /* «/r/birding/comments/…» */
  points += g_str_has_prefix (uri.path, "/r/") && strstr (uri.path, "/comments/");
  points += is_among (uri.host, strcspn (uri.host, "."), hosts, G_N_ELEMENTS (hosts)) ||
            strstr (uri.host, "forum") != NULL;
  /* «/forum/topic/7-lamp» */
  for (const char *p = uri.path; *p && points < ENOUGH; p += strcspn (p, "/")) {
    p += strspn (p, "/");
    points += is_among (p, strcspn (p, "/"), parts, G_N_ELEMENTS (parts));
  }
  if (points < ENOUGH)
    points += has_key (uri.query, uri.path);
  return points;
}

static gboolean
judge_generator (CarrelNode *head)
{
  for (CarrelNode *node = head; node; node = carrel_node_next (node, head, FALSE)) {
    g_autofree char *content = NULL;

    if (node->type != CARREL_NODE_ELEMENT || node->tag != CARREL_TAG_META ||
        !carrel_node_has_word (node, "name", "generator") || !carrel_node_get (node, "content"))
      continue;
    content = g_ascii_strdown (carrel_node_get (node, "content"), -1);
    for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
      if (strstr (content, programs[i]))
        return TRUE;
  }
  return FALSE;
}

/* What the default designs of some programs call the page of a thread. */
static gboolean
is_thread_page (CarrelExtraction *self)
{
  const CarrelNode *root = carrel_html_get_root (self->html);
  const char *template = carrel_node_get (root, "data-template");

  return carrel_node_has_word (self->body, "class", "section-viewtopic") || /* phpBB */
         (template && strcmp (template, "thread_view") == 0);               /* XenForo */
}

static guint
judge_names (CarrelExtraction *self)
{
  static const char *const        words[] = { "thread",         "Thread",       "forum",
                                              "Forum",          "topic-",       "timeline-comment",
                                              "timeline-entry", "TimelineItem", "post_wrapper",
                                              "postarea",       "postbody",     NULL };
  static const char *const *const groups[] = { words };
  static gsize                    once;
  const CarrelMatcher            *matcher = carrel_matcher_get (&once, groups, 1, FALSE);
  static const char *const        attributes[] = { "class", "id", "data-template", "data-pageapp" };
  const CarrelNode *const         nodes[] = { carrel_html_get_root (self->html), self->body };
  guint                           n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    for (guint k = 0; k < G_N_ELEMENTS (attributes); k++) {
      const char      *name = carrel_node_get (nodes[i], attributes[k]);
      g_autofree char *lower = name ? g_ascii_strdown (name, -1) : NULL;

      if (lower && (strstr (lower, "forum") || strstr (lower, "thread") ||
                    strstr (lower, "viewtopic") || strstr (lower, "question-page")))
        return 1;
    }
  /* Or many of its parts are called so. */
  for (CarrelNode *node = self->body; node && n < MANY;
       node = carrel_node_next (node, self->body, FALSE)) {
    const char *class = node->type == CARREL_NODE_ELEMENT && node->n_attributes
                            ? carrel_node_get (node, "class")
                            : NULL;

    if (class && strcmp (class, "react-issue-body") == 0)
      return 1;
    n += class && carrel_matcher_find (matcher, class);
  }
  return n >= MANY;
}

static gboolean
is_answer (const CarrelNode *node)
{
  const char *class = node->n_attributes > 0 ? carrel_node_get (node, "class") : NULL,
             *item = node->n_attributes > 0 ? carrel_node_get (node, "itemprop") : NULL;

  return (class && (strstr (class, "answer") || strstr (class, "Answer"))) ||
         (item && strstr (item, "Answer"));
}

gboolean
carrel_extract_is_all_talk (CarrelExtraction *self)
{
  CarrelNode *link = NULL, *after_link = NULL, *comment = NULL, *after_comment = NULL,
             *marked = NULL, *after_marked = NULL;
  /* Where the address says that it is one, the question may be long. */
  gboolean says = judge_address (self->address) > 0, skip;
  gsize    said = 0, rest = 0, text = 0;

  for (CarrelNode *node = self->body; node && (says || rest <= MAX_REST);
       node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    if (node == after_link)
      link = NULL;
    if (node == after_comment)
      comment = NULL;
    if (marked && node == after_marked) {
      if (text >= MIN_MARKED)
        return FALSE;
      marked = NULL;
    }
    skip = FALSE;
    if (!info) {
      gsize n;

      if (link || (!comment && !marked && node->text_len < LONG_TEXT))
        continue;
      n = carrel_bytes_count_shown (node->text, node->text_len);
      if (comment)
        said += n;
      else if (n >= LONG_TEXT)
        rest += n;
      text += n;
      continue;
    }
    skip = info->hidden || node->tag == CARREL_TAG_SCRIPT || node->tag == CARREL_TAG_STYLE ||
           node->tag == CARREL_TAG_NOSCRIPT || node->tag == CARREL_TAG_TEMPLATE;
    if (skip)
      continue;
    if (self->talk == CARREL_TALK_QUESTION && is_answer (node))
      return FALSE;
    if (!link && node->tag == CARREL_TAG_A) {
      link = node;
      after_link = carrel_node_next (node, self->body, TRUE);
    }
    if (!comment && node != self->body && (info->words & CARREL_WORD_COMMENT)) {
      comment = node;
      after_comment = carrel_node_next (node, self->body, TRUE);
      marked = NULL;
    }
    /* «entry-content», «post-body»: a blog's text, whose comments stand apart from it. */
    if (!says && !comment && !marked && (info->words & CARREL_WORD_BODY)) {
      marked = node;
      after_marked = carrel_node_next (node, self->body, TRUE);
      text = 0;
    }
  }
  return said >= MIN_TALK && (rest <= MAX_REST || (says && rest * 2 <= said));
}

CarrelTalk
carrel_extract_find_talk (CarrelExtraction *self, CarrelTalk declared)
{
  CarrelTalk talk = self->json.talk != CARREL_TALK_NONE ? self->json.talk : declared;
  guint      points;

  if (talk == CARREL_TALK_NONE &&
      (is_thread_page (self) || (self->head && judge_generator (self->head))))
    talk = CARREL_TALK_FORUM;
  points = talk == CARREL_TALK_NONE ? judge_address (self->address) : 0;
  /* Names give one point: looked at where that is what is missing. */
  if (points >= ENOUGH || (points + 1 >= ENOUGH && points + judge_names (self) >= ENOUGH))
    talk = CARREL_TALK_FORUM;
  return talk;
}

static gboolean
is_named (const CarrelNode *node, CarrelTag tag, const char *class)
{
  const char *own = node->type == CARREL_NODE_ELEMENT && node->tag == tag && node->n_attributes > 0
                        ? carrel_node_get (node, "class")
                        : NULL;

  return own && strcmp (own, class) == 0;
}

/* In a discussion the best element is the text of one post: the other posts stand beside the one
 * around it, are called as it is, and have a text that is called as that is. However short they
 * are. */
CarrelNode *
carrel_extract_widen_posts (CarrelExtraction *self, CarrelNode *top)
{
  const char *text = carrel_node_get (top, "class");
  CarrelNode *wide = top;

  for (CarrelNode *post = top; text && *text && post != self->body && post->parent;
       post = post->parent) {
    const char *class = carrel_node_get (post, "class");
    guint n = 0;

    for (CarrelNode *other = class && *class ? post->parent->first : NULL; other && n == 0;
         other = other->next) {
      guint steps = 0;

      if (other == post || !is_named (other, (CarrelTag) post->tag, class) ||
          ((CarrelNodeInfo *) other->data)->left_out)
        continue;
      for (CarrelNode *node = other; node && n == 0 && steps < MAX_POST_NODES;
           node = carrel_node_next (node, other, FALSE), steps++)
        n += is_named (node, (CarrelTag) top->tag, text);
    }
    if (n > 0)
      wide = post->parent;
  }
  return wide;
}

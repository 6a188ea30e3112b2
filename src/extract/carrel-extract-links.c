/* carrel-extract-links.c: links through a page that only counts them, or warns, lead where they
 * lead.
 *
 * «…/url?q=https%3A%2F%2Fexample.org%2F»: told by what the page is called and by an address as the
 * whole of a parameter, whatever the site. And what journals put below each reference, «Google
 * Scholar», «Crossref», goes. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_AROUND 3     /* links to the pages before, after and above */
#define MAX_ADDRESS 4000 /* bytes */

/* The last part of the path. */
static gboolean
is_passage (const char *href, gsize len)
{
  static const char *const names[] = { "url",   "l.php",    "link",       "redirect",
                                       "redir", "away",     "away.php",   "leave",
                                       "out",   "outgoing", "out.php",    "go",
                                       "goto",  "exit",     "linkfilter", "jump" };
  const char              *end = href + len, *start;

  while (end > href && end[-1] == '/')
    end--;
  for (start = end; start > href && start[-1] != '/'; start--)
    ;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((gsize) (end - start) == strlen (names[i]) &&
        g_ascii_strncasecmp (start, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* The first parameter that is an address. (transfer full) (nullable) */
static char *
find_target (const char *query)
{
  while (*query) {
    gsize       len = strcspn (query, "&#"), name = strcspn (query, "=&#");
    const char *value = query + name + 1;

    if (query[name] == '=' && g_ascii_strncasecmp (value, "http", 4) == 0) {
      g_autofree char *target = g_uri_unescape_segment (value, query + len, NULL);

      if (target &&
          (g_str_has_prefix (target, "https://") || g_str_has_prefix (target, "http://")) &&
          g_utf8_validate (target, -1, NULL) && strcspn (target, " \t\r\n\"<>") == strlen (target))
        return g_steal_pointer (&target);
    }
    if (query[len] != '&')
      break;
    query += len + 1;
  }
  return NULL;
}

/* ── Searches below a reference ── */

/* What journals put below each reference: where else it could be looked for. */
static gboolean
is_search (CarrelNode *link)
{
  static const char *const words[] = { "google scholar",
                                       "crossref",
                                       "pubmed",
                                       "pubmed central",
                                       "scopus",
                                       "view in scopus",
                                       "web of science",
                                       "view article",
                                       "view pdf",
                                       "article",
                                       "pdf",
                                       "full text",
                                       "abstract",
                                       "ads",
                                       "mathscinet",
                                       "cas",
                                       "medline",
                                       "search",
                                       "math",
                                       "zbmath",
                                       "download pdf",
                                       "isi",
                                       "semantic scholar",
                                       "full text pdf",
                                       "view record in scopus" };
  g_autofree char         *text = carrel_node_dup_text (link);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* «[», «, », «] [»: what stands before such a link goes with it; TRUE where that opened a bracket.
 */
static gboolean
drop_before (CarrelExtraction *self, CarrelNode *text)
{
  const char *start = text->text, *end = start + text->text_len;
  gboolean    opened = FALSE;

  while (end > start && !opened && strchr ("[(,;| \t\r\n", end[-1]))
    opened = *--end == '[' || *end == '(';
  while (end > start && opened && strchr (" \t\r\n", end[-1]))
    end--;
  carrel_node_set_text (text, carrel_html_strdup (self->html, start, (gssize) (end - start)));
  return opened;
}

/* The bracket that was opened before it. */
static void
drop_after (CarrelExtraction *self, CarrelNode *text)
{
  const char *start = text->text + strspn (text->text, " \t\r\n");

  if (*start == ']' || *start == ')')
    carrel_node_set_text (text, carrel_html_strdup (self->html, start + 1, -1));
}

/* From the first of them on, nothing else stands there: in a sentence they are words. */
static gboolean
ends_with_searches (CarrelNode *around)
{
  gboolean any = FALSE;

  for (CarrelNode *child = around->first; child; child = child->next) {
    if (child->type == CARREL_NODE_ELEMENT && child->tag == CARREL_TAG_A && is_search (child))
      any = TRUE;
    else if (any && (child->type == CARREL_NODE_ELEMENT ||
                     child->text[strspn (child->text, "[](),;| \t\r\n")] != '\0'))
      return FALSE;
  }
  return any;
}

static void
drop_searches (CarrelExtraction *self, CarrelNode *around)
{
  CarrelNode *next;

  if (!ends_with_searches (around))
    return;

  for (CarrelNode *child = around->first; child; child = next) {
    next = child->next;
    if (child->tag == CARREL_TAG_A && child->type == CARREL_NODE_ELEMENT && is_search (child)) {
      CarrelNode *before = child->previous;

      carrel_node_unlink (child);
      if (before && before->type == CARREL_NODE_TEXT && drop_before (self, before) && next &&
          next->type == CARREL_NODE_TEXT)
        drop_after (self, next);
    }
  }
  if (around->tag == CARREL_TAG_SPAN || around->tag == CARREL_TAG_P ||
      around->tag == CARREL_TAG_DIV || around->tag == CARREL_TAG_UL) {
    for (CarrelNode *node = around; node; node = carrel_node_next (node, around, FALSE))
      if ((node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node)) ||
          (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_IMG))
        return;
    carrel_node_unlink (around);
  }
}

void
carrel_extract_drop_searches (CarrelExtraction *self, GPtrArray *links)
{
  for (guint i = 0; i < links->len; i++) {
    CarrelNode *link = links->pdata[i];

    if (link->parent && link->parent != self->body && is_search (link))
      drop_searches (self, link->parent);
  }
}

/* ── Passages ── */

gboolean
carrel_extract_straighten_link (CarrelExtraction *self, CarrelNode *link)
{
  const char      *href = carrel_node_get (link, "href"), *query = href ? strchr (href, '?') : NULL;
  g_autofree char *target = NULL;

  if (!query)
    return FALSE;
  if (query - href > (gssize) strlen ("scholar.google.") &&
      g_strstr_len (href, query - href, "scholar.google."))
    return TRUE;
  if (!strstr (query, "=http") || strlen (href) > MAX_ADDRESS ||
      !is_passage (href, (gsize) (query - href)))
    return FALSE;
  target = find_target (query + 1);
  if (target)
    carrel_node_set (self->html, link, "href", target);
  return FALSE;
}

/* «‹ The page before», «The page after ›» */
static gboolean
has_arrow (CarrelNode *link, gboolean back)
{
  static const char *const arrows[2][4] = { { "›", "»", "→", ">>" }, { "‹", "«", "←", "<<" } };
  g_autofree char         *text = carrel_node_dup_text (link);

  for (guint i = 0; i < G_N_ELEMENTS (arrows[0]); i++)
    if (back ? g_str_has_prefix (text, arrows[1][i]) : g_str_has_suffix (text, arrows[0][i]))
      return TRUE;
  return FALSE;
}

gboolean
carrel_extract_leads_on (CarrelNode *top)
{
  guint n = 0, n_back = 0, n_on = 0, n_rel = 0;

  for (CarrelNode *node = top; node && n <= MAX_AROUND; node = carrel_node_next (node, top, FALSE))
    if (node->tag == CARREL_TAG_A && node->type == CARREL_NODE_ELEMENT) {
      n++;
      n_rel +=
          carrel_node_has_word (node, "rel", "prev") || carrel_node_has_word (node, "rel", "next");
      n_back += has_arrow (node, TRUE);
      n_on += has_arrow (node, FALSE);
    }
  return n > 0 && (n_rel == n || (n <= MAX_AROUND && n_back == 1 && n_on == 1));
}

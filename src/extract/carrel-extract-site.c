/* carrel-extract-site.c: what the site is called: as the page declares, as a link to its front page
 * or its feed says, or as what stands beside the heading in the page's title. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"

#include <string.h>

#define MAX_FRONT 80       /* bytes of the name of a link to the front page, and of its address */
#define MAX_FRONT_LINKS 60 /* looked at */
#define MAX_ABOVE_PROJECT 200 /* nodes */
#define MAX_BESIDE 4          /* words of it that need no proof */
#define MIN_BESIDE 4          /* bytes of a site's name and a sign beside the heading */

/* At an end of the title, apart from it by a sign. */
static gboolean
ends_title (const char *title, const char *name)
{
  gsize       all = strlen (title), len = strlen (name);
  const char *rest;

  if (len + 3 > all)
    return FALSE;
  if (g_str_has_suffix (title, name)) {
    rest = title + all - len;
    return rest[-1] == ' ' || strchr ("|/_", rest[-1]);
  }
  if (!g_str_has_prefix (title, name))
    return FALSE;
  rest = title + len;
  return *rest == ':' || (*rest == ' ' && !g_unichar_isalnum (g_utf8_get_char (rest + 1)));
}

/* `site`: the page's domain (nullable). */
static gboolean
is_of_site (const char *address, const char *site)
{
  g_autofree char *domain = site ? carrel_address_dup_domain (address) : NULL;

  return !domain || strcmp (domain, site) == 0;
}

/* A look at the raw address, which most links don't pass: the path of a front page is no longer
 * than «/index.html». */
static gboolean
may_lead_to_front (const char *href)
{
  const char *host = strstr (href, "//"),
             *path = host ? host + 2 + strcspn (host + 2, "/?#") : href;
  gsize len = strcspn (path, "?#");

  while (len > 0 && path[len - 1] == '/')
    len--;
  return len <= strlen ("/index.html") || memchr (path, '.', len) != NULL;
}

/* The last part of the title, which ends with the name: «CMake 3.25 Documentation» where a link is
 * called «3.25 Documentation»; else the name. (transfer full) */
static char *
dup_last_part (const char *title, const char *name)
{
  static const char *const signs[] = { " - ", " | ", " – ", " — ", " · ", " :: " };
  const char              *last = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    const char *at = g_strrstr (title, signs[i]);

    if (at && (!last || at + strlen (signs[i]) > last))
      last = at + strlen (signs[i]);
  }
  return g_strdup (last && strlen (last) <= MAX_FRONT && g_str_has_suffix (last, name) ? last
                                                                                       : name);
}

/* Of one link: `href` is NULL where it says of itself that it leads there. (transfer full)
 * (nullable) */
static char *
take_front_name (
    CarrelExtraction *self, CarrelNode *link, const char *href, const char *title, const char *site)
{
  g_autofree char *line = carrel_survey_dup_text (link, MAX_FRONT), *name = NULL, *address = NULL;

  if (!line || line[strspn (line, " \t\r\n")] == '\0') {
    const CarrelNode *image = carrel_node_find (link, CARREL_TAG_IMG);
    const char       *called = image ? carrel_node_get (image, "alt") : NULL;

    g_free (line);
    line = called && strlen (called) <= MAX_FRONT ? g_strdup (called) : NULL;
  }
  name = line ? carrel_extract_clean_value (line) : NULL;
  if (!name || g_utf8_strlen (name, -1) < 3 || !ends_title (title, name))
    return NULL;
  address = href ? carrel_address_resolve (self->base, href) : NULL;
  return !href || (address && carrel_address_is_front_page (address) && is_of_site (address, site))
             ? dup_last_part (title, name)
             : NULL;
}

/* What a link to the front page is called, when it stands in the page's title too. (transfer full)
 * (nullable) */
static char *
find_front_name (CarrelExtraction *self, const CarrelSurvey *survey)
{
  const char      *title = survey->says;
  const GPtrArray *marked = carrel_html_get_marked (self->html);
  g_autofree char *site = NULL;
  guint            n = 0;

  if (!title || !self->base || strlen (title) > CARREL_MAX_VALUE)
    return NULL;
  for (guint i = 0; i < marked->len && n < MAX_FRONT_LINKS; i++) {
    CarrelNode *node = marked->pdata[i];
    const char *href = node->tag == CARREL_TAG_A ? carrel_node_get (node, "href") : NULL;
    char       *name;
    gboolean    home;

    if (!href || strlen (href) > MAX_FRONT)
      continue;
    n++;
    home = (node->names & CARREL_NAME_BIT ("rel")) && carrel_node_has_word (node, "rel", "home");
    if (!home && !may_lead_to_front (href))
      continue;
    if (!site && self->address)
      site = carrel_address_dup_domain (self->address);
    name = take_front_name (self, node, home ? NULL : href, title, site);
    if (name)
      return name;
  }
  return NULL;
}

/* What a feed or a search of the site is called, up to what says that it is one («Harbour Post »
 * Feed»), when it stands in the page's title too. (transfer full) (nullable) */
static char *
find_feed_name (const CarrelSurvey *survey)
{
  static const char *const behind[] = { " »", " RSS", " Feed", " - ", " Atom", " (" };
  const char              *title = survey->says;

  for (guint i = 0; title && i < survey->links->len; i++) {
    CarrelNode *link = survey->links->pdata[i];
    const char *type = carrel_node_get (link, "type"), *called = carrel_node_get (link, "title");
    g_autofree char *name = NULL;

    if (!type || !called || strlen (called) > CARREL_MAX_VALUE ||
        !(carrel_node_has_word (link, "rel", "alternate") ||
          carrel_node_has_word (link, "rel", "search")) ||
        !(strstr (type, "rss+xml") || strstr (type, "atom+xml") ||
          strstr (type, "opensearchdescription+xml")))
      continue;
    name = carrel_extract_clean_value (called);
    for (guint k = 0; name && k <= G_N_ELEMENTS (behind); k++) {
      char            *end = k > 0 ? strstr (name, behind[k - 1]) : NULL;
      g_autofree char *part = k == 0 ? g_strdup (name)
                              : end  ? g_strndup (name, (gsize) (end - name))
                                     : NULL;

      if (part && g_utf8_strlen (part, -1) >= 3 && ends_title (title, part))
        return g_steal_pointer (&part);
    }
  }
  return NULL;
}

/* «Harbour.com», at another address: the program's that has the page. */
static gboolean
is_of_program (CarrelExtraction *self, const char *name, const char *from)
{
  g_autofree char *domain = NULL;
  const char      *dot = strchr (name, '.');

  if (!dot || dot == name || !g_ascii_isalpha (dot[1]) || strchr (name, ' ') ||
      (g_strcmp0 (from, "application-name") != 0 &&
       g_strcmp0 (from, "apple-mobile-web-app-title") != 0))
    return FALSE;
  domain = self->address ? carrel_address_dup_domain (self->address) : NULL;
  return domain && g_ascii_strncasecmp (domain, name, (gsize) (dot - name)) != 0;
}

/* What Doxygen's pages say that they are of. (transfer full) (nullable) */
static char *
find_project (CarrelExtraction *self)
{
  guint n = 0;

  for (CarrelNode *node = self->body; node && ++n < MAX_ABOVE_PROJECT;
       node = carrel_node_next (node, self->body, FALSE)) {
    const char *id = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_DIV
                         ? carrel_node_get (node, "id")
                         : NULL;

    if (id && strcmp (id, "projectname") == 0)
      return node->first && node->first->type == CARREL_NODE_TEXT
                 ? carrel_extract_clean_value (node->first->text)
                 : NULL;
  }
  return NULL;
}

/* Some give every page the name of a program of its own. */
static gboolean
is_title (const CarrelSurvey *survey, const char *site)
{
  return survey->says && strchr (survey->says, ' ') && strcmp (survey->says, site) == 0;
}

/* «Blogger» as the publisher of what it made. */
static gboolean
is_generator (const CarrelSurvey *survey, const char *name)
{
  for (guint i = 0; i < survey->metas->len; i++) {
    CarrelNode *node = survey->metas->pdata[i];
    const char *content =
        carrel_node_has_word (node, "name", "generator") ? carrel_node_get (node, "content") : NULL;

    if (content && g_ascii_strcasecmp (content, name) == 0)
      return TRUE;
  }
  return FALSE;
}

void
carrel_extract_set_site (CarrelExtraction   *self,
                         const CarrelSurvey *survey,
                         const char         *declared,
                         const char         *declared_from)
{
  CarrelDraft *draft = self->draft;

  draft->site = declared ? carrel_extract_clean_value (declared) : NULL;
  if (draft->site &&
      (is_title (survey, draft->site) || is_of_program (self, draft->site, declared_from)))
    g_clear_pointer (&draft->site, g_free);
  draft->from[CARREL_DRAFT_SITE] = draft->site ? declared_from : NULL;
  if (!draft->site && self->json.site && !is_generator (survey, self->json.site)) {
    draft->site = g_strdup (self->json.site);
    draft->from[CARREL_DRAFT_SITE] = "json-ld";
  }
  if (!draft->site) {
    draft->site = find_project (self);
    if (!draft->site)
      draft->site = find_front_name (self, survey);
    if (!draft->site)
      draft->site = find_feed_name (survey);
    draft->from[CARREL_DRAFT_SITE] = draft->site ? "link" : NULL;
  }
}

/* One word may be a section's name: it is the site's where the address or another heading says it.
 */
static gboolean
is_said_elsewhere (CarrelExtraction         *self,
                   const CarrelSurvey       *survey,
                   const CarrelHeadingFound *heading,
                   const char               *word)
{
  g_autofree char *key = carrel_text_title_key (word, NULL),
                  *host = self->address ? carrel_address_dup_display_host (self->address) : NULL;

  for (char *part = key; host && *part; part += strcspn (part, " ")) {
    g_autofree char *one = NULL;

    part += *part == ' ';
    one = g_strndup (part, strcspn (part, " "));
    if (strlen (one) >= 3 && strstr (host, one))
      return TRUE;
  }
  for (guint i = 0; *key && i < survey->headings->len; i++) {
    const CarrelHeadingFound *other = &g_array_index (survey->headings, CarrelHeadingFound, i);
    g_autofree char          *other_key = carrel_text_title_key (other->text, NULL);

    if (other != heading && strcmp (key, other_key) == 0)
      return TRUE;
  }
  return FALSE;
}

void
carrel_extract_find_site_beside (CarrelExtraction         *self,
                                 const CarrelSurvey       *survey,
                                 const CarrelHeadingFound *heading)
{
  static const char *const signs[] = { "|", "-", "–", "—", "·", "•", "::", "»", "«" };
  const char              *whole = survey->says, *title = self->draft->title;
  g_autofree char         *site = NULL;
  gsize                    len = title ? strlen (title) : 0, all = whole ? strlen (whole) : 0;
  gboolean                 behind, parted = FALSE;
  guint                    n;

  if (!heading || len == 0 || all < len + MIN_BESIDE || all > len + MAX_FRONT ||
      strcmp (heading->text, title) != 0)
    return;
  behind = g_str_has_prefix (whole, title) && strchr (" |", whole[len]);
  if (behind)
    site = g_strstrip (g_strdup (whole + len));
  else if (g_str_has_suffix (whole, title))
    site = g_strstrip (g_strndup (whole, all - len));
  for (guint i = 0; site && !parted && i < G_N_ELEMENTS (signs); i++) {
    gsize sign = strlen (signs[i]);

    parted = behind ? g_str_has_prefix (site, signs[i]) : g_str_has_suffix (site, signs[i]);
    if (parted && behind)
      memmove (site, site + sign, strlen (site + sign) + 1);
    else if (parted)
      site[strlen (site) - sign] = '\0';
  }
  if (!parted || g_utf8_strlen (g_strstrip (site), -1) < 3 || carrel_extract_has_lead (site) ||
      carrel_time_parse (site))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    g_autofree char *between = g_strdup_printf (" %s ", signs[i]);

    if (strstr (site, i == 0 ? signs[i] : between))
      return; /* a section and the site, in either order */
  }
  n = carrel_text_count_words (site, -1);
  if ((n < 2 || n > MAX_BESIDE) && !is_said_elsewhere (self, survey, heading, site))
    return;
  self->draft->site = g_steal_pointer (&site);
  self->draft->from[CARREL_DRAFT_SITE] = "title";
}

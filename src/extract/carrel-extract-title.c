/* carrel-extract-title.c: the article's title, without the site's.
 *
 * What a page declares is judged by its own headings. A declared title that the first heading
 * repeats is right; else the one heading of the first level is, when it speaks of the same thing
 * (what is declared is written for searching machines and for cards, the heading for readers); else
 * a declared title of several parts is the part that a heading repeats, or what is left when the
 * site's names are cut off at its ends. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"

#include <string.h>

#define MANY_WORDS 0.4 /* shared by a title and its heading (carrel_extract_share_words) */
#define SOME_WORDS 0.15
#define MAX_DAY 7    /* words of «Sunday, 2 March 2025» */
#define MIN_OWN 3    /* words of a title in which the site's host is one */
#define MIN_WORDS 5  /* of a heading that shares few with the title */
#define MAX_FRONT 80 /* bytes of the name of a link to the front page, and of its address */
#define MIN_STEPS 3  /* of the way to a page */

static const char *const separators[] = { "|",   " - ", " – ", " — ",  " · ", " • ", " :: ",
                                          " » ", " « ", " › ", " ‹ ",  " / ", " ~ ", "｜",
                                          " > ", " < ", "_",   " // ", "│",   " : " };

/* A title's part without spaces and punctuation. (transfer full) */
static char *
squash (const char *text)
{
  char *key = carrel_text_title_key (text, NULL), *to = key;

  for (const char *p = key; *p; p++)
    if (*p != ' ')
      *to++ = *p;
  *to = '\0';
  return key;
}

/* The site's names: as it calls itself, and the parts of its host that say something.
 * (element-type utf8) (transfer full) */
static GPtrArray *
list_sites (CarrelExtraction *self)
{
  GPtrArray        *sites = g_ptr_array_new_with_free_func (g_free);
  const char *const own[] = { self->draft->site, self->json.site };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (own[i])
      g_ptr_array_add (sites, squash (own[i]));
  if (self->address) {
    g_autofree char *host = carrel_address_dup_display_host (self->address),
                    *domain = carrel_address_dup_domain (self->address);

    if (host)
      g_ptr_array_add (sites, squash (host));
    if (domain) {
      g_ptr_array_add (sites, squash (domain));
      domain[strcspn (domain, ".")] = '\0';
      g_ptr_array_add (sites, squash (domain));
    }
  }
  return sites;
}

static gboolean
is_site (GPtrArray *sites, const char *part)
{
  g_autofree char *key = squash (part);
  gsize            len = strlen (key);

  if (len == 0)
    return TRUE;
  if (len > 60)
    return FALSE;
  for (guint i = 0; i < sites->len; i++) {
    const char *site = sites->pdata[i];
    gsize       n = strlen (site);

    if (strcmp (site, key) == 0)
      return TRUE;
    /* «BBC News» of bbc, «The Verge» of theverge, «Wired» of «Wired Magazine» */
    if (n >= 4 && len <= 2 * n + 4 && strstr (key, site))
      return TRUE;
    if (len >= 4 && (g_str_has_prefix (site, key) || g_str_has_suffix (site, key)))
      return TRUE;
    if (n == 3 && g_str_has_prefix (key, site) && len <= 12)
      return TRUE;
  }
  return FALSE;
}

/* The same for a whole title or heading: where the site has a name of its own, a word of its host
 * in a title («Eis im Hafen» at hafen.example) doesn't make it the site's. */
static gboolean
is_site_alone (const CarrelExtraction *self, GPtrArray *sites, const char *title)
{
  g_autofree char *own = NULL, *key = NULL;

  if (!is_site (sites, title))
    return FALSE;
  own = self->draft->site ? squash (self->draft->site) : NULL;
  key = squash (title);
  return !own || carrel_text_count_words (title, -1) < MIN_OWN || strstr (own, key) ||
         g_str_has_prefix (key, own) || g_str_has_suffix (key, own) ||
         g_ptr_array_find_with_equal_func (sites, key, g_str_equal, NULL);
}

/* A day alone, above what was written on it. */
static gboolean
is_day (const char *heading)
{
  return carrel_text_count_words (heading, -1) <= MAX_DAY && carrel_time_parse (heading) != 0;
}

const char *
carrel_extract_find_separator (const char *title, gboolean last, gsize *len)
{
  const char *at[G_N_ELEMENTS (separators)] = { NULL }, *found = NULL;

  for (const char *p = title; *p; p++)
    if ((*p == ' ' && !g_ascii_isalnum (p[1])) || *p == '|' || *p == '_' || (guchar) *p == 0xe2 ||
        (guchar) *p == 0xef)
      for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
        if ((last || !at[i]) && *p == *separators[i] && g_str_has_prefix (p, separators[i]))
          at[i] = p;
  for (guint i = 0; i < G_N_ELEMENTS (separators); i++) {
    /* «snake_case» is no title of two parts. */
    if (!at[i] || at[i] == title ||
        (*at[i] == '_' && (guchar) at[i][-1] < 0x80 && (guchar) at[i][1] < 0x80))
      continue;
    if (!found || (last ? at[i] > found : at[i] < found)) {
      found = at[i];
      *len = strlen (separators[i]);
    }
  }
  return found;
}

/* (transfer full) */
static char *
cut_site (GPtrArray *sites, const char *title)
{
  g_autofree char *left = g_strdup (title);

  for (guint i = 0; i < 4; i++) {
    gsize            len = 0;
    const char      *at = carrel_extract_find_separator (left, TRUE, &len);
    g_autofree char *rest = NULL;

    if (!at)
      break;
    if (is_site (sites, at + len)) {
      rest = g_strndup (left, (gsize) (at - left));
    } else {
      at = carrel_extract_find_separator (left, FALSE, &len);
      if (!at) /* the first of them is the title's first character */
        break;
      rest = g_strndup (left, (gsize) (at - left));
      if (!is_site (sites, rest))
        break;
      g_free (rest);
      rest = g_strdup (at + len);
    }
    g_strstrip (rest);
    if (carrel_text_count_words (rest, -1) == 0)
      break;
    g_free (left);
    left = g_steal_pointer (&rest);
  }
  return g_steal_pointer (&left);
}

gboolean
carrel_extract_is_site (CarrelExtraction *self, const char *text)
{
  g_autoptr (GPtrArray) sites = list_sites (self);

  return is_site (sites, text);
}

/* ── Headings ── */

static const CarrelHeadingFound *
get_heading (const CarrelSurvey *survey, guint i)
{
  return &g_array_index (survey->headings, CarrelHeadingFound, i);
}

/* The first of the level whose key is this; of any level for 0. */
static const CarrelHeadingFound *
find_equal (const CarrelSurvey *survey, GPtrArray *keys, const char *key, guint level)
{
  for (guint i = 0; *key && i < survey->headings->len; i++)
    if ((level == 0 || get_heading (survey, i)->level == level) &&
        strcmp (keys->pdata[i], key) == 0)
      return get_heading (survey, i);
  return NULL;
}

/* The heading is the title with what stands over it («Energy: Title»), or under it in the same
 * element. */
static gboolean
has_around (const char *heading, const char *title)
{
  gsize len = strlen (title), all = strlen (heading);

  if (len + 2 > all || carrel_text_count_words (title, -1) < 2)
    return FALSE;
  if (g_str_has_suffix (heading, title) && heading[all - len - 1] == ' ')
    return TRUE;
  /* «Title: and more» is one. */
  return g_str_has_prefix (heading, title) && heading[len] == ' ' &&
         g_unichar_isalnum (g_utf8_get_char (heading + len + 1));
}

/* «Thread: Title» */
static gboolean
has_label (const char *heading, const char *title)
{
  gsize len = strlen (title), all = strlen (heading), label = strcspn (heading, ": ");

  return len > 0 && all == label + 2 + len && g_str_has_prefix (heading + label, ": ") &&
         g_str_has_suffix (heading, title);
}

/* One of the declared titles stands at the head of the key, with more behind it. */
static gboolean
is_begun_by (const char *key, const char *const *declared, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *head = declared[i] ? carrel_text_title_key (declared[i], NULL) : NULL;
    gsize            len = head ? strlen (head) : 0;

    if (len > 0 && g_str_has_prefix (key, head) && key[len] == ' ')
      return TRUE;
  }
  return FALSE;
}

/* «Site : Section : Pages»: where the page stands, not what it is called, unless `key`, a heading,
 * is a part of it. */
static gboolean
is_way_beside (const char *title, const char *key)
{
  static const char *const signs[] = { " : ", " :: ", " > ", " » ", " › " };

  for (guint i = 0; title && i < G_N_ELEMENTS (signs); i++) {
    g_auto (GStrv) parts = strstr (title, signs[i]) ? g_strsplit (title, signs[i], 10) : NULL;
    gboolean among = FALSE;

    if (!parts || g_strv_length (parts) < MIN_STEPS)
      continue;
    for (guint k = 0; parts[k]; k++) {
      g_autofree char *part = carrel_text_title_key (parts[k], NULL);

      among |= strcmp (part, key) == 0;
    }
    return !among;
  }
  return FALSE;
}

/* All of the heading is a link. */
static gboolean
leads_away (const CarrelHeadingFound *heading)
{
  CarrelNode      *link = carrel_node_find (heading->node, CARREL_TAG_A);
  const char      *href = link ? carrel_node_get (link, "href") : NULL;
  g_autofree char *text = href && *href && *href != '#' ? carrel_node_dup_text (link) : NULL,
                  *key = text ? carrel_text_title_key (text, NULL) : NULL,
                  *own = key ? carrel_text_title_key (heading->text, NULL) : NULL;

  return own && *own && strcmp (key, own) == 0;
}

/* All of the heading is a link to the site's front page: it stands above every page of the site. */
static gboolean
leads_home (const CarrelExtraction *self, const CarrelHeadingFound *heading)
{
  CarrelNode      *link = carrel_node_find (heading->node, CARREL_TAG_A);
  const char      *href = link ? carrel_node_get (link, "href") : NULL;
  g_autofree char *address = href && *href && *href != '#' && leads_away (heading)
                                 ? carrel_address_resolve (self->base, href)
                                 : NULL,
                  *host = address ? carrel_address_dup_display_host (address) : NULL,
                  *own = host && self->address ? carrel_address_dup_display_host (self->address)
                                               : NULL;

  return own && strcmp (own, host) == 0 && carrel_address_is_front_page (address) &&
         !carrel_address_is_front_page (self->address);
}

/* The only heading of the first level that isn't the site's, when it speaks of what is declared. */
static const CarrelHeadingFound *
find_only (CarrelExtraction   *self,
           const CarrelSurvey *survey,
           GPtrArray          *keys,
           GPtrArray          *sites,
           const char *const  *declared,
           guint               n)
{
  const CarrelHeadingFound *only = NULL;
  const char               *key = NULL;
  gboolean                  says_more;

  for (guint i = 0; i < survey->headings->len; i++) {
    const CarrelHeadingFound *heading = get_heading (survey, i);

    if (heading->level != 1 || heading->aside || !*(char *) keys->pdata[i] ||
        is_site_alone (self, sites, heading->text) || leads_home (self, heading))
      continue;
    if (key && strcmp (key, keys->pdata[i]) != 0) {
      gboolean leads = leads_away (only), other_leads = leads_away (heading);

      /* Of two the one that leads to another page is that page's. */
      if (leads == other_leads)
        return NULL;
      if (other_leads)
        continue;
      only = NULL;
    }
    if (!only) {
      only = heading;
      key = keys->pdata[i];
    }
  }
  /* Nothing else is declared: a title for searching machines may share little with the heading for
   * readers. */
  says_more =
      only && !declared[0] && !declared[1] && carrel_text_count_words (key, -1) >= MIN_WORDS;
  for (guint i = 0; only && i < n; i++) {
    g_autofree char *other = declared[i] ? carrel_text_title_key (declared[i], NULL) : NULL;
    gsize            at = other ? strlen (other) : 0, len = strlen (key);

    if (!other || carrel_extract_share_words (key, other) <
                      (says_more && i == n - 1 ? SOME_WORDS : MANY_WORDS))
      continue;
    /* «Title – Blog News», «Title» being declared: what the heading shares with the rest is the
     * site's. */
    if (i == n - 1 && is_begun_by (other, declared, n - 1))
      continue;
    /* «Figures – Salsa in Berlin», with «Salsa in Berlin» as heading: that of the part of the site.
     */
    if (at > len + 8 && g_str_has_suffix (other, key) && other[at - len - 1] == ' ' &&
        carrel_extract_find_separator (declared[i], FALSE, &len)) {
      g_autofree char *before = cut_site (sites, declared[i]),
                      *left = carrel_text_title_key (before, NULL);

      if (strcmp (left, other) == 0)
        return NULL;
    }
    return only;
  }
  return only && !declared[0] && !declared[1] && is_way_beside (declared[n - 1], key) ? only : NULL;
}

/* The first of the headings of the first level that is one whole part of «Part | Other part –
 * Third». */
static const CarrelHeadingFound *
find_part (const CarrelSurvey *survey, GPtrArray *keys, const char *title)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *rest = title;

  while (parts->len < 8) {
    gsize            len = 0;
    const char      *at = carrel_extract_find_separator (rest, FALSE, &len);
    g_autofree char *part = g_strndup (rest, at ? (gsize) (at - rest) : strlen (rest));

    g_ptr_array_add (parts, carrel_text_title_key (part, NULL));
    if (!at)
      break;
    rest = at + len;
  }
  for (guint i = 0; i < survey->headings->len; i++)
    if (get_heading (survey, i)->level == 1 && *(char *) keys->pdata[i] &&
        g_ptr_array_find_with_equal_func (parts, keys->pdata[i], g_str_equal, NULL))
      return get_heading (survey, i);
  return NULL;
}

/* What stands before the first sign in a title, and is a heading that is called the title.
 * (nullable) */
static const CarrelHeadingFound *
find_beginning (const CarrelSurvey *survey, GPtrArray *keys, const char *title)
{
  static const char *const        signs[] = { " - ", " | ", " – ", " — ", " · ", " : " },
                           *const names[] = { "title", "entry-title", "post-title", "article-title",
                                              "headline" };
  const char                     *end = NULL;
  const CarrelHeadingFound       *heading;
  g_autofree char                *part = NULL, *key = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    const char *at = strstr (title, signs[i]);

    end = at && (!end || at < end) ? at : end;
  }
  part = end ? g_strndup (title, (gsize) (end - title)) : NULL;
  key = part ? carrel_text_title_key (part, NULL) : NULL;
  heading = key && *key ? find_equal (survey, keys, key, 0) : NULL;
  for (guint i = 0; heading && !heading->aside && i < G_N_ELEMENTS (names); i++)
    if (carrel_node_has_word (heading->node, "class", names[i]))
      return heading;
  return NULL;
}

/* The heading that says the same as the title, or as one of its parts. */
static const CarrelHeadingFound *
find_heading (const CarrelSurvey *survey, GPtrArray *keys, const char *title)
{
  g_autofree char          *key = carrel_text_title_key (title, NULL);
  g_autofree char          *padded = g_strdup_printf (" %s ", key);
  const CarrelHeadingFound *best = find_equal (survey, keys, key, 0);
  gsize                     longest = 0;

  if (best)
    return best;
  /* With what stands over it. */
  for (guint i = 0; *key && i < survey->headings->len; i++)
    if (!get_heading (survey, i)->aside && has_around (keys->pdata[i], key))
      return get_heading (survey, i);
  best = find_beginning (survey, keys, title);
  if (best)
    return best;
  for (guint i = 0; i < survey->headings->len; i++) {
    const char      *other = keys->pdata[i];
    g_autofree char *needle = g_strdup_printf (" %s ", other);
    gsize            len = strlen (other);

    /* A part of it, and more than a word. */
    if (len > longest && len * 3 >= strlen (key) && strstr (padded, needle) &&
        carrel_text_count_words (other, -1) >= 2) {
      best = get_heading (survey, i);
      longest = len;
    }
  }
  return best;
}

/* «Heading | Site»: the heading of the first level is the title, also where the site's name stands
 * in it, or where the site's is one too. (transfer full) (nullable) */
static char *
take_before_site (const CarrelSurvey        *survey,
                  GPtrArray                 *keys,
                  GPtrArray                 *sites,
                  const char                *title,
                  const CarrelHeadingFound **heading)
{
  gsize            len = 0;
  const char      *at = title ? carrel_extract_find_separator (title, TRUE, &len) : NULL;
  g_autofree char *part = at ? g_strstrip (g_strndup (title, (gsize) (at - title))) : NULL,
                  *key = part ? carrel_text_title_key (part, NULL) : NULL,
                  *site = at ? squash (at + len) : NULL,
                  *site_key = at ? carrel_text_title_key (at + len, NULL) : NULL;
  gboolean is_one = FALSE;

  *heading = key ? find_equal (survey, keys, key, 1) : NULL;
  for (guint i = 0; *heading && i < sites->len; i++)
    is_one |= *site && strcmp (site, sites->pdata[i]) == 0;
  return *heading && (is_one || find_equal (survey, keys, site_key, 1)) ? g_steal_pointer (&part)
                                                                        : NULL;
}

/* «Part | Manual», where the manual's name is the heading of the first level and the part one below
 * it: every page of the manual has its name on top. (transfer full) (nullable) */
static char *
take_part_of_manual (const CarrelSurvey        *survey,
                     GPtrArray                 *keys,
                     const char                *title,
                     const CarrelHeadingFound **heading)
{
  gsize            len = 0;
  const char      *at = title ? carrel_extract_find_separator (title, TRUE, &len) : NULL;
  g_autofree char *part = at ? g_strstrip (g_strndup (title, (gsize) (at - title))) : NULL,
                  *key = part ? carrel_text_title_key (part, NULL) : NULL,
                  *manual = at ? carrel_text_title_key (at + len, NULL) : NULL;

  *heading =
      key && manual && find_equal (survey, keys, manual, 1) && !find_equal (survey, keys, key, 1)
          ? find_equal (survey, keys, key, 2)
          : NULL;
  return *heading && !(*heading)->aside ? g_steal_pointer (&part) : NULL;
}

/* What is declared is no heading of the first level, but one below it: that of the first is the
 * site's. (nullable) */
static const CarrelHeadingFound *
find_below_site (const CarrelSurvey *survey, GPtrArray *keys, GPtrArray *sites, const char *title)
{
  g_autofree char          *key = title ? carrel_text_title_key (title, NULL) : NULL;
  const CarrelHeadingFound *heading;

  if (!key || carrel_text_count_words (key, -1) < 2 || is_site (sites, title) ||
      find_equal (survey, keys, key, 1))
    return NULL;
  heading = find_equal (survey, keys, key, 2);
  return heading && !heading->aside ? heading : NULL;
}

/* «Appendix G The title»: the first heading, of the first level, is what the title says with a word
 * before it. (nullable) */
static const CarrelHeadingFound *
find_numbered (const CarrelSurvey *survey, GPtrArray *keys, const char *title)
{
  const CarrelHeadingFound *first = survey->headings->len > 0 ? get_heading (survey, 0) : NULL;
  g_autofree char          *key = carrel_text_title_key (title, NULL);

  return first && first->level == 1 && !first->aside && g_str_has_suffix (keys->pdata[0], key) &&
                 has_around (keys->pdata[0], key) &&
                 strcspn (keys->pdata[0], " ") + 1 + strlen (key) == strlen (keys->pdata[0])
             ? first
             : NULL;
}

/* A heading may be made of parts that only a style sheet keeps apart: what is declared in the same
 * letters has the signs between them. (transfer full) */
static char *
take_signs (const char *heading, const char *declared)
{
  g_autofree char *own = squash (heading), *other = declared ? squash (declared) : NULL;

  return g_strdup (other && *own && strcmp (own, other) == 0 &&
                           carrel_text_count_words (declared, -1) !=
                               carrel_text_count_words (heading, -1) &&
                           !strchr (declared, ' ')
                       ? declared
                       : heading);
}

/* The part that two titles share, when each is more than that: «r/site - Title» and «Title : site».
 * (transfer full) (nullable) */
static char *
find_shared_part (GPtrArray *sites, const char *title, const char *other)
{
  for (guint i = 0; i < 2; i++) {
    gsize            len = 0, n = 0;
    const char      *at = carrel_extract_find_separator (title, i == 0, &len);
    g_autofree char *part = !at      ? NULL
                            : i == 0 ? g_strdup (at + len)
                                     : g_strndup (title, (gsize) (at - title)),
                    *key = part ? squash (part) : NULL;

    if (!key || carrel_text_count_words (part, -1) < 2 || is_site (sites, part))
      continue;
    for (guint k = 0; k < 2; k++) {
      const char      *cut = carrel_extract_find_separator (other, k == 0, &n);
      g_autofree char *half = !cut     ? NULL
                              : k == 0 ? g_strdup (cut + n)
                                       : g_strndup (other, (gsize) (cut - other)),
                      *half_key = half ? squash (half) : NULL;

      if (half_key && i != k && strcmp (key, half_key) == 0)
        return g_steal_pointer (&part);
    }
  }
  return NULL;
}

/* ── The title ── */

static const CarrelHeadingFound *
set_title (CarrelExtraction *self, char *title, const char *from, const CarrelHeadingFound *heading)
{
  g_free (self->draft->title);
  self->draft->title = title;
  self->draft->from[CARREL_DRAFT_TITLE] = title ? from : NULL;
  return heading;
}

/* On the front page what stands beside the site's name says what it is about. */
static gboolean
is_front_of_site (CarrelExtraction *self, GPtrArray *sites, const char *title)
{
  g_autofree char *cut = NULL;

  if (!title || !self->draft->site || !strstr (title, self->draft->site) ||
      !carrel_address_is_front_page (self->address))
    return FALSE;
  cut = cut_site (sites, title);
  return strcmp (cut, title) != 0;
}

/* What the page's <title> says, when nothing else is declared. */
static const CarrelHeadingFound *
set_from_element (CarrelExtraction   *self,
                  const CarrelSurvey *survey,
                  GPtrArray          *keys,
                  GPtrArray          *sites,
                  const char         *element)
{
  const CarrelHeadingFound *heading = find_heading (survey, keys, element);
  g_autofree char          *cut = cut_site (sites, element), *head = NULL;
  char                     *bar;

  if (is_front_of_site (self, sites, element))
    return set_title (self, g_strdup (self->draft->site), "title", NULL);
  if (heading && !is_site_alone (self, sites, heading->text) &&
      g_utf8_strlen (heading->text, -1) <= g_utf8_strlen (cut, -1)) {
    g_autofree char *tail = carrel_text_title_key (cut, NULL),
                    *key = carrel_text_title_key (heading->text, NULL);

    /* «Title – Section», with «Section» as heading */
    if (strlen (tail) <= strlen (key) + 8 || !g_str_has_suffix (tail, key))
      return set_title (self, g_strdup (heading->text), "heading", heading);
  }
  if (is_site_alone (self, sites, cut))
    return NULL;
  carrel_extract_cut_maker (cut);
  /* Nobody puts «|» into a sentence. */
  bar = strrchr (cut, '|');
  head = bar ? g_strstrip (g_strndup (cut, (gsize) (bar - cut))) : NULL;
  return set_title (self,
                    head && carrel_text_count_words (head, -1) >= 3 ? g_steal_pointer (&head)
                                                                    : g_steal_pointer (&cut),
                    "title", heading);
}

/* «(4) Title»: as many messages wait. */
static void
drop_messages (char *title)
{
  gsize n = title && *title == '(' ? strspn (title + 1, "0123456789") : 0;

  if (n > 0 && n <= 2 && g_str_has_prefix (title + 1 + n, ") ") && title[n + 3])
    memmove (title, title + n + 3, strlen (title + n + 3) + 1);
}

/* «Section‣ The whole document», by LaTeXML. */
static void
drop_whole (char *title)
{
  char *sign = title ? strstr (title, "‣") : NULL;

  if (sign && sign > title)
    *sign = '\0';
  if (sign)
    g_strchomp (title);
}

const CarrelHeadingFound *
carrel_extract_set_title (CarrelExtraction   *self,
                          const CarrelSurvey *survey,
                          const char         *meta,
                          const char         *meta_from)
{
  g_autoptr (GPtrArray) sites = list_sites (self), keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char          *element = g_strdup (survey->says);
  g_autofree char          *declared = meta ? carrel_extract_clean_value (meta) : NULL;
  const char *const         sources[] = { self->json.title, declared, element };
  const char *const         froms[] = { "json-ld", meta_from, "title" };
  const CarrelHeadingFound *heading;
  char                     *part;

  drop_messages (element);
  drop_whole (element);
  if (element)
    carrel_extract_cut_manual (self, element);
  if (!element && !declared && !self->json.title &&
      (part = carrel_extract_find_called_title (self)))
    return set_title (self, part, "class", NULL);
  /* «Site: Title», with the site's name on a link to its front page. */
  if (element && g_strcmp0 (self->draft->from[CARREL_DRAFT_SITE], "link") == 0 &&
      g_str_has_prefix (element, self->draft->site) &&
      g_str_has_prefix (element + strlen (self->draft->site), ": "))
    memmove (element, element + strlen (self->draft->site) + 2,
             strlen (element + strlen (self->draft->site) + 2) + 1);
  for (guint i = 0; i < survey->headings->len; i++)
    g_ptr_array_add (keys, carrel_text_title_key (get_heading (survey, i)->text, NULL));

  for (guint i = 0; element && i < 2; i++) {
    part = sources[i] ? find_shared_part (sites, sources[i], element) : NULL;
    if (part)
      return set_title (self, part, froms[i], find_heading (survey, keys, part));
  }
  if (!declared && !self->json.title) {
    part = take_part_of_manual (survey, keys, element, &heading);
    if (!part && (heading = find_below_site (survey, keys, sites, element)))
      part = g_strdup (element);
    if (part)
      return set_title (self, part, "title", heading);
  }
  /* A declared title that the page shows as a heading is right; of the first level before one of
   * the second. */
  for (guint level = 1; level <= 2; level++) {
    for (guint i = 0; i < 2; i++) {
      g_autofree char *one = sources[i] ? cut_site (sites, sources[i]) : NULL;
      g_autofree char *key = one ? carrel_text_title_key (one, NULL) : NULL;

      heading = key ? find_equal (survey, keys, key, level) : NULL;
      /* The heading has the signs that looked like what parts the site's name from it. */
      if (heading && strcmp (heading->text, sources[i]) == 0)
        return set_title (self, g_strdup (sources[i]), froms[i], heading);
      if (heading)
        return set_title (self, g_steal_pointer (&one), froms[i], heading);
    }
    heading =
        level == 1 ? find_only (self, survey, keys, sites, sources, G_N_ELEMENTS (sources)) : NULL;
    for (guint i = 0; heading && i < G_N_ELEMENTS (sources); i++) {
      g_autofree char *one = sources[i] ? cut_site (sites, sources[i]) : NULL;

      if (one &&
          (i < 2 ? has_around (heading->text, one)
                 : has_label (heading->text, one) || carrel_extract_has_title_apart (heading, one)))
        return set_title (self, g_steal_pointer (&one), froms[i], heading);
    }
    if (heading) {
      g_autofree char *whole = take_signs (heading->text, element);

      return set_title (self, cut_site (sites, whole), "heading", heading);
    }
  }
  heading =
      element && !declared && !self->json.title ? find_numbered (survey, keys, element) : NULL;
  if (heading)
    return set_title (self, g_strdup (heading->text), "heading", heading);
  part = take_before_site (survey, keys, sites, element, &heading);
  if (part)
    return set_title (self, part, "title", heading);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    heading = sources[i] ? find_part (survey, keys, sources[i]) : NULL;
    if (heading && !heading->aside && !is_site_alone (self, sites, heading->text) && i < 2)
      return set_title (self, g_strdup (heading->text), "heading", heading);
  }
  if (is_front_of_site (self, sites, declared))
    return set_title (self, g_strdup (self->draft->site), meta_from, NULL);
  for (guint i = 0; i < 2; i++)
    if (sources[i] && !is_site_alone (self, sites, sources[i]))
      return set_title (self, cut_site (sites, sources[i]), froms[i],
                        find_heading (survey, keys, sources[i]));
  if (element) {
    heading = set_from_element (self, survey, keys, sites, element);
    if (self->draft->title)
      return heading;
  }
  for (guint i = 0; i < survey->headings->len; i++)
    if (!is_site_alone (self, sites, get_heading (survey, i)->text) &&
        !is_day (get_heading (survey, i)->text))
      return set_title (self, g_strdup (get_heading (survey, i)->text), "heading",
                        get_heading (survey, i));
  return set_title (self, g_strdup (element), "title", NULL);
}

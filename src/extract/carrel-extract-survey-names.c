/* carrel-extract-survey-names.c: the names that an element shows, and links to somebody's page.
 *
 * Any thread; linear, and bounded for each element.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_OWN 100   /* nodes of an element of the page's own that are looked at */
#define MAX_NAMES 400 /* bytes of one that names people */
#define MAX_GIVEN 600 /* … where names are in parts */
#define MAX_NODES 150 /* looked at for the text of one */

/* A link to somebody's page. */
static gboolean
is_profile (const CarrelNode *node)
{
  const char *href = node->tag == CARREL_TAG_A ? carrel_node_get (node, "href") : NULL;

  return href && (strstr (href, "/author") || strstr (href, "/user") || strstr (href, "/profile") ||
                  strstr (href, "/member") || strstr (href, "/autor") ||
                  strstr (href, "/people/") || strstr (href, "/@"));
}

/* All that the element says is the link to somebody's page. */
static gboolean
is_around_profile (CarrelNode *node, const char *text)
{
  CarrelNode      *link = carrel_node_find (node, CARREL_TAG_A);
  g_autofree char *name =
      link && is_profile (link) ? carrel_survey_dup_text (link, MAX_NAMES) : NULL;

  return name && strcmp (g_strstrip (name), text) == 0;
}

/* «author-card__name»: what of an element that is about somebody is the name. */
static gboolean
is_called_name (const CarrelNode *node)
{
  static const char *const others[] = { "given", "family", "first",    "last",    "site", "company",
                                        "file",  "screen", "category", "section", "tag",  "user",
                                        "nick",  "brand",  "source",   "publi" };
  const char *class = node->n_attributes > 0 ? carrel_node_get (node, "class") : NULL;
  const char *at = class ? strstr (class, "name") : NULL;

  if (!at || (at[4] && !g_ascii_isspace (at[4])) || (at > class && g_ascii_isalpha (at[-1])))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (strstr (class, others[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_property_name (const CarrelNode *node)
{
  return node->n_attributes > 0 && (carrel_node_has_word (node, "itemprop", "name") ||
                                    carrel_node_has_word (node, "property", "name"));
}

static char *
dup_name (CarrelNode *node)
{
  const char *content = carrel_node_get (node, "content");

  return content && *content ? g_strdup (content) : carrel_survey_dup_text (node, MAX_NAMES);
}

/* The names in the element, by what `is_name` says of its parts; those beside the first alone.
 * (transfer full) (nullable) */
static char *
join_parts (CarrelNode *top, gboolean (*is_name) (const CarrelNode *node))
{
  g_autoptr (GString) all = g_string_new (NULL);
  const CarrelNode *first = NULL;
  guint             n = 0;

  for (CarrelNode *each = carrel_node_next (top, top, FALSE);
       each && n++ < MAX_NODES && all->len < MAX_NAMES;
       each = carrel_node_next (each, top, FALSE)) {
    g_autofree char *name = NULL;

    if (each->type != CARREL_NODE_ELEMENT || !is_name (each) ||
        (first && first->parent != each->parent))
      continue;
    name = dup_name (each);
    first = first ? first : each;
    if (name && *name)
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", g_strstrip (name));
  }
  return all->len > 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

/* «given-name», «familyName»: a part of a name. */
static gboolean
is_part (const CarrelNode *node, gboolean given)
{
  static const char *const words[2][3] = { { "surname", "family-name", "familyName" },
                                           { "given-name", "givenName", "given-names" } };

  for (guint i = 0; node->n_attributes > 0 && i < G_N_ELEMENTS (words[0]); i++)
    if (carrel_node_has_word (node, "class", words[given][i]))
      return TRUE;
  return FALSE;
}

/* Names that are written in two elements each, «Ines» «Calder». (transfer full) (nullable) */
static char *
join_given_names (CarrelNode *top)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *given = NULL;
  guint            n = 0;

  for (CarrelNode *each = carrel_node_next (top, top, FALSE);
       each && n++ < MAX_GIVEN && all->len < MAX_NAMES;
       each = carrel_node_next (each, top, FALSE)) {
    if (each->type != CARREL_NODE_ELEMENT)
      continue;
    if (is_part (each, TRUE)) {
      g_free (given);
      given = carrel_survey_dup_text (each, MAX_NAMES);
    } else if (given && is_part (each, FALSE)) {
      g_autofree char *family = carrel_survey_dup_text (each, MAX_NAMES);

      if (family)
        g_string_append_printf (all, "%s%s %s", all->len > 0 ? ", " : "", g_strstrip (given),
                                g_strstrip (family));
      g_clear_pointer (&given, g_free);
    }
  }
  return all->len > 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

/* All that the element shows is a link to a topic: «<div class="byline"><a href="/tag/boats">». */
static gboolean
is_topic (CarrelNode *node, const char *text)
{
  static const char *const places[] = { "/tag/",        "/tags/",  "/category/",
                                        "/categories/", "/topic/", "/topics/" };
  CarrelNode              *link = carrel_node_find (node, CARREL_TAG_A);
  const char              *href = link ? carrel_node_get (link, "href") : NULL;
  gboolean                 leads = href && carrel_node_has_word (link, "rel", "tag");
  g_autofree char         *shown = NULL;

  for (guint i = 0; href && i < G_N_ELEMENTS (places) && !leads; i++)
    leads = strstr (href, places[i]) != NULL;
  shown = leads && !strstr (href, "author") ? carrel_survey_dup_text (link, MAX_NAMES) : NULL;
  return shown && strstr (g_strstrip (shown), text) != NULL;
}

/* «By ines», «作者 ines»: what leads to a name of one word, all that the element says. */
static gboolean
is_led (const char *text, const char *names)
{
  gsize            len = strlen (text), n = strlen (names);
  g_autofree char *before = NULL;

  if (len <= n || n < 3 || strchr (names, ' ') || !g_str_has_suffix (text, names))
    return FALSE;
  before = g_strstrip (g_strndup (text, len - n));
  return carrel_extract_is_lead (before);
}

char *
carrel_survey_read_name_above (const CarrelNode *text, const char *line)
{
  static const char *const labels[] = {
    "Author",  "Autor",  "Autorin",    "Auteur",      "Autrice", "Autore",    "Autora",
    "Автор",   "Yazar",  "Penulis",    "Kirjoittaja", "Szerző",  "Forfatter", "Författare",
    "Tác giả", "الكاتب", "نویسنده",    "מחבר",        "लेखक",     "작성자",    "글쓴이",
    "作者",    "著者",   "Συγγραφέας", NULL
  };
  CarrelNode      *own = text->parent, *above;
  g_autofree char *shown = NULL, *name = NULL;

  if (!g_strv_contains (labels, line) || text->previous || text->next)
    return NULL;
  for (CarrelNode *next = own->next; next; next = next->next)
    if (next->type != CARREL_NODE_TEXT || !carrel_node_is_blank (next))
      return NULL;
  above = own->previous;
  while (above && above->type == CARREL_NODE_TEXT && carrel_node_is_blank (above))
    above = above->previous;
  shown = above && above->type == CARREL_NODE_ELEMENT ? carrel_survey_dup_text (above, MAX_NAMES)
                                                      : NULL;
  name = shown ? carrel_extract_clean_byline (shown) : NULL;
  return name && carrel_extract_looks_like_names (name, FALSE) ? g_steal_pointer (&name) : NULL;
}

char *
carrel_survey_read_names (CarrelNode *node, guint trust, gboolean lax, gboolean parted)
{
  g_autofree char *text = trust == 3   ? join_parts (node, is_property_name)
                          : trust == 2 ? join_parts (node, is_called_name)
                                       : NULL;
  g_autofree char *names = NULL, *joined = parted && trust >= 2 ? join_given_names (node) : NULL;

  if (joined && carrel_extract_looks_like_names (joined, TRUE))
    return g_steal_pointer (&joined);
  if (!text)
    text = dup_name (node);
  names = text ? carrel_extract_read_names (text) : NULL;
  return names &&
                 carrel_extract_looks_like_names (
                     names, trust >= 3 || lax || is_profile (node) ||
                                (trust == 2 &&
                                 (carrel_node_has_word (node, "class", "vcard") ||
                                  is_around_profile (node, names) || is_led (text, names)))) &&
                 !(trust == 2 && is_topic (node, names))
             ? g_steal_pointer (&names)
             : NULL;
}

/* A link to a page about somebody, whose address ends with the name that it shows:
 * «/authors/ines-calder». */
gboolean
carrel_survey_is_author_link (const CarrelNode *text)
{
  static const char *const places[] = { "/author", "/autor",   "/auteur",     "/people/", "/staff/",
                                        "/writer", "/contrib", "/journalist", "/profil",  "/user",
                                        "/redakt", "/team/",   "/editors/" };
  const CarrelNode        *link = text->parent;
  const char              *href, *last;
  g_autofree char         *slug = NULL, *key = NULL;
  gboolean                 known = FALSE;

  if (text->text_len > 80)
    return FALSE;
  for (guint i = 0; link && link->tag != CARREL_TAG_A && i < 2; i++)
    link = link->parent;
  href = link && link->tag == CARREL_TAG_A ? carrel_node_get (link, "href") : NULL;
  if (!href || strlen (href) > 300)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places) && !known; i++)
    known = strstr (href, places[i]) != NULL;
  if (!known)
    return FALSE;
  slug = g_strndup (href, strcspn (href, "?#"));
  while (g_str_has_suffix (slug, "/"))
    slug[strlen (slug) - 1] = '\0';
  last = strrchr (slug, '/');
  if (!last)
    return FALSE;
  key = carrel_text_title_key (text->text, NULL);
  /* «/users/people.html» is a page of the site. */
  if (!strchr (key, ' ') && strchr (last, '.'))
    return FALSE;
  g_strdelimit (slug, "-_.+", ' ');
  return *key && g_ascii_strncasecmp (last + 1, key, strlen (key)) == 0;
}

guint
carrel_survey_count_above_heading (CarrelNode *top)
{
  guint n = 0, steps = 0;

  for (CarrelNode *node = top; node && ++steps <= MAX_OWN;
       node = carrel_node_next (node, top, FALSE))
    if (node->type == CARREL_NODE_TEXT)
      n += !carrel_node_is_blank (node);
    else if (node->tag == CARREL_TAG_H1 || node->tag == CARREL_TAG_H2)
      return n;
  return 0;
}

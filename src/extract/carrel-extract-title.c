/* carrel-extract-title.c: the article's title, without the site's.
 *
 * What a page declares is judged by its own headings: a declared title of several parts is the part that
 * a heading repeats, else what is left when the site's names are cut off at its ends. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"
#include "model/carrel-address.h"

#include <string.h>

#define MAX_HEADINGS 40  /* kept … */
#define MAX_TRIES    300 /* … of those looked at */
#define MAX_TITLE    300 /* characters */

static const char *const separators[] = { "|", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " › ", " ‹ ", " / ", " ~ ", "｜", " > ", " < ", "_" };

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
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_free);
  const char *const own[] = { self->draft->site, self->json.site };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (own[i])
      g_ptr_array_add (sites, squash (own[i]));
  if (self->address) {
    g_autofree char *host = carrel_address_dup_display_host (self->address), *domain = carrel_address_dup_domain (self->address);

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
  gsize len = strlen (key);

  if (len == 0)
    return TRUE;
  if (len > 60)
    return FALSE;
  for (guint i = 0; i < sites->len; i++) {
    const char *site = sites->pdata[i];
    gsize n = strlen (site);

    if (strcmp (site, key) == 0)
      return TRUE;
    /* «BBC News» of bbc, «The Verge» of theverge, «Wired» of «Wired Magazine» */
    if (n >= 4 && strstr (key, site))
      return TRUE;
    if (len >= 4 && (g_str_has_prefix (site, key) || g_str_has_suffix (site, key)))
      return TRUE;
    if (n == 3 && g_str_has_prefix (key, site) && len <= 12)
      return TRUE;
  }
  return FALSE;
}

/* The last separator, or the first; NULL where there is none. */
static const char *
find_separator (const char *title, gboolean last, gsize *len)
{
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++) {
    const char *at = last ? g_strrstr (title, separators[i]) : strstr (title, separators[i]);

    /* «snake_case» is no title of two parts. */
    if (!at || at == title || (*at == '_' && (guchar) at[-1] < 0x80 && (guchar) at[1] < 0x80))
      continue;
    if (!found || (last ? at > found : at < found)) {
      found = at;
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
    gsize len = 0;
    const char *at = find_separator (left, TRUE, &len);
    g_autofree char *rest = NULL;

    if (!at)
      break;
    if (is_site (sites, at + len)) {
      rest = g_strndup (left, (gsize) (at - left));
    } else {
      at = find_separator (left, FALSE, &len);
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

/* The page's own headings: `n_first` of the first level, then those of the second. */
static GPtrArray *
list_headings (CarrelExtraction *self, guint *n_first)
{
  GPtrArray *headings = g_ptr_array_new_with_free_func (g_free);

  guint tries = 0;

  *n_first = 0;
  for (guint pass = 0; pass < 2; pass++)
    for (CarrelNode *node = self->body; node && headings->len < MAX_HEADINGS && tries < MAX_TRIES; node = carrel_node_next (node, self->body, FALSE)) {
      CarrelNodeInfo *info = carrel_extract_get_info (node);
      g_autofree char *text = NULL;

      if (!info || info->hidden || node->tag != (pass == 0 ? CARREL_TAG_H1 : CARREL_TAG_H2))
        continue;
      tries++;
      text = carrel_node_dup_text (node);
      if (*text && g_utf8_strlen (text, -1) <= MAX_TITLE)
        g_ptr_array_add (headings, carrel_extract_clean_value (text));
      if (pass == 0)
        *n_first = headings->len;
    }
  return headings;
}

/* The first of the headings that is one whole part of «Part | Other part – Third». */
static const char *
find_part (GPtrArray *headings, guint n, const char *title)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  const char *rest = title;

  while (keys->len < 8) {
    gsize len = 0;
    const char *at = find_separator (rest, FALSE, &len);
    g_autofree char *part = g_strndup (rest, at ? (gsize) (at - rest) : strlen (rest));

    g_ptr_array_add (keys, carrel_text_title_key (part, NULL));
    if (!at)
      break;
    rest = at + len;
  }
  for (guint i = 0; i < n; i++) {
    g_autofree char *key = headings->pdata[i] ? carrel_text_title_key (headings->pdata[i], NULL) : NULL;

    if (key && *key && g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
      return headings->pdata[i];
  }
  return NULL;
}

/* The heading that says the same as the title, or as one of its parts. */
static const char *
find_heading (GPtrArray *headings, const char *title)
{
  g_autofree char *key = carrel_text_title_key (title, NULL);
  g_autofree char *padded = g_strdup_printf (" %s ", key);
  const char *best = NULL;
  gsize longest = 0;

  for (guint i = 0; i < headings->len; i++) {
    g_autofree char *other = headings->pdata[i] ? carrel_text_title_key (headings->pdata[i], NULL) : NULL;
    g_autofree char *needle = other ? g_strdup_printf (" %s ", other) : NULL;
    gsize len = other ? strlen (other) : 0;

    if (len == 0)
      continue;
    if (strcmp (other, key) == 0)
      return headings->pdata[i];
    /* A part of it, and more than a word. */
    if (len > longest && len * 3 >= strlen (key) && strstr (padded, needle) && carrel_text_count_words (other, -1) >= 2) {
      best = headings->pdata[i];
      longest = len;
    }
  }
  return best;
}

char *
carrel_extract_find_title (CarrelExtraction *self, const char *meta)
{
  CarrelNode *node = self->head ? carrel_node_find (self->head, CARREL_TAG_TITLE) : NULL;
  guint n_first;
  g_autoptr (GPtrArray) sites = list_sites (self), headings = list_headings (self, &n_first);
  g_autofree char *text = node ? carrel_node_dup_text (node) : NULL, *element = text ? carrel_extract_clean_value (text) : NULL;
  g_autofree char *declared = meta ? carrel_extract_clean_value (meta) : NULL;
  const char *const sources[] = { self->json.title, declared, element };
  g_autofree char *cut = NULL;
  const char *heading;

  /* A declared title that the page shows as a heading is right. */
  for (guint i = 0; i < 2; i++) {
    g_autofree char *one = sources[i] ? cut_site (sites, sources[i]) : NULL;
    g_autofree char *key = one ? carrel_text_title_key (one, NULL) : NULL;

    for (guint h = 0; key && *key && h < headings->len; h++) {
      g_autofree char *other = headings->pdata[h] ? carrel_text_title_key (headings->pdata[h], NULL) : NULL;

      if (other && strcmp (other, key) == 0)
        return g_steal_pointer (&one);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    heading = sources[i] ? find_part (headings, n_first, sources[i]) : NULL;
    if (heading && !is_site (sites, heading))
      return g_strdup (heading);
  }
  for (guint i = 0; i < 2; i++)
    if (sources[i] && !is_site (sites, sources[i])) {
      cut = cut_site (sites, sources[i]);
      return g_steal_pointer (&cut);
    }

  if (element) {
    heading = find_heading (headings, element);
    cut = cut_site (sites, element);
    if (heading && !is_site (sites, heading) && g_utf8_strlen (heading, -1) <= g_utf8_strlen (cut, -1))
      return g_strdup (heading);
    if (!is_site (sites, cut)) {
      /* Nobody puts «|» into a sentence. */
      char *bar = strrchr (cut, '|');

      if (bar) {
        g_autofree char *before = g_strndup (cut, (gsize) (bar - cut));

        if (carrel_text_count_words (before, -1) >= 3)
          return g_strdup (g_strstrip (before));
      }
      return g_steal_pointer (&cut);
    }
  }
  for (guint i = 0; i < headings->len; i++)
    if (headings->pdata[i] && !is_site (sites, headings->pdata[i]))
      return g_strdup (headings->pdata[i]);
  return g_strdup (element);
}

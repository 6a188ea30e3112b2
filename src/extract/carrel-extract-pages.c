/* carrel-extract-pages.c: where an article goes on, when it is spread over several pages.
 *
 * A link counts by its address first: it must be this page's own but for the number of the page. So
 * «next article», a list's next page and a comment's are none, whatever they are called. Among
 * those that are, rel=next, a number or a word for «next» must say it. Nothing is fetched here. Any
 * thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"
#include "base/carrel-uri.h"
#include "model/carrel-address.h"

#include <string.h>

#define MAX_PAGE 200   /* a greater number is no page's */
#define MAX_SUFFIX 50  /* of «story-2»: a greater one is part of the name */
#define MAX_LINKS 5000 /* looked at */
#define MAX_LABEL 120  /* bytes of what a link is called */
#define MANY 4         /* so many <article> are a list of articles */

typedef struct {
  char    *stem; /* (owned): without the number */
  char    *name; /* (owned): the last part of that, without an ending; empty where there is none */
  guint    number; /* 0: none */
  gboolean whole;  /* it says «all» where others say a number */
  gboolean bare;   /* the number is all there is in a part of the path: «/story/2» */
} Place;

static gboolean
is_word (const char *text, gsize len, const char *const *words)
{
  for (; *words; words++)
    if (strlen (*words) == len && g_ascii_strncasecmp (*words, text, len) == 0)
      return TRUE;
  return FALSE;
}

static const char *const page_words[] = { "page",  "p",       "pg",    "pag",    "seite",  "pagina",
                                          "sida",  "side",    "sivu",  "strona", "strana", "oldal",
                                          "sayfa", "halaman", "trang", "part",   "teil",   NULL };
static const char *const page_keys[] = { "page",        "p",       "pg",       "pagenum",
                                         "pageno",      "page_no", "page_num", "pagenumber",
                                         "currentpage", "paged",   "seite",    "pagina",
                                         "pag",         "sida",    "side",     "strona",
                                         "sayfa",       "halaman", NULL };
static const char *const whole_words[] = { "all",        "komplettansicht", "single-page",
                                           "singlepage", "onepage",         "one-page",
                                           "viewall",    "view-all",        "full",
                                           "complete",   "alles",           "allpages",
                                           NULL };
static const char *const whole_keys[] = { "singlepage", "single",  "onepage",  "viewall",
                                          "view_all",   "showall", "show_all", "allpages",
                                          "fullpage",   "pageall", NULL };

/* A number of at most three digits that makes up the text. */
static guint
get_number (const char *text, gsize len)
{
  guint number = 0;

  if (len == 0 || len > 3 || (len > 1 && *text == '0'))
    return 0;
  for (gsize i = 0; i < len; i++) {
    if (!g_ascii_isdigit (text[i]))
      return 0;
    number = number * 10 + (guint) (text[i] - '0');
  }
  return number <= MAX_PAGE ? number : 0;
}

/* ── Addresses ── */

/* «a=1&page=2» without the page. (transfer full) */
static char *
strip_query (const char *query, Place *place)
{
  g_auto (GStrv) parts = g_strsplit (query, "&", 100);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; parts[i]; i++) {
    const char *equals = strchr (parts[i], '=');
    gsize       len = equals ? (gsize) (equals - parts[i]) : strlen (parts[i]);
    const char *value = equals ? equals + 1 : "";
    guint       number = get_number (value, strlen (value));

    if (is_word (parts[i], len, page_keys) && (number > 0 || strcmp (value, "0") == 0) &&
        place->number == 0) {
      place->number = number;
      continue;
    }
    if ((is_word (parts[i], len, page_keys) ||
         is_word (parts[i], len, (const char *const[]) { "view", "show", NULL })) &&
        is_word (value, strlen (value), whole_words)) {
      place->whole = TRUE;
      continue;
    }
    if (is_word (parts[i], len, whole_keys) &&
        (!*value || is_word (value, strlen (value),
                             (const char *const[]) { "1", "true", "yes", "all", NULL }))) {
      place->whole = TRUE;
      continue;
    }
    if (rest->len > 0)
      g_string_append_c (rest, '&');
    g_string_append (rest, parts[i]);
  }
  return g_string_free (rest, FALSE);
}

/* «story-2.html», «story_p2», «story,2.html», «story-page-2»: how much of the name is the story's.
 */
static gsize
find_suffix (const char *name, gsize len, Place *place)
{
  gsize digits = len, word, at;
  guint number;

  while (digits > 0 && g_ascii_isdigit (name[digits - 1]))
    digits--;
  number = get_number (name + digits, len - digits);
  if (number == 0 || number > MAX_SUFFIX || digits == 0)
    goto whole;
  word = digits;
  while (word > 0 && strchr ("-_,.", name[word - 1]))
    word--;
  at = word;
  while (at > 0 && g_ascii_isalpha (name[at - 1]))
    at--;
  if (at > 0 && strchr ("-_,.", name[at - 1]) && is_word (name + at, word - at, page_words)) {
    place->number = number;
    return at - 1;
  }
  if (word < digits && word > 0) {
    place->number = number;
    return word;
  }
  return len;

whole:
  for (guint i = 0; whole_words[i]; i++) {
    gsize n = strlen (whole_words[i]);

    if (len > n + 1 && strchr ("-_,", name[len - n - 1]) &&
        g_ascii_strncasecmp (name + len - n, whole_words[i], n) == 0) {
      place->whole = TRUE;
      return len - n - 1;
    }
  }
  return len;
}

/* The path without the page. (transfer full) */
static char *
strip_path (const char *path, Place *place)
{
  g_autofree char *clean = g_strdup (path);
  char            *last, *before, *dot;
  gsize            len = strlen (clean), name;
  guint            number;

  while (len > 1 && clean[len - 1] == '/')
    clean[--len] = '\0';
  last = strrchr (clean, '/');
  if (!last || place->number > 0 || place->whole)
    return g_steal_pointer (&clean);

  /* …/page/2, …/2, …/page2 */
  number = get_number (last + 1, strlen (last + 1));
  *last = '\0';
  before = strrchr (clean, '/');
  if (number > 0 && before && is_word (before + 1, strlen (before + 1), page_words)) {
    *before = '\0';
    place->number = number;
    return g_steal_pointer (&clean);
  }
  if (number > 0 && before) {
    place->number = number;
    place->bare = TRUE;
    return g_steal_pointer (&clean);
  }
  if (is_word (last + 1, strlen (last + 1), whole_words)) {
    place->whole = TRUE;
    return g_steal_pointer (&clean);
  }
  for (gsize n = strlen (last + 1), i = n; i > 0 && g_ascii_isdigit (last[i]); i--) {
    gsize word = i - 1;

    if (word > 0 && strchr ("-_", last[word]))
      word--;
    if (word > 0 && is_word (last + 1, word, page_words) && get_number (last + i, n - i + 1) > 0) {
      place->number = get_number (last + i, n - i + 1);
      return g_steal_pointer (&clean);
    }
  }
  *last = '/';

  dot = strrchr (last, '.');
  name = dot && strlen (dot) <= 6 && dot > last + 1 && g_ascii_isalpha (dot[1])
             ? (gsize) (dot - last - 1)
             : strlen (last + 1);
  {
    gsize kept = find_suffix (last + 1, name, place);

    if (kept < name)
      memmove (last + 1 + kept, last + 1 + name, strlen (last + 1 + name) + 1);
  }
  return g_steal_pointer (&clean);
}

static gboolean
read_place (const char *address, Place *place)
{
  g_auto (CarrelUri) uri = { 0 };
  g_autofree char *query = NULL, *path = NULL, *text = NULL;

  memset (place, 0, sizeof *place);
  if (!carrel_uri_take_apart (address, &uri))
    return FALSE;
  query = strip_query (uri.query ? uri.query : "", place);
  path = strip_path (uri.path, place);
  text = g_strconcat ("https://", uri.host, path, *query ? "?" : "", query, NULL);
  place->stem = carrel_address_key (text);
  if (place->stem) {
    const char *name = strrchr (place->stem, '/');

    place->name = name ? g_strndup (name + 1, strcspn (name + 1, "?.")) : g_strdup ("");
  }
  return place->stem != NULL;
}

static void
clear_place (Place *place)
{
  g_clear_pointer (&place->stem, g_free);
  g_clear_pointer (&place->name, g_free);
}

/* ── Which of them are an article's ── */

/* Front pages, and the lists of a blog, a category, an author. */
static gboolean
is_list (CarrelExtraction *self, const Place *here)
{
  static const char *const words[] = { "blog",   "news",    "category", "categories",
                                       "tag",    "tags",    "topic",    "topics",
                                       "author", "authors", "archive",  "archives",
                                       "search", "latest",  "index",    NULL };
  const GPtrArray         *marked = carrel_html_get_marked (self->html);
  const char              *path = strchr (here->stem, '/'), *name;
  guint                    n = 0;

  if (!path || !path[1])
    return TRUE;
  name = strrchr (path, '/') + 1;
  if (is_word (name, strcspn (name, "?"), words) || strstr (path, "/category/") ||
      strstr (path, "/tag/") || strstr (path, "/author/"))
    return TRUE;
  if (self->json.title)
    return FALSE;
  for (guint i = 0; i < marked->len && n < MANY; i++)
    n += ((const CarrelNode *) marked->pdata[i])->tag == CARREL_TAG_ARTICLE;
  return n >= MANY;
}

/* «/news/1» and «/news/2» are two articles; «/the-tides-of-orrin/2» is one's second page. */
static gboolean
has_name (const char *stem)
{
  const char *name = strrchr (stem, '/');
  guint       dashes = 0;

  for (; name && *name; name++)
    dashes += *name == '-' || *name == '_';
  return dashes >= 2;
}

/* ── What a link is called ── */

static gboolean
is_next (const char *label, gsize len)
{
  static const char *const phrases[] = {
    "next page",
    "next",
    "continue to page",
    "continue on page",
    "page suivante",
    "suivant",
    "suivante",
    "nachste seite",
    "weiter",
    "pagina siguiente",
    "siguiente",
    "proxima pagina",
    "proxima",
    "seguinte",
    "pagina successiva",
    "pagina seguente",
    "successiva",
    "avanti",
    "volgende pagina",
    "volgende",
    "nasta sida",
    "nasta",
    "naste side",
    "neste side",
    "neste",
    "seuraava",
    "nastepna strona",
    "nastepna",
    "dalsi strana",
    "dalsi",
    "dalsia strana",
    "kovetkezo",
    "pagina urmatoare",
    "следующая страница",
    "следующая",
    "далее",
    "вперед",
    "наступна",
    "следваща",
    "sonraki sayfa",
    "sonraki",
    "sonraki >",
    "επομενη σελιδα",
    "επομενη",
    "الصفحة التالية",
    "التالي",
    "صفحه بعد",
    "העמוד הבא",
    "לעמוד הבא",
    "下一页",
    "下一頁",
    "下页",
    "次のページ",
    "次へ",
    "다음 페이지",
    "다음",
    "trang sau",
    "halaman berikutnya",
    "selanjutnya",
    "หน้าถัดไป",
    "ถัดไป",
    "अगला पृष्ठ",
    ">",
    ">>",
    "›",
    "»",
    "→",
    "⟩",
    NULL,
  };
  static gsize       once;
  const char *const *folded = carrel_text_fold_table (&once, phrases);

  while (len > 2 && strchr (" >", label[len - 1]))
    len--;
  for (guint i = 0; folded[i]; i++) {
    gsize n = strlen (folded[i]);

    if (len >= n && strncmp (label, folded[i], n) == 0 &&
        (len == n || strchr (" :>\xc2\xe2", label[n])) && len <= n + 12)
      return TRUE;
  }
  return FALSE;
}

/* One of its parts does. */
static gboolean
says_next (const char *label)
{
  for (gsize len; *label; label += len + (label[len] != '\0')) {
    len = strcspn (label, "|");
    if (is_next (label, len))
      return TRUE;
  }
  return FALSE;
}

/* The number stands in it, by itself. */
static gboolean
names_number (const char *label, guint number)
{
  g_autofree char *digits = g_strdup_printf ("%u", number);
  gsize            len = strlen (digits);

  for (const char *p = strstr (label, digits); p; p = strstr (p + 1, digits))
    if ((p == label || !g_ascii_isalnum (p[-1])) && !g_ascii_isalnum (p[len]))
      return TRUE;
  return FALSE;
}

/* Text, title and name for those who don't see it. (transfer full) */
static char *
dup_label (CarrelNode *link)
{
  static const char *const attributes[] = { "aria-label", "title" };
  g_autofree char         *text = carrel_node_dup_text (link);
  g_autoptr (GString) label = g_string_new (strlen (text) <= MAX_LABEL ? text : "");

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++) {
    const char *value = carrel_node_get (link, attributes[i]);

    if (value && *value && strlen (value) <= MAX_LABEL) {
      if (label->len == 0)
        g_string_assign (label, value);
      else if (strcmp (label->str, value) != 0)
        g_string_append_printf (label, "|%s", value);
    }
  }
  return carrel_text_fold (label->str);
}

/* ── The page ── */

/* A look at the raw address, which most links don't pass: it has the name of this page, or is
 * short. */
static gboolean
may_lead_on (const char *href, const Place *here)
{
  return *href == '?' || !*here->name || strlen (href) <= 12 || strstr (href, here->name) ||
         strchr (here->name, '%');
}

static void
look_at_link (CarrelExtraction *self, CarrelNode *link, const char *href, const Place *here)
{
  g_autofree char *address = carrel_address_resolve (self->base, href),
                  *clean = address ? carrel_address_normalize (address) : NULL, *label = NULL;
  gboolean said;
  Place    there;

  if (!clean || !read_place (clean, &there))
    return;
  if (strcmp (here->stem, there.stem) == 0 && (there.number > 0 || there.whole) &&
      (!there.bare || here->number == 0 || has_name (here->stem))) {
    label = link->tag == CARREL_TAG_A ? dup_label (link) : g_strdup ("");
    said = carrel_node_has_word (link, "rel", "next") || says_next (label);
    if (there.whole && !here->whole && !self->draft->whole && link->tag == CARREL_TAG_A && *label)
      self->draft->whole = g_steal_pointer (&clean);
    else if (!self->draft->next && !there.whole &&
             /* Some count from 0: the page after the first, which has no number, is 1. */
             (here->number > 0 ? there.number == here->number + 1 &&
                                     (said || names_number (label, there.number) ||
                                      names_number (label, there.number + 1))
                               : (there.number == 2 && (said || names_number (label, 2))) ||
                                     (there.number == 1 && (said || names_number (label, 2)) &&
                                      !names_number (label, 1))))
      self->draft->next = g_steal_pointer (&clean);
  }
  clear_place (&there);
}

void
carrel_extract_find_pages (CarrelExtraction *self)
{
  const GPtrArray *marked = carrel_html_get_marked (self->html);
  const char      *address = self->address ? self->address : self->base;
  guint            n = 0;
  Place            here;

  if (!address || self->talk || !read_place (address, &here))
    return;
  if (!is_list (self, &here))
    for (guint i = 0;
         i < marked->len && n < MAX_LINKS && !(self->draft->next && self->draft->whole); i++) {
      CarrelNode *node = marked->pdata[i];
      const char *href;

      if (node->tag != CARREL_TAG_A &&
          !(node->tag == CARREL_TAG_LINK && carrel_node_has_word (node, "rel", "next")))
        continue;
      n++;
      href = carrel_node_get (node, "href");
      if (href && *href && *href != '#' && may_lead_on (href, &here))
        look_at_link (self, node, href, &here);
    }
  clear_place (&here);
}

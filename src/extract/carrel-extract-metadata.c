/* carrel-extract-metadata.c: title, author, dates and the rest, from where pages say them.
 *
 * Order of trust: JSON-LD, <meta> (a table says which name counts before which), the page's own
 * elements (rel, itemprop, property, class), the lines around its heading, the address. Where each
 * value comes from is kept in the draft. Nothing is taken out of the tree here. Any thread.
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

/* ── <meta> ── */

typedef enum {
  TITLE,
  BYLINE,
  SITE,
  EXCERPT,
  IMAGE,
  LANGUAGE,
  ADDRESS,
  PUBLISHED,
  MODIFIED,
  TIER,
  N_FIELDS,
} Field;

/* Of one field, those that stand first count before those that follow. */
static const struct {
  const char *name;
  Field       field;
} names[] = {
  { "dc:title", TITLE },
  { "dcterm:title", TITLE },
  { "dc.title", TITLE },
  { "dcterms.title", TITLE },
  { "og:title", TITLE },
  { "twitter:title", TITLE },
  { "parsely-title", TITLE },
  { "citation_title", TITLE },
  { "sailthru.title", TITLE },
  { "weibo:article:title", TITLE },
  { "weibo:webpage:title", TITLE },
  { "title", TITLE },
  { "headline", TITLE },

  { "citation_author", BYLINE },
  { "citation_authors", BYLINE },
  { "dc:creator", BYLINE },
  { "dcterm:creator", BYLINE },
  { "article:author", BYLINE },
  { "article:author_name", BYLINE },
  { "author", BYLINE },
  { "og:article:author", BYLINE },
  { "parsely-author", BYLINE },
  { "dc.creator", BYLINE },
  { "dcterms.creator", BYLINE },
  { "sailthru.author", BYLINE },
  { "byl", BYLINE },
  { "byline", BYLINE },
  { "creator", BYLINE },
  { "twitter:data", BYLINE }, /* where its label says that it is a name */

  { "og:site_name", SITE },
  { "application-name", SITE },
  { "apple-mobile-web-app-title", SITE },
  { "dc.publisher", SITE },
  { "citation_journal_title", SITE },

  { "og:description", EXCERPT },
  { "description", EXCERPT },
  { "twitter:description", EXCERPT },
  { "dc.description", EXCERPT },
  { "dcterms.description", EXCERPT },
  { "dc:description", EXCERPT },
  { "sailthru.description", EXCERPT },
  { "weibo:article:description", EXCERPT },
  { "abstract", EXCERPT },
  { "citation_abstract", EXCERPT },

  { "og:image:secure_url", IMAGE },
  { "og:image", IMAGE },
  { "og:image:url", IMAGE },
  { "twitter:image", IMAGE },
  { "twitter:image:src", IMAGE },
  { "sailthru.image.full", IMAGE },
  { "parsely-image-url", IMAGE },

  { "content-language", LANGUAGE },
  { "language", LANGUAGE },
  { "dc.language", LANGUAGE },
  { "inlanguage", LANGUAGE },
  { "og:locale", LANGUAGE },

  { "og:url", ADDRESS },

  { "article:published_time", PUBLISHED },
  { "og:article:published_time", PUBLISHED },
  { "datepublished", PUBLISHED },
  { "article:published", PUBLISHED },
  { "parsely-pub-date", PUBLISHED },
  { "sailthru.date", PUBLISHED },
  { "citation_publication_date", PUBLISHED },
  { "citation_online_date", PUBLISHED },
  { "dcterms.created", PUBLISHED },
  { "dcterms.issued", PUBLISHED },
  { "dc.date.issued", PUBLISHED },
  { "dcterms.date", PUBLISHED },
  { "dc.date", PUBLISHED },
  { "pubdate", PUBLISHED },
  { "publishdate", PUBLISHED },
  { "publish-date", PUBLISHED },
  { "publish_date", PUBLISHED },
  { "publication_date", PUBLISHED },
  { "published_time", PUBLISHED },
  { "article.published", PUBLISHED },
  { "article_date_original", PUBLISHED },
  { "og:pubdate", PUBLISHED },
  { "citation_date", PUBLISHED },
  { "date", PUBLISHED },
  { "created", PUBLISHED },
  { "datecreated", PUBLISHED },

  { "article:modified_time", MODIFIED },
  { "og:updated_time", MODIFIED },
  { "datemodified", MODIFIED },
  { "article:modified", MODIFIED },
  { "dcterms.modified", MODIFIED },
  { "dc.date.modified", MODIFIED },
  { "last-modified", MODIFIED },
  { "lastmod", MODIFIED },

  { "article:content_tier", TIER },
};

#define N_NAMES G_N_ELEMENTS (names)

typedef struct {
  const char *value[N_FIELDS]; /* lent by the tree */
  const char *from[N_FIELDS];  /* static */
  guint       rank[N_FIELDS];
  char       *authors; /* (owned) (nullable): several of one name */
} Meta;

/* Folded name → its place in the table + 1. */
static GHashTable *
get_names (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < N_NAMES; i++)
      g_hash_table_insert (table, (gpointer) names[i].name, GUINT_TO_POINTER (i + 1));
    g_once_init_leave (&once, GPOINTER_TO_SIZE (table));
  }
  return GSIZE_TO_POINTER (once);
}

/* A name that no table has, but that says what it is: «w-published-date», «cXenseParse:author». */
static gboolean
guess_field (const char *name, Field *field)
{
  gboolean day = strstr (name, "date") || strstr (name, "time") || g_str_has_suffix (name, "_at") ||
                 g_str_has_suffix (name, "-at");

  if (strstr (name, "banner"))
    return FALSE; /* of the app's advertisement */
  if (g_str_has_suffix (name, ":author") || g_str_has_suffix (name, ".author") ||
      g_str_has_suffix (name, "-author") || g_str_has_suffix (name, "_author"))
    *field = BYLINE;
  else if (day && (strstr (name, "modif") || strstr (name, "updated") || strstr (name, "lastmod")))
    *field = MODIFIED;
  else if ((day && (strstr (name, "publish") || strstr (name, "created") ||
                    strstr (name, "issued") || strstr (name, "posted"))) ||
           strstr (name, "pubdate"))
    *field = PUBLISHED;
  else
    return FALSE;
  return TRUE;
}

static void
take_author (Meta *meta, guint rank, const char *from, const char *content)
{
  gboolean turned = from && (g_str_has_prefix (from, "citation_") || g_str_has_prefix (from, "dc"));
  g_autofree char *plain = turned ? carrel_extract_turn_name (content) : NULL;
  g_autofree char *byline = carrel_extract_clean_byline (plain ? plain : content);

  if (!byline)
    return; /* an address of a profile; a worse name may say more */
  if (meta->authors && meta->rank[BYLINE] == rank) {
    if (!strstr (meta->authors, byline) && strlen (meta->authors) < 250) {
      char *both = g_strdup_printf ("%s, %s", meta->authors, byline);

      g_free (meta->authors);
      meta->authors = both;
    }
    return;
  }
  if (meta->authors && meta->rank[BYLINE] < rank)
    return;
  g_free (meta->authors);
  meta->authors = g_steal_pointer (&byline);
  meta->rank[BYLINE] = rank;
  meta->from[BYLINE] = from;
}

static void
take_meta (Meta *meta, const char *name, gboolean property, const char *content)
{
  g_autofree char *key = g_ascii_strdown (name, -1);
  guint            i = GPOINTER_TO_UINT (g_hash_table_lookup (get_names (), key));
  guint            rank = i ? 2 * i + !property : 2 * (guint) N_NAMES + 2;
  const char      *from = i ? names[i - 1].name : "meta";
  Field            field = i ? names[i - 1].field : TITLE;

  content += strspn (content, " \t\r\n");
  if (!*content || (!i && !guess_field (key, &field)))
    return;
  if (field == BYLINE) {
    take_author (meta, rank, from, content);
    return;
  }
  if (meta->value[field] && meta->rank[field] <= rank)
    return;
  if ((field == PUBLISHED || field == MODIFIED) && !carrel_time_parse (content))
    return;
  meta->value[field] = content;
  meta->rank[field] = rank;
  meta->from[field] = from;
}

static void
read_meta (Meta *meta, const CarrelSurvey *survey)
{
  static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };
  gboolean                 names_follow = FALSE;

  for (guint n = 0; n < survey->metas->len; n++) {
    CarrelNode *node = survey->metas->pdata[n];
    const char *content = carrel_node_get (node, "content");

    for (guint i = 0; content && i < G_N_ELEMENTS (keys); i++) {
      const char *key = carrel_node_get (node, keys[i]);

      if (!key)
        continue;
      /* «Written by», and in the next its name. */
      if (g_str_has_prefix (key, "twitter:label"))
        names_follow = carrel_extract_is_lead (content);
      else if (g_str_has_prefix (key, "twitter:data") && names_follow)
        take_meta (meta, "twitter:data", i == 0, content);
      /* «property="og:title twitter:title"» */
      while (*key) {
        gsize            blank = strspn (key, " \t\n"), len = strcspn (key + blank, " \t\n");
        g_autofree char *word = g_strndup (key + blank, len);

        if (len > 0)
          take_meta (meta, word, i == 0, content);
        key += blank + len;
      }
    }
  }
}

/* (nullable) */
static const char *
find_link (const CarrelSurvey *survey, const char *rel)
{
  for (guint i = 0; i < survey->links->len; i++)
    if (carrel_node_has_word (survey->links->pdata[i], "rel", rel))
      return carrel_node_get (survey->links->pdata[i], "href");
  return NULL;
}

/* ── The draft ── */

static void
set_base (CarrelExtraction *self, const CarrelSurvey *survey)
{
  if (survey->base)
    self->base = carrel_address_resolve (self->address, carrel_node_get (survey->base, "href"));
  if (self->base && g_str_has_prefix (self->base, "mailto:"))
    g_clear_pointer (&self->base, g_free);
  if (!self->base)
    self->base = g_strdup (self->address);
}

static char *
resolve (CarrelExtraction *self, const char *reference)
{
  g_autofree char *address =
      reference && *reference ? carrel_address_resolve (self->base, reference) : NULL;

  return address && !g_str_has_prefix (address, "mailto:") ? g_steal_pointer (&address) : NULL;
}

static void
set_canonical (CarrelExtraction *self, const CarrelSurvey *survey, const char *og)
{
  g_autofree char *address = resolve (self, find_link (survey, "canonical"));
  const char      *from = "canonical";

  if (!address || (self->address && !carrel_address_canonical_counts (self->address, address))) {
    g_free (address);
    address = resolve (self, og);
    from = "og:url";
  }
  if (address && self->address && carrel_address_canonical_counts (self->address, address)) {
    g_autofree char *normal = carrel_address_normalize (address);

    if (normal) {
      self->draft->canonical = carrel_address_strip_tracking (normal);
      self->draft->from[CARREL_DRAFT_CANONICAL] = from;
    }
  }
}

/* A language tag in the form of BCP 47. (transfer full) (nullable) */
static char *
clean_language (const char *value)
{
  g_autofree char *tag = NULL;

  if (!value)
    return NULL;
  value += strspn (value, " ");
  tag = g_strndup (value, strcspn (value, ",; "));
  g_strdelimit (tag, "_", '-');
  if (strlen (tag) < 2 || strlen (tag) > 20 || !g_ascii_isalpha (tag[0]) ||
      !g_ascii_isalpha (tag[1]))
    return NULL;
  for (const char *p = tag; *p; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return NULL;
  /* «utf-8», «iso-8859-1» are none: a part of one character has others behind it. */
  if (strlen (tag) >= 2 && tag[strlen (tag) - 2] == '-')
    return NULL;
  return strcspn (tag, "-") <= 3 ? g_steal_pointer (&tag) : NULL;
}

static void
set_language (CarrelExtraction *self, const Meta *meta)
{
  CarrelNode *root = carrel_html_get_root (self->html);
  const struct {
    const char *value, *from;
  } places[] = {
    { carrel_node_get (root, "lang"), "html" },
    { carrel_node_get (root, "xml:lang"), "html" },
    { carrel_node_get (self->body, "lang"), "html" },
    { meta->value[LANGUAGE], meta->from[LANGUAGE] },
    { self->json.language, "json-ld" },
  };
  const char *dir = carrel_node_get (root, "dir");

  for (guint i = 0; i < G_N_ELEMENTS (places) && !self->draft->language; i++) {
    self->draft->language = clean_language (places[i].value);
    self->draft->from[CARREL_DRAFT_LANGUAGE] = self->draft->language ? places[i].from : NULL;
  }
  if (!dir)
    dir = carrel_node_get (self->body, "dir");
  self->draft->rtl = dir && g_ascii_strcasecmp (dir, "rtl") == 0;
}

/* ── When ── */

static void
set_published (CarrelDraft *draft, gint64 time, int offset, const char *from)
{
  draft->published = time;
  draft->published_offset = offset;
  draft->from[CARREL_DRAFT_PUBLISHED] = from;
}

static void
set_dates (CarrelExtraction         *self,
           const CarrelSurvey       *survey,
           const Meta               *meta,
           const CarrelHeadingFound *heading)
{
  CarrelDraft           *draft = self->draft;
  const CarrelTimeFound *shown = carrel_survey_choose_time (survey, heading, self->talk, FALSE);
  const CarrelTimeFound *changed = carrel_survey_choose_time (survey, heading, self->talk, TRUE);
  gint64                 in_address = carrel_extract_find_time_in_address (self->address);
  int                    offset = 0;
  gint64                 time = carrel_time_read (meta->value[PUBLISHED], survey->order, &offset);

  if (self->json.published)
    set_published (draft, self->json.published, self->json.published_offset, "json-ld");
  else if (time)
    set_published (draft, time, offset, meta->from[PUBLISHED]);
  else if (shown &&
           (!in_address || shown->trust >= 3 || ABS (shown->time - in_address) < 2 * 86400))
    set_published (draft, shown->time, shown->offset, shown->from);
  else if (in_address)
    set_published (draft, in_address, 0, "address");

  time = carrel_time_read (meta->value[MODIFIED], survey->order, &offset);
  if (self->json.modified) {
    draft->modified = self->json.modified;
    draft->modified_offset = self->json.modified_offset;
    draft->from[CARREL_DRAFT_MODIFIED] = "json-ld";
  } else if (time) {
    draft->modified = time;
    draft->modified_offset = offset;
    draft->from[CARREL_DRAFT_MODIFIED] = meta->from[MODIFIED];
  } else if (changed) {
    draft->modified = changed->time;
    draft->modified_offset = changed->offset;
    draft->from[CARREL_DRAFT_MODIFIED] = changed->from;
  }
  /* A page that shows only when it was last changed: that, and it is said. */
  if (!draft->published && changed)
    set_published (draft, changed->time, changed->offset, "modified");
}

/* ── The rest ── */

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

/* What a link to the front page is called, when it stands in the page's title too. (transfer full)
 * (nullable) */
static char *
find_front_name (CarrelExtraction *self, const CarrelSurvey *survey)
{
  g_autofree char *text = survey->title ? carrel_node_dup_text (survey->title) : NULL,
                  *title = text ? carrel_extract_clean_value (text) : NULL,
                  *site = self->address ? carrel_address_dup_domain (self->address) : NULL;
  guint n = 0;

  if (!title || !self->base || strlen (title) > CARREL_MAX_VALUE)
    return NULL;
  for (CarrelNode *node = self->body; node && n < MAX_FRONT_LINKS;
       node = carrel_node_next (node, self->body, FALSE)) {
    const char      *href = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A
                                ? carrel_node_get (node, "href")
                                : NULL;
    g_autofree char *name = NULL, *line = NULL, *address = NULL;
    gboolean         home;

    if (!href || strlen (href) > MAX_FRONT)
      continue;
    n++;
    home = (node->names & CARREL_NAME_BIT ("rel")) && carrel_node_has_word (node, "rel", "home");
    if (!home && !may_lead_to_front (href))
      continue;
    line = carrel_survey_dup_text (node, MAX_FRONT);
    name = line ? carrel_extract_clean_value (line) : NULL;
    if (!name || g_utf8_strlen (name, -1) < 3 || !ends_title (title, name))
      continue;
    address = home ? NULL : resolve (self, href);
    if (home || (address && carrel_address_is_front_page (address) && is_of_site (address, site)))
      return dup_last_part (title, name);
  }
  return NULL;
}

/* What a feed or a search of the site is called, up to what says that it is one («Harbour Post »
 * Feed»), when it stands in the page's title too. (transfer full) (nullable) */
static char *
find_feed_name (const CarrelSurvey *survey)
{
  static const char *const behind[] = { " »", " RSS", " Feed", " - ", " Atom", " (" };
  g_autofree char         *text = survey->title ? carrel_node_dup_text (survey->title) : NULL,
                  *title = text ? carrel_extract_clean_value (text) : NULL;

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
  g_autofree char *domain = self->address ? carrel_address_dup_domain (self->address) : NULL;
  const char      *dot = strchr (name, '.');

  return domain && dot && dot > name && g_ascii_isalpha (dot[1]) && !strchr (name, ' ') &&
         (g_strcmp0 (from, "application-name") == 0 ||
          g_strcmp0 (from, "apple-mobile-web-app-title") == 0) &&
         g_ascii_strncasecmp (domain, name, (gsize) (dot - name)) != 0;
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
  g_autofree char *text = survey->title ? carrel_node_dup_text (survey->title) : NULL,
                  *title = text ? carrel_extract_clean_value (text) : NULL;

  return title && strchr (title, ' ') && strcmp (title, site) == 0;
}

static void
set_site (CarrelExtraction *self, const CarrelSurvey *survey, const Meta *meta)
{
  CarrelDraft *draft = self->draft;

  draft->site = meta->value[SITE] ? carrel_extract_clean_value (meta->value[SITE]) : NULL;
  if (draft->site &&
      (is_title (survey, draft->site) || is_of_program (self, draft->site, meta->from[SITE])))
    g_clear_pointer (&draft->site, g_free);
  draft->from[CARREL_DRAFT_SITE] = draft->site ? meta->from[SITE] : NULL;
  if (!draft->site && self->json.site) {
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

static void
set_excerpt (CarrelExtraction *self, const CarrelSurvey *survey, const Meta *meta)
{
  CarrelDraft *draft = self->draft;

  draft->excerpt = meta->value[EXCERPT] ? carrel_extract_clean_value (meta->value[EXCERPT]) : NULL;
  draft->from[CARREL_DRAFT_EXCERPT] = draft->excerpt ? meta->from[EXCERPT] : NULL;
  if (!draft->excerpt && self->json.excerpt) {
    draft->excerpt = g_strdup (self->json.excerpt);
    draft->from[CARREL_DRAFT_EXCERPT] = "json-ld";
  }
  if (!draft->excerpt && survey->description) {
    g_autofree char *text = carrel_survey_dup_text (survey->description, CARREL_MAX_VALUE);

    draft->excerpt = text ? carrel_extract_clean_value (text) : NULL;
    draft->from[CARREL_DRAFT_EXCERPT] = draft->excerpt ? "microdata" : NULL;
  }
}

static void
set_image (CarrelExtraction *self, const CarrelSurvey *survey, const Meta *meta)
{
  static const char *const attributes[] = { "content", "src", "href" };
  const char              *shown = NULL;
  struct {
    const char *value, *from;
  } places[] = { { meta->value[IMAGE], meta->from[IMAGE] },
                 { self->json.image, "json-ld" },
                 { find_link (survey, "image_src"), "image_src" },
                 { NULL, "microdata" } };

  for (guint i = 0; survey->image && !shown && i < G_N_ELEMENTS (attributes); i++)
    shown = carrel_node_get (survey->image, attributes[i]);
  places[3].value = shown;
  for (guint i = 0; i < G_N_ELEMENTS (places) && !self->draft->image; i++) {
    self->draft->image = resolve (self, places[i].value);
    self->draft->from[CARREL_DRAFT_IMAGE] = self->draft->image ? places[i].from : NULL;
  }
}

static void
add_amp (CarrelExtraction *self, const CarrelSurvey *survey)
{
  const char *amp = find_link (survey, "amphtml");
  char       *address = amp ? resolve (self, amp) : NULL;

  if (address && self->address && carrel_address_canonical_counts (self->address, address))
    g_ptr_array_add (self->draft->addresses, address);
  else
    g_free (address);
}

void
carrel_extract_metadata (CarrelExtraction *self)
{
  CarrelSurvey              survey = { 0 };
  Meta                      meta = { 0 };
  const CarrelHeadingFound *heading;
  g_autofree char          *headline = NULL,
                  *host = self->address ? carrel_address_dup_display_host (self->address) : NULL;

  carrel_survey_head (&survey, self->html);
  set_base (self, &survey);
  carrel_json_ld_read (&self->json, survey.scripts, self->address);
  self->talk = carrel_extract_find_talk (self, survey.declared);
  carrel_extract_mark (self, self->body);
  if (self->talk != CARREL_TALK_FORUM && carrel_extract_is_all_talk (self)) {
    self->talk = CARREL_TALK_FORUM;
    carrel_extract_mark (self, self->body);
  }
  read_meta (&meta, &survey);
  set_language (self, &meta);
  set_site (self, &survey, &meta);
  survey.order = carrel_time_guess_order (self->draft->language, host);
  carrel_survey_body (&survey, self);

  headline = survey.headline ? carrel_survey_dup_text (survey.headline, CARREL_MAX_VALUE) : NULL;
  heading =
      carrel_extract_set_title (self, &survey, meta.value[TITLE] ? meta.value[TITLE] : headline,
                                meta.value[TITLE] ? meta.from[TITLE] : "microdata");
  if (!heading)
    for (guint i = 0; i < survey.headings->len && !heading; i++)
      if (g_array_index (survey.headings, CarrelHeadingFound, i).level == 1 &&
          !g_array_index (survey.headings, CarrelHeadingFound, i).aside)
        heading = &g_array_index (survey.headings, CarrelHeadingFound, i);
  if (!heading)
    heading = carrel_extract_find_title_line (self, &survey);
  if (heading && !heading->aside)
    for (CarrelNode *node = heading->node; node; node = node->parent)
      if (carrel_extract_get_info (node))
        ((CarrelNodeInfo *) node->data)->holds_title = TRUE;
  if (heading)
    carrel_survey_lines (&survey, self->body, heading, self->talk);
  carrel_extract_set_byline (self, &survey, heading, meta.authors, meta.from[BYLINE]);
  set_dates (self, &survey, &meta, heading);
  set_excerpt (self, &survey, &meta);
  set_image (self, &survey, &meta);
  set_canonical (self, &survey, meta.value[ADDRESS]);
  if (meta.value[TIER] && (g_ascii_strcasecmp (meta.value[TIER], "locked") == 0 ||
                           g_ascii_strcasecmp (meta.value[TIER], "metered") == 0))
    self->json.locked = TRUE;
  add_amp (self, &survey);
  g_free (meta.authors);
  carrel_survey_clear (&survey);
}

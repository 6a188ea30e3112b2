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

#define NEAR 12 /* texts from the heading: what is shown there is the article's */

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

/* «title: "The light"»: fields above the page are its own. What they hold lives as long as they do.
 */
static void
read_front_matter (Meta *meta, char **lines)
{
  for (guint i = 1; lines && lines[i]; i++) {
    char *colon = strchr (lines[i], ':'), *value;
    gsize len;

    if (!colon || colon == lines[i] || *lines[i] == ' ')
      continue;
    *colon = '\0';
    value = g_strstrip (colon + 1);
    len = strlen (value);
    if (len >= 2 && (*value == '"' || *value == '\'') && value[len - 1] == *value) {
      value[len - 1] = '\0';
      value++;
    }
    if (!strchr ("[{|>&*!", *value))
      take_meta (meta,
                 strcmp (lines[i], "lang") == 0          ? "language"
                 : strcmp (lines[i], "author_name") == 0 ? "author"
                                                         : lines[i],
                 TRUE, value);
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

/* The page is a list of what was written in a time, on a subject or by somebody, as programs for
 * blogs say at its body: a day that it shows is that of one entry, unless it is the only one. */
static gboolean
is_list_of_entries (CarrelExtraction *self, const CarrelSurvey *survey)
{
  static const char *const lists[] = { "archive", "archives", "search-results" };
  gboolean                 is_one = FALSE;
  gint64                   first = 0;

  for (guint i = 0; self->body->n_attributes > 0 && i < G_N_ELEMENTS (lists); i++)
    is_one |= carrel_node_has_word (self->body, "class", lists[i]);
  for (guint i = 0; is_one && i < survey->times->len; i++) {
    gint64 time = g_array_index (survey->times, CarrelTimeFound, i).time / 86400;

    if (first && time != first)
      return TRUE;
    first = time;
  }
  return FALSE;
}

/* The draft has the day that was found, in numbers whose order goes by the language. */
static gboolean
is_numeric (const CarrelTimeFound *found,
            const CarrelDraft     *draft,
            CarrelDraftField       field,
            gint64                 time)
{
  return found && found->numeric && found->time == time &&
         (draft->from[field] == found->from || g_strcmp0 (draft->from[field], "modified") == 0);
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

  if ((shown || changed) && is_list_of_entries (self, survey))
    shown = changed = NULL;
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
  /* What was changed before it was published was published again, or moved: both days are a
   * program's, and the earlier one above the text is the writer's. */
  if (!self->talk && shown && heading && draft->modified &&
      draft->modified + (shown->trust >= 2 ? 0 : 3600) < draft->published &&
      shown->time + 86400 < draft->modified && shown->at <= heading->at + NEAR &&
      shown->at + NEAR >= heading->at)
    set_published (draft, shown->time, shown->offset, shown->from);
  /* A page that shows only when it was last changed: that, and it is said. */
  if (!draft->published && changed)
    set_published (draft, changed->time, changed->offset, "modified");
  self->numeric[0] = is_numeric (shown, draft, CARREL_DRAFT_PUBLISHED, draft->published) ||
                     is_numeric (changed, draft, CARREL_DRAFT_PUBLISHED, draft->published);
  self->numeric[1] = is_numeric (changed, draft, CARREL_DRAFT_MODIFIED, draft->modified);
}

/* ── The rest ── */

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
  read_front_matter (&meta, self->front);
  set_language (self, &meta);
  carrel_extract_set_site (self, &survey, meta.value[SITE], meta.from[SITE]);
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
  if (!self->draft->site)
    carrel_extract_find_site_beside (self, &survey, heading);
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

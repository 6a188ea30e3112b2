/* carrel-extract-metadata.c: title, author, dates and the rest, from where pages say them.
 *
 * Order of trust: JSON-LD, <meta> (a table says which name counts before which), the page's own
 * elements (rel, itemprop, class), the address. Nothing is taken out of the tree here. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"

#include <string.h>

#define MAX_VALUE  2000 /* bytes of a line of metadata */
#define MAX_BYLINE 100  /* characters */
#define MAX_DATE   80   /* bytes of an element that is a date */
#define MAX_NEAR   60   /* texts after the heading */
#define MAX_PARAGRAPH 250 /* bytes: a longer text is the article's */
#define MAX_TRIES  500  /* elements that could be a name, or a date */

/* ── Values ── */

static void
append_entity (GString *out, const char *name, gsize len)
{
  static const struct {
    const char *name, *text;
  } named[] = {
    { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" }, { "nbsp", " " }, { "hellip", "…" }, { "ndash", "–" },
    { "mdash", "—" }, { "lsquo", "‘" }, { "rsquo", "’" }, { "ldquo", "“" }, { "rdquo", "”" }, { "laquo", "«" }, { "raquo", "»" },
    { "auml", "ä" }, { "ouml", "ö" }, { "uuml", "ü" }, { "Auml", "Ä" }, { "Ouml", "Ö" }, { "Uuml", "Ü" }, { "szlig", "ß" }, { "eacute", "é" },
    { "egrave", "è" }, { "agrave", "à" }, { "ccedil", "ç" }, { "ntilde", "ñ" }, { "shy", "" }, { "bull", "•" }, { "middot", "·" },
  };

  if (*name == '#') {
    gboolean hex = name[1] == 'x' || name[1] == 'X';
    guint64 c = g_ascii_strtoull (name + 1 + hex, NULL, hex ? 16 : 10);

    if (c >= 0x20 && c < 0x110000 && g_unichar_validate ((gunichar) c))
      g_string_append_unichar (out, (gunichar) c);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (strlen (named[i].name) == len && strncmp (named[i].name, name, len) == 0) {
      g_string_append (out, named[i].text);
      return;
    }
  g_string_append_c (out, '&');
  g_string_append_len (out, name, (gssize) len + 1);
}

char *
carrel_extract_clean_value (const char *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *line = NULL;

  for (const char *p = value; *p && out->len < MAX_VALUE;) {
    gsize len;

    if (*p == '&') {
      len = strspn (p + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
      if (len > 0 && len < 12 && p[1 + len] == ';') {
        append_entity (out, p + 1, len);
        p += len + 2;
        continue;
      }
    } else if (*p == '<' && (g_ascii_isalpha (p[1]) || p[1] == '/') && strchr (p, '>')) {
      p = strchr (p, '>') + 1;
      g_string_append_c (out, ' ');
      continue;
    }
    g_string_append_c (out, *p++);
  }
  while (out->len > 0 && !g_utf8_validate (out->str, (gssize) out->len, NULL))
    g_string_truncate (out, out->len - 1); /* cut within a character */
  line = carrel_text_clean_line (out->str);
  return *line ? g_steal_pointer (&line) : NULL;
}

char *
carrel_extract_clean_byline (const char *value)
{
  static const char *const leads[] = { "by ", "by: ", "von ", "von: ", "par ", "por ", "por: ", "di ", "door ", "av ", "af ", "written by ", "posted by ", "this post was written by ", "view all posts by ", "posts by ", "about ", "edited by ", "contributed by ", "erstellt von ",
                                       "zeige alle beiträge von ", "alle beiträge von ", "verfasst von ", "beitrag von ", "voir tous les articles de ", "publié par ", "écrit par ", "escrito por ", "publicado por ",
                                       "scritto da ", "a cura di ", ", ",
                                       "author: ", "authors: ", "autor: ", "text: ", "words by ", "story by ", "published by ", "geschrieben von ",
                                       "ein artikel von ", "ein beitrag von ", "autor ", "作者：", "作者:", "文／", "文/" };
  static const char *const nobody[] = { "admin", "administrator", "webmaster", "root", "editor", "author", "unknown", "anonymous", "user", "null", "undefined", "none", "staff",
                                         "by", "posted", "posted by", "written by", "via", "topic author", "date", "datum", "von", "par", "por", "redaktion", "wordpressadmin", "guest", "gast", "follow", "share" };
  g_autofree char *line = carrel_extract_clean_value (value);
  gboolean again = TRUE;
  char *name = line;
  gsize len;

  if (!line)
    return NULL;
  while (again) {
    again = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
      if (g_ascii_strncasecmp (name, leads[i], strlen (leads[i])) == 0) {
        name += strlen (leads[i]);
        name += strspn (name, " ");
        again = TRUE;
      }
  }
  /* «Ines Calder | Pacific Ledger», «Ines Calder · 3 min», «Ines Calder @calder» */
  name[strcspn (name, "|")] = '\0';
  if (strstr (name, " @"))
    *strstr (name, " @") = '\0';
  {
    static const char *const cuts[] = { " · ", " • ", " – ", " — ", " // " };

    for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
      if (strstr (name, cuts[i]))
        *strstr (name, cuts[i]) = '\0';
  }
  len = strlen (name);
  while (len > 0 && strchr (" ,;:-–", name[len - 1]) && (guchar) name[len - 1] < 0x80)
    name[--len] = '\0';
  if (len == 0 || g_utf8_strlen (name, -1) > 3 * MAX_BYLINE || strstr (name, "://") || g_str_has_prefix (name, "www.") || strchr (name, '{'))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (nobody); i++)
    if (g_ascii_strcasecmp (name, nobody[i]) == 0)
      return NULL;
  return g_strdup (name);
}

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
  { "dc.title", TITLE },
  { "dcterms.title", TITLE },
  { "dcterm:title", TITLE },
  { "dc:title", TITLE },
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
  { "article:author", BYLINE },
  { "author", BYLINE },
  { "og:article:author", BYLINE },
  { "parsely-author", BYLINE },
  { "dc.creator", BYLINE },
  { "dcterms.creator", BYLINE },
  { "dc:creator", BYLINE },
  { "dcterm:creator", BYLINE },
  { "sailthru.author", BYLINE },
  { "byl", BYLINE },
  { "byline", BYLINE },

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
  { "cxenseparse:recs:publishtime", PUBLISHED },
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

typedef struct {
  const char *value[N_FIELDS]; /* lent by the tree */
  guint       rank[N_FIELDS];
  char       *authors;         /* (owned) (nullable): several of one name */
} Meta;

static void
take_meta (Meta *meta, const char *name, const char *content)
{
  while (*content == ' ')
    content++;
  if (!*content)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    Field field = names[i].field;

    if (g_ascii_strcasecmp (names[i].name, name) != 0)
      continue;
    if (field == BYLINE) {
      g_autofree char *byline = carrel_extract_clean_byline (content);

      if (!byline)
        return; /* an address of a profile; a worse name may say more */
      if (meta->authors && meta->rank[BYLINE] == i) {
        if (!strstr (meta->authors, byline) && strlen (meta->authors) < 200) {
          char *both = g_strdup_printf ("%s, %s", meta->authors, byline);

          g_free (meta->authors);
          meta->authors = both;
        }
        return;
      }
      if (meta->authors && meta->rank[BYLINE] < i)
        return;
      g_free (meta->authors);
      meta->authors = g_steal_pointer (&byline);
    } else if (meta->value[field] && meta->rank[field] <= i) {
      return;
    } else if ((field == PUBLISHED || field == MODIFIED) && !carrel_time_parse (content)) {
      return;
    }
    meta->value[field] = content;
    meta->rank[field] = i;
    return;
  }
}

static void
read_meta (Meta *meta, CarrelNode *root)
{
  static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };

  for (CarrelNode *node = root; node; node = carrel_node_next (node, root, FALSE)) {
    const char *content;

    if (node->type != CARREL_NODE_ELEMENT || node->tag != CARREL_TAG_META || !(content = carrel_node_get (node, "content")))
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
      const char *key = carrel_node_get (node, keys[i]);

      /* «property="og:title twitter:title"» */
      if (key) {
        g_auto (GStrv) words = g_strsplit_set (key, " \t\n", 4);

        for (guint k = 0; words[k]; k++)
          take_meta (meta, words[k], content);
      }
    }
  }
}

/* ── The page's own elements ── */

/* Not where other articles, comments and the site itself are named. */
static gboolean
is_aside (CarrelNode *node)
{
  for (; node; node = node->parent) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    if (node->tag == CARREL_TAG_ASIDE || node->tag == CARREL_TAG_FOOTER || node->tag == CARREL_TAG_NAV)
      return TRUE;
    if (info && node->tag != CARREL_TAG_BODY && (info->words & (CARREL_WORD_COMMENT | CARREL_WORD_RELATED)))
      return TRUE;
  }
  return FALSE;
}

/* The first name on the first lines of a text: they stand there before dates and links, but «By» may
 * stand alone in its element. (transfer full) (nullable) */
static char *
get_first_name (CarrelNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *line;

  carrel_node_append_text (node, text);
  line = text->str;
  for (guint i = 0; i < 3; i++) {
    g_autofree char *one = NULL, *name = NULL;

    line += strspn (line, " \t\r\n\f");
    if (!*line)
      break;
    one = carrel_text_collapse (line, (gssize) strcspn (line, "\n\r"));
    name = carrel_extract_clean_byline (one);
    if (name)
      return g_steal_pointer (&name);
    if (strlen (one) > 12)
      break; /* no label */
    line += strcspn (line, "\n\r");
  }
  return NULL;
}

static gboolean
looks_like_names (const char *text)
{
  guint words = 1;

  if (g_utf8_strlen (text, -1) > MAX_BYLINE || !*text)
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    words += *p == ' ';
    if (g_ascii_isdigit (*p) || strchr ("?!@#/:", *p))
      return FALSE;
  }
  return words <= 12;
}

static char *
find_byline (CarrelNode *body)
{
  char *found = NULL;
  guint best = 0, tries = 0;

  for (CarrelNode *node = body; node && best < 3 && tries < MAX_TRIES; node = carrel_node_next (node, body, FALSE)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);
    g_autofree char *line = NULL, *byline = NULL;
    guint trust = 0;

    if (!info || info->hidden || node->n_attributes == 0)
      continue;
    if (node->tag == CARREL_TAG_A && carrel_node_has_word (node, "rel", "author"))
      trust = 3;
    else if (carrel_node_has_word (node, "itemprop", "author"))
      trust = 2;
    else if (info->words & CARREL_WORD_BYLINE && node->tag != CARREL_TAG_BODY)
      trust = 1;
    if (trust <= best)
      continue;
    tries++;
    if (is_aside (node))
      continue;
    if (trust == 2) {
      for (CarrelNode *n = node; n; n = carrel_node_next (n, node, FALSE))
        if (n->type == CARREL_NODE_ELEMENT && carrel_node_has_word (n, "itemprop", "name")) {
          const char *content = carrel_node_get (n, "content");

          line = content ? g_strdup (content) : carrel_node_dup_text (n);
          break;
        }
    }
    byline = line ? carrel_extract_clean_byline (line) : get_first_name (node);
    if (byline && looks_like_names (byline)) {
      g_free (found);
      found = g_steal_pointer (&byline);
      best = trust;
    }
  }
  return found;
}

static gint64
find_time (CarrelNode *body)
{
  gint64 found = 0;
  guint best = 0, tries = 0;

  for (CarrelNode *node = body; node && best < 4 && tries < MAX_TRIES; node = carrel_node_next (node, body, FALSE)) {
    const char *value = NULL, *class;
    g_autofree char *text = NULL;
    guint trust = 0;
    gint64 time;

    if (node->type != CARREL_NODE_ELEMENT || (node->n_attributes == 0 && node->tag != CARREL_TAG_TIME))
      continue;
    class = carrel_node_get (node, "class");
    if (carrel_node_has_word (node, "itemprop", "datePublished"))
      trust = 4;
    else if (node->tag == CARREL_TAG_TIME && (carrel_node_get (node, "pubdate") || (class && strstr (class, "publish"))))
      trust = 3;
    else if (node->tag == CARREL_TAG_TIME)
      trust = class && (strstr (class, "updated") || strstr (class, "modified")) ? 0 : 2;
    else if (class && (strstr (class, "date") || strstr (class, "Date") || strstr (class, "publish") || strstr (class, "posted") || strstr (class, "time")))
      trust = 1;
    if (trust <= best)
      continue;
    tries++;
    if (is_aside (node))
      continue;
    value = carrel_node_get (node, "datetime");
    if (!value)
      value = carrel_node_get (node, "content");
    time = value ? carrel_time_parse (value) : 0;
    if (!time && (text = carrel_node_dup_text (node)) && strlen (text) < MAX_DATE)
      time = carrel_time_parse (text);
    if (time) {
      found = time;
      best = trust;
    }
  }
  return found;
}

/* «By», alone: the name is in the next element. */
static gboolean
is_label (const char *line)
{
  static const char *const labels[] = { "by", "by:", "written by", "written by:", "posted by", "author", "author:", "words by", "von", "von:", "autor:", "par", "por", "di", "door" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_ascii_strcasecmp (line, labels[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Lines near the first heading that are a date or «By Ines Calder», whatever their elements are called;
 * what stands after the heading counts before what stands above. */
static void
look_near_heading (CarrelNode *body, gint64 *time, char **byline)
{
  CarrelNode *heading = carrel_node_find (body, CARREL_TAG_H1);
  guint after = 0;
  gboolean label = FALSE, above = TRUE;

  *time = 0;
  *byline = NULL;
  for (CarrelNode *node = heading ? body : NULL; node && after < MAX_NEAR; node = carrel_node_next (node, body, FALSE)) {
    g_autofree char *line = NULL, *name = NULL;
    gint64 found;

    if (node == heading)
      after = 1;
    if (node->type != CARREL_NODE_TEXT || node->text_len < 2 || node->text_len == strspn (node->text, " \t\r\n\f"))
      continue;
    after += after > 0;
    if (node->text_len > MAX_PARAGRAPH) {
      if (after)
        break; /* the text begins */
      *time = 0; /* that was of something else */
      g_clear_pointer (byline, g_free);
      continue;
    }
    line = carrel_text_collapse (node->text, (gssize) node->text_len);
    if (strlen (line) > MAX_DATE || is_aside (node))
      continue;
    found = strpbrk (line, "0123456789") ? carrel_time_parse (line) : 0;
    if (found && (!*time || (after && above)))
      *time = found;
    name = label && looks_like_names (line) ? carrel_extract_clean_byline (line) : carrel_extract_parse_byline (line);
    if (name && looks_like_names (name) && (!*byline || (after && above))) {
      g_free (*byline);
      *byline = carrel_extract_clean_byline (name);
    }
    if (after && (found || name))
      above = FALSE;
    label = is_label (line);
  }
}

/* «/2024/05/03/», «/2024-05-03-» */
static gint64
find_time_in_address (const char *address)
{
  for (const char *p = address ? strchr (address, '/') : NULL; p; p = strchr (p + 1, '/')) {
    char date[11];

    if (strlen (p) < 11 || strspn (p + 1, "0123456789") != 4 || (p[5] != '/' && p[5] != '-') || strspn (p + 6, "0123456789") != 2 || p[8] != p[5] ||
        strspn (p + 9, "0123456789") != 2)
      continue;
    memcpy (date, p + 1, 10);
    date[10] = '\0';
    date[4] = date[7] = '-';
    return carrel_time_parse (date);
  }
  return 0;
}

/* (transfer full) (nullable) */
static char *
find_link (CarrelNode *head, const char *rel)
{
  for (CarrelNode *node = head; node; node = carrel_node_next (node, head, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_LINK && carrel_node_has_word (node, "rel", rel))
      return g_strdup (carrel_node_get (node, "href"));
  return NULL;
}

/* ── The draft ── */

static void
set_base (CarrelExtraction *self)
{
  CarrelNode *base = self->head ? carrel_node_find (self->head, CARREL_TAG_BASE) : NULL;
  const char *href = base ? carrel_node_get (base, "href") : NULL;

  if (href)
    self->base = carrel_address_resolve (self->address, href);
  if (self->base && g_str_has_prefix (self->base, "mailto:"))
    g_clear_pointer (&self->base, g_free);
  if (!self->base)
    self->base = g_strdup (self->address);
}

static char *
resolve (CarrelExtraction *self, const char *reference)
{
  g_autofree char *address = reference && *reference ? carrel_address_resolve (self->base, reference) : NULL;

  return address && !g_str_has_prefix (address, "mailto:") ? g_steal_pointer (&address) : NULL;
}

static void
set_canonical (CarrelExtraction *self, const char *og)
{
  g_autofree char *link = self->head ? find_link (self->head, "canonical") : NULL;
  g_autofree char *address = resolve (self, link);

  if (!address || (self->address && !carrel_address_canonical_counts (self->address, address))) {
    g_free (address);
    address = resolve (self, og);
  }
  if (address && self->address && carrel_address_canonical_counts (self->address, address)) {
    g_autofree char *normal = carrel_address_normalize (address);

    if (normal)
      self->draft->canonical = carrel_address_strip_tracking (normal);
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
  if (strlen (tag) < 2 || strlen (tag) > 20 || !g_ascii_isalpha (tag[0]) || !g_ascii_isalpha (tag[1]))
    return NULL;
  for (const char *p = tag; *p; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return NULL;
  return strcspn (tag, "-") <= 3 ? g_steal_pointer (&tag) : NULL;
}

static void
set_language (CarrelExtraction *self, const char *meta)
{
  CarrelNode *root = carrel_html_get_root (self->html);
  const char *const places[] = { carrel_node_get (root, "lang"), carrel_node_get (root, "xml:lang"), carrel_node_get (self->body, "lang"), meta,
                                 self->json.language };
  const char *dir = carrel_node_get (root, "dir");

  for (guint i = 0; i < G_N_ELEMENTS (places) && !self->draft->language; i++)
    self->draft->language = clean_language (places[i]);
  if (!dir)
    dir = carrel_node_get (self->body, "dir");
  self->draft->rtl = dir && g_ascii_strcasecmp (dir, "rtl") == 0;
}

/* The names that aren't the site's own, which stands beside the byline anyhow. (transfer full) (nullable) */
static char *
drop_site (CarrelExtraction *self, const char *byline)
{
  g_autofree char *site = self->draft->site ? carrel_text_title_key (self->draft->site, NULL) : NULL;
  g_autofree char *host = self->address ? carrel_address_dup_display_host (self->address) : NULL;
  g_auto (GStrv) parts = byline ? g_strsplit (byline, ", ", -1) : NULL;
  g_autoptr (GString) kept = g_string_new (NULL);

  for (guint i = 0; parts && parts[i]; i++) {
    g_autofree char *key = carrel_text_title_key (parts[i], NULL);

    if (!*key || (site && strcmp (site, key) == 0) || (host && g_ascii_strcasecmp (host, parts[i]) == 0))
      continue;
    if (kept->len > 0)
      g_string_append (kept, ", ");
    g_string_append (kept, parts[i]);
  }
  return kept->len > 0 ? g_string_free (g_steal_pointer (&kept), FALSE) : NULL;
}

void
carrel_extract_metadata (CarrelExtraction *self)
{
  CarrelNode *root = carrel_html_get_root (self->html);
  CarrelDraft *draft = self->draft;
  g_autofree char *image = NULL, *amp = NULL, *byline = NULL, *near_byline = NULL;
  gint64 near_time = 0;
  Meta meta = { 0 };

  set_base (self);
  carrel_json_ld_read (&self->json, root, self->address);
  self->talk = carrel_extract_find_talk (self);
  carrel_extract_mark (self, self->body);
  if (self->talk == CARREL_TALK_NONE && carrel_extract_is_all_talk (self)) {
    self->talk = CARREL_TALK_FORUM;
    carrel_extract_mark (self, self->body);
  }
  read_meta (&meta, root);

  draft->site = meta.value[SITE] ? carrel_extract_clean_value (meta.value[SITE]) : NULL;
  if (!draft->site)
    draft->site = g_strdup (self->json.site);
  draft->title = carrel_extract_find_title (self, meta.value[TITLE]);

  byline = self->json.byline ? carrel_extract_clean_byline (self->json.byline) : NULL;
  draft->byline = drop_site (self, byline ? byline : meta.authors);
  if (!draft->byline && byline && meta.authors)
    draft->byline = drop_site (self, meta.authors);
  if (!draft->byline) {
    g_autofree char *found = find_byline (self->body);

    draft->byline = drop_site (self, found);
  }
  look_near_heading (self->body, &near_time, &near_byline);
  if (!draft->byline)
    draft->byline = near_byline ? drop_site (self, near_byline) : NULL;
  if (!draft->byline)
    draft->byline = g_strdup (byline ? byline : meta.authors);
  draft->excerpt = meta.value[EXCERPT] ? carrel_extract_clean_value (meta.value[EXCERPT]) : NULL;
  if (!draft->excerpt)
    draft->excerpt = g_strdup (self->json.excerpt);

  draft->published = self->json.published ? self->json.published : carrel_time_parse (meta.value[PUBLISHED]);
  if (!draft->published)
    draft->published = find_time (self->body);
  if (!draft->published)
    draft->published = find_time_in_address (self->address);
  if (!draft->published)
    draft->published = near_time;
  draft->modified = self->json.modified ? self->json.modified : carrel_time_parse (meta.value[MODIFIED]);

  image = self->head ? find_link (self->head, "image_src") : NULL;
  draft->image = resolve (self, meta.value[IMAGE] ? meta.value[IMAGE] : self->json.image ? self->json.image : image);
  set_canonical (self, meta.value[ADDRESS]);
  set_language (self, meta.value[LANGUAGE]);
  if (meta.value[TIER] && (g_ascii_strcasecmp (meta.value[TIER], "locked") == 0 || g_ascii_strcasecmp (meta.value[TIER], "metered") == 0))
    self->json.locked = TRUE;

  amp = self->head ? find_link (self->head, "amphtml") : NULL;
  if (amp) {
    char *address = resolve (self, amp);

    if (address && self->address && carrel_address_canonical_counts (self->address, address))
      g_ptr_array_add (draft->addresses, address);
    else
      g_free (address);
  }
  g_free (meta.authors);
}

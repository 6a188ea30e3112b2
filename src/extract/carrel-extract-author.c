/* carrel-extract-author.c: who wrote it: the best of what a page declares and shows.
 *
 * What stands near the title's heading is its; names far from it may be those of other articles.
 * A person counts before an organisation, all of several before one of them. Any thread; linear in
 * what the survey found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"
#include "model/carrel-address.h"

#include <string.h>

#define NEAR 40  /* texts from the heading */
#define CLOSE 10 /* … and so near that nothing else is between */
#define BESIDE 3 /* … of the same line */
#define MAX_PEOPLE 12
#define MAX_CHARACTERS 9 /* bytes of «由» and the like */

/* ── The site and companies ── */

static gboolean
is_company (const char *name)
{
  static const char *const companies[] = { "gmbh",      "ag",        "kg",   "ltd",   "limited",
                                           "inc",       "llc",       "corp", "e v",   "bv",
                                           "ab",        "oy",        "team", "staff", "editors",
                                           "editorial", "redaktion", "news", "s r o", "kft",
                                           "zrt" };
  /* Where words aren't parted. */
  static const char *const endings[] = { "일보",   "신문",   "뉴스",   "방송",  "통신",
                                         "닷컴",   "편집부", "편집국", "日报",  "日報",
                                         "晚报",   "晚報",   "新闻",   "新聞",  "通讯社",
                                         "通信社", "电视台", "編集部", "编辑部" };
  g_autofree char         *key = carrel_text_title_key (name, NULL),
                  *padded = g_strdup_printf (" %s ", key);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (companies); i++) {
    g_autofree char *word =
        strstr (key, companies[i]) ? g_strdup_printf (" %s ", companies[i]) : NULL;

    if (word && strstr (padded, word))
      return TRUE;
  }
  return FALSE;
}

/* «Inkwell Inc., Ines Calder»: a company beside people put it there. */
static gboolean
is_beside_people (char **parts, guint index)
{
  if (!is_company (parts[index]))
    return FALSE;
  for (guint i = 0; parts[i]; i++)
    if (i != index && *parts[i] && !g_ascii_islower (*parts[i]) && !is_company (parts[i]))
      return TRUE;
  return FALSE;
}

/* The names that aren't the site's own, which stands beside the byline anyhow. (transfer full)
 * (nullable) */
static char *
drop_site (CarrelExtraction *self, const char *byline)
{
  g_autofree char *site =
      self->draft->site ? carrel_text_title_key (self->draft->site, NULL) : NULL;
  g_autofree char *host = self->address ? carrel_address_dup_display_host (self->address) : NULL;
  g_auto (GStrv) parts = byline ? g_strsplit (byline, ", ", -1) : NULL;
  g_autoptr (GString) kept = g_string_new (NULL);

  for (guint i = 0; parts && parts[i]; i++) {
    g_autofree char *key = carrel_text_title_key (parts[i], NULL);

    if (!*key || (site && strcmp (site, key) == 0) || is_beside_people (parts, i) ||
        (kept->len > 0 && carrel_extract_is_site (self, parts[i])) ||
        (host && g_ascii_strcasecmp (host, parts[i]) == 0))
      continue;
    if (kept->len > 0)
      g_string_append (kept, ", ");
    g_string_append (kept, parts[i]);
  }
  return kept->len > 0 ? g_string_free (g_steal_pointer (&kept), FALSE) : NULL;
}

/* ── Shown ── */

static const char *
get_class (const CarrelNode *node)
{
  const char *class = carrel_node_get (node, "class");

  return class ? class : "";
}

/* The others of the same kind that stand beside the best: of each element one. (transfer full) */
static char *
join_names (const CarrelSurvey *self, guint best)
{
  const CarrelNameFound *first = &g_array_index (self->names, CarrelNameFound, best);
  GString               *all = g_string_new (first->text);
  guint                  at = first->at, n = 1;

  for (guint i = best + 1; i < self->names->len && n < MAX_PEOPLE; i++) {
    const CarrelNameFound *other = &g_array_index (self->names, CarrelNameFound, i);

    if (other->trust != first->trust)
      continue;
    if (other->at > at + 5)
      break;
    if (other->node->tag != first->node->tag ||
        strcmp (get_class (other->node), get_class (first->node)) != 0 || (first->trust == 0))
      continue;
    at = other->at;
    if (strstr (all->str, other->text))
      continue;
    g_string_append (all, ", ");
    g_string_append (all, other->text);
    n++;
  }
  return g_string_free (all, FALSE);
}

static gboolean
is_near (const CarrelNameFound *found, const CarrelHeadingFound *heading)
{
  return heading && found->at + NEAR / 4 >= heading->at && found->at <= heading->at + NEAR;
}

/* Of two lines the nearer counts. */
static guint
rate (const CarrelNameFound *found, const CarrelHeadingFound *heading, CarrelTalk talk)
{
  guint trust = talk ? found->trust > 0 : found->trust, score = 1 + trust * 10;

  if (is_near (found, heading)) {
    score += 15;
    if (found->at >= heading->at && found->at <= heading->at + CLOSE)
      score += 3; /* more than what stands above */
    if (found->trust == 0)
      return score * (NEAR + 1) + NEAR - (guint) ABS ((int) found->at - (int) heading->at);
  } else if (heading && talk && found->at >= heading->at) {
    score += 12;
  } else if (heading && !talk) {
    score = 1 + trust * 6; /* it may be another article's */
  }
  return score * (NEAR + 1);
}

/* A link to somebody's page, where the title tells of somebody of that name. */
static gboolean
is_told_of (const CarrelExtraction *self, const CarrelNameFound *found)
{
  g_autofree char *title = NULL, *name = NULL, *padded = NULL, *word = NULL;

  if (found->trust != 1 || !self->draft->title || strchr (found->text, ' '))
    return FALSE;
  title = carrel_text_title_key (self->draft->title, NULL);
  name = carrel_text_title_key (found->text, NULL);
  padded = g_strdup_printf (" %s ", title);
  word = g_strdup_printf (" %s ", name);
  return *name && strstr (padded, word) != NULL;
}

/* The names are nothing but the site's. */
static gboolean
is_site_itself (CarrelExtraction *self, const char *names)
{
  g_autofree char *left = drop_site (self, names);

  return left == NULL;
}

/* «由<a>林小河</a>»: an element within the other shows the name alone, where no space parts it from
 * the character before. */
static gboolean
is_alone_in (const CarrelNameFound *inner, const CarrelNameFound *outer)
{
  gsize             len = strlen (inner->text), all = strlen (outer->text);
  const CarrelNode *node = inner->node;

  if (all <= len || all - len > MAX_CHARACTERS || !g_str_has_suffix (outer->text, inner->text) ||
      !carrel_text_is_unspaced (g_utf8_get_char (outer->text)))
    return FALSE;
  for (guint i = 0; node && node != outer->node && i < 4; i++)
    node = node->parent;
  return node == outer->node;
}

/* `no_site`: without the site's own name. (nullable) */
static const CarrelNameFound *
choose_found (CarrelExtraction         *extraction,
              const CarrelSurvey       *self,
              const CarrelHeadingFound *heading,
              gboolean                  no_site,
              guint                    *index)
{
  const CarrelNameFound *best = NULL;
  guint                  best_score = 0;

  for (guint i = 0; i < self->names->len; i++) {
    const CarrelNameFound *found = &g_array_index (self->names, CarrelNameFound, i);
    guint                  score = rate (found, heading, extraction->talk);

    if (is_told_of (extraction, found) || (no_site && is_site_itself (extraction, found->text)))
      continue;
    /* The element that holds nothing but the name tells where others like it stand. */
    if (score > best_score ||
        (score == best_score && best &&
         ((strcmp (best->text, found->text) == 0 && found->node->parent == best->node) ||
          is_alone_in (found, best)))) {
      best_score = score;
      best = found;
      *index = i;
    }
  }
  return best;
}

/* «Posted by Ines» counts before a link to the site that is called the author. (nullable) */
static const CarrelNameFound *
choose_shown (CarrelExtraction         *self,
              const CarrelSurvey       *survey,
              const CarrelHeadingFound *heading,
              guint                    *index)
{
  const CarrelNameFound *found = choose_found (self, survey, heading, FALSE, index);
  const CarrelNameFound *other = NULL;
  guint                  at = 0;

  if (found && is_site_itself (self, found->text))
    other = choose_found (self, survey, heading, TRUE, &at);
  if (!other || other->trust > 1 || strstr (other->text, found->text) ||
      other->at + BESIDE < found->at || other->at > found->at + BESIDE)
    return found;
  *index = at;
  return other;
}

static gboolean
is_shown (const CarrelSurvey *self, const char *names)
{
  g_autofree char *key = carrel_text_title_key (names, NULL);

  for (guint i = 0; i < self->names->len; i++) {
    g_autofree char *other =
        carrel_text_title_key (g_array_index (self->names, CarrelNameFound, i).text, NULL);

    if (strstr (key, other) || strstr (other, key))
      return TRUE;
  }
  return FALSE;
}

/* ── Choosing ── */

/* «김바다», «林小河» */
static gboolean
is_eastern_name (const char *name)
{
  glong n = g_utf8_strlen (name, -1);

  for (const char *p = name; *p; p = g_utf8_next_char (p)) {
    GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

    if (script != G_UNICODE_SCRIPT_HAN && script != G_UNICODE_SCRIPT_HANGUL)
      return FALSE;
  }
  return n >= 2 && n <= 4;
}

/* Each has two names at least, or a name of the East, as organisations often have not, and none is
 * a company's. */
static gboolean
are_people (const char *byline)
{
  g_auto (GStrv) parts = g_strsplit (byline, ", ", -1);

  for (guint i = 0; parts[i]; i++)
    if (!(strchr (parts[i], ' ') || is_eastern_name (parts[i])) || is_company (parts[i]))
      return FALSE;
  return TRUE;
}

/* One of several that `many` names. */
static gboolean
is_one_of (const char *one, const char *many)
{
  return carrel_extract_count_names (one) == 1 && carrel_extract_count_names (many) > 1 &&
         strstr (many, one) && are_people (many);
}

typedef struct {
  const char *value, *from; /* (nullable) */
} Choice;

void
carrel_extract_set_byline (CarrelExtraction         *self,
                           const CarrelSurvey       *survey,
                           const CarrelHeadingFound *heading,
                           const char               *authors,
                           const char               *authors_from)
{
  CarrelDraft     *draft = self->draft;
  guint            index = 0;
  g_autofree char *json =
      self->json.byline ? carrel_extract_clean_byline (self->json.byline) : NULL;
  g_autofree char       *said = drop_site (self, json), *declared = drop_site (self, authors);
  const CarrelNameFound *found = choose_shown (self, survey, heading, &index);
  g_autofree char       *seen = !found       ? NULL
                                : self->talk ? g_strdup (found->text)
                                             : join_names (survey, index);
  g_autofree char       *shown = drop_site (self, seen);
  const char            *from = found ? found->from : NULL;
  guint                  trust = found ? found->trust : 0;
  Choice                 order[4] = {
    { said, "json-ld" }, { declared, authors_from }, { shown, from }, { NULL, NULL }
  };
  const char *first = said ? said : declared;

  /* A person that is shown counts before an organisation that is declared … */
  if (said && (self->json.by_organisation || carrel_extract_is_site (self, said)) &&
      !(shown && is_company (shown))) {
    order[3] = order[0];
    order[0].value = NULL;
  }
  if (declared && carrel_extract_is_site (self, declared) && !order[3].value) {
    order[3] = order[1];
    order[1].value = NULL;
  }
  /* … all of several before one, and who is said to have written it before who put it there. */
  if (said && declared && order[0].value && is_one_of (said, declared)) {
    order[0] = order[1];
  } else if (first && shown && (order[0].value || order[1].value) &&
             ((trust > 0 && (trust > 1 || is_near (found, heading)) && is_one_of (first, shown)) ||
              (!self->talk && is_near (found, heading) && are_people (shown) &&
               !is_shown (survey, first)))) {
    order[0] = order[2];
  }
  for (guint i = 0; i < G_N_ELEMENTS (order) && !draft->byline; i++)
    if (order[i].value) {
      draft->byline = g_strdup (order[i].value);
      draft->from[CARREL_DRAFT_BYLINE] = order[i].from;
    }
  if (!draft->byline && (json || authors)) {
    draft->byline = g_strdup (json ? json : authors);
    draft->from[CARREL_DRAFT_BYLINE] = json ? "json-ld" : authors_from;
  } else if (!draft->byline && trust > 0) {
    draft->byline = g_strdup (seen);
    draft->from[CARREL_DRAFT_BYLINE] = seen ? from : NULL;
  }
}

/* carrel-extract-metadata-private.h: what the finders of title, names and dates share.
 *
 * The page is walked twice for all of them: once whole, for what stands in its head
 * (carrel_survey_head ()), and once its body, when that is marked, for what it shows
 * (carrel_survey_body ()).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-private.h"

#include "base/carrel-time.h"

G_BEGIN_DECLS

/* A heading that is seen. `at`, here and below: how many texts stand before it. */
typedef struct {
  CarrelNode *node;
  char       *text; /* (owned) */
  guint       at;
  guint8      level; /* 1 or 2 */
  gboolean    aside; /* in what isn't of the article */
} CarrelHeadingFound;

/* Names, of one or several people. */
typedef struct {
  char       *text; /* (owned) */
  const char *from; /* static */
  CarrelNode *node;
  guint       at;
  guint8      trust;
} CarrelNameFound;

typedef struct {
  gint64      time;
  int         offset; /* of the page's clock */
  const char *from;   /* static */
  guint       at;
  guint8      trust;
  gboolean    modified;
  gboolean    numeric; /* «03/05/2024»: which number is the day goes by the language */
} CarrelTimeFound;

typedef struct {
  /* of the whole page, in order (element-type CarrelNode) */
  GPtrArray  *metas, *links, *scripts;
  CarrelNode *title, *base; /* (nullable) */
  char       *says;         /* (owned) (nullable): what <title> says, a line of metadata */
  CarrelTalk  declared;     /* by microdata */
  /* of its body */
  GArray         *headings;                       /* (element-type CarrelHeadingFound) */
  GArray         *names;                          /* (element-type CarrelNameFound) */
  GArray         *times;                          /* (element-type CarrelTimeFound) */
  CarrelNode     *headline, *description, *image; /* (nullable): by itemprop or property */
  CarrelTimeOrder order; /* set by the caller before the body is surveyed */
} CarrelSurvey;

void carrel_survey_head (CarrelSurvey *self, CarrelHtml *html);
void carrel_survey_body (CarrelSurvey *self, CarrelExtraction *extraction);
/* Adds the lines around a heading that are a date or begin with «By», whatever their elements are
 * called; but for a discussion not in what others say below. */
void carrel_survey_lines (CarrelSurvey             *self,
                          CarrelNode               *body,
                          const CarrelHeadingFound *heading,
                          CarrelTalk                talk);
void carrel_survey_clear (CarrelSurvey *self);
/* A day that `text` (nullable) says, and the other where it says when it was published and when
 * changed. What is `numeric` before, since it was read from the text, stays so only where the
 * numbers may change places. */
void carrel_survey_add_time (CarrelSurvey *self, CarrelTimeFound *time, const char *text);
/* «page revision: 8, last edited:»: of a label counts what stands behind its numbers. */
const char *carrel_survey_skip_digits (const char *text);
/* The text of an element of at most `max` bytes, blocks apart by line breaks; NULL where it has
 * more. (transfer full) (nullable) */
char *carrel_survey_dup_text (CarrelNode *node, gsize max);
/* The names that an element shows, where it is trusted that much (CarrelNameFound); `lax`: they may
 * be a member's; `parted`: they may be in two elements each. (transfer full) (nullable) */
char *carrel_survey_read_names (CarrelNode *node, guint trust, gboolean lax, gboolean parted);
/* `text`, in an element of its own, is «Author», and the element before it a name. (transfer full)
 * (nullable) */
char *carrel_survey_read_name_above (const CarrelNode *text, const char *line);
/* Texts in an element before its heading; 0 where it has none near its beginning. */
guint carrel_survey_count_above_heading (CarrelNode *top);
/* The text is a link to a page about somebody, whose address ends with the name that it shows:
 * «/authors/ines-calder». */
gboolean carrel_survey_is_author_link (const CarrelNode *text);

/* «Posted 3 January 2026 by ines»: a few words behind a day and what leads to names. */
gboolean carrel_extract_names_behind_day (const char *line);
/* What a class says that carrel_extract_find_words () doesn't look for. */
enum {
  CARREL_SAYS_DATE = 1 << 0,
  CARREL_SAYS_PUBLISHED = 1 << 1,
  CARREL_SAYS_MODIFIED = 1 << 2,
  CARREL_SAYS_PEOPLE = 1 << 3,
  CARREL_SAYS_MEMBER = 1 << 4,
  CARREL_SAYS_SUBJECT = 1 << 5, /* a day in the life of what is written about */
};

guint32 carrel_survey_find_class_words (const char *class);

/* What a text says of a day in it, by its first words. */
enum {
  CARREL_LABEL_PUBLISHED = 1 << 0,
  CARREL_LABEL_CHANGED = 1 << 1,
};

guint32 carrel_survey_find_label (const char *text);
/* «Medically reviewed by», «Updated by»: the label is of somebody who did something else than
 * write. */
gboolean carrel_survey_says_other_hand (const char *label);
/* «Written by Ines Calder»: the text begins with words that nothing else begins with. */
gboolean carrel_survey_is_signature (const char *text);
/* Of a member, not of what is written. */
gboolean carrel_survey_says_joined (const char *text);

/* `meta`: what <meta> declares (nullable), `meta_from` its name. The draft's site is set already.
 * Sets the draft's title. The heading that shows the title: (nullable) */
const CarrelHeadingFound *carrel_extract_set_title (CarrelExtraction   *self,
                                                    const CarrelSurvey *survey,
                                                    const char         *meta,
                                                    const char         *meta_from);
/* What an element above is called the title, where nothing is declared. (transfer full) (nullable)
 */
char *carrel_extract_find_called_title (CarrelExtraction *self);
/* The last separator of a <title>, of `len` bytes, or the first; NULL where there is none. Of each
 * kind only the last one counts, or the first. */
const char *carrel_extract_find_separator (const char *title, gboolean last, gsize *len);
/* «Title - Powered by …»: without the program that made the page. */
void carrel_extract_cut_maker (char *title);
/* The title in an element that is no heading: names and dates are looked for around it all the
 * same. (nullable) */
const CarrelHeadingFound *carrel_extract_find_title_line (CarrelExtraction *self,
                                                          CarrelSurvey     *survey);
/* «Tides (The Harbour Manual)», above whose text stands «2.1 Tides»: what the manual is called
 * goes. */
void carrel_extract_cut_manual (CarrelExtraction *self, char *title);
/* All that the heading says beside the title is one element of its own, a link before it
 * («<h1><a>Glossary</a> Tides») or a sentence behind it, as signs have that are pointed at. */
gboolean carrel_extract_has_title_apart (const CarrelHeadingFound *heading, const char *title);
/* Sets the draft's site: what the page declares (nullable), else what it shows. */
void carrel_extract_set_site (CarrelExtraction   *self,
                              const CarrelSurvey *survey,
                              const char         *declared,
                              const char         *declared_from);
/* The same from the page's title, where nothing else says it: what stands beside the heading there.
 * After the draft's title. */
void carrel_extract_find_site_beside (CarrelExtraction         *self,
                                      const CarrelSurvey       *survey,
                                      const CarrelHeadingFound *heading);
/* A name of the site: what it calls itself, or a part of its host. */
gboolean carrel_extract_is_site (CarrelExtraction *self, const char *text);

/* A name, or several apart by commas, without «By», titles and what follows; NULL for addresses,
 * what is nobody's name and what is too long. (transfer full) (nullable) */
char *carrel_extract_clean_byline (const char *value);
/* «Calder, Ines» as «Ines Calder», for fields that are written so. (transfer full) */
char *carrel_extract_turn_name (const char *value);
/* A cleaned byline could be names: not too long, and written as names are. `lax`: from a place
 * where nothing else is. */
gboolean carrel_extract_looks_like_names (const char *text, gboolean lax);
/* The first names of some lines. (transfer full) (nullable) */
char *carrel_extract_read_names (const char *lines);
/* «By Ines Calder»: the line begins with a word that says that names follow. */
gboolean carrel_extract_has_lead (const char *line);
/* «来源：潮报 作者：林小河»: such a word with a colon further on in the line. (nullable) */
const char *carrel_extract_find_lead_within (const char *line);
/* The line is such a word, or ends with it: the names are in the next. */
gboolean carrel_extract_is_lead (const char *line);
guint    carrel_extract_count_names (const char *byline);
/* Sets the draft's byline: the best of what JSON-LD and <meta> declare (`authors`, `authors_from`:
 * nullable) and the body shows. */
void carrel_extract_set_byline (CarrelExtraction         *self,
                                const CarrelSurvey       *survey,
                                const CarrelHeadingFound *heading,
                                const char               *authors,
                                const char               *authors_from);
/* (nullable) */
const CarrelTimeFound *carrel_survey_choose_time (const CarrelSurvey       *self,
                                                  const CarrelHeadingFound *heading,
                                                  CarrelTalk                talk,
                                                  gboolean                  modified);
/* «Updated: 3 January 2026»: before its first digit stands a word that says so. */
gboolean carrel_extract_says_modified (const char *text);
/* «Last updated 3 May 2024 | First published 2 May 2024»: sets the times, and which is of a change,
 * of both. FALSE: the line hasn't two such days; what is in `first` and `second` then means
 * nothing.
 */
gboolean carrel_extract_read_two_days (const char      *line,
                                       CarrelTimeOrder  order,
                                       CarrelTimeFound *first,
                                       CarrelTimeFound *second);
/* «/2024/05/03/», «/2024-05-03-», «/20240503-»: of an address; 0 where there is none. */
gint64 carrel_extract_find_time_in_address (const char *address);

G_END_DECLS

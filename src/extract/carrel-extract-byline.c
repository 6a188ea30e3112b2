/* carrel-extract-byline.c: names out of lines.
 *
 * A line is cut where names end (a bar, a dot, a digit, an address), what leads to them is taken
 * off, and its parts are weighed one by one: what somebody is («Senior Editor») is no name, and
 * what is nobody's name («admin») is none at all. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-byline-words.h"
#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-matcher.h"
#include "base/carrel-text.h"

#include <string.h>

#define MAX_LEAD 4       /* words before a name, where there is no day among them */
#define MAX_BYLINE 120   /* characters of names that a page shows … */
#define MAX_DECLARED 600 /* … and that it declares */
#define MAX_WORDS 14
#define MAX_LINES 6 /* of an element */
#define MAX_PEOPLE 12

/* ── What leads to a name ── */

enum {
  LEAD = 1 << 0,
  NOBODY = 1 << 1,
  OFFICE = 1 << 2,
};

static const CarrelMatcher *
get_words (void)
{
  static const char *const *const groups[] = { carrel_byline_leads, carrel_byline_nobody,
                                               carrel_byline_offices };
  static gsize                    once;

  return carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), TRUE);
}

/* In ASCII, whatever its case. */
static gboolean
begins_with_lead (const char *line)
{
  return (carrel_matcher_find_start (get_words (), line) & LEAD) != 0;
}

/* Of the kinds of words above: which a folded text is. */
static guint32
get_kinds (const char *text)
{
  return carrel_matcher_find_whole (get_words (), text);
}

/* The bytes of the longest lead that `line` begins with, and of what parts it from the name; 0:
 * none. */
static gsize
measure_lead (const char *line)
{
  static const char *const offices[] = { "redaktion", "redacción", NULL };
  gsize                    longest = 0;
  g_autofree char         *start = NULL, *lower = NULL;
  const char              *stop = line;

  while (stop - line < 40 && *stop && (guchar) *stop < 0x80)
    stop++;
  if ((stop - line == 40 || !*stop) && !begins_with_lead (line))
    return 0;
  for (glong i = stop - line; i < 40 && *stop; i++)
    stop = g_utf8_next_char (stop);
  start = g_strndup (line, (gsize) (stop - line));
  lower = g_utf8_strdown (start, -1);
  if (strlen (lower) != strlen (start))
    return 0; /* letters whose case changes their length: none of ours */
  for (guint i = 0; carrel_byline_leads[i]; i++) {
    gsize    len, gap = 0;
    gboolean latin;

    if (carrel_byline_leads[i][0] != lower[0])
      continue;
    len = strlen (carrel_byline_leads[i]);
    if (len < longest || strncmp (lower, carrel_byline_leads[i], len) != 0)
      continue;
    latin = g_ascii_isalpha (carrel_byline_leads[i][len - 1]);
    while (line[len + gap] && strchr (" :\t\n", line[len + gap]))
      gap++;
    if (gap == 0 && g_str_has_prefix (line + len, "："))
      gap = strlen ("：");
    if (gap == 0 && (g_str_has_prefix (line + len, "／") || g_str_has_prefix (line + len, "/")))
      gap = g_str_has_prefix (line + len, "/") ? 1 : strlen ("／");
    /* «Redacción El Faro» is called so. */
    if (gap > 0 && g_strv_contains (offices, carrel_byline_leads[i]) &&
        !memchr (line + len, ':', gap) && line[len + gap])
      continue;
    /* «By» «by Clemson News», of two elements */
    if (gap == 0 && strcmp (carrel_byline_leads[i], "by") == 0 &&
        strncmp (lower + len, "by ", 3) == 0)
      longest = len;
    /* «byClemson News» */
    if (gap == 0 && strcmp (carrel_byline_leads[i], "by") == 0 && g_ascii_isupper (line[2]) &&
        g_ascii_islower (line[3]) && g_ascii_islower (line[0]))
      longest = len;
    else if (gap > 0 && (latin || len + gap > longest))
      longest = len + gap;
  }
  return longest;
}

gboolean
carrel_extract_has_lead (const char *line)
{
  gsize    len = measure_lead (line);
  gunichar c = len > 0 ? g_utf8_get_char (line + len) : 0;

  /* «By and large» is no name: names begin with capitals, or have none. «About», «Text» and the
   * like need a colon. */
  if (len == 0 || !g_unichar_isalpha (c) || g_unichar_islower (c))
    return FALSE;
  return memchr (line, ':', len) ||
         !(g_ascii_strncasecmp (line, "about", 5) == 0 ||
           g_ascii_strncasecmp (line, "text", 4) == 0 ||
           g_ascii_strncasecmp (line, "interview", 9) == 0 ||
           g_ascii_strncasecmp (line, "da ", 3) == 0 || g_ascii_strncasecmp (line, "del", 3) == 0 ||
           g_ascii_strncasecmp (line, "redaktion", 9) == 0);
}

const char *
carrel_extract_find_lead_within (const char *line)
{
  static const char *const labels[] = { "作者：",     "作者:",      "作者 ：",   "撰文：",
                                        "记者：",     "記者：",     " Author: ", " Autor: ",
                                        " Auteur : ", " Autore: ",  " Автор: ",  " Yazar: ",
                                        " Penulis: ", " 글쓴이 : ", " 작성자 : " };

  if (!strchr (line, ':') && !strstr (line, "："))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    const char *at = strstr (line, labels[i]);

    if (at && at > line)
      return at + strspn (at, " ");
  }
  return NULL;
}

/* Before what may stand after it: the last letter of each that is_lead () knows by its end. */
static gboolean
may_end_with_lead (const char *line, gsize len)
{
  while (len > 0 && (g_ascii_isspace (line[len - 1]) || line[len - 1] == ':'))
    len--;
  return len > 0 && strchr ("ynrYNR", line[len - 1]);
}

gboolean
carrel_extract_is_lead (const char *line)
{
  g_autofree char *lower = NULL;
  const char      *last;
  gsize            len = strlen (line);

  if (len < 2 || len > 48 ||
      (!may_end_with_lead (line, len) && g_str_is_ascii (line) && !begins_with_lead (line)))
    return FALSE;
  lower = g_str_is_ascii (line) ? g_ascii_strdown (line, (gssize) len) : g_utf8_strdown (line, -1);
  g_strchomp (lower);
  if (get_kinds (lower) & LEAD)
    return TRUE; /* «words:», which is no label without its colon */
  for (len = strlen (lower); len > 0 && lower[len - 1] == ':';)
    lower[--len] = '\0';
  g_strchomp (lower);
  if (get_kinds (lower) & LEAD)
    return TRUE;
  /* «Created: May 2004 | Author:» */
  last = strrchr (lower, '|');
  if (last && g_str_has_suffix (line, ":") && !strchr (last, '"') &&
      (get_kinds (last + 1 + strspn (last + 1, " ")) & LEAD))
    return TRUE;
  /* «3 January 2026 by», «Ein Artikel von»; not «This part is always included by». */
  if (!strpbrk (lower, "0123456789") && carrel_text_count_words (lower, -1) > MAX_LEAD)
    return FALSE;
  return g_str_has_suffix (lower, " by") || g_str_has_suffix (lower, " von") ||
         g_str_has_suffix (lower, " par") || g_str_has_suffix (lower, " por") ||
         g_str_has_suffix (lower, " door");
}

/* ── Cleaning ── */

static void
chomp_marks (char *name)
{
  gsize len = strlen (name);

  while (len > 0 && strchr (" ,;:-/&*(", name[len - 1]))
    name[--len] = '\0';
  for (;;) {
    static const char *const tails[] = { "–",   "—",    "·",    "•",    "，",   "、",   " on",
                                         " am", " le",  " el",  " at",  " vom", " op",  " il",
                                         " em", " den", " and", " und", " in",  " für", " for" };
    gboolean                 cut = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
      if (g_str_has_suffix (name, tails[i])) {
        name[strlen (name) - strlen (tails[i])] = '\0';
        g_strchomp (name);
        cut = TRUE;
      }
    if (!cut)
      break;
  }
  len = strlen (name);
  while (len > 0 &&
         (strchr (" ,;:-/", name[len - 1]) || (name[len - 1] == ']' && !strchr (name, '['))))
    name[--len] = '\0';
}

/* «Tom Reyes at Fenn Park», «Maya Odell in Malmö», «김민지 기자»: where they wrote it, what they
 * are. */
static void
cut_place (char *name)
{
  static const char *const places[] = { " at ", " in " }, *const offices_behind[] = {
    " 기자", " 특파원", "記者", "记者"
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    char *at = strstr (name, places[i]), *space = strchr (name, ' ');

    /* A first and a last name at least. */
    if (at && space < at && !memchr (name, ':', (gsize) (at - name)) &&
        g_ascii_strncasecmp (name, "the ", 4) != 0 &&
        g_unichar_isupper (g_utf8_get_char (at + strlen (places[i]))))
      *at = '\0';
  }
  /* «本报记者 林小河» */
  for (guint i = 2; i < G_N_ELEMENTS (offices_behind) && (guchar) *name >= 0x80; i++) {
    char *at = strstr (name, offices_behind[i]);

    if (at)
      at += strlen (offices_behind[i]);
    while (at && (*at == ' ' || *at == ':' || g_str_has_prefix (at, "：")))
      at = g_utf8_next_char (at);
    if (at && *at)
      memmove (name, at, strlen (at) + 1);
  }
  for (guint i = 0; i < G_N_ELEMENTS (offices_behind); i++)
    if (g_str_has_suffix (name, offices_behind[i]) && strlen (name) > strlen (offices_behind[i]))
      name[strlen (name) - strlen (offices_behind[i])] = '\0';
}

/* Where the names of a line end. */
static void
cut_tail (char *name)
{
  static const char *const cuts[] = { " · ",         " • ",
                                      " – ",         " — ",
                                      " - ",         " // ",
                                      " @",          "(",
                                      "｜",          " / ",
                                      "\n",          " | ",
                                      "|",           " »",
                                      " › ",         "→",
                                      " published ", " Published ",
                                      " Posted ",    " Updated ",
                                      " updated ",   " Last updated",
                                      " via " };
  char                    *digit;

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    char *at = strstr (name, cuts[i]), *close = at && *at == '(' ? strchr (at, ')') : NULL;

    /* «Richard (R.J.) Eskow» goes on. */
    if (at && at > name &&
        !(close && close[1] == ' ' && g_unichar_isupper (g_utf8_get_char (close + 2))))
      *at = '\0';
  }
  /* «林小河 责任编辑：陈一舟»: the next label. */
  digit = strstr (name, "：");
  if (digit && (digit = g_strrstr_len (name, digit - name, " ")))
    *digit = '\0';
  g_strchomp (name);
  cut_place (name);
  /* A date: cut before the word with its first digit, and before a month or a weekday there. */
  digit = strpbrk (name, "0123456789");
  if (digit && strchr (name, ' ')) {
    char            *word = digit;
    g_autofree char *rest = NULL;

    /* «Lucas Nolan22 Dec»: the date follows without a space; else the whole word isn't of the name.
     */
    if (word == name || !g_ascii_isalpha (word[-1]) ||
        !strchr (" .", word[strspn (word, "0123456789")]))
      while (word > name && word[-1] != ' ')
        word--;
    if (word == name)
      return;
    *word = '\0';
    chomp_marks (name);
    rest = g_strdup (strrchr (name, ' ') ? strrchr (name, ' ') : "");
    if (*rest) {
      g_autofree char *date = g_strdup_printf ("1 %s 2020", rest + 1);

      if (carrel_time_parse (date) || g_str_has_suffix (rest, "day") ||
          g_str_has_suffix (rest, "tag"))
        *strrchr (name, ' ') = '\0';
    }
  }
}

/* «Posted on 3 January 2026 by Ines Calder»: what follows «by». (nullable) */
static const char *
find_behind_day (const char *line)
{
  static const char *const bys[] = { " by ", " von ",   " par ",  " por ", " door ",   " da ",
                                     " av ", " przez ", " oleh ", " bởi ", " автором " };
  const char              *digit = strpbrk (line, "0123456789");

  for (guint i = 0; digit && i < G_N_ELEMENTS (bys); i++) {
    const char *at = strstr (digit, bys[i]);

    if (at)
      return at + strlen (bys[i]);
  }
  return NULL;
}

gboolean
carrel_extract_names_behind_day (const char *line)
{
  const char *names = find_behind_day (line);

  return names && carrel_text_count_words (names, -1) <= MAX_LEAD;
}

static char *
skip_date (char *name)
{
  const char *behind = find_behind_day (name);

  return behind ? name + (behind - name) : name;
}

/* A part that stands among others: somebody's office, or an organisation. */
static gboolean
is_office (const char *part, guint index)
{
  g_autofree char *key = carrel_text_title_key (part, NULL);
  g_auto (GStrv) words = g_strsplit (key, " ", 12);
  guint n = 0, all = 0;

  if (index > 0 && (g_str_has_prefix (part, "The ") || g_str_has_prefix (part, "the ")))
    return TRUE;
  for (; words[all]; all++)
    n += (get_kinds (words[all]) & OFFICE) != 0;
  return index > 0 ? n > 0 : n == all && all > 1;
}

/* «1» is none; a name may have digits. */
static gboolean
has_letter (const char *part)
{
  for (const char *p = part; *p; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
is_nobody (const char *part)
{
  g_autofree char *key = carrel_text_title_key (part, NULL);

  if (*key && !strchr (key, ' ')) {
    static const char *const days[] = {
      "monday",   "tuesday",  "wednesday",  "thursday", "friday",   "saturday", "sunday", "montag",
      "dienstag", "mittwoch", "donnerstag", "freitag",  "samstag",  "sonntag",  "lundi",  "mardi",
      "mercredi", "jeudi",    "vendredi",   "samedi",   "dimanche", NULL
    };
    g_autofree char *date = g_strdup_printf ("1 %s 2020", key);

    if (carrel_time_parse (date) || g_strv_contains (days, key))
      return TRUE;
  }
  return !*key || !has_letter (part) || (get_kinds (key) & (NOBODY | LEAD));
}

static gboolean
is_credit (const char *line)
{
  for (guint i = 0; carrel_byline_credits[i]; i++)
    if (g_ascii_strncasecmp (line, carrel_byline_credits[i], strlen (carrel_byline_credits[i])) ==
        0)
      return TRUE;
  return FALSE;
}

char *
carrel_extract_clean_byline (const char *value)
{
  g_autofree char *line = carrel_extract_clean_value (value);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  char *name = line;

  if (!line || is_credit (line))
    return NULL;
  name += strspn (name, " ,;:-|");
  for (gsize len = 1; len > 0 && *name;) {
    len = measure_lead (name);
    name += len;
  }
  name = skip_date (name);
  cut_tail (name);
  chomp_marks (name);
  if (!*name || g_utf8_strlen (name, -1) > MAX_DECLARED || strstr (name, "://") ||
      g_str_has_prefix (name, "www.") || g_str_has_prefix (name, "@") || strpbrk (name, "{}<>="))
    return NULL;

  parts = g_strsplit_set (name, ",;", -1);
  for (guint i = 0; parts[i] && kept->len < MAX_PEOPLE; i++) {
    char    *part = g_strstrip (parts[i]);
    gboolean again = FALSE;

    if (!*part || strchr (part, '@') || is_nobody (part) || is_office (part, i))
      continue;
    if (g_ascii_strncasecmp (part, "and ", 4) == 0)
      part += 4;
    if (g_ascii_strncasecmp (part, "und ", 4) == 0)
      part += 4;
    for (guint k = 0; k < kept->len; k++)
      again |= g_ascii_strcasecmp (kept->pdata[k], part) == 0;
    if (!again)
      g_ptr_array_add (kept, part);
  }
  if (kept->len == 0)
    return NULL;
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (", ", (char **) kept->pdata);
}

char *
carrel_extract_turn_name (const char *value)
{
  const char      *comma = strchr (value, ',');
  g_autofree char *family = NULL, *given = NULL;

  if (!comma || strchr (comma + 1, ','))
    return g_strdup (value);
  family = g_strstrip (g_strndup (value, (gsize) (comma - value)));
  given = g_strstrip (g_strdup (comma + 1));
  /* «Jr.», «PhD», «MD» are no given names. */
  if (!*family || !*given || strlen (family) > 40 || strlen (given) > 40 ||
      g_str_has_suffix (given, "D") || g_ascii_strncasecmp (given, "jr", 2) == 0 ||
      g_ascii_strncasecmp (given, "sr", 2) == 0 || carrel_text_count_words (given, -1) > 3 ||
      carrel_text_count_words (family, -1) > 3)
    return g_strdup (value);
  return g_strdup_printf ("%s %s", given, family);
}

gboolean
carrel_extract_looks_like_names (const char *text, gboolean lax)
{
  guint    words = 0, small = 0;
  gboolean starts = TRUE, digits = FALSE;

  if (!*text || g_utf8_strlen (text, -1) > MAX_BYLINE || g_ascii_strcasecmp (text, "name") == 0 ||
      g_str_has_suffix (text, " by"))
    return FALSE; /* a form's label; «Liked by» */
  /* «.ott», a part of a program, «In» */
  if (!lax && (*text == '.' || strchr (text, '_') || (g_str_is_ascii (text) && strlen (text) < 3)))
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (strchr ("?!@#/:\"“”", *p) && (guchar) *p < 0x80)
      return FALSE;
    if (c == 0x3002 || c == 0xff01 || c == 0xff1f)
      return FALSE;
    digits |= g_ascii_isdigit (*p);
    if (c == ' ') {
      starts = TRUE;
      continue;
    }
    if (starts) {
      words++;
      small += g_unichar_islower (c);
      starts = FALSE;
    }
  }
  if (words > MAX_WORDS || (digits && (words > 2 || !lax)))
    return FALSE;
  /* «van der Merwe», «and»: some words of names are small. */
  return lax ? small <= words / 2 + 1 : small <= words / 2;
}

/* A line goes on in the next: «Ana Ruiz» «and» «Tomás Oré». */
static gboolean
goes_on (const char *line, const char *next)
{
  return g_str_has_suffix (line, ",") || g_str_has_suffix (line, " and") ||
         g_str_has_suffix (line, " &") || *next == ',' || *next == '&' ||
         g_ascii_strncasecmp (next, "and ", 4) == 0 || g_ascii_strncasecmp (next, "und ", 4) == 0 ||
         strcmp (next, "and") == 0 || strcmp (next, "und") == 0 || strcmp (next, "et") == 0 ||
         strcmp (next, "y") == 0;
}

char *
carrel_extract_read_names (const char *lines)
{
  g_auto (GStrv) list = g_strsplit_set (lines, "\n\r", -1);
  guint n = 0;

  for (guint i = 0; list[i] && n < MAX_LINES; i++) {
    g_autofree char *line = carrel_text_collapse (list[i], -1), *name = NULL;

    if (!*line)
      continue;
    n++;
    for (guint k = i + 1; list[k] && k < i + 12; k++) {
      g_autofree char *next = carrel_text_collapse (list[k], -1);
      g_autofree char *both = NULL;

      if (!*next)
        continue;
      if (!goes_on (line, next))
        break;
      both = g_strdup_printf ("%s%s%s", line, *next == ',' ? "" : " ", next);
      g_free (line);
      line = g_steal_pointer (&both);
      i = k;
    }
    if (carrel_extract_is_lead (line))
      continue;
    name = carrel_extract_clean_byline (line);
    if (name)
      return g_steal_pointer (&name);
    if (strlen (line) > 40)
      break; /* no label */
  }
  return NULL;
}

guint
carrel_extract_count_names (const char *byline)
{
  guint n = 1;

  for (const char *p = byline; *p; p++)
    n += *p == ',' || *p == '&' || carrel_text_starts (p, " and ") ||
         carrel_text_starts (p, " und ");
  return n;
}

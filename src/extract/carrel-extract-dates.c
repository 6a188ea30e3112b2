/* carrel-extract-dates.c: when it was published: the best of the dates that a page shows. Any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"
#include "model/carrel-address.h"

#include <stdlib.h>
#include <string.h>

#define NEAR 40  /* texts from the heading */
#define CLOSE 10 /* … and so near that nothing else is between */

gboolean
carrel_extract_says_modified (const char *text)
{
  /* Folded. */
  static const char *const words[] = {
    "updated",
    "update ",
    "modified",
    "last edited",
    "last changed",
    "last reviewed",
    "edited ",
    "aktualisiert",
    "geandert",
    "stand ",
    "letzte anderung",
    "mis a jour",
    "modifie",
    "derniere modification",
    "actualizado",
    "actualizada",
    "atualizado",
    "atualizada",
    "aggiornato",
    "aggiornamento",
    "bijgewerkt",
    "gewijzigd",
    "laatst",
    "uppdaterad",
    "oppdatert",
    "opdateret",
    "zaktualizowano",
    "aktualizacja",
    "aktualizovano",
    "обновлено",
    "изменено",
    "оновлено",
    "更新",
    "修改",
    "编辑于",
    "編輯於",
    "修正",
    "수정",
    "تحديث",
    "עודכן",
  };
  const char      *digit = strpbrk (text, "0123456789");
  g_autofree char *before = NULL, *folded = NULL, *padded = NULL;

  if (strlen (text) > 200)
    return FALSE;
  before = g_strndup (text, digit ? (gsize) (digit - text) : strlen (text));
  folded = carrel_text_title_key (before, NULL);
  if (!*folded)
    return FALSE;
  padded = g_strdup_printf ("%s ", folded);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (padded, words[i]))
      return TRUE;
  return FALSE;
}

gboolean
carrel_extract_read_two_days (const char      *line,
                              CarrelTimeOrder  order,
                              CarrelTimeFound *first,
                              CarrelTimeFound *second)
{
  static const char *const marks[] = { "|", "·", "•", "–", "—", " - ", "(", ",", ";", "/", "\n" };

  for (const char *p = strpbrk (line, "0123456789"); p && *p; p = g_utf8_next_char (p))
    for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
      const char      *rest = p + strlen (marks[i]);
      g_autofree char *before = NULL;
      gboolean         modified;

      if (*p != *marks[i] || !g_str_has_prefix (p, marks[i]))
        continue;
      rest += strspn (rest, " \n");
      if (g_ascii_isdigit (*rest))
        continue; /* the same day's */
      before = g_strndup (line, (gsize) (p - line));
      modified = carrel_extract_says_modified (before);
      if (modified == carrel_extract_says_modified (rest))
        continue;
      second->time = carrel_time_read (rest, order, &second->offset);
      if (!second->time)
        continue;
      first->time = carrel_time_read (before, order, &first->offset);
      if (!first->time)
        continue;
      first->modified = modified;
      second->modified = !modified;
      return TRUE;
    }
  return FALSE;
}

const CarrelTimeFound *
carrel_survey_choose_time (const CarrelSurvey       *self,
                           const CarrelHeadingFound *heading,
                           CarrelTalk                talk,
                           gboolean                  modified)
{
  const CarrelTimeFound *best = NULL;
  guint                  best_score = 0;

  for (guint i = 0; i < self->times->len; i++) {
    const CarrelTimeFound *found = &g_array_index (self->times, CarrelTimeFound, i);
    guint                  score = 1 + (talk ? found->trust > 0 : found->trust) * 10u;

    if (found->modified != modified)
      continue;
    /* What stands with the title is its; a date far from it may be another article's. */
    if (heading && found->at + (talk ? 0 : NEAR / 4) >= heading->at &&
        found->at <= heading->at + NEAR)
      score += 15; /* above a discussion stands the site's clock */
    if (heading && !talk && found->at >= heading->at && found->at <= heading->at + CLOSE)
      score += 3; /* more than what stands above */
    if (score > best_score) {
      best_score = score;
      best = found;
    }
  }
  return best;
}

/* «2023/october/03», «2024/3/5»: the month's name in English, or numbers of one digit. */
static gint64
read_spelled_out (const char *part)
{
  gsize            month = strcspn (part + 5, "/"), day, letters = 0;
  const char      *after;
  g_autofree char *date = NULL;

  while (g_ascii_isalpha (part[5 + letters]))
    letters++;
  if (part[4] != '/' || month > 9 || part[5 + month] != '/' || (letters > 0 && letters < 3) ||
      (letters != month && (letters > 0 || strspn (part + 5, "0123456789") != month || month > 2)))
    return 0;
  after = part + 5 + month + 1;
  day = strspn (after, "0123456789");
  if (month == 0 || day == 0 || day > 2 || (after[day] && after[day] != '/'))
    return 0;
  date = letters > 0
             ? g_strdup_printf ("%.*s %.*s %.4s", (int) day, after, (int) month, part + 5, part)
             : g_strdup_printf ("%.4s-%02d-%02d", part, atoi (part + 5), atoi (after));
  return carrel_time_parse (date);
}

gint64
carrel_extract_find_time_in_address (const char *address)
{
  for (const char *p = address ? strchr (address, '/') : NULL; p; p = strchr (p + 1, '/')) {
    char date[11];

    if (strspn (p + 1, "0123456789") == 8) {
      memcpy (date, p + 1, 8);
      date[8] = '\0';
      if (g_str_has_prefix (date, "19") || g_str_has_prefix (date, "20")) {
        gint64 time = carrel_time_parse (date);

        if (time)
          return time;
      }
      continue;
    }
    if (strspn (p + 1, "0123456789") == 4 && p[5] == '/' &&
        (g_str_has_prefix (p + 1, "19") || g_str_has_prefix (p + 1, "20"))) {
      gint64 time = read_spelled_out (p + 1);

      if (time)
        return time;
    }
    if (strlen (p) < 11 || strspn (p + 1, "0123456789") != 4 || (p[5] != '/' && p[5] != '-') ||
        strspn (p + 6, "0123456789") != 2 || p[8] != p[5] || strspn (p + 9, "0123456789") != 2)
      continue;
    memcpy (date, p + 1, 10);
    date[10] = '\0';
    date[4] = date[7] = '-';
    return carrel_time_parse (date);
  }
  return 0;
}

/* «5 March» as «3 May» of the same year, at the same hour. */
static gint64
turn_day (gint64 time, int offset)
{
  g_autoptr (GDateTime) written = g_date_time_new_from_unix_utc (time + offset), turned = NULL;
  int day = written ? g_date_time_get_day_of_month (written) : 0;

  if (day == 0 || day > 12)
    return time;
  turned =
      g_date_time_new_utc (g_date_time_get_year (written), day, g_date_time_get_month (written),
                           g_date_time_get_hour (written), g_date_time_get_minute (written),
                           (gdouble) g_date_time_get_second (written));
  return turned ? g_date_time_to_unix (turned) - offset : time;
}

void
carrel_extract_settle_days (CarrelExtraction *self, const char *declared)
{
  CarrelDraft     *draft = self->draft;
  g_autofree char *host = NULL;
  CarrelTimeOrder  order;

  if (!(self->numeric[0] || self->numeric[1]) || g_strcmp0 (declared, draft->language) == 0)
    return;
  host = self->address ? carrel_address_dup_display_host (self->address) : NULL;
  order = carrel_time_guess_order (draft->language, host);
  if (order == CARREL_TIME_ORDER_UNKNOWN || order == carrel_time_guess_order (declared, host))
    return;
  if (self->numeric[0])
    draft->published = turn_day (draft->published, draft->published_offset);
  if (self->numeric[1])
    draft->modified = turn_day (draft->modified, draft->modified_offset);
}

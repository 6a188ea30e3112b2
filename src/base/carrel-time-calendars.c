/* carrel-time-calendars.c: days of other calendars than ours: Japan's eras, Iran's solar years.
 *
 * A year of an era counts from the year in which it began. Iran's year begins at the spring
 * equinox; which of its years are leap years goes by 33 of which eight are, as they have fallen
 * since 1210 (1831) and will until 1634: K. M. Borkowski, The Persian calendar for 3000 years,
 * Earth, Moon, and Planets 74 (1996). Any thread; linear in the line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-time-private.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_YEAR 1300 /* of Iran: the first that is read … */
#define LAST_YEAR 1499  /* … and the last */
#define LAST_OF_ERA 64  /* Shōwa's */

static const char *
skip_any (const char *text, const char *const *marks)
{
  for (guint i = 0; marks[i];)
    if (g_str_has_prefix (text, marks[i])) {
      text += strlen (marks[i]);
      i = 0;
    } else {
      i++;
    }
  return text;
}

/* ── Japan ── */

/* «令和3年4月5日», «平成元年 1月8日», «令和3年(2021年)4月5日» */
static gboolean
find_era (const char *line, int *year, int *month, int *day, const char **rest)
{
  static const struct {
    const char *name;
    int         first;
  } eras[] = { { "令和", 2019 }, { "平成", 1989 }, { "昭和", 1926 } };

  for (guint i = 0; i < G_N_ELEMENTS (eras); i++) {
    const char *p = strstr (line, eras[i].name);
    char       *end;
    long        count;
    gboolean    first;

    if (!p)
      continue;
    p += strlen (eras[i].name);
    p += strspn (p, " ");
    first = g_str_has_prefix (p, "元");
    count = first ? 1 : strtol (p, &end, 10);
    p = first ? p + strlen ("元") : end;
    p += strspn (p, " ");
    if (count < 1 || count > LAST_OF_ERA || !g_str_has_prefix (p, "年"))
      continue;
    *year = eras[i].first - 1 + (int) count;
    p += strlen ("年");
    if (*p == '(' || g_str_has_prefix (p, "（")) {
      const char *close = strstr (p, *p == '(' ? ")" : "）");

      p = close ? close : p;
    }
    p += *p == ')';
    p += g_str_has_prefix (p, "）") ? strlen ("）") : 0;
    *month = (int) strtol (p, &end, 10);
    p = end + strspn (end, " ");
    if (!g_str_has_prefix (p, "月"))
      continue;
    p += strlen ("月");
    *day = (int) strtol (p, &end, 10);
    *rest = end;
    if (end == p)
      *day = 1;
    return TRUE;
  }
  return FALSE;
}

/* ── Iran ── */

/* A number of `least` to `most` digits at `text`; -1: none. */
static int
read_number (const char *text, gsize least, gsize most, const char **rest)
{
  gsize digits = strspn (text, "0123456789");

  *rest = text + digits;
  return digits >= least && digits <= most ? atoi (text) : -1;
}

static gboolean
is_leap (int year)
{
  int place = (year - 1209) % 33;

  return place > 0 && (place - 1) % 4 == 0;
}

/* FALSE where the year has no such day. */
static gboolean
from_iran (int *year, int *month, int *day)
{
  guint days = 0;
  GDate date;
  int   last = *month <= 6 ? 31 : *month <= 11 || is_leap (*year) ? 30 : 29;

  if (*year < FIRST_YEAR || *year > LAST_YEAR || *month < 1 || *month > 12 || *day < 1 ||
      *day > last)
    return FALSE;
  for (int each = FIRST_YEAR; each < *year; each++)
    days += is_leap (each) ? 366 : 365;
  days += (guint) (MIN (*month - 1, 6) * 31 + MAX (*month - 7, 0) * 30 + *day - 1);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 21, G_DATE_MARCH, 1921); /* the first day of FIRST_YEAR */
  g_date_add_days (&date, days);
  *year = g_date_get_year (&date);
  *month = (int) g_date_get_month (&date);
  *day = g_date_get_day (&date);
  return TRUE;
}

/* «15 خرداد 1400», «15 خرداد ماه 1400» */
static gboolean
read_named (const char *text, int *year, int *month, int *day, const char **rest)
{
  static const char *const months[][2] = {
    { "فروردین", "فروردين" }, { "اردیبهشت", "ارديبهشت" }, { "خرداد", "خرداد" },
    { "تیر", "تير" },         { "مرداد", "امرداد" },      { "شهریور", "شهريور" },
    { "مهر", "مهر" },         { "آبان", "ابان" },         { "آذر", "اذر" },
    { "دی", "دي" },           { "بهمن", "بهمن" },         { "اسفند", "اسفند" },
  };
  static const char *const marks[] = { " ", ",", "،", "\u200c", "ماه", NULL };
  const char              *name;

  *day = read_number (text, 1, 2, &name);
  name += strspn (name, " ");
  for (guint i = 0; *day > 0 && i < G_N_ELEMENTS (months); i++)
    for (guint k = 0; k < 2; k++) {
      const char *p = name + strlen (months[i][k]), *behind;

      if (!g_str_has_prefix (name, months[i][k]))
        continue;
      behind = skip_any (p, marks);
      if (behind == p)
        continue;
      *month = (int) i + 1;
      *year = read_number (behind, 4, 4, rest);
      if (from_iran (year, month, day))
        return TRUE;
    }
  return FALSE;
}

/* «1400/03/15» */
static gboolean
read_numbers (const char *text, int *year, int *month, int *day, const char **rest)
{
  const char *p;
  char        mark;

  *year = read_number (text, 4, 4, &p);
  mark = *p;
  if (*year < FIRST_YEAR || !mark || !strchr ("/-.", mark))
    return FALSE;
  *month = read_number (p + 1, 1, 2, &p);
  if (*p != mark)
    return FALSE;
  *day = read_number (p + 1, 1, 2, rest);
  return from_iran (year, month, day);
}

static gboolean
find_iranian (const char *line, int *year, int *month, int *day, const char **rest)
{
  for (const char *p = line; *p;) {
    if (!g_ascii_isdigit (*p)) {
      p++;
      continue;
    }
    if (read_named (p, year, month, day, rest) || read_numbers (p, year, month, day, rest))
      return TRUE;
    p += strspn (p, "0123456789");
  }
  return FALSE;
}

/* A letter, mark or digit of Arabic's script. */
static gboolean
has_arabic (const char *text)
{
  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = (guchar) *text < 0x80 ? 0 : g_utf8_get_char (text);

    if (c >= 0x600 && c <= 0x6ff)
      return TRUE;
  }
  return FALSE;
}

gboolean
carrel_time_find_elsewhere (
    const char *written, const char *line, int *year, int *month, int *day, const char **rest)
{
  if (strstr (line, "年"))
    return find_era (line, year, month, day, rest);
  return has_arabic (written) && find_iranian (line, year, month, day, rest);
}

/* carrel-time.c: dates as pages and people write them, spans, and the clock.
 *
 * A written date is cut into tokens (numbers, words, marks), and the tokens are read by rule: an
 * ISO date first, then a month's name with a day and a year beside it, then numbers whose order can
 * be told. Nothing is guessed: «03/01/2026» is two days, hence none, unless the caller knows which
 * number comes first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-time.h"

#include "base/carrel-time-private.h"

#include "base/carrel-text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static gint64 fixed_now;

gint64
carrel_time_now (void)
{
  gint64 now = __atomic_load_n (&fixed_now, __ATOMIC_RELAXED);

  return now ? now : g_get_real_time () / G_USEC_PER_SEC;
}

void
carrel_time_set_now (gint64 now)
{
  __atomic_store_n (&fixed_now, now, __ATOMIC_RELAXED);
}

/* What is found of a date: the time, and how far east of UTC the page's own clock is. */
typedef struct {
  CarrelTimeOrder order;
  int             offset;
} Reading;

static gint64
make_time (int year, int month, int day, int hour, int minute, int second, int offset)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 time;

  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
      minute > 59)
    return 0;
  date = g_date_time_new_utc (year, month, day, hour, minute, MIN (second, 59));
  if (!date)
    return 0;
  time = g_date_time_to_unix (date) - offset;
  if (time > carrel_time_now () + 366 * 86400)
    return 0;
  /* 1970-01-01T00:00:00Z is what programs write for «unknown», and 0 is that here. */
  return time;
}

/* «Z», «+01:00», «+0100», «+01», « GMT», « EST» at `text`: seconds east of UTC. */
static int
parse_zone (const char *text)
{
  static const struct {
    const char *name;
    int         hours;
  } zones[] = { { "EDT", -4 }, { "EST", -5 }, { "CDT", -5 }, { "CST", -6 },
                { "MDT", -6 }, { "MST", -7 }, { "PDT", -7 }, { "PST", -8 },
                { "CEST", 2 }, { "CET", 1 },  { "BST", 1 },  { "EEST", 3 },
                { "EET", 2 },  { "JST", 9 },  { "KST", 9 },  { "MSK", 3 } };
  int hours = 0, minutes = 0;

  const char *before = text;
  gboolean    apart;

  while (*text == ' ')
    text++;
  apart = text > before;
  /* «10:00 - 11:30» has no zone. */
  if ((*text == '+' || *text == '-') && (!apart || strspn (text + 1, "0123456789") == 4)) {
    int sign = *text == '-' ? -1 : 1;

    if (sscanf (text + 1, "%2d:%2d", &hours, &minutes) == 2 ||
        sscanf (text + 1, "%2d%2d", &hours, &minutes) >= 1)
      /* West of Greenwich two zones have half hours; «10:00-11:30» is a span. */
      return hours <= 14 && minutes < 60 && (sign > 0 || minutes == 0 || hours == 3 || hours == 9)
                 ? sign * (hours * 3600 + minutes * 60)
                 : 0;
    return 0;
  }
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (g_str_has_prefix (text, zones[i].name))
      return zones[i].hours * 3600;
  return 0;
}

/* A clock time anywhere in the text: «10:05», «10:05:30», «3:04 pm». */
static gboolean
find_clock (const char *text, int *hour, int *minute, int *second, int *offset)
{
  for (const char *p = strchr (text, ':'); p; p = strchr (p + 1, ':')) {
    const char *start = p, *end;
    int         n = 0;

    while (start > text && g_ascii_isdigit (start[-1]) && p - start < 2)
      start--;
    if (start == p || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]))
      continue;
    *second = 0;
    if (sscanf (start, "%2d:%2d%n", hour, minute, &n) < 2)
      continue;
    end = start + n;
    if (*end == ':' && g_ascii_isdigit (end[1]) && g_ascii_isdigit (end[2])) {
      *second = (end[1] - '0') * 10 + end[2] - '0';
      end += 3;
    }
    if (*end == '.' || *end == ',')
      for (end++; g_ascii_isdigit (*end); end++)
        ;
    if (*end == ' ' && (end[1] == 'a' || end[1] == 'p' || end[1] == 'A' || end[1] == 'P'))
      end++;
    if (g_ascii_strncasecmp (end, "pm", 2) == 0 || g_ascii_strncasecmp (end, "p.m", 3) == 0) {
      *hour = *hour < 12 ? *hour + 12 : *hour;
      end += *(end + 1) == '.' ? 4 : 2;
    } else if (g_ascii_strncasecmp (end, "am", 2) == 0 ||
               g_ascii_strncasecmp (end, "a.m", 3) == 0) {
      *hour = *hour == 12 ? 0 : *hour;
      end += *(end + 1) == '.' ? 4 : 2;
    }
    *offset = parse_zone (end);
    return TRUE;
  }
  return FALSE;
}

static gint64
with_clock (Reading *reading, const char *text, int year, int month, int day)
{
  int hour = 0, minute = 0, second = 0, offset = 0;

  if (!find_clock (text, &hour, &minute, &second, &offset))
    hour = minute = second = offset = 0;
  reading->offset = offset;
  return make_time (year, month, day, hour, minute, second, offset);
}

/* YYYY-MM-DD, YYYY/MM/DD, YYYY.MM.DD, YYYYMMDD, YYYY-MM at the start of a number. */
static gint64
parse_year_first (Reading *reading, const char *text)
{
  for (const char *p = text; *p; p++) {
    int   year, month, day, n = 0;
    gsize digits;
    char  a, b;

    if (!g_ascii_isdigit (*p) || (p > text && g_ascii_isdigit (p[-1])))
      continue;
    digits = strspn (p, "0123456789");
    if (digits != 4 && digits != 8)
      continue;
    if (digits == 4 && strchr ("-/.", p[4]) &&
        sscanf (p, "%4d%c%2d%c%2d%n", &year, &a, &month, &b, &day, &n) == 5 && a == b &&
        strchr ("-/.", a) && year >= 1900 && p[4] == a && !g_ascii_isdigit (p[n]))
      return with_clock (reading, p + n, year, month, day);
    if (digits == 8 && sscanf (p, "%4d%2d%2d", &year, &month, &day) == 3 && year >= 1900 &&
        year < 2100)
      return with_clock (reading, p + 8, year, month, day);
    if (p == text && digits == 4 && p[4] == '-' && strspn (p + 5, "0123456789") == 2 &&
        p[7] == '\0' && sscanf (p, "%4d-%2d", &year, &month) == 2)
      return make_time (year, month, 1, 0, 0, 0, 0);
  }
  return 0;
}

/* «2026年1月3日», «2026년 1월 3일». */
static gint64
parse_east_asian (Reading *reading, const char *text)
{
  static const char *const signs[][2] = { { "年", "月" }, { "년", "월" } };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    const char *y = strstr (text, signs[i][0]), *start = y, *m;
    int         year, month, day = 1;

    if (!y)
      continue;
    while (start > text && g_ascii_isdigit (start[-1]))
      start--;
    year = atoi (start);
    month = atoi (y + strlen (signs[i][0]));
    m = strstr (y, signs[i][1]);
    if (m)
      day = MAX (1, atoi (m + strlen (signs[i][1])));
    if (year >= 1900 && month)
      return with_clock (reading, m ? m : y, year, month, day);
  }
  return 0;
}

/* «tháng 5», «Tháng Mười Hai»: what stands behind `tokens[*i]`, which goes on to the last of it. */
static guint
month_from_number (char **tokens, guint *i)
{
  static const char *const numbers[] = { "mot", "hai", "ba",  "tu",   "nam",
                                         "sau", "bay", "tam", "chin", "muoi" };
  guint                    month = 0;

  if (!tokens[*i + 1])
    return 0;
  if (g_ascii_isdigit (*tokens[*i + 1])) {
    guint64 number = g_ascii_strtoull (tokens[++*i], NULL, 10);

    return number <= 12 ? (guint) number : 0;
  }
  for (guint n = 0; n < G_N_ELEMENTS (numbers) && !month; n++)
    month = strcmp (tokens[*i + 1], numbers[n]) == 0 ? n + 1 : 0;
  *i += month > 0;
  if (month == 10 && tokens[*i + 1])
    for (guint n = 0; n < 2 && month == 10; n++)
      month += strcmp (tokens[*i + 1], numbers[n]) == 0 ? n + 1 : 0;
  *i += month > 10;
  return month;
}

/* A month's name with a day and a year near it. */
static gint64
parse_month_name (Reading *reading, const char *text)
{
  g_autofree char *folded = carrel_text_title_key (text, NULL);
  g_auto (GStrv) tokens = g_strsplit (folded, " ", 64);
  guint n = g_strv_length (tokens);

  for (guint i = 0; i < n; i++) {
    guint month = g_ascii_isdigit (*tokens[i]) ? 0 : carrel_time_find_month (tokens[i]), first = i;
    int   day = 0, year = 0;

    if (!month && strcmp (tokens[i], "thang") == 0)
      month = month_from_number (tokens, &i);
    if (!month)
      continue;
    /* day before («3 january 2026», «3 de enero de 2026», «3rd january») */
    for (guint back = 1; back <= 2 && back <= first && !day; back++) {
      int v = atoi (tokens[first - back]);

      if (v >= 1 && v <= 31 && strspn (tokens[first - back], "0123456789") <= 2)
        day = v;
    }
    for (guint ahead = 1; ahead <= 3 && i + ahead < n && !year; ahead++) {
      gsize digits = strspn (tokens[i + ahead], "0123456789");
      int   v = atoi (tokens[i + ahead]);

      if (digits == 4 && v >= 1900)
        year = v > 2400 ? v - 543 : v; /* Thai years are the Buddha's */
      else if (!day && ahead == 1 && digits && digits <= 2 && v >= 1 && v <= 31)
        day = v; /* beside it: «Jan Pohl, 3.10.2019» is no January */
    }
    /* «2022 May 12», «2022 m. gegužės 12 d.», «2022. gada 12. maijs» */
    for (guint back = 1; back <= 3 && back <= first && !year && day; back++)
      if (strlen (tokens[first - back]) == 4 && strspn (tokens[first - back], "0123456789") == 4 &&
          atoi (tokens[first - back]) >= 1900 && atoi (tokens[first - back]) < 2400)
        year = atoi (tokens[first - back]);
    /* «Aug 03 12:45:00 EDT 2015»: the clock stands between. */
    if (!year && day && strchr (text, ':'))
      for (guint ahead = 4; ahead <= 6 && i + ahead < n && !year; ahead++) {
        int v = strspn (tokens[i + ahead], "0123456789") == 4 ? atoi (tokens[i + ahead]) : 0;

        year = v >= 1900 && v < 2400 ? v : 0;
      }
    if (year)
      return with_clock (reading, text, year, (int) month, day ? day : 1);
  }
  return 0;
}

/* Whether the weekday whose name stands right before `p` («Tue, 03/05/2024») is that of the day. */
static gboolean
is_on_named_day (const char *text, const char *p, int year, int month, int day)
{
  static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  const char              *end = p, *start;

  while (end > text && strchr (" ,", end[-1]))
    end--;
  for (start = end; start > text && g_ascii_isalpha (start[-1]);)
    start--;
  if (end == p || end - start < 3 || !g_date_valid_dmy ((GDateDay) day, month, (GDateYear) year))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (g_ascii_strncasecmp (start, days[i], 3) == 0) {
      GDate date;

      g_date_clear (&date, 1);
      g_date_set_dmy (&date, (GDateDay) day, month, (GDateYear) year);
      return g_date_get_weekday (&date) == (GDateWeekday) (G_DATE_MONDAY + (int) i);
    }
  return FALSE;
}

/* «31/12/2025», «31.12.2025», «12/31/2025», «31.12.25»: where one of the numbers can't be a month,
 * where dots separate them (then the day comes first everywhere), where the day's name says which
 * it is, or where the caller knows which comes first. */
static gint64
parse_numbers (Reading *reading, const char *text)
{
  for (const char *p = text; *p; p++) {
    int   a, b, year, n = 0;
    gsize digits;
    char  s, t;

    if (!g_ascii_isdigit (*p) || (p > text && (g_ascii_isdigit (p[-1]) || strchr ("./-", p[-1]))))
      continue;
    digits = strspn (p, "0123456789");
    if (digits > 2 || !p[digits] || !strchr ("./-", p[digits]))
      continue;
    if (sscanf (p, "%2d%c%2d%c%4d%n", &a, &s, &b, &t, &year, &n) != 5 || s != t ||
        !strchr ("./-", s) || g_ascii_isdigit (p[n]))
      continue;
    /* Of two digits: with dots only, «28.01.22», or «2.8.12» and nothing else; else it is a
     * fraction or a version. */
    if (s == '.' && year < 100 && (n == 8 || (n >= 6 && p == text && !p[n])) &&
        g_ascii_isdigit (p[n - 2]) && p[n] != '.' && a <= 31 && b <= 12)
      year += 2000;
    if (year < 1900)
      continue;
    if (s == '.' || a > 12 || a == b)
      return with_clock (reading, p + n, year, b, a);
    if (b > 12)
      return with_clock (reading, p + n, year, a, b);
    if (is_on_named_day (text, p, year, a, b) != is_on_named_day (text, p, year, b, a))
      return is_on_named_day (text, p, year, a, b) ? with_clock (reading, p + n, year, a, b)
                                                   : with_clock (reading, p + n, year, b, a);
    if (reading->order == CARREL_TIME_DAY_FIRST)
      return with_clock (reading, p + n, year, b, a);
    if (reading->order == CARREL_TIME_MONTH_FIRST)
      return with_clock (reading, p + n, year, a, b);
    return 0;
  }
  return 0;
}

/* Digits of any script as ASCII's. (transfer full) */
static char *
to_ascii_digits (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    int      digit = c < 0x80 ? -1 : g_unichar_digit_value (c);

    if (digit >= 0)
      g_string_append_c (out, (char) ('0' + digit));
    else
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  }
  return g_string_free (out, FALSE);
}

static gboolean
has_digit (const char *text)
{
  for (; *text; text++)
    if (g_ascii_isdigit (*text))
      return TRUE;
  return FALSE;
}

/* Other scripts have digits of their own. */
static gboolean
may_have_digit (const char *text)
{
  while (*text && (guchar) *text < 0x80 && !g_ascii_isdigit (*text))
    text++;
  return *text != '\0';
}

gint64
carrel_time_read (const char *text, CarrelTimeOrder order, int *offset)
{
  Reading          found = { .order = order }, *reading = &found;
  g_autofree char *line = NULL;
  gint64           time;
  int              year, month, day;
  const char      *rest;

  if (offset)
    *offset = 0;
  if (!text || strlen (text) > 200 || !may_have_digit (text))
    return 0;
  line = carrel_text_collapse (text, -1);
  if (!g_str_is_ascii (line)) {
    char *digits = to_ascii_digits (line);

    g_free (line);
    line = digits;
  }
  if (!has_digit (line))
    return 0;
  time = parse_year_first (reading, line);
  if (!time)
    time = parse_east_asian (reading, line);
  if (!time)
    time = parse_month_name (reading, line);
  if (!time)
    time = parse_numbers (reading, line);
  if (!time && !g_str_is_ascii (text) &&
      carrel_time_find_elsewhere (text, line, &year, &month, &day, &rest))
    time = with_clock (reading, rest, year, month, day);
  if (time && offset)
    *offset = found.offset;
  return time;
}

gint64
carrel_time_parse (const char *text)
{
  return carrel_time_read (text, CARREL_TIME_ORDER_UNKNOWN, NULL);
}

CarrelTimeOrder
carrel_time_guess_order (const char *language, const char *host)
{
  static const char *const day_first[] = { ".uk", ".au", ".nz", ".ie", ".in", ".za", ".eu",
                                           ".sg", ".my", ".ng", ".ke", ".pk", ".hk" };
  gsize                    n = language ? strcspn (language, "-_") : 0;

  if (n != 2)
    return CARREL_TIME_ORDER_UNKNOWN;
  if (g_ascii_strncasecmp (language, "en", 2) != 0) {
    /* Filipinos and some Canadians put the month first; who writes the year first writes no other
     * order. */
    static const char *const year_first[] = { "zh", "ja", "ko", "hu", "lt" };

    for (guint i = 0; i < G_N_ELEMENTS (year_first); i++)
      if (g_ascii_strncasecmp (language, year_first[i], 2) == 0)
        return CARREL_TIME_ORDER_UNKNOWN;
    return CARREL_TIME_DAY_FIRST;
  }
  for (guint i = 0; host && i < G_N_ELEMENTS (day_first); i++)
    if (g_str_has_suffix (host, day_first[i]))
      return CARREL_TIME_DAY_FIRST;
  if (g_ascii_strcasecmp (language + n, "-US") == 0 ||
      g_ascii_strcasecmp (language + n, "_US") == 0)
    return CARREL_TIME_MONTH_FIRST;
  if (language[n] && g_ascii_strcasecmp (language + n, "-CA") != 0 &&
      g_ascii_strcasecmp (language + n, "-PH") != 0)
    return CARREL_TIME_DAY_FIRST;
  return CARREL_TIME_ORDER_UNKNOWN;
}

/* ── Spans ── */

static gint64
local_time (int year, int month, int day)
{
  g_autoptr (GDateTime) first = g_date_time_new_local (year, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) with_month = first ? g_date_time_add_months (first, month - 1) : NULL;
  g_autoptr (GDateTime) with_day = with_month ? g_date_time_add_days (with_month, day - 1) : NULL;

  return with_day ? g_date_time_to_unix (with_day) : 0;
}

/* «2026», «2026-03», «2026-03-01»: a whole year, month, day. */
static gboolean
parse_calendar (const char *text, gint64 *from, gint64 *until)
{
  gsize len = strlen (text);
  int   year, month, day, n = 0;

  if (len == 4 && strspn (text, "0123456789") == 4) {
    year = atoi (text);
    if (year < 1)
      return FALSE;
    *from = local_time (year, 1, 1);
    *until = local_time (year + 1, 1, 1);
    return year < 9999;
  }
  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &n) == 3 && (gsize) n == len) {
    if (!g_date_valid_dmy ((GDateDay) CLAMP (day, 0, 255), (GDateMonth) CLAMP (month, 0, 13),
                           (GDateYear) CLAMP (year, 0, 9998)))
      return FALSE;
    *from = local_time (year, month, day);
    *until = local_time (year, month, day + 1);
    return TRUE;
  }
  if (sscanf (text, "%4d-%2d%n", &year, &month, &n) == 2 && (gsize) n == len) {
    if (year < 1 || year > 9998 || month < 1 || month > 12)
      return FALSE;
    *from = local_time (year, month, 1);
    *until = local_time (year, month + 1, 1);
    return TRUE;
  }
  return FALSE;
}

/* «7d», «today» …: until the end of time, since a clock may be wrong by a little. */
static gboolean
parse_relative (const char *text, gint64 *from, gint64 *until)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (carrel_time_now ());
  int year = g_date_time_get_year (now), month = g_date_time_get_month (now),
      day = g_date_time_get_day_of_month (now);
  gsize digits = strspn (text, "0123456789");

  *until = G_MAXINT64;
  if (digits >= 1 && digits <= 5 && text[digits] && !text[digits + 1]) {
    int n = atoi (text);
    g_autoptr (GDateTime) then = NULL;

    switch (text[digits]) {
    case 'd':
      then = g_date_time_add_days (now, -n);
      break;
    case 'w':
      then = g_date_time_add_weeks (now, -n);
      break;
    case 'm':
      then = g_date_time_add_months (now, -n);
      break;
    case 'y':
      then = g_date_time_add_years (now, -MIN (n, year - 1));
      break;
    default:
      return FALSE;
    }
    *from = then ? g_date_time_to_unix (then) : G_MININT64;
    return TRUE;
  }
  if (strcmp (text, "today") == 0)
    *from = local_time (year, month, day);
  else if (strcmp (text, "yesterday") == 0) {
    *from = local_time (year, month, day - 1);
    *until = local_time (year, month, day);
  } else if (strcmp (text, "week") == 0)
    *from = local_time (year, month, day - g_date_time_get_day_of_week (now) + 1);
  else if (strcmp (text, "month") == 0)
    *from = local_time (year, month, 1);
  else if (strcmp (text, "year") == 0)
    *from = local_time (year, 1, 1);
  else
    return FALSE;
  return TRUE;
}

static gboolean
parse_point (const char *text, gint64 *from, gint64 *until)
{
  return parse_calendar (text, from, until) || parse_relative (text, from, until);
}

gboolean
carrel_time_parse_span (const char *text, gint64 *from, gint64 *until)
{
  const char *dots = strstr (text, "..");
  gint64      a, b;

  if (dots) {
    g_autofree char *first = g_strndup (text, (gsize) (dots - text));
    const char      *second = dots + 2;

    *from = G_MININT64;
    *until = G_MAXINT64;
    if (!*first && !*second)
      return FALSE;
    if (*first && !parse_point (first, from, &b))
      return FALSE;
    if (*second && !parse_point (second, &a, until))
      return FALSE;
    return TRUE;
  }
  if (*text == '<' || *text == '>') {
    gboolean equal = text[1] == '=';

    if (!parse_point (text + 1 + equal, &a, &b))
      return FALSE;
    *from = *text == '<' ? G_MININT64 : equal ? a : b;
    *until = *text == '>' ? G_MAXINT64 : equal ? b : a;
    return TRUE;
  }
  return parse_point (text, from, until);
}

gboolean
carrel_time_may_become_span (const char *text)
{
  /* One of these is missing, or the rest of a name. */
  static const char *const rests[] = { "", "0001", "001", "01", "1", "d", ".", ".0001" };
  static const char *const names[] = { "today", "yesterday", "week", "month", "year" };
  const char              *dots = g_strrstr (text, ".."), *last = dots ? dots + 2 : text;
  g_autofree char         *before = NULL;
  gint64                   from, until;

  for (guint i = 0; i < G_N_ELEMENTS (rests); i++) {
    g_autofree char *whole = g_strconcat (text, rests[i], NULL);

    if (carrel_time_parse_span (whole, &from, &until))
      return TRUE;
  }
  last += strspn (last, "<>");
  last += *last == '=';
  before = g_strndup (text, (gsize) (last - text));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *whole = g_strconcat (before, names[i], NULL);

    if (g_str_has_prefix (names[i], last) && carrel_time_parse_span (whole, &from, &until))
      return TRUE;
  }
  return FALSE;
}

/* ── For people ── */

char *
carrel_time_to_iso (gint64 time)
{
  g_autoptr (GDateTime) date = time ? g_date_time_new_from_unix_utc (time) : NULL;

  return date ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

char *
carrel_time_to_iso_at (gint64 time, int offset)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) date = NULL, there = NULL;

  if (offset == 0 || !time)
    return carrel_time_to_iso (time);
  zone = g_time_zone_new_offset (offset);
  date = g_date_time_new_from_unix_utc (time);
  there = date ? g_date_time_to_timezone (date, zone) : NULL;
  return there ? g_date_time_format (there, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}

char *
carrel_time_to_relative (gint64 time)
{
  gint64 now_seconds = carrel_time_now (), age = now_seconds - time;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time),
                        now = g_date_time_new_from_unix_local (now_seconds);
  gint64 today, midnight;

  if (!date || !now)
    return g_strdup ("");
  if (age < 60)
    return g_strdup (_ ("now"));
  if (age < 3600)
    return g_strdup_printf (ngettext ("%d min ago", "%d min ago", (gulong) (age / 60)),
                            (int) (age / 60));

  today = local_time (g_date_time_get_year (now), g_date_time_get_month (now),
                      g_date_time_get_day_of_month (now));
  midnight = local_time (g_date_time_get_year (date), g_date_time_get_month (date),
                         g_date_time_get_day_of_month (date));
  if (midnight == today)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) (age / 3600)),
                            (int) (age / 3600));
  if (today - midnight < 36 * 3600)
    return g_strdup (_ ("Yesterday"));
  if (today - midnight < 6 * 86400 + 43200)
    return g_date_time_format (date, "%A");
  if (g_date_time_get_year (date) == g_date_time_get_year (now))
    /* Translators: a date of this year, as in «5 Jan»; xgettext:no-c-format */
    return g_date_time_format (date, _ ("%-d %b"));
  /* Translators: a date of another year, as in «5 Jan 2024» */
  return g_date_time_format (date, _ ("%-d %b %Y"));
}

char *
carrel_time_to_date (gint64 time)
{
  g_autoptr (GDateTime) date = time ? g_date_time_new_from_unix_local (time) : NULL;

  /* Translators: a date in the header of an article, as in «3 January 2026» */
  return date ? g_date_time_format (date, _ ("%-d %B %Y")) : g_strdup ("");
}

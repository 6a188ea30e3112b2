/* test-time.c: dates as pages write them, spans as people type them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-time.h"

#define NOW 1788000000 /* 2026-08-29T10:40:00Z, a Saturday */

static void
test_parse (void)
{
  static const struct {
    const char *text, *iso;
  } cases[] = {
    { "2026-01-03", "2026-01-03T00:00:00Z" },
    { "2026-01-03T10:05:30Z", "2026-01-03T10:05:30Z" },
    { "2026-01-03T10:05:30.123+01:00", "2026-01-03T09:05:30Z" },
    { "2026-01-03T10:05:30-0500", "2026-01-03T15:05:30Z" },
    { "2026-01-03 10:05", "2026-01-03T10:05:00Z" },
    { "2026-01-03 10:05:00 +0200", "2026-01-03T08:05:00Z" },
    { "3 January 2026, 10:00 - 11:30", "2026-01-03T10:00:00Z" }, /* no zone */
    { "3 January 2026, 10:00-11:30", "2026-01-03T10:00:00Z" },
    { "2026-01-03T10:00:00-03:30", "2026-01-03T13:30:00Z" },
    { "3 January 2026 10:05 pm", "2026-01-03T22:05:00Z" },
    { "20260103", "2026-01-03T00:00:00Z" },
    { "2026/01/03", "2026-01-03T00:00:00Z" },
    { "2026-03", "2026-03-01T00:00:00Z" },
    { "Sat, 03 Jan 2026 10:05:30 GMT", "2026-01-03T10:05:30Z" },
    { "Sat, 03 Jan 2026 10:05:30 EST", "2026-01-03T15:05:30Z" },
    { "Sat Jan 03 10:05:30 EST 2026", "2026-01-03T15:05:30Z" },
    { "3 January 2026", "2026-01-03T00:00:00Z" },
    { "January 3, 2026", "2026-01-03T00:00:00Z" },
    { "January 3rd, 2026 at 3:04 pm", "2026-01-03T15:04:00Z" },
    { "Published on Jan. 3, 2026", "2026-01-03T00:00:00Z" },
    { "2022 May 12", "2022-05-12T00:00:00Z" },
    { "Interview: Jan Pohl | 3.10.2019", "2019-10-03T00:00:00Z" },
    { "3. Januar 2026", "2026-01-03T00:00:00Z" },
    { "3. März 2026", "2026-03-03T00:00:00Z" },
    { "3 janvier 2026", "2026-01-03T00:00:00Z" },
    { "le 14 août 2026 à 10:00", "2026-08-14T10:00:00Z" },
    { "3 de enero de 2026", "2026-01-03T00:00:00Z" },
    { "3 gennaio 2026", "2026-01-03T00:00:00Z" },
    { "2026年1月3日", "2026-01-03T00:00:00Z" },
    { "2026年1月3日 08:30", "2026-01-03T08:30:00Z" },
    { "2026년 1월 3일", "2026-01-03T00:00:00Z" },
    { "31/12/2025", "2025-12-31T00:00:00Z" },
    { "12/31/2025", "2025-12-31T00:00:00Z" },
    { "03.01.2026", "2026-01-03T00:00:00Z" },
    { "28.01.22", "2022-01-28T00:00:00Z" },
    { "1.2.26", "2026-02-01T00:00:00Z" },
    { "CMake 2.8.12", NULL },
    { "Since 3.2.25 it is so", NULL },
    { "version 1.2.26.4", NULL },
    { "21 lutego 2024", "2024-02-21T00:00:00Z" },
    { "7 września 2023 r.", "2023-09-07T00:00:00Z" },
    { "5 мая 2024 г.", "2024-05-05T00:00:00Z" },
    { "12 сентября 2023, 10:15", "2023-09-12T10:15:00Z" },
    { "3 يناير 2024", "2024-01-03T00:00:00Z" },
    { "٣ يناير ٢٠٢٤", "2024-01-03T00:00:00Z" },
    { "3 มกราคม 2566", "2023-01-03T00:00:00Z" },
    { "14 Şubat 2025", "2025-02-14T00:00:00Z" },
    { "2. února 2025", "2025-02-02T00:00:00Z" },
    { "2024. 1. 3.", "2024-01-03T00:00:00Z" },
    { "26. marraskuuta 2020", "2020-11-26T00:00:00Z" },
    { "5 kesäkuun, 2014", "2014-06-05T00:00:00Z" },
    { "12 de gener de 2015", "2015-01-12T00:00:00Z" },
    { "the 3 generals of 2015", NULL },
    { "5 de xullo de 2015", "2015-07-05T00:00:00Z" },
    { "12. septembra 2014", "2014-09-12T00:00:00Z" },
    { "8. ožujka 2014.", "2014-03-08T00:00:00Z" },
    { "4 жовтня 2014", "2014-10-04T00:00:00Z" },
    { "4 октомври 2014", "2014-10-04T00:00:00Z" },
    { "4. децембар 2014.", "2014-12-04T00:00:00Z" },
    { "9. oktoober 2014", "2014-10-09T00:00:00Z" },
    { "2014 m. gegužės 5 d.", "2014-05-05T00:00:00Z" },
    { "2014. gada 5. maijs", "2014-05-05T00:00:00Z" },
    { "2014. május 5.", "2014-05-05T00:00:00Z" },
    { "12 Haz 2014", "2014-06-12T00:00:00Z" },
    { "3 janv. 2014", "2014-01-03T00:00:00Z" },
    { "12 tháng 5, 2014", "2014-05-12T00:00:00Z" },
    { "ngày 12 tháng 5 năm 2014", "2014-05-12T00:00:00Z" },
    { "Tháng Mười Hai 25, 2014", "2014-12-25T00:00:00Z" },
    { "3 Ιανουαρίου 2024", "2024-01-03T00:00:00Z" },
    { "05 Ene 2012, 10:12", "2012-01-05T10:12:00Z" },
    { "5 juil. 2020", "2020-07-05T00:00:00Z" },
    { "2020. szept. 5.", "2020-09-05T00:00:00Z" },
    { "5. čvc 2020", "2020-07-05T00:00:00Z" },
    { "Φεβρουάριος 5, 2020", "2020-02-05T00:00:00Z" },
    { "5 Μαΐ 2020", "2020-05-05T00:00:00Z" },
    { "5 בספט׳ 2020", "2020-09-05T00:00:00Z" },
    { "5 במרס 2020", "2020-03-05T00:00:00Z" },
    { "5 फ़रवरी 2020", "2020-02-05T00:00:00Z" },
    { "5 दिसम्बर 2020", "2020-12-05T00:00:00Z" },
    { "5 آذار 2020", "2020-03-05T00:00:00Z" },
    { "5 Лют, 2020", "2020-02-05T00:00:00Z" },
    { "5 maalis 2020", "2020-03-05T00:00:00Z" },
    { "Tue, 03/05/2024 - 10:42", "2024-03-05T10:42:00Z" }, /* of two days the one that was … */
    { "Fri, 03/05/2024 - 10:42", "2024-05-03T10:42:00Z" }, /* … a Friday */
    { "Sun, 03/05/2024", NULL },
    /* the eras of Japan, the years of Iran */
    { "令和3年4月5日", "2021-04-05T00:00:00Z" },
    { "令和３年 ４月 ５日 10:30", "2021-04-05T10:30:00Z" },
    { "令和3年(2021年)4月5日", "2021-04-05T00:00:00Z" },
    { "2021年（令和3年）4月5日", "2021-04-05T00:00:00Z" },
    { "掲載日：令和元年5月1日", "2019-05-01T00:00:00Z" },
    { "平成31年4月30日", "2019-04-30T00:00:00Z" },
    { "令和3年度", NULL },
    { "۱ فروردین ۱۴۰۰", "2021-03-21T00:00:00Z" },
    { "۱۵ خرداد ۱۴۰۰", "2021-06-05T00:00:00Z" },
    { "شنبه، ۱۵ خرداد ماه ۱۴۰۰ ساعت ۱۰:۳۰", "2021-06-05T10:30:00Z" },
    { "۳۰ اسفند ۱۳۹۹", "2021-03-20T00:00:00Z" },
    { "۳۰ اسفند ۱۴۰۰", NULL }, /* no leap year */
    { "٢٢ بهمن ١٣٨٠", "2002-02-11T00:00:00Z" },
    { "22 دي 1403", "2025-01-11T00:00:00Z" },
    { "تاریخ انتشار: ۱۴۰۰/۰۳/۱۵ - ۱۰:۳۰", "2021-06-05T10:30:00Z" },
    { "1442/10/23 هـ", NULL }, /* by the moon */
    { "1400/03/15", NULL },
    { "03/01/2026", NULL }, /* two days */
    { "2026-13-40", NULL },
    { "30 February 2026", NULL },
    { "in 1850", NULL },
    { "2099-01-01", NULL }, /* not yet */
    { "the market of 2026", NULL },
    { "", NULL },
    { "12345", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *iso = carrel_time_to_iso (carrel_time_parse (cases[i].text));

    if (g_strcmp0 (iso, cases[i].iso) != 0)
      g_error ("“%s” is %s, not %s", cases[i].text, iso, cases[i].iso);
  }
  g_assert_cmpint (carrel_time_parse (NULL), ==, 0);
}

static void
test_order (void)
{
  static const struct {
    const char     *language, *host;
    CarrelTimeOrder order;
  } cases[] = {
    { "en-US", NULL, CARREL_TIME_MONTH_FIRST },
    { "en-GB", NULL, CARREL_TIME_DAY_FIRST },
    { "en", "news.example.co.uk", CARREL_TIME_DAY_FIRST },
    { "en", "example.com", CARREL_TIME_ORDER_UNKNOWN },
    { "de", NULL, CARREL_TIME_DAY_FIRST },
    { "pt-BR", NULL, CARREL_TIME_DAY_FIRST },
    { "ja", NULL, CARREL_TIME_ORDER_UNKNOWN },
    { NULL, NULL, CARREL_TIME_ORDER_UNKNOWN },
  };
  g_autofree char *day =
      carrel_time_to_iso (carrel_time_read ("03/01/2026", CARREL_TIME_DAY_FIRST, NULL));
  g_autofree char *month =
      carrel_time_to_iso (carrel_time_read ("03/01/2026", CARREL_TIME_MONTH_FIRST, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (carrel_time_guess_order (cases[i].language, cases[i].host), ==,
                     cases[i].order);
  g_assert_cmpstr (day, ==, "2026-01-03T00:00:00Z");
  g_assert_cmpstr (month, ==, "2026-03-01T00:00:00Z");
}

/* The clock of the page is kept beside the time. */
static void
test_offset (void)
{
  static const struct {
    const char *text, *iso;
  } cases[] = {
    { "2025-03-20T20:05:01-0400", "2025-03-20T20:05:01-04:00" },
    { "2025-12-19T01:00:00+05:30", "2025-12-19T01:00:00+05:30" },
    { "2025-12-19T01:00:00Z", "2025-12-19T01:00:00Z" },
    { "19 December 2025", "2025-12-19T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    int              offset;
    gint64           time = carrel_time_read (cases[i].text, CARREL_TIME_ORDER_UNKNOWN, &offset);
    g_autofree char *iso = carrel_time_to_iso_at (time, offset);

    g_assert_cmpstr (iso, ==, cases[i].iso);
  }
  g_assert_null (carrel_time_to_iso_at (0, 3600));
}

static void
test_span (void)
{
  static const struct {
    const char *text, *from, *until; /* NULL: open */
  } cases[] = {
    { "2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z" },
    { "2026-03", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z" },
    { "2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z" },
    { "2026-03-01", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z" },
    { "2026-03-01..2026-04-15", "2026-03-01T00:00:00Z", "2026-04-16T00:00:00Z" },
    { "2024..", "2024-01-01T00:00:00Z", NULL },
    { "..2024", NULL, "2025-01-01T00:00:00Z" },
    { "<2026", NULL, "2026-01-01T00:00:00Z" },
    { "<=2026", NULL, "2027-01-01T00:00:00Z" },
    { ">2026", "2027-01-01T00:00:00Z", NULL },
    { ">=2026", "2026-01-01T00:00:00Z", NULL },
    { "7d", "2026-08-22T10:40:00Z", NULL },
    { "2w", "2026-08-15T10:40:00Z", NULL },
    { "today", "2026-08-29T00:00:00Z", NULL },
    { "yesterday", "2026-08-28T00:00:00Z", "2026-08-29T00:00:00Z" },
    { "week", "2026-08-24T00:00:00Z", NULL },
    { "month", "2026-08-01T00:00:00Z", NULL },
  };
  static const char *const not_spans[] = { "",   "..", "x", "20266", "2026-13", "2026-02-30",
                                           "7q", "d",  "<", "<x",    "1..x",    "99999999999d" };
  static const char *const never[] = { "x",      "soon", "202666", "2026-13", "2026-02-30", "7q",
                                       "todays", "<x",   "1..2..", "2026.0",  "999999",     "-1" };
  gint64                   from, until;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *a = NULL, *b = NULL;

    g_assert_true (carrel_time_parse_span (cases[i].text, &from, &until));
    a = from == G_MININT64 ? NULL : carrel_time_to_iso (from);
    b = until == G_MAXINT64 ? NULL : carrel_time_to_iso (until);
    g_assert_cmpstr (a, ==, cases[i].from);
    g_assert_cmpstr (b, ==, cases[i].until);
  }
  for (guint i = 0; i < G_N_ELEMENTS (not_spans); i++)
    g_assert_false (carrel_time_parse_span (not_spans[i], &from, &until));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) /* whoever types one is never wrong on the way */
    for (gsize len = 0; len <= strlen (cases[i].text); len++) {
      g_autofree char *typed = g_strndup (cases[i].text, len);

      g_test_message ("%s", typed);
      g_assert_true (carrel_time_may_become_span (typed));
    }
  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    g_assert_false (carrel_time_may_become_span (never[i]));
}

static void
test_relative (void)
{
  static const struct {
    gint64      ago;
    const char *text;
  } cases[] = {
    { -50, "now" },           { 10, "now" },
    { 300, "5 min ago" },     { 7200, "2 hours ago" },
    { 86400, "Yesterday" },   { 3 * 86400, "Wednesday" },
    { 40 * 86400, "20 Jul" }, { 800 * 86400, "20 Jun 2024" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = carrel_time_to_relative (NOW - cases[i].ago);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  carrel_time_set_now (NOW);
  g_test_add_func ("/time/dates-of-pages-are-read", test_parse);
  g_test_add_func ("/time/the-order-of-day-and-month-may-be-known", test_order);
  g_test_add_func ("/time/the-clock-of-a-page-is-kept", test_offset);
  g_test_add_func ("/time/spans-of-people-are-read", test_span);
  g_test_add_func ("/time/relative-times-read-well", test_relative);
  return g_test_run ();
}

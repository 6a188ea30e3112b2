/* test-charset.c: pages are read in the encoding they are in, whatever they say.
 *
 * Texts are encoded by iconv, so that the decoder isn't judged by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "document/carrel-charset.h"

#include <string.h>

#define GERMAN "Der Leuchtturmwärter schrieb jedes Schiff auf, das vorüberfuhr, und las im Winter die Bücher für die Küste."
#define POLISH "Strażnik latarni zapisywał każdy statek, który przepływał, a zimą czytał księgę od początku, źle śpiąc."
#define RUSSIAN "Смотритель маяка записывал каждый корабль, который проходил мимо, и зимой читал книгу с начала."
#define CHINESE "一个人真正拥有的阅读时间，往往不是被节省出来的，而是被守护出来的。我们在图书馆里读书的时候，也是这样。"
#define TRADITIONAL "一個人真正擁有的閱讀時間，往往不是被節省出來的，而是被守護出來的。我們在圖書館裡讀書的時候，也是這樣。"
#define JAPANESE "図書館の机は、ひとりで本を読むための場所です。灯台守は毎日、通り過ぎる船を書きとめていました。"
#define KOREAN "도서관의 책상은 혼자 책을 읽는 곳입니다. 등대지기는 매일 지나가는 배를 적었습니다."
#define GREEK "Ο φαροφύλακας έγραφε κάθε πλοίο που περνούσε και τον χειμώνα διάβαζε το βιβλίο από την αρχή."
#define HEBREW "ספרייה היא מקום שקט לקריאה ולכתיבה, והשומר רושם כל ספינה שעוברת."
#define ARABIC "المكتبة مكان هادئ للقراءة والكتابة، وكان حارس المنارة يسجل كل سفينة تمر."
#define THAI "ห้องสมุดเป็นสถานที่เงียบสงบสำหรับการอ่านหนังสือคนเดียว"

static char *
encode (const char *text, const char *charset, gsize *len)
{
  g_autoptr (GError) error = NULL;
  char *out = g_convert (text, -1, charset, "UTF-8", NULL, len, &error);

  g_assert_no_error (error);
  return out;
}

static void
test_undeclared (void)
{
  static const struct {
    const char *text, *charset, *name;
  } cases[] = {
    { GERMAN, "UTF-8", "UTF-8" },           { GERMAN, "WINDOWS-1252", "windows-1252" },   { POLISH, "WINDOWS-1250", "windows-1250" },
    { RUSSIAN, "WINDOWS-1251", "windows-1251" }, { RUSSIAN, "KOI8-R", "KOI8-R" },         { CHINESE, "GB18030", "gb18030" },
    { TRADITIONAL, "BIG5", "Big5" },        { JAPANESE, "SHIFT_JIS", "Shift_JIS" },       { JAPANESE, "EUC-JP", "EUC-JP" },
    { KOREAN, "EUC-KR", "EUC-KR" },         { GREEK, "WINDOWS-1253", "windows-1253" },    { HEBREW, "WINDOWS-1255", "windows-1255" },
    { ARABIC, "WINDOWS-1256", "windows-1256" }, { THAI, "TIS-620", "windows-874" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize len, out_len;
    const char *name;
    g_autofree char *bytes = encode (cases[i].text, cases[i].charset, &len);
    g_autofree char *out = carrel_charset_decode ((guint8 *) bytes, len, NULL, &name, &out_len);

    if (strcmp (out, cases[i].text) != 0)
      g_error ("%s was taken for %s", cases[i].charset, name);
    g_assert_cmpuint (out_len, ==, strlen (out));
    g_assert_cmpint (g_ascii_strcasecmp (name, cases[i].name), ==, 0);
  }
}

static void
test_declared (void)
{
  static const struct {
    const char *text, *charset, *http, *meta;
  } cases[] = {
    { RUSSIAN, "WINDOWS-1251", "windows-1251", NULL },
    { RUSSIAN, "WINDOWS-1251", NULL, "<meta charset=windows-1251>" },
    { RUSSIAN, "WINDOWS-1251", NULL, "<meta http-equiv='Content-Type' content='text/html; charset=cp1251'>" },
    { JAPANESE, "ISO-2022-JP", "iso-2022-jp", NULL },
    { GERMAN, "UTF-8", "iso-8859-1", NULL },   /* the bytes know better */
    { CHINESE, "GB18030", "utf-8", NULL },     /* so they do here */
    { GERMAN, "UTF-8", NULL, "<meta charset=utf-16>" },
    { GERMAN, "UTF-8", "utf-7", NULL },
    { GERMAN, "UTF-8", "x-user-defined", NULL },
    { GERMAN, "UTF-8", " \"UTF-8\" ", NULL },
    { GERMAN, "UTF-16LE", "utf-16le", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize len, out_len;
    g_autofree char *page = g_strconcat (cases[i].meta ? cases[i].meta : "", cases[i].text, NULL);
    g_autofree char *bytes = encode (page, cases[i].charset, &len);
    g_autofree char *out = carrel_charset_decode ((guint8 *) bytes, len, cases[i].http, NULL, &out_len);

    g_assert_cmpstr (out, ==, page);
  }
}

static void
test_marks (void)
{
  gsize len, n;
  g_autofree char *bytes = encode ("\xef\xbb\xbf" GERMAN, "UTF-16BE", &len);
  g_autofree char *wide = carrel_charset_decode ((guint8 *) bytes, len, "windows-1252", NULL, &n);
  g_autofree char *marked = carrel_charset_decode ((const guint8 *) "\xef\xbb\xbf" "a", 4, "windows-1252", NULL, &n);
  g_autofree char *nul = carrel_charset_decode ((const guint8 *) "a\0b", 3, NULL, NULL, &n);
  g_autofree char *broken = carrel_charset_decode ((const guint8 *) "a\xff\xfe\xfd", 4, "utf-8", NULL, &n);
  g_autofree char *empty = carrel_charset_decode ((const guint8 *) "", 0, NULL, NULL, &n);

  g_assert_cmpstr (wide, ==, GERMAN);
  g_assert_cmpstr (marked, ==, "a");
  g_assert_cmpstr (nul, ==, "ab");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_cmpstr (empty, ==, "");
}

static void
test_random (void)
{
  static const char *const labels[] = { NULL, "utf-8", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp", "utf-16le", "koi8-r" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 bytes[300];

  for (guint round = 0; round < 2000; round++) {
    gsize len = (gsize) g_rand_int_range (rand, 0, sizeof bytes), n;
    g_autofree char *out = NULL;

    for (gsize i = 0; i < len; i++)
      bytes[i] = (guint8) g_rand_int (rand);
    out = carrel_charset_decode (bytes, len, labels[round % G_N_ELEMENTS (labels)], NULL, &n);
    g_assert_true (g_utf8_validate_len (out, n, NULL));
    g_assert_cmpuint (strlen (out), ==, n);
  }
}

static void
test_binary (void)
{
  static const struct {
    const char *bytes;
    gsize       len;
    gboolean    binary;
  } cases[] = {
    { "%PDF-1.7 text", 13, TRUE },  { "\x89PNG\r\n\x1a\n....", 12, TRUE }, { "PK\x03\x04....", 8, TRUE },      { "\x7f" "ELF....", 8, TRUE },
    { "plain text", 10, FALSE },    { "<html>", 6, FALSE },               { "", 0, FALSE },                   { "a\0b\0c\0d\0", 8, FALSE },
    { "\xff\xfe" "a\0", 4, FALSE }, { "\x01\x02\x03\x04", 4, TRUE },       { "\x1b$B%F%9%H\x1b(B", 12, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (carrel_charset_is_binary ((const guint8 *) cases[i].bytes, cases[i].len, NULL) != cases[i].binary)
      g_error ("Case %u is taken for %s", i, cases[i].binary ? "text" : "binary");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charset/undeclared-encodings-are-found", test_undeclared);
  g_test_add_func ("/charset/declared-ones-count-where-they-can-be-true", test_declared);
  g_test_add_func ("/charset/marks-and-nul", test_marks);
  g_test_add_func ("/charset/any-bytes-become-valid-text", test_random);
  g_test_add_func ("/charset/binary-data-is-told-from-text", test_binary);
  return g_test_run ();
}

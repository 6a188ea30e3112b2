/* test-text.c: folding, keys, excerpts, cleaning, languages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-ascii.h"
#include "base/carrel-matcher.h"
#include "base/carrel-text.h"

#include <string.h>

typedef struct {
  const char *in, *out;
} Pair;

static void
check_pairs (const Pair *pairs, guint n, char *(*function) (const char *) )
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *out = function (pairs[i].in);

    g_assert_cmpstr (out, ==, pairs[i].out);
  }
}

static void
test_fold (void)
{
  static const Pair pairs[] = {
    { "Hello", "hello" },
    { "  A\t\nb ", "a b" },
    { "Café", "cafe" },
    { "CAFE\xcc\x81", "cafe" },
    { "Ångström", "angstrom" },
    { "Łódź", "lodz" },
    { "ΟΔΟΣ", "οδοσ" },
    { "οδός", "οδοσ" },
    { "Й", "и" },
    { "日本語", "日本語" },
    { "ＡＢＣ", "abc" },
    { "soft\xc2\xadhyphen", "softhyphen" },
    { "", "" },
    { "İstanbul", "istanbul" },
    { "كِتَاب", "كتاب" },
    { "ภาษาไทย", "ภาษาไทย" },
    { "한국어", "한국어" },
  };

  check_pairs (pairs, G_N_ELEMENTS (pairs), carrel_text_fold);
}

static void
test_starts (void)
{
  static const char *const texts[] = { "",
                                       "a",
                                       "  Café  au\tlait ",
                                       "ＡＢＣ",
                                       "日本語 と",
                                       "it's DOE’s — a Mission",
                                       "\xc2\xad\xc2\xad\xc2\xad\xc2\xad\xc2\xad\xc2\xadx" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *all = carrel_text_fold (texts[i]),
                    *key = carrel_text_title_key (texts[i], NULL);

    for (gsize max = 0; max < 30; max++) {
      g_autofree char *start = carrel_text_fold_start (texts[i], max),
                      *words = carrel_text_first_words (texts[i], (guint) max + 1);

      g_assert_true (g_str_has_prefix (all, start));
      g_assert_cmpuint (strlen (start), >=, MIN (max, strlen (all)));
      g_assert_cmpuint (strlen (start), <=, max + 6);
      g_assert_true (g_str_has_prefix (key, words));
    }
  }
  {
    g_autofree char *two = carrel_text_first_words ("One — two, three", 2);

    g_assert_cmpstr (two, ==, "one two");
  }
}

/* Against strstr(), with words that overlap and lie in one another. */
static void
test_matcher (void)
{
  static const char *const        first[] = { "he", "hers", "Она", NULL },
                           *const second[] = { "she", "abab", NULL },
                           *const third[] = { "babb", "B", NULL };
  static const char *const *const groups[] = { first, second, third };
  static const char *const        pieces[] = {
    "h", "e", "s", "r", "a", "b", "B", "S", "Она", "\xd0", " "
  };
  static gsize         exact, folded;
  const CarrelMatcher *matcher = carrel_matcher_get (&exact, groups, G_N_ELEMENTS (groups), FALSE),
                      *loose = carrel_matcher_get (&folded, groups, G_N_ELEMENTS (groups), TRUE);
  GRand *random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    guint32 found = 0, start = 0, any = 0, word_start = 0;

    for (gint32 n = g_rand_int_range (random, 0, 9); n > 0; n--)
      g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
    for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
      for (guint w = 0; groups[g][w]; w++) {
        g_autofree char *low = g_ascii_strdown (text->str, -1),
                        *word = g_ascii_strdown (groups[g][w], -1);

        found |= strstr (text->str, groups[g][w]) ? 1u << g : 0;
        start |= g_str_has_prefix (text->str, groups[g][w]) ? 1u << g : 0;
        any |= strstr (low, word) ? 1u << g : 0;
        for (const char *p = strstr (text->str, groups[g][w]); p; p = strstr (p + 1, groups[g][w]))
          word_start |= p == text->str || !g_ascii_isalnum (p[-1]) ? 1u << g : 0;
      }
    g_assert_cmpuint (carrel_matcher_find (matcher, text->str), ==, found);
    g_assert_cmpuint (carrel_matcher_find_start (matcher, text->str), ==, start);
    g_assert_cmpuint (carrel_matcher_find (loose, text->str), ==, any);
    g_assert_cmpuint (carrel_matcher_find_at_words (matcher, text->str), ==, word_start);
  }
  g_rand_free (random);
}

/* Letter by letter, as it is said: letters and digits make words, «-» and an apostrophe go on with
 * one. */
static guint
count_slowly (const char *text)
{
  guint    words = 0;
  gboolean in = FALSE;

  for (; *text; text++) {
    gboolean of_word = g_ascii_isalnum (*text);

    words += of_word && !in;
    in = of_word || (in && (*text == '-' || *text == '\''));
  }
  return words;
}

static void
test_words (void)
{
  static const char letters[] = "ab-' .9-'";
  GRand            *random = g_rand_new_with_seed (2);

  for (guint i = 0; i < 20000; i++) {
    char  text[40] = "";
    guint n = (guint) g_rand_int_range (random, 0, sizeof text - 1);

    for (guint k = 0; k < n; k++)
      text[k] = letters[g_rand_int_range (random, 0, sizeof letters - 1)];
    g_assert_cmpuint (carrel_text_count_words (text, -1), ==, count_slowly (text));
  }
  g_rand_free (random);
}

static void
test_title_key (void)
{
  static const struct {
    const char *title, *site, *key;
  } cases[] = {
    { "Hello, World!", NULL, "hello world" },
    { "The Sea | Harbour Review", "Harbour Review", "the sea" },
    { "The Sea - Harbour Review", "Harbour Review", "the sea" },
    { "A History of Wired", "Wired", "a history of wired" },
    { "DOE’s Genesis Mission", NULL, "does genesis mission" },
    { "DOE's Genesis Mission", NULL, "does genesis mission" },
    { "«Über» das Wetter", NULL, "uber das wetter" },
    { "???", NULL, "" },
    { "", "x", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *key = carrel_text_title_key (cases[i].title, cases[i].site);

    g_assert_cmpstr (key, ==, cases[i].key);
  }
}

static void
test_many_words (void)
{
  g_assert_cmpuint (carrel_text_count_words ("", -1), ==, 0);
  g_assert_cmpuint (carrel_text_count_words ("one two-three don’t", -1), ==, 3);
  g_assert_cmpuint (carrel_text_count_words ("一二三四", -1), ==, 2);
  g_assert_cmpuint (carrel_text_count_words ("one two", 3), ==, 1);
  g_assert_cmpuint (carrel_text_minutes (0), ==, 1);
  g_assert_cmpuint (carrel_text_minutes (912), ==, 4);
}

static void
test_excerpt (void)
{
  g_autofree char *whole = carrel_text_excerpt (" a  b ", 10),
                  *cut = carrel_text_excerpt ("one two, three four", 12);
  g_autofree char *one = carrel_text_excerpt ("abcdefghijklmnop", 5),
                  *chinese = carrel_text_excerpt ("一二三四五六七八", 5);

  g_assert_cmpstr (whole, ==, "a b");
  g_assert_cmpstr (cut, ==, "one two…");
  g_assert_cmpstr (one, ==, "abcd…");
  g_assert_cmpstr (chinese, ==, "一二三四…");
}

/* A long text keeps both its ends, and its letters their marks. */
static void
test_shortened (void)
{
  g_autofree char *whole = carrel_text_shorten ("abcdefg", 7),
                  *even = carrel_text_shorten ("abcdefgh", 7),
                  *odd = carrel_text_shorten ("abcdefgh", 6),
                  *least = carrel_text_shorten ("abcdefgh", 3),
                  *chinese = carrel_text_shorten ("一二三四五六七八", 5);
  g_autofree char *marks = carrel_text_shorten ("abe\xcc\x81"
                                                "dfge\xcc\x81"
                                                "h",
                                                5);

  g_assert_cmpstr (whole, ==, "abcdefg");
  g_assert_cmpstr (even, ==, "abc…fgh");
  g_assert_cmpstr (odd, ==, "abc…gh");
  g_assert_cmpstr (least, ==, "a…h");
  g_assert_cmpstr (chinese, ==, "一二…七八");
  g_assert_cmpstr (marks, ==, "ab…h");
}

static char *
make_valid (const char *text)
{
  return carrel_text_make_valid (text, -1);
}

static void
test_cleaning (void)
{
  static const Pair valid[] = { { "a\xff"
                                  "b",
                                  "a\xef\xbf\xbd"
                                  "b" },
                                { "ok", "ok" },
                                { "\xe4\xb8", "\xef\xbf\xbd\xef\xbf\xbd" } };
  static const Pair line[] = { { "a\x1b[31mb", "a[31mb" },
                               { "a\xe2\x80\xae"
                                 "b",
                                 "ab" },
                               { " a\n b ", "a b" },
                               { "\xc2\x9b"
                                 "x",
                                 "x" } };
  static const Pair terminal[] = { { "a\x1b[2J", "a\\x1b[2J" },   { "\xc2\x9b", "\\x9b" },
                                   { "\xe2\x80\xae", "\\u202e" }, { "tab\tok\n", "tab\tok\n" },
                                   { "\x7f", "\\x7f" },           { "\xff", "\xef\xbf\xbd" } };
  g_autofree char  *without_nul = carrel_text_make_valid ("a\0b", 3);
  GString          *marks = g_string_new ("a");
  g_autofree char  *cut = NULL;

  check_pairs (valid, G_N_ELEMENTS (valid), make_valid);
  check_pairs (line, G_N_ELEMENTS (line), carrel_text_clean_line);
  check_pairs (terminal, G_N_ELEMENTS (terminal), carrel_text_for_terminal);
  g_assert_cmpstr (without_nul, ==, "ab");

  for (guint i = 0; i < 1000; i++)
    g_string_append (marks, "\xcc\x81");
  cut = carrel_text_clean_line (marks->str);
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 17);
  g_string_free (marks, TRUE);
}

static void
test_language (void)
{
  static const struct {
    const char *text, *language;
  } cases[] = {
    { "The lighthouse keeper wrote down every ship that passed, and in the winter she read the "
      "book from its beginning.",
      "en" },
    { "Der Leuchtturmwärter schrieb jedes Schiff auf, das vorbeikam, und im Winter las sie das "
      "Buch von vorn.",
      "de" },
    { "Le gardien du phare notait chaque navire qui passait, et en hiver il relisait le livre "
      "depuis le début.",
      "fr" },
    { "El farero apuntaba cada barco que pasaba, y en invierno leía el libro desde el principio "
      "con los niños.",
      "es" },
    { "Il guardiano del faro annotava ogni nave che passava, e in inverno rileggeva il libro "
      "dall'inizio con la moglie.",
      "it" },
    { "一个人真正拥有的阅读时间，往往不是被节省出来的，而是被守护出来的。", "zh" },
    { "図書館の机は、ひとりで本を読むための場所です。", "ja" },
    { "도서관의 책상은 혼자 책을 읽는 곳입니다.", "ko" },
    { "المكتبة مكان هادئ للقراءة والكتابة", "ar" },
    { "کتابخانه جایی آرام برای خواندن و نوشتن است که پدر "
      "می‌گفت",
      "fa" },
    { "ספרייה היא מקום שקט לקריאה", "he" },
    { "Смотритель маяка записывал каждый корабль, который проходил мимо, и это было его дело.",
      "ru" },
    { "ห้องสมุดเป็นสถานที่เงียบสงบ", "th" },
    { "গ্রন্থাগার পড়ার জন্য একটি শান্ত জায়গা", "bn" },
    { "நூலகம் படிப்பதற்கு அமைதியான இடம்", "ta" },
    { "ბიბლიოთეკა წყნარი ადგილია", "ka" },
    { "El faroner apuntava cada vaixell que passava, i a l'hivern llegia el llibre des del "
      "principi "
      "amb els nens.",
      "ca" },
    { "O fareiro apuntaba cada barco que pasaba, e no inverno lía o libro dende o principio cos "
      "nenos e cunha luz na man.",
      "gl" },
    { "O faroleiro anotava cada navio que passava, e no inverno lia o livro desde o princípio com "
      "as crianças e com uma luz na mão.",
      "pt" },
    { "Strážca majáka si zapisoval každú loď, ktorá išla okolo, a v zime čítal knihu od začiatku, "
      "keď bol sám a nemal čo robiť.",
      "sk" },
    { "Strážce majáku si zapisoval každou loď, která jela kolem, a v zimě četl knihu od začátku, "
      "když byl sám a neměl co dělat.",
      "cs" },
    { "Čuvar svjetionika zapisivao je svaki brod koji je prošao, a zimi je čitao knjigu od početka "
      "jer nije imao što raditi.",
      "hr" },
    { "Čuvaj svetilnika je zapisal vsako ladjo, ki je plula mimo, in pozimi je bral knjigo od "
      "začetka, ker ni imel kaj početi.",
      "sl" },
    { "Majakavaht kirjutas üles iga laeva, mis möödus, ja talvel luges ta raamatut algusest, kui "
      "tal ei olnud midagi teha.",
      "et" },
    { "Majakanvartija kirjoitti muistiin jokaisen laivan, joka kulki ohi, ja talvella hän luki "
      "kirjaa alusta, kun ei ollut muuta.",
      "fi" },
    { "Švyturio sargas užrašė kiekvieną laivą, kuris praplaukė, ir žiemą jis skaitė knygą nuo "
      "pradžios, kai buvo vienas.",
      "lt" },
    { "Bākas sargs pierakstīja katru kuģi, kas brauca garām, un ziemā viņš lasīja grāmatu no "
      "sākuma, ja bija viens.",
      "lv" },
    { "Itsasargiaren zaindariak pasatzen zen ontzi bakoitza idazten zuen, eta neguan liburua "
      "irakurtzen zuen bere umeekin.",
      "eu" },
    { "Rojtari i farit shkruante çdo anije që kalonte dhe në dimër e lexonte librin nga fillimi me "
      "fëmijët e tij.",
      "sq" },
    { "Die vuurtoringwagter het elke skip opgeskryf wat verbygekom het, en in die winter het hy "
      "die "
      "alleen wees met sy boek nie.",
      "af" },
    { "De vuurtorenwachter schreef elk schip op dat voorbijkwam, en in de winter las hij het boek "
      "van voren af aan.",
      "nl" },
    { "Fyrvokteren skrev ned hvert skip som kom forbi, og om vinteren leste han boken fra "
      "begynnelsen av når han var alene.",
      "nb" },
    { "Fyrpasseren skrev hvert skib ned, som kom forbi, og om vinteren læste han bogen fra "
      "begyndelsen af, når han blev alene.",
      "da" },
    { "Доглядач маяка записував кожен корабель, який проходив повз, і взимку читав її спочатку.",
      "uk" },
    { "Вартаўнік маяка запісваў кожны карабель, які праходзіў міма, і ўзімку чытаў кнігу спачатку.",
      "be" },
    { "Чувар светионика записивао је сваки брод који је прошао, а зими је читао књигу.", "sr" },
    { "Чуварот на светилникот ја запишувал секоја ладја, ѕвездите и куќите, и ноќта ќе ја прочита.",
      "mk" },
    { "Маяк күзетшісі өтіп бара жатқан әрбір кемені жазып отырды, қыста кітапты басынан оқыды.",
      "kk" },
    { "xyz", NULL },
    { "", NULL },
    { "qwe rty uio pas dfg hjk lzx cvb nmq wer tyu", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (carrel_text_guess_language (cases[i].text), ==, cases[i].language);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *twice = g_strdup_printf ("%s %s", cases[i].text, cases[i].text);

    g_assert_cmpint (
        carrel_text_looks_like_language (twice, cases[i].language ? cases[i].language : "en"), ==,
        cases[i].language != NULL);
    g_assert_false (carrel_text_looks_like_language (twice, "sv"));
  }
  {
    /* Its middle is another's. */
    g_autoptr (GString) mixed = g_string_new (
        "This is the story of a lighthouse and of the man who was in it with his books. ");

    for (guint i = 0; i < 20; i++)
      g_string_append (
          mixed,
          "El farero apuntaba cada barco que pasaba, y en invierno leía el libro con los niños. ");
    g_assert_false (carrel_text_looks_like_language (mixed->str, "en"));
    g_assert_cmpstr (carrel_text_guess_language (mixed->str), ==, "es");
  }
  {
    /* What a page declares and what its text is: where that is clear, another. */
    static const struct {
      const char *text, *declared, *found;
    } others[] = {
      { "A boat in a harbour, a crab in a pool. A gull in a tree. ", "en", NULL },
      { "Le gardien du phare notait chaque navire qui passait, et en hiver il relisait le livre "
        "depuis le début avec les enfants.",
        "en", "fr" },
      { "El faroner apuntava cada vaixell que passava, i a l'hivern llegia el llibre des del "
        "principi amb els nens.",
        "es", "ca" },
      { "Доглядач маяка записував кожен корабель, який проходив повз, і взимку читав її спочатку.",
        "ru", "uk" },
      /* few of the commonest words, but none of those of the language that is declared */
      { "Sarang burung walet ini merupakan salah satu jenis makanan mewah, mahal, bergizi tinggi; "
        "harganya ditentukan warna, bentuk serta kebersihan sarang tersebut. Peternak merawat "
        "gedung, mengatur suhu, kelembapan dan suara pemanggil, lalu memanen sarang setelah anak "
        "burung meninggalkan rumahnya. Pembeli datang dari luar negeri untuk memilih sarang yang "
        "terbaik, putih, bersih, utuh, kering, lalu menimbangnya pada timbangan kecil di meja "
        "panjang dengan lampu terang.",
        "en", "id" },
      /* the same, a neighbour, a list of forms beside their meanings, names in other letters */
      { "The lighthouse keeper wrote down every ship that passed, and in the winter she read the "
        "book from its beginning.",
        "en", NULL },
      { "Fyrpasseren skrev hvert skib ned, som kom forbi, og om vinteren læste han bogen fra "
        "begyndelsen af, når han blev alene.",
        "nb", NULL },
      { "odottaa → odota a, odotin I waited, juoda join I drank, viedä i vein I took, mennä o "
        "menin "
        "I went, tulla z tulin I came, drop a",
        "en", NULL },
      { "Harbour Tools 를 사용하면 메뉴 막대에 모든 것을 넣을 수 있다 the name of the plugin and "
        "of "
        "all that it is, with the time in which they are to be there for it",
        "ko", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
      const char      *one = others[i].text;
      g_autofree char *all = g_strjoin (" ", one, one, one, one, NULL);

      /* A short text says it only of a language that is quite another. */
      if (g_strcmp0 (others[i].found, "ca") != 0)
        g_assert_cmpstr (carrel_text_find_other_language (one, others[i].declared), ==,
                         others[i].found);
      g_assert_cmpstr (carrel_text_find_other_language (all, others[i].declared), ==,
                       others[i].found);
    }
  }
  g_assert_true (carrel_text_language_is_rtl ("ar-EG"));
  g_assert_true (carrel_text_language_is_rtl ("he"));
  g_assert_false (carrel_text_language_is_rtl ("en"));
  g_assert_false (carrel_text_language_is_rtl (NULL));
}

/* Eight characters at once say what each says alone: every character below 0x80, at every place,
 * beside its neighbours. */
static void
test_eight_at_once (void)
{
  for (guint start = 0; start < 0x80; start++) {
    char    eight[8];
    guint64 read, spaces, alnums, ranges, same;

    for (guint i = 0; i < 8; i++)
      eight[i] = (char) ((start + i * 37) % 0x80);
    read = carrel_ascii_read (eight);
    spaces = carrel_ascii_find_spaces (read);
    alnums = carrel_ascii_find_alnum (read);
    ranges = carrel_ascii_find_range (read, '0', '9');
    same = carrel_ascii_find (read, ',');
    g_assert_true (carrel_ascii_is (read));
    for (guint i = 0, n = 0; i < 8; i++) {
      gboolean is_space = eight[i] == ' ' || (eight[i] >= '\t' && eight[i] <= '\r');

      g_assert_cmpuint (spaces >> (8 * i) & 0xff, ==, is_space ? 0x80 : 0);
      g_assert_cmpuint (alnums >> (8 * i) & 0xff, ==, g_ascii_isalnum (eight[i]) ? 0x80 : 0);
      g_assert_cmpuint (ranges >> (8 * i) & 0xff, ==, g_ascii_isdigit (eight[i]) ? 0x80 : 0);
      g_assert_cmpuint (same >> (8 * i) & 0xff, ==, eight[i] == ',' ? 0x80 : 0);
      n += g_ascii_isalnum (eight[i]);
      if (i == 7)
        g_assert_cmpuint (carrel_ascii_count (alnums), ==, n);
    }
    g_assert_true (carrel_ascii_has_last (alnums) == g_ascii_isalnum (eight[7]));
    g_assert_cmphex (carrel_ascii_shift (alnums, TRUE), ==, alnums << 8 | 0x80);
  }
  g_assert_false (carrel_ascii_is (carrel_ascii_read ("seven \xc3\xa9")));
}

/* Letter by letter, as the header says it. */
static char *
fold_slowly (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_ascii_isspace (*p) || *p == '\v' || c == 0xa0) {
      space = out->len > 0;
      continue;
    }
    if (space)
      g_string_append_c (out, ' ');
    space = FALSE;
    g_string_append_unichar (out, carrel_text_fold_char (c));
  }
  return g_string_free (out, FALSE);
}

static void
test_fold_of_eight (void)
{
  static const char *const parts[] = { "a",        "B",          "Zz",        " ",    "  ", "\t",
                                       "\n",       ".",          "[@",        "`{",   "0",  "é",
                                       "\xc2\xa0", "words and ", "WORDS\x1f", "\x7f", "ß",  "漢" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *folded = NULL, *slowly = NULL;

    for (gint n = g_rand_int_range (rand, 0, 24); n > 0; n--)
      g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
    folded = carrel_text_fold (text->str);
    slowly = fold_slowly (text->str);
    g_assert_cmpstr (folded, ==, slowly);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/folding-takes-case-and-accents", test_fold);
  g_test_add_func ("/text/a-fold-may-end-early", test_starts);
  g_test_add_func ("/text/eight-characters-fold-as-one-does", test_fold_of_eight);
  g_test_add_func ("/text/words-are-counted", test_words);
  g_test_add_func ("/text/many-words-are-found-at-once", test_matcher);
  g_test_add_func ("/text/titles-are-equal-without-their-site", test_title_key);
  g_test_add_func ("/text/words-are-counted-eight-letters-at-a-time", test_many_words);
  g_test_add_func ("/text/excerpts-end-at-words", test_excerpt);
  g_test_add_func ("/text/long-ones-are-shortened-in-the-middle", test_shortened);
  g_test_add_func ("/text/control-characters-are-harmless", test_cleaning);
  g_test_add_func ("/text/languages-are-recognised", test_language);
  g_test_add_func ("/text/eight-at-once", test_eight_at_once);
  return g_test_run ();
}

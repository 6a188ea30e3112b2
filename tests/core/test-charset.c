/* test-charset.c: pages are read in the encoding they are in, whatever they say.
 *
 * Texts are encoded by iconv, so that the decoder isn't judged by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "document/carrel-charset.h"

#include <string.h>

#define GERMAN                                                                                     \
  "Der Leuchtturmwärter schrieb jedes Schiff auf, das vorüberfuhr, und las im Winter die Bücher "  \
  "für die Küste."
#define POLISH                                                                                     \
  "Strażnik latarni zapisywał każdy statek, który przepływał, a zimą czytał księgę od początku, "  \
  "źle śpiąc."
#define RUSSIAN                                                                                    \
  "Смотритель маяка записывал каждый корабль, который проходил мимо, и зимой читал книгу с "       \
  "начала."
#define CHINESE                                                                                    \
  "一个人真正拥有的阅读时间，往往不是被节省出来的，而是被守护出来的。我们在图书馆里读书的时候，也" \
  "是这样。"
#define TRADITIONAL                                                                                \
  "一個人真正擁有的閱讀時間，往往不是被節省出來的，而是被守護出來的。我們在圖書館裡讀書的時候，也" \
  "是這樣。"
#define JAPANESE                                                                                   \
  "図書館の机は、ひとりで本を読むための場所です。灯台守は毎日、通り過ぎる船を書きとめていました。"
#define KOREAN "도서관의 책상은 혼자 책을 읽는 곳입니다. 등대지기는 매일 지나가는 배를 적었습니다."
#define GREEK                                                                                      \
  "Ο φαροφύλακας έγραφε κάθε πλοίο που περνούσε και τον χειμώνα διάβαζε το βιβλίο από την αρχή."
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
    { GERMAN, "UTF-8", "UTF-8" },
    { GERMAN, "WINDOWS-1252", "windows-1252" },
    { POLISH, "WINDOWS-1250", "windows-1250" },
    { RUSSIAN, "WINDOWS-1251", "windows-1251" },
    { RUSSIAN, "KOI8-R", "KOI8-R" },
    { CHINESE, "GB18030", "gb18030" },
    { TRADITIONAL, "BIG5", "Big5" },
    { JAPANESE, "SHIFT_JIS", "Shift_JIS" },
    { JAPANESE, "EUC-JP", "EUC-JP" },
    { KOREAN, "EUC-KR", "EUC-KR" },
    { GREEK, "WINDOWS-1253", "windows-1253" },
    { HEBREW, "WINDOWS-1255", "windows-1255" },
    { ARABIC, "WINDOWS-1256", "windows-1256" },
    { THAI, "TIS-620", "windows-874" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize            len, out_len;
    const char      *name;
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
    { RUSSIAN, "WINDOWS-1251", NULL,
      "<meta http-equiv='Content-Type' content='text/html; charset=cp1251'>" },
    { JAPANESE, "ISO-2022-JP", "iso-2022-jp", NULL },
    { GERMAN, "UTF-8", "iso-8859-1", NULL }, /* the bytes know better */
    { CHINESE, "GB18030", "utf-8", NULL },   /* so they do here */
    { GERMAN, "UTF-8", NULL, "<meta charset=utf-16>" },
    { GERMAN, "UTF-8", "utf-7", NULL },
    { GERMAN, "UTF-8", "x-user-defined", NULL },
    { GERMAN, "UTF-8", " \"UTF-8\" ", NULL },
    { GERMAN, "UTF-16LE", "utf-16le", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize            len, out_len;
    g_autofree char *page = g_strconcat (cases[i].meta ? cases[i].meta : "", cases[i].text, NULL);
    g_autofree char *bytes = encode (page, cases[i].charset, &len);
    g_autofree char *out =
        carrel_charset_decode ((guint8 *) bytes, len, cases[i].http, NULL, &out_len);

    g_assert_cmpstr (out, ==, page);
  }
}

static void
test_marks (void)
{
  gsize            len, n;
  g_autofree char *bytes = encode ("\xef\xbb\xbf" GERMAN, "UTF-16BE", &len);
  g_autofree char *wide = carrel_charset_decode ((guint8 *) bytes, len, "windows-1252", NULL, &n);
  g_autofree char *marked = carrel_charset_decode ((const guint8 *) "\xef\xbb\xbf"
                                                                    "a",
                                                   4, "windows-1252", NULL, &n);
  g_autofree char *nul = carrel_charset_decode ((const guint8 *) "a\0b", 3, NULL, NULL, &n);
  g_autofree char *broken =
      carrel_charset_decode ((const guint8 *) "a\xff\xfe\xfd", 4, "utf-8", NULL, &n);
  g_autofree char *empty = carrel_charset_decode ((const guint8 *) "", 0, NULL, NULL, &n);

  g_assert_cmpstr (wide, ==, GERMAN);
  g_assert_cmpstr (marked, ==, "a");
  g_assert_cmpstr (nul, ==, "ab");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_cmpstr (empty, ==, "");
  g_free (empty);
  empty = carrel_charset_decode (NULL, 0, "gb18030", NULL, &n);
  g_assert_cmpstr (empty, ==, "");
}

/* ── How well it guesses ── */

/* Written for this test: about lighthouses, libraries and the sea. Encodings as iconv names them.
 */
static const struct {
  const char *text, *charsets[6];
} languages[] = {
  { "Die Bücherei öffnet um zehn, und wer früh kommt, hört nur die Uhr. Über der Tür hängt ein "
    "Schild: Bitte leise. Später kommen die Schüler, größer und lauter, und fragen nach Büchern "
    "über Vögel, Schiffe und ferne Küsten.",
    { "WINDOWS-1252", "ISO-8859-1", "ISO-8859-15", "UTF-16LE", "UTF-16BE" } },
  { "La bibliothèque ouvre à dix heures, et ceux qui arrivent tôt n'entendent que l'horloge. Plus "
    "tard viennent les élèves, très pressés, qui cherchent des livres sur les phares, les oiseaux "
    "et les îles où personne n'a été.",
    { "WINDOWS-1252", "ISO-8859-1", "UTF-16LE" } },
  { "La biblioteca abre a las diez, y quien llega temprano sólo oye el reloj. Después llegan los "
    "niños, que preguntan por los faros, por los pájaros y por las islas donde nadie ha estado "
    "jamás. ¿Qué buscan? Aún no lo sé, pero mañana será otro día.",
    { "WINDOWS-1252", "ISO-8859-1" } },
  { "A biblioteca abre às dez, e quem chega cedo só ouve o relógio. Depois vêm as crianças, que "
    "perguntam pelos faróis, pelas ilhas e pelos pássaros que ninguém viu. Não há pressa: a manhã "
    "é longa e a coleção também.",
    { "WINDOWS-1252", "ISO-8859-1" } },
  { "La biblioteca apre alle dieci, e chi arriva presto sente solo l'orologio. Più tardi arrivano "
    "i ragazzi, perché la scuola è finita, e chiedono libri sui fari, sulle città di mare e su ciò "
    "che verrà.",
    { "WINDOWS-1252", "ISO-8859-1" } },
  { "Biblioteket öppnar klockan tio, och den som kommer tidigt hör bara klockan på väggen. Sedan "
    "kommer barnen från skolan och frågar efter böcker om fyrar, fåglar och öar där ingen någonsin "
    "har varit. Över dörren står det: var så tyst som möjligt.",
    { "WINDOWS-1252", "ISO-8859-1" } },
  { "Biblioteket åbner klokken ti, og den, der kommer tidligt, hører kun uret på væggen. Så kommer "
    "børnene fra skolen og spørger efter bøger om fyrtårne, måger og øer, hvor ingen nogensinde "
    "har været.",
    { "WINDOWS-1252", "ISO-8859-1" } },
  { "Kirjasto avautuu kymmeneltä, ja joka tulee ajoissa, kuulee vain seinäkellon. Myöhemmin "
    "tulevat koululaiset ja kysyvät kirjoja majakoista, lokeista ja saarista, joilla kukaan ei ole "
    "käynyt. Pöydät ovat täynnä.",
    { "WINDOWS-1252", "ISO-8859-1" } },
  { "Bókasafnið er opnað klukkan tíu, og sá sem kemur snemma heyrir aðeins í klukkunni. Síðar koma "
    "börnin úr skólanum og spyrja um bækur um vita, fugla og eyjar þar sem enginn hefur nokkru "
    "sinni verið.",
    { "WINDOWS-1252", "ISO-8859-1" } },
  { "Biblioteka otwiera się o dziesiątej, a kto przyjdzie wcześnie, słyszy tylko zegar. Później "
    "przychodzą dzieci i pytają o książki o latarniach morskich, mewach i wyspach, na których nikt "
    "jeszcze nie był. Jest tu więcej ciszy niż gdzie indziej, lecz żadna nie trwa długo.",
    { "WINDOWS-1250", "ISO-8859-2" } },
  { "Knihovna otevírá v deset a kdo přijde včas, slyší jen hodiny. Později přicházejí děti ze "
    "školy a ptají se na knížky o majácích, rackách a ostrovech, kde ještě nikdo nebyl. Nad dveřmi "
    "visí cedule: prosíme, šeptejte. Žádný spěch, říká knihovnice.",
    { "WINDOWS-1250", "ISO-8859-2" } },
  { "Knižnica otvára o desiatej a kto príde včas, počuje len hodiny. Neskôr prichádzajú deti zo "
    "školy a pýtajú sa na knihy o majákoch, čajkách a ostrovoch, kde ešte nikto nebol. Nad dverami "
    "visí ceduľa: prosíme, šepkajte.",
    { "WINDOWS-1250", "ISO-8859-2" } },
  { "A könyvtár tízkor nyit, és aki korán érkezik, csak az órát hallja. Később jönnek a gyerekek "
    "az iskolából, és könyveket kérnek világítótornyokról, sirályokról és szigetekről, ahol még "
    "senki sem járt. Az ajtó fölött tábla függ: kérjük, beszéljenek halkan, mert a csönd közös.",
    { "WINDOWS-1250", "ISO-8859-2" } },
  { "Knjižnica se otvara u deset, a tko dođe ranije čuje samo sat. Poslije dolaze učenici i pitaju "
    "za knjige o svjetionicima, galebovima i otocima na kojima još nitko nije bio. Iznad vrata "
    "piše: šaptati. Žurbe nema, kaže knjižničarka, već ćemo naći što tražite.",
    { "WINDOWS-1250", "ISO-8859-2" } },
  { "Biblioteca se deschide la zece, iar cine vine devreme aude numai ceasul. Mai târziu vin "
    "copiii de la şcoală şi întreabă de cărţi despre faruri, pescăruşi şi insule unde încă nu a "
    "fost nimeni. Deasupra uşii scrie: vă rugăm să vorbiţi în şoaptă.",
    { "WINDOWS-1250", "ISO-8859-2" } },
  { "Kütüphane saat onda açılır ve erken gelen yalnızca saatin sesini duyar. Sonra okuldan "
    "çocuklar gelir; deniz fenerleri, martılar ve kimsenin gitmediği adalar üzerine kitaplar "
    "sorarlar. Kapının üstünde şöyle yazar: lütfen sessiz olunuz. Acele eden yoktur.",
    { "WINDOWS-1254", "ISO-8859-9" } },
  { "Biblioteka atidaroma dešimtą, ir kas ateina anksti, girdi tik laikrodį. Vėliau ateina vaikai "
    "iš mokyklos ir klausia knygų apie švyturius, žuvėdras ir salas, kuriose dar niekas nėra "
    "buvęs. Virš durų kabo užrašas: prašome kalbėti tyliai. Skubėti niekas neliepia, šiandien "
    "užteks vietos visiems.",
    { "WINDOWS-1257", "ISO-8859-13" } },
  { "Bibliotēka tiek atvērta desmitos, un kas atnāk agri, dzird tikai pulksteni. Vēlāk nāk bērni "
    "no skolas un jautā pēc grāmatām par bākām, kaijām un salām, kurās vēl neviens nav bijis. Virs "
    "durvīm ir uzraksts: lūdzu, runājiet klusi.",
    { "WINDOWS-1257", "ISO-8859-13" } },
  { "Raamatukogu avatakse kell kümme ja kes tuleb vara, kuuleb ainult kella. Hiljem tulevad lapsed "
    "koolist ja küsivad raamatuid tuletornide, kajakate ja saarte kohta, kus keegi pole veel "
    "käinud. Ukse kohal seisab: palun rääkige tasa, sest vaikus on ühine.",
    { "WINDOWS-1257", "WINDOWS-1252" } },
  { "Библиотека открывается в десять, и тот, кто приходит рано, слышит только часы. Позже приходят "
    "дети из школы и спрашивают книги о маяках, чайках и островах, где никто ещё не был. Над "
    "дверью висит табличка: просим говорить тихо.",
    { "WINDOWS-1251", "KOI8-R", "ISO-8859-5", "CP866", "MAC-CYRILLIC", "UTF-16LE" } },
  { "Бібліотека відчиняється о десятій, і хто приходить рано, чує тільки годинник. Пізніше "
    "приходять діти зі школи і питають книжки про маяки, чайок та острови, де ще ніхто не був. Над "
    "дверима висить табличка: будь ласка, говоріть тихо.",
    { "WINDOWS-1251", "KOI8-U", "ISO-8859-5" } },
  { "Библиотеката отваря в десет и който дойде рано, чува само часовника. По-късно идват децата от "
    "училището и питат за книги за фарове, чайки и острови, където още никой не е бил. Над вратата "
    "виси табелка: моля, говорете тихо.",
    { "WINDOWS-1251", "ISO-8859-5" } },
  { "Библиотека се отвара у десет, а ко дође рано чује само сат. Касније долазе деца из школе и "
    "питају за књиге о светионицима, галебовима и острвима на којима још нико није био. Изнад "
    "врата пише: молимо за тишину, јер је она заједничка.",
    { "WINDOWS-1251", "ISO-8859-5" } },
  { "Η βιβλιοθήκη ανοίγει στις δέκα, και όποιος έρχεται νωρίς ακούει μόνο το ρολόι. Αργότερα "
    "έρχονται τα παιδιά από το σχολείο και ζητούν βιβλία για φάρους, γλάρους και νησιά όπου κανείς "
    "δεν έχει πάει ακόμη.",
    { "WINDOWS-1253", "ISO-8859-7" } },
  { "הספרייה נפתחת בשעה עשר, ומי שמגיע מוקדם שומע רק את השעון. אחר כך באים הילדים מבית הספר "
    "ושואלים על ספרים על מגדלורים, על שחפים ועל איים שאיש עוד לא היה בהם.",
    { "WINDOWS-1255", "ISO-8859-8" } },
  { "تفتح المكتبة أبوابها في العاشرة، ومن يصل مبكرا لا يسمع إلا الساعة. ثم يأتي الأطفال من المدرسة "
    "ويسألون عن كتب عن المنارات والنوارس والجزر التي لم يزرها أحد بعد. وفوق الباب لوحة تقول: نرجو "
    "الهدوء.",
    { "WINDOWS-1256", "ISO-8859-6" } },
  { "ห้องสมุดเปิดตอนสิบโมง ใครมาถึงก่อนจะได้ยินแต่เสียงนาฬิกา หลังจากนั้นเด็กนักเรียนจะมาถามหาหนังสือเกี่ยวกับประภาคาร "
    "นกนางนวล และเกาะที่ยังไม่มีใครเคยไป เหนือประตูมีป้ายเขียนว่า กรุณาเงียบ",
    { "TIS-620" } },
  { "图书馆十点开门，来得早的人只听得见钟声。后来孩子们放学了，来问有没有关于灯塔、海鸥和没有人去过"
    "的小岛的书。门上挂着一块牌子：请小声说话。没有人着急，因为下午还很长，书也还很多。",
    { "GB18030", "GBK", "GB2312", "UTF-16LE" } },
  { "圖書館十點開門，來得早的人只聽得見鐘聲。後來孩子們放學了，來問有沒有關於燈塔、海鷗和沒有人去過"
    "的小島的書。門上掛著一塊牌子：請小聲說話。沒有人著急，因為下午還很長，書也還很多。",
    { "BIG5", "UTF-16BE" } },
  { "図書館は十時に開きます。早く来た人には時計の音しか聞こえません。そのあと学校から子どもたちが来"
    "て、灯台やカモメ、まだ誰も行ったことのない島についての本をたずねます。扉の上には「お静かに」と"
    "書いてあります。",
    { "SHIFT_JIS", "EUC-JP", "ISO-2022-JP", "UTF-16LE" } },
  { "도서관은 열 시에 문을 열고, 일찍 오는 사람은 시계 소리만 듣는다. 나중에 아이들이 학교에서 "
    "와서 등대와 갈매기, 아직 아무도 가 보지 못한 섬에 관한 책을 찾는다. 문 위에는 조용히 해 "
    "달라는 글이 걸려 있다.",
    { "EUC-KR", "UHC" } },
};

/* At most `max` bytes of it, whole characters. (transfer full) */
static char *
cut (const char *text, gsize max)
{
  const char *end = text + MIN (strlen (text), max);

  while (((guchar) *end & 0xc0) == 0x80)
    end--;
  return g_strndup (text, (gsize) (end - text));
}

/* FALSE when the bytes are read as another text. */
static gboolean
is_read (const char *text, const char *charset, const char *declared, const char **name)
{
  gsize            len, out_len;
  g_autofree char *bytes = encode (text, charset, &len);
  g_autofree char *out = carrel_charset_decode ((guint8 *) bytes, len, declared, name, &out_len);

  return strcmp (out, text) == 0;
}

/* Undeclared: in a page, short and long, and as bare text of about 200 bytes. */
static void
test_languages (void)
{
  guint n = 0, wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint k = 0; k < G_N_ELEMENTS (languages[i].charsets) && languages[i].charsets[k]; k++) {
      const char      *charset = languages[i].charsets[k], *name = NULL;
      g_autofree char *some = cut (languages[i].text, 200), *shorter = cut (languages[i].text, 100);
      g_autofree char *page =
          g_strdup_printf ("<!doctype html><html><head><title>%s</title><script>var a = "
                           "1;</script></head><body class=\"page\"><p>%s</p></body></html>",
                           shorter, some);
      g_autofree char *all =
          g_strdup_printf ("<html><body><p>%s</p>\n<p>%s</p>\n<p>%s</p></body></html>",
                           languages[i].text, languages[i].text, languages[i].text);
      const char *texts[] = { some, page, all };

      for (guint t = 0; t < G_N_ELEMENTS (texts); t++) {
        /* Without markup the zeros of UTF-16 are too few to tell. */
        if (t == 0 && g_str_has_prefix (charset, "UTF-16"))
          continue;
        n++;
        if (!is_read (texts[t], charset, NULL, &name)) {
          wrong++;
          g_test_message ("%s was taken for %s: %.60s", charset, name, texts[t]);
        }
      }
    }
  g_test_message ("%u of %u were read", n - wrong, n);
  g_assert_cmpuint (wrong, ==, 0);
}

/* Every text declared as every other encoding: what is said counts only where it can be. */
static void
test_wrongly_declared (void)
{
  static const char *const lies[] = { "utf-8",     "iso-8859-1", "windows-1251",
                                      "shift_jis", "gb18030",    "us-ascii" };
  guint                    n = 0, wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint k = 0; k < G_N_ELEMENTS (languages[i].charsets) && languages[i].charsets[k]; k++)
      for (guint l = 0; l < G_N_ELEMENTS (lies); l++) {
        const char      *charset = languages[i].charsets[k], *name = NULL;
        g_autofree char *page = g_strdup_printf ("<html><body><p>%s</p>\n<p>%s</p></body></html>",
                                                 languages[i].text, languages[i].text);

        if (g_str_has_prefix (charset, "UTF-16") || strcmp (charset, "ISO-2022-JP") == 0)
          continue;
        n++;
        if (!is_read (page, charset, lies[l], &name)) {
          wrong++;
          g_test_message ("%s, declared %s, was taken for %s: %.60s", charset, lies[l], name,
                          languages[i].text);
        }
      }
  g_test_message ("%u of %u were read though they were declared otherwise", n - wrong, n);
  g_assert_cmpuint (wrong * 100, <=, n * 6);
}

/* Who says the truth is believed, however short the text is. */
static void
test_short_and_declared (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint k = 0; k < G_N_ELEMENTS (languages[i].charsets) && languages[i].charsets[k]; k++)
      for (gsize len = 12; len <= 60; len += 12) {
        const char      *charset = languages[i].charsets[k], *name = NULL, *said;
        g_autofree char *some = cut (languages[i].text, len),
                        *page = g_strdup_printf ("<html><body><p>%s</p></body></html>", some);

        said = strcmp (charset, "CP866") == 0          ? "ibm866"
               : strcmp (charset, "MAC-CYRILLIC") == 0 ? "x-mac-cyrillic"
               : strcmp (charset, "UHC") == 0          ? "euc-kr"
                                                       : charset;
        if (!is_read (page, charset, said, &name))
          g_error ("%s, declared, was taken for %s: %s", charset, name, some);
      }
}

/* Late, in a comment, in an XML declaration, against the transport. */
static void
test_places (void)
{
  static const struct {
    const char *before, *charset, *http;
  } cases[] = {
    { "<!-- <meta charset=windows-1252> --><meta charset=koi8-r>", "KOI8-R", NULL },
    { "<?xml version=\"1.0\" encoding=\"koi8-r\"?><html>", "KOI8-R", NULL },
    { "<meta charset=utf-8>", "KOI8-R", NULL },
    { "<meta charset=koi8-r>", "KOI8-R", "iso-8859-1" },
    { "<meta charset=koi8-r>", "KOI8-R", "utf-8" },
    { "<meta charset=windows-1252>", "KOI8-R", "koi8-r" },
  };
  g_autofree char *filler = g_strnfill (3000, ' '),
                  *late = g_strconcat ("<head>", filler, "<meta charset=windows-1251>", NULL);
  const char *name;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *page = g_strconcat (cases[i].before, RUSSIAN, NULL);

    if (!is_read (page, cases[i].charset, cases[i].http, &name))
      g_error ("%s was taken for %s", cases[i].before, name);
  }
  {
    g_autofree char *page = g_strconcat (late, "<p>Да", NULL);

    g_assert_true (is_read (page, "WINDOWS-1251", NULL, &name));
    g_assert_cmpstr (name, ==, "windows-1251");
  }
}

/* Parts of another encoding, and a character that was cut through. */
static void
test_mixed (void)
{
  gsize            n;
  g_autofree char *mixed = carrel_charset_decode (
      (const guint8 *) GERMAN " caf\xe9 \x93so\x94 " GERMAN GERMAN,
      strlen (GERMAN " caf\xe9 \x93so\x94 " GERMAN GERMAN), "utf-8", NULL, &n);
  g_autofree char *broken =
      carrel_charset_decode ((const guint8 *) GERMAN GERMAN "\xe2\x80 and on, ü",
                             strlen (GERMAN GERMAN "\xe2\x80 and on, ü"), NULL, NULL, &n);

  /* Signs beside no letter say nothing of an encoding; that there is UTF-8 does. */
  g_autofree char *signs = carrel_charset_decode ((const guint8 *) "<p>A desk costs \xa3"
                                                                   "10,000 \x96 or \xa3"
                                                                   "15,000. 🙂</p>",
                                                  strlen ("<p>A desk costs \xa3"
                                                          "10,000 \x96 or \xa3"
                                                          "15,000. 🙂</p>"),
                                                  "utf-8", NULL, &n);
  g_autofree char *bare = carrel_charset_decode ((const guint8 *) "<p>A desk costs \xa3"
                                                                  "10,000 \x96 or \xa3"
                                                                  "15,000.</p>",
                                                 strlen ("<p>A desk costs \xa3"
                                                         "10,000 \x96 or \xa3"
                                                         "15,000.</p>"),
                                                 "utf-8", NULL, &n);

  g_assert_cmpstr (mixed, ==, GERMAN " café “so” " GERMAN GERMAN);
  g_assert_cmpstr (broken, ==, GERMAN GERMAN "\xef\xbf\xbd and on, ü");
  g_assert_cmpstr (signs, ==, "<p>A desk costs £10,000 – or £15,000. 🙂</p>");
  g_assert_cmpstr (bare, ==, "<p>A desk costs £10,000 – or £15,000.</p>");
}

/* UTF-8 that a program took for another encoding and wrote as UTF-8 again. */
static char *
encode_twice (const char *text, const char *taken_for)
{
  gsize            len;
  g_autofree char *bytes = g_convert (text, -1, "UTF-8", taken_for, NULL, &len, NULL);

  g_assert_nonnull (bytes);
  return g_steal_pointer (&bytes);
}

static void
test_twice (void)
{
  static const char *const texts[] = {
    "The keeper’s lamp — «Küste», 12 °C, 😀.",
    "<p>It’s late. “Stay,” he said – so I stayed… and wasn’t sorry.</p>",
    POLISH,
  };
  /* Nothing of these was encoded twice. */
  static const char *const right[] = {
    GERMAN,
    "Such text is common: “â€™” is ’, “â€œ” is “, “â€”” is —, “â€¦” is … and “â€˜” is ‘.",
    "â€™ stands for an apostrophe, IRMÃ, Â«, 5 â€",
    "PÂ£ \xc2\x85 new line",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *twice = encode_twice (texts[i], "ISO-8859-1"), *text = NULL;
    gsize            len;
    const char      *name;

    text = carrel_charset_decode ((const guint8 *) twice, strlen (twice), NULL, &name, &len);
    g_assert_cmpstr (text, ==, texts[i]);
    g_assert_cmpuint (len, ==, strlen (text));
    g_assert_cmpstr (name, ==, "UTF-8");
  }
  {
    static const char text[] = "It’s late – “stay”… he wasn’t, she wasn’t, they’re à la café.";
    g_autofree char  *mixed = NULL, *decoded = NULL;
    gsize             len;

    mixed = g_strdup (
        "Itâ€™s late â€“ â€œstay”â€¦ he wasnâ€™t, she wasnâ€™t, theyâ€™re Ã\xc2\xa0 la cafÃ©.");
    decoded = carrel_charset_decode ((const guint8 *) mixed, strlen (mixed), NULL, NULL, &len);
    g_assert_cmpstr (decoded, ==, text);
  }
  /* A page of another encoding with a part in UTF-8, and what a program took for Latin-1 again. */
  {
    static const char mixed[] = "<meta charset=windows-1252><p>Gr\xfc\xdf"
                                "e, sch\xf6n t\xef\xac\x81s, wirklich.",
                      text[] = "<meta charset=windows-1252><p>Grüße, schön tﬁs, wirklich.";
    gsize            len;
    const char      *name;
    g_autofree char *once = encode_twice (texts[0], "ISO-8859-1"),
                    *more = encode_twice (once, "ISO-8859-1"), *decoded = NULL, *mended = NULL;

    decoded = carrel_charset_decode ((const guint8 *) mixed, strlen (mixed), NULL, &name, &len);
    g_assert_cmpstr (name, ==, "windows-1252");
    g_assert_cmpstr (decoded, ==, text);
    g_assert_cmpuint (len, ==, strlen (text));
    mended = carrel_charset_decode ((const guint8 *) more, strlen (more), NULL, NULL, &len);
    g_assert_cmpstr (mended, ==, texts[0]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++) {
    gsize            len;
    g_autofree char *text =
        carrel_charset_decode ((const guint8 *) right[i], strlen (right[i]), NULL, NULL, &len);

    g_assert_cmpstr (text, ==, right[i]);
  }
}

static void
test_random (void)
{
  static const char *const labels[] = { NULL,     "utf-8",  "gb18030",     "big5",     "shift_jis",
                                        "euc-jp", "euc-kr", "iso-2022-jp", "utf-16le", "koi8-r" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 bytes[300];

  for (guint round = 0; round < 2000; round++) {
    gsize            len = (gsize) g_rand_int_range (rand, 0, sizeof bytes), n;
    g_autofree char *out = NULL;

    for (gsize i = 0; i < len; i++)
      bytes[i] = (guint8) g_rand_int (rand);
    out = carrel_charset_decode (bytes, len, labels[round % G_N_ELEMENTS (labels)], NULL, &n);
    g_assert_true (g_utf8_validate_len (out, n, NULL));
    g_assert_cmpuint (strlen (out), ==, n);
  }
}

/* What is called UTF-8 is that, to the byte. */
static void
test_validity (void)
{
  GRand *rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 20000; round++) {
    g_autoptr (GString) text = g_string_new ("aé");
    guint            n = (guint) g_rand_int_range (rand, 0, 90);
    g_autofree char *other = NULL;
    gsize            len;

    for (guint i = 0; i < n; i++) {
      guint    kind = (guint) g_rand_int_range (rand, 0, 30);
      gunichar c = (gunichar) (kind > 3    ? g_rand_int_range (rand, ' ', 0x7f)
                               : kind == 3 ? g_rand_int_range (rand, 0x80, 0x800)
                               : kind == 2 ? g_rand_int_range (rand, 0x800, 0xd800)
                               : kind == 1 ? g_rand_int_range (rand, 0xe000, 0x10000)
                                           : g_rand_int_range (rand, 0x10000, 0x110000));

      g_string_append_unichar (text, c);
    }
    if (round % 2) {
      gsize at = (gsize) g_rand_int_range (rand, 1, (gint32) text->len);

      text->str[at] = (char) g_rand_int_range (rand, 0x70, 0x100);
    }
    other = carrel_charset_decode_other ((const guint8 *) text->str, text->len, NULL, NULL, &len);
    g_assert_cmpint (other == NULL, ==, g_utf8_validate_len (text->str, text->len, NULL));
  }
  g_rand_free (rand);
}

static void
test_binary (void)
{
  static const struct {
    const char *bytes;
    gsize       len;
    gboolean    binary;
  } cases[] = {
    { "%PDF-1.7 text", 13, TRUE },
    { "\x89PNG\r\n\x1a\n....", 12, TRUE },
    { "PK\x03\x04....", 8, TRUE },
    { "\x7f"
      "ELF....",
      8, TRUE },
    { "plain text", 10, FALSE },
    { "<html>", 6, FALSE },
    { "", 0, FALSE },
    { "a\0b\0c\0d\0", 8, FALSE },
    { "\xff\xfe"
      "a\0",
      4, FALSE },
    { "\x01\x02\x03\x04", 4, TRUE },
    { "\x1b$B%F%9%H\x1b(B", 12, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (carrel_charset_is_binary ((const guint8 *) cases[i].bytes, cases[i].len, NULL) !=
        cases[i].binary)
      g_error ("Case %u is taken for %s", i, cases[i].binary ? "text" : "binary");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charset/undeclared-encodings-are-found", test_undeclared);
  g_test_add_func ("/charset/declared-ones-count-where-they-can-be-true", test_declared);
  g_test_add_func ("/charset/languages-are-found", test_languages);
  g_test_add_func ("/charset/lies-are-found-out", test_wrongly_declared);
  g_test_add_func ("/charset/the-truth-is-believed", test_short_and_declared);
  g_test_add_func ("/charset/places-of-a-declaration", test_places);
  g_test_add_func ("/charset/mixed-pages", test_mixed);
  g_test_add_func ("/charset/what-was-encoded-twice", test_twice);
  g_test_add_func ("/charset/marks-and-nul", test_marks);
  g_test_add_func ("/charset/any-bytes-become-valid-text", test_random);
  g_test_add_func ("/charset/what-is-valid-is-taken-as-it-is", test_validity);
  g_test_add_func ("/charset/binary-data-is-told-from-text", test_binary);
  return g_test_run ();
}

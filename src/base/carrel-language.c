/* carrel-language.c: which language a text is in: by script first, then by the commonest words.
 *
 * The short-word method: the share of a text's words that are among a language's most frequent
 * function words (Ingle 1976; compared by Grefenstette 1995, who found it as good as trigrams from
 * a few dozen words on). The lists are the articles, pronouns, prepositions and conjunctions that a
 * grammar of each language names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"

#include "base/carrel-ascii.h"

#include <string.h>

#define MAX_SAMPLE 20000 /* bytes looked at */
#define PIECE 500        /* bytes of one of … */
#define N_PIECES 3       /* … those that are looked at first */
#define MIN_WORDS 8
#define MAX_WORDS 1500 /* that are looked up */
#define MAX_WORD 16    /* bytes: more than a word of a list has */
#define MIN_SHARE 12   /* percent of the letters that are of a language's own script */
#define FOREIGN 50     /* words of a text for one of a language that it isn't in */
#define SHORT 60       /* words of a text that says less of its language */

typedef struct {
  const char *code;
  const char *words; /* folded, with one space around each */
} Language;

static const Language languages[] = {
  { "en",
    " the of and to in is that it was for on are with as his they at be this have from or had by "
    "but not what all were we when your can said there use an each which she do how their if will "
    "up other about out many then them these so some her would make like him into time has " },
  { "de", " der die das und ist nicht ein eine einer einen dem den des zu mit auf fur von im sich "
          "auch es an werden aus er hat dass sie nach wird bei noch wie einem uber so zum war "
          "haben nur oder aber vor zur bis mehr durch man sein wurde sind ich wir habe kann gegen "
          "vom konnen schon wenn ihre seine " },
  { "fr", " le la les de des du un une et est que qui dans pour pas sur au plus ce par il elle ne "
          "se son sa ses avec sont nous vous mais ou aux cette ont ete comme ces leur meme deux "
          "fait tout ils on je d l c qu n s y etait entre sans bien aussi " },
  { "es", " el la los las de del un una y es que en por con no se su para al lo como mas pero sus "
          "le ya o este si porque esta entre cuando muy sin sobre tambien me hasta hay donde quien "
          "desde todo nos durante todos uno les ni contra otros fue era son ha " },
  { "it", " il lo la i gli le di del della dei delle un una uno e che in per con non si da al alla "
          "sono come piu ma anche nel nella su dal dalla ha questo questa essere o se tra ci era "
          "ai suo sua dopo loro stato cui quando hanno " },
  { "pt", " o a os as de do da dos das um uma e que em no na nos nas para com nao se por mais como "
          "mas foi ao ele ela seu sua ou ser quando muito ha ja esta eu tambem so pelo pela ate "
          "isso entre era depois sem mesmo aos ter seus sao " },
  { "nl", " de het een en van is dat die in te niet zijn op aan met voor hij er maar om hem dan "
          "zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar "
          "heb hoe heeft hebben deze u want nog worden wordt was " },
  { "sv", " och att det i en jag hon som han pa den med var sig for sa till ar men ett om hade de "
          "av icke mig du henne da sin nu har inte hans honom skulle hennes dar min man ej vid "
          "kunde nagot fran ut nar efter upp vi dem vara vad " },
  { "da",
    " og i jeg det at en den til er som pa de med han af for ikke der var mig sig men et har "
    "om vi min havde ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad "
    "skal selv her alle vil blev kunne ind nar vaere blevet kun efter mod nogle meget mellem " },
  { "nb",
    " og i jeg det at en et den til er som pa de med han av ikke ikkje der sa var meg seg "
    "men ett har om vi min mitt ha hadde hun na over da ved fra du ut sin dem oss opp man "
    "kan hans hvor eller hva skal selv sjol her alle vil bli nar ble blitt bare etter mot noen "
    "mye mellom " },
  { "fi", " ja on ei se ett etta oli joka mutta niin kun kuin myos olla hanen ovat tai jos sen "
          "vain han ole sita ovat siita nyt jo viela mita kanssa tama taman joita ollut mukaan "
          "kaikki sekä seka voi en me " },
  { "pl",
    " i w na z do nie sie ze to jest o jak za od po a ale co przez dla jego ktory ktore ktora tym "
    "byl byla bylo przy tak juz oraz tylko jej ich by lub czy ma sa moze go przed jako pod " },
  { "cs",
    " a v se na je ze s z o do i to k ve pro za by ale si po jako podle jeho od tak jeho jejich "
    "pri jsou byl bylo bude nebo uz jen ktery ktere ktera proto pred take az jeste co kdyz tim "
    "jsem jsme ma mu pod mezi vsak kde kdo muze tento tato toto roku ho tu ci vice ani aby " },
  { "hu",
    " a az es hogy nem is egy ez meg de van csak mint meg volt ki azt mar ha vagy el le be fel ezt "
    "minden aki nagyon kell lesz lehet mert azonban utan szerint ahol majd illetve " },
  { "ro", " si de la in a cu pe nu o este un ca din sa care mai pentru se au al sau fost ce dar "
          "prin le lui fi sunt are aceasta acest dupa intre daca ale cum era " },
  { "tr", " ve bir bu da de icin ile cok daha olarak ne gibi o en sonra kadar ama var olan her "
          "ancak diye ya ise oldugu veya degil yeni iki olan biz onun ben sen mi ki " },
  { "id", " yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena tersebut "
          "bisa ada mereka lebih telah oleh sudah saya kata atau para menjadi seperti dia hanya " },
  { "vi", " va cua la co cho trong mot khong nhung duoc voi cac den nay da nguoi khi tu ra cung ve "
          "de nhu o lai vao con phai nhieu sau se tai theo do " },
  { "ca", " la i el que en les per un del no es amb una els dels al ha se com mes son va o pel "
          "aquest aquesta tambe pero seva seu ser han si quan nomes sobre des entre molt fins on "
          "tot jo li ens l d s n hi qui tots dos ja van fa sense perque aixo altres cada any estat "
          "fer te nostra aixi als segons era pot " },
  { "gl", " o e do da en un unha os as no na non se por para con como mais ao dos das ou pero foi "
          "seu sua este esta ten tamen moi nos xa polo pola entre sobre ata cando onde eu lle todo "
          "todos iso hai sen despois dende dun dunha neste nesta cos aos nun nunha tan outros "
          "outras fai pois " },
  { "sk",
    " a v sa na je zo z s o do i to k vo pre za by ale si po ako podla jeho od tak jej ich pri "
    "su bol bola bolo boli bude alebo uz len ktory ktore ktora preto pred aj este co ked nie "
    "som ktori ani ma mu so pod medzi vsak kde kto moze tento tato toto roku ho tu ci viac " },
  { "hr",
    " i je u se na da za su o od s a koji koja koje kao iz ne to do bi sto ili ali te po biti "
    "bio bila bilo jer samo nije ce sam smo prema kako sve vec oko ima ga mu mi li kada ako "
    "svoje svoj jos nakon godine pri uz bez kojih tako zbog taj ovaj ova ovo " },
  { "sl",
    " je in v na se da za so ki z s pa bi o ne po tudi ali kot iz do od ni bil bila bilo to ga "
    "si ko pri le ze kar sem smo jih kako pred med lahko kjer ter ta njegov ker vse ob bo "
    "bodo sta vec samo ima zelo potem tega saj nad brez ampak " },
  { "et", " ja on ei et see ta oli ka kui oma aga mis siis kes nii ning veel voi pole mida selle "
          "seda tema nad ma sa me juba kuid ainult koik vaga olnud ole saab olid peale enam mille "
          "just kuidas nagu sest mitte parast teise uks kaks " },
  { "lt", " ir i kad buvo is su yra ne kaip tai apie bet jau nuo po tik o ar uz del savo jo jis ji "
          "kuris kuri kurie dar taip pat iki prie labai jei arba mes as jos ju visi gali per pagal "
          "ten kai metu kur ant tarp sio si tuo nes kuo daugiau " },
  { "lv",
    " un ir ka no ar uz par bet ne kas tas ari vai pie ko to lai gan jau bija tika savu vien "
    "ta tad pec vins vina ja es mes kur tikai vel loti so si sis kuru viss visi tiek lidz bez "
    "caur kad biju var gada " },
  { "eu",
    " eta da ez du bat ere dira zuen zen izan den egin dute hori baina edo dela bere gara "
    "beste bi hau diren dituzte gero nahi behar zituen ziren izango dugu arte oso zein bezala "
    "baino guztiak zuten duen batzuk asko ari gure " },
  { "sq", " te e ne i nje dhe per me se qe nga eshte ka si u do nuk por ishte kjo ky jane tij saj "
          "kete tek ose edhe pas kur duke shume tyre pa ku vetem para mbi dy une kam jam tha ate "
          "tjera deri " },
  { "af", " die van en in is het wat om te vir nie met op dat sy hy daar as aan ek was ook deur by "
          "of uit maar so ons na kan hulle jy haar tot moet wees n sal een hierdie nog toe oor sou "
          "dit al waar baie net my hom " },
};

/* Scripts in which nearly all is in one language. */
static const struct {
  gunichar    first, last;
  const char *code;
} scripts[] = {
  { 0x0531, 0x058f, "hy" }, { 0x0980, 0x09ff, "bn" }, { 0x0a00, 0x0a7f, "pa" },
  { 0x0a80, 0x0aff, "gu" }, { 0x0b00, 0x0b7f, "or" }, { 0x0b80, 0x0bff, "ta" },
  { 0x0c00, 0x0c7f, "te" }, { 0x0c80, 0x0cff, "kn" }, { 0x0d00, 0x0d7f, "ml" },
  { 0x0d80, 0x0dff, "si" }, { 0x0e80, 0x0eff, "lo" }, { 0x1000, 0x109f, "my" },
  { 0x10a0, 0x10ff, "ka" }, { 0x1200, 0x137f, "am" }, { 0x1780, 0x17ff, "km" },
};

static const char *
guess_by_script (const char *sample, const char *end)
{
  guint kana = 0, han = 0, hangul = 0, thai = 0, arabic = 0, persian = 0, urdu = 0, hebrew = 0,
        greek = 0, cyrillic = 0;
  guint ukrainian = 0, devanagari = 0, latin = 0, high = 0, total = 0, bulgarian = 0, russian = 0;
  guint belarusian = 0, serbian = 0, macedonian = 0, kazakh = 0;
  guint other, n[G_N_ELEMENTS (scripts)] = { 0 };

  for (const char *p = sample; p < end; p++) {
    latin += (guchar) ((*p | 0x20) - 'a') < 26;
    high += (guchar) *p >= 0x80;
  }
  /* Another letter has two bytes or more. */
  if (high / 2 < latin / 4)
    return NULL;
  total = latin;
  for (const char *p = sample; p < end; p = g_utf8_next_char (p)) {
    gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);

    if (c < 0x80 || !g_unichar_isalpha (c))
      continue;
    total++;
    if (c < 0x250)
      latin++;
    else if (c >= 0x3041 && c <= 0x30ff)
      kana++;
    else if ((c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff))
      han++;
    else if ((c >= 0xac00 && c <= 0xd7af) || (c >= 0x1100 && c <= 0x11ff))
      hangul++;
    else if (c >= 0x0e00 && c <= 0x0e7f)
      thai++;
    else if (c >= 0x0590 && c <= 0x05ff)
      hebrew++;
    else if (c >= 0x0370 && c <= 0x03ff)
      greek++;
    else if (c >= 0x0900 && c <= 0x097f)
      devanagari++;
    else if (c >= 0x0600 && c <= 0x06ff) {
      arabic++;
      persian += c == 0x067e || c == 0x0686 || c == 0x0698 || c == 0x06af || c == 0x06cc;
      urdu +=
          c == 0x0679 || c == 0x0688 || c == 0x0691 || c == 0x06ba || c == 0x06d2 || c == 0x06be;
    } else if (c >= 0x0400 && c <= 0x04ff) {
      cyrillic++;
      ukrainian += c == 0x0456 || c == 0x0457 || c == 0x0454 || c == 0x0491;
      russian += c == 0x044b || c == 0x044d || c == 0x0451;
      bulgarian += c == 0x044a;
      belarusian += c == 0x045e;
      serbian += c == 0x0458 || c == 0x0459 || c == 0x045a || c == 0x045f || c == 0x0452;
      macedonian += c == 0x0453 || c == 0x045c || c == 0x0455;
      kazakh += c == 0x049b || c == 0x04a3 || c == 0x0493 || c == 0x04d9;
    } else if (c >= scripts[0].first && c <= scripts[G_N_ELEMENTS (scripts) - 1].last) {
      for (guint i = 0; i < G_N_ELEMENTS (scripts) && c >= scripts[i].first; i++)
        n[i] += c <= scripts[i].last;
    }
  }
  other = total - latin;
  if (total == 0 || other < total / 4)
    return NULL;
  if (kana > 0 && kana + han > hangul && kana * 12 > han)
    return "ja";
  if (han > total / 4 && han > hangul)
    return "zh";
  if (hangul > total / 5)
    return "ko";
  if (thai > total / 4)
    return "th";
  if (hebrew > total / 4)
    return "he";
  if (arabic > total / 4)
    return urdu * 25 > arabic ? "ur" : persian * 25 > arabic ? "fa" : "ar";
  if (greek > total / 4)
    return "el";
  if (devanagari > total / 4)
    return "hi";
  if (cyrillic > total / 4)
    return kazakh * 30 > cyrillic       ? "kk"
           : belarusian * 80 > cyrillic ? "be"
           : serbian * 40 > cyrillic    ? (macedonian * 200 > cyrillic ? "mk" : "sr")
           : ukrainian * 40 > cyrillic  ? "uk"
           : russian * 60 > cyrillic    ? "ru"
           : bulgarian * 60 > cyrillic  ? "bg"
                                        : "ru";
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    if (n[i] > total / 4)
      return scripts[i].code;
  return NULL;
}

/* Word → the languages that have it, one bit each: open addressing, filled once. */
#define SLOT_BITS 12
#define SLOTS (1 << SLOT_BITS)

typedef struct {
  guint64 letters[2]; /* of the word, the first in the lowest byte; 0: none */
  guint32 mask;
} Slot;

static Slot *
find_slot (Slot *table, const guint64 letters[2])
{
  guint32 i = (guint32) ((letters[0] ^ letters[1] * 31) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >>
                         (64 - SLOT_BITS));

  while (table[i].letters[0] &&
         (table[i].letters[0] != letters[0] || table[i].letters[1] != letters[1]))
    i = (i + 1) % SLOTS;
  return &table[i];
}

/* The first letters up to a space, 0 after them. Returns how many; 8 when there may be more. After
 * the text's end there must be 0s. */
static gsize
take_letters (const char *word, guint64 *letters)
{
  guint64 read = carrel_ascii_read (word), other = read ^ ' ' * CARREL_ASCII_ONES, ends;

  /* The first that is marked is one; those behind it may be none. */
  ends = (((other - CARREL_ASCII_ONES) & ~other) | ((read - CARREL_ASCII_ONES) & ~read)) &
         CARREL_ASCII_MARKS;
  *letters = ends ? read & ((ends & -ends) / CARREL_ASCII_FIRST - 1) : read;
  return ends ? (gsize) __builtin_ctzll (ends) / 8 : 8;
}

/* The whole word where it is no longer than MAX_WORD, which no word of a list is. */
static gsize
take_word (const char *word, guint64 letters[2])
{
  gsize n = take_letters (word, &letters[0]);

  letters[1] = 0;
  if (n == 8)
    n += take_letters (word + 8, &letters[1]);
  return n < MAX_WORD ? n : strcspn (word, " ");
}

static Slot *
get_table (void)
{
  static gsize once;
  static Slot  table[SLOTS];

  G_STATIC_ASSERT (G_N_ELEMENTS (languages) <= 32);
  if (g_once_init_enter (&once)) {
    guint n = 0;

    for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
      gsize len;

      for (const char *word = languages[i].words + 1; *word; word += len + 1) {
        char    padded[MAX_WORD + CARREL_TEXT_PADDING] = { 0 };
        guint64 letters[2];
        Slot   *slot;

        len = strcspn (word, " ");
        g_assert (len < MAX_WORD);
        memcpy (padded, word, len);
        take_word (padded, letters);
        slot = find_slot (table, letters);
        n += !slot->letters[0];
        memcpy (slot->letters, letters, sizeof letters);
        slot->mask |= 1u << i;
      }
    }
    g_assert (n < SLOTS / 2);
    g_once_init_leave (&once, 1);
  }
  return table;
}

typedef struct {
  guint    hits[G_N_ELEMENTS (languages)];
  guint    n_words;
  gboolean not_letters; /* «a», «o», «i» are words of so many that they say nothing against one */
} Count;

static void
count_words_of_languages (Count *self, const char *text, gsize len, guint max_words)
{
  Slot            *table = get_table ();
  g_autofree char *sample = g_strndup (text, len),
                  *folded = carrel_text_first_words (sample, max_words);

  for (const char *word = folded; *word && self->n_words < max_words; self->n_words++) {
    guint64 letters[2];
    gsize   n = take_word (word, letters);
    guint32 mask =
        n < MAX_WORD && (n > 1 || !self->not_letters) ? find_slot (table, letters)->mask : 0;

    for (; mask; mask &= mask - 1)
      self->hits[__builtin_ctz (mask)]++;
    word += n + (word[n] == ' ');
  }
}

static const char *
guess (const char *text, gsize len, guint max_words)
{
  const char *best = NULL, *by_script;
  Count       count = { 0 };
  guint       best_hits = 0, second_hits = 0;

  while (text[len] && len > 0 && ((guchar) text[len] & 0xc0) == 0x80)
    len--;
  by_script = guess_by_script (text, text + len);
  if (by_script)
    return by_script;

  count_words_of_languages (&count, text, len, max_words);
  if (count.n_words < MIN_WORDS)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (count.hits[i] > best_hits) {
      second_hits = best_hits;
      best_hits = count.hits[i];
      best = languages[i].code;
    } else if (count.hits[i] > second_hits) {
      second_hits = count.hits[i];
    }
  }
  /* A text in a language of the table has about two of five words in its list. */
  return best_hits * 8 >= count.n_words && best_hits > second_hits ? best : NULL;
}

/* Lines at the beginning, in the middle and at the end of the sample; NULL where they aren't alike.
 */
static const char *
guess_from_pieces (const char *text, gsize len)
{
  const char *first = guess (text, MIN (len, PIECE), PIECE);

  for (guint i = 1; i < N_PIECES && first; i++) {
    const char *piece = text + (len - MIN (len, PIECE)) * i / (N_PIECES - 1), *other;

    while (((guchar) *piece & 0xc0) == 0x80)
      piece++;
    other = guess (piece, strnlen (piece, PIECE), PIECE);
    if (!other || strcmp (other, first) != 0)
      return NULL;
  }
  return first;
}

const char *
carrel_text_guess_language (const char *text)
{
  gsize       len = strnlen (text, MAX_SAMPLE);
  const char *code = len > 2 * N_PIECES * PIECE ? guess_from_pieces (text, len) : NULL;

  return code ? code : guess (text, len, MAX_WORDS);
}

const char *
carrel_text_guess_by_letters (const char *text)
{
  return guess_by_script (text, text + strnlen (text, MAX_SAMPLE));
}

gboolean
carrel_text_looks_like_language (const char *text, const char *language)
{
  const char *code = guess_from_pieces (text, strnlen (text, MAX_SAMPLE));

  return code && strcmp (code, language) == 0;
}

/* Letters of the scripts in which a language is written, of all that the text has: in percent. */
static guint
measure_script (const char *text, gsize len, const char *language)
{
  static const struct {
    const char *languages;
    gunichar    first, last;
  } ranges[] = {
    { " ja ", 0x3041, 0x30ff },
    { " ja zh yue ", 0x3400, 0x9fff },
    { " ko ", 0xac00, 0xd7af },
    { " th ", 0x0e00, 0x0e7f },
    { " he yi ", 0x0590, 0x05ff },
    { " ar fa ur ps ku ", 0x0600, 0x06ff },
    { " el ", 0x0370, 0x03ff },
    { " hi mr ne ", 0x0900, 0x097f },
    { " ru uk be bg sr mk kk mn ", 0x0400, 0x04ff },
  };
  g_autofree char *padded = g_strdup_printf (" %s ", language);
  guint            own = 0, all = 0;
  gboolean         known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    known |= strstr (ranges[i].languages, padded) != NULL;
  for (const char *p = text; known && p < text + len; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isalpha (c))
      continue;
    all++;
    for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
      own += c >= ranges[i].first && c <= ranges[i].last && strstr (ranges[i].languages, padded);
  }
  return all > 0 ? own * 100 / all : 0;
}

/* Languages of which one is easily taken for another. */
static gboolean
are_close (const char *a, const char *b)
{
  static const char *const groups[] = { " da nb no nn sv ",
                                        " es pt gl ca ast it ",
                                        " cs sk pl hr sl bs sr ",
                                        " id ms ",
                                        " ru uk bg be sr mk kk ",
                                        " zh ja yue ",
                                        " ar fa ur ku ps ",
                                        " nl af fy ",
                                        " hi mr ne ",
                                        " bn as ",
                                        " am ti ",
                                        " et fi ",
                                        " lt lv " };
  g_autofree char *first = g_strdup_printf (" %s ", a), *second = g_strdup_printf (" %s ", b);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (strstr (groups[i], first) && strstr (groups[i], second))
      return TRUE;
  return FALSE;
}

static gboolean
is_listed (const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (strcmp (languages[i].code, language) == 0)
      return TRUE;
  return FALSE;
}

gboolean
carrel_text_knows_language (const char *language)
{
  static const char told[] = " ja zh ko th he ar fa ur el hi ru uk bg sr be mk kk ";
  g_autofree char  *padded = g_strdup_printf (" %s ", language);

  return is_listed (language) || strstr (told, padded);
}

const char *
carrel_text_find_other_language (const char *text, const char *language)
{
  gsize       len = strnlen (text, MAX_SAMPLE);
  Count       count = { .not_letters = TRUE };
  guint       best = 0, own = 0, least;
  const char *code = guess (text, len, MAX_WORDS);

  /* With names and examples in other letters it is in its language still. */
  if (!code || strcmp (code, language) == 0)
    return NULL;
  if (guess_by_script (text, text + len))
    return are_close (code, language) && !strstr (" uk be kk sr ", code) ? NULL : code;
  if (measure_script (text, len, language) >= MIN_SHARE)
    return NULL;
  count_words_of_languages (&count, text, len, MAX_WORDS);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (strcmp (languages[i].code, code) == 0)
      best = count.hits[i];
    if (strcmp (languages[i].code, language) == 0)
      own = count.hits[i];
  }
  /* A fifth of the words at least, of a short text more: lists of names have single letters of any
   * language. */
  least = count.n_words < SHORT ? count.n_words * 3 / 10 : count.n_words / 5;
  /* … less where hardly one is of the language that is declared, of which a third would be. */
  if (is_listed (language) && count.n_words >= SHORT && own * FOREIGN <= count.n_words)
    least = count.n_words / 10;
  if (best < MAX (least, 1))
    return NULL;
  return best * 2 >= own * (count.n_words < SHORT        ? 8
                            : are_close (code, language) ? 3
                                                         : 4)
             ? code
             : NULL;
}

/* Beside those by which a language is known: words that are in texts about anything. */
static const char more_english[] =
    " nobody somebody anybody everybody everyone someone somewhere everywhere nowhere everything "
    "hundred thousand million yes maybe lot lots bit quite ago later whatever whoever also than "
    "more most very just only over after before because through while where being does did done "
    "doing made make makes may might must much many most now new old own same still such those "
    "under until upon us "
    "used using uses well went why yet you yours yourself am again against already although always "
    "among any anyone anything around away back became become been between both came come could "
    "day days during each else "
    "even ever every few first found get gets getting give given go goes going good got great had "
    "however i if instead its itself keep kind know known last later least less let like little "
    "long look looked lot me mean "
    "means mr mrs my need never next no nothing off often once one ones onto our ourselves part "
    "people perhaps put rather really said says see seem seemed seems seen several shall should "
    "since small something "
    "sometimes soon take taken tell thing things think third though thought three thus today "
    "together told too took toward two want wanted way ways week whether who whole whose within "
    "without work works year years "
    "s t re ve ll d m don didn doesn isn wasn aren weren hasn haven won wouldn couldn shouldn here "
    "her his him himself herself themselves she he it we they this that these ";
/* The same in other languages, as the index folds them: forms of «be», «have», «can», «do», «say»,
 * adverbs, numbers. */
static const struct {
  const char *code, *words;
} more_words[] = {
  { "de", " aber allem allen aller alles also andere anderen anderer anderes auch beim bereits "
          "besonders bin bis bist bleibt dabei dadurch dafur dagegen daher damals damit danach "
          "dann daran darauf daraus darin darum "
          "daruber davon dazu dein deine denen denn dennoch deren derselbe deshalb dessen diese "
          "diesem diesen dieser dieses doch dort drei durch eben eher eigentlich einem einen einer "
          "eines einfach einige einmal erst "
          "erste ersten etwa etwas euch fast fur gab ganz gar geben geht gegen gegenuber gemacht "
          "genau gerade gern gerne gewesen gibt ging gleich gut hab habe haben hatte hatten heute "
          "heutigen hier hinter ihm ihn ihnen "
          "ihr ihre ihrem ihren ihrer immer indem ins ist jede jedem jeden jeder jedes jedoch jene "
          "jener jetzt jahr jahre jahren kam kann kannst kaum kein keine keinem keinen keiner "
          "kommen kommt konne konnen konnte "
          "konnten lange langst lasst lassen liegt mache machen macht machte mal man manche "
          "manchmal mehr mein meine meist meisten mich mir mit mochte mochten mogen muss mussen "
          "musste mussten nach nachdem nein neben neue "
          "neuen nicht nichts nie niemand noch nun nur oben oder oft ohne schon sehr seien sein "
          "seine seinem seinen seiner seit seitdem selbst sich sieht sind sogar solche sollen "
          "sollte sollten somit sondern sonst soviel "
          "soweit spater statt stand steht sowie trotz uber uberhaupt unser unsere unter viel "
          "viele vielen vielleicht vier vom vor vorher wahrend wann war ware waren warum was wegen "
          "weil weiter weitere welche welchem "
          "welcher wem wen wenig weniger wenn wer werde werden wessen wieder wie will wir wird "
          "wirklich wissen wohl wollen wollte worden wurde wurden zeit zeigt zuerst zum zur zuruck "
          "zwar zwei zwischen sagt sagte sagen " },
  { "fr", " afin ai aient ailleurs ainsi alors apres assez aucun aucune aujourd auquel aura aurait "
          "aussi aussitot autant autour autre autres avaient avais avait avant avec avez avoir "
          "avons ayant beaucoup bien bientot c'est "
          "car ceci cela celle celles celui certain certaine certaines certains ceux chacun chaque "
          "chez ci combien comme comment contre cote cours cree d'abord dans debut dehors deja "
          "depuis dernier derniere derniers des "
          "dessous dessus deux devant devrait dire dit dix doit doivent donc donne dont du elle "
          "elles encore enfin ensuite entre envers est et etaient etais etait etant etat ete etes "
          "etre eu eut eux faire fait faisait faut "
          "fera feront fois font furent fut hier hors ici ils jamais jour jours jusqu jusque juste "
          "la-bas laquelle lequel les lesquels leur leurs loin lors lorsque lui maintenant mais "
          "malgre meme memes mes met mieux moi "
          "moins mon monde montre nos notre nous nouveau nouvelle ou oui ont outre par parce "
          "parfois parmi part partout pas passe pendant personne peu peut peuvent plus plusieurs "
          "plutot point pour pourquoi pourrait pourtant "
          "pouvait pouvoir premier premiere premieres premiers prend prendre presque pres puis "
          "puisque qu quand quatre que quel quelle quelles quelqu quelque quelques quels qui quoi "
          "quoique rien sa sans sauf savoir se sera "
          "serait seront ses seul seule seulement si sien sinon soi soit sommes son sont sous "
          "souvent suis suit suivant sur surtout tandis tant tard te tel telle telles tels temps "
          "tes toi ton toujours tous tout toute toutes "
          "tres trois trop trouve un une va vais vers veut veulent vient viennent voici voila voir "
          "vont vos votre voulait vous vrai vraiment annee annees ans an chose choses disait reste "
          "devenu devient permet " },
  { "es", " acerca actualmente adelante ademas ahi ahora algo alguien algun alguna algunas alguno "
          "algunos alli alrededor ambos ante anos ano antes apenas aquel aquella aquellas aquello "
          "aquellos aqui asi aun aunque bajo bastante "
          "bien cada casi cerca cierta cierto claro como con conmigo conseguir contra cosa cosas "
          "creo cual cuales cualquier cuando cuanto cuatro cuenta da dado dan dar de debajo debe "
          "deben debido decia decir dejar del "
          "demas demasiado dentro desde despues detras dia dias dice dicen dicho dijo donde dos "
          "durante ella ellas ello ellos embargo empezo en encima encuentra entonces entre era "
          "eran eras eres esa esas ese eso esos esta "
          "estaba estaban estado estamos estan estar estara estas este esto estos estoy estuvo ex "
          "existe existen fin fue fuera fueron fui general gran grande grandes ha habia habian "
          "haber habra hace hacen hacer hacia hacia "
          "hasta hay haya hecho hemos hizo hoy hubo igual incluso ir jamas junto juntos la lado "
          "largo las le lejos les lo los luego lugar mal manera mas mayor mayoria me medio mejor "
          "menos mes mi mientras mio mis misma mismas "
          "mismo mismos modo momento mucha muchas mucho muchos muy nada nadie ni ningun ninguna "
          "ninguno no nos nosotros nuestra nuestro nueva nuevo nunca otra otras otro otros para "
          "parece parte partir pero poca pocas poco "
          "pocos podemos poder podia podria por porque posible primer primera primero primeros "
          "principio propia propio pudo puede pueden pues punto que queda quedo quien quienes "
          "quiere quiza quizas realizar realmente sabe "
          "se sea sean segun segunda segundo seis ser sera seran seria si sido siempre siendo "
          "siete siguiente sin sino sobre solamente solo somos son soy su sus tal tales tambien "
          "tampoco tan tanta tanto te tenemos tener "
          "tenia tenian tercera tiempo tiene tienen toda todas todavia todo todos total tras trata "
          "traves tres tu tus tuvo un una unas uno unos usted va van varias varios veces ver vez "
          "vida vivir voy ya yo " },
  { "it", " abbastanza ad adesso affinche agli ai al alcuna alcune alcuni alla alle allo allora "
          "altra altre altri altro anche ancora anni anno appena aveva avevano avere abbiamo avuto "
          "basta bene bensi casi caso certo che chi "
          "ci cio circa come con contro cosa cose cosi cui da dagli dai dal dalla dalle dallo "
          "davanti davvero degli dei del della delle dello dentro deve devono dice dire disse "
          "diversi dopo dove due dunque durante ebbe ed "
          "ecco era erano essa esse essere essi fa fatto fare fin fine fino fra fu fuori furono "
          "gia giorni giorno gli grande grandi ha hanno ho il in infatti insieme intanto invece io "
          "la le lei li lo lontano loro lui lungo "
          "ma mai male meglio meno mentre mesi mezzo mi mia mio modo molta molte molti molto "
          "momento ne negli nei nel nella nelle nello nessun nessuno niente noi non nostra nostro "
          "nove nulla nuovo nuova oggi ogni ognuno oltre "
          "oppure ora ormai ossia ovvero parte peggio per perche perfino pero persino piu "
          "piuttosto po poco poi poiche possono potrebbe presso prima primo prima proprio puo pur "
          "pure qua qual qualche qualcosa qualcuno quale "
          "quali quando quanto quasi quattro quel quella quelle quelli quello questa queste questi "
          "questo qui quindi quale realmente rispetto sara sarebbe se sei sembra sempre senza "
          "sette si sia siamo siano sino solo soltanto "
          "sono sopra soprattutto sotto spesso sta stata state stati stato stesso stessa su sua "
          "sue sugli sui sul sulla sulle suo suoi tale tali tanta tanto te tempo ti tra tranne tre "
          "troppo tu tua tutta tutte tutti tutto un "
          "una uno va vale vedi venne verso vi via viene vita voi volta volte vostro " },
  { "pt", " acerca agora ainda alem algo alguem algum alguma algumas alguns ali ambos ano anos "
          "antes ao aonde aos apenas apos aquela aquelas aquele aqueles aquilo aqui as assim ate "
          "atras atraves bastante bem cada cerca "
          "certo coisa coisas com como contra contudo da dado dao daquela daquele dar das de "
          "debaixo deixa demais dentro depois desde dessa desse desta deste deve devem dever dia "
          "dias disse dito diz dizem dizer do dois dos "
          "duas durante ela elas ele eles em embora enquanto entao entre era eram essa essas esse "
          "esses esta estao estar estas estava estavam este esteve estes estou eu faz fazem fazer "
          "feita feito fez fica ficou fim foi fora "
          "foram geral grande grandes ha havia hoje houve isso isto ja la lado lhe lhes lo local "
          "logo longe lugar maior maioria mais mal mas me meio melhor menos mes meses mesma mesmas "
          "mesmo mesmos meu meus minha muita "
          "muitas muito muitos na nada nao naquela naquele nas nem nenhum nenhuma nessa nesse "
          "nesta neste ninguem no nos nossa nosso nova novo num numa nunca onde ontem ou outra "
          "outras outro outros para parece parte partir "
          "pela pelas pelo pelos perto pode podem poder podia pois por porem porque porquanto "
          "pouca pouco poucos primeira primeiro propria proprio quais qual qualquer quando quanto "
          "quase quatro que quem quer sao se segunda "
          "segundo seja sem sempre sendo ser sera seria seu seus sido sim so sob sobre somos sua "
          "suas tais tal talvez tambem tanta tanto tao tem temos tempo tenha ter teve tinha tinham "
          "toda todas todavia todo todos tras tres "
          "tudo um uma umas uns vai vamos vao varias varios vem ver vez vezes vida voce " },
  { "nl", " aan aangezien achter af al aldus alle alleen alles als altijd ander andere anderen bij "
          "bijna binnen boven buiten daar daarbij daarna daarom daarvan dan dat deed deden deze "
          "dezelfde die dit doen doet door drie dus een "
          "eens eerder eerst eerste eigen elk elke en enige enkele er erg ergens even gaan gaat "
          "geen geeft geven geweest gewoon ging goed had hadden heb hebben heeft heel hem hen het "
          "hier hierdoor hij hoe hoewel hun iedere "
          "iedereen iemand iets ik in is ja jaar jaren je jij jou jullie kan kon konden kunnen "
          "kwam laat laatste lang later liet maar maakt maken maakte mag me mee meer meest men met "
          "mij mijn minder misschien moest moesten "
          "moet moeten mogelijk na naar naast nadat niemand niet niets nieuwe nog nooit nu of om "
          "omdat ondanks onder ons onze ook op opnieuw over reeds rond sinds slechts soms staat "
          "steeds te tegen ten ter terug terwijl tijd "
          "tijdens toch toe toen tot tussen twee uit uw vaak van vanaf vandaag veel verder vier "
          "voor vooral vroeg waar waarbij waarin waarom wanneer want waren was wat wel weer weinig "
          "welke werd werden wie wij wil worden "
          "wordt zal ze zeer zegt zei zelf zelfs zich zij zijn zo zoals zonder zou zouden zulke " },
};
static const char common_characters[] =
    "的了是在和有不这這那我你他她它们們也就都而及与與着著或一个個没沒把被让讓从從对對为為于於以所但"
    "之其并並上下中来來去到说說要会會能可很还還又再吗嗎呢吧啊は를을이가은는의에の에서도로と"
    "をにがでもへやかなたるれすし";

gboolean
carrel_text_is_common_word (const char *language, const char *word)
{
  char             padded[MAX_WORD + CARREL_TEXT_PADDING] = { 0 };
  guint64          letters[2];
  guint32          mask = 0;
  gsize            len = strcspn (word, " "), n = language ? strcspn (language, "-_") : 0;
  g_autofree char *spaced = NULL;
  gboolean         known = FALSE;

  if (len > 0 && len < MAX_WORD && word[len] == '\0') {
    memcpy (padded, word, len);
    take_word (padded, letters);
    mask = find_slot (get_table (), letters)->mask;
  }
  if ((guchar) *word >= 0x80 && carrel_text_is_unspaced (g_utf8_get_char (word)))
    return strstr (common_characters, word) != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (n == strlen (languages[i].code) &&
        g_ascii_strncasecmp (language, languages[i].code, n) == 0) {
      known = TRUE;
      if (mask & 1u << i)
        return TRUE;
    }
  spaced = g_strdup_printf (" %s ", word);
  for (guint i = 0; i < G_N_ELEMENTS (more_words); i++)
    if (n == strlen (more_words[i].code) &&
        g_ascii_strncasecmp (language, more_words[i].code, n) == 0)
      return strstr (more_words[i].words, spaced) != NULL;
  if (known && g_ascii_strncasecmp (language, "en", n) != 0)
    return FALSE;
  return (mask & 1) || strstr (more_english, spaced) != NULL;
}

gboolean
carrel_text_language_is_rtl (const char *language)
{
  static const char *const rtl[] = { "ar", "arc", "ckb", "dv",  "fa", "he", "iw",
                                     "ks", "ps",  "sd",  "syr", "ug", "ur", "yi" };
  gsize                    n;

  if (!language)
    return FALSE;
  n = strcspn (language, "-_");
  if (g_str_has_prefix (language + n, "-Arab") || g_str_has_prefix (language + n, "-Hebr"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rtl); i++)
    if (strlen (rtl[i]) == n && g_ascii_strncasecmp (rtl[i], language, n) == 0)
      return TRUE;
  return FALSE;
}

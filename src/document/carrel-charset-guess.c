/* carrel-charset-guess.c: in which encoding bytes are, where nobody says it or who says it is
 * wrong.
 *
 * Each encoding is tried as a way to read the bytes; what is read is judged by small models of
 * languages. For alphabets a model is the letters beyond ASCII in the order of their frequency, so
 * that a letter that the language hasn't, a capital within a word or a control speaks against the
 * pair of encoding and language. For Chinese, Japanese and Korean structure comes first (bytes that
 * can't be of the encoding rule it out), then which rows of its table are used, then how many of
 * the commonest characters. Scores are means, about 10 for a good text, so that encodings of one
 * and of two bytes compare. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-charset-private.h"

#include <string.h>

#define SAMPLE (64 * 1024) /* bytes that are looked at */
#define MAX_HIGH 8000      /* of them, bytes over 127 */
#define CONTROL -30
#define FOREIGN -8 /* a letter that the language hasn't */

/* ── Alphabets ── */

typedef enum { ALPHABET_LATIN, ALPHABET_OTHER, ALPHABET_UNICASE } Alphabet;

/* Encodings of a family, the likeliest first: of equal scores the first wins. */
static const lxb_encoding_t western[] = { LXB_ENCODING_WINDOWS_1252, LXB_ENCODING_MACINTOSH, 0 };
static const lxb_encoding_t central[] = { LXB_ENCODING_WINDOWS_1250, LXB_ENCODING_ISO_8859_2, 0 };
static const lxb_encoding_t romanian[] = { LXB_ENCODING_WINDOWS_1250, LXB_ENCODING_ISO_8859_2,
                                           LXB_ENCODING_ISO_8859_16, 0 };
static const lxb_encoding_t turkish[] = { LXB_ENCODING_WINDOWS_1254, 0 };
static const lxb_encoding_t baltic[] = { LXB_ENCODING_WINDOWS_1257, LXB_ENCODING_ISO_8859_13,
                                         LXB_ENCODING_ISO_8859_4, 0 };
static const lxb_encoding_t vietnamese[] = { LXB_ENCODING_WINDOWS_1258, 0 };
static const lxb_encoding_t cyrillic[] = { LXB_ENCODING_WINDOWS_1251,
                                           LXB_ENCODING_KOI8_R,
                                           LXB_ENCODING_KOI8_U,
                                           LXB_ENCODING_ISO_8859_5,
                                           LXB_ENCODING_IBM866,
                                           LXB_ENCODING_X_MAC_CYRILLIC,
                                           0 };
static const lxb_encoding_t ukrainian[] = { LXB_ENCODING_WINDOWS_1251, LXB_ENCODING_KOI8_U,
                                            LXB_ENCODING_ISO_8859_5, LXB_ENCODING_X_MAC_CYRILLIC,
                                            0 };
static const lxb_encoding_t greek[] = { LXB_ENCODING_WINDOWS_1253, LXB_ENCODING_ISO_8859_7, 0 };
static const lxb_encoding_t hebrew[] = { LXB_ENCODING_WINDOWS_1255, LXB_ENCODING_ISO_8859_8_I, 0 };
static const lxb_encoding_t arabic[] = { LXB_ENCODING_WINDOWS_1256, LXB_ENCODING_ISO_8859_6, 0 };
static const lxb_encoding_t persian[] = { LXB_ENCODING_WINDOWS_1256, 0 };
static const lxb_encoding_t thai[] = { LXB_ENCODING_WINDOWS_874, 0 };

static const struct {
  Alphabet              alphabet;
  const lxb_encoding_t *encodings;
  const char           *letters; /* the commonest first */
} languages[] = {
  { ALPHABET_LATIN, western, "üäöß" },              /* German */
  { ALPHABET_LATIN, western, "éèàêçâôîùûïœëüÿæ" },  /* French */
  { ALPHABET_LATIN, western, "óíáéñúüç" },          /* Spanish, Galician */
  { ALPHABET_LATIN, western, "ãçáéíóêõàúâôü" },     /* Portuguese */
  { ALPHABET_LATIN, western, "èàùòìéîóú" },         /* Italian */
  { ALPHABET_LATIN, western, "àéèíóòçïúü" },        /* Catalan */
  { ALPHABET_LATIN, western, "ëéïèöüóáê" },         /* Dutch, Albanian */
  { ALPHABET_LATIN, western, "äåöéü" },             /* Swedish, Finnish */
  { ALPHABET_LATIN, western, "øåæéòôó" },           /* Danish, Norwegian */
  { ALPHABET_LATIN, western, "áðíþéóöæúýø" },       /* Icelandic, Faroese */
  { ALPHABET_LATIN, western, "äõüöšž" },            /* Estonian */
  { ALPHABET_LATIN, western, "éáíóú" },             /* Irish, and English with words of others */
  { ALPHABET_LATIN, central, "łęóążśćńź" },         /* Polish */
  { ALPHABET_LATIN, central, "íáěéřčšýžůúďťňó" },   /* Czech */
  { ALPHABET_LATIN, central, "áíéčýšžúľťôňďäóĺŕ" }, /* Slovak */
  { ALPHABET_LATIN, central, "áéőöóíüúű" },         /* Hungarian */
  { ALPHABET_LATIN, central, "čšžćđ" },             /* Croatian, Slovene, Bosnian */
  { ALPHABET_LATIN, romanian, "ăîşţâșț" },          /* Romanian */
  { ALPHABET_LATIN, turkish, "ıüşğöçâî" },          /* Turkish, Azerbaijani */
  { ALPHABET_LATIN, baltic, "ėšžųįūąčę" },          /* Lithuanian */
  { ALPHABET_LATIN, baltic, "āīēšūļņžķģč" },        /* Latvian */
  { ALPHABET_LATIN, baltic, "äõüöšž" },             /* Estonian */
  { ALPHABET_LATIN, vietnamese, "đơưâêôăàáéèíìóòúùý\314\201\314\200\314\211\314\203\314\243" },
  { ALPHABET_OTHER, cyrillic, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё" }, /* Russian */
  { ALPHABET_OTHER, ukrainian, "оанівиетрслкдумпзяьбгйчхцжїюєшфщґ" },
  { ALPHABET_OTHER, cyrillic, "аеоитнрсвлкдпзмугбъячжщйцшюхфь" },      /* Bulgarian */
  { ALPHABET_OTHER, ukrainian, "анаіеортсклзяувмдпыгбушхчьцйжюўэёф" }, /* Belarusian */
  { ALPHABET_OTHER, ukrainian, "аоиентсрјувдмкпглзбчшжцљњхћђфџ" },     /* Serbian */
  { ALPHABET_OTHER, ukrainian, "аоитенрсвкдлпмугзјбчшцжфхќљњѓѕџ" },    /* Macedonian */
  { ALPHABET_OTHER, greek, "αοιετσνηυρπκμλωςγδίχθόέάήύφβώξζψϊϋΐΰ" },
  { ALPHABET_UNICASE, hebrew, "יוהלאתרמבנשעדקחםןפגכצטסזךףץ" },
  { ALPHABET_UNICASE, arabic, "اليمنرتوبدعسهفقكحةجأشصىخطذضزثئإغءؤآظ،؛؟" },
  { ALPHABET_UNICASE, persian, "اینردتهوسمبشکگلخپزفقعجچحصطضغظثذژءآئ،؛؟" },
  { ALPHABET_UNICASE, thai, "ารนอกเงมย่ลวด้ททสตะปิบคหแจพชขใไี็ัโุูผซ์ำถภฟศณญธษ" },
};

/* What a byte over 127 stands between. */
typedef struct {
  guint8 byte, before, after;
} High;

static GArray *
gather (const guint8 *bytes, gsize len)
{
  GArray *highs = g_array_new (FALSE, FALSE, sizeof (High));

  for (gsize i = 0; i < len && highs->len < MAX_HIGH; i++)
    if (bytes[i] >= 0x80) {
      High high = { bytes[i], i > 0 ? bytes[i - 1] : ' ', i + 1 < len ? bytes[i + 1] : ' ' };

      g_array_append_val (highs, high);
    }
  return highs;
}

/* The characters of the bytes 128 to 255; 0xfffd where there is none. Read once for each encoding.
 */
static const gunichar *
get_table (lxb_encoding_t encoding)
{
  static gunichar tables[LXB_ENCODING_LAST_ENTRY][128];
  static gsize    read[LXB_ENCODING_LAST_ENTRY];

  if (g_once_init_enter (&read[encoding])) {
    guint8           all[128];
    gsize            len;
    guint            n_bad;
    g_autofree char *text = NULL;
    const char      *p;

    for (guint i = 0; i < 128; i++)
      all[i] = (guint8) (128 + i);
    text = carrel_charset_decode_as (lxb_encoding_data (encoding), all, 128, &len, &n_bad);
    p = text;
    for (guint i = 0; i < 128; i++) {
      tables[encoding][i] = *p ? g_utf8_get_char (p) : 0xfffd;
      p = *p ? g_utf8_next_char (p) : p;
    }
    g_once_init_leave (&read[encoding], 1);
  }
  return tables[encoding];
}

typedef enum { KIND_NONE, KIND_LOWER, KIND_UPPER, KIND_MARK } Kind;

typedef struct {
  gint8  score[128];
  guint8 kind[128];
} Model;

static gboolean
is_common_sign (gunichar c)
{
  return c == 0xa0 || c == 0xab || c == 0xbb || c == 0xb7 || c == 0xa7 || c == 0xb0 || c == 0xa9 ||
         c == 0xae || c == 0xbf || c == 0xa1 || c == 0xad || c == 0x20ac || c == 0x2122 ||
         c == 0x2116 || (c >= 0x2013 && c <= 0x2026) || c == 0x2039 || c == 0x203a || c == 0xa3 ||
         c == 0xba || c == 0xaa || c == 0xbd;
}

static void
make_model (Model *model, const gunichar *table, Alphabet alphabet, const char *letters)
{
  glong n = g_utf8_strlen (letters, -1);

  for (guint i = 0; i < 128; i++) {
    gunichar    c = table[i], lower = g_unichar_tolower (c);
    const char *at = c >= 0x80 && c != 0xfffd ? g_utf8_strchr (letters, -1, lower) : NULL;

    model->kind[i] = KIND_NONE;
    if (c == 0xfffd || (c >= 0x80 && c < 0xa0) || (c >= 0xe000 && c < 0xf900)) {
      model->score[i] = CONTROL;
    } else if (at) {
      model->score[i] = (gint8) (11 - 7 * g_utf8_pointer_to_offset (letters, at) / n);
      model->kind[i] = g_unichar_ismark (c) ? KIND_MARK : c != lower ? KIND_UPPER : KIND_LOWER;
    } else if (g_unichar_isalpha (c)) {
      model->score[i] = FOREIGN;
      model->kind[i] = c != lower ? KIND_UPPER : KIND_LOWER;
    } else {
      model->score[i] = is_common_sign (c)     ? (alphabet == ALPHABET_LATIN ? 1 : 3)
                        : g_unichar_ismark (c) ? -3
                                               : -6;
    }
  }
}

static Kind
get_kind (const Model *model, guint8 byte)
{
  if (byte >= 0x80)
    return model->kind[byte - 128];
  return g_ascii_islower (byte) ? KIND_LOWER : g_ascii_isupper (byte) ? KIND_UPPER : KIND_NONE;
}

static int
score_model (const Model *model, Alphabet alphabet, GArray *highs)
{
  gint64 sum = 0;

  for (guint i = 0; i < highs->len; i++) {
    const High *high = &g_array_index (highs, High, i);
    Kind        is = (Kind) model->kind[high->byte - 128], before = get_kind (model, high->before),
         after = get_kind (model, high->after);
    int score = model->score[high->byte - 128];

    if (is == KIND_UPPER && score > 0)
      score = before == KIND_LOWER ? -10 : score / 2 + 1;
    if (alphabet == ALPHABET_LATIN) {
      /* Mostly one by one, among letters of ASCII. */
      if (score > 0 && is != KIND_NONE && high->before >= 0x80 && before != KIND_NONE &&
          high->after >= 0x80 && after != KIND_NONE)
        score -= 9;
      else if (score > 0 && is == KIND_LOWER && before == KIND_NONE && after == KIND_NONE)
        score = MIN (score, 3);
    } else if (is != KIND_NONE &&
               (g_ascii_isalpha (high->before) || g_ascii_isalpha (high->after))) {
      /* A word doesn't change its alphabet in the middle. */
      score -= 12;
    }
    sum += score;
  }
  return (int) (sum * 100 / highs->len);
}

/* ── Characters of two bytes ── */

/* The characters that make a third to a half of any text. */
static const char common[] =
    "的一是不了在人有我他这個个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前"
    "开但因只从想实日者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问"
    "很最重并物手应向头文体政美相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任"
    "常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报"
    "才结反受目太量再感建务做接必场件计管期市直资山金指"
    "這們來為國說時會對過發後裡種經麼學現當沒動還進樣從實無與長機開關點業將兩間問應頭體見產話內給門"
    "東聲員論處義幾認條氣題別變總電報結務場計書讀圖館於裏萬風飛車"
    "本人日年月出大中国会社学生時分間者行今見上下前後新高自動場合的気話"
    "이다는의에을를가고하지기한은로서사도인그나자시리라아어여해수정일대보전있들것부주장제상면원으"
    "만";

static gboolean
is_common (gunichar c)
{
  static guint8 *map;
  static gsize   once;

  if (g_once_init_enter (&once)) {
    map = g_malloc0 (0x10000 / 8);
    for (const char *p = common; *p; p = g_utf8_next_char (p)) {
      gunichar each = g_utf8_get_char (p);

      map[each / 8] |= (guint8) (1 << (each % 8));
    }
    g_once_init_leave (&once, 1);
  }
  return c < 0x10000 && (map[c / 8] & (1 << (c % 8)));
}

/* What the row of the table that a lead byte names says. */
static int
score_row (lxb_encoding_t encoding, guint8 lead, guint8 trail)
{
  switch (encoding) {
  case LXB_ENCODING_GB18030:
    if (trail >= 0x30 && trail <= 0x39)
      return -12; /* of four bytes */
    if (lead < 0xa1 || trail < 0xa1)
      return -5;
    return lead >= 0xb0 && lead <= 0xd7                      ? 6
           : lead == 0xa3 || (lead == 0xa1 && trail <= 0xbf) ? 8
           : lead >= 0xd8 && lead <= 0xf7                    ? -3
                                                             : -6;
  case LXB_ENCODING_BIG5:
    return lead >= 0xa4 && lead <= 0xc6   ? 6
           : lead == 0xa1                 ? 7
           : lead >= 0xc9 && lead <= 0xf9 ? -3
                                          : -7;
  case LXB_ENCODING_SHIFT_JIS:
    return lead == 0x82 && trail >= 0x9f   ? 11
           : lead == 0x83 && trail <= 0x96 ? 9
           : lead == 0x81                  ? 6
           : lead >= 0x88 && lead <= 0x97  ? 5
           : lead == 0x82                  ? 2
                                           : -5;
  case LXB_ENCODING_EUC_JP:
    return lead == 0xa4                   ? 11
           : lead == 0xa5                 ? 9
           : lead == 0xa1                 ? 6
           : lead >= 0xb0 && lead <= 0xcf ? 5
           : lead == 0xa3                 ? 2
                                          : -5;
  case LXB_ENCODING_EUC_KR:
  default:
    return lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1 ? 7
           : lead == 0xa1                                ? 4
           : lead >= 0xca                                ? -4
                                                         : -5;
  }
}

/* G_MININT where the bytes can't be of it. */
static int
score_wide (lxb_encoding_t encoding, const guint8 *bytes, gsize len)
{
  gsize            out_len;
  guint            n_bad, n = 0, n_common = 0;
  gint64           sum = 0;
  g_autofree char *text =
      carrel_charset_decode_as (lxb_encoding_data (encoding), bytes, len, &out_len, &n_bad);

  for (gsize i = 0; i < len; i++) {
    if (bytes[i] < 0x80)
      continue;
    n++;
    if (encoding == LXB_ENCODING_SHIFT_JIS && bytes[i] >= 0xa1 && bytes[i] <= 0xdf) {
      sum -= 5; /* half-width kana: what other encodings look like in this one */
      continue;
    }
    if (i + 1 >= len) {
      n--;
      break;
    }
    sum += score_row (encoding, bytes[i], bytes[i + 1]);
    i++;
  }
  if (n == 0 || n_bad * 50 > n)
    return G_MININT;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    n_common += (guchar) *p >= 0xe0 && is_common (g_utf8_get_char (p));
  return (int) ((sum + (gint64) n_common * 7) * 100 / n) - (int) (n_bad * 3000 / n);
}

/* ── The choice ── */

static void
offer (const lxb_encoding_data_t **best, int *best_score, lxb_encoding_t encoding, int score)
{
  if (score > *best_score) {
    *best_score = score;
    *best = lxb_encoding_data (encoding);
  }
}

static const lxb_encoding_t wide[] = { LXB_ENCODING_GB18030, LXB_ENCODING_BIG5,
                                       LXB_ENCODING_SHIFT_JIS, LXB_ENCODING_EUC_JP,
                                       LXB_ENCODING_EUC_KR };

/* The best of all; or the best score of `only`. */
static const lxb_encoding_data_t *
search (const guint8 *bytes, gsize len, const lxb_encoding_data_t *only, int *best_score)
{
  const lxb_encoding_data_t *best = lxb_encoding_data (LXB_ENCODING_WINDOWS_1252);
  g_autoptr (GArray) highs = gather (bytes, MIN (len, SAMPLE));

  *best_score = G_MININT;
  if (highs->len == 0)
    return best;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (const lxb_encoding_t *encoding = languages[i].encodings; *encoding; encoding++) {
      Model model;

      if (only && only->encoding != *encoding)
        continue;
      make_model (&model, get_table (*encoding), languages[i].alphabet, languages[i].letters);
      /* Of old machines, seldom on the web: only when it is plainly better. */
      offer (&best, best_score, *encoding,
             score_model (&model, languages[i].alphabet, highs) -
                 (encoding == languages[i].encodings    ? 0
                  : *encoding == LXB_ENCODING_MACINTOSH ? 150
                                                        : 10));
    }
  for (guint i = 0; i < G_N_ELEMENTS (wide); i++)
    if (!only || only->encoding == wide[i])
      offer (&best, best_score, wide[i], score_wide (wide[i], bytes, MIN (len, SAMPLE)));
  return best;
}

const lxb_encoding_data_t *
carrel_charset_guess (const guint8 *bytes, gsize len, int *score)
{
  return search (bytes, len, NULL, score);
}

int
carrel_charset_score (const lxb_encoding_data_t *encoding, const guint8 *bytes, gsize len)
{
  int score;

  search (bytes, len, encoding, &score);
  return score;
}

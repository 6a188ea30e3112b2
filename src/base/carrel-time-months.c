/* carrel-time-months.c: the names of the months in the languages of the web.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-time-private.h"

#include "base/carrel-text.h"

#include <string.h>

/* Names of the months as people write them in dates (nominative and genitive), a line a month. They
 * are compared folded; a name of five bytes or more may have an ending («januari», «kwietnia»), a
 * shorter one is the whole word («mar», not «market»), and so is one with «!» (not «general»). */
static const char *const months[] = {
  "januar janvier enero gennaio janeiro januari jan styczn ianuarie ocak ledna leden sausio "
  "января январь січня يناير ינואר בינואר जनवरी มกราคม ιανουαριου janv gen ian tammikuu gener! "
  "xaneiro jaanuar janvar sijecnja sijecanj urtarril janar janner sty oca янв січень студзеня "
  "студзень януари јануар জানুয়ারি "
  "ene ιανουαριος ιαν ינו בינו जन tammi",
  "februar fevrier febrero febbraio fevereiro feb fev lutego luty februarie subat unora unor "
  "февраля февраль лютого فبراير פברואר בפברואר फरवरी กุมภาพันธ์ φεβρουαριου fevr lut helmikuu "
  "febrer febreiro veebruar vasario vasaris veljace veljaca otsail shkurt pebrero sub фев "
  "лютий лютага люты февруари фебруар ফেব্রুয়ারি "
  "febr φεβρουαριος φεβ פבר בפבר फ़रवरी फ़र helmi شباط лют",
  "marzo marco march marz mars maart mar mrz marca marzec marts martie mart maret brezna "
  "brezen marcius марта март березня مارس מרץ במרץ मार्च มีนาคม μαρτιου mrt maaliskuu kovo "
  "kovas ozujka ozujak martxo marso мар березень сакавіка сакавік মার্চ "
  "marc μαρτιος μαρ מרס במרס maalis bre آذار اذار бер",
  "abril aprile avril april apr avr abr kwietnia kwiecien aprilie nisan dubna duben aprilis "
  "апреля апрель квітня أبريل ابريل אפריל באפריל अप्रैल เมษายน απριλιου huhtikuu balandzio "
  "balandis travnja travanj apiril prill kwi nis апр квітень красавіка красавік април এপ্রিল "
  "απριλιος απρ אפר באפר huhti نيسان кві",
  "maggio mayo maio mai may mei maj mag maja mayis kvetna kveten majus мая май травня مايو מאי "
  "במאי मई พฤษภาคม μαιου toukokuu maig maijs maija geguzes geguze svibnja svibanj maiatz "
  "травень траўня мај মে "
  "μαιος μαϊ touko kve ايار أيار тра",
  "junho giugno junio juin june juni jun giu czerwca czerwiec iunie haziran cervna cerven "
  "junius июня июнь червня يونيو יוני ביוני जून มิถุนายน ιουνιου kesakuu juny xuno juuni "
  "junijs junija juna birzelio birzelis lipnja lipanj ekain qershor hunyo cze haz iun июн "
  "червень чэрвеня чэрвень юни јун জুন "
  "ιουνιος ιουν יונ kesa cvn حزيران чер",
  "julho luglio julio juillet july juli juil jul lug lipca lipiec iulie temmuz cervence "
  "cervenec julius июля июль липня يوليو יולי ביולי जुलाई กรกฎาคม ιουλιου heinakuu juliol "
  "xullo juuli julijs julija jula julai liepos liepa srpnja srpanj uztail korrik hulyo lip tem "
  "iul июл липень ліпеня ліпень юли јул জুলাই "
  "juil ιουλιος ιουλ יול जुल heina cvc تموز лип",
  "agosto august aout augustus aug ago sierpnia sierpien agustos srpna srpen agustus augusztus "
  "августа август серпня أغسطس اغسطس אוגוסט באוגוסט अगस्त สิงหาคม αυγουστου elokuu agost "
  "rugpjucio rugpjutis kolovoza kolovoz abuztu gusht agust ogos sie agu avgust авг серпень "
  "жніўня жнівень আগস্ট "
  "αυγουστος αυγ אוג באוג अग elo сер",
  "septiembre settembre setembro septembre september sept sep set wrzesnia wrzesien septembrie "
  "eylul zari szeptember сентября сентябрь вересня سبتمبر ספטמבר בספטמבר सितंबर กันยายน "
  "σεπτεμβριου syyskuu setembre rugsejo rugsejis rujna rujan irail shtator setyembre septembr "
  "wrz eyl сен сент вересень верасня верасень септември септембар септембр সেপ্টেম্বর "
  "szept σεπτεμβριος σεπ ספט בספט सितम्बर सित syys zar ايلول أيلول вер",
  "octubre ottobre outubro octobre oktober october okt oct ott out pazdziernika pazdziernik "
  "octombrie ekim rijna rijen октября октябрь жовтня أكتوبر اكتوبر אוקטובר באוקטובר अक्टूबर "
  "ตุลาคม οκτωβριου lokakuu oktoober oktobr spalio spalis urria urriaren tetor oktubre paz eki "
  "окт жовтень кастрычніка кастрычнік октомври октобар октобр অক্টোবর "
  "οκτωβριος οκτ אוק באוק अक्तूबर अक्टू loka rij жов",
  "noviembre novembro novembre november nov listopad noiembrie kasim ноября ноябрь листопада "
  "نوفمبر נובמבר בנובמבר नवंबर พฤศจิกายน νοεμβριου marraskuu lapkricio lapkritis studenoga "
  "studenog studeni azaro nentor nobyembre novembr lis kas ноя нояб листопад лістапада "
  "лістапад ноември новембар новембр নভেম্বর "
  "νοεμβριος νοε נוב בנוב नवम्बर नव marras",
  "diciembre dicembre dezembro decembre dezember december dez dec dic grudnia grudzien "
  "decembrie aralik prosince prosinec desember des декабря декабрь грудня ديسمبر דצמבר בדצמבר "
  "दिसंबर ธันวาคม δεκεμβριου joulukuu desembre decembro detsember gruodzio gruodis decembr "
  "abendu dhjetor disyembre disember gru ara дек грудень снежня снежань декември децембар "
  "децембр ডিসেম্বর "
  "δεκεμβριος δεκ דצמ בדצמ दिसम्बर दिस joulu гру",
};

#define WHOLE_WORD 0x10u /* beside the month: the name takes no ending */

/* Folded name → month; filled once. */
static GHashTable *
get_months (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint m = 0; m < G_N_ELEMENTS (months); m++) {
      g_auto (GStrv) names = g_strsplit (months[m], " ", -1);

      for (guint i = 0; names[i]; i++) {
        g_autofree char *folded = carrel_text_title_key (names[i], NULL);

        /* A fold may cut a name of a script that is written with marks into words; such a name is
         * left out. */
        if (*folded && !strchr (folded, ' '))
          g_hash_table_insert (
              table, (gpointer) g_intern_string (folded),
              GUINT_TO_POINTER ((m + 1) | (g_str_has_suffix (names[i], "!") ? WHOLE_WORD : 0)));
      }
    }
    g_once_init_leave (&once, GPOINTER_TO_SIZE (table));
  }
  return GSIZE_TO_POINTER (once);
}

guint
carrel_time_find_month (const char *folded)
{
  gsize len = strlen (folded);
  guint month;

  if (len < 3 || len > 40)
    return 0;
  month = GPOINTER_TO_UINT (g_hash_table_lookup (get_months (), folded)) & ~WHOLE_WORD;
  for (gsize n = len - 1; !month && n >= 5 && n + 3 >= len; n--) {
    char stem[40];

    memcpy (stem, folded, n);
    stem[n] = '\0';
    month = GPOINTER_TO_UINT (g_hash_table_lookup (get_months (), stem));
    month = month & WHOLE_WORD ? 0 : month;
  }
  return month;
}

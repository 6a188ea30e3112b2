/* carrel-extract-headings.c: what a heading says of that which follows it, in the languages of the web.
 *
 * Tables only: a phrase counts when it is the whole heading, compared by its folded key, so that case,
 * accents, colons and dashes make no difference. Any thread; the tables are folded once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"
#include "base/carrel-uri.h"

#include <string.h>

#define MAX_HEADING 80 /* bytes of its key */

/* What an author or editor chose to go on with. */
static const char *const see_also[] = {
  /* English */
  "see also", "see more", "also see", "related", "related articles", "related article", "related stories", "related story", "related posts",
  "related post", "related reading", "related readings", "related content", "related coverage", "related links", "related news",
  "related topics", "related pages", "related entries", "related essays", "related items", "related resources", "further reading",
  "further readings", "suggested reading", "recommended reading", "additional reading", "more reading", "more to read", "read also",
  "also read", "read more", "read next", "read on", "read this next", "what to read next", "keep reading", "continue reading", "learn more",
  "for further reading", "more on this", "more on this story", "more on this topic", "more about this", "more on the topic",
  "you may also like", "you might also like", "you may also be interested in", "you might also be interested in", "you may like",
  "similar articles", "similar posts", "similar stories", "other articles", "more like this", "in this series", "more in this series",
  "other posts in this series", "external links",
  /* German */
  "siehe auch", "siehe dazu", "siehe dazu auch", "weiterlesen", "weitere artikel", "weitere artikel zum thema", "weiterführende artikel",
  "weiterführende links", "weiterführende literatur", "mehr zum thema", "mehr dazu", "mehr zu diesem thema", "zum thema", "lesen sie auch",
  "lesen sie dazu auch", "lesen sie mehr zum thema", "auch interessant", "das könnte sie auch interessieren", "das könnte dich auch interessieren",
  "verwandte artikel", "verwandte themen", "verwandte beiträge", "ähnliche artikel", "ähnliche beiträge", "passend dazu", "links zum thema",
  "lesetipps", "weblinks", "weitere beiträge", "weitere informationen", "weitere links",
  /* French */
  "voir aussi", "lire aussi", "à lire aussi", "à voir aussi", "à lire également", "lire également", "pour aller plus loin", "en savoir plus",
  "articles liés", "article lié", "articles connexes", "articles similaires", "articles associés", "sur le même sujet", "sur le même thème",
  "dans le même dossier", "à lire", "lectures complémentaires", "liens externes", "vous aimerez aussi", "lire la suite",
  /* Spanish */
  "véase también", "ver también", "ver además", "lea también", "lee también", "leer también", "te puede interesar", "mira también", "mira", "vea también", "vea además", "le puede interesar",
  "también te puede interesar", "quizás te interese", "artículos relacionados", "artículo relacionado", "noticias relacionadas",
  "contenido relacionado", "entradas relacionadas", "temas relacionados", "más información", "más sobre este tema", "para saber más",
  "lecturas recomendadas", "relacionados", "relacionado", "enlaces externos",
  /* Italian */
  "leggi anche", "vedi anche", "voci correlate", "articoli correlati", "articoli collegati", "notizie correlate", "potrebbe interessarti",
  "potrebbe interessarti anche", "ti potrebbe interessare", "ti potrebbe interessare anche", "approfondimenti", "per approfondire",
  "per saperne di più", "collegamenti esterni", "contenuti correlati",
  /* Portuguese */
  "veja também", "ver também", "leia também", "leia mais", "veja mais", "artigos relacionados", "matérias relacionadas",
  "notícias relacionadas", "conteúdo relacionado", "posts relacionados", "você também pode gostar", "saiba mais", "ligações externas",
  "relacionadas",
  /* Dutch */
  "zie ook", "lees ook", "lees meer", "lees verder", "gerelateerd", "gerelateerde artikelen", "gerelateerde berichten", "meer over dit onderwerp",
  "meer lezen", "verder lezen", "bekijk ook", "externe links",
  /* Swedish, Danish, Norwegian, Finnish */
  "se även", "läs även", "läs också", "läs mer", "relaterade artiklar", "mer om ämnet", "relaterat", "se også", "læs også", "læs mere",
  "relaterede artikler", "les også", "les mer", "relaterte artikler", "lue myös", "katso myös", "aiheesta lisää", "aiheeseen liittyvää",
  "lue lisää",
  /* Polish, Czech, Slovak, Hungarian, Romanian */
  "zobacz też", "zobacz także", "zobacz również", "czytaj też", "czytaj także", "czytaj więcej", "przeczytaj także", "przeczytaj też",
  "powiązane artykuły", "podobne artykuły", "linki zewnętrzne", "viz také", "čtěte také", "čtěte dále", "související články", "související",
  "podobné články", "mohlo by vás zajímat", "pozri aj", "čítajte aj", "čítajte tiež", "súvisiace články", "lásd még", "kapcsolódó cikkek",
  "olvasson tovább", "ajánlott cikkek", "vezi și", "citește și", "citiți și", "articole similare", "articole asemănătoare",
  /* Russian, Ukrainian, Bulgarian, Serbian */
  "см. также", "смотрите также", "смотри также", "читайте также", "читать также", "по теме", "материалы по теме", "статьи по теме",
  "похожие статьи", "похожие материалы", "похожие записи", "ссылки по теме", "ещё по теме", "див. також", "дивіться також", "читайте також",
  "за темою", "схожі статті", "вижте също", "прочетете още", "още по темата", "види још",
  /* Greek, Turkish */
  "δείτε επίσης", "διαβάστε επίσης", "διαβάστε ακόμα", "σχετικά άρθρα", "βλέπε επίσης", "ayrıca bakınız", "ayrıca bakın", "bunlar da ilginizi çekebilir",
  "ilgili haberler", "ilgili yazılar", "ilgili konular", "bunları da okuyun",
  /* Arabic, Persian, Hebrew, Hindi */
  "اقرأ أيضا", "اقرأ أيضًا", "انظر أيضا", "طالع أيضا", "مواضيع ذات صلة", "مقالات ذات صلة", "مواضيع متعلقة", "همچنین ببینید", "همچنین بخوانید",
  "بیشتر بخوانید", "مطالب مرتبط", "اخبار مرتبط", "ראו גם", "קראו גם", "עוד בנושא", "כתבות נוספות", "כתבות קשורות", "इन्हें भी देखें", "यह भी पढ़ें",
  "ये भी पढ़ें", "संबंधित लेख",
  /* Chinese, Japanese, Korean */
  "参见", "參見", "另见", "另見", "参阅", "參閱", "参考阅读", "延伸阅读", "延伸閱讀", "扩展阅读", "相关阅读", "相關閱讀", "相关文章", "相關文章", "相关新闻", "相關新聞",
  "相关报道", "相關報導", "相关链接", "相關連結", "相关推荐", "推荐阅读", "推薦閱讀", "更多阅读", "更多文章", "你可能也喜欢", "你可能感兴趣", "关联项目", "相關條目",
  "相关条目", "往期推荐", "往期回顾", "往期精选", "精彩推荐", "関連記事", "関連項目", "関連リンク", "関連ニュース", "関連する記事", "関連コンテンツ", "関連情報", "あわせて読みたい", "合わせて読みたい", "こちらもおすすめ",
  "おすすめ記事", "参考記事", "외부 링크", "같이 보기", "함께 보기", "관련 기사", "관련기사", "관련 글", "관련 뉴스", "관련뉴스", "관련 문서", "더 읽기", "함께 읽으면 좋은 글",
  /* Indonesian, Vietnamese, Thai */
  "lihat pula", "lihat juga", "baca juga", "baca selengkapnya", "artikel terkait", "berita terkait", "xem thêm", "đọc thêm", "bài viết liên quan",
  "tin liên quan", "bài liên quan", "tham khảo thêm", "ดูเพิ่ม", "อ่านเพิ่มเติม", "บทความที่เกี่ยวข้อง", "ข่าวที่เกี่ยวข้อง",
};

/* What the site puts under or into every article. */
static const char *const widgets[] = {
  "most read", "most popular", "most viewed", "most commented", "most shared", "popular", "popular posts", "popular articles", "popular stories",
  "popular now", "popular topics", "trending", "trending now", "trending stories", "trending articles", "trending topics", "top stories", "top news",
  "top articles", "top posts", "latest", "latest news", "latest posts", "latest articles", "latest stories", "latest from", "recent posts",
  "recent articles", "recent news", "recent comments", "recent stories", "featured", "featured articles", "featured posts", "featured stories",
  "featured video", "featured videos", "recommended", "recommended for you", "recommended articles", "recommended stories", "recommended posts",
  "recommended videos", "editors picks", "editor's picks", "editors choice", "editor's choice", "don't miss", "must read", "must reads",
  "more stories", "similar content being viewed by others", "similar articles", "similar documents", "legal events", "more news", "more articles", "more posts", "more headlines", "more from", "more from us", "more from the web",
  "from around the web", "around the web", "from the web", "sponsored", "sponsored content", "sponsored links", "promoted stories",
  "promoted content", "advertisement", "advertisements", "advertising", "ad", "ads", "paid content", "partner content", "from our partners",
  "share", "share this", "share this article", "share this post", "share this story", "share this page", "share on", "share it", "share via",
  "share article", "share with friends", "follow us", "follow us on", "follow", "connect with us", "stay connected", "stay in touch", "subscribe",
  "subscribe now", "subscribe to our newsletter", "newsletter", "newsletters", "sign up for our newsletter", "sign up", "get our newsletter",
  "join our newsletter", "email newsletter", "daily newsletter", "get the newsletter", "about the author", "about author", "about the authors",
  "about the writer", "author bio", "author", "tags", "tag", "topics", "categories", "category", "filed under", "archives", "archive", "search",
  "navigation", "menu", "sitemap", "site map", "login", "log in", "sign in", "my account", "post navigation", "reader interactions",
  "primary sidebar", "follow the author", "support us", "donate", "like this", "rate this", "rate this article", "was this helpful",
  "was this article helpful", "was this page helpful", "did you find this helpful", "print", "print this article", "download", "contact us",
  "cookie settings", "cookies", "privacy preferences", "we value your privacy", "in this article", "on this page", "table of contents",
  "contents", "quick links", "jump to", "upcoming events", "job offers", "jobs", "shop", "our products", "weather", "horoscope", "crossword",
  /* German */
  "meistgelesen", "am meisten gelesen", "meistgelesene artikel", "meist gelesen", "beliebt", "beliebte artikel", "beliebte beiträge", "top artikel",
  "neueste artikel", "neueste beiträge", "neueste kommentare", "neueste", "aktuelle beiträge", "aktuelle artikel", "aktuelles", "anzeige",
  "anzeigen", "werbung", "teilen", "artikel teilen", "beitrag teilen", "diesen artikel teilen", "diesen beitrag teilen", "seite teilen",
  "teilen mit", "folgen sie uns", "folge uns", "folgt uns", "newsletter abonnieren", "newsletter anmeldung", "jetzt newsletter abonnieren",
  "abonnieren", "über den autor", "über die autorin", "zum autor", "zur autorin", "der autor", "die autorin", "autor", "autorin", "schlagwörter",
  "schlagworte", "stichworte", "themen", "kategorien", "kategorie", "suche", "anmelden", "einloggen", "inhalt", "inhaltsverzeichnis",
  "gefällt mir", "artikel drucken", "drucken", "artikel bewerten", "beitragsnavigation", "beitrags navigation", "artikel navigation",
  "unsere empfehlungen", "empfehlungen", "empfehlungen der redaktion", "redaktionsempfehlung", "stellenangebote", "veranstaltungen", "jobs",
  "sponsored post", "empfohlene artikel", "empfohlen", "topthemen", "meistkommentiert", "mehr aus dem ressort", "unterstützen sie uns",
  /* French */
  "les plus lus", "les plus populaires", "articles populaires", "les plus consultés", "articles récents", "derniers articles",
  "dernières actualités", "à la une", "publicité", "partager", "partager cet article", "suivez nous", "newsletter", "inscrivez vous à la newsletter",
  "à propos de l'auteur", "l'auteur", "mots clés", "étiquettes", "catégories", "rechercher", "sommaire", "services", "contenus sponsorisés",
  "recommandé pour vous", "nos recommandations", "le choix de la rédaction", "édition abonnés",
  /* Spanish, Portuguese, Italian */
  "lo más leído", "lo más visto", "más leídas", "más leído", "las más leídas", "más noticias", "últimas noticias", "lo último", "publicidad",
  "compartir", "comparte", "comparte este artículo", "síguenos", "suscríbete", "boletín", "sobre el autor", "acerca del autor", "etiquetas",
  "categorías", "archivado en", "buscar", "contenido patrocinado", "te recomendamos", "recomendados", "mais lidas", "mais lidos", "mais vistas",
  "últimas notícias", "publicidade", "compartilhe", "compartilhar", "partilhar", "siga nos", "sobre o autor", "sobre a autora", "tags",
  "categorias", "recomendado para você", "recomendadas", "i più letti", "più letti", "ultime notizie", "gli ultimi articoli", "articoli recenti",
  "pubblicità", "condividi", "condividi su", "condividi questo articolo", "seguici", "seguici su", "iscriviti alla newsletter", "l'autore",
  "informazioni sull'autore", "categorie", "cerca",
  /* Dutch, Nordic, Polish, Czech */
  "meest gelezen", "populair", "laatste nieuws", "advertentie", "delen", "deel dit artikel", "deel dit", "volg ons", "over de auteur", "mest lästa",
  "senaste nytt", "annons", "dela", "dela artikeln", "mest læste", "seneste nyt", "annonce", "del artiklen", "mest lest", "siste nytt", "del",
  "luetuimmat", "mainos", "jaa", "jaa artikkeli", "najczęściej czytane", "popularne", "najnowsze", "reklama", "udostępnij", "podziel się", "tagi",
  "kategorie", "o autorze", "nejčtenější", "sdílet", "štítky",
  /* Russian, Turkish */
  "популярное", "самое читаемое", "последние новости", "новости партнёров", "новости партнеров", "реклама", "поделиться", "поделиться в соцсетях",
  "подписывайтесь", "подписаться", "теги", "рубрики", "об авторе", "главное", "en çok okunanlar", "son haberler", "reklam", "paylaş", "etiketler",
  /* Chinese, Japanese, Korean */
  "热门文章", "熱門文章", "热门推荐", "熱門推薦", "热门新闻", "最新文章", "最新消息", "最新新闻", "最新新聞", "广告", "廣告", "分享", "分享到", "标签", "標籤", "分类", "关注我们", "关于作者",
  "關於作者", "热点推荐", "猜你喜欢", "人気記事", "アクセスランキング", "ランキング", "人気ランキング", "最新記事", "新着記事", "広告", "シェア", "シェアする", "この記事をシェア", "タグ", "カテゴリー", "著者",
  "著者プロフィール", "많이 본 뉴스", "인기 기사", "최신 기사", "최신 뉴스", "광고", "공유하기", "태그", "카테고리",
};

static const char *const comments[] = {
  "comments", "comment", "leave a comment", "leave a reply", "leave your comment", "leave a response", "post a comment", "add a comment",
  "add comment", "write a comment", "submit a comment", "join the discussion", "join the conversation", "reader comments",
  "view comments", "show comments", "see comments", "responses", "replies", "thoughts on this", "what do you think", "have your say", "no comments",
  "no comments yet", "be the first to comment", "trackbacks", "pingbacks", "comments are closed", "cancel reply", "kommentare", "kommentar",
  "kommentieren", "kommentar schreiben", "kommentar verfassen", "kommentar hinterlassen", "schreibe einen kommentar", "schreiben sie einen kommentar",
  "hinterlasse einen kommentar", "kommentar abgeben", "leserkommentare", "diskutieren sie mit", "antwort abbrechen", "antworten",
  "ihr kommentar", "dein kommentar", "keine kommentare", "kommentare lesen", "ihre meinung", "commentaires", "commentaire", "laisser un commentaire",
  "ajouter un commentaire", "réagir", "vos réactions", "comentarios", "comentario", "deja un comentario", "deja una respuesta", "dejar un comentario",
  "comentários", "deixe um comentário", "deixe uma resposta", "commenti", "lascia un commento", "reacties", "reactie", "geef een reactie",
  "laat een reactie achter", "kommentarer", "lämna ett svar", "lämna en kommentar", "skriv en kommentar", "legg igjen en kommentar", "kommentit",
  "komentarze", "dodaj komentarz", "skomentuj", "komentáře", "přidat komentář", "diskuze", "комментарии", "оставить комментарий",
  "добавить комментарий", "коментарі", "yorumlar", "yorum yap", "التعليقات", "أضف تعليق", "اترك تعليقا", "תגובות", "הוסף תגובה", "评论",
  "評論", "发表评论", "發表評論", "网友评论", "留言", "发表回复", "コメント", "コメントを残す", "コメントする", "댓글", "댓글 쓰기", "답글 남기기",
};

static void
add_all (GHashTable *table, const char *const *phrases, guint n, CarrelHeadingKind kind)
{
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (table, carrel_text_title_key (phrases[i], NULL), GINT_TO_POINTER (kind));
}

static GHashTable *
get_table (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    add_all (table, widgets, G_N_ELEMENTS (widgets), CARREL_HEADING_WIDGET);
    add_all (table, comments, G_N_ELEMENTS (comments), CARREL_HEADING_COMMENTS);
    add_all (table, see_also, G_N_ELEMENTS (see_also), CARREL_HEADING_SEE_ALSO);
    g_once_init_leave (&once, GPOINTER_TO_SIZE (table));
  }
  return GSIZE_TO_POINTER (once);
}

/* How any of them begins. */
static const CarrelBeginnings *
get_beginnings (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    CarrelBeginnings *beginnings = carrel_beginnings_new ();

    carrel_beginnings_add_keys (beginnings, get_table ());
    g_once_init_leave (&once, GPOINTER_TO_SIZE (beginnings));
  }
  return GSIZE_TO_POINTER (once);
}

gboolean
carrel_extract_may_be_named (CarrelNode *heading)
{
  return carrel_beginnings_may_node (get_beginnings (), heading);
}

CarrelHeadingKind
carrel_extract_judge_heading (const char *line)
{
  g_autofree char *key = NULL;
  const char *from, *end;
  gpointer kind;

  if (strlen (line) > 2 * MAX_HEADING || !carrel_beginnings_may (get_beginnings (), line))
    return CARREL_HEADING_OTHER;
  key = carrel_text_title_key (line, NULL);
  if (!*key || strlen (key) > MAX_HEADING)
    return CARREL_HEADING_OTHER;
  if (g_hash_table_lookup_extended (get_table (), key, NULL, &kind))
    return (CarrelHeadingKind) GPOINTER_TO_INT (kind);

  /* «12 comments», «Comments 12» */
  from = key + strspn (key, "0123456789 ");
  end = key + strlen (key);
  while (end > from && (g_ascii_isdigit (end[-1]) || end[-1] == ' '))
    end--;
  if (from > key || *end) {
    g_autofree char *bare = g_strndup (from, (gsize) (end - from));

    if (GPOINTER_TO_INT (g_hash_table_lookup (get_table (), bare)) == CARREL_HEADING_COMMENTS)
      return CARREL_HEADING_COMMENTS;
  }
  return CARREL_HEADING_OTHER;
}

/* ── Lines of a list of references ── */

/* After «- », «• », «3. », «[3] ». */
static const char *
skip_bullet (const char *line)
{
  static const char *const bullets[] = { "- ", "* ", "+ ", "•", "◦", "‣", "·", "– ", "— ", "→", "»", "›", "►", "▶", "■", "●", "・" };
  const char *p = line;

  while (*p == ' ')
    p++;
  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (carrel_text_starts (p, bullets[i])) {
      p += strlen (bullets[i]);
      return p + strspn (p, " ");
    }
  if (*p == '[' || g_ascii_isdigit (*p)) {
    const char *q = p + (*p == '[');
    gsize digits = strspn (q, "0123456789");

    /* «2026 was a year» is no numbered line. */
    if (digits > 0 && digits <= 2 && strchr (*p == '[' ? "]" : ".)", q[digits]) && q[digits] && q[digits + 1] == ' ')
      return q + digits + 1 + strspn (q + digits + 1, " ");
  }
  return p;
}

static const char *
find_address (const char *text)
{
  const char *https = strstr (text, "https://"), *http = strstr (text, "http://");

  return https && (!http || https < http) ? https : http;
}

gboolean
carrel_extract_parse_reference (const char *line, char **title, char **address)
{
  const char *start = skip_bullet (line), *at;
  g_autofree char *text = NULL, *found = NULL;

  if (!*start || g_utf8_strlen (start, -1) > CARREL_EXTRACT_MAX_TITLE)
    return FALSE;
  at = find_address (start);
  if (at) {
    gsize len = carrel_extract_measure_address (at);
    g_autofree char *raw = g_strndup (at, len);

    found = carrel_uri_resolve (NULL, raw);
    if (found) {
      g_autofree char *before = g_strndup (start, (gsize) (at - start)), *both = g_strconcat (before, at + len, NULL);

      text = carrel_text_collapse (both, -1);
    }
  }
  if (!text)
    text = carrel_text_collapse (start, -1);

  /* What led to the address: «Title: », «Title (», «Title – ». */
  for (gsize len = strlen (text); found && len > 0; len = strlen (text)) {
    const char *last = g_utf8_find_prev_char (text, text + len);
    gunichar c = g_utf8_get_char (last);

    if (c != ' ' && c != ':' && c != '(' && c != ')' && c != '<' && c != '>' && c != '-' && c != ',' && c != '[' && c != ']' && c != 0x2013 && c != 0x2014)
      break;
    text[last - text] = '\0';
  }
  if (!*text && !found)
    return FALSE;
  *title = *text ? g_steal_pointer (&text) : NULL;
  *address = g_steal_pointer (&found);
  return TRUE;
}

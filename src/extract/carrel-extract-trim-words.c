/* carrel-extract-trim-words.c: words of lines in an article that are not of it, in the languages of
 * the web.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-trim-words.h"

#include <stddef.h>

/* Words, in lines. */
/* clang-format off */

const char *const carrel_trim_lines[] = {
  "read more", "read more here", "read the full story", "read full article",
  "read the full article", "continue reading", "continue reading below", "learn more",
  "learn more here",
  "find out more", "view more", "show more", "see more", "show less", "load more", "view all",
  "see all", "more", "more info", "click here", "click here to read more",
  "article continues below", "article continues below advertisement", "story continues below",
  "story continues below advertisement", "advertisement", "advertisements",
  "advertisement continue reading the main story", "advertising", "ad",
  "from wikipedia the free encyclopedia", "aus wikipedia der freien enzyklopadie", "sponsored",
  "sponsored content", "scroll for more", "scroll to continue", "scroll down",
  "view this email in your browser", "view in browser", "view in your browser", "view online",
  "read online", "unsubscribe", "skip to main content", "skip to content", "skip advertisement",
  "skip ad", "back to top", "return to top", "top", "share", "share this", "share this article",
  "share this post",
  "share this story", "share on facebook", "share on twitter", "share on linkedin", "tweet",
  "tweet this", "pin it", "pin", "email", "print", "print this page", "save", "copy link",
  "link copied", "copied", "like", "reply", "report", "flag", "edit", "edited", "quote",
  "bookmark", "follow", "follow us", "subscribe", "subscribe now", "sign up", "sign up now",
  "log in", "login", "sign in", "register", "join now", "download now", "free download",
  "get started", "get started today", "start now", "try it free", "try for free",
  "request a demo", "book a demo", "watch demo", "contact us", "contact sales", "get in touch",
  "buy now", "shop now", "order now", "add to cart", "show caption", "hide caption",
  "enlarge", "open in a new tab", "open in new tab", "full size image", "full size table",
  "view large", "view larger version", "download slide", "download figure", "powerpoint slide",
  "open in figure viewer", "enlarge image", "view image", "view gallery", "open in gallery",
  "toggle caption", "image", "photo", "photos", "video", "play video", "watch now", "loading",
  "expand", "collapse", "close", "hide", "menu", "search",
  "click to expand", "click to shrink", "click to collapse", "click to enlarge", "click to share",
  "jump to", "jump to recipe",
  "jump to video", "print recipe", "pin recipe", "save recipe", "rate recipe", "zum rezept",
  "zum rezept springen", "springe zum rezept", "direkt zum rezept", "aller à la recette",
  "ir a la receta", "vai alla ricetta", "table of contents", "table of content", "article content",
  "listen", "listen to this article", "previous",
  "next", "previous article", "next article", "previous post", "next post",
  "previous article in issue", "next article in issue", "comments", "comment",
  "leave a comment", "sort by", "sort by best", "add a comment", "post a comment", "view comments",
  "facebook", "twitter", "linkedin", "whatsapp", "pinterest", "reddit", "telegram", "instagram",
  "facebook twitter email", "sms facebook twitter email", "thank you for reading",
  "weiterlesen", "mehr lesen", "mehr erfahren", "mehr", "mehr dazu", "mehr anzeigen",
  "alle anzeigen", "anzeige", "werbung", "artikel teilen", "teilen", "drucken", "merken",
  "kommentieren", "kommentare",
  "nach oben", "zum seitenanfang", "zurück", "zurück zur übersicht", "zurück zur startseite",
  "zurück zum newsroom", "zur startseite", "zum inhalt springen", "abonnieren", "jetzt abonnieren",
  "newsletter", "anmelden", "jetzt anmelden", "bild vergrößern",
  "vergrößern", "bild", "foto", "video abspielen", "hier klicken", "jetzt lesen", "pinnen",
  "rezept drucken", "inhaltsverzeichnis", "schließen", "suche", "twittern", "mailen",
  "artikel drucken", "artikel merken",
  "lire la suite", "en savoir plus", "publicité", "partager", "imprimer", "haut de page", "retour",
  "retour en haut", "s'abonner", "voir plus", "commenter", "réagir", "fermer",
  "leer más", "seguir leyendo", "saber más", "publicidad", "compartir", "imprimir", "comentar",
  "volver arriba", "ver más", "suscríbete", "cerrar",
  "leggi tutto", "leggi di più", "continua a leggere", "pubblicità", "condividi", "stampa",
  "torna su", "chiudi", "leia mais", "saiba mais", "continua após a publicidade",
  "publicidade", "compartilhar", "imprima", "voltar ao topo", "lees meer", "lees verder",
  "advertentie", "delen", "terug naar boven", "läs mer", "annons", "dela", "læs mere", "les mer",
  "annonce", "reklama", "czytaj więcej", "czytaj dalej", "udostępnij", "dowiedz się więcej",
  "číst dál", "читать далее", "реклама", "поделиться", "подписаться", "devamını oku", "reklam",
  "end", "阅读全文", "阅读更多", "阅读原文", "点个在看", "点亮在看", "点赞", "在看", "查看更多", "更多", "广告", "分享", "返回顶部",
  "打印", "收藏", "转发", "加载中", "正在加载", "続きを読む", "もっと見る", "広告", "シェア", "ツイート", "シェアする", "더보기", "광고",
  "공유하기",
  NULL,
};

const char *const carrel_trim_orders[] = {
  "Best", "Top", "New", "Hot", "Old", "Q&A", "Live", "Rising", "Newest", "Oldest", "Controversial", "Most voted", NULL,
};

const char *const carrel_trim_offers[] = {
  "sign up for our", "sign up for the", "sign up to get", "sign up to receive", "sign up here",
  "subscribe to our", "subscribe to the", "subscribe now to", "subscribe here", "subscribe for",
  "get our newsletter", "get the latest",
  "join our newsletter", "join our mailing list", "follow us on", "follow the ", "like us on",
  "find us on", "connect with us", "click here to subscribe", "click here to sign up",
  "want to get", "do you want to be informed", "for more stories like this", "enter your email",
  "by signing up", "by subscribing", "by submitting", "by clicking", "this site uses akismet",
  "please consider subscribing", "please consider supporting", "please consider donating",
  "please consider becoming a",
  "your email address will not be published", "this website uses cookies", "we use cookies",
  "this post may contain affiliate", "this post contains affiliate",
  "this post contains references to products", "this article may contain affiliate",
  "this article contains affiliate", "this page contains affiliate",
  "this page may contain affiliate", "this site contains affiliate",
  "this story contains affiliate", "this website contains affiliate", "some of the links in this",
  "some of the links on this", "some of the links below", "we may earn a ",
  "we may earn commission", "we may receive a ", "we may get a commission",
  "as an amazon associate", "affiliate disclosure", "disclosure: this", "disclaimer: this post",
  "when you buy through", "if you buy something through",
  "if you click through them to make a purchase", "this means that if you click",
  "all products featured on", "products featured on this", "dieser artikel enthalt affiliate",
  "dieser beitrag enthalt affiliate", "dieser artikel enthalt werbe",
  "dieser beitrag enthalt werbe", "enthalt affiliate", "cet article contient des liens affili",
  "este articulo contiene enlaces de afiliad", "este post contiene enlaces de afiliad",
  "melden sie sich fur unseren", "melde dich fur", "abonnieren sie", "abonniere ",
  "folgen sie uns", "folge uns", "jetzt newsletter", "der newsletter", "mit unserem newsletter",
  "wir verwenden cookies",
  "il vous reste ", "cet article est reserve", "inscrivez-vous a", "abonnez-vous a", "suivez-nous",
  "recevez ", "suscribete", "siguenos", "sigue nuestras redes", "registrate ", "recibe ", "iscriviti a", "seguici su",
  "nos siga", "siga-nos", "inscreva-se", "assine ", "receba ", "schrijf je in", "meld je aan",
  "volg ons", "подпишитесь", "подписывайтесь", "关注我们", "欢迎关注", "扫码关注", "点击上方", "点击蓝字", "点击下方",
  "点击关注", "长按二维码", "长按识别", "长按关注", "识别二维码", "扫描二维码", "微信扫一扫", NULL,
};

const char *const carrel_trim_tails[] = {
  "posted in", "filed under", "filed in", "tagged", "tags:", "tag:", "categories:", "category:",
  "topics:", "copyright", "©", "(c) ", "all rights reserved", "share:", "share this", "posted by",
  "published by", "published in",
  "last updated", "last modified", "updated:", "more from", "view all", "read more", "read next",
  "see all", "permalink", "bookmark the permalink", "no comments",
  "schlagworter", "schlagworte", "kategorien:", "kategorie:", "veroffentlicht", "geschrieben von",
  "abgelegt unter", "dieser beitrag wurde", "dieser eintrag wurde", "alle rechte vorbehalten",
  "teilen", "mehr zu", "autor:", "aktualisiert am", "stand:", "verschlagwortet", "themen:",
  "stichworte", "tags ",
  "publie le", "publie par", "mots-cles", "tous droits reserves", "partager", "etiquetas",
  "categorias", "publicado", "archivado", "compartir", "todos los derechos", "etichette",
  "pubblicato", "condividi", "tutti i diritti", "compartilhe", "todos os direitos", "gepubliceerd",
  "publicerad", "tagi", "теги", "рубрика", "метки", "опубликовано", "标签", "标签：", "责任编辑", "【责任编辑",
  "[责任编辑", "(责任编辑", "（责任编辑", "编辑：", "来源：", "タグ", NULL,
};

const char *const carrel_trim_tail_words[] = {
  "share ", "more about", "back to", "follow ", "print ", "comments ", "leave a", "previous",
  "next", "zuruck", "zum ", "retour ", "tag ", NULL,
};

const char *const carrel_trim_last_lines[] = {
  "copyright ©", "copyright c ", "this entry was posted", "this post was published in",
  "dieser eintrag wurde", "dieser beitrag wurde", "cette entree a ete", "esta entrada fue",
  "questa voce e stata", "dit bericht werd", "our mailing address is",
  "want to change how you receive", "you can update your preferences", "you are receiving this",
  "you received this email", "sie erhalten diese e-mail", "vous recevez cet e-mail",
  "comments are closed", "comments are currently closed", "both comments and pings are",
  "both comments and trackbacks are", "you must be logged in to post",
  "you may use these html tags", "you can use these html tags", "die kommentare sind geschlossen",
  "kommentare sind geschlossen", "die kommentarfunktion ist", "die kommentarfunktion ist geschlossen",
  "les commentaires sont fermes", "los comentarios estan cerrados", "comentarios cerrados",
  "i commenti sono chiusi", "os comentarios estao", "reacties zijn gesloten", "de reacties zijn",
  "mozliwosc komentowania zostala wylaczona", "mozliwosc komentowania jest wylaczona",
  "yorumlar kapali", "комментарии закрыты", "评论已关闭", "评论功能已关闭", "コメントは受け付けて", NULL,
};

const char *const carrel_trim_last_facts[] = {
  "tags:", "tag:", "technorati tags:", "filed under", "filed in", "posted in", "posted on",
  "posted by", "categories:", "category:", "labels:", "topics:", "tagged", "permalink",
  "comments closed", "comments off", NULL,
};

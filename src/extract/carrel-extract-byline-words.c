/* carrel-extract-byline-words.c: words in bylines that are no names, in the languages of the web.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-byline-words.h"

#include <stddef.h>

/* Words, in lines. */
/* clang-format off */

const char *const carrel_byline_leads[] = {
  "by", "words:", "written by", "posted by", "submitted by", "published by", "words by", "story by", "text by", "reported by", "article by",
  "authored by", "co-authored by", "edited by", "contributed by", "created by", "this post was written by", "view all posts by",
  "all posts by", "posts by", "more stories by", "more articles by", "more posts by", "about the author", "about",
  "author", "authors", "author(s)", "writer", "topic author", "started by", "asked by", "von", "ein artikel von",
  "ein beitrag von", "ein gastbeitrag von", "artikel von", "beitrag von", "text von", "erstellt von", "verfasst von",
  "geschrieben von", "veröffentlicht von", "gespeichert von", "eingereicht von", "zeige alle beiträge von", "alle beiträge von", "autor", "autorin",
  "autoren", "verfasser", "text", "interview", "redaktion", "par", "écrit par", "publié par", "rédigé par",
  "posté par", "soumis par", "propos recueillis par", "voir tous les articles de", "auteur", "auteurs", "por", "escrito por",
  "publicado por", "enviado por", "texto", "autores", "autora", "redacción", "di", "scritto da", "a cura di", "pubblicato da", "inviato da",
  "autore", "da", "door", "geschreven door", "ingediend door", "auteur(s)", "av", "skriven av", "skrevet av", "af", "skrevet af",
  "tekst", "przez", "autorzy", "tekst:", "opublikowane przez", "napsal", "autoři", "szerző", "yazan", "yazar",
  "oleh", "penulis", "tác giả", "автор", "авторы", "текст", "автор:", "автори", "作者", "文", "撰文", "記者", "记者", "著者",
  "執筆", "文・", "글", "기자", "由", "发布者", "發佈者", "发表者", "發表者", "張貼者", "张贴者", "撰稿", "撰稿人", "投稿者", "作成者", "執筆者", "文責", "글쓴이", "작성자", "저자",
  "yayınlayan", "gönderen", "ekleyen", "kirjoittanut", "kirjoittaja", "julkaissut", "lähettänyt", "tekijä", "teksti", "publikoval", "publikovala", "publikoval(a)", "vložil", "vložila", "vložil(a)", "přidal(a)",
  "napsala", "pridal", "pridala", "pridal(a)", "írta", "közzétette", "bejegyezte", "feltöltötte", "publicat de", "postat de", "scris de", "publicerat av", "publicerad av", "inlagt av", "upplagd av", "postat av",
  "publisert av", "lagt inn av", "udgivet af", "indsendt af", "geplaatst door", "gepubliceerd door", "gepost door", "veröffentlicht durch", "gepostet von", "eingestellt von", "publicada por", "publicadas por", "postado por",
  "postada por", "inserito da", "postato da", "opublikował", "opublikowała", "opublikował(a)", "napisał", "napisała", "dodał", "dodała", "wysłane przez", "автор записи", "автор статьи", "опубликовал", "опубликовала", "написал", "написала",
  "опублікував", "опублікувала", "дописав", "публикувано от", "аутор", "objavio", "objavila", "napisao", "napisala", "avtor", "autorius", "autors", "egilea", "ditulis oleh", "diposting oleh", "dipublikasi oleh", "dipublikasikan oleh",
  "diposkan oleh", "đăng bởi", "viết bởi", "người đăng", "người viết", "bởi", "από", "αναρτήθηκε από", "δημοσιεύτηκε από", "publicat per", "escrit per", "redactor", "συγγραφέας", "เขียนโดย", "โพสต์โดย", "بقلم", "بواسطة", "كتب بواسطة", "نشر بواسطة", "تحرير", "نوشته", "الكاتب", "كتب", "كتبت", "كتبه", "מאת", "συντάκτης", "του", "โดย", "ผู้เขียน", "लेखक", "लेखिका", NULL,
};

const char *const carrel_byline_nobody[] = {
  "admin", "administrator", "webmaster", "root", "editor", "author", "authors", "unknown", "anonymous", "user",
  "null", "undefined", "none", "staff", "publisher", "by", "posted", "via", "date", "datum", "von", "par", "por", "redaktion",
  "die redaktion", "wordpressadmin", "guest", "gast", "follow", "share", "post", "autor", "autorin", "auteur",
  "autore", "verfasser", "text", "foto", "photo", "wp admin", "siteadmin", "noc admin", "site admin", "super user",
  "superuser", "posted in", "comments", "comment", "print", "email", "mehr", "more", "profile", "contributor",
  "written", "guest author", "published", "updated", "read more", "the author", "about", "n a", "na", "default",
  "reply", "newest", "oldest", "login", "log in", "sign in", "subscribe", "new", "member", "moderator",
  "last updated", "last updated on", "last modified", "views", "minutes", "min read", "datum autor", "quelle",
  "source", "fuente", "fonte", "bron", "categories", "category", "kategorie", "tags", "today", "yesterday",
  "gestern", "heute", "bio", "full bio", "see full bio", "read bio", "view bio", "view profile",
  "view orcid profile", "orcid profile", "orcid", "watch live", "see more", "show more", "register", "sign up", "join", "join now", "create account",
  "forgot password", "reset password", "registrieren", "anmelden", "s inscrire", "se connecter", "registrarse", NULL,
};

const char *const carrel_byline_offices[] = {
  "editor", "editors", "reporter", "reporters", "correspondent", "writer", "writers", "journalist", "columnist",
  "contributor", "contributing", "professor", "director", "founder", "cofounder", "ceo", "cto", "coo", "cmo",
  "manager", "analyst", "specialist", "freelance", "lecturer", "researcher", "fellow", "engineer", "staff",
  "redakteur", "redakteurin", "chefredakteur", "journaliste", "redactor", "redactora", "giornalista", "redakcja",
  "strategist", "consultant", "marketer", "photographer", "producer", "president", "officer", "expert",
  "coordinator", "developer", "blogger", "architect", "head", "reviewer", "senior", "korrespondent", "korrespondentin", "autor", "autorin", NULL,
};

const char *const carrel_byline_credits[] = {
  "photo by", "photos by", "photograph by", "photographs by", "photography by", "photographed by", "image by",
  "images by", "picture by", "illustration by", "illustrations by", "illustrated by", "artwork by", "graphic by",
  "graphics by", "video by", "audio by", "modeled by", "foto von", "fotos von", "bild von", "fotografie von",
  "photo par", "photos par", "illustration par", "foto de", "fotos de", "foto di", "foto door", NULL,
};

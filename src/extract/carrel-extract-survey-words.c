/* carrel-extract-survey-words.c: the words by which classes, and labels before a day, say what
 * follows.
 *
 * Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-matcher.h"
#include "base/carrel-text.h"

#include <string.h>

guint32
carrel_survey_find_class_words (const char *class)
{
  static const char *const dates[] = { "date",     "Date",       "publish",   "Publish",
                                       "posted",   "Posted",     "time",      "Time",
                                       "datum",    "Datum",      "created",   "fecha",
                                       "data-p",   "entry-meta", "post-meta", "article-meta",
                                       "postmeta", "post-info",  NULL };
  static const char *const published[] = { "publish", "pubdate", "created", "posted", NULL };
  static const char *const modified[] = { "updated", "modified", "Updated", "Modified",
                                          "update-", "last-mod", NULL };
  static const char *const people[] = {
    "auteur", "autor", "Author", "verfasser", "personname", NULL
  };
  static const char *const members[] = { "username", "userName",   "user-name", "nickname",
                                         "poster",   "postauthor", NULL };
  static const char *const subject[] = { "bday",        "dtstart",   "dtend",    "accessdate",
                                         "access-date", "reference", "citation", NULL };
  static const char *const *const groups[] = {
    dates, published, modified, people, members, subject
  };
  static gsize once;

  return carrel_matcher_find (carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), FALSE),
                              class);
}

guint32
carrel_survey_find_label (const char *text)
{
  static const char *const        labels[] = { "published",
                                               "posted",
                                               "first published",
                                               "publication date",
                                               "date:",
                                               "date published",
                                               "created:",
                                               "veröffentlicht",
                                               "erstellt am",
                                               "erschienen",
                                               "datum",
                                               "publié",
                                               "mis en ligne",
                                               "publicado",
                                               "publicada",
                                               "publicat",
                                               "fecha",
                                               "data:",
                                               "pubblicato",
                                               "gepubliceerd",
                                               "geplaatst",
                                               "publicerad",
                                               "publicerat",
                                               "publisert",
                                               "udgivet",
                                               "julkaistu",
                                               "opublikowano",
                                               "data publikacji",
                                               "zveřejněno",
                                               "publikováno",
                                               "zverejnené",
                                               "objavljeno",
                                               "yayın tarihi",
                                               "yayınlanma",
                                               "dipublikasikan",
                                               "ngày đăng",
                                               "Опубликовано",
                                               "дата",
                                               "Дата",
                                               "Опубліковано",
                                               "发布",
                                               "发表",
                                               "發佈",
                                               "發表",
                                               "公開日",
                                               "投稿日",
                                               "掲載日",
                                               "등록",
                                               "게시",
                                               "작성일",
                                               NULL };
  static const char *const        changes[] = { "last updated",
                                                "last modified",
                                                "last edited",
                                                "updated on",
                                                "updated:",
                                                "modified on",
                                                "modified:",
                                                "stand:",
                                                "zuletzt aktualisiert",
                                                "aktualisiert am",
                                                "zuletzt geändert",
                                                "geändert am",
                                                "mis à jour",
                                                "dernière mise à jour",
                                                "última actualización",
                                                "actualizado",
                                                "atualizado",
                                                "ultimo aggiornamento",
                                                "laatst bijgewerkt",
                                                "最終更新",
                                                "更新日",
                                                "zuletzt bearbeitet",
                                                "päivitetty",
                                                "muokattu",
                                                "viimeksi muokattu",
                                                "ostatnia aktualizacja",
                                                "son güncelleme",
                                                "güncellenme",
                                                "senast uppdaterad",
                                                "sist oppdatert",
                                                "Обновлено",
                                                "Последнее обновление",
                                                "最后更新",
                                                "最后修改",
                                                "最後更新",
                                                "cập nhật",
                                                NULL };
  static const char *const *const groups[] = { labels, changes };
  static gsize                    once;

  return carrel_matcher_find_start (carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), TRUE),
                                    text);
}

/* `label` ends with the words, whatever their case. */
static gboolean
ends_with (const char *label, gsize len, const char *words)
{
  gsize n = strlen (words);

  return len >= n && g_ascii_strncasecmp (label + len - n, words, n) == 0;
}

gboolean
carrel_survey_says_other_hand (const char *label)
{
  static const char *const words[] = {
    "updated by",       "reviewed by",  "checked by",    "translated by", "approved by",
    "aktualisiert von", "geprüft von",  "übersetzt von", "traduit par",   "relu par",
    "actualizado por",  "revisado por", "traducido por", "traduzido por", "tradotto da",
    "vertaald door",    "översatt av",  "oversatt av",   "oversat af",    "suomentanut",
  };
  gsize len = strlen (label);

  while (len > 0 && strchr (" \t\r\n:", label[len - 1]))
    len--;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (ends_with (label, len, words[i]))
      return TRUE;
  return FALSE;
}

gboolean
carrel_survey_is_signature (const char *text)
{
  static const char *const words[] = {
    "Written by ",      "Posted by ",      "Authored by ",
    "Geschrieben von ", "Verfasst von ",   "Écrit par ",
    "Rédigé par ",      "Publié par ",     "Escrito por ",
    "Publicado por ",   "Scritto da ",     "Pubblicato da ",
    "Geschreven door ", "Skrevet av ",     "Skriven av ",
    "Ditulis oleh ",    "Napisano przez ", "Опубликовано пользователем ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (*words[i] == *text && carrel_text_starts (text, words[i]))
      return TRUE;
  return FALSE;
}

gboolean
carrel_survey_says_joined (const char *text)
{
  static const char *const words[] = {
    "oined",       "oin Date",  "oin date", "nscription", "egistriert", "itglied seit",
    "ember since", "egistered", "nscrit",   "itglied:",   "egistrado",  "embre depuis"
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (text, words[i]))
      return TRUE;
  return FALSE;
}

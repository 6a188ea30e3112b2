/* carrel-extract-walls.c: is this the article, or what stands before it?
 *
 * Told by what the page declares, by what its text says where an article ends, and by its length. A
 * draft before a wall is kept and marked; a robot check is no article. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHORT        300  /* words: a longer locked article is there all the same */
#define TEASER       200  /* words */
#define MAX_CONSENT  450  /* words of a consent dialog */
#define MAX_CHECK    150  /* words of a robot check */
#define MAX_TRIES    100  /* elements that call themselves a wall */
#define END          700  /* bytes of the text's end that are looked at */
#define MIN_RESCUE   400  /* bytes of a body in JSON-LD that is worth more than the page */

/* Folded, as carrel_text_fold () gives them. */
static const char *const wall_phrases[] = {
  "subscribe to continue", "subscribe to read", "subscribe to unlock", "subscribe now to", "to continue reading", "to keep reading", "to read the full",
  "to read the rest", "already a subscriber", "already have a subscription", "already a member", "for subscribers only", "is for subscribers", "subscriber-only",
  "subscribers only", "become a member to", "become a subscriber", "sign in to read", "log in to read", "register to read", "sign up to read", "create a free account",
  "unlock this article", "unlock the full", "free articles left", "members only", "for paying subscribers", "this post is for paid", "start your free trial",
  "weiterlesen mit", "jetzt weiterlesen", "um weiterzulesen", "bereits abonnent", "bereits ein abo", "sie sind bereits", "nur fur abonnenten", "fur abonnenten",
  "mit einem abo", "jetzt abonnieren", "jetzt testen", "kostenlos testen", "diesen artikel lesen", "artikel freischalten", "exklusiv fur abonnenten",
  "reserve aux abonnes", "reserve a nos abonnes", "deja abonne", "la suite est reservee", "pour lire la suite", "il vous reste", "abonnez-vous pour",
  "suscribete para", "exclusivo para suscriptores", "ya eres suscriptor", "para seguir leyendo", "para continuar leyendo", "solo para suscriptores",
  "riservato agli abbonati", "abbonati per", "sei gia abbonato", "per continuare a leggere", "exclusivo para assinantes", "ja e assinante", "para continuar lendo",
  "lees verder met", "word abonnee", "al abonnee", "om verder te lezen", "prenumerera for att", "redan prenumerant", "las vidare med", "allerede abonnent",
  "abonner for at lase", "tylko dla prenumeratorow", "aby czytac dalej", "для подписчиков", "оформите подписку", "чтобы прочитать полностью",
  "会员专享", "会員限定", "付费阅读", "付費閱讀", "订阅后", "開通會員", "続きを読むには", "有料会員", "会員登録", "残り", "유료 회원", "구독하고",
};

static const char *const consent_stems[] = {
  "cookie", "consent", "privacy", "personalised", "personalized", "accept all", "reject all", "manage preferences", "legitimate interest", "vendors", "our partners",
  "zustimm", "einwillig", "datenschutz", "akzeptier", "werbung", "tracking", "verarbeit", "endgerat", "consentement", "confidentialite", "partenaires", "accepter",
  "refuser", "consentimiento", "privacidad", "socios", "aceptar", "rechazar", "consenso", "accetta", "riservatezza", "toestemming", "samtycke", "zgod", "souhlas",
  "同意", "隐私", "隱私", "クッキー", "プライバシー", "쿠키",
};

static const char *const check_phrases[] = {
  "just a moment", "checking your browser", "verify you are human", "verifying you are human", "are you a robot", "are you human", "not a robot",
  "enable javascript and cookies", "please enable javascript", "javascript is disabled", "you need to enable javascript", "please enable cookies",
  "access denied", "access to this page has been denied", "attention required", "unusual traffic", "security check", "ddos protection", "pardon our interruption",
  "request blocked", "complete the captcha", "solve the captcha", "bitte aktivieren sie javascript", "activer javascript", "habilite javascript", "ray id",
};

static guint
count_phrases (const char *text, const char *const *phrases, guint n)
{
  guint found = 0;

  for (guint i = 0; i < n; i++)
    found += strstr (text, phrases[i]) != NULL;
  return found;
}

static guint
count_hits (const char *text, const char *const *stems, guint n, guint *kinds)
{
  guint hits = 0;

  *kinds = 0;
  for (guint i = 0; i < n; i++) {
    guint before = hits;

    for (const char *p = strstr (text, stems[i]); p; p = strstr (p + 1, stems[i]))
      hits++;
    *kinds += hits > before;
  }
  return hits;
}

/* ── The page ── */

/* Something that calls itself a wall, is shown and says something. */
static gboolean
has_wall (CarrelNode *body)
{
  gboolean skip;
  guint tries = 0;

  for (CarrelNode *node = body; node && tries < MAX_TRIES; node = carrel_node_next (node, body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && info->hidden;
    if (skip || !info || !(info->words & CARREL_WORD_WALL) || node == body || node->tag == CARREL_TAG_ARTICLE || node->tag == CARREL_TAG_MAIN)
      continue;
    tries++;
    {
      g_autofree char *text = carrel_node_dup_text (node);
      gsize len = strlen (text);

      if (len > 40 && len < 1500)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
says_wall (CarrelNode *body)
{
  g_autofree char *text = carrel_node_dup_text (body), *folded = NULL;

  folded = carrel_text_fold (text);
  return count_phrases (folded, wall_phrases, G_N_ELEMENTS (wall_phrases)) > 0;
}

static gboolean
ends_open (const char *text)
{
  gsize len = strlen (text);

  while (len > 0 && strchr (" \n])", text[len - 1]))
    len--;
  return (len >= 3 && strncmp (text + len - 3, "…", 3) == 0) || (len >= 3 && strncmp (text + len - 3, "...", 3) == 0);
}

static void
set_incomplete (CarrelDraft *draft, const char *reason)
{
  draft->incomplete = TRUE;
  g_free (draft->incomplete_reason);
  draft->incomplete_reason = g_strdup (reason);
}

/* ── The body that stands in JSON-LD ── */

void
carrel_extract_rescue (CarrelExtraction *self)
{
  g_autofree char *text = carrel_document_to_text (self->draft->document, NULL), *other_text = NULL;
  g_autoptr (CarrelDocument) other = NULL;
  gsize len, other_len;

  if (!self->json.body || strlen (self->json.body) < MIN_RESCUE)
    return;
  len = strlen (text);
  if (strlen (self->json.body) < 2 * len)
    return;
  if (strstr (self->json.body, "</") || strstr (self->json.body, "&lt;/")) {
    other = carrel_document_read (self->json.body, -1);
  } else {
    g_autofree char *plain = carrel_text_make_valid (self->json.body, -1);

    other = carrel_document_from_text (plain);
  }
  other_text = carrel_document_to_text (other, NULL);
  other_len = strlen (other_text);
  /* Of a discussion it is one post only. */
  if (other_len >= MIN_RESCUE && other_len >= (self->talk ? 4 : 2) * len) {
    carrel_document_unref (self->draft->document);
    self->draft->document = g_steal_pointer (&other);
  }
}

gboolean
carrel_extract_check_walls (CarrelExtraction *self, const char *text, guint words, GError **error)
{
  CarrelDraft *draft = self->draft;
  g_autofree char *folded = NULL, *title = draft->title ? carrel_text_fold (draft->title) : NULL;
  gsize len = strlen (text);

  if (words <= MAX_CONSENT) {
    guint kinds, hits;

    folded = carrel_text_fold (text);
    if (words <= MAX_CHECK && (count_phrases (folded, check_phrases, G_N_ELEMENTS (check_phrases)) > 1 ||
                               (words <= MAX_CHECK / 3 && count_phrases (folded, check_phrases, G_N_ELEMENTS (check_phrases)) > 0) ||
                               (title && count_phrases (title, check_phrases, G_N_ELEMENTS (check_phrases)) > 0))) {
      g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_NO_ARTICLE, _ ("The site showed a check for robots instead of the article"));
      return FALSE;
    }
    hits = count_hits (folded, consent_stems, G_N_ELEMENTS (consent_stems), &kinds);
    if (kinds >= 3 && hits >= 5 && hits * 100 >= words * 5) {
      set_incomplete (draft, _ ("The site showed its question about cookies instead of the article"));
      return TRUE;
    }
  }

  if (self->json.locked && (words < SHORT || has_wall (self->body) || says_wall (self->body))) {
    set_incomplete (draft, _ ("The article is for subscribers: only its beginning is here"));
    return TRUE;
  }
  if (self->json.words >= TEASER && words * 2 < self->json.words && !self->talk) {
    set_incomplete (draft, _ ("The page has less text than the article: the rest is missing"));
    return TRUE;
  }
  if (words < 5 * SHORT) {
    g_autofree char *end = NULL;
    const char *from = len > END ? text + len - END : text;

    while (((guchar) *from & 0xc0) == 0x80)
      from++;
    end = carrel_text_fold (from);
    if (count_phrases (end, wall_phrases, G_N_ELEMENTS (wall_phrases)) > 0 || (words < SHORT && has_wall (self->body) && says_wall (self->body))) {
      set_incomplete (draft, _ ("The article is for subscribers: only its beginning is here"));
      return TRUE;
    }
  }
  if (words < TEASER && ends_open (text) && !self->talk)
    set_incomplete (draft, _ ("The page has only the beginning of the article"));
  return TRUE;
}

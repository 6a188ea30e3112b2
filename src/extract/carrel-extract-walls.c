/* carrel-extract-walls.c: is this the article, or what stands before it?
 *
 * Told by what the page declares, by what its text says where an article ends, and by its length. A
 * draft before a wall is kept and marked; a robot check is no article. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-error.h"
#include "base/carrel-matcher.h"
#include "base/carrel-said.h"
#include "base/carrel-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHORT 300             /* words: a longer locked article is there all the same */
#define TEASER 200            /* words */
#define MAX_CONSENT 450       /* words of a consent dialog */
#define MAX_CHECK 150         /* words of a robot check */
#define MAX_TRIES 100         /* elements that call themselves a wall */
#define END 700               /* bytes of the text's end that are looked at */
#define MAX_SAYS 350          /* bytes of a paragraph that says that there is a wall … */
#define MAX_ONLY 64           /* … or, in words that are said of other things too, of a line */
#define MAX_WALL 600          /* bytes of what asks for a subscription */
#define MIN_BEHIND 500        /* bytes of paragraphs that are hidden behind a wall */
#define MAX_MISSING 120       /* words of a page that says it doesn't exist */
#define MAX_MISSING_ASKED 250 /* … with the question about cookies */
#define MAX_LOGIN 80          /* words of a page that asks for a password */
#define MAX_SHELL CARREL_EXTRACT_FEW_WORDS

/* Folded, as carrel_text_fold () gives them. */
static const char *const wall_phrases[] = {
  "subscribe to continue",
  "subscribe to read",
  "subscribe to unlock",
  "subscribe now to",
  "to continue reading",
  "to keep reading",
  "to read the full",
  "to read the rest",
  "for subscribers only",
  "is for subscribers",
  "subscriber-only",
  "subscribers only",
  "become a member to",
  "become a subscriber",
  "sign in to read",
  "log in to read",
  "register to read",
  "sign up to read",
  "create a free account",
  "unlock this article",
  "unlock the full",
  "free articles left",
  "for paying subscribers",
  "this post is for paid",
  "start your free trial",
  "weiterlesen mit",
  "jetzt weiterlesen",
  "um weiterzulesen",
  "bereits abonnent",
  "bereits ein abo",
  "sie sind bereits",
  "nur fur abonnenten",
  "fur abonnenten",
  "mit einem abo",
  "jetzt abonnieren",
  "jetzt testen",
  "kostenlos testen",
  "diesen artikel lesen",
  "artikel freischalten",
  "exklusiv fur abonnenten",
  "reserve aux abonnes",
  "reserve a nos abonnes",
  "deja abonne",
  "la suite est reservee",
  "pour lire la suite",
  "il vous reste",
  "abonnez-vous pour",
  "suscribete para",
  "exclusivo para suscriptores",
  "ya eres suscriptor",
  "para seguir leyendo",
  "para continuar leyendo",
  "solo para suscriptores",
  "riservato agli abbonati",
  "abbonati per",
  "sei gia abbonato",
  "per continuare a leggere",
  "exclusivo para assinantes",
  "ja e assinante",
  "para continuar lendo",
  "lees verder met",
  "word abonnee",
  "al abonnee",
  "om verder te lezen",
  "prenumerera for att",
  "redan prenumerant",
  "las vidare med",
  "allerede abonnent",
  "abonner for at lase",
  "tylko dla prenumeratorow",
  "aby czytac dalej",
  "для подписчиков",
  "оформите подписку",
  "чтобы прочитать полностью",
  "会员专享",
  "会員限定",
  "付费阅读",
  "付費閱讀",
  "订阅后",
  "開通會員",
  "続きを読むには",
  "有料会員",
  "会員登録",
  "残り",
  "유료 회원",
  "구독하고",
  NULL,
};

/* Of walls too, but people who are «already a member» come up in texts. */
static const char *const member_phrases[] = {
  "members only", "already a member", "already a subscriber", "already have a subscription", NULL,
};

static const char *const consent_stems[] = {
  "cookie",
  "consent",
  "privacy",
  "personalised",
  "personalized",
  "accept all",
  "reject all",
  "manage preferences",
  "legitimate interest",
  "vendors",
  "our partners",
  "zustimm",
  "einwillig",
  "datenschutz",
  "akzeptier",
  "werbung",
  "tracking",
  "verarbeit",
  "endgerat",
  "consentement",
  "confidentialite",
  "partenaires",
  "accepter",
  "refuser",
  "consentimiento",
  "privacidad",
  "socios",
  "aceptar",
  "rechazar",
  "consenso",
  "accetta",
  "riservatezza",
  "toestemming",
  "samtycke",
  "zgod",
  "souhlas",
  "同意",
  "隐私",
  "隱私",
  "クッキー",
  "プライバシー",
  "쿠키",
  NULL,
};

static const char *const check_phrases[] = {
  "just a moment",
  "checking your browser",
  "verify you are human",
  "verifying you are human",
  "are you a robot",
  "are you human",
  "not a robot",
  "enable javascript and cookies",
  "please enable javascript",
  "javascript is disabled",
  "you need to enable javascript",
  "please enable cookies",
  "access denied",
  "access to this page has been denied",
  "attention required",
  "unusual traffic",
  "security check",
  "ddos protection",
  "pardon our interruption",
  "request blocked",
  "complete the captcha",
  "solve the captcha",
  "bitte aktivieren sie javascript",
  "activer javascript",
  "habilite javascript",
  "ray id",
  NULL,
};

static const char *const missing_phrases[] = {
  "page not found",
  "404",
  "not found",
  "error 404",
  "this page could not be found",
  "page could not be found",
  "page cannot be found",
  "page can't be found",
  "page doesn't exist",
  "page does not exist",
  "seite nicht gefunden",
  "fehler 404",
  "die seite wurde nicht gefunden",
  "page introuvable",
  "page non trouvee",
  "erreur 404",
  "pagina no encontrada",
  "no se encontro la pagina",
  "pagina nao encontrada",
  "erro 404",
  "pagina non trovata",
  "errore 404",
  "pagina niet gevonden",
  "sidan hittades inte",
  "siden blev ikke fundet",
  "siden finnes ikke",
  "sivua ei loytynyt",
  "nie znaleziono strony",
  "strona nie zostala znaleziona",
  "stranka nenalezena",
  "az oldal nem talalhato",
  "страница не найдена",
  "сторінку не знайдено",
  "sayfa bulunamadi",
  "页面不存在",
  "找不到页面",
  "頁面不存在",
  "找不到頁面",
  "ページが見つかりません",
  "페이지를 찾을 수 없습니다",
  NULL,
};

static const char *const login_phrases[] = {
  "log in",          "login",          "sign in",
  "signin",          "log on",         "please log in",
  "please sign in",  "anmelden",       "anmeldung",
  "einloggen",       "connexion",      "se connecter",
  "identifiez-vous", "iniciar sesion", "inicia sesion",
  "acceder",         "entrar",         "fazer login",
  "accedi",          "inloggen",       "aanmelden",
  "logga in",        "log ind",        "logg inn",
  "kirjaudu",        "zaloguj",        "logowanie",
  "prihlaseni",      "bejelentkezes",  "вход",
  "войти",           "авторизация",    "увійти",
  "giris",           "登录",           "登入",
  "ログイン",        "로그인",         NULL,
};

static guint
count_phrases (const char *text, const char *const *phrases)
{
  guint found = 0;

  for (; *phrases; phrases++)
    found += strstr (text, *phrases) != NULL;
  return found;
}

static guint32
find_wall_phrases (const char *folded)
{
  static const char *const *const groups[] = { wall_phrases, member_phrases };
  static gsize                    once;

  return carrel_matcher_find_at_words (
      carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), FALSE), folded);
}

static gboolean
has_wall_phrase (const char *folded)
{
  return find_wall_phrases (folded) != 0;
}

enum {
  MAY_CONSENT = 1,
  MAY_CHECK = 2,
  MAY_WALL = 4,
};

/* What is looked for more closely where a phrase of it is. */
static guint32
find_hints (const char *folded)
{
  static const char *const *const groups[] = { consent_stems, check_phrases, wall_phrases,
                                               member_phrases };
  static gsize                    once;
  guint32                         found = carrel_matcher_find (
      carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), FALSE), folded);

  return found & 8 ? (found & 7) | MAY_WALL : found;
}

static guint
count_hits (const char *text, const char *const *stems, guint *kinds)
{
  guint hits = 0;

  *kinds = 0;
  for (; *stems; stems++) {
    guint before = hits;

    for (const char *p = strstr (text, *stems); p; p = strstr (p + 1, *stems))
      hits++;
    *kinds += hits > before;
  }
  return hits;
}

/* ── The page ── */

/* Text of the subtree while it is short; NULL when it isn't. (transfer full) */
static char *
dup_short_text (CarrelNode *top, gsize max)
{
  g_autofree char *text = NULL;
  gsize            len = 0;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    len += node->text_len;
    if (len > 4 * max) /* much of it may be white space */
      return NULL;
  }
  text = carrel_node_dup_text (top);
  return strlen (text) < max ? g_steal_pointer (&text) : NULL;
}

/* Something that calls itself a wall, is shown and says something. */
static gboolean
has_wall (CarrelNode *body)
{
  gboolean skip;
  guint    tries = 0;

  for (CarrelNode *node = body; node && tries < MAX_TRIES;
       node = carrel_node_next (node, body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && info->hidden;
    if (skip || !info || !(info->words & CARREL_WORD_WALL) || node == body ||
        node->tag == CARREL_TAG_ARTICLE || node->tag == CARREL_TAG_MAIN)
      continue;
    tries++;
    {
      g_autofree char *text = carrel_node_dup_text (node);
      gsize            len = strlen (text);

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
  return has_wall_phrase (folded);
}

static gboolean
ends_open (const char *text)
{
  gsize len = strlen (text);

  while (len > 0 && strchr (" \n])", text[len - 1]))
    len--;
  return (len >= 3 && strncmp (text + len - 3, "…", 3) == 0) ||
         (len >= 3 && strncmp (text + len - 3, "...", 3) == 0);
}

/* It ends with a film or a picture: nobody cuts a text off above that. */
static gboolean
ends_with_picture (const CarrelDraft *draft)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (draft->document, &n);

  return n > 0 &&
         (blocks[n - 1].type == CARREL_BLOCK_EMBED || blocks[n - 1].type == CARREL_BLOCK_IMAGE);
}

static void
set_incomplete (CarrelDraft *draft, const char *reason)
{
  draft->incomplete = TRUE;
  g_free (draft->incomplete_reason);
  draft->incomplete_reason = g_strdup (reason);
}

/* ── What stands behind the wall ── */

/* Characters of paragraphs, links aside; few where most of it is none. */
static gsize
count_prose (CarrelNode *top)
{
  gsize chars = 0;
  guint n = 0;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    n += node->tag == CARREL_TAG_P;
    if (node->type == CARREL_NODE_TEXT && node->parent && node->parent->tag != CARREL_TAG_A &&
        carrel_node_get_ancestor (node, CARREL_TAG_P))
      chars += node->text_len;
  }
  return n >= 2 ? chars : 0;
}

/* What asks for a subscription is no text. */
static void
take_wall (CarrelNode *node, CarrelNodeInfo *info)
{
  g_autofree char *text = dup_short_text (node, MAX_WALL), *folded = NULL;

  if (!text)
    return;
  folded = carrel_text_fold (text);
  info->taken = has_wall_phrase (folded);
}

void
carrel_extract_open_walls (CarrelExtraction *self)
{
  gboolean skip, wall = self->json.locked;
  guint    opened = 0, tries = 0;

  for (CarrelNode *node = self->has_wall ? self->body : NULL; node && tries < MAX_TRIES;
       node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && info->hidden;
    if (!info || !(info->words & CARREL_WORD_WALL))
      continue;
    tries++;
    wall = TRUE;
    if (!skip && node != self->body && node->tag != CARREL_TAG_ARTICLE &&
        node->tag != CARREL_TAG_MAIN)
      take_wall (node, info);
    skip |= info->taken;
  }
  if (!wall)
    return;
  for (CarrelNode *node = self->body; node && opened < MAX_TRIES;
       node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && info->hidden;
    if (!skip ||
        (info->words & (CARREL_WORD_CONSENT | CARREL_WORD_COMMENT | CARREL_WORD_NAVIGATION |
                        CARREL_WORD_RELATED | CARREL_WORD_SUBSCRIBE)))
      continue;
    opened++;
    if (node->tag != CARREL_TAG_NAV && node->tag != CARREL_TAG_DIALOG &&
        node->tag != CARREL_TAG_TEMPLATE && node->tag != CARREL_TAG_FORM &&
        count_prose (node) >= MIN_BEHIND) {
      info->hidden = FALSE;
      self->behind = TRUE;
      info->words &= ~(guint32) (CARREL_WORD_UNLIKELY | CARREL_WORD_BAD | CARREL_WORD_UNSEEN);
      info->weight = MAX (info->weight, 0);
    }
  }
}

/* ── Pages that are none ── */

static gboolean
is_consent (const char *folded, guint32 hints, guint words)
{
  guint kinds, hits;

  if (!(hints & MAY_CONSENT))
    return FALSE;
  hits = count_hits (folded, consent_stems, &kinds);
  return kinds >= 3 && hits >= 5 && hits * 100 >= words * 5;
}

gboolean
carrel_extract_is_consent (const char *text, guint words)
{
  g_autofree char *folded = carrel_text_fold (text);

  return is_consent (folded, find_hints (folded), words);
}

/* The page's own name for itself: its title, or its first heading. (transfer full) */
static char *
dup_name (CarrelExtraction *self)
{
  CarrelNode *element = self->head ? carrel_node_find (self->head, CARREL_TAG_TITLE) : NULL,
             *heading = carrel_node_find (self->body, CARREL_TAG_H1);
  g_autofree char *title = element ? carrel_node_dup_text (element) : NULL,
                  *line = heading ? carrel_node_dup_text (heading) : NULL;
  g_autofree char *both = g_strconcat (title ? title : "", " | ", line ? line : "", NULL);

  return strlen (both) <= 400 ? carrel_text_fold (both) : g_strdup ("");
}

/* One of the parts between its bars and dashes begins with one of the phrases, and is hardly
 * longer. All are folded. */
static gboolean
is_called (const char *name, const char *const *phrases)
{
  for (const char *part = name; *part;) {
    gsize len = strcspn (part, "|\xc2\xe2:·-"), skip = strspn (part, " ");
    gsize end = len;

    while (end > skip && strchr (" .!-", part[end - 1]))
      end--;
    for (guint i = 0; end > skip && phrases[i]; i++) {
      gsize m = strlen (phrases[i]);

      if (end >= skip + m && end - skip <= m + 12 && strncmp (part + skip, phrases[i], m) == 0)
        return TRUE;
    }
    part += len;
    part += *part != '\0';
  }
  return FALSE;
}

static gboolean
asks_password (CarrelNode *body)
{
  for (CarrelNode *node = body; node; node = carrel_node_next (node, body, FALSE))
    if (node->tag == CARREL_TAG_INPUT && carrel_node_has_word (node, "type", "password")) {
      gboolean hidden = FALSE;

      for (CarrelNode *up = node; up && !hidden; up = up->parent)
        hidden = carrel_extract_get_info (up) && carrel_extract_get_info (up)->hidden;
      return !hidden;
    }
  return FALSE;
}

/* The empty place that a program fills. */
static gboolean
is_shell (CarrelExtraction *self, guint words)
{
  static const char *const ids[] = { "root",        "app",   "__next",   "__nuxt",   "___gatsby",
                                     "svelte",      "q-app", "main-app", "app-root", "react-root",
                                     "application", "mount", "ember-app" };
  CarrelNode              *root = carrel_html_get_root (self->html);
  gboolean                 program = FALSE, place = words == 0;

  for (CarrelNode *node = root; node && !(program && place);
       node = carrel_node_next (node, root, FALSE)) {
    const char *id;

    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    program |= node->tag == CARREL_TAG_SCRIPT &&
               (carrel_node_get (node, "src") || (node->first && node->first->text_len > 2000));
    if (node->tag == CARREL_TAG_NOSCRIPT) {
      g_autoptr (GString) said = g_string_new (NULL);

      carrel_node_append_text (node, said);
      if (said->len < 2000) {
        g_autofree char *folded = carrel_text_fold (said->str);

        place |= strstr (folded, "javascript") != NULL;
      }
    }
    id = carrel_node_get (node, "id");
    for (guint i = 0; id && !place && i < G_N_ELEMENTS (ids); i++)
      place = strcmp (id, ids[i]) == 0;
    place |= node->tag == CARREL_TAG_OTHER && g_str_has_suffix (node->name, "-root");
  }
  return program && place;
}

/* The page marks a film or a picture as its text. */
static gboolean
is_picture (CarrelExtraction *self)
{
  guint              n_blocks;
  const CarrelBlock *blocks = carrel_document_get_blocks (self->draft->document, &n_blocks);

  for (guint i = 0; self->marked && i < n_blocks; i++)
    if (blocks[i].type == CARREL_BLOCK_EMBED || blocks[i].type == CARREL_BLOCK_IMAGE)
      return TRUE;
  return FALSE;
}

static gboolean
refuse (const char *reason, GError **error)
{
  g_autofree char *word = g_strconcat (CARREL_SAID_WORD, reason, NULL);

  carrel_error_say (error, CARREL_ERROR_NO_ARTICLE, "%s", word);
  return FALSE;
}

/* FALSE, with the error, for a short page that says itself that it is no article. */
static gboolean
check_short (CarrelExtraction *self, const char *folded, guint32 hints, guint words, GError **error)
{
  g_autofree char *title = self->draft->title ? carrel_text_fold (self->draft->title) : NULL,
                  *name = dup_name (self);
  static gsize missing, login;
  guint        n_checks = hints & MAY_CHECK ? count_phrases (folded, check_phrases) : 0;

  if (n_checks > 1 || (words <= MAX_CHECK / 3 && n_checks > 0) ||
      (title && (find_hints (title) & MAY_CHECK))) {
    /* «Please switch JavaScript on» alone is a program's page. */
    if (n_checks <= 1 && strstr (folded, "javascript") && is_shell (self, words))
      return refuse (N_ ("The page is built by a program, and its text isn't in it"), error);
    return refuse (N_ ("The site showed a check for robots instead of the article"), error);
  }
  if (words <= (hints & MAY_CONSENT ? MAX_MISSING_ASKED : MAX_MISSING) &&
      is_called (name, carrel_text_fold_table (&missing, missing_phrases)))
    return refuse (N_ ("The site says that this page doesn't exist"), error);
  if (words <= MAX_LOGIN && is_called (name, carrel_text_fold_table (&login, login_phrases)) &&
      asks_password (self->body))
    return refuse (N_ ("The site asks who is reading before it shows the page"), error);
  if (words <= MAX_SHELL && !is_picture (self) && is_shell (self, words))
    return refuse (N_ ("The page is built by a program, and its text isn't in it"), error);
  return TRUE;
}

/* Some count characters and call them words. */
static gboolean
counts_characters (guint words, const char *text)
{
  gsize chars = (gsize) g_utf8_strlen (text, -1);

  return words * 10 >= chars * 7 && words * 10 <= chars * 16;
}

/* Such words begin a line or a sentence, or are most of one. */
static gboolean
asks_members (const char *line)
{
  for (guint i = 0; member_phrases[i]; i++) {
    const char *at = strstr (line, member_phrases[i]), *before = at;

    while (before && before > line && before[-1] == ' ')
      before--;
    if (at && (strlen (line) <= MAX_ONLY || before == line || strchr (".!?:|", before[-1])))
      return TRUE;
  }
  return FALSE;
}

/* A wall stands in the text's place as a short block; in a long paragraph of the text such words
 * are its own. */
static gboolean
ends_at_wall (const char *text)
{
  for (const char *line = text, *end; *line; line = *end ? end + 1 : end) {
    g_autofree char *own = NULL, *folded = NULL;
    guint32          found;

    end = line + strcspn (line, "\n");
    if (end - line > MAX_SAYS)
      continue;
    own = g_strndup (line, (gsize) (end - line));
    folded = carrel_text_fold (own);
    found = find_wall_phrases (folded);
    if ((found & 1) || (found && asks_members (folded)))
      return TRUE;
  }
  return FALSE;
}

gboolean
carrel_extract_check_walls (CarrelExtraction *self, const char *text, guint words, GError **error)
{
  CarrelDraft *draft = self->draft;
  gsize        len = strlen (text);
  gboolean     whole = self->behind || (self->json.words > 0 && words * 10 >= self->json.words * 8);
  gboolean     may_end = TRUE;

  if (words <= MAX_CONSENT) {
    g_autofree char *folded = carrel_text_fold (text);
    guint32          hints = find_hints (folded);

    may_end = (hints & MAY_WALL) != 0;
    if (words <= MAX_CHECK && !check_short (self, folded, hints, words, error))
      return FALSE;
    if (is_consent (folded, hints, words)) {
      set_incomplete (draft,
                      N_ ("The site showed its question about cookies instead of the article"));
      return TRUE;
    }
  }

  if (self->json.locked && !whole &&
      (words < SHORT || (words < 2 * SHORT && (has_wall (self->body) || says_wall (self->body))))) {
    set_incomplete (draft, N_ ("The article is for subscribers: only its beginning is here"));
    return TRUE;
  }
  if (self->json.words >= TEASER && words * 2 < self->json.words && !self->talk &&
      !(counts_characters (self->json.words, text) && !self->json.locked &&
        !says_wall (self->body))) {
    set_incomplete (draft, N_ ("The page has less text than the article: the rest is missing"));
    return TRUE;
  }
  if (words < 5 * SHORT && !whole) {
    const char *from = len > END ? text + len - END : text;

    while (((guchar) *from & 0xc0) == 0x80)
      from++;
    if ((may_end && ends_at_wall (from)) ||
        (words < SHORT && has_wall (self->body) && says_wall (self->body))) {
      set_incomplete (draft, N_ ("The article is for subscribers: only its beginning is here"));
      return TRUE;
    }
  }
  if (words < TEASER && ends_open (text) && !self->talk && !ends_with_picture (draft))
    set_incomplete (draft, N_ ("The page has only the beginning of the article"));
  return TRUE;
}

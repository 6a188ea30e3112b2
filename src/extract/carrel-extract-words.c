/* carrel-extract-words.c: what the names that pages give their parts (class, id) say of them.
 *
 * All patterns are looked for in one pass by an automaton (Aho and Corasick 1975), made once. A
 * name is lower-cased, and everything between its words becomes one space: «postBody_ad-1» is read
 * as « post body ad 0 », so a pattern with spaces around it means a whole word. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-ascii.h"

#include <string.h>

#define N_SYMBOLS 28 /* a–z, a digit, a space */
#define MAX_STATES 2000
#define SPACE 27
#define MAX_NAME CARREL_EXTRACT_MAX_NAME

typedef struct {
  const char *pattern;
  guint32     words;
} Pattern;

#define UNLIKELY CARREL_WORD_UNLIKELY
#define MAYBE CARREL_WORD_MAYBE
#define GOOD CARREL_WORD_GOOD
#define BAD CARREL_WORD_BAD

static const Pattern patterns[] = {
  /* advertising */
  { " ad ", UNLIKELY | BAD },
  { " ads ", UNLIKELY | BAD },
  { " adv ", UNLIKELY | BAD },
  { " advert", UNLIKELY | BAD },
  { " adbox", UNLIKELY | BAD },
  { " adslot", UNLIKELY | BAD },
  { " adsense", UNLIKELY | BAD },
  { " adunit", UNLIKELY | BAD },
  { " dfp ", UNLIKELY | BAD },
  { " ambox", UNLIKELY | BAD },
  { " noprint", UNLIKELY },
  { "banner", UNLIKELY | BAD },
  { "skyscraper", UNLIKELY | BAD },
  { "sponsor", UNLIKELY | BAD },
  { "promo", BAD | CARREL_WORD_RELATED },
  { "outbrain", UNLIKELY | BAD },
  { "taboola", UNLIKELY | BAD },
  { "shopping", BAD },
  /* the page around the text */
  { "breadcrumb", UNLIKELY },
  { "footer", UNLIKELY | BAD },
  { "header", UNLIKELY },
  { "masthead", BAD },
  { "menu", UNLIKELY },
  { "sidebar", UNLIKELY | BAD },
  { "side bar", UNLIKELY | BAD },
  { "cover wrap", UNLIKELY },
  { "legends", UNLIKELY },
  { " nav ", CARREL_WORD_NAVIGATION },
  { " page item ", CARREL_WORD_NAVIGATION | UNLIKELY | BAD },
  { " cat item ", CARREL_WORD_NAVIGATION | UNLIKELY | BAD },
  { " postprofile ", UNLIKELY | BAD },
  { " menu item ", CARREL_WORD_SITE },
  { " site title ", CARREL_WORD_SITE },
  { " site description ", CARREL_WORD_SITE },
  { " site branding ", CARREL_WORD_SITE },
  { " footer ", CARREL_WORD_SITE },
  { " navbar", CARREL_WORD_NAVIGATION },
  { "navigation", CARREL_WORD_NAVIGATION },
  { "pager", UNLIKELY },
  { "pagination", UNLIKELY },
  { "popup", UNLIKELY | CARREL_WORD_DIALOG },
  { " modal", CARREL_WORD_DIALOG },
  { " dialog", CARREL_WORD_DIALOG },
  { " lightbox", CARREL_WORD_DIALOG },
  { "rss", UNLIKELY },
  { "social", UNLIKELY | CARREL_WORD_SHARE },
  { "supplemental", UNLIKELY },
  { "extra", UNLIKELY },
  { "widget", BAD },
  { "scroll", BAD },
  { "contact", BAD },
  { " meta", BAD },
  { "media", BAD },
  { " hid ", BAD },
  { "hidden", BAD },
  { " tags", BAD | CARREL_WORD_TAGS },
  { " taglist", CARREL_WORD_TAGS },
  { " keywords", CARREL_WORD_TAGS },
  { "related", UNLIKELY | BAD | CARREL_WORD_RELATED },
  { "recommend", CARREL_WORD_RELATED },
  { "read more", CARREL_WORD_RELATED },
  { "readmore", CARREL_WORD_RELATED },
  { "more stories", CARREL_WORD_RELATED },
  { "most read", CARREL_WORD_RELATED },
  { "mostread", CARREL_WORD_RELATED },
  { "popular posts", UNLIKELY | BAD | CARREL_WORD_RELATED },
  { "trending", CARREL_WORD_RELATED },
  { "newsletter", CARREL_WORD_SUBSCRIBE },
  { "subscri", CARREL_WORD_SUBSCRIBE },
  { "signup", CARREL_WORD_SUBSCRIBE },
  { "sign up", CARREL_WORD_SUBSCRIBE },
  /* talk */
  { "combx", CARREL_WORD_COMMENT },
  { "comment", CARREL_WORD_COMMENT },
  { " com ", BAD },
  { "community", CARREL_WORD_COMMENT },
  { "disqus", CARREL_WORD_COMMENT },
  { "remark", CARREL_WORD_COMMENT },
  { "replies", CARREL_WORD_COMMENT },
  { "webmention", CARREL_WORD_COMMENT },
  { " respond ", CARREL_WORD_COMMENT },
  { "shoutbox", CARREL_WORD_COMMENT },
  { " share", BAD | CARREL_WORD_SHARE },
  { "sharedaddy", BAD | CARREL_WORD_SHARE },
  { "sharing", BAD | CARREL_WORD_SHARE },
  /* walls */
  { "gdpr", UNLIKELY | BAD | CARREL_WORD_CONSENT },
  { "agegate", UNLIKELY },
  { "cookie", CARREL_WORD_CONSENT },
  { "consent", CARREL_WORD_CONSENT },
  { "paywall", CARREL_WORD_WALL },
  { "pay wall", CARREL_WORD_WALL },
  { "regwall", CARREL_WORD_WALL },
  { "piano", CARREL_WORD_WALL },
  { "metered", CARREL_WORD_WALL },
  { "premium", CARREL_WORD_WALL },
  /* the text */
  { "accordion", MAYBE },
  { "and", MAYBE },
  { "article", MAYBE | GOOD },
  { "body", MAYBE | GOOD },
  { "column", MAYBE },
  { "content", MAYBE | GOOD },
  { "main", MAYBE | GOOD },
  { "mathjax", MAYBE },
  { "shadow", MAYBE },
  { "entry", GOOD },
  { "page", GOOD },
  { "post", GOOD },
  { "text", GOOD },
  { "blog", GOOD },
  { "story", GOOD },
  { "articlebody", CARREL_WORD_BODY },
  { "article body", CARREL_WORD_BODY },
  { "article content", CARREL_WORD_BODY },
  { "article text", CARREL_WORD_BODY },
  { "entry content", CARREL_WORD_BODY },
  { "post content", CARREL_WORD_BODY },
  { "post body", CARREL_WORD_BODY },
  { "story body", CARREL_WORD_BODY },
  { "storybody", CARREL_WORD_BODY },
  /* its parts */
  { "byline", CARREL_WORD_BYLINE },
  { "author", CARREL_WORD_BYLINE },
  { "dateline", CARREL_WORD_BYLINE },
  { "writtenby", CARREL_WORD_BYLINE },
  { "written by", CARREL_WORD_BYLINE },
  { " p author", CARREL_WORD_BYLINE },
  { "caption", CARREL_WORD_CAPTION },
  { "credit", CARREL_WORD_CAPTION },
  { "img desc", CARREL_WORD_CAPTION },
  { "image desc", CARREL_WORD_CAPTION },
  { "photo desc", CARREL_WORD_CAPTION },
  { "pic desc", CARREL_WORD_CAPTION },
  { "bildunter", CARREL_WORD_CAPTION },
  { "bildtext", CARREL_WORD_CAPTION },
  { "didascalia", CARREL_WORD_CAPTION },
  { "pie foto", CARREL_WORD_CAPTION },
  { "epigrafe", CARREL_WORD_CAPTION },
  { "leyenda", CARREL_WORD_CAPTION },
  { "legende", CARREL_WORD_CAPTION },
  { "bijschrift", CARREL_WORD_CAPTION },
  { "billedtekst", CARREL_WORD_CAPTION },
  { "bildetekst", CARREL_WORD_CAPTION },
  { "kuvateksti", CARREL_WORD_CAPTION },
  { "popisek", CARREL_WORD_CAPTION },
  { "footnote", CARREL_WORD_NOTE },
  { "sr only", CARREL_WORD_UNSEEN },
  { "screen reader", CARREL_WORD_UNSEEN },
  { "screenreader", CARREL_WORD_UNSEEN },
  { "visually hidden", CARREL_WORD_UNSEEN },
  { "visuallyhidden", CARREL_WORD_UNSEEN },
  { "assistive text", CARREL_WORD_UNSEEN },
  { "accessibility text", CARREL_WORD_UNSEEN },
  { "offscreen", CARREL_WORD_UNSEEN },
  { " jump to nav ", CARREL_WORD_UNSEEN }, /* MediaWiki shows them to readers of screens only, … */
  { " site sub ", CARREL_WORD_UNSEEN },    /* … and on paper */
  { "endnote", CARREL_WORD_NOTE },
  /* what others look at more closely */
  { " given name", CARREL_WORD_GIVEN },
  { " givenname", CARREL_WORD_GIVEN },
  { " poem", CARREL_WORD_VERSE },
  { " stanza", CARREL_WORD_VERSE },
  { " verse ", CARREL_WORD_VERSE },
  { " strophe", CARREL_WORD_VERSE },
  { " lyric", CARREL_WORD_VERSE },
  { " poetry ", CARREL_WORD_VERSE },
  { " gedicht", CARREL_WORD_VERSE },
  { " linegroup", CARREL_WORD_VERSE },
  { "dat", CARREL_WORD_FACT },
  { "time", CARREL_WORD_FACT },
  { "publi", CARREL_WORD_FACT },
  { "pubd", CARREL_WORD_FACT },
  { "post", CARREL_WORD_FACT },
  { "created", CARREL_WORD_FACT },
  { "fecha", CARREL_WORD_FACT },
  { "meta", CARREL_WORD_FACT },
  { "modified", CARREL_WORD_FACT },
  { "last mod", CARREL_WORD_FACT },
  { "aut", CARREL_WORD_FACT },
  { "verfasser", CARREL_WORD_FACT },
  { "personname", CARREL_WORD_FACT },
  { "user", CARREL_WORD_FACT },
  { "nickname", CARREL_WORD_FACT },
  { "bday", CARREL_WORD_FACT },
  { "dtstart", CARREL_WORD_FACT },
  { "dtend", CARREL_WORD_FACT },
  { "reference", CARREL_WORD_FACT },
  { "citation", CARREL_WORD_FACT },
  { "math", CARREL_WORD_MATH },
  { "katex", CARREL_WORD_MATH },
  { "mjx", CARREL_WORD_MATH },
};

/* What a line says of itself: the same automaton over the text, where everything but a–z and digits
 * is a space. Only hints for the model: a line isn't judged by one of them. */
static const Pattern phrases[] = {
#define OFFER CARREL_PHRASE_OFFER
#define LEGAL CARREL_PHRASE_LEGAL
#define CREDIT CARREL_PHRASE_CREDIT
#define MORE CARREL_PHRASE_MORE
#define AUTHOR CARREL_PHRASE_AUTHOR
#define TALK CARREL_PHRASE_TALK
#define TIME CARREL_PHRASE_TIME
#define SHOP CARREL_PHRASE_SHOP
  { " subscri", OFFER },
  { " newsletter", OFFER },
  { " sign up", OFFER },
  { " follow us", OFFER },
  { " follow me", OFFER },
  { " abonn", OFFER },
  { " inscri", OFFER },
  { " melden sie sich", OFFER },
  { " melde dich", OFFER },
  { " join our", OFFER },
  { " join us", OFFER },
  { " download", OFFER },
  { " free trial", OFFER },
  { " get started", OFFER },
  { " try ", OFFER },
  { " demo ", OFFER },
  { " app store", OFFER },
  { " google play", OFFER },
  { " suscr", OFFER },
  { " iscriv", OFFER },
  { " assine", OFFER },
  { " coupon", OFFER },
  { " discount", OFFER },
  { " book a ", OFFER },
  { " contact us", OFFER },
  { " kontakt", OFFER },
  { " donate", OFFER },
  { " spenden", OFFER },
  { " support us", OFFER },
  { " podcast", OFFER },
  { " webinar", OFFER },
  { " inbox", OFFER },
  { " your email", OFFER },
  { " copyright", LEGAL },
  { " rights reserved", LEGAL },
  { " terms of", LEGAL },
  { " privacy", LEGAL },
  { " cookie", LEGAL },
  { " datenschutz", LEGAL },
  { " impressum", LEGAL },
  { " disclaimer", LEGAL },
  { " disclosure", LEGAL },
  { " affiliate", LEGAL },
  { " commission", LEGAL },
  { " derechos reservados", LEGAL },
  { " tous droits", LEGAL },
  { " alle rechte", LEGAL },
  { " licen", LEGAL },
  { " trademark", LEGAL },
  { " republish", LEGAL },
  { " consent", LEGAL },
  { " haftung", LEGAL },
  { " nutzungsbedingungen", LEGAL },
  { " mentions l", LEGAL },
  { " originally published", LEGAL },
  { " originally appeared", LEGAL },
  { " photo", CREDIT },
  { " getty", CREDIT },
  { " image", CREDIT },
  { " credit", CREDIT },
  { " foto", CREDIT },
  { " bild ", CREDIT },
  { " quelle", CREDIT },
  { " source", CREDIT },
  { " imago ", CREDIT },
  { " dpa ", CREDIT },
  { " afp ", CREDIT },
  { " reuters", CREDIT },
  { " shutterstock", CREDIT },
  { " unsplash", CREDIT },
  { " istock", CREDIT },
  { " illustration", CREDIT },
  { " courtesy", CREDIT },
  { " via ", CREDIT },
  { " fotolia", CREDIT },
  { " adobe stock", CREDIT },
  { " picture", CREDIT },
  { " caption", CREDIT },
  { " pictured", CREDIT },
  { " read more", MORE },
  { " read also", MORE },
  { " related", MORE },
  { " see also", MORE },
  { " more from", MORE },
  { " more on ", MORE },
  { " more about", MORE },
  { " lesen sie", MORE },
  { " mehr zu", MORE },
  { " auch interessant", MORE },
  { " weiterlesen", MORE },
  { " lire aussi", MORE },
  { " lire la suite", MORE },
  { " voir aussi", MORE },
  { " lea tambi", MORE },
  { " te puede", MORE },
  { " leia ", MORE },
  { " leggi anche", MORE },
  { " recommended", MORE },
  { " you may", MORE },
  { " you might", MORE },
  { " also like", MORE },
  { " popular", MORE },
  { " trending", MORE },
  { " latest ", MORE },
  { " most read", MORE },
  { " recent posts", MORE },
  { " previous", MORE },
  { " next ", MORE },
  { " lees ook", MORE },
  { " ver tambi", MORE },
  { " view all", MORE },
  { " show more", MORE },
  { " learn more", MORE },
  { " find out", MORE },
  { " click here", MORE },
  { " explore", MORE },
  { " author", AUTHOR },
  { " autor", AUTHOR },
  { " written by", AUTHOR },
  { " writer", AUTHOR },
  { " journalist", AUTHOR },
  { " reporter", AUTHOR },
  { " editor", AUTHOR },
  { " redakt", AUTHOR },
  { " columnist", AUTHOR },
  { " contributor", AUTHOR },
  { " freelance", AUTHOR },
  { " founder", AUTHOR },
  { " ceo ", AUTHOR },
  { " his work", AUTHOR },
  { " her work", AUTHOR },
  { " years of experience", AUTHOR },
  { " speciali", AUTHOR },
  { " graduate", AUTHOR },
  { " professor", AUTHOR },
  { " has written", AUTHOR },
  { " lives in", AUTHOR },
  { " lebt in", AUTHOR },
  { " schreibt", AUTHOR },
  { " posts by", AUTHOR },
  { " articles by", AUTHOR },
  { " about the", AUTHOR },
  { " by ", AUTHOR },
  { " von ", AUTHOR },
  { " auteur", AUTHOR },
  { " correspondent", AUTHOR },
  { " he is ", AUTHOR },
  { " she is ", AUTHOR },
  { " is a ", AUTHOR },
  { " is an ", AUTHOR },
  { " is the ", AUTHOR },
  { " degree", AUTHOR },
  { " passion", AUTHOR },
  { " comment", TALK },
  { " repl", TALK },
  { " kommentar", TALK },
  { " antwort", TALK },
  { " coment", TALK },
  { " log in", TALK },
  { " login", TALK },
  { " register", TALK },
  { " anmelden", TALK },
  { " einloggen", TALK },
  { " member", TALK },
  { " posts ", TALK },
  { " joined", TALK },
  { " posted", TALK },
  { " answered", TALK },
  { " edited", TALK },
  { " quote", TALK },
  { " like ", TALK },
  { " report ", TALK },
  { " upvote", TALK },
  { " votes", TALK },
  { " share", TALK },
  { " teilen", TALK },
  { " partager", TALK },
  { " compartir", TALK },
  { " tweet", TALK },
  { " facebook", TALK },
  { " views", TALK },
  { " thread", TALK },
  { " published", TIME },
  { " updated", TIME },
  { " posted on", TIME },
  { " ffentlicht", TIME },
  { " aktualisiert", TIME },
  { " publi ", TIME },
  { " min read", TIME },
  { " minutes", TIME },
  { " lesezeit", TIME },
  { " ago ", TIME },
  { " uhr ", TIME },
  { " publicado", TIME },
  { " modified", TIME },
  { " reviewed", TIME },
  { " last ", TIME },
  { " price", SHOP },
  { " buy ", SHOP },
  { " amazon", SHOP },
  { " shop", SHOP },
  { " add to", SHOP },
  { " preis", SHOP },
  { " kaufen", SHOP },
  { " warenkorb", SHOP },
  { " in stock", SHOP },
  { " review", SHOP },
  { " best ", SHOP },
  { " top ", SHOP },
  { " deal", SHOP },
  { " sale ", SHOP },
  { " view on", SHOP },
};

/* A line of the cache. */
typedef struct {
  guint16 next[N_SYMBOLS];
  guint32 words;
} __attribute__ ((aligned (64))) State;

typedef struct {
  State  states[MAX_STATES];
  guint8 symbols[256];
} Automaton;

static int
get_symbol (char c)
{
  if (c >= 'a' && c <= 'z')
    return c - 'a';
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= '0' && c <= '9')
    return 26;
  return SPACE;
}

/* The patterns as they are: 0 is where none goes on. */
static Automaton *
make_trie (const Pattern *list, guint n_patterns)
{
  Automaton *self = g_aligned_alloc0 (1, sizeof (Automaton), _Alignof (Automaton));
  guint      n_states = 1;

  for (guint c = 0; c < G_N_ELEMENTS (self->symbols); c++)
    self->symbols[c] = (guint8) get_symbol ((char) c);
  for (guint i = 0; i < n_patterns; i++) {
    State *state = self->states;

    for (const char *p = list[i].pattern; *p; p++) {
      guint16 *next = &state->next[get_symbol (*p)];

      if (*next == 0) {
        g_assert (n_states < MAX_STATES);
        *next = (guint16) n_states++;
      }
      state = &self->states[*next];
    }
    state->words |= list[i].words;
  }
  return self;
}

static Automaton *
make_automaton (const Pattern *list, guint n_patterns)
{
  Automaton          *self = make_trie (list, n_patterns);
  g_autofree guint16 *fail = g_new0 (guint16, MAX_STATES), *queue = g_new0 (guint16, MAX_STATES);
  guint               head = 0, tail = 0;

  for (guint s = 0; s < N_SYMBOLS; s++)
    if (self->states[0].next[s])
      queue[tail++] = self->states[0].next[s];
  while (head < tail) {
    guint16      place = queue[head++];
    State       *state = &self->states[place];
    const State *back = &self->states[fail[place]];

    state->words |= back->words;
    for (guint s = 0; s < N_SYMBOLS; s++) {
      guint16 next = state->next[s];

      if (next) {
        fail[next] = back->next[s];
        queue[tail++] = next;
      } else {
        state->next[s] = back->next[s];
      }
    }
  }
  return self;
}

static const Automaton *
get_automaton (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once,
                       GPOINTER_TO_SIZE (make_automaton (patterns, G_N_ELEMENTS (patterns))));
  return GSIZE_TO_POINTER (once);
}

static const Automaton *
get_phrases (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, GPOINTER_TO_SIZE (make_trie (phrases, G_N_ELEMENTS (phrases))));
  return GSIZE_TO_POINTER (once);
}

static guint32
read_name (const char *name)
{
  const Automaton *automaton = get_automaton ();
  const State     *state = &automaton->states[automaton->states[0].next[SPACE]];
  guint32          found = 0;
  int              last = SPACE;
  const char      *end = name + MAX_NAME;

  for (const char *p = name; *p && p < end; p++) {
    int symbol = automaton->symbols[(guchar) *p];

    if (symbol == SPACE && last == SPACE)
      continue;
    /* «postBody»: two words. */
    if (g_ascii_isupper (*p) && p > name && g_ascii_islower (p[-1])) {
      state = &automaton->states[state->next[SPACE]];
      found |= state->words;
    }
    state = &automaton->states[state->next[symbol]];
    found |= state->words;
    last = symbol;
  }
  return found | automaton->states[state->next[SPACE]].words;
}

guint32
carrel_extract_find_words (const char *name)
{
  char kept[CARREL_EXTRACT_MAX_NAME + 1];

  return read_name (carrel_extract_plain_name (name, kept));
}

/* What begins with the word at `text`, which stands after a space. */
static guint32
find_at_word (const Automaton *trie, const char *text, const char *end)
{
  guint32 found = 0;
  guint   place = trie->states[0].next[SPACE];

  while (place && text < end) {
    int symbol = trie->symbols[(guchar) *text++];

    while (symbol == SPACE && text < end && trie->symbols[(guchar) *text] == SPACE)
      text++;
    place = trie->states[place].next[symbol];
    found |= trie->states[place].words;
    if (text == end && symbol == SPACE)
      return found;
  }
  /* The end is a space too. */
  return place ? found | trie->states[trie->states[place].next[SPACE]].words : found;
}

#define FILTER_BITS 16

/* Of the first four characters of phrases. What isn't in it begins none. */
typedef struct {
  guint8 bits[(1 << FILTER_BITS) / 8];
} Filter;

/* Four characters that stand for symbols, as take_symbols () has them. */
static inline guint
hash_beginning (const char *four)
{
  guint32 beginning;

  memcpy (&beginning, four, sizeof beginning);
  return (guint) (beginning * 0x9e3779b1u >> (32 - FILTER_BITS));
}

static const Filter *
get_filter (const Automaton *trie)
{
  static const char symbols[] = "abcdefghijklmnopqrstuvwxyz0 ";
  static gsize      once;
  static Filter     filter;

  G_STATIC_ASSERT (sizeof symbols - 1 == N_SYMBOLS);
  if (g_once_init_enter (&once)) {
    const State *states = trie->states, *start = &states[states[0].next[SPACE]];

    for (guint i = 0, width; i < N_SYMBOLS * N_SYMBOLS * N_SYMBOLS * N_SYMBOLS; i++) {
      const State *state = start;
      char         four[4];
      gboolean     may = FALSE, none = FALSE;

      width = N_SYMBOLS * N_SYMBOLS * N_SYMBOLS;
      for (guint k = 0, w = width; k < G_N_ELEMENTS (four); k++, w /= N_SYMBOLS)
        four[k] = symbols[i / w % N_SYMBOLS];
      for (guint k = 0; k < G_N_ELEMENTS (four) && !may && !none; k++, width /= N_SYMBOLS) {
        guint symbol = i / width % N_SYMBOLS, next = state->next[symbol];

        if (next == 0) {
          i = (i / width + 1) * width - 1; /* none begins with these */
          none = TRUE;
          continue;
        }
        state = &states[next];
        /* Several spaces are one: what follows them is another of the text. */
        may = state->words || symbol == SPACE || k + 1 == G_N_ELEMENTS (four);
      }
      if (may) {
        guint at = hash_beginning (four);

        filter.bits[at / 8] |= (guint8) (1 << at % 8);
      }
    }
    g_once_init_leave (&once, 1);
  }
  return &filter;
}

/* Letters become small ones, digits 0, and all else spaces. */
static inline CarrelBytes
take_symbols (CarrelBytes bytes)
{
  CarrelBytes folded = bytes | 0x20, letters = carrel_bytes_find_range (folded, 'a', 'z'),
              digits = carrel_bytes_find_range (bytes, '0', '9');

  return (folded & letters) | (digits & '0') | (~(letters | digits) & ' ');
}

/* A bit for each of up to 64 symbols that is a letter or a digit. */
static guint64
find_alnum (const char *symbols, gsize len)
{
  guint64 found = 0;

  for (gsize i = 0; i < len; i += 8)
    found |= (guint64) carrel_ascii_get_bits (
                 (carrel_ascii_read (symbols + i) & 0x10 * CARREL_ASCII_ONES) << 3 |
                 (carrel_ascii_read (symbols + i) & 0x40 * CARREL_ASCII_ONES) << 1)
             << i;
  return found;
}

/* All phrases begin with a space: where one may begin is told by four letters. */
guint32
carrel_extract_find_phrases (const char *text)
{
  const Automaton *trie = get_phrases ();
  const Filter    *filter = get_filter (trie);
  const gsize      len = strnlen (text, MAX_NAME);
  char             symbols[MAX_NAME + 64]; /* and spaces behind them */
  const char      *end = symbols + len;
  guint32          found = 0;
  guint64          before = 0;

  memset (symbols + len, ' ', 64);
  if (len < sizeof (CarrelBytes)) {
    char few[sizeof (CarrelBytes)] = { 0 };

    memcpy (few, text, len);
    carrel_bytes_write (symbols, take_symbols (carrel_bytes_read (few)));
  } else {
    const gsize last = len - sizeof (CarrelBytes);

    for (gsize i = 0; i < last; i += sizeof (CarrelBytes))
      carrel_bytes_write (symbols + i, take_symbols (carrel_bytes_read (text + i)));
    carrel_bytes_write (symbols + last, take_symbols (carrel_bytes_read (text + last)));
  }
  for (const char *p = symbols; p < end; p += 64) {
    guint64 alnum = find_alnum (p, (gsize) MIN (64, end - p));

    for (guint64 starts = alnum & ~(alnum << 1 | before); starts; starts &= starts - 1) {
      const char *word = p + __builtin_ctzll (starts);
      guint       at = hash_beginning (word);

      if (filter->bits[at / 8] >> at % 8 & 1)
        found |= find_at_word (trie, word, end);
    }
    before = alnum >> 63;
  }
  return found;
}

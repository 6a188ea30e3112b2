/* carrel-extract-blocks.c: the page as a row of pieces of text, in boxes.
 *
 * One walk in document order lists boxes and pieces, one pass back sums what is in each box, one
 * pass over the letters measures the pieces. Whether a text stands in what the page declares
 * (articleBody, a description, the title) is told by its runs of twelve letters, so that it works
 * without spaces too. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include <string.h>

#define LONG_PIECE 100         /* characters of a piece that is a paragraph */
#define GRAM 12                /* letters in a row that are compared */
#define GRAM_BITS 17           /* of a hash of them */
#define MAX_DECLARED (1 << 20) /* bytes of a declared text that is compared */
#define MAX_CLASS 48           /* bytes of a class that tell shapes apart */
#define MAX_READ 2000          /* bytes of a piece that are looked at for words */
#define MIN_NAME 6             /* bytes of an author's name */
#define MULTIPLIER 0x9e3779b1u

/* ── Runs of letters ── */

typedef struct {
  guint8 bits[(1 << GRAM_BITS) / 8];
} GramSet;

typedef struct {
  gunichar last[GRAM];
  guint32  hash, n;
  guint32  first;  /* what the oldest letter is worth */
  guint    oldest; /* in `last` */
} Gram;

#define GRAM_INIT { .first = power (MULTIPLIER, GRAM) }

static guint32
power (guint32 base, guint exponent)
{
  guint32 result = 1;

  while (exponent--)
    result *= base;
  return result;
}

static gboolean
is_letter (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c);
  return c >= 0xc0 && !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x3000 && c <= 0x303f) &&
         !(c >= 0xff00 && c <= 0xff0f) && c != 0xfeff;
}

/* TRUE when the last GRAM letters are a new run, whose number is `*at`. */
static inline gboolean
gram_add (Gram *self, gunichar c, guint32 *at)
{
  gunichar *old = &self->last[self->oldest];

  if (c - 'A' < 26)
    c += 'a' - 'A';
  /* No letter is nothing, as long as there were too few. */
  self->hash = self->hash * MULTIPLIER + c - *old * self->first;
  *old = c;
  self->oldest = self->oldest + 1 < GRAM ? self->oldest + 1 : 0;
  self->n++;
  *at = (self->hash ^ (self->hash >> 15)) * 0x85ebca6bu >> (32 - GRAM_BITS);
  return self->n >= GRAM;
}

/* `set`: made where there is none. FALSE for a text too short to tell. */
static gboolean
gram_set_add (GramSet **set, const char *text)
{
  Gram        gram = GRAM_INIT;
  const char *end;
  GramSet    *self;
  guint32     at;

  if (!text)
    return FALSE;
  if (!*set)
    *set = g_new0 (GramSet, 1);
  self = *set;
  end = text + strnlen (text, MAX_DECLARED);
  for (const char *p = text; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_letter (c) && gram_add (&gram, c, &at))
      self->bits[at / 8] |= (guint8) (1 << at % 8);
  }
  return gram.n > GRAM;
}

static gboolean
gram_set_has (const GramSet *self, guint32 at)
{
  return self->bits[at / 8] >> at % 8 & 1;
}

/* ── Boxes ── */

typedef struct {
  CarrelExtraction *extraction;
  CarrelPieces     *pieces;
  guint32           order;
  gboolean          broken; /* a block began since the last text */
  guint             breaks; /* line breaks in a row */
  guint32           open;   /* the piece that goes on, plus one; 0: none */
} Lister;

static CarrelBox *
get_box (CarrelPieces *self, guint32 i)
{
  return &g_array_index (self->boxes, CarrelBox, i);
}

static guint32
find_shape (CarrelNode *node)
{
  const char *class = node->n_attributes ? carrel_node_get (node, "class") : NULL;
  guint32 hash = node->tag * MULTIPLIER;

  for (guint i = 0; class && class[i] && i < MAX_CLASS && class[i] != ' '; i++)
    if (!g_ascii_isdigit (class[i])) /* «item-3» is like «item-4» */
      hash = (hash ^ (guchar) class[i]) * 0x01000193u;
  return hash ? hash : 1;
}

static gboolean
has_role (CarrelNode *node, const char *role)
{
  const char *value = node->n_attributes ? carrel_node_get (node, "role") : NULL;

  return value && g_ascii_strcasecmp (value, role) == 0;
}

static guint32
find_within (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_NAV:
    return CARREL_WITHIN_NAV;
  case CARREL_TAG_ASIDE:
    return CARREL_WITHIN_ASIDE;
  case CARREL_TAG_FOOTER:
    return CARREL_WITHIN_FOOTER;
  case CARREL_TAG_HEADER:
    return CARREL_WITHIN_HEADER;
  case CARREL_TAG_FORM:
    return CARREL_WITHIN_FORM;
  case CARREL_TAG_BUTTON:
    return CARREL_WITHIN_BUTTON;
  case CARREL_TAG_FIGURE:
    return CARREL_WITHIN_FIGURE;
  case CARREL_TAG_TABLE:
    return CARREL_WITHIN_TABLE;
  case CARREL_TAG_UL:
  case CARREL_TAG_OL:
    return CARREL_WITHIN_LIST;
  case CARREL_TAG_ARTICLE:
    return CARREL_WITHIN_ARTICLE;
  case CARREL_TAG_MAIN:
    return CARREL_WITHIN_MAIN;
  case CARREL_TAG_BLOCKQUOTE:
    return CARREL_WITHIN_QUOTE;
  case CARREL_TAG_SECTION:
    return CARREL_WITHIN_SECTION;
  case CARREL_TAG_DETAILS:
    return CARREL_WITHIN_DETAILS;
  default:
    break;
  }
  if (has_role (node, "navigation") || has_role (node, "menu"))
    return CARREL_WITHIN_NAV;
  if (has_role (node, "complementary"))
    return CARREL_WITHIN_ASIDE;
  if (has_role (node, "contentinfo"))
    return CARREL_WITHIN_FOOTER;
  if (has_role (node, "main"))
    return CARREL_WITHIN_MAIN;
  return 0;
}

static void
add_box (Lister *self, CarrelNode *node, CarrelNodeInfo *info, guint32 parent, gboolean is_top)
{
  CarrelBox box = {
    .node = node, .parent = parent, .shape = find_shape (node), .words = info->words, .run = 1
  };
  CarrelBox *above = is_top ? NULL : get_box (self->pieces, parent);
  guint32    i = self->pieces->boxes->len;

  box.within = find_within (node) | (node == self->extraction->place ? CARREL_WITHIN_PLACE : 0) |
               (info->left_out ? CARREL_WITHIN_LEFT_OUT : 0) |
               (info->trimmed ? CARREL_WITHIN_TRIMMED : 0) |
               (carrel_extract_is_caption (node) ? CARREL_WITHIN_CAPTION : 0);
  if (above) {
    box.depth = above->depth + 1;
    box.within |= above->within;
    box.all_words = info->words | above->all_words;
    box.path = (above->path ^ box.shape) * MULTIPLIER;
    box.whole = above->whole;
    box.previous = above->last;
    above->last = i;
    if (box.previous && get_box (self->pieces, box.previous)->shape == box.shape)
      box.run = get_box (self->pieces, box.previous)->run + 1;
  }
  if (!box.whole && (node->tag == CARREL_TAG_PRE ||
                     (node->tag == CARREL_TAG_TABLE && carrel_extract_is_data_table (node))))
    box.whole = i;
  if (box.whole)
    box.within |= CARREL_WITHIN_DATA;
  g_array_append_val (self->pieces->boxes, box);
  info->box = i;
}

/* Runs were counted on the way: the last of each knows its length. Parents come before children. */
static void
settle_runs (CarrelPieces *self)
{
  for (guint32 i = self->boxes->len; i > 1; i--) {
    CarrelBox *box = get_box (self, i - 1),
              *before = box->previous ? get_box (self, box->previous) : NULL;

    if (before && before->shape == box->shape)
      before->run = box->run;
  }
  for (guint32 i = 1; i < self->boxes->len; i++) {
    CarrelBox *box = get_box (self, i);

    box->item =
        box->run >= 3 && box->node->tag != CARREL_TAG_P ? i : get_box (self, box->parent)->item;
  }
}

/* ── Listing ── */

static gboolean
is_blank (const CarrelNode *text)
{
  for (const char *p = text->text; *p; p++) {
    if (p[0] == '\xc2' && p[1] == '\xa0')
      p++;
    else if (!g_ascii_isspace (*p))
      return FALSE;
  }
  return TRUE;
}

static void
add_text (Lister *self, CarrelNode *node)
{
  CarrelPieces   *pieces = self->pieces;
  CarrelNodeInfo *above = carrel_extract_get_info (node->parent);
  guint32         box = above->box;
  CarrelPiece    *piece;

  if (is_blank (node)) {
    /* A space between two words of one piece. */
    if (self->open && !self->broken && self->breaks == 0 &&
        g_array_index (pieces->pieces, CarrelPiece, self->open - 1).box == box) {
      g_array_index (pieces->pieces, CarrelPiece, self->open - 1).n++;
      g_ptr_array_add (pieces->texts, node);
    }
    return;
  }
  if (self->open == 0 || self->broken || self->breaks >= 2 ||
      g_array_index (pieces->pieces, CarrelPiece, self->open - 1).box != box) {
    CarrelPiece new_one = { .box = box, .first = pieces->texts->len };

    g_array_append_val (pieces->pieces, new_one);
    self->open = pieces->pieces->len;
  }
  self->broken = FALSE;
  self->breaks = 0;
  piece = &g_array_index (pieces->pieces, CarrelPiece, self->open - 1);
  piece->n++;
  g_ptr_array_add (pieces->texts, node);
}

/* TRUE when what is in it isn't looked at. */
static gboolean
add_element (Lister *self, CarrelNode *node, CarrelNodeInfo *info)
{
  gboolean        is_top = node == self->extraction->body;
  CarrelNodeInfo *above = is_top ? NULL : carrel_extract_get_info (node->parent);
  gboolean        alive = info->twin != NULL;

  if (!is_top && !alive &&
      (info->hidden || info->taken || node->tag == CARREL_TAG_DIALOG ||
       carrel_extract_is_silent (node)))
    return TRUE;
  if (node->tag == CARREL_TAG_SCRIPT && !alive)
    return TRUE;
  info->order = ++self->order;
  info->in_link = (above && above->in_link) || (node->tag == CARREL_TAG_A && node->n_attributes &&
                                                carrel_node_get (node, "href"));
  info->in_strong =
      (above && above->in_strong) || node->tag == CARREL_TAG_STRONG || node->tag == CARREL_TAG_B;
  info->box = above ? above->box : 0;
  if (is_top || carrel_tag_is_block ((CarrelTag) node->tag)) {
    add_box (self, node, info, info->box, is_top);
    self->broken = TRUE;
  } else if (node->tag == CARREL_TAG_BR) {
    self->breaks++;
  } else if (node->tag == CARREL_TAG_IMG) {
    CarrelPicture picture = { node, info->box, self->pieces->pieces->len };

    g_array_append_val (self->pieces->pictures, picture);
  }
  return FALSE;
}

/* ── Letters ── */

static gboolean
is_stop (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xff0e || c == 0xff01 ||
         c == 0xff1f || c == 0x061f || c == 0x06d4 || c == 0x0964 || c == 0x0589 || c == 0x2026;
}

static gboolean
is_comma (gunichar c)
{
  return c == ',' || c == 0x060c || c == 0x3001 || c == 0xff0c || c == ';' || c == 0xff1b ||
         c == 0x061b;
}

static gboolean
is_ideograph (gunichar c)
{
  return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

enum {
  ASCII_LETTER = 1 << 0, /* or digit */
  ASCII_DIGIT = 1 << 1,
  ASCII_UPPER = 1 << 2,
  ASCII_STOP = 1 << 3,
  ASCII_COMMA = 1 << 4,
  ASCII_SPACE = 1 << 5,
};

/* Most letters are ASCII: one look tells all of one. */
static guint8
find_class (guchar c)
{
  if (c >= 'a' && c <= 'z')
    return ASCII_LETTER;
  if (c >= 'A' && c <= 'Z')
    return ASCII_LETTER | ASCII_UPPER;
  if (c >= '0' && c <= '9')
    return ASCII_LETTER | ASCII_DIGIT;
  if (c == ' ' || (c >= '\t' && c <= '\r'))
    return ASCII_SPACE;
  if (c == '.' || c == '!' || c == '?')
    return ASCII_STOP;
  return c == ',' || c == ';' ? ASCII_COMMA : 0;
}

static const guint8 *
get_classes (void)
{
  static gsize  once;
  static guint8 table[0x80];

  if (g_once_init_enter (&once)) {
    for (guint c = 0; c < G_N_ELEMENTS (table); c++)
      table[c] = find_class ((guchar) c);
    g_once_init_leave (&once, 1);
  }
  return table;
}

static guint8
find_kind (gunichar c)
{
  if (c < 0x80) {
    if (g_ascii_islower ((char) c))
      return 1;
    if (g_ascii_isupper ((char) c))
      return 2;
    if (g_ascii_isdigit ((char) c))
      return 3;
  }
  if (is_stop (c))
    return 4;
  if (c == ':' || c == 0xff1a)
    return 5;
  if (is_comma (c))
    return 6;
  if (c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201f) || c == 0xab || c == 0xbb ||
      c == 0x300c || c == 0x300d || c == ')' || c == 0xff09)
    return 7;
  return is_letter (c) ? 8 : 9;
}

typedef struct {
  const GramSet *body, *note, *title; /* (nullable) */
  const GramSet *any;                 /* (nullable): all of them */
} Declared;

static guint8
get_share (guint32 part, guint32 all)
{
  return all ? (guint8) MIN (CARREL_MAX_FEATURE, (guint64) part * CARREL_MAX_FEATURE / all) : 0;
}

/* What is summed over the texts of a piece. */
typedef struct {
  CarrelPiece     *piece;
  const Declared  *declared;
  const guint8    *classes;
  Gram             gram;
  guint32          grams, body, note, title;
  gunichar         last;
  gboolean         space;
} Measure;

static inline void
measure_letter (Measure *self, gunichar c)
{
  const Declared *declared = self->declared;
  guint32         at;

  if (!gram_add (&self->gram, c, &at))
    return;
  self->grams++;
  if (!gram_set_has (declared->any, at))
    return;
  self->body += declared->body && gram_set_has (declared->body, at);
  self->note += declared->note && gram_set_has (declared->note, at);
  self->title += declared->title && gram_set_has (declared->title, at);
}

/* A character that is shown. */
static inline void
measure_char (Measure *self, gunichar c, guint32 width)
{
  CarrelPiece *piece = self->piece;

  if (piece->chars == 0)
    piece->begins = find_kind (c);
  else if (self->space) {
    piece->spaces++;
    piece->chars++;
  }
  piece->chars += width;
  self->space = FALSE;
  self->last = c;
}

static void
measure_text (Measure *self, const char *text)
{
  CarrelPiece *piece = self->piece;
  gboolean     compare = self->declared->any != NULL;

  for (const char *p = text; *p;) {
    gunichar c = (guchar) *p;

    if (c < 0x80) {
      guint8 is = self->classes[c];

      p++;
      if (is & ASCII_SPACE) {
        self->space = TRUE;
        continue;
      }
      piece->digits += (is & ASCII_DIGIT) != 0;
      piece->upper += (is & ASCII_UPPER) != 0;
      piece->stops += (is & ASCII_STOP) != 0;
      piece->commas += (is & ASCII_COMMA) != 0;
      measure_char (self, c, 1);
      if ((is & ASCII_LETTER) && compare)
        measure_letter (self, c);
    } else {
      c = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      if (c == 0xa0) {
        self->space = TRUE;
        continue;
      }
      piece->stops += is_stop (c);
      piece->commas += is_comma (c);
      measure_char (self, c, 1 + is_ideograph (c));
      if (compare && is_letter (c))
        measure_letter (self, c);
    }
  }
}

static void
measure_piece (CarrelPieces *self, CarrelPiece *to, const Declared *declared)
{
  CarrelPiece piece = *to; /* sums are made in registers */
  Measure     measure = { .piece = &piece, .declared = declared, .classes = get_classes (), .gram = GRAM_INIT };

  for (guint32 i = 0; i < piece.n; i++) {
    CarrelNode     *node = self->texts->pdata[piece.first + i];
    CarrelNodeInfo *info = carrel_extract_get_info (node->parent);
    guint32         before = piece.chars;

    measure_text (&measure, node->text);
    if (info->in_link)
      piece.link_chars += piece.chars - before;
    if (info->in_strong)
      piece.strong_chars += piece.chars - before;
  }
  piece.ends = measure.last ? find_kind (measure.last) : 0;
  piece.of_body = get_share (measure.body, measure.grams);
  piece.of_note = get_share (measure.note, measure.grams);
  piece.of_title = get_share (measure.title, measure.grams);
  *to = piece;
}

/* What it says of itself. */
static void
read_piece (CarrelExtraction *self, CarrelPieces *pieces, CarrelPiece *piece)
{
  const char *byline =
      self->draft->byline && strlen (self->draft->byline) >= MIN_NAME ? self->draft->byline : NULL;
  gsize read = 0;

  for (guint32 i = 0; i < piece->n && read < MAX_READ; i++) {
    const CarrelNode *node = pieces->texts->pdata[piece->first + i];

    piece->phrases |= (guint8) carrel_extract_find_phrases (node->text);
    if (byline && node->text_len < MAX_READ && strstr (node->text, byline))
      piece->named = TRUE;
    read += node->text_len;
  }
}

static void
read_headings (CarrelPieces *pieces)
{
  guint8 phrases = 0;
  guint  since = 0;

  for (guint i = 0; i < pieces->pieces->len; i++) {
    CarrelPiece      *piece = &g_array_index (pieces->pieces, CarrelPiece, i);
    const CarrelNode *node = get_box (pieces, piece->box)->node;

    if (node->tag >= CARREL_TAG_H1 && node->tag <= CARREL_TAG_H6) {
      phrases = piece->phrases;
      since = 0;
    }
    piece->title_phrases = phrases;
    piece->since = (guint8) MIN (since++, G_MAXUINT8);
  }
}

static void
measure_pieces (CarrelExtraction *self, CarrelPieces *pieces)
{
  g_autofree GramSet *body = NULL, *note = NULL, *title = NULL, *any = NULL;
  const GramSet      *all[3];
  Declared            declared = { 0 };

  if (gram_set_add (&body, self->json.body))
    declared.body = body;
  if (gram_set_add (&note, self->draft->excerpt) | gram_set_add (&note, self->json.excerpt))
    declared.note = note;
  if (gram_set_add (&title, self->draft->title))
    declared.title = title;
  all[0] = declared.body;
  all[1] = declared.note;
  all[2] = declared.title;
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    if (all[i] && !declared.any)
      declared.any = any = g_memdup2 (all[i], sizeof (GramSet));
    else if (all[i])
      for (gsize k = 0; k < sizeof any->bits; k++)
        any->bits[k] |= all[i]->bits[k];
  }
  pieces->has_body = declared.body != NULL;
  for (guint i = 0; i < pieces->pieces->len; i++) {
    CarrelPiece *piece = &g_array_index (pieces->pieces, CarrelPiece, i);

    measure_piece (pieces, piece, &declared);
    read_piece (self, pieces, piece);
  }
  read_headings (pieces);
}

/* ── Sums ── */

static guint8
find_state (CarrelPieces *self, const CarrelPiece *piece)
{
  guint32 within = get_box (self, piece->box)->within;

  for (guint32 i = 0; i < piece->n; i++)
    if (carrel_extract_get_twin (self->texts->pdata[piece->first + i]))
      return CARREL_PIECE_KEPT;
  if (within & CARREL_WITHIN_TRIMMED)
    return CARREL_PIECE_TRIMMED;
  if (!(within & CARREL_WITHIN_PLACE))
    return CARREL_PIECE_OUTSIDE;
  return within & CARREL_WITHIN_LEFT_OUT ? CARREL_PIECE_LEFT_OUT : CARREL_PIECE_DROPPED;
}

static void
sum_boxes (CarrelPieces *self)
{
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece    *piece = &g_array_index (self->pieces, CarrelPiece, i);
    CarrelBox      *box = get_box (self, piece->box);
    CarrelPathSums *sums;

    piece->state = find_state (self, piece);
    piece->path = box->path >> 22 & (CARREL_N_PATHS - 1);
    box->chars += piece->chars;
    box->link_chars += piece->link_chars;
    box->long_chars +=
        piece->chars >= LONG_PIECE && piece->link_chars * 2 < piece->chars ? piece->chars : 0;
    box->kept_chars += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
    box->n_pieces++;
    box->n_headings += box->node->tag >= CARREL_TAG_H1 && box->node->tag <= CARREL_TAG_H6;
    sums = &self->paths[piece->path];
    sums->n++;
    sums->chars += piece->chars;
    sums->kept_chars += piece->state == CARREL_PIECE_KEPT ? piece->chars : 0;
  }
  for (guint32 i = self->boxes->len; i > 1; i--) {
    CarrelBox *box = get_box (self, i - 1), *above = get_box (self, box->parent);

    above->chars += box->chars;
    above->link_chars += box->link_chars;
    above->long_chars += box->long_chars;
    above->kept_chars += box->kept_chars;
    above->n_pieces += box->n_pieces;
    above->n_headings += box->n_headings;
  }
  for (guint32 i = 1; i < self->boxes->len; i++) {
    CarrelBox *box = get_box (self, i), *above = get_box (self, box->parent);

    box->wider = above->n_pieces > box->n_pieces ? box->parent : above->wider;
  }
}

CarrelPieces *
carrel_pieces_new (CarrelExtraction *self)
{
  CarrelPieces *pieces = g_new0 (CarrelPieces, 1);
  Lister        lister = { .extraction = self, .pieces = pieces };
  gboolean      skip;

  pieces->boxes = g_array_new (FALSE, TRUE, sizeof (CarrelBox));
  pieces->pieces = g_array_new (FALSE, TRUE, sizeof (CarrelPiece));
  pieces->pictures = g_array_new (FALSE, TRUE, sizeof (CarrelPicture));
  pieces->texts = g_ptr_array_new ();
  for (CarrelNode *node = self->body; node; node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = FALSE;
    if (node->type == CARREL_NODE_TEXT)
      add_text (&lister, node);
    else
      skip = !info || add_element (&lister, node, info);
  }
  settle_runs (pieces);
  measure_pieces (self, pieces);
  sum_boxes (pieces);
  return pieces;
}

void
carrel_pieces_free (CarrelPieces *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->pieces);
  g_array_unref (self->pictures);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

/* carrel-extract-trim.c: lines in an article that aren't of it: «Read more», «Advertisement», «By
 * Ines Calder · 3 min read» above, «Share» and «Posted in» below.
 *
 * Works on the cleaned tree, block by block. Whole lines are compared with tables, by their folded
 * keys; what is only short is looked at before the first paragraph and after the last. Any thread;
 * linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"
#include "extract/carrel-extract-trim-words.h"

#include "base/carrel-matcher.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"

#include <string.h>

#define MAX_LINE 320          /* bytes of a block that is looked at */
#define MIN_PROSE 80          /* characters of the first and the last paragraph */
#define MIN_SENTENCE 40       /* characters */
#define OTHER_DAY (2 * 86400) /* seconds: a day that is no other clock's */
#define MAX_DATE 60           /* characters of a line with a date … */
#define MAX_NAME 70           /* … with a name, beside it */
#define MAX_OFFER 64          /* bytes of the longest of carrel_trim_offers, or more */
#define MAX_WORDS 10          /* of the longest of carrel_trim_lines, or more */
#define MAX_NUMBER 12         /* bytes of «2 of 4» */
#define MAX_LINKS 6           /* of a row of them */
#define MIN_COUNTED 3         /* lines such as «2 / 6» … */
#define MAX_COUNTED 500       /* … of that many, … */
#define MAX_COUNT 20          /* … each of so many characters */
#define MAX_HEADER 200        /* bytes of a line with both … */
#define MAX_NAMED 40          /* characters of a link in it */
#define MAX_FIRST 24          /* nodes at the start that are looked at */
#define MAX_LAST 24           /* blocks at the end that are looked at */
#define DAY (24 * 60 * 60)
#define MAX_FOOT 300 /* bytes of a line below the text */
#define MAX_LINK 60  /* characters of a link that stands alone */

static GHashTable *
get_lines (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; carrel_trim_lines[i]; i++)
      g_hash_table_add (table, carrel_text_title_key (carrel_trim_lines[i], NULL));
    g_once_init_leave (&once, GPOINTER_TO_SIZE (table));
  }
  return GSIZE_TO_POINTER (once);
}

/* How any of them begins, or an offer. */
static const CarrelBeginnings *
get_beginnings (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    CarrelBeginnings *beginnings = carrel_beginnings_new ();

    carrel_beginnings_add_keys (beginnings, get_lines ());
    for (guint i = 0; carrel_trim_offers[i]; i++)
      carrel_beginnings_add (beginnings, carrel_trim_offers[i]);
    g_once_init_leave (&once, GPOINTER_TO_SIZE (beginnings));
  }
  return GSIZE_TO_POINTER (once);
}

static gboolean
is_among_lines (const char *text)
{
  g_autofree char *key = carrel_text_first_words (text, MAX_WORDS + 1);

  return g_hash_table_contains (get_lines (), key);
}

/* A few links, and each is one of the lines: «Jump to Recipe Print Recipe». */
static gboolean
is_row_of_lines (CarrelNode *node)
{
  guint n = 0;

  for (CarrelNode *link = node->first; link;
       link = carrel_node_next (link, node, link->tag == CARREL_TAG_A)) {
    g_autofree char *text = NULL;

    if (link->type == CARREL_NODE_TEXT && !carrel_node_is_blank (link))
      return FALSE;
    if (link->tag != CARREL_TAG_A)
      continue;
    text = carrel_node_dup_text (link);
    if (++n > MAX_LINKS || !is_among_lines (text))
      return FALSE;
  }
  return n > 1;
}

/* ── Blocks ── */

typedef struct {
  CarrelNode *node;
  char       *text; /* (owned) (nullable): of a short one, once it was looked at */
  guint       chars;
  gboolean    is_short; /* it has a text that is looked at */
  gboolean    linked;   /* all of it is links */
  gboolean    heading, item, picture;
  gboolean    gone;
} Block;

static void
clear_block (gpointer data)
{
  g_free (((Block *) data)->text);
}

/* A block that holds no other: what a reader sees as one paragraph. */
static gboolean
is_leaf (CarrelNode *node)
{
  if (!carrel_tag_is_block ((CarrelTag) node->tag) || node->tag == CARREL_TAG_PRE)
    return FALSE;
  for (CarrelNode *n = carrel_node_next (node, node, FALSE); n;
       n = carrel_node_next (n, node, FALSE))
    if (n->type == CARREL_NODE_ELEMENT &&
        (carrel_tag_is_block ((CarrelTag) n->tag) || n->tag == CARREL_TAG_IMG))
      return FALSE;
  return TRUE;
}

/* (element-type Block) (transfer full) */
static GArray *
list_blocks (CarrelNode *article)
{
  GArray  *blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  gboolean skip;

  g_array_set_clear_func (blocks, clear_block);
  for (CarrelNode *node = article; node; node = carrel_node_next (node, article, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);
    Block           block = { .node = node };

    skip = FALSE;
    if (!info) {
      /* Text beside blocks: it ends the head, and begins the tail. */
      if (carrel_node_is_blank (node))
        continue;
      block.chars = node->text_len;
      g_array_append_val (blocks, block);
      continue;
    }
    if (info->data_table || node->tag == CARREL_TAG_PRE || node->tag == CARREL_TAG_IMG ||
        node->tag == CARREL_TAG_MATH) {
      block.picture = node->tag == CARREL_TAG_IMG;
      block.chars = block.picture ? 0 : MIN_PROSE;
      g_array_append_val (blocks, block);
      skip = TRUE;
      continue;
    }
    if (info->has_block || !is_leaf (node))
      continue;
    skip = TRUE;
    if (info->chars == 0)
      continue;
    block.chars = info->chars;
    block.linked = info->link_chars * 10 >= info->chars * 9;
    block.heading = carrel_node_is_heading (node);
    block.item = node->tag == CARREL_TAG_LI;
    block.is_short = info->chars < MAX_LINE;
    g_array_append_val (blocks, block);
  }
  return blocks;
}

static const char *
get_text (Block *block)
{
  if (!block->text && block->is_short)
    block->text = carrel_node_dup_text (block->node);
  return block->text;
}

static void
drop (Block *block)
{
  CarrelNode *twin = carrel_extract_get_twin (block->node);

  if (twin && twin->type == CARREL_NODE_ELEMENT)
    ((CarrelNodeInfo *) twin->data)->trimmed = TRUE;
  carrel_node_unlink (block->node);
  block->gone = TRUE;
}

static gboolean
begins_with_offer (const char *text)
{
  static const char *const *const groups[] = { carrel_trim_offers };
  static gsize                    once;
  g_autofree char                *folded = carrel_text_fold_start (text, MAX_OFFER);

  return carrel_matcher_find_start (carrel_matcher_get (&once, groups, 1, FALSE), folded) != 0;
}

static gboolean
begins_like_tail (const char *folded, gboolean is_sentence)
{
  static const char *const *const groups[] = { carrel_trim_tails, carrel_trim_tail_words };
  static gsize                    once;
  guint32                         found = carrel_matcher_find_start (
      carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), FALSE), folded);

  return (found & 1) || (found && !is_sentence);
}

/* ── Judging ── */

/* «4 min read», «Lesezeit: 3 Minuten» */
static gboolean
is_reading_time (const char *folded)
{
  static const char *const words[] = {
    "min read",       "minute read",       "mins read",        "minutes read",     "min. read",
    "reading time",   "read time",         "lesezeit",         "temps de lecture", "min de lecture",
    "min de lectura", "tiempo de lectura", "tempo di lettura", "tempo de leitura", "min leestijd",
    "leestijd",       "lasetid",           "czas czytania",    "阅读时间",         "min lesen"
  };

  if (strlen (folded) > 50)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (folded, words[i]))
      return TRUE;
  return FALSE;
}

/* «Page 2 of 4» */
static gboolean
is_page_number (const char *folded)
{
  static const char *const words[] = { "page ",   "seite ",  "pagina ",  "sida ",
                                       "strona ", "strana ", "страница " };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (carrel_text_starts (folded, words[i]) && g_ascii_isdigit (folded[strlen (words[i])]))
      return strlen (folded) <= strlen (words[i]) + MAX_NUMBER;
  return FALSE;
}

static gboolean
names_author (CarrelExtraction *self, const char *text, guint chars)
{
  const char      *byline = self->draft->byline;
  g_autofree char *name = NULL;

  if (byline && strlen (byline) >= 4 && strstr (text, byline) &&
      chars <= g_utf8_strlen (byline, -1) + MAX_NAME)
    return TRUE;
  name = chars <= MAX_NAME ? carrel_extract_parse_byline (text) : NULL;
  return name != NULL;
}

/* The author and the day of the page in one short line: «By Ines Calder in News ⋅ 4 March 2019 ⋅
 * Post a comment». */
static gboolean
tells_header (CarrelExtraction *self, const Block *block)
{
  const CarrelDraft *draft = self->draft;
  const char        *text = block->text;
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *year = NULL;

  if (!draft->byline || !draft->published || strlen (text) > MAX_HEADER ||
      !strstr (text, draft->byline))
    return FALSE;
  /* The title of another page stands in a list of them. */
  for (CarrelNode *node = block->node; node; node = carrel_node_next (node, block->node, FALSE))
    if (node->tag == CARREL_TAG_A && carrel_extract_get_info (node) &&
        carrel_extract_get_info (node)->chars > MAX_NAMED)
      return FALSE;
  day = g_date_time_new_from_unix_utc (draft->published);
  year = g_strdup_printf ("%d", g_date_time_get_year (day));
  for (const char *p = strstr (text, year) ? text + strcspn (text, "0123456789") : ""; *p;) {
    gint64 number = (gint64) g_ascii_strtoull (p, (char **) &p, 10);

    if (ABS (number - g_date_time_get_day_of_month (day)) <= 1)
      return TRUE;
    p += strcspn (p, "0123456789");
  }
  return FALSE;
}

/* A sentence that leads nowhere: «Next year it is poetry.» */
static gboolean
is_sentence (const Block *block, const char *folded)
{
  const CarrelNodeInfo *info = carrel_extract_get_info (block->node);
  gsize                 len = strlen (folded);

  return info && info->link_chars == 0 && block->chars >= MIN_SENTENCE && len > 0 &&
         strchr (".!?", folded[len - 1]);
}

/* The whole of it is what the header says: the title at the end of the way down to the page, the
 * name above the text. */
static gboolean
repeats (const char *value, const Block *block)
{
  return value && block->text && strcmp (value, block->text) == 0;
}

/* «On 4 March 2019 Edda Rohn wrote:» */
static gboolean
heads_quotation (const Block *block)
{
  CarrelNode *next =
      g_str_has_suffix (block->text, ":") ? carrel_extract_get_next_element (block->node) : NULL;

  return next && next->tag == CARREL_TAG_BLOCKQUOTE;
}

/* «Seen: 13 July 2020», in an article of another day: a fact of it. */
static gboolean
is_other_day (CarrelExtraction *self, const char *line, gint64 time)
{
  gsize label = strcspn (line, ":0123456789");

  return line[label] == ':' && self->draft->published &&
         ABS (time - self->draft->published) > OTHER_DAY && !carrel_survey_find_label (line) &&
         !carrel_extract_says_modified (line);
}

/* Above the first paragraph: what the header of the article says anyhow. */
static gboolean
is_of_head (CarrelExtraction *self, const Block *block, const char *folded)
{
  gint64 time;

  if (repeats (self->draft->title, block) ||
      (block->heading && repeats (self->draft->byline, block)))
    return TRUE;
  if (self->talk == CARREL_TALK_NONE && block->node->tag != CARREL_TAG_FIGCAPTION &&
      !is_sentence (block, folded) && tells_header (self, block))
    return TRUE;
  if (block->heading || block->node->tag == CARREL_TAG_FIGCAPTION)
    return FALSE;
  if (block->linked && block->chars <= MAX_LINK && !block->item)
    return TRUE;
  if (self->talk != CARREL_TALK_NONE)
    return FALSE; /* names and dates are those of the posts */
  time = block->chars <= MAX_DATE && !is_sentence (block, folded) && !heads_quotation (block)
             ? carrel_time_parse (block->text)
             : 0;
  if (time && !is_other_day (self, block->text, time))
    return TRUE;
  if (is_reading_time (folded) || is_page_number (folded) ||
      names_author (self, block->text, block->chars) ||
      begins_like_tail (folded, is_sentence (block, folded)))
    return TRUE;
  return self->draft->site && strcmp (block->text, self->draft->site) == 0;
}

static gboolean
is_of_tail (const Block *block, const char *folded)
{
  if (block->linked && block->chars <= 2 * MAX_LINK && !block->item)
    return TRUE;
  if (block->heading)
    return TRUE; /* of nothing */
  return (block->chars < 200 || carrel_text_starts (folded, "copyright ©")) &&
         begins_like_tail (folded, is_sentence (block, folded));
}

/* FALSE for what neither a line of the tables nor an offer begins as. */
static gboolean
may_go (const Block *block)
{
  return block->is_short && carrel_beginnings_may_node (get_beginnings (), block->node);
}

/* One of the items of a list, before or after another that is none of the lines. */
static gboolean
is_listed (GArray *blocks, guint i)
{
  Block *block = &g_array_index (blocks, Block, i);

  if (block->linked)
    return FALSE;
  for (guint k = 0; k < 2; k++) {
    Block *other = k == 0 ? block - 1 : block + 1;

    if ((k == 0 ? i > 0 : i + 1 < blocks->len) && other->item && !other->gone && !other->linked &&
        other->node->parent == block->node->parent &&
        (!may_go (other) || !is_among_lines (get_text (other))))
      return TRUE;
  }
  return FALSE;
}

/* «2 / 6», «Photo 2 of 6»: of how many, and which. 0 for anything else. */
static guint
read_count (const char *text, guint64 *at)
{
  static const char *const words[] = { "/",   "of ",  "von ", "de ", "sur ",
                                       "di ", "van ", "av ",  "af ", "из " };
  const char              *p = text;
  guint64                  of = 0;

  while (g_ascii_isalpha (*p) || (p > text && *p == ' '))
    p++;
  if (!g_ascii_isdigit (*p))
    return 0;
  *at = g_ascii_strtoull (p, (char **) &p, 10);
  p += strspn (p, " ");
  for (guint i = 0; i < G_N_ELEMENTS (words) && !of; i++)
    if (carrel_text_starts (p, words[i]))
      of = g_ascii_strtoull (p + strlen (words[i]), (char **) &p, 10);
  return *p == '\0' && *at <= of && of <= MAX_COUNTED ? (guint) of : 0;
}

/* The numbers of a gallery's pictures, among their texts: one after the other, of the same. */
static void
drop_counts (GArray *blocks)
{
  guint16 n[MAX_COUNTED + 1] = { 0 }, last[MAX_COUNTED + 1] = { 0 };

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < blocks->len; i++) {
      Block  *block = &g_array_index (blocks, Block, i);
      guint64 at;
      guint   of = !block->gone && !block->item && !block->heading && block->is_short &&
                         block->chars <= MAX_COUNT
                       ? read_count (get_text (block), &at)
                       : 0;

      if (of && round == 0) {
        n[of] += at == last[of] + 1u;
        last[of] = (guint16) at;
      } else if (of && n[of] >= MIN_COUNTED) {
        drop (block);
      }
    }
}

/* «Best», «Top», «New»: how a discussion can be sorted, as a list. */
static void
drop_orders (GArray *blocks)
{
  for (guint i = 0, end; i < blocks->len; i = MAX (end, i + 1)) {
    Block *first = &g_array_index (blocks, Block, i);

    for (end = i; end < blocks->len && first[end - i].node->parent == first->node->parent &&
                  first[end - i].item && first[end - i].chars <= MAX_COUNT &&
                  g_strv_contains (carrel_trim_orders, get_text (&first[end - i]));
         end++)
      ;
    for (guint k = 0; end - i >= MIN_COUNTED && k < end - i; k++)
      drop (&first[k]);
  }
}

static void
drop_lines (GArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++) {
    Block *block = &g_array_index (blocks, Block, i);

    if (block->linked && carrel_extract_leads_on (block->node))
      drop (block);
    else if (may_go (block) && !(block->item && is_listed (blocks, i)) &&
             (is_among_lines (get_text (block)) || is_row_of_lines (block->node) ||
              (!block->heading && !block->item && begins_with_offer (get_text (block)))))
      drop (block);
  }
}

/* The first heading is the day on which the page was published, and none of the others is a day, as
 * in a diary. */
static gboolean
is_only_day (CarrelExtraction *self, GArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++) {
    Block *block = &g_array_index (blocks, Block, i);
    gint64 time =
        block->heading && block->chars <= MAX_DATE ? carrel_time_parse (get_text (block)) : 0;

    if (i == 0 ? !time || ABS (time - self->draft->published) >= DAY : time != 0)
      return FALSE;
  }
  return blocks->len > 0;
}

static void
drop_ends (CarrelExtraction *self, GArray *blocks)
{
  guint first = 0, last = blocks->len;

  while (first < blocks->len && (g_array_index (blocks, Block, first).chars < MIN_PROSE ||
                                 g_array_index (blocks, Block, first).gone))
    first++;
  if (first == blocks->len)
    return; /* verse, a list: nothing is above or below */
  while (last > first + 1 && (g_array_index (blocks, Block, last - 1).chars < MIN_PROSE ||
                              g_array_index (blocks, Block, last - 1).gone))
    last--;

  while (first < blocks->len - 1 && get_text (&g_array_index (blocks, Block, first)) &&
         tells_header (self, &g_array_index (blocks, Block, first)))
    first++;

  for (guint i = 0; i < first; i++) {
    Block           *block = &g_array_index (blocks, Block, i);
    g_autofree char *folded =
        block->is_short && !block->gone ? carrel_text_fold (get_text (block)) : NULL;

    if (folded && (is_of_head (self, block, folded) || (i == 0 && is_only_day (self, blocks))))
      drop (block);
  }
  for (guint i = self->talk ? last : blocks->len; i > last; i--) {
    Block           *block = &g_array_index (blocks, Block, i - 1);
    g_autofree char *folded = NULL;

    if (block->gone || block->picture)
      continue;
    folded = block->is_short ? carrel_text_fold (get_text (block)) : NULL;
    if (!folded || !is_of_tail (block, folded))
      break;
    drop (block);
  }
}

/* What the header said already, once more below the text: its day, its author, how long it takes.
 */
static gboolean
repeats_header (CarrelExtraction *self, const char *line)
{
  g_autofree char *folded = carrel_text_fold (line), *name = NULL;
  gint64           time = strlen (line) <= MAX_DATE ? carrel_time_parse (line) : 0,
         published = self->draft->published;

  if (is_reading_time (folded) ||
      (time && published && ABS (time - published) < DAY && !strpbrk (line, ".!?")))
    return TRUE;
  name = self->draft->byline && carrel_text_starts (folded, "by ")
             ? carrel_extract_parse_byline (line)
             : NULL;
  return name && strcmp (name, self->draft->byline) == 0;
}

/* The author's name and where to write, below the text. */
static gboolean
is_signature (CarrelExtraction *self, const char *line)
{
  const char *byline = self->draft->byline, *sign = byline ? strchr (line, '@') : NULL;

  return sign && sign > line && g_ascii_isalnum (sign[-1]) && g_ascii_isalnum (sign[1]) &&
         strstr (line, byline) == line && strlen (line) <= strlen (byline) + MAX_NAME &&
         !strpbrk (line, "!?");
}

static CarrelNode *
find_last_block (CarrelNode *article)
{
  CarrelNode *node = article;

  while (article->last && article->last->type == CARREL_NODE_TEXT &&
         carrel_node_is_blank (article->last))
    carrel_node_unlink (article->last);
  while (node->last)
    node = node->last;
  while (node != article &&
         (node->type == CARREL_NODE_TEXT || !carrel_tag_is_block ((CarrelTag) node->tag)))
    node = node->parent;
  return node;
}

static gboolean
is_of_data (CarrelNode *node)
{
  CarrelNode *table =
      node->tag == CARREL_TAG_TABLE ? node : carrel_node_get_ancestor (node, CARREL_TAG_TABLE);

  return table && carrel_extract_is_data_table (table);
}

/* Of words alone. */
static gboolean
may_be_emptied (CarrelNode *block)
{
  switch (block->tag) {
  case CARREL_TAG_P:
  case CARREL_TAG_DIV:
  case CARREL_TAG_LI:
  case CARREL_TAG_UL:
  case CARREL_TAG_OL:
  case CARREL_TAG_SECTION:
  case CARREL_TAG_ARTICLE:
  case CARREL_TAG_HEADER:
  case CARREL_TAG_FOOTER:
  case CARREL_TAG_ADDRESS:
  case CARREL_TAG_TD:
  case CARREL_TAG_TR:
  case CARREL_TAG_TBODY:
  case CARREL_TAG_TABLE:
    if (is_of_data (block))
      return FALSE;
    break;
  default:
    return FALSE;
  }
  for (CarrelNode *node = block->first; node; node = carrel_node_next (node, block, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag != CARREL_TAG_SPAN &&
        node->tag != CARREL_TAG_A && node->tag != CARREL_TAG_TIME && node->tag != CARREL_TAG_B &&
        node->tag != CARREL_TAG_STRONG && node->tag != CARREL_TAG_EM && node->tag != CARREL_TAG_I &&
        node->tag != CARREL_TAG_SVG && !node->foreign)
      return FALSE;
  return TRUE;
}

/* A line below the text, or at the end of a letter that was sent to many. */
static gboolean
is_of_tail_line (const char *line)
{
  static const char *const *const groups[] = { carrel_trim_last_lines, carrel_trim_last_facts };
  static gsize                    once;
  g_autofree char                *folded = carrel_text_fold (line);
  guint32                         found = carrel_matcher_find_start (
      carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), FALSE), folded);

  /* «Filed in Letters | 3 Comments», but no sentence. */
  return (found & 1) ||
         (found && strlen (folded) < MAX_HEADER &&
          !strpbrk (folded + strlen (folded) - 1, ".!?")) ||
         ((guchar) *line >= 0x80 && begins_like_tail (folded, TRUE));
}

/* Rules that part the text from what stood above it, and lines that no author writes. */
static void
drop_first (CarrelNode *article)
{
  CarrelNode *node = article;

  for (guint i = 0; node && i < MAX_FIRST; i++) {
    CarrelNode *next = carrel_node_next (node, article, FALSE);

    if (node != article && node->type == CARREL_NODE_ELEMENT && may_be_emptied (node) &&
        is_leaf (node)) {
      g_autofree char *line = carrel_node_dup_text (node);

      next = carrel_node_next (node, article, TRUE);
      if (*line && (strlen (line) > MAX_NAME || !is_among_lines (line)))
        return;
      carrel_node_unlink (node);
      node = next;
      continue;
    }

    if (node->type == CARREL_NODE_TEXT
            ? !carrel_node_is_blank (node)
            : !(node->tag == CARREL_TAG_HR || carrel_tag_is_block ((CarrelTag) node->tag)))
      return;
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_HR)
      carrel_node_unlink (node);
    node = next;
  }
}

/* Rules that part the text from what stood below it. */
static void
drop_last_rules (CarrelNode *article)
{
  CarrelNode *node = article->last;

  for (guint i = 0; node && i < MAX_FIRST; i++) {
    CarrelNode *before = node->previous ? node->previous : node->parent;

    if (node->type == CARREL_NODE_TEXT ? !carrel_node_is_blank (node)
                                       : node->tag != CARREL_TAG_HR && node->tag != CARREL_TAG_BR) {
      if (node->type == CARREL_NODE_TEXT || node->tag != CARREL_TAG_DIV || !node->last)
        return;
      node = node->last;
      continue;
    }
    carrel_node_unlink (node);
    if (before == article)
      return;
    node = before;
  }
}

void
carrel_extract_trim_end (CarrelExtraction *self, CarrelNode *article)
{
  gboolean dropped = TRUE;

  drop_first (article);
  drop_last_rules (article);
  if (self->talk != CARREL_TALK_NONE)
    return;
  for (guint i = 0; i < MAX_LAST && dropped; i++) {
    CarrelNode      *block = find_last_block (article);
    g_autofree char *line = NULL;
    gsize            len = 0;

    /* White space after its last one, or nothing. */
    if (block != article && block->last && block->last->type == CARREL_NODE_TEXT &&
        carrel_node_is_blank (block->last)) {
      carrel_node_unlink (block->last);
      continue;
    }
    if (block == article || !may_be_emptied (block))
      return;
    for (CarrelNode *node = block; node && len <= MAX_FOOT;
         node = carrel_node_next (node, block, FALSE))
      len += node->text_len;
    line = len <= MAX_FOOT ? carrel_node_dup_text (block) : NULL;
    dropped = line &&
              (!*line || is_among_lines (line) || begins_with_offer (line) ||
               is_of_tail_line (line) || repeats_header (self, line) || is_signature (self, line));
    if (dropped)
      carrel_node_unlink (block);
  }
}

void
carrel_extract_trim (CarrelExtraction *self, CarrelNode *article)
{
  g_autoptr (GArray) blocks = list_blocks (article);

  drop_lines (blocks);
  drop_counts (blocks);
  if (self->talk != CARREL_TALK_NONE)
    drop_orders (blocks);
  drop_ends (self, blocks);
  carrel_extract_drop_soft_hyphens (self, article);
}

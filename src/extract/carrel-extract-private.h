/* carrel-extract-private.h: the state that the steps of an extraction share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract.h"

#include "document/carrel-html.h"

G_BEGIN_DECLS

#define CARREL_EXTRACT_MAX_REFERENCES 60
#define CARREL_EXTRACT_MAX_TITLE                                                                   \
  300 /* characters of a reference's title; a paragraph is longer                                  \
       */

#define CARREL_EXTRACT_FEW_WORDS 60 /* of a page whose text isn't there yet */

/* ── Text and Markdown ── */

/* `text` is valid UTF-8. The draft's title may be NULL where the text has none. (transfer full) */
CarrelDraft *carrel_extract_text (const char *text);
/* Bytes of the address that begins a text: up to white space, a quotation mark or «<», without the
 * signs of the sentence around it. */
gsize        carrel_extract_measure_address (const char *text);
CarrelDraft *carrel_extract_markdown (const char *text, const char *base);

/* A name under the title («By Ines Calder»), without the word that leads it; NULL when the line
 * isn't one. (transfer full) */
char *carrel_extract_parse_byline (const char *line);

/* ── A page ── */

/* Whether what people say is the text. */
typedef enum {
  CARREL_TALK_NONE,     /* an article: what stands under it isn't */
  CARREL_TALK_QUESTION, /* the answers are, comments on them aren't */
  CARREL_TALK_FORUM,    /* every post is */
} CarrelTalk;

/* What JSON-LD says of the article; everything is nullable or 0. */
typedef struct {
  char      *title, *byline, *site, *excerpt, *language, *image; /* (owned) */
  char      *body;            /* (owned): articleBody, text or HTML */
  gboolean   by_organisation; /* no person is named in the byline */
  gint64     published, modified;
  int        published_offset, modified_offset; /* of the page's clock, seconds east of UTC */
  guint      words;                             /* wordCount */
  gboolean   locked;                            /* isAccessibleForFree: false */
  CarrelTalk talk;
} CarrelJsonLd;

typedef struct _CarrelNotes CarrelNotes;

typedef struct {
  const CarrelExtractOptions *options;
  CarrelHtml                 *html; /* (owned) */
  CarrelNode                 *head; /* (nullable) */
  CarrelNode                 *body;
  char                      **front;   /* (owned) (nullable): lines of fields above the page */
  char                       *address; /* (owned) (nullable): of the page, normalised */
  char        *base;  /* (owned) (nullable): against which relative addresses are resolved */
  CarrelDraft *draft; /* (owned) */
  CarrelJsonLd json;
  CarrelTalk   talk;
  gboolean     has_wall;         /* something on the page calls itself one */
  gboolean     has_given;        /* … or a first name alone */
  gboolean     numeric[2];       /* published and modified are in numbers that may change places */
  gboolean     has_made_picture; /* the tree has one that it wasn't parsed with */
  gboolean     behind;           /* the text was found where the page doesn't show it */
  CarrelNode  *place;  /* (nullable): the article's element on the page, when it is found */
  CarrelNode  *marked; /* (nullable): the only one that the page calls its text … */
  gboolean     marked_below_title; /* … in the <article> that holds the title … */
  gboolean     is_picture;         /* the article is mainly a film or a picture */
  CarrelNode  *alone;              /* (nullable): … or the only <article> */
  GHashTable *
      embedded; /* (owned) (nullable): address with a picture's bytes → CarrelDraftImage, or NULL */
  CarrelNotes *notes;   /* (owned) (nullable): in carrel-extract-notes.c */
  GPtrArray   *groups;  /* (owned) (nullable): of references, in carrel-extract-references.c */
  CarrelNode  *chosen;  /* (nullable): the part that the options name, when it is on the page */
  GHashTable  *skipped; /* (owned) (nullable): nodes in it that they leave out */
} CarrelExtraction;

/* Reads the <script type="application/ld+json"> of the page. `scripts`: (element-type CarrelNode);
 * `address` is the page's (nullable). */
void carrel_json_ld_read (CarrelJsonLd *self, GPtrArray *scripts, const char *address);
void carrel_json_ld_clear (CarrelJsonLd *self);
/* What is nearly JSON as JSON: always an array, of the values that stand one after another. It may
 * still be refused by the reader, but never has more levels than that allows. (transfer full) */
char *carrel_extract_repair_json (const char *text, gsize len);
/* JSON without the members of these names (ended by NULL) that are objects or lists; NULL where it
 * is short, or no JSON. (transfer full) (nullable) */
char *carrel_extract_prune_json (const char *text, gsize len, const char *const *names);
/* Bytes of a line of metadata. */
#define CARREL_MAX_VALUE 2000
/* A line of metadata: entities that were escaped twice are characters, tags are gone, white space
 * is collapsed; NULL where nothing is left. (transfer full) */
char *carrel_extract_clean_value (const char *value);

/* A discussion's posts around the text of one: `top`, or what is around it. Any thread. */
CarrelNode *carrel_extract_widen_posts (CarrelExtraction *self, CarrelNode *top);

/* Reads the JSON-LD; sets base and talk; marks the tree; fills the draft from the page's head, its
 * JSON-LD and its headings. Before anything is taken out of the tree. */
void carrel_extract_metadata (CarrelExtraction *self);
/* When the draft's language is settled: where the text is in another than the one declared, numbers
 * such as «03/05/2024» are a day as that language writes them. */
void carrel_extract_settle_days (CarrelExtraction *self, const char *declared);
/* After the JSON-LD is read. `declared`: what microdata says. */
CarrelTalk carrel_extract_find_talk (CarrelExtraction *self, CarrelTalk declared);
/* Comments are nearly all of the page's text, or what answers a question. After the marks. */
gboolean carrel_extract_is_all_talk (CarrelExtraction *self);
/* Formulas, code, embeds, captions and notes in one shape each, however the page is built: one
 * walk. Before carrel_extract_images (). */
void carrel_extract_structure (CarrelExtraction *self);
/* The fields above the first element of a page that no generator has made one yet («--- title: …
 * ---») are no text: they go to `front`. */
void carrel_extract_take_front_matter (CarrelExtraction *self);
/* Printed lines of a page that was made from a PDF become paragraphs: before anything is read. */
void carrel_extract_join_lines (CarrelExtraction *self);
/* The letter of a list's archive, by who sent it, without what stands around it. After the
 * metadata.
 */
void carrel_extract_mail (CarrelExtraction *self);
/* What of it is put to the article when that is found: its notes, its lead picture. */
void carrel_extract_complete (CarrelExtraction *self, CarrelNode *article);
/* A picture that the page has as something else. */
CarrelNode *carrel_extract_make_picture (CarrelExtraction *self);
/* Pictures that a script would show get their address; those that nobody sees go. */
void carrel_extract_images (CarrelExtraction *self);
/* The attribute's length in pixels; G_MAXUINT where it gives none. */
guint carrel_extract_get_side (CarrelNode *node, const char *name);
/* A picture whose bytes stand in its address gets one that is a name. */
void carrel_extract_settle_embedded (CarrelExtraction *self, CarrelNode *node);
/* Those of a part of the page that is read by itself are the page's from then on. */
void carrel_extract_adopt_embedded (CarrelExtraction *self, CarrelExtraction *part);
/* Those that the document shows become the draft's. */
void carrel_extract_take_embedded (CarrelExtraction *self);
/* A copy of what is most likely the article, cleaned: an element that is in no tree. NULL where
 * there is no text at all. */
CarrelNode *carrel_extract_find_article (CarrelExtraction *self);
/* Sets left_out, `unlikely` also by names and roles, `hidden` also what isn't shown, and marked and
 * alone; lists what stays, parents before children. (element-type CarrelNode) (transfer container)
 */
GPtrArray *carrel_extract_leave_out (CarrelExtraction *self, gboolean unlikely, gboolean hidden);
/* Puts what stands between the title and `top`, and is text, before the article. */
void carrel_extract_add_lead (CarrelExtraction *self, CarrelNode *top, CarrelNode *article);
/* The subtree without what is left out; each element has an info of its own. */
CarrelNode *carrel_extract_copy_kept (CarrelHtml *html, CarrelNode *top);
/* Finds what the options name, in the page as it came: before anything is moved. */
void carrel_extract_resolve_rule (CarrelExtraction *self);
/* The same as carrel_extract_find_article () for the part that was chosen. */
CarrelNode *carrel_extract_take_chosen (CarrelExtraction *self);
/* What it is, by type, name and first bytes; AUTO: none that Carrel knows. */
CarrelSourceKind carrel_extract_find_kind (const CarrelExtractOptions *options, const char *text);
/* The bytes' text; fails with TOO_LARGE, NOT_A_PAGE. (transfer full) */
char *carrel_extract_decode (GBytes                     *bytes,
                             const CarrelExtractOptions *options,
                             gsize                      *len,
                             GError                    **error);
/* Takes out of an article what isn't text; `conditionally`: also what only doesn't look like it;
 * `weigh`: by its names too. */
void carrel_extract_clean (CarrelExtraction *self,
                           CarrelNode       *article,
                           gboolean          conditionally,
                           gboolean          weigh);
/* Takes out lines that aren't of it; after carrel_extract_clean (), whose measures it uses. */
void carrel_extract_trim (CarrelExtraction *self, CarrelNode *article);
/* TRUE when its links lead to the pages before and after this one, as the page says itself. Any
 * thread. */
gboolean carrel_extract_leads_on (CarrelNode *top);
/* Takes out where a line may be broken, and how far a first line goes in. Any thread. */
void carrel_extract_drop_soft_hyphens (CarrelExtraction *self, CarrelNode *article);
/* What is left below the text when all else that isn't of it went: the day, the author, «Share». */
void carrel_extract_trim_end (CarrelExtraction *self, CarrelNode *article);
/* Finds lists of other articles, which from then on are no text; after the marks. */
void carrel_extract_find_references (CarrelExtraction *self);
/* Those near the article become the draft's. */
void carrel_extract_take_references (CarrelExtraction *self);

/* Looks at the whole page again, piece by piece: what of the article isn't of it goes, what stands
 * elsewhere and is comes in. `article` is what carrel_extract_find_article () found. */
void carrel_extract_judge (CarrelExtraction *self, CarrelNode *article);

/* A text that is hidden behind a wall counts as shown. After the marks. */
void carrel_extract_open_walls (CarrelExtraction *self);

/* carrel-extract-following.c: whole articles that stand below the one that the page is named after
 * count as nothing. Before the structure is made. */
void carrel_extract_leave_following (CarrelExtraction *self);
/* Takes the body that stands in JSON-LD where the page has much less of it. */
void carrel_extract_rescue (CarrelExtraction *self);
/* The same for the data that the page's programs build it from; looks only where the page has
 * little text. `text` and `words` are the draft's document's; TRUE when it has another now. */
gboolean carrel_extract_use_state (CarrelExtraction *self, const char *text, guint words);
/* A body that stands in other data, as HTML, Markdown or text, its references taken. (transfer
 * full) */
CarrelDocument *carrel_extract_make_document (CarrelExtraction *self, const char *text);
/* The text is a question about cookies. */
gboolean carrel_extract_is_consent (const char *text, guint words);
/* Sets the draft's next page, and the page that has all of the article, where the page leads to
 * them. */
void carrel_extract_find_pages (CarrelExtraction *self);
/* Marks a draft that may be incomplete. FALSE, with NO_ARTICLE, for a check for robots. */
gboolean
carrel_extract_check_walls (CarrelExtraction *self, const char *text, guint words, GError **error);

/* ── Structure: the parts of carrel_extract_structure () ── */

/* What is known of the formulas of a page while it is walked. Zeroed at first. */
typedef struct {
  gboolean   draws;    /* a script draws the TeX in its text … */
  gboolean   dollars;  /* … also between single dollars */
  GPtrArray *texts;    /* (owned) (nullable) (element-type CarrelNode): those that may hold some */
  GPtrArray *searches; /* (owned) (nullable): links that look for a reference elsewhere */
} CarrelMathPage;

/* Those that return TRUE have put something else in the element's place, or have done all that is
 * in it. */
gboolean carrel_extract_math (CarrelExtraction *self, CarrelNode *node);
void     carrel_extract_math_script (CarrelMathPage *page, CarrelNode *script);
void     carrel_extract_math_text (CarrelMathPage *page, CarrelNode *text);
void     carrel_extract_math_finish (CarrelExtraction *self, CarrelMathPage *page);
/* A formula of TeX as an element; what a formula of MathML is in TeX (transfer full) (nullable). */
CarrelNode *carrel_extract_new_formula (CarrelExtraction *self, const char *tex, gboolean display);
char       *carrel_extract_get_tex (CarrelNode *math);
/* Without delimiters, comments and what only sets the size; NULL when nothing is left. `*display`
 * is set when the delimiters say so. (transfer full) (nullable) */
char *carrel_extract_clean_tex (const char *source, gboolean *display);
/* TRUE for a table that only laid out equations: a division with them now. */
gboolean carrel_extract_equation (CarrelExtraction *self, CarrelNode *table);
/* Presentation MathML as TeX; NULL where it is too large or empty. (transfer full) (nullable) */
char *carrel_extract_mathml_to_tex (CarrelNode *math);
/* What MathJax drew, the same; NULL where nothing of it can be read. (transfer full) (nullable) */
char    *carrel_extract_mathjax_to_tex (CarrelExtraction *self, CarrelNode *container);
gboolean carrel_extract_code (CarrelExtraction *self, CarrelNode *node);
gboolean carrel_extract_code_in_divisions (CarrelExtraction *self, CarrelNode *around);
gboolean carrel_extract_embed (CarrelExtraction *self, CarrelNode *node);

/* carrel-extract-players.c: the address of the page where what a player of a known site plays is,
 * without what made it one for a frame; NULL where that isn't known. (transfer full) (nullable) */
char *carrel_extract_dup_played (const char *address);
/* A picture that is only a background becomes an element. */
void carrel_extract_background (CarrelExtraction *self, CarrelNode *node);
/* Its link leads to a picture. */
gboolean carrel_extract_opens_larger (CarrelNode *image);
/* By the suffix of its path. */
gboolean carrel_extract_is_picture_address (const char *address);
/* It is shown large, or its link shows it larger. */
gboolean carrel_extract_is_large_picture (CarrelNode *image);
/* A picture that opens larger when it is pressed is no button. */
void carrel_extract_picture_button (CarrelNode *button);
/* A figure whose picture a script would make of an attribute gets it. */
void carrel_extract_waiting_figure (CarrelExtraction *self, CarrelNode *figure);
/* What is only called a caption becomes one, with its picture: in the article, when it is found. */
void carrel_extract_captions (CarrelExtraction *self, CarrelNode *article);
/* A heading that is nothing but a picture is none any more. */
gboolean carrel_extract_heading_of_picture (CarrelNode *heading);
void     carrel_extract_caption_in_line (CarrelExtraction *self, CarrelNode *node);
/* It is called a caption, and stands with a picture. */
gboolean carrel_extract_is_caption (CarrelNode *node);
/* The picture above the article, when it is the page's own and isn't in the text. */
void carrel_extract_lead (CarrelExtraction *self, CarrelNode *article);
/* A card that shows where a link leads becomes the link. */
void carrel_extract_link_card (CarrelExtraction *self, CarrelNode *figure);
/* … and one that shows a file: TRUE. */
gboolean carrel_extract_file_card (CarrelExtraction *self, CarrelNode *card);
/* «Google Scholar» and its sisters below references go: those beside one of `links`, that is such a
 * search. (element-type CarrelNode) */
void carrel_extract_drop_searches (CarrelExtraction *self, GPtrArray *links);
/* A link through a page that only counts it leads where it leads. TRUE for a search for a
 * reference. */
gboolean carrel_extract_straighten_link (CarrelExtraction *self, CarrelNode *link);
/* A table, its rows and cells that are only said to be some (`role`). */
void carrel_extract_table_role (CarrelNode *node, const char *role);
/* Lists in pieces, or written as something else, on the walk: each takes what follows it. The first
 * is TRUE for links below a picture, the third for a line of contents, which are gone; the last for
 * a table that is a division now. */
gboolean carrel_extract_list (CarrelExtraction *self, CarrelNode *list);
void     carrel_extract_item (CarrelExtraction *self, CarrelNode *item);
gboolean carrel_extract_list_of_paragraphs (CarrelExtraction *self, CarrelNode *paragraph);
gboolean carrel_extract_numbered_table (CarrelExtraction *self, CarrelNode *table);
/* TRUE for a table of a class's members, or of a function's parameters: a list of terms, or code,
 * now. */
gboolean carrel_extract_members (CarrelExtraction *self, CarrelNode *table);
/* A list of terms that are only bullets or numbers is a list. */
void carrel_extract_marked_terms (CarrelNode *terms);
/* Makes a list of one term that is a picture a figure. */
gboolean carrel_extract_pictured_term (CarrelNode *terms);
/* A box of the text gets out of the names that would have it left out: an aside that is a tip or a
 * warning, and what is called a sidebar and stands between two paragraphs; the latter is called
 * this from then on. */
#define CARREL_EXTRACT_BOX "admonition"
void carrel_extract_box (CarrelExtraction *self, CarrelNode *node);
/* Lines of what is called verse, in elements of their own, become paragraphs that keep them. */
void carrel_extract_verse (CarrelExtraction *self, CarrelNode *poem);
/* NULL where a text stands between. */
CarrelNode *carrel_extract_get_next_element (CarrelNode *node);
/* Meets links and notes on the walk; after it, takes the notes out; then puts the article's into
 * it. */
void carrel_extract_notes (CarrelExtraction *self, CarrelNode *node);
void carrel_extract_notes_take (CarrelExtraction *self);
void carrel_extract_notes_put (CarrelExtraction *self, CarrelNode *article);
void carrel_extract_notes_free (CarrelNotes *notes);

/* ── What the names of elements say ── */

enum {
  CARREL_WORD_UNLIKELY = 1 << 0, /* seldom the article … */
  CARREL_WORD_MAYBE = 1 << 1,    /* … but with this it may be */
  CARREL_WORD_GOOD = 1 << 2,
  CARREL_WORD_BAD = 1 << 3,
  CARREL_WORD_BODY = 1 << 4,
  CARREL_WORD_NAVIGATION = 1 << 5,
  CARREL_WORD_SHARE = 1 << 6,
  CARREL_WORD_TAGS = 1 << 7,
  CARREL_WORD_RELATED = 1 << 8,
  CARREL_WORD_SUBSCRIBE = 1 << 9,
  CARREL_WORD_COMMENT = 1 << 10,
  CARREL_WORD_CONSENT = 1 << 11,
  CARREL_WORD_WALL = 1 << 12,
  CARREL_WORD_BYLINE = 1 << 13,
  CARREL_WORD_CAPTION = 1 << 14,
  CARREL_WORD_NOTE = 1 << 15,
  CARREL_WORD_UNSEEN = 1 << 16, /* only for screen readers */
  CARREL_WORD_FACT = 1 << 17,   /* it may say who or when: carrel-extract-survey.c looks closely */
  CARREL_WORD_MATH = 1 << 18,   /* it may be a formula: carrel-extract-math.c does */
  CARREL_WORD_VERSE = 1 << 19,
  CARREL_WORD_GIVEN = 1 << 20, /* a first name alone */
  CARREL_WORD_DIALOG = 1 << 21,
  CARREL_WORD_SITE = 1 << 22, /* the site's name, menu or end, as the programs call them */
};

/* The words in a class or an id. Any thread. */
guint32 carrel_extract_find_words (const char *name);
/* (transfer none): a class or id without the words in it that say nothing of the part: `name`
 * itself, or what was kept of it at `kept`, for CARREL_EXTRACT_MAX_NAME bytes and one. */
#define CARREL_EXTRACT_MAX_NAME 400 /* bytes looked at; names made by tools go on for ever */
const char *carrel_extract_plain_name (const char *name, char *kept);

/* What a line of text is likely about; hints, in the languages that most pages are in. */
enum {
  CARREL_PHRASE_OFFER = 1 << 0,
  CARREL_PHRASE_LEGAL = 1 << 1,
  CARREL_PHRASE_CREDIT = 1 << 2,
  CARREL_PHRASE_MORE = 1 << 3,
  CARREL_PHRASE_AUTHOR = 1 << 4,
  CARREL_PHRASE_TALK = 1 << 5,
  CARREL_PHRASE_TIME = 1 << 6,
  CARREL_PHRASE_SHOP = 1 << 7,
};
#define CARREL_N_PHRASES 8

/* In the text's first 400 bytes. Any thread. */
guint32 carrel_extract_find_phrases (const char *text);

/* ── What is known of an element: node->data ── */

#define CARREL_N_SUMS 12

typedef struct {
  guint32 words;        /* of class and id */
  gint16  weight;       /* what they add to a score: −50–50 */
  guint   hidden : 1;   /* not shown, with all that is in it */
  guint   taken : 1;    /* a list of references, or its heading */
  guint   left_out : 1; /* in this attempt, with all that is in it */
  guint   has_block : 1;
  guint   data_table : 1;
  guint   in_figure : 1;
  guint   in_data : 1; /* in a table of data, or in code */
  guint   is_candidate : 1;
  guint   in_link : 1;
  guint   in_strong : 1;
  guint   trimmed : 1;
  guint   touched : 1;     /* lost a piece */
  guint   holds_title : 1; /* the heading that shows the title */
  guint32 box, order;      /* in carrel-extract-blocks.c */
  /* Of what is in it and counts: characters, white space collapsed. */
  union {
    struct {
      guint32 chars, link_chars, heading_chars, list_chars;
      guint32 prose; /* characters of paragraphs, without links */
      guint32 commas;
      guint32 n_p, n_img, n_li, n_input, n_embed, n_films;
    };
    guint32 sums[CARREL_N_SUMS]; /* all of them: an element has those of its children */
  };
  guint32 loose_chars; /* beside paragraphs */
  float   score;
  CarrelNode
      *twin; /* (nullable): of a copy, what it is a copy of; of that, its copy in the article */
} CarrelNodeInfo;

/* NULL for text. */
static inline CarrelNodeInfo *
carrel_extract_get_info (CarrelNode *node)
{
  return node->type == CARREL_NODE_ELEMENT ? node->data : NULL;
}
/* Gives every element of the subtree its info, with words, weight and hidden. */
void carrel_extract_mark (CarrelExtraction *self, CarrelNode *top);
/* Sentences that lead nowhere stand in it, near its beginning. */
gboolean carrel_extract_begins_with_text (CarrelNode *section);
/* Makes a heading of a division or a span that is called one, is a line alone in its box, and has
 * text in the box below it. */
void carrel_extract_called_heading (CarrelNode *node);
/* Parts a span from the one directly after it that is called differently, where the words of both
 * would be one. */
void carrel_extract_part_span (CarrelExtraction *self, CarrelNode *span);
/* Ends of lines that are where a printed page would have them are spaces. */
void carrel_extract_join_wrapped (CarrelExtraction *self, CarrelNode *article);
/* What is shown of a term while it is pointed at, in the middle of its line. */
gboolean carrel_extract_is_tooltip (CarrelNode *node);
/* The sums of one element or text, when those of its children are right. */
void carrel_extract_measure_node (CarrelNode *node);
/* What the sums of its elements would say; they aren't made. */
guint32 carrel_extract_count_chars (CarrelNode *top);
double  carrel_extract_get_link_density (CarrelNode *node);
/* A division around nothing but one paragraph, which is that paragraph. */
gboolean carrel_extract_is_wrapper (CarrelNode *node);
/* Whether a table holds data, rather than the page's parts. */
gboolean carrel_extract_is_data_table (CarrelNode *table);
gboolean carrel_extract_is_silent (const CarrelNode *node);
/* The other one of a copy and what it was made from; NULL where there is none. */
CarrelNode *carrel_extract_get_twin (CarrelNode *node);
void        carrel_extract_set_twin (CarrelNode *node, CarrelNode *twin);
/* The elements of the subtree in document order, `top` first. (element-type CarrelNode)
 * (transfer container) */
GPtrArray *carrel_extract_list_elements (CarrelNode *top);

/* ── The first letters of lines (carrel-extract-beginnings.c) ── */

/* Of the lines of a table, folded: three letters of each. A set is made once, and never freed. */
typedef struct _CarrelBeginnings CarrelBeginnings;

CarrelBeginnings *carrel_beginnings_new (void);
void              carrel_beginnings_add (CarrelBeginnings *self, const char *folded);
void carrel_beginnings_add_keys (CarrelBeginnings *self, GHashTable *table); /* of folded texts */
/* FALSE when no line of the set begins as `line` does, in whatever case and with whatever is no
 * letter between; TRUE says little. The second is of an element's text. */
gboolean carrel_beginnings_may (const CarrelBeginnings *self, const char *line);
gboolean carrel_beginnings_may_node (const CarrelBeginnings *self, CarrelNode *node);

/* ── Titles, as keys (carrel_text_title_key ()) ── */

/* How many of the shorter one's words are in the longer: 0–1; one word of several is none. */
double carrel_extract_share_words (const char *a, const char *b);
/* How many of the second one's letters stand in words of both: 0–1. */
double carrel_extract_share_letters (const char *a, const char *b);

/* ── Headings of what isn't the text ── */

typedef enum {
  CARREL_HEADING_OTHER,    /* the article's own */
  CARREL_HEADING_SEE_ALSO, /* «See also» and its sisters: references follow */
  CARREL_HEADING_WIDGET,   /* «Most read», «Share this»: of the site, not of the article */
  CARREL_HEADING_COMMENTS, /* «Comments», «12 comments» */
} CarrelHeadingKind;

/* By the whole line, compared without case, accents and punctuation. */
CarrelHeadingKind carrel_extract_judge_heading (const char *line);

/* «Also on Lantern», where the site is called so. Any thread. */
gboolean carrel_extract_leads_to_site (CarrelExtraction *self, const char *line);
/* FALSE for what begins like none that isn't OTHER: cheap. */
gboolean carrel_extract_may_be_named (CarrelNode *heading);

/* One line of a list of references in a plain text: the title without its bullet or number, and the
 * address where one stands in it. FALSE when it is too long for a title, or empty. */
gboolean carrel_extract_parse_reference (const char *line, char **title, char **address);

G_END_DECLS

/* carrel-print-job.c: what is printed, and what follows from it before anything is laid out. One
 * thread at a time.
 *
 * Running text is as wide as it is read well and stands in the middle of the paper; margins are
 * what is left. A link's address can't be clicked on paper: each gets a number where it stands, and
 * the list of them is a document of its own behind the article. An address that is read in the text
 * already gets none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "print/carrel-print-private.h"

#include "base/carrel-time.h"
#include "config.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>
#include <langinfo.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define LINE_SCALE .89 /* of the screen's lines: 1.42 em for Latin */
#define LINKS_SCALE .8
#define MEASURE 36 /* em */
#define ABOVE 20   /* points: the header and its distance */
#define BELOW 22
#define LEAST 72 /* points of width and height that are set even where the margins leave less */

void
carrel_print_settings_init (CarrelPrintSettings *settings)
{
  double width = 0, height = 0;

#ifdef __GLIBC__
  /* It knows the locale's paper, in millimetres. */
  width = (double) (gsize) nl_langinfo (_NL_PAPER_WIDTH);
  height = (double) (gsize) nl_langinfo (_NL_PAPER_HEIGHT);
#endif

  *settings = (CarrelPrintSettings) { .link_notes = TRUE, .highlights = TRUE };
  settings->width = (width >= 50 && width <= 2000 ? width : 210) / 25.4 * 72;
  settings->height = (height >= 50 && height <= 2000 ? height : 297) / 25.4 * 72;
  settings->top = settings->bottom = settings->left = settings->right = CARREL_PRINT_MARGIN;
}

/* ── Links ── */

/* «https://example.org/a» is read in «example.org/a». */
static gboolean
is_read_in_text (const char *address, const char *text, gsize len)
{
  const char *bare = strstr (address, "://");
  gsize       n;

  bare = bare                                    ? bare + 3
         : g_str_has_prefix (address, "mailto:") ? address + strlen ("mailto:")
                                                 : address;
  if (g_str_has_prefix (bare, "www."))
    bare += 4;
  n = strlen (bare);
  while (n > 0 && bare[n - 1] == '/')
    n--;
  return n > 0 && n <= len && g_strstr_len (text, (gssize) len, bare) != NULL &&
         strncmp (bare, "?", 1) != 0;
}

static gboolean
is_noted (const CarrelBlock *block, const CarrelSpan *span)
{
  if (span->kind != CARREL_SPAN_LINK || !span->value || *span->value == '#' ||
      span->end <= span->start)
    return FALSE;
  return !is_read_in_text (span->value, block->text + span->start, span->end - span->start);
}

static void
add_heading (CarrelDocumentBuilder *builder, const char *text)
{
  carrel_document_builder_open (builder, CARREL_BLOCK_HEADING)->level = 2;
  carrel_document_builder_text (builder, text, -1);
  carrel_document_builder_close (builder);
}

static void
add_item (CarrelDocumentBuilder *builder, const char *text, const char *address)
{
  carrel_document_builder_open (builder, CARREL_BLOCK_LIST_ITEM);
  carrel_document_builder_open (builder, CARREL_BLOCK_PARAGRAPH);
  if (address)
    carrel_document_builder_push (builder, CARREL_SPAN_LINK, address);
  carrel_document_builder_text (builder, text, -1);
  if (address)
    carrel_document_builder_pop (builder);
  carrel_document_builder_close (builder);
  carrel_document_builder_close (builder);
}

/* Numbers the links of a document behind those that are; each that is new is added to the list of
 * them. */
static void
number_links (CarrelPrintJob *self, CarrelDocument *document, CarrelDocumentBuilder *builder)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < n; i++)
    for (guint s = 0; s < blocks[i].n_spans; s++) {
      const CarrelSpan *span = &blocks[i].spans[s];

      if (!is_noted (&blocks[i], span) || g_hash_table_contains (self->notes, span->value))
        continue;
      /* The joiner keeps it at its word. */
      g_hash_table_insert (
          self->notes, g_strdup (span->value),
          g_strdup_printf ("\xe2\x81\xa0[%u]", g_hash_table_size (self->notes) + 1));
      add_item (builder, span->value, span->value);
    }
}

/* NULL when there are none. */
static CarrelDocument *
list_links (CarrelPrintJob *self, CarrelDocument *document, CarrelDocument *references)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  g_autoptr (CarrelDocument) list = NULL;
  CarrelBlock *block;

  /* Translators: above the addresses of an article's links, at the end of its print */
  /* Translators: above the addresses that a printed article points at */
  add_heading (builder, C_ ("of the web", "Links"));
  block = carrel_document_builder_open (builder, CARREL_BLOCK_LIST);
  block->ordered = TRUE;
  block->dir = CARREL_DIR_LTR;
  number_links (self, document, builder);
  if (references)
    number_links (self, references, builder);
  list = carrel_document_builder_finish (builder);
  return g_hash_table_size (self->notes) > 0 ? g_steal_pointer (&list) : NULL;
}

/* What the article lists under See also, below that heading, which its text may end with; NULL:
 * nothing. */
static CarrelDocument *
list_references (CarrelDocument *document, GPtrArray *links)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  g_autoptr (CarrelDocument) list = NULL;
  guint              n, n_links = 0;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  if (n == 0 || blocks[n - 1].type != CARREL_BLOCK_HEADING)
    add_heading (builder, _ ("See also"));
  carrel_document_builder_open (builder, CARREL_BLOCK_LIST);
  for (guint i = 0; links && i < links->len; i++) {
    const CarrelLinkData *data = carrel_link_get (links->pdata[i]);

    if (data->kind != CARREL_LINK_SEE_ALSO || data->backlink)
      continue;
    add_item (builder, carrel_link_get_title (links->pdata[i]),
              data->address ? data->address
              : data->other ? carrel_article_get (data->other)->address
                            : NULL);
    n_links++;
  }
  list = carrel_document_builder_finish (builder);
  return n_links > 0 ? g_steal_pointer (&list) : NULL;
}

/* ── Highlights ── */

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const CarrelPrintMark *x = a, *y = b;

  return x->block < y->block ? -1 : x->block > y->block;
}

static void
place_highlights (CarrelPrintJob *self, CarrelDocument *document, GPtrArray *highlights)
{
  g_autoptr (GArray) offsets = NULL;
  g_autofree char   *text = NULL;
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  if (!highlights || highlights->len == 0 || n == 0)
    return;
  text = carrel_document_to_text (document, &offsets);
  for (guint i = 0; i < highlights->len; i++) {
    const CarrelHighlightData *data = carrel_highlight_get (highlights->pdata[i]);
    guint                      low = 0, high = n;

    if (data->lost)
      continue;
    while (high - low > 1) { /* the last block that begins at or before it */
      guint middle = (low + high) / 2;

      if (g_array_index (offsets, guint32, middle) <= data->start)
        low = middle;
      else
        high = middle;
    }
    for (guint b = low; b < n && g_array_index (offsets, guint32, b) < data->end; b++) {
      guint32         offset = g_array_index (offsets, guint32, b);
      CarrelPrintMark mark = { b, data->start > offset ? data->start - offset : 0,
                               MIN (data->end - offset, blocks[b].text_len), (guint) data->colour };

      if (mark.start < mark.end)
        g_array_append_val (self->marks, mark);
    }
  }
  g_array_sort (self->marks, compare_marks);
}

/* ── Labels ── */

double
carrel_print_layout_height (PangoLayout *layout)
{
  PangoRectangle rectangle;

  pango_layout_get_extents (layout, NULL, &rectangle);
  return (double) rectangle.height / PANGO_SCALE;
}

PangoLayout *
carrel_print_make_label (
    CarrelPrintJob *self, CarrelFace face, double size, int weight, const char *text, double width)
{
  CarrelPageStyle      *style = self->parts[0].style;
  CarrelScript          script = carrel_page_style_get_script (style);
  gboolean              rtl = carrel_page_style_is_rtl (style);
  PangoLayout          *layout = pango_layout_new (carrel_page_style_get_context (style, rtl));
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList        *list = pango_attr_list_new ();
  double                line = script == CARREL_SCRIPT_URDU     ? 2
                               : script == CARREL_SCRIPT_ARABIC ? 1.5
                               : script != CARREL_SCRIPT_LATIN  ? 1.4
                               : size > 14                      ? 1.2
                                                                : 1.35;

  pango_font_description_set_family_static (font,
                                            carrel_page_style_get_families (style, face, script));
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, (PangoWeight) weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (list,
                          pango_attr_line_height_new_absolute ((int) (line * size * PANGO_SCALE)));
  pango_layout_set_attributes (layout, list);
  pango_attr_list_unref (list);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* Whose it is, and of when. Each part keeps its own direction. */
static char *
make_byline (CarrelPrintJob *self)
{
  const CarrelArticleData *data = carrel_article_get (self->article);
  g_autofree char         *date = carrel_time_to_date (data->published);
  /* Translators: an article's author */
  g_autofree char *by =
      data->byline && *data->byline ? g_strdup_printf (_ ("By %s"), data->byline) : NULL;

  if (by && *date && data->rtl)
    return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", by, date);
  return by && *date ? g_strdup_printf ("%s · %s", by, date) : g_strdup (by ? by : date);
}

void
carrel_print_make_head (CarrelPrintJob *self, CarrelPrintHead *head)
{
  const CarrelArticleData *data = carrel_article_get (self->article);
  g_autofree char         *byline = make_byline (self);
  CarrelFace               face = self->settings.face;

  *head = (CarrelPrintHead) { 0 };
  if (data->site && *data->site)
    head->site =
        carrel_print_make_label (self, CARREL_FACE_SANS, 8.5, 600, data->site, self->width);
  head->title = carrel_print_make_label (
      self, face, 21,
      carrel_page_style_get_script (self->parts[0].style) == CARREL_SCRIPT_LATIN ? 600 : 700,
      data->title, self->width);
  if (*byline)
    head->byline = carrel_print_make_label (self, CARREL_FACE_SANS, 8.5, 400, byline, self->width);
  if (data->address && *data->address) {
    head->address =
        carrel_print_make_label (self, CARREL_FACE_SANS, 7.5, 400, data->address, self->width);
    /* An address that fills half a page says no more than its beginning. */
    pango_layout_set_height (head->address, -3);
    pango_layout_set_ellipsize (head->address, PANGO_ELLIPSIZE_END);
  }
  /* Nor does a title that fills the whole of it. */
  pango_layout_set_height (head->title, -(int) MAX (2, self->height * .5 / 25));
  pango_layout_set_ellipsize (head->title, PANGO_ELLIPSIZE_END);
  head->height = head->site ? carrel_print_layout_height (head->site) + 5 : 0;
  head->height += carrel_print_layout_height (head->title);
  head->height += head->byline ? carrel_print_layout_height (head->byline) + 7 : 0;
  head->height +=
      head->address ? carrel_print_layout_height (head->address) + (head->byline ? 2 : 7) : 0;
  head->height += 9; /* the line below */
}

void
carrel_print_clear_head (CarrelPrintHead *head)
{
  g_clear_object (&head->site);
  g_clear_object (&head->title);
  g_clear_object (&head->byline);
  g_clear_object (&head->address);
}

/* ── Texts ── */

void
carrel_print_get_place (CarrelPrintPart *part, const CarrelUnit *unit, double *inset, double *width)
{
  *width = carrel_plan_get_unit_width (part->plan, unit);
  *inset = carrel_plan_get_width (part->plan) - *width;
}

double
carrel_print_get_code_pad (CarrelPrintPart *part, gboolean sideways)
{
  return carrel_page_style_px (part->style, sideways ? 18 : 12);
}

CarrelBlockLayout *
carrel_print_make_text (CarrelPrintJob *self, CarrelPrintPart *part, const CarrelUnit *unit)
{
  GHashTable          *notes = part->notes ? self->notes : NULL;
  CarrelBlockLayout   *layout = carrel_block_layout_new (part->style, (CarrelTextStyle) unit->style,
                                                         &part->blocks[unit->block], unit->start,
                                                         unit->end, unit->rtl, notes);
  static const GdkRGBA ink = { .06f, .2f, .42f, 1 };
  double               inset, width;

  carrel_print_get_place (part, unit, &inset, &width);
  if (unit->kind == CARREL_UNIT_CODE)
    width -= 2 * carrel_print_get_code_pad (part, TRUE);
  carrel_block_layout_set_width (layout, (int) MAX (width, 20));
  carrel_block_layout_set_link_colour (layout, &ink);
  if (unit->kind == CARREL_UNIT_MATH)
    carrel_block_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  return layout;
}

void
carrel_print_make_card (CarrelPrintJob   *self,
                        CarrelPrintPart  *part,
                        const CarrelUnit *unit,
                        CarrelPrintCard  *card)
{
  const CarrelBlock *block = &part->blocks[unit->block];
  double             inset, width;

  *card = (CarrelPrintCard) { 0 };
  carrel_print_get_place (part, unit, &inset, &width);
  width -= 20;
  if (block->source && g_str_has_prefix (block->source, "blob:")) {
    card->picture_width = MIN (84, width / 3);
    card->picture_height =
        CLAMP (block->width ? card->picture_width * block->height / block->width : 56, 20, 63);
    width -= card->picture_width + 10;
  }
  if (block->text_len > 0) {
    card->text = carrel_block_layout_new (part->style, CARREL_TEXT_CAPTION, block, 0,
                                          block->text_len, unit->rtl, NULL);
    carrel_block_layout_set_width (card->text, (int) MAX (width, 20));
    card->text_height = carrel_print_layout_height (carrel_block_layout_get_pango (card->text));
    card->text_height = MIN (card->text_height, self->height * .5);
  }
  card->address = carrel_print_make_label (self, CARREL_FACE_SANS, 7.5, 400,
                                           block->href ? block->href : "", MAX (width, 20));
  pango_layout_set_height (card->address, -2);
  pango_layout_set_ellipsize (card->address, PANGO_ELLIPSIZE_END);
  card->height =
      MAX (card->picture_height, card->text_height + carrel_print_layout_height (card->address)) +
      18;
}

void
carrel_print_clear_card (CarrelPrintCard *card)
{
  g_clear_pointer (&card->text, carrel_block_layout_free);
  g_clear_object (&card->address);
}

/* ── Life ── */

CarrelPageStyle *
carrel_print_make_style (CarrelPrintJob *self, double scale)
{
  const CarrelArticleData *data = carrel_article_get (self->article);
  CarrelPageSettings       settings = { .language = data->language,
                                        .rtl = data->rtl,
                                        .face = self->settings.face,
                                        .family = self->family,
                                        .justified = self->settings.face != CARREL_FACE_MONO,
                                        .text_scale = self->settings.size / 18 * scale,
                                        .system_scale = 1,
                                        .line_scale = LINE_SCALE,
                                        .print = TRUE };

  return carrel_page_style_new (&settings, self->context);
}

/* A bar is in the order in which quotes begin, so an outer one is met before those in it. */
static void
note_bars (CarrelPrintPart *part)
{
  guint            n_units = carrel_plan_get_n_units (part->plan), n_bars;
  const CarrelBar *bars = carrel_plan_get_bars (part->plan, &n_bars);

  part->bars = g_malloc0_n (MAX (n_units, 1), sizeof *part->bars);
  for (guint b = 0; b < n_bars; b++)
    for (guint u = bars[b].first; u < n_units && u <= bars[b].last; u++)
      part->bars[u][part->bars[u][0] ? 1 : 0] = b + 1;
}

static void
add_part (CarrelPrintJob *self, CarrelDocument *document, double scale, gboolean notes)
{
  CarrelPrintPart *part = &self->parts[self->n_parts++];
  guint            n;

  part->document = carrel_document_ref (document);
  part->blocks = carrel_document_get_blocks (document, &n);
  part->notes = notes;
  part->style = carrel_print_make_style (self, scale);
  part->plan = carrel_plan_new (document, part->style);
  carrel_plan_set_width (part->plan, (int) self->width);
  note_bars (part);
}

static void
set_area (CarrelPrintJob *self)
{
  const CarrelPrintSettings *settings = &self->settings;
  double available = MAX (settings->width - settings->left - settings->right, LEAST);

  self->width = floor (MIN (available, settings->size * MEASURE));
  self->margin = (available - self->width) / 2;
  self->x = settings->left + self->margin;
  self->y = settings->top + ABOVE;
  self->height = MAX (settings->height - settings->top - settings->bottom - ABOVE - BELOW, LEAST);
}

static PangoContext *
make_context (void)
{
  g_autoptr (PangoFontMap) map = pango_cairo_font_map_new ();
  PangoContext         *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* As the letters are, at any size: a printer has dots enough. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  cairo_font_options_destroy (options);
  return context;
}

static void
free_table (gpointer data)
{
  carrel_print_table_free (data);
}

CarrelPrintJob *
carrel_print_job_new (const CarrelPrintSource *source, const CarrelPrintSettings *settings)
{
  CarrelPrintJob *self = g_new0 (CarrelPrintJob, 1);
  g_autoptr (CarrelDocument) references = list_references (source->document, source->links);
  g_autoptr (CarrelDocument) links = NULL;
  guint first = 0;

  self->article = g_object_ref (source->article);
  self->settings = *settings;
  self->settings.size = settings->size > 0 ? CLAMP (settings->size, 5, 40) : CARREL_PRINT_SIZE;
  self->family = g_strdup (settings->family);
  self->settings.family = self->family;
  self->context = make_context ();
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->marks = g_array_new (FALSE, FALSE, sizeof (CarrelPrintMark));
  self->tables = g_ptr_array_new_with_free_func (free_table);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (CarrelPrintPiece));
  self->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  self->headings = g_array_new (FALSE, FALSE, sizeof (CarrelPrintHeading));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (CarrelPrintBox));
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  set_area (self);
  if (settings->link_notes)
    links = list_links (self, source->document, references);
  if (settings->highlights)
    place_highlights (self, source->document, source->highlights);
  add_part (self, source->document, 1, TRUE);
  if (references)
    add_part (self, references, 1, TRUE);
  if (links)
    add_part (self, links, LINKS_SCALE, FALSE);
  g_array_append_val (self->pages, first);
  return self;
}

void
carrel_print_job_free (CarrelPrintJob *self)
{
  g_ptr_array_unref (self->tables);
  for (guint i = 0; i < self->n_parts; i++) {
    carrel_plan_free (self->parts[i].plan);
    carrel_page_style_unref (self->parts[i].style);
    carrel_document_unref (self->parts[i].document);
    g_free (self->parts[i].bars);
  }
  g_hash_table_unref (self->notes);
  g_array_unref (self->marks);
  g_array_unref (self->pieces);
  g_array_unref (self->pages);
  g_array_unref (self->headings);
  g_array_unref (self->boxes);
  g_hash_table_unref (self->places);
  g_object_unref (self->context);
  g_object_unref (self->article);
  g_free (self->family);
  g_free (self);
}

/* ── Going on ── */

gboolean
carrel_print_job_step (CarrelPrintJob *self, gint64 microseconds)
{
  gint64 until = g_get_monotonic_time () + microseconds;

  while (!self->finished) {
    self->finished = carrel_print_flow_next (self);
    if (g_get_monotonic_time () >= until)
      break;
  }
  return self->finished;
}

double
carrel_print_job_get_progress (CarrelPrintJob *self)
{
  guint all = 0, done = self->unit;

  for (guint i = 0; i < self->n_parts; i++) {
    all += carrel_plan_get_n_units (self->parts[i].plan);
    done += i < self->part ? carrel_plan_get_n_units (self->parts[i].plan) : 0;
  }
  return self->finished ? 1 : (double) done / MAX (all, 1);
}

guint
carrel_print_job_get_n_pages (CarrelPrintJob *self)
{
  return self->pages->len - 1;
}

const CarrelPrintPiece *
carrel_print_job_get_pieces (CarrelPrintJob *self, guint page, guint *n_pieces)
{
  guint first = g_array_index (self->pages, guint, page);

  *n_pieces = g_array_index (self->pages, guint, page + 1) - first;
  return &g_array_index (self->pieces, CarrelPrintPiece, first);
}

void
carrel_print_job_get_area (
    CarrelPrintJob *self, double *x, double *y, double *width, double *height)
{
  *x = self->x;
  *y = self->y;
  *width = self->width;
  *height = self->height;
}

/* ── Pictures ── */

typedef struct {
  GArray     *pictures; /* (element-type CarrelPrintPicture) */
  GHashTable *known;    /* source → index + 1 */
} Pictures;

static void
want_picture (Pictures *pictures, const char *source, double points)
{
  guint index, width = (guint) CLAMP (ceil (points / 72 * 200), 1, 4000); /* 200 dots an inch */
  CarrelPrintPicture picture = { source, width };

  if (!source || !g_str_has_prefix (source, "blob:"))
    return;
  index = GPOINTER_TO_UINT (g_hash_table_lookup (pictures->known, source));
  if (index > 0) {
    CarrelPrintPicture *known = &g_array_index (pictures->pictures, CarrelPrintPicture, index - 1);

    known->width = MAX (known->width, width);
    return;
  }
  g_array_append_val (pictures->pictures, picture);
  g_hash_table_insert (pictures->known, (gpointer) source,
                       GUINT_TO_POINTER (pictures->pictures->len));
}

static void
want_in_cell (const char *source, double width, gpointer data)
{
  want_picture (data, source, width);
}

static void
want_inline (CarrelPrintJob *self, const CarrelPrintPiece *piece, Pictures *pictures)
{
  CarrelPrintPart   *part = &self->parts[piece->part];
  const CarrelUnit  *unit = carrel_plan_get_unit (part->plan, piece->unit);
  const CarrelBlock *block = &part->blocks[piece->block];
  double size = carrel_page_style_get_metrics (part->style, (CarrelTextStyle) unit->style)->size;

  for (guint s = 0; s < block->n_spans; s++) {
    const CarrelSpan *span = &block->spans[s];

    if (span->kind == CARREL_SPAN_IMAGE && span->start >= unit->start && span->start < unit->end)
      want_picture (pictures, span->value,
                    span->width && span->height
                        ? MIN (size * 1.4 * span->width / span->height, size * 16)
                        : size);
  }
}

GArray *
carrel_print_job_list_pictures (CarrelPrintJob *self, guint page)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  Pictures pictures = { g_array_new (FALSE, FALSE, sizeof (CarrelPrintPicture)), known };
  guint    n;
  const CarrelPrintPiece *pieces = carrel_print_job_get_pieces (self, page, &n);

  for (guint i = 0; i < n; i++) {
    const CarrelBlock *block = &self->parts[pieces[i].part].blocks[pieces[i].block];

    if (pieces[i].kind == CARREL_PIECE_PICTURE || pieces[i].kind == CARREL_PIECE_EMBED)
      want_picture (&pictures, block->source,
                    pieces[i].kind == CARREL_PIECE_EMBED ? 84 : pieces[i].width);
    else if (pieces[i].kind == CARREL_PIECE_TEXT)
      want_inline (self, &pieces[i], &pictures);
    else if (pieces[i].kind == CARREL_PIECE_TABLE)
      carrel_print_table_list_pictures (self, &pieces[i], want_in_cell, &pictures);
  }
  return pictures.pictures;
}

/* ── What a file says of itself ── */

void
carrel_print_job_describe (CarrelPrintJob *self, cairo_surface_t *surface, gboolean outline)
{
  const CarrelArticleData *data = carrel_article_get (self->article);
  int                      parents[7] = { 0 };

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_PDF)
    return;
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, data->title);
  if (data->byline)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, data->byline);
  if (data->site)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, data->site);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Carrel " CARREL_VERSION);
  if (data->address)
    cairo_pdf_surface_set_custom_metadata (surface, "Source", data->address);
  for (guint i = 0; outline && i < self->headings->len; i++) {
    const CarrelPrintHeading *heading = &g_array_index (self->headings, CarrelPrintHeading, i);
    const CarrelBlock        *block = &self->parts[0].blocks[heading->block];
    g_autofree char          *text =
        g_strdelimit (g_strndup (block->text, MIN (block->text_len, 400)), "\n", ' ');
    g_autofree char *name = g_utf8_make_valid (text, -1);
    char             x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
    g_autofree char *place = g_strdup_printf (
        "page=%u pos=[%s %s]", heading->page + 1, g_ascii_formatd (x, sizeof x, "%.2f", self->x),
        g_ascii_formatd (y, sizeof y, "%.2f", MAX (self->y + heading->y - 8, 0)));
    guint level = CLAMP (block->level, 1, 6);
    int   id = cairo_pdf_surface_add_outline (surface, parents[level - 1], name, place,
                                              CAIRO_PDF_OUTLINE_FLAG_OPEN);

    for (guint below = level; below <= 6; below++)
      parents[below] = id;
  }
}

/* carrel-article-row-draw.c: how a row of the list is laid out and drawn. Main thread.
 *
 * Title and excerpt are always three lines together: two and one, or one and two. Nothing is laid
 * out before it is seen; afterwards drawing costs a few render nodes. Whatever stands at the left
 * here stands at the right in a mirrored window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-article-row-private.h"

#include "ui/carrel-words.h"

#include <math.h>
#include <string.h>

#define START 2
#define GUTTER 12 /* the dot of what is unread stands in it */
#define END 12
#define THUMB 60
#define GAP 12 /* between text and picture */
#define DOT 6
#define DOT_TOP 8
#define CARD_ALL 4 /* lines of title and excerpt below a picture */
#define PROGRESS 36
#define BAR 3
#define CHIP_PAD 8
#define CHIP_DOT 8
#define CHIP_LEAST 24   /* of a text */
#define LEAST_LETTERS 6 /* of a site or an author */
#define PATIENCE_MS 150 /* until a row that is on its way is drawn as such */
#define BAR_TOP 6
#define HIT_START 0xe000
#define HIT_END 0xe001

/* Of the width, and pixels high: what a row has that is on its way. */
static const struct {
  float share, height;
} bars[] = { { .7f, 14 }, { 1, 10 }, { .85f, 10 } };

/* ── Layout ── */

void
carrel_article_row_forget_layout (CarrelArticleRow *self)
{
  g_clear_object (&self->title);
  g_clear_object (&self->excerpt);
  g_clear_object (&self->meta);
  for (guint i = 0; i < G_N_ELEMENTS (self->chips); i++)
    g_clear_object (&self->chips[i]);
  self->n_chips = 0;
  self->laid_out = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mark (CarrelArticleRow *self, PangoAttrList *attributes, gsize start, gsize end)
{
  PangoAttribute *ground;
  GdkRGBA         colour;

  carrel_row_style_get_colour (self->style, CARREL_ROW_MARK, &colour);
  ground = pango_attr_background_new ((guint16) (colour.red * G_MAXUINT16),
                                      (guint16) (colour.green * G_MAXUINT16),
                                      (guint16) (colour.blue * G_MAXUINT16));
  ground->start_index = (guint) start;
  ground->end_index = (guint) end;
  pango_attr_list_insert (attributes, ground);
}

char *
carrel_article_row_dup_excerpt (CarrelArticleRow *self, PangoAttrList *hits)
{
  const char *snippet = carrel_article_item_get_snippet (self->item),
             *excerpt = carrel_article_get (self->shown)->excerpt;
  GString *text;
  gsize    start = 0;

  if (!snippet)
    return g_strdup (excerpt ? excerpt : "");
  text = g_string_sized_new (strlen (snippet));
  for (const char *p = snippet; *p; p = g_utf8_next_char (p)) { /* what marks the hits goes */
    gunichar c = g_utf8_get_char (p);

    if (c == HIT_START)
      start = text->len;
    else if (c != HIT_END)
      g_string_append_unichar (text, c);
    else if (hits)
      mark (self, hits, start, text->len);
  }
  return g_string_free_and_steal (text);
}

/* Whose result the row is, by words; NULL: of a place, or by filters alone. */
static CarrelQuery *
get_search (CarrelArticleRow *self)
{
  CarrelIdList *list = carrel_id_item_get_list (CARREL_ID_ITEM (self->item));
  CarrelQuery  *search = list ? carrel_article_list_get_search (CARREL_ARTICLE_LIST (list)) : NULL;

  return search && carrel_query_has_text (search) ? search : NULL;
}

/* In results what was searched for is marked in the title, too. */
static void
mark_title (CarrelArticleRow *self, const char *title, CarrelQuery *search)
{
  g_autoptr (GPtrArray) marks = carrel_query_list_marks (search);
  g_autofree char *markup = marks ? carrel_words_mark (title, marks, "#000000") : NULL;
  g_autoptr (PangoAttrList) attributes = NULL, marked = NULL;
  PangoAttrIterator *i;

  if (!markup || !pango_parse_markup (markup, -1, 0, &marked, NULL, NULL, NULL))
    return;
  attributes = pango_layout_get_attributes (self->title)
                   ? pango_attr_list_copy (pango_layout_get_attributes (self->title))
                   : pango_attr_list_new ();
  i = pango_attr_list_get_iterator (marked);
  do {
    int start, end;

    pango_attr_iterator_range (i, &start, &end);
    if (pango_attr_iterator_get (i, PANGO_ATTR_BACKGROUND))
      mark (self, attributes, (gsize) start, (gsize) end);
  } while (pango_attr_iterator_next (i));
  pango_attr_iterator_destroy (i);
  pango_layout_set_attributes (self->title, attributes);
}

static void
lay_out_excerpt (CarrelArticleRow *self, CarrelRowPart part, int width, int lines)
{
  g_autoptr (PangoAttrList) hits = pango_attr_list_new (), attributes = NULL;
  g_autofree char *text = carrel_article_row_dup_excerpt (self, hits);

  self->excerpt = carrel_row_style_lay_out (self->style, part, text, width, lines);
  attributes = pango_layout_get_attributes (self->excerpt)
                   ? pango_attr_list_copy (pango_layout_get_attributes (self->excerpt))
                   : pango_attr_list_new ();
  pango_attr_list_splice (attributes, hits, 0, 0);
  pango_layout_set_attributes (self->excerpt, attributes);
}

static void
lay_out_texts (CarrelArticleRow *self, const CarrelArticleData *data, int width)
{
  CarrelQuery *search = get_search (self);
  gboolean     card = self->view == CARREL_ROW_CARD,
           instead = card && !carrel_article_row_has_thumb (self);
  CarrelRowPart part = instead ? CARREL_ROW_EXCERPT_INSTEAD : CARREL_ROW_EXCERPT;
  int           height, lines;

  self->title = carrel_row_style_lay_out (
      self->style, data->read == CARREL_READ_UNREAD ? CARREL_ROW_TITLE_UNREAD : CARREL_ROW_TITLE,
      data->title, width, search || self->view == CARREL_ROW_COMPACT ? 1 : 2);
  if (search)
    mark_title (self, data->title, search);
  if (self->view == CARREL_ROW_COMPACT)
    return;
  pango_layout_get_pixel_size (self->title, NULL, &height);
  if (instead)
    lines = (carrel_row_style_get_text_height (self->style) - height - 2) /
            MAX (carrel_row_style_get_line_height (self->style, part), 1);
  else
    lines = (card ? CARD_ALL : 3) - CLAMP (pango_layout_get_line_count (self->title), 1, 2);
  lay_out_excerpt (self, part, width, MAX (lines, 1));
}

/* Their widths, the dot's apart; what is too long together is made as long as there is room. */
static void
share_width (int *widths, guint n, int room)
{
  int all = 0, least;

  for (guint i = 0; i < n; i++)
    all += widths[i];
  while (all > room) { /* the longest give way first */
    int longest = 0, second = 0, n_longest = 0;

    for (guint i = 0; i < n; i++)
      longest = MAX (longest, widths[i]);
    for (guint i = 0; i < n; i++) {
      n_longest += widths[i] == longest;
      if (widths[i] < longest)
        second = MAX (second, widths[i]);
    }
    least = MAX (MAX (second, CHIP_LEAST), longest - (all - room + n_longest - 1) / n_longest);
    if (least >= longest)
      break;
    for (guint i = 0; i < n; i++)
      if (widths[i] == longest) {
        all -= longest - least;
        widths[i] = least;
      }
  }
}

static void
lay_out_chips (CarrelArticleRow *self, const CarrelArticleData *data, float y)
{
  guint n = MIN (data->n_topics, CARREL_ROW_N_CHIPS);
  int   widths[CARREL_ROW_N_CHIPS + 1], natural[CARREL_ROW_N_CHIPS + 1],
      room = (int) self->content.size.width,
      height = carrel_row_style_get_chip_height (self->style);
  float x = self->content.origin.x;

  if (self->view == CARREL_ROW_COMPACT || n == 0)
    return;
  for (guint i = 0; i < n; i++) {
    self->chips[i] =
        carrel_row_style_lay_out (self->style, CARREL_ROW_CHIP, data->topics[i], 10000, 1);
    pango_layout_get_pixel_size (self->chips[i], &widths[i], NULL);
    room -= 2 * CHIP_PAD + CHIP_DOT + 6 + (i > 0 ? 6 : 0);
  }
  self->n_chips = n;
  if (data->n_topics > n) {
    g_autofree char *more = g_strdup_printf ("+%u", data->n_topics - n);

    self->chips[n] = carrel_row_style_lay_out (self->style, CARREL_ROW_CHIP, more, 10000, 1);
    pango_layout_get_pixel_size (self->chips[n], &widths[n], NULL);
    room -= 2 * CHIP_PAD + 6 + widths[n];
    self->n_chips++;
  }
  for (guint i = 0; i < self->n_chips; i++)
    natural[i] = widths[i];
  share_width (widths, n, room);
  for (guint i = 0; i < self->n_chips; i++) {
    float width = (float) (2 * CHIP_PAD + widths[i] + (i < n ? CHIP_DOT + 6 : 0));

    /* One that has its room begins at a whole pixel, also in a mirrored window: between two, first
     * letters lose a part. */
    pango_layout_set_width (self->chips[i], widths[i] < natural[i] ? widths[i] * PANGO_SCALE : -1);
    self->chip_rects[i] = GRAPHENE_RECT_INIT (x, y, width, (float) height);
    x += width + 6;
  }
}

/* In a mirrored window a Latin part must not carry the next ones with it, either. (transfer full)
 */
static char *
write_meta (CarrelArticleRow *self)
{
  g_autofree char *meta = carrel_article_dup_meta (self->shown);
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) != GTK_TEXT_DIR_RTL)
    return g_steal_pointer (&meta);
  parts = g_strsplit (meta, " · ", -1);
  joined = g_strjoinv ("\u2069 · \u2068", parts);
  return g_strconcat ("\u2068", joined, "\u2069", NULL);
}

/* The longest of the first `n` parts, with so many letters less and «…»; FALSE: all are short. */
static gboolean
shorten (char **parts, guint n, glong less)
{
  glong            longest = 0, length;
  guint            at = 0;
  g_autofree char *start = NULL;
  const char      *end;

  for (guint i = 0; i < n; i++) {
    length = g_utf8_strlen (parts[i], -1);
    if (length >= longest) { /* of two the author */
      longest = length;
      at = i;
    }
  }
  length = MAX (longest - less, LEAST_LETTERS);
  if (length + 1 >= longest) /* «…» is one, too */
    return FALSE;
  /* What sets it apart is around it still. */
  start = g_utf8_substring (parts[at], 0, length);
  end = g_str_has_suffix (parts[at], "\u2069") ? "\u2069" : "";
  g_free (parts[at]);
  parts[at] = g_strconcat (g_strchomp (start), "…", end, NULL);
  return TRUE;
}

/* The line below the texts. Where it is too long, site and author give way, and not what it ends
 * with: how long the article is, and since when it is there. */
static PangoLayout *
lay_out_meta (CarrelArticleRow *self, int width)
{
  g_autofree char *meta = write_meta (self);
  PangoLayout     *layout = carrel_row_style_lay_out (self->style, CARREL_ROW_META, meta, width, 1);
  g_auto (GStrv) parts = NULL;
  guint n;

  if (!pango_layout_is_ellipsized (layout))
    return layout;
  parts = g_strsplit (meta, " · ", -1);
  n = g_strv_length (parts);
  for (guint tries = 0; n > 2 && tries < 6 && pango_layout_is_ellipsized (layout); tries++) {
    int whole;

    pango_layout_set_width (layout, -1);
    pango_layout_get_pixel_size (layout, &whole, NULL);
    pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
    if (!shorten (parts, n - 2, (whole - width) * g_utf8_strlen (meta, -1) / MAX (whole, 1) + 3)) {
      /* There is room for one of them at most. */
      g_free (parts[1]);
      for (guint i = 1; i < n; i++)
        parts[i] = parts[i + 1];
      n--;
    }
    g_free (meta);
    meta = g_strjoinv (" · ", parts);
    pango_layout_set_text (layout, meta, -1);
  }
  return layout;
}

/* The whole, as in a window whose lines begin at the left. */
static void
lay_out (CarrelArticleRow *self, int width)
{
  const CarrelArticleData *data = carrel_article_get (self->shown);
  int check = self->check_revealer ? gtk_widget_get_width (self->check_revealer) : 0,
      text_height = carrel_row_style_get_text_height (self->style),
      meta_height = carrel_row_style_get_line_height (self->style, CARREL_ROW_META), meta_width;
  float x = (float) (START + check + GUTTER), y = (float) text_height,
        content = MAX ((float) width - x - END, 1);
  gboolean thumb = carrel_article_row_has_thumb (self), card = self->view == CARREL_ROW_CARD;

  self->content = GRAPHENE_RECT_INIT (x, 0, content, (float) text_height);
  if (thumb)
    self->thumb = card ? GRAPHENE_RECT_INIT (x, 0, content, CARREL_ROW_CARD_PICTURE)
                       : GRAPHENE_RECT_INIT (x + content - THUMB, 0, THUMB, THUMB);
  lay_out_texts (self, data, (int) content - (thumb && !card ? THUMB + GAP : 0));
  y += self->view == CARREL_ROW_COMPACT ? 2 : CARREL_ROW_META_GAP;
  meta_width = (int) content - (data->read == CARREL_READ_READING ? PROGRESS + 6 : 0) -
               (data->favourite ? CARREL_ROW_STAR_SIZE + 6 : 0);
  self->meta = lay_out_meta (self, meta_width);
  self->meta_rect = GRAPHENE_RECT_INIT (x, y, (float) meta_width, (float) meta_height);
  lay_out_chips (self, data, y + (float) meta_height + 6);
  self->laid_out = width;
}

void
carrel_article_row_lay_out (CarrelArticleRow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (self->laid_out == width || !self->shown || !self->item)
    return;
  carrel_article_row_forget_layout (self);
  lay_out (self, width);
}

/* ── Drawing ── */

/* Where it stands in this window. */
static graphene_rect_t
place (CarrelArticleRow *self, const graphene_rect_t *rect)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return GRAPHENE_RECT_INIT ((float) gtk_widget_get_width (GTK_WIDGET (self)) - rect->origin.x -
                                   rect->size.width,
                               rect->origin.y, rect->size.width, rect->size.height);
  return *rect;
}

static void
draw_pill (GtkSnapshot *snapshot, const graphene_rect_t *rect, float radius, const GdkRGBA *colour)
{
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, rect, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, colour, rect);
  gtk_snapshot_pop (snapshot);
}

static void
draw_ring (
    GtkSnapshot *snapshot, const graphene_rect_t *rect, float radius, GdkRGBA colour, float alpha)
{
  GskRoundedRect round;

  colour.alpha *= alpha;
  gsk_rounded_rect_init_from_rect (&round, rect, radius);
  gtk_snapshot_append_border (snapshot, &round, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { colour, colour, colour, colour });
}

static void
draw_text (CarrelArticleRow *self,
           GtkSnapshot      *snapshot,
           PangoLayout      *layout,
           CarrelRowPart     part,
           graphene_rect_t   rect)
{
  graphene_rect_t where = place (self, &rect);
  GdkRGBA         colour;

  if (!layout)
    return;
  carrel_row_style_get_colour (self->style, part, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &where.origin);
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_texts (CarrelArticleRow *self, GtkSnapshot *snapshot, gboolean unread)
{
  gboolean        thumb = carrel_article_row_has_thumb (self), card = self->view == CARREL_ROW_CARD;
  graphene_rect_t rect = self->content;
  int             height;

  if (thumb && card) {
    rect.origin.y += CARREL_ROW_CARD_PICTURE + GAP;
    rect.size.height -= CARREL_ROW_CARD_PICTURE + GAP;
  } else if (thumb) {
    rect.size.width -= THUMB + GAP;
  }
  draw_text (self, snapshot, self->title, unread ? CARREL_ROW_TITLE_UNREAD : CARREL_ROW_TITLE,
             rect);
  pango_layout_get_pixel_size (self->title, NULL, &height);
  rect.origin.y += (float) height + 2;
  draw_text (self, snapshot, self->excerpt,
             card && !thumb ? CARREL_ROW_EXCERPT_INSTEAD : CARREL_ROW_EXCERPT, rect);
}

static void
draw_unread (CarrelArticleRow *self, GtkSnapshot *snapshot)
{
  float top = DOT_TOP + (self->view == CARREL_ROW_CARD && carrel_article_row_has_thumb (self)
                             ? CARREL_ROW_CARD_PICTURE + GAP
                             : 0);
  graphene_rect_t rect =
      place (self, &GRAPHENE_RECT_INIT (self->content.origin.x - GUTTER + (GUTTER - DOT) / 2.f, top,
                                        DOT, DOT));
  GdkRGBA accent;

  carrel_row_style_get_colour (self->style, CARREL_ROW_ACCENT, &accent);
  draw_pill (snapshot, &rect, DOT / 2.f, &accent);
}

/* Covers its place. */
static void
draw_thumb (CarrelArticleRow *self, GtkSnapshot *snapshot)
{
  graphene_rect_t rect = place (self, &self->thumb);
  double          width = gdk_paintable_get_intrinsic_width (self->paintable),
         height = gdk_paintable_get_intrinsic_height (self->paintable), scale;
  GskRoundedRect round;

  if (width <= 0 || height <= 0)
    return;
  scale = MAX ((double) rect.size.width / width, (double) rect.size.height / height);
  gsk_rounded_rect_init_from_rect (&round, &rect, self->view == CARREL_ROW_CARD ? 10 : 8);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (
                    rect.origin.x + (float) (((double) rect.size.width - width * scale) / 2),
                    rect.origin.y + (float) (((double) rect.size.height - height * scale) / 2)));
  gdk_paintable_snapshot (self->paintable, snapshot, width * scale, height * scale);
  gtk_snapshot_pop (snapshot);
}

/* How far it is read, and that it is a favourite, at the end of the line. */
static void
draw_signs (CarrelArticleRow *self, GtkSnapshot *snapshot, const CarrelArticleData *data)
{
  float x = self->content.origin.x + self->content.size.width,
        middle = self->meta_rect.origin.y + self->meta_rect.size.height / 2;
  GdkRGBA colour;

  if (data->favourite) {
    graphene_rect_t rect =
        place (self, &GRAPHENE_RECT_INIT (x - CARREL_ROW_STAR_SIZE,
                                          roundf (middle - CARREL_ROW_STAR_SIZE / 2.f),
                                          CARREL_ROW_STAR_SIZE, CARREL_ROW_STAR_SIZE));

    carrel_row_style_get_colour (self->style, CARREL_ROW_STAR, &colour);
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &rect.origin);
    gtk_symbolic_paintable_snapshot_symbolic (
        GTK_SYMBOLIC_PAINTABLE (carrel_row_style_get_star (self->style)), snapshot,
        CARREL_ROW_STAR_SIZE, CARREL_ROW_STAR_SIZE, &colour, 1);
    gtk_snapshot_restore (snapshot);
    x -= CARREL_ROW_STAR_SIZE + 6;
  }
  if (data->read == CARREL_READ_READING) {
    graphene_rect_t trough = GRAPHENE_RECT_INIT (x - PROGRESS, roundf (middle - BAR / 2.f),
                                                 PROGRESS, BAR),
                    bar = trough;

    bar.size.width = (float) MAX (PROGRESS * CLAMP (data->progress, 0, 1), BAR);
    trough = place (self, &trough);
    bar = place (self, &bar);
    carrel_row_style_get_colour (self->style, CARREL_ROW_TITLE, &colour);
    colour.alpha *= .1f;
    draw_pill (snapshot, &trough, 2, &colour);
    carrel_row_style_get_colour (self->style, CARREL_ROW_ACCENT, &colour);
    draw_pill (snapshot, &bar, 2, &colour);
  }
}

static void
draw_chip (CarrelArticleRow *self, GtkSnapshot *snapshot, guint i, const CarrelArticleData *data)
{
  graphene_rect_t rect = place (self, &self->chip_rects[i]), text = self->chip_rects[i];
  gboolean        topic = i < CARREL_ROW_N_CHIPS && i < data->n_topics,
           contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  GdkRGBA colour, ground;
  int     height;

  carrel_row_style_get_colour (self->style, CARREL_ROW_CHIP, &colour);
  ground = colour;
  ground.alpha *= .07f;
  draw_pill (snapshot, &rect, rect.size.height / 2, &ground);
  if (contrast)
    draw_ring (snapshot, &rect, rect.size.height / 2, colour, .5f);
  if (topic) {
    graphene_rect_t dot =
        GRAPHENE_RECT_INIT (text.origin.x + CHIP_PAD,
                            text.origin.y + (text.size.height - CHIP_DOT) / 2, CHIP_DOT, CHIP_DOT);

    dot = place (self, &dot);
    carrel_row_style_get_colour (
        self->style, CARREL_ROW_DOT + data->colours[i] % CARREL_N_TOPIC_COLOURS, &ground);
    draw_pill (snapshot, &dot, CHIP_DOT / 2.f, &ground);
    if (contrast) {
      graphene_rect_inset (&dot, -1, -1);
      draw_ring (snapshot, &dot, CHIP_DOT / 2.f + 1, colour, 1);
    }
    text.origin.x += CHIP_DOT + 6;
    text.size.width -= CHIP_DOT + 6;
  }
  pango_layout_get_pixel_size (self->chips[i], NULL, &height);
  graphene_rect_inset (&text, CHIP_PAD, 0);
  text.origin.y += floorf ((text.size.height - (float) height) / 2);
  draw_text (self, snapshot, self->chips[i], CARREL_ROW_CHIP, text);
}

/* A title and two lines, where they will be. */
static void
draw_bars (CarrelArticleRow *self, GtkSnapshot *snapshot)
{
  float   width = (float) gtk_widget_get_width (GTK_WIDGET (self)) - START - GUTTER - END;
  float   y = BAR_TOP;
  GdkRGBA colour;

  carrel_row_style_get_colour (self->style, CARREL_ROW_TITLE, &colour);
  colour.alpha *= .08f;
  for (guint i = 0; i < G_N_ELEMENTS (bars) && width > 0; i++) {
    graphene_rect_t rect =
        GRAPHENE_RECT_INIT (START + GUTTER, y, roundf (width * bars[i].share), bars[i].height);

    rect = place (self, &rect);
    if (y + bars[i].height > (float) gtk_widget_get_height (GTK_WIDGET (self)))
      return;
    draw_pill (snapshot, &rect, bars[i].height / 2, &colour);
    y += bars[i].height + BAR_TOP;
  }
}

static gboolean
awaited_cb (gpointer data)
{
  CarrelArticleRow *self = data;

  self->patience = 0;
  self->awaited = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* What has no item never gets one: it stands for those that are on their way. */
static void
draw_awaited (CarrelArticleRow *self, GtkSnapshot *snapshot)
{
  if (self->awaited || !self->item)
    draw_bars (self, snapshot);
  else if (self->patience == 0)
    self->patience = g_timeout_add (PATIENCE_MS, awaited_cb, self);
}

void
carrel_article_row_draw (CarrelArticleRow *self, GtkSnapshot *snapshot)
{
  const CarrelArticleData *data;

  if (!self->shown) {
    draw_awaited (self, snapshot);
    return;
  }
  carrel_article_row_lay_out (self);
  if (self->laid_out < 0)
    return;
  data = carrel_article_get (self->shown);
  draw_texts (self, snapshot, data->read == CARREL_READ_UNREAD);
  if (data->read == CARREL_READ_UNREAD)
    draw_unread (self, snapshot);
  if (self->paintable && carrel_article_row_has_thumb (self))
    draw_thumb (self, snapshot);
  draw_text (self, snapshot, self->meta, CARREL_ROW_META, self->meta_rect);
  draw_signs (self, snapshot, data);
  for (guint i = 0; i < self->n_chips; i++)
    draw_chip (self, snapshot, i, data);
}

/* carrel-block-picture.c: a picture, or a video's poster, in a place of known size. Main thread.
 *
 * The place is there before the picture is, and keeps its size whatever comes. What isn't in the
 * library is a quiet ground with its alternative text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"

#include "ui/reader/carrel-document-view-private.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define FADE 120          /* milliseconds */
#define COMPACT_HEIGHT 76 /* of a place for what is known not to be there, at least */
#define CARD_PADDING 18   /* at the ends of a line of words in it */
#define CARD_ICON 16
#define CARD_GAP 10
#define LONG_WORDS 120 /* bytes: those of a post, not the title of a film */

#define CARREL_TYPE_PICTURE (carrel_picture_get_type ())
G_DECLARE_FINAL_TYPE (CarrelPicture, carrel_picture, CARREL, PICTURE, CarrelBlockWidget)

struct _CarrelPicture {
  CarrelBlockWidget parent_instance;
  AdwAnimation     *fade;   /* (owned) (nullable) */
  PangoLayout      *label;  /* (owned) (nullable): an EMBED's words, or the alternative text */
  GtkIconPaintable *icon;   /* (owned) (nullable) */
  gboolean          waited; /* it was drawn before it had come */
  gboolean          rtl;
};

G_DEFINE_FINAL_TYPE (CarrelPicture, carrel_picture, CARREL_TYPE_BLOCK_WIDGET)

/* ── Size ── */

/* A stored picture has a size or is waited for; another is not there, and needs no more than a
 * line. */
static gboolean
is_compact (const CarrelBlock *block)
{
  return block->type == CARREL_BLOCK_IMAGE
             ? !block->source || (!g_str_has_prefix (block->source, "blob:") &&
                                  (block->width == 0 || block->height == 0))
             : !block->source;
}

/* An address as people say it. */
static const char *
skip_scheme (const char *address)
{
  const char *host = strstr (address, "://");

  if (!host)
    return address;
  host += strlen ("://");
  return g_str_has_prefix (host, "www.") ? host + strlen ("www.") : host;
}

static const char *
get_words (const CarrelBlock *block)
{
  if (block->type == CARREL_BLOCK_EMBED)
    return block->text_len > 0 ? block->text : block->href ? skip_scheme (block->href) : NULL;
  return block->alt;
}

/* What somebody wrote elsewhere, and nothing that plays. */
static gboolean
is_post (const CarrelBlock *block)
{
  return block->text_len > LONG_WORDS || (block->text_len > 0 && strchr (block->text, '\n'));
}

static PangoLayout *
make_label (CarrelSheet *page, const CarrelBlock *block, gboolean rtl, int width)
{
  const CarrelTextMetrics *metrics =
      carrel_page_style_get_metrics (page->style, CARREL_TEXT_CAPTION);
  PangoLayout *layout = pango_layout_new (carrel_page_style_get_context (page->style, rtl));
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList        *attributes = pango_attr_list_new ();
  const char           *words = get_words (block);

  pango_font_description_set_family_static (
      font, carrel_page_style_get_families (page->style, metrics->face, CARREL_SCRIPT_LATIN));
  pango_font_description_set_absolute_size (font, metrics->size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (
      attributes, pango_attr_line_height_new_absolute ((int) (metrics->line * PANGO_SCALE)));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, words ? words : "", -1);
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  return layout;
}

/* Of a card of that width, beside the icon. */
static int
get_room (CarrelSheet *page, int width)
{
  return width - carrel_page_style_px (page->style, 2 * CARD_PADDING + CARD_ICON + CARD_GAP);
}

/* High enough for all of its words: a post from elsewhere may have many. */
static int
measure_card (CarrelSheet *page, const CarrelBlock *block, gboolean rtl, int available)
{
  int height = carrel_page_style_px (page->style, COMPACT_HEIGHT), words = 0;

  if (get_words (block) && get_room (page, available) >= carrel_page_style_px (page->style, 64)) {
    g_autoptr (PangoLayout) label = make_label (page, block, rtl, get_room (page, available));

    pango_layout_get_pixel_size (label, NULL, &words);
    words += carrel_page_style_px (page->style, 2 * CARD_ICON);
  }
  return MAX (height, words);
}

/* The picture's own place, and the height with what stands below. */
static void
get_place (CarrelSheet *page,
           guint        index,
           gboolean     rtl,
           int          available,
           int         *width,
           int         *height,
           int         *total)
{
  const CarrelBlock *block = &page->blocks[index];

  if (is_compact (block)) {
    *width = available;
    *height = *total = measure_card (page, block, rtl, available);
    return;
  }
  if (block->type == CARREL_BLOCK_EMBED && (block->width == 0 || block->height == 0))
    carrel_plan_fit_picture (page->style, 16, 9, available, width, height);
  else
    carrel_plan_fit_picture (page->style, block->width, block->height, available, width, height);
  if (block->type == CARREL_BLOCK_EMBED && block->width < 64) { /* only a ratio */
    *height = available * *height / MAX (*width, 1);
    *width = available;
  }
  *total = *height;
  if (block->type == CARREL_BLOCK_EMBED) {
    g_autoptr (PangoLayout) label = make_label (page, block, rtl, available);
    int label_height;

    pango_layout_get_pixel_size (label, NULL, &label_height);
    *total += carrel_page_style_px (page->style, 9) + label_height;
  }
}

int
carrel_block_picture_measure (CarrelSheet *page, guint block, gboolean rtl, int available)
{
  int width, height, total;

  get_place (page, block, rtl, available, &width, &height, &total);
  return total;
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  CarrelBlockWidget *self = CARREL_BLOCK_WIDGET (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *minimum = *natural = carrel_block_picture_measure (carrel_block_widget_get_page (self),
                                                        carrel_block_widget_get_index (self),
                                                        CARREL_PICTURE (self)->rtl, for_size);
}

/* ── Drawing ── */

static void
draw_icon (CarrelPicture *self,
           GtkSnapshot   *snapshot,
           const char    *name,
           double         x,
           double         y,
           int            size,
           const GdkRGBA *colour)
{
  if (!self->icon)
    self->icon = gtk_icon_theme_lookup_icon (
        gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))), name, NULL,
        size, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
        gtk_widget_get_direction (GTK_WIDGET (self)), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->icon), snapshot, size,
                                            size, colour, 1);
  gtk_snapshot_restore (snapshot);
}

static void
draw_label (CarrelPicture *self,
            GtkSnapshot   *snapshot,
            double         x,
            double         y,
            int            width,
            const GdkRGBA *colour)
{
  CarrelSheet *page = carrel_block_widget_get_page (CARREL_BLOCK_WIDGET (self));

  if (!self->label)
    self->label = make_label (page, carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self)),
                              self->rtl, width);
  pango_layout_set_width (self->label, MAX (width, 1) * PANGO_SCALE);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, self->label, colour);
  gtk_snapshot_restore (snapshot);
}

/* A ground, an icon, some words: for what isn't there, and for a link to a video without a picture.
 */
static void
draw_card (CarrelPicture         *self,
           GtkSnapshot           *snapshot,
           const graphene_rect_t *place,
           const char            *icon,
           const GdkRGBA         *colour,
           const GdkRGBA         *words)
{
  CarrelSheet       *page = carrel_block_widget_get_page (CARREL_BLOCK_WIDGET (self));
  const CarrelBlock *block = carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self));
  int                size = carrel_page_style_px (page->style, CARD_ICON),
      padding = carrel_page_style_px (page->style, CARD_PADDING),
      gap = carrel_page_style_px (page->style, CARD_GAP), label_height, label_width;
  int      room = get_room (page, (int) place->size.width);
  double   middle = place->origin.y + place->size.height / 2;
  gboolean wide = !is_compact (block) &&
                  place->size.height > carrel_page_style_px (page->style, COMPACT_HEIGHT) &&
                  place->size.width > 2 * padding + size;
  GdkRGBA ground = *colour, dim = *colour;

  ground.alpha *= .05f;
  dim.alpha *= .74f;
  gtk_snapshot_append_color (snapshot, &ground, place);
  draw_label (self, snapshot, -1e6, 0, room, words); /* for its size */
  pango_layout_get_pixel_size (self->label, &label_width, &label_height);
  if (label_height > place->size.height - size || room < size * 2)
    label_height = label_width = 0;
  if (wide) {
    double y = middle - (size + (label_height ? gap + label_height : 0)) / 2.0;

    draw_icon (self, snapshot, icon, place->origin.x + (place->size.width - size) / 2, y, size,
               &dim);
    pango_layout_set_alignment (self->label, PANGO_ALIGN_CENTER);
    if (label_height)
      draw_label (self, snapshot, place->origin.x + padding, y + size + gap,
                  (int) place->size.width - 2 * padding, words);
    return;
  }
  draw_icon (self, snapshot, icon,
             self->rtl ? place->origin.x + place->size.width - padding - size
                       : place->origin.x + padding,
             middle - size / 2.0, size, &dim);
  if (label_height)
    draw_label (self, snapshot, place->origin.x + padding + (self->rtl ? 0 : size + gap),
                middle - label_height / 2.0, room, words);
}

/* The disc that says that this is a video. */
static void
draw_disc (CarrelPicture *self, GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  static const GdkRGBA black = { 0, 0, 0, .55f }, white = { 1, 1, 1, 1 };
  float                size = MIN (56, place->size.height / 2);
  graphene_rect_t      disc =
      GRAPHENE_RECT_INIT (place->origin.x + (place->size.width - size) / 2,
                          place->origin.y + (place->size.height - size) / 2, size, size);
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &disc, size / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &black, &disc);
  gtk_snapshot_pop (snapshot);
  draw_icon (self, snapshot, "media-playback-start-symbolic",
             disc.origin.x + size / 2 - size / 4 + 1, disc.origin.y + size / 4, (int) (size / 2),
             &white);
}

/* As large as the place lets it be; a poster fills it. */
static void
draw_paintable (GtkSnapshot           *snapshot,
                GdkPaintable          *paintable,
                const graphene_rect_t *place,
                double                 radius,
                gboolean               fill,
                double                 opacity)
{
  double ratio = gdk_paintable_get_intrinsic_aspect_ratio (paintable), width = place->size.width,
         height = place->size.height;
  graphene_rect_t rect;
  GskRoundedRect  rounded;

  if (ratio > 0 && fabs (width / ratio - height) > 2) {
    width = fill ? MAX (width, height * ratio) : MIN (width, height * ratio);
    height = width / ratio;
  }
  graphene_rect_init (&rect, (float) (place->origin.x + (place->size.width - width) / 2),
                      (float) (place->origin.y + (place->size.height - height) / 2), (float) width,
                      (float) height);
  gsk_rounded_rect_init_from_rect (&rounded, fill ? place : &rect, (float) radius);
  if (opacity < 1)
    gtk_snapshot_push_opacity (snapshot, opacity);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &rect.origin);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
  if (opacity < 1)
    gtk_snapshot_pop (snapshot);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelPicture           *self = CARREL_PICTURE (widget);
  CarrelSheet             *page = carrel_block_widget_get_page (CARREL_BLOCK_WIDGET (self));
  const CarrelBlock       *block = carrel_block_widget_get_block (CARREL_BLOCK_WIDGET (self));
  gboolean                 embed = block->type == CARREL_BLOCK_EMBED, missing = FALSE;
  int                      available = gtk_widget_get_width (widget), width, height, total;
  double                   opacity = self->fade ? adw_animation_get_value (self->fade) : 1, radius;
  const CarrelPageColours *colours;
  GdkPaintable            *paintable = NULL;
  GskRoundedRect           rounded;
  graphene_rect_t          place;
  GdkRGBA                  colour, dim;

  if (!page->view || available <= 0)
    return;
  get_place (page, carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (self)), self->rtl, available,
             &width, &height, &total);
  graphene_rect_init (&place, (float) ((available - width) / 2), 0, (float) width, (float) height);
  radius = MIN (carrel_page_style_px (page->style, 10), height / 4.0);
  gsk_rounded_rect_init_from_rect (&rounded, &place, (float) radius);
  colours = carrel_document_view_get_colours (page->view);
  gtk_widget_get_color (widget, &colour);
  dim = colour;
  dim.alpha *= .74f;
  if (block->source && !is_compact (block))
    paintable = carrel_document_view_get_image (page->view, block->source, width, &missing);

  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  if (paintable) {
    draw_paintable (snapshot, paintable, &place, radius, embed, opacity);
    if (embed)
      draw_disc (self, snapshot, &place);
  } else if (embed && is_compact (block)) {
    draw_card (self, snapshot, &place,
               is_post (block) ? "carrel-link-symbolic" : "media-playback-start-symbolic", &colour,
               is_post (block) ? &colour : &colours->link);
  } else if (missing || is_compact (block)) {
    draw_card (self, snapshot, &place,
               embed ? "media-playback-start-symbolic" : "image-missing-symbolic", &colour, &dim);
  } else {
    GdkRGBA ground = colour;

    self->waited = TRUE;
    ground.alpha *= .05f;
    gtk_snapshot_append_color (snapshot, &ground, &place);
  }
  gtk_snapshot_pop (snapshot);
  if (embed && !is_compact (block))
    draw_label (self, snapshot, 0, height + carrel_page_style_px (page->style, 9), available,
                &colours->link);
  if (carrel_document_view_is_focused_link (
          page->view, carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (self)), NULL) &&
      gtk_widget_has_visible_focus (GTK_WIDGET (page->view))) {
    const float   widths[4] = { 2, 2, 2, 2 };
    const GdkRGBA ring[4] = { colours->accent, colours->accent, colours->accent, colours->accent };

    gsk_rounded_rect_shrink (&rounded, -3, -3, -3, -3);
    gtk_snapshot_append_border (snapshot, &rounded, widths, ring);
  }
}

/* ── Coming ── */

static void
fade_cb (double value, gpointer data)
{
  gtk_widget_queue_draw (data);
}

static void
image_loaded (CarrelBlockWidget *widget, const char *source)
{
  CarrelPicture     *self = CARREL_PICTURE (widget);
  const CarrelBlock *block = carrel_block_widget_get_block (widget);

  if (g_strcmp0 (block->source, source) != 0)
    return;
  g_clear_object (&self->label); /* its place may be another one now */
  if (self->waited && !self->fade && gtk_widget_get_mapped (GTK_WIDGET (self))) {
    self->fade = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, FADE,
                                          adw_callback_animation_target_new (fade_cb, self, NULL));
    adw_animation_play (self->fade);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ── Life ── */

static void
dispose (GObject *object)
{
  CarrelPicture *self = CARREL_PICTURE (object);

  if (self->fade)
    adw_animation_skip (self->fade);
  g_clear_object (&self->fade);
  g_clear_object (&self->label);
  g_clear_object (&self->icon);
  G_OBJECT_CLASS (carrel_picture_parent_class)->dispose (object);
}

static void
carrel_picture_class_init (CarrelPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  CARREL_BLOCK_WIDGET_CLASS (klass)->image_loaded = image_loaded;
}

static void
carrel_picture_init (CarrelPicture *self)
{
}

GtkWidget *
carrel_block_picture_new (CarrelSheet *page, guint block, gboolean rtl)
{
  const CarrelBlock *data = &page->blocks[block];
  CarrelPicture     *self = g_object_new (CARREL_TYPE_PICTURE, "accessible-role",
                                          carrel_block_type_get_role (data->type), NULL);
  const char        *words = get_words (data);

  carrel_block_widget_set_block (CARREL_BLOCK_WIDGET (self), page, block);
  self->rtl = rtl;
  gtk_widget_set_direction (GTK_WIDGET (self), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words ? words : "", -1);
  if (data->type == CARREL_BLOCK_EMBED && data->href)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    data->href, -1);
  return GTK_WIDGET (self);
}

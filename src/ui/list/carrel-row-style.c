/* carrel-row-style.c: what the rows of a list are drawn with. Main thread.
 *
 * A label's own layout has the font, letter spacing and line height that the style sheet gives it:
 * each text of a row is a copy of one, with its own words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-row-style.h"

#include "model/carrel-types.h"

#include <string.h>

#define N_PARTS ((guint) CARREL_ROW_DOT + CARREL_N_TOPIC_COLOURS)
#define TEXT_MIN 60
#define CARD_TEXT 80
#define CHIP_MIN 20

struct _CarrelRowStyle {
  GtkWidget parent_instance;

  CarrelRowView view;
  GtkWidget    *labels[N_PARTS];
  int           heights[N_PARTS]; /* of a line, Pango units; 0: not measured */
  GdkPaintable *star;             /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CarrelRowStyle, carrel_row_style, GTK_TYPE_WIDGET)

/* The class of each, in the order of CarrelRowPart. */
static const char *const classes[CARREL_ROW_DOT][3] = {
  { "title" },       { "title", "unread" }, { "excerpt" }, { "excerpt", "instead" },
  { "meta" },        { "chip-text" },       { "star" },    { "ink", "accent" },
  { "ink", "mark" },
};

static PangoLayout *
copy_layout (CarrelRowStyle *self, guint part)
{
  return pango_layout_copy (gtk_label_get_layout (GTK_LABEL (self->labels[part])));
}

PangoLayout *
carrel_row_style_lay_out (
    CarrelRowStyle *self, CarrelRowPart part, const char *text, int width, int lines)
{
  PangoLayout *layout = copy_layout (self, part);

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, part == CARREL_ROW_CHIP ? PANGO_ELLIPSIZE_MIDDLE
                                                              : PANGO_ELLIPSIZE_END);
  pango_layout_set_height (layout, -lines);
  if (part == CARREL_ROW_META) { /* a list of parts: their order is the window's */
    pango_layout_set_auto_dir (layout, FALSE);
    pango_layout_set_alignment (layout,
                                gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                                    ? PANGO_ALIGN_RIGHT
                                    : PANGO_ALIGN_LEFT);
  } else { /* Pango turns the sides round for a paragraph that runs against its context */
    pango_layout_set_alignment (
        layout, pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL ? PANGO_ALIGN_RIGHT
                                                                              : PANGO_ALIGN_LEFT);
  }
  return layout;
}

void
carrel_row_style_get_colour (CarrelRowStyle *self, CarrelRowPart part, GdkRGBA *colour)
{
  gtk_widget_get_color (self->labels[part], colour);
}

/* In Pango units. */
static int
measure (CarrelRowStyle *self, CarrelRowPart part)
{
  if (self->heights[part] == 0) {
    g_autoptr (PangoLayout) layout = copy_layout (self, part);

    pango_layout_set_text (layout, "Ag", -1);
    pango_layout_get_size (layout, NULL, &self->heights[part]);
  }
  return self->heights[part];
}

int
carrel_row_style_get_line_height (CarrelRowStyle *self, CarrelRowPart part)
{
  return PANGO_PIXELS (measure (self, part));
}

/* Of title and excerpt with as many lines together, whichever of them has the second. */
static int
measure_texts (CarrelRowStyle *self, int lines)
{
  int title = measure (self, CARREL_ROW_TITLE), excerpt = measure (self, CARREL_ROW_EXCERPT);

  return 2 + PANGO_PIXELS (MAX (title + (lines - 1) * excerpt, 2 * title + (lines - 2) * excerpt));
}

int
carrel_row_style_get_text_height (CarrelRowStyle *self)
{
  switch (self->view) {
  case CARREL_ROW_COMPACT:
    return carrel_row_style_get_line_height (self, CARREL_ROW_TITLE);
  case CARREL_ROW_CARD:
    return CARREL_ROW_CARD_PICTURE + 12 + MAX (CARD_TEXT, measure_texts (self, 4));
  case CARREL_ROW_NORMAL:
  default:
    return MAX (TEXT_MIN, measure_texts (self, 3));
  }
}

int
carrel_row_style_get_chip_height (CarrelRowStyle *self)
{
  return MAX (CHIP_MIN, carrel_row_style_get_line_height (self, CARREL_ROW_CHIP) + 2);
}

int
carrel_row_style_get_height (CarrelRowStyle *self)
{
  int height = carrel_row_style_get_text_height (self) +
               carrel_row_style_get_line_height (self, CARREL_ROW_META);

  return self->view == CARREL_ROW_COMPACT
             ? height + 2
             : height + CARREL_ROW_META_GAP + 6 + carrel_row_style_get_chip_height (self);
}

GdkPaintable *
carrel_row_style_get_star (CarrelRowStyle *self)
{
  if (!self->star)
    self->star = GDK_PAINTABLE (gtk_icon_theme_lookup_icon (
        gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))),
        "starred-symbolic", NULL, CARREL_ROW_STAR_SIZE,
        gtk_widget_get_scale_factor (GTK_WIDGET (self)),
        gtk_widget_get_direction (GTK_WIDGET (self)), GTK_ICON_LOOKUP_FORCE_SYMBOLIC));
  return self->star;
}

void
carrel_row_style_forget (CarrelRowStyle *self)
{
  memset (self->heights, 0, sizeof self->heights);
  g_clear_object (&self->star);
}

GtkWidget *
carrel_row_style_new (GtkWidget *parent, CarrelRowView view)
{
  CarrelRowStyle *self =
      g_object_new (CARREL_TYPE_ROW_STYLE, "visible", FALSE, "can-target", FALSE, NULL);

  self->view = view;
  gtk_widget_add_css_class (GTK_WIDGET (self), "articles");
  if (view == CARREL_ROW_CARD)
    gtk_widget_add_css_class (GTK_WIDGET (self), "cards");
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  return GTK_WIDGET (self);
}

/* ── Object ── */

static void
carrel_row_style_dispose (GObject *object)
{
  CarrelRowStyle *self = CARREL_ROW_STYLE (object);

  for (guint i = 0; i < N_PARTS; i++)
    g_clear_pointer (&self->labels[i], gtk_widget_unparent);
  g_clear_object (&self->star);
  G_OBJECT_CLASS (carrel_row_style_parent_class)->dispose (object);
}

static void
carrel_row_style_class_init (CarrelRowStyleClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_row_style_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "rowstyle");
}

static void
carrel_row_style_init (CarrelRowStyle *self)
{
  for (guint i = 0; i < N_PARTS; i++) {
    GtkWidget *label = self->labels[i] = gtk_label_new (NULL);

    if (i < CARREL_ROW_DOT) {
      for (guint j = 0; j < G_N_ELEMENTS (classes[i]) && classes[i][j]; j++)
        gtk_widget_add_css_class (label, classes[i][j]);
    } else {
      g_autofree char *class =
          g_strconcat ("c-", carrel_topic_colour_get_name (i - CARREL_ROW_DOT), NULL);

      gtk_widget_add_css_class (label, "ink");
      gtk_widget_add_css_class (label, class);
    }
    gtk_widget_set_parent (label, GTK_WIDGET (self));
  }
}

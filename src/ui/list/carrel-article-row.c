/* carrel-article-row.c: a row of the list.
 *
 * Main thread. A GtkListView has some two hundred rows, of which a dozen are seen, and fills them
 * anew while it is scrolled: a row is one widget that draws itself (carrel-article-row-draw.c), as
 * high whatever it shows. Nothing is asked of its item before it comes near the window
 * (carrel_article_row_show ()).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-article-row-private.h"

#include "ui/carrel-article-field.h"
#include "ui/carrel-ui.h"

#include <string.h>

#define THUMB 60
#define DRAGGED 32  /* pixels of the picture at the pointer */
#define CHECK_TOP 2 /* its check stands beside the title */

G_DEFINE_FINAL_TYPE (CarrelArticleRow, carrel_article_row, GTK_TYPE_WIDGET)

/* ── Filling ── */

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelArticleRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPaintable) picture = carrel_ui_load_picture_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->missing = picture == NULL;
  g_set_object (&self->paintable, picture);
  if (self->missing)
    carrel_article_row_forget_layout (self);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
show_picture (CarrelArticleRow *self, const char *hash)
{
  int      scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  gboolean card = self->view == CARREL_ROW_CARD;

  if (self->view == CARREL_ROW_COMPACT || !g_set_str (&self->picture, hash))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->paintable);
  self->missing = FALSE;
  if (!hash)
    return;
  self->cancellable = g_cancellable_new ();
  carrel_ui_load_picture_async (self->library, hash, (card ? CARREL_ROW_CARD_WIDTH : THUMB) * scale,
                                (card ? CARREL_ROW_CARD_PICTURE : THUMB) * scale, self->cancellable,
                                picture_loaded_cb, g_object_ref (self));
}

/* What has the focus, and is said, is the list's own item around it. */
static void
describe (CarrelArticleRow *self)
{
  GtkWidget       *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = carrel_article_dup_description (self->shown),
                  *excerpt = carrel_article_row_dup_excerpt (self, NULL);

  if (cell)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, excerpt, -1);
}

static void
fill (CarrelArticleRow *self)
{
  CarrelArticle *article;

  if (self->stale)
    return;
  article = self->item ? carrel_article_item_get_article (self->item) : NULL;
  carrel_article_row_forget_layout (self);
  show_picture (self, article ? carrel_article_get (article)->image : NULL);
  g_set_object (&self->shown, article);
  if (!article)
    return;
  g_clear_handle_id (&self->patience, g_source_remove);
  self->awaited = FALSE;
  describe (self);
}

void
carrel_article_row_set_item (CarrelArticleRow *self, CarrelArticleItem *item)
{
  if (self->item) {
    g_clear_signal_handler (&self->article_handler, self->item);
    g_clear_signal_handler (&self->snippet_handler, self->item);
  }
  g_set_object (&self->item, item);
  g_clear_handle_id (&self->patience, g_source_remove);
  self->awaited = FALSE;
  if (item) {
    self->article_handler =
        g_signal_connect_swapped (item, "notify::article", G_CALLBACK (fill), self);
    self->snippet_handler =
        g_signal_connect_swapped (item, "notify::snippet", G_CALLBACK (fill), self);
  }
  self->stale = TRUE;
}

CarrelArticleItem *
carrel_article_row_get_item (CarrelArticleRow *self)
{
  return self->item;
}

GtkWidget *
carrel_article_row_new_picture (CarrelArticleRow *self)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) small = NULL;
  GtkWidget *picture;
  double     aspect;

  if (!self->paintable)
    return NULL;
  aspect = gdk_paintable_get_intrinsic_aspect_ratio (self->paintable);
  {
    double width = DRAGGED * MAX (aspect, 1.0), height = aspect > 0 ? width / aspect : DRAGGED;

    gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, DRAGGED, DRAGGED));
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (DRAGGED - width) / 2,
                                                            (float) (DRAGGED - height) / 2));
    gdk_paintable_snapshot (self->paintable, snapshot, width, height);
    gtk_snapshot_pop (snapshot);
  }
  small = gtk_snapshot_to_paintable (snapshot, &GRAPHENE_SIZE_INIT (DRAGGED, DRAGGED));
  picture = gtk_picture_new_for_paintable (small);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  return picture;
}

/* ── Fields under the pointer ── */

/* The point as it would be in a window whose lines begin at the left. */
static graphene_point_t
mirror (CarrelArticleRow *self, double x, double y)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return GRAPHENE_POINT_INIT ((float) x, (float) y);
}

static char *
find_in_meta (CarrelArticleRow *self, double x, double y)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), left = (double) self->meta_rect.origin.x;
  CarrelArticleField field;
  int                index, trailing;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    left = width - left - (double) self->meta_rect.size.width;
  if (!pango_layout_xy_to_index (self->meta, (int) ((x - left) * PANGO_SCALE),
                                 (int) ((y - (double) self->meta_rect.origin.y) * PANGO_SCALE),
                                 &index, &trailing) ||
      !carrel_article_field_find (self->shown, pango_layout_get_text (self->meta), (gsize) index,
                                  &field))
    return NULL;
  return carrel_article_field_write (self->shown, field);
}

char *
carrel_article_row_find_search (CarrelArticleRow *self, double x, double y)
{
  graphene_point_t         point = mirror (self, x, y);
  const CarrelArticleData *article;

  if (!self->shown || self->stale)
    return NULL;
  carrel_article_row_lay_out (self);
  if (self->laid_out < 0)
    return NULL;
  article = carrel_article_get (self->shown);
  for (guint i = 0; i < MIN (article->n_topics, MIN (self->n_chips, CARREL_ROW_N_CHIPS)); i++)
    if (graphene_rect_contains_point (&self->chip_rects[i], &point))
      return carrel_article_field_write_topic (article->topics[i]);
  return graphene_rect_contains_point (&self->meta_rect, &point) ? find_in_meta (self, x, y) : NULL;
}

/* The hand where a click searches. */
static void
moved_cb (CarrelArticleRow *self, double x, double y)
{
  g_autofree char *search = carrel_article_row_find_search (self, x, y);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), search ? "pointer" : NULL);
}

/* ── Selection mode ── */

static void
make_check (CarrelArticleRow *self)
{
  self->check = gtk_check_button_new ();
  self->check_revealer = gtk_revealer_new ();
  gtk_widget_set_margin_start (self->check, 4);
  if (self->view == CARREL_ROW_COMPACT)
    gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  else {
    gtk_widget_set_valign (self->check, GTK_ALIGN_START);
    gtk_widget_set_margin_top (self->check, CHECK_TOP);
  }
  gtk_widget_set_can_target (self->check, FALSE);
  gtk_widget_set_can_focus (self->check, FALSE);
  gtk_widget_add_css_class (self->check, "selection-mode");
  gtk_revealer_set_transition_type (GTK_REVEALER (self->check_revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_SLIDE_RIGHT);
  gtk_revealer_set_child (GTK_REVEALER (self->check_revealer), self->check);
  gtk_widget_set_parent (self->check_revealer, GTK_WIDGET (self));
}

static void
show_checks (CarrelArticleRow *self)
{
  if (self->checks && !self->check)
    make_check (self);
  if (!self->check)
    return;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->check_revealer), self->checks);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), self->checked);
}

void
carrel_article_row_set_checks (CarrelArticleRow *self, gboolean shown, gboolean checked)
{
  self->checks = shown;
  self->checked = checked;
  if (self->near)
    show_checks (self);
}

/* ── A row ── */

gboolean
carrel_article_row_show (CarrelArticleRow *self)
{
  gboolean first = !self->near;

  if (first) {
    GtkEventController *motion = gtk_event_controller_motion_new ();

    self->near = TRUE;
    g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved_cb), self);
    gtk_widget_add_controller (GTK_WIDGET (self), motion);
    show_checks (self);
  }
  if (self->stale) {
    self->stale = FALSE;
    fill (self);
  }
  return first;
}

GtkWidget *
carrel_article_row_new (CarrelLibrary *library, CarrelRowStyle *style, CarrelRowView view)
{
  CarrelArticleRow *self = g_object_new (CARREL_TYPE_ARTICLE_ROW, NULL);

  self->library = g_object_ref (library);
  self->style = g_object_ref (style);
  self->view = view;
  return GTK_WIDGET (self);
}

/* ── Object ── */

static void
carrel_article_row_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = 120;
    *natural = 330;
  } else {
    *minimum = *natural = carrel_row_style_get_height (CARREL_ARTICLE_ROW (widget)->style);
  }
}

static void
carrel_article_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelArticleRow *self = CARREL_ARTICLE_ROW (widget);

  if (self->check_revealer) {
    int check;

    gtk_widget_measure (self->check_revealer, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &check, NULL,
                        NULL);
    gtk_widget_size_allocate (
        self->check_revealer,
        &(GtkAllocation) { gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - check
                                                                                 : 0,
                           0, check, height },
        -1);
    carrel_article_row_forget_layout (self);
  }
}

static void
carrel_article_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelArticleRow *self = CARREL_ARTICLE_ROW (widget);

  if (self->stale && (self->item || self->shown))
    return;
  carrel_article_row_draw (self, snapshot);
  if (self->check_revealer)
    gtk_widget_snapshot_child (widget, self->check_revealer, snapshot);
}

static void
carrel_article_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  CarrelArticleRow *self = CARREL_ARTICLE_ROW (widget);

  GTK_WIDGET_CLASS (carrel_article_row_parent_class)->css_changed (widget, change);
  if (!self->styled || !self->style) { /* its first style changes nothing for the others */
    self->styled = TRUE;
    return;
  }
  carrel_row_style_forget (self->style);
  carrel_article_row_forget_layout (self);
}

/* The size of text, the font. */
static void
carrel_article_row_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  CarrelArticleRow *self = CARREL_ARTICLE_ROW (widget);

  GTK_WIDGET_CLASS (carrel_article_row_parent_class)->system_setting_changed (widget, setting);
  if (!self->style)
    return;
  carrel_row_style_forget (self->style);
  carrel_article_row_forget_layout (self);
  gtk_widget_queue_resize (widget);
}

static void
carrel_article_row_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (carrel_article_row_parent_class)->direction_changed (widget, previous);
  carrel_article_row_forget_layout (CARREL_ARTICLE_ROW (widget));
}

static void
carrel_article_row_dispose (GObject *object)
{
  CarrelArticleRow *self = CARREL_ARTICLE_ROW (object);

  carrel_article_row_set_item (self, NULL);
  g_clear_pointer (&self->check_revealer, gtk_widget_unparent);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->paintable);
  g_clear_object (&self->shown);
  g_clear_object (&self->library);
  carrel_article_row_forget_layout (self);
  g_clear_object (&self->style);
  g_clear_pointer (&self->picture, g_free);
  G_OBJECT_CLASS (carrel_article_row_parent_class)->dispose (object);
}

static void
carrel_article_row_class_init (CarrelArticleRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_article_row_dispose;
  widget_class->measure = carrel_article_row_measure;
  widget_class->size_allocate = carrel_article_row_size_allocate;
  widget_class->snapshot = carrel_article_row_snapshot;
  widget_class->css_changed = carrel_article_row_css_changed;
  widget_class->system_setting_changed = carrel_article_row_system_setting_changed;
  widget_class->direction_changed = carrel_article_row_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "articlerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
carrel_article_row_init (CarrelArticleRow *self)
{
  self->stale = TRUE;
  self->laid_out = -1;
}

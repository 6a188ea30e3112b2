/* carrel-article-row.c: a row of the list.
 *
 * Main thread. One setter fills its labels; it hears its item once. Title and excerpt are always three
 * lines together: two and one, or one and two.
 *
 * A GtkListView has some two hundred rows, of which a dozen are seen: what a row is made of is made, and filled, when it
 * comes near the window (carrel_article_row_show ()). Until then it only has its height, that of those that are seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-article-row.h"

#include "ui/carrel-article-field.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_CHIPS 2
#define GUTTERS (2 + 12 + 12) /* beside the text */
#define THUMB   (60 + 12)
#define CARD_PICTURE 150 /* high; a card without one has as much more text */
#define CARD_TEXT    80
#define CARD_LINES   4   /* of title and excerpt */
#define CARD_MORE    6   /* lines that stand where there is no picture */
#define CARD_WIDTH   400 /* of the picture, as it is read */
#define HIT_START 0xe000
#define HIT_END   0xe001

struct _CarrelArticleRow {
  AdwBin parent_instance;

  GtkWidget *check_revealer, *check, *unread, *content, *top, *text_box, *title, *excerpt, *thumb_bin, *thumb, *meta, *progress, *star, *chips;

  CarrelLibrary     *library;     /* (owned) */
  CarrelArticleItem *item;        /* (owned) (nullable) */
  gulong             article_handler, snippet_handler;
  GCancellable      *cancellable; /* (owned) (nullable): of the picture */
  char              *picture;     /* (owned) (nullable): hash of what is shown or on its way */
  CarrelArticle     *shown;       /* (owned) (nullable): whose chips these are */
  CarrelRowView      view;
  gboolean           made;    /* its widgets are there */
  gboolean           stale;   /* they don't show the item yet */
  gboolean           checks, checked;
  int                excerpt_lines;
  int                width; /* when last allocated */
  guint              share_source;
};

/* All rows of a list are as wide, and those of a view as high. */
static int row_width = 330;
static int row_heights[CARREL_N_ROW_VIEWS] = { [CARREL_ROW_NORMAL] = 130, [CARREL_ROW_COMPACT] = 50, [CARREL_ROW_CARD] = 300 };

G_DEFINE_FINAL_TYPE (CarrelArticleRow, carrel_article_row, ADW_TYPE_BIN)

/* ── Filling ── */

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelArticleRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPaintable) picture = carrel_ui_load_picture_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (picture)
    gtk_picture_set_paintable (GTK_PICTURE (self->thumb), picture);
  gtk_widget_set_visible (self->thumb_bin, picture != NULL);
}

static void
show_picture (CarrelArticleRow *self, const char *hash)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  gboolean card = self->view == CARREL_ROW_CARD;

  if (self->view == CARREL_ROW_COMPACT || g_strcmp0 (hash, self->picture) == 0)
    return;
  g_set_str (&self->picture, hash);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_picture_set_paintable (GTK_PICTURE (self->thumb), NULL);
  gtk_widget_set_visible (self->thumb_bin, hash != NULL);
  if (!hash)
    return;
  self->cancellable = g_cancellable_new ();
  carrel_ui_load_picture_async (self->library, hash, (card ? CARD_WIDTH : 60) * scale, (card ? CARD_PICTURE : 60) * scale, self->cancellable, picture_loaded_cb, g_object_ref (self));
}

static void
show_chips (CarrelArticleRow *self, const CarrelArticleData *article)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)))
    gtk_box_remove (GTK_BOX (self->chips), child);
  for (guint i = 0; i < MIN (article->n_topics, N_CHIPS); i++)
    gtk_box_append (GTK_BOX (self->chips), carrel_ui_chip_new (article->topics[i], article->colours[i]));
  if (article->n_topics > N_CHIPS) {
    g_autofree char *more = g_strdup_printf ("+%u", article->n_topics - N_CHIPS);
    GtkWidget *label = gtk_label_new (more);

    gtk_widget_add_css_class (label, "chip");
    gtk_box_append (GTK_BOX (self->chips), label);
  }
}

/* A snippet's hits get a ground; what marks them goes. */
static void
show_snippet (CarrelArticleRow *self, const char *snippet)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  guint start = 0;

  for (const char *p = snippet; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == HIT_START) {
      start = (guint) text->len;
    } else if (c == HIT_END) {
      PangoAttribute *ground = dark ? pango_attr_background_new (0x5c5c, 0x4d4d, 0x1010) : pango_attr_background_new (0xfdfd, 0xf0f0, 0xb0b0);

      ground->start_index = start;
      ground->end_index = (guint) text->len;
      pango_attr_list_insert (attributes, ground);
    } else {
      g_string_append_unichar (text, c);
    }
  }
  gtk_label_set_text (GTK_LABEL (self->excerpt), text->str);
  gtk_label_set_attributes (GTK_LABEL (self->excerpt), attributes);
}

/* In results what was searched for is marked in it, too. */
static void
show_title (CarrelArticleRow *self, const char *title, gboolean marked)
{
  CarrelIdList *list = marked ? carrel_id_item_get_list (CARREL_ID_ITEM (self->item)) : NULL;
  CarrelQuery *search = list ? carrel_article_list_get_search (CARREL_ARTICLE_LIST (list)) : NULL;

  if (search) {
    g_autoptr (GPtrArray) marks = carrel_query_list_marks (search);
    g_autofree char *markup = carrel_words_mark (title, marks, adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "#5c4d10" : "#fdf0b0");

    gtk_label_set_markup (GTK_LABEL (self->title), markup);
  } else {
    gtk_label_set_text (GTK_LABEL (self->title), title);
  }
}

/* How many lines the title takes decides how many the excerpt gets. It is measured apart: a label that
 * was never allocated doesn't know, and one that learns it while being allocated is too late. */
static void
share_lines (CarrelArticleRow *self)
{
  gboolean searching = self->item && carrel_article_item_get_snippet (self->item), card = self->view == CARREL_ROW_CARD, picture = self->made && gtk_widget_get_visible (self->thumb_bin);
  int lines = 1, width = row_width - GUTTERS - (picture && !card ? THUMB : 0), all = card ? CARD_LINES + (picture ? 0 : CARD_MORE) : 3;

  if (!self->made || self->view == CARREL_ROW_COMPACT)
    return;
  if (!searching && width > 0) {
    g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->title, gtk_label_get_text (GTK_LABEL (self->title)));

    pango_layout_set_width (layout, width * PANGO_SCALE);
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    lines = CLAMP (pango_layout_get_line_count (layout), 1, 2);
  }
  if (card) {
    gtk_widget_set_size_request (self->text_box, -1, CARD_TEXT + (picture ? 0 : CARD_PICTURE + 12));
    gtk_widget_set_margin_top (self->unread, 8 + (picture ? CARD_PICTURE + 12 : 0));
    (picture ? gtk_widget_remove_css_class : gtk_widget_add_css_class) (self->excerpt, "instead");
  }
  if (all - lines != self->excerpt_lines) {
    self->excerpt_lines = all - lines;
    gtk_label_set_lines (GTK_LABEL (self->excerpt), all - lines);
  }
}

static gboolean
share_lines_cb (gpointer data)
{
  CarrelArticleRow *self = data;

  self->share_source = 0;
  share_lines (self);
  return G_SOURCE_REMOVE;
}

static void
fill (CarrelArticleRow *self)
{
  CarrelArticle *article;
  const CarrelArticleData *data;
  const char *snippet;
  g_autofree char *meta = NULL, *description = NULL;

  if (self->stale)
    return;
  article = self->item ? carrel_article_item_get_article (self->item) : NULL;

  if (!article) {
    gtk_label_set_text (GTK_LABEL (self->title), "");
    gtk_label_set_text (GTK_LABEL (self->excerpt), "");
    gtk_label_set_text (GTK_LABEL (self->meta), "");
    gtk_widget_set_opacity (self->unread, 0);
    gtk_widget_set_visible (self->progress, FALSE);
    gtk_widget_set_visible (self->star, FALSE);
    gtk_widget_set_visible (self->chips, FALSE);
    show_picture (self, NULL);
    g_clear_object (&self->shown);
    return;
  }
  data = carrel_article_get (article);
  snippet = carrel_article_item_get_snippet (self->item);
  meta = carrel_article_dup_meta (article);
  show_title (self, data->title, snippet != NULL);
  gtk_label_set_lines (GTK_LABEL (self->title), snippet || self->view == CARREL_ROW_COMPACT ? 1 : 2);
  if (snippet) {
    show_snippet (self, snippet);
  } else {
    gtk_label_set_attributes (GTK_LABEL (self->excerpt), NULL);
    gtk_label_set_text (GTK_LABEL (self->excerpt), data->excerpt ? data->excerpt : "");
  }
  gtk_label_set_text (GTK_LABEL (self->meta), meta);
  (data->read == CARREL_READ_UNREAD ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->title, "unread");
  gtk_widget_set_opacity (self->unread, data->read == CARREL_READ_UNREAD ? 1 : 0);
  gtk_widget_set_visible (self->progress, data->read == CARREL_READ_READING);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), data->progress);
  gtk_widget_set_visible (self->star, data->favourite);
  gtk_widget_set_visible (self->chips, self->view != CARREL_ROW_COMPACT);
  show_picture (self, data->image);
  if (self->view != CARREL_ROW_COMPACT && (!self->shown || !carrel_article_equal (self->shown, article)))
    show_chips (self, data);
  g_set_object (&self->shown, article);
  description = carrel_article_dup_description (article);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  /* What has the focus, and is said, is the list's own item around it. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  share_lines (self);
}

void
carrel_article_row_set_item (CarrelArticleRow *self, CarrelArticleItem *item)
{
  if (self->item) {
    g_clear_signal_handler (&self->article_handler, self->item);
    g_clear_signal_handler (&self->snippet_handler, self->item);
  }
  g_set_object (&self->item, item);
  if (item) {
    self->article_handler = g_signal_connect_swapped (item, "notify::article", G_CALLBACK (fill), self);
    self->snippet_handler = g_signal_connect_swapped (item, "notify::snippet", G_CALLBACK (fill), self);
  }
  self->stale = TRUE;
}

CarrelArticleItem *
carrel_article_row_get_item (CarrelArticleRow *self)
{
  return self->item;
}

/* ── Fields under the pointer ── */

/* The point as `child` has it; FALSE: it is not in it. */
static gboolean
translate (CarrelArticleRow *self, GtkWidget *child, double x, double y, graphene_point_t *point)
{
  return gtk_widget_get_mapped (child) && gtk_widget_compute_point (GTK_WIDGET (self), child, &GRAPHENE_POINT_INIT ((float) x, (float) y), point) &&
         gtk_widget_contains (child, point->x, point->y);
}

static char *
find_in_meta (CarrelArticleRow *self, double x, double y)
{
  graphene_point_t point;
  CarrelArticleField field;
  int left, top, index, trailing;

  if (!translate (self, self->meta, x, y, &point))
    return NULL;
  gtk_label_get_layout_offsets (GTK_LABEL (self->meta), &left, &top);
  if (!pango_layout_xy_to_index (gtk_label_get_layout (GTK_LABEL (self->meta)), (int) (point.x - (float) left) * PANGO_SCALE, (int) (point.y - (float) top) * PANGO_SCALE, &index, &trailing) ||
      !carrel_article_field_find (self->shown, gtk_label_get_text (GTK_LABEL (self->meta)), (gsize) index, &field))
    return NULL;
  return carrel_article_field_write (self->shown, field);
}

char *
carrel_article_row_find_search (CarrelArticleRow *self, double x, double y)
{
  const CarrelArticleData *article = self->made && self->shown ? carrel_article_get (self->shown) : NULL;
  GtkWidget *chip;
  graphene_point_t point;

  if (!article)
    return NULL;
  chip = gtk_widget_get_first_child (self->chips);
  for (guint i = 0; chip && i < MIN (article->n_topics, N_CHIPS); i++, chip = gtk_widget_get_next_sibling (chip))
    if (translate (self, chip, x, y, &point))
      return carrel_article_field_write_topic (article->topics[i]);
  return find_in_meta (self, x, y);
}

/* The hand where a click searches. */
static void
moved_cb (CarrelArticleRow *self, double x, double y)
{
  g_autofree char *search = carrel_article_row_find_search (self, x, y);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), search ? "pointer" : NULL);
}

static void
show_checks (CarrelArticleRow *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->check_revealer), self->checks);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), self->checked);
}

void
carrel_article_row_set_checks (CarrelArticleRow *self, gboolean shown, gboolean checked)
{
  self->checks = shown;
  self->checked = checked;
  if (self->made)
    show_checks (self);
}

/* What stands otherwise than in the template, which is the ordinary row's. */
static void
arrange (CarrelArticleRow *self)
{
  CarrelRowView view = self->view;

  if (view == CARREL_ROW_COMPACT) {
    gtk_widget_set_visible (self->excerpt, FALSE);
    gtk_widget_set_visible (self->thumb_bin, FALSE);
    gtk_widget_set_visible (self->chips, FALSE);
    gtk_widget_set_size_request (self->text_box, -1, -1);
    gtk_box_set_spacing (GTK_BOX (self->content), 2);
    gtk_label_set_lines (GTK_LABEL (self->title), 1);
  } else if (view == CARREL_ROW_CARD) {
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->top), GTK_ORIENTATION_VERTICAL);
    gtk_box_reorder_child_after (GTK_BOX (self->top), self->thumb_bin, NULL);
    gtk_widget_set_size_request (self->thumb_bin, -1, CARD_PICTURE);
    gtk_widget_set_size_request (self->thumb, -1, CARD_PICTURE);
    adw_clamp_set_maximum_size (ADW_CLAMP (self->thumb_bin), CARD_PICTURE);
    adw_clamp_set_tightening_threshold (ADW_CLAMP (self->thumb_bin), CARD_PICTURE);
  }
}

static void
make (CarrelArticleRow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->made = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, -1);
  gtk_widget_set_visible (self->thumb_bin, FALSE);
  arrange (self);
  show_checks (self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

void
carrel_article_row_show (CarrelArticleRow *self)
{
  if (!self->made)
    make (self);
  if (!self->stale)
    return;
  self->stale = FALSE;
  fill (self);
}

GtkWidget *
carrel_article_row_new (CarrelLibrary *library, CarrelRowView view)
{
  CarrelArticleRow *self = g_object_new (CARREL_TYPE_ARTICLE_ROW, NULL);

  self->library = g_object_ref (library);
  self->view = view;
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, row_heights[view]);
  return GTK_WIDGET (self);
}

/* ── Object ── */

static void
carrel_article_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelArticleRow *self = CARREL_ARTICLE_ROW (widget);

  GTK_WIDGET_CLASS (carrel_article_row_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->made && !self->stale && height > 0)
    row_heights[self->view] = height;
  if (width != self->width) {
    self->width = row_width = width;
    if (self->share_source == 0)
      self->share_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, share_lines_cb, self, NULL);
  }
}

static void
carrel_article_row_dispose (GObject *object)
{
  CarrelArticleRow *self = CARREL_ARTICLE_ROW (object);

  if (self->item) {
    g_clear_signal_handler (&self->article_handler, self->item);
    g_clear_signal_handler (&self->snippet_handler, self->item);
    g_clear_object (&self->item);
  }
  g_clear_handle_id (&self->share_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->shown);
  g_clear_object (&self->library);
  g_clear_pointer (&self->picture, g_free);
  G_OBJECT_CLASS (carrel_article_row_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelArticleRow, name)

static void
carrel_article_row_class_init (CarrelArticleRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_article_row_dispose;
  widget_class->size_allocate = carrel_article_row_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/carrel/Carrel/ui/carrel-article-row.ui");
  BIND (check_revealer);
  BIND (check);
  BIND (unread);
  BIND (content);
  BIND (top);
  BIND (text_box);
  BIND (title);
  BIND (excerpt);
  BIND (thumb_bin);
  BIND (thumb);
  BIND (meta);
  BIND (progress);
  BIND (star);
  BIND (chips);
}

static void
carrel_article_row_init (CarrelArticleRow *self)
{
  self->stale = TRUE;
}

/* carrel-document-view.c: the view as a widget: its settings, its colours, its life. Main thread.
 *
 * What it does is in the files beside it; carrel-document-view-private.h lists them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view.h"

#include "base/carrel-text.h"
#include "ui/reader/carrel-document-view-private.h"

#include <adwaita.h>
#include <math.h>

#define LANGUAGE_SAMPLE 4000 /* bytes looked at to guess the language */

enum {
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum {
  LINK_ACTIVATED,
  LINK_HOVERED,
  POSITION_CHANGED,
  SELECTION_CHANGED,
  HIGHLIGHT_ACTIVATED,
  LINK_OPENED_OUTSIDE,
  MENU_REQUESTED,
  LEAVING_PLACE,
  CARET_CHANGED,
  NOTE_ACTIVATED,
  PICTURE_ACTIVATED,
  CODE_COPIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void accessible_init (GtkAccessibleInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelDocumentView,
                               carrel_document_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE, accessible_init))

/* ── Drawing ── */

static void
read_colours (CarrelDocumentView *self)
{
  GdkRGBA *const places[] = { &self->colours.link, &self->colours.selection, &self->colours.hit,
                              &self->colours.accent };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    gtk_widget_get_color (self->probes[i], places[i]);
  for (guint i = 0; i < 4; i++)
    gtk_widget_get_color (self->probes[CARREL_PROBE_MARKS + i], &self->colours.marks[i]);
  for (guint i = 0; i < CARREL_N_TOKEN_KINDS; i++)
    gtk_widget_get_color (self->probes[CARREL_PROBE_CODE + i], &self->colours.code[i]);
  self->colours.high_contrast =
      adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
}

const CarrelPageColours *
carrel_document_view_get_colours (CarrelDocumentView *self)
{
  return &self->colours;
}

/* Of the page's first unit on the screen. */
static int
get_text_top (CarrelDocumentView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return self->header_height -
         (adjustment ? (int) round (gtk_adjustment_get_value (adjustment)) : 0);
}

/* The bullet or number of an item that begins with something else than text, which has its own. */
static void
draw_marker (CarrelDocumentView *self,
             GtkSnapshot        *snapshot,
             const CarrelUnit   *unit,
             const GdkRGBA      *colour)
{
  g_autofree char *text = carrel_unit_dup_marker (unit, self->language);
  g_autoptr (PangoLayout) marker =
      carrel_block_marker_new (self->page, CARREL_TEXT_BODY, text, FALSE, unit->rtl);
  int inset = self->column - carrel_plan_get_unit_width (self->plan, unit),
      gap = carrel_block_marker_get_gap (self->page) + unit->shift, width, height;
  double y = get_text_top (self) + unit->y,
         line = carrel_page_style_get_metrics (self->page->style, CARREL_TEXT_BODY)->line;

  if (unit->kind == CARREL_UNIT_CODE) { /* beside its first line */
    line = carrel_page_style_get_metrics (self->page->style, CARREL_TEXT_CODE)->line;
    y += carrel_page_style_px (self->page->style, 14);
  }
  pango_layout_get_pixel_size (marker, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (
          (float) (self->column_x + (unit->rtl ? self->column - inset + gap : inset - gap - width)),
          (float) (y + (line - height) / 2)));
  gtk_snapshot_append_layout (snapshot, marker, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_markers (CarrelDocumentView *self, GtkSnapshot *snapshot)
{
  GdkRGBA colour;

  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  for (guint i = self->live_start; i < self->live_end; i++) {
    const CarrelUnit *unit = carrel_plan_get_unit (self->plan, i);

    if (unit->marker != CARREL_MARKER_NONE && unit->kind != CARREL_UNIT_TEXT)
      draw_marker (self, snapshot, unit, &colour);
  }
}

static void
draw_bars (CarrelDocumentView *self, GtkSnapshot *snapshot)
{
  int              top = get_text_top (self);
  float            thickness = (float) MAX (1, round (3 * carrel_document_view_get_scale (self)));
  guint            n_bars;
  const CarrelBar *bars = carrel_plan_get_bars (self->plan, &n_bars);
  GdkRGBA          colour;

  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  colour.alpha *= self->colours.high_contrast ? .6f : .22f;
  for (guint i = 0; i < n_bars; i++) {
    const CarrelUnit *first, *last;
    graphene_rect_t   rect;
    int               inset = MIN (bars[i].inset, self->column / 2);

    if (bars[i].first > bars[i].last || bars[i].last < self->live_start ||
        bars[i].first >= self->live_end)
      continue;
    first = carrel_plan_get_unit (self->plan, bars[i].first);
    last = carrel_plan_get_unit (self->plan, bars[i].last);
    graphene_rect_init (&rect,
                        bars[i].rtl ? (float) (self->column_x + self->column - inset) - thickness
                                    : (float) (self->column_x + inset),
                        (float) (top + first->y), thickness,
                        (float) (last->y + last->height - first->y));
    gtk_snapshot_append_color (snapshot, &colour, &rect);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (widget);

  read_colours (self);
  if (self->plan) {
    draw_bars (self, snapshot);
    draw_markers (self, snapshot);
  }
  GTK_WIDGET_CLASS (carrel_document_view_parent_class)->snapshot (widget, snapshot);
  carrel_document_view_snapshot_caret (self, snapshot);
}

static void
queue_draw_leaves (gpointer key, gpointer value, gpointer data)
{
  GPtrArray *leaves = value;

  for (guint i = 0; i < leaves->len; i++)
    gtk_widget_queue_draw (leaves->pdata[i]);
}

void
carrel_document_view_queue_draw_blocks (CarrelDocumentView *self)
{
  g_hash_table_foreach (self->leaves, queue_draw_leaves, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (carrel_document_view_parent_class)->css_changed (widget, change);
  carrel_document_view_queue_draw_blocks (CARREL_DOCUMENT_VIEW (widget));
}

static void
system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (carrel_document_view_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI || setting == GTK_SYSTEM_SETTING_FONT_NAME ||
      setting == GTK_SYSTEM_SETTING_FONT_CONFIG)
    carrel_document_view_restyle (CARREL_DOCUMENT_VIEW (widget));
}

/* ── Settings ── */

void
carrel_document_view_set_document (CarrelDocumentView *self,
                                   CarrelDocument     *document,
                                   const char         *language,
                                   gboolean            rtl)
{
  g_return_if_fail (CARREL_IS_DOCUMENT_VIEW (self));

  if (self->has_hovered)
    carrel_document_view_emit_link_hovered (self, NULL, NULL);
  carrel_document_view_drop_page (self);
  g_hash_table_remove_all (self->tokens);
  carrel_document_view_forget_images (self);
  carrel_document_view_clear_ranges (self);
  carrel_document_view_forget_links (self);
  if (document)
    carrel_document_ref (document);
  g_clear_pointer (&self->document, carrel_document_unref);
  self->document = document;
  g_clear_pointer (&self->language, g_free);
  if (language && *language) {
    self->language = g_strdup (language);
  } else if (document) {
    guint              n;
    const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);
    g_autoptr (GString) sample = g_string_new (NULL);

    for (guint i = 0; i < n && sample->len < LANGUAGE_SAMPLE; i++)
      if (blocks[i].type == CARREL_BLOCK_PARAGRAPH) {
        g_string_append_len (sample, blocks[i].text, blocks[i].text_len);
        g_string_append_c (sample, ' ');
      }
    self->language = g_strdup (carrel_text_guess_language (sample->str));
  }
  self->rtl = rtl;
  gtk_widget_set_direction (GTK_WIDGET (self), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->header, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->footer, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  self->anchor = (CarrelAnchor) { CARREL_ANCHOR_HEADER, 0, 0 };
  self->anchor_share = -1;
  self->has_pending = self->has_reveal = self->has_spoken = FALSE;
  self->caret = (CarrelSpot) { 0, 0 };
  self->caret_x = -1;
  self->scrolled_at = 0;
  self->stale = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  carrel_document_view_emit_selection_changed (self);
}

CarrelDocument *
carrel_document_view_get_document (CarrelDocumentView *self)
{
  return self->document;
}

/* What had the focus in it hands it over before it goes: a label with links (GTK 4.18) asks who had
 * it, and would ask what is gone. */
static void
replace_child (CarrelDocumentView *self, GtkWidget *slot, GtkWidget *widget)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  gboolean   focused =
      focus && gtk_widget_is_ancestor (focus, slot) && gtk_widget_grab_focus (GTK_WIDGET (self));

  carrel_page_slot_set_child (slot, widget);
  if (focused && widget)
    gtk_widget_child_focus (slot, GTK_DIR_TAB_FORWARD);
}

void
carrel_document_view_set_header_widget (CarrelDocumentView *self, GtkWidget *widget)
{
  replace_child (self, self->header, widget);
}

void
carrel_document_view_set_footer_widget (CarrelDocumentView *self, GtkWidget *widget)
{
  replace_child (self, self->footer, widget);
}

static gboolean
is_in (GHashTable *links, const char *address)
{
  return links && address && g_hash_table_contains (links, address);
}

/* Would another table show the same? */
static gboolean
says_the_same (CarrelDocumentView *self, GHashTable *links)
{
  guint              n = 0;
  const CarrelBlock *blocks =
      self->document ? carrel_document_get_blocks (self->document, &n) : NULL;

  for (guint i = 0; i < n; i++)
    for (guint s = 0; s < blocks[i].n_spans; s++)
      if (blocks[i].spans[s].kind == CARREL_SPAN_LINK &&
          is_in (self->library, blocks[i].spans[s].value) !=
              is_in (links, blocks[i].spans[s].value))
        return FALSE;
  return TRUE;
}

void
carrel_document_view_set_library_links (CarrelDocumentView *self, GHashTable *links)
{
  gboolean same = says_the_same (self, links);

  if (links)
    g_hash_table_ref (links);
  g_clear_pointer (&self->library, g_hash_table_unref);
  self->library = links;
  if (!same)
    carrel_document_view_restyle (self);
}

void
carrel_document_view_set_text_scale (CarrelDocumentView *self, double scale)
{
  scale = CLAMP (scale, .4, 5);
  if (self->text_scale == scale)
    return;
  self->text_scale = scale;
  carrel_document_view_restyle (self);
}

double
carrel_document_view_get_text_scale (CarrelDocumentView *self)
{
  return self->text_scale;
}

void
carrel_document_view_set_line_scale (CarrelDocumentView *self, double scale)
{
  scale = CLAMP (scale, .6, 3);
  if (self->line_scale == scale)
    return;
  self->line_scale = scale;
  carrel_document_view_restyle (self);
}

void
carrel_document_view_set_face (CarrelDocumentView *self, CarrelFace face, const char *family)
{
  if (self->face == face && g_strcmp0 (self->family, family) == 0)
    return;
  self->face = face;
  g_set_str (&self->family, family);
  carrel_document_view_restyle (self);
}

void
carrel_document_view_set_justified (CarrelDocumentView *self, gboolean justified)
{
  if (self->justified == justified)
    return;
  self->justified = justified;
  carrel_document_view_restyle (self);
}

void
carrel_document_view_set_column_width (CarrelDocumentView *self, int width)
{
  self->column_width = CLAMP (width, 160, 4000);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
carrel_document_view_set_like (CarrelDocumentView *self, CarrelDocumentView *other, double scale)
{
  carrel_document_view_set_text_scale (self, other->text_scale * scale);
  carrel_document_view_set_line_scale (self, other->line_scale);
  carrel_document_view_set_face (self, other->face, other->family);
  carrel_document_view_set_justified (self, other->justified);
  carrel_document_view_set_image_loader (self, other->image_func, other->image_data, NULL);
  carrel_document_view_set_library_links (self, other->library);
}

const char *
carrel_document_view_get_language (CarrelDocumentView *self)
{
  return self->language;
}

gboolean
carrel_document_view_is_rtl (CarrelDocumentView *self)
{
  return self->rtl;
}

/* ── Signals ── */

void
carrel_document_view_emit_link_activated (CarrelDocumentView *self, const char *address)
{
  g_signal_emit (self, signals[LINK_ACTIVATED], 0, address);
}

gboolean
carrel_document_view_emit_note_activated (CarrelDocumentView *self,
                                          const char         *id,
                                          const GdkRectangle *rectangle)
{
  gboolean handled = FALSE;

  g_signal_emit (self, signals[NOTE_ACTIVATED], 0, id, rectangle, &handled);
  return handled;
}

void
carrel_document_view_emit_picture_activated (CarrelDocumentView *self, guint block)
{
  g_signal_emit (self, signals[PICTURE_ACTIVATED], 0, block);
}

void
carrel_document_view_emit_code_copied (CarrelDocumentView *self)
{
  g_signal_emit (self, signals[CODE_COPIED], 0);
}

void
carrel_document_view_emit_position_changed (CarrelDocumentView *self)
{
  g_signal_emit (self, signals[POSITION_CHANGED], 0);
}

void
carrel_document_view_emit_link_hovered (CarrelDocumentView *self,
                                        const char         *address,
                                        const GdkRectangle *rectangle)
{
  g_signal_emit (self, signals[LINK_HOVERED], 0, address, rectangle);
}

void
carrel_document_view_emit_selection_changed (CarrelDocumentView *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
carrel_document_view_emit_highlight_activated (CarrelDocumentView *self, gint64 id)
{
  g_signal_emit (self, signals[HIGHLIGHT_ACTIVATED], 0, id);
}

void
carrel_document_view_emit_link_opened_outside (CarrelDocumentView *self, const char *address)
{
  g_signal_emit (self, signals[LINK_OPENED_OUTSIDE], 0, address);
}

void
carrel_document_view_emit_menu_requested (
    CarrelDocumentView *self, const char *address, const char *text, double x, double y)
{
  g_signal_emit (self, signals[MENU_REQUESTED], 0, address, text, x, y);
}

void
carrel_document_view_emit_leaving_place (CarrelDocumentView *self)
{
  g_signal_emit (self, signals[LEAVING_PLACE], 0);
}

void
carrel_document_view_emit_caret_changed (CarrelDocumentView *self)
{
  g_signal_emit (self, signals[CARET_CHANGED], 0);
}

/* ── Life ── */

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    carrel_document_view_set_adjustment (self, GTK_ORIENTATION_HORIZONTAL,
                                         g_value_get_object (value));
    break;
  case PROP_VADJUSTMENT:
    carrel_document_view_set_adjustment (self, GTK_ORIENTATION_VERTICAL,
                                         g_value_get_object (value));
    break;
  case PROP_HSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_HORIZONTAL] = (GtkScrollablePolicy) g_value_get_enum (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  case PROP_VSCROLL_POLICY:
    self->policies[GTK_ORIENTATION_VERTICAL] = (GtkScrollablePolicy) g_value_get_enum (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispose (GObject *object)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  carrel_document_view_dispose_input (self);
  carrel_document_view_drop_page (self);
  carrel_document_view_forget_images (self);
  carrel_document_view_dispose_scrolling (self);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->footer, gtk_widget_unparent);
  for (guint i = 0; i < CARREL_N_PROBES; i++)
    g_clear_pointer (&self->probes[i], gtk_widget_unparent);
  if (self->image_destroy)
    self->image_destroy (self->image_data);
  self->image_func = NULL;
  self->image_destroy = NULL;
  G_OBJECT_CLASS (carrel_document_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (object);

  carrel_document_view_clear_ranges (self);
  carrel_document_view_forget_links (self);
  g_clear_pointer (&self->document, carrel_document_unref);
  g_clear_pointer (&self->library, g_hash_table_unref);
  g_hash_table_unref (self->leaves);
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->tokens);
  g_hash_table_unref (self->images);
  g_clear_object (&self->cancellable);
  g_array_unref (self->matches);
  g_array_unref (self->marks);
  g_free (self->language);
  g_free (self->family);
  G_OBJECT_CLASS (carrel_document_view_parent_class)->finalize (object);
}

static GtkAccessible *
get_first_accessible_child (GtkAccessible *accessible)
{
  CarrelDocumentView *self = CARREL_DOCUMENT_VIEW (accessible);

  return self->header ? GTK_ACCESSIBLE (g_object_ref (self->header)) : NULL;
}

static void
accessible_init (GtkAccessibleInterface *iface)
{
  iface->get_first_accessible_child = get_first_accessible_child;
}

static void
carrel_document_view_class_init (CarrelDocumentViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->measure = carrel_document_view_measure;
  widget_class->size_allocate = carrel_document_view_size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[LINK_ACTIVATED] =
      g_signal_new ("link-activated", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_HOVERED] =
      g_signal_new ("link-hovered", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, GDK_TYPE_RECTANGLE);
  signals[POSITION_CHANGED] = g_signal_new ("position-changed", CARREL_TYPE_DOCUMENT_VIEW,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTION_CHANGED] =
      g_signal_new ("selection-changed", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
  signals[HIGHLIGHT_ACTIVATED] =
      g_signal_new ("highlight-activated", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[LINK_OPENED_OUTSIDE] =
      g_signal_new ("link-opened-outside", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MENU_REQUESTED] = g_signal_new (
      "menu-requested", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[LEAVING_PLACE] = g_signal_new ("leaving-place", CARREL_TYPE_DOCUMENT_VIEW,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTE_ACTIVATED] =
      g_signal_new ("note-activated", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0,
                    g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 2, G_TYPE_STRING,
                    GDK_TYPE_RECTANGLE);
  signals[PICTURE_ACTIVATED] =
      g_signal_new ("picture-activated", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[CODE_COPIED] = g_signal_new ("code-copied", CARREL_TYPE_DOCUMENT_VIEW, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CARET_CHANGED] = g_signal_new ("caret-changed", CARREL_TYPE_DOCUMENT_VIEW,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "document");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  carrel_document_view_class_init_input (widget_class);
}

static void
add_probes (CarrelDocumentView *self)
{
  static const char *const names[CARREL_N_PROBES] = {
    "link",       "selection", "hit",          "accent",      "mark-yellow",  "mark-green",
    "mark-blue",  "mark-pink", "code-comment", "code-string", "code-keyword", "code-name",
    "code-value", "code-mark", "code-added",   "code-removed"
  };

  for (guint i = 0; i < CARREL_N_PROBES; i++) {
    self->probes[i] = adw_bin_new ();
    gtk_widget_add_css_class (self->probes[i], "page-colour");
    gtk_widget_add_css_class (self->probes[i], names[i]);
    gtk_widget_set_visible (self->probes[i], FALSE);
    gtk_widget_set_parent (self->probes[i], GTK_WIDGET (self));
  }
}

static void
carrel_document_view_init (CarrelDocumentView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->text_scale = self->line_scale = 1;
  self->column_width = 620;
  self->anchor_share = -1;
  self->focus_link = -1;
  self->stale = TRUE;
  self->leaves = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->parts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->images = carrel_document_view_new_images ();
  self->cancellable = g_cancellable_new ();
  self->matches = g_array_new (FALSE, FALSE, sizeof (CarrelMatch));
  self->marks = g_array_new (FALSE, FALSE, sizeof (CarrelMarkRange));

  gtk_widget_add_css_class (GTK_WIDGET (self), "page");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->header = carrel_page_slot_new (self, FALSE);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  self->footer = carrel_page_slot_new (self, TRUE);
  gtk_widget_set_parent (self->footer, GTK_WIDGET (self));
  self->tokens = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) carrel_code_tokens_free);
  add_probes (self);
  carrel_document_view_set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  carrel_document_view_set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  carrel_document_view_init_input (self);
  /* A new accent changes no style of ours, and would show only where something is drawn again. */
  g_signal_connect_object (manager, "notify::dark",
                           G_CALLBACK (carrel_document_view_queue_draw_blocks), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::accent-color",
                           G_CALLBACK (carrel_document_view_queue_draw_blocks), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast",
                           G_CALLBACK (carrel_document_view_queue_draw_blocks), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
carrel_document_view_new (void)
{
  return g_object_new (CARREL_TYPE_DOCUMENT_VIEW, NULL);
}

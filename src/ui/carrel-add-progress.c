/* carrel-add-progress.c: one thing that is added, step by step. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-add-progress.h"

#include "library/carrel-queue.h"
#include "library/carrel-settings.h"
#include "model/carrel-address.h"
#include "ui/carrel-activity.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define PICTURE_SIZE 72
#define N_STEPS 4

typedef struct {
  GtkStack *state; /* «icon» or «running» */
  GtkImage *icon;
  GtkLabel *name, *detail;
} Step;

struct _CarrelAddProgress {
  AdwBin parent_instance;

  CarrelLibrary *library;     /* (owned) */
  CarrelAddItem *item;        /* (owned) */
  GCancellable  *cancellable; /* (owned): the picture's */
  gboolean       asked;       /* for the picture */
  Step           step[N_STEPS];

  AdwBin         *badge;
  GtkPicture     *picture;
  GtkLabel       *title, *meta, *sentence;
  GtkBox         *steps;
  GtkProgressBar *bar;
  GtkWidget      *cancel_button, *open_button;
};

G_DEFINE_FINAL_TYPE (CarrelAddProgress, carrel_add_progress, ADW_TYPE_BIN)

/* What a step is called before and after, and while it runs; its share of the bar when it begins.
 */
static const struct {
  const char *name, *running;
  double      fraction;
} names[N_STEPS + 1] = {
  { N_ ("Fetched"), N_ ("Fetching"), .04 },
  { N_ ("Article found"), N_ ("Looking for the article"), .3 },
  { N_ ("Images"), N_ ("Images"), .4 },
  { N_ ("Saved"), N_ ("Saving"), .95 },
  { NULL, NULL, 1 },
};

static void
set_step (Step *step, const char *name, const char *icon, const char *class)
{
  gtk_label_set_label (step->name, name);
  gtk_stack_set_visible_child_name (step->state, icon ? "icon" : "running");
  if (icon) {
    gtk_image_set_from_icon_name (step->icon, icon);
    gtk_widget_set_css_classes (GTK_WIDGET (step->icon), (const char *[]) { class, NULL });
  }
  if (g_strcmp0 (class, "dimmed") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (step->name), "dimmed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (step->name), "dimmed");
}

/* CarrelAddStep counts the same steps, and SAVED after them. */
static void
show_steps (CarrelAddProgress *self, guint current)
{
  guint done, total, missing = current == N_STEPS ? carrel_add_item_get_n_missing (self->item) : 0;
  g_autofree char *images = NULL, *time = NULL;
  gboolean fetched = carrel_add_item_get_address (self->item) != NULL; /* else it was read */
  double   share;

  carrel_add_item_get_progress (self->item, &done, &total);
  for (guint i = 0; i < N_STEPS; i++) {
    if (i == CARREL_ADD_IMAGES && missing > 0)
      set_step (&self->step[i], _ (names[i].name), "dialog-warning-symbolic", "warning");
    else if (i < current)
      set_step (&self->step[i], _ (names[i].name), "object-select-symbolic", "accent");
    else if (i == current)
      set_step (&self->step[i], _ (names[i].running), NULL, NULL);
    else
      set_step (&self->step[i], _ (names[i].name), "carrel-dot-symbolic", "dimmed");
  }
  if (total > 0)
    images = current > CARREL_ADD_IMAGES && missing == 0
                 ? g_strdup_printf ("%u", total)
                 : g_strdup_printf (_ ("%u of %u"),
                                    missing > 0 ? total - MIN (missing, total) : done, total);
  else if (current > CARREL_ADD_IMAGES)
    images = carrel_settings_get_images (carrel_settings_get_default ())
                 /* Translators: an article without images */
                 ? g_strdup (_ ("none"))
                 /* Translators: the images of an article, because the person chose so */
                 : g_strdup (_ ("not kept"));
  if (!fetched)
    gtk_label_set_label (self->step[CARREL_ADD_FETCHING].name,
                         current > CARREL_ADD_FETCHING ? C_ ("a step of adding a file", "Read")
                                                       : C_ ("a step of adding a file", "Reading"));
  else if (carrel_add_item_get_fetch_time (self->item) > 0)
    /* Translators: seconds */
    time = g_strdup_printf (_ ("%.1f s"), carrel_add_item_get_fetch_time (self->item));
  gtk_label_set_label (self->step[CARREL_ADD_FETCHING].detail, time ? time : "");
  gtk_label_set_label (self->step[CARREL_ADD_IMAGES].detail, images ? images : "");
  if (carrel_add_item_get_article (self->item)) {
    const CarrelArticleData *data = carrel_article_get (carrel_add_item_get_article (self->item));
    g_autofree char         *words =
        g_strdup_printf (ngettext ("%'u word", "%'u words", data->words), data->words);
    const char *language = carrel_words_language (data->language);
    /* Translators: as in «2,310 words, English» */
    g_autofree char *detail =
        language ? g_strdup_printf (_ ("%s, %s"), words, language) : g_strdup (words);

    gtk_label_set_label (self->step[CARREL_ADD_EXTRACTING].detail, detail);
  }

  share = current == CARREL_ADD_IMAGES && total > 0 ? (double) done / total : 0;
  gtk_progress_bar_set_fraction (
      self->bar,
      names[current].fraction + share * (names[current < N_STEPS ? current + 1 : current].fraction -
                                         names[current].fraction));
}

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelAddProgress *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPaintable) paintable = carrel_ui_load_picture_finish (result, &error);

  if (!paintable)
    return;
  gtk_picture_set_paintable (self->picture, paintable);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "there");
}

static void
show_article (CarrelAddProgress *self)
{
  CarrelArticle           *article = carrel_add_item_get_article (self->item);
  const CarrelArticleData *data = article ? carrel_article_get (article) : NULL;
  const char              *address = carrel_add_item_get_address (self->item);
  g_autofree char         *host = address ? carrel_address_dup_display_host (address) : NULL,
                  *minutes = data ? carrel_words_minutes (data->words) : NULL;
  const char      *parts[] = { data ? data->site : host, data ? data->byline : NULL, minutes };
  g_autofree char *meta = carrel_words_join (parts, G_N_ELEMENTS (parts));

  carrel_side_set_text (self->title, carrel_add_item_get_title (self->item));
  carrel_side_set_line (self->meta, meta);
  if (!adw_bin_get_child (self->badge) || data)
    adw_bin_set_child (self->badge,
                       carrel_reference_badge_new (data && data->site ? data->site
                                                   : host             ? host
                                                          : carrel_add_item_get_title (self->item),
                                                   TRUE));
  if (data && data->image && !self->asked) {
    self->asked = TRUE;
    carrel_ui_load_picture_async (self->library, data->image, PICTURE_SIZE, PICTURE_SIZE,
                                  self->cancellable, picture_loaded_cb, self);
  }
}

/* Nothing of the queue is begun: why. FALSE: that isn't so. */
static gboolean
show_stop (CarrelAddProgress *self)
{
  g_auto (CarrelActivity) activity = { 0 };

  if (carrel_add_item_get_state (self->item) != CARREL_ADD_STATE_WAITING)
    return FALSE;
  carrel_activity_read (self->library, &activity);
  if (activity.kind != CARREL_ACTIVITY_STOPPED)
    return FALSE;
  set_step (&self->step[CARREL_ADD_FETCHING], _ ("Waiting"),
            activity.pause == CARREL_QUEUE_PAUSE_OFFLINE   ? "network-offline-symbolic"
            : activity.pause == CARREL_QUEUE_PAUSE_BY_HAND ? "media-playback-pause-symbolic"
                                                           : "dialog-warning-symbolic",
            "warning");
  gtk_label_set_label (self->sentence, activity.title);
  return TRUE;
}

static void
item_changed_cb (CarrelAddProgress *self)
{
  gboolean         saved = carrel_add_item_get_state (self->item) == CARREL_ADD_STATE_SAVED;
  g_autofree char *sentence = saved ? carrel_add_item_dup_sentence (self->item) : NULL;
  gboolean         focused = gtk_widget_has_focus (self->cancel_button);

  show_article (self);
  show_steps (self, saved ? N_STEPS : carrel_add_item_get_step (self->item));
  if (!show_stop (self))
    gtk_label_set_label (self->sentence,
                         saved ? sentence : _ ("You can close this: the work goes on."));
  gtk_widget_set_visible (self->cancel_button, !saved);
  gtk_widget_set_visible (self->open_button, saved);
  if (saved && focused)
    gtk_widget_grab_focus (self->open_button);
}

static void
add_step (CarrelAddProgress *self, guint i)
{
  Step      *step = &self->step[i];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *spinner = adw_spinner_new ();

  step->state = GTK_STACK (gtk_stack_new ());
  step->icon = GTK_IMAGE (gtk_image_new ());
  step->name = GTK_LABEL (gtk_label_new (NULL));
  step->detail = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_size_request (spinner, 16, 16);
  gtk_stack_add_named (step->state, GTK_WIDGET (step->icon), "icon");
  gtk_stack_add_named (step->state, spinner, "running");
  gtk_label_set_xalign (step->name, 0);
  gtk_label_set_ellipsize (step->name, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (step->name), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (step->detail), "meta");
  gtk_widget_add_css_class (box, "step");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (step->state));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (step->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (step->detail));
  gtk_box_append (self->steps, box);
}

GtkWidget *
carrel_add_progress_new (CarrelLibrary *library, CarrelAddItem *item)
{
  CarrelAddProgress *self = g_object_new (CARREL_TYPE_ADD_PROGRESS, NULL);

  self->library = g_object_ref (library);
  self->item = g_object_ref (item);
  for (guint i = 0; i < N_STEPS; i++)
    add_step (self, i);
  g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (carrel_library_get_queue (library), "changed",
                           G_CALLBACK (item_changed_cb), self, G_CONNECT_SWAPPED);
  item_changed_cb (self);
  return GTK_WIDGET (self);
}

static void
carrel_add_progress_dispose (GObject *object)
{
  CarrelAddProgress *self = CARREL_ADD_PROGRESS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (carrel_add_progress_parent_class)->dispose (object);
}

static void
carrel_add_progress_finalize (GObject *object)
{
  g_object_unref (CARREL_ADD_PROGRESS (object)->cancellable);
  G_OBJECT_CLASS (carrel_add_progress_parent_class)->finalize (object);
}

static void
carrel_add_progress_class_init (CarrelAddProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_add_progress_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_add_progress_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-add-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, badge);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, picture);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, meta);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, sentence);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, steps);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, bar);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelAddProgress, open_button);
}

static void
carrel_add_progress_init (CarrelAddProgress *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

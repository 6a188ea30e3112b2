/* carrel-listen-bar.c: an article read aloud. Main thread.
 *
 * One sentence is with the speaker at a time; when it ends the next one is given. A pause cuts the
 * sentence short and remembers it, because hardly any synthesiser can pause within one. Each say
 * has a serial of its own: news of an older one is no news.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-listen-bar.h"

#include "ui/carrel-speaker.h"
#include "ui/reader/carrel-speech.h"

#include <glib/gi18n.h>

static const double speeds[] = { .75, 1, 1.25, 1.5, 1.75, 2 };
#define NORMAL_SPEED 1

struct _CarrelListenBar {
  AdwBin              parent_instance;
  GtkWidget          *play_button, *previous_button, *next_button, *speed, *message;
  CarrelDocumentView *view;     /* lent: lives as long */
  CarrelSpeaker      *speaker;  /* (owned) (nullable): from the first time on */
  CarrelSpeech       *speech;   /* (owned) (nullable): while the bar is there */
  CarrelDocument     *document; /* (owned) (nullable) */
  char               *language; /* (owned) (nullable) */
  CarrelUtterance     said;     /* now, or when it was paused */
  guint               serial;
  gboolean            playing;
};

G_DEFINE_FINAL_TYPE (CarrelListenBar, carrel_listen_bar, ADW_TYPE_BIN)

static void
update (CarrelListenBar *self, const char *message)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->speech != NULL);
  gtk_button_set_icon_name (GTK_BUTTON (self->play_button), self->playing
                                                                ? "media-playback-pause-symbolic"
                                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play_button,
                               self->playing ? _ ("Pause (R)") : _ ("Go On (R)"));
  gtk_label_set_text (GTK_LABEL (self->message), message ? message : "");
}

/* ── Saying ── */

static void speaker_cb (CarrelSpeakerEvent event, guint serial, gpointer data);

static void
say (CarrelListenBar *self)
{
  if (!self->speaker)
    self->speaker = carrel_speaker_new (speaker_cb, self);
  self->playing = TRUE;
  carrel_speaker_say (self->speaker, self->said.words, self->said.language,
                      speeds[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->speed)),
                                  G_N_ELEMENTS (speeds) - 1)],
                      ++self->serial);
  carrel_document_view_set_spoken (self->view, TRUE, self->said.block, self->said.start,
                                   self->said.end);
  update (self, NULL);
}

static void
say_next (CarrelListenBar *self)
{
  if (carrel_speech_next (self->speech, &self->said))
    say (self);
  else
    carrel_listen_bar_stop (self);
}

static void
pause_with (CarrelListenBar *self, const char *message)
{
  self->serial++;
  self->playing = FALSE;
  if (self->speaker)
    carrel_speaker_stop (self->speaker);
  update (self, message);
}

static void
speaker_cb (CarrelSpeakerEvent event, guint serial, gpointer data)
{
  CarrelListenBar *self = data;

  if (serial != self->serial || !self->speech)
    return;
  switch (event) {
  case CARREL_SPEAKER_ENDED:
    say_next (self);
    break;
  case CARREL_SPEAKER_STOPPED: /* another program spoke */
    pause_with (self, NULL);
    break;
  case CARREL_SPEAKER_FAILED:
  default:
    pause_with (self,
                _ ("No speech service answers. Carrel reads aloud through Speech Dispatcher."));
    break;
  }
}

/* ── Steering ── */

static void
begin (CarrelListenBar *self)
{
  guint  start, block = 0;
  gint64 top;
  double fraction;

  self->speech = carrel_speech_new (self->document, self->language);
  carrel_document_view_get_position (self->view, &top, &fraction);
  if (carrel_document_view_get_selection_start (self->view, &block, &start))
    carrel_speech_go_to (self->speech, block, start);
  else
    carrel_speech_go_to (self->speech, (guint) MAX (top, 0), 0);
  say_next (self);
}

void
carrel_listen_bar_toggle (CarrelListenBar *self)
{
  if (!self->document)
    return;
  if (!self->speech)
    begin (self);
  else if (self->playing)
    pause_with (self, NULL);
  else
    say (self);
}

void
carrel_listen_bar_skip (CarrelListenBar *self, gboolean forward)
{
  if (self->speech && carrel_speech_go_on (self->speech, forward))
    say_next (self);
}

void
carrel_listen_bar_stop (CarrelListenBar *self)
{
  if (!self->speech)
    return;
  self->serial++;
  self->playing = FALSE;
  if (self->speaker)
    carrel_speaker_stop (self->speaker);
  g_clear_pointer (&self->speech, carrel_speech_free);
  carrel_utterance_clear (&self->said);
  carrel_document_view_set_spoken (self->view, FALSE, 0, 0, 0);
  update (self, NULL);
}

void
carrel_listen_bar_set_document (CarrelListenBar *self,
                                CarrelDocument  *document,
                                const char      *language)
{
  carrel_listen_bar_stop (self);
  if (document)
    carrel_document_ref (document);
  g_clear_pointer (&self->document, carrel_document_unref);
  self->document = document;
  g_set_str (&self->language, language);
}

gboolean
carrel_listen_bar_is_active (CarrelListenBar *self)
{
  return self->speech != NULL;
}

gboolean
carrel_listen_bar_is_playing (CarrelListenBar *self)
{
  return self->playing;
}

gboolean
carrel_listen_bar_is_possible (void)
{
  return carrel_speaker_is_built ();
}

void
carrel_listen_bar_set_view (CarrelListenBar *self, CarrelDocumentView *view)
{
  self->view = view;
}

/* ── Object ── */

static void
previous_clicked_cb (CarrelListenBar *self)
{
  carrel_listen_bar_skip (self, FALSE);
}

static void
next_clicked_cb (CarrelListenBar *self)
{
  carrel_listen_bar_skip (self, TRUE);
}

static void
speed_changed_cb (CarrelListenBar *self)
{
  if (self->playing) /* the sentence again, as it is to sound */
    say (self);
}

static GtkWidget *
add_button (
    CarrelListenBar *self, GtkWidget *box, const char *icon, const char *tooltip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
make_speed (CarrelListenBar *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  GtkWidget *speed;

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    g_strv_builder_take (names, g_strdup_printf ("%g\u202f×", speeds[i]));
  all = g_strv_builder_end (names);
  speed = gtk_drop_down_new_from_strings ((const char *const *) all);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (speed), NORMAL_SPEED);
  gtk_widget_set_tooltip_text (speed, _ ("Speed"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (speed), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Speed"), -1);
  g_signal_connect_object (speed, "notify::selected", G_CALLBACK (speed_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return speed;
}

static void
carrel_listen_bar_dispose (GObject *object)
{
  CarrelListenBar *self = CARREL_LISTEN_BAR (object);

  g_clear_pointer (&self->speaker, carrel_speaker_free);
  g_clear_pointer (&self->speech, carrel_speech_free);
  G_OBJECT_CLASS (carrel_listen_bar_parent_class)->dispose (object);
}

static void
carrel_listen_bar_finalize (GObject *object)
{
  CarrelListenBar *self = CARREL_LISTEN_BAR (object);

  carrel_utterance_clear (&self->said);
  g_clear_pointer (&self->document, carrel_document_unref);
  g_free (self->language);
  G_OBJECT_CLASS (carrel_listen_bar_parent_class)->finalize (object);
}

static void
carrel_listen_bar_class_init (CarrelListenBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_listen_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_listen_bar_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
carrel_listen_bar_init (CarrelListenBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->previous_button = add_button (self, box, "media-skip-backward-symbolic",
                                      _ ("Previous Paragraph"), G_CALLBACK (previous_clicked_cb));
  self->play_button = add_button (self, box, "media-playback-start-symbolic", _ ("Go On (R)"),
                                  G_CALLBACK (carrel_listen_bar_toggle));
  self->next_button = add_button (self, box, "media-skip-forward-symbolic", _ ("Next Paragraph"),
                                  G_CALLBACK (next_clicked_cb));
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_widget_set_hexpand (self->message, TRUE);
  gtk_widget_add_css_class (self->message, "meta");
  gtk_box_append (GTK_BOX (box), self->message);
  self->speed = make_speed (self);
  gtk_box_append (GTK_BOX (box), self->speed);
  add_button (self, box, "window-close-symbolic", _ ("Stop Reading Aloud"),
              G_CALLBACK (carrel_listen_bar_stop));
  gtk_widget_add_css_class (box, "toolbar");
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Read Aloud"), -1);
}

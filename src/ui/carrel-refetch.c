/* carrel-refetch.c: fetching an article again from the window. Main thread.
 *
 * The fetch queue does it, now or when it can. The window remembers for which articles it was
 * asked, and says what came of those; what an earlier one asked for ends without a word, and is
 * told where the article's versions are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-refetch.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "library/carrel-queue.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define ASKED "carrel-refetch-asked" /* of the window: a set of gint64 *, the articles */

typedef struct {
  GtkWidget      *window;   /* (owned) */
  CarrelLibrary  *library;  /* (owned) */
  CarrelRevision *revision; /* (owned) (nullable): what the page shows now */
} Question;

static void
free_question (Question *self)
{
  g_object_unref (self->window);
  g_object_unref (self->library);
  g_clear_pointer (&self->revision, carrel_revision_free);
  g_free (self);
}

/* ── The page shows less ── */

static void
answered_cb (GObject *dialog, GAsyncResult *result, gpointer user_data)
{
  Question   *self = user_data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result);

  if (g_str_equal (answer, "take"))
    carrel_library_keep_revision_async (
        self->library, g_steal_pointer (&self->revision), CARREL_KEEP_PICTURES, NULL, NULL,
        carrel_ui_changed_cb,
        carrel_ui_change_new (self->window, N_ ("New version; the one before is kept"), NULL));
  free_question (self);
}

static void
ask (GtkWidget *window, CarrelLibrary *library, CarrelRefetch *refetch)
{
  Question       *self = g_new0 (Question, 1);
  AdwAlertDialog *dialog =
      ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("The Page Shows Less Now"), NULL));
  g_autofree char *body =
      /* Translators: words of the text that is kept, and of the page as it is now */
      g_strdup_printf (_ ("Your text has %'u words, the page only %'u: it may be behind a wall, or "
                          "shortened. What you have stays as it is."),
                       refetch->before, refetch->now);

  self->window = g_object_ref (window);
  self->library = g_object_ref (library);
  adw_alert_dialog_set_body (dialog, body);
  adw_alert_dialog_add_responses (dialog, "keep", _ ("_Keep What Is Here"), "take",
                                  _ ("_Take the New Text"), NULL);
  adw_alert_dialog_set_default_response (dialog, "keep");
  adw_alert_dialog_set_close_response (dialog, "keep");
  self->revision = g_steal_pointer (&refetch->revision);
  adw_alert_dialog_choose (dialog, self->window, NULL, answered_cb, self);
}

/* ── Fetched ── */

static void
show_result (GtkWidget *window, CarrelLibrary *library, CarrelRefetch *refetch)
{
  g_autofree char *sentence = NULL;

  switch (refetch->result) {
  case CARREL_REFETCH_CHANGED:
    carrel_ui_show_toast (window, _ ("New version; the one before is kept"), refetch->undo);
    break;
  case CARREL_REFETCH_LESS:
    if (refetch->revision)
      ask (window, library, refetch);
    break;
  case CARREL_REFETCH_GONE:
    /* Translators: why a page is gone, as in «example.org has no such page (404). What you have
     * stays.» */
    sentence = g_strdup_printf (_ ("%s. What you have stays."), refetch->message);
    carrel_ui_show_toast (window, sentence, NULL);
    break;
  case CARREL_REFETCH_SAME:
  case CARREL_REFETCH_NEVER:
  default:
    carrel_ui_show_toast (window, _ ("The page hasn’t changed"), NULL);
  }
}

/* It is tried again by itself, or waits in Activity for the person. */
static void
show_failure (GtkWidget *window, const CarrelQueueEnd *end)
{
  const CarrelQueueEntryData *entry = carrel_queue_entry_get (end->entry);
  g_autofree char            *sentence = carrel_words_error (end->error), *whole = NULL;

  if (entry->state == CARREL_QUEUE_WAITING)
    whole = carrel_words_next_try (sentence, entry->next_try);
  carrel_ui_show_toast (window, whole ? whole : sentence, NULL);
}

static void
ended_cb (GtkWidget *window, gint64 id, const CarrelQueueEnd *end, CarrelQueue *queue)
{
  GHashTable *asked = g_object_get_data (G_OBJECT (window), ASKED);

  if (end->again == 0 || !g_hash_table_contains (asked, &end->again))
    return;
  if (end->refetch)
    show_result (window, carrel_queue_get_library (queue), end->refetch);
  else if (end->entry)
    show_failure (window, end);
  /* What the network or the disk stopped goes on, and so does what is tried again. */
  if (end->refetch || g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_hash_table_remove (asked, &end->again);
}

/* ── Asking ── */

static GHashTable *
get_asked (GtkWidget *window, CarrelQueue *queue)
{
  GHashTable *asked = g_object_get_data (G_OBJECT (window), ASKED);

  if (!asked) {
    asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    g_object_set_data_full (G_OBJECT (window), ASKED, asked, (GDestroyNotify) g_hash_table_unref);
    g_signal_connect_object (queue, "ended", G_CALLBACK (ended_cb), window, G_CONNECT_SWAPPED);
  }
  return asked;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_queue_add_finish (CARREL_QUEUE (source), result, &error);

  if (ids && ids->len > 0 && g_array_index (ids, gint64, 0) == 0)
    error = g_error_new_literal (CARREL_ERROR, CARREL_ERROR_INVALID,
                                 _ ("The article has no address to fetch it from"));
  if (error)
    carrel_ui_show_error (window, error);
  else if (carrel_queue_get_pause (CARREL_QUEUE (source)) == CARREL_QUEUE_PAUSE_NONE)
    carrel_ui_show_toast (window, _ ("Fetching the page again …"), NULL);
  else
    carrel_ui_show_toast (window, _ ("The page is fetched again as soon as the queue goes on"),
                          NULL);
}

void
carrel_refetch_start (GtkWidget *widget, CarrelLibrary *library, gint64 id)
{
  GtkRoot           *root = gtk_widget_get_root (widget);
  CarrelQueue       *queue = carrel_library_get_queue (library);
  CarrelQueueOptions options = { .soon = TRUE };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!root || id == 0)
    return;
  g_hash_table_add (get_asked (GTK_WIDGET (root), queue), g_memdup2 (&id, sizeof id));
  g_array_append_val (ids, id);
  carrel_queue_fetch_again_async (queue, ids, &options, written_cb,
                                  g_object_ref (GTK_WIDGET (root)));
}

char *
carrel_refetch_describe (CarrelReading *reading)
{
  g_autofree char *date = reading->refetched ? carrel_time_to_date (reading->refetched) : NULL;

  if (!date)
    return NULL;
  switch (reading->refetch) {
  case CARREL_REFETCH_GONE:
    /* Translators: a reason and a date, as in «example.org has no such page (404), on 9 January
     * 2026» */
    return g_strdup_printf (
        _ ("%s, on %s"),
        reading->refetch_message ? reading->refetch_message : _ ("The page is gone"), date);
  case CARREL_REFETCH_LESS:
    return g_strdup_printf (_ ("The page shows less since %s"), date);
  case CARREL_REFETCH_SAME:
    return g_strdup_printf (_ ("Unchanged on %s"), date);
  case CARREL_REFETCH_CHANGED:
  case CARREL_REFETCH_NEVER:
  default:
    return NULL;
  }
}

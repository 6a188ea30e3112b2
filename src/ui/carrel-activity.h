/* carrel-activity.h: what the fetch queue does, or else takes long, in a line: the strip below the
 * places and the button above them. Both open the dialog (win.show-activity). Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-queue.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  CARREL_ACTIVITY_NOTHING,
  CARREL_ACTIVITY_FAILED,  /* nothing is under way, and something needs the person */
  CARREL_ACTIVITY_LATER,   /* nothing is under way, and something waits for its next try */
  CARREL_ACTIVITY_WORKING, /* nothing is fetched, and something else takes long */
  CARREL_ACTIVITY_FETCHING,
  CARREL_ACTIVITY_STOPPED, /* something waits for the network, the disk or the person */
} CarrelActivityKind;

typedef struct {
  CarrelActivityKind kind;
  CarrelQueuePause   pause;    /* where it is STOPPED */
  char              *title;    /* (owned): «Fetching 31 pages», «Offline: 31 pages wait» */
  char              *detail;   /* (owned) (nullable): «9 of 31 · 4 per second · 1½ minutes left» */
  double             fraction; /* 0 to 1; WORKING: below 0: not known */
} CarrelActivity;

void carrel_activity_read (CarrelLibrary *library, CarrelActivity *activity);
void carrel_activity_clear (CarrelActivity *activity);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelActivity, carrel_activity_clear)

/* Visible only while it is busy or stopped. */
#define CARREL_TYPE_ACTIVITY_STRIP (carrel_activity_strip_get_type ())
G_DECLARE_FINAL_TYPE (CarrelActivityStrip, carrel_activity_strip, CARREL, ACTIVITY_STRIP, AdwBin)
GtkWidget *carrel_activity_strip_new (CarrelLibrary *library);

/* Visible while there is anything in the queue, or something else takes long. */
#define CARREL_TYPE_ACTIVITY_BUTTON (carrel_activity_button_get_type ())
G_DECLARE_FINAL_TYPE (CarrelActivityButton, carrel_activity_button, CARREL, ACTIVITY_BUTTON, AdwBin)
GtkWidget *carrel_activity_button_new (CarrelLibrary *library);

G_END_DECLS

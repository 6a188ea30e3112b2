#pragma once
#include "library/carrel-library.h"
#include <adwaita.h>
G_DECLARE_FINAL_TYPE (CarrelFirstRun, carrel_first_run, CARREL, FIRST_RUN, AdwBin)
#define CARREL_TYPE_FIRST_RUN (carrel_first_run_get_type ())
GtkWidget *carrel_first_run_new (CarrelLibrary *library);

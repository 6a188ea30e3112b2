#pragma once
#include "library/carrel-library.h"
#include <adwaita.h>
G_DECLARE_FINAL_TYPE (CarrelWantedPage, carrel_wanted_page, CARREL, WANTED_PAGE, AdwBin)
#define CARREL_TYPE_WANTED_PAGE (carrel_wanted_page_get_type ())
GtkWidget *carrel_wanted_page_new (CarrelLibrary *library);
void carrel_wanted_page_set_wanted (CarrelWantedPage *self, CarrelWanted *wanted);

#pragma once
#include "library/carrel-library.h"
#include <adwaita.h>
G_DECLARE_FINAL_TYPE (CarrelAddDialog, carrel_add_dialog, CARREL, ADD_DIALOG, AdwDialog)
#define CARREL_TYPE_ADD_DIALOG (carrel_add_dialog_get_type ())
GtkWidget *carrel_add_dialog_new (CarrelLibrary *library);
void carrel_add_dialog_set_text (CarrelAddDialog *self, const char *text);

#include "ui/carrel-add-dialog.h"
struct _CarrelAddDialog { AdwDialog parent_instance; };
G_DEFINE_FINAL_TYPE (CarrelAddDialog, carrel_add_dialog, ADW_TYPE_DIALOG)
static void carrel_add_dialog_class_init (CarrelAddDialogClass *c) {}
static void carrel_add_dialog_init (CarrelAddDialog *s) {}
GtkWidget *carrel_add_dialog_new (CarrelLibrary *library) { return g_object_new (CARREL_TYPE_ADD_DIALOG, NULL); }
void carrel_add_dialog_set_text (CarrelAddDialog *self, const char *text) {}

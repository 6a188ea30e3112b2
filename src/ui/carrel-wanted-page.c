#include "ui/carrel-wanted-page.h"
struct _CarrelWantedPage { AdwBin parent_instance; };
G_DEFINE_FINAL_TYPE (CarrelWantedPage, carrel_wanted_page, ADW_TYPE_BIN)
static void carrel_wanted_page_class_init (CarrelWantedPageClass *c) {}
static void carrel_wanted_page_init (CarrelWantedPage *s) {}
GtkWidget *carrel_wanted_page_new (CarrelLibrary *library) { return g_object_new (CARREL_TYPE_WANTED_PAGE, NULL); }
void carrel_wanted_page_set_wanted (CarrelWantedPage *self, CarrelWanted *w) {}

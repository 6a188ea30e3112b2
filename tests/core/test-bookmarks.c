/* test-bookmarks.c: the file that browsers and bookmark services write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "exchange/carrel-bookmarks.h"

#include <string.h>

#define HEAD                                                                                       \
  "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; "   \
  "charset=UTF-8\">\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n"

static GPtrArray *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  GPtrArray *bookmarks;

  g_assert_true (carrel_bookmarks_is (bytes));
  bookmarks = carrel_bookmarks_read (bytes, &error);
  g_assert_no_error (error);
  return bookmarks;
}

static void
assert_one (GPtrArray *bookmarks, guint i, const char *address, const char *topics, gint64 added)
{
  const CarrelBookmark *bookmark;
  g_autofree char      *all = NULL;

  g_assert_cmpuint (i, <, bookmarks->len);
  bookmark = bookmarks->pdata[i];
  all = g_strjoinv (" | ", bookmark->topics);
  g_assert_cmpstr (bookmark->address, ==, address);
  g_assert_cmpstr (all, ==, topics);
  g_assert_cmpint (bookmark->added, ==, added);
}

static void
test_is (void)
{
  static const struct {
    const char *text;
    gboolean    is;
  } cases[] = {
    { HEAD, TRUE },
    { "\xef\xbb\xbf\r\n  <!doctype netscape-bookmark-file-1>", TRUE },
    { "<!DOCTYPE html><p>About the NETSCAPE-Bookmark-file-1", FALSE },
    { "<!DOCTYPE NETSCAPE", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (cases[i].text, strlen (cases[i].text));

    g_assert_cmpint (carrel_bookmarks_is (bytes), ==, cases[i].is);
  }
}

/* As Firefox and Chrome write it: folders in folders, a browser's own around them. */
static void
test_folders (void)
{
  g_autoptr (GPtrArray) all = read_text (
      HEAD
      "<DL><p>\n"
      "    <DT><H3 ADD_DATE=\"1\" PERSONAL_TOOLBAR_FOLDER=\"true\">Bookmarks bar</H3>\n"
      "    <DL><p>\n"
      "        <DT><H3>Garden &amp; Stone</H3>\n"
      "        <DD>What grows on it.\n"
      "        <DL><p>\n"
      "            <DT><A HREF=\"https://moss.example/walls?a=1&amp;b=2\" ADD_DATE=\"1704153600\" "
      "TAGS=\"moss,stone walls\">Moss</A>\n"
      "            <DD>Why lime mortar matters.\n"
      "            <DT><H3>Old/New</H3>\n"
      "            <DL><p>\n"
      "                <DT><A HREF=\"https://deep.example/x\" ADD_DATE=\"1704153600000\">Deep</A>\n"
      "            </DL><p>\n"
      "            <HR>\n"
      "            <DT><A HREF=\"https://lime.example/\">Lime</A>\n"
      "        </DL><p>\n"
      "    </DL><p>\n"
      "    <DT><A HREF=\"https://tea.example/oolong\" ADD_DATE=\"1704240000\">Oolong</A>\n"
      "</DL><p>\n");

  g_assert_cmpuint (all->len, ==, 4);
  assert_one (all, 0, "https://moss.example/walls?a=1&b=2", "Garden & Stone | moss | stone walls",
              1704153600);
  assert_one (all, 1, "https://deep.example/x", "Garden & Stone/Old-New", 1704153600);
  assert_one (all, 2, "https://lime.example/", "Garden & Stone", 0);
  assert_one (all, 3, "https://tea.example/oolong", "", 1704240000);
}

/* A link in several folders is one, with all of its topics, since the first; what is no page of the
 * web is none. */
static void
test_twice (void)
{
  g_autoptr (GPtrArray) all = read_text (
      HEAD "<DL><p><DT><A HREF=\"https://tea.example/a/?utm_source=x\" ADD_DATE=\"1704240000\" "
           "TAGS=\"tea\">A</A>\n"
           "<DT><A HREF=\"javascript:alert(1)\">No</A><DT><A HREF=\"place:sort=8\">No</A><DT><A "
           "HREF=\"file:///etc/passwd\">No</A><DT><A>No</A>\n"
           "<DT><H3>Leaves</H3><DL><p><DT><A HREF=http://www.tea.example/a ADD_DATE=1604240000 "
           "TAGS=\"tea,green\">A</A></DL><p></DL>");

  g_assert_cmpuint (all->len, ==, 1);
  assert_one (all, 0, ((CarrelBookmark *) all->pdata[0])->address, "tea | Leaves | green",
              1604240000);
}

/* A list of very many, and one without an end. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<DL><p>");
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "<DT><A HREF=\"https://many.example/%u\">%u</A>\n", i, i);
  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "<DT><H3>Deeper</H3><DL><p>");
  all = read_text (text->str);
  g_assert_cmpuint (all->len, ==, 20000);
  assert_one (all, 19999, "https://many.example/19999", "", 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bookmarks/is", test_is);
  g_test_add_func ("/bookmarks/folders", test_folders);
  g_test_add_func ("/bookmarks/twice", test_twice);
  g_test_add_func ("/bookmarks/many", test_many);
  return g_test_run ();
}

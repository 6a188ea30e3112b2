/* test-saved-page.c: pages that browsers saved, sound and hostile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "exchange/carrel-mhtml.h"
#include "exchange/carrel-saved-page.h"
#include "model/carrel-draft.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A picture's header, 64 × 48. */
static GBytes *
make_png (guint8 shade)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0,  0, 0,
                                13,   'I', 'H', 'D', 'R',  0,    0,    0,    64, 0, 0,
                                0,    48,  8,   2,   0,    0,    0,    0,    0,  0, 0 };
  guint8             *copy = g_memdup2 (png, sizeof png);

  copy[sizeof png - 1] = shade;
  return g_bytes_new_take (copy, sizeof png);
}

static char *
to_base64 (GBytes *bytes)
{
  gsize         len;
  gconstpointer data = g_bytes_get_data (bytes, &len);

  return g_base64_encode (data, len);
}

static char *
make_address (GBytes *picture)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);

  return g_strconcat (CARREL_DRAFT_EMBEDDED_PREFIX, hash, ".png", NULL);
}

static CarrelSavedPage *
read_text (const char *text, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return carrel_saved_page_read (bytes, path, NULL, error);
}

static char *
dup_html (CarrelSavedPage *page)
{
  gsize       len;
  const char *data = g_bytes_get_data (page->html, &len);

  return g_strndup (data, len);
}

/* ── HTML ── */

static void
test_data (void)
{
  g_autoptr (GBytes) picture = make_png (1);
  g_autofree char *base64 = to_base64 (picture), *address = make_address (picture), *html = NULL;
  g_autofree char *text = g_strdup_printf (
      "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: "
      "https://reed.example/pens?utm=1 \n saved date: x\n-->"
      "<script>'<img src=\"data:image/png;base64,%s\">'</script><!-- <img "
      "src='data:image/png;base64,%s'> -->"
      "<picture><source srcset='https://a.example/b.avif'><img class=x "
      "src=\"data:image/png;base64,%s\" srcset='c.png 2x' data-src=d.png alt='&amp;'></picture>"
      "<img src=data:image/svg+xml;base64,PHN2Zz4=><img "
      "src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='></html>",
      base64, base64, base64);
  g_autofree char *expected =
      g_strdup_printf ("<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: "
                       "https://reed.example/pens?utm=1 \n saved date: x\n-->"
                       "<script>'<img src=\"data:image/png;base64,%s\">'</script><!-- <img "
                       "src='data:image/png;base64,%s'> -->"
                       "<picture><source srcset=\"\"><img class=x src=\"%s\" srcset=\"\" "
                       "data-src=\"\" alt='&amp;'></picture>"
                       "<img src=data:image/svg+xml;base64,PHN2Zz4=><img "
                       "src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='></html>",
                       base64, base64, address);
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelSavedPage) page = read_text (text, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
  html = dup_html (page);
  g_assert_cmpstr (html, ==, expected);
  g_assert_cmpstr (page->address, ==, "https://reed.example/pens?utm=1");
  g_assert_cmpuint (g_hash_table_size (page->pictures), ==, 1);
  g_assert_true (g_bytes_equal (g_hash_table_lookup (page->pictures, address), picture));
}

static void
test_ordinary (void)
{
  static const char *const texts[] = { "",
                                       "No page.",
                                       "<p>x<img src=a.png>",
                                       "<!-- saved from url=(0012)file:///etc -->",
                                       "<img src=\"data:image/png;base64,AAAA\">",
                                       "Note: this\n\nis a text",
                                       "<" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (texts[i], "/nowhere/Page.html", &error));
    g_assert_no_error (error);
  }
}

/* Only what really lies in the page's own folder. */
static void
test_folder (void)
{
  g_autofree char *folder = carrel_test_new_folder (),
                  *path = g_build_filename (folder, "Moss & more.html", NULL),
                  *files = g_build_filename (folder, "Moss & more_files", NULL),
                  *inside = g_build_filename (files, "a b.png", NULL),
                  *outside = g_build_filename (folder, "secret.png", NULL),
                  *link = g_build_filename (files, "link.png", NULL),
                  *pipe = g_build_filename (files, "pipe.png", NULL),
                  *sister = g_build_filename (folder, "Moss & more_files2", NULL);
  g_autoptr (GBytes) red = make_png (1), blue = make_png (2);
  g_autofree char *address = make_address (red), *html = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelSavedPage) page = NULL;
  static const char
      before[] = "<!-- saved from url=(0025)https://moss.example/a/b -->\n<img "
                 "src=\"./Moss%20&amp;%20more_files/a%20b.png?x#y\">",
      after[] = "<img src=\"Moss%20&amp;%20more_files/../secret.png\"><img "
                "src=\"Moss%20&amp;%20more_files/link.png\">"
                "<img src=\"Moss%20&amp;%20more_files/pipe.png\"><img src=\"/etc/passwd\"><img "
                "src=\"file:///etc/passwd\"><img src=\"secret.png\">"
                "<img src=\"Moss%20&amp;%20more_files/%2e%2e/secret.png\"><img "
                "src=\"Moss%20&amp;%20more_files%2f..%2fsecret.png\"><img "
                "src=\"Moss%20&amp;%20more_files/../Moss%20&amp;%20more_files2/x.png\">";
  g_autofree char *text = g_strconcat (before, after, NULL);

  g_assert_cmpint (g_mkdir (files, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (sister, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, g_bytes_get_data (red, NULL),
                                      (gssize) g_bytes_get_size (red), NULL));
  g_assert_true (g_file_set_contents (outside, g_bytes_get_data (blue, NULL),
                                      (gssize) g_bytes_get_size (blue), NULL));
  g_assert_cmpint (symlink ("../secret.png", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  page = read_text (text, path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (page);
  g_assert_cmpstr (page->address, ==, "https://moss.example/a/b");
  html = dup_html (page);
  expected = g_strconcat ("<!-- saved from url=(0025)https://moss.example/a/b -->\n<img src=\"",
                          address, "\">", after, NULL);
  g_assert_cmpstr (html, ==, expected);
  g_assert_cmpuint (g_hash_table_size (page->pictures), ==, 1);
  carrel_test_remove_folder (folder);
}

/* ── MHTML ── */

#define HEAD                                                                                       \
  "From: <Saved>\r\nSnapshot-Content-Location: https://fern.example/spores\r\nMIME-Version: "      \
  "1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"%s\"\r\n\r\n"

static void
test_message (void)
{
  g_autoptr (GBytes) red = make_png (1), blue = make_png (2);
  g_autofree char *red64 = to_base64 (red), *blue64 = to_base64 (blue),
                  *red_address = make_address (red), *blue_address = make_address (blue),
                  *html = NULL, *expected = NULL;
  g_autofree char *text = g_strdup_printf (
      HEAD "preamble --B is not it\r\n--B1\r\nContent-Type: text/html\r\n\r\nno\r\n"
           "--B \r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: "
           "text/plain\r\n\r\nplain\r\n--in\nContent-Type: text/html; charset=ISO-8859-1\r\n"
           "Content-Transfer-Encoding: Quoted-Printable\r\nContent-Location: "
           "https://fern.example/spores\r\n\r\n"
           "<p>Caf=E9 is =\r\none word=2E<img src=3D\"/a.png\"><img src=3D'cid:b%%40x'><img "
           "src=3D\"https://fern.example/c.png\">=\r\n--in--\r\n"
           "--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: "
           "base64\r\nContent-Location: https://fern.example/a.png\r\n\r\n%s\r\n"
           "--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: "
           "<b@x>\r\n\r\n%s\r\n--B--\r\nepilogue",
      "B", red64, blue64);
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelSavedPage) page = read_text (text, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
  g_assert_cmpstr (page->address, ==, "https://fern.example/spores");
  g_assert_cmpstr (page->charset, ==, "ISO-8859-1");
  html = dup_html (page);
  expected = g_strdup_printf ("<p>Caf\xe9 is one word.<img src=\"%s\"><img src=\"%s\"><img "
                              "src=\"https://fern.example/c.png\">",
                              red_address, blue_address);
  g_assert_cmpstr (html, ==, expected);
}

static void
assert_refused (char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelSavedPage) page = read_text (text, "/x/page.mhtml", &error);

  g_assert_null (page);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE);
  g_free (text);
}

static void
test_hostile (void)
{
  g_autoptr (GString) many = g_string_new (NULL), deep = g_string_new (NULL);
  g_autofree char *long_boundary = g_strnfill (5000, 'B');
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelSavedPage) page = NULL, cut = NULL;
  gint64 begin = g_get_monotonic_time ();

  assert_refused (g_strdup (""));
  assert_refused (g_strdup ("<p>no message"));
  assert_refused (g_strdup ("Content-Type: multipart/related\r\n\r\n<p>x"));
  assert_refused (g_strdup_printf (HEAD "x", long_boundary));
  assert_refused (g_strdup_printf (HEAD "--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--", "B"));

  /* A million parts: the first ones are taken. */
  g_string_append_printf (many, HEAD, "B");
  for (guint i = 0; i < 1000 * 1000; i++)
    g_string_append (many, "--B\r\nContent-Type: text/html\r\n\r\n<p>x\r\n");
  page = read_text (many->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (page);

  /* Parts in parts, a hundred thousand deep: none of the eight levels has a page. */
  g_string_append_printf (deep, HEAD, "b0");
  for (guint i = 0; i < 100 * 1000; i++)
    g_string_append_printf (
        deep, "--b%u\r\nContent-Type: multipart/mixed; boundary=\"b%u\"\r\n\r\n", i, i + 1);
  assert_refused (g_string_free (g_steal_pointer (&deep), FALSE));

  /* A file that ends too early has what stands before its end. */
  cut = read_text (
      "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: "
      "text/html\nContent-Location: https://a.test/\nContent-Transfer-Encoding: base64\n\nPHA+eA",
      NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (cut);
  g_assert_cmpstr (cut->address, ==, "https://a.test/");
  g_assert_cmpmem (g_bytes_get_data (cut->html, NULL), g_bytes_get_size (cut->html), "<p>",
                   3); /* a letter was under way */
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 60 * G_USEC_PER_SEC); /* a second, alone */
}

/* Whatever bytes: no more than they are, nothing outside them. */
static void
test_random (void)
{
  static const char *const pieces[] = { "--B",
                                        "--B--",
                                        "\r\n",
                                        "\n",
                                        "Content-Type: text/html",
                                        "Content-Type: multipart/x; boundary=B",
                                        "\r\n\r\n",
                                        "=",
                                        "=3",
                                        "=\r\n",
                                        "<img src=",
                                        "\"",
                                        "'",
                                        "data:image/png;base64,iVBOR",
                                        "<!--",
                                        "-->",
                                        "<script>",
                                        "</script",
                                        ">",
                                        "srcset=a,b 2x",
                                        "<picture>",
                                        "<source ",
                                        "\xff",
                                        " " };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint n = 0; n < 20000; n++) {
    g_autoptr (GString) text = g_string_new (
        g_rand_boolean (rand)
            ? "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
            : "<html>");
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (CarrelSavedPage) page = NULL;

    for (gint32 i = g_rand_int_range (rand, 0, 30); i > 0; i--)
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
    bytes = g_string_free_to_bytes (g_steal_pointer (&text));
    page = carrel_saved_page_read (bytes, "/nowhere/Page.html", NULL, NULL);
    if (page)
      g_assert_nonnull (page->html);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/saved-page/data", test_data);
  g_test_add_func ("/saved-page/ordinary", test_ordinary);
  g_test_add_func ("/saved-page/folder", test_folder);
  g_test_add_func ("/saved-page/message", test_message);
  g_test_add_func ("/saved-page/hostile", test_hostile);
  g_test_add_func ("/saved-page/random", test_random);
  return g_test_run ();
}

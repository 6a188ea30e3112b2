/* carrel-test-server.h: a web server on the loopback for tests, and a resolver that knows it.
 *
 * Everything runs on the main context of the thread that made it, beside the code under test, so a
 * test only turns the main loop. Paths are without a query. Nothing outside this computer is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CarrelTestServer CarrelTestServer;

/* Listens on 127.0.0.1, on a port that is free. `certificate` (nullable): then it speaks TLS. */
CarrelTestServer *carrel_test_server_new (GTlsCertificate *certificate);
void              carrel_test_server_free (CarrelTestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelTestServer, carrel_test_server_free)

guint carrel_test_server_get_port (CarrelTestServer *self);
/* «http://127.0.0.1:PORT/path»; `host` NULL: 127.0.0.1. (transfer full) */
char *carrel_test_server_dup_address (CarrelTestServer *self, const char *host, const char *path);

/* What `path` is answered with from now on; any other path is a 404. `type` (nullable): no
 * Content-Type. `len` -1: to the NUL. */
void carrel_test_server_add (CarrelTestServer *self,
                             const char       *path,
                             guint             status,
                             const char       *type,
                             const char       *body,
                             gssize            len);
/* A page of HTML, status 200. */
void carrel_test_server_add_page (CarrelTestServer *self, const char *path, const char *html);
void
carrel_test_server_add_redirect (CarrelTestServer *self, const char *path, const char *location);
/* To a path that has an answer. */
void carrel_test_server_add_header (CarrelTestServer *self,
                                    const char       *path,
                                    const char       *name,
                                    const char       *value);
void carrel_test_server_set_delay (CarrelTestServer *self, const char *path, guint milliseconds);

typedef enum {
  CARREL_TEST_RAW_CLOSE, /* and ends the connection */
  CARREL_TEST_RAW_RESET, /* and breaks it */
  CARREL_TEST_RAW_HOLD,  /* and says nothing more */
  CARREL_TEST_RAW_DRIP,  /* and a byte more every 20 ms, for ever */
  CARREL_TEST_RAW_FLOOD, /* and the last kilobyte again and again, as fast as it is taken */
} CarrelTestRaw;

/* The bytes as they are, headers and all, in place of an answer. Not under TLS. */
void carrel_test_server_add_raw (
    CarrelTestServer *self, const char *path, const char *bytes, gssize len, CarrelTestRaw then);

/* What was asked for, in order: «GET /path?query HTTP/1.1», then a line for each header. */
guint       carrel_test_server_get_n_requests (CarrelTestServer *self);
const char *carrel_test_server_get_request (CarrelTestServer *self, guint i);
guint       carrel_test_server_count_requests (CarrelTestServer *self, const char *path);
void        carrel_test_server_clear_requests (CarrelTestServer *self);

/* Raw answers whose connection the client has not closed; the most delayed answers there were at
 * once. */
guint carrel_test_server_get_n_open (CarrelTestServer *self);
guint carrel_test_server_get_max_at_once (CarrelTestServer *self);

/* A certificate that vouches for itself, made by openssl in `folder`, as cert.pem. `names` as in
 * «DNS:a.example,IP:127.0.0.1». (transfer full) */
GTlsCertificate *
carrel_test_make_certificate (const char *folder, const char *names, gboolean expired);

/* A resolver that knows what it was told and nothing else. */
#define CARREL_TYPE_TEST_RESOLVER (carrel_test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTestResolver, carrel_test_resolver, CARREL, TEST_RESOLVER, GResolver)

CarrelTestResolver *carrel_test_resolver_new (void);
/* `addresses`: numbers, separated by commas; NULL: never answers. */
void  carrel_test_resolver_add (CarrelTestResolver *self, const char *name, const char *addresses);
guint carrel_test_resolver_get_n_lookups (CarrelTestResolver *self);

G_END_DECLS

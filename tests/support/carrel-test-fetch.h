/* carrel-test-fetch.h: a fetcher and a server on this computer, with names of our own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-test-server.h"
#include "fetch/carrel-fetcher.h"

G_BEGIN_DECLS

#define CARREL_TEST_FETCH_PAGE                                                                     \
  "<!DOCTYPE html><html><title>A lighthouse</title><p>The keeper wrote down every ship.</html>"

typedef struct {
  CarrelTestServer   *server;
  CarrelTestResolver *resolver;
  CarrelFetcher      *fetcher;
} CarrelTestFetch;

/* For g_test_add (). The server has a page at «/page»; typed.example and other.example are its
 * names. */
void carrel_test_fetch_set_up (CarrelTestFetch *fixture, gconstpointer data);
void carrel_test_fetch_tear_down (CarrelTestFetch *fixture, gconstpointer data);

/* An address of the server under its number, which counts as typed. (transfer full) */
char *carrel_test_fetch_dup_address (CarrelTestFetch *fixture, const char *path);
/* (transfer full) (nullable) */
CarrelPage *carrel_test_fetch_load (CarrelTestFetch *fixture,
                                    CarrelFetchKind  kind,
                                    const char      *address,
                                    const char      *typed,
                                    const char      *referrer,
                                    GError         **error);
CarrelPage *carrel_test_fetch_load_path (CarrelTestFetch *fixture,
                                         CarrelFetchKind  kind,
                                         const char      *path,
                                         GError         **error);
/* A page that comes. */
CarrelPage *carrel_test_fetch_load_good (CarrelTestFetch *fixture, const char *path);

/* `reason`: what the message must say. */
void carrel_test_fetch_assert_error (GError *error, int code, const char *reason);
void carrel_test_fetch_assert_fails (
    CarrelTestFetch *fixture, CarrelFetchKind kind, const char *path, int code, const char *reason);
void carrel_test_fetch_assert_address_fails (
    CarrelTestFetch *fixture, const char *address, const char *typed, int code, const char *reason);
void carrel_test_fetch_assert_body (CarrelPage *page, const char *text);

/* Gzipped. (transfer full) */
GBytes *carrel_test_fetch_pack (const char *text, gsize len);

typedef struct {
  const char *name;
  void (*run) (CarrelTestFetch *fixture, gconstpointer data);
} CarrelTestFetchCase;

/* Adds each as PREFIX/NAME. */
void carrel_test_fetch_add (const char *prefix, const CarrelTestFetchCase *cases, guint n);

G_END_DECLS

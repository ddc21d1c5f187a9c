#include "CLibcurl.h"

#include <openssl/ssl.h>
#include <pthread.h>

static FILE *nowhere;

static void open_nowhere(void) { nowhere = fopen("/dev/null", "we"); }

FILE *upshift_nowhere(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_nowhere);
  return nowhere;
}

static SSL *tls(CURL *easy) {
  struct curl_tlssessioninfo *session = NULL;
  if(curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session ||
     session->backend != CURLSSLBACKEND_OPENSSL) {
    return NULL;
  }
  return session->internals;
}

const char *upshift_tls_version(CURL *easy) {
  SSL *session = tls(easy);
  return session ? SSL_get_version(session) : NULL;
}

const uint8_t *upshift_alpn(CURL *easy, unsigned *count) {
  SSL *session = tls(easy);
  const uint8_t *name = NULL;
  *count = 0;
  if(session) {
    SSL_get0_alpn_selected(session, &name, count);
  }
  return name;
}


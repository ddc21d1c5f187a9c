#include "CLibcurl.h"

#include <openssl/ssl.h>

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


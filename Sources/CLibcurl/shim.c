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

static CURLcode offer(CURL *easy, void *context, void *unused) {
  static const uint8_t names[] = "\x02h2\x08http/1.1";
  // What is sent in pieces need not lie where it lay when the first of them went.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return SSL_CTX_set_alpn_protos(context, names, sizeof names - 1) ? CURLE_OUT_OF_MEMORY : CURLE_OK;
}

CURLcode upshift_offer_http2(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, offer);
}

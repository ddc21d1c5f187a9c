#include "CLibcurl.h"

#include <openssl/ssl.h>

const char *upshift_tls_version(CURL *easy) {
  struct curl_tlssessioninfo *session = NULL;
  if(curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session ||
     session->backend != CURLSSLBACKEND_OPENSSL || !session->internals) {
    return NULL;
  }
  return SSL_get_version(session->internals);
}

#include "CLibcurl.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

// The last one of a thread. The handle is only compared: a TLS that asks for a certificate anew may outlive it.
static _Thread_local struct {
  CURL *easy;
  struct curl_slist *lines;
} refused;

static int handle_index;
static CRYPTO_ONCE once = CRYPTO_ONCE_STATIC_INIT;

static void make_index(void) {
  handle_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
}

static void forget(void) {
  curl_slist_free_all(refused.lines);
  refused.lines = NULL;
  refused.easy = NULL;
}

/// Takes the BIO, which holds the line.
static void add(BIO *line) {
  char *text = NULL;
  if(BIO_write(line, "", 1) == 1 && BIO_get_mem_data(line, &text) > 0) {
    struct curl_slist *lines = curl_slist_append(refused.lines, text);
    refused.lines = lines ? lines : refused.lines;
  }
  BIO_free(line);
}

static void add_name(const char *title, X509_NAME *name) {
  BIO *line = BIO_new(BIO_s_mem());
  if(line) {
    BIO_puts(line, title);
    // As libcurl prints it.
    X509_NAME_print_ex(line, name, 0, XN_FLAG_ONELINE);
    add(line);
  }
}

static void add_time(const char *title, const ASN1_TIME *time) {
  BIO *line = BIO_new(BIO_s_mem());
  if(line) {
    BIO_puts(line, title);
    ASN1_TIME_print(line, time);
    add(line);
  }
}

static int verified(int is_valid, X509_STORE_CTX *store) {
  SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
  X509 *certificate = X509_STORE_CTX_get0_cert(store);
  if(!is_valid && ssl && certificate) {
    forget();
    refused.easy = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), handle_index);
    add_name("Subject:", X509_get_subject_name(certificate));
    add_name("Issuer:", X509_get_issuer_name(certificate));
    add_time("Start date:", X509_get0_notBefore(certificate));
    add_time("Expire date:", X509_get0_notAfter(certificate));
  }
  return is_valid;
}

enum { offers = 1, keeps = 2 };

static CURLcode prepare(CURL *easy, void *context, void *wish) {
  const uintptr_t wishes = (uintptr_t)wish;
  if(wishes & keeps && CRYPTO_THREAD_run_once(&once, make_index) && SSL_CTX_set_ex_data(context, handle_index, easy)) {
    SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), verified);
  }
  if(!(wishes & offers)) {
    return CURLE_OK;
  }
  static const uint8_t names[] = "\x02h2\x08http/1.1";
  // What is sent in pieces need not lie where it lay when the first of them went.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return SSL_CTX_set_alpn_protos(context, names, sizeof names - 1) ? CURLE_OUT_OF_MEMORY : CURLE_OK;
}

static bool is_openssl(void) {
  const char *name = curl_version_info(CURLVERSION_NOW)->ssl_version;
  return name && strncmp(name, "OpenSSL/", 8) == 0;
}

CURLcode upshift_prepare_tls(CURL *easy, bool offers_http2, bool keeps_refused) {
  if(refused.easy == easy) {
    forget();
  }
  // What another TLS would hand over is no SSL_CTX.
  const uintptr_t wishes = (offers_http2 ? offers : 0) | (keeps_refused && is_openssl() ? keeps : 0);
  if(!wishes) {
    return CURLE_OK;
  }
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, (void *)wishes);
  return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, prepare);
}

struct curl_slist *upshift_refused_certificate(CURL *easy) {
  return refused.easy == easy ? refused.lines : NULL;
}

void upshift_forget_refused_certificate(CURL *easy) {
  if(refused.easy == easy) {
    forget();
  }
}

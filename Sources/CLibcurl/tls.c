#include "CLibcurl.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// libcurl's own BIO works inside libcurl's calls only: outside, an error of the socket is a crash.
struct upshift_tls {
  SSL *ssl;
  BIO *reads, *writes;
  BIO_METHOD *method;
  curl_socket_t socket;
};

static bool would_wait(void) { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

static int read_socket(BIO *bio, char *bytes, int count) {
  struct upshift_tls *tls = BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  int result = (int)recv(tls->socket, bytes, (size_t)count, 0);
  if(result < 0 && would_wait()) {
    BIO_set_retry_read(bio);
  }
  return result;
}

static int write_socket(BIO *bio, const char *bytes, int count) {
  struct upshift_tls *tls = BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  int result = (int)send(tls->socket, bytes, (size_t)count, MSG_NOSIGNAL);
  if(result < 0 && would_wait()) {
    BIO_set_retry_write(bio);
  }
  return result;
}

static long control(BIO *bio, int command, long number, void *pointer) {
  (void)bio, (void)number, (void)pointer;
  return command == BIO_CTRL_FLUSH;
}

static BIO *make_bio(struct upshift_tls *tls) {
  BIO *bio = BIO_new(tls->method);
  if(bio) {
    BIO_set_data(bio, tls);
    BIO_set_init(bio, 1);
  }
  return bio;
}

struct upshift_tls *upshift_tls_borrow(CURL *easy, curl_socket_t socket) {
  struct curl_tlssessioninfo *session = NULL;
  if(curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session ||
     session->backend != CURLSSLBACKEND_OPENSSL || !session->internals) {
    return NULL;
  }
  struct upshift_tls *tls = calloc(1, sizeof *tls);
  if(!tls) {
    return NULL;
  }
  tls->ssl = session->internals;
  tls->socket = socket;
  tls->method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
  if(tls->method) {
    BIO_meth_set_read(tls->method, read_socket);
    BIO_meth_set_write(tls->method, write_socket);
    BIO_meth_set_ctrl(tls->method, control);
  }
  BIO *reads = tls->method ? make_bio(tls) : NULL;
  BIO *writes = tls->method ? make_bio(tls) : NULL;
  if(!reads || !writes) {
    BIO_free(reads);
    BIO_free(writes);
    BIO_meth_free(tls->method);
    free(tls);
    return NULL;
  }
  tls->reads = SSL_get_rbio(tls->ssl);
  tls->writes = SSL_get_wbio(tls->ssl);
  BIO_up_ref(tls->reads);
  BIO_up_ref(tls->writes);
  SSL_set0_rbio(tls->ssl, reads);
  SSL_set0_wbio(tls->ssl, writes);
  return tls;
}

int upshift_tls_read(struct upshift_tls *tls, void *bytes, int count) {
  ERR_clear_error();
  int result = SSL_read(tls->ssl, bytes, count);
  if(result > 0) {
    return result;
  }
  int error = SSL_get_error(tls->ssl, result);
  ERR_clear_error();
  switch(error) {
  case SSL_ERROR_WANT_READ:
    return -1;
  case SSL_ERROR_WANT_WRITE:
    return -2;
  case SSL_ERROR_ZERO_RETURN:
    return 0;
  default:
    return -3;
  }
}

bool upshift_tls_return(struct upshift_tls *tls) {
  bool is_left = SSL_pending(tls->ssl) > 0;
  SSL_set0_rbio(tls->ssl, tls->reads);
  SSL_set0_wbio(tls->ssl, tls->writes);
  BIO_meth_free(tls->method);
  free(tls);
  return is_left;
}

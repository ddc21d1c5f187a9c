/// libcurl, and typed calls for what Swift cannot import of it: variadic functions, and macros.
#ifndef UPSHIFT_CLIBCURL_H
#define UPSHIFT_CLIBCURL_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// Macros with casts, which Swift does not import.
static const long upshift_auth_basic = (long)CURLAUTH_BASIC;
static const long upshift_auth_digest = (long)CURLAUTH_DIGEST;
static const long upshift_auth_ntlm = (long)CURLAUTH_NTLM;
static const long upshift_auth_negotiate = (long)CURLAUTH_NEGOTIATE;
static const long upshift_auth_bearer = (long)CURLAUTH_BEARER;
static const long upshift_auth_gssapi = (long)CURLAUTH_GSSAPI;
static const long upshift_auth_ntlm_helper = (long)CURLAUTH_NTLM_WB;
static const long upshift_hsts_enable = CURLHSTS_ENABLE;
static const long upshift_auth_any = (long)CURLAUTH_ANY;

static inline const curl_version_info_data *_Nonnull upshift_version_info(void) {
  return curl_version_info(CURLVERSION_NOW);
}

static inline CURLcode upshift_setopt_long(CURL *_Nonnull easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode upshift_setopt_offset(CURL *_Nonnull easy, CURLoption option,
                                             curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

/// libcurl copies the string, except for CURLOPT_POSTFIELDS.
static inline CURLcode upshift_setopt_string(CURL *_Nonnull easy, CURLoption option,
                                             const char *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode upshift_setopt_pointer(CURL *_Nonnull easy, CURLoption option,
                                              void *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode upshift_setopt_list(CURL *_Nonnull easy, CURLoption option,
                                           struct curl_slist *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

// Before 7.88 the hosts of `--hsts` cannot be shared.
#if LIBCURL_VERSION_NUM >= 0x075800
static const curl_lock_data upshift_share_hsts = CURL_LOCK_DATA_HSTS;
#else
static const curl_lock_data upshift_share_hsts = CURL_LOCK_DATA_NONE;
#endif

static inline void upshift_share(CURLSH *_Nonnull share, curl_lock_data data) {
  curl_share_setopt(share, CURLSHOPT_SHARE, data);
}

/// No redirect may be followed. CURLOPT_REDIR_PROTOCOLS (182) is deprecated in favour of a list of names, which may not be
/// empty.
static inline CURLcode upshift_forbid_redirects(CURL *_Nonnull easy) {
  return curl_easy_setopt(easy, (CURLoption)(CURLOPTTYPE_LONG + 182), 0L);
}

typedef size_t (*upshift_data_callback)(char *_Nonnull bytes, size_t size, size_t count,
                                        void *_Nonnull context);
typedef int (*upshift_prereq_callback)(void *_Nonnull context, char *_Nullable peer,
                                       char *_Nullable local, int peer_port, int local_port);
typedef int (*upshift_seek_callback)(void *_Nonnull context, curl_off_t offset, int origin);
typedef int (*upshift_debug_callback)(CURL *_Nonnull easy, curl_infotype kind,
                                      char *_Nonnull bytes, size_t count, void *_Nonnull context);
typedef curl_socket_t (*upshift_opensocket_callback)(void *_Nonnull context,
                                                     curlsocktype purpose,
                                                     struct curl_sockaddr *_Nonnull address);
typedef int (*upshift_closesocket_callback)(void *_Nonnull context, curl_socket_t socket);
typedef int (*upshift_sockopt_callback)(void *_Nonnull context, curl_socket_t socket,
                                        curlsocktype purpose);

/// The callbacks of one transfer, and what each is handed as its context.
struct upshift_callbacks {
  upshift_data_callback _Nonnull header;
  upshift_data_callback _Nonnull write;
  upshift_data_callback _Nonnull read;
  upshift_seek_callback _Nonnull seek;
  upshift_prereq_callback _Nonnull prereq;
  upshift_debug_callback _Nullable debug;
  /// What libcurl would say on standard error is lost, its meter too.
  bool is_silent;
  void *_Nonnull transfer;
  upshift_opensocket_callback _Nonnull opensocket;
  upshift_closesocket_callback _Nonnull closesocket;
  upshift_sockopt_callback _Nonnull sockopt;
  void *_Nonnull sockets;
};

/// What libcurl writes to it is lost; NULL if that cannot be.
FILE *_Nullable upshift_nowhere(void);

static inline void upshift_set_callbacks(CURL *_Nonnull easy,
                                         struct upshift_callbacks callbacks) {
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callbacks.header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, callbacks.transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callbacks.write);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, callbacks.transfer);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, callbacks.read);
  curl_easy_setopt(easy, CURLOPT_READDATA, callbacks.transfer);
  curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, callbacks.seek);
  curl_easy_setopt(easy, CURLOPT_SEEKDATA, callbacks.transfer);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callbacks.prereq);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, callbacks.transfer);
  if(callbacks.debug) {
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, callbacks.debug);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, callbacks.transfer);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
    // The handles that libcurl makes for DNS over HTTPS are verbose too, and without the callback.
    if(callbacks.is_silent)
      curl_easy_setopt(easy, CURLOPT_STDERR, upshift_nowhere());
  }
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callbacks.opensocket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, callbacks.sockets);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, callbacks.closesocket);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, callbacks.sockets);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, callbacks.sockopt);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, callbacks.sockets);
}

/// libcurl has things to say when it writes the cookie jar, long after the transfer has gone.
static inline void upshift_clear_trace(CURL *_Nonnull easy) {
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 0L);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, NULL);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, NULL);
}

static inline CURLcode upshift_getinfo_long(CURL *_Nonnull easy, CURLINFO info,
                                            long *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode upshift_getinfo_offset(CURL *_Nonnull easy, CURLINFO info,
                                              curl_off_t *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode upshift_getinfo_string(CURL *_Nonnull easy, CURLINFO info,
                                              const char *_Nullable *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode upshift_getinfo_socket(CURL *_Nonnull easy,
                                              curl_socket_t *_Nonnull socket) {
  return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, socket);
}

static inline CURLcode upshift_getinfo_list(CURL *_Nonnull easy, CURLINFO info,
                                            struct curl_slist *_Nullable *_Nonnull list) {
  return curl_easy_getinfo(easy, info, list);
}

/// What OpenSSL is to do besides what libcurl tells it: the connection is offered for HTTP/2 (RFC 9113 §3.2), and for
/// HTTP/1.1, where libcurl itself offers nothing; a certificate that is refused is kept, of which libcurl tells nothing.
/// CURLE_UNKNOWN_OPTION or CURLE_NOT_BUILT_IN where libcurl's TLS is not OpenSSL.
CURLcode upshift_prepare_tls(CURL *_Nonnull easy, bool offers_http2, bool keeps_refused);

/// What ALPN (RFC 7301) has agreed on, and how long that is; NULL without.
const uint8_t *_Nullable upshift_alpn(CURL *_Nonnull easy, unsigned *_Nonnull count);

/// The version of TLS in use, `TLSv1.3`; NULL without TLS, or where it is not OpenSSL's.
const char *_Nullable upshift_tls_version(CURL *_Nonnull easy);

/// What a transfer's TLS has received, read past libcurl.
struct upshift_tls;

/// Lines `Name:value` like those of `upshift_certificate`, of the certificate that the handle's TLS refused last in this
/// thread; NULL if there was none.
struct curl_slist *_Nullable upshift_refused_certificate(CURL *_Nonnull easy);

/// Frees that, at the end of a handle.
void upshift_forget_refused_certificate(CURL *_Nonnull easy);

/// The TLS of the transfer's connection, which is on `socket`: it is ours until `upshift_tls_return`. NULL without TLS, or
/// where it is not OpenSSL's.
struct upshift_tls *_Nullable upshift_tls_borrow(CURL *_Nonnull easy, curl_socket_t socket);

/// Decrypts at most `count` bytes. 0 is the end of the stream, -1: it has to be readable first, -2: writable, -3: broken.
int upshift_tls_read(struct upshift_tls *_Nonnull tls, void *_Nonnull bytes, int count);

/// Gives it back to libcurl. True if bytes are left that were decrypted and not read.
bool upshift_tls_return(struct upshift_tls *_Nonnull tls);

/// How many certificates the chain has that libcurl was told to keep.
static inline int upshift_certificates(CURL *_Nonnull easy) {
  struct curl_certinfo *chain = NULL;
  return curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) == CURLE_OK && chain
           ? chain->num_of_certs : 0;
}

/// Certificate `number` of the chain, the server's being 0, as lines `name:value`; NULL if there is none.
static inline struct curl_slist *_Nullable upshift_certificate(CURL *_Nonnull easy, int number) {
  struct curl_certinfo *chain = NULL;
  if(number >= upshift_certificates(easy) ||
     curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK) {
    return NULL;
  }
  return chain->certinfo[number];
}

/// The result of a transfer that ended; false when `message` says anything else.
static inline bool upshift_message_done(const CURLMsg *_Nonnull message,
                                        CURLcode *_Nonnull result) {
  if(message->msg != CURLMSG_DONE) {
    return false;
  }
  *result = message->data.result;
  return true;
}

#endif

/// libnghttp2 as the client's end of an HTTP/2 connection (RFC 9113) with one stream, an extended CONNECT (RFC 8441).
/// Its sessions are made of callbacks with unions and of arrays of pointers, so both stay in C.
#ifndef UPSHIFT_CNGHTTP2_H
#define UPSHIFT_CNGHTTP2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A session.
typedef struct upshift_http2 upshift_http2;

/// What happened, each with a code and bytes where it says so.
typedef enum {
  /// The peer's SETTINGS came, and count.
  UPSHIFT_HTTP2_SETTINGS,
  /// A field section begins; its fields follow.
  UPSHIFT_HTTP2_FIELDS_BEGIN,
  /// It is complete.
  UPSHIFT_HTTP2_FIELDS_END,
  /// The peer has ended the stream on its side.
  UPSHIFT_HTTP2_END_STREAM,
  /// The peer has reset the stream: an error code.
  UPSHIFT_HTTP2_RESET,
  /// GOAWAY came: an error code, and debug data.
  UPSHIFT_HTTP2_GOAWAY,
  /// The stream was reset from here, for the peer broke a rule: an error code.
  UPSHIFT_HTTP2_GAVE_UP_STREAM,
  /// The connection was given up from here, for the peer broke a rule: an error code, and what it did.
  UPSHIFT_HTTP2_GAVE_UP,
  /// The request cannot be sent any more.
  UPSHIFT_HTTP2_NOT_SENT,
  /// The stream is over: an error code, which is 0 where both sides have ended it.
  UPSHIFT_HTTP2_CLOSED,
} upshift_http2_event;

/// Who hears of what happens. Every call comes from within `upshift_http2_receive` or `upshift_http2_send`.
typedef struct {
  void *_Nonnull context;
  void (*event)(void *context, upshift_http2_event event, uint32_t code,
                const uint8_t *_Nullable bytes, size_t count);
  /// A field of the section that has begun. False: it is too much, the session fails.
  bool (*field)(void *context, const uint8_t *_Nullable name, size_t name_count,
                const uint8_t *_Nullable value, size_t value_count);
  /// Data of the stream.
  void (*data)(void *context, const uint8_t *_Nullable bytes, size_t count);
  /// Writes at most so many bytes, and returns how many; 0 to be asked again after `upshift_http2_resume`, unless
  /// `is_end` is set, and nothing follows.
  size_t (*fill)(void *context, uint8_t *_Nullable bytes, size_t count, bool *is_end);
} upshift_http2_callbacks;

/// A session whose preface waits to be sent; NULL without memory. The peer may send `window` bytes of data that were
/// not consumed, and field sections of `fields` bytes.
upshift_http2 *_Nullable upshift_http2_open(upshift_http2_callbacks callbacks, uint32_t window,
                                            uint32_t fields);

void upshift_http2_close(upshift_http2 *http2);

/// SETTINGS_ENABLE_CONNECT_PROTOCOL of the peer (RFC 8441 §3).
bool upshift_http2_may_connect(upshift_http2 *http2);

/// SETTINGS_MAX_CONCURRENT_STREAMS of the peer.
uint32_t upshift_http2_streams(upshift_http2 *http2);

/// Opens the stream with a field section: `bytes` holds name, value, name, value …, `lengths` how long each is. False
/// without memory.
bool upshift_http2_request(upshift_http2 *http2, const uint8_t *bytes, const size_t *lengths,
                           size_t fields);

/// Takes what came. NULL, or what is wrong with it; nothing more can be taken then.
const char *_Nullable upshift_http2_receive(upshift_http2 *http2, const uint8_t *_Nullable bytes,
                                            size_t count);

/// The next bytes to send, until the next call; 0 if there are none, -1 if the session has failed.
long upshift_http2_send(upshift_http2 *http2, const uint8_t *_Nullable *_Nonnull bytes);

/// `fill` has something to write again.
void upshift_http2_resume(upshift_http2 *http2);

/// So many bytes of data were consumed: the peer may send more.
void upshift_http2_consume(upshift_http2 *http2, size_t count);

/// Queues GOAWAY without an error; nothing more is received.
void upshift_http2_leave(upshift_http2 *http2);

/// Whether nothing more is to be sent or received.
bool upshift_http2_is_over(upshift_http2 *http2);

/// What an error code is called (RFC 9113 §7).
const char *upshift_http2_error_name(uint32_t code);

#pragma clang assume_nonnull end

#endif

#include "CNghttp2.h"

#include <nghttp2/nghttp2.h>
#include <stdlib.h>

struct upshift_http2 {
  nghttp2_session *session;
  upshift_http2_callbacks callbacks;
  int32_t stream;
};

static void tell(upshift_http2 *http2, upshift_http2_event event, uint32_t code,
                 const uint8_t *bytes, size_t count) {
  http2->callbacks.event(http2->callbacks.context, event, code, bytes, count);
}

static bool is_response(upshift_http2 *http2, const nghttp2_frame *frame) {
  return frame->hd.type == NGHTTP2_HEADERS && frame->hd.stream_id == http2->stream;
}

static int begin_fields(nghttp2_session *session, const nghttp2_frame *frame, void *context) {
  upshift_http2 *http2 = context;
  if(is_response(http2, frame)) {
    tell(http2, UPSHIFT_HTTP2_FIELDS_BEGIN, 0, NULL, 0);
  }
  return 0;
}

static int take_field(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                      size_t name_count, const uint8_t *value, size_t value_count, uint8_t flags,
                      void *context) {
  upshift_http2 *http2 = context;
  if(!is_response(http2, frame)) {
    return 0;
  }
  bool is_fine =
      http2->callbacks.field(http2->callbacks.context, name, name_count, value, value_count);
  return is_fine ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE;
}

static int take_data(nghttp2_session *session, uint8_t flags, int32_t stream, const uint8_t *bytes,
                     size_t count, void *context) {
  upshift_http2 *http2 = context;
  http2->callbacks.data(http2->callbacks.context, bytes, count);
  return 0;
}

static int take_frame(nghttp2_session *session, const nghttp2_frame *frame, void *context) {
  upshift_http2 *http2 = context;
  switch(frame->hd.type) {
  case NGHTTP2_SETTINGS:
    if(!(frame->hd.flags & NGHTTP2_FLAG_ACK)) {
      tell(http2, UPSHIFT_HTTP2_SETTINGS, 0, NULL, 0);
    }
    return 0;
  case NGHTTP2_GOAWAY:
    tell(http2, UPSHIFT_HTTP2_GOAWAY, frame->goaway.error_code, frame->goaway.opaque_data,
         frame->goaway.opaque_data_len);
    return 0;
  default:
    break;
  }
  if(frame->hd.stream_id != http2->stream) {
    return 0;
  }
  switch(frame->hd.type) {
  case NGHTTP2_HEADERS:
    tell(http2, UPSHIFT_HTTP2_FIELDS_END, 0, NULL, 0);
    // fall through
  case NGHTTP2_DATA:
    if(frame->hd.flags & NGHTTP2_FLAG_END_STREAM) {
      tell(http2, UPSHIFT_HTTP2_END_STREAM, 0, NULL, 0);
    }
    break;
  case NGHTTP2_RST_STREAM:
    tell(http2, UPSHIFT_HTTP2_RESET, frame->rst_stream.error_code, NULL, 0);
    break;
  default:
    break;
  }
  return 0;
}

static int note_sent(nghttp2_session *session, const nghttp2_frame *frame, void *context) {
  upshift_http2 *http2 = context;
  if(frame->hd.type == NGHTTP2_RST_STREAM && frame->hd.stream_id == http2->stream) {
    tell(http2, UPSHIFT_HTTP2_GAVE_UP_STREAM, frame->rst_stream.error_code, NULL, 0);
  } else if(frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR) {
    tell(http2, UPSHIFT_HTTP2_GAVE_UP, frame->goaway.error_code, frame->goaway.opaque_data,
         frame->goaway.opaque_data_len);
  }
  return 0;
}

static int note_not_sent(nghttp2_session *session, const nghttp2_frame *frame, int error,
                         void *context) {
  upshift_http2 *http2 = context;
  if(is_response(http2, frame)) {
    tell(http2, UPSHIFT_HTTP2_NOT_SENT, 0, NULL, 0);
  }
  return 0;
}

static int note_closed(nghttp2_session *session, int32_t stream, uint32_t code, void *context) {
  upshift_http2 *http2 = context;
  if(stream == http2->stream) {
    tell(http2, UPSHIFT_HTTP2_CLOSED, code, NULL, 0);
  }
  return 0;
}

static ssize_t fill(nghttp2_session *session, int32_t stream, uint8_t *bytes, size_t count,
                    uint32_t *flags, nghttp2_data_source *source, void *context) {
  upshift_http2 *http2 = context;
  bool is_end = false;
  size_t filled = http2->callbacks.fill(http2->callbacks.context, bytes, count, &is_end);
  if(is_end) {
    *flags |= NGHTTP2_DATA_FLAG_EOF;
  }
  return filled || is_end ? (ssize_t)filled : NGHTTP2_ERR_DEFERRED;
}

static bool begin(upshift_http2 *http2, uint32_t window, uint32_t fields) {
  nghttp2_session_callbacks *callbacks = NULL;
  nghttp2_option *options = NULL;
  bool is_done = false;
  if(!nghttp2_session_callbacks_new(&callbacks) && !nghttp2_option_new(&options)) {
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, begin_fields);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, take_field);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, take_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, take_frame);
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, note_sent);
    nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks, note_not_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, note_closed);
    nghttp2_option_set_no_auto_window_update(options, 1);
    nghttp2_option_set_no_closed_streams(options, 1);
    // A client with one stream owes few answers; who makes it owe more does not listen.
    nghttp2_option_set_max_outbound_ack(options, 100);
    nghttp2_option_set_max_reserved_remote_streams(options, 0);
    // As much of our own as libcurl would send.
    nghttp2_option_set_max_send_header_block_length(options, 1 << 20);
    is_done = !nghttp2_session_client_new2(&http2->session, callbacks, http2, options);
  }
  nghttp2_option_del(options);
  nghttp2_session_callbacks_del(callbacks);
  if(!is_done) {
    return false;
  }
  nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, fields},
  };
  return !nghttp2_submit_settings(http2->session, NGHTTP2_FLAG_NONE, settings, 3) &&
         !nghttp2_session_set_local_window_size(http2->session, NGHTTP2_FLAG_NONE, 0,
                                                (int32_t)window);
}

upshift_http2 *upshift_http2_open(upshift_http2_callbacks callbacks, uint32_t window,
                                  uint32_t fields) {
  upshift_http2 *http2 = calloc(1, sizeof *http2);
  if(!http2) {
    return NULL;
  }
  http2->callbacks = callbacks;
  http2->stream = -1;
  if(begin(http2, window, fields)) {
    return http2;
  }
  upshift_http2_close(http2);
  return NULL;
}

void upshift_http2_close(upshift_http2 *http2) {
  // Streams that are left are told to be closed to nobody.
  http2->stream = -1;
  nghttp2_session_del(http2->session);
  free(http2);
}

bool upshift_http2_may_connect(upshift_http2 *http2) {
  return nghttp2_session_get_remote_settings(http2->session,
                                             NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL) == 1;
}

uint32_t upshift_http2_streams(upshift_http2 *http2) {
  return nghttp2_session_get_remote_settings(http2->session,
                                             NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

bool upshift_http2_request(upshift_http2 *http2, const uint8_t *bytes, const size_t *lengths,
                           size_t fields) {
  nghttp2_nv *list = calloc(fields, sizeof *list);
  if(!list) {
    return false;
  }
  for(size_t i = 0; i < fields; i++) {
    list[i].name = (uint8_t *)bytes;
    list[i].namelen = lengths[2 * i];
    bytes += lengths[2 * i];
    list[i].value = (uint8_t *)bytes;
    list[i].valuelen = lengths[2 * i + 1];
    bytes += lengths[2 * i + 1];
  }
  nghttp2_data_provider body = {.read_callback = fill};
  int32_t stream = nghttp2_submit_request(http2->session, NULL, list, fields, &body, NULL);
  free(list);
  if(stream > 0) {
    http2->stream = stream;
  }
  return stream > 0;
}

const char *upshift_http2_receive(upshift_http2 *http2, const uint8_t *bytes, size_t count) {
  ssize_t used = nghttp2_session_mem_recv(http2->session, bytes, count);
  return used < 0 ? nghttp2_strerror((int)used) : NULL;
}

long upshift_http2_send(upshift_http2 *http2, const uint8_t **bytes) {
  ssize_t count = nghttp2_session_mem_send(http2->session, bytes);
  return count < 0 ? -1 : (long)count;
}

void upshift_http2_resume(upshift_http2 *http2) {
  if(http2->stream > 0) {
    nghttp2_session_resume_data(http2->session, http2->stream);
  }
}

void upshift_http2_consume(upshift_http2 *http2, size_t count) {
  if(http2->stream > 0) {
    nghttp2_session_consume(http2->session, http2->stream, count);
  }
}

void upshift_http2_leave(upshift_http2 *http2) {
  nghttp2_session_terminate_session(http2->session, NGHTTP2_NO_ERROR);
}

bool upshift_http2_is_over(upshift_http2 *http2) {
  return !nghttp2_session_want_read(http2->session) && !nghttp2_session_want_write(http2->session);
}

const char *upshift_http2_error_name(uint32_t code) { return nghttp2_http2_strerror(code); }

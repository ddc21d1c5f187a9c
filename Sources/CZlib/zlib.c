#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct upshift_zlib {
  z_stream stream;
  upshift_place place;
};

static size_t least(size_t count) { return count < UINT_MAX ? count : UINT_MAX; }

/// Hands the buffers to zlib, and takes back how much of them was left over.
static int run(upshift_zlib *zlib, int (*step)(z_stream *, int), int flush, const uint8_t *from,
               size_t *from_count, uint8_t *to, size_t *to_count) {
  z_stream *stream = &zlib->stream;
  stream->next_in = (z_const Bytef *)from;
  stream->avail_in = (uInt)least(*from_count);
  stream->next_out = to;
  stream->avail_out = (uInt)least(*to_count);
  int status = step(stream, flush);
  *from_count = (size_t)(stream->next_in - from);
  *to_count = (size_t)(stream->next_out - to);
  return status;
}

upshift_zlib *upshift_deflater(int window_bits) {
  upshift_zlib *zlib = calloc(1, sizeof *zlib);
  if (!zlib) return NULL;
  // zlib has no window of 256 bytes (older releases used 512 without a word), but of one of 512 a match uses 250 at
  // most: deflate.h, MAX_DIST.
  int bits = window_bits < 9 ? 9 : window_bits;
  if (deflateInit2(&zlib->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -bits, MAX_MEM_LEVEL - 1,
                   Z_DEFAULT_STRATEGY) == Z_OK) {
    return zlib;
  }
  free(zlib);
  return NULL;
}

void upshift_deflate(upshift_zlib *deflater, const uint8_t *from, size_t *from_count, uint8_t *to,
                     size_t *to_count, bool flush) {
  // Without input and without room left over from before, zlib answers Z_BUF_ERROR and does nothing.
  run(deflater, deflate, flush ? Z_SYNC_FLUSH : Z_NO_FLUSH, from, from_count, to, to_count);
}

void upshift_deflate_reset(upshift_zlib *deflater) { deflateReset(&deflater->stream); }

void upshift_deflate_end(upshift_zlib *deflater) {
  deflateEnd(&deflater->stream);
  free(deflater);
}

upshift_zlib *upshift_inflater(void) {
  upshift_zlib *zlib = calloc(1, sizeof *zlib);
  if (!zlib) return NULL;
  // Servers on an old zlib use 512 bytes where they promised 256; the largest window takes any.
  if (inflateInit2(&zlib->stream, -MAX_WBITS) == Z_OK) return zlib;
  free(zlib);
  return NULL;
}

const char *upshift_inflate(upshift_zlib *inflater, const uint8_t *from, size_t *from_count,
                            uint8_t *to, size_t *to_count) {
  size_t used = 0, written = 0;
  const char *error = NULL;
  while (true) {
    size_t in = *from_count - used, out = *to_count - written;
    int status =
        run(inflater, inflate, Z_NO_FLUSH, from ? from + used : from, &in, to + written, &out);
    used += in;
    written += out;
    if (status == Z_STREAM_END) {
      // RFC 7692 §7.2.3.4: a block may have its BFINAL bit set, and others follow; what was decompressed stays the
      // window of what comes.
      inflateResetKeep(&inflater->stream);
      inflater->place = UPSHIFT_AFTER_FINAL_BLOCK;
      continue;
    }
    // zlib.h: the unused bits of the last byte, "plus 128 if inflate() returned immediately after decoding an
    // end-of-block code".
    if (in > 0) {
      bool is_between = (inflater->stream.data_type & (128 | 63)) == 128;
      inflater->place = is_between ? UPSHIFT_BETWEEN_BLOCKS : UPSHIFT_INSIDE;
    }
    if (status != Z_OK && status != Z_BUF_ERROR) {
      error = inflater->stream.msg ? inflater->stream.msg : zError(status);
    }
    break;
  }
  *from_count = used;
  *to_count = written;
  return error;
}

upshift_place upshift_inflate_place(const upshift_zlib *inflater) { return inflater->place; }

void upshift_inflate_reset(upshift_zlib *inflater) {
  inflateReset(&inflater->stream);
  inflater->place = UPSHIFT_INSIDE;
}

void upshift_inflate_end(upshift_zlib *inflater) {
  inflateEnd(&inflater->stream);
  free(inflater);
}

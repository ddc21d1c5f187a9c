/// zlib as raw DEFLATE (RFC 1951) in pieces, which is what permessage-deflate needs of it. Its initializers are macros
/// and its streams must not move, so both stay in C.
#ifndef UPSHIFT_CZLIB_H
#define UPSHIFT_CZLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A compressor or a decompressor.
typedef struct upshift_zlib upshift_zlib;

/// A compressor whose matches reach back 2^window_bits bytes at most, 8 to 15; NULL without memory.
upshift_zlib *_Nullable upshift_deflater(int window_bits);

/// Compresses. On return *from_count bytes of `from` were used and *to_count were written to `to`.
/// `flush`: everything is to come out, up to and including an empty stored block (00 00 FF FF); call again without
/// further input as long as `to` is filled up.
void upshift_deflate(upshift_zlib *deflater, const uint8_t *_Nullable from, size_t *from_count,
                     uint8_t *to, size_t *to_count, bool flush);

/// Forgets what was compressed.
void upshift_deflate_reset(upshift_zlib *deflater);

void upshift_deflate_end(upshift_zlib *deflater);

/// A decompressor for any window; NULL without memory.
upshift_zlib *_Nullable upshift_inflater(void);

/// Decompresses. On return *from_count bytes of `from` were used and *to_count were written to `to`: as long as `to`
/// is filled up, more may come without further input.
/// NULL, or what is wrong with the stream.
const char *_Nullable upshift_inflate(upshift_zlib *inflater, const uint8_t *_Nullable from,
                                      size_t *from_count, uint8_t *to, size_t *to_count);

/// Where a stream stands.
typedef enum {
  /// Inside a block, or inside a byte.
  UPSHIFT_INSIDE,
  /// Between two blocks, at the boundary of a byte.
  UPSHIFT_BETWEEN_BLOCKS,
  /// After a block with its BFINAL bit set, the last byte of input that there was.
  UPSHIFT_AFTER_FINAL_BLOCK,
} upshift_place;

/// Where it stands, after the input that was used.
upshift_place upshift_inflate_place(const upshift_zlib *inflater);

/// Forgets what was decompressed.
void upshift_inflate_reset(upshift_zlib *inflater);

void upshift_inflate_end(upshift_zlib *inflater);

#pragma clang assume_nonnull end

#endif

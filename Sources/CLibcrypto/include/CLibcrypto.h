/// What is used of OpenSSL's libcrypto, without its headers in Swift.
#ifndef UPSHIFT_CLIBCRYPTO_H
#define UPSHIFT_CLIBCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Writes the SHA-1 of `count` bytes at `data`, 20 bytes, to `digest`. False if libcrypto refuses (a FIPS
/// provider may).
bool upshift_sha1(const uint8_t *data, size_t count, uint8_t *digest);

/// The same for SHA-256, 32 bytes, and MD5, 16 bytes.
bool upshift_sha256(const uint8_t *data, size_t count, uint8_t *digest);
bool upshift_md5(const uint8_t *data, size_t count, uint8_t *digest);

/// Fills `count` bytes at `out` from the cryptographic random generator. False if it has no entropy.
bool upshift_random(uint8_t *out, size_t count);

#pragma clang assume_nonnull end

#endif

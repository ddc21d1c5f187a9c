#include "CLibcrypto.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

bool upshift_sha1(const uint8_t *data, size_t count, uint8_t *digest) {
  return EVP_Digest(data, count, digest, NULL, EVP_sha1(), NULL) == 1;
}

bool upshift_sha256(const uint8_t *data, size_t count, uint8_t *digest) {
  return EVP_Digest(data, count, digest, NULL, EVP_sha256(), NULL) == 1;
}

bool upshift_md5(const uint8_t *data, size_t count, uint8_t *digest) {
  return EVP_Digest(data, count, digest, NULL, EVP_md5(), NULL) == 1;
}

bool upshift_random(uint8_t *out, size_t count) {
  return count <= INT_MAX && RAND_bytes(out, (int)count) == 1;
}

import CLibcrypto

/// Digests of a body, by libcrypto.
enum Digest {
  /// 32 bytes; nil if libcrypto refuses.
  static func sha256(_ bytes: [UInt8]) -> [UInt8]? {
    var digest = [UInt8](repeating: 0, count: 32)
    return upshift_sha256(bytes, bytes.count, &digest) ? digest : nil
  }

  /// 16 bytes; nil if libcrypto refuses, as its FIPS provider does.
  static func md5(_ bytes: [UInt8]) -> [UInt8]? {
    var digest = [UInt8](repeating: 0, count: 16)
    return upshift_md5(bytes, bytes.count, &digest) ? digest : nil
  }
}

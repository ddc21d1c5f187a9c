import CLibcurl

/// What libcurl calls the options of one of its two kinds of TLS.
struct TLSNames {
  let verifyPeer, verifyHost, authoritiesFile, authoritiesFolder, revokedFile: CURLoption
  let certificate, certificateType, key, keyType, passphrase: CURLoption
  let version, pinnedKey, ciphers, ciphers13, workarounds: CURLoption
  let loginType, user, password: CURLoption

  /// With the server.
  static let server = TLSNames(
    verifyPeer: CURLOPT_SSL_VERIFYPEER, verifyHost: CURLOPT_SSL_VERIFYHOST,
    authoritiesFile: CURLOPT_CAINFO, authoritiesFolder: CURLOPT_CAPATH,
    revokedFile: CURLOPT_CRLFILE,
    certificate: CURLOPT_SSLCERT, certificateType: CURLOPT_SSLCERTTYPE, key: CURLOPT_SSLKEY,
    keyType: CURLOPT_SSLKEYTYPE, passphrase: CURLOPT_KEYPASSWD,
    version: CURLOPT_SSLVERSION, pinnedKey: CURLOPT_PINNEDPUBLICKEY,
    ciphers: CURLOPT_SSL_CIPHER_LIST, ciphers13: CURLOPT_TLS13_CIPHERS,
    workarounds: CURLOPT_SSL_OPTIONS,
    loginType: CURLOPT_TLSAUTH_TYPE, user: CURLOPT_TLSAUTH_USERNAME,
    password: CURLOPT_TLSAUTH_PASSWORD)

  /// With an `https` proxy.
  static let proxy = TLSNames(
    verifyPeer: CURLOPT_PROXY_SSL_VERIFYPEER, verifyHost: CURLOPT_PROXY_SSL_VERIFYHOST,
    authoritiesFile: CURLOPT_PROXY_CAINFO, authoritiesFolder: CURLOPT_PROXY_CAPATH,
    revokedFile: CURLOPT_PROXY_CRLFILE,
    certificate: CURLOPT_PROXY_SSLCERT, certificateType: CURLOPT_PROXY_SSLCERTTYPE,
    key: CURLOPT_PROXY_SSLKEY,
    keyType: CURLOPT_PROXY_SSLKEYTYPE, passphrase: CURLOPT_PROXY_KEYPASSWD,
    version: CURLOPT_PROXY_SSLVERSION, pinnedKey: CURLOPT_PROXY_PINNEDPUBLICKEY,
    ciphers: CURLOPT_PROXY_SSL_CIPHER_LIST, ciphers13: CURLOPT_PROXY_TLS13_CIPHERS,
    workarounds: CURLOPT_PROXY_SSL_OPTIONS,
    loginType: CURLOPT_PROXY_TLSAUTH_TYPE, user: CURLOPT_PROXY_TLSAUTH_USERNAME,
    password: CURLOPT_PROXY_TLSAUTH_PASSWORD)
}

extension EasyHandle {
  borrowing func configure(_ tls: TLSOptions, by names: TLSNames) throws(TransferError) {
    if !tls.verifies {
      try set(names.verifyPeer, false)
      try set(names.verifyHost, 0)
    }
    try set(names.authoritiesFile, tls.authoritiesFile)
    try set(names.authoritiesFolder, tls.authoritiesFolder)
    try set(names.revokedFile, tls.revokedFile)
    try set(names.certificate, tls.certificate)
    try set(names.certificateType, tls.certificateType)
    try set(names.key, tls.key)
    try set(names.keyType, tls.keyType)
    try set(names.passphrase, tls.passphrase)
    if tls.minimum != nil || tls.maximum != nil {
      // The highest version stands in the upper half.
      let maximum = tls.maximum.map(Self.version) ?? 0
      try set(names.version, (tls.minimum.map(Self.version) ?? 0) | maximum << 16)
    }
    try set(names.pinnedKey, tls.pinnedKey)
    try set(names.ciphers, tls.ciphers)
    try set(names.ciphers13, tls.ciphers13)
    if !tls.workarounds.isEmpty { try set(names.workarounds, tls.workarounds.rawValue) }
    try set(names.user, tls.user)
    try set(names.password, tls.password)
    try set(names.loginType, tls.loginType)
  }

  /// What there is with the server only.
  borrowing func configureServer(_ tls: TLSOptions) throws(TransferError) {
    // First, for the key may be in it.
    try set(CURLOPT_SSLENGINE, tls.engine)
    try configure(tls, by: .server)
    try set(CURLOPT_SSL_EC_CURVES, tls.curves)
    if tls.checksStatus { try set(CURLOPT_SSL_VERIFYSTATUS, true) }
    // OpenSSL has no such thing, which curl does not hold against it.
    if tls.startsEarly { try? set(CURLOPT_SSL_FALSESTART, true) }
    if !tls.negotiates { try set(CURLOPT_SSL_ENABLE_ALPN, false) }
    if !tls.resumes { try set(CURLOPT_SSL_SESSIONID_CACHE, false) }
  }

  private static func version(_ version: TLSOptions.Version) -> Int {
    switch version {
    case .tls1: CURL_SSLVERSION_TLSv1
    case .tls10: CURL_SSLVERSION_TLSv1_0
    case .tls11: CURL_SSLVERSION_TLSv1_1
    case .tls12: CURL_SSLVERSION_TLSv1_2
    case .tls13: CURL_SSLVERSION_TLSv1_3
    }
  }
}

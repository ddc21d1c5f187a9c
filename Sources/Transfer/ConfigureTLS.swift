import CLibcurl

/// What libcurl calls the options of one of its two kinds of TLS.
struct TLSNames {
  let verifyPeer, verifyHost, authoritiesFile, authoritiesFolder: CURLoption
  let certificate, key, passphrase, version, pinnedKey: CURLoption

  /// With the server.
  static let server = TLSNames(
    verifyPeer: CURLOPT_SSL_VERIFYPEER, verifyHost: CURLOPT_SSL_VERIFYHOST,
    authoritiesFile: CURLOPT_CAINFO, authoritiesFolder: CURLOPT_CAPATH,
    certificate: CURLOPT_SSLCERT, key: CURLOPT_SSLKEY, passphrase: CURLOPT_KEYPASSWD,
    version: CURLOPT_SSLVERSION, pinnedKey: CURLOPT_PINNEDPUBLICKEY)

  /// With an `https` proxy.
  static let proxy = TLSNames(
    verifyPeer: CURLOPT_PROXY_SSL_VERIFYPEER, verifyHost: CURLOPT_PROXY_SSL_VERIFYHOST,
    authoritiesFile: CURLOPT_PROXY_CAINFO, authoritiesFolder: CURLOPT_PROXY_CAPATH,
    certificate: CURLOPT_PROXY_SSLCERT, key: CURLOPT_PROXY_SSLKEY,
    passphrase: CURLOPT_PROXY_KEYPASSWD,
    version: CURLOPT_PROXY_SSLVERSION, pinnedKey: CURLOPT_PROXY_PINNEDPUBLICKEY)
}

extension EasyHandle {
  borrowing func configure(_ tls: TLSOptions, by names: TLSNames) throws(TransferError) {
    if !tls.verifies {
      try set(names.verifyPeer, false)
      try set(names.verifyHost, 0)
    }
    try set(names.authoritiesFile, tls.authoritiesFile)
    try set(names.authoritiesFolder, tls.authoritiesFolder)
    try set(names.certificate, tls.certificate)
    try set(names.key, tls.key)
    try set(names.passphrase, tls.passphrase)
    if let minimum = tls.minimum { try set(names.version, Self.version(minimum)) }
    try set(names.pinnedKey, tls.pinnedKey)
  }

  private static func version(_ version: TLSOptions.Version) -> Int {
    switch version {
    case .tls10: CURL_SSLVERSION_TLSv1_0
    case .tls11: CURL_SSLVERSION_TLSv1_1
    case .tls12: CURL_SSLVERSION_TLSv1_2
    case .tls13: CURL_SSLVERSION_TLSv1_3
    }
  }
}

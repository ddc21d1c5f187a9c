public import HTTP

/// A connection that began in the clear and goes on with TLS (RFC 2817): whose it is, and who is at its other end.
struct InPlaceConnection {
  /// An https URI.
  let origin: URI
  let address: String
  let port: Int
}

extension Session {
  /// Ends an `OPTIONS *` after its 101 was found to be valid, and keeps its connection: the next transfer is to be one of
  /// `InPlace.switched` to the https URI `origin`. In TLS the client speaks first: a server that has is an error.
  public func keepConnection(of transfer: Transfer, for origin: URI) throws(KeepError) {
    guard transfer.outcome == nil else { throw .ended }
    do throws(KeepError) {
      try sockets.keep()
    } catch {
      cancel()
      throw error
    }
    cancel()
    inPlace = InPlaceConnection(
      origin: origin, address: transfer.report.remoteAddress, port: transfer.report.remotePort)
  }

  /// A request to the https URI `uri` finds a connection that was switched, or kept to be.
  public func hasSwitched(for uri: URI) -> Bool {
    guard let inPlace, inPlace.origin.isSameOrigin(as: uri) else { return false }
    return sockets.kept != nil || sockets.holdsSwitched
  }

  /// libcurl finds the connection of an `InPlace.switched` request by what it is asked for here: a new one if it is still to
  /// be handed over, else the one that was made like this before.
  func prepare(_ request: inout Request, _ options: inout Options) {
    guard request.inPlace == .switched, let inPlace else { return sockets.dropKept() }
    if sockets.kept != nil { request.usesFreshConnection = true }
    let host = inPlace.origin.host
    // It leads to the server already: no name is to be looked up, no proxy to be asked once more.
    let isIPv6 = inPlace.address.contains(":")
    let address = isIPv6 ? "[\(inPlace.address)]" : inPlace.address
    options.connectTo.insert(
      "\(host):\(inPlace.origin.effectivePort):\(address):\(inPlace.port)", at: 0)
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    options.proxy.exclusions = options.proxy.exclusions.map { "\($0),\(name)" } ?? name
  }
}

import CLibcurl
import CSystem
import Platform

/// The sockets that libcurl has open, made for it here so that their descriptors are known: in the
/// middle of a transfer libcurl 7.88 does not tell.
final class SocketRegistry {
  /// Readable once the peer has closed a socket that is watched.
  let hangups = upshift_hangup_open()
  fileprivate(set) var open: [curl_socket_t] = []
  /// What libcurl calls when it closes a connection has to be there as long as the connection.
  fileprivate var all: [Sockets] = []

  deinit {
    for sockets in all { sockets.dropKept() }
    if hangups >= 0 { close(hangups) }
  }

  /// Learns which peers have closed their connections; idle ones may have too.
  func update() {
    while case let closed = upshift_hangup_take(hangups), closed >= 0 {
      for sockets in all { sockets.peerClosed(closed) }
    }
  }

  fileprivate func dispose(of descriptor: curl_socket_t) -> Int32 {
    open.removeAll { $0 == descriptor }
    let isKept = all.contains { $0.kept == descriptor }
    for sockets in all { sockets.lost(descriptor) }
    return isKept ? 0 : close(descriptor)
  }
}

/// The sockets that one session has to do with.
final class Sockets {
  /// The peer has closed the connection that counts. Cleared by who has acted on it.
  var hasHungUp = false
  private unowned let registry: SocketRegistry
  private var current: curl_socket_t?
  /// What was in the send queue of the connection that counted, when libcurl closed it.
  private var unsentAtEnd = 0
  /// The connection that `OPTIONS *` went over, for the next transfer to speak TLS on.
  private(set) var kept: curl_socket_t?
  /// The same once it was handed to libcurl again, until that closes it.
  private(set) var switched: curl_socket_t?
  /// The answer to `OPTIONS *` has been read from it.
  var isSettled = false

  init(_ registry: SocketRegistry) {
    self.registry = registry
    registry.all.append(self)
  }

  func make(for address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
    if let kept {
      (self.kept, switched, isSettled) = (nil, kept, false)
      registry.open.append(kept)
      return kept
    }
    let descriptor = socket(
      Int32(address.pointee.family), Int32(address.pointee.socktype),
      Int32(address.pointee.protocol))
    guard descriptor >= 0 else { return CURL_SOCKET_BAD }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    registry.open.append(descriptor)
    return descriptor
  }

  /// Bytes in the send queue of the connection in use, or of the one that was.
  var unsent: Int { current.map { Int(upshift_unsent($0)) } ?? unsentAtEnd }

  /// Ends our direction of the connection in use.
  func endSending() -> Bool { current.map { shutdown($0, Int32(SHUT_WR)) == 0 } ?? false }

  func dispose(of descriptor: curl_socket_t) -> Int32 { registry.dispose(of: descriptor) }

  fileprivate func lost(_ descriptor: curl_socket_t) {
    if current == descriptor {
      let unsent = unsent
      forget()
      unsentAtEnd = unsent
    }
    if switched == descriptor, kept != descriptor { switched = nil }
  }

  fileprivate func peerClosed(_ descriptor: curl_socket_t) {
    if current == descriptor { hasHungUp = true }
  }

  /// Keeps the connection that counts when libcurl closes it, if nothing has come on it that libcurl did not see.
  func keep() throws(KeepError) {
    guard let current else { throw .ended }
    try Self.checkSilence(of: current)
    dropKept()
    kept = current
  }

  /// What was kept and not used is closed.
  func dropKept() {
    if let kept, !registry.open.contains(kept) { close(kept) }
    kept = nil
  }

  func isSwitched(_ descriptor: curl_socket_t) -> Bool { descriptor == switched }

  /// The switched connection is open, as far as can be told.
  var holdsSwitched: Bool {
    guard let switched else { return false }
    do {
      try Self.checkSilence(of: switched)
    } catch {
      // A TLS session ticket, say.
      return error == .spoken
    }
    return true
  }

  private static func checkSilence(of descriptor: curl_socket_t) throws(KeepError) {
    var byte: UInt8 = 0
    switch recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) {
    case 0: throw .ended
    case 1...: throw .spoken
    default: if errno != EAGAIN && errno != EWOULDBLOCK { throw .ended }
    }
  }

  /// From now on the connection whose local port is `port` is the one that counts; where no port
  /// tells (a Unix domain socket has none), the newest.
  func watch(localPort port: Int) {
    hasHungUp = false
    current = registry.open.last { port != 0 && Self.port(of: $0) == port } ?? registry.open.last
    // One that is watched already, as a connection that is used again may be, stays watched.
    if let current { _ = upshift_hangup_add(registry.hangups, current) }
  }

  /// No connection counts, until `watch` names one.
  func forget() { (current, hasHungUp, unsentAtEnd) = (nil, false, 0) }

  private static func port(of descriptor: curl_socket_t) -> Int? {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { bytes -> Int? in
      guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
        getsockname(descriptor, address, &size) == 0
      else { return nil }
      switch Int32(address.pointee.sa_family) {
      case AF_INET:
        return Int(UInt16(bigEndian: bytes.load(as: sockaddr_in.self).sin_port))
      case AF_INET6:
        return Int(UInt16(bigEndian: bytes.load(as: sockaddr_in6.self).sin6_port))
      default:
        return nil
      }
    }
  }
}

import CLibcurl
import CSystem
import Platform

/// The sockets that libcurl has open, made for it here so that their descriptors are known: in the
/// middle of a transfer libcurl 7.88 does not tell.
final class Sockets {
  /// Readable once the peer has closed a socket that is watched.
  let hangups: Int32
  /// The peer has closed the connection that counts. Cleared by who has acted on it.
  var hasHungUp = false
  private var open: [curl_socket_t] = []
  private var current: curl_socket_t?

  init() { hangups = upshift_hangup_open() }

  deinit { if hangups >= 0 { close(hangups) } }

  func make(for address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
    let descriptor = socket(
      Int32(address.pointee.family), Int32(address.pointee.socktype),
      Int32(address.pointee.protocol))
    guard descriptor >= 0 else { return CURL_SOCKET_BAD }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    open.append(descriptor)
    return descriptor
  }

  func dispose(of descriptor: curl_socket_t) -> Int32 {
    open.removeAll { $0 == descriptor }
    if current == descriptor { forget() }
    return close(descriptor)
  }

  /// From now on the connection whose local port is `port` is the one that counts; where no port
  /// tells (a Unix domain socket has none), the newest.
  func watch(localPort port: Int) {
    hasHungUp = false
    current = open.last { port != 0 && Self.port(of: $0) == port } ?? open.last
    // One that is watched already, as a connection that is used again may be, stays watched.
    if let current { _ = upshift_hangup_add(hangups, current) }
  }

  /// No connection counts, until `watch` names one.
  func forget() { (current, hasHungUp) = (nil, false) }

  /// Learns which peers have closed their connections; idle ones may have too.
  func update() {
    while case let closed = upshift_hangup_take(hangups), closed >= 0 {
      if closed == current { hasHungUp = true }
    }
  }

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

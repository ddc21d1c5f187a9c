/// Secrets to be looked for in texts, however their characters are spelled there.
///
/// A text is read along a tree of their bytes: so it does not matter how many there are.
struct SecretSearch {
  /// Where one is.
  struct Place: Hashable {
    var range: Range<Int>
    /// Its number; nil if several overlap there, or none of them is whole.
    var secret: Int?
  }

  /// So few bytes of what is behind a cut can be anything.
  private static let shortestRest = 4
  /// The same of Base64 and the like before one.
  private static let shortestStart = 3

  private let tree = SecretTree()

  private let hasCuts: Bool
  private var mayBegin: [Bool] = []

  /// Each is known by its index; an empty one is nowhere.
  ///
  /// - Parameter hasCuts: an ellipsis says that something was cut there: the start of a secret before it is one, and so
  ///   is the end of one behind it.
  init(_ secrets: [[UInt8]], hasCuts: Bool = false) {
    self.hasCuts = hasCuts
    for (index, secret) in secrets.enumerated() where !secret.isEmpty {
      tree.insert(secret, index, isPlain: true)
    }
    for (index, secret) in secrets.enumerated() {
      for form in Disguise.whole(of: secret) { tree.insert(form, index, isPlain: false) }
    }
    mayBegin = pairs()
  }

  /// There is nothing to be found.
  var isEmpty: Bool { tree.isLeaf(0) }

  /// Where they are in a text, in its order; places do not overlap. Nil if that cannot be told in time that is linear
  /// in the text, which was made so on purpose then.
  ///
  /// - Parameter isCut: the text is cut at its end.
  func places(in text: [UInt8], isCut: Bool = false) -> [Place]? {
    guard !isEmpty else { return [] }
    var places: [Place] = []
    var reader = Reader(tree, text, hasCuts: hasCuts, isCut: isCut)
    let signs = text.span
    var index = 0
    while index < signs.count {
      let sign = signs[index]
      let next = index &+ 1 < signs.count ? signs[index &+ 1] : UInt8(ascii: "%")
      // All of several backslashes are read at the first one.
      let isRead = sign == UInt8(ascii: "\\") && index > 0 && signs[index &- 1] == sign
      if mayBegin[Int(sign) << 8 | Int(next)], !isRead {
        if let place = reader.place(at: index) { Self.add(place, to: &places) }
        if hasCuts, let place = reader.rest(behindCutAt: index) { Self.add(place, to: &places) }
        guard reader.hasTime else { return nil }
      }
      index &+= 1
    }
    return places
  }

  /// Which two bytes may begin a place: most do not, and cost no more than to look here.
  private func pairs() -> [Bool] {
    var pairs = [Bool](repeating: false, count: 1 << 16)
    let isCut = { hasCuts && $0 == Reader.ellipsis[0] }
    for first in UInt8.min...UInt8.max {
      let node = tree.step(from: 0, by: first)
      let isBackslash = first == UInt8(ascii: "\\")
      guard node != nil || isCut(first) || !Spelled.isItself(first) else { continue }
      let isAny =
        isCut(first) || !Spelled.isItself(first) && !isBackslash
        || node.map { tree.end(at: $0) != nil } == true
      for second in UInt8.min...UInt8.max {
        pairs[Int(first) << 8 | Int(second)] =
          isAny || isCut(second) || !Spelled.isItself(second)
          || node.map { tree.step(from: $0, by: second) != nil } == true
          || isBackslash && (Spelled.isEscape(second) || tree.step(from: 0, by: second) != nil)
          // So many backslashes may be fewer.
          || isBackslash && node != nil
      }
    }
    return pairs
  }

  private static func add(_ place: Place, to places: inout [Place]) {
    guard let last = places.last, place.range.lowerBound < last.range.upperBound else {
      return places.append(place)
    }
    guard place.range.upperBound > last.range.upperBound else { return }
    if place.range.lowerBound > last.range.lowerBound { places[places.count - 1].secret = nil }
    places[places.count - 1].range = last.range.lowerBound..<place.range.upperBound
  }

  /// Reads a text along the tree.
  private struct Reader {
    static let ellipsis = Array("…".utf8)

    private let tree: SecretTree
    private let text: [UInt8]
    private let hasCuts: Bool
    private let isCut: Bool
    /// Steps that are left.
    private var time: Int
    /// Bytes of a secret that have to be read.
    private var least = 0
    private var end = 0
    private var secret: Int?

    init(_ tree: SecretTree, _ text: [UInt8], hasCuts: Bool, isCut: Bool) {
      (self.tree, self.text, self.hasCuts, self.isCut) = (tree, text, hasCuts, isCut)
      time = 1 << 20 + 8 * text.count
    }

    var hasTime: Bool { time > 0 }

    /// The longest that begins there.
    mutating func place(at start: Int) -> Place? {
      (end, secret, least) = (start, nil, 0)
      if Spelled.isItself(text[start]) {
        guard let node = tree.step(from: 0, by: text[start]) else { return nil }
        go(on: node, at: start + 1, read: 1, isEscaped: false)
      } else {
        read(at: start) { reader, unit in
          guard let node = reader.tree.step(from: 0, by: unit.first) else { return false }
          return reader.follow(unit, from: node, read: 0)
        }
      }
      return end > start ? Place(range: start..<end, secret: secret) : nil
    }

    /// The longest end of a secret behind an ellipsis, which may have cut a character's escape in two.
    mutating func rest(behindCutAt cut: Int) -> Place? {
      guard cut < text.count, isCut(at: cut) else { return nil }
      let start = cut + Self.ellipsis.count
      (end, secret, least) = (start, nil, SecretSearch.shortestRest)
      for index in start...start + Spelled.tail(in: text, at: start) where index < text.count {
        read(at: index) { reader, unit in
          var isKnown = false
          for node in reader.tree.nodes(behind: unit.first) {
            if reader.follow(unit, from: node, read: 0) { isKnown = true }
          }
          return isKnown
        }
      }
      return end > start ? Place(range: start..<end) : nil
    }

    /// On from a node that the first byte of a unit leads to; false if nothing goes on so.
    private mutating func follow(_ unit: Spelled, from start: Int32, read count: Int) -> Bool {
      var node = start
      for index in 1..<unit.count {
        time -= 1
        guard let next = tree.step(from: node, by: unit[index]) else { return false }
        node = next
      }
      go(on: node, at: unit.end, read: count + unit.count, isEscaped: unit.escapes)
      return true
    }

    private mutating func go(
      on start: Int32, at begin: Int, read before: Int, isEscaped: Bool
    ) {
      var (node, index, count) = (start, begin, before)
      while true {
        time -= 1
        guard time > 0 else { return }
        if index > end, count >= least, let found = tree.end(at: node) {
          (end, secret) = (index, found)
        }
        guard !tree.isLeaf(node) else { return }
        if hasCuts, count >= max(least, tree.isPlain(node) ? 1 : SecretSearch.shortestStart),
          let cut = cutOff(at: index), cut > end
        {
          (end, secret) = (cut, nil)
        }
        guard index < text.count else { return }
        let sign = text[index]
        guard Spelled.isItself(sign), !isEscaped || index > begin else { break }
        guard let next = tree.step(from: node, by: sign) else { return }
        (node, index, count) = (next, index + 1, count + 1)
      }
      read(at: index, isEscaped: isEscaped && index == begin) { [node, count] reader, unit in
        guard let next = reader.tree.step(from: node, by: unit.first) else { return false }
        return reader.follow(unit, from: next, read: count)
      }
    }

    /// What stands there may stand for several things.
    private mutating func read(
      at index: Int, isEscaped: Bool = false, _ take: (inout Reader, Spelled) -> Bool
    ) {
      time -= 3
      Spelled.each(in: text, at: index, isEscaped: isEscaped) { unit in
        time -= 1 + (unit.end - index) / 4
        return take(&self, unit)
      }
    }

    // MARK: Cuts

    private func isCut(at index: Int) -> Bool {
      index >= text.count
        ? isCut : text[index] == Self.ellipsis[0] && text[index...].starts(with: Self.ellipsis)
    }

    /// Where the text is cut, if nothing but the start of an escape is before that.
    private func cutOff(at index: Int) -> Int? {
      if isCut(at: index) { return index }
      guard index < text.count, text[index] != UInt8(ascii: "+"), !Spelled.isItself(text[index])
      else { return nil }
      let end = Spelled.start(in: text, at: index)
      return isCut(at: end) ? end : nil
    }
  }
}

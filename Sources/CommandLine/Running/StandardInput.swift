/// Whose standard input is: "Of several WebSocket URLs the first has standard input, the later ones listen."
final class StandardInput {
  /// Once it is gone nobody else has its place.
  private weak var owner: Visit?
  private var isTaken = false

  /// It is nobody's, or theirs already.
  func isFree(for visit: Visit) -> Bool { !isTaken || owner === visit }

  /// They have it, if nobody had.
  func take(for visit: Visit) {
    guard !isTaken else { return }
    (owner, isTaken) = (visit, true)
  }
}

/// Whose standard input is: "Of several WebSocket URLs the first has standard input, the later ones listen."
final class StandardInput {
  /// Held, so that no other can come to have its place in memory.
  private var owner: Visit?

  /// It is nobody's, or theirs already.
  func isFree(for visit: Visit) -> Bool { owner == nil || owner === visit }

  /// They have it, if nobody had.
  func take(for visit: Visit) { owner = owner ?? visit }
}

/// Whose standard input is: "Of several WebSocket URLs the first has standard input, the later ones listen."
final class StandardInput {
  private var owner: ObjectIdentifier?

  /// It is nobody's, or theirs already.
  func isFree(for visit: Visit) -> Bool { owner == nil || owner == ObjectIdentifier(visit) }

  /// They have it, if nobody had.
  func take(for visit: Visit) { owner = owner ?? ObjectIdentifier(visit) }
}

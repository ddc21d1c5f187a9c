/// What holds for all operations of a command line, wherever it stands.
struct Globals {
  /// `--color`.
  enum Color: String, CaseIterable { case auto, always, never }

  var isVerbose = false
  var isSilent = false
  var showsError = false
  var showsSecrets = false
  var color = Color.auto
  /// `--record`.
  var recordFile: String?

  /// Errors are to be said.
  var saysErrors: Bool { !isSilent || showsError }
}

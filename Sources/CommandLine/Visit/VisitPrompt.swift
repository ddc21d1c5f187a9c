import Check
import HTTP
import Prompt
import Streams
import Transfer

// The prompt, once there is a conversation for it.
extension Visit {
  func openPrompt(at uri: URI) -> Dialogue? {
    var settings = DialogueSettings()
    settings.preamble = invocation.pipe.preamble
    settings.kind = invocation.pipe.kind
    settings.isColored = style.isColored(standardOutput)
    settings.reconnects = invocation.reconnects
    settings.stateFolder = Environment.stateFolder
    settings.editor = Environment["VISUAL"] ?? Environment["EDITOR"] ?? "vi"
    settings.isDumb = Environment["TERM"].map { $0 == "dumb" } ?? true
    settings.isUTF8 = Environment.speaksUTF8
    settings.readsUTF8 = Environment.typesUTF8
    settings.showsFrames = invocation.globals.isVerbose
    settings.showsSecrets = invocation.globals.showsSecrets
    settings.began = began
    guard let dialogue = Dialogue(settings, at: uri) else {
      messages.warn("there is no terminal for a prompt: lines are messages")
      return nil
    }
    dialogue.checkFile = { [job = target.job] records, dropped in
      Recording([.init(job, records, dropped: dropped)], usual: Recorder.usual).text()
    }
    for exchange in exchanges { dialogue.received(exchange) }
    for record in trail { dialogue.happened(record) }
    (exchanges, trail) = ([], [])
    messages.divert = { [weak dialogue] line in dialogue?.note(line) }
    self.dialogue = dialogue
    return dialogue
  }

  var watched: [Watched] { dialogue?.descriptors ?? [] }

  func ready(_ watched: [Watched]) -> Int32? { dialogue?.woke(watched) }

  func turn(now: Double) -> Double? { dialogue?.tick(now: now) ?? showProgress(now: now) }
}

import Platform

/// libFuzzer's own `main`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

// fuzz PARSER [OPTION OF LIBFUZZER]... [CORPUS]...; without any, the parsers' names.
let names = Fuzzed.all.map(\.name)
guard CommandLine.argc > 1,
  let parser = Fuzzed.all.first(where: { $0.name == CommandLine.arguments[1] })
else {
  for name in names { print(name) }
  exit(CommandLine.argc > 1 ? 2 : 0)
}

let check = parser.check

// Those behind the name, after the program's.
let words =
  [CommandLine.arguments[0], "-max_len=\(parser.longest)"] + CommandLine.arguments.dropFirst(2)
var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
var count = CInt(words.count)
let status = pointers.withUnsafeMutableBufferPointer { buffer in
  guard var base = buffer.baseAddress else { return CInt(1) }
  return withUnsafeMutablePointer(to: &base) { words in
    runFuzzer(&count, words) { bytes, count in
      do {
        try check(Array(UnsafeBufferPointer(start: bytes, count: count)))
      } catch {
        fatalError("\(error)")
      }
      return 0
    }
  }
}
exit(status)

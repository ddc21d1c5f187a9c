import CSystem
import CommandLine
import Platform

// What is not UTF-8 would be altered on its way into a string.
var words: [String] = []
for index in 1..<max(1, Int(Swift.CommandLine.argc)) {
  guard let pointer = Swift.CommandLine.unsafeArgv[index],
    let word = String(validatingCString: pointer)
  else { exit(Program.refuse(argument: index)) }
  words.append(word)
}
upshift_leave(
  Program.run(words) { word, bytes in
    guard let start = Swift.CommandLine.unsafeArgv[word + 1] else { return }
    memset(start + bytes.lowerBound, 0x2A, bytes.count)
  })

/// What a whole command line means: operations, one after the other, and what holds for all of them.
struct Command {
  var globals: Globals
  var operations: [Invocation]

  /// Reads what was typed, cut at each `--next`; the files it names are read here too.
  init(_ arguments: Arguments) throws(InvocationError) {
    var globals = Globals()
    var readers: [Reader] = []
    for group in arguments.operations {
      var reader = Reader()
      reader.globals = globals
      try reader.take(group)
      globals = reader.globals
      readers.append(reader)
    }
    self.globals = globals
    operations = []
    var number = 0
    for var reader in readers {
      reader.globals = globals
      reader.result.targets.firstNumber = number
      number += reader.urls.count
      operations.append(try reader.invocation())
    }
  }
}

extension Arguments {
  /// The groups between `--next`; without a URL before it, it changes nothing, as in curl.
  var operations: [Arguments] {
    var groups = [Arguments()]
    var hasURL = false
    for (index, item) in items.enumerated() {
      switch item {
      case .option(.next, _, _):
        guard hasURL else { continue }
        groups.append(Arguments())
        hasURL = false
      case .url:
        hasURL = true
        groups[groups.count - 1].append(item, from: places[index])
      case .option: groups[groups.count - 1].append(item, from: places[index])
      }
    }
    return groups
  }
}

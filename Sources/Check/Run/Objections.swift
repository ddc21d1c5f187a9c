import Jq

extension File {
  /// The first jq filter of the file that is none, as a mistake of the file; nil if all can be used. One with a variable
  /// in it is known only when it is needed.
  func objection(compiling filters: Jq.Filters) -> SyntaxError? {
    for (filter, position) in entries.flatMap(\.filters) {
      guard let message = filters.objection(to: filter) else { continue }
      return SyntaxError(
        file: name, position: position, expected: nil, message: "this is no jq filter: \(message)",
        line: position.line <= lines.count ? lines[position.line - 1] : "")
    }
    return nil
  }
}

extension Entry {
  fileprivate var filters: [(text: String, position: Position)] {
    let answers = (answer?.captures.map(\.question) ?? []) + (answer?.asserts.map(\.question) ?? [])
    return (answers + (conversation?.flatMap(\.questions) ?? [])).flatMap(\.jqFilters)
  }
}

extension Step {
  fileprivate var questions: [Question] {
    switch action {
    case .expect(let assert), .never(let assert): [assert.question]
    case .expectAll(let asserts): asserts.map(\.question)
    case .capture(let capture): [capture.question]
    case .send, .ping, .close, .expectCount, .expectPing, .expectPong, .expectClose: []
    }
  }

  /// Why a jq filter in it cannot be used; nil if it can.
  func objection(compiling filters: Jq.Filters) -> String? {
    questions.lazy.flatMap(\.jqFilters).compactMap { filters.objection(to: $0.text) }.first
  }
}

extension Question {
  /// Those that jq has to compile, as far as they are constant.
  fileprivate var jqFilters: [(text: String, position: Position)] {
    var templates: [Template] = []
    if case .jq(let template) = query { templates.append(template) }
    for filter in filters {
      if case .jq(let template) = filter { templates.append(template) }
    }
    return templates.compactMap { template in
      template.constant.flatMap { PlainPath(jq: $0) == nil ? ($0, template.position) : nil }
    }
  }
}

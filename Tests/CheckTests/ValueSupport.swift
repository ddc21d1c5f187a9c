import Check
import HTTP
import Jq

let place = Position(line: 3, column: 5)

/// One for all tests, as for all checks of a run.
let filters = Jq.Filters(limit: 8)

func template(_ text: String) -> Template { Template([.text(text)], at: place) }

func question(_ query: Question.Query, _ filters: Check.Filter...) -> Question {
  Question(query, filters: filters, at: place)
}

func evaluator(_ variables: [String: Value] = [:]) -> Evaluator {
  Evaluator(filters: filters, variables: variables) { path, position throws(Trouble) in
    guard path == "abc.txt" else {
      throw Trouble("cannot read \(path)", at: position, isFailure: false)
    }
    return Array("abc".utf8)
  }
}

func response(_ body: String = "", fields: Fields = []) -> Subject {
  .response(
    Response(
      status: 200, version: "1.1", url: "http://localhost/a", fields: fields,
      body: Array(body.utf8),
      duration: 17,
      certificate: Certificate(
        subject: "CN = localhost", issuer: "CN = us", start: "2026-01-01T00:00:00Z",
        end: "2027-01-01T00:00:00Z", serialNumber: "0a1b", alternativeNames: "DNS:localhost")))
}

func message(_ text: String) -> Subject { .message(Array(text.utf8), isText: true) }

/// What is found, as a failure shows it, or the trouble's words.
func found(_ question: Question, in subject: Subject, _ variables: [String: Value] = [:]) -> String
{
  do throws(Trouble) {
    return try evaluator(variables).evaluate(question, on: subject)?.shown() ?? "nothing"
  } catch {
    return (error.isFailure ? "failure: " : "error: ") + error.message
  }
}

/// What a filter makes of a variable's value.
func filtered(_ value: Value, _ filter: Check.Filter) -> String {
  found(question(.variable(template("x")), filter), in: response(), ["x": value])
}

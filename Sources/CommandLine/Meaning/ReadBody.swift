import Client
import Transfer

// What a request says.
extension Reader {
  mutating func takeBody(
    _ name: OptionName, _ value: String, _ isOn: Bool
  ) throws -> Bool {
    switch name {
    case .data: try body.addData(value)
    case .dataRaw: body.addRaw(value)
    case .dataBinary: try body.addBinary(value)
    case .dataUrlencode: try body.addEncoded(value)
    case .json: try body.addJSON(value)
    case .get: putsBodyInQuery = isOn
    case .form:
      globals.warnings += try form.add(value) { try Environment.read($0) }
    case .formString: try form.addText(value)
    case .formEscape: job.options.escapesForms = isOn
    case .uploadFile: uploads.append(value)
    case .crlf: job.options.convertsLineEnds = isOn
    case .append, .useAscii: break
    default: return false
    }
    return true
  }
}

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
    default: return false
    }
    return true
  }
}

import Testing
import Transfer

@Suite struct OptionsTests {
  @Test(
    arguments: [
      ("cert.pem", "cert.pem", nil),
      ("cert.pem:pass", "cert.pem", "pass"),
      ("a\\:b:c:d", "a:b", "c:d"),
      ("pkcs11:object=x", "pkcs11:object=x", nil),
    ] as [(String, String, String?)])
  func certificates(_ text: String, _ file: String, _ passphrase: String?) {
    var options = Options()
    options.tls.setCertificate(text)
    #expect(options.tls.certificate == file && options.tls.passphrase == passphrase)
  }
}

import Testing
import Text

@Suite struct NumbersTests {
  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (1234, "1.2 KiB"),
    (1_048_575, "1.0 MiB"), (1 << 20, "1.0 MiB"), (64 << 20, "64.0 MiB"), (5 << 30, "5.0 GiB"),
  ])
  func sizes(_ bytes: Int, _ text: String) { #expect(Size.text(bytes) == text) }

  @Test(arguments: [
    (0, "0.0 ms"), (0.00042, "0.4 ms"), (0.0123, "12.3 ms"), (0.99996, "1.00 s"), (1.239, "1.24 s"),
    (-1, "? s"), (.nan, "? s"),
  ])
  func intervals(_ seconds: Double, _ text: String) { #expect(Interval.text(seconds) == text) }
}

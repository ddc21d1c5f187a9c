import Platform
import Testing

struct CopyOnWriteTests {
  private struct Holder {
    @CopyOnWrite var large = [1, 2, 3]
  }

  private func place(_ holder: Holder) -> UnsafeRawPointer? {
    holder.large.withUnsafeBytes { $0.baseAddress }
  }

  @Test func aCopyIsAValueOfItsOwn() {
    let one = Holder()
    var other = one
    #expect(place(one) == place(other))
    other.large[0] = 9
    #expect(one.large == [1, 2, 3])
    #expect(other.large == [9, 2, 3])
  }

  @Test func whoHasItAloneChangesItInPlace() {
    var holder = Holder()
    let before = place(holder)
    holder.large[0] = 9
    #expect(place(holder) == before)
  }
}

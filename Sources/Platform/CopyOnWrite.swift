/// A large value that many hold and few change: its copies are one object until one of them is changed.
@propertyWrapper
public struct CopyOnWrite<Value> {
  @usableFromInline
  final class Box {
    // Only its owner changes it, whose own accesses are checked.
    @exclusivity(unchecked) @usableFromInline var value: Value

    @inlinable init(_ value: Value) { self.value = value }
  }

  @usableFromInline var box: Box

  /// A value of its own.
  @inlinable public init(wrappedValue: Value) { box = Box(wrappedValue) }

  /// Reading it copies nothing.
  @inlinable public var wrappedValue: Value {
    _read { yield box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }
}

// What is in a box is changed only while one value alone holds it.
extension CopyOnWrite: @unchecked Sendable where Value: Sendable {}

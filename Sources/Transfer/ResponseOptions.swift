extension Options {
  /// Redirects after which a POST stays one (`--post301`, `--post302`, `--post303`).
  public struct KeptPosts: OptionSet, Sendable {
    /// libcurl's bits.
    public let rawValue: Int

    /// A set of these bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// After a 301.
    public static let after301 = Self(rawValue: 1)
    /// After a 302.
    public static let after302 = Self(rawValue: 2)
    /// After a 303.
    public static let after303 = Self(rawValue: 4)
  }

  /// What is wanted only if it has, or has not, changed since (`--time-cond`).
  public struct TimeCondition: Hashable, Sendable {
    /// How the resource's age relates to the time; the raw values are libcurl's.
    public enum Relation: Int, Sendable {
      /// `If-Modified-Since` (RFC 9110 §13.1.3).
      case modifiedSince = 1
      /// `If-Unmodified-Since` (RFC 9110 §13.1.4).
      case unmodifiedSince = 2
      /// `Last-Modified`, in a request.
      case lastModified = 3
    }

    /// Before or after.
    public var relation: Relation
    /// In seconds since 1970.
    public var time: Int

    /// A condition of these two.
    public init(_ relation: Relation, _ time: Int) {
      self.relation = relation
      self.time = time
    }
  }

  /// A transfer ends when it was slower than `rate` bytes a second for so many seconds (`--speed-limit`, `--speed-time`).
  public struct Slowness: Hashable, Sendable {
    /// In bytes a second; 0 for no limit.
    public var rate: Int
    /// For so long.
    public var seconds: Int

    /// A limit of these two.
    public init(rate: Int, seconds: Int) {
      self.rate = rate
      self.seconds = seconds
    }
  }
}

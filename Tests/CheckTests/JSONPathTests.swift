import JSON
import Measuring
import Testing

@testable import Check

private let store = """
  {"store":{"book":[
  {"category":"reference","author":"Nigel Rees","price":8.95,"published":false},
  {"category":"fiction","author":"Evelyn Waugh","price":12.99},
  {"category":"fiction","author":"Herman Melville","price":8.99,"isbn":"0-553","published":true},
  {"category":"fiction","author":"Tolkien","price":22.99,"isbn":"0-395"}],
  "bicycle":[],"size":{"author":"nobody"}},"limit":10,"a b":{"c-d":[1,[2,3]]},"é":null}
  """

private func asked(_ path: String, _ json: String) -> String {
  found(question(.jsonPath(template(path))), in: response(json))
}

@Suite struct JSONPathTests {
  @Test(arguments: [
    ("$", "{\"a\":1}", "{\"a\":1}"),
    ("$.store.book[0].author", store, "\"Nigel Rees\""),
    ("$['store']['book'][0]['author']", store, "\"Nigel Rees\""),
    ("$[\"store\"].book[-1].author", store, "\"Tolkien\""),
    (" $ .store. book".filter { $0 != " " }, store, nil),
    ("$.store.book[4]", store, "nothing"),
    ("$.store.book[-5]", store, "nothing"),
    ("$.store.none", store, "nothing"),
    ("$.limit.x", store, "nothing"),
    ("$.limit[0]", store, "nothing"),
    ("$.é", store, "null"),
    ("$['a b'].c-d[1][0]", store, "2"),
    ("$.['a b'].['c-d'].[0]", store, "1"),
    ("$['a b']['c-d']", store, "[1, [2, 3]]"),
    ("$.n", "{\"n\":123456789012345678}", "123456789012345678"),
    ("$.n", "{\"n\":1.10,\"n\":1.20}", "1.20"),
    (
      "$.store.book[*].author", store,
      "[\"Nigel Rees\", \"Evelyn Waugh\", \"Herman Melville\", \"Tolkien\"]"
    ),
    ("$.store.book.*.price", store, "[8.95, 12.99, 8.99, 22.99]"),
    ("$.store.bicycle[*]", store, "[]"),
    ("$.limit[*]", store, "[]"),
    ("$.none[*]", store, "[]"),
    ("$.store.book[*].isbn", store, "[\"0-553\", \"0-395\"]"),
    ("$.store.book[1:3].price", store, "[12.99, 8.99]"),
    ("$.store.book[:1].price", store, "[8.95]"),
    ("$.store.book[-1:].price", store, "[22.99]"),
    ("$.store.book[:].price", store, "[8.95, 12.99, 8.99, 22.99]"),
    ("$.store.book[ 0 , -1 ].price", store, "[8.95, 22.99]"),
    ("$.store.book[0]['author', \"price\"]", store, "[\"Nigel Rees\", 8.95]"),
    ("$.store.book[9,0].price", store, "[8.95]"),
    (
      "$..author", store,
      "[\"Nigel Rees\", \"Evelyn Waugh\", \"Herman Melville\", \"Tolkien\", \"nobody\"]"
    ),
    ("$..book[2].author", store, "[\"Herman Melville\"]"),
    ("$..[0].price", store, "[8.95]"),
    ("$['a b']..*", store, "[[1, [2, 3]], 1, [2, 3], 2, 3]"),
    ("$['a b']..[*]", store, "[[1, [2, 3]], 1, [2, 3], 2, 3]"),
    ("$..['isbn']", store, "[\"0-553\", \"0-395\"]"),
    ("$.store.book[?(@.isbn)].price", store, "[8.99, 22.99]"),
    ("$.store.book[?(!@.isbn)].price", store, "[8.95, 12.99]"),
    ("$.store.book[?(@.price<10)].price", store, "[8.95, 8.99]"),
    ("$.store.book[?(@.price >= 12.99)].price", store, "[12.99, 22.99]"),
    ("$.store.book[?(10 > @.price)].price", store, "[8.95, 8.99]"),
    ("$.store.book[?(@.price > $.limit)].price", store, "[12.99, 22.99]"),
    ("$.store.book[?(@.author=='Tolkien')].price", store, "[22.99]"),
    ("$.store.book[?(@.author==\"Tolkien\")].price", store, "[22.99]"),
    ("$.store.book[?(@.category!='fiction')].price", store, "[8.95]"),
    ("$.store.book[?(@.isbn!='0-553')].price", store, "[22.99]"),
    ("$.store.book[?(@.published==true)].price", store, "[8.99]"),
    ("$.store.book[?@.published==false].price", store, "[8.95]"),
    (
      "$.store.book[?(@.category=='fiction' && @.price>10 || @.published==false)].price", store,
      "[8.95, 12.99, 22.99]"
    ),
    (
      "$.store.book[?(@.category=='fiction' && (@.price>20 || @.published==true))].price", store,
      "[8.99, 22.99]"
    ),
    (
      "$[?(@.a.b == 1)].n",
      "[{\"a\":{\"b\":1},\"n\":1},{\"a\":{\"b\":2},\"n\":2},{\"a\":3,\"n\":3}]", "[1]"
    ),
    ("$[?(@.a[0] == 1)].n", "[{\"a\":[1],\"n\":1},{\"a\":[],\"n\":2}]", "[1]"),
    (
      "$[?(@.a == @.b)].n", "[{\"a\":1,\"b\":1,\"n\":1},{\"a\":1,\"b\":\"1\",\"n\":2},{\"n\":3}]",
      "[1]"
    ),
    (
      "$[?(@.a < @.b)].n",
      "[{\"a\":1,\"b\":2,\"n\":1},{\"a\":1,\"b\":\"2\",\"n\":2},{\"a\":null,\"b\":1,\"n\":3}]",
      "[1]"
    ),
    ("$[?(@ > 2)]", "[1,2,3,\"4\",null]", "[3]"),
    ("$[?(@.a == null)].n", "[{\"a\":null,\"n\":1},{\"n\":2}]", "[1]"),
    ("$[?(@.a < 1)].n", "[{\"a\":null,\"n\":1},{\"n\":2},{\"a\":0,\"n\":3}]", "[3]"),
    ("$[?(@.a[*])].n", "[{\"a\":[1],\"n\":1},{\"a\":[],\"n\":2}]", "[1]"),
    ("$[?(@.a == 'x\\'\\n\\u00e9')].n", "[{\"a\":\"x'\\né\",\"n\":1}]", "[1]"),
    ("$[?(@.a == '\\\\(1)')].n", "[{\"a\":\"\\\\(1)\",\"n\":1},{\"a\":\"1\",\"n\":2}]", "[1]"),
    ("$[?(@.x)]", "{\"a\":{\"x\":1}}", "[]"),
    ("$[?(@.a == 1)].n", "[{\"a\":1.0,\"n\":123456789012345678}]", "[123456789012345680]"),
  ])
  func finds(_ path: String, _ json: String, _ result: String?) {
    #expect(asked(path, json) == result ?? asked("$.store.book", store))
  }

  @Test(arguments: [
    (
      "$.a[*].b",
      "[objects | select(has(\"a\")) | .[\"a\"] | (arrays, objects) | .[] | objects | select(has(\"b\")) | .[\"b\"]]"
    ),
    (
      "$..a[-2]",
      "[.. | objects | select(has(\"a\")) | .[\"a\"] | arrays | select(length >= 2) | .[-2]]"
    ),
    ("$[1:]", "[arrays | .[1:] | .[]]"),
    (
      "$[0,'a\"b']",
      "[((arrays | select(length > 0) | .[0]), (objects | select(has(\"a\\\"b\")) | .[\"a\\\"b\"]))]"
    ),
    (
      "$[?(@.a==$.b)]",
      ". as $root | [arrays | .[] | select(any((. | objects | select(has(\"a\")) | .[\"a\"]) as $left | ($root | objects | select(has(\"b\")) | .[\"b\"]) as $right | [$left, $right]; .[0] == .[1]))]"
    ),
    (
      "$[?(@<1 && !(@==2))]",
      "[arrays | .[] | select((any((.) | numbers; . < 1) and (any((.) | numbers; . == 2) | not)))]"
    ),
  ])
  func isTranslated(_ path: String, _ jq: String) throws {
    #expect(try JSONPath(path).form == .jq(jq))
  }

  @Test(arguments: [
    ("", 0, "a path begins with $"), ("a.b", 0, "a path begins with $"),
    ("$a", 1, "expected . or ["),
    ("$.", 2, "expected a name"), ("$.a.", 4, "expected a name"), ("$..", 3, "expected a name"),
    ("$.a?", 3, "expected . or ["),
    ("$[", 2, "expected a name in quotation marks, a number, *, : or ?"),
    ("$[]", 2, "expected a name in quotation marks, a number, *, : or ?"),
    ("$[a]", 2, "expected a name in quotation marks, a number, *, : or ?"),
    ("$[0", 3, "expected ] or ,"),
    ("$['a]", 2, "a string without its end"), ("$['\\x']", 4, "unknown escape"),
    ("$['\\ud800']", 5, "unknown escape"),
    ("$[1:2:2]", 5, "a slice with a step is not supported in a path"),
    ("$[99999999999]", 2, "expected a number that fits in 32 bits"),
    ("$[(@.length-1)]", 2, "scripts are not supported in a path"),
    ("$.a.length()", 10, "functions are not supported in a path"),
    ("$[?length(@.a)>1]", 3, "functions are not supported in a path"),
    ("$[?(@.a =~ /x/)]", 8, "regular expressions are not supported in a path"),
    ("$[?(@.a[*]==1)]", 4, "only paths to one value can be compared"),
    ("$[?(1)]", 4, "a value alone is no condition"),
    ("$[?(1==1)]", 4, "two values compared are no condition"),
    ("$[?(@.a==)]", 9, "expected @, $, a number, a string, true, false or null"),
    ("$[?(@.a==01)]", 9, "expected @, $, a number, a string, true, false or null"),
    ("$[?(@.a]", 7, "expected ), && or ||"), ("$[?@.a", 6, "expected ] or ,"),
    ("$é.", 1, "expected . or ["),
  ])
  func whatIsNotSupportedSaysSo(_ path: String, _ offset: Int, _ message: String) {
    let error = #expect(throws: JSONPath.Unsupported.self) { try JSONPath(path) }
    #expect(error?.message == message)
    #expect(error?.offset == offset)
  }

  @Test func theCheckSaysWhereThePathIsWrong() {
    #expect(
      asked("$.a[x]", "1")
        == "error: jsonpath \"$.a[x]\": expected a name in quotation marks, a number, *, : or ?, at its character 5"
    )
    #expect(asked("$.a", "x") == "failure: the body is not JSON")
  }

  @Test func hostilePathsEnd() throws {
    try expectLinear(from: 2500) { count in
      for (unit, start) in [("[?(", "$"), ("!", "$[?"), ("@[?", "$[?")] {
        #expect(throws: JSONPath.Unsupported.self) {
          try JSONPath(start + String(repeating: unit, count: count))
        }
      }
      #expect(throws: Never.self) { try JSONPath("$" + String(repeating: "[0]", count: count)) }
      #expect(throws: Never.self) {
        try JSONPath("$[0" + String(repeating: ",0", count: count) + "]")
      }
    }
  }
}

@Suite struct PlainPathTests {
  @Test(
    arguments: [
      (".", []), (" . ", []), (".a", [.name("a")]),
      (".a.b[0]", [.name("a"), .name("b"), .index(0)]),
      (".[\"x y\"][-1]", [.name("x y"), .index(-1)]), (".\"x\".\"y\"", [.name("x"), .name("y")]),
      (".a.[0]", [.name("a"), .index(0)]), ("._1", [.name("_1")]),
      ("", nil), ("a", nil), ("..", nil), ("..a", nil), (".a?", nil), (".a | .b", nil),
      (".[]", nil),
      (".[0:1]", nil), (".1", nil), (".a b", nil), (".[\"a\\n\"]", nil), (".[\"\\(1)\"]", nil),
      (".[\"a]", nil), (".[1", nil), (".[1-1]", nil), (".a,.b", nil), ("$x", nil), (".a == 1", nil),
      (".é", nil), (".[--1]", nil), (".[9999999999999999999999]", nil),
    ] as [(String, [PlainPath.Step]?)])
  func isReadFromJq(_ text: String, _ steps: [PlainPath.Step]?) {
    #expect(PlainPath(jq: text)?.steps == steps)
  }

  /// Where we walk ourselves, it is what jq would say.
  @Test(arguments: [".", ".a", ".a.b", ".a[0]", ".[0]", ".[-1]", ".[0].a", ".[5]", ".[-5]"])
  func saysWhatJqSays(_ path: String) {
    for json in [
      "1", "null", "\"s\"", "true", "[]", "{}", "{\"a\":{\"b\":[1]}}", "[{\"a\":1},2]",
      "{\"a\":null}",
    ] {
      let ours = found(question(.jq(template(path))), in: message(json))
      let theirs = found(question(.jq(template("\(path) | ."))), in: message(json))
      #expect(ours.replacing("with \"", with: "with string \"") == theirs)
    }
  }
}

import Testing

@testable import GraphSimulator

struct CancelParametersTests {
    private func parse(_ body: String, _ contentType: String? = "application/json") throws(GraphError) -> String? {
        try CancelParameters(contentType: contentType, body: Array(body.utf8)).comment
    }

    @Test(arguments: ["Comment", "comment", "COMMENT", "cOmMeNt"])
    func commentIsTakenInAnyLetterCase(name: String) throws {
        #expect(try parse(#"{"\#(name)":"late \"again\" é"}"#) == "late \"again\" é")
    }

    @Test func aCommentGivenTwiceIsToleratedAndTheSchemasSpellingWins() throws {
        #expect(try parse(#"{"comment":"b","Comment":"a","COMMENT":"c"}"#) == "a")
        #expect(try parse(#"{"comment":"b","COMMENT":"c"}"#) == "c")
        #expect(try parse(#"{"Comment":"a","Comment":"a"}"#) == "a")
    }

    @Test func noCommentIsFine() throws {
        #expect(try parse("{}") == nil)
        #expect(try parse(#"{"Comment":null}"#, "application/json; charset=utf-8") == nil)
        #expect(try parse(#"{"Comment":""}"#, "Application/JSON") == "")
    }

    @Test(arguments: [
        "", "null", "[]", "\"Comment\"", "{", #"{"Comment":1}"#, #"{"Comment":["a"]}"#, #"{"Other":"a"}"#,
        #"{"Comment":"a","x":1}"#, #"{"Comment":"a","comment":"b","x":1}"#,
    ])
    func anythingElseIsABadRequest(body: String) {
        let error = #expect(throws: GraphError.self) { try parse(body) }
        #expect(error?.status == 400)
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
    func anotherContentTypeIsABadRequest(contentType: String?) {
        let error = #expect(throws: GraphError.self) { try parse("{}", contentType) }
        #expect(error?.status == 400)
    }
}

/// The JSON body of `event: cancel`: exactly `{}` or `{"Comment":"…"}`.
///
/// `Comment` is the parameter's name in the schema of every cloud; the page's table spells it `comment`. Without a
/// comment an empty object is sent, since the page asks for an object and a Content-Type.
enum CancelBody {
    static func bytes(comment: String?) -> [UInt8] {
        guard let comment else { return Array("{}".utf8) }
        return Array("{\"Comment\":\(JSONText.quoted(comment))}".utf8)
    }
}

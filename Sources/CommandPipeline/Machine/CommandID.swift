/// Names a command that is worked on: its record under one assignment of the partition. The answer to a question that an
/// earlier assignment asked finds nobody.
package struct CommandID: Hashable, Sendable {
    package let assignment: Assignment
    package let offset: Int64

    package init(assignment: Assignment, offset: Int64) {
        self.assignment = assignment
        self.offset = offset
    }
}

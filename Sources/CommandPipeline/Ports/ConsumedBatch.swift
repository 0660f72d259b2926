/// Records of one partition in offset order, with the assignment they were fetched under.
package struct ConsumedBatch: Sendable {
    package let assignment: Assignment
    package let records: [ConsumedRecord]

    package init(assignment: Assignment, records: [ConsumedRecord]) {
        self.assignment = assignment
        self.records = records
    }
}

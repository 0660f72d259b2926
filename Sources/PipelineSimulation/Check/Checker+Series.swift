import CommandPipeline
import MeetingCancellation

extension Checker {
    /// Nobody is told of an occurrence after its series was cancelled by a request that was known when leave was asked for. Two
    /// that cross on their way are the two commands' sender's.
    func series() -> [Violation] {
        history.requests.compactMap { request in
            guard request.isAfterSeries, let occurrence = request.meeting,
                let series = plan.meetings[occurrence].series, let asked = lastLeave(before: request)
            else { return nil }
            let ofSeries = history.requests.filter {
                $0.meeting == series && $0.acted && $0.sent < asked.at && partition(of: $0) == asked.partition
            }
            guard let first = ofSeries.first else { return nil }
            let text = "\(request.command.text) asked for leave at \(World.spell(asked.at)) and was sent at"
            return Violation(
                .oneMail,
                "\(text) \(World.spell(request.sent)), its series at \(World.spell(first.sent)) by \(first.command.text)"
            )
        }
    }

    /// When permission for a request was asked for, and in which partition.
    private func lastLeave(before request: GraphModel.CancelRequest) -> (at: Ticks, partition: Int32)? {
        last(.permission, before: request)
    }

    private func partition(of request: GraphModel.CancelRequest) -> Int32? { last(.cancel, before: request)?.partition }

    private func last(
        _ wanted: GraphTalk.Question, before request: GraphModel.CancelRequest
    ) -> (at: Ticks, partition: Int32)? {
        guard let meeting = request.meeting else { return nil }
        let talk = history.talks.last { talk in
            guard talk.process == request.process, talk.time <= request.sent,
                case .asked(_, let address, wanted) = talk.event
            else { return false }
            return address.eventID == GraphModel.id(meeting)
        }
        guard let talk, case .asked(let id, _, _) = talk.event else { return nil }
        return (talk.time, id.assignment.partition.partition)
    }
}

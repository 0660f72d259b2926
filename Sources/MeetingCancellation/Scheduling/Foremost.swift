/// The first few of many by some order, without keeping the many.
package struct Foremost<Element: Sendable>: Sendable {
    package let most: Int
    package private(set) var elements: [Element] = []

    package init(most: Int) { self.most = most }

    package mutating func offer(_ element: Element, by isBefore: (Element, Element) -> Bool) {
        if elements.count >= most, let last = elements.last, !isBefore(element, last) { return }
        let index = elements.firstIndex { isBefore(element, $0) } ?? elements.endIndex
        elements.insert(element, at: index)
        if elements.count > most { elements.removeLast() }
    }
}

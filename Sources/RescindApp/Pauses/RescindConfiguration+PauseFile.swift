extension RescindConfiguration {
    /// The file that says what is paused, and the reader of it; nil where there is none.
    var pauseFile: (file: PauseFile, list: PauseList)? {
        pauses.file.map { path in
            (PauseFile(path: path), PauseList(file: path, scopes: PauseScopes(self)))
        }
    }
}

import MicrosoftGraph

/// A newer refresh token that waits beside its file, on the disk already, to take the file's place by one rename.
struct RefreshTokenReplacement {
    private let file: RefreshTokenFile
    private let replacement: FileReplacement

    /// May block on the disk.
    init(of file: RefreshTokenFile, with token: Secret) throws(RefreshTokenFile.Fault) {
        self.file = file
        do {
            replacement = try FileReplacement(of: file.path, with: Array(token.reveal().utf8), mode: 0o600)
        } catch { throw .notStored(error.number) }
    }

    /// Takes the place of `seen`; of anything else, which somebody put there meanwhile, it does not. To be called once: a
    /// replacement that takes no place is gone.
    ///
    /// No system call renames by the content of what it replaces. So there remains the time between reading the file and the
    /// rename, a few system calls without a write or a wait for the disk, in which another's token would be lost.
    /// - Returns: whether it stands in the file now.
    func takePlace(of seen: Secret) throws(RefreshTokenFile.Fault) -> Bool {
        do throws(RefreshTokenFile.Fault) {
            guard try file.read() == seen else {
                replacement.discard()
                return false
            }
        } catch {
            replacement.discard()
            throw error
        }
        try takePlace()
        return true
    }

    /// Takes the place of whatever is there.
    func takePlace() throws(RefreshTokenFile.Fault) {
        do { try replacement.takePlace() } catch { throw .notStored(error.number) }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

/// The kernel's reasons for saying no, and what a user can do about each.
final class Errno {
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EINVAL = 22;
    static final int EPIPE = 32;
    static final int ECONNABORTED = 103;
    static final int ECONNRESET = 104;
    static final int ENOBUFS = 105;
    static final int ENOTCONN = 107;
    static final int ETOOMANYREFS = 109;
    static final int ECONNREFUSED = 111;

    private Errno() {}

    /// {@return `errno=NUMBER (what it means and what to do)`}
    static String describe(long errno) {
        return "errno=" + errno + switch ((int) errno) {
            case 1 -> " (not permitted)";
            case ENOENT -> " (no such file or folder)";
            case 9 -> " (not open, or not for this)";
            case EAGAIN -> " (busy, try again)";
            case ENOMEM -> " (out of memory or of mappings: see vm.max_map_count)";
            case EACCES -> " (permission denied)";
            case EINVAL -> " (invalid argument)";
            case 23 -> " (the host has too many open files: raise fs.file-max)";
            case 24 -> " (too many open files: raise the limit with ulimit -n)";
            case 28 -> " (no space: memory or its limit is used up)";
            case 30 -> " (read-only file system)";
            case 38 -> " (this kernel is too old, or a seccomp filter forbids the call)";
            case 98 -> " (address in use)";
            case ENOTCONN -> " (not connected)";
            case ECONNREFUSED -> " (nobody listens)";
            default -> "";
        };
    }
}

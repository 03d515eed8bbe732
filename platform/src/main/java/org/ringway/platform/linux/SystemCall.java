// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.util.Locale;

/// The system calls we make, with their numbers: on x86-64, and on every later machine.
///
/// Numbers instead of library functions, because the kernel's interface is the same under every C
/// library, and never changes.
enum SystemCall {
    ACCEPT4(288, 242),
    BIND(49, 200),
    CLOSE(3, 57),
    CONNECT(42, 203),
    EPOLL_CREATE1(291, 20),
    EPOLL_CTL(233, 21),
    EPOLL_PWAIT(281, 22),
    EVENTFD2(290, 19),
    FALLOCATE(285, 47),
    FCNTL(72, 25),
    FLOCK(73, 32),
    FSTATFS(138, 44),
    FTRUNCATE(77, 46),
    GETPEERNAME(52, 205),
    GETSOCKOPT(55, 209),
    GETTID(186, 178),
    IOCTL(16, 29),
    LISTEN(50, 201),
    MADVISE(28, 233),
    MEMFD_CREATE(319, 279),
    MMAP(9, 222),
    MUNMAP(11, 215),
    OPENAT(257, 56),
    PPOLL(271, 73),
    READ(0, 63),
    RECVFROM(45, 207),
    RECVMSG(47, 212),
    SENDMSG(46, 211),
    SENDTO(44, 206),
    SETSOCKOPT(54, 208),
    SHUTDOWN(48, 210),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    STATX(332, 291),
    TGKILL(234, 131),
    WRITE(1, 64);

    private final int onX86;
    private final int elsewhere;

    SystemCall(int onX86, int elsewhere) {
        this.onX86 = onX86;
        this.elsewhere = elsewhere;
    }

    long number(Machine machine) {
        return machine == Machine.X86_64 ? onX86 : elsewhere;
    }

    /// {@return the name in the kernel's documentation}
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

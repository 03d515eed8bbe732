// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;

/// What differs between the machines Linux runs on, as far as this package meets it.
enum Machine {
    /// `amd64`, whose call numbers grew by history.
    X86_64,
    /// Every later 64-bit machine: they share one table.
    GENERIC;

    /// {@return the machine of this process, or null if nobody tried that one}
    static @Nullable Machine find() {
        return switch (System.getProperty("os.name") + " " + System.getProperty("os.arch")) {
            case "Linux amd64" -> X86_64;
            case "Linux aarch64", "Linux riscv64", "Linux loongarch64" -> GENERIC;
            default -> null;
        };
    }

    /// {@return the machine of this process}
    /// @throws PlatformException if nobody tried that one
    static Machine here() {
        Machine machine = find();
        if (machine == null) {
            throw new PlatformException("needs Linux on a 64-bit machine: os.name="
                    + System.getProperty("os.name") + " os.arch=" + System.getProperty("os.arch"));
        }
        return machine;
    }

    /// Bytes of `struct epoll_event`, which is packed on one machine only.
    int epollEventBytes() {
        return this == X86_64 ? 12 : 16;
    }
}

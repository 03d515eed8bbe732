// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.util.function.IntFunction;
import org.ringway.platform.Handle;

/// A descriptor on its way from one partition to another.
///
/// @param descriptor the file
/// @param isForeign whether it came over a link
record LinuxHandle(Descriptor descriptor, boolean isForeign) implements Handle {
    static LinuxHandle own(long number) {
        return new LinuxHandle(new Descriptor(number), false);
    }

    static LinuxHandle foreign(long number) {
        return new LinuxHandle(new Descriptor(number), true);
    }

    static LinuxHandle of(Handle handle) {
        if (handle instanceof LinuxHandle known) {
            return known;
        }
        throw new IllegalArgumentException(
                "handle of another platform: type=" + handle.getClass().getName());
    }

    /// {@return the number, to be used until it is left}
    int enter() {
        int number = descriptor.enter();
        if (number == Descriptor.CLOSED) {
            throw new IllegalStateException("handle is closed");
        }
        return number;
    }

    /// Does something with the number while it is sure to mean this file.
    <T> T use(IntFunction<T> task) {
        int number = enter();
        try {
            return task.apply(number);
        } finally {
            descriptor.leave();
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}

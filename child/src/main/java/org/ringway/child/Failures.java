// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.function.Supplier;
import org.ringway.BusException;
import org.ringway.ChannelClosedException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.child.machine.Failure;

/// What the machine's failures are to the user.
final class Failures {
    private Failures() {}

    static Supplier<BusException> exceptions(Failure failure) {
        return () -> exception(failure);
    }

    static BusException exception(Failure failure) {
        return switch (failure) {
            case Failure.Refused(String text, var status) ->
                    new RefusedException(text, status.code());
            case Failure.RootLost(String text) -> new RootLostException(text);
            case Failure.ChannelClosed(String text) -> new ChannelClosedException(text);
            case Failure.Left(String text) -> new ChannelClosedException(text);
        };
    }
}

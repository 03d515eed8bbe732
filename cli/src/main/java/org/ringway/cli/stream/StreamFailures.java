// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import org.ringway.RefusedException;
import org.ringway.cli.CommandFailure;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.wire.Status;

/// What to do about a stream that does not come to be.
final class StreamFailures {
    private StreamFailures() {}

    static CommandFailure of(HvSocketAddress address, IOException failure) {
        String next = switch (failure) {
            case IOException _ when isDenied(failure) ->
                    "ask who runs the root for a rule in its policy, see docs/policy.md";
            case NoRouteToHostException _ ->
                    "see 'ringway ls' for who is there";
            case BindException _ ->
                    "choose another partition or service, or end the one that has it";
            case ConnectException _ ->
                    "start 'ringway listen " + address + "' or what else is to serve there";
            case SocketTimeoutException _ ->
                    "see 'ringway ls' whether the other side lives, or give it more --timeout";
            default -> "run again with --verbose to see where it comes from";
        };
        return new CommandFailure(failure.getMessage(), next, failure);
    }

    private static boolean isDenied(IOException failure) {
        return failure.getCause() instanceof RefusedException refused
                && refused.status() == Status.ACCESS_DENIED.code();
    }
}

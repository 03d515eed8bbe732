// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.wire.Status;

/// Why a request failed; the thread that waits makes an exception of it.
public sealed interface Failure {
    /// {@return what to tell people}
    String text();

    /// The root or the other partition said no, or this partition knows that they would.
    ///
    /// @param text who refused what, and why
    /// @param status the status of the refusal
    record Refused(String text, Status status) implements Failure {}

    /// There is no root to ask.
    ///
    /// @param text since when, and what to do
    record RootLost(String text) implements Failure {}

    /// The channel was closed while the request was under way.
    ///
    /// @param text which one
    record ChannelClosed(String text) implements Failure {}

    /// This partition leaves the bus.
    ///
    /// @param text for people
    record Left(String text) implements Failure {}
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.util.Locale;

/// What two processes do for a round.
///
/// @param kind what
/// @param bytes of every message
public record Workload(Kind kind, long bytes) {
    /// What is done with messages.
    public enum Kind {
        /// One way, as many as possible, one call each; the round ends when the far end has said
        /// how many came.
        SEND,
        /// As `SEND`, but the transport may gather many for one call.
        GATHER,
        /// There and back, one at a time.
        ROUND_TRIP,
        /// As `ROUND_TRIP`, but each time over a connection that is opened for it.
        OPEN,
        /// Connected, and nothing to do.
        IDLE;

        /// {@return whether each message is answered before the next}
        public boolean isTrip() {
            return this == ROUND_TRIP || this == OPEN;
        }

        /// {@return the name in files}
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param text as [#toString] makes it
    /// @return the workload
    public static Workload parse(String text) {
        String[] words = text.split("/");
        return new Workload(Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Long.parseLong(words[1]));
    }

    /// {@return for instance `round trip, 64 KiB`}
    public String title() {
        String what = switch (kind) {
            case SEND -> "one call per message";
            case GATHER -> "many messages per call";
            case ROUND_TRIP -> "round trip";
            case OPEN -> "opening, and one round trip";
            case IDLE -> "nothing to do";
        };
        return what + ", " + size(bytes);
    }

    /// {@return a number of bytes in its largest whole unit}
    ///
    /// @param bytes the number
    public static String size(long bytes) {
        if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " B";
    }

    @Override
    public String toString() {
        return kind.word() + "/" + bytes;
    }
}

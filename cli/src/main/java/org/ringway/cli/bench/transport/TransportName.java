// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.util.Locale;

/// Which transport, in which manner: `ringway/batch/spin`.
///
/// @param family of the transport
/// @param manner one word; `plain` is one call per message
/// @param waiting how both ends wait
public record TransportName(String family, String manner, Waiting waiting) {
    /// How an end waits for the other.
    public enum Waiting {
        /// Looks again and again.
        SPIN,
        /// As the transport does when it is not told otherwise.
        USUAL,
        /// Sleeps in the kernel at once.
        BLOCK
    }

    /// @param text as [#toString] makes it
    /// @return the name
    public static TransportName parse(String text) {
        String[] words = text.split("/");
        if (words.length != 3) {
            throw new IllegalArgumentException("no family/manner/waiting: name=" + text);
        }
        return new TransportName(
                words[0], words[1], Waiting.valueOf(words[2].toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return family + "/" + manner + "/" + waiting.name().toLowerCase(Locale.ROOT);
    }
}

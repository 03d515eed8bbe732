// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.time.Duration;
import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.platform.Platform;

/// How a channel is made and how it waits.
///
/// @param outgoingPages pages of the ring to the other side, control page included, at least 2
/// @param incomingPages pages of the ring from the other side, control page included, at least 2;
///     both together are one GPADL of at most 8,190 pages. A provider takes the consumer's sizes
/// @param waiting how this side waits
/// @param timeout what a waiting call allows itself when it is given no time, more than zero
/// @param singleSender whether this side promises that one thread alone sends and completes; saves
///     a lock per packet
/// @param maxRequests how many requests may be under way at a time, 1 to 65,534
/// @param maxDeferred how many packets are kept as private copies at a time, at least 1: those that
///     came while nobody received, and those whose completion was deferred
/// @param limits what this side takes from the other
/// @param trusting whether to leave out what is done only for strangers where the root's policy
///     says that both sides trust each other; elsewhere it means nothing. SECURITY.md says what a
///     trusted side can do then
public record ChannelOptions(int outgoingPages, int incomingPages, WaitStrategy waiting,
        Duration timeout, boolean singleSender, int maxRequests, int maxDeferred,
        PacketLimits limits, boolean trusting) {
    /// How large packets from the other side may be; a larger one breaks the protocol and ends the
    /// channel. What the ring and the grants allow bounds them anyway: this is for who knows that
    /// its protocol needs less.
    ///
    /// @param payloadBytes of a packet or an answer, at least 0
    /// @param externalBytes that a packet points at, at least 0
    /// @param externalRanges in which these may lie, at least 0
    public record PacketLimits(int payloadBytes, long externalBytes, int externalRanges) {
        /// Whatever the ring carries.
        public static final PacketLimits NONE =
                new PacketLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

        /// Checks the numbers.
        public PacketLimits {
            if (payloadBytes < 0 || externalBytes < 0 || externalRanges < 0) {
                throw new IllegalArgumentException("a limit is negative: payloadBytes="
                        + payloadBytes + " externalBytes=" + externalBytes
                        + " externalRanges=" + externalRanges);
            }
        }

        void checkPayload(int bytes) {
            if (bytes > payloadBytes) {
                throw new ProtocolException("packet is larger than this side takes: payloadBytes="
                        + bytes + " most=" + payloadBytes);
            }
        }

        void checkExternal(long bytes, int ranges) {
            if (bytes > externalBytes || ranges > externalRanges) {
                throw new ProtocolException("packet points at more than this side takes: bytes="
                        + bytes + " most=" + externalBytes + " ranges=" + ranges
                        + " mostRanges=" + externalRanges);
            }
        }
    }

    /// 1 MiB each way, spin then block, 30 seconds, many senders.
    public static final ChannelOptions DEFAULT = new ChannelOptions(
            256, 256, WaitStrategy.SPIN_THEN_BLOCK, Duration.ofSeconds(30), false, 1024, 1024,
            PacketLimits.NONE, false);

    private static final int MAX_REQUESTS = 65_534;

    /// Checks the numbers.
    public ChannelOptions {
        checkPages("outgoingPages", outgoingPages);
        checkPages("incomingPages", incomingPages);
        if (outgoingPages + incomingPages > Platform.MAX_REGION_PAGES) {
            throw new IllegalArgumentException("rings are too large: outgoingPages=" + outgoingPages
                    + " incomingPages=" + incomingPages
                    + " max together=" + Platform.MAX_REGION_PAGES);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: timeout=" + timeout);
        }
        if (maxRequests < 1 || maxRequests > MAX_REQUESTS) {
            throw new IllegalArgumentException("maxRequests out of range: maxRequests="
                    + maxRequests + " range=1.." + MAX_REQUESTS);
        }
        if (maxDeferred < 1) {
            throw new IllegalArgumentException(
                    "maxDeferred must be at least 1: maxDeferred=" + maxDeferred);
        }
    }

    private static void checkPages(String name, int pages) {
        if (pages < 2 || pages > Platform.MAX_REGION_PAGES) {
            throw new IllegalArgumentException("a ring needs a control page and a data page: "
                    + name + "=" + pages + " range=2.." + Platform.MAX_REGION_PAGES);
        }
    }

    /// {@return these options with other ring sizes}
    ///
    /// @param outgoing pages of the ring to the other side
    /// @param incoming pages of the ring from the other side
    public ChannelOptions withPages(int outgoing, int incoming) {
        return new ChannelOptions(outgoing, incoming, waiting, timeout, singleSender, maxRequests,
                maxDeferred, limits, trusting);
    }

    /// {@return these options with another way to wait}
    ///
    /// @param strategy how to wait
    public ChannelOptions withWaiting(WaitStrategy strategy) {
        return new ChannelOptions(outgoingPages, incomingPages, strategy, timeout, singleSender,
                maxRequests, maxDeferred, limits, trusting);
    }

    /// {@return these options with another default timeout}
    ///
    /// @param atMost more than zero
    public ChannelOptions withTimeout(Duration atMost) {
        return new ChannelOptions(outgoingPages, incomingPages, waiting, atMost, singleSender,
                maxRequests, maxDeferred, limits, trusting);
    }

    /// {@return these options, with the promise that one thread alone sends}
    public ChannelOptions withSingleSender() {
        return new ChannelOptions(outgoingPages, incomingPages, waiting, timeout, true,
                maxRequests, maxDeferred, limits, trusting);
    }

    /// {@return these options with other quotas}
    ///
    /// @param requests how many may be under way
    /// @param deferred how many packets may be kept
    public ChannelOptions withQuotas(int requests, int deferred) {
        return new ChannelOptions(outgoingPages, incomingPages, waiting, timeout, singleSender,
                requests, deferred, limits, trusting);
    }

    /// {@return these options with other limits to what comes in}
    ///
    /// @param packets how large they may be
    public ChannelOptions withLimits(PacketLimits packets) {
        return new ChannelOptions(outgoingPages, incomingPages, waiting, timeout, singleSender,
                maxRequests, maxDeferred, packets, trusting);
    }

    /// {@return these options, leaving out on trusted channels what is done only for strangers}
    public ChannelOptions withTrust() {
        return new ChannelOptions(outgoingPages, incomingPages, waiting, timeout, singleSender,
                maxRequests, maxDeferred, limits, true);
    }

    Branch inspect() {
        return branch("options", leaf("waiting", waiting.name()),
                leaf("timeoutMillis", timeout.toMillis()), leaf("singleSender", singleSender),
                leaf("maxRequests", maxRequests), leaf("maxDeferred", maxDeferred),
                leaf("trusting", trusting));
    }
}

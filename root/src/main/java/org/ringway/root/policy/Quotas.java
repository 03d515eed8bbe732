// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.policy;

/// How much one partition may ask of the root. What goes beyond is refused, with the numbers.
///
/// @param partitions links of one user at a time
/// @param offers offers of one partition; also the ids that they take from one consumer, withdrawn
///     and unreleased ones included
/// @param channels channels of one partition as consumer, and as many as provider
/// @param regions announced regions of one partition; each costs the root a descriptor
/// @param regionPages 4 KiB pages of them together
/// @param gpadls GPADLs of one partition, partial ones included
/// @param gpadlRuns runs of pages that its GPADLs name together; each costs the root some 40 bytes
/// @param partialGpadls GPADLs of which bodies are missing; each costs the root up to 64 KiB
/// @param pendingMessages messages from others that wait until a partition reads; a partition with
///     more is hung up on. A quarter of it may be unanswered grants of one partition, and another
///     one are the buffers of its own ports
/// @param ports what it may ask for without a channel
public record Quotas(int partitions, int offers, int channels, int regions, long regionPages,
        int gpadls, int gpadlRuns, int partialGpadls, int pendingMessages, PortQuotas ports) {
    /// Enough for a busy host: 64 GiB of regions each, and as many partitions of a user as in all.
    public static final Quotas DEFAULT =
            new Quotas(Integer.MAX_VALUE, 256, 1024, 4096, 1L << 24, 4096, 1 << 18, 64, 4096);

    /// Refuses quotas that would allow nothing at all.
    public Quotas {
        check("partitions", partitions);
        check("offers", offers);
        check("channels", channels);
        check("regions", regions);
        check("regionPages", regionPages);
        check("gpadls", gpadls);
        check("gpadlRuns", gpadlRuns);
        check("partialGpadls", partialGpadls);
        check("pendingMessages", pendingMessages);
    }

    /// As the canonical one, with the usual quotas for ports.
    ///
    /// @param partitions links of one user at a time
    /// @param offers offers of one partition
    /// @param channels channels of one partition as consumer, and as many as provider
    /// @param regions announced regions of one partition
    /// @param regionPages 4 KiB pages of them together
    /// @param gpadls GPADLs of one partition
    /// @param gpadlRuns runs of pages that its GPADLs name together
    /// @param partialGpadls GPADLs of which bodies are missing
    /// @param pendingMessages messages from others that wait until a partition reads
    public Quotas(int partitions, int offers, int channels, int regions, long regionPages,
            int gpadls, int gpadlRuns, int partialGpadls, int pendingMessages) {
        this(partitions, offers, channels, regions, regionPages, gpadls, gpadlRuns, partialGpadls,
                pendingMessages, PortQuotas.DEFAULT);
    }

    /// {@return the same with other quotas for ports}
    ///
    /// @param others the quotas
    public Quotas withPorts(PortQuotas others) {
        return new Quotas(partitions, offers, channels, regions, regionPages, gpadls, gpadlRuns,
                partialGpadls, pendingMessages, others);
    }

    static void check(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("quota must be positive: " + name + "=" + value);
        }
    }

    /// {@return how many messages with unanswered grants of one partition may be on their way}
    public int unansweredParts() {
        return Math.max(1, pendingMessages / 4);
    }

    /// {@return how many messages from others to the ports of one partition may wait for it}
    public int portBuffers() {
        return pendingMessages / 4;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

/// What has gone through a channel, as seen from this side; numbers may lag while it is in use.
///
/// @param packetsSent put into the outgoing ring, completions included
/// @param packetsReceived taken from the incoming ring, completions included
/// @param signalsSent times this side woke the other
/// @param signalsReceived times a wait here was ended by a signal
/// @param spuriousSignals of those, how many found nothing to read
/// @param requestsUnderWay sent and not yet completed
/// @param packetsKept private copies that nobody has completed or taken yet
/// @param unknownCompletions came for no request under way and were ignored
public record ChannelStatistics(long packetsSent, long packetsReceived, long signalsSent,
        long signalsReceived, long spuriousSignals, int requestsUnderWay, int packetsKept,
        long unknownCompletions) {}

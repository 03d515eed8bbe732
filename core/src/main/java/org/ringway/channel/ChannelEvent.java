// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import org.ringway.wire.PeerFacts;

/// Something that happened to a channel, for a flight recorder.
abstract class ChannelEvent extends Event {
    @Label("Offer")
    @Description("Name of the offer that the channel was opened on")
    String offer = "";

    @Label("Peer")
    @Description("The other partition's number")
    long peer;

    @Label("Peer Name")
    @Description("What the other partition calls itself")
    String peerName = "";

    @Label("Peer Process")
    @Description("The other partition's process id")
    long peerPid;

    void commit(ChannelSide.Wiring channel) {
        PeerFacts facts = channel.peer();
        offer = channel.offerName().value();
        peer = Integer.toUnsignedLong(facts.partition().value());
        peerName = facts.name().value();
        peerPid = facts.pid();
        commit();
    }
}

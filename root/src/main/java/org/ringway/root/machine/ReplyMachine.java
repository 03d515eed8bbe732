// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.StandardToChild.CloseReservedResponse;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.OpenReservedChannel;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.Status;

/// Requests that change nothing here, and whose senders wait for an answer all the same.
final class ReplyMachine {
    private final Bus bus;

    ReplyMachine(Bus bus) {
        this.bus = bus;
    }

    /// The interrupt of a channel is its doorbell, which its consumer hears on the processor that
    /// it says: the root knows which, and has nothing to move. Before 5.3 there is no answer.
    void modify(Partition from, ModifyChannel message) {
        Status status = Status.OK;
        try {
            modifiable(from, message).target(message.targetVp());
        } catch (Refusal refusal) {
            status = refusal.status();
            bus.out.explain(from, ControlCodec.typeOf(message), message.relId().value(), status,
                    refusal.text());
        }
        if (from.speaks(ProtocolVersion.V5_3)) {
            bus.out.send(from, new ModifyChannelResponse(message.relId(), status));
        }
    }

    private static Channel modifiable(Partition from, ModifyChannel message) {
        if (!(from.ports().get(message.relId()) instanceof ConsumerPort port)
                || !(port.channel() instanceof Channel channel)
                || channel.phase() != Channel.Phase.OPEN || channel.isConsumerClosed()) {
            throw new Refusal(Status.NOT_FOUND, "the sender has opened no such channel: channelId="
                    + message.relId().value());
        }
        if (message.targetVp() == OpenChannel.NO_INTERRUPT) {
            throw new Refusal(Status.INVALID_PARAMETER,
                    "an interrupt can be moved and not taken away: targetVp=0xffffffff");
        }
        if (channel.targetVp() == OpenChannel.NO_INTERRUPT) {
            throw new Refusal(Status.INVALID_PARAMETER, "the channel was opened without an"
                    + " interrupt, and there is none to move: channelId="
                    + message.relId().value());
        }
        return channel;
    }

    /// No channel here outlives its connection. The answer pairs by the channel alone.
    void openReserved(Partition from, OpenReservedChannel message) {
        Refusal refusal = new Refusal(Status.NOT_SUPPORTED,
                "no channel is reserved: channelId=" + message.relId().value());
        bus.out.refuse(from, ControlCodec.typeOf(message), message.relId().value(), refusal,
                new OpenChannelResult(message.relId(), new OpenId(0), refusal.status()));
    }

    void closeReserved(Partition from, CloseReservedChannel message) {
        bus.out.send(from, new CloseReservedResponse(message.relId()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Opens channels on the offers of others: grants the ring, asks in the same go, and tidies up
/// after a no.
final class Consumers {
    private final ChannelTable channels;
    private final OfferTable offers;
    private final OwnGrants grants;
    private final Effects effects;
    private final Refusals refusals;
    private int openIds;

    Consumers(ChannelTable channels, OfferTable offers, OwnGrants grants, Effects effects,
            Refusals refusals) {
        this.channels = channels;
        this.offers = offers;
        this.grants = grants;
        this.effects = effects;
        this.refusals = refusals;
    }

    void open(OpenRequest wish) {
        ConsumerChannel before = channels.consumer(wish.offer().relId());
        if (!offers.isStanding(wish.offer())) {
            fail(wish, new Failure.Refused("offer is gone: name=" + wish.offer().name() + " "
                    + wish.offer().relId(), Status.NOT_FOUND));
        } else if (before == null) {
            start(wish, false);
        } else if (before.isForNobody() && before.next == null) {
            before.next = wish;
        } else {
            fail(wish, new Failure.Refused("this partition has a channel on this offer already:"
                    + " name=" + wish.offer().name() + " " + before, Status.DEVICE_BUSY));
        }
    }

    /// Opens a connection, which is one channel and no more.
    void connect(OpenRequest wish) {
        start(wish, true);
    }

    void fail(OpenRequest wish, Failure failure) {
        effects.fail(wish.request(), failure);
        grants.retire(wish.ring());
    }

    private void start(OpenRequest wish, boolean once) {
        ConsumerChannel primary = channels.primaryOf(wish.offer());
        if (wish.offer().isSubchannel() && primary == null) {
            fail(wish, new Failure.ChannelClosed("the channel is closed of which this would be a"
                    + " sub-channel: name=" + wish.offer().name() + " " + wish.offer().relId()));
            return;
        }
        ConsumerChannel channel = new ConsumerChannel(
                channels.newKey(), wish, new OpenId(++openIds), primary, effects);
        channel.once = once;
        channels.add(channel);
        GrantJob ring =
                GrantJob.ofRing(channel, wish.ring(), failure -> giveUp(channel, failure));
        grants.begin(ring);
        effects.send(new OpenChannel(channel.relId, channel.openId, ring.gpadls.getFirst().id,
                channel.targetVp, wish.downstreamPageOffset(), wish.userData()));
    }

    /// Tells who waits, unless that has happened. The root answers OpenChannel all the same.
    private void giveUp(ConsumerChannel channel, Failure failure) {
        if (channel.phase == Channel.Phase.OPENING && !channel.abandoned) {
            channel.abandoned = true;
            effects.fail(channel.wish.request(), failure);
        }
    }

    void opened(PeerOpened message, long epoch) {
        ConsumerChannel channel = asking(message.relId());
        if (channel == null) {
            effects.ignore("PeerOpened for no such request: " + message);
        } else {
            channel.origin = new Channel.Origin(epoch, message.serial());
            channel.trusted = message.trusted();
        }
    }

    private @Nullable ConsumerChannel asking(RelId relId) {
        ConsumerChannel channel = channels.consumer(relId);
        return channel != null && channel.phase == Channel.Phase.OPENING ? channel : null;
    }

    void answered(OpenChannelResult result, List<Handle> handles) {
        ConsumerChannel channel = asking(result.relId());
        if (channel == null || !channel.openId.equals(result.openId())) {
            effects.ignore("OpenChannelResult for no such request: " + result);
            effects.close(handles);
        } else if (!result.status().isOk()) {
            effects.close(handles);
            refused(channel, result.status());
        } else if (channel.origin.serial() == 0) {
            throw new ProtocolException("OpenChannelResult without PeerOpened: " + channel);
        } else if (channel.abandoned || handles.size() != 1) {
            handles.forEach(handle -> effects.add(new Effect.CloseDoorbell(handle)));
            effects.send(new CloseChannel(channel.relId));
            refused(channel, Status.INSUFFICIENT_RESOURCES);
        } else {
            channel.phase = Channel.Phase.OPEN;
            effects.add(new Effect.Opened(
                    channel.wish.request(), channel.key, channel.trusted, handles.getFirst()));
        }
    }

    private void refused(ConsumerChannel channel, Status status) {
        giveUp(channel, refusals.refusal(
                "open is refused: name=" + channel.wish.offer().name(), status));
        end(channel);
    }

    void rescinded(RelId relId) {
        ConsumerChannel channel = channels.consumer(relId);
        boolean isConnection = channel != null && channel.once;
        if (!isConnection && !offers.rescind(relId)) {
            effects.ignore("RescindChannelOffer for no such offer: " + relId);
            return;
        }
        if (channel == null) {
            release(relId);
            return;
        }
        Failure failure = new Failure.Refused("offer was rescinded: name="
                + channel.wish.offer().name() + " " + relId, Status.CANCELLED);
        failNext(channel, failure);
        switch (channel.phase) {
            case OPENING -> stop(channel, failure);
            case OPEN -> channel.peerEnded(Reason.OFFER_WITHDRAWN);
            case CLOSING -> { }
        }
    }

    private void failNext(ConsumerChannel channel, Failure failure) {
        OpenRequest next = channel.next;
        if (next != null) {
            channel.next = null;
            fail(next, failure);
        }
    }

    /// Fails an opening that will get no answer any more.
    private void stop(ConsumerChannel channel, Failure failure) {
        giveUp(channel, failure);
        end(channel);
    }

    /// {@return whether this request was an opening}
    boolean giveUp(RequestId request) {
        for (Channel each : channels.all()) {
            if (each instanceof ConsumerChannel channel && giveUp(channel, request)) {
                return true;
            }
        }
        return false;
    }

    private boolean giveUp(ConsumerChannel channel, RequestId request) {
        OpenRequest next = channel.next;
        if (next != null && next.request().equals(request)) {
            channel.next = null;
            grants.retire(next.ring());
            return true;
        }
        boolean opens = channel.phase == Channel.Phase.OPENING
                && channel.wish.request().equals(request);
        channel.abandoned |= opens;
        return opens;
    }

    /// Takes the ring back, and what else was granted.
    void end(ConsumerChannel channel) {
        channel.phase = Channel.Phase.CLOSING;
        grants.close(channel);
        grants.retire(channel.wish.ring());
        settle(channel);
    }

    /// Goes on when nothing is granted any more, either way.
    void settle(ConsumerChannel channel) {
        if (!channel.isSettled() || channels.get(channel.key) != channel) {
            return;
        }
        channels.remove(channel);
        if (!channel.known) {
            return;
        }
        if (channel.kept || channel.once || offers.isRescinded(channel.relId)) {
            release(channel.relId);
        }
        OpenRequest next = channel.next;
        if (next != null) {
            start(next, false);
        }
    }

    private void release(RelId relId) {
        offers.release(relId);
        effects.send(new RelIdReleased(relId));
    }

    void linkDown(ConsumerChannel channel, Failure failure) {
        failNext(channel, failure);
        if (channel.phase == Channel.Phase.OPENING) {
            stop(channel, failure);
        }
        settle(channel);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.platform.Poller;
import org.ringway.ring.IncomingRing;
import org.ringway.ring.OutgoingRing;
import org.ringway.wire.PeerFacts;

/// What a channel consists of, put together in one place.
final class ChannelParts {
    private final ChannelSide.Wiring wiring;
    private final ChannelSide.Control control;
    private final ChannelState state;
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Turn turn = new Turn();
    private final Delivery delivery = new Delivery(turn::wakeAll);
    private final GrantViews views = new GrantViews();
    private final SetTable sets = new SetTable(views);
    private final TransferSets transferSets = new TransferSets(this);
    private final DoorbellWait doorbell;
    private final Sender sender;
    private final Transactions transactions;
    private final Receiver receiver;
    private final ChannelEnd end;
    private final Waiting waiting;
    private final Requests requests;
    private final Grants grants;

    ChannelParts(ChannelSide.Wiring wiring, ChannelSide.Control control) {
        ChannelOptions options = wiring.options();
        this.wiring = wiring;
        this.control = control;
        ChannelEvents events = new ChannelEvents(wiring);
        state = new ChannelState("channel " + wiring.offerName());
        doorbell = new DoorbellWait(wiring.doorbell(), wiring.poller(), turn);
        sender = new Sender(new OutgoingRing(wiring.outgoing()), wiring.doorbell(), state, kept,
                turn::wakeLeader, options.singleSender());
        transactions = new Transactions(options.maxRequests(), turn::wakeAll);
        receiver = new Receiver(new IncomingRing(wiring.incoming()), wiring.doorbell(), state,
                transactions, new PacketContext(sender, views, sets,
                        options.limits(), wiring.leavesOut(), new External.PageRanges(),
                        delivery, kept, turn::wakeLeader),
                options.maxDeferred());
        end = new ChannelEnd(state, wiring.doorbell(), turn, receiver, transactions,
                events);
        waiting = new Waiting(turn, doorbell, state, receiver, sender, options.waiting(), end,
                delivery);
        requests = new Requests(sender, transactions, waiting, state, events,
                options.timeout());
        grants = new Grants(control, wiring.peer());
        events.opened();
    }

    ChannelState state() {
        return state;
    }

    ChannelEnd end() {
        return end;
    }

    Sender sender() {
        return sender;
    }

    Waiting waiting() {
        return waiting;
    }

    Requests requests() {
        return requests;
    }

    Grants grants() {
        return grants;
    }

    GrantViews views() {
        return views;
    }

    void moveInterrupt(Poller poller) {
        doorbell.moveTo(poller);
    }

    TransferSets transferSets() {
        return transferSets;
    }

    SetTable sets() {
        return sets;
    }

    Delivery delivery() {
        return delivery;
    }

    Turn turn() {
        return turn;
    }

    Duration timeout() {
        return wiring.options().timeout();
    }

    ChannelStatistics statistics() {
        return new ChannelStatistics(sender.ring().packets(), receiver.ring().packets(),
                sender.signals() + receiver.signals(), doorbell.signals(), waiting.spurious(),
                transactions.underWay(), kept.get(), transactions.unknownCompletions());
    }

    /// Everything about this side at about this moment; nobody waits for it.
    List<InspectTree> inspect() {
        PeerFacts peer = wiring.peer();
        return List.of(leaf("offer", wiring.offerName().value()), leaf("state", state.word()),
                branch("peer", leaf("partition", Integer.toUnsignedLong(peer.partition().value())),
                        leaf("name", peer.name().value()), leaf("pid", peer.pid()),
                        leaf("uid", Integer.toUnsignedLong(peer.uid()))),
                ring("outgoing", sender.ring()::inspect),
                ring("incoming", receiver.ring()::inspect),
                branch("signals", leaf("sent", sender.signals() + receiver.signals()),
                        leaf("received", doorbell.signals()),
                        leaf("spurious", waiting.spurious())),
                turn.inspect(), sender.inspect(), waiting.inspect(), transactions.inspect(),
                branch("kept", leaf("packets", kept.get()),
                        leaf("most", wiring.options().maxDeferred())),
                views.inspect(), grants.inspect(), wiring.options().inspect());
    }

    /// The memory goes when the channel is closed, at any moment.
    private static Branch ring(String name, Supplier<Branch> look) {
        try {
            return look.get();
        } catch (IllegalStateException gone) {
            return branch(name, leaf("unmapped", true));
        }
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            end.end(ChannelState.Reason.CLOSED_HERE);
            state.unmapped();
            views.retireAll();
            sets.unbindAll();
            control.closed();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.root.machine.AddressSpace;
import org.ringway.root.machine.Effect;
import org.ringway.root.machine.Event;
import org.ringway.root.machine.RootMachine;
import org.ringway.root.policy.Policy;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;

/// Does what the machine wants, on one thread: accepts, receives, sends, hangs up.
final class Shell implements Runnable {
    private static final Duration UNTIL_SOMETHING = Duration.ofDays(1);
    /// Descriptors may become free where the root does not see it.
    private static final Duration UNTIL_RETRY = Duration.ofSeconds(1);
    /// Messages from one child before the others have their turn.
    private static final int MESSAGES_PER_TURN = 16;

    private final Platform platform;
    private final RootOptions options;
    private final RootMachine machine;
    private final Poller poller;
    private final List<Door> doors = new ArrayList<>();
    private final HandleTable handles = new HandleTable();
    private final Map<PartitionId, ChildLink> links = new LinkedHashMap<>();
    private final Queue<Event> events = new ArrayDeque<>();
    private final List<Runnable> requests = new ArrayList<>();
    private volatile boolean ending;
    private boolean ended;
    private Policy policy;
    private int partitionsMade;

    Shell(Platform platform, RootOptions options, RootMachine machine) {
        this.platform = platform;
        this.options = options;
        this.machine = machine;
        this.policy = options.policy();
        this.poller = platform.poller();
        try {
            for (ListenOptions where : options.listen()) {
                doors.add(new Door(
                        platform.listen(where), poller, this::knock, options.log()));
            }
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /// Has the root's thread do something. Any thread.
    ///
    /// @return `false` if that thread has ended
    boolean request(Runnable action) {
        synchronized (requests) {
            if (ended) {
                return false;
            }
            requests.add(action);
        }
        poller.wakeup();
        return true;
    }

    /// Makes [#run] return soon. Any thread.
    void end() {
        ending = true;
        poller.wakeup();
    }

    @Override
    public void run() {
        try {
            doors.forEach(Door::open);
            while (!ending) {
                boolean anyShut = doors.stream().anyMatch(Door::isShut);
                if (!poller.poll(anyShut ? UNTIL_RETRY : UNTIL_SOMETHING)) {
                    doors.forEach(Door::open);
                }
                takeRequests(false).forEach(Runnable::run);
            }
        } finally {
            takeRequests(true).forEach(Runnable::run);
            closeAll();
        }
    }

    private List<Runnable> takeRequests(boolean last) {
        synchronized (requests) {
            List<Runnable> taken = List.copyOf(requests);
            requests.clear();
            ended = last;
            return taken;
        }
    }

    private void closeAll() {
        doors.forEach(Door::close);
        links.values().forEach(ChildLink::close);
        links.clear();
        handles.close();
        poller.close();
    }

    private void knock(ControlLink link) {
        String denial = policy.whyNotJoin(link.peer());
        if (denial == null) {
            admit(link);
        } else {
            turnAway(link, denial);
        }
    }

    private void turnAway(ControlLink link, String denial) {
        options.log().accept(denial + ": pid=" + link.peer().pid());
        try (link) {
            link.trySend(ControlCodec.encode(
                    Explain.of(0, 0, Status.ACCESS_DENIED, denial)), List.of());
        }
    }

    /// Has other rules hold.
    void obey(Policy rules) {
        policy = rules;
        process(new Event.PolicyChanged(rules), null);
    }

    void admit(ControlLink link) {
        admit(link, null);
    }

    void admit(ControlLink link, Handle addressSpace, long pages) {
        admit(link, new AddressSpace(handles.add(addressSpace), pages));
    }

    private void admit(ControlLink link, @Nullable AddressSpace space) {
        PartitionId id = new PartitionId(++partitionsMade);
        ChildLink child = new ChildLink(id, link, handles, poller);
        links.put(id, child);
        attempt(child, () -> {
            child.watch(() -> attempt(child, () -> receive(child)),
                    () -> attempt(child, child::flush));
            process(new Event.Joined(id, link.peer(), space), id);
        });
    }

    private static String people(PeerCredentials peer) {
        return "pid=" + peer.pid() + " uid=" + peer.uid() + " gid=" + peer.gid();
    }

    /// Does something for one child. If that fails, its link ends; the others go on.
    private void attempt(ChildLink child, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            lose(child, e.toString());
            process(child.partition());
        }
    }

    private void receive(ChildLink child) {
        for (int turn = 0; turn < MESSAGES_PER_TURN && isReadable(child); turn++) {
            switch (child.receive()) {
                case Received.Message message -> process(new Event.Received(child.partition(),
                        message.bytes(), handles.addAll(message.handles())), child.partition());
                case Received.Nothing() -> {
                    return;
                }
                case Received.HangUp() -> {
                    forget(child);
                    process(new Event.Left(child.partition()), child.partition());
                }
            }
        }
    }

    private boolean isReadable(ChildLink child) {
        return links.get(child.partition()) == child && !child.isWaiting();
    }

    /// @param cause the partition that made it happen, or null if none did
    private void process(Event event, @Nullable PartitionId cause) {
        events.add(event);
        process(cause);
    }

    private void process(@Nullable PartitionId cause) {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            for (Effect effect : machine.step(next)) {
                perform(effect, cause);
            }
        }
    }

    private void perform(Effect effect, @Nullable PartitionId cause) {
        switch (effect) {
            case Effect.Send send -> send(send, cause);
            case Effect.CloseHandle close -> handles.release(close.handle());
            case Effect.MakeDoorbell make -> makeDoorbell(make);
            case Effect.InspectRegion inspect -> inspect(inspect);
            case Effect.Note note -> options.log().accept(note.line());
            case Effect.HangUp hangUp -> {
                if (links.get(hangUp.partition()) instanceof ChildLink child) {
                    log(child, hangUp.reason());
                    forget(child);
                }
            }
        }
    }

    private void send(Effect.Send send, @Nullable PartitionId cause) {
        if (!(links.get(send.to()) instanceof ChildLink child)) {
            return;
        }
        try {
            child.send(ControlCodec.encode(send.message()), send.attached(),
                    cause != null && !cause.equals(send.to()));
        } catch (PlatformException e) {
            lose(child, e.getMessage());
            return;
        }
        int limit = policy.quotas().of(child.peer().uid()).pendingMessages();
        if (child.foreign() > limit) {
            lose(child, "it does not read: waiting=" + child.foreign() + " limit=" + limit);
        }
    }

    /// Hangs up on a child that the machine still knows.
    private void lose(ChildLink child, String reason) {
        log(child, reason);
        forget(child);
        events.add(new Event.Left(child.partition()));
    }

    private void forget(ChildLink child) {
        if (links.remove(child.partition(), child)) {
            child.close();
            doors.forEach(Door::open);
        }
    }

    private void log(ChildLink child, String reason) {
        options.log().accept("hung up on " + child.partition() + " ("
                + people(child.peer()) + "): " + reason);
    }

    private void makeDoorbell(Effect.MakeDoorbell make) {
        try {
            var pair = platform.doorbellPair();
            events.add(new Event.DoorbellMade(
                    make.channel(), handles.add(pair.first()), handles.add(pair.second())));
        } catch (PlatformException e) {
            events.add(new Event.DoorbellFailed(make.channel(), e.getMessage()));
        }
    }

    private void inspect(Effect.InspectRegion inspect) {
        try {
            events.add(new Event.RegionFit(inspect.owner(), inspect.firstPfn(),
                    platform.inspect(handles.get(inspect.region()))));
        } catch (PlatformException e) {
            events.add(new Event.RegionUnfit(inspect.owner(), inspect.firstPfn(), e.getMessage()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ringway.BusTimeoutException;
import org.ringway.child.machine.Failure;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.WireBytes;

/// What a partition sends and receives without a channel: messages and event flags, through the
/// root. For control traffic, such as telling another partition where in granted memory something
/// is; data belongs into channels.
///
/// - **Thread:** any. **Blocking:** each call waits for the root's answer, at most as long as
///   [JoinOptions#timeout] says; [#post] also for a free buffer. **Allocation:** a few objects and
///   the bytes of the message.
/// - **Interruption:** ends the wait with [InterruptedException]. What was posted may arrive.
/// - **Refusal:** [org.ringway.RefusedException] says that there is no such partition or port, or
///   which rule of the root is against it. A root that knows no ports refuses everything here.
/// - **Root loss:** [org.ringway.RootLostException], at once for whoever waits. Ports stay and are
///   opened again at a new root, where partitions have new numbers.
public final class Ports {
    /// Bytes of the longest message.
    public static final int MAX_MESSAGE_BYTES = PortMessage.MAX_BYTES;
    /// Messages that a port holds until they are received.
    public static final int BUFFERS = OpenPort.BUFFERS;
    /// Flags of an event port, counted from 0.
    public static final int FLAGS = SignalEvent.FLAGS;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ControlThread control;
    private final Duration timeout;
    /// Of the control thread alone.
    private final Map<PortId, LivePort> live = new HashMap<>();

    Ports(ControlThread control, Duration timeout) {
        this.control = control;
        this.timeout = timeout;
    }

    /// Lets others post messages to this partition.
    ///
    /// @param id under which number
    /// @return the port, to be closed by the caller
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.RefusedException if this partition has such a port already, or the root
    ///     does not allow it, or not so many
    public MessagePort openMessages(PortId id) throws InterruptedException {
        MessagePort port = new MessagePort(id, this);
        open(PortKind.MESSAGES, port);
        return port;
    }

    /// Lets others set flags for this partition.
    ///
    /// @param id under which number
    /// @return the port, to be closed by the caller
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.RefusedException as above
    public EventPort openEvents(PortId id) throws InterruptedException {
        EventPort port = new EventPort(id, this);
        open(PortKind.EVENTS, port);
        return port;
    }

    /// What comes right behind the answer finds the port: it is entered before.
    private void open(PortKind kind, LivePort port) throws InterruptedException {
        boolean opened = false;
        try {
            opened = control.call(new Pending.Done("open: " + port.id), (machine, request) -> {
                live.putIfAbsent(port.id, port);
                return machine.ports().open(request, port.id, kind);
            }, timeout);
        } finally {
            if (!opened) {
                closed(port);
            }
        }
    }

    /// Sends a message if its port has a buffer free now.
    ///
    /// @param to whose port, for instance the provider of an offer or the peer of a channel
    /// @param port which
    /// @param messageType what kind of message, as the two agree
    /// @param payload at most [#MAX_MESSAGE_BYTES] bytes, copied before this returns
    /// @return `false` if the port is full, or if as many messages of this partition are not
    ///     received yet as the root allows
    /// @throws InterruptedException if interrupted while it waits
    public boolean tryPost(PartitionId to, PortId port, int messageType, MemorySegment payload)
            throws InterruptedException {
        return post(new PostMessage(0, to, port, messageType, bytes(payload)), timeout);
    }

    /// As [#tryPost], but tries again until there is room: after a millisecond, then ever more
    /// seldom, up to ten times a second. Messages that other threads post meanwhile may overtake.
    ///
    /// @param to whose port
    /// @param port which
    /// @param messageType what kind of message
    /// @param payload at most [#MAX_MESSAGE_BYTES] bytes, copied before this returns
    /// @param atMost how long to wait for room
    /// @throws InterruptedException if interrupted while it waits
    /// @throws BusTimeoutException if there was no room in that time
    public void post(PartitionId to, PortId port, int messageType, MemorySegment payload,
            Duration atMost) throws InterruptedException {
        PostMessage message = new PostMessage(0, to, port, messageType, bytes(payload));
        long start = System.nanoTime();
        long most = TimeUnit.NANOSECONDS.convert(atMost);
        long pause = FIRST_PAUSE_NANOS;
        while (!post(message, timeout)) {
            long left = most - (System.nanoTime() - start);
            if (left <= 0) {
                throw new BusTimeoutException("no buffer is free: " + to + " " + port
                        + " timeout=" + atMost);
            }
            control.awaitEnd(Duration.ofNanos(Math.min(left, pause)));
            pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
        }
    }

    private boolean post(PostMessage message, Duration atMost) throws InterruptedException {
        return control.call(
                new Pending.Done("post: " + message.partition() + " " + message.port()),
                (machine, request) -> machine.ports().post(request, message), atMost);
    }

    /// A private copy, refused before anything happens if it is too long.
    private static WireBytes bytes(MemorySegment payload) {
        if (payload.byteSize() > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message is too long for a port: bytes="
                    + payload.byteSize() + " max=" + MAX_MESSAGE_BYTES);
        }
        return WireBytes.of(payload.toArray(ValueLayout.JAVA_BYTE));
    }

    /// Sets a flag. Returns when the root has it; the owner hears of it soon, and once however
    /// often it is set before it looks.
    ///
    /// @param to whose port
    /// @param port which
    /// @param flag less than [#FLAGS]
    /// @throws InterruptedException if interrupted while it waits
    public void signal(PartitionId to, PortId port, int flag) throws InterruptedException {
        SignalEvent event = new SignalEvent(0, to, port, flag);
        control.call(new Pending.Done("signal: " + to + " " + port),
                (machine, request) -> machine.ports().signal(request, event), timeout);
    }

    // ---- to and from the control thread

    void taken(PortId id, int taken) {
        control.tell(machine -> machine.ports().taken(id, taken));
    }

    void closed(LivePort port) {
        control.tell(machine -> live.remove(port.id, port)
                ? machine.ports().close(port.id) : List.of());
    }

    void arrived(PortMessage message) {
        if (live.get(message.port()) instanceof MessagePort port) {
            port.add(message);
        }
    }

    void arrived(EventFlags flags) {
        if (live.get(flags.port()) instanceof EventPort port) {
            port.add(flags);
        }
    }

    void refused(PortId id, Failure reason) {
        LivePort port = live.remove(id);
        if (port != null) {
            port.end(Failures.exceptions(reason));
        }
    }

    /// The partition is over.
    void end(Supplier<? extends RuntimeException> reason) {
        live.values().forEach(port -> port.end(reason));
        live.clear();
    }
}

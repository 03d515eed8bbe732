// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.wire.PortId;

/// Where other partitions post small messages to this one without a channel.
///
/// It has [Ports#BUFFERS] buffers, each of which is used from the post until [#receive] hands the
/// message out; while all are used, posts are refused as too early. Messages of one sender come in
/// the order of its posts. It outlives the root: a new one is told of it, and what had come is
/// kept.
///
/// - **Thread:** any. **Blocking:** [#receive] only. **Allocation:** a message and its bytes each.
public final class MessagePort extends LivePort implements AutoCloseable {
    /// Guarded by the arrivals. The machine sees to it that there are no more than buffers.
    private final Queue<PortMessage> messages = new ArrayDeque<>();

    MessagePort(PortId id, Ports ports) {
        super(id, ports);
    }

    /// {@return its number}
    public PortId id() {
        return id;
    }

    /// Waits for a message.
    ///
    /// @return the message, whose sender is as the root and the kernel vouch for it
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.ChannelClosedException if the port is closed, before or meanwhile
    /// @throws org.ringway.RefusedException if a new root does not let this partition open it
    public PortMessage receive() throws InterruptedException {
        while (true) {
            PortMessage message = receive(Duration.ofSeconds(Long.MAX_VALUE));
            if (message != null) {
                return message;
            }
        }
    }

    /// As [#receive()], with a time.
    ///
    /// @param atMost how long to wait
    /// @return the message, null if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public @Nullable PortMessage receive(Duration atMost) throws InterruptedException {
        return arrivals.await(this::take, atMost);
    }

    private @Nullable PortMessage take() {
        PortMessage message = messages.poll();
        if (message != null) {
            taken(1);
        }
        return message;
    }

    void add(PortMessage message) {
        arrivals.add(() -> messages.add(message));
    }

    /// Posts are refused from now on, and what was not received is lost. Idempotent.
    @Override
    public void close() {
        close(messages::clear);
    }

    @Override
    public String toString() {
        return "MessagePort[" + id + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringway.ChannelClosedException;
import org.ringway.channel.BusChannel;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OfferId;

/// A service that this partition offers: takes the channels that others open on it.
///
/// It outlives the root: a new one is told of it.
///
/// - **Thread:** any. **Blocking:** [#accept] only.
public final class Service implements AutoCloseable {
    /// What a service needs of its partition.
    interface Withdrawal {
        void withdrawn(Service service);
    }

    private final OfferId id;
    private final Name name;
    private final OfferContent content;
    private final ServiceOptions options;
    private final Withdrawal withdrawal;

    private final Backlog<BusChannel> backlog;
    private final Set<BusChannel> open = ConcurrentHashMap.newKeySet();

    Service(OfferId id, Name name, OfferContent content, ServiceOptions options,
            Withdrawal withdrawal) {
        this.id = id;
        this.name = name;
        this.content = content;
        this.options = options;
        this.withdrawal = withdrawal;
        this.backlog = new Backlog<>(options.backlog());
    }

    OfferId id() {
        return id;
    }

    /// {@return what it is called}
    public Name name() {
        return name;
    }

    /// {@return what it says about itself}
    public OfferContent content() {
        return content;
    }

    /// {@return how it takes channels}
    public ServiceOptions options() {
        return options;
    }

    /// Waits for somebody to open a channel. Sub-channels of it come to [ChannelGroup#accept].
    ///
    /// @return the channel, to be closed by the caller
    /// @throws InterruptedException if interrupted while it waits
    /// @throws ChannelClosedException if the service is closed, before or meanwhile
    /// @throws org.ringway.RefusedException if a new root does not let this partition offer it
    public BusChannel accept() throws InterruptedException {
        while (true) {
            BusChannel channel = accept(Duration.ofSeconds(Long.MAX_VALUE));
            if (channel != null) {
                return channel;
            }
        }
    }

    /// As [#accept()], with a time.
    ///
    /// @param atMost how long to wait
    /// @return the channel, to be closed by the caller; null if the time has passed
    /// @throws InterruptedException if interrupted while it waits
    public @Nullable BusChannel accept(Duration atMost) throws InterruptedException {
        return backlog.accept(atMost);
    }

    boolean hasRoom() {
        return backlog.hasRoom();
    }

    /// Somebody has opened a channel; if the service has ended meanwhile it is closed.
    void add(BusChannel channel) {
        open.add(channel);
        if (!backlog.add(channel)) {
            channel.close();
        }
    }

    void forget(BusChannel channel) {
        open.remove(channel);
    }

    /// Withdraws the offer and closes every channel on it, accepted or not. Idempotent.
    @Override
    public void close() {
        end(() -> new ChannelClosedException("service is closed: name=" + name));
        open.forEach(BusChannel::close);
        withdrawal.withdrawn(this);
    }

    /// Nobody will come any more; accepted channels go on.
    void end(Supplier<? extends RuntimeException> reason) {
        backlog.end(reason);
    }

    @Override
    public String toString() {
        return "Service[" + name + "]";
    }

    Branch inspect() {
        return branch(Integer.toUnsignedString(id.value()), leaf("name", name.value()),
                leaf("interfaceId", content.interfaceId().toString()),
                leaf("instanceId", content.instanceId().toString()),
                leaf("open", backlog.isOpen()), leaf("channels", open.size()),
                leaf("waitingToBeAccepted", backlog.size()));
    }
}

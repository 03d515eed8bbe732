// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.guest.boot.GuestPages;
import org.ringway.guest.synic.HypercallStatus;
import org.ringway.guest.synic.MonitorPage;
import org.ringway.guest.synic.PostedMessage;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.platform.Poller.Interest;
import org.ringway.protocol.ControlCodec;
import org.ringway.wire.ProtocolVersion;

/// Joins a guest's synthetic interrupt controller with a root's link, on a thread of its own:
/// messages go to and fro as they are, and each channel's doorbell is tied to its event.
///
/// The root's messages wait in the link while the guest does not empty its slot, and the guest's
/// calls are refused while the root does not read: neither piles up here.
final class BusConnection implements Runnable, AutoCloseable {
    /// Messages of the guest that wait for the root at most.
    static final int POSTED_MESSAGES = 64;

    private static final Duration LONG = Duration.ofDays(1);
    /// A guest that empties its slot tells nobody; one that signals by its monitor page neither.
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration UNTIL_RETRY = Duration.ofMillis(200);

    private final Platform platform;
    private final RootDoor door;
    private final VirtualMachine machine;
    private final GuestPages memory;
    private final Interrupts interrupts;
    private final RootListener listener;
    private final Poller poller;
    private final Queue<byte[]> posted = new ArrayBlockingQueue<>(POSTED_MESSAGES);
    private final Queue<byte[]> toGuest = new ArrayDeque<>();
    private final OfferBook offers;
    private final Map<Integer, GuestChannel> channels = new HashMap<>();
    private MonitorPage monitors;
    private int messageProcessor;
    private @Nullable ControlLink link;
    private boolean listening;
    private volatile boolean ending;

    /// @param link to the root, which has been told of the guest's memory
    BusConnection(RootDoor door, ControlLink link, VirtualMachine machine, Interrupts interrupts,
            RootListener listener) {
        this.platform = door.platform();
        this.door = door;
        this.link = link;
        this.listener = listener;
        this.machine = machine;
        this.memory = new GuestPages(machine.bytes());
        this.interrupts = interrupts;
        this.monitors = new MonitorPage(memory, 0);
        this.offers = new OfferBook();
        this.poller = platform.poller();
    }

    /// The guest posts a message. Any thread.
    ///
    /// @param input address of the call's input
    /// @return the status of the call
    int post(long input) {
        PostedMessage message = PostedMessage.read(memory, input);
        if (message.status() != HypercallStatus.SUCCESS) {
            return message.status();
        }
        if (!posted.offer(message.bytes())) {
            return HypercallStatus.INSUFFICIENT_BUFFERS;
        }
        poller.wakeup();
        return HypercallStatus.SUCCESS;
    }

    @Override
    public void run() {
        try {
            listen();
            while (!ending) {
                poller.poll(patience());
                forwardPosted();
                deliver();
                takeMonitors();
            }
        } finally {
            closeChannels();
            hangUp();
            poller.close();
        }
    }

    private Duration patience() {
        if (!toGuest.isEmpty() || channels.values().stream().anyMatch(GuestChannel::isMonitored)) {
            return SOON;
        }
        return posted.isEmpty() ? LONG : UNTIL_RETRY;
    }

    private void listen() {
        if (link != null && !listening) {
            listening = true;
            poller.watch(link, Interest.READ, this::receive);
        }
    }

    private void receive() {
        ControlLink from = link;
        while (from != null && from == link && toGuest.isEmpty()) {
            switch (from.receive()) {
                case Received.Message message -> {
                    fromRoot(message);
                    deliver();
                }
                case Received.Nothing() -> {
                    return;
                }
                case Received.HangUp() -> {
                    hangUp();
                    listener.lost();
                }
            }
        }
        if (from != null && from == link) {
            // The next one can wait in the link until the guest has room.
            poller.forget(from);
            listening = false;
        }
    }

    private void fromRoot(Received.Message message) {
        byte[] bytes = message.bytes();
        GuestMessage view = new GuestMessage(bytes);
        if (!view.isStandard()) {
            message.handles().forEach(Handle::close);
            listener.heard(ControlCodec.decodeToChild(bytes, ProtocolVersion.V5_3));
            return;
        }
        switch (view.type()) {
            case GuestMessage.OFFER_CHANNEL -> offers.offered(view);
            case GuestMessage.OPEN_CHANNEL_RESULT -> opened(view, message.handles());
            default -> message.handles().forEach(Handle::close);
        }
        toGuest.add(bytes);
    }

    /// Before the guest hears of it: its first signal may come at once.
    private void opened(GuestMessage result, List<Handle> handles) {
        if (result.status() != 0 || handles.size() != 1) {
            handles.forEach(Handle::close);
            return;
        }
        int relId = result.relId();
        closeChannel(relId);
        GuestChannel channel = new GuestChannel(
                platform.doorbell(handles.getFirst()), machine.signal(offers.connection(relId)),
                offers.monitor(relId), offers.target(relId));
        channels.put(relId, channel);
        poller.watch(channel.signals(), Interest.READ, channel::pass);
        poller.watch(channel.bell(), Interest.READ, () -> ring(relId, channel));
    }

    private void ring(int relId, GuestChannel channel) {
        switch (channel.bell().poll()) {
            case SIGNALED -> interrupts.signal(channel.target(), relId);
            case TIMED_OUT -> { }
            // The root has the offer rescinded; the guest closes.
            default -> poller.forget(channel.bell());
        }
    }

    private void takeMonitors() {
        for (GuestChannel channel : channels.values()) {
            if (channel.isMonitored() && monitors.take(channel.monitor())) {
                channel.bell().signal();
            }
        }
    }

    private void forwardPosted() {
        for (byte[] next = posted.peek(); next != null; next = posted.peek()) {
            if (!forward(new GuestMessage(next), next)) {
                return;
            }
            posted.remove();
        }
    }

    /// {@return whether the root has it, or nobody ever will}
    private boolean forward(GuestMessage view, byte[] message) {
        boolean isContact = view.type() == GuestMessage.INITIATE_CONTACT;
        if (link == null && !(isContact && findRoot())) {
            return !isContact;
        }
        ControlLink to = link;
        if (to == null || !to.trySend(message, List.of())) {
            return false;
        }
        noteSent(view);
        return true;
    }

    private void noteSent(GuestMessage view) {
        switch (view.type()) {
            case GuestMessage.INITIATE_CONTACT -> {
                closeChannels();
                offers.clear();
                messageProcessor = view.contactProcessor();
                monitors = new MonitorPage(memory, view.contactMonitor());
            }
            case GuestMessage.UNLOAD -> closeChannels();
            case GuestMessage.OPEN_CHANNEL -> offers.opening(view);
            case GuestMessage.CLOSE_CHANNEL -> closeChannel(view.relId());
            case GuestMessage.REL_ID_RELEASED -> {
                closeChannel(view.relId());
                offers.released(view.relId());
            }
            case GuestMessage.MODIFY_CHANNEL -> {
                if (channels.get(view.relId()) instanceof GuestChannel channel) {
                    channel.moveTo(view.modifiedProcessor());
                }
            }
            default -> { }
        }
    }

    private boolean findRoot() {
        try {
            link = door.enter(machine.memory());
            listen();
            return true;
        } catch (PlatformException _) {
            return false;
        }
    }

    private void deliver() {
        while (toGuest.peek() instanceof byte[] message
                && interrupts.deliver(messageProcessor, message)) {
            toGuest.remove();
        }
        if (toGuest.isEmpty()) {
            listen();
        }
    }

    private void closeChannel(int relId) {
        GuestChannel channel = channels.remove(relId);
        if (channel != null) {
            channel.close();
        }
    }

    private void closeChannels() {
        channels.values().forEach(GuestChannel::close);
        channels.clear();
    }

    private void hangUp() {
        if (link != null) {
            poller.forget(link);
            link.close();
            link = null;
            listening = false;
        }
    }

    /// Ends the thread soon. Any thread.
    @Override
    public void close() {
        ending = true;
        poller.wakeup();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringway.PlatformException;
import org.ringway.guest.boot.GuestPages;
import org.ringway.guest.synic.MonitorPage;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.platform.Poller.Interest;
import org.ringway.wire.Status;

/// The open channels of a guest: what its events are tied to. On the bus thread alone.
final class GuestChannels implements AutoCloseable {
    /// Of an OpenChannelResult.
    private static final int STATUS = 16;

    private final Platform platform;
    private final Poller poller;
    private final VirtualMachine machine;
    private final Interrupts interrupts;
    private final Map<Integer, GuestChannel> channels = new HashMap<>();
    private MonitorPage monitors;

    GuestChannels(
            Platform platform, Poller poller, VirtualMachine machine, Interrupts interrupts) {
        this.platform = platform;
        this.poller = poller;
        this.machine = machine;
        this.interrupts = interrupts;
        this.monitors = new MonitorPage(new GuestPages(machine.bytes()), 0);
    }

    /// The guest makes contact: it knows no channel, and says where it will leave signals.
    void begin(long monitorPage) {
        close();
        monitors = new MonitorPage(new GuestPages(machine.bytes()), monitorPage);
    }

    /// Ties a channel up, before the guest hears that it is open: its first signal may come soon.
    ///
    /// A guest would wait for ever on a channel that cannot be tied up: the result is changed then,
    /// and says that the channel is not open.
    ///
    /// @param result what the guest is going to hear
    /// @param attached what came with the result; used up
    /// @return whether the root takes the channel for open, and the guest does not: somebody has to
    ///     close it at the root before the guest lets go of its memory
    boolean open(GuestMessage result, List<Handle> attached, OfferBook offers) {
        if (result.status() != 0) {
            attached.forEach(Handle::close);
            return false;
        }
        close(result.relId());
        try {
            tieUp(result.relId(), attached, offers);
            return false;
        } catch (PlatformException _) {
            close(result.relId());
            fail(result);
            return true;
        }
    }

    private void tieUp(int relId, List<Handle> attached, OfferBook offers) {
        Doorbell bell = bell(attached);
        try {
            GuestChannel channel = new GuestChannel(bell,
                    machine.signal(offers.connection(relId)),
                    offers.monitor(relId), offers.target(relId));
            channels.put(relId, channel);
            poller.watch(channel.signals(), Interest.READ, channel::pass);
            poller.watch(bell, Interest.READ, () -> ring(relId, channel));
        } catch (RuntimeException e) {
            bell.close();
            throw e;
        }
    }

    private Doorbell bell(List<Handle> attached) {
        if (attached.size() != 1) {
            attached.forEach(Handle::close);
            throw new PlatformException("a channel has one doorbell: handles=" + attached.size());
        }
        return platform.doorbell(attached.getFirst());
    }

    /// Drivers know zero, and everything else.
    private static void fail(GuestMessage result) {
        if (result.bytes().length >= STATUS + Integer.BYTES) {
            ByteBuffer.wrap(result.bytes()).order(ByteOrder.LITTLE_ENDIAN).putInt(
                    STATUS, Status.UNSUCCESSFUL.code());
        }
    }

    private void ring(int relId, GuestChannel channel) {
        switch (channel.bell().poll()) {
            case SIGNALED -> interrupts.signal(channel.target(), relId);
            case TIMED_OUT -> { }
            // The root has the offer rescinded; the guest closes.
            default -> poller.forget(channel.bell());
        }
    }

    boolean isAnyMonitored() {
        return channels.values().stream().anyMatch(GuestChannel::isMonitored);
    }

    /// Passes on the signals that the guest has left in its page.
    void takeMonitors() {
        for (GuestChannel channel : channels.values()) {
            if (channel.isMonitored() && monitors.take(channel.monitor())) {
                channel.bell().signal();
            }
        }
    }

    void move(int relId, int processor) {
        if (channels.get(relId) instanceof GuestChannel channel) {
            channel.moveTo(processor);
        }
    }

    void close(int relId) {
        if (channels.remove(relId) instanceof GuestChannel channel) {
            channel.close();
        }
    }

    @Override
    public void close() {
        channels.values().forEach(GuestChannel::close);
        channels.clear();
    }
}

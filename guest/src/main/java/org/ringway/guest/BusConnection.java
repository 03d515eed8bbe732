// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.ringway.guest.boot.GuestPages;
import org.ringway.guest.synic.HypercallStatus;
import org.ringway.guest.synic.PostedMessage;
import org.ringway.hypervisor.VirtualMachine;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.Poller;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.AddressSpaceResult;
import org.ringway.protocol.ToChild;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;

/// Joins a guest's synthetic interrupt controller with a root's link, on a thread of its own:
/// messages go to and fro as they are, and each channel's doorbell is tied to its event.
///
/// The root's messages wait in the link while the guest does not empty its slot, and the guest's
/// calls are refused while the root does not read: neither piles up here.
final class BusConnection implements Runnable, AutoCloseable, RootLink.Ear {
    /// Messages of the guest that wait for the root at most.
    static final int POSTED_MESSAGES = 64;

    private static final Duration LONG = Duration.ofDays(1);
    /// A guest that empties its slot tells nobody; one that signals by its monitor page neither.
    private static final Duration SOON = Duration.ofMillis(1);

    private final RootLink root;
    private final HostOffers host;
    private final GuestPages memory;
    private final Interrupts interrupts;
    private final RootListener listener;
    private final Poller poller;
    private final GuestChannels channels;
    private final Queue<byte[]> posted = new ArrayBlockingQueue<>(POSTED_MESSAGES);
    private final Queue<byte[]> toGuest = new ArrayDeque<>();
    private final OfferBook offers = new OfferBook();
    private final PortMap ports;
    private final OfferGate gate;
    private final StandIn standIn = new StandIn();
    private Bond bond = Bond.NONE;
    private byte @Nullable [] contact;
    private boolean contactOwed;
    private boolean offersAsked;
    /// The root is told of the guest, which hears of its offers alone.
    private boolean introducing;
    private int messageProcessor;
    /// The root's number for the guest.
    private @Nullable PartitionId self;
    private volatile boolean ending;

    /// @param host what is known of the partition beside the guest
    /// @param link to the root, which has been told of the guest's memory
    BusConnection(RootDoor door, HostOffers host, ControlLink link, VirtualMachine machine,
            Interrupts interrupts, RootListener listener) {
        this.host = host;
        this.listener = listener;
        this.ports = new PortMap(door.reach(), host);
        this.gate = new OfferGate(door.reach(), host);
        this.memory = new GuestPages(machine.bytes());
        this.interrupts = interrupts;
        this.poller = door.platform().poller();
        this.root = new RootLink(door, machine.memory(), poller, link, this);
        this.channels = new GuestChannels(door.platform(), poller, machine, interrupts);
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
            root.listen();
            while (!ending) {
                poller.poll(patience());
                forwardPosted();
                seekRoot();
                introduce();
                deliver();
                channels.takeMonitors();
            }
        } finally {
            channels.close();
            root.close();
            poller.close();
        }
    }

    private Duration patience() {
        if (!toGuest.isEmpty() || channels.isAnyMonitored()) {
            return SOON;
        }
        return posted.isEmpty() && gate.owed() == null && !seeksRoot()
                ? LONG : RootLink.UNTIL_RETRY;
    }

    // ---- from the root

    @Override
    public boolean hasRoom() {
        return toGuest.isEmpty();
    }

    @Override
    public void heard(Received.Message message) {
        hear(message);
        deliver();
    }

    private void hear(Received.Message message) {
        GuestMessage view = new GuestMessage(message.bytes());
        if (view.type() != GuestMessage.OPEN_CHANNEL_RESULT) {
            message.handles().forEach(Handle::close);
        }
        if (!view.isStandard()) {
            ToChild said = ControlCodec.decodeToChild(message.bytes(), ProtocolVersion.V5_3);
            if (said instanceof AddressSpaceResult result) {
                self = result.partition();
            }
            listener.heard(said);
            return;
        }
        standIn.heard(view);
        if (ports.askForRelay(view, self) instanceof byte[] again && root.say(again)) {
            return;
        }
        boolean isAwaited = ports.isAwaited(view);
        ports.heard(view);
        if (gate.hides(view, isAwaited)) {
            return;
        }
        switch (view.type()) {
            case GuestMessage.OFFER_CHANNEL -> offers.offered(view);
            case GuestMessage.OPEN_CHANNEL_RESULT -> {
                if (channels.open(view, message.handles(), offers)) {
                    gate.owe(StandIn.close(view.relId()));
                }
            }
            case GuestMessage.VERSION_RESPONSE -> contactOwed = false;
            default -> { }
        }
        if (!introducing || !isOfIntroduction(view)) {
            toGuest.add(message.bytes());
        }
    }

    /// The guest has heard these of its first root.
    private boolean isOfIntroduction(GuestMessage message) {
        if (message.type() == GuestMessage.VERSION_RESPONSE) {
            if (message.isServed()) {
                introducing = offersAsked && root.say(StandIn.requestOffers());
            } else {
                root.lose();
            }
            return true;
        }
        boolean isLast = message.type() == GuestMessage.ALL_OFFERS_DELIVERED;
        introducing = !isLast;
        return isLast;
    }

    private void deliver() {
        while (toGuest.peek() instanceof byte[] message
                && interrupts.deliver(messageProcessor, message)) {
            toGuest.remove();
        }
        if (toGuest.isEmpty()) {
            root.listen();
        }
    }

    // ---- from the guest

    private void forwardPosted() {
        for (byte[] next = gate.owed(); next != null && root.say(next); next = gate.owed()) {
            gate.said();
        }
        for (byte[] next = posted.peek(); next != null; next = posted.peek()) {
            if (!forward(new GuestMessage(next))) {
                return;
            }
            posted.remove();
        }
    }

    /// One contact at a time: so it is known of which one the root speaks.
    ///
    /// @return whether the root or its stand-in has it; else it has to wait
    private boolean forward(GuestMessage message) {
        if (message.type() == GuestMessage.INITIATE_CONTACT) {
            return (root.isThere() ? !contactOwed : root.find()) && root.say(message.bytes())
                    && begin(message);
        }
        if (gate.isHidden(message)) {
            return answer(message);
        }
        boolean isHeard = switch (bond) {
            case NONE -> !root.isThere() || pass(message);
            case JOINED -> pass(message);
            case ALONE, PARTING -> answer(message);
        };
        if (isHeard) {
            note(message);
        }
        return isHeard;
    }

    private boolean pass(GuestMessage message) {
        if (message.type() != GuestMessage.TL_CONNECT_REQUEST) {
            return root.say(message.bytes());
        }
        byte[] meant = ports.ask(message, self);
        return meant == null ? answer(message) : root.say(meant);
    }

    private boolean answer(GuestMessage message) {
        if (toGuest.size() >= POSTED_MESSAGES) {
            return false;
        }
        byte[] answer = standIn.answer(message);
        if (answer != null) {
            toGuest.add(answer);
        }
        return true;
    }

    /// The guest has forgotten everything that was before.
    private boolean begin(GuestMessage message) {
        channels.begin(message.contactMonitor());
        offers.clear();
        gate.begin();
        ports.begin(message.contactVersion());
        standIn.begin(message.contactVersion());
        contact = message.bytes();
        contactOwed = true;
        offersAsked = false;
        introducing = false;
        messageProcessor = message.contactProcessor();
        bond = Bond.JOINED;
        return true;
    }

    private void note(GuestMessage message) {
        int relId = message.relId();
        if (bond == Bond.JOINED) {
            standIn.asked(message);
        }
        switch (message.type()) {
            case GuestMessage.REQUEST_OFFERS -> offersAsked = true;
            case GuestMessage.OPEN_CHANNEL -> offers.opening(message);
            case GuestMessage.CLOSE_CHANNEL -> channels.close(relId);
            case GuestMessage.REL_ID_RELEASED -> {
                channels.close(relId);
                offers.released(relId);
                gate.released(relId);
            }
            case GuestMessage.MODIFY_CHANNEL -> channels.move(relId, message.modifiedProcessor());
            case GuestMessage.UNLOAD -> {
                channels.close();
                bond = Bond.NONE;
            }
            default -> { }
        }
    }

    // ---- when the root goes

    @Override
    public void lost() {
        introducing = false;
        gate.clear();
        host.lost();
        listener.lost();
        toGuest.addAll(standIn.takeOwed());
        bond = bond == Bond.NONE ? Bond.NONE : Bond.ALONE;
        contactOwed &= bond == Bond.ALONE;
    }

    private boolean seeksRoot() {
        return !root.isThere() && bond == Bond.ALONE;
    }

    /// A contact that nobody has answered is made again, as if the guest had made it just now. Else
    /// the guest has to let go of the last root's offers before it can hear of others.
    private void seekRoot() {
        byte[] last = contact;
        if (!seeksRoot() || last == null || !root.find()) {
            return;
        }
        if (contactOwed && root.say(last)) {
            begin(new GuestMessage(last));
            return;
        }
        bond = Bond.PARTING;
        offers.relIds().forEach(relId -> toGuest.add(StandIn.rescind(relId)));
    }

    private void introduce() {
        byte[] last = contact;
        if (bond == Bond.PARTING && last != null && offers.relIds().isEmpty() && root.say(last)) {
            bond = Bond.JOINED;
            introducing = true;
        }
    }

    /// Ends the thread soon. Any thread.
    @Override
    public void close() {
        ending = true;
        poller.wakeup();
    }
}

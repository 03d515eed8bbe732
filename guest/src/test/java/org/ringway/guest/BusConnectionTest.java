// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.BusTimeoutException;
import org.ringway.child.ChildPartition;
import org.ringway.child.StreamListener;
import org.ringway.guest.boot.GuestPages;
import org.ringway.guest.synic.HypercallStatus;
import org.ringway.guest.synic.SynicPages;
import org.ringway.pipe.StreamOptions;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Handle;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.SocketIds;

/// What a guest says and hears through its synthetic interrupt controller, kind or hostile, without
/// a processor: the test writes the guest's memory.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BusConnectionTest {
    private static final long INPUT = 0x3000;
    private static final long EVENTS = 0x1000;
    private static final long MESSAGES = 0x2000;
    private static final long SLOT = MESSAGES + 512;
    private static final int OFFERS = 100;
    /// In an OfferChannel, of a stream.
    private static final int GUEST_ACCEPTS = 64;
    private static final PortMapping MAPPED =
            new PortMapping(5432, Guid.ofName("other"), Guid.ofName("postgres"));

    private final MemoryMachine machine = new MemoryMachine(TestRoot.PLATFORM);
    private final MemorySegment memory = machine.bytes();
    private final SynicPages synic = new SynicPages(new GuestPages(memory));
    private final CountDownLatch lost = new CountDownLatch(1);
    private TestRoot root;
    private ChildPartition other;
    private BusConnection bus;
    private Thread thread;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws InterruptedException {
        root = new TestRoot(folder);
        other = root.join("other");
        RootDoor door = new RootDoor(TestRoot.PLATFORM, TestRoot.socket(folder), new Name("guest"),
                GuestReach.ALL.withPorts(List.of(MAPPED)));
        bus = new BusConnection(door, new HostOffers(), door.enter(machine.memory()), machine,
                new Interrupts(machine, List.of(synic)), new RootListener() {
                    @Override
                    public void heard(ToChild message) {}

                    @Override
                    public void lost() {
                        lost.countDown();
                    }
                });
        thread = Thread.ofPlatform().daemon().start(bus);
        synic.change(1, EVENTS | 1, MESSAGES | 1);
    }

    @AfterEach
    void end() throws InterruptedException {
        bus.close();
        thread.join();
        other.close();
        root.close();
        machine.close();
    }

    private static ByteBuffer message(int type, int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, type);
    }

    private static ByteBuffer contact(int version) {
        return message(14, 40).putInt(8, version).put(16, (byte) 2);
    }

    /// The guest's hypercall.
    private int post(byte[] message) {
        memory.set(ValueLayout.JAVA_INT, INPUT, 4);
        memory.set(ValueLayout.JAVA_INT, INPUT + 8, 1);
        memory.set(ValueLayout.JAVA_INT, INPUT + 12, message.length);
        MemorySegment.copy(message, 0, memory, ValueLayout.JAVA_BYTE, INPUT + 16, message.length);
        return bus.post(INPUT);
    }

    private void says(ByteBuffer message) {
        while (post(message.array()) == HypercallStatus.INSUFFICIENT_BUFFERS) {
            Thread.onSpinWait();
        }
    }

    /// Waits for the interrupt, copies the slot and empties it, as a driver does.
    private ByteBuffer hears() throws InterruptedException {
        machine.interrupts.acquire();
        int bytes = memory.get(ValueLayout.JAVA_BYTE, SLOT + 4) & 0xFF;
        byte[] copy = memory.asSlice(SLOT + 16, bytes).toArray(ValueLayout.JAVA_BYTE);
        ValueLayout.JAVA_INT.varHandle().setRelease(memory, SLOT, 0);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void connects() throws InterruptedException {
        says(contact(0x5_0003));
        ByteBuffer response = hears();
        assertEquals(15, response.getInt(0));
        assertEquals(1, response.get(8), "supported");
    }

    @Test
    void messagesGoToAndFroAsTheyAreOneAtATime() throws InterruptedException {
        connects();
        other.offer("a service");
        says(message(3, 8));

        ByteBuffer offer = hears();
        assertEquals(1, offer.getInt(0));
        assertEquals(196, offer.limit());
        assertEquals(1, offer.get(189), "programs need a monitor");
        assertEquals(offer.getInt(184), offer.getInt(192), "event connection");
        assertEquals(4, hears().getInt(0), "the last offer was told");
    }

    @Test
    void anUnknownVersionIsAnsweredAndTheNextOneServed() throws InterruptedException {
        says(contact(0x7_0000));
        assertEquals(0, hears().get(8));
        connects();
    }

    /// M10: contact again and again, faster than it is answered.
    @Test
    void aStormOfContactsEndsWhenItEnds() throws InterruptedException {
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            int status = post(contact(0x5_0003).array());
            refused += status == HypercallStatus.INSUFFICIENT_BUFFERS ? 1 : 0;
            assertTrue(status == HypercallStatus.SUCCESS
                    || status == HypercallStatus.INSUFFICIENT_BUFFERS, "status " + status);
            if (machine.interrupts.tryAcquire()) {
                ValueLayout.JAVA_INT.varHandle().setRelease(memory, SLOT, 0);
            }
        }
        assertTrue(refused > 0, "nothing piles up");
        assertEquals(1, other.list().partitions().stream()
                .filter(each -> each.partition().name().value().equals("guest")).count());
    }

    /// M17: the guest asks for everything and empties no slot.
    @Test
    void aGuestThatNeverLooksKeepsNobodyElseWaiting() throws InterruptedException {
        says(contact(0x5_0003));
        says(message(3, 8));
        for (int i = 0; i < OFFERS; i++) {
            other.offer("service " + i).close();
        }
        assertEquals(0, other.list().offers().size());
        machine.interrupts.acquire();
        assertEquals(0, machine.interrupts.availablePermits(), "one message waits in the slot");
    }

    /// M1 to M4: what no guest says ends the link, and a new contact makes a new one.
    @Test
    void nonsenseEndsTheLinkAndTheGuestMayBeginAnew() throws InterruptedException {
        Random random = new Random(60);
        byte[] nonsense = new byte[240];
        random.nextBytes(nonsense);
        connects();
        says(ByteBuffer.wrap(nonsense));
        assertTrue(lost.await(60, TimeUnit.SECONDS));

        connects();
    }

    /// A guest that says Hello would be a partition that may offer.
    @Test
    void aGuestCannotBecomeARingwayPartition() throws InterruptedException {
        connects();
        says(message(0x5257_0001, 88).putInt(8, 1));
        assertTrue(lost.await(60, TimeUnit.SECONDS));
        assertTrue(other.list().partitions().stream()
                .map(each -> each.partition().name().value())
                .allMatch(name -> name.equals("other") || name.equals("guest")), "Hello was heard");
    }

    /// G: pages beyond memory, and whatever else, in many GPADLs.
    @Test
    void pagesThatAreNotThereAreRefused() throws InterruptedException {
        connects();
        other.offer("a service");
        says(message(3, 8));
        int relId = hears().getInt(184);
        hears();
        for (long pfn : new long[] {MemoryMachine.PAGES, -1, Long.MIN_VALUE, 1L << 40}) {
            says(message(8, 36).putInt(8, relId).putInt(12, 7).putShort(16, (short) 16)
                    .putShort(18, (short) 1).putInt(20, 4096).putInt(24, 0).putLong(28, pfn));
            ByteBuffer created = hears();
            assertEquals(10, created.getInt(0));
            assertTrue(created.getInt(16) < 0, "page " + pfn);
        }
    }

    /// The guest's kernel cannot be told to come again: its requests are answered, it gives back
    /// what it was offered, and then it hears of the other root's offers.
    @Test
    void anotherRootIsFoundForTheGuest() throws InterruptedException {
        connects();
        other.offer("a service");
        says(message(3, 8));
        int relId = hears().getInt(184);
        assertEquals(4, hears().getInt(0));
        root.close();
        assertTrue(lost.await(60, TimeUnit.SECONDS));
        says(message(8, 36).putInt(8, relId).putInt(12, 7).putShort(16, (short) 16)
                .putShort(18, (short) 1).putInt(20, 4096));
        ByteBuffer created = hears();
        assertEquals(10, created.getInt(0));
        assertTrue(created.getInt(16) < 0, "there is nobody to grant to");

        root = new TestRoot(folder);

        ByteBuffer rescind = hears();
        assertEquals(2, rescind.getInt(0));
        assertEquals(relId, rescind.getInt(8));
        says(message(13, 12).putInt(8, relId));
        ByteBuffer offer = hears();
        assertEquals(1, offer.getInt(0), "the other root's");
        says(message(16, 8));
        assertEquals(17, hears().getInt(0), "its own bond");
    }

    /// The guest's kernel knows a connection by the port that it had asked for.
    @Test
    void aPortReachesTheServiceThatItMeans() throws InterruptedException {
        connects();
        Guid port = SocketIds.ofPort(MAPPED.port());
        Guid endpoint = SocketIds.ofPort(0xFFFF_0001L);
        ByteBuffer request = message(21, 40);
        endpoint.encode(MemorySegment.ofBuffer(request), 8);
        port.encode(MemorySegment.ofBuffer(request), 24);
        says(request);
        ByteBuffer refused = hears();
        assertEquals(23, refused.getInt(0));
        assertEquals(port, Guid.decode(MemorySegment.ofBuffer(refused), 24));

        try (StreamListener listener = other.streams().listen(MAPPED.service(),
                SocketIds.WILDCARD, Name.of("postgres"), 1, StreamOptions.DEFAULT)) {
            says(request);
            ByteBuffer offer = hears();
            assertEquals(1, offer.getInt(0), listener.toString());
            assertEquals(port, Guid.decode(MemorySegment.ofBuffer(offer), 8));
            assertEquals(endpoint, Guid.decode(MemorySegment.ofBuffer(offer), 24));
            assertEquals(0, offer.get(GUEST_ACCEPTS));
        }
        assertEquals(2, hears().getInt(0), "nobody listens any more");
    }

    /// A kernel in which no program listens says nothing.
    @Test
    void whoConnectsToTheGuestOffersAndTakesBackInTime() throws InterruptedException {
        connects();
        says(message(3, 8));
        assertEquals(4, hears().getInt(0));

        assertThrows(BusTimeoutException.class, () -> other.streams().connect(
                Guid.ofName("guest"), SocketIds.ofPort(7000), StreamOptions.DEFAULT,
                Duration.ofSeconds(1)));

        ByteBuffer offer = hears();
        assertEquals(1, offer.getInt(0));
        assertEquals(SocketIds.ofPort(7000), Guid.decode(MemorySegment.ofBuffer(offer), 8));
        assertEquals(1, offer.get(GUEST_ACCEPTS));
        ByteBuffer rescind = hears();
        assertEquals(2, rescind.getInt(0));
        assertEquals(offer.getInt(184), rescind.getInt(8));
        assertEquals(List.of(), other.list().offers());
    }

    /// {@return what a root that a test plays listens to; the guest alone finds it}
    private ControlListener playsRoot() throws InterruptedException {
        other.close();
        root.close();
        assertTrue(lost.await(60, TimeUnit.SECONDS));
        return TestRoot.PLATFORM.listen(TestRoot.listening(TestRoot.socket(folder)));
    }

    private static ControlLink accepts(ControlListener listener) {
        ControlLink link = listener.accept();
        while (link == null) {
            Thread.onSpinWait();
            link = listener.accept();
        }
        return link;
    }

    /// So it is known of which one the root speaks.
    @Test
    void aContactWaitsForTheAnswerToTheOneBefore() throws InterruptedException {
        try (ControlListener listener = playsRoot()) {
            for (int minor = 0; minor <= 3; minor++) {
                says(contact(0x5_0000 + minor));
            }
            try (ControlLink spoken = accepts(listener)) {
                for (int minor = 0; minor <= 3; minor++) {
                    assertEquals(0x5_0000 + minor, contactIn(spoken));
                    assertEquals(Received.Nothing.class, spoken.receive().getClass());
                    assertTrue(spoken.trySend(message(15, 16).array(), List.of()));
                    assertEquals(15, hears().getInt(0));
                }
            }
        }
    }

    /// {@return the version of the guest's next contact; what its machine says is left out}
    private static int contactIn(ControlLink link) {
        while (true) {
            if (link.receive() instanceof Received.Message message) {
                message.handles().forEach(Handle::close);
                ByteBuffer said =
                        ByteBuffer.wrap(message.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                if (said.getInt(0) == 14) {
                    return said.getInt(8);
                }
            }
            Thread.onSpinWait();
        }
    }

    /// A kernel waits for its answers, whatever a root says instead.
    @ParameterizedTest
    @CsvSource({"1, 8", "0x52570001, 8", "0x52570002, 9"})
    void aRootThatBreaksTheProtocolIsAsGoodAsGone(String type, int bytes)
            throws InterruptedException {
        try (ControlListener listener = playsRoot()) {
            says(contact(0x5_0003));
            try (ControlLink spoken = accepts(listener)) {
                assertTrue(spoken.trySend(message(15, 16).put(8, (byte) 1).array(), List.of()));
                assertEquals(15, hears().getInt(0));
                says(message(3, 8));
                assertTrue(spoken.trySend(message(Integer.decode(type), bytes).array(), List.of()));

                assertEquals(4, hears().getInt(0), "all offers, in the root's place");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringway.BusTimeoutException;
import org.ringway.RefusedException;
import org.ringway.RingCorruptException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.PacketHandler;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.platform.Access;

@DisplayName("a malicious child process, and the pages a victim lends to it")
final class GrantMaliceTest extends MaliceCase {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[64]);
    private static final byte OURS = 42;

    private ChildPartition victim;
    private Villain villain;

    @BeforeEach
    void joinVictim() throws Exception {
        victim = ChildPartition.join(socket, "victim");
    }

    /// Runs before the base class asks its questions.
    @AfterEach
    void everybodyLeaves() {
        villain.close();
        victim.close();
    }

    private BusChannel channel(GrantTrick trick) throws Exception {
        villain = villain(trick);
        return open();
    }

    private BusChannel open() throws InterruptedException {
        Offer offer = victim.awaitOffer(Stage.SERVICE, LIMIT);
        return victim.open(offer, ChannelOptions.DEFAULT
                .withPages(Records.PAGES, Records.PAGES).withTimeout(LIMIT));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"INDEX_JUMPS", "RANDOM_BYTES", "LENGTHS"})
    @DisplayName("R1 to R3, P14: who opened a channel is as safe in its ring as who accepted it")
    void ringsOfAConsumerAreAsSafe(RingTrick trick) throws Exception {
        villain = Villain.start(trick, socket, true);
        BusChannel channel = open();
        PacketHandler handler = trick == RingTrick.INDEX_JUMPS
                ? VictimCase::letOthersRun : _ -> { };
        String text = assertThrows(RingCorruptException.class, () -> {
            while (true) {
                channel.receive(handler, 16, LIMIT);
            }
        }).getMessage();
        assertTrue(text.matches(".*\\w+=-?\\w+.*"), text);
        assertFalse(channel.isOpen());
    }

    @Test
    @DisplayName("an open fails when the provider dies without an answer")
    void deathIsAnAnswerToAnOpen() throws Exception {
        villain = villain(ControlTrick.HOLD_OPEN);
        FutureTask<BusChannel> opening = new FutureTask<>(() -> open());
        Thread.ofPlatform().daemon().start(opening);
        assertEquals("asked", villain.says());

        villain.close();

        Throwable why = assertThrows(ExecutionException.class, opening::get).getCause();
        assertInstanceOf(RefusedException.class, why);
        assertTrue(why.getMessage().contains("the provider has gone"), why::getMessage);
    }

    private SharedBuffer buffer(Access access) {
        SharedBuffer buffer = victim.allocate(8192, access);
        buffer.bytes().fill(OURS);
        return buffer;
    }

    private static void assertOurs(SharedBuffer buffer) {
        MemorySegment expected = MemorySegment.ofArray(new byte[8192]).fill(OURS);
        assertEquals(-1, buffer.bytes().mismatch(expected), "all bytes are as we wrote them");
    }

    @Test
    @DisplayName("the kernel refuses every way to write to a read-only grant")
    void readOnlyIsReadOnly() throws Exception {
        BusChannel channel = channel(GrantTrick.WRITE_TO_READ_ONLY);
        try (SharedBuffer buffer = buffer(Access.READ_ONLY)) {
            channel.request(buffer.all(), PACKET, PACKET, LIMIT);

            String answers = villain.says();

            assertTrue(answers.matches("\\{map=-1, mapReopened=-1, punch=-1, seal=-1, shrink=-1, "
                    + "write=-1, writeMapped=-1, writeReopened=-1}"), answers);
            assertOurs(buffer);
        }
    }

    @Test
    @DisplayName("who does not answer a grant is waited for until the timeout; the channel goes on")
    void silenceEndsInATimeout() throws Exception {
        BusChannel channel = channel(GrantTrick.SILENT);
        try (SharedBuffer buffer = buffer(Access.READ_WRITE)) {
            assertThrows(BusTimeoutException.class,
                    () -> channel.request(buffer.all(), PACKET, PACKET, SHORT));
            assertEquals("silent", villain.says());
            assertTrue(channel.trySend(PACKET));
            assertEquals(0, buffer.leases());
        }
    }

    @Test
    @DisplayName("a grant that is refused says so with the other side's status")
    void refusalIsTold() throws Exception {
        BusChannel channel = channel(GrantTrick.REFUSE);
        try (SharedBuffer buffer = buffer(Access.READ_WRITE)) {
            String text = assertThrows(RefusedException.class, () -> channel.grant(buffer))
                    .getMessage();
            assertTrue(text.contains("does not take"), text);
            assertTrue(text.contains("insufficient resources"), text);
            assertTrue(channel.trySend(PACKET));
        }
    }

    @Test
    @DisplayName("pages that a peer has seen are never used again: what it keeps is dead")
    void seenPagesAreRetired() throws Exception {
        BusChannel channel = channel(GrantTrick.KEEP);
        SharedBuffer lent = buffer(Access.READ_WRITE);
        channel.request(lent.all(), PACKET, PACKET, LIMIT);
        lent.close();
        assertEquals("asked to let go", villain.says());

        try (SharedBuffer next = victim.allocate(8192, Access.READ_WRITE)) {
            assertEquals(0, next.bytes().get(ValueLayout.JAVA_BYTE, 0));
            next.bytes().fill((byte) 43);
            assertNotEquals(lent.regions(), next.regions());
            villain.cue();
            assertEquals("sees " + OURS, villain.says());
            assertEquals("written", villain.says());
            assertEquals(43, next.bytes().get(ValueLayout.JAVA_BYTE, 0));
        }
    }
}

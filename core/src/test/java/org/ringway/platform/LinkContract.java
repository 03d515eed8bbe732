// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.ControlLink.Received;

/// Control links without handles: order, bounds, back-pressure, hang-up, identity.
abstract class LinkContract extends PlatformCase {
    /// The longest legal control message.
    private static final int MESSAGE_BYTES = 240;
    /// More than any platform lets wait unread.
    private static final int TOO_MANY = 1_000_000;

    LinkContract(PlatformContract contract) {
        super(contract);
    }

    private static byte[] message(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }

    private static byte[] received(ControlLink link) {
        var message = assertInstanceOf(Received.Message.class, link.receive());
        assertEquals(List.of(), message.handles());
        return message.bytes();
    }

    private static void assertNothing(ControlLink link) {
        assertInstanceOf(Received.Nothing.class, link.receive());
    }

    private static void assertHangUp(ControlLink link) {
        assertInstanceOf(Received.HangUp.class, link.receive());
    }

    @Test
    @DisplayName("a new link has nothing to receive, again and again")
    void newLinkIsEmpty() {
        Link link = link();
        assertNothing(link.child());
        assertNothing(link.root());
        assertNothing(link.root());
    }

    @Test
    @DisplayName("messages of every legal length arrive whole and in order")
    void messagesArriveWholeAndInOrder() {
        Link link = link();
        for (int length = 1; length <= MESSAGE_BYTES; length += 8) {
            assertTrue(link.child().trySend(message(length, length), List.of()));
            assertTrue(link.child().trySend(message(1, length), List.of()));
            assertArrayEquals(message(length, length), received(link.root()));
            assertArrayEquals(message(1, length), received(link.root()));
        }
        assertNothing(link.root());
    }

    @Test
    @DisplayName("both directions are independent")
    void directionsAreIndependent() {
        Link link = link();
        assertTrue(link.child().trySend(message(8, 1), List.of()));
        assertTrue(link.root().trySend(message(8, 2), List.of()));
        assertArrayEquals(message(8, 2), received(link.child()));
        assertArrayEquals(message(8, 1), received(link.root()));
    }

    @Test
    @DisplayName("what was sent does not change with the sender's array")
    void messageIsCopiedWhenSent() {
        Link link = link();
        byte[] sent = message(16, 1);
        assertTrue(link.child().trySend(sent, List.of()));
        Arrays.fill(sent, (byte) 9);
        assertArrayEquals(message(16, 1), received(link.root()));
    }

    @Test
    @DisplayName("a message longer than legal is seen to be too long")
    void overlongMessageIsSeen() {
        Link link = link();
        assertTrue(link.child().trySend(message(MESSAGE_BYTES + 1, 1), List.of()));
        assertTrue(link.child().trySend(message(20_000, 2), List.of()));
        assertTrue(link.child().trySend(message(8, 3), List.of()));
        assertTrue(received(link.root()).length > MESSAGE_BYTES);
        assertTrue(received(link.root()).length > MESSAGE_BYTES);
        assertArrayEquals(message(8, 3), received(link.root()));
    }

    @Test
    @DisplayName("an empty message is refused, because it would look like a hang-up")
    void emptyMessageIsRefused() {
        Link link = link();
        assertThrows(IllegalArgumentException.class,
                () -> link.child().trySend(new byte[0], List.of()));
        assertNothing(link.root());
    }

    @Test
    @DisplayName("a sender who is not read is told so, and goes on when it is")
    void backPressureIsToldAndRecovers() {
        Link link = link();
        int sent = fill(link.child());
        assertFalse(link.child().trySend(message(8, 0), List.of()), "still nobody reads");
        for (int i = 0; i < sent; i++) {
            assertEquals((byte) i, received(link.root())[0], "message " + i);
        }
        assertNothing(link.root());
        assertTrue(link.child().trySend(message(8, 7), List.of()));
        assertArrayEquals(message(8, 7), received(link.root()));
    }

    private static int fill(ControlLink link) {
        int sent = 0;
        while (link.trySend(message(MESSAGE_BYTES, sent), List.of())) {
            sent++;
            assertTrue(sent < TOO_MANY, "unread messages are bounded");
        }
        assertTrue(sent >= 16, "a handful fits: sent=" + sent);
        return sent;
    }

    @Test
    @DisplayName("a full direction does not stop the other one")
    void fullDirectionLeavesTheOtherAlone() {
        Link link = link();
        fill(link.child());
        assertTrue(link.root().trySend(message(8, 5), List.of()));
        assertArrayEquals(message(8, 5), received(link.child()));
    }

    @Test
    @DisplayName("the hang-up comes after the last message, for ever")
    void hangUpComesAfterTheLastMessage() {
        Link link = link();
        assertTrue(link.child().trySend(message(8, 1), List.of()));
        assertTrue(link.child().trySend(message(8, 2), List.of()));
        link.child().close();
        assertArrayEquals(message(8, 1), received(link.root()));
        assertArrayEquals(message(8, 2), received(link.root()));
        assertHangUp(link.root());
        assertHangUp(link.root());
    }

    @Test
    @DisplayName("what was sent arrives also when the sender left without reading its own messages")
    void hangUpWithUnreadMessagesLosesNothing() {
        Link link = link();
        assertTrue(link.root().trySend(message(8, 9), List.of()));
        assertTrue(link.child().trySend(message(8, 1), List.of()));
        link.child().close();
        assertArrayEquals(message(8, 1), received(link.root()));
        assertHangUp(link.root());
    }

    @Test
    @DisplayName("a link whose other side is gone swallows what is sent")
    void goneLinkSwallows() {
        Link link = link();
        link.child().close();
        for (int i = 0; i < 1_000; i++) {
            assertTrue(link.root().trySend(message(MESSAGE_BYTES, i), List.of()));
        }
        assertHangUp(link.root());
    }

    @Test
    @DisplayName("a link closed here swallows what is sent and is hung up, also when closed twice")
    void closedLinkIsHungUp() {
        Link link = link();
        assertTrue(link.child().trySend(message(8, 1), List.of()));
        link.root().close();
        link.root().close();
        assertHangUp(link.root());
        assertTrue(link.root().trySend(message(8, 1), List.of()));
        assertHangUp(link.child());
    }

    @Test
    @DisplayName("each side knows who is at the other end")
    void credentialsAreKnown() throws Exception {
        Link link = link();
        assertEquals(contract.self(), link.root().peer());
        assertEquals(contract.self(), link.child().peer());
    }

    @Test
    @DisplayName("who was at the other end is known after the hang-up, too")
    void credentialsOutliveTheHangUp() throws Exception {
        Link link = link();
        link.child().close();
        assertHangUp(link.root());
        assertEquals(contract.self(), link.root().peer());
    }

    @Test
    @DisplayName("any number of threads may send at once, and nothing is torn")
    void anyThreadMaySend() throws Exception {
        Link link = link();
        int each = 500;
        var one = inThread(() -> sendAll(link.child(), 1, each));
        var other = inThread(() -> sendAll(link.child(), 2, each));
        int[] seen = new int[3];
        while (seen[1] + seen[2] < 2 * each) {
            if (link.root().receive() instanceof Received.Message(byte[] bytes, _)) {
                assertArrayEquals(message(MESSAGE_BYTES, bytes[0]), bytes);
                seen[bytes[0]]++;
            } else {
                Thread.onSpinWait();
            }
        }
        assertEquals(each, resultOf(one));
        assertEquals(each, resultOf(other));
        assertArrayEquals(new int[] {0, each, each}, seen);
    }

    private static int sendAll(ControlLink link, int fill, int count) {
        for (int i = 0; i < count; i++) {
            while (!link.trySend(message(MESSAGE_BYTES, fill), List.of())) {
                Thread.yield();
            }
        }
        return count;
    }
}

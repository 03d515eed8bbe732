// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink.Received;

/// Listeners: who is let in, in which order, and whose address it is.
abstract class ListenerContract extends PlatformCase {
    ListenerContract(PlatformContract contract) {
        super(contract);
    }

    private ControlLink connect() {
        return keep(platform.connect(socket()));
    }

    private static void send(ControlLink link, int value) {
        assertTrue(link.trySend(new byte[] {(byte) value}, List.of()));
    }

    private static void assertReceives(ControlLink link, int value) {
        var message = assertInstanceOf(Received.Message.class, link.receive());
        assertArrayEquals(new byte[] {(byte) value}, message.bytes());
    }

    @Test
    @DisplayName("nobody is accepted when nobody knocked")
    void nobodyIsAccepted() {
        ControlListener listener = listen();
        assertNull(listener.accept());
        connect();
        accept(listener);
        assertNull(listener.accept());
    }

    @Test
    @DisplayName("children are accepted in the order they knocked in, each on a link of its own")
    void childrenAreAcceptedInOrder() {
        ControlListener listener = listen();
        ControlLink first = connect();
        ControlLink second = connect();
        send(second, 2);
        send(first, 1);
        ControlLink toFirst = accept(listener);
        ControlLink toSecond = accept(listener);
        assertReceives(toFirst, 1);
        assertReceives(toSecond, 2);
        first.close();
        assertInstanceOf(Received.HangUp.class, toFirst.receive());
        assertInstanceOf(Received.Nothing.class, toSecond.receive());
    }

    @Test
    @DisplayName("a child that left before it was accepted is accepted, heard, and hung up")
    void childThatLeftIsHeard() {
        ControlListener listener = listen();
        ControlLink child = connect();
        send(child, 3);
        child.close();
        ControlLink link = accept(listener);
        assertReceives(link, 3);
        assertInstanceOf(Received.HangUp.class, link.receive());
    }

    @Test
    @DisplayName("where nobody listens nobody connects, and the text names the place")
    void connectingToNobodyIsRefused() {
        PlatformException refused =
                assertThrows(PlatformException.class, () -> platform.connect(socket()));
        assertTrue(refused.getMessage().contains(socket().toString()), refused::getMessage);
    }

    @Test
    @DisplayName("the address of a living root is refused to another, and the first goes on")
    void takenAddressIsRefused() {
        ControlListener listener = listen();
        var options = new ListenOptions(socket(), 0600, OptionalInt.empty());
        PlatformException refused =
                assertThrows(PlatformException.class, () -> platform.listen(options));
        assertTrue(refused.getMessage().contains(socket().toString()), refused::getMessage);
        send(connect(), 4);
        assertReceives(accept(listener), 4);
    }

    @Test
    @DisplayName("after the close nobody connects, and the address is free again")
    void closedAddressIsFree() {
        ControlListener old = listen();
        old.close();
        assertThrows(PlatformException.class, () -> platform.connect(socket()));
        ControlListener fresh = listen();
        old.close();
        send(connect(), 5);
        assertReceives(accept(fresh), 5);
    }

    @Test
    @DisplayName("the address comes and goes ten times")
    void addressIsReusable() {
        for (int round = 0; round < 10; round++) {
            ControlListener listener = listen();
            send(connect(), round);
            assertReceives(accept(listener), round);
            listener.close();
        }
    }

    @Test
    @DisplayName("two roots with two addresses do not mix")
    void addressesAreIndependent() {
        ControlListener here = listen();
        var options = new ListenOptions(directory.resolve("other"), 0600, OptionalInt.empty());
        ControlListener there = keep(platform.listen(options));
        send(keep(platform.connect(options.socket())), 6);
        assertNull(here.accept());
        assertReceives(accept(there), 6);
    }

    @Test
    @DisplayName("accepted links outlive the listener")
    void acceptedLinksOutliveTheListener() {
        ControlListener listener = listen();
        ControlLink child = connect();
        ControlLink root = accept(listener);
        listener.close();
        send(child, 7);
        assertReceives(root, 7);
        send(root, 8);
        assertReceives(child, 8);
    }

    @Test
    @DisplayName("children that were never accepted are hung up on with the listener")
    void waitingChildrenAreHungUpOn() {
        ControlListener listener = listen();
        ControlLink child = connect();
        send(child, 9);
        listener.close();
        assertInstanceOf(Received.HangUp.class, child.receive());
        assertTrue(child.trySend(new byte[1], List.of()));
    }

    @Test
    @DisplayName("sixteen children may knock before the root looks")
    void severalChildrenMayWait() {
        ControlListener listener = listen();
        for (int i = 0; i < 16; i++) {
            send(connect(), i);
        }
        for (int i = 0; i < 16; i++) {
            assertReceives(accept(listener), i);
        }
        assertNull(listener.accept());
    }

    @Test
    @DisplayName("a mode beyond the permission bits is refused")
    void modeIsChecked() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> new ListenOptions(socket(), 01000, OptionalInt.empty()));
        assertEquals("mode must be in 0..0777: mode=01000", refused.getMessage());
    }
}

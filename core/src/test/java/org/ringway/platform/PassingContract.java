// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Doorbell.Wake;

/// Handles that travel with control messages.
abstract class PassingContract extends PlatformCase {
    private static final long PATTERN = 0x0123_4567_89AB_CDEFL;

    PassingContract(PlatformContract contract) {
        super(contract);
    }

    private static byte[] message() {
        return new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
    }

    private static void send(ControlLink link, Handle... handles) {
        assertTrue(link.trySend(message(), List.of(handles)));
    }

    private List<Handle> received(ControlLink link) {
        var message = assertInstanceOf(Received.Message.class, link.receive());
        message.handles().forEach(this::keep);
        return message.handles();
    }

    @Test
    @DisplayName("a region that was sent is the same memory at the other end")
    void regionArrives() {
        Link link = link();
        Handle region = region(3);
        send(link.child(), region);
        Handle foreign = received(link.root()).getFirst();
        assertEquals(new RegionFacts(3, Access.READ_WRITE), platform.inspect(foreign));
        Mapping there = map(foreign, 3, Access.READ_WRITE);
        map(region, 3, Access.READ_WRITE).bytes().set(JAVA_LONG, 8, PATTERN);
        assertEquals(PATTERN, there.bytes().get(JAVA_LONG, 8));
    }

    @Test
    @DisplayName("what was received lives on when the sender closes its own handle, and back")
    void handlesAreIndependent() {
        Link link = link();
        Handle region = region(2);
        send(link.child(), region, region);
        List<Handle> foreign = received(link.root());
        foreign.getLast().close();
        assertEquals(2, platform.inspect(region).pages(), "sending does not close");
        region.close();
        assertEquals(2, platform.inspect(foreign.getFirst()).pages());
    }

    @Test
    @DisplayName("a handle closed by its sender while it is under way arrives")
    void handleUnderWayIsKept() {
        Link link = link();
        Handle region = region(1);
        map(region, 1, Access.READ_WRITE).bytes().set(JAVA_LONG, 0, PATTERN);
        send(link.child(), region);
        region.close();
        Handle foreign = received(link.root()).getFirst();
        assertEquals(PATTERN, map(foreign, 1, Access.READ_ONLY).bytes().get(JAVA_LONG, 0));
    }

    @Test
    @DisplayName("a sealed region is read-only at the other end")
    void sealTravels() {
        Link link = link();
        Handle region = region(2);
        Mapping owner = map(region, 2, Access.READ_WRITE);
        platform.sealReadOnly(region);
        send(link.child(), region);
        Handle foreign = received(link.root()).getFirst();
        assertEquals(new RegionFacts(2, Access.READ_ONLY), platform.inspect(foreign));
        List<PageRun> runs = List.of(new PageRun(foreign, 0, 2));
        assertThrows(PlatformException.class, () -> platform.map(runs, Access.READ_WRITE));
        Mapping reader = map(foreign, 2, Access.READ_ONLY);
        owner.bytes().set(JAVA_LONG, 0, PATTERN);
        assertEquals(PATTERN, reader.bytes().get(JAVA_LONG, 0));
    }

    @Test
    @DisplayName("the end of a doorbell works at the other end of the link")
    void doorbellEndArrives() {
        Link link = link();
        DoorbellPair pair = ends();
        send(link.root(), pair.second());
        pair.second().close();
        Doorbell there = doorbell(received(link.child()).getFirst());
        Doorbell here = doorbell(pair.first());
        here.signal();
        assertEquals(Wake.SIGNALED, there.await(LIMIT_NANOS));
        there.close();
        assertEquals(Wake.PEER_CLOSED, here.await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("handles arrive in the order they were attached in, with their own message")
    void handlesKeepTheirOrder() {
        Link link = link();
        send(link.child(), region(1), region(2), region(3));
        send(link.child());
        send(link.child(), region(4));
        assertEquals(List.of(1L, 2L, 3L), pages(received(link.root())));
        assertEquals(List.of(), pages(received(link.root())));
        assertEquals(List.of(4L), pages(received(link.root())));
    }

    private List<Long> pages(List<Handle> handles) {
        return handles.stream().map(handle -> platform.inspect(handle).pages()).toList();
    }

    @Test
    @DisplayName("a message carries as many handles as the limit says, and not one more")
    void numberOfHandlesIsLimited() {
        Link link = link();
        Handle region = region(1);
        List<Handle> most = Collections.nCopies(Platform.MAX_HANDLES, region);
        List<Handle> tooMany = Collections.nCopies(Platform.MAX_HANDLES + 1, region);
        assertThrows(IllegalArgumentException.class,
                () -> link.child().trySend(message(), tooMany));
        assertInstanceOf(Received.Nothing.class, link.root().receive());
        assertTrue(link.child().trySend(message(), most));
        assertEquals(Platform.MAX_HANDLES, received(link.root()).size());
    }

    @Test
    @DisplayName("a closed handle cannot be sent, and nothing is sent instead")
    void closedHandleIsNotSent() {
        Link link = link();
        Handle region = region(1);
        Handle closed = region(1);
        closed.close();
        assertThrows(IllegalStateException.class,
                () -> link.child().trySend(message(), List.of(region, closed)));
        assertInstanceOf(Received.Nothing.class, link.root().receive());
    }

    @Test
    @DisplayName("handles that nobody received are closed with the link")
    void unreceivedHandlesAreClosed() {
        Link link = link();
        DoorbellPair pair = ends();
        send(link.child(), pair.second());
        pair.second().close();
        Doorbell here = doorbell(pair.first());
        assertEquals(Wake.TIMED_OUT, here.poll(), "the end lives while it is under way");
        link.root().close();
        assertEquals(Wake.PEER_LOST, here.await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("handles sent to a link that is gone are not kept")
    void handlesSentToNobodyAreNotKept() {
        Link link = link();
        DoorbellPair pair = ends();
        link.root().close();
        send(link.child(), pair.second());
        pair.second().close();
        assertEquals(Wake.PEER_LOST, doorbell(pair.first()).await(LIMIT_NANOS));
    }

    @Test
    @DisplayName("handles of a message that did not fit are not kept")
    void handlesOfARefusedMessageAreNotKept() {
        Link link = link();
        int sent = 0;
        while (link.child().trySend(message(), List.of())) {
            sent++;
        }
        assertTrue(sent > 0, "something fits");
        DoorbellPair pair = ends();
        assertFalse(link.child().trySend(message(), List.of(pair.second())));
        pair.second().close();
        assertEquals(Wake.PEER_LOST, doorbell(pair.first()).await(LIMIT_NANOS));
    }
}

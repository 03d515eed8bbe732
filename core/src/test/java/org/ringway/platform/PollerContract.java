// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.Poller.Interest;

/// What makes a poller fire, how often, and what does not.
abstract class PollerContract extends PollerCase {
    PollerContract(PlatformContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("READ fires for a message again and again until it is received")
    void readFiresUntilReceived() {
        Link link = link();
        watch(link.root(), Interest.READ, "root");
        assertQuiet();
        send(link.child());
        assertFires("root");
        assertFires("root");
        assertInstanceOf(Received.Message.class, link.root().receive());
        assertQuiet();
        send(link.child());
        assertFires("root");
    }

    @Test
    @DisplayName("READ fires for what was there before it was watched")
    void readFiresForWhatWasThere() {
        Link link = link();
        send(link.child());
        watch(link.root(), Interest.READ, "root");
        assertFires("root");
    }

    @Test
    @DisplayName("READ_ONCE fires once, and again only when it is watched anew")
    void readOnceFiresOnce() {
        Link link = link();
        watch(link.root(), Interest.READ_ONCE, "root");
        assertQuiet();
        send(link.child());
        assertFires("root");
        assertQuiet();
        send(link.child());
        assertQuiet();
        watch(link.root(), Interest.READ_ONCE, "again");
        assertFires("again");
        assertQuiet();
    }

    @Test
    @DisplayName("READ_ONCE may be watched anew by its own action")
    void readOnceMayRewatchItself() {
        Bells bells = bells();
        Runnable[] action = new Runnable[1];
        action[0] = () -> {
            fired.add("bell " + bells.first().poll());
            poller.watch(bells.first(), Interest.READ_ONCE, action[0]);
        };
        poller.watch(bells.first(), Interest.READ_ONCE, action[0]);
        for (int i = 0; i < 3; i++) {
            bells.second().signal();
            assertFires("bell SIGNALED");
            assertQuiet();
        }
    }

    @Test
    @DisplayName("WRITE fires while there is room, and not for a message to read")
    void writeFiresWhileThereIsRoom() {
        Link link = link();
        watch(link.child(), Interest.WRITE, "child");
        assertFires("child");
        assertFires("child");
        fill(link.child());
        send(link.root());
        assertQuiet();
        drain(link.root());
        assertFires("child");
    }

    private static void fill(ControlLink link) {
        byte[] message = new byte[240];
        int sent = 0;
        while (link.trySend(message, List.of())) {
            sent++;
        }
        assertTrue(sent > 0, "something fits");
    }

    private static void drain(ControlLink link) {
        int received = 0;
        while (link.receive() instanceof Received.Message) {
            received++;
        }
        assertTrue(received > 0, "something was there");
    }

    @Test
    @DisplayName("a hang-up fires for READ, READ_ONCE and WRITE")
    void hangUpAlwaysFires() {
        for (Interest interest : Interest.values()) {
            ControlListener listener = listen();
            ControlLink child = keep(platform.connect(socket()));
            ControlLink root = accept(listener);
            fill(root);
            watch(root, interest, interest.name());
            assertQuiet();
            child.close();
            assertFires(interest.name());
            poller.forget(root);
            listener.close();
        }
    }

    @Test
    @DisplayName("READ fires for a knock until it is accepted")
    void readFiresForAKnock() {
        ControlListener listener = listen();
        watch(listener, Interest.READ, "listener");
        assertQuiet();
        keep(platform.connect(socket()));
        assertFires("listener");
        assertFires("listener");
        accept(listener);
        assertQuiet();
    }

    @Test
    @DisplayName("READ fires for a signal until somebody looks")
    void readFiresForASignal() {
        Bells bells = bells();
        watch(bells.first(), Interest.READ, "bell");
        assertQuiet();
        bells.second().signal();
        bells.second().signal();
        assertFires("bell");
        assertFires("bell");
        assertEquals(Wake.SIGNALED, bells.first().poll());
        assertQuiet();
    }

    @Test
    @DisplayName("READ fires for the end of the other side, orderly or not")
    void readFiresForThePeersEnd() {
        Bells bells = bells();
        watch(bells.first(), Interest.READ, "closed");
        bells.second().close();
        assertFires("closed");
        assertEquals(Wake.PEER_CLOSED, bells.first().poll());
        poller.forget(bells.first());
        DoorbellPair pair = ends();
        Doorbell survivor = doorbell(pair.first());
        watch(survivor, Interest.READ_ONCE, "lost");
        pair.second().close();
        assertFires("lost");
        assertEquals(Wake.PEER_LOST, survivor.poll());
    }

    @Test
    @DisplayName("a forgotten source does not fire; one that was not watched may be forgotten")
    void forgottenSourceDoesNotFire() {
        Bells bells = bells();
        poller.forget(bells.first());
        watch(bells.first(), Interest.READ, "bell");
        bells.second().signal();
        poller.forget(bells.first());
        poller.forget(bells.first());
        assertQuiet();
        assertEquals(Wake.SIGNALED, bells.first().poll(), "the doorbell itself is untouched");
    }

    @Test
    @DisplayName("watching anew replaces the interest and the action")
    void watchingAnewReplaces() {
        Link link = link();
        watch(link.root(), Interest.WRITE, "write");
        assertFires("write");
        watch(link.root(), Interest.READ, "read");
        assertQuiet();
        send(link.child());
        assertFires("read");
    }

    @Test
    @DisplayName("all sources that are ready fire, sooner or later")
    void everyReadySourceFires() {
        Set<Integer> seen = new HashSet<>();
        int sources = 100;
        for (int i = 0; i < sources; i++) {
            int index = i;
            Bells bells = bells();
            poller.watch(bells.first(), Interest.READ, () -> seen.add(index));
            bells.second().signal();
        }
        for (int polls = 0; polls < sources && seen.size() < sources; polls++) {
            assertTrue(poller.poll(LIMIT));
        }
        assertEquals(sources, seen.size());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.platform.Access;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.ToChild;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// One side dies after each step of a channel's life: the other gets every answer it waits for, can
/// tidy up, and the root keeps nothing.
final class DeathTest {
    private final Scene scene = new Scene();
    private final Client provider = scene.link().greets("provider");
    private final Client consumer = scene.link().greets("consumer");
    private final List<Runnable> life = List.of(
            () -> provider.offers(5, "echo"),
            () -> consumer.requestsOffers(),
            () -> consumer.sendsRegion(100, 30, Access.READ_WRITE),
            () -> consumer.say(Grants.header(1, 7, 100, 30)),
            () -> consumer.say(Grants.messages(1, 7, 100, 30).getLast()),
            () -> scene.holdsDoorbells = true,
            () -> consumer.opens(1, 9, 7, 4),
            () -> scene.happen(new Event.DoorbellMade(
                    scene.heldDoorbells.remove(), scene.handle(), scene.handle())),
            () -> provider.takesGrant(1, 7, Status.OK),
            () -> provider.takesChannel(1, Status.OK),
            () -> consumer.sendsRegion(200, 2, Access.READ_WRITE),
            () -> consumer.grants(1, 8, 200, 2),
            () -> provider.takesGrant(1, 8, Status.OK),
            () -> provider.sendsRegion(300, 2, Access.READ_WRITE),
            () -> provider.grants(1, 9, 300, 2),
            () -> consumer.takesGrant(1, 9, Status.OK),
            () -> provider.tearsDown(1, 9),
            () -> consumer.tearsDown(1, 8),
            () -> consumer.closes(1),
            () -> consumer.tearsDown(1, 7),
            () -> consumer.opens(1, 10, 7, 4),
            () -> provider.letsGo(1, 8),
            () -> provider.closes(1),
            () -> provider.releases(1));
    private static final int STEPS = 24;

    static Stream<Integer> steps() {
        return IntStream.rangeClosed(0, STEPS).boxed();
    }

    /// Lives up to a step.
    ///
    /// @return what the observer heard before the last one
    private List<ToChild> live(Client observer, int steps) {
        assertEquals(STEPS, life.size());
        List<ToChild> heard = new ArrayList<>();
        for (Runnable step : life.subList(0, steps)) {
            heard.addAll(observer.heard());
            step.run();
        }
        return heard;
    }

    private static <T> List<T> only(Class<T> kind, List<ToChild> heard) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void theProviderDies(int step) {
        List<ToChild> heard = live(consumer, step);
        provider.die();
        heard.addAll(consumer.heard());

        assertEquals(step >= 5 ? 1 : 0, created(heard, 7), "ring");
        assertEquals(step >= 12 ? 1 : 0, created(heard, 8), "grant");
        assertEquals(step >= 21 ? 2 : step >= 7 ? 1 : 0,
                only(OpenChannelResult.class, heard).size(), "opens");
        assertEquals(step >= 20 ? 2 : step >= 18 ? 1 : 0,
                only(GpadlTorndown.class, heard).size(), "teardowns");
        assertEquals(step >= 2 ? 1 : 0, only(RescindChannelOffer.class, heard).size());
        boolean wasOpen = step >= 10 && step < 19;
        assertEquals(wasOpen ? List.of(new PeerClosed(new RelId(1), Reason.LOST)) : List.of(),
                only(PeerClosed.class, heard));
        if (step >= 2) {
            consumer.releases(1);
        }
        assertTrue(consumer.isConnected());
        scene.end();
    }

    private static long created(List<ToChild> heard, int gpadl) {
        return only(GpadlCreated.class, heard).stream()
                .filter(answer -> answer.gpadl().value() == gpadl).count();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void theConsumerDies(int step) {
        List<ToChild> heard = live(provider, step);
        consumer.die();
        heard.addAll(provider.heard());

        assertEquals(step >= 15 ? 1 : 0, created(heard, 9), "grant");
        // In the last step the provider lets go of its id, and of every answer with it.
        assertEquals(step >= 17 && step < STEPS ? 1 : 0,
                only(GpadlTorndown.class, heard).size(), "teardown");
        Reason reason = step >= 19 ? Reason.CLOSED : Reason.LOST;
        assertEquals(step >= 8 ? List.of(new PeerClosed(new RelId(1), reason)) : List.of(),
                only(PeerClosed.class, heard));
        if (step >= 8 && step < STEPS) {
            provider.closes(1).releases(1);
        }
        assertTrue(provider.isConnected());
        scene.end();
    }
}

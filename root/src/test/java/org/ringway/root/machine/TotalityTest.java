// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Status;

/// Any message in any state.
final class TotalityTest {
    private static final Quotas SMALL = new Quotas(7, 3, 4, 6, 60, 12, 30, 2, 40);
    private static final int STEPS = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("no message in any state breaks the root, leaks a handle or is answered twice")
    void anyMessageInAnyState(long seed) {
        Random random = new Random(seed);
        Scene scene = new Scene(BusCase.within(SMALL));
        List<RandomClient> clients = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            step(scene, clients, random);
        }
        clients.forEach(RandomClient::hearTheRest);
        scene.end();
        for (RandomClient each : clients) {
            assertTrue(each.requests.containsAll(each.answers.keySet()), "nobody asked for that");
        }
        long opened = clients.stream().flatMap(each -> each.answers.values().stream())
                .filter(Status::isOk).count();
        assertTrue(clients.stream().anyMatch(each -> each.subchannels > 0),
                "nobody has had sub-channels: seed=" + seed);
        assertTrue(opened > 10, "the clients got nowhere: opened=" + opened + " seed=" + seed);
    }

    private static void step(Scene scene, List<RandomClient> clients, Random random) {
        scene.holdsDoorbells = random.nextInt(4) == 0;
        scene.lacksDescriptors = random.nextInt(40) == 0;
        List<RandomClient> alive =
                clients.stream().filter(each -> each.client.isConnected()).toList();
        if (alive.size() < 6) {
            boolean plain = random.nextInt(4) == 0;
            clients.add(new RandomClient(
                    plain ? scene.linkWithMemory(64) : scene.link(), random, plain));
        } else if (!scene.heldDoorbells.isEmpty() && random.nextBoolean()) {
            scene.happen(new Event.DoorbellMade(
                    scene.heldDoorbells.remove(), scene.handle(), scene.handle()));
        } else if (random.nextInt(500) == 0) {
            alive.getFirst().client.die();
        } else {
            alive.get(random.nextInt(alive.size())).act();
        }
    }
}

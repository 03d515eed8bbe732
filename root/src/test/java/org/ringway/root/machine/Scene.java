// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.RegionFacts;
import org.ringway.root.policy.Policy;
import org.ringway.wire.PartitionId;

/// A root machine whose effects are done on the spot, without a platform: doorbells are two new
/// tokens, and regions are what a test said they are.
final class Scene {
    static final long EPOCH = 2047L * 1000;

    final Map<HandleToken, RegionFacts> regions = new HashMap<>();
    final Set<HandleToken> open = new HashSet<>();
    final Queue<String> hangUps = new ArrayDeque<>();
    final Queue<String> notes = new ArrayDeque<>();
    /// Numbers of channels whose doorbells the test makes itself.
    final Queue<Long> heldDoorbells = new ArrayDeque<>();
    boolean holdsDoorbells;
    boolean lacksDescriptors;

    private final RootMachine machine;
    private final Map<PartitionId, Client> clients = new LinkedHashMap<>();
    private final Queue<Event> events = new ArrayDeque<>();
    private long serial = 7000;
    private long handles;
    private int partitions;

    Scene(Policy policy) {
        machine = new RootMachine(EPOCH, policy, () -> ++serial);
    }

    Scene() {
        this(Policy.DEFAULT);
    }

    /// A link on which nothing has been said.
    Client link() {
        return link(null);
    }

    /// A link with a fixed address space.
    Client linkWithMemory(long pages) {
        return link(new AddressSpace(handle(), pages));
    }

    /// A link of this user.
    Client linkAs(int uid, int gid) {
        return link(null, uid, gid);
    }

    private Client link(AddressSpace space) {
        return link(space, 501 + partitions, 100);
    }

    private Client link(AddressSpace space, int uid, int gid) {
        PartitionId id = new PartitionId(++partitions);
        PeerCredentials peer = new PeerCredentials(1000 + id.value(), uid, gid);
        Client client = new Client(this, id, peer, space);
        clients.put(id, client);
        happen(new Event.Joined(id, peer, space));
        return client;
    }

    HandleToken handle() {
        HandleToken token = new HandleToken(++handles);
        open.add(token);
        return token;
    }

    /// Has the machine take an event, and everything that follows from it.
    void happen(Event event) {
        events.add(event);
        for (Event next = events.poll(); next != null; next = events.poll()) {
            machine.step(next).forEach(this::perform);
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send -> {
                send.attached().forEach(token -> assertTrue(open.contains(token), "sent closed"));
                clients.get(send.to()).deliver(send);
            }
            case Effect.CloseHandle close ->
                    assertTrue(open.remove(close.handle()), "closed twice: " + close.handle());
            case Effect.MakeDoorbell make -> makeDoorbell(make.channel());
            case Effect.InspectRegion inspect -> events.add(inspect(inspect));
            case Effect.Note note -> notes.add(note.line());
            case Effect.HangUp hangUp -> {
                clients.get(hangUp.partition()).hangUp();
                hangUps.add(hangUp.reason());
            }
        }
    }

    private void makeDoorbell(long channel) {
        if (holdsDoorbells) {
            heldDoorbells.add(channel);
        } else if (lacksDescriptors) {
            events.add(new Event.DoorbellFailed(channel, "socketpair: no descriptors: limit=9"));
        } else {
            events.add(new Event.DoorbellMade(channel, handle(), handle()));
        }
    }

    private Event inspect(Effect.InspectRegion inspect) {
        assertTrue(open.contains(inspect.region()), "inspected closed");
        RegionFacts facts = regions.get(inspect.region());
        return facts == null
                ? new Event.RegionUnfit(inspect.owner(), inspect.firstPfn(), "it is a pipe: type=1")
                : new Event.RegionFit(inspect.owner(), inspect.firstPfn(), facts);
    }

    /// Ends every link; nothing may be left.
    void end() {
        clients.values().forEach(Client::die);
        assertEquals(Set.of(), open, "handles leak");
        assertFalse(clients.values().stream().anyMatch(Client::isConnected));
    }
}

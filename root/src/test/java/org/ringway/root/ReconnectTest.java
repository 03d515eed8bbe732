// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.protocol.ToChild;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Ten thousand times the same beginning and end.
final class ReconnectTest extends RootCase {
    private static final int TIMES = 10_000;
    private static final GpadlId RING = new GpadlId(77);
    private static final int RING_PAGES = 8;

    private Child provider;

    private void serve() {
        start(options());
        provider = child().greets("provider").offers(5, "echo");
    }

    @Test
    @DisplayName("M10, M11: a client begins anew 10,000 times, each time with an open channel")
    void beginsAnewWithAnOpenChannel() {
        serve();
        Child guest = attached(local.allocate(RING_PAGES).getFirst());
        guest.contacts();
        for (int life = 0; life < TIMES; life++) {
            RelId relId = asksToOpen(guest, life);
            PeerOpen opened = accepts();
            guest.hears(new OpenChannelResult(relId, new OpenId(life), Status.OK));
            guest.attached().forEach(Handle::close);
            if (life % 2 == 0) {
                guest.say(new Unload());
                letsGo(opened);
                guest.hears(new UnloadComplete()).contacts();
            } else {
                guest.say(InitiateContact.of(ProtocolVersion.V5_3));
                letsGo(opened);
                guest.hears(VersionResponse.accepted(1));
            }
        }
        assertEquals(List.of("provider", ""), partitionsAndNoChannel());
    }

    private RelId asksToOpen(Child guest, int openId) {
        RelId relId = guest.requestsOffers().nextOffer();
        guest.hears(new AllOffersDelivered()).grants(relId.value(), RING.value(), 0, RING_PAGES)
                .hears(new GpadlCreated(relId, RING, Status.OK))
                .say(new OpenChannel(relId, new OpenId(openId), RING, 0, RING_PAGES / 2,
                        UserData.EMPTY));
        return relId;
    }

    private PeerOpen accepts() {
        PeerGpadl ring = provider.next(PeerGpadl.class);
        provider.attached().forEach(Handle::close);
        PeerOpen open = provider.next(PeerOpen.class);
        provider.attached().forEach(Handle::close);
        provider.say(new PeerGpadlResult(ring.relId(), ring.gpadl(), Status.OK))
                .say(new PeerOpenResult(open.relId(), Status.OK));
        return open;
    }

    private void letsGo(PeerOpen opened) {
        provider.hears(new PeerClosed(opened.relId(), Reason.CLOSED))
                .say(new CloseChannel(opened.relId())).say(new RelIdReleased(opened.relId()));
    }

    @Test
    @DisplayName("M10: 10,000 links come and go, with and without a word, and none is left")
    void tenThousandLinks() {
        serve();
        for (int link = 0; link < TIMES; link++) {
            try (Child child = new Child(local, local.connect(SOCKET))) {
                if (link % 3 == 0) {
                    child.greets("child " + link).requestsOffers();
                } else if (link % 3 == 1) {
                    child.contacts();
                }
            }
        }
        List<String> left = partitionsAndNoChannel();
        while (left.size() > 1) {
            left = partitionsAndNoChannel();
        }
        assertEquals(List.of("provider"), left);
        child().greets("last").requestsOffers().hearsTheLastOffer();
    }

    /// {@return the names of those who are connected, by the root's own list}
    private List<String> partitionsAndNoChannel() {
        provider.say(new RingwayToRoot.List(
                RingwayToRoot.List.PARTITIONS | RingwayToRoot.List.CHANNELS));
        List<String> names = new ArrayList<>();
        ToChild next = provider.next();
        while (next instanceof RingwayToChild.PartitionEntry entry) {
            names.add(entry.partition().name().value());
            next = provider.next();
        }
        assertEquals(new RingwayToChild.ListEnd(), next);
        return names;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.root.machine.Heard.created;

import org.junit.jupiter.api.Test;
import org.ringway.platform.Access;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild;
import org.ringway.protocol.StandardToRoot;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// A plain client comes over a socket, with all its memory.
final class SpaceTest extends BusCase {
    private static final long PAGES = 131_072;

    private final Client guest = scene.link();

    private HandleToken memory(long pages, Access access) {
        HandleToken memory = scene.handle();
        scene.regions.put(memory, new RegionFacts(pages, access));
        return memory;
    }

    private void comes() {
        guest.say(new RingwayToRoot.AddressSpace(PAGES, Name.of("debian")),
                memory(PAGES, Access.READ_WRITE));
        guest.hears(new RingwayToChild.AddressSpaceResult(Status.OK, guest.id, Scene.EPOCH));
    }

    private void connects() {
        comes();
        guest.say(StandardToRoot.InitiateContact.of(ProtocolVersion.V5_3));
        guest.next(StandardToChild.VersionResponse.class);
    }

    @Test
    void itsGpadlsNameItsOwnPages() {
        connects();
        provider.offers(5, "echo");
        guest.requestsOffers();
        guest.hears(StandardToChild.OfferChannel.of(new RelId(1), Client.content("echo")),
                new StandardToChild.AllOffersDelivered());

        guest.grants(1, RING, PAGES - 8, 8).hears(created(1, RING, Status.OK));
        guest.grants(1, RING + 1, PAGES - 7, 8)
                .hears(created(1, RING + 1, Status.INVALID_PARAMETER));
    }

    @Test
    void itHasANameInLists() {
        comes();
        provider.say(new RingwayToRoot.List(RingwayToRoot.List.PARTITIONS));
        provider.next();
        provider.next();
        assertEquals("debian", provider.next(RingwayToChild.PartitionEntry.class)
                .partition().name().value());
        provider.next(RingwayToChild.ListEnd.class);
    }

    /// What speaks on such a link is a guest, which nobody vouches for.
    @Test
    void itNeverBecomesAProvider() {
        connects();

        guest.say(Hello.of(0, Name.of("provider")));

        assertFalse(guest.isConnected());
        assertTrue(scene.hangUps.remove().startsWith("only Hello may come first"));
    }

    @Test
    void itComesOnceAndFirst() {
        comes();
        guest.say(new RingwayToRoot.AddressSpace(PAGES, Name.of("again")),
                memory(PAGES, Access.READ_WRITE));
        assertFalse(guest.isConnected());

        consumer.say(new RingwayToRoot.AddressSpace(PAGES, Name.of("late")),
                memory(PAGES, Access.READ_WRITE));
        assertFalse(consumer.isConnected());
        assertEquals(2, scene.hangUps.size());
    }

    @Test
    void memoryThatIsSomethingElseEndsTheLink() {
        for (HandleToken each : new HandleToken[] {memory(PAGES - 1, Access.READ_WRITE),
            memory(PAGES, Access.READ_ONLY), scene.handle()}) {
            Client other = scene.link();
            other.say(new RingwayToRoot.AddressSpace(PAGES, Name.of("other")), each);

            other.next(RingwayToChild.Explain.class);
            assertEquals(Status.INVALID_PARAMETER,
                    other.next(RingwayToChild.AddressSpaceResult.class).status());
            assertFalse(other.isConnected());
        }
        guest.say(new RingwayToRoot.AddressSpace(PAGES, Name.of("none")));
        assertFalse(guest.isConnected());
    }

    @Test
    void anOfferToOnePartitionIsShownToNobodyElse() {
        connects();
        consumer.requestsOffers().hears(new StandardToChild.AllOffersDelivered());
        provider.say(new RingwayToRoot.OfferAudience(new OfferId(5), guest.id));
        provider.offers(5, "echo");

        consumer.hearsNothing();
        guest.requestsOffers();
        guest.hears(StandardToChild.OfferChannel.of(new RelId(1), Client.content("echo")),
                new StandardToChild.AllOffersDelivered());
    }

    @Test
    void anAudienceIsThatOfTheNextOfferAndOfNoOther() {
        consumer.requestsOffers().hears(new StandardToChild.AllOffersDelivered());
        provider.say(new RingwayToRoot.OfferAudience(new OfferId(5), guest.id));
        provider.offers(6, "echo").offers(5, "other");

        consumer.next(RingwayToChild.OfferIdentity.class);
        assertEquals(Client.content("echo"),
                consumer.next(StandardToChild.OfferChannel.class).content());
        consumer.next(RingwayToChild.OfferIdentity.class);
        assertEquals(Client.content("other"),
                consumer.next(StandardToChild.OfferChannel.class).content());
    }
}

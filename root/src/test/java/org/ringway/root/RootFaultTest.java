// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.PlatformException;
import org.ringway.memory.GpaRange;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.GpadlMessages;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.root.policy.JoinRule;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Children that break rules, do not read or go away, and a host that is short of descriptors.
final class RootFaultTest extends RootCase {
    private static final byte[] LIST = ControlCodec.encode(new RingwayToRoot.List(0));

    /// Somebody else is served as if nothing had happened.
    private void othersAreServed() {
        child().greets("bystander").requestsOffers().hearsTheLastOffer();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0e0000", // shorter than a header
        "0e00000000000000 03000500", // InitiateContact cut short
        "0f00000000000000 01000000 01000000", // VersionResponse, which only a root sends
        "6300000000000000", // unknown
        "00005752 00000000" // our range, unknown
    })
    @DisplayName("M1, M2, M3: bytes that are no message for a root end their link, and no other")
    void malformedBytesEndTheirLink(String hex) throws InterruptedException {
        start(options());
        child().sayBytes(HexFormat.of().parseHex(hex.replace(" ", ""))).isHungUpOn();
        hasLogged("hung up on partition 1");
        Child greeted = child().greets("greeted");
        greeted.sayBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
        greeted.next(RingwayToChild.Explain.class);
        greeted.isHungUpOn();
        othersAreServed();
    }

    @Test
    @DisplayName("M1: a message of more than 240 bytes ends its link")
    void overlongMessageEndsItsLink() throws InterruptedException {
        start(options());
        byte[] overlong = new byte[241];
        System.arraycopy(LIST, 0, overlong, 0, LIST.length);
        child().greets("long").sayBytes(overlong).isHungUpOn();
        hasLogged("bytes=241 max=240");
        othersAreServed();
    }

    @Test
    @DisplayName("M17: a child that does not read its answers is not read from, and loses nothing")
    void floodMeetsBackpressure() {
        start(options());
        Child flooder = child().greets("flooder");
        int sent = 0;
        while (sent < 100_000 && flooder.link.trySend(LIST, List.of())) {
            sent++;
            if (sent % 64 == 0) {
                othersAreServed();
            }
        }
        assertTrue(sent < 1000, "the root takes everything: sent=" + sent);
        for (int answer = 0; answer < sent; answer++) {
            flooder.hears(new RingwayToChild.ListEnd());
        }
        flooder.say(new RingwayToRoot.List(0)).hears(new RingwayToChild.ListEnd());
    }

    @Test
    @DisplayName("M17: a child that lets messages of others pile up is hung up on")
    void slowReaderIsHungUpOn() throws InterruptedException {
        start(options().withPolicy(Policy.DEFAULT.withQuotas(new QuotaRules(9,
                new Quotas(9, 200, 9, 9, 9, 9, 9, 9, 50), Map.of()))));
        Child sleeper = child().greets("sleeper").requestsOffers();
        sleeper.hearsTheLastOffer();
        Child provider = child().greets("provider");
        for (int offer = 0; offer < 100; offer++) {
            provider.offers(offer, "service " + offer);
        }
        hasLogged("it does not read: waiting=51 limit=50");
        othersAreServed();
    }

    @Test
    @DisplayName("G3: a hang-up in the middle of a GPADL leaves nothing behind")
    void hangUpInTheMiddleOfAGpadl() {
        start(options());
        child().greets("provider").offers(5, "echo");
        Child consumer = child().greets("consumer").requestsOffers();
        RelId relId = consumer.nextOffer();
        Handle region = local.allocate(300).getFirst();
        Mapping mapping = local.map(List.of(new PageRun(region, 0, 300)), Access.READ_WRITE);
        MemorySegment bytes = mapping.bytes();
        consumer.announces(100, 300, region).hearsTheLastOffer()
                .hears(new RingwayToChild.RegionResult(100, Status.OK))
                .say(GpadlMessages.split(relId, new GpadlId(1),
                        List.of(GpaRange.ofPages(100, 300))).getFirst());
        mapping.close();
        region.close();
        // The root has a handle, so the pages are still there.
        assertEquals(0, bytes.get(ValueLayout.JAVA_BYTE, 0));
        consumer.close();
        othersAreServed();
        assertThrows(IllegalStateException.class, () -> bytes.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void withoutDescriptorsNobodyIsAcceptedUntilOneIsFree() throws InterruptedException {
        start(options());
        Child first = child().greets("first");
        platform.lacksDescriptors = true;
        Child second = child();
        hasLogged("no more children until a descriptor is free: accept: too many open files");
        platform.lacksDescriptors = false;
        first.close();
        second.greets("second");
    }

    @Test
    void withoutDescriptorsAnOpenIsRefused() {
        start(options());
        child().greets("provider").offers(5, "echo");
        Child consumer = child().greets("consumer").requestsOffers();
        int relId = consumer.nextOffer().value();
        platform.lacksDescriptors = true;
        Handle region = keep(local.allocate(8).getFirst());
        consumer.announces(100, 8, region).grants(relId, 77, 100, 8).opens(relId, 9, 77, 4);
        assertTrue(consumer.next(RingwayToChild.Explain.class).text().contains("limit=9"));
        assertEquals(Status.INSUFFICIENT_RESOURCES,
                consumer.next(OpenChannelResult.class).status());
    }

    @Test
    void whoMayNotJoinSeesNothingButTheRule() throws InterruptedException {
        start(options().withPolicy(Policy.DEFAULT.withJoin(
                new JoinRule("door", new People.These(Set.of(1000), Set.of(50))))));
        Child stranger = childAs(1001, 1001);
        assertEquals("door: uid 1001 gid 1001 may not join",
                stranger.next(RingwayToChild.Explain.class).text());
        stranger.isHungUpOn();
        hasLogged("door: uid 1001 gid 1001 may not join: pid=7");
        childAs(1000, 1).greets("by uid");
        childAs(1, 50).greets("by gid");
    }

    @Test
    void aSecondRootAtTheSameAddressIsRefusedAndLeavesTheFirstAlone() {
        start(options());
        assertThrows(PlatformException.class, () -> RootPartition.start(platform, options()));
        othersAreServed();
    }

    @Test
    void aLinkThatComesAfterTheEndIsHungUpOn() {
        start(options());
        root.close();
        attached(local.allocate(1).getFirst()).isHungUpOn();
    }
}

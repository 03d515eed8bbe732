// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.List;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Heard;
import org.ringway.conformance.script.Words;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.wire.Name;
import org.ringway.wire.ProtocolVersion;

/// How a connection begins and ends.
final class VersionRules {
    static final List<ProtocolVersion> SERVED = List.of(ProtocolVersion.V5_3,
            ProtocolVersion.V5_2, ProtocolVersion.V5_1, ProtocolVersion.V5_0,
            ProtocolVersion.V4_1, ProtocolVersion.V4_0, ProtocolVersion.V3_0,
            ProtocolVersion.V2_4);
    private static final int RESPONSE_BYTES = 16;
    private static final long ONE_PAGE = 0x1000;
    private static final long OTHER_PAGE = 0x2000;
    private static final VersionResponse FAILED =
            new VersionResponse(true, VersionResponse.UNKNOWN_FAILURE, 0);
    private static final Hello HELLO = Hello.of(0, Name.of("conformance"));

    private VersionRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("V1", "the root serves 5.3, 5.2, 5.1, 5.0, 4.1, 4.0, 3.0 and 2.4, and says"
                        + " nothing before it is asked", VersionRules::servedVersions),
                Check.of("V2", "any other version is not supported, and the client may ask on",
                        VersionRules::otherVersions),
                Check.of("V3", "a yes says the version before 5.0, and connection id 1 since",
                        VersionRules::whatYesSays),
                Check.of("V4", "SINT 2 from 5.0 on, VTL 0 from 5.1 on, both monitor pages or none;"
                        + " else supported, state 2", VersionRules::impossibleContacts),
                Check.of("H1", "Hello is answered once, with the protocol, an epoch and a partition"
                        + " id of its own", VersionRules::helloIsAnswered),
                Check.of("H2", "a second Hello ends the link", stage -> {
                    stage.joined("conformance").says(HELLO).isHungUpOn("a second Hello");
                    return "the root hung up";
                }),
                Check.of("H3", "Hello after RequestOffers ends the link", stage -> {
                    stage.link().contacts(ProtocolVersion.V5_3).requestsOffers().says(HELLO)
                            .isHungUpOn("a late Hello");
                    return "the root hung up";
                }),
                Check.of("H4", "a private message before Hello ends the link",
                        VersionRules::privateBeforeHello),
                Check.of("M10", "a contact in the middle of things ends them first",
                        VersionRules::contactInTheMiddle),
                Check.of("M11", "Unload is answered, ends everything, and leaves the link for"
                        + " another contact", VersionRules::unload));
    }

    private static String servedVersions(Stage stage) {
        for (ProtocolVersion version : SERVED) {
            Client client = stage.link().says(InitiateContact.of(version));
            Heard heard = client.next();
            Broken.unless(heard.toChild() instanceof VersionResponse answer && answer.supported()
                    && answer.connectionState() == 0 && heard.bytes().length == RESPONSE_BYTES,
                    "version " + version + ": expected VersionResponse of 16 bytes, supported 1,"
                            + " state 0, heard " + heard);
            client.says(new RequestOffers());
            Broken.unless(client.next().toChild() instanceof AllOffersDelivered,
                    "version " + version + ": offers were not delivered");
        }
        return SERVED.size() + " versions served";
    }

    private static String otherVersions(Stage stage) {
        int[] words = {0x0000_000D, 0x0001_0001, 0x0002_0003, 0x0003_0001, 0x0005_0004,
            0x0006_0000, 0xFFFF_FFFF};
        for (int word : words) {
            isNotServed(stage, word);
        }
        return words.length + " versions refused, then 5.3 served on the same link";
    }

    static String isNotServed(Stage stage, int word) {
        Client client = stage.link();
        client.says(Words.of(14).u32(word).u32(0).u64(2).u64(0).u64(0).toArray());
        VersionResponse answer = client.hears(VersionResponse.class);
        Broken.unless(!answer.supported(), "version " + ProtocolVersion.ofWord(word)
                + ": expected supported 0, heard " + answer);
        client.contacts(ProtocolVersion.V5_3);
        return "not supported, then 5.3 served on the same link";
    }

    private static String whatYesSays(Stage stage) {
        for (ProtocolVersion version : SERVED) {
            int expected = version.isAtLeast(ProtocolVersion.V5_0) ? 1 : version.word();
            stage.link().says(InitiateContact.of(version))
                    .hears(VersionResponse.accepted(expected));
        }
        return "version word up to 4.1, 1 from 5.0 on";
    }

    private static String impossibleContacts(Stage stage) {
        for (ProtocolVersion version : SERVED) {
            boolean choosesSint = version.isAtLeast(ProtocolVersion.V5_0);
            boolean choosesVtl = version.isAtLeast(ProtocolVersion.V5_1);
            expect(stage, version, 7, 0, 0, choosesSint);
            expect(stage, version, 2 | 1 << 8, 0, 0, choosesVtl);
            expect(stage, version, 2, ONE_PAGE, 0, true);
            expect(stage, version, 2, 0, ONE_PAGE, true);
            expect(stage, version, 2, ONE_PAGE, OTHER_PAGE, false);
        }
        return "answered as the version has it, at all versions";
    }

    private static void expect(Stage stage, ProtocolVersion version, long target, long first,
            long second, boolean fails) {
        InitiateContact contact = new InitiateContact(version, 0, target, first, second);
        VersionResponse answer = stage.link().says(contact).hears(VersionResponse.class);
        boolean failed = answer.equals(FAILED);
        boolean served = answer.supported() && answer.connectionState() == 0;
        Broken.unless(fails ? failed : served, contact + ": expected "
                + (fails ? "supported, state 2" : "supported, state 0") + ", heard " + answer);
        stage.clear();
    }

    private static String helloIsAnswered(Stage stage) {
        Client first = stage.link().contacts(ProtocolVersion.V5_3).says(HELLO);
        HelloResult one = first.hears(HelloResult.class);
        Client second = stage.link().contacts(ProtocolVersion.V5_3).says(HELLO);
        HelloResult other = second.hears(HelloResult.class);
        Broken.unless(one.status().isOk() && one.protocol() == Hello.PROTOCOL,
                "expected protocol 1, status 0, heard " + one);
        Broken.unless(one.epoch() != 0 && one.epoch() == other.epoch(),
                "expected one epoch, not 0, heard " + one.epoch() + " and " + other.epoch());
        Broken.unless(!one.partition().equals(other.partition()),
                "two partitions with one id: " + one.partition());
        first.hearsNothingMore();
        return "epoch " + Long.toHexString(one.epoch()) + ", partitions " + one.partition().value()
                + " and " + other.partition().value();
    }

    private static String privateBeforeHello(Stage stage) {
        byte[] list = Words.of(0x5257_0000 + 20).u32(7).toArray();
        stage.link().says(list).isHungUpOn("List before InitiateContact");
        stage.link().contacts(ProtocolVersion.V5_3).says(list).isHungUpOn("List before Hello");
        stage.link().says(HELLO).isHungUpOn("Hello before InitiateContact");
        return "the root hung up 3 times of 3";
    }

    private static String contactInTheMiddle(Stage stage) {
        Client client = stage.link().contacts(ProtocolVersion.V5_3).requestsOffers();
        client.contacts(ProtocolVersion.V4_0).requestsOffers();
        client.contacts(ProtocolVersion.V5_3).requestsOffers().hearsNothingMore();
        Pair pair = stage.pair().offerIsSeen();
        pair.provider.joins("conformance again");
        pair.consumer.hears(new RescindChannelOffer(pair.relId));
        return "3 contacts on a link, and the offers made before are rescinded";
    }

    private static String unload(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        pair.consumer.says(new Unload());
        while (!(pair.consumer.next().toChild() instanceof UnloadComplete)) {
            continue;
        }
        pair.provider.hears(PeerClosed.class);
        pair.consumer.joins("conformance again").requestsOffers();
        return "UnloadComplete, PeerClosed to the other side, then a new life on the same link";
    }
}

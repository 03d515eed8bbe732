// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Words;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.CloseReservedResponse;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// Messages of a wrong size, kind or time, and requests that get an answer and nothing else.
final class MessageRules {
    /// The least that each message of a client has at 5.3.
    private static final Map<Integer, Integer> SIZES = new TreeMap<>(Map.ofEntries(
            Map.entry(3, 8), Map.entry(5, 148), Map.entry(7, 12), Map.entry(8, 20),
            Map.entry(9, 16), Map.entry(11, 16), Map.entry(13, 12), Map.entry(14, 40),
            Map.entry(16, 8), Map.entry(18, 28), Map.entry(19, 20), Map.entry(21, 56),
            Map.entry(22, 16)));
    private static final int TL_CONNECT_REQUEST = 21;
    /// From 5.2 on there may be a silo, and not every client says one.
    private static final int WITHOUT_SILO = 40;
    private static final List<Integer> ONLY_A_ROOT_SAYS =
            List.of(1, 2, 4, 6, 10, 12, 15, 17, 20, 23, 24);
    private static final int FLOOD = 10_000;
    private static final int REQUESTS = 100;
    private static final RelId SOME = new RelId(1998);
    private static final CloseReservedChannel CLOSE_RESERVED =
            new CloseReservedChannel(SOME, 0, 2);

    private MessageRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("M1", "a message shorter than its layout, or longer than 240 bytes, ends"
                        + " the link; padding up to 240 does not", MessageRules::sizes),
                Check.of("M2", "an unknown number, or one of a later version, ends the link",
                        MessageRules::unknownNumbers),
                Check.of("M3", "what only a root says ends the link", MessageRules::wrongWay),
                Check.of("M4", "before a version is agreed only InitiateContact and"
                        + " CloseReservedChannel are heard", MessageRules::beforeTheVersion),
                Check.of("M5", "RequestOffers twice ends the link", stage -> {
                    stage.link().contacts(ProtocolVersion.V5_3).requestsOffers()
                            .says(Words.of(3).toArray()).isHungUpOn("a second RequestOffers");
                    return "the root hung up";
                }),
                Check.of("M9", "ModifyChannel needs an open channel and a processor; two in a row"
                        + " are both answered, before 5.3 none", MessageRules::modifyChannel),
                Check.of("M12", "ModifyConnection (6.0) ends the link",
                        stage -> endsTheLink(stage, 25)),
                Check.of("M13", "Pause and Resume (6.0) end the link",
                        stage -> endsTheLink(stage, 27, 29)),
                Check.of("M16", "TlConnectRequest is refused, each one, from 4.1 on",
                        MessageRules::sockets),
                Check.of("M17", "who does not read its answers harms nobody else, and gets them all"
                        + " when it does", MessageRules::flood),
                Check.unseen("M18", "a message is a private copy",
                        "the kernel copies messages of a Unix link"),
                Check.unseen("M19", "signals for a channel that is over reach nobody",
                        "a doorbell does not pass through the root"),
                Check.of("I1", "List is answered by entries of what is asked for, and ListEnd",
                        MessageRules::list),
                Check.of("I2", "OpenReservedChannel is refused, CloseReservedChannel answered",
                        MessageRules::reserved));
    }

    private static Client plain(Stage stage, ProtocolVersion version) {
        return stage.link().contacts(version);
    }

    private static byte[] message(int type, int bytes) {
        return Words.of(type).u32(1).toArray(bytes);
    }

    private static String sizes(Stage stage) {
        int tried = 0;
        for (Map.Entry<Integer, Integer> message : SIZES.entrySet()) {
            int type = message.getKey();
            int shortest = type == TL_CONNECT_REQUEST ? WITHOUT_SILO : message.getValue();
            for (int bytes : new int[] {shortest - 1, 8, 7}) {
                if (bytes < shortest) {
                    plain(stage, ProtocolVersion.V5_3).says(message(type, bytes)).isHungUpOn(
                            ControlCodec.nameOf(type) + " of " + bytes + " bytes");
                    tried++;
                }
            }
            stage.clear();
        }
        plain(stage, ProtocolVersion.V5_3).says(message(19, Words.MOST + 1))
                .isHungUpOn("a message of 241 bytes");
        padded(stage);
        return tried + " short ones and a long one ended the link, padded ones did not";
    }

    private static void padded(Stage stage) {
        Client client = stage.link();
        client.says(Words.of(14).u32(ProtocolVersion.V5_3.word()).u32(0).u64(2)
                .toArray(Words.MOST));
        client.hears(VersionResponse.class);
        client.says(Words.of(3).toArray(Words.MOST));
        client.hears(AllOffersDelivered.class);
        client.says(Words.of(19).u32(5).u32(0).u32(2).toArray(Words.MOST))
                .hears(new CloseReservedResponse(new RelId(5)));
    }

    private static String endsTheLink(Stage stage, int... types) {
        for (int type : types) {
            plain(stage, ProtocolVersion.V5_3).says(message(type, Words.MOST))
                    .isHungUpOn(ControlCodec.nameOf(type));
        }
        return "the root hung up";
    }

    private static String unknownNumbers(Stage stage) {
        endsTheLink(stage, 0, 30, 31, 255, 0x5256_FFFF);
        stage.joined("conformance").says(message(0x5257_FFFF, Words.MOST))
                .isHungUpOn("an unknown private number");
        Map<Integer, ProtocolVersion> early = Map.of(18, ProtocolVersion.V3_0,
                21, ProtocolVersion.V3_0, 22, ProtocolVersion.V4_0);
        early.forEach((type, version) -> plain(stage, version).says(message(type, Words.MOST))
                .isHungUpOn(ControlCodec.nameOf(type) + " at " + version));
        return "6 unknown numbers and 3 early ones ended the link";
    }

    private static String wrongWay(Stage stage) {
        for (int type : ONLY_A_ROOT_SAYS) {
            stage.link().says(message(type, Words.MOST))
                    .isHungUpOn(ControlCodec.nameOf(type) + " before InitiateContact");
            plain(stage, ProtocolVersion.V5_3).says(message(type, Words.MOST))
                    .isHungUpOn(ControlCodec.nameOf(type));
            stage.clear();
        }
        return ONLY_A_ROOT_SAYS.size() + " messages, connected or not, ended the link";
    }

    private static String beforeTheVersion(Stage stage) {
        int tried = 0;
        for (int type : SIZES.keySet()) {
            if (type != 14 && type != 19) {
                stage.link().says(message(type, Words.MOST))
                        .isHungUpOn(ControlCodec.nameOf(type) + " before InitiateContact");
                tried++;
            }
        }
        stage.link().says(CLOSE_RESERVED).hears(new CloseReservedResponse(SOME))
                .contacts(ProtocolVersion.V5_3);
        return tried + " early messages ended the link, CloseReservedChannel was answered";
    }

    private static String modifyChannel(Stage stage) {
        plain(stage, ProtocolVersion.V5_2).says(new ModifyChannel(SOME, 0)).hearsNothingMore();
        Pair pair = stage.pair().offerIsSeen();
        expectModified(pair, 0, false);
        pair.ringIsGrantedAnew().providerIsAskedAnew().providerAnswers(Status.OK)
                .consumerHearsYes();
        pair.consumer.says(new ModifyChannel(pair.relId, 3))
                .says(new ModifyChannel(pair.relId, 9999));
        hearsModified(pair, true);
        hearsModified(pair, true);
        expectModified(pair, OpenChannel.NO_INTERRUPT, false);
        pair.consumer.hearsNothingMore();
        return "2 of 2 moves answered, none without a channel or a processor, none at 5.2";
    }

    private static void expectModified(Pair pair, int targetVp, boolean moves) {
        pair.consumer.says(new ModifyChannel(pair.relId, targetVp));
        hearsModified(pair, moves);
    }

    private static void hearsModified(Pair pair, boolean moves) {
        ModifyChannelResponse answer = pair.consumer.hears(ModifyChannelResponse.class);
        Broken.unless(answer.relId().equals(pair.relId) && answer.status().isOk() == moves,
                "expected " + (moves ? "success" : "a refusal") + ", heard " + answer);
    }

    private static String sockets(Stage stage) {
        Guid service = Guid.ofName("nobody");
        plain(stage, ProtocolVersion.V4_0)
                .says(new TlConnectRequest(service, service, Guid.ZERO)).hearsNothingMore();
        for (ProtocolVersion version : List.of(ProtocolVersion.V4_1, ProtocolVersion.V5_3)) {
            Client client = plain(stage, version);
            for (int i = 0; i < REQUESTS; i++) {
                Guid endpoint = Guid.ofName("endpoint " + i);
                client.says(new TlConnectRequest(endpoint, service, Guid.ZERO)).hears(
                        new TlConnectResult(endpoint, service, Status.CONNECTION_REFUSED));
            }
            client.hearsNothingMore();
        }
        return 2 * REQUESTS + " requests, each refused once; none answered at 4.0";
    }

    private static String flood(Stage stage) {
        Client flooding = plain(stage, ProtocolVersion.V5_3);
        int said = 0;
        while (said < FLOOD && flooding.trySays(CLOSE_RESERVED)) {
            said++;
        }
        Client other = plain(stage, ProtocolVersion.V5_3);
        for (int i = 0; i < REQUESTS; i++) {
            other.hearsNothingMore();
        }
        for (int i = 0; i < said; i++) {
            flooding.hears(new CloseReservedResponse(SOME));
        }
        flooding.hearsNothingMore();
        return said + " unread answers; " + REQUESTS + " of another client came meanwhile";
    }

    private static String list(Stage stage) {
        Pair pair = stage.pair().channelIsOpen();
        pair.consumer.says(new RingwayToRoot.List(7));
        int entries = 0;
        while (!(pair.consumer.next().toChild() instanceof ListEnd)) {
            entries++;
        }
        Broken.unless(entries >= 4, "expected two partitions, an offer and a channel at least,"
                + " heard " + entries + " entries");
        pair.consumer.says(new RingwayToRoot.List(0)).hears(new ListEnd());
        return entries + " entries, and none if nothing is asked for";
    }

    private static String reserved(Stage stage) {
        Client client = plain(stage, ProtocolVersion.V5_3);
        client.says(Words.of(18).u32(SOME.value()).u32(0).u32(2).u32(1).u32(4).toArray());
        OpenChannelResult answer = client.hears(OpenChannelResult.class);
        Broken.unless(answer.relId().equals(SOME) && !answer.status().isOk(),
                "expected a refusal, heard " + answer);
        client.says(CLOSE_RESERVED).hears(new CloseReservedResponse(SOME)).hearsNothingMore();
        return "refused with " + answer.status();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Words;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.ProtocolVersion;

/// How a child comes in, and what it does about a root that breaks the rules.
final class JoinRules {
    private static final long A_MOMENT = 300;
    private static final int OFFER_BYTES = 196;
    private static final int RELID_AT = 184;

    /// Something that is no message.
    private record NoMessage(String name, byte[] bytes) {}

    private JoinRules() {}

    static List<Check<Stage>> all() {
        return List.of(
                Check.of("V5", "the child begins with InitiateContact, and goes down, never up,"
                        + " while the answer is: not supported", JoinRules::goesDown),
                Check.of("V6", "supported with state 2 is no connection: nothing but another"
                        + " contact follows", JoinRules::failedState),
                Check.of("H6", "Hello follows VersionResponse, once, and RequestOffers follows"
                        + " HelloResult, once", JoinRules::hello),
                Check.of("E1", "bytes that are no message end the link, and not the program",
                        JoinRules::noMessages));
    }

    private static String goesDown(Stage stage) {
        Life life = stage.newLife();
        List<ProtocolVersion> asked = new ArrayList<>();
        for (InitiateContact contact = contact(life); contact != null; contact = contact(life)) {
            ProtocolVersion version = contact.version();
            Broken.unless(asked.isEmpty() || version.compareTo(asked.getLast()) < 0,
                    "asked for " + asked + ", then for " + version);
            asked.add(version);
            life.say(VersionResponse.unsupported());
        }
        Broken.unless(!asked.isEmpty(), "the child hung up before it said anything");
        return "asked for " + asked + ", then hung up";
    }

    /// {@return the next contact, null if the child hangs up instead}
    private static @Nullable InitiateContact contact(Life life) {
        ToRoot heard = life.hearOrEnd("InitiateContact, or the end of the link");
        Broken.unless(heard == null || heard instanceof InitiateContact,
                "expected InitiateContact, heard " + heard);
        return (InitiateContact) heard;
    }

    private static String failedState(Stage stage) {
        Life life = stage.newLife();
        contact(life);
        life.say(new VersionResponse(true, VersionResponse.UNKNOWN_FAILURE, 0));
        InitiateContact again = contact(life);
        return again == null ? "the child hung up" : "the child asked for " + again.version();
    }

    private static String hello(Stage stage) {
        Life life = stage.newLife();
        life.letIn();
        boolean provides = life.isProvider();
        List<String> said = life.log().stream().filter(message -> message instanceof Hello
                || message instanceof RequestOffers || message instanceof InitiateContact)
                .map(message -> message.getClass().getSimpleName()).toList();
        List<String> whole = List.of("InitiateContact", "Hello", "RequestOffers");
        Broken.unless(said.equals(whole) || provides && said.equals(whole.subList(0, 2)),
                "expected " + whole + ", heard " + said);
        Hello first = (Hello) life.log().get(1);
        boolean knowsUs = first.lastEpoch() == Life.EPOCH;
        Broken.unless(first.protocol() == Hello.PROTOCOL && (knowsUs || first.lastEpoch() == 0),
                "expected protocol 1, and epoch 0 or that of the last root, heard " + first);
        return said + ", name '" + first.name() + "', a "
                + (provides ? "provider" : "consumer");
    }

    private static List<NoMessage> noMessages() {
        byte[] offer = new byte[OFFER_BYTES];
        offer[0] = 1;
        byte[] large = offer.clone();
        large[RELID_AT + 1] = 8;
        return List.of(new NoMessage("7 bytes", Words.of(4).toArray(7)),
                new NoMessage("OpenChannelResult of 19 bytes", Words.of(6).u32(1).toArray(19)),
                new NoMessage("241 bytes", Words.of(4).toArray(Words.MOST + 1)),
                new NoMessage("type 0", Words.of(0).toArray(Words.MOST)),
                new NoMessage("OpenChannel", Words.of(5).u32(1).toArray(148)),
                new NoMessage("an offer with channel id 0", offer),
                new NoMessage("an offer with channel id 2048", large));
    }

    private static String noMessages(Stage stage) {
        List<NoMessage> all = noMessages();
        for (NoMessage each : all) {
            Life life = stage.joined().life();
            life.isProvider();
            life.sayBytes(each.bytes());
            stage.patience().until("the end of the link after " + each.name(), life::isHungUp);
            Broken.unless(!stage.program().hasCrashed(A_MOMENT),
                    stage.program().end() + " after " + each.name());
            stage.drop();
            stage.patience().renew();
        }
        return "the child hung up " + all.size() + " times of " + all.size();
    }
}

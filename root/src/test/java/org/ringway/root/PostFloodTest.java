// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OpenPortResult;
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToChild.PostResult;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.protocol.StandardToRoot;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.Status;
import org.ringway.wire.WireBytes;

/// Posts and signals without end, to somebody who has stopped.
final class PostFloodTest extends RootCase {
    private static final int POSTS = 5000;
    private static final PortId MESSAGES = new PortId(1);
    private static final PortId EVENTS = new PortId(2);

    @Test
    @DisplayName("M17: who floods a stopped partition's ports has nobody hung up on or held up")
    void m17PostsToWhoHasStopped() {
        start(options());
        Child owner = child();
        PartitionId id = greets(owner, "owner");
        owner.say(new OpenPort(MESSAGES, PortKind.MESSAGES, 0))
                .hears(new OpenPortResult(MESSAGES, Status.OK))
                .say(new OpenPort(EVENTS, PortKind.EVENTS, 0))
                .hears(new OpenPortResult(EVENTS, Status.OK));
        Child flooder = child().greets("flooder");
        Child bystander = child().greets("bystander");
        int accepted = 0;
        for (int i = 0; i < POSTS; i++) {
            flooder.say(new PostMessage(i, id, MESSAGES, 0, WireBytes.EMPTY))
                    .say(new SignalEvent(-1 - i, id, EVENTS, i % SignalEvent.FLAGS));
            accepted += flooder.next(PostResult.class).status().isOk() ? 1 : 0;
            flooder.hears(new PostResult(-1 - i, Status.OK));
            if (i % 1000 == 0) {
                bystander.say(new RingwayToRoot.List(0)).hears(new ListEnd());
            }
        }
        assertEquals(OpenPort.BUFFERS, accepted);
        bystander.say(new RingwayToRoot.List(RingwayToRoot.List.PORTS))
                .hears(new PortEntry(id, MESSAGES, PortKind.MESSAGES, OpenPort.BUFFERS))
                .hears(new PortEntry(id, EVENTS, PortKind.EVENTS, SignalEvent.FLAGS))
                .hears(new ListEnd());

        owner.say(new RingwayToRoot.List(0));
        int messages = 0;
        int flags = 0;
        for (var next = owner.next(); !(next instanceof ListEnd); next = owner.next()) {
            messages += next instanceof PortMessage ? 1 : 0;
            flags += next instanceof EventFlags ? 1 : 0;
        }
        assertEquals(OpenPort.BUFFERS, messages);
        assertEquals(EventFlags.BANKS, flags);
    }

    private static PartitionId greets(Child child, String name) {
        child.say(StandardToRoot.InitiateContact.of(ProtocolVersion.V5_3)).next();
        child.say(RingwayToRoot.Hello.of(0, Name.of(name)));
        return child.next(HelloResult.class).partition();
    }
}

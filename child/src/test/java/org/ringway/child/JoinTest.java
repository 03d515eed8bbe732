// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.BusTimeoutException;
import org.ringway.PlatformException;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;

class JoinTest extends ScriptedCase {
    private static <T extends Throwable> T thrownBy(FutureTask<?> task, Class<T> type) {
        var thrown = assertThrows(ExecutionException.class, () -> BusCase.resultOf(task));
        return assertInstanceOf(type, thrown.getCause());
    }

    @Test
    @DisplayName("where nobody listens the text says where that was, and how to start a root")
    void nobodyListens() {
        Path nowhere = directory.resolve("nowhere.sock");
        var thrown = assertThrows(PlatformException.class,
                () -> ChildPartition.join(JoinOptions.of(platform, nowhere, "child")));
        assertEquals("no root accepts here: socket=" + nowhere
                + "; start a root: ringway root --socket " + nowhere, thrown.getMessage());
    }

    @Test
    @DisplayName("a root that refuses is quoted")
    void refusalIsQuoted() {
        var joining = joining();
        root.accept();
        root.hear(InitiateContact.class);
        root.say(VersionResponse.accepted(1));
        root.hear(Hello.class);
        root.say(Explain.of(0, 0, Status.ACCESS_DENIED, "uid 7 is not on the list"));
        root.say(new HelloResult(Hello.PROTOCOL, Status.ACCESS_DENIED, 1, new PartitionId(0)));
        var refused = thrownBy(joining, RefusedException.class);
        assertEquals(Status.ACCESS_DENIED.code(), refused.status());
        assertEquals("root refuses this partition: protocol=1 name=child: uid 7 is not on the list:"
                + " status=0xc0000022", refused.getMessage());
        root.awaitHangUp();
    }

    @Test
    @DisplayName("a root that explains itself and hangs up is quoted, too")
    void explainedHangUpIsARefusal() {
        var joining = joining();
        root.accept();
        root.say(Explain.of(0, 0, Status.QUOTA_EXCEEDED, "partitions=64 max=64"));
        root.hangUp();
        var refused = thrownBy(joining, RefusedException.class);
        assertEquals(Status.QUOTA_EXCEEDED.code(), refused.status());
    }

    @Test
    @DisplayName("a root that hangs up without a word is lost, and nobody tries again")
    void hangUpEndsTheJoin() {
        var joining = joining();
        root.accept();
        root.hangUp();
        thrownBy(joining, RootLostException.class);
    }

    @Test
    @DisplayName("a root that never answers does not hold up the join for ever")
    void silentRootTimesOut() {
        var joining = inThread(() -> ChildPartition.join(
                options().withTimeout(Duration.ofMillis(20))));
        root.accept();
        root.hear(InitiateContact.class);
        var timeout = thrownBy(joining, BusTimeoutException.class);
        assertEquals("no answer in time: join: socket=" + options().socket() + " timeout=PT0.02S",
                timeout.getMessage());
        root.awaitHangUp();
    }

    @Test
    @DisplayName("a waiting thread can be interrupted")
    void joinIsInterrupted() {
        var joining = joining();
        root.accept();
        root.hear(InitiateContact.class);
        joining.cancel(true);
        root.awaitHangUp();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.local.LocalPlatform;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToRoot;

/// One real partition, and a root that says what the test wants.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ScriptedCase {
    final LocalPlatform platform = new LocalPlatform();
    RootScript root;
    ChildPartition child;

    @TempDir
    Path directory;

    @BeforeEach
    final void listen() {
        root = new RootScript(platform, directory.resolve("root.sock"));
    }

    @AfterEach
    final void closeBoth() {
        root.close();
        if (child != null) {
            child.close();
        }
    }

    final JoinOptions options() {
        return JoinOptions.of(platform, directory.resolve("root.sock"), "child");
    }

    final FutureTask<ChildPartition> joining() {
        return inThread(() -> ChildPartition.join(options()));
    }

    final void join() throws Exception {
        var joining = joining();
        root.letIn();
        child = BusCase.resultOf(joining);
    }

    static <T> FutureTask<T> inThread(Callable<T> task) {
        return BusCase.inThread(task);
    }

    /// The partition is there, and so is its link.
    final void assertListens() throws Exception {
        var listing = inThread(child::list);
        root.hear(RingwayToRoot.List.class);
        root.say(new ListEnd());
        assertEquals(0, BusCase.resultOf(listing).partitions().size());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.PeerCredentials;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;
import org.ringway.wire.Name;
import org.ringway.wire.ProtocolVersion;

/// Root and links of a life: those who are not there are played from a recording.
abstract class Stage implements AutoCloseable {
    private static final Path ROOT = Path.of("root.sock");

    final LocalPlatform platform = new LocalPlatform();
    final Handles handles = new Handles(platform);
    final Life life = new Life(platform);
    final Map<Side, Line> lines = new EnumMap<>(Side.class);
    private final boolean hasRoot;
    private RootPartition root;
    private ControlLink observer;

    /// @param hasRoot whether there is a root
    Stage(boolean hasRoot) {
        this.hasRoot = hasRoot;
        for (Side side : Side.values()) {
            lines.put(side, new Line(platform, life.socket(side)));
        }
        startRoot();
    }

    private void startRoot() {
        if (hasRoot) {
            root = RootPartition.start(platform, RootOptions.DEFAULT.listeningAt(
                    new ListenOptions(ROOT, 0600, OptionalInt.empty())));
            observer = connect(4700);
            observer.trySend(ControlCodec.encode(InitiateContact.of(ProtocolVersion.V5_3)),
                    List.of());
            observer.trySend(ControlCodec.encode(Hello.of(0, new Name("observer"))),
                    List.of());
            settle();
        }
    }

    /// The next root is there before the children look for one.
    final void newRoot() {
        if (hasRoot) {
            observer.close();
            root.close();
        }
        startRoot();
        lines.values().forEach(Line::hangUp);
    }

    private ControlLink connect(int pid) {
        return platform.connectAs(ROOT, new PeerCredentials(pid, 1000, 100));
    }

    final void connect(Side side) {
        if (hasRoot) {
            lines.get(side).connect(connect(side.pid()));
            settle();
        }
    }

    /// Returns when the root has done all that was said to it: it serves everybody between two
    /// questions of the same child.
    final void settle() {
        for (int i = 0; hasRoot && i < 2; i++) {
            observer.trySend(ControlCodec.encode(new RingwayToRoot.List(0)), List.of());
            boolean answered = false;
            while (!answered) {
                answered = observer.receive() instanceof Received.Message message
                        && ControlCodec.decodeToChild(message.bytes()) instanceof ListEnd;
            }
        }
    }

    static <T> FutureTask<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name("life").start(future);
        return future;
    }

    @Override
    public void close() {
        lines.values().forEach(Line::close);
        if (root != null) {
            root.close();
        }
        life.close();
        handles.close();
    }
}

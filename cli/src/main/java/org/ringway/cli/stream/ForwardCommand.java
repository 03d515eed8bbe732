// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.ringway.child.ChildPartition;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.SocketOption;
import org.ringway.cli.ToldToEnd;
import org.ringway.cli.Visit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes connections at one place and carries each on to another one; one of the two is on the bus.
@Command(name = "forward",
        description = "Carry connections from TCP or a Unix socket to a service on the bus, or from"
                + " a service to TCP or a Unix socket, for programs that know nothing of the bus.",
        footer = {"", "An end is hv://PARTITION/SERVICE, tcp://HOST:PORT or unix:PATH.",
            "  ringway forward tcp://127.0.0.1:5432 hv://db/postgres",
            "  ringway forward hv://db/postgres unix:/run/postgresql/.s.PGSQL.5432"})
public final class ForwardCommand implements Callable<Integer> {
    private static final int MOST_CONNECTIONS = 100_000;
    /// Connections beyond have virtual threads.
    private static final int MOST_OWN_THREADS = 1000;
    private static final long STACK_BYTES = 256 << 10;

    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Parameters(index = "0", paramLabel = "FROM", converter = Endpoint.Converter.class,
            description = "Where to listen. On the bus: which partition to be, and its service.")
    private Endpoint from;

    @Parameters(index = "1", paramLabel = "TO", converter = Endpoint.Converter.class,
            description = "Where to connect to, once for each connection that comes in.")
    private Endpoint to;

    @Option(names = "--as", paramLabel = "NAME",
            description = "What to be called on the bus (default: FROM's partition, else forward-"
                    + " and the process id).")
    private @Nullable String name;

    @Option(names = "--most", paramLabel = "N", defaultValue = "1000",
            description = "How many connections at a time; more wait (default: ${DEFAULT-VALUE}).")
    private int most;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!(from instanceof Endpoint.Stream) && !(to instanceof Endpoint.Stream)) {
            throw new ParameterException(spec.commandLine(),
                    "neither end is on the bus: one of them has to be hv://PARTITION/SERVICE");
        }
        if (most < 1 || most > MOST_CONNECTIONS) {
            throw new ParameterException(spec.commandLine(), "--most is out of range: most=" + most
                    + " range=1.." + MOST_CONNECTIONS);
        }
        CommandLine command = spec.commandLine();
        if (name == null && from instanceof Endpoint.Stream stream) {
            return OwnName.listening(socket, stream.address(), command, this::forward);
        }
        return Visit.to(socket, name == null ? OwnName.of(command) : name, this::forward);
    }

    private int forward(ChildPartition self) throws InterruptedException {
        try (Entrance entrance = Entrance.open(self, from, most);
                ToldToEnd _ = ToldToEnd.close(entrance)) {
            sayReady(entrance);
            serve(entrance, new Exit(self, to));
        } catch (ClosedChannelException told) {
            // By a signal, or by the end of the partition.
        } catch (IOException cannot) {
            throw new CommandFailure("cannot listen: at=" + from + " reason="
                    + cannot.getMessage(), "choose another place, or end what has it", cannot);
        }
        return CommandLine.ExitCode.OK;
    }

    private void sayReady(Entrance entrance) {
        long pid = ProcessHandle.current().pid();
        spec.commandLine().getOut().println(common.json()
                ? Json.text(Json.object("ready", true, "from", entrance.where(), "to", to,
                        "pid", pid))
                : "ringway forward: ready, from=" + entrance.where() + " to=" + to + " pid="
                        + pid);
    }

    private void serve(Entrance entrance, Exit exit) throws IOException, InterruptedException {
        Semaphore places = new Semaphore(most);
        while (true) {
            places.acquire();
            ByteChannel front = entrance.accept();
            int others = most - 1 - places.availablePermits();
            Thread.Builder threads = threads(others);
            threads.name("front").start(() -> {
                try {
                    carry(front, exit, others, threads);
                } finally {
                    places.release();
                }
            });
        }
    }

    /// Threads of the kernel wait in the kernel, and one wake-up gets them going; virtual ones take
    /// three, but there may be many.
    private static Thread.Builder threads(int others) {
        return others < MOST_OWN_THREADS
                ? Thread.ofPlatform().daemon().stackSize(STACK_BYTES) : Thread.ofVirtual();
    }

    private void carry(ByteChannel front, Exit exit, int others, Thread.Builder threads) {
        ByteChannel back;
        try {
            back = exit.connect(others);
        } catch (IOException | RuntimeException refused) {
            Bridge.reset(front);
            spec.commandLine().getErr().println("ringway: a connection went nowhere: to=" + to
                    + " reason=" + refused.getMessage());
            return;
        }
        try {
            new Bridge(front, back, threads).carry();
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }
}

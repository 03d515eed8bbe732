// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.bench.transport.Transport.End;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.process.ProcessCpu;
import org.ringway.cli.process.TemporaryBus;

/// Two JVMs with a transport between them, which rest between rounds.
///
/// - **Thread:** one at a time.
public final class ProcessPair implements Contender, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String READ_ABOVE = "the lines above say why";

    private final TransportName name;
    private final Process far;
    private final Process near;

    private ProcessPair(TransportName name, Process far, Process near) {
        this.name = name;
        this.far = far;
        this.near = near;
    }

    /// Starts both and connects them.
    ///
    /// @param bus its root listens
    /// @param name of the transport
    /// @param cores where the two work
    /// @return the pair; it ends with the bus at the latest
    /// @throws IOException if there is no starting them
    public static ProcessPair start(TemporaryBus bus, TransportName name, Cores cores)
            throws IOException {
        Path folder = Files.createDirectory(
                bus.folder().resolve(name.toString().replace('/', '-')));
        Process far = party(bus, name, folder, End.FAR, cores.far());
        expect(far, "ready", name);
        Process near = party(bus, name, folder, End.NEAR, cores.near());
        expect(near, "connected", name);
        expect(far, "connected", name);
        return new ProcessPair(name, far, near);
    }

    private static Process party(TemporaryBus bus, TransportName name, Path folder, End end,
            int processor) throws IOException {
        return bus.start("bench-party", "--end", end.name(), "--transport", name.toString(),
                "--folder", folder.toString(), "--root", bus.socket().toString(),
                "--processor", Integer.toString(processor));
    }

    private static void expect(Process process, String wanted, TransportName name)
            throws IOException {
        String line = TemporaryBus.awaitLine(process, name + " did not start");
        if (!line.equals(wanted)) {
            throw new CommandFailure(name + " did not start: said=" + line, READ_ABOVE);
        }
    }

    @Override
    public String name() {
        return name.toString();
    }

    /// If they take much longer than that they are ended, and have failed.
    @Override
    public Measurement run(Workload workload, long nanos) throws IOException {
        CompletableFuture<Boolean> inTime = new CompletableFuture<>();
        inTime.completeOnTimeout(false, PATIENCE.toNanos() + 2 * nanos, TimeUnit.NANOSECONDS)
                .thenAccept(this::endUnless);
        try {
            return runBoth(workload, nanos);
        } finally {
            inTime.complete(true);
        }
    }

    private void endUnless(boolean inTime) {
        if (!inTime) {
            near.destroyForcibly();
            far.destroyForcibly();
        }
    }

    private Measurement runBoth(Workload workload, long nanos) throws IOException {
        tellBoth("prepare " + workload);
        expect(far, "prepared", name);
        expect(near, "prepared", name);
        tellBoth("run " + workload + " " + nanos);
        Tally here = Tally.parse(TemporaryBus.awaitLine(near, name + " has failed"));
        Tally there = Tally.parse(TemporaryBus.awaitLine(far, name + " has failed"));
        if (here.messages() != there.messages()) {
            throw new CommandFailure(name + " has lost messages: sent=" + here.messages()
                    + " received=" + there.messages(), "do not trust this transport");
        }
        return Measurement.of(workload, here, there);
    }

    private void tellBoth(String order) {
        for (Process process : List.of(far, near)) {
            try {
                Writer out = process.outputWriter(StandardCharsets.UTF_8);
                out.write(order + "\n");
                out.flush();
            } catch (IOException gone) {
                throw new CommandFailure(name + " has ended", READ_ABOVE, gone);
            }
        }
    }

    @Override
    public List<Long> processes() {
        return List.of(near.pid(), far.pid());
    }

    /// Ends both.
    @Override
    public void close() {
        TemporaryBus.end(near);
        TemporaryBus.end(far);
    }

    /// {@return CPU time of both processes so far}
    @Override
    public long cpuNanos() {
        return ProcessCpu.nanos(near.pid()) + ProcessCpu.nanos(far.pid());
    }
}

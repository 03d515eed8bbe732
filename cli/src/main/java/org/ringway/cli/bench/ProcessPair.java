// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.bench.transport.Transport.End;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.process.ProcessCpu;
import org.ringway.cli.process.TemporaryBus;

/// Two JVMs with a transport between them, which rest between rounds.
///
/// - **Thread:** one at a time.
public final class ProcessPair implements Contender {
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
    /// @return the pair; it ends with the bus
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

    @Override
    public Measurement run(Workload workload, long nanos) throws IOException {
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

    private void tellBoth(String order) throws IOException {
        for (Process process : List.of(far, near)) {
            Writer out = process.outputWriter(StandardCharsets.UTF_8);
            out.write(order + "\n");
            out.flush();
        }
    }

    @Override
    public List<Long> processes() {
        return List.of(near.pid(), far.pid());
    }

    /// {@return CPU time of both processes so far}
    @Override
    public long cpuNanos() {
        return ProcessCpu.nanos(near.pid()) + ProcessCpu.nanos(far.pid());
    }
}

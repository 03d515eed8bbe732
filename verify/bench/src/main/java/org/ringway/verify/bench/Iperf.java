// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.bench.Contender;
import org.ringway.cli.bench.Cores;
import org.ringway.cli.bench.Measurement;
import org.ringway.cli.bench.Workload;

/// TCP on loopback as `iperf3` does it with `sendfile`, if it is installed.
final class Iperf implements Contender, AutoCloseable {
    static final String NAME = "iperf3/zero-copy";

    private static final String HERE = InetAddress.getLoopbackAddress().getHostAddress();
    private static final double PERCENT = 100;

    private final Process server;
    private final String port;
    private final Cores cores;
    private long cpuNanos;

    private Iperf(Process server, String port, Cores cores) {
        this.server = server;
        this.port = port;
        this.cores = cores;
    }

    /// @return null if it is not installed
    static @Nullable Iperf start(Cores cores) throws IOException {
        String port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = Integer.toString(free.getLocalPort());
        }
        try {
            Process server = new ProcessBuilder("iperf3", "--server", "--bind", HERE, "--port",
                    port, "--forceflush").redirectErrorStream(true).start();
            while (true) {
                String line = server.inputReader(StandardCharsets.UTF_8).readLine();
                if (line == null) {
                    throw new CommandFailure("iperf3 does not start", "run it by hand");
                }
                if (line.contains("listening")) {
                    break;
                }
            }
            Thread.ofPlatform().daemon().start(() -> drain(server.inputReader()));
            return new Iperf(server, port, cores);
        } catch (IOException notInstalled) {
            return null;
        }
    }

    /// What it says is said by the client, too.
    private static void drain(BufferedReader said) {
        try {
            said.lines().forEach(_ -> { });
        } catch (UncheckedIOException over) {
            // It was ended.
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /// Works for whole seconds: it cannot do with less.
    @Override
    public Measurement run(Workload workload, long nanos)
            throws IOException, InterruptedException {
        Process client = new ProcessBuilder(List.of("iperf3", "--client", HERE, "--port", port,
                "--zerocopy", "--json", "--time", Long.toString(1 + (nanos - 1) / 1_000_000_000),
                "--length", Long.toString(workload.bytes()),
                "--affinity", cores.near() + "," + cores.far()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String report = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (client.waitFor() != 0) {
            throw new CommandFailure("iperf3 has failed: exit=" + client.exitValue(), report);
        }
        int received = report.indexOf("\"sum_received\"");
        double seconds = number(report, received, "seconds");
        long bytes = (long) number(report, received, "bytes");
        double share = number(report, received, "host_total")
                + number(report, received, "remote_total");
        long cpu = (long) (share / PERCENT * seconds * 1e9);
        cpuNanos += cpu;
        return new Measurement(bytes / workload.bytes(), bytes, (long) (seconds * 1e9), cpu,
                0, 0, 0, 0, 0, 0);
    }

    private static double number(String report, int from, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\":\\s*([0-9.e+]+)").matcher(report);
        if (!matcher.find(from)) {
            throw new CommandFailure("iperf3 does not say: key=" + key, report);
        }
        return Double.parseDouble(matcher.group(1));
    }

    @Override
    public long cpuNanos() {
        return cpuNanos;
    }

    @Override
    public void close() {
        server.destroy();
    }
}

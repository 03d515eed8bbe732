// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.PipeTransport;
import org.ringway.cli.bench.transport.RingwayTransport;
import org.ringway.cli.bench.transport.StreamTransport;
import org.ringway.cli.bench.transport.TcpTransport;
import org.ringway.cli.bench.transport.Transport;
import org.ringway.cli.bench.transport.Transport.End;
import org.ringway.cli.bench.transport.Transport.Place;
import org.ringway.cli.bench.transport.TransportName;
import org.ringway.cli.bench.transport.UnixTransport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// One of two processes: connects with the other, then does what each line of standard input says,
/// and answers with a line; ends with its input.
///
/// ```text
///                          ready      the far end: the near one may come
///                          connected
/// prepare WORKLOAD         prepared
/// run WORKLOAD NANOS       a Tally
/// ```
@Command(name = "bench-party", hidden = true, description = "One end of a transport.")
public final class PartyCommand implements Callable<Integer> {
    private static final String THREAD = "ringway-bench";

    @Mixin
    private CommonOptions common;

    @Option(names = "--end", required = true, description = "NEAR or FAR.")
    private End end;

    @Option(names = "--transport", required = true, description = "family/manner/waiting.")
    private String transport;

    @Option(names = "--folder", required = true, description = "Where the two meet.")
    private Path folder;

    @Option(names = "--root", required = true, description = "Where the root listens.")
    private Path root;

    @Option(names = "--processor", required = true, description = "Where to run; -1: anywhere.")
    private int processor;

    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

    @Override
    public Integer call() throws InterruptedException {
        Thread.ofPlatform().daemon().name("stdin").start(this::readOrders);
        FutureTask<Integer> work = new FutureTask<>(this::work);
        Thread.ofPlatform().daemon().name(THREAD).start(work);
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new CommandFailure("the " + end + " end of " + transport + " has failed: "
                    + e.getCause(), "run again with --verbose", e.getCause());
        }
    }

    private void readOrders() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            in.lines().forEach(orders::add);
        } catch (IOException gone) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
    }

    private int work() throws IOException, InterruptedException {
        TransportName name = TransportName.parse(transport);
        KernelThread thread = KernelThread.find(THREAD);
        if (processor >= 0) {
            thread.pin(processor);
        }
        Place place = new Place(end, name, folder, root, () -> say("ready"));
        try (Conduit conduit = transport(name.family()).connect(place)) {
            say("connected");
            Party party = new Party(conduit, end == End.NEAR, thread);
            while (true) {
                say(obey(party, orders.take().split(" ")));
            }
        }
    }

    private static Transport transport(String family) {
        return Stream.concat(
                        Stream.of(new RingwayTransport(), new TcpTransport(), new UnixTransport(),
                                new PipeTransport(), new StreamTransport()),
                        ServiceLoader.load(Transport.class).stream()
                                .map(ServiceLoader.Provider::get))
                .filter(each -> each.family().equals(family))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no transport: family=" + family));
    }

    private static String obey(Party party, String[] order)
            throws IOException, InterruptedException {
        Workload workload = Workload.parse(order[1]);
        if (order[0].equals("prepare")) {
            party.prepare(workload);
            return "prepared";
        }
        return party.run(workload, Long.parseLong(order[2])).toString();
    }

    private static void say(String line) {
        System.out.println(line);
    }
}

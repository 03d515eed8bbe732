// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.TcpTransport;
import org.ringway.cli.bench.transport.Transport;
import org.ringway.cli.stream.ForwardCommand;
import picocli.CommandLine;

/// TCP to TCP by two `ringway forward`, each in the process of its side, whose CPU time counts.
public final class ForwardTransport implements Transport {
    private static final String PORT_FILE = "port";

    /// For the service loader.
    public ForwardTransport() {}

    @Override
    public String family() {
        return "forward";
    }

    @Override
    public Conduit connect(Place place) throws IOException, InterruptedException {
        String service = "hv://" + place.folder().getFileName() + "/tcp";
        Path port = place.folder().resolve(PORT_FILE);
        if (place.isNear()) {
            String ready = forward(place, "tcp://127.0.0.1:0", service);
            Files.writeString(port, ready.replaceAll(
                    ".*from=tcp://127\\.0\\.0\\.1:(\\d+) .*", "$1"));
            return new TcpTransport().connect(place);
        }
        return new TcpTransport().connect(new Place(place.end(), place.name(), place.folder(),
                place.root(), () -> {
                    forward(place, service, "tcp://127.0.0.1:" + text(port));
                    place.ready().run();
                }));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return what it says when it is ready}
    private static String forward(Place place, String from, String to) {
        PipedWriter said = new PipedWriter();
        Scanner lines;
        try {
            lines = new Scanner(new PipedReader(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CommandLine command =
                new CommandLine(new ForwardCommand()).setOut(new PrintWriter(said, true));
        Thread.ofPlatform().daemon().name("forward").start(
                () -> command.execute("--socket", place.root().toString(), from, to));
        return lines.nextLine();
    }
}

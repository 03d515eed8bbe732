// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.child.ChildPartition;
import org.ringway.cli.BusNames;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.Json;
import org.ringway.cli.SocketOption;
import org.ringway.cli.Visit;
import org.ringway.wire.PeerFacts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what partitions look like inside, as they say themselves.
@Command(name = "inspect",
        description = "Show the live state of partitions and channels: links, rings, signals,"
                + " waiters, leases.",
        footer = {"", "Partitions answer their own user and the superuser. None is held up."})
public final class InspectCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Parameters(arity = "0..1", paramLabel = "PARTITION|CHANNEL",
            description = "Number or name of a partition, or a channel, such as c1; see"
                    + " 'ringway ls'. Default: every partition.")
    private @Nullable String wanted;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return Visit.to(socket, "ringway inspect", this::inspect);
    }

    private int inspect(ChildPartition self) throws InterruptedException {
        BusListing listing = self.list();
        List<Target> targets = wanted == null ? Target.all(listing, self.id())
                : Target.named(wanted, listing, self.id());
        List<Sight> sights;
        try (Survey survey = new Survey(self)) {
            sights = survey.ask(targets);
        }
        print(sights, new ChannelNames(listing), new BusNames(listing));
        boolean anybody = sights.isEmpty()
                || sights.stream().anyMatch(sight -> sight.state() != null);
        return anybody ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void print(List<Sight> sights, ChannelNames channels, BusNames names) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(Json.text(Json.object("partitions",
                    sights.stream().map(sight -> object(sight, channels)).toList())));
            return;
        }
        for (Sight sight : sights) {
            out.print("partition " + names.person(sight.partition()));
            if (sight.state() == null) {
                out.println(": " + sight.silence());
            } else {
                out.println();
                new TreeText(out).printChildren(channels.named(sight.partition(), sight.state()));
            }
        }
    }

    private static Map<String, @Nullable Object> object(Sight sight, ChannelNames channels) {
        PeerFacts facts = sight.target().entry().partition();
        Map<String, @Nullable Object> object = Json.object(
                "id", BusNames.number(facts.partition()), "name", facts.name(),
                "pid", facts.pid(), "uid", Integer.toUnsignedLong(facts.uid()));
        if (sight.state() == null) {
            object.put("error", sight.silence());
        } else {
            object.put("state", TreeObject.of(channels.named(sight.partition(), sight.state())));
        }
        return object;
    }
}

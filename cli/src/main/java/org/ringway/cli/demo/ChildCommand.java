// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import org.ringway.cli.SocketOption;
import org.ringway.cli.StandardInput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The two children of the demo. Each ends when its standard input does.
@Command(name = "child", hidden = true, description = "One child of the demo.",
        subcommands = {ChildCommand.Serve.class, ChildCommand.Fetch.class})
public final class ChildCommand {
    @Mixin
    private CommonOptions common;

    private static void endWithInput() {
        StandardInput.whenItEnds(() -> Runtime.getRuntime().halt(CommandLine.ExitCode.OK));
    }

    /// Serves a tree to one consumer after the other.
    @Command(name = "serve", description = "Serve a tree.")
    static final class Serve implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Mixin
        private SocketOption socket;

        @Parameters(paramLabel = "DIR", description = "What to serve.")
        private Path source;

        @Override
        public Integer call() throws IOException, InterruptedException {
            endWithInput();
            TreeFiles files = TreeFiles.of(source);
            try (ChildPartition child = ChildPartition.join(socket.path(), "demo-provider");
                    TcpProvider tcp = TcpProvider.start(files);
                    Service service = child.offer(Consumer.OFFER)) {
                System.out.println("ready");
                BusChannel channel = service.accept();
                try (Provider provider = new Provider(files, tcp, channel)) {
                    provider.serve();
                }
            } catch (PeerLostException lost) {
                throw new CommandFailure("peer lost", "the consumer died: " + lost.getMessage());
            } catch (ChannelClosedException done) {
                return CommandLine.ExitCode.OK;
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /// Pulls a tree and measures.
    @Command(name = "fetch", description = "Pull the tree that is served.")
    static final class Fetch implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Mixin
        private SocketOption socket;

        @Option(names = "--to", paramLabel = "DIR", description = "Make a copy there.")
        private @Nullable Path copy;

        @Override
        public Integer call() throws IOException, InterruptedException {
            endWithInput();
            try (ChildPartition child = ChildPartition.join(socket.path(), "demo-consumer")) {
                new Consumer(child, System.out, copy).run();
            } catch (PeerLostException | IOException lost) {
                throw new CommandFailure("peer lost", "the provider died: " + lost.getMessage());
            } catch (DemoFailure | Digests.MismatchException failed) {
                throw new CommandFailure(String.valueOf(failed.getMessage()),
                        "run the demo again with a tree that nobody changes");
            }
            return CommandLine.ExitCode.OK;
        }
    }
}

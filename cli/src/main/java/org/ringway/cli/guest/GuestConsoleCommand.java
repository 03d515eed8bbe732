// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.CommonOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Joins this terminal with a guest's console, until either ends.
@Command(name = "console", description = "Look at a guest's console, and type on it.",
        footer = {"", "Each key goes there as it is pressed. Ends with Ctrl-], or the guest."})
final class GuestConsoleCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private NamedGuest guest;

    @Override
    public Integer call() throws InterruptedException {
        try (SocketChannel channel = guest.connect(); Terminal terminal = Terminal.open()) {
            ControlSocket.give(channel, "console");
            InputStream in = Channels.newInputStream(channel);
            ControlSocket.requireOk(in, guest.name());
            Thread.ofPlatform().daemon().name("stdin").start(() -> copy(terminal, channel));
            for (int value = in.read(); value >= 0; value = in.read()) {
                System.out.write(value);
                System.out.flush();
            }
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            throw new CommandFailure("the console has gone: " + e.getMessage(),
                    "see whether the guest still runs: ringway ls", e);
        }
    }

    private static void copy(Terminal terminal, SocketChannel channel) {
        try {
            if (terminal.type(Channels.newOutputStream(channel)::write)) {
                channel.shutdownInput();
            }
        } catch (IOException _) {
            // The other thread notices, too.
        }
    }
}

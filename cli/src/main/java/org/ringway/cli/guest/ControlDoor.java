// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ringway.cli.CommandFailure;
import org.ringway.guest.GuestMachine;

/// Takes the orders of [ControlSocket].
final class ControlDoor implements AutoCloseable {
    private static final int MAX_ORDER_BYTES = 64;
    /// A guest that still boots may be told to stop.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path socket;
    private final GuestMachine guest;
    private final Console console;
    private final Reception reception;

    private ControlDoor(
            Path socket, ServerSocketChannel listener, GuestMachine guest, Console console) {
        this.socket = socket;
        this.guest = guest;
        this.console = console;
        this.reception = Reception.open(listener, this::serve);
    }

    /// Opens it. A socket of a machine that was killed is taken over.
    ///
    /// @throws CommandFailure if a machine of that name runs
    static ControlDoor open(Path socket, GuestMachine guest, Console console) {
        try {
            return new ControlDoor(socket, PrivateSocket.listen(socket), guest, console);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure("another guest of that name runs: socket=" + socket,
                    "give the guest another --name", e);
        } catch (IOException e) {
            throw new CommandFailure("no orders can be taken: socket=" + socket + ": "
                    + e.getMessage(), "see whether you may write in its folder, and how full its"
                    + " file system is", e);
        }
    }

    private void serve(SocketChannel client) throws IOException, InterruptedException {
        InputStream in = Channels.newInputStream(client);
        switch (ControlSocket.line(in, MAX_ORDER_BYTES)) {
            case "stop" -> await(client, guest.stop(), PATIENCE);
            case "restart" -> await(client, guest.restart(), PATIENCE);
            case "reset" -> {
                guest.reset();
                ControlSocket.say(client, ControlSocket.OK);
            }
            case "show" -> ControlSocket.say(client, ControlSocket.OK + "\n"
                    + String.join("\n", HealthReport.lines(guest.health())));
            case "console" -> console(client, in);
            default -> ControlSocket.say(client, ControlSocket.NO + "unknown order");
        }
    }

    /// Says what becomes of a wish. One that is not heard in time is withdrawn.
    static void await(SocketChannel client, CompletableFuture<Void> wish, Duration atMost)
            throws IOException, InterruptedException {
        try {
            wish.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            ControlSocket.say(client, ControlSocket.OK);
        } catch (ExecutionException e) {
            ControlSocket.say(client, ControlSocket.NO + e.getCause().getMessage());
        } catch (TimeoutException e) {
            wish.cancel(false);
            ControlSocket.say(client, ControlSocket.NO
                    + "the guest has no driver that listens: seconds=" + atMost.toSeconds());
        } finally {
            wish.cancel(false);
        }
    }

    private void console(SocketChannel client, InputStream in)
            throws IOException, InterruptedException {
        ControlSocket.say(client, ControlSocket.OK);
        Thread output = Thread.ofPlatform().daemon().name("guest console").start(() -> {
            try {
                console.show(Channels.newOutputStream(client));
            } catch (InterruptedException _) {
                // Nobody looks any more.
            }
        });
        try {
            Console.type(in, guest);
        } finally {
            output.interrupt();
            output.join();
        }
    }

    /// Takes no more orders. The console has been shown then, as far as somebody looks.
    @Override
    public void close() {
        reception.close();
        console.close();
        try {
            Files.deleteIfExists(socket);
        } catch (IOException _) {
            // A socket that stays is taken over.
        }
    }
}

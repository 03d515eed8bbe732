// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.Json;
import org.ringway.sockets.HvChannel;
import org.ringway.wire.PeerFacts;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What is at this end of a connection: standard input and output, a file, or a program.
final class TalkOptions {
    @Option(names = {"-e", "--exec"}, paramLabel = "COMMAND",
            description = "Run this by /bin/sh for the connection, its standard input and output"
                    + " being the stream. RINGWAY_PEER, _PID, _UID and _GID say who is there.")
    private @Nullable String exec;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE",
            description = "Write what comes into a file instead of standard output.")
    private @Nullable Path output;

    /// {@return the program, if one is to be run}
    @Nullable Program program() {
        return exec == null ? null : new Program(exec);
    }

    /// Checks that everything has one place to go to.
    ///
    /// @param json whether standard output is for one object
    /// @param spec of the command
    void check(boolean json, CommandSpec spec) {
        if (exec != null && output != null) {
            throw wrong(spec, "--exec and --output exclude each other");
        }
        if (json && exec == null && output == null) {
            throw wrong(spec, "with --json standard output is for the object: say by --output"
                    + " FILE or --exec COMMAND where the stream goes");
        }
    }

    private static ParameterException wrong(CommandSpec spec, String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    /// {@return this process's standard input, being read if the stream is made of it}
    InputFeed input() {
        InputFeed feed = new InputFeed(new FileInputStream(FileDescriptor.in).getChannel());
        return exec == null ? feed.start() : feed;
    }

    /// {@return where the stream goes, if to no program}
    WritableByteChannel open() {
        if (output == null) {
            return new FileOutputStream(FileDescriptor.out).getChannel();
        }
        try {
            return FileChannel.open(output, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException cannot) {
            throw new CommandFailure("cannot write the file: file=" + output + " reason="
                    + cannot.getClass().getSimpleName(), "name one that you may write", cannot);
        }
    }

    /// Has one connection from its beginning to its end.
    ///
    /// @param channel closed afterwards
    /// @param input what goes there, if no program speaks
    /// @param target what takes the stream, if no program does
    /// @param json whether to print the object
    /// @param command where
    /// @throws CommandFailure if it broke, or the program failed
    void have(HvChannel channel, InputFeed input, WritableByteChannel target, boolean json,
            CommandLine command) throws InterruptedException, IOException {
        PeerFacts peer = channel.peer();
        Program program = program();
        if (program != null) {
            Program.Outcome outcome = program.serve(channel);
            print(json, command, peer, outcome.sent(), outcome.received());
            outcome.requireSuccess();
            return;
        }
        try (channel) {
            long before = input.sent();
            Talk talk = new Talk(channel, input);
            talk.hold(target);
            print(json, command, peer, input.sent() - before, talk.received());
        }
    }

    private static void print(boolean json, CommandLine command, PeerFacts peer, long sent,
            long received) {
        if (json) {
            command.getOut().println(Json.text(Json.object("peer", PeerText.json(peer),
                    "sentBytes", sent, "receivedBytes", received)));
        }
    }
}

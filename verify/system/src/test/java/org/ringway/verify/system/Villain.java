// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.nio.file.Path;

/// A hostile process.
final class Villain implements AutoCloseable {
    private final OtherJvm process;

    private Villain(OtherJvm process) {
        this.process = process;
    }

    static <T extends Enum<T> & Trick> Villain start(T trick, Path socket, boolean provides)
            throws IOException {
        return new Villain(OtherJvm.start(Villain.class, trick.getDeclaringClass().getName(),
                trick.name(), socket.toString(), Boolean.toString(provides)));
    }

    /// {@return the next line it says}
    String says() throws IOException {
        return process.says();
    }

    /// Lets it go on.
    void cue() throws IOException {
        process.cue();
    }

    /// {@return its exit code, once it has ended by itself}
    int awaitEnd() throws InterruptedException {
        return process.awaitEnd();
    }

    long pid() {
        return process.pid();
    }

    /// Ends it by SIGKILL, wherever it is.
    @Override
    public void close() {
        process.close();
    }

    /// Plays one trick, and ends when it is over and the test says so.
    public static void main(String[] arguments) throws Exception {
        Stage stage = new Stage(Path.of(arguments[2]), OtherJvm.cues(),
                Boolean.parseBoolean(arguments[3]));
        for (Object constant : Class.forName(arguments[0]).getEnumConstants()) {
            if (constant instanceof Trick trick && constant.toString().equals(arguments[1])) {
                trick.play(stage);
            }
        }
    }
}

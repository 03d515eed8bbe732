// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Two named pipes, one each way.
public final class PipeTransport implements Transport {
    /// For the service loader.
    public PipeTransport() {}

    @Override
    public String family() {
        return "pipe";
    }

    @Override
    public Conduit connect(Place place) throws IOException, InterruptedException {
        Path there = place.folder().resolve("there.fifo");
        Path back = place.folder().resolve("back.fifo");
        if (place.isNear()) {
            FileChannel out = FileChannel.open(there, StandardOpenOption.WRITE);
            return new StreamConduit(FileChannel.open(back, StandardOpenOption.READ), out);
        }
        make(there);
        make(back);
        place.ready().run();
        FileChannel in = FileChannel.open(there, StandardOpenOption.READ);
        return new StreamConduit(in, FileChannel.open(back, StandardOpenOption.WRITE));
    }

    private static void make(Path fifo) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("mkfifo", fifo.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor() != 0) {
            throw new IOException("mkfifo failed: exit=" + process.exitValue() + " path=" + fifo);
        }
    }
}

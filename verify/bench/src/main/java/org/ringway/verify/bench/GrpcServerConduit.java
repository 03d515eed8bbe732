// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.ringway.cli.bench.transport.Conduit;

/// The end that is called, in either manner.
///
/// @param queue runs the service
/// @param unary answers calls of one message
/// @param streamed answers a call of many
/// @param end lets go of all
record GrpcServerConduit(CallQueue queue, UnaryServer unary, StreamedConduit streamed, Runnable end)
        implements Conduit {
    @Override
    public void prepare(long bytes, boolean gathered) {
        unary.answerWhatIsLeft();
    }

    @Override
    public void send(MemorySegment message) throws IOException {
        if (!unary.answer(message)) {
            streamed.send(message);
        }
    }

    @Override
    public void receive(Sink sink) throws IOException {
        queue.receive(sink);
    }

    @Override
    public void close() {
        end.run();
    }
}

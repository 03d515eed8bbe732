// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.ringway.cli.bench.transport.Conduit;

/// Makes a call of each message, one at a time, as a blocking stub does.
final class UnaryCaller implements Conduit {
    private final ManagedChannel channel;
    private final Runnable end;
    private final CallQueue queue = new CallQueue();
    private final CallOptions options = CallOptions.DEFAULT.withExecutor(queue);

    UnaryCaller(ManagedChannel channel, Runnable end) {
        this.channel = channel;
        this.end = end;
    }

    @Override
    public void prepare(long bytes, boolean gathered) {}

    @Override
    public void send(MemorySegment message) {
        ClientCalls.asyncUnaryCall(channel.newCall(BenchCalls.ONE, options),
                message.toArray(ValueLayout.JAVA_BYTE), new Answer(queue));
    }

    private record Answer(CallQueue queue) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] message) {
            if (message.length > 0) {
                queue.arrived(message);
            }
        }

        @Override
        public void onError(Throwable failure) {
            queue.failed(failure);
        }

        @Override
        public void onCompleted() {}
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

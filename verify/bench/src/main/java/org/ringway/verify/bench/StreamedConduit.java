// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.bench.transport.Conduit;

/// Sends messages in one call of many, as fast as gRPC says that it is ready.
final class StreamedConduit implements Conduit {
    private final CallQueue queue;
    private final Runnable end;
    private @Nullable CallStreamObserver<byte[]> out;

    StreamedConduit(CallQueue queue) {
        this(queue, () -> { });
    }

    private StreamedConduit(CallQueue queue, Runnable end) {
        this.queue = queue;
        this.end = end;
    }

    /// {@return the end that calls}
    static StreamedConduit near(ManagedChannel channel, Runnable end) {
        StreamedConduit conduit = new StreamedConduit(new CallQueue(), end);
        ClientCalls.asyncBidiStreamingCall(channel.newCall(BenchCalls.MANY,
                CallOptions.DEFAULT.withExecutor(conduit.queue)), conduit.new Answers());
        return conduit;
    }

    /// The end that is called is.
    StreamObserver<byte[]> accept(StreamObserver<byte[]> answers) {
        begin((CallStreamObserver<byte[]>) answers);
        return new Messages();
    }

    private void begin(CallStreamObserver<byte[]> to) {
        to.setOnReadyHandler(() -> { });
        out = to;
    }

    private class Messages implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] message) {
            queue.arrived(message);
        }

        @Override
        public void onError(Throwable failure) {
            queue.failed(failure);
        }

        @Override
        public void onCompleted() {}
    }

    private final class Answers extends Messages implements ClientResponseObserver<byte[], byte[]> {
        @Override
        public void beforeStart(ClientCallStreamObserver<byte[]> requests) {
            begin(requests);
        }
    }

    @Override
    public void prepare(long bytes, boolean gathered) {}

    @Override
    public void send(MemorySegment message) throws IOException {
        queue.await(() -> out != null && out.isReady());
        if (out != null) {
            out.onNext(message.toArray(ValueLayout.JAVA_BYTE));
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

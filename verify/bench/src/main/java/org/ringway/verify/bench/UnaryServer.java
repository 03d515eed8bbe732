// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.grpc.stub.StreamObserver;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Queue;

/// Answers calls of one message each, in their order.
final class UnaryServer {
    private final CallQueue queue;
    private final Queue<StreamObserver<byte[]>> open = new ArrayDeque<>();

    UnaryServer(CallQueue queue) {
        this.queue = queue;
    }

    void called(byte[] request, StreamObserver<byte[]> answer) {
        open.add(answer);
        queue.arrived(request);
    }

    /// {@return whether there was a call to answer}
    boolean answer(MemorySegment message) {
        StreamObserver<byte[]> next = open.poll();
        if (next != null) {
            answer(next, message.toArray(ValueLayout.JAVA_BYTE));
        }
        return next != null;
    }

    private static void answer(StreamObserver<byte[]> call, byte[] message) {
        call.onNext(message);
        call.onCompleted();
    }

    /// The last message of a round has no answer.
    void answerWhatIsLeft() {
        open.forEach(each -> answer(each, new byte[0]));
        open.clear();
    }
}

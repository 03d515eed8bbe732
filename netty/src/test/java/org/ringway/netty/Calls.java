// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// A gRPC service whose messages are bytes, without generated code.
final class Calls {
    static final String SERVICE = "ringway.test.Calls";
    /// Sends the message back.
    static final MethodDescriptor<byte[], byte[]> ECHO = method(MethodType.UNARY, "Echo");
    /// Sends as many messages as an int says, each with its number.
    static final MethodDescriptor<byte[], byte[]> COUNT =
            method(MethodType.SERVER_STREAMING, "Count");
    /// Says how many bytes have come.
    static final MethodDescriptor<byte[], byte[]> SUM =
            method(MethodType.CLIENT_STREAMING, "Sum");
    /// Sends each message back.
    static final MethodDescriptor<byte[], byte[]> TALK =
            method(MethodType.BIDI_STREAMING, "Talk");
    /// Never answers.
    static final MethodDescriptor<byte[], byte[]> HANG = method(MethodType.UNARY, "Hang");

    private Calls() {}

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        private static final class Known extends ByteArrayInputStream implements KnownLength {
            private Known(byte[] bytes) {
                super(bytes);
            }
        }

        @Override
        public InputStream stream(byte[] value) {
            return new Known(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /// @param cancelled done when a call that hangs is cancelled
    static ServerServiceDefinition service(CompletableFuture<Boolean> cancelled) {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(Calls::count))
                .addMethod(SUM, ServerCalls.asyncClientStreamingCall(Summing::new))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(Talking::new))
                .addMethod(HANG, ServerCalls.asyncUnaryCall((_, answer) ->
                        ((ServerCallStreamObserver<byte[]>) answer)
                                .setOnCancelHandler(() -> cancelled.complete(true))))
                .build();
    }

    private static void count(byte[] request, StreamObserver<byte[]> answer) {
        for (int i = 0; i < number(request); i++) {
            answer.onNext(number(i));
        }
        answer.onCompleted();
    }

    private abstract static class Answering implements StreamObserver<byte[]> {
        final StreamObserver<byte[]> answer;

        Answering(StreamObserver<byte[]> answer) {
            this.answer = answer;
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }
    }

    private static final class Summing extends Answering {
        private int sum;

        private Summing(StreamObserver<byte[]> answer) {
            super(answer);
        }

        @Override
        public void onNext(byte[] message) {
            sum += message.length;
        }

        @Override
        public void onCompleted() {
            answer.onNext(number(sum));
            answer.onCompleted();
        }
    }

    private static final class Talking extends Answering {
        private Talking(StreamObserver<byte[]> answer) {
            super(answer);
        }

        @Override
        public void onNext(byte[] message) {
            answer.onNext(message);
        }
    }
}

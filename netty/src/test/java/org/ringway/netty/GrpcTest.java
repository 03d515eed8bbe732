// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;
import org.ringway.sockets.HvSocketAddress;

@DisplayName("gRPC over streams between partitions")
final class GrpcTest extends NettyCase {
    private static final int LARGEST = 16 << 20;

    private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    private final BlockingQueue<SocketAddress> callers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    private ManagedChannel channel;

    GrpcTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }

    private final class Callers implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            callers.add(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                @Override
                public void onHalfClose() {
                    super.onHalfClose();
                    begun.add(call.getMethodDescriptor().getFullMethodName());
                }
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        Server serving = NettyServerBuilder.forAddress(ANYBODY)
                .channelType(HvServerSocketChannel.class)
                .bossEventLoopGroup(serverLoops).workerEventLoopGroup(serverLoops)
                .maxInboundMessageSize(LARGEST + 1024)
                .intercept(new Callers())
                .addService(Calls.service(cancelled)).build().start();
        keep(() -> serving.shutdownNow().awaitTermination(10, TimeUnit.SECONDS));
        channel = NettyChannelBuilder.forAddress(ECHO)
                .channelType(HvSocketChannel.class).eventLoopGroup(clientLoops)
                .overrideAuthority("server").usePlaintext()
                .maxInboundMessageSize(LARGEST + 1024).build();
        keep(() -> channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS));
    }

    private ClientCall<byte[], byte[]> call(MethodDescriptor<byte[], byte[]> method) {
        return channel.newCall(method, CallOptions.DEFAULT);
    }

    private byte[] echo(byte[] message) {
        return ClientCalls.blockingUnaryCall(call(Calls.ECHO), message);
    }

    /// Collects what comes.
    private static final class Collecting implements StreamObserver<byte[]> {
        private final List<byte[]> messages = new ArrayList<>();
        private final CompletableFuture<List<byte[]>> all = new CompletableFuture<>();

        @Override
        public void onNext(byte[] message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            all.complete(messages);
        }

        List<byte[]> get() throws Exception {
            return all.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    @DisplayName("one call after the other, and the server knows who calls")
    void unary() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertEquals(i, Calls.number(echo(Calls.number(i))));
        }
        assertTrue(next(callers).toString().startsWith("hv://"));
    }

    @Test
    @DisplayName("messages of 16 MiB both ways")
    void large() {
        byte[] message = new byte[LARGEST];
        new Random(16).nextBytes(message);
        assertArrayEquals(message, echo(message));
    }

    @Test
    @DisplayName("the server streams")
    void serverStreams() {
        Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(
                call(Calls.COUNT), Calls.number(5000));
        for (int i = 0; i < 5000; i++) {
            assertEquals(i, Calls.number(answers.next()));
        }
        assertTrue(!answers.hasNext());
    }

    @Test
    @DisplayName("the client streams")
    void clientStreams() throws Exception {
        Collecting answer = new Collecting();
        StreamObserver<byte[]> requests =
                ClientCalls.asyncClientStreamingCall(call(Calls.SUM), answer);
        for (int i = 0; i < 500; i++) {
            requests.onNext(new byte[10_000]);
        }
        requests.onCompleted();
        assertEquals(5_000_000, Calls.number(answer.get().getFirst()));
    }

    @Test
    @DisplayName("both stream at once")
    void bothStream() throws Exception {
        Collecting answers = new Collecting();
        StreamObserver<byte[]> requests =
                ClientCalls.asyncBidiStreamingCall(call(Calls.TALK), answers);
        Random random = new Random(2);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] message = new byte[random.nextInt(20_000)];
            random.nextBytes(message);
            sent.add(message);
            requests.onNext(message);
        }
        requests.onCompleted();
        List<byte[]> got = answers.get();
        assertEquals(sent.size(), got.size());
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), got.get(i));
        }
    }

    @Test
    @DisplayName("a deadline ends a call that hangs, on both sides, and the next one goes on")
    void deadline() throws Exception {
        ClientCall<byte[], byte[]> hanging = channel.newCall(Calls.HANG,
                CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.MILLISECONDS));
        StatusRuntimeException late = assertThrows(StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(hanging, new byte[1]));
        assertEquals(Status.Code.DEADLINE_EXCEEDED, late.getStatus().getCode());
        assertEquals(7, Calls.number(echo(Calls.number(7))));
    }

    @Test
    @DisplayName("a call can be cancelled, and the server hears of it")
    void cancellation() throws Exception {
        Future<byte[]> hanging = ClientCalls.futureUnaryCall(call(Calls.HANG), new byte[1]);
        // Before that, the server has nobody yet to tell of a cancellation.
        next(begun);
        assertTrue(hanging.cancel(true));
        assertTrue(cancelled.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertEquals(8, Calls.number(echo(Calls.number(8))));
    }

    @Test
    @DisplayName("a thousand calls at once")
    void thousand() throws Exception {
        List<Future<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            calls.add(ClientCalls.futureUnaryCall(call(Calls.ECHO), Calls.number(i)));
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, Calls.number(calls.get(i).get(LIMIT.toSeconds(), TimeUnit.SECONDS)));
        }
    }

    @Test
    @DisplayName("a service that nobody listens on is unavailable")
    void unavailable() {
        ManagedChannel nowhere = NettyChannelBuilder
                .forAddress(HvSocketAddress.parse("hv://server/nothing"))
                .channelType(HvSocketChannel.class).eventLoopGroup(clientLoops)
                .overrideAuthority("server").usePlaintext().build();
        keep(() -> nowhere.shutdownNow().awaitTermination(10, TimeUnit.SECONDS));
        StatusRuntimeException failed = assertThrows(StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        nowhere.newCall(Calls.ECHO, CallOptions.DEFAULT), new byte[1]));
        assertEquals(Status.Code.UNAVAILABLE, failed.getStatus().getCode());
    }
}

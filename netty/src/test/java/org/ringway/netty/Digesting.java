// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/// Reads to the end, counts and hashes.
final class Digesting extends ChannelInboundHandlerAdapter {
    private final MessageDigest digest = sha256();
    private final CompletableFuture<String> hash = new CompletableFuture<>();
    private volatile long count;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /// {@return of all bytes, once the stream has ended}
    CompletableFuture<String> hash() {
        return hash;
    }

    long count() {
        return count;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        digest.update(bytes.nioBuffer());
        count = count + bytes.readableBytes();
        bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            channelInactive(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        hash.complete(HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        hash.completeExceptionally(failure);
        context.close();
    }
}

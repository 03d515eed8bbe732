// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Reads so many bytes, and hashes them.
final class Counting extends SimpleChannelInboundHandler<ByteBuf> {
    private final int expected;
    private final MessageDigest digest = Digesting.sha256();
    private final CompletableFuture<String> hash = new CompletableFuture<>();
    private int count;

    Counting(int expected) {
        this.expected = expected;
    }

    int expected() {
        return expected;
    }

    String hash() throws Exception {
        return hash.get(NettyCase.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        count += bytes.readableBytes();
        digest.update(bytes.nioBuffer());
        if (count == expected) {
            hash.complete(HexFormat.of().formatHex(digest.digest()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        hash.completeExceptionally(failure);
        context.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Writes down every event, and what was read as text.
final class Recording extends ChannelInboundHandlerAdapter {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    String next() throws InterruptedException {
        return NettyCase.next(events);
    }

    /// {@return the events up to this one}
    List<String> upTo(String last) throws InterruptedException {
        List<String> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!all.getLast().equals(last));
        return all;
    }

    /// Whether nothing has happened since.
    boolean isQuiet() {
        return events.isEmpty();
    }

    @Override
    public void channelRegistered(ChannelHandlerContext context) {
        events.add("registered");
    }

    @Override
    public void channelUnregistered(ChannelHandlerContext context) {
        events.add("unregistered");
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        events.add("active");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        events.add("inactive");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        events.add("read " + bytes.toString(UTF_8));
        bytes.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        events.add("read complete");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        events.add(event.getClass().getSimpleName());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        events.add(context.channel().isWritable() ? "writable" : "not writable");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        events.add("failed " + failure.getClass().getSimpleName());
    }
}

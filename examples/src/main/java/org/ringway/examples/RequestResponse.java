// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.pipe.MessagePipe;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Sends a message of any length through a pipe and gets one back: here a megabyte, its length.
final class RequestResponse {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RequestResponse() {}

    public static void main(String[] args) throws Exception {
        OfferContent content = new OfferContent(Guid.ofName("length"), Guid.ofName("length"),
                OfferContent.NAMED_PIPE, UserData.ofPipe(UserData.PIPE_FRAGMENTS));
        try (ChildPartition server = ChildPartition.join("server");
                Service service = server.offer("length", content);
                ChildPartition client = ChildPartition.join("client");
                MessagePipe asking = MessagePipe.over(
                        client.open(client.awaitOffer("length", PATIENCE)));
                MessagePipe answering = MessagePipe.over(service.accept())) {
            Thread.startVirtualThread(new FutureTask<>(() -> {
                String length = "bytes=" + answering.receive(PATIENCE).length;
                answering.send(MemorySegment.ofArray(length.getBytes()));
                return length;
            }));
            asking.send(MemorySegment.ofArray(new byte[1_000_001]));
            System.out.println(new String(asking.receive(PATIENCE)));
        }
    }
}

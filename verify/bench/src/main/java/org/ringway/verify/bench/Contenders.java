// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

/// Names of those who are compared; transports' are `family/manner/waiting`.
final class Contenders {
    static final String RINGWAY = "ringway/plain/usual";
    static final String SPINNING = "ringway/plain/spin";
    static final String BLOCKING = "ringway/plain/block";
    static final String BATCHING = "ringway/batch/spin";
    static final String IN_PLACE = "ringway/reserve/spin";
    static final String LENDING = "ringway/lend/usual";
    static final String LENT = "ringway/lent/usual";
    static final String HANDING_OFF = "ringway/handoff/usual";
    static final String POOLING = "ringway/pool/usual";
    static final String POOLING_HAND_OFF = "ringway/poolhandoff/usual";
    static final String STANDING = "ringway/standing/usual";
    static final String STREAM = "stream/plain/usual";
    static final String STREAM_LARGE = "stream/large/usual";
    static final String STREAM_BLOCKING = "stream/plain/block";
    static final String FORWARD = "forward/plain/usual";
    static final String AERON = "aeron/plain/spin";
    static final String AGRONA = "agrona/plain/spin";
    static final String TCP = "tcp/plain/usual";
    static final String TCP_SPINNING = "tcp/plain/spin";
    static final String UNIX = "unix/plain/usual";
    static final String UNIX_SPINNING = "unix/plain/spin";
    static final String PIPE = "pipe/plain/usual";
    static final String IPERF = Iperf.NAME;
    static final String LINE = "c/line";
    static final String DOORBELL = "c/socketpair";
    static final String EVENTFD = "c/eventfd";
    static final String COPY = "c/copy";
    static final String MEMCPY = "c/memcpy";
    static final String GRPC_UNARY = "grpc-ringway/unary/usual";
    static final String GRPC_UNARY_BLOCKING = "grpc-ringway/unary/block";
    static final String GRPC_UNARY_TCP = "grpc-tcp/unary/usual";
    static final String GRPC_STREAM = "grpc-ringway/stream/usual";
    static final String GRPC_STREAM_TCP = "grpc-tcp/stream/usual";
    static final String OPEN_CHANNEL = "opening/ringway/usual";
    static final String OPEN_TCP = "opening/tcp/usual";
    static final String OPEN_UNIX = "opening/unix/usual";
    static final String JOIN = "opening/join/usual";

    private Contenders() {}

    /// One busy channel among so many open ones.
    static String amongChannels(int count) {
        return "among/channels-" + count + "/spin";
    }

    /// One busy channel on a bus of so many partitions.
    static String amongPartitions(int count) {
        return "among/partitions-" + count + "/spin";
    }
}

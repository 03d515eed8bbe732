// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.StandardToRoot;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.UserData;

/// What a control message costs to say and to read.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ControlPieces {
    private final StandardToRoot.OpenChannel open = new StandardToRoot.OpenChannel(
            new RelId(7), new OpenId(1), new GpadlId(3), 0, 256, UserData.EMPTY);
    private final byte[] bytes = ControlCodec.encode(open);

    /// For JMH.
    public ControlPieces() {}

    /// {@return OpenChannel in bytes}
    @Benchmark
    public byte[] encode() {
        return ControlCodec.encode(open);
    }

    /// {@return OpenChannel}
    @Benchmark
    public ToRoot decode() {
        return ControlCodec.decodeToRoot(bytes);
    }
}

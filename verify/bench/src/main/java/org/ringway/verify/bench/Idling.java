// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.ringway.cli.bench.transport.TransportName.Waiting;

/// How Agrona and Aeron wait; neither can be woken.
final class Idling {
    private Idling() {}

    static IdleStrategy of(Waiting waiting) {
        return switch (waiting) {
            case SPIN -> new BusySpinIdleStrategy();
            case USUAL -> new BackoffIdleStrategy();
            case BLOCK -> throw new IllegalArgumentException("cannot block: no doorbell");
        };
    }
}

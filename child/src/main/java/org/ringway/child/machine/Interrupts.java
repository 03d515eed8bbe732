// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.wire.RelId;

/// Tells the root which processors are interrupted: of each channel one word at a time, and the
/// next one when that is answered.
final class Interrupts {
    private static final class Move {
        private final Channel channel;
        private final int targetVp;
        /// Null if nobody waits any more.
        private @Nullable RequestId request;

        private Move(Channel channel, int targetVp, RequestId request) {
            this.channel = channel;
            this.targetVp = targetVp;
            this.request = request;
        }
    }

    private final Effects effects;
    private final Refusals refusals;
    /// The first of each is under way.
    private final Map<RelId, Queue<Move>> moves = new LinkedHashMap<>();

    Interrupts(Effects effects, Refusals refusals) {
        this.effects = effects;
        this.refusals = refusals;
    }

    void move(RequestId request, Channel channel, int targetVp) {
        Queue<Move> queue = moves.computeIfAbsent(channel.relId, _ -> new ArrayDeque<>());
        queue.add(new Move(channel, targetVp, request));
        if (queue.size() == 1) {
            effects.send(new ModifyChannel(channel.relId, targetVp));
        }
    }

    void answered(ModifyChannelResponse response) {
        Queue<Move> queue = moves.get(response.relId());
        Move move = queue == null ? null : queue.poll();
        if (queue == null || move == null) {
            effects.ignore("ModifyChannelResponse for no such request: " + response);
            return;
        }
        if (response.status().isOk()) {
            move.channel.targetVp = move.targetVp;
        }
        end(move, response);
        Move next = queue.peek();
        if (next == null) {
            moves.remove(response.relId());
        } else {
            effects.send(new ModifyChannel(response.relId(), next.targetVp));
        }
    }

    private void end(Move move, ModifyChannelResponse response) {
        RequestId request = move.request;
        if (request == null) {
            return;
        }
        if (response.status().isOk()) {
            effects.add(new Effect.Answered(request));
        } else {
            effects.fail(request, refusals.refusal(
                    "interrupt cannot be moved: " + move.channel, response.status()));
        }
    }

    /// {@return whether this request was a move, which happens all the same}
    boolean giveUp(RequestId request) {
        for (Queue<Move> queue : moves.values()) {
            for (Move move : queue) {
                if (request.equals(move.request)) {
                    move.request = null;
                    return true;
                }
            }
        }
        return false;
    }

    void linkDown(Failure failure) {
        for (Queue<Move> queue : moves.values()) {
            for (Move move : queue) {
                if (move.request != null) {
                    effects.fail(move.request, failure);
                }
            }
        }
        moves.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import java.util.List;
import java.util.function.Predicate;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.wire.PortId;

/// The part of a [ChildMachine] that is about ports; the same rules hold.
///
/// - **Thread:** one. **Blocking:** never.
public final class PortRequests {
    private final Tables tables;
    private final Predicate<RequestId> isUp;

    /// @param isUp whether there is a root to ask; if not, the request has failed
    PortRequests(Tables tables, Predicate<RequestId> isUp) {
        this.tables = tables;
        this.isUp = isUp;
    }

    /// Opens a port.
    ///
    /// @param request answered when it is open
    /// @param port its number
    /// @param kind what can be sent there
    /// @return what to do
    public List<Effect> open(RequestId request, PortId port, PortKind kind) {
        if (isUp.test(request)) {
            tables.ports.open(request, port, kind);
        }
        return tables.effects.take();
    }

    /// Closes a port; what comes is not handed out any more.
    ///
    /// @param port which; another one means nothing
    /// @return what to do
    public List<Effect> close(PortId port) {
        tables.ports.close(port);
        return tables.effects.take();
    }

    /// Somebody has what came to a port.
    ///
    /// @param port which; another one means nothing
    /// @param taken how many messages, or the bits of the banks of flags
    /// @return what to do
    public List<Effect> taken(PortId port, int taken) {
        tables.ports.taken(port, taken);
        return tables.effects.take();
    }

    /// Sends a message to a port.
    ///
    /// @param request answered by [Effect.Posted]
    /// @param message it; its number is chosen here
    /// @return what to do
    public List<Effect> post(RequestId request, PostMessage message) {
        if (isUp.test(request)) {
            tables.posts.send(request, post -> new PostMessage(post, message.partition(),
                    message.port(), message.messageType(), message.payload()));
        }
        return tables.effects.take();
    }

    /// Sets a flag at a port.
    ///
    /// @param request answered by [Effect.Posted]
    /// @param event it; its number is chosen here
    /// @return what to do
    public List<Effect> signal(RequestId request, SignalEvent event) {
        if (isUp.test(request)) {
            tables.posts.send(request, post -> new SignalEvent(
                    post, event.partition(), event.port(), event.flag()));
        }
        return tables.effects.take();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.wire.Status;

/// Joins a bus for a look, and leaves again.
public final class Visit {
    /// A root that lives answers in milliseconds, unless its machine has too much to do.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// What to do there.
    ///
    /// @param <T> what comes of it
    public interface Task<T> {
        /// Looks.
        ///
        /// @param self the visitor's own partition
        /// @return what was seen
        /// @throws InterruptedException if the user has had enough
        T look(ChildPartition self) throws InterruptedException;
    }

    private Visit() {}

    /// {@return what came of a visit}
    ///
    /// @param socket where the root listens
    /// @param name what the visitor calls itself
    /// @param task what to do
    /// @param <T> what comes of it
    /// @throws InterruptedException if the user has had enough
    public static <T> T to(SocketOption socket, String name, Task<T> task)
            throws InterruptedException {
        return visit(socket, name, UnaryOperator.identity(), task);
    }

    /// {@return what came of a visit under a name that nobody else may have}
    ///
    /// @param socket where the root listens
    /// @param name what the visitor calls itself
    /// @param task what to do
    /// @param <T> what comes of it
    /// @throws InterruptedException if the user has had enough
    public static <T> T as(SocketOption socket, String name, Task<T> task)
            throws InterruptedException {
        return visit(socket, name, JoinOptions::withOwnName, task);
    }

    private static <T> T visit(SocketOption socket, String name, UnaryOperator<JoinOptions> change,
            Task<T> task) throws InterruptedException {
        SocketPlace place = socket.place();
        place.checkLength();
        JoinOptions options = change.apply(JoinOptions.of(HostPlatform.find(), place.path(), name)
                .withTimeout(PATIENCE));
        try (ChildPartition partition = ChildPartition.join(options)) {
            return task.look(partition);
        } catch (RefusedException refused) {
            throw refused.status() == Status.DEVICE_BUSY.code()
                    ? new CommandFailure("the name is taken: name=" + name,
                            "choose another one, or end the partition that has it", refused)
                    : new CommandFailure("the root refuses: socket=" + place.path(),
                            refused.getMessage() + "; whoever runs it can change that", refused);
        } catch (RootLostException hungUp) {
            throw new CommandFailure("the root hung up: socket=" + place.path(),
                    "its log says why", hungUp);
        }
    }
}

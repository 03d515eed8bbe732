// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.ringway.BusException;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.guest.integration.Shutdown.Kind;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PartitionId;
import org.ringway.wire.UserData;

/// The host of one guest: a partition that offers the integration services, to the guest alone.
///
/// - **Thread:** any; a virtual thread serves each service.
public final class HostServices implements AutoCloseable {
    private final ChildPartition host;
    private final UnaryOperator<Guid> instances;
    private final Shutdown shutdown = new Shutdown();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Service> services = new ArrayList<>();

    private HostServices(ChildPartition host, UnaryOperator<Guid> instances) {
        this.host = host;
        this.instances = instances;
    }

    /// Offers all of them.
    ///
    /// @param host who offers; stays open
    /// @param guest to whom
    /// @param health is told what the guest says
    /// @param instances of the offers by their interfaces, each another one
    /// @return the services
    /// @throws InterruptedException if interrupted while it waits for the root
    /// @throws org.ringway.RefusedException if the host may not offer
    public static HostServices start(ChildPartition host, PartitionId guest, GuestHealth health,
            UnaryOperator<Guid> instances) throws InterruptedException {
        HostServices all = new HostServices(host, instances);
        try {
            all.offer(all.shutdown, guest);
            all.offer(new Heartbeat(health), guest);
            all.offer(new TimeSynchronization(Clock.systemUTC()), guest);
            all.offer(new KeyValueExchange(health), guest);
            return all;
        } catch (RuntimeException | InterruptedException e) {
            all.close();
            throw e;
        }
    }

    private void offer(IntegrationService what, PartitionId guest) throws InterruptedException {
        // Another guest has the same kind, and each instance of the bus is another one.
        Guid kind = Guid.of(what.interfaceId());
        OfferContent content = new OfferContent(kind,
                instances.apply(kind), OfferContent.ENUMERATE | OfferContent.NAMED_PIPE,
                UserData.ofPipe(UserData.PIPE_MESSAGES));
        Service service = host.offer(
                what.name(), content, ServiceOptions.DEFAULT.offeredTo(guest));
        services.add(service);
        Thread.ofVirtual().name("guest " + what.name()).start(() -> serve(what, service));
    }

    /// A guest may close a channel and open it anew: its drivers can be loaded again.
    private void serve(IntegrationService what, Service service) {
        try {
            while (true) {
                serve(what, service.accept());
            }
        } catch (BusException _) {
            // The service is closed, or a new root does not let us offer it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(IntegrationService what, BusChannel accepted) throws InterruptedException {
        try (BusChannel channel = accepted) {
            what.serve(IntegrationChannel.negotiate(channel, what.versions()),
                    time -> channel.isOpen()
                            && !over.await(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (BusException _) {
            // The guest's side of the service is broken or gone; the next channel counts.
        }
    }

    /// Asks the guest to switch itself off in good order.
    ///
    /// @return done when it has said that it will, as soon as it has a driver for that;
    ///     exceptionally if it does not want to, or these are closed. Who cancels it withdraws the
    ///     wish
    public CompletableFuture<Void> stop() {
        return shutdown.ask(Kind.OFF);
    }

    /// Asks the guest to begin anew in good order.
    ///
    /// @return as [#stop]
    public CompletableFuture<Void> restart() {
        return shutdown.ask(Kind.RESTART);
    }

    /// Withdraws all of them. Idempotent.
    @Override
    public void close() {
        over.countDown();
        services.forEach(Service::close);
        shutdown.close();
    }
}

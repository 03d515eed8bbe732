// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.root;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringway.PlatformException;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Link;
import org.ringway.conformance.script.Patience;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Where clients meet the root that is tried; each rule gets links of its own.
public final class Stage {
    private final Platform platform;
    private final Path socket;
    private final Patience patience;
    private final List<Client> clients = new ArrayList<>();
    private final List<Doorbell> bells = new ArrayList<>();
    private final Set<String> services = new HashSet<>();
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private int names;

    public Stage(Platform platform, Path socket, Patience patience) {
        this.platform = platform;
        this.socket = socket;
        this.patience = patience;
    }

    Platform platform() {
        return platform;
    }

    Patience patience() {
        return patience;
    }

    static Guid guid(String service) {
        return Guid.ofName(service);
    }

    static OfferContent content(String service) {
        return new OfferContent(guid(service), guid(service), 0, UserData.of(new byte[] {5, 3}));
    }

    /// {@return a name that nobody else on this bus has}
    String newService() {
        String name = "conformance " + run + " " + ++names;
        services.add(name);
        return name;
    }

    Client link() {
        try {
            Client client = new Client(platform, new Link(platform.connect(socket), patience),
                    patience, services);
            clients.add(client);
            return client;
        } catch (PlatformException refused) {
            throw new Broken("no link: " + refused.getMessage());
        }
    }

    Client joined(String name) {
        return link().joins(name);
    }

    /// {@return a working end, until the rule is over}
    Doorbell doorbell(Handle end) {
        Doorbell bell = platform.doorbell(end);
        bells.add(bell);
        return bell;
    }

    Pair pair() {
        return new Pair(this);
    }

    /// Ends whatever a rule has begun.
    public void clear() {
        clients.forEach(Client::hangsUp);
        clients.clear();
        bells.forEach(Doorbell::close);
        bells.clear();
        services.clear();
        patience.renew();
    }
}

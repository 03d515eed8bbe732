// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.ArrayList;
import java.util.List;
import org.ringway.guest.GuestEnd;
import org.ringway.guest.GuestMachine;

/// The scenario of a guest whose kernel keeps no rule: its machine comes to its end, and neither
/// the root nor another guest notices.
final class HostileGuest {
    private static final String NAME = "hostile";

    private final LabBus bus;

    HostileGuest(LabBus bus) {
        this.bus = bus;
    }

    /// @param other another guest, which is fine before and afterwards
    String harmsNobody(GuestMachine other) throws InterruptedException {
        GuestShell shell = new GuestShell(NAME, bus.log());
        int offers = bus.self().list().offers().size();
        long beats = other.health().beats();
        List<String> said = new ArrayList<>();
        EchoService revoked = new EchoService(bus.self().offer("to be rescinded"));
        try (GuestMachine guest = bus.bootHostile(shell, NAME)) {
            says(shell, "=RESCIND", said);
            revoked.close();
            says(shell, "=HOSTILE DONE", said);
            GuestEnd end = guest.awaitEnd();
            ScenarioFailure.unless(end.reason() == GuestEnd.Reason.OFF, end.toString());
        } finally {
            revoked.close();
        }
        Await.health("heartbeats", other, health -> health.beats() > beats + 1);
        Await.that("the guest is gone", () -> bus.self().list().partitions().stream()
                .noneMatch(each -> each.partition().name().value().startsWith(NAME)));
        int left = bus.self().list().offers().size();
        ScenarioFailure.unless(left == offers, "offers=" + left + " before=" + offers);
        return "tried=" + said;
    }

    private static void says(GuestShell shell, String wanted, List<String> before)
            throws InterruptedException {
        String said = shell.await(text -> text.startsWith("="), LabBus.LIMIT, before);
        ScenarioFailure.unless(said.equals(wanted), "said=" + said + " after=" + before);
    }
}

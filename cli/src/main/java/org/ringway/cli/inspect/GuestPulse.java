// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.child.ChildPartition;
import org.ringway.cli.Json;
import org.ringway.guest.GuestMachine;
import org.ringway.guest.integration.GuestHealth;
import org.ringway.inspect.InspectTree.Branch;

/// Whether a guest is alive, as the partition beside it says.
///
/// @param name the guest's
/// @param beats how often its heart has beaten
/// @param millisSince how long ago it beat last; means nothing if it never has
/// @param silence why that partition says nothing, or empty
public record GuestPulse(String name, long beats, long millisSince, String silence) {
    /// Feels all pulses of a bus.
    ///
    /// @param self who asks
    /// @param listing what there is
    /// @return one for each guest
    /// @throws InterruptedException if interrupted while it waits
    public static List<GuestPulse> all(ChildPartition self, BusListing listing)
            throws InterruptedException {
        List<Target> hosts = Target.all(listing, self.id()).stream()
                .filter(target -> name(target).endsWith(GuestMachine.HOST_SUFFIX)).toList();
        try (Survey survey = new Survey(self)) {
            return survey.ask(hosts).stream().flatMap(sight -> of(sight).stream()).toList();
        }
    }

    private static String name(Target target) {
        return target.entry().partition().name().value();
    }

    /// Whoever answers and has no guest only has such a name.
    private static Optional<GuestPulse> of(Sight sight) {
        String host = name(sight.target());
        String name = host.substring(0, host.length() - GuestMachine.HOST_SUFFIX.length());
        if (sight.state() == null) {
            return Optional.of(new GuestPulse(name, 0, 0, sight.silence()));
        }
        return sight.state().child("program") instanceof Branch program
                && program.child(GuestHealth.BRANCH) instanceof Branch guest
                ? Optional.of(new GuestPulse(name, guest.number(GuestHealth.BEATS),
                        guest.number(GuestHealth.MILLIS_SINCE_BEAT), ""))
                : Optional.empty();
    }

    /// {@return it in one line}
    public String text() {
        String heart = beats == 0 ? "no heartbeat yet"
                : "heartbeat " + millisSince + " ms ago, " + beats + " in all";
        return "guest " + name + ": " + (silence.isEmpty() ? heart : silence);
    }

    /// {@return it as JSON has it}
    public Map<String, @Nullable Object> json() {
        return silence.isEmpty()
                ? Json.object("name", name, GuestHealth.BEATS, beats,
                        GuestHealth.MILLIS_SINCE_BEAT, beats == 0 ? null : millisSince)
                : Json.object("name", name, "error", silence);
    }
}

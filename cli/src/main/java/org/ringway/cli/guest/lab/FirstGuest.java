// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.child.Service;
import org.ringway.cli.inspect.GuestPulse;
import org.ringway.guest.GuestEnd;
import org.ringway.guest.GuestMachine;

/// The scenarios of one guest, in an order in which each finds what it needs.
final class FirstGuest {
    static final String NAME = "debian";
    private static final List<String> KINDS = List.of("57164f39-9115-4e78-ab55-382f3bd5422d",
            "9527e630-d0ae-497b-adce-e80ab0175caf", "0e0b6031-5213-4934-818b-38d90ced39db",
            "a9a0f4e7-5a45-4d96-b827-8a841e8c03e6");
    private static final String DEVICES = "cat /sys/bus/vmbus/devices/*/class_id";
    private static final Duration LIMIT = LabBus.LIMIT;

    private final LabBus bus;
    private final SecondGuest second;
    private final GuestStreams streams;
    private final GuestShell shell;
    private @Nullable GuestMachine running;

    FirstGuest(LabBus bus) {
        this.bus = bus;
        this.shell = new GuestShell(NAME, bus.log());
        this.second = new SecondGuest(bus);
        this.streams = new GuestStreams(bus.self(), NAME, this::run);
    }

    /// @param isShort whether those are left out that take long
    /// @param only a word in the names of those between the first and the last, or null
    SequencedMap<String, Scenario> scenarios(boolean isShort, @Nullable String only) {
        SequencedMap<String, Scenario> all = new LinkedHashMap<>();
        addShort(all);
        if (!isShort) {
            addLong(all);
        }
        if (only != null) {
            all.keySet().removeIf(name -> !name.contains(only));
        }
        all.putFirst("a stock kernel boots", this::boots);
        all.put("it ends when it is asked to", this::ends);
        return all;
    }

    private void addShort(Map<String, Scenario> all) {
        all.put("its drivers speak VMBus 5.3", this::negotiates);
        all.put("it sees what is offered to it", this::seesOffers);
        all.put("its heart beats", this::beats);
        all.put("it learns the time", this::learnsTheTime);
        all.put("its daemon tells of its system", this::tellsOfItself);
        all.put("offers come and go", this::offersComeAndGo);
        all.put("a program of its users drives rings", this::drivesRings);
        all.put("its programs connect to a partition", streams::reachesAPort);
        all.put("a port means a service", streams::reachesAService);
        all.put("a partition connects to its programs", streams::isReached);
        all.put("it is listed with its channels", this::isListed);
    }

    private void addLong(Map<String, Scenario> all) {
        all.put("the side in C drives rings", this::drivesRingsInC);
        all.put("64 MiB go each way", streams::carriesMuch);
        all.put("it restarts when it is asked to", this::restarts);
        all.put("its machine is reset, and goes on", this::isReset);
        all.put("its kernel panics and begins anew", this::panics);
        all.put("another root takes over", this::hearsOfAnotherRoot);
        all.put("another guest unpacks its own kernel", second::boots);
        all.put("one guest connects to the other", () -> second.reaches(this::run, streams));
        all.put("a relayed guest shows its memory to nobody",
                new RelayedGuest(bus)::worksAllTheSame);
        all.put("a hostile kernel harms nobody",
                () -> new HostileGuest(bus).harmsNobody(guest()));
        CommandGuest another = new CommandGuest(bus);
        all.put("somebody types on a console", another::talksToAPartition);
        all.put("another machine is killed", another::dies);
    }

    private GuestMachine guest() {
        return Objects.requireNonNull(running, "no guest runs");
    }

    private List<String> run(String command) throws InterruptedException {
        return shell.run(guest(), command, LIMIT);
    }

    private String boots() throws InterruptedException {
        running = bus.boot(shell, NAME, false);
        return run("uname -r").getFirst();
    }

    private String negotiates() throws InterruptedException {
        String line = String.join(" ", run("dmesg | grep -i 'vmbus version'"));
        ScenarioFailure.unless(line.contains("5.3"), "no such version: " + line);
        return line;
    }

    private String seesOffers() throws InterruptedException {
        List<String> seen = run(DEVICES);
        for (String kind : KINDS) {
            ScenarioFailure.unless(seen.contains("{" + kind + "}"),
                    "offer is missing: kind=" + kind + " seen=" + seen);
        }
        return "devices=" + seen.size();
    }

    private String beats() throws InterruptedException {
        Await.health("heartbeats", guest(), health -> health.beats() >= 3);
        return "beats=" + guest().health().beats();
    }

    private String learnsTheTime() throws InterruptedException {
        int year = Instant.now().atZone(ZoneOffset.UTC).getYear();
        String seen = run("date +%Y").getFirst();
        ScenarioFailure.unless(seen.equals(Integer.toString(year)),
                "another year: guest=" + seen + " host=" + year);
        return "year=" + seen + ", was 2001";
    }

    private String tellsOfItself() throws InterruptedException {
        run("hv_kvp_daemon -n > /dev/null 2>&1 &");
        Await.health("key-value pairs", guest(), health -> !health.pairs().isEmpty());
        return guest().health().pairs().toString();
    }

    private String offersComeAndGo() throws InterruptedException {
        int before = run(DEVICES).size();
        try (Service service = bus.self().offer("a service of ours")) {
            awaitDevices(before + 1);
            ScenarioFailure.unless(run(DEVICES).contains(
                    "{" + service.content().interfaceId() + "}"), "another device came");
        }
        awaitDevices(before);
        return "devices=" + before + ", " + (before + 1) + ", " + before;
    }

    private void awaitDevices(int count) throws InterruptedException {
        run("n=0; while [ $(" + DEVICES + " | wc -l) != " + count
                + " ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; [ $n -lt 100 ]");
    }

    private String isListed() throws InterruptedException {
        BusListing listing = bus.self().list();
        var partition = listing.partitions().stream()
                .filter(each -> each.partition().name().value().equals(NAME)).findFirst()
                .orElseThrow(
                        () -> new ScenarioFailure("not listed: " + listing.partitions()));
        long channels = listing.channels().stream()
                .filter(each -> each.consumer().equals(partition.partition().partition())).count();
        ScenarioFailure.unless(channels == KINDS.size(), "channels=" + channels);
        List<GuestPulse> pulses = GuestPulse.all(bus.self(), listing);
        ScenarioFailure.unless(pulses.size() == 1 && pulses.getFirst().name().equals(NAME)
                && pulses.getFirst().beats() > 0, "pulses=" + pulses);
        return "channels=" + channels + " " + pulses.getFirst().text();
    }

    private String drivesRings() throws InterruptedException {
        return new RingProgram(bus.self(), this::run).run(
                RingProgram.BY_ITSELF, "echo for programs", NAME);
    }

    private String drivesRingsInC() throws InterruptedException {
        return new RingProgram(bus.self(), this::run).run(
                RingProgram.IN_C, "echo for programs in C", NAME);
    }

    private String restarts() throws InterruptedException {
        guest().restart().join();
        shell.awaitReady(LIMIT);
        return negotiates();
    }

    private String isReset() throws InterruptedException {
        long beats = guest().health().beats();
        guest().reset();
        shell.awaitReady(LIMIT);
        Await.health("heartbeats", guest(), health -> health.beats() > beats + 1);
        return "beats=" + guest().health().beats();
    }

    private String panics() throws InterruptedException {
        shell.type(guest(), "echo c > /proc/sysrq-trigger");
        shell.awaitReady(LIMIT);
        return negotiates();
    }

    /// The guest gives back what it was offered, and hears of the other root's offers.
    private String hearsOfAnotherRoot() throws InterruptedException {
        run("cat /sys/bus/vmbus/devices/*/device_id | sort > /run/before");
        bus.startAnotherRoot();
        String now = "cat /sys/bus/vmbus/devices/*/device_id 2>/dev/null | sort";
        run("n=0; while { [ -z \"$(" + now + ")\" ] || [ $(" + now + " | wc -l) != "
                + KINDS.size() + " ] || " + now + " | grep -qF -f /run/before; }"
                + " && [ $n -lt 300 ]; do sleep 0.1; n=$((n+1)); done; [ $n -lt 300 ]");
        long beats = guest().health().beats();
        Await.health("heartbeats", guest(), health -> health.beats() > beats + 1);
        return "beats=" + guest().health().beats();
    }

    private String ends() throws InterruptedException {
        guest().stop().join();
        GuestEnd end = guest().awaitEnd();
        running = null;
        ScenarioFailure.unless(end.reason() == GuestEnd.Reason.OFF, end.toString());
        return end.reason().toString();
    }

    /// Switches off what is still running.
    void close() {
        second.close();
        if (running != null) {
            running.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ringway.child.machine.ChannelKey;
import org.ringway.child.machine.Description;
import org.ringway.child.machine.Effect;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.InspectPart;
import org.ringway.wire.WireBytes;

/// Says what this partition looks like inside, to who may ask; no thread of the user's has a part
/// in that, and none waits for it.
///
/// - **Thread:** the control thread, which hands the long part to a virtual one.
final class Inspector {
    /// Some 170 bytes each, so that there is room for channels.
    private static final int MAX_SERVICES = 256;
    private static final int MAX_PROGRAM_BYTES = 16 << 10;
    private static final int MAX_BYTES = InspectPart.MAX_PARTS * InspectPart.MAX_BYTES;

    private final ControlThread control;
    private final Channels channels;
    private final OwnMemory memory;
    private final Supplier<List<InspectTree>> facts;

    /// @param facts what the program adds
    Inspector(ControlThread control, Channels channels, OwnMemory memory,
            Supplier<List<InspectTree>> facts) {
        this.control = control;
        this.channels = channels;
        this.memory = memory;
        this.facts = facts;
    }

    /// @param services what this partition offers
    /// @param requests how many of its calls wait for the root
    void answer(Effect.Describe asked, List<Branch> services, int requests) {
        List<InspectTree> partition = new ArrayList<>(asked.description().partition());
        partition.add(branch("control", leaf("requestsUnderWay", requests),
                leaf("messagesToSend", control.messagesToSend())));
        partition.add(memory.inspect());
        partition.add(leaf("servicesOffered", services.size()));
        partition.add(new Branch("services", services.stream().limit(MAX_SERVICES)
                .<InspectTree>map(each -> each).toList()));
        Map<ChannelKey, Live> live = channels.live();
        Thread.ofVirtual().name("ringway inspect").start(() -> {
            partition.add(program());
            WireBytes answer = encoded(control.name().value(), partition,
                    channels(asked.description(), live));
            control.tell(machine -> machine.described(asked.question(), answer));
        });
    }

    /// The user's code may throw, or tell more than there is room for.
    private InspectTree program() {
        try {
            Branch told = new Branch("program", facts.get());
            int bytes = told.encode().length();
            return bytes <= MAX_PROGRAM_BYTES ? told
                    : leaf("program", "too long: bytes=" + bytes + " max=" + MAX_PROGRAM_BYTES);
        } catch (RuntimeException broken) {
            return leaf("program", "cannot tell: " + broken);
        }
    }

    private static List<InspectTree> channels(
            Description description, Map<ChannelKey, Live> live) {
        return description.channels().entrySet().stream().<InspectTree>map(entry -> {
            List<InspectTree> facts = new ArrayList<>(entry.getValue());
            if (live.get(entry.getKey()) instanceof Live channel) {
                facts.addAll(channel.inspect());
            }
            return new Branch(Long.toString(entry.getKey().value()), facts);
        }).toList();
    }

    /// As many channels as fit into an answer.
    static WireBytes encoded(
            String name, List<InspectTree> partition, List<InspectTree> every) {
        int shown = every.size();
        while (true) {
            List<InspectTree> facts = new ArrayList<>(partition);
            if (shown < every.size()) {
                facts.add(leaf("channelsLeftOut", every.size() - shown));
            }
            facts.add(new Branch("channels", every.subList(0, shown)));
            WireBytes bytes = new Branch(name, facts).encode();
            if (bytes.length() <= MAX_BYTES) {
                return bytes;
            }
            shown /= 2;
        }
    }
}

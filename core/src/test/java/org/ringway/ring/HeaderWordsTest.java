// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// How shared words are accessed, read from the compiled classes: a plain access may be torn,
/// repeated or hoisted out of a loop, and no test that runs would notice on this processor.
final class HeaderWordsTest {
    /// Names of the methods that a class calls on another.
    private static Set<String> calls(Class<?> caller, String callee) throws IOException {
        String file = caller.getSimpleName() + ".class";
        try (InputStream bytes = caller.getResourceAsStream(file)) {
            ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
            return model.methods().stream()
                    .map(MethodModel::code)
                    .flatMap(code -> code.stream().flatMap(elements -> elements.elementStream()))
                    .filter(InvokeInstruction.class::isInstance)
                    .map(InvokeInstruction.class::cast)
                    .filter(call -> call.owner().asInternalName().equals(callee))
                    .map(call -> call.name().stringValue())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void headerWordsAreNeverAccessedPlainly() throws IOException {
        assertEquals(
                Set.of("getOpaque", "setOpaque", "getAcquire", "setRelease", "fullFence",
                        "loadLoadFence"),
                calls(RingControl.class, "java/lang/invoke/VarHandle"));
        assertEquals(Set.of(), calls(RingControl.class, "java/lang/foreign/MemorySegment"));
    }

    @Test
    void wordsThatTheOtherSideWritesAreLoadedExactlyOnce() throws IOException {
        assertEquals(Set.of("getOpaque", "set"),
                calls(RingMemory.class, "java/lang/invoke/VarHandle"));
    }

    @Test
    void nobodyElseTouchesSharedWords() throws IOException {
        for (Class<?> type : Set.of(IncomingRing.class, OutgoingRing.class, Packet.class,
                PacketDescriptor.class, Indices.class, Reservation.class)) {
            assertEquals(Set.of(), calls(type, "java/lang/invoke/VarHandle"), type.getName());
        }
    }
}

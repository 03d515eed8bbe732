// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import java.util.List;

/// Breaches of who may know whom, of names, of memory and of habits.
final class CodeExamples {
    private static final String PARTNERS = "every memory ordering in the ring names its partner";

    private CodeExamples() {}

    static List<Example> all() {
        return List.of(wildcard(), leftover(), core(), ring(), protocol(), root(), child(),
                requires(), conformance(), platform(), service(), door(), machine(), emptyWord(),
                term(), orderingAlone(), orderingWithAStranger(), arena(), reinterpret(),
                optional(), print(), nap(), trace(), sleep(), unitSleep(), pretence(), assertion());
    }

    private static Example wildcard() {
        return inMain("no import with a star", "wildcard: import=java.util.*", "org.ringway.ring",
                "import java.util.*;", "import java.util.List;");
    }

    private static Example leftover() {
        return inMain("no import without a use", "unused: import=java.util.List",
                "org.ringway.ring", "import java.util.List;\nclass A { Listing a; }",
                "import java.util.List;\n/// Not a [List].\nclass A {}");
    }

    private static Example core() {
        return inMain("core knows nobody outside core", "must not know: name=org.ringway.root.Root",
                "org.ringway.wire",
                "import org.ringway.root.Root;", "import org.ringway.platform.Platform;");
    }

    private static Example ring() {
        return inMain("the ring does not know the control messages",
                "must not know: name=org.ringway.protocol.ToRoot", "org.ringway.ring",
                "class A { Object a = new org.ringway.protocol.ToRoot(); }",
                "class A { Object a = new org.ringway.memory.GpaRange(); }");
    }

    private static Example protocol() {
        return inMain("the control messages do not know the ring",
                "must not know: name=org.ringway.ring.Packet", "org.ringway.protocol",
                "import org.ringway.ring.Packet;", "import org.ringway.memory.GpadlId;");
    }

    private static Example root() {
        return inMain("the root does not know the child library",
                "must not know: name=org.ringway.child.Offer", "org.ringway.root.machine",
                "import org.ringway.child.Offer;", "import org.ringway.wire.OfferId;");
    }

    private static Example child() {
        return inMain("the child library does not know the root",
                "must not know: name=org.ringway.root.Policy", "org.ringway.child",
                "import org.ringway.root.Policy;", "import org.ringway.rooted.Policy;");
    }

    private static Example requires() {
        return new Example("the child library does not know the root",
                "must not know: name=org.ringway.root", "child/src/main/java/module-info.java",
                "module org.ringway.child { requires org.ringway.root; }",
                "module org.ringway.child { requires org.ringway.core; }");
    }

    private static Example conformance() {
        return inMain("what tries others knows neither our root nor our child",
                "must not know: name=org.ringway.ring.Packet", "org.ringway.conformance.child",
                "import org.ringway.ring.Packet;", "import org.ringway.platform.Access;");
    }

    private static Example platform() {
        return inMain("the Linux platform knows the seam and nothing above it",
                "must not know: name=org.ringway.ring.Packet", "org.ringway.platform.linux",
                "import org.ringway.ring.Packet;", "import org.ringway.platform.Access;");
    }

    private static Example service() {
        return inMain("only the command line and the tests name the Linux platform",
                "must not know: name=org.ringway.platform.linux.LinuxPlatform", "org.ringway.child",
                "import org.ringway.platform.linux.LinuxPlatform;",
                "import org.ringway.platform.Platform;");
    }

    private static Example door() {
        return inMain("native access is in the platform module alone",
                "must not know: name=java.lang.foreign.Linker", "org.ringway.local",
                "import java.lang.foreign.Linker;", "import java.lang.foreign.MemorySegment;");
    }

    private static Example machine() {
        return inMain("a state machine has no input, output, thread or clock",
                "must not know: name=java.util.concurrent.locks.Lock", "org.ringway.root.machine",
                "import java.util.concurrent.locks.Lock;", "import java.util.List;");
    }

    private static Example emptyWord() {
        return inMain("no type is a Util, a Manager or a Helper", "empty word: name=RingUtils",
                "org.ringway.ring", "class RingUtils {}", "class Utility {}");
    }

    private static Example term() {
        return inMain("names use the words of the glossary",
                "foreign word: name=sendAck word=ack ours=relIdReleased, completion",
                "org.ringway.ring", "class A { void sendAck() {} }",
                "class A { void sendBack() {} }");
    }

    private static Example orderingAlone() {
        return inMain(PARTNERS, "ordering alone: text=VarHandle.fullFence() partner=",
                "org.ringway.ring",
                "class A { void unmask() {\nVarHandle.fullFence(); } }",
                """
                class A {
                    void unmask() {
                        // PAIRS-WITH publish: store before load, else both sides may sleep, and
                        // nobody wakes either.
                        VarHandle.fullFence();
                    }
                    void publish() {
                        // PAIRS-WITH unmask: store before load.
                        VarHandle.fullFence();
                    }
                }
                """);
    }

    private static Example orderingWithAStranger() {
        String paired = "class A { void unmask() {\n// PAIRS-WITH %s: or both sleep.\n"
                + "INDEX.getAcquire(page); } }";
        return inMain(PARTNERS, "partner=publish", "org.ringway.ring",
                paired.formatted("publish"), paired.formatted("unmask"));
    }

    private static Example arena() {
        return inMain("no arena without an end", "endless: name=Arena.ofAuto", "org.ringway.ring",
                "class A { Object a = Arena.ofAuto(); }",
                "class A { Object a = Arena.ofShared(); }");
    }

    private static Example reinterpret() {
        return inMain("no segment is given another size outside the platform",
                "reinterpret: name=page.reinterpret", "org.ringway.ring",
                "class A { Object a = page.reinterpret(8); }",
                "class A { Object a = page.asSlice(0, 8); }");
    }

    private static Example optional() {
        return inMain("no Optional in a field or a parameter", "optional: Optional<String> name",
                "org.ringway.ring",
                "class A { void a(Optional<String> name) {} }",
                "class A { Optional<String> a() { Optional<String> b = c(); return b; } }");
    }

    private static Example print() {
        return inMain("no library code prints", "prints: name=System.out", "org.ringway.ring",
                "class A { void a() { System.out.println(1); } }", "class A {}");
    }

    private static Example nap() {
        return inMain("no library code sleeps", "sleeps: name=Thread.sleep", "org.ringway.ring",
                "class A { void a() { Thread.sleep(1); } }",
                "class A { void a() { thread.join(1); } }");
    }

    private static Example trace() {
        return inMain("no program throws a stack trace at its user",
                "traces: text=e.printStackTrace()", "org.ringway.ring",
                "class A { void a() { e.printStackTrace(); } }",
                "class A { void a() { e.printStackTrace(writer); } }");
    }

    private static Example sleep() {
        return inTest("no test sleeps", "sleeps: name=Thread.sleep",
                "class A { void a() { Thread.sleep(1); } }",
                "class A { void a() { latch.await(); } }");
    }

    private static Example unitSleep() {
        return inTest("no test sleeps", "sleeps: name=TimeUnit.SECONDS.sleep",
                "class A { void a() { TimeUnit.SECONDS.sleep(1); } }",
                "class A { void a() { TimeUnit.SECONDS.toMillis(1); } }");
    }

    private static Example pretence() {
        return inTest("no test pretends memory or a platform", "pretends: text=mock(",
                "class A { Object a = mock(Platform.class); }",
                "class A { Object a = new LocalPlatform(); }");
    }

    private static Example assertion() {
        return inTest("every test asserts something", "asserts nothing: name=runs",
                "class A { @Test void runs() { go(); } void go() {} }",
                "class A { @Test void runs() { go(); } void go() { end(); }"
                        + " void end() { assertTrue(x); } }");
    }

    private static Example inMain(
            String rule, String found, String home, String broken, String repaired) {
        return in("core/src/main/java/", rule, found, home, broken, repaired);
    }

    private static Example inTest(String rule, String found, String broken, String repaired) {
        return in("core/src/test/java/", rule, found, "org.ringway.ring", broken, repaired);
    }

    private static Example in(String folder, String rule, String found, String home,
            String broken, String repaired) {
        String head = "package " + home + ";\n";
        return new Example(rule, found, folder + home.replace('.', '/') + "/A.java",
                head + broken, head + repaired);
    }
}

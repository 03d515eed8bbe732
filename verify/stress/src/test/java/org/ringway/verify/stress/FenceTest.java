// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Takes the full fences out of the ring one by one and expects the stress tests to lose a wake-up:
/// proof that they would find one. A matter of chance, so a part of the long run only.
@Tag("long")
final class FenceTest {
    private static final int FENCES = 4;
    private static final Pattern FORBIDDEN_SEEN =
            Pattern.compile("[1-9]\\d* failed, 0 soft errs, 0 hard errs");
    private static final String CLASS_FILE = "org/ringway/ring/RingControl.class";

    @ParameterizedTest(name = "fence {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    @DisplayName("without one of the four full fences a wake-up is lost")
    void missingFenceLosesAWakeUp(int fence) throws Exception {
        Path patched = Path.of("target", "fence-" + fence, "classes").toAbsolutePath();
        write(patched.resolve(CLASS_FILE), without(fence));
        String classPath = patched + File.pathSeparator + System.getProperty("java.class.path");
        List<String> options = new ArrayList<>(Jcstress.SHORT);
        options.addAll(List.of("-t", "MaskRecheck|PendingSendSize"));

        Jcstress.Result result = new Jcstress("fence-" + fence, classPath, options).run();

        assertNotEquals(0, result.status(), result::report);
        assertTrue(FORBIDDEN_SEEN.matcher(result.report()).find(), result::report);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] without(int fence) throws IOException {
        int[] seen = {0};
        ClassTransform transform = ClassTransform.transformingMethodBodies(
                (CodeBuilder code, CodeElement element) -> {
                    if (!isFullFence(element) || ++seen[0] != fence) {
                        code.with(element);
                    }
                });
        try (InputStream original = ClassLoader.getSystemResourceAsStream(CLASS_FILE)) {
            ClassFile classFile = ClassFile.of();
            byte[] patched = classFile.transformClass(
                    classFile.parse(original.readAllBytes()), transform);
            assertEquals(FENCES, seen[0], "full fences in " + CLASS_FILE);
            return patched;
        }
    }

    private static boolean isFullFence(CodeElement element) {
        return element instanceof InvokeInstruction call
                && call.name().equalsString("fullFence");
    }
}

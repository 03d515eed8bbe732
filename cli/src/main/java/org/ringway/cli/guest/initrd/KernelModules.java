// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;

/// The modules of one kernel, and what each needs first: its file says so itself.
public final class KernelModules {
    private static final Pattern FILE = Pattern.compile("(.+)\\.ko(?:\\.gz|\\.xz|\\.zst)?");
    private static final String BUILT_IN = "modules.builtin";
    private static final String NEEDS = "\0depends=";

    private final Path folder;
    private final Map<String, Path> files = new TreeMap<>();
    private final Set<String> builtIn = new HashSet<>();

    private KernelModules(Path folder) {
        this.folder = folder;
    }

    /// {@return those below a folder such as `/lib/modules/6.1.0-56-amd64`}
    ///
    /// @throws CommandFailure if there is no such folder
    public static KernelModules in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure("there are no modules of this kernel: folder=" + folder,
                    "say where they are: --modules DIR");
        }
        KernelModules modules = new KernelModules(folder);
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                String name = nameOf(file);
                if (name != null) {
                    modules.files.put(name, file);
                }
            });
        }
        Path list = folder.resolve(BUILT_IN);
        if (Files.exists(list)) {
            for (String line : Files.readAllLines(list)) {
                modules.builtIn.add(nameOf(Path.of(line)));
            }
        }
        return modules;
    }

    private static @Nullable String nameOf(Path file) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        return name.matches() ? plain(name.group(1)) : null;
    }

    private static String plain(String name) {
        return name.replace('-', '_');
    }

    /// {@return whether this kernel has a module, as a file or inside itself}
    boolean has(String name) {
        return files.containsKey(name) || builtIn.contains(name);
    }

    /// {@return these and all that they need, in the order in which they can be loaded, without
    /// those that the kernel has inside}
    ///
    /// @throws CommandFailure if it lacks one
    public SequencedMap<String, byte[]> load(List<String> wanted)
            throws IOException, InterruptedException {
        Set<String> visited = new HashSet<>(builtIn);
        SequencedMap<String, byte[]> ordered = new LinkedHashMap<>();
        for (String name : wanted) {
            visit(name, visited, ordered);
        }
        return ordered;
    }

    private void visit(String name, Set<String> visited, Map<String, byte[]> ordered)
            throws IOException, InterruptedException {
        if (!visited.add(name)) {
            return;
        }
        Path file = files.get(name);
        if (file == null) {
            throw new CommandFailure("the kernel has no module " + name + ": folder=" + folder,
                    "take another kernel, such as Debian's: package linux-image-amd64");
        }
        byte[] content = PackedFile.read(file);
        for (String needed : needs(content)) {
            visit(needed, visited, ordered);
        }
        ordered.put(name, content);
    }

    private static List<String> needs(byte[] module) {
        String text = new String(module, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(NEEDS);
        if (start < 0) {
            return List.of();
        }
        int from = start + NEEDS.length();
        List<String> names = new ArrayList<>();
        for (String name : text.substring(from, text.indexOf('\0', from)).split(",")) {
            if (!name.isEmpty()) {
                names.add(plain(name));
            }
        }
        return names;
    }
}

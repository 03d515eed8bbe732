// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ringway.cli.CommandFailure;

/// The modules of one kernel, and what each needs first: its file says so itself.
final class KernelModules {
    private static final String SUFFIX = ".ko";
    private static final String PACKED = ".ko.xz";
    private static final String NEEDS = "\0depends=";

    private final Path folder;
    private final Map<String, Path> files = new TreeMap<>();

    private KernelModules(Path folder) {
        this.folder = folder;
    }

    /// {@return those below a folder such as `/lib/modules/6.1.0-56-amd64`}
    static KernelModules in(Path folder) throws IOException {
        KernelModules modules = new KernelModules(folder);
        try (Stream<Path> all = Files.walk(folder)) {
            all.forEach(modules::add);
        }
        return modules;
    }

    private void add(Path file) {
        String name = file.getFileName().toString();
        for (String suffix : List.of(SUFFIX, PACKED)) {
            if (name.endsWith(suffix)) {
                files.put(plain(name.substring(0, name.length() - suffix.length())), file);
            }
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (file.toString().endsWith(SUFFIX)) {
            return Files.readAllBytes(file);
        }
        Process xz = new ProcessBuilder("xz", "--decompress", "--stdout", file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return xz.getInputStream().readAllBytes();
    }

    private static String plain(String name) {
        return name.replace('-', '_');
    }

    /// {@return these and all that they need, in the order in which they can be loaded}
    Map<String, byte[]> load(List<String> wanted) throws IOException {
        Set<String> order = new LinkedHashSet<>();
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String name : wanted) {
            visit(name, order, contents);
        }
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        order.forEach(name -> ordered.put(name, contents.get(name)));
        return ordered;
    }

    private void visit(String name, Set<String> order, Map<String, byte[]> contents)
            throws IOException {
        if (contents.containsKey(name)) {
            return;
        }
        Path file = files.get(name);
        if (file == null) {
            throw new CommandFailure("the kernel has no module " + name + ": folder=" + folder,
                    "take Debian's kernel, package linux-image-amd64");
        }
        byte[] content = read(file);
        contents.put(name, content);
        for (String needed : needs(content)) {
            visit(needed, order, contents);
        }
        order.add(name);
    }

    static List<String> needs(byte[] module) {
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

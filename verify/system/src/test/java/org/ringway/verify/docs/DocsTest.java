// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.verify.docs.Document.Link;

/// What the documents say about the tree is there.
final class DocsTest {
    private static final int MAX_COLUMNS = 120;
    private static final Pattern QUOTED =
            Pattern.compile("`([A-Z][A-Za-z]+)\\.([A-Za-z_]+)(?:\\(\\))?`");
    private static final Pattern PROGRAM = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private static List<Document> documents;

    @BeforeAll
    static void readTheDocuments() {
        documents = Document.all(".md");
    }

    @Test
    void everybodyFindsWhatEveryProjectHas() {
        List<String> names = documents.stream().map(Document::name).toList();

        assertTrue(names.containsAll(List.of("README.md", "ARCHITECTURE.md", "SECURITY.md",
                "GLOSSARY.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/protocol.md",
                "docs/limits.md")), names::toString);
    }

    @Test
    void everyLinkLeadsToAFile() {
        assertEquals(List.of(), links().filter(link -> !Files.exists(link.target())).toList());
    }

    @Test
    void aLinkThatNamesATypeOrAMethodLeadsThere() {
        assertEquals(List.of(), links().filter(link -> link.target().toString().endsWith(".java"))
                .filter(link -> !leadsToWhatItNames(link)).toList());
    }

    private static boolean leadsToWhatItNames(Link link) {
        String type = link.text().replaceAll("\\..*", "");
        String text = Document.read(link.target());
        return link.target().endsWith(type + ".java") && (type.equals(link.text())
                || text.contains(" " + link.text().substring(type.length() + 1) + "("));
    }

    private static Stream<Link> links() {
        return documents.stream().flatMap(Document::links);
    }

    @Test
    void everyConstantAndMethodThatIsQuotedExists() {
        List<Document> sources = Document.all(".java");

        assertEquals(List.of(), documents.stream()
                .flatMap(document -> QUOTED.matcher(document.text()).results())
                .filter(quoted -> sources.stream().noneMatch(source -> declares(source, quoted)))
                .map(MatchResult::group)
                .toList());
    }

    private static boolean declares(Document source, MatchResult quoted) {
        String type = "\\b(class|interface|record|enum) " + quoted.group(1) + "\\b";
        String member = "\\b" + quoted.group(2) + "\\b";
        return Pattern.compile(type).matcher(source.text()).find()
                && Pattern.compile(member).matcher(source.text()).find();
    }

    @Test
    void proseFitsIntoAHundredAndTwentyColumns() {
        assertEquals(List.of(), documents.stream()
                .flatMap(document -> document.prose().filter(line -> line.length() > MAX_COLUMNS)
                        .map(line -> document.name() + ": " + line))
                .toList());
    }

    @Test
    void theProgramsOfTheReadmeCompile(@TempDir Path folder) throws Exception {
        String readme = Document.read(Document.HOME.resolve("README.md"));
        List<String> programs =
                PROGRAM.matcher(readme).results().map(match -> match.group(1)).toList();
        assertEquals(2, programs.size());

        for (String program : programs) {
            assertEquals("", complaints(folder, program));
        }
    }

    @Test
    void theProgramsOfTheStreamsPageCompile(@TempDir Path folder) throws Exception {
        String page = Document.read(Document.HOME.resolve("docs/streams.md"));
        List<String> programs =
                PROGRAM.matcher(page).results().map(match -> match.group(1)).toList();
        assertEquals(7, programs.size());

        for (String program : programs) {
            assertEquals("", complaints(folder, program));
        }
    }

    private static String complaints(Path folder, String program) throws Exception {
        Path source = Files.writeString(folder.resolve("Program.java"), """
                import io.grpc.*;
                import io.grpc.netty.*;
                import io.netty.bootstrap.*;
                import io.netty.channel.*;
                import java.lang.foreign.*;
                import java.net.*;
                import java.nio.*;
                import java.time.*;
                import org.ringway.channel.*;
                import org.ringway.child.*;
                import org.ringway.netty.*;
                import org.ringway.sockets.*;
                abstract class Program {
                    ChildPartition self;
                    void run() throws Exception {
                        %s
                    }
                }
                """.formatted(program));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            StringWriter complaints = new StringWriter();
            List<String> options = List.of("-proc:none", "-d", folder.toString(),
                    "-cp", System.getProperty("java.class.path"));
            compiler.getTask(complaints, files, null, options, null,
                    files.getJavaFileObjects(source)).call();
            return complaints.toString();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.ringway.root.policy.JoinRule;
import org.ringway.root.policy.OfferRule;
import org.ringway.root.policy.OfferRule.Consumers;
import org.ringway.root.policy.People;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.PortQuotas;
import org.ringway.root.policy.PortRule;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.PortId;

final class PolicyFileTest {
    private static final String UUID_TEXT = "12345678-1234-1234-1234-123456789abc";

    /// Lines, separated by semicolons, and what is said of them.
    private static final List<Arguments> BAD_FILES = List.of(
            arguments("a = = 3", "1:5: Unexpected '=', expected a value"),
            arguments("[join", "1:6: Unexpected end of input, expected ]"),
            arguments("join = 3", "1:1: join: expected a table, found 3"),
            arguments("offers = 3",
                    "1:1: offers: expected tables, each begun with [[offers]], found 3"),
            arguments("[offers]",
                    "1:1: offers: expected tables, each begun with [[offers]], found a table"),
            arguments("offers = [1]", "1:11: offers[0]: expected a table, found 1"),
            arguments("quotas = true", "1:1: quotas: expected a table, found true"),
            arguments("[jion]", "1:1: jion: unknown key; known here: join, offers, "
                    + "ports, quotas"),
            arguments("[join]", "1:1: join: names nobody; write users, groups or both"),
            arguments("[join];user = [1]",
                    "2:1: join.user: unknown key; known here: users, groups"),
            arguments("[join];users = 7",
                    "2:1: join.users: expected an array, each element a user's name or "
                    + "number, found 7"),
            arguments("[join];users = [1, -1]",
                    "2:13: join.users[1]: expected a user's name or number, found -1"),
            arguments("[join];users = [1.5]",
                    "2:10: join.users[0]: expected a user's name or number, found 1.5"),
            arguments("[join];users = [{}]",
                    "2:10: join.users[0]: expected a user's name or number, found a table"),
            arguments("[join];users = [4294967295]",
                    "2:10: join.users[0]: expected a user's name or number, found 4294967295"),
            arguments("[join];users = ['who?']",
                    "2:10: join.users[0]: no user 'who?' in /etc/passwd; give its number"),
            arguments("[join];groups = ['who?']",
                    "2:11: join.groups[0]: no group 'who?' in /etc/group; give its number"),
            arguments("[join];groups = [true]",
                    "2:11: join.groups[0]: expected a group's name or number, found true"),
            arguments("[[offers]];name = 'x'",
                    "2:1: offers[0].name: unknown key; known here: provider, "
                    + "interfaces, names, see, open, trusted"),
            arguments("[[offers]];names = 'x'",
                    "2:1: offers[0].names: expected an array of texts, found \"x\""),
            arguments("[[offers]];names = []",
                    "2:1: offers[0].names: is empty; write one or more, or leave it "
                    + "out for all"),
            arguments("[[offers]];names = ['x', '']",
                    "2:15: offers[0].names[1]: expected a text that is not empty, found \"\""),
            arguments("[[offers]];names = [1979-05-27]",
                    "2:10: offers[0].names[0]: expected a text that is not empty, "
                    + "found a date or time"),
            arguments("[[offers]];[[offers]];see = 'me'",
                    "3:1: offers[1].see: expected a table, found \"me\""),
            arguments("[[offers]];open = {}",
                    "2:1: offers[0].open: names nobody; write users, groups or both"),
            arguments("[[offers]];trusted = true",
                    "2:1: offers[0].trusted: expected a table, found true"),
            arguments("[[offers]];see = { users = [1, false] }",
                    "2:21: offers[0].see.users[1]: expected a user's name or number, "
                    + "found false"),
            arguments("[[ports]];port = 5",
                    "2:1: ports[0].port: unknown key; known here: owner, numbers, post"),
            arguments("[[ports]];numbers = 5",
                    "2:1: ports[0].numbers: expected an array of numbers, found 5"),
            arguments("[[ports]];numbers = []",
                    "2:1: ports[0].numbers: is empty; write one or more, or leave it "
                    + "out for all"),
            arguments("[[ports]];numbers = [1, 4294967296]",
                    "2:15: ports[0].numbers[1]: expected a whole number from 0 to 4294967295, "
                    + "found 4294967296"),
            arguments("[[ports]];post = {}",
                    "2:1: ports[0].post: names nobody; write users, groups or both"),
            arguments("[quotas];untaken-messages = 0",
                    "2:1: quotas.untaken-messages: expected a whole number from 1 to 2147483647, "
                    + "found 0"),
            arguments("[quotas];offers = 0",
                    "2:1: quotas.offers: expected a whole number from 1 to 2147483647, "
                    + "found 0"),
            arguments("[quotas];offers = 2147483648",
                    "2:1: quotas.offers: expected a whole number from 1 to 2147483647, "
                    + "found 2147483648"),
            arguments("[quotas];offers = '9'",
                    "2:1: quotas.offers: expected a whole number from 1 to 2147483647, "
                    + "found \"9\""),
            arguments("[quotas];region-mib = 36028797018963968",
                    "2:1: quotas.region-mib: expected a whole number from 1 to "
                    + "36028797018963967, found 36028797018963968"),
            arguments("[quotas];users = 3",
                    "2:1: quotas.users: expected tables, each begun with "
                    + "[[quotas.users]], found 3"),
            arguments("[[quotas.users]]",
                    "1:1: quotas.users[0]: for nobody; write users = [...]"),
            arguments("[[quotas.users]];partitions-per-user = 1",
                    "2:1: quotas.users[0].partitions-per-user: unknown key; known "
                    + "here: users, partitions, offers, channels, regions, region-mib, "
                    + "gpadls, gpadl-runs, partial-gpadls, pending-messages, ports, "
                    + "untaken-messages"),
            arguments("[[quotas.users]];users = [1];[[quotas.users]];users = [2, 1]",
                    "4:1: quotas.users[1].users: a user has quotas already: uid=1"));

    @TempDir
    private Path folder;

    private static Policy parse(String... lines) {
        return PolicyFile.parse(
                "policy.toml", String.join("\n", lines), UnaryOperator.identity());
    }

    private static String fault(String text) {
        return assertThrows(PolicyFault.class, () ->
                PolicyFile.parse("p.toml", text, UnaryOperator.identity())).getMessage();
    }

    private static People users(Integer... uids) {
        return new People.These(Set.of(uids), Set.of());
    }

    @Test
    void anEmptyFileAllowsWhatNoFileAllows() {
        assertEquals(Policy.DEFAULT, parse(""));
        assertEquals(Policy.DEFAULT, PolicyFile.read(
                Path.of(PolicySource.NONE), UnaryOperator.identity()));
    }

    @Test
    void usersAndGroupsAreGivenByNameOrNumber() {
        Policy policy = parse("", "[join]", "users = ['root', 1001, 4294967294]",
                "groups = ['root', 0x10]");
        assertEquals(new JoinRule("policy join (line 2)",
                new People.These(Set.of(0, 1001, -2), Set.of(0, 16))), policy.join());
    }

    @Test
    void anEmptyListMeansNobody() {
        assertEquals(People.NOBODY, parse("[join]", "users = []").join().people());
        assertEquals(List.of(), parse("offers = []").offers());
    }

    @Test
    void offersAreNamedByKindNameAndProvider() {
        Policy policy = parse("[[offers]]",
                "provider = { users = [1] }",
                "interfaces = ['files', '" + UUID_TEXT + "']",
                "names = ['docs']",
                "see = { users = [2, 3] }",
                "open.users = [3]",
                "[offers.trusted]",
                "users = [1, 3]",
                "[[offers]]");
        assertEquals(List.of(
                new OfferRule("policy offers[0] (line 1)", users(1),
                        Set.of(Guid.ofName("files"), Guid.of(UUID.fromString(UUID_TEXT))),
                        Set.of(Name.of("docs")),
                        new Consumers(users(2, 3), users(3), users(1, 3))),
                new OfferRule("policy offers[1] (line 9)", People.EVERYBODY, Set.of(), Set.of(),
                        Consumers.EVERYBODY)), policy.offers());
    }

    @Test
    void portsAreNamedByOwnerAndNumber() {
        Policy policy = parse("[[ports]]", "owner = { users = [1] }",
                "numbers = [0, 4294967295]", "post = { users = [2] }", "[[ports]]");
        assertEquals(List.of(
                new PortRule("policy ports[0] (line 1)", users(1),
                        Set.of(new PortId(0), new PortId(-1)), users(2)),
                new PortRule("policy ports[1] (line 5)", People.EVERYBODY, Set.of(),
                        People.EVERYBODY)), policy.ports());
        assertEquals(List.of(), parse("ports = []").ports());
        assertEquals(new PortQuotas(7, 8),
                parse("[quotas]", "ports = 7", "untaken-messages = 8").quotas().of(1).ports());
    }

    @Test
    void quotasOfAUserAreThoseOfEverybodyButForWhatIsSaid() {
        QuotaRules quotas = parse("[quotas]",
                "partitions = 10", "partitions-per-user = 4", "channels = 5", "region-mib = 3",
                "[[quotas.users]]", "users = [7, 8]", "partitions = 2", "regions = 1").quotas();
        Quotas usual = Quotas.DEFAULT;
        Quotas everybody = new Quotas(4, usual.offers(), 5, usual.regions(), 768,
                usual.gpadls(), usual.gpadlRuns(), usual.partialGpadls(),
                usual.pendingMessages());
        assertEquals(10, quotas.partitions());
        assertEquals(everybody, quotas.of(9));
        assertEquals(new Quotas(2, everybody.offers(), 5, 1, 768, everybody.gpadls(),
                everybody.gpadlRuns(), everybody.partialGpadls(),
                everybody.pendingMessages()), quotas.of(8));
        assertEquals(quotas.of(8), quotas.of(7));
    }

    @Test
    void optionsComeBeforeTheQuotasOfEverybodyAndBehindThoseOfAUser() {
        Quotas few = new Quotas(8, 8, 8, 8, 8, 8, 8, 8, 8);
        QuotaRules quotas = PolicyFile.parse("p.toml", "[quotas]\nchannels = 7\n"
                + "[[quotas.users]]\nusers = [1]\nchannels = 5",
                _ -> new QuotaRules(3, few, Map.of())).quotas();
        assertEquals(new QuotaRules(3, few,
                Map.of(1, new Quotas(8, 8, 5, 8, 8, 8, 8, 8, 8))), quotas);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("BAD_FILES")
    void whatIsWrongIsSaidWithLineAndColumnAndWhatWasExpected(String lines, String expected) {
        assertEquals("p.toml:" + expected, fault(lines.replace(';', '\n')));
    }

    @Test
    void aNameThatCouldNotTravelIsRefused() {
        String text = fault("[[offers]]\nnames = ['" + "x".repeat(65) + "']");
        assertTrue(text.startsWith("p.toml:2:10: offers[0].names[0]: "), text);
        assertTrue(text.contains("65"), text);
    }

    @Test
    void aFileThatCannotBeReadIsAFault() throws Exception {
        Path file = folder.resolve("ringway.toml");
        assertEquals(file + ": no such file", read(file));
        assertEquals(folder + ": cannot be read: IOException", read(folder));
        Files.write(file, "# ü".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(file + ": not in UTF-8", read(file));
        Files.writeString(file, "#".repeat((1 << 20) + 1));
        assertEquals(file + ": larger than a policy can be: bytes=1048577 most=1048576",
                read(file));
    }

    @Test
    void theExampleOfTheGuideIsObeyed() throws Exception {
        String guide = Files.readString(Path.of("../docs/policy.md"));
        String example = Pattern.compile("(?ms)^```toml\\n(.*?)^```$").matcher(guide).results()
                .map(match -> match.group(1)).reduce("", String::concat);
        Policy policy = parse(example);
        assertEquals(new People.These(Set.of(0, 7001, 7002), Set.of(7100)),
                policy.join().people());
        assertEquals(List.of("policy offers[0] (line 8)", "policy offers[1] (line 17)"),
                policy.offers().stream().map(OfferRule::label).toList());
        PortRule port = policy.ports().getFirst();
        assertEquals(new PortRule(port.label(), users(7001), Set.of(new PortId(5)), users(7002)),
                port);
        Consumers consumers = policy.offers().getFirst().consumers();
        assertEquals(new Consumers(new People.These(Set.of(7002), Set.of(7100)),
                users(7002), users(7001, 7002)), consumers);
        PortQuotas ports = new PortQuotas(16, 64);
        assertEquals(new QuotaRules(200,
                new Quotas(50, 64, 512, 1024, 16_384 * 256, 1024, 65_536, 16, 2048, ports),
                Map.of(7001, new Quotas(
                        2, 64, 512, 1024, 65_536 * 256, 1024, 65_536, 16, 2048, ports))),
                policy.quotas());
    }

    private static String read(Path file) {
        return assertThrows(PolicyFault.class, () ->
                PolicyFile.read(file, UnaryOperator.identity())).getMessage();
    }
}

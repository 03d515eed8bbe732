// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class EndpointTest {
    private final Endpoint.Converter converter = new Endpoint.Converter();

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:5432, tcp://127.0.0.1:5432",
        "tcp://[::1]:0, tcp://[::1]:0",
        "tcp://*:80, tcp://*:80",
        "unix:/run/x.sock, unix:/run/x.sock",
        "unix:///run/x.sock, unix:/run/x.sock",
        "hv://db/postgres, hv://db/postgres"})
    void endsAreWrittenAsTheyAreRead(String text, String again) {
        assertEquals(again, converter.convert(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tcp://", "tcp://a", "tcp://a:", "tcp://a:65536", "tcp://:1",
        "tcp://a:1/x", "tcp://::1:1", "unix:", "udp://a:1", "hv://db", "hv://db/", "a:1"})
    void whatIsNoEndIsRefused(String text) {
        assertThrows(TypeConversionException.class, () -> converter.convert(text));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;

/// TLS by the JDK, layered over a stream as over TCP.
abstract class TlsContract extends SocketCase {
    private static final char[] PASSWORD = "for tests".toCharArray();
    private static final String HOST = "server";
    private static final int BYTES = 5_000_000;

    private SSLContext serving;
    private SSLContext trusting;

    TlsContract(Platform platform) {
        super(platform);
    }

    /// The key is made by the JDK's own tool, and is its own authority.
    @BeforeEach
    final void makeKey() throws Exception {
        Path file = directory.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=" + HOST,
                "-ext", "san=dns:" + HOST, "-storetype", "PKCS12", "-keystore", file.toString(),
                "-storepass", String.valueOf(PASSWORD)).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertEquals(0, keytool.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        serving = SSLContext.getInstance("TLS");
        serving.init(own.getKeyManagers(), null, null);
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(authorities);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    private record Plain(Socket client, Socket server) {}

    private Plain plain() throws Exception {
        try (ServerSocket listening = new HvServerSocketFactory(server).createServerSocket(443)) {
            Socket connected = keep(new HvSocketFactory(client).createSocket(HOST, 443));
            return new Plain(connected, keep(listening.accept()));
        }
    }

    private SSLSocket client(Socket over, SSLContext context) throws IOException {
        SSLSocket socket = keep(layer(context, over));
        var checked = socket.getSSLParameters();
        checked.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(checked);
        return socket;
    }

    private SSLSocket server(Socket over) throws IOException {
        SSLSocket socket = keep(layer(serving, over));
        socket.setUseClientMode(false);
        return socket;
    }

    private static SSLSocket layer(SSLContext context, Socket over) throws IOException {
        SSLSocketFactory factory = context.getSocketFactory();
        return (SSLSocket) factory.createSocket(over, HOST, 443, true);
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[BYTES];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static Void write(Socket to, byte[] content) throws IOException {
        OutputStream out = to.getOutputStream();
        new ByteArrayInputStream(content).transferTo(out);
        to.shutdownOutput();
        return null;
    }

    private static byte[] digest(Socket from) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        new DigestInputStream(from.getInputStream(), digest)
                .transferTo(OutputStream.nullOutputStream());
        return digest.digest();
    }

    @Test
    @DisplayName("both directions at once, each closed by itself, the bytes as they were")
    void bothWaysAtOnce() throws Exception {
        Plain plain = plain();
        SSLSocket near = client(plain.client(), trusting);
        SSLSocket far = server(plain.server());
        FutureTask<Void> there = inThread(() -> write(near, content(1)));
        FutureTask<Void> back = inVirtualThread(() -> write(far, content(2)));
        FutureTask<byte[]> atFar = inThread(() -> digest(far));
        MessageDigest expected = MessageDigest.getInstance("SHA-256");

        assertArrayEquals(expected.digest(content(2)), digest(near));
        assertArrayEquals(expected.digest(content(1)), resultOf(atFar));
        resultOf(there);
        resultOf(back);
        assertEquals("TLSv1.3", near.getSession().getProtocol());
        near.close();
        assertTrue(plain.client().isClosed(), "the stream ends with TLS");
    }

    @Test
    @DisplayName("who does not trust the key gets no connection, and the other side is told")
    void anUnknownKeyIsRefused() throws Exception {
        Plain plain = plain();
        SSLSocket far = server(plain.server());
        FutureTask<Integer> reading = inThread(() -> far.getInputStream().read());
        SSLSocket near = client(plain.client(), SSLContext.getDefault());

        assertThrows(SSLException.class, near::startHandshake);
        near.close();
        Exception told = assertThrows(Exception.class, () -> resultOf(reading));
        assertTrue(told.getCause() instanceof IOException, String.valueOf(told.getCause()));
    }
}

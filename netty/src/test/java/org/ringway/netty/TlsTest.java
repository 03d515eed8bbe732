// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Platform;

@DisplayName("TLS by Netty's handler")
final class TlsTest extends NettyCase {
    private static final char[] PASSWORD = "changeit".toCharArray();

    TlsTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }

    /// {@return a key and its certificate, made by the JDK's tool}
    private KeyStore keys() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process made = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1",
                "-dname", "CN=server", "-ext", "san=dns:server", "-validity", "2",
                "-storetype", "PKCS12", "-storepass", new String(PASSWORD),
                "-keystore", file.toString()).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes());
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    @Test
    @DisplayName("megabytes come back through an encrypted stream, then its end")
    void echoes() throws Exception {
        KeyStore keys = keys();
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        SslContext there = SslContextBuilder.forServer(own).build();
        SslContext here = SslContextBuilder.forClient().trustManager(trusted).build();
        listen(() -> new ChannelInitializer<HvSocketChannel>() {
            @Override
            protected void initChannel(HvSocketChannel channel) {
                channel.pipeline().addLast(there.newHandler(channel.alloc()), new Echoing());
            }
        });
        Counting counting = new Counting(3_000_000);
        HvSocketChannel channel = connect(new ChannelInitializer<HvSocketChannel>() {
            @Override
            protected void initChannel(HvSocketChannel made) {
                made.pipeline().addLast(here.newHandler(made.alloc(), "server", 443), counting);
            }
        });
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        done(handler.handshakeFuture());
        byte[] content = new byte[counting.expected()];
        new Random(11).nextBytes(content);
        done(channel.writeAndFlush(Unpooled.wrappedBuffer(content)));

        assertEquals(Digesting.hash(content), counting.hash());
        assertTrue(handler.engine().getSession().getProtocol().startsWith("TLSv1"));
        done(channel.close());
        done(accepted().closeFuture());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringway.conformance.script.Broken;
import org.ringway.conformance.script.Link;
import org.ringway.conformance.script.NotTried;
import org.ringway.conformance.script.Patience;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlListener;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;

/// Where the child that is tried meets its root and its peers. It lives on from rule to rule, and
/// begins a new life after a rule that has ended its link, or that it has broken.
public final class Stage implements AutoCloseable {
    private static final int MODE = 0600;

    private final Platform platform;
    private final Patience patience;
    private final Program program;
    private final ControlListener listener;
    private @Nullable Channels channels;
    private @Nullable Life beginning;
    private @Nullable Peer open;
    private boolean nobodyComes;

    public Stage(Platform platform, Path socket, List<String> command, Patience patience) {
        this.platform = platform;
        this.patience = patience;
        this.program = new Program(command, socket);
        this.listener = platform.listen(new ListenOptions(socket, MODE, OptionalInt.empty()));
    }

    Platform platform() {
        return platform;
    }

    Patience patience() {
        return patience;
    }

    Program program() {
        return program;
    }

    /// {@return a link on which nothing was said yet}
    Life newLife() {
        drop();
        patience.renew();
        if (nobodyComes) {
            throw new NotTried("no child comes any more");
        }
        if (program.isOurs()) {
            turnAwayTheDead();
        }
        program.start();
        Life life = new Life(platform, new Link(accept(), patience), patience, program);
        beginning = life;
        return life;
    }

    /// A child that looks for a root again may have knocked in its last moment.
    private void turnAwayTheDead() {
        for (ControlLink dead = listener.accept(); dead != null; dead = listener.accept()) {
            dead.close();
        }
    }

    private ControlLink accept() {
        try {
            return patience.await("a child at the socket", () -> {
                ControlLink link = listener.accept();
                if (link == null) {
                    Broken.unless(program.end().isEmpty(), program.end());
                }
                return link;
            });
        } catch (Broken nobody) {
            nobodyComes = true;
            throw new NotTried(String.valueOf(nobody.getMessage()));
        }
    }

    /// {@return the channels of a child that has joined}
    Channels joined() {
        if (channels == null || channels.life().isHungUp()) {
            Life life = newLife();
            life.letIn();
            channels = new Channels(life);
        }
        return channels;
    }

    boolean isProvider() {
        return joined().life().isProvider();
    }

    /// {@return a new channel}
    Peer channel() {
        open = joined().open();
        return open;
    }

    /// Ends the last channel in good order.
    void endsChannel() {
        if (channels != null && open != null) {
            Peer last = open;
            open = null;
            channels.end(last);
        }
    }

    /// The channel has ended within the rule.
    void isEnded() {
        open = null;
    }

    /// Ends the life of the child.
    void drop() {
        if (beginning != null) {
            beginning.hangUp();
            beginning = null;
        }
        if (channels != null) {
            channels.life().hangUp();
            channels = null;
        }
        if (open != null) {
            open.bell.close();
            open.unmap();
            open = null;
        }
        program.stop();
    }

    /// Before a rule: its time begins.
    public void begin() {
        patience.renew();
    }

    /// After a rule: what it has begun is ended.
    ///
    /// @param isKept whether the child is fit for another rule
    public void clear(boolean isKept) {
        patience.renew();
        try {
            if (isKept) {
                endsChannel();
            }
        } catch (Broken unfit) {
            drop(); // a rule of its own says so
        }
        if (!isKept || channels == null) {
            drop();
        }
        patience.renew();
    }

    @Override
    public void close() {
        drop();
        listener.close();
    }
}

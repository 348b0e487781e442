namespace MultiTransport.Testing;

/// <content>Answers: held, cut, repeated, asked for twice.</content>
public static partial class NamedFaults
{
    private static IEnumerable<NamedFault> Buffers() =>
    [
        Row("buffered", "lighttpd, mitmproxy, an administrator's proxy_buffering", TransportName.LongPoll, Stripped, () => new ResponseBuffered()),
        Row("buffered-4k", "a buffer of 4 KiB", TransportName.LongPoll, Stripped, () => new ResponseBuffered { Until = 4 * 1024 }),
        Row("buffered-8k", "a buffer of 8 KiB", TransportName.LongPoll, Stripped, () => new ResponseBuffered { Until = 8 * 1024 }),
        Row("buffered-1m", "body inspection of a firewall (coraza, Gloo)", TransportName.LongPoll, Stripped, () => new ResponseBuffered { Until = 1024 * 1024 }),
        Row("text-held", "content filters: e2guardian", TransportName.Stream, () => new UpgradeStripped { What = StrippedHeaders.ConnectionToken }, () => new ResponseBuffered { Types = ContentTypes.Text }),
        Row(
            "text-held-swallowed-up", "Privoxy: frames do not go up, text is held", TransportName.Stream,
            () => new FramesSwallowed { Direction = ProxyDirection.Up }, () => new ResponseBuffered { Types = ContentTypes.Text }),
        Row("all-but-events-held", "cloudflared", TransportName.Sse, Stripped, () => new ResponseBuffered { Types = ContentTypes.AllButEventStream }),
        Row("get-held", "cloudflared's quick tunnels", TransportName.Sse, Stripped, () => new ResponseBuffered { Where = Requests.Get }),
        Row("head-then-held", "nginx behind padding", TransportName.LongPoll, Stripped, () => new ResponseBuffered { HeadPasses = true }),
        Row(
            "ziproxy", "a carrier's optimizer: head at once, body at its end, aborts not passed on", TransportName.LongPoll,
            () => new UpgradeStripped { What = StrippedHeaders.ConnectionToken }, () => new AbortNotPropagated(), () => new ResponseBuffered { HeadPasses = true }),
        Row("one-behind", "an antivirus that holds each event until the next", TransportName.Sse, Stripped, () => new OneBehind()),
        Row("first-held", "Kaspersky: the first event waits for the second", TransportName.Sse, Stripped, () => new OneBehind { OnlyFirst = true }),
        Row("chunks-200ms-late", "HAProxy", TransportName.WebSocket, () => new ChunksDelayed()),
        Row("chunks-200ms-late-without-upgrade", "HAProxy that strips the upgrade", TransportName.Sse, Stripped, () => new ChunksDelayed()),
        Row("compressing", "Traefik, Caddy: 1 KiB first, unless told not to transform", TransportName.Sse, Stripped, () => ResponseBuffered.Compressing),
        Row("compressing-regardless", "mod_deflate and others that ignore no-transform", TransportName.LongPoll, Stripped, () => new ResponseBuffered { Until = 1024 }),
        Row("nginx", "nginx before 1.29.7 as installed", TransportName.Sse, () => new Http10Origin(), () => new ResponseBuffered { HonoursAccelBuffering = true }),
        Row("nginx-buffering", "the same, told to ignore X-Accel-Buffering", TransportName.LongPoll, () => new Http10Origin(), () => new ResponseBuffered()),
    ];

    private static IEnumerable<NamedFault> Cuts() =>
    [
        Row("streams-cut-reset", "a proxy that restarts", TransportName.Sse, Stripped, () => new BodyCut { After = 700, Where = Requests.Next(3, Held) }) with { Recovers = true },
        Row("streams-cut-clean", "nginx, Caddy, lighttpd: a cut looks like an end", TransportName.Sse, Stripped, () => new BodyCut { After = 700, ShownAsCleanEnd = true, Where = Requests.Next(3, Held) }) with { Recovers = true },
        Row("streams-cut-in-character", "the same in the middle of UTF-8", TransportName.Sse, Stripped, () => new BodyCut { After = 300, InCharacter = true, Where = Requests.Next(3, Held) }) with { Recovers = true },
        Row("streams-cut-in-character-clean", "the same, shown as an end", TransportName.Sse, Stripped, () => new BodyCut { After = 300, InCharacter = true, ShownAsCleanEnd = true, Where = Requests.Next(3, Held) }) with { Recovers = true },
        Row("polls-cut-clean", "a proxy that makes short answers of cut ones", TransportName.WebSocket, () => new BodyCut { After = 30, ShownAsCleanEnd = true, Where = Requests.Next(3, Requests.To("poll", "send")) }) with { Recovers = true },
        Row("cuts-shown-clean", "nginx with HTTP/1.0, Caddy, e2guardian", TransportName.Sse, Stripped, () => new CutShownAsCleanEnd()),
    ];

    private static IEnumerable<NamedFault> Caches() =>
    [
        Row("aborts-not-passed-on", "HAProxy, Varnish, lighttpd, tinyproxy", TransportName.WebSocket, () => new AbortNotPropagated()),
        Row("aborts-not-passed-on-buffered", "lighttpd", TransportName.LongPoll, Stripped, () => new AbortNotPropagated(), () => new ResponseBuffered()),
        Row("polls-answered-twice", "a cache that ignores what it is told", TransportName.WebSocket, () => new AnswerRepeated { Where = Requests.To("poll") }),
        Row("polls-answered-twice-buffered", "the same where only polls work", TransportName.LongPoll, Stripped, () => new AnswerRepeated { Where = Requests.To("poll") }, () => new ResponseBuffered()),
        Row("cached-by-url", "a cache that ignores no-store", TransportName.WebSocket, () => new CachedByUrl()),
        Row("same-url-serialized", "Varnish with polls it may not store", TransportName.Sse, Stripped, () => new SameUrlSerialized()),
        Row("same-url-coalesced", "Varnish: two clients, one stream", TransportName.Sse, Stripped, () => new SameUrlCoalesced()),
    ];

    private static IEnumerable<NamedFault> Replays() =>
    [
        Row("replayed-together", "proxies that race two servers", TransportName.WebSocket, () => new Replayed()),
        Row("replayed-after-head", "a retry while the first is held", TransportName.WebSocket, () => new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponseHead })),
        Row("replayed-after-processing", "a retry after the answer was lost", TransportName.WebSocket, () => new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponse })),
        Row("replayed-copy-answers", "the same, and the second answer is the one that arrives", TransportName.WebSocket, () => new Replayed(new ReplayPlan { Moment = ReplayMoment.Together, Answer = ReplayAnswer.Copy })),
        Row(
            "replayed-after-processing-copy-answers", "HAProxy retry-on, nginx non_idempotent", TransportName.WebSocket,
            () => new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponse, Answer = ReplayAnswer.Copy, Where = request => Requests.Post(request) && !Held(request) })),
        Row("replayed-after-death", "Chromium on a kept connection", TransportName.WebSocket, () => new ReplayedAfterDeath { Dies = ReplayMoment.AfterResponseHead, Where = request => Requests.Post(request) && !Held(request) }),
        Row(
            "replayed-without-upgrade", "retrying balancers without upgrades: the second copy of a held request ends the first", TransportName.LongPoll,
            Stripped, () => new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponseHead })),
    ];
}

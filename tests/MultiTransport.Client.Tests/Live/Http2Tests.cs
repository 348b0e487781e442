using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Client.Tests;

/// <summary>HTTP/2 over TLS: everything on one connection, WebSockets by RFC 8441.</summary>
public sealed class Http2Tests
{
    [Theory]
    [InlineData(TransportNames.WebSocket, "CONNECT")]
    [InlineData(TransportNames.ServerSentEvents, "POST")]
    [InlineData(TransportNames.Streaming, "POST")]
    [InlineData(TransportNames.LongPolling, "POST")]
    [InlineData(TransportNames.ShortPolling, "POST")]
    public async Task EveryTransport_GoesOverOneConnection(string transport, string method)
    {
        await using var edge = await EdgeAsync(HttpProtocols.Http1AndHttp2);
        await using var session = Connect(edge, HttpVersion.Version20, transport, TransportNames.LongPolling);
        await session.ReachAsync(transport);
        var messages = session.GetAsyncEnumerator();
        for (var number = 0; number < 100; number++)
        {
            await session.SendAsync($"{number}").WithTimeout();
            Assert.Equal($"{number}", await messages.NextAsync());
        }

        Assert.Equal(1, edge.Relay.Count);
        Assert.Equal(["HTTP/2"], edge.Seen.Select(static request => request.Protocol).Distinct());
        Assert.Contains(edge.Seen, request => request.Path.EndsWith(PathOf(transport), StringComparison.Ordinal) && request.Method == method);
    }

    [Fact]
    public async Task ServerWithoutHttp2_IsSpokenToInHttp11()
    {
        await using var edge = await EdgeAsync(HttpProtocols.Http1);
        await using var session = Connect(edge, HttpVersion.Version20);
        await session.TransportAsync(TransportNames.WebSocket);
        Assert.Equal(["HTTP/1.1"], edge.Seen.Select(static request => request.Protocol).Distinct());
    }

    [Fact]
    public async Task Default_IsHttp11WithAConnectionOfItsOwnForTheWebSocket()
    {
        await using var edge = await EdgeAsync(HttpProtocols.Http1AndHttp2);
        await using var session = Connect(edge, HttpVersion.Version11);
        await session.TransportAsync(TransportNames.WebSocket);
        Assert.Equal(["HTTP/1.1"], edge.Seen.Select(static request => request.Protocol).Distinct());
        Assert.True(edge.Relay.Count > 1);
    }

    [Fact]
    public async Task TheOneConnection_FallsSilent_SessionGoesOnOverAnother()
    {
        await using var edge = await EdgeAsync(HttpProtocols.Http1AndHttp2);
        await using var session = Connect(edge, HttpVersion.Version20);
        await session.TransportAsync(TransportNames.WebSocket);
        var messages = session.GetAsyncEnumerator();
        await session.SendAsync("before").WithTimeout();
        Assert.Equal("before", await messages.NextAsync());
        edge.Relay.FallSilent();
        var sent = session.SendAsync("into the silence");
        Assert.Equal("into the silence", await messages.NextAsync());
        await sent.WithTimeout();
        Assert.Equal(2, edge.Relay.Count);
        Assert.Equal(["before", "into the silence"], edge.Log.Texts);
    }

    private static string PathOf(string transport) => transport switch
    {
        TransportNames.WebSocket => "/ws",
        TransportNames.ServerSentEvents => "/sse",
        TransportNames.Streaming => "/stream",
        _ => "/poll",
    };

    private static ClientSession Connect(Edge edge, Version version, params string[] transports)
    {
        var options = Rig.Options(transports);
        options.HttpVersion = version;
        options.HttpMessageHandler = edge.Handler;
        return ClientSession.Connect(new Uri($"https://localhost:{edge.Relay.Port}/echo"), options);
    }

    private static async Task<Edge> EdgeAsync(HttpProtocols protocols)
    {
        var seen = new ConcurrentQueue<(string Protocol, string Method, string Path)>();
        var host = await TestHost.StartAsync(
            builder =>
            {
                builder.Services.AddMultiTransport();
                builder.Services.AddSingleton<ServerLog>();
            },
            app =>
            {
                app.Use((context, next) =>
                {
                    seen.Enqueue((context.Request.Protocol, context.Request.Method, context.Request.Path));
                    return next(context);
                });
                app.UseRouting();
                app.MapMultiTransport<TestHandler>("/echo");
            },
            protocols,
            certificate: TestCertificate.Create());
        return new Edge(host, TcpRelay.Start(host.Port), seen);
    }

    private sealed record Edge(TestHost Host, TcpRelay Relay, ConcurrentQueue<(string Protocol, string Method, string Path)> Seen) : IAsyncDisposable
    {
        public ServerLog Log => Host.Services.GetRequiredService<ServerLog>();

        public SocketsHttpHandler Handler { get; } = new()
        {
            SslOptions = { RemoteCertificateValidationCallback = TestCertificate.Accept },
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        };

        public async ValueTask DisposeAsync()
        {
            Handler.Dispose();
            await Relay.DisposeAsync();
            await Host.DisposeAsync();
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>A page and its application over TLS: Chromium takes HTTP/2 for every transport, for WebSockets as RFC 8441 has them.</summary>
public sealed class Http2PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string EchoOn = """
        async transport => {
          const { connect } = await import('/echo/client.js')
          const session = connect('/echo', { transports: transport === 'shortpoll' ? [transport] : [transport, 'longpoll'], pollInterval: 50 })
          const active = new Promise(done => {
            const look = () => session.transport === transport && done()
            session.addEventListener('transport', look)
            look()
          })
          const messages = session[Symbol.asyncIterator]()
          const echo = async text => {
            const [next] = await Promise.all([messages.next(), session.send(text)])
            return next.value
          }
          const echoes = [await echo('first')]
          await active
          for (let i = 0; i < 20; i++) echoes.push(await echo(`${transport} ${i}`))
          await session.close()
          return echoes
        }
        """;

    [ToolFact(Tools.Chromium)]
    public async Task EveryTransport_OnAPageOverTls_GoesOverHttp2()
    {
        var ways = new ConcurrentDictionary<string, bool>();
        await using var host = await TestHost.StartAsync(
            static builder => builder.Services.AddMultiTransport(),
            app =>
            {
                app.Use((context, next) =>
                {
                    ways.TryAdd($"{context.Request.Protocol} {context.Request.Method} {context.Request.Path}", true);
                    return next(context);
                });
                app.UseRouting();
                app.MapGet("/", static () => Results.Content("<!doctype html><title>HTTP/2</title>", "text/html"));
                app.MapMultiTransport("/echo", static (Session session, Message message) => session.SendAsync(message));
            },
            HttpProtocols.Http1AndHttp2,
            certificate: TestCertificate.Create());
        await using var page = await chromium.OpenAsync(host.BaseAddress, new() { IgnoreHTTPSErrors = true });

        foreach (var transport in TransportName.All)
        {
            var echoes = await page.Page.EvaluateAsync<string[]>(EchoOn, transport);
            Assert.Equal(["first", .. Enumerable.Range(0, 20).Select(number => $"{transport} {number}")], echoes);
        }

        Assert.All(ways.Keys, static way => Assert.StartsWith("HTTP/2 ", way, StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string> { "HTTP/2 POST /echo/negotiate", "HTTP/2 CONNECT /echo/ws", "HTTP/2 POST /echo/sse", "HTTP/2 POST /echo/stream", "HTTP/2 POST /echo/poll", "HTTP/2 POST /echo/send" },
            ways.Keys.ToHashSet());
    }
}

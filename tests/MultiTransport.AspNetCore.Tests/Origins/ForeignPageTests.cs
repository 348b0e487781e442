using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Tests.Origins;

/// <summary>
/// A page of another origin in a real browser, whose visitor is logged in here: whatever it tries, it opens no session as them and no message reaches a
/// handler. The same attacks on an endpoint without the gate show that they would work.
/// </summary>
public sealed class ForeignPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Unguarded = "/unguarded";

    /// <summary>Every way that a page has to make its visitor's browser send something; each tells how it ended.</summary>
    private const string Attacks = """
        async ({ base, socketBase }) => {
          const ended = {};
          const json = JSON.stringify({ messages: [{ text: 'attack by negotiate' }] });
          const once = (name, start) => new Promise((resolve) => start(resolve)).then((how) => { ended[name] = how; });
          const socket = (url) => (resolve) => {
            const opened = new WebSocket(url);
            opened.onopen = () => opened.send('attack by WebSocket');
            opened.onmessage = () => { resolve('answered'); opened.close(); };
            opened.onerror = () => resolve('refused');
            opened.onclose = () => resolve('closed');
          };
          const source = (url) => (resolve) => {
            const opened = new EventSource(url, { withCredentials: true });
            opened.onopen = () => { resolve('opened'); opened.close(); };
            opened.onerror = () => { resolve('refused'); opened.close(); };
          };
          const post = (url, body, mode, headers) => (resolve) => fetch(url, { method: 'POST', mode, credentials: 'include', body, headers })
            .then((answer) => resolve(`${answer.type} ${answer.status}`), () => resolve('refused'));
          const get = (url, mode, accept) => (resolve) => fetch(url, { mode, credentials: 'include', headers: accept ? { accept } : {} })
            .then((answer) => resolve(`${answer.type} ${answer.status}`), () => resolve('refused'));
          const element = (name, url) => (resolve) => {
            const made = document.createElement(name);
            made.onload = () => resolve('loaded');
            made.onerror = () => resolve('refused');
            made.src = url;
            document.body.append(made);
          };
          const form = (url, method, field, value) => (resolve) => {
            const frame = document.createElement('iframe');
            frame.name = `frame-${Math.random()}`;
            document.body.append(frame);
            const made = document.createElement('form');
            Object.assign(made, { action: url, method, enctype: 'text/plain', target: frame.name });
            const input = document.createElement('input');
            Object.assign(input, { name: field, value, type: 'hidden' });
            made.append(input);
            document.body.append(made);
            frame.onload = () => resolve('loaded');
            made.submit();
          };

          await once('WebSocket', socket(socketBase));
          await once('WebSocket of the SDK', (resolve) => {
            const opened = new WebSocket(`${socketBase}/ws`, 'multitransport.v1');
            opened.onopen = () => opened.send(new Uint8Array([3, 0x74, 0x48, 0x69]));
            opened.onclose = (event) => resolve(`closed ${event.code}`);
          });
          await once('EventSource', source(base));
          for (const mode of ['cors', 'no-cors']) {
            await once(`GET ${mode}`, get(`${base}?wait=0`, mode));
            await once(`GET lines ${mode}`, get(`${base}?wait=0`, mode, 'application/x-ndjson'));
            await once(`GET events ${mode}`, get(`${base}?wait=0`, mode, 'text/event-stream'));
            await once(`POST ${mode}`, post(base, 'attack by POST', mode, { 'content-type': 'text/plain' }));
            await once(`negotiate ${mode}`, post(`${base}/negotiate`, json, mode, { 'content-type': 'text/plain' }));
            await once(`empty negotiate ${mode}`, post(`${base}/negotiate`, undefined, mode));
            await once(`send ${mode}`, post(`${base}/send`, 'attack by send', mode));
          }
          await once('POST with a header', post(base, 'attack by POST', 'cors', { 'multitransport-session': 'x' }));
          await once('negotiate as JSON', post(`${base}/negotiate`, json, 'cors', { 'content-type': 'application/json' }));
          await once('beacon', (resolve) => resolve(navigator.sendBeacon(`${base}/negotiate`, json)));
          await once('image', element('img', `${base}?wait=0`));
          await once('script', element('script', `${base}?wait=0`));
          await once('frame', element('iframe', `${base}?wait=0`));
          await once('form POST', form(base, 'post', 'attack by', 'form'));
          await once('form negotiate', form(`${base}/negotiate`, 'post', json.slice(0, -1) + ', "x', '":1}'));
          await once('form GET', form(base, 'get', 'wait', '0'));
          return ended;
        }
        """;

    /// <summary>Other host, page's host; the cookie goes along with every one of these requests.</summary>
    public static TheoryData<string, string, SameSiteMode> Places => new()
    {
        { "127.0.0.1", "127.0.0.1", SameSiteMode.Lax }, // another port is the same site: SameSite does not help
        { "127.0.0.1", "127.0.0.1", SameSiteMode.Strict },
        { "localhost", "127.0.0.1", SameSiteMode.None },
        { "127.0.0.1", "localhost", SameSiteMode.None },
        { "localhost", "127.0.0.1", SameSiteMode.Unspecified },
    };

    [ChromiumTheory]
    [MemberData(nameof(Places))]
    public async Task PageOfAnotherOrigin_WithALoggedInVisitor_OpensNothingAndReachesNoHandler(string victim, string attacker, SameSiteMode sameSite)
    {
        var unguarded = new ConcurrentQueue<string>();
        await using var edge = await VictimAsync(sameSite, unguarded);
        await using var evil = await TestHost.StartAsync(null, app => app.MapGet("/", () => Results.Content("<!doctype html><title>Kittens</title><body>", "text/html")));
        await using var context = sameSite == SameSiteMode.None ? await chromium.NewProfileAsync() : await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Base(edge, victim, sameSite)}/login");
        await page.GotoAsync($"http://{attacker}:{evil.Port}/");

        var ended = await page.EvaluateAsync<Dictionary<string, object>>(Attacks, Target(edge, victim, sameSite, Edge.Path));

        Assert.Empty(edge.Handled);
        Assert.Equal(0, edge.Opened);
        Assert.Equal("refused", ended["WebSocket"]);
        Assert.Equal("refused", ended["EventSource"]);
        Assert.Equal("refused", ended["negotiate cors"]);
        Assert.Equal("closed 4114", ended["WebSocket of the SDK"]);

        if (sameSite != SameSiteMode.Unspecified)
        {
            await page.EvaluateAsync<Dictionary<string, object>>(Attacks, Target(edge, victim, sameSite, Unguarded));
            Assert.Contains("alice: attack by WebSocket", unguarded);
            Assert.Contains("alice: attack by negotiate", unguarded);
        }
    }

    [ChromiumTheory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task PageOfTheOwnOrigin_WithALoggedInVisitor_OpensSessionsAsThem(string host)
    {
        await using var edge = await VictimAsync(SameSiteMode.Lax, []);
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"http://{host}:{edge.Host.Port}/login");

        var ended = await page.EvaluateAsync<Dictionary<string, object>>(Attacks, Target(edge, host, SameSiteMode.Lax, Edge.Path));

        Assert.Equal(("answered", "opened", "basic 200", "basic 200"), (ended["WebSocket"], ended["EventSource"], ended["GET cors"], ended["negotiate cors"]));
        Assert.Contains("attack by WebSocket", edge.Handled);
        Assert.Contains("attack by negotiate", edge.Handled);
        Assert.NotEmpty(edge.Sessions.OfUser("alice"));
    }

    private static object Target(Edge edge, string host, SameSiteMode sameSite, string path)
    {
        var url = Base(edge, host, sameSite) + path;
        return new { @base = url, socketBase = "ws" + url["http".Length..] };
    }

    /// <summary>A cookie for other sites must be Secure, and so must its host be.</summary>
    private static string Base(Edge edge, string host, SameSiteMode sameSite)
    {
        var scheme = sameSite == SameSiteMode.None ? "https" : "http";
        var addresses = edge.Host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return $"{scheme}://{host}:{new Uri(addresses.Single(address => address.StartsWith($"{scheme}:", StringComparison.Ordinal))).Port}";
    }

    private static Task<Edge> VictimAsync(SameSiteMode sameSite, ConcurrentQueue<string> unguarded) => Edge.StartAsync(new EdgeSetup
    {
        RealTime = true,
        Builder = builder =>
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(TestCertificate.Create())));
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.Cookie.SameSite = sameSite);
        },
        Pipeline = app =>
        {
            app.MapGet("/login", async (HttpContext context) =>
            {
                await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "alice")], "password")));
                return Results.Content("<!doctype html><title>Welcome</title><body>", "text/html");
            });
            app.MapMultiTransport(
                Unguarded,
                (session, message) =>
                {
                    unguarded.Enqueue($"{session.UserId}: {message.GetText()}");
                    return session.SendAsync(message);
                },
                options => options.RequireKnownOrigin = false);
        },
    });
}

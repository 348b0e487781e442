using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Pages;

/// <summary>
/// A page of another origin in a real browser that tries to open sessions and to post, with and without its visitor's credentials. Its own server hears what came
/// of each try.
/// </summary>
internal sealed class ForeignPage(string browser) : IAttack
{
    private const string SessionOpened = "[1001]"; // the id of that event in the log

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60); // browsers take their time to start

    public string Name => $"page-{browser}";

    public string Idea => $"a page of another origin in {browser}: WebSockets, EventSources, POSTs and forms, with and without credentials";

    /// <summary>The server says when it opens a session.</summary>
    public IReadOnlyList<string> Settings { get; } = ["--Logging:LogLevel:MultiTransport=Debug"];

    public async Task RunAsync(Battle battle)
    {
        if (RuntimeTools.Absent(browser) is { } absent)
        {
            battle.Answers.Add($"left out: {absent} is not installed");
            return;
        }

        var told = new TaskCompletionSource<Dictionary<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var evil = await TestHost.StartAsync(null, app =>
        {
            app.MapGet("/", () => Results.Content(Page(battle.Server.Echo), "text/html"));
            app.MapPost("/told", async (HttpRequest request) => told.TrySetResult((await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(request.Body))!));
        });
        var address = $"http://localhost:{evil.Port}/"; // another host than the server's, another port too
        var lines = battle.Server.Lines.Count;
        var running = await StartAsync(address);
        try
        {
            foreach (var (what, ended) in await told.Task.WaitAsync(_patience))
            {
                battle.Begins();
                battle.Answers.Add($"{what}: {ended}");
                if (ended is not ("refused" or "opaque") && !(what.StartsWith("sdk", StringComparison.Ordinal) && ended == "closed 4114"))
                {
                    battle.Fault($"{what} of a page of another origin: {ended}");
                }
            }

            var opened = battle.Server.Lines.Skip(lines).Count(static line => line.Contains(SessionOpened, StringComparison.Ordinal));
            if (opened > 0)
            {
                battle.Fault($"a page of another origin opened {opened} sessions");
            }
        }
        catch (TimeoutException)
        {
            battle.Fault($"the page told nothing: {running.Printed}");
        }
        finally
        {
            await running.EndAsync();
        }
    }

    private async Task<RuntimeProcess> StartAsync(string address)
    {
        if (browser == "firefox")
        {
            return await FirefoxLauncher.StartAsync([address]);
        }

        var home = RuntimeProcess.NewHome();
        return RuntimeProcess.Start(home, [RuntimeTools.Chromium, .. ChromiumLauncher.Flags, $"--user-data-dir={home}", address]);
    }

    private static string Page(Uri victim) =>
        """
        <!doctype html><title>Kittens</title><body><script type="module">
        const base = 'VICTIM', socketBase = base.replace('http', 'ws'), ended = {};
        const once = async (name, start) => {
          ended[name] = await Promise.race([new Promise(start), new Promise((resolve) => setTimeout(() => resolve('refused'), 5000))]);
        };
        const fetched = (path, options) => (resolve) => fetch(base + path, options)
          .then((answer) => resolve(answer.type === 'opaque' ? 'opaque' : `answered ${answer.status}`), () => resolve('refused'));
        const socket = (path, protocol, first) => (resolve) => {
          const opened = new WebSocket(socketBase + path, protocol);
          opened.binaryType = 'arraybuffer';
          opened.onopen = () => opened.send(first);
          opened.onmessage = ({ data }) => {
            const farewell = data instanceof ArrayBuffer && new Uint8Array(data)[1] === 0x63; // a close frame, before the close of the WebSocket
            if (!farewell) resolve('answered');
          };
          opened.onclose = (event) => resolve(event.code === 1006 ? 'refused' : `closed ${event.code}`);
        };
        await once('WebSocket', socket('', [], 'attack'));
        await once('sdk WebSocket', socket('/ws', 'multitransport.v1', new Uint8Array([3, 0x74, 0x48, 0x69])));
        for (const withCredentials of [true, false]) {
          await once(`EventSource, credentials ${withCredentials}`, (resolve) => {
            const opened = new EventSource(base, { withCredentials });
            opened.onopen = () => { opened.close(); resolve('opened'); };
            opened.onerror = () => { opened.close(); resolve('refused'); };
          });
        }
        for (const credentials of ['include', 'omit']) {
          for (const mode of ['cors', 'no-cors']) {
            const how = `${mode}, credentials ${credentials}`;
            await once(`poll ${how}`, fetched('?wait=0', { mode, credentials }));
            await once(`POST ${how}`, fetched('', { method: 'POST', mode, credentials, body: 'attack', headers: { 'content-type': 'text/plain' } }));
            await once(`negotiate ${how}`, fetched('/negotiate', { method: 'POST', mode, credentials, body: '{"messages":[{"text":"attack"}]}' }));
          }
        }
        const frame = document.createElement('iframe'), form = document.createElement('form');
        frame.name = 'frame';
        Object.assign(form, { action: `${base}/negotiate`, method: 'post', enctype: 'text/plain', target: 'frame' });
        document.body.append(frame, form);
        await once('form', (resolve) => { frame.onload = () => resolve('opaque'); form.submit(); });
        navigator.sendBeacon(`${base}/negotiate`, '{}');
        await fetch('/told', { method: 'POST', body: JSON.stringify(ended) });
        </script>
        """.Replace("VICTIM", victim.ToString(), StringComparison.Ordinal);
}

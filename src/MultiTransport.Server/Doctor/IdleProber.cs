using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>Keeps a WebSocket, an event stream and a poll silent for so many seconds, and sees whether what is sent then arrives.</summary>
internal sealed class IdleProber(ProbeLine line)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    public async Task<IReadOnlyList<IdleProbe>> ProbeAsync(Uri doctor, int seconds, IEnumerable<string> ways)
    {
        var probes = ways.Select(way => RunAsync(way, seconds, way switch
        {
            "websocket" => token => SocketAsync(doctor, seconds, token),
            "sse" => token => StreamAsync(doctor, seconds, token),
            _ => token => PollAsync(doctor, seconds, token),
        }));
        return await Task.WhenAll(probes);
    }

    private async Task<IdleProbe> RunAsync(string way, int seconds, Func<CancellationToken, Task<(bool Came, string How)>> silence)
    {
        var start = line.Time.GetTimestamp();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds) + Grace, line.Time);
        var probe = new IdleProbe { Way = way, Seconds = seconds };
        try
        {
            var (came, how) = await silence(patience.Token);
            return came ? probe with { Survived = true } : probe with { Cut = line.Since(start) / 1000, How = how };
        }
        catch (OperationCanceledException)
        {
            return probe with { How = "nobody told that it was cut" };
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException or WebSocketException)
        {
            return probe with { Cut = line.Since(start) / 1000, How = Faults.Of(fault) };
        }
    }

    private async Task<(bool Came, string How)> SocketAsync(Uri doctor, int seconds, CancellationToken token)
    {
        using var socket = line.CreateSocket();
        await socket.ConnectAsync(new Uri(SocketProber.AsSocket(doctor), $"ws?idle={seconds}"), token);
        var buffer = new byte[64];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (false, $"close {(int?)socket.CloseStatus}");
            }

            if (Encoding.ASCII.GetString(buffer, 0, received.Count) == "still")
            {
                return (true, "");
            }
        }
    }

    private async Task<(bool Came, string How)> StreamAsync(Uri doctor, int seconds, CancellationToken token)
    {
        using var response = await AskAsync(doctor, "sse", seconds, token);
        var text = await response.Content.ReadAsStringAsync(token);
        return (text.Contains("still", StringComparison.Ordinal), $"the stream ended ({(int)response.StatusCode})");
    }

    private async Task<(bool Came, string How)> PollAsync(Uri doctor, int seconds, CancellationToken token)
    {
        using var response = await AskAsync(doctor, "longpoll", seconds, token);
        var answer = ShortProber.Read(await response.Content.ReadAsStringAsync(token), DoctorJson.Default.TryAnswer);
        return (answer is { Doctor: 1 }, $"status {(int)response.StatusCode}");
    }

    private Task<HttpResponseMessage> AskAsync(Uri doctor, string way, int seconds, CancellationToken token) =>
        line.SendAsync(HttpMethod.Post, new Uri(ShortProber.Unique(doctor, "idle").AbsoluteUri + $"&way={way}&idle={seconds}"), new StringContent("idle"), token);
}
